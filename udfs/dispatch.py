"""Whether a monthly report came in time.

Source: the city's coordination system: task forces report every month. By which day is for the office to say; by
default the 5th of the next month.
"""

from __future__ import annotations

from datetime import date

from duban.udfs.progress import day
from duban.udfs.text import squeeze

IN_TIME, LATE, MISSING = "已报", "迟报", "未报"

USUAL_DAY = 5
"""Of the month that follows."""


def deadline(year: int, month: int, day_of_month: int = USUAL_DAY) -> date:
    """The last day to report of a month: this day (1 to 28) of the next one."""
    return date(year + month // 12, month % 12 + 1, day_of_month)


def report_status(reported: object, until: date, as_of: date) -> str:
    """已报, or 迟报 where the report is of a later day than ``until``; without one 未报 once that day is over, and blank
    before. ``reported`` is a typed date; anything else is none."""
    told, last = day(reported), day(until)
    if told is not None and last is not None:
        return IN_TIME if told <= last else LATE
    return MISSING if as_of > until else ""


def task_force(name: object) -> str:
    """What a task force is called without the word 专班, whatever its case and its blanks, for comparing: 新材料专班 and
    新 材料 are one."""
    return squeeze(name).casefold().removesuffix("专班")
