"""The districts' registers in a city's workbook.

RR1  Each register of the districts stands in 区县-<登记表>, the district first, and is summed up; the line above says how many
     rows each has, and that they are what was handed in.
RR2  A district that does not come keeps its rows, under the period that they are of; one that comes has those of its file.
RR3  A second run changes nothing; what staff edited is kept beside the new sheet.
RR4  Districts whose declarations differ: all columns are there.
RR5  Every stored value is what both calculators give.
RR6  Rows of another period than the city's count nowhere, unless old figures are kept; a file of another period is passed over
     where its district has handed in.
RR7  What of a district's register no figure can use is said (D112), and the line above claims no amounts that were not read.
RR8  A district that changed its name has its rows once; two districts with the same rows are named (D113).
RR9  What a district declares otherwise is said (D114), and so are columns that nobody declares any more (D115).
RR10 Names of districts are no patterns; dates are shown as dates in any column; a stack goes by districts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lists import AS_OF, Book, Item, make_book
from oracles import compare, formula_cells, stored_values, with_cellrune, with_libreoffice
from registers import (
    DECLARED,
    DEFINITIONS,
    DISPATCH,
    INDICATORS,
    OWN,
    PROJECTS,
    indicator,
    own_sheet,
    project,
    report,
    sheet,
)
from sheets import Sheet, write

from duban.macros.commands.read_districts import District
from duban.macros.commands.rollup import roll_up
from duban.macros.figures.understood import RunOptions
from duban.macros.generated_sheets.registers.of_districts import of_districts
from duban.udfs.periods import Period
from duban.workbook.file import write_xlsx
from duban.workbook.format.registers.zones import ZONES
from duban.workbook.format.sheets_and_registers import REGISTERS

Convert = Callable[[Path, str, Path], Path]
STACK, SUMMARY = f"区县-{PROJECTS}", "区县-项目库汇总"


@pytest.fixture
def city(tmp_path: Path) -> Book:
    """A city's workbook with two items and nothing else."""
    path = tmp_path / "市.xlsx"
    write(path, Sheet("市级事项", [["序号", "事项名称", "主要内容"], [1, "营商环境", ""], [2, "招商", ""]]))
    return Book(path.read_bytes())


def district(**sheets: Any) -> Book:
    return make_book(Item("甲事项"), more=sheets)


def rolled(
    city: Book,
    districts: dict[str, Book],
    period: str = "2020Q3",
    *,
    keep_old: bool = False,
    files: Mapping[str, str] = {},
) -> Book:
    """The city's workbook after a roll-up of these districts."""
    options = RunOptions(Period.parse(period), AS_OF, keep_old=keep_old)
    told = [District(name, files.get(name, f"{name}.xlsx"), book.tables) for name, book in districts.items()]
    outcome = roll_up(city.tables, told, options)
    data = write_xlsx.apply(city.data, outcome.plan)
    write_xlsx.check(city.data, data, outcome.plan)
    return Book(data, outcome)


def rows(book: Book, name: str = STACK, *columns: str) -> list[tuple[Any, ...]]:
    """Some columns of a stacked sheet, below its header."""
    cells = book.grids[name].rows
    at = [cells[2].index(column) for column in columns or ("区县", "项目编号", "总投资")]
    return [
        tuple(row[place] if place < len(row) else None for place in at) for row in cells[3:] if row and row[0]
    ]


def line_above(book: Book) -> str:
    """The line above a stack, which stands in no column that every page repeats: there it would be printed cut."""
    cells = book.grids[STACK].rows[1]
    assert cells[:3] == (None,) * 3
    return str(cells[3])


LINZI = {
    "临淄区": district(
        **{PROJECTS: sheet(PROJECTS, [project(1, 总投资=2), project(2, 总投资=3, 项目状态="储备")])}
    )
}
HUANTAI = {"桓台县": district(**{PROJECTS: sheet(PROJECTS, [project(1, 总投资=4.5)])})}


ODD = {
    name: district(**{PROJECTS: sheet(PROJECTS, [project(1, 总投资=2 + place)])})
    for place, name in enumerate(("高新*", "高新区", "A~1", "1-1"))
} | {
    "高新区": district(
        **{
            PROJECTS: sheet(PROJECTS, [project(1, 总投资=3)]),
            DISPATCH: sheet(DISPATCH, [report(date(2020, 7, 1), "新材料", AS_OF)]),
        }
    )
}
"""Districts whose names are patterns, or read as dates."""


def test_the_rows_of_the_districts__ok(city: Book) -> None:  # RR1
    book = rolled(city, LINZI | HUANTAI)
    assert rows(book) == [("临淄区", "XM-01", 2), ("临淄区", "XM-02", 3), ("桓台县", "XM-01", 4.5)]
    line = line_above(book)
    assert line == "共 3 行：临淄区 2、桓台县 1。行数和金额与各区县报送的一致。"
    cells = [[value for value in row if value is not None] for row in book.grids[SUMMARY].rows]
    assert [1, "临淄区", 2, 0, 1, 1, 0, 5, 0, 0] in cells or any(row[:3] == [1, "临淄区", 2] for row in cells)
    assert any(row[:1] == ["全部"] and row[-1] == 3 for row in cells)


def test_a_district_that_does_not_come_keeps_its_rows__ok(city: Book) -> None:  # RR2
    both = rolled(city, LINZI | HUANTAI, "2020Q2")
    changed = {"临淄区": district(**{PROJECTS: sheet(PROJECTS, [project(7, 总投资=1)])})}
    book = rolled(both, changed)
    assert rows(book, STACK, "区县", "报送期间", "项目编号") == [
        ("临淄区", "2020Q3", "XM-07"),
        ("桓台县", "2020Q2", "XM-01"),
    ]
    assert "不是2020Q3报送的：桓台县（2020Q2），没有计入汇总。" in line_above(book)
    without = rolled(book, {"临淄区": district()})
    assert [row[0] for row in rows(without)] == [
        "临淄区",
        "桓台县",
    ]  # a workbook without the register says nothing of it
    emptied = rolled(book, {"临淄区": district(**{PROJECTS: sheet(PROJECTS, [])})})
    assert [row[0] for row in rows(emptied)] == ["桓台县"]


def test_a_second_run_changes_nothing__ok(city: Book) -> None:  # RR3
    book = rolled(city, LINZI | HUANTAI)
    options = RunOptions(Period.parse("2020Q3"), AS_OF)
    told = [District(name, f"{name}.xlsx", each.tables) for name, each in (LINZI | HUANTAI).items()]
    assert roll_up(book.tables, told, options).plan.empty
    assert roll_up(book.tables, told[:1], options).plan.empty
    edited = book.typed(STACK, {(4, 4): "改过"})
    again = rolled(edited, LINZI | HUANTAI)
    assert f"{STACK}（旧1）" in again.grids and rows(again) == rows(book)


def test_declarations_that_differ__ok(city: Book) -> None:  # RR4
    own = [{"企业": "甲厂", "责任单位": "应急局", "隐患数": 4}]
    more = [*DECLARED, {"列名": "备注"}]
    one = district(**{DEFINITIONS: sheet(DEFINITIONS, DECLARED), OWN: own_sheet(own)})
    wider = [
        (*row, note)
        for row, note in zip(own_sheet([{"企业": "乙厂", "隐患数": 1}]), ("备注", "急"), strict=True)
    ]
    other = district(**{DEFINITIONS: sheet(DEFINITIONS, more), OWN: wider})
    book = rolled(city, {"临淄区": one, "桓台县": other})
    name = f"区县-{OWN}"
    assert rows(book, name, "区县", "企业", "隐患数", "备注") == [
        ("临淄区", "甲厂", 4, None),
        ("桓台县", "乙厂", 1, "急"),
    ]
    assert f"{name}汇总" in book.grids
    again = rolled(book, {"临淄区": one, "桓台县": other})
    assert rows(again, name, "企业") == [("甲厂",), ("乙厂",)]


def summed(book: Book) -> dict[Any, Any]:
    """区县-项目库汇总: district → its number of projects."""
    told = [[value for value in row if value is not None] for row in book.grids[SUMMARY].rows]
    first = next(place for place, row in enumerate(told) if row and str(row[0]).startswith("三、"))
    last = next(place for place, row in enumerate(told) if row and str(row[0]).startswith("四、"))
    shown = [row[1:] if isinstance(row[0], int) else row for row in told[first + 2 : last] if len(row) > 3]
    return {row[0]: row[1] for row in shown}


def said(book: Book, code: str) -> list[str]:
    """What the run says under a code."""
    assert book.outcome is not None
    return [found.message() for found in book.outcome.findings if found.code == code]


def test_rows_of_another_period_do_not_count__ok(city: Book) -> None:  # RR6
    before = rolled(city, LINZI | HUANTAI, "2020Q2")
    assert summed(before) == {"临淄区": 2, "桓台县": 1, "全部": 3}
    book = rolled(before, HUANTAI)
    assert summed(book) == {"桓台县": 1, "全部": 1}
    assert len(rows(book)) == 3 and "D105" in book.codes
    nobody = rolled(book, {}, "2020Q4")
    assert {*summed(nobody).values()} <= {0} and len(rows(nobody)) == 3
    kept = rolled(before, HUANTAI, keep_old=True)
    assert summed(kept) == {"临淄区": 2, "桓台县": 1, "全部": 3}
    assert "临淄区（2020Q2），仍计入汇总。" in line_above(kept)


def test_a_file_of_an_older_period_is_passed_over__ok(city: Book) -> None:  # RR6
    book = rolled(city, LINZI)
    old = {"临淄区": Book(LINZI["临淄区"].data).built(period=Period.parse("2020Q2"))}
    again = rolled(book, old)
    assert "D108" in again.codes
    assert rows(again, STACK, "区县", "报送期间") == [("临淄区", "2020Q3")] * 2


def test_what_is_not_read_is_said__ok(city: Book) -> None:  # RR7
    other_unit = [["单位：万元"], *sheet(PROJECTS, [project(1, 总投资=50000)])]
    typed = {"高青县": district(**{PROJECTS: sheet(PROJECTS, [project(1, 总投资="约3")])})}
    book = rolled(city, LINZI | {"高新区": district(**{PROJECTS: other_unit})} | typed)
    told = said(book, "D112")
    assert [text[:3] for text in told] == ["高新区", "高青县"]
    assert "万元" in told[0] and "不是数字" in told[1]
    line = line_above(book)
    assert "行数与各区县报送的一致。没有读到金额的列：高新区（" in line and "临淄区（" not in line
    assert "D112" not in rolled(city, LINZI | HUANTAI).codes


def test_a_district_with_another_name__ok(city: Book) -> None:  # RR8
    before = rolled(city, LINZI, files={"临淄区": "a.xlsx"})
    renamed = rolled(before, {"新临淄区": LINZI["临淄区"]}, files={"新临淄区": "a.xlsx"})
    assert "D103" in renamed.codes and "D113" not in renamed.codes
    assert rows(renamed, STACK, "区县") == [("新临淄区",)] * 2
    without = rolled(before, {"新临淄区": district()}, files={"新临淄区": "a.xlsx"})
    assert rows(without, STACK, "区县") == [("新临淄区",)] * 2
    final = rolled(before, {"临淄区（终稿）": LINZI["临淄区"]})
    assert len(said(final, "D113")) == 1 and len(rows(final)) == 4
    assert "D113" not in rolled(before, HUANTAI).codes


def test_what_is_declared_otherwise_is_said__ok(city: Book) -> None:  # RR9
    def own(*declared: Mapping[str, Any], **row: Any) -> Book:
        told = [{"登记表": OWN, **declared[0]}, *declared[1:]]
        header = [str(each["列名"]) for each in declared]
        cells = [header, [row.get(name) for name in header]]
        return district(**{DEFINITIONS: sheet(DEFINITIONS, told), OWN: cells})

    firm: Mapping[str, Any] = {"列名": "企业", "类型": "短文本", "必填": "是", "汇总": "计数"}
    one = own(firm, {"列名": "数", "类型": "整数", "汇总": "合计"}, 企业="甲厂", 数=3)
    other = own(
        {**firm, "列名": "企业名称"}, {"列名": "数", "类型": "数值", "汇总": "平均"}, 企业名称="乙厂", 数=5
    )
    book = rolled(city, {"临淄区": one, "桓台县": other})
    told = said(book, "D114")
    assert len(told) == 1 and told[0].startswith("桓台县")
    assert "“企业”" in told[0] and "“数”" in told[0]
    later = rolled(book, {"桓台县": other})
    assert "“区县-安全检查”的列 企业：" in said(later, "D115")[0]
    assert rows(later, f"区县-{OWN}", "区县", "企业", "企业名称", "数") == [
        ("临淄区", "甲厂", None, 3),
        ("桓台县", None, "乙厂", 5),
    ]
    declared = own(firm, {"列名": "数", "类型": "整数", "汇总": "合计"}, 企业="丙厂", 数=1)
    assert {"D114", "D115"}.isdisjoint(rolled(city, {"临淄区": one, "桓台县": declared}).codes)


def test_names_dates_and_districts__ok(city: Book) -> None:  # RR10
    book = rolled(city, ODD)
    line = line_above(book)
    assert line.startswith("共 4 行：高新* 1、高新区 1、A~1 1、1-1 1。行数和金额与各区县报送的一致。")
    cells = book.grids[f"区县-{DISPATCH}"]
    at = cells.rows[2].index("年月") + 1
    assert cells.value(4, at) == date(2020, 7, 1) and "yy" in cells.code(4, at)
    assert of_districts(REGISTERS[ZONES]).summed_by == "" != REGISTERS[ZONES].summed_by


def test_what_does_not_count_and_odd_names_are_calculated_alike__ok(city: Book) -> None:  # RR5, RR6, RR10
    book = rolled(rolled(city, LINZI | HUANTAI, "2020Q2"), {**HUANTAI, "高新*": ODD["高新*"]})
    assert agree(book, STACK, SUMMARY) == []
    assert agree(rolled(city, ODD), STACK) == []
    newest = [
        {"甲区": district(**{ZONES: sheet(ZONES, [{"开发区": "东区", "截至日期": day, "注册资金": 1}])})}
        for day in (date(2020, 12, 1), date(2020, 9, 1))
    ]
    zones = rolled(rolled(city, newest[0], "2020Q2"), {"乙区": newest[1]["甲区"]})
    told = [row for row in zones.grids["区县-开发区汇总"].rows if "最新" in row]
    assert [value for value in told[0] if isinstance(value, date)] == [date(2020, 9, 1)]
    assert agree(zones, "区县-开发区汇总") == []


def agree(book: Book, *names: str) -> list[str]:
    """Where the stored values of these sheets differ from what cellrune calculates."""
    formulas = {name: cells for name, cells in formula_cells(book.data).items() if name in names}
    assert all(formulas[name] for name in names)
    other, refused = with_cellrune(book.data, AS_OF)
    return [*refused, *compare(stored_values(book.data), other, formulas)]


@pytest.mark.long
@pytest.mark.libreoffice
def test_both_calculators_agree__ok(city: Book, soffice: Convert) -> None:  # RR5
    more = {INDICATORS: sheet(INDICATORS, [indicator("产值", "累计", 年度目标=9, 三季度=3)])}
    built = {name: Book(book.data).built() for name, book in (LINZI | {"桓台县": district(**more)}).items()}
    book = rolled(rolled(city, {**built, **ODD}, "2020Q2"), built)
    assert {STACK, SUMMARY, "区县-指标汇总"} <= set(book.grids)
    stored, formulas = stored_values(book.data), formula_cells(book.data)
    other, refused = with_cellrune(book.data, AS_OF)
    assert [*refused, *compare(stored, other, formulas)] == []
    assert compare(stored, with_libreoffice(book.data, soffice), formulas) == []
