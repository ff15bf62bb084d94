"""Operations carried out on a workbook of dictionaries, as a host would: what the tests of the protocol look at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from duban.workbook.cells.addresses import position
from duban.workbook.cells.areas import positions
from duban.workbook.file.open_xml import main
from duban.workbook.file.style_sheet import StyleSheet
from duban.workbook.reading.grid import GridBook

Position = tuple[int, int]


@dataclass
class Sheet:
    """One sheet: cells → constant or formula, and what operations set besides."""

    cells: dict[Position, Any] = field(default_factory=dict)
    formats: dict[Position, str] = field(default_factory=dict)
    merges: set[tuple[int, ...]] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    charts: int = 0
    is_away: bool = False


class PlayedBook:
    """Sheets by name, in order."""

    def __init__(self, path: Path) -> None:
        book = GridBook(path)
        part = book.package.styles_part
        styles = StyleSheet(book.package.data(part)) if part else StyleSheet()
        self.sheets: dict[str, Sheet] = {}
        for name in book.sheet_names:
            grid, found = book.grid(name), Sheet()
            for row, values in enumerate(grid.rows, 1):
                found.cells |= {(row, column): v for column, v in enumerate(values, 1) if v is not None}
            found.cells |= dict(grid.formulas)
            cells = book.package.tree(book.package.sheet_part(name)).iter(main("c"))
            found.formats = {
                position(cell.get("r")): styles.number_format(int(cell.get("s", "0"))) for cell in cells
            }
            found.merges = set(grid.merges)
            self.sheets[name] = found

    def play(self, ops: Iterable[dict[str, Any]]) -> PlayedBook:
        for op in ops:
            told = {key: value for key, value in op.items() if key not in ("op", "sheet")}
            getattr(self, op["op"])(op.get("sheet"), **told)
        return self

    # verbs

    def rename(self, sheet: str, to: str) -> None:
        self.sheets = {to if name == sheet else name: each for name, each in self.sheets.items()}

    def copy(self, sheet: str, to: str) -> None:
        old = self.sheets[sheet]
        kept = Sheet(dict(old.cells), dict(old.formats), set(old.merges), names=dict(old.names))
        order = {name: [name, to] if name == sheet else [name] for name in self.sheets}
        self.sheets = {each: self.sheets.get(each, kept) for names in order.values() for each in names}

    def add(self, sheet: str, before: str | None) -> None:
        assert sheet not in self.sheets
        names = list(self.sheets)
        names.insert(len(names) if before is None else names.index(before), sheet)
        self.sheets = {name: self.sheets.get(name, Sheet()) for name in names}

    def empty(self, sheet: str) -> None:
        self.sheets[sheet] = Sheet(names=self.sheets[sheet].names)

    def remove(self, sheet: str) -> None:
        del self.sheets[sheet]

    def put_away(self, sheet: str) -> None:
        self.sheets[sheet].is_away = True

    def write(self, sheet: str, area: tuple[int, ...], rows: list[list[Any]]) -> None:
        cells = self.sheets[sheet].cells
        assert (len(rows), len(rows[0])) == (area[2] - area[0] + 1, area[3] - area[1] + 1)
        for at, value in zip(positions(area), (each for row in rows for each in row), strict=True):
            cells.pop(at, None)
            if value is not None:
                cells[at] = value["f"] if isinstance(value, dict) else value

    def look(self, sheet: str, prop: str, value: Any, areas: Iterable[tuple[int, ...]]) -> None:
        if prop == "format":
            self.sheets[sheet].formats |= {at: value for area in areas for at in positions(area)}

    def likeness(self, sheet: str, source: tuple[int, ...], area: tuple[int, ...]) -> None:
        assert area[2] - area[0] == source[2] - source[0] or source[0] == source[2]

    def merge(self, sheet: str, areas: Iterable[tuple[int, ...]]) -> None:
        self.sheets[sheet].merges |= set(map(tuple, areas))

    def hide(self, sheet: str, columns: Iterable[tuple[int, int]]) -> None:
        self.sheets[sheet].hidden |= {each for first, last in columns for each in range(first, last + 1)}

    def mark(self, sheet: str, name: str, text: str) -> None:
        self.sheets[sheet].names[name] = text

    def unmark(self, sheet: str, name: str) -> None:
        self.sheets[sheet].names.pop(name, None)

    def chart(self, sheet: str, **_: Any) -> None:
        self.sheets[sheet].charts += 1

    def _leave(self, sheet: str | None, **_: Any) -> None:
        assert sheet is None or sheet in self.sheets

    lights = bars = choices = note = width = fit = height = freeze = page = _leave
    print_to = print_columns = grow = tab = calculate = _leave
