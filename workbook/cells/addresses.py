"""Cell addresses and range references as text: what a file says, and what a formula can hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from duban.workbook.cells.areas import Area, Position

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""The corner of every sheet."""

_PLAIN_NAME = re.compile(r"[\u4e00-\u9fff]+")
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]+)")
_COLUMNS = re.compile(r"\$?([A-Z]+):\$?([A-Z]+)")
_ROWS = re.compile(r"\$?(\d+):\$?(\d+)")


@lru_cache(maxsize=16_384)
def letter(column: int) -> str:
    """``1`` → ``A``, ``28`` → ``AB``."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=16_384)
def column_number(letters: str) -> int:
    """``A`` → 1, ``ab`` → 28."""
    number = 0
    for each in letters.upper():
        number = number * 26 + ord(each) - 64
    return number


def a1(row: int, column: int) -> str:
    """``(7, 8)`` → ``H7``."""
    return f"{letter(column)}{row}"


def position(text: str) -> Position:
    """``$H$7`` → ``(7, 8)``. Raises ValueError."""
    match = _ADDRESS.fullmatch(text)
    if match is None:
        raise ValueError(f"not a cell address: {text}")
    return int(match[2]), column_number(match[1])


def area_text(area: Area) -> str:
    """``(4, 8, 20, 8)`` → ``H4:H20``."""
    first, last = a1(area[0], area[1]), a1(area[2], area[3])
    return first if first == last else f"{first}:{last}"


def parse_area(text: str) -> Area:
    """``H4:H20`` → ``(4, 8, 20, 8)``. Raises ValueError."""
    first, _, last = text.partition(":")
    return (*position(first), *position(last or first))


def area_within(text: str) -> Area | None:
    """``A1:E7`` → ``(1, 1, 7, 5)``; None for what is no area of cells that a sheet has, or only one address."""
    if ":" not in text or not text.isupper():
        return None
    try:
        area = parse_area(text)
    except ValueError:
        return None
    right = 1 <= area[0] <= area[2] <= LAST_ROW and area[1] <= area[3] <= LAST_COLUMN
    return area if right else None


def areas_of(sqref: str) -> list[Area]:
    """The areas that a rule of a sheet covers, whole columns (``A:A``) and rows among them; for what cannot be read,
    the whole sheet."""
    return [_any_area(text) for text in sqref.split()]


def _any_area(text: str) -> Area:
    try:
        return parse_area(text)
    except ValueError:
        if ends := _COLUMNS.fullmatch(text):
            return 1, column_number(ends[1]), LAST_ROW, column_number(ends[2])
        if ends := _ROWS.fullmatch(text):
            return int(ends[1]), 1, int(ends[2]), LAST_COLUMN
        return 1, 1, LAST_ROW, LAST_COLUMN


def quoted(sheet: str) -> str:
    """A sheet name as a formula needs it; only purely Chinese names go without quotes."""
    return sheet if _PLAIN_NAME.fullmatch(sheet) else "'" + sheet.replace("'", "''") + "'"


@dataclass(frozen=True, slots=True)
class ColumnRange:
    """One column of a table, from its first to its last row; ``str`` gives an absolute reference."""

    sheet: str
    column: int
    first: int
    last: int

    def __str__(self) -> str:
        return f"{quoted(self.sheet)}!${letter(self.column)}${self.first}:${letter(self.column)}${self.last}"

    def cell(self, row: int) -> str:
        """An absolute reference to one cell of the column."""
        return f"{quoted(self.sheet)}!${letter(self.column)}${row}"


@dataclass(frozen=True, slots=True)
class Stretch:
    """The rows of a column between two places of it, which cells name (1: its first row); ``str`` gives a reference.

    A sum over it takes time for these rows alone, where one over the whole column takes time for all."""

    column: ColumnRange
    first: str
    last: str

    def __str__(self) -> str:
        return f"INDEX({self.column},{self.first}):INDEX({self.column},{self.last})"


Column = ColumnRange | Stretch
"""Cells of one column, as formulas refer to them."""


def literal(value: object) -> str:
    """A text or number as a formula writes it."""
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    return repr(value)
