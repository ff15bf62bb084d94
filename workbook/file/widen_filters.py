"""Let the filter and the tables of a sheet reach further right, in the file."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree
from lxml.etree import _Element as Element

from duban.workbook.cells.addresses import a1, area_text, area_within, parse_area
from duban.workbook.cells.areas import Area
from duban.workbook.cells.contents import escape_text
from duban.workbook.file.open_xml import main
from duban.workbook.file.package import Package
from duban.workbook.file.sheet_xml import SheetXml
from duban.workbook.file.xml_numbers import whole
from duban.workbook.say.stop import Stop

FILTER_NAME = "_xlnm._FilterDatabase"
"""The hidden name by which Excel knows the area of a sheet's filter."""

FILTER, COLUMNS, COLUMN = main("autoFilter"), main("tableColumns"), main("tableColumn")


def grow_areas(package: Package, name: str, sheet: SheetXml, grow: Mapping[Area, int]) -> None:
    """Let each area of ``grow`` reach its new last column: the sheet's filter with its hidden name, and tables.

    The headers of the new columns are in the sheet already. Criteria, sorts, totals and looks stay as they are.
    """
    filter_ = sheet.root.find(FILTER)
    if filter_ is not None and (wider := wider_area(filter_, grow)) is not None:
        filter_.set("ref", area_text(wider))
        sheet.changed = True
    text = package.defined_name(FILTER_NAME, name)
    if text is not None and (wide := wider_name(text, grow)) != text:
        package.set_defined_name(FILTER_NAME, wide, name, hidden=True)
    for part in table_parts(package, name):
        root = package.tree(part)
        wider = wider_area(root, grow)
        if wider is not None:
            last = parse_area(root.get("ref"))[3]
            _grow_table(root, wider, [sheet.value(wider[0], c) for c in range(last + 1, wider[3] + 1)])
            package.changed(part)


def table_parts(package: Package, name: str) -> list[str]:
    """The parts of a sheet's tables that can be read."""
    found = []
    for rel in package.rels(package.sheet_part(name)):
        if rel.is_a("table") and not rel.external and rel.target in package:
            try:
                package.tree(rel.target)
            except Stop:  # what cannot be read is left alone
                continue
            found.append(rel.target)
    return found


def wider_area(element: Element, grow: Mapping[Area, int]) -> Area | None:
    """What the area of a filter or a table becomes; None where it stays."""
    area = area_within(element.get("ref", ""))
    return None if area is None or area not in grow else (*area[:3], grow[area])


def wider_name(text: str, grow: Mapping[Area, int]) -> str:
    """What the name of a filter's area stands for, once that has grown."""
    sheet, mark, ref = text.rpartition("!")
    area = area_within(ref)
    if area is None or area not in grow:
        return text
    return f"{sheet}{mark}{_absolute(area[0], area[1])}:{_absolute(area[2], grow[area])}"


def _absolute(row: int, column: int) -> str:
    return f"${a1(row, column).rstrip('0123456789')}${row}"


def _grow_table(root: Element, wider: Area, headers: list[tuple[str, str] | None]) -> None:
    columns = root.find(COLUMNS)
    number = max(whole(column, "id") for column in columns.iterchildren(COLUMN))
    for header in headers:
        number += 1
        text = "" if header is None else header[1]
        etree.SubElement(columns, COLUMN, {"id": str(number), "name": _column_name(text)})
    columns.set("count", str(len(columns.findall(COLUMN))))
    filter_ = root.find(FILTER)
    if filter_ is not None and (area := area_within(filter_.get("ref", ""))) is not None:
        filter_.set("ref", area_text((*area[:3], wider[3])))
    root.set("ref", area_text(wider))


def _column_name(text: str) -> str:
    return escape_text(text).replace("\n", "_x000a_").replace("\t", "_x0009_")
