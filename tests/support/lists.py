"""Small workbooks from a few inline items: make one, build it, change it as staff would, read it again.

A ``Book`` is the bytes of a workbook. Every change gives a new one; nothing is kept on disk. Rows and
columns count from 1, columns may be given by their header text.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import xlsxwriter
from openpyxl.formula.translate import Translator

from duban.macros.commands.build import build
from duban.macros.figures.understood import RunOptions
from duban.macros.messages.outcome import Outcome
from duban.udfs.text import squeeze
from duban.workbook.cells.addresses import a1
from duban.workbook.file import write_xlsx
from duban.workbook.file.package import Package
from duban.workbook.file.sheet_xml import SheetXml, open_sheet
from duban.workbook.format.names import CITY, LEDGER, LINKS, LIST
from duban.workbook.format.sheets.task_list import STAFF_COLUMNS
from duban.workbook.plan.plans import EditCell
from duban.workbook.reading.grid import Grid, GridBook
from duban.workbook.reading.tables import Tables, read_tables

AS_OF = date(2020, 9, 30)
FIRST = 4
"""The list's first item stands in this row: a title, a blank row and the header are above it."""

_PLACE = object()


@dataclass(frozen=True)
class Item:
    """One row of 任务清单. ``number`` is its place unless given; ``measures`` and ``problems`` get 1、2、3、."""

    name: str
    measures: Sequence[str] = ("完成摸底",)
    unit: str = "综合局"
    number: Any = _PLACE
    goal: str = ""
    problems: Sequence[str] = ("底数不清",)

    def cells(self, place: int) -> tuple[Any, ...]:
        """The eight cells of the row."""
        return (
            place if self.number is _PLACE else self.number,
            self.name,
            self.goal,
            numbered(self.problems),
            numbered(self.measures),
            "李明",
            f"{self.unit}\n\n负责人：王  强" if self.unit else None,
            None,
        )


def numbered(measures: Sequence[str]) -> str:
    """The texts as a numbered list in one cell."""
    return "\n".join(f"{number}、{text}" for number, text in enumerate(measures, 1))


def make_book(
    *items: Item, city: Sequence[tuple[Any, str, str]] = (), more: Mapping[str, Sequence[Sequence[Any]]] = {}
) -> Book:
    """A workbook with a list, 市级事项 where ``city`` is given, and further sheets as rows of cells."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        dates = book.add_format({"num_format": "yyyy-mm-dd"})
        sheets: dict[str, Sequence[Sequence[Any]]] = {
            LIST: [
                ("2020年改革攻坚任务清单",),
                (),
                STAFF_COLUMNS,
                *(item.cells(n) for n, item in enumerate(items, 1)),
            ]
        }
        if city:
            sheets[CITY] = [("序号", "事项名称", "主要内容"), *city]
        for name, rows in {**sheets, **more}.items():
            sheet = book.add_worksheet(name)
            for r, cells in enumerate(rows):
                for c, value in enumerate(cells):
                    if isinstance(value, str) and value.startswith("="):
                        sheet.write_formula(r, c, value, None, "")
                    elif isinstance(value, str):
                        sheet.write_string(r, c, value)
                    elif value is not None:
                        sheet.write(r, c, value, dates if isinstance(value, date) else None)
    return Book(stream.getvalue())


@dataclass(frozen=True)
class Book:
    """A workbook as bytes. ``outcome`` is that of the build that made it."""

    data: bytes
    outcome: Outcome | None = None

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """What hypothesis shows of a failing book."""
        printer.text(f"Book of {len(self.data)} bytes")

    # reading

    @cached_property
    def tables(self) -> Tables:
        """The workbook as a command reads it."""
        return self._read()[0]

    @cached_property
    def grids(self) -> dict[str, Grid]:
        """Every sheet."""
        return self._read()[1]

    def _read(self) -> tuple[Tables, dict[str, Grid]]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "测试.xlsx"
            path.write_bytes(self.data)
            book = GridBook(path)
            tables = read_tables(book, today=AS_OF)
            return tables, {name: book.grid(name) for name in book.sheet_names}

    def column(self, sheet: str, column: int | str) -> int:
        """The number of a column."""
        if isinstance(column, int):
            return column
        header = self._header(sheet)
        return next(c for c, text in header.items() if text == column)

    def _header(self, sheet: str) -> dict[int, str]:
        rows = self.grids[sheet].rows
        row = rows[FIRST - 2] if sheet == self.tables.need_list.name else rows[0]
        return {c: squeeze(value) for c, value in enumerate(row, 1) if value is not None}

    def value(self, sheet: str, row: int, column: int | str) -> Any:
        """What a cell shows."""
        return self.grids[sheet].value(row, self.column(sheet, column))

    def formula(self, sheet: str, row: int, column: int | str) -> str | None:
        """The formula of a cell."""
        return self.grids[sheet].formulas.get((row, self.column(sheet, column)))

    def show(self, sheet: str, *columns: str) -> list[tuple[Any, ...]]:
        """Some columns of a table, for rows where the first of them is filled."""
        first = FIRST if sheet == self.tables.need_list.name else 2
        rows = range(first, len(self.grids[sheet].rows) + 1)
        shown = [tuple(self.value(sheet, row, column) for column in columns) for row in rows]
        return [row for row in shown if row[0] is not None]

    def find(self, sheet: str, **wanted: Any) -> int:
        """The first row of a table in which these columns have these values."""
        first = FIRST if sheet == self.tables.need_list.name else 2
        for row in range(first, len(self.grids[sheet].rows) + 1):
            if all(self.value(sheet, row, column) == value for column, value in wanted.items()):
                return row
        raise LookupError(f"{sheet}: {wanted}")

    # building

    def plan(self, **options: Any) -> Outcome:
        """What a build would do."""
        return build(self.tables, RunOptions(**{"as_of": AS_OF, **options}))

    def built(self, **options: Any) -> Book:
        """The workbook after a build."""
        outcome = self.plan(**options)
        data = write_xlsx.apply(self.data, outcome.plan)
        write_xlsx.check(self.data, data, outcome.plan)
        return Book(data, outcome)

    @property
    def codes(self) -> list[str]:
        """The codes of all findings of the build that made this workbook."""
        assert self.outcome is not None
        return [finding.code for finding in self.outcome.findings]

    # what staff do

    def edited(self, sheet: str, change: Callable[[SheetXml], None]) -> Book:
        """One sheet changed."""
        package = Package.read(self.data)
        xml = open_sheet(package, sheet)
        change(xml)
        package.put(package.sheet_part(sheet), xml.to_bytes())
        return Book(package.to_bytes())

    def typed(self, sheet: str, cells: Mapping[tuple[int, int | str], Any]) -> Book:
        """Values typed into cells; a text with = is a formula, None clears the cell."""
        at = {(row, self.column(sheet, column)): value for (row, column), value in cells.items()}

        def change(xml: SheetXml) -> None:
            for (row, column), value in at.items():
                if isinstance(value, str) and value.startswith("="):
                    xml.set_cell(row, column, None, value)
                else:
                    xml.set_cell(row, column, value)

        if any(isinstance(value, date) for value in at.values()):
            # Excel gives a typed date a date format
            cells_ = {where: EditCell(v, None, "date") for where, v in at.items() if isinstance(v, date)}
            from duban.workbook.plan.plans import BookPlan, SheetEdit

            dated = replace(
                self, data=write_xlsx.apply(self.data, BookPlan(edits=(SheetEdit(sheet, cells_),)))
            )
            return dated.edited(sheet, change)
        return self.edited(sheet, change)

    def moved(self, sheet: str, places: Mapping[int, int]) -> Book:
        """Whole rows moved, ``{from: to}``, formulas with them as Excel moves them in a sort."""
        grid = self.grids[sheet]
        rows = {row: self._row(sheet, row) for row in {*places, *places.values()}}

        def change(xml: SheetXml) -> None:
            styles = {(row, c): xml.style_of(row, c) for row in places for c in range(1, grid.width + 1)}
            for row in rows:
                for c in range(1, grid.width + 1):
                    xml.set_cell(row, c, None)
            for old, new in places.items():
                for c, (value, formula) in rows[old].items():
                    xml.set_cell(new, c, value, formula and _translated(formula, old, new), styles[old, c])

        return self.edited(sheet, change)

    def copied(self, sheet: str, row: int, to: int) -> Book:
        """One row copied over another."""
        cells = self._row(sheet, row)

        def change(xml: SheetXml) -> None:
            for c, (value, formula) in cells.items():
                xml.set_cell(to, c, value, formula and _translated(formula, row, to), xml.style_of(row, c))

        return self.edited(sheet, change)

    def _row(self, sheet: str, row: int) -> dict[int, tuple[Any, str | None]]:
        grid = self.grids[sheet]
        return {
            c: (grid.value(row, c), grid.formulas.get((row, c)))
            for c in range(1, grid.width + 1)
            if grid.value(row, c) is not None or (row, c) in grid.formulas
        }

    def sorted(self, sheet: str, column: str, *, reverse: bool = False) -> Book:
        """All rows of a table sorted by one column."""
        first = FIRST if sheet == self.tables.need_list.name else 2
        last = max(r for r in range(first, len(self.grids[sheet].rows) + 1) if self.value(sheet, r, column))
        rows = range(first, last + 1)
        order = sorted(rows, key=lambda row: self.value(sheet, row, column), reverse=reverse)
        return self.moved(sheet, dict(zip(order, rows, strict=True)))

    def inserted(self, sheet: str, at: int) -> Book:
        """A blank row inserted. As in Excel, references in all sheets follow."""
        grids = self.grids
        book = self
        for name, grid in grids.items():
            after = {
                where: _shifted(formula, sheet, at, own=name == sheet)
                for where, formula in grid.formulas.items()
            }
            changed = {where: f for where, f in after.items() if f != grid.formulas[where]}
            if changed and name != sheet:
                book = book.edited(name, lambda xml, c=changed, g=grid: _put_formulas(xml, c, g))
        last = len(grids[sheet].rows)
        book = book.edited(
            sheet,
            lambda xml: _put_formulas(
                xml,
                {w: _shifted(f, sheet, at, own=False) for w, f in grids[sheet].formulas.items()},
                grids[sheet],
            ),
        )
        return book.moved(sheet, {row: row + 1 for row in range(at, last + 1)})

    def with_cut(self, row: int) -> Book:
        """The list without one item: its cells cleared."""
        width = self.grids[LIST].width
        return self.typed(LIST, {(row, c): None for c in range(1, width + 1)})


def _translated(formula: str, old: int, new: int) -> str:
    return str(Translator(formula, origin=a1(old, 1)).translate_formula(a1(new, 1)))


_REFERENCE = re.compile(r"((?:'[^']+'|[\w一-鿿]+)!)?(\$?[A-Z]{1,3}\$?)(\d+)(?::(\$?[A-Z]{1,3}\$?)(\d+))?")
_TEXT = re.compile(r'("(?:[^"]|"")*")')


def _shifted(formula: str, sheet: str, at: int, *, own: bool) -> str:
    """A formula after a row was inserted in ``sheet`` above row ``at``."""

    def move(match: re.Match[str]) -> str:
        where, left, top, right, bottom = match.groups()
        if (where is None and not own) or (where is not None and where.strip("'!").strip("'") != sheet):
            return match[0]
        rows = [str(int(row) + (int(row) >= at)) if row else "" for row in (top, bottom)]
        return f"{where or ''}{left}{rows[0]}" + (f":{right}{rows[1]}" if bottom else "")

    parts = _TEXT.split(formula)
    return "".join(p if p.startswith('"') else _REFERENCE.sub(move, p) for p in parts)


def _put_formulas(xml: SheetXml, formulas: Mapping[tuple[int, int], str], grid: Grid) -> None:
    for where, formula in formulas.items():
        xml.set_cell(*where, grid.value(*where), formula)


def ledger(book: Book) -> dict[str, tuple[Any, ...]]:
    """Text of a measure → (key, number, type, progress)."""
    rows = book.show(LEDGER, "具体项目", "事项键", "措施序号", "类型", "完成进度")
    return {row[0]: row[1:] for row in rows}


def links(book: Book) -> list[tuple[Any, ...]]:
    """Key, parent, 关系, 状态 and 确认人 of every link in order."""
    return book.show(LINKS, "事项键", "市级序号", "关系", "状态", "确认人")
