"""Where sheets stand: beside their kind, in the order of the build.

OS1 A new bulletin stands before the older ones, all of them together, the newest first; a quarter before its months,
    a correction before what it corrects.
OS2 The sheet of a new unit stands where the build has it among the units.
OS3 A generated sheet that staff deleted comes back beside its kind, not behind 规则.
OS4 A sheet that is replaced stays where it is, under whatever name; one that is kept stands behind the new one.
OS5 Sheets of staff, and all others, keep their order among each other, wherever staff moved them.
OS6 规则 stays behind what is made later, where it stood behind the list.
OS7 Excel gets the same order as the file; the tab that is open stays open, and local names stay with their sheets.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from fake_windows import open_windows
from lists import AS_OF, FIRST, Book, Item, make_book
from live_model import LiveModel

from duban.macros.commands.new import new_workbook
from duban.macros.generated_sheets.order_of_sheets import places_of_new
from duban.udfs.periods import Period
from duban.workbook.file.open_xml import main
from duban.workbook.file.package import Package
from duban.workbook.file.write_xlsx import create
from duban.workbook.format.names import (
    ANNUAL,
    AS_LEFT_NAME,
    LEDGER,
    LINKS,
    LIST,
    LOG,
    MARK_NAME,
    ROLLUP,
    RULES,
    TREND,
)
from duban.workbook.format.sheet_names import bulletin_name
from duban.workbook.live.write_excel import apply_live
from duban.workbook.plan.plans import Cell, SheetPlan
from duban.workbook.reading.grid import GridBook
from duban.workbook.reading.tables import Mark, Tables

A, B, C = "单位-甲局", "单位-乙局", "单位-丙局"
Q2, Q3, Q4 = (bulletin_name(Period.parse(f"2020Q{n}")) for n in (2, 3, 4))  # type: ignore[arg-type]
BEFORE = {"period": Period.parse("2020Q2"), "as_of": date(2020, 6, 30)}
NEXT = {"period": Period.parse("2020Q4"), "as_of": date(2020, 12, 31)}
MINE = "我的便签"


@pytest.fixture(scope="module")
def made() -> Book:
    """A list of three units, built; with a sheet of the staff's before it."""
    items = (Item("一", unit="甲局"), Item("二", unit="乙局"), Item("三", unit="丙局"))
    return make_book(*items, more={MINE: [("备忘",)]}).built()


def names(book: Book) -> list[str]:
    """The tabs that staff see."""
    package = Package.read(book.data)
    return [
        each.get("name")
        for each in package.workbook.iter(main("sheet"))
        if each.get("state", "visible") == "visible"
    ]


def without(book: Book, *sheets: str) -> Book:
    package = Package.read(book.data)
    for sheet in sheets:
        package.remove_sheet(sheet)
    return Book(package.to_bytes())


def dragged(book: Book, order: Sequence[str]) -> Book:
    """The tabs in another order, as staff drag them; local names follow."""
    package = Package.read(book.data)
    before = package.sheet_names
    home = package.workbook.find(main("sheets"))
    entries = {each.get("name"): each for each in home}
    for name in order:
        home.append(entries[name])
    for each in package.workbook.iter(main("definedName")):
        if (local := each.get("localSheetId")) is not None:
            each.set("localSheetId", str(order.index(before[int(local)])))
    package.changed(package.workbook_part)
    return Book(package.to_bytes())


def test_the_first_build__ok(made: Book) -> None:  # OS2, OS6
    assert names(made) == [LIST, MINE, LEDGER, LINKS, "市级事项", ROLLUP, A, B, C, Q3, TREND, LOG, RULES]


def test_the_newest_bulletin_first__ok(made: Book) -> None:  # OS1
    book = made.built(**NEXT)
    assert names(book) == [
        *(LIST, MINE, LEDGER, LINKS, "市级事项", ROLLUP, A, B, C),
        *(Q4, Q3, TREND, ANNUAL, LOG, RULES),
    ]
    back = made.built(**BEFORE)
    assert names(back)[-5:] == [Q3, Q2, TREND, LOG, RULES]
    assert names(back.built(**NEXT))[-7:] == [Q4, Q3, Q2, TREND, ANNUAL, LOG, RULES]


def test_bulletins_that_staff_put_in_front__ok(made: Book) -> None:  # OS1, OS5
    order = [Q3, *(name for name in Package.read(made.data).sheet_names if name != Q3)]
    book = dragged(made, order)
    assert book.built().data is book.data
    assert names(book.built(**NEXT))[:3] == [Q4, Q3, LIST]


def test_under_another_name__ok(made: Book) -> None:  # OS1, OS4
    package = Package.read(made.data)
    package.rename_sheet(Q3, "三季度印发稿")
    book = Book(package.to_bytes()).built(**NEXT)
    assert names(book)[-6:] == [Q4, "三季度印发稿", TREND, ANNUAL, LOG, RULES]


@pytest.mark.parametrize("unit", ["丁局", "一局"])
@pytest.mark.parametrize("row", [FIRST, FIRST + 1, FIRST + 2])
def test_a_new_unit__ok(made: Book, row: int, unit: str) -> None:  # OS2
    """The build has the units in the order of the list; the one that led the row leads nothing any more."""
    book = made.typed(LIST, {(row, "归口单位"): unit}).built()
    units = [A, B, C]
    units[row - FIRST] = f"单位-{unit}"
    assert names(book) == [LIST, MINE, LEDGER, LINKS, "市级事项", ROLLUP, *units, Q3, TREND, LOG, RULES]


def test_a_new_unit_among_units_that_staff_parted__ok(made: Book) -> None:  # OS2, OS5
    there = [name for name in Package.read(made.data).sheet_names if name not in (A, MINE)]
    there.insert(there.index(B) + 1, MINE)
    book = without(dragged(made, [A, *there]), B).built()
    assert names(book) == [A, LIST, LEDGER, LINKS, "市级事项", ROLLUP, MINE, B, C, Q3, TREND, LOG, RULES]


@pytest.mark.parametrize(
    "gone", [[each] for each in (ROLLUP, A, B, C, Q3, TREND)] + [[ROLLUP, A], [A, B, C], [C, Q3, TREND]]
)
def test_what_was_deleted_comes_back_in_its_place__ok(made: Book, gone: list[str]) -> None:  # OS3
    assert names(without(made, *gone).built()) == names(made)


def test_all_that_is_generated_was_deleted__ok(made: Book) -> None:  # OS3, OS6
    assert names(without(made, ROLLUP, A, B, C, Q3, TREND).built()) == names(made)


def test_an_edited_one_is_kept_behind_the_new_one__ok(made: Book) -> None:  # OS4
    edited = made.typed(A, {(60, 2): "请核实"}).typed(C, {(60, 2): "请核实"}).typed(Q3, {(60, 2): "请核实"})
    book = without(edited, B).built()
    kept = [f"{each}（旧1）" for each in (A, C, Q3)]
    assert names(book)[5:-3] == [ROLLUP, A, kept[0], B, C, kept[1], Q3, kept[2]]


def test_behind_what_was_kept_of_the_last_unit__ok(made: Book) -> None:  # OS2, OS4
    book = without(made.typed(B, {(60, 2): "请核实"}).built(), C).built()
    assert names(book)[6:-4] == [A, B, f"{B}（旧1）", C]


def test_replaced_where_it_stands__ok(made: Book) -> None:  # OS4
    order = list(Package.read(made.data).sheet_names)
    random.Random(7).shuffle(order)
    book = dragged(made, order).typed(LEDGER, {(2, "完成进度"): 0.4}).built()
    assert list(Package.read(book.data).sheet_names) == order
    assert book.outcome is not None and len(book.outcome.plan.sheets) == 3


def test_others_never_change_places__ok(made: Book) -> None:  # OS5
    whole = list(Package.read(made.data).sheet_names)
    for seed in range(12):
        chance = random.Random(seed)
        order = chance.sample(whole, len(whole))
        gone = set(chance.sample([ROLLUP, A, B, C, Q3, TREND], 3))
        book = without(dragged(made, order), *gone).built(**(NEXT if seed % 2 else {}))
        after = [name for name in Package.read(book.data).sheet_names if name not in {*gone, Q4, ANNUAL}]
        assert after == [name for name in order if name not in gone], seed


def test_a_sheet_of_the_staffs_is_no_neighbour__ok(made: Book) -> None:  # OS1
    """It only bears such a name; our mark is not on it."""
    more = {"2019年第四季度通报": [("去年的",)], "单位-通讯录": [("电话",)]}
    book = make_book(Item("一", unit="甲局"), more=more).built()
    assert names(book)[:3] == [LIST, *more]
    assert names(book)[-5:] == [A, Q3, TREND, LOG, RULES]


def test_a_workbook_that_new_made__ok() -> None:  # OS6
    empty = Book(create(new_workbook(Period.parse("2020Q3"), AS_OF)))
    cells = {(3, 1): 1, (3, 2): "企业开办", (3, 5): "1、合并表单", (3, 7): "甲局"}
    book = empty.typed(LIST, cells).built()
    assert names(book) == [LIST, "市级事项", LEDGER, LINKS, ROLLUP, A, Q3, TREND, LOG, RULES]
    front = dragged(empty, [RULES, LIST, "市级事项"]).typed(LIST, cells).built()
    assert names(front) == [RULES, LIST, "市级事项", LEDGER, LINKS, ROLLUP, A, Q3, TREND, LOG]


def test_the_log_comes_before_the_settings__ok(made: Book) -> None:  # OS6
    assert names(without(made, LOG).built()) == names(made)


# OS7


def test_excel_has_the_same_order__ok(made: Book, tmp_path: object) -> None:  # OS7
    (path := tmp_path / "书.xlsx").write_bytes(made.data)  # type: ignore[operator]
    for gone, options in (((ROLLUP, B), {}), ((C, TREND), NEXT), ((A,), NEXT)):
        book = without(made, *gone)
        path.write_bytes(book.data)
        plan = book.plan(**options).plan
        model = LiveModel.of_file(path)
        states = {sheet.name: sheet.state for sheet in model.sheets}
        apply_live(open_windows(model), plan)
        path.write_bytes(book.built(**options).data)
        assert model.sheet_names == GridBook(path).sheet_names
        assert {sheet.name: sheet.state for sheet in model.sheets if sheet.name in states} == states


@pytest.mark.parametrize("open_tab", [LIST, A, C, Q3, TREND, LOG, RULES])
def test_the_open_tab_and_local_names_stay__ok(made: Book, open_tab: str) -> None:  # OS7
    package = Package.read(made.data)
    for view in package.workbook.iter(main("workbookView")):
        view.set("activeTab", str(package.sheet_names.index(open_tab)))
    package.changed(package.workbook_part)
    book = without(Book(package.to_bytes()), ROLLUP, B)
    before, after = Package.read(book.data), Package.read(book.built(**NEXT).data)
    (view,) = after.workbook.iter(main("workbookView"))
    assert after.sheet_names[int(view.get("activeTab", "0"))] == open_tab
    for name in before.sheet_names:
        quoted = {key: text.replace("'", "") for key, text in after.local_names(name).items()}
        told = {key: text.replace("'", "") for key, text in before.local_names(name).items()}
        for of_ours in (MARK_NAME, AS_LEFT_NAME):  # they tell of the sheet itself
            told.pop(of_ours, None)
            quoted.pop(of_ours, None)
        assert {key for key in quoted if name not in quoted[key]} == set()
        assert told.keys() <= quoted.keys()
    assert all(name in after.local_names(name)["_xlnm.Print_Area"] for name in (ROLLUP, B, Q4))


# the rule by itself


def places(there: Sequence[str], *new: str, order: Sequence[str] = ()) -> list[str]:
    """The tabs after sheets were made, where all that are there bear our mark."""
    marks = {name: Mark("", bool, name) for name in there}
    tables = Tables("书.xlsx", {}, tuple(there), replace(_settings()), marks=marks)
    plans = [SheetPlan(name, {(1, 1): Cell("")}, owned=True) for name in new]
    after = list(there)
    for name, before in places_of_new(tables, plans, order):
        after.insert(len(after) if before is None else after.index(before), name)
    return after


def _settings():  # type: ignore[no-untyped-def]
    from duban.workbook.reading.read_settings import read_settings

    return read_settings(None, AS_OF)[0]


ISSUES = ["2021年第一季度通报", "2020年12月通报", Q3, "2020年9月通报", "2020年8月通报", f"{Q2}（更正第2次）"]
ISSUES += [f"{Q2}（更正第1次）", Q2]
"""The newest first."""


def test_bulletins_in_whatever_order_they_are_made__ok() -> None:  # OS1
    for seed in range(40):
        chance = random.Random(seed)
        new = chance.sample(ISSUES, len(ISSUES))
        first = new[:3]
        there = [LIST, *(name for name in ISSUES if name in first), TREND]
        assert places(there, *new[3:]) == [LIST, *ISSUES, TREND]


def test_units_in_whatever_order_they_are_made__ok() -> None:  # OS2
    order = [ROLLUP, A, B, C, Q3, TREND]
    for count in range(len(order)):
        for gone in itertools.combinations(order, count):
            there = [name for name in order if name not in gone]
            assert places([LIST, *there, MINE], *gone, order=order)[1:-1] == order or not there


def test_a_unit_that_is_kept_though_it_leads_nothing__ok() -> None:  # OS2
    assert places([LIST, "单位-旧", MINE], A, B, order=[A, B]) == [LIST, "单位-旧", A, B, MINE]
