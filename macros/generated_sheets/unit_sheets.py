"""单位-<unit>: one sheet per leading unit with its items and measures, live from the main sheets."""

from __future__ import annotations

from collections.abc import Collection

from duban.macros.figures import conditions
from duban.macros.figures.figures import Led, mean_progress, measures_by_unit
from duban.macros.figures.lookups import Live, item_lookup, measure_row
from duban.macros.figures.plain_means import unit_mean
from duban.macros.generated_sheets.items_of_several_units import pairs_of, put_pairs, shared_columns
from duban.udfs.lights import DONE, DONE_LATE
from duban.udfs.progress import MOVED_OUT
from duban.workbook.cells.addresses import a1
from duban.workbook.format.sheet_names import unit_sheet_names
from duban.workbook.format.sheets.task_list import FIRST_ROW, LAST_ROW
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.plans import SheetPlan
from duban.workbook.plan.ruler import Ruler
from duban.workbook.plan.table import Table

_WIDTHS = (5, 22, 5, 9, 12, 6, 6, 7, 19, 17, 17)
"""Units."""
_KEY, _POSITION = 12, 13
_SHARED = 14
_LIGHT = 8
_ITEM_HEADER = (
    "序号", "事项名称", "市级事项", "牵头领导", "负责人", "完成进度", "时序进度", "亮灯", "措施数", "已办结措施", "未报措施",
)  # fmt: skip
_MEASURE_COLUMNS = (
    (1, "事项序号", "integer"),
    (2, "具体项目", "text"),
    (3, "措施序号", "integer"),
    (4, "负责人", "center"),
    (5, "完成时限", "date"),
    (6, "完成进度", "percent"),
    (7, "时序进度", "percent"),
    (8, "亮灯", "light"),
    (9, "进展情况", "text"),
    (10, "存在问题", "text"),
    (11, "下步措施", "text"),
)
"""Column, name, style."""


def unit_sheets(live: Live) -> list[SheetPlan]:
    """One plan per unit that leads an item, in order of the list."""
    names = unit_sheet_names([led.unit for led in live.led.values()])
    of_units = measures_by_unit(live.measures)
    return [
        _unit_sheet(live, led, names[led.unit], set(of_units.get(unit, ()))) for unit, led in live.led.items()
    ]


def _unit_sheet(live: Live, led: Led, name: str, own: Collection[int]) -> SheetPlan:
    """``own`` are the unit's measures, those of other units' items among them."""
    unit, frame = led.unit, live.frame
    its_items = [live.items[row] for row in led.rows]
    keys = {item["key"] for item in its_items}
    mine = [
        row
        for row, measure in live.measures.items()
        if row in own or (measure["key"] in keys and measure["kind"] != MOVED_OUT)
    ]
    builder = SheetBuilder(name, Ruler(_WIDTHS))
    builder.title(f"{unit}改革攻坚事项推进情况")
    items = frame.items
    mean = mean_progress(its_items)
    overview = 2
    # a cell and no text in the formula: Excel takes no text of more than 255 characters there
    this = "$" + a1(overview, _KEY)
    builder.put(overview, _KEY, unit, "plain")
    builder.heights[overview] = 22
    shared = put_pairs(live, builder, pairs_of([led]), _SHARED)
    led_count = conditions.count_true(f"({items['归口单位']}={this})")
    ours = "" if shared is None else "+" + conditions.count_true(shared.of(this))
    text, formula = f"牵头改革事项 {len(led.rows)} 项", f'="牵头改革事项 "&({led_count}{ours})&" 项"'
    number = sum(bool(item["co_units"]) for item in its_items)
    if number:
        alone = conditions.count_true(f"({items['归口单位']}={this})", f'({items["共同牵头单位"]}<>"")')
        text += f"（其中共同牵头 {number} 项，标“共”）"
        formula += f'&"（其中共同牵头 "&({alone}{ours})&" 项，标“共”）"'
    builder.across(overview, 1, 5, text, "section", formula)
    more = () if shared is None else (shared.counted(this),)
    mean_formula = unit_mean(this, items["归口单位"], items["亮灯"], items["完成进度"], *more)
    builder.across(overview, 6, 7, "平均进度", "label")
    builder.put(overview, 8, mean, "percent", f"={mean_formula}")
    builder.put(overview, 9, "截至日期", "label")
    builder.put(overview, 10, frame.settings.as_of, "date", f"={frame.rules.as_of}")
    builder.next_row = 3
    builder.section("一、牵头事项")
    table = Table(builder)
    table.head(_ITEM_HEADER)
    table.fill(led.rows, lambda row, list_row: _item_row(live, table, row, list_row), _LIGHT)
    builder.section("二、具体项目")
    long_table = Table(builder)
    header = long_table.head([name for _, name, _ in _MEASURE_COLUMNS])
    hidden = (_KEY, _POSITION)
    long_table.fill(
        mine,
        lambda row, ledger_row: measure_row(live, long_table, row, ledger_row, _MEASURE_COLUMNS, hidden),
        _LIGHT,
        header_prints=True,
    )
    return builder.plan(
        freeze=(3, 1),
        repeat_rows=(header, header),
        print_area=(1, 1, builder.next_row - 1, builder.last),
        hidden_columns=(_KEY, _POSITION, *(() if shared is None else shared_columns(_SHARED))),
        tab_colour="70AD47",
    )


def _item_row(live: Live, table: Table, row: int, list_row: int) -> None:
    items = live.frame.items
    figures, item = live.items[list_row], live.tables.items[list_row]
    lookup = item_lookup(live, table, row, list_row, (_KEY, _POSITION))
    key = "$" + a1(row, _KEY)
    if live.number_column != "事项键":
        lookup.show(1, items[live.number_column], live.item_value(list_row, live.number_column), "integer")
    else:
        table.put(row, 1, figures["key"], "integer")
    name = live.item_value(list_row, "事项名称")
    if figures["co_units"]:
        lookup.show_with(2, items["事项名称"], name, "（共）", "text")
    else:
        lookup.show(2, items["事项名称"], name, "text")
    lookup.show(3, items["对应市级事项"], live.item_value(list_row, "对应市级事项"), "integer")
    table.put(row, 4, "、".join(item.leaders), "center")
    table.put(row, 5, "、".join(item.owners), "center")
    lookup.show(6, items["完成进度"], figures["progress"], "percent")
    lookup.show(7, items["时序进度"], figures["expected"], "percent")
    lookup.show(8, items["亮灯"], figures["light"], "light")
    counts = measure_counts(live, key, lookup.position)
    table.put(row, 9, figures["measures"], "count", counts[0])
    table.put(row, 10, figures["done"], "count", counts[1])
    table.put(row, 11, figures["unreported"], "count", counts[2])


def measure_counts(live: Live, key: str, position: str) -> tuple[str, str, str]:
    """Formulas for one item: its measures on the list, those done, those that count and reported nothing. ``position``:
    the cell that says in which row of the list the item stands; 0 where it is not there."""
    where = conditions.Where
    first, last = (f"INDEX({live.frame.items[name]},{position})" for name in (FIRST_ROW, LAST_ROW))
    ledger = live.frame.ledger.between(first, last)
    of_key = (where(ledger.key, "=", key, reference=True),)
    counted = ledger.of_item(key)
    reported = conditions.count((*counted, *conditions.is_share(ledger.progress)))
    done = "+".join(
        conditions.count((*counted, where(ledger.light, "=", each))) for each in (DONE, DONE_LATE)
    )
    on_list = conditions.count((*of_key, where(ledger.kind, "<>", MOVED_OUT)))
    counts = on_list, done, f"{conditions.count(counted)}-{reported}"
    on_list, done, silent = (f"=IF({position}=0,0,{each})" for each in counts)
    return on_list, done, silent
