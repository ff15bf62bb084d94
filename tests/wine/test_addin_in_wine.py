"""The add-in out of the bundle, installed in Wine: what it starts, and what that answers. Excel itself is not there.

The lines are those that the installed add-in's own VBA makes (run by an interpreter, ``vba_excel``). What numpy, calamine
and ``platform`` lack in Wine 8 is lent (``windows_in_wine.lend``).

WA001  ``install.cmd``, double-clicked, puts the add-in to where Excel opens it, told of the bundle's own pythonw.exe, and
       compiles all packages. ``uninstall.cmd`` takes it away, and says so when there was nothing.
WA002  While another program holds the add-in, install and remove say so, and it is as it was.
WA003  All nine functions for cells answer right through xlwings' own DLL, which starts the server by itself.
WA004  A click finds the workbook that was clicked in, whatever its name has of signs, and needs no console.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import INSIDE, Installed
from vba_excel import VbaExcel

from duban.macros.declared.addin_contents import CONTENTS
from duban.workbook.addin.addin_file import build_addin

pytestmark = [pytest.mark.wine, pytest.mark.long]


def install(windows: Installed) -> None:
    """The add-in with the bundle's own Python, where ``install.cmd`` puts it; compiles nothing."""
    windows.addin.parent.mkdir(parents=True, exist_ok=True)
    windows.addin.write_bytes(build_addin(CONTENTS, {"INTERPRETER_WIN": pythonw(windows)}))


def pythonw(windows: Installed) -> str:
    return windows.wine.windows(windows.bundle / "python" / "pythonw.exe")


def excel_with(windows: Installed) -> VbaExcel:
    """An Excel with the installed add-in, to which the bundle's files are there."""
    excel = VbaExcel(windows.addin)
    excel.disk.files.add(pythonw(windows))
    return excel


# WA001


def test_install_and_uninstall__ok(windows: Installed) -> None:
    windows.addin.unlink(missing_ok=True)
    script = windows.wine.windows(windows.bundle / "install.cmd")
    done = windows.wine.run("cmd", "/c", script)
    assert done.code == 0 and "加载项已安装到" in done.out
    assert windows.addin.read_bytes() == build_addin(CONTENTS, {"INTERPRETER_WIN": pythonw(windows)})
    sources = {path.with_suffix("") for path in (windows.bundle / "lib").rglob("*.py")}
    compiled = {
        path.parents[1] / path.name.split(".")[0]
        for path in (windows.bundle / "lib").rglob("*.cpython-313.pyc")
    }
    assert {path.name for path in sources - compiled} == {"olefile2"}  # which is for Python 2

    script = windows.wine.windows(windows.bundle / "uninstall.cmd")
    for sentence in ("加载项已卸载。", "没有安装过加载项，无须卸载。"):
        done = windows.wine.run("cmd", "/c", script)
        assert done.code == 0 and sentence in done.out
        assert not windows.addin.exists()


def test_archive_was_not_unpacked__error(windows: Installed) -> None:  # WA001
    alone = (
        windows.wine.home / "Temp" / "install.cmd"
    )  # as Explorer unpacks what is double-clicked in an archive
    alone.write_bytes((windows.bundle / "install.cmd").read_bytes())
    done = windows.wine.run("cmd", "/c", windows.wine.windows(alone))
    assert done.code == 2 and "unpack the whole archive first" in done.out


# WA002


@pytest.mark.parametrize("step", ["install", "remove"])
def test_addin_is_held__error(step: str, windows: Installed) -> None:
    windows.addin.parent.mkdir(parents=True, exist_ok=True)
    other = build_addin(CONTENTS, {"INTERPRETER_WIN": r"C:\old\pythonw.exe"})
    windows.addin.write_bytes(other)
    done = windows.script("while_held.py", windows.wine.windows(windows.addin), "addin", step)
    assert done.code == 2
    assert "duban.xlam 正被 Excel 使用，没有改动。" in done.err
    assert windows.addin.read_bytes() == other
    assert [path.name for path in windows.addin.parent.iterdir()] == ["duban.xlam"]


# WA003

HEADER = [
    "序号",
    "改革事项",
    "改革目标",
    "突出问题",
    "改革的具体项目",
    "牵头领导",
    "牵头单位及负责人",
    "完成时限",
]
ROW = [
    1,
    "优化营商环境",
    "审批提速",
    None,
    "1.制定方案；\n2.组织实施。",
    None,
    "综合局\n负责人：王强",
    {"day": [2020, 12, 31]},
]
END, AS_OF = {"day": [2020, 12, 31]}, {"day": [2020, 9, 30]}
ANSWERS = {
    "duban_progress": ([[[1.0], [0.5], [None]]], 0.5),
    "duban_expected": ([{"day": [2020, 1, 1]}, END, AS_OF], 274 / 366),
    "duban_light": ([0.64, 0.75, END, AS_OF], "滞后"),
    "duban_rollup": ([1, [[1], [1], [2]], [[0.8], [0.6], [0.5]]], 0.7),
    "duban_unit": (["规划建设局\n负责人：韩 松"], "规划建设局"),
    "duban_owners": (["规划建设局\n负责人：唐家齐、宋一鸣"], ["唐家齐", "宋一鸣"]),
    "duban_measures": (["1.制定方案；\n2.组织实施。"], [[1, "制定方案；"], [2, "组织实施。"]]),
    "duban_period": (["2020年9月底"], "2020Q3"),
    "duban_check": ([[HEADER], [ROW]], "[I112] 缺少牵头领导。请补填牵头领导。"),
}


def test_functions_through_the_dll__ok(windows: Installed, tmp_path: Path) -> None:
    install(windows)
    line = str(excel_with(windows).evaluate("XLPyCommand()"))
    calls = tmp_path / "calls.json"
    calls.write_text(json.dumps([[name, values] for name, (values, _) in ANSWERS.items()]), encoding="utf-8")
    done = windows.script("call_functions.py", line, windows.wine.windows(calls))
    assert done.code == 0, done.err
    answers = dict(zip(ANSWERS, json.loads(done.out), strict=True))
    assert answers == {
        name: pytest.approx(right) if isinstance(right, float) else right
        for name, (_, right) in ANSWERS.items()
    }


# WA004

NAMES = ["任务清单.xlsx", "%TEMP%&100%=终稿^2; 张三's  (1)𠮷㛃.xlsx"]


def test_click_finds_its_workbook__ok(windows: Installed, tmp_path: Path) -> None:
    install(windows)
    excel = excel_with(windows)
    excel.shell.environ["TEMP"] = windows.wine.windows(tmp_path)
    for name in NAMES:
        excel.front.name = name
        excel.click("OnValidate")
    door = "import duban.macros.ribbon; duban.macros.ribbon.validate()"
    noting = f"sys.path.append(r'{windows.wine.windows(tmp_path)}'); import note_click"
    assert all(door in line for line in excel.shell.ran)
    lines = [line.replace(door, noting) for line in excel.shell.ran]
    (tmp_path / "note_click.py").write_bytes((INSIDE / "note_click.py").read_bytes())
    for file, data in (("names.json", NAMES), ("lines.json", lines)):
        (tmp_path / file).write_text(json.dumps(data), encoding="utf-8")
    done = windows.script("run_lines.py", windows.wine.windows(tmp_path / "lines.json"))
    said = "".join(path.read_text(errors="replace") for path in tmp_path.glob("duban-*.log"))
    assert (done.code, done.out.strip(), said) == (0, str([0] * len(NAMES)), "")
    noted = [json.loads(line) for line in (tmp_path / "noted.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [each["book"] for each in noted] == NAMES
    assert {(each["window"], each["python"]) for each in noted} == {(4711, pythonw(windows))}
