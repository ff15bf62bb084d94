"""Cells of staff sheets in a live workbook: set, proven, and put back as they were where a later step fails."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import partial

from duban.workbook.cells.addresses import letter
from duban.workbook.cells.areas import Position, positions
from duban.workbook.cells.rectangles import by_value, rectangles
from duban.workbook.file.owned_marks import plan_mark
from duban.workbook.live.host import Host, LiveSheet
from duban.workbook.live.read_excel import LiveBook, mark_of
from duban.workbook.live.undo_steps import EDITED, Steps
from duban.workbook.live.write_sheets import put_mark, set_columns, set_rules, write
from duban.workbook.plan.format_of_cell import format_for
from duban.workbook.plan.plans import EditCell, SheetEdit
from duban.workbook.plan.styles import NUMBER_FORMATS

_ONE_BLOCK = re.compile(r"(?P<start>\$?[A-Z]+\$?\d+:\$?[A-Z]+\$?)(?P<last>\d+)")


def edit_sheet(host: Host, sheet: LiveSheet, edit: SheetEdit, steps: Steps) -> None:
    """Carry out what a plan sets in a sheet of the staff."""
    widths = _not_narrower(host, sheet, edit)
    if edit.cells:
        _set_cells(host, sheet, edit.cells, steps)
    for area, last in edit.grow.items():
        steps.add(EDITED, sheet.name, partial(host.stretch, sheet, (*area[:3], last), area[3]))
        host.stretch(sheet, area, last)
    set_columns(host, sheet, widths, edit.hidden_columns)
    set_rules(host, sheet, edit.light_areas, edit.drop_downs)
    if edit.print_to is not None:
        _print_down_to(sheet, edit.print_to)
    if edit.print_columns is not None and not sheet.page_setup.print_area:
        sheet.page_setup.print_area = f"$A:${letter(edit.print_columns)}"
    if edit.becomes is not None:
        steps.add(EDITED, sheet.name, partial(put_mark, host, sheet, mark_of(sheet) or ""))
        put_mark(host, sheet, plan_mark(edit.becomes, host.date1904))


def _not_narrower(host: Host, sheet: LiveSheet, edit: SheetEdit) -> Mapping[int, float]:
    """The widths to set: a column that holds something of the staff's as well is never narrowed."""
    if not edit.widths or not host.can_read_back:
        return edit.widths
    rows = LiveBook(host.book).grid(sheet.name).rows
    theirs = {
        column
        for row, values in enumerate(rows, 1)
        for column, value in enumerate(values, 1)
        if column in edit.widths and value is not None and (row, column) not in edit.cells
    }
    return {
        column: width
        for column, width in edit.widths.items()
        if column not in theirs or host.column_width(width) > sheet.range((1, column)).column_width
    }


def _set_cells(host: Host, sheet: LiveSheet, cells: Mapping[Position, EditCell], steps: Steps) -> None:
    used = sheet.used_range
    end = used.row + used.shape[0] - 1, used.column + used.shape[1] - 1
    new = {at for at in cells if at[0] > end[0] or at[1] > end[1]}
    before = LiveBook(host.book).cells(sheet.name, cells)
    there = {
        at: code
        for area in rectangles(cells.keys() - new)
        for part, code in host.number_formats(sheet, area)
        for at in positions(part)
    }
    back = partial(_put_back, host, sheet, before, there, new)
    steps.add(EDITED, sheet.name, back if host.can_read_back else None)
    host.copy_looks(sheet, {at: like for at in new if (like := cells[at].like) is not None})
    _write_over(host, sheet, cells, cells, there)
    formats = {
        at: format_for(cell, there[at], filled=at in before, mends=cell.like == at)
        if at in there
        else NUMBER_FORMATS[cell.number_format]
        for at, cell in cells.items()
    }
    _set_formats(host, sheet, formats)


def _write_over(
    host: Host,
    sheet: LiveSheet,
    places: Iterable[Position],
    cells: Mapping[Position, EditCell],
    there: Mapping[Position, str],
) -> None:
    # into a cell of format text goes nothing but text, not even a formula
    _set_formats(host, sheet, {at: "General" for at, code in there.items() if code == NUMBER_FORMATS["text"]})
    write(host, sheet, rectangles(places), cells)


def _put_back(
    host: Host,
    sheet: LiveSheet,
    before: Mapping[Position, EditCell],
    there: Mapping[Position, str],
    new: Iterable[Position],
) -> None:
    _write_over(host, sheet, {*there, *new}, before, there)
    _set_formats(host, sheet, there)
    for cells in host.ranges(sheet, rectangles(new)):
        cells.clear_formats()


def _set_formats(host: Host, sheet: LiveSheet, formats: Mapping[Position, str]) -> None:
    for code, areas in by_value(formats).items():
        for cells in host.ranges(sheet, areas):
            cells.number_format = code


def _print_down_to(sheet: LiveSheet, row: int) -> None:
    """Let a print area of one block end no higher than ``row``; one of several blocks is the staff's design."""
    found = _ONE_BLOCK.fullmatch((sheet.page_setup.print_area or "").rpartition("!")[2])
    if found and int(found["last"]) < row:
        sheet.page_setup.print_area = f"{found['start']}{row}"
