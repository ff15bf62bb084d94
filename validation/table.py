"""A sheet as columns: what the rules read. Plain lists, for a batch has no time to build data frames."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from itertools import zip_longest
from typing import Any, TypeVar, cast

from duban.udfs.progress import FIRST_DAY, LAST_DAY, day, share
from duban.udfs.text import UnitCell, split_unit
from duban.workbook.cells import a1, letter
from duban.workbook.findings import Finding
from duban.workbook.grid import Grid
from duban.workbook.reader import Header, list_rows, lone_rows

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
        self._days: dict[str, list[int | None]] = {}
        self._known: dict[Any, Any] = {}
        self._refs: dict[str, list[bytes]] = {}
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
            self._shares[column] = [None if value is None else share(value) for value in self[column]]
        return self._shares[column]

    def once(self, reason: Callable[[Table, _S], _T], settings: _S) -> _T:
        """What a function says of this table, worked out once for all rules that ask."""
        if reason not in self._known:
            self._known[reason] = reason(self, settings)
        return cast("_T", self._known[reason])

    def refs(self, column: str) -> list[bytes]:
        """The addresses of a column's entries, as the bytes of a worksheet spell them."""
        if column not in self._refs:
            mark = letter(self.at[column]).encode()
            self._refs[column] = [b"%s%d" % (mark, row) for row in self.rows]
        return self._refs[column]

    @cached_property
    def units(self) -> list[UnitCell]:
        """What each 牵头单位及负责人 says, with the names of a separate column for owners."""
        units = [_unit(str(value)) if value is not None else _NO_UNIT for value in self["牵头单位及负责人"]]
        if OWNER in self:
            units = [
                unit if owner is None else UnitCell(unit.unit, unit.others, (*unit.owners, str(owner)))
                for unit, owner in zip(units, self[OWNER], strict=True)
            ]
        return units

    def cell(self, at: int, column: str) -> str:
        """The address of an entry: ``at`` counts from 0."""
        return a1(self.rows[at], self.at[column])

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


def sheet_table(grid: Grid, header: Header, names: Iterable[str], ignore: Iterable[str] = ()) -> Table:
    """A sheet of one row an entry. Rows where no column but those of ``ignore`` holds anything are left out."""
    table = _columns(grid, header, {name: header.columns[name] for name in names if name in header.columns})
    ignored = set(ignore)
    telling = [values for name, values in table.columns.items() if name not in ignored]
    used = [any(value is not None for value in values) for values in zip(*telling, strict=True)]
    if all(used):
        return table
    kept = [place for place, is_used in enumerate(used) if is_used]
    return Table(
        grid.name,
        [table.rows[place] for place in kept],
        {name: [values[place] for place in kept] for name, values in table.columns.items()},
        table.at,
    )


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
    at = dict(header.columns)
    if header.owner_column is not None:
        at.setdefault(OWNER, header.owner_column)
    if lone_rows(grid, header):
        table = _columns(grid, header, at)
        return table, table
    items: dict[str, list[Any]] = {name: [] for name in at}
    texts: dict[str, list[Any]] = {name: [] for name in at}
    item_rows: list[int] = []
    text_rows: list[int] = []
    for each in list_rows(grid, header):
        item_rows.append(each.row)
        for name, values in items.items():
            values.append(each.owner.strip() or None if name == OWNER else each.values.get(name))
        for row in range(each.row, each.last_row + 1):
            text_rows.append(row)
            for name, values in texts.items():
                values.append(None if (row, at[name]) in grid.covered else grid.value(row, at[name]))
    return Table(grid.name, item_rows, items, at), Table(grid.name, text_rows, texts, at)
