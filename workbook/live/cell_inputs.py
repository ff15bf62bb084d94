"""What to hand to Excel for a cell, so that it takes the value for what it is and not for what it looks like; and
whether it did."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from duban.workbook.cells.areas import Area, Position
from duban.workbook.cells.contents import stored
from duban.workbook.file.owned_marks import same_formula
from duban.workbook.plan.plans import Cell, EditCell, Scalar

BLOCK_TEXT_LIMIT = 8_000
"""Characters of a text that goes with a block; Excel refuses a whole block for one of more than 8,192."""

_COUNTING = frozenset("年月日号时時分秒点點上中下午晚早星期周礼拜元角个十百千万亿甲乙丙丁")
_BEGINS = tuple("=+-@'＝＋－＠#")

Typed = str | float | bool | None


_WHOLE_NUMBERS = re.compile(r"\d+")


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
    count behind an apostrophe, which it keeps apart from the text. Blank texts are blank cells. Raises ValueError
    for what is neither text nor number."""
    plain = stored(value, date1904)
    if isinstance(plain, str):
        return "'" + plain if looks_typed(plain) else plain
    return plain if plain is None or isinstance(plain, bool) else float(plain)


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


def unlike(made: Block, texts: Sequence[Sequence[Any]]) -> list[Position]:
    """The cells where Excel does not hold what was written. ``texts`` are the formulas that it has in the area of
    the block, constants as its text for them."""
    top, left = made.area[:2]
    return [
        (row, column)
        for row, (wrote, has) in enumerate(zip(made.rows, texts, strict=True), top)
        for column, (one, other) in enumerate(zip(wrote, has, strict=True), left)
        if one != other and not _is_same(one, other)
    ]


def _is_same(wrote: Typed, has: Any) -> bool:
    if wrote is None or wrote == "":
        return has in (None, "")
    if isinstance(wrote, bool):
        return str(has).upper() == str(wrote).upper()
    if isinstance(wrote, float):
        try:
            return math.isclose(wrote, float(has), rel_tol=1e-9, abs_tol=1e-12)
        except (TypeError, ValueError):
            return False
    if not isinstance(has, str):
        return False
    if wrote.startswith("="):
        # spelt as Excel likes, but the same cells
        return has.startswith("=") and (
            _WHOLE_NUMBERS.findall(wrote) == _WHOLE_NUMBERS.findall(has) or same_formula(wrote, has)
        )
    return has in (wrote, wrote.removeprefix("'"))
