"""The sample workbooks with registers.

SR001  Built, every formula of theirs is stored with what both calculators make of it.
SR002  What is wrong in the county zone's and in the year's is what the data modules say, and nothing else of registers.
SR003  The year has four closed quarters on record, as ``verify`` says; a build makes the other sheets again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from openpyxl import load_workbook
from oracles import compare, formula_cells, stored_values, with_cellrune, with_libreoffice
from places import EXAMPLES

from duban.macros import cli
from duban.macros.commands.build import build
from duban.macros.commands.change_file import change_file
from duban.macros.figures.understood import RunOptions
from duban.validation.checker import Checking, check_file

FOLDER = EXAMPLES / "registers"
BOOKS = sorted(path.stem for path in FOLDER.glob("*.xlsx"))
OF_REGISTERS = "GPMNJVAWQ"


def built(name: str, folder: Path) -> Path:
    book = folder / f"{name}.xlsx"
    change_file(FOLDER / f"{name}.xlsx", partial(build, options=RunOptions()), out=book)
    return book


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", BOOKS)
def test_both_calculators_agree__ok(
    name: str, tmp_path: Path, soffice: Callable[[Path, str, Path], Path]
) -> None:  # SR001
    data = built(name, tmp_path).read_bytes()
    stored, formulas = stored_values(data), formula_cells(data)
    assert formulas
    computed, trouble = with_cellrune(data)
    assert trouble == []
    assert compare(stored, computed, formulas) == []
    assert compare(stored, with_libreoffice(data, soffice), formulas) == []


@pytest.mark.parametrize(
    ("name", "as_of", "expected"),
    [
        (
            "登记表-对标",
            date(2020, 9, 30),
            {"J103": 1, "J104": 2, "W101": 1, "W103": 2, "A102": 1, "Q101": 2},
        ),
        ("登记表-年度", date(2020, 12, 31), {"V101": 17, "V102": 4}),
    ],
)
def test_what_is_wrong__ok(name: str, as_of: date, expected: dict[str, int]) -> None:  # SR002
    findings = check_file(str(FOLDER / f"{name}.xlsx"), Checking(as_of=as_of)).findings
    found = Counter(each.code for each in findings if each.code[0] in OF_REGISTERS)
    assert found == expected


def test_the_year_is_closed__ok(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:  # SR003
    book = built("登记表-年度", tmp_path)
    names = load_workbook(book, read_only=True).sheetnames
    assert {"服务记录汇总", "进度走势", *(f"2020年第{each}季度通报" for each in "一二三四")} <= set(names)
    assert cli.main(["verify", str(book)]) == 0
    assert "定格和封存的通报 4 份，都与记录一致" in capsys.readouterr().out
