"""市级汇总: every city item with who carries it, its progress and light; own links and district items."""

from __future__ import annotations

from duban.macros.figures import formulas
from duban.macros.generated_sheets.city_check import put_check
from duban.macros.generated_sheets.city_details import put_details
from duban.macros.generated_sheets.city_districts import (
    FIRST_GROUP,
    GROUP,
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

_COUNTED_LIGHTS = (DONE, DONE_LATE, ON_TRACK, BEHIND, FAR_BEHIND, OVERDUE, NO_DUE, STANDING_LIGHT)
_HEADER = (
    "市级序号", "市级事项名称", "承接", "承接数", "权重合计", "完成进度", "时序进度", "进度差", "亮灯", "未报数",
    *(f"{light}数" for light in _COUNTED_LIGHTS),
)  # fmt: skip
_WIDTHS = (8, 34, 40, 8, 8, 9, 9, 9, 10, 8, *(8 for _ in _COUNTED_LIGHTS))
_LAST = 10 + len(_COUNTED_LIGHTS)


def rollup_sheet(city: City) -> SheetPlan:
    """The plan of 市级汇总. Where the workbook has a list of its own, its links are listed below the tables."""
    columns = _printed_columns(city)
    builder = SheetBuilder(ROLLUP, [*_WIDTHS, *(9 for _ in range(_LAST, columns))])
    builder.title("市级重点改革攻坚事项承接与进展汇总")
    builder.next_row = 4
    header = builder.row(_HEADER, "header")
    rows = range(builder.next_row, builder.next_row + len(city.items))
    for number, item in city.items.items():
        _city_row(builder, city, number, item.name)
    if not city.items:
        builder.across(builder.next_row, 1, _LAST, "“市级事项”中还没有事项，请先填写。", "note")
        builder.next_row += 1
    builder.light_areas.append((rows.start, 9, max(rows.start, rows.stop - 1), 9))
    standing_rows = range(0)
    if city.districts:
        standing_rows = put_standings(builder, city, _LAST)
        put_check(builder, city, put_groups(builder, city, standing_rows), rows, _LAST)
    _headline(builder, city, rows, standing_rows)
    hidden = (columns + 1, columns + 2)
    if city.live is not None:
        put_details(builder, city.items, city.live, hidden, _LAST)
    return builder.plan(
        freeze=(header + 1, 3),
        # above a table of districts the header of the items would name wrong columns
        repeat_rows=(1, 1) if city.districts else (header, header),
        print_area=(1, 1, builder.next_row - 1, columns),
        hidden_columns=hidden if city.live is not None else (),
        tab_colour="C00000",
    )


def _printed_columns(city: City) -> int:
    groups = city.carriers.groups
    return max(_LAST, FIRST_GROUP - 1 + GROUP * len(groups)) if city.districts else _LAST


def _headline(builder: SheetBuilder, city: City, rows: range, standing_rows: range) -> None:
    """How many items are carried and how they stand, and how many districts have not handed in, as one live sentence."""
    lights = [f["light"] for f in city.figures.values()]
    first, last = rows.start, max(rows.start, rows.stop - 1)
    area, numbered = f"$I${first}:$I${last}", f"COUNT($A${first}:$A${last})"
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
        absent = f'COUNTIFS($D${standing_rows[0]}:$D${standing_rows[-1]},"{NOT_HANDED_IN}")'
        tail = " 个（仍用旧数）" if city.table and city.table.keep_old else " 个"
        text += f"，未报送区县 {len(city.absent)}{tail}"
        formula += f'&"，未报送区县 "&{absent}&"{tail}"'
    builder.across(2, 1, 11, text, "section", f'="{formula}')
    builder.heights[2] = 24
    builder.across(2, 12, 13, "截至日期", "label")
    builder.across(2, 14, 15, city.settings.as_of, "date", f"={city.rules.as_of}")
    builder.heights[3] = 6


def _city_row(builder: SheetBuilder, city: City, number: int, name: str) -> None:
    carriers, figures, rules = city.carriers, city.figures[number], city.rules
    row, sources = builder.next_row, carriers.sources
    parent, done, expected = f"$A{row}", f"$F{row}", f"$G{row}"
    children = carriers.of(number)
    away = [f"{name}（{NOT_HANDED_IN}）" for name in carriers.absent_of(number)["carrier"]]
    builder.put(row, 1, number, "integer")
    builder.put(row, 2, name)
    builder.put(row, 3, listed([*children["carrier"], *away]))
    builder.put(row, 4, figures["count"], "count", "=" + formulas.children_count(sources, parent))
    total = sum(weight(w) for w in children["weight"])
    builder.put(
        row,
        5,
        total,
        "weight",
        "=" + formulas.total([formulas.weights(s.weight, s.of(parent)) for s in sources]),
    )
    builder.put(row, 6, figures["progress"], "percent", "=" + formulas.parent_progress(sources, parent))
    builder.put(row, 7, figures["expected"], "percent", "=" + formulas.parent_expected(sources, parent))
    gap = lag(figures["progress"], figures["expected"])
    builder.put(row, 8, gap, "points", "=" + formulas.gap(done, expected))
    light = formulas.parent_light(sources, parent, done, expected, rules, carriers.absent)
    builder.put(row, 9, figures["light"], "light", f"={light}")
    builder.put(row, 10, figures["unreported"], "count", "=" + formulas.children_unreported(sources, parent))
    for column, shown in enumerate(_COUNTED_LIGHTS, 11):
        builder.put(row, column, figures[shown], "count", "=" + formulas.light_count(sources, parent, shown))
    builder.next_row += 1
