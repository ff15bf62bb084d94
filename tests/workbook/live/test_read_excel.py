"""A live workbook read as grids is what the file is, so that a button and its command see the same.

RE001  The grids of every sample are those of its file: values, formulas, merged areas, hidden sheets.
RE002  A command plans the same changes from both; the rules find the same, but for those about the file itself.
RE003  A sheet costs a few calls, however many rows it has, and is read once.
RE004  Values: errors (up to #CALC!) and blanks are None, whole numbers integers, midnight a date, times numbers.
RE005  A text that begins with = is a text.
RE006  The remote engine has no formulas and no merged areas to read, and takes a mark for what it says; what it cannot know
       is not what staff typed.
RE007  A day that Windows does not know is the number that it is; the days around it stay days.
RE008  What was only coloured is not read; more cells than are read of a file stop, and name the sheet.
RE009  Where Excel gives no formula for a cell, or none for an area, the others are read.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from built_samples import put_built
from counting_proxy import Counting
from fake_windows import open_windows
from lists import FIRST, Item, make_book
from live_model import ComError, LiveModel, LiveSheet
from places import EXAMPLES
from remote_excel import open_remote

from duban.macros.commands.build import build
from duban.macros.commands.demo import AS_OF, DISTRICT_BOOKS, PARK
from duban.macros.figures.understood import RunOptions, settle, understand
from duban.udfs.error_values import ERRORS, error_name
from duban.udfs.periods import Period
from duban.validation.book import read_book
from duban.validation.checker import check_book
from duban.workbook.cells.areas import Area
from duban.workbook.cells.plain import Timed
from duban.workbook.format.names import LIST
from duban.workbook.live import excel_desktop, read_excel
from duban.workbook.live.excel_windows import WindowsHost
from duban.workbook.live.read_excel import LiveBook
from duban.workbook.opening.archive import Limits
from duban.workbook.reading.grid import GridBook
from duban.workbook.reading.tables import read_tables
from duban.workbook.say.stop import Stop

SAMPLES = sorted(path.name for path in EXAMPLES.glob("*.xlsx"))
OPTIONS = RunOptions(period=Period.of(AS_OF), as_of=AS_OF, accept=True)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The samples, and those that a build made of them."""
    folder = tmp_path_factory.mktemp("built")
    paths = {name: EXAMPLES / name for name in SAMPLES}
    for name in (PARK, *DISTRICT_BOOKS):
        put_built(folder / name, OPTIONS, name)
        paths[f"built {name}"] = folder / name
    return paths


NAMES = [*SAMPLES, *(f"built {name}" for name in (PARK, *DISTRICT_BOOKS))]


def live(path: Path) -> LiveBook:
    return LiveBook(open_windows(LiveModel.of_file(path)))


@pytest.mark.parametrize("name", NAMES)
def test_grids__ok(built: dict[str, Path], name: str) -> None:  # RE001
    file, book = GridBook(built[name]), live(built[name])
    assert book.path.name == file.path.name
    assert book.sheet_names == file.sheet_names
    for sheet in file.sheet_names:
        one, other = book.grid(sheet), file.grid(sheet)
        assert one.rows == other.rows
        assert {at: type(one.value(*at)) for at in one.formulas} == {
            at: type(other.value(*at)) for at in other.formulas
        }
        assert dict(one.formulas) == dict(other.formulas)
        assert (sorted(one.merges), one.visible) == (sorted(other.merges), other.visible)
    assert book.marks().keys() == file.marks().keys()


@pytest.mark.parametrize("name", NAMES)
def test_grids_of_the_remote_engine__ok(built: dict[str, Path], name: str) -> None:  # RE001, RE006
    file, book = GridBook(built[name]), LiveBook(open_remote(LiveModel.of_file(built[name])))
    assert book.sheet_names == file.sheet_names
    for sheet in file.sheet_names:
        one, other = book.grid(sheet), file.grid(sheet)
        assert (one.rows, one.visible) == (other.rows, other.visible)
        assert (one.formulas, one.merges) == ({}, ())
    assert book.marks() == {name: (left, left) for name, (left, _) in file.marks().items()}


@pytest.mark.parametrize("day", [date(2020, 9, 30), date(2020, 8, 31)])
def test_what_cannot_be_known_is_not_typed__ok(built: dict[str, Path], day: date) -> None:  # RE006
    """Without formulas to read, figures are computed anew all the same, and nobody is said to have typed them."""
    sources = (
        GridBook(built[f"built {PARK}"]),
        LiveBook(open_remote(LiveModel.of_file(built[f"built {PARK}"]))),
    )
    of_file, remote = (
        understand(settle(read_tables(source, today=day), RunOptions(as_of=day)), RunOptions(as_of=day))
        for source in sources
    )
    assert "T130" not in {each.code for each in remote.findings}
    assert remote.typed == {}
    for one, other in zip(remote.figures.frames, of_file.figures.frames, strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_what_may_be_typed_is_not_lost_silently__ok(tmp_path: Path) -> None:  # RE006
    """A city item that no confirmed link explains was typed; a progress that gives way to the formula is said."""
    made = make_book(Item("甲"), Item("乙"), city=[(1, "营商", ""), (2, "其他", "")]).built()
    typed = made.typed(LIST, {(FIRST, "对应市级事项"): 2, (FIRST + 1, "完成进度"): 0.9})
    (path := tmp_path / "清单.xlsx").write_bytes(typed.data)
    source = LiveBook(open_remote(LiveModel.of_file(path)))
    found = {each.code for each in build(read_tables(source, today=AS_OF), OPTIONS).findings}
    assert {"K110", "T131", "R115"} <= found
    assert "T130" not in found


@pytest.mark.parametrize("name", [name for name in NAMES if "淄博市" not in name])
def test_command_plans_the_same__ok(built: dict[str, Path], name: str) -> None:  # RE002
    for options in (OPTIONS, replace(OPTIONS, as_of=date(2020, 8, 31))):
        one, other = (
            build(read_tables(book), options) for book in (live(built[name]), GridBook(built[name]))
        )
        assert one == other


@pytest.mark.parametrize("name", NAMES)
def test_rules_find_the_same__ok(built: dict[str, Path], name: str) -> None:  # RE002
    one = check_book(read_book(live(built[name]), today=AS_OF))
    other = check_book(read_book(GridBook(built[name]), today=AS_OF))
    assert [each for each in one if each not in other] == []
    # what the bytes of the file tell, nobody asks Excel for
    assert {each.code[0] for each in other if each not in one} <= {"S", "X"}


@pytest.mark.parametrize("rows", [10, 10_000])
def test_calls__ok(rows: int) -> None:  # RE003
    sheet = LiveSheet("表", {(row, column): "甲" for row in range(1, rows + 1) for column in range(1, 9)})
    counted: Counter[str] = Counter()
    book = LiveBook(Counting(open_windows(LiveModel("书.xlsx", [sheet])), counted))
    counted.clear()
    book.grid("表")
    book.grid("表")
    book.mark("表", "")
    # the two last are the filter of the sheet and its tables
    once = ("value", "formula", "address", "merge_cells", "visible", "Date1904", "AutoFilterMode", "iter")
    assert counted == dict.fromkeys(once, 1)


def test_merges_are_found_by_halving__ok() -> None:  # RE003
    merges: set[Area] = {(row, column, row + 2, column) for row in range(4, 304, 3) for column in (1, 2)}
    merges |= {(1, 1, 1, 8), (2, 3, 3, 5)}
    sheet = LiveSheet("表", {(1, 1): "甲", (303, 8): "乙"}, merges=merges)
    counted: Counter[str] = Counter()
    book = LiveBook(Counting(open_windows(LiveModel("书.xlsx", [sheet])), counted))
    assert set(book.grid("表").merges) == merges
    assert counted["merge_cells"] < 8 * len(merges)


VALUES = [
    ("甲", "甲"),
    ("  ", None),
    ("", None),
    (3.0, 3),
    (0.25, 0.25),
    (1e15, 1e15),
    (True, True),
    (Decimal("2.50"), 2.5),
    (ComError(-2146826265), None),
    (ComError(-2146826243), None),  # #SPILL!
    (ComError(-2146826238), None),  # #CALC!
    (-2146826243.0, -2146826243),
    (datetime(2020, 9, 30), date(2020, 9, 30)),
    (datetime(2020, 9, 30, 8, 30), datetime(2020, 9, 30, 8, 30)),
    (time(6, 0), Timed(0.25)),
    (time(0, 0), 0),
    (datetime(1899, 12, 31, 12), Timed(1.5)),
    (None, None),
]


@pytest.mark.parametrize(("given", "wanted"), VALUES)
def test_values__ok(given: Any, wanted: Any) -> None:  # RE004
    sheet = LiveSheet("表", {(2, 2): given, (3, 3): "末"})
    grid = LiveBook(open_windows(LiveModel("书.xlsx", [sheet]))).grid("表")
    assert (grid.value(2, 2), type(grid.value(2, 2))) == (wanted, type(wanted))
    assert grid.rows[0] == ()
    assert grid.rows[2] == (None, None, "末")


def test_empty_sheet__ok() -> None:  # RE004
    grid = LiveBook(open_windows(LiveModel("书.xlsx", [LiveSheet("表")]))).grid("表")
    assert (grid.rows, grid.formulas, grid.merges) == ((), {}, ())


@pytest.mark.parametrize("state", [0, 2])
def test_hidden_sheet__ok(state: int) -> None:  # RE001
    book = open_windows(LiveModel("书.xlsx", [LiveSheet("甲"), LiveSheet("乙", state=state)]))
    assert [LiveBook(book).grid(name).visible for name in ("甲", "乙")] == [True, False]


def test_text_like_a_formula__ok() -> None:  # RE005
    sheet = LiveSheet("表", {(1, 1): "=甲"}, {(1, 2): "=A1"})
    book = LiveBook(open_windows(LiveModel("书.xlsx", [sheet])))
    assert book.grid("表").formulas == {(1, 2): "=A1"}
    assert book.grid("表").value(1, 1) == "=甲"


@pytest.mark.parametrize(
    ("number", "name"),
    [(-2146826288, "#NULL!"), (-2146826246, "#N/A"), (-2146826243, "#SPILL!"), (-2146826238, "#CALC!")],
)
def test_error_values__ok(number: int, name: str) -> None:  # RE004
    assert error_name(number) == name
    assert name in ERRORS
    assert error_name(float(number)) is None


@pytest.mark.parametrize("value", [-2146828288, -2146826188, 5, True, None, "#N/A", -1])
def test_what_is_no_error_value__ok(value: Any) -> None:  # RE004
    assert error_name(value) is None


def test_error_value_is_an_edit_like_others__ok() -> None:  # RE004
    prints = []
    for value in (ComError(-2146826246), ComError(-2146826243), 5.0):
        sheet = LiveSheet("表", {(1, 1): value}, {(1, 1): "=A2#"})
        prints.append(LiveBook(open_windows(LiveModel("书.xlsx", [sheet]))).mark("表", ""))
    assert len(set(prints)) == 1  # it is the formula that counts


# RE007


DAY = {"number_format": "yyyy-mm-dd"}


def dated(values: dict[tuple[int, int], Any], rows: int = 40) -> tuple[LiveSheet, LiveBook, Counter[str]]:
    """A list of ``rows`` rows, numbered, with a text and a date in each but those in ``values``."""
    sheet = LiveSheet("表", {(row, column): row for row in range(1, rows + 1) for column in (1, 5)})
    sheet.values |= {(row, 2): "甲" for row in range(1, rows + 1)}
    sheet.values |= {(row, column): datetime(2020, 9, 30) for row in range(1, rows + 1) for column in (3, 4)}
    sheet.values |= values
    sheet.looks |= dict.fromkeys(((row, column) for row in range(1, rows + 1) for column in (3, 4)), DAY)
    counted: Counter[str] = Counter()
    return sheet, LiveBook(Counting(open_windows(LiveModel("书.xlsx", [sheet])), counted)), counted


@pytest.mark.parametrize("number", [20200930, -693555, 2958466, 20200930.5])
def test_day_that_windows_does_not_know__ok(number: float) -> None:  # RE007
    _, book, counted = dated({(17, 3): number})
    grid = book.grid("表")
    assert grid.value(17, 3) == number
    assert {type(grid.value(row, 3)) for row in range(1, 41) if row != 17} == {date}
    assert [grid.value(row, 4) for row in range(1, 41)] == [date(2020, 9, 30)] * 40
    assert [grid.value(row, 1) for row in range(1, 41)] == list(range(1, 41))
    assert counted["value"] < 30


def test_column_of_days_that_windows_does_not_know__ok() -> None:  # RE007
    _, book, counted = dated({(row, 4): 20200930 + row % 28 for row in range(1, 5001)}, rows=5000)
    grid = book.grid("表")
    assert [grid.value(row, 4) for row in (1, 5000)] == [20200931, 20200946]
    assert grid.value(5000, 3) == date(2020, 9, 30)
    assert counted["value"] < 20


def test_only_days_that_windows_does_not_know__ok() -> None:  # RE007
    sheet = LiveSheet("表", {(1, 1): 20200930}, looks={(1, 1): DAY})
    book = LiveBook(open_windows(LiveModel("书.xlsx", [sheet])))
    assert book.grid("表").rows == ((20200930,),)


@pytest.mark.parametrize("date1904", [False, True])
def test_day_that_does_not_round__ok(monkeypatch: pytest.MonkeyPatch, date1904: bool) -> None:  # RE007
    """pywin32 fails on some fractions of a second."""
    moment = datetime(2018, 8, 6, 2, 59, 40, 1000)
    sheet, _, _ = dated({(7, 3): moment})
    book = open_windows(LiveModel("书.xlsx", [sheet]))
    cells = type(book.sheets[0].api.Range("A1"))
    value, number = cells.Value.fget, cells.Value2.fget

    def fails(self: Any) -> Any:
        found = value(self)
        rows = found if isinstance(found, tuple) else ((found,),)
        if any(moment in row for row in rows):
            raise ValueError("microsecond must be in 0..999999")
        return found

    def from_1904(self: Any) -> Any:
        return number(self) - 1462 if self.Count == 1 else number(self)

    monkeypatch.setattr(cells, "Value", property(fails))
    if date1904:
        monkeypatch.setattr(cells, "Value2", property(from_1904))
        monkeypatch.setattr(type(book.api), "Date1904", True)
    grid = LiveBook(book).grid("表")
    assert grid.value(7, 3) == moment
    assert grid.value(8, 3) == date(2020, 9, 30)


@pytest.mark.parametrize("cell", [20200930, -5])
def test_commands_go_on__ok(tmp_path: Path, cell: int) -> None:  # RE007
    model = LiveModel.of_file(EXAMPLES / PARK)
    sheet = model["任务清单"]
    row = next(row for (row, column), value in sheet.values.items() if (column, value) == (1, 1))
    sheet.values |= {(row - 1, 9): "完成时限", (row, 9): cell, (row + 1, 9): datetime(2020, 12, 31)}
    sheet.looks |= {(row, 9): DAY, (row + 1, 9): DAY}
    book = LiveBook(open_windows(model))
    outcome = build(read_tables(book), OPTIONS)
    assert not outcome.plan.empty
    found = check_book(read_book(LiveBook(open_windows(model)), today=AS_OF))
    assert [(f.row, f.column) for f in found if f.code.startswith("T") and f.value in (cell, str(cell))] == [
        (row, 9)
    ]


# RE008


def test_used_range_of_blank_cells__ok() -> None:  # RE008
    sheet = LiveSheet("表", {(2, 2): "甲", (3, 4): 5.0}, {(5, 3): '=""'})
    sheet.looks = {(400_000, 8): {"fill": "#FFFF00"}, (1, 1): {"fill": "#FFFF00"}}
    counted: Counter[str] = Counter()
    book = LiveBook(Counting(open_windows(LiveModel("书.xlsx", [sheet])), counted))
    grid = book.grid("表")
    assert (grid.value(2, 2), grid.value(3, 4), dict(grid.formulas)) == ("甲", 5, {(5, 3): '=""'})
    assert counted["CountA"] < 30
    assert book._cells["表"].area == (1, 1, 5, 4)


@pytest.mark.parametrize("at", [(1, 1), (400_000, 1), (1, 8), (400_000, 8)])
def test_last_cell_is_kept__ok(monkeypatch: pytest.MonkeyPatch, at: tuple[int, int]) -> None:  # RE008
    sheet = LiveSheet("表", {at: "甲"}, looks={(400_000, 8): DAY, (1, 1): DAY})
    book = open_windows(LiveModel("书.xlsx", [sheet]))
    area = WindowsHost(book).used(book.sheets[0])
    assert area == (1, 1, *at)


def test_more_cells_than_of_a_file__error(monkeypatch: pytest.MonkeyPatch) -> None:  # RE008
    monkeypatch.setattr(read_excel, "LIMITS", Limits(cells=100))
    sheets = [LiveSheet("甲", {(10, 10): 1}), LiveSheet("乙", {(11, 10): 1, (1, 1): 1})]
    book = LiveBook(open_windows(LiveModel("书.xlsx", sheets)))
    assert book.grid("甲").value(10, 10) == 1
    with pytest.raises(Stop) as stop:
        book.grid("乙")
    assert stop.value.code == "too_many_cells"
    assert {key: stop.value.facts[key] for key in ("sheet", "rows", "columns", "count", "limit")} == {
        "sheet": "乙",
        "rows": 11,
        "columns": 10,
        "count": 110,
        "limit": 100,
    }


def test_large_sheets_are_read_in_blocks__ok(monkeypatch: pytest.MonkeyPatch) -> None:  # RE008
    monkeypatch.setattr(excel_desktop, "_AT_ONCE", 24)
    sheet = LiveSheet(
        "表", {(row, column): row * 10 + column for row in range(2, 30) for column in range(2, 6)}
    )
    sheet.formulas = {(row, 5): f"=A{row}" for row in range(2, 30)}
    counted: Counter[str] = Counter()
    grid = LiveBook(Counting(open_windows(LiveModel("书.xlsx", [sheet])), counted)).grid("表")
    assert {(r, c): grid.value(r, c) for r, c in sheet.values} == sheet.values
    assert dict(grid.formulas) == sheet.formulas
    assert (counted["value"], counted["formula"]) == (5, 5)


# RE009


def test_no_formula_for_a_cell__ok() -> None:  # RE009
    sheet = LiveSheet("表", {(1, 1): "题"}, {(3, 1): "=1+1", (3, 2): "=A3"}, merges={(1, 1, 2, 2)})
    book = open_windows(LiveModel("书.xlsx", [sheet]))
    assert book.sheets[0].range("A2").formula is None
    assert dict(LiveBook(book).grid("表").formulas) == {(3, 1): "=1+1", (3, 2): "=A3"}
    assert LiveBook(book).mark("表", "")


def test_no_formula_for_an_area__ok(monkeypatch: pytest.MonkeyPatch) -> None:  # RE009
    sheet = LiveSheet("表", {(1, 1): "题"}, {(3, 1): "=1+1", (3, 2): "=A3"})
    book = open_windows(LiveModel("书.xlsx", [sheet]))
    cells = type(book.sheets[0].api.Range("A1"))
    formula = cells.Formula.fget
    monkeypatch.setattr(cells, "Formula", property(lambda self: formula(self) if self.Count < 3 else None))
    assert dict(LiveBook(book).grid("表").formulas) == {(3, 1): "=1+1", (3, 2): "=A3"}


def test_a_cell_tells_its_number_format__ok() -> None:  # RE001
    sheet = LiveSheet("表", {(1, 1): 0.8}, looks={(1, 1): {"number_format": "0%"}})
    assert LiveBook(open_windows(LiveModel("书.xlsx", [sheet]))).grid("表").code(1, 1) == "0%"
