"""What the add-in's VBA does, run by an interpreter over a model of Excel.

AV001  Settings come from the add-in's own sheet, then from the user's own file. A sheet of that name in the workbook
       in front and a file beside it change nothing.
AV002  A click runs one program, the Python of the settings by its whole path, with the name of the workbook whole
       and nothing else of the workbook.
AV003  A Python that is no whole path, or is not there, is said, and no program is started.
AV004  Both command lines import nothing from the current folder, nor from what PYTHONPATH names.
AV005  What hinders a click, or Python from answering it, is one message in Chinese with the reason.
AV006  No workbook in front, or one in protected view: nothing runs, and staff are told.
AV007  A function needs no workbook in front; what hinders it stands in the cell.
AV008  The wizard learns each function's category, text and arguments once; then the add-in is hidden again.
AV009  The texts of the VBA read as the Chinese sentences.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from vba_excel import VbaExcel

from duban.macros import functions as faces
from duban.macros.declared.addin_contents import CONTENTS
from duban.macros.declared.commands import BUTTONS
from duban.workbook.addin import addin_file as addin
from duban.workbook.addin.texts_vba import TEXTS
from duban.workbook.live.cell_functions import UNABLE

PYTHON = r"C:\程序\duban & 工具\pythonw.exe"
USER_FILE = r"U:\.duban\duban.conf"
HOSTILE = r"\\10.0.0.1\share\evil.exe"


@pytest.fixture(scope="module")
def sources() -> Mapping[str, str]:
    return addin.vba_sources(CONTENTS)


def opened(folder: Path, sources: Mapping[str, str], settings: Mapping[str, str]) -> VbaExcel:
    path = folder / "duban.xlam"
    path.write_bytes(addin.pack(sources, settings, CONTENTS.layout, addin.wizard_rows(CONTENTS)))
    excel = VbaExcel(path)
    excel.disk.files |= {PYTHON, HOSTILE}
    return excel


@pytest.fixture
def excel(tmp_path: Path, sources: Mapping[str, str]) -> VbaExcel:
    """An Excel with the installed add-in."""
    return opened(tmp_path, sources, {"INTERPRETER_WIN": PYTHON})


@pytest.fixture
def portable(tmp_path: Path, sources: Mapping[str, str]) -> VbaExcel:
    """An Excel with the add-in of a portable folder, which names no Python."""
    return opened(tmp_path, sources, {})


def said(excel: VbaExcel) -> list[str]:
    return [text for _, text, _, _ in excel.dialogs]


def text(name: str) -> str:
    return TEXTS[name].zh


# AV001


def make_hostile(excel: VbaExcel, folder: Path) -> None:
    """Put settings into the workbook in front and beside it, as a mailed workbook could."""
    sheet = excel.front.sheets_[0]
    sheet.name = "duban.conf"
    excel.sheet("duban.conf").set_value("A1", "INTERPRETER_WIN")
    excel.sheet("duban.conf").set_value("B1", HOSTILE)
    excel.front.path = str(folder)
    for place in (rf"{folder}\duban.conf", f"{folder}/duban.conf"):
        excel.disk.settings[place, "INTERPRETER_WIN"] = HOSTILE


def test_own_settings__ok(excel: VbaExcel, tmp_path: Path) -> None:
    make_hostile(excel, tmp_path)
    excel.disk.settings[USER_FILE, "INTERPRETER_WIN"] = r"D:\pythonw.exe"
    assert excel.evaluate('GetConfig("INTERPRETER_WIN", "usual")') == PYTHON
    assert excel.evaluate('GetConfig("PYTHONPATH", "usual")') == "usual"


def test_users_settings__ok(portable: VbaExcel, tmp_path: Path) -> None:
    make_hostile(portable, tmp_path)
    assert portable.evaluate('GetConfig("INTERPRETER_WIN", "usual")') == "usual"
    portable.disk.settings[USER_FILE, "INTERPRETER_WIN"] = r"%TEMP%\pythonw.exe"
    assert portable.evaluate('GetConfig("INTERPRETER_WIN", "usual")') == r"T:\pythonw.exe"


# AV002


def words(line: str) -> list[str]:
    """The words of a command line as a program on Windows gets them."""
    found, word, quoted, at = [], "", False, 0
    while at < len(line):
        sign = line[at]
        if sign == "\\":
            end = at
            while line[end : end + 1] == "\\":
                end += 1
            before_quote = line[end : end + 1] == '"'
            word += "\\" * ((end - at) // 2 if before_quote else end - at)
            if before_quote and (end - at) % 2:
                word, end = word + '"', end + 1
            at = end
            continue
        if sign == '"':
            quoted = not quoted
        elif sign == " " and not quoted:
            found.append(word)
            word = ""
        else:
            word += sign
        at += 1
    return [each for each in [*found, word] if each]


@pytest.mark.parametrize(
    "name",
    [
        "任务清单.xlsx",
        "清单=终稿.xlsx",
        "%TEMP%&100%.xlsx",
        "张三's (1);清单^2.xlsx",
        "a b.py.xlsx",
        "工作簿1",
    ],
)
def test_click__ok(name: str, excel: VbaExcel, tmp_path: Path) -> None:
    make_hostile(excel, tmp_path / "x;evil")
    excel.front.name = name
    excel.click("OnBuild")
    assert said(excel) == []
    (line,) = excel.shell.ran
    python, *switches, code, log, book, window = words(line)
    assert python == PYTHON
    assert switches == ["-E", "-P", "-B", "-c"]
    assert code.endswith("; import duban.macros.ribbon; duban.macros.ribbon.build()")
    ast.parse(code)
    assert log.startswith("T:\\duban-") and log.endswith(".log")
    assert book.removeprefix("--wb=").replace("/", "%") == name
    assert window == "--hwnd=4711"


# AV003


@pytest.mark.parametrize(
    "python", ["", "python", "pythonw.exe", r"..\pythonw.exe", r"\pythonw.exe", "C:pythonw.exe"]
)
def test_python_is_no_whole_path__error(python: str, portable: VbaExcel) -> None:
    portable.disk.settings[USER_FILE, "INTERPRETER_WIN"] = python
    portable.disk.files.add(python)
    portable.click("OnBuild")
    assert portable.shell.ran == []
    (message,) = said(portable)
    assert message.startswith(text("NotRunText")) and text("NoPythonText") in message


def test_python_is_not_there__error(excel: VbaExcel) -> None:
    excel.disk.files.clear()
    excel.click("OnBuild")
    assert excel.shell.ran == []
    assert text("NoPythonText") in said(excel)[0] and said(excel)[0].endswith(PYTHON)


# AV004


STRAY = "import os\nopen(os.environ['MARK'], 'a').write(__name__ + '\\n')\n"
NAMES = ("decimal", "pandas", "numpy", "xlwings", "duban", "site", "sitecustomize")


def stray_modules(line: str, folder: Path, *without: str) -> set[str]:
    """The modules that a command line, run in a folder full of strays and with PYTHONPATH naming it, takes there."""
    for name in NAMES:
        (folder / f"{name}.py").write_text(STRAY)
    mark = folder / "mark.txt"
    mark.touch()
    python, *rest = words(line)
    assert python == PYTHON
    command = [sys.executable, *(word for word in rest if word not in without)]
    environ = {**os.environ, "MARK": str(mark), "PYTHONPATH": str(folder)}
    subprocess.run(command, cwd=folder, env=environ, capture_output=True, timeout=120, check=False)
    return set(mark.read_text().split())


@pytest.fixture
def lines(excel: VbaExcel, tmp_path: Path) -> dict[str, str]:
    """The command lines of a click and of the function server."""
    excel.shell.environ["TEMP"] = str(tmp_path)
    excel.click("OnBuild")
    server = str(excel.evaluate("XLPyCommand()")).replace("$(CLSID)", "{0}")
    return {"click": excel.shell.ran[0].replace(f"{tmp_path}\\", f"{tmp_path}/"), "server": server}


@pytest.mark.parametrize("which", ["click", "server"])
def test_safe_path__ok(which: str, lines: Mapping[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "清单"
    folder.mkdir()
    assert stray_modules(lines[which], folder) == set()


@pytest.mark.parametrize("without", ["-E", "-P"])
def test_safe_path_needs_both__error(without: str, lines: Mapping[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "清单"
    folder.mkdir()
    assert stray_modules(lines["server"], folder, without) != set()


def test_server_serves__ok(lines: Mapping[str, str]) -> None:
    *_, code = words(lines["server"])
    assert code == "from duban.workbook.live.xlwings_link import xw; xw.serve('{0}')"


def test_a_failure_before_the_button_is_logged__ok(lines: Mapping[str, str], tmp_path: Path) -> None:
    _, *rest = words(lines["click"].replace("duban.macros.ribbon", "duban.no_such_module"))
    done = subprocess.run([sys.executable, *rest], capture_output=True, check=False)
    assert done.returncode == 1 and done.stderr == b""
    (log,) = tmp_path.glob("duban-*.log")
    assert "no_such_module" in log.read_text()


# AV005


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.function)
def test_failed_click__error(button: object, excel: VbaExcel) -> None:
    def fail(line: str) -> int:
        excel.disk.logs[words(line)[-3]] = "ModuleNotFoundError: No module named 'duban'"
        return 1

    excel.shell.answer = fail
    excel.click(button.callback)  # type: ignore[attr-defined]
    (message,) = said(excel)
    assert message.startswith(text("NotRunText"))
    assert PYTHON in message and "No module named 'duban'" in message


def test_forbidden_program__error(excel: VbaExcel) -> None:
    excel.shell.answer = excel.forbid
    excel.click("OnBuild")
    (message,) = said(excel)
    assert message.startswith(text("NotRunText")) and "Permission denied" in message


# AV006


def test_no_workbook__error(excel: VbaExcel) -> None:
    excel.application.active_book = None
    excel.click("OnBuild")
    assert said(excel) == [text("NoWorkbookText")] and excel.shell.ran == []


def test_protected_view__error(excel: VbaExcel) -> None:
    excel.application.protected_view = True
    excel.click("OnBuild")
    assert said(excel) == [text("NoWorkbookText")] and excel.shell.ran == []


# AV007


def test_functions_without_a_workbook__ok(excel: VbaExcel) -> None:
    before = excel.evaluate("XLPyCommand()")
    excel.application.active_book = None
    assert excel.evaluate("XLPyCommand()") == before


def test_function_without_python__error(portable: VbaExcel) -> None:
    answer = portable.evaluate('duban_period("2020")')
    assert str(answer).startswith(UNABLE + text("NoPythonText"))


# AV008


def test_wizard__ok(excel: VbaExcel) -> None:
    excel.run("DescribeFunctions")
    found = {each["macro"]: each for each in excel.application.described}
    assert found.keys() == {f"'duban.xlam'!{name}" for name in vars(faces) if name.startswith("duban_")}
    light = found["'duban.xlam'!duban_light"]
    assert light["category"] == "督办" and light["text"] == faces.duban_light.__doc__
    assert light["arguments"] == list(reversed(vars(faces.duban_light)["asks"].values()))
    assert len(found["'duban.xlam'!duban_unit"]["arguments"]) == 1
    assert hidden_again(excel)


def test_wizard_that_refuses__error(excel: VbaExcel) -> None:
    excel.application.describes = False
    excel.run("DescribeFunctions")
    assert said(excel) == [] and hidden_again(excel)


def hidden_again(excel: VbaExcel) -> bool:
    return (
        excel.addin.is_addin and excel.application.vba_get("EnableEvents") and excel.workbook is excel.front
    )


# AV009


@pytest.mark.parametrize("name", TEXTS)
def test_texts__ok(name: str, excel: VbaExcel) -> None:
    assert excel.evaluate(f"{name}()") == TEXTS[name].zh


def test_reasons_of_both_begin_alike__ok() -> None:
    assert text("UnableText") == UNABLE
