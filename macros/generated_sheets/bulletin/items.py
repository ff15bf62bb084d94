"""事项进展: every item in the order of the list."""

from __future__ import annotations

from duban.macros.figures import formulas
from duban.macros.figures.lookups import Live, Lookup, item_lookup
from duban.macros.generated_sheets.bulletin.paper import Paper
from duban.macros.generated_sheets.bulletin.units import compared
from duban.macros.generated_sheets.items_of_several_units import SharedLeads
from duban.macros.generated_sheets.self_led import OWN_LEAD, leads_it_itself, led_by_issuer
from duban.macros.generated_sheets.unit_sheets import measure_counts
from duban.macros.history.past import Past
from duban.udfs.progress import share
from duban.workbook.cells.addresses import a1, literal
from duban.workbook.plan.table import Table

WIDTHS = (5, 13, 9, 7, 5, 5, 5, 6, 6, 6, 6, 6)
_HEADER = (
    "序号", "事项名称", "牵头单位", "牵头领导", "措施数", "办结", "未报", "完成进度", "时序进度", "亮灯", "上期进度", "较上期",
)  # fmt: skip
_LIGHT = 10


def put_items(
    paper: Paper, live: Live, past: Past, shared: SharedLeads | None, hidden: tuple[int, int]
) -> None:
    """The block."""
    paper.heading(compared("事项进展", past))
    table = paper.table(WIDTHS, _HEADER)

    def put(row: int, list_row: int) -> None:
        lookup = item_lookup(live, table, row, list_row, hidden)
        _name(live, lookup, list_row, shared)
        _figures(live, table, lookup, list_row, past, "$" + a1(row, hidden[0]))

    if not table.fill(live.items, put, _LIGHT):
        paper.nothing()


def _name(live: Live, lookup: Lookup, list_row: int, shared: SharedLeads | None) -> None:
    items, table, row = live.frame.items, lookup.table, lookup.row
    if live.number_column != "事项键":
        number = live.item_value(list_row, live.number_column)
        lookup.show(1, items[live.number_column], number, "integer")
    else:
        table.put(row, 1, live.items[list_row]["key"], "integer")
    lookup.show(2, items["事项名称"], live.item_value(list_row, "事项名称"), "text")
    _unit(live, lookup, list_row, shared)
    table.put(row, 4, "、".join(live.tables.items[list_row].leaders), "center")


def _figures(live: Live, table: Table, lookup: Lookup, list_row: int, past: Past, key: str) -> None:
    items, figures, row = live.frame.items, live.items[list_row], lookup.row
    counts = (figures["measures"], figures["done"], figures["unreported"])
    for column, value, formula in zip(
        (5, 6, 7), counts, measure_counts(live, key, lookup.position), strict=True
    ):
        table.put(row, column, value, "count", formula)
    lookup.show(8, items["完成进度"], figures["progress"], "percent")
    lookup.show(9, items["时序进度"], figures["expected"], "percent")
    lookup.show(_LIGHT, items["亮灯"], figures["light"], "light")
    before, formula = past.item(figures["key"])
    table.put(row, 11, before, "percent", formula)
    put_change(table, row, 12, figures["progress"], before, table.cell(row, 8), table.cell(row, 11))


def put_change(
    table: Table, row: int, place: int, now: object, before: float | None, now_cell: str, before_cell: str
) -> None:
    """较上期: the difference of two shares in points, — where one of them is not there."""
    known = share(now)
    change = "—" if known is None or before is None else known - before
    table.put(row, place, change, "points", "=" + formulas.change(now_cell, before_cell))


def _unit(live: Live, lookup: Lookup, list_row: int, shared: SharedLeads | None) -> None:
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
    lookup.table.put(lookup.row, 3, value, "center", f'=IF({position}=0,"",{formula})')
