"""Builds a SheetPlan row by row: the mutable half of plans, used while a sheet is being laid out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Any, Protocol

from duban.workbook.cells.areas import Area, Position
from duban.workbook.plan.plans import Cell, Chart, DropDown, Scalar, SheetPlan
from duban.workbook.plan.row_height import BODY_SIZE, HIGHEST, needed_height
from duban.workbook.plan.ruler import PADDING, Ruler, Span
from duban.workbook.plan.styles import STYLES

_PIECE = 120.0
"""Points of the rows that one of more than Excel's highest becomes, so that pages can end between them."""

PAGE = {False: 720.0, True: 478.0}
"""Points of rows that surely go on a page of A4: upright, and across."""


_WRAPPED = {name: style["font_size"] / BODY_SIZE for name, style in STYLES.items() if style.get("text_wrap")}
"""Styles of texts that go over several lines → their size (1 is that of body text)."""


class Puts(Protocol):
    """Where cells can be put, by row and column: a sheet, or a table of one."""

    def put(
        self, row: int, column: int, /, value: Scalar = None, style: str = "text", formula: str | None = None
    ) -> None:
        """Set one cell."""


class SheetBuilder:
    """Collects the cells of one generated sheet, and minds where its printed pages end. Rows and columns count from 1.

    ``widths`` are those of the columns that print, or a ruler whose columns they are.
    """

    def __init__(
        self,
        name: str,
        widths: Sequence[float] | Ruler,
        *,
        owned: bool = True,
        landscape: bool = True,
    ) -> None:
        self.name = name
        self._ruler = widths if isinstance(widths, Ruler) else None
        shown = widths.widths if isinstance(widths, Ruler) else tuple(widths)
        self.last = len(shown)
        """The last column that prints."""
        self.widths = dict(enumerate(shown, 1))
        self.owned, self.landscape = owned, landscape
        self.cells: dict[Position, Cell] = {}
        self.heights: dict[int, float] = {}
        self.light_areas: list[Area] = []
        self.drop_downs: list[DropDown] = []
        self.bars: list[Area] = []
        self.charts: list[Chart] = []
        self.next_row = 1
        self._merges: dict[int, dict[int, Area]] = {}
        self._right = len(self.widths)
        self._breaks: list[int] = []
        self._page_top = 1
        self._measured = 1, 0.0
        self._kept_from: int | None = None
        self._known_needs: dict[int, float] = {}

    # cells

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
        if column > self._right:
            self._right = column
        if row in self._known_needs:
            del self._known_needs[row]

    def across(
        self,
        row: int,
        first: int,
        last: int,
        value: Scalar,
        style: str,
        formula: str | None = None,
        link: str | None = None,
    ) -> None:
        """One cell over several columns."""
        self.put(row, first, value, style, formula, link)
        if last > first:
            for column in range(first + 1, last + 1):
                self.cells[row, column] = Cell(None, None, style)
            self.merge((row, first, row, last))

    def merge(self, area: Area) -> None:
        """Make one cell of an area."""
        if area[:2] != area[2:]:
            self._merges.setdefault(area[0], {})[area[1]] = area
            self._known_needs.pop(area[0], None)

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

    def line(
        self, value: Scalar, style: str = "note", formula: str | None = None, *, keep: bool = False
    ) -> int:
        """A text over all columns in the next row; returns the row. ``keep``: what comes next goes on the same page."""
        row = self.next_row
        self.across(row, 1, self.last, value, style, formula)
        begins = row if self._kept_from is None else self._kept_from
        if self.room([row]) < 0:
            self.end_page(begins)
        self.next_row += 1
        self._kept_from = begins if keep else None
        return row

    def title(self, text: str) -> None:
        """The title over all columns, on one page with what comes next."""
        self.line(text, "title", keep=True)
        self.heights[self.next_row - 1] = max(34.0, self.height(self.next_row - 1))

    def section(self, text: str, style: str = "section") -> int:
        """A section's heading in the next row, after a blank one; what comes next goes on the same page."""
        begins = self._kept_from
        if self.next_row > 3:
            self.heights[self.next_row] = 9
            self.next_row += 1
        self.across(self.next_row, 1, self.last, text, style)
        self.heights[self.next_row] = max(22.0, self.height(self.next_row))
        self._kept_from = self.next_row if begins is None else begins
        self.next_row += 1
        return self.next_row - 1

    def spans(self, widths: Sequence[int]) -> tuple[Span, ...]:
        """Where the columns of a table of these widths (units) lie; without widths, one on each column of the sheet."""
        if not widths:
            return tuple((column, column) for column in range(1, self.last + 1))
        if self._ruler is None:
            raise ValueError("only a sheet with a ruler has tables with widths of their own")
        return self._ruler.spans(widths)

    # pages

    def room(self, rows: Iterable[int] = ()) -> float:
        """Points that are left on the page when these rows are on it as well as all before the next one."""
        row, used = self._measured
        used += sum(self.height(each) for each in range(row, self.next_row))
        self._measured = max(row, self.next_row), used
        return PAGE[self.landscape] - used - sum(self.height(each) for each in rows)

    def end_page(self, before: int) -> None:
        """Let a new page begin with this row, unless it does."""
        if before > self._page_top:
            self._breaks.append(before - 1)
            self._page_top = before
            self._measured = before, 0.0

    def begins_page(self, row: int) -> bool:
        """Whether the page at hand begins with this row."""
        return self._page_top >= row

    @property
    def begun(self) -> int:
        """The row from which all goes on one page with the next."""
        return self.next_row if self._kept_from is None else self._kept_from

    def space(self, rows: int, height: float) -> int:
        """Blank rows on one page; returns the first."""
        first = self.next_row
        for row in range(first, first + rows):
            self.put(row, 1, None, "plain")
            self.heights[row] = height
        if self.room(range(first, first + rows)) < 0:
            self.end_page(self.begun)
        self.next_row += rows
        self._kept_from = None
        return first

    def next(self, rows: int = 1) -> None:
        """Go on below the next row, or rows, which are filled."""
        self.next_row += rows
        self._kept_from = None

    def behind(self, row: int) -> dict[Position, Cell]:
        """What stands in the columns of a row behind those that print."""
        places = ((row, column) for column in range(self.last + 1, self._right + 1))
        return {at: self.cells[at] for at in places if at in self.cells}

    def take_back(self, row: int, behind: Mapping[Position, Cell]) -> None:
        """Take everything off a row again but what stood ``behind`` the columns that print."""
        for column in range(1, self._right + 1):
            self.cells.pop((row, column), None)
        self._merges.pop(row, None)
        self._known_needs.pop(row, None)
        self.cells |= behind

    def stretch(self, row: int) -> int:
        """Let a row that needs more than Excel's highest go over several, each cell as one; returns how many."""
        needed = self.needed(row)
        if needed <= HIGHEST:
            return 1
        rows = ceil(needed / _PIECE)
        there = self._merges.get(row, {})
        covered = {column for area in there.values() for column in range(area[1] + 1, area[3] + 1)}
        for column in range(1, self.last + 1):
            cell = self.cells.get((row, column))
            if cell is None:
                continue
            for below in range(row + 1, row + rows):
                self.put(below, column, None, cell.style)
            if column not in covered:
                right = there[column][3] if column in there else column
                self.merge((row, column, row + rows - 1, right))
        self.heights |= dict.fromkeys(range(row, row + rows), needed / rows)
        return rows

    # the plan

    def plan(self, **more: Any) -> SheetPlan:
        """The frozen plan; rows get the height that their longest text needs."""
        rows = {row for row, _ in self.cells}
        heights = {**{row: self.height(row) for row in rows}, **self.heights}
        fixed = {*self.heights, *self._merges}
        merges = tuple(area for _, row in sorted(self._merges.items()) for area in row.values())
        return SheetPlan(
            name=self.name,
            cells=dict(sorted(self.cells.items())),
            widths=self.widths,
            heights={row: height for row, height in heights.items() if height},
            fitted_rows=frozenset(rows - fixed),
            merges=merges,
            light_areas=tuple(self.light_areas),
            bar_areas=tuple(self.bars),
            drop_downs=tuple(self.drop_downs),
            charts=tuple(self.charts),
            row_breaks=tuple(self._breaks),
            landscape=self.landscape,
            owned=self.owned,
            **more,
        )

    def height(self, row: int) -> float:
        """Points that a row has: what it was given, else what its longest text needs, as far as a row can be so high."""
        return min(HIGHEST, self.needed(row))

    def needed(self, row: int) -> float:
        """Points that a row needs: what it was given, else what its longest text needs."""
        if row in self.heights:
            return self.heights[row]
        needs = self._known_needs.get(row)
        if needs is None:
            needs = self._known_needs[row] = self._needs(row)
        return needs

    def _needs(self, row: int) -> float:
        merges, cells = self._merges.get(row, {}), self.cells
        told: list[tuple[str, float, float]] = []
        for column in range(1, self.last + 1):
            cell = cells.get((row, column))
            if cell is None or not isinstance(cell.value, str) or cell.style not in _WRAPPED:
                continue
            area = merges.get(column)
            if area is not None and area[2] > row:
                continue
            width = self._width(column, area[3]) if area else self.widths[column]
            told.append((cell.value, width, _WRAPPED[cell.style]))
        return needed_height(told)

    def _width(self, first: int, last: int) -> float:
        """Of several columns as one: what stands beside the text of each is room for the text of the whole."""
        return sum(self.widths[column] for column in range(first, last + 1)) + (last - first) * PADDING
