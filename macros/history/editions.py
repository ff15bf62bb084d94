"""期间记录 as it stands in a workbook: the editions of each period, and the cells that change it.

An edition is what a period's sheets showed: the first, then one more for each time that the period was made live again
or corrected. The one with the highest number counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from duban.macros.history.bulletin_rows import Kept, read_rows
from duban.macros.staff_sheets.cells_to_set import same_value
from duban.udfs.periods import Period, from_serial
from duban.udfs.progress import day
from duban.udfs.text import item_number
from duban.workbook.format.names import PERIOD_RECORD
from duban.workbook.format.sheet_names import annual_name, bulletin_name
from duban.workbook.format.sheets.period_record import (
    CLOSED,
    FROM_LOG,
    FROZEN,
    OF_BULLETIN,
    OF_PERIOD,
    OF_YEAR,
    REOPENED,
    RUNNING,
)
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.plan.plans import Cell
from duban.workbook.reading.tables import Tables

Record = Mapping[str, Any]

KEEP_OLD = "沿用未报送区县的旧数"
"""What the row of a period says where a city's run took the old figures of districts that have not handed in."""

FORMAT = FORMATS[PERIOD_RECORD]
BLANK: Record = dict.fromkeys(FORMAT.names)


class Key(NamedTuple):
    """What a row is known by within its edition."""

    kind: str
    item: int | None = None
    measure: int | None = None
    name: str = ""
    line: int | None = None
    piece: int | None = None

    @classmethod
    def of(cls, record: Record) -> Key:
        """The key of a row; of items, measures and the period the name is no part of it."""
        kind = str(record["种类"] or "")
        item, measure, line, piece = (item_number(record[each]) for each in ("事项键", "措施键", "行", "段"))
        named = item is None and line is None and kind != OF_PERIOD
        return cls(kind, item, measure, str(record["名称"] or "").casefold() if named else "", line, piece)


class Line(NamedTuple):
    """A row of the record: where it stands, or will, and what it says."""

    row: int
    record: Record


@dataclass(frozen=True)
class Edition:
    """What the sheets of one period showed, once."""

    period: Period
    number: int
    lines: Mapping[Key, Line]

    @property
    def head(self) -> Record:
        """The row of the period itself."""
        return self.lines[Key(OF_PERIOD)].record if Key(OF_PERIOD) in self.lines else BLANK

    @property
    def status(self) -> str:
        """进行, 定格, 重开, 封存, 据填报记录."""
        return str(self.head["状态"] or "")

    @property
    def is_live(self) -> bool:
        """Whether its sheets still follow what staff type."""
        return self.status in (RUNNING, REOPENED)

    @property
    def is_from_log(self) -> bool:
        """Whether all that is known of it are closing rows of 填报记录."""
        return self.status == FROM_LOG

    @property
    def is_closed(self) -> bool:
        """Whether it is issued for good."""
        return self.status == CLOSED

    @property
    def as_of(self) -> date | None:
        """The day up to which its figures count."""
        number = day(self.head["截至日期"])
        return None if number is None else from_serial(number)

    @property
    def sheet(self) -> str:
        """The name by which its bulletin is known."""
        return str(self.head["名称"] or "")

    @property
    def kept_old(self) -> bool:
        """Whether a city took the old figures of districts that have not handed in."""
        return KEEP_OLD in str(self.head["内容"] or "")

    @cached_property
    def bulletin(self) -> Kept | None:
        """Its bulletin as it is on record; ``None`` where there is none, or none that is whole."""
        return self._kept(OF_BULLETIN)

    @cached_property
    def annual(self) -> Kept | None:
        """The sheet of its year as it is on record."""
        return self._kept(OF_YEAR)

    def _kept(self, kind: str) -> Kept | None:
        return read_rows((key.line, key.piece, line.record["内容"]) for key, line in self.of_kind(kind))

    def of_year(self) -> Edition:
        """The same with the sheet of the year in place of the bulletin, so that what looks at one looks at the other."""
        lines = {
            key._replace(kind=OF_BULLETIN) if key.kind == OF_YEAR else key: line
            for key, line in self.lines.items()
            if key.kind != OF_BULLETIN
        }
        return replace(self, lines=lines).with_head(名称=annual_name(self.period.year))

    def of_kind(self, kind: str) -> Iterator[tuple[Key, Line]]:
        """Its rows of one kind, in their order."""
        return ((key, line) for key, line in self.lines.items() if key.kind == kind)

    def with_head(self, **changed: Any) -> Edition:
        """The same with other words in the row of the period."""
        head = self.lines[Key(OF_PERIOD)]
        told = Line(head.row, {**head.record, **changed})
        return replace(self, lines={**self.lines, Key(OF_PERIOD): told})


@dataclass(frozen=True)
class PeriodRecord:
    """All editions on record, in the order of their periods and numbers; ``next_row`` is free."""

    editions: tuple[Edition, ...] = ()
    next_row: int = 2
    read: frozenset[int] = frozenset()
    """The rows that it was read from; others of the sheet nobody can place."""

    @cached_property
    def latest(self) -> Mapping[Period, Edition]:
        """Period → the edition that counts."""
        return {edition.period: edition for edition in self.editions}

    def goes_on_after(self, period: Period) -> bool:
        """Whether another period that ends no earlier is on record: a month that ends with its quarter is one."""
        return any(other.last_day >= period.last_day for other in self.latest if other != period)

    def with_edition(self, edition: Edition) -> PeriodRecord:
        """The record with this edition in place of the one of its period and number."""
        others = [
            each for each in self.editions if (each.period, each.number) != (edition.period, edition.number)
        ]
        last = max([self.next_row - 1, *(line.row for line in edition.lines.values())])
        ordered = sorted(
            [*others, edition], key=lambda each: (each.period.last_day, each.period, each.number)
        )
        return replace(self, editions=tuple(ordered), next_row=last + 1)

    def written(self, period: Period, number: int, records: Iterable[Record]) -> Edition:
        """An edition as it shall be: each record in the row of its key, new ones at the end."""
        there = next(
            (each.lines for each in self.editions if (each.period, each.number) == (period, number)), {}
        )
        lines: dict[Key, Line] = {}
        next_row = self.next_row
        for told in records:
            record = {**BLANK, **told, "期间": str(period), "版次": number}
            key = Key.of(record)
            if key in lines:  # an item whose key stands twice is told by its first row
                continue
            row = there[key].row if key in there else next_row
            next_row += row == next_row
            lines[key] = Line(row, record)
        made, before = Edition(period, number, lines), Edition(period, number, there)
        same = {
            kind
            for kind, one, other in (
                (OF_BULLETIN, made.bulletin, before.bulletin),
                (OF_YEAR, made.annual, before.annual),
            )
            if _alike(one, other)
        }
        # the last digit of a number that another program saved is no change
        lines.update({key: line for key, line in there.items() if key.kind in same})
        return Edition(period, number, lines)


def _alike(one: Kept | None, other: Kept | None) -> bool:
    """Whether two bulletins say the same to a reader."""
    if one is None or other is None or one.layout != other.layout or one.cells.keys() != other.cells.keys():
        return False
    return all(
        same_value(cell.value, other.cells[at][0].value)
        and (cell.style, is_formula) == (other.cells[at][0].style, other.cells[at][1])
        for at, (cell, is_formula) in one.cells.items()
    )


def read_record(tables: Tables) -> PeriodRecord:
    """The record of a workbook; rows that name no period, and a second row of one key, are passed over."""
    table = tables.own.get(PERIOD_RECORD)
    found: dict[tuple[Period, int], dict[Key, Line]] = {}
    for row, record in table.rows.items() if table else ():
        period, number = Period.parse(record["期间"]), item_number(record["版次"])
        if period is not None and number is not None:
            found.setdefault((period, number), {}).setdefault(Key.of(record), Line(row, record))
    rows = frozenset(line.row for lines in found.values() for line in lines.values())
    told = PeriodRecord(next_row=table.last_row + 1 if table else 2, read=rows)
    for (period, number), lines in found.items():
        if Key(OF_PERIOD) not in lines:  # somebody was at the sheet: what else it says still stands
            head = {**BLANK, "期间": str(period), "版次": number, "种类": OF_PERIOD}
            lines[Key(OF_PERIOD)] = Line(
                told.next_row, {**head, "名称": bulletin_name(period), "状态": FROZEN}
            )
        told = told.with_edition(Edition(period, number, lines))
    return told


def unreadable_rows(tables: Tables, record: PeriodRecord) -> list[int]:
    """The rows of the sheet that nobody can place: somebody was at it."""
    table = tables.own.get(PERIOD_RECORD)
    return [row for row in table.rows if row not in record.read] if table else []


def record_cells(tables: Tables, record: PeriodRecord) -> dict[tuple[int, str], Cell]:
    """The cells by which what stands there becomes this record."""
    table = tables.own.get(PERIOD_RECORD)
    there = table.rows if table else {}
    cells: dict[tuple[int, str], Cell] = {}
    kept: set[int] = set()
    for edition in record.editions:
        for line in edition.lines.values():
            kept.add(line.row)
            before = there.get(line.row, BLANK)
            for column, value in line.record.items():
                if not same_value(before[column], value):
                    cells[line.row, column] = Cell(value)
    for row, before in there.items():
        if row in record.read and row not in kept:  # a row that cannot be placed stays as it is
            cells.update({(row, column): Cell(None) for column, value in before.items() if value is not None})
    return cells
