"""A table of a sheet that is laid out: its columns lie over those of the sheet, its rows over pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from duban.workbook.cells.addresses import a1, letter
from duban.workbook.plan.builder import PAGE, SheetBuilder
from duban.workbook.plan.plans import Scalar

_WITH_HEADER = 2
"""Rows of a table that are on the page where it begins, or none is."""

_WHOLE = 12
"""Rows of a table that is kept on one page, where that is no large part of it."""

_PART = 0.4
"""Of a page."""

_Entry = TypeVar("_Entry")


class Table:
    """A table of a sheet: its columns count from 1, and each lies over one or more columns of the sheet, from the first
    on. ``widths`` are in units; without them, each column of the sheet is one of the table."""

    def __init__(self, sheet: SheetBuilder, widths: Sequence[int] = ()) -> None:
        self.sheet, self._spans = sheet, sheet.spans(widths)
        self._put_head: Callable[[int], int] = lambda row: 0
        self._begins = sheet.next_row

    def column(self, place: int) -> int:
        """The first column of the sheet under a column of the table."""
        return self._spans[place - 1][0]

    def cell(self, row: int, place: int) -> str:
        """``$C7``: the cell of a row, as formulas refer to it."""
        return "$" + a1(row, self.column(place))

    def span(self, place: int, rows: Sequence[int]) -> str:
        """A column from the first to the last of some rows, as formulas of the same sheet refer to it."""
        return f"${letter(self.column(place))}${rows[0]}:${letter(self.column(place))}${rows[-1]}"

    def put(
        self,
        row: int,
        place: int,
        value: Scalar = None,
        style: str = "text",
        formula: str | None = None,
        link: str | None = None,
    ) -> None:
        """Set one cell of the table; see ``SheetBuilder.put``."""
        self.sheet.across(row, *self._spans[place - 1], value, style, formula, link)

    def wide(
        self, row: int, first: int, last: int, value: Scalar, style: str, formula: str | None = None
    ) -> None:
        """One cell over several columns of the table."""
        left, right = self._spans[first - 1][0], self._spans[last - 1][1]
        self.sheet.across(row, left, right, value, style, formula)

    def tall(self, row: int, place: int, value: Scalar, style: str) -> None:
        """One cell over two rows."""
        left, right = self._spans[place - 1]
        for at in (row, row + 1):
            for column in range(left, right + 1):
                self.sheet.put(at, column, None, style)
        self.sheet.put(row, left, value, style)
        self.sheet.merge((row, left, row + 1, right))

    def head(self, names: Sequence[str | None]) -> int:
        """The header in the next row, which is returned; it stays with the heading above it, and with the first rows
        below."""

        def put(row: int) -> int:
            for place, name in enumerate(names, 1):
                self.put(row, place, name, "header")
            return 1

        return self.head_by(put)

    def head_by(self, put: Callable[[int], int]) -> int:
        """A header that ``put(row)`` puts; it says how many rows it took. Returns the first of them."""
        self._put_head, self._begins = put, self.sheet.begun
        row = self.sheet.next_row
        self._put_header()
        return row

    def fill(
        self,
        entries: Iterable[_Entry],
        put: Callable[[int, _Entry], object],
        lights: int | None = None,
        *,
        header_prints: bool = False,
    ) -> list[int]:
        """A row for each entry, put by ``put(row, entry)``; returns the rows. On each page that the table goes on to, its
        header is repeated; a short table is kept on one page. ``lights``: the column that shows lights.
        ``header_prints``: the program that prints repeats the header, as it can for one table of a sheet, the last."""
        sheet, rows = self.sheet, list[int]()
        first, entries = sheet.next_row, list(entries)
        for entry in entries:
            row = sheet.next_row
            behind = sheet.behind(row)
            put(row, entry)
            if sheet.room() < sheet.needed(row):
                if len(rows) < _WITH_HEADER or (len(entries) <= _WHOLE and self._is_part(row)):
                    sheet.end_page(self._begins)
                alone = not rows and sheet.begins_page(self._begins)
                if sheet.room() < sheet.needed(row) and not (header_prints or alone):
                    sheet.take_back(row, behind)
                    sheet.end_page(row)
                    self._put_header()
                    row = sheet.next_row
                    put(row, entry)
            rows.append(row)
            sheet.next(sheet.stretch(row))
        if lights is not None:
            column = self.column(lights)
            sheet.light_areas.append((first, column, max(first, sheet.next_row - 1), column))
        return rows

    def _is_part(self, row: int) -> bool:
        """Whether the table up to this row is but a part of a page, and not on a second one yet."""
        sheet = self.sheet
        height = sum(sheet.height(each) for each in range(self._begins, row + 1))
        return not sheet.begins_page(self._begins) and height <= _PART * PAGE[sheet.landscape]

    def _put_header(self) -> None:
        for _ in range(self._put_head(self.sheet.next_row)):
            self.sheet.next()
