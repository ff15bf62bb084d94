"""The registers of a workbook: which of its sheets they are, where their headers stand, what their rows hold.

Staff keep them as they like: under titles, with columns in another order, under other names and with others of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from duban.udfs.text import squeeze
from duban.workbook.cells.addresses import a1
from duban.workbook.cells.areas import Area
from duban.workbook.format.fields import Field, SheetFormat
from duban.workbook.format.names import LIST
from duban.workbook.format.registers.definitions import DEFINITIONS
from duban.workbook.format.sheets_and_registers import REGISTERS
from duban.workbook.reading.declared_registers import declared_registers
from duban.workbook.reading.find_header import Header
from duban.workbook.reading.find_list import passed_over
from duban.workbook.reading.grid import Grid, SheetSource
from duban.workbook.reading.register_rows import label_rows, other_table, rows_aside
from duban.workbook.reading.sheet import Sheet
from duban.workbook.reading.table import Table, sheet_table
from duban.workbook.reading.units_of_measure import (
    any_unit_of_header,
    kind_of,
    same_unit,
    unit_of_header,
    units_above,
    without_unit,
)
from duban.workbook.say.findings import Finding
from duban.workbook.say.sentence import Say
from duban.workbook.say.stop import Stop

_TOP = 60
"""A header further down is none."""

_TALLEST = 3
"""Rows of a header whose cells are merged."""


@dataclass(frozen=True)
class OtherUnit:
    """A column whose header says another unit than the register has: what it holds is not read."""

    column: int
    text: str
    field: Field
    unit: str


@dataclass(frozen=True)
class FoundHeader:
    """A header of a register, and the columns that are not read for their unit."""

    header: Header
    other_units: tuple[OtherUnit, ...] = ()
    labels: tuple[int, ...] = ()
    """Rows right below it that say units, or number its columns."""

    @property
    def named(self) -> int:
        """How many columns of the register it names."""
        return len(self.header.columns) + len(self.other_units)

    def is_enough(self, declared: SheetFormat) -> bool:
        """Whether it names a third of the columns that people fill (or the program, where it lists the rows), or half of
        those that they must, so that the sheet surely is this register."""
        shown = [each for each in declared.fields if not each.hidden]
        filled = [each.name for each in shown if each.by_people or each.who == "program"]
        needed = [each.name for each in declared.fields if each.by_people and each.required]
        there = {*self.header.columns, *(each.field.name for each in self.other_units)}
        known = len(there.intersection(filled))
        most_needed = len(needed) > 1 and 2 * len(there.intersection(needed)) >= len(needed)
        return known >= min(2, len(filled)) and (3 * known >= len(filled) or most_needed)


@dataclass
class _Columns:
    """The columns of a row that may be the header, as they are told apart."""

    declared: SheetFormat
    above: Sequence[Sequence[Any]]
    """The rows above the header."""
    known: dict[str, int] = field(default_factory=dict)
    extra: dict[int, str] = field(default_factory=dict)
    others: list[OtherUnit] = field(default_factory=list)

    def take(self, column: int, texts: Sequence[str], beside: Sequence[str]) -> None:
        """One column by its texts, the lowest first. ``beside``: texts of rows that say only units, and of headings over
        several columns."""
        for text in texts:
            name = self.name_of(text, (*texts, *beside))
            if name is None or name in self.known:
                continue
            declared = self.declared[name]
            wanted = declared.measured_in
            unit = self._unit(kind_of(wanted), text, (*beside, *texts)) if wanted else ""
            if unit and not same_unit(unit, wanted):
                self.others.append(OtherUnit(column, text, declared, unit))
                self.extra[column] = text
                return
            self.known[name] = column
            return
        if texts:
            self.extra[column] = texts[0]

    def name_of(self, text: str, texts: Sequence[str] = ()) -> str | None:
        """The field that a text of a header names, with its unit or without."""
        known = self.declared.known
        for each in (text, *without_unit(text)):
            if each in known:
                return known[each]
        for each in (text, *without_unit(text)):
            name = self._named_without_unit.get(each)
            kind = kind_of(self.declared[name].measured_in) if name else ""
            if name and (unit_of_header(text, kind) or (each == text and self._unit(kind, text, texts))):
                return name
        return None

    @cached_property
    def _named_without_unit(self) -> dict[str, str]:
        """What a column that an office declares with its unit, 罚款（万元）, is called without it."""
        found: dict[str, set[str]] = {}
        for text, name in self.declared.known.items():
            if self.declared[name].measured_in:
                for each in without_unit(text):
                    found.setdefault(each, set()).add(name)
        return {text: names.pop() for text, names in found.items() if len(names) == 1}

    def _unit(self, kind: str, text: str, texts: Sequence[str]) -> str:
        """The unit that a column says: its own header first, then the other texts of its column, then a line above."""
        own = unit_of_header(text, kind) or any_unit_of_header(text)
        told = (unit_of_header(each, kind) for each in texts)
        return own or next(filter(None, told), "") or units_above(self.above, kind)


def find_register_header(grid: Grid, declared: SheetFormat) -> FoundHeader | None:
    """The row that names most columns of a register, two at least, or one that has its 行键; ``None`` where none does."""
    best: FoundHeader | None = None
    for row, values in enumerate(grid.rows[:_TOP], 1):
        if sum(isinstance(value, str) for value in values) < 1:
            continue
        found = _header_at(grid, row, declared)
        if found is not None and (best is None or found.named > best.named):
            best = found
    return best


def _header_at(grid: Grid, row: int, declared: SheetFormat) -> FoundHeader | None:
    bottom = max([row, *(area[2] for area in grid.merges if _is_of_header(area, row))])
    columns = _Columns(declared, grid.rows[: row - 1])
    texts = {column: _texts(grid, column, bottom, row) for column in range(1, grid.width + 1)}
    labels = label_rows(grid, bottom, (at for at, told in texts.items() if _is_measured(columns, told)))
    over = _headings_over(grid, row, bottom)
    for column, told in texts.items():
        columns.take(column, told, [*_texts(grid, column, bottom + len(labels), bottom + 1), *over[column]])
    if len(columns.known) + len(columns.others) < min(2, len(declared.names) - 1) or not columns.known:
        return None
    ordered = dict(sorted(columns.known.items(), key=lambda each: each[1]))
    return FoundHeader(Header(row, bottom, ordered, columns.extra), tuple(columns.others), labels)


def _texts(grid: Grid, column: int, bottom: int, top: int) -> list[str]:
    """The texts of a column in some rows, each once, the lowest first."""
    texts = (squeeze(grid.shown(row, column)) for row in range(bottom, top - 1, -1))
    return [text for text in dict.fromkeys(texts) if text]


def _is_measured(columns: _Columns, texts: Sequence[str]) -> bool:
    names = filter(None, map(columns.name_of, texts))
    return any(columns.declared[name].measured_in for name in names)


def _headings_over(grid: Grid, top: int, bottom: int) -> dict[int, list[str]]:
    """Column → the texts that stand over it in upper rows of a header, in the cell of a column to its left: 投资（万元） over
    three columns, whose cells are not merged."""
    found: dict[int, list[str]] = {column: [] for column in range(1, grid.width + 1)}
    for row in range(top, bottom):
        over = ""
        for column, texts in found.items():
            own = squeeze(grid.shown(row, column))
            over = own or (over if grid.value(bottom, column) is not None else "")
            if over and not own:
                texts.append(over)
    return found


def _is_of_header(area: Area, row: int) -> bool:
    return area[0] == row and area[2] - row < _TALLEST


def register_sheet(grid: Grid, found: FoundHeader, declared: SheetFormat) -> Sheet:
    """A register as columns; rows of formulas alone, and those that are none of its rows, are left out."""
    passed = (*declared.computed, *declared.where("own"))
    aside = rows_aside(grid, found.header, declared, found.labels)
    table = sheet_table(grid, found.header, declared.names, passed, aside.__contains__)
    table.key = declared.key
    return Sheet(declared.name, grid, found.header, table, table, declared)


def header_findings_of(sheet: Sheet, found: FoundHeader) -> Iterator[Finding]:
    """What is to be said of the header of a register: S106 a column that stands there twice, S110 another table below, G104
    columns that lack, said once, G112 amounts in another unit."""
    if again := other_table(sheet.grid, sheet.header, sheet.format):
        value = sheet.grid.value(*again)
        yield Finding("S110", sheet.grid.name, *again, str(value), value)
    at = sheet.grid.name, sheet.header.bottom
    others = {each.field.name for each in found.other_units}
    first: dict[str, int] = {}
    for column, text in sheet.header.extra.items():
        name = sheet.format.known.get(text)
        if name is not None and name in sheet.header.columns:
            first[name] = column
    for name, column in first.items():
        facts = {"other": a1(sheet.header.bottom, sheet.header.columns[name])}
        yield Finding("S106", *at, column, name, sheet.header.extra[column], facts)
    for each in found.other_units:
        facts = {"unit": each.unit, "wanted": each.field.measured_in}
        yield Finding("G112", *at, each.column, each.field.name, each.text, facts)
    lacking = [
        each.name
        for each in sheet.format.fields
        if each.by_people and each.name not in sheet.header.columns and each.name not in others
    ]
    if lacking:
        column = min(sheet.header.columns.values())
        yield Finding(
            "G104", *at, column, lacking[0], None, {"columns": "、".join(lacking), "name": sheet.kind}
        )


class Registers:
    """The registers of a workbook: those that come with the program, and those that it declares."""

    def __init__(self, source: SheetSource) -> None:
        self._source = source
        self.found: dict[str, FoundHeader] = {}
        """Register → its header, of each that is there and has its columns."""
        self.partly: dict[str, FoundHeader] = {}
        """Register → its header, where the sheet of its name has only few of its columns."""
        self.findings: list[Finding] = []
        self.formats: dict[str, SheetFormat] = {**REGISTERS}
        """All that can be there, by name."""
        self._alike: set[str] = set()
        """Sheets that are registers by their headers, and whose names are not quite those."""
        self._definitions: Table | None = None
        self._look(REGISTERS[DEFINITIONS])
        if DEFINITIONS in self.found:
            taken = {LIST, *REGISTERS, *(each.summary for each in REGISTERS.values())}
            self._definitions = self.sheet(DEFINITIONS).table
            declared, told = declared_registers(self._definitions, taken, source.sheet_names)
            self.formats |= declared
            self.findings += told
        for name, each in self.formats.items():
            if name != DEFINITIONS:
                self._look(each)

    @property
    def names(self) -> frozenset[str]:
        """The sheets of registers, and those that sum them up."""
        return frozenset([*self.found, *(self.formats[name].summary for name in self.found), *self._alike])

    def _look(self, declared: SheetFormat) -> None:
        name = declared.name
        sheet = self._sheet_of(name)
        if sheet is None:
            if name not in REGISTERS:
                self.findings.append(self._of_definition("G123", name, {"name": name}))
            return
        try:
            header = find_register_header(self._source.grid(sheet), declared)
        except Stop as stop:
            self.findings.append(passed_over(stop, sheet))
            return
        is_enough = header is not None and header.is_enough(declared)
        if sheet != name:
            self._alike |= {sheet} if is_enough else set()
            self.findings.append(Finding("G124", sheet, 0, 0, "", None, {"name": sheet, "wanted": name}))
        elif header is not None and is_enough:
            self.found[name] = header
        else:
            if header is not None:
                self.partly[name] = header
            self.findings.append(not_a_register(name, header, declared))

    def _sheet_of(self, name: str) -> str | None:
        """The sheet of a register's name, else one whose name differs by blanks, case or width only."""
        if name in self._source.sheet_names:
            return name
        return self._by_folded_name.get(squeeze(name).casefold())

    @cached_property
    def _by_folded_name(self) -> dict[str, str]:
        names = reversed(self._source.sheet_names)  # of two that are alike the first
        return {squeeze(each).casefold(): each for each in names}

    def _of_definition(self, code: str, name: str, facts: Mapping[str, object]) -> Finding:
        """A finding at the first row that declares a register."""
        table = self._definitions
        assert table is not None  # of a register that is declared
        told = [squeeze(each).casefold() for each in table["登记表"]]
        place = "登记表" if "登记表" in table else next(iter(table.columns))
        return table.finding(code, told.index(squeeze(name).casefold()), place, facts)

    def is_rather_one(self, grid: Grid, header: Header) -> bool:
        """Whether a sheet of whatever name that could be the task list has more columns of a register."""
        found = (find_register_header(grid, each) for each in REGISTERS.values())
        known = (len(each.header.columns) for each in found if each is not None)
        return max(known, default=0) > len(header.columns)

    def sheet(self, name: str) -> Sheet:
        """A register that is there, or partly, read."""
        header = self.found.get(name) or self.partly[name]
        return register_sheet(self._source.grid(name), header, self.formats[name])

    def sheets(self, list_name: str) -> tuple[dict[str, Sheet], list[Finding]]:
        """The registers that are there, read, by name, and what was found about their headers and definitions; none is the
        sheet that was chosen as the task list."""
        read = {name: self.sheet(name) for name in self.found if name != list_name}
        about = [each for each in self.findings if each.sheet != list_name]
        for name, sheet in read.items():
            about += header_findings_of(sheet, self.found[name])
        if list_name in self.formats.keys() - REGISTERS.keys():
            del self.formats[list_name]
            why = Say("它就是任务清单", "it is the task list")
            about.append(self._of_definition("G121", list_name, {"name": list_name, "why": why}))
        return read, about


def not_a_register(name: str, found: FoundHeader | None, declared: SheetFormat) -> Finding:
    """G103: a sheet that bears the name of a register and whose header is another."""
    there: Mapping[str, int] = found.header.columns if found else {}
    row = found.header.bottom if found else 0
    column = min(there.values(), default=0)
    facts = {
        "name": name,
        "there": "、".join(there) or "—",
        "lacking": "、".join(
            each.name for each in declared.fields if each.by_people and each.name not in there
        ),
    }
    return Finding("G103", name, row, column, next(iter(there), ""), None, facts)
