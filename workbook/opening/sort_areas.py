"""What a button sorts: the sheet's filter and its Excel tables; and how far each may grow to take new columns along.

Excel sorts only the columns of the area whose button was pressed. Keys beside it stay behind, and belong to other
rows from then on.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from duban.workbook.cells.addresses import LAST_COLUMN, LAST_ROW, column_number
from duban.workbook.cells.contents import unescape_text
from duban.workbook.plan.plans import Area

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duban.workbook.reading.grid import Grid
    from duban.workbook.reading.header import Header

_AREA = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})")


class SortArea(NamedTuple):
    """The area of a filter, or of a table, header and totals included."""

    area: Area
    columns: tuple[str, ...] | None = None
    """The names of a table's columns; None for the filter of the sheet."""
    totals: bool = False
    """Whether the last row holds a table's totals."""
    fixed: bool = False
    """Whether something outside of the workbook says which columns a table has."""


def parsed(text: str) -> Area | None:
    """``A1:E7`` → ``(1, 1, 7, 5)``; None for what is no area of several cells."""
    found = _AREA.fullmatch(text)
    if found is None:
        return None
    area = int(found[2]), column_number(found[1]), int(found[4]), column_number(found[3])
    right = 1 <= area[0] <= area[2] <= LAST_ROW and area[1] <= area[3] <= LAST_COLUMN
    return area if right else None


def table_area(
    table: Mapping[str, str], columns: Collection[Mapping[str, str]], from_xml: bool
) -> SortArea | None:
    """A table as its part tells it: the attributes of the table and of each column; None where it has no header.

    ``from_xml``: whether columns are bound to data in XML.
    """
    area = parsed(table.get("ref", ""))
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


def growth(
    grid: Grid, header: Header, added: Collection[str], names: Collection[str], end: int
) -> dict[Area, int]:
    """Each filter or table over the header that shall grow → the last column that it shall reach.

    ``names`` are the columns of the program, ``added`` those of them that the sheet is only about to get, ``end`` is
    the last row of the list. An area grows where it then has all of the columns and takes nothing else in; else it
    stays as it is.
    """
    places = {header.columns[name]: name for name in names if name in header.columns}
    found = {}
    for each in over_header(grid, header):
        stop = each.area[3] + 1
        while stop in places:
            stop += 1
        columns = range(each.area[3] + 1, stop)
        new = {column for column in columns if places[column] in added}
        has_all = columns and each.area[1] <= min(places) and max(places) < stop
        if not (has_all and _is_free(grid, each, columns, new, end)):
            continue
        headers = [
            # what is new is called so in the first row of the header
            places[column]
            if column in new and each.area[0] == header.top
            else grid.value(each.area[0], column)
            for column in columns
        ]
        if each.columns is None or _fit(each, headers):
            found[each.area] = columns[-1]
    return found


def over_header(grid: Grid, header: Header) -> Iterator[SortArea]:
    """The filters and tables whose buttons stand in the header."""
    own = set(header.columns.values())
    for each in grid.sort_areas:
        top, left, _, right = each.area
        if header.top <= top <= header.bottom and not own.isdisjoint(range(left, right + 1)):
            yield each


def _is_free(grid: Grid, each: SortArea, columns: range, new: Collection[int], end: int) -> bool:
    """Whether nothing but the list would come into an area with these columns."""
    top, _, bottom, _ = each.area
    strip = (top, columns[0], bottom, columns[-1])
    others = (other.area for other in grid.sort_areas if other is not each)
    if any(_meet(strip, other) for other in (*others, *grid.merges)):
        return False
    for row in range(top, min(bottom, len(grid.rows)) + 1):
        totals = each.totals and row == bottom
        for column in columns if row > end or totals else new:
            # below the list the program has formulas in reserve
            reserve = (row, column) in grid.formulas and column not in new and not totals
            if not reserve and (grid.value(row, column) is not None or (row, column) in grid.formulas):
                return False
    return True


def _fit(table: SortArea, headers: list[Any]) -> bool:
    """Whether a table may have further columns of these names: texts, none of them twice, whatever the case."""
    if table.fixed or table.columns is None or not all(isinstance(text, str) for text in headers):
        return False
    called = [text.casefold() for text in (*table.columns, *headers)]
    return len(called) == len(set(called))


def _meet(one: Area, other: Area) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
