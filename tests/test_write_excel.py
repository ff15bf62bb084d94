"""A plan carried out in a live workbook is what the file writer makes of it.

Both hosts are run: the Windows engine of xlwings over a fake of Excel's object model, and its remote engine,
whose answer is played back. What they leave is compared with the file.

WE001  The same sheets in the same order, and in each cell the same formula or constant.
WE002  Generated sheets look the same: fonts, number formats, places, grounds, lines.
WE003  The same merged areas, widths, hidden columns, drop-downs, lights, print areas, frozen cells, charts, tab.
WE004  In staff sheets only the planned cells change; new ones look like their neighbours.
WE005  An owned sheet is refilled, not replaced, and carries a mark that file commands read; an edit shows.
WE006  The calls for a sheet do not grow with its rows.
WE007  Texts stay texts, blanks are blank, dates are numbers, long texts go one by one.
WE008  Quiet while at work; afterwards all is as it was, also after an error.
WE009  What cannot be carried out is said before anything is written.
WE010  A link is a formula.
WE011  A cell of format text takes a number and a formula.
WE012  Formulas find the sheet that they name: all sheets are there before any is filled.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
import sheets
import xlwings as xw
from counting_proxy import Counting
from fake_windows import open_windows
from live_model import LiveModel, LiveSheet
from openpyxl.cell import MergedCell
from remote_excel import open_remote, replay

from duban.macros.build import build
from duban.macros.demo import AS_OF, CITY_BOOK, DISTRICT_BOOKS, PARK
from duban.macros.districts import District, roll_up
from duban.macros.files import change_file
from duban.macros.state import Options
from duban.udfs.periods import Period
from duban.validation.annotate import Row, findings_sheet
from duban.workbook.errors import Stop
from duban.workbook.excel_areas import rectangles
from duban.workbook.excel_cells import looks_typed
from duban.workbook.findings import Finding
from duban.workbook.grid import GridBook
from duban.workbook.plan import (
    BookPlan,
    Cell,
    DropDown,
    EditCell,
    Remark,
    SheetEdit,
    SheetPlan,
)
from duban.workbook.sheet_xml import area_text, drop_down_formula, parse_area
from duban.workbook.staff_sheets import same_value
from duban.workbook.styles import LIGHT_COLOURS, STYLES
from duban.workbook.tables import read_tables
from duban.workbook.write_excel import LiveBook, apply_live, quiet
from duban.workbook.write_xlsx import apply, create

EXAMPLES = Path(__file__).parent.parent / "examples"
OPTIONS = Options(period=Period.of(AS_OF), as_of=AS_OF)
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
        change_file(EXAMPLES / name, partial(build, options=options), out=folder / name)
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


def test_sheets_and_cells__ok(done: tuple[Case, LiveModel, str]) -> None:  # WE001
    case, model, _ = done
    file = GridBook(case.after)
    assert model.sheet_names == file.sheet_names
    for name in file.sheet_names:
        grid, sheet = file.grid(name), model[name]
        assert dict(grid.formulas) == sheet.formulas
        constants = {
            (row, column): value
            for row, values in enumerate(grid.rows, 1)
            for column, value in enumerate(values, 1)
            if value is not None and (row, column) not in grid.formulas
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
            assert {key: value for key, value in wanted.items() if live.get(key, PLAIN[key]) != value} == {}
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


def test_charts__ok(done: tuple[Case, LiveModel, str]) -> None:  # WE003
    case, model, host = done
    for plan in case.plan.sheets:
        live = model[plan.name].charts
        assert len(live) == len(plan.charts)
        for made, chart in zip(live, plan.charts, strict=True):
            areas = [area_of(series.values) for series in chart.series]
            assert made.kind == {"bar": "BarClustered", "stacked": "BarStacked"}[chart.kind]
            assert (made.title, made.anchor, made.width) == (chart.title, chart.anchor, chart.width * 0.75)
            assert made.source == (*areas[0][:2], *areas[-1][2:])
            assert made.categories == area_of(chart.series[0].categories)
            assert list(made.names.values()) == [series.name for series in chart.series]
            assert made.settings["category reverse_order"] is True
            assert made.settings.get("value maximum_scale") == (1 if chart.percent else None)
            assert made.settings.get("value major_unit") == chart.step
            if host == WINDOWS:
                assert list(made.colours.values()) == [f"#{series.colour}" for series in chart.series]


def area_of(reference: str) -> tuple[int, int, int, int]:
    return parse_area(reference.rpartition("!")[2].replace("$", ""))


def test_charts_are_compared__ok(cases: dict[str, Case]) -> None:  # WE003
    assert [sum(len(plan.charts) for plan in case.plan.sheets) for case in cases.values()] == [2, 2, 0]


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
    carry_out(WINDOWS, after, case.plan)
    (edit,) = [edit for edit in case.plan.edits if edit.name == "任务清单"]
    file = openpyxl.load_workbook(case.after)["任务清单"]
    there, here = before["任务清单"], after["任务清单"]
    assert {at: value for at, value in here.values.items() if at not in edit.cells} == {
        at: value for at, value in there.values.items() if at not in edit.cells
    }
    assert here.looks.keys() - there.looks.keys() == edit.cells.keys()
    for at, cell in edit.cells.items():
        assert here.look(at)["number_format"] == file.cell(*at).number_format
        assert here.look(at)["like"] == cell.like
    assert here.widths == pytest.approx(dict(edit.widths))
    assert {area for area, _ in here.lights} == set(edit.light_areas)
    assert here.merges == there.merges


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

CALLS_OF_THE_PAGE = 13
"""Paper, margins, footer, one by one: Excel has no other way."""

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
    """The plans of a list of 10 measures and of one of 10,000, all of one unit."""
    return tuple(  # type: ignore[return-value]
        _plan_of(tmp_path_factory.mktemp("sizes") / f"{items}.xlsx", items) for items in (2, 2000)
    )


def _plan_of(path: Path, items: int) -> BookPlan:
    measures = "\n".join(f"{n}、措施{n}，推进落实，责任到人；" for n in range(1, 6))
    rows = [sheets.HEADER, *(sheets.item(n, f"事项{n}攻坚", measures=measures) for n in range(1, items + 1))]
    city = [["序号", "事项名称", "主要内容"], *([n, f"事项{n}攻坚", "推进落实"] for n in range(1, 16))]
    sheets.write(path, sheets.Sheet("任务清单", rows), sheets.Sheet("市级事项", city))
    return build(read_tables(GridBook(path)), replace(OPTIONS, accept=True)).plan


def test_calls_do_not_grow_with_rows__ok(sizes: tuple[BookPlan, BookPlan]) -> None:  # WE006
    small, large = sizes
    assert max(max(row for row, _ in plan.cells) for plan in large.sheets) > 10_000
    for few, many in zip(small.sheets, large.sheets, strict=True):
        counted = [
            sum(calls(WINDOWS, *each).values()) for each in ((few, small.sheets), (many, large.sheets))
        ]
        assert abs(counted[1] - counted[0]) <= 2, few.name
        most = MOST_CALLS + CALLS_OF_THE_PAGE + CALLS_OF_A_CHART * len(few.charts)
        assert max(counted) <= most, few.name


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
    assert counted[0] == counted[1] <= MOST_CALLS


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
    with quiet(book.app):
        assert switches(book.app) == [False, False, False, "manual"]
    assert switches(book.app) == before


def test_quiet_after_an_error__ok(book: xw.Book) -> None:  # WE008
    book.app.calculation = "semiautomatic"
    book.sheets["乙"].api.Activate()
    book.sheets["乙"].range("C3").api.Select()
    before = switches(book.app)
    with pytest.raises(ZeroDivisionError), quiet(book.app):
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
    yield BookPlan(sheets=(SheetPlan("新", {(1, 1): Cell("长" * 32_768)}),)), ValueError
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
