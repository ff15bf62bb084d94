"""Rows of generated sheets that look their item or measure up by key, so that staff may sort as they like.

Two hidden columns hold the key and the position that it has now; every other cell is INDEX at that
position. Stored values are what stands in the looked-up cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from duban.macros.figures.cell_references import Frame
from duban.macros.figures.doubts import Doubt
from duban.macros.figures.figures import Figures, Led, led_by_unit, unit_figures
from duban.macros.figures.rows_in_ledger import NOWHERE, Places, places
from duban.udfs.progress import round_half_up, share
from duban.workbook.cells.addresses import a1
from duban.workbook.format.sheets.task_list import LABEL, ROWS_IN_LEDGER
from duban.workbook.plan.builder import Puts
from duban.workbook.plan.table import Table
from duban.workbook.reading.rows import Rows
from duban.workbook.reading.tables import Tables


@dataclass(frozen=True)
class Live:
    """All that a generated sheet looks up: the workbook's references, tables and figures."""

    tables: Tables
    frame: Frame
    figures: Figures
    ledger: Rows
    """The ledger as it will be, its formulas' values included, by the sheet's row."""
    doubts: tuple[Doubt, ...] = ()
    """What somebody should look at."""

    @property
    def items(self) -> dict[int, dict[str, Any]]:
        """The item figures by list row."""
        return self.figures.items

    @property
    def measures(self) -> dict[int, dict[str, Any]]:
        """The measure figures by ledger row."""
        return self.figures.measures

    @cached_property
    def in_ledger(self) -> dict[int, Places]:
        """事项键 → where in the ledger its rows stand."""
        return places(self.ledger, self.frame.ledger_columns["事项键"])

    @property
    def number_column(self) -> str:
        """The column of the list that readers know its items by."""
        return self.tables.need_list.number_column

    @cached_property
    def led(self) -> dict[str, Led]:
        """What each unit leads, by its name without case."""
        return led_by_unit(self.items)

    @cached_property
    def units(self) -> dict[str, dict[str, Any]]:
        """The figures of each leading unit, by its name."""
        return unit_figures(self.figures.items, self.figures.measures)

    @cached_property
    def main_parent(self) -> dict[int, int | None]:
        """key → main city item."""
        return self.figures.main_parent

    def item_value(self, row: int, column: str) -> Any:
        """What an item's cell in 任务清单 will show."""
        computed = {
            "完成进度": "progress",
            "时序进度": "expected",
            "亮灯": "light",
            "归口单位": "unit",
            "事项键": "key",
        }
        if column in ROWS_IN_LEDGER:
            known = self.in_ledger.get(self.items[row]["key"], NOWHERE)
            return known[ROWS_IN_LEDGER.index(column)]
        if column == LABEL:
            return self.tables.items[row].label
        if column in computed:
            return self.items[row][computed[column]]
        if column == "对应市级事项":
            item = self.tables.items[row]
            typed = item.tracking[column]
            ours = typed is None and column not in item.formulas
            return self.main_parent.get(self.items[row]["key"]) if ours else typed
        if column == "共同牵头单位":
            typed = self.tables.items[row].tracking[column]
            return "、".join(self.items[row]["co_units"]) or None if typed is None else typed
        sheet = self.tables.need_list
        at = sheet.header.columns.get(column)
        if at is None:
            return None
        return sheet.grid.shown(row, at)

    def measure_value(self, row: int, column: str) -> Any:
        """What a measure's cell in 具体项目台账 will show."""
        return self.ledger[row][column]


@dataclass(frozen=True)
class Lookup:
    """One generated row that looks up one row of a main sheet."""

    table: Puts
    row: int
    position: str
    """Reference to the hidden cell with the position; 0 when the key is not there."""

    def show(self, column: int, source: Any, value: Any, style: str) -> None:
        """Show a column of the main sheet; blank stays blank."""
        found = f"INDEX({source},{self.position})"
        self.table.put(self.row, column, value, style, f'=IF({self.position}=0,"",IF({found}="","",{found}))')

    def show_with(self, column: int, source: Any, value: Any, tail: str, style: str) -> None:
        """Show a column of the main sheet with a text behind it; blank stays blank."""
        found = f"INDEX({source},{self.position})"
        said = None if value is None else f"{value}{tail}"
        formula = f'=IF({self.position}=0,"",IF({found}="","",{found}&"{tail}"))'
        self.table.put(self.row, column, said, style, formula)


def item_lookup(live: Live, table: Table, row: int, list_row: int, hidden: tuple[int, int]) -> Lookup:
    """Put key and position of an item into the two hidden columns of the sheet. A first column that is merged over
    the item's rows keeps its value in the top one, which is the row that is found."""
    key = live.items[list_row]["key"]
    keys = live.frame.items["事项键"]
    table.sheet.put(row, hidden[0], key, "plain")
    formula = f"=IFERROR(MATCH(${a1(row, hidden[0])},{keys},0),0)"
    table.sheet.put(row, hidden[1], list_row - keys.first + 1, "plain", formula)
    return Lookup(table, row, "$" + a1(row, hidden[1]))


def measure_row(
    live: Live,
    table: Table,
    row: int,
    ledger_row: int,
    columns: Sequence[tuple[int, str, str]],
    hidden: tuple[int, int],
) -> dict[str, Any]:
    """Put a measure into a row: ``columns`` say which column of the ledger stands in which of the table, and how it
    looks. Returns its figures.

    A row that belongs to no item has no key to be looked up by: its position is a constant until the next run.
    """
    ledger = live.frame.ledger_columns
    keys, key = ledger["措施键"], live.measure_value(ledger_row, "措施键")
    formula = f"=IFERROR(MATCH(${a1(row, hidden[0])},{keys},0),0)"
    table.sheet.put(row, hidden[0], key, "plain")
    table.sheet.put(row, hidden[1], ledger_row - keys.first + 1, "plain", None if key is None else formula)
    lookup = Lookup(table, row, "$" + a1(row, hidden[1]))
    for column, name, style in columns:
        lookup.show(column, ledger[name], live.measure_value(ledger_row, name), style)
    return live.measures[ledger_row]


def shown(value: Any) -> str:
    """A share as the text ``45%`` of a sentence; — when there is none."""
    known = share(value)
    return "—" if known is None else f"{int(round_half_up(known * 100, 0))}%"


def shown_formula(cell: str) -> str:
    """The same text as a formula."""
    return f'IF(COUNT({cell})=0,"—",ROUND({cell}*100,0)&"%")'
