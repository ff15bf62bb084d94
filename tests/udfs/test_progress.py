"""Progress, expected progress and their means.

G1 Figures see typed cells only: text, truth values and numbers out of range are not reported.
G2 Item progress: an unreported measure counts 0; none reported is blank; 常态化 and 已移出 never count.
G3 A weight that is blank, text or negative is 1; 0 is 0; weights that sum to 0 give no figure.
G4 Expected: both ends counted, clamped to 0..1, leap years right; no or reversed dates give none.
G5 Rounding is that of a spreadsheet; the lag carries no binary dust.
G6 A number is a date from 1990 to 2099 only: 2020.9, 2021 and 20200930 are none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.udfs.progress import (
    counts,
    day,
    expected,
    item_progress,
    lag,
    mean_expected,
    round_half_up,
    share,
    unreported,
    weight,
    weighted_mean,
)

steady = settings(derandomize=True, deadline=None)
NAN = float("nan")
NO_DAYS = (0, 2020.9, 2021, 20200930, 32873, 73050.5, -1, date(1905, 7, 12), date(2100, 1, 1))
shares = st.floats(0, 1)
cells = st.none() | shares | st.sampled_from(["80%", "", True, -0.1, 1.5, 80])


@pytest.mark.parametrize("value", [0, 1, 0.5, 1.0])
def test_share__ok(value: float) -> None:  # G1
    assert share(value) == value


@pytest.mark.parametrize(
    "value", [None, "", "0.5", "80%", True, False, -0.01, 1.01, 80, NAN, date(2020, 1, 1)]
)
def test_share__error(value: object) -> None:  # G1
    assert share(value) is None


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (32874, 32874),
        (date(2099, 12, 31), 73050),
        (date(2020, 9, 30), 44104),
        (datetime(2020, 9, 30, 12), 44104.5),
        (44104, 44104),
        (44104.0, 44104),
    ],
)
def test_day__ok(value: object, number: float) -> None:  # G1 G6
    assert day(value) == number


@pytest.mark.parametrize("value", [None, "2020-09-30", "年内", True, NAN, *NO_DAYS])
def test_day__error(value: object) -> None:  # G1 G6
    assert day(value) is None


@pytest.mark.parametrize(
    ("value", "number"),
    [(2, 2), (0.5, 0.5), (0, 0), (None, 1), ("2", 1), ("", 1), (-1, 1), (True, 1), (NAN, 1)],
)
def test_weight(value: object, number: float) -> None:  # G3
    assert weight(value) == number


@pytest.mark.parametrize(
    ("kind", "is_counted"),
    [(None, True), ("限期", True), ("", True), ("别的", True), ("常态化", False), ("已移出", False)],
)
def test_counts(kind: object, is_counted: bool) -> None:  # G2
    assert counts(kind) is is_counted


@pytest.mark.parametrize(
    ("progress", "weights", "types", "figure", "silent"),
    [
        ([0.2, 0.4], None, None, 0.3, 0),
        ([0.6, None], None, None, 0.3, 1),
        ([0, None], None, None, 0.0, 1),
        ([None, None], None, None, None, 2),
        ([], None, None, None, 0),
        (["80%", 0.5], None, None, 0.25, 1),
        (["80%", 80], None, None, None, 2),
        ([1, 0], [3, 1], None, 0.75, 0),
        ([1, 0], [None, "2"], None, 0.5, 0),
        ([1, 0], [-3, 1], None, 0.5, 0),
        ([1, 0], [0, 1], None, 0.0, 0),
        ([1, 1], [0, 0], None, None, 0),
        ([0.4, 1], None, ["限期", "常态化"], 0.4, 0),
        ([0.4, None], None, [None, "常态化"], 0.4, 0),
        ([0.4, 1], None, ["", "已移出"], 0.4, 0),
        ([1, 1], None, ["常态化", "已移出"], None, 0),
        ([None, 1], None, ["限期", "常态化"], None, 1),
        ([0.6, 0, 0.9], [2, 1, 1], ["限期"] * 3, 0.525, 0),
    ],
)
def test_item_progress_and_unreported(
    progress: list[object],
    weights: list[object] | None,
    types: list[object] | None,
    figure: float | None,
    silent: int,
) -> None:  # G2 G3
    assert item_progress(progress, weights, types) == pytest.approx(figure)
    assert unreported(progress, types) == silent


def test_entries_that_do_not_pair_are_an_error() -> None:  # G2
    with pytest.raises(ValueError):
        item_progress([0.5, 0.5], [1])
    with pytest.raises(ValueError):
        unreported([0.5], ["限期", "限期"])
    with pytest.raises(ValueError):
        weighted_mean([0.5], [])


@steady
@given(st.lists(st.tuples(cells, st.floats(0, 9) | st.none(), st.sampled_from([None, "常态化", "已移出"]))))
def test_item_progress_is_a_mean_of_what_counts(rows: list[tuple[object, object, object]]) -> None:  # G2
    progress, weights, types = ([row[at] for row in rows] for at in range(3))
    figure = item_progress(progress, weights, types)
    counted = [share(p) for p, _, t in rows if t is None]
    if all(each is None for each in counted):
        assert figure is None
    elif figure is not None:
        values = [each or 0.0 for each in counted]
        assert min(values) - 1e-9 <= figure <= max(values) + 1e-9


@steady
@given(st.lists(shares, min_size=1), st.floats(0.1, 9))
def test_equal_weights_give_the_plain_mean(values: Sequence[float], w: float) -> None:  # G3
    assert item_progress(values, [w] * len(values)) == pytest.approx(sum(values) / len(values))


@pytest.mark.parametrize(
    ("start", "due", "as_of", "figure"),
    [
        ("2020-01-01", "2020-12-31", "2020-09-30", 274 / 366),
        ("2021-01-01", "2021-12-31", "2021-09-30", 273 / 365),
        ("2020-02-28", "2020-03-01", "2020-02-29", 2 / 3),
        ("2020-01-01", "2020-12-31", "2020-01-01", 1 / 366),
        ("2020-01-01", "2020-12-31", "2020-12-31", 1),
        ("2020-01-01", "2020-12-31", "2021-06-30", 1),
        ("2020-01-01", "2020-12-31", "2019-12-31", 0),
        ("2020-01-01", "2020-12-31", "2019-01-01", 0),
        ("2020-09-30", "2020-09-30", "2020-09-30", 1),
        ("2020-09-30", "2020-09-30", "2020-09-29", 0),
        ("2020-12-31", "2020-01-01", "2020-09-30", None),
    ],
)
def test_expected(start: str, due: str, as_of: str, figure: float | None) -> None:  # G4
    first, last, now = map(date.fromisoformat, (start, due, as_of))
    assert expected(first, last, now) == pytest.approx(figure)
    assert expected(day(first), day(last), day(now)) == pytest.approx(figure)


@pytest.mark.parametrize(
    ("start", "due", "kind"),
    [
        (None, date(2020, 12, 31), None),
        (date(2020, 1, 1), None, None),
        ("2020-01-01", date(2020, 12, 31), None),
        (date(2020, 1, 1), "年内", None),
        (date(2020, 1, 1), date(2020, 12, 31), "常态化"),
        (date(2020, 1, 1), date(2020, 12, 31), "已移出"),
    ],
)
def test_expected__none(start: object, due: object, kind: object) -> None:  # G4
    assert expected(start, due, date(2020, 9, 30), kind) is None


DAYS = st.dates(date(2019, 1, 1), date(2022, 12, 31))


@steady
@given(DAYS, DAYS, DAYS, DAYS)
def test_expected_never_falls_as_days_pass(start: date, due: date, one: date, other: date) -> None:  # G4
    early, late = (expected(start, due, at) for at in sorted([one, other]))
    if due < start:
        assert early is late is None
    else:
        assert early is not None and late is not None
        assert 0 <= early <= late <= 1
        assert (late == 1) == (max(one, other) >= due)


def test_mean_expected_leaves_out_what_has_none() -> None:  # G4
    assert mean_expected([0.5, None, 1], [1, 9, 3]) == pytest.approx(0.875)
    assert mean_expected([None, "x"], [1, 1]) is None
    assert mean_expected([], []) is None


@pytest.mark.parametrize(
    ("number", "places", "rounded"),
    [
        (0.4 - 0.3, 6, 0.1),
        (0.5, 0, 1),
        (-0.5, 0, -1),
        (2.5, 0, 3),
        (1.005, 2, 1.01),
        (0.285, 2, 0.29),
        (-1.005, 2, -1.01),
        (0.1234565, 6, 0.123457),
        (0.1234564999, 6, 0.123456),
        (0, 6, 0),
        (7, 2, 7),
    ],
)
def test_round_half_up(number: float, places: int, rounded: float) -> None:  # G5
    assert round_half_up(number, places) == rounded


@steady
@given(st.decimals(-2, 2, places=8, allow_nan=False), st.integers(0, 6))
def test_round_half_up_is_rounding_in_decimal(number: Decimal, places: int) -> None:  # G5
    wanted = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert round_half_up(float(number), places) == float(wanted)


@pytest.mark.parametrize(
    ("expected_share", "progress", "figure"),
    [
        (0.4, 0.3, 0.1),
        (0.3, 0.4, -0.1),
        (0.8, 0.5, 0.3),
        (None, 0.5, None),
        (0.5, None, None),
        (0.5, "50%", None),
    ],
)
def test_lag(expected_share: object, progress: object, figure: float | None) -> None:  # G5
    assert lag(expected_share, progress) == figure
