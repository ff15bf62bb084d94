"""The tables of a generated sheet by their headers, wherever they stand and over however many pages they go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from duban.workbook.reading.grid import Grid

TITLE = 4, 1
"""The cell of a bulletin that has its title."""

MEAN = 11, 3
"""The cell of a list's bulletin that has the mean of all items."""


def table(grid: Grid, *header: str) -> list[dict[str, Any]]:
    """The rows below the header that has these texts among others, as records by its texts, up to the first row that
    has nothing in its first column and its second; repeated headers are passed over."""
    return [record for _, record in rows(grid, *header)]


def rows(grid: Grid, *header: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The same with the row of each."""
    top, last = header_row(grid, *header), _last(grid)
    places = texts_of(grid, top, last)
    headings = {(area[0], area[1]) for area in grid.merges if area[0] == area[2] and area[3] - area[1] >= 10}
    for row in range(top + 1, len(grid.rows) + 1):
        values = {text: grid.value(row, column) for column, text in places.items()}
        if texts_of(grid, row, last).items() >= places.items():
            continue
        first = [grid.value(row, column) for column in sorted(places)[:2]]
        if all(value is None for value in first) or (row, min(places)) in headings:
            return
        yield row, values


def header_row(grid: Grid, *header: str) -> int:
    """The first row that has these texts. Raises LookupError."""
    last = _last(grid)
    for row in range(1, len(grid.rows) + 1):
        if set(header) <= set(texts_of(grid, row, last).values()):
            return row
    raise LookupError(f"no table with {'、'.join(header)} on {grid.name}")


def texts_of(grid: Grid, row: int, last: int | None = None) -> dict[int, str]:
    """The texts of a row by their columns, those of hidden columns left out."""
    values = {column: grid.value(row, column) for column in range(1, (last or _last(grid)) + 1)}
    return {column: value for column, value in values.items() if isinstance(value, str)}


def _last(grid: Grid) -> int:
    """The last column that prints: headings go over all of them. Sheets of other kinds have fifteen at most."""
    return max((right for _, _, _, right in grid.merges), default=15)


def uncovered(grid: Grid) -> list[tuple[Any, ...]]:
    """The rows of a grid with nothing of what lies under merged cells, so that the places in a row are the columns of its
    table; hidden columns follow behind."""
    return [
        tuple(value for column, value in enumerate(row, 1) if (number, column) not in grid.covered)
        for number, row in enumerate(grid.rows, 1)
    ]


def table_rows(sheet: Any) -> list[tuple[Any, ...]]:
    """The rows of a sheet that openpyxl has opened: of cells that are merged the first one, and no hidden columns, so that
    the places in a row are the columns of its table."""
    covered = {
        (row, column)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col + 1, area.max_col + 1)
    }
    hidden = {
        column
        for each in sheet.column_dimensions.values()
        if each.hidden
        for column in range(each.min, each.max + 1)
    }
    return [
        tuple(
            cell.value for cell in row if cell.column not in hidden and (cell.row, cell.column) not in covered
        )
        for row in sheet.iter_rows()
    ]
