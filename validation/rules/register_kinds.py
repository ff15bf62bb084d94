"""What a cell of a register may hold: numbers, months, quarters, phone numbers, shares.

Kinds of values as in ``value_kinds``; registers have some that the sheets of the programme do not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from duban.udfs.periods import Period, parse_share
from duban.udfs.text import squeeze
from duban.udfs.weeks import read_week, week_of
from duban.validation.rules.value_kinds import SHARE, WRONG, Facts, Kind, Test, is_number, is_placeholder
from duban.workbook.reading.settings import Settings
from duban.workbook.say.sentence import Say

# numbers

_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")


def number_of(value: Any) -> float | None:
    """The number that a text spells out, ``1,200.5``; a text with a unit or a word in it is none."""
    text = squeeze(value).replace("，", ",") if isinstance(value, str) else ""
    return float(text.replace(",", "")) if _NUMBER.fullmatch(text) else None


def _text_for_a_number(value: Any, settings: Settings) -> Facts | None:
    number = number_of(value)
    return None if number is None else {"number": f"{number:.15g}"}


def _no_number(value: Any, settings: Settings) -> Facts | None:
    fine = is_number(value) or number_of(value) is not None or is_placeholder(value)
    return None if fine else WRONG


def _placeholder(value: Any, settings: Settings) -> Facts | None:
    return WRONG if is_placeholder(value) else None


def _no_whole_number(value: Any, settings: Settings) -> Facts | None:
    number = value if is_number(value) else number_of(value)
    return WRONG if number is not None and number != int(number) else None


_NUMBERS: Mapping[str, Test] = {"G106": _no_number, "G115": _text_for_a_number, "T126": _placeholder}


def _not_numbers(values: Sequence[Any]) -> list[int]:
    return [
        at for at, v in enumerate(values) if v is not None and type(v) is not int and type(v) is not float
    ]


def _not_whole(values: Sequence[Any]) -> list[int]:
    return [at for at, v in enumerate(values) if v is not None and type(v) is not int]


AMOUNT = Kind(_NUMBERS, _not_numbers)
"""Any number."""

COUNTED = Kind({**_NUMBERS, "G107": _no_whole_number}, _not_whole)
"""A whole number."""


def _about(value: Any, settings: Settings) -> Facts | None:
    is_said = isinstance(value, str) and number_of(value) is None and any(map(str.isdecimal, value))
    return WRONG if is_said else None


def _no_amount_at_all(value: Any, settings: Settings) -> Facts | None:
    return None if _about(value, settings) is not None else _no_number(value, settings)


ABOUT = Kind({**_NUMBERS, "G106": _no_amount_at_all, "G119": _about}, _not_numbers)
"""A number, or a range or about so much in words, which is kept as it is and counted nowhere."""


# months and quarters

_MONTH = re.compile(r"20\d\d-(?:0[1-9]|1[0-2])", re.ASCII)
_QUARTER = re.compile(r"20\d\dQ[1-4]", re.ASCII)


def month_of(value: Any) -> str | None:
    """The month that a cell names so that formulas see it: ``2020-07``, or any date of it; ``None`` for anything else."""
    if isinstance(value, str):
        return value if _MONTH.fullmatch(value) else None
    return f"{value.year}-{value.month:02}" if isinstance(value, date) else None


def _no_month(value: Any, settings: Settings) -> Facts | None:
    if month_of(value) is not None:
        return None
    plain = value if isinstance(value, str) else ""
    period = Period.parse(value)
    if found := _MONTH.match(plain):
        period = Period.parse(found[0])
        why = Say(
            f"后面多了“{plain[found.end() :]}”，月调度汇总只看开头的 {found[0]}",
            f"'{plain[found.end() :]}' is too much, 月调度汇总 looks at {found[0]} alone",
        )
    else:
        why = Say("公式认不出，没有计入", "no formula sees it, and it is not counted")
    return {**_used(period if period is not None and not period.quarterly else None), "why": why}


def _no_quarter(value: Any, settings: Settings) -> Facts | None:
    if isinstance(value, str) and _QUARTER.fullmatch(value):
        return None
    period = Period.parse(value)
    return _used(period if period is not None and period.quarterly else None)


def _used(period: Period | None) -> Facts:
    return {"used": Say("", "") if period is None else Say(f"这里应为 {period}。", f"This one is {period}.")}


def _odd(values: Sequence[Any], plain: re.Pattern[str]) -> list[int]:
    odd = {v for v in set(values) if v is not None and not (type(v) is str and plain.fullmatch(v))}
    return [at for at, v in enumerate(values) if v in odd] if odd else []


MONTH = Kind({"G108": _no_month}, lambda values: _odd(values, _MONTH))
"""A month ``2020-07``, or a date, which Excel makes of one that is typed."""

QUARTER = Kind({"G109": _no_quarter}, lambda values: _odd(values, _QUARTER))
"""A quarter ``2020Q3``."""


def _no_week(value: Any, settings: Settings) -> Facts | None:
    if week_of(value) is not None:
        return None
    week = read_week(value)
    return {"used": Say("", "") if week is None else Say(f"这里应为 {week}。", f"This one is {week}.")}


def _odd_weeks(values: Sequence[Any]) -> list[int]:
    odd = {v for v in set(values) if v is not None and week_of(v) is None}
    return [at for at, v in enumerate(values) if v in odd] if odd else []


WEEK = Kind({"G118": _no_week}, _odd_weeks)
"""A week ``2020-W39``, or any date of it."""


# phone numbers

_PHONE = re.compile(r"[0-9+()\-转,;、/ ]+")


def _no_phone(value: Any, settings: Settings) -> Facts | None:
    text = f"{value:.0f}" if is_number(value) else str(value)
    plain = squeeze(text)
    fine = _PHONE.fullmatch(plain) and sum(each.isdigit() for each in plain) >= 5
    return None if fine else WRONG


PHONE = Kind({"G110": _no_phone}, lambda values: [at for at, v in enumerate(values) if v is not None])
"""One or more phone numbers."""


# shares


def _outside(value: Any, settings: Settings) -> Facts | None:
    return {"share": f"{value * 100:.6g}%"} if is_number(value) and not 0 <= value <= 1 else None


_of_share = SHARE.tests

REGISTER_SHARE = Kind(
    {"G111": _outside, **{code: _of_share[code] for code in ("T111", "T113", "T114", "T126")}},
    SHARE.suspects,
    by_row=True,
)
"""A share 0..1; one that is more, or below 0, may be meant so."""


def _no_rate(value: Any, settings: Settings) -> Facts | None:
    return None if is_number(value) or is_placeholder(value) or parse_share(value) is not None else WRONG


RATE = Kind({"T113": _no_rate, "T126": _placeholder}, _not_numbers)
"""Any share of something, typed by people."""
