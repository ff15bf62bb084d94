"""Terms (时限) as staff write them.

E1 A whole cell is read in every usual spelling: a day, a month, a quarter, half a year, a year and their parts.
E2 Several stages stay in the order of the text, and the latest is the day; a range ends where it ends; a later day
   takes the year of the one before.
E3 Work without an end is standing; a day of each year is no day.
E4 What cannot be known is in doubt, with the days that may be meant, and has no day.
E5 Impossible days, starts, vague words and days that lack their year are no term.
E6 A number is what Excel made of typed dots.
E7 A measure states a term only with words that set an end; in every doubt it states none.
E8 A number format that shows a month without a day is known.
E9 A day that was not written with its year is worked out.
E10 Nothing raises, whatever the text, number or year.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.udfs.deadlines import DOUBTS, Term, month_shown, parse_date, read_number, read_term, term_in

steady = settings(derandomize=True, deadline=None)
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
years = st.none() | st.integers(1990, 2100) | st.integers()
odd_text = (
    st.text(
        "0123456789年月日号季度底末内前后初上中下旬半每全长期至到起—-~./ :；，、。（）Q一二三四十今明次去国庆完成持续"
    )
    | st.text()
    | st.lists(
        st.sampled_from(
            [
                "2020年",
                "20年",
                "12月",
                "31日",
                "底",
                "前",
                "至",
                "每",
                "次年",
                "三季度",
                "；",
                "完成",
                "9.3",
                "十四五",
                "元旦前",
            ]
        )
    ).map("".join)
)


def due(text: str, year: int | None = 2020) -> date | None:
    term = read_term(text, year)
    assert term is None or not term.standing
    return term.day if term else None


@pytest.mark.parametrize(
    ("texts", "day"),
    [
        (
            "9月底前 ９月３０日 9月30日前完成 2020.9.30 2020/9/30 2020-09-30 2020。9。30 2020—9—30 20200930",
            (2020, 9, 30),
        ),
        (
            "2020年九月三十日 二〇二〇年九月三十日 2020年9月三十日 2020年9.30 9.30 9.30前 2020.9.30前",
            (2020, 9, 30),
        ),
        (
            "第三季度末 三季度末 三季度 第3季度 Q3 2020Q3 2020年Q3末 前三季度 一至三季度 1-3季度",
            (2020, 9, 30),
        ),
        ("2020.9 2020-09 2020年9月 2020.9月底 9月份 9月下旬 9月中下旬 2020.09 2020/9 44104", (2020, 9, 30)),
        (
            "于9月底前完成 力争9月底前 截至9月底 原则上9月底前 9月底前完成招标 9月底前（暂定） 确保9月底投用",
            (2020, 9, 30),
        ),
        (
            "完成时限：9月底 9月底左右 即日起至9月底 9月30日17:00前 2020年9月30日（周三）前 国庆节前",
            (2020, 9, 30),
        ),
        ("十月底前 2020.10 2020年十月 10月底", (2020, 10, 31)),
        (
            "十二月三十一日前 2020年12月底前完成 今年底 本年度内 2020年四季度 下半年 年底 年内 全年",
            (2020, 12, 31),
        ),
        ("2020年 2020年底 2020年年底前 2020年末前完成 2020年度 年底前 元旦前", (2020, 12, 31)),
        ("上半年 6月底前 6月30日24时前", (2020, 6, 30)),
        ("9月上旬 9月10日", (2020, 9, 10)),
        ("9月中旬 2020年9月中旬前", (2020, 9, 20)),
        ("元月底", (2020, 1, 31)),
        ("明年3月底 次年3月底前 2021年3月 2021年第一季度", (2021, 3, 31)),
        ("次年 明年 明年底 2021年内", (2021, 12, 31)),
        ("2021年上半年 明年上半年", (2021, 6, 30)),
        ("十四五末 “十四五”期间", (2025, 12, 31)),
        ("2020年2月29日 2月底", (2020, 2, 29)),
    ],
)
def test_read_term__ok(texts: str, day: tuple[int, int, int]) -> None:  # E1
    assert {text: due(text) for text in texts.split()} == dict.fromkeys(texts.split(), date(*day))


def test_blanks_and_lines_mean_nothing() -> None:  # E1
    assert (
        due(" 2020年 9 月底 ")
        == due("2020-09-30 8:30")
        == due("11月底前\n完成", 2020).replace(month=9, day=30)
    )  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "stages"),
    [
        ("6月底前完成招标，12月底前竣工", [(2020, 6, 30), (2020, 12, 31)]),
        ("一阶段：6月底；二阶段：12月底", [(2020, 6, 30), (2020, 12, 31)]),
        ("招标：9月30日\n竣工：12月31日", [(2020, 9, 30), (2020, 12, 31)]),
        ("2020年6月底前（第一阶段），2020年12月底前（第二阶段）", [(2020, 6, 30), (2020, 12, 31)]),
        ("6月底、12月底前", [(2020, 6, 30), (2020, 12, 31)]),
        ("12月底前竣工，6月底前招标", [(2020, 12, 31), (2020, 6, 30)]),
        ("2021年6月底前招标，12月底前竣工", [(2021, 6, 30), (2021, 12, 31)]),
        ("2020年12月底前，次年3月底前", [(2020, 12, 31), (2021, 3, 31)]),
        ("9月初完成招标，12月底前竣工", []),
        ("原定6月底，延期至12月底", []),
        ("3月启动，12月完成", []),
        ("2020年12月31日前，持续推进", []),
    ],
)
def test_stages_stay_in_order_and_the_latest_is_the_day(
    text: str, stages: list[tuple[int, int, int]]
) -> None:  # E2
    term = read_term(text, 2020)
    assert term is not None
    assert term.stages == tuple(date(*stage) for stage in stages)
    assert term.day == max(term.stages, default=date(2020, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1月—9月", date(2020, 9, 30)),
        ("3-5月", date(2020, 5, 31)),
        ("2021年3-5月", date(2021, 5, 31)),
        ("2020年1月至2020年12月", date(2020, 12, 31)),
        ("自2020年1月起至12月止", date(2020, 12, 31)),
        ("2020年10月—次年3月", date(2021, 3, 31)),
        ("2021年3月至9月", date(2021, 9, 30)),
        ("9月1日至30日", date(2020, 9, 30)),
        ("2020.1.1-2020.12.31", date(2020, 12, 31)),
        ("2020.01-2022.12", date(2022, 12, 31)),
        ("2020-01-01至2020-12-31", date(2020, 12, 31)),
        ("2020—2022年", date(2022, 12, 31)),
        ("2020、2021年", date(2021, 12, 31)),
        ("10月至3月", None),
        ("2020.9-12", None),
    ],
)
def test_a_range_ends_where_it_ends(text: str, day: date | None) -> None:  # E2
    term = read_term(text, 2020)
    assert (term.day if term else None) == day
    assert term is None or term.stages == ()


@pytest.mark.parametrize(
    "text",
    [
        "每季度",
        "每月",
        "每年",
        "每半年",
        "每两个月",
        "长期坚持",
        "长期",
        "持续推进",
        "常年",
        "常态化",
        "全年持续",
        "按月推进",
        "逐月",
        "每年9月底前",
        "每年年底前",
        "每月25日前",
        "不定期",
        "长期（每年底总结）",
        "2020年起长期坚持",
    ],
)
def test_work_without_an_end_is_standing(text: str) -> None:  # E3
    assert read_term(text, 2020) == read_term(text, None) == Term(standing=True)


@pytest.mark.parametrize(
    ("text", "doubt", "candidates"),
    [
        ("2020.1", "month", [(2020, 1, 31), (2020, 10, 31)]),
        ("9.3", "day", [(2020, 9, 3), (2020, 9, 30)]),
        ("2020930", "digits", [(2020, 9, 30)]),
        ("20.9.30", "year", [(2020, 9, 30)]),
        ("20年9月底", "year", [(2020, 9, 30)]),
        ("21年底", "year", [(2021, 12, 31)]),
        ("9月初", "part", [(2020, 9, 10)]),
        ("9月中", "part", [(2020, 9, 15), (2020, 9, 20)]),
        ("9月前完成", "before", [(2020, 8, 31), (2020, 9, 30)]),
        ("三季度前", "before", [(2020, 6, 30), (2020, 9, 30)]),
        ("6月底前招标，9月初竣工", "part", [(2020, 9, 10)]),
        ("9", "number", [(2020, 9, 30)]),
    ],
)
def test_a_doubt_has_candidates_and_no_day(
    text: str, doubt: str, candidates: list[tuple[int, int, int]]
) -> None:  # E4
    days_meant = tuple(date(*each) for each in candidates)
    assert read_term(text, 2020) == Term(doubt=doubt, candidates=days_meant, worked_out=True)
    assert doubt in DOUBTS


@pytest.mark.parametrize(
    "text",
    [
        "适时",
        "按上级要求",
        "待定",
        "尽快",
        "2月30日",
        "2020年2月30日前",
        "2020年13月",
        "13月底",
        "9月31日",
        "6月底前招标，2月30日前竣工",
        "去年底",
        "三年内",
        "两年内",
        "30日内",
        "6个月内",
        "一月内",
        "半年内",
        "20年内",
        "9月30日起",
        "2020年1月起",
        "3月启动",
        "3月15日通知",
        "2020年9月15日文件要求",
        "中旬",
        "月底前",
        "中长期",
        "—",
        "/",
        "8:30",
        "",
    ],
)
def test_read_term__error(text: str) -> None:  # E5
    assert read_term(text, 2020) is None


@pytest.mark.parametrize(
    "text",
    [
        "9月底前",
        "年内",
        "明年3月底",
        "次年",
        "三季度",
        "9.30",
        "9.3",
        "9",
        "9月初",
        "国庆前",
        "2月29日",
        "6月底前招标，12月底前竣工",
    ],
)
def test_without_a_year_there_is_no_term(text: str) -> None:  # E5
    assert read_term(text, None) is None


@pytest.mark.parametrize(
    ("number", "day"),
    [
        (2020.9, date(2020, 9, 30)),
        (2020.09, date(2020, 9, 30)),
        (2020.11, date(2020, 11, 30)),
        (2020.2, date(2020, 2, 29)),
        (20200930, date(2020, 9, 30)),
        (20200930.0, date(2020, 9, 30)),
        (202009, date(2020, 9, 30)),
        (44104, date(2020, 9, 30)),
        (44104.75, date(2020, 9, 30)),
        (9.4, date(2020, 9, 4)),  # a 40th there is not
        (9.25, date(2020, 9, 25)),
        (12.31, date(2020, 12, 31)),
        (2.3, date(2020, 2, 3)),
    ],
)
def test_read_number__ok(number: float, day: date) -> None:  # E6
    assert read_number(number, 2020) == Term(day=day, worked_out=int(number) != 20200930)


@pytest.mark.parametrize(
    ("number", "doubt", "candidates"),
    [
        (9.3, "day", [(2020, 9, 3), (2020, 9, 30)]),
        (9.30, "day", [(2020, 9, 3), (2020, 9, 30)]),
        (2020.1, "month", [(2020, 1, 31), (2020, 10, 31)]),
        (2020930, "digits", [(2020, 9, 30)]),
        (2020111, "digits", [(2020, 1, 11), (2020, 11, 1)]),
        (20209, "digits", [(2020, 9, 30)]),
        (201012, "digits", [(2010, 12, 31), (2020, 10, 12)]),
        (9, "number", [(2020, 9, 30)]),
    ],
)
def test_a_number_in_doubt(
    number: float, doubt: str, candidates: list[tuple[int, int, int]]
) -> None:  # E4 E6
    days_meant = tuple(date(*each) for each in candidates)
    assert read_number(number, 2020) == Term(doubt=doubt, candidates=days_meant, worked_out=True)


@pytest.mark.parametrize(
    "number",
    [
        0,
        -1,
        13,
        2020,
        2020.13,
        20201301,
        20200230,
        202013,
        0.5,
        9.31,
        100,
        1e9,
        10**400,
        float("nan"),
        float("inf"),
        True,
        None,
        "9",
    ],
)
def test_read_number__error(number: object) -> None:  # E6
    assert read_number(number, 2020) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("9月底前建成企业服务专区。", date(2020, 9, 30)),
        ("2020年9月底前发布招商目录。", date(2020, 9, 30)),
        ("在9月底建成", date(2020, 9, 30)),
        ("更新台账（9月底前）", date(2020, 9, 30)),
        ("三季度末建成投用", date(2020, 9, 30)),
        ("第三季度完成", date(2020, 9, 30)),
        ("9月30日上午9点前报送", date(2020, 9, 30)),
        ("年内完成改造", date(2020, 12, 31)),
        ("全年完成培训10场", date(2020, 12, 31)),
        ("项目于12月31日前竣工", date(2020, 12, 31)),
        ("到2020年底，规模达到5亿元", date(2020, 12, 31)),
        ("自2020年1月1日起至12月底完成", date(2020, 12, 31)),
        ("上半年完成投资", date(2020, 6, 30)),
        ("4月底前完成2019年底存量整改", date(2020, 4, 30)),
        ("明年3月底前建成", date(2021, 3, 31)),
    ],
)
def test_term_in__ok(text: str, day: date) -> None:  # E7
    assert term_in(text, 2020) == Term(day=day, worked_out=True)


def test_stages_of_a_measure() -> None:  # E2 E7
    stages = (date(2020, 6, 30), date(2020, 11, 30))
    term = term_in("6月底前完成普查，11月底前更换三条主干管。", 2020)
    assert term == Term(day=stages[1], stages=stages, worked_out=True)


@pytest.mark.parametrize(
    "text", ["每月暗访。", "每季度召开一次会议", "长期坚持", "加强巡查（长期坚持）", "每年9月底前完成年检"]
)
def test_a_standing_measure(text: str) -> None:  # E3 E7
    assert term_in(text, 2020) == Term(standing=True)


@pytest.mark.parametrize(
    "text",
    [
        "2019年底以来",
        "自2020年1月起",
        "2020年新增",
        "截至2019年底",
        "截至9月底",
        "去年",
        "近三年",
        "“十四五”期间",
        "1—6月份数据",
        "一季度经济运行分析",
        "30日内办结",
        "5个工作日",
        "全年新增3000个",
        "3月15日通知",
        "依据〔2018〕20号",
        "9:30",
        "4月份启动",
        "5月1日起施行",
        "下半年开工",
        "2000年底前建成的老旧小区改造",
        "2020年底前欠缴的税款",
        "完成二季度信用评价。",
        "1—6月份完成情况",
        "贯彻3月底前会议精神",
        "迎接年底考核",
        "按《2020年9月底前方案》推进",
        "年内到期债务",
        "新增9.3亿元",
        "压缩到3日内",
        "三年内完成",
        "3月内办结",
        "9月初完成",
        "9月前完成",
        "2020年2月30日前完成",
        "持续优化营商环境",
        "建立每月通报制度",
        "建立项目库，每季度更新。",
        "中长期规划",
        "2020.1",
        "",
    ],
)
def test_term_in__error(text: str) -> None:  # E7
    assert term_in(text, 2020) is None


@pytest.mark.parametrize(
    "code",
    [
        'yyyy"年"m"月"', 'yyyy"年"m"月";@', "mmm-yy", "yyyy/m", "yyyy\\-mm", '[$-804]yyyy"年"m"月"', 'YYYY"年"M"月"',
        "yyyy年m月", '[DBNum1][$-804]yyyy"年"m"月"', '[$-411]e"年"m"月"', "mmmm yyyy", '"d"yyyy-mm',
    ],
)  # fmt: skip
def test_month_shown__ok(code: str) -> None:  # E8
    assert month_shown(code) is True


@pytest.mark.parametrize(
    "code",
    [
        'm"月"d"日"',
        "h:mm",
        "yyyy",
        "General",
        "@",
        "mm:ss",
        "[h]:mm",
        "yyyy-mm-dd",
        "yyyy-mm h:mm",
        "0.00E+00",
        "",
        '"yyyy-mm"',
        "mmm",
        '0"ym"',
    ],
)
def test_month_shown__error(code: str) -> None:  # E8
    assert month_shown(code) is False


@pytest.mark.parametrize(
    ("text", "worked_out"),
    [
        ("2020年9月30日", False),
        ("2020-09-30前", False),
        ("9月30日", True),
        ("2020年9月", True),
        ("2020年1月1日至9月30日", True),
        ("明年9月30日", True),
    ],
)
def test_a_day_written_with_its_year_is_not_worked_out(text: str, worked_out: bool) -> None:  # E9
    term = read_term(text, 2020)
    assert term is not None and term.worked_out is worked_out


SPELLINGS = "{0}年{1}月{2}日 {0}年{1:02}月{2:02}日前 {0}-{1:02}-{2:02} {0}.{1}.{2} {0}/{1}/{2} {0}{1:02}{2:02} 于{0}年{1}月{2}日前完成 截至{0}.{1:02}.{2:02}"


@steady
@given(days, st.sampled_from(SPELLINGS.split()), st.none() | st.integers(2000, 2099))
def test_a_written_day_is_read_back(day: date, spelling: str, year: int | None) -> None:  # E1 E9
    text = spelling.format(day.year, day.month, day.day)
    assert read_term(text, year) == Term(day=day)


@steady
@given(days, st.sampled_from(["{1}月{2}日", "{1}月{2}日前完成", "力争{1}月{2}号", "今年{1}月{2}日前"]))
def test_a_written_day_takes_the_plans_year(day: date, spelling: str) -> None:  # E1
    assert read_term(spelling.format(day.year, day.month, day.day), day.year) == Term(
        day=day, worked_out=True
    )


@steady
@given(odd_text, years)
def test_odd_text_never_raises(text: str, year: int | None) -> None:  # E10 E2 E4
    for term in (read_term(text, year), term_in(text, year)):
        if term is None:
            continue
        assert (term.day is not None) + term.standing + bool(term.doubt) == 1
        assert bool(term.doubt) == bool(term.candidates)
        assert not term.stages or (len(term.stages) > 1 and term.day == max(term.stages))
    assert isinstance(parse_date(text, year), date | None)
    assert month_shown(text) in (True, False)


@steady
@given(
    st.integers()
    | st.floats()
    | st.floats(0, 3000)
    | st.integers(0, 10**8)
    | st.integers(0, 20_999_999).map(lambda n: n / 100),
    years,
)
def test_odd_numbers_never_raise(number: float, year: int | None) -> None:  # E10
    term = read_number(number, year)
    assert term is None or (term.day is None) == bool(term.doubt) == bool(term.candidates)
