"""Grids: the cells of a workbook as they are, before anything is understood.

A ``Grid`` is one sheet. ``rows[r - 1][c - 1]`` is the value in Excel's row r, column c; blank cells
are ``None``, those with nothing but spaces too. A ``GridBook`` is one workbook file; a sheet is read,
its formulas with it, when somebody asks for it first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from duban.workbook.cells.addresses import a1
from duban.workbook.cells.areas import Area, Position
from duban.workbook.format.names import MARK_NAME, known_name
from duban.workbook.opening.archive import LIMITS, Limits
from duban.workbook.opening.filters import SortArea
from duban.workbook.opening.first_look import WRITABLE, Intake
from duban.workbook.opening.sheet_scan import NOTHING, SheetScan
from duban.workbook.reading.open_values import open_values
from duban.workbook.say.findings import Finding
from duban.workbook.say.stop import Stop

if TYPE_CHECKING:
    from duban.workbook.file.package import Package
    from duban.workbook.file.sheet_xml import SheetXml
    from duban.workbook.file.style_sheet import StyleSheet


def _no_code(row: int, column: int) -> str:
    return ""


@dataclass(frozen=True)
class Grid:
    """The values of one sheet, its formulas and its merged areas."""

    name: str
    rows: tuple[tuple[Any, ...], ...]
    merges: tuple[Area, ...] = ()
    formulas: Mapping[Position, str] = field(default_factory=dict)
    visible: bool = True
    sort_areas: tuple[SortArea, ...] = ()
    """The filter and the tables, whose buttons sort their columns and no others."""
    knows_formulas: bool = True
    """Whether ``formulas`` has them all; where not, a value may be typed or computed."""
    errors: Mapping[str, str] = field(default_factory=dict)
    """Cell (``B3``) → the error that it shows, ``#REF!``; its value is none."""
    code: Callable[[int, int], str] = field(default=_no_code, compare=False)
    """The number format of a cell; empty where it cannot be known."""

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


class Marks(Mapping[str, tuple[str, str]]):
    """Each sheet that the program made → the mark that it left there, the one that the sheet would get now, which is found
    when somebody asks: it takes a look at every cell."""

    def __init__(
        self,
        left: Mapping[str, str],
        now: Callable[[str], str],
        is_old: Callable[[str], bool] = lambda _: False,
        as_left: Callable[[str], str | None] = lambda _: None,
    ) -> None:
        self.left = left
        self.is_old = is_old
        """Whether a sheet is laid out as an earlier version did it."""
        self.as_left = as_left
        """The digest of the plan that a sheet was made from, where it is known to be as it was left, to the byte."""
        self._now = now
        self._known: dict[str, str] = {}

    def now(self, name: str) -> str:
        """The mark that a sheet would get."""
        if name not in self._known:
            self._known[name] = self._now(name)
        return self._known[name]

    def __getitem__(self, name: str) -> tuple[str, str]:
        return self.left[name], self.now(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self.left)

    def __len__(self) -> int:
        return len(self.left)


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

    def marks(self) -> Marks:
        """The marks of the sheets that the program made."""

    def is_made(self, name: str) -> bool:
        """Whether a sheet bears the mark of those that the program makes."""

    @property
    def findings(self) -> Sequence[Finding]:
        """What is odd about the workbook as a whole."""


class GridBook:
    """A workbook file as grids, by sheet name. Raises ``Stop`` when the file cannot be read."""

    def __init__(self, path: Path, limits: Limits = LIMITS) -> None:
        self.path = path
        self.intake = Intake(path, limits)
        self.data = self.intake.data
        self._values = open_values(self.intake)
        self._grids: dict[str, Grid] = {}
        self._looks: dict[str, tuple[SheetXml, StyleSheet]] = {}

    @property
    def sheet_names(self) -> list[str]:
        """The names of all worksheets, in order."""
        return list(self._values.names)

    @property
    def findings(self) -> Sequence[Finding]:
        """What cannot be in the file and was passed over, for no row needs it."""
        return [
            Finding("F206", "", 0, 0, "", None, {"part": odd.part, "what": odd.what})
            for odd in self.intake.oddities
        ]

    @cached_property
    def package(self) -> Package:
        """The parts of the file, for formulas and marks; only .xlsx and .xlsm have them."""
        from duban.workbook.file.package import Package

        if self.path.suffix.lower() not in WRITABLE:
            raise Stop("old_format", path=self.path)
        return Package(self.intake.archive)

    def grid(self, name: str) -> Grid:
        """The sheet ``name`` with values, merged areas and formulas (formulas of .xls are not read)."""
        if name not in self._grids:
            errors = self.scan(name).errors
            rows, merges = self._values.sheet(name)
            visible = name in self._values.visible
            sort_areas = self.intake.sort_areas(name) if name in self.intake.sheets else ()
            code = self._codes(name) if name in self.intake.sheets else _no_code
            known = name in self.intake.sheets
            formulas = self._formulas(name)
            self._grids[name] = Grid(name, rows, merges, formulas, visible, sort_areas, known, errors, code)
        return self._grids[name]

    def marks(self) -> Marks:
        """The marks of the sheets that the program made."""
        from duban.workbook.file.as_left import as_left
        from duban.workbook.file.owned_marks import mark_now, read_mark
        from duban.workbook.file.sheet_xml import open_sheet
        from duban.workbook.file.tidy_sheets import has_old_page

        if self.path.suffix.lower() not in WRITABLE:
            return Marks({}, str)
        told = (
            (name, read_mark(self.package, name)) for name in self.sheet_names if self.package.has_sheet(name)
        )
        left = {name: mark for name, mark in told if mark is not None}

        def now(name: str) -> str:
            try:
                return mark_now(left[name], open_sheet(self.package, name), name)
            except Stop:  # what cannot be read is not as we left it
                return ""

        def is_old(name: str) -> bool:
            return has_old_page(self.package.data(self.package.sheet_part(name)))

        return Marks(left, now, is_old, lambda name: as_left(self.package, name, known_name(left[name])))

    def is_made(self, name: str) -> bool:
        """Whether a sheet bears the mark of those that the program makes."""
        return name.casefold() in self._made

    @cached_property
    def _made(self) -> frozenset[str]:
        return frozenset(name.casefold() for name in self.intake.sheets_with_name(MARK_NAME))

    def scan(self, name: str) -> SheetScan:
        """What the bytes of a sheet tell; nothing for .xls and its kin. Raises ``Stop`` for a sheet too large."""
        return self.intake.scan(name) if name in self.intake.sheets else NOTHING

    def _formulas(self, name: str) -> Mapping[Position, str]:
        found = self.scan(name).formulas
        if self.path.suffix.lower() not in WRITABLE or not found:
            return {}
        return _Formulas(found, lambda: self._read_formulas(name))

    def _codes(self, name: str) -> Callable[[int, int], str]:
        """Number formats, looked up when somebody asks for the first: few do, and of few cells."""
        if self.path.suffix.lower() not in WRITABLE:
            return _no_code

        def code(row: int, column: int) -> str:
            from duban.workbook.file.sheet_xml import open_sheet
            from duban.workbook.file.style_sheet import EMPTY_STYLES, StyleSheet

            if name not in self._looks:
                part = self.package.styles_part
                styles = StyleSheet(EMPTY_STYLES if part is None else self.package.data(part))
                self._looks[name] = open_sheet(self.package, name, texts=False), styles
            sheet, styles = self._looks[name]
            style = sheet.style_of(row, column)
            return "" if style is None else styles.number_format(style)

        return code

    def _read_formulas(self, name: str) -> Mapping[Position, str]:
        from duban.workbook.file.sheet_xml import SheetXml

        plain = self.scan(name).plain_formulas()
        return (
            plain
            if plain is not None
            else SheetXml(self.package.data(self.package.sheet_part(name))).formulas()
        )


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
        if at not in self:
            raise KeyError(at)
        # one without a text of its own: a data table, or a member of a shared formula that is lost
        return self._texts.get(at, "=")

    def __iter__(self) -> Iterator[Position]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._cells)
