"""Returns back from the units: merged three ways, on record, and everything that depends on it built."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from duban.macros.commands.build import build
from duban.macros.commands.change_file import change_file, look_at_file
from duban.macros.commands.city import is_city
from duban.macros.commands.decisions import decided
from duban.macros.commands.read_returns import read_returns_of
from duban.macros.commands.returns_of_run import Answered
from duban.macros.declared.command_type import Values
from duban.macros.figures.understood import RunOptions, settle
from duban.macros.messages.outcome import Outcome
from duban.macros.messages.progress import Progress
from duban.macros.messages.report import report
from duban.macros.returns.entries import NEW_ROW, NO_ROW, NOT_TAKEN
from duban.macros.returns.forms import UPDATED, forms_of, rows_by_key
from duban.macros.returns.read_return import FoundFile
from duban.macros.returns.record import Refusal, ReturnsRecord, read_returns
from duban.macros.returns.said_of_entries import findings_of, how_many, words_of
from duban.macros.returns.stand import Stand
from duban.macros.returns.understand_return import NO_TIME, UNFILLED, came_of
from duban.workbook.format.names import LEDGER, RETURNS
from duban.workbook.reading.tables import Tables
from duban.workbook.say.findings import Finding
from duban.workbook.say.sentence import Say
from duban.workbook.say.stop import Stop

DONE, TO_SETTLE = 0, 1


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
    if is_city(tables) and not tables.registers:
        raise Stop("city_has_no_ledger", path=tables.file)
    settled = settle(tables, RunOptions(today=options.today))
    period = settled.settings.period
    record = read_returns(settled, period)
    if not record.sent and tables.ledger is None and forms_of(settled).keys() == {LEDGER}:
        raise Stop("nothing_was_sent", path=tables.file, period=period)
    taken_in = _taken_in(settled, record, found)
    day = options.today or date.today()
    record, rows, told = decided(settled, taken_in.record, options.resolve, day)
    outcome = build(tables, RunOptions(today=options.today), answered=Answered(record, tuple(rows)))
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
    forms = forms_of(tables)
    rows = {key: tables.own[key.sheet].rows[row] for key, row in rows_by_key(tables).items()}
    marks: set[str] = set()
    refused = False
    findings: list[Finding] = []
    for file in found:
        for each in came_of(file, tables.settings, record, forms, rows):
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
    return _TakenIn(record, frozenset(marks), refused, tuple(_once(findings)))


def _once(findings: Sequence[Finding]) -> Iterator[Finding]:
    """What several sheets of a file have in common is said once."""
    for at, each in enumerate(findings):
        if each not in findings[:at]:
            yield each


def _of_file(code: str, file: str, **facts: object) -> Finding:
    return Finding(code, "", 0, 0, "", None, {"file": file, **facts})


def _summary(stand: Stand, taken_in: _TakenIn) -> Iterator[Finding]:
    """What was taken, and who is missing."""
    changed = [(sheet, row) for sheet, row, column in stand.cells if column != UPDATED]
    if taken_in.marks and stand.taken:
        rows = {(sheet, row) for sheet, row, _ in stand.taken}
        measures = sum(sheet == LEDGER for sheet, _ in rows)
        files = {(mark.partition("/")[0], unit) for mark, unit in _returns(stand) if mark in taken_in.marks}
        facts = {
            "cells": len(stand.taken),
            "rows": how_many(measures, len(rows) - measures),
            "files": len(files),
        }
        yield Finding("C101", RETURNS, 1, 1, "", None, facts)
    elif changed and not taken_in.marks:
        books = [words_of(sheet)["book"] for sheet in dict.fromkeys(sheet for sheet, _ in changed)]
        book = Say(
            "、".join(dict.fromkeys(each.zh for each in books)),
            " and ".join(dict.fromkeys(each.en for each in books)),
        )
        yield Finding("C129", RETURNS, 1, 1, "", None, {"cells": len(changed), "book": book})
    if stand.missing:
        facts = {"count": len(stand.missing), "units": "、".join(stand.missing)}
        yield Finding("C110", RETURNS, 1, 1, "", None, facts)


def _returns(stand: Stand) -> Iterator[tuple[str, str]]:
    """Mark and unit of each sheet that came."""
    return ((came.mark, came.unit.casefold()) for came in stand.record.came)


def _about(stand: Stand, taken_in: _TakenIn) -> Iterator[Finding]:
    """What waits for a person, from this run or from earlier ones, and what is to be known of this run's files."""
    others = (NOT_TAKEN, NO_ROW, NEW_ROW)
    shown = [each for each in stand.entries if each.kind not in others or each.mark in taken_in.marks]
    yield from findings_of(shown)
    yield from _once([*_of_files(stand, taken_in)])


def _of_files(stand: Stand, taken_in: _TakenIn) -> Iterator[Finding]:
    """What is to be known of each sheet that came in this run."""
    returns = [(came.unit.casefold(), came.sheet) for came in stand.record.came]
    due = stand.tables.settings.return_due
    for came in stand.record.came:
        if came.mark not in taken_in.marks:
            continue
        words = words_of(came.sheet)
        for code, what in came.notes.items():
            if code != NO_TIME or returns.count((came.unit.casefold(), came.sheet)) > 1:
                yield _of_file(code, came.file, what=what, **(words if code in ("C114", "C117") else {}))
        if came.lost:
            yield _of_file("C116", came.file, count=len(came.lost), **words)
        if due is not None and came.saved is not None and came.saved.date() > due:
            yield _of_file("C123", came.file, unit=came.unit, due=due, days=(came.saved.date() - due).days)
