"""Type progress into a built workbook that is open in LibreOffice, and say how long each took, as JSON.

Run by the Python that LibreOffice's bridge (uno) belongs to: ``type_in_libreoffice.py PROFILE BOOK CELLS``.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import uno  # type: ignore[import-not-found]  # noqa: F401 (the next import goes through it)
from com.sun.star.sheet.CellFlags import FORMULA  # type: ignore[import-not-found]

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))
from libreoffice_desktop import desktop_of, opened

LEDGER, LIST, KEY, PROGRESS, BULLETIN = "具体项目台账", "任务清单", "事项键", "完成进度", "通报"
ENOUGH = 120.0
"""Wall seconds after which no further cell is typed."""
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = "A1:P60"
"""What is seen of the bulletin."""


class Spent(NamedTuple):
    """Seconds of one cell: CPU and wall until all is computed, wall until one sees what it does to item and bulletin."""

    cpu: float
    wall: float
    seen: float


class Column(NamedTuple):
    """A column of a sheet, by its header: its place, and the row (from 0) under the header."""

    sheet: Any
    place: int
    top: int

    def values(self) -> list[Any]:
        """All values under the header."""
        last = _used(self.sheet).EndRow
        area = self.sheet.getCellRangeByPosition(self.place, self.top, self.place, last)
        return [row[0] for row in area.getDataArray()]

    def cell(self, place: int) -> Any:
        """The cell of the row with this place under the header."""
        return self.sheet.getCellByPosition(self.place, self.top + place)


def column(document: Any, sheet_name: str, name: str) -> Column:
    """The column of this sheet that bears this name in one of its first rows."""
    sheet = document.Sheets.getByName(sheet_name)
    rows = sheet.getCellRangeByPosition(0, 0, _used(sheet).EndColumn, 20).getDataArray()
    top = next(place for place, row in enumerate(rows) if name in row and KEY in row)
    return Column(sheet, rows[top].index(name), top + 1)


def typing(document: Any, office: int, cells: int) -> Iterator[Spent]:
    """What each cell costs, evenly over the ledger, until it is enough. Raises SystemExit where the item's figure stays."""
    keys, progress = column(document, LEDGER, KEY).values(), column(document, LEDGER, PROGRESS)
    keys = [key for key in keys if key != ""]
    places = {key: place for place, key in enumerate(column(document, LIST, KEY).values())}
    figures = column(document, LIST, PROGRESS)
    bulletin = next(sheet for sheet in document.Sheets if sheet.Name.endswith(BULLETIN))
    area = bulletin.getCellRangeByName(PAGE)
    until = time.perf_counter() + ENOUGH
    for number in range(cells):
        if number and time.perf_counter() > until:
            return
        row = len(keys) * (number + 1) // (cells + 1)
        figure = figures.cell(places[keys[row]])
        before = figure.String
        cpu, begun = _cpu(office), time.perf_counter()
        progress.cell(row).Value = 0.5
        after = figure.String
        area.getDataArray()
        seen = time.perf_counter()
        document.calculate()
        computed = time.perf_counter()
        if after == before:
            raise SystemExit(f"the figure of item {keys[row]} stays at {before!r}")
        yield Spent(_cpu(office) - cpu, computed - begun, seen - begun)


def _formulas(sheet: Any) -> list[Any]:
    ranges = sheet.queryContentCells(FORMULA)
    return [ranges.getByIndex(number) for number in range(ranges.Count)]


def _count(document: Any) -> int:
    sizes = (a.RangeAddress for sheet in document.Sheets for a in _formulas(sheet))
    return sum((a.EndRow - a.StartRow + 1) * (a.EndColumn - a.StartColumn + 1) for a in sizes)


def _used(sheet: Any) -> Any:
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    return cursor.RangeAddress


def _cpu(process: int) -> float:
    """Seconds of user and system of a process and of all that it has started."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    started = (path.read_text().split() for path in Path(f"/proc/{process}/task").glob("*/children"))
    return (int(fields[11]) + int(fields[12])) / TICKS + sum(
        _cpu(int(child)) for each in started for child in each
    )


def main() -> None:
    """Open, type, tell."""
    profile, book, cells = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    with desktop_of(profile) as (desktop, office):
        begun = time.perf_counter()
        document = opened(desktop, book)
        document.calculate()
        told: dict[str, Any] = {"opened": time.perf_counter() - begun, "formulas": _count(document)}
        spent = list(typing(document, office.pid, cells))
        told |= {name: [getattr(each, name) for each in spent] for name in Spent._fields}
        print(json.dumps(told))
        document.close(True)


if __name__ == "__main__":
    main()
