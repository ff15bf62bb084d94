"""The page about returns, played: its tables are filled into the files that were sent, each handed back in its own way."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import olefile
from openpyxl import Workbook, load_workbook

from duban.udfs.periods import parse_share
from duban.workbook.file import write_xlsx
from duban.workbook.format.names import LEDGER, RULES
from duban.workbook.format.sheets.settings import RETURN_DUE
from duban.workbook.plan.plans import BookPlan, EditCell, Scalar, SheetEdit
from duban.workbook.reading.grid import GridBook

DOCS = Path(__file__).parent.parent / "docs"
SAMPLE = Path(__file__).parent.parent / "examples" / "齐鲁化工区.xlsx"
PAGE = DOCS / "returns.zh-CN.md"
OFFICE = "台账"
_SAVED = datetime(2020, 10, 8, 6, 30)
"""When the first of them was saved, in UTC."""
_ROW = re.compile(
    r"^\| (?P<who>\S+) \| (?P<item>\d)-(?P<measure>\d) \| (?P<column>\S+) \| (?P<value>.*?) \|$", re.MULTILINE
)


class Edit(NamedTuple):
    """What somebody types: who, into which measure and column."""

    who: str
    item: int
    measure: int
    column: str
    value: str


def edits() -> list[Edit]:
    """The rows of the page's tables."""
    found = _ROW.finditer(PAGE.read_text(encoding="utf-8"))
    return [Edit(m["who"], int(m["item"]), int(m["measure"]), m["column"], m["value"]) for m in found]


def start(book: Path) -> None:
    """The sample's list alone."""
    sample = load_workbook(SAMPLE)
    for name in set(sample.sheetnames) - {"任务清单", "市级事项"}:
        del sample[name]
    sample.save(book)


def set_due(book: Path) -> None:
    """填报截止日 as the page has it, typed into 规则."""
    told = re.search(r"<!-- 截止日 (\S+) -->", PAGE.read_text(encoding="utf-8"))
    assert told is not None
    rules = GridBook(book).grid(RULES)
    row = next(row for row in range(1, len(rules.rows) + 1) if rules.value(row, 1) == RETURN_DUE)
    _set(book, RULES, {(row, 2): date.fromisoformat(told[1])})


def office_types(book: Path) -> None:
    """What the office changes in the ledger meanwhile."""
    ledger = GridBook(book).grid(LEDGER)
    columns = {name: column for column, name in enumerate(ledger.rows[0], 1)}
    rows = {
        (ledger.value(row, columns["事项序号"]), ledger.value(row, columns["措施序号"])): row
        for row in range(2, len(ledger.rows) + 1)
    }
    mine = [edit for edit in edits() if edit.who == OFFICE]
    told = {(rows[e.item, e.measure], columns[e.column]): parse_share(e.value) for e in mine}
    _set(book, LEDGER, told)


def _set(book: Path, sheet: str, cells: Mapping[tuple[int, int], Scalar]) -> None:
    edit = SheetEdit(sheet, {at: EditCell(value) for at, value in cells.items()})
    book.write_bytes(write_xlsx.apply(book.read_bytes(), BookPlan(edits=(edit,))))


def hand_back(sent: Path, back: Path, profile: Path) -> None:
    """Fill the files of ``sent`` as the page says, and put them into ``back``: renamed, with columns moved and rows
    sorted; saved by LibreOffice; as .xls; as a sheet of another workbook."""
    back.mkdir()
    for path in sorted(sent.glob("*Q3*.xlsx")):
        unit = path.name.partition("-")[0]
        book = load_workbook(path)
        sheet = book.active
        for edit in edits():
            if edit.who == unit:
                _type(sheet, edit)
        if unit == "综合管理局":
            _another_order(sheet).save(back / "综合局（定稿）.xlsx")
        elif unit == "规划建设局":
            other = Workbook()
            for row in sheet.iter_rows(values_only=True):
                other.active.append(row)
            other.save(back / "规划建设局.xlsx")
        else:
            filled = back / f"{unit}.xlsx"
            book.save(filled)
            _through_libreoffice(filled, "xls" if unit == "招商局" else "xlsx", profile)
    for place, path in enumerate(sorted(back.iterdir())):
        _as_of(path, _SAVED + timedelta(days=place))


def _rows(sheet: Any) -> Iterator[tuple[dict[str, int], Any]]:
    rows = list(sheet.iter_rows())
    head = next(row for row in rows if any(cell.value == "措施键" for cell in row))
    columns = {cell.value: place for place, cell in enumerate(head)}
    for row in rows[head[0].row :]:
        yield columns, row


def _type(sheet: Any, edit: Edit) -> None:
    for columns, row in _rows(sheet):
        if (row[columns["事项序号"]].value, row[columns["措施序号"]].value) == (edit.item, edit.measure):
            row[columns[edit.column]].value = edit.value


def _another_order(sheet: Any) -> Workbook:
    """The cells with the first columns at the end and the rows by progress."""
    other = Workbook()
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    head = next(at for at, row in enumerate(rows) if "措施键" in row)
    progress = rows[head].index("完成进度")
    rows[head + 1 :] = sorted(rows[head + 1 :], key=lambda row: str(row[progress] or ""), reverse=True)
    for row in rows:
        other.active.append([*row[4:], *row[:4]])
    return other


def _as_of(path: Path, saved: datetime) -> None:
    """Let the file say that it was saved then."""
    if path.suffix == ".xls":
        filetime = (saved - datetime(1601, 1, 1)) // timedelta(microseconds=1) * 10
        with olefile.OleFileIO(str(path), write_mode=True) as file:
            name = "\x05SummaryInformation"
            told = file.openstream(name).read()
            start = int.from_bytes(told[44:48], "little")
            count = int.from_bytes(told[start + 4 : start + 8], "little")
            for at in range(start + 8, start + 8 + 8 * count, 8):
                if (
                    int.from_bytes(told[at : at + 4], "little")
                    == olefile.OleMetadata.SUMMARY_ATTRIBS.index("last_saved_time") + 1
                ):
                    value = start + int.from_bytes(told[at + 4 : at + 8], "little") + 4
                    told = told[:value] + filetime.to_bytes(8, "little") + told[value + 8 :]
            file.write_stream(name, told)
        return
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    core = "docProps/core.xml"
    told = saved.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    parts[core] = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + told, parts[core])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)


def _through_libreoffice(path: Path, kind: str, profile: Path) -> None:
    folder = path.parent / "转"
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind]
    subprocess.run([*command, "--outdir", str(folder), str(path)], check=True, capture_output=True)
    path.unlink()
    shutil.move(folder / f"{path.stem}.{kind}", path.with_suffix(f".{kind}"))
    folder.rmdir()
