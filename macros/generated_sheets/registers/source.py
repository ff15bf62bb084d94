"""A register as summaries look at it: its columns as ranges with room for added rows, and its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

from duban.macros.figures.conditions import Where
from duban.macros.figures.registers import Register
from duban.macros.generated_sheets.registers.spellings import (
    ANY,
    LEAST,
    LONGEST,
    MOST,
    Signed,
    Spelling,
    Value,
    as_number,
    both,
    folded,
    in_parts,
    key_of,
    name_of,
    spelling,
)
from duban.macros.staff_sheets.cells_to_set import range_end
from duban.udfs.dispatch import deadline
from duban.udfs.periods import from_serial, to_serial
from duban.udfs.progress import day, number_in
from duban.validation.rules.register_kinds import month_of
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
    def _others(self) -> list[int]:
        """Rows that ranges cover and that are none of the register: totals, notes, signatures."""
        first = self.table.header.bottom + 1
        return [
            row
            for row, values in enumerate(self.table.grid.rows[first - 1 : self.end], first)
            if row not in self.rows and any(value is not None for value in values)
        ]

    @cached_property
    def rows_only(self) -> tuple[Where, ...]:
        """The condition that a row is one of the register; none where nothing else, a total or a note, stands in the rows that
        ranges cover, so that rows that staff append count at once."""
        return (Where(self.column(ROW_KEY), ">=", 1),) if self._others and self.has(ROW_KEY) else ()

    def runs(self, name: str) -> list[ColumnRange]:
        """A column in pieces, without cells that show an error and numbers in rows that are none of the register: for
        formulas that take no condition."""
        whole, place = self.column(name), self.table.header.columns[name]
        errors = {row for row in range(whole.first, whole.last + 1) if self._error(row, name)}
        numbers = {row for row in self._others if number_in(self.table.grid.value(row, place)) is not None}
        cuts = [whole.first - 1, *sorted(errors | numbers), whole.last + 1]
        return [
            replace(whole, first=before + 1, last=after - 1)
            for before, after in pairwise(cuts)
            if after - before > 1
        ]

    def _error(self, row: int, name: str) -> str:
        return self.table.grid.errors.get(a1(row, self.table.header.columns[name]), "")

    def errors(self, name: str) -> int:
        """How many rows show an error in a column, which no figure counts."""
        return sum(bool(self._error(row, name)) for row in self.rows)

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

    # what columns say

    def values_of(self, name: str, most: int = MOST) -> list[Value]:
        """The values that a column says, in the order of the rows; one of very many spellings stands there more than once.
        ``most``: counts that stand for one in a formula."""
        return self.values_with(name, (), most)

    def values_with(self, name: str, choices: Iterable[str], most: int = MOST) -> list[Value]:
        """These choices of a column, be they there or not, and behind them what else it says."""
        told = self._said(name)
        wanted = {key_of(each[:LONGEST], is_unit=self._is_unit(name)): each for each in choices}
        found: list[Value] = []
        for key in dict.fromkeys([*wanted, *told.by_key]):
            if key in wanted:
                found += self._values(name, wanted[key], most)
            else:
                found += in_parts(key, told.names[key], told.by_key[key].values(), most)
        return found

    def value(self, name: str, text: str, most: int = MOST) -> Value:
        """A text as a value of a column, with the spellings that it has there: as many as ``most`` allows."""
        return self._values(name, text, most)[0]

    def _values(self, name: str, text: str, most: int) -> list[Value]:
        told, is_unit = text[:LONGEST], self._is_unit(name)
        key = key_of(told, is_unit=is_unit)
        own: list[Spelling] = [told, *as_number(told)]
        spellings = {folded(each): each for each in own}
        spellings |= self._said(name).by_key.get(key, {})
        return in_parts(key, name_of(text, is_unit=is_unit), spellings.values(), most)

    def says(self, name: str, value: Value) -> Signed:
        """The conditions that a column says a value."""
        return value.conditions(self.column(name))

    def says_all(self, wanted: Mapping[str, Value]) -> Signed:
        """The conditions that columns say these values."""
        parts = ANY
        for name, value in wanted.items():
            parts = both(parts, self.says(name, value))
        return parts

    def where(self, wanted: Mapping[str, Value]) -> list[Record]:
        """The rows whose columns say these values."""
        found = [self._saying(name, value) for name, value in wanted.items()]
        rows = sorted(set.intersection(*found)) if found else self.rows
        return [self.rows[row] for row in rows]

    def _saying(self, name: str, value: Value) -> set[int]:
        rows = self._said(name).rows
        return set().union(*(rows.get(folded(each), ()) for each in value.spellings))

    def _is_unit(self, name: str) -> bool:
        return self.format[name].kind == "unit"

    def _said(self, name: str) -> _Said:
        if name not in self._known:
            is_unit = self._is_unit(name)
            told = _Said({}, {}, {})
            for row, values in self.rows.items():
                value = values.get(name)
                each = spelling(value)
                if each is None:
                    continue
                key = key_of(each, is_unit=is_unit)
                told.rows.setdefault(folded(each), set()).add(row)
                spellings = told.by_key.setdefault(key, {})
                spellings.setdefault(folded(each), each)
                for number in as_number(each):
                    spellings.setdefault(number, number)
                told.names.setdefault(key, name_of(value, is_unit=is_unit))
            self._known[name] = told
        return self._known[name]

    @cached_property
    def _known(self) -> dict[str, _Said]:
        """Column → what it says; worked out when somebody asks."""
        return {}

    def cut(self, name: str) -> list[str]:
        """The cells of a column whose texts are so long that only their beginnings are compared."""
        place = self.table.header.columns[name]
        told = ((row, values.get(name)) for row, values in self.rows.items())
        return [a1(row, place) for row, value in told if isinstance(value, str) and len(value) >= LONGEST]

    def filled(self, name: str) -> Signed:
        """The conditions that a cell of a column holds a text or a number; one that holds blanks alone shows nothing, and an
        error is neither. LibreOffice finds numbers and errors as texts too, by how they are shown."""
        column = self.column(name)
        errors = {self._error(row, name) for row in range(column.first, column.last + 1)} - {""}
        others = (Where(column, "<>", each) for each in (*_BLANKS, *sorted(errors)))
        text, number = (Where(column, "filled"), *others), Where(column, ">=", LEAST)
        return ("+", text), ("-", (*text, number)), ("+", (number,))

    def filled_in_short(self, name: str) -> Signed:
        """The same in one condition where the column holds no number."""
        filled = self.filled(name)
        told = (values.get(name) for values in self.rows.values())
        return filled if any(number_in(value) is not None for value in told) else filled[:1]


Sources = Mapping[str, Source]
"""The registers that are there, by name."""


def sources_of(registers: Mapping[str, Register], settings: Settings) -> dict[str, Source]:
    """The registers of a workbook as they will be."""
    return {name: Source(each.table, settings) for name, each in registers.items()}


_BLANKS = (" ", "  ", "\u3000")
"""What a cell holds that somebody cleared with the space bar."""


class _Said(NamedTuple):
    """What a column says."""

    rows: dict[Spelling, set[int]]
    """A spelling, folded → its rows."""
    by_key: dict[str, dict[Spelling, Spelling]]
    """A value → its spellings, by themselves folded."""
    names: dict[str, str]


def month_said(value: Any) -> str | None:
    """The month that a cell says so that formulas see it: ``2020-07``, or a date of it."""
    if isinstance(value, str):
        return month_of(value)
    number = day(value)
    return None if number is None else month_of(from_serial(number))


def odd_months(source: Source, name: str) -> list[str]:
    """What a column of months says that is none, the first few."""
    odd = (
        name_of(values[name])
        for values in source.rows.values()
        if values.get(name) is not None and month_said(values[name]) is None
    )
    told = list(dict.fromkeys(odd))
    return [*told[:_TOLD], "……"] if len(told) > _TOLD else told


def of_month(column: ColumnRange, month: str) -> Signed:
    """The conditions that a cell says a month, as a text or a date."""
    first = date(int(month[:4]), int(month[5:]), 1)
    begins, ends = (int(to_serial(each)) for each in (first, deadline(first.year, first.month, 1)))
    dated = Where(column, ">=", begins), Where(column, "<", ends)
    return [*Value(month, month, (month,)).conditions(column), ("+", dated)]


_TOLD = 10
"""Cells, or texts, that a line names."""


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
        return values.get(name), f'=IF({place}=0,"",IFERROR(IF({cell}="","",{cell}),""))'

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
            lack = literal(f"{name}；")
            parts.append(f'IFERROR(IF(TRIM(SUBSTITUTE({cell},"\u3000",""))="",{lack},""),{lack})')
        return text or None, f'=IF({place}=0,"",{"&".join(parts)})'


def alike(name: str, values: Sequence[Value]) -> str:
    """What a table by the values of a column says of their spellings."""
    told = f"空格、换行不同的算同一个{name}"
    many = len({each.key for each in values}) < len(values)
    return told + ("，写法太多的分成几行，请统一写法。" if many else "。")


def say_cut(builder: SheetBuilder, source: Source, *names: str) -> None:
    """What is to be said of texts in these columns that are too long to be compared as a whole."""
    for name in names:
        if source.has(name) and (cells := source.cut(name)):
            some = "、".join(cells[:_TOLD]) + ("等" if len(cells) > _TOLD else "")
            builder.line(
                f"“{source.name}”{some}的{name}有 {LONGEST} 字或更多，开头 {LONGEST} 字相同的算同一个。",
                "aside",
            )


def summary_plan(builder: SheetBuilder) -> SheetPlan:
    """The plan of a sheet that sums up a register."""
    hidden = sorted({column for _, column in builder.cells if column > builder.last})
    return builder.plan(
        freeze=(2, 1),
        print_area=(1, 1, builder.next_row - 1, builder.last),
        hidden_columns=tuple(hidden),
        tab_colour="7030A0",
    )
