"""What a sheet of the staff's has where the program is about to set cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from duban.workbook.cells.areas import Area, Position
from duban.workbook.cells.rectangles import by_value
from duban.workbook.file.package import Package
from duban.workbook.file.sheet_xml import SheetXml, open_sheet
from duban.workbook.file.style_sheet import EMPTY_STYLES, StyleSheet
from duban.workbook.plan.format_of_cell import format_for
from duban.workbook.plan.plans import EditCell
from duban.workbook.plan.styles import NUMBER_FORMATS

Cells = Mapping[Position, EditCell]


class StaffCells:
    """One sheet of a workbook file, as far as it decides how cells are set. A sheet that is made only now has none."""

    def __init__(self, package: Package, name: str) -> None:
        self._package = package
        self._sheet: SheetXml | None = open_sheet(package, name) if package.has_sheet(name) else None

    def models(self, cells: Cells) -> Iterator[tuple[Area, Area]]:
        """Areas of new cells, and what each shall look like: beside it in the same rows, or one row for all of them."""
        models = {
            at: like for at, cell in cells.items() if at not in self and (like := cell.like) is not None
        }
        places = {at: (None if like[0] == at[0] else like[0], like[1]) for at, like in models.items()}
        for (row, column), areas in by_value(places).items():
            for area in areas:
                first, last = (area[0], area[2]) if row is None else (row, row)
                yield (first, column, last, column), area

    def formats(self, cells: Cells) -> dict[Position, str]:
        """The number formats to set: of new cells, and of others where theirs does not do."""
        found: dict[Position, str] = {}
        for at, cell in cells.items():
            there = self._format(at)
            if there is None:
                found[at] = NUMBER_FORMATS[cell.number_format]
                continue
            code = format_for(cell, there, filled=not self._is_blank(at), mends=cell.like == at)
            if code != there:
                found[at] = code
        return found

    def columns_besides(self, cells: Cells) -> set[int]:
        """The columns that hold something besides these cells."""
        if self._sheet is None:
            return set()
        return {column for row, column in self._sheet.filled() if (row, column) not in cells}

    def __contains__(self, at: object) -> bool:
        return self._sheet is not None and at in self._sheet

    def _is_blank(self, at: Position) -> bool:
        return self._sheet is None or self._sheet.is_blank(*at)

    def _format(self, at: Position) -> str | None:
        """The number format of a cell that is there."""
        if self._sheet is None or at not in self._sheet:
            return None
        return self._styles.number_format(self._sheet.style_of(*at) or 0)

    @cached_property
    def _styles(self) -> StyleSheet:
        part = self._package.styles_part
        return StyleSheet(EMPTY_STYLES if part is None else self._package.data(part))
