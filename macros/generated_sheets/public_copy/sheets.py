"""The sheets of a public copy, ready to print: constants on A4 across, under a title with office and as-of date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from duban.macros.generated_sheets.public_copy.listing import Column
from duban.udfs.private_text import MASK
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.plans import SheetPlan
from duban.workbook.plan.ruler import LANDSCAPE, PADDING
from duban.workbook.plan.table import Table

ITEMS, MEASURES, FEEDBACK = "任务公示", "措施公示", "反馈答复"
TITLES = {ITEMS: "重点改革攻坚任务公示", MEASURES: "重点改革攻坚措施公示", FEEDBACK: "信息反馈答复公示"}
"""Sheet → what stands behind office and year in its title."""
_FIGURES = "进度和亮灯是这一天的数，公示后不再变动；进度空白的是尚未填报。"
_NO_FIGURES = "尚未开始填报进度。"
_MASKED = f"“{MASK}”处隐去了个人信息。"
_WIDEST = 2.2
"""Times its width that a column of text grows at most where others are left out."""


def public_sheet(
    name: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Any]],
    *,
    lead: str,
    as_of: date,
    has_figures: bool,
) -> SheetPlan:
    """One sheet; ``lead`` is the office and the year, ``has_figures`` whether the workbook has progress."""
    builder = SheetBuilder(name, _widths(columns), owned=False)
    builder.title(f"{lead}{TITLES[name]}")
    told = f"数据截至{as_of.year}年{as_of.month}月{as_of.day}日，共 {len(rows)} 项。"
    if name != FEEDBACK:
        told += _FIGURES if has_figures else _NO_FIGURES
    if any(isinstance(value, str) and MASK in value for row in rows for value in row):
        told += _MASKED
    builder.line(told, keep=True)
    table = Table(builder)
    header = table.head([column.name for column in columns])

    def put(row: int, values: Sequence[Any]) -> None:
        for place, (column, value) in enumerate(zip(columns, values, strict=True), 1):
            # a term in words is no date
            style = "center" if column.style == "date" and isinstance(value, str) else column.style
            table.put(row, place, value, style)

    lights = [place for place, column in enumerate(columns, 1) if column.style == "light"]
    table.fill(rows, put, lights[0] if lights else None, header_prints=True)
    return builder.plan(
        freeze=(header + 1, 1),
        repeat_rows=(header, header),
        print_area=(1, 1, builder.next_row - 1, builder.last),
        tab_colour="2F5597",
    )


def _widths(columns: Sequence[Column]) -> list[float]:
    """The widths of the columns; those of text take what others leave of the page."""
    used = sum(column.width + PADDING for column in columns)
    texts = sum(column.width for column in columns if column.style == "text")
    grow = 1 + (LANDSCAPE - used) / texts if texts else 1.0
    factor = max(0.5, min(_WIDEST, grow))
    return [column.width * (factor if column.style == "text" else 1) for column in columns]
