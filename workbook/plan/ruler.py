"""The columns of a sheet whose tables have widths of their own.

Every edge of a column of a table is an edge of the sheet's columns; a cell of a table lies over as many columns of the
sheet as stand between its edges. Widths of tables are in *units*: one is 7 pixels of the usual font,
half a Chinese character at 10.5 points, what stands beside the text included.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

Span = tuple[int, int]
"""First and last column of the sheet."""

PORTRAIT, LANDSCAPE = 79, 125
"""Units that print on A4 across, so that nothing of 10.5 points is smaller than 10 (9 across) even where the usual font
of a workbook is a third wider than 7 pixels, as programs show it that lack the font."""

MARGINS = {"left": 0.4, "right": 0.4, "top": 0.6, "bottom": 0.7}
"""Inches around what a page holds; the number of the page stands in the lower one."""

PRINT_SCALE = 87
"""Per cent: what is 10.5 points prints as 9.1, where the columns of a sheet go over several pages."""

PADDING = 5 / 7
"""Of a unit, beside the text of each column; the width that a file keeps has it in it."""


def column_breaks(widths: Sequence[float], repeated: int = 0, units: float = LANDSCAPE) -> tuple[int, ...]:
    """The last column of each page but the last, for columns of these widths (characters) that do not all go on one
    page; the first ``repeated`` ones stand on each."""
    if sum(widths) + len(widths) * PADDING <= units:
        return ()
    breaks: list[int] = []
    first = sum(widths[:repeated]) + repeated * PADDING
    used = 0.0
    for column, width in enumerate(widths, 1):
        needed = width + PADDING
        if used + needed > units and column > repeated + 1:
            breaks.append(column - 1)
            used = first
        used += needed
    return tuple(breaks)


class Ruler:
    """The columns that tables of these widths need together."""

    def __init__(self, *tables: Sequence[int]) -> None:
        edges = sorted({edge for table in tables for edge in accumulate(table)})
        self._place = {edge: place for place, edge in enumerate([0, *edges])}
        units = [right - left for left, right in pairwise([0, *edges])]
        # a column of one unit is all padding; Excel counts its width in another way
        self.widths: tuple[float, ...] = tuple(each - PADDING if each > 1 else 7 / 12 for each in units)

    def spans(self, table: Sequence[int]) -> tuple[Span, ...]:
        """Where each column of a table lies. Raises KeyError for a table that the ruler was not made for."""
        edges = [0, *accumulate(table)]
        return tuple((self._place[left] + 1, self._place[right]) for left, right in pairwise(edges))
