"""What a unit means by what it filled in: the same value whether it typed 80 %, 0.8, “80%” or 80."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from duban.udfs.deadlines import names_a_day, parse_date
from duban.udfs.periods import Period, from_serial, parse_share
from duban.udfs.progress import day, share
from duban.udfs.text import fold, squeeze, tidy
from duban.udfs.text import visible as without_controls
from duban.validation.rules.register_kinds import number_of
from duban.workbook.cells.contents import TEXT_LIMIT
from duban.workbook.format.fields import Field, FieldKind
from duban.workbook.say.sentence import Say

NO_SHARE = Say("不是 0～100% 的进度，请写 80% 或 0.8", "it is no progress of 0 to 100 %; write 80% or 0.8")
ONE_OR_HUNDREDTH = Say(
    "文字“1”可能是 100%，也可能是 1%，请写明", "the text 1 may be 100 % or 1 %; write which"
)
NO_DAY = Say("不是年月日俱全的日期，请写 2020-09-30", "it is no full date; write 2020-09-30")
NO_CHOICE = Say("不在可选的几项中", "it is none of the choices")
NO_NUMBER = Say("不是数字，请只写数字", "it is no number; write the number alone")
NO_WHOLE = Say("不是整数，请只写整数", "it is no whole number; write the number alone")
NO_MONTH = Say("不是年月，请写 2020-07", "it is no month; write 2020-07")
NO_QUARTER = Say("不是季度，请写 2020Q3", "it is no quarter; write 2020Q3")
TOO_LONG = Say("超过一格能放的 32767 字", "it is longer than a cell can hold")


_LARGEST = 1e15
"""Excel keeps no more digits of a number."""

_MIDNIGHT = re.compile(r"[\sT]+0?0:00(?::00)?(?:\.0+)?$")


class Unusable(Exception):
    """A value that a column cannot take. ``why`` goes on after the value."""

    def __init__(self, why: Say) -> None:
        super().__init__(why.zh)
        self.why = why


def understood(field: Field, value: Any, year: int | None) -> Any:
    """The value as its sheet keeps it: a share 0..1, a number (as a float, a whole one as an int), a date, a month
    ``2020-07``, a quarter ``2020Q3``, a text; ``None`` for a blank.

    ``year`` is that of dates without one. Raises Unusable.
    """
    if value is None or (isinstance(value, str) and not tidy(value)):
        return None
    if field.kind == "day":
        return _day(value, year)
    if field.kind in _UNDERSTOOD:
        return _UNDERSTOOD[field.kind](value)
    text = as_typed(value)
    if field.choices and text not in field.choices:
        raise Unusable(NO_CHOICE)
    if len(text) > TEXT_LIMIT:
        raise Unusable(TOO_LONG)
    return text


def meant(field: Field, value: Any, year: int | None) -> Any:
    """The same of what stands in a sheet of the office, where anything may stand: what cannot be understood is itself."""
    try:
        return understood(field, value, year)
    except Unusable:
        return str(value)


def as_sent(field: Field, value: Any) -> Any:
    """A value as a return shows it: a date that Excel made of a month, or that stands in a column of texts, as it reads."""
    if not isinstance(value, date) or field.kind == "day":
        return value
    return meant(field, value, None) if field.kind in ("month", "quarter") else as_typed(value)


def compared(field: Field, value: Any, year: int | None) -> str:
    """What two spellings of what the office says have in common."""
    if value is None:
        return ""
    if field.kind == "number":
        return squeeze(value)
    if field.kind == "day" or field.kind in _UNDERSTOOD:
        return squeeze(meant(field, value, year))
    return fold(as_typed(value))


def same(one: Any, other: Any) -> bool:
    """Whether two values that were understood are one."""
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) < 1e-9
    if isinstance(one, str) and isinstance(other, str):
        return one == other or tidy(one) == tidy(other)
    return bool(one == other) and type(one) is type(other)


def _share(value: Any) -> float:
    if isinstance(value, bool | date):
        raise Unusable(NO_SHARE)
    found = share(value) if isinstance(value, int | float) else None
    if found is None:
        found = parse_share(value)
    if found is None:
        raise Unusable(NO_SHARE)
    if isinstance(value, str) and unicodedata.normalize("NFKC", value).strip() == "1":
        raise Unusable(ONE_OR_HUNDREDTH)
    return round(float(found), 12)


def _day(value: Any, year: int | None) -> date:
    number = day(value)
    found = None if number is None else from_serial(number)
    if isinstance(value, str):
        text = _MIDNIGHT.sub("", value)
        found = parse_date(text, year) if names_a_day(text) else None
    if found is None or day(found) is None:
        raise Unusable(NO_DAY)
    return found.date() if isinstance(found, datetime) else found


def _number(value: Any) -> float:
    number = number_of(value) if isinstance(value, str) else value
    # a date is what a cell that shows dates makes of a number: nobody knows that it is none
    if number is None or isinstance(number, bool | date) or abs(number) > _LARGEST:
        raise Unusable(NO_NUMBER)
    return float(number)


def _whole(value: Any) -> int:
    try:
        number = _number(value)
    except Unusable as unusable:
        raise Unusable(NO_WHOLE) from unusable
    if not number.is_integer():
        raise Unusable(NO_WHOLE)
    return int(number)


def _month(value: Any) -> str:
    period = Period.parse(value)
    if period is None or period.quarterly:
        raise Unusable(NO_MONTH)
    return str(period)


def _quarter(value: Any) -> str:
    period = Period.parse(value)
    if period is None or not period.quarterly:
        raise Unusable(NO_QUARTER)
    return str(period)


_UNDERSTOOD: Mapping[FieldKind, Callable[[Any], Any]] = {
    "share": _share,
    "amount": _number,
    "rate": _number,
    "weight": _number,
    "whole": _whole,
    "month": _month,
    "quarter": _quarter,
}
"""Kind of field → what is meant by a value that is not blank; a day wants the year besides, all else is text."""


def as_typed(value: Any) -> str:
    """A value as somebody would type it, without what no cell should hold."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.15g}"
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")
    return without_controls(text).strip()
