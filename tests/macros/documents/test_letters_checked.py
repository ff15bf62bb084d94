"""``duban validate`` and the sheets that documents keep.

LC1  A register as the command left it has nothing that is to be told; once 回复期限 is over, each letter without a reply is.
LC2  A sheet of that name without the columns is the office's own: nothing is told, and a build keeps it as it is.
LC3  A register that lost a column is told, and a build keeps it as it is; letters stop.
LC4  Words for a document that is none are told.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from duban.macros.cli import main
from duban.validation.checker import Checking, check_file
from duban.workbook.format.names import DOCUMENT_WORDS, DOCUMENTS_SENT
from duban.workbook.format.sheets.documents_sent import ANSWERED, DUE, FORMAT


def letters(book: Path) -> int:
    return main(["document", str(book), "--kind", "督办单", "--date", "2020-10-12"])


def change(book: Path, sheet: str, edit: Callable[[Worksheet], object]) -> None:
    opened = openpyxl.load_workbook(book)
    edit(opened[sheet] if sheet in opened.sheetnames else opened.create_sheet(sheet))
    opened.save(book)


def told(book: Path, today: date = date(2020, 9, 30)) -> list[tuple[str, str]]:
    found = check_file(book, Checking(as_of=today)).findings
    return [(each.code, each.cell) for each in found if each.sheet in (DOCUMENTS_SENT, DOCUMENT_WORDS)]


def test_as_the_command_left_it__ok(book: Path) -> None:  # LC1
    assert letters(book) == 0
    assert told(book, date(2020, 10, 19)) == []  # the day by which to answer
    due, answered = FORMAT.names.index(DUE) + 1, FORMAT.names.index(ANSWERED) + 1
    change(book, DOCUMENTS_SENT, lambda sheet: sheet.cell(3, answered, date(2020, 10, 15)))
    column = "ABCDEFGHIJKL"[due - 1]
    assert told(book, date(2020, 10, 20)) == [("B103", f"{column}{row}") for row in (2, 4, 5)]


def test_the_offices_own__ok(book: Path) -> None:  # LC2
    change(book, DOCUMENTS_SENT, lambda sheet: sheet.append(["单位", "催了几次", "回复日期"]))
    assert told(book) == []
    assert main(["build", str(book)]) == 0
    assert [cell.value for cell in openpyxl.load_workbook(book)[DOCUMENTS_SENT][1]] == [
        "单位",
        "催了几次",
        "回复日期",
    ]
    assert letters(book) == 2


def test_lost_column__error(book: Path) -> None:  # LC3
    assert letters(book) == 0
    change(book, DOCUMENTS_SENT, lambda sheet: sheet.delete_cols(FORMAT.names.index(DUE) + 1))
    assert ("S104", "A1") in told(book)
    before = list(openpyxl.load_workbook(book)[DOCUMENTS_SENT].values)
    assert main(["build", str(book)]) == 0
    assert list(openpyxl.load_workbook(book)[DOCUMENTS_SENT].values) == before
    assert letters(book) == 2


def test_words_of_no_document__error(book: Path) -> None:  # LC4
    assert main(["document", str(book), "--kind", "模板"]) == 0
    assert told(book) == []
    change(book, DOCUMENT_WORDS, lambda sheet: sheet.cell(2, 1, "公告"))
    assert told(book) == [("G102", "A2")]
