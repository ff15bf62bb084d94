"""What progress, expected progress and roll-up mean: the one definition that every door uses.

Figures see **typed cells only**: a progress is a number 0..1, a weight a number >= 0, a date a real
date or its serial number (of 1990 to 2099). Anything else is not reported, weight 1, no date. ``None`` is
a blank.
The native formulas of the workbook mirror these functions; tests hold the two equal.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from duban.udfs.periods import to_serial

LIMITED, STANDING, MOVED_OUT = "限期", "常态化", "已移出"
"""The types of a measure. Blank and any other text count as 限期."""

FIRST_DAY, LAST_DAY = 32874, 73050
"""The days of 1990 to 2099 as serial numbers: 2020.9, 2021 or 20200930 in a date cell are no date."""


def number_in(value: object) -> float | None:
    """The number that a formula sees in a cell, else ``None``: one that is shown as a date is a number all the same;
    text, blanks and truth values are none."""
    if isinstance(value, bool) or not isinstance(value, int | float | date):
        return None
    return to_serial(value)


def share(value: object) -> float | None:
    """A typed share 0..1, else ``None``: numbers out of range are no share."""
    number = number_in(value)
    return number if number is not None and 0.0 <= number <= 1.0 else None


def weight(value: object) -> float:
    """A typed weight >= 0; blank, text and negative numbers count as 1."""
    number = number_in(value)
    return number if number is not None and number >= 0.0 else 1.0


def day(value: object) -> float | None:
    """A typed date as Excel's day number, else ``None``: a date written as text is no date, nor is a number
    (or a date) outside 1990..2099."""
    if isinstance(value, bool) or not isinstance(value, date | datetime | int | float):
        return None
    number = to_serial(value)
    return number if FIRST_DAY <= number <= LAST_DAY else None


def counts(kind: object) -> bool:
    """Whether a measure of this type is in the mean of its item: 常态化 and 已移出 are not."""
    return kind not in (STANDING, MOVED_OUT)


def weighted_mean(shares: Iterable[object], weights: Iterable[object]) -> float | None:
    """Σ(weight × share) / Σ weight; what is no share counts 0. ``None`` when the weights sum to 0."""
    top = bottom = 0.0
    for value, each in zip(shares, weights, strict=True):
        w = weight(each)
        top += w * (share(value) or 0.0)
        bottom += w
    return top / bottom if bottom > 0 else None


def item_progress(
    progress: Sequence[object], weights: Sequence[object] | None = None, types: Sequence[object] | None = None
) -> float | None:
    """Progress 0..1 of an item from its measures; ``None`` (未报) when none of those that count reported.

    Unreported measures count 0; 常态化 and 已移出 are left out. All sequences have one entry a measure.
    """
    nothing = [None] * len(progress)
    counted = [
        (p, w) for p, w, t in zip(progress, weights or nothing, types or nothing, strict=True) if counts(t)
    ]
    if all(share(p) is None for p, _ in counted):
        return None
    return weighted_mean([p for p, _ in counted], [w for _, w in counted])


def unreported(progress: Sequence[object], types: Sequence[object] | None = None) -> int:
    """How many measures that count have reported nothing; said out loud beside every progress."""
    kinds = types or [None] * len(progress)
    return sum(counts(t) and share(p) is None for p, t in zip(progress, kinds, strict=True))


def expected(start: object, due: object, as_of: object, kind: object = None) -> float | None:
    """Share 0..1 of the days elapsed, both ends counted: (as_of − start + 1) / (due − start + 1), clamped.

    ``None`` without both dates, when they are reversed, and for measures that do not count.
    Day numbers make leap years right.
    """
    first, last, now = day(start), day(due), day(as_of)
    if first is None or last is None or now is None or last < first or not counts(kind):
        return None
    return max(0.0, min(1.0, (now - first + 1) / (last - first + 1)))


def mean_expected(shares: Sequence[object], weights: Sequence[object]) -> float | None:
    """Weighted mean over the entries that have an expected progress; ``None`` when none has."""
    known = [(s, w) for s, w in zip(shares, weights, strict=True) if share(s) is not None]
    return weighted_mean([s for s, _ in known], [w for _, w in known]) if known else None


def lag(expected_share: object, progress: object) -> float | None:
    """expected − progress, rounded to 6 places so that no light depends on binary dust."""
    wanted, reached = share(expected_share), share(progress)
    return None if wanted is None or reached is None else round_half_up(wanted - reached, 6)


def round_half_up(number: float, places: int) -> float:
    """Round as a spreadsheet's ROUND does: halves away from zero, seen in decimal and not in binary."""
    scaled = abs(number) * 10**places
    return math.copysign(math.floor(scaled + 0.5 + 1e-9) / 10**places, number)
