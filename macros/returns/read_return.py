"""A file that came back, read: which sheets of it are returns, and what stands in their rows. Nothing is understood yet.

What it gives is plain, so that it can be read in a process of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from duban.macros.returns.return_sheet import BY, KEYS, LAST_TIME, TOLD, UNIT, Identity
from duban.macros.returns.values import FIELDS
from duban.udfs.error_values import ERRORS
from duban.udfs.text import one_line, squeeze
from duban.workbook.cells.addresses import a1, letter
from duban.workbook.format.names import LEDGER
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.opening.archive import Limits
from duban.workbook.opening.carried_along import has_links, has_notes, has_programs
from duban.workbook.opening.saved_time import AS_MADE, saved_time
from duban.workbook.reading.find_header import Header, find_header, names_again
from duban.workbook.reading.find_rows import is_total_or_signature
from duban.workbook.reading.grid import Grid, GridBook
from duban.workbook.say.sentence import Say
from duban.workbook.say.stop import Stop

READ = (*TOLD, *FIELDS, *KEYS)

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

FORMULA, OUTSIDE, ERROR, COVERED = "formula", "outside", "error", "covered"
"""What is odd about a cell."""


@dataclass(frozen=True)
class FoundRow:
    """A row below the header: what stands in the columns that are known, and what is odd about it."""

    row: int
    values: Mapping[str, Any]
    odd: Mapping[str, str]


@dataclass(frozen=True)
class FoundSheet:
    """A sheet that says that it is a return. ``doubled``: columns that stand there twice; ``extra``: columns that it was
    not sent with, and that are filled."""

    name: str
    identity: Identity
    unit: str
    by: str
    columns: Mapping[str, int]
    doubled: tuple[str, ...]
    extra: tuple[str, ...]
    rows: tuple[FoundRow, ...]


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
        header = find_header(grid, FORMATS[LEDGER], part=True)
        if header is None:
            yield FoundSheet(name, identity, unit, "", {}, (), (), ())
            continue
        columns = {name: at for name, at in header.columns.items() if name in READ}
        rows = tuple(_rows(grid, header, columns))
        yield FoundSheet(
            name,
            identity,
            unit,
            _by(grid, header),
            columns,
            _doubled(grid, header),
            _extra(grid, header, columns),
            rows,
        )


def _by(grid: Grid, header: Header) -> str:
    """Who filled it: what stands behind 填报人, or in the next cell that is filled."""
    for row in grid.rows[: header.top - 1]:
        for at, value in enumerate(row):
            if isinstance(value, str) and squeeze(value).startswith(BY):
                behind = one_line(value).partition(BY)[2].lstrip("：: ")
                beside = next((str(each) for each in row[at + 1 :] if each is not None), "")
                return one_line(behind or beside)
    return ""


def _doubled(grid: Grid, header: Header) -> tuple[str, ...]:
    """The columns to be filled, and the key, that the header names twice."""
    texts = Counter(squeeze(value) for value in grid.rows[header.top - 1] if value is not None)
    return tuple(name for name in (*FIELDS, KEYS[-1]) if texts[squeeze(name)] > 1)


def _extra(grid: Grid, header: Header, columns: Mapping[str, int]) -> tuple[str, ...]:
    """Columns beside ours in which something stands, by their headers."""
    known = {squeeze(grid.value(header.top, at)) for at in columns.values()} | {LAST_TIME}
    others = {at: text for at, text in header.extra.items() if text not in known}
    others |= {at: name for name, at in header.columns.items() if name not in READ}
    taken = {*header.columns.values(), *header.extra}
    others |= {at: f"{letter(at)}列" for at in range(1, grid.width + 1) if at not in taken}
    return tuple(
        text
        for at, text in sorted(others.items())
        if any(value is not None for value in grid.column(at, header.bottom))
    )


def _rows(grid: Grid, header: Header, columns: Mapping[str, int]) -> Iterator[FoundRow]:
    keyed = columns.get(KEYS[-1])
    for row in range(header.bottom + 1, len(grid.rows) + 1):
        values = {
            name: value
            for name, at in columns.items()
            if (value := grid.shown(row, at) if name in FIELDS else grid.value(row, at)) is not None
            and grid.covered.get((row, at), (row, at))[1] == at
        }
        odd = {name: what for name, at in columns.items() if (what := _odd(grid, row, at))}
        filled = values.keys() - KEYS or odd
        if not filled or names_again(grid, header, row):
            continue
        told = {*values, *odd} & {*FIELDS}
        is_free = keyed is None or grid.value(row, keyed) is None
        if not told and is_free and is_total_or_signature(grid.rows[row - 1]):
            continue
        yield FoundRow(row, values, odd)


def _odd(grid: Grid, row: int, column: int) -> str:
    at = grid.covered.get((row, column), (row, column))
    if at[1] != column:
        return COVERED  # what it shows is another column's
    if a1(*at) in grid.errors or grid.value(*at) in ERRORS:
        return ERROR
    if at not in grid.formulas:
        return ""
    return OUTSIDE if _OUTSIDE.search(grid.formulas[at]) else FORMULA
