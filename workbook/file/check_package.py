"""Proof that a written workbook is the old one with a plan carried out, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

from lxml import etree
from lxml.etree import _Element as Element

from duban.workbook.cells.addresses import LAST_COLUMN, LAST_ROW, a1
from duban.workbook.cells.areas import Position, inside
from duban.workbook.cells.contents import TEXT_LIMIT
from duban.workbook.file.check_filters import draw_in, lost_by_growth, may_grow
from duban.workbook.file.check_remarks import lost_beside_remarks
from duban.workbook.file.notes import note_parts
from duban.workbook.file.open_xml import check_xml, main, parse_xml
from duban.workbook.file.package import Package
from duban.workbook.file.relationships import rels_part
from duban.workbook.file.sheet_xml import open_sheet
from duban.workbook.file.tidy_sheets import PAGE_ELEMENTS
from duban.workbook.file.widen_filters import FILTER
from duban.workbook.plan.plans import BookPlan, Cell, EditCell, SheetEdit
from duban.workbook.say.stop import Stop

_EDITABLE = {
    main(tag) for tag in ["dimension", "cols", "sheetData", "conditionalFormatting", "dataValidations"]
}

_LONGEST_FORMULA, _LONGEST_LITERAL, _HIGHEST = 8_192, 255, 409.5
"""What Excel can hold: characters of a formula and of a text in it; points of a row."""
_TEXT = re.compile(r"'(?:[^']|'')*'|\"((?:[^\"]|\"\")*)\"")


_NO_NUMBER = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"(?: s="[0-9]+")?(?: t="n")?>(?:<f[^>]*+(?:(?<=/)>|>[^<]*+</f>))?+'
    rb"<v>(?![-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?</v>)([^<]*+)</v>"
)
"""A cell without a type, or with that of numbers, whose value is none."""

_CELL_OR_ROW = re.compile(
    rb'<c r="(?P<cell>[A-Z]+[0-9]+)"[^>]*?(?:/>|>.*?</c>)|<row r="(?P<row>[0-9]+)"[^>]*+', re.DOTALL
)
"""A cell, or what a row says of itself."""

_SMALL = 20_000
"""Bytes of a part whose tree may be kept, which takes ten times as much: those of forty sheets add up."""


def check(old: bytes, new: bytes, plan: BookPlan, path: str = "") -> None:
    """Make sure that ``new`` is ``old`` with ``plan`` carried out and nothing else.

    Every part outside the plan keeps its bytes, the new file is whole (zip, content types, relationships,
    XML), it has the expected sheets, and a staff sheet keeps everything beside its planned cells; the filter and the
    tables over them may have grown as planned, and in no other way. No planned cell is more than Excel can hold.
    ``old`` is empty for a new file. Raises Stop ``package_check``.
    """
    if new == old:
        return
    try:
        why = next(_plan_faults(plan), None)
        if why is not None:
            raise ValueError(why)
        after = Package.read(new, path)
        before = Package.read(old, path) if old else None
        why = next(_faults(before, after, plan), None)
        with ZipFile(BytesIO(new)) as archive:
            names = archive.namelist()
        if len(names) != len(set(names)):
            why = "a part is there twice"
    except (Stop, KeyError, ValueError) as error:
        why = str(error)
    if why is not None:
        raise Stop("package_check", path=path, why=why)


def _plan_faults(plan: BookPlan) -> Iterator[str]:
    """Cells that no Excel can hold: it would call the file damaged."""
    for made in plan.sheets:
        yield from _cell_faults(made.name, made.cells, texts=False)  # they are put together, and may be cut
        for row, height in made.heights.items():
            if height > _HIGHEST:
                yield f"{made.name}: row {row} is {height} points high"
    for edit in plan.edits:
        yield from _cell_faults(edit.name, edit.cells, texts=True)


def _cell_faults(
    name: str, cells: Mapping[Position, Cell] | Mapping[Position, EditCell], *, texts: bool
) -> Iterator[str]:
    for row, column in cells:
        if not (0 < row <= LAST_ROW and 0 < column <= LAST_COLUMN):
            yield f"{name}: row {row}, column {column} is no cell"
    formulas = ((at, cell.formula) for at, cell in cells.items() if cell.formula is not None)
    for (row, column), formula in formulas:
        if len(formula) > _LONGEST_LITERAL:
            at = f"{name}: row {row}, column {column}"
            if len(formula) > _LONGEST_FORMULA:
                yield f"{at}: a formula of {len(formula)} characters"
            if _long_literal(formula):
                yield f"{at}: a text of more than {_LONGEST_LITERAL} characters in a formula"
    for (row, column), cell in cells.items() if texts else ():
        if isinstance(cell.value, str) and len(cell.value) > TEXT_LIMIT:
            yield f"{name}: row {row}, column {column}: a text of {len(cell.value)} characters"


def _long_literal(formula: str) -> bool:
    """Whether a text in the formula is too long; quotes in a sheet's name are no text."""
    texts = (match[1] for match in _TEXT.finditer(formula) if match[1] is not None)
    return any(len(text.replace('""', '"')) > _LONGEST_LITERAL for text in texts)


def _faults(before: Package | None, after: Package, plan: BookPlan) -> Iterator[str]:
    yield from _broken_parts(before, after)
    yield from _bad_numbers(after, plan)
    if before is None:
        return
    yield from _changed_parts(before, after, plan)
    yield from _wrong_sheets(before, after, plan)
    made = {sheet.name for sheet in plan.sheets}
    edits = {edit.name: edit for edit in plan.edits}
    tidied = {name: SheetEdit(name, {}) for name in plan.tidy if before.has_sheet(name)}
    for name, edit in (tidied | edits).items():
        if name not in made and (name in edits or not _alike(before, after, name)):
            yield from _lost_content(before, after, edit, dict(plan.renames), name in tidied)


def _changed_parts(before: Package, after: Package, plan: BookPlan) -> Iterator[str]:
    allowed = _allowed(before, plan)
    for part in before.parts:
        if part not in allowed and (part not in after or not after.same_as(part, before)):
            yield f"changed: {part}"
    made = {sheet.name for sheet in plan.sheets if after.has_sheet(sheet.name)}
    expected = {part for name in made for part in after.reach(after.sheet_part(name))}
    expected.add(after.styles_part or "")
    expected.add(rels_part(after.workbook_part))
    expected |= _note_parts(after, plan)
    for part in after.parts:
        if part not in before and part not in expected:
            yield f"added: {part}"


def _note_parts(package: Package, plan: BookPlan) -> set[str]:
    remarked = [edit.name for edit in plan.edits if edit.remarks is not None and package.has_sheet(edit.name)]
    return {part for name in remarked for part in note_parts(package, package.sheet_part(name))}


def _allowed(before: Package, plan: BookPlan) -> set[str]:
    links = before.find(rels_part(before.workbook_part))
    allowed = {before.types_part, before.workbook_part, links or rels_part(before.workbook_part)}
    allowed |= _note_parts(before, plan)
    allowed.add(before.related("", "extended-properties") or "")
    allowed |= {rel.target for rel in before.calculation_chains}
    allowed.add(before.styles_part or "")
    old_names = {new: old for old, new in plan.renames}
    for edit in (*plan.edits, *(SheetEdit(name, {}) for name in plan.tidy)):
        name = old_names.get(edit.name, edit.name)
        if before.has_sheet(name):
            allowed.add(before.sheet_part(name))
            allowed.update(may_grow(before, edit, name))
    renamed = {old for old, _ in plan.renames}
    gone = [*plan.removes, *(sheet.name for sheet in plan.sheets if sheet.name not in renamed)]
    tops = {before.sheet_part(name) for name in gone if before.has_sheet(name)}
    # a picture that a staff sheet shows as well must stay
    shared = before.reach("", without=tops)
    for top in tops:
        allowed |= before.reach(top) - shared
    for old in renamed:
        for drawing in (rel.target for rel in before.rels(before.sheet_part(old)) if rel.is_a("drawing")):
            allowed |= {rel.target for rel in before.rels(drawing) if rel.is_a("chart")}
    return allowed


def _broken_parts(before: Package | None, after: Package) -> Iterator[str]:
    for part in after.parts:
        old = before if before is not None and part in before else None
        if (
            part != after.types_part
            and after.content_type(part) is None
            and (old is None or old.content_type(part))
        ):
            yield f"no content type: {part}"
        if (old is None or not after.same_as(part, old)) and part.endswith((".xml", ".rels")):
            # either refuses a broken part; a small tree is kept for what is checked next
            if after.size(part) < _SMALL:
                after.tree(part)
            else:
                check_xml(after.data(part), part)
    # Excel lives with dead links, and staff files have them; ours may add none
    known = set() if before is None else _dead_links(before)
    for source, target in sorted(_dead_links(after) - known):
        yield f"dead link: {source} to {target}"
    if not _shows_a_sheet(after) and (before is None or _shows_a_sheet(before)):
        yield "no visible sheet"
    # an old workbook may list sheets that have no part; ours may add none
    for name in set(_without_part(after)).difference(() if before is None else _without_part(before)):
        yield f"no part for sheet {name}"


def _shows_a_sheet(package: Package) -> bool:
    sheets = package.workbook.iterfind(f"{main('sheets')}/{main('sheet')}")
    return any(sheet.get("state", "visible") == "visible" for sheet in sheets)


def _without_part(package: Package) -> Iterator[str]:
    for name in package.sheet_names:
        try:
            package.sheet_part(name)
        except KeyError:
            yield name


def _bad_numbers(after: Package, plan: BookPlan) -> Iterator[str]:
    """Numeric cells that hold no number, which Excel calls damage, in sheets that were made and in cells that were set."""
    ours: dict[str, set[bytes] | None] = {
        edit.name: {a1(*at).encode() for at in edit.cells} for edit in plan.edits
    }
    ours |= dict.fromkeys((sheet.name for sheet in plan.sheets), None)  # every cell
    for name, cells in ours.items():
        if cells == set() or not after.has_sheet(name):
            continue
        for cell, value in _NO_NUMBER.findall(after.data(after.sheet_part(name))):
            if cells is not None and cell not in cells:
                continue
            yield f"{name}!{cell.decode()} holds no number: {value[:40].decode(errors='replace')}"


def _dead_links(package: Package) -> set[tuple[str, str]]:
    return {
        (part, rel.target)
        for part in ("", *package.parts)
        if not part.endswith(".rels")
        for rel in package.rels(part)
        if not rel.external and rel.target not in package
    }


def _wrong_sheets(before: Package, after: Package, plan: BookPlan) -> Iterator[str]:
    renames = {old.casefold(): new for old, new in plan.renames}
    gone = {name.casefold() for name in plan.removes}
    kept = [renames.get(name.casefold(), name) for name in before.sheet_names]
    kept = [name for name in kept if name.casefold() not in gone]
    known = {name.casefold() for name in kept}
    added = [sheet.name for sheet in plan.sheets if sheet.name.casefold() not in known]
    if sorted(after.sheet_names) != sorted([*kept, *added]):
        yield f"sheets: {'、'.join(after.sheet_names)}"
    if [name for name in after.sheet_names if name in kept] != kept:
        yield "order of sheets"


def _alike(before: Package, after: Package, name: str) -> bool:
    return after.same_as(after.sheet_part(name), before)


def _lost_content(
    before: Package, after: Package, edit: SheetEdit, renames: dict[str, str], tidied: bool
) -> Iterator[str]:
    old_name = {new: old for old, new in renames.items()}.get(edit.name, edit.name)
    if edit.remarks is not None:
        yield from lost_beside_remarks(before, after, edit)
        return
    if not edit.grow and _same_beside(before, after, edit, old_name):
        return
    old_rest, new_rest = (
        [each for each in rest if not (tidied and each.tag in PAGE_ELEMENTS)]
        for rest in (_rest(before, old_name), _rest(after, edit.name))
    )
    old_filter, new_filter = (
        next((e for e in rest if e.tag == FILTER), None) for rest in (old_rest, new_rest)
    )
    if old_filter is not None and new_filter is not None:
        draw_in(new_filter, old_filter, edit.grow)
    if _told(old_rest) != _told(new_rest):
        yield f"{edit.name}: more than cells changed"
    old_sheet, new_sheet = open_sheet(before, old_name), open_sheet(after, edit.name)
    old_cells = {content for content in old_sheet.contents() if content[:2] not in edit.cells}
    new_cells = {content for content in new_sheet.contents() if content[:2] not in edit.cells}
    # to set one cell of an array, each of the others gets its own part of the formula
    split = [area for area in old_sheet.arrays if any(inside(area, *at) for at in edit.cells)]
    for row, column, *_ in sorted(old_cells ^ new_cells):
        if any(inside(area, row, column) for area in split) and (row, column) in new_sheet.formulas():
            continue
        yield f"{edit.name}: row {row}, column {column} changed"
    yield from lost_by_growth(before, after, edit, old_name, new_sheet)


def _same_beside(before: Package, after: Package, edit: SheetEdit, old_name: str) -> bool:
    """Whether the bytes of a sheet are the same but for the cells of the plan and what rows say of themselves, which is
    seen at a glance; where not, it takes a look at all that the sheet holds."""
    planned = {a1(*at).encode() for at in edit.cells}
    old, new = before.data(before.sheet_part(old_name)), after.data(after.sheet_part(edit.name))
    return _digest_beside(old, planned) == _digest_beside(new, planned)


def _digest_beside(data: bytes, planned: Set[bytes]) -> bytes:
    digest, at = sha256(), 0
    view = memoryview(data)
    for found in _CELL_OR_ROW.finditer(data):
        if found["row"] or found["cell"] in planned:
            digest.update(view[at : found.start()])
            digest.update(found["row"] or b"")
            at = found.end()
    digest.update(view[at:])
    return digest.digest()


def _rest(package: Package, sheet: str) -> list[Element]:
    """Everything of a sheet that no plan may change, but that its filter may grow."""
    root = parse_xml(package.data(package.sheet_part(sheet)))
    return [child for child in root.iterchildren(tag=etree.Element) if child.tag not in _EDITABLE]


def _told(children: list[Element]) -> list[bytes]:
    return [etree.tostring(child, method="c14n", with_tail=False) for child in children]
