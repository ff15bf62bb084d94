"""Sheets of a plan in a live workbook: emptied, filled with cells and looks, and marked.

Excel takes a call for a hundred thousand cells as fast as for one, so values go in blocks, looks property by
property on few rectangles, and the number of calls for a sheet does not grow with its rows, but by a few for each
page that must end somewhere. What was written is read back, block by block.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from duban.workbook.cells.addresses import a1, area_text
from duban.workbook.cells.areas import Area, Position, box, positions
from duban.workbook.cells.rectangles import by_value, rectangles
from duban.workbook.file.owned_marks import MARK_PREFIX, plan_mark
from duban.workbook.format.names import MARK_NAME
from duban.workbook.live.cell_inputs import block, unlike
from duban.workbook.live.host import Host, LiveSheet
from duban.workbook.live.looks import paint
from duban.workbook.live.read_excel import LiveBook
from duban.workbook.live.undo_steps import NotAsWritten
from duban.workbook.plan.links import as_formula
from duban.workbook.plan.plans import Cell, DropDown, EditCell, SheetPlan
from duban.workbook.plan.styles import DATA_BAR, LIGHT_COLOURS

_USUAL_WIDTH = 8.43
"""Characters."""


def empty(host: Host, sheet: LiveSheet) -> None:
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


def fill(host: Host, sheet: LiveSheet, plan: SheetPlan) -> None:
    plan = replace(plan, cells={at: as_formula(cell) for at, cell in plan.cells.items()})
    if plan.cells:
        write(host, sheet, [box(plan.cells)], plan.cells)
    paint(host, sheet, {at: cell.style for at, cell in plan.cells.items()})
    _merge(host, sheet, plan.merges)
    set_columns(host, sheet, plan.widths, ())
    set_rules(host, sheet, plan.light_areas, plan.drop_downs)
    for cells in host.ranges(sheet, list(plan.bar_areas)):
        cells.conditional_formats.add_data_bar("#" + DATA_BAR, minimum=0, maximum=1)
    for chart in plan.charts:
        host.add_chart(sheet, chart)
    # a chart that is made over hidden columns has no series that could be named or coloured
    set_columns(host, sheet, {}, plan.hidden_columns)
    if plan.freeze is not None:
        host.freeze(sheet, plan.freeze)
    host.set_page(sheet, plan)
    if plan.print_area is not None:
        sheet.page_setup.print_area = area_text(plan.print_area)
    for at, text in plan.notes.items():
        host.add_note(sheet.range(a1(*at)), text)
    if plan.tab_colour is not None:
        host.set_tab(sheet, plan.tab_colour)
    if plan.owned:
        write_mark(host, sheet, plan)


def write(
    host: Host, sheet: LiveSheet, areas: Iterable[Area], cells: Mapping[Position, Cell | EditCell]
) -> None:
    """Fill areas of a sheet; cells of them that are not among ``cells`` become blank.

    Raises ``NotAsWritten`` where Excel then holds something else, but for what lies hidden under merged cells.
    """
    for area in areas:
        made = block(area, cells, host.date1904)
        sheet.range(area_text(area)).formula = made.rows
        if host.can_read_back:
            _prove(host, sheet, unlike(made, host.formulas(sheet, area)))
        for at, text in made.long.items():
            cell = sheet.range(at)
            cell.value = text
            if host.can_read_back and cell.value != text.removeprefix("'"):
                raise NotAsWritten(a1(*at))


def _prove(host: Host, sheet: LiveSheet, wrong: list[Position]) -> None:
    if wrong:
        merges = host.merges(sheet, box(wrong))
        covered = {at for area in merges for at in positions(area) if at != area[:2]}
        for at in wrong:
            if at not in covered:
                raise NotAsWritten(a1(*at))


def _merge(host: Host, sheet: LiveSheet, merges: Iterable[Area]) -> None:
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


def set_columns(host: Host, sheet: LiveSheet, widths: Mapping[int, float], hidden: Iterable[int]) -> None:
    for width, areas in by_value({(1, column): width for column, width in widths.items()}).items():
        for cells in host.ranges(sheet, areas):
            cells.column_width = host.column_width(width)
    for cells in host.ranges(sheet, rectangles((1, column) for column in hidden)):
        cells.columns.hidden = True


def set_heights(host: Host, sheet: LiveSheet, plan: SheetPlan) -> None:
    """Rows as high as their texts need, which Excel finds itself where no cell is merged.

    After everything is computed: the texts of formulas may need more room than before.
    """
    for area in rectangles((row, 1) for row in plan.fitted_rows):
        sheet.range(area_text(area)).rows.autofit()
    fixed = {(row, 1): height for row, height in plan.heights.items() if row not in plan.fitted_rows}
    for height, areas in by_value(fixed).items():
        for cells in host.ranges(sheet, areas):
            cells.row_height = height


def set_rules(
    host: Host, sheet: LiveSheet, light_areas: Iterable[Area], drop_downs: Iterable[DropDown]
) -> None:
    for cells in host.ranges(sheet, list(light_areas)):
        for light, (fill, font) in LIGHT_COLOURS.items():
            cells.conditional_formats.add_cell_value(
                "equal_to", f'="{light}"', fill_color=f"#{fill}", font_color=f"#{font}"
            )
    for drop_down in drop_downs:
        host.drop_down(sheet.range(area_text(drop_down.area)), drop_down)


def write_mark(host: Host, sheet: LiveSheet, plan: SheetPlan) -> None:
    """The mark says what Excel made of the sheet, where that can be read back; else what the plan says."""
    if host.can_read_back:
        left = LiveBook(host.book).mark(sheet.name, plan.known_as)
    else:
        left = plan_mark(plan, host.date1904)
    put_mark(host, sheet, left)


def put_mark(host: Host, sheet: LiveSheet, mark: str) -> None:
    """Leave this mark on a sheet, in place of any other."""
    remove_mark(sheet)
    host.add_mark(sheet, MARK_PREFIX + mark)


def remove_mark(sheet: LiveSheet) -> None:
    for name in list(sheet.names):
        if name.name.rpartition("!")[2] == MARK_NAME:
            name.delete()
