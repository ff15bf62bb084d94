"""Whatever staff do, in any order, a progress value and its history never change owner.

KM01  Each measure's row of the ledger has the measure's own progress, 类型 and number, whatever moved around it.
KM02  A measure keeps its 措施键 and an item its 事项键; no key is ever that of two.
KM03  A bulletin's 上期进度 is the figure that this very item had when the period before was closed.
KM04  What 填报记录 and the bulletins of earlier periods say is never changed.
KM05  A second build plans nothing.
KM06  A measure that left the list and comes back has the progress, the key and the 类型 that it had.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any, TypeVar

import pytest
from bulletins import table
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from lists import AS_OF, Book, Item, make_book, numbered
from rounds import rounds

from duban.udfs.periods import Period
from duban.udfs.progress import LIMITED, MOVED_OUT, STANDING
from duban.workbook.format.names import LEDGER, LIST, LOG
from duban.workbook.format.sheet_names import bulletin_name

pytestmark = pytest.mark.long

FEW = settings(
    max_examples=rounds(4),
    stateful_step_count=12,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
WORDINGS = ("{}", "进一步{}", "{}并公开", "分批{}")
"""In any two of these wordings a text is more like itself than the limit for a reworded one asks."""
START = Period.of(AS_OF)
UNIT = "综合局"
TEXTS = {LIST: "事项名称", LEDGER: "具体项目", LOG: None}
"""The column by which a row of a sheet is found."""

T = TypeVar("T")


@dataclass(eq=False)
class Measure:
    """A measure as its owner knows it. ``row_text`` and ``number`` are what its row of the ledger says."""

    plain: str
    text: str
    progress: float | None = None
    kind: str = LIMITED
    key: int | None = None
    row_text: str | None = None
    number: int | None = None
    moved_out: bool = False

    @property
    def open(self) -> bool:
        """Whether units may still report on it: its row is there, and not 已移出."""
        return self.row_text is not None and not self.moved_out

    @property
    def by_likeness(self) -> bool:
        """Whether it may be reworded: one that left or is just coming back is known by its own text only."""
        return self.row_text is None or self.number is not None


@dataclass(eq=False)
class Task:
    """An item as its owner knows it: the lines of its cell, all measures that it ever had, its closed figures."""

    plain: str
    name: str
    lines: list[Measure]
    known: list[Measure]
    built_name: str | None = None
    key: int | None = None
    figures: dict[Period, float | None] = field(default_factory=dict)

    @property
    def progress(self) -> float | None:
        """The mean over what counts; a measure that reported nothing counts 0."""
        shares = [measure.progress for measure in self.known if measure.open and measure.kind != STANDING]
        if all(share is None for share in shares):
            return None
        return sum(share or 0.0 for share in shares) / len(shares)

    @property
    def away(self) -> list[Measure]:
        """Measures that are not on the list, and may be put there."""
        return [measure for measure in self.known if measure not in self.lines]

    def doubtful(self, lines: Sequence[Measure]) -> bool:
        """Whether a new measure would stand under the number of one that leaves: it would be taken for it."""
        left = {measure.number for measure in self.known if measure not in lines}
        return any(measure.row_text is None and number in left for number, measure in enumerate(lines, 1))


@dataclass(eq=False)
class Work:
    """A workbook, what staff do to it, and what its owners know of it."""

    book: Book
    tasks: list[Task]
    """The items on the list."""
    gone: list[Task] = field(default_factory=list)
    """Items that left the list after a build saw them."""
    period: Period = START
    dirty: bool = True
    """Whether something was done since the last build."""
    copied: bool = False
    """Whether a row of the list was copied since."""
    texts: int = 0
    shares: int = 0
    bulletins: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, dict[str, int]] = field(default_factory=dict)

    # owners

    def text(self) -> str:
        """Eight characters that no other text has."""
        self.texts += 1
        first = 0x4E10 + 8 * self.texts
        return "".join(map(chr, range(first, first + 8)))

    def share(self) -> float:
        """A progress that nobody else has."""
        self.shares += 1
        return self.shares / 1000

    def new_measure(self) -> Measure:
        text = self.text()
        return Measure(text, text)

    def new_task(self, measures: int) -> Task:
        name, lines = self.text(), [self.new_measure() for _ in range(measures)]
        return Task(name, name, lines, list(lines))

    @property
    def known(self) -> list[Measure]:
        return [measure for task in (*self.tasks, *self.gone) for measure in task.known]

    @property
    def lines(self) -> list[Measure]:
        return [measure for task in self.tasks for measure in task.lines]

    @property
    def open(self) -> list[Measure]:
        return [measure for measure in self.known if measure.open]

    def owner(self, measure: Measure) -> Task:
        return next(task for task in (*self.tasks, *self.gone) if measure in task.known)

    def removable(self) -> list[Task]:
        """Items without which a measure is left on the list."""
        return [task for task in self.tasks if len(self.lines) > len(task.lines)]

    # cells

    def edit(self, book: Book) -> None:
        """Rows moved: where they are now must be read again."""
        self.book, self.dirty = book, True
        self.rows.clear()

    def type(self, sheet: str, cells: dict[tuple[int, str], Any]) -> None:
        """Values typed into cells; rows stay where they are."""
        places = columns()[sheet]
        self.book = self.book.typed(
            sheet, {(row, places[name]): value for (row, name), value in cells.items()}
        )
        self.dirty = True
        if TEXTS[sheet] in {name for _, name in cells}:
            self.rows.pop(sheet, None)

    def rows_of(self, sheet: str) -> dict[str, int]:
        """Name or text → row of the list or the ledger, from above."""
        if sheet not in self.rows:
            tables = self.book.tables
            self.rows[sheet] = (
                {item.name: row for row, item in tables.items.items()}
                if sheet == LIST
                else {record[TEXTS[sheet]]: row for row, record in tables.own[sheet].rows.items()}
            )
        return self.rows[sheet]

    def free_row(self, place: int) -> int:
        """A blank row of the list in front of the item at this place."""
        rows = list(self.rows_of(LIST).values())
        if place >= len(rows):
            return rows[-1] + 1
        self.edit(self.book.inserted(LIST, rows[place]))
        return rows[place]

    # what staff do

    def put_lines(self, task: Task, lines: list[Measure]) -> None:
        """Other measures in the cell of an item; an act that would leave doubt is done in two steps."""
        if task.doubtful(lines):
            self.build()
        task.lines = lines
        task.known += [measure for measure in lines if measure not in task.known]
        text = numbered([measure.text for measure in lines]) or None
        self.type(LIST, {(self.rows_of(LIST)[task.name], "改革的具体项目"): text})

    def put_item(self, task: Task, place: int, *, with_key: bool = False) -> None:
        """A row for an item that is not on the list."""
        row = self.free_row(place)
        cells = {
            "序号": place + 1,
            "事项名称": task.name,
            "改革的具体项目": numbered([measure.text for measure in task.lines]) or None,
            "牵头单位及负责人": UNIT,
            "事项键": task.key if with_key else None,
        }
        self.type(LIST, {(row, column): value for column, value in cells.items()})
        self.tasks.append(task)

    def copy_item(self, source: Task, place: int) -> None:
        """A row as a template: copied, and at once given another name and other measures."""
        new = self.new_task(len(source.lines))
        row = self.free_row(place)
        self.edit(self.book.copied(LIST, self.rows_of(LIST)[source.name], row))
        text = numbered([measure.text for measure in new.lines]) or None
        self.type(LIST, {(row, "事项名称"): new.name, (row, "改革的具体项目"): text})
        self.tasks.append(new)
        self.copied = True

    def remove_item(self, task: Task, *, close_up: bool) -> None:
        """Its cells cleared, or its row deleted. While there are copies with its key, one of them would have it."""
        if self.copied:
            self.build()
        row, last = self.rows_of(LIST)[task.name], len(self.book.grids[LIST].rows)
        self.edit(self.book.with_cut(row))
        if close_up and row < last:
            self.edit(self.book.moved(LIST, {below: below - 1 for below in range(row + 1, last + 1)}))
        self.tasks.remove(task)
        if task.built_name is not None:
            self.gone.append(task)

    def return_item(self, task: Task, place: int, *, with_key: bool) -> None:
        """Typed again as the last build saw it, or pasted with its key."""
        task.name = task.built_name or task.name
        for measure in task.lines:
            measure.text = measure.row_text or measure.text
        task.known += [measure for measure in task.lines if measure not in task.known]
        self.gone.remove(task)
        self.put_item(task, place, with_key=with_key)

    def rename_item(self, task: Task, wording: str) -> None:
        row, task.name = self.rows_of(LIST)[task.name], wording.format(task.plain)
        self.type(LIST, {(row, "事项名称"): task.name})

    def reword(self, task: Task, order: Sequence[int], wordings: Sequence[str]) -> None:
        """Measures of an item in a new order and in other words."""
        for measure, wording in zip(task.lines, wordings, strict=True):
            if measure.by_likeness:
                measure.text = wording.format(measure.plain)
        self.put_lines(task, [task.lines[place] for place in order])

    def remove_measure(self, measure: Measure) -> None:
        task = self.owner(measure)
        self.put_lines(task, [line for line in task.lines if line is not measure])

    def return_measure(self, measure: Measure, at: int) -> None:
        """A line that was removed, or a row that staff added to the ledger, comes onto the list."""
        task, measure.text = self.owner(measure), measure.row_text or measure.text
        self.put_lines(task, [*task.lines[:at], measure, *task.lines[at:]])

    def copy_ledger_row(self, source: Measure, place: int | None) -> None:
        """A measure of the staff's own, made from another row: above it (0), below it (1) or at the end."""
        rows, text = self.rows_of(LEDGER), source.row_text or ""
        row = max(rows.values()) + 1 if place is None else rows[text] + place
        if place is not None:
            self.edit(self.book.inserted(LEDGER, row))
        self.edit(self.book.copied(LEDGER, self.rows_of(LEDGER)[text], row))
        new = self.new_measure()
        new.row_text, new.progress, new.kind = new.text, self.share(), source.kind
        self.owner(source).known.append(new)
        cells = {"措施序号": None, "具体项目": new.text, "完成进度": new.progress}
        self.type(LEDGER, {(row, column): value for column, value in cells.items()})

    def fill(self, measure: Measure, share: float | None, kind: str = LIMITED) -> None:
        measure.progress, measure.kind = share, kind
        row = self.rows_of(LEDGER)[measure.row_text or ""]
        self.type(LEDGER, {(row, "完成进度"): share, (row, "类型"): kind})

    def sort(self, sheet: str, order: Sequence[int]) -> None:
        rows = sorted(self.rows_of(sheet).values())
        self.edit(self.book.moved(sheet, {rows[place]: row for place, row in zip(order, rows, strict=True)}))

    def renumber(self, shift: int) -> None:
        rows = self.rows_of(LIST).values()
        self.type(LIST, {(row, "序号"): number + shift for number, row in enumerate(rows, 1)})

    def next_period(self) -> None:
        """The period is closed, and the next one begins."""
        if self.dirty:
            self.build()
        items, rows = self.book.tables.items, self.rows_of(LIST)
        log = self.book.tables.own[LOG]
        cells: dict[tuple[int, str], Any] = {}
        for row, task in enumerate(self.tasks, log.last_row + 1):
            task.figures[self.period] = task.progress
            closing = {
                "期间": str(self.period),
                "事项序号": items[rows[task.name]].number,
                "字段": "完成进度",
                "新值": task.progress,
                "单位": UNIT,
                "事项键": task.key,
            }
            cells.update({(row, column): value for column, value in closing.items()})
        name = bulletin_name(self.period)
        self.bulletins[name] = self.book.grids[name].rows
        self.type(LOG, cells)
        self.period = Period.of(self.period.last_day + timedelta(days=1))
        self.build()

    # the build, and what must be so after it

    def build(self) -> None:
        choices = {"period": self.period, "as_of": self.period.last_day}
        before = self.log()
        self.edit(self.book.built(**choices))
        self.follow()
        self.copied = self.dirty = False
        assert self.book.plan(**choices).plan.empty  # KM05
        self.check_ledger()
        self.check_items()
        self.check_bulletin()
        assert self.log()[: len(before)] == before  # KM04
        assert self.bulletins == {name: self.book.grids[name].rows for name in self.bulletins}  # KM04

    def follow(self) -> None:
        """What a build makes of the ledger."""
        for task in self.tasks:
            task.built_name = task.name
            for number, measure in enumerate(task.lines, 1):
                measure.row_text, measure.number, measure.moved_out = measure.text, number, False
        for task in (*self.tasks, *self.gone):
            task.known = [measure for measure in task.known if measure.row_text is not None]
        for measure in set(self.known).difference(self.lines):
            if measure.number is not None:
                measure.number, measure.moved_out = None, True

    def log(self) -> list[list[Any]]:
        log = self.book.tables.log
        return [list(record.values()) for record in log.rows.values()] if log else []

    def check_ledger(self) -> None:
        names = ["具体项目", "完成进度", "类型", "措施序号", "事项名称", "措施键"]
        rows = [[record[name] for name in names] for record in self.book.tables.own[LEDGER].rows.values()]
        assert {row[0]: tuple(row[1:5]) for row in rows} == {  # KM01, KM06
            measure.row_text: (
                measure.progress,
                MOVED_OUT if measure.moved_out else measure.kind,
                measure.number,
                self.owner(measure).built_name,
            )
            for measure in self.known
        }
        keys = {row[0]: row[5] for row in rows}
        for measure in self.known:
            measure.key = measure.key or keys[measure.row_text]
        assert keys == {measure.row_text: measure.key for measure in self.known}  # KM02
        assert len(set(keys.values())) == len(rows)  # KM02

    def check_items(self) -> None:
        rows = self.rows_of(LIST)
        assert set(rows) == {task.name for task in self.tasks}
        for task in self.tasks:
            shown = {
                name: self.book.value(LIST, rows[task.name], columns()[LIST][name])
                for name in ("事项键", "完成进度")
            }
            task.key = task.key or shown["事项键"]
            assert shown["事项键"] == task.key  # KM02
            share = task.progress
            assert shown["完成进度"] == (None if share is None else pytest.approx(share))  # KM01
        everyone = [task.key for task in (*self.tasks, *self.gone)]
        assert len(set(everyone)) == len(everyone)  # KM02
        ledger = self.book.tables.own[LEDGER].rows.values()
        keys = {record["具体项目"]: record["事项键"] for record in ledger}
        assert keys == {measure.row_text: self.owner(measure).key for measure in self.known}  # KM02

    def check_bulletin(self) -> None:
        rows = table(self.book.grids[bulletin_name(self.period)], "事项名称", "上期进度")
        shown = {row["事项名称"]: row["上期进度"] for row in rows}
        assert len(rows) == len(self.tasks)
        assert shown == {task.name: task.figures.get(self.period.previous) for task in self.tasks}  # KM03


@cache
def begun() -> Work:
    """Work in its second period: everything was reported, then an item and a 常态化 measure left the list."""
    work = Work(Book(b""), [])
    work.tasks = [work.new_task(3), work.new_task(2), work.new_task(1)]
    work.book = make_book(
        *(Item(task.name, [line.text for line in task.lines], unit=UNIT) for task in work.tasks)
    )
    work.build()
    for number, measure in enumerate(work.known):
        work.fill(measure, work.share(), STANDING if number in (1, 4) else LIMITED)
    work.next_period()
    work.remove_measure(work.lines[1])
    work.remove_item(work.tasks[2], close_up=True)
    work.build()
    return work


@cache
def columns() -> dict[str, dict[str, int]]:
    """Sheet → header → column; no column ever moves."""
    tables = make_book(Item("甲")).built().tables
    sheets = {LIST: tables.need_list, LEDGER: tables.own[LEDGER], LOG: tables.own[LOG]}
    return {name: dict(sheet.header.columns) for name, sheet in sheets.items()}


class Office(RuleBasedStateMachine):
    """Staff at work on one workbook, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.work = deepcopy(begun(), {id(begun().book): begun().book})

    @rule(data=st.data(), measures=st.integers(0, 2))
    def insert_item(self, data: st.DataObject, measures: int) -> None:
        self.work.put_item(self.work.new_task(measures), place(data, self.work.tasks))

    @rule(data=st.data())
    def copy_item(self, data: st.DataObject) -> None:
        self.work.copy_item(pick(data, self.work.tasks), place(data, self.work.tasks))

    @precondition(lambda self: self.work.removable())
    @rule(data=st.data(), close_up=st.booleans(), build=st.booleans())
    def remove_item(self, data: st.DataObject, close_up: bool, build: bool) -> None:
        self.work.remove_item(pick(data, self.work.removable()), close_up=close_up)
        if build:
            self.work.build()

    @precondition(lambda self: self.work.gone)
    @rule(data=st.data(), with_key=st.booleans())
    def return_item(self, data: st.DataObject, with_key: bool) -> None:
        self.work.return_item(pick(data, self.work.gone), place(data, self.work.tasks), with_key=with_key)

    @rule(data=st.data(), wording=st.sampled_from(WORDINGS))
    def rename_item(self, data: st.DataObject, wording: str) -> None:
        self.work.rename_item(pick(data, self.work.tasks), wording)

    @rule(data=st.data())
    def insert_measure(self, data: st.DataObject) -> None:
        task = pick(data, self.work.tasks)
        at = place(data, task.lines)
        self.work.put_lines(task, [*task.lines[:at], self.work.new_measure(), *task.lines[at:]])

    @rule(data=st.data())
    def reword(self, data: st.DataObject) -> None:
        task = pick(data, self.work.tasks)
        wordings = [data.draw(st.sampled_from(WORDINGS), "wording") for _ in task.lines]
        self.work.reword(task, order(data, len(task.lines)), wordings)

    @precondition(lambda self: len(self.work.lines) > 1)
    @rule(data=st.data(), build=st.booleans())
    def remove_measure(self, data: st.DataObject, build: bool) -> None:
        self.work.remove_measure(pick(data, self.work.lines))
        if build:
            self.work.build()

    @precondition(lambda self: any(task.away for task in self.work.tasks))
    @rule(data=st.data())
    def return_measure(self, data: st.DataObject) -> None:
        measure = pick(data, [measure for task in self.work.tasks for measure in task.away])
        self.work.return_measure(measure, place(data, self.work.owner(measure).lines))

    @rule(shift=st.integers(0, 3))
    def renumber(self, shift: int) -> None:
        self.work.renumber(shift)

    @rule(data=st.data())
    def sort_list(self, data: st.DataObject) -> None:
        self.work.sort(LIST, order(data, len(self.work.tasks)))

    @rule(data=st.data())
    def sort_ledger(self, data: st.DataObject) -> None:
        self.work.sort(LEDGER, order(data, len(self.work.rows_of(LEDGER))))

    @precondition(lambda self: self.work.open)
    @rule(data=st.data(), at=st.sampled_from([0, 1, None]))
    def copy_ledger_row(self, data: st.DataObject, at: int | None) -> None:
        self.work.copy_ledger_row(pick(data, self.work.open), at)

    @precondition(lambda self: self.work.open)
    @rule(data=st.data(), blank=st.booleans(), kind=st.sampled_from([LIMITED, STANDING]))
    def fill(self, data: st.DataObject, blank: bool, kind: str) -> None:
        self.work.fill(pick(data, self.work.open), None if blank else self.work.share(), kind)

    @rule()
    def next_period(self) -> None:
        self.work.next_period()

    @rule()
    def build(self) -> None:
        self.work.build()

    def teardown(self) -> None:
        if self.work.dirty:
            self.work.build()


def pick(data: st.DataObject, among: Sequence[T]) -> T:
    """One of them; a failing sequence says which by its place."""
    return among[data.draw(st.integers(0, len(among) - 1), "which")]


def place(data: st.DataObject, among: Sequence[Any]) -> int:
    """A place in front of one of them, or behind all."""
    return data.draw(st.integers(0, len(among)), "place")


def order(data: st.DataObject, count: int) -> list[int]:
    """The places of so many in a new order."""
    return data.draw(st.permutations(range(count)), "order")


def test_owners_keep_what_is_theirs__ok() -> None:  # KM01, KM02, KM03, KM04, KM05, KM06
    run_state_machine_as_test(Office, settings=FEW)
