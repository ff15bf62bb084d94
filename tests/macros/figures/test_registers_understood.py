"""What a build says and keeps of registers that change.

RU1  A column of formulas is computed anew after any of the columns that it looks at came or went; one that staff fill
     themselves is left alone, and that is said (G140).
RU2  A build says what makes figures wrong: shares out of bounds (G111), values that are no choice (G102), rows without their
     key (G101), in 登记表定义 as well, where they leave a column out.
RU3  The record of a register that is not there stays, so that no key is given twice in a period.
RU4  A summary that is not brought up to date is said (G141), whatever became of its register.
RU5  A row that has the key of another row has its own again.
"""

from __future__ import annotations

from typing import Any

import pytest
from lists import Book
from registers import (
    DEFINITIONS,
    OWN,
    PROJECTS,
    TASK_FORCES,
    project,
    with_registers,
)

from duban.macros.figures.register_columns import COLUMNS, shape, shapes
from duban.macros.figures.register_row import Row
from duban.workbook.format.names import PERIOD_RECORD
from duban.workbook.format.registers.benchmarking import BENCHMARKS
from duban.workbook.format.sheets_and_registers import REGISTERS

FILLED = {"工作班子": "甲", "责任领导": "李", "实施方案": "有", "跟踪记录": "有"}
FIRMS = [{"企业": f"厂{number}", "隐患数": number} for number in (1, 2, 3)]


def found(book: Book, code: str) -> list[tuple[str, int, str]]:
    """Where a build said something of a code: sheet, row, column."""
    assert book.outcome is not None
    return [(each.sheet, each.row, each.column_name) for each in book.outcome.findings if each.code == code]


@pytest.fixture(scope="module")
def projects() -> Book:
    return with_registers({PROJECTS: [project(number, **FILLED) for number in (1, 2)]}).built()


def test_a_column_that_went_is_counted_no_more__ok(projects: Book) -> None:  # RU1
    assert projects.value(PROJECTS, 2, "五个一") == "5/5"
    without = projects.typed(PROJECTS, {(1, "工作班子"): "班子成员"}).built()
    assert [row[1] for row in without.show(PROJECTS, "项目编号", "五个一")] == ["4/5", "4/5"]
    assert (without.formula(PROJECTS, 2, "五个一") or "").count("<>") == 4
    again = without.typed(PROJECTS, {(1, "班子成员"): "工作班子"}).built()
    assert again.formula(PROJECTS, 2, "五个一") == projects.formula(PROJECTS, 2, "五个一")
    assert not {"G140", "T130", "T132"} & {*projects.codes, *without.codes, *again.codes}


def test_a_column_of_the_staff_is_said__ok(projects: Book) -> None:  # RU1
    theirs = projects.typed(PROJECTS, {(2, "五个一"): "三个", (3, "五个一"): "=1+2"})
    spare = {(row, "五个一"): None for row in range(4, len(theirs.grids[PROJECTS].rows) + 1)}
    spare |= {(row, "五个一"): None for row, at in theirs.grids[PROJECTS].formulas if row > 3}
    book = theirs.typed(PROJECTS, spare).built()
    assert found(book, "G140") == [(PROJECTS, 2, "五个一")]
    assert book.value(PROJECTS, 2, "五个一") == "三个"
    assert book.formula(PROJECTS, 3, "五个一") == "=1+2"
    some = projects.typed(PROJECTS, {(2, "五个一"): "三个"}).built()
    assert found(some, "G140") == [] and found(some, "T130") == [(PROJECTS, 2, "五个一")]


@pytest.mark.parametrize(("register", "column"), [*COLUMNS], ids=str)
def test_the_formula_of_any_columns_is_known__ok(register: str, column: str, projects: Book) -> None:  # RU1
    names = REGISTERS[register].names
    settings = projects.tables.settings
    told = set()
    for lacking in [None, *names]:
        there = {name: at for at, name in enumerate(names, 1) if name != lacking}
        formula, _ = COLUMNS[register, column](Row(7, there, {}, settings))
        told |= {shape(formula)} if formula else set()
    assert told and told <= shapes(register, column)
    assert shape("SUM(A1:B1)") not in shapes(register, column)
    assert {BENCHMARKS, PROJECTS, TASK_FORCES} <= {each for each, _ in COLUMNS}


def test_what_makes_figures_wrong_is_said__ok() -> None:  # RU2
    rows: list[dict[str, Any]] = [
        {"企业": "甲厂", "整改率": 80, "等级": "丁"},
        {"企业": None, "责任单位": "应急局", "隐患数": 4},
    ]
    book = with_registers(own=rows).built()
    assert found(book, "G111") == [(OWN, 2, "整改率")]
    assert found(book, "G102") == [(OWN, 2, "等级")]
    assert found(book, "G101") == [(OWN, 3, "企业")]
    fine = with_registers(own=FIRMS).built()
    assert {"G101", "G102", "G111", "G140", "G141"}.isdisjoint(fine.codes)


def test_a_definition_that_cannot_be_used_is_said__ok() -> None:  # RU2
    book = with_registers(own=FIRMS)
    odd = book.typed(DEFINITIONS, {(5, "类型"): "整形", (6, "汇总"): "总和", (9, "列名"): None}).built()
    assert found(odd, "G102") == [(DEFINITIONS, 5, "类型"), (DEFINITIONS, 6, "汇总")]
    assert found(odd, "G101") == [(DEFINITIONS, 9, "列名")]


def test_keys_of_a_register_that_is_away_are_kept__ok() -> None:  # RU3
    book = with_registers(own=FIRMS).built()
    header = [*book._header(OWN).values()]
    gone = book.typed(OWN, dict.fromkeys([(4, name) for name in header])).built()
    away = gone.typed(DEFINITIONS, {(2, "登记表"): "别的检查"}).built()
    assert OWN in [row[0] for row in away.show(PERIOD_RECORD, "名称")]
    twice = away.typed(OWN, {}).built()
    back = twice.typed(DEFINITIONS, {(2, "登记表"): OWN}).typed(OWN, {(4, "企业"): "新厂"}).built()
    assert back.show(OWN, "企业", "行键") == [("厂1", 1), ("厂2", 2), ("新厂", 4)]


def test_a_summary_that_is_left_behind_is_said__ok() -> None:  # RU4
    book = with_registers({PROJECTS: [project(1)]}, own=FIRMS).built()
    at = [(f"{OWN}汇总", 1, "")]
    assert found(book, "G141") == []
    renamed = book.typed(DEFINITIONS, {(2, "登记表"): "安全生产检查"}).built()
    assert found(renamed, "G141") == at
    assert found(renamed.built(), "G141") == at
    nothing = book.typed(DEFINITIONS, {(row, "汇总"): None for row in range(2, 10)}).built()
    assert found(nothing, "G141") == at
    other = book.typed(PROJECTS, dict.fromkeys([(1, name) for name in book._header(PROJECTS).values()]))
    assert found(other.built(), "G141") == [("项目库汇总", 1, "")]
    edited = book.typed(f"{OWN}汇总", {(2, 1): "改过"}).built()
    assert f"{OWN}汇总（旧1）" in edited.grids and found(edited.built(), "G141") == []


def test_a_row_with_the_key_of_another_has_its_own_again__ok() -> None:  # RU5
    book = with_registers({PROJECTS: [project(number) for number in range(1, 6)]}).built()
    dragged = book.typed(PROJECTS, {(3, "行键"): 1}).built()
    keys = [(f"XM-{number:02}", number) for number in range(1, 6)]
    assert dragged.show(PROJECTS, "项目编号", "行键") == keys
    assert found(dragged, "G117") == [(PROJECTS, 3, "行键")]
    assert {"G113", "G114"}.isdisjoint(dragged.codes)
    all_one = book.typed(PROJECTS, {(row, "行键"): 1 for row in range(2, 7)}).built()
    assert all_one.show(PROJECTS, "项目编号", "行键") == keys
    copied = book.copied(PROJECTS, 3, 7).built()
    assert copied.show(PROJECTS, "项目编号", "行键") == [*keys, ("XM-02", 6)]
    assert found(copied, "G114") == [(PROJECTS, 7, "行键")]
