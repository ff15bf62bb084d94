"""What an indicator shows of the period: how far the year's target is reached, how it changed against the year before.

Figures see typed numbers only; where one that is needed is missing there is no figure. Source: the city's
coordination system asks for a quarterly watch over indicators; what their quarters mean differs, so each says it.
"""

from __future__ import annotations

from collections.abc import Sequence

from duban.udfs.periods import Period
from duban.udfs.progress import number_in

EACH, TO_DATE, AT_END, RANK = "当期", "累计", "时点", "名次"
CALIBRES = (EACH, TO_DATE, AT_END, RANK)
"""口径: each quarter by itself, the year to date, how it stood at the end, a rank of which the smaller is better."""

REACHED, NOT_REACHED = "达到", "未达到"
UP, DOWN, SAME = "升", "降", "持平"


def quarters_over(period: Period) -> int:
    """How many quarters of its year are over with the period, 0 to 4: of 2020Q3 and 2020-09 three, of 2020-08 two."""
    return period.last_day.month // 3


def current(calibre: object, quarters: Sequence[object], over: int) -> float | None:
    """本期: of 当期 the sum of the quarters that are over, all of which must be there; of others the last of them.
    ``None`` for another 口径, and before the first quarter is over."""
    if calibre not in CALIBRES or over < 1:
        return None
    numbers = [number_in(value) for value in quarters[:over]]
    if calibre != EACH:
        return numbers[-1]
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == over else None


def completion(calibre: object, now: object, target: object) -> float | str | None:
    """完成率: 本期 / 年度目标; of a rank 达到 where it is no greater than the target, else 未达到. ``None`` where one of both
    is missing, or the target is not above 0."""
    reached, wanted = number_in(now), number_in(target)
    if reached is None or wanted is None or wanted <= 0:
        return None
    if calibre == RANK:
        return REACHED if reached <= wanted else NOT_REACHED
    return reached / wanted


def growth(calibre: object, now: object, before: object) -> float | str | None:
    """同比: 本期 / that of the year before − 1; of a rank by how many places it rose or fell (``升2``, ``降1``, ``持平``).
    ``None`` where one of both is missing, or what was before is not above 0."""
    after, was = number_in(now), number_in(before)
    if after is None or was is None or was <= 0:
        return None
    if calibre != RANK:
        return after / was - 1
    if after == was:
        return SAME
    return f"{UP if after < was else DOWN}{abs(was - after):.15g}"
