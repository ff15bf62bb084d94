"""Returns back from the units: merged with the ledger three ways, on record, and everything that depends on it built."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from duban.macros.commands.build import build
from duban.macros.commands.change_file import change_file, look_at_file
from duban.macros.commands.city import is_city
from duban.macros.commands.read_returns import read_returns_of
from duban.macros.commands.returns_of_run import Answered
from duban.macros.declared.command_type import Values
from duban.macros.figures.understood import RunOptions, settle
from duban.macros.messages.outcome import Outcome
from duban.macros.messages.progress import Progress
from duban.macros.messages.report import report
from duban.macros.returns.collected import Ruled, log_row, weigh
from duban.macros.returns.entries import NEW_ROW, NO_ROW, NOT_TAKEN, findings_of, shown_value
from duban.macros.returns.merge import OURS, THEIRS, VALUE, distinct
from duban.macros.returns.read_return import FoundFile
from duban.macros.returns.record import Decision, Record, Refusal, ReturnsRecord, read_returns
from duban.macros.returns.stand import Stand
from duban.macros.returns.understand_return import NO_TIME, UNFILLED, came_of
from duban.macros.returns.values import UPDATED, Unusable, understood
from duban.udfs.text import item_number
from duban.workbook.cells.addresses import a1
from duban.workbook.format.names import LEDGER, RETURNS
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.reading.tables import Tables
from duban.workbook.say.findings import Finding
from duban.workbook.say.sentence import Say
from duban.workbook.say.stop import Stop

DONE, TO_SETTLE = 0, 1
DECIDED = "处理·"
"""Begins the 字段 of a row of 填报记录 that tells a decision."""

_CELL = re.compile(rf"(?:'?{LEDGER}'?!)?\$?(?P<cell>[A-Za-z]{{1,3}})\$?(?P<row>[0-9]+)")


@dataclass(frozen=True)
class CollectOptions:
    """What was chosen: decisions as they were typed, and the day."""

    resolve: Sequence[str] = ()
    today: date | None = None


def run(values: Values) -> int:
    """``duban collect``. Raises Stop: those of ``collect``, ``read_returns_of`` and ``change_file``."""
    if not values.returns and not values.resolve:
        raise Stop("nothing_to_collect")
    with Progress(values.lang) as progress:
        progress("returns")
        found, aside = read_returns_of(values.returns, [values.book], values.out, values.timeout)
        planned = partial(collect, found=found, options=CollectOptions(values.resolve), aside=aside)
        if values.dry_run:
            result = look_at_file(values.book, planned, sheet=values.sheet, stage=progress)
        else:
            result = change_file(values.book, planned, out=values.out, sheet=values.sheet, stage=progress)
    report(result, values.lang)
    return TO_SETTLE if result.outcome.to_settle else DONE


def collect(
    tables: Tables, found: Sequence[FoundFile], options: CollectOptions, aside: Sequence[Finding] = ()
) -> Outcome:
    """What files that came back change in a workbook. Pure.

    Stops with ``city_has_no_ledger``, ``nothing_was_sent`` where the period sent no return and none is of it,
    ``not_pending`` and ``bad_resolve`` for a decision that cannot be made, and as ``build``.
    """
    if is_city(tables):
        raise Stop("city_has_no_ledger", path=tables.file)
    settled = settle(tables, RunOptions(today=options.today))
    period = settled.settings.period
    record = read_returns(settled, period)
    if not record.sent and tables.ledger is None:
        raise Stop("nothing_was_sent", path=tables.file, period=period)
    taken_in = _taken_in(settled, record, found)
    day = options.today or date.today()
    record, decided, told = _decided(settled, taken_in.record, options.resolve, day)
    outcome = build(tables, RunOptions(today=options.today), answered=Answered(record, tuple(decided)))
    stand = outcome.returned
    assert stand is not None
    about = [*_summary(stand, taken_in), *told, *_about(stand, taken_in), *taken_in.findings, *aside]
    waits = bool(stand.weighed.pending or taken_in.to_settle(stand))
    return replace(outcome, findings=(*about, *outcome.findings), to_settle=waits, shows=RETURNS)


# what the files bring


@dataclass(frozen=True)
class _TakenIn:
    """The record with the files of this run, their marks, and what is to be said of them."""

    record: ReturnsRecord
    marks: frozenset[str]
    refused: bool
    findings: tuple[Finding, ...]

    def to_settle(self, stand: Stand) -> bool:
        """Whether a person has to look at something that came with the files of this run."""
        kinds = (NOT_TAKEN, NO_ROW, NEW_ROW)
        return self.refused or any(each.kind in kinds and each.mark in self.marks for each in stand.entries)


def _taken_in(tables: Tables, record: ReturnsRecord, found: Sequence[FoundFile]) -> _TakenIn:
    rows = tables.ledger.rows if tables.ledger else {}
    ledger: dict[int, Record] = {}
    for values in rows.values():
        key = item_number(values["措施键"])
        if key is not None:
            ledger.setdefault(key, values)
    marks: set[str] = set()
    refused = False
    findings: list[Finding] = []
    for file in found:
        for each in came_of(file, tables.settings, record, ledger):
            if isinstance(each, Refusal):
                record, refused = record.with_refused(each), True
                findings.append(_of_file("C104", each.file, why=each.why))
                continue
            if UNFILLED in each.notes:
                findings.append(_of_file(UNFILLED, each.file))
                continue
            marks.add(each.mark)
            if record.knows(each.mark):
                findings.append(_of_file("C112", each.file))
            else:
                record = record.with_came(each)
    return _TakenIn(record, frozenset(marks), refused, tuple(findings))


def _of_file(code: str, file: str, **facts: object) -> Finding:
    return Finding(code, "", 0, 0, "", None, {"file": file, **facts})


def _summary(stand: Stand, taken_in: _TakenIn) -> Iterator[Finding]:
    """What was taken, and who is missing."""
    decided = [row for row, column in stand.cells if column != UPDATED]
    if taken_in.marks and stand.taken:
        measures = len({row for row, _ in stand.taken})
        taken = {"cells": len(stand.taken), "measures": measures, "files": len(taken_in.marks)}
        yield Finding("C101", RETURNS, 1, 1, "", None, taken)
    elif decided and not taken_in.marks:
        yield Finding("C129", RETURNS, 1, 1, "", None, {"cells": len(decided)})
    if stand.missing:
        facts = {"count": len(stand.missing), "units": "、".join(stand.missing)}
        yield Finding("C110", RETURNS, 1, 1, "", None, facts)


def _about(stand: Stand, taken_in: _TakenIn) -> Iterator[Finding]:
    """What waits for a person, from this run or from earlier ones, and what is to be known of this run's files."""
    others = (NOT_TAKEN, NO_ROW, NEW_ROW)
    shown = [each for each in stand.entries if each.kind not in others or each.mark in taken_in.marks]
    yield from findings_of(shown)
    units = [came.unit.casefold() for came in stand.record.came]
    due = stand.tables.settings.return_due
    for came in stand.record.came:
        if came.mark not in taken_in.marks:
            continue
        for code, what in came.notes.items():
            if code != NO_TIME or units.count(came.unit.casefold()) > 1:
                yield _of_file(code, came.file, what=what)
        if came.lost:
            yield _of_file("C116", came.file, count=len(came.lost))
        if due is not None and came.saved is not None and came.saved.date() > due:
            yield _of_file("C123", came.file, unit=came.unit, due=due, days=(came.saved.date() - due).days)


# decisions


def _decided(
    tables: Tables, record: ReturnsRecord, resolve: Sequence[str], day: date
) -> tuple[ReturnsRecord, list[Record], list[Finding]]:
    """The record with what was decided, rows of 填报记录 that tell it, and what is said of it."""
    if not resolve:
        return record, [], []
    pending = [each for each in weigh(tables, record).pending if each.row is not None]
    decisions = dict(record.decisions)
    rows: list[Record] = []
    said: list[Finding] = []
    chosen: dict[tuple[int, str], tuple[Ruled, Decision]] = {}
    for text in sorted(
        resolve, key=lambda text: "=" in text
    ):  # what is said of one cell goes before what is said of all
        for each, decision in _choices(tables, record, pending, text, day):
            chosen[each.place] = each, decision
    for each, decision in chosen.values():
        decisions[each.place] = decision
        rows.append(_log_row(tables, each, decision, day))
        said.append(_said(tables, each, decision))
    return replace(record, decisions=decisions), rows, said


def _choices(
    tables: Tables, record: ReturnsRecord, pending: Sequence[Ruled], text: str, day: date
) -> Iterator[tuple[Ruled, Decision]]:
    """The cells that one ``--resolve`` decides, with the decision."""
    cell, equals, choice = text.partition("=")
    if not equals:
        if text not in (THEIRS, OURS):
            raise Stop(
                "bad_resolve", text=text, why=Say("不是 theirs 或 ours", "it is neither theirs nor ours")
            )
        for each in pending:
            if text == OURS or _theirs(each) is not _UNSURE:
                yield each, Decision(text, None, each.ruling.signs, day)
        return
    each = _at(tables, pending, cell.strip())
    choice = choice.strip()
    if choice == OURS:
        yield each, Decision(OURS, None, each.ruling.signs, day)
    elif choice == THEIRS:
        if _theirs(each) is _UNSURE:
            why = Say("几份填报不同，请写明用哪个值", "several answers differ; say which value")
            raise Stop("bad_resolve", text=text, why=why)
        yield each, Decision(THEIRS, None, each.ruling.signs, day)
    else:
        yield each, Decision(VALUE, _value(tables, each, text, choice), each.ruling.signs, day)


_UNSURE = object()


def _theirs(each: Ruled) -> Any:
    """The one value that returns have for a cell; ``_UNSURE`` where they have several."""
    ruling = each.ruling
    units = {answer.unit for answer in (*ruling.told, *ruling.cleared)}
    if ruling.cleared:
        return None if len(units) == 1 else _UNSURE
    values = distinct(answer.value for answer in ruling.told)
    return values[0] if len(values) == 1 else _UNSURE


def _value(tables: Tables, each: Ruled, text: str, choice: str) -> Any:
    """The value that a person names: that of a unit by its name, or one that is typed."""
    of_unit = [answer for answer in each.ruling.told if choice.casefold() == answer.unit.casefold()]
    if len(of_unit) == 1:
        return of_unit[0].value
    if of_unit:
        why = Say("这个单位的几份填得不同，请写明用哪个值", "its returns differ; say which value")
        raise Stop("bad_resolve", text=text, why=why)
    if not choice:
        raise Stop("bad_resolve", text=text, why=Say("等号后面没有写", "nothing follows the sign ="))
    try:
        return understood(FORMATS[LEDGER][each.field], choice, tables.settings.year)
    except Unusable as unusable:
        raise Stop("bad_resolve", text=text, why=unusable.why) from unusable


def _at(tables: Tables, pending: Sequence[Ruled], cell: str) -> Ruled:
    assert tables.ledger is not None
    match = _CELL.fullmatch(cell)
    columns = tables.ledger.header.columns
    for each in pending if match else ():
        if (
            match
            and each.row is not None
            and a1(each.row, columns[each.field]) == (match["cell"].upper() + match["row"])
        ):
            return each
    raise Stop("not_pending", cell=cell)


def _log_row(tables: Tables, each: Ruled, decision: Decision, day: date) -> Record:
    """A decision as a row of 填报记录: what the ledger had, and what it will have."""
    assert each.row is not None
    word = {THEIRS: "采用填报", OURS: "保留台账", VALUE: "另定"}[decision.choice]
    answers = (*each.ruling.told, *each.ruling.cleared)
    told = {
        "字段": f"{DECIDED}{each.field}",
        "原值": each.now,
        "新值": f"{word}：{shown_value(each.field, _outcome(each, decision))}",
        "单位": "、".join(dict.fromkeys(answer.unit for answer in answers)),
        "填报时间": day,
    }
    return log_row(tables, each.row, **told)


def _outcome(each: Ruled, decision: Decision) -> Any:
    if decision.choice == VALUE:
        return decision.value
    return each.ruling.value if decision.choice == OURS else _theirs(each)


def _said(tables: Tables, each: Ruled, decision: Decision) -> Finding:
    assert tables.ledger is not None and each.row is not None
    at = tables.ledger.header.columns[each.field]
    value = shown_value(each.field, _outcome(each, decision))
    what = {
        THEIRS: Say(f"采用填报的 {value}", f"{value}, as filled"),
        OURS: Say(f"保留台账的 {value}", f"{value}, as in the ledger"),
        VALUE: Say(f"定为 {value}", f"{value}"),
    }[decision.choice]
    facts = {"cell": a1(each.row, at), "what": what}
    return Finding("C121", LEDGER, each.row, at, each.field, None, facts)
