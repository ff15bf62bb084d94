"""Fill a file in a LibreOffice that runs without a window, as a person would: open, type, save under a format.

Run by the Python that LibreOffice's bridge (uno) belongs to: ``fill_by_libreoffice.py PROFILE JOBS.json``. Each job has
``source``, ``target``, ``filter``, ``cells`` as [[措施键, column, kind, value]] with kind ``number``, ``text``, ``typed``
(as somebody types it, with the formats of the place) or ``sort`` (the rows by this column, as far as the filter reaches).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.table import TableSortField  # type: ignore[import-not-found]
from libreoffice_desktop import desktop_of, opened, set_to


def fill(document: Any, cells: list[list[Any]]) -> None:
    sheet = document.Sheets.getByIndex(0)
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last, width = cursor.RangeAddress.EndRow, cursor.RangeAddress.EndColumn
    header = next(row for row in range(20) if any(text(sheet, row, c) == "措施键" for c in range(width + 1)))
    columns = {text(sheet, header, c): c for c in range(width + 1)}
    for key, name, kind, value in cells:
        if kind == "sort":
            sort(sheet, header, last, width, columns[name])
            continue
        row = next(
            r
            for r in range(header + 1, last + 1)
            if sheet.getCellByPosition(columns["措施键"], r).Value == key
        )
        cell = sheet.getCellByPosition(columns[name], row)
        if kind == "number":
            cell.Value = value
        elif kind == "text":
            cell.String = value
        else:
            cell.FormulaLocal = value


def sort(sheet: Any, header: int, last: int, width: int, column: int) -> None:
    sheet.unprotect("")
    field = TableSortField()
    field.Field, field.IsAscending = column, False
    rows = [r for r in range(header + 1, last + 1) if text(sheet, r, width)]
    area = sheet.getCellRangeByPosition(0, header + 1, width, rows[-1])
    area.sort((set_to("SortFields", uno.Any("[]com.sun.star.table.TableSortField", (field,))),))


def text(sheet: Any, row: int, column: int) -> str:
    return str(sheet.getCellByPosition(column, row).String)


def main() -> None:
    profile, jobs = Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    with desktop_of(profile) as (desktop, _):
        for job in jobs:
            document = opened(desktop, Path(job["source"]))
            fill(document, job["cells"])
            document.storeToURL(Path(job["target"]).as_uri(), (set_to("FilterName", job["filter"]),))
            document.close(True)


if __name__ == "__main__":
    main()
