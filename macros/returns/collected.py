"""What collecting makes of the ledger and of registers: every cell that returns of the period have answers for, ruled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from duban.macros.returns.forms import field_of, forms_of, item_numbers, rows_by_key
from duban.macros.returns.holders import Units, holders
from duban.macros.returns.implied_days import implied
from duban.macros.returns.merge import OFFICE, PENDING, Answer, Ruling, State, rule
from duban.macros.returns.record import Came, Decision, Memory, Place, Record, ReturnsRecord, RowKey, Sent
from duban.macros.returns.values import meant, same
from duban.udfs.periods import from_serial
from duban.udfs.progress import day
from duban.udfs.text import item_number
from duban.workbook.cells.plain import plain
from duban.workbook.format.fields import Field
from duban.workbook.format.names import LEDGER
from duban.workbook.reading.tables import Tables

CellPlace = tuple[str, int, str]
"""A cell where it stands now: sheet, row and column."""


@dataclass(frozen=True)
class Ruled:
    """One cell, ruled: where it stands (``None``: its row or column is gone), what it holds."""

    key: RowKey
    field: str
    row: int | None
    now: Any
    """As the sheet has it."""
    understood: Any
    ruling: Ruling

    @property
    def place(self) -> Place:
        """Key and column."""
        return self.key, self.field

    @property
    def is_there(self) -> bool:
        """Whether the cell holds what was ruled; else collecting has still to write it."""
        return same(self.ruling.value, self.understood)


@dataclass(frozen=True)
class Weighed:
    """All cells that returns have answers for, and the row of each key."""

    ruled: tuple[Ruled, ...]
    rows: Mapping[RowKey, int]
    units: Mapping[RowKey, Units] = field(default_factory=dict)
    """Key → the units that carry the row now."""

    @property
    def pending(self) -> list[Ruled]:
        """What waits for a person."""
        return [each for each in self.ruled if each.row is not None and each.ruling.state in PENDING]


def weigh(tables: Tables, record: ReturnsRecord) -> Weighed:
    """What becomes of every cell that a return of the period has an answer for. Writes nothing."""
    rows, units, forms = rows_by_key(tables), holders(tables), forms_of(tables)
    known = {name: place for place, name in enumerate(forms)}

    def order(each: tuple[Place, Any]) -> tuple[int, Place]:
        return known.get(each[0][0].sheet, len(known)), each[0]

    told = _answers(tables, record, units, rows)
    for place, meant_too in implied(tables, record, forms, rows, told).items():
        told.setdefault(place, []).extend(meant_too)
    found = []
    for place, answers in sorted(told.items(), key=order):
        key, name = place
        table = tables.own.get(key.sheet)
        at = rows.get(key) if table is not None and name in table.header.columns else None
        now = None if at is None or table is None else table.rows[at].get(name)
        understood = meant(field_of(tables, key, name), now, tables.settings.year)
        computed = at is not None and table is not None and table.has_formula(at, name)
        memory, decision = record.cells.get(place), record.decisions.get(place)
        ruling = rule(understood, memory, answers, decision, is_formula=computed)
        found.append(Ruled(*place, at, now, understood, ruling))
    return Weighed(tuple(found), rows, units)


def _answers(
    tables: Tables, record: ReturnsRecord, units: Mapping[RowKey, Units], rows: Mapping[RowKey, int]
) -> dict[Place, list[Answer]]:
    found: dict[Place, list[Answer]] = {}
    spelled: dict[str, str] = {}
    fields: dict[tuple[str, str], Field] = {}
    names = {each: {unit.casefold() for unit in each} for each in set(units.values())}
    texts = _texts(tables, rows)
    for came in record.came:
        sent = record.sent.get(came.number) if came.number is not None else None
        unit = spelled.setdefault(came.unit.casefold(), came.unit)
        for key, row in came.rows.items():
            # one that left the list has no unit any more; what was said of it is kept beside it
            carries = key not in units or unit.casefold() in names[units[key]]
            carries = carries and not _is_left_behind(tables, texts, key, sent)
            for name, value in row.answers.items():
                base = sent.rows.get(key, {}).get(name) if sent else None
                if (key.sheet, name) not in fields:
                    fields[key.sheet, name] = field_of(tables, key, name)
                base = meant(fields[key.sheet, name], base, tables.settings.year)
                told = Answer(unit, came.saved, came.mark, base, value, carries, sent is not None)
                found.setdefault((key, name), []).append(told)
    return found


def _texts(tables: Tables, rows: Mapping[RowKey, int]) -> dict[RowKey, str]:
    """What names the row of a register that bears each key now."""
    forms, year = forms_of(tables), tables.settings.year
    return {
        key: forms[key.sheet].text_of(tables.own[key.sheet].rows[row], year)
        for key, row in rows.items()
        if key.sheet != LEDGER
    }


def _is_left_behind(tables: Tables, texts: Mapping[RowKey, str], key: RowKey, sent: Sent | None) -> bool:
    """Whether the row of a register that was sent under a key stands under another one now, as where the office sorted it
    without its keys: what was said of it is not for the row that has the key."""
    row = sent.rows.get(key) if sent else None
    if row is None or key not in texts:
        return False
    was = forms_of(tables)[key.sheet].text_of(row, tables.settings.year)
    others = (each for each, text in texts.items() if each.sheet == key.sheet and text == was)
    return bool(was) and texts[key] != was and any(True for _ in others)


@dataclass(frozen=True)
class Collected:
    """What collecting changes: cells, rows of 填报记录, and the record afterwards."""

    record: ReturnsRecord
    cells: Mapping[CellPlace, Any] = field(default_factory=dict)
    """The cells and their new values."""
    taken: frozenset[CellPlace] = frozenset()
    """Those of them that hold what a unit answered now."""
    log: tuple[Record, ...] = ()


def log_row(tables: Tables, key: RowKey, row: int, **told: Any) -> Record:
    """A row of 填报记录 about a row of the ledger, or of a register."""
    if key.sheet != LEDGER:
        return {"期间": str(tables.settings.period), **told, "登记表": key.sheet, "行键": key.number}
    values = tables.own[LEDGER].rows[row]
    item = item_number(values["事项键"])
    return {
        "期间": str(tables.settings.period),
        "事项序号": item_numbers(tables).get(item) if item is not None else None,
        "措施序号": values["措施序号"],
        **told,
        "事项键": item,
        "措施键": item_number(values["措施键"]),
    }


def collect(tables: Tables, record: ReturnsRecord, today: date, log: Sequence[Record] = ()) -> Collected:
    """Rule every cell and tell what changes. ``log``: rows for 填报记录 that come first."""
    work = _Work(tables, record, today, log)
    by_row: dict[tuple[str, int], list[Ruled]] = {}
    for each in weigh(tables, record).ruled:
        if each.row is not None:  # else nothing was left anywhere
            work.settle(each)
            by_row.setdefault((each.key.sheet, each.row), []).append(each)
    for (_, row), cells in by_row.items():
        work.stamp(row, cells)
    return work.done()


class _Work:
    """The workbook while answers are written into it."""

    def __init__(
        self,
        tables: Tables,
        record: ReturnsRecord,
        today: date,
        log: Sequence[Record],
    ) -> None:
        self.tables, self.record, self.today = tables, record, today
        self.forms = forms_of(tables)
        self.by_mark = {came.mark: came for came in record.came}
        self.decisions = dict(record.decisions)
        self.memories = dict(record.cells)
        self.cells: dict[CellPlace, Any] = {}
        self.taken: set[CellPlace] = set()
        self.log = [*log]

    def settle(self, each: Ruled) -> None:
        """One cell."""
        assert each.row is not None
        ruling = each.ruling
        if ruling.state == State.CHANGED:
            self.decisions[each.place] = Decision(OFFICE, None, ruling.signs, self.today)
        made = self.decisions.get(each.place)
        decided = ruling.state == State.TAKEN and made is not None and made.signs == ruling.signs
        office = ruling.value if decided else ruling.office
        self.memories[each.place] = Memory(office, ruling.value, ruling.signs)
        if each.is_there:
            return
        self.cells[each.key.sheet, each.row, each.field] = plain(ruling.value)  # as it will be read again
        source = self._source(ruling)
        if source is not None:
            self.taken.add((each.key.sheet, each.row, each.field))
        self._note(each.key, each.row, each.field, each.now, ruling.value, source)

    def _source(self, ruling: Ruling) -> Came | None:
        """The return that a value came with; none for one that a person typed, or that the office has again."""
        if ruling.state not in (State.TAKEN, State.CLEARED):
            return None
        answers = [*ruling.told, *ruling.cleared]
        marks = [answer.mark for answer in answers if same(answer.value, ruling.value)]
        return self.by_mark.get(marks[0]) if marks else None

    def stamp(self, row: int, cells: Sequence[Ruled]) -> None:
        """更新日期 of a row: the day on which the last answer that stands in it was saved, unless the office typed another."""
        key = cells[0].key
        table, name = self.tables.own[key.sheet], self.forms[key.sheet].stamp
        if not name or name not in table.header.columns:
            return
        now = table.rows[row][name]
        saved = max((told for each in cells for told in self._saved(each)), default=None)
        memory = self.memories.get((key, name))
        signs = "" if saved is None else saved.isoformat()
        typed_since = memory is not None and not same(_day(now), memory.left)
        office = _day(now) if memory is None or typed_since else memory.office
        wanted = max(filter(None, (office, saved)), default=None)
        if (
            memory is not None and memory.signs == signs
        ):  # nothing new was said: it stays as it was left, or typed
            wanted = _day(now) if typed_since else memory.left
        if memory is not None or saved is not None:
            self.memories[key, name] = Memory(office, wanted, signs)
        if not same(wanted, _day(now)) and not (wanted is None and _day(now) is None):
            self.cells[key.sheet, row, name] = wanted
            self._note(key, row, name, now, wanted, None)

    def _saved(self, each: Ruled) -> Iterator[date]:
        """The days of the answers that a cell holds."""
        for answer in (*each.ruling.told, *each.ruling.earlier):
            filled = answer.value is not None and same(answer.value, each.ruling.value)
            if filled and answer.saved is not None:
                yield answer.saved.date()

    def _note(self, key: RowKey, row: int, name: str, was: Any, now: Any, source: Came | None) -> None:
        """A row of 填报记录."""
        saved = source.saved.date() if source is not None and source.saved is not None else self.today
        of_file = (
            {
                "单位": source.unit,
                "填报人": source.by or None,
                "来源文件": source.file,
                "指纹": source.mark,
            }
            if source is not None
            else {}
        )
        told = {"字段": name, "原值": was, "新值": now, "填报时间": saved, **of_file}
        self.log.append(log_row(self.tables, key, row, **told))

    def done(self) -> Collected:
        """All of it."""
        after = replace(self.record, cells=self.memories, decisions=self.decisions)
        return Collected(after, self.cells, frozenset(self.taken), tuple(self.log))


def _day(value: Any) -> date | None:
    number = day(value)
    return None if number is None else from_serial(number)


def of_sheet(cells: Mapping[CellPlace, Any], sheet: str) -> dict[tuple[int, str], Any]:
    """Those of some cells that stand in one sheet: (row, column) → value."""
    return {(row, name): value for (each, row, name), value in cells.items() if each == sheet}


def with_cells(tables: Tables, cells: Mapping[CellPlace, Any]) -> Tables:
    """The tables with these cells, for the figures; the sheets themselves are as they were."""
    for name in dict.fromkeys(sheet for sheet, _, _ in cells):
        mine = of_sheet(cells, name)
        own = tables.own[name]
        rows = {row: dict(values) for row, values in own.rows.items()}
        for (row, column), value in mine.items():
            rows[row][column] = value
        sheet = tables.sheets.get(name)
        sheets = dict(tables.sheets)
        if sheet is not None:
            table = sheet.table.with_values(mine)
            sheets[name] = sheet._replace(table=table, texts=table)
        tables = replace(tables, sheets=sheets).with_own(name, replace(own, rows=rows))
    return tables
