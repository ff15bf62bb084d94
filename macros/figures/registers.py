"""The registers of a workbook understood: keys, computed columns, what is on record; nothing is written yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from duban.macros.figures.register_columns import COLUMNS, shape, shapes
from duban.macros.figures.register_row import Row
from duban.macros.staff_sheets.cells_to_set import BLANK_ROWS, ROWS_AHEAD, Wanted, kept
from duban.macros.staff_sheets.row_keys import RowKeys, row_keys
from duban.validation.book import Book
from duban.validation.checker import check_book
from duban.workbook.format.names import PERIOD_RECORD
from duban.workbook.format.own_formulas import NO_RESULT
from duban.workbook.format.registers.common import BLANK, ROW_KEY
from duban.workbook.format.registers.definitions import DEFINITIONS
from duban.workbook.plan.plans import Cell
from duban.workbook.reading.register_record import History, histories
from duban.workbook.reading.settings import Settings
from duban.workbook.reading.tables import Tables, TableSheet
from duban.workbook.say.findings import Finding


@dataclass(frozen=True)
class Register:
    """A register as the run will leave it: its rows with keys and computed columns, and the cells that make it so."""

    table: TableSheet
    keys: RowKeys
    history: History
    cells: Wanted
    findings: tuple[Finding, ...]

    @property
    def name(self) -> str:
        """The name of the register, which is that of its sheet."""
        return self.table.name

    @property
    def by_key(self) -> Mapping[int, int]:
        """行键 → row."""
        return {key: row for row, key in self.keys.keys.items()}


FOR_FIGURES = frozenset(
    [
        "G102",
        "G105",
        "G106",
        "G108",
        "G109",
        "G111",
        "G115",
        "G118",
        "T111",
        "T113",
        "T114",
        "T120",
        "T121",
        "T125",
        "T126",
        "T128",
        "T129",
        "S111",
    ]
)
"""The rules of registers that a build reports on its way: what no figure can use, or what makes it wrong, as a share of 80.
``validate`` has all of them."""


def understand_registers(tables: Tables) -> dict[str, Register]:
    """All registers that are there, by name."""
    known, found = known_registers(tables), {}
    for name, table in tables.registers.items():
        made = understood(table, known.get(name, History()), tables.settings)
        found[name] = replace(made, findings=(*made.findings, *_unusable(tables, name)))
    return found


def unusable_definitions(tables: Tables) -> list[Finding]:
    """What stands in 登记表定义 that leaves a column out of its register, or of the summary; G120 to G122 are no part of it."""
    return [*_unusable(tables, DEFINITIONS)]


def known_registers(tables: Tables) -> dict[str, History]:
    """What is on record of each register, by name."""
    record = tables.own.get(PERIOD_RECORD)
    return histories(record.rows.values() if record else (), tables.settings.period)


def _unusable(tables: Tables, name: str) -> Iterator[Finding]:
    """What stands in a register that no figure can use, and rows without the key by which figures count them; a formula of the
    program is written anew."""
    sheet = tables.sheets.get(name)
    if sheet is None:
        return
    for each in check_book(Book(tables.settings, {name: sheet})):
        ours = each.code == "S111" and each.column_name in sheet.format.computed
        nameless = each.code == BLANK and each.column_name in sheet.format.key
        if (each.code in FOR_FIGURES and not ours) or nameless:
            yield each


def understood(table: TableSheet, history: History, settings: Settings) -> Register:
    """One register."""
    keys = row_keys(table, history)
    rows = {row: {**values, ROW_KEY: keys.keys[row]} for row, values in table.rows.items()}
    cells: dict[tuple[int, str], Cell] = {}
    if ROW_KEY in table.header.columns:
        cells |= {(row, ROW_KEY): Cell(key) for row, key in keys.keys.items()}
    findings = [*keys.findings, *_gone(table, keys, history)]
    columns = table.header.columns
    for name in table.format.computed:
        if name not in columns or (table.name, name) not in COLUMNS:
            continue
        work = _Column(table, name)
        if work.is_the_staffs:
            findings.append(work.said(table))
            continue
        findings += work.kept
        compute = COLUMNS[table.name, name]
        for row in [*rows, *_spare_rows(table)]:
            values = rows.get(row, {})
            formula, value = compute(Row(row, columns, values, settings))
            if row in work.typed:
                values[name] = work.typed[row]
            elif formula is not None:
                cells[row, name] = Cell(value, f"={formula}")
                values[name] = value
    return Register(replace(table, rows=rows), keys, history, cells, tuple(findings))


def _spare_rows(table: TableSheet) -> range:
    """The rows below the last that hold formulas as well; none where something stands there."""
    first, below = table.last_row + 1, table.grid.rows[table.last_row :]
    blank = not any(value is not None for row in below for value in row)
    foreign = any(row >= first and at not in table.header.columns.values() for row, at in table.grid.formulas)
    ahead = ROWS_AHEAD if table.rows else BLANK_ROWS
    return range(first, first + ahead) if blank and not foreign else range(0)


class _Column:
    """A computed column as the staff left it."""

    def __init__(self, table: TableSheet, name: str) -> None:
        self.name, at = name, table.header.columns[name]
        own = shapes(table.name, name)
        formulas = {row: text for (row, column), text in table.grid.formulas.items() if column == at}
        ours = {row for row, text in formulas.items() if shape(text) in own}
        filled = {
            row: NO_RESULT if values.get(name) is None else values[name]
            for row, values in table.rows.items()
            if row not in ours and (values.get(name) is not None or row in formulas)
        }
        self.typed: Mapping[int, Any] = filled if table.grid.knows_formulas else {}
        """Row → what staff put there themselves."""
        self.is_the_staffs = bool(self.typed) and not ours
        """Whether they fill the whole column themselves, so that it has no formula of ours."""
        self.kept = [kept(table.grid, row, at, name, value) for row, value in self.typed.items()]

    def said(self, table: TableSheet) -> Finding:
        """G140: that the whole column is taken for the staff's; at its first cell."""
        row, value = next(iter(self.typed.items()))
        facts = {"register": table.name, "count": len(self.typed)}
        shown = None if value is NO_RESULT else value
        return Finding("G140", table.name, row, table.header.columns[self.name], self.name, shown, facts)


def _gone(table: TableSheet, keys: RowKeys, history: History) -> Iterator[Finding]:
    """G113: rows that the record knows and that are not there any more."""
    last = history.last
    for shown in keys.left.values() if last else ():
        facts = {"name": table.name, "period": str(last.period) if last else "", "key": shown}
        column = min(table.header.columns.values())
        yield Finding("G113", table.name, table.header.bottom, column, table.format.key[0], None, facts)


def with_registers(tables: Tables, registers: Mapping[str, Register]) -> Tables:
    """The tables with the registers as they will be."""
    own = {**tables.own, **{name: each.table for name, each in registers.items()}}
    return replace(tables, own=own)
