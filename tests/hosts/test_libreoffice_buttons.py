"""Every button in LibreOffice leaves the same workbook as its command: cells with value, formula, number format and look, merges,
choices, colours by rule, notes, charts, pages, widths, marks. Both sides are stored by LibreOffice.

LB001  全部生成 on every sample; what another button makes, on the same bytes that LibreOffice handed over.
LB002  Registers, one after the other, and those that the workbook declares.
LB003  导出填报表, 回收合并 and 从方案导入, as far as dialogues go by answers.
LB004  A press where nothing has changed has no operations, and a closed period stays. A new quarter is built as by command.
LB005  规则, 手册 and 关于 change nothing; no button is left out here.
LB006  The same workbook as .ods gets the same cells; opened again it needs nothing.
LB007  A press that fails at any kind of operation leaves all as it was, and says so.
LB008  Documents: files as by command, and the register of letters and the words come into the workbook.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from by_command import written
from lists import Item, make_book
from office import Document, Office
from places import EXAMPLES
from registers import DECLARED, OWN, sheet
from stored import stored, unlike
from word_plans import plan_docx

from duban.macros.cli import main
from duban.macros.commands.new import new_workbook
from duban.macros.declared.commands import BUTTONS
from duban.macros.declared.register_buttons import REGISTER_BUTTONS
from duban.macros.hosts.engine import Engine
from duban.macros.hosts.question import Question
from duban.workbook.file.write_xlsx import create
from duban.workbook.format.names import (
    DOCUMENT_WORDS,
    DOCUMENTS_SENT,
    FINDINGS,
    IMPORTED,
    LEDGER,
    LIST,
    RULES,
)
from duban.workbook.format.registers.definitions import DEFINITIONS
from duban.workbook.protocol.operations import Operation
from duban.workbook.reading.grid import GridBook

LISTS = sorted(EXAMPLES.glob("*.xlsx"))
SAMPLE, CITY = EXAMPLES / "齐鲁化工区.xlsx", EXAMPLES / "淄博市.xlsx"

COMMANDS = ("build", "units", "rollup", "summary")
"""Buttons that are a command by their own name, with nothing chosen."""
SINGLE = ("ledger", "suggest", "units", "rollup", "summary", "validate")
SAY_ONLY = ("rules", "manual", "about")
ELSEWHERE = ("export_sheets", "publish_copy", "document_bulletin", "document_year")
"""They write a file of the copy that is handed over, and nothing into the workbook."""

DOCUMENTS = ("document_orders", "document_reminders")
"""They write files, and their numbers into the workbook."""

pytestmark = pytest.mark.libreoffice


def made_of(button: str, handed: Path, made: Path) -> Path:
    """What the command makes of the bytes that were handed over."""
    if button in COMMANDS:
        main([button, str(handed), "-o", str(made)])
    elif button == "close_period":
        main(["close", str(handed), "-o", str(made)])
    else:
        written(button, handed, made)
    return made


class Compared:
    """Presses in LibreOffice beside commands. All files are of one name, by which a workbook gets its number."""

    def __init__(self, office: Office, folder: Path) -> None:
        self._office, self._folder, self._number = office, folder, 0

    def file(self, name: str = SAMPLE.name) -> Path:
        """A file that is not there, in a folder of its own."""
        self._number += 1
        folder = self._folder / str(self._number)
        folder.mkdir()
        return folder / name

    def press(self, document: Document, button: str, name: str = SAMPLE.name) -> list[object]:
        """Press, and give what is not as the command makes it. AssertionError where it is not done, or changes nothing."""
        handed = document.store(self.file(name))
        told = document.press(button)
        assert told.done, told.message
        assert self._office.last_press()["ops"] > 0
        pressed = document.store(self.file(name))
        return self.unlike(pressed, made_of(button, handed, self.file(name)))

    def unlike(self, pressed: Path, made: Path) -> list[object]:
        with self._office.open(made) as document:
            wanted = document.store(self.file())
        return unlike(stored(pressed), stored(wanted))[:20]


@pytest.fixture
def compared(office: Office, tmp_path: Path) -> Compared:
    return Compared(office, tmp_path)


@pytest.fixture
def built(office: Office) -> Iterator[Document]:
    """The sample, built by its button."""
    with office.open(SAMPLE) as document:
        assert document.press("build").done
        yield document


# LB001


@pytest.mark.parametrize("source", LISTS, ids=lambda path: path.stem)
def test_build__ok(source: Path, office: Office, compared: Compared) -> None:
    with office.open(source) as document:
        assert compared.press(document, "build", source.name) == []


@pytest.mark.parametrize("button", SINGLE)
def test_a_button__ok(button: str, office: Office, compared: Compared) -> None:
    source = {"rollup": CITY, "validate": EXAMPLES / "桓台经济开发区.xlsx"}.get(button, SAMPLE)
    with office.open(source) as document:
        assert compared.press(document, button, source.name) == []


def test_findings_anew__ok(office: Office, compared: Compared) -> None:
    with office.open(EXAMPLES / "桓台经济开发区.xlsx") as document:
        document.press("validate")
        document.do("cell", [LIST, "J5", "0.8"])
        assert compared.press(document, "validate", "桓台经济开发区.xlsx") == []
        assert FINDINGS in document.state()


# LB002


def test_registers__ok(office: Office, compared: Compared) -> None:
    source, made = SAMPLE, SAMPLE
    with office.open(source) as document:
        for each in REGISTER_BUTTONS:
            if each.function == "register_declared":
                continue
            told = document.press(each.function)
            assert told.done, told.message
            made = written(each.function, made, compared.file())
        assert {each.label for each in REGISTER_BUTTONS[:-1]} <= set(document.state())
        assert compared.unlike(document.store(compared.file()), made) == []


def test_a_declared_register__ok(office: Office, compared: Compared) -> None:
    source = compared.file()
    source.write_bytes(make_book(Item("优化营商环境"), more={DEFINITIONS: sheet(DEFINITIONS, DECLARED)}).data)
    with office.open(source) as document:
        assert compared.press(document, "register_declared") == []
        assert OWN in document.state()


# LB003


def test_returns_out_and_in__ok(built: Document, compared: Compared, tmp_path: Path) -> None:
    by_button, by_command = tmp_path / "by_button", tmp_path / "by_command"
    by_button.mkdir()
    by_command.mkdir()
    handed = built.store(compared.file())
    told = built.press("export_returns", {"folder": str(by_button)})
    assert told.done, told.message
    made = written("export_returns", handed, compared.file(), {"folder": str(by_command)})
    pairs = [(built.store(compared.file()), made)]
    out = sorted(path.name for path in by_button.iterdir())
    assert out and out == sorted(path.name for path in by_command.iterdir())
    filled = [fill(by_button / name) for name in out]
    handed = built.store(compared.file())
    answers = {"yes_no_cancel": "yes", "files": [str(each) for each in filled]}
    told = built.press("collect_returns", answers)
    assert told.done, told.message
    made = written("collect_returns", handed, compared.file(), answers)
    pressed = built.store(compared.file())
    assert GridBook(pressed).grid(LEDGER).rows != GridBook(handed).grid(LEDGER).rows
    # only now, for LibreOffice stores no panes of a document behind which another one was opened
    assert [compared.unlike(*pair) for pair in [*pairs, (pressed, made)]] == [[], []]


# LB008


def test_documents__ok(built: Document, compared: Compared, tmp_path: Path) -> None:
    made = built.store(compared.file())
    for button in DOCUMENTS:
        by_button, by_command = tmp_path / f"{button}-button", tmp_path / f"{button}-command"
        told = built.press(button, {"folder": str(by_button)})
        assert told.done, told.message
        made = written(button, made, compared.file(), {"folder": str(by_command)})
        out = {path.name: path.read_bytes() for path in by_button.iterdir()}
        assert len(out) == 4 and out == {path.name: path.read_bytes() for path in by_command.iterdir()}
    told = built.press("document_words")
    assert told.done, told.message
    made = written("document_words", made, compared.file())
    pressed = built.store(compared.file())
    assert {DOCUMENTS_SENT, DOCUMENT_WORDS} <= set(built.state())
    assert compared.unlike(pressed, made) == []


def fill(path: Path) -> Path:
    """A unit's return with a progress in the first measure."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    header = next(row for row in sheet.iter_rows() if any(cell.value == "完成进度" for cell in row))
    column = next(cell.column for cell in header if cell.value == "完成进度")
    sheet.cell(header[0].row + 1, column).value = 0.9
    book.save(path)
    return path


def test_a_plan_comes_in__ok(office: Office, compared: Compared, tmp_path: Path) -> None:
    source, plan = compared.file(), tmp_path / "方案.docx"
    source.write_bytes(create(new_workbook(None, None)))
    plan.write_bytes(plan_docx())
    answers = {"documents": [str(plan)]}
    with office.open(source) as document:
        handed = document.store(compared.file())
        told = document.press("import_plan", answers)
        assert told.done, told.message
        made = written("import_plan", handed, compared.file(), answers)
        assert compared.unlike(document.store(compared.file()), made) == []
        assert IMPORTED in document.state()


# LB004


def test_nothing_has_changed__ok(built: Document, office: Office) -> None:
    told = built.press("build")
    assert told.done
    assert (office.last_press()["ops"], told.message.splitlines()[0]) == (0, "没有变化。")


def test_a_new_quarter__ok(built: Document, compared: Compared) -> None:
    built.do("cell", [RULES, "B5", "2027Q1"])
    assert compared.press(built, "build") == []


def test_a_closed_period__ok(built: Document, office: Office, compared: Compared) -> None:
    assert compared.press(built, "close_period") == []
    built.press("build")
    assert office.last_press()["ops"] == 0


# LB005


def test_no_change__ok(built: Document, office: Office, browser: Path) -> None:
    before = built.state()
    for button in SAY_ONLY:
        told = built.press(button)
        assert told.done, told.message
        assert office.last_press()["ops"] == 0
    assert "协议 1" in told.message
    pages = browser.with_name("browser.pages").read_text(encoding="utf-8").split()
    assert [page.rpartition("/")[2] for page in pages] == ["rules.html", "manual.html"]
    assert built.state() == before


def test_no_button_is_left_out__ok() -> None:
    pressed = {*COMMANDS, *SINGLE, *SAY_ONLY, *ELSEWHERE, *DOCUMENTS, "document_words", "close_period"}
    pressed |= {"export_returns", "collect_returns", "import_plan"}
    assert {each.function for each in BUTTONS} == pressed | {each.function for each in REGISTER_BUTTONS}


# LB006


def test_ods__ok(office: Office, compared: Compared) -> None:
    with office.open(SAMPLE) as document:
        as_ods = document.store(compared.file("齐鲁化工区.ods"))
        assert document.press("build").done
        wanted = document.store(compared.file())
    with office.open(as_ods) as document:
        told = document.press("build")
        assert told.done, told.message
        assert unlike(stored(document.store(compared.file())), stored(wanted))[:20] == []
        again = document.store(compared.file("齐鲁化工区.ods"))
    with office.open(again) as document:
        kept = document.store(compared.file())
        marked = [name for name, sheet in stored(kept).items() if sheet.around["marked"]]
        assert marked == [name for name, sheet in stored(wanted).items() if sheet.around["marked"]] != []
        assert document.press("build").done
        assert office.last_press()["ops"] == 0


# LB007

FAILS: Operation = {"op": "write", "sheet": "没有这张表", "area": [1, 1, 1, 1], "rows": [[1]]}


def test_fails_at_every_kind__stop(office: Office, said_by_file: Path, tmp_path: Path) -> None:
    source = tmp_path / "清单.xlsx"
    source.write_bytes(make_book(Item("优化营商环境"), city=[(1, "营商环境", "优化营商环境")]).data)
    with office.open(source) as document:
        handed = document.store(tmp_path / "handed.xlsx")
        ops = Engine().run(Question("build", handed.read_bytes()))["ops"]
        last = {op["op"]: place for place, op in enumerate(ops, 1)}
        before = document.state()
        try:
            for verb, place in sorted(last.items(), key=lambda each: each[1]):
                answer(said_by_file, [*ops[:place], FAILS])
                told = document.press("build")
                assert not told.done and "已全部撤回" in told.message, (verb, told.message)
                assert (verb, differing(before, document.state()), told.undoable) == (verb, [], [])
        finally:
            said_by_file.unlink(missing_ok=True)


def answer(file: Path, ops: list[Operation]) -> None:
    told = {"protocol": 1, "ok": True, "message": "", "show": None, "ops": ops, "finish": None}
    file.write_text(json.dumps(told), encoding="utf-8")


def differing(one: dict[str, list[object]], other: dict[str, list[object]]) -> list[object]:
    if list(one) != list(other):
        return [list(one), list(other)]
    return [
        (name, place)
        for name in one
        for place, (had, has) in enumerate(zip(one[name], other[name], strict=True))
        if had != has
    ]
