"""Returns out to the units.

SP001  Each unit gets its measures: those whose 责任单位 it is, and those of items that it leads with others, unless they
       name a unit of their own; 常态化 ones too, those that left the list not.
SP002  A return has one sheet of values, with one header row in its first 15, names of the ledger's columns, each once, keys
       in hidden columns, and above it workbook, period and number in one cell.
SP003  What the unit fills is unlocked, all else locked; the protection has no password. Progress and dates have rules.
SP004  It says how to fill and, from 规则, until when; what the unit reported before stands beside.
SP005  What was sent is on record, very hidden; sent again unchanged it keeps its number and nothing is written; changed it
       gets a new one. Numbers are never used twice, in no period.
SP006  File names can stand on any disk, and are distinct; each of many units gets its file.
SP007  A workbook that was never built is built first; a list that changed since is carried into the ledger first.
SP008  Only the named units; a name that is none says which there are.
SP009  Files that hold what somebody filled are never written over; untouched ones are.
SP010  A city's workbook, and one without measures, say why there is nothing.
SP011  What is sent stands in a master that was saved first: a death in between loses nothing.
SP012  It prints on A4 with no text under 9 points, in landscape, its header on every page.
"""

from __future__ import annotations

import io
import re
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lists import AS_OF, Book, Item, make_book
from returns import Filled, edited, sent_by

from duban.macros.cli import main
from duban.macros.commands import split as splitting
from duban.macros.commands.split import SplitOptions, split
from duban.macros.figures.understood import RunOptions
from duban.udfs.periods import Period
from duban.workbook.format.names import LEDGER, RETURNS, RULES, SENT_RECORD
from duban.workbook.format.sheet_names import return_file_names
from duban.workbook.format.sheets.settings import RETURN_DUE
from duban.workbook.say.stop import Stop

ITEMS = (
    Item("优化营商环境", ("编制清单", "推行帮办")),
    Item("园区扩容", ("新建厂房", "盘活厂房"), unit="综合局、财政局"),
    Item("工业升级", ("技术改造",), unit="财政局"),
)


@pytest.fixture(scope="module")
def built() -> Book:
    return make_book(*ITEMS).built()


def texts(data: bytes) -> list[str]:
    told = Filled.of(data)
    return [row[told.at("具体项目")] for row in told.rows]


def test_measures_of_each_unit__ok(built: Book) -> None:
    _, files = sent_by(built)  # SP001
    assert {unit: texts(data) for unit, data in files.items()} == {
        "综合局": ["编制清单", "推行帮办", "新建厂房", "盘活厂房"],
        "财政局": ["新建厂房", "盘活厂房", "技术改造"],
    }
    row = built.find(LEDGER, 具体项目="盘活厂房")
    other = built.typed(
        LEDGER, {(row, "责任单位"): "招商局", (row - 1, "类型"): "常态化", (2, "类型"): "已移出"}
    )
    _, files = sent_by(other)
    assert {unit: texts(data) for unit, data in files.items()} == {
        "综合局": ["推行帮办", "新建厂房"],
        "财政局": ["新建厂房", "技术改造"],
        "招商局": ["盘活厂房"],
    }


def test_one_plain_sheet__ok(built: Book) -> None:
    book, files = sent_by(built)  # SP002, SP003
    loaded = openpyxl.load_workbook(io.BytesIO(files["综合局"]))
    assert len(loaded.sheetnames) == 1
    sheet = loaded.active
    every = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert not any(isinstance(value, str) and value.startswith("=") for row in every for value in row)
    headers = [place for place, row in enumerate(every) if "完成进度" in row]
    assert len(headers) == 1 and headers[0] < 15
    header = every[headers[0]]
    assert all(header.count(name) == 1 for name in ("事项序号", "措施序号", "完成进度", "事项键", "措施键"))
    letters = {name: openpyxl.utils.get_column_letter(at) for at, name in enumerate(header, 1)}
    assert {name for name in header if sheet.column_dimensions[letters[name]].hidden} == {"事项键", "措施键"}
    identity = [value for row in every[: headers[0]] for value in row if "填报表编号" in str(value)]
    assert len(identity) == 1 and identity[0].startswith(
        f"填报表编号：{book.tables.settings.book_id}/2020Q3/1-"
    )
    assert sheet.merged_cells.ranges == set()
    assert sheet.protection.sheet and not sheet.protection.password
    row = headers[0] + 2
    unlocked = {name for at, name in enumerate(header, 1) if not sheet.cell(row, at).protection.locked}
    assert unlocked == {"完成进度", "办结日期", "进展情况", "存在问题", "下步措施"} | (
        {"佐证材料"} & set(header)
    )
    rules = {rule.type for rule in sheet.data_validations.dataValidation}
    assert rules == {"decimal", "date", "list"}


def test_how_and_until_when__ok(built: Book) -> None:
    row = next(r for r in range(1, 60) if built.grids[RULES].value(r, 1) == RETURN_DUE)  # SP004
    book = built.typed(RULES, {(row, 2): date(2020, 10, 10)})
    book = book.typed(LEDGER, {(2, "完成进度"): 0.4, (2, "进展情况"): "起步"}).built()
    later = book.built(period=Period(2020, 12), as_of=date(2020, 12, 31))
    _, files = sent_by(later)
    told = Filled.of(files["综合局"])
    said = " ".join(str(value) for row in told.head for value in row if value is not None)
    assert "2020年10月10日" in said and "黄色" in said and "常态化" in said and "综合局" in said
    assert told.value(1, "上次填报") == "2020Q3：40%；起步"
    assert told.value(1, "完成进度") == 0.4
    early = split(later.tables, SplitOptions(run=RunOptions(today=AS_OF)))
    assert "C124" in [finding.code for finding in early.findings]


def test_numbers__ok(built: Book) -> None:
    book, files = sent_by(built)  # SP005
    record = book.tables.own[SENT_RECORD]
    assert SENT_RECORD in book.grids and not book.grids[SENT_RECORD].visible
    assert {row["填报表号"]: row["单位"] for row in record.rows.values() if row["种类"] == "发出"} == {
        1: "综合局",
        2: "财政局",
    }
    again, same = sent_by(book)
    assert again.data is book.data and same == files
    changed = book.typed(LEDGER, {(2, "完成进度"): 0.4})
    third, files = sent_by(changed)
    assert "/2020Q3/3-" in str(Filled.of(files["综合局"]).head) and "/2020Q3/2-" in str(
        Filled.of(files["财政局"]).head
    )
    fourth, files = sent_by(third, period=Period(2020, 12), as_of=date(2020, 12, 31))
    assert "/2020Q4/4-" in str(Filled.of(files["综合局"]).head)
    assert len(fourth.tables.own[SENT_RECORD].rows) > len(third.tables.own[SENT_RECORD].rows)


def test_file_names__ok() -> None:
    units = [
        "甲/乙局",
        "甲\\乙局",
        "A科",
        "a科",
        "CON",
        "局.",
        "局",
        'x<>:"|?*y',
        "长" * 300,
        "长" * 299 + "短",
        "．",
    ]
    names = return_file_names(units, Period(2020, 9))  # SP006
    made = list(names.values())
    assert len({name.casefold() for name in made}) == len(units)
    for name in made:
        assert not set(name) & set('<>:"/\\|?*') and name.endswith(".xlsx") and len(name.encode()) < 255
        assert name.split(".")[0].upper() not in ("CON", "NUL", "AUX") and name == name.strip(" .")
    assert return_file_names(units, Period(2020, 9)) == names


def test_many_units__ok() -> None:
    items = [Item(f"事项{n}", (f"措施{n}",), unit=f"第{n}办公室") for n in range(60)]
    outcome = split(make_book(*items).built().tables, SplitOptions(run=RunOptions(today=AS_OF)))  # SP006
    assert len({each.file for each in outcome.sends}) == 60
    units = [f"第{n}办公室" for n in range(400)]
    assert len(set(return_file_names(units, Period(2020, 9)).values())) == 400


def test_builds_first__ok(built: Book) -> None:
    fresh = make_book(*ITEMS)  # SP007
    book, files = sent_by(fresh, period=Period(2020, 9), as_of=AS_OF)
    assert texts(files["财政局"]) == ["新建厂房", "盘活厂房", "技术改造"]
    assert {LEDGER, SENT_RECORD, RETURNS} <= set(book.grids)
    more = built.typed("任务清单", {(4, "改革的具体项目"): "1、编制清单\n2、推行帮办\n3、评价考核"})
    _, files = sent_by(more)
    assert texts(files["综合局"])[:3] == ["编制清单", "推行帮办", "新建厂房"]
    assert "评价考核" in texts(files["综合局"])


def test_named_units__error(built: Book) -> None:
    _, files = sent_by(built, ["财政局"])  # SP008
    assert list(files) == ["财政局"]
    with pytest.raises(Stop) as stopped:
        split(built.tables, SplitOptions(["税务局"], RunOptions(today=AS_OF)))
    assert stopped.value.code == "no_such_unit" and "综合局" in stopped.value.say.zh


def test_filled_files_stay__error(built: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    master, folder = tmp_path / "清单.xlsx", tmp_path / "发"  # SP009
    master.write_bytes(built.data)
    command = ["split", str(master), "-o", str(folder)]
    assert main(command) == 0
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["综合局-2020Q3填报表.xlsx", "财政局-2020Q3填报表.xlsx"]
    master.write_bytes(Book(master.read_bytes()).typed(LEDGER, {(2, "完成进度"): 0.4}).data)
    assert main(command) == 0  # nobody had filled them
    filled = folder / "综合局-2020Q3填报表.xlsx"
    told = edited(filled.read_bytes(), {(1, "完成进度"): 0.9})
    filled.write_bytes(told)
    master.write_bytes(Book(master.read_bytes()).typed(LEDGER, {(2, "完成进度"): 0.5}).data)
    before = master.read_bytes()
    assert main(command) == 2
    assert (filled.read_bytes(), master.read_bytes()) == (told, before)
    assert "综合局-2020Q3填报表.xlsx" in capsys.readouterr().err
    filled.write_bytes(
        told := edited(files_of(before)["综合局"], {})
    )  # saved: there may be a note, or a word beside
    assert main(command) == 2
    assert (filled.read_bytes(), master.read_bytes()) == (told, before)
    assert main(["split", str(master), "-o", str(filled)]) == 2
    assert master.read_bytes() == before


def files_of(data: bytes) -> dict[str, bytes]:
    return sent_by(Book(data))[1]


def test_nothing_to_send__error(tmp_path: Path) -> None:
    nobody = make_book(Item("无人", ("做",), unit="")).built()  # SP010
    city = tmp_path / "市.xlsx"
    assert main(["new", str(city), "--city"]) == 0
    for book, code in ((nobody, "nothing_to_send"), (Book(city.read_bytes()), "city_has_no_ledger")):
        with pytest.raises(Stop) as stopped:
            split(book.tables, SplitOptions(run=RunOptions(today=AS_OF)))
        assert stopped.value.code == code


def test_master_first__ok(built: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    master, folder = tmp_path / "清单.xlsx", tmp_path / "发"  # SP011
    master.write_bytes(built.data)

    def dies(files: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(splitting, "write_files", dies)
        assert main(["split", str(master), "-o", str(folder)]) == 2
    assert not list(folder.iterdir()) and SENT_RECORD in Book(master.read_bytes()).grids
    saved = master.read_bytes()
    assert main(["split", str(master), "-o", str(folder)]) == 0
    assert master.read_bytes() == saved and len(list(folder.iterdir())) == 2


@pytest.mark.libreoffice
def test_print__ok(built: Book, tmp_path: Path, soffice: Any) -> None:
    many = make_book(Item("优化营商环境", [f"推行第{n}项帮办代办，建立评价办法" for n in range(40)])).built()
    _, files = sent_by(many)  # SP012
    path = tmp_path / "综合局.xlsx"
    path.write_bytes(files["综合局"])
    pdf = soffice(path, "pdf", tmp_path / "out")
    boxes = subprocess.run(
        ["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True
    ).stdout
    width, height = map(float, re.search(r'<page width="([\d.]+)" height="([\d.]+)"', boxes).groups())  # type: ignore[union-attr]
    assert (round(width), round(height)) == (842, 595)
    pages = boxes.count("<page ")
    assert pages > 1 and boxes.count(">进展情况<") >= pages
    fonts = subprocess.run(
        ["pdftotext", "-bbox-layout", str(pdf), "-"], capture_output=True, text=True, check=True
    )
    assert fonts.stdout
    # Noto's line is 0.82 of its size in these boxes; what is measured is the smallest of them
    tall = [
        float(low) - float(high)
        for high, low in re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">', boxes)
    ]
    assert min(tall) / 0.8184 >= 9 - 0.05


def test_command_writes_no_other_workbook__ok(built: Book, tmp_path: Path) -> None:
    master, folder = tmp_path / "清单.xlsx", tmp_path / "发" / "三季度"  # SP002
    master.write_bytes(built.data)
    assert main(["split", str(master), "-o", str(folder), "--unit", "财政局", "综合局"]) == 0
    assert len(list(folder.glob("*"))) == 2
