"""The items of the task list, typed: what each row of 任务清单 says, under its Excel row number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from duban.udfs.progress import share
from duban.udfs.text import Line, split_lines, tidy
from duban.udfs.units import split_names
from duban.workbook.format.task_list import TRACKING_COLUMNS
from duban.workbook.frames import object_frame
from duban.workbook.measures import measures_of
from duban.workbook.months import month_end
from duban.workbook.reader import own_initiative
from duban.workbook.sheet import Sheet

if TYPE_CHECKING:
    from duban.workbook.tables import Tables

ITEM_COLUMNS = (
    "number",
    "name",
    "goal",
    "problems",
    "measures",
    "leaders",
    "unit",
    "other_units",
    "helpers",
    "owners",
    "last_row",
    *TRACKING_COLUMNS,
    "in_per_cent",
    "by_measure",
    "month_end",
)
"""Columns of the items table. ``number`` int or ``None``; ``problems`` a tuple of ``Line``, ``measures`` one of
``Measure``; ``leaders``, ``other_units``, ``helpers`` and ``owners`` tuples of text; the tracking columns hold what the
cell holds, ``None`` where the program's own formula stands; ``in_per_cent`` is the share 0..1 that a column of the
staff's says in per cent, else ``None``; ``by_measure`` names the columns of dates that each measure has of its own; ``month_end`` is the last day of a month that stands in
完成时限 without a day."""


def read_items(sheet: Sheet) -> pd.DataFrame:
    """The typed items of a task list. Shape: one row an item, index Excel row, columns ``ITEM_COLUMNS``."""
    grid, header, table = sheet.grid, sheet.header, sheet.table
    numbers, units = table.numbers("序号"), table.units
    names = {name: table[name] for name in ("事项名称", "改革攻坚目标", "牵头领导", *TRACKING_COLUMNS)}
    problems, measures = _lines(sheet, "改革针对的突出问题"), measures_of(sheet)
    records: dict[int, dict[str, Any]] = {}
    for place, row in enumerate(table.rows):
        record: dict[str, Any] = {
            "number": numbers[place],
            "name": "".join(tidy(names["事项名称"][place]).splitlines()),
            "goal": tidy(names["改革攻坚目标"][place]),
            "problems": problems[place],
            "measures": measures[place],
            "leaders": split_names(names["牵头领导"][place]),
            "unit": units[place].unit,
            "other_units": units[place].others,
            "helpers": units[place].helpers,
            "owners": units[place].owners,
            "last_row": table.span(place)[-1],
        }
        for column in TRACKING_COLUMNS:
            at = header.columns.get(column)
            own = names[column][place] if column not in header.percent else None
            if at is not None and column in header.percent:
                own = grid.value(row, at)
            record[column] = None if at is None or (row, at) in grid.formulas else own
        apart = _by_measure(sheet, place)
        at = header.columns.get("完成时限", 0)
        month = month_end(grid, row, at, record["完成时限"])
        apart += ("完成时限",) if month else ()  # to a formula it is the first of the month
        record |= {**dict.fromkeys(apart), "month_end": month}
        told = share(names["完成进度"][place]) if "完成进度" in header.percent else None
        records[row] = {**record, "in_per_cent": told, "by_measure": apart}
    return object_frame(records, ITEM_COLUMNS)


def _by_measure(sheet: Sheet, place: int) -> tuple[str, ...]:
    """The columns of dates in which the rows of an item differ: they say something of its measures, not of itself."""
    span = sheet.table.span(place)
    if len(span) == 1:
        return ()
    found = []
    for name in ("开始日期", "完成时限"):
        at = sheet.header.columns.get(name)
        values = set() if at is None else {sheet.grid.shown(row, at) for row in span} - {None}
        if len(values) > 1:
            found.append(name)
    return tuple(found)


def _lines(sheet: Sheet, column: str) -> list[tuple[Line, ...]]:
    """The numbered lines of each item: in its own cell, or in those of all its rows."""
    table, texts = sheet.table, sheet.texts
    if table.spans is None or column not in table:
        return [split_lines(value) for value in table[column]]
    at, places = table.at[column], {row: place for place, row in enumerate(texts.rows)}
    return [
        split_lines(
            sheet.grid.shown(row, at),
            *(texts.columns[column][places[below]] for below in table.span(place)[1:]),
        )
        for place, row in enumerate(table.rows)
    ]


def is_own_initiative(tables: Tables, row: int) -> bool:
    """Whether an item of the list serves no city item because its list says so."""
    sheet = tables.need_list
    at = sheet.header.columns.get("备注")
    note = None if at is None else sheet.grid.value(row, at)
    return own_initiative(tables.items.at[row, "对应市级事项"], note)
