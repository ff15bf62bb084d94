"""Excel as a program on a desk, for Windows and for Mac: cells, formulas and merged areas can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from duban.workbook.cells.addresses import area_text, parse_area
from duban.workbook.cells.areas import Area, holds, size
from duban.workbook.cells.rectangles import halves, in_blocks
from duban.workbook.live.host import Host, LiveChart, LiveSheet
from duban.workbook.plan.plans import Chart
from duban.workbook.plan.styles import MARKER_SIZE, stroke

_AT_ONCE = 1_000_000
"""Cells that are read in one call."""

Rows = Sequence[Sequence[Any]]


class DesktopHost(Host):
    """Excel on a desk."""

    can_read_back = True

    @property
    def files(self) -> Sequence[Path]:
        with suppress(Exception):  # one in the cloud may have no name on this disk
            return [Path(self.book.fullname)]
        return ()

    def values(self, sheet: LiveSheet, area: Area) -> Rows:
        return [row for part in in_blocks(area, _AT_ONCE) for row in self._values(sheet, part)]

    def _values(self, sheet: LiveSheet, area: Area) -> Rows:
        return super().values(sheet, area)

    def formulas(self, sheet: LiveSheet, area: Area) -> Rows:
        return [row for part in in_blocks(area, _AT_ONCE) for row in self._formulas(sheet, part)]

    def _formulas(self, sheet: LiveSheet, area: Area) -> Rows:
        found = sheet.range(area_text(area)).formula
        if found is None and size(area) > 1:  # nothing that holds for the whole area
            return in_halves(partial(self._formulas, sheet), area)
        return rows_of(found)

    def merges(self, sheet: LiveSheet, area: Area) -> tuple[Area, ...]:
        found = set[Area]()
        waiting = [area]
        while waiting:
            area = waiting.pop()
            if any(holds(merge, area) for merge in found):
                continue
            part = sheet.range(area_text(area))
            merged = part.merge_cells
            if merged is False or (merged is not True and size(area) == 1):
                continue
            if merged is True:  # else some are
                whole = parse_area(sheet.range(area[:2]).merge_area.address.replace("$", ""))
                found.add(whole)
                if holds(whole, area):
                    continue
            waiting += halves(area)
        return tuple(sorted(found))

    def number_formats(self, sheet: LiveSheet, area: Area) -> Iterator[tuple[Area, str]]:
        waiting = [area]
        while waiting:
            part = waiting.pop()
            code = sheet.range(area_text(part)).number_format
            if code is None and size(part) > 1:  # several
                waiting += halves(part)
            else:
                yield part, code or "General"

    def column_width(self, characters: float) -> float:
        return characters

    def _finish_chart(self, chart: LiveChart, plan: Chart) -> None:
        if plan.kind != "line":
            return
        for place, series in enumerate(plan.series):
            colour = "#" + series.colour
            chart.series[place].set(
                name=series.name,
                line_color=colour,
                marker_style=stroke(place).marker,
                marker_size=MARKER_SIZE,
                marker_foreground_color=colour,
                marker_background_color=colour,
            )


def in_halves(read: Callable[[Area], Rows], area: Area) -> Rows:
    """Read the halves of an area and put them together, first by columns."""
    first, second = halves(area, columns_first=True)
    one, other = read(first), read(second)
    if first[2] == area[2]:  # side by side
        return [[*left, *right] for left, right in zip(one, other, strict=True)]
    return [*one, *other]


def rows_of(found: Any) -> Rows:
    """What Excel gives for an area; of a single cell it gives the value itself, and for a Mac one row is flat."""
    rows = found if isinstance(found, list | tuple) else (found,)
    return rows if isinstance(rows[0], list | tuple) else (rows,)
