"""One value in all its spellings: what tells the values of a column apart, and how COUNTIFS finds each.

The same name with other blanks, line breaks, widths or cases is one value; so is a unit with the person who answers for it.
COUNTIFS does not know that: it is asked for every spelling that occurs. A text with a digit is looked for letter by
letter, for COUNTIFS takes 01 for 1, 1-1 for a day, and numbers of 18 digits for one another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from duban.macros.figures.conditions import Where, count, sum_of
from duban.udfs.progress import number_in
from duban.udfs.text import one_line, squeeze
from duban.udfs.units import split_unit
from duban.workbook.cells.addresses import ColumnRange

LEAST = -1e300
"""Below every number of a cell: a condition that any number meets."""

LONGEST = 120
"""Characters of a text that COUNTIFS is asked for, which takes 255 and doubles some: longer ones are told apart by these."""

MOST = 6
"""Counts that stand for one value in a formula at most, which is to be of less than 8192 characters."""

_MAY_BE_NUMBER = re.compile(r"[0-9\uff10-\uff19]|\s*#|\s*(?:true|false)\s*\Z", re.IGNORECASE)
"""A text that COUNTIFS may take for a number, a day, a truth value or an error."""

_AS_SHOWN = re.compile(
    r"[0-9\uff10-\uff19.,:/+%()¥￥$年月日时分秒\sEAPM-]+|\s*#.*|\s*(?:true|false)\s*", re.IGNORECASE
)
"""A text as a number or an error may be shown: LibreOffice finds these as texts too."""

Spelling = str | float
"""A text as a cell has it, as far as COUNTIFS is asked for it, or a number."""

Signed = Sequence[tuple[str, tuple[Where, ...]]]
"""Conditions whose counts are added (``+``) or taken off (``-``); the first is added."""


@dataclass(frozen=True)
class Value:
    """What a column says: its name as sheets show it, and its spellings."""

    key: str
    name: str
    spellings: tuple[Spelling, ...]

    def conditions(self, column: ColumnRange) -> Signed:
        """The cells of a column that say it."""
        return [part for each in self.spellings for part in _conditions(column, each)]


def spelling(value: Any) -> Spelling | None:
    """How a cell spells what it says; ``None`` where it says nothing."""
    number = number_in(value)
    if number is not None:
        return float(f"{number:.15g}")
    return value[:LONGEST] if isinstance(value, str) and value else None


def folded(told: Spelling) -> Spelling:
    """A spelling as COUNTIFS compares it: whatever its case."""
    return told.lower() if isinstance(told, str) else told


@lru_cache(maxsize=4096)
def key_of(told: Spelling, *, is_unit: bool = False) -> str:
    """What all spellings of a value have in common. ``is_unit``: a person behind the unit is no part of it."""
    if not isinstance(told, str):
        return f"{told:.15g}"
    return squeeze(_unit(told) if is_unit else told).casefold() or told


def name_of(value: Any, *, is_unit: bool = False) -> str:
    """A value as sheets name it: in one line, a day as such, a long text cut."""
    if isinstance(value, date):
        return f"{value.year}-{value.month:02}-{value.day:02}"
    number = number_in(value)
    if number is not None:
        return f"{number:.15g}"
    text = one_line(_unit(str(value)) if is_unit else value)
    return text if len(text) < LONGEST else f"{text[: LONGEST - 1]}…"


def _unit(text: str) -> str:
    """A unit without who answers for it; the whole text where it names several, or nobody."""
    told = split_unit(text)
    return told.unit if told.unit and told.owners and not (told.others or told.helpers) else text


def _conditions(column: ColumnRange, told: Spelling) -> Signed:
    if not isinstance(told, str):
        operand = int(told) if told.is_integer() and abs(told) < 1e15 else told
        return [("+", (Where(column, ">=", operand), Where(column, "<=", operand)))]
    if len(told) >= LONGEST:
        return [("+", (Where(column, "begins", told),))]
    if _MAY_BE_NUMBER.search(told) is None:
        return [("+", (Where(column, "=", told),))]
    text = Where(column, "spelled", told)
    numbers: Signed = [("-", (text, Where(column, ">=", LEAST)))]
    return [("+", (text,)), *(numbers if _AS_SHOWN.fullmatch(told) else ())]


def _cost(told: Spelling) -> int:
    """How many counts look for a spelling; a long one makes each as long as several."""
    if not isinstance(told, str):
        return 1
    return (2 if _AS_SHOWN.fullmatch(told) else 1) * (1 + len(told) // 40)


def as_number(told: Spelling) -> Iterator[float]:
    """The number that shows as a text does, ``12`` of "12", which says the same; none where there is none."""
    if isinstance(told, str) and re.fullmatch(r"-?[0-9]{1,15}(?:\.[0-9]+)?", plain := squeeze(told)):
        number = float(plain)
        if f"{number:.15g}" == plain:
            yield number


def in_parts(key: str, name: str, spellings: Iterable[Spelling], most: int = MOST) -> list[Value]:
    """A value, or several of one name where it has too many spellings for one formula."""
    parts: list[list[Spelling]] = []
    room = 0
    for each in spellings:
        needed = _cost(each)
        if needed > room or not parts:
            parts.append([])
            room = most
        parts[-1].append(each)
        room -= needed
    return [Value(key, name, tuple(part)) for part in parts]


# formulas


def counted(parts: Signed, *more: Where) -> str:
    """The counts of all parts, under further conditions."""
    return "".join(f"{sign}{count((*where, *more))}" for sign, where in parts).removeprefix("+")


def added(column: ColumnRange, parts: Signed, *more: Where) -> str:
    """The sums of the numbers of a column over all parts, under further conditions; what is an error is no number."""
    known = Where(column, ">=", LEAST)
    sums = (f"{sign}{sum_of(column, (*where, *more, known))}" for sign, where in parts)
    return "".join(sums).removeprefix("+")


def both(some: Signed, others: Signed) -> Signed:
    """What is of some parts and of others."""
    return [
        ("+" if sign == other else "-", (*where, *and_where))
        for sign, where in some
        for other, and_where in others
    ]


ANY: Signed = (("+", ()),)
"""No condition at all."""
