"""Units in the bulletin: their ranking, their lights, and both as charts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from duban.macros.figures import formulas
from duban.macros.figures.figures import ranks
from duban.macros.figures.lookups import (
    Live,
)
from duban.macros.figures.plain_means import unit_mean
from duban.macros.generated_sheets.items_of_several_units import SharedLeads
from duban.macros.generated_sheets.self_led import say_self_led
from duban.macros.history.past import Past
from duban.udfs import lights
from duban.udfs.lights import LIGHTS
from duban.udfs.progress import MOVED_OUT, STANDING
from duban.workbook.cells.addresses import ColumnRange, letter
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.plans import Chart, Series
from duban.workbook.plan.styles import LIGHT_COLOURS

_RANKING = (
    "名次",
    "单位",
    "牵头事项",
    "措施数",
    "已办结措施",
    "逾期措施",
    "未报措施",
    "平均进度",
    "上期",
    "较上期",
)
LAST_COLUMN = 12
"""The last column of the bulletin that prints."""


def compared(heading: str, past: Past) -> str:
    """A heading that names the period with which is compared."""
    return f"{heading}（上期为{past.label}）" if past.label else heading


def rank_units(live: Live, builder: SheetBuilder, shared: SharedLeads | None, past: Past) -> range:
    """The ranking: units with the highest mean progress first; ties share a rank. Returns its rows."""
    builder.section(compared("二、单位进展排名", past))
    builder.row(_RANKING, "header")
    progress = {unit: figures["progress"] for unit, figures in live.units.items()}
    order = sorted(
        progress, key=lambda unit: -1.0 if progress[unit] is None else progress[unit], reverse=True
    )
    rows = range(builder.next_row, builder.next_row + len(order))
    places = ranks([progress[unit] for unit in order])
    for row, unit, place in zip(rows, order, places, strict=True):
        means = f"$H${rows[0]}:$H${rows[-1]}"
        builder.put(row, 1, place, "integer", "=" + formulas.rank(f"$H{row}", means))
        builder.put(row, 2, unit, "center")
        for column, (value, formula) in enumerate(_unit_counts(live, unit, f"$B{row}", shared), 3):
            builder.put(row, column, value, "count", "=" + formula)
        _unit_progress(live, builder, row, unit, shared, past)
    builder.next_row = rows.stop
    if shared is not None:
        _say_shared(live, builder)
    say_self_led(live, builder, LAST_COLUMN, shared)
    return rows


def _unit_counts(live: Live, unit: str, this: str, shared: SharedLeads | None) -> Iterator[tuple[Any, str]]:
    """Items that a unit leads, and its measures: all, done, overdue, unreported; value and formula. ``this`` is the
    cell of its name."""
    ledger, items, figures = live.frame.ledger, live.frame.items, live.units[unit]
    led = formulas.count_true(f"({items['归口单位']}={this})")
    yield figures["items"], led if shared is None else f"{led}+{formulas.count_true(shared.of(this))}"
    on_list = (f"({ledger.unit}={this})", f'({ledger.key}<>"")', f'({ledger.kind}<>"{MOVED_OUT}")')
    yield figures["measures"], formulas.count_true(*on_list)
    done = f'(({ledger.light}="{lights.DONE}")+({ledger.light}="{lights.DONE_LATE}"))'
    yield figures["done"], formulas.count_true(*on_list, done)
    yield figures["overdue"], formulas.count_true(*on_list, f'({ledger.light}="{lights.OVERDUE}")')
    limited = (*on_list, f'({ledger.kind}<>"{STANDING}")')
    known = (f'({ledger.progress}<>"")', f"({ledger.progress}>=0)", f"({ledger.progress}<=1)")
    unreported = f"{formulas.count_true(*limited)}-{formulas.count_true(*limited, *known)}"
    yield figures["unreported"], unreported


def _unit_progress(
    live: Live, builder: SheetBuilder, row: int, unit: str, shared: SharedLeads | None, past: Past
) -> None:
    """Mean progress of a unit now, in the period before, and the change."""
    items, now = live.frame.items, live.units[unit]["progress"]
    this, mean, before = f"$B{row}", f"$H{row}", f"$I{row}"
    counted = () if shared is None else (shared.counted(this),)
    of_unit = unit_mean(this, items["归口单位"], items["亮灯"], items["完成进度"], *counted)
    builder.put(row, 8, now, "percent", "=" + of_unit)
    recorded, recorded_formula = past.unit(unit)
    builder.put(row, 9, recorded, "percent", recorded_formula)
    change = "—" if now is None or recorded is None else now - recorded
    builder.put(row, 10, change, "points", "=" + formulas.change(mean, before))


def _say_shared(live: Live, builder: SheetBuilder) -> None:
    """That shared items count for each of their units."""
    number = sum(live.item_value(row, "共同牵头单位") is not None for row in live.items)
    count = formulas.count_true(
        f'({live.frame.items["共同牵头单位"]}<>"")', f'({live.frame.items["亮灯"]}<>"")'
    )
    tail = " 项由几个单位共同牵头（标“共”），在每个牵头单位各计一次，合计只计一次。"
    builder.across(builder.next_row, 1, LAST_COLUMN, f"有 {number}{tail}", "note", f'="有 "&{count}&"{tail}"')
    builder.next_row += 1


def count_lights(live: Live, builder: SheetBuilder, unit_rows: range, shared: SharedLeads | None) -> range:
    """How many items of each unit show each light."""
    builder.section("三、亮灯统计")
    builder.row(("序号", "单位", *LIGHTS), "header")
    items = live.frame.items
    units = live.units
    first = builder.next_row
    for ranked in unit_rows:
        row = builder.next_row
        unit = str(builder.cells[ranked, 2].value)
        builder.put(row, 1, row - first + 1, "integer")
        builder.put(row, 2, unit, "center")
        for column, light in enumerate(LIGHTS, 3):
            formula = formulas.count_true(f"({items['归口单位']}=$B{row})", f'({items["亮灯"]}="{light}")')
            if shared is not None:
                formula += "+" + formulas.count_true(shared.of(f"$B{row}"), f'({shared.light}="{light}")')
            builder.put(row, column, units[unit][light], "count", "=" + formula)
        builder.next_row += 1
    row = builder.next_row
    builder.put(row, 1, None)
    builder.put(row, 2, "合计", "center")
    twice = [figures["light"] for figures in live.items.values() for _ in figures["co_units"]]
    for column, light in enumerate(LIGHTS, 3):
        values = [builder.cells[r, column].value for r in range(first, row)]
        formula = f"=SUM({letter(column)}{first}:{letter(column)}{max(first, row - 1)})"
        if shared is not None:  # in a total each item counts once
            formula += "-" + formulas.count_true(f"({shared.position}>0)", f'({shared.light}="{light}")')
        total = sum(v for v in values if isinstance(v, int)) - twice.count(light)
        builder.put(row, column, total, "count", formula)
    builder.next_row += 1
    return range(first, row)


def draw_charts(
    builder: SheetBuilder,
    sheet: str,
    ranked: range,
    light_rows: range,
    *,
    of: str = "单位",
    mean_column: int = 8,
) -> None:
    """Units (or districts) by mean progress, and their items by light, side by side below the tables. In both tables the
    names stand in column B and the numbers of items in C or further, mean progress in ``mean_column``."""
    if not ranked:
        return
    top = builder.next_row + 1
    height = max(220, min(600, 90 + 34 * len(ranked)))
    rows = -(-height // 20)

    def area(column: int, span: range) -> str:
        return f"={ColumnRange(sheet, column, span[0], span[-1])}"

    bars = Series("平均进度", area(2, ranked), area(mean_column, ranked), "5B9BD5")
    stacks = tuple(
        Series(light, area(2, light_rows), area(column, light_rows), _chart_colour(light))
        for column, light in enumerate(LIGHTS, 3)
    )
    builder.charts.append(Chart("bar", f"各{of}平均进度", (bars,), (top, 1), 560, height, percent=True))
    led = [sum(builder.whole(row, column) for column in range(3, 3 + len(LIGHTS))) for row in light_rows]
    step = float(max(1, -(-max(led) // 8)))  # whole items, about eight marks
    builder.charts.append(Chart("stacked", f"各{of}事项亮灯", stacks, (top, 6), 640, height, step=step))
    for row in range(top - 1, top + rows):
        builder.put(row, 1, None, "plain")
        builder.heights[row] = 15
    builder.next_row = top + rows


def _chart_colour(light: str) -> str:
    return LIGHT_COLOURS[light][0]
