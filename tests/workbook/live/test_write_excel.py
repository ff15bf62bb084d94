"""A plan carried out in a live workbook is what the file writer makes of it.

Both hosts are run: the Windows engine of xlwings over a fake of Excel's object model, and its remote engine,
whose answer is played back. What they leave is compared with the file.

WE001  The same sheets in the same order, and in each cell the same formula or constant.
WE002  Generated sheets look the same: fonts, number formats, places, grounds, lines.
WE003  The same merged areas, widths, hidden columns, drop-downs, lights, print areas, frozen cells, charts, tab.
WE004  In staff sheets only the planned cells change; new ones look like their neighbours.
WE005  An owned sheet is refilled, not replaced, and carries a mark that file commands read; an edit shows.
WE006  The calls for a sheet do not grow with its rows, but by a few for each page that must end somewhere.
WE007  Texts stay texts, blanks are blank, dates are numbers, long texts go one by one.
WE008  Quiet while at work; afterwards all is as it was, also after an error.
WE009  What cannot be carried out is said before anything is written.
WE010  A link is a formula.
WE011  A cell of format text takes a number and a formula.
WE012  Formulas find the sheet that they name: all sheets are there before any is filled.
WE013  Rows that a filter hides, of a sheet or of a table, are refused and named; rows hidden by hand are written.
WE014  What was written is read back: a cell that holds something else is named, and everything is taken back.
WE015  Wherever Excel refuses, the workbook is as before, or every sheet that is not is named.
WE016  A shared workbook and one that is marked as final are refused; a read-only one is not.
WE017  Sheets that are hidden, or that only macros can show, are in nobody's way and stay hidden.
WE018  One sheet is added where several are selected; a chart sheet may be in front or bear the name.
WE019  The clipboard is not touched.
WE020  The printer is asked once for a page, and missed nowhere.
WE021  Excel for Mac gets what xlwings has there, and the rest in another way.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import MagicMock

import openpyxl
import pytest
import sheets
import xlwings as xw
from built_samples import put_built
from counting_proxy import Counting, Refusing
from fake_windows import ComFailure, open_windows
from live_model import LiveModel, LiveSheet, LiveTable
from openpyxl.cell import MergedCell
from places import EXAMPLES
from remote_excel import open_remote, replay
from xlwings import mac_dict

from duban.macros.commands.build import build
from duban.macros.commands.demo import AS_OF, CITY_BOOK, DISTRICT_BOOKS, PARK
from duban.macros.commands.read_districts import District
from duban.macros.commands.rollup import roll_up
from duban.macros.figures.understood import RunOptions
from duban.macros.staff_sheets.cells_to_set import same_value
from duban.udfs.periods import Period
from duban.validation.mend.annotate import Row, findings_sheet
from duban.workbook.cells.addresses import area_text, parse_area
from duban.workbook.cells.rectangles import rectangles
from duban.workbook.file.write_xlsx import apply, create
from duban.workbook.live import host as excel_host
from duban.workbook.live.cell_inputs import looks_typed
from duban.workbook.live.excel_desktop import rows_of
from duban.workbook.live.excel_mac import MacHost
from duban.workbook.live.excel_windows import WindowsHost
from duban.workbook.live.write_excel import LiveBook, apply_live, quiet
from duban.workbook.plan.drop_downs import drop_down_formula
from duban.workbook.plan.links import as_formula
from duban.workbook.plan.plans import (
    BookPlan,
    Cell,
    Chart,
    DropDown,
    EditCell,
    Remark,
    Series,
    SheetEdit,
    SheetPlan,
)
from duban.workbook.plan.styles import BAR_EDGE, BARS, LIGHT_COLOURS, STROKES, STYLES
from duban.workbook.reading.grid import GridBook
from duban.workbook.reading.tables import read_tables
from duban.workbook.say.findings import Finding
from duban.workbook.say.stop import Stop

OPTIONS = RunOptions(period=Period.of(AS_OF), as_of=AS_OF)
WINDOWS, REMOTE = "windows", "remote"
HOSTS = (WINDOWS, REMOTE)

Open = Callable[[LiveModel], xw.Book]
OPEN: Mapping[str, Open] = {WINDOWS: open_windows, REMOTE: open_remote}


class Case(NamedTuple):
    """A workbook, a plan for it, and the file that the file writer makes of both."""

    before: Path
    plan: BookPlan
    after: Path


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Case]:
    """The demo: a first build, the same one again with figures that changed, and the city's roll-up."""
    folder = tmp_path_factory.mktemp("live")

    def case(name: str, before: Path, plan: BookPlan) -> Case:
        after = folder / f"{name} {before.name}"
        after.write_bytes(apply(before.read_bytes(), plan))
        return Case(before, plan, after)

    for name in (PARK, *DISTRICT_BOOKS):
        options = replace(OPTIONS, accept=name == PARK)
        put_built(folder / name, options, name)
    park = build(read_tables(GridBook(EXAMPLES / PARK)), replace(OPTIONS, accept=True)).plan
    again = build(read_tables(GridBook(folder / PARK)), replace(OPTIONS, as_of=date(2020, 8, 31))).plan
    districts = [
        District(Path(name).stem, name, read_tables(GridBook(folder / name)))
        for name in (PARK, *DISTRICT_BOOKS)
    ]
    city = roll_up(read_tables(GridBook(EXAMPLES / CITY_BOOK)), districts=districts, options=OPTIONS).plan
    return {
        "first": case("first", EXAMPLES / PARK, park),
        "again": case("again", folder / PARK, again),
        "city": case("city", EXAMPLES / CITY_BOOK, city),
    }


@pytest.fixture(
    scope="module", params=[(name, host) for name in ("first", "again", "city") for host in HOSTS]
)
def done(request: pytest.FixtureRequest, cases: dict[str, Case]) -> tuple[Case, LiveModel, str]:
    """Each case carried out on each host."""
    name, host = request.param
    return cases[name], carry_out(host, LiveModel.of_file(cases[name].before), cases[name].plan), host


def carry_out(host: str, model: LiveModel, plan: BookPlan) -> LiveModel:
    book = OPEN[host](model)
    apply_live(book, plan)
    if host == REMOTE:
        replay(book, model)
    return model


def one_sheet(host: str, plan: SheetPlan) -> LiveSheet:
    model = carry_out(host, LiveModel("书.xlsx", [LiveSheet("任务清单")]), BookPlan(sheets=(plan,)))
    return model[plan.name]


# WE001


def linked(case: Case, name: str) -> dict[tuple[int, int], Cell]:
    """The cells of a generated sheet that lead to another cell."""
    plans = [plan for plan in case.plan.sheets if plan.name == name]
    return {at: cell for plan in plans for at, cell in plan.cells.items() if cell.link is not None}


def test_sheets_and_cells__ok(done: tuple[Case, LiveModel, str]) -> None:  # WE001
    case, model, _ = done
    file = GridBook(case.after)
    assert model.sheet_names == file.sheet_names
    for name in file.sheet_names:
        grid, sheet = file.grid(name), model[name]
        links = {at: as_formula(cell) for at, cell in linked(case, name).items()}
        assert dict(grid.formulas) | {at: cell.formula for at, cell in links.items()} == sheet.formulas
        constants = {
            (row, column): value
            for row, values in enumerate(grid.rows, 1)
            for column, value in enumerate(values, 1)
            if value is not None and (row, column) not in sheet.formulas
        }
        # what Excel computes is not written, and not known to the fake
        live = {at: value for at, value in sheet.values.items() if at not in sheet.formulas}
        assert constants.keys() == live.keys()
        assert [at for at in live if not same_value(live[at], constants[at])] == []


# WE002


def test_looks__ok(done: tuple[Case, LiveModel, str]) -> None:  # WE002
    case, model, host = done
    book = openpyxl.load_workbook(case.after)
    compared = 0
    for plan in case.plan.sheets:
        for at in plan.cells:
            if isinstance(book[plan.name].cell(*at), MergedCell):
                continue
            wanted, live = look_of(book[plan.name].cell(*at)), model[plan.name].look(at)
            if host == REMOTE:
                wanted.pop("font_underline")
            assert {
                key: value for key, value in wanted.items() if live.get(key, PLAIN[key]) != value
            } == {}, (plan.name, at)
            compared += 1
    assert compared > 100


PLAIN = {
    "font_name": None,
    "font_size": None,
    "font_bold": False,
    "font_color": None,
    "font_underline": None,
    "number_format": "General",
    "horizontal": "general",
    "vertical": None,
    "wrap": False,
    "fill": None,
    "border": None,
}


def look_of(cell: Any) -> dict[str, Any]:
    """A cell of a file in the words of ``LiveSheet``."""

    def rgb(colour: Any) -> str | None:
        return f"#{colour.rgb[2:]}" if colour is not None and isinstance(colour.rgb, str) else None

    font, place, fill, line = cell.font, cell.alignment, cell.fill, cell.border.left
    return {
        "font_name": font.name,
        "font_size": font.size,
        "font_bold": bool(font.bold),
        "font_color": None if font.color is None or font.color.type == "theme" else rgb(font.color),
        "font_underline": 2 if font.underline else None,
        "number_format": cell.number_format,
        "horizontal": place.horizontal or "general",
        "vertical": place.vertical,
        "wrap": bool(place.wrap_text),
        "fill": rgb(fill.fgColor) if fill.fill_type == "solid" else None,
        "border": rgb(line.color) if line is not None and line.style else None,
    }


def test_lines_along_one_edge__ok(done: tuple[Case, LiveModel, str]) -> None:  # WE002
    case, model, _ = done
    book, lines = openpyxl.load_workbook(case.after), set()
    weights = {"thin": 2, "thick": 4}
    for plan in case.plan.sheets:
        for at, cell in plan.cells.items():
            if isinstance(book[plan.name].cell(*at), MergedCell):
                continue
            frame = book[plan.name].cell(*at).border
            edges = model[plan.name].look(at).get("edges", {}) if not frame.left.style else {}
            for number, edge in ((8, frame.top), (9, frame.bottom)):
                if frame.left.style or not edge.style:
                    assert not any(side == number for side, _ in edges), (plan.name, at)
                    continue
                colour = (
                    f"#{edge.color.rgb[2:]}" if edge.color and isinstance(edge.color.rgb, str) else "#000000"
                )
                drawn = {key: edges.get((number, key)) for key in ("line", "weight", "border")}
                assert drawn == {"line": 1, "weight": weights[edge.style], "border": colour}, (plan.name, at)
                lines.add(cell.style)
    used = {cell.style for plan in case.plan.sheets for cell in plan.cells.values()}
    assert lines == {style for style in used if {"top", "bottom"} & STYLES[style].keys()}
    assert ("issuer" in lines) is any(plan.name.endswith("通报") for plan in case.plan.sheets)


@pytest.mark.parametrize("host", HOSTS)
def test_lines_below_each_other__ok(host: str) -> None:  # WE002
    cells = {(1, 1): Cell("报：甲", style="addressee")} | {
        (row, 1): Cell("送：乙", style="addressee_more") for row in (2, 3)
    }
    live = one_sheet(host, SheetPlan(name="通报", cells=cells))
    edges = {at: {edge for edge, key in live.look(at)["edges"] if key == "line"} for at in cells}
    assert edges == {(1, 1): {8, 9}, (2, 1): {9}, (3, 1): {9}}


# WE003


def test_sheet_furniture__ok(done: tuple[Case, LiveModel, str]) -> None:  # WE003
    case, model, host = done
    book = openpyxl.load_workbook(case.after)
    for plan in case.plan.sheets:
        live, file = model[plan.name], book[plan.name]
        assert live.merges == {parse_area(str(area)) for area in file.merged_cells.ranges}
        assert {c: round(width, 1) for c, width in live.widths.items()} == {
            c: round(width, 1) for c, width in plan.widths.items()
        }
        columns = [each for each in file.column_dimensions.values() if each.hidden]
        hidden = {column for each in columns for column in range(each.min, each.max + 1)}
        assert live.hidden == set(plan.hidden_columns) == hidden
        assert live.lights == {
            (area, light): (f"#{fill}", f"#{font}")
            for area in plan.light_areas
            for light, (fill, font) in LIGHT_COLOURS.items()
        }
        assert live.drop_downs == {
            each.area: (drop_down_formula(each).replace("$", ""), each.strict or host == REMOTE)
            for each in plan.drop_downs
        }
        assert live.page.get("print_area") == (plan.print_area and area_text(plan.print_area))
        assert live.freeze == plan.freeze
        if host == WINDOWS:
            assert live.tab == (plan.tab_colour and f"#{plan.tab_colour}")
            assert live.page["Orientation"] == {"landscape": 2, "portrait": 1}[file.page_setup.orientation]
            assert live.page["PaperSize"] == int(file.page_setup.paperSize)
            assert live.page["CenterFooter"] == file.oddFooter.center.text.replace("&N", "&N")
            assert live.page["LeftMargin"] == pytest.approx(72 * file.page_margins.left)
            assert live.page["BottomMargin"] == pytest.approx(72 * file.page_margins.bottom)
            assert live.page["PrintTitleRows"] == (file.print_title_rows or "")
            assert live.page["PrintTitleColumns"] == (file.print_title_cols or "")
            assert live.row_breaks == {each.id for each in file.row_breaks.brk} == set(plan.row_breaks)
            assert live.column_breaks == {each.id for each in file.col_breaks.brk} == set(plan.column_breaks)


def test_charts__ok(done: tuple[Case, LiveModel, str]) -> None:  # WE003
    case, model, host = done
    for plan in case.plan.sheets:
        live = model[plan.name].charts
        assert len(live) == len(plan.charts)
        for made, chart in zip(live, plan.charts, strict=True):
            areas = [area_of(series.values) for series in chart.series]
            assert (
                made.kind
                == {"bar": "BarClustered", "stacked": "BarStacked", "line": "LineMarkers"}[chart.kind]
            )
            assert (made.title, made.anchor, made.width) == (chart.title, chart.anchor, chart.width * 0.75)
            assert made.source == (*areas[0][:2], *areas[-1][2:])
            assert made.categories == area_of(chart.series[0].categories)
            assert list(made.names.values()) == [series.name for series in chart.series]
            assert made.settings.get("category reverse_order", False) is (chart.kind != "line")
            assert made.settings.get("value maximum_scale") == (1 if chart.percent else None)
            assert made.settings.get("value major_unit") == chart.step
            if host == WINDOWS:
                assert list(made.colours.values()) == [f"#{series.colour}" for series in chart.series]
                if chart.kind != "line":
                    assert made.settings["hidden too"] is True
                    assert [made.fills.get(n, {}) for n in made.names] == [*map(bars_of, chart.series)]


def bars_of(series: Series) -> dict[str, str]:
    """What is set of the bars of a series besides their colour."""
    if series.light not in BARS:
        return {}
    look = BARS[series.light]
    pattern = {} if look.pattern == "solid" else {"pattern": look.pattern, "back": f"#{look.back}"}
    return {"edge": f"#{BAR_EDGE}", "label": "#FFFFFF", **pattern}


COLOURS = ("#4472C4", "#ED7D31", "#70AD47")
LINES = Chart(
    "line",
    "进度走势",
    tuple(
        Series(name, "=走势!$A$5:$A$8", f"=走势!${column}$5:${column}$8", colour[1:])
        for name, column, colour in zip("甲乙丙", "BCD", COLOURS, strict=True)
    ),
    (10, 1),
    480,
    260,
    percent=True,
)
TREND = SheetPlan(
    "走势",
    {
        **{(4, column): Cell(name) for column, name in enumerate("甲乙丙", 2)},
        **{(row, 1): Cell(f"{row - 4}月") for row in range(5, 9)},
    },
    charts=(LINES,),
)


@pytest.mark.parametrize("host", HOSTS)
def test_lines__ok(host: str) -> None:  # WE003
    (made,) = one_sheet(host, TREND).charts
    assert (made.kind, made.title, made.anchor) == ("LineMarkers", LINES.title, LINES.anchor)
    assert made.source == (5, 2, 8, 4) and made.categories == (5, 1, 8, 1)
    assert list(made.names.values()) == ["甲", "乙", "丙"]
    assert made.settings["legend position"] == "Bottom"
    assert made.settings["value minimum_scale"] == 0 and made.settings["value maximum_scale"] == 1
    assert made.settings["value number_format"] == "0%"
    assert "category reverse_order" not in made.settings  # time runs to the right
    if host == WINDOWS:
        assert made.settings["blanks"] == "gap"
        assert made.colours == dict(enumerate(COLOURS))
        for place, (colour, (marker, dash)) in enumerate(zip(COLOURS, STROKES, strict=False)):
            look = {"visible": True, "width": 2.25, "dash": dash, "marker": marker, "size": 7}
            assert made.lines[place] == look | {"edge": colour, "ground": colour}


def test_every_stroke_is_drawn_on_windows__ok() -> None:  # WE003
    series = tuple(
        Series(f"第{n}", "=走势!$A$5:$A$8", f"=走势!{area_text((5, n, 8, n))}", "4472C4")
        for n in range(2, len(STROKES) + 3)
    )
    (made,) = one_sheet(WINDOWS, replace(TREND, charts=(replace(LINES, series=series),))).charts
    drawn = [(look["marker"], look["dash"]) for _, look in sorted(made.lines.items())]
    assert drawn == [*STROKES, STROKES[0]]


def test_lines_on_a_mac__ok() -> None:  # WE021
    chart = MagicMock()
    chart.series = [MagicMock() for _ in LINES.series]
    MacHost(MagicMock())._finish_chart(chart, LINES)
    said = [call.kwargs for each in chart.series for call in each.set.mock_calls]
    assert [(each["name"], each["line_color"], each["marker_style"]) for each in said] == [
        (name, colour, marker) for name, colour, (marker, _) in zip("甲乙丙", COLOURS, STROKES, strict=False)
    ]


def area_of(reference: str) -> tuple[int, int, int, int]:
    return parse_area(reference.rpartition("!")[2].replace("$", ""))


def test_charts_are_compared__ok(cases: dict[str, Case]) -> None:  # WE003
    assert [sum(len(plan.charts) for plan in case.plan.sheets) for case in cases.values()] == [3, 2, 0]


def test_rows_are_as_high_as_their_text__ok(done: tuple[Case, LiveModel, str]) -> None:  # WE003
    case, model, _ = done
    for plan in case.plan.sheets:
        live = model[plan.name]
        # Excel fits no row whose text is merged over several cells
        assert {row for row in plan.heights if row not in live.fitted} <= live.heights.keys()
        assert all(live.heights[row] == plan.heights[row] for row in live.heights)


# WE004


def test_staff_cells__ok(cases: dict[str, Case]) -> None:  # WE004
    case = cases["first"]
    before, after = LiveModel.of_file(case.before), LiveModel.of_file(case.before)
    (edit,) = [edit for edit in case.plan.edits if edit.name == "任务清单"]
    there, here = before["任务清单"], after["任务清单"]
    for (row, _), cell in edit.cells.items():
        assert cell.like is not None
        bold, fill = row == 3, ("#FFFF00" if row % 2 else None)
        look = {"font_name": "楷体", "font_size": 12, "font_bold": bold, "horizontal": "center", "wrap": True}
        here.looks[cell.like] = look | ({"fill": fill} if fill else {}) | {"line": 1, "border": "#FF0000"}
    models = dict(here.looks)
    carry_out(WINDOWS, after, case.plan)
    file = openpyxl.load_workbook(case.after)["任务清单"]
    assert {at: value for at, value in here.values.items() if at not in edit.cells} == {
        at: value for at, value in there.values.items() if at not in edit.cells
    }
    assert here.looks.keys() - models.keys() == edit.cells.keys()
    for at, cell in edit.cells.items():
        assert here.look(at)["number_format"] == file.cell(*at).number_format
        assert cell.like is not None
        model = models[cell.like]
        assert {key: here.look(at).get(key) for key in model} == model
        assert ("fill" in here.look(at)) == ("fill" in model)
    assert here.widths == pytest.approx(dict(edit.widths))
    assert {area for area, _ in here.lights} == set(edit.light_areas)
    assert here.merges == there.merges


def test_unequal_edges_are_copied__ok() -> None:  # WE004
    sheet = LiveSheet("表", {(1, 1): "甲", (2, 1): "乙"})
    sheet.looks |= {(1, 1): {"edges": {(9, "line"): 1, (9, "weight"): -4138, (9, "border"): "#FF0000"}}}
    cells = {(row, 2): EditCell("新", like=(row, 1)) for row in (1, 2)}
    carry_out(WINDOWS, LiveModel("书.xlsx", [sheet]), BookPlan(edits=(SheetEdit("表", cells),)))
    edges = sheet.look((1, 2))["edges"]
    assert {key: edges[9, key] for key in ("line", "weight", "border")} == {
        "line": 1,
        "weight": -4138,
        "border": "#FF0000",
    }
    assert {edge for edge, _ in edges} == {9}
    assert "edges" not in sheet.look((2, 2))


@pytest.mark.parametrize(("there", "wanted"), [(40.0, 40.0), (3.0, 14.0)])
def test_column_of_the_staff_is_not_narrowed__ok(there: float, wanted: float) -> None:  # WE004
    sheet = LiveSheet("表", values={(1, 2): "注", (9, 3): "甲"}, widths={2: there, 3: there})
    model = LiveModel("书.xlsx", [sheet])
    edit = SheetEdit("表", {(2, 2): EditCell("新"), (9, 3): EditCell("乙")}, widths={2: 14, 3: 14})
    made = carry_out(WINDOWS, model, BookPlan(edits=(edit,)))["表"]
    assert made.widths == {2: wanted, 3: 14}


def test_format_of_staff_is_kept__ok(tmp_path: Path) -> None:  # WE004
    path = sheets.write(tmp_path / "a.xlsx", sheets.Sheet("表", [["甲", "2020.9.30", 5], [None, None, None]]))
    model = LiveModel.of_file(path)
    model["表"].looks |= {
        (1, 1): {"number_format": "0.00"},
        (1, 2): {"number_format": "@"},
        (1, 3): {"number_format": "0.0%"},
        (2, 1): {"number_format": "General"},
        (2, 2): {"number_format": "m/d"},
    }
    cells = {
        (1, 1): EditCell(1, number_format="date"),  # its own format
        (1, 2): EditCell(date(2020, 9, 30), number_format="date", like=(1, 2)),  # was text
        (1, 3): EditCell(0.5, number_format="percent", like=(1, 3)),  # shows shares already
        (2, 1): EditCell(date(2020, 9, 30), number_format="date"),  # blank and plain
        (2, 2): EditCell(date(2020, 9, 30), number_format="date"),  # blank, with a format
    }
    sheet = carry_out(WINDOWS, model, BookPlan(edits=(SheetEdit("表", cells),)))["表"]
    formats = {at: sheet.look(at)["number_format"] for at in cells}
    assert list(formats.values()) == ["0.00", "yyyy-mm-dd", "0.0%", "yyyy-mm-dd", "m/d"]
    assert sheet.values[1, 2] == 44104


@pytest.mark.parametrize(
    ("area", "row", "after"),
    [
        ("$A$1:$H$20", 25, "$A$1:$H$25"),
        ("$A$1:$H$20", 15, "$A$1:$H$20"),
        ("$A$1:$B$2,$D$4:$E$5", 9, "$A$1:$B$2,$D$4:$E$5"),
    ],
)
def test_print_area_is_drawn_down__ok(area: str, row: int, after: str) -> None:  # WE004
    model = LiveModel("书.xlsx", [LiveSheet("表", page={"print_area": area})])
    carry_out(WINDOWS, model, BookPlan(edits=(SheetEdit("表", {}, print_to=row),)))
    assert model["表"].page["print_area"] == after


# WE005


@pytest.mark.parametrize("host", HOSTS)
def test_owned_sheet_is_refilled__ok(cases: dict[str, Case], host: str) -> None:  # WE005
    model = LiveModel.of_file(cases["again"].before)
    sheet = model["市级汇总"]
    sheet.values[200, 3], sheet.hidden, sheet.widths = "旧", {5}, {5: 99.0}
    carry_out(host, model, cases["again"].plan)
    assert model["市级汇总"] is sheet
    assert (200, 3) not in sheet.values
    assert 99.0 not in sheet.widths.values()
    assert 5 not in sheet.hidden


def test_mark_is_what_file_commands_read__ok(done: tuple[Case, LiveModel, str]) -> None:  # WE005
    case, model, _ = done
    file = GridBook(case.after).marks()
    live = {
        sheet.name: text.removeprefix('="duban:1:').removesuffix('"')
        for sheet in model.sheets
        for text in sheet.names.values()
    }
    assert live == {name: left for name, (left, _) in file.items()}
    assert len(live) > 0


def test_live_edit_is_noticed__ok(cases: dict[str, Case]) -> None:  # WE005
    model = carry_out(WINDOWS, LiveModel.of_file(cases["first"].before), cases["first"].plan)
    model["市级汇总"].values[1, 1] = "改过的标题"
    marks = LiveBook(open_windows(model)).marks()
    assert [name for name, (left, now) in marks.items() if left != now] == ["市级汇总"]


@pytest.mark.parametrize("host", HOSTS)
def test_edited_sheet_is_kept_under_another_name__ok(cases: dict[str, Case], host: str) -> None:  # WE005
    case = cases["again"]
    plan = replace(
        case.plan,
        renames=(("市级汇总", "市级汇总（旧1）"),),
        removes=("单位-办公室",),
        sheets=tuple(each for each in case.plan.sheets if each.name != "单位-办公室"),
    )
    model = LiveModel.of_file(case.before)
    sheet, content = model["市级汇总"], dict(model["市级汇总"].formulas)
    carry_out(host, model, plan)
    file = GridBook(case.after)
    file_names = GridBook(_written(case, plan)).sheet_names
    if host == REMOTE:  # puts it at the end
        file_names.append(file_names.pop(file_names.index("市级汇总（旧1）")))
    assert model.sheet_names == file_names
    assert "单位-办公室" in file.sheet_names
    assert model["市级汇总（旧1）"].names == {}
    assert "_duban_mark" in model["市级汇总"].names
    # what staff refer to by the name is the new content
    assert model["市级汇总"] is sheet
    assert model["市级汇总（旧1）"].formulas == content


def _written(case: Case, plan: BookPlan) -> Path:
    path = case.after.with_name("renamed.xlsx")
    path.write_bytes(apply(case.before.read_bytes(), plan))
    return path


# WE006


MOST_CALLS = 60
"""For the cells of one sheet and its window."""

CALLS_OF_THE_PAGE = 16
"""Paper, margins, footer, one by one, for Excel has no other way; and the printer, which waits meanwhile."""

CALLS_OF_A_PRINTED_PAGE = 2
"""Its break, one by one, for Excel has no other way; and its share of the looks of headers."""

CALLS_OF_A_LONG_TEXT = 2
"""Excel takes none in an array, and each is read back."""

CALLS_OF_A_LOOK = 26
"""Of neighbours: each property is read and set, which leaves the clipboard alone."""

CALLS_OF_A_CHART = 25
"""More than half of them for the names and colours of its series."""


def calls(host: str, plan: SheetPlan, others: tuple[SheetPlan, ...]) -> Counter[str]:
    """What one sheet costs, without what any plan costs."""

    def count(what: SheetPlan) -> Counter[str]:
        counted: Counter[str] = Counter()
        names = ["任务清单", *(each.name for each in others if each.name != plan.name)]
        model = LiveModel("书.xlsx", [LiveSheet(name) for name in names])
        apply_live(Counting(OPEN[host](model), counted), BookPlan(sheets=(what,)))
        return counted

    return count(plan) - count(SheetPlan(plan.name, {}))


@pytest.fixture(scope="module")
def sizes(tmp_path_factory: pytest.TempPathFactory) -> tuple[BookPlan, BookPlan]:
    """The plans of a list of 10 measures and of one of 3,000, all of one unit."""
    return tuple(  # type: ignore[return-value]
        _plan_of(tmp_path_factory.mktemp("sizes") / f"{items}.xlsx", items) for items in (2, 600)
    )


def _plan_of(path: Path, items: int) -> BookPlan:
    measures = "\n".join(f"{n}、措施{n}，推进落实，责任到人；" for n in range(1, 6))
    rows = [sheets.HEADER, *(sheets.item(n, f"事项{n}攻坚", measures=measures) for n in range(1, items + 1))]
    city = [["序号", "事项名称", "主要内容"], *([n, f"事项{n}攻坚", "推进落实"] for n in range(1, 16))]
    sheets.write(path, sheets.Sheet("任务清单", rows), sheets.Sheet("市级事项", city))
    return build(read_tables(GridBook(path)), replace(OPTIONS, accept=True)).plan


def test_calls_do_not_grow_with_rows__ok(sizes: tuple[BookPlan, BookPlan]) -> None:  # WE006
    small, large = sizes
    assert max(max(row for row, _ in plan.cells) for plan in large.sheets) > 3_000
    for few, many in zip(small.sheets, large.sheets, strict=True):
        counted = [
            sum(calls(WINDOWS, *each).values()) for each in ((few, small.sheets), (many, large.sheets))
        ]
        more = [
            CALLS_OF_A_PRINTED_PAGE * len(plan.row_breaks) + CALLS_OF_A_LONG_TEXT * long_texts(plan)
            for plan in (few, many)
        ]
        assert abs(counted[1] - counted[0]) <= 2 + more[1] - more[0], few.name
        most = MOST_CALLS + CALLS_OF_THE_PAGE + CALLS_OF_A_CHART * len(few.charts)
        assert max(counted) <= most + more[1], few.name


def long_texts(plan: SheetPlan) -> int:
    """Texts that go one by one."""
    return sum(isinstance(cell.value, str) and len(cell.value) > 8_192 for cell in plan.cells.values())


def test_calls_of_edits_do_not_grow_with_rows__ok() -> None:  # WE006
    counted = []
    for rows in (10, 10_000):
        cells = {
            (row, column): EditCell(0.5, "=1/2" if column == 3 else None, "percent", (row, 1))
            for row in range(2, rows + 2)
            for column in (2, 3, 5)
        }
        model = LiveModel("书.xlsx", [LiveSheet("表", {(rows + 1, 1): 1})])
        count: Counter[str] = Counter()
        apply_live(Counting(open_windows(model), count), BookPlan(edits=(SheetEdit("表", cells),)))
        counted.append(sum(count.values()))
    assert counted[0] == counted[1] <= MOST_CALLS + CALLS_OF_A_LOOK


def test_calls_for_findings__ok() -> None:  # WE006
    counted = []
    for many in (10, 10_000):
        found = [
            Finding(("S104", "I100", "K110")[n % 3], "任务清单", n + 2, 7, "完成进度", n) for n in range(many)
        ]
        plan = findings_sheet(
            [Row.of(each, "zh") for each in found], ["任务清单"], "校验结果", "书.xlsx", "zh"
        )
        counted.append(sum(calls(WINDOWS, plan, ()).values()))
    assert counted[1] <= MOST_CALLS + CALLS_OF_THE_PAGE


def test_rectangles__ok() -> None:  # WE006
    cells = {(1, 1), (1, 2), (2, 1), (2, 2), (3, 2), (5, 2), (5, 4)}
    assert rectangles(cells) == [(1, 1, 2, 2), (3, 2, 3, 2), (5, 2, 5, 2), (5, 4, 5, 4)]
    assert rectangles([]) == []


# WE007


ODD_TEXTS = [
    "12",
    "007",
    "80%",
    "１２",
    "2020-9-30",
    "2020年9月",
    "9月30日",
    "1/2",
    "1E5",
    "TRUE",
    "false",
    "=1+1",
    "+86",
    "-",
    "@名",
    "'引号",
    "#N/A",
    "10:30",
    "二〇二〇年九月",
]
PLAIN_TEXTS = ["1、完善制度；\n2、健全机制", "综合管理局", "第三季度", "3个项目", "—", "（一）推进"]


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_odd_text_is_kept_apart__ok(text: str) -> None:  # WE007
    assert looks_typed(text)


@pytest.mark.parametrize("text", PLAIN_TEXTS)
def test_plain_text_needs_no_apostrophe__ok(text: str) -> None:  # WE007
    assert not looks_typed(text)


@pytest.mark.parametrize("host", HOSTS)
def test_values__ok(host: str) -> None:  # WE007
    values = [*ODD_TEXTS, *PLAIN_TEXTS, "一\r\n二", "长" * 9000, 3, 0.25, True, date(2020, 9, 30)]
    values += [datetime(2020, 9, 30, 12), "", None]
    cells = {(row, 1): Cell(value) for row, value in enumerate(values, 1)}
    live = one_sheet(host, SheetPlan("新", {**cells, (3, 3): Cell(1)})).values
    wanted = [*values[:-7], 3, 0.25, True, 44104, 44104.5, None, None]
    wanted[len(ODD_TEXTS) + len(PLAIN_TEXTS)] = "一\n二"
    assert [live.get((row, 1)) for row in range(1, len(values) + 1)] == wanted
    assert live[3, 3] == 1


def test_cell_of_format_text__ok() -> None:  # WE011
    sheet = LiveSheet("表", {(1, 1): "旧", (2, 1): "旧", (3, 1): "旧"})
    sheet.looks |= {(row, 1): {"number_format": "@"} for row in (1, 2, 3)}
    model = LiveModel("书.xlsx", [sheet])
    cells = {(1, 1): EditCell(5), (2, 1): EditCell(None, "=1+1"), (3, 1): EditCell("007")}
    carry_out(WINDOWS, model, BookPlan(edits=(SheetEdit("表", cells),)))
    assert sheet.values == {(1, 1): 5, (3, 1): "007"}
    assert sheet.formulas == {(2, 1): "=1+1"}
    assert [sheet.look((row, 1))["number_format"] for row in (1, 2, 3)] == ["@"] * 3


# WE008


@pytest.fixture
def book() -> xw.Book:
    return open_windows(LiveModel("书.xlsx", [LiveSheet("甲"), LiveSheet("乙")]))


SWITCHES = ("screen_updating", "enable_events", "display_alerts", "calculation")


def switches(app: xw.App) -> list[Any]:
    return [getattr(app, name) for name in SWITCHES]


def test_quiet__ok(book: xw.Book) -> None:  # WE008
    before = switches(book.app)
    with quiet(book):
        assert switches(book.app) == [False, False, False, "manual"]
    assert switches(book.app) == before


def test_quiet_after_an_error__ok(book: xw.Book) -> None:  # WE008
    book.app.calculation = "semiautomatic"
    book.sheets["乙"].api.Activate()
    book.sheets["乙"].range("C3").api.Select()
    before = switches(book.app)
    with pytest.raises(ZeroDivisionError), quiet(book):
        book.sheets["甲"].api.Activate()
        book.sheets["甲"].range("A1").api.Select()
        raise ZeroDivisionError
    assert switches(book.app) == before
    assert book.sheets.active.name == "乙"
    assert book.app.selection.address == "$C$3"


def test_active_sheet_is_removed__ok() -> None:  # WE008
    model = LiveModel("书.xlsx", [LiveSheet("甲"), LiveSheet("乙")])
    book = open_windows(model)
    before = switches(book.app)
    apply_live(book, BookPlan(removes=("甲",)))
    assert model.sheet_names == ["乙"]
    assert switches(book.app) == before


# WE009


def refused() -> Iterator[tuple[BookPlan, type[Exception]]]:
    yield BookPlan(sheets=(SheetPlan("乙", {}, owned=True),)), Stop
    yield BookPlan(sheets=(SheetPlan("新", {(1, 1): Cell(float("nan"))}),)), ValueError
    long_list = DropDown((1, 1, 9, 1), ("长" * 256,))
    yield BookPlan(sheets=(SheetPlan("新", {}, drop_downs=(long_list,)),)), ValueError
    yield BookPlan(edits=(SheetEdit("没有", {(1, 1): EditCell(1)}),)), KeyError
    yield BookPlan(removes=("没有",)), KeyError
    yield BookPlan(renames=(("没有", "新"),)), KeyError
    yield BookPlan(edits=(SheetEdit("甲", {}, remarks=(Remark(1, 1, "error", "错"),)),)), ValueError


@pytest.mark.parametrize(("plan", "error"), list(refused()))
def test_refused_before_anything_is_written__error(plan: BookPlan, error: type[Exception]) -> None:  # WE009
    model = LiveModel("书.xlsx", [LiveSheet("甲"), LiveSheet("乙")])
    first = BookPlan(sheets=(SheetPlan("前", {(1, 1): Cell(1)}),), removes=("甲",) if plan.removes else ())
    both = replace(plan, sheets=(*first.sheets, *plan.sheets))
    with pytest.raises(error):
        apply_live(open_windows(model), both)
    assert model == LiveModel("书.xlsx", [LiveSheet("甲"), LiveSheet("乙")])


def test_protected_sheet__error() -> None:  # WE009
    model = LiveModel("书.xlsx", [LiveSheet("甲"), LiveSheet("乙", protected=True)])
    cells = {(1, 1): EditCell(1)}
    with pytest.raises(Stop) as stop:
        apply_live(open_windows(model), BookPlan(edits=(SheetEdit("甲", cells), SheetEdit("乙", cells))))
    assert (stop.value.code, stop.value.facts["sheet"]) == ("protected", "乙")
    assert model["甲"].values == {}


def test_protected_workbook__error() -> None:  # WE009
    model = LiveModel("书.xlsx", [LiveSheet("甲")])
    book = open_windows(model)
    book.api.ProtectStructure = True
    with pytest.raises(Stop) as stop:
        apply_live(book, BookPlan(sheets=(SheetPlan("新", {}),)))
    assert (stop.value.code, stop.value.facts["sheet"]) == ("protected", "书.xlsx")
    apply_live(book, BookPlan(edits=(SheetEdit("甲", {(1, 1): EditCell(1)}),)))
    assert model["甲"].values == {(1, 1): 1}


def test_empty_plan_asks_nothing__ok() -> None:  # WE009
    counted: Counter[str] = Counter()
    model = LiveModel("书.xlsx", [LiveSheet("甲")])
    apply_live(Counting(open_windows(model), counted), BookPlan())
    assert not counted


# WE010


@pytest.mark.parametrize("host", HOSTS)
def test_link__ok(host: str, tmp_path: Path) -> None:  # WE010
    plan = SheetPlan("校验结果", {(1, 1): Cell("H7", style="link", link="'任务清单'!H7")}, owned=True)
    live = one_sheet(host, plan)
    assert live.formulas == {(1, 1): '=HYPERLINK("#\'任务清单\'!H7","H7")'}
    path = tmp_path / "a.xlsx"
    path.write_bytes(create([replace(plan, cells={(1, 1): Cell("H7", live.formulas[1, 1], "link")})]))
    (mark,) = live.names.values()
    assert mark == f'="duban:1:{GridBook(path).marks()["校验结果"][1]}"'


def test_styles_of_findings__ok() -> None:  # WE002
    cells = {(row, 1): Cell("甲", style=style) for row, style in enumerate(("error", "warning", "info"), 1)}
    live = one_sheet(WINDOWS, SheetPlan("新", cells))
    assert [live.look((row, 1)).get("pattern") for row in (1, 2, 3)] == [14, 18, None]
    assert live.look((1, 1))["pattern_colour"] == STYLES["error"]["fg_color"]
    assert live.look((3, 1))["fill"] == STYLES["info"]["fg_color"]


# WE012


@pytest.mark.parametrize("host", HOSTS)
def test_sheets_are_there_before_formulas__ok(host: str) -> None:  # WE012
    plans = (
        SheetPlan("前", {(1, 1): Cell(0, "=后!A1")}, drop_downs=(DropDown((1, 2, 9, 2), "=后!$A$1:$A$3"),)),
        SheetPlan("后", {(1, 1): Cell(1)}),
    )
    model = carry_out(host, LiveModel("书.xlsx", [LiveSheet("甲")]), BookPlan(sheets=plans))
    assert model["前"].drop_downs == {(1, 2, 9, 2): ("后!A1:A3", host == REMOTE)}


# WE013


@pytest.fixture
def filtered() -> LiveModel:
    """A list of ten rows, to which a column is added."""
    return LiveModel(
        "书.xlsx", [LiveSheet("表", {(row, 1): f"事项{row}" for row in range(1, 11)}), LiveSheet("乙")]
    )


KEYS = BookPlan(
    sheets=(SheetPlan("新", {(1, 1): Cell(1)}),),
    edits=(SheetEdit("表", {(row, 2): EditCell(row, like=(row, 1)) for row in range(1, 11)}),),
)


def hide(sheet: LiveSheet, how: str) -> None:
    rows = {4, 5, 8}
    if how == "table":
        sheet.tables = [LiveTable(), LiveTable(rows)]
    else:
        sheet.filtered, sheet.advanced = rows, how == "advanced"


@pytest.mark.parametrize("how", ["sheet", "advanced", "table"])
def test_filtered_rows__error(filtered: LiveModel, how: str) -> None:  # WE013
    hide(filtered["表"], how)
    before = deepcopy(filtered)
    with pytest.raises(Stop) as stop:
        apply_live(open_windows(filtered), KEYS)
    assert (stop.value.code, stop.value.facts["sheet"]) == ("filtered", "表")
    assert filtered == before


def test_all_filtered_sheets_are_named__error(filtered: LiveModel) -> None:  # WE013
    for name in ("表", "乙"):
        filtered[name].filtered = {4}
    edits = (*KEYS.edits, SheetEdit("乙", {(1, 1): EditCell(1)}))
    with pytest.raises(Stop) as stop:
        apply_live(open_windows(filtered), BookPlan(edits=edits))
    assert stop.value.facts["sheet"] == "表、乙"


@pytest.mark.parametrize("how", ["by hand", "arrows only", "another sheet", "table without arrows"])
def test_rows_that_no_filter_hides__ok(filtered: LiveModel, how: str) -> None:  # WE013
    sheet = filtered["表"]
    match how:
        case "by hand":
            sheet.hidden_rows = {4, 5, 8}
        case "arrows only":
            sheet.tables = [LiveTable()]
        case "another sheet":
            filtered["乙"].filtered = {4}
        case _:
            sheet.tables = [LiveTable(arrows=False)]
    apply_live(open_windows(filtered), KEYS)
    assert {row: sheet.values[row, 2] for row in range(1, 11)} == {row: row for row in range(1, 11)}
    assert sheet.hidden_rows == ({4, 5, 8} if how == "by hand" else set())


@pytest.mark.parametrize("how", ["sheet", "advanced", "table"])
def test_filter_of_an_owned_sheet_goes__ok(cases: dict[str, Case], how: str) -> None:  # WE013
    model = LiveModel.of_file(cases["again"].before)
    hide(model["市级汇总"], how)
    model["市级汇总"].hidden_rows = {6}
    carry_out(WINDOWS, model, cases["again"].plan)
    sheet = model["市级汇总"]
    assert (sheet.filtered, sheet.tables, sheet.hidden_rows) == (set(), [], set())
    assert sheet.formulas == dict(GridBook(cases["again"].after).grid("市级汇总").formulas)


def test_array_over_filtered_rows_begins_anew__ok() -> None:  # WE013
    sheet = LiveSheet("表", {(1, 1): 1, (4, 1): 4, (5, 1): 5}, filtered={2, 3})
    sheet.put_block((1, 1, 5, 1), [[5], [4], [3], [2], [1]])
    assert sheet.values == {(1, 1): 5, (4, 1): 5, (5, 1): 4}


# WE014


@pytest.mark.parametrize(
    ("cell", "spoilt"),
    [
        (EditCell("甲"), "乙"),
        (EditCell("007"), 7),
        (EditCell(3), 4),
        (EditCell(0.5), None),
        (EditCell(date(2020, 9, 30)), "2020-09-30"),
        (EditCell(True), False),
        (EditCell(None), "旧"),
        (EditCell(1, "=A5+1"), "=A6+1"),
        (EditCell(1, "=A5+1"), 6),
        (EditCell("长" * 9000), "长" * 8999),
    ],
)
def test_cell_that_holds_something_else__error(
    monkeypatch: pytest.MonkeyPatch, filtered: LiveModel, cell: EditCell, spoilt: Any
) -> None:  # WE014
    """Excel takes what is written to C5 for something else."""
    put = LiveSheet.put

    def badly(sheet: LiveSheet, at: tuple[int, int], what: Any) -> None:
        put(sheet, at, spoilt if at == (5, 3) and what != "原来" else what)

    sheet = filtered["表"]
    sheet.values |= {(5, 3): "原来", (7, 3): "007"}
    before = content(filtered)
    monkeypatch.setattr(LiveSheet, "put", badly)
    cells = {(row, 3): EditCell(row) for row in range(3, 9)}
    plan = replace(KEYS, edits=(*KEYS.edits, SheetEdit("表", {**cells, (5, 3): cell})))
    with pytest.raises(Stop) as stop:
        apply_live(open_windows(filtered), plan)
    assert (stop.value.code, stop.value.facts["sheet"]) == ("taken_back", "表")
    assert "C5" in str(stop.value.facts["why"])
    assert content(filtered) == before


def test_filter_that_nobody_saw__error(monkeypatch: pytest.MonkeyPatch, filtered: LiveModel) -> None:  # WE014
    filtered["表"].filtered = {4, 5, 8}
    before = content(filtered)
    monkeypatch.setattr(WindowsHost, "is_filtered", lambda self, sheet: False)
    with pytest.raises(Stop) as stop:
        apply_live(open_windows(filtered), KEYS)
    assert stop.value.code in ("taken_back", "half_done")
    assert content(filtered) == before


@pytest.mark.parametrize(
    "spelt", ["= a5 + 1", "=$A$5+1", "='表'!A5+1", "=A5+1.0", "=(A5+1)", "=_xlfn.SINGLE(A5)+1"]
)
def test_formula_in_other_words__ok(
    monkeypatch: pytest.MonkeyPatch, filtered: LiveModel, spelt: str
) -> None:  # WE014
    put = LiveSheet.put
    monkeypatch.setattr(
        LiveSheet, "put", lambda sheet, at, what: put(sheet, at, spelt if what == "=A5+1" else what)
    )
    plan = BookPlan(edits=(SheetEdit("表", {(5, 3): EditCell(1, "=A5+1"), (6, 3): EditCell(0.1 + 0.2)}),))
    apply_live(open_windows(filtered), plan)
    assert filtered["表"].formulas == {(5, 3): spelt}


def test_cells_under_merged_ones_are_not_proven__ok(filtered: LiveModel) -> None:  # WE014
    sheet = filtered["表"]
    sheet.merges = {(3, 2, 5, 2)}
    apply_live(open_windows(filtered), KEYS)
    assert [sheet.values.get((row, 2)) for row in (2, 3, 4, 5, 6)] == [2, 3, None, None, 6]


# WE015


def content(model: LiveModel) -> dict[str, Any]:
    """Of each sheet, in order, what must not be lost or left behind."""
    return {
        sheet.name: (
            dict(sheet.values),
            dict(sheet.formulas),
            dict(sheet.names),
            {
                at: code
                for at, look in sheet.looks.items()
                if (code := look.get("number_format", "General")) != "General"
            },
            sheet.filter_area,
            [table.area for table in sheet.tables],
            sheet.state,
        )
        for sheet in model.sheets
    }


def busy() -> LiveModel:
    """A list, one owned sheet as it was made, one that staff edited, two that are no longer needed, one hidden."""
    staff = LiveSheet("清单", {(row, 1): f"事项{row}" for row in range(1, 9)})
    staff.values |= {(2, 2): "007", (3, 2): 44104.0, (4, 2): True, (5, 2): 0.25, (6, 2): "=甲"}
    staff.formulas = {(7, 2): "=B3+1"}
    staff.looks |= {(row, column): {"number_format": "General"} for row in range(1, 9) for column in (1, 2)}
    staff.looks |= {(2, 2): {"number_format": "@"}, (3, 2): {"number_format": "yyyy-mm-dd"}}
    owned = [
        LiveSheet(name, {(1, 1): "标题", (2, 1): 5}, {(3, 1): "=A2*2"})
        for name in ("汇总", "改过", "多余", "留下")
    ]
    owned[2].state = 2
    staff.filter_area, staff.tables = (1, 1, 8, 1), [LiveTable(area=(1, 2, 8, 2))]
    model = LiveModel("书.xlsx", [staff, *owned, LiveSheet("记录", {(1, 1): "旧"}, state=2)])
    for sheet in owned:
        left = LiveBook(open_windows(model)).mark(sheet.name, "")
        sheet.names["_duban_mark"] = f'="duban:1:{left}"'
    owned[1].values[2, 1] = 6
    return model


def busy_plan() -> BookPlan:
    """Something of everything, but no chart."""

    def generated(name: str, owned: bool) -> SheetPlan:
        cells = {(1, 1): Cell("新标题", style="title"), (2, 1): Cell(7), (3, 1): Cell(14, "=A2*2")}
        drop_downs = (DropDown((2, 1, 9, 1), ("是", "否")),)
        return SheetPlan(
            name,
            cells | {(4, 1): Cell("亮灯"), (5, 1): Cell("长" * 9000)},
            widths={1: 20},
            heights={1: 30},
            merges=((4, 1, 4, 3),),
            freeze=(2, 1),
            print_area=(1, 1, 5, 3),
            drop_downs=drop_downs,
            light_areas=((4, 1, 5, 1),),
            tab_colour="BF9000",
            owned=owned,
        )

    cells = {
        (1, 2): EditCell("表头"),
        (2, 2): EditCell(7),
        (3, 2): EditCell(date(2020, 9, 30), number_format="date"),
        (4, 2): EditCell("文字"),
        (5, 2): EditCell(1, "=1+1"),
        (6, 2): EditCell(None),
        (7, 2): EditCell(5),
        **{(row, 3): EditCell(row, like=(row, 1)) for row in range(1, 12)},
    }
    return BookPlan(
        renames=(("改过", "改过（旧1）"), ("留下", "留下（旧1）")),
        removes=("多余",),
        sheets=(generated("汇总", True), generated("改过", True), generated("新表", False)),
        edits=(
            SheetEdit(
                "清单",
                cells,
                widths={3: 9},
                light_areas=((2, 3, 9, 3),),
                print_to=11,
                grow={(1, 1, 8, 1): 3, (1, 2, 8, 2): 3},
            ),
        ),
    )


def test_busy_plan__ok() -> None:  # WE015
    model = busy()
    apply_live(open_windows(model), busy_plan())
    assert model.sheet_names == [
        "清单",
        "汇总",
        "改过",
        "改过（旧1）",
        "留下（旧1）",
        "记录",
        "新表",
    ]
    assert [sheet.state for sheet in model.sheets] == [-1, -1, -1, -1, -1, 2, -1]
    assert [list(sheet.names) for sheet in model.sheets] == [
        [],
        ["_duban_mark"],
        ["_duban_mark"],
        [],
        [],
        [],
        [],
    ]
    assert model["改过（旧1）"].values == {(1, 1): "标题", (2, 1): 6}
    assert model["汇总"].values[2, 1] == 7
    assert model["清单"].values[11, 3] == 11
    assert (model["清单"].filter_area, model["清单"].tables[0].area) == ((1, 1, 8, 3), (1, 2, 8, 3))


def hidden(model: LiveModel) -> LiveModel:
    """The same with the edited sheet hidden."""
    model["改过"].state = 2
    return model


@pytest.mark.parametrize("ever", [False, True])
def test_wherever_excel_refuses__error(ever: bool) -> None:  # WE015
    whole, before = hidden(busy()), content(hidden(busy()))
    apply_live(open_windows(whole), busy_plan())
    counted: Counter[str] = Counter()
    apply_live(Counting(open_windows(hidden(busy())), counted), busy_plan())
    codes: Counter[str] = Counter()
    for call in range(1, sum(counted.values()) + 1):
        model = hidden(busy())
        refusing = Refusing(call, ComFailure("不行"), ever)
        try:
            apply_live(Counting(open_windows(model), refusing), busy_plan())
        except ComFailure:
            code = "asked first"
            assert content(model) == before
        except Stop as stop:
            code = stop.code
            now = content(model)
            odd = {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}
            named = str(stop.facts.get("left", ""))
            odd = {name.rstrip("0123456789") if name.startswith("Sheet") else name for name in odd}
            assert {name for name in odd if name not in named} == set(), (call, stop)
            assert (code == "half_done") or not odd
            if not ever and "汇总" in odd:  # half filled, but no edit of the staff
                left, seen = LiveBook(open_windows(model)).marks()["汇总"]
                assert left == seen
        else:
            code = "done"  # it was only a look
            assert content(model) == content(whole)
        codes[code] += 1
    assert min(codes["asked first"], codes["taken_back" if not ever else "half_done"], codes["done"]) > 5, (
        codes
    )


# WE016


@pytest.mark.parametrize(("state", "code"), [("shared", "shared_workbook"), ("final", "marked_final")])
def test_workbook_that_refuses__error(state: str, code: str) -> None:  # WE016
    model = busy()
    setattr(model, state, True)
    before = deepcopy(model)
    with pytest.raises(Stop) as stop:
        apply_live(open_windows(model), busy_plan())
    assert (stop.value.code, stop.value.facts["path"]) == (code, "书.xlsx")
    assert model == before


def test_protected_charts__error() -> None:  # WE016
    model = busy()
    model["清单"].objects_protected = True  # only cells are set there
    apply_live(open_windows(model), busy_plan())
    model = busy()
    model["汇总"].objects_protected = True
    with pytest.raises(Stop) as stop:
        apply_live(open_windows(model), busy_plan())
    assert (stop.value.code, stop.value.facts["sheet"]) == ("protected", "汇总")


def test_read_only_workbook__ok() -> None:  # WE016
    model = busy()
    model.read_only = True
    apply_live(open_windows(model), busy_plan())
    assert model["清单"].values[11, 3] == 11


# WE017


@pytest.mark.parametrize("state", [0, 2])
@pytest.mark.parametrize("name", ["汇总", "改过", "多余", "留下", "记录"])
def test_hidden_sheet__ok(name: str, state: int) -> None:  # WE017
    shown, model = busy(), busy()
    for each in (shown, model):
        each["多余"].state = each["记录"].state = -1
    model[name].state = state
    apply_live(open_windows(shown), busy_plan())
    apply_live(open_windows(model), busy_plan())
    hidden = [sheet.name for sheet in model.sheets if sheet.state != -1]
    assert hidden == [each for each in model.sheet_names if name != "多余" and each.startswith(name)]
    assert {sheet.state for sheet in model.sheets} == {-1} | ({state} if name != "多余" else set())
    states = dict.fromkeys(model.sheet_names)
    assert {key: value[:-1] for key, value in content(model).items()} == {
        key: value[:-1] for key, value in content(shown).items()
    }
    assert list(states) == shown.sheet_names


# WE018


def test_selected_sheets__ok() -> None:  # WE018
    model = busy()
    book = open_windows(model)
    book.api._selected = model.sheets[:3]
    apply_live(book, busy_plan())
    assert model.sheet_names[-2:] == ["记录", "新表"]
    assert [name for name in model.sheet_names if name.startswith("Sheet")] == []


def test_chart_sheet_of_the_name__error() -> None:  # WE018
    model = busy()
    model.chart_sheets = ("图", "新表")
    before = deepcopy(model)
    with pytest.raises(Stop) as stop:
        apply_live(open_windows(model), busy_plan())
    assert (stop.value.code, stop.value.facts["sheet"]) == ("sheet_is_yours", "新表")
    assert model == before


def test_nothing_is_selected__ok(monkeypatch: pytest.MonkeyPatch) -> None:  # WE018
    book = open_windows(busy())
    monkeypatch.setattr(type(book.app.api), "Selection", property(lambda self: None))
    with quiet(book):
        pass


# WE019


def test_clipboard__ok(cases: dict[str, Case]) -> None:  # WE019
    model = LiveModel.of_file(cases["first"].before)
    book = open_windows(model)
    with pytest.raises(ComFailure):  # another program holds it
        book.sheets[0].range("A1").copy()
    apply_live(book, cases["first"].plan)
    assert book.app.api.CutCopyMode == 0


def test_many_different_looks__ok() -> None:  # WE019
    rows = 3000
    sheet = LiveSheet("表", {(row, 1): row for row in range(1, rows + 1)})
    sheet.looks |= {(row, 1): {"fill": f"#0000{row % 200 + 16:02X}"} for row in range(1, rows + 1)}
    cells = {(row, 2): EditCell(row, like=(row, 1)) for row in range(1, rows + 1)}
    counted: Counter[str] = Counter()
    apply_live(
        Counting(open_windows(LiveModel("书.xlsx", [sheet])), counted),
        BookPlan(edits=(SheetEdit("表", cells),)),
    )
    assert sheet.values[rows, 2] == rows
    assert sum(counted.values()) < 20_000


# WE020


def test_printer_is_asked_once_for_a_page__ok(cases: dict[str, Case]) -> None:  # WE020
    book = open_windows(LiveModel.of_file(cases["first"].before))
    apply_live(book, cases["first"].plan)
    assert book.api.Application._asked_printer == len(cases["first"].plan.sheets)
    assert book.api.Application.PrintCommunication is True


@pytest.mark.parametrize(("printer", "version"), [(False, 16), (True, 12), (False, 12)])
def test_no_printer_or_old_excel__ok(printer: bool, version: int) -> None:  # WE020
    model = busy()
    model.printer, model.version = printer, version
    book = open_windows(model)
    apply_live(book, busy_plan())
    assert model["新表"].values[1, 1] == "新标题"
    assert model["新表"].page["print_area"] == "A1:C5"
    if version == 12:
        assert model["新表"].page["Orientation"] == 2
        assert ("PaperSize" in model["新表"].page) == printer


# WE021


XLWINGS = Path(xw.__file__).parent


def classes(file: str) -> dict[str, ast.ClassDef]:
    tree = ast.parse((XLWINGS / file).read_text(encoding="utf-8"))
    return {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}


def test_what_the_mac_lacks__ok() -> None:  # WE021
    """What is asked of a host, and raises NotImplementedError in the engine for the Mac."""
    asked = {
        node.attr
        for path in (Path(excel_host.__file__), *Path(excel_host.__file__).parent.glob("excel_[cels]*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
    }
    lacking = set()
    own = classes("_xlmac.py")
    for name, base in classes("base_classes.py").items():
        if name not in (
            "Sheets",
            "Sheet",
            "Range",
            "Chart",
            "Names",
            "Font",
            "Borders",
            "PageSetup",
            "App",
            "Book",
        ):
            continue
        has = {node.name for node in own[name].body if isinstance(node, ast.FunctionDef)}
        lacking |= {
            node.name
            for node in base.body
            if isinstance(node, ast.FunctionDef)
            and node.name not in has
            and any(isinstance(each, ast.Raise) for each in node.body)
        }
    assert lacking & asked == {"freeze_panes", "copy_from"}
    assert "freeze" in vars(MacHost)
    assert "_copy_look" in vars(MacHost)


class Term:
    """A reference of AppleScript: only what the dictionary of terms knows, and what was set by it."""

    def __init__(self, values: dict[str, Any], path: str = "") -> None:
        vars(self).update(_values=values, _path=path)

    def __getattr__(self, name: str) -> Term:
        assert name in TERMS, name
        return Term(self._values, f"{self._path}.{name}")

    def __getitem__(self, index: int) -> Term:
        return Term(self._values, f"{self._path}[{index}]")

    def get(self) -> Any:
        return self._values.get(self._path, False)

    def set(self, value: Any) -> None:
        self._values[self._path] = value


TERMS = {name for table in (mac_dict.properties, mac_dict.elements) for name, *_ in table}


def test_mac__ok() -> None:  # WE021
    said: dict[str, Any] = {}
    book, sheet = MagicMock(), MagicMock(visible=True)
    book.api, sheet.api = Term(said), Term(said, "sheet")
    host = MacHost(book)
    assert not (host.is_shared or host.is_read_only or host.is_book_protected or host.date1904)
    assert not (host.is_protected(sheet) or host.is_filtered(sheet))
    said |= dict.fromkeys((".multi_user_editing", "sheet.filter_mode", "sheet.protect_contents"), True)
    assert host.is_shared
    assert host.is_filtered(sheet)
    assert host.is_protected(sheet)
    host.freeze(sheet, (5, 3))
    window = {key.rpartition(".")[2]: value for key, value in said.items() if key.startswith(".windows[1]")}
    assert window == {"freeze_panes": True, "split_row": 4, "split_column": 2}
    host.unfilter(sheet)
    assert said["sheet.autofilter_mode"] is False
    chart = MagicMock(api=(None, Term(said, "chart")))
    host._finish_chart(chart, replace(LINES, kind="stacked"))
    assert said["chart.plot_visible_only"] is False  # the figures of bars stand in hidden columns


@pytest.mark.parametrize("held", [False, True])
def test_looks_on_a_mac__ok(held: bool) -> None:  # WE021
    sheet = MagicMock()
    source, target = MagicMock(), MagicMock()
    sheet.range.side_effect = {"A2:A3": source, "B2:B3": target}.__getitem__
    if held:
        source.copy.side_effect = ComFailure("another program holds the clipboard")
    MacHost(MagicMock()).copy_looks(sheet, {(2, 2): (2, 1), (3, 2): (3, 1)})
    source.copy.assert_called_once_with()
    assert [call.args for call in target.paste.mock_calls] == ([] if held else [("formats",)])


@pytest.mark.parametrize(
    ("found", "rows"),
    [
        ("=A1", [["=A1"]]),
        (["甲", "乙"], [["甲", "乙"]]),
        ([["甲"], ["乙"]], [["甲"], ["乙"]]),
        (((1.0, 2.0),), [[1.0, 2.0]]),
        (None, [[None]]),
    ],
)
def test_rows_of_what_a_host_gives__ok(found: Any, rows: Any) -> None:  # WE021
    assert [list(row) for row in rows_of(found)] == rows


def test_the_record_of_the_list_is_hidden__ok(done: tuple[Case, LiveModel, str]) -> None:  # WE001
    case, model, engine = done
    if "清单底稿" in model.sheet_names:
        new = "清单底稿" not in GridBook(case.before).sheet_names
        assert model["清单底稿"].state == (2 if new and engine == "windows" else 0)
