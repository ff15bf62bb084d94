"""Make the workbook of an example: a real file, so that its test goes the whole way."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from duban.validation.rule_examples.example import (
    DECLARED,
    HEADERS,
    SETTINGS,
    Formula,
    Sheet,
    Workbook,
    first_row,
    good,
)
from duban.workbook.cells.addresses import a1, letter
from duban.workbook.format.names import LIST, RULES

TITLE = "2020年重点改革攻坚任务清单"


def write_example(path: Path, workbook: Workbook) -> Path:
    """Write the file and return its path."""
    path.write_bytes(_bytes(workbook) if workbook.data is None else workbook.data)
    return path


def _bytes(workbook: Workbook) -> bytes:
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for name, sheet in {LIST: Sheet(), RULES: Sheet(()), **workbook.sheets}.items():
            day = book.add_format({"num_format": sheet.day_format})
            _write_sheet(book.add_worksheet(name), name, sheet, day)
    if not workbook.parts:
        return stream.getvalue()
    from duban.workbook.file.package import Package

    package = Package.read(stream.getvalue())
    for part in workbook.parts:
        package.put(part.name, part.data, part.content_type)
    return package.to_bytes()


def _write_sheet(out: Any, name: str, sheet: Sheet, day: Any) -> None:
    kind = name if name in HEADERS else LIST
    top = first_row(kind) - 1
    if top > 1:
        out.write_string("A1", TITLE)
    columns = sheet.own_header or [column for column in HEADERS[kind] if column not in sheet.without]
    headers = [*(sheet.renamed.get(column, column) for column in columns), *sheet.more]
    if sheet.filtered:
        out.autofilter(sheet.filtered)
    if sheet.merged:
        out.merge_range(sheet.merged, "")
    for place, header in enumerate(headers, 1):
        out.write_string(a1(top, place), header)
    for row, values in enumerate(_rows(kind, sheet), top + 1):
        for place, column in enumerate(columns, 1):
            _write(out, a1(row, place), values.get(column), day)
    for cell in ("XFD1", "A100000") if sheet.far else ():
        out.write_number(cell, 1)
    for field in DECLARED[kind].fields if sheet.drop_downs else ():
        if field.choices and field.name in columns:
            mark = letter(columns.index(field.name) + 1)
            area = f"{mark}{top + 1}:{mark}500"
            out.data_validation(area, {"validate": "list", "source": list(field.choices)})


def _rows(kind: str, sheet: Sheet) -> Sequence[dict[str, Any]]:
    if sheet.own_header:
        return [dict(row) for row in sheet.rows]
    rows = [{**good(kind, place), **row} for place, row in enumerate(sheet.rows, 1)]
    if kind == RULES:
        named = {row["名称"] for row in rows}
        rows += [dict(row) for row in SETTINGS if row["名称"] not in named]
    return rows


def _write(out: Any, cell: str, value: Any, day: Any) -> None:
    if isinstance(value, Formula):
        out.write_formula(cell, value.text, None, value.value)
    elif isinstance(value, str):
        out.write_string(cell, value)
    elif isinstance(value, date):
        out.write_datetime(cell, value, day)
    elif value is not None:
        out.write_number(cell, value)
