"""What collecting makes of the ledger: every cell that returns of the period have answers for, ruled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from duban.macros.returns.holders import holders
from duban.macros.returns.merge import OURS, PENDING, Answer, Ruling, State, rule
from duban.macros.returns.record import Came, Decision, Memory, Place, Record, ReturnsRecord
from duban.macros.returns.values import UPDATED, meant, same
from duban.udfs.periods import from_serial
from duban.udfs.progress import day
from duban.udfs.text import item_number
from duban.workbook.format.names import LEDGER
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.reading.tables import Tables


@dataclass(frozen=True)
class Ruled:
    """One cell of the ledger, ruled: where it stands (``None``: its row is gone), what it holds."""

    key: int
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
    """All cells that returns have answers for, and the rows of the ledger by 措施键."""

    ruled: tuple[Ruled, ...]
    rows: Mapping[int, int]
    units: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """措施键 → the units that carry it now."""

    @property
    def pending(self) -> list[Ruled]:
        """What waits for a person."""
        return [each for each in self.ruled if each.ruling.state in PENDING]


def weigh(tables: Tables, record: ReturnsRecord) -> Weighed:
    """What becomes of every cell that a return of the period has an answer for. Writes nothing."""
    ledger = tables.ledger.rows if tables.ledger else {}
    rows: dict[int, int] = {}
    for row, values in ledger.items():
        key = item_number(values["措施键"])
        if key is not None:
            rows.setdefault(key, row)
    units = holders(tables)
    found = []
    for place, answers in sorted(_answers(record, units, tables.settings.year).items()):
        name, at = place[1], rows.get(place[0])
        now = None if at is None else ledger[at][name]
        understood = meant(FORMATS[LEDGER][name], now, tables.settings.year)
        ruling = rule(understood, record.cells.get(place), answers, record.decisions.get(place))
        found.append(Ruled(*place, at, now, understood, ruling))
    return Weighed(tuple(found), rows, units)


def _answers(
    record: ReturnsRecord, units: Mapping[int, tuple[str, ...]], year: int | None
) -> dict[Place, list[Answer]]:
    found: dict[Place, list[Answer]] = {}
    for came in record.came:
        sent = record.sent.get(came.number) if came.number is not None else None
        for key, row in came.rows.items():
            # one that left the list has no unit any more; what was said of it is kept beside it
            carries = key not in units or came.unit.casefold() in {unit.casefold() for unit in units[key]}
            for name, value in row.answers.items():
                base = sent.rows.get(key, {}).get(name) if sent else None
                told = Answer(
                    came.unit,
                    came.saved,
                    came.mark,
                    meant(FORMATS[LEDGER][name], base, year),
                    value,
                    carries,
                    sent is not None,
                )
                found.setdefault((key, name), []).append(told)
    return found


@dataclass(frozen=True)
class Collected:
    """What collecting changes: cells of the ledger, rows of 填报记录, and the record afterwards."""

    record: ReturnsRecord
    weighed: Weighed
    cells: Mapping[tuple[int, str], Any] = field(default_factory=dict)
    """(row, column) of the ledger → its new value."""
    log: tuple[Record, ...] = ()


def collect(
    tables: Tables, record: ReturnsRecord, numbers: Mapping[int, Any], today: date, log: Sequence[Record] = ()
) -> Collected:
    """Rule every cell and tell what changes. ``numbers``: 事项键 → 序号 as readers know it; ``log``: rows for 填报记录 that
    come first."""
    weighed = weigh(tables, record)
    by_mark = {came.mark: came for came in record.came}
    cells: dict[tuple[int, str], Any] = {}
    memories: dict[Place, Memory] = {}
    decisions = dict(record.decisions)
    rows = list(log)
    days: dict[int, list[date]] = {}
    for each in weighed.ruled:
        ruling = each.ruling
        decided = ruling.state == State.TAKEN and each.place in decisions
        if ruling.state == State.CHANGED:
            decisions[each.place] = Decision(OURS, None, ruling.signs, today)
        if each.row is None:  # nothing was left anywhere
            continue
        office = ruling.value if decided and decisions[each.place].signs == ruling.signs else ruling.office
        memories[each.place] = Memory(office, ruling.value, ruling.signs)
        if each.is_there:
            continue
        cells[each.row, each.field] = ruling.value
        source = _source(ruling, by_mark)
        rows.append(_log_row(tables, each, ruling.value, source, numbers, today))
        if source is not None and source.saved is not None:
            days.setdefault(each.row, []).append(source.saved.date())
    for row, saved in days.items():
        _update(tables, row, max(saved), cells, rows, numbers)
    after = replace(record, cells={**record.cells, **memories}, decisions=decisions)
    return Collected(after, weighed, cells, tuple(rows))


def _source(ruling: Ruling, by_mark: Mapping[str, Came]) -> Came | None:
    """The return that a value came with; none for one that a person typed, or that the office has again."""
    answers = [*ruling.told, *ruling.cleared]
    marks = [answer.mark for answer in answers if same(answer.value, ruling.value)]
    return by_mark.get(marks[0]) if marks else None


def _log_row(
    tables: Tables, each: Ruled, value: Any, source: Came | None, numbers: Mapping[int, Any], today: date
) -> Record:
    assert tables.ledger is not None and each.row is not None
    values = tables.ledger.rows[each.row]
    item = item_number(values["事项键"])
    return {
        "期间": str(tables.settings.period),
        "事项序号": numbers.get(item) if item is not None else None,
        "措施序号": values["措施序号"],
        "字段": each.field,
        "原值": each.now,
        "新值": value,
        "单位": source.unit if source else None,
        "填报人": (source.by or None) if source else None,
        "填报时间": _moment(source.saved if source else None) or today,
        "来源文件": source.file if source else None,
        "指纹": source.mark if source else None,
        "事项键": item,
        "措施键": each.key,
    }


def _moment(saved: datetime | None) -> date | None:
    return None if saved is None else saved.date()


def _update(
    tables: Tables,
    row: int,
    saved: date,
    cells: dict[tuple[int, str], Any],
    rows: list[Record],
    numbers: Mapping[int, Any],
) -> None:
    """更新日期 of a row of which something was taken: the day on which the unit saved its return, unless a later one
    stands there."""
    assert tables.ledger is not None
    values = tables.ledger.rows[row]
    if UPDATED not in tables.ledger.header.columns:
        return
    number = day(values[UPDATED])
    there = None if number is None else from_serial(number)
    if there is not None and there >= saved:
        return
    cells[row, UPDATED] = saved
    item, key = item_number(values["事项键"]), item_number(values["措施键"])
    rows.append(
        {
            "期间": str(tables.settings.period),
            "事项序号": numbers.get(item) if item is not None else None,
            "措施序号": values["措施序号"],
            "字段": UPDATED,
            "原值": values[UPDATED],
            "新值": saved,
            "填报时间": saved,
            "事项键": item,
            "措施键": key,
        }
    )


def with_cells(tables: Tables, cells: Mapping[tuple[int, str], Any]) -> Tables:
    """The tables with these cells of the ledger, for the figures; the sheet itself is as it was."""
    if tables.ledger is None or not cells:
        return tables
    rows = {row: dict(values) for row, values in tables.ledger.rows.items()}
    for (row, name), value in cells.items():
        rows[row][name] = value
    sheet = tables.sheets.get(LEDGER)
    sheets = dict(tables.sheets)
    if sheet is not None:
        table = sheet.table.with_values(cells)
        sheets[LEDGER] = sheet._replace(table=table, texts=table)
    return replace(tables, sheets=sheets).with_own(LEDGER, replace(tables.ledger, rows=rows))
