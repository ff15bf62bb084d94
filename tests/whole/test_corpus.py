"""Foreign workbooks that get a task list are built without a loss.

CP001  What XlsxWriter, openpyxl, pandas and Excel make of charts, pictures, tables, sparklines, macros and so on goes through
       check, build, second build and check: built, no foreign byte changed, nothing changed by the second build.
CP002  So does what LibreOffice's writers make of such a workbook, directly and by way of other formats.
CP003  The list is put in by nothing of the program's own; every part but the three that name the sheet stays.
CP004  The corpus can fail: a crash, a changed foreign part, a changing second run and an unreadable result are told
       apart, and end the command line with 1; a refusal is listed with its code and is none of them.
CP005  What is no package stays outside: it gets no list.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import corpus
import foreign
import foreign_list
import outputs
import pytest
from capped import Done
from corpus import AGAIN, BUILT, CRASHED, FOREIGN, REFUSED, UNLISTED, UNREADABLE, Row
from lists import Book, Item, make_book
from rich_workbook import rich_workbook

from duban.workbook.say.stop import Stop

pytestmark = pytest.mark.long


@pytest.mark.parametrize("name", foreign.MAKERS)
def test_foreign_workbooks_are_built_without_loss__ok(name: str, tmp_path: Path) -> None:
    """CP001"""
    (path,) = foreign.make(tmp_path, [name])
    before = path.read_bytes()
    assert corpus.one(path) == Row(BUILT)
    assert path.read_bytes() == before


@pytest.mark.libreoffice
def test_what_libreoffice_saves_is_built_without_loss__ok(
    soffice: Callable[[Path, str, Path], Path], tmp_path: Path
) -> None:
    """CP002"""
    some = foreign.make(tmp_path / "made", ["openpyxl-things"])

    def convert(paths: Sequence[Path], to: str, folder: Path) -> list[Path]:
        return [soffice(path, to, folder) for path in paths]

    saved = foreign.saved_by_libreoffice(some, tmp_path, convert, ("xls",))
    assert len(saved) == len(foreign.FILTERS) + 1
    assert {path.name: corpus.one(path) for path in saved} == {path.name: Row(BUILT) for path in saved}


def test_a_list_is_put_in__ok(tmp_path: Path) -> None:
    """CP003"""
    (path,) = foreign.make(tmp_path, ["xlsxwriter-charts"])
    old, new = path.read_bytes(), foreign_list.put(path.read_bytes())
    added = {
        "[content_types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/worksheets/sheet2.xml",
    }
    assert outputs.changed_parts(old, new) == added
    assert [item.name for item in Book(new).tables.items.values()] == [
        "优化营商环境",
        "盘活闲置厂房",
    ]
    assert not outputs.changed_parts(new, foreign_list.put(new))
    assert not outputs.changed_parts(rich_workbook(), foreign_list.put(rich_workbook()))


def test_a_strict_workbook_gets_a_strict_sheet__ok(tmp_path: Path) -> None:
    """CP003"""
    (path,) = foreign.make(tmp_path, ["openpyxl-plain"])
    parts = outputs.Parts(path.read_bytes()).data
    with zipfile.ZipFile(tmp_path / "strict.xlsx", "w") as archive:
        for name in outputs.Parts(path.read_bytes()).names:
            data = parts[name.lower()]
            for kind in ("spreadsheetml", "officeDocument"):
                data = data.replace(
                    f"http://schemas.openxmlformats.org/{kind}/2006".encode(),
                    f"http://purl.oclc.org/ooxml/{kind}".encode(),
                )
            archive.writestr(name, data)
    made = outputs.Parts(foreign_list.put((tmp_path / "strict.xlsx").read_bytes()))
    assert b"purl.oclc.org" in made.data[made.sheets[foreign_list.NAME]]


@pytest.mark.parametrize("data", [b"", b"not a zip", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600])
def test_what_is_no_package_gets_no_list__ok(data: bytes, tmp_path: Path) -> None:
    """CP005"""
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    assert corpus.one(path).outcome == UNLISTED


def _failing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, spoil: Callable[[Path, int], None]) -> Row:
    """What is said of a workbook where ``spoil`` stands for a build: the copy, and how often it ran before."""
    runs: list[Path] = []

    def build(path: Path) -> None:
        spoil(path, len(runs))
        runs.append(path)

    monkeypatch.setattr(corpus, "_build", build)
    (path,) = foreign.make(tmp_path, ["openpyxl-plain"])
    return corpus.one(path)


def _append(path: Path, part: str, data: bytes) -> None:
    """The workbook with something behind the content of a part."""
    parts = outputs.Parts(path.read_bytes())
    with zipfile.ZipFile(path, "w") as archive:
        for name in parts.names:
            archive.writestr(name, parts.data[name.lower()] + (data if name == part else b""))


def test_failures_are_told_apart__error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """CP004"""

    def crash(path: Path, before: int) -> None:
        raise ZeroDivisionError("planted")

    def blame(path: Path, before: int) -> None:
        raise Stop("package_check", path=path, why="planted")

    def refuse(path: Path, before: int) -> None:
        raise Stop("damaged", path=path, why="planted")

    def spoil_and_refuse(path: Path, before: int) -> None:
        path.write_bytes(b"")
        raise Stop("damaged", path=path, why="planted")

    def spoil_foreign(path: Path, before: int) -> None:
        _append(path, "xl/theme/theme1.xml", b" ")

    def spoil_xml(path: Path, before: int) -> None:
        _append(path, "xl/styles.xml", b"<a>")

    def twice(path: Path, before: int) -> None:
        _append(path, "xl/styles.xml", b" " * before)

    def refuse_second(path: Path, before: int) -> None:
        if before:
            refuse(path, before)

    expected = {
        crash: CRASHED, blame: CRASHED, refuse: REFUSED, spoil_and_refuse: FOREIGN, spoil_foreign: FOREIGN, spoil_xml: UNREADABLE,
        twice: AGAIN, refuse_second: AGAIN,
    }  # fmt: skip
    for number, (spoil, outcome) in enumerate(expected.items()):
        assert _failing(monkeypatch, tmp_path / str(number), spoil).outcome == outcome, spoil.__name__
    assert corpus.row(Done("a.xlsx", lost=("time-out", "build"))) == Row(CRASHED, "time-out at build")


def test_a_foreign_part_is_what_no_build_may_change__error() -> None:
    """CP004"""
    old = make_book(Item("甲"), more={"数据": [["一"]]}).data
    other = make_book(Item("乙", number=9), more={"数据": [["二"]]}).data
    before, after = outputs.Parts(old), outputs.Parts(other)
    assert "xl/worksheets/sheet1.xml" not in outputs.changed_foreign(before, after, "build", "任务清单")
    assert "xl/worksheets/sheet1.xml" in outputs.changed_foreign(before, after, "build", "数据")


def test_the_command_line_tells_failures__error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """CP004"""
    assert corpus.main([str(tmp_path)]) == 2
    foreign.make(tmp_path, ["openpyxl-plain"])
    for row, code in (
        (Row(BUILT), 0),
        (Row(REFUSED, "damaged"), 0),
        (Row(CRASHED, "planted"), 1),
        (Row(AGAIN, "x"), 1),
    ):
        monkeypatch.setattr(corpus.capped, "run", lambda *_, row=row: iter([Done("a.xlsx", row)]))
        assert corpus.main([str(tmp_path)]) == code
        assert f"{row.outcome}: a.xlsx: {row.why}" in capsys.readouterr().out or row.outcome == BUILT
