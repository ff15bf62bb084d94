"""How generated cells look, as coats of paint: property by property, each value on few rectangles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from itertools import product
from typing import Any, Literal, NamedTuple

from duban.workbook.cells.areas import Area, Position, box
from duban.workbook.cells.rectangles import by_value
from duban.workbook.plan.styles import STYLES, Fill, Line

_MOST = 500
"""Rectangles of one value that are painted, largest first: where there are more, no order is in it. A long sheet has some
on each of its printed pages."""

_THICK = 5
"""The weight of a line in XlsxWriter's words."""

Style = Mapping[str, Any]
Name = Literal[
    "font",
    "size",
    "valign",
    "wrap",
    "format",
    "align",
    "bold",
    "color",
    "underline",
    "fill",
    "border",
    "line",
]


class Coat(NamedTuple):
    """One value of one property, and where it goes.

    Values: ``font`` a name, ``size`` points, ``valign`` and ``align`` Excel's words, ``wrap`` and ``bold`` truths, ``format``
    a number format, ``color`` and ``border`` #RRGGBB (``border``: thin lines around every cell), ``underline`` 1, ``fill`` a
    ``Fill``, ``line`` a ``Line``.
    """

    name: Name
    value: Any
    areas: list[Area]


class _Property(NamedTuple):
    """``plain`` is what an empty cell has; None for a property that does not show on a cell without text: the commonest
    value goes on the whole block at once."""

    name: Name
    of: Callable[[Style], Hashable]
    plain: Hashable


def _border(style: Style) -> str | None:
    return style["border_color"] if style.get("border") else None


def _fill(style: Style) -> Fill | None:
    if "pattern" in style:
        names = {1: "solid", 14: "lightUp", 18: "gray0625"}
        return Fill(names[style["pattern"]], style["fg_color"], style.get("bg_color", ""))
    return Fill("solid", style["bg_color"]) if "bg_color" in style else None


_PROPERTIES = (
    _Property("font", lambda style: style["font_name"], None),
    _Property("size", lambda style: style["font_size"], None),
    _Property("valign", lambda style: {"vcenter": "center"}[style["valign"]], None),
    _Property("wrap", lambda style: style.get("text_wrap", False), None),
    # said of every cell, because Excel gives a formula the format of the cells that it reads
    _Property("format", lambda style: style.get("num_format", "General"), None),
    _Property("align", lambda style: style.get("align", "general"), "general"),
    _Property("bold", lambda style: style.get("bold", False), False),
    _Property("color", lambda style: style.get("font_color"), None),
    _Property("underline", lambda style: style.get("underline"), None),
    _Property("fill", _fill, None),
    _Property("border", _border, None),
)
_EVERYWHERE = 5
"""As many properties, from the first, go on the whole block."""


def _lines(style: Style) -> tuple[Line, ...]:
    """The lines of a style that has not got them all around."""
    return tuple(
        Line(edge, style[edge] == _THICK, style.get(f"{edge}_color", "#000000"))
        for edge in ("top", "bottom")
        if edge in style
    )


def coats(styles: Mapping[Position, str]) -> Iterator[Coat]:
    """What gives cells without a look theirs, in order; ``styles`` are keys of ``STYLES``."""
    if not styles:
        return
    used = set(styles.values())
    for place, each in enumerate(_PROPERTIES):
        looks = {name: each.of(STYLES[name]) for name in used}
        values = {at: looks[name] for at, name in styles.items()}
        plain = each.plain
        if place < _EVERYWHERE:
            plain = Counter(values.values()).most_common(1)[0][0]
            yield Coat(each.name, plain, [box(values)])
        for value, areas in by_value({at: v for at, v in values.items() if v != plain}).items():
            largest = sorted(areas, key=lambda a: (a[2] - a[0] + 1) * (a[3] - a[1] + 1), reverse=True)
            yield Coat(each.name, value, largest[:_MOST])
    lines = {at: found for at, name in styles.items() if (found := _lines(STYLES[name]))}
    for value, areas in by_value(lines).items():
        for (top, left, bottom, right), line in product(areas, value):
            yield Coat("line", line, [(row, left, row, right) for row in range(top, bottom + 1)])
