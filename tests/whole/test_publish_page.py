"""The page about public copies, carried out: what it says is printed, and the copy has what it says and nothing that it denies.

PP001  Each command ends as the page says, and prints what it says, in that order.
PP002  The copy has the sheets and columns of the page's table.
PP003  What the page says is not in the copy is in none of its parts.
PP004  The codes that the page names are those of the catalogue.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from places import DOCS, EXAMPLES

from duban.macros import cli
from duban.workbook.say.catalogue.all_findings import CATALOGUE

PAGE = (DOCS / "publish.zh-CN.md").read_text(encoding="utf-8")
STEP = re.compile(r"```console\n(?P<shell>.*?)```|<!-- (?P<what>\S+) ?(?P<words>[^>]*?) ?-->", re.DOTALL)
BOOK, COPY, REGISTER = "清单.xlsx", "公示稿.xlsx", "信息反馈"


def table_of(first: str) -> list[list[str]]:
    """The rows of the page's table whose first header is this, the header first."""
    lines = PAGE.splitlines()
    at = next(place for place, line in enumerate(lines) if line.startswith(f"| {first} |"))
    rows = []
    for line in lines[at:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return [rows[0], *rows[2:]]


def fill(path: Path) -> None:
    """The feedback of the page's table."""
    book = openpyxl.load_workbook(path)
    rows = book[REGISTER]
    at = {cell.value: cell.column for cell in rows[1]}
    header, *entries = table_of(REGISTER)
    for row, *values in entries:
        for name, value in zip(header[1:], values, strict=True):
            day = re.fullmatch(r"\d{4}-\d\d-\d\d", value)
            rows.cell(int(row), at[name], date.fromisoformat(value) if day else value or None)
    book.save(path)


def set_cell(path: Path, cell: str, text: str) -> None:
    book = openpyxl.load_workbook(path)
    book[REGISTER][cell] = text
    book.save(path)


def text_of(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if "theme" not in name)


def run_block(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    for command in re.split(r"^\$ duban ", text, flags=re.MULTILINE)[1:]:
        line, *expected = command.splitlines()
        stops = any(each.startswith("没有写出") for each in expected)
        assert cli.main(line.split()) == int(stops), line  # PP001
        out = capsys.readouterr().out
        for each in expected:
            assert each in out, out  # PP001
            out = out.partition(each)[2]


def test_the_page__ok(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    done = []
    for step in STEP.finditer(PAGE):
        what, words = step["what"], (step["words"] or "").split()
        done.append(what)
        if step["shell"]:
            run_block(step["shell"], capsys)
        elif what == "清单":
            shutil.copy(EXAMPLES / "沂源经济开发区.xlsx", BOOK)
        elif what == "填写":
            fill(Path(BOOK))
        elif what == "改写":
            set_cell(Path(BOOK), *words)
        else:
            assert what == COPY.removesuffix(".xlsx") and words[0] == "没有"
            text = text_of(Path(COPY))
            assert [word for word in words[1:] if word in text] == []  # PP003
    assert done.count("公示稿") == 2
    found = openpyxl.load_workbook(COPY)
    told = {sheet: columns.split("、") for sheet, _, columns in table_of("工作表")[1:]}
    assert {sheet.title: [cell.value for cell in sheet[3]] for sheet in found} == told  # PP002


def test_codes__ok() -> None:  # PP004
    named = set(re.findall(r"W\d{3}", PAGE))
    assert named and named <= CATALOGUE.keys()
