"""A period closed for good: its bulletin keeps the figures of the last build, and a correction stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from duban.macros.commands.build import build, figured
from duban.macros.commands.change_file import change_file
from duban.macros.commands.city import SUMMARY, is_city
from duban.macros.commands.registers_of_run import is_of_registers
from duban.macros.declared.command_type import Values
from duban.macros.figures.registers import understand_registers
from duban.macros.figures.understood import RunOptions, settle
from duban.macros.generated_sheets.all_changes import Changes
from duban.macros.generated_sheets.bulletin.of_city import city_bulletin
from duban.macros.generated_sheets.bulletin.of_list import summary_sheet
from duban.macros.generated_sheets.city_understood import said_of_all, said_of_city, understand_city
from duban.macros.generated_sheets.registers.source import sources_of
from duban.macros.generated_sheets.replace_or_keep import place_owned
from duban.macros.generated_sheets.trend import columns_of
from duban.macros.generated_sheets.trend_of_city import trend_of_city
from duban.macros.generated_sheets.trend_of_list import trend_of_list
from duban.macros.history.bulletin_rows import rows_of
from duban.macros.history.closing_rows import closed_periods, closing_records
from duban.macros.history.editions import Edition, PeriodRecord, Record, read_record, record_cells
from duban.macros.history.figures_said import handed_in_then, said_now
from duban.macros.history.frozen_sheet import frozen_sheet
from duban.macros.history.past import past_of
from duban.macros.history.seal import Seal, change_to, facts_of, issue_of, sealed
from duban.macros.history.shown import as_words, changed_cells, day_shown, differences
from duban.macros.history.year import frozen_years
from duban.macros.messages.outcome import Outcome, Planned, Stage, no_stage
from duban.macros.messages.progress import Progress
from duban.macros.messages.report import report
from duban.udfs.periods import Period
from duban.workbook.format.names import LOG, PERIOD_RECORD, TREND
from duban.workbook.format.sheet_names import bulletin_name, kept_name
from duban.workbook.format.sheets.period_record import OF_PERIOD, OF_YEAR, RUNNING
from duban.workbook.plan.plans import BookPlan, Cell
from duban.workbook.reading.grid import Grid
from duban.workbook.reading.tables import Tables
from duban.workbook.say.findings import Finding
from duban.workbook.say.stop import Stop

DONE, TO_SETTLE = 0, 1


@dataclass(frozen=True)
class CloseOptions:
    """What was chosen. Without a period it is the current one."""

    period: Period | None = None
    as_built: bool = False
    reissue: bool = False
    reason: str = ""
    today: date | None = None


def run(values: Values) -> int:
    """``duban close``. Raises Stop: those of ``close`` and of ``change_file``."""
    period, book = values.period, values.book
    if values.as_built and values.rebuild:
        raise Stop("either_or", one="--as-built", other="--rebuild")
    if values.reason and not values.reissue:
        raise Stop("only_with", one="--reason", other="--reissue")
    with Progress(values.lang) as progress:
        if values.rebuild and not values.reissue:
            change_file(
                book, partial(_rebuilt, period=period), out=values.out, sheet=values.sheet, stage=progress
            )
            book = values.out or book
        result = change_file(
            book, closed(values, progress), out=values.out, sheet=values.sheet, stage=progress
        )
    report(result, values.lang)
    return TO_SETTLE if result.outcome.to_settle else DONE


def closed(values: Values, stage: Stage = no_stage) -> Planned:
    """The closing with the values that were chosen."""
    reason = (values.reason or "").strip()
    options = CloseOptions(values.period, values.as_built, values.reissue, reason)
    return partial(close, options=options)


def _rebuilt(tables: Tables, period: Period | None) -> Outcome:
    """The bulletin made anew, of the period that runs."""
    if period is not None and period != tables.settings.period:
        raise Stop("not_running", path=tables.file, period=period)
    running = read_record(tables).latest.get(tables.settings.period)
    return build(tables, RunOptions(keep_old=bool(running and running.kept_old)), (SUMMARY,))


def close(tables: Tables, options: CloseOptions) -> Outcome:
    """What closes a period, or corrects one that is closed. Pure.

    Stops with ``not_built`` where the period has no bulletin on record (``no_bulletins`` where there can be none),
    ``not_closed`` and ``no_reason`` of a
    correction.
    """
    tables = settle(tables, RunOptions(today=options.today))
    period = options.period or tables.settings.period
    record = read_record(tables)
    there = record.latest.get(period)
    if options.reissue:
        return _corrected(tables, record, there, period, options)
    logged = period in closed_periods(tables.log.rows if tables.log else {})
    if logged or (there and there.is_closed):
        name = tables.known.get(there.sheet if there else "", bulletin_name(period))
        return _outcome(
            tables, period, BookPlan(), [Finding("R111", name, 1, 1, "", None, {"name": name})], record
        )
    if there is None or not there.bulletin:
        code = "no_bulletins" if is_of_registers(tables) else "not_built"
        raise Stop(code, path=tables.file, period=period)
    name = tables.known.get(there.sheet, there.sheet)
    if there.sheet not in tables.known and name.casefold() in {
        each.casefold() for each in tables.sheet_names
    }:
        raise Stop("sheet_is_yours", path=tables.file, sheet=name)
    grid = tables.grids.get(name)
    if not options.as_built:
        moved = _moved(tables, there, grid, options)
        if moved is not None:
            return replace(_outcome(tables, period, BookPlan(), [moved], record), to_settle=True)
    return _sealed(tables, record, there, grid, options)


def _moved(tables: Tables, there: Edition, grid: Grid | None, options: CloseOptions) -> Finding | None:
    """H110: the sheet shows other figures than when it was built, or would once it is computed."""
    name = tables.known.get(there.sheet, there.sheet)
    found = differences(there, grid, all_cells=not there.is_live) if grid else []
    now = day_shown(there, grid) if grid else None
    if not found and there.is_live and there.period == tables.settings.period:
        chosen = RunOptions(today=options.today, keep_old=there.kept_old)
        fresh = build(tables, chosen, (SUMMARY,)).record
        after = fresh.latest[there.period] if fresh else there
        found, now = changed_cells(there, after), after.as_of
    if not found:
        return None
    facts = {**as_words(found), "name": name, "as_of": there.as_of or "—", "now": now or "—"}
    return Finding("H110", name, *found[0].at, "", None, facts)


def _sealed(
    tables: Tables, record: PeriodRecord, there: Edition, grid: Grid | None, options: CloseOptions
) -> Outcome:
    """The edition as it is on record, closed."""
    name = tables.known.get(there.sheet, there.sheet)
    day = options.today or date.today()
    below = len(grid.rows) if grid else 0
    edition = sealed(there, record, Seal(day, tables.settings.lights, number=tables.settings.issue), below)
    change = change_to(edition, there, grid, name)
    changes, findings = Changes(), []
    if change.keep:
        kept = kept_name(name, tables.sheet_names)
        changes.rename(name, kept)
        findings.append(Finding("R110", name, 1, 1, "", None, {"kept": kept}))
    changes.edit(change.edit)
    if change.sheet is not None:
        changes.make(change.sheet)
    signs = str(facts_of(edition)["指纹"])
    past = past_of(record, there.period)
    rows = closing_records(edition, past.edition, day, tables.list.numbers if tables.list else {}, signs)
    findings += _write_down(changes, tables, record.with_edition(edition), rows)
    facts = {"name": name, "issue": facts_of(edition)["期号"], "as_of": there.as_of or "—", "print": signs}
    findings.append(Finding("H111", name, 1, 1, "", None, facts))
    return replace(_outcome(tables, there.period, changes.plan(tables), findings, record), shows=name)


def _corrected(
    tables: Tables, record: PeriodRecord, there: Edition | None, period: Period, options: CloseOptions
) -> Outcome:
    """A correction beside what was closed, of the figures as they are now."""
    if there is None or not there.is_closed:
        raise Stop("not_closed", path=tables.file, period=period)
    if not options.reason:
        raise Stop("no_reason")
    is_current = period == tables.settings.period
    number = sum(each.period == period and each.is_closed for each in record.editions)
    issued = _as_issued(tables, there)
    made = _figured_anew(issued, record, there, number, None if is_current else there.as_of, options.today)
    facts: dict[str, Any] = {"name": made.sheet, "as_of": made.as_of or "—"}
    at = made.sheet, 1, 1, "", None
    if not changed_cells(there, made):
        return _outcome(tables, period, BookPlan(), [Finding("H112", *at, {"name": there.sheet})], record)
    day = options.today or date.today()
    edition = sealed(
        made, record, Seal(day, tables.settings.lights, number, options.reason, issued.settings.issue)
    )
    signs = str(facts_of(edition)["指纹"])
    changes = Changes()
    changes.make(frozen_sheet(edition))
    rows = closing_records(
        edition, there, day, tables.list.numbers if tables.list else {}, signs, options.reason
    )
    of_year = _write_down(changes, tables, record.with_edition(edition), rows)
    facts |= {"period": str(tables.settings.period), "issue": facts_of(edition)["期号"], "print": signs}
    findings = [Finding("H111", *at, facts), *([] if is_current else [Finding("H113", *at, facts)]), *of_year]
    return _outcome(tables, period, changes.plan(tables), findings, record)


def _as_issued(tables: Tables, there: Edition) -> Tables:
    """The tables with what the head of a closed bulletin said: its 期号; the date of a correction of another period is
    to be written by hand."""
    settings = tables.settings
    issued_on = settings.issued_on if there.period == settings.period else None
    return replace(tables, settings=replace(settings, issue=issue_of(there), issued_on=issued_on))


def _figured_anew(
    tables: Tables, record: PeriodRecord, there: Edition, number: int, as_of: date | None, today: date | None
) -> Edition:
    """What the bulletin of a closed period would say now, as the next edition."""
    options = RunOptions(there.period, as_of, today=today)
    tables = settle(tables, options)
    past = past_of(record, there.period, tables.own.get(PERIOD_RECORD))
    name = bulletin_name(there.period, number)
    registers = sources_of(understand_registers(tables), tables.settings)
    if is_city(tables):
        city = understand_city(tables, record, (), keep_old=there.kept_old)
        plan, figures = (
            city_bulletin(city, past, name, registers, number),
            [said_of_all(city), *said_of_city(city)],
        )
    else:
        _, live, _ = figured(tables, options)
        figures = [*said_now(live, handed_in_then(there))]
        plan = summary_sheet(live, past, name, registers, number)
    plan = replace(plan, known_as=name)
    head = {"种类": OF_PERIOD, "名称": name, "截至日期": tables.settings.as_of, "状态": RUNNING}
    # the sheet of the year is no part of what is corrected
    of_year = [line.record for _, line in there.of_kind(OF_YEAR)]
    return record.written(there.period, there.number + 1, [head, *figures, *rows_of(plan), *of_year])


def _write_down(
    changes: Changes, tables: Tables, record: PeriodRecord, rows: Sequence[Record]
) -> list[Finding]:
    """The record, the rows for staff to read at the end of 填报记录, 进度走势, which tells what runs and what stands, and
    年度考核参考, which stands as the last period of its year does; what became of that."""
    frozen = frozen_years(tables, record)
    changes.freeze(frozen)
    if TREND in tables.marks:
        current = record.latest.get(tables.settings.period)
        runs = current is None or current.is_live
        columns = columns_of(record, tables.settings.period if runs else None, tables.own.get(PERIOD_RECORD))
        if is_city(tables):
            kept = bool(current and current.kept_old)
            sheet = trend_of_city(understand_city(tables, record, keep_old=kept), columns)
        else:
            sheet = trend_of_list(figured(tables, RunOptions())[1], columns)
        changes.place(place_owned(tables, [sheet]))
    changes.carry(PERIOD_RECORD, tables.own.get(PERIOD_RECORD), record_cells(tables, record))
    first = tables.log.last_row + 1 if tables.log else 2
    cells = {
        (row, column): Cell(value)
        for row, told in enumerate(rows, first)
        for column, value in told.items()
        if value is not None
    }
    changes.carry(LOG, tables.log, cells)
    return frozen.findings


def _outcome(
    tables: Tables, period: Period, plan: BookPlan, findings: Sequence[Finding], record: PeriodRecord
) -> Outcome:
    facts: dict[str, int | str] = {
        "city": 0,
        "period": str(period),
        "as_of": tables.settings.as_of.isoformat(),
    }
    return Outcome(plan, tuple(findings), facts, record)
