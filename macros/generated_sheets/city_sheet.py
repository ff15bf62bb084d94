"""市级汇总: every city item with who carries it, its progress and light; own links and district items."""

from __future__ import annotations

from collections.abc import Sequence

from duban.macros.figures import formulas
from duban.macros.generated_sheets.city_check import CHECK_WIDTHS, UNCOUNTED_WIDTHS, put_check
from duban.macros.generated_sheets.city_details import DETAIL_WIDTHS, put_details
from duban.macros.generated_sheets.city_districts import (
    GROUP_WIDTHS,
    STANDING_WIDTHS,
    STATUS,
    listed,
    put_groups,
    put_standings,
)
from duban.macros.generated_sheets.city_understood import City
from duban.udfs.lights import (
    BEHIND,
    DONE,
    DONE_LATE,
    FAR_BEHIND,
    NO_DUE,
    NOT_CARRIED,
    ON_TRACK,
    OVERDUE,
    STANDING_LIGHT,
    UNREPORTED,
)
from duban.udfs.progress import lag, weight
from duban.workbook.format.names import ROLLUP
from duban.workbook.format.sheets.districts import NOT_HANDED_IN
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.plans import SheetPlan
from duban.workbook.plan.ruler import Ruler
from duban.workbook.plan.table import Table

_COUNTED_LIGHTS = (DONE, DONE_LATE, ON_TRACK, BEHIND, FAR_BEHIND, OVERDUE, NO_DUE, STANDING_LIGHT)
_HEADER = (
    "市级序号", "市级事项名称", "承接", "承接数", "权重合计", "完成进度", "时序进度", "进度差", "亮灯", "未报数",
    *(f"{light}数" for light in _COUNTED_LIGHTS),
)  # fmt: skip
_WIDTHS = (5, 22, 18, 5, 5, 6, 6, 6, 7, 5, *(5 for _ in _COUNTED_LIGHTS))
"""Units, as all of this sheet."""
_HEADLINE = (80, 25, 20)
_TABLES = (_WIDTHS, _HEADLINE, STANDING_WIDTHS, GROUP_WIDTHS, CHECK_WIDTHS, UNCOUNTED_WIDTHS, DETAIL_WIDTHS)
_PARENT, _DONE, _EXPECTED, _LIGHT = 1, 6, 7, 9


def rollup_sheet(city: City) -> SheetPlan:
    """The plan of 市级汇总. Where the workbook has a list of its own, its links are listed below the tables."""
    builder = SheetBuilder(ROLLUP, Ruler(*_TABLES))
    builder.title("市级重点改革攻坚事项承接与进展汇总")
    headline = builder.next_row
    builder.next_row = headline + 2
    table = Table(builder, _WIDTHS)
    header = table.head(_HEADER)
    rows = table.fill(city.items, lambda row, number: _city_row(table, city, row, number), _LIGHT)
    if not city.items:
        builder.line("无")
    standing_rows: list[int] = []
    if city.districts:
        standings, standing_rows = put_standings(builder, city)
        parts = put_groups(builder, city, standings, standing_rows)
        put_check(builder, city, parts, table.span(4, rows or [header + 1]))
    _headline(builder, headline, city, table, rows or [header + 1], standing_rows)
    hidden = (builder.last + 1, builder.last + 2, builder.last + 3)
    if city.live is not None:
        put_details(builder, city.items, city.live, hidden)
    return builder.plan(
        freeze=(header + 1, 1),
        print_area=(1, 1, builder.next_row - 1, builder.last),
        hidden_columns=hidden if city.live is not None else (),
        tab_colour="C00000",
    )


def _headline(
    builder: SheetBuilder,
    row: int,
    city: City,
    table: Table,
    rows: Sequence[int],
    standing_rows: Sequence[int],
) -> None:
    """How many items are carried and how they stand, and how many districts have not handed in, as one live sentence."""
    lights = [f["light"] for f in city.figures.values()]
    area, numbered = table.span(_LIGHT, rows), f"COUNT({table.span(_PARENT, rows)})"
    numbers = {
        "市级事项": (len(lights), numbered),
        "已承接": (city.carried, f'{numbered}-COUNTIFS({area},"{NOT_CARRIED}")'),
        "无人承接": (lights.count(NOT_CARRIED), f'COUNTIFS({area},"{NOT_CARRIED}")'),
        "已承接未报": (lights.count(UNREPORTED), f'COUNTIFS({area},"{UNREPORTED}")'),
        "逾期": (lights.count(OVERDUE), f'COUNTIFS({area},"{OVERDUE}")'),
        "滞后（含严重）": (
            lights.count(FAR_BEHIND) + lights.count(BEHIND),
            f'COUNTIFS({area},"{FAR_BEHIND}")+COUNTIFS({area},"{BEHIND}")',
        ),
        "办结": (
            lights.count(DONE) + lights.count(DONE_LATE),
            f'COUNTIFS({area},"{DONE}")+COUNTIFS({area},"{DONE_LATE}")',
        ),
    }
    text = "，".join(f"{name} {value} 项" for name, (value, _) in numbers.items())
    formula = '&"，'.join(f'{name} "&({formula})&" 项"' for name, (_, formula) in numbers.items())
    if standing_rows:
        states = Table(builder, STANDING_WIDTHS).span(STATUS, standing_rows)
        absent = f'COUNTIFS({states},"{NOT_HANDED_IN}")'
        tail = " 个（仍用旧数）" if city.table and city.table.keep_old else " 个"
        text += f"，未报送区县 {len(city.absent)}{tail}"
        formula += f'&"，未报送区县 "&{absent}&"{tail}"'
    line = Table(builder, _HEADLINE)
    line.put(row, 1, text, "section", f'="{formula}')
    line.put(row, 2, "截至日期", "label")
    line.put(row, 3, city.settings.as_of, "day", f"={city.rules.as_of}")
    builder.heights[row + 1] = 6


def _city_row(table: Table, city: City, row: int, number: int) -> None:
    carriers, figures, rules = city.carriers, city.figures[number], city.rules
    sources = carriers.sources
    parent, done, expected = (table.cell(row, place) for place in (_PARENT, _DONE, _EXPECTED))
    children = carriers.of(number)
    away = [f"{each['carrier']}（{NOT_HANDED_IN}）" for each in carriers.absent_of(number)]
    table.put(row, _PARENT, number, "integer")
    table.put(row, 2, city.items[number].name)
    table.put(row, 3, listed([*(each["carrier"] for each in children), *away]))
    table.put(row, 4, figures["count"], "count", "=" + formulas.children_count(sources, parent))
    total = sum(weight(each["weight"]) for each in children)
    weighed = formulas.total([formulas.weights(s.weight, s.of(parent)) for s in sources])
    table.put(row, 5, total, "weight", "=" + weighed)
    table.put(row, _DONE, figures["progress"], "percent", "=" + formulas.parent_progress(sources, parent))
    table.put(row, _EXPECTED, figures["expected"], "percent", "=" + formulas.parent_expected(sources, parent))
    gap = lag(figures["progress"], figures["expected"])
    table.put(row, 8, gap, "points", "=" + formulas.gap(done, expected))
    light = formulas.parent_light(sources, parent, done, expected, rules, carriers.absent)
    table.put(row, _LIGHT, figures["light"], "light", f"={light}")
    table.put(row, 10, figures["unreported"], "count", "=" + formulas.children_unreported(sources, parent))
    for column, shown in enumerate(_COUNTED_LIGHTS, 11):
        table.put(row, column, figures[shown], "count", "=" + formulas.light_count(sources, parent, shown))
