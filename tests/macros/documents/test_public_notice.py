"""公示稿 as .docx and .html: what the workbook of ``publish`` says, and nothing else.

DN001  All three formats have the same rows, cell by cell, and the same notes.
DN002  Nobody is in any of them: what stops the workbook stops the others, what is masked there is masked here.
DN003  The page loads nothing and runs nothing, whatever the cells hold; the same workbook gives the same bytes.
"""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from built_samples import put_built
from documents import faults, opened, tables, text_of
from lxml import html

from duban.macros.commands.publish import publish
from duban.macros.figures.understood import RunOptions
from duban.udfs.periods import Period
from duban.workbook.say.stop import Stop

SUFFIXES = (".docx", ".html", ".xlsx")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return put_built(tmp_path / "清单.xlsx", RunOptions(Period(2020, 9)))


def changed(book: Path, text: str) -> None:
    """Put a text into the aim of the first item."""
    opened_book = openpyxl.load_workbook(book)
    sheet = opened_book["任务清单"]
    row = next(cell.row for cell in sheet["A"] if cell.value == 1)
    sheet.cell(row, 3).value = text
    opened_book.save(book)


def rows_of(path: Path) -> list[list[str]]:
    """All rows of all tables of a file."""
    if path.suffix == ".docx":
        return [row for table in tables(opened(path)) for row in table]
    if path.suffix == ".html":
        page = html.fromstring(path.read_bytes().decode())
        return [[cell.text_content() for cell in row.iter("th", "td")] for row in page.iter("tr")]
    found = []
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            if len([cell for cell in row if cell.value is not None]) > 2:
                found.append([_shown(cell) for cell in row])
    return found


def _shown(cell: openpyxl.cell.Cell) -> str:
    if cell.value is None:
        return ""
    if cell.is_date:
        return str(cell.value.date())  # type: ignore[union-attr]
    # 0.525 is 53 % to Excel
    return f"{int(cell.value * 100 + 0.5 + 1e-9)}%" if cell.number_format == "0%" else str(cell.value)


def test_same_rows__ok(book: Path) -> None:  # DN001
    found = {}
    for suffix in SUFFIXES:
        out = book.with_name(f"公示稿{suffix}")
        assert publish(book, out).written
        found[suffix] = rows_of(out)
    assert len(found[".xlsx"]) == 2 + 6 + 23
    assert found[".docx"] == found[".html"] == found[".xlsx"]
    assert faults(book.with_name("公示稿.docx").read_bytes()) == []
    for said in (
        text_of(opened(book.with_name("公示稿.docx"))),
        book.with_name("公示稿.html").read_text(encoding="utf-8"),
    ):
        assert "齐鲁化工区2020年重点改革攻坚任务公示" in said and "进度空白的是尚未填报" in said


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_people__ok(suffix: str, book: Path) -> None:  # DN002
    changed(book, "由何书平负责，电话 13812345678")
    out = book.with_name(f"公示稿{suffix}")
    assert not publish(book, out).written and not out.exists()
    assert publish(book, out, mask=True).written
    told = [cell for row in rows_of(out) for cell in row]
    assert "由×××负责，电话 ×××" in told
    assert not any("何书平" in cell or "13812345678" in cell for cell in told)


def test_page_is_a_page__ok(book: Path) -> None:  # DN003
    odd = "<script>alert(1)</script><img src=x onerror=y>&amp;"
    changed(book, odd)
    out = book.with_name("公示稿.html")
    publish(book, out)
    first = out.read_bytes()
    publish(book, out)
    assert out.read_bytes() == first
    page = html.fromstring(first.decode())
    assert any(cell == odd for row in rows_of(out) for cell in row)
    assert list(page.iter("script", "img", "link", "iframe")) == []
    assert re.findall(r"(?:src|href)=|url\(|https?:", re.sub(r">[^<]*<", "><", first.decode())) == []
    document = book.with_name("公示稿.docx")
    publish(book, document)
    again = document.read_bytes()
    publish(book, document)
    assert document.read_bytes() == again


def test_other_format__error(book: Path) -> None:  # DN001
    with pytest.raises(Stop) as stop:
        publish(book, book.with_name("公示稿.doc"))
    assert stop.value.code == "other_format"
