"""A file that came back, read: which sheets of it are returns, and what stands in their cells. Nothing is understood yet.

What it gives is plain, so that it can be read in a process of its own, which knows nothing of the workbook and its registers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from duban.macros.returns.return_head import REGISTER, UNIT, Identity
from duban.udfs.error_values import ERRORS
from duban.udfs.text import squeeze
from duban.workbook.cells.addresses import a1
from duban.workbook.cells.areas import Position
from duban.workbook.opening.archive import Limits
from duban.workbook.opening.carried_along import has_links, has_notes, has_programs
from duban.workbook.opening.saved_time import AS_MADE, saved_time
from duban.workbook.reading.grid import Grid, GridBook
from duban.workbook.say.sentence import Say
from duban.workbook.say.stop import Stop

NO_RETURN = Say(
    "没有找到填报表（表上方的“填报表编号”不见了，或不是 duban 导出的）；请让单位在导出的填报表中填写",
    "no return was found in it: the line 填报表编号 above the table is gone, or it is no file of duban; "
    "let the unit fill the file that it was sent",
)
MACROS = Say(
    "文件带有宏，没有读取；请让单位另存为不带宏的 .xlsx 再交",
    "it has macros and was not read; let the unit save it as .xlsx without macros",
)

_OUTSIDE = re.compile(r"\[\d+\]|\[[^\]]*\.[xX][lL]|\||://|\\\\")
"""What a formula says that asks for something outside of its workbook."""
_TOP = 60
"""Rows in which a return says what it is."""

_OF_A_TABLE = 3
"""Filled cells of a row that is no line above a table any more."""

FORMULA, OUTSIDE, ERROR, COVERED = "formula", "outside", "error", "covered"
"""What is odd about a cell."""


@dataclass(frozen=True)
class FoundSheet:
    """A sheet that says that it is a return: of which register, empty where it says none; its values, and the cells about
    which something is odd."""

    name: str
    identity: Identity
    unit: str
    register: str
    grid: Grid
    odd: Mapping[Position, str]


@dataclass(frozen=True)
class FoundFile:
    """A file that came back. ``why``: the reason for which nothing of it is taken."""

    file: str
    print: str
    """16 hex digits of its bytes."""
    saved: datetime | None = None
    sheets: tuple[FoundSheet, ...] = ()
    links: bool = False
    others: tuple[str, ...] = ()
    """Further sheets in which something stands, and notes: what is not read."""
    as_made: bool = False
    """Whether nobody has saved it since it was made."""
    why: Say | None = None


def read_return(path: Path, limits: Limits) -> FoundFile:
    """Read a file. What cannot be read is told as the reason."""
    try:
        return _read(path, limits)
    except Stop as stop:
        return FoundFile(path.name, print_of(path), why=stop.say)


def print_of(path: Path) -> str:
    """What knows a file again that cannot be read: 16 hex digits of its bytes, else of where it is."""
    try:
        return _digits(path.read_bytes())
    except OSError:
        return _digits(str(path).encode(errors="surrogatepass"))


def _digits(data: bytes) -> str:
    return sha256(data).hexdigest()[:16]


def _read(path: Path, limits: Limits) -> FoundFile:
    book = GridBook(path, limits)
    name, known = path.name, _digits(book.data)
    if has_programs(book.intake):
        return FoundFile(name, known, why=MACROS)
    sheets = tuple(_sheets(book))
    if not sheets:
        return FoundFile(name, known, why=NO_RETURN)
    saved = saved_time(book.intake)
    as_made = saved == AS_MADE
    if saved is not None and (as_made or saved.date() > date.today() + timedelta(days=1)):
        saved = None  # nobody can have saved it tomorrow
    links, others = has_links(book.intake), _others(book, [sheet.name for sheet in sheets])
    return FoundFile(name, known, saved, sheets, links, others, as_made)


def _others(book: GridBook, returns: Collection[str]) -> tuple[str, ...]:
    """What of a file is not read: further sheets, notes."""
    sheets = [name for name in book.sheet_names if name not in returns and any(book.grid(name).rows)]
    return (*sheets, *(["批注"] if has_notes(book.intake) else []))


def _sheets(book: GridBook) -> Iterator[FoundSheet]:
    for name in book.sheet_names:
        grid = book.grid(name)
        top = [value for row in grid.rows[:_TOP] for value in row if isinstance(value, str)]
        identity = next(filter(None, map(Identity.parse, top)), None)
        if identity is None:
            continue
        label = squeeze(UNIT)
        unit = next((text.removeprefix(label) for text in map(squeeze, top) if text.startswith(label)), "")
        odd = dict(_odd_cells(grid))
        last = max((row for row, _ in odd), default=0)
        yield FoundSheet(name, identity, unit, _register(grid), _plain(grid, last), odd)


def _register(grid: Grid) -> str:
    """What a line above the table, alone in its row, says that it is a return of."""
    for row in grid.rows[:_TOP]:
        told = [value for value in row if value is not None]
        if len(told) >= _OF_A_TABLE:
            break
        text = squeeze(told[0]) if len(told) == 1 else ""
        if text.startswith(squeeze(REGISTER)):
            return text.removeprefix(squeeze(REGISTER))
    return ""


def _plain(grid: Grid, last: int) -> Grid:
    """The values and merged areas of a sheet, with nothing that only this process can look up; blank ends are cut off, down
    to row ``last``."""
    rows = [
        row[: max((at for at, value in enumerate(row, 1) if value is not None), default=0)]
        for row in grid.rows
    ]
    while len(rows) > last and not rows[-1]:
        rows.pop()
    return Grid(grid.name, tuple(rows), grid.merges)


def _odd_cells(grid: Grid) -> Iterator[tuple[Position, str]]:
    """The cells about which something is odd, in columns that may have a name."""
    named = {at for row in grid.rows[:_TOP] for at, value in enumerate(row, 1) if isinstance(value, str)}
    for row in range(1, len(grid.rows) + 1):
        for column in named:
            if what := _odd(grid, (row, column)):
                yield (row, column), what


def _odd(grid: Grid, at: Position) -> str:
    if a1(*at) in grid.errors or grid.value(*at) in ERRORS:
        return ERROR
    if at not in grid.formulas:
        return ""
    return OUTSIDE if _OUTSIDE.search(grid.formulas[at]) else FORMULA
