"""The filter and the tables over the header of a sheet; and how far each may grow to take new columns along."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from duban.workbook.cells.areas import Area, overlap
from duban.workbook.opening.filters import SortArea
from duban.workbook.reading.find_header import Header
from duban.workbook.reading.grid import Grid


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
    if any(overlap(strip, other) for other in (*others, *grid.merges)):
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
