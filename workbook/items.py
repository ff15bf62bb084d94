"""The items of the task list, typed: what each row of 任务清单 says, under its Excel row number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from duban.udfs.periods import parse_date
from duban.udfs.progress import day
from duban.udfs.text import item_number, split_lines, split_names, split_unit, tidy
from duban.workbook.cells import a1
from duban.workbook.columns import TRACKING_COLUMNS
from duban.workbook.findings import Finding
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
    "owners",
    "last_row",
    *TRACKING_COLUMNS,
)
"""Columns of the items table. ``number`` int or ``None``; ``problems`` and ``measures`` tuples of
``Line``; ``leaders``, ``other_units`` and ``owners`` tuples of text; the tracking columns hold what the
cell holds, ``None`` where the program's own formula stands."""


def read_items(grid: Grid, header: Header, year: int) -> tuple[pd.DataFrame, list[Finding]]:
    """The typed items of a task list. Shape: one row an item, index Excel row, columns ``ITEM_COLUMNS``.

    Findings name what is missing or doubled on the list itself and tracking cells that are not typed.
    """
    records: dict[int, dict[str, Any]] = {}
    findings: list[Finding] = []
    first_with: dict[int, str] = {}

    def find(code: str, row: int, column: str, value: Any = None, **facts: object) -> None:
        at = header.columns.get(column, header.columns["事项名称"])
        findings.append(Finding(code, grid.name, row, at, column, value, facts))

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
            "owners": unit.owners,
            "last_row": each.last_row,
        }
        for column in TRACKING_COLUMNS:
            at = header.columns.get(column)
            computed = at is not None and (each.row, at) in grid.formulas
            record[column] = None if computed else get(column)
        records[each.row] = record
        if "序号" in header.columns and get("序号") is None:
            find("I101", each.row, "序号")
        elif "序号" in header.columns and number is None:
            find("I102", each.row, "序号", get("序号"))
        elif number is not None and number in first_with:
            find("I103", each.row, "序号", number, other=first_with[number])
        elif number is not None:
            first_with[number] = a1(each.row, header.columns["序号"])
        if not name:
            find("I110", each.row, "事项名称")
        if not unit.unit:
            find("I120", each.row, "牵头单位及负责人")
        if not record["measures"]:
            find("I130", each.row, "改革的具体项目")
        findings += typed_cell_findings(
            grid.name, header, each.row, record, ("开始日期", "完成时限"), ("完成进度",), year
        )
    frame = object_frame(records, ITEM_COLUMNS)
    return frame, findings


def is_own_initiative(tables: Tables, row: int) -> bool:
    """Whether an item of the list serves no city item because its list says so."""
    sheet = tables.need_list
    at = sheet.header.columns.get("备注")
    note = None if at is None else sheet.grid.value(row, at)
    return own_initiative(tables.items.at[row, "对应市级事项"], note)


def typed_cell_findings(
    sheet: str,
    header: Header,
    row: int,
    record: Mapping[str, Any],
    dates: tuple[str, ...],
    shares: tuple[str, ...],
    year: int,
) -> list[Finding]:
    """What the figures cannot use in one row's dates and shares: text, impossible dates, out of range."""
    found = []

    def find(code: str, column: str, value: Any, **facts: object) -> None:
        found.append(Finding(code, sheet, row, header.columns[column], column, value, facts))

    for column in shares:
        value = record[column]
        if isinstance(value, int | float) and not isinstance(value, bool):
            if 2 <= value <= 100:
                find("T112", column, value, share=f"{value:g}%")
            elif not 0 <= value <= 1:
                find("T110", column, value)
        elif value is not None:
            find("T111", column, value, share="80%")
    for column in dates:
        value = record[column]
        if value is None or day(value) is not None:  # a number of our days is a date without its format
            continue
        suggestion = parse_date(value, year) if isinstance(value, str) else None
        if suggestion:
            find("T120", column, value, suggestion=suggestion)
        else:
            find("T121", column, value)
    return found
