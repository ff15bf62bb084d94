"""One run's part in registers: their keys and computed columns, and the sheets that sum them up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from duban.macros.commands.returns_of_run import Answered, keep, merged, sent, situation
from duban.macros.figures.registers import (
    Register,
    understand_registers,
    unusable_definitions,
    with_registers,
)
from duban.macros.figures.understood import RunOptions
from duban.macros.generated_sheets.all_changes import Changes
from duban.macros.generated_sheets.registers.source import sources_of
from duban.macros.generated_sheets.registers.summaries import summaries
from duban.macros.history.editions import read_record
from duban.macros.history.registers_said import said_of_registers
from duban.macros.history.said_before import said_before
from duban.macros.messages.outcome import Outcome
from duban.macros.staff_sheets.cells_to_set import edit_sheet
from duban.workbook.format.names import LOG
from duban.workbook.plan.plans import Cell
from duban.workbook.reading.tables import Tables
from duban.workbook.say.findings import Finding


def keep_registers(
    changes: Changes,
    tables: Tables,
    registers: Mapping[str, Register],
    answered: Mapping[str, Mapping[tuple[int, str], Any]] = {},
) -> list[Finding]:
    """Set the cells of the registers; what was found. ``answered``: register → its cells that answers of units change."""
    for name, each in registers.items():
        told = {at: Cell(value) for at, value in answered.get(name, {}).items()}
        changes.edit(edit_sheet(each.table, {**each.cells, **told}))
    return [*unusable_definitions(tables), *(found for each in registers.values() for found in each.findings)]


def is_of_registers(tables: Tables) -> bool:
    """Whether a workbook has registers and neither a list nor items of a city."""
    return tables.list is None and tables.city is None and bool(tables.registers)


def build_registers(
    tables: Tables,
    options: RunOptions,
    answered: Answered | None = None,
    send: Sequence[str] | None = None,
) -> Outcome:
    """What shall change in a workbook of registers alone, whose period and day are decided. ``answered`` and ``send`` as
    in ``build``."""
    log = tables.log
    returns = merged(tables, answered, options.today)
    tables = returns.tables
    record = read_record(tables)
    registers = understand_registers(tables)
    changes = Changes()
    found = keep_registers(changes, tables, registers, returns.register_cells)
    before = said_before(tables, record, reopen=options.reopen)
    will_be = with_registers(tables, registers)
    sends, stand = sent(will_be, returns, before.past, send, options.today)
    owned = [*summaries(sources_of(registers, tables.settings), tables), *situation(stand, options.today)]
    after = before.after(said_of_registers(registers, tables), owned)
    shown = changes.show(tables, owned, before, after)
    keep(changes, stand, tables)
    if log or returns.log:
        changes.carry(LOG, log, returns.log)
    changes.settings(tables, tables.settings)
    facts: dict[str, int | str] = {
        "registers": len(registers),
        "rows": sum(len(each.table.rows) for each in registers.values()),
        "city": 0,
        "period": str(tables.settings.period),
        "as_of": tables.settings.as_of.isoformat(),
    }
    findings = (*tables.findings, *found, *shown)
    return Outcome(changes.plan(tables), findings, facts, after, sends=sends, returned=stand)
