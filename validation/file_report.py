"""What checking one workbook file gave: its status and its findings. Every report is made of these."""

from __future__ import annotations

from collections import Counter
from typing import Literal, NamedTuple

from duban.workbook.say.findings import Finding
from duban.workbook.say.severity import SEVERITIES

Status = Literal["ok", "findings", "unreadable"]


class FileReport(NamedTuple):
    """One file: ``path`` as the user wrote it, ``findings`` in the order of sheets, rows and columns.

    A file that cannot be read has the status ``unreadable`` and one finding (``F100``) that says why.
    """

    path: str
    findings: tuple[Finding, ...]
    readable: bool = True

    @property
    def status(self) -> Status:
        """``ok`` only without any finding."""
        return "unreadable" if not self.readable else "findings" if self.findings else "ok"

    @property
    def without_list(self) -> bool:
        """Whether the file can be read but its list could not be checked: there is none, or one of several."""
        return any(finding.code in ("S101", "S102") for finding in self.findings)

    @property
    def counts(self) -> dict[str, int]:
        """severity → number of findings, every severity named; exact."""
        counted = Counter(finding.severity for finding in self.findings)
        return {severity: counted[severity] for severity in SEVERITIES}
