"""The parts of a year's assessment, by plain arithmetic.

AS1 A part with nothing to look at has no share; what was to be reported and was not counts 0.
AS2 Each share is 0..1.
AS3 The reference weighs the parts that have a share, and makes 100 of all.
AS4 A weight is a number from 0 to 1000, else the usual one.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from duban.udfs import assessment
from duban.udfs.assessment import IN_TIME, LATE, MISSING, PARTS, USUAL_POINTS

TENTH, TWELFTH = date(2020, 10, 10), date(2020, 10, 12)


@pytest.mark.parametrize(
    ("name", "given", "share"),
    [
        ("progress_share", (0.4, 3), 0.4),
        ("progress_share", (None, 3), 0.0),
        ("progress_share", (None, 0), None),
        ("on_time_share", (3, 1, 0), 0.75),
        ("on_time_share", (0, 0, 2), 0.0),
        ("on_time_share", (0, 0, 0), None),
        ("reported_share", (4, 1), 0.75),
        ("reported_share", (4, None), 1.0),
        ("reported_share", (0, 0), None),
        ("reported_share", ("四", 1), None),
        ("reporting_share", ([0.5, None, 1.0], 0, 0, 0), 0.75),
        ("reporting_share", ([0.5], 1, 1, 2), 0.375),
        ("reporting_share", ([None], 1, 0, 0), 1.0),
        ("reporting_share", ([None], 0, 0, 0), None),
        ("evidence_share", (4, 1), 0.75),
        ("evidence_share", (0, 0), None),
        ("project_share", (4.0, 3.0), 0.75),
        ("project_share", (4.0, 5.0), 1.0),
        ("project_share", (4.0, -1.0), 0.0),
        ("project_share", (0.0, 3.0), None),
        ("indicator_share", (4, 1.8), 0.45),
        ("indicator_share", (0, 0.0), None),
    ],
)
def test_share_of_a_part__ok(name: str, given: tuple[Any, ...], share: float | None) -> None:  # AS1 AS2
    assert getattr(assessment, name)(*given) == share


@pytest.mark.parametrize(
    ("saved", "due", "came", "status"),
    [
        (TENTH, TENTH, True, IN_TIME),
        (TWELFTH, TENTH, True, LATE),
        (None, TENTH, True, IN_TIME),
        (TWELFTH, None, True, IN_TIME),
        (None, TENTH, False, MISSING),
    ],
)
def test_how_a_return_came__ok(saved: date | None, due: date | None, came: bool, status: str) -> None:  # AS1
    assert assessment.return_status(saved, due, came) == status


def test_reference_over_the_parts_that_have_a_share__ok() -> None:  # AS3
    points = [USUAL_POINTS[part] for part in PARTS]
    assert sum(points) == 100
    assert assessment.reference([1.0] * 7, points) == 100
    some = [0.8, None, 0.5, None, None, None, 1.0]
    assert assessment.reference(some, points) == pytest.approx((0.8 * 50 + 0.5 * 15 + 5) / 70 * 100)
    assert assessment.left_out(some) == "时限；佐证；项目；指标；"
    assert assessment.reference([None] * 7, points) is None
    assert assessment.reference([0.8, *[None] * 6], [0.0] * 7) is None


@pytest.mark.parametrize(
    ("typed", "weight"),
    [(30, 30.0), (0, 0.0), (None, 15.0), ("三十", 15.0), (-1, 15.0), (1001, 15.0), (True, 15.0)],
)
def test_weight_of_a_cell__ok(typed: object, weight: float) -> None:  # AS4
    assert assessment.points_in(typed, 15.0) == weight
