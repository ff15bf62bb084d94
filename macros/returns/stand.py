"""How it stands with the returns of a period: the record, every cell ruled, and what a run changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from duban.macros.returns.collected import CellPlace, Weighed, weigh
from duban.macros.returns.entries import Entries, Entry
from duban.macros.returns.record import ReturnsRecord
from duban.workbook.reading.tables import Tables


@dataclass(frozen=True)
class Stand:
    """The returns of a period in a workbook as it will be."""

    tables: Tables
    record: ReturnsRecord
    cells: Mapping[CellPlace, Any] = field(default_factory=dict)
    """The cells that this run changed, and their values."""
    taken: frozenset[CellPlace] = frozenset()
    """Those of them that hold what a unit answered now."""

    @property
    def is_any(self) -> bool:
        """Whether anything was sent, or came."""
        return bool(self.record.sent or self.record.came or self.record.refused)

    @cached_property
    def weighed(self) -> Weighed:
        """Every cell that returns have answers for."""
        return weigh(self.tables, self.record)

    @cached_property
    def entries(self) -> list[Entry]:
        """All that is to be shown, what waits for a person first."""
        return Entries(self.tables, self.record, self.weighed).all()

    @cached_property
    def missing(self) -> list[str]:
        """The units that were sent a return and have not handed in."""
        came = {each.unit.casefold() for each in self.record.came}
        return [unit for unit in self.expected if unit.casefold() not in came]

    @cached_property
    def expected(self) -> list[str]:
        """The units that were sent a return and carry something still, each once."""
        carry = {unit.casefold() for units in self.weighed.units.values() for unit in units}
        sent = {unit.casefold(): unit for unit in self.record.latest}
        return [unit for name, unit in sent.items() if name in carry]
