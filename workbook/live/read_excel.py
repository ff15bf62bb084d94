"""A live workbook as grids: what the commands read from a file, read from Excel in a few calls for each sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from duban.udfs.error_values import error_name
from duban.workbook.cells.addresses import a1
from duban.workbook.cells.areas import Area, Position
from duban.workbook.cells.contents import date_serial
from duban.workbook.cells.plain import Timed, plain
from duban.workbook.file.owned_marks import mark, mark_text
from duban.workbook.file.sheet_cells import ContentKind
from duban.workbook.format.names import MARK_NAME, known_name
from duban.workbook.live.choose_host import host_of
from duban.workbook.live.host import LiveSheet
from duban.workbook.opening.archive import LIMITS
from duban.workbook.plan.plans import EditCell
from duban.workbook.reading.grid import Grid, Marks
from duban.workbook.say.findings import Finding
from duban.workbook.say.stop import Stop

_DAY_ZERO = datetime(1899, 12, 30)
"""Excel hands over a time without a day as a time of this day."""


class LiveBook:
    """A workbook that is open in Excel, as ``GridBook`` is one on disk.

    What differs from the file: a time is whole milliseconds or less exact, and a host that has no formulas to
    read gives none, and no merged areas. A sheet is read once, so that a command sees the workbook as it was when
    it began. A sheet of more cells than are read of a file stops with ``too_many_cells``.
    """

    def __init__(self, book: Any) -> None:
        self.path = Path(book.name)
        self._book = book
        self._host = host_of(book)
        self._cells: dict[str, _Cells] = {}
        self._grids: dict[str, Grid] = {}

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Excel has opened the file, so that nothing is odd about its parts."""
        return ()

    @property
    def sheet_names(self) -> list[str]:
        """The names of all sheets, in order."""
        return [sheet.name for sheet in self._book.sheets]

    def grid(self, name: str) -> Grid:
        """The sheet ``name`` with values, merged areas and formulas."""
        if name not in self._grids:
            cells = self._read(name)
            sheet = self._book.sheets[name]
            merges = self._host.merges(sheet, cells.area)
            # 2, a sheet that only macros can show, counts as hidden
            visible = sheet.visible in (True, -1)
            areas = self._host.sort_areas(sheet)
            known = self._host.can_read_back
            grid = Grid(name, cells.rows(), merges, cells.formulas(), visible, areas, known, cells.errors())
            if known:
                grid = replace(grid, code=lambda row, at: str(sheet.range((row, at)).number_format or ""))
            self._grids[name] = grid
        return self._grids[name]

    def marks(self) -> Marks:
        """The marks of the sheets that the program made; where none can be read again, they are what they were."""
        told = ((sheet.name, mark_of(sheet)) for sheet in self._book.sheets)
        left = {name: mark for name, mark in told if mark is not None}
        can_read = self._host.can_read_back
        return Marks(left, lambda name: self.mark(name, known_name(left[name])) if can_read else left[name])

    def is_made(self, name: str) -> bool:
        """Whether a sheet bears the mark of those that the program makes."""
        return mark_of(self._book.sheets[name]) is not None

    def mark(self, name: str, known_as: str) -> str:
        """The mark that a sheet would get as it is now."""
        return mark(self._read(name).contents(self._host.date1904), name, known_as)

    def cells(self, name: str, places: Iterable[Position]) -> dict[Position, EditCell]:
        """Those of ``places`` in a sheet that hold something, each as it is to be written to be the same again."""
        cells = self._read(name)
        return {at: cell for at in places if (cell := cells.again(at)) is not None}

    def _read(self, name: str) -> _Cells:
        if name not in self._cells:
            sheet = self._book.sheets[name]
            area = self._host.used(sheet)
            _, _, rows, columns = area
            if rows * columns > LIMITS.cells:
                facts = {"sheet": name, "rows": rows, "columns": columns, "count": rows * columns}
                raise Stop("too_many_cells", path=self.path, limit=LIMITS.cells, **facts)
            values, texts = self._host.values(sheet, area), self._host.formulas(sheet, area)
            self._cells[name] = _Cells(area, values, texts)
        return self._cells[name]


def mark_of(sheet: LiveSheet) -> str | None:
    """The mark that the program left on a sheet; None for a sheet that it did not make."""
    for name in sheet.names:
        if name.name.rpartition("!")[2] == MARK_NAME:
            return mark_text(name.refers_to)
    return None


class _Cells:
    """The used range of a sheet: the values as Excel gives them, and each cell's formula or constant as text."""

    def __init__(self, area: Area, values: Sequence[Sequence[Any]], texts: Sequence[Sequence[Any]]) -> None:
        self.area = area
        self._values = values
        self._texts = texts

    def rows(self) -> tuple[tuple[Any, ...], ...]:
        """As in ``Grid``: from A1, each row up to its last cell that holds something."""
        top, left = self.area[:2]
        rows: list[tuple[Any, ...]] = [()] * (top - 1)
        last = 0
        for values in self._values:
            row = [None] * (left - 1) + [_plain(value) for value in values]
            while row and row[-1] is None:
                row.pop()
            rows.append(tuple(row))
            if row:
                last = len(rows)
        return tuple(rows[:last])

    def formulas(self) -> dict[Position, str]:
        """Each formula with its ``=``."""
        return {at: text for at, value, text in self._both() if _is_formula(value, text)}

    def errors(self) -> dict[str, str]:
        """Each cell that shows an error."""
        top, left = self.area[:2]
        return {
            a1(row, column): name
            for row, values in enumerate(self._values, top)
            for column, value in enumerate(values, left)
            if (name := error_name(value)) is not None
        }

    def contents(self, date1904: bool) -> Iterator[tuple[int, int, ContentKind, str]]:
        """Each constant and formula, as ``SheetXml.contents`` gives them."""
        for (row, column), value, text in self._both():
            if _is_formula(value, text):
                yield row, column, "formula", text
            elif error_name(value) is not None:
                yield row, column, "error", str(text)
            elif isinstance(value, bool):
                yield row, column, "bool", "1" if value else "0"
            elif isinstance(value, datetime):
                # Excel's own text for it has the fraction in full
                yield row, column, "number", text if _is_number(text) else repr(date_serial(value, date1904))
            elif isinstance(value, int | float | Decimal):
                yield row, column, "number", str(value)
            elif value is not None and value != "":
                yield row, column, "text", str(value)
            elif isinstance(text, str) and text.startswith("#"):
                yield row, column, "error", text

    def again(self, at: Position) -> EditCell | None:
        """A cell as it is to be written to be the same again; None for a blank one."""
        row, column = at[0] - self.area[0], at[1] - self.area[1]
        if not (0 <= row < len(self._values) and 0 <= column < len(self._values[row])):
            return None
        value, text = self._values[row][column], self._texts[row][column] if self._texts else None
        if _is_formula(value, text) or (text != value and isinstance(text, str) and text.startswith("#")):
            return EditCell(formula=text)  # an error value is written like a formula
        if value is None or value == "":
            return None
        if isinstance(value, str | bool):
            return EditCell(value)
        return EditCell(float(str(text)) if _is_number(text) else value)

    def _both(self) -> Iterator[tuple[Position, Any, Any]]:
        top, left = self.area[:2]
        for row, (values, texts) in enumerate(zip(self._values, self._texts, strict=False), top):
            for column, (value, text) in enumerate(zip(values, texts, strict=True), left):
                yield (row, column), value, text


def _is_formula(value: Any, text: Any) -> bool:
    # a text that begins with = is its own formula
    return isinstance(text, str) and text.startswith("=") and text != value


def _is_number(text: Any) -> bool:
    try:
        float(text)
    except (TypeError, ValueError):
        return False
    return True


def _plain(value: Any) -> Any:
    """A value as grids have it: an error is a blank, a time or duration is the number that it is."""
    if isinstance(value, datetime) and value.year < 1900:
        return plain(Timed((value - _DAY_ZERO) / timedelta(days=1)))
    return None if error_name(value) is not None else plain(value)
