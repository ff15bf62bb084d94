"""Sheet 规则 from run to run: what a command writes there, and what stays as staff typed it.

RS1 A staff sheet of that name stops with sheet_is_yours; nothing is written.
RS2 Only values of settings are set, and settings that are missing, below all that stands there.
RS3 A typed date stays until a new --period leaves it outside.
RS4 --as-of alone leaves the stored period; without one, the period is the date's quarter.
RS5 A period that is read, or cannot be read, stays as it is typed until --period gives another.
RS6 A date that is text is written as a date; one that cannot be read gives way to the formula.
RS7 清单工作表 follows the list that is used: --sheet, or the renamed tab.
RS8 A list may bear any name but those of the program's fixed sheets; --sheet then names it.
RS9 The office that issues the bulletin stands there with its default; what staff typed in its place, and the names of
   districts, stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lists import AS_OF, Book, Item, make_book
from sheets import grid

from duban.macros.cli import main
from duban.macros.staff_sheets.settings_sheet import edit_rules
from duban.udfs.periods import Period
from duban.workbook.format.names import LEDGER, LIST, RULES, is_own_sheet
from duban.workbook.format.sheets.settings import FORMAT
from duban.workbook.format.sheets.task_list import STAFF_COLUMNS
from duban.workbook.reading.grid import Grid
from duban.workbook.reading.read_settings import read_settings
from duban.workbook.reading.settings import choose_period
from duban.workbook.say.stop import Stop

TODAY = date(2021, 5, 20)
OTHER = [STAFF_COLUMNS, Item("另一清单").cells(1)]


@pytest.fixture(scope="module")
def made() -> Book:
    """A workbook built for 2020Q3, its date following the calendar."""
    return build(make_book(Item("甲"), Item("乙")), period=Period.parse("2020Q3"))


def build(book: Book, **options: Any) -> Book:
    """A build without --as-of, unless given, on a fixed day."""
    return book.built(**{"as_of": None, "today": TODAY, **options})


def with_rule(book: Book, name: str, value: Any) -> Book:
    """The value of a setting typed by staff."""
    return book.typed(RULES, {(book.find(RULES, 项目=name), "值"): value})


def rule(book: Book, name: str) -> Any:
    """What stands in the cell of a setting: a formula, else the value."""
    row = book.find(RULES, 项目=name)
    return book.formula(RULES, row, "值") or book.value(RULES, row, "值")


def edits(sheet: Grid, **options: Any) -> Mapping[tuple[int, int], Any]:
    """The cells that a run sets in a sheet 规则."""
    settings = choose_period(
        read_settings(sheet, TODAY)[0], options.get("period"), options.get("as_of"), TODAY
    )
    edit = edit_rules(sheet, settings)
    return {at: cell.value for at, cell in edit.cells.items()} if edit else {}


def test_a_staff_sheet_of_that_name__error() -> None:  # RS1
    book = make_book(Item("甲"), more={RULES: [["安全生产规则"], ["一、总则", "略", "2020年印发"]]})
    with pytest.raises(Stop) as stop:
        build(book)
    assert (stop.value.code, stop.value.facts["sheet"]) == ("sheet_is_yours", RULES)


ROWS: list[list[Any]] = [
    ["项目", "值", "说明"],
    ["当前期间", "2020Q3", "本处自用"],
    [" 滞后 阈值 ", 0.2],
    [None, None, None],
    [None, "勿删", None],
    [None, None, "一行说明"],
]


def test_staff_cells_are_never_set__ok() -> None:  # RS2
    sheet = replace(grid(ROWS, name=RULES), formulas={(8, 1): '=""'})
    cells = edits(sheet)
    assert all(sheet.value(*at) is None for at in cells)
    assert min(row for row, column in cells if column <= 3) == 9
    assert {cells[at] for at in cells if at[1] == 1} == set(FORMAT.names) - {"当前期间", "滞后阈值"}


@pytest.mark.parametrize("at", [(1, 8), (3, 9), (4, 10)])
def test_lists_only_in_blank_cells__ok(at: tuple[int, int]) -> None:  # RS2
    sheet = grid(ROWS, name=RULES)
    lists = {where for where in edits(sheet) if where[1] > 3}
    assert at in lists
    assert not {where for where in edits(replace(sheet, formulas={at: '=""'})) if where[1] > 3}


def test_a_typed_date_stays__ok(made: Book) -> None:  # RS3
    typed = with_rule(made, "截至日期", date(2020, 10, 15))
    for options in ({}, {"period": Period.parse("2020Q3")}):
        book = build(typed, **options)
        assert rule(book, "截至日期") == book.tables.settings.as_of == date(2020, 10, 15)
        assert rule(book, "当前期间") == "2020Q3"


@pytest.mark.parametrize(
    ("period", "date_"),
    [
        ("2020Q4", date(2020, 10, 15)),
        ("2020-10", date(2020, 10, 15)),
        ("2021Q1", "=MIN(TODAY(),DATE(2021,3,31))"),
    ],
)
def test_a_new_period_drops_a_date_outside_it__ok(made: Book, period: str, date_: object) -> None:  # RS3
    typed = with_rule(made, "截至日期", date(2020, 10, 15))
    assert rule(build(typed, period=Period.parse(period)), "截至日期") == date_


def test_an_as_of_date_leaves_the_stored_period__ok(made: Book) -> None:  # RS4
    later = build(made, as_of=date(2020, 11, 15))
    assert (rule(later, "当前期间"), rule(later, "截至日期")) == ("2020Q3", date(2020, 11, 15))
    assert build(later).data is later.data


@pytest.mark.parametrize("more", [{}, {RULES: [["项目", "值"], ["当前期间", None]]}])
def test_without_a_stored_period_it_is_the_dates_quarter__ok(more: Any) -> None:  # RS4
    book = build(make_book(Item("甲"), more=more), as_of=date(2020, 11, 15))
    assert (rule(book, "当前期间"), rule(book, "截至日期")) == ("2020Q4", date(2020, 11, 15))


@pytest.mark.parametrize(
    ("typed", "period"),
    [("三季度", "2020Q3"), ("2020年第四季度", "2020Q4"), ("本季度", "2020Q3")],
)
def test_a_typed_period_stays__ok(made: Book, typed: str, period: str) -> None:  # RS5
    book = build(with_rule(made, "当前期间", typed))
    assert rule(book, "当前期间") == typed
    assert book.outcome and book.outcome.facts["period"] == period
    assert ("R101" in book.codes) == (typed == "本季度")
    assert rule(build(book, period=Period.parse("2020-08")), "当前期间") == "2020-08"


def test_a_date_as_text_is_written_as_a_date__ok(made: Book) -> None:  # RS6
    book = build(with_rule(made, "截至日期", "2020年9月15日"))
    assert rule(book, "截至日期") == date(2020, 9, 15)
    assert "R103" in book.codes
    again = build(book)
    assert "R103" not in again.codes and again.data is book.data


def test_a_date_that_cannot_be_read_gives_way__ok(made: Book) -> None:  # RS6
    book = build(with_rule(made, "截至日期", "待定"))
    assert rule(book, "截至日期") == "=MIN(TODAY(),DATE(2020,9,30))"
    assert "R101" in book.codes


def test_the_issuing_office_stands_there_with_its_default__ok(made: Book) -> None:  # RS9
    assert (rule(made, "督办单位"), rule(made, "区县名单")) == ("办公室", None)
    typed = with_rule(with_rule(made, "督办单位", "督查 中心"), "区县名单", "临淄区，桓台县")
    book = build(typed)
    assert (rule(book, "督办单位"), rule(book, "区县名单")) == ("督查 中心", "临淄区，桓台县")
    settings = book.tables.settings
    assert (settings.issuer, settings.districts) == ("督查中心", ("临淄区", "桓台县"))


def test_a_sheet_made_before_gets_them_below_its_rows__ok() -> None:  # RS9
    cells = edits(grid(ROWS, name=RULES))
    rows = {value: row for (row, column), value in cells.items() if column == 1}
    assert cells[rows["督办单位"], 2] == "办公室"
    assert (rows["区县名单"], 2) not in cells
    assert sorted(rows, key=rows.__getitem__)[-23:] == [
        "区县名单", "填报截止日", "备份份数",
        "通报期号", "通报日期", "通报报", "通报送", "通报发", "表扬线", "批评线", "通报栏目", "重点项目开工目标", "月调度截止日",
        "每周入企天数", "反馈答复天数", "层级",
        "考核进度分值", "考核时限分值", "考核报送分值", "考核佐证分值", "考核项目分值", "考核指标分值", "考核对标分值",
    ]  # fmt: skip


@pytest.fixture
def two_lists(tmp_path: Path) -> Path:
    """A file with two lists, built on the first."""
    path = tmp_path / "两张清单.xlsx"
    path.write_bytes(make_book(Item("甲"), more={"清单二": OTHER, "工作通报": OTHER}).data)
    assert main(["build", str(path), "--as-of", AS_OF.isoformat(), "--sheet", LIST]) == 0
    return path


def values(path: Path) -> dict[str, Any]:
    """The settings as openpyxl sees them."""
    return {row[0]: row[1] for row in openpyxl.load_workbook(path)[RULES].iter_rows(values_only=True)}


@pytest.mark.parametrize("name", ["清单二", "工作通报"])
def test_the_named_list_is_remembered__ok(two_lists: Path, name: str) -> None:  # RS7 RS8
    assert values(two_lists)["清单工作表"] == LIST
    assert main(["build", str(two_lists), "--sheet", name, "--rekey"]) == 0
    assert values(two_lists)["清单工作表"] == name
    before = two_lists.read_bytes()
    assert main(["build", str(two_lists)]) == 0
    assert two_lists.read_bytes() == before


def test_a_renamed_tab_is_found_again__ok(two_lists: Path) -> None:  # RS7
    book = openpyxl.load_workbook(two_lists)
    book[LIST].title = "2020年清单"
    book.save(two_lists)
    assert main(["units", str(two_lists)]) == 0
    assert values(two_lists)["清单工作表"] == "2020年清单"
    assert main(["units", str(two_lists), "--sheet", LIST]) == 2


@pytest.mark.parametrize("name", ["工作通报", "任务清单（旧版）", "单位-清单"])
def test_a_list_may_bear_a_name_like_ours__ok(tmp_path: Path, name: str) -> None:  # RS8
    path = tmp_path / "清单.xlsx"
    path.write_bytes(make_book(Item("甲"), more={name: OTHER}).data)
    assert main(["build", str(path), "--as-of", AS_OF.isoformat(), "--sheet", name]) == 0
    assert values(path)["清单工作表"] == name
    assert main(["units", str(path)]) == 0


@pytest.mark.parametrize("name", [LEDGER, "单位-综合局"])
def test_a_sheet_that_the_program_made_is_no_list__error(two_lists: Path, name: str) -> None:  # RS8
    before = two_lists.read_bytes()
    assert main(["build", str(two_lists), "--sheet", name]) == 2
    assert two_lists.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("2020年第三季度通报", True),
        ("2020年9月通报", True),
        ("2020年第三季度通报（旧1）", True),
        ("市级汇总（旧12）", True),
        ("单位-办公室（旧1）", True),
        (RULES, True),
        ("通报", False),
        ("2020年工作通报", False),
        ("2020年第五季度通报", False),
        ("任务清单（旧）", False),
        ("任务清单（旧1）", False),
        ("（旧稿）清单", False),
    ],
)
def test_names_of_the_program__ok(name: str, own: bool) -> None:  # RS8
    assert is_own_sheet(name) == own
