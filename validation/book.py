"""A workbook as the rules see it: its sheets as columns, its settings, and what reading it found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from duban.validation.table import Table, list_tables, sheet_table
from duban.workbook.errors import Stop
from duban.workbook.find_list import choose_list, passed_over, title_year
from duban.workbook.findings import Finding
from duban.workbook.format.names import LEDGER, LINKS, LIST, RULES, is_own_sheet
from duban.workbook.format.registry import ADDED, FORMATS
from duban.workbook.grid import Grid, GridBook, SheetSource
from duban.workbook.reader import Header, find_header
from duban.workbook.settings import Settings, read_settings, remembered_list
from duban.workbook.sheet_scan import NOTHING, SheetScan

if TYPE_CHECKING:
    from duban.workbook.tables import Tables  # made of data frames, which files in a batch never need


class Sheet(NamedTuple):
    """One sheet that has rules: ``kind`` is its standard name, whatever staff call the tab."""

    kind: str
    grid: Grid
    header: Header
    table: Table
    texts: Table
    """One entry a row; differs from ``table`` only where an item runs over several rows."""


@dataclass(frozen=True)
class Book:
    """Everything that rules may ask of one workbook. ``sheets`` are by standard name."""

    settings: Settings
    sheets: Mapping[str, Sheet]
    source: GridBook | None = None
    """The file, for rules about its structure and safety; ``None`` for tables without a file."""
    findings: tuple[Finding, ...] = field(default=())

    def table(self, kind: str) -> Table | None:
        """A sheet's table, where the workbook has the sheet."""
        sheet = self.sheets.get(kind)
        return None if sheet is None else sheet.table

    def scan(self, sheet: Sheet) -> SheetScan:
        """What the bytes of a sheet tell: formulas, errors, drop-downs; nothing without a file."""
        return NOTHING if self.source is None else self.source.scan(sheet.grid.name)


def read_book(source: SheetSource, sheet: str | None = None, today: date | None = None) -> Book:
    """Read what the rules need of a workbook; nothing that is missing or odd stops it.

    ``sheet`` names the list where there are several. Raises ``Stop`` for a file that cannot be read, and
    ``no_sheet`` for a ``sheet`` that is not there.
    """
    names = source.sheet_names
    found: list[Finding] = []
    aside: list[Finding] = []
    rules = source.grid(RULES) if RULES in names else None
    sheets: dict[str, Sheet] = {}
    plan_year = None
    try:
        the_list = choose_list(source, sheet, remembered_list(rules), aside=aside)
    except Stop as stop:
        if stop.code not in ("several_lists", "no_list"):
            raise
        the_list = None
        code = "S102" if stop.code == "several_lists" else "S101"
        found.append(Finding(code, "", 0, 0, "", None, {"sheets": stop.facts["sheets"]}))
    if the_list:
        sheets[LIST] = list_sheet(*the_list)
        plan_year = title_year(the_list)
    for name, declared in ADDED.items():
        if name in names and not declared.very_hidden:  # of those, nothing is anybody's to mend
            read = _own_sheet(source.grid(name))
            if isinstance(read, Finding):
                found.append(read)
            else:
                sheets[name] = read
    if LIST not in sheets and not found and (not sheets or not sheets.keys().isdisjoint((LEDGER, LINKS))):
        found.append(Finding("S101", "", 0, 0, "", None, {"sheets": "、".join(names)}))
    if rules is not None and LEDGER not in names and (renamed := _renamed_ledger(source, sheets)):
        found.append(Finding("S115", renamed, 0, 0, "", None, {"name": renamed, "wanted": LEDGER}))
    try:
        settings, more = read_settings(rules, today, plan_year, source.path.name)
    except Stop:
        settings, _ = read_settings(None, today, plan_year)
        more = [Finding("S114", RULES, 0, 0, "")]
    file = source if isinstance(source, GridBook) else None
    if file is not None:
        for name in names:  # a sheet that no rule asks for may be damaged all the same
            try:
                file.scan(name)
            except Stop as stop:
                if name in ADDED:  # nothing can be built without it
                    raise
                said = passed_over(stop, name)
                if said not in aside:
                    aside.append(said)
    return Book(settings, sheets, file, (*source.findings, *found, *aside, *more))


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
    sheets = {LIST: list_sheet(tables.list.grid, tables.list.there)} if tables.list else {}
    for name, read in tables.own.items():
        sheets[name] = _sheet(read.grid, read.there)
    return Book(tables.settings, sheets)


def list_sheet(grid: Grid, header: Header) -> Sheet:
    items, texts = list_tables(grid, header)
    return Sheet(LIST, grid, header, items, texts)


def _own_sheet(grid: Grid) -> Sheet | Finding:
    header = find_header(grid, FORMATS[grid.name])
    if header is None:
        facts = {"name": grid.name, "columns": "、".join(FORMATS[grid.name].names)}
        return Finding("S103", grid.name, 0, 0, "", None, facts)
    return _sheet(grid, header)


def _sheet(grid: Grid, header: Header) -> Sheet:
    table = sheet_table(grid, header, FORMATS[grid.name].names, FORMATS[grid.name].computed)
    return Sheet(grid.name, grid, header, table, table)
