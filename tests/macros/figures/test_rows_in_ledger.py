"""Figures of an item are sums over its own rows of the ledger; hidden columns of the list say where they stand.

RL1 Where they stand together, from the first to the last of them; elsewhere over the whole column. Stored values are what
    the formulas give.
RL2 Staff may sort the ledger, insert, add and take away rows: the figures are right at once, without a run.
RL3 A key as a text is counted by COUNTIFS and not found by MATCH: then the whole column is looked at.
RL4 An item without a measure, and two rows of one key, are no trouble.
RL5 A keystroke costs an item's own rows: no formula of an item looks at a whole column beside those that depend on keys.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from lists import FIRST, Book, Item, make_book
from oracles import compare, formula_cells, stored_values, with_cellrune

from duban.macros.figures.rows_in_ledger import Places, places
from duban.workbook.cells.addresses import ColumnRange
from duban.workbook.format.names import LEDGER, LIST
from duban.workbook.format.sheets.task_list import ROWS_IN_LEDGER

FIGURES = ("完成进度", "时序进度", "亮灯")
KEYS = ColumnRange(LEDGER, 1, 2, 500)


@cache
def filled() -> Book:
    """Three items of three, one and two measures, each with a progress of its own."""
    book = make_book(
        Item("甲", ("摸底", "签约", "开工"), unit="办公室"),
        Item("乙", ("公示",)),
        Item("丙", ("立项", "验收"), unit="财政局"),
        city=[(1, "营商", "")],
    ).built()
    shares = (0.5, None, 1, 0.25, 0, 0.75)
    return book.typed(LEDGER, {(row, "完成进度"): share for row, share in enumerate(shares, 2)}).built()


def computed(book: Book, columns: tuple[str, ...] = FIGURES) -> list[list[Any]]:
    """What another program computes for each item, by its name."""
    values = with_cellrune(book.data)[0][LIST]
    rows = {book.value(LIST, row, "事项名称"): row for row in range(FIRST, FIRST + 3)}
    places = [book.column(LIST, name) for name in columns]
    return [[values.get((rows[name], at)) for at in places] for name in sorted(rows)]


def stored(book: Book, columns: tuple[str, ...] = FIGURES) -> list[list[Any]]:
    """The same as a run says it."""
    rows = {book.value(LIST, row, "事项名称"): row for row in range(FIRST, FIRST + 3)}
    return [[book.value(LIST, rows[name], column) for column in columns] for name in sorted(rows)]


def test_stored_values_are_what_formulas_give__ok() -> None:  # RL1
    book = filled()
    assert stored(book, ROWS_IN_LEDGER) == [[5, 2, 5, 6], [4, 1, 4, 4], [1, 3, 1, 3]]
    assert compare(stored_values(book.data), with_cellrune(book.data)[0], formula_cells(book.data)) == []


def appended(book: Book) -> Book:
    return book.typed(LEDGER, {(8, "事项键"): 1, (8, "具体项目"): "补一项", (8, "完成进度"): 1})


CHANGES: dict[str, Callable[[Book], Book]] = {
    "sorted by place": lambda book: book.sorted(LEDGER, "措施序号"),
    "sorted by text": lambda book: book.sorted(LEDGER, "具体项目", reverse=True),
    "one row moved": lambda book: book.moved(LEDGER, {2: 7, 7: 2}),
    "a row inserted": lambda book: book.inserted(LEDGER, 3),
    "a row inserted and filled": lambda book: book.inserted(LEDGER, 3).typed(
        LEDGER, {(3, "事项键"): 1, (3, "具体项目"): "插一项", (3, "完成进度"): 0.2}
    ),
    "a row added": appended,
    "an item moved out": lambda book: book.typed(LEDGER, {(row, "类型"): "已移出" for row in (2, 3, 4)}),
    "a progress typed": lambda book: book.typed(LEDGER, {(6, "完成进度"): 0.9}),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=[*CHANGES])
def test_figures_follow_at_once__ok(change: Callable[[Book], Book]) -> None:  # RL2
    changed = change(filled())
    live = computed(changed)
    run = stored(changed.built())
    assert live == [
        [pytest.approx(value) if isinstance(value, float) else value for value in row] for row in run
    ]


def test_row_taken_away__ok() -> None:  # RL2
    assert computed(filled())[2][0] == pytest.approx(0.5)
    assert computed(filled().typed(LEDGER, {(3, "事项键"): None}))[2][0] == pytest.approx(0.75)


def test_key_as_a_text__ok() -> None:  # RL3
    rows = {2: {"事项键": "3"}, 3: {"事项键": 3}, 4: {"事项键": 3}, 5: {"事项键": True}, 6: {"事项键": "三"}}
    assert places(rows, KEYS) == {3: Places(2, 3, 1, 3)}
    apart = {2: {"事项键": 1}, **{row + 1: values for row, values in rows.items()}}
    assert places(apart, KEYS)[3] == Places(3, 3, 1, 499)
    assert computed(filled().typed(LEDGER, {(2, "事项键"): "1"})) == computed(filled())


def test_item_without_a_measure_and_two_rows_of_a_key__ok() -> None:  # RL4
    book = filled().typed(LEDGER, {(5, "事项键"): None})
    assert computed(book, ROWS_IN_LEDGER)[1] == [1, 0, 1, 1]
    assert computed(book)[1][0] is None
    twice = filled().typed(LIST, {(FIRST + 1, "事项键"): 1})
    figures = computed(twice)
    assert figures[1] == figures[2]


def test_a_keystroke_costs_the_rows_of_the_item__ok() -> None:  # RL5
    book = filled()
    whole = re.compile(rf"(?<!INDEX\(){LEDGER}!\$[A-Z]+\$\d+:\$[A-Z]+\$\d+")
    for name in FIGURES:
        assert whole.findall(str(book.formula(LIST, FIRST, name))) == []
    looked = {name: whole.findall(str(book.formula(LIST, FIRST, name))) for name in ROWS_IN_LEDGER}
    keys = {"$A"}  # the ledger's 事项键
    assert {each.partition("!")[2][:2] for found in looked.values() for each in found} == keys
