"""Dates and periods: quarters and months, serial numbers, and shares as staff type them.

A period is ``2020Q3`` or ``2020-09``. Serial numbers are Excel's (1900 system, days).
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

_EPOCH = date(1899, 12, 30)
_NEVER = 60  # Excel counts a 29th of February 1900 that never was
_QUARTERS = "一二三四"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A quarter or a month. Ordered by time; ``str`` gives the spelling of the workbook."""

    year: int
    month: int
    """The last month of the period."""
    quarterly: bool = True

    @classmethod
    def parse(cls, text: object) -> Period | None:
        """Read ``2020Q3``, ``2020-09``, ``2020年第三季度``, ``2020年9月``; ``None`` when it is none of them.

        A date is its month: Excel makes one of a typed ``2020-09``.
        """
        if isinstance(text, date):
            return cls(text.year, text.month, quarterly=False)
        folded = unicodedata.normalize("NFKC", str(text)).strip().upper().replace(" ", "")
        if match := re.fullmatch(r"((?:19|20|21)\d\d)年?[-/]?(?:Q|第?)([1-4一二三四])(?:季度|季)?", folded):
            if not ("Q" in folded or "季" in folded):
                return None
            quarter = _QUARTERS.index(match[2]) + 1 if match[2] in _QUARTERS else int(match[2])
            return cls(int(match[1]), quarter * 3)
        if match := re.fullmatch(r"((?:19|20|21)\d\d)(?:-|/|年)(0?[1-9]|1[0-2])月?", folded):
            return cls(int(match[1]), int(match[2]), quarterly=False)
        return None

    @classmethod
    def of(cls, day: date) -> Period:
        """The quarter that ``day`` lies in."""
        return cls(day.year, (day.month + 2) // 3 * 3)

    @property
    def quarter(self) -> int:
        """1..4; the quarter that the period lies in."""
        return (self.month + 2) // 3

    @property
    def last_day(self) -> date:
        """The last day of the period."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @property
    def first_day(self) -> date:
        """The first day of the period."""
        return date(self.year, self.month - 2 if self.quarterly else self.month, 1)

    @property
    def previous(self) -> Period:
        """The period of the same length before this one."""
        before = self.first_day - timedelta(days=1)
        return Period(before.year, before.month, self.quarterly)

    @property
    def label(self) -> str:
        """``2020年第三季度`` or ``2020年9月``."""
        return (
            f"{self.year}年第{_QUARTERS[self.quarter - 1]}季度"
            if self.quarterly
            else f"{self.year}年{self.month}月"
        )

    def __str__(self) -> str:
        return f"{self.year}Q{self.quarter}" if self.quarterly else f"{self.year}-{self.month:02d}"


def earlier(period: Period, others: Iterable[Period]) -> Period | None:
    """The latest of ``others`` that is earlier than ``period``; ``None`` when there is none.

    A quarter follows a quarter and a month a month; only where none of its own kind is earlier, the latest of the
    other kind that ends before ``period`` begins.
    """
    ended = [other for other in others if other.last_day < period.last_day]
    alike = [other for other in ended if other.quarterly == period.quarterly]
    apart = [other for other in ended if other.last_day < period.first_day]
    return max(alike or apart, key=lambda other: other.last_day, default=None)


def to_serial(day: date | float) -> float:
    """A date as Excel's number of days; numbers pass through."""
    if isinstance(day, datetime):
        seconds = (day - datetime(day.year, day.month, day.day)).total_seconds()
        return to_serial(day.date()) + seconds / 86400
    if isinstance(day, date):
        days = (day - _EPOCH).days
        return float(days if days > _NEVER else days - 1)
    return float(day)


def from_serial(number: float) -> date | None:
    """The date of an Excel serial number; ``None`` outside 1900..2200."""
    if not 1 <= number < 109_575:
        return None
    return _EPOCH + timedelta(days=int(number))


def parse_share(text: object) -> float | None:
    """A progress as staff type it, as 0..1: ``80%``, ``80``, ``0.8``, ``８０％``; ``None`` when it is none.

    Numbers from 2 to 100 are read as per cent; between 1 and 2 and above 100 they mean nothing.
    """
    if isinstance(text, int | float) and not isinstance(text, bool):
        number, per_cent = float(text), False
    else:
        folded = unicodedata.normalize("NFKC", str(text)).strip()
        match = re.fullmatch(r"(-?\d*\.?\d+)\s*(%?)", folded, re.ASCII)
        if not match:
            return None
        number, per_cent = float(match[1]), bool(match[2])
    share = number / 100 if per_cent or number >= 2 else number
    return share if 0 <= share <= 1 else None
