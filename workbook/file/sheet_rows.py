"""The rows of a generated sheet as a file has them, written straight from its plan.

What stands around the rows (columns, rules, page, charts) is XlsxWriter's; it gets a sheet that has of the cells only what
that depends on. A large workbook has hundreds of thousands of cells, and each would go through its objects, a second
workbook and a tree.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import chain, groupby
from operator import itemgetter
from xml.sax.saxutils import escape

from duban.workbook.cells.addresses import LAST_COLUMN, LAST_ROW, area_text, letter
from duban.workbook.cells.areas import Position, positions
from duban.workbook.cells.contents import Stored, escape_text, stored
from duban.workbook.plan.plans import Cell, SheetPlan

_BLOCK = 16
"""Rows that say together which columns they use."""
_PIXELS, _USUAL_PIXELS = 4 / 3, 20
"""Of a point; of a row of the usual height, which is not said."""
_ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))
_BLANK = Cell()


class SheetRows:
    """The cells of a plan in the order of the file, those that a merge covers among them.

    Raises ValueError for a cell that no sheet has.
    """

    def __init__(self, plan: SheetPlan) -> None:
        self._plan = plan
        cells = dict(plan.cells)
        for area in plan.merges:
            if area[:2] != area[2:]:
                covered = Cell(style=cells.get((area[0], area[1]), _BLANK).style)
                for at in positions(area):
                    cells.setdefault(at, covered)
        self._cells = sorted(cells.items(), key=itemgetter(0))
        for row, column in cells:
            if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
                raise ValueError(f"row {row}, column {column} is outside the sheet")

    def frame(self, charted: Collection[Position] = ()) -> SheetPlan:
        """The plan with no more cells than what stands around the rows depends on: the first of each style, by which styles
        are numbered, the first of each merge, links, and those that charts show."""
        kept: dict[Position, Cell] = {}
        seen: set[str] = set()
        merged = {(area[0], area[1]) for area in self._plan.merges}
        for at, cell in self._cells:
            if cell.link is not None or at in charted:
                kept[at] = cell
            elif cell.style not in seen or at in merged:
                kept[at] = Cell(style=cell.style)
            seen.add(cell.style)
        return replace(self._plan, cells=kept, heights={}, fitted_rows=frozenset())

    def used_area(self) -> str:
        """The area that the sheet says to use."""
        marked = [*map(itemgetter(0), self._cells), *self._plan.notes]
        if not marked and not self._plan.heights:
            return "A1"
        rows = {row for row, _ in marked}.union(self._plan.heights)
        columns = {column for _, column in marked} or {1}
        return area_text((min(rows), min(columns), max(rows), max(columns)))

    def write(self, styles: Mapping[str, int], date1904: bool = False) -> Iterator[str]:
        """The rows, in pieces; ``styles``: the index of each style in the workbook. Raises ValueError for what no cell can
        hold."""
        plan, spans = self._plan, self._spans()
        letters = {column: letter(column) for column in {column for (_, column), _ in self._cells}}
        xfs = {name: f'" s="{index}"' for name, index in styles.items()}
        cells = {row: list(few) for row, few in groupby(self._cells, key=lambda entry: entry[0][0])}
        for row in sorted({*cells, *plan.heights, *(row for row, _ in plan.notes)}):
            start = f'<row r="{row}"{spans.get((row - 1) // _BLOCK, "")}{self._height(row)}'
            if row not in cells:
                yield f"{start}/>"
                continue
            yield f"{start}>"
            for (_, column), cell in cells[row]:
                yield f'<c r="{letters[column]}{row}{xfs[cell.style]}{_content(cell, date1904)}'
            yield "</row>"

    def _spans(self) -> dict[int, str]:
        """Which columns the rows of each block use."""
        ends: dict[int, tuple[int, int]] = {}
        for row, column in chain(map(itemgetter(0), self._cells), self._plan.notes):
            block = (row - 1) // _BLOCK
            first, last = ends.get(block, (column, column))
            if not first <= column <= last or block not in ends:
                ends[block] = min(first, column), max(last, column)
        return {block: f' spans="{first}:{last}"' for block, (first, last) in ends.items()}

    def _height(self, row: int) -> str:
        height = self._plan.heights.get(row)
        pixels = _USUAL_PIXELS if height is None else int(height * _PIXELS + 0.5)
        if pixels == _USUAL_PIXELS:
            return ""
        fixed = "" if row in self._plan.fitted_rows else ' customHeight="1"'
        return f' ht="{pixels * 0.75:.16g}"{fixed}'


def _content(cell: Cell, date1904: bool) -> str:
    """What stands in a cell's element behind its style, with the end of the element."""
    value = stored(cell.value, date1904)
    if cell.formula is not None:
        return _formula(cell.formula.removeprefix("="), value)
    if value is None:
        return "/>"
    if isinstance(value, str):
        return f' t="inlineStr"><is><t xml:space="preserve">{_escaped(value)}</t></is></c>'
    if isinstance(value, bool):
        return f' t="b"><v>{value:d}</v></c>'
    return f"><v>{value:.16G}</v></c>"


def _formula(formula: str, value: Stored) -> str:
    """A formula with its stored value; the empty text is a text as well."""
    if "&" in formula or "<" in formula or ">" in formula:
        formula = escape(formula)
    if value is None:
        return f' t="str"><f>{formula}</f><v/></c>'
    if isinstance(value, str):
        kind = "e" if value in _ERRORS else "str"
        return f' t="{kind}"><f>{formula}</f><v>{_escaped(value)}</v></c>'
    if isinstance(value, bool):
        return f' t="b"><f>{formula}</f><v>{value:d}</v></c>'
    return f"><f>{formula}</f><v>{value}</v></c>"


def _escaped(text: str) -> str:
    return escape(escape_text(text))
