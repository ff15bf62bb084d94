"""The values of a workbook by sheet, whatever its format: .xlsx here, what nobody can bound in a process of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any, Protocol

from duban.workbook.opening.first_look import Intake
from duban.workbook.opening.values import SheetValues, sheet_values
from duban.workbook.say.stop import Stop

_ERROR = re.compile(
    rb'(<c\s[^>]*?\bt="e"[^>]*+>(?:\s*<f[^>]*+(?:(?<=/)>|>[^<]*+</f>))?+\s*<v>)(#[^<]*+)(?=</v>)'
)
_EXTENT = re.compile(rb"<dimension\b[^>]*/>")
_NO_AREA = re.compile(
    rb'<mergeCell\s+ref="(?![A-Z]{1,3}[1-9][0-9]{0,6}(?::[A-Z]{1,3}[1-9][0-9]{0,6})?")[^"]*"\s*/>'
)
_KNOWN_ERRORS = frozenset(
    [b"#DIV/0!", b"#N/A", b"#NAME?", b"#NULL!", b"#NUM!", b"#REF!", b"#VALUE!", b"#GETTING_DATA"]
)


class Values(Protocol):
    """An open workbook. Reading a sheet raises Stop."""

    @property
    def names(self) -> Sequence[str]:
        """The names of all worksheets, in order."""

    @property
    def visible(self) -> frozenset[str]:
        """The names of those that are not hidden."""

    def sheet(self, name: str) -> SheetValues:
        """What a sheet holds."""


def open_values(intake: Intake) -> Values:
    """The values of a file that was looked at. Raises Stop."""
    if intake.kind == "xlsx":
        return _BookOfParts(intake)
    from duban.workbook.opening.old_formats import read_apart

    return read_apart(intake.data, intake.path, intake.limits)


class _BookOfParts:
    """An .xlsx file: calamine gets the plain workbook that the intake makes of it."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._mended = intake.mended()
        self._book = self._open()

    @property
    def names(self) -> Sequence[str]:
        return tuple(self._intake.sheets)

    @property
    def visible(self) -> frozenset[str]:
        return self._intake.visible

    def sheet(self, name: str) -> SheetValues:
        part = self._intake.sheets[name]
        try:
            return self._read(name, part)
        except Stop:
            data = self._intake.archive.read_xml(part)
            mended = _mended(data)
            if mended == data:
                raise
            self._mended[part] = mended
            self._book = self._open()
            return self._read(name, part)

    def _read(self, name: str, part: str) -> SheetValues:
        with self._calamine(part, name):
            return sheet_values(self._book.get_sheet_by_name(name), lambda: self._numbers(part))

    def _numbers(self, part: str) -> Callable[[int, int], float | None]:
        from duban.workbook.file.sheet_xml import SheetXml
        from duban.workbook.file.xml_numbers import as_number

        with self._calamine(part):
            sheet = SheetXml(self._intake.archive.read_xml(part))
        return lambda row, column: as_number((sheet.value(row, column) or ("", ""))[1])

    def _open(self) -> Any:
        import python_calamine

        data = self._intake.plain_book(self._mended)
        with self._calamine("styles, sharedStrings"):
            return python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))

    @contextmanager
    def _calamine(self, part: str, sheet: str | None = None) -> Iterator[None]:
        try:
            yield
        except (KeyboardInterrupt, SystemExit, MemoryError, Stop):
            raise
        except BaseException as error:  # one class per format, zip errors, and Rust's panics, no Exceptions
            code, facts = ("damaged", {}) if sheet is None else ("unreadable_cells", {"sheet": sheet})
            raise Stop(code, path=self._intake.path, why=f"{part}: {error}", **facts) from error


def _mended(data: bytes) -> bytes:
    """A sheet without what calamine stumbles over and no value needs: its extent, areas that are none, and the
    errors of newer programs, #SPILL! and its kin."""
    data = _EXTENT.sub(b"", data)
    data = _NO_AREA.sub(b"", data)
    return _ERROR.sub(_as_known, data)


def _as_known(match: re.Match[bytes]) -> bytes:
    return match[1] + (match[2] if match[2] in _KNOWN_ERRORS else b"#N/A")
