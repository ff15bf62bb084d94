"""What below the header of a register is a row of it, and what is not.

RR1  Totals and subtotals, wherever their word stands and however it ends; notes, signatures, headings, titles and headers that
     are printed again are no rows, with a key before or behind.
RR2  Labels and sentences without a colon are none where nothing of the register follows.
RR3  Another table further down ends the register, and is said.
RR4  No row of a real list is lost: one that begins with such a word, that has little, that is numbered like a heading.
RR5  In 登记表定义 a note is no register, and a column may be called 备注.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from registers import DECLARED, DEFINITIONS, OWN, OWN_HEADER, PROJECTS, project, sheet
from sheets import areas, grid

from duban.workbook.format.fields import SheetFormat
from duban.workbook.format.registers.indicators import INDICATORS
from duban.workbook.format.registers.zones import ZONES
from duban.workbook.format.sheets_and_registers import REGISTERS
from duban.workbook.reading.declared_registers import declared_registers
from duban.workbook.reading.registers import find_register_header, header_findings_of, register_sheet
from duban.workbook.reading.table import Table

Row = list[Any]


def table_of(rows: list[Row], declared: SheetFormat, *merges: str) -> tuple[Table, list[tuple[str, str]]]:
    """The table, and code and cell of what is said of its header but lacking columns."""
    cells = replace(grid(rows, name=declared.name), merges=areas(merges))
    found = find_register_header(cells, declared)
    assert found is not None
    made = register_sheet(cells, found, declared)
    about = [(each.code, each.cell) for each in header_findings_of(made, found)]
    return made.table, [each for each in about if each[0] != "G104"]


def declared_by(*rows: dict[str, Any]) -> tuple[dict[str, SheetFormat], list[tuple[str, str]]]:
    """The registers that these rows of 登记表定义 declare, and what is wrong with them."""
    table, _ = table_of([list(row) for row in sheet(DEFINITIONS, rows)], REGISTERS[DEFINITIONS])
    formats, findings = declared_registers(table, REGISTERS)
    return formats, [(each.code, each.cell) for each in findings]


CHECKS = declared_by(*DECLARED)[0][OWN]
HEADER: Row = [*OWN_HEADER]
"""企业 责任单位 检查日期 隐患数 罚款（万元） 整改率 等级 情况."""
DAY = date(2020, 7, 1)
A: Row = ["甲厂", "综合局", DAY, 3, 1.5, 0.5, "甲", "好"]
B: Row = ["乙厂", "财政局", DAY, 4, 2, 0.5, "乙", "中"]


def firms(*between: Row, merges: tuple[str, ...] = (), title: str = "2020年安全检查表") -> list[Any]:
    """The firms that are read where rows stand between two rows and behind them."""
    rows = [[title], ["单位：家"], HEADER, A, *between, B, *between]
    return list(table_of(rows, CHECKS, *merges)[0]["企业"])


ASIDE: list[Row] = [
    ["综合局小计", None, None, 3, 1.5],
    ["综合局 小计：", None, None, 3],
    ["综合局小计（1家）", None, None, 3],
    ["综合局小计", "综合局", None, 3],
    [None, "财政局 合计", None, 4, 2],
    ["全区合计", None, DAY, 7, 3.5],
    ["合计", None, DAY, 7, None, None, None, "合"],
    [9, "合计", None, 7],
    ["注：", "数据截至9月"],
    ["注：本表按月更新"],
    ["备注：", None, "按月更新"],
    ["填报说明：1.隐患数为累计数"],
    ["填表人：", "张三", None, "联系电话：", 5331234],
    ["一、综合局片区（2家）"],
    ["（一）财政局片区", None, None, 12, 3.5],
    [None, "二、财政局片区"],
    HEADER,
    HEADER[:5],
    ["2020年安全检查表"],
    ["单位：家"],
]


@pytest.mark.parametrize("aside", ASIDE)
def test_no_rows_of_a_register__ok(aside: Row) -> None:  # RR1
    assert firms(aside) == ["甲厂", "乙厂"]


def test_a_text_over_several_columns_is_no_row__ok() -> None:  # RR1
    assert firms(["综合局片区"], merges=("A5:H5", "A7:H7")) == ["甲厂", "乙厂"]


def test_chinese_numbers_among_arabic_ones__ok() -> None:  # RR1
    rows = [
        ["序号", "企业", "责任单位", "隐患数"],
        ["一", "综合局片区"],
        [1, "甲厂", "综合局", 3],
        ["二", "财政局片区", None, 4],
        [2, "乙厂", "财政局", 4],
    ]
    assert list(table_of(rows, CHECKS)[0]["企业"]) == ["甲厂", "乙厂"]


@pytest.mark.parametrize(
    "row",
    [
        ["合计", 12],
        ["合计", None, 12],
        ["填表人：", "张三"],
        ["填表人：", "张三", "联系电话：", 123],
        ["注：", "数据截至9月"],
    ],
)
def test_with_the_key_behind__ok(row: Row) -> None:  # RR1
    rows = [["备注", "开发区", "内设机构数", "区划"], [None, "甲区", 6], ["扩区", "乙区", 7], row]
    assert list(table_of(rows, REGISTERS[ZONES])[0]["开发区"]) == ["甲区", "乙区"]


CLOSING: list[list[Row]] = [
    [["联系电话", 5331234]],
    [["说明", "X"]],
    [["填表人", "张三", "联系电话", 123]],
    [["本表由应急局填报，数据截至9月30日"]],
    [["注：1.隐患数为累计数"], ["2.罚款按决定书"], ["3.其他"]],
    [["数据来源：应急局"], [], ["审核", "李四"]],
]


@pytest.mark.parametrize("below", CLOSING)
def test_what_only_stands_below__ok(below: list[Row]) -> None:  # RR2
    rows = [HEADER, A, B, [], *below]
    assert list(table_of(rows, CHECKS)[0]["企业"]) == ["甲厂", "乙厂"]


PROJECT_ROWS = [list(row) for row in sheet(PROJECTS, [project(1), project(2), project(3)])]


@pytest.mark.parametrize(
    ("second", "cell"),
    [
        ([[], ["附表：已出库项目"], ["项目编号", "项目名称", "出库原因"], ["XM-90", "旧项目", "建成"]], "A7"),
        ([["项目名称", "责任单位", "总投资"], ["旧项目", "综合局", 9]], "A5"),
        ([[], ["责任单位", "个数"], ["综合局", 3], ["财政局", 4]], "A6"),
        ([[], ["各单位项目数"], [None, None, "责任单位", "个数"], [None, None, "综合局", 3]], "C7"),
    ],
)
def test_another_table_further_down__error(second: list[Row], cell: str) -> None:  # RR3
    table, about = table_of([*PROJECT_ROWS, *second], REGISTERS[PROJECTS])
    assert list(table["项目编号"]) == ["XM-01", "XM-02", "XM-03"]
    assert about == [("S110", cell)]


def test_a_page_printed_again_is_no_other_table__ok() -> None:  # RR1 RR3
    rows = [["重点项目库"], *PROJECT_ROWS[:3], ["重点项目库"], PROJECT_ROWS[0], PROJECT_ROWS[3]]
    table, about = table_of(rows, REGISTERS[PROJECTS])
    assert (list(table.rows), about) == ([3, 4, 7], [])
    below = [*PROJECT_ROWS, ["备注：", "按月更新"], ["说明", "X"], ["联系电话", 5331234]]
    assert list(table_of(below, REGISTERS[PROJECTS])[0].rows) == [2, 3, 4]


def test_numbers_of_columns_are_no_row__ok() -> None:  # RR1
    rows = [HEADER, [*range(1, 9)], A]
    assert list(table_of(rows, CHECKS)[0]["企业"]) == ["甲厂"]


KEPT: list[Row] = [
    ["丙厂"],  # just typed
    ["丙厂", None, None, 3],
    [None, "综合局", DAY, 3],  # its key is yet to come
    ["合计软件公司", "综合局", DAY, 3, 1, 0.5, "甲", "好"],
    ["汇总数据公司", "综合局"],
    ["本地小计算机厂", None, None, 2],
    ["说明书印刷厂", None, None, 2],
    ["一厂", None, None, 2],
    [7, "综合局", DAY],
]


@pytest.mark.parametrize("row", KEPT)
def test_no_row_is_lost__ok(row: Row) -> None:  # RR4
    rows = [HEADER, A, row, B]
    assert list(table_of(rows, CHECKS)[0].rows) == [2, 3, 4]
    assert list(table_of([HEADER, A, B, [], row], CHECKS)[0].rows) == [2, 3, 5]


def test_rows_numbered_like_headings__ok() -> None:  # RR4
    rows = [HEADER, ["一、甲厂", *A[1:]], ["二、乙厂", *B[1:]], ["三、丙厂"], ["四、丁厂", None, None, 5]]
    assert list(table_of(rows, CHECKS)[0].rows) == [2, 3, 4, 5]
    assert list(table_of([HEADER, ["一、甲厂"], ["二、乙厂"]], CHECKS)[0].rows) == [2, 3]


def test_names_below_a_note__ok() -> None:  # RR4
    assert list(table_of([HEADER, ["注：请填全称"], ["甲厂"], ["乙厂"]], CHECKS)[0].rows) == [3, 4]


def test_rows_that_begin_with_a_word_of_totals__ok() -> None:  # RR4
    rows = [
        ["口径", "产业", "指标", "一季度", "年度目标"],
        ["累计", "新材料", "产值", 1, 8],
        ["累计", "新材料", "税收合计", 1, 8],
        ["合计", None, None, 2, 16],
        ["累计", "新材料合计", None, 2, 16],
    ]
    assert list(table_of(rows, REGISTERS[INDICATORS])[0].rows) == [2, 3]


def test_notes_of_definitions__ok() -> None:  # RR5
    rows = (
        {"登记表": OWN, "列名": "企业", "必填": "是"},
        {"登记表": None, "列名": "备注"},
        {"登记表": "注：以上为安全检查", "列名": None},
        {"登记表": "说明", "列名": "X"},
    )
    formats, found = declared_by(*rows)
    assert (list(formats), found) == ([OWN], [])
    assert formats[OWN].names == ("企业", "备注", "行键")
    real = declared_by({"登记表": "说明", "列名": "事项", "类型": "文本", "必填": "是"})
    assert list(real[0]) == ["说明"]
