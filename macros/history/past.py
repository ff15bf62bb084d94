"""上期: what the latest earlier period on record says of an item, a unit or all; as a value, and as a formula.

The record of an earlier period does not move, so that a formula names its cell.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from duban.macros.history.editions import FORMAT, Edition, Key, Line, PeriodRecord
from duban.udfs.periods import Period, earlier
from duban.udfs.progress import share
from duban.workbook.cells.addresses import letter
from duban.workbook.format.names import PERIOD_RECORD
from duban.workbook.format.sheets.period_record import (
    OF_ALL,
    OF_DISTRICT,
    OF_ITEM,
    OF_MEASURE,
    OF_PARENT,
    OF_UNIT,
)
from duban.workbook.reading.tables import TableSheet

NOTHING = '=""'
"""The formula of a figure that is not on record."""


@dataclass(frozen=True)
class Past:
    """An earlier period on record; without one, nothing is known of any figure."""

    edition: Edition | None = None
    column: int = FORMAT.names.index("完成进度") + 1
    """Where 期间记录 has 完成进度."""

    @property
    def label(self) -> str:
        """``2020年第二季度``; empty where there is none."""
        return self.edition.period.label if self.edition else ""

    def item(self, key: int | None) -> tuple[float | None, str]:
        """Recorded progress of the item with this 事项键, and its formula."""
        return self._figure(Key(OF_ITEM, key))

    def measure(self, item: int, key: int) -> tuple[float | None, str]:
        """Recorded progress of a measure of the item with this 事项键, and its formula."""
        return self._figure(Key(OF_MEASURE, item, key))

    def unit(self, name: str) -> tuple[float | None, str]:
        """Recorded mean of a unit."""
        return self._figure(Key(OF_UNIT, name=name.casefold()))

    def parent(self, number: int) -> tuple[float | None, str]:
        """Recorded progress of a city item."""
        return self._figure(Key(OF_PARENT, number))

    def district(self, name: str, before: Iterable[str] = ()) -> tuple[float | None, str]:
        """Recorded mean of a district, under its name or one of those that it had ``before``."""
        keys = [Key(OF_DISTRICT, name=each.casefold()) for each in (name, *before)]
        lines = self.edition.lines if self.edition else {}
        return self._figure(next((key for key in keys if key in lines), keys[0]))

    def all(self) -> tuple[float | None, str]:
        """Recorded mean of all."""
        return self._figure(Key(OF_ALL))

    def _figure(self, key: Key) -> tuple[float | None, str]:
        line = self.edition.lines.get(key) if self.edition else None
        return (None, NOTHING) if line is None else figure(line, self.column)


def figure(line: Line, column: int) -> tuple[float | None, str]:
    """The recorded progress of a row, and the formula that shows it."""
    cell = f"{PERIOD_RECORD}!${letter(column)}${line.row}"
    return share(line.record["完成进度"]), f'=IF({cell}="","",{cell})'


def past_of(record: PeriodRecord, period: Period, sheet: TableSheet | None = None) -> Past:
    """What came before a period: the latest earlier one on record, of the same kind where there is one."""
    before = earlier(period, record.latest)
    edition = record.latest[before] if before else None
    return Past(edition) if sheet is None else Past(edition, sheet.header.columns["完成进度"])
