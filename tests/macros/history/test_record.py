"""期间记录: what a run showed, by key.

PR1  Every item, measure, unit and all together stand there with the figures that the sheets show.
PR2  While a period runs its rows are replaced in place; a second run writes nothing, whatever the time of day.
PR3  Of a bulletin everything is kept: the sheet that comes of it is the sheet with values in place of formulas.
PR4  A text that no cell can hold is parted and put together again; what is not whole is no bulletin.
PR5  上期 is the latest earlier period on record, closed or not; else the closing rows of 填报记录; a heading names it.
PR6  The sheet is very hidden, and no row of it names a time of day.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from bulletins import table
from lists import AS_OF, Book, Item, make_book

from duban.macros.history.bulletin_rows import read_rows, rows_of
from duban.macros.history.editions import Edition, Key, read_record
from duban.macros.history.frozen_sheet import frozen_sheet
from duban.udfs.periods import Period
from duban.workbook.file.package import Package
from duban.workbook.format.names import LEDGER, LIST, LOG, PERIOD_RECORD
from duban.workbook.format.sheets.period_record import OF_ALL, OF_ITEM, OF_MEASURE, OF_UNIT
from duban.workbook.format.sheets_and_registers import FORMATS

BULLETIN = "2020年第三季度通报"
THIRD, FOURTH = Period(2020, 9), Period(2020, 12)


def a_book() -> Book:
    """Two units; one item half done, one that nobody reported."""
    book = make_book(
        Item("企业开办", ("减少环节", "当场办结")), Item("招商引资", ("上门招商",), unit="招商局")
    ).built()
    return book.typed(LEDGER, {(2, "完成进度"): 0.4, (3, "完成进度"): 0.6}).built()


@pytest.fixture(scope="module")
def made() -> Book:
    return a_book()


def edition(book: Book, period: Period = THIRD) -> Edition:
    return read_record(book.tables).latest[period]


def told(edition: Edition, kind: str, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(line.record[column] for column in columns) for _, line in edition.of_kind(kind)]


def test_figures_by_key__ok(made: Book) -> None:  # PR1
    there = edition(made)
    assert (there.status, there.as_of, there.sheet, there.number) == ("进行", AS_OF, BULLETIN, 1)
    expected = 274 / 366
    assert told(
        there, OF_ITEM, "事项键", "名称", "单位", "完成进度", "亮灯", "措施数", "办结数", "未报数"
    ) == [
        (1, "企业开办", "综合局", 0.5, "滞后", 2, 0, 0),
        (2, "招商引资", "招商局", None, "未报", 1, 0, 1),
    ]
    assert told(there, OF_MEASURE, "事项键", "措施键", "完成进度", "亮灯", "单位") == [
        (1, 1, 0.4, "严重滞后", "综合局"),
        (1, 2, 0.6, "滞后", "综合局"),
        (2, 3, None, "未报", "招商局"),
    ]
    assert [row[0] for row in told(there, OF_MEASURE, "时序进度")] == [pytest.approx(expected)] * 3
    assert told(there, OF_UNIT, "名称", "完成进度", "事项数", "措施数") == [
        ("综合局", 0.5, 1, 2),
        ("招商局", None, 1, 1),
    ]
    assert told(there, OF_ALL, "完成进度", "事项数", "措施数", "未报数") == [(0.25, 2, 3, 1)]


def test_replaced_while_the_period_runs__ok(made: Book) -> None:  # PR2
    assert made.plan().plan.empty
    before = {key: line.row for key, line in edition(made).lines.items()}
    later = made.typed(LEDGER, {(2, "完成进度"): 1, (4, "完成进度"): 1}).built()
    after = {key: line.row for key, line in edition(later).lines.items()}
    assert {key: after[key] for key in after if key in before} == {
        key: before[key] for key in after if key in before
    }
    assert later.built().data is later.data
    assert len(read_record(later.tables).editions) == 1
    assert edition(later).lines[Key(OF_ITEM, 1)].record["完成进度"] == 0.8


def test_the_last_digit_of_a_number_is_no_change__ok(made: Book) -> None:  # PR2
    record, there = read_record(made.tables), edition(made)
    plan = frozen_sheet(there)
    kept = {at: formula for at, (_, formula) in there.bulletin.cells.items()}  # type: ignore[union-attr]
    cells = {
        at: replace(
            cell,
            value=cell.value * (1 + 1e-15) if isinstance(cell.value, float) else cell.value,
            formula="=1" if kept[at] else None,
        )
        for at, cell in plan.cells.items()
    }
    others = [line.record for key, line in there.lines.items() if key.kind != "通报"]
    again = record.written(THIRD, 1, [*others, *rows_of(replace(plan, cells=cells))])
    assert again.lines == there.lines
    changed = {**cells, (11, 3): replace(cells[11, 3], value=0.26)}
    other = record.written(THIRD, 1, [*others, *rows_of(replace(plan, cells=changed))])
    assert other.lines != there.lines


def test_what_left_leaves_the_record_of_the_running_period__ok(made: Book) -> None:  # PR2
    later = made.with_cut(5).built()
    assert [row[0] for row in told(edition(later), OF_ITEM, "事项键")] == [1]


def test_whole_bulletin_is_kept__ok(made: Book) -> None:  # PR3
    frozen = frozen_sheet(edition(made))
    grid = made.grids[BULLETIN]
    shown = {
        (row, column): value
        for row, values in enumerate(grid.rows, 1)
        for column, value in enumerate(values, 1)
        if value is not None
    }
    cells = {at: cell.value for at, cell in frozen.cells.items() if cell.value not in (None, "")}
    assert cells.keys() == shown.keys()
    assert cells == {at: pytest.approx(v) if isinstance(v, float) else v for at, v in shown.items()}
    assert all(cell.formula is None for cell in frozen.cells.values())
    plan = next(sheet for sheet in a_first_build().plan.sheets if sheet.name == BULLETIN)
    kept = read_rows((r.get("行"), r["段"], r["内容"]) for r in rows_of(plan))
    assert kept is not None
    again = frozen_sheet(replace_bulletin(edition(made), kept))
    without_cells = replace(plan, cells={})
    assert replace(again, cells={}) == without_cells
    assert {at for at, (_, formula) in kept.cells.items() if formula} == {
        at for at, cell in plan.cells.items() if cell.formula is not None
    }


def a_first_build() -> Any:
    return make_book(Item("企业开办", ("减少环节",)), Item("招商引资", ("上门招商",), unit="招商局")).plan()


def replace_bulletin(there: Edition, kept: Any) -> Edition:
    made = replace(there)
    made.__dict__["bulletin"] = kept
    return made


def test_long_texts_are_parted__ok() -> None:  # PR4
    long = "“措施”\n" * 9_000
    plan = a_first_build().plan.sheets[0]
    row = max(row for row, _ in plan.cells) + 1
    plan = replace(
        plan, cells={**plan.cells, (row, 1): replace(next(iter(plan.cells.values())), value=long[:32_000])}
    )
    rows = list(rows_of(plan))
    assert max(len(r["内容"]) for r in rows) <= 16_000
    assert len([r for r in rows if r.get("行") == row]) > 1
    kept = read_rows((r.get("行"), r["段"], r["内容"]) for r in rows)
    assert kept is not None and kept.cells[row, 1][0].value == long[:32_000]


@pytest.mark.parametrize(
    "pieces",
    [
        [],
        [(1, 1, '[[1,"x","text"]]')],
        [(None, 1, "{}")],
        [(None, 1, "x")],
        [(None, 1, None), (1, 1, "[[1]]")],
        [(None, 1, '{"widths":{},"heights":{},"merges":[],"charts":[],"name":"x"}'), (1, 1, "[[1]]")],
    ],
)
def test_what_is_not_whole_is_no_bulletin__ok(pieces: list[Any]) -> None:  # PR4
    assert read_rows(pieces) is None


def past_of(book: Book, name: str) -> list[tuple[Any, ...]]:
    """Item, 上期进度 and 较上期 as a bulletin shows them."""
    items = table(book.grids[name], "事项名称", "上期进度")
    return [(each["事项名称"], each["上期进度"], each["较上期"]) for each in items]


def headings(book: Book, name: str) -> list[str]:
    return [str(row[0]) for row in book.grids[name].rows if row and "上期为" in str(row[0])]


def test_past_is_the_latest_on_record__ok(made: Book) -> None:  # PR5
    filled = made.typed(LEDGER, {(2, "完成进度"): 0.9})
    later = filled.built(period=FOURTH, as_of=date(2020, 12, 31))
    name = "2020年第四季度通报"
    assert past_of(later, name) == [("企业开办", 0.5, pytest.approx(0.25)), ("招商引资", None, "—")]
    assert headings(later, name) == [
        "二、单位进展排名（上期为2020年第三季度）",
        "六、事项进展（上期为2020年第三季度）",
    ]
    skipped = filled.built(period=Period(2021, 6), as_of=date(2021, 6, 30))
    assert headings(skipped, "2021年第二季度通报")[0] == "二、单位进展排名（上期为2020年第三季度）"
    assert headings(made, BULLETIN) == []


def test_past_follows_the_item_and_not_its_row__ok(made: Book) -> None:  # PR5
    sorted_ = made.moved(LIST, {4: 5, 5: 4}).typed(LIST, {(4, "序号"): 1, (5, "序号"): 2})
    later = sorted_.built(period=FOURTH, as_of=date(2020, 12, 31))
    assert past_of(later, "2020年第四季度通报") == [("招商引资", None, "—"), ("企业开办", 0.5, 0)]


def test_past_of_the_closing_rows__ok() -> None:  # PR5
    rows = [
        {"期间": "2020Q2", "事项序号": 1, "字段": "完成进度", "新值": 0.3, "单位": "综合局", "事项键": 1},
        {"期间": "2020Q2", "字段": "封存"},
    ]
    names = FORMATS[LOG].names
    log = [names, *([row.get(name) for name in names] for row in rows)]
    book = make_book(Item("企业开办", ("减少环节",)), more={LOG: log}).built()
    book = book.typed(LEDGER, {(2, "完成进度"): 0.8}).built()
    assert past_of(book, BULLETIN)[0] == ("企业开办", 0.3, pytest.approx(0.5))
    assert edition(book, Period(2020, 6)).status == "据填报记录"
    assert book.built().data is book.data


def test_nobody_sees_it_and_no_time_of_day_is_in_it__ok(made: Book) -> None:  # PR6
    package = Package.read(made.data)
    state = next(s.get("state") for s in package.workbook.iter("{*}sheet") if s.get("name") == PERIOD_RECORD)
    assert state == "veryHidden"
    texts = " ".join(
        str(value) for row in made.grids[PERIOD_RECORD].rows for value in row if value is not None
    )
    assert not re.search(r"\d\d:\d\d", texts)
