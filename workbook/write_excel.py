"""Carry a plan out in a live workbook: the same sheets and cells that ``write_xlsx`` puts into a file.

Everything goes through xlwings. Excel takes a call for a hundred thousand cells as fast as for one, so values
go in blocks, looks property by property on few rectangles, and the number of calls for a sheet does not grow
with its rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

from duban.workbook.errors import Stop
from duban.workbook.excel_areas import box, by_value, positions, rectangles
from duban.workbook.excel_cells import as_formula, block, check_text
from duban.workbook.excel_host import Host, host_of
from duban.workbook.excel_link import xw
from duban.workbook.excel_look import paint
from duban.workbook.marks import MARK_NAME, MARK_PREFIX, plan_fingerprint
from duban.workbook.plan import Area, BookPlan, Cell, DropDown, EditCell, Position, SheetEdit, SheetPlan
from duban.workbook.read_excel import LiveBook, mark_of
from duban.workbook.sheet_xml import area_text, drop_down_formula
from duban.workbook.styles import LIGHT_COLOURS, NUMBER_FORMATS
from duban.workbook.write_xlsx import shows

__all__ = ["LiveBook", "apply_live", "quiet"]

_USUAL_WIDTH = 8.43
"""Characters."""

_ONE_BLOCK = re.compile(r"(?P<start>\$?[A-Z]+\$?\d+:\$?[A-Z]+\$?)(?P<last>\d+)")


def apply_live(book: xw.Book, plan: BookPlan) -> None:
    """Carry ``plan`` out in an open workbook, which is not saved.

    What the plan cannot be carried out for is found before anything is written. Raises Stop
    ``sheet_is_yours``, ``protected`` for a sheet or workbook with protection; KeyError for a sheet that is not
    there; ValueError for what Excel cannot hold, and for remarks, which go into copies on disk only.
    A link is a formula HYPERLINK here.
    """
    if plan.empty:
        return
    host = host_of(book)
    _check(host, book, plan)
    with quiet(book.app):
        made = {each.name.casefold() for each in plan.sheets}
        for old, new in plan.renames:
            _keep(host, book.sheets[old], new, is_made_anew=old.casefold() in made)
        # all of them before any is filled: Excel asks for a file where a formula names no sheet
        there = {sheet.name.casefold() for sheet in book.sheets}
        for each in plan.sheets:
            if each.name.casefold() in there:
                _empty(host, book.sheets[each.name])
            else:
                book.sheets.add(each.name, after=book.sheets[-1])
        for each in plan.sheets:
            _fill(host, book.sheets[each.name], each)
        for edit in plan.edits:
            _edit(host, book.sheets[edit.name], edit)
        for name in plan.removes:
            if name.casefold() not in made:
                book.sheets[name].delete()
        if plan.recalculate:
            book.app.calculate()
        for each in plan.sheets:
            _set_heights(host, book.sheets[each.name], each)


@contextmanager
def quiet(app: xw.App) -> Iterator[None]:
    """Let nothing flicker, ask, compute or answer events meanwhile; then all is as before, also after an error."""
    changed: list[Callable[[], None]] = []

    def set_to(name: str, value: Any) -> None:
        with suppress(NotImplementedError):  # not every host has every switch
            before = getattr(app, name)
            setattr(app, name, value)
            changed.append(lambda: setattr(app, name, before))

    host = host_of(app.books.active)
    sheet = host.book.sheets.active
    selection = app.selection
    try:
        for name in ("screen_updating", "enable_events", "display_alerts"):
            set_to(name, False)
        set_to("calculation", "manual")
        yield
    finally:
        # the sheet may be gone, or hidden
        with suppress(Exception):
            host.show(sheet)
            if selection is not None:
                selection.select()
        for undo in reversed(changed):
            undo()


def _check(host: Host, book: xw.Book, plan: BookPlan) -> None:
    names = {sheet.name.casefold(): sheet for sheet in book.sheets}
    kept = {new.casefold() for _, new in plan.renames}
    gone = {old.casefold() for old, _ in plan.renames} | {name.casefold() for name in plan.removes}
    made = {each.name.casefold() for each in plan.sheets}
    for name in (*(old for old, _ in plan.renames), *plan.removes):
        if name.casefold() not in names:
            raise KeyError(name)
    for sheet_plan in plan.sheets:
        name = sheet_plan.name.casefold()
        if name in names and name not in gone and not (sheet_plan.owned and mark_of(names[name]) is not None):
            raise Stop("sheet_is_yours", path=book.name, sheet=sheet_plan.name)
        check_text(sheet_plan.cells)
        _check_drop_downs(sheet_plan.drop_downs)
    for edit in plan.edits:
        if edit.name.casefold() not in (names.keys() - gone) | kept | made:
            raise KeyError(edit.name)
        if edit.remarks is not None:
            raise ValueError("remarks go into copies on disk")
        check_text(edit.cells)
        _check_drop_downs(edit.drop_downs)
    _check_protection(host, book, plan)


def _check_protection(host: Host, book: xw.Book, plan: BookPlan) -> None:
    there = {sheet.name.casefold(): sheet for sheet in book.sheets}
    for name in (*(each.name for each in plan.sheets), *(each.name for each in plan.edits)):
        sheet = there.get(name.casefold())
        if sheet is not None and host.is_protected(sheet):
            raise Stop("protected", sheet=name)
    adds = any(each.name.casefold() not in there for each in plan.sheets)
    if (adds or plan.renames or plan.removes) and host.is_book_protected:
        raise Stop("protected", sheet=book.name)


def _check_drop_downs(drop_downs: Iterable[DropDown]) -> None:
    for drop_down in drop_downs:
        drop_down_formula(drop_down)


def _keep(host: Host, sheet: xw.Sheet, name: str, *, is_made_anew: bool) -> None:
    """Keep what staff edited under another name. What they refer to by the old name is the sheet made anew."""
    if is_made_anew:
        sheet = sheet.copy(after=host.place_of_copy(sheet), name=name)
    else:
        sheet.name = name
    _remove_mark(sheet)


def _empty(host: Host, sheet: xw.Sheet) -> None:
    """Take everything off a sheet of the program. The sheet stays: without it, formulas of staff would be #REF!."""
    for chart in list(sheet.charts):
        chart.delete()
    host.unfilter(sheet)
    cells = sheet.cells
    cells.unmerge()
    sheet.clear()
    cells.data_validation.delete()
    cells.conditional_formats.clear()
    cells.rows.hidden = False
    cells.columns.hidden = False
    sheet.autofit("rows")
    cells.column_width = host.column_width(_USUAL_WIDTH)


def _fill(host: Host, sheet: xw.Sheet, plan: SheetPlan) -> None:
    plan = replace(plan, cells={at: as_formula(cell) for at, cell in plan.cells.items()})
    if plan.cells:
        _write(host, sheet, [box(plan.cells)], plan.cells)
    paint(host, sheet, {at: cell.style for at, cell in plan.cells.items()})
    _merge(host, sheet, plan.merges)
    _set_columns(host, sheet, plan.widths, plan.hidden_columns)
    _set_rules(host, sheet, plan.light_areas, plan.drop_downs)
    for chart in plan.charts:
        host.add_chart(sheet, chart)
    if plan.freeze is not None:
        host.freeze(sheet, plan.freeze)
    host.set_page(sheet, plan)
    if plan.print_area is not None:
        sheet.page_setup.print_area = area_text(plan.print_area)
    if plan.tab_colour is not None:
        host.set_tab(sheet, plan.tab_colour)
    if plan.owned:
        _write_mark(host, sheet, plan)


def _write(
    host: Host, sheet: xw.Sheet, areas: Iterable[Area], cells: Mapping[Position, Cell | EditCell]
) -> None:
    for area in areas:
        made = block(area, cells, host.date1904)
        sheet.range(area_text(area)).formula = made.rows
        for at, text in made.long.items():
            sheet.range(at).value = text


def _merge(host: Host, sheet: xw.Sheet, merges: Iterable[Area]) -> None:
    """Merge areas; rows that are merged alike, one below the other, go as one area by rows."""
    rows: dict[tuple[int, int], list[Position]] = {}
    blocks: list[Area] = []
    for area in merges:
        if area[0] < area[2]:
            blocks.append(area)
        elif area[1] < area[3]:
            rows.setdefault((area[1], area[3]), []).append(area[:2])
    by_row = [
        (top, left, bottom, right)
        for (left, right), cells in rows.items()
        for top, _, bottom, _ in rectangles(cells)
    ]
    for across, areas in ((True, by_row), (False, blocks)):
        for cells in host.ranges(sheet, areas):
            cells.merge(across=across)


def _set_columns(host: Host, sheet: xw.Sheet, widths: Mapping[int, float], hidden: Iterable[int]) -> None:
    for width, areas in by_value({(1, column): width for column, width in widths.items()}).items():
        for cells in host.ranges(sheet, areas):
            cells.column_width = host.column_width(width)
    for cells in host.ranges(sheet, rectangles((1, column) for column in hidden)):
        cells.columns.hidden = True


def _set_heights(host: Host, sheet: xw.Sheet, plan: SheetPlan) -> None:
    """Rows as high as their texts need, which Excel finds itself; it does not see merged and empty cells.

    After everything is computed: the texts of formulas may need more room than before.
    """
    merged = {at for area in plan.merges for at in positions(area)}
    fitted = {at[0] for at, cell in plan.cells.items() if at not in merged and cell.value not in (None, "")}
    if fitted:
        sheet.range(area_text((min(fitted), 1, max(fitted), 1))).rows.autofit()
    fixed = {(row, 1): height for row, height in plan.heights.items() if row not in fitted}
    for height, areas in by_value(fixed).items():
        for cells in host.ranges(sheet, areas):
            cells.row_height = height


def _set_rules(
    host: Host, sheet: xw.Sheet, light_areas: Iterable[Area], drop_downs: Iterable[DropDown]
) -> None:
    for cells in host.ranges(sheet, list(light_areas)):
        for light, (fill, font) in LIGHT_COLOURS.items():
            cells.conditional_formats.add_cell_value(
                "equal_to", f'="{light}"', fill_color=f"#{fill}", font_color=f"#{font}"
            )
    for drop_down in drop_downs:
        host.drop_down(sheet.range(area_text(drop_down.area)), drop_down)


def _write_mark(host: Host, sheet: xw.Sheet, plan: SheetPlan) -> None:
    """The mark says what Excel made of the sheet, where that can be read back; else what the plan says."""
    if host.can_read_back:
        left = LiveBook(host.book).fingerprint(sheet.name)
    else:
        left = plan_fingerprint(plan, host.date1904)
    _remove_mark(sheet)
    host.add_mark(sheet, MARK_PREFIX + left)


def _remove_mark(sheet: xw.Sheet) -> None:
    for name in list(sheet.names):
        if name.name.rpartition("!")[2] == MARK_NAME:
            name.delete()


# cells of staff sheets


def _edit(host: Host, sheet: xw.Sheet, edit: SheetEdit) -> None:
    if edit.cells:
        _set_cells(host, sheet, edit.cells)
    _set_columns(host, sheet, edit.widths, edit.hidden_columns)
    _set_rules(host, sheet, edit.light_areas, edit.drop_downs)
    if edit.print_to is not None:
        _print_down_to(sheet, edit.print_to)


def _set_cells(host: Host, sheet: xw.Sheet, cells: Mapping[Position, EditCell]) -> None:
    used = sheet.used_range
    end = used.row + used.shape[0] - 1, used.column + used.shape[1] - 1
    new = {at for at in cells if at[0] > end[0] or at[1] > end[1]}
    filled = LiveBook(host.book).filled(sheet.name)
    _copy_looks(host, sheet, {at: cells[at] for at in new})
    there = {
        at: code
        for area in rectangles(cells.keys() - new)
        for part, code in host.number_formats(sheet, area)
        for at in positions(part)
    }
    # into a cell of format text goes nothing but text, not even a formula
    _set_formats(host, sheet, {at: "General" for at, code in there.items() if code == NUMBER_FORMATS["text"]})
    _write(host, sheet, rectangles(cells), cells)
    formats = {at: _format(cell, there.get(at), at in filled, cell.like == at) for at, cell in cells.items()}
    _set_formats(host, sheet, formats)


def _format(cell: EditCell, there: str | None, filled: bool, mends: bool) -> str:
    """The number format that a cell shall have; ``there`` is the one that it has, None for a new cell.

    ``mends``: what was there as text becomes a date or a number.
    """
    code = NUMBER_FORMATS[cell.number_format]
    if there is None:
        return code
    if mends:
        return there if shows(there, code) else code
    # an empty cell that staff only framed has no number format to keep; a date would show as 44104
    return code if there == "General" and not filled else there


def _set_formats(host: Host, sheet: xw.Sheet, formats: Mapping[Position, str]) -> None:
    for code, areas in by_value(formats).items():
        for cells in host.ranges(sheet, areas):
            cells.number_format = code


def _copy_looks(host: Host, sheet: xw.Sheet, cells: Mapping[Position, EditCell]) -> None:
    """Let new cells look like their neighbours: beside them in the same row, or one cell for a whole run."""
    models = {
        at: (None if cell.like[0] == at[0] else cell.like[0], cell.like[1])
        for at, cell in cells.items()
        if cell.like is not None
    }
    for (row, column), areas in by_value(models).items():
        for area in areas:
            first, last = (area[0], area[2]) if row is None else (row, row)
            host.copy_look(
                sheet.range(area_text((first, column, last, column))), sheet.range(area_text(area))
            )


def _print_down_to(sheet: xw.Sheet, row: int) -> None:
    """Let a print area of one block end no higher than ``row``; one of several blocks is the staff's design."""
    found = _ONE_BLOCK.fullmatch((sheet.page_setup.print_area or "").rpartition("!")[2])
    if found and int(found["last"]) < row:
        sheet.page_setup.print_area = f"{found['start']}{row}"
