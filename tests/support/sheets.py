"""Small workbooks from inline tables, for tests.

``grid`` makes a ``Grid`` without a file, ``write`` a real .xlsx. A row is a list of values; ``None`` is a
blank cell. Merged areas are A1 ranges; values under a merged area stay in the file, as they do when staff
merge with the format painter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_cell_to_rowcol
from xlsxwriter.workbook import Workbook

from duban.workbook.format.sheets.task_list import STAFF_COLUMNS
from duban.workbook.reading.grid import Grid

Rows = Sequence[Sequence[Any]]

HEADER = list(STAFF_COLUMNS)


def item(number: Any, name: Any = "甲改革攻坚", **other: Any) -> list[Any]:
    """One row under ``HEADER``; ``goal problems measures leader unit note`` have plain defaults."""
    cells = {
        "goal": "目标",
        "problems": "1、问题一；\n2、问题二。",
        "measures": "1、措施一；\n2、措施二。",
        "leader": "周明远",
        "unit": "综合管理局\n负责人：何书平",
        "note": None,
        **other,
    }
    return [number, name, *cells.values()]


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook to write. ``formulas`` maps A1 → (formula, stored value)."""

    name: str
    rows: Rows
    merges: Sequence[str] = ()
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[str] = ()
    formulas: Mapping[str, tuple[str, Any]] = field(default_factory=dict)
    hidden: bool = False


def areas(merges: Sequence[str]) -> tuple[tuple[int, int, int, int], ...]:
    """``A3:A5`` → ``(3, 1, 5, 1)``."""
    corners = [[xl_cell_to_rowcol(corner) for corner in merge.split(":")] for merge in merges]
    return tuple((top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in corners)


def grid(rows: Rows, merges: Sequence[str] = (), name: str = "任务清单") -> Grid:
    """The grid of a sheet with these rows."""
    return Grid(name, tuple(map(tuple, rows)), areas(merges))


def write(path: Path, *sheets: Sheet) -> Path:
    """Write a workbook and return its path."""
    with Workbook(str(path)) as book:
        dates = book.add_format({"num_format": "yyyy-mm-dd"})
        for each in sheets:
            sheet = book.add_worksheet(each.name)
            for merge in each.merges:
                sheet.merge_range(merge, "")
            for r, row in enumerate(each.rows):
                for c, value in enumerate(row):
                    if value is not None:
                        sheet.write(r, c, value, dates if isinstance(value, date | datetime) else None)
            for cell, (formula, value) in each.formulas.items():
                sheet.write_formula(cell, formula, None, value)
            for number in each.hidden_rows:
                sheet.set_row(number - 1, None, None, {"hidden": True})
            for letter in each.hidden_columns:
                sheet.set_column(f"{letter}:{letter}", None, None, {"hidden": True})
            if each.hidden:
                sheet.hide()
    return path
