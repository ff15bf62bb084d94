"""Carry a plan out in a workbook file: graft whole sheets, set cells in the staff's, keep every other byte."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from itertools import groupby

from lxml.etree import _Element as Element

from duban.workbook.cells.addresses import a1
from duban.workbook.cells.areas import Position
from duban.workbook.file.as_left import leave
from duban.workbook.file.check_package import check
from duban.workbook.file.copy_parts import copy_rels
from duban.workbook.file.new_sheets import charted, make_donor
from duban.workbook.file.open_xml import REL, main, parse_xml, put_in_order, write_xml
from duban.workbook.file.owned_marks import plan_mark, read_mark, remove_mark, write_mark
from duban.workbook.file.package import WORKSHEET_TYPE, Package, rename_in_formula
from duban.workbook.file.plain_sheet import frame_of, is_plain, sheet_data
from duban.workbook.file.print_areas import print_columns, print_down_to
from duban.workbook.file.remarks import remark
from duban.workbook.file.schema_order import SHEET_ORDER
from duban.workbook.file.sheet_rows import SheetRows
from duban.workbook.file.sheet_xml import open_sheet
from duban.workbook.file.style_sheet import EMPTY_STYLES, STYLES_TYPE, StyleSheet
from duban.workbook.file.tidy_sheets import tidy, tidy_printing, tidy_rows
from duban.workbook.file.widen_filters import grow_areas
from duban.workbook.file.xml_numbers import whole
from duban.workbook.plan.format_of_cell import format_for
from duban.workbook.plan.plans import BookPlan, EditCell, SheetEdit, SheetPlan, Tidy
from duban.workbook.plan.styles import LIGHT_COLOURS, NUMBER_FORMATS
from duban.workbook.say.stop import Stop

__all__ = ["apply", "check", "create"]

_C, _COL, _DATA, _DIMENSION = (main(tag) for tag in ("c", "col", "sheetData", "dimension"))
_NO_ROWS, _FILLED = b"<sheetData/>", b"<sheetData>%b</sheetData>"
_CHART_FORMULA = "{http://schemas.openxmlformats.org/drawingml/2006/chart}f"

_SHEET = "worksheets/sheet1.xml"


def create(plans: Sequence[SheetPlan]) -> bytes:
    """A new workbook file with these sheets in this order. Raises ValueError for what Excel cannot hold."""
    data = make_donor(plans)
    if not any(plan.owned for plan in plans):
        return data
    package = Package.read(data)
    for plan in plans:
        if plan.owned:
            write_mark(package, plan.name, plan_mark(plan))
    return package.to_bytes()


def apply(data: bytes, plan: BookPlan, path: str = "") -> bytes:
    """The workbook ``data`` with ``plan`` carried out; the very object ``data`` if nothing would change.

    ``path`` is only for messages. Raises Stop ``damaged``, and ``sheet_is_yours`` where a sheet to make
    has the name of one that the program did not make; KeyError for a sheet to edit, remove or rename that is
    not there; ValueError for what Excel cannot hold.
    """
    if plan.empty and not plan.tidy:
        return data
    package = Package.read(data, path)
    return carry_out(package, plan) or data


def carry_out(package: Package, plan: BookPlan) -> bytes | None:
    """The package with ``plan`` carried out, as a file; None if nothing changed. Raises as ``apply``."""
    change(package, plan)
    return package.to_bytes() if package.touched else None


def change(package: Package, plan: BookPlan) -> None:
    """Carry ``plan`` out in the package. Raises as ``apply``."""
    for old, new in plan.renames:
        _rename(package, old, new)
    for name in plan.removes:
        package.remove_sheet(name)
    styles_part = package.styles_part
    if styles_part is not None:
        package.tree(styles_part)  # refuses a broken part with a sentence
    styles = StyleSheet(EMPTY_STYLES if styles_part is None else package.data(styles_part))
    _graft_all(package, plan, styles)
    to_tidy = {each: told for each, told in plan.tidy.items() if package.has_part_of(each)}
    for edit in plan.edits:
        _edit(package, edit, styles, to_tidy.pop(edit.name, None))
    if plan.recalculate and package.touched:
        package.set_full_calc_on_load()
    for name, wanted in to_tidy.items():
        tidy(package, name, wanted, styles)
    if styles.changed:
        _put_styles(package, styles_part, styles)


def _rename(package: Package, old: str, new: str) -> None:
    package.rename_sheet(old, new)
    remove_mark(package, new)
    # its own charts go on showing its own figures, not those of the sheet that takes the old name
    for part in _charts(package, new):
        try:
            root = package.tree(part)
        except Stop:  # no figure of ours is in what cannot be read
            continue
        for formula in root.iter(_CHART_FORMULA):
            text = rename_in_formula(formula.text or "", old, new)
            if text != formula.text:
                formula.text = text
                package.changed(part)


def _charts(package: Package, sheet: str) -> set[str]:
    part = package.sheet_part(sheet)
    found = set()
    for drawing in (rel.target for rel in package.rels(part) if rel.is_a("drawing")):
        found |= {rel.target for rel in package.rels(drawing) if rel.is_a("chart") and rel.target in package}
    return found


def _graft_all(package: Package, plan: BookPlan, styles: StyleSheet) -> None:
    for each in plan.sheets:
        if package.has_sheet(each.name) and not (each.owned and _is_ours(package, each.name)):
            raise Stop("sheet_is_yours", path=package.path, sheet=each.name)
    rooms = _rooms(package, plan)
    for plain, alike in groupby(plan.sheets, is_plain):
        if plain:
            for each in alike:
                _put_plain(package, each, rooms, styles)
        else:
            _graft(package, list(alike), rooms, styles)


def _rooms(package: Package, plan: BookPlan) -> dict[str, str]:
    """A place among the tabs for each sheet that is not there yet; its name → the part where it goes."""
    rooms = {}
    for each, before in [*plan.to_add(package.sheet_names)]:
        # beside the workbook part, for some readers look nowhere else
        part = package.fresh_name(posixpath.join(posixpath.dirname(package.workbook_part), _SHEET))
        package.put(part, b"", WORKSHEET_TYPE)
        package.add_sheet_entry(each.name, part, before, each.very_hidden)
        rooms[each.name] = part
    return rooms


def _is_ours(package: Package, name: str) -> bool:
    """Whether a sheet carries the mark, and is one that can be replaced: module sheets have no part."""
    return read_mark(package, name) is not None and package.has_part(name)


def _graft(
    package: Package, plans: Sequence[SheetPlan], rooms: Mapping[str, str], styles: StyleSheet
) -> None:
    """Put the sheets into the package: their frames are made by a donor, their rows written straight."""
    date1904 = package.date1904
    rows, shown = {plan.name: SheetRows(plan) for plan in plans}, charted(plans)
    frames = [each.frame(shown.get(name, ())) for name, each in rows.items()]
    donor = Package.read(make_donor(frames, date1904))
    xf_map, dxf_map = styles.merge(StyleSheet(_part_data(donor, donor.styles_part) or EMPTY_STYLES))
    for plan, frame in zip(plans, frames, strict=True):
        source = donor.sheet_part(plan.name)
        root = parse_xml(donor.data(source), source)
        xfs = _take_rows(root, frame, xf_map)
        _adopt(root, xf_map, dxf_map)
        old, target = _make_room(package, plan, rooms)
        if old is not None:
            _keep_identity(old, root)
        root.find(_DIMENSION).set("ref", rows[plan.name].used_area())
        before, after = write_xml(root).split(_NO_ROWS)
        written = "".join(rows.pop(plan.name).write(xfs, date1904)).encode()
        package.put(target, b"".join((before, _FILLED % written if written else _NO_ROWS, after)))
        copy_rels(donor, source, package, target)
        _set_names(package, plan, donor.local_names(plan.name))


def _take_rows(root: Element, frame: SheetPlan, xf_map: Mapping[int, int]) -> dict[str, int]:
    """Take the rows out of a donor's sheet; the index that each style of theirs has in the workbook."""
    data = root.find(_DATA)
    numbers = {cell.get("r"): xf_map[whole(cell, "s")] for cell in data.iter(_C)}
    for row in list(data):
        data.remove(row)
    return {cell.style: numbers[a1(*at)] for at, cell in frame.cells.items()}


def _put_plain(package: Package, plan: SheetPlan, rooms: Mapping[str, str], styles: StyleSheet) -> None:
    frame = frame_of(plan)
    data = sheet_data(plan, frame, styles.merge(StyleSheet(frame.styles))[0])
    old, target = _make_room(package, plan, rooms)
    if old is not None:
        root = parse_xml(data, target)
        if _keep_identity(old, root):
            data = write_xml(root)
    package.put(target, data)
    _set_names(package, plan, frame.names)


def _make_room(package: Package, plan: SheetPlan, rooms: Mapping[str, str]) -> tuple[Element | None, str]:
    """The sheet that is to be replaced, down to its rows, if there is one, and the part where the new one goes."""
    if plan.name in rooms:
        return None, rooms[plan.name]
    target = package.sheet_part(plan.name)
    old = package.head(target, _DATA)
    package.drop_rels(target)
    return old, target


def _adopt(root: Element, xf_map: Mapping[int, int], dxf_map: Mapping[int, int]) -> None:
    """Make a donor's sheet stand in another workbook: its styles mapped."""
    xfs = {str(old): str(new) for old, new in xf_map.items()}
    for column in root.iter(_COL):
        if column.get("style") is not None:
            column.set("style", xfs[column.get("style")])
    for rule in root.iter(main("cfRule")):
        if rule.get("dxfId") is not None:
            rule.set("dxfId", str(dxf_map[int(rule.get("dxfId"))]))
    for view in root.iter(main("sheetView")):
        # two selected tabs are a group: what staff type into one goes into both
        view.attrib.pop("tabSelected", None)


def _keep_identity(old: Element, new: Element) -> bool:
    """What other parts know of the replaced sheet: the name of its VBA module, the tab that is open.

    Returns whether there was any such thing.
    """
    properties = old.find(main("sheetPr"))
    code_name = None if properties is None else properties.get("codeName")
    if code_name is not None:
        home = new.find(main("sheetPr"))
        if home is None:
            home = new.makeelement(main("sheetPr"))
            put_in_order(new, home, SHEET_ORDER)
        home.set("codeName", code_name)
    if any(view.get("tabSelected") in ("1", "true") for view in old.iter(main("sheetView"))):
        for view in new.iter(main("sheetView")):
            view.set("tabSelected", "1")
        return True
    return code_name is not None


def _set_names(package: Package, plan: SheetPlan, names: Mapping[str, str]) -> None:
    """Give a new sheet its mark, print area and repeated rows; those of the sheet that it replaces go."""
    for name in package.local_names(plan.name):
        if name.startswith("_xlnm.") and name not in names:
            package.remove_defined_name(name, plan.name)
    for name, text in names.items():
        package.set_defined_name(name, text, plan.name)
    if plan.owned:
        write_mark(package, plan.name, plan_mark(plan, package.date1904))
        leave(package, plan)


# cells of staff sheets


def _edit(package: Package, edit: SheetEdit, styles: StyleSheet, to_tidy: Tidy | None) -> None:
    sheet = open_sheet(package, edit.name, texts=bool(edit.cells or edit.grow))
    variants: dict[tuple[int, str], int] = {}

    def style_for(at: Position, cell: EditCell) -> int | None:
        if at not in sheet:
            base = 0 if cell.like is None else sheet.style_of(*cell.like) or 0
            code = NUMBER_FORMATS[cell.number_format]
        else:
            base = sheet.style_of(*at) or 0
            there = styles.number_format(base)
            code = format_for(cell, there, filled=not sheet.is_blank(*at), mends=cell.like == at)
            if code == there:
                return None
        if (base, code) not in variants:
            variants[base, code] = styles.variant(base, code)
        return variants[base, code]

    shared = {column for row, column in sheet.filled() if (row, column) not in edit.cells}
    for at, cell in edit.cells.items():
        sheet.set_cell(*at, cell.value, cell.formula, style_for(at, cell))
    for column, width in edit.widths.items():
        # a column that holds something of the staff's as well is never narrowed
        if column not in shared or width > sheet.width(column):
            sheet.set_width(column, width)
    for column in edit.hidden_columns:
        sheet.hide_column(column)
    if edit.light_areas:
        dxfs = styles.light_dxfs(LIGHT_COLOURS)
        for area in edit.light_areas:
            sheet.add_light_rules(area, dxfs)
    for drop_down in edit.drop_downs:
        sheet.add_drop_down(drop_down)
    if edit.grow:
        grow_areas(package, edit.name, sheet, edit.grow)
    if edit.remarks is not None:
        remark(package, package.sheet_part(edit.name), sheet, edit.remarks, styles)
    if to_tidy is not None:
        tidy_rows(package, edit.name, sheet, to_tidy, styles, {row for row, _ in edit.cells})
    if sheet.changed:
        package.put(package.sheet_part(edit.name), sheet.to_bytes())
    if edit.print_to is not None:
        print_down_to(package, edit.name, edit.print_to)
    if edit.print_columns is not None:
        print_columns(package, edit.name, edit.print_columns)
    if to_tidy is not None:
        tidy_printing(package, edit.name, to_tidy)
    if edit.becomes is not None:
        write_mark(package, edit.name, plan_mark(edit.becomes, package.date1904))


def _put_styles(package: Package, part: str | None, styles: StyleSheet) -> None:
    if part is None:
        # the usual place; some readers look nowhere else
        part = posixpath.join(posixpath.dirname(package.workbook_part), "styles.xml")
        if package.find(part) is not None:
            part = package.fresh_name(part)
        package.add_rel(package.workbook_part, f"{REL}/styles", part)
    package.put(part, styles.to_bytes(), STYLES_TYPE)


def _part_data(package: Package, part: str | None) -> bytes | None:
    return None if part is None else package.data(part)
