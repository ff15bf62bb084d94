"""What to hand to Excel for a cell, so that it takes the value for what it is and not for what it looks like."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from duban.workbook.cells import literal
from duban.workbook.donor import TEXT_LIMIT
from duban.workbook.plan import Area, Cell, EditCell, Position, Scalar
from duban.workbook.sheet_xml import date_serial

BLOCK_TEXT_LIMIT = 8_000
"""Characters of a text that goes with a block; Excel refuses a whole block for one of more than 8,192."""

_LINK_TEXT_LIMIT = 255
"""Characters of a text inside a formula."""

_COUNTING = frozenset("年月日号时時分秒点點上中下午晚早星期周礼拜元角个十百千万亿甲乙丙丁")
_BEGINS = tuple("=+-@'＝＋－＠#")

Typed = str | float | bool | None


class Block(NamedTuple):
    """A rectangle of cells as Excel takes them in one call, and the long texts that go one by one."""

    area: Area
    rows: list[list[Typed]]
    long: Mapping[Position, str]


def block(area: Area, cells: Mapping[Position, Cell | EditCell], date1904: bool) -> Block:
    """The cells of ``area``; those that are not among ``cells`` are blank."""
    top, left, bottom, right = area
    rows: list[list[Typed]] = [[None] * (right - left + 1) for _ in range(top, bottom + 1)]
    long: dict[Position, str] = {}
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            cell = cells.get((row, column))
            if cell is None:
                continue
            what = cell.formula if cell.formula is not None else typed(cell.value, date1904)
            if isinstance(what, str) and cell.formula is None and len(what) > BLOCK_TEXT_LIMIT:
                long[row, column] = what
            else:
                rows[row - top][column - left] = what
    return Block(area, rows, long)


def typed(value: Scalar, date1904: bool = False) -> Typed:
    """A constant as Excel shall take it: dates as their number, and texts that it would compute, date or
    count behind an apostrophe, which it keeps apart from the text. Blank texts are blank cells."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        text = value.replace("\r\n", "\n").replace("\r", "\n")
        return "'" + text if looks_typed(text) else text
    if isinstance(value, date):
        return float(date_serial(value, date1904))
    return float(value)


def looks_typed(text: str) -> bool:
    """Whether Excel, in some language, might take a text for a number, date, time, truth or formula.

    Rather once too often: an apostrophe does no harm.
    """
    if text.startswith(_BEGINS) or text.strip().casefold() in ("true", "false"):
        return True
    letters = (character for character in text if character.isalpha() and not character.isnumeric())
    return any(map(str.isnumeric, text)) and all(
        each in _COUNTING or each.isascii() or "\uff00" < each < "\uff5f" for each in letters
    )


def as_formula(cell: Cell) -> Cell:
    """A cell with a link as a formula: in a live workbook a link of its own would cost a call for each."""
    if cell.link is None or len(str(cell.value)) > _LINK_TEXT_LIMIT:
        return cell
    formula = f"=HYPERLINK({literal('#' + cell.link)},{literal(str(cell.value))})"
    return Cell(cell.value, formula, cell.style)


def check_text(cells: Mapping[Position, Cell] | Mapping[Position, EditCell]) -> None:
    """Raise ValueError for a text that no cell holds."""
    for cell in cells.values():
        if isinstance(cell.value, str) and len(cell.value) > TEXT_LIMIT:
            raise ValueError(f"a cell holds {TEXT_LIMIT} characters at most")
