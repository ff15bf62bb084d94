"""The districts' registers in a city's workbook.

RR1  Each register of the districts stands in 区县-<登记表>, the district first, and is summed up; the line above says how many
     rows each has, and that they are what was handed in.
RR2  A district that does not come keeps its rows, under the period that they are of; one that comes has those of its file.
RR3  A second run changes nothing; what staff edited is kept beside the new sheet.
RR4  Districts whose declarations differ: all columns are there.
RR5  Every stored value is what both calculators give.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lists import AS_OF, Book, Item, make_book
from oracles import compare, formula_cells, stored_values, with_cellrune, with_libreoffice
from registers import DECLARED, DEFINITIONS, INDICATORS, OWN, PROJECTS, indicator, own_sheet, project, sheet
from sheets import Sheet, write

from duban.macros.commands.read_districts import District
from duban.macros.commands.rollup import roll_up
from duban.macros.figures.understood import RunOptions
from duban.udfs.periods import Period
from duban.workbook.file import write_xlsx

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


def rolled(city: Book, districts: dict[str, Book], period: str = "2020Q3") -> Book:
    """The city's workbook after a roll-up of these districts."""
    options = RunOptions(Period.parse(period), AS_OF)
    told = [District(name, f"{name}.xlsx", book.tables) for name, book in districts.items()]
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


LINZI = {
    "临淄区": district(
        **{PROJECTS: sheet(PROJECTS, [project(1, 总投资=2), project(2, 总投资=3, 项目状态="储备")])}
    )
}
HUANTAI = {"桓台县": district(**{PROJECTS: sheet(PROJECTS, [project(1, 总投资=4.5)])})}


def test_the_rows_of_the_districts__ok(city: Book) -> None:  # RR1
    book = rolled(city, LINZI | HUANTAI)
    assert rows(book) == [("临淄区", "XM-01", 2), ("临淄区", "XM-02", 3), ("桓台县", "XM-01", 4.5)]
    line = book.grids[STACK].rows[1][0]
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
    assert "不是2020Q3报送的：桓台县（2020Q2）。" in book.grids[STACK].rows[1][0]
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


@pytest.mark.long
@pytest.mark.libreoffice
def test_both_calculators_agree__ok(city: Book, soffice: Convert) -> None:  # RR5
    more = {INDICATORS: sheet(INDICATORS, [indicator("产值", "累计", 年度目标=9, 三季度=3)])}
    built = {name: Book(book.data).built() for name, book in (LINZI | {"桓台县": district(**more)}).items()}
    book = rolled(city, built)
    assert {STACK, SUMMARY, "区县-指标汇总"} <= set(book.grids)
    stored, formulas = stored_values(book.data), formula_cells(book.data)
    other, refused = with_cellrune(book.data, AS_OF)
    assert [*refused, *compare(stored, other, formulas)] == []
    assert compare(stored, with_libreoffice(book.data, soffice), formulas) == []
