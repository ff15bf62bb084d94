"""A sentence with live numbers: the text as it is now, and the formula that gives it."""

from __future__ import annotations

from duban.macros.figures.lookups import shown, shown_formula
from duban.workbook.cells.addresses import literal


class LiveText:
    """Put together piece by piece; each piece is a text and a part of a formula."""

    def __init__(self, begin: str = "") -> None:
        self.text = begin
        self._parts = [literal(begin)] if begin else []

    @property
    def formula(self) -> str:
        """The formula, with ``=``."""
        return "=" + "&".join(self._parts)

    def say(self, words: str) -> LiveText:
        """Words that never change."""
        return self._add(words, literal(words))

    def number(self, value: int, formula: str) -> LiveText:
        """A whole number."""
        return self._add(str(value), f"({formula})")

    def share(self, value: object, cell: str) -> LiveText:
        """A share as ``45%``; — where there is none."""
        return self._add(shown(value), shown_formula(cell))

    def some(self, before: str, value: int, formula: str, after: str) -> LiveText:
        """A number between words; nothing where it is 0."""
        told = f'IF({formula}=0,"",{literal(before)}&({formula})&{literal(after)})'
        return self._add(f"{before}{value}{after}" if value else "", told)

    def piece(self, text: str, formula: str) -> LiveText:
        """Any text that a formula gives."""
        return self._add(text, formula)

    def _add(self, text: str, formula: str) -> LiveText:
        self.text += text
        self._parts.append(formula)
        return self
