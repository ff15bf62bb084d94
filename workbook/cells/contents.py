"""What a cell of a file can hold: whatever a reader or a figure gives becomes a text, a number, a truth or a blank."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import Any, TypeAlias

Stored: TypeAlias = str | int | float | bool | None

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TO_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
_DAY = timedelta(days=1)
TEXT_LIMIT = 32_767
"""Characters that Excel holds in one cell."""
_HIGHEST = 9.99999999999999e307
"""The largest number that Excel takes."""


def stored(value: Any, date1904: bool = False) -> Stored:
    """A value as a cell holds it: dates, times and durations as numbers of days, one kind of line break.

    A date before the epoch of the workbook, which no cell can hold, becomes its text; a text that is put together
    from others and longer than a cell holds is cut, and shows it. Raises ValueError for
    what is neither text nor number: not-a-number, infinity.
    """
    if value is None or value == "":
        return None
    if isinstance(value, str):
        text = value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value
        return text if len(text) <= TEXT_LIMIT else text[: TEXT_LIMIT - 1] + "…"
    if isinstance(value, bool):
        return value
    if isinstance(value, date):
        try:
            return date_serial(value, date1904)
        except ValueError:
            return value.isoformat()
    if isinstance(value, time):
        return (datetime.combine(datetime.min, value.replace(tzinfo=None)) - datetime.min) / _DAY
    if isinstance(value, timedelta):
        return value / _DAY
    if isinstance(value, int) and abs(value) <= _HIGHEST:
        return value
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{value!r} is no value that a cell can hold") from None
    if not isfinite(number) or abs(number) > _HIGHEST:
        raise ValueError(f"{value!r} is no number that a cell can hold")
    return number


def date_serial(value: date, date1904: bool = False) -> float:
    """The number that Excel stores for a date; whole days have no fraction. Raises ValueError before its epoch."""
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    moment = moment.replace(tzinfo=None)
    serial = (moment - datetime(1904, 1, 1)) / _DAY
    if not date1904:
        serial = (moment - datetime(1899, 12, 30)) / _DAY
        if serial < 61:
            serial -= 1  # Excel counts a 29th of February 1900 that never was
    if serial < (0 if date1904 else 1):
        raise ValueError(f"{value} is before the dates that Excel knows")
    return int(serial) if serial.is_integer() else serial


def escape_text(text: str) -> str:
    """Text as the file stores it: one kind of line break, what XML cannot hold as ``_xHHHH_``."""
    if text.isprintable() and "_x" not in text:
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _TO_ESCAPE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def unescape_text(text: str) -> str:
    """The text behind ``_xHHHH_``."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
