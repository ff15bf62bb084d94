"""New cells of a staff sheet look like their neighbours: read property by property, set on few rectangles.

Excel copies looks alone only by the clipboard, which other programs hold and in which staff keep things.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from operator import attrgetter
from typing import Any

from duban.workbook.cells.addresses import area_text
from duban.workbook.cells.areas import Area, Position, size
from duban.workbook.cells.rectangles import by_value, halves
from duban.workbook.live.host import Host, LiveSheet

Look = tuple[tuple[Any, ...], tuple[tuple[Any, ...], ...]]
"""The values of ``_PROPERTIES``, and where the edges of a cell differ, of each edge's ``_LINE``."""

_NONE = -4142  # xlNone: no fill, no line

_FILL, _LINE = ("Interior.Pattern", "Interior.Color"), ("LineStyle", "Weight", "Color")
_PROPERTIES = (
    *_FILL, "Font.Name", "Font.Size", "Font.Bold", "Font.Italic", "Font.Color", "HorizontalAlignment",
    "VerticalAlignment", "WrapText", *(f"Borders.{name}" for name in _LINE),
)  # fmt: skip
_EDGES = {7: (7, 11), 8: (8, 12), 9: (9, 12), 10: (10, 11)}
"""Left, top, bottom and right edge of a cell → the edges of a block, with its inner lines, that stand for it."""

_MOST_PARTS = 400
"""Parts of a column that are told apart; where there are more, each part looks like its first cell."""


def copy_looks(host: Host, sheet: LiveSheet, models: Mapping[Position, Position]) -> None:
    """Let new cells look like others: position of the new one → of the one that it shall look like."""
    looks: dict[Position, Look] = {}
    for areas in by_value({like: like[1] for like in models.values()}).values():
        for area in areas:
            for part, look in _looks(sheet, area):
                looks |= {(row, part[1]): look for row in range(part[0], part[2] + 1)}
    for look, areas in by_value({at: looks[like] for at, like in models.items()}).items():
        for cells in host.ranges(sheet, areas):
            _set(cells.api, look)


def _looks(sheet: LiveSheet, area: Area) -> Iterator[tuple[Area, Look]]:
    """A part of a column in parts of one look each."""
    waiting, left = [area], _MOST_PARTS
    while waiting:
        part = waiting.pop(0)  # the large ones first
        look = _look(sheet, part if left else (*part[:2], *part[:2]))
        if look is None:
            left -= 1
            waiting += halves(part)
        else:
            yield part, look


def _look(sheet: LiveSheet, area: Area) -> Look | None:
    """The look that all cells of an area have; None where they differ."""
    cells, alone = sheet.range(area_text(area)).api, size(area) == 1
    found: list[Any] = []
    for name in _PROPERTIES:
        value = attrgetter(name)(cells)
        # where fills differ Excel gives black
        if not alone and (value is None or (name == "Interior.Color" and value == 0)):
            return None
        found.append(value)
        if name == "Borders.LineStyle" and value in (None, _NONE):
            break
    lines = _EDGES if found[-1] is None else ()
    return tuple(found), tuple(attrgetter(*_LINE)(cells.Borders(edge)) for edge in lines)


def _set(cells: Any, look: Look) -> None:
    values, lines = dict(zip(_PROPERTIES, look[0], strict=False)), look[1]
    for name, value in reversed(values.items()):  # of a line the style last, or its weight may change it
        if value is None or (name == "Interior.Color" and values["Interior.Pattern"] == _NONE):
            continue
        thing, _, last = name.rpartition(".")
        setattr(attrgetter(thing)(cells) if thing else cells, last, value)
    for edges, (style, weight, colour) in zip(_EDGES.values(), lines, strict=False):
        for edge in edges if style not in (None, _NONE) else ():
            with suppress(Exception):  # a single row has no inner line
                line = cells.Borders(edge)
                line.Color, line.Weight, line.LineStyle = colour, weight, style
