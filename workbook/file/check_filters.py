"""Proof that filters and tables only grew: drawn in again, each is what it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy

from lxml import etree
from lxml.etree import _Element as Element

from duban.workbook.cells.addresses import area_text, parse_area
from duban.workbook.cells.areas import Area
from duban.workbook.cells.contents import unescape_text
from duban.workbook.file.package import Package
from duban.workbook.file.sheet_xml import SheetXml
from duban.workbook.file.widen_filters import (
    COLUMN,
    COLUMNS,
    FILTER,
    FILTER_NAME,
    table_parts,
    wider_area,
    wider_name,
)
from duban.workbook.plan.plans import SheetEdit


def may_grow(before: Package, edit: SheetEdit, old_name: str) -> list[str]:
    """The parts of the tables that ``edit`` lets grow."""
    if not edit.grow:
        return []
    parts = table_parts(before, old_name)
    return [part for part in parts if wider_area(before.tree(part), edit.grow) is not None]


def lost_by_growth(
    before: Package, after: Package, edit: SheetEdit, old_name: str, sheet: SheetXml
) -> Iterator[str]:
    """What is wrong with the name of the filter and the tables of a sheet that may grow as ``edit`` says. ``sheet`` is
    the sheet as it is now, which holds the headers of the new columns."""
    if not edit.grow:
        return
    old, new = before.defined_name(FILTER_NAME, old_name), after.defined_name(FILTER_NAME, edit.name)
    if new != (None if old is None else wider_name(old, edit.grow)):
        yield f"{edit.name}: the name of the filter changed"
    for part in may_grow(before, edit, old_name):
        was, now = before.tree(part), after.tree(part)
        if _canonical(_drawn_in(now, was)) != _canonical(was):
            yield f"{part}: more than columns were added"
        if not _has_its_columns(now, parse_area(was.get("ref"))[3], sheet):
            yield f"{part}: its columns are not those of the sheet"


def draw_in(filter_: Element, old: Element, grow: Mapping[Area, int]) -> None:
    """Give a sheet's filter the area back that it had, where it grew as ``grow`` says."""
    wider = wider_area(old, grow)
    if wider is not None and filter_.get("ref") == area_text(wider):
        filter_.set("ref", old.get("ref"))


def _drawn_in(grown: Element, old: Element) -> Element:
    narrow = deepcopy(grown)
    columns, old_columns = narrow.find(COLUMNS), old.find(COLUMNS)
    for column in columns.findall(COLUMN)[len(old_columns.findall(COLUMN)) :]:
        columns.remove(column)
    pairs = [(narrow, old, "ref"), (columns, old_columns, "count")]
    if narrow.find(FILTER) is not None and old.find(FILTER) is not None:
        pairs.append((narrow.find(FILTER), old.find(FILTER), "ref"))
    for element, before, name in pairs:
        element.attrib.pop(name, None)
        if name in before.attrib:
            element.set(name, before.get(name))
    return narrow


def _has_its_columns(table: Element, old_last: int, sheet: SheetXml) -> bool:
    """Whether area, buttons, columns and the headers of the new ones agree, and no two columns are one."""
    top, left, _, right = parse_area(table.get("ref"))
    columns = table.find(COLUMNS).findall(COLUMN)
    names = [unescape_text(column.get("name", "")) for column in columns]
    new = [("text", name) for name in names[old_last - left + 1 :]]
    buttons = table.find(FILTER)
    return (
        len(columns) == right - left + 1 == len({name.casefold() for name in names})
        and len({column.get("id") for column in columns}) == len(columns)
        and new == [sheet.value(top, column) for column in range(old_last + 1, right + 1)]
        and (buttons is None or parse_area(buttons.get("ref"))[1::2] == (left, right))
    )


def _canonical(root: Element) -> bytes:
    data: bytes = etree.tostring(root, method="c14n")
    return data
