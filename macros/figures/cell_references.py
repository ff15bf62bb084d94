"""What every generated sheet needs to point at: the columns of the main sheets and the settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from duban.macros.figures import conditions, formulas
from duban.macros.staff_sheets.cells_to_set import range_end
from duban.workbook.cells.addresses import ColumnRange
from duban.workbook.format.names import CONFIRMED, LEDGER, LINKS
from duban.workbook.format.sheets.settings import AS_OF, BEHIND, FAR_BEHIND
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.reading.settings import Settings
from duban.workbook.reading.tables import Tables, TableSheet


@dataclass(frozen=True)
class Frame:
    """References into the workbook as it will be: each a range with room for added rows."""

    items: Mapping[str, ColumnRange]
    """Columns of 任务清单 by standard name, the tracking columns included."""
    ledger_columns: Mapping[str, ColumnRange]
    link_columns: Mapping[str, ColumnRange]
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
                conditions.Where(c["状态"], "=", CONFIRMED),
                conditions.Where(c["事项亮灯"], "filled"),
            ),
        )


def rules_of(settings: Settings) -> formulas.Rules:
    """References to the settings that lights depend on; the default where a cell cannot be used."""

    def threshold(name: str, in_force: float) -> str:
        return repr(in_force) if name in settings.unusable else settings.ref(name)

    far = threshold(FAR_BEHIND, settings.lights.far_behind)
    return formulas.Rules(settings.ref(AS_OF), threshold(BEHIND, settings.lights.behind), far)


def columns_of(table: TableSheet | None, name: str, last_row: int) -> dict[str, ColumnRange]:
    """The columns of one of the program's sheets, where they are or where they will be made."""
    end = range_end(last_row)
    if table:
        return {column: table.reference(column, end) for column in table.header.columns}
    return {column: ColumnRange(name, place, 2, end) for place, column in enumerate(FORMATS[name].names, 1)}


def make_frame(tables: Tables, settings: Settings, ledger_last: int, link_last: int) -> Frame:
    """The references for one run; ``ledger_last`` and ``link_last`` are the last used rows."""
    sheet = tables.need_list
    end = range_end(sheet.last_row)
    items = {name: sheet.reference(name, end) for name in sheet.header.columns}
    return Frame(
        items,
        columns_of(tables.ledger, LEDGER, ledger_last),
        columns_of(tables.links, LINKS, link_last),
        rules_of(settings),
        settings,
    )
