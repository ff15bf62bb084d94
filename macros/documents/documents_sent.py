"""督办单台账: which letter bears which number. A number is given once; a letter that is on record keeps its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from duban.macros.documents.letters import Called, Issue, number_of
from duban.macros.documents.office_sheet import office_sheet
from duban.macros.documents.shown_cells import in_words
from duban.macros.documents.templates import Template
from duban.macros.documents.words import ORDER
from duban.macros.generated_sheets.all_changes import Changes
from duban.macros.staff_sheets.cells_to_set import edit_sheet, new_sheet
from duban.udfs.letters import plain_number, waits
from duban.udfs.periods import Period, from_serial
from duban.udfs.progress import day as day_number
from duban.udfs.text import item_number, squeeze
from duban.workbook.cells.addresses import a1
from duban.workbook.format.names import DOCUMENTS_SENT
from duban.workbook.format.sheets.documents_sent import (
    ANSWER,
    ANSWERED,
    CLOSED,
    DUE,
    FORMAT,
    KIND,
    MEASURES,
    NUMBER,
    PERIOD,
    PLACE,
    SENT,
    UNIT,
    YEAR,
)
from duban.workbook.plan.plans import Cell
from duban.workbook.reading.rows import Record
from duban.workbook.reading.settings import Settings
from duban.workbook.reading.tables import Tables, TableSheet
from duban.workbook.say.stop import Stop


def read_sent(tables: Tables) -> TableSheet | None:
    """The register as it is. Raises Stop as ``office_sheet``."""
    return office_sheet(tables, DOCUMENTS_SENT)


@dataclass
class Numbering:
    """The numbers of one run: those on record, and the new rows. ``days``: by when a letter is to be answered."""

    kind: str
    template: Template
    settings: Settings
    table: TableSheet | None
    today: date
    days: int

    @property
    def file(self) -> str:
        """The workbook's name."""
        return self.template.file

    def __post_init__(self) -> None:
        self._rows: dict[int, Record] = dict(self.table.rows) if self.table else {}
        self.new: dict[int, dict[str, Any]] = {}
        self.again: list[str] = []
        """Numbers that were given before."""
        self.other_counts: list[tuple[str, object, int]] = []
        """Of those: number, 督办措施数 on record, and that of the letter, where they differ."""
        self.due: set[date] = set()
        """By when the new letters are to be answered."""

    def issue(self, called: Called) -> Issue:
        """What the letter to a unit bears: what is on record of the same unit, period and kind, else the next number. Stops
        with ``sent_unclear``, ``sent_twice``."""
        there = self._on_record(called.unit)
        if there is not None:
            number = str(there[NUMBER] or "")
            sent, due = _day(there[SENT]) or self.today, _day(there[DUE]) or self.today
            self.again.append(number)
            if there[MEASURES] != len(called.rows):
                self.other_counts.append((number, there[MEASURES], len(called.rows)))
            place = item_number(there[PLACE]) or 0
            return Issue(number, place, sent, due, self._before(called.unit, sent))
        place, number = self._next_number(called.unit)
        due = self.today + timedelta(days=self.days)
        row = max([self.table.last_row if self.table else 1, *self._rows]) + 1
        record = {
            KIND: self.kind,
            NUMBER: number,
            YEAR: self.today.year,
            PLACE: place,
            UNIT: called.unit,
            PERIOD: str(self.settings.period),
            SENT: self.today,
            MEASURES: len(called.rows),
            DUE: due,
        }
        self.new[row] = record
        self.due.add(due)
        self._rows[row] = {**dict.fromkeys(FORMAT.names), **record}
        return Issue(number, place, self.today, due, self._before(called.unit, self.today))

    def carry(self, changes: Changes) -> None:
        """The register with the new rows."""
        wanted = {
            (row, name): Cell(value) for row, record in self.new.items() for name, value in record.items()
        }
        if not wanted:
            return
        if self.table is None:
            wanted = {at: replace(cell, style=FORMAT[at[1]].style) for at, cell in wanted.items()}
            changes.make(new_sheet(FORMAT, wanted))
        else:
            changes.edit(edit_sheet(self.table, wanted))

    def _on_record(self, unit: str) -> Record | None:
        """The row of the letter to a unit. What it must say has to be there, and no other row may bear its number."""
        period, found = self.settings.period, dict[int, Record]()
        for row, record in self._to(unit, self.kind):
            told = Period.parse(record[PERIOD])
            if told is None:
                raise self._unclear(row, PERIOD)
            if told == period:
                found[row] = record
        if not found:
            return None
        row, record = next(iter(found.items()))
        is_numbered = self._number(1, unit) != self._number(2, unit)
        for name, is_clear in (
            (NUMBER, bool(squeeze(record[NUMBER])) or not is_numbered),
            (SENT, _day(record[SENT]) is not None),
            (DUE, _day(record[DUE]) is not None),
        ):
            if not is_clear:
                raise self._unclear(row, name)
        if is_numbered:
            number = plain_number(record[NUMBER])
            found |= {at: each for at, each in self._rows.items() if plain_number(each[NUMBER]) == number}
        if len(found) > 1:
            rows = "、".join(map(str, sorted(found)))
            raise Stop("sent_twice", path=self.file, sheet=DOCUMENTS_SENT, rows=rows)
        return record

    def _to(self, unit: str, kind: str) -> Iterator[tuple[int, Record]]:
        """The rows of the letters of a kind to a unit."""
        name = squeeze(unit).casefold()
        for row, record in self._rows.items():
            if squeeze(record[KIND]) == kind and squeeze(record[UNIT]).casefold() == name:
                yield row, record

    def _unclear(self, row: int, name: str) -> Stop:
        at = a1(row, self.table.header.columns[name]) if self.table else ""
        value = str(self._rows[row][name] or "")
        return Stop(
            "sent_unclear",
            path=self.file,
            cell=f"{DOCUMENTS_SENT}!{at}",
            name=name,
            value=value,
        )

    def _next_number(self, unit: str) -> tuple[int, str]:
        """The next number of the kind in the year, and the 文号 with it; one that any letter bears is passed over."""
        used = [
            item_number(record[PLACE]) or 0
            for record in self._rows.values()
            if squeeze(record[KIND]) == self.kind and _year(record) == self.today.year
        ]
        place = max(used, default=0) + 1
        taken = {plain_number(record[NUMBER]) for record in self._rows.values()}
        number = self._number(place, unit)
        # an office that writes its numbers by hand has none in its words
        while plain_number(number) in taken and number != self._number(place + 1, unit):
            place += 1
            number = self._number(place, unit)
        return place, number

    def _number(self, place: int, unit: str) -> str:
        return number_of(self.template, self.settings, self.today, place, unit)

    def _before(self, unit: str, sent: date) -> str:
        """What is said of the last 督办单 to the unit that is not answered; only in a reminder."""
        if self.kind == ORDER:
            return ""
        found = [
            (on, record)
            for _, record in self._to(unit, ORDER)
            if waits(record[ANSWERED], record[ANSWER], record[CLOSED])
            and (on := _day(record[SENT])) is not None
            and on <= sent
        ]
        if not found:
            return ""
        on, last = max(found, key=lambda each: each[0])
        due = _day(last[DUE])
        by = f"，要求于{due.month}月{due.day}日前回复" if due else ""
        return f"{in_words(on)}《督办单》（{last[NUMBER]}）已送你单位{by}，督办单台账中没有回复的记录。"


def _year(record: Record) -> int | None:
    """The year of a 文号; of the day where staff took it away."""
    sent = _day(record[SENT])
    return item_number(record[YEAR]) or (sent.year if sent else None)


def _day(value: object) -> date | None:
    number = day_number(value)
    return None if number is None else from_serial(number)
