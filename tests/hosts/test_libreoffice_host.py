"""The extension of LibreOffice, in a LibreOffice without a window.

LH001  The extension is the same bytes each time, in words of Python 3.8, and holds all buttons.
LH002  A press of 全部生成 gives what the command writes, formulas and values alike.
LH003  A press is one step: undone, all is as before; done again, as after.
LH004  A press that fails half way leaves all as it was, and says so; so does one on a protected sheet.
LH005  A press that fills sheets of the program anew is a step of what it changes in those of staff; where it fails these are
       as before, what was added is gone, and the sheets that are not complete are named. Pressed again, nothing changes.
LH006  An engine that cannot start is said in a sentence.
"""

from __future__ import annotations

import ast
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from places import EXAMPLES

from duban.macros.declared.addin_contents import CONTENTS
from duban.macros.declared.commands import BUTTONS
from duban.workbook.addin.libreoffice.oxt import build_oxt
from duban.workbook.cells.areas import Position

BOOK = "桓台经济开发区.xlsx"
CITY = "淄博市.xlsx"
THEIRS = {"任务清单", "具体项目台账", "承接关系", "填报记录", "规则", "市级事项"}
"""The sheets that are the staff's."""

BREAKS = """
import json, sys
print(json.dumps({"protocol": 1, "version": "0"}), flush=True)
for line in sys.stdin:
    print(json.dumps(json.load(open(sys.argv[1]))), flush=True)
"""
"""An engine that answers what stands in a file."""


def test_same_bytes_old_words_all_buttons__ok() -> None:  # LH001
    made = build_oxt(CONTENTS)
    assert made == build_oxt(CONTENTS)
    archive = zipfile.ZipFile(io.BytesIO(made))
    for name in archive.namelist():
        if name.endswith(".py"):
            ast.parse(archive.read(name), feature_version=(3, 8))
    addons = archive.read("Addons.xcu").decode()
    assert [each.function for each in BUTTONS if f"org.duban:{each.function}<" not in addons] == []


@pytest.mark.libreoffice
def test_built_as_the_command_builds__ok(presses: Any, soffice: Any, tmp_path: Path) -> None:  # LH002, LH003
    jobs, wanted = [], {}
    for name in (BOOK, CITY):
        source, made, stored = EXAMPLES / name, tmp_path / f"made-{name}", tmp_path / f"stored-{name}"
        subprocess.run(
            [sys.executable, "-m", "duban.macros.cli", "build", str(source), "-o", str(made)],
            check=False,
            capture_output=True,
        )
        wanted[name] = soffice(made, "xlsx:Calc MS Excel 2007 XML", tmp_path / "by_libreoffice")
        steps = [
            ["state"],
            ["press", "build"],
            ["store", str(stored)],
            ["state"],
            ["undo"],
            ["state"],
            ["redo"],
            ["state"],
        ]
        jobs.append({"source": str(source), "steps": [*steps, ["press", "build"]]})
    for name, answers in zip((BOOK, CITY), presses(jobs), strict=True):
        before, pressed, _, after, _, undone, _, again, anew = answers
        assert pressed[0], pressed[1]
        assert len(pressed[2]) == 1
        assert unlike(before, undone) == []
        assert unlike(after, again) == []
        assert anew[0] and "没有变化" in anew[1]
        left, right = cells(tmp_path / f"stored-{name}"), cells(wanted[name])
        differs = sorted(at for at in left.keys() | right.keys() if left.get(at) != right.get(at))
        assert differs[:5] == []


@pytest.mark.libreoffice
def test_taken_back_where_it_fails__stop(presses: Any, tmp_path: Path) -> None:  # LH004
    engine, answer = tmp_path / "engine.py", tmp_path / "answer.json"
    engine.write_text(BREAKS, encoding="utf-8")
    write = {
        "op": "write",
        "sheet": "任务清单",
        "area": [4, 11, 5, 12],
        "rows": [["新", {"f": "=1+1", "v": 2}], ["001", 3]],
    }
    ops = [
        {"op": "add", "sheet": "新表", "before": None},
        {**write, "sheet": "新表"},
        {"op": "likeness", "sheet": "任务清单", "source": [4, 1, 4, 1], "area": [4, 11, 4, 12]},
        write,
        {"op": "write", "sheet": "没有这张表", "area": [1, 1, 1, 1], "rows": [[1]]},
    ]
    answer.write_text(
        json.dumps({"protocol": 1, "ok": True, "message": "", "show": None, "ops": ops, "finish": None})
    )
    steps = [["state"], ["press", "build"], ["state"], ["protect", "任务清单"], ["press", "build"], ["state"]]
    job = {"source": str(EXAMPLES / BOOK), "steps": steps}
    before, failed, after, _, refused, untouched = presses([job], [sys.executable, str(engine), str(answer)])[
        0
    ]
    assert not failed[0] and "已全部撤回" in failed[1] and failed[2] == []
    assert unlike(before, after) == []
    assert not refused[0] and "有保护" in refused[1]
    assert unlike(before, untouched) == []


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook that has its generated sheets."""
    path = tmp_path_factory.mktemp("built") / BOOK
    command = [sys.executable, "-m", "duban.macros.cli", "build", str(EXAMPLES / BOOK), "-o", str(path)]
    subprocess.run(command, check=True, capture_output=True)
    return path


@pytest.mark.libreoffice
def test_sheets_filled_anew__ok(presses: Any, built: Path) -> None:  # LH005
    steps = [
        ["cell", ["任务清单", "E6", "1、改写第一条；\n2、新增第二条；\n3、第三条"]],
        ["state"],
        ["press", "build"],
        ["state"],
        ["undo"],
        ["state"],
        ["redo"],
        ["state"],
        ["press", "build"],
    ]
    _, before, pressed, after, _, undone, _, again, anew = presses([{"source": str(built), "steps": steps}])[
        0
    ]
    assert pressed[0] and pressed[2] == ["督办：全部生成"]
    assert {"具体项目台账", "填报记录"} <= {name for name, _ in unlike(before, after)} & THEIRS
    assert {name for name, _ in unlike(before, undone)} & THEIRS == set()
    assert unlike(after, again) == []
    assert "没有变化" in anew[1]


@pytest.mark.libreoffice
def test_sheets_filled_anew_in_part__stop(presses: Any, built: Path, tmp_path: Path) -> None:  # LH005
    write = {"op": "write", "area": [4, 11, 4, 12], "rows": [["新", {"f": "=1+1", "v": 2}]]}
    made: list[dict[str, Any]] = [
        {"op": "add", "sheet": "新表", "before": None},
        {**write, "sheet": "新表"},
        {"op": "empty", "sheet": "市级汇总"},
        {**write, "sheet": "市级汇总"},
        {"op": "mark", "sheet": "市级汇总", "name": "_duban_mark", "text": "duban:1:0"},
    ]
    theirs = [{**write, "sheet": "任务清单"}, {"op": "remove", "sheet": "单位-安全环保局"}]
    wrong = {"op": "write", "sheet": "没有这张表", "area": [1, 1, 1, 1], "rows": [[1]]}
    engine, jobs = tmp_path / "engine.py", []
    engine.write_text(BREAKS, encoding="utf-8")
    for number, ops in enumerate(
        ([*made, *theirs, wrong], [*made[:4], {**wrong, "sheet": "新表", "area": [0, 0, 0, 0]}])
    ):
        answer = {"protocol": 1, "ok": True, "message": "", "show": None, "ops": ops, "finish": None}
        (tmp_path / f"{number}.json").write_text(json.dumps(answer), encoding="utf-8")
        jobs.append({"source": str(built), "steps": [["state"], ["press", "build"], ["state"]]})
    for number, (job, gone) in enumerate(zip(jobs, ({"单位-安全环保局"}, set()), strict=True)):
        before, failed, after = presses(
            [job], [sys.executable, str(engine), str(tmp_path / f"{number}.json")]
        )[0]
        assert not failed[0] and "“市级汇总”没有填完" in failed[1] and failed[2] == []
        assert set(before) - set(after) == gone and ("“单位-安全环保局”已删除" in failed[1]) == bool(gone)
        changed = {name for name in after if before[name] != after[name]}
        assert "市级汇总" in changed and changed & THEIRS == set()


@pytest.mark.libreoffice
def test_no_engine__stop(presses: Any) -> None:  # LH006
    job = {"source": str(EXAMPLES / BOOK), "steps": [["press", "build"]]}
    done, said, _ = presses([job], ["/no/such/program", "engine"])[0][0]
    assert not done and "/no/such/program engine" in said and "addin install" in said


def unlike(one: dict[str, list[Any]], other: dict[str, list[Any]]) -> list[Any]:
    """Sheets, and which of their facts are not the same."""
    if list(one) != list(other):
        return [list(one), list(other)]
    return [
        (name, place)
        for name in one
        for place in range(len(one[name]))
        if one[name][place] != other[name][place]
    ]


def cells(path: Path) -> dict[tuple[str, Position], Any]:
    """Values and formulas of a workbook, as LibreOffice wrote it; links of cells are what they show."""
    found: dict[tuple[str, Position], Any] = {}
    for sheet in load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None and not str(cell.value).startswith("=HYPERLINK("):
                    found[sheet.title, (cell.row, cell.column)] = cell.value
    return found
