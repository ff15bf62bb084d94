"""专项工作: each register of the workbook in a sentence, and the decisions of meetings that are not done."""

from __future__ import annotations

from duban.macros.generated_sheets.bulletin.paper import Paper
from duban.macros.generated_sheets.live_text import LiveText
from duban.macros.generated_sheets.registers.in_short import (
    DECISION,
    count_of_open,
    in_short,
    open_decisions,
)
from duban.macros.generated_sheets.registers.source import LookedUp, Source, Sources
from duban.workbook.cells.addresses import a1
from duban.workbook.format.registers.meetings import MEETINGS
from duban.workbook.format.sheets.settings import ALL_BLOCKS
from duban.workbook.plan.plans import Scalar
from duban.workbook.reading.rows import Record

WIDTHS = (18, 61)
DECISION_WIDTHS = (5, 29, 15, 12, 18)
_MOST = 100
"""Decisions that the list names."""
_STYLES = ("text", "center", "date", "text")


def put_registers(paper: Paper, sources: Sources) -> None:
    """The block; figures stand in hidden columns, for formulas would be too long otherwise. Nothing where the workbook has no register and nobody asked for it."""
    told = list(in_short(sources))
    if not told:
        if paper.settings.blocks != ALL_BLOCKS:
            paper.heading("专项工作")
            paper.nothing()
        return
    paper.heading("专项工作")
    table = paper.table(WIDTHS, ("登记表", "情况"))

    hidden = paper.hide(max(line.figures for _, line in told))

    def put(row: int, entry: tuple[str, LiveText]) -> None:
        name, line = entry
        columns = iter(hidden)

        def put_figure(value: Scalar, formula: str) -> str:
            column = next(columns)
            paper.sheet.put(row, column, value, "plain", formula)
            return f"${a1(row, column)}"

        table.put(row, 1, name, "center")
        table.put(row, 2, line.text, "text", line.over_cells(put_figure))

    table.fill(told, put)
    meetings = sources.get(MEETINGS)
    if meetings is not None and meetings.has(*DECISION):
        _decisions(paper, meetings)


def _decisions(paper: Paper, source: Source) -> None:
    """Those with a unit and a day that are not done: which they are is decided when the list is made, what it says of each
    is live."""
    rows = open_decisions(source)
    if not rows:
        return
    key, _ = paper.hide(2)
    paper.sheet.line("　　会议议定、尚未办结的事项：", "body", keep=True)
    at = paper.sheet.next_row
    table = paper.table(DECISION_WIDTHS, ("序号", *DECISION))
    looked = LookedUp(source, key)

    def put(row: int, entry: tuple[int, Record]) -> None:
        place, values = entry
        table.put(row, 1, place, "integer")
        looked.begin(paper.sheet, row, values)
        for column, (name, style) in enumerate(zip(DECISION, _STYLES, strict=True), 2):
            value, formula = looked.value(row, values, name)
            table.put(row, column, value, style, formula)

    table.fill(enumerate(rows[:_MOST], 1), put)
    if len(rows) > _MOST:
        paper.sheet.line(f"只列出期限最早的 {_MOST} 项，共 {len(rows)} 项。", "body")
    paper.remind(at, f"{count_of_open(source)}<>{len(rows)}")
