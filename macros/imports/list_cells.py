"""The rows of a plan's task table as cells of 任务清单."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from duban.macros.imports.found import TaskTable
from duban.macros.staff_sheets.list_sheet import proposed_title
from duban.udfs.text import item_number
from duban.workbook.cells.contents import TEXT_LIMIT
from duban.workbook.format.names import LIST
from duban.workbook.format.sheets.task_list import FORMAT
from duban.workbook.plan.plans import EditCell, Scalar, SheetEdit
from duban.workbook.reading.measures import read_day
from duban.workbook.reading.tables import ListSheet

_DAYS = frozenset(FORMAT.of_kind("day"))
_WIDTH = 14
"""Characters of a column that the list gets."""


def list_rows(table: TaskTable) -> list[dict[str, Scalar]]:
    """Each row by column: 序号 as a number, days as the reader of lists understands them, all else as it is written."""
    return [{name: _cell(name, text, table.year) for name, text in row.values.items()} for row in table.rows]


def _cell(name: str, text: str, year: int | None) -> Scalar:
    if name == "序号":
        number = item_number(text)
        return text if number is None else number
    if name in _DAYS:
        term = read_day(text, year)
        if term is not None and term.day is not None and not term.stages:
            return term.day
    return text[:TEXT_LIMIT]


def list_edit(there: ListSheet, table: TaskTable, rows: Sequence[Mapping[str, Scalar]]) -> SheetEdit:
    """The same rows in a list that is there and has none; a column that it lacks comes at its right. A title that was no
    more than proposed becomes that of the plan."""
    header = there.header
    places = dict(header.columns) | {name: at for at, name in header.extra.items()}
    used = {name for row in rows for name in row}
    new = [name for name in table.columns if name not in places and name in used]
    places |= {name: at for at, name in enumerate(new, header.last_column + 1)}
    beside, first = header.last_column, header.bottom + 1
    cells = {(header.top, places[name]): EditCell(name, like=(header.top, beside)) for name in new}
    title = proposed_title(there)
    if title is not None and table.title != LIST:
        cells[title] = EditCell(table.title)
    for row, values in enumerate(rows, first):
        for name, value in values.items():
            at = places[name]
            like = first, at if name not in new else beside
            cells[row, at] = EditCell(value, number_format="date" if name in _DAYS else "general", like=like)
    return SheetEdit(there.name, cells, widths={places[name]: _WIDTH for name in new})
