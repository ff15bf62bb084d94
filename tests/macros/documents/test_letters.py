"""督办单 and 催办单, and 督办单台账.

DL001  Each unit with measures that are overdue, due within 30 days or without report gets one letter, which names them as the
       ledger shows them; the numbers are those of the bulletin. A unit without such measures gets none.
DL002  Numbers go on within a kind and a year; one is given once. The same unit, period and kind keeps number and days.
DL003  What staff write in the register stays; a row that they delete gives its number away to nobody but the next one.
DL004  A reminder names the letter before that nobody answered, and no other.
DL005  The slip has a row for each measure; the reply is due so many days later.
DL006  A file that differs is not overwritten, nor is one written where no file can be; then the workbook is as it was; the same file is left alone.
DL007  What there is no letter for stops: no ledger, a unit that is not there, nothing to be urged, odd days, another 督办单台账.
DL008  A build leaves both sheets alone, also those of the staff's that bear their names.
DL009  Doubts about a measure stand beside it.
DL010  Spellings of one unit that differ by blanks or line breaks get one letter with one number; --unit finds a unit that shares
       its measures with another.
DL011  A row of the register that lacks what the letter needs, and one that is there twice, stop; nothing is guessed.
DL012  What staff should look at is said: another number of measures than on record, a reply due on a weekend, figures of a
       period that is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from documents import opened, paragraphs, table_with, tables, text_of
from places import EXAMPLES

from duban.macros.commands.build import build
from duban.macros.commands.change_file import change_file
from duban.macros.commands.document_letters import letters
from duban.macros.commands.documents_made import DocumentOptions, Made, write_documents
from duban.macros.figures.understood import RunOptions
from duban.udfs.periods import Period
from duban.workbook.format.names import DOCUMENT_WORDS, DOCUMENTS_SENT
from duban.workbook.reading.grid import GridBook
from duban.workbook.say.stop import Stop

Q3 = RunOptions(Period(2020, 9), date(2020, 9, 30))
DAY = date(2020, 10, 12)
LISTS = ("序号", "具体项目", "负责人", "完成时限", "剩余天数", "完成进度", "时序进度", "亮灯", "备注")
SLIP = ("序号", "具体项目", "办理情况", "存在问题和原因", "下步措施", "预计办结日期")


def sent(
    book: Path, kind: str = "督办单", *, units: Sequence[str] = (), day: date = DAY, run: RunOptions = Q3
) -> Made:
    """Letters as the command writes them, into a folder beside the workbook."""
    made = Made(kind)
    options = DocumentOptions(kind, units, run, day)
    planned = partial(letters, options=options, made=made, place=lambda period: book.parent / "公文")
    made.kept = change_file(book, planned)
    write_documents(made.to_write())
    return made


def register(book: Path) -> list[tuple[object, ...]]:
    """文种, 文号, 顺序号, 单位, 期间, 发文日期, 回复期限 of each row."""
    rows = list(openpyxl.load_workbook(book)[DOCUMENTS_SENT].iter_rows(values_only=True))
    wanted = [
        rows[0].index(name) for name in ("文种", "文号", "顺序号", "单位", "期间", "发文日期", "回复期限")
    ]
    return [tuple(row[at] for at in wanted) for row in rows[1:] if row[0] is not None]


def changed(book: Path, sheet: str, *cells: tuple[int, str, object]) -> None:
    """Set cells by row and column name."""
    opened_book = openpyxl.load_workbook(book)
    names = {cell.value: cell.column for cell in opened_book[sheet][1]}
    for row, name, value in cells:
        opened_book[sheet].cell(row, names[name]).value = value  # type: ignore[union-attr]
    opened_book.save(book)


def stop_of(book: Path, **more: object) -> str:
    before = book.read_bytes()
    with pytest.raises(Stop) as stop:
        sent(book, **more)  # type: ignore[arg-type]
    assert book.read_bytes() == before
    return stop.value.code


def test_who_gets_one__ok(book: Path) -> None:  # DL001
    made = sent(book)
    assert [path.name.partition("-")[0] for path in made.files] == [
        "综合管理局",
        "办公室",
        "招商局",
        "规划建设局",
    ]
    rows = [
        row
        for data in made.files.values()
        for each in tables(opened(data))
        if each[0] == [*LISTS]
        for row in each[1:]
    ]
    lights = [row[7] for row in rows]
    # as the bulletin counts them: 2 overdue, 1 due soon, 2 without report, one of which is overdue as well
    assert (len(rows), lights.count("逾期"), made.alone) == (5, 3, 0)
    plan = opened(made.files[book.parent / "公文" / "规划建设局-2020Q3督办单.docx"])
    assert "有1项需要督办：逾期1项，30日内到期0项，没有填报进度1项" in text_of(plan)
    assert table_with(plan, LISTS) == [
        [
            "6",
            "制定服务组纪律和入企防疫规定，不得由企业供餐。",
            "唐家齐、宋一鸣",
            "2020-08-31",
            "超30",
            "",
            "100%",
            "逾期",
            "",
        ]
    ]


def test_a_unit_without__ok(book: Path) -> None:  # DL001
    changed(book, "具体项目台账", *[(row, "完成进度", 1) for row in range(2, 25)])
    assert stop_of(book) == "nothing_to_order"


def test_only_these_units__ok(book: Path) -> None:  # DL001, DL002
    assert [path.name for path in sent(book, units=["招商局"]).files] == ["招商局-2020Q3督办单.docx"]
    assert [row[1:4] for row in register(book)] == [("督办〔2020〕1号", 1, "招商局")]


def test_numbers_go_on__ok(book: Path) -> None:  # DL002
    sent(book, units=["招商局"])
    again = sent(book, day=date(2020, 10, 20))
    assert again.again == ["督办〔2020〕1号"]
    sent(book, "催办单", units=["招商局"], day=date(2020, 10, 21))
    found = register(book)
    assert [row[1] for row in found] == [*(f"督办〔2020〕{n}号" for n in (1, 2, 3, 4)), "催办〔2020〕1号"]
    days = [(row[5].date(), row[6].date()) for row in found]  # type: ignore[attr-defined]
    assert days[:2] == [(DAY, date(2020, 10, 19)), (date(2020, 10, 20), date(2020, 10, 27))]
    assert {row[4] for row in found} == {"2020Q3"} and len({row[1] for row in found}) == 5
    before = book.read_bytes()
    assert len(sent(book, day=date(2020, 12, 1)).again) == 4 and book.read_bytes() == before


@pytest.mark.parametrize(
    "cells",
    [
        {"年度": None},
        {"年度": None, "顺序号": "一号"},
        {"顺序号": None, "文号": "督办[2020] 1号"},
        {"年度": None, "发文日期": date(2019, 12, 31), "文号": "督办（2020）1号"},
    ],
)
def test_register_that_staff_edited__ok(cells: dict[str, object], book: Path) -> None:  # DL002
    sent(book, units=["招商局"])
    changed(book, DOCUMENTS_SENT, *((2, name, value) for name, value in cells.items()))
    sent(book, units=["规划建设局"])
    assert register(book)[1][1:4] == ("督办〔2020〕2号", 2, "规划建设局")


def test_new_year_and_new_period__ok(book: Path) -> None:  # DL002
    sent(book, units=["招商局"])
    sent(book, units=["规划建设局"], day=date(2021, 1, 5))
    run = RunOptions(Period(2020, 12), date(2020, 12, 31))
    sent(book, units=["规划建设局"], day=date(2021, 1, 6), run=run)
    assert [(row[1], row[4]) for row in register(book)] == [
        ("督办〔2020〕1号", "2020Q3"),
        ("督办〔2021〕1号", "2020Q3"),
        ("督办〔2021〕2号", "2020Q4"),
    ]


def test_what_staff_write_stays__ok(book: Path) -> None:  # DL003
    sent(book, units=["招商局"])
    changed(
        book,
        DOCUMENTS_SENT,
        (2, "回复日期", date(2020, 10, 15)),
        (2, "回复情况", "已办结"),
        (2, "办结情况", "办结"),
    )
    sent(book)
    row = list(openpyxl.load_workbook(book)[DOCUMENTS_SENT].iter_rows(values_only=True))[1]
    assert row[-3].date() == date(2020, 10, 15) and row[-2:] == ("已办结", "办结")  # type: ignore[union-attr]
    assert len(register(book)) == 4


def test_same_code_for_both_kinds__ok(book: Path) -> None:  # DL002
    words = openpyxl.load_workbook(book)
    sheet = words.create_sheet(DOCUMENT_WORDS)
    for row in (("公文", "部分", "文字"), ("版式", "机关代字", "源督")):
        sheet.append(row)
    words.save(book)
    sent(book, units=["招商局"])
    sent(book, "催办单", units=["招商局"])
    assert [row[1] for row in register(book)] == ["源督〔2020〕1号", "源督〔2020〕2号"]


def test_reminder__ok(book: Path) -> None:  # DL004
    sent(book, units=["招商局", "规划建设局"])
    changed(book, DOCUMENTS_SENT, (2, "回复日期", date(2020, 10, 15)))
    made = sent(book, "催办单", day=date(2020, 10, 21))
    said = {path.name.partition("-")[0]: text_of(opened(data)) for path, data in made.files.items()}
    before = "2020年10月12日《督办单》（督办〔2020〕2号）已送你单位，要求于10月19日前回复"
    assert before in said["规划建设局"]
    assert not any("已送你单位" in said[unit] for unit in ("招商局", "综合管理局", "办公室"))


def test_slip__ok(book: Path) -> None:  # DL005
    made = sent(book)
    for path, data in made.files.items():
        document = opened(data)
        listed = {row[1] for each in tables(document) if each[0] == [*LISTS] for row in each[1:]}
        slip = table_with(document, SLIP)
        assert {row[1] for row in slip} == listed and len(slip) == len(listed)
        assert {cell for row in slip for cell in row[2:]} == {""}
        unit = path.name.partition("-")[0]
        assert f"单位：{unit}　　请于2020年10月19日前送齐鲁化工区办公室" in text_of(document)
        assert ("Normal", f"{unit}：") in paragraphs(document)


def test_days_are_the_offices__ok(book: Path) -> None:  # DL005, DL007
    words = openpyxl.load_workbook(book)
    sheet = words.create_sheet(DOCUMENT_WORDS)
    for row in (("公文", "部分", "文字"), ("版式", "回复天数", 15)):
        sheet.append(row)
    words.save(book)
    sent(book, units=["招商局"])
    assert register(book)[0][6].date() == date(2020, 10, 27)  # type: ignore[attr-defined]
    changed(book, DOCUMENT_WORDS, (2, "文字", "一周"))
    assert stop_of(book) == "bad_reply_days"


def test_a_file_in_the_way__error(book: Path) -> None:  # DL006
    folder = book.parent / "公文"
    folder.mkdir()
    (folder / "招商局-2020Q3督办单.docx").write_bytes("办公室改过的".encode())
    assert stop_of(book) == "document_in_the_way"
    assert len(list(folder.iterdir())) == 1


def test_folder_that_is_none__error(book: Path) -> None:  # DL006
    (book.parent / "公文").write_text("文件")
    assert stop_of(book) == "no_folder"
    (book.parent / "公文").unlink()
    (book.parent / "公文").mkdir(0o555)
    assert stop_of(book) == "folder_read_only"


def test_the_same_again__ok(book: Path) -> None:  # DL006
    first = sent(book)
    times = {path: path.stat().st_mtime_ns for path in first.files}
    second = sent(book, day=date(2020, 11, 11))
    assert second.files == first.files and second.to_write() == {}
    assert {path: path.stat().st_mtime_ns for path in first.files} == times


def test_no_such_unit__error(book: Path) -> None:  # DL007
    assert stop_of(book, units=["水务局"]) == "no_such_addressee"


def test_no_ledger__error(tmp_path: Path) -> None:  # DL007
    path = tmp_path / "清单.xlsx"
    books = openpyxl.load_workbook(EXAMPLES / "齐鲁化工区.xlsx")
    for name in books.sheetnames:
        if name == "具体项目台账":
            del books[name]
    books.save(path)
    assert stop_of(path) == "no_ledger_yet"


def test_city__error(tmp_path: Path) -> None:  # DL007
    path = tmp_path / "市.xlsx"
    path.write_bytes((EXAMPLES / "淄博市.xlsx").read_bytes())
    assert stop_of(path) == "no_district_to_order"  # none has handed in yet, and none is listed


def test_unit_in_the_number__ok(book: Path) -> None:  # DL002
    words = openpyxl.load_workbook(book)
    sheet = words.create_sheet(DOCUMENT_WORDS)
    for row in (("公文", "部分", "文字"), ("督办单", "发文字号", "{单位}督〔{年份}〕　号")):
        sheet.append(row)
    words.save(book)
    sent(book)
    sent(book)
    assert {row[1] for row in register(book)} == {
        f"{unit}督〔2020〕　号" for unit in ("综合管理局", "办公室", "招商局", "规划建设局")
    }


def test_sheets_of_the_staff__ok(book: Path) -> None:  # DL007, DL008
    books = openpyxl.load_workbook(book)
    for name in (DOCUMENTS_SENT, DOCUMENT_WORDS):
        books.create_sheet(name).append(("日期", "内容"))
    books.save(book)
    assert stop_of(book) == "bad_sheet"
    change_file(book, partial(build, options=Q3))
    grids = GridBook(book)
    assert [grids.grid(name).rows[0] for name in (DOCUMENTS_SENT, DOCUMENT_WORDS)] == [("日期", "内容")] * 2


def test_a_build_leaves_the_register__ok(book: Path) -> None:  # DL008
    sent(book)
    before = register(book)
    change_file(book, partial(build, options=Q3))
    assert register(book) == before
    assert len(sent(book).again) == 4


def test_doubts__ok(book: Path) -> None:  # DL009
    at = next(
        row
        for row, cells in enumerate(
            openpyxl.load_workbook(book)["具体项目台账"].iter_rows(values_only=True), 1
        )
        if any("招引项目突出" in str(cell) for cell in cells)
    )
    changed(book, "具体项目台账", (at, "完成进度", 0.1))  # far below what the last run said
    document = opened(sent(book, units=["招商局"]).files[book.parent / "公文" / "招商局-2020Q3督办单.docx"])
    assert "其中1项填报的数字需要核实" in text_of(document)
    (row,) = table_with(document, LISTS)
    assert row[5] == "10%" and row[8].startswith("需核实：进度较2020年第三季度回落")


def test_nothing_to_be_looked_at__ok(book: Path) -> None:  # DL009
    for data in sent(book).files.values():
        document = opened(data)
        assert "需要核实" not in text_of(document)
        assert {row[8] for each in tables(document) if each[0] == [*LISTS] for row in each[1:]} == {""}


def ledger_rows(book: Path, unit: str) -> list[int]:
    sheet = openpyxl.load_workbook(book)["具体项目台账"]
    at = next(cell.column for cell in sheet[1] if cell.value == "责任单位")
    return [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, at).value == unit]  # type: ignore[arg-type]


def test_spellings_of_one_unit__ok(book: Path) -> None:  # DL010
    first, *others = ledger_rows(book, "综合管理局")
    changed(
        book,
        "具体项目台账",
        *[(row, "完成进度", None) for row in (first, *others)],
        (first, "责任单位", "综合 管理局\n"),
    )
    made = sent(book, units=["综合管理局"])
    assert [path.name for path in made.files] == ["综合管理局-2020Q3督办单.docx"]
    assert [row[1:4] for row in register(book)] == [("督办〔2020〕1号", 1, "综合管理局")]
    document = opened(next(iter(made.files.values())))
    assert len(table_with(document, SLIP)) == 1 + len(others) and made.again == []
    assert ("Normal", "综合管理局：") in paragraphs(document)


def test_units_that_share_measures__ok(book: Path) -> None:  # DL010
    (row, *_) = ledger_rows(book, "综合管理局")
    changed(book, "具体项目台账", (row, "责任单位", "综合管理局、招商局"), (row, "完成进度", None))
    made = sent(book, units=["招商局"])
    assert [path.name.partition("-")[0] for path in made.files] == ["综合管理局、招商局", "招商局"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("文号", None),
        ("发文日期", "2020.10.12"),
        ("发文日期", None),
        ("回复期限", "一周内"),
        ("期间", "三季度"),
    ],
)
def test_unclear_register__error(column: str, value: object, book: Path) -> None:  # DL011
    sent(book, units=["招商局", "规划建设局"])
    changed(book, DOCUMENTS_SENT, (2, column, value))
    assert stop_of(book) == "sent_unclear"
    assert len(sent(book, units=["规划建设局"]).again) == 1  # the row of the other unit is as it was


@pytest.mark.parametrize(("column", "value"), [("单位", "招商局"), ("文号", "督办〔2020〕 1号")])
def test_registered_twice__error(column: str, value: str, book: Path) -> None:  # DL011
    sent(book, units=["招商局", "规划建设局"])
    changed(book, DOCUMENTS_SENT, (3, column, value))
    assert stop_of(book, units=["招商局"]) == "sent_twice"


@pytest.mark.parametrize(("column", "value"), [("回复情况", "已办"), ("办结情况", "办结")])
def test_answered_without_a_day__ok(column: str, value: str, book: Path) -> None:  # DL004
    sent(book, units=["招商局"])
    changed(book, DOCUMENTS_SENT, (2, column, value))
    (data,) = sent(book, "催办单", units=["招商局"], day=date(2020, 10, 21)).files.values()
    assert "没有回复的记录" not in text_of(opened(data))


def test_reminder_names_the_last_letter__ok(book: Path) -> None:  # DL004
    sent(book, units=["招商局"])
    changed(book, DOCUMENTS_SENT, (2, "期间", "2020Q2"))
    next((book.parent / "公文").iterdir()).unlink()
    sent(book, units=["招商局"], day=date(2020, 10, 8))  # an earlier one, further down
    (data,) = sent(book, "催办单", units=["招商局"], day=date(2020, 10, 21)).files.values()
    assert "2020年10月12日《督办单》（督办〔2020〕1号）已送你单位" in text_of(opened(data))


def test_other_count_is_said__ok(book: Path) -> None:  # DL012
    sent(book, units=["综合管理局"])
    path = next((book.parent / "公文").iterdir())
    path.rename(book.parent / "发出的.docx")
    row = ledger_rows(book, "综合管理局")[-1]
    changed(book, "具体项目台账", (row, "完成进度", None), (row, "完成时限", date(2020, 9, 1)))
    told = [each.to("zh") for each in sent(book, units=["综合管理局"]).notes]
    assert [each for each in told if "台账记的是" in each] == [
        "  督办〔2020〕1号 的督办措施数，台账记的是 1，这次是 2，请核对"
    ]


@pytest.mark.parametrize(
    ("day", "said"), [(date(2020, 10, 9), []), (date(2020, 10, 10), ["六"]), (date(2020, 10, 11), ["日"])]
)
def test_reply_on_a_weekend__ok(day: date, said: list[str], book: Path) -> None:  # DL012
    due = [each.to("zh") for each in sent(book, day=day).notes if "回复期限" in each.to("zh")]
    assert [each.partition("是星期")[2][:1] for each in due] == said


def test_figures_of_now__ok(book: Path) -> None:  # DL012
    q2 = RunOptions(Period(2020, 6), date(2020, 6, 30))
    assert sent(book, units=["招商局"], day=date(2020, 10, 14)).notes == []
    told = [each.to("zh") for each in sent(book, run=q2, day=date(2020, 10, 14)).notes]
    assert told == [
        "  工作簿已有2020年第二季度以后的通报，没有2020年第二季度当时的记录：数取自工作簿现在的内容"
    ]


def test_what_to_look_at_is_told_behind_many__ok(book: Path) -> None:  # DL012
    made = sent(book, day=date(2020, 10, 10))
    all_lines, some = [*made.lines(4)], [*made.lines(4, most=2)]
    assert len(made.files) == 4 and "回复期限" in all_lines[-1] and some[-1] == all_lines[-1]
    assert some[1:4] == [*all_lines[1:3], "  ……共 4 份"]
