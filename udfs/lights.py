"""The traffic light 亮灯: which light a measure, an item and a city item shows. First match wins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from duban.udfs.progress import MOVED_OUT, STANDING, day, lag, share

DONE, DONE_LATE, OVERDUE = "办结", "逾期办结", "逾期"
UNREPORTED, NO_DUE = "未报", "未定时限"
FAR_BEHIND, BEHIND, ON_TRACK = "严重滞后", "滞后", "正常"
STANDING_LIGHT, NOT_CARRIED = "常态", "未承接"

LIGHTS = (DONE, DONE_LATE, ON_TRACK, BEHIND, FAR_BEHIND, OVERDUE, UNREPORTED, NO_DUE, STANDING_LIGHT)
"""Every light of a measure or an item, in the order of reports. A city item may also be 未承接."""

WORRYING = (OVERDUE, FAR_BEHIND, BEHIND)
"""Lights that a bulletin lists, worst first."""


@dataclass(frozen=True, slots=True)
class LightRules:
    """Thresholds of 规则: lag over ``behind`` is 滞后, over ``far_behind`` 严重滞后 (shares 0..1)."""

    behind: float = 0.10
    far_behind: float = 0.30


DONE_FROM = 0.9999995
"""A progress from here on is complete: 1 after rounding to 6 places, for a mean of ones may miss 1 by dust."""


def is_done(progress: object) -> bool:
    """Whether a progress is complete."""
    value = share(progress)
    return value is not None and value >= DONE_FROM


def light(
    progress: object,
    expected: object,
    due: object,
    as_of: object,
    *,
    kind: object = None,
    done_on: object = None,
    rules: LightRules | None = None,
) -> str:
    """The light of one measure. Empty text for a measure that left the list (已移出).

    常态化 → 常态; done → 办结, or 逾期办结 when done after due; past due → 逾期, reported or not;
    blank → 未报; no due → 未定时限; then by lag. No expected progress (no start) → 正常.
    """
    rules = rules or LightRules()
    if kind == MOVED_OUT:
        return ""
    if kind == STANDING:
        return STANDING_LIGHT
    last, now = day(due), day(as_of)
    if is_done(progress):
        finished = day(done_on)
        return DONE_LATE if finished is not None and last is not None and finished > last else DONE
    if last is not None and now is not None and now > last:
        return OVERDUE
    if share(progress) is None:
        return UNREPORTED
    if last is None:
        return NO_DUE
    return by_lag(expected, progress, rules)


def by_lag(expected: object, progress: object, rules: LightRules) -> str:
    """严重滞后, 滞后 or 正常, with no gap between two lights."""
    behind = lag(expected, progress)
    if behind is not None and behind > rules.far_behind:
        return FAR_BEHIND
    return BEHIND if behind is not None and behind > rules.behind else ON_TRACK


def item_light(
    progress: object,
    expected: object,
    due: object,
    as_of: object,
    *,
    counted: int,
    standing: int,
    late: int = 0,
    rules: LightRules | None = None,
) -> str:
    """The light of an item. ``counted``, ``standing`` and ``late`` are numbers of its measures that
    count, are 常态化, and show 逾期办结.

    An item with 常态化 measures only is 常态; done with any late measure it is 逾期办结.
    """
    if not counted and standing:
        return STANDING_LIGHT
    if is_done(progress):
        return DONE_LATE if late else DONE
    return light(progress, expected, due, as_of, rules=rules)


def parent_light(
    progress: object, expected: object, child_lights: Sequence[str], rules: LightRules | None = None
) -> str:
    """The light of a city item from its children's (confirmed links only).

    None → 未承接; all 常态 → 常态; done → 办结 or 逾期办结; any child 逾期 → 逾期; none reported →
    未报; every child that reported without a due date → 未定时限; then by lag.
    """
    active = [each for each in child_lights if each != STANDING_LIGHT]
    if not child_lights:
        return NOT_CARRIED
    if not active:
        return STANDING_LIGHT
    if is_done(progress):
        return DONE_LATE if DONE_LATE in active else DONE
    if OVERDUE in active:
        return OVERDUE
    if share(progress) is None:
        return UNREPORTED
    if share(expected) is None and NO_DUE in active:
        return NO_DUE
    return by_lag(expected, progress, rules or LightRules())
