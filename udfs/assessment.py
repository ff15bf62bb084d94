"""What a year says of a unit, as a reference for those who judge: shares of seven parts, and points by their weights.

Source: a park's reform plan has its quarterly bulletins serve as an important reference of the annual assessment, the
city's coordination system has one summing up a year. Neither says how points are given: parts, weights and
shares are the office's to choose. None of them is a verdict.

A share is 0..1; ``None`` where a part has nothing to look at, so that it is left out and the others count for all.
What was to be reported and was not counts 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from duban.udfs.progress import number_in

PROGRESS, ON_TIME, REPORTING, EVIDENCE = "进度", "时限", "报送", "佐证"
PROJECTS, INDICATORS, BENCHMARKS = "项目", "指标", "对标"
PARTS = (PROGRESS, ON_TIME, REPORTING, EVIDENCE, PROJECTS, INDICATORS, BENCHMARKS)
"""In the order of the sheet."""

USUAL_POINTS = dict(zip(PARTS, (50.0, 15.0, 15.0, 5.0, 5.0, 5.0, 5.0), strict=True))
"""The weight of each part, where the office says no other."""

MOST_POINTS = 1000.0
"""No weight is greater, so that a date or a telephone number in its cell is none."""

IN_TIME, LATE, MISSING = "按时", "迟交", "未交"
"""How a unit handed in the return of a period."""

MARKS = 100.0
"""What all parts that count make together."""


def points_in(value: object, usual: float) -> float:
    """The weight that a cell says: a number from 0 to ``MOST_POINTS``; ``usual`` where it says none."""
    number = number_in(value)
    return usual if number is None or not 0 <= number <= MOST_POINTS else number


def progress_share(mean: float | None, counted: int) -> float | None:
    """进度: the mean progress of the items that a unit leads, 0 where none of those that count (``counted``) reported.
    ``None`` where it leads none, or only 常态 ones."""
    return None if counted <= 0 else (mean or 0.0)


def on_time_share(done: int, done_late: int, overdue: int) -> float | None:
    """时限: of the measures that are done or overdue, those that were done in time; a measure without a date on which it
    was done is taken for one of these. ``None`` where there are none."""
    came_due = done + done_late + overdue
    return done / came_due if came_due > 0 else None


def reported_share(measures: object, unreported: object) -> float | None:
    """Of the measures of a unit in a period, those that are not unreported. ``None`` where it has none."""
    number, blank = number_in(measures), number_in(unreported)
    return 1 - (blank or 0.0) / number if number is not None and number > 0 else None


def return_status(saved: date | None, due: date | None, came: bool) -> str:
    """按时, 迟交 where the file was saved later than the day for returns, or 未交. Without that day, or without a time in
    the file, whatever came is in time."""
    if not came:
        return MISSING
    return LATE if saved is not None and due is not None and saved > due else IN_TIME


def reporting_share(reported: Sequence[float | None], in_time: int, late: int, missing: int) -> float | None:
    """报送: the mean of two shares, or the one that there is: ``reported_share`` over the periods, and the returns that came
    in time among those that were sent."""
    known = [share for share in reported if share is not None]
    sent = in_time + late + missing
    both = [*([sum(known) / len(known)] if known else []), *([in_time / sent] if sent > 0 else [])]
    return sum(both) / len(both) if both else None


def evidence_share(done: int, lacking: int) -> float | None:
    """佐证: of the measures that are done, those with evidence. ``None`` where none is done."""
    return (done - lacking) / done if done > 0 else None


def project_share(planned: float, reached: float) -> float | None:
    """项目: what was invested in the year against what was planned, 1 at most. ``None`` without a plan."""
    return max(0.0, min(1.0, reached / planned)) if planned > 0 else None


def indicator_share(targets: int, reached: float) -> float | None:
    """指标: the sum of the rates of completion, each 1 at most, over the indicators that have a target."""
    return reached / targets if targets > 0 else None


def reference(shares: Sequence[float | None], points: Sequence[float]) -> float | None:
    """参考分, 0 to 100: the shares weighted over the parts that have one. ``None`` where none with a weight has. Both
    sequences have one entry a part."""
    known = [(share, weight) for share, weight in zip(shares, points, strict=True) if share is not None]
    total = sum(weight for _, weight in known)
    return sum(share * weight for share, weight in known) / total * MARKS if total > 0 else None


def left_out(shares: Sequence[float | None]) -> str:
    """The parts that have no share, as ``佐证；对标；``."""
    return "".join(f"{part}；" for part, share in zip(PARTS, shares, strict=True) if share is None)
