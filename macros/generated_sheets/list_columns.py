"""The tracking columns of 任务清单: added to the right, filled per item, typed values kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from duban.macros.figures import formulas
from duban.macros.figures.cell_references import Frame
from duban.macros.figures.figures import Record
from duban.macros.figures.rows_in_ledger import NOWHERE, Places, place_cells
from duban.macros.staff_sheets.cells_to_set import ROOM, is_there, kept, same_value
from duban.udfs.progress import share
from duban.workbook.cells.addresses import a1
from duban.workbook.cells.areas import Position
from duban.workbook.format.names import LIST
from duban.workbook.format.sheets.links import MAIN_LINK
from duban.workbook.format.sheets.task_list import (
    BAND,
    BAND_COLUMNS,
    FIRST_ROW,
    LABEL,
    LAST_ROW,
    OWN_COLUMNS,
    ROWS_IN_LEDGER,
)
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.plan.plans import EditCell, SheetEdit
from duban.workbook.reading.filters_over_header import growth
from duban.workbook.reading.items import Item, is_label, is_staffs
from duban.workbook.reading.table import shows_per_cent
from duban.workbook.reading.tables import ListSheet, Tables
from duban.workbook.say.findings import Finding
from duban.workbook.say.sentence import Say


def edit_list(
    tables: Tables,
    frame: Frame,
    items: Mapping[int, Record],
    parents: dict[int, int | None],
    in_ledger: Mapping[int, Places],
) -> tuple[SheetEdit | None, list[Finding]]:
    """The cells to set in 任务清单. ``items`` are the item figures, ``parents`` key → main parent,
    ``in_ledger`` key → where in the ledger its rows stand.

    A value that staff typed in a tracking cell stays and is reported.
    """
    sheet = tables.need_list
    edit = _ListEdit(sheet)
    edit.add_columns([*items])
    for row, figures in items.items():
        known = in_ledger.get(figures["key"], NOWHERE)
        wanted = _wanted(frame, sheet.header.columns, row, figures, sheet.items[row], parents, known)
        for name, (value, formula) in wanted.items():
            edit.set(row, name, value, formula)
        edit.compare_unit(row)
    grow = growth(sheet.grid, sheet.header, sheet.added, OWN_COLUMNS, sheet.last_row)
    if not edit.cells and not grow:
        return None, edit.findings
    places, end = sheet.header.columns, max(frame.items["亮灯"].last, ROOM)
    light = (sheet.header.bottom + 1, places["亮灯"], end, places["亮灯"])
    widths = {places[name]: FORMATS[LIST][name].width for name in sheet.added}
    light_areas = (light,) if "亮灯" in sheet.added else ()
    return SheetEdit(
        sheet.name,
        edit.cells,
        widths,
        hidden_columns=tuple(places[name] for name in sheet.added if FORMATS[LIST][name].hidden),
        light_areas=light_areas,
        grow=grow,
        print_columns=_last_of_staff(sheet) if _is_first(tables) else None,
    ), edit.findings


def _is_first(tables: Tables) -> bool:
    """Whether the list gets columns of ours for the first time, or had them of a version that let them print: later, what
    prints is the staff's to say."""
    return bool(tables.need_list.added) or any(mark.is_old() for mark in tables.marks.values())


def _last_of_staff(sheet: ListSheet) -> int | None:
    """The last column before ours; ``None`` where ours do not all stand at the right of the staff's."""
    header, grid = sheet.header, sheet.grid
    ours = {place for name, place in header.columns.items() if name in OWN_COLUMNS}
    first = min(ours, default=1)
    right = max(map(len, grid.rows), default=0)
    theirs = {place for place in header.columns.values() if place not in ours} | {
        column
        for column in range(first, right + 1)
        if column not in ours
        and any(grid.value(row, column) is not None for row in range(header.top, header.bottom + 1))
    }
    return first - 1 if first > max(theirs, default=0) and first > 1 else None


class _ListEdit:
    """The cells of the tracking columns while they are worked out, and what is to be said of them."""

    def __init__(self, sheet: ListSheet) -> None:
        self._sheet, self._places = sheet, sheet.header.columns
        self._neighbour = self._places["序号" if "序号" in self._places else "事项名称"]
        self.cells: dict[Position, EditCell] = {}
        self.findings: list[Finding] = []

    def add_columns(self, rows: Iterable[int]) -> None:
        """The headers of new columns; those for dates are blank, but ready to show one."""
        header, added = self._sheet.header, self._sheet.added
        for name in added:
            at = header.top, self._places[name]
            self.cells[at] = EditCell(name, like=(header.top, self._neighbour))
        for row in rows:
            for name in ("开始日期", "完成时限"):
                if name in added:
                    at = row, self._places[name]
                    self.cells[at] = EditCell(None, None, "date", (row, self._neighbour))

    def set(self, row: int, name: str, value: Any, formula: str | None) -> None:
        """Set a cell of an item, unless what staff put there stays."""
        sheet, item = self._sheet, self._sheet.items[row]
        if name in BAND_COLUMNS and not _is_ours(sheet, row, name, value):
            return
        if self._keeps(row, name, value):
            return
        at = row, self._places[name]
        if name in sheet.header.percent and formula is not None:
            theirs = row, sheet.header.percent[name]
            whole = 1 if shows_per_cent(sheet.grid, *theirs) else 100
            formula = formulas.in_per_cent("$" + a1(*theirs), formula, whole)
        if name == "完成进度" and not _about(item.unsure.get(name), value):
            facts = {"now": Say("空白", "blank") if value is None else f"{float(value):.0%}"}
            self.findings.append(Finding("T131", sheet.name, *at, name, item.unsure[name], facts))
        cell = EditCell(value, formula, FORMATS[LIST][name].number_format, (row, self._neighbour))
        if not is_there(sheet.grid, at, cell):
            self.cells[at] = cell

    def _keeps(self, row: int, name: str, value: Any) -> bool:
        """Whether what staff put into a cell stays; in a computed column that is said."""
        sheet, item = self._sheet, self._sheet.items[row]
        typed, computed = item.tracking.get(name), name in FORMATS[LIST].computed
        if FORMATS[LIST][name].hidden:  # nobody means to type there
            return False
        if name in item.formulas:
            usable = True
        elif typed is None:
            return False
        else:  # what is unusable is a finding of the reader already
            usable = name not in ("完成进度", "时序进度") or share(typed) is not None
        if computed and usable:
            self.findings.append(kept(sheet.grid, row, self._places[name], name, typed))
        # a key as text is found by no formula
        return name in item.formulas or name != "事项键" or typed == value

    def compare_unit(self, row: int) -> None:
        """Say where 归口单位, as staff typed it, is not the unit that the list names."""
        item = self._sheet.items[row]
        unit = item.tracking["归口单位"]
        if unit is not None and item.unit and str(unit) != item.unit:
            at = row, self._places["归口单位"]
            self.findings.append(
                Finding("I150", self._sheet.name, *at, "归口单位", unit, {"unit": item.unit})
            )


def _about(there: Any, now: Any) -> bool:
    """Whether what stands in a cell that may be typed is what its formula gives."""
    return there is None or same_value(there, now)


def _is_ours(sheet: ListSheet, row: int, name: str, value: Any) -> bool:
    """Whether a cell of 清单领域 or 清单编号 is the program's to set: not in a column of the staff's, and what stands there
    when nothing shall is an entry of ours."""
    at = sheet.header.columns.get(name)
    if at is None or is_staffs(sheet.there, name) or (row, at) in sheet.grid.formulas:
        return False
    if name in sheet.added or value is not None:
        return True
    label = sheet.header.columns.get(LABEL)
    return label is not None and is_label(sheet.grid.value(row, label))


def _wanted(
    frame: Frame,
    places: Mapping[str, int],
    row: int,
    figures: Mapping[str, Any],
    item: Item,
    parents: dict[int, int | None],
    known: Places,
) -> dict[str, tuple[Any, str | None]]:
    """Value and formula of each tracking cell of one item; dates are the staff's and not among them."""

    def cell(name: str) -> str:
        return "$" + a1(row, places[name])

    key, done, expected = cell("事项键"), cell("完成进度"), cell("时序进度")
    # a date that is one measure's own is none of the item
    start, due = (None if name in item.by_measure else cell(name) for name in ("开始日期", "完成时限"))
    in_ledger = {name: cell(name) for name in ROWS_IN_LEDGER}
    ledger = frame.ledger.between(in_ledger[FIRST_ROW], in_ledger[LAST_ROW])
    keys = frame.ledger_columns["事项键"]
    links = frame.link_columns
    main = f"INDEX({links['市级序号']},MATCH({key},{links[MAIN_LINK]},0))"
    return {
        "事项键": (int(figures["key"]), None),
        "归口单位": (figures["unit"] or None, None),
        "共同牵头单位": ("、".join(figures["co_units"]) or None, None),
        "配合单位": ("、".join(item.helpers) or None, None),
        "对应市级事项": (
            parents.get(int(figures["key"])),
            f'=IFERROR({main},"")',
        ),
        "完成进度": (figures["progress"], formulas.item_progress(ledger, key)),
        "时序进度": (
            figures["expected"],
            formulas.item_expected(ledger, key, start, due, frame.rules),
        ),
        **place_cells(keys, key, in_ledger, known),
        BAND: (item.band, None),
        LABEL: (item.label, None),
        "亮灯": (figures["light"], formulas.item_light(ledger, key, due, done, expected, frame.rules)),
    }
