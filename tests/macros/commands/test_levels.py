"""层级: what a workbook is of, carried into the city's sheets.

LV1 区县事项 says in each row what 规则 of the district's workbook says; 市级汇总 says it beside the district, live.
LV2 Where nobody says a level, 市级汇总 has no such column.
LV3 What is none of the three is a finding, and no level.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from lists import Book, Item, make_book
from oracles import compare, formula_cells, stored_values, with_cellrune

from duban.macros.cli import main
from duban.workbook.format.names import CITY, DISTRICTS, ROLLUP, RULES

ITEMS = [(1, "优化营商环境", "简政"), (2, "招商引资", "招商")]


def collected(folder: Path, levels: Mapping[str, str | None]) -> Book:
    """A city that has collected districts whose workbooks say these levels."""
    for name, level in levels.items():
        book = make_book(Item("优化营商环境"), Item("招商引资"), city=ITEMS).built(accept=True)
        cells = {
            (book.find(RULES, 项目="层级"), "值"): level,
            (book.find(RULES, 项目="单位名称"), "值"): name,
        }
        (folder / f"{name}.xlsx").write_bytes(book.typed(RULES, cells).data)
    city = folder / "市.xlsx"
    assert main(["new", str(city), "--city"]) == 0
    made = openpyxl.load_workbook(city)
    for row, told in enumerate(ITEMS, 2):
        for column, value in enumerate(told, 1):
            made[CITY].cell(row, column).value = value
    made.save(city)
    files = [str(folder / f"{name}.xlsx") for name in levels]
    assert main(["rollup", str(city), *files, "--period", "2020Q3", "--as-of", "2020-09-30"]) == 0
    return Book(city.read_bytes())


def shown(book: Book) -> list[tuple[object, ...]]:
    """区县报送情况 without blank cells."""
    rows = [tuple(value for value in row if value is not None) for row in book.grids[ROLLUP].rows]
    at = rows.index(("区县报送情况",))
    return rows[at + 1 : at + 4]


def test_levels_beside_the_districts__ok(tmp_path: Path) -> None:  # LV1
    book = collected(tmp_path, {"张店区": "区县", "齐鲁园区": "园区", "桓台县": None})
    told = {(each["区县"], each["层级"]) for each in book.tables.own[DISTRICTS].rows.values()}
    assert told == {("张店区", "区县"), ("齐鲁园区", "园区"), ("桓台县", None)}
    header, *districts = shown(book)
    assert header[-1] == "层级"
    by_name = {row[1]: row[-1] for row in districts}
    assert (by_name["张店区"], by_name["齐鲁园区"]) == ("区县", "园区")
    values, refused = with_cellrune(book.data)
    assert compare(stored_values(book.data), values, formula_cells(book.data)) == [] == refused


def test_no_column_where_nobody_says_one__ok(tmp_path: Path) -> None:  # LV2
    assert "层级" not in shown(collected(tmp_path, {"张店区": None, "桓台县": None}))[0]


@pytest.mark.parametrize(("typed", "level", "code"), [(" 园 区 ", "园区", False), ("街道", "", True)])
def test_level_of_a_workbook__ok(typed: str, level: str, code: bool) -> None:  # LV3
    book = make_book(Item("甲")).built()
    book = book.typed(RULES, {(book.find(RULES, 项目="层级"), "值"): typed})
    assert book.tables.settings.level == level
    assert ("R101" in book.built().codes) == code
