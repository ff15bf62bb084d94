"""Owned sheets: replaced on each run, never over the staff's own work.

OW1 A sheet that staff edited stays as …（旧1） beside the new one (R110), the next edit as …（旧2）.
OW2 Rows inserted in the list or ledger shift references; that is no edit: nothing is kept aside.
OW3 A sheet of our name that we did not make stops with sheet_is_yours; nothing is written.
OW4 The sheet of a unit that leads nothing any more goes, unless edited.
OW5 A closed period's bulletin is not touched (R111); another period's bulletin is kept with its
    values in place of formulas (R112), stays so when its period comes back (H102), and is live again by --reopen (H103).
OW8 A copy that staff made of an owned sheet is theirs: it is neither replaced nor removed.
OW6 Sheet names are valid and distinct, whatever units are called; long or alike names stay distinct.
OW7 A sheet whose formulas or values are no longer right is replaced, in its place.
"""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest
from lists import AS_OF, FIRST, Book, Item, make_book

from duban.udfs.periods import Period
from duban.validation.checker import check_file
from duban.workbook.file.owned_marks import read_mark, write_mark
from duban.workbook.file.package import Package
from duban.workbook.format.names import LEDGER, LIST, LOG, ROLLUP, TREND
from duban.workbook.format.sheet_names import bulletin_name, kept_name, unit_sheet_names
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.say.stop import Stop

BULLETIN = "2020年第三季度通报"
UNIT_A, UNIT_B = "单位-综合局", "单位-办公室"
LONG = "齐鲁化工区管理委员会安全生产和应急管理与生态环境保护综合执法联合办公室"
ODD = (
    "综合/局",
    "综合\\局",
    "综合？局",
    "综合?局",
    "综*合",
    "[综合]",
    "综合:局",
    "'综合'",
    "综合''局'",
    'A"B',
    "a局",
    "A局",
    "𠮷" * 20,
    LONG,
    LONG[:-1] + "处",
    LONG[:-1] + "科",
)


@pytest.fixture(scope="module")
def made() -> Book:
    return make_book(
        Item("企业开办", ("合并表单",)), Item("厂房盘活", ("摸底", "招商"), unit="办公室")
    ).built()


@pytest.mark.parametrize("sheet", [UNIT_A, BULLETIN, ROLLUP])
def test_edited_sheet_is_kept__ok(made: Book, sheet: str) -> None:  # OW1
    book = made.typed(sheet, {(60, 2): "请核实"}).built()
    names = book.tables.sheet_names
    assert {sheet, f"{sheet}（旧1）"} < set(names) and len(names) == len(made.tables.sheet_names) + 1
    assert book.grids[f"{sheet}（旧1）"].value(60, 2) == "请核实"
    assert book.grids[sheet].value(60, 2) is None
    assert [(f.sheet, f.facts["kept"]) for f in book.outcome.findings if f.code == "R110"] == [
        (sheet, f"{sheet}（旧1）")
    ]  # type: ignore[union-attr]
    assert book.built().data is book.data
    again = book.typed(sheet, {(2, 1): "=1+1"}).built()
    assert f"{sheet}（旧2）" in again.tables.sheet_names


def test_kept_sheet_is_the_staffs__ok(made: Book) -> None:  # OW1
    book = made.typed(UNIT_A, {(60, 2): "请核实"}).built().typed(f"{UNIT_A}（旧1）", {(61, 2): "又改"})
    assert book.built().data is book.data


@pytest.mark.parametrize(("sheet", "row"), [(LIST, FIRST), (LIST, FIRST + 1), (LIST, 1), (LEDGER, 3)])
def test_row_inserted_elsewhere_is_no_edit__ok(made: Book, sheet: str, row: int) -> None:  # OW2
    book = made.inserted(sheet, row).built()
    assert book.tables.sheet_names == made.tables.sheet_names
    assert "R110" not in book.codes
    assert book.built().data is book.data
    assert book.show(LEDGER, "具体项目", "亮灯") == made.show(LEDGER, "具体项目", "亮灯")


@pytest.mark.parametrize("sheet", [UNIT_A, BULLETIN, ROLLUP, "单位-办公室"])
def test_sheet_of_our_name__error(sheet: str) -> None:  # OW3
    book = make_book(Item("企业开办"), Item("厂房盘活", unit="办公室"), more={sheet: [("我的表",)]})
    with pytest.raises(Stop) as stop:
        book.plan()
    assert (stop.value.code, stop.value.facts["sheet"]) == ("sheet_is_yours", sheet)


def test_unit_that_leads_no_more__ok(made: Book) -> None:  # OW4
    book = made.typed(LIST, {(FIRST + 1, "归口单位"): "综合局"}).built()
    assert UNIT_B not in book.tables.sheet_names and UNIT_A in book.tables.sheet_names
    assert book.built().data is book.data


def test_edited_sheet_of_a_unit_that_leads_no_more__ok(made: Book) -> None:  # OW4
    edited = made.typed(UNIT_B, {(60, 2): "请核实"}).typed(LIST, {(FIRST + 1, "归口单位"): "综合局"})
    book = edited.built()
    assert book.grids[UNIT_B].value(60, 2) == "请核实"
    assert book.built().data is book.data


def test_single_step_removes_nothing_and_keeps_up_what_is_there__ok(made: Book) -> None:  # OW4
    from duban.macros.commands.build import SUMMARY, build
    from duban.macros.figures.understood import RunOptions

    moved = made.typed(LIST, {(FIRST + 1, "归口单位"): "综合局"})
    plan = build(moved.tables, RunOptions(as_of=AS_OF), (SUMMARY,)).plan
    assert not plan.removes
    assert {sheet.name for sheet in plan.sheets} == {BULLETIN, "单位-综合局", TREND}


def test_closed_bulletin__ok(made: Book) -> None:  # OW5
    closing = {(2, "期间"): "2020Q3", (2, "字段"): "封存"}
    book = made.typed(LOG, closing).typed(LEDGER, {(2, "完成进度"): 1}).built()
    assert book.grids[BULLETIN] == made.grids[BULLETIN]
    assert "R111" in book.codes
    assert book.value(LIST, FIRST, "完成进度") == 1
    assert book.built().data is book.data


def test_closed_bulletin_that_is_not_there_is_made__ok() -> None:  # OW5
    row = {"期间": "2020Q3", "字段": "封存"}
    log = [FORMATS[LOG].names, [row.get(column) for column in FORMATS[LOG].names]]
    book = make_book(Item("企业开办"), more={LOG: log}).built()
    assert BULLETIN in book.tables.sheet_names


def test_bulletin_of_another_period_is_kept_as_values__ok(made: Book) -> None:  # OW5
    later = made.typed(LEDGER, {(2, "完成进度"): 1}).built(as_of=None, period=Period.parse("2020Q4"))
    assert {BULLETIN, "2020年第四季度通报"} <= set(later.tables.sheet_names)
    assert "R112" in later.codes
    assert later.grids[BULLETIN].formulas == {}
    assert later.grids[BULLETIN].rows == made.grids[BULLETIN].rows
    again = later.built(as_of=None, period=Period.parse("2020Q4"))
    assert again.data is later.data
    assert "R112" not in again.codes


def test_bulletin_of_a_period_that_comes_back__ok(made: Book) -> None:  # OW5
    later = made.built(as_of=None, period=Period.parse("2020Q4"))
    assert not later.tables.marks[BULLETIN].edited
    back = later.typed(LEDGER, {(2, "完成进度"): 1}).built(as_of=AS_OF, period=Period.parse("2020Q3"))
    assert "H102" in back.codes
    assert back.grids[BULLETIN] == later.grids[BULLETIN]
    assert f"{BULLETIN}（旧1）" not in back.tables.sheet_names
    opened = back.built(as_of=AS_OF, period=Period.parse("2020Q3"), reopen=True)
    assert "H103" in opened.codes
    assert opened.grids[BULLETIN].formulas
    assert f"{BULLETIN}（旧1）" not in opened.tables.sheet_names


def test_copy_of_an_owned_sheet_is_the_staffs__ok(made: Book) -> None:  # OW8
    package = Package.read(made.data)
    part = package.fresh_name("xl/worksheets/sheet1.xml")
    package.put(
        part, package.data(package.sheet_part(UNIT_A)), package.content_type(package.sheet_part(UNIT_A))
    )
    package.add_sheet_entry(f"{UNIT_A} (2)", part)
    mark = read_mark(package, UNIT_A)
    assert mark is not None
    write_mark(package, f"{UNIT_A} (2)", mark)  # Excel copies the names of a sheet with it
    book = Book(package.to_bytes())
    later = book.typed(LEDGER, {(2, "完成进度"): 1}).built()
    assert f"{UNIT_A} (2)" in later.tables.sheet_names
    assert later.grids[f"{UNIT_A} (2)"].rows == made.grids[UNIT_A].rows


def test_replaced_in_its_place__ok(made: Book) -> None:  # OW7
    book = made.typed(LEDGER, {(2, "完成进度"): 1}).built()
    assert book.tables.sheet_names == made.tables.sheet_names
    lights = [
        {value for row in each.grids[UNIT_A].rows for value in row} & {"未报", "办结"}
        for each in (made, book)
    ]
    assert lights == [{"未报"}, {"办结"}]


def test_column_inserted_in_the_list__ok(made: Book) -> None:  # OW7
    """A reference to another column is a formula that has to be put right, though it is no edit."""
    header = {c: made.grids[LIST].value(FIRST - 1, c) for c in (9, 10)}
    swap = {
        (row, c): made.grids[LIST].value(row, 19 - c) for row in range(FIRST - 1, FIRST + 2) for c in (9, 10)
    }
    book = made.typed(LIST, swap).built()
    assert header == {9: "事项键", 10: "归口单位"}
    assert "R110" not in book.codes
    assert any("$J$4:$J$500" in formula for formula in book.grids[UNIT_A].formulas.values())
    assert book.built().data is book.data


def test_names_are_valid_and_distinct__ok() -> None:  # OW6
    names = unit_sheet_names(ODD)
    assert list(names) == list(ODD)
    assert len({name.casefold() for name in names.values()}) == len(ODD)
    for name in names.values():
        assert len(name.encode("utf-16-le")) <= 62
        assert not set(name) & set("/\\?*[]:'")
        assert name.startswith("单位-")
    assert unit_sheet_names(ODD) == names


def test_odd_units_through_a_whole_build__ok() -> None:  # OW6
    units = [unit for unit in ODD if unit not in ("a局", "综合/局")]
    book = make_book(*(Item(f"事项{n}", (f"措施{n}",)) for n in range(len(units)))).built()
    typed = {(FIRST + n, "归口单位"): unit for n, unit in enumerate(units)}
    built = book.typed(LIST, typed).built()
    assert set(unit_sheet_names(units).values()) < set(built.tables.sheet_names)
    assert built.built().data is built.data


@pytest.mark.parametrize(
    ("name", "there", "kept"),
    [
        ("市级汇总", ["市级汇总"], "市级汇总（旧1）"),
        ("市级汇总", ["市级汇总", "市级汇总（旧1）"], "市级汇总（旧2）"),
        ("单位-" + "长" * 28, [], "单位-" + "长" * 24 + "（旧1）"),
        ("单位-A局", ["单位-a局（旧1）"], "单位-A局（旧2）"),
    ],
)
def test_kept_name__ok(name: str, there: list[str], kept: str) -> None:  # OW1, OW6
    assert kept_name(name, there) == kept


@pytest.mark.parametrize(("period", "name"), [("2020Q3", BULLETIN), ("2020-09", "2020年9月通报")])
def test_bulletin_name__ok(period: str, name: str) -> None:  # OW6
    assert bulletin_name(Period.parse(period)) == name  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "in_the_way"),
    [("单位-综合局", True), ("单位-综合局~2", False), ("单位-招商局", True), ("单位-其他局", False)],
)
def test_validate_names_what_is_in_the_way__ok(name: str, in_the_way: bool, tmp_path: Path) -> None:
    items = (Item("甲"), Item("乙"), Item("丙", unit="财政局、招商局"))
    book = make_book(*items, more={name: [("备忘",)]})
    (path := tmp_path / "清单.xlsx").write_bytes(book.data)
    assert ("S121" in {each.code for each in check_file(str(path)).findings}) is in_the_way
    with pytest.raises(Stop, match="不会覆盖") if in_the_way else nullcontext():
        book.plan()
