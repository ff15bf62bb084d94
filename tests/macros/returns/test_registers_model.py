"""Collecting registers against the model that the ledger is held to: whatever was typed, in whatever shape files come back.

RM001  Every cell of registers and ledger that units fill is what the model says, for random edits by units and office.
RM002  What waits for a person is exactly what the model says.
RM003  Twice is once, and the files come in any order.
RM004  No edit is lost: each value that a unit filled stands where it belongs, or in 回收情况.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from lists import Book, Item, make_book
from returns import MORNING, changed, collected, header_of, rows_below, sent_by
from returns_model import Wanted, model
from rounds import rounds

from duban.macros.returns.entries import shown_value
from duban.macros.returns.forms import field_of
from duban.macros.returns.record import RowKey
from duban.udfs.text import tidy
from duban.workbook.format.names import LEDGER, RETURNS
from duban.workbook.format.registers.indicators import INDICATORS
from duban.workbook.format.registers.projects import PROJECTS

pytestmark = pytest.mark.long

ITEMS = (Item("优化营商环境", ("编制清单",)), Item("园区扩容", ("新建厂房",), unit="综合局、财政局"))
POOL = (
    ("项目编号", "项目名称", "责任单位", "总投资", "累计完成投资", "项目状态", "完成进度", "存在问题"),
    ("XM-01", "中试基地", "综合局", 12.5, 1.5, "开工", 0.3, None),
    ("XM-02", "物流园", "综合局、财政局", 4, None, "储备", None, "缺少资金"),
    ("XM-03", "冷链库", "财政局", 4, 2, "储备", 0.5, "缺少资金"),
    ("XM-04", "电池厂", "综合局、招商局", 6, 2, "开工", None, None),
)
FIGURES = (
    ("产业", "指标", "计量单位", "口径", "一季度", "二季度", "三季度", "数据来源"),
    ("新材料", "营业收入", "亿元", "累计", 1.5, 3, None, "招商局"),
    ("新材料", "利润", "亿元", "累计", 1, None, None, "综合局、招商局"),
    ("新医药", "营业收入", "亿元", "当期", 2, None, None, "招商局"),
)
FIELDS: Mapping[str, tuple[str, ...]] = {
    LEDGER: ("完成进度", "存在问题"),
    PROJECTS: ("累计完成投资", "完成进度", "存在问题"),
    INDICATORS: ("一季度", "二季度", "三季度"),
}
SHARES, AMOUNTS = (0.0, 0.3, 0.5), (0.0, 1.5, 2.0, 1200.5)
TEXTS = ("缺少资金", "缺少人手\n正在协调", "30")
SPELLINGS: Mapping[Any, tuple[Any, ...]] = {
    ("完成进度", 0.3): (0.3, "30%", 30, "３０％"), ("完成进度", 0.5): (0.5, "50%", "0.5", 50), ("完成进度", 0.0): (0, "0%", 0.0, 0),
    1.5: (1.5, "1.5", "１．５", " 1.5 "), 2.0: (2, "2", "2.0", "＋2"), 1200.5: (1200.5, "1,200.5", "1200.50", "１，200.5"),
}  # fmt: skip
Cells = Mapping[tuple[RowKey, str], Any]


@cache
def sent() -> tuple[Book, dict[str, bytes], dict[RowKey, dict[str, Any]]]:
    """A workbook in which some cells are filled already, its returns, and what was sent."""
    book, files = sent_by(make_book(*ITEMS, more={PROJECTS: POOL, INDICATORS: FIGURES}).built())
    return book, files, cells_in(book)


def cells_in(book: Book) -> dict[RowKey, dict[str, Any]]:
    """What units fill: key → column → value."""
    found = {}
    for sheet, names in FIELDS.items():
        key = "措施键" if sheet == LEDGER else "行键"
        for values in book.tables.own[sheet].rows.values():
            found[RowKey(sheet, values[key])] = {name: plain(values[name]) for name in names}
    return found


def plain(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return round(float(value), 9)
    return value if isinstance(value, date) else tidy(value)


@dataclass(frozen=True)
class Edit:
    """One return: who, when, what it changes, and how its file is mangled."""

    unit: str
    saved: datetime
    cells: Cells
    shape: tuple[str, ...]
    seed: int
    spelling: int


@cache
def keys_of(unit: str) -> tuple[RowKey, ...]:
    book = sent()[0]
    record = book.outcome.returned.record  # type: ignore[union-attr]
    return tuple(key for each in record.sent.values() if each.unit == unit for key in each.rows)


def values_of(name: str) -> st.SearchStrategy[Any]:
    some = SHARES if name == "完成进度" else TEXTS if name == "存在问题" else AMOUNTS
    return st.sampled_from(some) | st.none()


def cells_of(keys: Sequence[RowKey]) -> st.SearchStrategy[dict[tuple[RowKey, str], Any]]:
    places = [(key, name) for key in keys for name in FIELDS[key.sheet]]
    some = st.lists(st.sampled_from(places), max_size=6, unique=True)
    return some.flatmap(lambda at: st.fixed_dictionaries({place: values_of(place[1]) for place in at}))


SHAPES = (
    "columns",
    "rows",
    "rows without keys",
    "no keys",
    "no line",
    "tab",
    "only names",
    "blank rows",
    "no 存在问题",
)


@st.composite
def edits(draw: st.DrawFn) -> list[Edit]:
    found = []
    for unit in draw(st.lists(st.sampled_from(sorted(sent()[1])), min_size=1, max_size=3)):
        shape = tuple(draw(st.lists(st.sampled_from(SHAPES), max_size=3, unique=True)))
        if "no keys" in shape or "only names" in shape:
            shape = tuple(each for each in shape if each != "rows without keys")
        if "no line" in shape and "tab" in shape and "only names" in shape:
            shape = ("no line", "tab")  # nothing tells any more what it is
        saved = MORNING + timedelta(hours=draw(st.integers(0, 2)))
        seed, spelling = draw(st.integers(0, 99)), draw(st.integers(0, 3))
        found.append(Edit(unit, saved, draw(cells_of(keys_of(unit))), shape, seed, spelling))
    return found


def file_of(edit: Edit) -> bytes:
    """The file of a return."""

    def change(book: Any) -> None:
        for sheet in list(book):
            head = header_of(sheet)
            name = LEDGER if "措施键" in head else PROJECTS if "项目编号" in head else INDICATORS
            below = rows_below(sheet, "措施键" if name == LEDGER else "行键")
            for (key, column), value in edit.cells.items():
                if key.sheet == name and column in head:
                    below[key.number][column].value = spelled(column, value, edit.spelling)
            if name != LEDGER:
                mangle(sheet, edit, below)

    return changed(sent()[1][edit.unit], change, edit.saved)


def spelled(name: str, value: Any, how: int) -> Any:
    some = SPELLINGS.get((name, value)) if name == "完成进度" else SPELLINGS.get(value)
    return some[how % len(some)] if some else value


def mangle(sheet: Any, edit: Edit, below: Mapping[int, Mapping[str, Any]]) -> None:
    """A sheet of a register after its unit was at it."""
    random, shape = Random(edit.seed), edit.shape
    if "rows" in shape or "rows without keys" in shape:
        left = {"行键"} if "rows without keys" in shape else set[str]()
        rows = list(below.values())
        values = [{name: each.value for name, each in row.items()} for row in rows]
        random.shuffle(order := list(range(len(rows))))
        for row, at in zip(rows, order, strict=True):
            for name, each in row.items():
                each.value = each.value if name in left else values[at][name]
    lost = {
        "no keys": ["行键"],
        "no 存在问题": ["存在问题"],
        "only names": ["项目名称", "责任单位", "总投资", "项目状态", "计量单位", "口径", "数据来源"],
    }
    for each in shape:
        for name in lost.get(each, []):
            if name in header_of(sheet):
                sheet.delete_cols(header_of(sheet)[name].column)
    if "columns" in shape:
        width = sheet.max_column
        random.shuffle(places := list(range(width)))
        for row in sheet.iter_rows():
            values_ = [each.value for each in row]
            for each, at in zip(row, places, strict=True):
                each.value = values_[at]
    if "no line" in shape:
        for row in sheet.iter_rows(max_row=12):
            for each in row:
                each.value = None if str(each.value).startswith("登记表：") else each.value
    if "blank rows" in shape:
        sheet.insert_rows(next(iter(header_of(sheet).values())).row)
        sheet.insert_rows(next(iter(header_of(sheet).values())).row + 2)
    if "tab" in shape:
        sheet.title = f"表{sheet.title[:2]}"


def files_of(done: Sequence[Edit]) -> dict[str, bytes]:
    files = {f"{place}{edit.unit}.xlsx": file_of(edit) for place, edit in enumerate(done)}
    assume(len({*files.values()}) == len(files))  # of the same file twice the first name stays
    return files


def is_lost(edit: Edit, key: RowKey, name: str) -> bool:
    return key.sheet != LEDGER and name == "存在问题" and "no 存在问题" in edit.shape


def expected(
    now: Mapping[RowKey, Mapping[str, Any]], done: Sequence[Edit]
) -> Iterator[tuple[tuple[RowKey, str], Wanted]]:
    for key, cells in sent()[2].items():
        for name, was in cells.items():
            answers = [
                (edit.unit, edit.saved, value)
                for edit in done
                if (key, name) in edit.cells and not is_lost(edit, key, name)
                if (value := plain(edit.cells[key, name])) != was
            ]
            yield (key, name), model(was, now[key][name], answers)


def waiting(book: Book) -> set[tuple[RowKey, str]]:
    assert book.outcome is not None and book.outcome.returned is not None
    return {each.place for each in book.outcome.returned.weighed.pending}


def by_office(cells: Cells) -> Book:
    book = sent()[0]
    for (key, name), value in cells.items():
        table = book.tables.own[key.sheet]
        keyed = "措施键" if key.sheet == LEDGER else "行键"
        row = next(row for row, values in table.rows.items() if values[keyed] == key.number)
        book = book.typed(key.sheet, {(row, name): value})
    return book


PROFILE = settings(
    max_examples=rounds(6),
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
EVERY = tuple(key for key in (*(RowKey(LEDGER, n) for n in (1, 2)), *(RowKey(PROJECTS, n) for n in range(1, 5)), *(RowKey(INDICATORS, n) for n in range(1, 4))))  # fmt: skip


@PROFILE
@given(done=edits(), office=cells_of(EVERY))
def test_model__ok(done: list[Edit], office: dict[tuple[RowKey, str], Any]) -> None:
    book, files = by_office(office), files_of(done)  # RM001, RM002, RM004
    told = collected(book, files)
    wanted = dict(expected(cells_in(book), done))
    after = cells_in(told)
    assert {at: after[at[0]][at[1]] for at in wanted} == {at: each.value for at, each in wanted.items()}
    assert waiting(told) == {at for at, each in wanted.items() if each.waits}
    assert told.outcome is not None and told.outcome.to_settle == bool(waiting(told))
    shown = [" ".join(str(cell) for cell in row if cell is not None) for row in told.grids[RETURNS].rows]
    for edit in done:
        for (key, name), value in edit.cells.items():
            said = plain(value)
            if is_lost(edit, key, name) or said in (after[key][name], sent()[2][key][name], None):
                continue
            text = shown_value(field_of(told.tables, key, name), said)
            assert any(name in row and text in row for row in shown), (edit, key, name, value)


@PROFILE
@given(done=edits(), office=cells_of(EVERY))
def test_order_and_repetition__ok(done: list[Edit], office: dict[tuple[RowKey, str], Any]) -> None:
    book, files = by_office(office), files_of(done)  # RM003
    once = collected(book, files)
    assert collected(once, files).data is once.data
    assert once.plan(as_of=None, today=date(2020, 9, 30)).plan.empty
    told = book
    for name in reversed(files):
        told = collected(told, {name: files[name]})
    assert cells_in(told) == cells_in(once)
    assert told.grids[RETURNS].rows == once.grids[RETURNS].rows
