"""Excel for Windows, with its object model behind ``.api``.

A misspelt name there is not an error but a wait without end, so every name is from Excel's reference.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from duban.workbook.cells.addresses import area_text, letter, parse_area
from duban.workbook.cells.areas import Area, Position, size
from duban.workbook.format.names import MARK_NAME
from duban.workbook.live.excel_desktop import DesktopHost, in_halves, rows_of
from duban.workbook.live.host import AskedFiles, AskedNew, LiveChart, LiveRange, LiveSheet
from duban.workbook.live.looks_of_neighbours import copy_looks
from duban.workbook.opening.filters import SortArea
from duban.workbook.plan.plans import Chart, DropDown, SheetPlan
from duban.workbook.plan.ruler import MARGINS, PRINT_SCALE
from duban.workbook.plan.styles import BAR_EDGE, BARS, LINE_WIDTH, Fill, stroke

_ADDRESS_LIMIT = 255
"""Characters of an address of several areas that Excel takes."""

_MANY = 1_000_000
"""Cells of a used range from which it is worth asking where it ends."""

_FROM_CELLS = 1  # xlSrcRange, a table that no query or map fills
_SHOWN = -1  # xlSheetVisible
_FOLDER_PICKER = 4  # msoFileDialogFolderPicker
_CHOSEN = -1  # what Show gives where it is not called off
_WORKBOOKS = "Excel,*.xlsx;*.xls;*.xlsm;*.et;*.ods"
_DOCUMENTS = "Word,*.docx;*.docm;*.doc;*.wps;*.odt;*.txt;*.md"
_TO_PUBLISH = "Excel (*.xlsx),*.xlsx,Word (*.docx),*.docx,HTML (*.html),*.html"
_TO_EXPORT = "Excel (*.xlsx),*.xlsx,PDF (*.pdf),*.pdf"
_VERY_HIDDEN = 2  # xlSheetVeryHidden

_DASHES = {"solid": 1, "round_dot": 3, "dash": 4, "dash_dot": 5}
"""XlsxWriter's words for dashes → msoLineSolid, msoLineRoundDot, msoLineDash, msoLineDashDot."""

_PATTERNS = {
    "dark_horizontal": 13,
    "dark_vertical": 14,
    "small_grid": 23,
    "wide_upward_diagonal": 26,
    "large_check": 36,
}
"""XlsxWriter's words for patterns → MsoPatternType."""

_DAY_ZERO = datetime(1899, 12, 30)
_DAYS = 2_958_466
"""Numbers of days that Windows makes a date of: up to 9999-12-31."""

_1904 = 1462
"""Days from 1900 to 1904, as workbooks count them."""


class WindowsHost(DesktopHost):
    """Excel for Windows."""

    @cached_property
    def date1904(self) -> bool:
        return bool(self.book.api.Date1904)

    @property
    def is_shared(self) -> bool:
        return bool(self.book.api.MultiUserEditing)

    @property
    def is_final(self) -> bool:
        return bool(self.book.api.Final)

    @property
    def is_read_only(self) -> bool:
        return bool(self.book.api.ReadOnly)

    @property
    def is_book_protected(self) -> bool:
        return bool(self.book.api.ProtectStructure)

    def is_protected(self, sheet: LiveSheet, objects: bool = False) -> bool:
        return bool(sheet.api.ProtectContents or (objects and sheet.api.ProtectDrawingObjects))

    def is_filtered(self, sheet: LiveSheet) -> bool:
        # the sheet answers for its own filters, but not surely for those of tables
        return bool(sheet.api.FilterMode) or any(
            table.ShowAutoFilter and table.AutoFilter.FilterMode for table in sheet.api.ListObjects
        )

    @property
    def sheets_without_cells(self) -> frozenset[str]:
        native = self.book.api
        if native.Sheets.Count == native.Worksheets.Count:
            return frozenset()
        names = {sheet.Name.casefold() for sheet in native.Sheets}
        return frozenset(names - {sheet.name.casefold() for sheet in self.book.sheets})

    def ask_folder(self, title: str) -> str | None:
        dialog = self.book.app.api.FileDialog(_FOLDER_PICKER)
        dialog.Title = title
        return str(dialog.SelectedItems.Item(1)) if dialog.Show() == _CHOSEN else None

    def ask_files(self, title: str, kind: AskedFiles = "files") -> list[str]:
        shown = _DOCUMENTS if kind == "documents" else _WORKBOOKS
        found = self.book.app.api.GetOpenFilename(FileFilter=shown, Title=title, MultiSelect=True)
        return [] if found is False else [str(each) for each in found]

    def ask_new_file(self, title: str, name: str, kind: AskedNew = "new_file") -> str | None:
        shown = _TO_PUBLISH if kind == "new_notice" else _TO_EXPORT
        found = self.book.app.api.GetSaveAsFilename(InitialFilename=name, FileFilter=shown, Title=title)
        return None if found is False else str(found)

    @property
    def selected(self) -> list[str]:
        return [sheet.Name for sheet in self.book.api.Windows(1).SelectedSheets]

    def copy_into(self, folder: Path) -> Path:
        place = folder / (self.book.name if "." in self.book.name else f"{self.book.name}.xlsx")
        self.book.api.SaveCopyAs(str(place))
        return place

    def switches(self) -> tuple[tuple[Any, str, Any], ...]:
        # else Excel fills a whole column of a table where it sees one formula, and lets a table grow by itself
        corrections = self.book.app.api.AutoCorrect
        return (
            (corrections, "AutoFillFormulasInLists", False),
            (corrections, "AutoExpandListRange", False),
        )

    def hidden(self, sheet: LiveSheet) -> int | None:
        state: int = sheet.visible
        return None if state == _SHOWN else state

    def add(self) -> LiveSheet:
        # not by xlwings, which adds as many sheets as are selected
        self.book.api.Worksheets.Add(Before=self.book.sheets[-1].api, Count=1)
        return self.book.sheets[-2]

    def add_before(self, other: LiveSheet) -> LiveSheet:
        return self.book.sheets[self.book.api.Worksheets.Add(Before=other.api, Count=1).Name]

    def put_last(self, sheet: LiveSheet) -> None:
        self.book.sheets[-1].api.Move(Before=sheet.api)

    def copy(self, sheet: LiveSheet) -> LiveSheet:
        return sheet.copy(after=sheet)

    def remove(self, sheet: LiveSheet) -> None:
        if self.hidden(sheet) is not None:
            sheet.visible = True
        super().remove(sheet)

    def ranges(self, sheet: LiveSheet, areas: Sequence[Area]) -> Iterator[LiveRange]:
        address = ""
        for text in map(area_text, areas):
            if address and len(address) + 1 + len(text) > _ADDRESS_LIMIT:
                yield sheet.range(address)
                address = ""
            address = f"{address},{text}" if address else text
        if address:
            yield sheet.range(address)

    def used(self, sheet: LiveSheet) -> Area:
        area = super().used(sheet)
        if size(area) < _MANY:
            return area
        count = self.book.app.api.WorksheetFunction.CountA
        top, left, bottom, right = area

        def is_blank(part: Area) -> bool:
            return not count(sheet.range(area_text(part)).api)

        # what was coloured or emptied counts as used; halving finds where the filled cells end
        rows, columns = range(top + 1, bottom + 1), range(left + 1, right + 1)
        bottom = top + bisect_left(rows, True, key=lambda row: is_blank((row, left, rows.stop - 1, right)))
        right = left + bisect_left(
            columns, True, key=lambda at: is_blank((top, at, bottom, columns.stop - 1))
        )
        return top, left, bottom, right

    def _values(self, sheet: LiveSheet, area: Area) -> Sequence[Sequence[Any]]:
        """The values of an area. Where Windows knows no such day, pywin32 gives nothing of the whole area: then
        the cell is found by halving, first by columns, for dates stand in columns, and is the number that it is.
        """
        cells = sheet.range(area_text(area))
        try:
            found: Sequence[Sequence[Any]] = cells.options(ndim=2).value
            return found
        except Exception:
            plain = rows_of(cells.api.Value2)
            if not any(_is_day(value) for row in plain for value in row):
                return plain
            if size(area) == 1:  # a day indeed, which pywin32 fails to round
                days = plain[0][0] + (_1904 if self.date1904 else 0)
                return [[_DAY_ZERO + timedelta(milliseconds=round(days * 86_400_000))]]
        return in_halves(partial(self._values, sheet), area)

    def sort_areas(self, sheet: LiveSheet) -> tuple[SortArea, ...]:
        tables = super().sort_areas(sheet)
        area = _filter_area(sheet)
        # a table whose cell is the active one may answer for the sheet
        if area is None or any(each.area == area for each in tables):
            return tables
        return (SortArea(area), *tables)

    def _is_fixed(self, table: Any) -> bool:
        return bool(table.api.SourceType != _FROM_CELLS)

    def stretch(self, sheet: LiveSheet, area: Area, last: int) -> None:
        wanted = (*area[:3], last)
        if any(each.area in (area, wanted) for each in super().sort_areas(sheet)):
            super().stretch(sheet, area, last)
        else:
            # no plan goes on where a filter hides rows: this one has no criteria that could be lost
            sheet.api.AutoFilterMode = False
            sheet.range(area_text(wanted)).api.AutoFilter()

    def copy_looks(self, sheet: LiveSheet, models: Mapping[Position, Position]) -> None:
        copy_looks(self, sheet, models)

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
        if sheet.visible != _SHOWN:
            return  # only a sheet that is shown has a window
        with suppress(Exception):  # not in the view of pages
            sheet.api.Activate()
            window = self.book.api.Windows(1)
            window.FreezePanes = False
            window.ScrollRow = window.ScrollColumn = 1
            window.SplitRow, window.SplitColumn = at[0] - 1, at[1] - 1
            window.FreezePanes = True

    def show(self, sheet: LiveSheet) -> None:
        if sheet.visible == _SHOWN:
            # xlwings' own activate() looks through all windows first and may bring another to the front
            sheet.book.api.Activate()
            sheet.api.Activate()

    def unfilter(self, sheet: LiveSheet) -> None:
        for table in list(sheet.api.ListObjects):
            table.Unlist()
        if sheet.api.FilterMode:  # with criteria elsewhere, which the next line leaves
            sheet.api.ShowAllData()
        sheet.api.AutoFilterMode = False

    def set_page(self, sheet: LiveSheet, plan: SheetPlan) -> None:
        page = sheet.api.PageSetup
        rows, columns = plan.repeat_rows, plan.repeat_columns
        settings = {
            "PaperSize": 9,  # xlPaperA4
            "Orientation": 2 if plan.landscape else 1,
            **(
                {"Zoom": PRINT_SCALE}
                if plan.column_breaks
                else {"Zoom": False, "FitToPagesWide": 1, "FitToPagesTall": False}
            ),
            **{f"{side.capitalize()}Margin": 72 * inches for side, inches in MARGINS.items()},  # points
            "CenterHorizontally": True,
            "CenterFooter": "第 &P 页 共 &N 页",
            "PrintTitleRows": "" if rows is None else f"${rows[0]}:${rows[1]}",
            "PrintTitleColumns": "" if columns is None else f"${letter(columns[0])}:${letter(columns[1])}",
        }
        with self._printer_waits():
            for name, value in settings.items():
                with suppress(Exception):  # Excel knows no paper where no printer is installed
                    setattr(page, name, value)
        with suppress(Exception):
            sheet.api.ResetAllPageBreaks()
            for row in plan.row_breaks:
                sheet.api.HPageBreaks.Add(sheet.range((row + 1, 1)).api)
            for column in plan.column_breaks:
                sheet.api.VPageBreaks.Add(sheet.range((1, column + 1)).api)

    @contextmanager
    def _printer_waits(self) -> Iterator[None]:
        """Ask the printer once for all settings of a page and not once for each."""
        if not self._printer_can_wait:
            yield
            return
        app = self.book.app.api
        with suppress(Exception):
            app.PrintCommunication = False
        try:
            yield
        finally:
            with suppress(Exception):  # what the printer refuses comes now
                app.PrintCommunication = True

    @cached_property
    def _printer_can_wait(self) -> bool:
        try:
            return bool(self.book.app.api.PrintCommunication)
        except Exception:  # before Excel 2010; to set it there would wait without end
            return False

    def hide(self, sheet: LiveSheet) -> None:
        sheet.visible = _VERY_HIDDEN

    def set_tab(self, sheet: LiveSheet, colour: str) -> None:
        sheet.api.Tab.Color = _bgr(colour)

    def add_mark(self, sheet: LiveSheet, text: str) -> None:
        sheet.api.Names.Add(Name=MARK_NAME, RefersTo=f'="{text}"', Visible=False)

    def _source(self, plan: Chart) -> LiveRange:
        first, last = (self.reference(series.values) for series in (plan.series[0], plan.series[-1]))
        return first.sheet.range(first, last)

    def _finish_chart(self, chart: LiveChart, plan: Chart) -> None:
        if plan.kind == "line":
            _finish_lines(chart.api[1], plan)
            super()._finish_chart(chart, plan)  # markers last, for a line hands its look to them
        else:
            _finish_bars(chart, plan)


def _finish_bars(chart: LiveChart, plan: Chart) -> None:
    for number, series in enumerate(plan.series):
        chart.series[number].set(name=series.name, fill_color="#" + series.colour)
    native = chart.api[1]
    native.ChartGroups(1).GapWidth = 60
    native.Axes(2).TickLabelPosition = -4127  # xlHigh: the reversed axis would put the numbers on top
    native.PlotVisibleOnly = False  # the figures stand in hidden columns
    if plan.kind == "stacked":
        native.ChartGroups(1).Overlap = 100
    for number, series in enumerate(plan.series, 1):
        bars = native.SeriesCollection(number)
        bars.HasDataLabels = True
        # a unit without a figure is not at 0 %
        bars.DataLabels().NumberFormat = "0%;;" if plan.percent else "0;;"
        if series.light in BARS:
            _fill_bar(bars, BARS[series.light])


def _fill_bar(bars: Any, look: Fill) -> None:
    """The pattern of a light, with an edge and a label that can be read on it."""
    bars.Format.Line.ForeColor.RGB = _bgr(BAR_EDGE)
    if look.pattern != "solid":
        bars.Format.Fill.Patterned(_PATTERNS[look.pattern])
        bars.Format.Fill.BackColor.RGB = _bgr(look.back)
    bars.Format.Fill.ForeColor.RGB = _bgr(look.front)
    bars.DataLabels().Format.Fill.ForeColor.RGB = _bgr("FFFFFF")


def _finish_lines(native: Any, plan: Chart) -> None:
    native.DisplayBlanksAs = 1  # xlNotPlotted
    for place in range(len(plan.series)):
        line = native.SeriesCollection(place + 1).Format.Line
        line.Visible = True
        line.Weight = LINE_WIDTH
        line.DashStyle = _DASHES[stroke(place).dash]


def _filter_area(sheet: LiveSheet) -> Area | None:
    """The area of the sheet's own filter."""
    if not sheet.api.AutoFilterMode:
        return None
    return parse_area(sheet.api.AutoFilter.Range.Address.replace("$", ""))


def _is_day(value: Any) -> bool:
    return isinstance(value, float) and 0 <= value < _DAYS


def _bgr(colour: str) -> int:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red + (green << 8) + (blue << 16)
