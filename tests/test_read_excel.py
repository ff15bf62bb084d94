"""A live workbook read as grids is what the file is, so that a button and its command see the same.

RE001  The grids of every sample are those of its file: values, formulas, merged areas, hidden sheets.
RE002  A command plans the same changes from both; the rules find the same, but for those about the file itself.
RE003  A sheet costs a few calls, however many rows it has, and is read once.
RE004  Values: errors and blanks are None, whole numbers integers, midnight a date, times times.
RE005  A text that begins with = is a text.
RE006  The remote engine has no formulas and no merged areas to read, and takes a mark for what it says.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from counting_proxy import Counting
from fake_windows import open_windows
from live_model import ComError, LiveModel, LiveSheet
from remote_excel import open_remote

from duban.macros.build import build
from duban.macros.demo import AS_OF, DISTRICT_BOOKS, PARK
from duban.macros.files import change_file
from duban.macros.state import Options
from duban.udfs.periods import Period
from duban.validation.book import read_book
from duban.validation.checker import check_book
from duban.workbook.grid import GridBook
from duban.workbook.plan import Area
from duban.workbook.read_excel import LiveBook
from duban.workbook.tables import read_tables

EXAMPLES = Path(__file__).parent.parent / "examples"
SAMPLES = sorted(path.name for path in EXAMPLES.glob("*.xlsx"))
OPTIONS = Options(period=Period.of(AS_OF), as_of=AS_OF, accept=True)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The samples, and those that a build made of them."""
    folder = tmp_path_factory.mktemp("built")
    paths = {name: EXAMPLES / name for name in SAMPLES}
    for name in (PARK, *DISTRICT_BOOKS):
        change_file(EXAMPLES / name, partial(build, options=OPTIONS), out=folder / name)
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
    book.fingerprint("表")
    once = ("value", "formula", "address", "merge_cells", "visible", "Date1904")
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
    (datetime(2020, 9, 30), date(2020, 9, 30)),
    (datetime(2020, 9, 30, 8, 30), datetime(2020, 9, 30, 8, 30)),
    (time(8, 30), time(8, 30)),
    (datetime(1899, 12, 31, 12), 1.5),
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
