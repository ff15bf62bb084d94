"""What stops a command: one exception, with a sentence in both languages that says what to do."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from duban.workbook.say.sentence import Reason, Say
from duban.workbook.say.stops import (
    addin,
    bundle,
    documents,
    live,
    opening,
    running,
    word,
    workbook,
    writing,
)

STOPS: Mapping[str, Reason] = {
    **live.REASONS,
    **addin.REASONS,
    **bundle.REASONS,
    **running.REASONS,
    **writing.REASONS,
    **opening.REASONS,
    **workbook.REASONS,
    **documents.REASONS,
    **word.REASONS,
}
"""Every reason; its code is stable. Tests name the code, never the sentence."""


class Stop(Exception):
    """The command could not do its work; the file on disk is as it was (exit code 2).

    ``code`` is a key of ``STOPS``; the other arguments fill its two sentences.
    """

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        self.what = STOPS[code].what.format(**facts)
        self.do = STOPS[code].do.format(**facts)
        self.say = Say(self.what.zh + self.do.zh, f"{self.what.en} {self.do.en}")
        super().__init__(self.say.zh)

    def __reduce__(self) -> tuple[Any, ...]:
        """Another process, or another machine, may say it."""
        return partial(type(self), self.code, **self.facts), ()
