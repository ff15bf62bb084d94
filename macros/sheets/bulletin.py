"""<YYYY>年第<N>季度通报: the bulletin of one period, with the figures live and the lists as of its making."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from duban.macros.figures import formulas
from duban.macros.figures.figures import mean_progress, ranks
from duban.macros.figures.history import (
    Closing,
    closing_rows,
    item_before,
    item_before_formula,
    mean_before,
    mean_before_formula,
)
from duban.macros.figures.lookups import (
    Live,
    Lookup,
    item_lookup,
    measure_row,
    shown,
    shown_formula,
)
from duban.macros.sheets.shared_leads import SharedLeads, pairs_of, put_pairs, shared_columns
from duban.macros.sheets.unit_sheets import measure_counts
from duban.udfs import lights
from duban.udfs.lights import LIGHTS, WORRYING
from duban.udfs.progress import MOVED_OUT, STANDING, lag, share
from duban.workbook.cells.addresses import ColumnRange, a1, letter
from duban.workbook.format.sheet_names import bulletin_name
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.plans import Chart, Series, SheetPlan
from duban.workbook.plan.styles import LIGHT_COLOURS

_WIDTHS = (7, 38, 14, 12, 9, 12, 9, 9, 9, 10, 26, 26, 6, 6)
_KEY, _POSITION = 13, 14
_LAST = 12
_SHARED = 15


def summary_sheet(live: Live) -> SheetPlan:
    """The plan of the bulletin for the period of 规则."""
    frame, settings = live.frame, live.frame.settings
    name = bulletin_name(settings.period)
    builder = SheetBuilder(name, _WIDTHS)
    title = f"{settings.office}{settings.period.label}重点改革攻坚事项进展情况通报"
    builder.title(title)
    builder.put(2, 10, "截至日期", "label")
    builder.across(2, 11, 11, settings.as_of, "date", f"={frame.rules.as_of}")
    builder.heights[2] = 22
    builder.next_row = 3
    pairs = pairs_of(live.led.values())
    shared = put_pairs(live, builder, pairs, _SHARED, _closing(live))
    _overview(live, builder)
    unit_rows = _units(live, builder, shared)
    light_rows = _lights(live, builder, unit_rows, shared)
    _charts(builder, name, unit_rows, light_rows)
    _items(live, builder)
    # both lists have the same columns, so that pages that follow may repeat the header of the first
    headers = [_worrying(live, builder), _problems(live, builder)]
    header = next((row for row in headers if row), 1)
    return builder.plan(
        freeze=(2, 1),
        repeat_rows=(header, header),
        print_area=(1, 1, builder.next_row - 1, _LAST),
        hidden_columns=(_KEY, _POSITION, *(() if shared is None else shared_columns(_SHARED))),
        tab_colour="2F5597",
    )


def _overview(live: Live, builder: SheetBuilder) -> None:
    """The headline figures as one sentence and as a row of numbers."""
    frame, figures = live.frame, live.figures
    items, ledger = frame.items, frame.ledger
    builder.section("一、总体情况")
    on_list = figures.measures[figures.measures["key"].notna() & (figures.measures["kind"] != MOVED_OUT)]
    item_lights = list(figures.items["light"])
    mean = mean_progress(live.items.values())
    before = mean_before(_closing(live))
    head: list[tuple[str, Any, str, str]] = [
        ("事项数", len(figures.items), "integer", f"COUNT({items['事项键']})"),
        (
            "措施数",
            len(on_list),
            "integer",
            formulas.count_true(f'({ledger.key}<>"")', f'({ledger.kind}<>"{MOVED_OUT}")'),
        ),
        *(
            (
                light,
                item_lights.count(light),
                "count",
                formulas.count((formulas.Where(items["亮灯"], "=", light),)),
            )
            for light in (
                lights.DONE,
                lights.DONE_LATE,
                lights.ON_TRACK,
                lights.BEHIND,
                lights.FAR_BEHIND,
                lights.OVERDUE,
                lights.UNREPORTED,
            )
        ),
        ("平均进度", mean, "percent", formulas.all_mean(items["亮灯"], items["完成进度"])),
    ]
    labels = builder.next_row + 1
    numbers = labels + 1
    mean_cell = f"${a1(numbers, 10)}"
    change = None if mean is None or before is None else mean - before
    head += [
        ("上期平均进度", before, "percent", mean_before_formula(frame.log_columns, _previous(live))[1:]),
        (
            "较上期",
            "—" if change is None else change,
            "points",
            formulas.change(mean_cell, f"${a1(numbers, 11)}"),
        ),
    ]
    for column, (label, value, style, formula) in enumerate(head, 1):
        builder.put(labels, column, label, "header")
        builder.put(numbers, column, value, style, "=" + formula)
    worrying = sum(item_lights.count(light) for light in WORRYING)

    def at(column: int) -> str:
        return f"${a1(numbers, column)}"

    finished = item_lights.count(lights.DONE) + item_lights.count(lights.DONE_LATE)
    text = (
        f"共督办改革事项 {len(figures.items)} 项、具体措施 {len(on_list)} 项；事项已办结 {finished} 项，"
        f"逾期和滞后 {worrying} 项，未报 {item_lights.count(lights.UNREPORTED)} 项，平均进度 {shown(mean)}。"
    )
    formula = (
        f'="共督办改革事项 "&{at(1)}&" 项、具体措施 "&{at(2)}&" 项；事项已办结 "&({at(3)}+{at(4)})&" 项，'
        f'逾期和滞后 "&({at(6)}+{at(7)}+{at(8)})&" 项，未报 "&{at(9)}&" 项，平均进度 "&{shown_formula(at(10))}&"。"'
    )
    builder.across(labels - 1, 1, _LAST, text, "plain", formula)
    builder.next_row = numbers + 1


def _previous(live: Live) -> Any:
    return live.frame.settings.period.previous


def _closing(live: Live) -> Closing:
    log = live.tables.log.rows if live.tables.log else {}
    return closing_rows(log, _previous(live))


def _units(live: Live, builder: SheetBuilder, shared: SharedLeads | None) -> range:
    """The ranking: units with the highest mean progress first; ties share a rank."""
    frame, closing = live.frame, _closing(live)
    ledger, items = frame.ledger, frame.items
    builder.section("二、单位进展排名")
    builder.row(
        (
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
        ),
        "header",
    )
    units = live.units
    progress = {unit: figures["progress"] for unit, figures in units.items()}
    order = sorted(units, key=lambda unit: -1.0 if progress[unit] is None else progress[unit], reverse=True)
    first, last = builder.next_row, builder.next_row + len(order) - 1
    places = ranks([progress[unit] for unit in order])
    for unit, place in zip(order, places, strict=True):
        row = builder.next_row
        this, mean, before = f"$B{row}", f"$H{row}", f"$I{row}"
        figures = units[unit]
        past = mean_before(closing, unit, [live.items[at]["key"] for at in live.led[unit.casefold()].shared])
        ours = "" if shared is None else "+" + formulas.count_true(shared.of(this))
        counted = () if shared is None else (shared.counted(this),)
        recorded = None if shared is None else (shared.of(this), shared.past, shared.recorded)
        now = figures["progress"]
        mine = f"({ledger.unit}={this})"
        on_list = (mine, f'({ledger.key}<>"")', f'({ledger.kind}<>"{MOVED_OUT}")')
        limited = (*on_list, f'({ledger.kind}<>"{STANDING}")')
        known = (f'({ledger.progress}<>"")', f"({ledger.progress}>=0)", f"({ledger.progress}<=1)")
        done = f'(({ledger.light}="{lights.DONE}")+({ledger.light}="{lights.DONE_LATE}"))'
        builder.put(row, 1, place, "integer", "=" + formulas.rank(mean, f"$H${first}:$H${last}"))
        builder.put(row, 2, unit, "center")
        builder.put(
            row,
            3,
            figures["items"],
            "count",
            "=" + formulas.count_true(f"({items['归口单位']}={this})") + ours,
        )
        builder.put(row, 4, figures["measures"], "count", "=" + formulas.count_true(*on_list))
        builder.put(row, 5, figures["done"], "count", "=" + formulas.count_true(*on_list, done))
        overdue = f'({ledger.light}="{lights.OVERDUE}")'
        builder.put(row, 6, figures["overdue"], "count", "=" + formulas.count_true(*on_list, overdue))
        builder.put(
            row,
            7,
            figures["unreported"],
            "count",
            f"={formulas.count_true(*limited)}-{formulas.count_true(*limited, *known)}",
        )
        builder.put(
            row,
            8,
            now,
            "percent",
            "=" + formulas.unit_mean(this, items["归口单位"], items["亮灯"], items["完成进度"], *counted),
        )
        past_formula = mean_before_formula(frame.log_columns, _previous(live), this, recorded)
        builder.put(row, 9, past, "percent", past_formula)
        change = "—" if now is None or past is None else now - past
        builder.put(row, 10, change, "points", "=" + formulas.change(mean, before))
        builder.next_row += 1
    rows = range(first, builder.next_row)
    if shared is not None:
        _say_shared(live, builder)
    return rows


def _say_shared(live: Live, builder: SheetBuilder) -> None:
    """That shared items count for each of their units."""
    number = sum(live.item_value(row, "共同牵头单位") is not None for row in live.items)
    count = formulas.count_true(
        f'({live.frame.items["共同牵头单位"]}<>"")', f'({live.frame.items["亮灯"]}<>"")'
    )
    tail = " 项由几个单位共同牵头（标“共”），在每个牵头单位各计一次，合计只计一次。"
    builder.across(builder.next_row, 1, _LAST, f"有 {number}{tail}", "note", f'="有 "&{count}&"{tail}"')
    builder.next_row += 1


def _lights(live: Live, builder: SheetBuilder, unit_rows: range, shared: SharedLeads | None) -> range:
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


def _charts(builder: SheetBuilder, sheet: str, unit_rows: range, light_rows: range) -> None:
    """Units by mean progress, and their items by light, side by side below the tables."""
    if not unit_rows:
        return
    top = builder.next_row + 1
    height = max(220, min(600, 90 + 34 * len(unit_rows)))
    rows = -(-height // 20)

    def area(column: int, span: range) -> str:
        return f"={ColumnRange(sheet, column, span[0], span[-1])}"

    bars = Series("平均进度", area(2, unit_rows), area(8, unit_rows), "5B9BD5")
    stacks = tuple(
        Series(light, area(2, light_rows), area(column, light_rows), _chart_colour(light))
        for column, light in enumerate(LIGHTS, 3)
    )
    builder.charts.append(Chart("bar", "各单位平均进度", (bars,), (top, 1), 560, height, percent=True))
    led = [builder.cells[row, 3].value for row in unit_rows]
    step = float(max(1, -(-max(n for n in led if isinstance(n, int)) // 8)))  # whole items, about eight marks
    builder.charts.append(Chart("stacked", "各单位事项亮灯", stacks, (top, 6), 640, height, step=step))
    for row in range(top - 1, top + rows):
        builder.put(row, 1, None, "plain")
        builder.heights[row] = 15
    builder.next_row = top + rows


def _chart_colour(light: str) -> str:
    return LIGHT_COLOURS[light][0]


def _items(live: Live, builder: SheetBuilder) -> None:
    """Every item in the order of the list."""
    frame, closing = live.frame, _closing(live)
    items = frame.items
    builder.section("四、事项进展")
    builder.row(
        (
            "序号",
            "事项名称",
            "牵头单位",
            "牵头领导",
            "措施数",
            "已办结措施",
            "未报措施",
            "完成进度",
            "时序进度",
            "亮灯",
            "上期进度",
            "较上期",
        ),
        "header",
    )
    first = builder.next_row
    for list_row, figures in live.items.items():
        row = builder.next_row
        lookup = item_lookup(live, builder, row, list_row, (_KEY, _POSITION))
        if live.number_column != "事项键":
            lookup.show(
                1, items[live.number_column], live.item_value(list_row, live.number_column), "integer"
            )
        else:
            builder.put(row, 1, figures["key"], "integer")
        lookup.show(2, items["事项名称"], live.item_value(list_row, "事项名称"), "text")
        _unit_of(lookup, items, figures, live.item_value(list_row, "共同牵头单位"))
        builder.put(row, 4, "、".join(live.tables.items[list_row].leaders), "center")
        for column, value, formula in zip(
            (5, 6, 7),
            (figures["measures"], figures["done"], figures["unreported"]),
            measure_counts(frame.ledger, "$" + a1(row, _KEY)),
            strict=True,
        ):
            builder.put(row, column, value, "count", formula)
        lookup.show(8, items["完成进度"], figures["progress"], "percent")
        lookup.show(9, items["时序进度"], figures["expected"], "percent")
        lookup.show(10, items["亮灯"], figures["light"], "light")
        past = item_before(closing, figures["key"])
        past_formula = item_before_formula(frame.log_columns, _previous(live), "$" + a1(row, _KEY))
        builder.put(row, 11, past, "percent", "=" + past_formula)
        now = share(figures["progress"])
        change = "—" if now is None or past is None else now - past
        builder.put(row, 12, change, "points", "=" + formulas.change(f"$H{row}", f"$K{row}"))
        builder.next_row += 1
    builder.light_areas.append((first, 10, max(first, builder.next_row - 1), 10))


def _unit_of(
    lookup: Lookup, items: Mapping[str, ColumnRange], figures: Mapping[str, Any], others_text: Any
) -> None:
    """The units that lead an item; several are marked."""
    if not figures["co_units"]:
        lookup.show(3, items["归口单位"], figures["unit"], "center")
        return
    first, others = (f"INDEX({items[name]},{lookup.position})" for name in ("归口单位", "共同牵头单位"))
    text = f"{figures['unit']}、{others_text}（共）"
    formula = f'=IF({lookup.position}=0,"",IF({others}="",{first},{first}&"、"&{others}&"（共）"))'
    lookup.builder.put(lookup.row, 3, text, "center", formula)


_GAP = 9
"""The column of 进度差, which is no column of the ledger."""

_MEASURE_COLUMNS = (
    (1, "事项序号", "integer"),
    (2, "具体项目", "text"),
    (3, "责任单位", "center"),
    (4, "负责人", "center"),
    (5, "措施序号", "integer"),
    (6, "完成时限", "date"),
    (7, "完成进度", "percent"),
    (8, "时序进度", "percent"),
    (10, "亮灯", "light"),
    (11, "存在问题", "text"),
    (12, "下步措施", "text"),
)
"""Column, name, style."""


def _worrying(live: Live, builder: SheetBuilder) -> int | None:
    """Overdue and lagging measures, worst first; a live line says whether the list is still complete."""
    m = live.figures.measures
    rows = [int(r) for light in WORRYING for r in m.index[m["light"] == light]]
    builder.section("五、逾期和滞后措施")
    ledger = live.frame.ledger
    counts = [formulas.count((formulas.Where(ledger.light, "=", light),)) for light in WORRYING]
    numbers = [int((m["light"] == light).sum()) for light in WORRYING]
    parts = "、".join(f"{light} {number} 项" for light, number in zip(WORRYING, numbers, strict=True))
    text = f"目前{parts}；下表为生成时的名单，共 {len(rows)} 项，数量不符时请重新生成。"
    pieces = '&"、'.join(f'{light} "&{count}&" 项"' for light, count in zip(WORRYING, counts, strict=True))
    formula = f'="目前{pieces}&"；下表为生成时的名单，共 {len(rows)} 项，数量不符时请重新生成。"'
    builder.across(builder.next_row, 1, _LAST, text, "note", formula)
    builder.next_row += 1
    return _measures(live, builder, rows)


def _problems(live: Live, builder: SheetBuilder) -> int | None:
    """Problems and next steps that other measures report."""
    m = live.figures.measures
    rows = [
        int(row)
        for row in m.index[m["key"].notna() & (m["kind"] != MOVED_OUT) & ~m["light"].isin(WORRYING)]
        if live.measure_value(int(row), "存在问题") or live.measure_value(int(row), "下步措施")
    ]
    builder.section("六、其他措施的存在问题和下步措施")
    return _measures(live, builder, rows)


def _measures(live: Live, builder: SheetBuilder, rows: list[int]) -> int | None:
    """The rows as a table; returns the row of its header, ``None`` where there is nothing to list."""
    if not rows:
        builder.across(builder.next_row, 1, _LAST, "无", "note")
        builder.next_row += 1
        return None
    header = {column: name for column, name, _ in _MEASURE_COLUMNS} | {_GAP: "进度差"}
    builder.row([header[column] for column in sorted(header)], "header")
    first = builder.next_row
    for row, ledger_row in enumerate(rows, first):
        figures = measure_row(live, builder, ledger_row, _MEASURE_COLUMNS, (_KEY, _POSITION))
        gap = lag(figures["progress"], figures["expected"])
        builder.put(row, _GAP, gap, "points", "=" + formulas.gap(f"$G{row}", f"$H{row}"))
    builder.light_areas.append((first, 10, builder.next_row - 1, 10))
    return first - 1
