"""Tables of a plan that are rows for other sheets as they stand: a city's items, a roster, fields of benchmarking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from duban.macros.imports.cells import as_grid
from duban.macros.imports.found import Entry
from duban.udfs.text import item_number, squeeze
from duban.workbook.format.fields import SheetFormat
from duban.workbook.format.names import CITY
from duban.workbook.format.registers.benchmarking import BENCHMARKS
from duban.workbook.format.registers.rosters import ROSTERS
from duban.workbook.format.sheets_and_registers import FORMATS, REGISTERS
from duban.workbook.reading.find_header import find_header, find_list_header
from duban.workbook.word.blocks import Document, Table

_NEEDED: Mapping[str, tuple[str, ...]] = {
    CITY: ("事项名称", "主要内容"),
    ROSTERS: ("职务", "姓名"),
    BENCHMARKS: ("领域", "标杆单位"),
}
"""Sheet → the columns by which a table is one of its rows."""


def other_tables(document: Document) -> dict[str, tuple[Table, list[Entry]]]:
    """Sheet → the first table that has its columns, and its rows; the task table is none of them."""
    found: dict[str, tuple[Table, list[Entry]]] = {}
    for block in document.blocks:
        if isinstance(block, Table) and find_list_header(as_grid(block.rows, block.merges)) is None:
            for name, needed in _NEEDED.items():
                entries = (
                    [] if name in found else _entries(block, FORMATS.get(name) or REGISTERS[name], needed)
                )
                if entries:
                    found[name] = block, entries
                    break
    return found


def _entries(table: Table, sheet: SheetFormat, needed: Sequence[str]) -> list[Entry]:
    """The rows of a table by the columns of a sheet; a value that is merged over rows counts for each."""
    grid = as_grid(table.rows, table.merges)
    header = find_header(grid, sheet, part=True)
    if header is None or not {*needed} <= header.columns.keys():
        return []
    entries = []
    for row in range(header.bottom + 1, len(table.rows) + 1):
        values: dict[str, str | int] = {}
        numbers = []
        for name, column in header.columns.items():
            top, left = grid.covered.get((row, column), (row, column))
            cell = table.rows[top - 1][left - 1]
            if cell is not None and cell.text:
                values[name] = _value(name, cell.text, sheet)
                numbers.append(cell.number)
        if all(name in values for name in needed[1:]) and not _is_header_again(values):
            entries.append(Entry(min(numbers), values))
    return entries


def _value(name: str, text: str, sheet: SheetFormat) -> str | int:
    kind = sheet[name].kind
    if kind == "number":
        number = item_number(text)
        return text if number is None else number
    return squeeze(text) if kind == "person" or name == "职务" else text


def _is_header_again(values: Mapping[str, str | int]) -> bool:
    return all(squeeze(value) == name for name, value in values.items())
