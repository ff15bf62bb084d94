"""Commands of the bundle's own Python on files, in Wine; what Wine 8 lacks is lent (``windows_in_wine.lend``).

WF001  ``duban demo`` writes the workbooks that it writes here: the same sheets, the same values to 12 digits.
WF002  A workbook that another program holds is not changed, no backup is left, and staff are told.
WF003  What the slim bundle leaves out is a sentence when it is asked for; the full one has it.
WF004  Several processes check a folder, old .xls files among them, as one does.
"""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from conftest import Installed
from places import EXAMPLES
from python_calamine import CalamineWorkbook
from small_xls import xls

from duban.macros.cli import main

NAME = "桓台经济开发区.xlsx"
"""A sample with something to find."""

pytestmark = [pytest.mark.wine, pytest.mark.long]


@pytest.fixture
def folder(windows: Installed) -> Path:
    """A folder of this user, empty."""
    made = windows.wine.home / "清单 文件夹"
    made.mkdir(exist_ok=True)
    for path in made.iterdir():
        path.unlink()
    return made


# WF001


def values(path: Path) -> dict[str, list[list[object]]]:
    """Sheet → its values. Numbers are cut to 12 digits, for another version of Python adds up more exactly, and
    what is computed from all their digits is left out."""
    book = CalamineWorkbook.from_path(path)
    return {
        name: [[_cut(value) for value in row] for row in book.get_sheet_by_name(name).to_python()]
        for name in book.sheet_names
    }


def _cut(value: object) -> object:
    if isinstance(value, str):
        value = re.sub(r'"digest":"[0-9a-f]+"', "", value)
        return re.sub(r"-?\d+\.\d{10,}", lambda found: f"{float(found[0]):.12g}", value)
    return float(f"{value:.12g}") if isinstance(value, float) else value


def test_demo_as_here__ok(windows: Installed, tmp_path: Path) -> None:
    there, here = windows.wine.home / "out", tmp_path / "out"
    done = windows.duban("demo", "-o", "out")
    assert done.code == 0, done.err
    assert main(["demo", "-o", str(here)]) == 0
    names = sorted(path.name for path in here.iterdir())
    assert names == sorted(path.name for path in there.iterdir()) and len(names) == 6
    assert {name: values(there / name) for name in names} == {name: values(here / name) for name in names}


# WF002


def test_held_by_another_program__error(windows: Installed, folder: Path) -> None:
    book = folder / "清单 a.xlsx"
    before = (EXAMPLES / NAME).read_bytes()
    book.write_bytes(before)
    name = windows.wine.windows(book)
    done = windows.script("while_held.py", name, "build", name)
    assert done.code == 2 and "正被别的程序占用" in done.err
    assert book.read_bytes() == before
    assert [path.name for path in folder.iterdir()] == [book.name]


# WF003


def test_pandera_is_left_out__error(windows: Installed) -> None:
    done = windows.duban("validate", windows.wine.windows(EXAMPLES / NAME), "--engine", "pandera")
    assert done.code == 2 and done.err.startswith("这里没有 pandera")


def test_pandera_in_the_full_bundle__ok(
    windows: Installed, bundles: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with ZipFile(bundles / "slim.zip") as slim, ZipFile(bundles / "full.zip") as full:
        more = sorted(set(full.namelist()) - set(slim.namelist()))
        full.extractall(windows.bundle.parent, more)
    try:
        done = windows.duban("validate", NAME, "--engine", "pandera", cwd=EXAMPLES)
    finally:
        for name in more:
            (windows.bundle.parent / name).unlink()
    monkeypatch.chdir(EXAMPLES)
    capsys.readouterr()
    assert done.code == main(["validate", NAME]) == 1, done.err
    in_gbk = capsys.readouterr().out.encode(
        "gbk", errors="replace"
    )  # which has no sign for the end of a line
    assert done.out == in_gbk.decode("gbk")


# WF004

LIST_HEADER = (
    "序号",
    "改革事项",
    "改革目标",
    "突出问题",
    "改革的具体项目",
    "牵头领导",
    "牵头单位及负责人",
    "备注",
)


def test_several_processes__ok(windows: Installed, folder: Path) -> None:
    for path in EXAMPLES.glob("*.xlsx"):
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "旧.xls").write_bytes(xls({"任务清单": [list(LIST_HEADER), ["1", "优化营商环境"]]}))
    said = [windows.duban("validate", ".", "--jobs", jobs, cwd=folder) for jobs in ("1", "2")]
    assert [ran.code for ran in said] == [1, 1], said[1].err
    assert said[0].out == said[1].out and "文件 7：" in said[0].out and "无法读取 0" in said[0].out
