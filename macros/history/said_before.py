"""One run's part in the record: what was said before, which bulletins it freezes, and what is on record after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from duban.macros.history.editions import PeriodRecord, Record
from duban.macros.history.figures_said import with_said
from duban.macros.history.freeze import Frozen, Turn, freeze, turn_of
from duban.macros.history.past import Past, past_of
from duban.macros.history.year import freeze_years
from duban.workbook.format.names import PERIOD_RECORD
from duban.workbook.format.sheet_names import bulletin_name, bulletin_period
from duban.workbook.plan.plans import SheetPlan
from duban.workbook.reading.tables import Tables
from duban.workbook.say.findings import Finding


@dataclass(frozen=True)
class SaidBefore:
    """What is on record when a run begins, and what it does with the current period."""

    tables: Tables
    turn: Turn
    frozen: Frozen
    past: Past

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What became of bulletins."""
        return (*self.turn.findings, *self.frozen.findings, *self._lost_record())

    def _lost_record(self) -> Iterator[Finding]:
        """H107: bulletins were made while there was a record, and it is gone."""
        tables = self.tables
        left = [
            name
            for known, name in tables.known.items()
            if ":" in tables.marks[name].text and bulletin_period(known) not in (None, tables.settings.period)
        ]
        if left and PERIOD_RECORD not in tables.own:
            yield Finding("H107", "", 0, 0, "", None, {"sheets": "、".join(left)})

    @property
    def sheet(self) -> str:
        """The name that the bulletin of the current period has, or will have."""
        known = bulletin_name(self.tables.settings.period)
        return self.tables.known.get(known, known)

    def after(
        self, figures: Iterable[Record], owned: Iterable[SheetPlan], *, keep_old: bool = False
    ) -> PeriodRecord:
        """The record after a run that shows these figures and sheets."""
        record, settings = self.frozen.record, self.tables.settings
        return with_said(record, settings, self.turn, figures, owned, keep_old=keep_old)


def said_before(tables: Tables, record: PeriodRecord, *, reopen: bool = False) -> SaidBefore:
    """What a run finds on record. Stops as ``turn_of``."""
    settings = tables.settings
    turn = turn_of(tables, record, settings, reopen)
    frozen = freeze(tables, record, settings.period, turn)
    freeze_years(tables, frozen, settings.period, turn)
    return SaidBefore(
        tables, turn, frozen, past_of(frozen.record, settings.period, tables.own.get(PERIOD_RECORD))
    )
