"""The plan is a baseline: what changed of the list since its rows were first seen is said and stands in 填报记录.

BL1  A first build records the list and says nothing; a second one writes nothing.
BL2  A changed name, goal, leader, unit or date of an item is one row of 填报记录 with old and new, once.
BL3  A reworded, new, removed and returned measure are rows of 填报记录 by 措施键, with their texts.
BL4  Added, removed and returned items are said; a removed item keeps its key for when it returns.
BL5  The first state can be told from the record for ever: each change keeps what was before.
BL6  Dates that the program wrote follow the list until somebody changes them.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from lists import FIRST, Book, Item, make_book, numbered

from duban.workbook.format.names import BASELINE, LEDGER, LIST, LOG

MEASURES = ("逐户摸底建立台账", "发布厂房招商目录")


@pytest.fixture(scope="module")
def built() -> Book:
    """Two items with a goal."""
    return make_book(
        Item("企业开办", ("合并申请表单",), goal="一日办结"),
        Item("厂房盘活", MEASURES, unit="办公室", goal="盘活十万平方米"),
    ).built()


def logged(book: Book) -> list[tuple[Any, ...]]:
    """事项键, 措施键, 字段, 原值 and 新值 of every change of the plan."""
    if LOG not in book.grids or len(book.grids[LOG].rows) < 2:
        return []
    rows = book.show(LOG, "字段", "事项键", "措施键", "原值", "新值")
    return [(*row[1:3], row[0].removeprefix("方案变更·"), *row[3:]) for row in rows]


def test_a_first_build_has_no_changes__ok(built: Book) -> None:  # BL1
    assert logged(built) == []
    assert built.show(BASELINE, "事项键", "措施键", "名称", "状态") == [
        (1, None, "企业开办", "在列"),
        (2, None, "厂房盘活", "在列"),
        (1, 1, "合并申请表单", "在列"),
        (2, 2, "逐户摸底建立台账", "在列"),
        (2, 3, "发布厂房招商目录", "在列"),
    ]
    assert built.built().outcome.plan.empty  # type: ignore[union-attr]


CHANGES: dict[str, tuple[str, Any, str, Any, Any]] = {
    # case: (column, new cell, field, old, new)
    "name": ("事项名称", "企业开办一件事", "事项名称", "企业开办", "企业开办一件事"),
    "goal": ("改革攻坚目标", "半日办结", "目标", "一日办结", "半日办结"),
    "leader": ("牵头领导", "赵刚", "牵头领导", "李明", "赵刚"),
    "unit": ("牵头单位及负责人", "财政局\n负责人：王强", "牵头单位", "综合局（王强）", "财政局（王强）"),
    "due": ("完成时限", date(2020, 10, 31), "完成时限", None, date(2020, 10, 31)),
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_changed_item_is_one_row__ok(built: Book, case: str) -> None:  # BL2
    column, cell, field, was, now = CHANGES[case]
    changed = built.typed(LIST, {(FIRST, column): cell}).built()
    assert logged(changed) == [(1, None, field, was, now)]
    told = [f for f in changed.outcome.findings if f.code == "I144"]  # type: ignore[union-attr]
    assert [(f.sheet, f.row, f.facts["field"]) for f in told] == [(LIST, FIRST, field)]
    again = changed.built()
    assert again.outcome.plan.empty and logged(again) == logged(changed)  # type: ignore[union-attr]


def test_layout_is_no_change__ok(built: Book) -> None:  # BL2
    cells = {(FIRST, "牵头单位及负责人"): "综合局\n负责人：\n王 强", (FIRST, "改革攻坚目标"): " 一日办结\n"}
    assert logged(built.typed(LIST, cells).built()) == []


def test_changes_of_measures__ok(built: Book) -> None:  # BL3
    texts = ("逐户摸底建立台账", "落实入驻奖补办法")
    removed = built.typed(LIST, {(FIRST + 1, "改革的具体项目"): numbered(texts[:1])}).built()
    assert logged(removed) == [(2, 3, "移出措施", "发布厂房招商目录", None)]
    assert any("发布厂房招商目录" in f.message("zh") for f in removed.outcome.findings)  # type: ignore[union-attr]
    added = removed.typed(LIST, {(FIRST + 1, "改革的具体项目"): numbered(texts)}).built()
    assert logged(added)[1:] == [(2, 4, "新增措施", None, "落实入驻奖补办法")]
    reworded = added.typed(
        LIST, {(FIRST + 1, "改革的具体项目"): numbered(("逐户摸底并建立台账", texts[1], MEASURES[1]))}
    ).built()
    assert logged(reworded)[2:] == [
        (2, 2, "具体项目", "逐户摸底建立台账", "逐户摸底并建立台账"),
        (2, 3, "恢复措施", None, "发布厂房招商目录"),
    ]
    assert reworded.built().outcome.plan.empty  # type: ignore[union-attr]


def test_items_come_and_go__ok(built: Book) -> None:  # BL4
    gone = built.with_cut(FIRST + 1).built()
    assert logged(gone)[0] == (2, None, "移出事项", "厂房盘活", None)
    assert [f.facts["was"] for f in gone.outcome.findings if f.code == "I143"] == ["厂房盘活"]  # type: ignore[union-attr]
    cells = built.grids[LIST].rows[FIRST][:8]
    back = gone.typed(LIST, {(FIRST + 2, c): value for c, value in enumerate(cells, 1)}).built()
    assert logged(back)[3:] == [
        (2, None, "恢复事项", None, "厂房盘活"),
        (2, 2, "恢复措施", None, "逐户摸底建立台账"),
        (2, 3, "恢复措施", None, "发布厂房招商目录"),
    ]
    row = built.grids[LIST].rows[FIRST - 1]
    new = {1: 3, 2: "园区夜校", 5: "1、开设课程", 7: row[6]}
    more = back.typed(LIST, {(FIRST + 3, c): value for c, value in new.items()}).built()
    assert logged(more)[6:] == [(3, None, "新增事项", None, "园区夜校"), (3, 4, "新增措施", None, "开设课程")]
    assert "I142" in more.codes and more.built().outcome.plan.empty  # type: ignore[union-attr]


def test_the_first_state_can_be_told__ok(built: Book) -> None:  # BL5
    book = built
    for goal in ("半日办结", "当场办结"):
        book = book.typed(LIST, {(FIRST, "改革攻坚目标"): goal}).built()
    assert [row[3:] for row in logged(book)] == [("一日办结", "半日办结"), ("半日办结", "当场办结")]
    assert book.show(BASELINE, "事项键", "目标", "列入期间")[0] == (1, "当场办结", "2020Q3")


def test_dates_follow_the_list__ok(built: Book) -> None:  # BL6
    due, later = date(2020, 10, 31), date(2020, 11, 30)
    moved = built.typed(LIST, {(FIRST + 1, "完成时限"): due}).built()
    assert moved.show(LEDGER, "完成时限") == [(date(2020, 12, 31),), (due,), (due,)]
    assert moved.codes.count("L117") == 2
    own = moved.typed(LEDGER, {(3, "完成时限"): date(2020, 9, 15)}).built()
    again = own.typed(LIST, {(FIRST + 1, "完成时限"): later}).built()
    assert again.show(LEDGER, "完成时限") == [(date(2020, 12, 31),), (date(2020, 9, 15),), (later,)]
    assert again.built().outcome.plan.empty  # type: ignore[union-attr]


def test_dates_of_the_staff_stay__ok(built: Book) -> None:  # BL6
    own = built.typed(LEDGER, {(3, "开始日期"): date(2020, 3, 1)}).built()
    moved = own.typed(LIST, {(FIRST + 1, "开始日期"): date(2020, 5, 1)}).built()
    assert moved.show(LEDGER, "开始日期") == [(date(2020, 1, 1),), (date(2020, 3, 1),), (date(2020, 5, 1),)]
