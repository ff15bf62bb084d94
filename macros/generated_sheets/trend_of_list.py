"""进度走势 of a workbook with a list: all and each unit, and each item."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from duban.macros.figures import plain_means
from duban.macros.figures.figures import mean_progress
from duban.macros.figures.lookups import Live, item_lookup
from duban.macros.generated_sheets.items_of_several_units import (
    SharedLeads,
    pairs_of,
    put_pairs,
    shared_columns,
)
from duban.macros.generated_sheets.trend import NAME, NUMBER, Columns, Group, Row, Told, begin, finish
from duban.macros.history.editions import Key
from duban.workbook.format.sheets.period_record import OF_ALL, OF_ITEM, OF_UNIT
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.plans import SheetPlan
from duban.workbook.plan.table import Table

_UNITS, _ITEMS = "一、各单位平均进度", "二、各事项完成进度"


def trend_of_list(live: Live, columns: Columns) -> SheetPlan:
    """The plan of 进度走势."""
    builder, hidden = begin(live.frame.settings.office, columns, 1 + len(live.units))
    shared = put_pairs(live, builder, pairs_of(live.led.values()), hidden + 2)
    groups = (
        Group(_UNITS, "单位", list(_units(live, shared)), OF_UNIT),
        Group(_ITEMS, "事项名称", list(_items(live)), OF_ITEM, "（已移出）"),
    )
    pairs = () if shared is None else shared_columns(hidden + 2)
    return finish(builder, columns, groups, _UNITS, (hidden, hidden + 1, *pairs))


def _units(live: Live, shared: SharedLeads | None) -> Iterator[Row]:
    yield Row((Key(OF_ALL),), partial(_all, live))
    for place, unit in enumerate(live.units, 1):
        yield Row((Key(OF_UNIT, name=unit.casefold()),), partial(_unit, live, shared, place, unit))


def _all(live: Live, builder: SheetBuilder, row: int, hidden: int) -> Told:
    builder.put(row, NUMBER, None)
    builder.put(row, NAME, "全部", "center")
    items = live.frame.items
    return mean_progress(live.items.values()), "=" + plain_means.all_mean(items["亮灯"], items["完成进度"])


def _unit(
    live: Live,
    shared: SharedLeads | None,
    place: int,
    unit: str,
    builder: SheetBuilder,
    row: int,
    hidden: int,
) -> Told:
    builder.put(row, NUMBER, place, "integer")
    builder.put(row, NAME, unit, "center")
    this, items = f"$B{row}", live.frame.items
    more = () if shared is None else (shared.counted(this),)
    mean = plain_means.unit_mean(this, items["归口单位"], items["亮灯"], items["完成进度"], *more)
    return live.units[unit]["progress"], f"={mean}"


def _items(live: Live) -> Iterator[Row]:
    there: set[Any] = set()
    for list_row, figures in live.items.items():
        if figures["key"] not in there:
            there.add(figures["key"])
            yield Row((Key(OF_ITEM, figures["key"]),), partial(_item, live, list_row))


def _item(live: Live, list_row: int, builder: SheetBuilder, row: int, hidden: int) -> Told:
    items, figures = live.frame.items, live.items[list_row]
    lookup = item_lookup(live, Table(builder), row, list_row, (hidden, hidden + 1))
    if live.number_column != "事项键":
        number = live.item_value(list_row, live.number_column)
        lookup.show(NUMBER, items[live.number_column], number, "integer")
    else:
        builder.put(row, NUMBER, figures["key"], "integer")
    lookup.show(NAME, items["事项名称"], live.item_value(list_row, "事项名称"), "text")
    found = f"INDEX({items['完成进度']},{lookup.position})"
    return figures["progress"], f'=IF({lookup.position}=0,"",IF({found}="","",{found}))'
