"""The measures of an item as its list has them: each with the unit, the people and the term that it states for itself.

A measure in a row of its own has what stands in that row; one in a cell of several has what its end or its words say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from duban.udfs.deadlines import Term, read_number, read_term, term_in
from duban.udfs.periods import from_serial
from duban.udfs.progress import day
from duban.udfs.text import Line, split_cells, tidy
from duban.udfs.unit_and_deadline_at_end import read_tail
from duban.udfs.units import UnitCell, split_unit
from duban.workbook.cells.contents import TEXT_LIMIT
from duban.workbook.reading.months import month_end
from duban.workbook.reading.sheet import Sheet

NOBODY = UnitCell("", (), ())

_term = lru_cache(maxsize=4096)(read_term)  # staff write the same few terms and units in many rows
_within = lru_cache(maxsize=4096)(term_in)
_tail = lru_cache(maxsize=4096)(read_tail)
_unit = lru_cache(maxsize=4096)(split_unit)


class _OwnRow(NamedTuple):
    """What the row of a measure has of its own."""

    unit: Any = None
    owner: Any = None
    begins: Any = None
    ends: Any = None


_NOTHING = _OwnRow()


@dataclass(frozen=True, slots=True)
class Measure(Line):
    """One measure: ``number`` as written, ``text`` without its mark, ``row`` where it begins."""

    row: int = 0
    unit: UnitCell = NOBODY
    """Who does it, where the measure says so itself."""
    begins: Any = None
    ends: Any = None
    """From when and until when, where the measure says so itself: a date, a number or words, not read yet."""


def term_of(measure: Measure, year: int | None) -> Term | None:
    """Until when a measure runs, as it says itself: in its row, at its end or in its words."""
    term = None if measure.ends is None else read_day(measure.ends, year)
    return term or _within(measure.text, year)


def read_day(value: Any, year: int | None) -> Term | None:
    """What a cell of dates says: a real date, a number that stands for one, or words."""
    number = day(value)
    if isinstance(value, str):
        return _term(value, year)
    if number is not None:
        return Term(from_serial(number))
    return read_number(value, year) if isinstance(value, int | float) else None


def measures_of(sheet: Sheet) -> list[tuple[Measure, ...]]:
    """The measures of each item of the list, in order; on a list without a column for them, the item is its own."""
    table = sheet.table
    if "改革的具体项目" not in table:
        names = (" ".join(tidy(name).splitlines()) for name in table["事项名称"])
        return [(Measure(1, name, row),) if name else () for name, row in zip(names, table.rows, strict=True)]
    own_rows = _own_rows(sheet)
    found = []
    for place in range(len(table.rows)):
        span = table.span(place)
        cells = [_cell(sheet, row, "改革的具体项目", first=row == span[0]) for row in span]
        apart = sum(cell is not None for cell in cells) > 1
        own = _differing([own_rows[row] for row in span]) if apart else [_NOTHING] * len(span)
        found.append(tuple(_measure(line, span[at], own[at]) for line, at in split_cells(*cells)))
    return found


def _differing(rows: Sequence[_OwnRow]) -> list[_OwnRow]:
    """What the rows of an item have of their own; a unit that is the same in all of them is that of the item."""
    same = len({(each.unit, each.owner) for each in rows}) == 1
    return [each._replace(unit=None, owner=None) if same else each for each in rows]


def _cell(sheet: Sheet, row: int, column: str, *, first: bool) -> Any:
    at = sheet.table.at[column]
    if first:
        return sheet.grid.shown(row, at)
    return None if (row, at) in sheet.grid.covered else sheet.grid.value(row, at)


def _own_rows(sheet: Sheet) -> Mapping[int, _OwnRow]:
    """What stands in each row of the items that run over several."""
    if sheet.table.spans is None:
        return {}
    header = sheet.header
    columns = (
        header.unit_column,
        header.owner_column,
        header.columns.get("开始日期"),
        header.columns.get("完成时限"),
    )
    rows = [row for span in sheet.table.spans if len(span) > 1 for row in span]
    found = {row: _OwnRow(*(at and sheet.grid.shown(row, at) for at in columns)) for row in rows}
    due = columns[-1] or 0
    return {
        row: each._replace(ends=month_end(sheet.grid, row, due, each.ends) or each.ends)
        for row, each in found.items()
    }


def _measure(line: Line, row: int, own: _OwnRow) -> Measure:
    unit, ends = NOBODY, own.ends
    tail = _tail(line.text)
    if tail is not None:
        unit, ends = tail.unit, ends if ends is not None else tail.term or None
    if own.unit is not None or own.owner is not None:
        cell = str(own.unit or "") + ("" if own.owner is None else f"\n负责人：{own.owner}")
        stated = _unit(cell)
        unit = stated if stated.unit or stated.owners else unit
    # a cell of the ledger holds no more, however much another program has put into one of the list
    return Measure(line.number, line.text[:TEXT_LIMIT], row, unit, own.begins, ends)
