"""The registers of a workbook: which of its sheets they are, where their headers stand, what their rows hold.

Staff keep them as they like: under titles, with columns in another order, under other names and with others of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from duban.udfs.text import squeeze
from duban.workbook.cells.addresses import a1
from duban.workbook.cells.areas import Area
from duban.workbook.format.fields import Field, SheetFormat
from duban.workbook.format.registers.definitions import DEFINITIONS
from duban.workbook.format.sheets_and_registers import REGISTERS
from duban.workbook.reading.declared_registers import declared_registers
from duban.workbook.reading.find_header import Header
from duban.workbook.reading.find_list import passed_over
from duban.workbook.reading.find_rows import is_closing, is_total_or_signature
from duban.workbook.reading.grid import Grid, SheetSource
from duban.workbook.reading.sheet import Sheet
from duban.workbook.reading.table import sheet_table
from duban.workbook.say.findings import Finding
from duban.workbook.say.stop import Stop

_TOP = 60
"""A header further down is none."""

_TALLEST = 3
"""Rows of a header whose cells are merged."""

_BRACKETS = re.compile(r"\(([^()]*)\)$")
_MONEY = re.compile(r"(?:人民币)?[十百千万亿]*美?元(?:人民币)?")
_IN_TITLE = re.compile(r"单位:([^,;、()]{1,8})")


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

    def is_enough(self, declared: SheetFormat) -> bool:
        """Whether it names a third of the columns that people fill, or half of those that they must, so that the sheet
        surely is this register."""
        filled = [each.name for each in declared.fields if each.by_people]
        needed = [each.name for each in declared.fields if each.by_people and each.required]
        there = {*self.header.columns, *(each.field.name for each in self.other_units)}
        known = len(there.intersection(filled))
        most_needed = len(needed) > 1 and 2 * len(there.intersection(needed)) >= len(needed)
        return known >= min(2, len(filled)) and (3 * known >= len(filled) or most_needed)


@dataclass
class _Columns:
    """The columns of a row that may be the header, as they are told apart."""

    declared: SheetFormat
    unit: str
    known: dict[str, int] = field(default_factory=dict)
    extra: dict[int, str] = field(default_factory=dict)
    others: list[OtherUnit] = field(default_factory=list)

    def take(self, column: int, texts: list[str]) -> None:
        """One column by its texts, the lowest first."""
        for text in texts:
            name, unit = self._meaning(text)
            if name is None or name in self.known:
                continue
            declared = self.declared[name]
            unit = unit or self.unit
            if declared.measured_in and _MONEY.fullmatch(unit) and unit != declared.measured_in:
                self.others.append(OtherUnit(column, text, declared, unit))
                self.extra[column] = text
                return
            self.known[name] = column
            return
        if texts:
            self.extra[column] = texts[0]

    def _meaning(self, text: str) -> tuple[str | None, str]:
        """The field that a text names, and the unit that it says in brackets."""
        known = self.declared.known
        if text in known:
            return known[text], ""
        found = _BRACKETS.search(text)
        return (known.get(text[: found.start()]), found[1]) if found else (None, "")


def find_register_header(grid: Grid, declared: SheetFormat) -> FoundHeader | None:
    """The row that names most columns of a register, two at least, or one that has its 行键; ``None`` where none does."""
    best: FoundHeader | None = None
    for row, values in enumerate(grid.rows[:_TOP], 1):
        if sum(isinstance(value, str) for value in values) < 1:
            continue
        found = _header_at(grid, row, declared)
        if found is not None and (best is None or len(found.header.columns) > len(best.header.columns)):
            best = found
    return best


def _header_at(grid: Grid, row: int, declared: SheetFormat) -> FoundHeader | None:
    bottom = max([row, *(area[2] for area in grid.merges if _is_of_header(area, row))])
    columns = _Columns(declared, _unit_above(grid, row))
    for column in range(1, grid.width + 1):
        texts = [squeeze(grid.shown(at, column)) for at in range(bottom, row - 1, -1)]
        columns.take(column, [text for text in dict.fromkeys(texts) if text])
    if len(columns.known) + len(columns.others) < min(2, len(declared.names) - 1):
        return None
    ordered = dict(sorted(columns.known.items(), key=lambda each: each[1]))
    return FoundHeader(Header(row, bottom, ordered, columns.extra), tuple(columns.others))


def _is_of_header(area: Area, row: int) -> bool:
    return area[0] == row and area[2] - row < _TALLEST


def _unit_above(grid: Grid, row: int) -> str:
    """The unit that a line above a header says all amounts are in: ``单位：万元``."""
    for values in reversed(grid.rows[: row - 1]):
        for value in values:
            found = _IN_TITLE.search(squeeze(value)) if isinstance(value, str) else None
            if found:
                return found[1]
    return ""


def register_sheet(grid: Grid, found: FoundHeader, declared: SheetFormat) -> Sheet:
    """A register as columns; rows of formulas alone, of totals and of signatures are none of its rows."""
    passed = (*declared.computed, *declared.where("own"))
    # a column that an office declares may be called 备注, or 合计
    is_aside = (
        _never if declared.name == DEFINITIONS else partial(_is_aside, _key_places(found.header, declared))
    )
    table = sheet_table(grid, found.header, declared.names, passed, is_aside)
    table.key = declared.key
    return Sheet(declared.name, grid, found.header, table, table, declared)


def _key_places(header: Header, declared: SheetFormat) -> list[int]:
    return [header.columns[name] - 1 for name in declared.key if name in header.columns]


def _is_aside(keys: Sequence[int], values: Sequence[Any]) -> bool:
    """Whether a row is a total or a signature, or a note that stands alone. A row may begin with any text, 累计 as 口径: one
    whose keys are all there, none of them such a word, is a row. ``keys``: the places of the key columns."""
    cells = [value for value in values if value is not None]
    if not is_total_or_signature(cells):
        return len(cells) == 1 and is_closing(cells)
    told = [values[place] if place < len(values) else None for place in keys]
    return not told or None in told or any(is_total_or_signature([value]) for value in told)


def _never(values: Sequence[Any]) -> bool:
    return False


def header_findings_of(sheet: Sheet, found: FoundHeader) -> Iterator[Finding]:
    """What is to be said of the header of a register: S106 a column that stands there twice, G104 columns that lack, said
    once, G112 amounts in another unit."""
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
        self._look(REGISTERS[DEFINITIONS])
        if DEFINITIONS in self.found:
            taken = {*REGISTERS, *(each.summary for each in REGISTERS.values())}
            table = self.sheet(DEFINITIONS).table
            declared, told = declared_registers(table, taken)
            self.formats |= declared
            self.findings += told
        for name, each in self.formats.items():
            if name != DEFINITIONS:
                self._look(each)

    @property
    def names(self) -> frozenset[str]:
        """The sheets of registers, and those that sum them up."""
        return frozenset([*self.found, *(self.formats[name].summary for name in self.found)])

    def _look(self, declared: SheetFormat) -> None:
        name = declared.name
        if name not in self._source.sheet_names:
            return
        try:
            header = find_register_header(self._source.grid(name), declared)
        except Stop as stop:
            self.findings.append(passed_over(stop, name))
            return
        if header is not None and header.is_enough(declared):
            self.found[name] = header
        else:
            if header is not None:
                self.partly[name] = header
            self.findings.append(not_a_register(name, header, declared))

    def sheet(self, name: str) -> Sheet:
        """A register that is there, or partly, read."""
        header = self.found.get(name) or self.partly[name]
        return register_sheet(self._source.grid(name), header, self.formats[name])

    def sheets(self, list_name: str) -> tuple[dict[str, Sheet], list[Finding]]:
        """The registers that are there, read, by name, and what was found about their headers and definitions; none is the
        sheet that was chosen as the task list."""
        read = {name: self.sheet(name) for name in self.found if name != list_name}
        about = [each for name, sheet in read.items() for each in header_findings_of(sheet, self.found[name])]
        return read, [*(each for each in self.findings if each.sheet != list_name), *about]


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
