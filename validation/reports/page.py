"""How a report is put together: files become text one by one, and a page joins these texts in order."""

from __future__ import annotations

from typing import NamedTuple, Protocol


class ReportOptions(NamedTuple):
    """What a report is asked for. ``limit``: findings listed per rule in a text report; ``None``: all."""

    lang: str = "zh"
    version: str = ""
    limit: int | None = None


class Page(Protocol):
    """A report while it is written: what each method returns is written at once."""

    def head(self) -> str:
        """What stands before the files."""

    def add(self, part: str) -> str:
        """The next file, given as the text that the format's ``part`` made of it."""

    def tail(self) -> str:
        """What stands after the files."""


class Streamed:
    """A page that keeps nothing: head, parts with ``between`` between those that hold anything, tail."""

    def __init__(self, head: str, between: str, tail: str) -> None:
        self._head = head
        self._between = between
        self._tail = tail
        self._begun = False

    def head(self) -> str:
        """What stands before the files."""
        return self._head

    def add(self, part: str) -> str:
        """The part, after what separates it from the one before."""
        if not part:
            return ""
        begun, self._begun = self._begun, True
        return self._between + part if begun else part

    def tail(self) -> str:
        """What stands after the files."""
        return self._tail
