"""Sheet 规则: the settings of a workbook.

S1 Without the sheet, or where a setting is blank, defaults hold.
S2 A setting is found by its name, in whatever row staff moved it to.
S3 A value that cannot be used is a finding at its cell, and the default is used.
S4 截至日期 is fixed only where a constant stands; a formula is computed anew from today and the period.
S5 The plan's year comes before the period's.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from sheets import grid

from duban.udfs.lights import LightRules
from duban.workbook.columns import RULES
from duban.workbook.findings import Finding
from duban.workbook.settings import FIRST_ROW, SETTING_NOTES, Settings, read_settings

TODAY = date(2020, 8, 15)


def read(
    *rows: tuple[str, Any], formulas: dict[tuple[int, int], str] | None = None
) -> tuple[Settings, list[Finding]]:
    sheet = replace(grid([["规则", "值"], *map(list, rows)], name=RULES), formulas=formulas or {})
    return read_settings(sheet, TODAY)


def test_defaults_without_the_sheet__ok() -> None:  # S1
    it, findings = read_settings(None, TODAY)
    assert findings == []
    assert (str(it.period), it.as_of, it.as_of_fixed, it.present) == ("2020Q3", TODAY, False, False)
    assert it.lights == LightRules(0.1, 0.3)
    assert (it.start, it.due) == (date(2020, 1, 1), date(2020, 12, 31))
    assert it.ref("当前期间") == f"规则!$B${FIRST_ROW + list(SETTING_NOTES).index('当前期间')}"


def test_defaults_for_blank_settings__ok() -> None:  # S1
    it, findings = read(*((name, None) for name in SETTING_NOTES))
    assert findings == []
    assert it == replace(read_settings(None, TODAY)[0], present=True, rows=it.rows)


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
    assert set(it.rows) == set(SETTING_NOTES)
    assert len(set(it.rows.values())) == len(SETTING_NOTES)
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
    it, findings = read(("单位名称", "园区"), (name, value))
    assert [(finding.code, finding.cell, finding.value) for finding in findings] == [("R101", "B3", value)]
    defaults, _ = read_settings(None, TODAY)
    assert (it.period, it.as_of, it.as_of_fixed) == (defaults.period, defaults.as_of, False)
    assert (it.lights, it.start, it.due) == (defaults.lights, defaults.start, defaults.due)


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
