"""承接明细 on 市级汇总: the confirmed links of the workbook's own items, one by one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from duban.macros.figures import conditions
from duban.macros.figures.lookups import Live, item_lookup
from duban.macros.generated_sheets.live_text import LiveText
from duban.macros.staff_sheets.links import CityItem
from duban.workbook.cells.addresses import a1
from duban.workbook.format.sheets.links import LINK
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.table import Table

_DETAILS = (
    "市级序号",
    "市级事项名称",
    "承接事项",
    "序号",
    "权重",
    "完成进度",
    "时序进度",
    "关系",
    "亮灯",
    "牵头单位",
)


DETAIL_WIDTHS = (5, 22, 28, 6, 6, 6, 7, 5, 10, 30)
"""Units."""
_LIGHT = 9


def put_details(
    builder: SheetBuilder, city: Mapping[int, CityItem], live: Live, hidden: tuple[int, int, int]
) -> None:
    """The confirmed links one by one, so that every figure above can be traced to its items."""
    confirmed = {row: each for row, each in live.figures.links.items() if each["confirmed"]}
    rows = {item["key"]: row for row, item in reversed(live.items.items())}
    links = {row: each for row, each in confirmed.items() if each["key"] in rows}
    links = dict(sorted(links.items(), key=lambda pair: _in_order(pair[1])))
    builder.section("承接明细")
    number = conditions.count(live.frame.own_children.confirmed)
    said = LiveText("已确认承接关系 ").number(len(confirmed), number).say(" 条。")
    builder.line(said.text, "note", said.formula, keep=True)
    table = Table(builder, DETAIL_WIDTHS)
    # of a link that stands there twice the formula finds the last one
    last: dict[tuple[Any, Any], tuple[int, Any]] = {}
    for row, link in links.items():
        pair = link["key"], link["parent"]
        if pair not in last or link["parent"] is not None:  # of those without a city item the first
            last[pair] = row, link["weight"]
    told = [{**link, "last": last[link["key"], link["parent"]]} for link in links.values()]
    if not told:
        builder.line("无")
        return
    table.head(_DETAILS)
    table.fill(
        told, lambda row, link: _detail(table, city, live, hidden, link, row, rows[link["key"]]), _LIGHT
    )


def _in_order(link: Mapping[str, Any]) -> tuple[bool, Any, Any]:
    """By city item, those without one last."""
    return link["parent"] is None, link["parent"] or 0, link["key"]


def _detail(
    table: Table,
    city: Mapping[int, CityItem],
    live: Live,
    hidden: tuple[int, int, int],
    link: Mapping[str, Any],
    row: int,
    list_row: int,
) -> None:
    """One confirmed link: the city's item, and the item that carries it."""
    items = live.frame.items

    def told(name: str) -> Any:
        return live.item_value(list_row, name)

    lookup = item_lookup(live, table, row, list_row, hidden[:2])
    table.put(row, 1, link["parent"], "integer")
    parent = city.get(link["parent"])
    table.put(row, 2, parent and parent.name)
    lookup.show(3, items["事项名称"], told("事项名称"), "text")
    if live.number_column != "事项键":
        lookup.show(4, items[live.number_column], told(live.number_column), "integer")
    else:
        table.put(row, 4, link["key"], "integer")
    columns = live.frame.link_columns
    key, found = "$" + a1(row, hidden[0]), "$" + a1(row, hidden[2])
    last, typed = link["last"]
    place = last - columns[LINK].first + 1
    number = f'{key}&"-"&{table.cell(row, 1)}'
    table.sheet.put(row, hidden[2], place, "plain", f"=IFERROR(MATCH({number},{columns[LINK]},0),0)")
    weight = f"INDEX({columns['权重']},{found})"
    shown = 1 if typed is None else typed
    table.put(row, 5, shown, "number", f'=IF({found}=0,"",IF({weight}="",1,{weight}))')
    lookup.show(6, items["完成进度"], told("完成进度"), "percent")
    lookup.show(7, items["时序进度"], told("时序进度"), "percent")
    table.put(row, 8, link["relation"], "center")
    lookup.show(_LIGHT, items["亮灯"], told("亮灯"), "light")
    lookup.show(10, items["归口单位"], told("归口单位"), "center")
