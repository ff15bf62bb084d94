"""Which bulletin is live, and how the others keep what they said.

FZ1  A bulletin that is left keeps the figures of its last build, whatever Excel computed since; both are named (H105).
FZ2  It is known by its mark under whatever name staff gave it; a copy that staff made is theirs and stays as it is.
FZ3  What staff wrote beside its figures stays; where its rows stand elsewhere, or something is typed over what was said,
     it is kept and a frozen one made (R110).
FZ4  Going back shows what is frozen (H102); only --reopen makes it live, and its former record stays (H103).
FZ5  A later bulletin is frozen meanwhile, and live again when its period is.
FZ6  One that is gone is restored from the record (H104).
FZ7  A bulletin of an earlier version, without record, is frozen from its values (H101), and stays so.
FZ9  A month that ends with its quarter freezes it, and the other way round.
FZ10 A period of which no bulletin was made gets none when it is over (H106).
FZ11 A period typed into 规则 takes the day of the last one along no further (as --period does); a day outside is said.
FZ12 A record that is gone is said (H107); rows of it that nobody can place stay.
FZ8  Frozen is not edited: no …（旧1） where nobody edited, and nothing is planned again.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from bulletins import table
from lists import Book, Item, make_book

from duban.macros.commands.build import UNITS, build
from duban.macros.commands.verify import verify
from duban.macros.figures.understood import RunOptions
from duban.macros.history.editions import read_record
from duban.udfs.periods import Period
from duban.workbook.file import write_xlsx
from duban.workbook.file.package import Package
from duban.workbook.file.sheet_xml import SheetXml
from duban.workbook.format.names import LEDGER, PERIOD_RECORD, RULES, TREND

THIRD, FOURTH = (
    {"period": Period(2020, 9), "as_of": date(2020, 9, 30)},
    {"period": Period(2020, 12), "as_of": date(2020, 12, 31)},
)
Q3, Q4 = "2020年第三季度通报", "2020年第四季度通报"


@pytest.fixture(scope="module")
def made() -> Book:
    book = make_book(
        Item("企业开办", ("减少环节", "当场办结")), Item("招商引资", ("上门招商",), unit="招商局")
    ).built(**THIRD)
    return book.typed(LEDGER, {(2, "完成进度"): 0.4, (3, "完成进度"): 0.6}).built(**THIRD)


def computed(book: Book, name: str = Q3, share: float = 0.9) -> Book:
    """Excel computes the mean of the headline anew: the ledger was filled."""
    cell = book.grids[name].formulas[11, 3]
    return book.edited(name, lambda xml: xml.set_cell(11, 3, share, cell, xml.style_of(11, 3)))


def told(book: Book, code: str) -> Any:
    assert book.outcome is not None
    return next(finding for finding in book.outcome.findings if finding.code == code)


def renamed(book: Book, old: str, new: str) -> Book:
    package = Package.read(book.data)
    package.rename_sheet(old, new)
    return Book(package.to_bytes())


def test_figures_of_the_last_build_stay__ok(made: Book) -> None:  # FZ1 FZ8
    later = computed(made.typed(LEDGER, {(2, "完成进度"): 1})).built(**FOURTH)
    assert later.grids[Q3].rows == made.grids[Q3].rows
    assert not later.grids[Q3].formulas and not later.tables.marks[Q3].edited
    said = told(later, "H105").facts
    assert (said["as_of"], said["now"], said["count"]) == (date(2020, 9, 30), date(2020, 9, 30), 1)
    assert "C11：0.25 → 0.9" in told(later, "H105").message()
    assert later.built(**FOURTH).data is later.data


def test_nothing_is_said_where_nothing_moved__ok(made: Book) -> None:  # FZ1
    assert "H105" not in made.built(**FOURTH).codes


def test_known_under_another_name__ok(made: Book) -> None:  # FZ2
    book = renamed(made, Q3, "三季度（印发稿）")
    assert book.built(**THIRD).data is book.data  # live under its new name
    later = computed(book, "三季度（印发稿）").built(**FOURTH)
    assert Q3 not in later.tables.sheet_names
    assert later.grids["三季度（印发稿）"].rows == made.grids[Q3].rows
    back = later.built(**THIRD, reopen=True)
    assert back.grids["三季度（印发稿）"].formulas and Q3 not in back.tables.sheet_names


def test_a_copy_is_the_staffs__ok(made: Book) -> None:  # FZ2
    package = Package.read(made.data)
    part = package.fresh_name("xl/worksheets/sheet1.xml")
    package.put(part, package.data(package.sheet_part(Q3)), package.content_type(package.sheet_part(Q3)))
    package.add_sheet_entry(f"{Q3} (2)", part)
    from duban.workbook.file.owned_marks import read_mark, write_mark

    write_mark(package, f"{Q3} (2)", str(read_mark(package, Q3)))  # Excel copies a sheet's names with it
    later = Book(package.to_bytes()).built(**FOURTH)
    assert later.grids[f"{Q3} (2)"].formulas == made.grids[Q3].formulas
    assert not later.grids[Q3].formulas


def test_what_staff_wrote_stays__ok(made: Book) -> None:  # FZ3
    last = len(made.grids[Q3].rows)
    later = computed(made.typed(Q3, {(last + 3, 2): "已报主任审阅"})).built(**FOURTH)
    assert later.grids[Q3].value(last + 3, 2) == "已报主任审阅"
    assert later.grids[Q3].value(11, 3) == 0.25
    assert f"{Q3}（旧1）" not in later.tables.sheet_names
    assert later.tables.marks[Q3].edited  # a run that makes it anew keeps it beside


def test_what_is_typed_over_a_figure_is_kept_beside__ok(made: Book) -> None:  # FZ1 FZ3
    later = made.typed(Q3, {(11, 3): 0.88}).built(**FOURTH)
    assert told(later, "R110").facts["kept"] == f"{Q3}（旧1）"
    assert later.grids[f"{Q3}（旧1）"].value(11, 3) == 0.88
    assert later.grids[Q3].rows == made.grids[Q3].rows


def test_sorted_rows_never_mix_units_and_figures__ok(made: Book) -> None:  # FZ1 FZ3
    grid = made.grids[Q3]
    top = next(row for row in range(1, 30) if grid.value(row, 1) == "名次") + 1

    def sort(xml: SheetXml) -> None:  # as Excel sorts: values and formulas change places
        for column in range(1, 11):
            for row, other in ((top, top + 1), (top + 1, top)):
                formula = grid.formulas.get((other, column))
                xml.set_cell(row, column, grid.value(other, column), formula, xml.style_of(row, column))

    later = made.edited(Q3, sort).built(**FOURTH)
    assert later.grids[Q3].rows == made.grids[Q3].rows
    assert f"{Q3}（旧1）" in later.tables.sheet_names


def test_rows_that_stand_elsewhere__ok(made: Book) -> None:  # FZ3
    def insert(xml: SheetXml) -> None:
        grid = made.grids[Q3]
        for row in range(len(grid.rows), 5, -1):
            for column in range(1, grid.width + 1):
                formula = grid.formulas.get((row, column))
                xml.set_cell(row + 1, column, grid.value(row, column), formula, xml.style_of(row, column))
                xml.set_cell(row, column, None)

    later = made.edited(Q3, insert).built(**FOURTH)
    assert told(later, "R110").facts["kept"] == f"{Q3}（旧1）"
    assert later.grids[Q3].rows == made.grids[Q3].rows
    assert not later.grids[f"{Q3}（旧1）"].formulas
    assert later.grids[f"{Q3}（旧1）"].value(12, 3) == 0.25


def test_going_back__ok(made: Book) -> None:  # FZ4 FZ5
    later = made.typed(LEDGER, {(2, "完成进度"): 1}).built(**FOURTH)
    back = later.built(**THIRD)
    assert told(back, "H102").facts["as_of"] == date(2020, 9, 30)
    assert back.outcome is not None and back.outcome.shows == Q3
    assert back.grids[Q3].rows == made.grids[Q3].rows
    assert back.grids[Q4].rows == later.grids[Q4].rows and not back.grids[Q4].formulas
    assert back.built(**THIRD).data is back.data
    again = back.built(**FOURTH)
    assert again.grids[Q4].formulas and again.grids[Q3].rows == made.grids[Q3].rows
    assert [name for name in again.tables.sheet_names if "（旧" in name] == []


def test_reopened__ok(made: Book) -> None:  # FZ4 FZ5
    later = made.typed(LEDGER, {(2, "完成进度"): 1}).built(**FOURTH)
    opened = later.built(**THIRD, reopen=True)
    assert told(opened, "H103").facts["number"] == 1
    assert opened.grids[Q3].formulas and opened.grids[Q3].value(11, 3) == pytest.approx(0.4)
    editions = [(str(e.period), e.number, e.status) for e in read_record(opened.tables).editions]
    assert editions == [("2020Q3", 1, "定格"), ("2020Q3", 2, "重开"), ("2020Q4", 1, "定格")]
    assert opened.built(**THIRD).data is opened.data  # it goes on being live
    onwards = opened.built(**FOURTH)
    assert onwards.grids[Q3].value(11, 3) == pytest.approx(0.4) and not onwards.grids[Q3].formulas
    rows = onwards.grids[Q4].rows
    assert next(row for row in rows if row and str(row[0]).startswith("二、"))[0].endswith(
        "（上期为2020年第三季度）"
    )
    units = table(onwards.grids[Q4], "名次", "上期")
    assert {each["单位"]: each["上期"] for each in units}["综合局"] == pytest.approx(
        0.8
    )  # what was said last


def test_one_that_is_gone__ok(made: Book) -> None:  # FZ6
    package = Package.read(made.built(**FOURTH).data)
    package.remove_sheet(Q3)
    back = Book(package.to_bytes()).built(**THIRD)
    assert "H104" in back.codes
    assert back.grids[Q3].rows == made.grids[Q3].rows and not back.grids[Q3].formulas
    assert back.built(**THIRD).data is back.data


def test_one_that_is_deleted_while_its_period_runs__ok(made: Book) -> None:  # FZ6
    package = Package.read(made.data)
    for name in (Q3, TREND):
        package.remove_sheet(name)
    gone = Book(package.to_bytes())
    data = write_xlsx.apply(gone.data, build(gone.tables, RunOptions(**THIRD), (UNITS,)).plan)
    back = Book(data).built(**FOURTH).built(**THIRD)
    assert "H104" in back.codes and back.grids[Q3].rows == made.grids[Q3].rows


def without_record(book: Book) -> Book:
    """The workbook as an earlier version left it."""
    package = Package.read(book.data)
    for name in (PERIOD_RECORD, TREND):
        package.remove_sheet(name)
    return Book(package.to_bytes())


def test_an_earlier_version_left_it__ok(made: Book) -> None:  # FZ7
    later = without_record(made).built(**FOURTH)
    assert "H101" in later.codes
    assert later.grids[Q3].rows == made.grids[Q3].rows and not later.grids[Q3].formulas
    assert not later.tables.marks[Q3].edited
    back = later.built(**THIRD)
    assert "H102" in back.codes and back.grids[Q3].rows == made.grids[Q3].rows
    opened = back.built(**THIRD, reopen=True)
    assert opened.grids[Q3].formulas and f"{Q3}（旧1）" not in opened.tables.sheet_names


def test_a_month_that_ends_with_its_quarter__ok(made: Book) -> None:  # FZ9
    month = made.typed(LEDGER, {(2, "完成进度"): 1}).built(
        period=Period(2020, 9, False), as_of=date(2020, 9, 30)
    )
    assert not month.grids[Q3].formulas
    back = month.built(**THIRD)
    assert "H102" in back.codes and back.grids[Q3].rows == made.grids[Q3].rows
    assert not back.grids["2020年9月通报"].formulas


def test_a_period_without_bulletin__ok() -> None:  # FZ10
    start = make_book(Item("企业开办", ("减少环节",)))
    data = write_xlsx.apply(start.data, build(start.tables, RunOptions(**THIRD), (UNITS,)).plan)
    later = Book(data).built(**FOURTH)
    back = later.built(**THIRD)
    assert "H106" in back.codes and "H102" not in back.codes
    assert Q3 not in back.tables.sheet_names
    assert Q3 in back.built(**THIRD, reopen=True).tables.sheet_names


def test_a_period_typed_by_hand__ok(made: Book) -> None:  # FZ11
    rows = made.tables.settings.rows
    typed = made.typed(RULES, {(rows["当前期间"], 2): "2020年第四季度"})
    outcome = build(typed.tables, RunOptions(today=date(2020, 12, 20)))
    assert (outcome.facts["period"], outcome.facts["as_of"]) == ("2020Q4", "2020-12-20")
    outside = made.plan(period=Period(2020, 9), as_of=date(2021, 5, 1))
    assert "R106" in [finding.code for finding in outside.findings]


def test_a_record_that_is_gone__ok(made: Book) -> None:  # FZ12
    package = Package.read(made.built(**FOURTH).data)
    package.remove_sheet(PERIOD_RECORD)
    book = Book(package.to_bytes())
    assert [f.code for f in verify(book.tables).findings if f.code == "H124"] and verify(
        book.tables
    ).to_settle
    assert "H107" in book.built(**FOURTH).codes


def test_rows_that_nobody_can_place_stay__ok(made: Book) -> None:  # FZ12
    later = made.built(**FOURTH)
    rows = [row for row, record in later.tables.own[PERIOD_RECORD].rows.items() if record["期间"] == "2020Q3"]
    odd = later.typed(PERIOD_RECORD, {(row, "版次"): "x" for row in rows})
    again = odd.built(**FOURTH)
    assert [again.value(PERIOD_RECORD, row, "种类") for row in rows] == [
        odd.value(PERIOD_RECORD, row, "种类") for row in rows
    ]
    assert "H123" in [finding.code for finding in verify(again.tables).findings]


def test_a_row_of_the_record_that_is_missing__ok(made: Book) -> None:  # FZ12
    table = made.tables.own[PERIOD_RECORD].rows
    row = next(row for row, record in table.items() if record["种类"] == "通报" and record["行"] == 10)
    width = len(made.grids[PERIOD_RECORD].rows[0])
    odd = made.typed(PERIOD_RECORD, {(row, column): None for column in range(1, width + 1)})
    later = odd.built(**FOURTH)
    assert later.grids[Q3].rows == made.grids[Q3].rows  # not of a record that is not whole
    assert "H101" in later.codes and f"{Q3}（旧1）" not in later.tables.sheet_names
    assert verify(later.tables).to_settle
