"""Values, colours, measures and areas of operations, in LibreOffice's words."""

from __future__ import annotations

import re
from typing import Any, Dict, Iterable, List, Sequence, Tuple

PIXEL = 2540 / 96.0
POINT = 2540 / 72.0
"""Hundredths of a millimetre."""

Position = Tuple[int, int]
"""Row and column, from 1."""


def rgb(color: str) -> int:
    """``#RRGGBB`` as a number."""
    return int(color.lstrip("#"), 16)


def width_of(characters: float, digit: float = 7 * PIXEL) -> int:
    """A width of columns in characters of Excel, as hundredths of a millimetre; ``digit`` is the width of the widest digit."""
    pixels = characters * 7 + 5 if characters >= 1 else characters * 12
    return int(int(pixels + 0.5) * digit / 7)


def typed(value: Any) -> str:
    """A value as LibreOffice takes it when it is typed in English; texts stand behind an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return native(value["f"])
    if isinstance(value, bool):
        return "=TRUE()" if value else "=FALSE()"
    if isinstance(value, (int, float)):
        return repr(value)
    return "'" + value if value else ""


_PIECES = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")"""
    r"""|(?P<sheet>'(?:[^']|'')*'|[^\W\d][\w.]*)!"""
    r"""|(?P<truth>\b(?:TRUE|FALSE)\b(?!\s*\())"""
    r"""|(?P<comma>,)""",
    re.IGNORECASE,
)


def native(formula: str) -> str:
    """A formula in Excel's words in those of LibreOffice: ``'规则'!$E$2`` is ``$'规则'.$E$2``, and ``;`` parts arguments."""

    def respelt(found: Any) -> str:
        if found["text"]:
            return str(found["text"])
        if found["sheet"]:
            return "$%s." % found["sheet"]
        return ";" if found["comma"] else found["truth"].upper() + "()"

    return _PIECES.sub(respelt, formula)


def same(wrote: str, has: str) -> bool:
    """Whether a cell whose text is ``has`` (English) holds what was typed into it."""
    if wrote == has:
        return True
    if wrote.startswith("'"):
        return wrote[1:] == has
    if wrote.startswith("="):
        return has.startswith("=") and _bare(wrote) == _bare(has)
    try:
        return abs(float(wrote) - float(has)) <= 1e-9 * abs(float(wrote)) + 1e-12
    except ValueError:
        return False


def _bare(formula: str) -> str:
    """What LibreOffice spells as it likes is left out: blanks, quotes of sheets, signs before sheets, case of names,
    zeros."""
    return re.sub(r"[\s'$]|(?<=\d)\.0(?=\D|$)|(?<!\d)0(?=\.\d)", "", formula).upper()


def rectangles(cells: Iterable[Position]) -> List[Tuple[int, int, int, int]]:
    """Rectangles (top, left, bottom, right) that together hold just these cells: runs of rows that are alike as one."""
    rows: Dict[int, List[int]] = {}
    for row, column in sorted(cells):
        rows.setdefault(row, []).append(column)
    found: List[Tuple[int, int, int, int]] = []
    growing: Dict[Tuple[int, int], int] = {}
    before = None
    for row in sorted(rows):
        runs = set(_runs(rows[row]))
        for run in [each for each in growing if each not in runs or row - 1 != before]:
            found.append((growing.pop(run), run[0], before or 0, run[1]))
        for run in runs:
            growing.setdefault(run, row)
        before = row
    found += [(top, run[0], before or 0, run[1]) for run, top in growing.items()]
    return sorted(found)


def _runs(numbers: Sequence[int]) -> Iterable[Tuple[int, int]]:
    first = last = numbers[0]
    for number in numbers[1:]:
        if number != last + 1:
            yield first, last
            first = number
        last = number
    yield first, last
