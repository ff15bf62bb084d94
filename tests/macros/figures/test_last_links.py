"""Which link says what an item serves first, and which says its weight.

LL1 The last confirmed one, where several do; another program computes what is stored.
LL2 A city item that is no number, or no whole one, is none: no link of another is taken for it.
"""

from __future__ import annotations

from typing import Any

import pytest
from lists import Book, Item, make_book
from oracles import compare, formula_cells, stored_values, with_cellrune

from duban.macros.figures.last_links import last_links
from duban.workbook.format.names import CONFIRMED, LINKS, MAIN, SIDE, SUGGESTED
from duban.workbook.format.sheets.links import LINK, MAIN_LINK

Link = tuple[Any, Any, str, str]


def linked(*links: Link) -> Book:
    """Two items with these links, the second, third … row with weights 2, 3 …"""
    city = [(1, "营商", ""), (2, "招商", ""), (1234567, "大号", "")]
    book = make_book(Item("甲", ("摸底",)), Item("乙", ("公示",)), city=city).built()
    cells: dict[tuple[int, int | str], Any] = {}
    for row, link in enumerate(links, 2):
        cells |= {
            (row, name): value
            for name, value in zip(("事项键", "市级序号", "关系", "状态"), link, strict=True)
        }
        cells[row, "权重"] = row
    return book.typed(LINKS, cells).built()


CASES: dict[str, tuple[Link, ...]] = {
    "one each": ((1, 1, MAIN, CONFIRMED), (2, 2, MAIN, CONFIRMED)),
    "two mains": ((1, 1, MAIN, CONFIRMED), (1, 2, MAIN, CONFIRMED)),
    "one link twice": ((1, 1, MAIN, CONFIRMED), (1, 1, SIDE, CONFIRMED), (2, 1, MAIN, SUGGESTED)),
    "a long number": ((1, 1234567, MAIN, CONFIRMED),),
    "no city item": ((1, None, MAIN, CONFIRMED), (1, 1, SIDE, CONFIRMED), (2, None, MAIN, CONFIRMED)),
    "a text, and another": ((1, "甲", MAIN, CONFIRMED), (1, "乙", SIDE, CONFIRMED), (1, 2, MAIN, CONFIRMED)),
    "patterns": ((1, "2*", MAIN, CONFIRMED), (1, "2x", SIDE, CONFIRMED)),
    "nought and a half": ((1, 0, MAIN, CONFIRMED), (2, 2.5, SIDE, CONFIRMED)),
}


@pytest.mark.parametrize("links", CASES.values(), ids=[*CASES])
def test_another_program_computes_the_same__ok(links: tuple[Link, ...]) -> None:  # LL1 LL2
    data = linked(*links).data
    assert compare(stored_values(data), with_cellrune(data)[0], formula_cells(data)) == []


def test_the_last_one_counts__ok() -> None:  # LL1
    rows = [("事项键", "市级序号", "关系", "状态"), (1, 1, MAIN, CONFIRMED), (1, 1, MAIN, CONFIRMED)]
    links = {row: dict(zip(rows[0], values, strict=True)) for row, values in enumerate(rows[1:], 2)}
    assert last_links(links) == {2: {MAIN_LINK: None, LINK: None}, 3: {MAIN_LINK: 1, LINK: "1-1"}}
