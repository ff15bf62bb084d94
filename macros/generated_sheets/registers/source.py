"""A register as summaries look at it: its columns as ranges with room for added rows, and its rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from duban.macros.figures.formulas import Where, count
from duban.macros.figures.registers import Register
from duban.macros.staff_sheets.cells_to_set import range_end
from duban.udfs.progress import number_in
from duban.workbook.cells.addresses import ColumnRange, a1, literal
from duban.workbook.format.fields import SheetFormat
from duban.workbook.format.registers.common import ROW_KEY
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.plans import Scalar, SheetPlan
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

    @cached_property
    def rows_only(self) -> tuple[Where, ...]:
        """The condition that a row is one of the register; none where nothing else, a total or a note, stands in the rows that
        ranges cover, so that rows that staff append count at once."""
        first = self.table.header.bottom + 1
        others = (
            row
            for row, values in enumerate(self.table.grid.rows[first - 1 : self.end], first)
            if row not in self.rows and any(value is not None for value in values)
        )
        is_any = next(others, None) is not None and self.has(ROW_KEY)
        return (Where(self.column(ROW_KEY), ">=", 1),) if is_any else ()

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

    def says(self, name: str, text: str) -> Where:
        """The condition that a column says this text."""
        return Where(self.column(name), "begins" if _READ_AS_NUMBER.fullmatch(text) else "=", text)

    def where(self, wanted: Mapping[str, str]) -> list[Record]:
        """The rows whose columns say these texts, as COUNTIFS compares them: whatever their case."""
        found = [self._saying(name, text) for name, text in wanted.items()]
        rows = sorted(set.intersection(*found)) if found else self.rows
        return [self.rows[row] for row in rows]

    def _saying(self, name: str, text: str) -> set[int]:
        """The rows whose column says a text."""
        if name not in self._by_value:
            by_value: dict[tuple[bool, str], set[int]] = {}
            for row, values in self.rows.items():
                value = values.get(name)
                by_value.setdefault((isinstance(value, str), as_criterion(value)), set()).add(row)
            self._by_value[name] = by_value
        told = self._by_value[name]
        if _READ_AS_NUMBER.fullmatch(text):
            alike = (
                rows
                for (is_text, value), rows in told.items()
                if is_text and value.startswith(text.casefold())
            )
            return set().union(*alike)
        return {row for is_text in (True, False) for row in told.get((is_text, text.casefold()), ())}

    @cached_property
    def _by_value(self) -> dict[str, dict[tuple[bool, str], set[int]]]:
        """Column → its values as texts, each with whether it is one, and its rows; worked out when somebody asks."""
        return {}

    def values_of(self, name: str) -> list[str]:
        """The texts that a column says, each once, in the order of the rows."""
        found: dict[str, str] = {}
        for values in self.rows.values():
            value = values.get(name)
            if value is not None:
                found.setdefault(as_criterion(value), shown(value))
        return list(found.values())


Sources = Mapping[str, Source]
"""The registers that are there, by name."""


def sources_of(registers: Mapping[str, Register], settings: Settings) -> dict[str, Source]:
    """The registers of a workbook as they will be."""
    return {name: Source(each.table, settings) for name, each in registers.items()}


_READ_AS_NUMBER = re.compile(r"[-+]?[0-9]+[-/.:年,][0-9].*|[-+]?[0-9.]+(?:%|[eE][-+]?[0-9]+)")
"""A text that COUNTIFS would take for a date or a number, and then not find as a text; it is searched as what begins so."""


def says(value: Any, text: str) -> bool:
    """Whether a cell says a text, as ``Source.says`` has it."""
    told = as_criterion(value)
    if _READ_AS_NUMBER.fullmatch(text):
        return isinstance(value, str) and told.startswith(text.casefold())
    return told == text.casefold()


def shown(value: Any) -> str:
    """A value as COUNTIFS takes it for a criterion: a text, a number, a date as its number."""
    number = number_in(value)
    return str(value) if number is None else f"{number:.15g}"


def as_criterion(value: Any) -> str:
    """The same for comparing."""
    return "" if value is None else shown(value).casefold()


LEAST = -1e300
"""Below every number of a cell: a condition that any number meets."""


Signed = Sequence[tuple[str, tuple[Where, ...]]]
"""Conditions whose counts are added (``+``) or taken off (``-``)."""


def counted(parts: Signed, *more: Where) -> str:
    """The counts of all parts, under further conditions."""
    return "".join(f"{sign}{count((*where, *more))}" for sign, where in parts).removeprefix("+")


def either(column: ColumnRange) -> Signed:
    """Cells of a column that hold a text or a number: LibreOffice finds numbers as texts too, by how they are shown."""
    text, number = Where(column, "filled"), Where(column, ">=", LEAST)
    return ("+", (text,)), ("-", (text, number)), ("+", (number,))


def both(some: Signed, others: Signed) -> Signed:
    """What is of some parts and of others."""
    return [
        ("+" if sign == other else "-", (*where, *and_where))
        for sign, where in some
        for other, and_where in others
    ]


def is_filled(value: Any) -> bool:
    """Whether a cell holds a text or a number."""
    return value is not None and value != "" and not isinstance(value, bool)


def total(values: Iterable[Record], name: str) -> float:
    """The sum of the typed numbers of a column."""
    return sum((number for each in values if (number := number_in(each.get(name))) is not None), 0.0)


class LookedUp:
    """Rows of a list that show a row of the register by its 行键, wherever staff sort it: two hidden columns, from ``first``
    on, hold the key, and the place that it has now."""

    def __init__(self, source: Source, first: int) -> None:
        self._source = source
        self._key, self._place = first, first + 1
        self._rows = {id(values): row for row, values in source.rows.items()}

    def begin(self, builder: SheetBuilder, row: int, values: Record) -> None:
        """The hidden cells of a row."""
        keys = self._source.column(ROW_KEY)
        key = values[ROW_KEY]
        place = self._rows[id(values)] - keys.first + 1
        builder.put(row, self._key, key, "plain")
        builder.put(row, self._place, place, "plain", f"=IFERROR(MATCH(${a1(row, self._key)},{keys},0),0)")

    def value(self, row: int, values: Record, name: str) -> tuple[Scalar, str]:
        """What a column of the register says, and the formula."""
        place, column = f"${a1(row, self._place)}", self._source.column(name)
        cell = f"INDEX({column},{place})"
        return values.get(name), f'=IF({place}=0,"",IF({cell}="","",{cell}))'

    def lacking(self, row: int, values: Record, names: Sequence[str]) -> tuple[str | None, str]:
        """Which of these columns are blank, and the formula."""
        place = f"${a1(row, self._place)}"
        text, parts = "", []
        for name in names:
            if not self._source.has(name):
                text += f"{name}；"
                parts.append(literal(f"{name}；"))
                continue
            text += "" if values.get(name) is not None else f"{name}；"
            cell = f"INDEX({self._source.column(name)},{place})"
            parts.append(f'IF({cell}="",{literal(f"{name}；")},"")')
        return text or None, f'=IF({place}=0,"",{"&".join(parts)})'


def summary_plan(builder: SheetBuilder) -> SheetPlan:
    """The plan of a sheet that sums up a register."""
    hidden = sorted({column for _, column in builder.cells if column > builder.last})
    return builder.plan(
        freeze=(2, 1),
        print_area=(1, 1, builder.next_row - 1, builder.last),
        hidden_columns=tuple(hidden),
        tab_colour="7030A0",
    )
