"""What is to be looked at: figures that moved since they were on record, and who looks after whom.

HT1  A progress that is lower than the latest earlier period on record says is told (T153), with the period and both values.
HT2  One that grew by more than 进度跳变阈值 since then is told (T159), likewise; growing by just as much is not.
HT3  The latest earlier period is of the kind of the current one where there is one; the current and later ones are none.
     Of a period, the edition with the highest 版次 counts.
HT4  What is not reported is no figure: of a measure that the latest period leaves blank, the one before it tells.
HT5  Of a measure that 期间记录 does not know, 填报记录 tells; a report that came after the recorded period counts for
     T153 too.
HT6  Where the current period is closed, by 期间记录 or by 填报记录, each progress that its edition does not hold is told
     (T160), not reported being one of the values; not where it runs or was made live again.
HT7  Rows that cannot be read are passed over; without 期间记录 there is nothing to tell. Nothing is found in the sheet.
HT8  An item that the office of the bulletin leads is told (I126), by the units that count.
HT9  All of these begin with the same words, in both languages, and accuse nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import pytest

from duban.validation.checker import Checking, check_file
from duban.validation.rule_examples.example import TODAY, Row, Sheet, Workbook
from duban.validation.rule_examples.example_book import write_example
from duban.workbook.format.names import LEDGER, LIST, LOG, PERIOD_RECORD, RULES
from duban.workbook.format.sheets.period_record import (
    CLOSED,
    FROM_LOG,
    FROZEN,
    OF_ITEM,
    OF_MEASURE,
    OF_PERIOD,
    REOPENED,
    RUNNING,
)
from duban.workbook.say.catalogue.all_findings import CATALOGUE
from duban.workbook.say.catalogue.entry import LOOK
from duban.workbook.say.findings import Finding
from duban.workbook.say.sentence import Say

HINTS = ("T151", "T153", "T154", "T159", "T160", "I126")
Value = float | str | None
Told = tuple[str, str, str, Any, Any]
"""Code, cell, period, and the two values."""


class Check(Protocol):
    """``check(ledger, record, …)``: what is found of these rows."""

    def __call__(
        self,
        ledger: Mapping[int, Value],
        *record: Row,
        log: tuple[Row, ...] = (),
        rules: tuple[Row, ...] = (),
    ) -> list[Finding]: ...


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Check a workbook of the measures (措施键 → 完成进度), of what is on record, and of 填报记录, as of 2020-09-30."""

    def found(
        ledger: Mapping[int, Value], *record: Row, log: tuple[Row, ...] = (), rules: tuple[Row, ...] = ()
    ) -> list[Finding]:
        measures = tuple(
            {"措施键": key, "措施序号": key, "开始日期": date(2020, 9, 30), "完成进度": share}
            for key, share in ledger.items()
        )
        sheets = {LEDGER: measures, PERIOD_RECORD: record, LOG: log, RULES: rules}
        book = Workbook({name: Sheet(rows) for name, rows in sheets.items() if rows})
        report = check_file(str(write_example(tmp_path / "工作簿.xlsx", book)), Checking(today=TODAY))
        return [each for each in report.findings if each.code in HINTS]

    return found


def told(findings: list[Finding]) -> list[Told]:
    """Findings of moved figures, their values in Chinese."""
    return [
        (f.code, f.cell, str(f.facts.get("period", "")), *(_zh(f.facts[name]) for name in ("before", "now")))
        for f in findings
    ]


def _zh(value: object) -> object:
    return value.zh if isinstance(value, Say) else value


def edition(period: str, state: str, shares: Mapping[int, Value], number: int = 1) -> tuple[Row, ...]:
    """What is on record of a period: its state, an item, and its measures."""
    of = {"期间": period, "版次": number}
    measures = (
        {**of, "种类": OF_MEASURE, "事项键": 1, "措施键": key, "完成进度": share}
        for key, share in shares.items()
    )
    item = {**of, "种类": OF_ITEM, "事项键": 1, "完成进度": 0.99}
    return {**of, "种类": OF_PERIOD, "状态": state}, item, *measures


def report(period: str, key: int, share: Value) -> Row:
    """A row of 填报记录."""
    return {"期间": period, "措施键": key, "措施序号": key, "新值": share}


def test_lower_than_on_record__error(check: Check) -> None:  # HT1
    record = edition("2020Q2", FROZEN, {1: 0.6, 2: 0.6, 3: 0.6, 4: 1 / 3})
    found = check({1: 0.59, 2: 0.6, 3: 0.61, 4: 0.3333333333}, *record)
    assert told(found) == [("T153", "L2", "2020Q2", "60%", "59%")]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("now", "code"), [(0.3, "T153"), (0.955, "T159")])
def test_period_and_both_values_are_said(check: Check, lang: str, now: float, code: str) -> None:  # HT1 HT2
    (finding,) = check({1: now}, *edition("2020-06", FROZEN, {1: 0.42}))
    assert finding.code == code
    assert all(text in finding.message(lang) for text in ("2020-06", "42%", f"{now:.1%}".replace(".0", "")))


def test_grown_by_more_than_the_threshold__error(check: Check) -> None:  # HT2
    record = edition("2020Q2", FROZEN, {1: 0.2, 2: 0.2, 3: 0.2})
    found = check({1: 0.71, 2: 0.7, 3: 0.2}, *record)
    assert told(found) == [("T159", "L2", "2020Q2", "20%", "71%")]


@pytest.mark.parametrize(("jump", "codes"), [(0.1, ["T159"]), (0.2, []), (0.7, [])])
def test_the_threshold_is_that_of_the_workbook(check: Check, jump: float, codes: list[str]) -> None:  # HT2
    record = edition("2020Q2", FROZEN, {1: 0.7})
    found = check({1: 0.9}, *record, rules=({"名称": "进度跳变阈值", "值": jump},))
    assert [each.code for each in found] == codes


@pytest.mark.parametrize(
    ("editions", "before"),
    [
        ({"2020Q1": 0.9, "2020Q2": 0.6}, "2020Q2"),
        ({"2020Q2": 0.6, "2020Q1": 0.9}, "2020Q2"),
        ({"2019Q4": 0.6}, "2019Q4"),
        ({"2020Q1": 0.6, "2020-08": 0.9}, "2020Q1"),
        ({"2020-05": 0.9, "2020-06": 0.6, "2020-07": 0.9}, "2020-06"),
        ({"2020Q3": 0.6}, None),
        ({"2020Q4": 0.6, "2021-01": 0.6}, None),
    ],
)
def test_the_latest_earlier_period(
    check: Check, editions: dict[str, float], before: str | None
) -> None:  # HT3
    record = [row for period, share in editions.items() for row in edition(period, FROZEN, {1: share})]
    expected = [] if before is None else [("T153", "L2", before, "60%", "50%")]
    assert told(check({1: 0.5}, *record)) == expected


@pytest.mark.parametrize("numbers", [(1, 2), (2, 1), (9, 10), (None, 1)])
def test_the_highest_edition_counts(check: Check, numbers: tuple[Any, Any]) -> None:  # HT3
    editions = [
        edition("2020Q2", FROZEN, {1: 0.9 if number == max(n or 0 for n in numbers) else 0.1, 2: 0.7}, number)
        for number in numbers
    ]
    found = check({1: 0.7, 2: 0.7}, *editions[0], *editions[1])
    assert told(found) == [("T153", "L2", "2020Q2", "90%", "70%")]


def test_a_measure_that_the_highest_edition_leaves_out_is_not_told_by_a_lower_one__ok(
    check: Check,
) -> None:  # HT3
    assert check({1: 0.5}, *edition("2020Q2", FROZEN, {1: 0.9}), *edition("2020Q2", FROZEN, {}, 2)) == []


def test_a_blank_is_no_figure__ok(check: Check) -> None:  # HT4
    record = (
        *edition("2020Q1", FROZEN, {1: 0.6, 2: 0.6, 3: 0.1}),
        *edition("2020Q2", FROZEN, {1: None, 2: 0.6}),
    )
    assert told(check({1: 0.5, 2: None, 3: 0.7}, *record)) == [
        ("T153", "L2", "2020Q1", "60%", "50%"),
        ("T159", "L4", "2020Q1", "10%", "70%"),
    ]


def test_a_text_is_no_figure__ok(check: Check) -> None:  # HT4
    assert check({1: "50%", 2: 0.5}, *edition("2020Q2", FROZEN, {1: 0.6, 2: "60%"})) == []


def test_of_an_unknown_measure_the_log_tells(check: Check) -> None:  # HT5
    record = edition("2020Q2", FROZEN, {1: 0.4})
    log = (
        report("2020Q1", 1, 0.9),
        report("2020Q1", 2, 0.9),
        report("2020Q2", 2, "60%"),
        report("2020Q2", 3, 0),
    )
    assert told(check({1: 0.5, 2: 0.5, 3: 0.6}, *record, log=log)) == [
        ("T153", "L3", "2020Q2", "60%", "50%"),
        ("T159", "L4", "2020Q2", "0%", "60%"),
    ]


def test_a_report_of_the_recorded_period_says_nothing_more__ok(check: Check) -> None:  # HT5
    record = edition("2020Q2", FROZEN, {1: 0.4, 2: 0.4})
    assert check({1: 0.5, 2: 0.6}, *record, log=(report("2020Q2", 1, 0.6), report("2020Q2", 2, 0))) == []


def test_lower_than_a_later_report__error(check: Check) -> None:  # HT5
    record = edition("2020Q2", FROZEN, {1: 0.4, 2: 0.4, 3: 0.1})
    log = (report("2020Q3", 1, 0.6), report("2020Q3", 2, 0.1), report("2020Q3", 3, 0.8))
    assert told(check({1: 0.5, 2: 0.9, 3: 0.7}, *record, log=log)) == [
        ("T153", "L2", "2020Q3", "60%", "50%"),
        ("T159", "L4", "2020Q2", "10%", "70%"),
    ]


def test_changed_after_closing__error(check: Check) -> None:  # HT6
    closed = edition("2020Q3", CLOSED, {1: 0.5, 2: 0.5, 3: None, 4: 0.5, 5: None, 6: 1 / 3})
    found = check({1: 0.6, 2: 0.5, 3: 0.5, 4: None, 5: None, 6: 0.3333333333, 7: 0.9}, *closed)
    assert told(found) == [
        ("T160", "L2", "", "50%", "60%"),
        ("T160", "L4", "", "未报", "50%"),
        ("T160", "L5", "", "50%", "未报"),
    ]
    assert all("50%" in each.message(lang) for each in found for lang in ("zh", "en"))
    assert ["not reported" in each.message("en") for each in found] == [False, True, True]


def test_what_the_closed_edition_holds_counts(check: Check) -> None:  # HT6
    record = (*edition("2020Q3", CLOSED, {1: 0.5}), *edition("2020Q3", CLOSED, {1: 0.6}, 2))
    assert check({1: 0.6}, *record) == []
    assert told(check({1: 0.5}, *record)) == [("T160", "L2", "", "60%", "50%")]


CLOSING: tuple[Row, ...] = ({"期间": "2020Q3", "措施序号": None, "字段": "封存", "新值": "2020Q3"},)


@pytest.mark.parametrize(
    ("state", "log", "closed"),
    [
        (CLOSED, (), True),
        (CLOSED, CLOSING, True),
        (RUNNING, (), False),
        (RUNNING, CLOSING, True),
        (FROZEN, (), False),
        (FROM_LOG, CLOSING, True),
        (REOPENED, (), False),
        (REOPENED, CLOSING, False),
        (RUNNING, ({**CLOSING[0], "期间": "2020Q2"},), False),
        (RUNNING, ({**CLOSING[0], "字段": "完成进度"},), False),
    ],
)
def test_when_a_period_is_closed(check: Check, state: str, log: tuple[Row, ...], closed: bool) -> None:  # HT6
    found = check({1: 0.6}, *edition("2020Q3", state, {1: 0.5}), log=log)
    assert [each.code for each in found] == ["T160"] * closed


def test_another_period_than_the_current_one_may_be_closed__ok(check: Check) -> None:  # HT6
    assert check({1: 0.6}, *edition("2020Q2", CLOSED, {1: 0.5})) == []
    assert check({1: 0.6}, *edition("2020-09", CLOSED, {1: 0.5})) == []


def test_closed_by_the_log_alone_holds_no_measure__ok(check: Check) -> None:  # HT6 HT7
    assert check({1: 0.6}, log=(*CLOSING, {**CLOSING[0], "字段": "完成进度", "新值": 0.9})) == []


@pytest.mark.parametrize("period", [None, "本期", "三季度", 2020])
def test_rows_without_a_period_are_passed_over__ok(check: Check, period: Any) -> None:  # HT7
    lost = tuple({**row, "期间": period} for row in edition("2020Q2", FROZEN, {1: 0.9}, 9))
    assert check({1: 0.5}, *lost) == []
    assert told(check({1: 0.5}, *lost, *edition("2020Q2", FROZEN, {1: 0.6}))) == [
        ("T153", "L2", "2020Q2", "60%", "50%")
    ]


def test_a_row_without_a_key_is_passed_over__ok(check: Check) -> None:  # HT7
    lost = {"期间": "2020Q2", "版次": 1, "种类": OF_MEASURE, "完成进度": 0.9}
    assert check({1: 0.5}, *edition("2020Q2", FROZEN, {}), lost, {**lost, "措施键": "甲"}) == []


def test_without_a_record_there_is_nothing_to_tell__ok(check: Check) -> None:  # HT7
    assert check({1: 0.5, 2: None}) == []


def test_nothing_is_found_in_the_record_itself__ok(tmp_path: Path) -> None:  # HT7
    odd = {"期间": "本期", "种类": "不明", "名称": "甲,乙 ", "完成进度": 80, "内容": "=1+1"}
    book = Workbook({LEDGER: Sheet(), PERIOD_RECORD: Sheet((odd, odd), without=("时序进度",))})
    report = check_file(str(write_example(tmp_path / "工作簿.xlsx", book)), Checking(today=TODAY))
    assert report.findings == ()


@pytest.mark.parametrize(
    ("cells", "issuer", "found"),
    [
        ({"归口单位": None, "牵头单位及负责人": "办公室\n负责人：曹元良"}, None, True),
        ({"归口单位": "办公室"}, None, True),  # it is what counts
        ({"归口单位": "综合管理局", "牵头单位及负责人": "办公室\n负责人：曹元良"}, None, False),
        ({"共同牵头单位": "招商发展局、办公室"}, None, True),
        ({"归口单位": "党政办公室"}, None, False),
        ({"归口单位": "督查中心"}, "督查 中心", True),
        ({"归口单位": "办公室"}, "督查中心", False),
    ],
)
def test_led_by_the_office_of_the_bulletin(
    tmp_path: Path, cells: Row, issuer: str | None, found: bool
) -> None:  # HT8
    rules = Sheet(({"名称": "督办单位", "值": issuer},))
    book = write_example(tmp_path / "工作簿.xlsx", Workbook({LIST: Sheet((cells,)), RULES: rules}))
    report = check_file(str(book), Checking(today=TODAY))
    assert [(f.code, f.cell, f.severity) for f in report.findings if f.code == "I126"] == [
        ("I126", "G3", "info")
    ] * found


@pytest.mark.parametrize("code", HINTS)
def test_all_begin_with_the_same_words_and_accuse_nobody(code: str) -> None:  # HT9
    kind = CATALOGUE[code]
    assert (LOOK.zh, LOOK.en) == ("需核实：", "To be looked at: ")
    assert kind.message.zh.startswith(LOOK.zh) and kind.message.en.startswith(LOOK.en)
    assert not set("庸懒散慢拖瞒") & set(kind.message.zh + kind.remedy.zh + kind.title.zh)
