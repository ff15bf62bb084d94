"""How generated cells look, put on a live sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from duban.workbook.cells.addresses import area_text
from duban.workbook.cells.areas import Position
from duban.workbook.live.host import Host, LiveRange, LiveSheet
from duban.workbook.plan.looks import Name, coats


def _font(name: str) -> Callable[[Host, LiveRange, Any], None]:
    return lambda host, cells, value: setattr(cells.font, name, value)


def _cells(name: str) -> Callable[[Host, LiveRange, Any], None]:
    return lambda host, cells, value: setattr(cells, name, value)


_SET: Mapping[Name, Callable[[Host, LiveRange, Any], None]] = {
    "font": _font("name"),
    "size": _font("size"),
    "valign": _cells("vertical_alignment"),
    "wrap": _cells("wrap_text"),
    "format": _cells("number_format"),
    "align": _cells("horizontal_alignment"),
    "bold": _font("bold"),
    "color": _font("color"),
    "underline": lambda host, cells, value: host.underline(cells),
    "fill": lambda host, cells, value: host.fill(cells, value),
    "border": lambda host, cells, value: host.frame(cells, value),
}


def paint(host: Host, sheet: LiveSheet, styles: Mapping[Position, str]) -> None:
    """Give cells their looks; ``styles`` are keys of ``STYLES``. The cells have no look yet."""
    for coat in coats(styles):
        if coat.name == "line":  # along an edge of each area, and not of them all
            for area in coat.areas:
                host.line(sheet.range(area_text(area)), coat.value)
            continue
        for cells in host.ranges(sheet, coat.areas):
            _SET[coat.name](host, cells, coat.value)
