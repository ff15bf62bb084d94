"""任务清单 as a new sheet: title, header, rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from duban.workbook.cells.areas import Position
from duban.workbook.format.names import LIST
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.plans import Scalar, SheetPlan
from duban.workbook.reading.tables import ListSheet

_ROWS = 15
"""Framed rows of an empty list that wait for items."""
_OTHER = 14
"""Characters of a column that is none of ours."""


_NEW_TITLE = re.compile(r"[0-9]{4}年重点改革攻坚事项任务清单")


def new_title(year: int) -> str:
    """The title of a list that is made for staff to fill."""
    return f"{year}年重点改革攻坚事项任务清单"


def proposed_title(there: ListSheet) -> Position | None:
    """The cell above a list whose title is that of ``new_title``, which nobody has made their own."""
    grid = there.grid
    rows = range(1, there.header.top)
    return next(((row, 1) for row in rows if _NEW_TITLE.fullmatch(str(grid.value(row, 1)))), None)


def new_list(title: str, columns: Sequence[str], rows: Sequence[Mapping[str, Scalar]] = ()) -> SheetPlan:
    """The sheet with these columns; without rows it has some that wait to be filled."""
    fields = FORMATS[LIST].by_name
    widths = [fields[name].width if name in fields else _OTHER for name in columns]
    builder = SheetBuilder(LIST, widths, owned=False)
    builder.title(title)
    builder.row(columns, "header")
    for each in rows or [{}] * _ROWS:
        for place, name in enumerate(columns, 1):
            style = "date" if name in fields and fields[name].kind == "day" else "text"
            builder.put(builder.next_row, place, each.get(name), style)
        builder.next_row += 1
    return builder.plan(freeze=(3, 1), repeat_rows=(2, 2))
