"""<YYYY>年第<N>季度通报: the bulletin of one period, with the figures live and the lists as of its making."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from duban.macros.figures import formulas
from duban.macros.figures.figures import mean_progress
from duban.macros.figures.lookups import (
    Live,
    Lookup,
    item_lookup,
    measure_row,
    shown,
    shown_formula,
)
from duban.macros.figures.plain_means import all_mean
from duban.macros.generated_sheets.bulletin_units import (
    LAST_COLUMN,
    compared,
    count_lights,
    draw_charts,
    rank_units,
)
from duban.macros.generated_sheets.items_of_several_units import (
    SharedLeads,
    pairs_of,
    put_pairs,
    shared_columns,
)
from duban.macros.generated_sheets.self_led import OWN_LEAD, leads_it_itself, led_by_issuer
from duban.macros.generated_sheets.unit_sheets import measure_counts
from duban.macros.history.past import Past
from duban.udfs import lights
from duban.udfs.lights import WORRYING
from duban.udfs.progress import MOVED_OUT, lag, share
from duban.workbook.cells.addresses import a1, literal
from duban.workbook.format.sheet_names import bulletin_name
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.plans import SheetPlan

_WIDTHS = (7, 38, 14, 12, 9, 12, 9, 9, 9, 10, 26, 26, 6, 6)
_KEY, _POSITION = 13, 14
_SHARED = 15


def summary_sheet(live: Live, past: Past, name: str) -> SheetPlan:
    """The plan of the bulletin for the period of 规则, as the sheet of this name; ``past`` is what came before."""
    frame, settings = live.frame, live.frame.settings
    builder = SheetBuilder(name, _WIDTHS)
    title = f"{settings.office}{settings.period.label}重点改革攻坚事项进展情况通报"
    builder.title(title)
    builder.put(2, 10, "截至日期", "label")
    builder.across(2, 11, 11, settings.as_of, "date", f"={frame.rules.as_of}")
    builder.heights[2] = 22
    builder.next_row = 3
    pairs = pairs_of(live.led.values())
    shared = put_pairs(live, builder, pairs, _SHARED)
    _overview(live, builder, past)
    unit_rows = rank_units(live, builder, shared, past)
    light_rows = count_lights(live, builder, unit_rows, shared)
    draw_charts(builder, name, unit_rows, light_rows)
    _items(live, builder, past, shared)
    # both lists have the same columns, so that pages that follow may repeat the header of the first
    headers = [_worrying(live, builder), _problems(live, builder)]
    header = next((row for row in headers if row), 1)
    return builder.plan(
        freeze=(2, 1),
        repeat_rows=(header, header),
        print_area=(1, 1, builder.next_row - 1, LAST_COLUMN),
        hidden_columns=(_KEY, _POSITION, *(() if shared is None else shared_columns(_SHARED))),
        tab_colour="2F5597",
        known_as=bulletin_name(settings.period),
    )


def _overview(live: Live, builder: SheetBuilder, past: Past) -> None:
    """The headline figures as one sentence and as a row of numbers."""
    builder.section("一、总体情况")
    sentence, labels, numbers = range(builder.next_row, builder.next_row + 3)
    counts = _Counts.of(live, past)
    for column, (label, value, style, formula) in enumerate(_headline(live, counts, numbers, past), 1):
        builder.put(labels, column, label, "header")
        builder.put(numbers, column, value, style, "=" + formula)
    builder.across(sentence, 1, LAST_COLUMN, *_sentence(counts, numbers))
    builder.next_row = numbers + 1


class _Counts(NamedTuple):
    """What the headline counts, as it is now."""

    items: int
    measures: int
    lights: Counter[str]
    mean: float | None
    before: float | None

    @classmethod
    def of(cls, live: Live, past: Past) -> _Counts:
        """The counts of all items and of the measures that are on the list."""
        measures = live.figures.measures
        on_list = measures["key"].notna() & (measures["kind"] != MOVED_OUT)
        mean, before = mean_progress(live.items.values()), past.all()[0]
        return cls(
            len(live.figures.items), int(on_list.sum()), Counter(live.figures.items["light"]), mean, before
        )


_HEADLINE_LIGHTS = (
    lights.DONE,
    lights.DONE_LATE,
    lights.ON_TRACK,
    lights.BEHIND,
    lights.FAR_BEHIND,
    lights.OVERDUE,
    lights.UNREPORTED,
)
"""In columns C to I; mean, earlier mean and change follow."""


def _headline(live: Live, counts: _Counts, row: int, past: Past) -> Iterator[tuple[str, Any, str, str]]:
    """Label, value, style and formula of each number, from column A on."""
    frame = live.frame
    items, ledger = frame.items, frame.ledger
    yield "事项数", counts.items, "integer", f"COUNT({items['事项键']})"
    on_list = formulas.count_true(f'({ledger.key}<>"")', f'({ledger.kind}<>"{MOVED_OUT}")')
    yield "措施数", counts.measures, "integer", on_list
    for light in _HEADLINE_LIGHTS:
        formula = formulas.count((formulas.Where(items["亮灯"], "=", light),))
        yield light, counts.lights[light], "count", formula
    yield "平均进度", counts.mean, "percent", all_mean(items["亮灯"], items["完成进度"])
    yield "上期平均进度", counts.before, "percent", past.all()[1][1:]
    change = "—" if counts.mean is None or counts.before is None else counts.mean - counts.before
    yield "较上期", change, "points", formulas.change(f"${a1(row, 10)}", f"${a1(row, 11)}")


def _sentence(counts: _Counts, row: int) -> tuple[str, str, str]:
    """The headline in words: text, style, formula over the numbers of ``row``."""
    of = counts.lights
    finished = of[lights.DONE] + of[lights.DONE_LATE]
    worrying = sum(of[light] for light in WORRYING)
    text = (
        f"共督办改革事项 {counts.items} 项、具体措施 {counts.measures} 项；事项已办结 {finished} 项，"
        f"逾期和滞后 {worrying} 项，未报 {of[lights.UNREPORTED]} 项，平均进度 {shown(counts.mean)}。"
    )
    at = ["", *(f"${a1(row, column)}" for column in range(1, 11))]
    formula = (
        f'="共督办改革事项 "&{at[1]}&" 项、具体措施 "&{at[2]}&" 项；事项已办结 "&({at[3]}+{at[4]})&" 项，'
        f'逾期和滞后 "&({at[6]}+{at[7]}+{at[8]})&" 项，未报 "&{at[9]}&" 项，平均进度 "&{shown_formula(at[10])}&"。"'
    )
    return text, "plain", formula


def _items(live: Live, builder: SheetBuilder, past: Past, shared: SharedLeads | None) -> None:
    """Every item in the order of the list."""
    frame = live.frame
    items = frame.items
    builder.section(compared("四、事项进展", past))
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
        _unit_of(live, lookup, list_row, shared)
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
        before, before_formula = past.item(figures["key"])
        builder.put(row, 11, before, "percent", before_formula)
        now = share(figures["progress"])
        change = "—" if now is None or before is None else now - before
        builder.put(row, 12, change, "points", "=" + formulas.change(f"$H{row}", f"$K{row}"))
        builder.next_row += 1
    builder.light_areas.append((first, 10, max(first, builder.next_row - 1), 10))


def _unit_of(live: Live, lookup: Lookup, list_row: int, shared: SharedLeads | None) -> None:
    """The units that lead an item; several are marked, and so is the office that issues the bulletin."""
    items, figures, position = live.frame.items, live.items[list_row], lookup.position
    others_text = live.item_value(list_row, "共同牵头单位")
    first, others = (f"INDEX({items[name]},{position})" for name in ("归口单位", "共同牵头单位"))
    text, told = figures["unit"] or "", first
    if figures["co_units"]:
        text += f"、{others_text}（共）"
        told = f'{first}&IF({others}="","","、"&{others}&"（共）")'
    own = leads_it_itself(live, figures)
    formula = f'{told}&IF({led_by_issuer(live, first, position, shared)},{literal(OWN_LEAD)},"")'
    value = (text + (OWN_LEAD if own else "")) or None
    lookup.builder.put(lookup.row, 3, value, "center", f'=IF({position}=0,"",{formula})')


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
    builder.across(builder.next_row, 1, LAST_COLUMN, text, "note", formula)
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
        builder.across(builder.next_row, 1, LAST_COLUMN, "无", "note")
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
