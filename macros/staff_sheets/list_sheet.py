"""任务清单 as a new sheet: title, header, rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from duban.workbook.format.names import LIST
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.plans import Scalar, SheetPlan

_ROWS = 15
"""Framed rows of an empty list that wait for items."""
_OTHER = 14
"""Characters of a column that is none of ours."""


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
