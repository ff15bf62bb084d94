"""Which bulletin is live, and how the others keep what they said.

Only the bulletin of the period that runs is live. When the period moves, forward or back, that of the period that is left
is frozen from the record, under whatever name it has by then; one of an earlier version, without record, from its values.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from duban.macros.history.closing_rows import closed_periods
from duban.macros.history.editions import Edition, PeriodRecord
from duban.macros.history.frozen_sheet import frozen_sheet, kept_of
from duban.macros.history.shown import altered, as_words, day_shown, differences
from duban.udfs.periods import Period
from duban.workbook.format.sheet_names import bulletin_name, bulletin_period, kept_name
from duban.workbook.format.sheets.period_record import FROZEN, REOPENED, RUNNING
from duban.workbook.plan.plans import Cell, EditCell, SheetEdit, SheetPlan
from duban.workbook.reading.grid import Grid
from duban.workbook.reading.settings import Settings
from duban.workbook.reading.tables import Tables
from duban.workbook.say.findings import Finding
from duban.workbook.say.stop import Stop


@dataclass(frozen=True)
class Turn:
    """What a run does with the current period. ``status`` is that of the edition it writes; blank: what was said stays."""

    status: str
    number: int = 1
    findings: tuple[Finding, ...] = ()
    is_closed: bool = False

    @property
    def is_live(self) -> bool:
        """Whether the current period's sheets follow what staff type."""
        return bool(self.status)


@dataclass
class Frozen:
    """What becomes of the bulletins that are not live."""

    record: PeriodRecord
    edits: list[SheetEdit] = field(default_factory=list)
    sheets: list[SheetPlan] = field(default_factory=list)
    renames: list[tuple[str, str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def turn_of(tables: Tables, record: PeriodRecord, settings: Settings, reopen: bool = False) -> Turn:
    """Whether the current period is live. Stops with ``period_is_closed`` where a closed one shall be reopened."""
    period = settings.period
    there = record.latest.get(period)
    name = tables.known.get(there.sheet if there else "", bulletin_name(period))
    closed = period in closed_periods(tables.log.rows if tables.log else {}) or bool(
        there and there.is_closed
    )
    if closed and (name in tables.sheet_names or (there and there.bulletin)):
        if reopen:
            raise Stop("period_is_closed", path=tables.file, period=period)
        return Turn("", 0, (Finding("R111", name, 1, 1, "", None, {"name": name}),), is_closed=True)
    if there is None or there.is_from_log:
        left = tables.grids.get(name) if name in tables.marks and not reopen else None
        if left is None or left.formulas or not left.knows_formulas:
            return Turn(RUNNING)
        # an earlier version left it so: what was said stays said, though nothing is on record
        facts: dict[str, Any] = {"name": name, "period": str(period), "as_of": "—"}
        return Turn("", 0, (Finding("H102", name, 1, 1, "", None, facts),))
    if there.is_live:
        return Turn(there.status, there.number)
    if not record.goes_on_after(period):
        return Turn(RUNNING, there.number)
    facts = {"name": name, "period": str(period), "as_of": there.as_of or "—", "number": there.number}
    if there.bulletin is None and name not in tables.known and not reopen:
        return Turn("", 0, (Finding("H106", "", 0, 0, "", None, facts),))
    if reopen:
        return Turn(REOPENED, there.number + 1, (Finding("H103", name, 1, 1, "", None, facts),))
    return Turn("", 0, (Finding("H102", name, 1, 1, "", None, facts),))


def freeze(tables: Tables, record: PeriodRecord, current: Period, turn: Turn) -> Frozen:
    """Freeze every bulletin but the one that is live, and put back one that the period needs and that is gone."""
    frozen = Frozen(record)
    for known, name in tables.known.items():
        period = bulletin_period(known)
        if period is None or name not in tables.grids:
            continue
        edition = _edition(record, period, known)
        if period == current and (turn.is_live or turn.is_closed):
            continue
        freeze_sheet(tables, frozen, tables.grids[name], edition, str(current))
    for edition in record.editions:
        if edition.is_live and not (edition.period == current and (turn.is_live or turn.is_closed)):
            frozen.record = frozen.record.with_edition(edition.with_head(状态=FROZEN))
    _restore(tables, frozen, current, turn)
    return frozen


def _restore(tables: Tables, frozen: Frozen, current: Period, turn: Turn) -> None:
    """Put back the bulletins of the current period that are gone, its corrections too. Stops with ``sheet_is_yours`` where
    staff have a sheet of the name."""
    last = {each.sheet: each for each in frozen.record.editions if each.period == current and each.bulletin}
    for name, edition in last.items():
        if turn.is_live or edition.is_live or name in tables.known:
            continue
        if name.casefold() in {each.casefold() for each in tables.sheet_names}:
            raise Stop("sheet_is_yours", path=tables.file, sheet=name)
        frozen.sheets.append(frozen_sheet(edition))
        frozen.findings.append(Finding("H104", name, 1, 1, "", None, {"name": name}))


def _edition(record: PeriodRecord, period: Period, known: str) -> Edition | None:
    """The edition whose bulletin is known as this, the one that counts."""
    mine = [
        each for each in record.editions if each.period == period and each.sheet == known and each.bulletin
    ]
    return mine[-1] if mine else None


def freeze_sheet(tables: Tables, frozen: Frozen, grid: Grid, edition: Edition | None, current: str) -> None:
    """Freeze one sheet, unless it holds values only, as its ``edition`` has it, or as it is where none has."""
    has_formulas = bool(grid.formulas) or (not grid.knows_formulas and bool(edition and edition.is_live))
    if not has_formulas:
        return
    name = grid.name
    facts: dict[str, Any] = {"name": name, "period": current}
    if edition is None:
        frozen.edits.append(_values(grid, tables, name))
        frozen.findings.append(Finding("H101", name, 1, 1, "", None, facts))
        return
    frozen.findings.append(Finding("R112", name, 1, 1, "", None, {**facts, "as_of": edition.as_of or "—"}))
    frozen.findings += _others_shown(edition, grid)
    told = kept_of(edition).cells
    if altered(told, grid):
        kept = kept_name(name, [*tables.sheet_names, *(new for _, new in frozen.renames)])
        frozen.renames.append((name, kept))
        frozen.edits.append(replace(_values(grid, tables, name), name=kept, becomes=None))
        frozen.sheets.append(frozen_sheet(edition, name))
        frozen.findings.append(Finding("R110", name, 1, 1, "", None, {"kept": kept}))
        return
    places = grid.formulas if grid.knows_formulas else [at for at, (_, formula) in told.items() if formula]
    cells = {at: EditCell(told[at][0].value) for at in places}
    frozen.edits.append(SheetEdit(name, cells, becomes=frozen_sheet(edition, name)))


def _others_shown(edition: Edition, grid: Grid) -> Iterator[Finding]:
    """That the file shows other figures by now: both are named with their dates."""
    found = differences(edition, grid)
    if found:
        facts = {
            **as_words(found),
            "name": grid.name,
            "as_of": edition.as_of or "—",
            "now": day_shown(edition, grid) or "—",
        }
        yield Finding("H105", grid.name, *found[0].at, "", None, facts)


def _values(grid: Grid, tables: Tables, name: str) -> SheetEdit:
    """A sheet's formulas replaced by the values that they have; its mark then knows it as it is."""
    cells = {at: EditCell(grid.value(*at)) for at in grid.formulas}
    if tables.marks[name].edited:
        return SheetEdit(name, cells)
    values = {
        (row, column): Cell(value)
        for row, values in enumerate(grid.rows, 1)
        for column, value in enumerate(values, 1)
        if value is not None
    }
    return SheetEdit(name, cells, becomes=SheetPlan(name, values, known_as=tables.marks[name].known_as))
