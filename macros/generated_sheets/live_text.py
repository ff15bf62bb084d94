"""A sentence with live numbers: the text as it is now, and the formula that gives it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from duban.macros.figures.lookups import shown, shown_formula
from duban.udfs.progress import round_half_up
from duban.workbook.cells.addresses import literal
from duban.workbook.plan.plans import Scalar


class _Piece(NamedTuple):
    """A part of the formula: what is made of a figure's formula, which is ``None`` for words that never change."""

    made: Callable[[str], str]
    formula: str | None
    value: Scalar


class LiveText:
    """Put together piece by piece; each piece is a text and a part of a formula."""

    def __init__(self, begin: str = "") -> None:
        self.text = ""
        self._pieces: list[_Piece] = []
        if begin:
            self.say(begin)

    @property
    def formula(self) -> str:
        """The formula, with ``=``."""
        return "=" + "&".join(each.made(each.formula or "") for each in self._pieces)

    def over_cells(self, put: Callable[[Scalar, str], str]) -> str:
        """The same over cells that hold the figures, where their formulas are too long to stand in one:
        ``put(value, formula)`` puts one and returns its reference."""
        told = (
            each.made("" if each.formula is None else put(each.value, f"={each.formula}"))
            for each in self._pieces
        )
        return "=" + "&".join(told)

    def say(self, words: str) -> LiveText:
        """Words that never change."""
        return self._add(words, lambda _: literal(words)) if words else self

    def number(self, value: int, formula: str) -> LiveText:
        """A whole number."""
        return self._add(str(value), lambda told: f"({told})", formula, value)

    def amount(self, value: float, formula: str) -> LiveText:
        """Any number, to two decimals at most."""
        told = round_half_up(value, 2)
        return self._add(f"{told:.12g}", lambda each: f"({each})", f"ROUND({formula},2)", told)

    def share(self, value: object, cell: str) -> LiveText:
        """A share as ``45%``; — where there is none."""
        return self._add(shown(value), shown_formula, cell, value)  # type: ignore[arg-type]

    def some(self, before: str, value: int, formula: str, after: str) -> LiveText:
        """A number between words; nothing where it is 0."""

        def made(told: str) -> str:
            return f'IF({told}=0,"",{literal(before)}&({told})&{literal(after)})'

        return self._add(f"{before}{value}{after}" if value else "", made, formula, value)

    def piece(self, text: str, formula: str) -> LiveText:
        """Any text that a formula gives."""
        return self._add(text, lambda told: told, formula, text)

    def _add(
        self, text: str, made: Callable[[str], str], formula: str | None = None, value: Scalar = None
    ) -> LiveText:
        self.text += text
        self._pieces.append(_Piece(made, formula, value))
        return self

    @property
    def figures(self) -> int:
        """How many pieces have a formula."""
        return sum(each.formula is not None for each in self._pieces)
