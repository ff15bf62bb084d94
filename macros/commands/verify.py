"""What was issued held against the workbook: frozen cells that were altered, and what changed in the ledger since."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from duban.macros.commands.build import figured
from duban.macros.declared.command_type import Values
from duban.macros.figures.lookups import Live
from duban.macros.figures.understood import RunOptions, settle
from duban.macros.history.closing_rows import closed_periods
from duban.macros.history.editions import (
    BLANK,
    Edition,
    Key,
    PeriodRecord,
    Record,
    read_record,
    unreadable_rows,
)
from duban.macros.history.figures_said import said_now
from duban.macros.history.shown import as_words, day_shown, differences
from duban.macros.messages.outcome import Outcome
from duban.macros.messages.report import finding_lines
from duban.macros.messages.terminal import say
from duban.macros.staff_sheets.cells_to_set import same_value
from duban.workbook.format.names import LEDGER, PERIOD_RECORD
from duban.workbook.format.sheet_names import bulletin_period
from duban.workbook.format.sheets.period_record import OF_BULLETIN, OF_ITEM, OF_MEASURE, OF_YEAR
from duban.workbook.plan.plans import BookPlan
from duban.workbook.reading.grid import GridBook
from duban.workbook.reading.tables import Tables, read_tables
from duban.workbook.say.findings import Finding
from duban.workbook.say.sentence import Say

DONE, ALTERED = 0, 1
_COMPARED = {OF_ITEM: ("单位",), OF_MEASURE: ("完成进度", "单位")}
"""What staff type of an item or measure; lights, expected progress and means follow from it and from the calendar."""

_IN_LEDGER = {"单位": "责任单位"}
"""What the ledger calls it."""

_SHORT = 20
"""Characters of a measure that are told."""


def run(values: Values) -> int:
    """``duban verify``. Raises Stop where the workbook cannot be read."""
    outcome = verify(read_tables(GridBook(values.book), values.sheet))
    for line in _lines(values.book, outcome, values.lang):
        say(line)
    return ALTERED if outcome.to_settle else DONE


def _lines(book: Path, outcome: Outcome, lang: str) -> Iterator[str]:
    """What was found as lines, all of it."""
    editions = outcome.record.editions if outcome.record else ()
    issued = {edition.sheet for edition in editions if edition.bulletin and not edition.is_live}
    told = Say("{path}：定格和封存的通报 {n} 份", "{path}: {n} frozen and closed bulletins")
    if not issued:
        told = Say("{path}：还没有定格或封存的通报", "{path}: no bulletin is frozen or closed yet")
    elif not outcome.to_settle:
        told = Say(
            "{path}：定格和封存的通报 {n} 份，都与记录一致",
            "{path}: {n} frozen and closed bulletins, all as on record",
        )
    yield told.format(path=book, n=len(issued)).to(lang)
    yield from finding_lines(outcome.findings, lang, len(outcome.findings))


def verify(tables: Tables, today: date | None = None) -> Outcome:
    """What differs from the record; nothing is changed. ``to_settle`` where a frozen cell was altered."""
    record = read_record(tables)
    # a bulletin that was reopened shows the later of its editions
    of_years = (edition.of_year() for edition in record.editions if edition.annual)
    every = (*(edition for edition in record.editions if edition.bulletin), *of_years)
    shown = {edition.sheet: edition for edition in every}.values()
    altered = [each for edition in shown if not edition.is_live for each in _frozen(tables, edition)]
    altered += [
        Finding("H123", PERIOD_RECORD, 0, 0, "", None, {"name": edition.sheet, "period": str(edition.period)})
        for edition in record.editions
        if any(
            kept is None and any(True for _ in edition.of_kind(kind))
            for kind, kept in ((OF_BULLETIN, edition.bulletin), (OF_YEAR, edition.annual))
        )
    ]
    altered += list(_unknown(tables, {edition.sheet for edition in shown}))
    if rows := unreadable_rows(tables, record):
        lost = {"name": f"{PERIOD_RECORD}!A{rows[0]}", "period": len(rows)}
        altered.append(Finding("H123", PERIOD_RECORD, rows[0], 1, "", None, lost))
    live = [each for edition in shown if edition.is_live for each in _live(tables, edition)]
    changed = list(_changes(tables, record, today))
    settings = tables.settings
    facts: dict[str, int | str] = {
        "city": 0,
        "period": str(settings.period),
        "as_of": settings.as_of.isoformat(),
    }
    return Outcome(BookPlan(), (*altered, *live, *changed), facts, record, bool(altered))


def _frozen(tables: Tables, edition: Edition) -> Iterator[Finding]:
    """H120, H121: a frozen bulletin that was altered or is gone."""
    name = tables.known.get(edition.sheet)
    facts = {"name": name or edition.sheet, "status": edition.status, "period": str(edition.period)}
    if name is None or name not in tables.grids:
        yield Finding("H121", edition.sheet, 0, 0, "", None, facts)
        return
    found = differences(edition, tables.grids[name], all_cells=True)
    if found:
        yield Finding("H120", name, *found[0].at, "", None, {**facts, **as_words(found)})


def _unknown(tables: Tables, known: Collection[str]) -> Iterator[Finding]:
    """H124: a frozen bulletin that the record does not know, and that was closed, edited, or made while there was one."""
    closed = closed_periods(tables.log.rows if tables.log else {})
    for called, name in tables.known.items():
        mark, grid = tables.marks[name], tables.grids.get(name)
        if called in known or grid is None or grid.formulas:
            continue
        edited = Say("；表被改动过", "; it was edited") if mark.edited else Say("", "")
        if mark.edited or ":" in mark.text or bulletin_period(called) in closed:
            yield Finding("H124", name, 0, 0, "", None, {"name": name, "why": edited})


def _live(tables: Tables, edition: Edition) -> Iterator[Finding]:
    """H122: the bulletin that runs shows other figures than when it was built."""
    name = tables.known.get(edition.sheet, "")
    found = differences(edition, tables.grids[name]) if name in tables.grids else []
    if found:
        now = day_shown(edition, tables.grids[name])
        facts = {"name": name, "as_of": edition.as_of or "—", "now": now or "—", **as_words(found)}
        yield Finding("H122", name, *found[0].at, "", None, facts)


def _changes(tables: Tables, record: PeriodRecord, today: date | None) -> Iterator[Finding]:
    """H130, 变更清单: what staff changed in the live data since the last issue; without one, since the last frozen."""
    issued = [each for each in record.latest.values() if each.is_closed] or [
        each for each in record.latest.values() if not each.is_live and each.bulletin
    ]
    if not issued or tables.list is None:
        return
    _, live, _ = figured(settle(tables, RunOptions(today=today)), RunOptions())
    now = {Key.of(told): told for each in said_now(live) if (told := {**BLANK, **each})["种类"] in _COMPARED}
    before = {key: line.record for key, line in issued[-1].lines.items() if key.kind in _COMPARED}
    rows = {live.measure_value(row, "措施键"): row for row in reversed(live.measures)}
    for key in [*now, *(key for key in before if key not in now)]:
        for named, was, shown in _changed(key, before.get(key), now.get(key)):
            row = rows.get(key.measure, 0) if key.measure else 0
            field = _IN_LEDGER.get(named, named) if key.measure else named
            facts = {
                "period": str(issued[-1].period),
                "what": _called(key, now.get(key) or before[key], live, row),
                "field": field,
                "was": _shown(was),
                "now": _shown(shown),
            }
            at = live.frame.ledger_columns[field].column if row and field in live.frame.ledger_columns else 1
            yield Finding("H130", LEDGER if row else "", row, at if row else 0, field, None, facts)


def _changed(key: Key, before: Record | None, now: Record | None) -> Iterator[tuple[str, Any, Any]]:
    if before is None or now is None:
        yield "在列", "否" if before is None else "是", "否" if now is None else "是"
        return
    for field in _COMPARED[key.kind]:
        if not same_value(before[field], now[field]):
            yield field, before[field], now[field]


def _called(key: Key, record: Record, live: Live, row: int) -> str:
    """An item by its name, a measure by its item's number and its own, and how it begins."""
    if not key.measure:
        return f"事项「{record['名称']}」"
    if not row:
        return f"措施（事项键 {key.item}，措施键 {key.measure}）"
    number, place = live.measure_value(row, "事项序号"), live.measure_value(row, "措施序号")
    return f"措施 {number}-{place}「{str(live.measure_value(row, '具体项目') or '')[:_SHORT]}」"


def _shown(value: Any) -> str:
    return "空" if value is None else f"{value:.4g}" if isinstance(value, float) else str(value)
