"""承接明细 on 市级汇总: the confirmed links of the workbook's own items, one by one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from duban.macros.figures import formulas
from duban.macros.figures.data_frames import records
from duban.macros.figures.lookups import Live, item_lookup
from duban.macros.staff_sheets.links import CityItem
from duban.workbook.cells.addresses import a1, literal
from duban.workbook.format.names import CONFIRMED
from duban.workbook.plan.builder import SheetBuilder

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


def put_details(
    builder: SheetBuilder, city: Mapping[int, CityItem], live: Live, hidden: tuple[int, int], last: int
) -> None:
    """The confirmed links one by one, so that every figure above can be traced to its items; notes run to column ``last``."""
    confirmed = live.figures.links[live.figures.links["confirmed"].astype(bool)]
    rows = {item["key"]: row for row, item in reversed(live.items.items())}
    links = confirmed[confirmed["key"].isin(rows)].sort_values(["parent", "key"], kind="stable")
    builder.section("承接明细")
    tail = f"下表为生成时的名单，共 {len(links)} 条，数量不符时请重新生成。"
    formula = f'="已确认承接关系 "&{formulas.count(live.frame.own_children.confirmed)}&" 条；{tail}"'
    builder.across(builder.next_row, 1, last, f"已确认承接关系 {len(confirmed)} 条；{tail}", "note", formula)
    builder.next_row += 1
    builder.row(_DETAILS, "header")
    # of a link that stands there twice the formula finds the last one
    weights = {(link["key"], link["parent"]): link["weight"] for link in records(links).values()}
    first = builder.next_row
    for link in records(links).values():
        _detail(builder, city, live, hidden, {**link, "weight": weights[link["key"], link["parent"]]}, rows)
    if first == builder.next_row:
        builder.across(first, 1, last, "还没有已确认的承接关系，请在“承接关系”中确认。", "note")
        builder.next_row += 1
    builder.light_areas.append((first, 9, max(first, builder.next_row - 1), 9))


def _detail(
    builder: SheetBuilder,
    city: Mapping[int, CityItem],
    live: Live,
    hidden: tuple[int, int],
    link: Mapping[str, Any],
    rows: Mapping[int, int],
) -> None:
    """One confirmed link: the city's item, and the item that carries it; ``rows``: key → row of the list."""
    row, list_row, items = builder.next_row, rows[link["key"]], live.frame.items

    def told(name: str) -> Any:
        return live.item_value(list_row, name)

    lookup = item_lookup(live, builder, row, list_row, hidden)
    builder.put(row, 1, link["parent"], "integer")
    parent = city.get(link["parent"])
    builder.put(row, 2, parent and parent.name)
    lookup.show(3, items["事项名称"], told("事项名称"), "text")
    if live.number_column != "事项键":
        lookup.show(4, items[live.number_column], told(live.number_column), "integer")
    columns = live.frame.link_columns
    position = (
        f"SUMPRODUCT(MAX(({columns['事项键']}=${a1(row, hidden[0])})*({columns['市级序号']}=$A{row})"
        f"*({columns['状态']}={literal(CONFIRMED)})*(ROW({columns['事项键']})-{columns['事项键'].first - 1})))"
    )
    weight = f"INDEX({columns['权重']},{position})"
    shown = 1 if link["weight"] is None else link["weight"]
    builder.put(row, 5, shown, "number", f'=IF({position}=0,"",IF({weight}="",1,{weight}))')
    lookup.show(6, items["完成进度"], told("完成进度"), "percent")
    lookup.show(7, items["时序进度"], told("时序进度"), "percent")
    builder.put(row, 8, link["relation"], "center")
    lookup.show(9, items["亮灯"], told("亮灯"), "light")
    lookup.show(10, items["归口单位"], told("归口单位"), "center")
    builder.next_row += 1
