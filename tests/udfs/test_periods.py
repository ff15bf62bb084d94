"""Dates and periods.

P1 A period is a quarter or a month, read in the spellings staff use and spelled one way.
P2 Periods are ordered by time; the one before has the same length.
P3 Serial numbers are Excel's.
P4 A date is read as staff type it; an open end means the last day; impossible dates are none.
P5 A share is read as staff type it: 80%, 80 and 0.8 are the same.
P6 The period before on record is the latest earlier one of its kind, else the latest that ended before it began.
"""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.udfs.deadlines import parse_date
from duban.udfs.periods import Period, earlier, from_serial, parse_share, to_serial

steady = settings(derandomize=True, deadline=None)
days = st.dates(date(1950, 1, 1), date(2150, 12, 31))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2020Q3", "2020Q3"),
        ("2020q3", "2020Q3"),
        (" 2020 Q3 ", "2020Q3"),
        ("2020-Q3", "2020Q3"),
        ("２０２０Ｑ３", "2020Q3"),
        ("2020年第三季度", "2020Q3"),
        ("2020年三季度", "2020Q3"),
        ("2020年3季度", "2020Q3"),
        ("2020第1季", "2020Q1"),
        ("2020-09", "2020-09"),
        ("2020-9", "2020-09"),
        ("2020/12", "2020-12"),
        ("2020年9月", "2020-09"),
        (date(2020, 9, 1), "2020-09"),  # Excel makes a date of a typed 2020-09
        (datetime(2020, 9, 1, 8), "2020-09"),
    ],
)
def test_period_parse__ok(text: object, period: str) -> None:  # P1
    assert str(Period.parse(text)) == period


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2020",
        "2020Q5",
        "2020Q0",
        "20203",
        "2020-13",
        "2020-00",
        "0000Q1",
        "0000-01",
        "三季度",
        2020,
        None,
    ],
)
def test_period_parse__error(text: object) -> None:  # P1
    assert Period.parse(text) is None


@pytest.mark.parametrize(
    ("period", "label", "first", "last", "quarter"),
    [
        ("2020Q1", "2020年第一季度", date(2020, 1, 1), date(2020, 3, 31), 1),
        ("2020Q2", "2020年第二季度", date(2020, 4, 1), date(2020, 6, 30), 2),
        ("2020Q3", "2020年第三季度", date(2020, 7, 1), date(2020, 9, 30), 3),
        ("2020Q4", "2020年第四季度", date(2020, 10, 1), date(2020, 12, 31), 4),
        ("2020-02", "2020年2月", date(2020, 2, 1), date(2020, 2, 29), 1),
        ("2021-02", "2021年2月", date(2021, 2, 1), date(2021, 2, 28), 1),
    ],
)
def test_period_ends_and_label(period: str, label: str, first: date, last: date, quarter: int) -> None:  # P1
    it = Period.parse(period)
    assert it is not None
    assert (it.label, it.first_day, it.last_day, it.quarter) == (label, first, last, quarter)
    assert Period.parse(it.label) == it


@pytest.mark.parametrize(
    ("period", "before"),
    [("2020Q3", "2020Q2"), ("2020Q1", "2019Q4"), ("2020-09", "2020-08"), ("2020-01", "2019-12")],
)
def test_previous_period_has_the_same_length(period: str, before: str) -> None:  # P2
    it = Period.parse(period)
    assert it is not None
    assert str(it.previous) == before
    assert it.previous < it


@pytest.mark.parametrize(
    ("period", "others", "before"),
    [
        ("2020Q3", ["2020Q1", "2020Q2"], "2020Q2"),
        ("2020Q3", ["2020Q2", "2020Q1"], "2020Q2"),  # in whatever order
        ("2020Q3", ["2019Q4"], "2019Q4"),  # it need not be the one next to it
        ("2020Q3", ["2020Q3", "2020Q4", "2021Q1"], None),  # neither itself nor what comes after
        ("2020-09", ["2020-07", "2020-08", "2020-10"], "2020-08"),
        ("2020Q3", ["2020Q1", "2020-06", "2020-08"], "2020Q1"),  # its own kind goes first
        ("2020-09", ["2020-01", "2020Q2"], "2020-01"),
        ("2020Q3", ["2020-05", "2020-06"], "2020-06"),
        ("2020Q3", ["2020-05", "2020-07", "2020-09"], "2020-05"),  # those inside it are not before it
        ("2020-09", ["2020Q2", "2020Q3"], "2020Q2"),  # nor is the one that it lies in
        ("2020-07", ["2020Q3", "2020Q4"], None),
        ("2020Q3", [], None),
    ],
)
def test_the_latest_earlier_period(period: str, others: list[str], before: str | None) -> None:  # P6
    known = [it for it in map(Period.parse, others) if it is not None]
    it = Period.parse(period)
    assert it is not None
    assert len(known) == len(others)
    found = earlier(it, iter(known))
    assert (found and str(found)) == before


@steady
@given(st.lists(st.builds(Period.of, days), max_size=6), days)
def test_no_earlier_period_of_its_kind_lies_between(others: list[Period], day: date) -> None:  # P6
    period = Period.of(day)
    found = earlier(period, others)
    assert found == max((other for other in others if other < period), default=None)


@steady
@given(days)
def test_a_day_lies_in_its_quarter_and_the_one_before_ends_the_day_before(day: date) -> None:  # P2
    period = Period.of(day)
    assert period.first_day <= day <= period.last_day
    assert period.previous.last_day == period.first_day - timedelta(days=1)
    assert Period.parse(str(period)) == period


@pytest.mark.parametrize(
    ("day", "number"),
    [(date(1900, 3, 1), 61), (date(2020, 2, 29), 43890), (date(2020, 9, 30), 44104), (44104.5, 44104.5)],
)
def test_serial_numbers_are_those_of_excel(day: date | float, number: float) -> None:  # P3
    assert to_serial(day) == number


def test_a_time_is_a_part_of_the_day() -> None:  # P3
    assert to_serial(datetime(2020, 9, 30, 18)) == 44104.75
    assert from_serial(44104.75) == date(2020, 9, 30)


@steady
@given(days)
def test_serial_round_trip(day: date) -> None:  # P3
    assert from_serial(to_serial(day)) == day


@pytest.mark.parametrize("number", [0, -1, 0.5, 109_575, 1e9, float("nan"), float("inf")])
def test_from_serial__error(number: float) -> None:  # P3
    assert from_serial(number) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2020-09-30", date(2020, 9, 30)),
        ("2020.9.30", date(2020, 9, 30)),
        ("2020/9/30", date(2020, 9, 30)),
        ("2020年9月30日", date(2020, 9, 30)),
        ("2020 年 9 月 30 日前", date(2020, 9, 30)),
        ("２０２０年９月３０日", date(2020, 9, 30)),
        ("2020年9月30日之前完成", date(2020, 9, 30)),
        ("截至2020年9月30日", date(2020, 9, 30)),
        ("20200930", date(2020, 9, 30)),
        (20200930, date(2020, 9, 30)),
        ("2020-09-30 00:00:00", date(2020, 9, 30)),
        ("2020/9/30 0:00", date(2020, 9, 30)),
        ("2020-09-30T08:30:00", date(2020, 9, 30)),
        (date(2020, 9, 30), date(2020, 9, 30)),
        ("2020年9月底", date(2020, 9, 30)),
        ("2020年9月底前", date(2020, 9, 30)),
        ("2020年9月份", date(2020, 9, 30)),
        ("2020年9月", date(2020, 9, 30)),
        ("2020.9", date(2020, 9, 30)),
        ("2020-09", date(2020, 9, 30)),
        ("2020年2月底", date(2020, 2, 29)),
        ("2020年12月", date(2020, 12, 31)),
        ("2020年9月上旬", date(2020, 9, 10)),
        ("2020年9月中旬", date(2020, 9, 20)),
        ("2020年9月下旬", date(2020, 9, 30)),
        ("2020年内", date(2020, 12, 31)),
        ("2020年底", date(2020, 12, 31)),
        ("2020年底前完成", date(2020, 12, 31)),
        ("2020年年底", date(2020, 12, 31)),
        ("2020年末", date(2020, 12, 31)),
        ("2020年度内", date(2020, 12, 31)),
        ("2020年全年", date(2020, 12, 31)),
        ("2020年上半年", date(2020, 6, 30)),
        ("2020年第三季度", date(2020, 9, 30)),
        ("2020年三季度末", date(2020, 9, 30)),
        ("2020年3季度", date(2020, 9, 30)),
    ],
)
def test_parse_date__ok(text: object, day: date) -> None:  # P4
    assert parse_date(text) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("9月30日前", date(2020, 9, 30)),
        ("9月30号", date(2020, 9, 30)),
        ("2月29日", date(2020, 2, 29)),
        ("9月底", date(2020, 9, 30)),
        ("12月底前完成", date(2020, 12, 31)),
        ("9月中旬", date(2020, 9, 20)),
        ("年内", date(2020, 12, 31)),
        ("年底前", date(2020, 12, 31)),
        ("今年年底", date(2020, 12, 31)),
        ("本年度内", date(2020, 12, 31)),
        ("上半年", date(2020, 6, 30)),
        ("下半年", date(2020, 12, 31)),
        ("第三季度", date(2020, 9, 30)),
        ("三季度末", date(2020, 9, 30)),
    ],
)
def test_a_date_without_a_year_takes_the_plans_year(text: str, day: date) -> None:  # P4
    assert parse_date(text, 2020) == day
    assert parse_date(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2020年2月30日",
        "2021年2月29日",
        "2020年13月",
        "2020-00-10",
        "2月30日",
        "13月底",
        "2020",
        "0000年底",
        "0000-01",
        "长期坚持",
        "底",
        "内",
        "9",
        "44104",
        44104,
        2020.1,  # typed as 2020.10
        "",
        None,
        True,
    ],
)
def test_parse_date__error(text: object) -> None:  # P4
    assert parse_date(text, 2020) is None


@steady
@given(days, st.sampled_from(["{0}-{1:02}-{2:02}", "{0}.{1}.{2}", "{0}年{1}月{2}日", "{0}/{1}/{2} 0:00:00"]))
def test_a_written_day_is_read_back(day: date, spelling: str) -> None:  # P4
    assert parse_date(spelling.format(day.year, day.month, day.day)) == day


@steady
@given(days)
def test_a_month_means_its_last_day(day: date) -> None:  # P4
    last = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    assert parse_date(f"{day.year}年{day.month}月底") == parse_date(f"{day.month}月", day.year) == last


@steady
@given(st.text("0123456789年月日季度底末内前上中下旬一二三四.-/: 第") | st.text(), st.integers(1950, 2100))
def test_odd_text_never_raises(text: str, year: int) -> None:  # P1 P4 P5
    assert isinstance(parse_date(text, year), date | None)
    assert isinstance(Period.parse(text), Period | None)
    assert parse_share(text) is None or 0 <= (parse_share(text) or 0) <= 1


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("80%", 0.8),
        ("80", 0.8),
        (80, 0.8),
        ("0.8", 0.8),
        (0.8, 0.8),
        (".8", 0.8),
        ("８０％", 0.8),
        (" 80 % ", 0.8),
        ("100%", 1),
        ("100", 1),
        ("1", 1),
        (1, 1),
        ("1%", 0.01),
        ("0", 0),
        (0, 0),
        ("0%", 0),
        (0.00001, 0.00001),
        ("2", 0.02),
    ],
)
def test_parse_share__ok(text: object, share: float) -> None:  # P5
    assert parse_share(text) == pytest.approx(share)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "已完成",
        "约80%",
        "1.5",
        "101",
        "120%",
        "-5%",
        "-0.1",
        "1-2",
        "80%%",
        "٨٠",
        None,
        True,
        float("nan"),
        1e9,
    ],
)
def test_parse_share__error(text: object) -> None:  # P5
    assert parse_share(text) is None
