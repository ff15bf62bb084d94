"""Which measures the lists of a bulletin name, as rows of the ledger; letters to units name the same."""

from __future__ import annotations

from dataclasses import dataclass

from duban.macros.figures.lookups import Live
from duban.macros.history.past import Past
from duban.udfs.lights import DONE, DONE_LATE, WORRYING
from duban.udfs.progress import MOVED_OUT, counts, day, share

DAYS_AHEAD = 30
"""即将到期: measures that are due within so many days."""


@dataclass(frozen=True)
class MeasureChoice:
    """The measures of a workbook, and what the period before said of them."""

    live: Live
    past: Past

    def worrying(self) -> list[int]:
        """逾期, 严重滞后 and 滞后: worst first."""
        measures = self.live.measures
        return [row for light in WORRYING for row, each in measures.items() if each["light"] == light]

    def due_soon(self) -> list[int]:
        """Not done, and due within ``DAYS_AHEAD`` days from the as-of date, that day included; the first due first."""
        rows = [
            row
            for row in self._open()
            if (left := self.days_left(row)) is not None and 0 <= left <= DAYS_AHEAD
        ]
        return sorted(rows, key=lambda row: self.days_left(row) or 0)

    def days_left(self, row: int) -> int | None:
        """As the function of this name."""
        return days_left(self.live, row)

    def unreported(self) -> list[int]:
        """Measures that count and show no progress."""
        return [row for row in self._limited() if share(self.live.measures[row]["progress"]) is None]

    def not_updated(self) -> list[int]:
        """Not done, with a progress that was last updated before the period."""
        first = day(self.live.frame.settings.period.first_day) or 0
        return [row for row in self.not_done() if self._is_old(row, first)]

    def recorded(self, row: int) -> tuple[float | None, str]:
        """The progress of a measure in the period before, and the formula that shows it."""
        item, key = self.live.measures[row]["key"], self.live.measure_value(row, "措施键")
        return (None, '=""') if item is None or key is None else self.past.measure(item, key)

    def _is_old(self, row: int, first: float) -> bool:
        measure = self.live.measures[row]
        progress = share(measure["progress"])
        if progress is None and counts(measure["kind"]):
            return False
        updated = day(self.live.measure_value(row, "更新日期"))
        if updated is not None:
            return updated < first
        before, _ = self.recorded(row)
        return before is not None and progress is not None and round(before, 6) == round(progress, 6)

    def not_done(self) -> list[int]:
        """The measures on the list that are not done."""
        return [
            row
            for row, each in self.live.measures.items()
            if each["key"] is not None
            and each["kind"] != MOVED_OUT
            and each["light"] not in (DONE, DONE_LATE)
        ]

    def _limited(self) -> list[int]:
        """The measures that count."""
        return [
            row
            for row, each in self.live.measures.items()
            if each["key"] is not None and counts(each["kind"])
        ]

    def _open(self) -> list[int]:
        """Those of them that are not done."""
        measures = self.live.measures
        return [row for row in self._limited() if measures[row]["light"] not in (DONE, DONE_LATE)]


def days_left(live: Live, row: int) -> int | None:
    """Days from the as-of date to the day on which a measure is due; below 0 once that is over."""
    due = day(live.measures[row]["due"])
    return None if due is None else int(due) - int(day(live.frame.settings.as_of) or 0)
