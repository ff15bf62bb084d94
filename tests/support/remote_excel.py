"""xlwings' remote engine over a file: the workbook as its client sends it, and its answer played back.

The engine belongs to the part of xlwings that is not free for commercial use; only tests open it.
"""

from __future__ import annotations

import os
from copy import deepcopy
from datetime import date, datetime, time
from typing import Any

os.environ.setdefault("XLWINGS_LICENSE_KEY", "noncommercial")

import xlwings as xw
from live_model import (
    USUAL_WIDTH,
    LiveChart,
    LiveModel,
    LiveSheet,
    LiveTable,
    cells_of,
    columns_of,
    is_whole,
    rows_of,
)
from xlwings.pro import _xlremote

from duban.workbook.cells.addresses import a1, area_text, parse_area
from duban.workbook.cells.contents import date_serial

if "remote" not in [engine.name for engine in xw.engines]:
    xw.engines.add(xw.Engine(impl=_xlremote.engine))


def open_remote(model: LiveModel) -> xw.Book:
    """The workbook as the remote engine sees it."""
    names = [
        {
            "name": name,
            "sheet_index": None,
            "address": None,
            "refers_to": text,
            "book_scope": False,
            "scope_sheet_name": sheet.name,
            "scope_sheet_index": index,
        }
        for index, sheet in enumerate(model.sheets)
        for name, text in sheet.names.items()
    ]
    payload = {
        "client": "Office.js",
        "version": xw.__version__,
        "book": {"name": model.name, "active_sheet_index": 0, "selection": "A1", "calculation": "Automatic"},
        "names": names,
        "sheets": [_payload(sheet) for sheet in model.sheets],
    }
    for engine in xw.engines:
        if engine.name == "remote":
            return xw.Book(impl=engine.impl.apps[0].books.open(payload))
    raise AssertionError


def _payload(sheet: LiveSheet) -> dict[str, Any]:
    top, left, bottom, right = sheet.used()
    values = [[_sent(sheet.values.get((r, c))) for c in range(1, right + 1)] for r in range(1, bottom + 1)]
    return {
        "name": sheet.name,
        "visibility": "Visible" if sheet.state == -1 else "Hidden",
        "values": values,
        "used_range_address": f"{a1(top, left)}:{a1(bottom, right)}" if sheet.values else None,
        "pictures": [],
        "shapes": [],
        "charts": [{"name": f"图表 {n}"} for n, _ in enumerate(sheet.charts, 1)],
        "notes": [],
        "tables": [_table(number, table) for number, table in enumerate(sheet.tables, 1)],
        "pivot_tables": [],
        "print_area": None,
        "show_gridlines": True,
    }


def _table(number: int, table: LiveTable) -> dict[str, Any]:
    top, left, _, right = table.area
    return {
        "name": f"表{number}",
        "range_address": area_text(table.area),
        "header_row_range_address": area_text((top, left, top, right)) if table.headers else None,
        "data_body_range_address": None,
        "total_row_range_address": None,
        "show_headers": table.headers,
        "show_totals": table.totals,
        "table_style": "",
        "show_autofilter": table.arrows,
    }


def _sent(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat() + "Z"
    if isinstance(value, date):
        return f"{value.isoformat()}T00:00:00Z"
    if isinstance(value, time):
        return date_serial(datetime.combine(date(1900, 1, 1), value)) - 1
    return "" if value is None else value


def replay(book: xw.Book, model: LiveModel) -> None:
    """Do to the model what the engine tells its client to do. An unknown action fails."""
    for action in book.json()["actions"]:
        player = _Player(model, action)
        getattr(player, action["func"])(*action["args"])


class _Player:
    """One action; the methods are named as the client's functions."""

    def __init__(self, model: LiveModel, action: dict[str, Any]) -> None:
        self.model = model
        self.values = action["values"]
        if action["sheet_position"] is not None:
            self.sheet = model.sheets[action["sheet_position"]]
        if action["start_row"] is not None:
            top, left = action["start_row"] + 1, action["start_column"] + 1
            self.area = (top, left, top + action["row_count"] - 1, left + action["column_count"] - 1)

    def setScreenUpdating(self, on: bool) -> None: ...
    def setCalculation(self, mode: str) -> None: ...
    def calculate(self) -> None: ...
    def activateSheet(self, index: int) -> None:
        assert 0 <= index < len(self.model.sheets)

    def rangeSelect(self, nothing: None) -> None: ...

    def addSheet(self, index: int, name: str) -> None:
        self.model.sheets.insert(index, LiveSheet(name))

    def sheetDelete(self, nothing: None) -> None:
        self.model.sheets.remove(self.sheet)

    def copySheet(self, position: str, target: int, name: str) -> None:
        made = deepcopy(self.sheet)
        made.name, made.names = name, {}
        self.model.sheets.insert(target + (position == "After"), made)

    def setSheetName(self, name: str) -> None:
        self.sheet.name = name

    def setSheetVisibility(self, visibility: str) -> None:
        self.sheet.state = {"Visible": -1, "Hidden": 0}[visibility]

    def sheetClear(self, nothing: None) -> None:
        self.sheet.clear()

    def resizeTable(self, index: int, address: str) -> None:
        self.sheet.tables[index].area = parse_area(address.replace("$", ""))

    def namesAdd(self, name: str, text: str) -> None:
        self.sheet.names[name] = text

    def nameDelete(self, full: str, text: str, name: str, *more: Any) -> None:
        del self.sheet.names[name]

    def setFormula(self, *nothing: None) -> None:
        top, left, bottom, right = self.area
        assert [len(row) for row in self.values] == [right - left + 1] * (bottom - top + 1)
        for row, values in enumerate(self.values, top):
            for column, value in enumerate(values, left):
                self.sheet.put((row, column), value)

    setValues = setFormula

    def rangeMerge(self, across: bool) -> None:
        self.sheet.merge(self.area, across)

    def rangeUnmerge(self, nothing: None) -> None:
        assert is_whole(self.area)
        self.sheet.merges.clear()

    def setFontProperty(self, name: str, value: Any) -> None:
        self.sheet.paint(self.area, f"font_{name}", value.upper() if name == "color" else value)

    def setRangeColor(self, colour: str) -> None:
        self.sheet.paint(self.area, "fill", colour.upper())

    def setNumberFormat(self, code: str) -> None:
        self.sheet.paint(self.area, "number_format", code)

    def setWrapText(self, on: bool) -> None:
        self.sheet.paint(self.area, "wrap", on)

    def setHorizontalAlignment(self, where: str) -> None:
        self.sheet.paint(self.area, "horizontal", where.lower())

    def setVerticalAlignment(self, where: str) -> None:
        self.sheet.paint(self.area, "vertical", where.lower())

    def setBorderProperty(self, side: str, name: str, value: Any) -> None:
        edge = {"edge_top": 8, "edge_bottom": 9}.get(side)
        key = {"line_style": "line", "weight": "weight", "color": "border"}[name]
        value = {"continuous": 1, "thin": 2, "thick": 4}.get(value) or value.upper()
        if edge is None:
            self.sheet.paint(self.area, key, value)
            return
        for at in cells_of(self.area):
            look = self.sheet.looks.setdefault(at, {})
            look["edges"] = {**look.get("edges", {}), (edge, key): value}

    def copyFromRange(self, sheet: int, address: str, kind: str, *more: Any) -> None:
        assert kind == "formats"
        self.sheet.copy_look(parse_area(address.replace("$", "")), self.area)

    def setColumnWidth(self, points: float) -> None:
        characters = (points / 0.75 - 5) / 7
        if is_whole(self.area):
            assert round(characters, 1) == round(USUAL_WIDTH, 1)
            self.sheet.widths.clear()
        else:
            self.sheet.widths |= dict.fromkeys(columns_of([self.area]), characters)

    def setColumnHidden(self, on: bool) -> None:
        if is_whole(self.area):
            assert not on
            self.sheet.hidden.clear()
        else:
            self.sheet.hidden |= columns_of([self.area])

    def setRowHidden(self, on: bool) -> None:
        assert is_whole(self.area)
        assert not on

    def setRowHeight(self, points: float) -> None:
        self.sheet.heights |= dict.fromkeys(rows_of([self.area]), points)

    def setAutofit(self, what: str) -> None:
        assert what == "rows"
        self.sheet.fitted |= rows_of([self.area])

    def setSheetAutofit(self, what: str) -> None:
        assert what == "rows"
        self.sheet.heights.clear()

    def addNote(self, address: str, text: str) -> None:
        self.sheet.notes[parse_area(address.replace("$", ""))[:2]] = text

    def addConditionalFormat(self, entry: dict[str, Any]) -> None:
        if entry["type"] == "DataBar":
            self.sheet.bars[self.area] = entry["bar_color"].upper()
            return
        assert (entry["type"], entry["operator"]) == ("CellValue", "EqualTo")
        light = entry["formula1"].removeprefix("=").strip('"')
        self.sheet.lights[self.area, light] = (entry["fill_color"].upper(), entry["font_color"].upper())

    def clearConditionalFormats(self) -> None:
        self.sheet.lights.clear()
        self.sheet.bars.clear()

    def deleteDataValidation(self, nothing: None) -> None:
        self.sheet.drop_downs.clear()

    def setDataValidationList(self, source: dict[str, Any], shown: bool) -> None:
        if source["type"] == "literal":
            text = ",".join(source["values"])
        else:
            name = self.model.sheets[source["sheet_position"]].name
            column, top = source["start_column"] + 1, source["start_row"] + 1
            text = f"{name}!{a1(top, column)}:{a1(top + source['row_count'] - 1, column)}"
        self.sheet.drop_downs[self.area] = (text, True)

    def freezePaneAtRange(self, address: str) -> None:
        last = address.rpartition(":")[2]
        if last.isdigit():
            self.sheet.freeze = int(last) + 1, 1
        elif last.isalpha():
            self.sheet.freeze = 1, parse_area(last + "1")[1] + 1
        else:
            area = parse_area(address)
            self.sheet.freeze = area[2] + 1, area[3] + 1

    def setPrintArea(self, area: str) -> None:
        self.sheet.page["print_area"] = area

    def deleteChart(self, index: int) -> None:
        del self.sheet.charts[index]

    def addChart(
        self,
        name: str,
        kind: str,
        sheet: str,
        source: str,
        left: float,
        top: float,
        width: float,
        height: float,
        by: str,
        anchor: str,
        style: int,
    ) -> None:
        assert (sheet, by) == (self.sheet.name, "Columns")
        header, *area = parse_area(source.replace("$", ""))
        # the names of the series stand above their values
        chart = LiveChart(kind, "", parse_area(anchor.replace("$", ""))[:2], width, height)
        chart.source = (header + 1, area[0], area[1], area[2])
        for place, column in enumerate(range(area[0], area[2] + 1)):
            at = header, column
            chart.names[place] = self.sheet.values.get(at, self.sheet.formulas.get(at))
        self.sheet.charts.append(chart)

    def setChartTitle(self, index: int, text: str) -> None:
        self.sheet.charts[index].title = text

    def setChartXAxisValues(self, index: int, sheet: str, area: str) -> None:
        self.sheet.charts[index].categories = parse_area(area.replace("$", ""))

    def setChartLegend(self, index: int, name: str, value: Any) -> None:
        self.sheet.charts[index].settings[f"legend {name}"] = value

    def setChartAxis(self, index: int, axis: str, values: dict[str, Any]) -> None:
        self.sheet.charts[index].settings |= {f"{axis} {name}": value for name, value in values.items()}
