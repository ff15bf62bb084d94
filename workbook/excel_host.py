"""Where a live workbook is open, and what only that place can do: the rest of the program does not ask.

``Host`` has only calls that every engine of xlwings knows; what it cannot say is left out, and the sheet is
plainer for it. ``WindowsHost`` is the Excel of the desktop, with its object model behind ``.api``. A misspelt
name there is not an error but a wait without end, so every name is from Excel's reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Any

from duban.workbook.cells import letter
from duban.workbook.marks import MARK_NAME
from duban.workbook.plan import Area, Chart, DropDown, Position, SheetPlan
from duban.workbook.sheet_xml import area_text, parse_area
from duban.workbook.styles import Fill

# xlwings is imported only by the faces that Excel sees; these are its Book, Sheet, Range, Chart
LiveBook = Any
LiveSheet = Any
LiveRange = Any
LiveChart = Any

_REFERENCE = re.compile(r"='?(?P<sheet>.*?)'?!(?P<area>\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)")
_ADDRESS_LIMIT = 255
"""Characters of an address of several areas that Excel takes."""

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
    def is_book_protected(self) -> bool:
        """Whether sheets can neither come nor go."""
        return False

    def is_protected(self, sheet: LiveSheet) -> bool:
        """Whether Excel refuses to write into a sheet."""
        return False

    def ranges(self, sheet: LiveSheet, areas: Sequence[Area]) -> Iterator[LiveRange]:
        """Ranges that together are these areas."""
        for area in areas:
            yield sheet.range(area_text(area))

    def formulas(self, cells: LiveRange) -> Sequence[Sequence[Any]]:
        """The formulas of a range, constants as Excel's text for them; empty where they cannot be read."""
        return ()

    def merges(self, sheet: LiveSheet, area: Area) -> tuple[Area, ...]:
        """The merged areas within an area; none where they cannot be found."""
        return ()

    def number_formats(self, sheet: LiveSheet, area: Area) -> Iterator[tuple[Area, str]]:
        """The area in parts of one number format each. Where none can be read, it counts as General."""
        yield area, "General"

    def copy_look(self, source: LiveRange, target: LiveRange) -> None:
        """Give ``target`` the formats of ``source``, repeated as often as it has room."""
        target.copy_from(source, "formats")

    def column_width(self, characters: float) -> float:
        """A column's width in the unit that this host counts in, here points."""
        return (int(characters * 7 + 0.5) + 5) * _POINTS_PER_PIXEL

    def frame(self, cells: LiveRange, colour: str) -> None:
        """Thin lines around every cell."""
        cells.borders.line_style = "continuous"
        cells.borders.weight = "thin"
        cells.borders.color = colour

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

    def place_of_copy(self, sheet: LiveSheet) -> LiveSheet:
        """The sheet behind which a copy goes: the last, for the remote engine loses count of names in between."""
        return self.book.sheets[-1]

    def unfilter(self, sheet: LiveSheet) -> None:
        """Take a filter off a sheet, with which the next content would be hidden."""

    def set_page(self, sheet: LiveSheet, plan: SheetPlan) -> None:
        """Paper, margins, footer and repeated rows."""

    def set_tab(self, sheet: LiveSheet, colour: str) -> None:
        """The colour (RRGGBB) of a sheet's tab."""

    def add_mark(self, sheet: LiveSheet, text: str) -> None:
        """Leave the mark on a sheet, as a name that only the sheet has."""
        sheet.names.add(MARK_NAME, f'="{text}"')

    def add_chart(self, sheet: LiveSheet, plan: Chart) -> None:
        """A native chart. Its series stand side by side, each under its name."""
        kind = {"bar": "bar_clustered", "stacked": "bar_stacked"}[plan.kind]
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
        if plan.kind == "stacked":
            chart.legend.position = "bottom"
        else:
            chart.legend.visible = False
        chart.category_axis.set(reverse_order=True)
        values: dict[str, Any] = {"minimum_scale": 0}
        if plan.percent:
            values |= {"maximum_scale": 1, "number_format": "0%"}
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


class WindowsHost(Host):
    """Excel for Windows."""

    can_read_back = True

    @cached_property
    def date1904(self) -> bool:
        return bool(self.book.api.Date1904)

    @property
    def is_book_protected(self) -> bool:
        return bool(self.book.api.ProtectStructure)

    def is_protected(self, sheet: LiveSheet) -> bool:
        return bool(sheet.api.ProtectContents)

    def ranges(self, sheet: LiveSheet, areas: Sequence[Area]) -> Iterator[LiveRange]:
        address = ""
        for text in map(area_text, areas):
            if address and len(address) + 1 + len(text) > _ADDRESS_LIMIT:
                yield sheet.range(address)
                address = ""
            address = f"{address},{text}" if address else text
        if address:
            yield sheet.range(address)

    def formulas(self, cells: LiveRange) -> Sequence[Sequence[Any]]:
        found = cells.formula
        return ((found,),) if isinstance(found, str) else found  # a single cell

    def merges(self, sheet: LiveSheet, area: Area) -> tuple[Area, ...]:
        found = set[Area]()
        waiting = [area]
        while waiting:
            area = waiting.pop()
            if any(_holds(merge, area) for merge in found):
                continue
            part = sheet.range(area_text(area))
            merged = part.merge_cells  # None: some are
            if merged is False:
                continue
            if merged:
                whole = parse_area(sheet.range(area[:2]).merge_area.address.replace("$", ""))
                found.add(whole)
                if _holds(whole, area):
                    continue
            waiting += _halves(area)
        return tuple(sorted(found))

    def number_formats(self, sheet: LiveSheet, area: Area) -> Iterator[tuple[Area, str]]:
        waiting = [area]
        while waiting:
            part = waiting.pop()
            code = sheet.range(area_text(part)).number_format
            if code is None:  # several
                waiting += _halves(part)
            else:
                yield part, code

    def copy_look(self, source: LiveRange, target: LiveRange) -> None:
        source.copy()
        target.paste("formats")
        target.unmerge()  # the look of a merged cell is to be merged
        self.book.app.cut_copy_mode = False

    def column_width(self, characters: float) -> float:
        return characters

    def frame(self, cells: LiveRange, colour: str) -> None:
        lines = cells.api.Borders  # of every cell, in any number of areas
        lines.LineStyle = 1  # xlContinuous, thin unless something else is said
        lines.Color = _bgr(colour)

    def fill(self, cells: LiveRange, fill: Fill) -> None:
        if fill.pattern == "solid":
            cells.color = fill.front
            return
        ground = cells.api.Interior
        ground.Pattern = {"lightUp": 14, "gray0625": 18}[fill.pattern]  # xlLightUp, xlGray8
        ground.PatternColor = _bgr(fill.front)
        ground.Color = _bgr(fill.back)

    def underline(self, cells: LiveRange) -> None:
        cells.api.Font.Underline = 2  # xlUnderlineStyleSingle

    def drop_down(self, cells: LiveRange, drop_down: DropDown) -> None:
        super().drop_down(cells, drop_down)
        rule = cells.api.Validation
        # xlValidateList; xlValidAlertStop or xlValidAlertWarning
        rule.Modify(Type=3, AlertStyle=1 if drop_down.strict else 2, Formula1=rule.Formula1)

    def freeze(self, sheet: LiveSheet, at: Position) -> None:
        if not sheet.visible:
            return  # only a sheet that is shown has a window
        sheet.api.Activate()
        window = self.book.api.Windows(1)
        window.FreezePanes = False
        window.ScrollRow = window.ScrollColumn = 1
        window.SplitRow, window.SplitColumn = at[0] - 1, at[1] - 1
        window.FreezePanes = True

    def show(self, sheet: LiveSheet) -> None:
        # xlwings' own activate() looks through all windows first and may bring another to the front
        sheet.book.api.Activate()
        sheet.api.Activate()

    def place_of_copy(self, sheet: LiveSheet) -> LiveSheet:
        return sheet

    def unfilter(self, sheet: LiveSheet) -> None:
        sheet.api.AutoFilterMode = False

    def set_page(self, sheet: LiveSheet, plan: SheetPlan) -> None:
        with suppress(Exception):  # Excel knows no paper where no printer is installed
            page = sheet.api.PageSetup
            page.PaperSize = 9  # xlPaperA4
            page.Orientation = 2 if plan.landscape else 1
            page.Zoom = False
            page.FitToPagesWide, page.FitToPagesTall = 1, False
            page.LeftMargin = page.RightMargin = 36  # points
            page.TopMargin, page.BottomMargin = 43.2, 50.4
            page.CenterHorizontally = True
            page.CenterFooter = "第 &P 页 共 &N 页"
            rows = plan.repeat_rows
            page.PrintTitleRows = "" if rows is None else f"${rows[0]}:${rows[1]}"

    def set_tab(self, sheet: LiveSheet, colour: str) -> None:
        sheet.api.Tab.Color = _bgr(colour)

    def add_mark(self, sheet: LiveSheet, text: str) -> None:
        sheet.api.Names.Add(Name=MARK_NAME, RefersTo=f'="{text}"', Visible=False)

    def _source(self, plan: Chart) -> LiveRange:
        first, last = (self.reference(series.values) for series in (plan.series[0], plan.series[-1]))
        return first.sheet.range(first, last)

    def _finish_chart(self, chart: LiveChart, plan: Chart) -> None:
        for number, series in enumerate(plan.series):
            chart.series[number].set(name=series.name, fill_color="#" + series.colour)
        native = chart.api[1]
        native.ChartGroups(1).GapWidth = 60
        native.Axes(2).TickLabelPosition = -4127  # xlHigh: the reversed axis would put the numbers on top
        if plan.kind == "stacked":
            native.ChartGroups(1).Overlap = 100
        else:
            bars = native.SeriesCollection(1)
            bars.HasDataLabels = True
            # a unit without a figure is not at 0 %
            bars.DataLabels().NumberFormat = "0%;;" if plan.percent else "General"


def host_of(book: LiveBook) -> Host:
    """The host of a live workbook."""
    engine = type(book.app.impl).__module__
    return WindowsHost(book) if engine == "xlwings._xlwindows" else Host(book)


def _bgr(colour: str) -> int:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red + (green << 8) + (blue << 16)


def _holds(outer: Area, inner: Area) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def _halves(area: Area) -> tuple[Area, Area]:
    top, left, bottom, right = area
    if bottom - top >= right - left:
        middle = (top + bottom) // 2
        return (top, left, middle, right), (middle + 1, left, bottom, right)
    middle = (left + right) // 2
    return (top, left, bottom, middle), (top, middle + 1, bottom, right)
