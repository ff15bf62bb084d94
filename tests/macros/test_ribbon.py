"""The buttons of the tab 督办, run against both engines of xlwings.

RB001  A button leaves in the open workbook, cell by cell, what its command makes of the file.
RB002  What stops a command is one message in Chinese with what to do; nothing was written.
RB003  What goes wrong otherwise is written to the log, the message names it, and workbook and Excel are as before.
RB004  校验 puts every finding of ``validate`` into 校验结果, and nothing else into the workbook.
RB005  A workbook of 2,000 items gives the same sheets as ``duban build``.
RB006  Without a book the button takes the one that called; the file on disk is not touched.
RB007  The help buttons open pages that are there.
RB008  A workbook that is read-only is filled, and the message says so.
RB009  Moving to another period and closing leave in the open workbook what the commands leave in the file; what was
       frozen is no sheet that staff edited, and the bulletin of the period comes to the front.
RB010  Returns go out to a folder and come back from files or a folder that are asked for, into a workbook that is open and
       not saved, as the commands do it; what is called off has done nothing; a host without dialogs says so.
RB011  导出本表 writes the selected sheets of the workbook as it is open, not as it lies on disk, to the file that is asked for,
       as ``duban export`` does; the open workbook stays what it is.
RB012  公示稿 writes what ``duban publish`` writes. With people in it, it names cells and asks: 是 is --mask, anything else writes
       nothing.
"""

from __future__ import annotations

import importlib.util
import shutil
import webbrowser
from collections.abc import Callable
from copy import deepcopy
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw
from built_samples import put_built
from fake_windows import ComFailure, open_windows
from lists import Item as ListItem
from lists import make_book
from live_model import LiveModel
from places import ROOT
from remote_excel import open_remote, replay
from returns import edited

from duban.macros import cli, ribbon
from duban.macros.buttons import works
from duban.macros.commands import build as commands
from duban.macros.commands.build import build
from duban.macros.commands.close import CloseOptions, close
from duban.macros.commands.rollup import roll_up
from duban.macros.commands.split import SplitOptions, to_folder
from duban.macros.figures.understood import RunOptions
from duban.macros.messages.outcome import Outcome
from duban.macros.staff_sheets.cells_to_set import same_value
from duban.udfs.periods import Period
from duban.validation.book import read_book
from duban.validation.checker import check_book
from duban.workbook.file.write_xlsx import apply
from duban.workbook.format.names import FINDINGS, LEDGER, LINKS, LIST, LOG, RETURNS, RULES, SENT_RECORD
from duban.workbook.format.sheets.settings import AS_OF, PERIOD
from duban.workbook.live.excel_windows import WindowsHost
from duban.workbook.live.read_excel import LiveBook
from duban.workbook.plan.plans import BookPlan, EditCell, SheetEdit
from duban.workbook.reading.grid import GridBook
from duban.workbook.reading.tables import Tables, read_tables
from duban.workbook.say.sentence import Say
from duban.workbook.say.stop import Stop

PARK = ROOT / "examples" / "齐鲁化工区.xlsx"
CITY = ROOT / "examples" / "淄博市.xlsx"
HOSTS: dict[str, Callable[[LiveModel], xw.Book]] = {"windows": open_windows, "remote": open_remote}

BUTTONS: dict[str, Callable[[Tables], Outcome]] = {
    "ledger": partial(build, options=RunOptions(), parts=()),
    "suggest": partial(build, options=RunOptions(), parts=()),
    "rollup": partial(roll_up, districts=(), options=RunOptions()),
    "units": partial(build, options=RunOptions(), parts=(commands.UNITS,)),
    "summary": partial(build, options=RunOptions(), parts=(commands.SUMMARY,)),
    "build": partial(build, options=RunOptions()),
}


@pytest.fixture(autouse=True)
def alerts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the buttons said."""
    said: list[str] = []
    monkeypatch.setattr(xw.App, "alert", lambda self, prompt, title=None, **_: said.append(prompt))
    return said


def click(button: str, path: Path, host: str) -> LiveModel:
    """Open a workbook, click a button, and see what the workbook then holds."""
    model = LiveModel.of_file(path)
    book = HOSTS[host](model)
    getattr(ribbon, button)(book)
    if host == "remote":
        replay(book, model)
    return model


def differences(model: LiveModel, file: GridBook) -> list[tuple[str, tuple[int, int]]]:
    """Cells that do not hold the same formula or constant."""
    assert sorted(model.sheet_names) == sorted(file.sheet_names)
    found = []
    for name in file.sheet_names:
        grid, sheet = file.grid(name), model[name]
        formulas = dict(grid.formulas)
        for row, values in enumerate(grid.rows, 1):
            for column, value in enumerate(values, 1):
                at = (row, column)
                live = sheet.formulas.get(at), None if at in sheet.formulas else sheet.values.get(at)
                wanted = formulas.get(at), None if at in formulas else value
                if live[0] != wanted[0] or not same_value(live[1], wanted[1]):
                    found.append((name, at))
        found += [(name, at) for at in sheet.formulas.keys() - formulas.keys()]
    return found


def made_by(path: Path, command: Callable[[Tables], Outcome], folder: Path) -> GridBook:
    """The file that the command makes."""
    target = folder / path.name
    target.write_bytes(apply(path.read_bytes(), command(read_tables(GridBook(path))).plan))
    return GridBook(target)


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("button", BUTTONS)
def test_button_and_command_are_the_same__ok(
    button: str, host: str, tmp_path: Path, alerts: list[str]
) -> None:
    before = PARK.read_bytes()  # RB001, RB006
    model = click(button, PARK, host)
    file = made_by(PARK, BUTTONS[button], tmp_path)
    assert differences(model, file) == []
    assert model.sheet_names == file.sheet_names
    assert len(alerts) == 1
    assert {LEDGER, LINKS} <= set(model.sheet_names)
    assert PARK.read_bytes() == before


@pytest.mark.parametrize("host", HOSTS)
def test_second_click_changes_only_what_changed__ok(host: str, tmp_path: Path, alerts: list[str]) -> None:
    built = tmp_path / PARK.name  # RB001
    put_built(built, RunOptions())
    model = click("build", built, host)
    assert differences(model, GridBook(built)) == []
    # the remote host gives no formulas to compare with, so there the same is written again
    assert (alerts == ["没有变化。"]) == (host == "windows")


THIRD, FOURTH = Period(2020, 9), Period(2020, 12)


@pytest.fixture(scope="module")
def third(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The park's workbook as it was built for the third quarter."""
    path = tmp_path_factory.mktemp("三季度") / PARK.name
    put_built(path, RunOptions(THIRD, THIRD.last_day))
    return path


def fourth_chosen(third: Path, folder: Path) -> Path:
    """The same workbook, in which staff typed the next period into 规则."""
    tables = read_tables(GridBook(third))
    cells = {
        (tables.settings.rows[PERIOD], 2): EditCell(str(FOURTH)),
        (tables.settings.rows[AS_OF], 2): EditCell(FOURTH.last_day),
    }
    path = folder / "四季度.xlsx"
    path.write_bytes(apply(third.read_bytes(), BookPlan(edits=(SheetEdit(RULES, cells),))))
    return path


@pytest.mark.parametrize("host", HOSTS)
def test_next_period_by_button__ok(
    host: str, third: Path, tmp_path: Path, alerts: list[str]
) -> None:  # RB009
    path = fourth_chosen(third, tmp_path)
    model = click("summary", path, host)
    file = made_by(path, BUTTONS["summary"], tmp_path)
    assert differences(model, file) == []
    assert (model.sheet_names == file.sheet_names) == (host == "windows")  # the remote host adds at the end
    assert file.sheet_names.index("2020年第四季度通报") + 1 == file.sheet_names.index("2020年第三季度通报")
    assert not model["2020年第三季度通报"].formulas
    assert model["2020年第四季度通报"].formulas
    assert len(alerts) == 1
    marks = LiveBook(open_windows(model)).marks()
    assert marks["2020年第三季度通报"][0] == marks["2020年第三季度通报"][1]


@pytest.mark.parametrize("host", HOSTS)
def test_closing_by_button__ok(host: str, third: Path, tmp_path: Path, alerts: list[str]) -> None:  # RB009
    model = click("close_period", third, host)
    assert differences(model, made_by(third, partial(close, options=CloseOptions()), tmp_path)) == []
    assert not model["2020年第三季度通报"].formulas
    assert "已封存：2020年第3期" in alerts[0]
    marks = LiveBook(open_windows(model)).marks()
    assert marks["2020年第三季度通报"][0] == marks["2020年第三季度通报"][1]


def test_bulletin_comes_to_the_front__ok(third: Path, tmp_path: Path) -> None:  # RB009
    book = open_windows(LiveModel.of_file(fourth_chosen(third, tmp_path)))
    ribbon.summary(book)
    assert book.sheets.active.name == "2020年第四季度通报"


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("button", ["ledger", "units"])
def test_what_stops_a_command_is_said__error(button: str, host: str, alerts: list[str]) -> None:  # RB002
    before = LiveModel.of_file(CITY)
    model = click(button, CITY, host)
    assert [(sheet.name, sheet.values, sheet.formulas) for sheet in model.sheets] == [
        (sheet.name, sheet.values, sheet.formulas) for sheet in before.sheets
    ]
    assert len(alerts) == 1
    assert "市级工作簿" in alerts[0]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("button", ["rollup", "summary", "build"])
def test_buttons_of_a_city__ok(button: str, host: str, tmp_path: Path, alerts: list[str]) -> None:  # RB001
    model = click(button, CITY, host)
    assert differences(model, made_by(CITY, BUTTONS[button], tmp_path)) == []
    assert len(alerts) == 1


@pytest.mark.parametrize(
    ("button", "sheet"), [("ledger", LEDGER), ("suggest", LINKS), ("validate", FINDINGS), ("units", LIST)]
)
def test_result_comes_to_the_front__ok(button: str, sheet: str) -> None:  # RB003
    book = open_windows(LiveModel.of_file(PARK))
    getattr(ribbon, button)(book)
    assert book.sheets.active.name == sheet


def test_hidden_result_stays_hidden__ok(alerts: list[str]) -> None:  # RB003
    model = LiveModel.of_file(PARK)
    ribbon.ledger(open_windows(model))
    model[LEDGER].state = 2
    book = open_windows(model)
    ribbon.ledger(book)
    assert book.sheets.active.name == model.sheets[0].name
    assert model[LEDGER].state == 2
    assert works.UPDATED in alerts[1]


def test_filtered_list__error(alerts: list[str]) -> None:  # RB002
    model = LiveModel.of_file(PARK)
    model[LIST].filtered = {6, 7, 8}
    before = deepcopy(model)
    ribbon.ledger(open_windows(model))
    assert alerts == [Stop("filtered", sheet=LIST).say.zh]
    assert model == before


def test_validate_does_not_mind_a_filter__ok(alerts: list[str]) -> None:  # RB002
    model = LiveModel.of_file(PARK)
    model[LIST].filtered = {6, 7, 8}
    ribbon.validate(open_windows(model))
    assert FINDINGS in model.sheet_names
    assert model[LIST].filtered == {6, 7, 8}


def test_refusal_half_way__error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, alerts: list[str]
) -> None:  # RB003
    def refuse(*_: object) -> None:
        raise ComFailure("Excel 不允许")

    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setattr(WindowsHost, "set_tab", refuse)
    model = LiveModel.of_file(PARK)
    before = model.sheet_names, [(sheet.values, sheet.formulas) for sheet in LiveModel.of_file(PARK).sheets]
    ribbon.build(open_windows(model))
    assert (model.sheet_names, [(sheet.values, sheet.formulas) for sheet in model.sheets]) == before
    log = tmp_path / "duban" / "duban.log"
    assert "ComFailure: Excel 不允许" in log.read_text(encoding="utf-8")
    assert len(alerts) == 1
    assert "Excel 不允许" in alerts[0]
    assert str(log) in alerts[0]


def test_what_was_done_is_not_denied__ok(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, alerts: list[str]
) -> None:  # RB003
    def refuse(*_: object) -> None:
        raise ComFailure("the window is gone")

    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setattr(WindowsHost, "show", refuse)
    model = LiveModel.of_file(PARK)
    ribbon.ledger(open_windows(model))
    assert LEDGER in model.sheet_names
    assert works.MADE in alerts[0]


@pytest.mark.parametrize("button", ["ledger", "validate"])
def test_read_only_workbook__ok(button: str, alerts: list[str]) -> None:  # RB008
    model = LiveModel.of_file(PARK)
    model.read_only = True
    getattr(ribbon, button)(open_windows(model))
    assert {"ledger": LEDGER, "validate": FINDINGS}[button] in model.sheet_names
    assert works.READ_ONLY in alerts[0]


def test_protected_sheet__error(alerts: list[str]) -> None:  # RB002
    model = LiveModel.of_file(PARK)
    model[LIST].protected = True
    ribbon.build(open_windows(model))
    assert model.sheet_names == GridBook(PARK).sheet_names
    assert len(alerts) == 1
    assert LIST in alerts[0]


def test_failure_is_logged__error(  # RB003
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, alerts: list[str]
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("a fault")

    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setattr(ribbon, "apply_live", fail)
    book = open_windows(LiveModel.of_file(PARK))
    before = (book.app.screen_updating, book.app.calculation, book.sheets.active.name)
    ribbon.build(book)
    assert (book.app.screen_updating, book.app.calculation, book.sheets.active.name) == before
    log = tmp_path / "duban" / "duban.log"
    assert "ZeroDivisionError: a fault" in log.read_text(encoding="utf-8")
    assert str(log) in alerts[0]


@pytest.mark.parametrize("host", HOSTS)
def test_validate_fills_the_sheet_of_findings__ok(host: str, tmp_path: Path) -> None:  # RB004
    built = tmp_path / PARK.name
    put_built(built, RunOptions())
    found = check_book(read_book(GridBook(built)))
    before = LiveModel.of_file(built)
    model = click("validate", built, host)
    assert model.sheet_names == [*before.sheet_names, FINDINGS]
    codes = [value for (_, column), value in sorted(model[FINDINGS].values.items()) if column == 2]
    assert sorted(set(codes) & {f.code for f in found}) == sorted({f.code for f in found})
    assert sum(code in {f.code for f in found} for code in codes) == len(found)
    for sheet in before.sheets:
        assert (model[sheet.name].values, model[sheet.name].formulas) == (sheet.values, sheet.formulas)


def test_validate_keeps_an_edited_sheet__ok(tmp_path: Path) -> None:  # RB004
    model = LiveModel.of_file(PARK)
    ribbon.validate(open_windows(model))
    model[FINDINGS].values[1, 1] = "已核对"
    ribbon.validate(open_windows(model))
    assert {FINDINGS, f"{FINDINGS}（旧1）"} <= set(model.sheet_names)
    assert model[f"{FINDINGS}（旧1）"].values[1, 1] == "已核对"


def test_many_items__ok(tmp_path: Path) -> None:  # RB005
    spec = importlib.util.spec_from_file_location("make_big", ROOT / "benchmarks" / "make_big.py")
    assert spec is not None and spec.loader is not None
    big: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(big)
    path = tmp_path / "大.xlsx"
    big.make_big(path, 250, 1)
    folder = tmp_path / "made"
    folder.mkdir()
    assert differences(click("build", path, "windows"), made_by(path, BUTTONS["build"], folder)) == []


def test_the_calling_book_is_taken__ok(monkeypatch: pytest.MonkeyPatch, alerts: list[str]) -> None:  # RB006
    model = LiveModel.of_file(PARK)
    book = open_windows(model)
    monkeypatch.setattr(ribbon, "calling_book", lambda: (book.app, book))
    ribbon.ledger()
    assert LEDGER in model.sheet_names


def test_the_calling_book_is_gone__error(monkeypatch: pytest.MonkeyPatch, alerts: list[str]) -> None:  # RB002
    app = open_windows(LiveModel.of_file(PARK)).app
    monkeypatch.setattr(ribbon, "calling_book", lambda: (app, None))
    ribbon.ledger()
    assert alerts == [Stop("book_not_open").say.zh]


def test_help_opens_pages__ok(monkeypatch: pytest.MonkeyPatch, alerts: list[str]) -> None:  # RB007
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    book = open_windows(LiveModel.of_file(PARK))
    ribbon.rules(book)
    ribbon.manual(book)
    assert [url.rsplit("/", 1)[1] for url in opened] == ["rules.html", "manual.html"]
    assert alerts == []


# RB010


def test_export_returns__ok(
    third: Path, tmp_path: Path, alerts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "发"
    monkeypatch.setattr(WindowsHost, "ask_folder", lambda self, title: str(folder))
    model = click("export_returns", third, "windows")
    made = to_folder(read_tables(GridBook(third)), tmp_path / "命令", SplitOptions(), files := {})
    target = tmp_path / third.name
    target.write_bytes(apply(third.read_bytes(), made.plan))
    assert differences(model, GridBook(target)) == []
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        path.name: data for path, data in files.items()
    }
    assert "C122" in alerts[0] and "保存工作簿" in alerts[0]


def test_collect_returns__ok(
    third: Path, tmp_path: Path, alerts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = tmp_path / "发"
    assert cli.main(["split", str(third), "-o", str(sent)]) == 0
    unit = next(path for path in sent.iterdir() if path.name.startswith("综合管理局"))
    unit.write_bytes(edited(unit.read_bytes(), {(1, "完成进度"): 0.8, (2, "完成进度"): 0.5}))
    office = LiveModel.of_file(third)
    ledger = office[LEDGER]
    progress = next(c for c in range(1, 30) if ledger.values.get((1, c)) == "完成进度")
    ledger.values[3, progress] = 0.4  # typed in the open workbook, not saved
    said: list[str] = []
    answers = iter(["no", "yes"])

    def alert(self: Any, prompt: str, title: str | None = None, buttons: str = "ok", **_: Any) -> str | None:
        said.append(prompt)
        return next(answers) if buttons == "yes_no_cancel" else None

    monkeypatch.setattr(xw.App, "alert", alert)
    monkeypatch.setattr(WindowsHost, "ask_folder", lambda self, title: str(sent))
    ribbon.collect_returns(open_windows(office))
    assert [ledger.values.get((row, progress)) for row in (2, 3)] == [0.8, 0.5]
    assert "1 处冲突" in said[1] and "C101" in said[-1] and "C121" in said[-1]
    assert {RETURNS, SENT_RECORD} <= set(office.sheet_names)
    logged = dict(office[LOG].values)
    answers = iter(["no", "cancel"])
    ribbon.collect_returns(open_windows(office))
    # the model computes nothing, so that sheets are made again; what units answered is not
    assert "C101" not in said[-1] and office[LOG].values == logged


@pytest.mark.parametrize("button", ["export_returns", "collect_returns"])
def test_called_off__ok(button: str, alerts: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WindowsHost, "ask_folder", lambda self, title: None)
    model = LiveModel.of_file(PARK)
    getattr(ribbon, button)(open_windows(model))
    assert alerts[-1] == works.CALLED_OFF
    assert model.sheet_names == GridBook(PARK).sheet_names


def test_no_dialogs_elsewhere__error(alerts: list[str]) -> None:
    ribbon.export_returns(open_remote(LiveModel.of_file(PARK)))
    assert alerts == [Stop("no_dialog", command="duban split").say.zh]


# RB011


def exporting(
    monkeypatch: pytest.MonkeyPatch, out: Path | None, is_open: Path, sheets: list[str]
) -> list[str]:
    """Answer the dialog with ``out``, and let ``is_open`` be what Excel holds. Gives the names that were proposed."""
    proposed: list[str] = []

    def ask(self: WindowsHost, title: str, name: str, kind: str = "new_file") -> str | None:
        proposed.append(name)
        return None if out is None else str(out)

    monkeypatch.setattr(WindowsHost, "ask_new_file", ask)
    monkeypatch.setattr(WindowsHost, "selected", sheets)
    monkeypatch.setattr(WindowsHost, "copy_into", lambda self, folder: Path(shutil.copy(is_open, folder)))
    return proposed


def test_export_sheets__ok(
    third: Path, tmp_path: Path, alerts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sheets = [LEDGER, "单位-办公室"]
    proposed = exporting(monkeypatch, tmp_path / "出.xlsx", third, sheets)
    model = click("export_sheets", PARK, "windows")
    assert model.sheet_names == GridBook(PARK).sheet_names
    wanted = tmp_path / "命令.xlsx"
    assert cli.main(["export", str(third), "--sheet", *sheets, "-o", str(wanted)]) == 0
    assert (tmp_path / "出.xlsx").read_bytes() == wanted.read_bytes()
    assert [Path(name).name for name in proposed] == [f"{LEDGER}等2张表.xlsx"]
    assert str(tmp_path / "出.xlsx") in alerts[0] and "单位-办公室" in alerts[0] and "E103" in alerts[0]


def test_export_sheets__error(
    third: Path, tmp_path: Path, alerts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    book = Path(shutil.copy(third, tmp_path))
    before = book.read_bytes()
    monkeypatch.setattr(WindowsHost, "files", (book,))
    for out in (None, tmp_path / "出.csv", book):
        proposed = exporting(monkeypatch, out, third, [LEDGER])
        click("export_sheets", third, "windows")
        assert proposed == [str(tmp_path / f"{LEDGER}.xlsx")]
    suffix = Say(".xlsx 或 .pdf", ".xlsx or .pdf")
    assert alerts == [
        works.CALLED_OFF,
        Stop("other_format", path=tmp_path / "出.csv", suffix=suffix).say.zh,
        Stop("out_is_input", path=book, other=book).say.zh,
    ]
    assert book.read_bytes() == before and [*tmp_path.iterdir()] == [book]
    ribbon.export_sheets(open_remote(LiveModel.of_file(PARK)))
    assert alerts[-1] == Stop("no_dialog", command="duban export").say.zh


# RB012


def answering(monkeypatch: pytest.MonkeyPatch, answer: str) -> list[tuple[str, str]]:
    """Answer questions so. Gives what was asked or said, and the buttons."""
    said: list[tuple[str, str]] = []

    def alert(
        self: xw.App, prompt: str, title: str | None = None, buttons: str = "ok", **_: object
    ) -> str | None:
        said.append((prompt, buttons))
        return answer if buttons == "yes_no" else None

    monkeypatch.setattr(xw.App, "alert", alert)
    return said


def test_publish_copy__ok(
    third: Path, tmp_path: Path, alerts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed = exporting(monkeypatch, tmp_path / "出.xlsx", third, [])
    model = click("publish_copy", PARK, "windows")
    assert model.sheet_names == GridBook(PARK).sheet_names
    assert cli.main(["publish", str(third), "-o", str(tmp_path / "命令.xlsx")]) == 0
    assert (tmp_path / "出.xlsx").read_bytes() == (tmp_path / "命令.xlsx").read_bytes()
    assert [Path(name).name for name in proposed] == ["公示稿.xlsx"]
    assert str(tmp_path / "出.xlsx") in alerts[0]


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_publish_copy_asks__ok(answer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = tmp_path / "清单.xlsx"
    book.write_bytes(make_book(ListItem("李明负责的事项")).data)
    exporting(monkeypatch, tmp_path / "出.xlsx", book, [])
    said = answering(monkeypatch, answer)
    click("publish_copy", PARK, "windows")
    assert said[0][1] == "yes_no" and f"{LIST}!B4　李明" in said[0][0]
    assert (tmp_path / "出.xlsx").exists() == (answer == "yes")
    assert ("W204" in said[1][0]) if answer == "yes" else said[1][0] == works.CALLED_OFF


def test_publish_copy__error(
    third: Path, tmp_path: Path, alerts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    exporting(monkeypatch, None, third, [])
    click("publish_copy", third, "windows")
    ribbon.publish_copy(open_remote(LiveModel.of_file(PARK)))
    assert alerts == [works.CALLED_OFF, Stop("no_dialog", command="duban publish").say.zh]


def test_copies_and_names_of_windows__ok(tmp_path: Path) -> None:
    asked: list[tuple[str, ...]] = []

    class Excel:
        def GetSaveAsFilename(self, InitialFilename: str, FileFilter: str, Title: str) -> Any:
            asked.append((InitialFilename, FileFilter, Title))
            return "D:\\出.pdf" if len(asked) == 1 else False

    class Native:
        def Windows(self, number: int) -> Any:
            return type("Window", (), {"SelectedSheets": [type("Sheet", (), {"Name": "甲"})]})

        def SaveCopyAs(self, Filename: str) -> None:
            Path(Filename).write_bytes(b"copy")

    host = WindowsHost.__new__(WindowsHost)
    app = type("App", (), {"api": Excel()})
    host.book = type("Book", (), {"app": app, "api": Native(), "name": "工作簿1"})
    assert (
        host.ask_new_file("导出", "甲.xlsx") == "D:\\出.pdf" and host.ask_new_file("导出", "甲.xlsx") is None
    )
    host.ask_new_file("公示", "公示.xlsx", "new_notice")
    assert asked[2][1].split(",")[1::2] == ["*.xlsx", "*.docx", "*.html"]
    filters = asked[0][1].split(",")
    assert asked[0][::2] == ("甲.xlsx", "导出") and filters[1::2] == ["*.xlsx", "*.pdf"]
    assert host.selected == ["甲"]
    copied = host.copy_into(tmp_path)  # one that was never saved has a name without a suffix
    assert copied == tmp_path / "工作簿1.xlsx" and copied.read_bytes() == b"copy"


def test_dialogs_of_windows__ok() -> None:
    asked: list[tuple[str, Any]] = []

    class Dialog:
        SelectedItems = type("Items", (), {"Item": staticmethod(lambda number: "D:\\发")})
        Title = ""

        def Show(self) -> int:
            asked.append(("folder", self.Title))
            return -1 if len(asked) == 1 else 0

    class Excel:
        def FileDialog(self, kind: int) -> Dialog:
            assert kind == 4  # msoFileDialogFolderPicker
            return Dialog()

        def GetOpenFilename(self, FileFilter: str, Title: str, MultiSelect: bool) -> Any:
            asked.append(("files", FileFilter))
            return ("D:\\a.xlsx", "D:\\b.xls") if len(asked) == 3 else False

    host = WindowsHost.__new__(WindowsHost)
    host.book = type("Book", (), {"app": type("App", (), {"api": Excel()})})
    assert host.ask_folder("哪里") == "D:\\发" and host.ask_folder("哪里") is None
    assert host.ask_files("哪些") == ["D:\\a.xlsx", "D:\\b.xls"] and host.ask_files("哪些") == []
    assert host.ask_files("哪些方案", "documents") == []
    workbooks, documents = (filters for kind, filters in asked[-2:] if kind == "files")
    assert "*.xlsx" in workbooks and "*.docx" not in workbooks
    assert "*.docx" in documents and "*.txt" in documents and "*.xlsx" not in documents
