"""New sheets as a workbook of their own, built with XlsxWriter: a whole new file, or the donor of a graft."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

import xlsxwriter
from xlsxwriter.chart import Chart as NativeChart
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from duban.workbook.cells.addresses import parse_area
from duban.workbook.cells.areas import Area, Position, positions
from duban.workbook.cells.contents import escape_text, stored
from duban.workbook.file.package import Package
from duban.workbook.plan.drop_downs import drop_down_formula
from duban.workbook.plan.plans import Cell, Chart, DropDown, Expected, Series, SheetPlan
from duban.workbook.plan.ruler import MARGINS, PRINT_SCALE
from duban.workbook.plan.styles import (
    BAR_EDGE,
    BARS,
    DATA_BAR,
    LIGHT_COLOURS,
    LINE_WIDTH,
    MARKER_SIZE,
    STYLES,
    Fill,
    stroke,
)

_CREATED = datetime(2020, 1, 1)  # fixed, so that the same plans give the same bytes
_A4 = 9
_FOOTER = "&C第 &P 页 共 &N 页"
_FONT = "宋体"
_SMALL = 10.5
"""Points of the small texts of a chart, which are no smaller than those of a table when they print."""
_GREY = "#595959"
_DATA_BAR = {
    "type": "data_bar",
    "bar_color": "#" + DATA_BAR,
    "min_type": "num",
    "min_value": 0,
    "max_type": "num",
    "max_value": 1,
}
_NOTE = {"author": "督办", "font_name": _FONT, "font_size": 9, "width": 190, "height": 84}
"""A note of another author than what the program remarks: it is no remark, and stays where those are taken away."""
_KINDS = {"bar": {"type": "bar"}, "stacked": {"type": "bar", "subtype": "stacked"}, "line": {"type": "line"}}
_FIXED_ROW = re.compile(rb'(?P<start><row r="(?P<number>\d+)"[^>]*?) customHeight="1"')
_EMPTY_FORMULA = re.compile(rb'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?)(><f>[^<]*</f><v></v></c>)')


def make_donor(plans: Sequence[SheetPlan], date1904: bool = False) -> bytes:
    """A workbook that holds these sheets in this order; the same plans give the same bytes.

    Raises ValueError for what Excel cannot hold: a cell outside the sheet, a drop-down list of more than 255
    characters.
    """
    stream = io.BytesIO()
    options = {"in_memory": True, "date_1904": date1904, "strings_to_urls": False}
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"created": _CREATED, "author": "duban"})
    formats = {name: book.add_format(dict(properties)) for name, properties in STYLES.items()}
    lights = {
        light: book.add_format({"bg_color": f"#{fill}", "font_color": f"#{font}"})
        for light, (fill, font) in LIGHT_COLOURS.items()
    }
    for plan in plans:
        _add_sheet(book, plan, formats, lights, date1904)
    cells = {plan.name: plan.cells for plan in plans}
    for plan, sheet in zip(plans, book.worksheets(), strict=True):
        for chart in plan.charts:
            _add_chart(book, sheet, chart, cells)
    with warnings.catch_warnings():
        # a chart may show a sheet of the workbook that this one will be grafted into
        warnings.filterwarnings("ignore", message="Unknown worksheet reference")
        book.close()
    return _plainly(stream.getvalue(), {plan.name: plan.fitted_rows for plan in plans})


def _add_sheet(
    book: Workbook, plan: SheetPlan, formats: dict[str, Format], lights: dict[str, Format], date1904: bool
) -> None:
    sheet = book.add_worksheet(plan.name)
    # XlsxWriter looks for 30 newer functions in every formula, most of the time that it takes; ours are
    # those of Excel 2010. Should the method go, this line does nothing.
    sheet._prepare_formula = _without_equals
    for area in plan.merges:
        if area[:2] != area[2:]:
            style = plan.cells.get((area[0], area[1]), Cell()).style
            sheet.merge_range(*_zero_based(area), "", formats[style])
    for (row, column), cell in plan.cells.items():
        _write_cell(sheet, row - 1, column - 1, cell, formats[cell.style], date1904)
    for column in sorted({*plan.widths, *plan.hidden_columns}):
        hidden = {"hidden": True} if column in plan.hidden_columns else {}
        sheet.set_column(column - 1, column - 1, plan.widths.get(column), None, hidden)
    for row, height in plan.heights.items():
        sheet.set_row(row - 1, height)
    if plan.freeze is not None:
        sheet.freeze_panes(plan.freeze[0] - 1, plan.freeze[1] - 1)
    _set_page(sheet, plan)
    for drop_down in plan.drop_downs:
        _add_drop_down(sheet, drop_down)
    for expected in plan.expected:
        sheet.data_validation(*_zero_based(expected.area), {**_RULES[expected.kind], **_asked(expected)})
    if plan.filter is not None:
        sheet.autofilter(*_zero_based(plan.filter))
    if plan.protected:
        sheet.protect("", _ALLOWED)
    for (row, column), text in plan.notes.items():
        sheet.write_comment(row - 1, column - 1, escape_text(text), _NOTE)
    for area in plan.light_areas:
        for light, colours in lights.items():
            rule = {"type": "cell", "criteria": "==", "value": f'"{light}"', "format": colours}
            sheet.conditional_format(*_zero_based(area), rule)
    for area in plan.bar_areas:
        sheet.conditional_format(*_zero_based(area), _DATA_BAR)
    if plan.tab_colour is not None:
        sheet.set_tab_color("#" + plan.tab_colour.removeprefix("#"))


def _without_equals(formula: str, expand_future_functions: bool = False) -> str:
    return formula.removeprefix("=")


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, style: Format, date1904: bool) -> None:
    value = stored(cell.value, date1904)
    if cell.link is not None:
        code = sheet.write_url(row, column, f"internal:{cell.link}", style, str(value))
    elif cell.formula is not None:
        # XlsxWriter escapes texts of cells, and not those of formulas
        shown = escape_text(value) if isinstance(value, str) else "" if value is None else value
        code = sheet.write_formula(row, column, cell.formula, style, shown)
    elif value is None:
        code = sheet.write_blank(row, column, None, style)
    elif isinstance(value, bool):
        code = sheet.write_boolean(row, column, value, style)
    elif isinstance(value, str):
        code = sheet.write_string(row, column, value, style)
    else:
        code = sheet.write_number(row, column, value, style)
    if code:
        raise ValueError(f"row {row + 1}, column {column + 1} is outside the sheet")


def _set_page(sheet: Worksheet, plan: SheetPlan) -> None:
    sheet.set_paper(_A4)
    if plan.landscape:
        sheet.set_landscape()
    if plan.column_breaks:
        sheet.set_print_scale(PRINT_SCALE)
        sheet.set_v_pagebreaks(list(plan.column_breaks))
    else:
        sheet.fit_to_pages(1, 0)
    sheet.set_h_pagebreaks(list(plan.row_breaks))
    sheet.set_margins(**MARGINS)
    sheet.center_horizontally()
    sheet.set_footer(_FOOTER)
    if plan.repeat_rows is not None:
        sheet.repeat_rows(plan.repeat_rows[0] - 1, plan.repeat_rows[1] - 1)
    if plan.repeat_columns is not None:
        sheet.repeat_columns(plan.repeat_columns[0] - 1, plan.repeat_columns[1] - 1)
    if plan.print_area is not None:
        sheet.print_area(*_zero_based(plan.print_area))


def _add_drop_down(sheet: Worksheet, drop_down: DropDown) -> None:
    formula = drop_down_formula(drop_down)  # refuses what Excel would
    source = "=" + formula if isinstance(drop_down.choices, str) else list(drop_down.choices)
    rule = {"validate": "list", "source": source, "error_type": "stop" if drop_down.strict else "warning"}
    sheet.data_validation(*_zero_based(drop_down.area), rule)


_RULES: Mapping[str, Mapping[str, Any]] = {
    "share": {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1},
    "day": {
        "validate": "date",
        "criteria": "between",
        "minimum": date(1990, 1, 1),
        "maximum": date(2099, 12, 31),
    },
}
_ALLOWED = dict.fromkeys(
    ("format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter"),
    True,
)
"""What a protected sheet still lets people do."""


def _asked(expected: Expected) -> dict[str, Any]:
    """What a rule for input says: before something is typed, and when it is something else."""
    return {"error_type": "warning", "input_message": expected.hint, "error_message": expected.hint}


def _add_chart(
    book: Workbook, sheet: Worksheet, plan: Chart, cells: Mapping[str, Mapping[Position, Cell]]
) -> None:
    chart: NativeChart = book.add_chart(_KINDS[plan.kind])
    for place, series in enumerate(plan.series):
        references = {"name": series.name, "categories": series.categories, "values": series.values}
        if plan.kind == "line":
            kept = {"values_data": _numbers(cells, series.values)}
            chart.add_series({**references, **kept, **_line(series, place)})
        else:
            chart.add_series({**references, **_bars(series, plan)})
    chart.set_title({"name": plan.title, "name_font": _font(12, bold=True), "overlay": False})
    plain = {"num_font": _font(_SMALL), "major_tick_mark": "outside", "minor_tick_mark": "none"}
    categories: dict[str, Any] = {**plain, "line": {"color": "#A6A6A6"}}
    values: dict[str, Any] = {
        **plain,
        "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
        "line": {"none": True},
        "min": 0,
    }
    if plan.percent:
        values |= {"num_format": "0%"} | ({} if plan.open_ended else {"max": 1})
    if plan.step:
        values["major_unit"] = plan.step
    if plan.kind == "line":
        chart.set_x_axis(categories)
        chart.set_y_axis(values)
    else:
        # in a bar chart XlsxWriter calls the upright axis, the one with the categories, y
        chart.set_y_axis(categories | {"reverse": True})
        # the reversed axis would put the numbers on top
        chart.set_x_axis(values | {"label_position": "high"})
    if plan.kind == "bar":
        chart.set_legend({"none": True})
    else:
        chart.set_legend({"position": "bottom", "font": _font(_SMALL)})
    chart.set_size({"width": plan.width, "height": plan.height})
    sheet.insert_chart(plan.anchor[0] - 1, plan.anchor[1] - 1, chart)


def _bars(series: Series, plan: Chart) -> dict[str, Any]:
    """How the bars of a series look, in XlsxWriter's words."""
    number = "0%;;" if plan.percent else "0;;"  # a unit without a figure is not at 0 %
    labels: dict[str, Any] = {"value": True, "num_format": number, "font": _font(_SMALL)}
    if plan.kind == "stacked":
        bar = BARS.get(series.light, Fill("solid", series.colour))
        labels |= {"position": "center", "fill": {"color": "#FFFFFF"}, "font": _font(_SMALL, bold=True)}
        look = {"border": {"color": "#" + BAR_EDGE, "width": 0.75}, "gap": 60, "overlap": 100}
        return look | {"data_labels": labels, **_filled(bar)}
    return {"fill": {"color": "#" + series.colour}, "gap": 60, "data_labels": labels}


def _filled(bar: Fill) -> dict[str, Any]:
    if bar.pattern == "solid":
        return {"fill": {"color": "#" + bar.front}}
    colours = {"fg_color": "#" + bar.front, "bg_color": "#" + bar.back}
    return {"pattern": {"pattern": bar.pattern, **colours}}


def _line(series: Series, place: int) -> dict[str, Any]:
    """How the line of a series looks, in XlsxWriter's words."""
    colour = {"color": "#" + series.colour}
    marker, dash = stroke(place)
    return {
        "line": colour | {"width": LINE_WIDTH, "dash_type": dash},
        "marker": {"type": marker, "size": MARKER_SIZE, "border": colour, "fill": colour},
    }


def _numbers(cells: Mapping[str, Mapping[Position, Cell]], reference: str) -> list[float | None] | None:
    """What a chart keeps of the cells that it shows: XlsxWriter itself would keep a blank and an empty text as 0.

    None where the cells are in none of the new sheets.
    """
    name, area = _shown(reference)
    if name not in cells:
        return None
    values = (cells[name].get(at, Cell()).value for at in positions(area))
    return [value if isinstance(value, int | float) else None for value in values]


def charted(plans: Iterable[SheetPlan]) -> dict[str, set[Position]]:
    """Name of a sheet → its cells that charts of these sheets show."""
    found: dict[str, set[Position]] = {}
    every = (series for plan in plans for chart in plan.charts for series in chart.series)
    for reference in (text for each in every for text in (each.name, each.categories, each.values)):
        if reference.startswith("="):
            name, area = _shown(reference)
            found.setdefault(name, set()).update(positions(area))
    return found


def _shown(reference: str) -> tuple[str, Area]:
    """The sheet and the area that a reference of a chart leads to."""
    name, _, area = reference.removeprefix("=").rpartition("!")
    return name.removeprefix("'").removesuffix("'").replace("''", "'"), parse_area(area.replace("$", ""))


def _font(size: float, bold: bool = False) -> dict[str, Any]:
    return {"name": _FONT, "size": size, "bold": bold, "color": _GREY}


def _zero_based(area: Area) -> tuple[int, int, int, int]:
    return area[0] - 1, area[1] - 1, area[2] - 1, area[3] - 1


_SHOWN = b'<c:showVal val="1"/>'
_SHOWN_ALONE = (
    b'<c:showLegendKey val="0"/>'
    + _SHOWN
    + b"".join(
        b'<c:%b val="0"/>' % each
        for each in (b"showCatName", b"showSerName", b"showPercent", b"showBubbleSize")
    )
)
"""Labels of a chart with the value alone: what is not said is shown by some programs and not by others."""


_LINES = b"<c:lineChart>"
_LINE_ENDS = b"</c:val></c:ser>"
_STRAIGHT = b'</c:val><c:smooth val="0"/></c:ser>'
_SEEN = b'<c:plotVisOnly val="1"/>'
_SEEN_WITH_GAPS = _SEEN + b'<c:dispBlanksAs val="gap"/>'
_HIDDEN_TOO = b'<c:plotVisOnly val="0"/>'
"""The figures of bars stand in hidden columns."""
_AXIS = b"</c:scaling><c:axPos"
_AXIS_SHOWN = b'</c:scaling><c:delete val="0"/><c:axPos'
"""Lines are straight and have gaps, axes are shown: what is not said depends on the version of Excel that a workbook says
it is from, and charts are put into workbooks of any version."""


def _plainly(data: bytes, fitted: Mapping[str, Collection[int]]) -> bytes:
    """What XlsxWriter leaves open is said: that the empty text of a formula is text, that labels of charts show the value
    alone, that axes are shown, that lines are straight and have gaps. ``fitted``: the rows of each sheet that may grow,
    which to XlsxWriter are as fixed as all of which it knows the height."""
    package = Package.read(data)
    for name in package.sheet_names:
        part = package.sheet_part(name)
        made = sheet = package.data(part)
        if b"<f>" in sheet:
            sheet = _EMPTY_FORMULA.sub(rb'\1 t="str"\2', sheet)
        if fitted[name]:
            sheet = _FIXED_ROW.sub(partial(_loosened, fitted[name]), sheet)
        if sheet != made:
            package.put(part, sheet)
        for rel in package.rels(part):
            if rel.is_a("drawing") and rel.target in package:
                for chart in package.rels(rel.target):
                    package.put(chart.target, _plain_chart(package.data(chart.target)))
    return package.to_bytes() if package.touched else data


def _loosened(fitted: Collection[int], row: re.Match[bytes]) -> bytes:
    return row["start"] if int(row["number"]) in fitted else row[0]


def _plain_chart(data: bytes) -> bytes:
    data = data.replace(_SHOWN, _SHOWN_ALONE).replace(_AXIS, _AXIS_SHOWN)
    if _LINES in data:
        return data.replace(_LINE_ENDS, _STRAIGHT).replace(_SEEN, _SEEN_WITH_GAPS)
    return data.replace(_SEEN, _HIDDEN_TOO)
