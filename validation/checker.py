"""The checker: every rule over one workbook, in plain Python, at nearly the cost of reading the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from duban.udfs.periods import Period
from duban.validation.book import Book, read_book
from duban.validation.file_report import FileReport
from duban.validation.grades import graded
from duban.validation.rules.across_rows import RowRule
from duban.validation.rules.all_rules import (
    BOOK_RULES,
    FILE_RULES,
    LIST_WITHOUT_LEDGER,
    RULES,
    SHEET_RULES,
    ColumnRules,
    rules_for,
)
from duban.workbook.format.names import LEDGER, LIST
from duban.workbook.opening.archive import LIMITS, Limits
from duban.workbook.reading.grid import GridBook, SheetSource
from duban.workbook.reading.settings import Settings, choose_period
from duban.workbook.reading.sheet import Sheet
from duban.workbook.reading.table import Table
from duban.workbook.say.catalogue.all_findings import OWN_RULES
from duban.workbook.say.findings import Finding
from duban.workbook.say.sentence import Say
from duban.workbook.say.stop import Stop

Engine = Literal["plain", "pandera"]
"""What runs the rules of columns and rows: both find the same, pandera starts some seconds later."""


@dataclass(frozen=True)
class Checking:
    """How a file is checked; what is not chosen comes from its own 规则, else from today's date."""

    sheet: str | None = None
    """The list, where a workbook has several."""
    period: Period | None = None
    as_of: date | None = None
    today: date | None = None
    limits: Limits = LIMITS
    schemas: tuple[str, ...] = ()
    """The office's own rules: files, or names of installed packages (``own_schemas.load_schemas``)."""
    engine: Engine = "plain"


def check_file(path: str, how: Checking = Checking()) -> FileReport:
    """Check one workbook file: one plain call on a path, so that any pool or cluster can run it.

    Never raises for what is wrong with the file: one that cannot be read is a report of status ``unreadable``.
    """
    try:
        return check_path(path, how)
    except MemoryError:
        return unreadable(path, Stop("no_memory", path=path))


def check_path(path: str, how: Checking = Checking()) -> FileReport:
    """The same, but raises MemoryError, for one who can try again where there is more."""
    try:
        source = GridBook(Path(path), how.limits)
        return FileReport(path, tuple(check_source(open_book(source, how), source, how)))
    except Stop as stop:
        return unreadable(path, stop)


def open_book(source: GridBook, how: Checking) -> Book:
    """A workbook as the rules see it, with the period and the day that were chosen. Raises ``Stop``."""
    book = read_book(source, how.sheet, how.today)
    return replace(book, settings=choose_period(book.settings, how.period, how.as_of, how.today))


def unreadable(path: str, stop: Stop) -> FileReport:
    """The report of a file that could not be read."""
    return FileReport(path, (Finding("F100", "", 0, 0, "", None, {"what": stop.what, "do": stop.do}),), False)


def need_pandera(how: Checking) -> None:
    """Raises Stop ``left_out`` where pandera is asked for and is not there, as in the slim bundle for Windows."""
    own, engine = Say("本单位自己的规则", "a rule of your own"), Say(" --engine pandera ", "--engine pandera")
    what = own if how.schemas else engine if how.engine == "pandera" else None
    if what is not None and find_spec("pandera") is None:
        raise Stop("left_out", package="pandera", what=what)


def check_source(book: Book, source: SheetSource, how: Checking) -> list[Finding]:
    """All findings of an open workbook, those of the office's own rules among them.

    Raises Stop: bad_schema, left_out.
    """
    own: list[Finding] = []
    need_pandera(how)
    if how.schemas:  # pandera takes seconds to import
        from duban.validation.office_rules.findings import own_findings
        from duban.validation.office_rules.load import load_all

        own = own_findings(book, source, load_all(how.schemas))
    return check_book(book, how.engine, own)


def check_book(book: Book, engine: Engine = "plain", own: Sequence[Finding] = ()) -> list[Finding]:
    """All findings of a workbook, as its own 规则 grades them, by sheet, row and column.

    ``own`` are those of the office's own rules, to be graded and put in their places like the others.
    """
    found = [*book.findings, *own]
    for kind, sheet in book.sheets.items():
        without_ledger = LIST_WITHOUT_LEDGER if kind == LIST and LEDGER not in book.sheets else ()
        row_rules = (*rules_for(sheet.format).rows, *without_ledger)
        if engine == "pandera":
            from duban.validation.schemas import sheet_findings

            found += sheet_findings(sheet, row_rules, book.settings)
        else:
            found += _sheet_findings(sheet, row_rules, book.settings)
        found = [_of_formula(finding, sheet) for finding in found]
        for sheet_rule in (*SHEET_RULES, *(FILE_RULES if book.source is not None else ())):
            found += sheet_rule(book, sheet)
    for book_rule in BOOK_RULES:
        found += book_rule(book)
    return in_order(graded(found, book.settings), book)


def _of_formula(finding: Finding, sheet: Sheet) -> Finding:
    """F209 in place of a blank cell that is none: its formula has no result in the file."""
    if finding.value is not None or finding.sheet != sheet.grid.name or not sheet.grid.formulas:
        return finding
    if finding.row <= sheet.header.bottom or (finding.row, finding.column) not in sheet.grid.formulas:
        return finding
    return finding._replace(code="F209", facts={})


def _sheet_findings(sheet: Sheet, row_rules: Sequence[RowRule], settings: Settings) -> Iterator[Finding]:
    for column in rules_for(sheet.format).columns:
        yield from column_findings(sheet.table, column, settings, sheet.texts)
    for row_rule in row_rules:
        yield from row_rule(sheet.table, settings)


def column_findings(
    table: Table, column: ColumnRules, settings: Settings, texts: Table | None = None
) -> Iterator[Finding]:
    """What one column of a table holds that it may not. ``texts`` has its texts row by row."""
    if column.name not in table:
        return
    if column.required is not None:
        values = table.columns[column.name]
        if None in values:
            for at, value in enumerate(values):
                if value is None:
                    yield table.finding(column.required, at, column.name)
    for kind in column.kinds:
        where = texts if texts is not None and kind.by_row else table
        values = where.columns[column.name]
        for at in kind.suspects(values):
            for code, test in kind.tests.items():
                facts = test(values[at], settings)
                if facts is not None:
                    yield where.finding(code, at, column.name, facts)


def in_order(findings: list[Finding], book: Book) -> list[Finding]:
    """The findings by sheet (the whole file first), row, column and code."""
    order = dict.fromkeys([*RULES, *book.sheets])  # registers that an office declares itself come last
    names = {book.sheets[kind].grid.name: place for place, kind in enumerate(order) if kind in book.sheets}
    for finding in findings:
        if finding.code in OWN_RULES and finding.sheet:  # a sheet that only the office has rules for
            names.setdefault(finding.sheet, len(order) + len(names))
    findings.sort(key=lambda f: (names.get(f.sheet, -1), f.row, f.column, f.code))
    return findings
