"""One sheet, read: where its header stands, and its rows as columns. Every command and every rule starts from it."""

from __future__ import annotations

from typing import NamedTuple

from duban.workbook.format.fields import SheetFormat
from duban.workbook.format.names import LIST
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.reading.find_header import Header, find_header
from duban.workbook.reading.grid import Grid
from duban.workbook.reading.table import Table, list_tables, sheet_table


class Sheet(NamedTuple):
    """One sheet of rows: ``kind`` is its standard name, whatever staff call the tab."""

    kind: str
    grid: Grid
    header: Header
    table: Table
    texts: Table
    """One entry a row; differs from ``table`` only where an item runs over several rows."""
    format: SheetFormat
    """Its columns as they are declared."""


def list_sheet(grid: Grid, header: Header) -> Sheet:
    """The task list."""
    return Sheet(LIST, grid, header, *list_tables(grid, header), FORMATS[LIST])


def own_sheet(grid: Grid, header: Header, kind: str = "") -> Sheet:
    """A sheet that the program made; ``kind`` is its standard name where the tab has another one."""
    declared = FORMATS[kind or grid.name]
    is_aside = _never if declared.of_documents else None  # rows of words look like notes and signatures
    table = sheet_table(grid, header, declared.names, declared.computed, is_aside)
    return Sheet(declared.name, grid, header, table, table, declared)


def read_own(grid: Grid) -> Sheet | None:
    """A sheet of one of our names; ``None`` where it does not have our columns."""
    header = find_header(grid, FORMATS[grid.name])
    return None if header is None else own_sheet(grid, header)


def _never(row: int) -> bool:
    return False
