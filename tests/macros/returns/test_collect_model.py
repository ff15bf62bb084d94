"""Collecting against a model: whatever units and the office typed, in whatever shape the files come back.

CM001  Every cell of the ledger that units fill is what the model says, for random edits by units and by the office.
CM002  What waits for a person is exactly what the model says.
CM003  Twice is once, and the files come in any order, together or one after another.
CM004  No edit is lost: each value that a unit filled is in the ledger, or stands in 回收情况.
CM005  What was decided does not come back with the same files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from itertools import permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lists import Book, Item, make_book
from returns import MORNING, Filled, collected, sent_by
from returns_model import Wanted, model
from rounds import rounds

from duban.macros.returns.entries import shown_value
from duban.macros.returns.merge import State
from duban.udfs.text import tidy
from duban.workbook.format.names import LEDGER, LOG, RETURNS
from duban.workbook.format.sheets_and_registers import FORMATS

pytestmark = pytest.mark.long

ITEMS = (
    Item("优化营商环境", ("编制清单", "推行帮办", "建立评价")),
    Item("工业升级", ("技术改造", "编制清单"), unit="财政局"),
    Item("园区扩容", ("新建厂房", "盘活厂房"), unit="综合局、财政局"),
)
FIELDS = ("完成进度", "办结日期", "进展情况", "存在问题")
SHARES = (0.0, 0.3, 0.5, 0.8, 1.0)
SPELLINGS = {
    0.0: (0.0, "0%", 0), 0.3: (0.3, "30%", 30, " 30 % "), 0.5: (0.5, "50%", "0.5"), 0.8: (0.8, "80%", 80, "８０％"),
    1.0: (1.0, "100%", 100, 1),
}  # fmt: skip
DAYS = (date(2020, 9, 1), date(2020, 9, 30))
TEXTS = ("已完成大部分", "缺少人手\n正在协调", "=1+1", "30")


@cache
def sent() -> tuple[Book, dict[str, bytes], Mapping[int, Mapping[str, Any]]]:
    """A workbook in which some cells are filled already, its returns, and what was sent: 措施键 → column → value."""
    book = make_book(*ITEMS).built()
    cells = {
        (2, "完成进度"): 0.3,
        (2, "进展情况"): "起步",
        (3, "完成进度"): 0.5,
        (5, "存在问题"): "缺少资金",
        (7, "完成进度"): 0.3,
    }
    book, files = sent_by(book.typed(LEDGER, cells).built())
    return book, files, ledger(book)


def ledger(book: Book) -> dict[int, dict[str, Any]]:
    """措施键 → what units fill."""
    return {
        values["措施键"]: {name: plain(values[name]) for name in FIELDS}
        for values in book.tables.ledger.rows.values()  # type: ignore[union-attr]
    }


def plain(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return round(float(value), 9)
    return value if isinstance(value, date) else tidy(value)


# what people do


@dataclass(frozen=True)
class Edit:
    """One return: who, when, what it changes, and the shape in which it comes back."""

    unit: str
    saved: datetime
    cells: Mapping[tuple[int, str], Any]
    shape: Mapping[str, Any] = field(default_factory=dict)


def values_of(name: str) -> st.SearchStrategy[Any]:
    if name == "完成进度":
        return st.sampled_from(SHARES) | st.none()
    return st.sampled_from(DAYS if name == "办结日期" else TEXTS) | st.none()


def cells_of(keys: Sequence[int]) -> st.SearchStrategy[dict[tuple[int, str], Any]]:
    places = [(key, name) for key in keys for name in FIELDS]
    some = st.lists(st.sampled_from(places), max_size=5, unique=True)
    return some.flatmap(lambda at: st.fixed_dictionaries({place: values_of(place[1]) for place in at}))


@st.composite
def edits(draw: st.DrawFn) -> list[Edit]:
    _, files, _ = sent()
    found = []
    for unit in draw(st.lists(st.sampled_from(sorted(files)), min_size=1, max_size=3)):
        keys = Filled.of(files[unit]).keys
        hours = draw(st.integers(0, 2))
        shape = {
            "columns": draw(st.randoms(use_true_random=False)),
            "rows": draw(st.sampled_from(["as they were", "sorted", "sorted without keys"])),
            "lost": draw(st.sampled_from([(), ("措施键",), ("事项键", "措施键"), ("存在问题",), ("类型",)])),
            "blank": draw(st.integers(0, 1)),
            "spell": draw(st.integers(0, 3)),
        }
        found.append(Edit(unit, MORNING + timedelta(hours=hours), draw(cells_of(keys)), shape))
    return found


def file_of(edit: Edit) -> bytes:
    """The file of a return."""
    _, files, _ = sent()
    told = Filled.of(files[edit.unit]).fill(
        {at: spelled(value, edit.shape["spell"]) for at, value in edit.cells.items()}
    )
    random = edit.shape["columns"]
    order = list(range(len(told.rows)))
    if edit.shape["rows"] != "as they were":
        random.shuffle(order)
    lost = edit.shape["lost"]
    # without keys and without numbers nothing tells 编制清单 from 编制清单
    behind = (
        ("事项键", "措施键") if edit.shape["rows"] == "sorted without keys" and "措施键" not in lost else ()
    )
    told = told.sort(order, without=behind).drop(*lost)
    columns = list(range(len(told.header)))
    random.shuffle(columns)
    return told.reorder(columns).at_time(edit.saved).to_bytes(blank_rows=edit.shape["blank"])


def spelled(value: Any, how: int) -> Any:
    return SPELLINGS[value][how % len(SPELLINGS[value])] if isinstance(value, float) else value


def files_of(done: Sequence[Edit]) -> dict[str, bytes]:
    return {f"{place}{edit.unit}.xlsx": file_of(edit) for place, edit in enumerate(done)}


# the model


def expected(
    base: Mapping[int, Mapping[str, Any]], now: Mapping[int, Mapping[str, Any]], done: Sequence[Edit]
) -> Iterator[tuple[tuple[int, str], Wanted]]:
    for key, cells in base.items():
        for name, was in cells.items():
            answers = []
            for edit in done:
                if (key, name) in edit.cells and name not in edit.shape["lost"]:
                    value = plain(edit.cells[key, name])
                    if value != was:
                        answers.append((edit.unit, edit.saved, value))
            yield (key, name), model(was, now[key][name], answers)


def waiting(book: Book) -> set[tuple[int, str]]:
    assert book.outcome is not None and book.outcome.returned is not None
    return {(each.key.number, each.field) for each in book.outcome.returned.weighed.pending}


PROFILE = settings(
    max_examples=rounds(6),
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def by_office(cells: Mapping[tuple[int, str], Any]) -> Book:
    book = sent()[0]
    rows = {values["措施键"]: row for row, values in book.tables.ledger.rows.items()}  # type: ignore[union-attr]
    typed = {(rows[key], name): value for (key, name), value in cells.items()}
    return book.typed(LEDGER, typed) if typed else book


@PROFILE
@given(done=edits(), office=cells_of(range(1, 8)))
def test_model__ok(done: list[Edit], office: dict[tuple[int, str], Any]) -> None:
    book, files = by_office(office), files_of(done)  # CM001, CM002, CM004
    told = collected(book, files)
    wanted = dict(expected(sent()[2], ledger(book), done))
    after = ledger(told)
    assert {at: after[at[0]][at[1]] for at in wanted} == {at: each.value for at, each in wanted.items()}
    assert waiting(told) == {at for at, each in wanted.items() if each.waits}
    assert told.outcome is not None and told.outcome.to_settle == bool(waiting(told))
    shown = [" ".join(str(cell) for cell in row if cell is not None) for row in told.grids[RETURNS].rows]
    for edit in done:
        for (key, name), value in edit.cells.items():
            said = plain(value)
            if name in edit.shape["lost"] or said in (after[key][name], sent()[2][key][name], None):
                continue
            text = shown_value(FORMATS[LEDGER][name], said)
            assert any(name in row and text in row for row in shown), (edit, key, name, value)


@PROFILE
@given(done=edits(), office=cells_of(range(1, 8)))
def test_order_and_repetition__ok(done: list[Edit], office: dict[tuple[int, str], Any]) -> None:
    book, files = by_office(office), files_of(done)  # CM003
    once = collected(book, files)
    assert collected(once, files).data is once.data
    for order in [*permutations(files)][1:3]:
        told = book
        for name in order:
            told = collected(told, {name: files[name]})
        assert ledger(told) == ledger(once)
        assert told.grids[RETURNS].rows == once.grids[RETURNS].rows


@PROFILE
@given(done=edits(), office=cells_of(range(1, 8)), choice=st.sampled_from(["theirs", "ours"]))
def test_decided__ok(done: list[Edit], office: dict[tuple[int, str], Any], choice: str) -> None:
    book, files = by_office(office), files_of(done)  # CM005
    told = collected(book, files)
    waits = waiting(told)
    decided = collected(told, files, choice)
    assert ledger(collected(book, files, choice)) == ledger(decided)
    again = collected(decided, files)
    assert again.data is decided.data
    assert waiting(again) <= (waits if choice == "theirs" else set())
    if choice == "ours":
        assert ledger(decided) == ledger(told)
    pending = told.outcome.returned.weighed.pending  # type: ignore[union-attr]
    rulings = {(each.key.number, each.field): each.ruling for each in pending}
    for key, name in waits - waiting(again):
        if choice == "theirs":
            answers = [*rulings[key, name].told, *rulings[key, name].cleared]
            assert ledger(decided)[key][name] in [plain(answer.value) for answer in answers]
    log = decided.tables.log
    assert log is not None and LOG in decided.grids
    assert sum(str(row["字段"]).startswith("处理·") for row in log.rows.values()) == len(
        waits - waiting(again)
    )
    assert State.CONFLICT.value == "冲突"
