"""What came of a command: what it would change and found, and what was written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from duban.workbook.say.findings import Finding

if TYPE_CHECKING:  # what only says something needs no package that takes a workbook apart
    from duban.macros.history.editions import PeriodRecord
    from duban.macros.returns.return_sheet import Outgoing
    from duban.macros.returns.stand import Stand
    from duban.workbook.plan.plans import BookPlan
    from duban.workbook.reading.tables import Tables

Stage = Callable[[str], None]
"""Told the name of each step, for whoever shows progress."""


def no_stage(name: str) -> None:
    """Nobody shows progress."""


@dataclass(frozen=True)
class Outcome:
    """What a command would change, what it found, and the numbers to tell the user."""

    plan: BookPlan
    findings: tuple[Finding, ...]
    facts: Mapping[str, int | str]
    record: PeriodRecord | None = None
    """期间记录 as it will be; ``None`` where the command has nothing to do with it."""
    to_settle: bool = False
    """Whether a person must settle something."""
    shows: str | None = None
    """The sheet that staff see then, where the button names none."""
    sends: tuple[Outgoing, ...] = ()
    """The returns to be written into files."""
    returned: Stand | None = field(default=None, compare=False)
    """How it stands with the returns of the period, as it will be."""
    said: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The lines of the findings by language, where they are those of a run that was made before."""


Planned: TypeAlias = "Callable[[Tables], Outcome]"
"""What a command makes of the tables of a workbook; nothing is written by it."""


@dataclass(frozen=True)
class Result:
    """What became of one workbook: where it was written (``None``: nothing changed), its backup, the outcome."""

    path: Path
    written: bool
    backup: Path | None
    outcome: Outcome
    for_trial: bool = False
    """Whether nothing was to be written at all."""
    data: bytes = field(default=b"", repr=False)
    """The bytes that the run left; what somebody else saves a moment later is not among them."""
