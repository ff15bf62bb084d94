"""Registers in returns: what units fill of them goes out, comes back and is merged as the ledger's.

RG001  A unit's file has the ledger's sheet first, then one for each register of which it has rows, named as the register,
       with its line above the table, a header in the first 15 rows, the key hidden, and only what it fills unlocked; all
       under one number. A unit with rows of registers alone has no sheet of the ledger.
RG002  Whose row it is: 责任单位 in one spelling, each of several; of 月调度 the department that leads the task force, else
       the task force itself. Projects that left are not sent; rows without a unit are said once a register.
RG003  What a unit filled is in the register, whatever it was spelled like; 填报记录 has it with 登记表 and 行键; 回收情况 shows
       it with a link; the same files change nothing, nor does a build.
RG004  Office against unit, two units, a clear, a new row, a value that cannot be taken: as in the ledger.
RG005  A renamed tab, a deleted line, columns moved, rows sorted without their key, columns that were not sent: its rows are
       known all the same, and what cannot be known is said.
RG006  --resolve names the sheet; without one it means the ledger, else the only register with such a cell.
RG007  A workbook of registers alone splits and collects.
RG008  A workbook without registers sends what it sent before, and its record reads as before.
RG009  A declared register: each kind of column, there and back.
RG010  Rows without 行键 get one before they are sent.
RG011  A row, a column, a whole register that is gone by now; keys that a sort of the office left behind.
RG012  报送日期 of 月调度 is the day of the return where the unit fills the row and not the day.
RG013  A column of a register that is called like one of the ledger closes no period and is no figure of it.
RG014  A city's workbook is refused still.
RG015  What is sent again unchanged keeps its number; changed it gets the next one.
RG016  Every stored value of 回收情况 is what cellrune computes.
RG017  A sheet that the file lacks by now is said; what several sheets have in common is said once.
RG018  The buttons do the same in an open workbook.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw
from fake_windows import open_windows
from lists import AS_OF, Book, Item, make_book
from live_model import LiveModel
from oracles import compare, formula_cells, stored_values, with_cellrune
from returns import (
    MORNING,
    changed,
    collect_plan,
    collected,
    found_in,
    header_of,
    rows_below,
    sent_by,
    typed_into,
)

from duban.macros import ribbon
from duban.macros.cli import main
from duban.macros.commands.split import SplitOptions, split
from duban.macros.figures.understood import RunOptions
from duban.macros.history.closing_rows import closed_periods, closing_rows
from duban.macros.returns.record import RowKey
from duban.macros.returns.values import Unusable, understood
from duban.macros.staff_sheets.kept_text import as_text
from duban.udfs.periods import Period
from duban.workbook.format.fields import Field, FieldKind
from duban.workbook.format.names import LEDGER, LOG, RETURNS, SENT_RECORD
from duban.workbook.format.registers.definitions import DEFINITIONS, KINDS
from duban.workbook.format.registers.dispatch import DISPATCH
from duban.workbook.format.registers.projects import PROJECTS
from duban.workbook.format.registers.task_forces import TASK_FORCES
from duban.workbook.live.excel_windows import WindowsHost
from duban.workbook.say.stop import Stop

Rows = Sequence[Sequence[Any]]

ITEMS = (
    Item("优化营商环境", ("编制清单", "推行帮办")),
    Item("工业升级", ("技术改造",), unit="财政局"),
)
ZONG, CAI, ZHAO = "综合局", "财政局", "招商局"
POOL: Rows = (
    ("项目编号", "项目名称", "责任单位", "总投资", "累计完成投资", "项目状态", "跟踪记录", "形象进度", "存在问题", "入库日期", "出库日期"),
    ("XM-01", "中试基地", "招商局", 12.5, 1.6, "开工", None, 0.4, None, date(2020, 3, 2), None),
    ("XM-02", "物流园", "综合 局、财政局", 4, None, "储备", None, None, "用地", date(2020, 3, 2), None),
    ("XM-03", "旧厂房", "综合局", 3, 3, "建成", None, 1, None, date(2019, 3, 2), date(2020, 6, 1)),
    ("XM-04", "无主项目", None, 2, None, "策划", None, None, None, None, None),
    ("XM-05", "冷链库", "招商局", 6, 2, "开工", "进场", 0.2, None, date(2020, 4, 1), date(2021, 1, 1)),
)  # fmt: skip
MONTHS: Rows = (
    ("年月", "专班", "汇报方式", "规划编制", "项目推进", "存在问题", "报送日期"),
    ("2020-07", "新材料专班", None, None, None, None, None),
    (date(2020, 8, 1), "新材料", None, None, None, None, None),
    ("2020-07", "医药专班", None, None, None, None, None),
)
FORCES: Rows = (
    ("产业", "市领导", "牵头部门", "组长", "联系人"),
    ("新材料", "李明", "招商局", "王强", "何书平"),
)
REGISTERS: Mapping[str, Rows] = {PROJECTS: POOL, DISPATCH: MONTHS, TASK_FORCES: FORCES}


@pytest.fixture(scope="module")
def master() -> tuple[Book, dict[str, bytes]]:
    return sent_by(make_book(*ITEMS, more=REGISTERS).built())


def loaded(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def codes(book: Book) -> list[str]:
    assert book.outcome is not None
    return [finding.code for finding in book.outcome.findings if finding.code[0] == "C"]


def said(book: Book, code: str) -> list[str]:
    assert book.outcome is not None
    return [finding.message() for finding in book.outcome.findings if finding.code == code]


def cell(book: Book, sheet: str, key: int, name: str) -> Any:
    """What a row of a register holds, by the column's own name."""
    table = book.tables.registers[sheet]
    return next(values[name] for values in table.rows.values() if values["行键"] == key)


def place(book: Book, sheet: str, key: int, name: str) -> tuple[int, int]:
    table = book.tables.registers[sheet]
    row = next(row for row, values in table.rows.items() if values["行键"] == key)
    return row, table.header.columns[name]


def settled(book: Book) -> bool:
    assert book.outcome is not None
    return not book.outcome.to_settle


def rows_of(book: Book, kind: str) -> list[tuple[Any, ...]]:
    return [row[:11] for row in book.grids[RETURNS].rows if row and row[0] == kind]


def alone(sheets: Mapping[str, Rows]) -> Book:
    """A workbook of these sheets and no list."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return Book(stream.getvalue())


# RG001, RG002


def test_sheets_of_each_unit__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    assert {unit: loaded(data).sheetnames for unit, data in files.items()} == {
        ZONG: [ZONG, PROJECTS],
        CAI: [CAI, PROJECTS],
        ZHAO: [PROJECTS, DISPATCH],
        "医药专班": [DISPATCH],
    }
    sent = {unit: {name: [*rows_below(file[name])] for name in file.sheetnames if name in REGISTERS}
            for unit, data in files.items() if (file := loaded(data))}  # fmt: skip
    assert sent == {
        ZONG: {PROJECTS: [2]},
        CAI: {PROJECTS: [2]},
        ZHAO: {PROJECTS: [1, 5], DISPATCH: [1, 2]},
        "医药专班": {DISPATCH: [3]},
    }
    assert book.outcome is not None
    found = [
        (each.sheet, each.cell, each.facts["count"]) for each in book.outcome.findings if each.code == "G116"
    ]
    assert found == [(PROJECTS, "C5", 1)]


def test_one_sheet_of_a_register__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    file = loaded(files[ZONG])
    sheet = file[PROJECTS]
    every = [[each.value for each in row] for row in sheet.iter_rows()]
    assert not any(isinstance(value, str) and value.startswith("=") for row in every for value in row)
    head = header_of(sheet)
    top = head["行键"].row
    assert top <= 15 and ["登记表：重点项目库"] in [
        [v for v in row if v is not None] for row in every[: top - 1]
    ]
    assert [*head] == [
        "项目编号", "项目名称", "责任单位", "总投资", "项目状态", "入库日期", "出库日期",
        "累计完成投资", "跟踪记录", "完成进度", "存在问题", "行键",
    ]  # fmt: skip
    letters = {name: each.column_letter for name, each in head.items()}
    assert {name for name in head if sheet.column_dimensions[letters[name]].hidden} == {"行键"}
    below = rows_below(sheet)[2]
    assert {name for name, each in below.items() if not each.protection.locked} == {
        "累计完成投资", "跟踪记录", "完成进度", "存在问题",
    }  # fmt: skip
    free = {name for name, each in head.items() if not sheet.cell(top + 3, each.column).protection.locked}
    assert free == {*head} - {"行键"}
    assert sheet.protection.sheet and not sheet.protection.password and sheet.merged_cells.ranges == set()
    assert {rule.type for rule in sheet.data_validations.dataValidation} == {"decimal", "list"}
    assert {rule.type for rule in loaded(files[ZHAO])[DISPATCH].data_validations.dataValidation} == {
        "date",
        "list",
    }
    assert below["责任单位"].value == "综合 局、财政局" and below["入库日期"].value == datetime(2020, 3, 2)
    assert [each["年月"].value for each in rows_below(loaded(files[ZHAO])[DISPATCH]).values()] == [
        "2020-07",
        "2020-08",
    ]
    numbers = {
        str(each.value) for name in file.sheetnames for row in file[name].iter_rows() for each in row
        if "填报表编号" in str(each.value)
    }  # fmt: skip
    assert len(numbers) == 1 and f"{book.tables.settings.book_id}/2020Q3/1-" in numbers.pop()


def test_tab_of_a_unit_that_is_called_like_a_register__ok() -> None:
    pool = [[*POOL[0]], ["XM-01", "中试基地", PROJECTS, 1, *[None] * 7]]
    book, files = sent_by(make_book(Item("做", ("做",), unit=PROJECTS), more={PROJECTS: pool}).built())
    assert loaded(files[PROJECTS]).sheetnames == [LEDGER, PROJECTS]
    told = collected(
        book,
        {
            "回.xlsx": typed_into(
                files[PROJECTS], {LEDGER: {(1, "完成进度"): 0.5}, PROJECTS: {(1, "完成进度"): 0.6}}
            )
        },
    )
    assert cell(told, PROJECTS, 1, "完成进度") == 0.6 and told.value(LEDGER, 2, "完成进度") == 0.5


# RG003, RG016


def filled(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Every unit fills something, in spellings of its own."""
    return {
        "招.xlsx": typed_into(
            files[ZHAO],
            {
                PROJECTS: {
                    (1, "累计完成投资"): "２，100.5",
                    (1, "完成进度"): "６０％",
                    (5, "跟踪记录"): "封顶\r\n ",
                },
                DISPATCH: {(1, "汇报方式"): "书面", (1, "规划编制"): "初稿", (1, "报送日期"): "2020年8月4日"},
            },
        ),
        "综.xlsx": typed_into(files[ZONG], {ZONG: {(1, "完成进度"): 0.5}, PROJECTS: {(2, "完成进度"): 0.25}}),
    }


def test_round_trip__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    returned = filled(files)
    told = collected(book, returned)
    assert settled(told), codes(told)
    assert [cell(told, PROJECTS, 1, name) for name in ("累计完成投资", "完成进度")] == [2100.5, 0.6]
    assert cell(told, PROJECTS, 5, "跟踪记录") == "封顶" and cell(told, PROJECTS, 2, "完成进度") == 0.25
    assert told.value(PROJECTS, 2, "形象进度") == 0.6  # in the column that the office calls otherwise
    assert [cell(told, DISPATCH, 1, name) for name in ("汇报方式", "规划编制", "报送日期")] == [
        "书面",
        "初稿",
        date(2020, 8, 4),
    ]
    assert told.value(LEDGER, 2, "完成进度") == 0.5
    assert told.tables.log is not None
    log = [row for row in told.tables.log.rows.values() if row["登记表"] == PROJECTS]
    assert [(row["行键"], row["字段"], row["原值"], row["新值"]) for row in log] == [
        (1, "完成进度", 0.4, 0.6),
        (1, "累计完成投资", 1.6, 2100.5),
        (2, "完成进度", None, 0.25),
        (5, "跟踪记录", "进场", "封顶"),
    ]
    first = log[0]
    assert [first[name] for name in ("期间", "单位", "填报时间", "来源文件", "事项键", "措施键", "事项序号")] == [
        "2020Q3", ZHAO, date(2020, 10, 9), "招.xlsx", None, None, None,
    ]  # fmt: skip
    taken = [row for row in rows_of(told, "采用") if row[4] == "重点项目库：XM-01"]
    assert [(row[1:4], row[5], row[7]) for row in taken] == [
        ((ZHAO, None, None), "累计完成投资、完成进度", "累计完成投资 2100.5；完成进度 60%")
    ]
    sheet = loaded(told.data)[RETURNS]
    links = {
        each.value: each.hyperlink.location for row in sheet.iter_rows() for each in row if each.hyperlink
    }
    assert links[taken[0][10]] == f"'{PROJECTS}'!E2"
    assert "涉及 1 项措施、登记表 4 行" in said(told, "C101")[0] and "从 2 份" in said(told, "C101")[0]
    assert collected(told, returned).data is told.data
    assert told.plan(as_of=None, today=AS_OF).plan.empty


def test_stored_values__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    returned = filled(files)
    returned["财.xlsx"] = typed_into(files[CAI], {PROJECTS: {(2, "完成进度"): 0.3, (2, "存在问题"): None}})
    returned["又.xlsx"] = typed_into(
        files["医药专班"], {DISPATCH: {(3, "汇报方式"): "电话", (3, "项目推进"): "开工"}}
    )
    office = book.typed(PROJECTS, {place(book, PROJECTS, 1, "完成进度"): 0.45})
    told = collected(office, returned)
    assert {row[0] for row in rows_of(told, "冲突") + rows_of(told, "清空") + rows_of(told, "未采用")} == {
        "冲突", "清空", "未采用",
    }  # fmt: skip
    mine = {RETURNS: formula_cells(told.data)[RETURNS]}
    computed, refused = with_cellrune(told.data)
    assert refused == [] and compare(stored_values(told.data), computed, mine) == []


# RG004, RG006


def test_conflicts_clears_and_decisions__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    office = book.typed(PROJECTS, {place(book, PROJECTS, 1, "累计完成投资"): 2})
    returned = {
        "招.xlsx": typed_into(files[ZHAO], {PROJECTS: {(1, "累计完成投资"): 3, (1, "完成进度"): None}}),
        "综.xlsx": typed_into(files[ZONG], {PROJECTS: {(2, "完成进度"): 0.2, (2, "存在问题"): "用地、用电"}}),
        "财.xlsx": typed_into(files[CAI], {PROJECTS: {(2, "完成进度"): 0.3, (2, "存在问题"): "用地、用电"}}),
    }
    told = collected(office, returned)
    assert [code for code in codes(told) if code in ("C102", "C103", "C126")] == ["C102", "C126", "C103"]
    assert not settled(told) and collected(told, returned).data is told.data
    assert [cell(told, PROJECTS, 1, name) for name in ("累计完成投资", "完成进度")] == [2, 0.4]
    assert [cell(told, PROJECTS, 2, name) for name in ("完成进度", "存在问题")] == [None, "用地、用电"]
    (conflict, other), (clear,) = rows_of(told, "冲突"), rows_of(told, "清空")
    assert (conflict[4], conflict[6], conflict[7], conflict[8]) == (
        "重点项目库：XM-01",
        2,
        "3",
        "发出后登记表“重点项目库”也改过",
    )
    assert (other[7], other[8]) == ("综合局 20%；财政局 30%", "几个单位填的不同") and clear[10] == "H2"
    assert "--resolve 重点项目库!E2=theirs" in next(
        each.remedy()
        for each in told.outcome.findings
        if each.code == "C102"  # type: ignore[union-attr]
    )
    done = collected(told, {}, "重点项目库!$E$2=theirs", f"'{PROJECTS}'!H3={CAI}", "h2=ours")
    assert [cell(done, PROJECTS, 1, name) for name in ("累计完成投资", "完成进度")] == [3, 0.4]
    assert cell(done, PROJECTS, 2, "完成进度") == 0.3
    assert settled(done) and settled(collected(done, returned)) and len(said(done, "C121")) == 3
    assert done.tables.log is not None
    decided = [row for row in done.tables.log.rows.values() if str(row["字段"]).startswith("处理·")]
    assert {(row["登记表"], row["行键"], row["字段"]) for row in decided} == {
        (PROJECTS, 1, "处理·累计完成投资"), (PROJECTS, 1, "处理·完成进度"), (PROJECTS, 2, "处理·完成进度"),
    }  # fmt: skip
    for bad, code in (
        ("月调度!E2=theirs", "not_pending"),
        ("别的表!E2=theirs", "not_pending"),
        ("E9=ours", "not_pending"),
        ("重点项目库!E2=很多", "bad_resolve"),
        ("重点项目库!H3=theirs", "bad_resolve"),
    ):
        with pytest.raises(Stop) as stopped:
            collect_plan(told, {}, bad)
        assert stopped.value.code == code
    every = collected(told, {}, "ours")
    assert settled(every) and cell(every, PROJECTS, 1, "累计完成投资") == 2


def test_which_sheet_a_cell_is_of__ok() -> None:
    pool = [["项目编号", "完成进度", *POOL[0][1:7]], ["XM-01", 0.1, "中试基地", ZHAO, *[None] * 4]]
    months = [["年月", "汇报方式", "专班", *MONTHS[0][3:]], ["2020-07", "书面", ZHAO]]
    book, files = sent_by(alone({PROJECTS: pool, DISPATCH: months}).built())
    office = book.typed(PROJECTS, {(2, 2): 0.2}).typed(DISPATCH, {(2, 2): "口头"})
    returned = {
        "招.xlsx": typed_into(
            files[ZHAO], {PROJECTS: {(1, "完成进度"): 0.3}, DISPATCH: {(1, "汇报方式"): None}}
        )
    }
    told = collected(office, returned)
    with pytest.raises(Stop) as stopped:
        collect_plan(told, {}, "B2=theirs")
    assert stopped.value.code == "bad_resolve" and "重点项目库!B2、月调度!B2" in stopped.value.say.zh
    done = collected(told, {}, "月调度!B2=theirs", "重点项目库!B2=theirs")
    assert (cell(done, PROJECTS, 1, "完成进度"), cell(done, DISPATCH, 1, "汇报方式")) == (0.3, None)


def test_what_cannot_be_taken_and_what_is_new__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master

    def change(file: Any) -> None:
        sheet = file[PROJECTS]
        below, head = rows_below(sheet), header_of(sheet)
        below[1]["累计完成投资"].value = "两亿元"
        below[1]["完成进度"].value = 150
        below[1]["总投资"].value = 99
        row = below[5]["行键"].row + 2
        for name, value in {"项目编号": "XM-99", "项目名称": "新厂", "累计完成投资": 7}.items():
            sheet.cell(row, head[name].column).value = value
        sheet.cell(head["行键"].row, sheet.max_column + 1).value = "备注"
        sheet.cell(below[1]["行键"].row, sheet.max_column).value = "缺两人"

    told = collected(book, {"招.xlsx": changed(files[ZHAO], change)})
    assert codes(told).count("C105") == 3 and codes(told).count("C106") == 1 and "C118" in codes(told)
    assert not settled(told)
    refused = {row[5]: (row[6], row[7]) for row in rows_of(told, "未采用")}
    assert refused == {"累计完成投资": (1.6, "两亿元"), "完成进度": (0.4, "150"), "总投资": (12.5, "99")}
    (new,) = rows_of(told, "新增行")
    assert (new[4], new[7]) == ("重点项目库：XM-99", "项目名称 新厂；累计完成投资 7")
    assert len(told.tables.registers[PROJECTS].rows) == 5


def test_later_return__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    returned = {
        "一.xlsx": typed_into(files[ZHAO], {PROJECTS: {(1, "累计完成投资"): 2, (5, "累计完成投资"): 3}}),
        "二.xlsx": typed_into(files[ZHAO], {PROJECTS: {(1, "累计完成投资"): 4}}, MORNING + timedelta(days=1)),
    }
    told = collected(book, returned)
    assert [cell(told, PROJECTS, key, "累计完成投资") for key in (1, 5)] == [4, 3] and settled(told)
    assert codes(told).count("C107") == 1 and codes(told).count("C127") == 1
    other = collected(collected(book, {"二.xlsx": returned["二.xlsx"]}), {"一.xlsx": returned["一.xlsx"]})
    assert other.grids[RETURNS].rows == told.grids[RETURNS].rows


# RG005, RG017


def renamed(file: Any) -> None:
    file[PROJECTS].title = "Sheet2"


def without_line(file: Any) -> None:
    for row in file[PROJECTS].iter_rows():
        for each in row:
            if str(each.value).startswith("登记表："):
                each.value = None


def without_key(file: Any) -> None:
    file[PROJECTS].delete_cols(header_of(file[PROJECTS])["行键"].column)


def turned(file: Any) -> None:
    """The rows sorted by what is visible; the hidden key stays where it was."""
    below = list(rows_below(file[PROJECTS]).values())
    values = [{name: each.value for name, each in row.items()} for row in below]
    for row, other in zip(below, reversed(values), strict=True):
        for name, each in row.items():
            if name != "行键":
                each.value = other[name]


def columns_moved(file: Any) -> None:
    sheet = file[PROJECTS]
    width = sheet.max_column
    for row in sheet.iter_rows():
        values = [each.value for each in row]
        moved = [values[(place * 5 + 3) % width] for place in range(width)] if width % 5 else values[::-1]
        for each, value in zip(row, moved, strict=True):
            each.value = value


def only_names(file: Any) -> None:
    """All that the office says is gone but what names a row."""
    for name in ("项目名称", "责任单位", "总投资", "项目状态", "入库日期", "出库日期"):
        file[PROJECTS].delete_cols(header_of(file[PROJECTS])[name].column)


@pytest.mark.parametrize(
    "changes",
    [
        (renamed,),
        (without_line,),
        (without_line, renamed),
        (columns_moved,),
        (turned,),
        (turned, without_line, renamed),
        (without_key,),
        (without_key, without_line),
        (without_key, renamed),
        (without_key, without_line, renamed),
        (only_names,),
        (turned, only_names),
        (columns_moved, without_key, without_line, renamed),
    ],
    ids=lambda changes: "+".join(each.__name__ for each in changes),
)
def test_mangled__ok(changes: Sequence[Any], master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    first = typed_into(files[ZHAO], {PROJECTS: {(1, "累计完成投资"): 2.5, (5, "存在问题"): "用电"}})

    def change(file: Any) -> None:
        for each in changes:
            each(file)

    told = collected(book, {"招.xlsx": changed(first, change)})
    assert settled(told), said(told, "C105") + said(told, "C106") + said(told, "C104")
    assert cell(told, PROJECTS, 1, "累计完成投资") == 2.5 and cell(told, PROJECTS, 5, "存在问题") == "用电"
    assert [cell(told, PROJECTS, key, "存在问题") for key in (1, 2)] == [None, "用地"]
    assert ("C117" in codes(told)) == any(each in changes for each in (turned, without_key))


def test_another_name_of_a_row__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master

    def change(file: Any) -> None:
        below = rows_below(file[PROJECTS])
        below[1]["项目编号"].value, below[1]["完成进度"].value = "XM-1", 0.5
        for name in ("年月", "汇报方式"):
            rows_below(file[DISPATCH])[1][name].value = {"年月": "2020-09", "汇报方式": "书面"}[name]

    told = collected(book, {"招.xlsx": changed(files[ZHAO], change)})
    # all else says that it is the project; of a month nothing else does, and the report of another is none of this one
    assert cell(told, PROJECTS, 1, "完成进度") == 0.5 and cell(told, DISPATCH, 1, "汇报方式") is None
    assert [row[5] for row in rows_of(told, "未采用")] == ["项目编号"]
    assert [row[4] for row in rows_of(told, "新增行")] == ["月调度：2020-09、新材料专班"] and "C116" in codes(
        told
    )


def test_copied_row_and_column_under_another_name__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master

    def change(file: Any) -> None:
        sheet = file[PROJECTS]
        below, head = rows_below(sheet), header_of(sheet)
        below[1]["累计完成投资"].value = 2
        row = below[5]["行键"].row + 1
        for name, each in below[1].items():
            sheet.cell(row, head[name].column).value = each.value
        sheet.cell(row, head["累计完成投资"].column).value = 3
        sheet.insert_cols(1)
        sheet.cell(head["行键"].row, 1).value = "进度"  # the column of that name is the unit's own
        sheet.cell(below[1]["行键"].row, 1).value = 0.9

    told = collected(book, {"招.xlsx": changed(files[ZHAO], change)})
    assert cell(told, PROJECTS, 1, "累计完成投资") == 1.6 and cell(told, PROJECTS, 1, "完成进度") == 0.4
    (torn,) = rows_of(told, "未采用")
    assert (torn[5], torn[7], torn[8]) == (
        "累计完成投资",
        "2 / 3",
        "同一行键有几行，填的不同",
    )
    assert "进度" in said(told, "C118")[0]


def test_another_unit_of_money__error(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master

    def change(file: Any) -> None:
        head = header_of(file[PROJECTS])
        rows_below(file[PROJECTS])[1]["累计完成投资"].value = 25000
        head["累计完成投资"].value = "累计完成投资（万元）"

    told = collected(book, {"招.xlsx": changed(files[ZHAO], change)})
    assert cell(told, PROJECTS, 1, "累计完成投资") == 1.6 and "累计完成投资(万元)" in said(told, "C118")[0]


def test_refused_sheets__error(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master

    def other_name(file: Any) -> None:
        for row in file[PROJECTS].iter_rows():
            for each in row:
                if each.value == "登记表：重点项目库":
                    each.value = "登记表：项目台账"

    def twice(file: Any) -> None:
        header_of(file[PROJECTS])["存在问题"].value = "完成进度"

    def nothing_to_fill(file: Any) -> None:
        for name in ("累计完成投资", "跟踪记录", "完成进度", "存在问题"):
            header_of(file[PROJECTS])[name].value = f"{name}一"

    for change in (other_name, twice, nothing_to_fill):
        first = typed_into(files[ZHAO], {DISPATCH: {(1, "规划编制"): "初稿"}})
        told = collected(book, {"招.xlsx": changed(first, change)})
        assert codes(told).count("C104") == 1 and not settled(told), change
        assert cell(told, DISPATCH, 1, "规划编制") == "初稿"  # its other sheet is taken


def test_sheets_apart__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master

    def keep(name: str) -> Any:
        return lambda file: file.remove(file[name])

    one = changed(typed_into(files[ZHAO], {PROJECTS: {(1, "累计完成投资"): 2}}), keep(DISPATCH))
    two = changed(typed_into(files[ZHAO], {DISPATCH: {(1, "规划编制"): "初稿"}}), keep(PROJECTS))
    told = collected(book, {"一.xlsx": one})
    assert said(told, "C130") == ["一.xlsx 里没有“月调度”的填报表，发出时有；按没有填报处理"]
    told = collected(told, {"二.xlsx": two})
    assert (cell(told, PROJECTS, 1, "累计完成投资"), cell(told, DISPATCH, 1, "规划编制")) == (2, "初稿")
    assert settled(told) and "C127" not in codes(told) and "C107" not in codes(told)


def test_said_once__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    told = collected(book, {"招.xlsx": files[ZHAO]})
    assert codes(told).count("C125") == 1 and settled(told)

    def change(file: Any) -> None:
        rows_below(file[PROJECTS])[1]["存在问题"].value = "用电"
        by = next(each for row in file[PROJECTS].iter_rows() for each in row if each.value == "填报人：")
        file[PROJECTS].cell(by.row, by.column + 1).value = "王强"
        rows_below(file[DISPATCH])[1]["规划编制"].value = "初稿"
        file.create_sheet("别的").append(["说明"])

    told = collected(book, {"招.xlsx": changed(files[ZHAO], change)})
    assert codes(told).count("C128") == 1
    assert told.tables.log is not None
    by = {
        row["登记表"]: row["填报人"] for row in told.tables.log.rows.values() if row["来源文件"] == "招.xlsx"
    }
    assert by == {PROJECTS: "王强", DISPATCH: "王强"}
    again = collected(told, {"招.xlsx": changed(files[ZHAO], change)})
    assert codes(again).count("C112") <= 1


# RG007


def test_registers_alone__ok(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, folder, back = tmp_path / "登记.xlsx", tmp_path / "发", tmp_path / "收"
    titled = [["重点项目库"], [], *POOL]
    path.write_bytes(alone({PROJECTS: titled, DISPATCH: MONTHS, TASK_FORCES: FORCES}).data)
    assert main(["split", str(path), "-o", str(folder), "--period", "2020Q3", "--as-of", "2020-09-30"]) == 0
    assert "登记表 7 行" in capsys.readouterr().out
    assert sorted(each.name for each in folder.iterdir()) == [
        f"{unit}-2020Q3填报表.xlsx" for unit in sorted(("医药专班", ZHAO, ZONG, CAI))
    ]
    saved = path.read_bytes()
    assert main(["split", str(path), "-o", str(folder)]) == 0 and path.read_bytes() == saved
    back.mkdir()
    filled_in = {PROJECTS: {(1, "累计完成投资"): 2}, DISPATCH: {(2, "项目推进"): "开工"}}
    (back / "招.xlsx").write_bytes(typed_into((folder / f"{ZHAO}-2020Q3填报表.xlsx").read_bytes(), filled_in))
    assert main(["collect", str(path), str(back)]) == 0
    told = Book(path.read_bytes())
    assert (cell(told, PROJECTS, 1, "累计完成投资"), cell(told, DISPATCH, 2, "项目推进")) == (2, "开工")
    assert {RETURNS, SENT_RECORD, LOG} <= set(told.grids)
    assert [row[4] for row in rows_of(told, "采用")] == ["重点项目库：XM-01", "月调度：2020-08、新材料"]
    saved = path.read_bytes()
    assert main(["collect", str(path), str(back)]) == 0 and path.read_bytes() == saved
    assert main(["build", str(path)]) == 0 and path.read_bytes() == saved
    (back / "财.xlsx").write_bytes(
        typed_into((folder / f"{CAI}-2020Q3填报表.xlsx").read_bytes(), {PROJECTS: {(2, "完成进度"): "多半"}})
    )
    assert main(["collect", str(path), str(back)]) == 1
    assert main(["split", str(path), "-o", str(folder), "--unit", "税务局"]) == 2


def test_nothing_in_registers__error() -> None:
    names = ["产业", "指标", "计量单位", "口径", "年度目标", "数据来源"]
    bare = alone({"指标监测": [names, ["新材料", "利润", "亿元", "累计", 3, ZHAO]]}).built()
    assert bare.tables.registers  # but nothing of it is to be filled
    with pytest.raises(Stop) as stopped:
        split(bare.tables, SplitOptions(run=RunOptions(today=AS_OF)))
    assert stopped.value.code == "nothing_to_send"
    nobody = alone({PROJECTS: [POOL[0], POOL[4]]}).built()
    with pytest.raises(Stop) as stopped:
        split(nobody.tables, SplitOptions(run=RunOptions(today=AS_OF)))
    assert stopped.value.code == "nothing_to_send"
    forces = alone({TASK_FORCES: FORCES}).built()
    for command in (
        lambda: split(forces.tables, SplitOptions(run=RunOptions(today=AS_OF))),
        lambda: collect_plan(forces, {}),
    ):
        with pytest.raises(Stop) as stopped:
            command()
        assert stopped.value.code in ("nothing_to_send", "nothing_was_sent")


# RG008


def test_without_registers__ok() -> None:
    book, files = sent_by(make_book(*ITEMS).built())
    assert all(loaded(data).sheetnames == [unit] for unit, data in files.items())
    record = book.outcome.returned.record  # type: ignore[union-attr]
    for sent in record.sent.values():
        rows = {key.number: row for key, row in sent.rows.items()}
        assert {key.sheet for key in sent.rows} == {LEDGER} and sent.text == as_text((sent.unit, rows))
    table = book.tables.own[SENT_RECORD]
    assert {row["登记表"] for row in table.rows.values()} == {None}
    told = collected(book, {"综.xlsx": typed_into(files[ZONG], {ZONG: {(1, "完成进度"): 0.5}})})
    assert {row["登记表"] for row in told.tables.own[SENT_RECORD].rows.values()} == {None}
    assert {row["登记表"] for row in told.tables.log.rows.values()} == {None}  # type: ignore[union-attr]
    (came,) = told.outcome.returned.record.came  # type: ignore[union-attr]
    assert came.sheet == LEDGER and [*came.rows] == [RowKey(LEDGER, 1)]


# RG009


DEFINED: Rows = (
    ("登记表", "列名", "类型", "填写", "必填", "选项"),
    ("安全检查", "企业", "短文本", "办公室", "是", None),
    *((None, f"填{name}" + ("（万元）" if name == "数值" else ""), name, "单位", None, "甲、乙" if name == "单选" else None) for name in KINDS),
    (None, "片区", "单选", "办公室", None, "东、西"),
    (None, "责任单位", "单位", "办公室", None, None),
    (None, "合计", "数值", "公式", None, None),
)  # fmt: skip
FILLED: Mapping[str, tuple[Any, Any]] = {
    "文本": ("两行\n文字", "两行\n文字"),
    "短文本": ("001", "001"),
    "整数": ("１２", 12),
    "数值": ("1,200.5", 1200.5),
    "百分比": (80, 0.8),
    "日期": ("2020.9.30", date(2020, 9, 30)),
    "年月": (datetime(2020, 7, 1), "2020-07"),
    "季度": ("2020年第三季度", "2020Q3"),
    "单选": (" 乙", "乙"),
    "人员": ("何 书平", "何 书平"),
    "单位": ("招商局", "招商局"),
    "电话": (13800138000, "13800138000"),
    "附件": ("方案.docx", "方案.docx"),
}
WRONG: Mapping[str, Any] = {
    "整数": 1.5, "数值": "12万元", "百分比": 1.5, "日期": "9月底", "年月": "7月份", "季度": "上半年", "单选": "丙",
}  # fmt: skip


def declared() -> Book:
    names = [row[1] for row in DEFINED[1:]]
    rows = [["安全检查登记"], names]
    for company in ("化工厂", "热电厂"):
        values = {"企业": company, "片区": "东", "责任单位": ZONG, "合计": "=1+1"}
        rows.append([values.get(name) for name in names])
    return make_book(*ITEMS, more={DEFINITIONS: DEFINED, "安全检查": rows})


def test_each_kind__ok() -> None:
    assert FILLED.keys() == KINDS.keys()
    book, files = sent_by(declared().built())
    sheet = loaded(files[ZONG])["安全检查"]
    assert [*header_of(sheet)][:3] == ["企业", "片区", "责任单位"] and "合计" not in header_of(sheet)
    names = {kind: f"填{kind}" + ("（万元）" if kind == "数值" else "") for kind in KINDS}
    returned = {
        "综.xlsx": typed_into(
            files[ZONG], {"安全检查": {(1, names[kind]): each for kind, (each, _) in FILLED.items()}}
        )
    }
    told = collected(book, returned)
    assert settled(told), said(told, "C105")
    assert {kind: cell(told, "安全检查", 1, name) for kind, name in names.items()} == {
        kind: each for kind, (_, each) in FILLED.items()
    }
    assert collected(told, returned).data is told.data and told.plan(as_of=None, today=AS_OF).plan.empty
    wrong = {(2, names[kind]): value for kind, value in WRONG.items()}
    bad = collected(book, {"综.xlsx": typed_into(files[ZONG], {"安全检查": wrong})})
    assert codes(bad).count("C105") == len(WRONG)
    assert [cell(bad, "安全检查", 2, names[kind]) for kind in KINDS] == [None] * len(KINDS)
    again, files = sent_by(told)  # what is there goes out as it is, and is no answer where nobody touches it
    told = collected(again, {"综.xlsx": typed_into(files[ZONG], {ZONG: {(1, "完成进度"): 0.5}})})
    assert settled(told) and {each.key.sheet for each in told.outcome.returned.weighed.ruled if each.row} >= {
        LEDGER
    }  # type: ignore[union-attr]
    assert not [code for code in codes(told) if code in ("C105", "C107")]


VALUES: Sequence[tuple[FieldKind, Any, Any]] = (
    ("amount", 3, 3.0), ("amount", "-３.５", -3.5), ("amount", " 1，200 ", 1200.0), ("amount", "1,20", None),
    ("amount", True, None), ("amount", date(2020, 1, 1), None), ("amount", "无", None), ("amount", "50%", None),
    ("amount", "9" * 400, None), ("amount", "1e5", None), ("whole", 3.0, 3), ("whole", "3.5", None), ("whole", "１,０００", 1000),
    ("month", "2020年7月", "2020-07"), ("month", "2020/7", "2020-07"), ("month", date(2020, 7, 31), "2020-07"),
    ("month", "2020Q3", None), ("month", 202007, None), ("month", "2020-13", None),
    ("quarter", "2020q3", "2020Q3"), ("quarter", "2020年三季度", "2020Q3"), ("quarter", "2020-07", None), ("quarter", date(2020, 7, 1), None),
    ("phone", "0533-1234567", "0533-1234567"), ("phone", 5331234567.0, "5331234567"), ("short", 1.0, "1"), ("share", 1.2, None),
    ("share", "120%", None), ("text", "  ", None), ("files", date(2020, 7, 1), "2020-07-01"), ("person", "邵  民", "邵  民"),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "value", "wanted"), VALUES)
def test_values__ok(kind: FieldKind, value: Any, wanted: Any) -> None:
    field = Field("列", kind, "unit", "")
    if wanted is None and str(value).strip():
        with pytest.raises(Unusable):
            understood(field, value, 2020)
        return
    told = understood(field, value, 2020)
    assert told == wanted and type(told) is type(wanted)


# RG010, RG011, RG015


def test_keys_first__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, _ = master
    assert {values["行键"] for values in book.tables.registers[PROJECTS].rows.values()} == {1, 2, 3, 4, 5}
    more = book.typed(PROJECTS, {(7, "项目编号"): "XM-06", (7, "项目名称"): "电池厂", (7, "责任单位"): CAI})
    again, files = sent_by(more)
    assert [*rows_below(loaded(files[CAI])[PROJECTS])] == [2, 6] and cell(
        again, PROJECTS, 6, "项目名称"
    ) == "电池厂"
    twice = book.copied(PROJECTS, 2, 7).typed(PROJECTS, {(7, "项目编号"): "XM-07"})
    again, files = sent_by(twice)
    assert [*rows_below(loaded(files[ZHAO])[PROJECTS])] == [1, 5, 6]


def test_sent_again__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    again, same = sent_by(book)
    assert again.data is book.data and same == files
    office = book.typed(PROJECTS, {place(book, PROJECTS, 1, "累计完成投资"): 2})
    again, other = sent_by(office)
    assert {unit for unit in files if other[unit] != files[unit]} == {ZHAO}
    assert "/2020Q3/5-" in str(
        [each.value for row in loaded(other[ZHAO])[DISPATCH].iter_rows() for each in row]
    )
    old = {"旧.xlsx": typed_into(files[ZHAO], {PROJECTS: {(1, "累计完成投资"): 3, (5, "累计完成投资"): 4}})}
    told = collected(again, old)  # held against what went out with it
    assert codes(told).count("C102") == 1 and cell(told, PROJECTS, 5, "累计完成投资") == 4
    first = collected(book, {"一.xlsx": typed_into(files[ZHAO], {PROJECTS: {(1, "累计完成投资"): 2}})})
    second, files = sent_by(first)
    last = typed_into(files[ZHAO], {PROJECTS: {(1, "累计完成投资"): 3}}, MORNING + timedelta(days=1))
    told = collected(second, {"二.xlsx": last})
    assert cell(told, PROJECTS, 1, "累计完成投资") == 3 and settled(told)


def test_gone_by_now__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    returned = {
        "招.xlsx": typed_into(files[ZHAO], {PROJECTS: {(1, "累计完成投资"): 2, (5, "累计完成投资"): 3}})
    }
    row = book.find(PROJECTS, 项目编号="XM-01")
    width = book.grids[PROJECTS].width
    told = collected(book.typed(PROJECTS, {(row, column): None for column in range(1, width + 1)}), returned)
    (gone,) = rows_of(told, "无此行")
    assert (gone[4], gone[7]) == ("重点项目库：XM-01", "累计完成投资 2") and not settled(told)
    assert cell(told, PROJECTS, 5, "累计完成投资") == 3
    column = book.column(PROJECTS, "累计完成投资")
    told = collected(book.typed(PROJECTS, {(1, column): "别的"}), returned)
    assert codes(told).count("C105") == 2 and "登记表“重点项目库”没有这一列" in rows_of(told, "未采用")[0][8]
    moved = book.typed(PROJECTS, {(row, "责任单位"): ZONG, (row + 4, "出库日期"): date(2020, 9, 1)})
    told = collected(moved, returned)
    assert codes(told).count("C102") == 1 and "这一行已改由别的单位承担" in rows_of(told, "冲突")[0][8]
    assert cell(told, PROJECTS, 5, "累计完成投资") == 3 and "出库" in said(told, "C108")[0]
    taken = collected(book, returned)
    bare = changed(taken.data, lambda file: file.remove(file[PROJECTS]), None)
    told = collected(Book(bare), returned)
    assert {row[4] for row in rows_of(told, "无此行")} == {
        "重点项目库：XM-01",
        "重点项目库：XM-05",
    } and not settled(told)


def test_definition_changed__ok() -> None:
    book, files = sent_by(declared().built())
    returned = {"综.xlsx": typed_into(files[ZONG], {"安全检查": {(1, "填文本"): "好", (1, "填整数"): 3}})}
    told = collected(book, returned)
    rows = {row[1]: at for at, row in enumerate(DEFINED, 1)}
    office = told.typed(DEFINITIONS, {(rows["填文本"], 4): "办公室"})
    again = collected(office, returned)
    assert cell(again, "安全检查", 1, "填文本") == "好" and cell(again, "安全检查", 1, "填整数") == 3
    nobody = told.typed(DEFINITIONS, {(rows["责任单位"], 3): "短文本"})
    again = collected(nobody, returned)
    assert "C104" in codes(again) or "C112" in codes(again) or rows_of(again, "无此行")


def test_sorted_by_the_office_without_its_keys__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    returned = {
        "招.xlsx": typed_into(files[ZHAO], {PROJECTS: {(1, "存在问题"): "用电", (5, "存在问题"): "用地"}})
    }
    rows = range(2, 7)
    keys = {(row, "行键"): book.value(PROJECTS, row, "行键") for row in rows}
    apart = book.sorted(PROJECTS, "项目编号", reverse=True).typed(PROJECTS, keys)
    told = collected(apart, returned)
    # the keys go back to their rows first
    assert "C102" not in codes(told)
    assert [told.value(PROJECTS, row, "存在问题") for row in rows] == ["用地", None, None, "用地", "用电"]
    whole = collected(book.sorted(PROJECTS, "项目编号", reverse=True), returned)
    assert [whole.value(PROJECTS, row, "存在问题") for row in rows] == ["用地", None, None, "用地", "用电"]
    renamed_ = collected(book.typed(PROJECTS, {(2, "项目编号"): "XM-1"}), returned)
    assert cell(renamed_, PROJECTS, 1, "存在问题") == "用电" and "改写" in said(renamed_, "C108")[0]


def test_not_on_record__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    _, files = master
    bare = make_book(*ITEMS, more=REGISTERS).built()
    assert SENT_RECORD not in bare.grids
    told = collected(
        bare,
        {"招.xlsx": typed_into(files[ZHAO], {PROJECTS: {(1, "累计完成投资"): 2, (1, "存在问题"): "用电"}})},
    )
    assert "C114" in codes(told) and codes(told).count("C102") == 1
    assert [cell(told, PROJECTS, 1, name) for name in ("累计完成投资", "存在问题")] == [1.6, "用电"]


# RG012


def test_day_of_a_report__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    day = timedelta(days=1)
    first = typed_into(files[ZHAO], {DISPATCH: {(1, "规划编制"): "初稿"}})
    later = typed_into(
        files[ZHAO],
        {DISPATCH: {(1, "规划编制"): "定稿", (2, "项目推进"): "开工", (2, "报送日期"): date(2020, 9, 3)}},
        MORNING + 5 * day,
    )
    ends = []
    for order in (("一", "二"), ("二", "一")):
        told = book
        for name in order:
            told = collected(told, {f"{name}.xlsx": first if name == "一" else later})
        ends.append([cell(told, DISPATCH, key, "报送日期") for key in (1, 2, 3)])
    assert ends == [[date(2020, 10, 9), date(2020, 9, 3), None]] * 2
    told = collected(book, {"一.xlsx": first})
    assert told.tables.log is not None
    log = [row for row in told.tables.log.rows.values() if row["字段"] == "报送日期"]
    assert [(row["登记表"], row["行键"], row["原值"], row["新值"]) for row in log] == [
        (DISPATCH, 1, None, date(2020, 10, 9))
    ]
    assert collected(told, {"一.xlsx": first}, today=date(2020, 12, 1)).data is told.data or settled(told)
    typed = told.typed(DISPATCH, {place(told, DISPATCH, 1, "报送日期"): date(2020, 8, 1)})
    for _ in range(2):
        typed = collected(typed, {"一.xlsx": first, "二.xlsx": later})
        assert cell(typed, DISPATCH, 1, "报送日期") == date(2020, 8, 1)
    again, files = sent_by(told)  # the unit says itself what it is, or was
    own = typed_into(files[ZHAO], {DISPATCH: {(1, "报送日期"): date(2020, 8, 5)}}, MORNING + 7 * day)
    assert cell(collected(again, {"三.xlsx": own}), DISPATCH, 1, "报送日期") == date(2020, 8, 5)


def test_day_that_is_not_filled_in__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    said_badly = {DISPATCH: {(1, "规划编制"): "初稿", (1, "报送日期"): "八月初"}}
    told = collected(book, {"招.xlsx": typed_into(files[ZHAO], said_badly)})
    assert cell(told, DISPATCH, 1, "报送日期") is None and codes(told).count("C105") == 1
    no_time = {"招.xlsx": typed_into(files[ZHAO], {DISPATCH: {(1, "规划编制"): "初稿"}}, None)}
    told = collected(book, no_time)
    assert (cell(told, DISPATCH, 1, "规划编制"), cell(told, DISPATCH, 1, "报送日期")) == ("初稿", None)
    untouched = collected(book, {"招.xlsx": typed_into(files[ZHAO], {PROJECTS: {(1, "存在问题"): "用电"}})})
    assert [cell(untouched, DISPATCH, key, "报送日期") for key in (1, 2, 3)] == [None] * 3
    office = book.typed(DISPATCH, {place(book, DISPATCH, 1, "报送日期"): date(2020, 8, 2)})
    told = collected(office, {"招.xlsx": typed_into(files[ZHAO], {DISPATCH: {(1, "规划编制"): "初稿"}})})
    assert cell(told, DISPATCH, 1, "报送日期") == date(2020, 8, 2) and settled(told)
    blanked = {DISPATCH: {(1, "规划编制"): "定稿", (1, "报送日期"): None}}
    sent, files = sent_by(office)
    told = collected(sent, {"招.xlsx": typed_into(files[ZHAO], blanked)})
    assert cell(told, DISPATCH, 1, "报送日期") == date(2020, 8, 2) and "C103" in codes(told)


def test_day_said_before_and_not_again__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    day = timedelta(days=1)
    first = typed_into(files[ZHAO], {DISPATCH: {(1, "规划编制"): "初稿", (1, "报送日期"): date(2020, 8, 4)}})
    later = typed_into(files[ZHAO], {DISPATCH: {(1, "规划编制"): "定稿"}}, MORNING + day)
    for order in ((first, later), (later, first)):
        told = book
        for place_, data in enumerate(order):
            told = collected(told, {f"{place_}.xlsx": data})
        assert cell(told, DISPATCH, 1, "报送日期") == date(2020, 8, 4) and settled(told), codes(told)
    blank = collected(collected(book, {"二.xlsx": later}), {"二.xlsx": later}).typed(
        DISPATCH, {(2, "报送日期"): None}
    )
    again = collected(blank, {"二.xlsx": later})
    assert cell(again, DISPATCH, 1, "报送日期") is None and settled(again)  # the office took it away


# RG013, RG014


def test_log_of_registers_is_no_closing__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    told = collected(book, filled(files))
    assert told.tables.log is not None
    log = told.tables.log.rows
    assert any(row["字段"] == "完成进度" and row["登记表"] for row in log.values())
    assert closing_rows(log, Period(2020, 9)) == []
    odd = {
        1: {**dict.fromkeys(next(iter(log.values()))), "期间": "2020Q3", "字段": "封存", "登记表": "安全检查"}
    }
    assert closed_periods(odd) == set()


def test_city__error(tmp_path: Path) -> None:
    city = tmp_path / "市.xlsx"
    assert main(["new", str(city), "--city"]) == 0
    city.write_bytes(
        changed(
            city.read_bytes(), lambda file: [file.create_sheet(PROJECTS).append(row) for row in POOL], None
        )
    )
    for command in (["split", str(city), "-o", str(tmp_path / "发")], ["collect", str(city), str(tmp_path)]):
        assert main(command) == 2


def test_what_a_file_gives_can_go_between_processes__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    import pickle

    _, files = master
    (found,) = found_in({"招.xlsx": files[ZHAO]})
    assert pickle.loads(pickle.dumps(found)) == found and [each.register for each in found.sheets] == [
        PROJECTS,
        DISPATCH,
    ]


# RG018


def test_buttons__ok(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, folder = tmp_path / "清单.xlsx", tmp_path / "发"
    path.write_bytes(make_book(*ITEMS, more=REGISTERS).built().data)
    said_: list[str] = []
    answers = iter(["no", "yes"])

    def alert(self: Any, prompt: str, title: str | None = None, buttons: str = "ok", **_: Any) -> str | None:
        said_.append(prompt)
        return next(answers) if buttons == "yes_no_cancel" else None

    monkeypatch.setattr(xw.App, "alert", alert)
    monkeypatch.setattr(WindowsHost, "ask_folder", lambda self, title: str(folder))
    model = LiveModel.of_file(path)
    ribbon.export_returns(open_windows(model))
    assert main(["split", str(path), "-o", str(tmp_path / "命令")]) == 0
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == {
        each.name: each.read_bytes() for each in (tmp_path / "命令").iterdir()
    }
    one = folder / f"{ZHAO}-2020Q3填报表.xlsx"
    one.write_bytes(
        typed_into(one.read_bytes(), {PROJECTS: {(1, "累计完成投资"): 2, (5, "累计完成投资"): 4}})
    )
    pool = model[PROJECTS]
    pool.values[6, 5] = 3  # typed in the open workbook, not saved
    ribbon.collect_returns(open_windows(model))
    assert (pool.values[2, 5], pool.values[6, 5]) == (2, 4)
    assert "1 处冲突" in said_[2] and "重点项目库!E6" in said_[-1]
