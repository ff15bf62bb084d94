"""``validate`` and ``build`` agree about any grid, however odd.

CB1 Whatever ``validate`` calls clean (no error), ``build`` can build.
CB2 Whatever stops ``build``, ``validate`` names as an error, at the cell where the stop names one.
CB3 ``build`` never ends in anything but a plan or a Stop.

``make grids N=10000`` asks it of that many random grids.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lists import AS_OF, Book, Item, make_book
from sheets import HEADER, areas, item

from duban.macros.commands.build import build
from duban.macros.figures.understood import RunOptions
from duban.validation.book import read_book
from duban.validation.checker import check_book
from duban.workbook.cells.addresses import a1, letter
from duban.workbook.format.names import CITY, LEDGER, LINKS, LIST, LOG, RULES
from duban.workbook.reading.grid import Grid, Marks
from duban.workbook.reading.settings import choose_period
from duban.workbook.reading.tables import read_tables
from duban.workbook.say.findings import Finding
from duban.workbook.say.stop import Stop

pytestmark = pytest.mark.long

EXAMPLES = int(os.environ.get("DUBAN_GRIDS", "150"))
"""Random workbooks of each property."""

SAYS: Mapping[str, frozenset[str]] = {
    "no_list": frozenset({"S101"}),
    "several_lists": frozenset({"S102"}),
    "bad_sheet": frozenset({"S103"}),
    "missing_column": frozenset({"S104"}),
    "sheet_is_yours": frozenset({"S114", "S121"}),
    "foreign_key": frozenset({"I146"}),
    "list_replaced": frozenset({"I147"}),
}
"""Each stop of a build → what ``validate`` calls it."""


@dataclass(frozen=True)
class Grids:
    """A workbook of grids, without a file."""

    grids: Mapping[str, Grid]
    kept: bool = False
    """Whether it was built before."""
    path: Path = Path("测试.xlsx")
    findings: tuple[Finding, ...] = ()

    @property
    def sheet_names(self) -> list[str]:
        return list(self.grids)

    def grid(self, name: str) -> Grid:
        return self.grids[name]

    def is_made(self, name: str) -> bool:
        return name in self.marks()

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """What hypothesis shows: the cells that are not those of the workbook as it was built."""
        told = []
        for name, grid in self.grids.items():
            old = built().grids.get(name, Grid(name, ()))
            told += [
                f"{name}!{a1(r, c)} = {value!r}"
                for r, row in enumerate(grid.rows, 1)
                for c, value in enumerate(row, 1)
                if value != old.value(r, c) or (old.formulas.get((r, c)) != grid.formulas.get((r, c)))
            ]
            told += [f"{name} merged {grid.merges}"] if grid.merges else []
        printer.text("\n".join([*told, *(f"no {name}" for name in built().grids if name not in self.grids)]))

    def marks(self) -> Marks:
        left = {name: "made" for name in built().tables.marks if name in self.grids and self.kept}
        return Marks(left, lambda name: "made")


def agree(source: Grids) -> None:
    """CB1, CB2 and CB3 of one workbook."""
    book = read_book(source, today=AS_OF)
    book = replace(book, settings=choose_period(book.settings, None, AS_OF, AS_OF))
    errors = [each for each in check_book(book) if each.severity == "error"]
    try:
        build(read_tables(source, today=AS_OF), RunOptions(as_of=AS_OF, accept=True))
    except Stop as stop:
        if stop.code == "no_list" and book.sheets.keys().isdisjoint({LEDGER, LINKS}) and book.sheets:
            return  # a city's workbook is sound, and has no list to build
        codes = {each.code for each in errors}
        assert codes & SAYS[stop.code], (stop.code, stop.say.en, codes)
        cell = str(stop.facts.get("cell", "")).rpartition("!")[2]
        if cell:
            assert cell in {a1(each.row, each.column) for each in errors if each.code in SAYS[stop.code]}


ODD = st.sampled_from([
    None, "", " ", 0, -1, 1, 2, 3, 7, 0.8, 1.5, 80, 2020.1, 20200930, 1e300, True, False,
    "甲", "1", "１", "1-1", "一", "合计", "小计", "备注：下同", "一、经济运行（3项）", "#REF!", "#N/A", "80%", "已完成",
    "9月底前", "长期坚持", "明年3月底", "2020年四季度", "1、一；\n2、二。", "（一）甲\n（二）乙", "自主", "2、8", "99",
    "综合局\n负责人：王强", "甲局、乙局", "甲局牵头，乙局配合", "王强", "张建国 13800000000", "各镇（街道）",
    "序号", "事项名称", "牵头单位", "具体措施", "完成时限", "常态化", "已移出", "限期", "已确认", "建议", "主", "兼",
    "\u200b2、乙", "甲\x07乙", "＝1+1", "x" * 300, date(2020, 9, 30), date(2020, 9, 1), date(1899, 12, 31),
    datetime(2020, 9, 30, 12), time(19, 12),
])  # fmt: skip
"""What may stand in any cell."""

LABELS = st.sampled_from([
    *HEADER, "序号", "督办事项", "事项名称", "重要项目", "主责单位/部门", "牵头责任单位", "办理时限", "计划完成时间",
    "当前进度", "进度（%）", "形象进度", "整改措施", "完成情况", "存在问题", "責任單位", "工 作 目 标", "No.", "Item", "责任人", "电话",
    "完成时限", "开始日期", "完成进度", "事项键", "归口单位", "对应市级事项", "亮灯", "备注", "说明", "", None, 1, "事项键 ",
])  # fmt: skip


@st.composite
def fresh(draw: st.DrawFn) -> Grids:
    """A list that nobody has built yet: some header, some rows, some merged cells, perhaps a second list."""
    labels = draw(st.one_of(st.just(list(HEADER)), st.lists(LABELS, min_size=2, max_size=12)))
    above = draw(st.lists(st.lists(ODD, max_size=3), max_size=3))
    rows: list[list[Any]] = []
    for number in range(1, draw(st.integers(0, 6)) + 1):
        row = item(draw(st.sampled_from([number, number, number, 1, None, f"{number}"])), f"第{number}项改革")
        row = (row + [None] * len(labels))[: len(labels)]
        for at in draw(st.lists(st.integers(0, len(labels) - 1), max_size=3)):
            row[at] = draw(ODD)
        rows.append(row)
    if draw(st.booleans()) and rows:
        rows.insert(draw(st.integers(0, len(rows))), [draw(ODD)])
    top = len(above) + 2
    merges = []
    if len(rows) > 2 and draw(st.booleans()):
        first = draw(st.integers(0, len(rows) - 2))
        last = draw(st.integers(first + 1, len(rows) - 1))
        columns = draw(st.sets(st.integers(1, len(labels)), min_size=1, max_size=4))
        merges = [f"{letter(column)}{top + first}:{letter(column)}{top + last}" for column in columns]
    cells = tuple(map(tuple, (*above, labels, *rows)))
    made = {LIST: Grid(LIST, cells, areas(merges))}
    if draw(st.sampled_from([False] * 6 + [True])):
        other = draw(st.sampled_from([CITY, LEDGER, LINKS, LOG, RULES, "单位-甲局", "二组"]))
        made[other] = Grid(other, tuple(map(tuple, draw(st.lists(st.lists(ODD, max_size=5), max_size=4)))))
    return Grids(made)


@cache
def built() -> Book:
    """A workbook that was built."""
    city = [(1, "优化营商环境", "企业开办"), (2, "其他", "")]
    items = (
        Item("企业开办一件事", ("摸底", "推行")),
        Item("闲置厂房盘活", ("建账",), "招商局"),
        Item("园区用能服务"),
    )
    return Book(make_book(*items, city=city).built(accept=True).data)


@st.composite
def spoilt(draw: st.DrawFn) -> Grids:
    """A workbook that was built, then changed in a few cells, or robbed of a sheet."""
    grids = dict(built().grids)
    for _ in range(draw(st.integers(1, 4))):
        name = draw(st.sampled_from([LIST, LIST, LEDGER, LEDGER, LINKS, CITY, RULES]))
        grid = grids.get(name)
        if grid is None:
            continue
        if draw(st.sampled_from([False] * 20 + [True])):
            del grids[name]
            continue
        row = draw(st.integers(1, min(len(grid.rows), 9)))
        column = draw(st.integers(1, max(1, grid.width)))
        grids[name] = with_cell(grid, row, column, draw(st.one_of(ODD, LABELS)))
    return Grids(grids, kept=True)


def with_cell(grid: Grid, row: int, column: int, value: Any) -> Grid:
    """The grid with a value typed into a cell."""
    rows = [list(cells) for cells in grid.rows]
    rows[row - 1] += [None] * (column - len(rows[row - 1]))
    rows[row - 1][column - 1] = value
    formulas = {at: text for at, text in grid.formulas.items() if at != (row, column)}
    return replace(grid, rows=tuple(map(tuple, rows)), formulas=formulas)


QUICK = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES < 1000,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@QUICK
@given(fresh())
def test_a_fresh_list__ok(source: Grids) -> None:  # CB1, CB2, CB3
    agree(source)


@QUICK
@given(spoilt())
def test_a_kept_workbook__ok(source: Grids) -> None:  # CB1, CB2, CB3
    agree(source)
