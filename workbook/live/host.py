"""Where a live workbook is open, and what only that place can do: the rest of the program does not ask.

``Host`` has only calls that every engine of xlwings knows; what it cannot say is left out, and the sheet is
plainer for it. The Excel of the desktop knows more: ``excel_windows`` and ``excel_mac``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from duban.workbook.cells.addresses import area_text, letter, parse_area
from duban.workbook.cells.areas import Area, Position
from duban.workbook.cells.rectangles import by_value
from duban.workbook.format.names import MARK_NAME
from duban.workbook.opening.filters import SortArea
from duban.workbook.plan.plans import Chart, DropDown, SheetPlan
from duban.workbook.plan.styles import Fill, Line
from duban.workbook.say.stop import Stop

# xlwings is imported only by the faces that Excel sees; these are its Book, Sheet, Range, Chart
LiveBook = Any
LiveSheet = Any
LiveRange = Any
LiveChart = Any

AskedFiles = Literal["files", "documents"]
AskedNew = Literal["new_file", "new_notice"]
"""What files a user is asked for: workbooks, or documents of a word processor."""

_REFERENCE = re.compile(r"='?(?P<sheet>.*?)'?!(?P<area>\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)")
_POINTS_PER_PIXEL = 0.75


class Host:
    """Any place where xlwings runs."""

    can_read_back = False
    """Whether formulas can be read, and what was just written."""

    def __init__(self, book: LiveBook) -> None:
        self.book = book

    @cached_property
    def date1904(self) -> bool:
        """Whether the workbook counts its days from 1904."""
        return False

    @property
    def files(self) -> Sequence[Path]:
        """The file of the workbook, where that is known: none that was never saved has one."""
        return ()

    @property
    def is_shared(self) -> bool:
        """Whether several edit the workbook at once in the old way, in which Excel refuses half of a plan."""
        return False

    @property
    def is_final(self) -> bool:
        """Whether somebody marked the workbook as final."""
        return False

    @property
    def is_read_only(self) -> bool:
        """Whether the workbook can be changed but not saved under its name."""
        return False

    @property
    def is_book_protected(self) -> bool:
        """Whether sheets can neither come nor go."""
        return False

    def is_protected(self, sheet: LiveSheet, objects: bool = False) -> bool:
        """Whether Excel refuses to write into a sheet, or with ``objects`` to take its charts away."""
        return False

    def is_filtered(self, sheet: LiveSheet) -> bool:
        """Whether a filter hides rows: a block written over them begins anew in each run of rows that is shown."""
        return False

    @property
    def sheets_without_cells(self) -> frozenset[str]:
        """The names of chart sheets and the like, which no worksheet can bear, casefolded."""
        return frozenset()

    def ask_folder(self, title: str) -> str | None:
        """A folder that the user chooses; ``None`` where it is called off. Raises Stop ``no_dialog``."""
        raise Stop("no_dialog", command="duban split")

    def ask_files(self, title: str, kind: AskedFiles = "files") -> list[str]:
        """Workbooks (``files``) or documents of a word processor that the user chooses, none where it is called off. Raises
        Stop ``no_dialog``."""
        raise Stop("no_dialog", command="duban import" if kind == "documents" else "duban collect")

    def ask_new_file(self, title: str, name: str, kind: AskedNew = "new_file") -> str | None:
        """A name for a workbook or PDF (``new_file``), or for a workbook, document or page (``new_notice``), to be written;
        ``name`` is proposed; ``None`` where it is called off. Raises Stop ``no_dialog``."""
        raise Stop("no_dialog", command="duban export")

    @property
    def selected(self) -> list[str]:
        """The names of the selected sheets; where that cannot be asked, of the one in front."""
        return [self.book.sheets.active.name]

    def copy_into(self, folder: Path) -> Path:
        """A file with the workbook as it is now; the workbook stays the file that it is. Raises Stop ``no_dialog``,
        ``not_saved``."""
        raise Stop("no_dialog", command="duban export")

    def switches(self) -> tuple[tuple[Any, str, Any], ...]:
        """What to set while a plan is carried out, as object, property and value, beside what every host has."""
        return ()

    def hidden(self, sheet: LiveSheet) -> int | None:
        """How a sheet is hidden that would have to be shown before Excel copies, moves or deletes it; else None."""
        return None

    def add(self) -> LiveSheet:
        """A new sheet, which ``put_last`` then puts behind all others; the last one is shown."""
        return self.book.sheets.add(after=self.book.sheets[-1])

    def put_last(self, sheet: LiveSheet) -> None:
        """Let a sheet that was just added be the last."""

    def add_before(self, other: LiveSheet) -> LiveSheet:
        """A new sheet before another one. Here at the end, for the remote engine loses count of names in between."""
        return self.add()

    def copy(self, sheet: LiveSheet) -> LiveSheet:
        """A copy of a sheet, under a name that the host gives it. At the end, as ``add_before``."""
        return sheet.copy(after=self.book.sheets[-1])

    def remove(self, sheet: LiveSheet) -> None:
        """Delete a sheet."""
        sheet.delete()

    def ranges(self, sheet: LiveSheet, areas: Sequence[Area]) -> Iterator[LiveRange]:
        """Ranges that together are these areas."""
        for area in areas:
            yield sheet.range(area_text(area))

    def used(self, sheet: LiveSheet) -> Area:
        """The area around all cells that hold something; it may be larger."""
        return _area(sheet.used_range)

    def values(self, sheet: LiveSheet, area: Area) -> Sequence[Sequence[Any]]:
        """The values of an area, as Python has them."""
        found: Sequence[Sequence[Any]] = sheet.range(area_text(area)).options(ndim=2).value
        return found

    def formulas(self, sheet: LiveSheet, area: Area) -> Sequence[Sequence[Any]]:
        """The formulas of an area, constants as Excel's text for them; empty where they cannot be read."""
        return ()

    def merges(self, sheet: LiveSheet, area: Area) -> tuple[Area, ...]:
        """The merged areas within an area; none where they cannot be found."""
        return ()

    def sort_areas(self, sheet: LiveSheet) -> tuple[SortArea, ...]:
        """What a button sorts: the tables of a sheet. Its filter no engine of xlwings tells of."""
        return tuple(
            SortArea(
                _area(table.range),
                tuple(map(str, table.header_row_range.options(ndim=1).value)),
                bool(table.show_totals),
                self._is_fixed(table),
            )
            for table in sheet.tables
            if table.show_headers
        )

    def _is_fixed(self, table: Any) -> bool:
        """Whether something outside of the workbook says which columns a table has."""
        return False

    def stretch(self, sheet: LiveSheet, area: Area, last: int) -> None:
        """Let the filter or table of an area reach to another last column."""
        for table in sheet.tables:
            if table.show_headers and _area(table.range) == area:
                table.resize(sheet.range(area_text((*area[:3], last))))

    def number_formats(self, sheet: LiveSheet, area: Area) -> Iterator[tuple[Area, str]]:
        """The area in parts of one number format each. Where none can be read, it counts as General."""
        yield area, "General"

    def copy_looks(self, sheet: LiveSheet, models: Mapping[Position, Position]) -> None:
        """Let new cells look like others: position of the new one → of the one that it shall look like."""
        # beside it in the same row, or one cell for a whole run
        places = {at: (None if like[0] == at[0] else like[0], like[1]) for at, like in models.items()}
        for (row, column), areas in by_value(places).items():
            for area in areas:
                first, last = (area[0], area[2]) if row is None else (row, row)
                source = sheet.range(area_text((first, column, last, column)))
                self._copy_look(source, sheet.range(area_text(area)))

    def _copy_look(self, source: LiveRange, target: LiveRange) -> None:
        target.copy_from(source, "formats")

    def column_width(self, characters: float) -> float:
        """A column's width in the unit that this host counts in, here points."""
        return (int(characters * 7 + 0.5) + 5) * _POINTS_PER_PIXEL

    def frame(self, cells: LiveRange, colour: str) -> None:
        """Thin lines around every cell."""
        cells.borders.line_style = "continuous"
        cells.borders.weight = "thin"
        cells.borders.color = colour

    def line(self, cells: LiveRange, line: Line) -> None:
        """One line along cells of a row."""
        edge = cells.borders[f"edge_{line.edge}"]
        edge.line_style = "continuous"
        edge.color = line.colour
        edge.weight = "thick" if line.thick else "thin"  # last: a style may change it

    def fill(self, cells: LiveRange, fill: Fill) -> None:
        """The ground of cells: its light colour, where patterns are not to be had."""
        cells.color = fill.back or fill.front

    def underline(self, cells: LiveRange) -> None:
        """Underline a text."""

    def drop_down(self, cells: LiveRange, drop_down: DropDown) -> None:
        """A list to choose from. The only kind that every engine knows refuses other input."""
        source: Any = drop_down.choices
        if isinstance(source, str):
            source = self.reference(source)
        cells.data_validation.set_list(source)

    def add_note(self, cell: LiveRange, text: str) -> None:
        """Put a note on a cell; a host that has none does without."""
        with suppress(NotImplementedError):
            cell.add_note(text)

    def reference(self, text: str) -> LiveRange:
        """The range that ``='甲'!$A$2:$A$9`` means. Raises ValueError for another kind of reference."""
        found = _REFERENCE.fullmatch(text)
        if found is None:
            raise ValueError(f"not a reference to one area: {text}")
        return self.book.sheets[found["sheet"].replace("''", "'")].range(found["area"])

    def freeze(self, sheet: LiveSheet, at: Position) -> None:
        """Let everything above and to the left of a cell stay while the rest scrolls."""
        rows, columns = at[0] - 1, at[1] - 1
        if rows and columns:
            sheet.freeze_panes.freeze_at(area_text((1, 1, rows, columns)))
        elif rows:
            sheet.freeze_panes.freeze_at(f"1:{rows}")
        elif columns:
            sheet.freeze_panes.freeze_at(f"A:{letter(columns)}")

    def show(self, sheet: LiveSheet) -> None:
        """Bring a sheet to the front."""
        sheet.activate()

    def unfilter(self, sheet: LiveSheet) -> None:
        """Take filters and tables off a sheet, with which the next content would be hidden or respelt."""

    def set_page(self, sheet: LiveSheet, plan: SheetPlan) -> None:
        """Paper, margins, footer and repeated rows."""

    def hide(self, sheet: LiveSheet) -> None:
        """Hide a sheet, as deep as the host can."""
        sheet.visible = False

    def set_tab(self, sheet: LiveSheet, colour: str) -> None:
        """The colour (RRGGBB) of a sheet's tab."""

    def add_mark(self, sheet: LiveSheet, text: str) -> None:
        """Leave the mark on a sheet, as a name that only the sheet has."""
        sheet.names.add(MARK_NAME, f'="{text}"')

    def add_chart(self, sheet: LiveSheet, plan: Chart) -> None:
        """A native chart. Its series stand side by side, each under its name."""
        kind = {"bar": "bar_clustered", "stacked": "bar_stacked", "line": "line_markers"}[plan.kind]
        chart = sheet.charts.add(
            width=plan.width * _POINTS_PER_PIXEL,
            height=plan.height * _POINTS_PER_PIXEL,
            chart_type=kind,
            source=self._source(plan),
            plot_by="columns",
            anchor=sheet.range(plan.anchor),
        )
        chart.set_x_axis_values(self.reference(plan.series[0].categories))
        chart.title = plan.title
        if plan.kind == "bar":
            chart.legend.visible = False
        else:
            chart.legend.position = "bottom"
        if plan.kind != "line":
            chart.category_axis.set(reverse_order=True)
        values: dict[str, Any] = {"minimum_scale": 0}
        if plan.percent:
            values |= {"number_format": "0%"} | ({} if plan.open_ended else {"maximum_scale": 1})
        if plan.step:
            values["major_unit"] = plan.step
        chart.value_axis.set(**values)
        self._finish_chart(chart, plan)

    def _source(self, plan: Chart) -> LiveRange:
        """The values of all series with the header above them, which names the series."""
        first, last = (self.reference(series.values) for series in (plan.series[0], plan.series[-1]))
        return first.sheet.range((first.row - 1, first.column), (last.row + last.shape[0] - 1, last.column))

    def _finish_chart(self, chart: LiveChart, plan: Chart) -> None:
        """What makes a chart handsome."""


def _area(cells: LiveRange) -> Area:
    return parse_area(cells.address.replace("$", ""))
