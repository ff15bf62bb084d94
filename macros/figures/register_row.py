"""One row of a register, as what computes its columns looks at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from duban.workbook.cells.addresses import a1
from duban.workbook.reading.settings import Settings

Computed = tuple[str | None, Any]
"""A formula, without its sign =, and its value; ``None`` for both where a column that it needs is lacking."""

NOTHING: Computed = None, None


@dataclass(frozen=True)
class Row:
    """A row of a register: where its columns stand, and what they hold."""

    number: int
    columns: Mapping[str, int]
    values: Mapping[str, Any]
    settings: Settings

    def cell(self, name: str) -> str:
        """``$H7``."""
        return "$" + a1(self.number, self.columns[name])

    def has(self, *names: str) -> bool:
        """Whether the register has these columns."""
        return all(name in self.columns for name in names)
