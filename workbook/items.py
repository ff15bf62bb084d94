"""The items of the task list, typed: what each row of 任务清单 says, under its Excel row number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from duban.udfs.text import item_number, split_lines, tidy
from duban.udfs.units import split_names, split_unit
from duban.workbook.format.task_list import TRACKING_COLUMNS
from duban.workbook.frames import object_frame
from duban.workbook.grid import Grid
from duban.workbook.reader import Header, list_rows, own_initiative

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
)
"""Columns of the items table. ``number`` int or ``None``; ``problems`` and ``measures`` tuples of
``Line``; ``leaders``, ``other_units``, ``helpers`` and ``owners`` tuples of text; the tracking columns hold what the
cell holds, ``None`` where the program's own formula stands."""


def read_items(grid: Grid, header: Header) -> pd.DataFrame:
    """The typed items of a task list. Shape: one row an item, index Excel row, columns ``ITEM_COLUMNS``."""
    records: dict[int, dict[str, Any]] = {}
    for each in list_rows(grid, header):
        get = each.values.get
        number = item_number(get("序号"))
        unit = split_unit(
            f"{get('牵头单位及负责人') or ''}\n" + (f"负责人：{each.owner}" if each.owner else "")
        )
        name = "".join(tidy(get("事项名称")).splitlines())
        record: dict[str, Any] = {
            "number": number,
            "name": name,
            "goal": tidy(get("改革攻坚目标")),
            "problems": split_lines(*each.cells.get("改革针对的突出问题", ())),
            "measures": split_lines(*each.cells.get("改革的具体项目", ())),
            "leaders": split_names(get("牵头领导")),
            "unit": unit.unit,
            "other_units": unit.others,
            "helpers": unit.helpers,
            "owners": unit.owners,
            "last_row": each.last_row,
        }
        for column in TRACKING_COLUMNS:
            at = header.columns.get(column)
            computed = at is not None and (each.row, at) in grid.formulas
            record[column] = None if computed else get(column)
        records[each.row] = record
    return object_frame(records, ITEM_COLUMNS)


def is_own_initiative(tables: Tables, row: int) -> bool:
    """Whether an item of the list serves no city item because its list says so."""
    sheet = tables.need_list
    at = sheet.header.columns.get("备注")
    note = None if at is None else sheet.grid.value(row, at)
    return own_initiative(tables.items.at[row, "对应市级事项"], note)
