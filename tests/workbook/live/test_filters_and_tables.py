"""A sort by a filter's or a table's button takes the keys along.

FT1  A filter over the list's header grows to its last tracking column, its hidden name too; criteria and sorts stay.
FT2  A table does as well, with columns that are called as their header cells are; rows and totals stay.
FT3  After a sort of the new area, keys, units and progress are with their items.
FT4  What was written is right for openpyxl, for Microsoft's schemas and for LibreOffice.
FT5  Tables elsewhere, on the sheet and on others, keep their bytes; the second build writes nothing.
FT6  A workbook whose keys stand beside the filter is healed by the next build, and nothing else of it changes. The ledger
     is looked after like the list.
FT7  Where something is in the way, nothing grows; validate says so (S116), and a sort of the old area stops the build.
FT8  The proof before saving takes nothing else: no other change of a table, and no name that the header has not.
FT9  Filters and tables are found however they are spelled; the filter of a saved view is none.
FT10 In a live Excel they grow as in the file; of a sheet's filter the remote engine of xlwings knows nothing.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from fake_windows import open_windows
from lists import AS_OF, FIRST, Book, Item
from live_model import LiveModel, LiveSheet
from openpyxl.formula.translate import Translator
from outputs import Parts, schema_faults
from places import MADE_BY_0_1
from remote_excel import open_remote, replay

from duban.macros.commands.build import build
from duban.macros.figures.understood import RunOptions
from duban.validation.checker import Checking, check_file
from duban.workbook.cells.addresses import a1, parse_area
from duban.workbook.cells.areas import Area
from duban.workbook.file import write_xlsx
from duban.workbook.file.package import Package
from duban.workbook.format.names import LEDGER, LIST
from duban.workbook.format.sheets.task_list import STAFF_COLUMNS, TRACKING_COLUMNS
from duban.workbook.live.write_excel import LiveBook, apply_live
from duban.workbook.opening.sheet_scan import scan
from duban.workbook.plan.plans import BookPlan, SheetEdit
from duban.workbook.reading.tables import read_tables
from duban.workbook.say.stop import Stop

TOP = FIRST - 1
WORDS = ("企业开办流程", "老旧管网改造", "专业化园区", "整治河道排口", "社区食堂", "节水器具")
ITEMS = [Item(f"推进{words}", (f"制定{words}方案", f"验收{words}"), f"{words[-2:]}局") for words in WORDS]
LAST = TOP + len(ITEMS)
OLD = (TOP, 1, LAST, len(STAFF_COLUMNS))
NEW = (*OLD[:3], len(STAFF_COLUMNS) + len(TRACKING_COLUMNS))
TABLE = "xl/tables/table1.xml"
TABLE_NAME = "清单表"

Change = Callable[[Any], None]
Host = Callable[[LiveModel], tuple[Any, Callable[[], None]]]


def made(change: Change, *, header: tuple[str, ...] = STAFF_COLUMNS) -> Book:
    """The list, with what ``change`` does to its sheet, and a sheet of the staff's with a table of its own."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet, other = book.add_worksheet(LIST), book.add_worksheet("通讯录")
        sheet.write("A1", "2020年改革攻坚任务清单")
        for column, text in enumerate(header):
            sheet.write_string(TOP - 1, column, text)
        for row, item in enumerate(ITEMS, 1):
            for column, value in enumerate(item.cells(row)):
                sheet.write(TOP - 1 + row, column, value)
        change(sheet)
        other.add_table("A1:B3", {"name": "电话", "columns": [{"header": "姓名"}, {"header": "电话"}]})
    return Book(stream.getvalue())


def filtered(sheet: Any) -> None:
    sheet.autofilter(TOP - 1, 0, LAST - 1, OLD[3] - 1)


def table(
    last: int = LAST, header: tuple[str, ...] = STAFF_COLUMNS, label: str = "汇总", **options: Any
) -> Change:
    def add(sheet: Any) -> None:
        columns = [{"header": text} for text in header]
        if options.get("total_row"):
            columns[0]["total_string"], columns[1]["total_function"] = label, "count"
        sheet.add_table(TOP - 1, 0, last - 1, OLD[3] - 1, {"name": TABLE_NAME, "columns": columns, **options})

    return add


def area_of(book: Book, *, of_table: bool = False) -> Area:
    """The area of the list's filter, or of the table over it."""
    areas = book.grids[LIST].sort_areas
    (found,) = (each.area for each in areas if (each.columns is not None) == of_table and each.area[1] == 1)
    return found


def column_names(book: Book) -> list[str]:
    names = [each.columns for each in book.grids[LIST].sort_areas]
    return list(names[0] or ())


def part(book: Book, name: str) -> str:
    return Package.read(book.data).data(name).decode()


def with_part(book: Book, name: str, old: str, new: str) -> Book:
    """A part with other words in it."""
    package = Package.read(book.data)
    text = package.data(name).decode()
    assert old in text
    package.put(name, text.replace(old, new).encode())
    return Book(package.to_bytes())


def turned(book: Book, area: Area) -> Book:
    """The rows of an area in reverse, as a sort by one of its buttons leaves them: its columns, and no others."""
    top, left, bottom, right = area
    grid = book.grids[LIST]
    rows = range(top + 1, bottom + 1)

    def change(xml: Any) -> None:
        for old, new in zip(rows, reversed(rows), strict=True):
            for column in range(left, right + 1):
                formula = grid.formulas.get((old, column))
                if formula is not None:
                    moved = Translator(formula, origin=a1(old, 1)).translate_formula(a1(new, 1))
                    xml.set_cell(new, column, grid.value(old, column), moved)
                else:
                    xml.set_cell(new, column, grid.value(old, column))

    return book.edited(LIST, change)


def with_progress(book: Book) -> Book:
    done = {"制定社区食堂方案": 0.4, "验收社区食堂": 0.8, "制定企业开办流程方案": 1}
    return book.typed(
        LEDGER, {(book.find(LEDGER, 具体项目=words), "完成进度"): share for words, share in done.items()}
    ).built()


def of_items(book: Book) -> dict[str, tuple[Any, ...]]:
    """Name → what the tracking columns say of the item."""
    rows = book.show(LIST, "事项名称", "事项键", "归口单位", "完成进度", "亮灯")
    return {name: tuple(more) for name, *more in rows}


def checked(book: Book, folder: Path) -> list[tuple[str, str, str]]:
    """What validate says of filters: sheet, cell and area."""
    path = folder / "清单.xlsx"
    path.write_bytes(book.data)
    findings = check_file(path, Checking(today=AS_OF)).findings
    return [(f.sheet, f.cell, f.facts["area"]) for f in findings if f.code == "S116"]


KINDS = pytest.mark.parametrize("of_table", [False, True], ids=["filter", "table"])


def kind(of_table: bool) -> Change:
    return table() if of_table else filtered


# FT1, FT2


def test_a_filter_takes_the_new_columns_in__ok() -> None:  # FT1
    built = made(filtered).built()
    assert area_of(built) == NEW
    name = Package.read(built.data).defined_name("_xlnm._FilterDatabase", LIST)
    assert parse_area(name.rpartition("!")[2]) == NEW


def test_criteria_and_sorts_stay__ok() -> None:  # FT1
    inner = '<filterColumn colId="1"><filters><filter val="甲"/></filters></filterColumn>'
    inner += '<sortState ref="A4:H9"><sortCondition ref="A4:A9"/></sortState>'
    sheet = "xl/worksheets/sheet1.xml"
    book = with_part(
        made(filtered), sheet, '<autoFilter ref="A3:H9"/>', f'<autoFilter ref="A3:H9">{inner}</autoFilter>'
    )
    built = book.built()
    assert f'<autoFilter ref="{a1(*NEW[:2])}:{a1(*NEW[2:])}">{inner}</autoFilter>' in part(built, sheet)


def test_a_table_takes_the_new_columns_in__ok() -> None:  # FT2
    before = made(table())
    built = before.built()
    assert area_of(built, of_table=True) == NEW
    assert column_names(built) == [*STAFF_COLUMNS, *TRACKING_COLUMNS]
    texts = [built.grids[LIST].value(TOP, column) for column in range(1, NEW[3] + 1)]
    assert column_names(built) == texts
    ids = re.findall(r'<tableColumn id="(\d+)"', part(built, TABLE))
    assert ids == [str(number) for number in range(1, NEW[3] + 1)]
    # nothing but these differs
    added = re.sub(r'<tableColumn id="(9|[12]\d)"[^>]*/>', "", part(built, TABLE))
    narrow = added.replace(f'ref="A3:{a1(*NEW[2:])}"', 'ref="A3:H9"').replace(
        f'count="{NEW[3]}"', 'count="8"'
    )
    assert narrow.partition("<table ")[2] == part(before, TABLE).partition("<table ")[2]


def test_a_header_with_a_line_break_is_a_column_name__ok() -> None:  # FT2
    header = tuple(text.replace("针对的", "针对的\n") for text in STAFF_COLUMNS)
    built = made(table(header=header), header=header).built()
    assert area_of(built, of_table=True) == NEW
    # the staff call a tracking column so, and the table is not over it yet
    renamed = built.typed(LIST, {(TOP, "归口单位"): "归口\n单位"})
    beside = with_part(
        renamed, TABLE, part(built, TABLE), part(made(table(header=header), header=header), TABLE)
    )
    healed = beside.built()
    assert column_names(healed)[:10] == [*header, "事项键", "归口\n单位"]
    assert 'name="归口_x000a_单位"' in part(healed, TABLE)
    assert not schema_faults(healed.data)


@pytest.mark.parametrize("label", ["汇总", ""])
def test_totals_stay_and_have_no_new_cells__ok(label: str) -> None:  # FT2
    built = made(table(LAST + 1, label=label, total_row=True)).built()
    assert list(built.tables.items) == [*range(FIRST, LAST + 1)]
    assert area_of(built, of_table=True) == (TOP, 1, LAST + 1, NEW[3])
    assert 'totalsRowCount="1"' in part(built, TABLE)
    buttons = re.search(r'<autoFilter ref="([^"]+)"', part(built, TABLE))
    assert buttons is not None
    assert parse_area(buttons[1]) == NEW
    assert all(built.grids[LIST].value(LAST + 1, column) is None for column in range(OLD[3] + 1, NEW[3] + 1))
    assert not schema_faults(built.data)


def test_a_table_that_ends_above_the_last_item_keeps_its_rows__ok() -> None:  # FT2
    assert area_of(made(table(LAST - 2)).built(), of_table=True) == (TOP, 1, LAST - 2, NEW[3])


# FT3


@KINDS
def test_a_sort_by_the_button_takes_the_keys_along__ok(of_table: bool) -> None:  # FT3
    built = with_progress(made(kind(of_table)).built())
    before = of_items(built)
    assert before["推进社区食堂"][:3] == (5, "食堂局", pytest.approx(0.6))
    again = turned(built, area_of(built, of_table=of_table)).built()
    assert [name for name, *_ in again.show(LIST, "事项名称")] == [item.name for item in reversed(ITEMS)]
    assert of_items(again) == before
    assert again.built().data == again.data


# FT4


@KINDS
def test_other_readers_find_no_fault__ok(of_table: bool) -> None:  # FT4
    built = made(kind(of_table)).built()
    assert not schema_faults(built.data)
    sheet = openpyxl.load_workbook(io.BytesIO(built.data))[LIST]
    ref = sheet.tables[TABLE_NAME].ref if of_table else sheet.auto_filter.ref
    assert parse_area(ref) == NEW


@pytest.mark.libreoffice
@KINDS
def test_libreoffice_keeps_what_has_grown__ok(
    of_table: bool, tmp_path: Path, soffice: Callable[[Path, str, Path], Path]
) -> None:  # FT4
    path = tmp_path / "清单.xlsx"
    path.write_bytes(made(kind(of_table)).built().data)
    again = Book(soffice(path, "xlsx", tmp_path / "out").read_bytes())
    assert area_of(again, of_table=of_table) == NEW


# FT5


@KINDS
def test_tables_elsewhere_keep_their_bytes__ok(of_table: bool) -> None:  # FT5
    def change(sheet: Any) -> None:
        kind(of_table)(sheet)
        sheet.add_table("A30:B33", {"name": "附表", "columns": [{"header": "代码"}, {"header": "含义"}]})

    before = made(change)
    built = before.built()
    old, new = Parts(before.data).data, Parts(built.data).data
    tables = {name for name in old if name.startswith("xl/tables/")}
    assert len(tables) == 2 + of_table
    assert {name for name in tables if old[name] != new[name]} == ({TABLE} if of_table else set())
    assert built.built().data == built.data


# FT6


@KINDS
def test_keys_beside_the_filter_are_taken_in_by_the_next_build__ok(
    of_table: bool, tmp_path: Path
) -> None:  # FT6
    beside = narrowed(made(kind(of_table)).built(), of_table)
    at = a1(TOP, OLD[3] + 1)
    assert checked(beside, tmp_path) == [(LIST, at, "A3:H9")]
    healed = beside.built()
    assert area_of(healed, of_table=of_table) == NEW
    assert [(edit.name, dict(edit.cells)) for edit in healed.outcome.plan.edits] == [(LIST, {})]  # type: ignore[union-attr]
    assert checked(healed, tmp_path) == []
    assert healed.built().data == healed.data


def narrowed(built: Book, of_table: bool) -> Book:
    """The workbook as an earlier version left it: filter or table end at the staff's last column."""
    if of_table:
        return with_part(built, TABLE, part(built, TABLE), part(made(table()), TABLE))
    book = with_part(built, "xl/worksheets/sheet1.xml", f':{a1(*NEW[2:])}"/>', ':H9"/>')
    return with_part(book, "xl/workbook.xml", "$A$3:$V$9", "$A$3:$H$9")


def test_the_filter_of_the_ledger_takes_its_keys_in__ok(tmp_path: Path) -> None:  # FT6
    book = Book((MADE_BY_0_1 / "临淄经济开发区.xlsx").read_bytes())
    last = book.grids[LEDGER].width
    sheet = Package.read(book.data).sheet_part(LEDGER)
    filter_ = f'</sheetData><autoFilter ref="A1:{a1(20, last)}"/>'
    built = with_part(book, sheet, "</sheetData>", filter_).built()
    (area,) = (each.area for each in built.grids[LEDGER].sort_areas)
    assert area == (1, 1, 20, built.column(LEDGER, "措施键"))
    assert area[3] > last
    assert checked(built, tmp_path) == []


# FT7


def _note_in_the_way(sheet: Any) -> None:
    table()(sheet)
    sheet.write(TOP, OLD[3], "请各单位核对")  # beside the first item, without a header


def _row_far_below(sheet: Any) -> None:
    table(700)(sheet)
    sheet.write(650, OLD[3] + 2, "旧数据")


def _total_beside(sheet: Any) -> None:
    table(LAST + 1, total_row=True)(sheet)


def _table_beside(sheet: Any) -> None:
    table()(sheet)
    sheet.add_table(f"J{TOP}:K{LAST}", {"name": "附表", "columns": [{"header": "代码"}, {"header": "含义"}]})


def _merged_far_below(sheet: Any) -> None:
    table(700)(sheet)
    sheet.merge_range("I650:J651", "")


BLOCKED: dict[str, Callable[[], Book]] = {
    "a note between": lambda: made(_note_in_the_way),
    "a cell far below": lambda: made(_row_far_below),
    "another table": lambda: made(_table_beside),
    "merged cells": lambda: made(_merged_far_below),
    "a query": lambda: with_part(
        made(table()), TABLE, " totalsRowShown=", ' tableType="queryTable" totalsRowShown='
    ),
    "data in XML": lambda: with_part(
        made(table()),
        TABLE,
        'name="备注"/>',
        'name="备注"><xmlColumnPr mapId="1" xpath="/a" xmlDataType="string"/></tableColumn>',
    ),
    "doubled ids": lambda: with_part(made(table()), TABLE, 'id="8"', 'id="7"'),
    "a column of the same name": lambda: with_part(made(table()), TABLE, 'name="备注"', 'name="事项键"'),
}


@pytest.mark.parametrize("why", BLOCKED)
def test_nothing_grows_where_something_is_in_the_way__error(why: str, tmp_path: Path) -> None:  # FT7
    book = BLOCKED[why]()
    before = part(book, TABLE)
    built = book.built()
    assert part(built, TABLE) == before
    assert built.built().data == built.data
    area = area_of(built, of_table=True)
    (found,) = checked(built, tmp_path)
    assert found[1:] == (a1(TOP, built.column(LIST, "事项键")), f"{a1(*area[:2])}:{a1(*area[2:])}")
    with pytest.raises(Stop) as stop:
        turned(built, OLD).built()
    assert stop.value.code == "list_replaced"


@pytest.mark.parametrize("total", ["六个单位", "=COUNTA(J4:J9)"])
def test_a_total_beside_the_new_columns_keeps_the_table__error(total: str) -> None:  # FT7
    beside = narrowed_with_totals()
    assert area_of(beside.built(), of_table=True)[3] == NEW[3]
    typed = beside.typed(LIST, {(LAST + 1, "归口单位"): total})
    assert area_of(typed.built(), of_table=True)[3] == OLD[3]


def narrowed_with_totals() -> Book:
    book = made(_total_beside)
    built = book.built()
    return with_part(built, TABLE, part(built, TABLE), part(book, TABLE))


# FT8


GROWN = SheetEdit(LIST, {}, grow={OLD: NEW[3]})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('showRowStripes="1"', 'showRowStripes="0"'),
        ('name="备注"', 'name="说明"'),
        ('name="事项键"', 'name="事项号"'),
        ('id="18" name="配合单位"', 'id="17" name="配合单位"'),
        ('<autoFilter ref="A3:V9"', '<autoFilter ref="A3:Q9"'),
    ],
)
def test_no_other_change_of_a_table_is_let_pass__error(old: str, new: str) -> None:  # FT8
    beside = narrowed(made(table()).built(), True)
    plan = BookPlan(edits=(GROWN,))
    data = write_xlsx.apply(beside.data, plan)
    write_xlsx.check(beside.data, data, plan)
    with pytest.raises(Stop) as stop:
        write_xlsx.check(beside.data, with_part(Book(data), TABLE, old, new).data, plan)
    assert stop.value.code == "package_check"


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", 'ref="A3:V9"/>', 'ref="A3:W9"/>'),
        ("xl/worksheets/sheet1.xml", 'ref="A3:V9"/>', 'ref="A3:V9"><filterColumn colId="0"/></autoFilter>'),
        ("xl/workbook.xml", "$A$3:$V$9", "$A$3:$V$8"),
    ],
)
def test_no_other_change_of_a_filter_is_let_pass__error(name: str, old: str, new: str) -> None:  # FT8
    beside = narrowed(made(filtered).built(), False)
    plan = BookPlan(edits=(GROWN,))
    data = write_xlsx.apply(beside.data, plan)
    write_xlsx.check(beside.data, data, plan)
    with pytest.raises(Stop) as stop:
        write_xlsx.check(beside.data, with_part(Book(data), name, old, new).data, plan)
    assert stop.value.code == "package_check"


@KINDS
def test_a_plan_that_lets_nothing_grow_takes_no_growth__error(of_table: bool) -> None:  # FT8
    beside = narrowed(made(kind(of_table)).built(), of_table)
    grown = write_xlsx.apply(beside.data, BookPlan(edits=(GROWN,)))
    with pytest.raises(Stop) as stop:
        write_xlsx.check(beside.data, grown, BookPlan(edits=(SheetEdit(LIST, {}),)))
    assert stop.value.code == "package_check"


# FT9


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/>{}</worksheet>'
)
VIEW = '<customSheetViews><customSheetView><autoFilter ref="A1:B9"/></customSheetView></customSheetViews>'


@pytest.mark.parametrize(
    ("rest", "area", "tables"),
    [
        ('<autoFilter ref="A1:E7"/>', "A1:E7", False),
        (
            "<autoFilter  xml:space='preserve' ref='A1:E7'><filterColumn colId=\"1\"/></autoFilter>",
            "A1:E7",
            False,
        ),
        (f'<autoFilter ref="A1:E7"/>{VIEW}', "A1:E7", False),
        (VIEW, "", False),
        ("<autoFilter/>", "", False),
        ("<!-- <autoFilter ref='A1:E7'/> -->", "", False),
        ('<tableParts count="1"><tablePart/></tableParts>', "", True),
        ("", "", False),
    ],
)
def test_filters_are_found_however_spelled__ok(rest: str, area: str, tables: bool) -> None:  # FT9
    data = SHEET.format(rest).encode()
    # a comment in the cells sends the same sheet to the XML parser
    for each in (data, data.replace(b"<sheetData/>", b"<sheetData><!-- --><row r='1'/></sheetData>")):
        seen = scan(each)
        assert (seen.filter, seen.has_tables) == (area, tables)


def test_a_table_with_a_prefix_grows__ok() -> None:  # FT9
    book = made(table())
    plain = part(book, TABLE)
    head, _, body = plain.partition("<table ")
    prefixed = re.sub(r"<(/?)(\w)", r"<\1x:\2", f"<table {body}").replace("xmlns=", "xmlns:x=")
    built = with_part(book, TABLE, plain, head + prefixed).built()
    assert area_of(built, of_table=True) == NEW
    assert column_names(built)[-1] == TRACKING_COLUMNS[-1]


def test_a_table_that_cannot_be_read_hinders_nothing__ok() -> None:  # FT9
    book = made(table())
    broken = with_part(book, TABLE, "</table>", "")
    built = broken.built()
    with zipfile.ZipFile(io.BytesIO(broken.data)) as old, zipfile.ZipFile(io.BytesIO(built.data)) as new:
        assert old.read(TABLE) == new.read(TABLE)


# FT10


def clicked(book: Book, folder: Path, host: Host) -> LiveSheet:
    """The list's sheet after a build of the workbook as it is open on a host."""
    path = folder / "清单.xlsx"
    path.write_bytes(book.data)
    model = LiveModel.of_file(path)
    live, do = host(model)
    plan = build(read_tables(LiveBook(live)), RunOptions(as_of=AS_OF)).plan
    apply_live(live, plan)
    do()
    return model[LIST]


def on_windows(model: LiveModel) -> tuple[Any, Callable[[], None]]:
    return open_windows(model), lambda: None


def on_remote(model: LiveModel) -> tuple[Any, Callable[[], None]]:
    live = open_remote(model)
    return live, lambda: replay(live, model)


@pytest.mark.parametrize("host", [on_windows, on_remote])
def test_a_click_lets_a_table_grow__ok(host: Host, tmp_path: Path) -> None:  # FT10
    sheet = clicked(made(table()), tmp_path, host)
    assert [each.area for each in sheet.tables] == [NEW]
    assert [sheet.values[TOP, column] for column in range(1, NEW[3] + 1)] == [
        *STAFF_COLUMNS,
        *TRACKING_COLUMNS,
    ]


@pytest.mark.parametrize(("host", "area"), [(on_windows, NEW), (on_remote, OLD)])
def test_a_click_lets_a_filter_grow__ok(host: Host, area: Area, tmp_path: Path) -> None:  # FT10
    assert clicked(made(filtered), tmp_path, host).filter_area == area


def test_a_table_that_a_query_fills_stays_on_a_click__ok(tmp_path: Path) -> None:  # FT10
    (area,) = (each.area for each in clicked(of_a_query(), tmp_path, on_windows).tables)
    assert area == OLD


def of_a_query() -> Book:
    return with_part(made(table()), TABLE, "<table ", '<table tableType="queryTable" ')
