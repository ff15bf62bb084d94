"""Values kept as the text of one cell, in the sheets that are there for the program alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

LONGEST = 16_000
"""Characters of one piece; quotes and line breaks count double in a file, and a cell holds 32,767."""

_DAY, _MOMENT = "day", "moment"


def as_text(what: Any) -> str:
    """Lists and mappings of values as one text. A value is a text, a number, a truth, a date, a moment or none."""
    return json.dumps(what, ensure_ascii=False, separators=(",", ":"), default=told)


def told(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, datetime):
        return {_MOMENT: value.isoformat()}
    return {_DAY: value.isoformat()} if isinstance(value, date) else value


def of_text(text: Any) -> Any:
    """What ``as_text`` kept. Raises ValueError for a text that it did not make."""
    return json.loads(str(text), object_hook=_value)


def _value(found: dict[str, Any]) -> Any:
    if len(found) == 1:
        if _DAY in found:
            return date.fromisoformat(found[_DAY][:10])
        if _MOMENT in found:
            return datetime.fromisoformat(found[_MOMENT])
    return found


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """A text in pieces that cells hold, each with its number, from 1."""
    for place, start in enumerate(range(0, max(len(text), 1), LONGEST), 1):
        yield place, text[start : start + LONGEST]
