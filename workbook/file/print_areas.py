"""What of a sheet prints: its print area, as the file keeps it."""

from __future__ import annotations

import re

from duban.workbook.cells.addresses import LAST_ROW, letter
from duban.workbook.file.package import Package, sheet_prefix

PRINT_AREA, PRINT_TITLES = "_xlnm.Print_Area", "_xlnm.Print_Titles"
_ONE_BLOCK = re.compile(r"(?P<start>[^,]+!\$?[A-Z]+\$?\d+:\$?(?P<column>[A-Z]+)\$?)(?P<last>\d+)")


def block_that_prints(package: Package, sheet: str) -> re.Match[str] | None:
    """The print area of a sheet where it is one block: ``start`` is all but its ``last`` row, ``column`` its last column."""
    return _ONE_BLOCK.fullmatch(package.defined_name(PRINT_AREA, sheet) or "")


def print_down_to(package: Package, sheet: str, row: int) -> None:
    """Let a print area of one block end no higher than ``row``; one of several blocks is the staff's design."""
    block = block_that_prints(package, sheet)
    if block and int(block["last"]) < row:
        package.set_defined_name(PRINT_AREA, f"{block['start']}{row}", sheet)


def print_columns(package: Package, sheet: str, last: int) -> None:
    """Let a sheet print its columns up to ``last``, all their rows, unless somebody said what it prints."""
    if package.defined_name(PRINT_AREA, sheet) is None:
        package.set_defined_name(PRINT_AREA, f"{sheet_prefix(sheet)}$A$1:${letter(last)}${LAST_ROW}", sheet)
