"""What every generated sheet needs to point at: the columns of the main sheets and the settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from duban.macros import formulas
from duban.workbook.cells import Column
from duban.workbook.errors import Stop
from duban.workbook.format.names import CONFIRMED, LEDGER, LINKS, LOG
from duban.workbook.format.registry import FORMATS
from duban.workbook.format.settings import AS_OF, BEHIND, FAR_BEHIND
from duban.workbook.format.task_list import TRACKING_COLUMNS
from duban.workbook.settings import Settings
from duban.workbook.staff_sheets import last_row, range_end
from duban.workbook.tables import Tables, TableSheet

_LAST_COLUMN = 16_384
"""XFD: Excel knows no column beyond."""


@dataclass(frozen=True)
class Frame:
    """References into the workbook as it will be: each a range with room for added rows."""

    items: Mapping[str, Column]
    """Columns of 任务清单 by standard name, the tracking columns included."""
    ledger_columns: Mapping[str, Column]
    link_columns: Mapping[str, Column]
    log_columns: Mapping[str, Column]
    rules: formulas.Rules
    settings: Settings

    @property
    def ledger(self) -> formulas.Ledger:
        """The ledger's columns that figures look at."""
        c = self.ledger_columns
        return formulas.Ledger(
            key=c["事项键"],
            kind=c["类型"],
            weight=c["权重"],
            due=c["完成时限"],
            progress=c["完成进度"],
            expected=c["时序进度"],
            light=c["亮灯"],
            unit=c["责任单位"],
        )

    @property
    def own_children(self) -> formulas.Children:
        """The confirmed links of the items that are on this workbook's list."""
        c = self.link_columns
        return formulas.Children(
            parent=c["市级序号"],
            weight=c["权重"],
            progress=c["事项进度"],
            expected=c["事项时序"],
            light=c["事项亮灯"],
            # a link whose item left the list shows no light and carries nothing
            confirmed=(
                formulas.Where(c["状态"], "=", CONFIRMED),
                formulas.Where(c["事项亮灯"], "filled"),
            ),
        )


def rules_of(settings: Settings) -> formulas.Rules:
    """References to the settings that lights depend on; the default where a cell cannot be used."""

    def threshold(name: str, in_force: float) -> str:
        return repr(in_force) if name in settings.unusable else settings.ref(name)

    far = threshold(FAR_BEHIND, settings.lights.far_behind)
    return formulas.Rules(settings.ref(AS_OF), threshold(BEHIND, settings.lights.behind), far)


def columns_of(table: TableSheet | None, name: str, last_row: int) -> dict[str, Column]:
    """The columns of one of the program's sheets, where they are or where they will be made."""
    end = range_end(last_row)
    if table:
        return {column: table.reference(column, end) for column in FORMATS[name].names}
    return {column: Column(name, place, 2, end) for place, column in enumerate(FORMATS[name].names, 1)}


def make_frame(tables: Tables, settings: Settings, ledger_last: int, link_last: int) -> Frame:
    """The references for one run; ``ledger_last`` and ``link_last`` are the last used rows."""
    sheet = tables.need_list
    last = max([sheet.header.bottom, *sheet.rows["last_row"]])
    end = range_end(last)
    places = tracking_places(sheet)
    items = {
        name: Column(sheet.name, place, sheet.header.bottom + 1, end)
        for name, place in {**sheet.header.columns, **places}.items()
    }
    log_last = last_row(tables.log.rows if tables.log else None)
    return Frame(
        items,
        columns_of(tables.ledger, LEDGER, ledger_last),
        columns_of(tables.links, LINKS, link_last),
        columns_of(tables.log, LOG, log_last),
        rules_of(settings),
        settings,
    )


def tracking_places(sheet: TableSheet) -> dict[str, int]:
    """Where each tracking column stands: where it is, else to the right of header and items, side by side,
    where nothing stands in the rows that the ranges cover. Stops with ``no_columns`` where there is no room."""
    header = sheet.header
    new = [name for name in TRACKING_COLUMNS if name not in header.columns]
    places = {name: header.columns[name] for name in TRACKING_COLUMNS if name in header.columns}
    if new:
        last = max([header.bottom, *sheet.rows["last_row"]])
        used = _used_cells(sheet, header.top, range_end(last))
        column = 1 + max([header.last_column, *(c for row, c in used if row <= last)])
        taken = {c for _, c in used}
        while not taken.isdisjoint(range(column, column + len(new))):
            column += 1
        if column + len(new) - 1 > _LAST_COLUMN:
            raise Stop("no_columns", sheet=sheet.name, count=len(new))
        places.update(zip(new, range(column, column + len(new)), strict=True))
    return places


def _used_cells(sheet: TableSheet, first: int, last: int) -> set[tuple[int, int]]:
    """Cells of these rows that hold something. A formula that shows nothing is no value, but it is the
    staff's cell all the same; and so is the far end of a merged area."""
    grid = sheet.grid
    values = {
        (row, column)
        for row in range(first, min(last, len(grid.rows)) + 1)
        for column, value in enumerate(grid.rows[row - 1], 1)
        if value is not None
    }
    merged = {(row, right) for top, _, bottom, right in grid.merges for row in (top, bottom)}
    return values | {at for at in {*grid.formulas, *merged} if first <= at[0] <= last}
