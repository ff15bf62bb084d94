"""核对 on 市级汇总: where each row of 区县事项 went, that no total differs from its parts, and which rows count nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from duban.macros.figures import conditions
from duban.macros.figures.carriers import OWN
from duban.macros.figures.district_figures import Standing
from duban.macros.figures.figures import equal_in_excel
from duban.macros.generated_sheets.city_understood import City
from duban.macros.generated_sheets.live_text import LiveText
from duban.workbook.cells.addresses import a1, quoted
from duban.workbook.format.names import DISTRICTS, OWN_INITIATIVE
from duban.workbook.format.sheets.districts import COUNTED, NO_PARENT, NOT_HANDED_IN, WRONG_PARENT
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.table import Table

_HEADER = (
    "序号", "区县", "核对结果", "行数", "计入市级事项", "自主", "未对应", "市级序号无效", "未报送不计", "差额",
)  # fmt: skip
_WHY = (OWN_INITIATIVE, NO_PARENT, WRONG_PARENT, NOT_HANDED_IN)
"""汇总去向 of the rows that count nowhere, in columns F to I."""

_UNCOUNTED = ("序号", "区县", "事项名称", "事项序号", "市级序号", "权重", "不计入的原因", "位置")
CHECK_WIDTHS = (5, 22, 18, 10, 12, 13, 10, 15, 10, 10)
UNCOUNTED_WIDTHS = (5, 22, 28, 6, 6, 6, 32, 20)
"""Units."""
_TOTAL, _COUNTED, _DIFFERENCE = 4, 5, 10


def put_check(builder: SheetBuilder, city: City, parts: Mapping[str, str], totals: str) -> None:
    """The check and the rows. ``parts``: the cells of 分区县承接情况 that say how many rows of a district carry an item;
    ``totals``: 承接数 of the table at the top, which must be what the districts' parts add up to."""
    builder.section("核对")
    table = Table(builder, CHECK_WIDTHS)
    table.head(_HEADER)
    rows = [_of_district(city, each, parts) for each in city.districts]
    own = _own_row(city, parts)
    put = [*rows, own] if own is not None else rows
    told = table.fill(enumerate(put, 1), lambda row, entry: _row(table, row, *entry))
    total = table.fill([told], lambda row, rows: _total(table, row, rows))[0]
    table.fill([total], lambda row, above: _against_top(table, row, above, city, totals))
    _uncounted(builder, city, table, total)


class _Line(NamedTuple):
    """A row of the check: a name, its rows, those that count, and those that do not, by reason; value and formula."""

    name: str
    total: tuple[int, str]
    counted: tuple[int, str]
    parts: Sequence[tuple[int, str]]


def _of_district(city: City, each: Standing, parts: Mapping[str, str]) -> _Line:
    of, name = city.district_formulas, each.name
    counted = sum(len(city.carriers.of(number, name)) for number in city.items)
    why = [(each.goes.get(why, 0), of.rows(name, why)) for why in _WHY]
    return _Line(name, (len(each.rows), of.rows(name)), (counted, _sum(parts, name)), why)


def _sum(parts: Mapping[str, str], name: str) -> str:
    return f"SUM({parts[name]})" if name in parts else "0"


def _own_row(city: City, parts: Mapping[str, str]) -> _Line | None:
    """The workbook's own confirmed links, beside those of the districts."""
    if city.live is None or OWN not in [name for name, _ in city.carriers.groups]:
        return None
    confirmed = [each for each in city.live.figures.links.values() if each["confirmed"]]
    lost = sum(each["parent"] not in city.items for each in confirmed)
    counted = sum(len(city.carriers.of(number, OWN)) for number in city.items)
    where = city.live.frame.own_children.confirmed
    names = city.live.frame.link_columns["市级事项名称"]
    nobody = conditions.count_true(*(each.factor() for each in where), f'({names}="")')
    why = [(0, "0"), (0, "0"), (lost, nobody), (0, "0")]
    return _Line(OWN, (len(confirmed), conditions.count(where)), (counted, _sum(parts, OWN)), why)


def _row(table: Table, row: int, place: int, line: _Line) -> None:
    table.put(row, 1, place, "integer")
    table.put(row, 2, line.name)
    for column, (value, formula) in enumerate((line.total, line.counted, *line.parts), _TOTAL):
        table.put(row, column, value, "count", f"={formula}")
    _difference(table, row, line.total[0] - line.counted[0] - sum(value for value, _ in line.parts))


def _difference(table: Table, row: int, value: int) -> None:
    parts = f"{table.cell(row, _COUNTED)}:{table.cell(row, _DIFFERENCE - 1)}"
    table.put(row, _DIFFERENCE, value, "count", f"={table.cell(row, _TOTAL)}-SUM({parts})")
    _say(table, row, value)


def _say(table: Table, row: int, value: int) -> None:
    said, cell = "相符" if value == 0 else f"相差 {value} 行", table.cell(row, _DIFFERENCE)
    table.put(row, 3, said, "center", f'=IF({cell}=0,"相符","相差 "&{cell}&" 行")')


def _total(table: Table, row: int, rows: Sequence[int]) -> None:
    """The sums."""
    table.put(row, 1, None)
    table.put(row, 2, "合计", "center")
    sums = [
        sum(table.sheet.whole(at, table.column(column)) for at in rows)
        for column in range(_TOTAL, _DIFFERENCE)
    ]
    for column, value in enumerate(sums, _TOTAL):
        table.put(row, column, value, "count", f"=SUM({table.span(column, rows)})" if rows else "=0")
    _difference(table, row, sums[0] - sum(sums[1:]))


def _against_top(table: Table, row: int, above: int, city: City, totals: str) -> None:
    """That what counts is what the table at the top adds up to."""
    table.put(row, 1, None)
    table.put(row, 2, "上表“承接数”合计", "center")
    carried = sum(each["count"] for each in city.figures.values())
    for column in range(_TOTAL, _DIFFERENCE):
        table.put(row, column, None)
    table.put(row, _COUNTED, carried, "count", f"=SUM({totals})")
    difference = carried - table.sheet.whole(above, table.column(_COUNTED))
    told = f"={table.cell(row, _COUNTED)}-{table.cell(above, _COUNTED)}"
    table.put(row, _DIFFERENCE, difference, "count", told)
    _say(table, row, difference)


def _uncounted(builder: SheetBuilder, city: City, check: Table, total: int) -> None:
    """Each row that counts nowhere, with its reason and the way to its cell."""
    known = city.table
    lost = {
        row: record
        for row, record in (known.rows if known else {}).items()
        if record["区县"] is not None and not equal_in_excel(record["汇总去向"], COUNTED)
    }
    now = f"SUM({check.cell(total, _COUNTED + 1)}:{check.cell(total, _DIFFERENCE - 1)})"
    number = sum(builder.whole(total, check.column(column)) for column in range(_COUNTED + 1, _DIFFERENCE))
    said = LiveText("没有计入市级事项的共 ").number(number, now).say(" 行。")
    builder.line(said.text, "note", said.formula, keep=bool(lost))
    if not lost or known is None:
        return
    table, at = Table(builder, UNCOUNTED_WIDTHS), known.columns["区县"].column
    table.head(_UNCOUNTED)

    def put(here: int, entry: tuple[int, tuple[int, Mapping[str, Any]]]) -> None:
        place, (row, record) = entry
        table.put(here, 1, place, "integer")
        table.put(here, 2, str(record["区县"]))
        table.put(here, 3, record["事项名称"])
        table.put(here, 4, record["事项序号"], "center")
        table.put(here, 5, record["市级序号"], "center")
        table.put(here, 6, record["权重"], "number")
        table.put(here, 7, str(record["汇总去向"]), "center")
        cell = a1(row, at)
        table.put(here, 8, cell, "link", link=f"{quoted(DISTRICTS)}!{cell}")

    table.fill(enumerate(lost.items(), 1), put)
