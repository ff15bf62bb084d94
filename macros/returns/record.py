"""发出记录 as it stands in a workbook, of one period: what was sent, what came back, what was decided; and the cells that
change it.

Numbers of returns are never used twice, whatever the period; what earlier periods have in the sheet stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any, NamedTuple

from duban.macros.staff_sheets.cells_to_set import same_value
from duban.macros.staff_sheets.kept_text import as_text, of_text, pieces
from duban.udfs.periods import Period
from duban.udfs.text import item_number
from duban.workbook.format.names import LEDGER, SENT_RECORD
from duban.workbook.format.sheets.sent_record import (
    CAME,
    CAME_ROW,
    CELL,
    DECISION,
    FORMAT,
    NEW_ROW,
    REFUSED,
    SENT,
    SENT_ROW,
)
from duban.workbook.plan.plans import Cell
from duban.workbook.reading.tables import Tables
from duban.workbook.say.sentence import Say

Record = Mapping[str, Any]


class RowKey(NamedTuple):
    """A row of the workbook, wherever it stands: its sheet, the ledger or a register by its name, and 措施键 or 行键."""

    sheet: str
    number: int


Place = tuple[RowKey, str]
"""A row and the name of a column: one cell."""

_BLANK: Record = dict.fromkeys(FORMAT.names)
_KEY = FORMAT.key


@dataclass(frozen=True)
class Sent:
    """A return as it was sent: key → what stood in its row, by column."""

    number: int
    unit: str
    day: date | None
    rows: Mapping[RowKey, Record]

    @property
    def text(self) -> str:
        """What was sent to whom, as one text."""
        measures = {key.number: row for key, row in self.rows.items() if key.sheet == LEDGER}
        registers: dict[str, dict[int, Record]] = {}
        for key, row in self.rows.items():
            if key.sheet != LEDGER:
                registers.setdefault(key.sheet, {})[key.number] = row
        return as_text((self.unit, measures, *([registers] if registers else [])))

    @property
    def code(self) -> str:
        """Four hex digits of what was sent to whom."""
        return sha256(self.text.encode(errors="surrogatepass")).hexdigest()[:4]

    def of(self, sheet: str) -> dict[RowKey, Record]:
        """The rows of one sheet."""
        return {key: row for key, row in self.rows.items() if key.sheet == sheet}


@dataclass(frozen=True)
class CameRow:
    """A row of a return that came back: what the unit changed, and what of it cannot be taken, with the reason."""

    answers: Record = field(default_factory=dict)
    refused: Mapping[str, tuple[str, Say]] = field(default_factory=dict)
    """Column → what stands there, and why it is not taken."""


@dataclass(frozen=True)
class Came:
    """A return that came back. ``saved`` is the time inside the file, in Beijing; ``mark`` knows file and sheet again."""

    number: int | None
    unit: str
    file: str
    mark: str
    saved: datetime | None
    by: str = ""
    """填报人."""
    rows: Mapping[RowKey, CameRow] = field(default_factory=dict)
    new_rows: Mapping[int, Record] = field(default_factory=dict)
    """Rows that are none of those sent: row of the file → column → what stands there."""
    lost: tuple[RowKey, ...] = ()
    """Sent rows that are not in it any more."""
    notes: Mapping[str, str] = field(default_factory=dict)
    """Code of what is to be said of it → what it is about."""
    columns: tuple[str, ...] = ()
    """The columns to be filled that it has."""
    sheet: str = LEDGER
    """What it is a return of: the ledger, or a register."""

    @property
    def print(self) -> str:
        """16 hex digits of the file's bytes."""
        return self.mark.partition("/")[0]


@dataclass(frozen=True)
class Refusal:
    """A file that was not taken."""

    file: str
    mark: str
    why: Say


@dataclass(frozen=True)
class Memory:
    """Of a cell that returns have answers for: what the office had there, what collecting left there, and of which
    answers."""

    office: Any
    left: Any
    signs: str


@dataclass(frozen=True)
class Decision:
    """What a person decided of a cell: ``theirs``, ``ours``, or a value; it stands while the answers are these."""

    choice: str
    value: Any
    signs: str
    day: date | None = None


@dataclass(frozen=True)
class ReturnsRecord:
    """The record of one period. ``next_number`` is free."""

    period: Period
    sent: Mapping[int, Sent] = field(default_factory=dict)
    came: tuple[Came, ...] = ()
    refused: tuple[Refusal, ...] = ()
    cells: Mapping[Place, Memory] = field(default_factory=dict)
    decisions: Mapping[Place, Decision] = field(default_factory=dict)
    next_number: int = 1

    def knows(self, mark: str) -> bool:
        """Whether this very sheet of this very file came already."""
        return any(each.mark == mark for each in self.came)

    def with_came(self, came: Came) -> ReturnsRecord:
        """The record with one return more; their order says nothing. What was refused of its file before is not any
        more."""
        refused = tuple(each for each in self.refused if each.mark not in (came.mark, came.print))
        ordered = sorted((*self.came, came), key=lambda each: (each.file, each.mark))
        return replace(self, came=tuple(ordered), refused=refused)

    def with_refused(self, refusal: Refusal) -> ReturnsRecord:
        """The record with one refused file more; once each."""
        others = [each for each in self.refused if each.mark != refusal.mark]
        return replace(
            self, refused=tuple(sorted((*others, refusal), key=lambda each: (each.file, each.mark)))
        )

    @property
    def latest(self) -> Mapping[str, Sent]:
        """Unit → the return that it was sent last."""
        return {sent.unit: sent for _, sent in sorted(self.sent.items())}


def read_returns(tables: Tables, period: Period) -> ReturnsRecord:
    """The record of a period. Rows that nobody can read, for somebody was at the sheet, are passed over."""
    numbers = [0]
    texts: dict[tuple[Any, ...], list[tuple[int, str]]] = {}
    heads: dict[tuple[Any, ...], Record] = {}
    table = tables.own.get(SENT_RECORD)
    for record in table.rows.values() if table else ():
        number = item_number(record["填报表号"])
        numbers += [number] if number is not None and record["种类"] == SENT else []
        if Period.parse(record["期间"]) == period:
            key = _key_of(record)[:-1]
            heads.setdefault(key, record)
            texts.setdefault(key, []).append((item_number(record["段"]) or 1, str(record["内容"] or "")))
    told = _Reader(period, max(numbers) + 1)
    for key, head in heads.items():
        try:
            told.take(head, of_text("".join(text for _, text in sorted(texts[key]))))
        except (KeyError, TypeError, ValueError, AttributeError):
            continue
    return told.record()


def _key_of(record: Record) -> tuple[Any, ...]:
    """What a row is known by."""
    return tuple(
        item_number(record[name]) if name in ("填报表号", "行键", "段") else str(record[name] or "")
        for name in _KEY
    )


class _Reader:
    """The record while its rows are read."""

    def __init__(self, period: Period, next_number: int) -> None:
        self.period, self.next_number = period, next_number
        self.sent: dict[int, Sent] = {}
        self.sent_rows: dict[int, dict[RowKey, Record]] = {}
        self.came: dict[str, Came] = {}
        self.came_rows: dict[str, dict[RowKey, CameRow]] = {}
        self.new_rows: dict[str, dict[int, Record]] = {}
        self.refused: list[Refusal] = []
        self.cells: dict[Place, Memory] = {}
        self.decisions: dict[Place, Decision] = {}

    def take(self, head: Record, content: Any) -> None:
        """One entry; its head, and what it holds."""
        kind, number, row = head["种类"], item_number(head["填报表号"]), item_number(head["行键"])
        mark, file, unit = (str(head[name] or "") for name in ("指纹", "来源文件", "单位"))
        sheet = str(head["登记表"] or LEDGER)
        key = None if row is None else RowKey(sheet, row)
        if kind == SENT and number is not None:
            self.sent[number] = Sent(number, unit, _day(head["日期"]), {})
        elif kind == SENT_ROW and number is not None and key is not None:
            self.sent_rows.setdefault(number, {})[key] = content
        elif kind == CAME:
            saved, notes, columns = content["saved"], dict(content["notes"]), tuple(content["columns"])
            lost = tuple(RowKey(sheet, each) for each in content["lost"])
            self.came[mark] = Came(
                number, unit, file, mark, saved, content["by"], {}, {}, lost, notes, columns, sheet
            )
        elif kind == CAME_ROW and key is not None:
            refused = {name: (shown, Say(*why)) for name, (shown, *why) in content["refused"].items()}
            self.came_rows.setdefault(mark, {})[key] = CameRow(content["answers"], refused)
        elif kind == NEW_ROW and row is not None:
            self.new_rows.setdefault(mark, {})[row] = content
        elif kind == REFUSED:
            self.refused.append(Refusal(file, mark, Say(*content)))
        elif kind == CELL and key is not None:
            self.cells.update({(key, name): Memory(*each) for name, each in content.items()})
        elif kind == DECISION and key is not None:
            choice, value, signs = content
            self.decisions[key, str(head["字段"])] = Decision(choice, value, signs, _day(head["日期"]))

    def record(self) -> ReturnsRecord:
        """All of it."""
        came = [
            replace(each, rows=self.came_rows.get(mark, {}), new_rows=self.new_rows.get(mark, {}))
            for mark, each in self.came.items()
        ]
        return ReturnsRecord(
            self.period,
            {
                number: replace(each, rows=self.sent_rows.get(number, {}))
                for number, each in self.sent.items()
            },
            tuple(came),
            tuple(self.refused),
            self.cells,
            self.decisions,
            self.next_number,
        )


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None


def _told(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def returns_cells(tables: Tables, record: ReturnsRecord) -> dict[tuple[int, str], Cell]:
    """The cells by which what stands there becomes this record; rows of other periods are left alone."""
    table = tables.own.get(SENT_RECORD)
    there: dict[tuple[Any, ...], tuple[int, Record]] = {}
    for row, told in table.rows.items() if table else ():
        if Period.parse(told["期间"]) == record.period:
            there.setdefault(_key_of(told), (row, told))
    next_row = table.last_row + 1 if table else 2
    cells: dict[tuple[int, str], Cell] = {}
    kept: set[int] = set()
    for entry in _rows_of(record):
        row, before = there.get(_key_of(entry), (next_row, _BLANK))
        next_row += row == next_row
        kept.add(row)
        changed = {name: value for name, value in entry.items() if not same_value(before[name], value)}
        cells.update({(row, name): Cell(value) for name, value in changed.items()})
    for row, before in there.values():
        if row not in kept:
            cells.update({(row, name): Cell(None) for name, value in before.items() if value is not None})
    return cells


def _rows_of(record: ReturnsRecord) -> Iterator[Record]:
    for head, content in _entries(record):
        for piece, text in pieces(as_text(content)):
            yield {**_BLANK, "期间": str(record.period), **head, "段": piece, "内容": text}


def _entries(record: ReturnsRecord) -> Iterator[tuple[Record, Any]]:
    """Every entry: its head, and what it holds."""
    for number, sent in sorted(record.sent.items()):
        yield {"种类": SENT, "填报表号": number, "单位": sent.unit, "日期": _told(sent.day)}, {}
        for key, values in sent.rows.items():
            yield {"种类": SENT_ROW, "填报表号": number, **_of(key)}, values
    for came in record.came:
        head = {"填报表号": came.number, "指纹": came.mark, "登记表": _register(came.sheet)}
        whole = {
            "saved": came.saved,
            "by": came.by,
            "lost": [key.number for key in came.lost],
            "notes": came.notes,
            "columns": came.columns,
        }
        yield {"种类": CAME, **head, "单位": came.unit, "来源文件": came.file}, whole
        for key, row in sorted(came.rows.items()):
            refused = {name: (shown, why.zh, why.en) for name, (shown, why) in row.refused.items()}
            yield {"种类": CAME_ROW, **head, **_of(key)}, {"answers": row.answers, "refused": refused}
        for at, values in came.new_rows.items():
            yield {"种类": NEW_ROW, **head, "行键": at}, values
    for refusal in record.refused:
        about = {"种类": REFUSED, "来源文件": refusal.file, "指纹": refusal.mark}
        yield about, (refusal.why.zh, refusal.why.en)
    cells: dict[RowKey, dict[str, Any]] = {}
    for (key, name), memory in record.cells.items():
        cells.setdefault(key, {})[name] = (memory.office, memory.left, memory.signs)
    for key, content in cells.items():
        yield {"种类": CELL, **_of(key)}, content
    for (key, name), made in record.decisions.items():
        told = {"种类": DECISION, **_of(key), "字段": name, "日期": _told(made.day)}
        yield told, (made.choice, made.value, made.signs)


def _of(key: RowKey) -> Record:
    return {"登记表": _register(key.sheet), "行键": key.number}


def _register(sheet: str) -> str | None:
    """What stands in 登记表: nothing of the ledger, as in workbooks of before there were registers."""
    return None if sheet == LEDGER else sheet
