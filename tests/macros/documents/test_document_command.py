"""``duban document`` as it is typed, and the buttons.

DC101  Each kind is written into the folder, by default 公文-PERIOD beside the workbook; what was written is said; 0.
DC102  The workbook gets the register with a backup for letters, and nothing for the other kinds; period and day are not changed.
DC103  --pdf makes one PDF a document, each with its lines; without LibreOffice the documents are written, one sentence, 1.
DC104  What stops is 2, and nothing is written.
DC105  The buttons write the same documents as the command; a folder that nobody chooses writes nothing.
DC106  40 units' letters take less than 10 s of CPU.
"""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path

import openpyxl
import pdfplumber
import pytest
import xlwings as xw
from fake_windows import open_windows
from live_model import LiveModel

from duban.macros import ribbon
from duban.macros.buttons import works
from duban.macros.cli import main
from duban.macros.commands.build import build
from duban.macros.commands.change_file import change_file
from duban.macros.commands.document_letters import letters
from duban.macros.commands.documents_made import DocumentOptions, Made
from duban.macros.figures.understood import RunOptions
from duban.udfs.periods import Period
from duban.workbook.file import pdf_by_libreoffice
from duban.workbook.format.names import DOCUMENT_WORDS, DOCUMENTS_SENT
from duban.workbook.live.excel_windows import WindowsHost
from duban.workbook.reading.grid import GridBook

Q3 = RunOptions(Period(2020, 9), date(2020, 9, 30))


@pytest.fixture
def alerts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the buttons tell staff."""
    told: list[str] = []
    monkeypatch.setattr(xw.App, "alert", lambda self, prompt, *args, **kwargs: told.append(prompt))
    return told


def run(book: Path, kind: str, *more: str) -> int:
    return main(["document", str(book), "--kind", kind, "--date", "2020-10-12", *more])


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("通报", ["2020年第三季度通报.docx"]),
        (
            "督办单",
            [f"{unit}-2020Q3督办单.docx" for unit in ("办公室", "招商局", "综合管理局", "规划建设局")],
        ),
        (
            "催办单",
            [f"{unit}-2020Q3催办单.docx" for unit in ("办公室", "招商局", "综合管理局", "规划建设局")],
        ),
    ],
)
def test_kinds__ok(
    kind: str, wanted: list[str], book: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # DC101, DC102
    before = book.read_bytes()
    assert run(book, kind) == 0
    assert names(book.parent / "公文-2020Q3") == wanted
    said = capsys.readouterr().out
    assert f"已写出 {len(wanted)} 份{kind}" in said and all(name in said for name in wanted)
    sheets = GridBook(book).sheet_names
    assert (book.read_bytes() == before) == (kind == "通报") == (DOCUMENTS_SENT not in sheets)
    assert (len(list(book.parent.glob("清单.备份-*"))) == 1) == (kind != "通报")
    assert run(book, kind) == 0
    assert "相同，没有改写" in capsys.readouterr().out


def test_year__ok(book: Path) -> None:  # DC101, DC102, DC104
    before = book.read_bytes()
    assert run(book, "年度评估") == 2
    assert run(book, "年度评估", "--period", "2020Q4", "-o", str(book.parent / "年")) == 0
    assert names(book.parent / "年") == ["2020年度评估.docx"] and book.read_bytes() == before


def test_words__ok(book: Path) -> None:  # DC102
    assert run(book, "模板") == 0
    assert DOCUMENT_WORDS in GridBook(book).sheet_names
    assert run(book, "模板") == 2


@pytest.mark.parametrize(
    "words",
    [("公告",), ("督办单", "--unit", "水务局"), ("督办单", "--date", "昨天"), ("通报", "--unit", "招商局")],
)
def test_wrong__error(words: tuple[str, ...], book: Path) -> None:  # DC104
    before = book.read_bytes()
    assert run(book, *words) == 2
    assert names(book.parent) == ["清单.xlsx"] and book.read_bytes() == before


def test_no_libreoffice__error(
    book: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:  # DC103
    monkeypatch.setattr(pdf_by_libreoffice, "programs", lambda: iter(()))
    assert run(book, "督办单", "--pdf") == 1
    assert {Path(name).suffix for name in names(book.parent / "公文-2020Q3")} == {".docx"}
    (line,) = (each for each in capsys.readouterr().out.splitlines() if "没有做出 PDF" in each)
    assert "LibreOffice" in line


@pytest.mark.libreoffice
@pytest.mark.long
def test_pdf__ok(book: Path, soffice: Callable[[Path, str, Path], Path]) -> None:  # DC103
    assert run(book, "督办单", "--pdf", "-o", str(book.parent / "公文")) == 0
    found = sorted((book.parent / "公文").glob("*.pdf"))
    assert [path.stem for path in found] == sorted(
        path.stem for path in (book.parent / "公文").glob("*.docx")
    )
    with pdfplumber.open(found[0]) as printed:
        first = printed.pages[0]
        assert "督办〔2020〕" in first.extract_text().replace(" ", "")
        assert round(first.width * 25.4 / 72) == 210 and round(first.height * 25.4 / 72) == 297
    assert run(book, "督办单", "--pdf", "-o", str(book.parent / "公文")) == 0


@pytest.mark.libreoffice
@pytest.mark.long
def test_printed_bulletin__ok(book: Path, soffice: Callable[[Path, str, Path], Path]) -> None:  # DC103
    assert run(book, "通报", "--pdf", "-o", str(book.parent / "公文")) == 0
    with pdfplumber.open(book.parent / "公文" / "2020年第三季度通报.pdf") as printed:
        texts = [page.extract_text().replace(" ", "") for page in printed.pages]
        second = [each for each in printed.pages[1].chars if each["size"] == 16]
        lines: dict[int, float] = {}
        for each in second:
            width = 1 if unicodedata.east_asian_width(each["text"]) in "WF" else 0.5
            lines[round(each["top"])] = lines.get(round(each["top"]), 0) + width
    # digits are wider than half a character in some fonts
    assert 25 < max(lines.values()) <= 28
    # a heading goes to the next page with what it heads; the lines stand as 22 of them fill a page
    assert 15 < len(lines) <= 22
    assert {below - above for above, below in pairwise(sorted(lines))} <= {28, 29, 58}  # a blank line
    assert "督办通〔2020〕3号" in texts[0] and "—1—" in texts[0]
    assert sum("附件" in text.splitlines()[0] for text in texts) >= 6


def test_forty_units__ok(tmp_path: Path) -> None:  # DC106
    path = tmp_path / "四十.xlsx"
    sheet = (whole := openpyxl.Workbook()).active
    assert sheet is not None
    sheet.title = "任务清单"
    sheet.append(
        (
            "序号",
            "事项名称",
            "改革攻坚目标",
            "改革针对的突出问题",
            "改革的具体项目",
            "牵头领导",
            "牵头单位及负责人",
            "备注",
        )
    )
    for n in range(1, 41):
        measures = "\n".join(f"{m}、推进第{n}项第{m}条措施；" for m in range(1, 6))
        sheet.append(
            (n, f"第{n}项改革攻坚", "目标", "1、问题", measures, "周明远", f"第{n}局\n负责人：何书平", None)
        )
    whole.save(path)
    change_file(path, partial(build, options=Q3))
    made, options = Made("督办单"), DocumentOptions("督办单", run=Q3, day=date(2020, 10, 12))
    began = time.process_time()
    change_file(path, partial(letters, options=options, made=made, place=lambda period: tmp_path / "公文"))
    assert len(made.files) == 40 and time.process_time() - began < 10


BUTTONS = {
    "document_bulletin": "通报",
    "document_orders": "督办单",
    "document_reminders": "催办单",
}


@pytest.mark.parametrize(("button", "kind"), BUTTONS.items())
def test_buttons__ok(
    button: str, kind: str, book: Path, alerts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:  # DC105
    folder = book.parent / "按钮"
    monkeypatch.setattr(WindowsHost, "ask_folder", lambda self, title: str(folder))
    model = LiveModel.of_file(book)
    getattr(ribbon, button)(open_windows(model))
    told = [kind, "-o", str(book.parent / "命令")]
    assert main(["document", str(book), "--kind", *told]) == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        path.name: path.read_bytes() for path in (book.parent / "命令").iterdir()
    }
    assert "已写出" in alerts[0] and ("保存工作簿" in alerts[0]) == (kind != "通报")
    getattr(ribbon, button)(open_windows(model))
    assert "相同，没有改写" in alerts[1] and "保存工作簿" not in alerts[1]
    if kind != "通报":
        grid = GridBook(book).grid(DOCUMENTS_SENT)
        values = model[DOCUMENTS_SENT].values
        assert [values.get((row, 2)) for row in range(2, 6)] == [grid.value(row, 2) for row in range(2, 6)]


def test_words_button__ok(book: Path, alerts: list[str]) -> None:  # DC105
    model = LiveModel.of_file(book)
    ribbon.document_words(open_windows(model))
    assert model[DOCUMENT_WORDS].values[2, 1] == "版式"
    ribbon.document_words(open_windows(model))
    assert "公文模板" in alerts[-1]


def test_no_folder__ok(book: Path, alerts: list[str], monkeypatch: pytest.MonkeyPatch) -> None:  # DC105
    monkeypatch.setattr(WindowsHost, "ask_folder", lambda self, title: None)
    model = LiveModel.of_file(book)
    before = model.sheet_names
    ribbon.document_orders(open_windows(model))
    assert model.sheet_names == before and names(book.parent) == ["清单.xlsx"]
    assert alerts == [works.CALLED_OFF]
