"""A whole month that Excel made a date of: 2020年9月 is typed, 1 September is kept, and its last day is meant."""

from __future__ import annotations

from datetime import date
from typing import Any

from duban.udfs.deadlines import month_shown
from duban.udfs.periods import Period
from duban.workbook.reading.grid import Grid

_MONTHS = frozenset(("#17", "#27", "#55", "#57"))
"""The formats of Excel without a code in the file that show year and month only, in Chinese settings."""


def month_end(grid: Grid, row: int, column: int, value: Any) -> date | None:
    """The last day of the month that a cell shows; ``None`` where it shows a day, or holds none."""
    if not isinstance(value, date) or value.day != 1:
        return None
    code = grid.code(row, column)
    if code not in _MONTHS and not month_shown(code):
        return None
    return Period(value.year, value.month, quarterly=False).last_day
