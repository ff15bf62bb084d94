"""Proof that remarks took nothing from a staff sheet: what is left without them is the sheet as it was."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from lxml import etree
from lxml.etree import _Element as Element

from duban.workbook.cells.addresses import a1
from duban.workbook.cells.areas import Position
from duban.workbook.file.note_boxes import NO_BOXES, all_but_boxes
from duban.workbook.file.notes import Notes, boxes_part
from duban.workbook.file.open_xml import main
from duban.workbook.file.package import Package
from duban.workbook.file.remarks import by_cell
from duban.workbook.file.sheet_xml import SheetXml
from duban.workbook.plan.plans import SheetEdit

_ROW = main("row")


def lost_beside_remarks(before: Package, after: Package, edit: SheetEdit) -> Iterator[str]:
    """What is wrong with a sheet that may have got nothing but colours, blank cells and notes.

    Takes the trees of the two packages apart, which nobody shall write.
    """
    part, new_part = before.sheet_part(edit.name), after.sheet_part(edit.name)
    old, new = before.tree(part), after.tree(new_part)
    cells = by_cell(old, edit.remarks or ()).keys()
    notes, new_notes = Notes(before, part), Notes(after, new_part)
    if notes.staff_texts() != new_notes.staff_texts():
        yield f"{edit.name}: notes of others changed"
    ours = (cells | notes.own | new_notes.own) - notes.threads
    for rel in before.rels(part):
        header = rel.is_a("vmlDrawing") and rel.target != boxes_part(before, part, old)
        if (
            header
            and rel.target in before
            and not (rel.target in after and before.same_as(rel.target, after))
        ):
            yield f"{edit.name}: the drawing of a header changed"
    rest, boxes = _boxes(before, part, old, ours)
    new_rest, new_boxes = _boxes(after, new_part, new, ours)
    if rest != new_rest or not boxes & notes.staff.keys() <= new_boxes:
        yield f"{edit.name}: a drawing changed"
    may_gain_drawing = boxes_part(before, part, old) is None
    if _rest(old, cells, may_gain_drawing) != _rest(new, cells, may_gain_drawing):
        # the cells of some files do not say where they stand, or say it wrongly, until somebody counts them
        old, new = SheetXml(before.data(part)).spell_out(), SheetXml(after.data(new_part)).spell_out()
        if _rest(old, cells, may_gain_drawing) != _rest(new, cells, may_gain_drawing):
            yield f"{edit.name}: more than colours and notes changed"


def _boxes(
    package: Package, part: str, sheet: Element, cells: Collection[Position]
) -> tuple[bytes, set[Position]]:
    home = boxes_part(package, part, sheet)
    return all_but_boxes(NO_BOXES if home is None else package.data(home), cells)


def _rest(sheet: Element, cells: Collection[Position], may_gain_drawing: bool) -> bytes:
    """The sheet without the looks of these cells, and without those of them that are blank."""
    etree.strip_attributes(sheet, "spans")  # a hint that is wrong once a cell comes beside it
    names, rows = {a1(*at) for at in cells}, {str(row) for row, _ in cells}
    for row in [row for row in sheet.iter(_ROW) if row.get("r") in rows]:
        for cell in [cell for cell in row if cell.get("r") in names]:
            cell.attrib.pop("s", None)
            if len(cell) == 0:
                _take_out(cell)
        if row.keys() == ["r"] and len(row) == 0:
            _take_out(row)
    for tag in ("dimension", *["legacyDrawing"] * may_gain_drawing):
        for element in sheet.findall(main(tag)):
            _take_out(element)
    data: bytes = etree.tostring(sheet)
    return data


def _take_out(element: Element) -> None:
    """Remove an element and leave the white space after it."""
    before, parent = element.getprevious(), element.getparent()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)
