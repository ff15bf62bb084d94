"""Items that several units lead, and units that help (配合).

SL1  A cell of units is taken apart: the first is 归口单位, others lead with it, those behind 配合单位： or before
     （配合） help. The tracking columns have them as constants; what staff typed there stays and is used.
SL2  A shared item stands on the sheet of each of its lead units, marked 共; one that only helps has no sheet.
SL3  It counts once for each lead unit: items, lights, mean progress, figure of the period before; once in totals.
SL4  The figures of the formulas, of pandas and of the stored values are the same.
"""

from __future__ import annotations

from typing import Any

import pytest
from bulletins import table
from lists import AS_OF, FIRST, Book, Item, make_book
from oracles import compare, formula_cells, stored_values, with_cellrune

from duban.macros.figures.figures import unit_figures
from duban.macros.figures.understood import RunOptions, settle, understand
from duban.udfs.lights import LIGHTS
from duban.udfs.units import split_unit
from duban.workbook.format.names import LEDGER, LIST, LOG

BULLETIN = "2020年第三季度通报"


@pytest.mark.parametrize(
    ("cell", "unit", "others", "helpers"),
    [
        ("综合局、财政局\n负责人：王强", "综合局", ("财政局",), ()),
        ("牵头单位：综合局\n配合单位：财政局、人社局", "综合局", (), ("财政局", "人社局")),
        ("综合局\n负责人：王强\n配合单位：财政局", "综合局", (), ("财政局",)),
        ("综合局、财政局（配合）、人社局", "综合局", ("人社局",), ("财政局",)),
        ("综合局（牵头）、财政局（协办）", "综合局", (), ("财政局",)),
        ("配合单位：财政局", "财政局", (), ()),
    ],
)
def test_units_of_a_cell__ok(
    cell: str, unit: str, others: tuple[str, ...], helpers: tuple[str, ...]
) -> None:  # SL1
    found = split_unit(cell)
    assert (found.unit, found.others, found.helpers) == (unit, others, helpers)


@pytest.fixture(scope="module")
def shared() -> Book:
    """甲事项 led by two units with a helper, 乙事项 by one of them, 丙事项 by a third; with progress."""
    book = make_book(
        Item("甲事项", ("编制清单",), unit="综合局、财政局\n配合单位：人社局"),
        Item("乙事项", ("建立机制",), unit="财政局"),
        Item("丙事项", ("推广经验",), unit="办公室"),
    ).built()
    shares = {"编制清单": 0.9, "建立机制": 0.3, "推广经验": 0.6}
    cells = {(book.find(LEDGER, 具体项目=text), "完成进度"): value for text, value in shares.items()}
    return book.typed(LEDGER, cells).built()


def rows_of(book: Book, sheet: str) -> list[tuple[Any, ...]]:
    """The rows of a generated sheet, blanks at their end too."""
    return [(*row, *[None] * 20) for row in book.grids[sheet].rows]


def ranking(book: Book) -> dict[str, tuple[Any, ...]]:
    """Unit → 名次, 牵头事项, 平均进度 and 上期 as the bulletin shows them."""
    return {
        each["单位"]: (each["名次"], each["牵头事项"], each["平均进度"], each["上期"])
        for each in table(book.grids[BULLETIN], "名次", "单位")
    }


def test_tracking_columns__ok(shared: Book) -> None:  # SL1
    assert shared.show(LIST, "事项键", "归口单位", "共同牵头单位", "配合单位") == [
        (1, "综合局", "财政局", "人社局"),
        (2, "财政局", None, None),
        (3, "办公室", None, None),
    ]
    assert shared.show(LEDGER, "具体项目", "责任单位", "配合单位")[0] == ("编制清单", "综合局", "人社局")


def test_sheets_of_the_lead_units__ok(shared: Book) -> None:  # SL2
    names = [name for name in shared.grids if name.startswith("单位-")]
    assert names == ["单位-综合局", "单位-财政局", "单位-办公室"]
    shown = {name: [row[1] for row in rows_of(shared, name) if row[0] in (1, 2, 3)] for name in names}
    assert shown["单位-财政局"][:2] == ["甲事项（共）", "乙事项"]
    assert shown["单位-综合局"][0] == "甲事项（共）"
    assert shown["单位-办公室"][0] == "丙事项"
    assert "其中共同牵头 1 项" in str(shared.value("单位-财政局", 2, 1))


def test_each_lead_unit_counts_it_once__ok(shared: Book) -> None:  # SL3
    assert ranking(shared) == {
        "综合局": (1, 1, 0.9, None),
        "财政局": (2, 2, pytest.approx(0.6), None),
        "办公室": (2, 1, pytest.approx(0.6), None),
    }
    bulletin = shared.grids[BULLETIN]
    overview = table(bulletin, "类别", "合计")[0]
    assert (overview["合计"], overview["平均进度"]) == (3, pytest.approx(0.6))  # of three items, each once
    lights = table(bulletin, "单位", "牵头事项", "办结", "未定时限")
    total = lights[-1]
    assert total["单位"] == "合计" and total["牵头事项"] == 3 == sum(total[light] for light in LIGHTS)
    assert sum(each["牵头事项"] for each in lights[:-1]) == 4
    assert {each["单位"]: each["共同牵头"] for each in table(bulletin, "名次")} == {
        "综合局": 1,
        "财政局": 1,
        "办公室": 0,
    }


def test_what_staff_typed_is_used__ok(shared: Book) -> None:  # SL1 SL3
    other = shared.typed(LIST, {(FIRST, "共同牵头单位"): "办公室，财政局"}).built()
    assert other.value(LIST, FIRST, "共同牵头单位") == "办公室，财政局"
    assert {unit: row[1] for unit, row in ranking(other).items()} == {"综合局": 1, "财政局": 2, "办公室": 2}
    alone = shared.typed(LIST, {(FIRST, "共同牵头单位"): "综合局"}).built()
    assert {unit: row[1] for unit, row in ranking(alone).items()} == {"综合局": 1, "财政局": 1, "办公室": 1}


def test_the_period_before_counts_it_for_each__ok(shared: Book) -> None:  # SL3
    rows = {1: ("综合局", 0.5), 2: ("财政局", 0.1), 3: ("办公室", None)}
    cells: dict[tuple[int, int | str], Any] = {}
    for key, (unit, value) in rows.items():
        told = {
            "期间": "2020Q2",
            "事项序号": key,
            "字段": "完成进度",
            "新值": value,
            "单位": unit,
            "事项键": key,
        }
        cells |= {(key + 1, column): each for column, each in told.items()}
    past = shared.typed(LOG, cells).built()
    assert {unit: row[3] for unit, row in ranking(past).items()} == {
        "综合局": 0.5,
        "财政局": pytest.approx(0.3),
        "办公室": 0,
    }
    assert differences(past) == []


def test_formulas_and_pandas_agree__ok(shared: Book) -> None:  # SL4
    assert differences(shared) == []
    state = understand(settle(shared.tables, RunOptions(as_of=AS_OF)), RunOptions(as_of=AS_OF))
    figures = unit_figures(state.figures.items, state.figures.measures)
    assert [each["items"] for each in figures.values()] == [
        row[1] for _, row in sorted(ranking(shared).items(), key=_order)
    ]


def _order(pair: tuple[str, Any]) -> int:
    return ["综合局", "财政局", "办公室"].index(pair[0])


def differences(book: Book) -> list[str]:
    """Cells whose stored value is not what another program computes."""
    values, refused = with_cellrune(book.data, AS_OF)
    assert refused == []
    return compare(stored_values(book.data), values, formula_cells(book.data))
