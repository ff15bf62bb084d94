"""The formats: a sheet is declared once, and all that knows its columns derives from that.

FM01  A format is data: names are unique, keys are fields, each field says what it is for; nothing in it is called.
FM02  A trial sheet with columns of its own is found by its header in any order and under other names, checked by
      both engines, made with its looks and drop-downs, and told in the manual, without a word in another module.
FM03  Choices belong to a sheet's field: two sheets may each have a 类型.
FM05  A workbook with such a sheet is built, also where a cell of it shows an error; a new generated sheet is made once.
FM04  docs/sheets.md is what its script makes of the formats.
"""

from __future__ import annotations

import runpy
from dataclasses import fields as attributes
from datetime import date
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from places import ROOT
from sheets import Sheet, item, write

from duban.macros.commands import build as command
from duban.macros.commands.build import build
from duban.macros.commands.change_file import change_file
from duban.macros.figures.understood import RunOptions
from duban.macros.staff_sheets import cells_to_set as staff_sheets
from duban.macros.staff_sheets.settings_sheet import new_rules
from duban.validation import schemas
from duban.validation.checker import Checking, check_file
from duban.validation.rules import all_rules as rules
from duban.workbook.format.fields import LOOKS, Field, SheetFormat
from duban.workbook.format.sheets.task_list import STAFF_COLUMNS
from duban.workbook.format.sheets_and_registers import ADDED, FORMATS
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.styles import STYLES
from duban.workbook.reading.grid import GridBook
from duban.workbook.reading.read_settings import read_settings
from duban.workbook.reading.tables import read_tables

TRIAL = SheetFormat(
    "重点工程",
    "一个工程",
    ("工程编号",),
    (
        Field("工程编号", "key", "key", "固定编号。", 9, example=(1, 2)),
        Field(
            "工程名称",
            "text",
            "staff",
            "名称。",
            36,
            required="I110",
            also=("项目名称",),
            example=("新区道路",),
        ),
        Field(
            "类型",
            "choice",
            "staff",
            "建设的类型。",
            9,
            choices=("新建", "续建"),
            wrong_choice="L104",
            example=("新建",),
        ),
        Field("竣工日期", "day", "staff", "计划竣工。", also=("完成时限",), example=(date(2020, 12, 31),)),
        Field("形象进度", "share", "unit", "完成的份额。", 9, also=("进度",), example=(0.5,)),
        Field("亮灯", "light", "formula", "灯。", 10, may_lack=True),
        Field("备注", "text", "staff", "其他。", may_lack=True),
    ),
)


@pytest.fixture
def trial(monkeypatch: pytest.MonkeyPatch) -> SheetFormat:
    """The trial sheet among the declared ones."""
    for formats in (FORMATS, ADDED):
        monkeypatch.setitem(formats, TRIAL.name, TRIAL)  # type: ignore[arg-type]
    monkeypatch.setitem(rules.RULES, TRIAL.name, rules.rules_of(TRIAL))  # type: ignore[arg-type]
    monkeypatch.setattr(staff_sheets, "CHOICE_LISTS", staff_sheets.choice_lists(ADDED))
    return TRIAL


# FM01


@pytest.mark.parametrize("sheet", FORMATS.values(), ids=lambda sheet: sheet.name)
def test_a_format_is_data(sheet: SheetFormat) -> None:
    for field in sheet.fields:
        assert field.help.endswith(("。", "请勿修改")), field.name
        assert bool(field.choices) == (field.kind == "choice") == bool(field.wrong_choice)
        assert field.style in STYLES
        assert not any(callable(getattr(field, each.name)) for each in attributes(field))
    assert set(sheet.rules) <= {*dir(rules.across_rows), *dir(rules.across_letters)}


def test_every_kind_has_looks_that_exist() -> None:
    assert {style for pair in LOOKS.values() for style in pair} <= STYLES.keys()
    assert rules.KINDS.keys() <= LOOKS.keys()


def test_a_field_twice__error() -> None:
    with pytest.raises(ValueError, match="重点工程"):
        SheetFormat("重点工程", "", (), (TRIAL.fields[0], TRIAL.fields[0]))
    with pytest.raises(ValueError, match="重点工程"):
        SheetFormat("重点工程", "", ("没有",), TRIAL.fields)


# FM02


HEADER = ["进度", "序", "类型", "项目名称", "工程编号", "完成时限"]
ROWS = [[0.5, "甲", "新建", "新区道路", 1, date(2020, 12, 31)], ["八成", "乙", "限期", None, 2, "年底"]]
LIST = Sheet("任务清单", [["序号", "事项名称", "改革攻坚目标", "改革的具体项目", "牵头领导", "牵头单位"]])


def told(path: Path, *rows: list[object]) -> set[tuple[str, str]]:
    """What the checker finds on the trial sheet of a file: code and cell."""
    write(path, LIST, Sheet(TRIAL.name, rows))
    found = check_file(str(path), Checking(today=date(2020, 9, 30))).findings
    return {(each.code, each.cell) for each in found if each.sheet == TRIAL.name}


def test_trial_sheet_is_read_and_checked__ok(trial: SheetFormat, tmp_path: Path) -> None:
    found = told(tmp_path / "清单.xlsx", ["二〇二〇年重点工程"], [], HEADER, *ROWS)
    assert found == {("T113", "A5"), ("L104", "C5"), ("I110", "D5"), ("T120", "F5"), ("S113", "C3")}


def test_trial_sheet_lacks_a_needed_column__error(trial: SheetFormat, tmp_path: Path) -> None:
    assert told(tmp_path / "清单.xlsx", HEADER[:-1], ROWS[0][:-1]) == {("S104", "A1"), ("S113", "C1")}


def test_pandera_says_the_same__ok(trial: SheetFormat) -> None:
    names = ["形象进度", "序", "类型", "工程名称", "工程编号", "竣工日期"]
    frame = pd.DataFrame(ROWS, columns=names, index=[4, 5], dtype=object)
    found = {(each.code, each.cell) for each in schemas.findings(frame, trial.name)}
    assert found == {("T113", "A5"), ("L104", "C5"), ("I110", "D5"), ("T120", "F5")}


def test_trial_sheet_is_made_with_its_looks__ok(trial: SheetFormat) -> None:
    plan = staff_sheets.new_sheet(trial, {})
    assert [plan.cells[1, column].value for column in range(1, 8)] == list(trial.names)
    assert (plan.widths[1], plan.widths[2]) == (9, 36)
    assert [area[1] for area in plan.light_areas] == [6]
    assert [(each.area[1], each.choices) for each in plan.drop_downs] == [(3, "=规则!$K$2:$K$3")]


# FM05


def a_book(path: Path, *more: Sheet) -> Path:
    write(path, Sheet("任务清单", [list(STAFF_COLUMNS), item(1)]), *more)
    return path


def test_a_sheet_with_an_error_does_not_stop_a_build__ok(trial: SheetFormat, tmp_path: Path) -> None:
    sheet = Sheet(TRIAL.name, [HEADER, *ROWS[:1]], formulas={"A2": ("=1/0", "#DIV/0!")})
    tables = read_tables(GridBook(a_book(tmp_path / "清单.xlsx", sheet)))
    found = build(tables, RunOptions(as_of=date(2020, 9, 30))).findings
    assert ("S111", TRIAL.name, "A2") in {(each.code, each.sheet, each.cell) for each in found}


def test_a_new_generated_sheet_is_made_once__ok(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    builder = SheetBuilder("测试页", [20])
    builder.title("测试页")
    monkeypatch.setattr(command, "_owned", lambda *given: [builder.plan()])
    path = a_book(tmp_path / "清单.xlsx")
    made = [
        change_file(path, partial(build, options=RunOptions(as_of=date(2020, 9, 30)))).outcome.plan.sheets
        for _ in range(2)
    ]
    assert "测试页" in {each.name for each in made[0]}
    assert made[1] == ()


# FM03


def test_two_sheets_have_a_type_each__ok(trial: SheetFormat) -> None:
    assert FORMATS["具体项目台账"]["类型"].choices != trial["类型"].choices
    cells = new_rules(read_settings(None, date(2020, 9, 30))[0]).cells
    assert [cells[row, 11].value for row in (1, 2, 3)] == ["重点工程·类型", "新建", "续建"]


# FM04


def test_the_page_of_sheets_is_what_its_script_makes__ok(trial: SheetFormat) -> None:
    page = runpy.run_path(str(ROOT / "tools" / "make_sheets_page.py"))["sheets_page"]()
    before, _, added = page.partition("## 重点工程")
    added, of_documents, behind = added.partition("## 督办单台账")
    assert all(field.name in added and field.help in added for field in trial.fields)
    assert before + of_documents + behind == (ROOT / "docs" / "sheets.md").read_text(encoding="utf-8")
