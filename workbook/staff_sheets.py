"""Sheets that the program makes once and staff then own: how they look when new, what to set later.

From one description of the wanted cells comes either a whole new sheet or only the cells that differ
from the sheet as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from duban.udfs.periods import to_serial
from duban.workbook.builder import SheetBuilder
from duban.workbook.cells import letter
from duban.workbook.columns import (
    CHOICES,
    CITY,
    COLUMNS,
    DISTRICTS,
    LEDGER,
    LINKS,
    LOG,
    RULES,
)
from duban.workbook.frames import records
from duban.workbook.grid import Grid
from duban.workbook.marks import normal_formula
from duban.workbook.plan import Cell, DropDown, EditCell, NumberFormat, Position, SheetEdit, SheetPlan
from duban.workbook.tables import TableSheet

ROOM = 5000
"""Rows that drop-downs and light colours cover from the start: they cost nothing and a sheet grows."""

SPARE = 50
"""Rows below the last one that already hold the formulas, so that a row that staff append is computed."""

Look = tuple[float, str]
"""A column's width in characters and its style."""

LOOKS: Mapping[str, Mapping[str, Look]] = {
    LEDGER: {
        "事项键": (7, "center"),
        "事项序号": (7, "integer"),
        "事项名称": (22, "text"),
        "措施序号": (7, "integer"),
        "具体项目": (42, "text"),
        "类型": (9, "input_center"),
        "责任单位": (13, "input_center"),
        "负责人": (11, "input_center"),
        "权重": (7, "input_number"),
        "开始日期": (12, "input_date"),
        "完成时限": (12, "input_date"),
        "完成进度": (9, "input_percent"),
        "办结日期": (12, "input_date"),
        "时序进度": (9, "percent"),
        "亮灯": (10, "light"),
        "进展情况": (30, "input"),
        "存在问题": (24, "input"),
        "下步措施": (24, "input"),
        "佐证材料": (18, "input"),
        "更新日期": (12, "input_date"),
    },
    CITY: {"序号": (8, "input_number"), "事项名称": (36, "input"), "主要内容": (90, "input")},
    LINKS: {
        "事项键": (7, "center"),
        "事项序号": (7, "integer"),
        "事项名称": (30, "text"),
        "市级序号": (8, "input_number"),
        "市级事项名称": (34, "text"),
        "关系": (7, "input_center"),
        "权重": (7, "input_number"),
        "依据": (34, "text"),
        "状态": (10, "input_center"),
        "确认人": (10, "input_center"),
        "确认日期": (12, "input_date"),
        "事项进度": (9, "percent"),
        "事项时序": (9, "percent"),
        "事项亮灯": (10, "light"),
    },
    DISTRICTS: {
        "区县": (18, "center"),
        "事项序号": (8, "integer"),
        "事项名称": (36, "text"),
        "牵头单位": (16, "center"),
        "市级序号": (8, "input_number"),
        "权重": (7, "input_number"),
        "完成进度": (9, "percent"),
        "时序进度": (9, "percent"),
        "亮灯": (10, "light"),
        "未报措施数": (9, "integer"),
        "截至日期": (12, "date"),
        "来源文件": (28, "text"),
    },
    LOG: {
        "期间": (10, "center"),
        "事项序号": (9, "integer"),
        "措施序号": (9, "integer"),
        "字段": (12, "center"),
        "原值": (14, "center"),
        "新值": (14, "center"),
        "单位": (16, "center"),
        "填报人": (11, "center"),
        "填报时间": (18, "date"),
        "来源文件": (28, "text"),
        "指纹": (18, "text"),
    },
}
"""How the columns of each sheet look when the program makes it."""

CHOICE_COLUMNS: Mapping[str, int] = {name: place for place, name in enumerate(CHOICES, 8)}
"""The column of each list in 规则."""


def choices_reference(name: str) -> str:
    """Where a drop-down finds its list."""
    column = letter(CHOICE_COLUMNS[name])
    return f"={RULES}!${column}$2:${column}${1 + len(CHOICES[name])}"


LIGHT_COLUMNS: Mapping[str, tuple[str, ...]] = {LEDGER: ("亮灯",), LINKS: ("事项亮灯",), DISTRICTS: ("亮灯",)}

Wanted = Mapping[tuple[int, str], Cell]
"""(row, column name) → the cell as it shall be."""


def range_end(last_row: int) -> int:
    """The last row of ranges over a table whose last row is ``last_row``: room for added rows, and the
    same for a while as it grows, so that formulas do not change with every row."""
    return -(-(last_row + SPARE) // 500) * 500


def new_sheet(name: str, wanted: Wanted) -> SheetPlan:
    """The whole sheet: header in row 1, the wanted cells below, drop-downs and colours with spare room."""
    looks = LOOKS[name]
    builder = SheetBuilder(name, [width for width, _ in looks.values()], owned=False)
    builder.row(COLUMNS[name], "header")
    builder.heights[1] = 32
    places = {column: place for place, column in enumerate(COLUMNS[name], 1)}
    last = max((row for row, _ in wanted), default=1)
    filled = {row for (row, _), cell in wanted.items() if cell.formula is None and cell.value is not None}
    for row in range(2, last + 1):
        for column, place in places.items():
            cell = wanted.get((row, column), Cell())
            builder.put(row, place, cell.value, looks[column][1], cell.formula)
    end = max(range_end(last), ROOM)
    for column in [c for c in CHOICES if c in places and name in (LEDGER, LINKS)]:
        area = (2, places[column], end, places[column])
        builder.drop_downs.append(DropDown(area, choices_reference(column)))
    for column in LIGHT_COLUMNS.get(name, ()):
        builder.light_areas.append((2, places[column], end, places[column]))
    return builder.plan(
        freeze=(2, places.get("具体项目", 3) if name == LEDGER else 1),
        repeat_rows=(1, 1),
        print_area=(1, 1, max(filled, default=1), len(places)),
        tab_colour="BF9000",
    )


_FORMATS: Mapping[str, NumberFormat] = {
    "percent": "percent",
    "input_percent": "percent",
    "date": "date",
    "input_date": "date",
    "integer": "integer",
}


def edit_sheet(table: TableSheet, wanted: Wanted) -> SheetEdit | None:
    """The wanted cells that differ from the sheet as it is; ``None`` when all are there already."""
    looks = LOOKS[table.name]
    cells: dict[Position, EditCell] = {}
    last = int(table.rows.index.max()) if len(table.rows) else table.header.bottom
    # spare rows hold only formulas; framed like their neighbours they would print as an empty form
    filled = {row for (row, _), cell in wanted.items() if cell.formula is None and cell.value is not None}
    for (row, column), cell in wanted.items():
        at = (row, table.header.columns[column])
        if is_there(table.grid, at, cell):
            continue
        framed = last > table.header.bottom and (row <= last or row in filled)
        like = (min(row, last), at[1]) if framed else None
        cells[at] = EditCell(cell.value, cell.formula, _FORMATS.get(looks[column][1], "general"), like)
    added = max(filled, default=0)
    return SheetEdit(table.name, cells, print_to=added if added > last else None) if cells else None


def is_there(grid: Grid, at: Position, cell: Cell | EditCell) -> bool:
    """Whether a sheet already holds this formula with this stored value, or this constant."""
    there, wanted = grid.formulas.get(at), cell.formula
    if there is None or wanted is None:
        return there is wanted and same_value(grid.value(*at), cell.value)
    return normal_formula(there) == normal_formula(wanted) and same_value(grid.value(*at), cell.value)


def same_value(one: Any, other: Any) -> bool:
    """Whether two cell values are the same to a reader: blanks alike, dates by day, numbers to 12 places."""
    one, other = _comparable(one), _comparable(other)
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= 1e-12 * max(1.0, abs(one))
    return bool(one == other)


def _comparable(value: Any) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, date):
        return to_serial(value)
    if isinstance(value, int | float):
        return float(value)
    return str(value).replace("\r\n", "\n")


def formula_rows(rows: Iterable[int], first: int) -> range:
    """The rows that shall hold formulas: from the first data row to ``SPARE`` below the last."""
    return range(first, max(rows, default=first - 1) + SPARE + 1)


def last_row(rows: pd.DataFrame | None) -> int:
    """The last used row of a table; 1, the header's, where there is none."""
    return int(rows.index.max()) if rows is not None and len(rows) else 1


def typed_over(table: TableSheet | None, columns: Iterable[str]) -> dict[tuple[int, str], Any]:
    """Cells of formula columns where staff typed a value: (row, column) → the value."""
    if table is None:
        return {}
    return {
        (row, column): record[column]
        for row, record in records(table.rows).items()
        for column in columns
        if record[column] is not None and not table.has_formula(row, column)
    }
