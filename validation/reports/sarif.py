"""The report as SARIF 2.1.0, for code-scanning services and editors."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

from duban.validation.file_report import FileReport
from duban.validation.reports.page import ReportOptions, Streamed
from duban.validation.reports.words import encodable, escaped, place, rule_title, sentences, without_facts
from duban.workbook.say.catalogue.all_findings import CATALOGUE
from duban.workbook.say.catalogue.entry import Entry
from duban.workbook.say.findings import Finding, shown_value
from duban.workbook.say.sentence import Say

_LEVEL = {"error": "error", "warning": "warning", "info": "note"}
_HEAD = '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{'
BEGINNING = re.compile(re.escape(_HEAD) + '"language":"[^"]*","tool":{"driver":{"name":"duban"')
_PARTNER = Say("另一处", "the other one")


def page(options: ReportOptions) -> Streamed:
    """One run, with all rules of the catalogue, so that results can be written as they come."""
    lang = options.lang
    driver = {
        "name": "duban",
        "version": options.version,
        "rules": [_rule(code, kind, lang) for code, kind in CATALOGUE.items()],
    }
    run = f'"language":"{"en-US" if lang == "en" else "zh-CN"}","tool":{_text({"driver": driver})}'
    return Streamed(f'{_HEAD}{run},"results":[\n', ",\n", "\n]}]}\n")


def part(report: FileReport, lang: str) -> str:
    """The results of one file, one a line; nothing for a file without findings."""
    artifact = {"uri": _uri(report.path)}
    return ",\n".join(_text(_result(finding, artifact, lang)) for finding in report.findings)


def _rule(code: str, kind: Entry, lang: str) -> dict[str, Any]:
    return {
        "id": code,
        "shortDescription": {"text": rule_title(code, lang)},
        "help": {"text": without_facts(kind.remedy.to(lang))},
        "defaultConfiguration": {"level": _LEVEL[kind.severity]},
    }


def _result(finding: Finding, artifact: dict[str, str], lang: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": _LEVEL[finding.severity],
        "message": {"text": sentences(lang, finding.message(lang), finding.remedy(lang))},
        "locations": [_location(artifact, place(finding.sheet, finding.cell), finding.row)],
        "properties": {"column": finding.column_name, "value": shown_value(finding.value)},
    }
    if finding.partner is not None:
        other = finding.partner if "!" in finding.partner else place(finding.sheet, finding.partner)
        related = {"id": 1, "message": {"text": _PARTNER.to(lang)}, **_location(artifact, other, 0)}
        result["relatedLocations"] = [related]
    return result


def _location(artifact: dict[str, str], name: str, row: int) -> dict[str, Any]:
    """A workbook has no lines; its rows stand for them, so that results are told apart and sorted."""
    physical: dict[str, Any] = {"artifactLocation": artifact}
    if row:
        physical["region"] = {"startLine": row}
    location: dict[str, Any] = {"physicalLocation": physical}
    if name:
        location["logicalLocations"] = [{"fullyQualifiedName": name}]
    return location


def _uri(path: str) -> str:
    """A path as SARIF wants it: a relative one stays relative."""
    file = Path(encodable(path))
    return file.as_uri() if file.is_absolute() else quote(file.as_posix())


def _text(value: object) -> str:
    return escaped(encodable(json.dumps(value, ensure_ascii=False, separators=(",", ":"))))
