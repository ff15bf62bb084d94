"""Headers as offices write them.

HW1  A column is known by the words of its header; the best name wins, and each column is taken once.
HW2  Traditional characters, blanks, brackets and two rows do not matter; a heading over several columns is none of
     their names.
HW3  An English line, or a row that numbers the columns, belongs to the header.
HW4  A column under 进度（%） says parts of a hundred, in figures and formulas; one that holds words is no progress.
HW5  What was read by its words, what was not read, and a second table are said by build and validate alike.
HW6  Where no list is found, the headers that were seen are named, with what is missing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lists import AS_OF, Book
from sheets import Sheet as Tab
from sheets import grid, write

from duban.macros.commands.build import build
from duban.macros.figures.understood import RunOptions
from duban.udfs.periods import Period
from duban.validation.checker import Checking, check_file
from duban.workbook.reading.find_header import Header, find_list_header
from duban.workbook.reading.grid import GridBook
from duban.workbook.reading.match_header import folded, meanings
from duban.workbook.reading.tables import read_tables
from duban.workbook.say.stop import Stop

BASE = ["序号", "重点任务", "主要措施", "牵头单位"]


def header(*rows: list[Any], merges: tuple[str, ...] = ()) -> Header:
    found = find_list_header(grid(list(rows), merges))
    assert found is not None
    return found


# HW1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("督办事项", "事项名称"),
        ("重要项目", "事项名称"),
        ("年度重点工作任务", "事项名称"),
        ("反馈问题", "事项名称"),
        ("主责单位", "牵头单位及负责人"),
        ("主责部门", "牵头单位及负责人"),
        ("牵头责任单位", "牵头单位及负责人"),
        ("牵头单位及责任人", "牵头单位及负责人"),
        ("承办部门和联系人", "牵头单位及负责人"),
        ("协办单位", "配合单位"),
        ("配合部门", "配合单位"),
        ("办理时限", "完成时限"),
        ("整改时限", "完成时限"),
        ("计划完成时间", "完成时限"),
        ("竣工时间", "完成时限"),
        ("交办时间", "开始日期"),
        ("当前进度", "完成进度"),
        ("形象进度", "完成进度"),
        ("整改措施", "改革的具体项目"),
        ("推进举措", "改革的具体项目"),
        ("年度工作目标", "改革攻坚目标"),
        ("指标要求", "改革攻坚目标"),
        ("包联领导", "牵头领导"),
        ("拟解决的主要问题", "改革针对的突出问题"),
    ],
)
def test_words_tell_a_column__ok(text: str, name: str) -> None:  # HW1
    assert name in [each for _, each in meanings(folded(text))]


@pytest.mark.parametrize(
    "text",
    [
        "存在问题", "存在的问题及建议", "计划进度", "上期进度", "投资完成率", "建设单位", "填报单位", "批示领导", "单位",
        "实际完成时间", "更新时间", "下步措施", "下一步工作打算", "进展情况", "总投资", "目标类型", "建设内容及规模",
        "联系电话", "佐证材料", "序时进度", "主要内容", "责任人",
    ],
)  # fmt: skip
def test_other_columns_are_left_alone__error(text: str) -> None:  # HW1
    assert meanings(folded(text)) == ()


def test_the_best_name_wins__ok() -> None:  # HW1
    found = header(["序号", "重点任务", "具体任务", "责任单位", "牵头单位", "存在问题", "反馈问题"])
    assert found.columns == {
        "序号": 1,
        "事项名称": 2,
        "改革的具体项目": 3,
        "牵头单位及负责人": 5,
        "改革针对的突出问题": 7,
    }
    assert found.unit_column == 4
    assert found.by_words == {"改革的具体项目": "具体任务", "改革针对的突出问题": "反馈问题"}


# HW2


def test_traditional_characters__ok() -> None:  # HW2
    found = header(["序號", "事項名稱", "具體措施", "牽頭單位及負責人", "備註"])
    assert list(found.columns.values()) == [1, 2, 3, 4, 5]


def test_blanks_and_brackets__ok() -> None:  # HW2
    found = header(["序 号", "督 办\n事 项", "整改 措施（举措）", "主责部门（公章）", "办 结\n时 限"])
    assert found.columns == {
        "序号": 1,
        "事项名称": 2,
        "改革的具体项目": 3,
        "牵头单位及负责人": 4,
        "完成时限": 5,
    }


@pytest.mark.parametrize("merges", [("D1:F1", "G1:H1"), ()])
def test_a_heading_over_columns_names_none_of_them__ok(merges: tuple[str, ...]) -> None:  # HW2
    found = header(
        ["序号", "重点任务", "主要措施", "责任分工", None, None, "工作进度", None],
        [None, None, None, "牵头领导", "牵头单位", "配合单位", "计划进度", "实际进度"],
        [1, "甲", "一", "张三", "综合局", "招商局", 0.7, 0.6],
        merges=merges,
    )
    assert (found.bottom, found.columns["完成进度"], found.columns["牵头单位及负责人"]) == (2, 8, 5)
    assert found.extra == {7: "计划进度"}


def test_a_rate_of_money_is_no_progress__error() -> None:  # HW2
    found = header(
        ["序号", "项目名称", "责任单位", "投资情况", None],
        [None, None, None, "总投资", "完成率"],
        [1, "甲", "综合局", 100, 0.5],
        merges=("D1:E1", "A1:A2", "B1:B2", "C1:C2"),
    )
    assert "完成进度" not in found.columns


# HW3


@pytest.mark.parametrize(
    "below",
    [
        ["No.", "Task", "Measures", "Lead unit"],
        ["1", "2", "3", "4"],
        [1, 2, 3, 4],
        ["甲", "乙", "(1)", "(2)"],
        ["A", "B", "C", "D"],
    ],
)
def test_a_line_below_belongs_to_the_header__ok(below: list[Any]) -> None:  # HW3
    assert header(BASE, below, [1, "甲事项", "一", "综合局"]).bottom == 2


def test_an_item_with_a_short_name_is_an_item__ok() -> None:  # HW3
    assert header(BASE, [1, "5G", "建基站", "综合局"]).bottom == 1
    assert header(BASE, [1, "ERP", "ABC", "IT"]).bottom == 1


# HW4


def of_progress(text: str, *values: Any, folder: Path) -> Path:
    rows = [[n, f"第{n}号任务", "1、制定方案", "综合局", value] for n, value in enumerate(values, 1)]
    return write(folder / "清单.xlsx", Tab("任务清单", [[*BASE, text], *rows]))


def figures(path: Path) -> list[Any]:
    outcome = build(read_tables(GridBook(path)), RunOptions(Period(2020, 9), AS_OF))
    (edit,) = (each for each in outcome.plan.edits if each.name == "任务清单")
    column = next(at for (row, at), cell in edit.cells.items() if row == 1 and cell.value == "完成进度")
    return [edit.cells[row, column] for row in sorted({row for row, _ in edit.cells}) if row > 1]


def test_a_column_in_per_cent_is_divided__ok(tmp_path: Path) -> None:  # HW4
    cells = figures(of_progress("进度（%）", 100, 80, 1, 35.5, None, folder=tmp_path))
    assert [cell.value for cell in cells] == [1, 0.8, 0.01, 0.355, None]
    assert all("$E2/100" in (cell.formula or "") for cell in cells[:1])


def test_a_share_that_is_shown_as_per_cent_is_not_divided__ok(tmp_path: Path) -> None:  # HW4
    path = of_progress("进度（%）", 0.8, 80, folder=tmp_path)
    book = openpyxl.load_workbook(path)
    book.active["E2"].number_format = "0%"
    book.save(path)
    cells = figures(path)
    assert [cell.value for cell in cells] == [0.8, 0.8]
    assert ["/100" in (cell.formula or "") for cell in cells] == [False, True]


def test_units_that_no_row_is_for_are_not_read__ok(tmp_path: Path) -> None:  # HW5
    rows = [
        ["序号", "重点任务", "主要措施", "牵头单位", "责任单位"],
        [1, "甲", "1、一\n2、二", "综合局", "财政局"],
    ]
    path = write(tmp_path / "清单.xlsx", Tab("任务清单", rows))
    (said,) = (each for each in check_file(str(path), Checking(today=AS_OF)).findings if each.code == "S118")
    assert said.cell == "E1"


def test_what_is_no_per_cent_is_found__error(tmp_path: Path) -> None:  # HW4
    report = check_file(str(of_progress("进度（%）", 150, "约八成", folder=tmp_path)), Checking(today=AS_OF))
    found = {(each.cell, each.code) for each in report.findings if each.column_name == "完成进度"}
    assert found == {("E2", "T110"), ("E3", "T113")}


def test_words_are_no_progress__error() -> None:  # HW4
    assert "完成进度" not in header([*BASE, "形象进度"], [1, "甲", "一", "综合局", "主体施工"]).columns
    assert "完成进度" not in header([*BASE, "完成情况"], [1, "甲", "一", "综合局", "已完成"]).columns
    assert header([*BASE, "完成情况"], [1, "甲", "一", "综合局", "80%"]).columns["完成进度"] == 5


# HW5

SAID = ("S106", "S107", "S110", "S117", "S118", "S119")


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        (
            [["序号", "督办事项", "主要措施", "牵头单位", "交办文号"], [1, "甲", "一", "综合局", "1号"]],
            {"S117", "S118"},
        ),
        ([["序号", "任务名称", "指标要求", "牵头部门"], [1, "甲", "增长8%", "综合局"]], {"S117", "S119"}),
        (
            [
                BASE,
                [1, "甲", "一", "综合局"],
                ["序号", "牵头单位", "项目名称", "主要措施"],
                [1, "住建局", "乙", "二"],
            ],
            {"S110"},
        ),
    ],
)
def test_it_is_said_by_both__ok(rows: list[list[Any]], codes: set[str], tmp_path: Path) -> None:  # HW5
    path = write(tmp_path / "清单.xlsx", Tab("任务清单", rows))
    outcome = build(read_tables(GridBook(path)), RunOptions(Period(2020, 9), AS_OF))
    assert {each.code for each in outcome.findings if each.code in SAID} == codes
    report = check_file(str(path), Checking(today=AS_OF))
    assert {each.code for each in report.findings if each.code in SAID} == codes
    assert outcome.facts["items"] == outcome.facts["measures"] == 1


# HW6


def test_headers_that_were_seen_are_named__error(tmp_path: Path) -> None:  # HW6
    path = write(tmp_path / "清单.xlsx", Tab("名册", [["序号", "姓名", "电话"], [1, "王强", "1"]]))
    with pytest.raises(Stop) as stop:
        build(read_tables(GridBook(path)), RunOptions(Period(2020, 9), AS_OF))
    assert stop.value.code == "no_list"
    assert "姓名" in stop.value.say.zh
    (finding,) = (each for each in check_file(str(path), Checking()).findings if each.code == "S101")
    assert "姓名" in finding.message("zh")


def test_per_cent_stays_per_cent_beside_our_own_column__ok(tmp_path: Path) -> None:
    """The next builds find a 完成进度 of ours, and read the staff's column still."""
    rows = [["序号", "事项名称", "具体措施", "牵头单位", "完成进度（%）"]]
    rows += [[n, f"第{n}项", "1、摸底", "综合局", share] for n, share in enumerate((80, 1, 100), 1)]
    book = Book(write(tmp_path / "清单.xlsx", Tab("任务清单", rows)).read_bytes())
    for _ in range(3):
        book = book.built()
        ours = book.tables.need_list.header.columns["完成进度"]
        assert [row[ours - 1] for row in book.grids["任务清单"].rows[1:4]] == [0.8, 0.01, 1]
    assert not book.plan().plan.edits


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        (("工程形象进度（%）", 20), ("完成进度（%）", 80), 0.8),
        (("完成率（%）", 20), ("完成进度", 0.7), 0.7),
        (("完成进度（%）", 80), ("工程形象进度（%）", 20), 0.8),
    ],
)
def test_of_two_columns_of_progress_the_same_one_counts_at_each_build__ok(
    first: tuple[str, float], second: tuple[str, float], shown: float, tmp_path: Path
) -> None:
    header, values = zip(first, second, strict=True)
    rows = [["序号", "事项名称", "具体措施", "牵头单位", *header], [1, "甲", "1、摸底", "综合局", *values]]
    book = Book(write(tmp_path / "清单.xlsx", Tab("任务清单", rows)).read_bytes())
    for _ in range(2):
        book = book.built()
        ours = book.tables.need_list.header.columns["完成进度"]
        assert book.grids["任务清单"].rows[1][ours - 1] == shown
