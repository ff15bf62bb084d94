"""上期: what the latest earlier period on record says of an item, a unit or all; as a value, and as a formula.

The record of an earlier period does not move, so that a formula names its cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from duban.macros.figures.figures import TIE
from duban.macros.history.editions import FORMAT, Edition, Key, Line, PeriodRecord
from duban.udfs.periods import Period, earlier
from duban.udfs.progress import share
from duban.workbook.cells.addresses import letter
from duban.workbook.format.names import PERIOD_RECORD
from duban.workbook.format.sheets.districts import HANDED_IN
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


_USUAL: Mapping[str, int] = {name: place for place, name in enumerate(FORMAT.names, 1)}


@dataclass(frozen=True)
class Past:
    """An earlier period on record; without one, nothing is known of any figure."""

    edition: Edition | None = None
    column: int = FORMAT.names.index("完成进度") + 1
    """Where 期间记录 has 完成进度."""
    places: Mapping[str, int] = field(default_factory=lambda: _USUAL)
    """Where it has the columns that are searched."""

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

    def rank_of_unit(self, name: str) -> tuple[int | None, str]:
        """The place of a unit among those on record by their means, and its formula; that is empty where the unit is not
        on record with a mean."""
        return self._rank(Key(OF_UNIT, name=name.casefold()))

    def rank_of_district(self, name: str, before: Iterable[str] = ()) -> tuple[int | None, str]:
        """The place of a district among those that had handed in."""
        return self._rank(self._district(name, before), HANDED_IN)

    def _rank(self, key: Key, status: str | None = None) -> tuple[int | None, str]:
        lines = [line for _, line in self.edition.of_kind(key.kind)] if self.edition else []
        lines = [each for each in lines if status in (None, each.record["状态"])]
        own = self.edition.lines.get(key) if self.edition else None
        mean = share(own.record["完成进度"]) if own in lines and own else None
        if self.edition is None or own is None or mean is None:
            return None, ""
        first, last = min(each.row for each in lines), max(each.row for each in lines)

        def column(name: str) -> str:
            at = letter(self.column if name == "完成进度" else self.places[name])
            return f"{PERIOD_RECORD}!${at}${first}:${at}${last}"

        cell = f"{PERIOD_RECORD}!${letter(self.column)}${own.row}"
        where = [
            # 2020-09 alone would be taken for a date
            f'{column("期间")},"{self.edition.period}*"',
            f"{column('版次')},{self.edition.number}",
            f'{column("种类")},"{key.kind}"',
            *([f'{column("状态")},"{status}"'] if status else []),
        ]
        higher = f'{column("完成进度")},">"&{cell}+{TIE:.7f}'
        means = (share(each.record["完成进度"]) for each in lines)
        place = 1 + sum(each > mean + TIE for each in means if each is not None)
        return place, f"1+COUNTIFS({','.join([higher, *where])})"

    def parent(self, number: int) -> tuple[float | None, str]:
        """Recorded progress of a city item."""
        return self._figure(Key(OF_PARENT, number))

    def district(self, name: str, before: Iterable[str] = ()) -> tuple[float | None, str]:
        """Recorded mean of a district, under its name or one of those that it had ``before``."""
        return self._figure(self._district(name, before))

    def _district(self, name: str, before: Iterable[str]) -> Key:
        keys = [Key(OF_DISTRICT, name=each.casefold()) for each in (name, *before)]
        lines = self.edition.lines if self.edition else {}
        return next((key for key in keys if key in lines), keys[0])

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
    if sheet is None:
        return Past(edition)
    return Past(edition, sheet.header.columns["完成进度"], sheet.header.columns)
