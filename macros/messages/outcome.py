"""What came of a command: what it would change and found, and what was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from duban.workbook.plan.plans import BookPlan
from duban.workbook.say.findings import Finding


@dataclass(frozen=True)
class Outcome:
    """What a command would change, what it found, and the numbers to tell the user."""

    plan: BookPlan
    findings: tuple[Finding, ...]
    facts: Mapping[str, int | str]


@dataclass(frozen=True)
class Result:
    """What became of one workbook: where it was written (``None``: nothing changed), its backup, the outcome."""

    path: Path
    written: bool
    backup: Path | None
    outcome: Outcome
