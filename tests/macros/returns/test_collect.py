"""Returns back from the units, file by file.

CL001  What a unit filled is in the ledger, whatever it was spelled like: typed by openpyxl, in a LibreOffice, saved as
       .xlsx, .xls or .ods, sorted there, copied as a sheet into another workbook.
CL002  Another workbook's, another period's, a file that is none, and one that cannot be read are refused with the reason.
CL003  Macros are not read; links and formulas do not come along; a formula that asks another file, or fails, is no value.
CL004  Measures that the office reworded, took off the list, deleted or gave to another unit meanwhile.
CL005  Rows that the unit added, cells that it may not fill, columns that it added are listed and not taken.
CL006  Rows are known by key and text together: a sort that left the keys behind moves nothing.
CL007  填报记录 has a row a change with old, new, unit, who, when, file and fingerprint; 更新日期 follows what was taken.
CL008  回收情况: who handed in and when, who is missing and how late, every list with its link, its numbers as formulas.
CL009  Decisions: for all, for one cell, by a unit's name, by a value; on record; what is not pending cannot be decided.
CL010  What the office types over something that was taken stays, however often the same files are collected.
CL011  A later build writes nothing.
CL012  A return as it was sent is not handed in; one that came twice is one, under whatever name.
CL013  ``--dry-run`` writes nothing, ``-o`` always; exit codes; a folder with everything in it.
CL014  If collecting dies at any call to the system, ledger and log agree.
CL015  A bomb, a truncated file and one with a password are one line each, and the others are taken.
CL016  A return of an earlier sending of the period is held against what was sent then.
CL017  Without 发出记录 only blanks are filled, and that is said.
CL018  Texts of any kind come back as they are: a text that begins with = stays a text.
CL019  Every stored value of 回收情况 is what LibreOffice and cellrune compute.
CL020  What was taken stays when the measure goes to another unit, or the unit is renamed, afterwards.
CL021  A return whose number was changed, or given again, is not taken for another's.
CL022  A later return that has a cell as it was sent is said, for the unit may have taken it back.
CL023  What the ledger cannot use itself makes no untouched return an answer.
CL024  更新日期 is the day of the last answer that stands in its row, in whichever order they came, and goes when they go.
CL025  A text over several columns is that of its first one.
CL026  A column that the ledger does not have takes nothing, and that is said.
CL028  A formula that the office has in a cell of the ledger is not written over, unless somebody decides so.
CL027  Nobody is asked for a return who carries nothing any more; names differ in case only are one unit.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import counted_os
import openpyxl
import pytest
from counted_os import CountedOs
from lists import AS_OF, Book, Item, make_book
from oracles import compare, formula_cells, stored_values, with_cellrune, with_libreoffice
from places import ROOT
from returns import MORNING, Filled, changed_parts, collect_plan, collected, edited, sent_by

from duban.macros.cli import main
from duban.udfs.periods import Period
from duban.workbook.file import safe_write
from duban.workbook.format.names import LEDGER, LIST, RETURNS, RULES, SENT_RECORD
from duban.workbook.format.sheets.settings import RETURN_DUE
from duban.workbook.say.stop import Stop

ITEMS = (
    Item("优化营商环境", ("编制清单", "推行帮办", "建立评价")),
    Item("园区扩容", ("新建厂房",), unit="综合局、财政局"),
    Item("工业升级", ("技术改造", "编制清单"), unit="财政局"),
)
ZONG, CAI = "综合局", "财政局"


@pytest.fixture(scope="module")
def master() -> tuple[Book, dict[str, bytes]]:
    book = make_book(*ITEMS).built()
    cells = {(2, "完成进度"): 0.3, (2, "进展情况"): "起步", (6, "完成进度"): 0.5}
    return sent_by(book.typed(LEDGER, cells).built())


def cell(book: Book, key: int, name: str) -> Any:
    return book.value(LEDGER, row_of(book, key), name)


def row_of(book: Book, key: int) -> int:
    return book.find(LEDGER, 措施键=key)


def codes(book: Book) -> list[str]:
    assert book.outcome is not None
    return [finding.code for finding in book.outcome.findings if finding.code[0] == "C"]


def rows_of(book: Book, kind: str) -> list[tuple[Any, ...]]:
    return [row[:11] for row in book.grids[RETURNS].rows if row and row[0] == kind]


def settled(book: Book) -> bool:
    assert book.outcome is not None
    return not book.outcome.to_settle


# CL001


def test_filled_in_place__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    filled = {
        (1, "完成进度"): "８０％",
        (2, "完成进度"): 45,
        (3, "完成进度"): 1,
        (2, "办结日期"): "2020年9月30日",
        (3, "办结日期"): datetime(2020, 9, 29, 17, 30),
        (1, "进展情况"): "已完成\r\n大部分 ",
    }
    told = collected(book, {"综合局返回.xlsx": edited(files[ZONG], filled)})
    assert [cell(told, key, "完成进度") for key in (1, 2, 3)] == [0.8, 0.45, 1.0]
    assert [cell(told, key, "办结日期") for key in (2, 3)] == [date(2020, 9, 30), date(2020, 9, 29)]
    assert cell(told, 1, "进展情况") == "已完成\n大部分"
    assert settled(told)


@pytest.mark.libreoffice
@pytest.mark.long
def test_by_libreoffice__ok(master: tuple[Book, dict[str, bytes]], tmp_path: Path, soffice: Any) -> None:
    book, files = master
    python = bridge()
    source = tmp_path / "发.xlsx"
    source.write_bytes(files[ZONG])
    cells = [
        [1, "完成进度", "typed", "80%"],
        [2, "完成进度", "number", 0.45],
        [2, "办结日期", "typed", "2020-09-30"],
        [3, "进展情况", "text", "=1+1"],
        [1, "进展情况", "text", "已完成"],
        [1, "措施键", "sort", None],
    ]
    kinds = {"xlsx": "Calc MS Excel 2007 XML", "xls": "MS Excel 97", "ods": "calc8"}
    jobs = [
        {"source": str(source), "target": str(tmp_path / f"回.{kind}"), "filter": name, "cells": cells}
        for kind, name in kinds.items()
    ]
    (tmp_path / "jobs.json").write_text(json.dumps(jobs), encoding="utf-8")
    script = ROOT / "tests" / "support" / "fill_by_libreoffice.py"
    subprocess.run(
        [python, str(script), str(tmp_path / "profile"), str(tmp_path / "jobs.json")], check=True, timeout=240
    )
    back = soffice(tmp_path / "回.xls", "xlsx", tmp_path / "转回")
    paths = {**{kind: tmp_path / f"回.{kind}" for kind in kinds}, "xls and back": back}
    for kind, path in paths.items():
        told = collected(book, {path.name: path.read_bytes()})
        assert [cell(told, key, "完成进度") for key in (1, 2, 3)] == [0.8, 0.45, None], kind
        assert cell(told, 2, "办结日期") == date(2020, 9, 30)
        assert (cell(told, 1, "进展情况"), cell(told, 3, "进展情况")) == ("已完成", "=1+1")
        assert told.formula(LEDGER, row_of(told, 3), "进展情况") is None
        assert settled(told), codes(told)
        assert told.outcome.returned.record.came[0].saved is not None  # type: ignore[union-attr]


def bridge() -> str:
    """The Python that knows LibreOffice's bridge."""
    for python in ("/usr/bin/python3", shutil.which("python3") or ""):
        if (
            python
            and subprocess.run([python, "-c", "import uno"], capture_output=True, check=False).returncode == 0
        ):
            return python
    reason = "LibreOffice's bridge (python3-uno) is not installed"
    if os.environ.get("DUBAN_REQUIRE_LIBREOFFICE") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def test_two_sheets_in_one_workbook__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    both = openpyxl.Workbook()
    both.remove(both.active)
    for unit, value in ((ZONG, 0.8), (CAI, 0.9)):
        filled = Filled.of(files[unit]).fill({(1 if unit == ZONG else 5, "完成进度"): value})
        sheet = both.create_sheet(unit)
        for row in (*filled.head, filled.header, *filled.rows):
            sheet.append(row)
    both.create_sheet("别的").append(["与填报无关"])
    stream = io.BytesIO()
    both.save(stream)
    told = collected(book, {"汇总.xlsx": stream.getvalue()})
    assert (cell(told, 1, "完成进度"), cell(told, 5, "完成进度")) == (0.8, 0.9)


# CL002, CL003, CL015


def test_refused__error(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    other = make_book(Item("别的清单", ("做",))).built()
    _, foreign = sent_by(other)
    later = book.built(period=Period(2020, 12), as_of=date(2020, 12, 31))
    blank = io.BytesIO()
    openpyxl.Workbook().save(blank)
    filled = Filled.of(files[ZONG]).fill({(1, "完成进度"): 0.8})
    no_column = filled.drop("完成进度").to_bytes()
    twice = filled.reorder([*range(len(filled.header)), filled.at("完成进度")]).to_bytes()
    told = collected(
        book,
        {
            "别处.xlsx": foreign[ZONG],
            "空.xlsx": blank.getvalue(),
            "残.xlsx": files[ZONG][:500],
            "缺列.xlsx": no_column,
            "重列.xlsx": twice,
            "没有表头.xlsx": replace(filled, header=("a",) * len(filled.header)).to_bytes(),
        },
    )
    assert codes(told).count("C104") == 6 and not settled(told)
    assert cell(told, 1, "完成进度") == 0.3
    names = [row[1] for row in told.grids[RETURNS].rows if len(row) > 1]
    assert names.count("别处.xlsx") == names.count("残.xlsx") == 1
    again = collected(told, {"别处.xlsx": foreign[ZONG]})
    assert len([row for row in again.grids[RETURNS].rows if len(row) > 1 and row[1] == "别处.xlsx"]) == 1
    period = collected(later, {"上期.xlsx": filled.to_bytes()})
    assert "C104" in codes(period) and "2020Q3" in str(period.grids[RETURNS].rows)
    assert cell(period, 1, "完成进度") == 0.3


def test_macros_links_formulas__error(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    plain = edited(files[ZONG], {(1, "完成进度"): 0.8})
    macro = changed_parts(plain, {}, {"xl/vbaProject.bin": b"\xd0\xcf"})
    told = collected(book, {"宏.xlsx": macro})
    assert "C104" in codes(told) and cell(told, 1, "完成进度") == 0.3
    linked = changed_parts(plain, {}, {"xl/externalLinks/externalLink1.xml": b"<x/>"})
    told = collected(book, {"链接.xlsx": linked})
    assert "C111" in codes(told) and cell(told, 1, "完成进度") == 0.8
    with zipfile.ZipFile(io.BytesIO(told.data)) as archive:
        assert not [name for name in archive.namelist() if "externalLink" in name]
    formulas = with_formulas(
        edited(
            files[ZONG],
            {(1, "完成进度"): 0.8, (2, "完成进度"): 0.7, (3, "完成进度"): 0.6, (1, "进展情况"): "完"},
        ),
        {"0.8": "[1]外部!A1", "0.7": "0.4+0.3", "0.6": None},
    )
    told = collected(book, {"公式.xlsx": formulas})
    assert [cell(told, key, "完成进度") for key in (1, 2, 3)] == [0.3, 0.7, None]
    assert "C113" in codes(told) and codes(told).count("C105") == 2 and not settled(told)
    assert told.formula(LEDGER, row_of(told, 2), "完成进度") is None


def with_formulas(data: bytes, formulas: Mapping[str, str | None]) -> bytes:
    """Numbers of the sheet as results of formulas; ``None``: as an error."""

    def change(part: bytes) -> bytes:
        text = part.decode()
        for number, formula in formulas.items():
            if formula is None:
                text = text.replace(f"<v>{number}</v>", "<v>#REF!</v>").replace(
                    't="n"><v>#REF!', 't="e"><v>#REF!'
                )
            else:
                text = text.replace(f"<v>{number}</v>", f"<f>{formula}</f><v>{number}</v>")
        return text.encode()

    return changed_parts(data, {"xl/worksheets/sheet1.xml": change})


def test_bad_files_beside_good_ones__ok(master: tuple[Book, dict[str, bytes]], tmp_path: Path) -> None:
    book, files = master
    folder = tmp_path / "交回"
    folder.mkdir()
    (folder / "好.xlsx").write_bytes(edited(files[ZONG], {(1, "完成进度"): 0.8}))
    (folder / "残.xlsx").write_bytes(files[CAI][:700])
    (folder / "密.xlsx").write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage\0".encode("utf-16-le")
    )
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts_of(files[CAI]):
            archive.writestr(name, data + (b" " * (300 << 20) if name.endswith("sheet1.xml") else b""))
    (folder / "弹.xlsx").write_bytes(bomb.getvalue())
    (folder / "函.docx").write_bytes(b"letter")
    path = tmp_path / "清单.xlsx"
    path.write_bytes(book.data)
    assert main(["collect", str(path), str(folder)]) == 1
    told = Book(path.read_bytes())
    assert cell(told, 1, "完成进度") == 0.8
    refused = [
        row[1]
        for row in told.grids[RETURNS].rows
        if len(row) > 1 and str(row[1])[:2] in ("残.", "密.", "弹.")
    ]
    assert sorted(refused) == ["密.xlsx", "弹.xlsx", "残.xlsx"] or len(refused) == 3


def parts_of(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


# CL004, CL005, CL006


def test_changed_by_the_office__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    told = edited(
        files[ZONG], {(1, "完成进度"): 0.8, (2, "完成进度"): 0.6, (3, "完成进度"): 0.9, (4, "完成进度"): 0.7}
    )
    office = book.typed(
        LIST, {(4, "改革的具体项目"): "1、编制事项清单\n2、推行帮办"}
    ).built()  # 3 left the list
    office = office.typed(LEDGER, {(row_of(office, 2), "责任单位"): "招商局"})
    after = collected(office, {"回.xlsx": told})
    assert (cell(after, 1, "具体项目"), cell(after, 1, "完成进度")) == ("编制事项清单", 0.8)
    assert (cell(after, 3, "类型"), cell(after, 3, "完成进度")) == ("已移出", 0.9)
    assert cell(after, 2, "完成进度") is None and codes(after).count("C102") == 1
    assert codes(after).count("C108") == 2 and cell(after, 4, "完成进度") == 0.7
    gone = book.typed(LEDGER, {(row_of(book, 3), name): None for name in book.tables.ledger.header.columns})  # type: ignore[union-attr]
    after = collected(gone, {"回.xlsx": told})
    # the list has it still: its row comes back in this run, and its answer with the next one
    assert "C105" in codes(after) and not settled(after) and cell(after, 3, "完成进度") is None
    assert cell(collected(after, {"回.xlsx": told}), 3, "完成进度") == 0.9


def test_rows_columns_and_cells_that_are_not_theirs__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    filled = Filled.of(files[ZONG]).fill(
        {(1, "完成进度"): "基本完成", (2, "完成时限"): datetime(2021, 6, 30), (3, "完成进度"): 150}
    )
    filled = filled.add(具体项目="招引项目三个", 完成进度=0.5, 进展情况="已签约")
    extra = replace(
        filled, header=(*filled.header, "备注"), rows=tuple((*row, "说明") for row in filled.rows)
    )
    told = collected(book, {"回.xlsx": extra.to_bytes()})
    assert codes(told).count("C105") == 3 and codes(told).count("C106") == 1 and "C118" in codes(told)
    assert not settled(told)
    assert [row[4] for row in rows_of(told, "新增行")] == ["招引项目三个"]
    assert "已签约" in rows_of(told, "新增行")[0][7]
    assert {row[5] for row in rows_of(told, "未采用")} == {"完成进度", "完成时限"}
    assert cell(told, 1, "完成进度") == 0.3 and cell(told, 2, "完成时限") == date(2020, 12, 31)


def test_keys_left_behind__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    twins = make_book(Item("甲事", ("完成摸底", "推行帮办")), Item("乙事", ("完成摸底",))).built()
    book, files = sent_by(twins)
    filled = Filled.of(files[ZONG]).fill({(1, "完成进度"): 0.1, (2, "完成进度"): 0.2, (3, "完成进度"): 0.3})
    turned = filled.sort([2, 1, 0], without=("事项键", "措施键"))
    told = collected(book, {"回.xlsx": turned.to_bytes()})
    assert [cell(told, key, "完成进度") for key in (1, 2, 3)] == [0.1, 0.2, 0.3]
    assert "C117" in codes(told)
    copied = filled.add(**dict(zip(filled.header, filled.rows[0], strict=True))).fill({})
    again = collected(book, {"回.xlsx": copied.to_bytes()})
    assert cell(again, 1, "完成进度") == 0.1 and settled(again)
    rows = list(copied.rows)
    rows[-1] = tuple(
        0.9 if name == "完成进度" else value for name, value in zip(copied.header, rows[-1], strict=True)
    )
    torn = collected(book, {"回.xlsx": replace(copied, rows=tuple(rows)).to_bytes()})
    assert cell(torn, 1, "完成进度") is None and "C105" in codes(torn)


# CL007, CL008, CL019


def test_log__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    filled = Filled.of(files[ZONG]).fill({(1, "完成进度"): 0.8, (2, "进展情况"): "推进中"})
    head = [list(row) for row in filled.head]
    at = next((r, c) for r, row in enumerate(head) for c, value in enumerate(row) if value == "填报人：")
    head[at[0]][at[1] + 1] = "何 书平"
    told = collected(book, {"回.xlsx": replace(filled, head=tuple(map(tuple, head))).to_bytes()})
    assert told.tables.log is not None
    rows = [row for row in told.tables.log.rows.values() if row["来源文件"] == "回.xlsx"]
    found = [(row["措施键"], row["字段"], row["原值"], row["新值"]) for row in rows]
    assert found == [(1, "完成进度", 0.3, 0.8), (2, "进展情况", None, "推进中")]
    assert {(row["单位"], row["填报人"], row["填报时间"], row["期间"]) for row in rows} == {
        (ZONG, "何 书平", date(2020, 10, 9), "2020Q3")
    }
    assert all(row["指纹"] for row in rows)
    assert [cell(told, key, "更新日期") for key in (1, 2, 3)] == [date(2020, 10, 9), date(2020, 10, 9), None]


@pytest.mark.libreoffice
def test_situation__ok(master: tuple[Book, dict[str, bytes]], soffice: Any) -> None:
    book, files = master
    row = next(r for r in range(1, 60) if book.grids[RULES].value(r, 1) == RETURN_DUE)
    book = book.typed(RULES, {(row, 2): date(2020, 10, 7)}).typed(
        LEDGER, {(row_of(book, 1), "完成进度"): 0.4}
    )
    told = collected(book, {"回.xlsx": edited(files[ZONG], {(1, "完成进度"): 0.8, (2, "完成进度"): 0.6})})
    grid = told.grids[RETURNS]
    units = {row[1]: row for row in grid.rows if len(row) > 3 and row[2] in ("已交", "未交")}
    assert units[CAI][2] == "未交" and units[CAI][8:11] == (0, 0, 0)
    assert units[ZONG][2] == "已交" and units[ZONG][7:11] == (2, 1, 1, 0)
    assert units[ZONG][6] == datetime(2020, 10, 9, 9)
    (conflict,) = rows_of(told, "冲突")
    assert (conflict[5], conflict[6], conflict[7]) == ("完成进度", 0.4, "80%")
    assert conflict[10] == told.outcome.returned.entries[0].cell  # type: ignore[union-attr]
    assert "C123" in codes(told)
    stored, formulas = stored_values(told.data), formula_cells(told.data)
    mine = {RETURNS: formulas[RETURNS]}
    assert len(mine[RETURNS]) >= 15
    assert compare(stored, with_libreoffice(told.data, soffice), mine) == []
    computed, refused = with_cellrune(told.data)
    assert refused == [] and compare(stored, computed, mine) == []


# CL009, CL010, CL011


def test_one_cell__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    office = book.typed(LEDGER, {(row_of(book, 1), "完成进度"): 0.4, (row_of(book, 6), "完成进度"): 0.6})
    returned = {
        "综.xlsx": edited(files[ZONG], {(1, "完成进度"): 0.8, (4, "完成进度"): 0.7, (1, "进展情况"): None}),
        "财.xlsx": edited(files[CAI], {(4, "完成进度"): 0.9, (6, "完成进度"): 0.2}),
    }
    told = collected(office, returned)
    assert sorted(code for code in codes(told) if code in ("C102", "C103", "C126")) == [
        "C102",
        "C102",
        "C103",
        "C126",
    ]
    places = {row[10]: row[:8] for row in (*rows_of(told, "冲突"), *rows_of(told, "清空"))}
    entries = told.outcome.returned.entries  # type: ignore[union-attr]
    at = {(each.key.number, each.field): each.cell for each in entries if each.key}
    assert set(places) == {at[1, "完成进度"], at[4, "完成进度"], at[6, "完成进度"], at[1, "进展情况"]}
    one = collected(told, {}, f"{at[1, '完成进度']}=theirs", f"{LEDGER}!{at[4, '完成进度']}={CAI}")
    assert (cell(one, 1, "完成进度"), cell(one, 4, "完成进度")) == (0.8, 0.9)
    two = collected(one, returned, f"{at[6, '完成进度'].lower()}=30%", "ours")
    assert (cell(two, 6, "完成进度"), cell(two, 1, "进展情况")) == (0.3, "起步")
    assert settled(two) and settled(collected(two, returned))
    assert two.tables.log is not None
    decided = [str(row["字段"]) for row in two.tables.log.rows.values() if "处理" in str(row["字段"])]
    assert sorted(decided) == [*["处理·完成进度"] * 3, "处理·进展情况"]
    cleared = collected(told, {}, f"{at[1, '进展情况']}=theirs")
    assert cell(cleared, 1, "进展情况") is None
    for bad, code in (
        ("A1=theirs", "not_pending"),
        (f"{at[4, '完成进度']}=theirs", "bad_resolve"),
        (f"{at[1, '完成进度']}=很多", "bad_resolve"),
        ("全部", "bad_resolve"),
    ):
        with pytest.raises(Stop) as stopped:
            collect_plan(told, {}, bad)
        assert stopped.value.code == code


def test_typed_over_what_was_taken__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    returned = {"综.xlsx": edited(files[ZONG], {(1, "完成进度"): 0.8})}
    taken = collected(book, returned)
    over = taken.typed(LEDGER, {(row_of(taken, 1), "完成进度"): 0.7})
    for _ in range(3):
        over = collected(over, returned)
        assert cell(over, 1, "完成进度") == 0.7 and settled(over)
    decided = collected(book.typed(LEDGER, {(row_of(book, 1), "完成进度"): 0.4}), returned, "theirs")
    assert cell(decided, 1, "完成进度") == 0.8
    over = decided.typed(LEDGER, {(row_of(decided, 1), "完成进度"): 0.75})
    for _ in range(3):
        over = collected(over, returned)
        assert cell(over, 1, "完成进度") == 0.75 and settled(over)
    assert over.plan(today=AS_OF).plan.empty


def test_build_after__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    office = book.typed(LEDGER, {(row_of(book, 1), "完成进度"): 0.4})
    told = collected(office, {"综.xlsx": edited(files[ZONG], {(1, "完成进度"): 0.8, (2, "完成进度"): 0.6})})
    assert told.plan(as_of=None, today=AS_OF).plan.empty
    typed = told.typed(LEDGER, {(row_of(told, 1), "完成进度"): 0.8}).built(as_of=None, today=AS_OF)
    assert rows_of(typed, "冲突") == []


# CL012, CL016, CL017, CL018


def test_not_handed_in__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    told = collected(book, {"综.xlsx": files[ZONG]})
    assert "C125" in codes(told) and "C110" in codes(told) and settled(told)
    nothing = edited(files[ZONG], {})
    told = collected(book, {"综.xlsx": nothing, "综（副本）.xlsx": nothing})
    assert "C112" in codes(told) and told.outcome.returned.missing == [CAI]  # type: ignore[union-attr]
    assert collected(told, {"又一份.xlsx": nothing}).data is told.data


def test_an_earlier_sending__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    first = collected(book, {"一.xlsx": edited(files[ZONG], {(1, "完成进度"): 0.5})})
    again, second_files = sent_by(first)
    assert second_files[ZONG] != files[ZONG]
    late = edited(files[ZONG], {(1, "完成进度"): 0.6, (2, "完成进度"): 0.2}, MORNING + timedelta(days=1))
    told = collected(again, {"迟.xlsx": late})
    assert (cell(told, 1, "完成进度"), cell(told, 2, "完成进度")) == (0.6, 0.2) and settled(told)
    assert "C107" in codes(told)
    last = edited(second_files[ZONG], {(1, "完成进度"): 0.9}, MORNING + timedelta(days=2))
    told = collected(told, {"末.xlsx": last})
    assert cell(told, 1, "完成进度") == 0.9 and settled(told)


def test_not_on_record__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    bare = make_book(*ITEMS).built().typed(LEDGER, {(2, "完成进度"): 0.3})
    assert bare.tables.settings.book_id == book.tables.settings.book_id and SENT_RECORD not in bare.grids
    told = collected(bare, {"综.xlsx": edited(files[ZONG], {(1, "完成进度"): 0.8, (2, "完成进度"): 0.6})})
    assert "C114" in codes(told) and codes(told).count("C102") == 1
    assert (cell(told, 1, "完成进度"), cell(told, 2, "完成进度")) == (0.3, 0.6)


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(1)", "-3", "<b>&\"'", "长" * 32_000, "001"]
)
def test_texts__ok(text: str, master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    filled = Filled.of(files[ZONG]).fill({(1, "进展情况"): text}).to_bytes()
    told = collected(book, {"综.xlsx": filled})
    assert cell(told, 1, "进展情况") == text
    assert told.formula(LEDGER, row_of(told, 1), "进展情况") is None
    assert collected(told, {"综.xlsx": filled}).data is told.data


# CL013, CL014


def test_command__ok(
    master: tuple[Book, dict[str, bytes]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book, files = master
    path, folder, out = tmp_path / "清单.xlsx", tmp_path / "交回", tmp_path / "新.xlsx"
    path.write_bytes(book.data)
    (folder / "综合局").mkdir(parents=True)
    (folder / "综合局" / "回.xlsx").write_bytes(edited(files[ZONG], {(1, "完成进度"): 0.8}))
    (folder / "~$回.xlsx").write_bytes(b"lock")
    (folder / "清单.xlsx").write_bytes(b"")
    (folder / "清单.xlsx").unlink()
    assert main(["collect", str(path), str(folder), "--dry-run"]) == 0
    assert path.read_bytes() == book.data and "试运行" in capsys.readouterr().out
    assert main(["collect", str(path), str(folder), "-o", str(out)]) == 0
    assert path.read_bytes() == book.data and cell(Book(out.read_bytes()), 1, "完成进度") == 0.8
    assert main(["collect", str(path), str(folder)]) == 0
    saved = path.read_bytes()
    second = tmp_path / "又.xlsx"
    assert main(["collect", str(path), str(folder), "-o", str(second)]) == 0
    assert second.read_bytes() == saved == path.read_bytes()
    for command in (["collect", str(path)], ["collect", str(path), str(tmp_path / "没有")]):
        assert main(command) == 2
    assert path.read_bytes() == saved
    (tmp_path / "空").mkdir()
    assert main(["collect", str(path), str(tmp_path / "空")]) == 0


def test_dies_while_saving__ok(
    master: tuple[Book, dict[str, bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, files = master
    path, returned = tmp_path / "清单.xlsx", tmp_path / "回.xlsx"
    returned.write_bytes(edited(files[ZONG], {(1, "完成进度"): 0.8, (2, "进展情况"): "推进中"}))
    path.write_bytes(book.data)
    assert main(["collect", str(path), str(returned)]) == 0
    path.write_bytes(book.data)  # its backup is there by now
    with monkeypatch.context() as patched:
        patched.setattr(counted_os, "CHUNK", 1 << 20)
        patched.setattr(safe_write, "os", counted := CountedOs())
        assert main(["collect", str(path), str(returned)]) == 0
    replaced = max(at for at, name in enumerate(counted.calls, 1) if name == "replace")
    script = Path(__file__).parents[2] / "support" / "die_while_collecting.py"
    seen = []
    for at in (replaced // 2, replaced, replaced + 1):
        path.write_bytes(book.data)
        command = [sys.executable, str(script), str(at), str(path), str(returned)]
        assert subprocess.run(command, check=False, capture_output=True).returncode == 9
        told = Book(path.read_bytes())
        log = told.tables.log.rows.values() if told.tables.log else ()
        taken = [row["新值"] for row in log if row["来源文件"] == "回.xlsx"]
        seen.append((cell(told, 1, "完成进度"), cell(told, 2, "进展情况"), taken))
    before, after = (0.3, None, []), (0.8, "推进中", [0.8, "推进中"])
    assert seen == [before, before, after]
    assert main(["collect", str(path), str(returned)]) == 0


def test_city_and_options__error(tmp_path: Path) -> None:
    city = tmp_path / "市.xlsx"
    assert main(["new", str(city), "--city"]) == 0
    assert main(["collect", str(city), str(city.parent)]) == 2


# CL020 to CL027


def test_measure_goes_to_another_unit__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    returned = {"综.xlsx": edited(files[ZONG], {(1, "完成进度"): 0.8})}
    taken = collected(book, returned)
    moved = taken.typed(LEDGER, {(row_of(taken, key), "责任单位"): "招商局" for key in (1, 2, 3)})
    for files_ in (returned, {"财.xlsx": edited(files[CAI], {(5, "完成进度"): 0.2})}):
        after = collected(moved.built(as_of=None, today=AS_OF), files_)
        assert cell(after, 1, "完成进度") == 0.8 and settled(after)
    renamed = taken.typed(
        LIST, {(4, "牵头单位及负责人"): "综合管理局", (5, "牵头单位及负责人"): "综合管理局、财政局"}
    )
    renamed = renamed.typed(LEDGER, {(row_of(taken, key), "责任单位"): "综合管理局" for key in (1, 2, 3, 4)})
    after = collected(renamed.built(as_of=None, today=AS_OF), returned)
    assert cell(after, 1, "完成进度") == 0.8


def test_number_changed__error(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    filled = Filled.of(files[ZONG]).fill({(1, "完成进度"): 0.8, (3, "完成进度"): 0.7})

    def numbered(text: str, unit: str = ZONG) -> bytes:
        head = [
            [
                text if "填报表编号" in str(v) else f"填报单位：{unit}" if "填报单位" in str(v) else v
                for v in row
            ]
            for row in filled.head
        ]
        return replace(filled, head=tuple(map(tuple, head))).to_bytes()

    was = next(str(v) for row in filled.head for v in row if "填报表编号" in str(v))
    other = was.replace("/1-", "/2-")
    told = collected(book, {"改号.xlsx": numbered(other)})
    assert "C114" in codes(told) and cell(told, 3, "完成进度") == 0.7  # only a blank is filled
    assert told.outcome.returned.record.came[0].unit == ZONG  # type: ignore[union-attr]
    assert "C104" in codes(collected(book, {"改单位.xlsx": numbered(was, CAI)}))
    huge = was.replace("/1-", f"/{'9' * 5000}-")
    told = collected(book, {"大.xlsx": numbered(huge), "好.xlsx": edited(files[CAI], {(5, "完成进度"): 0.2})})
    assert "C104" in codes(told) and cell(told, 5, "完成进度") == 0.2


def test_taken_back__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    told = collected(
        book,
        {
            "一.xlsx": edited(files[ZONG], {(1, "完成进度"): 0.9}),
            "二.xlsx": edited(files[ZONG], {(2, "完成进度"): 0.2}, MORNING + timedelta(hours=1)),
        },
    )
    assert cell(told, 1, "完成进度") == 0.9 and codes(told).count("C127") == 1


def test_unusable_ledger__ok() -> None:
    book = (
        make_book(*ITEMS).built().typed(LEDGER, {(2, "完成进度"): "基本完成", (3, "办结日期"): "2020年11月"})
    )
    book, files = sent_by(book)
    told = collected(book, {"综.xlsx": edited(files[ZONG], {}), "财.xlsx": files[CAI]})
    assert settled(told) and "C105" not in codes(told) and "C125" in codes(told)


def test_day_of_the_last_answer__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    day = timedelta(days=1)
    returned = {
        "一.xlsx": edited(files[ZONG], {(4, "完成进度"): 0.4, (1, "完成进度"): 0.5}),
        "二.xlsx": edited(files[ZONG], {(1, "完成进度"): 0.6}, MORNING + day),
        "三.xlsx": edited(files[CAI], {(4, "完成进度"): 0.6}, MORNING + 2 * day),
    }
    ends = []
    for order in (("一.xlsx", "二.xlsx", "三.xlsx"), ("三.xlsx", "二.xlsx", "一.xlsx")):
        told = book
        for name in order:
            told = collected(told, {name: returned[name]})
        ends.append([cell(told, key, "更新日期") for key in (1, 4)])
    assert ends[0] == ends[1] == [date(2020, 10, 10), None]
    told = collected(book, returned)
    assert [cell(told, key, "更新日期") for key in (1, 4)] == ends[0]
    typed = told.typed(LEDGER, {(row_of(told, 1), "更新日期"): date(2020, 9, 1)})
    for _ in range(3):
        typed = collected(typed, returned)
        assert cell(typed, 1, "更新日期") == date(2020, 9, 1)


def test_over_several_columns__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    loaded = openpyxl.load_workbook(io.BytesIO(edited(files[ZONG], {(1, "进展情况"): "已完成"})))
    sheet = loaded.active
    head = next(row for row in sheet.iter_rows() if any(c.value == "措施键" for c in row))
    at = {c.value: c.column for c in head}
    row = head[0].row + 1
    sheet.merge_cells(start_row=row, end_row=row, start_column=at["进展情况"], end_column=at["下步措施"])
    stream = io.BytesIO()
    loaded.save(stream)
    told = collected(book, {"综.xlsx": stream.getvalue()})
    assert [cell(told, 1, name) for name in ("进展情况", "存在问题", "下步措施")] == ["已完成", None, None]


def test_column_that_is_gone__error(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    column = book.column(LEDGER, "佐证材料")
    returned = {"综.xlsx": edited(files[ZONG], {(1, "佐证材料"): "附件1", (1, "完成进度"): 0.8})}
    gone = book.typed(LEDGER, {(1, column): "别的列"})
    told = collected(gone, returned)
    assert codes(told).count("C105") == 1 and not settled(told) and cell(told, 1, "完成进度") == 0.8
    assert "附件1" not in str(rows_of(told, "采用")) and "附件1" in str(rows_of(told, "未采用"))
    assert collected(told, returned).data is told.data


def test_units_that_carry_nothing__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    every = book.typed(LEDGER, {(row_of(book, key), "责任单位"): ZONG for key in (5, 6)})
    every = every.typed(LIST, {(5, "牵头单位及负责人"): ZONG, (6, "牵头单位及负责人"): ZONG})
    every = every.typed(LIST, {(5, "共同牵头单位"): None})
    told = collected(
        every.built(as_of=None, today=AS_OF), {"综.xlsx": edited(files[ZONG], {(1, "完成进度"): 0.8})}
    )
    assert told.outcome.returned.missing == []  # type: ignore[union-attr]


def test_added_rows_that_look_like_notes__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    filled = Filled.of(files[ZONG])
    for text in ("合计", "注：新增", "说明：新增园区规划编制"):
        filled = filled.add(事项序号=text, 具体项目=text, 完成进度=0.5)
    told = collected(book, {"综.xlsx": filled.to_bytes()})
    assert codes(told).count("C106") == 3


def test_reworded_and_sorted_without_keys__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    filled = Filled.of(files[ZONG]).fill({(1, "完成进度"): 0.1, (2, "完成进度"): 0.2, (3, "完成进度"): 0.31})
    filled = filled.fill({(1, "具体项目"): "编一张单子", (2, "具体项目"): "代办"})
    turned = filled.sort([1, 0, 2, 3], without=("事项键", "措施键"))
    told = collected(book, {"综.xlsx": turned.to_bytes()})
    assert [cell(told, key, "完成进度") for key in (1, 2, 3)] == [0.1, 0.2, 0.31]


def test_out_is_no_return__error(master: tuple[Book, dict[str, bytes]], tmp_path: Path) -> None:
    book, files = master
    path, returned = tmp_path / "清单.xlsx", tmp_path / "回.xlsx"
    path.write_bytes(book.data)
    returned.write_bytes(told := edited(files[ZONG], {(1, "完成进度"): 0.8}))
    assert main(["collect", str(path), str(returned), "-o", str(returned)]) == 2
    assert returned.read_bytes() == told


def test_refused_then_taken__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    later = book.built(period=Period(2020, 12), as_of=date(2020, 12, 31))
    returned = {"综.xlsx": edited(files[ZONG], {(1, "完成进度"): 0.8})}
    refused = collected(later, returned)
    assert "C104" in codes(refused)
    back = collected(refused.built(period=Period(2020, 9), as_of=AS_OF, reopen=True), returned)
    assert cell(back, 1, "完成进度") == 0.8 and "没有回收的文件" in str(back.grids[RETURNS].rows)
    assert back.outcome.returned.record.refused == ()  # type: ignore[union-attr]


def test_decided_then_said_again__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    office = book.typed(LEDGER, {(row_of(book, 4), "完成进度"): 0.1})
    one = collected(office, {"综.xlsx": edited(files[ZONG], {(4, "完成进度"): 0.5})}, "theirs")
    two = collected(one, {"财.xlsx": edited(files[CAI], {(4, "完成进度"): 0.5}, MORNING - timedelta(days=1))})
    assert (cell(two, 4, "完成进度"), cell(two, 4, "更新日期")) == (0.5, date(2020, 10, 9))
    assert len(rows_of(two, "采用")) + len(rows_of(two, "一致")) == 1
    three = collected(
        two, {"又.xlsx": edited(files[ZONG], {(4, "完成进度"): 0.6}, MORNING + timedelta(days=1))}
    )
    assert (cell(three, 4, "完成进度"), cell(three, 4, "更新日期")) == (0.5, date(2020, 10, 9))
    assert "C126" in codes(three) and "C107" not in codes(three)


def test_a_value_that_nobody_filled__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    returned = {
        "综.xlsx": edited(files[ZONG], {(4, "完成进度"): 0.5}),
        "财.xlsx": edited(files[CAI], {(4, "完成进度"): 0.8}),
    }
    waits = collected(book, returned)
    place = next(each.cell for each in waits.outcome.returned.entries if each.kind == "冲突")  # type: ignore[union-attr]
    told = collected(waits, {}, f"{place}=70%")
    assert cell(told, 4, "完成进度") == 0.7 and rows_of(told, "采用") == []
    assert [row[8] for row in rows_of(told, "保留")] == ["按处理另定"]
    assert "C129" in codes(told) and "C101" not in codes(told)


def test_words_beside_the_table__ok(master: tuple[Book, dict[str, bytes]]) -> None:
    book, files = master
    filled = Filled.of(files[ZONG]).add(事项序号=9, 事项名称="新事项").add(事项序号="备注：缺两人")
    filled = filled.add(事项序号="填表人：李明")
    wide = replace(filled, header=(*filled.header, None), rows=tuple((*row, "旁注") for row in filled.rows))
    told = collected(book, {"综.xlsx": wide.to_bytes()})
    assert codes(told).count("C106") == 2 and "C118" in codes(told)


def test_formula_of_the_office__ok() -> None:
    built = make_book(*ITEMS).built()  # CL028
    at = built.column(LEDGER, "完成进度")
    book, files = sent_by(built.edited(LEDGER, lambda xml: xml.set_cell(2, at, 0.3, "=0.1+0.2")))
    returned = {"综.xlsx": edited(files[ZONG], {(1, "完成进度"): 0.8, (2, "完成进度"): 0.2})}
    told = collected(book, returned)
    assert told.formula(LEDGER, 2, "完成进度") == "=0.1+0.2" and codes(told).count("C102") == 1
    assert cell(told, 2, "完成进度") == 0.2 and collected(told, returned).data is told.data
    decided = collected(told, {}, "theirs")
    assert (cell(decided, 1, "完成进度"), decided.formula(LEDGER, 2, "完成进度")) == (0.8, None)
    assert settled(collected(decided, returned))
