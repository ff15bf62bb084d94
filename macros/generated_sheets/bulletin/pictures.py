"""图表: how units (or districts) stand, as bars, and their items by light, in patterns that grey print tells apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from duban.macros.generated_sheets.bulletin.paper import Paper
from duban.udfs.lights import LIGHTS
from duban.workbook.cells.addresses import ColumnRange, letter
from duban.workbook.plan.plans import Chart, Series
from duban.workbook.plan.styles import BARS
from duban.workbook.plan.table import Table

_MOST = 20
"""Names that a picture shows."""

_FIRST = 2
"""The row where the figures of the pictures begin, in hidden columns."""

_WIDTH, _TALLEST = 540, 560
"""Pixels; the width of the columns that print."""

_LINE, _FRAME = 26, 110
"""Pixels of a bar with what is between, and of title, axis and legend."""

_ROW = 15.0


class Drawn(NamedTuple):
    """What a picture shows: rows of a table, their names, and their figure or the first of their figures."""

    table: Table
    rows: Sequence[int]
    name: int
    figure: int


def put_pictures(paper: Paper, of: str, means: Drawn | None, lights: Drawn | None) -> None:
    """The block."""
    paper.heading("图表")
    if means is not None and means.rows:
        _draw_means(paper, of, means)
    if lights is not None and lights.rows:
        _draw_lights(paper, of, lights)
    if not any(each is not None and each.rows for each in (means, lights)):
        paper.nothing()


def _draw_means(paper: Paper, of: str, told: Drawn) -> None:
    shown = told.rows[:_MOST]
    columns = paper.hide(2)
    places = {columns[0]: told.name, columns[1]: told.figure}
    area = _copied(paper, told.table, shown, places, {columns[1]: "平均进度"})
    bars = Series("平均进度", area(columns[0]), area(columns[1]), "5B9BD5")
    title = f"各{of}平均进度" + _cut(told.rows, shown)
    _draw(paper, Chart("bar", title, (bars,), (1, 1), _WIDTH, _height(shown), percent=True))


def _draw_lights(paper: Paper, of: str, told: Drawn) -> None:
    shown, sheet = told.rows[:_MOST], paper.sheet
    places = {light: told.figure + place for place, light in enumerate(LIGHTS)}
    numbers = {
        light: [sheet.whole(row, told.table.column(at)) for row in shown] for light, at in places.items()
    }
    drawn = [light for light in LIGHTS if any(numbers[light])]
    if not drawn:
        paper.nothing()
        return
    first, *columns = paper.hide(1 + len(drawn))
    of_lights = dict(zip(columns, drawn, strict=True))
    figures = {first: told.name, **{column: places[light] for column, light in of_lights.items()}}
    area = _copied(paper, told.table, shown, figures, of_lights)
    series = tuple(
        Series(light, area(first), area(column), BARS[light].front, light)
        for column, light in of_lights.items()
    )
    every = f"{told.table.cell(shown[0], told.figure)}:{told.table.cell(shown[-1], told.figure + len(LIGHTS) - 1)}"
    in_picture = "+".join(f"SUM({area.here(column)})" for column in columns)
    paper.remind(sheet.next_row - 1, f"SUM({every})<>{in_picture}", "图")
    most = max(sum(numbers[light][place] for light in LIGHTS) for place in range(len(shown)))
    step = float(max(1, -(-most // 8)))  # whole items, about eight marks
    title = f"各{of}事项亮灯" + _cut(told.rows, shown)
    _draw(paper, Chart("stacked", title, series, (1, 1), _WIDTH, _height(shown), step=step))


def _copied(
    paper: Paper, table: Table, rows: Sequence[int], places: Mapping[int, int], names: Mapping[int, str]
) -> Area:
    """The figures of some rows of a table, one below the other in hidden columns: a picture takes no area with gaps."""
    sheet = paper.sheet
    for column, text in names.items():
        sheet.put(_FIRST, column, text, "plain")
    for at, row in enumerate(rows, _FIRST + 1):
        for column, place in places.items():
            there = sheet.cells[row, table.column(place)]
            cell = table.cell(row, place)
            sheet.put(at, column, there.value, "plain", f'=IF({cell}="","",{cell})')
    return Area(paper.name, _FIRST + 1, _FIRST + len(rows))


class Area:
    """Rows of hidden columns, as a chart refers to them."""

    def __init__(self, sheet: str, first: int, last: int) -> None:
        self._sheet, self._first, self._last = sheet, first, last

    def __call__(self, column: int) -> str:
        return f"={ColumnRange(self._sheet, column, self._first, self._last)}"

    def here(self, column: int) -> str:
        """The same as formulas of the sheet itself refer to it."""
        return f"${letter(column)}${self._first}:${letter(column)}${self._last}"


def _cut(rows: Sequence[int], shown: Sequence[int]) -> str:
    return f"（前 {len(shown)} 名，共 {len(rows)} 个）" if len(shown) < len(rows) else ""


def _height(rows: Sequence[int]) -> int:
    return min(_TALLEST, _FRAME + _LINE * max(3, len(rows)))


def _draw(paper: Paper, chart: Chart) -> None:
    lines = -(-chart.height // 20) + 1
    top = paper.sheet.space(lines, _ROW)
    # not in the first row, at whose edge a page may end
    paper.sheet.charts.append(replace(chart, anchor=(top + 1, 1)))
