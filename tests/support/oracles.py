"""Independent calculation of a workbook's formulas: LibreOffice, cellrune and Gnumeric, and a comparison that names cells.

Values are ``{sheet: {(row, column): value}}`` with rows and columns from 1. Empty text and blank cells are
absent, dates are serial numbers, an error is its text (``#N/A``). All engines get the workbook without its
stored values, so none can hand back what the program wrote.
"""

from __future__ import annotations

import io
import math
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import cellrune
from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.datetime import to_excel

Value = str | float | bool
Values = dict[str, dict[tuple[int, int], Value]]
Formulas = dict[str, dict[tuple[int, int], str]]
Convert = Callable[[Path, str, Path], Path]

REFUSED = "refused: "
"""Start of the value that stands where cellrune would not calculate, so that a comparison names the cell."""

ROWS_OF_RANGE = re.compile(r"\bROW\((?:'[^']*'!|[^\s'(),!]+!)?\$?[A-Z]{0,3}\$?(\d+):\$?[A-Z]{0,3}\$?(\d+)\)")
ROW_SHEET = "__行号"

CALC_CHAIN = "/calcChain"
"""End of the relationship type of the calculation chain, in both dialects of the format."""


def strip_stored_values(data: bytes) -> bytes:
    """The workbook without the stored value of any formula cell and without its calculation chain."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        chain = _calc_chain_parts(old)
        for info in old.infolist():
            part = old.read(info)
            if info.filename in chain:
                continue
            if info.filename.startswith("xl/worksheets/") and info.filename.endswith(".xml"):
                part = _strip_sheet(part)
            elif chain and info.filename in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
                part = _without_chain(part)
            new.writestr(info, part)
    return made.getvalue()


@lru_cache(maxsize=8)
def formula_cells(data: bytes) -> Formulas:
    """Every formula with its cell; shared formulas are written out, an array formula stands in its first cell."""
    return {
        sheet: {position: getattr(formula, "text", formula) for position, formula in cells}
        for sheet, cells in _cells(data, stored=False)
    }


@lru_cache(maxsize=8)
def stored_values(data: bytes) -> Values:
    """The values as they stand in the file, of constants and of formulas."""
    return {
        sheet: {position: plain for position, value in cells if (plain := _plain(value)) is not None}
        for sheet, cells in _cells(data, stored=True)
    }


def with_libreoffice(data: bytes, soffice: Convert) -> Values:
    """The values that LibreOffice calculates; ``soffice`` is the fixture of that name."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "book.xlsx"
        source.write_bytes(strip_stored_values(data))
        return stored_values(soffice(source, "xlsx", Path(folder) / "calculated").read_bytes())


def with_gnumeric(data: bytes, ssconvert: Callable[[Path, Path], None]) -> Values:
    """The values that Gnumeric calculates; ``ssconvert`` is the fixture of that name."""
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder) / "book.xlsx", Path(folder) / "calculated.xlsx"
        source.write_bytes(strip_stored_values(data))
        ssconvert(source, made)
        return stored_values(made.read_bytes())


def with_cellrune(data: bytes, today: date | None = None) -> tuple[Values, list[str]]:
    """The values that cellrune calculates, and a line for each formula that it refuses.

    ``today`` is what TODAY() gives (default: the real day, as LibreOffice takes it). cellrune 0.2 takes
    ROW(range) for the range's first row, silently: such a range is replaced by cells that hold the numbers.
    """
    found: Values = {}
    refused: list[str] = []
    with cellrune.Workbook.from_bytes(strip_stored_values(data)) as book:
        sheets = book.summary()["sheets"]
        _lay_out_row_numbers(book, formula_cells(data))
        book.calculate(today_serial=to_excel(today or date.today()))
        for sheet in sheets:
            name = sheet["name"]
            values = found[name] = {}
            for position, result in _cellrune_cells(book, name, sheet["used_range"]):
                if result["kind"] in ("unavailable", "unsupported"):
                    why = f"{result.get('code', result['kind'])} {result.get('message', '')}".strip()
                    refused.append(f"{_address(name, position)}: {why}")
                    values[position] = REFUSED + why
                elif result["kind"] != "blank" and result["value"] != "":
                    values[position] = result["value"]
    return found, refused


def compare(stored: Values, computed: Values, formulas: Formulas, tolerance: float = 1e-9) -> list[str]:
    """One line for each formula cell whose stored value is not the computed one; no line means they agree."""
    lines = []
    for sheet, cells in formulas.items():
        if cells and sheet not in computed:
            lines.append(f"{sheet}: the sheet was not computed")
            continue
        for position in sorted(cells):
            old, new = stored.get(sheet, {}).get(position), computed[sheet].get(position)
            if not _same(old, new, tolerance):
                lines.append(f"{_address(sheet, position)}: stored {_show(old)}, computed {_show(new)}")
    return lines


def _same(old: Value | None, new: Value | None, tolerance: float) -> bool:
    numbers = [
        value for value in (old, new) if isinstance(value, int | float) and not isinstance(value, bool)
    ]
    if len(numbers) == 2:
        return math.isclose(*numbers, rel_tol=tolerance, abs_tol=tolerance)
    # TRUE is not 1: a light or a count that turned logical is a difference
    return type(old) is type(new) and old == new


def _show(value: Value | None) -> str:
    return "empty" if value is None else repr(value)


def _address(sheet: str, position: tuple[int, int]) -> str:
    row, column = position
    return f"{sheet}!{get_column_letter(column)}{row}"


def _plain(value: Any) -> Value | None:
    if value is None or value == "":
        return None
    if isinstance(value, datetime | date | time | timedelta):
        return float(to_excel(value))
    return value if isinstance(value, str | bool) else float(value)


def _cells(data: bytes, stored: bool) -> Iterator[tuple[str, Iterator[tuple[tuple[int, int], Any]]]]:
    """Each sheet with its cells that hold something: values if ``stored``, else formulas only."""
    with closing(load_workbook(io.BytesIO(data), read_only=True, data_only=stored)) as book:
        for sheet in book.worksheets:
            yield (
                sheet.title,
                (
                    ((cell.row, cell.column), cell.value)
                    for row in sheet.iter_rows()
                    for cell in row
                    if cell.value is not None and (stored or cell.data_type == "f")
                ),
            )


def _lay_out_row_numbers(book: Any, formulas: Formulas) -> None:
    """Replace each ROW(range) by a range of a helper sheet where every row holds its number."""
    changes = []
    last = 0
    for sheet, cells in formulas.items():
        for (row, column), formula in cells.items():
            found = ROWS_OF_RANGE.findall(formula)
            if found:
                last = max(last, *(int(end) for _, end in found))
                changes.append(
                    {
                        "kind": "set_formula",
                        "sheet": sheet,
                        "address": f"{get_column_letter(column)}{row}",
                        "formula": ROWS_OF_RANGE.sub(rf"'{ROW_SHEET}'!$A$\1:$A$\2", formula),
                    }
                )
    if changes:
        book.add_sheet(ROW_SHEET)
        book.write_values(ROW_SHEET, "A1", [[{"kind": "number", "value": row}] for row in range(1, last + 1)])
        book.apply_changes(book.summary()["semantic_revision"], changes)


def _cellrune_cells(book: Any, sheet: str, used: str | None) -> Iterator[tuple[tuple[int, int], Any]]:
    if used is None:
        return
    _, first_row, last_column, last_row = range_boundaries(used)
    columns = range(1, last_column + 1)
    rows = book.read_values(sheet, f"A{first_row}", f"{get_column_letter(last_column)}{last_row}")
    for row, results in enumerate(rows, start=first_row):
        yield from (((row, column), result) for column, result in zip(columns, results, strict=True))


def _strip_sheet(xml: bytes) -> bytes:
    tree = etree.fromstring(xml)
    for cell in tree.iter("{*}c"):
        if cell.find("{*}f") is not None:
            for kept in [child for child in cell if etree.QName(child).localname in ("v", "is")]:
                cell.remove(kept)
            cell.attrib.pop("t", None)
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _calc_chain_parts(package: zipfile.ZipFile) -> set[str]:
    links = etree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    targets = [link.get("Target") for link in links if link.get("Type").endswith(CALC_CHAIN)]
    return {target.lstrip("/") if target.startswith("/") else f"xl/{target}" for target in targets}


def _without_chain(xml: bytes) -> bytes:
    tree = etree.fromstring(xml)
    for entry in list(tree):
        if entry.get("Type", "").endswith(CALC_CHAIN) or entry.get("PartName", "").endswith("/calcChain.xml"):
            tree.remove(entry)
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
