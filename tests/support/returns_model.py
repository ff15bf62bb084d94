"""What becomes of one cell that units answered for, told anew and in other words than the program's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass
class Wanted:
    value: Any
    waits: bool


def model(base: Any, office: Any, answers: Sequence[tuple[str, datetime, Any]]) -> Wanted:
    """One cell, told anew: the last word of each unit, where a blank takes nothing away; one word of all units counts
    where the office left alone what was sent."""
    words: dict[str, set[Any]] = {}
    blanks = set()
    torn = False
    for unit in {unit for unit, _, _ in answers}:
        mine = [(when, value) for who, when, value in answers if who == unit]
        filled = [(when, value) for when, value in mine if value is not None]
        last = max((when for when, _ in filled), default=None)
        words[unit] = {value for when, value in filled if when == last}
        if any(value is None and when == max(when for when, _ in mine) for when, value in mine):
            blanks.add(unit)
        newest = max(when for when, _ in mine)
        torn = torn or len({value for when, value in mine if when == newest}) > 1
    values = set().union(*words.values())
    silent = any(not said for said in words.values())
    if torn or len(values) > 1 or (values and silent):
        return Wanted(office, True)
    if not values:
        return Wanted(office, bool(answers) and office is not None)
    (value,) = values
    if value == office:
        return Wanted(office, bool(blanks))
    if office != base:
        return Wanted(office, True)
    return Wanted(value, bool(blanks))
