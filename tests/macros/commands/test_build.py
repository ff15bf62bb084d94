"""A whole build on a workbook: what it makes, what it leaves alone, what a run again changes.

BU1  A list of eight columns is complete input: tracking columns, ledger, links, settings and sheets are made.
BU2  A run again with the same as-of date writes nothing: the very same bytes come back.
BU3  A progress that staff type stays, and the figures follow.
BU4  A value typed over a formula of a tracking column stays, is used by the figures and is reported (T130).
BU5  Staff's own formulas, columns and sheets are untouched.
BU6  In a workbook full of foreign things every part beside the allowed ones keeps its bytes.
BU7  Readers that do not calculate (calamine, pandas) find every number that the program wrote.
BU8  --period and --as-of go into 规则 and are read there by the next run.
BU9  A step alone (units, rollup, summary) makes its own sheets only.
BU10 A change since the last period is told only of a progress that counts: 60 for 60 % is none.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest
from lists import AS_OF, FIRST, Book, Item, make_book
from places import EXAMPLES
from python_calamine import CalamineWorkbook
from rich_workbook import DATA, PIVOT, rich_workbook

from duban.macros.commands.build import ROLLUP as ROLLUP_STEP
from duban.macros.commands.build import SUMMARY, UNITS, build
from duban.macros.figures.understood import RunOptions
from duban.udfs.periods import Period, to_serial
from duban.workbook.file.open_xml import main
from duban.workbook.file.package import Package
from duban.workbook.format.names import (
    BASELINE,
    CITY,
    LEDGER,
    LINKS,
    LIST,
    LOG,
    PERIOD_RECORD,
    ROLLUP,
    RULES,
    TREND,
)
from duban.workbook.format.sheets.task_list import STAFF_COLUMNS, TRACKING_COLUMNS
from duban.workbook.opening.book_parts import CONTENT_TYPES_PART
from duban.workbook.plan.plans import Cell, EditCell

BULLETIN = "2020年第三季度通报"
CITY_ITEMS = ((1, "营商环境", "推行企业开办一窗受理并联审批"),)
ITEMS = (
    Item("企业开办", ("推行企业开办一窗受理并联审批", "开通网上专区")),
    Item("厂房盘活", ("逐户摸底",), unit="办公室"),
)


@pytest.fixture(scope="module")
def unread() -> Book:
    return make_book(*ITEMS, city=CITY_ITEMS)


@pytest.fixture(scope="module")
def made(unread: Book) -> Book:
    return unread.built(accept=True)


@pytest.fixture(scope="module")
def rich() -> Book:
    return Book(rich_workbook())


@pytest.fixture(scope="module")
def rich_made(rich: Book) -> Book:
    return rich.built()


@pytest.fixture(scope="module")
def sample() -> Book:
    path = EXAMPLES / "齐鲁化工区.xlsx"
    return Book(path.read_bytes()).built(accept=True)


def test_sheets_of_a_first_build__ok(made: Book) -> None:  # BU1
    assert set(made.tables.sheet_names) == {
        LIST, CITY, LEDGER, LINKS, RULES, LOG, BASELINE, PERIOD_RECORD, ROLLUP, "单位-综合局", "单位-办公室", BULLETIN, TREND,
    }  # fmt: skip
    assert made.grids[LIST].rows[FIRST - 2] == (*STAFF_COLUMNS, *TRACKING_COLUMNS)
    assert made.show(LIST, "事项键", "归口单位", "对应市级事项", "完成进度", "亮灯") == [
        (1, "综合局", 1, None, "未报"),
        (2, "办公室", None, None, "未报"),
    ]


def test_staff_cells_are_as_they_were__ok(unread: Book, made: Book) -> None:  # BU1, BU5
    for before, after in zip(unread.grids[LIST].rows, made.grids[LIST].rows, strict=True):
        assert after[: len(before)] == before
    assert made.grids[CITY] == unread.grids[CITY]


def test_facts__ok(made: Book) -> None:  # BU1
    assert made.outcome is not None
    wanted = {
        "items": 2,
        "measures": 3,
        "units": 2,
        "city": 1,
        "carried": 1,
        "not_carried": 0,
        "as_of": "2020-09-30",
    }
    assert {key: made.outcome.facts[key] for key in wanted} == wanted


@pytest.mark.parametrize("book", ["made", "rich_made", "sample"])
def test_second_run__ok(book: str, request: pytest.FixtureRequest) -> None:  # BU2
    first: Book = request.getfixturevalue(book)
    again = first.plan(accept=True)
    assert again.plan.empty
    assert first.built(accept=True).data is first.data


def test_typed_progress_stays__ok(made: Book) -> None:  # BU3
    book = made.typed(LEDGER, {(2, "完成进度"): 1, (3, "完成进度"): 0.5}).built()
    assert book.show(LEDGER, "措施序号", "完成进度") == [(1, 1), (2, 0.5), (1, None)]
    assert book.value(LIST, FIRST, "完成进度") == 0.75
    assert book.value(LINKS, 2, "事项进度") == 0.75
    assert 0.75 in {value for row in book.grids[ROLLUP].rows for value in row}
    assert book.built().data is book.data


@pytest.mark.parametrize(
    ("column", "value"), [("完成进度", 0.9), ("时序进度", 0.2), ("亮灯", "正常"), ("对应市级事项", "自主")]
)
def test_typed_tracking_cell__ok(made: Book, column: str, value: Any) -> None:  # BU4
    book = made.typed(LIST, {(FIRST, column): value}).built()
    assert book.value(LIST, FIRST, column) == value
    assert book.formula(LIST, FIRST, column) is None
    found = [f for f in book.outcome.findings if f.code == "T130"]  # type: ignore[union-attr]
    assert [(f.sheet, f.row, f.column_name, f.value) for f in found] == [(LIST, FIRST, column, value)]
    if column == "完成进度":
        assert book.value(LIST, FIRST, "亮灯") == "正常"
        assert book.value(LINKS, 2, "事项进度") == 0.9
    assert book.built().data is book.data
    cleared = book.typed(LIST, {(FIRST, column): None}).built()
    assert cleared.formula(LIST, FIRST, column) == made.formula(LIST, FIRST, column)


def test_typed_unit_stays_and_leads__ok(made: Book) -> None:  # BU4
    book = made.typed(LIST, {(FIRST, "归口单位"): "综 合 局"}).built()
    assert book.value(LIST, FIRST, "归口单位") == "综 合 局"
    assert "单位-综 合 局" in book.tables.sheet_names and "单位-综合局" not in book.tables.sheet_names
    assert "I150" in book.codes  # it is another unit than the list's; a formula compares what stands there


def test_staff_formulas_and_sheets__ok() -> None:  # BU5
    own = [("单位", "金额"), ("甲", 1), ("合计", "=SUM(B2:B2)")]
    book = make_book(*ITEMS, more={"我的表": own}).typed(
        LIST, {(FIRST, 11): "=LEN(B4)", (FIRST + 9, 2): "注：内部资料"}
    )
    built = book.built()
    assert built.grids["我的表"] == book.grids["我的表"]
    assert built.grids[LIST].formulas[FIRST, 11] == "=LEN(B4)"
    assert built.grids[LIST].value(FIRST + 9, 2) == "注：内部资料"
    assert built.column(LIST, "事项键") == 12  # to the right of everything
    old, new = Package.read(book.data), Package.read(built.data)
    assert new.data(new.sheet_part("我的表")) == old.data(old.sheet_part("我的表"))


def test_rich_workbook_keeps_its_parts__ok(rich: Book, rich_made: Book) -> None:  # BU6
    old, new = Package.read(rich.data), Package.read(rich_made.data)
    touched = {part for part in old.parts if part not in new or new.data(part) != old.data(part)}
    allowed = {
        old.sheet_part(LIST), "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/calcChain.xml",
        "docProps/app.xml", CONTENT_TYPES_PART,
    }  # fmt: skip
    assert touched <= allowed
    assert {old.sheet_part(DATA), old.sheet_part(PIVOT), "xl/sharedStrings.xml"} <= set(old.parts) - touched


def test_rich_list_keeps_what_no_plan_may_change__ok(rich: Book, rich_made: Book) -> None:  # BU6
    trees = [
        (package := Package.read(book.data)).tree(package.sheet_part(LIST)) for book in (rich, rich_made)
    ]
    changeable = {
        main(tag) for tag in ("dimension", "cols", "sheetData", "conditionalFormatting", "dataValidations")
    }
    rests = [{child.tag for child in tree if child.tag not in changeable} for tree in trees]
    assert (
        rests[0]
        == rests[1]
        >= {main(tag) for tag in ("extLst", "drawing", "legacyDrawing", "hyperlinks", "autoFilter")}
    )
    before, after = rich.grids[LIST], rich_made.grids[LIST]
    assert {at: after.formulas[at] for at in before.formulas} == dict(before.formulas)
    for r, row in enumerate(before.rows, 1):
        assert [after.value(r, c) for c in range(1, len(row) + 1)] == list(row)


def numbers(cells: Mapping[tuple[int, int], Cell | EditCell]) -> dict[tuple[int, int], float]:
    """The numbers and dates that a plan writes."""
    kinds = (int, float, date)
    return {
        at: to_serial(cell.value)
        for at, cell in cells.items()
        if isinstance(cell.value, kinds) and not isinstance(cell.value, bool)
    }


@pytest.mark.parametrize("book", ["made", "rich_made", "sample"])
def test_readers_find_the_numbers__ok(book: str, request: pytest.FixtureRequest) -> None:  # BU7
    built: Book = request.getfixturevalue(book)
    assert built.outcome is not None
    plan = built.outcome.plan
    frames = pd.read_excel(io.BytesIO(built.data), sheet_name=None, header=None, engine="calamine")
    raw = CalamineWorkbook.from_filelike(io.BytesIO(built.data))
    count = 0
    for sheet in (*plan.sheets, *plan.edits):
        rows = raw.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        for (r, c), number in numbers(sheet.cells).items():
            for found in (frames[sheet.name].iat[r - 1, c - 1], rows[r - 1][c - 1]):
                plain = to_serial(found) if isinstance(found, date | datetime) else float(found)
                assert plain == pytest.approx(number, abs=1e-12), f"{sheet.name} {r},{c}"
                count += 1
    assert count > 250


def test_formulas_have_their_values__ok(sample: Book) -> None:  # BU7
    """A light in every row of list and ledger, for those who only preview."""
    assert all(light for _, light in sample.show(LIST, "事项键", "亮灯"))
    assert all(light for _, light in sample.show(LEDGER, "事项键", "亮灯"))
    texts = [row[0] for row in sample.grids[BULLETIN].rows if row and isinstance(row[0], str)]
    first = texts[texts.index("一、总体情况") + 1]
    assert first.startswith("　　本期共督办改革事项 6 项")


def test_as_of_and_period_are_kept__ok(made: Book) -> None:  # BU8
    later = made.built(as_of=date(2020, 11, 15), period=Period.parse("2020Q4"))
    assert "2020年第四季度通报" in later.tables.sheet_names
    assert (later.tables.settings.as_of, str(later.tables.settings.period)) == (date(2020, 11, 15), "2020Q4")
    assert later.built(as_of=None).data is later.data
    monthly = made.built(as_of=None, period=Period.parse("2020-09"))
    assert "2020年9月通报" in monthly.tables.sheet_names
    assert str(monthly.tables.settings.period) == "2020-09"


def test_as_of_follows_the_calendar_until_fixed__ok(unread: Book) -> None:  # BU8
    options = {"as_of": None, "period": Period.parse("2020Q3"), "today": date(2020, 8, 1)}
    book = unread.built(**options)
    row = book.find(RULES, 项目="截至日期")
    assert book.formula(RULES, row, "值") == "=MIN(TODAY(),DATE(2020,9,30))"
    assert book.value(RULES, row, "值") == date(2020, 8, 1)
    assert book.built(**options).data is book.data
    fixed = book.built(as_of=AS_OF)
    assert (fixed.formula(RULES, row, "值"), fixed.value(RULES, row, "值")) == (None, AS_OF)


@pytest.mark.parametrize(
    ("part", "sheets"),
    [(UNITS, {"单位-综合局", "单位-办公室"}), (ROLLUP_STEP, {ROLLUP}), (SUMMARY, {BULLETIN, TREND})],
)
def test_one_step__ok(unread: Book, part: str, sheets: set[str]) -> None:  # BU9
    plan = build(unread.tables, RunOptions(as_of=AS_OF), (part,)).plan
    assert {sheet.name for sheet in plan.sheets if sheet.owned} == sheets
    assert {sheet.name for sheet in plan.sheets if not sheet.owned} == {
        LEDGER, LINKS, LOG, RULES, BASELINE, PERIOD_RECORD,
    }  # fmt: skip


def test_no_change_of_what_does_not_count__ok() -> None:  # BU10
    path = EXAMPLES / "桓台经济开发区.xlsx"
    rows = Book(path.read_bytes()).built().grids[BULLETIN].rows
    top = next(at for at, row in enumerate(rows) if {"上期进度", "亮灯"} <= set(row))
    now, before, change = (rows[top].index(name) for name in ("完成进度", "上期进度", "较上期"))
    told = [(row[now], row[before] is not None, row[change]) for row in rows[top + 1 : top + 5]]
    assert told == [
        ("80%", True, "—"),
        (60, True, "—"),
        (0.4, True, pytest.approx(1 / 6, abs=1e-6)),
        ("100%", True, "—"),
    ]
