"""The people of a workbook: whoever any of its sheets names.

PE1 A cell of people gives each of them, whatever parts them, without title, label, number and 等 5 人.
PE2 What is no name is none: units, titles alone, 待定, headers.
PE3 Columns of the list, the ledger, registers and declared registers by their kind; columns that staff put beside them by their
    header; owners in columns of units.
PE4 Sheets that the program does not know, hidden ones too; the record of what was said before.
PE6 Lines beside a table that say who filled it in; columns that hold nothing but names, whatever their header says.
PE5 Numbers: those of columns of telephones and of people, as text or as a number, a landline without its area code too.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from lists import Item, make_book
from openpyxl import Workbook
from registers import sheet

from duban.workbook.format.names import LIST
from duban.workbook.format.registers.definitions import DEFINITIONS
from duban.workbook.format.registers.models import FORMAT as MODELS_FORMAT
from duban.workbook.reading.grid import GridBook
from duban.workbook.reading.people import People, names_in, people_of
from duban.workbook.reading.tables import read_tables

MODELS = MODELS_FORMAT.name


def people(data: bytes, folder: Path, change: Callable[[Workbook], None] | None = None) -> People:
    path = folder / "书.xlsx"
    path.write_bytes(data)
    if change is not None:
        book = openpyxl.load_workbook(io.BytesIO(data))
        change(book)
        book.save(path)
    source = GridBook(path)
    return people_of(source, read_tables(source))


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("王强", {"王强"}),
        ("王  强", {"王强"}),
        ("王　强\n李 明", {"王强", "李明"}),
        ("王强、李明，赵一；钱二/孙三", {"王强", "李明", "赵一", "钱二", "孙三"}),
        ("王强局长、副主任李明", {"王强", "李明"}),
        ("何书平等 5 人", {"何书平"}),
        ("组长：王强 成员：李明、赵一", {"王强", "李明", "赵一"}),
        ("王强（13812345678）", {"王强"}),
        ("综合局 王强", {"王强"}),
        ("欧阳 锋", {"欧阳锋", "欧阳"}),
        ("阿依古丽·买买提", {"阿依古丽·买买提"}),
        ("才让多杰", {"才让多杰"}),
        ("John Smith", {"John Smith"}),
    ],
)
def test_names_in__ok(cell: str, names: set[str]) -> None:  # PE1
    assert names <= set(names_in(cell))
    assert {each for each in names_in(cell) if len(each) > 1} <= {*names, "John", "Smith", "锋"}


@pytest.mark.parametrize(
    "cell",
    [
        "综合局",
        "各单位",
        "待定",
        "主任",
        "副局长",
        "无",
        "同上",
        "联系人",
        "13812345678",
        "",
        "见附件",
        "市民",
        "小区业主",
        "匿名",
        "全体成员单位",
    ],
)
def test_names_in__error(cell: str) -> None:  # PE2
    assert names_in(cell) == []


def test_list_and_beside_it__ok(tmp_path: Path) -> None:  # PE3
    def change(book: Workbook) -> None:
        rows = book[LIST]
        for column, (header, value) in enumerate(
            (
                ("分管副职", "丁一凡"),
                ("联系人", "丁二凡"),
                ("经办人姓名", "丁三凡"),
                ("手机号码", 13812345678),
            ),
            9,
        ):
            rows.cell(3, column, header)
            rows.cell(4, column, value)
        rows["G5"] = "综合局：丁四凡"
        rows["E5"] = "1、完成摸底（综合局、责任人：丁五凡）"

    found = people(make_book(Item("甲"), Item("乙")).data, tmp_path, change)
    assert {"李明", "王强", "丁二凡", "丁三凡", "丁四凡"} <= {*found.names}
    assert "丁一凡" not in found.names  # 分管副职 says nothing of a person
    assert found.names["丁二凡"] == f"{LIST}!J4" and found.numbers == {"13812345678": f"{LIST}!L4"}


def test_registers__ok(tmp_path: Path) -> None:  # PE3
    declared = [
        {"登记表": "走访", "列名": "对象", "类型": "人员", "必填": "是"},
        {"列名": "日期", "类型": "日期"},
        {"列名": "号码", "类型": "电话"},
    ]
    more = {
        "领导小组": sheet(
            "领导小组", [{"小组": "专班", "职务": "组长", "姓名": "丁一凡", "联系电话": "0533-7654321"}]
        ),
        "服务组": sheet("服务组", [{"组别": "第一组", "组长": "丁二凡", "成员": "丁三凡、丁四凡"}]),
        MODELS: sheet(MODELS, [{"类别": "个人", "名称": "丁五凡"}, {"类别": "单位", "名称": "龙腾公司"}]),
        DEFINITIONS: sheet(DEFINITIONS, declared),
        "走访": [("对象", "日期", "号码"), ("丁六凡", None, "801234")],
    }
    found = people(make_book(Item("甲"), more=more).data, tmp_path)
    assert {"丁一凡", "丁二凡", "丁三凡", "丁四凡", "丁五凡", "丁六凡"} <= {*found.names}
    assert "龙腾公司" not in found.names
    assert {"05337654321", "7654321", "801234"} <= {*found.numbers}


def test_other_sheets__ok(tmp_path: Path) -> None:  # PE4
    more = {
        "通讯录": [
            ("某某通讯录",),
            ("单位", "姓名", "办公电话", "邮箱"),
            ("综合局", "丁一凡", 5337654321, "ding@a.cn"),
            ("丁二凡局", "上官 云", "", ""),
        ],
        "旧名单": [("序号", "责任单位"), (1, "招商局：丁三凡"), (2, "规划局\n负责人：丁四凡")],
    }

    def change(book: Workbook) -> None:
        book["通讯录"].sheet_state = "hidden"
        book["旧名单"].sheet_state = "veryHidden"

    found = people(make_book(Item("甲"), more=more).data, tmp_path, change)
    assert {"丁一凡", "上官云", "ding@a.cn", "丁三凡", "丁四凡"} <= {*found.names}
    assert {"5337654321", "7654321"} <= {*found.numbers}  # PE5
    assert not {"招商局", "综合局", "规划局"} & {*found.names}


def test_who_was_named_before__ok(tmp_path: Path) -> None:  # PE4
    built = make_book(Item("甲")).built()

    def change(book: Workbook) -> None:
        log = book["填报记录"]
        header = {cell.value: cell.column for cell in log[1]}
        assert header.keys() >= {"字段", "原值", "新值"}
        for name, value in (
            ("字段", "负责人"),
            ("原值", "丁一凡"),
            ("新值", "丁二凡"),
            ("期间", "2020Q3"),
            ("事项序号", 1),
        ):
            log.cell(2, header[name], value)

    found = people(built.data, tmp_path, change)
    assert {"丁一凡", "丁二凡", "李明", "王强"} <= {*found.names}


def test_lines_and_columns_of_names__ok(tmp_path: Path) -> None:  # PE6
    more = {
        "附表": [
            ("填报人：丁一凡    联系电话：0533—7654321",),
            ("事项", "谁来干", "等级"),
            ("甲", "丁二凡", "严重"),
            ("乙", "于小", "严重"),
            ("审核人", "丁三凡", ""),
            ("说明", "丁四凡等", "一般"),
        ],
        "排班": [("周", "谁"), (1, "丁五凡"), (2, "于乐")],
    }
    found = people(make_book(Item("甲"), more=more).data, tmp_path)
    assert {"丁一凡", "丁三凡", "丁五凡", "于乐"} <= {*found.names} and "严重" not in found.names
    assert "05337654321" in found.numbers


def test_a_date_is_no_number__ok(tmp_path: Path) -> None:  # PE5
    more = {"通讯录": [("姓名", "电话"), ("丁一凡", date(2020, 9, 30))]}
    assert people(make_book(Item("甲"), more=more).data, tmp_path).numbers == {}


def test_a_header_with_words_like_names__ok(tmp_path: Path) -> None:  # PE4
    more = {"走访": [("申请人", "时间", "金额"), ("才让多杰", "上午", 3)]}
    assert "才让多杰" in people(make_book(Item("甲"), more=more).data, tmp_path).names
