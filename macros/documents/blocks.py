"""A generated sheet as the blocks of a document: its headings, sentences, notes and tables, with the values that it shows.

Nothing is computed here: a document says what the sheet says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from duban.macros.documents.shown_cells import cell_text
from duban.workbook.cells.areas import Area, Position
from duban.workbook.official.content import Align, Block, Grid, Text
from duban.workbook.plan.plans import Cell

_HEADINGS = ("heading", "section")
_LINES = {"body": "body", "note": "note", "aside": "note"}
_NUMBERED = re.compile(r"^[一二三四五六七八九十]+、")
_ASIDE = re.compile(r"（[^（）]*）$")
_MORE = re.compile(r"另有([0-9]+)项|共([0-9]+)项")
_NOTHING = "无"
_GAPS = re.compile(r"(?<=[\u4e00-\u9fff（、，。；：]) (?=[0-9+\-—])|(?<=[0-9%—]) (?=[\u4e00-\u9fff])")
"""Blanks that a sheet has around its numbers, and a document has not."""


@dataclass
class SheetBlock:
    """What stands below one heading. ``name``: the heading without its number and what is in brackets behind it."""

    name: str
    heading: str
    parts: list[Block] = field(default_factory=list)
    rows: int = 0
    """Rows of its first table, with those that it only counts."""

    @property
    def has_table(self) -> bool:
        """Whether it shows a table with rows."""
        return any(isinstance(each, Grid) and each.rows for each in self.parts)

    def lines(self, style: str) -> list[str]:
        """Its sentences (``body``) or notes (``note``); that there is nothing is none."""
        return [
            each.text
            for each in self.parts
            if isinstance(each, Text) and each.style == style and each.text != _NOTHING
        ]

    @property
    def columns(self) -> int:
        """Columns of its widest table."""
        return max((len(each.header) for each in self.parts if isinstance(each, Grid)), default=0)


@dataclass(frozen=True)
class ShownSheet:
    """A sheet as it shows: cells by position, columns by width, merged areas, the last column that prints."""

    cells: Mapping[Position, Cell]
    widths: Mapping[int, float]
    merges: Sequence[Area]
    last: int


def blocks_of(sheet: ShownSheet) -> list[SheetBlock]:
    """Its blocks in order; what stands above the first heading has the name ``""``."""
    found = [SheetBlock("", "")]
    table: _Table | None = None
    for cells in _rows(sheet):
        styles = [cell.style for _, _, cell in cells]
        first = cells[0][2]
        if first.style in _HEADINGS and isinstance(first.value, str):
            heading = _GAPS.sub("", _NUMBERED.sub("", first.value))
            found.append(SheetBlock(_ASIDE.sub("", heading), heading))
            table = None
        elif len(cells) == 1 and first.style in _LINES:
            table = None
            _line(found[-1], first)
        elif set(styles) == {"header"}:
            if table is None or table.header != _texts(cells):
                table = _Table(found[-1], sheet, cells)
        elif table is not None and len(cells) == len(table.header):
            table.add(cells)
    return found


_Cells = Sequence[tuple[int, int, Cell]]
"""First column, last column, what stands there."""


def _texts(cells: _Cells) -> list[str]:
    return [cell_text(cell.value, cell.style) for _, _, cell in cells]


def _line(block: SheetBlock, cell: Cell) -> None:
    text = _GAPS.sub("", str(cell.value or "").strip("　 "))
    if not text:
        return
    more = _MORE.search(text)
    if more and block.rows:
        block.rows = int(more[2]) if more[2] else block.rows + int(more[1])
    block.parts.append(Text(text, "note" if _LINES[cell.style] == "note" else "body"))


class _Table:
    """A table while its rows are read; it grows in the block that it stands in."""

    def __init__(self, block: SheetBlock, sheet: ShownSheet, header: _Cells) -> None:
        self._block, self.header = block, _texts(header)
        self._rows: list[list[str]] = []
        widths = [
            sum(sheet.widths.get(at, 8.0) for at in range(left, right + 1)) for left, right, _ in header
        ]
        self._aligns: list[Align] = ["center"] * len(header)
        self._is_first = not any(isinstance(each, Grid) for each in block.parts)
        self._at = len(block.parts)
        self._widths = widths
        block.parts.append(self._grid())

    def add(self, cells: _Cells) -> None:
        """One more row."""
        self._rows.append(_texts(cells))
        for place, (_, _, cell) in enumerate(cells):
            if cell.style == "text":
                self._aligns[place] = "left"
        self._block.parts[self._at] = self._grid()
        if self._is_first:
            self._block.rows += 1

    def _grid(self) -> Grid:
        return Grid(self.header, self._rows, self._widths, self._aligns)


def _rows(sheet: ShownSheet) -> Iterator[_Cells]:
    """Each row that prints, as its cells from left to right; merged ones count once, and rows that hold nothing are none."""
    right_of = {(top, left): right for top, left, _, right in sheet.merges}
    covered = {
        (row, column)
        for top, left, bottom, right in sheet.merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }
    by_row: dict[int, list[tuple[int, int, Cell]]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        if column <= sheet.last and (row, column) not in covered:
            by_row.setdefault(row, []).append((column, right_of.get((row, column), column), cell))
    for cells in by_row.values():
        if any(cell.value is not None for _, _, cell in cells):
            yield cells
