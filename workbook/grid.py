"""Grids: the cells of a workbook as they are, before anything is understood.

A ``Grid`` is one sheet. ``rows[r - 1][c - 1]`` is the value in Excel's row r, column c; blank cells
are ``None``, those with nothing but spaces too. A ``GridBook`` is one workbook file; a sheet is read,
its formulas with it, when somebody asks for it first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from duban.workbook.cells import a1
from duban.workbook.errors import Stop
from duban.workbook.intake import LIMITS, Intake, Limits
from duban.workbook.intake import READABLE as READABLE
from duban.workbook.intake import WRITABLE as WRITABLE
from duban.workbook.plan import Area, Position
from duban.workbook.sheet_scan import NOTHING, SheetScan

if TYPE_CHECKING:
    from duban.workbook.package import Package

_MANY_COVERED = 1_000_000


@dataclass(frozen=True)
class Grid:
    """The values of one sheet, its formulas and its merged areas."""

    name: str
    rows: tuple[tuple[Any, ...], ...]
    merges: tuple[Area, ...] = ()
    formulas: Mapping[Position, str] = field(default_factory=dict)
    visible: bool = True

    def value(self, row: int, column: int) -> Any:
        """The value in a cell; ``None`` for blank cells and outside the grid."""
        if 1 <= row <= len(self.rows) and 1 <= column <= len(self.rows[row - 1]):
            return self.rows[row - 1][column - 1]
        return None

    def column(self, column: int, below: int) -> list[Any]:
        """The values of a column in all rows below row ``below``."""
        return [row[column - 1] if len(row) >= column else None for row in self.rows[below:]]

    def shown(self, row: int, column: int) -> Any:
        """What staff see in a cell: under a merged area, the value of its anchor."""
        return self.value(*self.covered.get((row, column), (row, column)))

    @cached_property
    def covered(self) -> Mapping[Position, Position]:
        """Each cell hidden under a merged area → the area's anchor cell."""
        return {
            (row, column): (top, left)
            for top, left, bottom, right in self.merges
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
            if (row, column) != (top, left)
        }

    @property
    def width(self) -> int:
        """The last used column."""
        return max((len(row) for row in self.rows), default=0)


class SheetSource(Protocol):
    """A workbook that can be read as grids, on disk or open in Excel."""

    @property
    def path(self) -> Path:
        """Where it is, or only its name."""

    @property
    def sheet_names(self) -> list[str]:
        """The names of all sheets, in order."""

    def grid(self, name: str) -> Grid:
        """One sheet. Raises ``Stop``."""

    def marks(self) -> Mapping[str, tuple[str, str]]:
        """Each sheet that the program made → the fingerprint that it left there, the one that the sheet has now."""


class GridBook:
    """A workbook file as grids, by sheet name. Raises ``Stop`` when the file cannot be read."""

    def __init__(self, path: Path, limits: Limits = LIMITS) -> None:
        self.path = path
        self.intake = Intake(path, limits)
        self.data = self.intake.data
        self._book = self._open()
        self._grids: dict[str, Grid] = {}

    def _open(self) -> Any:
        from io import BytesIO

        import python_calamine

        with self._calamine():
            return python_calamine.CalamineWorkbook.from_filelike(BytesIO(self.data))

    @contextmanager
    def _calamine(self) -> Iterator[None]:
        try:
            yield
        except (KeyboardInterrupt, SystemExit, MemoryError, Stop):
            raise
        except BaseException as error:  # one class per format, zip errors, and Rust's panics, no Exceptions
            if type(error).__name__ == "PasswordError":
                raise Stop("has_password", path=self.path) from error
            raise Stop("damaged", path=self.path, why=error) from error

    @property
    def sheet_names(self) -> list[str]:
        """The names of all sheets, in order."""
        return list(self._book.sheet_names)

    @cached_property
    def package(self) -> Package:
        """The parts of the file, for formulas and marks; only .xlsx and .xlsm have them."""
        from duban.workbook.package import Package

        if self.path.suffix.lower() not in WRITABLE:
            raise Stop("old_format", path=self.path)
        try:
            return Package.read(self.data, str(self.path))
        except Stop as stop:
            if "Strict" in str(stop.facts.get("why")):
                raise Stop("strict_format", path=self.path) from stop
            raise

    def grid(self, name: str) -> Grid:
        """The sheet ``name`` with values, merged areas and formulas (formulas of .xls are not read)."""
        if name not in self._grids:
            self.scan(name)
            with self._calamine():
                sheet = self._book.get_sheet_by_name(name)
                rows = _rows(sheet)
                merges = _merges(sheet, rows)
            visible = {m.name: str(m.visible).endswith("Visible") for m in self._book.sheets_metadata}
            self._grids[name] = Grid(name, rows, merges, self._formulas(name), visible.get(name, True))
        return self._grids[name]

    def marks(self) -> Mapping[str, tuple[str, str]]:
        """Each sheet that the program made → the fingerprint that it left there, the one that the sheet has now."""
        from duban.workbook.marks import read_mark, sheet_fingerprint
        from duban.workbook.sheet_xml import open_sheet

        if self.path.suffix.lower() not in WRITABLE:
            return {}
        left = {
            name: read_mark(self.package, name) for name in self.sheet_names if self.package.has_sheet(name)
        }
        return {
            name: (mark, sheet_fingerprint(open_sheet(self.package, name), name))
            for name, mark in left.items()
            if mark is not None
        }

    def scan(self, name: str) -> SheetScan:
        """What the bytes of a sheet tell; nothing for .xls and its kin. Raises ``Stop`` for a sheet too large."""
        return self.intake.scan(name) if name in self.intake.sheets else NOTHING

    def _formulas(self, name: str) -> Mapping[Position, str]:
        found = self.scan(name).formulas
        if self.path.suffix.lower() not in WRITABLE or not found:
            return {}
        return _Formulas(found, lambda: self._read_formulas(name))

    def _read_formulas(self, name: str) -> Mapping[Position, str]:
        from duban.workbook.sheet_xml import SheetXml

        return SheetXml(self.package.data(self.package.sheet_part(name))).formulas()


class _Formulas(Mapping[Position, str]):
    """Formulas by cell. Where they stand is known at once; what they say is read when somebody asks,
    for that takes longer than to read the values."""

    def __init__(self, cells: frozenset[bytes], read: Callable[[], Mapping[Position, str]]) -> None:
        self._cells, self._read = cells, read

    @cached_property
    def _texts(self) -> Mapping[Position, str]:
        return self._read()

    def __contains__(self, at: object) -> bool:
        return isinstance(at, tuple) and a1(*at).encode() in self._cells

    def __getitem__(self, at: Position) -> str:
        return self._texts[at]

    def __iter__(self) -> Iterator[Position]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._cells)


def _rows(sheet: Any) -> tuple[tuple[Any, ...], ...]:
    """All rows up to the last one that holds something, each up to its last cell that does.

    Row by row where there are many, because one forgotten space in the last row of a sheet makes a million
    rows of it.
    """
    many = sheet.total_height > 10_000
    rows: list[tuple[Any, ...]] = []
    last = 0
    for row in sheet.iter_rows() if many else sheet.to_python(skip_empty_area=False):
        values = [
            # spaces alone are blank, whole numbers are integers; here, because a call for each cell would
            # take as long as reading the file
            (value if value and not value.isspace() else None)
            if type(value) is str
            else (int(value) if value.is_integer() and -1e15 < value < 1e15 else value)
            if type(value) is float
            else _plain(value)
            for value in row
        ]
        while values and values[-1] is None:
            values.pop()
        rows.append(tuple(values))
        if values:
            last = len(rows)
    return tuple(rows[:last])


def _plain(value: Any) -> Any:
    """One of calamine's other values as a plain one: midnight is a date, durations are numbers."""
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, timedelta):
        return value.total_seconds() / 86400
    return value


def _merges(sheet: Any, rows: Sequence[Sequence[Any]]) -> tuple[Area, ...]:
    ranges = sheet.merged_cell_ranges or ()
    areas = [(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in ranges]
    if sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in areas) > _MANY_COVERED:
        # staff merge whole columns, and every covered cell is an entry in memory
        last, width = len(rows), max(map(len, rows), default=0)
        areas = [
            (top, left, min(bottom, max(top, last)), min(right, max(left, width)))
            for top, left, bottom, right in areas
        ]
    return tuple(areas)
