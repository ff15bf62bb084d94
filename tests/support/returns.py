"""Returns as they come back: a file that was sent, filled and mangled the ways of an office, as bytes.

A ``Filled`` is the table of one return as rows of cells; every change gives another one. Files are written by openpyxl,
which knows nothing of ours.
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
from lists import AS_OF, Book

from duban.macros.commands.collect import CollectOptions, collect
from duban.macros.commands.split import SplitOptions, split
from duban.macros.figures.understood import RunOptions
from duban.macros.messages.outcome import Outcome
from duban.macros.returns.read_return import FoundFile, read_return
from duban.workbook.file import write_xlsx
from duban.workbook.opening.archive import LIMITS

MORNING = datetime(2020, 10, 9, 1)
"""A time as it stands in a file, in UTC: nine o'clock in Beijing."""

Files = Mapping[str, bytes]


def sent_by(book: Book, units: Sequence[str] = (), **options: Any) -> tuple[Book, dict[str, bytes]]:
    """The workbook after ``split``, and the file of each unit."""
    run = RunOptions(today=AS_OF, **options)
    outcome = split(book.tables, SplitOptions(units, run))
    data = write_xlsx.apply(book.data, outcome.plan)
    write_xlsx.check(book.data, data, outcome.plan)
    files = {each.unit: write_xlsx.create(each.sheets) for each in outcome.sends}
    return Book(data, outcome), files


def collected(book: Book, files: Files, *resolve: str, today: date = AS_OF) -> Book:
    """The workbook after ``collect``; its ``outcome`` tells what was found."""
    outcome = collect_plan(book, files, *resolve, today=today)
    data = write_xlsx.apply(book.data, outcome.plan)
    if data is not book.data:
        write_xlsx.check(book.data, data, outcome.plan)
    return Book(data, outcome)


def collect_plan(book: Book, files: Files, *resolve: str, today: date = AS_OF) -> Outcome:
    """What ``collect`` would do."""
    return collect(book.tables, found_in(files), CollectOptions(resolve, today))


def found_in(files: Files) -> list[FoundFile]:
    """The files, read one by one."""
    with tempfile.TemporaryDirectory() as folder:
        found = []
        for name, data in files.items():
            path = Path(folder) / name
            path.write_bytes(data)
            found.append(read_return(path, LIMITS))
        return found


@dataclass(frozen=True)
class Filled:
    """A return as cells: what stands above the header, the header, the rows below."""

    head: tuple[tuple[Any, ...], ...]
    header: tuple[Any, ...]
    rows: tuple[tuple[Any, ...], ...]
    formats: Mapping[str, str]
    saved: datetime | None = MORNING

    @classmethod
    def of(cls, data: bytes) -> Filled:
        """A file as it was sent."""
        sheet = openpyxl.load_workbook(io.BytesIO(data)).active
        every = [tuple(cell.value for cell in row) for row in sheet.iter_rows()]
        at = next(place for place, row in enumerate(every) if "措施键" in row)
        first = next(sheet.iter_rows(min_row=at + 2))
        formats = {name: cell.number_format for name, cell in zip(every[at], first, strict=True)}
        rows = [row for row in every[at + 1 :] if any(value is not None for value in row)]
        return cls(tuple(every[:at]), every[at], tuple(rows), formats)

    def at(self, name: str) -> int:
        """The place of a column."""
        return self.header.index(name)

    def value(self, key: int, name: str) -> Any:
        """What stands in a column of a measure."""
        return next(row[self.at(name)] for row in self.rows if row[self.at("措施键")] == key)

    @property
    def keys(self) -> list[int]:
        """The 措施键 of its rows."""
        return [row[self.at("措施键")] for row in self.rows if row[self.at("措施键")] is not None]

    def fill(self, cells: Mapping[tuple[int, str], Any]) -> Filled:
        """Values by 措施键 and column."""
        places = {(key, self.at(name)): value for (key, name), value in cells.items()}
        keyed = self.at("措施键")
        rows = [
            tuple(places.get((row[keyed], place), value) for place, value in enumerate(row))
            for row in self.rows
        ]
        return replace(self, rows=tuple(rows))

    def add(self, **cells: Any) -> Filled:
        """A row more, with values by column."""
        return replace(self, rows=(*self.rows, tuple(cells.get(name) for name in self.header)))

    def reorder(self, columns: Sequence[int]) -> Filled:
        """The columns in another order, with all that stands in them."""

        def moved(row: tuple[Any, ...]) -> tuple[Any, ...]:
            return tuple(row[at] for at in columns)

        return replace(
            self,
            head=tuple(map(moved, self.head)),
            header=moved(self.header),
            rows=tuple(map(moved, self.rows)),
        )

    def sort(self, order: Sequence[int], *, without: Iterable[str] = ()) -> Filled:
        """The rows in another order; the columns of ``without`` are left behind."""
        left = {self.at(name) for name in without}
        rows = [
            tuple(self.rows[here if place in left else there][place] for place in range(len(self.header)))
            for here, there in enumerate(order)
        ]
        return replace(self, rows=tuple(rows))

    def drop(self, *names: str) -> Filled:
        """Without some columns."""
        return self.reorder([at for at, name in enumerate(self.header) if name not in names])

    def at_time(self, saved: datetime | None) -> Filled:
        """As it was saved at another time, in UTC; ``None``: the file does not say."""
        return replace(self, saved=saved)

    def to_bytes(self, *, blank_rows: int = 0, title: str = "填报表") -> bytes:
        """The file: one sheet, as somebody who copied the cells into a new workbook would save it."""
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = title
        for row in (*self.head, self.header):
            sheet.append(row)
        for row in self.rows:
            for _ in range(blank_rows):
                sheet.append([None])
            sheet.append(row)
        for column, name in enumerate(self.header, 1):
            for (cell,) in sheet.iter_rows(min_row=len(self.head) + 2, min_col=column, max_col=column):
                if isinstance(cell.value, str):
                    cell.data_type = "s"  # =1+1 as it was typed behind an apostrophe
                if not isinstance(cell.value, str):
                    cell.number_format = self.formats.get(name, "General")
        stream = io.BytesIO()
        book.save(stream)
        return at_time(stream.getvalue(), self.saved)


def at_time(data: bytes, saved: datetime | None) -> bytes:
    """A file with another time of saving inside, in UTC."""
    told = b"" if saved is None else saved.strftime("%Y-%m-%dT%H:%M:%SZ").encode()

    def core(part: bytes) -> bytes:
        if saved is None:
            return re.sub(rb"<dcterms:modified.*?</dcterms:modified>", b"", part)
        return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + told, part)

    return changed_parts(data, {"docProps/core.xml": core})


def changed_parts(
    data: bytes, changes: Mapping[str, Callable[[bytes], bytes]], more: Mapping[str, bytes] = {}
) -> bytes:
    """A zip file with some parts changed and others added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry.filename, changes.get(entry.filename, lambda part: part)(content))
        for name, content in more.items():
            new.writestr(name, content)
    return stream.getvalue()


def edited(data: bytes, cells: Mapping[tuple[int, str], Any], saved: datetime | None = MORNING) -> bytes:
    """The file that was sent with values typed into it, and everything else of it as it was; by 措施键 and column."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.active
    head = next(row for row in sheet.iter_rows() if any(cell.value == "措施键" for cell in row))
    at = {cell.value: cell.column for cell in head}
    for row in sheet.iter_rows(min_row=head[0].row + 1):
        key = row[at["措施键"] - 1].value
        for (wanted, name), value in cells.items():
            if key == wanted:
                cell = row[at[name] - 1]
                cell.value, cell.number_format = value, copy(cell.number_format)
    stream = io.BytesIO()
    book.save(stream)
    return at_time(stream.getvalue(), saved)


# files of several sheets


def changed(data: bytes, change: Callable[[Any], None], saved: datetime | None = MORNING) -> bytes:
    """A file after somebody changed it in a program, openpyxl's ``Workbook``, and saved it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return at_time(stream.getvalue(), saved)


def header_of(sheet: Any) -> dict[str, Any]:
    """The cells of the header of a return by what they say; its key column is hidden and may be gone."""
    rows = list(sheet.iter_rows(max_row=15))
    row = max(rows, key=lambda cells: sum(isinstance(cell.value, str) for cell in cells))
    return {cell.value: cell for cell in row if cell.value is not None}


def rows_below(sheet: Any, key: str = "行键") -> dict[int, dict[str, Any]]:
    """行键 → the cells of its row by the names of their columns."""
    head = header_of(sheet)
    top = next(iter(head.values())).row
    rows = (
        {name: sheet.cell(row, cell.column) for name, cell in head.items()}
        for row in range(top + 1, sheet.max_row + 1)
    )
    return {cells[key].value: cells for cells in rows if cells[key].value is not None}


def typed_into(
    data: bytes, sheets: Mapping[str, Mapping[tuple[int, str], Any]], saved: datetime | None = MORNING
) -> bytes:
    """The file with values typed into its sheets, by key and column."""

    def change(book: Any) -> None:
        for name, cells in sheets.items():
            below = rows_below(book[name], "行键" if "行键" in header_of(book[name]) else "措施键")
            for (key, column), value in cells.items():
                below[key][column].value = value

    return changed(data, change, saved)
