"""A workbook as the rules see it: its sheets as columns, its settings, and what reading it found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from duban.workbook.format.names import LEDGER, RULES, is_generated_name, is_own_sheet
from duban.workbook.format.sheets_and_registers import ADDED, FORMATS
from duban.workbook.opening.sheet_scan import NOTHING, SheetScan
from duban.workbook.reading.find_header import find_header
from duban.workbook.reading.find_list import passed_over
from duban.workbook.reading.grid import GridBook, SheetSource
from duban.workbook.reading.keys import former_names
from duban.workbook.reading.settings import Settings
from duban.workbook.reading.sheet import Sheet
from duban.workbook.reading.table import Table
from duban.workbook.reading.workbook import read
from duban.workbook.say.findings import Finding
from duban.workbook.say.stop import Stop

if TYPE_CHECKING:
    from duban.workbook.reading.tables import Tables


@dataclass(frozen=True)
class Book:
    """Everything that rules may ask of one workbook. ``sheets`` are by standard name."""

    settings: Settings
    sheets: Mapping[str, Sheet]
    source: GridBook | None = None
    """The file, for rules about its structure and safety; ``None`` for tables without a file."""
    findings: tuple[Finding, ...] = field(default=())
    unmade: tuple[str, ...] = ()
    """Sheets that are called like those which the program makes, and that it did not make."""
    former: Mapping[int, str] = field(default_factory=dict)
    """事项键 → the name that its item had when the workbook was last built."""
    hidden: Mapping[str, Sheet] = field(default_factory=dict)
    """Sheets that nobody sees, by standard name: rules compare with them and look for nothing in them."""

    def table(self, kind: str) -> Table | None:
        """A sheet's table, where the workbook has the sheet."""
        sheet = self.sheets.get(kind) or self.hidden.get(kind)
        return None if sheet is None else sheet.table

    def formulas(self, kind: str, column: str) -> set[int]:
        """The rows of a sheet in which a formula stands in a column."""
        sheet = self.sheets[kind]
        if self.source is None:
            at = sheet.header.columns[column]
            return {row for row in sheet.table.rows if (row, at) in sheet.grid.formulas}
        formulas, refs = self.scan(sheet).formulas, sheet.table.refs(column)
        return {row for row, ref in zip(sheet.table.rows, refs, strict=True) if ref in formulas}

    def scan(self, sheet: Sheet) -> SheetScan:
        """What the bytes of a sheet tell: formulas, errors, drop-downs; nothing without a file."""
        return NOTHING if self.source is None else self.source.scan(sheet.grid.name)


def read_book(source: SheetSource, sheet: str | None = None, today: date | None = None) -> Book:
    """Read what the rules need of a workbook; nothing that is missing or odd stops it.

    ``sheet`` names the list where there are several. Raises ``Stop`` for a file that cannot be read, and
    ``no_sheet`` for a ``sheet`` that is not there.
    """
    told = read(source, sheet, today)
    sheets, hidden = _by_sight(told.sheets)
    found = list(told.findings)
    names = told.sheet_names
    if RULES in names and LEDGER not in names and (renamed := _renamed_ledger(source, sheets)):
        found.append(Finding("S115", renamed, 0, 0, "", None, {"name": renamed, "wanted": LEDGER}))
    file = source if isinstance(source, GridBook) else None
    if file is not None:
        for name in names:  # a sheet that no rule asks for may be damaged all the same
            try:
                file.scan(name)
            except Stop as stop:
                if name in ADDED:  # nothing can be built without it
                    raise
                said = passed_over(stop, name)
                if said not in found:
                    found.append(said)
    sums = {each.format.summary for each in told.sheets.values()}
    made_by_us = (name for name in names if is_generated_name(name) or name in sums)
    unmade = tuple(name for name in made_by_us if not source.is_made(name))
    return Book(told.settings, sheets, file, tuple(found), unmade, former_names(told.sheets), hidden)


def _renamed_ledger(source: SheetSource, sheets: Mapping[str, Sheet]) -> str | None:
    """The sheet of another name that has the ledger's header, in a workbook that has none."""
    read = {sheet.grid.name for sheet in sheets.values()}
    for name in source.sheet_names:
        if name in read or is_own_sheet(name):
            continue
        try:
            if find_header(source.grid(name), FORMATS[LEDGER]):
                return name
        except Stop as stop:
            passed_over(stop, name)
    return None


def book_of(tables: Tables) -> Book:
    """The tables that a command has read, for the rules about rows; none about the file itself."""
    sheets, hidden = _by_sight(tables.sheets)
    return Book(tables.settings, sheets, hidden=hidden)


def _by_sight(sheets: Mapping[str, Sheet]) -> tuple[dict[str, Sheet], dict[str, Sheet]]:
    """The sheets that people see, and those that they do not."""
    hidden = {kind: each for kind, each in sheets.items() if each.format.very_hidden}
    return {kind: each for kind, each in sheets.items() if kind not in hidden}, hidden
