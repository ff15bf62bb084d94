"""Dates and periods: quarters and months, and dates as staff type them.

A period is ``2020Q3`` or ``2020-09``. Serial numbers are Excel's (1900 system, days).
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

_EPOCH = date(1899, 12, 30)
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
        """Read ``2020Q3``, ``2020-09``, ``2020年第三季度``, ``2020年9月``; ``None`` when it is none of them."""
        folded = unicodedata.normalize("NFKC", str(text)).strip().upper().replace(" ", "")
        if match := re.fullmatch(r"(\d{4})(?:年)?[-/]?(?:Q|第?)([1-4一二三四])(?:季度|季)?", folded):
            if not ("Q" in folded or "季" in folded):
                return None
            quarter = _QUARTERS.index(match[2]) + 1 if match[2] in _QUARTERS else int(match[2])
            return cls(int(match[1]), quarter * 3)
        if (match := re.fullmatch(r"(\d{4})(?:-|/|年)(\d{1,2})月?", folded)) and 1 <= int(match[2]) <= 12:
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


def to_serial(day: date | float) -> float:
    """A date as Excel's number of days; numbers pass through."""
    if isinstance(day, datetime):
        whole = (day.date() - _EPOCH).days
        return whole + (day - datetime(day.year, day.month, day.day)).total_seconds() / 86400
    if isinstance(day, date):
        return float((day - _EPOCH).days)
    return float(day)


def from_serial(number: float) -> date | None:
    """The date of an Excel serial number; ``None`` outside 1900..2200."""
    if not 1 <= number < 109_575:
        return None
    return _EPOCH + timedelta(days=int(number))


_FULL = re.compile(r"(\d{4})\s*[年./\-]\s*(\d{1,2})\s*[月./\-]\s*(\d{1,2})\s*[日号]?")
_DAY = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]")
_MONTH = re.compile(r"(?:(\d{4})\s*[年./\-]\s*)?(\d{1,2})\s*(?:月|(?=$))")
_QUARTER = re.compile(r"(?:(\d{4})\s*年)?\s*第?([一二三四1-4])\s*季度")


def parse_date(text: object, year: int | None = None) -> date | None:
    """A date as staff type it: ``2020年9月底``, ``2020.9.30``, ``9月30日前``, ``年内``, ``2020年第三季度``.

    ``year`` completes a text that names none. A month alone means its last day. ``None`` when the
    text is no date, names an impossible one (``2020年2月30日``), or needs a year that is not given.
    """
    folded = unicodedata.normalize("NFKC", str(text)).strip()
    folded = re.sub(r"\s*(?:00:00(?::00)?)$", "", folded)
    folded = re.sub(r"(?:之前|以前|前|止|内完成|完成|截止)+$", "", folded).strip()
    if match := _FULL.fullmatch(folded):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if re.fullmatch(r"\d{8}", folded):
        return _day(int(folded[:4]), int(folded[4:6]), int(folded[6:]))
    if (match := _DAY.fullmatch(folded)) and year:
        return _day(year, int(match[1]), int(match[2]))
    if match := re.fullmatch(r"(?:(\d{4})年|本年|今年)?(?:年)?(?:内|底|末|年底|年末|年内|度内)", folded):
        wanted = int(match[1]) if match[1] else year
        return date(wanted, 12, 31) if wanted else None
    folded = re.sub(r"月(?:底|末|份|内)+$", "月", folded)
    if match := _QUARTER.fullmatch(re.sub(r"(?:底|末|内)$", "", folded)):
        wanted = int(match[1]) if match[1] else year
        quarter = _QUARTERS.index(match[2]) + 1 if match[2] in _QUARTERS else int(match[2])
        return Period(wanted, quarter * 3).last_day if wanted else None
    if match := _MONTH.fullmatch(folded):
        wanted = int(match[1]) if match[1] else (year if "月" in folded else None)
        if wanted and 1 <= int(match[2]) <= 12:
            return Period(wanted, int(match[2]), quarterly=False).last_day
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def parse_share(text: object) -> float | None:
    """A progress as staff type it, as 0..1: ``80%``, ``80``, ``0.8``, ``８０％``; ``None`` when it is none.

    Numbers from 2 to 100 are read as per cent; between 1 and 2 and above 100 they mean nothing.
    """
    folded = unicodedata.normalize("NFKC", str(text)).strip()
    match = re.fullmatch(r"(-?\d+(?:\.\d+)?)\s*(%?)", folded)
    if not match:
        return None
    number = float(match[1])
    share = number / 100 if match[2] or number >= 2 else number
    return share if 0 <= share <= 1 else None
