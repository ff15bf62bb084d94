"""Measures with the unit, the people and the term that the list gives them, and dates as offices write them.

ME1  A measure in a row of its own has the unit, the person and the date of that row; the item has none of them then.
ME2  A flat table with number and name in each row is read as items with several measures, and so are its dates.
ME3  A measure's tail gives unit, people, helpers and term; words in it give a term, and what they gave is said.
ME4  Words without an end make standing work; of several stages the last day counts. Both are said.
ME5  A month that is shown without a day means its last one, in ledger, figures and formulas.
ME6  A date that somebody changed in the ledger stays, and is said to differ from the list.
ME7  A date in doubt, a share or a number that has become a date, a formula without a result are called what they are.
ME8  What another program computes of the formulas is what is stored, whatever rows and headers say.
"""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lists import AS_OF, Book
from oracles import compare, formula_cells, stored_values, with_cellrune

from duban.validation.checker import Checking, check_file
from duban.workbook.format.names import LEDGER

ROW = ["序号", "工作任务", "具体措施", "责任单位", "责任人", "完成时限"]
D = date


def book(*rows: list[Any], merges: tuple[str, ...] = (), shown: str = "yyyy-mm-dd") -> Book:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "2020年任务清单"
    for row in rows:
        sheet.append(row)
    for merge in merges:
        sheet.merge_cells(merge)
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, date):
                cell.number_format = shown
    stream = io.BytesIO()
    made.save(stream)
    return Book(stream.getvalue())


def ledger(built: Book, *columns: str) -> list[tuple[Any, ...]]:
    rows = built.tables.own[LEDGER].rows
    return [tuple(row[column] for column in columns) for row in rows.values()]


def codes(built: Book) -> set[str]:
    return set(built.codes)


# ME1


def test_each_row_has_its_own__ok() -> None:  # ME1
    built = book(
        ROW,
        [1, "优化企业开办流程", "公布目录。", "行政审批局", "王强", D(2020, 9, 30)],
        [None, None, "建成专区。", "大数据中心", "李敏", D(2020, 12, 31)],
        [None, None, "减免刻章费用。", "财政局", "孙芳", D(2020, 6, 30)],
        merges=("A2:A4", "B2:B4"),
    ).built()
    assert ledger(built, "责任单位", "负责人", "完成时限") == [
        ("行政审批局", "王强", D(2020, 9, 30)),
        ("大数据中心", "李敏", D(2020, 12, 31)),
        ("财政局", "孙芳", D(2020, 6, 30)),
    ]
    assert "T124" not in codes(built)
    assert [item.by_measure for item in built.tables.items.values()] == [("完成时限",)]


def test_a_unit_beside_the_leading_one_is_the_measures__ok() -> None:  # ME1
    built = book(
        ["序号", "工作任务", "具体措施", "牵头单位", "责任单位"],
        [1, "推进管网改造", "完成普查。", "住房建设局", "住房建设局"],
        [None, None, "更换主干管。", None, "水务公司"],
        merges=("A2:A3", "B2:B3", "D2:D3"),
    ).built()
    assert ledger(built, "责任单位") == [("住房建设局",), ("水务公司",)]
    assert [item.unit for item in built.tables.items.values()] == ["住房建设局"]


def test_what_all_rows_share_is_the_items__ok() -> None:  # ME1
    built = book(
        ROW,
        [1, "推进管网改造", "完成普查。", "住房建设局、水务公司", "周正", D(2020, 9, 30)],
        [None, None, "更换主干管。", None, None, None],
        merges=("A2:A3", "B2:B3", "D2:D3", "E2:E3", "F2:F3"),
    ).built()
    assert ledger(built, "责任单位", "负责人", "完成时限") == [("住房建设局", "周正", D(2020, 9, 30))] * 2
    assert [item.by_measure for item in built.tables.items.values()] == [()]


# ME2

FLAT = (
    [1, "优化企业开办流程", "公布目录。", "行政审批局", "王强", D(2020, 9, 30)],
    [1, "优化企业开办流程", "建成专区。", "行政审批局", "王强", D(2020, 12, 31)],
    [2, "推进管网改造", "完成普查。", "住房建设局", "李敏", D(2020, 6, 30)],
)


def test_a_flat_table_has_items_of_several_measures__ok() -> None:  # ME2
    built = book(ROW, *FLAT).built()
    assert ledger(built, "事项键", "措施序号", "完成时限") == [
        (1, 1, D(2020, 9, 30)),
        (1, 2, D(2020, 12, 31)),
        (2, 1, D(2020, 6, 30)),
    ]
    assert "S120" in codes(built) and not codes(built) & {"I103", "I113"}
    assert built.built().data == built.data


def test_a_flat_table_without_numbers__ok() -> None:  # ME2
    built = book(ROW[1:], *(row[1:] for row in FLAT)).built()
    assert [item.name for item in built.tables.items.values()] == ["优化企业开办流程", "推进管网改造"]


def test_a_doubled_row_is_no_further_measure__error() -> None:  # ME2
    built = book(ROW, FLAT[0], FLAT[0], FLAT[2]).built()
    assert len(built.tables.items) == 3 and "I103" in codes(built)


# ME3


@pytest.mark.parametrize(
    ("text", "unit", "owner", "helpers", "due", "said"),
    [
        (
            "公布目录。（责任单位：大数据中心；完成时限：9月底前）",
            "大数据中心",
            None,
            None,
            D(2020, 9, 30),
            {"L121"},
        ),
        (
            "建成专区（责任单位：大数据中心、财政局；12月底前）。",
            "大数据中心",
            None,
            "财政局",
            D(2020, 12, 31),
            {"L121"},
        ),
        (
            "完成普查。（水务公司牵头，责任人：王强，2020年6月30日前完成）",
            "水务公司",
            "王强",
            None,
            D(2020, 6, 30),
            set(),
        ),
        ("9月底前建成企业服务专区。", "综合局", "何书平", None, D(2020, 9, 30), {"L121"}),
        ("建成专区（含自助终端）。", "综合局", "何书平", None, D(2020, 12, 31), set()),
    ],
)
def test_tails_and_words__ok(
    text: str, unit: str, owner: str | None, helpers: str | None, due: date, said: set[str]
) -> None:  # ME3
    built = book(
        ["序号", "事项名称", "具体措施", "牵头单位及负责人"],
        [1, "甲事项", f"1、摸清底数。\n2、{text}", "综合局\n负责人：何书平"],
    ).built()
    assert ledger(built, "责任单位", "负责人", "配合单位", "完成时限")[1] == (unit, owner, helpers, due)
    assert codes(built) & {"L121", "L122", "L123"} == said


# ME4


@pytest.mark.parametrize(
    "text", ["每月暗访。", "开展暗访（长期坚持）。", "开展暗访。（责任单位：综合局；每季度）"]
)
def test_work_without_an_end_is_standing__ok(text: str) -> None:  # ME4
    built = book(
        ["序号", "事项名称", "具体措施", "牵头单位"], [1, "甲事项", f"1、{text}\n2、汇总。", "综合局"]
    ).built()
    assert ledger(built, "类型", "完成时限") == [("常态化", None), ("限期", D(2020, 12, 31))]
    assert "L123" in codes(built)


def test_of_several_stages_the_last_counts__ok() -> None:  # ME4
    built = book(
        ROW, [1, "甲事项", "完成招标和竣工。", "综合局", "何书平", "6月底前招标，11月底前竣工"]
    ).built()
    assert ledger(built, "完成时限") == [(D(2020, 11, 30),)]
    assert "T128" in codes(built)


# ME5


@pytest.mark.parametrize("shown", ['yyyy"年"m"月"', 'yyyy"年"m"月";@', "mmm-yy", "yyyy/m"])
def test_a_month_means_its_last_day__ok(shown: str) -> None:  # ME5
    built = book(ROW, [1, "甲事项", "摸底。", "综合局", "何书平", D(2020, 9, 1)], shown=shown).built(
        as_of=D(2020, 9, 20)
    )
    assert ledger(built, "完成时限", "亮灯") == [(D(2020, 9, 30), "未报")]
    sheet = built.tables.need_list
    assert sheet.grid.value(2, sheet.header.columns["亮灯"]) == "未报"
    assert "T115" in codes(built)


def test_a_month_is_not_overdue_before_its_end__ok(tmp_path: Path) -> None:  # ME5
    path = tmp_path / "清单.xlsx"
    row = [1, "甲事项", "摸底。", "综合局", "何书平", D(2020, 9, 1), 0.5]
    path.write_bytes(book([*ROW, "完成进度"], row, shown="yyyy/m").data)
    for day, overdue in ((D(2020, 9, 30), False), (D(2020, 10, 1), True)):
        found = {each.code for each in check_file(str(path), Checking(as_of=day, today=day)).findings}
        assert ("T155" in found, "T115" in found) == (overdue, True)


def test_a_first_day_that_is_shown_is_that_day__ok() -> None:  # ME5
    built = book(ROW, [1, "甲事项", "摸底。", "综合局", "何书平", D(2020, 9, 1)]).built()
    assert ledger(built, "完成时限") == [(D(2020, 9, 1),)]
    assert "T115" not in codes(built)


# ME6


def test_a_changed_date_in_the_ledger_stays_and_is_said__ok() -> None:  # ME6
    built = book(ROW, [1, "甲事项", "摸底。", "综合局", "何书平", D(2020, 9, 20)]).built()
    again = built.typed(LEDGER, {(2, built.column(LEDGER, "完成时限")): D(2020, 10, 31)}).built()
    assert ledger(again, "完成时限") == [(D(2020, 10, 31),)]
    assert "L120" in codes(again)


# ME7


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("完成时限", 2020.1, "T129"),
        ("完成时限", 20200930, "T129"),
        ("完成时限", 9.3, "T129"),
        ("完成时限", "待定", "T121"),
        ("完成时限", "长期坚持", "T125"),
        ("完成进度", D(1920, 1, 1), "T114"),
        ("序号", D(2020, 1, 1), "I105"),
        ("序号", "=ROW()-1", "F209"),
        ("牵头单位", "负责推进园区各项改革任务落实到位的有关方面", "I125"),
    ],
)
def test_things_are_called_what_they_are__error(column: str, value: Any, code: str) -> None:  # ME7
    header = ["序号", "事项名称", "具体措施", "牵头单位", "完成时限", "完成进度"]
    row: dict[str, Any] = {
        "序号": 1,
        "事项名称": "甲事项",
        "具体措施": "1、摸底。",
        "牵头单位": "综合局",
        column: value,
    }
    built = book(header, [row.get(name) for name in header]).built(as_of=AS_OF)
    assert code in codes(built)


# ME8


def odd_lists() -> dict[str, Book]:
    percent = ["序号", "事项名称", "具体措施", "牵头单位", "进度（%）"]
    return {
        "a date a row": book(
            ROW,
            [1, "甲事项", "摸底。", "综合局", "何书平", D(2020, 6, 30)],
            [None, None, "汇总。", "招商局", "王强", D(2020, 12, 31)],
            merges=("A2:A3", "B2:B3"),
        ),
        "flat": book(ROW, *FLAT),
        "per cent": book(
            percent,
            *([n, f"{n}号事项", "1、摸底。", "综合局", v] for n, v in enumerate((100, 35.5, None), 1)),
        ),
        "months": book(ROW, [1, "甲事项", "摸底。", "综合局", "何书平", D(2020, 9, 1)], shown="yyyy/m"),
        "no measures": book(
            ["序号", "督办事项", "办理要求", "主办单位", "办结时限"],
            [1, "甲", "抓好", "综合局", D(2020, 9, 20)],
        ),
    }


@pytest.mark.parametrize("name", odd_lists())
def test_another_program_computes_the_same__ok(name: str) -> None:  # ME8
    built = odd_lists()[name].built()
    values, refused = with_cellrune(built.data, AS_OF)
    assert refused == []
    assert compare(stored_values(built.data), values, formula_cells(built.data)) == []
