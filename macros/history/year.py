"""年度考核参考 of a year that does not run: what it said stays said, as a bulletin does."""

from __future__ import annotations

from dataclasses import replace

from duban.macros.history.editions import Edition, PeriodRecord
from duban.macros.history.freeze import Frozen, Turn, freeze_sheet
from duban.udfs.periods import Period
from duban.workbook.format.names import ANNUAL
from duban.workbook.format.sheet_names import annual_name, annual_year
from duban.workbook.plan.plans import SheetEdit
from duban.workbook.reading.tables import Tables

_LAST_MONTH = 12


def runs(turn: Turn, period: Period) -> bool:
    """Whether the sheet of the period's year follows what staff type: while the last period of the year is live."""
    return turn.is_live and period.month == _LAST_MONTH


def sheet_name(tables: Tables) -> str:
    """The name that the sheet of the current year has, or will have: that of its year where one of another year bears the
    usual one."""
    known = annual_name(tables.settings.period.year)
    mark = tables.marks.get(ANNUAL)
    other = mark is not None and annual_year(mark.known_as) is not None
    return tables.known.get(known, known if other else ANNUAL)


def edition_of(record: PeriodRecord, year: int) -> Edition | None:
    """The last edition that has the sheet of a year, with that in place of its bulletin."""
    mine = [each for each in record.latest.values() if each.period.year == year and each.annual]
    return mine[-1].of_year() if mine else None


def freeze_years(tables: Tables, frozen: Frozen, current: Period, turn: Turn) -> None:
    """Freeze the sheet of each year that does not run; one of an earlier year leaves the usual name to the next."""
    for known, name in tables.known.items():
        year = annual_year(known)
        if year is None or name not in tables.grids or (year == current.year and runs(turn, current)):
            continue
        edits, renames = len(frozen.edits), len(frozen.renames)
        freeze_sheet(tables, frozen, tables.grids[name], edition_of(frozen.record, year), str(current))
        taken = {each.casefold() for each in tables.sheet_names}
        if year == current.year or name != ANNUAL or known.casefold() in taken or frozen.renames[renames:]:
            continue
        frozen.renames.append((name, known))
        frozen.edits[edits:] = [_under(known, each) for each in frozen.edits[edits:]]


def frozen_years(tables: Tables, record: PeriodRecord) -> Frozen:
    """What becomes of these sheets once a period is closed; ``record`` is that after it."""
    period, frozen = tables.settings.period, Frozen(record)
    there = record.latest.get(period)
    if there is not None and not there.is_live:
        freeze_years(tables, frozen, period, Turn("", there.number))
    return frozen


def _under(name: str, edit: SheetEdit) -> SheetEdit:
    """An edit of the sheet under its new name."""
    becomes = None if edit.becomes is None else replace(edit.becomes, name=name)
    return replace(edit, name=name, becomes=becomes)
