"""Which sheets are registers, where their headers stand, and what an office may declare.

RG1  A register is found under titles, with its columns in another order, under other names and with others between; a header
     of merged rows too. Totals and signatures are none of its rows.
RG2  Amounts in another unit than the register's are not read, be it said in the header or above it.
RG3  A sheet of a register's name with few of its columns is none, and said; with enough of them it is, and no task list.
RG4  A column that stands there twice, and those that lack, are said once.
RG5  A declaration gives columns of every kind; what is wrong in it is found at its cell, and the rest of it counts.
RG6  Nothing that a declaration says is evaluated.
RG7  A declared register without a sheet is said; so is a sheet whose name is almost that of a register. Blanks in the name of
     both are theirs. None of them is taken for a task list.
RG8  No register is called as the task list, or as the summary of another, whichever is declared first.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from registers import DECLARED, DEFINITIONS, OWN, PROJECTS, project, sheet
from sheets import HEADER, Sheet, areas, grid, item, write

from duban.validation.checker import Checking, check_file
from duban.workbook.format.fields import SheetFormat
from duban.workbook.format.registers.indicators import INDICATORS
from duban.workbook.format.sheets_and_registers import REGISTERS
from duban.workbook.reading.declared_registers import declared_registers
from duban.workbook.reading.grid import GridBook
from duban.workbook.reading.registers import find_register_header, register_sheet
from duban.workbook.reading.tables import read_tables
from duban.workbook.say.stop import Stop

PROJECTS_FORMAT = REGISTERS[PROJECTS]


def read(
    rows: list[list[Any]], declared: SheetFormat = PROJECTS_FORMAT, merges: tuple[str, ...] = ()
) -> dict[int, dict[str, Any]]:
    """The rows of a register by Excel row, without blanks."""
    cells = replace(grid(rows, name=declared.name), merges=areas(merges))
    found = find_register_header(cells, declared)
    assert found is not None
    table = register_sheet(cells, found, declared).table
    return {
        row: {name: values[at] for name, values in table.columns.items() if values[at] is not None}
        for at, row in enumerate(table.rows)
    }


TITLES: list[list[Any]] = [["2020年重点项目一览表"], [None, None, "单位：亿元"]]


def test_titles_order_names_and_others__ok() -> None:  # RG1
    rows = [
        *TITLES,
        ["序号", "工程名称", "项 目\n编号", "填报单位", "联系电话", "计划总投资（亿元）", "状态"],
        [1, "新区道路", "A-1", "招商局", 123, 2.5, "开工"],
        [None] * 7,
        [2, "厂房", "A-2", "办公室", None, "3", "储备"],
        ["合计", None, None, None, None, 5.5, None],
        ["填表人：王强"],
    ]
    assert read(rows) == {
        4: {
            "项目名称": "新区道路",
            "项目编号": "A-1",
            "责任单位": "招商局",
            "总投资": 2.5,
            "项目状态": "开工",
        },
        6: {"项目名称": "厂房", "项目编号": "A-2", "责任单位": "办公室", "总投资": "3", "项目状态": "储备"},
    }


def test_header_of_merged_rows__ok() -> None:  # RG1
    rows = [
        ["产业", "指标", "口径", "本年", None, "年度目标"],
        [None, None, None, "一季度", "二季度", None],
        ["新材料", "产值", "累计", 1, 2, 8],
    ]
    merges = ("A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:F2")
    found = read(rows, REGISTERS[INDICATORS], merges)
    assert found == {
        3: {"产业": "新材料", "指标": "产值", "口径": "累计", "一季度": 1, "二季度": 2, "年度目标": 8}
    }


@pytest.mark.parametrize(
    ("title", "header", "taken"),
    [
        (None, "总投资", True),
        (None, "总投资（亿元）", True),
        ("单位：亿元", "总投资", True),
        (None, "总投资（万元）", False),
        ("金额单位：万元", "总投资", False),
        ("单位：万元", "总投资（亿元）", True),
        ("填报单位：招商局", "总投资", True),
    ],
)
def test_amounts_in_another_unit__error(title: str | None, header: str, taken: bool) -> None:  # RG2
    rows: list[list[Any]] = [[title], ["项目编号", "项目名称", header], ["A", "甲", 20000]]
    cells = grid(rows, name=PROJECTS)
    found = find_register_header(cells, PROJECTS_FORMAT)
    assert found is not None
    assert ("总投资" in found.header.columns) == taken
    assert [each.unit for each in found.other_units] == ([] if taken else ["万元"])


def told(path: Path, *sheets: Sheet) -> list[tuple[str, str, str]]:
    """Code, sheet and cell of what the checker finds about registers."""
    write(path, *sheets)
    found = check_file(str(path), Checking()).findings
    return [
        (each.code, each.sheet, each.cell) for each in found if each.code[0] in "GPMN" or each.code == "S106"
    ]


LIST = Sheet("任务清单", [HEADER, item(1)])


def test_few_columns_are_no_register__error(tmp_path: Path) -> None:  # RG3
    few = Sheet(PROJECTS, [["编号", "项目名称", "备注"], [1, "甲", "乙"]])
    assert told(tmp_path / "a.xlsx", LIST, few) == [("G103", PROJECTS, "A1")]
    other = Sheet(PROJECTS, [["本表另行通知"], ["请勿填写"]])
    assert told(tmp_path / "b.xlsx", LIST, other) == [("G103", PROJECTS, "")]


def test_a_register_is_no_task_list__ok(tmp_path: Path) -> None:  # RG3
    path = tmp_path / "a.xlsx"
    # it has the columns of a task list too
    rows = [
        ["项目编号", "项目名称", "责任单位", "工作目标", "工作措施", "项目状态"],
        ["A", "甲", "招商局", "目标", "1、措施", "开工"],
    ]
    write(path, LIST, Sheet(PROJECTS, rows))
    tables = read_tables(GridBook(path))
    assert tables.list is not None and tables.list.name == "任务清单"
    assert list(tables.registers) == [PROJECTS]
    alone = tmp_path / "b.xlsx"
    write(alone, Sheet(PROJECTS, rows))
    assert read_tables(GridBook(alone)).list is None
    named = read_tables(GridBook(alone), PROJECTS)  # --sheet
    assert named.list is not None and not named.registers


def test_what_the_header_lacks_and_has_twice__error(tmp_path: Path) -> None:  # RG4
    rows = sheet(PROJECTS, [project(1)])
    keep = [place for place, name in enumerate(rows[0]) if name not in ("总投资", "产业")]
    wide = [
        [*(row[place] for place in keep), more] for row, more in zip(rows, ("项目状态", None), strict=True)
    ]
    at = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[len(keep)]
    assert told(tmp_path / "a.xlsx", LIST, Sheet(PROJECTS, wide)) == [
        ("G104", PROJECTS, "A1"),
        ("S106", PROJECTS, f"{at}1"),
    ]


# RG5


def declared(
    *rows: dict[str, Any], taken: tuple[str, ...] = ()
) -> tuple[dict[str, SheetFormat], list[tuple[str, str]]]:
    """The registers that rows declare, and what is wrong with them: code and cell."""
    cells = grid([list(row) for row in sheet(DEFINITIONS, rows)], name=DEFINITIONS)
    found = find_register_header(cells, REGISTERS[DEFINITIONS])
    assert found is not None
    table = register_sheet(cells, found, REGISTERS[DEFINITIONS]).table
    formats, findings = declared_registers(table, {*REGISTERS, *taken})
    assert all(each.message(lang) and each.remedy(lang) for each in findings for lang in ("zh", "en"))
    return formats, [(each.code, each.cell) for each in findings]


def test_every_kind_of_column__ok() -> None:
    formats, found = declared(*DECLARED)
    assert found == [] and list(formats) == [OWN]
    made = formats[OWN]
    assert [(field.kind, field.who, field.total) for field in made.fields[:-1]] == [
        ("short", "staff", "计数"),
        ("unit", "staff", ""),
        ("day", "staff", "最新"),
        ("whole", "unit", "合计"),
        ("amount", "staff", "合计"),
        ("share", "unit", "平均"),
        ("choice", "staff", "分布"),
        ("text", "unit", "最新"),
    ]
    assert (made.key, made.sent_by, made.summary) == (("企业",), "责任单位", f"{OWN}汇总")
    assert made["罚款（万元）"].measured_in == "万元" and made["企业"].required == "G101"
    assert made.names[-1] == "行键" and made["行键"].hidden


ROW = {"登记表": OWN, "列名": "企业", "必填": "是"}


@pytest.mark.parametrize(
    ("wrong", "code", "cell"),
    [
        ({"列名": "企业"}, "G120", "B3"),
        ({"列名": "企 业"}, "G120", "B3"),
        ({"列名": "行键"}, "G120", "B3"),
        ({"列名": "区县"}, "G120", "B3"),
        ({"列名": "长" * 61}, "G120", "B3"),
        ({"列名": "等级", "类型": "单选"}, "G120", "F3"),
        ({"列名": "等级", "类型": "单选", "选项": "甲"}, "G120", "F3"),
        ({"列名": "备注", "别名": "企业"}, "G120", "G3"),
        ({"列名": "备注", "选项": "甲、乙"}, "G122", "F3"),
        ({"列名": "备注", "类型": "文本", "汇总": "合计"}, "G122", "I3"),
        ({"列名": "备注", "类型": "日期", "汇总": "分布"}, "G122", "I3"),
        ({"列名": "备注", "填写": "单位"}, "G122", "D2"),
        (
            {"列名": "等级", "类型": "单选", "选项": "、".join(f"第{n}个选项" for n in range(60))},
            "G122",
            "F3",
        ),
        ({"登记表": "市级汇总", "列名": "甲"}, "G121", "A3"),
        ({"登记表": "单位-甲", "列名": "甲"}, "G121", "A3"),
        ({"登记表": PROJECTS, "列名": "甲"}, "G121", "A3"),
        ({"登记表": f"{OWN}汇总", "列名": "甲"}, "G121", "A3"),
        ({"登记表": "长" * 27, "列名": "甲"}, "G121", "A3"),
        ({"登记表": "甲/乙", "列名": "甲"}, "G121", "A3"),
        ({"登记表": "乙", "列名": "合计数", "填写": "公式"}, "G121", "A3"),
        ({"登记表": "乙", "列名": "名称"}, "G122", "E3"),
    ],
)
def test_what_is_wrong_in_a_declaration__error(wrong: dict[str, Any], code: str, cell: str) -> None:
    formats, found = declared(ROW, wrong)
    assert found == [(code, cell)]
    assert formats[OWN].names[0] == "企业"  # the rest of it counts


def test_a_row_before_any_register__error() -> None:
    formats, found = declared({"列名": "甲"}, ROW)
    assert (found, list(formats)) == ([("G120", "A2")], [OWN])


def test_nothing_is_evaluated__ok() -> None:  # RG6
    odd = "=CMD|'/C calc'!A0"
    formats, found = declared(
        ROW, {"列名": odd, "类型": "单选", "选项": "=1+1、{0}、%s", "说明": "{value} ${x}"}
    )
    assert found == []
    field = formats[OWN][odd]
    assert field.choices == ("=1+1", "{0}", "%s") and field.help == "{value} ${x}"


# RG7


def defined(*names: str) -> Sheet:
    """登记表定义 with registers of one column."""
    rows = [{"登记表": name, "列名": "企业", "必填": "是", "汇总": "计数"} for name in names]
    return Sheet(DEFINITIONS, [list(row) for row in sheet(DEFINITIONS, rows)])


def firms(name: str) -> Sheet:
    return Sheet(name, [["企业"], ["甲厂"]])


@pytest.mark.parametrize(
    ("name", "tab", "found"),
    [
        (OWN, OWN, []),
        ("安全 检查", "安全 检查", []),
        ("安全 检查", "安全检查", []),
        ("安全检查", "安全 检查", []),
        (" 安全检查\n", "安全检查", []),
        ("检查（2020）", "检查（2020）", []),
        ("abc", "ABC", []),
        (OWN, f"{OWN} ", [("G124", f"{OWN} ", "")]),
        (OWN, "另一张", [("G123", DEFINITIONS, "A2")]),
    ],
)
def test_the_sheet_of_a_declared_register(
    name: str, tab: str, found: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    assert told(path, LIST, defined(name), firms(tab)) == found
    tables = read_tables(GridBook(path))
    assert [each.name for each in tables.registers.values()] == ([] if found else [tab])


PROJECT_SHEET = [list(row) for row in sheet(PROJECTS, [project(1)])]


def test_a_sheet_called_almost_like_a_register_is_no_list__error(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert told(path, LIST, Sheet(f" {PROJECTS}", PROJECT_SHEET)) == [("G124", f" {PROJECTS}", "")]
    tables = read_tables(GridBook(path))
    assert tables.list is not None and tables.list.name == "任务清单" and not tables.registers


def test_a_register_under_another_name_is_no_list__ok(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write(path, LIST, Sheet("项目库（副本）", PROJECT_SHEET))
    tables = read_tables(GridBook(path))
    assert tables.list is not None and tables.list.name == "任务清单"
    assert [(each.code, each.facts["sheets"]) for each in tables.findings] == [("S122", "项目库（副本）")]
    other = tmp_path / "b.xlsx"
    write(other, LIST, Sheet("二组", [HEADER, item(1)]))
    with pytest.raises(Stop) as stop:  # two lists are two lists
        read_tables(GridBook(other))
    assert stop.value.code == "several_lists"


# RG8


@pytest.mark.parametrize("names", [(OWN, f"{OWN}汇总"), (f"{OWN}汇总", OWN)])
def test_a_register_called_as_a_summary__error(names: tuple[str, str], tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    at = f"A{names.index(f'{OWN}汇总') + 2}"
    assert told(path, LIST, defined(*names), firms(OWN)) == [("G121", DEFINITIONS, at)]
    assert list(read_tables(GridBook(path)).registers) == [OWN]


def test_a_summary_called_as_another_s__error() -> None:
    row = {"登记表": "项目库", "列名": "企业", "必填": "是"}
    assert declared({**row, "汇总": "计数"}, taken=("项目库汇总",)) == ({}, [("G121", "A2")])
    assert declared(row, taken=("项目库汇总",))[1] == []  # it has none


@pytest.mark.parametrize("name", ["任务清单", "重点任务"])
def test_the_task_list_is_no_register__error(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert told(path, Sheet(name, [HEADER, item(1)]), defined(name)) == [("G121", DEFINITIONS, "A2")]
    tables = read_tables(GridBook(path))
    assert not tables.registers and name not in tables.can_have
