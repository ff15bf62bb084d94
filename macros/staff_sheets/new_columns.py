"""The format grows: places for the columns that a sheet of an earlier version, or of the staff, does not have yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from duban.macros.staff_sheets.cells_to_set import range_end
from duban.workbook.format.registers.common import ROW_KEY
from duban.workbook.format.sheets.task_list import OWN_COLUMNS, TRACKING_COLUMNS
from duban.workbook.reading.filters_over_header import over_header
from duban.workbook.reading.tables import PlacedSheet, Tables, TableSheet
from duban.workbook.say.findings import Finding
from duban.workbook.say.stop import Stop

_Sheet = TypeVar("_Sheet", bound=PlacedSheet)

_LAST_COLUMN = 16_384
"""XFD: Excel knows no column beyond."""


def grown(tables: Tables) -> tuple[Tables, list[Finding]]:
    """The tables with a place for every column that the program fills and that is missing, and what was added.

    On the list these are the tracking columns, of which nothing is said. What people fill, and a sheet may lack,
    stays away. Stops with ``no_columns`` where there is no room.
    """
    findings: list[Finding] = []
    if tables.list is not None:
        ours = OWN_COLUMNS if tables.list.banded else TRACKING_COLUMNS
        tables = replace(tables, list=with_columns(tables.list, ours))
    for name, table in tables.own.items():
        wider = with_columns(table, [each.name for each in table.format.fields if each.by_program])
        if wider.added:
            tables = tables.with_own(name, wider)
            findings += _told(wider)
    return tables, findings


def _told(table: TableSheet) -> Iterator[Finding]:
    """R114 of a sheet of the program; G131 of a register, which staff may have kept before."""
    columns = table.header.columns
    of_register = table.format.shape == "register"
    # nothing is said of the key of a register's rows, nor of what only formulas look at
    unseen = {each.name for each in table.format.fields if each.hidden and each.who == "formula"} | {ROW_KEY}
    added = [name for name in table.added if name not in unseen]
    if added:
        first = min(columns[name] for name in added)
        facts = {"columns": "、".join(added), "name": table.name}
        yield Finding(
            "G131" if of_register else "R114", table.name, table.header.top, first, added[0], None, facts
        )


def with_columns(table: _Sheet, names: Sequence[str]) -> _Sheet:
    """The sheet with its missing columns to the right of header and rows, side by side, where nothing stands in the
    rows that ranges cover."""
    header = table.header
    new = tuple(name for name in names if name not in header.columns)
    if not new:
        return table
    last = table.last_row
    used = _used_cells(table, header.top, range_end(last))
    over = (each.area[3] for each in over_header(table.grid, header) if each.columns is not None)
    column = 1 + max([header.last_column, *over, *(c for row, c in used if row <= last)])
    taken = {c for _, c in used}
    while not taken.isdisjoint(range(column, column + len(new))):
        column += 1
    if column + len(new) - 1 > _LAST_COLUMN:
        raise Stop("no_columns", sheet=table.name, count=len(new))
    places = dict(zip(new, range(column, column + len(new)), strict=True))
    return replace(table, header=replace(header, columns={**header.columns, **places}), added=new)


def _used_cells(table: PlacedSheet, first: int, last: int) -> set[tuple[int, int]]:
    """Cells of these rows that hold something. A formula that shows nothing is no value, but it is the
    staff's cell all the same; and so is the far end of a merged area."""
    grid = table.grid
    values = {
        (row, column)
        for row in range(first, min(last, len(grid.rows)) + 1)
        for column, value in enumerate(grid.rows[row - 1], 1)
        if value is not None
    }
    merged = {(row, right) for top, _, bottom, right in grid.merges for row in (top, bottom)}
    return values | {at for at in {*grid.formulas, *merged} if first <= at[0] <= last}
