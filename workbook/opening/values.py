"""The values of a sheet as calamine gives them, made plain: what the file's format could hold, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, time
from typing import Any, NamedTuple

from duban.workbook.cells.areas import Area
from duban.workbook.cells.plain import Timed, of_day, plain

_MANY_COVERED = 1_000_000
_MANY_ROWS = 10_000


class SheetValues(NamedTuple):
    """One sheet: each row from A1 up to its last cell that holds something, and the merged areas."""

    rows: tuple[tuple[Any, ...], ...]
    merges: tuple[Area, ...]


def sheet_values(
    sheet: Any, exact: Callable[[], Callable[[int, int], float | None]] | None = None
) -> SheetValues:
    """What a sheet of calamine holds: texts, integers, floats, booleans and dates; blanks are ``None``.

    Where calamine makes a time of day of a number in a cell that is shown as a date or time, the formulas of
    the workbook see the number, and so shall everybody. ``exact`` gives a function that gives the number of a
    cell; without it the number is that of the time, to a millisecond.
    """
    rows = _rows(sheet)
    times = [
        (row, column)
        for row, values in enumerate(rows, 1)
        if time in map(type, values)
        for column, value in enumerate(values, 1)
        if type(value) is time
    ]
    if times:
        number = None if exact is None else exact()
        changed = [list(values) for values in rows]
        for row, column in times:
            shown = changed[row - 1][column - 1]
            found = None if number is None else number(row, column)
            value = plain(of_day(shown) if found is None else found)
            changed[row - 1][column - 1] = Timed(value) if isinstance(value, float) else value
        rows = tuple(map(tuple, changed))
    return SheetValues(rows, _merges(sheet, rows))


def _rows(sheet: Any) -> tuple[tuple[Any, ...], ...]:
    """All rows up to the last one that holds something.

    Row by row where there are many, because one forgotten space in the last row of a sheet makes a million
    rows of it.
    """
    many = sheet.total_height > _MANY_ROWS
    rows: list[tuple[Any, ...]] = []
    last = 0
    for row in sheet.iter_rows() if many else sheet.to_python(skip_empty_area=False):
        values = [
            # spaces alone are blank, whole numbers are integers; here, because a call for each cell would
            # take as long as reading the file
            (value if value and not value.isspace() else None)
            if type(value) is str
            else (
                int(value)
                if value.is_integer() and -1e15 < value < 1e15
                else value
                if -1e308 < value < 1e308
                else repr(value)
            )
            if type(value) is float
            else value
            if type(value) is date and value.year >= 1900
            else plain(value)
            for value in row
        ]
        while values and values[-1] is None:
            values.pop()
        rows.append(tuple(values))
        if values:
            last = len(rows)
    return tuple(rows[:last])


def _merges(sheet: Any, rows: Sequence[Sequence[Any]]) -> tuple[Area, ...]:
    ranges = sheet.merged_cell_ranges or ()
    areas = [(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in ranges]
    if sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in areas) > _MANY_COVERED:
        # staff merge whole columns, and every covered cell is an entry in memory
        last, width = len(rows), max(map(len, rows), default=0)
        areas = [
            (top, left, min(bottom, max(top, last)), min(right, max(left, width)))
            for top, left, bottom, right in areas
        ]
    return tuple(areas)
