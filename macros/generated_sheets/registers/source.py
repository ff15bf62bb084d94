"""A register as summaries look at it: its columns as ranges with room for added rows, and its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from duban.macros.figures.formulas import Where
from duban.macros.staff_sheets.cells_to_set import range_end
from duban.udfs.progress import number_in
from duban.workbook.cells.addresses import ColumnRange
from duban.workbook.format.fields import SheetFormat
from duban.workbook.reading.rows import Record, Rows
from duban.workbook.reading.settings import Settings
from duban.workbook.reading.tables import TableSheet


@dataclass(frozen=True)
class Source:
    """What is summed up: a register of the workbook, or the rows of the districts' registers."""

    table: TableSheet
    settings: Settings

    @property
    def name(self) -> str:
        """The name of its sheet."""
        return self.table.name

    @property
    def format(self) -> SheetFormat:
        """Its columns as they are declared."""
        return self.table.format

    @property
    def rows(self) -> Rows:
        """Its rows."""
        return self.table.rows

    @cached_property
    def end(self) -> int:
        """The last row of ranges over it."""
        return range_end(self.table.last_row)

    def has(self, *names: str) -> bool:
        """Whether it has these columns."""
        return all(name in self.table.header.columns for name in names)

    def lacking(self, *names: str) -> list[str]:
        """Those of these columns that it does not have."""
        return [name for name in names if not self.has(name)]

    def column(self, name: str) -> ColumnRange:
        """A column, as formulas refer to it."""
        return self.table.reference(name, self.end)

    def cell(self, row: int, name: str) -> str:
        """One cell of it."""
        return self.column(name).cell(row)

    def is_text(self, name: str, text: str) -> Where:
        """The condition that a column says this very text."""
        return Where(self.column(name), "=", text)

    def where(self, wanted: Mapping[str, str]) -> Iterator[Record]:
        """The rows whose columns say these texts, as COUNTIFS compares them: whatever their case."""
        folded = {name: text.casefold() for name, text in wanted.items()}
        for values in self.rows.values():
            if all(as_criterion(values.get(name)) == text for name, text in folded.items()):
                yield values

    def values_of(self, name: str) -> list[str]:
        """The texts that a column says, each once, in the order of the rows."""
        found: dict[str, str] = {}
        for values in self.rows.values():
            value = values.get(name)
            if value is not None:
                found.setdefault(as_criterion(value), shown(value))
        return list(found.values())


def shown(value: Any) -> str:
    """A value as COUNTIFS takes it for a criterion: a text, a number, a date as its number."""
    number = number_in(value)
    return str(value) if number is None else f"{number:.15g}"


def as_criterion(value: Any) -> str:
    """The same for comparing."""
    return "" if value is None else shown(value).casefold()


def total(values: Iterator[Record], name: str) -> float:
    """The sum of the typed numbers of a column."""
    return sum((number for each in values if (number := number_in(each.get(name))) is not None), 0.0)
