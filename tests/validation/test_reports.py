"""Reports of ``validate``.

RE001  JSON is the contract of the command line, and the fast way gives what the plain way gives.
RE002  Every format is written file by file; parts made apart and joined in order are the same report.
RE003  CSV opens in Excel with Chinese right, and runs nothing.
RE004  Text groups by rule, worst first, then most frequent; it leaves out nothing unless told to, and says so.
RE005  SARIF and JUnit hold what their readers need.
RE006  No value of a cell, no name of a sheet or file breaks a report: quotes, markup, halves of pairs. Control
       characters stand in none of them as they are, in no format.
RE007  A report is known by its beginning, in every format and language; nothing else is taken for one.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from string import Formatter
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.validation.file_report import FileReport
from duban.validation.reports import csv as report_csv
from duban.validation.reports import json as report_json
from duban.validation.reports import sarif as report_sarif
from duban.validation.reports.formats import FORMATS, is_report, write
from duban.validation.reports.page import ReportOptions
from duban.validation.reports.words import rule_title, visible
from duban.workbook.say.catalogue.all_findings import CATALOGUE
from duban.workbook.say.findings import Finding, shown_value
from duban.workbook.say.sentence import Say
from duban.workbook.say.severity import SEVERITIES

LIST, LEDGER = "任务清单", "具体项目台账"


def _double(row: int) -> Finding:
    return Finding("I103", LIST, row, 1, "序号", 3.0, {"other": "A5"})


PARK = FileReport(
    "园区/清单.xlsx",
    (
        _double(7),
        Finding("T110", LEDGER, 4, 12, "完成进度", 130.0),
        Finding("T110", LEDGER, 6, 12, "完成进度", -1.0),
        Finding("T112", LEDGER, 5, 12, "完成进度", 80.0, {"share": 0.8}),
        Finding(
            "T120", LEDGER, 5, 11, "完成时限", "2020年9月底", {"suggestion": date(2020, 9, 30), "taken": ""}
        ),
        Finding("T120", LEDGER, 8, 11, "完成时限", "年内", {"suggestion": date(2020, 12, 31), "taken": ""}),
        Finding("X103", LIST, 9, 5, "改革的具体项目", " 1、建机制\n2、办实事 "),
        Finding("T157", LEDGER, 4, 18, "下步措施", None, {"light": Say("严重滞后", "far behind")}),
    ),
)
GOOD = FileReport("好.xlsx", ())
LOCKED = FileReport(
    "locked.xlsx",
    (
        Finding(
            "F100", "", 0, 0, "", None, {"what": Say("已加密", "encrypted"), "do": Say("去掉密码", "unlock")}
        ),
    ),
    readable=False,
)
EMPTY = FileReport("空.xlsx", (Finding("S101", "", 0, 0, "", None, {"sheets": "Sheet1"}), _double(9)))
BATCH = (PARK, GOOD, LOCKED, EMPTY)


def made(format: str, *reports: FileReport, lang: str = "zh", limit: int | None = None) -> str:
    out = io.StringIO(newline="")
    write(format, reports, out, lang, "9.9", limit)
    return out.getvalue()


def plain(report: FileReport, lang: str) -> dict[str, Any]:
    """The contract, written down without any haste."""
    findings = []
    for finding in report.findings:
        member = {
            "code": finding.code,
            "severity": finding.severity,
            "sheet": finding.sheet,
            "cell": finding.cell,
            "row": finding.row,
            "column": finding.column_name,
            "value": shown_value(finding.value),
            "message": finding.message(lang),
            "remedy": finding.remedy(lang),
        }
        findings.append(member if finding.partner is None else member | {"partner": finding.partner})
    return {"path": report.path, "status": report.status, "counts": report.counts, "findings": findings}


def paired(value: object) -> object:
    """Two halves of a pair that stand side by side are one character in JSON."""
    text = json.dumps(value, ensure_ascii=True)
    return json.loads(text)


# RE001


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_json_is_the_contract__ok(lang: str) -> None:
    read = json.loads(made("json", *BATCH, lang=lang))
    assert read == {"tool": "duban", "version": "9.9", "files": [plain(report, lang) for report in BATCH]}
    assert list(read["files"][0]["findings"][1]) == [
        *("code", "severity", "sheet", "cell", "row", "column", "value", "message", "remedy")
    ]


def test_json_of_no_files__ok() -> None:
    assert json.loads(made("json")) == {"tool": "duban", "version": "9.9", "files": []}


ANY_TEXT = st.text(st.characters(), max_size=12) | st.sampled_from(
    [
        '"',
        "\\",
        "{0}",
        "{",
        "}}",
        "%s",
        "\x00\x1f\x7f",
        "\ud83d",
        "😀",
        "\u2028",
        "</script>",
        "a\r\nb",
        "=1+1",
    ]
)
ANY_VALUE = ANY_TEXT | st.none() | st.booleans() | st.integers() | st.floats() | st.dates()


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    """A finding of any code with the facts that its sentences use, some of which cover its own words."""
    code = draw(st.sampled_from(sorted(CATALOGUE)))
    kind = CATALOGUE[code]
    facts: dict[str, object] = {}
    for sentence in (kind.message.zh, kind.message.en, kind.remedy.zh, kind.remedy.en):
        for _, field, spec, _ in Formatter().parse(sentence):
            if field is None or (field in {"value", "column", "cell"} and draw(st.booleans())):
                continue
            fact = st.floats(-2, 2) if spec else ANY_VALUE | st.builds(Say, ANY_TEXT, ANY_TEXT)
            facts.setdefault(field, draw(fact))
    return Finding(
        code,
        draw(ANY_TEXT),
        draw(st.integers(0, 2000)),
        draw(st.integers(0, 60)),
        draw(ANY_TEXT),
        draw(ANY_VALUE),
        facts,
        draw(st.sampled_from((None, *SEVERITIES))),
    )


OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\ufffe\uffff]")
"""Characters that a terminal obeys, that XML forbids, or that nobody sees."""

ANY_FILE = st.builds(FileReport, ANY_TEXT, st.lists(findings(), max_size=6).map(tuple), st.booleans())


@given(ANY_FILE, st.sampled_from(["zh", "en"]))
def test_fast_json_equals_plain_json__ok(report: FileReport, lang: str) -> None:
    text = report_json.part(report, lang)
    assert "\n" not in text
    assert json.loads(text.encode()) == paired(plain(report, lang))


# RE002


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_parts_made_apart_join_to_the_same_report__ok(format: str, lang: str) -> None:
    part, page_of, _ = FORMATS[format]
    parts = [part(report, lang) for report in BATCH]
    page = page_of(ReportOptions(lang, "9.9"))
    assert "".join([page.head(), *map(page.add, parts), page.tail()]) == made(format, *BATCH, lang=lang)


@pytest.mark.parametrize("format", ["json", "csv", "sarif", "junit"])
def test_a_file_is_written_before_the_next_is_read__ok(format: str) -> None:
    out = io.StringIO()

    def reports() -> Iterator[FileReport]:
        yield PARK
        assert "完成时限" in out.getvalue()
        yield EMPTY

    write(format, reports(), out)


# RE003


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix(report_csv.BOM), newline="")))


def test_csv_has_a_row_for_each_finding__ok() -> None:
    text = made("csv", *BATCH)
    head, *body = rows(text)
    assert text.startswith("\ufeff文件,")
    assert " ".join(head) == "文件 状态 级别 编号 工作表 单元格 行 列 值 说明 处理 另一处"
    assert [row[3] for row in body] == [finding.code for report in BATCH for finding in report.findings]
    assert body[0][:9] == ["园区/清单.xlsx", "有问题", "错误", "I103", LIST, "A7", "7", "序号", "3"]
    assert body[0][11] == "A5"
    assert [row[:7] for row in body if row[0] == LOCKED.path] == [
        [LOCKED.path, "无法读取", "错误", "F100", "", "", ""]
    ]


def test_csv_of_an_unreadable_file_without_findings_is_one_row__ok() -> None:
    assert [row[:2] for row in rows(made("csv", FileReport("x.xlsx", (), readable=False)))[1:]] == [
        ["x.xlsx", "无法读取"]
    ]


def test_csv_in_english__ok() -> None:
    head, first, *_ = rows(made("csv", *BATCH, lang="en"))
    assert " ".join(head) == "file status severity code sheet cell row column value message remedy partner"
    assert first[1:3] == ["with findings", "error"]


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", "＝1+1", "－1", '="a",b'])
def test_csv_runs_no_formula__ok(value: str) -> None:
    report = FileReport(value, (Finding("L101", value, 3, 1, value, value, {"other": value}),))
    (row,) = rows(made("csv", report))[1:]
    assert [row[at] for at in (0, 4, 7, 8, 11)] == ["'" + value] * 5


@pytest.mark.parametrize("value", ["\r=1", "\x1b=1", "\u200b=1"])
def test_csv_spells_out_what_would_hide_a_formula__ok(value: str) -> None:
    report = FileReport(value, (Finding("L101", value, 3, 1, value, value, {"other": value}),))
    (row,) = rows(made("csv", report))[1:]
    assert {row[at] for at in (0, 4, 7, 8, 11)} == {visible(value)}
    assert visible(value).startswith("\\")


# RE004


def blocks(text: str) -> list[list[str]]:
    return [block.splitlines() for block in text.split("\n\n")]


def codes(text: str) -> list[str]:
    return [block[0].split()[1] for block in blocks(text)[:-1]]


def test_text_worst_first_then_most_frequent__ok() -> None:
    assert codes(made("text", *BATCH)) == ["I103", "T110", "F100", "S101", "T120", "T112", "T157", "X103"]


def test_text_severity_of_the_rules_sheet_counts__ok() -> None:
    graded = FileReport("a.xlsx", (*PARK.findings, Finding("X104", LIST, 3, 2, "事项名称", "a", {}, "error")))
    assert codes(made("text", graded)) == ["T110", "I103", "X104", "T120", "T112", "T157", "X103"]


def test_text_of_several_files_names_the_file_on_each_line__ok() -> None:
    found = blocks(made("text", *BATCH))[0]
    assert "2 处，2 个文件" in found[0]
    assert found[1].endswith(_double(7).remedy())
    assert found[2:] == [
        "  园区/清单.xlsx 任务清单!A7  3 → " + _double(7).message(),
        "  空.xlsx 任务清单!A9  3 → " + _double(9).message(),
    ]


def test_text_of_one_file_does_not_repeat_its_name__ok() -> None:
    assert PARK.path not in made("text", PARK)
    assert "  任务清单!A7  3 → " in made("text", PARK)


def test_text_names_a_remedy_once_unless_it_differs__ok() -> None:
    text = made("text", PARK)
    assert text.count(PARK.findings[1].remedy()) == 1
    assert text.count("例如 2020-09-30") == text.count("例如 2020-12-31") == 1


def test_text_finding_of_the_whole_file__ok() -> None:
    assert "  locked.xlsx → 已加密" in made("text", *BATCH)
    assert "  （整个文件） → 已加密" in made("text", LOCKED)


def test_text_lists_all_unless_limited__ok() -> None:
    many = FileReport("a.xlsx", tuple(_double(row) for row in range(5, 505)))
    assert len(blocks(made("text", many))[0]) == 2 + 500
    limited = blocks(made("text", many, limit=20))[0]
    assert len(limited) == 2 + 20 + 1
    assert "480" in limited[-1]
    assert blocks(made("text", many, limit=500))[0] == blocks(made("text", many))[0]


def test_text_summary_counts_exactly__ok() -> None:
    assert blocks(made("text", *BATCH, limit=1))[-1] == [
        "文件 4：正常 1，有问题 2，无法读取 1",
        "问题 11：错误 6，提醒 4，说明 1",
    ]
    assert made("text", GOOD, lang="en").splitlines() == [
        "Files 1: ok 1, with findings 0, unreadable 0",
        "Findings 0: error 0, warning 0, info 0",
    ]


def test_text_long_value_by_its_beginning_and_length__ok() -> None:
    line = blocks(made("text", FileReport("a.xlsx", (Finding("X103", LIST, 9, 5, "x", "长" * 500),))))[0][2]
    assert "500" in line
    assert len(line) < 100


# RE005


def sarif(*reports: FileReport, lang: str = "zh") -> dict[str, Any]:
    read: dict[str, Any] = json.loads(made("sarif", *reports, lang=lang))
    return read


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sarif_has_what_is_required__ok(lang: str) -> None:
    read = sarif(*BATCH, lang=lang)
    assert read["version"] == "2.1.0"
    (run,) = read["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert run["tool"]["driver"]["name"] == "duban"
    assert [rule["id"] for rule in rules] == list(CATALOGUE)
    for rule in rules:
        assert rule["shortDescription"]["text"] == rule_title(rule["id"], lang)
        assert rule["help"]["text"]
        assert "{" not in rule["shortDescription"]["text"] + rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}
    found = [finding for report in BATCH for finding in report.findings]
    assert [result["ruleId"] for result in run["results"]] == [finding.code for finding in found]
    for result, finding in zip(run["results"], found, strict=True):
        assert finding.message(lang) in result["message"]["text"]
        assert result["level"] == {"error": "error", "warning": "warning", "info": "note"}[finding.severity]


def test_sarif_names_file_cell_and_row__ok() -> None:
    first, *_ = sarif(PARK)["runs"][0]["results"]
    location = first["locations"][0]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "%E5%9B%AD%E5%8C%BA/%E6%B8%85%E5%8D%95.xlsx"},
        "region": {"startLine": 7},
    }
    assert location["logicalLocations"] == [{"fullyQualifiedName": "任务清单!A7"}]
    assert first["relatedLocations"][0]["logicalLocations"] == [{"fullyQualifiedName": "任务清单!A5"}]


def test_sarif_finding_of_the_whole_file_has_no_region__ok() -> None:
    (result,) = sarif(LOCKED)["runs"][0]["results"]
    assert result["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "locked.xlsx"}}}]


def test_sarif_without_findings__ok() -> None:
    assert sarif(GOOD, GOOD)["runs"][0]["results"] == []


def test_sarif_path_from_the_root_is_a_file_uri__ok() -> None:
    assert report_sarif._uri("/数据/a b.xlsx") == "file:///%E6%95%B0%E6%8D%AE/a%20b.xlsx"


def test_junit_has_a_suite_for_each_file_and_a_case_for_each_rule__ok() -> None:
    suites = list(ElementTree.fromstring(made("junit", *BATCH)))
    assert [suite.get("name") for suite in suites] == [report.path for report in BATCH]
    assert [suite.get("tests") for suite in suites] == ["6", "1", "1", "2"]
    assert [suite.get("failures") for suite in suites] == ["5", "0", "1", "2"]
    for suite in suites:
        assert len(suite.findall("testcase")) == int(suite.get("tests", ""))
        assert len(suite.findall("testcase/failure")) == int(suite.get("failures", ""))
    names = [case.get("name", "").split()[0] for case in suites[0]]
    assert names == ["I103", "T110", "T112", "T120", "T157", "X103"]


def test_junit_failure_lists_its_cells__ok() -> None:
    failure = ElementTree.fromstring(made("junit", PARK)).findall("*/testcase/failure")[1]
    assert failure.get("type") == "error"
    assert [line.split()[0] for line in (failure.text or "").splitlines()] == [f"{LEDGER}!L4", f"{LEDGER}!L6"]


def test_junit_unreadable_file_fails_in_any_case__ok() -> None:
    root = ElementTree.fromstring(made("junit", FileReport("x.xlsx", (), readable=False)))
    assert len(root.findall("*/testcase/failure")) == 1


# RE006


@given(st.lists(ANY_FILE, max_size=3))
def test_no_value_breaks_a_report__ok(reports: list[FileReport]) -> None:
    number = sum(len(report.findings) for report in reports)
    texts = {format: made(format, *reports) for format in FORMATS}
    for text in texts.values():
        text.encode()
    assert sum(len(file["findings"]) for file in json.loads(texts["json"])["files"]) == number
    assert len(json.loads(texts["sarif"])["runs"][0]["results"]) == number
    silent = sum(not report.findings and not report.readable for report in reports)
    assert len(rows(texts["csv"])) == 1 + number + silent
    assert len(ElementTree.fromstring(texts["junit"])) == len(reports)
    for format, text in texts.items():
        assert not OBEYED.search(text.replace("\r\n", "\n") if format == "csv" else text)
    assert "\t" not in texts["text"]
    assert sum(line.startswith("  ") and " → " in line for line in texts["text"].splitlines()) >= number


# RE007


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("reports", [(), (GOOD,), (PARK,), BATCH])
def test_our_report_is_known__ok(format: str, lang: str, reports: tuple[FileReport, ...]) -> None:
    assert is_report(made(format, *reports, lang=lang).encode()[:1000])


@pytest.mark.parametrize(
    "begins",
    [
        b"PK\x03\x04",
        "文件 1：收文登记\n".encode(),
        "错误说明\n".encode(),
        b'{"tool":"lint"}',
        b'{"tool": "duban"}',
        b'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="pytest">',
        b'<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n<title>',
        "\ufeff文件,状态\n".encode(),
        "督办".encode("gbk"),
        b"\n",
    ],
)
def test_nothing_else_is_taken_for_a_report__error(begins: bytes) -> None:
    assert not is_report(begins)


def test_an_empty_file_may_be_written__ok() -> None:
    assert is_report(b"")
