"""Excel for Windows as xlwings' own Windows engine sees it, on any machine: its object model over ``LiveModel``.

The engine is the real one; only pywin32 below it is a stub. A call that the engine lacks, or a name that Excel's
object model has not (of those that the program uses), fails as AttributeError. What Excel refuses raises
``com_error``, with the reason.
"""

from __future__ import annotations

import ctypes
import re
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date, datetime, time
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock

import xlwings as xw
from live_model import (
    LAST_COLUMN,
    LAST_ROW,
    USUAL_WIDTH,
    ComError,
    LiveChart,
    LiveModel,
    LiveSheet,
    LiveTable,
    cells_of,
    columns_of,
    is_whole,
    rows_of,
    text_of,
)

from duban.workbook.cells.addresses import area_text, parse_area, quoted
from duban.workbook.cells.areas import Area
from duban.workbook.cells.contents import date_serial

_STUBS = [
    "pythoncom",
    "pywintypes",
    "win32api",
    "win32con",
    "win32gui",
    "win32process",
    "win32timezone",
    "win32com",
    "win32com.client",
]


class ComFailure(Exception):
    """pywintypes.com_error, with Excel's words where pywin32 has them."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.hresult = -2147352567
        self.excepinfo = (0, "Microsoft Excel", text, "", 0, -2146827284)


class Endless(BaseException):
    """What xlwings would try again for ever."""


def _windows_engine() -> Any:
    """xlwings._xlwindows with stubs of pywin32, which nobody else gets to see."""
    before = {name: sys.modules.get(name) for name in _STUBS}
    there = {name: getattr(ctypes, name, None) for name in ("oledll", "windll", "PyDLL")}
    for name in _STUBS:
        stub = sys.modules[name] = _Stub(name)
        stub.__path__, stub.__file__ = [], name
    sys.modules["win32com"].client = sys.modules["win32com.client"]
    vars(sys.modules["pywintypes"]).update(
        TimeType=type("TimeType", (), {}),
        com_error=ComFailure,
        error=type("error", (Exception,), {}),
    )
    # called all the time; a mock would remember each call
    vars(sys.modules["win32process"]).update(GetWindowThreadProcessId=lambda window: (1, 1))
    vars(sys.modules["pythoncom"]).update(CoInitialize=lambda: None)
    names = ("CDispatch", "CoClassBaseClass", "DispatchBaseClass")
    vars(sys.modules["win32com.client"]).update({name: type(name, (), {}) for name in names})
    for name in there:
        setattr(ctypes, name, MagicMock())
    try:
        from xlwings import _xlwindows
    finally:
        for name, module in before.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module
        for name, value in there.items():
            if value is None:
                delattr(ctypes, name)
            else:
                setattr(ctypes, name, value)
    return _xlwindows


class _Stub(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = MagicMock(name=f"{self.__name__}.{name}")
        setattr(self, name, value)
        return value


_ENGINE = _windows_engine()


def open_windows(model: LiveModel) -> xw.Book:
    """The workbook as it is open in Excel for Windows."""
    return xw.Book(impl=_ENGINE.Book(xl=Workbook(model)))


def _hex(bgr: int) -> str:
    return f"#{bgr & 255:02X}{bgr >> 8 & 255:02X}{bgr >> 16:02X}"


def _bgr(colour: str) -> int:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red + (green << 8) + (blue << 16)


class Com:
    """An object that has the properties and methods that are named here, and no other."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not name.startswith("_") and not hasattr(type(self), name):
            raise AttributeError(f"{type(self).__name__}.{name}")
        super().__setattr__(name, value)


class AutoCorrect(Com):
    AutoFillFormulasInLists: Any = True
    AutoExpandListRange: Any = True


class Application(Com):
    ScreenUpdating: Any = True
    EnableEvents: Any = True
    DisplayAlerts: Any = True
    Calculation: Any = -4105  # xlCalculationAutomatic
    StatusBar: Any = False
    CutCopyMode: Any = 0
    Hwnd = 1

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._selected: Range | None = None
        self._calculated = 0
        self._auto_correct = AutoCorrect()
        self._printing = True
        self._asked_printer = 0
        self._waiting: list[tuple[dict[str, Any], str, Any]] = []

    @property
    def Workbooks(self) -> Any:
        return self

    @property
    def Application(self) -> Any:
        return self

    @property
    def ActiveWorkbook(self) -> Any:
        return self._book

    @property
    def Selection(self) -> Any:
        return self._selected or self._book.ActiveSheet.Range("A1")

    @property
    def AutoCorrect(self) -> AutoCorrect:
        return self._auto_correct

    @property
    def WorksheetFunction(self) -> WorksheetFunction:
        return WorksheetFunction()

    @property
    def PrintCommunication(self) -> bool:
        if self._book._model.version < 14:
            raise ComFailure("unknown name")
        return self._printing

    @PrintCommunication.setter
    def PrintCommunication(self, on: bool) -> None:
        if self._book._model.version < 14:
            raise Endless
        self._printing = on
        if on and self._waiting:
            waiting, self._waiting = self._waiting, []
            self._ask_printer(waiting)

    def _set_page(self, page: dict[str, Any], name: str, value: Any) -> None:
        if self._printing:
            self._ask_printer([(page, name, value)])
        else:
            self._waiting.append((page, name, value))

    def _ask_printer(self, settings: list[tuple[dict[str, Any], str, Any]]) -> None:
        self._asked_printer += 1
        for page, name, value in settings:
            if name == "PaperSize" and not self._book._model.printer:
                raise ComFailure("no printer")
            page[name] = value

    def Calculate(self) -> None:
        self._calculated += 1

    @property
    def International(self) -> Any:
        return {5: ","}


class WorksheetFunction(Com):
    def CountA(self, cells: Range) -> float:
        (area,) = cells._areas
        filled = cells._sheet.values.keys() | cells._sheet.formulas.keys()
        return float(sum(area[0] <= r <= area[2] and area[1] <= c <= area[3] for r, c in filled))


class Workbook(Com):
    Date1904 = False
    ProtectStructure: Any = False

    def __init__(self, model: LiveModel) -> None:
        self._model = model
        self._application = Application(self)
        self._active = model.sheets[0]
        self._selected = [self._active]
        self._window = Window(self)

    MultiUserEditing = property(lambda self: self._model.shared)
    Final = property(lambda self: self._model.final)
    ReadOnly = property(lambda self: self._model.read_only)

    def _refuse_if_shared(self) -> None:
        if self._model.shared:
            raise ComFailure("not in a shared workbook")

    @property
    def Name(self) -> str:
        return self._model.name

    @property
    def Application(self) -> Application:
        return self._application

    @property
    def Worksheets(self) -> Worksheets:
        return Worksheets(self)

    @property
    def Sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def ActiveSheet(self) -> Worksheet:
        return Worksheet(self, self._active)

    def Activate(self) -> None: ...

    def Windows(self, index: int) -> Window:
        return self._window


class Window(Com):
    ScrollRow: Any = 1
    ScrollColumn: Any = 1
    SplitRow: Any = 0
    SplitColumn: Any = 0

    def __init__(self, book: Workbook) -> None:
        self._book = book

    # the sheet that is shown
    @property
    def FreezePanes(self) -> bool:
        return self._book._active.freeze is not None

    @FreezePanes.setter
    def FreezePanes(self, on: bool) -> None:
        self._book._active.freeze = (self.SplitRow + 1, self.SplitColumn + 1) if on else None


class Sheets(Com):
    """Worksheets and chart sheets."""

    def __init__(self, book: Workbook) -> None:
        self._book = book

    @property
    def Count(self) -> int:
        return len(self._book._model.sheets) + len(self._book._model.chart_sheets)

    def __iter__(self) -> Iterator[Any]:
        charts = [Setting({}, {"Name": name}) for name in self._book._model.chart_sheets]
        return iter([*Worksheets(self._book), *charts])


class Worksheets(Com):
    def __init__(self, book: Workbook) -> None:
        self._book = book

    @property
    def Parent(self) -> Workbook:
        return self._book

    @property
    def Count(self) -> int:
        return len(self._book._model.sheets)

    def __call__(self, key: str | int) -> Worksheet:
        sheets = self._book._model.sheets
        if isinstance(key, int):
            return Worksheet(self._book, sheets[key - 1])
        return Worksheet(self._book, next(s for s in sheets if s.name.casefold() == key.casefold()))

    def __iter__(self) -> Iterator[Worksheet]:
        return iter([Worksheet(self._book, sheet) for sheet in self._book._model.sheets])

    def Add(self, Before: Worksheet, Count: int | None = None) -> Worksheet:
        sheets = self._book._model.sheets
        _refuse_very_hidden(Before._sheet)
        for _ in range(Count or len(self._book._selected)):
            made = LiveSheet(f"Sheet{len(sheets) + 1}")
            sheets.insert(sheets.index(Before._sheet), made)
        self._book._active = made
        self._book._selected = [made]
        return Worksheet(self._book, made)


def _refuse_very_hidden(sheet: LiveSheet) -> None:
    if sheet.state == 2:  # xlSheetVeryHidden
        raise ComFailure("not with a sheet that only macros can show")


class Worksheet(Com):
    def __init__(self, book: Workbook, sheet: LiveSheet) -> None:
        self._book = book
        self._sheet = sheet

    @property
    def Name(self) -> str:
        return self._sheet.name

    @Name.setter
    def Name(self, name: str) -> None:
        taken = [*self._book._model.chart_sheets, *(s.name for s in self._others())]
        if name.casefold() in map(str.casefold, taken):
            raise ComFailure("the name is taken")
        self._sheet.name = name

    def _others(self) -> list[LiveSheet]:
        return [sheet for sheet in self._book._model.sheets if sheet is not self._sheet]

    @property
    def Parent(self) -> Workbook:
        return self._book

    @property
    def Application(self) -> Application:
        return self._book._application

    @property
    def ProtectContents(self) -> bool:
        return self._sheet.protected

    @property
    def Index(self) -> int:
        return self._book._model.sheets.index(self._sheet) + 1

    @property
    def ProtectDrawingObjects(self) -> bool:
        return self._sheet.objects_protected

    @property
    def Visible(self) -> int:
        return self._sheet.state

    @Visible.setter
    def Visible(self, state: int) -> None:
        if self._book.ProtectStructure or (not any(s.state == -1 for s in self._others()) and state != -1):
            raise ComFailure("no sheet would be shown")
        self._sheet.state = state

    @property
    def FilterMode(self) -> bool:
        return bool(self._sheet.filtered)

    @property
    def AutoFilterMode(self) -> bool:
        return self._sheet.filter_area is not None

    @AutoFilterMode.setter
    def AutoFilterMode(self, on: bool) -> None:
        assert not on
        self._sheet.filter_area = None
        if not self._sheet.advanced:
            self._sheet.filtered.clear()

    @property
    def AutoFilter(self) -> Any:
        area = self._sheet.filter_area
        return None if area is None else Setting({}, {"Range": Range(self, [area])})

    def ShowAllData(self) -> None:
        if not self._sheet.filtered:
            raise ComFailure("ShowAllData failed")
        self._sheet.filtered.clear()

    @property
    def ListObjects(self) -> ListObjects:
        return ListObjects(self)

    @property
    def Rows(self) -> Lines:
        return Lines(self.Cells, lambda areas: self._sheet.heights.clear() or set(), range(1, LAST_ROW + 1))

    def Copy(self, Before: Worksheet | None, After: Worksheet | None) -> None:
        assert Before is None
        _refuse_very_hidden(self._sheet)
        sheets = self._book._model.sheets
        made = deepcopy(self._sheet)
        made.name = f"{made.name} (2)"
        sheets.insert(sheets.index(After._sheet) + 1, made)
        self._book._active = made

    def Move(self, Before: Worksheet) -> None:
        sheets = self._book._model.sheets
        for sheet in (self._sheet, Before._sheet):
            _refuse_very_hidden(sheet)
        sheets.remove(self._sheet)
        sheets.insert(sheets.index(Before._sheet), self._sheet)

    def Activate(self) -> None:
        if self._sheet.state != -1:
            raise ComFailure("the sheet is hidden")
        self._book._active = self._sheet

    def Delete(self) -> None:
        assert not self.Application.DisplayAlerts
        self._book._refuse_if_shared()
        _refuse_very_hidden(self._sheet)
        if not any(sheet.state == -1 for sheet in self._others()):
            raise ComFailure("no sheet would be shown")
        self._book._model.sheets.remove(self._sheet)

    @property
    def Cells(self) -> Range:
        return Range(self, [(1, 1, LAST_ROW, LAST_COLUMN)])

    @property
    def UsedRange(self) -> Range:
        return Range(self, [self._sheet.used()])

    def Range(self, first: Any, last: Any = None) -> Range:
        if last is not None:
            (a,), (b,) = first._areas, last._areas
            return Range(self, [(min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))])
        assert len(first) <= 255, "Excel takes no longer address"
        return Range(self, [parse_area(text.replace("$", "")) for text in first.split(",")])

    @property
    def Names(self) -> Names:
        return Names(self)

    @property
    def PageSetup(self) -> PageSetup:
        return PageSetup(self)

    @property
    def Tab(self) -> Tab:
        return Tab(self._sheet)

    def ChartObjects(self) -> ChartObjects:
        return ChartObjects(self)

    HPageBreaks = property(lambda self: PageBreaks(self, rows=True))
    VPageBreaks = property(lambda self: PageBreaks(self, rows=False))

    def ResetAllPageBreaks(self) -> None:
        self._sheet.row_breaks.clear()
        self._sheet.column_breaks.clear()


_MOST_BREAKS = 1026
"""Manual breaks that a sheet has at most, of each kind."""


class PageBreaks(Com):
    def __init__(self, sheet: Worksheet, rows: bool) -> None:
        self._sheet, self._rows = sheet._sheet, rows

    def Add(self, Before: Range) -> None:
        assert Before._sheet is self._sheet
        found = self._sheet.row_breaks if self._rows else self._sheet.column_breaks
        last = (Before.Row if self._rows else Before.Column) - 1
        if not last or len(found | {last}) > _MOST_BREAKS:
            raise ComFailure("no page can end there")
        found.add(last)


class Tab(Com):
    def __init__(self, sheet: LiveSheet) -> None:
        self._sheet = sheet

    @property
    def Color(self) -> str | None:
        return self._sheet.tab

    @Color.setter
    def Color(self, colour: int) -> None:
        self._sheet.tab = _hex(colour)


class PageSetup(Com):
    PaperSize: Any = None
    Orientation: Any = None
    Zoom: Any = None
    FitToPagesWide: Any = None
    FitToPagesTall: Any = None
    LeftMargin: Any = None
    RightMargin: Any = None
    TopMargin: Any = None
    BottomMargin: Any = None
    CenterHorizontally: Any = None
    CenterFooter: Any = None
    PrintTitleRows: Any = None
    PrintTitleColumns: Any = None

    def __init__(self, sheet: Worksheet) -> None:
        self._page, self._application = sheet._sheet.page, sheet.Application

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value)
        if not name.startswith("_") and name != "PrintArea":
            self._application._set_page(self._page, name, value)

    @property
    def PrintArea(self) -> str:
        return str(self._page.get("print_area", ""))

    @PrintArea.setter
    def PrintArea(self, area: str) -> None:
        self._page["print_area"] = area


class ListObjects(Com):
    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet

    @property
    def Count(self) -> int:
        return len(self._sheet._sheet.tables)

    def __call__(self, index: int) -> ListObject:
        return ListObject(self._sheet, self._sheet._sheet.tables[index - 1])

    def __iter__(self) -> Iterator[ListObject]:
        return iter([ListObject(self._sheet, table) for table in self._sheet._sheet.tables])


class ListObject(Com):
    def __init__(self, sheet: Worksheet, table: LiveTable) -> None:
        self._ws, self._table = sheet, table

    ShowHeaders = property(lambda self: self._table.headers)
    ShowTotals = property(lambda self: self._table.totals)
    SourceType = property(lambda self: self._table.source)

    @property
    def Range(self) -> Range:
        return Range(self._ws, [self._table.area])

    @property
    def HeaderRowRange(self) -> Range:
        top, left, _, right = self._table.area
        return Range(self._ws, [(top, left, top, right)])

    def Resize(self, cells: Range) -> None:
        (area,) = cells._areas
        if area[0] != self._table.area[0]:
            raise ComFailure("the header must stay in its row")
        self._table.area = area

    @property
    def ShowAutoFilter(self) -> bool:
        return self._table.arrows

    @property
    def AutoFilter(self) -> Any:
        return Setting({}, {"FilterMode": bool(self._table.filtered)}) if self._table.arrows else None

    def Unlist(self) -> None:
        self._ws._sheet.tables.remove(self._table)


class Names(Com):
    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet

    @property
    def Count(self) -> int:
        return len(self._sheet._sheet.names)

    def __call__(self, key: int | str) -> Name:
        return list(self)[key - 1] if isinstance(key, int) else Name(self._sheet, key.rpartition("!")[2])

    def __iter__(self) -> Iterator[Name]:
        return iter([Name(self._sheet, name) for name in self._sheet._sheet.names])

    def Add(self, Name: str, RefersTo: str, Visible: bool = True) -> None:
        assert not Visible
        self._sheet._sheet.names[Name] = RefersTo


class Name(Com):
    def __init__(self, sheet: Worksheet, name: str) -> None:
        self._sheet, self._name = sheet._sheet, name

    @property
    def Name(self) -> str:
        return f"{quoted(self._sheet.name)}!{self._name}"

    @property
    def RefersTo(self) -> str:
        return self._sheet.names[self._name]

    def Delete(self) -> None:
        del self._sheet.names[self._name]


_COLOURS = ("font_color", "fill", "pattern_colour", "border")
_USUAL = {
    "font_name": "宋体", "font_size": 11, "font_bold": False, "font_italic": False, "font_color": "#000000",
    "font_underline": -4142, "fill": "#FFFFFF", "line": -4142, "weight": 2, "border": "#000000",
    "horizontal": "general", "vertical": "bottom", "wrap": False, "number_format": "General",
}  # fmt: skip
"""The look of a cell that has none."""


class Look(Com):
    """Font, Interior or Borders of cells, or one edge of them."""

    def __init__(self, cells: Range, keys: dict[str, str], edge: int | None = None) -> None:
        self._cells, self._keys, self._edge = cells, keys, edge

    def __call__(self, edge: int) -> Look:
        assert "LineStyle" in self._keys
        for top, left, bottom, right in self._cells._areas:
            if (edge == 12 and top == bottom) or (edge == 11 and left == right):
                raise ComFailure("no inner line")
        return Look(self._cells, self._keys, edge)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self._keys:
            raise AttributeError(name)
        key = self._keys[name]
        value = self._cells.look(lambda look: self._of(look, key))
        if key not in _COLOURS:
            return value
        return 0 if value is None else _bgr(value)  # where colours differ Excel gives black

    def _of(self, look: dict[str, Any], key: str) -> Any:
        if key == "pattern":
            return look.get("pattern", 1 if "fill" in look else -4142)
        if self._edge is not None:
            return look.get("edges", {}).get((self._edge, key), look.get(key, _USUAL[key]))
        if key == "line" and look.get("edges"):
            return object()  # the edges differ
        return look.get(key, _USUAL.get(key))

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("_"):
            object.__setattr__(self, name, value)
        elif name not in self._keys:
            raise AttributeError(name)
        elif self._edge is not None:
            key = self._keys[name]
            for area in self._cells._areas:
                for at in cells_of(area):
                    look = self._cells._sheet.looks.setdefault(at, {})
                    value = _hex(value) if key in _COLOURS and isinstance(value, int) else value
                    look["edges"] = {**look.get("edges", {}), (self._edge, key): value}
        else:
            value = _hex(value) if self._keys[name] in _COLOURS else value
            self._cells.paint(self._keys[name], value)


class Range(Com):
    def __init__(self, sheet: Worksheet, areas: list[Area]) -> None:
        self._ws, self._sheet, self._areas = sheet, sheet._sheet, areas

    def look(self, of: Callable[[dict[str, Any]], Any]) -> Any:
        """The value that all cells share; None where they differ."""
        found = {of(self._sheet.look(at)) for area in self._areas for at in cells_of(area)}
        return found.pop() if len(found) == 1 and type(next(iter(found))) is not object else None

    def _common(self, key: str) -> Any:
        return self.look(lambda look: look.get(key, _USUAL[key]))

    def paint(self, key: str, value: Any) -> None:
        self._refuse_if_protected()
        for area in self._areas:
            self._sheet.paint(area, key, value)

    def _refuse_if_protected(self) -> None:
        if self._sheet.protected:
            raise ComFailure("the sheet is protected")

    @property
    def Worksheet(self) -> Worksheet:
        return self._ws

    @property
    def Application(self) -> Application:
        return self._ws.Application

    @property
    def Row(self) -> int:
        return self._areas[0][0]

    @property
    def Column(self) -> int:
        return self._areas[0][1]

    @property
    def Count(self) -> int:
        return sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in self._areas)

    @property
    def Rows(self) -> Lines:
        return Lines(self, rows_of, range(self._areas[0][0], self._areas[0][2] + 1))

    @property
    def Columns(self) -> Lines:
        return Lines(self, columns_of, range(self._areas[0][1], self._areas[0][3] + 1))

    EntireColumn = property(lambda self: Entire(self))
    EntireRow = property(lambda self: EntireRow(self))

    # the cells count as points, so that a chart's place can be told
    Left = property(lambda self: self.Column)
    Top = property(lambda self: self.Row)

    def GetAddress(self, row: bool, column: bool, style: int, external: bool) -> str:
        assert row and column and external
        return f"'[{self._ws.Parent.Name}]{self._sheet.name}'!{self.Address}"

    def SpecialCells(self, kind: int) -> Range:
        raise ComFailure("no cells")

    @property
    def Address(self) -> str:
        return re.sub(r"([A-Z]+|\d+)", r"$\1", ",".join(map(area_text, self._areas)))

    def Select(self) -> None:
        assert self._ws._book._active is self._sheet
        self.Application._selected = self

    def __call__(self, row: int, column: int) -> Range:
        top, left = self._areas[0][:2]
        return Range(self._ws, [(top + row - 1, left + column - 1) * 2])

    # values

    def _rows(self, of: Any) -> Any:
        (area,) = self._areas
        rows = tuple(
            tuple(of((row, column)) for column in range(area[1], area[3] + 1))
            for row in range(area[0], area[2] + 1)
        )
        return rows[0][0] if self.Count == 1 else rows

    @property
    def Value(self) -> Any:
        def value(at: tuple[int, int]) -> Any:
            found = self._sheet.values.get(at)
            dated = self._sheet.look(at).get("number_format") == "yyyy-mm-dd"
            if isinstance(found, ComError):
                return int(found)
            if isinstance(found, int | float) and not isinstance(found, bool) and dated:
                # raises for a day that Windows does not know
                return datetime.fromordinal(datetime(1899, 12, 30).toordinal() + int(found))
            if isinstance(found, time):
                return datetime.combine(date(1899, 12, 30), found)
            if isinstance(found, date) and not isinstance(found, datetime):
                return datetime(found.year, found.month, found.day)
            return float(found) if type(found) is int else found

        return self._rows(value)

    @Value.setter
    def Value(self, value: Any) -> None:
        self.Formula = value

    @property
    def Value2(self) -> Any:
        def value(at: tuple[int, int]) -> Any:
            found = self._sheet.values.get(at)
            if isinstance(found, date):
                return float(date_serial(found))
            if isinstance(found, ComError):
                return int(found)
            return float(found) if type(found) is int else found

        return self._rows(value)

    @property
    def Formula(self) -> Any:
        covered = self._sheet.covered()

        def text(at: tuple[int, int]) -> Any:
            if at in covered:
                return None
            return self._sheet.formulas.get(at) or text_of(self._sheet.values.get(at))

        return self._rows(text)

    @Formula.setter
    def Formula(self, rows: Any) -> None:
        self._refuse_if_protected()
        (area,) = self._areas
        if not isinstance(rows, list):
            rows = [[rows] * (area[3] - area[1] + 1)] * (area[2] - area[0] + 1)
        assert [len(row) for row in rows] == [area[3] - area[1] + 1] * (area[2] - area[0] + 1)
        for value in (value for row in rows for value in row):
            assert value is not None, "Excel takes no None for a formula"
            if self.Count > 1 and isinstance(value, str) and len(value) > 8_192:
                raise ComFailure("a text of the array is too long")
        # what is written under merged cells is lost
        covered = {at: self._sheet.values.get(at) for at in self._sheet.covered()}
        if self.Count == 1:
            self._sheet.put(area[:2], rows[0][0])
        else:
            self._sheet.put_block(area, rows)
        for at, value in covered.items():
            self._sheet.put(at, value)

    def AutoFilter(self) -> None:
        (self._sheet.filter_area,) = self._areas

    # looks

    NumberFormat = property(
        lambda self: self._common("number_format"),
        lambda self, code: self.paint("number_format", code),
    )
    WrapText = property(lambda self: self._common("wrap"), lambda self, on: self.paint("wrap", on))
    HorizontalAlignment = property(
        lambda self: _HORIZONTAL.get(self._common("horizontal")),
        lambda self, where: self.paint("horizontal", _word(_HORIZONTAL, where)),
    )
    VerticalAlignment = property(
        lambda self: _VERTICAL.get(self._common("vertical")),
        lambda self, where: self.paint("vertical", _word(_VERTICAL, where)),
    )

    @property
    def Font(self) -> Look:
        names = ("Name", "Size", "Bold", "Italic", "Color", "Underline")
        return Look(self, {name: f"font_{name.lower()}" for name in names})

    @property
    def Interior(self) -> Look:
        return Look(self, {"Color": "fill", "Pattern": "pattern", "PatternColor": "pattern_colour"})

    @property
    def Borders(self) -> Look:
        return Look(self, {"LineStyle": "line", "Weight": "weight", "Color": "border"})

    def ClearFormats(self) -> None:
        for area in self._areas:
            for at in cells_of(area):
                self._sheet.looks.pop(at, None)

    def _set_width(self, width: float) -> None:
        if is_whole(self._areas[0]):
            assert width == USUAL_WIDTH
            self._sheet.widths.clear()
        else:
            self._sheet.widths |= dict.fromkeys(columns_of(self._areas), width)

    ColumnWidth = property(
        lambda self: self._sheet.widths.get(self._areas[0][1], USUAL_WIDTH),
        _set_width,
    )
    RowHeight = property(
        lambda self: None,
        lambda self, height: self._sheet.heights.update(dict.fromkeys(rows_of(self._areas), height)),
    )

    def Copy(self, Destination: None) -> None:
        raise ComFailure("another program holds the clipboard")

    def PasteSpecial(self, **_: Any) -> None:
        raise ComFailure("another program holds the clipboard")

    def Clear(self) -> None:
        assert is_whole(self._areas[0])
        self._sheet.clear()

    def Merge(self, across: bool) -> None:
        self._ws._book._refuse_if_shared()
        for area in self._areas:
            self._sheet.merge(area, across)

    def UnMerge(self) -> None:
        if is_whole(self._areas[0]):
            self._sheet.merges.clear()

    @property
    def MergeCells(self) -> bool | None:
        hidden = {at for merge in self._sheet.merges for at in cells_of(merge)}
        found = {at in hidden for area in self._areas for at in cells_of(area)}
        return found.pop() if len(found) == 1 else None

    @property
    def MergeArea(self) -> Range:
        at = self._areas[0][:2]
        found = next(merge for merge in self._sheet.merges if at in set(cells_of(merge)))
        return Range(self._ws, [found])

    @property
    def Comment(self) -> str | None:
        return self._sheet.notes.get(self._areas[0][:2])

    def AddComment(self, text: str) -> str:
        assert self._areas[0][:2] == self._areas[0][2:]
        self._ws._book._refuse_if_shared()
        self._sheet.notes[self._areas[0][:2]] = text
        return text

    @property
    def FormatConditions(self) -> FormatConditions:
        return FormatConditions(self)

    @property
    def Validation(self) -> Validation:
        return Validation(self)


_HORIZONTAL = {"general": 1, "center": -4108, "right": -4152, "left": -4131}
_VERTICAL = {"center": -4108, "bottom": -4107, "top": -4160}


def _word(words: dict[str, int], code: int) -> str:
    return {code: word for word, code in words.items()}[code]


class Lines(Com):
    """Rows or columns of a range."""

    def __init__(self, cells: Range, of: Any, lines: range) -> None:
        self._cells, self._of, self._lines = cells, of, lines

    @property
    def Count(self) -> int:
        return len(self._lines)

    def AutoFit(self) -> None:
        self._cells._sheet.fitted |= self._of(self._cells._areas)


class Entire(Com):
    def __init__(self, cells: Range) -> None:
        self._cells = cells

    @property
    def Hidden(self) -> None:
        return None

    @Hidden.setter
    def Hidden(self, on: bool) -> None:
        hidden = self._cells._sheet.hidden
        if is_whole(self._cells._areas[0]):
            assert not on
            hidden.clear()
        else:
            hidden |= columns_of(self._cells._areas)


class EntireRow(Com):
    def __init__(self, cells: Range) -> None:
        self._cells = cells

    @property
    def Hidden(self) -> None:
        return None

    @Hidden.setter
    def Hidden(self, on: bool) -> None:
        assert is_whole(self._cells._areas[0])
        assert not on
        self._cells._sheet.hidden_rows.clear()


class FormatConditions(Com):
    def __init__(self, cells: Range) -> None:
        self._cells = cells

    def Add(self, Type: int, Operator: int, Formula1: str) -> FormatCondition:
        assert (Type, Operator) == (1, 3)  # xlCellValue, xlEqual
        self._cells._ws._book._refuse_if_shared()
        return FormatCondition(self._cells, Formula1.removeprefix("=").strip('"'))

    def AddDatabar(self) -> DataBar:
        self._cells._ws._book._refuse_if_shared()
        return DataBar(self._cells)

    def __call__(self, index: int) -> Any:
        return None

    def Delete(self) -> None:
        self._cells._sheet.lights.clear()
        self._cells._sheet.bars.clear()


class DataBar(Com):
    BarFillType: Any = None
    ShowValue: Any = True
    StopIfTrue: Any = False

    def __init__(self, cells: Range) -> None:
        self._cells, self._fill = cells, ""

    @property
    def BarColor(self) -> ConditionLook:
        return ConditionLook(self, "_fill")

    @property
    def MinPoint(self) -> DataBarEnd:
        return DataBarEnd()

    @property
    def MaxPoint(self) -> DataBarEnd:
        return DataBarEnd()

    def SetFirstPriority(self) -> None:
        for area in self._cells._areas:
            self._cells._sheet.bars[area] = self._fill


class DataBarEnd(Com):
    def Modify(self, newtype: int, newvalue: float) -> None:
        assert newtype == 0  # xlConditionValueNumber


class FormatCondition(Com):
    StopIfTrue: Any = False

    def __init__(self, cells: Range, light: str) -> None:
        self._lights, self._areas, self._light = cells._sheet.lights, cells._areas, light
        self._fill = self._font = ""

    @property
    def Interior(self) -> ConditionLook:
        return ConditionLook(self, "_fill")

    @property
    def Font(self) -> ConditionLook:
        return ConditionLook(self, "_font")

    def SetFirstPriority(self) -> None:
        for area in self._areas:
            self._lights[area, self._light] = (self._fill, self._font)


class ConditionLook(Com):
    def __init__(self, condition: FormatCondition | DataBar, key: str) -> None:
        self._condition, self._key = condition, key

    @property
    def Color(self) -> None:
        return None

    @Color.setter
    def Color(self, colour: int) -> None:
        setattr(self._condition, self._key, _hex(colour))


class Validation(Com):
    IgnoreBlank: Any = True
    InCellDropdown: Any = True

    def __init__(self, cells: Range) -> None:
        self._rules, self._areas, self._book = cells._sheet.drop_downs, cells._areas, cells._ws._book

    @property
    def Type(self) -> int | None:
        if not any(area in self._rules for area in self._areas):
            raise ComFailure("no rule")
        return 3

    @property
    def Formula1(self) -> str:
        return "=" + self._rules[self._areas[0]][0]

    def Add(self, Type: int, Formula1: str) -> None:
        self._book._refuse_if_shared()
        self._put(Formula1, True)

    def Modify(self, Type: int, Formula1: str, AlertStyle: int) -> None:
        self._put(Formula1, AlertStyle == 1)

    def Delete(self) -> None:
        self._rules.clear()

    def _put(self, text: str, strict: bool) -> None:
        text = re.sub(r"^=(?:'?\[[^\]]*\])?", "", text).replace("'", "").replace("$", "")
        self._rules |= dict.fromkeys(self._areas, (text, strict))


class ChartObjects(Com):
    def __init__(self, sheet: Worksheet) -> None:
        self._ws = sheet

    @property
    def Count(self) -> int:
        return len(self._ws._sheet.charts)

    def __call__(self, index: int) -> ChartObject:
        return ChartObject(self._ws, self._ws._sheet.charts[index - 1])

    def __iter__(self) -> Iterator[ChartObject]:
        return iter([ChartObject(self._ws, chart) for chart in list(self._ws._sheet.charts)])

    def Add(self, left: float, top: float, width: float, height: float) -> ChartObject:
        self._ws._book._refuse_if_shared()
        chart = LiveChart(anchor=(int(top), int(left)), width=width, height=height)
        self._ws._sheet.charts.append(chart)
        return ChartObject(self._ws, chart)


class ChartObject(Com):
    def __init__(self, sheet: Worksheet, chart: LiveChart) -> None:
        self._ws, self._chart = sheet, chart

    @property
    def Chart(self) -> Chart:
        return Chart(self._ws, self._chart)

    def Delete(self) -> None:
        self._ws._sheet.charts.remove(self._chart)


_BLANKS = {1: "gap", 2: "zero", 3: "span"}
_DASHES = {1: "solid", 3: "round_dot", 4: "dash", 5: "dash_dot"}
_PATTERNS = {
    3: "percent_20",
    13: "dark_horizontal",
    14: "dark_vertical",
    26: "wide_upward_diagonal",
    36: "large_check",
}
_MARKERS = {1: "square", 2: "diamond", 3: "triangle", 5: "star", 8: "circle", -4168: "x"}
"""Excel's numbers → the words of plans."""


class Chart(Com):
    ChartStyle: Any = None

    def __init__(self, sheet: Worksheet, chart: LiveChart) -> None:
        self._ws, self._chart = sheet, chart
        self._oleobj_ = MagicMock()  # the engine asks it whether an axis is visible

    HasTitle = property(lambda self: True, lambda self, on: None)
    HasLegend = property(
        lambda self: True, lambda self, on: self._chart.settings.update({"legend visible": on})
    )

    @property
    def ChartTitle(self) -> Setting:
        return Setting({"Text": lambda text: setattr(self._chart, "title", text)})

    @property
    def Legend(self) -> Setting:
        places = {-4107: "Bottom"}
        settings = self._chart.settings
        return Setting({"Position": lambda at: settings.update({"legend position": places[at]})})

    @property
    def ChartType(self) -> str:
        return self._chart.kind

    @ChartType.setter
    def ChartType(self, kind: int) -> None:
        self._chart.kind = {57: "BarClustered", 58: "BarStacked", 65: "LineMarkers"}[kind]

    DisplayBlanksAs = property(
        lambda self: 1, lambda self, how: self._chart.settings.update({"blanks": _BLANKS[how]})
    )

    PlotVisibleOnly = property(
        lambda self: not self._chart.settings.get("hidden too", False),
        lambda self, on: self._chart.settings.update({"hidden too": not on}),
    )

    def SetSourceData(self, source: Range, by: int) -> None:
        assert by == 2  # xlColumns
        (self._chart.source,) = source._areas

    def SeriesCollection(self, index: int | None = None) -> Any:
        found = SeriesCollection(self)
        return found if index is None else found(index)

    def Axes(self, kind: int, group: int = 1) -> Setting:
        axis = {1: "category", 2: "value"}[kind]
        settings = self._chart.settings
        names = {
            "ReversePlotOrder": "reverse_order",
            "MinimumScale": "minimum_scale",
            "MaximumScale": "maximum_scale",
            "MajorUnit": "major_unit",
        }

        def put(name: str) -> Any:
            return lambda value: settings.update({f"{axis} {name}": value})

        labels = Setting({"NumberFormat": put("number_format")})
        return Setting(
            {com: put(name) for com, name in names.items()}
            | {"TickLabelPosition": put("labels"), "Crosses": put("crosses")},
            {"TickLabels": labels},
        )

    def ChartGroups(self, index: int) -> Setting:
        assert self._chart.kind.startswith("Bar")  # a line has no width and nothing to overlap
        settings = self._chart.settings
        return Setting(
            {
                name: lambda value, name=name: settings.update({name: value})
                for name in ("GapWidth", "Overlap")
            }
        )


class SeriesCollection(Com):
    """The series that are drawn: not those of hidden columns, unless the chart shows hidden cells."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart

    def _drawn(self) -> list[int]:
        chart, hidden = self._chart._chart, self._chart._ws._sheet.hidden
        columns = range(chart.source[1], chart.source[3] + 1)
        return [
            n
            for n, column in enumerate(columns, 1)
            if not self._chart.PlotVisibleOnly or column not in hidden
        ]

    @property
    def Count(self) -> int:
        return len(self._drawn())

    def __call__(self, index: int) -> Series:
        drawn = self._drawn()
        if index > len(drawn):
            raise ComFailure("no such series")
        return Series(self._chart._chart, drawn[index - 1])

    Item = __call__


class Series(Com):
    HasDataLabels: Any = False

    def __init__(self, chart: LiveChart, index: int) -> None:
        self._chart, self._place = chart, index - 1

    @property
    def Name(self) -> str:
        return self._chart.names[self._place]

    @Name.setter
    def Name(self, text: str) -> None:
        self._chart.names[self._place] = text

    @property
    def XValues(self) -> None:
        return None

    @XValues.setter
    def XValues(self, cells: Range) -> None:
        (self._chart.categories,) = cells._areas

    @property
    def Format(self) -> Any:
        colours, look, bars = self._chart.colours, self._look, self._bars
        is_line = self._chart.kind.startswith("Line")

        def colour(put: Callable[[str], Any]) -> Setting:
            return Setting({"RGB": lambda bgr: put(_hex(bgr))}, {"TintAndShade": 0})

        def front(text: str) -> None:
            colours[self._place] = text

        def solid() -> None:
            bars.pop("pattern", None)
            bars.pop("back", None)

        def back(text: str) -> None:
            if "pattern" not in bars:
                raise ComFailure("a plain fill has one colour")
            bars["back"] = text

        fill = Setting(
            {"Visible": lambda on: None},
            {
                "Solid": solid,
                "Patterned": lambda pattern: bars.update(pattern=_PATTERNS[pattern]),
                "ForeColor": colour(front),
                "BackColor": colour(back),
            },
        )
        line = Setting(
            {
                "Visible": lambda on: look.update(visible=on),
                "Weight": lambda points: look.update(width=points),
                "DashStyle": lambda dash: look.update(dash=_DASHES[dash]),
            },
            {"ForeColor": colour(front if is_line else lambda text: bars.update(edge=text))},
        )
        return MagicMock(spec=["Fill", "Line"], Fill=fill, Line=line)

    @property
    def _bars(self) -> dict[str, Any]:
        return self._chart.fills.setdefault(self._place, {})

    @property
    def _look(self) -> dict[str, Any]:
        return self._chart.lines.setdefault(self._place, {})

    MarkerStyle = property(lambda self: 8, lambda self, style: self._look.update(marker=_MARKERS[style]))
    MarkerSize = property(lambda self: 5, lambda self, points: self._look.update(size=points))
    MarkerForegroundColor = property(lambda self: 0, lambda self, bgr: self._look.update(edge=_hex(bgr)))
    MarkerBackgroundColor = property(lambda self: 0, lambda self, bgr: self._look.update(ground=_hex(bgr)))

    def DataLabels(self) -> Setting:
        if not self.HasDataLabels:
            raise ComFailure("no labels")
        ground = Setting({"RGB": lambda bgr: self._bars.update(label=_hex(bgr))})
        fill = Setting({}, {"ForeColor": ground})
        return Setting(
            {"NumberFormat": lambda code: self._chart.settings.update({"labels": code})},
            {"Format": Setting({}, {"Fill": fill})},
        )


class Setting:
    """An object with these properties to set and these to read, and no other."""

    def __init__(self, setters: dict[str, Any], values: dict[str, Any] | None = None) -> None:
        object.__setattr__(self, "_setters", setters)
        vars(self).update(values or {})

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self._setters:
            raise AttributeError(name)
        self._setters[name](value)
