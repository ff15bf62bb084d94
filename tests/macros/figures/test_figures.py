"""What the figures of items, links, city items and units mean. (That formulas agree: test_figures_oracles.)

FI1  Item progress is the weighted mean over measures that count; unreported ones count 0 and are said.
FI2  An item without any report is 未报 (blank), one with 常态化 measures only is 常态, 已移出 never counts.
FI3  Expected: the item's own two dates, else the weighted mean over its measures that have one.
FI4  An item's due date is its own, else the latest of its counted measures.
FI5  What staff typed over a formula is used: in list, ledger and links.
FI6  A link carries its item's figures; one of an item that is not there carries nothing.
FI7  City items: confirmed links only; 未承接, 未报 and 0 % stay apart; one overdue child makes it 逾期.
FI8  Units: items by 归口单位, measures by 责任单位; 常态 items are not in the mean.
FI9  Ranks: ties share one, binary dust is no difference, no figure gives —.
FI10 Earlier periods: the closing rows of 填报记录, by unit and by item; blanks count 0, other rows do not.
FI11 Every formula that a build writes uses only functions that Excel 2010, WPS and LibreOffice compute.
FI12 Tracking columns stand right of header and items, where nothing stands; a cell far away pushes none.
FI13 A plan with what Excel cannot hold is not written.
FI14 A city item is found by its number, also where that was text when the run began.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from lists import AS_OF, FIRST, Book, Item, make_book
from places import EXAMPLES

from duban.macros.commands.build import build
from duban.macros.commands.change_file import change_file
from duban.macros.figures.cell_references import make_frame
from duban.macros.figures.figures import Figures, mean_progress, parent_figures, ranks, unit_figures
from duban.macros.figures.understood import RunOptions, settle, understand
from duban.macros.generated_sheets.ledger_and_link_cells import city_cells, link_cells
from duban.macros.history.closing_rows import closed_periods, closing_rows, mean_before
from duban.udfs.lights import LightRules
from duban.udfs.periods import Period
from duban.workbook.file.check_package import check
from duban.workbook.file.write_xlsx import apply
from duban.workbook.format.names import LEDGER, LINKS, LIST, LOG
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.plan.plans import BookPlan, Cell, EditCell, SheetEdit, SheetPlan
from duban.workbook.reading.grid import GridBook
from duban.workbook.reading.rows import of_column
from duban.workbook.reading.settings import Settings
from duban.workbook.reading.tables import read_tables
from duban.workbook.say.stop import Stop

START, DUE = date(2020, 1, 1), date(2020, 12, 31)
SETTINGS = Settings(Period(2020, 9), AS_OF, lights=LightRules())
ALLOWED = {
    "COUNT",
    "COUNTIFS",
    "SUM",
    "SUMIFS",
    "SUMPRODUCT",
    "INDEX",
    "MATCH",
    "ROW",
    "IF",
    "IFERROR",
    "AND",
    "OR",
    "MIN",
    "MAX",
    "ROUND",
    "RANK",
    "DATE",
    "TODAY",
}


def one_item(*measures: dict[str, Any], **tracking: Any) -> Figures:
    """The figures of a list with one item, whose measures are ledger rows of these cells."""
    base = {"事项键": 1, "开始日期": START, "完成时限": DUE, "类型": "限期", "责任单位": "综合局"}
    rows = [
        {**dict.fromkeys(FORMATS[LEDGER].names), **base, "具体项目": f"措施{n}", **m}
        for n, m in enumerate(measures)
    ]
    more = {LEDGER: [FORMATS[LEDGER].names, *(tuple(row.values()) for row in rows)]}
    book = make_book(Item("企业开办", ()), more=more)
    if tracking:
        book = book.built().typed(LIST, {(FIRST, column): value for column, value in tracking.items()})
    return understand(book.tables, RunOptions(as_of=AS_OF)).figures


def item(*measures: dict[str, Any], **tracking: Any) -> Any:
    return one_item(*measures, **tracking).items[FIRST]


def p(share: Any, **more: Any) -> dict[str, Any]:
    """One measure with this progress."""
    return {"完成进度": share, **more}


@pytest.mark.parametrize(
    ("measures", "progress", "unreported"),
    [
        ([p(1), p(0)], 0.5, 0),
        ([p(1), p(None)], 0.5, 1),
        ([p(None), p(None)], None, 2),
        ([p(0), p(0)], 0, 0),
        ([p(1, 权重=3), p(0)], 0.75, 0),
        ([p(1, 权重=0), p(0.5)], 0.5, 0),
        ([p(1, 权重=0), p(0.5, 权重=0)], None, 0),
        ([p(1, 权重="重"), p(0, 权重=-2)], 0.5, 0),
        ([p(1), p("80%")], 0.5, 1),
        ([p(1), p(130)], 0.5, 1),
        ([p(1), p(0.5, 类型="常态化")], 1, 0),
        ([p(1), p(0.5, 类型="已移出")], 1, 0),
        ([p(1), p(0.5, 类型="其他"), p(0, 类型=None)], 0.5, 0),
        ([p(0.5, 类型="常态化")], None, 0),
        ([], None, 0),
    ],
)
def test_item_progress__ok(
    measures: list[dict[str, Any]], progress: Any, unreported: int
) -> None:  # FI1, FI2
    found = item(*measures)
    assert (found["progress"], found["unreported"]) == (progress, unreported)


@pytest.mark.parametrize(
    ("measures", "light"),
    [
        ([p(0.5, 类型="常态化"), p(None, 类型="已移出")], "常态"),
        ([p(None, 类型="已移出")], "未报"),
        ([p(None)], "未报"),
        ([], "未报"),
        ([p(1)], "办结"),
        ([p(1, 办结日期=date(2021, 1, 1)), p(1)], "逾期办结"),
        ([p(1, 办结日期=date(2021, 1, 1), 类型="常态化"), p(1)], "办结"),
        ([p(0.9, 完成时限=date(2020, 9, 29))], "逾期"),
        ([p(0.9, 完成时限=date(2020, 9, 29)), p(0.9)], "正常"),
        ([p(0.9, 完成时限=AS_OF)], "正常"),
        ([p(None, 完成时限=date(2020, 9, 29))], "逾期"),
        ([p(0.5, 完成时限=None)], "未定时限"),
        ([p(0.5, 完成时限="2020年9月底")], "未定时限"),
        ([p(0.5, 完成时限=2020.9)], "未定时限"),
        ([p(0.9, 完成时限=20200930), p(0.9, 完成时限=44000)], "逾期"),
        ([p(1, 办结日期=20200930)], "办结"),
        ([p(0.5, 开始日期=2021)], "正常"),
        ([p(0.5, 开始日期=None)], "正常"),
        ([p(0.7)], "正常"),
        ([p(0.6)], "滞后"),
        ([p(0.4)], "严重滞后"),
    ],
)
def test_item_light__ok(measures: list[dict[str, Any]], light: str) -> None:  # FI2, FI4
    assert item(*measures)["light"] == light


def test_item_expected__ok() -> None:  # FI3
    day = 274 / 366  # 2020 is a leap year, both ends counted
    assert item(p(None), p(None, 开始日期=None))["expected"] == pytest.approx(day)
    half = p(None, 开始日期=AS_OF, 完成时限=date(2020, 10, 1), 权重=3)
    assert item(p(None), half)["expected"] == pytest.approx((day + 3 * 0.5) / 4)
    assert item(p(None, 开始日期=DUE, 完成时限=START))["expected"] is None
    own = item(p(None), 开始日期=AS_OF, 完成时限=date(2020, 10, 3))
    assert (own["expected"], own["due"]) == (0.25, 44107)
    assert item(p(None), 开始日期=AS_OF)["expected"] == pytest.approx(day)
    assert item(p(None), 开始日期=DUE, 完成时限=START)["expected"] is None


def test_item_due_is_its_own_else_the_latest__ok() -> None:  # FI4
    late = p(0.9, 完成时限=date(2020, 9, 1))
    assert item(late, 完成时限=DUE)["light"] == "正常"
    assert item(p(0.9), 完成时限=date(2020, 9, 1))["light"] == "逾期"
    assert item(late, p(0.9, 完成时限=DUE, 类型="常态化"))["light"] == "逾期"


@pytest.mark.parametrize(
    ("typed", "column", "value"),
    [
        ({"完成进度": 0.9}, "progress", 0.9),
        ({"时序进度": 0.1}, "expected", 0.1),
        ({"亮灯": "绿"}, "light", "绿"),
    ],
)
def test_typed_tracking_cell_is_used__ok(typed: dict[str, Any], column: str, value: Any) -> None:  # FI5
    assert item(p(0.2), **typed)[column] == value
    assert item(p(0.2))[column] != value


def test_typed_progress_decides_the_light__ok() -> None:  # FI5
    assert item(p(0.2), 完成进度=1)["light"] == "办结"
    assert item(p(0.7), 时序进度=1)["light"] == "滞后"
    assert item(p(1), 完成进度="80%")["light"] == "未报"


def test_typed_ledger_cell_is_used__ok() -> None:  # FI5
    figures = one_item(p(0.7, 时序进度=1), p(1, 亮灯="逾期办结"))
    assert [each["light"] for each in figures.measures.values()] == ["滞后", "逾期办结"]
    assert one_item(p(1, 亮灯="逾期办结")).items[FIRST]["light"] == "逾期办结"
    assert figures.items[FIRST]["expected"] == pytest.approx((1 + 274 / 366) / 2)


@pytest.fixture(scope="module")
def linked() -> Book:
    items = (Item("甲事项"), Item("乙事项"), Item("丙事项", ()))
    book = make_book(*items, city=[(1, "城一", ""), (2, "城二", ""), (3, "城三", "")]).built()
    links = [(1, 1, "已确认", "主"), (2, 1, "已确认", "主"), (2, 2, "建议", None), (9, 3, "已确认", "主")]
    cells = {
        (row, column): value
        for row, link in enumerate(links, 2)
        for column, value in zip(("事项键", "市级序号", "状态", "关系"), link, strict=True)
    }
    return book.typed(LINKS, cells).typed(LEDGER, {(2, "完成进度"): 0.5})


def figures_of(book: Book) -> Figures:
    return understand(book.tables, RunOptions(as_of=AS_OF)).figures


def test_frames_hold_the_same__ok(linked: Book) -> None:  # FI6
    figures = figures_of(linked)
    for frame, rows in zip(figures.frames, (figures.measures, figures.items, figures.links), strict=True):
        assert frame.to_dict("index") == rows
    assert list(Figures({}, {}, {}).frames.items.columns) == list(figures.frames.items.columns)


def test_links_carry_their_items__ok(linked: Book) -> None:  # FI6
    links = figures_of(linked).frames.links
    assert list(links["confirmed"]) == [True, True, False, False]
    assert list(links["progress"]) == [0.5, None, None, None]
    assert list(links["light"]) == ["滞后", "未报", "未报", ""]
    assert figures_of(linked).main_parent == {1: 1, 2: 1}


def test_typed_link_cell_is_used_and_reported__ok(linked: Book) -> None:  # FI5
    book = linked.built().typed(LINKS, {(2, "事项进度"): 0.9, (3, "事项亮灯"): "办结"})
    assert list(figures_of(book).frames.links["progress"])[:2] == [0.9, None]
    assert list(figures_of(book).frames.links["light"])[:2] == ["滞后", "办结"]
    built = book.built()
    assert built.value(LINKS, 2, "事项进度") == 0.9
    found = [(f.row, f.column_name) for f in built.outcome.findings if (f.code, f.sheet) == ("T130", LINKS)]  # type: ignore[union-attr]
    assert found == [(2, "事项进度"), (3, "事项亮灯")]


def children(*rows: tuple[Any, Any, Any, str]) -> list[dict[str, Any]]:
    """Weight, progress, expected and light of each child."""
    return [dict(zip(("weight", "progress", "expected", "light"), each, strict=True)) for each in rows]


@pytest.mark.parametrize(
    ("rows", "progress", "light", "unreported"),
    [
        ([], None, "未承接", 0),
        ([(None, None, 0.7, "未报")], None, "未报", 1),
        ([(None, 0, 0.05, "正常")], 0, "正常", 0),
        ([(None, 0.5, 0.5, "正常"), (None, None, 0.5, "未报")], 0.25, "滞后", 1),
        ([(3, 1, 1, "办结"), (1, 0, 1, "滞后")], 0.75, "滞后", 0),
        ([(1, 0.9, 0.9, "正常"), (1, 0.9, 1, "逾期")], 0.9, "逾期", 0),
        ([(1, 0.9, 0.9, "正常"), (5, None, None, "常态")], 0.9, "正常", 0),
        ([(1, None, None, "常态")], None, "常态", 0),
        ([(1, 1, 1, "办结"), (1, 1, 1, "逾期办结")], 1, "逾期办结", 0),
        ([(1, 0.5, None, "未定时限")], 0.5, "未定时限", 0),
    ],
)
def test_city_item__ok(rows: list[Any], progress: Any, light: str, unreported: int) -> None:  # FI7
    found = parent_figures(children(*rows), SETTINGS)
    assert (found["progress"], found["light"], found["unreported"]) == (progress, light, unreported)
    assert found["count"] == len(rows)
    assert sum(found[each] for each in {row[3] for row in rows}) == len(rows)


def units_table(*rows: tuple[str, Any, str]) -> dict[int, dict[str, Any]]:
    names = ("unit", "progress", "light", "co_units")
    return {row: dict(zip(names, (*each, ()), strict=True)) for row, each in enumerate(rows)}


def test_unit_figures__ok() -> None:  # FI8
    items = units_table(
        ("甲局", 1, "办结"),
        ("甲局", None, "未报"),
        ("甲局", None, "常态"),
        ("乙局", None, "未报"),
        ("", 1, "办结"),
    )
    columns = ["key", "kind", "unit", "progress", "light"]
    rows = [
        (1, "限期", "甲局", 1, "办结"), (1, None, "乙局", None, "逾期"), (2, "常态化", "甲局", None, "常态"),
        (2, "已移出", "甲局", 1, ""), (None, None, "甲局", 1, "办结"),
    ]  # fmt: skip
    measures = {row: dict(zip(columns, each, strict=True)) for row, each in enumerate(rows)}
    units = unit_figures(items, measures)
    wanted = ["items", "measures", "done", "overdue", "unreported", "progress", "办结", "常态"]
    assert list(units) == ["甲局", "乙局"]
    assert [units["甲局"][each] for each in wanted] == [3, 2, 1, 0, 0, 0.5, 1, 1]
    assert [units["乙局"][each] for each in wanted] == [1, 1, 0, 1, 1, None, 0, 0]
    assert mean_progress(items.values()) == 0.5


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0.9, 0.5, 0.9, None], [1, 3, 1, "—"]),
        ([0.1 + 0.2, 0.3], [1, 1]),
        ([None, None], ["—", "—"]),
        ([0, None, 0.000001], [2, "—", 1]),
        ([], []),
    ],
)
def test_ranks__ok(values: list[float | None], expected: list[Any]) -> None:  # FI9
    assert ranks(values) == expected


LOG_ROWS = (
    {"期间": "2020Q2", "事项序号": 1, "事项键": 1, "字段": "完成进度", "新值": 0.5, "单位": "甲局"},
    {"期间": "2020Q2", "事项序号": 2, "事项键": 2, "字段": "完成进度", "新值": None, "单位": "甲局"},
    {"期间": "2020Q2", "事项序号": 9, "事项键": "3", "字段": "完成进度", "新值": 1, "单位": "A*局"},
    {
        "期间": "2020Q2",
        "事项序号": 1,
        "事项键": 1,
        "措施序号": 1,
        "字段": "完成进度",
        "新值": 1,
        "单位": "甲局",
    },
    {"期间": "2020Q2", "事项序号": 1, "事项键": 1, "字段": "存在问题", "新值": 1, "单位": "甲局"},
    {"期间": "2020Q1", "事项序号": 1, "事项键": 1, "字段": "完成进度", "新值": 0.1, "单位": "甲局"},
    {"期间": "2020年第二季度", "字段": "封存"},
)


def test_history__ok() -> None:  # FI10
    empty = dict.fromkeys(FORMATS[LOG].names)
    log = dict(enumerate({**empty, **row} for row in LOG_ROWS))
    second = Period(2020, 6)
    rows = closing_rows(log, second)
    assert len(rows) == 3
    assert mean_before(rows) == 0.5
    assert (mean_before(rows, "甲局"), mean_before(rows, "A*局"), mean_before(rows, "A局")) == (0.25, 1, None)
    assert closed_periods(log) == {second}
    nothing = closing_rows({}, second)
    assert (mean_before(nothing), mean_before(nothing, "甲局")) == (None, None)
    assert closed_periods({}) == set()


def functions(formula: str) -> set[str]:
    """The functions that a formula calls."""
    code = re.sub(r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'", "", formula)
    return set(re.findall(r"([A-Za-z_][\w.]*)\(", code))


@pytest.mark.parametrize(
    "name", ["齐鲁化工区", "临淄经济开发区", "淄川经济开发区", "桓台经济开发区", "沂源经济开发区"]
)
def test_only_known_functions__ok(name: str) -> None:  # FI11
    book = Book((EXAMPLES / f"{name}.xlsx").read_bytes())
    plan = book.plan(accept=True).plan
    cells = [cell for sheet in (*plan.sheets, *plan.edits) for cell in sheet.cells.values()]
    written = [cell.formula for cell in cells if cell.formula is not None]
    assert len(written) > 500
    assert {each for formula in written for each in functions(formula)} <= ALLOWED
    assert max(map(len, written)) < 8192
    assert max(len(text) for formula in written for text in formula.split('"')[1::2]) < 256


def test_other_functions_are_seen__error() -> None:  # FI11
    assert functions("=IF(A1=\"SUM(x)\",'a(b'!A1,XLOOKUP(1,_xlfn.LET(2)))") - ALLOWED == {
        "XLOOKUP",
        "_xlfn.LET",
    }


@pytest.mark.parametrize(
    ("stray", "column"),
    [
        ({}, 9),
        ({(1, 16384): "备查"}, 9),
        ({(FIRST, 10): "电话"}, 11),
        ({(FIRST + 5, 12): "合计"}, 13),
        ({(FIRST + 5, 16384): "合计"}, 9),
        ({(FIRST + 5, 24): "合计"}, 9),
        ({(FIRST, 9): '=""'}, 10),
        ({(FIRST, 16370): "尽头"}, 16371),
    ],
)
def test_place_of_tracking_columns__ok(stray: dict[tuple[int, int | str], Any], column: int) -> None:  # FI12
    book = make_book(Item("企业开办")).typed(LIST, stray)
    built = book.built()
    assert built.column(LIST, "事项键") == column
    for (row, at), value in stray.items():
        assert value == '=""' or built.value(LIST, row, at) == value


def test_no_room_for_tracking_columns__error() -> None:  # FI12
    with pytest.raises(Stop) as stop:
        make_book(Item("企业开办")).typed(LIST, {(FIRST, 16375): "尽头"}).built()
    assert stop.value.code == "no_columns"


TOO_MUCH = (
    ((1, 16385), Cell("甲")),
    ((1048577, 1), Cell("甲")),
    ((1, 1), Cell(1, "=" + "+".join("1" * 4097))),
    ((1, 1), Cell("甲", f'="{"甲" * 256}"')),
)


@pytest.mark.parametrize(("at", "cell"), TOO_MUCH)
def test_more_than_excel_can_hold__error(at: tuple[int, int], cell: Cell) -> None:  # FI13
    made = BookPlan(sheets=(SheetPlan("新", {at: cell}),))
    edited = BookPlan(edits=(SheetEdit(LIST, {at: EditCell(cell.value, cell.formula)}),))
    for plan in (made, edited):
        with pytest.raises(Stop) as stop:
            check(b"old", b"new", plan)
        assert "row 1" in str(stop.value.facts["why"])


def test_text_of_the_staff_is_never_cut__error() -> None:  # FI13
    edit = SheetEdit(LIST, {(1, 1): EditCell("甲" * 32768)})
    with pytest.raises(Stop) as stop:
        check(b"old", b"new", BookPlan(edits=(edit,)))
    assert "row 1" in str(stop.value.facts["why"])


def test_a_row_too_high__error() -> None:  # FI13
    with pytest.raises(Stop) as stop:
        check(b"old", b"new", BookPlan(sheets=(SheetPlan("新", {}, heights={1: 410}),)))
    assert "410" in str(stop.value.facts["why"])


@pytest.mark.parametrize(
    "formula",
    ["='单位-建\"设'!A1&\"" + "甲" * 255 + '"', '="' + '""' * 255 + '"', '="甲"&' + "A1&" * 90 + '"乙"'],
)
def test_what_excel_can_hold__ok(formula: str) -> None:  # FI13
    book = make_book(Item("企业开办"))
    plan = BookPlan(sheets=(SheetPlan("新", {(1048576, 1): Cell("甲", formula)}, heights={1: 409.5}),))
    check(book.data, apply(book.data, plan), plan)


def test_names_of_city_items_whose_number_was_text__ok() -> None:  # FI14
    city = [("1", "城一", ""), ("二", "城二", ""), (3, "城三", ""), ("3", "又三", "")]
    links = [(1, None, None, n, None, "主", None, None, "已确认", *[None] * 5) for n in (1, 2, 3)]
    book = make_book(Item("甲事项"), city=city, more={LINKS: [FORMATS[LINKS].names, *links]})
    tables = settle(book.tables, RunOptions(as_of=AS_OF))
    state = understand(tables, RunOptions(as_of=AS_OF))
    frame = make_frame(tables, tables.settings, 10, 10)
    wanted = city_cells(tables)
    assert {at: cell.value for at, cell in wanted.items()} == {(2, "序号"): 1, (3, "序号"): 2, (5, "序号"): 3}

    def names(cells: dict[tuple[int, str], Cell]) -> list[Any]:
        return [cells[row, "市级事项名称"].value for row in (2, 3, 4)]

    assert names(link_cells(state, frame, wanted)) == ["城一", "城二", "城三"]
    assert names(link_cells(state, frame)) == [None, None, "城三"]  # what MATCH finds without them


def test_strict_workbook_is_built_and_stays_strict__ok(tmp_path: Path) -> None:
    ordinary, strict = b"http://schemas.openxmlformats.org/%s/2006/", b"http://purl.oclc.org/ooxml/%s/"
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(make_book(Item("甲事项")).data)) as old,
        zipfile.ZipFile(stream, "w") as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            for family in (b"spreadsheetml", b"officeDocument", b"drawingml"):
                data = data.replace(ordinary % family, strict % family)
            new.writestr(name, data)
    path = tmp_path / "严格.xlsx"
    path.write_bytes(stream.getvalue())
    change_file(path, partial(build, options=RunOptions()))
    with zipfile.ZipFile(path) as file:
        assert all(b"org/spreadsheetml/2006/" not in file.read(name) for name in file.namelist())
    tables = read_tables(GridBook(path))
    assert tables.ledger is not None
    assert of_column(tables.ledger.rows, "事项名称") == ["甲事项"] * len(tables.ledger.rows)
    assert not change_file(path, partial(build, options=RunOptions())).written
