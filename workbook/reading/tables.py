"""A workbook as tables: the list, the ledger and the other sheets, each row under its Excel row number."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from typing import Any

from duban.udfs.text import item_number
from duban.workbook.cells.addresses import ColumnRange
from duban.workbook.format.fields import SheetFormat
from duban.workbook.format.names import (
    CITY,
    DISTRICTS,
    LEDGER,
    LINKS,
    LIST,
    LOG,
    is_bulletin_name,
    is_own_sheet,
    known_name,
)
from duban.workbook.format.own_formulas import is_own
from duban.workbook.format.registers.definitions import DEFINITIONS
from duban.workbook.format.sheets.task_list import LABEL
from duban.workbook.reading.find_header import Header
from duban.workbook.reading.find_list import looked_at, passed_over
from duban.workbook.reading.find_rows import own_initiative
from duban.workbook.reading.grid import Grid, SheetSource
from duban.workbook.reading.items import Item, read_items
from duban.workbook.reading.rows import Rows
from duban.workbook.reading.settings import Settings
from duban.workbook.reading.sheet import Sheet
from duban.workbook.reading.workbook import read
from duban.workbook.say.findings import Finding
from duban.workbook.say.sentence import Say
from duban.workbook.say.stop import Stop


@dataclass(frozen=True)
class PlacedSheet(ABC):
    """A sheet with a header: where its columns stand."""

    grid: Grid
    header: Header
    added: tuple[str, ...] = field(default=(), kw_only=True)
    """Columns that the header names and the sheet does not have yet: they are to be put there."""

    @property
    def there(self) -> Header:
        """The header as the sheet has it, without the columns that are to be added."""
        columns = {name: at for name, at in self.header.columns.items() if name not in self.added}
        return replace(self.header, columns=columns) if self.added else self.header

    @property
    def name(self) -> str:
        """The sheet's name."""
        return self.grid.name

    def reference(self, column: str, last: int) -> ColumnRange:
        """The column as a range from below the header to row ``last``."""
        return ColumnRange(self.name, self.header.columns[column], self.header.bottom + 1, last)

    @property
    @abstractmethod
    def last_row(self) -> int:
        """The last row of an entry, or else the header's."""


@dataclass(frozen=True)
class TableSheet(PlacedSheet):
    """A sheet of one row an entry. ``rows`` has the columns of its ``format``."""

    rows: Rows
    format: SheetFormat

    def has_formula(self, row: int, column: str) -> bool:
        """Whether a formula stands in the cell."""
        return (row, self.header.columns.get(column)) in self.grid.formulas

    def has_own_formula(self, row: int, column: str) -> bool:
        """Whether the cell of a computed column has the program's formula, so that its value is not the staff's. Where
        formulas cannot be known, that is what it is taken for."""
        at = self.header.columns.get(column)
        if at is None or not self.grid.knows_formulas:
            return at is not None
        formula = self.grid.formulas.get((row, at))
        return formula is not None and is_own(self.format[column], formula)

    @property
    def last_row(self) -> int:
        return max(self.rows, default=self.header.bottom)


@dataclass(frozen=True)
class ListSheet(PlacedSheet):
    """The task list; an item stands under its first row."""

    items: Mapping[int, Item]

    @cached_property
    def banded(self) -> bool:
        """Whether its numbers begin again under each heading."""
        return any(item.label for item in self.items.values())

    @cached_property
    def number_column(self) -> str:
        """What tells its items apart to a reader: 序号, or 清单编号 where numbers begin again; 事项键 on a list without."""
        return LABEL if self.banded else "序号" if "序号" in self.header.columns else "事项键"

    @cached_property
    def numbers(self) -> Mapping[int, Any]:
        """事项键 → what readers call the item by: its 清单编号, its 序号, else the key; that of the first row of a key."""
        return {
            key: item.label or item.number or key
            for item in reversed([*self.items.values()])
            if (key := item_number(item.tracking["事项键"])) is not None
        }

    @property
    def last_row(self) -> int:
        return max((item.last_row for item in self.items.values()), default=self.header.bottom)


def _nothing() -> None:
    return None


@dataclass(frozen=True)
class Mark:
    """The mark of an owned sheet: what it says, whether staff edited the sheet since, and the name by which the sheet is
    known under any other (of a bulletin; of a copy that staff made there is none)."""

    text: str
    is_edited: Callable[[], bool]
    known_as: str = ""
    is_old: Callable[[], bool] = bool
    """Whether it is laid out as an earlier version did it."""
    find_as_left: Callable[[], str | None] = _nothing

    @cached_property
    def as_left(self) -> str | None:
        """The digest of the plan that the sheet was made from, where it is known to be as it was left, to the byte."""
        return self.find_as_left()

    @cached_property
    def edited(self) -> bool:
        """Whether staff edited the sheet; found when somebody asks."""
        return self.is_edited()


@dataclass(frozen=True)
class Tables:
    """All that a command reads of one workbook. A sheet that is not there is ``None``."""

    file: str
    """The file's name."""
    grids: Mapping[str, Grid]
    sheet_names: tuple[str, ...]
    settings: Settings
    list: ListSheet | None = None
    own: Mapping[str, TableSheet] = field(default_factory=dict)
    """The tables that the program added, by standard name."""
    of_documents: Mapping[str, TableSheet] = field(default_factory=dict)
    """Those that documents keep: nothing is built of them, and they are left as they are."""
    findings: tuple[Finding, ...] = ()
    marks: Mapping[str, Mark] = field(default_factory=dict)
    """The marks of the program's owned sheets, by sheet name."""
    can_have: Mapping[str, SheetFormat] = field(default_factory=dict)
    """All registers that the workbook can have, by name: those that come with the program, and those that it declares."""
    partly: Mapping[str, TableSheet] = field(default_factory=dict)
    """Sheets that bear the name of a register and have only few of its columns."""
    another: Stop | None = None
    """As in ``Reading``."""
    looked_at: Say | str = ""
    """What was seen where no list was found."""
    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    """The sheets as they were read, for the rules."""

    def with_own(self, name: str, table: TableSheet | None) -> Tables:
        """These tables with another one under a standard name; ``None`` leaves them as they are."""
        return self if table is None else replace(self, own={**self.own, name: table})

    @property
    def ledger(self) -> TableSheet | None:
        """具体项目台账."""
        return self.own.get(LEDGER)

    @property
    def city(self) -> TableSheet | None:
        """市级事项."""
        return self.own.get(CITY)

    @property
    def links(self) -> TableSheet | None:
        """承接关系."""
        return self.own.get(LINKS)

    @property
    def districts(self) -> TableSheet | None:
        """区县事项."""
        return self.own.get(DISTRICTS)

    @property
    def log(self) -> TableSheet | None:
        """填报记录."""
        return self.own.get(LOG)

    @cached_property
    def registers(self) -> Mapping[str, TableSheet]:
        """The registers that are there, by name."""
        return {
            name: table
            for name, table in self.own.items()
            if table.format.shape == "register" and name != DEFINITIONS
        }

    @cached_property
    def known(self) -> Mapping[str, str]:
        """The bulletins that are there: the name by which each is known → the name that its sheet has."""
        return {mark.known_as: name for name, mark in self.marks.items() if mark.known_as}

    @property
    def items(self) -> Mapping[int, Item]:
        """The items of the list by row. Stops with ``no_list`` where there is none."""
        return self.need_list.items

    @property
    def need_list(self) -> ListSheet:
        """The list; stops with ``no_list`` where there is none."""
        if self.list is None:
            raise Stop("no_list", path=self.file, sheets=self.looked_at)
        return self.list


def new_table(sheet: SheetFormat) -> TableSheet:
    """A table of the program that is to be made: its columns where it will have them, and no row yet."""
    columns = {column: place for place, column in enumerate(sheet.names, 1)}
    return TableSheet(Grid(sheet.name, ()), Header(1, 1, columns), {}, sheet)


def read_tables(book: SheetSource, sheet: str | None = None, today: date | None = None) -> Tables:
    """Read every sheet that the program knows from a workbook.

    ``sheet`` names the list where there are several. Raises ``Stop``: ``several_lists``, ``no_sheet``,
    ``bad_sheet`` and ``missing_column`` (one of our sheets without its columns), ``sheet_is_yours`` (a 规则 without
    our settings); ``validate`` has a finding for each.
    """
    told = read(book, sheet, today)
    if told.stops:
        raise told.stops[0]
    marks = _marks(book)
    aside: list[Finding] = []
    loaded = dict(_own_grids(book, marks, aside)) | {
        each.grid.name: each.grid for each in told.sheets.values()
    }
    as_left = {name for name, mark in marks.items() if mark.as_left is not None}
    the_list = told.sheets.get(LIST)
    tables = {name: _own_table(own) for name, own in told.sheets.items() if name != LIST}
    return Tables(
        file=told.path.name,
        grids=_Grids(book, loaded, as_left - loaded.keys()),
        sheet_names=told.sheet_names,
        settings=told.settings,
        list=ListSheet(the_list.grid, the_list.header, read_items(the_list)) if the_list else None,
        own={name: table for name, table in tables.items() if not table.format.of_documents},
        of_documents={name: table for name, table in tables.items() if table.format.of_documents},
        findings=(
            *(each for each in told.findings if each.code != "S105"),
            *(said for said in aside if said not in told.findings),
        ),
        marks=marks,
        sheets=told.sheets,
        can_have=told.registers,
        partly={name: _own_table(each) for name, each in told.partly.items()},
        another=told.another,
        looked_at="" if the_list else looked_at(book, told.sheet_names),
    )


class _Grids(Mapping[str, Grid]):
    """Sheets by name. Those that are as they were left are read when somebody asks: hardly anybody does."""

    def __init__(self, book: SheetSource, loaded: dict[str, Grid], later: Set[str]) -> None:
        self._book, self._loaded = book, loaded
        self._names = {**loaded, **dict.fromkeys(name for name in book.sheet_names if name in later)}

    def __getitem__(self, name: str) -> Grid:
        if name not in self._loaded and name in self._names:
            self._loaded[name] = self._book.grid(name)
        return self._loaded[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _marks(book: SheetSource) -> dict[str, Mark]:
    """The marks by sheet name. Of several sheets that are known as one, those that staff copied are theirs: the original
    is the one of that name, else the first that nobody edited."""
    marks = book.marks()

    def is_edited(name: str) -> bool:
        return found[name].as_left is None and marks.left[name] != marks.now(name)

    found: dict[str, Mark] = {}
    for name, left in marks.left.items():
        known = known_name(left) or (name if is_bulletin_name(name) else "")
        asked = partial(is_edited, name), known, partial(marks.is_old, name), partial(marks.as_left, name)
        found[name] = Mark(left, *asked)
    for known, names in _by_name(found).items():
        if known and len(names) > 1:
            original = min(names, key=lambda name: (name != known, found[name].edited))
            found |= {name: Mark(found[name].text, _yes) for name in names if name != original}
    return found


def _by_name(marks: Mapping[str, Mark]) -> dict[str, list[str]]:
    """The name by which sheets are known → these sheets."""
    found: dict[str, list[str]] = {}
    for name, mark in marks.items():
        found.setdefault(mark.known_as, []).append(name)
    return found


def _yes() -> bool:
    return True


def _own_grids(
    book: SheetSource, marks: Mapping[str, Mark], aside: list[Finding]
) -> Iterator[tuple[str, Grid]]:
    """The sheets with a name or a mark of ours; one that cannot be read is not as we made it, and no figure needs it."""
    for name in book.sheet_names:
        if (is_own_sheet(name) or name in marks) and (name not in marks or marks[name].as_left is None):
            try:
                yield name, book.grid(name)
            except Stop as stop:
                aside.append(passed_over(stop, name))


def _own_table(sheet: Sheet) -> TableSheet:
    names = sheet.format.names
    cells = zip(*(sheet.table[name] for name in names), strict=True)
    rows = {
        row: dict(zip(names, each, strict=True)) for row, each in zip(sheet.table.rows, cells, strict=True)
    }
    return TableSheet(sheet.grid, sheet.header, rows, sheet.format)


def is_own_initiative(tables: Tables, row: int) -> bool:
    """Whether an item of the list serves no city item because its list says so."""
    sheet = tables.need_list
    at = sheet.header.columns.get("备注")
    note = None if at is None else sheet.grid.value(row, at)
    return own_initiative(tables.items[row].tracking["对应市级事项"], note)
