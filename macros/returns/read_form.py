"""A sheet of a return read as what it is a return of: where its columns stand, and what stands in its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from duban.macros.returns.forms import Form
from duban.macros.returns.read_return import COVERED, FoundSheet
from duban.macros.returns.return_head import BY
from duban.macros.returns.return_sheet import LAST_TIME
from duban.udfs.text import one_line, squeeze
from duban.workbook.cells.addresses import letter
from duban.workbook.reading.find_header import Header, find_header, names_again
from duban.workbook.reading.find_rows import is_total_or_signature
from duban.workbook.reading.grid import Grid
from duban.workbook.reading.registers import find_register_header


@dataclass(frozen=True)
class FoundRow:
    """A row below the header: what stands in the columns that are known, and what is odd about it."""

    row: int
    values: Mapping[str, Any]
    odd: Mapping[str, str]


@dataclass(frozen=True)
class FormRows:
    """The table of a return. ``doubled``: columns that stand there twice; ``extra``: columns that it was not sent with, and
    that are filled; ``by``: who filled it."""

    by: str = ""
    columns: Mapping[str, int] = field(default_factory=dict)
    doubled: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    rows: tuple[FoundRow, ...] = ()


def read_form(sheet: FoundSheet, form: Form) -> FormRows:
    """The table of a sheet; without any column where no header of it is there."""
    grid = sheet.grid
    header = header_of(grid, form)
    if header is None:
        return FormRows()
    columns = {name: at for name, at in header.columns.items() if name in form.read}
    doubled, extra = _doubled(grid, header, form), _extra(grid, header, form, columns)
    return FormRows(_by(grid, header), columns, doubled, extra, tuple(_rows(sheet, header, form, columns)))


def header_of(grid: Grid, form: Form) -> Header | None:
    """The header of a return, wherever it stands. A column under its own name goes before one under another name."""
    if form.is_ledger:
        return find_header(grid, form.format, part=True)
    found = find_register_header(grid, form.format)
    if found is None:
        return None
    header = found.header
    columns, extra = dict(header.columns), dict(header.extra)
    own = {squeeze(name): name for name in form.format.names}
    for at, text in header.extra.items():
        name = own.get(text)
        if name is not None and squeeze(grid.value(header.bottom, columns.get(name, 0))) != text:
            if name in columns:
                extra[columns[name]] = squeeze(grid.value(header.bottom, columns[name]))
            columns[name] = at
            extra.pop(at)
    return replace(header, columns=columns, extra=extra)


def _by(grid: Grid, header: Header) -> str:
    """Who filled it: what stands behind 填报人, or in the next cell that is filled."""
    for row in grid.rows[: header.top - 1]:
        for at, value in enumerate(row):
            if isinstance(value, str) and squeeze(value).startswith(BY):
                behind = one_line(value).partition(BY)[2].lstrip("：: ")
                beside = next((str(each) for each in row[at + 1 :] if each is not None), "")
                return one_line(behind or beside)
    return ""


def _doubled(grid: Grid, header: Header, form: Form) -> tuple[str, ...]:
    """The columns to be filled, and the key, that the header names twice."""
    texts = Counter(squeeze(value) for value in grid.rows[header.top - 1] if value is not None)
    return tuple(name for name in (*form.fields, form.key) if texts[squeeze(name)] > 1)


def _extra(grid: Grid, header: Header, form: Form, columns: Mapping[str, int]) -> tuple[str, ...]:
    """Columns beside ours in which something stands, by their headers."""
    known = {squeeze(grid.value(header.top, at)) for at in columns.values()} | {LAST_TIME}
    others = {at: text for at, text in header.extra.items() if text not in known}
    others |= {at: name for name, at in header.columns.items() if name not in form.read}
    taken = {*header.columns.values(), *header.extra}
    others |= {at: f"{letter(at)}列" for at in range(1, grid.width + 1) if at not in taken}
    return tuple(
        text
        for at, text in sorted(others.items())
        if any(value is not None for value in grid.column(at, header.bottom))
    )


def _rows(sheet: FoundSheet, header: Header, form: Form, columns: Mapping[str, int]) -> Iterator[FoundRow]:
    grid, keyed = sheet.grid, columns.get(form.key)
    for row in range(header.bottom + 1, len(grid.rows) + 1):
        values = {
            name: value
            for name, at in columns.items()
            if (value := grid.shown(row, at) if name in form.fields else grid.value(row, at)) is not None
            and grid.covered.get((row, at), (row, at))[1] == at
        }
        odd = {name: what for name, at in columns.items() if (what := _odd(sheet, row, at))}
        filled = values.keys() - form.keys or odd
        if not filled or names_again(grid, header, row):
            continue
        told = {*values, *odd} & {*form.fields}
        is_free = keyed is None or grid.value(row, keyed) is None
        if not told and is_free and is_total_or_signature(grid.rows[row - 1]):
            continue
        yield FoundRow(row, values, odd)


def _odd(sheet: FoundSheet, row: int, column: int) -> str:
    at = sheet.grid.covered.get((row, column), (row, column))
    if at[1] != column:
        return COVERED  # what it shows is another column's
    return sheet.odd.get(at, "")
