"""规则: the settings as a sheet, with the legend of the lights beside them."""

from __future__ import annotations

from collections.abc import Collection

from duban.macros.staff_sheets import cells_to_set
from duban.macros.staff_sheets.cells_to_set import same_value
from duban.udfs.text import squeeze
from duban.workbook.format.names import RULES
from duban.workbook.format.sheets.settings import (
    AS_OF,
    BACKUPS,
    BEHIND,
    BLOCKS,
    BOOK_ID,
    COPY_TO,
    CRITICISM,
    DEFAULT_DUE,
    DEFAULT_START,
    DISPATCH_DUE,
    DISTRICT_LIST,
    FAR_BEHIND,
    FORMAT,
    ISSUE,
    ISSUED_ON,
    ISSUER,
    JUMP,
    LEVEL,
    LIST_SHEET,
    NEXT_KEY,
    OFFICE,
    OWN_SCHEMAS,
    PERIOD,
    POINTS,
    PRAISE,
    REPLY_DAYS,
    REPORT_TO,
    RETURN_DUE,
    SEND_TO,
    SERVICE_DAYS,
    STARTS_WANTED,
    UNIT_LIST,
)
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.plans import Cell, EditCell, Scalar, SheetEdit, SheetPlan
from duban.workbook.plan.styles import LIGHT_COLOURS
from duban.workbook.reading.grid import Grid
from duban.workbook.reading.settings import NAME_COLUMN, NOTE_COLUMN, VALUE_COLUMN, Settings

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


def _cells(settings: Settings) -> dict[str, Cell]:
    last = settings.period.last_day
    as_of = None if settings.as_of_fixed else f"=MIN(TODAY(),DATE({last.year},{last.month},{last.day}))"
    values: dict[str, tuple[Scalar, str | None]] = {
        BOOK_ID: (settings.book_id, None),
        OFFICE: (settings.office or None, None),
        LIST_SHEET: (settings.list_sheet, None),
        PERIOD: (str(settings.period), None),
        AS_OF: (settings.as_of, as_of),
        DEFAULT_START: (settings.start, None),
        DEFAULT_DUE: (settings.due, None),
        BEHIND: (settings.lights.behind, None),
        FAR_BEHIND: (settings.lights.far_behind, None),
        JUMP: (settings.jump, None),
        UNIT_LIST: ("、".join(settings.units) or None, None),
        NEXT_KEY: (settings.next_key, None),
        OWN_SCHEMAS: (settings.own_schemas or None, None),
        ISSUER: (settings.issuer, None),
        DISTRICT_LIST: ("、".join(settings.districts) or None, None),
        RETURN_DUE: (settings.return_due, None),
        BACKUPS: (settings.backups, None),
        ISSUE: (settings.issue or None, None),
        ISSUED_ON: (settings.issued_on, None),
        REPORT_TO: (settings.report_to or None, None),
        COPY_TO: (settings.copy_to or None, None),
        SEND_TO: (settings.addressees or None, None),
        PRAISE: (settings.praise, None),
        CRITICISM: (settings.criticism, None),
        BLOCKS: ("、".join(settings.blocks), None),
        STARTS_WANTED: (settings.starts_wanted, None),
        DISPATCH_DUE: (settings.dispatch_due, None),
        SERVICE_DAYS: (settings.service_days, None),
        REPLY_DAYS: (settings.reply_days, None),
        LEVEL: (settings.level or None, None),
        **{name: (settings.points[part], None) for part, name in POINTS.items()},
    }
    return {name: Cell(*values[name], FORMAT[name].style) for name in FORMAT.names}


def _lists() -> dict[tuple[int, int], str]:
    """The lists that drop-downs offer, each below its name; of two fields of one name, the later's sheet is named."""
    texts: dict[tuple[int, int], str] = {}
    names: set[str] = set()
    for (sheet, field), column in cells_to_set.CHOICE_LISTS.items():
        name = f"{sheet}·{field}" if field in names else field
        names.add(field)
        for row, text in enumerate((name, *FORMATS[sheet][field].choices), 1):
            texts[row, column] = text
    return texts


def new_rules(settings: Settings, blank: Collection[str] = ()) -> SheetPlan:
    """The sheet for a workbook that has none; values of ``blank`` are left to the first build."""
    builder = SheetBuilder(RULES, [15, 21, 48, 2, 9, 28, 3, 10, 10, 10], owned=False)
    builder.row(("项目", "值", "说明"), "header")
    for name, cell in _cells(settings).items():
        row = builder.next_row
        builder.put(row, NAME_COLUMN, name)
        builder.put(row, VALUE_COLUMN, None if name in blank else cell.value, cell.style, cell.formula)
        builder.put(row, NOTE_COLUMN, FORMAT[name].help)
        builder.next_row += 1
    builder.put(1, 5, "亮灯", "header")
    builder.put(1, 6, "含义", "header")
    for row, (light, meaning) in enumerate(LEGEND, 2):
        builder.put(row, 5, light, "light")
        builder.put(row, 6, meaning)
    builder.light_areas.append((2, 5, 1 + len(LIGHT_COLOURS), 5))
    for (row, column), text in _lists().items():
        builder.put(row, column, text, "header" if row == 1 else "center")
    return builder.plan(freeze=(2, 1), print_area=(1, 1, builder.next_row - 1, 6), tab_colour="7F7F7F")


def edit_rules(grid: Grid, settings: Settings) -> SheetEdit | None:
    """What this run changes in the sheet as it is: period, as-of date, the list, and settings that it lacks.

    Other settings belong to the staff and stay, and so does every cell that is no setting's value.
    """
    cells: dict[tuple[int, int], EditCell] = {}
    like = (settings.rows[PERIOD], VALUE_COLUMN)
    lists = _lists()
    if all(grid.value(*at) is None and at not in grid.formulas and at not in grid.covered for at in lists):
        cells.update({at: EditCell(text, like=(1, NAME_COLUMN)) for at, text in lists.items()})
    for name, cell in _cells(settings).items():
        row = settings.rows[name]
        at = (row, VALUE_COLUMN)
        if squeeze(grid.value(row, NAME_COLUMN)) != name:
            cells[row, NAME_COLUMN] = EditCell(name, like=(row - 1, NAME_COLUMN))
            cells[row, NOTE_COLUMN] = EditCell(FORMAT[name].help, like=(row - 1, NOTE_COLUMN))
        elif _stays(grid, settings, name):
            continue
        if grid.formulas.get(at) == cell.formula and same_value(grid.value(*at), cell.value):
            continue
        if cell.value is not None:
            cells[at] = EditCell(cell.value, cell.formula, FORMAT[name].number_format, like)
    return SheetEdit(RULES, cells) if cells else None


def _stays(grid: Grid, settings: Settings, name: str) -> bool:
    """Whether the cell of a setting keeps what stands in it.

    A period that cannot be read stays until ``--period`` gives another. A date must not stay: all formulas
    refer to its cell.
    """
    at = (settings.rows[name], VALUE_COLUMN)
    if name in (AS_OF, LIST_SHEET, NEXT_KEY) or (grid.value(*at) is None and at not in grid.formulas):
        return False
    return name != PERIOD or PERIOD in settings.unusable or settings.period == settings.stored_period
