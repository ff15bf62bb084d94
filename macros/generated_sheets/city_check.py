"""核对 on 市级汇总: where each row of 区县事项 went, that no total differs from its parts, and which rows count nowhere."""

from __future__ import annotations

from collections.abc import Sequence

from duban.macros.figures import formulas
from duban.macros.figures.carriers import OWN
from duban.macros.figures.figures import equal_in_excel
from duban.macros.generated_sheets.city_districts import FIRST_GROUP, GROUP
from duban.macros.generated_sheets.city_understood import City
from duban.workbook.cells.addresses import a1, letter, quoted
from duban.workbook.format.names import DISTRICTS, OWN_INITIATIVE
from duban.workbook.format.sheets.districts import COUNTED, NO_PARENT, NOT_HANDED_IN, WRONG_PARENT
from duban.workbook.plan.builder import SheetBuilder

_HEADER = (
    "序号", "区县", "核对结果", "行数", "计入市级事项", "自主", "未对应", "市级序号无效", "未报送不计", "差额",
)  # fmt: skip
_WHY = (OWN_INITIATIVE, NO_PARENT, WRONG_PARENT, NOT_HANDED_IN)
"""汇总去向 of the rows that count nowhere, in columns F to I."""

_UNCOUNTED = ("序号", "区县", "事项名称", "事项序号", "市级序号", "权重", "不计入的原因", None, None, "位置")


def put_check(builder: SheetBuilder, city: City, group_rows: range, totals: range, last: int) -> None:
    """The check and the rows. ``group_rows`` are those of 分区县承接情况, ``totals`` those of the table at the top, whose
    承接数 must be what the districts' parts add up to."""
    builder.section("核对")
    builder.row(_HEADER, "header")
    first = builder.next_row
    of, places = city.district_formulas, [name for name, _ in city.carriers.groups]
    for each in city.districts:
        parts = [each.goes.get(why, 0) for why in _WHY]
        formula = [of.rows(each.name, why) for why in _WHY]
        total = (len(each.rows), of.rows(each.name))
        _row(builder, city, each.name, total, list(zip(parts, formula, strict=True)), group_rows, places)
    if OWN in places:
        _own_row(builder, city, group_rows, places)
    _total(builder, city, first, totals)
    _uncounted(builder, city, builder.next_row - 2, last)


def _row(
    builder: SheetBuilder,
    city: City,
    name: str,
    total: tuple[int, str],
    parts: Sequence[tuple[int, str]],
    group_rows: range,
    places: Sequence[str],
) -> None:
    row = builder.next_row
    left = letter(FIRST_GROUP + places.index(name) * GROUP)
    counted = sum(int((city.carriers.of(number)["district"] == name).sum()) for number in city.items)
    area = f"${left}${group_rows.start}:${left}${max(group_rows.start, group_rows.stop - 1)}"
    builder.put(row, 1, row - _header_row(builder, row), "integer")
    builder.put(row, 2, name)
    builder.put(row, 4, total[0], "count", f"={total[1]}")
    builder.put(row, 5, counted, "count", f"=SUM({area})")
    for column, (value, formula) in enumerate(parts, 6):
        builder.put(row, column, value, "count", f"={formula}")
    _difference(builder, row, total[0] - counted - sum(value for value, _ in parts))
    builder.next_row += 1


def _header_row(builder: SheetBuilder, row: int) -> int:
    """The row of the table's header, above a row."""
    while builder.cells[row - 1, 1].value != _HEADER[0]:
        row -= 1
    return row - 1


def _difference(builder: SheetBuilder, row: int, value: int) -> None:
    builder.put(row, 10, value, "count", f"=D{row}-SUM(E{row}:I{row})")
    _say(builder, row, value)


def _say(builder: SheetBuilder, row: int, value: int) -> None:
    said = "相符" if value == 0 else f"相差 {value} 行"
    builder.put(row, 3, said, "center", f'=IF(J{row}=0,"相符","相差 "&J{row}&" 行")')


def _own_row(builder: SheetBuilder, city: City, group_rows: range, places: Sequence[str]) -> None:
    """The workbook's own confirmed links, beside those of the districts."""
    if city.live is None:
        return
    links = city.live.figures.links
    confirmed = links[links["confirmed"].astype(bool)]
    lost = sum(number not in city.items for number in confirmed["parent"])
    where = city.live.frame.own_children.confirmed
    names = city.live.frame.link_columns["市级事项名称"]
    nobody = formulas.count_true(*(each.factor() for each in where), f'({names}="")')
    parts = [(0, "0"), (0, "0"), (lost, nobody), (0, "0")]
    total = (len(confirmed), formulas.count(where))
    _row(builder, city, OWN, total, parts, group_rows, places)


def _total(builder: SheetBuilder, city: City, first: int, totals: range) -> None:
    """The sums, and below them that what counts is what the table at the top adds up to."""
    row = builder.next_row
    builder.put(row, 1, None)
    builder.put(row, 2, "合计", "center")
    for column in range(4, 10):
        area = f"{a1(first, column)}:{a1(max(first, row - 1), column)}"
        total = sum(builder.whole(at, column) for at in range(first, row))
        builder.put(row, column, total, "count", f"=SUM({area})")
    sums = [builder.whole(row, column) for column in range(4, 10)]
    _difference(builder, row, sums[0] - sum(sums[1:]))
    row += 1
    builder.put(row, 1, None)
    builder.put(row, 2, "上表“承接数”合计", "center")
    carried = sum(each["count"] for each in city.figures.values())
    area = f"$D${totals.start}:$D${max(totals.start, totals.stop - 1)}"
    for column in (4, 6, 7, 8, 9):
        builder.put(row, column, None)
    builder.put(row, 5, carried, "count", f"=SUM({area})")
    builder.put(row, 10, carried - sums[1], "count", f"=E{row}-E{row - 1}")
    _say(builder, row, carried - sums[1])
    builder.next_row = row + 1


def _uncounted(builder: SheetBuilder, city: City, total: int, last: int) -> None:
    """Each row that counts nowhere, with its reason and the way to its cell."""
    table = city.table
    rows = table.rows if table else {}
    lost = {
        row: record
        for row, record in rows.items()
        if record["区县"] is not None and not equal_in_excel(record["汇总去向"], COUNTED)
    }
    tail = f"行没有计入市级事项；下表为生成时的名单，共 {len(lost)} 行，数量不符时请重新生成。"
    now = f"F{total}:I{total}"
    number = sum(builder.whole(total, column) for column in range(6, 10))
    builder.across(
        builder.next_row, 1, last, f"现有 {number} {tail}", "note", f'="现有 "&SUM({now})&" {tail}"'
    )
    builder.next_row += 1
    if not lost or table is None:
        return
    top = builder.next_row
    for column, text in enumerate(_UNCOUNTED, 1):
        builder.put(top, column, text, "header")
    builder.merges.append((top, 7, top, 9))
    at = table.columns["区县"].column
    for place, (row, record) in enumerate(lost.items(), 1):
        here = top + place
        builder.put(here, 1, place, "integer")
        builder.put(here, 2, str(record["区县"]))
        builder.put(here, 3, record["事项名称"])
        builder.put(here, 4, record["事项序号"], "center")
        builder.put(here, 5, record["市级序号"], "center")
        builder.put(here, 6, record["权重"], "number")
        builder.across(here, 7, 9, str(record["汇总去向"]), "center")
        cell = a1(row, at)
        builder.put(here, 10, cell, "link", link=f"{quoted(DISTRICTS)}!{cell}")
    builder.next_row = top + len(lost) + 1
