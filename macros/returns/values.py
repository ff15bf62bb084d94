"""What a unit means by what it filled in: the same value whether it typed 80 %, 0.8, “80%” or 80."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import Any

from duban.udfs.deadlines import names_a_day, parse_date
from duban.udfs.periods import from_serial, parse_share
from duban.udfs.progress import day, share
from duban.udfs.text import tidy
from duban.udfs.text import visible as without_controls
from duban.workbook.cells.contents import TEXT_LIMIT
from duban.workbook.format.fields import Field
from duban.workbook.format.names import LEDGER
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.say.sentence import Say

UPDATED = "更新日期"
"""Filled by collecting, where something else of the row is taken."""

FIELDS = tuple(name for name in FORMATS[LEDGER].where("unit") if name != UPDATED)
"""What a unit fills in its return."""

NO_SHARE = Say("不是 0～100% 的进度，请写 80% 或 0.8", "it is no progress of 0 to 100 %; write 80% or 0.8")
ONE_OR_HUNDREDTH = Say(
    "文字“1”可能是 100%，也可能是 1%，请写明", "the text 1 may be 100 % or 1 %; write which"
)
NO_DAY = Say("不是年月日俱全的日期，请写 2020-09-30", "it is no full date; write 2020-09-30")
NO_CHOICE = Say("不在可选的几项中", "it is none of the choices")
TOO_LONG = Say("超过一格能放的 32767 字", "it is longer than a cell can hold")


_MIDNIGHT = re.compile(r"[\sT]+0?0:00(?::00)?(?:\.0+)?$")


class Unusable(Exception):
    """A value that a column cannot take. ``why`` goes on after the value."""

    def __init__(self, why: Say) -> None:
        super().__init__(why.zh)
        self.why = why


def understood(field: Field, value: Any, year: int | None) -> Any:
    """The value as the ledger keeps it: a share 0..1, a date, a text; ``None`` for a blank.

    ``year`` is that of dates without one. Raises Unusable.
    """
    if value is None or (isinstance(value, str) and not tidy(value)):
        return None
    if field.kind == "share":
        return _share(value)
    if field.kind == "day":
        return _day(value, year)
    text = _text(value)
    if field.choices and text not in field.choices:
        raise Unusable(NO_CHOICE)
    if len(text) > TEXT_LIMIT:
        raise Unusable(TOO_LONG)
    return text


def meant(field: Field, value: Any, year: int | None) -> Any:
    """The same of what stands in the ledger, where anything may stand: what cannot be understood is itself."""
    try:
        return understood(field, value, year)
    except Unusable:
        return str(value)


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


def _text(value: Any) -> str:
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
