"""What one cell may hold: kinds of values, each with the tests that tell what is wrong with a value.

A test gets one value that is not blank and returns ``None`` when it is fine, else the facts of its finding.
``suspects`` names quickly, for a whole column, the entries that a test could object to; a batch runs the
tests on these only. It may name too many and never too few: the pandera schemas run every test on every
value, and both must find the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from duban.udfs.deadlines import Term, read_number, read_term
from duban.udfs.periods import Period, parse_share, to_serial
from duban.udfs.progress import day
from duban.udfs.text import has_plain_lines, item_number, numbering_break, split_lines, squeeze
from duban.workbook.cells.plain import Timed
from duban.workbook.reading.settings import Settings
from duban.workbook.reading.table import FIRST_DATE, LAST_DATE
from duban.workbook.say.sentence import Say

Facts = Mapping[str, object]
Test = Callable[[Any, Settings], Facts | None]

WRONG: Facts = {}
"""A finding that needs no facts beyond the value itself."""


class Kind(NamedTuple):
    """A kind of value: code → test, and the quick look at a column (places count from 0)."""

    tests: Mapping[str, Test]
    suspects: Callable[[Sequence[Any]], Iterable[int]]
    by_row: bool = False
    """Whether it is about each cell by itself, also those below the first row of an item over several rows."""


def is_number(value: Any) -> bool:
    """Whether a value is a number as a formula sees it."""
    return isinstance(value, int | float) and not isinstance(value, bool)


# 序号 and other numbers of items


_IN_PARTS = re.compile(
    r"[0-9一二三四五六七八九十]{1,3}(?:[-－—–][0-9]{1,3}){1,2}|[0-9]{1,2}(?:[.．][0-9]{1,2}){2}"
)
"""Number of a part and number in it: 1-2, 一-2, 1.2.3."""


def _no_whole_number(value: Any, settings: Settings) -> Facts | None:
    fine = isinstance(value, date) or (isinstance(value, str) and _IN_PARTS.fullmatch(squeeze(value)))
    return None if fine or item_number(value) is not None else WRONG


def _number_as_date(value: Any, settings: Settings) -> Facts | None:
    return WRONG if isinstance(value, date) else None


def _not_small(values: Sequence[Any]) -> list[int]:
    return [at for at, v in enumerate(values) if v is not None and not (type(v) is int and v > 0)]


WHOLE = Kind({"I102": _no_whole_number, "I105": _number_as_date}, _not_small)
"""A whole number, also as text: 1, ``１``, ``（一）``; or a part and a number in it, as text: ``1-2``."""


# 完成进度


def shown_share(share: float) -> str:
    """A share as staff type it: ``45.5%``."""
    return f"{round(share * 100, 6):g}%"


def _out_of_range(value: Any, settings: Settings) -> Facts | None:
    return WRONG if is_number(value) and not (0 <= value <= 1 or 2 <= value <= 100) else None


def _per_cent(value: Any, settings: Settings) -> Facts | None:
    return {"share": shown_share(value / 100)} if is_number(value) and 2 <= value <= 100 else None


_NOTHING = frozenset(
    ["/", "／", "\\", "＼", "-", "–", "—", "——", "－—", "无", "暂无", "/", "N/A", "〃", "无。", "、"]
)


def is_placeholder(value: Any) -> bool:
    """Whether a text only says that there is nothing: ``/``, ``无``."""
    return isinstance(value, str) and "".join(value.split()) in _NOTHING


def _placeholder(value: Any, settings: Settings) -> Facts | None:
    return WRONG if is_placeholder(value) else None


def _share_as_text(value: Any, settings: Settings) -> Facts | None:
    share = parse_share(value) if isinstance(value, str) else None
    return None if share is None else {"share": shown_share(share)}


def _share_as_date(value: Any, settings: Settings) -> Facts | None:
    if not isinstance(value, date | Timed):
        return None
    number = to_serial(value)
    return {"number": f"{number:g}"}


def _no_share(value: Any, settings: Settings) -> Facts | None:
    fine = (
        is_number(value)
        or isinstance(value, date)
        or is_placeholder(value)
        or _share_as_text(value, settings) is not None
    )
    return None if fine else WRONG


SHARE = Kind(
    {
        "T110": _out_of_range,
        "T112": _per_cent,
        "T111": _share_as_text,
        "T113": _no_share,
        "T114": _share_as_date,
        "T126": _placeholder,
    },
    lambda values: [
        at
        for at, v in enumerate(values)
        if v is not None and not ((type(v) is float or type(v) is int) and 0 <= v <= 1)
    ],
    by_row=True,
)
"""A progress: a number 0..1."""


# dates


# all tests ask, and staff write the same few dates
_read = lru_cache(maxsize=4096)(read_term)
_read_number = lru_cache(maxsize=4096, typed=True)(read_number)


def _term(value: Any, settings: Settings) -> Term | None:
    """What a value that is no real date says as one."""
    if isinstance(value, str):
        return _read(value, settings.year)
    return _read_number(value, settings.year) if is_number(value) else None


def _date_as_text(value: Any, settings: Settings) -> Facts | None:
    term = _term(value, settings) if isinstance(value, str) else None
    is_day = term and term.day and len(term.stages) < 2
    return {"suggestion": term.day, "taken": Say("", "")} if term and is_day else None


def _stages(value: Any, settings: Settings) -> Facts | None:
    term = _term(value, settings) if isinstance(value, str) else None
    return {"day": term.day, "count": len(term.stages)} if term and len(term.stages) > 1 else None


def _doubtful_date(value: Any, settings: Settings) -> Facts | None:
    term = None if day(value) is not None else _term(value, settings)
    if term is None or not (term.candidates or (term.day and is_number(value))):
        return None
    days = [each.isoformat() for each in term.candidates or (term.day,) if each is not None]
    if len(days) == 1:
        return {"days": Say(*days * 2), "day": days[0]}
    return {"days": Say("，也可能是 ".join(days), " or ".join(days))}


def _standing_words(value: Any, settings: Settings) -> Facts | None:
    term = _term(value, settings) if isinstance(value, str) else None
    return WRONG if term is not None and term.standing else None


def _no_date(value: Any, settings: Settings) -> Facts | None:
    if day(value) is not None or is_placeholder(value):
        return None
    others = (_date_as_text, _stages, _doubtful_date, _standing_words)
    return WRONG if all(test(value, settings) is None for test in others) else None


DAY = Kind(
    {
        "T120": _date_as_text,
        "T121": _no_date,
        "T125": _standing_words,
        "T126": _placeholder,
        "T128": _stages,
        "T129": _doubtful_date,
    },
    lambda values: [
        at
        for at, v in enumerate(values)
        if v is not None and not (type(v) is date and FIRST_DATE <= v <= LAST_DATE)
    ],
    by_row=True,
)
"""A real date; a bare number of our days counts as one."""


def _due_as_text(value: Any, settings: Settings) -> Facts | None:
    facts = _date_as_text(value, settings)
    taken = Say("；新措施按 {day} 列入台账", "; new measures get {day}")
    return facts and {**facts, "taken": taken.format(day=facts["suggestion"])}


def _doubtful_due(value: Any, settings: Settings) -> Facts | None:
    facts = _doubtful_date(value, settings)
    if facts is None or "day" not in facts:
        return facts
    taken = Say("{day}；新措施按此列入台账", "{day}; new measures get it")
    return {**facts, "days": taken.format(day=facts["day"])}


DUE = Kind({**DAY.tests, "T120": _due_as_text, "T129": _doubtful_due}, DAY.suspects, DAY.by_row)
"""The same as 完成时限 of the list, whose measures the ledger takes over with what can be read of it."""


# 权重


def _no_weight(value: Any, settings: Settings) -> Facts | None:
    return None if is_number(value) and value >= 0 else WRONG


def _no_weight_at_all(value: Any, settings: Settings) -> Facts | None:
    return WRONG if is_number(value) and value == 0 else None


WEIGHT = Kind(
    {"T140": _no_weight, "T141": _no_weight_at_all},
    lambda values: [
        at
        for at, v in enumerate(values)
        if v is not None and not ((type(v) is int or type(v) is float) and v > 0)
    ],
)
"""A number above 0."""


# keys


def _no_key(value: Any, settings: Settings) -> Facts | None:
    return WRONG if item_number(value) is None else None


KEY = Kind({"I146": _no_key}, _not_small)
"""A number that the program gave; one that became text is read all the same."""


# periods


def _no_period(value: Any, settings: Settings) -> Facts | None:
    period = Period.parse(value)
    if period is not None and value == str(period):
        return None
    return {"used": "" if period is None else str(period)}


_PLAIN_PERIOD = re.compile(r"20\d\d(?:Q[1-4]|-0[1-9]|-1[0-2])", re.ASCII)


def _not_plain_periods(values: Sequence[Any]) -> list[int]:
    odd = {v for v in set(values) if v is not None and not (type(v) is str and _PLAIN_PERIOD.fullmatch(v))}
    return [at for at, v in enumerate(values) if v in odd] if odd else []


PERIOD = Kind({"T127": _no_period}, _not_plain_periods)
"""A quarter ``2020Q3`` or a month ``2020-09``, spelled as formulas compare it."""


# choices


def one_of(code: str, choices: Sequence[str]) -> Kind:
    """One of these texts, or blank; anything else has the finding ``code``."""
    allowed = frozenset((None, *choices))
    facts = {"choices": "、".join(choices)}
    return Kind(
        {code: lambda value, settings: None if value in allowed else facts},
        lambda values: (
            () if allowed.issuperset(values) else [at for at, v in enumerate(values) if v not in allowed]
        ),
    )


# numbered lists: 突出问题, 具体项目


_A_MEASURE = re.compile(r"\d、[^\W_]{2}")


def _nothing_written(value: Any, settings: Settings) -> Facts | None:
    if isinstance(value, str) and _A_MEASURE.search(value):
        return None  # a mark with words behind it is a line, whatever else is in the cell
    return None if split_lines(value) else WRONG


def _numbering_breaks(value: Any, settings: Settings) -> Facts | None:
    found = numbering_break(str(value))
    return None if found is None else {"before": found[0], "number": found[1]}


def _not_plain_lines(values: Sequence[Any]) -> list[int]:
    return [
        at for at, v in enumerate(values) if v is not None and not (type(v) is str and has_plain_lines(v))
    ]


NUMBERED = Kind({"I131": _numbering_breaks}, _not_plain_lines)
"""A numbered list whose numbers run 1, 2, 3."""

MEASURES = Kind({"I130": _nothing_written, "I131": _numbering_breaks}, _not_plain_lines)
"""The same, with at least one line."""


# names of persons

_PADDED = re.compile(
    r"(?:^|[\n、，,：:])[ \u3000]*([\u4e00-\u9fff](?:[ \u3000]+[\u4e00-\u9fff]){2})(?=[ \u3000]*(?:$|[\n、，,]))"
)


def _padded_name(value: Any, settings: Settings) -> Facts | None:
    found = _PADDED.search(value) if isinstance(value, str) else None
    return {"name": found[1], "fixed": re.sub(r"\s+", "", found[1])} if found else None


NAMES = Kind(
    {"I122": _padded_name},
    lambda values: [at for at, v in enumerate(values) if type(v) is str and (" " in v or "\u3000" in v)],
    by_row=True,
)
"""Names of persons: ``何 书 平`` has spaces inside. ``邵  民`` is how a name of two characters is set beside those of three,
and four single characters may be two such names."""
