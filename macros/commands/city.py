"""A city's workbook, which has items of the city and of its districts and no list of its own: its sheets from these."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from duban.macros.commands.registers_of_run import keep_registers
from duban.macros.commands.returns_of_run import Answered, keep, merged, sent, situation
from duban.macros.figures.registers import understand_registers, with_registers
from duban.macros.figures.understood import RunOptions
from duban.macros.generated_sheets.all_changes import Changes
from duban.macros.generated_sheets.bulletin.of_city import city_bulletin
from duban.macros.generated_sheets.city_sheet import rollup_sheet
from duban.macros.generated_sheets.city_understood import (
    City,
    findings_of_districts,
    said_of_all,
    said_of_city,
    understand_city,
)
from duban.macros.generated_sheets.ledger_and_link_cells import city_cells, city_findings
from duban.macros.generated_sheets.registers.of_districts import registers_of_districts
from duban.macros.generated_sheets.registers.source import Sources, sources_of
from duban.macros.generated_sheets.registers.summaries import summaries
from duban.macros.generated_sheets.trend import columns_after
from duban.macros.generated_sheets.trend_of_city import trend_of_city
from duban.macros.history.editions import read_record
from duban.macros.history.registers_said import said_of_registers
from duban.macros.history.said_before import SaidBefore, said_before
from duban.macros.history.seal import issued_before
from duban.macros.messages.outcome import Outcome
from duban.macros.staff_sheets.cells_to_set import edit_sheet
from duban.macros.staff_sheets.district_rows import Reported
from duban.workbook.format.names import CITY, DISTRICTS, LOG, PERIOD_RECORD, SENT_RECORD, TREND, UNIT_PREFIX
from duban.workbook.format.names import ROLLUP as ROLLUP_SHEET
from duban.workbook.format.sheet_names import bulletin_name
from duban.workbook.plan.plans import SheetPlan
from duban.workbook.reading.tables import Tables
from duban.workbook.say.stop import Stop

UNITS, ROLLUP, SUMMARY = "units", "rollup", "summary"
"""The generated parts."""


def is_city(tables: Tables) -> bool:
    """Whether a workbook is a city's: it has items of the city, and neither a list nor what is made of one."""
    made_of_a_list = any(table and table.rows for table in (tables.ledger, tables.links))
    return tables.list is None and tables.city is not None and not made_of_a_list


def build_city(
    tables: Tables,
    options: RunOptions,
    parts: Collection[str],
    reported: Sequence[Reported] = (),
    answered: Answered | None = None,
    send: Sequence[str] | None = None,
) -> Outcome:
    """What shall change in a city's workbook, whose period and day are decided.

    ``parts``, ``reported``, ``answered`` and ``send`` as in ``build``; units of a city fill its registers. Stops with
    ``no_city_items`` where the city's list is empty, and with ``city_has_no_units`` and ``city_has_no_ledger`` where only
    what a city does not have is asked for.
    """
    if answered is None and send is None:
        _refuse(tables, parts)
    settings = tables.settings.for_districts()
    log, returns = tables.log, merged(replace(tables, settings=settings), answered, options.today)
    tables = returns.tables
    record = read_record(tables)
    city = understand_city(tables, record, reported, keep_old=options.keep_old)
    if not city.items:
        raise Stop("no_city_items", path=tables.file)
    changes = Changes()
    _carry_tables(changes, tables, city)
    registers = understand_registers(tables)
    of_registers = keep_registers(changes, tables, registers, returns.register_cells)
    before = said_before(tables, record, reopen=options.reopen)
    sources = sources_of(registers, settings)
    owned = _owned(city, {*parts, *already_there(tables)}, before, sources)
    will_be = with_registers(tables, registers)
    sends, stand = sent(will_be, returns, before.past, send, options.today)
    of_districts = registers_of_districts(tables, city, reported)
    owned += [*summaries(sources, tables, of_districts.stacks), *situation(stand, options.today)]
    told = [said_of_all(city), *said_of_city(city), *said_of_registers(registers, tables)]
    after = before.after(told, owned, keep_old=options.keep_old)
    shown = changes.show(tables, owned, before, after)
    keep(changes, stand, tables)
    if log or returns.log:
        changes.carry(LOG, log, returns.log)
    changes.settings(tables, settings)
    found = (
        *tables.findings,
        *city_findings(tables),
        *findings_of_districts(tables, city, reported),
        *of_districts.findings,
        *of_registers,
        *issued_before(record, settings),
        *shown,
    )
    shows = before.sheet if tuple(parts) == (SUMMARY,) or not before.turn.is_live else None
    facts = city_facts(city)
    return Outcome(changes.plan(tables), found, facts, after, shows=shows, sends=sends, returned=stand)


def _carry_tables(changes: Changes, tables: Tables, city: City) -> None:
    """The sheets of items as they shall be; other sheets of the program get the columns that they lack."""
    if city.table is not None:
        changes.carry(DISTRICTS, tables.districts, city.table.cells)
    changes.carry(CITY, tables.city, city_cells(tables))
    for name, table in tables.own.items():
        if name not in (CITY, DISTRICTS, LOG, PERIOD_RECORD, SENT_RECORD, *tables.registers):
            changes.edit(edit_sheet(table, {}))


def _owned(city: City, parts: Collection[str], before: SaidBefore, registers: Sources) -> list[SheetPlan]:
    """The generated sheets; a bulletin only while its period is live."""
    owned: list[SheetPlan] = []
    if ROLLUP in parts:
        owned.append(rollup_sheet(city))
    if SUMMARY in parts:
        if before.turn.is_live:
            owned.append(city_bulletin(city, before.past, before.sheet, registers))
        owned.append(trend_of_city(city, columns_after(before)))
    return owned


def _refuse(tables: Tables, parts: Collection[str]) -> None:
    if not parts:
        raise Stop("city_has_no_ledger", path=tables.file)
    if {*parts} == {UNITS}:
        raise Stop("city_has_no_units", path=tables.file)


def already_there(tables: Tables) -> set[str]:
    """Parts that the workbook has already: they are kept up with the others, for a preview shows stored
    values, and a new date in 规则 would leave them behind."""
    there = set()
    for name in tables.marks:
        if name == ROLLUP_SHEET:
            there.add(ROLLUP)
        elif name.startswith(UNIT_PREFIX):
            there.add(UNITS)
    if TREND in tables.marks or bulletin_name(tables.settings.period) in tables.known:
        there.add(SUMMARY)
    return there


def city_facts(city: City) -> dict[str, int | str]:
    """The numbers to tell of a city's items and its districts."""
    told: dict[str, int | str] = {
        "city": len(city.items),
        "carried": city.carried,
        "not_carried": len(city.items) - city.carried,
        "period": str(city.settings.period),
        "as_of": city.settings.as_of.isoformat(),
    }
    if city.districts:
        told |= {
            "districts": len(city.districts),
            "handed_in": len(city.districts) - len(city.absent),
            "absent": len(city.absent),
            "district_items": sum(each.items for each in city.districts),
        }
    return told
