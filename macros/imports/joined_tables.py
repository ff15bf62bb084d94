"""Tables of a document that are one task table, and what their rows say again at the top of a page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from duban.macros.imports.cells import as_grid
from duban.udfs.text import split_lines, squeeze
from duban.workbook.cells.areas import Area
from duban.workbook.reading.find_header import Header
from duban.workbook.reading.grid import Grid
from duban.workbook.word.blocks import Table, TableCell

BEGINS_ANEW = re.compile(
    r"\s*(?:\d{1,3}\s*[、.．）)]|[（(]\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*[）)]|[一二三四五六七八九十]{1,3}\s*[是、]|[①-⑳])"
)
_AGAIN = re.compile(
    r"(.*?)(?:[(（](?:接上页?|上)?续(?:上页?|前页?|表)?[)）]|(?:^|(?<=\d))续(?:上页?|前页?)?|^接上页)"
)
"""What a number or a name says again at the top of a page."""


@dataclass(frozen=True)
class Joined:
    """Tables that are one: the first of them, the rows of all as cells, and their merged areas."""

    first: Table
    rows: tuple[tuple[TableCell | None, ...], ...]
    merges: tuple[Area, ...]

    def with_below(self, table: Table) -> Joined:
        """The same with the rows of a table below."""
        above = len(self.rows)
        moved = ((top + above, left, bottom + above, right) for top, left, bottom, right in table.merges)
        return Joined(self.first, (*self.rows, *table.rows), (*self.merges, *moved))

    @cached_property
    def grid(self) -> Grid:
        """As a sheet's cells."""
        return as_grid(self.rows, self.merges)


def without_again(joined: Joined, header: Header) -> Joined:
    """The same without numbers and names that only say that the item above goes on: 1（续）, 续, or both again before
    measures whose numbers run on."""
    at = [header.columns[name] for name in ("序号", "事项名称") if name in header.columns]
    measures = header.columns.get("改革的具体项目", 0)
    rows, above = [], [""] * len(at)
    for place, row in enumerate(joined.rows):
        texts = [squeeze(joined.grid.rows[place][column - 1] or "") for column in at]
        marks = [_AGAIN.fullmatch(text) for text in texts]
        goes_on = any(marks) and all(
            (mark[1] if mark else text) in ("", former)
            for mark, text, former in zip(marks, texts, above, strict=True)
        )
        runs_on = all(texts) and texts == above and _first_number(joined.grid, place, measures) > 1
        if place >= header.bottom and (goes_on or runs_on):
            row = tuple(None if column in at else cell for column, cell in enumerate(row, 1))
        elif place >= header.bottom and any(texts):
            above = texts
        rows.append(row)
    return Joined(joined.first, tuple(rows), joined.merges)


def _first_number(grid: Grid, place: int, column: int) -> int:
    """The number of the first line of a cell; 0 where it has none."""
    text = grid.rows[place][column - 1] if column else None
    lines = split_lines(text) if text and BEGINS_ANEW.match(str(text)) else ()
    return lines[0].number if lines else 0
