"""The page about importing plans, carried out: its plan gives what it says, on the terminal and in 导入情况.

IG001  Each command prints what the page says, in that order; the first ends with 1, for there are differences.
IG002  导入情况 has the columns and rows of the page's table.
IG003  The kinds that the page explains are those that there are; so are the files that can be read.
"""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from places import DOCS

from duban.macros import cli
from duban.macros.generated_sheets.import_sheet import COLUMNS
from duban.macros.imports.found import KINDS
from duban.workbook.format.names import IMPORTED
from duban.workbook.word.read_document import READABLE

PAGE = (DOCS / "import.zh-CN.md").read_text(encoding="utf-8")


def tables() -> list[list[list[str]]]:
    """The page's own tables, the header first."""
    text = re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)
    found = []
    for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()]
        found.append([rows[0], *rows[2:]])
    return found


def test_the_page__ok(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    [plan] = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    Path("方案.txt").write_text(plan, encoding="utf-8")
    [shell] = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
    for place, command in enumerate(re.split(r"^\$ duban ", shell, flags=re.MULTILINE)[1:]):
        line, *expected = command.splitlines()
        assert cli.main(line.split()) == (1 if place == 0 else 0), line
        out = capsys.readouterr().out
        for each in expected:
            assert each in out, out  # IG001
            out = out.partition(each)[2]
    rows = list(openpyxl.load_workbook("清单.xlsx")[IMPORTED].iter_rows(values_only=True))
    assert COLUMNS in rows
    header, *listed = next(each for each in tables() if each[0] == [*COLUMNS])
    there = [["" if cell is None else str(cell) for cell in row] for row in rows]
    assert header and [row for row in listed if row not in there] == []  # IG002


def test_kinds_and_files__ok() -> None:  # IG003
    explained = next(each for each in tables() if each[0] == ["类别", "意思"])
    assert tuple(row[0] for row in explained[1:]) == KINDS
    named = {name for row in tables()[0][1:] for name in re.findall(r"`(\.\w+)`", row[0])}
    assert named == set(READABLE)
