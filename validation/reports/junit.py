"""The report as JUnit XML, for build servers: a file is a suite, a rule with findings is a case."""

from __future__ import annotations

import re
from collections import defaultdict
from html import escape

from duban.validation.file_report import FileReport
from duban.validation.reports.page import ReportOptions, Streamed
from duban.validation.reports.words import (
    SEVERITY,
    STATUS,
    WHOLE_FILE,
    one_line,
    place,
    rule_title,
    sentences,
)
from duban.workbook.say.findings import Finding, shown_value
from duban.workbook.say.severity import SEVERITIES

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="duban">\n'
BEGINNING = re.compile(re.escape(_HEAD))


def page(options: ReportOptions) -> Streamed:
    """The root element around the suites."""
    return Streamed(_HEAD, "", "</testsuites>\n")


def part(report: FileReport, lang: str) -> str:
    """One suite: errors and warnings fail, what is only said passes; a good file is one passed case."""
    rules: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in report.findings:
        rules[finding.severity, finding.code].append(finding)
    cases = [
        _case(report.path, severity, code, found, lang)
        for (severity, code), found in sorted(
            rules.items(), key=lambda rule: (SEVERITIES.index(rule[1][0].severity), rule[0][1])
        )
    ]
    if not cases:
        case = f"  <testcase {_attributes(classname=report.path, name=STATUS[report.status].to(lang))}"
        cases = [f"{case}/>\n" if report.readable else f"{case}><failure/></testcase>\n"]
    failures = sum("<failure" in case for case in cases)
    counted = _attributes(
        name=report.path, tests=str(len(cases)), failures=str(failures), errors="0", skipped="0"
    )
    return f"<testsuite {counted}>\n{''.join(cases)}</testsuite>\n"


def _case(path: str, severity: str, code: str, found: list[Finding], lang: str) -> str:
    title = f"{code} {rule_title(code, lang)}"
    lines = "\n".join(_line(finding, lang) for finding in found)
    attributes = _attributes(classname=path, name=title)
    if severity == "info":
        inner = f"<system-out>{escape(lines)}</system-out>"
    else:
        said = f"{SEVERITY[severity].to(lang)} × {len(found)}"
        inner = f"<failure {_attributes(type=severity, message=said)}>{escape(lines)}</failure>"
    return f"  <testcase {attributes}>{inner}</testcase>\n"


def _line(finding: Finding, lang: str) -> str:
    """One line; unseen characters, which XML forbids, are spelled out in it."""
    where = place(finding.sheet, finding.cell) or WHOLE_FILE.to(lang)
    said = sentences(lang, finding.message(lang), finding.remedy(lang))
    value = shown_value(finding.value)
    return one_line(f"{where}  {value} → {said}" if value else f"{where} → {said}")


def _attributes(**values: str) -> str:
    return " ".join(f'{name}="{escape(one_line(value))}"' for name, value in values.items())
