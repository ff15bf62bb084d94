"""Builds a SheetPlan row by row: the mutable half of plans, used while a sheet is being laid out."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from duban.workbook.cells.areas import Area, Position
from duban.workbook.plan.plans import Cell, Chart, DropDown, Scalar, SheetPlan
from duban.workbook.plan.styles import STYLES

_LINE = 15.0
"""Points that one line of body text needs."""

_HIGHEST = 409.0
"""Excel knows no higher row."""


class SheetBuilder:
    """Collects the cells of one generated sheet. Rows and columns count from 1."""

    def __init__(self, name: str, widths: Sequence[float], *, owned: bool = True) -> None:
        self.name = name
        self.widths = dict(enumerate(widths, 1))
        self.owned = owned
        self.cells: dict[Position, Cell] = {}
        self.merges: list[Area] = []
        self.heights: dict[int, float] = {}
        self.light_areas: list[Area] = []
        self.drop_downs: list[DropDown] = []
        self.charts: list[Chart] = []
        self.next_row = 1

    def put(
        self,
        row: int,
        column: int,
        value: Scalar = None,
        style: str = "text",
        formula: str | None = None,
        link: str | None = None,
    ) -> None:
        """Set one cell: a constant, or a formula (with ``=``) and the value it has now; see ``Cell``."""
        self.cells[row, column] = Cell(value, formula, style, link)

    def across(
        self, row: int, first: int, last: int, value: Scalar, style: str, formula: str | None = None
    ) -> None:
        """One cell over several columns."""
        for column in range(first, last + 1):
            self.put(row, column, None, style)
        self.put(row, first, value, style, formula)
        if last > first:
            self.merges.append((row, first, row, last))

    def whole(self, row: int, column: int) -> int:
        """The whole number that a cell has been given; 0 where it has none."""
        cell = self.cells.get((row, column))
        return cell.value if cell is not None and isinstance(cell.value, int) else 0

    def row(self, values: Sequence[Any], style: str = "text", *, first: int = 1) -> int:
        """Put constants into the next row; returns the row."""
        for column, value in enumerate(values, first):
            self.put(self.next_row, column, value, style)
        self.next_row += 1
        return self.next_row - 1

    def title(self, text: str) -> None:
        """The title over all columns."""
        self.across(1, 1, len(self.widths), text, "title")
        self.heights[1] = 34
        self.next_row = 2

    def section(self, text: str) -> int:
        """A section's heading in the next row, after a blank one."""
        if self.next_row > 3:
            self.heights[self.next_row] = 9
            self.next_row += 1
        self.across(self.next_row, 1, len(self.widths), text, "section")
        self.heights[self.next_row] = 22
        self.next_row += 1
        return self.next_row - 1

    def plan(self, **more: Any) -> SheetPlan:
        """The frozen plan; rows get the height that their longest text needs."""
        heights = {**{row: self._height(row) for row in {row for row, _ in self.cells}}, **self.heights}
        return SheetPlan(
            name=self.name,
            cells=dict(sorted(self.cells.items())),
            widths=self.widths,
            heights={row: height for row, height in heights.items() if height},
            merges=tuple(self.merges),
            light_areas=tuple(self.light_areas),
            drop_downs=tuple(self.drop_downs),
            charts=tuple(self.charts),
            owned=self.owned,
            **more,
        )

    def _height(self, row: int) -> float:
        spans = {(top, left): right for top, left, _, right in self.merges if top == row}
        lines = 1
        for column in self.widths:
            cell = self.cells.get((row, column))
            if cell is None or not isinstance(cell.value, str) or not STYLES[cell.style].get("text_wrap"):
                continue
            last = spans.get((row, column))
            width = sum(self.widths[c] for c in range(column, last + 1)) if last else self.widths[column]
            lines = max(lines, needed_lines(cell.value, width))
        return min(_HIGHEST, max(20.0, lines * _LINE + 5))


def needed_lines(text: str, width: float) -> int:
    """Lines that a wrapped text needs in a column ``width`` characters wide; Chinese ones count two."""
    room = max(2.0, width - 1.5)
    if 2.1 * len(text) <= room and text.isprintable():
        return 1
    lines = 0
    for line in text.splitlines() or [""]:
        units = len(line) if line.isascii() else sum(map(_units, line))
        lines += max(1, -int(-units * 1.05 // room))
    return lines


@lru_cache(maxsize=1 << 16)
def _units(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1
