"""What was found in plans, as frozen data: rows for sheets, and what is to be told of each paragraph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from duban.workbook.reading.grid import Grid
from duban.workbook.reading.items import Item
from duban.workbook.say.sentence import Say

Kind = Literal["差异", "未识别", "建议", "提示", "取用", "未用"]
KINDS: tuple[Kind, ...] = ("差异", "未识别", "建议", "提示", "取用", "未用")
"""In the order in which they are told: what two places say differently, what could not be understood, what staff may take
over themselves, what was noticed, what was taken, what text was not taken."""

TO_SETTLE: frozenset[Kind] = frozenset({"差异", "未识别"})
"""What a person must settle."""


FIRST_ROW = 3
"""The first row of items in a new list: title and header stand above."""


@dataclass(frozen=True)
class Places:
    """Where rows will stand: the first row of each sheet, and what the title of a list that is there already says."""

    first: Mapping[str, int] = field(default_factory=dict)
    list_year: int | None = None
    """The year in the title of a list that is there, where staff wrote it."""

    def first_of(self, sheet: str, new: int = 2) -> int:
        """The first row of a sheet; of a new one ``new``."""
        return self.first.get(sheet, new)


IN_A_NEW_WORKBOOK = Places()


@dataclass(frozen=True, slots=True)
class Told:
    """One line of 导入情况."""

    kind: Kind
    number: int
    """The paragraph (of a text: the line); 0 where it is about the whole file."""
    text: str
    """What stands there."""
    note: Say
    against: str = ""
    """What stands in the other place."""
    file: str = ""
    about: str = ""
    """The sheet of whose rows it tells, if of any."""
    aside: bool = False
    """Whether it is said when the plan is imported, and has no place on the sheet."""


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One row for 任务清单: its cells by column, each paragraph a line; the paragraphs of each line."""

    number: int
    values: Mapping[str, str]
    lines: Mapping[str, tuple[int, ...]]
    """Column → the paragraph of each line of its cell."""


@dataclass(frozen=True)
class TaskTable:
    """The task table of a plan: title, columns in order, rows, and the items that the reader of lists finds in them."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[TaskRow, ...]
    grid: Grid
    """As the sheet will have it: the title in row 1, the header in row 2."""
    items: Mapping[int, Item]
    """By their rows in ``grid``."""
    year: int | None
    """The year that the title names; that of the list that is filled, where there is one."""
    first_row: int = FIRST_ROW
    """Where its first row stands on the sheet."""

    def row(self, at: int) -> TaskRow:
        """The row that stands in this row of ``grid``."""
        return self.rows[at - FIRST_ROW]

    def on_sheet(self, at: int) -> int:
        """The row on the sheet of a row of ``grid``."""
        return at - FIRST_ROW + self.first_row

    def units(self) -> set[str]:
        """The units that lead an item, alone or with others; case tells none apart."""
        leads = (unit for item in self.items.values() for unit in (item.unit, *item.other_units))
        return {unit.casefold() for unit in leads if unit}


@dataclass(frozen=True, slots=True)
class Entry:
    """One row for another sheet: the paragraph that it comes from, its cells by column."""

    number: int
    values: Mapping[str, str | int]


@dataclass(frozen=True)
class Found:
    """What one document, or several together, give."""

    table: TaskTable | None = None
    city: tuple[Entry, ...] = ()
    roster: tuple[Entry, ...] = ()
    areas: tuple[Entry, ...] = ()
    starts_wanted: int | None = None
    """How many key projects are to start in the year, where a plan says so."""
    told: tuple[Told, ...] = ()
    used: frozenset[int] = field(default=frozenset(), compare=False)
    """The paragraphs that were taken or compared."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing for any sheet."""
        return not (self.table or self.city or self.roster or self.areas)

    @property
    def to_settle(self) -> bool:
        """Whether a person must settle something."""
        return any(each.kind in TO_SETTLE for each in self.told)

    def of(self, file: str) -> Found:
        """The same with its file named in all that is told of no other one."""
        return replace(self, told=tuple(replace(each, file=each.file or file) for each in self.told))
