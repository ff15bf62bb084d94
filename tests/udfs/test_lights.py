"""The lights: first match wins.

B1 A measure: 常态 · 办结 (逾期办结 if done after due) · 逾期 · 未报 · 未定时限 · 严重滞后 · 滞后 · 正常.
B2 A lag on a threshold is not over it, whatever the binary dust; no gap between two lights.
B3 An item of 常态化 measures only is 常态; done with any late measure it is 逾期办结.
B4 A city item: 未承接 without a child; 逾期 if any child is; 未报 keeps apart from 未承接 and from 0.
"""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.udfs.lights import LIGHTS, WORRYING, LightRules, by_lag, is_done, item_light, light, parent_light

steady = settings(derandomize=True, deadline=None)
NOW = date(2020, 9, 30)
PAST, TODAY, LATER = date(2020, 9, 29), date(2020, 9, 30), date(2020, 12, 31)


@pytest.mark.parametrize(
    ("progress", "expected", "due", "more", "shown"),
    [
        (None, None, PAST, {"kind": "常态化"}, "常态"),
        (1, None, PAST, {"kind": "常态化"}, "常态"),
        (1, 1, PAST, {"kind": "已移出"}, ""),
        (1, 0.2, LATER, {}, "办结"),
        (0.9999999, 0.2, LATER, {}, "办结"),
        (1, 1, PAST, {}, "办结"),
        (1, None, None, {}, "办结"),
        (1, None, None, {"done_on": NOW}, "办结"),
        (1, 1, PAST, {"done_on": PAST}, "办结"),
        (1, 1, PAST, {"done_on": NOW}, "逾期办结"),
        (1, 1, PAST, {"done_on": "9月30日"}, "办结"),
        (0.999, 1, PAST, {}, "逾期"),
        (None, 1, PAST, {}, "逾期"),
        ("100%", 1, PAST, {}, "逾期"),
        (0.999, 1, TODAY, {}, "正常"),
        (None, 1, TODAY, {}, "未报"),
        (None, 0.5, LATER, {}, "未报"),
        (None, None, None, {}, "未报"),
        ("80%", 0.5, LATER, {}, "未报"),
        (80, 0.5, LATER, {}, "未报"),
        (0.5, None, None, {}, "未定时限"),
        (0.5, None, "年内", {}, "未定时限"),
        (0, 0.75, LATER, {}, "严重滞后"),
        (0, 0.2, LATER, {}, "滞后"),
        (0, 0.1, LATER, {}, "正常"),
        (0.5, 0.75, LATER, {}, "滞后"),
        (0.7, 0.75, LATER, {}, "正常"),
        (0.9, 0.1, LATER, {}, "正常"),
        (0.1, None, LATER, {}, "正常"),
    ],
)
def test_light(
    progress: object, expected: object, due: object, more: dict[str, Any], shown: str
) -> None:  # B1
    assert light(progress, expected, due, NOW, **more) == shown


@pytest.mark.parametrize(
    ("expected", "progress", "shown"),
    [
        (0.4, 0.3, "正常"),  # 0.10000000000000003 in binary
        (0.8, 0.7, "正常"),
        (0.400001, 0.3, "滞后"),
        (0.4000004, 0.3, "正常"),  # below the sixth place
        (0.8, 0.5, "滞后"),  # 0.30000000000000004
        (0.7, 0.4, "滞后"),
        (0.800001, 0.5, "严重滞后"),
        (0.8, 0.500001, "滞后"),
    ],
)
def test_a_lag_on_the_threshold_is_not_over_it(expected: float, progress: float, shown: str) -> None:  # B2
    assert light(progress, expected, LATER, NOW) == shown


def test_thresholds_are_those_of_the_rules() -> None:  # B2
    rules = LightRules(behind=0, far_behind=0.05)
    assert [light(p, 0.5, LATER, NOW, rules=rules) for p in (0.5, 0.499, 0.45, 0.4499)] == [
        "正常",
        "滞后",
        "滞后",
        "严重滞后",
    ]


@steady
@given(st.integers(0, 100), st.integers(0, 100))
def test_no_gap_between_two_lights(expected: int, progress: int) -> None:  # B2
    points = expected - progress
    shown = "严重滞后" if points > 30 else "滞后" if points > 10 else "正常"
    assert by_lag(expected / 100, progress / 100, LightRules()) == shown


def test_every_light_can_be_shown_and_no_other() -> None:  # B1
    shares = (None, 0, 0.5, 0.7, 1)
    dues = (None, PAST, LATER)
    seen = {
        light(p, e, due, NOW, kind=kind, done_on=done)
        for p, e, due, kind, done in product(shares, (0.75,), dues, (None, "常态化"), (None, NOW))
    }
    assert seen == set(LIGHTS)
    assert set(WORRYING) < set(LIGHTS)


@pytest.mark.parametrize(
    ("value", "done"),
    [(1, True), (0.9999995, True), (0.9999994, False), (None, False), ("1", False), (2, False)],
)
def test_is_done(value: object, done: bool) -> None:  # B1
    assert is_done(value) is done


@pytest.mark.parametrize(
    ("progress", "due", "numbers", "shown"),
    [
        (None, None, {"counted": 0, "standing": 2}, "常态"),
        (None, PAST, {"counted": 0, "standing": 2}, "常态"),
        (None, None, {"counted": 0, "standing": 0}, "未报"),
        (None, PAST, {"counted": 0, "standing": 0}, "逾期"),
        (1, LATER, {"counted": 2, "standing": 1}, "办结"),
        (1, LATER, {"counted": 2, "standing": 0, "late": 1}, "逾期办结"),
        (0.9, LATER, {"counted": 2, "standing": 0, "late": 1}, "正常"),
        (0.9, PAST, {"counted": 2, "standing": 0}, "逾期"),
        (None, LATER, {"counted": 2, "standing": 0}, "未报"),
        (0.5, None, {"counted": 2, "standing": 0}, "未定时限"),
        (0.5, LATER, {"counted": 2, "standing": 0}, "滞后"),
        (0, LATER, {"counted": 2, "standing": 0}, "严重滞后"),
    ],
)
def test_item_light(progress: object, due: object, numbers: dict[str, int], shown: str) -> None:  # B3
    assert item_light(progress, 0.75, due, NOW, **numbers) == shown


@pytest.mark.parametrize(
    ("progress", "expected", "children", "shown"),
    [
        (None, None, [], "未承接"),
        (None, None, ["常态"], "常态"),
        (None, None, ["常态", "未报"], "未报"),
        (0, 0.05, ["正常"], "正常"),
        (0, 0.75, ["严重滞后"], "严重滞后"),
        (1, 1, ["办结", "常态"], "办结"),
        (1, 1, ["办结", "逾期办结"], "逾期办结"),
        (0.9, 0.8, ["正常", "逾期"], "逾期"),
        (None, None, ["逾期", "未报"], "逾期"),
        (0.5, None, ["未定时限", "未报"], "未定时限"),
        (0.5, 0.55, ["未定时限", "正常"], "正常"),
        (0.5, 0.7, ["滞后", "正常"], "滞后"),
        (0.5, None, ["正常"], "正常"),
    ],
)
def test_parent_light(progress: object, expected: object, children: list[str], shown: str) -> None:  # B4
    assert parent_light(progress, expected, children) == shown
