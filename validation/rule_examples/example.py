"""What an example of a rule is, and how one is written down: a workbook told by what differs from a good one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from duban.workbook.cells.addresses import a1
from duban.workbook.format.fields import SheetFormat
from duban.workbook.format.names import CITY, LEDGER, LIST, RULES
from duban.workbook.format.sheets.settings import AS_OF, PERIOD
from duban.workbook.format.sheets_and_registers import FORMATS, REGISTERS

Row = Mapping[str, Any]
"""column → value; a blank cell is ``None``."""


class Formula(NamedTuple):
    """A formula cell with its stored value."""

    text: str
    value: Any


@dataclass(frozen=True)
class Sheet:
    """One sheet: its rows, and how its shape differs from a good one."""

    rows: tuple[Row, ...] = ({},)
    without: tuple[str, ...] = ()
    """Columns that are not there."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """column → the header text that stands there instead."""
    more: tuple[str, ...] = ()
    """The headers of further columns at the right."""
    merged: str = ""
    """An area of merged cells, such as ``F3:F4``."""
    drop_downs: bool = True
    day_format: str = "yyyy-mm-dd"
    """How its dates are shown."""
    filtered: str = ""
    """The area of its filter buttons, such as ``A2:R3``."""
    own_header: tuple[str, ...] = ()
    """The header of a sheet that is the staff's own."""
    far: bool = False
    """Whether something stands in its last column, and far below."""


class Part(NamedTuple):
    """One further part of the file, as Excel would put it there."""

    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True)
class Workbook:
    """A whole file. Sheet 任务清单 is always there, with one good row unless given."""

    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    data: bytes | None = None
    """The bytes of a file that is no workbook at all."""

    def with_sheets(self, more: Mapping[str, Sheet]) -> Workbook:
        """The same with these sheets before its own."""
        return Workbook({**more, **self.sheets}, self.parts)


class At(NamedTuple):
    """Where a finding is expected: its cell (empty: the whole sheet or file), column and partner cell."""

    cell: str
    column: str
    other: str | None = None


@dataclass(frozen=True)
class Example:
    """One rule, wrong and right. ``sheet`` is where it is found (empty: the whole file)."""

    sheet: str
    wrong: Workbook
    right: Workbook
    at: At
    told: tuple[str, str] | None = None
    """Wrong and right in words, where no table of cells can show it."""
    also: tuple[str, ...] = ()
    """Other rules that the same cells break."""


DECLARED: Mapping[str, SheetFormat] = {**FORMATS, **REGISTERS}
"""Every sheet that an example can have, by name."""

HEADERS: Mapping[str, tuple[str, ...]] = {
    **{name: sheet.names for name, sheet in DECLARED.items() if sheet.shape != "settings"},
    RULES: ("名称", "值", "说明"),
}
"""The columns of each sheet of an example."""

TODAY = date(2020, 9, 30)
ITEMS = FORMATS[LIST]["事项名称"].example
MEASURES = FORMATS[LEDGER]["具体项目"].example
CITY_ITEMS = FORMATS[CITY]["事项名称"].example
START, DUE, UPDATED = date(2020, 1, 1), date(2020, 12, 31), date(2020, 9, 25)


def good(sheet: str, place: int) -> Row:
    """The good row of a sheet at a place (from 1) in its table; 规则 has none."""
    return DECLARED[sheet].good_row(place) if sheet in DECLARED else {}


SETTINGS: tuple[Row, ...] = ({"名称": PERIOD, "值": "2020Q3"}, {"名称": AS_OF, "值": TODAY})
"""What sheet 规则 holds in every example, below the rows of the example itself."""


def first_row(sheet: str) -> int:
    """The Excel row of the first row of a sheet."""
    return 3 if sheet == LIST else 2


# how the examples below are written


def cell(sheet: str, column: str, wrong: Any, right: Any, **others: Any) -> Example:
    """One cell of one row; ``others`` are further cells of that row, both times the same."""
    cell = a1(first_row(sheet), HEADERS[sheet].index(column) + 1)
    bad, fine = (Workbook({sheet: Sheet(({**others, column: value},))}) for value in (wrong, right))
    return Example(sheet, bad, fine, At(cell, column))


def rows(
    sheet: str,
    wrong: tuple[Row, ...],
    right: tuple[Row, ...],
    at: At,
    beside: Mapping[str, tuple[Row, ...]] = {},
    also: tuple[str, ...] = (),
) -> Example:
    """Some rows of one sheet, with rows of other sheets that they are compared with."""
    more = {name: Sheet(rows) for name, rows in beside.items()}
    return Example(
        sheet, Workbook({sheet: Sheet(wrong), **more}), Workbook({sheet: Sheet(right), **more}), at, also=also
    )


def shape(sheet: str, wrong: Sheet, right: Sheet, at: At, told: tuple[str, str]) -> Example:
    """The shape of one sheet."""
    return Example(sheet, Workbook({sheet: wrong}), Workbook({sheet: right}), at, told)
