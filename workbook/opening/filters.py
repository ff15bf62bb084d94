"""What a button sorts: the sheet's filter and its Excel tables.

Excel sorts only the columns of the area whose button was pressed. Keys beside it stay behind, and belong to other
rows from then on.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from duban.workbook.cells.addresses import area_within
from duban.workbook.cells.areas import Area
from duban.workbook.cells.contents import unescape_text


class SortArea(NamedTuple):
    """The area of a filter, or of a table, header and totals included."""

    area: Area
    columns: tuple[str, ...] | None = None
    """The names of a table's columns; None for the filter of the sheet."""
    totals: bool = False
    """Whether the last row holds a table's totals."""
    fixed: bool = False
    """Whether something outside of the workbook says which columns a table has."""


def table_area(
    table: Mapping[str, str], columns: Collection[Mapping[str, str]], from_xml: bool
) -> SortArea | None:
    """A table as its part tells it: the attributes of the table and of each column; None where it has no header.

    ``from_xml``: whether columns are bound to data in XML.
    """
    area = area_within(table.get("ref", ""))
    if area is None or table.get("headerRowCount", "1") != "1":
        return None
    names = tuple(unescape_text(each.get("name", "")) for each in columns)
    ids = [each.get("id", "") for each in columns]
    fixed = (
        from_xml
        or table.get("tableType", "worksheet") != "worksheet"
        or any("queryTableFieldId" in each for each in columns)
        # what Excel would not have written is left to whoever wrote it
        or len(names) != area[3] - area[1] + 1
        or len(set(ids)) != len(ids)
        or not all(each.isascii() and each.isdigit() and len(each) < 10 for each in ids)
    )
    return SortArea(area, names, table.get("totalsRowCount", "0") not in ("", "0"), fixed)
