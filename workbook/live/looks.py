"""How generated cells look, put on a live sheet: property by property, each value on few rectangles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from itertools import product
from typing import Any, NamedTuple

from duban.workbook.cells.addresses import area_text
from duban.workbook.cells.areas import Position, box
from duban.workbook.live.host import Host, LiveRange, LiveSheet
from duban.workbook.live.rectangles import by_value
from duban.workbook.plan.styles import STYLES, Fill, Line

_MOST = 500
"""Rectangles of one value that are painted, largest first: where there are more, no order is in it. A long sheet has some
on each of its printed pages."""

_THICK = 5
"""The weight of a line in XlsxWriter's words."""

Style = Mapping[str, Any]


class Property(NamedTuple):
    """One property of a look: what a style says of it, how it is set, and what an empty cell has.

    ``plain`` is None for a property that does not show on a cell without text: the commonest value goes on
    the whole block at once.
    """

    of: Callable[[Style], Hashable]
    set: Callable[[Host, LiveRange, Any], None]
    plain: Hashable


def _border(style: Style) -> str | None:
    return style["border_color"] if style.get("border") else None


def _fill(style: Style) -> Fill | None:
    if "pattern" in style:
        names = {1: "solid", 14: "lightUp", 18: "gray0625"}
        return Fill(names[style["pattern"]], style["fg_color"], style.get("bg_color", ""))
    return Fill("solid", style["bg_color"]) if "bg_color" in style else None


def _set_font(name: str) -> Callable[[Host, LiveRange, Any], None]:
    return lambda host, cells, value: setattr(cells.font, name, value)


def _set(name: str) -> Callable[[Host, LiveRange, Any], None]:
    return lambda host, cells, value: setattr(cells, name, value)


PROPERTIES: tuple[Property, ...] = (
    Property(lambda style: style["font_name"], _set_font("name"), None),
    Property(lambda style: style["font_size"], _set_font("size"), None),
    Property(
        lambda style: {"vcenter": "center"}[style["valign"]],
        _set("vertical_alignment"),
        None,
    ),
    Property(lambda style: style.get("text_wrap", False), _set("wrap_text"), None),
    # said of every cell, because Excel gives a formula the format of the cells that it reads
    Property(lambda style: style.get("num_format", "General"), _set("number_format"), None),
    Property(lambda style: style.get("align", "general"), _set("horizontal_alignment"), "general"),
    Property(lambda style: style.get("bold", False), _set_font("bold"), False),
    Property(lambda style: style.get("font_color"), _set_font("color"), None),
    Property(lambda style: style.get("underline"), lambda host, cells, value: host.underline(cells), None),
    Property(_fill, lambda host, cells, value: host.fill(cells, value), None),
    Property(_border, lambda host, cells, value: host.frame(cells, value), None),
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


def paint(host: Host, sheet: LiveSheet, styles: Mapping[Position, str]) -> None:
    """Give cells their looks; ``styles`` are keys of ``STYLES``. The cells have no look yet."""
    if not styles:
        return
    for place, each in enumerate(PROPERTIES):
        looks = {name: each.of(STYLES[name]) for name in set(styles.values())}
        values = {at: looks[name] for at, name in styles.items()}
        plain = each.plain
        if place < _EVERYWHERE:
            plain = Counter(values.values()).most_common(1)[0][0]
            for cells in host.ranges(sheet, [box(values)]):
                each.set(host, cells, plain)
        for value, areas in by_value({at: v for at, v in values.items() if v != plain}).items():
            largest = sorted(areas, key=lambda a: (a[2] - a[0] + 1) * (a[3] - a[1] + 1), reverse=True)
            for cells in host.ranges(sheet, largest[:_MOST]):
                each.set(host, cells, value)
    lines = {at: found for at, name in styles.items() if (found := _lines(STYLES[name]))}
    for value, areas in by_value(lines).items():
        for top, left, bottom, right in areas:
            for row, line in product(range(top, bottom + 1), value):
                host.line(sheet.range(area_text((row, left, row, right))), line)
