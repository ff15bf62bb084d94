"""The whole job on one workbook: ledger, links, roll-up, unit sheets and bulletin from the staff's list."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial

from duban.macros.commands.city import (
    ROLLUP,
    SUMMARY,
    UNITS,
    already_there,
    build_city,
    city_facts,
    is_city,
)
from duban.macros.commands.registers_of_run import build_registers, is_of_registers, keep_registers
from duban.macros.commands.returns_of_run import (
    Answered,
    Merged,
    as_it_will_be,
    keep,
    merged,
    sent,
    situation,
)
from duban.macros.declared.command_type import Values
from duban.macros.figures.cell_references import make_frame
from duban.macros.figures.doubts import doubts_of
from duban.macros.figures.lookups import Live
from duban.macros.figures.problem_rows import problem_rows
from duban.macros.figures.registers import Register, understand_registers
from duban.macros.figures.understood import RunOptions, State, numbers_by_key, settle, understand
from duban.macros.generated_sheets.all_changes import Changes
from duban.macros.generated_sheets.annual import year_sheets
from duban.macros.generated_sheets.bulletin.of_list import summary_sheet
from duban.macros.generated_sheets.city_sheet import rollup_sheet
from duban.macros.generated_sheets.city_understood import (
    City,
    findings_of_districts,
    said_of_city,
    understand_city,
)
from duban.macros.generated_sheets.ledger_and_link_cells import (
    city_cells,
    city_findings,
    ledger_cells,
    link_cells,
)
from duban.macros.generated_sheets.list_columns import edit_list
from duban.macros.generated_sheets.registers.of_districts import registers_of_districts
from duban.macros.generated_sheets.registers.source import Sources, sources_of
from duban.macros.generated_sheets.registers.summaries import summaries
from duban.macros.generated_sheets.trend import columns_after
from duban.macros.generated_sheets.trend_of_list import trend_of_list
from duban.macros.generated_sheets.unit_sheets import unit_sheets
from duban.macros.history.closing_rows import with_closings
from duban.macros.history.editions import read_record
from duban.macros.history.figures_said import said_now
from duban.macros.history.registers_said import said_of_registers
from duban.macros.history.said_before import SaidBefore, said_before
from duban.macros.history.seal import issued_before
from duban.macros.messages.outcome import Outcome, Planned, Stage, no_stage
from duban.macros.returns.handed_in import handed_in
from duban.macros.staff_sheets.baseline import Change, baseline_cells, changes_of_items, new_records, said
from duban.macros.staff_sheets.cells_to_set import last_row
from duban.macros.staff_sheets.district_rows import Reported
from duban.macros.staff_sheets.links import city_items
from duban.macros.staff_sheets.report_log import Cells, change_cells, old_row_cells, with_log_rows
from duban.workbook.format.names import (
    BASELINE,
    CITY,
    DISTRICTS,
    LEDGER,
    LINKS,
    LOG,
    UNIT_PREFIX,
)
from duban.workbook.format.registers.problems import PROBLEMS
from duban.workbook.plan.plans import SheetPlan
from duban.workbook.reading.tables import Tables
from duban.workbook.say.findings import Finding

ALL = (ROLLUP, UNITS, SUMMARY)
"""The generated parts, in the order of their sheets."""


def options_of(values: Values) -> RunOptions:
    """What was chosen of all that a build may be told."""
    return RunOptions(
        values.period,
        values.as_of,
        accept=values.accept_suggestions,
        rekey=values.rekey,
        reopen=values.reopen,
    )


def everything(values: Values, stage: Stage = no_stage, parts: Collection[str] = ALL) -> Planned:
    """The whole job with the values that were chosen."""
    return partial(build, options=options_of(values), parts=parts)


def only_tables(values: Values, stage: Stage = no_stage) -> Planned:
    """Ledger, links and tracking columns, and what is there already."""
    return everything(values, stage, ())


def only_units(values: Values, stage: Stage = no_stage) -> Planned:
    """The unit sheets."""
    return everything(values, stage, (UNITS,))


def only_bulletin(values: Values, stage: Stage = no_stage) -> Planned:
    """The bulletin of the period."""
    return everything(values, stage, (SUMMARY,))


def build(
    tables: Tables,
    options: RunOptions,
    parts: Collection[str] = ALL,
    reported: Sequence[Reported] = (),
    answered: Answered | None = None,
    send: Sequence[str] | None = None,
) -> Outcome:
    """One click: what shall change in the workbook so that all its figures and sheets are up to date.

    Pure: reads only its arguments. ``parts`` limits the generated sheets to these and those
    that are there already; ``reported`` is what districts hand in, ``answered`` what units do, and ``send`` are the
    units to send returns to (empty: all). Stops where the staff's input leaves no safe way (see ``stop.STOPS``).
    """
    tables = settle(tables, options)
    if is_of_registers(tables):
        return build_registers(tables, options, answered, send)
    if is_city(tables):
        return build_city(tables, options, parts, reported, answered, send)
    log = tables.log
    returns = merged(tables, answered, options.today)
    state, live, (log_cells, changed) = figured(returns.tables, options)
    tables, settings = live.tables, live.tables.settings
    changes = Changes()
    list_findings = _carry_tables(changes, state, live, returns)
    registers = _understand_registers(live)
    of_registers = keep_registers(changes, tables, registers, returns.register_cells)
    record = with_closings(read_record(tables), tables.log.rows if tables.log else {}, live.led, live.items)
    city = understand_city(tables, record, reported, live, keep_old=options.keep_old)
    if city.table is not None:
        changes.carry(DISTRICTS, tables.districts, city.table.cells)
    before = said_before(tables, record, reopen=options.reopen)
    shown, sources = {*parts, *already_there(tables)}, sources_of(registers, settings)
    owned = _owned(live, city, shown, before, sources)
    will_be = as_it_will_be(state, live, registers)
    sends, stand = sent(will_be, returns, before.past, send, options.today)
    units, of_districts = handed_in(stand), registers_of_districts(tables, city, reported)
    owned += year_sheets(live, before, registers, units, options.today) if SUMMARY in shown else []
    owned += [*summaries(sources, tables, of_districts.stacks), *situation(stand, options.today)]
    told = [*said_now(live, units), *said_of_city(city), *said_of_registers(registers, tables)]
    after = before.after(told, owned, keep_old=options.keep_old)
    placed = changes.show(tables, owned, before, after, partial(_is_stale, parts))
    keep(changes, stand, tables)
    changes.carry(LOG, log, {**returns.log, **log_cells})
    _carry_baseline(changes, tables, state)
    changes.settings(tables, replace(settings, next_key=state.ledger.next_key))
    findings = (
        *(*state.findings, *changed, *list_findings, *city_findings(tables), *_empty_tables(tables)),
        *findings_of_districts(tables, city, reported),
        *(*of_districts.findings, *of_registers),
        *issued_before(record, settings),
        *placed,
    )
    shows = before.sheet if tuple(parts) == (SUMMARY,) or not before.turn.is_live else None
    facts, plan = _facts(state, live, city), changes.plan(tables)
    return Outcome(plan, findings, facts, after, shows=shows, sends=sends, returned=stand)


def _understand_registers(live: Live) -> dict[str, Register]:
    """All registers that are there, 问题清单 with a row for each problem of the list."""
    problems = problem_rows(live)
    if problems is None:
        return understand_registers(live.tables)
    return problems.into(understand_registers(live.tables.with_own(PROBLEMS, problems.table)))


def _carry_tables(changes: Changes, state: State, live: Live, returns: Merged) -> list[Finding]:
    """The list, the ledger, the links and the city's items as they shall be; what is said of the list."""
    tables, frame = live.tables, live.frame
    list_edit, found = edit_list(
        tables, frame, state.figures.items, state.figures.main_parent, live.in_ledger
    )
    changes.edit(list_edit)
    changes.carry(LEDGER, tables.ledger, {**ledger_cells(state, frame), **returns.ledger_cells})
    city_wanted = city_cells(tables)
    changes.carry(LINKS, tables.links, link_cells(state, frame, city_wanted))
    changes.carry(CITY, tables.city, city_wanted)
    return found


def _carry_baseline(changes: Changes, tables: Tables, state: State) -> None:
    """清单底稿 with what is new in the list and the ledger."""
    ledger = state.ledger.record.items()
    new = new_records(state.baseline, tables.items, state.keys, ledger, tables.settings)
    changes.carry(BASELINE, tables.own.get(BASELINE), baseline_cells(tables, state.baseline, new))


def figured(tables: Tables, options: RunOptions) -> tuple[State, Live, tuple[Cells, list[Finding]]]:
    """A workbook that is settled, understood and figured, with nothing changed yet; and what 填报记录 gets of it, with its
    findings."""
    state = understand(tables, options)
    logged = _log(state)
    tables = with_log_rows(tables, logged[0])
    state = replace(state, tables=tables)
    doubts = doubts_of(tables, state.ledger.rows)
    frame = make_frame(tables, tables.settings, last_row(state.ledger.rows), last_row(state.links.rows))
    return state, Live(tables, frame, state.figures, state.ledger.rows, doubts), logged


def _is_stale(parts: Collection[str], name: str) -> bool:
    return UNITS in parts and name.startswith(UNIT_PREFIX)


def _owned(
    live: Live, city: City, parts: Collection[str], before: SaidBefore, registers: Sources
) -> list[SheetPlan]:
    """The generated sheets; a bulletin only while its period is live."""
    owned: list[SheetPlan] = []
    if ROLLUP in parts:
        owned.append(rollup_sheet(city))
    if UNITS in parts:
        owned += unit_sheets(live)
    if SUMMARY in parts:
        if before.turn.is_live:
            owned.append(summary_sheet(live, before.past, before.sheet, registers))
        owned.append(trend_of_list(live, columns_after(before)))
    return owned


def _log(state: State) -> tuple[Cells, list[Finding]]:
    """The cells that 填报记录 gets: keys of old rows, and the changes of the plan; each change of an item is said at
    its name."""
    tables, ledger = state.tables, state.ledger.rows
    header = tables.need_list.header
    at = header.columns["事项名称"]
    items = list(changes_of_items(state.baseline, tables.items, state.keys))
    told = [said(change, tables.need_list.name, row or header.bottom, at) for row, change in items]
    cells, doubts = old_row_cells(
        tables, state.keys, {row: values["措施键"] for row, values in ledger.items()}
    )
    changes: list[Change] = [*(change for _, change in items), *state.ledger.changes]
    numbers = numbers_by_key(tables, state.figures.items)
    measures = {values["措施键"]: values["措施序号"] for values in ledger.values()}
    return {**cells, **change_cells(tables, changes, tables.settings, numbers, measures)}, [*told, *doubts]


def _empty_tables(tables: Tables) -> list[Finding]:
    """A list or a city list that is still to be filled."""
    header = tables.need_list.header
    found = []
    if not tables.items:
        at = header.columns["事项名称"]
        found.append(Finding("I100", tables.need_list.name, header.bottom + 1, at, "事项名称"))
    if not city_items(tables):
        found.append(Finding("K100", CITY, 2, 1, "序号"))
    return found


def _facts(state: State, live: Live, city: City) -> dict[str, int | str]:
    items = state.tables.items
    return {
        "items": len(items),
        "measures": sum(len(item.measures) for item in items.values()),
        "problems": sum(len(item.problems) for item in items.values()),
        "units": len(live.led),
        **city_facts(city),
    }
