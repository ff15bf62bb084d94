"""Workbooks that version 0.1 made, with progress and history, are brought up to date by the next build.

EV1  Nothing is lost: every value that stood anywhere in a staff sheet stands there still.
EV2  Missing columns of the program come at the right, keys hidden, and that is said; the second build writes nothing.
EV3  Old records get keys where number and text leave no doubt; the others stay blank and are counted out loud.
EV4  A record never goes to another owner: measures of an item that lost or moved one are in doubt.
EV5  A sheet that lacks a column that it may lack is whole; one without a needed column stops, naming it.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from bulletins import table
from lists import AS_OF, Book, Item, make_book
from outputs import Parts
from places import MADE_BY_0_1

from duban.udfs.lights import LIGHTS
from duban.validation.checker import Checking, check_file
from duban.workbook.file.open_xml import main
from duban.workbook.file.package import Package
from duban.workbook.format.names import LEDGER, LOG
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.say.stop import Stop

FOLDER = MADE_BY_0_1
PLAIN, MOVED = "临淄经济开发区", "沂源经济开发区"
"""As it was made; and one where a measure in the middle of an item had left the list before."""


@cache
def old(name: str) -> Book:
    """The workbook as version 0.1 left it."""
    return Book((FOLDER / f"{name}.xlsx").read_bytes())


@cache
def new(name: str) -> Book:
    """The same after one build."""
    return old(name).built()


@pytest.mark.parametrize("name", [PLAIN, MOVED])
def test_nothing_is_lost__ok(name: str) -> None:  # EV1
    before, after = old(name), new(name)
    for sheet in ("任务清单", "改革事项清单", LEDGER, LOG, "市级事项", "承接关系", "规则"):
        for row, values in enumerate(before.grids[sheet].rows if sheet in before.grids else (), 1):
            assert after.grids[sheet].rows[row - 1][: len(values)] == values, (sheet, row)
    assert after.grids.keys() - before.grids.keys() == {"清单底稿", "期间记录", "进度走势"}
    assert after.grids.keys() >= before.grids.keys()


@pytest.mark.parametrize("name", [PLAIN, MOVED])
def test_columns_come_at_the_right_and_are_said__ok(name: str) -> None:  # EV2
    book = new(name)
    assert book.grids[LEDGER].rows[0] == FORMATS[LEDGER].names
    assert book.grids[LOG].rows[0] == FORMATS[LOG].names
    assert [f.sheet for f in book.outcome.findings if f.code == "R114"] == [LEDGER, LOG]  # type: ignore[union-attr]
    assert (hidden(book, LEDGER), hidden(book, LOG)) == ({22}, {12, 13, 14, 15})
    assert book.built().outcome.plan.empty  # type: ignore[union-attr]


def hidden(book: Book, sheet: str) -> set[int]:
    """The hidden columns of a sheet."""
    package = Package.read(book.data)
    columns = package.tree(package.sheet_part(sheet)).iter(main("col"))
    spans = [(int(c.get("min")), int(c.get("max"))) for c in columns if c.get("hidden") == "1"]
    return {column for first, last in spans for column in range(first, last + 1)}


def test_old_and_new_workbooks_look_the_same__ok() -> None:  # EV2
    made = make_book(Item("企业开办")).built()
    assert made.grids[LEDGER].rows[0] == FORMATS[LEDGER].names
    assert (hidden(made, LEDGER), hidden(made, LOG)) == ({22}, {12, 13, 14, 15})


def test_the_record_of_the_list_is_seen_by_nobody__ok() -> None:
    data = Parts(new(PLAIN).data).data["xl/workbook.xml"].decode()
    for name in ("清单底稿", "期间记录"):
        assert re.search(rf'name="{name}" sheetId="\d+" state="veryHidden"', data)


def test_records_get_their_keys__ok() -> None:  # EV3
    rows = new(PLAIN).show(LOG, "期间", "事项序号", "措施序号", "字段", "事项键", "措施键")
    texts = dict(new(PLAIN).show(LEDGER, "措施键", "具体项目"))
    for _, item, measure, field, key, measure_key in rows:
        if field == "封存":
            assert (key, measure_key) == (None, None)
        elif measure is None:
            assert (key, measure_key) == (item, None)
        else:
            row = old(PLAIN).find(LEDGER, 事项键=item, 措施序号=measure)
            assert (key, texts[measure_key]) == (item, old(PLAIN).value(LEDGER, row, "具体项目"))
    assert "L119" not in new(PLAIN).codes


def test_former_figures_are_what_they_were__ok() -> None:  # EV3
    before, after = (book.grids["2020年第三季度通报"] for book in (old(PLAIN), new(PLAIN)))
    names = {"措施数": "措施", "已办结措施": "办结", "逾期措施": "逾期", "未报措施": "未报"}
    compared = [
        (("名次", "单位"), names, 4),
        (("单位", "逾期办结", "常态"), {"序号": None}, 5),
        (("序号", "事项名称", "完成进度"), {"已办结措施": "办结", "未报措施": "未报"}, 5),
    ]
    for header, renamed, count in compared:
        was, now = (table(grid, *header) for grid in (before, after))
        assert len(was) == count
        for one, other in zip(was, now, strict=True):
            for column, value in one.items():
                if (name := renamed.get(column, column)) is not None:
                    assert other[name] == value, (header, name)
    (whole,) = table(before, "事项数", "平均进度")
    items = table(after, "类别", "合计")[0]
    assert (items["合计"], items["平均进度"], items["较上期"]) == (
        whole["事项数"],
        whole["平均进度"],
        whole["较上期"],
    )
    assert all(items[light] == number for light, number in whole.items() if light in LIGHTS)
    assert table(after, "类别", "合计")[1]["合计"] == whole["措施数"]


def test_records_in_doubt_stay_without_a_key__ok() -> None:  # EV3 EV4
    rows = new(MOVED).show(LOG, "期间", "事项序号", "措施序号", "字段", "事项键", "措施键")
    measures = [row for row in rows if row[1] == 1 and row[2] is not None]
    assert measures and all(row[4:] == (None, None) for row in measures)
    items = [row for row in rows if row[1] == 1 and row[2] is None]
    assert items and all(row[4] == 1 for row in items)
    found = [f for f in new(MOVED).outcome.findings if f.code == "L119"]  # type: ignore[union-attr]
    assert [f.facts["count"] for f in found] == [len(measures)]


def test_a_renumbered_item_is_in_doubt__ok() -> None:  # EV4
    numbers = {
        ("任务清单", row): value for row, value in enumerate(old(PLAIN).grids["任务清单"].column(1, 0), 1)
    }
    swapped = {(row, 1): {1: 2, 2: 1}[number] for (_, row), number in numbers.items() if number in (1, 2)}
    rows = old(PLAIN).typed("任务清单", swapped).built().show(LOG, "期间", "事项序号", "字段", "事项键")
    assert {key for _, item, field, key in rows if item in (1, 2)} == {None}
    assert {key for _, item, field, key in rows if item in (3, 4, 5)} == {3, 4, 5}


def test_a_column_that_may_lack_is_missed_by_nobody__ok(tmp_path: Path) -> None:  # EV5
    book = make_book(Item("企业开办", ("合并申请表单",))).built()
    at = book.column(LEDGER, "佐证材料")
    plain = book.typed(LEDGER, {(row, at): None for row in range(1, 60)}).built()
    assert plain.grids[LEDGER].value(1, at) is None and "R114" not in plain.codes
    path = tmp_path / "清单.xlsx"
    path.write_bytes(plain.data)
    assert not [f for f in check_file(str(path), Checking(today=AS_OF)).findings if f.code == "S104"]


def test_a_formula_column_that_was_deleted_comes_back__ok() -> None:  # EV2 EV5
    book = make_book(Item("企业开办", ("合并申请表单",))).built()
    at = book.column(LEDGER, "亮灯")
    again = book.typed(LEDGER, {(row, at): None for row in range(1, 60)}).built()
    assert again.column(LEDGER, "亮灯") == 23 and "R114" in again.codes
    assert again.value(LEDGER, 2, "亮灯") == "未报"


@pytest.mark.parametrize("column", ["事项键", "具体项目", "完成进度"])
def test_a_needed_column_is_missing__error(column: str) -> None:  # EV5
    book = make_book(Item("企业开办", ("合并申请表单",))).built()
    gone = book.typed(LEDGER, {(1, book.column(LEDGER, column)): None})
    with pytest.raises(Stop) as stop:
        gone.built()
    assert (stop.value.code, stop.value.facts["columns"]) == ("missing_column", column)


def test_a_list_that_was_never_built_beside_a_ledger_that_was_filled__ok() -> None:  # EV3
    width = old(PLAIN).grids["任务清单"].width
    first = old(PLAIN).tables.need_list.header.columns["事项键"]
    rows = range(1, len(old(PLAIN).grids["任务清单"].rows) + 1)
    blank = {(row, column): None for row in rows for column in range(first, width + 1)}
    book = old(PLAIN).typed("任务清单", blank).built()
    assert not {"L101", "K102", "L119"} & set(book.codes)
    shown = [row for row in book.show(LOG, "期间", "事项序号", "事项键") if row[1] is not None]
    assert shown and all(number == key for _, number, key in shown)
