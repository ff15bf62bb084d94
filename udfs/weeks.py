"""Weeks as offices keep them: Monday to Sunday, numbered as ISO 8601 numbers them, ``2020-W39``."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

_PLAIN = re.compile(r"20\d\d-W(?:0[1-9]|[1-4]\d|5[0-3])", re.ASCII)
_SAID = re.compile(r"(20\d\d)(?:年度?)?[-/]?(?:W|第)?(\d{1,2})周?", re.ASCII)


def week_of(value: object) -> str | None:
    """The week that a cell names so that formulas see it: ``2020-W39``, or any date of it; ``None`` for anything else."""
    if isinstance(value, str):
        return value if _PLAIN.fullmatch(value) and monday(value) is not None else None
    return shown_week(value) if isinstance(value, date) else None


def shown_week(day: date) -> str:
    """The week of a day."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def monday(week: str) -> date | None:
    """The first day of a week ``2020-W39``; ``None`` where its year has no such week."""
    try:
        return date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
    except ValueError:
        return None


def read_week(value: object) -> str | None:
    """The week that staff may mean: ``2020年第39周``, ``2020W39``; ``None`` where that cannot be told."""
    text = unicodedata.normalize("NFKC", "".join(str(value).split())).upper()
    found = _SAID.fullmatch(text)
    week = f"{found[1]}-W{int(found[2]):02}" if found and ("W" in text or "周" in text) else ""
    return week if week and monday(week) is not None else None


def weeks_between(first: str, last: str) -> list[str]:
    """All weeks from one to another, both counted; none where they are not in order."""
    begins, ends = monday(first), monday(last)
    if begins is None or ends is None:
        return []
    return [shown_week(begins + timedelta(weeks=number)) for number in range((ends - begins).days // 7 + 1)]


def last_full_week(as_of: date) -> str:
    """The last week that is over on a day: its Sunday is that day or earlier."""
    return shown_week(as_of - timedelta(days=as_of.isoweekday() % 7))
