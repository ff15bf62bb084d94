"""Formulas of the staff's own in the columns that the program computes or fills.

OF1 Every formula of ours is known as ours, in new workbooks and in those of version 0.1; no other one is.
OF2 A formula of the staff's is never written over: not by the first build, not by a later one.
OF3 What it gives counts like a typed value, and the build says that it is kept.
OF4 A formula that shows nothing is kept as well, and nothing is computed in its place.
OF5 A deadline by formula is a deadline; a unit by formula is a unit.
OF6 A formula of ours that is broken is mended.
OF8 Columns that only formulas look at, hidden and named as nobody names one, are put right.
OF7 A cell of the staff's that shows an error is said by the build, for a figure rests on what stands in its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import pytest
from lists import FIRST, Book, Item, make_book
from places import MADE_BY_0_1

from duban.workbook.file.package import Package
from duban.workbook.format.fields import Field
from duban.workbook.format.names import LEDGER, LINKS, LIST
from duban.workbook.format.own_formulas import is_own
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.reading.grid import GridBook
from duban.workbook.reading.workbook import read

EARLIER = MADE_BY_0_1
AN_ERROR = re.compile(rb't="str"((?: [^>]*)?><f>[^<]*</f><v>#)')
"""The cell of a formula that shows an error, written as if it showed a text."""
SHEETS = (LIST, LEDGER, LINKS)
COMPUTED = [(sheet, column) for sheet in SHEETS for column in FORMATS[sheet].computed]


def put(book: Book, sheet: str, cells: Mapping[tuple[int, str], tuple[Any, str]]) -> Book:
    """The workbook with formulas, and what they gave, as Excel saves them."""
    at = {(row, book.column(sheet, column)): cell for (row, column), cell in cells.items()}

    def change(xml: Any) -> None:
        for (row, column), (value, formula) in at.items():
            xml.set_cell(row, column, value, formula)

    changed = book.edited(sheet, change)
    package = Package.read(changed.data)
    part = package.sheet_part(sheet)
    package.put(part, AN_ERROR.sub(rb't="e"\1', package.data(part)))
    return Book(package.to_bytes())


def with_columns(*names: str) -> Book:
    """A list of two items with columns of the staff's beside it."""
    book = make_book(Item("甲"), Item("乙"), city=[(1, "营商", ""), (2, "其他", "")])
    wide = FORMATS[LIST].names.index("备注") + 2
    return book.edited(
        LIST, lambda xml: [xml.set_cell(FIRST - 1, wide + n, name) for n, name in enumerate(names)]
    )


@cache
def made() -> Book:
    """A workbook after its first builds, with a link that the list names."""
    book = make_book(Item("甲"), Item("乙"), city=[(1, "营商", "")]).built()
    return book.typed(LIST, {(FIRST + 1, "对应市级事项"): 1}).built()


@pytest.fixture(scope="module")
def formulas(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], set[str]]:
    """Every formula that a computed column of ours has, by sheet and column."""
    new = tmp_path_factory.mktemp("own") / "新.xlsx"
    new.write_bytes(made().data)
    found: dict[tuple[str, str], set[str]] = {each: set() for each in COMPUTED}
    for path in (new, *EARLIER.glob("*.xlsx")):
        for kind, sheet in read(GridBook(path)).sheets.items():
            for name in FORMATS[kind].computed if kind in SHEETS else ():
                column = sheet.header.columns.get(name)  # earlier versions have fewer
                found[kind, name] |= {text for (_, at), text in sheet.grid.formulas.items() if at == column}
    return found


@pytest.mark.parametrize(("sheet", "column"), COMPUTED)
def test_ours_are_known__ok(
    formulas: dict[tuple[str, str], set[str]], sheet: str, column: str
) -> None:  # OF1
    ours = formulas[sheet, column]
    assert len(ours) > 1
    assert [text for text in ours if not is_own(FORMATS[sheet][column], text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "=F2/G2",
        "=AVERAGE(F2:H2)",
        '=IF(F2="","",F2/G2)',
        "=SUMIFS(具体项目台账!$L$2:$L$9,具体项目台账!$A$2:$A$9,$H2)/3",
        "=VLOOKUP(B2,'[进度.xlsx]Sheet1'!A:C,3,0)",
        "=0.8",
    ],
)
@pytest.mark.parametrize("sheet", SHEETS)
def test_theirs_are_not_ours__ok(sheet: str, text: str) -> None:  # OF1
    fields: list[Field] = [FORMATS[sheet][column] for column in FORMATS[sheet].computed]
    assert not any(is_own(field, text) for field in fields)


def test_ours_in_another_dialect__ok() -> None:  # OF1
    light = FORMATS[LEDGER]["亮灯"]
    assert is_own(light, '=if(or(a2=true(),_xlfn.countifs(规则!b2:b9,a2)>0),round(l2,2),"")')


THEIRS = {
    "完成进度": (0.5, "=1/2"),
    "时序进度": (0.25, "=1/4"),
    "亮灯": ("看", '="看"'),
    "对应市级事项": (2, "=1+1"),
}


@pytest.mark.parametrize("column", THEIRS)
def test_list_keeps_theirs__ok(column: str) -> None:  # OF2, OF3
    value, formula = THEIRS[column]
    fresh = put(with_columns(column), LIST, {(FIRST, column): (value, formula)})
    first = fresh.built()
    for book in (
        first,
        first.built(as_of=date(2020, 8, 31)),
        put(made(), LIST, {(FIRST, column): (value, formula)}).built(),
    ):
        assert (book.value(LIST, FIRST, column), book.formula(LIST, FIRST, column)) == (value, formula)
        told = [each for each in book.outcome.findings if each.code == "T132"]  # type: ignore[union-attr]
        assert [(each.column_name, each.value, each.facts["formula"]) for each in told] == [
            (column, value, formula)
        ]
    assert is_own(FORMATS[LIST][column], first.formula(LIST, FIRST + 1, column) or "")


def test_figures_follow_theirs__ok() -> None:  # OF3
    book = put(with_columns("完成进度"), LIST, {(FIRST, "完成进度"): (0.5, "=1/2")}).built()
    assert [*book.show(LIST, "完成进度", "亮灯")] == [(0.5, book.value(LIST, FIRST, "亮灯"))]
    assert book.value(LIST, FIRST, "亮灯") != "未报"


UNSEEN = [each for each in COMPUTED if FORMATS[each[0]][each[1]].hidden]
OTHERS = [each for each in COMPUTED if each[0] != LIST and each not in UNSEEN]


@pytest.mark.parametrize(("sheet", "column"), OTHERS)
def test_other_sheets_keep_theirs__ok(sheet: str, column: str) -> None:  # OF2, OF3
    book = put(made(), sheet, {(2, column): (0.5, "=1/2")}).built()
    assert (book.value(sheet, 2, column), book.formula(sheet, 2, column)) == (0.5, "=1/2")
    assert "T132" in book.codes or FORMATS[sheet][column].kind not in ("share", "light")


@pytest.mark.parametrize(("sheet", "column"), UNSEEN)
@pytest.mark.parametrize("theirs", [(0.5, "=1/2"), (7, None)], ids=["formula", "value"])
def test_what_only_formulas_look_at_is_put_right__ok(
    sheet: str, column: str, theirs: tuple[Any, str | None]
) -> None:  # OF8
    row = FIRST if sheet == LIST else 2
    value, formula = theirs
    there = {(row, column): (value, formula)}
    book = put(made(), sheet, there) if formula else made().typed(sheet, {(row, column): value})
    assert book.built().formula(sheet, row, column) == made().formula(sheet, row, column)


@pytest.mark.parametrize(
    "formula", [b"<f/>", b'<f t="shared" si="7"/>', b'<f t="dataTable" ref="A1:A2" r1="B1"/>']
)
def test_theirs_without_a_text__ok(formula: bytes) -> None:  # OF2, OF3
    book = put(with_columns("完成进度"), LIST, {(FIRST, "完成进度"): (0.5, "=1/2")})
    package = Package.read(book.data)
    part = package.sheet_part(LIST)
    package.put(part, package.data(part).replace(b"<f>1/2</f>", formula))
    built = Book(package.to_bytes()).built()
    assert formula in Package.read(built.data).data(part)
    assert built.value(LIST, FIRST, "完成进度") == 0.5
    assert "T132" in built.codes


@pytest.mark.parametrize("column", THEIRS)
def test_theirs_that_show_nothing__ok(column: str) -> None:  # OF4
    book = put(with_columns(column), LIST, {(FIRST, column): ("", '=""')}).built()
    assert (book.value(LIST, FIRST, column), book.formula(LIST, FIRST, column)) == (None, '=""')
    assert not book.built().plan().plan.edits


def test_deadlines_and_units__ok() -> None:  # OF5
    day = (date(2020, 9, 20), "=DATE(2020,9,20)")
    fresh = with_columns("完成时限", "配合单位", "归口单位").typed(LIST, {(FIRST, "完成时限"): day[0]})
    cells = {"完成时限": day, "配合单位": ("财政局", '="财政局"'), "归口单位": ("统计局", '="统计"&"局"')}
    fresh = put(fresh, LIST, {(FIRST, name): cell for name, cell in cells.items()})
    book = fresh.built()
    for name, (_, formula) in cells.items():
        assert book.formula(LIST, FIRST, name) == formula
    row = book.find(LEDGER, 事项键=1)
    shown = [book.value(LEDGER, row, name) for name in ("完成时限", "责任单位", "配合单位")]
    assert shown == [date(2020, 9, 20), "统计局", "财政局"]
    assert "T132" not in book.codes


def test_broken_ones_of_ours_are_mended__ok() -> None:  # OF6
    book = made()
    good = book.formula(LIST, FIRST, "亮灯")
    assert good is not None
    broken = put(book, LIST, {(FIRST, "亮灯"): ("#REF!", good.replace("规则!", "#REF!"))})
    assert broken.built().formula(LIST, FIRST, "亮灯") == good
    assert "S111" not in broken.built().codes


@pytest.mark.parametrize(
    ("column", "error"), [("完成时限", "#REF!"), ("牵头单位及负责人", "#N/A"), ("改革的具体项目", "#NAME?")]
)
def test_errors_are_said__error(column: str, error: str) -> None:  # OF7
    fresh = put(with_columns("完成时限"), LIST, {(FIRST, column): (error, "=甲!A1")})
    said = [each for each in fresh.plan().findings if each.code == "S111"]
    assert [(each.row, each.column_name, each.value) for each in said] == [(FIRST, column, error)]
