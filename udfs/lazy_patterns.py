"""Regular expressions that are compiled when they are first needed: no start of the program waits for them."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from functools import cached_property


class Pattern:
    """A regular expression, with the methods of ``re.Pattern``."""

    def __init__(self, text: str, flags: int = 0) -> None:
        self.pattern, self.flags = text, flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The expression as ``re`` has it."""
        return re.compile(self.pattern, self.flags)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """As ``re.Pattern.match``."""
        return self.compiled.match(text, start)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """As ``re.Pattern.fullmatch``."""
        return self.compiled.fullmatch(text)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As ``re.Pattern.search``."""
        return self.compiled.search(text, start, end)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """As ``re.Pattern.finditer``."""
        return self.compiled.finditer(text, start, end)

    def split(self, text: str) -> list[str]:
        """As ``re.Pattern.split``, for an expression without groups."""
        return [piece or "" for piece in self.compiled.split(text)]

    def sub(self, by: str | Callable[[re.Match[str]], str], text: str, count: int = 0) -> str:
        """As ``re.Pattern.sub``."""
        return self.compiled.sub(by, text, count)

    def subn(self, by: str | Callable[[re.Match[str]], str], text: str) -> tuple[str, int]:
        """As ``re.Pattern.subn``."""
        return self.compiled.subn(by, text)
