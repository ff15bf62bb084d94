"""How grave a finding is where 规则 of its workbook says otherwise than the catalogue."""

from __future__ import annotations

from duban.workbook.reading.settings import Settings
from duban.workbook.say.findings import Finding


def graded(findings: list[Finding], settings: Settings) -> list[Finding]:
    """The findings as graver, milder or left out, where 规则 says so."""
    if not settings.grades:
        return findings
    grades = settings.grades
    return [
        finding._replace(grade=grades[finding.code]) if finding.code in grades else finding
        for finding in findings
        if grades.get(finding.code, finding.severity) is not None
    ]
