"""What is said of dates and months that are text fits the column where they stand.

DM1  Only of 完成时限 of the task list is it said that new measures get the date.
DM2  A month that is none says what becomes of it, and how it should be.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from duban.udfs.periods import Period
from duban.validation.rules.all_rules import RULES
from duban.workbook.format.names import LEDGER, LIST
from duban.workbook.format.registers.dispatch import DISPATCH
from duban.workbook.format.registers.projects import PROJECTS
from duban.workbook.reading.settings import Settings
from duban.workbook.say.findings import Finding

SETTINGS = Settings(Period(2020, 9), date(2020, 9, 30))


def said(sheet: str, column: str, value: Any, lang: str = "zh") -> dict[str, str]:
    """Code → what it says of a value in a column."""
    kinds = next(each.kinds for each in RULES[sheet].columns if each.name == column)
    found = {
        code: facts
        for kind in kinds
        for code, test in kind.tests.items()
        if (facts := test(value, SETTINGS)) is not None
    }
    told = {code: Finding(code, sheet, 2, 1, column, value, facts) for code, facts in found.items()}
    return {code: f"{each.message(lang)}。{each.remedy(lang)}" for code, each in told.items()}


@pytest.mark.parametrize(
    ("value", "code", "day"), [("2020年12月底", "T120", "2020-12-31"), (20201231, "T129", "2020-12-31")]
)
def test_new_measures_get_the_date_of_the_list_only__ok(value: Any, code: str, day: str) -> None:  # DM1
    of_list = said(LIST, "完成时限", value)
    assert list(of_list) == [code] and "新措施按" in of_list[code] and day in of_list[code]
    assert "new measures get" in said(LIST, "完成时限", value, "en")[code]
    for sheet, column in ((PROJECTS, "入库日期"), (DISPATCH, "报送日期"), (LEDGER, "完成时限")):
        told = said(sheet, column, value)
        assert list(told) == [code] and day in told[code]
        assert "清单" not in told[code] and "措施" not in told[code]
        assert "measures" not in said(sheet, column, value, "en")[code]


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("2020-7", ["没有计入", "这里应为 2020-07"]),
        ("2020年7月", ["没有计入", "这里应为 2020-07"]),
        ("七月", ["没有计入"]),
        ("2020-06-15", ["后面多了“-15”", "只看开头的 2020-06", "这里应为 2020-06"]),
        ("2020-06月", ["后面多了“月”", "这里应为 2020-06"]),
    ],
)
def test_a_month_that_is_none__error(value: str, parts: list[str]) -> None:  # DM2
    told = said(DISPATCH, "年月", value)["G108"]
    assert all(part in told for part in parts)
    assert ("没有计入" in told) == ("没有计入" in parts)
    assert said(DISPATCH, "年月", value, "en")["G108"]
    assert said(DISPATCH, "年月", "2020-07") == {}
