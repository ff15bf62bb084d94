"""What a live workbook holds after the calls that were made on it: the grid that tests compare with a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from duban.workbook.cells.addresses import area_text
from duban.workbook.cells.areas import Area, Position
from duban.workbook.cells.contents import date_serial
from duban.workbook.reading.grid import GridBook

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
USUAL_WIDTH = 8.43

_NUMBER = re.compile(r"[+-]?\d[\d,]*\.?\d*(?:E[+-]?\d+)?%?|\d+ \d+/\d+", re.IGNORECASE)
_DATE = re.compile(
    r"\d{2,4}[-/.年]\d{1,2}(?:[-/.月]\d{0,2}日?)?|\d{1,2}[-/月]\d{1,2}日?|\d{1,2}[:时]\d{1,2}.*"
)


class ComError(int):
    """An error value as Excel for Windows hands it over."""


@dataclass
class LiveTable:
    """An Excel table (ListObject) and the rows that its own filter hides."""

    filtered: set[int] = field(default_factory=set)
    arrows: bool = True
    area: Area = (1, 1, 2, 1)
    totals: bool = False
    headers: bool = True
    source: int = 1
    """1 the cells themselves, 3 a query."""


@dataclass
class LiveChart:
    kind: str = ""
    title: str = ""
    anchor: Position = (0, 0)
    width: float = 0
    height: float = 0
    source: Area = (0, 0, 0, 0)
    categories: Area = (0, 0, 0, 0)
    names: dict[int, str] = field(default_factory=dict)
    colours: dict[int, str] = field(default_factory=dict)
    """Of bars and of lines."""
    lines: dict[int, dict[str, Any]] = field(default_factory=dict)
    """What is set of the line of a series and of its markers."""
    fills: dict[int, dict[str, Any]] = field(default_factory=dict)
    """What is set of the bars of a series, of their edge and their labels."""
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass
class LiveSheet:
    """One sheet. ``values`` of formula cells are what they were before anything was written."""

    name: str
    values: dict[Position, Any] = field(default_factory=dict)
    formulas: dict[Position, str] = field(default_factory=dict)
    looks: dict[Position, dict[str, Any]] = field(default_factory=dict)
    merges: set[Area] = field(default_factory=set)
    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    fitted: set[int] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)
    lights: dict[tuple[Area, str], tuple[str, str]] = field(default_factory=dict)
    drop_downs: dict[Area, tuple[str, bool]] = field(default_factory=dict)
    notes: dict[Position, str] = field(default_factory=dict)
    bars: dict[Area, str] = field(default_factory=dict)
    """Areas with a bar in each cell, and its colour."""
    charts: list[LiveChart] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    page: dict[str, Any] = field(default_factory=dict)
    row_breaks: set[int] = field(default_factory=set)
    """The last rows of printed pages; ``column_breaks``, the last columns."""
    column_breaks: set[int] = field(default_factory=set)
    freeze: Position | None = None
    state: int = -1
    """-1 shown, 0 hidden, 2 hidden so that only macros can show it."""
    tab: str | None = None
    protected: bool = False
    """The cells; ``objects_protected``, the charts."""
    objects_protected: bool = False
    filtered: set[int] = field(default_factory=set)
    """Rows that a filter hides."""
    advanced: bool = False
    """Whether that is an advanced filter, which has no arrows."""
    filter_area: Area | None = None
    """Where the arrows of the sheet's own filter stand."""
    tables: list[LiveTable] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    """Rows that somebody hid by hand."""

    def put_block(self, area: Area, rows: list[list[Any]]) -> None:
        """Write an array as Excel does: each run of rows that a filter shows gets it from its start, and rows that
        the filter hides get nothing. Rows hidden by hand are written like others."""
        filtered = self.filtered.union(*(table.filtered for table in self.tables))
        place = 0
        for row in range(area[0], area[2] + 1):
            if row in filtered:
                place = 0
                continue
            for column, what in enumerate(rows[place], area[1]):
                self.put((row, column), what)
            place += 1

    def covered(self) -> set[Position]:
        """The cells that lie hidden under merged ones."""
        return {at for area in self.merges for at in cells_of(area) if at != area[:2]}

    def put(self, at: Position, what: Any) -> None:
        """Type something into a cell, as Excel takes what a program hands over."""
        self.values.pop(at, None)
        self.formulas.pop(at, None)
        text_only = self.look(at).get("number_format") == "@"
        if what is None or what == "":
            return
        if isinstance(what, str):
            if text_only:
                self.values[at] = what.removeprefix("'")
            elif what.startswith("'"):
                self.values[at] = what[1:]
            elif what.startswith("="):
                self.formulas[at] = what
            else:
                self.values[at] = computed(what)
        else:
            self.values[at] = str(what) if text_only else what

    def look(self, at: Position) -> dict[str, Any]:
        return self.looks.get(at, {})

    def paint(self, area: Area, key: str, value: Any) -> None:
        for at in cells_of(area):
            self.looks.setdefault(at, {})[key] = value

    def copy_look(self, source: Area, target: Area) -> None:
        height, width = source[2] - source[0] + 1, source[3] - source[1] + 1
        for row, column in cells_of(target):
            at = source[0] + (row - target[0]) % height, source[1] + (column - target[1]) % width
            self.looks[row, column] = {**self.look(at), "like": at}

    def clear(self) -> None:
        self.values.clear()
        self.formulas.clear()
        self.looks.clear()
        self.lights.clear()

    def used(self) -> Area:
        there = {*self.values, *self.formulas, *self.looks}
        if not there:
            return 1, 1, 1, 1
        rows, columns = zip(*there, strict=True)
        return min(rows), min(columns), max(rows), max(columns)

    def merge(self, area: Area, by_row: bool) -> None:
        rows = range(area[0], area[2] + 1) if by_row else ()
        self.merges |= {(row, area[1], row, area[3]) for row in rows} or {area}


@dataclass
class LiveModel:
    """A workbook: its sheets in their order."""

    name: str
    sheets: list[LiveSheet] = field(default_factory=list)
    chart_sheets: tuple[str, ...] = ()
    shared: bool = False
    """In the old way, by several at once."""
    final: bool = False
    read_only: bool = False
    version: int = 16
    printer: bool = True
    clipboard: str = "what staff copied elsewhere"

    def __getitem__(self, name: str) -> LiveSheet:
        return next(sheet for sheet in self.sheets if sheet.name == name)

    @property
    def sheet_names(self) -> list[str]:
        return [sheet.name for sheet in self.sheets]

    @classmethod
    def of_file(cls, path: Path) -> LiveModel:
        """Values, formulas, merged areas and marks of a file."""
        book = GridBook(path)
        model = cls(path.name)
        for name in book.sheet_names:
            grid = book.grid(name)
            sheet = LiveSheet(
                name, formulas=dict(grid.formulas), state=-1 if grid.visible else 0, merges=set(grid.merges)
            )
            for row, values in enumerate(grid.rows, 1):
                for column, value in enumerate(values, 1):
                    if value is not None:
                        sheet.values[row, column] = value
                        if isinstance(value, date):
                            sheet.looks[row, column] = {"number_format": "yyyy-mm-dd"}
            for each in grid.sort_areas:
                if each.columns is None:
                    sheet.filter_area = each.area
                else:
                    source = 3 if each.fixed else 1
                    sheet.tables.append(LiveTable(area=each.area, totals=each.totals, source=source))
            model.sheets.append(sheet)
        for name, (left, _) in book.marks().items():
            model[name].names["_duban_mark"] = f'="duban:1:{left}"'
        return model


def computed(text: str) -> Any:
    """A text as Excel would take it that is not kept behind an apostrophe: not always as text."""
    plain = text.strip()
    if plain.casefold() in ("true", "false"):
        return plain.casefold() == "true"
    if _NUMBER.fullmatch(plain):
        return 0.0  # any number will do: it is not the text
    if _DATE.fullmatch(plain):
        return datetime(1999, 9, 9)
    return text


def text_of(value: Any) -> Any:
    """A constant as Excel's Formula has it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime) and value.year < 1900:
        return "1.5"
    if isinstance(value, date):
        return f"{date_serial(value):.15g}"
    if isinstance(value, int | float):
        return f"{value:.15g}"
    return "" if value is None else value


def cells_of(area: Area) -> Iterator[Position]:
    assert (area[2] - area[0] + 1) * (area[3] - area[1] + 1) < 10_000_000, area_text(area)
    for row in range(area[0], area[2] + 1):
        for column in range(area[1], area[3] + 1):
            yield row, column


def is_whole(area: Area) -> bool:
    return area == (1, 1, LAST_ROW, LAST_COLUMN)


def columns_of(areas: Iterable[Area]) -> set[int]:
    return {column for area in areas for column in range(area[1], area[3] + 1)}


def rows_of(areas: Iterable[Area]) -> set[int]:
    return {row for area in areas for row in range(area[0], area[2] + 1)}
