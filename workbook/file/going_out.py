"""What goes out when sheets leave their workbook: which sheets, and what of each somebody can see."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import product

from lxml.etree import _Element as Element

from duban.workbook.cells.addresses import areas_of
from duban.workbook.cells.areas import Area, Position
from duban.workbook.cells.references import Reference, references
from duban.workbook.file.open_xml import main
from duban.workbook.file.xml_numbers import number, whole

_YES = ("1", "true", "on")
_MOST = 10_000
"""Columns or rows of a merged area that are looked at."""


@dataclass(frozen=True)
class Hidden:
    """The hidden columns and rows of a sheet, and the cells in them that show all the same."""

    columns: Collection[int] = frozenset()
    rows: Collection[int] = frozenset()
    shown: Collection[Position] = field(default=frozenset())

    def holds(self, row: int, column: int) -> bool:
        """Whether nobody sees a cell."""
        return (column in self.columns or row in self.rows) and (row, column) not in self.shown

    def touches(self, area: Area, rows: bool = True) -> bool:
        """Whether an area takes in a hidden column, or with ``rows`` a hidden row."""
        top, left, bottom, right = area
        return any(left <= column <= right for column in self.columns) or (
            rows and any(top <= row <= bottom for row in self.rows)
        )


def hidden_in(sheet: Element) -> Hidden:
    """What is hidden on a sheet, by whatever: staff, a filter, the program. Each row has its number."""
    columns = {
        column
        for col in sheet.iterfind(f"{main('cols')}/{main('col')}")
        if col.get("hidden") in _YES or number(col, "width") == 0
        for column in range(whole(col, "min", 1), whole(col, "max") + 1)
    }
    rows = {
        whole(row, "r")
        for row in sheet.iterfind(f"{main('sheetData')}/{main('row')}")
        if row.get("hidden") in _YES or (row.get("customHeight") in _YES and number(row, "ht") == 0)
    }
    merges = [
        area
        for merge in sheet.iterfind(f"{main('mergeCells')}/{main('mergeCell')}")
        for area in areas_of(merge.get("ref", ""))
    ]
    shown = {area[:2] for area in merges if _shows(area, columns, rows)}
    return Hidden(frozenset(columns), frozenset(rows), frozenset(shown))


def _shows(area: Area, columns: Collection[int], rows: Collection[int]) -> bool:
    """Whether a part of a merged area can be seen: then its text can."""
    top, left, bottom, right = area
    across, down = range(left, min(right, left + _MOST) + 1), range(top, min(bottom, top + _MOST) + 1)
    return any(row not in rows and column not in columns for row, column in product(down, across))


@dataclass(frozen=True)
class GoingOut:
    """The sheets that go out, by casefolded name."""

    sheets: Mapping[str, Hidden]

    def all_of(self, formula: str, home: str | None = None) -> tuple[tuple[Reference, Hidden], ...] | None:
        """What a formula refers to, with what is hidden on each sheet; None where not all of it goes out. ``home`` is the
        sheet on which it stands."""
        found = references(formula)
        if found is None:
            return None
        known = [(each, self.sheets.get((each.sheet or home or "").casefold())) for each in found]
        return (
            None
            if any(hidden is None for _, hidden in known)
            else tuple((e, h) for e, h in known if h is not None)
        )

    def rule_holds(self, formula: str, home: str) -> bool:
        """Whether what a rule of a sheet looks at goes out and is seen. A row that only looks at itself may be hidden."""
        found = self.all_of(formula, home)
        return found is not None and not any(
            hidden.touches(each.area, each.fixed_rows) for each, hidden in found
        )
