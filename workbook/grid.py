"""Grids: the cells of a workbook as they are, before anything is understood.

A ``Grid`` is one sheet. ``rows[r - 1][c - 1]`` is the value in Excel's row r, column c; blank cells
are ``None``, those with nothing but spaces too. A ``GridBook`` is one workbook file; a sheet is read,
its formulas with it, when somebody asks for it first.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duban.workbook.errors import Say, Stop
from duban.workbook.plan import Area, Position

if TYPE_CHECKING:
    from duban.workbook.package import Package

WRITABLE = (".xlsx", ".xlsm")
READABLE = (*WRITABLE, ".xls", ".et", ".xlsb", ".ods")
_OTHER_FILE = Say("扩展名不是 .xlsx 等", "its name does not end in .xlsx or the like")
_FOLDER = Say("这是文件夹", "it is a folder")
_NOT_READ = Say("没有读取权限", "it cannot be read")
_LOCKED = Say("有密码，或是改了扩展名的旧格式", "it has a password, or is an old format renamed")
_BROKEN = Say("文件损坏，或内容不是工作簿", "it is damaged, or no workbook at all")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")


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


class GridBook:
    """A workbook file as grids, by sheet name. Raises ``Stop`` when the file cannot be read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.exists():
            raise Stop("file_missing", path=path)
        if path.is_dir():
            raise Stop("not_a_workbook", path=path, why=_FOLDER)
        if path.suffix.lower() not in READABLE:
            raise Stop("not_a_workbook", path=path, why=_OTHER_FILE)
        try:
            self.data = path.read_bytes()
        except OSError as error:
            raise Stop("not_a_workbook", path=path, why=_NOT_READ) from error
        self._book = self._open()
        self._grids: dict[str, Grid] = {}

    def _open(self) -> Any:
        from io import BytesIO

        import python_calamine

        if self.data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" and self.path.suffix.lower() in WRITABLE:
            raise Stop("not_a_workbook", path=self.path, why=_LOCKED)
        try:
            return python_calamine.CalamineWorkbook.from_filelike(BytesIO(self.data))
        except Exception as error:  # calamine has one error class per format, and zip errors beside
            raise Stop("not_a_workbook", path=self.path, why=_BROKEN) from error

    @property
    def sheet_names(self) -> list[str]:
        """The names of all sheets, in order."""
        return list(self._book.sheet_names)

    @cached_property
    def package(self) -> Package:
        """The parts of the file, for formulas and marks; only .xlsx and .xlsm have them."""
        from duban.workbook.package import Package

        if self.path.suffix.lower() not in WRITABLE or not zipfile.is_zipfile(self.path):
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
            sheet = self._book.get_sheet_by_name(name)
            visible = {m.name: str(m.visible).endswith("Visible") for m in self._book.sheets_metadata}
            self._grids[name] = Grid(
                name,
                _rows(sheet),
                _merges(sheet),
                self._formulas(name),
                visible.get(name, True),
            )
        return self._grids[name]

    def _formulas(self, name: str) -> Mapping[Position, str]:
        if self.path.suffix.lower() not in WRITABLE:
            return {}
        from duban.workbook.sheet_xml import SheetXml

        package = self.package
        data = package.data(package.sheet_part(name))
        # to index the cells of a long sheet of plain figures would take longer than to read it
        return SheetXml(data).formulas() if _FORMULA.search(data) else {}


def _rows(sheet: Any) -> tuple[tuple[Any, ...], ...]:
    """All rows up to the last one that holds something, each up to its last cell that does.

    Row by row, because one forgotten space in the last row of a sheet makes a million rows of it.
    """
    rows: list[tuple[Any, ...]] = []
    last = 0
    for row in sheet.iter_rows():
        values = [_plain(value) for value in row]
        while values and values[-1] is None:
            values.pop()
        rows.append(tuple(values))
        if values:
            last = len(rows)
    return tuple(rows[:last])


def _plain(value: Any) -> Any:
    """calamine's value as a plain one: midnight is a date, durations are numbers, spaces alone are ``None``."""
    if isinstance(value, str):
        return value if value and not value.isspace() else None
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, timedelta):
        return value.total_seconds() / 86400
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value


def _merges(sheet: Any) -> tuple[Area, ...]:
    ranges = sheet.merged_cell_ranges or ()
    return tuple((top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in ranges)
