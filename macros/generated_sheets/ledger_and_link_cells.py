"""The cells of 具体项目台账 and 承接关系 that the program answers for: what changed, and its formulas."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from duban.macros.figures import formulas
from duban.macros.figures.cell_references import Frame, columns_of
from duban.macros.figures.figures import equal_in_excel
from duban.macros.figures.last_links import last_link_formulas, last_links
from duban.macros.figures.understood import State, first_by_key, numbers_by_key
from duban.macros.staff_sheets.cells_to_set import formula_rows, last_row, typed_over
from duban.udfs.text import item_number
from duban.validation.book import book_of
from duban.validation.rules.across_sheets import city_number
from duban.workbook.cells.addresses import a1
from duban.workbook.format.names import CITY, LEDGER, LINKS
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.plan.plans import Cell
from duban.workbook.reading.tables import Tables
from duban.workbook.say.findings import Finding


def ledger_cells(state: State, frame: Frame) -> dict[tuple[int, str], Cell]:
    """The cells of the ledger that the program answers for: what changed, and its formulas."""
    columns, ledger = frame.ledger_columns, state.ledger
    cells = ledger.rows
    wanted: dict[tuple[int, str], Cell] = {
        (row, column): Cell(cells[row][column])
        for row, column in ledger.changed
        if column not in FORMATS[LEDGER].computed
    }
    blank = dict.fromkeys(FORMATS[LEDGER].names)
    keys = frame.items["事项键"]
    numbers = frame.items[state.tables.need_list.number_column]
    for row in formula_rows(ledger.rows, columns["事项键"].first):

        def cell(name: str, row: int = row) -> str:
            return "$" + a1(row, columns[name].column)

        values = cells.get(row, blank)
        texts = {
            "事项序号": (
                values["事项序号"],
                f'=IF({cell("事项键")}="","",{formulas.by_key(cell("事项键"), keys, numbers)})',
            ),
            "时序进度": (
                values["时序进度"],
                formulas.measure_expected(
                    cell("事项键"), cell("类型"), cell("开始日期"), cell("完成时限"), frame.rules
                ),
            ),
            "亮灯": (
                values["亮灯"],
                formulas.measure_light(
                    cell("事项键"),
                    cell("类型"),
                    cell("完成时限"),
                    cell("完成进度"),
                    cell("办结日期"),
                    cell("时序进度"),
                    frame.rules,
                ),
            ),
        }
        for column, (value, formula) in texts.items():
            if (row, column) not in state.typed:
                wanted[row, column] = Cell(value, formula)
    return wanted


def city_cells(tables: Tables) -> dict[tuple[int, str], Cell]:
    """The numbers of 市级事项 that stand there as text, as numbers: formulas find a number only where it is one."""
    if tables.city is None:
        return {}
    return {
        (row, "序号"): Cell(number)
        for row, city in tables.city.rows.items()
        if isinstance(city["序号"], str)
        and not tables.city.has_formula(row, "序号")
        and (number := item_number(city["序号"])) is not None
    }


def city_findings(tables: Tables) -> list[Finding]:
    """City items that ``links.city_items`` leaves out (K103), and numbers that ``city_cells`` writes anew (K104)."""
    if tables.city is None:
        return []
    at, rows = tables.city.header.columns["序号"], tables.city.rows
    found = list(city_number(book_of(tables)))
    unused = {finding.row for finding in found}
    found += [
        Finding("K104", CITY, row, at, "序号", rows[row]["序号"], {"number": cell.value})
        for (row, _), cell in city_cells(tables).items()
        if row not in unused
    ]
    return sorted(found, key=lambda finding: finding.row)


def link_cells(
    state: State, frame: Frame, city_wanted: Mapping[tuple[int, str], Cell] = MappingProxyType({})
) -> dict[tuple[int, str], Cell]:
    """The cells of 承接关系 that the program answers for. ``city_wanted`` are the cells of 市级事项 that the
    same plan sets (``city_cells``), for its names are looked up there."""
    columns, links, tables = frame.link_columns, state.links, state.tables
    cells = links.rows
    typed = typed_over(tables.links, FORMATS[LINKS].computed)
    wanted: dict[tuple[int, str], Cell] = {
        (row, column): Cell(cells[row][column])
        for row, column in links.changed
        if column not in FORMATS[LINKS].computed
    }
    figures, items = state.figures.links, frame.items
    nothing: dict[str, Any] = {"key": None, "progress": None, "expected": None, "light": ""}
    city = columns_of(tables.city, CITY, last_row(tables.city.rows if tables.city else ()))
    numbers = numbers_by_key(tables, state.figures.items)
    names = first_by_key(tables, state.figures.items, "事项名称")
    last = last_links(cells)
    for row in formula_rows(links.rows, columns["事项键"].first):
        key_cell = "$" + a1(row, columns["事项键"].column)
        parent_cell = "$" + a1(row, columns["市级序号"].column)
        link = figures.get(row, nothing)
        key = link["key"]

        def of_item(column: str, key_cell: str = key_cell) -> str:
            source = items.get(column, items["事项键"])
            return f'=IF({key_cell}="","",{formulas.by_key(key_cell, items["事项键"], source)})'

        texts: dict[str, tuple[Any, str]] = {
            "事项序号": (numbers.get(key), of_item(tables.need_list.number_column)),
            "事项名称": (names.get(key), of_item("事项名称")),
            "市级事项名称": (
                _city_name(tables, cells[row]["市级序号"] if row in cells else None, city_wanted),
                f'=IF({parent_cell}="","",{formulas.by_key(parent_cell, city["序号"], city["事项名称"])})',
            ),
            "事项进度": (link["progress"], of_item("完成进度")),
            "事项时序": (link["expected"], of_item("时序进度")),
            "事项亮灯": (link["light"], of_item("亮灯")),
            **{
                name: (last.get(row, {}).get(name), formula)
                for name, formula in last_link_formulas(columns, row).items()
            },
        }
        for column, (value, formula) in texts.items():
            if (row, column) not in typed or FORMATS[LINKS][column].hidden:  # nobody means to type there
                wanted[row, column] = Cell(value, formula)
    return wanted


def _city_name(tables: Tables, number: Any, wanted: Mapping[tuple[int, str], Cell]) -> Any:
    """The name that MATCH finds for a city number: the first cell that equals it."""
    if tables.city is None or number is None:
        return None
    for row, city in tables.city.rows.items():
        if equal_in_excel(wanted[row, "序号"].value if (row, "序号") in wanted else city["序号"], number):
            return city["事项名称"]
    return None
