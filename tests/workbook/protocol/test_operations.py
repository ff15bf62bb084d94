"""Plans as operations: what a host that carries them out in order is left with.

OP001  Cell by cell, with formulas and number formats, the same as the file that the command writes; sheets in the same order,
       merges, hidden columns, marks and charts too. So in a workbook of staff's, in one that was built before, and where a
       period moves on.
OP002  A second run has nothing to do.
OP003  What staff edited is kept under another name and has no mark.
OP004  Cells that are there keep their number format; new ones look like their neighbours.
OP005  Values are JSON: texts, numbers, truths, blanks, formulas with what they give; a link is a formula.
OP006  A workbook or sheet with protection, and a sheet of the staff's by the name of ours, stop before anything is said.
OP007  Every verb stands in docs/protocol.md, and every verb there is used.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from lists import AS_OF, Book, Item, make_book
from openpyxl.workbook.protection import WorkbookProtection
from places import DOCS, EXAMPLES
from played import PlayedBook, Position

from duban.macros.commands.build import build
from duban.macros.commands.close import CloseOptions, close
from duban.macros.commands.register import add
from duban.macros.figures.understood import RunOptions
from duban.macros.staff_sheets.cells_to_set import same_value
from duban.udfs.periods import Period
from duban.workbook.file import write_xlsx
from duban.workbook.file.owned_marks import link_of, same_formula
from duban.workbook.file.package import Package
from duban.workbook.format.names import LEDGER, LINKS, LIST, MARK_NAME, ROLLUP, RULES
from duban.workbook.plan.plans import BookPlan, Cell, EditCell, SheetEdit, SheetPlan
from duban.workbook.protocol.before_playing import check
from duban.workbook.protocol.operations import Operation, operations
from duban.workbook.reading.grid import GridBook
from duban.workbook.reading.tables import read_tables
from duban.workbook.say.stop import Stop

LISTS = [path for path in sorted(EXAMPLES.glob("*.xlsx")) if path.stem != "淄博市"]


def plan_of(path: Path, **options: object) -> BookPlan:
    return build(read_tables(GridBook(path)), options=RunOptions(today=AS_OF, **options)).plan  # type: ignore[arg-type]


def compared(path: Path, plan: BookPlan, folder: Path) -> list[tuple[str, Position]]:
    """The cells that the operations and the file do not have alike; asserts the sheets around them."""
    made = folder / "made.xlsx"
    made.write_bytes(write_xlsx.apply(path.read_bytes(), plan))
    ops = operations(plan, GridBook(path).package)
    played, file = PlayedBook(path).play(json.loads(json.dumps(ops))), PlayedBook(made)
    assert list(played.sheets) == list(file.sheets)
    found = []
    for name, wanted in file.sheets.items():
        got = played.sheets[name]
        for at in wanted.cells.keys() | got.cells.keys():
            one, other = got.cells.get(at), wanted.cells.get(at)
            link = link_of(one) if isinstance(one, str) else None
            same = same_value(link[1] if link else one, other) or (
                isinstance(one, str)
                and isinstance(other, str)
                and one[:1] == "="
                and same_formula(one, other)
            )
            if not same or got.formats.get(at, "General") != wanted.formats.get(at, "General"):
                found.append((name, at))
        assert got.merges == wanted.merges, name
    marks = {each.name: each.owned for each in plan.sheets}
    assert {name: MARK_NAME in played.sheets[name].names for name in marks} == marks
    assert {each.name for each in plan.sheets if each.very_hidden} == {
        name for name, sheet in played.sheets.items() if sheet.is_away
    }
    assert {each.name: len(each.charts) for each in plan.sheets} == {
        each.name: played.sheets[each.name].charts for each in plan.sheets
    }
    return found


# OP001, OP002


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_a_build_as_in_a_file__ok(path: Path, tmp_path: Path) -> None:
    assert compared(path, plan_of(path), tmp_path) == []


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("built") / "清单.xlsx"
    source = EXAMPLES / "齐鲁化工区.xlsx"
    path.write_bytes(write_xlsx.apply(source.read_bytes(), plan_of(source, period=Period.parse("2020Q3"))))
    return path


def test_a_second_run__ok(built: Path) -> None:
    assert operations(plan_of(built), GridBook(built).package) == []


def test_the_next_period__ok(built: Path, tmp_path: Path) -> None:
    assert compared(built, plan_of(built, period=Period.parse("2020Q4")), tmp_path) == []


def test_closing__ok(built: Path, tmp_path: Path) -> None:
    plan = close(read_tables(GridBook(built)), CloseOptions(today=AS_OF)).plan
    assert not plan.empty
    assert compared(built, plan, tmp_path) == []


def test_a_register__ok(built: Path, tmp_path: Path) -> None:
    plan = add(read_tables(GridBook(built)), ["重点项目库"]).plan
    assert compared(built, plan, tmp_path) == []


# OP003


def test_an_edited_sheet_is_kept__ok(built: Path, tmp_path: Path) -> None:
    plan = BookPlan(edits=(SheetEdit(ROLLUP, {(2, 1): EditCell("改过")}),))
    edited = tmp_path / "edited.xlsx"
    edited.write_bytes(write_xlsx.apply(built.read_bytes(), plan))
    again = plan_of(edited)
    [(old, new)] = again.renames
    assert old == ROLLUP
    assert compared(edited, again, tmp_path) == []
    played = PlayedBook(edited).play(operations(again, GridBook(edited).package))
    assert played.sheets[new].cells[2, 1] == "改过"
    assert MARK_NAME not in played.sheets[new].names
    assert MARK_NAME in played.sheets[ROLLUP].names


# OP004


def ops_of(book: Book, edit: SheetEdit) -> list[Operation]:
    return operations(BookPlan(edits=(edit,)), Package.read(book.data))


def test_formats_of_cells_that_are_there__ok() -> None:
    book = make_book(Item("优化营商环境"))
    cells = {(4, 2): EditCell("改写"), (4, 30): EditCell(0.5, number_format="percent", like=(4, 2))}
    ops = ops_of(book, SheetEdit(LIST, cells))
    assert [op for op in ops if op["op"] == "likeness"] == [
        {"op": "likeness", "sheet": LIST, "source": (4, 2, 4, 2), "area": (4, 30, 4, 30)}
    ]
    assert [(op["value"], op["areas"]) for op in ops if op["op"] == "look"] == [("0%", [(4, 30, 4, 30)])]


def test_what_was_text_becomes_a_date__ok(built: Path) -> None:
    at = (2, 2)
    edit = SheetEdit(LEDGER, {at: EditCell(date(2020, 9, 30), number_format="date", like=at)})
    ops = ops_of(Book(built.read_bytes()), edit)
    assert [(op["value"], op["areas"]) for op in ops if op["op"] == "look"] == [("yyyy-mm-dd", [(*at, *at)])]


def test_a_column_of_the_staff_is_never_narrowed__ok() -> None:
    ops = ops_of(
        make_book(Item("优化营商环境")), SheetEdit(LIST, {(9, 30): EditCell(1)}, widths={2: 5.0, 30: 9.0})
    )
    assert {tuple(op["columns"]): op["widen"] for op in ops if op["op"] == "width"} == {
        ((2, 2),): True,
        ((30, 30),): False,
    }


# OP005


def test_values__ok() -> None:
    plan = SheetPlan(
        "新表",
        {
            (1, 1): Cell("文字\r\n两行"),
            (1, 2): Cell(0.25),
            (1, 3): Cell(True),
            (1, 4): Cell(date(2020, 9, 30)),
            (2, 1): Cell(2.0, "=1+1"),
            (2, 2): Cell(None, '=IF(A1="","","")'),
            (2, 3): Cell("任务清单", link="'任务清单'!H7"),
        },
    )
    ops = operations(BookPlan(sheets=(plan,)), Package.read(make_book().data))
    [written] = [op for op in ops if op["op"] == "write"]
    assert written["rows"] == [
        ["文字\n两行", 0.25, True, 44104.0],
        [
            {"f": "=1+1", "v": 2.0},
            {"f": '=IF(A1="","","")', "v": None},
            {"f": '=HYPERLINK("#\'任务清单\'!H7","任务清单")', "v": "任务清单"},
            None,
        ],
    ]


# OP006


def protected(path: Path, folder: Path, protect: Callable[[openpyxl.Workbook], None]) -> Package:
    book = openpyxl.load_workbook(path)
    protect(book)
    book.save(folder / "protected.xlsx")
    return GridBook(folder / "protected.xlsx").package


def test_protection__error(tmp_path: Path) -> None:
    path = LISTS[0]
    plan = plan_of(path)

    def sheet(book: openpyxl.Workbook) -> None:
        book[LIST].protection.enable()

    def whole(book: openpyxl.Workbook) -> None:
        book.security = WorkbookProtection(lockStructure=True)

    check(GridBook(path).package, plan, path.name)
    for protect, named in ((sheet, LIST), (whole, path.name)):
        with pytest.raises(Stop) as stop:
            check(protected(path, tmp_path, protect), plan, path.name)
        assert (stop.value.code, stop.value.facts["sheet"]) == ("protected", named)


def test_a_sheet_of_the_staff__error(tmp_path: Path) -> None:
    def theirs(book: openpyxl.Workbook) -> None:
        book.create_sheet(ROLLUP)

    package = protected(LISTS[0], tmp_path, theirs)
    with pytest.raises(Stop) as stop:
        check(package, BookPlan(sheets=(SheetPlan(ROLLUP, {}, owned=True),)), "清单.xlsx")
    assert stop.value.code == "sheet_is_yours"
    with pytest.raises(KeyError):
        check(package, BookPlan(edits=(SheetEdit("没有", {}),)), "清单.xlsx")


# OP007


def test_every_verb_is_described__ok(built: Path, tmp_path: Path) -> None:
    page = (DOCS / "protocol.md").read_text(encoding="utf-8").partition("## Operations")[2]
    told = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    verbs = {name for name in vars(PlayedBook) if not name.startswith("_")} - {"play"}
    assert told == verbs
    source = (Path(str(operations.__code__.co_filename))).read_text(encoding="utf-8")
    used = set(re.findall(r'"op": "(\w+)"|op\("(\w+)"|"(copy|rename)"', source))
    assert told == {name for each in used for name in each if name}
    assert {LEDGER, LINKS, RULES} <= set(PlayedBook(built).sheets)
