"""How high a row must be to show its texts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from math import ceil

BODY_SIZE = 10.5
"""Points of body text."""

LOWEST = 20.0
"""Points of a row of one line."""

HIGHEST = 409.0
"""Excel knows no higher row."""

_LINE = 15.0
"""Points that one line of body text needs."""

_SHORT = 2
"""Lines of a text that is surely as long as its characters say."""


Text = tuple[str, float, float]
"""A wrapped text, the width of its column (characters), and its size (1 is that of body text)."""


def needed_height(texts: Iterable[Text]) -> float:
    """Points that a row needs to show these texts."""
    lines = [needed_lines(text, width / size) * _LINE * size for text, width, size in texts]
    return max(LOWEST, max(lines, default=0.0) + 5)


def fitted_height(texts: Iterable[Text]) -> float:
    """The same, as far as a row can be so high."""
    return min(HIGHEST, needed_height(texts))


def needed_lines(text: str, width: float) -> int:
    """Lines that a wrapped text needs in a column ``width`` characters wide; Chinese ones count two."""
    if 2 * len(text) <= width and text.isprintable():
        return 1
    return sum(_lines(line, width) for line in text.splitlines() or [""])


def _lines(line: str, width: float) -> int:
    units = len(line) if line.isascii() else sum(map(_units, line))
    room = max(2, int(width))
    if units > len(line):  # a Chinese character does not go half into a line
        room -= room % 2
    # in longer texts some lines end early: no line begins with a full stop
    spare = 1.0 if units <= _SHORT * room else 1.05
    return max(1, ceil(units * spare / room))


@lru_cache(maxsize=1 << 16)
def _units(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1
