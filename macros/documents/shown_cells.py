"""What a cell of a generated sheet shows, as the text of a document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from duban.udfs.progress import round_half_up

_DASH = "–"


def _percent(value: float) -> str:
    return f"{int(round_half_up(value * 100, 0))}%"


def _points(value: float) -> str:
    points = int(round_half_up(abs(value) * 100, 0))
    return "0%" if value == 0 else f"{'+' if value > 0 else '-'}{points}%"


def _whole(value: float) -> str:
    return str(int(round_half_up(value, 0)))


def _general(value: float) -> str:
    return f"{value:.10g}"


_NUMBERS: Mapping[str, Callable[[float], str]] = {
    "percent": _percent,
    "points": _points,
    "integer": _whole,
    "count": lambda value: _whole(value) if value else _DASH,
    "weight": lambda value: _general(value) if value else _DASH,
    "mean": lambda value: f"{round_half_up(value, 2):.2f}",
    "mark": lambda value: f"{round_half_up(value, 1):.1f}",
}
"""Style → how its number format shows a number; the others as they are."""


def cell_text(value: Any, style: str) -> str:
    """The text that a cell of this style shows: shares as ``45%``, dates as ``2020-09-30``, blanks as nothing."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M") if style == "moment" else value.date().isoformat()
    if isinstance(value, date):
        return in_words(value) if style == "day" else value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _NUMBERS.get(style, _general)(value)
    return str(value)


def in_words(day: date) -> str:
    """``2020年9月30日``."""
    return f"{day.year}年{day.month}月{day.day}日"
