"""Cell addresses and range references, as text that a formula can hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""The corner of every sheet."""

_PLAIN_NAME = re.compile(r"[\u4e00-\u9fff]+")


@lru_cache(maxsize=1024)
def letter(column: int) -> str:
    """``1`` → ``A``, ``28`` → ``AB``."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """``A`` → 1, ``AB`` → 28."""
    number = 0
    for each in letters:
        number = number * 26 + ord(each) - 64
    return number


def a1(row: int, column: int) -> str:
    """``(7, 8)`` → ``H7``."""
    return f"{letter(column)}{row}"


def quoted(sheet: str) -> str:
    """A sheet name as a formula needs it; only purely Chinese names go without quotes."""
    return sheet if _PLAIN_NAME.fullmatch(sheet) else "'" + sheet.replace("'", "''") + "'"


@dataclass(frozen=True, slots=True)
class Column:
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


def literal(value: object) -> str:
    """A text or number as a formula writes it."""
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    return repr(value)
