"""What the catalogue holds of one kind of finding."""

from __future__ import annotations

from dataclasses import dataclass

from duban.workbook.say.sentence import Say
from duban.workbook.say.severity import Severity


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of finding: how grave it is, what it says, what to do."""

    severity: Severity
    message: Say
    remedy: Say
    title: Say
    """What it is about, for any cell; the message where that names no facts."""


def entry(
    severity: Severity, zh: str, en: str, do_zh: str, do_en: str, title: tuple[str, str] | None = None
) -> Entry:
    """An entry from its sentences; ``title`` only where the message names facts."""
    return Entry(severity, Say(zh, en), Say(do_zh, do_en), Say(*(title or (zh, en))))


LOOK = Say("需核实：", "To be looked at: ")
"""How what is no fault, but for a person to judge, begins: nobody is accused."""


def hint(
    severity: Severity, zh: str, en: str, do_zh: str, do_en: str, title: tuple[str, str] | None = None
) -> Entry:
    """An entry of something for a person to judge."""
    return entry(severity, LOOK.zh + zh, LOOK.en + en, do_zh, do_en, title or (zh, en))


NOTHING_TO_DO = ("无需处理，请核对。", "Nothing to do; please check.")
