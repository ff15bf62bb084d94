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
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from itertools import count
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from lists import AS_OF, Book, Item, make_book, numbered

from duban.macros.sheet_names import bulletin_name
from duban.udfs.periods import Period
from duban.workbook.format.names import LEDGER, LIST, LOG

FEW = settings(
    max_examples=20,
    stateful_step_count=12,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
LIMITED, STANDING, MOVED_OUT = "限期", "常态化", "已移出"
WORDINGS = ("{}", "进一步{}", "{}并公开", "分批{}")
"""A measure in any of these wordings is more like itself than the limit for a reworded one asks."""
UNIT = "综合局"
TEXTS = {LIST: "事项名称", LEDGER: "具体项目", LOG: ""}
"""The column by which the test finds a row of a sheet."""

T = TypeVar("T")


@dataclass(eq=False)
class Measure:
    """A measure as its owner knows it. ``row_text`` and ``number`` are what its row of the ledger says."""

    plain: str
    text: str = field(default="")
    progress: float | None = field(default=None)
    kind: str = field(default=LIMITED)
    key: int | None = field(default=None)
    row_text: str | None = field(default=None)
    number: int | None = field(default=None)
    moved_out: bool = field(default=False)

    def __post_init__(self) -> None:
        self.text = self.text or self.plain

    @property
    def open(self) -> bool:
        """Whether staff may still report on it: its row is there, and not 已移出."""
        return self.row_text is not None and not self.moved_out


@dataclass(eq=False)
class Task:
    """An item as its owner knows it: the lines of its cell, all measures that it ever had, its closed figures."""

    plain: str
    name: str = field(default="")
    built_name: str | None = field(default=None)
    lines: list[Measure] = field(default_factory=list)
    known: list[Measure] = field(default_factory=list)
    key: int | None = field(default=None)
    figures: dict[Period, float | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.name = self.name or self.plain

    @property
    def progress(self) -> float | None:
        """The mean over what counts; a measure that reported nothing counts 0."""
        counted = [m.progress for m in self.known if m.open and m.kind != STANDING]
        if all(share is None for share in counted):
            return None
        return sum(share or 0.0 for share in counted) / len(counted)

    @property
    def away(self) -> list[Measure]:
        """Measures that may be put (back) on the list."""
        return [measure for measure in self.known if measure not in self.lines]

    def doubtful(self, lines: Sequence[Measure]) -> bool:
        """Whether a new measure would stand under the number of one that is just leaving: its successor by number."""
        left = {measure.number for measure in self.known if measure not in lines} - {None}
        return any(number in left for number, m in enumerate(lines, 1) if m.row_text is None)


class Words:
    """Texts of characters that no other text has."""

    def __init__(self) -> None:
        self.next = count(0x4E10, 8)

    def __call__(self) -> str:
        first = next(self.next)
        return "".join(map(chr, range(first, first + 8)))


def made(words: Words, measures: int) -> Task:
    """A new item with new measures."""
    lines = [Measure(words()) for _ in range(measures)]
    return Task(words(), lines=lines, known=[*lines])


@cache
def first_build() -> Book:
    """Two items, built once for all sequences."""
    words = Words()
    tasks = [made(words, 3), made(words, 2)]
    return make_book(*(Item(task.name, [m.text for m in task.lines], unit=UNIT) for task in tasks)).built()


@cache
def columns(sheet: str) -> dict[str, int]:
    """Header → column; no column ever moves."""
    if sheet == LIST:
        return dict(first_build().tables.need_list.header.columns)
    return dict(first_build().tables.own[sheet].header.columns)


class Office(RuleBasedStateMachine):
    """Staff at work on one workbook."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self.shares = Words(), count(1)
        self.tasks = [made(self.words, 3), made(self.words, 2)]
        self.gone: list[Task] = []
        self.period = Period.of(AS_OF)
        self.copied_since = False
        self.dirty = False
        self.bulletins: dict[str, Any] = {}
        self.rows: dict[str, dict[str, int]] = {}
        self.book = first_build()
        self._follow()
        self.check_ledger()
        rows = self.ledger_rows()
        for measure in self.known():
            measure.progress = self.share()
        self.type(LEDGER, {(rows[m.text], "完成进度"): m.progress for m in self.known()})

    # the model

    def share(self) -> float:
        """A progress that nobody else has."""
        return next(self.shares) / 1000

    def known(self) -> list[Measure]:
        return [measure for task in (*self.tasks, *self.gone) for measure in task.known]

    def lines(self) -> list[Measure]:
        return [measure for task in self.tasks for measure in task.lines]

    def owner(self, measure: Measure) -> Task:
        return next(task for task in (*self.tasks, *self.gone) if measure in task.known)

    def _follow(self) -> None:
        """What a build makes of the ledger."""
        for task in (*self.tasks, *self.gone):
            listed = task not in self.gone
            lines = task.lines if listed else []
            task.built_name = task.name if listed else task.built_name
            for number, measure in enumerate(lines, 1):
                measure.row_text, measure.number, measure.moved_out = measure.text, number, False
            for measure in task.known:
                if measure not in lines and measure.number is not None:
                    measure.number, measure.moved_out = None, True
            task.known = [measure for measure in task.known if measure.row_text is not None]
        self.copied_since = self.dirty = False

    # the workbook

    def edit(self, book: Book) -> None:
        """Rows moved: where they are now must be read again."""
        self.book, self.dirty = book, True
        self.rows.clear()

    def type(self, sheet: str, cells: dict[tuple[int, str], Any]) -> None:
        """Values typed into cells; rows stay where they are."""
        places = columns(sheet)
        self.book = self.book.typed(
            sheet, {(row, places[name]): value for (row, name), value in cells.items()}
        )
        self.dirty = True
        if TEXTS[sheet] in {name for _, name in cells}:
            self.rows.pop(sheet, None)

    def rows_of(self, sheet: str) -> dict[str, int]:
        """Name or text → row of the list or the ledger."""
        if sheet not in self.rows:
            table = self.book.tables.need_list if sheet == LIST else self.book.tables.own[sheet]
            texts = table.rows["name" if sheet == LIST else TEXTS[sheet]]
            self.rows[sheet] = {text: int(row) for row, text in texts.items()}
        return self.rows[sheet]

    def list_rows(self) -> dict[str, int]:
        return self.rows_of(LIST)

    def ledger_rows(self) -> dict[str, int]:
        return self.rows_of(LEDGER)

    def put_lines(self, task: Task, lines: list[Measure]) -> None:
        """Other measures in the cell of an item; an act that would leave doubt is done in two steps."""
        if task.doubtful(lines):
            self.build()
        task.lines = lines
        task.known += [measure for measure in lines if measure not in task.known]
        text = numbered([measure.text for measure in lines]) or None
        self.type(LIST, {(self.list_rows()[task.name], "改革的具体项目"): text})

    def free_row(self, place: int) -> int:
        """The row of a new item in front of the one at this place, the others moved down."""
        rows = sorted(self.list_rows().values())
        if place >= len(rows):
            return rows[-1] + 1
        self.edit(self.book.inserted(LIST, rows[place]))
        return rows[place]

    def put_item(self, task: Task, place: int, **more: Any) -> None:
        """A row for an item that is not on the list."""
        row = self.free_row(place)
        cells: dict[str, Any] = {
            "序号": place + 1,
            "事项名称": task.name,
            "改革的具体项目": numbered([measure.text for measure in task.lines]) or None,
            "牵头单位及负责人": UNIT,
            **more,
        }
        self.type(LIST, {(row, column): value for column, value in cells.items()})
        self.tasks.append(task)

    # what staff do

    @rule(data=st.data(), measures=st.integers(0, 2))
    def insert_item(self, data: st.DataObject, measures: int) -> None:
        self.put_item(made(self.words, measures), data.draw(st.integers(0, len(self.tasks)), "place"))

    @rule(data=st.data())
    def copy_item(self, data: st.DataObject) -> None:
        """A row as a template: copied, and at once given another name and other measures."""
        source, place = pick(data, self.tasks), data.draw(st.integers(0, len(self.tasks)), "place")
        new = made(self.words, len(source.lines))
        row = self.free_row(place)
        self.edit(self.book.copied(LIST, self.list_rows()[source.name], row))
        text = numbered([measure.text for measure in new.lines]) or None
        self.type(LIST, {(row, "事项名称"): new.name, (row, "改革的具体项目"): text})
        self.tasks.append(new)
        self.copied_since = True

    @precondition(lambda self: any(self.without(task) for task in self.tasks))
    @rule(data=st.data(), close_up=st.booleans())
    def remove_item(self, data: st.DataObject, close_up: bool) -> None:
        """Cells cleared, or the whole row deleted."""
        if self.copied_since:
            self.build()  # a copy that nobody named to the program would be the one with the key
        task = pick(data, [task for task in self.tasks if self.without(task)])
        row = self.list_rows()[task.name]
        last = len(self.book.grids[LIST].rows)
        self.edit(self.book.with_cut(row))
        if close_up and row < last:
            self.edit(self.book.moved(LIST, {below: below - 1 for below in range(row + 1, last + 1)}))
        self.tasks.remove(task)
        if task.built_name is not None:
            self.gone.append(task)

    def without(self, task: Task) -> bool:
        """Whether a measure is left on the list without this item."""
        return any(other.lines for other in self.tasks if other is not task)

    @precondition(lambda self: self.gone)
    @rule(data=st.data(), with_key=st.booleans())
    def return_item(self, data: st.DataObject, with_key: bool) -> None:
        """Typed again as the program knew it, or pasted with its key."""
        task, place = pick(data, self.gone), data.draw(st.integers(0, len(self.tasks)), "place")
        task.name = task.built_name or task.name
        for measure in task.lines:
            measure.text = measure.row_text or measure.text
        self.gone.remove(task)
        task.known += [measure for measure in task.lines if measure not in task.known]
        self.put_item(task, place, **({"事项键": task.key} if with_key else {}))

    @rule(data=st.data(), wording=st.sampled_from(WORDINGS))
    def rename_item(self, data: st.DataObject, wording: str) -> None:
        task = pick(data, self.tasks)
        row = self.list_rows()[task.name]
        task.name = wording.format(task.plain)
        self.type(LIST, {(row, "事项名称"): task.name})

    @rule(data=st.data())
    def insert_measure(self, data: st.DataObject) -> None:
        task = pick(data, self.tasks)
        at = data.draw(st.integers(0, len(task.lines)), "at")
        self.put_lines(task, [*task.lines[:at], Measure(self.words()), *task.lines[at:]])

    @precondition(lambda self: any(m.number or not m.row_text for m in self.lines()))
    @rule(data=st.data(), wording=st.sampled_from(WORDINGS))
    def reword_measure(self, data: st.DataObject, wording: str) -> None:
        """Not one that is just coming back: that is known by its own text only."""
        measure = pick(data, [m for m in self.lines() if m.number or not m.row_text])
        measure.text = wording.format(measure.plain)
        task = self.owner(measure)
        self.put_lines(task, task.lines)

    @precondition(lambda self: len(self.lines()) > 1)
    @rule(data=st.data())
    def remove_measure(self, data: st.DataObject) -> None:
        measure = pick(data, self.lines())
        task = self.owner(measure)
        self.put_lines(task, [line for line in task.lines if line is not measure])

    @precondition(lambda self: any(task.away for task in self.tasks))
    @rule(data=st.data())
    def return_measure(self, data: st.DataObject) -> None:
        """A line that was removed, or a row that staff added to the ledger, comes onto the list."""
        task = pick(data, [task for task in self.tasks if task.away])
        measure = pick(data, task.away)
        measure.text = measure.row_text or measure.text
        at = data.draw(st.integers(0, len(task.lines)), "at")
        self.put_lines(task, [*task.lines[:at], measure, *task.lines[at:]])

    @rule(data=st.data())
    def reorder_measures(self, data: st.DataObject) -> None:
        task = pick(data, self.tasks)
        order = data.draw(st.permutations(range(len(task.lines))), "order")
        self.put_lines(task, [task.lines[place] for place in order])

    @rule(shift=st.integers(0, 3))
    def renumber(self, shift: int) -> None:
        rows = sorted(self.list_rows().values())
        self.type(LIST, {(row, "序号"): number + shift for number, row in enumerate(rows, 1)})

    @rule(data=st.data())
    def sort_list(self, data: st.DataObject) -> None:
        self.sort(data, LIST, sorted(self.list_rows().values()))

    @rule(data=st.data())
    def sort_ledger(self, data: st.DataObject) -> None:
        self.sort(data, LEDGER, sorted(self.ledger_rows().values()))

    def sort(self, data: st.DataObject, sheet: str, rows: list[int]) -> None:
        order = data.draw(st.permutations(rows), "order")
        self.edit(self.book.moved(sheet, dict(zip(order, rows, strict=True))))

    @precondition(lambda self: any(m.open for m in self.known()))
    @rule(data=st.data(), below=st.integers(0, 2))
    def copy_ledger_row(self, data: st.DataObject, below: int) -> None:
        """A measure of the staff's own, made from another row: above it, below it or at the end."""
        source = pick(data, [m for m in self.known() if m.open])
        rows = self.ledger_rows()
        row = max(rows.values()) + 1 if below == 2 else rows[source.row_text or ""] + below
        if below < 2:
            self.edit(self.book.inserted(LEDGER, row))
        self.edit(self.book.copied(LEDGER, self.ledger_rows()[source.row_text or ""], row))
        new = Measure(self.words(), progress=self.share(), kind=source.kind)
        new.row_text = new.text
        self.owner(source).known.append(new)
        cells = {"措施序号": None, "具体项目": new.text, "完成进度": new.progress}
        self.type(LEDGER, {(row, column): value for column, value in cells.items()})

    @precondition(lambda self: any(m.open for m in self.known()))
    @rule(data=st.data(), blank=st.booleans(), kind=st.sampled_from([LIMITED, STANDING]))
    def fill(self, data: st.DataObject, blank: bool, kind: str) -> None:
        measure = pick(data, [m for m in self.known() if m.open])
        measure.progress, measure.kind = None if blank else self.share(), kind
        row = self.ledger_rows()[measure.row_text or ""]
        self.type(LEDGER, {(row, "完成进度"): measure.progress, (row, "类型"): kind})

    @rule()
    def next_period(self) -> None:
        """The period is closed, and the next one begins."""
        if self.dirty:
            self.build()
        assert self.book.tables.log
        table, numbers = self.book.tables.log, self.book.tables.items["number"]
        rows = self.list_rows()
        cells: dict[tuple[int, str], Any] = {}
        for row, task in enumerate(self.tasks, max([table.header.bottom, *table.rows.index]) + 1):
            task.figures[self.period] = task.progress
            closing = {
                "期间": str(self.period),
                "事项序号": numbers[rows[task.name]],
                "字段": "完成进度",
                "新值": task.progress,
                "单位": UNIT,
                "事项键": task.key,
            }
            cells.update({(row, column): value for column, value in closing.items() if value is not None})
        self.type(LOG, cells)
        name = bulletin_name(self.period)
        self.bulletins[name] = self.book.grids[name].rows
        self.period = Period.of(self.period.last_day + timedelta(days=1))
        self.build()

    @rule()
    def build(self) -> None:
        choices = {"period": self.period, "as_of": self.period.last_day}
        before = self.log()
        self.edit(self.book.built(**choices))
        self._follow()
        assert self.book.plan(**choices).plan.empty  # KM05
        self.check_ledger()
        self.check_items()
        self.check_bulletin()
        assert self.log()[: len(before)] == before  # KM04
        for name, rows in self.bulletins.items():
            assert self.book.grids[name].rows == rows  # KM04

    def teardown(self) -> None:
        if self.dirty:
            self.build()

    # what must be so

    def check_ledger(self) -> None:
        columns = ["具体项目", "完成进度", "类型", "措施序号", "事项键", "措施键"]
        assert self.book.tables.ledger
        rows = self.book.tables.ledger.rows[columns].values.tolist()
        shown = {row[0]: tuple(row[1:5]) for row in rows}
        assert len(shown) == len(rows)
        keys = {row[0]: row[5] for row in rows}
        for task in (*self.tasks, *self.gone):
            task.key = task.key or self.key_of(task)
        assert shown == {  # KM01, KM06
            m.row_text: (m.progress, MOVED_OUT if m.moved_out else m.kind, m.number, self.owner(m).key)
            for m in self.known()
        }
        for measure in self.known():
            measure.key = measure.key or keys[measure.row_text]
            assert keys[measure.row_text] == measure.key  # KM02
        assert len({m.key for m in self.known()}) == len(rows)  # KM02

    def key_of(self, task: Task) -> int:
        return int(self.book.tables.items["事项键"][self.list_rows()[task.name]])

    def check_items(self) -> None:
        rows = self.list_rows()
        assert set(rows) == {task.name for task in self.tasks}
        at = columns(LIST)["完成进度"]
        for task in self.tasks:
            assert self.key_of(task) == task.key  # KM02
            shown = self.book.value(LIST, rows[task.name], at)
            assert shown == (None if task.progress is None else pytest.approx(task.progress))  # KM01
        all_keys = [task.key for task in (*self.tasks, *self.gone)]
        assert len(set(all_keys)) == len(all_keys)  # KM02

    def check_bulletin(self) -> None:
        table = self.book.grids[bulletin_name(self.period)].rows
        header = next(row for row in table if "事项名称" in row and "上期进度" in row)
        names, past = header.index("事项名称"), header.index("上期进度")
        below = table[table.index(header) + 1 :]
        shown = {row[names]: row[past] for row in below[: len(self.tasks)]}
        assert shown == {task.name: task.figures.get(self.period.previous) for task in self.tasks}  # KM03

    def log(self) -> list[list[Any]]:
        log = self.book.tables.log
        return log.rows.values.tolist() if log else []


def pick(data: st.DataObject, among: Sequence[T]) -> T:
    """One of them, said in a failing sequence by its place."""
    return among[data.draw(st.integers(0, len(among) - 1), "which")]


def test_owners_keep_what_is_theirs__ok() -> None:  # KM01, KM02, KM03, KM04, KM05, KM06
    run_state_machine_as_test(Office, settings=FEW)
