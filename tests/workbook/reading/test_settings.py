"""Sheet 规则: the settings of a workbook.

S1 Without the sheet, or where a setting is blank, defaults hold.
S2 A setting is found by its name, in whatever row staff moved it to.
S3 A value that cannot be used is a finding at its cell, and the default is used.
S4 截至日期 is fixed only where a constant stands; a formula is computed anew from today and the period.
S5 The plan's year comes before the period's.
S6 A sheet without 当前期间, 截至日期 and 工作簿编号 is the staff's own: stop, naming it.
S7 A missing setting gets a row below all that stands in columns A to C.
S8 A period or date in other words is read; one without a year is in the plan's. A date that is no typed
   date is reported (R103).
S9 Thresholds the wrong way round are reported (R102).
S10 The office that issues the bulletin is 办公室 unless another is named; lists of names are parted by 、 or the like.
S12 10 backups stay unless another whole number stands there; where something else does, none is removed.
S11 Settings that came later stand at the end, so that those of workbooks made before keep their rows.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from sheets import grid

from duban.udfs.lights import LightRules
from duban.workbook.format.names import RULES
from duban.workbook.format.sheets.settings import FORMAT
from duban.workbook.reading.read_settings import read_settings
from duban.workbook.reading.settings import FIRST_ROW, Settings
from duban.workbook.say.findings import Finding
from duban.workbook.say.stop import Stop

TODAY = date(2020, 8, 15)


def read(
    *rows: tuple[Any, ...],
    formulas: dict[tuple[int, int], str] | None = None,
    plan_year: int | None = None,
) -> tuple[Settings, list[Finding]]:
    sheet = replace(grid([["规则", "值"], *map(list, rows)], name=RULES), formulas=formulas or {})
    return read_settings(sheet, TODAY, plan_year)


def test_defaults_without_the_sheet__ok() -> None:  # S1
    it, findings = read_settings(None, TODAY)
    assert findings == []
    assert (str(it.period), it.as_of, it.as_of_fixed, it.present) == ("2020Q3", TODAY, False, False)
    assert it.lights == LightRules(0.1, 0.3)
    assert (it.start, it.due) == (date(2020, 1, 1), date(2020, 12, 31))
    assert it.ref("当前期间") == f"规则!$B${FIRST_ROW + list(FORMAT.names).index('当前期间')}"


def test_defaults_for_blank_settings__ok() -> None:  # S1
    it, findings = read(*((name, None) for name in FORMAT.names))
    assert findings == []
    # whom the bulletin goes to can be left out
    assert it == replace(read_settings(None, TODAY)[0], present=True, rows=it.rows, send_to="")


def test_all_settings__ok() -> None:  # S2
    it, findings = read(
        ("严重滞后阈值", 0.5),
        ("自己加的一行", 1),
        (" 滞后 阈值 ", 0.2),
        ("单位名称", "齐鲁化工区"),
        ("清单工作表", "任务清单"),
        ("工作簿编号", "ab12"),
        ("当前期间", "2020年第二季度"),
        ("默认开始日期", date(2020, 2, 1)),
        ("默认完成时限", datetime(2020, 11, 30, 8)),
        ("截至日期", 44012),
    )
    assert findings == []
    assert (it.lights, it.office, it.list_sheet, it.book_id) == (
        LightRules(0.2, 0.5),
        "齐鲁化工区",
        "任务清单",
        "ab12",
    )
    assert (str(it.period), it.as_of, it.as_of_fixed) == ("2020Q2", date(2020, 6, 30), True)
    assert (it.start, it.due) == (date(2020, 2, 1), date(2020, 11, 30))
    assert it.ref("滞后阈值") == "规则!$B$4"
    assert it.present


def test_a_setting_without_a_row_gets_a_free_one__ok() -> None:  # S2
    it, _ = read(("当前期间", "2020Q3"), ("别的", 1), ("滞后阈值", 0.1))
    assert set(it.rows) == set(FORMAT.names)
    assert len(set(it.rows.values())) == len(FORMAT.names)
    assert min(row for name, row in it.rows.items() if name not in ("当前期间", "滞后阈值")) > 4


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("当前期间", "三季度"),
        ("当前期间", 2020),
        ("截至日期", "年底"),
        ("截至日期", -5),
        ("默认开始日期", "2020.1.1"),
        ("默认完成时限", True),
        ("滞后阈值", "10%"),
        ("滞后阈值", 10),
        ("严重滞后阈值", -0.1),
    ],
)
def test_unusable_values_are_found_and_defaults_hold__error(name: str, value: object) -> None:  # S3
    it, findings = read(("工作簿编号", "ab12"), (name, value))
    assert [(finding.code, finding.cell, finding.value) for finding in findings] == [("R101", "B3", value)]
    defaults, _ = read_settings(None, TODAY)
    assert (it.period, it.as_of, it.as_of_fixed) == (defaults.period, defaults.as_of, False)
    assert (it.lights, it.start, it.due) == (defaults.lights, defaults.start, defaults.due)


@pytest.mark.parametrize(
    ("rows", "issuer"),
    [
        ([], "办公室"),  # as in workbooks made before
        ([("督办单位", None)], "办公室"),
        ([("督办单位", " ")], "办公室"),
        ([("督办单位", "督查考核 中心")], "督查考核中心"),
    ],
)
def test_the_office_that_issues_the_bulletin__ok(rows: list[tuple[Any, ...]], issuer: str) -> None:  # S10
    it, findings = read(("当前期间", "2020Q3"), *rows)
    assert (it.issuer, findings) == (issuer, [])


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        (None, ()),
        ("临淄区", ("临淄区",)),
        ("临淄区、桓台县、沂源县", ("临淄区", "桓台县", "沂源县")),
        (" 临淄区，桓台县；\n沂源县、", ("临淄区", "桓台县", "沂源县")),
    ],
)
@pytest.mark.parametrize("setting", ["区县名单", "单位名单"])
def test_lists_of_names__ok(setting: str, typed: object, names: tuple[str, ...]) -> None:  # S10
    it, findings = read(("当前期间", "2020Q3"), (setting, typed))
    assert ({"区县名单": it.districts, "单位名单": it.units}[setting], findings) == (names, [])
    assert {"区县名单": it.units, "单位名单": it.districts}[setting] == ()


BEFORE = [
    "工作簿编号",
    "单位名称",
    "清单工作表",
    "当前期间",
    "截至日期",
    "默认开始日期",
    "默认完成时限",
    "滞后阈值",
    "严重滞后阈值",
    "进度跳变阈值",
    "单位名单",
    "下一措施键",
    "自定义规则",
]
"""The settings that workbooks made before have, in the order of their rows."""


def test_later_settings_stand_at_the_end__ok() -> None:  # S11
    assert [*FORMAT.names] == [
        *BEFORE, "督办单位", "区县名单", "填报截止日", "备份份数",
        "通报期号", "通报日期", "通报报", "通报送", "通报发", "表扬线", "批评线", "通报栏目", "重点项目开工目标", "月调度截止日", "每周入企天数", "反馈答复天数",
        "层级", "考核进度分值", "考核时限分值", "考核报送分值", "考核佐证分值", "考核项目分值", "考核指标分值", "考核对标分值",
    ]  # fmt: skip
    it, _ = read(*((name, None) for name in BEFORE))
    assert [it.rows[name] for name in FORMAT.names] == [*range(2, 2 + len(FORMAT.names))]


@pytest.mark.parametrize(("typed", "kept"), [(None, 10), (" ", None), (1, 1), (3.0, 3), (250, 250)])
def test_how_many_backups_stay__ok(typed: object, kept: int | None) -> None:  # S12
    it, findings = read(("当前期间", "2020Q3"), ("备份份数", typed))
    assert (it.backups, [each.code for each in findings]) == (kept, [] if kept else ["R101"])


@pytest.mark.parametrize("typed", [0, -1, 2.5, "10", "全部", True, date(2020, 9, 30), float("inf")])
def test_what_is_no_number_of_backups__error(typed: object) -> None:  # S12
    it, findings = read(("当前期间", "2020Q3"), ("备份份数", typed))
    assert (it.backups, [(each.code, each.cell) for each in findings]) == (None, [("R101", "B3")])
    assert "不删除备份" in findings[0].message("zh") and "none" in findings[0].message("en")


@pytest.mark.parametrize("name", ["表扬线", "批评线"])
@pytest.mark.parametrize("typed", [90, "90%", "九成", 1.5, -0.1])
def test_what_is_no_line_of_praise_or_criticism_is_told_once__error(name: str, typed: object) -> None:  # S3
    it, findings = read(("当前期间", "2020Q3"), (name, typed))
    assert ([(each.code, each.cell) for each in findings], it.praise, it.criticism) == (
        [("R101", "B3")],
        None,
        None,
    )


@pytest.mark.parametrize(
    ("period", "as_of"),
    [("2020Q1", date(2020, 3, 31)), ("2020Q3", TODAY), ("2020-08", TODAY), ("2021Q1", TODAY)],
)
def test_the_formula_of_the_date_is_computed_anew__ok(period: str, as_of: date) -> None:  # S4
    it, findings = read(
        ("当前期间", period),
        ("截至日期", date(2019, 1, 1)),
        formulas={(3, 2): "MIN(TODAY(),DATE(2020,9,30))"},
    )
    assert (it.as_of, it.as_of_fixed, findings) == (as_of, False, [])


def test_a_constant_date_holds__ok() -> None:  # S4
    it, _ = read(("当前期间", "2020Q3"), ("截至日期", date(2020, 9, 30)))
    assert (it.as_of, it.as_of_fixed) == (date(2020, 9, 30), True)


def test_a_month_that_excel_made_a_date_is_that_month__ok() -> None:  # S3
    it, findings = read(("当前期间", date(2020, 7, 1)))
    assert (str(it.period), it.as_of, findings) == ("2020-07", date(2020, 7, 31), [])


def test_the_plans_year_comes_first__ok() -> None:  # S5
    it, _ = read(("当前期间", "2021Q1"))
    planned = replace(it, plan_year=2020)
    assert (it.year, it.start, it.due) == (2021, date(2021, 1, 1), date(2021, 12, 31))
    assert (planned.year, planned.start, planned.due) == (2020, date(2020, 1, 1), date(2020, 12, 31))


@pytest.mark.parametrize(
    "rows", [[], [["安全生产规则"], ["一、总则", "略"]], [["单位名称", "园区"], ["滞后阈值", 0.1]]]
)
def test_a_sheet_without_our_settings_is_not_ours__error(rows: list[list[Any]]) -> None:  # S6
    with pytest.raises(Stop) as stop:
        read_settings(grid(rows, name=RULES), TODAY, None, "园区.xlsx")
    assert (stop.value.code, stop.value.facts) == ("sheet_is_yours", {"path": "园区.xlsx", "sheet": RULES})


@pytest.mark.parametrize("name", ["当前期间", "截至日期", "工作簿编号"])
def test_one_of_our_settings_makes_it_ours__ok(name: str) -> None:  # S6
    assert read((name, None))[0].present


@pytest.mark.parametrize("typed", [("说明一下", None, None), (None, 7, None), (None, None, "附注")])
def test_no_setting_is_put_where_staff_typed__ok(typed: tuple[Any, ...]) -> None:  # S7
    it, _ = read(("当前期间", "2020Q3"), ("滞后阈值", 0.1), (None, None, None), typed)
    assert min(row for name, row in it.rows.items() if name not in ("当前期间", "滞后阈值")) == 6


def test_a_formula_that_shows_nothing_and_a_merged_area_are_occupied_too__ok() -> None:  # S7
    it, _ = read(("当前期间", "2020Q3"), formulas={(8, 2): '=""'})
    assert it.rows["工作簿编号"] == 9
    merged = replace(grid([["当前期间", "2020Q3"]], name=RULES), merges=((4, 1, 6, 3),))
    assert read_settings(merged, TODAY)[0].rows["工作簿编号"] == 7


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        ("三季度", "2020Q3"),
        ("第三季度", "2020Q3"),
        (" 第 ３ 季度", "2020Q3"),
        ("Q3", "2020Q3"),
        ("9月", "2020-09"),
        ("２０２１年第二季度", "2021Q2"),
    ],
)
def test_periods_in_other_words__ok(typed: str, period: str) -> None:  # S8
    it, findings = read(("当前期间", typed), plan_year=2020)
    assert (str(it.period), it.stored_period, findings) == (period, it.period, [])


@pytest.mark.parametrize("typed", ["三", "9", 9, "本季度", "五季度"])
def test_what_is_no_period_even_in_the_plans_year__error(typed: object) -> None:  # S8
    it, findings = read(("当前期间", typed), plan_year=2020)
    assert ([finding.code for finding in findings], it.stored_period) == (["R101"], None)
    assert it.unusable == {"当前期间"}


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2020年9月15日", date(2020, 9, 15)),
        ("2020.9.15", date(2020, 9, 15)),
        (20200915, date(2020, 9, 15)),
        ("9月15日", date(2020, 9, 15)),
        ("2020年9月底", date(2020, 9, 30)),
    ],
)
def test_dates_in_other_words__ok(typed: object, day: date) -> None:  # S8
    it, findings = read(("当前期间", "2020Q3"), ("截至日期", typed))
    assert (it.as_of, it.as_of_fixed, it.unusable) == (day, True, frozenset())
    assert [(finding.code, finding.cell, finding.value) for finding in findings] == [("R103", "B3", typed)]
    assert str(day) in findings[0].message()


def test_without_a_usable_period_the_date_gives_it__ok() -> None:  # S3
    it, _ = read(("当前期间", "本季度"), ("截至日期", date(2020, 3, 31)))
    assert (str(it.period), it.as_of) == ("2020Q1", date(2020, 3, 31))


def test_the_finding_is_said_in_both_languages__ok() -> None:  # S3
    _, findings = read(("当前期间", "本季度"), ("截至日期", "待定"), ("默认完成时限", "待定"))
    assert len(findings) == 3
    for finding in findings:
        assert "默认" in finding.message("zh")
        assert "the default" in finding.message("en")
        assert "默认日期" not in finding.message("en") and "默认值" not in finding.message("en")


@pytest.mark.parametrize(
    ("behind", "far", "cell"), [(0.3, 0.1, "B3"), (0.4, None, "B3"), (None, 0.05, "B3"), (0.5, "高", "B3")]
)
def test_thresholds_the_wrong_way_round__error(behind: Any, far: Any, cell: str) -> None:  # S9
    given = [(name, value) for name, value in (("滞后阈值", behind), ("严重滞后阈值", far)) if value]
    it, findings = read(("当前期间", "2020Q3"), *given)
    assert [finding.cell for finding in findings if finding.code == "R102"] == [cell]
    assert not it.unusable & {"滞后阈值"}


def test_equal_thresholds_are_in_order__ok() -> None:  # S9
    assert read(("当前期间", "2020Q3"), ("滞后阈值", 0.2), ("严重滞后阈值", 0.2))[1] == []
