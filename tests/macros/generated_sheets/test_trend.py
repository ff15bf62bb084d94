"""进度走势: how the progress of units and items ran.

TR1  There is a column for each period on record from the first on, in time; the one that runs has live formulas.
TR2  A row is a unit or an item, by key: one that left comes last, one that is new has blanks before.
TR3  Changes are those since the last and since the first period; — where a figure is missing.
TR4  The chart is one of native lines; where there is no figure its cell is blank, so that the line has a gap.
TR5  After closing no column is live, and the sheet says so.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from lists import Book, Item, make_book

from duban.macros.commands.close import CloseOptions, close
from duban.udfs.periods import Period
from duban.workbook.file import write_xlsx
from duban.workbook.file.package import Package
from duban.workbook.format.names import LEDGER, LIST, TREND

FOURTH = {"period": Period(2020, 12), "as_of": date(2020, 12, 31)}


@pytest.fixture(scope="module")
def first() -> Book:
    book = make_book(Item("企业开办", ("减少环节",)), Item("招商引资", ("上门招商",), unit="招商局")).built()
    return book.typed(LEDGER, {(2, "完成进度"): 0.4}).built()


@pytest.fixture(scope="module")
def second(first: Book) -> Book:
    """The next quarter: the second item left, a third came."""
    third = {"序号": 3, "事项名称": "科创金融", "改革的具体项目": "1、设立基金", "牵头单位及负责人": "金融局"}
    book = first.with_cut(5).typed(LIST, {(5, column): value for column, value in third.items()})
    book = book.built(**FOURTH)
    row = book.find(LEDGER, 具体项目="设立基金")
    return book.typed(LEDGER, {(2, "完成进度"): 0.7, (row, "完成进度"): 0.1}).built(**FOURTH)


def table(book: Book, title: str) -> list[tuple[Any, ...]]:
    """Header and rows of a section."""
    rows = book.grids[TREND].rows
    start = next(at for at, row in enumerate(rows) if row and str(row[0]).startswith(title))
    found = []
    for row in rows[start + 1 :]:
        if not any(value is not None for value in row[1:7]):
            break
        found.append(row[1:7])
    return found


def test_first_period__ok(first: Book) -> None:  # TR1 TR3
    assert [row[:4] for row in table(first, "一、")] == [
        ("单位", "2020Q3", "较上期", "较首期"),
        ("全部", 0.2, "—", "—"),
        ("综合局", 0.4, "—", "—"),
        ("招商局", None, "—", "—"),
    ]


def test_second_period__ok(second: Book) -> None:  # TR1 TR2 TR3
    assert [row[:5] for row in table(second, "一、")] == [
        ("单位", "2020Q3", "2020Q4", "较上期", "较首期"),
        ("全部", 0.2, pytest.approx(0.4), pytest.approx(0.2), pytest.approx(0.2)),
        ("综合局", 0.4, 0.7, pytest.approx(0.3), pytest.approx(0.3)),
        ("金融局", None, 0.1, "—", "—"),
        ("招商局", None, None, "—", "—"),
    ]
    assert [row[:5] for row in table(second, "二、")] == [
        ("事项名称", "2020Q3", "2020Q4", "较上期", "较首期"),
        ("企业开办", 0.4, 0.7, pytest.approx(0.3), pytest.approx(0.3)),
        ("科创金融", None, 0.1, "—", "—"),
        ("招商引资（已移出）", None, None, "—", "—"),
    ]
    formulas = second.grids[TREND].formulas
    assert formulas[6, 3].startswith("=IF(期间记录!") and "期间记录" not in formulas[6, 4]


def test_lines__ok(second: Book) -> None:  # TR4
    package = Package.read(second.data)
    part = package.sheet_part(TREND)
    drawing = next(rel.target for rel in package.rels(part) if rel.is_a("drawing"))
    chart = next(rel.target for rel in package.rels(drawing) if rel.is_a("chart"))
    xml = package.data(chart).decode()
    assert "<c:lineChart>" in xml and 'dispBlanksAs val="gap"' in xml and xml.count("<c:ser>") == 4
    rows = second.grids[TREND].rows
    at = next(n for n, row in enumerate(rows, 1) if row and row[0] == "期间")
    assert [row[:5] for row in rows[at - 1 : at + 2]] == [
        ("期间", "全部", "综合局", "金融局", "招商局"),
        ("2020Q3", 0.2, 0.4),
        ("2020Q4", pytest.approx(0.4), 0.7, 0.1),
    ]
    assert (at + 1, 4) not in second.grids[TREND].formulas


def test_after_closing_nothing_is_live__ok(second: Book) -> None:  # TR5
    outcome = close(second.tables, CloseOptions(today=date(2021, 1, 4)))
    book = Book(write_xlsx.apply(second.data, outcome.plan))
    assert "为目前的数" in str(second.grids[TREND].value(2, 1))
    assert "为目前的数" not in str(book.grids[TREND].value(2, 1))
    assert book.grids[TREND].formulas[6, 4].startswith("=IF(期间记录!")
    assert [row[:3] for row in table(book, "一、")] == [row[:3] for row in table(second, "一、")]
    assert book.built(**FOURTH).data is book.data
