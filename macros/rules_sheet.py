"""规则: the settings as a sheet, with the legend of the lights beside them."""

from __future__ import annotations

from duban.udfs.text import squeeze
from duban.workbook.builder import SheetBuilder
from duban.workbook.columns import CHOICES, RULES
from duban.workbook.grid import Grid
from duban.workbook.plan import Cell, EditCell, NumberFormat, SheetEdit, SheetPlan
from duban.workbook.settings import (
    AS_OF,
    BEHIND,
    BOOK_ID,
    DEFAULT_DUE,
    DEFAULT_START,
    FAR_BEHIND,
    JUMP,
    LIST_SHEET,
    NAME_COLUMN,
    NOTE_COLUMN,
    OFFICE,
    PERIOD,
    SETTING_NOTES,
    UNIT_LIST,
    VALUE_COLUMN,
    Settings,
)
from duban.workbook.staff_sheets import CHOICE_COLUMNS, same_value
from duban.workbook.styles import LIGHT_COLOURS

LEGEND = (
    ("办结", "完成进度达到 100%"),
    ("逾期办结", "已办结，但办结日期晚于完成时限"),
    ("正常", "进度达到或接近时序进度"),
    ("滞后", "低于时序进度超过“滞后阈值”"),
    ("严重滞后", "低于时序进度超过“严重滞后阈值”"),
    ("逾期", "截至日期已过完成时限，尚未办结"),
    ("未报", "没有填报进度（不等于 0%）"),
    ("未定时限", "没有完成时限"),
    ("常态", "常态化工作，不计入平均进度"),
    ("未承接", "市级事项没有单位承接"),
)
"""What each light means, in the order in which staff read them."""


def _cells(settings: Settings) -> dict[str, tuple[Cell, NumberFormat]]:
    last = settings.period.last_day
    as_of = None if settings.as_of_fixed else f"=MIN(TODAY(),DATE({last.year},{last.month},{last.day}))"
    return {
        BOOK_ID: (Cell(settings.book_id), "general"),
        OFFICE: (Cell(settings.office or None, style="input"), "general"),
        LIST_SHEET: (Cell(settings.list_sheet, style="input"), "general"),
        PERIOD: (Cell(str(settings.period), style="input"), "general"),
        AS_OF: (Cell(settings.as_of, as_of, "input_date"), "date"),
        DEFAULT_START: (Cell(settings.start, style="input_date"), "date"),
        DEFAULT_DUE: (Cell(settings.due, style="input_date"), "date"),
        BEHIND: (Cell(settings.lights.behind, style="input_percent"), "percent"),
        FAR_BEHIND: (Cell(settings.lights.far_behind, style="input_percent"), "percent"),
        JUMP: (Cell(settings.jump, style="input_percent"), "percent"),
        UNIT_LIST: (Cell("、".join(settings.units) or None, style="input"), "general"),
    }


def _lists() -> dict[tuple[int, int], str]:
    """The lists that drop-downs offer, each below its name."""
    return {
        (row, CHOICE_COLUMNS[name]): text
        for name, choices in CHOICES.items()
        for row, text in enumerate((name, *choices), 1)
    }


def new_rules(settings: Settings) -> SheetPlan:
    """The sheet for a workbook that has none."""
    builder = SheetBuilder(RULES, [16, 20, 58, 3, 12, 44, 3, 10, 10, 10], owned=False)
    builder.row(("项目", "值", "说明"), "header")
    for name, (cell, _) in _cells(settings).items():
        row = builder.next_row
        builder.put(row, NAME_COLUMN, name)
        style = cell.style if cell.style != "text" else "center"
        builder.put(row, VALUE_COLUMN, cell.value, style, cell.formula)
        builder.put(row, NOTE_COLUMN, SETTING_NOTES[name])
        builder.next_row += 1
    builder.put(1, 5, "亮灯", "header")
    builder.put(1, 6, "含义", "header")
    for row, (light, meaning) in enumerate(LEGEND, 2):
        builder.put(row, 5, light, "light")
        builder.put(row, 6, meaning)
    builder.light_areas.append((2, 5, 1 + len(LIGHT_COLOURS), 5))
    for (row, column), text in _lists().items():
        builder.put(row, column, text, "header" if row == 1 else "center")
    return builder.plan(freeze=(2, 1), tab_colour="7F7F7F")


def edit_rules(grid: Grid, settings: Settings) -> SheetEdit | None:
    """What this run changes in the sheet as it is: period, as-of date, the list, and settings that it lacks.

    Other settings belong to the staff and stay, and so does every cell that is no setting's value.
    """
    cells: dict[tuple[int, int], EditCell] = {}
    like = (settings.rows[PERIOD], VALUE_COLUMN)
    lists = _lists()
    if all(grid.value(*at) is None and at not in grid.formulas and at not in grid.covered for at in lists):
        cells.update({at: EditCell(text, like=(1, NAME_COLUMN)) for at, text in lists.items()})
    for name, (cell, number_format) in _cells(settings).items():
        row = settings.rows[name]
        at = (row, VALUE_COLUMN)
        if squeeze(grid.value(row, NAME_COLUMN)) != name:
            cells[row, NAME_COLUMN] = EditCell(name, like=(row - 1, NAME_COLUMN))
            cells[row, NOTE_COLUMN] = EditCell(SETTING_NOTES[name], like=(row - 1, NOTE_COLUMN))
        elif _stays(grid, settings, name):
            continue
        if grid.formulas.get(at) == cell.formula and same_value(grid.value(*at), cell.value):
            continue
        if cell.value is not None:
            cells[at] = EditCell(cell.value, cell.formula, number_format, like)
    return SheetEdit(RULES, cells) if cells else None


def _stays(grid: Grid, settings: Settings, name: str) -> bool:
    """Whether the cell of a setting keeps what stands in it.

    A period that cannot be read stays until ``--period`` gives another. A date must not stay: all formulas
    refer to its cell.
    """
    at = (settings.rows[name], VALUE_COLUMN)
    if name in (AS_OF, LIST_SHEET) or (grid.value(*at) is None and at not in grid.formulas):
        return False
    return name != PERIOD or PERIOD in settings.unusable or settings.period == settings.stored_period
