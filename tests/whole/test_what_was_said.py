"""A year in any order: what was issued never changes, 上期 follows the items, nothing that was typed is lost.

WS001  A bulletin of a period that is left shows for ever what it showed when it was built last, whatever Excel computed since.
WS002  上期进度 of an item is what the latest earlier period said of this very item, wherever its row is now.
WS003  What staff typed into ledger and bulletins is still there.
WS004  A second build plans nothing; one after closing neither.
WS005  A closed bulletin is never live again, and a correction stands beside it.
WS006  verify finds nothing that is altered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from lists import Book, Item, make_book, numbered
from rounds import rounds

from duban.macros.commands.close import CloseOptions, close
from duban.macros.commands.verify import verify
from duban.udfs.periods import Period
from duban.workbook.file import write_xlsx
from duban.workbook.file.package import Package
from duban.workbook.file.sheet_xml import SheetXml
from duban.workbook.format.names import LEDGER, LIST
from duban.workbook.format.sheet_names import bulletin_name
from duban.workbook.say.stop import Stop

pytestmark = pytest.mark.long

FEW = settings(
    max_examples=rounds(6),
    stateful_step_count=16,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
FIRST = Period(2020, 3)
LAST = Period(2021, 3)
TODAY = date(2021, 4, 1)
Figures = dict[str, float | None]
"""Item → its progress."""


def following(period: Period) -> Period:
    return Period.of(period.last_day + timedelta(days=1))


@dataclass
class Said:
    """What was said of a period."""

    figures: Figures
    status: str = "live"
    """live, frozen or closed."""
    rows: Any = None
    """What its bulletin showed when it was built last, and when it was closed."""
    corrections: dict[str, Any] = field(default_factory=dict)


@dataclass
class Year:
    """A workbook, and what its clerk knows of it. Items are known by their first name."""

    book: Book
    items: dict[str, dict[str, float | None]]
    """Item → measure → progress, as typed into the ledger."""
    names: dict[str, str]
    """Item → how the list calls it now."""
    period: Period = FIRST
    said: dict[Period, Said] = field(default_factory=dict)
    sheets: dict[str, str] = field(default_factory=dict)
    """Bulletin → the name that staff gave its sheet."""
    notes: dict[str, list[str]] = field(default_factory=dict)
    """Bulletin → what staff wrote below it."""
    dirty: bool = True
    texts: int = 0

    # what staff do

    def text(self) -> str:
        """A text that no other is like."""
        self.texts += 1
        return "".join(chr(0x4E10 + 7 * self.texts + at) for at in range(7))

    def row_of(self, sheet: str, column: str, text: str) -> int:
        return self.book.find(sheet, **{column: text})

    def fill(self, item: str, measure: str, share: float | None) -> None:
        self.items[item][measure] = share
        row = self.row_of(LEDGER, "具体项目", measure)
        self.book, self.dirty = self.book.typed(LEDGER, {(row, "完成进度"): share}), True

    def computed_by_excel(self, by: float) -> None:
        """Excel computes the live bulletin from what was filled: its stored values are others from now on."""
        name = self.name_of(bulletin_name(self.period))
        grid = self.book.grids[name]

        def change(xml: SheetXml) -> None:
            for (row, column), formula in grid.formulas.items():
                value = grid.value(row, column)
                if isinstance(value, float) and 0 < value < 1:
                    xml.set_cell(row, column, min(1.0, value + by), formula, xml.style_of(row, column))

        self.book = self.book.edited(name, change)

    def sort(self, sheet: str, order: Sequence[int]) -> None:
        column = "事项名称" if sheet == LIST else "具体项目"
        texts = self.names.values() if sheet == LIST else [m for each in self.items.values() for m in each]
        rows = sorted(self.row_of(sheet, column, text) for text in texts)
        places = [place for place in order if place < len(rows)]
        moves = {rows[place]: row for place, row in zip(places, rows, strict=True)}
        self.book, self.dirty = self.book.moved(sheet, moves), True

    def insert(self) -> None:
        """A new item at the end of the list."""
        name, measure = self.text(), self.text()
        last = max(self.row_of(LIST, "事项名称", each) for each in self.names.values()) + 1
        cells = {
            "序号": 9,
            "事项名称": name,
            "改革的具体项目": numbered([measure]),
            "牵头单位及负责人": "综合局",
        }
        self.book = self.book.typed(LIST, {(last, column): value for column, value in cells.items()})
        self.items[name], self.names[name], self.dirty = {measure: None}, name, True
        self.build()

    def reword(self, item: str) -> None:
        row = self.row_of(LIST, "事项名称", self.names[item])
        self.names[item] = f"进一步{item}"
        self.book, self.dirty = self.book.typed(LIST, {(row, "事项名称"): self.names[item]}), True

    def remove(self, item: str) -> None:
        self.book, self.dirty = self.book.with_cut(self.row_of(LIST, "事项名称", self.names.pop(item))), True
        del self.items[item]

    def rename(self, known: str) -> None:
        """Staff call the sheet of a bulletin otherwise."""
        package = Package.read(self.book.data)
        new = f"印发{len(self.sheets)}-{self.texts}"
        self.texts += 1
        package.rename_sheet(self.name_of(known), new)
        self.sheets[known] = new
        self.book = Book(package.to_bytes())

    def note(self, known: str) -> None:
        """Staff write something below a bulletin."""
        name, text = self.name_of(known), self.text()
        below = len(self.book.grids[name].rows) + 2
        self.book = self.book.typed(name, {(below, 2): text})
        self.notes.setdefault(known, []).append(text)

    def name_of(self, known: str) -> str:
        return self.sheets.get(known, known)

    # what the program does

    def build(self, period: Period | None = None, *, reopen: bool = False) -> None:
        period = period or self.period
        choices = {"period": period, "as_of": period.last_day, "reopen": reopen}
        left = self.said.get(self.period)
        if period != self.period and left is not None and left.status == "live":
            left.status = "frozen"
        there, self.period = self.said.get(period), period
        later = any(other.last_day > period.last_day for other in self.said)
        lives = there is None or (
            there.status != "closed" and (there.status == "live" or reopen or not later)
        )
        edited = self.notes.get(bulletin_name(period), []) if lives else []
        self.book = self.book.built(**choices)
        if lives:
            figures = {item: progress(each) for item, each in self.items.items()}
            known = bulletin_name(period)
            rows = self.book.grids[self.name_of(known)].rows
            self.said[period] = Said(figures, rows=without_notes(rows, []))
            if edited:  # what staff wrote stands on a sheet kept beside the new one
                self.notes[known] = []
                kept = [name for name in self.book.grids if "（旧" in name]
                assert all(
                    any(text in row for name in kept for row in self.book.grids[name].rows) for text in edited
                )
        self.dirty = False
        again = self.book.plan(**{**choices, "reopen": False})
        assert again.plan.empty  # WS004
        self.check()

    def close(self, *, as_built: bool) -> None:
        outcome = close(self.book.tables, CloseOptions(as_built=as_built, today=TODAY))
        there = self.said[self.period]
        if outcome.to_settle:
            assert outcome.plan.empty and not as_built
            return
        data = write_xlsx.apply(self.book.data, outcome.plan)
        write_xlsx.check(self.book.data, data, outcome.plan)
        self.book = Book(data)
        if there.status != "closed":
            known = bulletin_name(self.period)
            rows = without_notes(self.book.grids[self.name_of(known)].rows, self.notes.get(known, []))
            assert without_notes(rows[: len(there.rows)], []) == there.rows  # WS001: then comes the foot
            there.status, there.rows = "closed", rows
        self.check()

    def correct(self, reason: str) -> None:
        """A correction of the current period, which is closed."""
        there = self.said[self.period]
        outcome = close(self.book.tables, CloseOptions(reissue=True, reason=reason, today=TODAY))
        made = [sheet.name for sheet in outcome.plan.sheets if "更正" in sheet.name]
        data = write_xlsx.apply(self.book.data, outcome.plan)
        write_xlsx.check(self.book.data, data, outcome.plan)
        self.book = Book(data)
        for name in made:
            there.corrections[name] = self.book.grids[name].rows
            there.figures = {item: progress(each) for item, each in self.items.items()}
        self.check()

    # what must be so

    def check(self) -> None:
        for period, said in self.said.items():
            name = self.name_of(bulletin_name(period))
            grid = self.book.grids[name]
            if said.status == "live":
                assert grid.formulas and shown(grid.rows, "完成进度") == {
                    self.names[item]: value for item, value in said.figures.items() if item in self.names
                }
            else:
                assert not grid.formulas  # WS001, WS005
                rows = without_notes(grid.rows, self.notes.get(bulletin_name(period), []))
                assert rows == said.rows  # WS001
            assert {each: self.book.grids[each].rows for each in said.corrections} == said.corrections
            texts = self.notes.get(bulletin_name(period), [])
            assert all(any(text in row for row in grid.rows) for text in texts)  # WS003
        self.check_past()
        self.check_ledger()
        assert not verify_altered(self.book, self.notes)  # WS006

    def check_past(self) -> None:
        if self.said[self.period].status != "live":
            return
        before = [each for each in self.said if each.last_day < self.period.last_day]
        past = self.said[max(before)].figures if before else {}
        rows = self.book.grids[self.name_of(bulletin_name(self.period))].rows
        assert shown(rows, "上期进度") == {name: past.get(item) for item, name in self.names.items()}  # WS002

    def check_ledger(self) -> None:
        there = dict(self.book.show(LEDGER, "具体项目", "完成进度"))
        mine = {measure: share for each in self.items.values() for measure, share in each.items()}
        assert {text: there[text] for text in mine} == mine  # WS003


def progress(measures: dict[str, float | None]) -> float | None:
    known = [share for share in measures.values() if share is not None]
    return pytest.approx(sum(known) / len(measures)) if known else None


def shown(rows: Any, column: str) -> dict[str, Any]:
    """Item → what a column of 四、事项进展 shows."""
    at = next(n for n, row in enumerate(rows) if {"事项名称", "上期进度"} <= set(row))
    name, place = rows[at].index("事项名称"), rows[at].index(column)
    found = {}
    for row in rows[at + 1 :]:
        if len(row) <= place or not isinstance(row[0], int | float):
            break
        found[row[name]] = row[place]
    return found


def without_notes(rows: Any, notes: Sequence[str]) -> list[Any]:
    """The rows without those that staff wrote, and without blank ones at the end."""
    mine = [row for row in rows if not set(notes) & set(row)]
    while mine and not any(value is not None for value in mine[-1]):
        mine.pop()
    return mine


def verify_altered(book: Book, notes: dict[str, list[str]]) -> list[str]:
    """What is altered, but for bulletins below which staff wrote something."""
    found = verify(book.tables, TODAY).findings
    written = {name for name, texts in notes.items() if texts}
    return [
        f.sheet
        for f in found
        if f.code in ("H120", "H121") and book.tables.marks[f.sheet].known_as not in written
    ]


@cache
def begun() -> Year:
    """A year that has begun, in its second quarter, with figures of the first."""
    year = Year(Book(b""), {}, {})
    for count in (2, 1, 2):
        name = year.text()
        year.items[name], year.names[name] = {year.text(): None for _ in range(count)}, name
    year.book = make_book(*(Item(name, list(each), unit="综合局") for name, each in year.items.items()))
    year.build()
    for number, (item, each) in enumerate(list(year.items.items()), 1):
        for measure in each:
            year.fill(item, measure, number / 10)
    year.build()
    year.build(following(FIRST))
    return year


class Clerk(RuleBasedStateMachine):
    """Anything that a clerk may do in a year."""

    def __init__(self) -> None:
        super().__init__()
        start = begun()
        self.year = Year(
            start.book,
            {item: dict(each) for item, each in start.items.items()},
            dict(start.names),
            start.period,
            {period: Said(dict(said.figures), said.status, said.rows) for period, said in start.said.items()},
            texts=start.texts,
        )

    @rule(data=st.data(), share=st.sampled_from((0.15, 0.5, 0.85, 1.0, None)), computes=st.booleans())
    def fill(self, data: st.DataObject, share: float | None, computes: bool) -> None:
        item = data.draw(st.sampled_from(sorted(self.year.items)))
        self.year.fill(item, data.draw(st.sampled_from(sorted(self.year.items[item]))), share)
        if computes and self.year.said[self.year.period].status == "live":
            self.year.computed_by_excel(0.05)

    @precondition(lambda self: not self.year.dirty)
    @rule(order=st.permutations(range(12)), sheet=st.sampled_from((LIST, LEDGER)))
    def sort(self, order: list[int], sheet: str) -> None:
        self.year.sort(sheet, order)

    @precondition(lambda self: len(self.year.items) < 5)
    @rule()
    def insert(self) -> None:
        self.year.insert()

    @precondition(lambda self: not self.year.dirty)
    @rule(data=st.data())
    def reword(self, data: st.DataObject) -> None:
        self.year.reword(data.draw(st.sampled_from(sorted(self.year.names))))
        self.year.build()

    @precondition(lambda self: not self.year.dirty and len(self.year.items) > 2)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        self.year.remove(data.draw(st.sampled_from(sorted(self.year.names))))
        self.year.build()

    @rule()
    def build(self) -> None:
        self.year.build()

    @rule(data=st.data(), onwards=st.booleans())
    def move(self, data: st.DataObject, onwards: bool) -> None:
        if onwards and self.year.period < LAST:
            self.year.build(following(self.year.period))
        else:
            self.year.build(data.draw(st.sampled_from(sorted(self.year.said))))

    @rule(share=st.sampled_from((0.25, 0.75)))
    def fill_before_the_period_moves(self, share: float) -> None:
        if self.year.said[self.year.period].status == "live" and self.year.period < LAST:
            for item, measures in self.year.items.items():
                for measure in measures:
                    self.year.fill(item, measure, share)
            self.year.computed_by_excel(0.2)
            self.year.build(following(self.year.period))

    @precondition(lambda self: len(self.year.said) > 1)
    @rule(data=st.data())
    def reopen(self, data: st.DataObject) -> None:
        period = data.draw(st.sampled_from(sorted(self.year.said)))
        if self.year.said[period].status == "closed":
            with pytest.raises(Stop) as stop:
                self.year.book.plan(period=period, reopen=True)
            assert stop.value.code == "period_is_closed"  # WS005
            return
        self.year.build(period, reopen=True)

    @rule(as_built=st.booleans())
    def close(self, as_built: bool) -> None:
        self.year.close(as_built=as_built)

    @precondition(lambda self: self.year.said[self.year.period].status == "closed")
    @rule()
    def correct(self) -> None:
        self.year.correct("录入有误")

    @rule(data=st.data(), note=st.booleans())
    def touch_a_bulletin(self, data: st.DataObject, note: bool) -> None:
        known = bulletin_name(data.draw(st.sampled_from(sorted(self.year.said))))
        if note:
            self.year.note(known)
        else:
            self.year.rename(known)


def test_a_year_in_any_order__ok() -> None:  # WS001–WS006
    run_state_machine_as_test(Clerk, settings=FEW)  # type: ignore[no-untyped-call]
