"""What 期间记录 remembers of the registers: which rows there were, by 行键, and their figures; one text of JSON a register
and period, in pieces that cells hold."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from duban.udfs.periods import Period, earlier
from duban.udfs.text import item_number
from duban.workbook.format.fields import FieldKind, SheetFormat
from duban.workbook.format.sheets.period_record import OF_REGISTER

_FIGURES: tuple[FieldKind, ...] = (
    "choice",
    "share",
    "rate",
    "amount",
    "about",
    "whole",
    "day",
    "week",
    "month",
    "quarter",
)


class RememberedRow(NamedTuple):
    """A row: what a reader knows it by, and its figures."""

    shown: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Remembered:
    """A register as one period's record has it. ``left``: rows that were there in the period and are not any more."""

    period: Period
    next_key: int
    rows: Mapping[int, RememberedRow]
    left: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class History:
    """A register in the record: ``now`` of the current period, ``before`` of the latest earlier one. ``next_key`` was never
    given to a row."""

    now: Remembered | None = None
    before: Remembered | None = None
    next_key: int = 1

    @property
    def last(self) -> Remembered | None:
        """What is on record last."""
        return self.now or self.before


def remembered_fields(declared: SheetFormat) -> tuple[str, ...]:
    """The columns whose values are on record: figures, choices and dates that people fill; texts are not."""
    return tuple(each.name for each in declared.fields if each.by_people and each.kind in _FIGURES)


def as_text(next_key: int, rows: Mapping[int, RememberedRow], left: Mapping[int, str]) -> str:
    """A register as the record has it; dates as ``2020-09-30``."""
    told = {
        "next": next_key,
        "rows": [[key, row.shown, dict(row.values)] for key, row in rows.items()],
        "left": [[key, shown] for key, shown in left.items()],
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=str)


def histories(record: Iterable[Mapping[str, Any]], current: Period) -> dict[str, History]:
    """Each register's name → what the rows of 期间记录 say of it. What nobody can read, for somebody was at the sheet, is
    passed over."""
    texts: dict[tuple[str, Period, int], list[tuple[int, str]]] = {}
    for row in record:
        period = Period.parse(row["期间"]) if row["种类"] == OF_REGISTER else None
        number = item_number(row["版次"])
        if period is not None and number is not None:
            piece = item_number(row["段"]) or 1
            name = str(row["名称"] or "")
            texts.setdefault((name, period, number), []).append((piece, str(row["内容"] or "")))
    latest: dict[str, dict[Period, tuple[int, Remembered]]] = {}
    for (name, period, number), pieces in texts.items():
        told = _read(period, [text for _, text in sorted(pieces)])
        known = latest.setdefault(name, {})
        if told is not None and (period not in known or known[period][0] < number):
            known[period] = number, told
    return {name: _history(known, current) for name, known in latest.items()}


def _history(known: Mapping[Period, tuple[int, Remembered]], current: Period) -> History:
    period = earlier(current, known)
    return History(
        known[current][1] if current in known else None,
        known[period][1] if period is not None else None,
        max((each.next_key for _, each in known.values()), default=1),
    )


def _read(period: Period, texts: Sequence[str]) -> Remembered | None:
    try:
        told = json.loads("".join(texts))
        rows = {int(key): RememberedRow(str(shown), dict(values)) for key, shown, values in told["rows"]}
        left = {int(key): str(shown) for key, shown in told["left"]}
        return Remembered(period, int(told["next"]), rows, left)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def shown_key(declared: SheetFormat, values: Mapping[str, Any]) -> str:
    """What a reader knows a row by: the values of its key columns."""
    return "、".join(_shown(values.get(name)) for name in declared.key if values.get(name) is not None)


def _shown(value: Any) -> str:
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    return f"{value:.15g}" if isinstance(value, float) else str(value).strip()
