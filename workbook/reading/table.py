"""A sheet as columns: what every command and every rule reads. Plain lists, for a batch has no time to build data frames."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from itertools import chain, zip_longest
from typing import Any, TypeVar, cast

from duban.udfs.progress import FIRST_DAY, LAST_DAY, day, share
from duban.udfs.text import Band, in_chinese, item_number, split_band, squeeze
from duban.udfs.units import UnitCell, split_unit
from duban.workbook.cells.addresses import a1, letter
from duban.workbook.reading.find_header import Header
from duban.workbook.reading.find_rows import ListRow, is_closing, list_rows, own_cells, rows_of_items
from duban.workbook.reading.grid import Grid
from duban.workbook.reading.months import month_end
from duban.workbook.say.findings import Finding

_S = TypeVar("_S")
_T = TypeVar("_T")

OWNER = "负责人"
_EPOCH = date(1899, 12, 30).toordinal()
FIRST_DATE, LAST_DATE = date.fromordinal(_EPOCH + FIRST_DAY), date.fromordinal(_EPOCH + LAST_DAY)
"""The dates that count as such: those of ``udfs.progress.day``."""


class Table:
    """One sheet: ``rows`` are Excel rows, ``columns`` maps a column's name to its values in that order.

    ``at`` maps a column's name to its Excel column. A column that the sheet does not have is not in the
    table; reading it gives blanks, so that a rule about two columns need not ask.
    """

    def __init__(
        self, sheet: str, rows: Sequence[int], columns: Mapping[str, Sequence[Any]], at: Mapping[str, int]
    ) -> None:
        self.sheet, self.rows, self.columns, self.at = sheet, rows, columns, at
        self.blocks: Sequence[int] = (0,) * len(rows)
        """The part of the list that an entry stands in, where its numbers begin again under each heading."""
        self.bands: Sequence[Band] = ()
        """The heading of each part; none where the numbers of the list run through."""
        self.key: Sequence[str] = ()
        """The columns that tell the rows of a register apart."""
        self.spans: Sequence[Sequence[int]] | None = None
        """The Excel rows of each entry, where one may run over several; ``None`` where none does."""
        self.inner: frozenset[int] = frozenset()
        """Numbers in lower rows of an item that runs over several."""
        self._days: dict[str, list[int | None]] = {}
        self._known: dict[Any, Any] = {}
        self._refs: dict[str, list[bytes]] = {}
        self._numbers: dict[str, list[int | None]] = {}
        self._shares: dict[str, list[float | None]] = {}

    def __contains__(self, column: object) -> bool:
        return column in self.columns

    def __getitem__(self, column: str) -> Sequence[Any]:
        return self.columns.get(column) or (None,) * len(self.rows)

    def days(self, column: str) -> list[int | None]:
        """The typed dates of a column as day numbers (of ``date.toordinal``); ``None`` for anything else."""
        if column not in self._days:
            self._days[column] = [
                value.toordinal()
                if type(value) is date and FIRST_DATE <= value <= LAST_DATE
                else None
                if value is None
                else _ordinal(value)
                for value in self[column]
            ]
        return self._days[column]

    def shares(self, column: str) -> list[float | None]:
        """The typed shares 0..1 of a column; ``None`` for anything else."""
        if column not in self._shares:
            self._shares[column] = [
                value if type(value) is float and 0 <= value <= 1 else None if value is None else share(value)
                for value in self[column]
            ]
        return self._shares[column]

    def numbers(self, column: str) -> list[int | None]:
        """A column's entries as numbers of items; ``None`` for what is none."""
        if column not in self._numbers:
            self._numbers[column] = [
                value if type(value) is int and value > 0 else item_number(value) for value in self[column]
            ]
        return self._numbers[column]

    def once(self, reason: Callable[[Table, _S], _T], settings: _S) -> _T:
        """What a function says of this table, worked out once for all rules that ask."""
        if reason not in self._known:
            self._known[reason] = reason(self, settings)
        return cast("_T", self._known[reason])

    def refs(self, column: str) -> list[bytes]:
        """The addresses of a column's entries, as the bytes of a worksheet spell them."""
        if column not in self._refs:
            mark = letter(self.at[column]).encode()
            self._refs[column] = [mark + digits for digits in self._digits]
        return self._refs[column]

    @cached_property
    def _digits(self) -> list[bytes]:
        return [b"%d" % row for row in self.rows]

    @cached_property
    def units(self) -> list[UnitCell]:
        """What each 牵头单位及负责人 says, with the names of a separate column for owners."""
        if "牵头单位及负责人" not in self:
            return [_NO_UNIT] * len(self.rows)
        cells = zip(self["牵头单位及负责人"], self[OWNER], strict=True)
        return [
            _NO_UNIT
            if cell is None and owner is None
            else _unit(str(cell) if owner is None else f"{'' if cell is None else cell}\n负责人：{owner}")
            for cell, owner in cells
        ]

    def span(self, at: int) -> Sequence[int]:
        """The Excel rows of an entry; ``at`` counts from 0."""
        return (self.rows[at],) if self.spans is None else self.spans[at]

    def cell(self, at: int, column: str) -> str:
        """The address of an entry: ``at`` counts from 0."""
        return a1(self.rows[at], self.at[column])

    def with_values(self, cells: Mapping[tuple[int, str], Any]) -> Table:
        """The same table with other values: (row, column) → value. Only for one of an entry a row."""
        columns = {name: list(values) for name, values in self.columns.items()}
        places = {row: place for place, row in enumerate(self.rows)}
        for (row, name), value in cells.items():
            if row in places and name in columns:
                columns[name][places[row]] = value
        table = Table(self.sheet, self.rows, columns, self.at)
        table.key = self.key
        return table

    def finding(self, code: str, at: int, column: str, facts: Mapping[str, object] = {}) -> Finding:
        """A finding about one entry; ``at`` counts from 0."""
        return Finding(
            code, self.sheet, self.rows[at], self.at[column], column, self.columns[column][at], facts
        )


_NO_UNIT = UnitCell("", (), ())
_unit = lru_cache(maxsize=4096)(split_unit)  # the same few cells stand in many rows and files


def _ordinal(value: Any) -> int | None:
    typed = day(value)
    return None if typed is None else int(typed) + _EPOCH


def to_date(ordinal: int) -> date:
    """A day number of ``Table.days`` as a date."""
    return date.fromordinal(ordinal)


def sheet_table(
    grid: Grid,
    header: Header,
    names: Iterable[str],
    ignore: Iterable[str] = (),
    is_aside: Callable[[int], bool] | None = None,
) -> Table:
    """A sheet of one row an entry. Rows where no column but those of ``ignore`` holds anything are left out, and those that
    are ``is_aside`` by their number; without it, totals, notes and signatures where rows begin with texts."""
    table = _columns(grid, header, {name: header.columns[name] for name in names if name in header.columns})
    ignored = set(ignore)
    telling = [values for name, values in table.columns.items() if name not in ignored]
    used = [any(value is not None for value in values) for values in zip(*telling, strict=True)]
    kept = [row for row, is_used in zip(table.rows, used, strict=True) if is_used]
    first = next(iter(table.columns.values()))
    if is_aside is None and not {str, type(None)}.isdisjoint(
        map(type, first)
    ):  # else every row begins with a key
        kept = [row for row in kept if not is_closing(grid.rows[row - 1])]
    if is_aside is not None:
        kept = [row for row in kept if not is_aside(row)]
    return table if len(kept) == len(table.rows) else _only(table, kept)


def _only(table: Table, rows: Sequence[int]) -> Table:
    """Some rows of a table of all rows below a header."""
    first = table.rows[0] if table.rows else 0
    places = [row - first for row in rows]
    if len(places) == len(table.rows):
        columns = {name: list(values) for name, values in table.columns.items()}
    else:
        columns = {name: [values[place] for place in places] for name, values in table.columns.items()}
    return Table(table.sheet, rows, columns, table.at)


def _columns(grid: Grid, header: Header, at: Mapping[str, int]) -> Table:
    """Every row below the header, as it is."""
    data = list(zip_longest(*grid.rows[header.bottom :]))
    rows = range(header.bottom + 1, len(grid.rows) + 1)
    blank = (None,) * len(rows)
    columns = {name: data[column - 1] if column <= len(data) else blank for name, column in at.items()}
    return Table(grid.name, rows, columns, at)


def list_tables(grid: Grid, header: Header) -> tuple[Table, Table]:
    """The task list twice: one entry an item, and one entry a row for texts, which may run over rows.

    For a list of one row an item they are the same table.
    """
    items, texts = _list_tables(grid, header, {**header.columns, **header.percent})
    for table in {id(each): each for each in (items, texts)}.values():
        for name, column in header.percent.items():
            values = zip(table.rows, table.columns[name], strict=True)
            cast("dict[str, Sequence[Any]]", table.columns)[name] = [
                value if shows_per_cent(grid, row, column) else _of_a_hundred(value) for row, value in values
            ]
    _mean_last_days(grid, items)
    return items, texts


def _mean_last_days(grid: Grid, items: Table) -> None:
    """Let a month that stands in 完成时限 without a day be its last day to the rules about days."""
    values = items["完成时限"]
    for place, value in enumerate(values):
        if type(value) is date and value.day == 1:
            last = month_end(grid, items.rows[place], items.at["完成时限"], value)
            if last is not None:
                items.days("完成时限")[place] = last.toordinal()


def shows_per_cent(grid: Grid, row: int, column: int) -> bool:
    """Whether a cell shows its number as per cent: 0.8 reads 80 % there, whatever the header says besides."""
    return "%" in grid.code(row, column)


def _of_a_hundred(value: Any) -> Any:
    """A number from a column in per cent as the share that it is; anything else is found as what it is."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return value / 100 if number and 0 <= value <= 100 else value


def _list_tables(grid: Grid, header: Header, at: dict[str, int]) -> tuple[Table, Table]:
    if header.owner_column is not None:
        at.setdefault(OWNER, header.owner_column)
    told = rows_of_items(grid, header)
    if told is None:
        return _by_item(grid, header, at)
    rows, further = told
    every = _columns(grid, header, at)
    items = _only(every, rows)
    if further:
        items.spans = [(row, *further.get(row, ())) for row in rows]
    if items.numbers("序号").count(1) > 1:
        _part(grid, header, items)
    if not further:
        return items, items
    places = {row: place for place, row in enumerate(rows)}
    for row, more in further.items():
        for each in list_rows(grid, header, (row, *more)):
            for name, values in items.columns.items():
                cast("list[Any]", values)[places[row]] = _value(each, name)
    return items, _only(every, sorted([*rows, *chain.from_iterable(further.values())]))


def _value(each: ListRow, name: str) -> Any:
    return each.owner.strip() or None if name == OWNER else each.values.get(name)


def _by_item(grid: Grid, header: Header, at: Mapping[str, int]) -> tuple[Table, Table]:
    """The two tables of a list with merged cells or moved columns, item by item."""
    items: dict[str, list[Any]] = {name: [] for name in at}
    texts: dict[str, list[Any]] = {name: [] for name in at}
    spans: list[Sequence[int]] = []
    text_rows: list[int] = []
    for each in list_rows(grid, header):
        spans.append(each.rows)
        for name, values in items.items():
            values.append(_value(each, name))
        for row in each.rows:
            text_rows.append(row)
            own = own_cells(grid, row, at)
            for name, values in texts.items():
                values.append(own.get(name))
    item_rows = [rows[0] for rows in spans]
    table, cells = Table(grid.name, item_rows, items, at), Table(grid.name, text_rows, texts, at)
    table.spans = spans
    _part(grid, header, table)
    below = set(text_rows).difference(item_rows)
    inner = (n for row, n in zip(text_rows, cells.numbers("序号"), strict=True) if row in below)
    table.inner = frozenset(number for number in inner if number is not None)
    return table, cells


def _part(grid: Grid, header: Header, table: Table) -> None:
    """Tell the parts of a list: a new one begins where 序号 is 1 again and something, a heading, stands between."""
    numbers = table.numbers("序号")
    blocks = [0] * len(numbers)
    headings = []
    for at in [at for at, number in enumerate(numbers) if number == 1 or not at]:
        above = table.span(at - 1)[-1] if at else header.bottom
        rows = range(above + 1, table.rows[at])
        if at and not any(value is not None for row in rows for value in grid.rows[row - 1]):
            continue
        if at:
            blocks[at:] = [blocks[at] + 1] * (len(blocks) - at)
        headings.append(
            _heading(grid, rows) or ("" if at else _heading(grid, range(1, header.top), marked=True))
        )
    if len(headings) > 1:
        table.blocks, table.bands = blocks, tuple(_bands(headings))


def _heading(grid: Grid, rows: Iterable[int], *, marked: bool = False) -> str:
    """What the heading among some rows between two items says, the one with a mark of its own before others; headers
    that are said again, totals and notes are none."""
    texts = []
    for row in rows:
        cells = [squeeze(value) for value in grid.rows[row - 1] if value is not None]
        if 0 < len(cells) <= 2 and not is_closing(grid.rows[row - 1]):
            texts.append("、".join(cells))
    with_mark = [text for text in texts if split_band(text).mark]
    return next(reversed(with_mark or ([] if marked else texts)), "")


def _bands(headings: Sequence[str]) -> Iterator[Band]:
    """The headings with marks that tell them apart: their own, else their place."""
    bands = [split_band(heading) for heading in headings]
    marks = [band.mark for band in bands]
    own = "" not in marks and len(set(marks)) == len(marks)
    for place, band in enumerate(bands, 1):
        yield band if own else band._replace(mark=in_chinese(place))
