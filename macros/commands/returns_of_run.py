"""One run's part in returns: what units answered is merged before anything is figured, what is sent comes after, and
回收情况 tells how it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from duban.macros.figures.lookups import Live
from duban.macros.figures.registers import Register, with_registers
from duban.macros.figures.understood import State
from duban.macros.generated_sheets.all_changes import Changes
from duban.macros.generated_sheets.returns_sheet import returns_sheet
from duban.macros.history.past import Past
from duban.macros.returns.collected import CellPlace, collect, of_sheet, with_cells
from duban.macros.returns.record import Record, ReturnsRecord, read_returns, returns_cells
from duban.macros.returns.return_sheet import Outgoing
from duban.macros.returns.sending import sent_to
from duban.macros.returns.stand import Stand
from duban.macros.staff_sheets.report_log import Cells, with_log_rows
from duban.workbook.format.names import LEDGER, SENT_RECORD
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.plan.plans import Cell, SheetPlan
from duban.workbook.reading.tables import Tables, new_table


@dataclass(frozen=True)
class Answered:
    """What a run of collecting brings: the record with the returns and decisions that are new, and rows for 填报记录
    that tell of the decisions."""

    record: ReturnsRecord
    decided: tuple[Record, ...] = ()


@dataclass(frozen=True)
class Merged:
    """The tables of a run with what units answered, and what of it is to be written."""

    tables: Tables
    record: ReturnsRecord
    cells: Mapping[CellPlace, Any] = field(default_factory=dict)
    taken: frozenset[CellPlace] = frozenset()
    log: Cells = field(default_factory=dict)

    @property
    def ledger_cells(self) -> dict[tuple[int, str], Cell]:
        """The cells of the ledger that answers change."""
        return {at: Cell(value) for at, value in of_sheet(self.cells, LEDGER).items()}

    @property
    def register_cells(self) -> dict[str, dict[tuple[int, str], Any]]:
        """Those of each register."""
        names = dict.fromkeys(sheet for sheet, _, _ in self.cells if sheet != LEDGER)
        return {name: of_sheet(self.cells, name) for name in names}


def merged(tables: Tables, answered: Answered | None, today: date | None) -> Merged:
    """The tables with what units answered, before anything is figured."""
    if answered is None:
        return Merged(tables, read_returns(tables, tables.settings.period))
    told = collect(tables, answered.record, today or date.today(), answered.decided)
    first = tables.log.last_row + 1 if tables.log else 2
    log = {
        (row, column): Cell(value)
        for row, record in enumerate(told.log, first)
        for column, value in record.items()
        if value is not None
    }
    after = with_log_rows(with_cells(tables, told.cells), log)
    return Merged(after, told.record, told.cells, told.taken, log)


def sent(
    tables: Tables, returns: Merged, past: Past, units: Sequence[str] | None, today: date | None
) -> tuple[tuple[Outgoing, ...], Stand]:
    """What is sent, and where all returns of the period stand; nothing where ``units`` is ``None``. An empty sequence: all
    units."""
    nothing: tuple[list[Outgoing], ReturnsRecord] = [], returns.record
    sends, record = nothing if units is None else sent_to(tables, returns.record, past, units, today)
    return tuple(sends), Stand(tables, record, returns.cells, returns.taken)


def situation(stand: Stand, today: date | None) -> list[SheetPlan]:
    """回收情况, where anything was sent or came in the period."""
    if not stand.is_any:
        return []
    return [returns_sheet(stand, today or date.today())]


def keep(changes: Changes, stand: Stand, tables: Tables) -> None:
    """Write the record down, where there is anything to it. ``tables`` are those that were read."""
    if stand.is_any:
        changes.carry(SENT_RECORD, tables.own.get(SENT_RECORD), returns_cells(tables, stand.record))


def as_it_will_be(state: State, live: Live, registers: Mapping[str, Register]) -> Tables:
    """The tables with keys, ledger and registers as the run will leave them."""
    tables = with_registers(live.tables, registers)
    assert tables.list is not None
    items = {
        row: replace(item, tracking={**item.tracking, "事项键": state.keys[row]})
        for row, item in tables.list.items.items()
    }
    ledger = replace(tables.ledger or new_table(FORMATS[LEDGER]), rows=live.ledger)
    return replace(tables, list=replace(tables.list, items=items)).with_own(LEDGER, ledger)
