"""Conditions on rows as formulas have them: pairs of COUNTIFS and SUMIFS, factors of SUMPRODUCT."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from duban.udfs.progress import FIRST_DAY, LAST_DAY
from duban.workbook.cells.addresses import Column, literal

_WILD = re.compile(r"[~*?]")


@dataclass(frozen=True, slots=True)
class Where:
    """One condition on a column: ``operator`` is ``=``, ``<>``, ``>=``, ``<=``, ``<``, ``>``, ``begins``, ``like``,
    ``spelled``, ``filled`` or ``in``.

    ``operand`` is text or a number, or a reference when ``reference`` is set; ``filled`` has none and
    holds for cells that show a text; ``in`` holds for the numbers of a tuple. In COUNTIFS only: ``begins`` holds for texts
    that begin so, ``like`` for a pattern of ? and *, ``spelled`` for texts that are so letter by letter, where ``=`` takes
    01 for 1, 1-1 for a day and long numbers for one another.
    """

    column: Column
    operator: str
    operand: str | int | float | tuple[int, ...] = ""
    reference: bool = False

    def criterion(self) -> str:
        """The pair that COUNTIFS and SUMIFS take."""
        if self.operator == "filled":  # "<>" would count a formula that shows nothing
            return f'{self.column},"?*"'
        if isinstance(self.operand, tuple):
            return f"{self.column},{_array(self.operand)}"
        if self.reference:
            return (
                f"{self.column},{self.operand}"
                if self.operator == "="
                else f'{self.column},"{self.operator}"&{self.operand}'
            )
        if self.operator == "like":
            return f"{self.column},{literal(self.operand)}"
        # a text is a pattern here, and what begins like an operator would be one
        operand = _WILD.sub(r"~\g<0>", self.operand) if isinstance(self.operand, str) else self.operand
        equal = "=" if str(operand).startswith(("=", "<", ">")) else ""
        if self.operator in ("begins", "spelled"):
            pattern = f"{self.column},{literal(f'{equal}{operand}*')}"
            longer = literal(f"<>{operand}?*")
            return f"{pattern},{self.column},{longer}" if self.operator == "spelled" else pattern
        if self.operator == "=" and not equal:
            return f"{self.column},{literal(operand)}"
        return f"{self.column},{literal(f'{self.operator}{operand}')}"

    def factor(self) -> str:
        """The same condition as a factor of SUMPRODUCT."""
        if self.operator == "filled":
            return f'({self.column}<>"")'
        if isinstance(self.operand, tuple):
            return f"ISNUMBER(MATCH({self.column},{_array(self.operand)},0))"
        operand = self.operand if self.reference else literal(self.operand)
        return f"({self.column}{self.operator}{operand})"


def _array(numbers: tuple[int, ...]) -> str:
    return f"{{{','.join(map(str, numbers))}}}"


Conditions = Sequence[Where]


def is_share(column: Column) -> tuple[Where, Where]:
    """Typed shares only: a number 0..1."""
    return Where(column, ">=", 0), Where(column, "<=", 1)


def is_day(column: Column) -> tuple[Where, Where]:
    """Typed dates only, as ``progress.day`` takes them."""
    return Where(column, ">=", FIRST_DAY), Where(column, "<=", LAST_DAY)


def count(where: Conditions) -> str:
    """COUNTIFS over all conditions."""
    return _in_all(f"COUNTIFS({','.join(w.criterion() for w in where)})", where)


def sum_of(values: Column, where: Conditions) -> str:
    """SUMIFS over all conditions."""
    return _in_all(f"SUMIFS({values},{','.join(w.criterion() for w in where)})", where)


def _in_all(formula: str, where: Conditions) -> str:
    """One number of what gives one for each number of a condition ``in``."""
    return f"SUMPRODUCT({formula})" if any(w.operator == "in" for w in where) else formula


def count_true(*factors: str) -> str:
    """How many rows fulfil all factors; ``--`` where one factor stands alone."""
    return f"SUMPRODUCT({'*'.join(factors)})" if len(factors) > 1 else f"SUMPRODUCT(--{factors[0]})"
