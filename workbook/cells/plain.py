"""A value as the formulas of a workbook have it, whichever reader it comes from: the same cell, the same value."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

_DAY = timedelta(days=1)


class Timed(float):
    """A number in a cell that is shown as a date or a time: 0.8 as 19:12."""


def of_day(value: time) -> float:
    """A time as the part of the day that it is, 0..1."""
    return (datetime.combine(datetime.min, value) - datetime.min) / _DAY


def plain(value: Any) -> Any:
    """One value made plain: spaces alone are blank, a whole number is an integer, an amount of money and a duration
    (in days) are numbers, midnight is a date. What is no number that a cell can hold is a text, which no figure counts.
    A time of day is left for the caller."""
    if isinstance(value, str):
        return value if value and not value.isspace() else None
    if isinstance(value, date):
        if value.year < 1900:  # what a reader makes of a number that is none
            return str(value)
        return value.date() if isinstance(value, datetime) and value.time() == time() else value
    if isinstance(value, timedelta):
        value = value / _DAY
    elif isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float):
        if value.is_integer() and -1e15 < value < 1e15:
            return int(value)
        return value if -1e308 < value < 1e308 else repr(value)
    return value
