"""duban validate: one file, a batch, and what a caller may rely on.

VA001  Exit 0: nothing to settle (hints are no matter); 1: errors or warnings; 2: a file cannot be read, or none is there.
VA002  --json has the shape of the contract; value is what staff see, counts are exact.
VA003  Files, folders with all that is in them, patterns and names on stdin; in the order given, each once.
VA004  One broken file stops no other, whatever is wrong with it; nor does one that ends its process.
VA005  Several processes say the same in the same order as one.
VA006  Only eight columns are complete input; a date and a period may be given.
VA007  A single file is checked without pandas, lxml, openpyxl or xlwings.
VA008  Reports appear under their name only when complete; nothing is written where nothing is asked for.
VA009  --annotate and --fix leave other files alone; what cannot be written is said and stops no other file.
VA010  The sizes that are read at most can be set.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lists import Item, make_book

from duban.macros import validate as command
from duban.macros.cli import main

EXAMPLES = Path(__file__).parent.parent / "examples"
AS_OF = ("--as-of", "2020-09-30")

GOOD = make_book(
    Item("优化营商环境", goal="审批提速"),
    Item("盘活闲置厂房", ("摸清底数", "逐宗处置"), goal="年内盘活"),
)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A list with nothing to settle."""
    path = tmp_path / "甲.xlsx"
    path.write_bytes(GOOD.typed("任务清单", {(4, "牵头单位及负责人"): "综合局\n负责人：王强"}).data)
    return path


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """A list with an item without a unit, and a number doubled."""
    path = tmp_path / "乙.xlsx"
    path.write_bytes(
        make_book(Item("优化营商环境", goal="提速"), Item("盘活厂房", unit="", number=1, goal="盘活")).data
    )
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """No workbook at all."""
    path = tmp_path / "丙.xlsx"
    path.write_bytes(b"PK\x03\x04 half a file")
    return path


def report(*arguments: object, code: int) -> dict[str, Any]:
    """Run the command with --json and read what it wrote."""
    target = Path(str(arguments[0])).with_name("report.json")
    assert main(["validate", *map(str, arguments), *AS_OF, "--json", str(target)]) == code
    read: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    target.unlink()
    return read


def codes(file: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each["code"], each["cell"]) for each in file["findings"] if each["severity"] != "info"]


def test_nothing_to_settle__ok(good: Path) -> None:  # VA001, VA006
    assert codes(report(good, code=0)["files"][0]) == []


def test_something_to_settle__error(bad: Path) -> None:  # VA001, VA002
    file = report(bad, code=1)["files"][0]
    assert codes(file) == [("I103", "A5"), ("I120", "G5")]
    assert file["status"] == "findings"
    assert file["counts"]["error"] == 2
    assert sum(file["counts"].values()) == len(file["findings"])
    doubled = file["findings"][[each["code"] for each in file["findings"]].index("I103")]
    assert {name: doubled[name] for name in ("sheet", "row", "column", "value", "partner")} == {
        "sheet": "任务清单",
        "row": 5,
        "column": "序号",
        "value": "1",
        "partner": "A4",
    }
    assert doubled["message"] and doubled["remedy"]


def test_unreadable__error(broken: Path, tmp_path: Path) -> None:  # VA001
    file = report(broken, code=2)["files"][0]
    assert (file["status"], [each["code"] for each in file["findings"]]) == ("unreadable", ["F100"])
    assert "丙.xlsx" in file["findings"][0]["message"]
    assert report(tmp_path / "没有.xlsx", code=2)["files"][0]["status"] == "unreadable"


def test_nothing_to_check__error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:  # VA001
    (tmp_path / "空").mkdir()
    assert main(["validate", str(tmp_path / "空")]) == 2
    assert str(tmp_path / "空") in capsys.readouterr().err


def test_shape_of_the_json__ok(bad: Path, good: Path) -> None:  # VA002
    read = report(good, bad, code=1)
    assert (read["tool"], [file["path"] for file in read["files"]]) == ("duban", [str(good), str(bad)])
    assert read["version"]
    for file in read["files"]:
        assert file.keys() == {"path", "status", "counts", "findings"}
        assert file["counts"].keys() == {"error", "warning", "info"}
        for each in file["findings"]:
            names = {"code", "severity", "sheet", "cell", "row", "column", "value", "message", "remedy"}
            assert each.keys() - {"partner"} == names


def test_folders_patterns_and_stdin__ok(  # VA003
    good: Path, bad: Path, broken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / "区县" / "一"
    deep.mkdir(parents=True)
    shutil.copy(good, deep / "丁.xlsx")
    shutil.copy(good, deep / "~$丁.xlsx")
    shutil.copy(good, deep / "丁.备份-2020-09-30.xlsx")
    (deep / "说明.txt").write_text("不是工作簿")

    def paths(*names: object) -> list[str]:
        return command.paths_of([str(name) for name in names], io.StringIO(f"{bad}\n\n{good}\n"))

    assert paths(tmp_path / "区县") == [str(deep / "丁.xlsx")]
    assert paths(bad, tmp_path / "*.xlsx") == [str(bad), *sorted({str(broken), str(good)})]
    assert paths("-") == [str(bad), str(good)]
    assert paths(good, good) == [str(good)]
    assert paths(tmp_path / "无*.xlsx") == [str(tmp_path / "无*.xlsx")]


@pytest.mark.parametrize("jobs", [1, 2])
def test_broken_files_stop_no_other__ok(jobs: int, good: Path, bad: Path, broken: Path) -> None:  # VA004
    gone = good.with_name("没有.xlsx")
    read = report(broken, gone, bad, good, "--jobs", jobs, code=2)
    assert [file["status"] for file in read["files"]][:3] == ["unreadable", "unreadable", "findings"]
    assert codes(read["files"][2]) == [("I103", "A5"), ("I120", "G5")]


def _end_the_process(path: str, *_: object) -> None:
    if "丙" in path:
        os._exit(7)


def test_a_file_that_ends_its_process_stops_no_other__ok(  # VA004
    good: Path, bad: Path, broken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = command.check_path

    def check_or_end(path: str, how: Any) -> Any:
        _end_the_process(path)
        return check(path, how)

    monkeypatch.setattr(command, "check_path", check_or_end)  # the workers are forked from here
    job = command.Job()
    found = list(command.check_all([str(bad), str(broken), str(good)], job, jobs=2))
    assert [Path(each.path) for each in found] == [bad, broken, good]
    assert [each.status for each in found] == ["findings", "unreadable", found[2].status]
    assert found[2].status != "unreadable"


def test_several_processes_say_the_same__ok(good: Path, bad: Path, broken: Path) -> None:  # VA005
    files = [*sorted(EXAMPLES.glob("*.xlsx")), bad, broken, good]
    assert report(bad, *files, code=2) == report(bad, *files, "--jobs", 3, code=2)


def test_period_and_date_are_those_given__ok(tmp_path: Path) -> None:  # VA006
    path = Path(shutil.copy(EXAMPLES / "桓台经济开发区.xlsx", tmp_path))

    def overdue(day: str) -> int:
        target = tmp_path / f"{day}.json"
        assert main(["validate", str(path), "--as-of", day, "--json", str(target)]) == 1
        return target.read_text(encoding="utf-8").count('"T155"')

    assert 0 == overdue("2020-06-30") < overdue("2020-09-30") < overdue("2021-01-01")


def test_nothing_heavy_is_imported__ok(bad: Path) -> None:  # VA007
    program = (
        "import sys\nfrom duban.macros.cli import main\nmain(sys.argv[1:])\n"
        "heavy = {'pandas', 'numpy', 'lxml', 'openpyxl', 'xlwings', 'pandera'} & set(sys.modules)\n"
        "sys.exit(9 if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", program, "validate", str(bad)], capture_output=True)
    assert done.returncode == 0, done.stderr


def test_reports_go_where_they_are_asked_for__ok(bad: Path, tmp_path: Path) -> None:  # VA008
    before = set(tmp_path.iterdir())
    assert main(["validate", str(bad), *AS_OF]) == 1
    assert set(tmp_path.iterdir()) == before
    table = tmp_path / "报告" / "问题.csv"
    assert main(["validate", str(bad), *AS_OF, "--format", "csv", "-o", str(table)]) == 1
    rows = list(csv.reader(table.read_text(encoding="utf-8-sig").splitlines()))
    assert [row[3] for row in rows].count("I120") == 1 or any("I120" in row for row in rows)
    assert [path.name for path in table.parent.iterdir()] == ["问题.csv"]


def test_a_report_that_cannot_be_written__error(
    bad: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # VA008
    assert main(["validate", str(bad), "--json", str(bad / "里面.json")]) == 2
    assert "里面.json" in capsys.readouterr().err


def test_stdout_is_the_report_alone__ok(bad: Path) -> None:  # VA008
    arguments = [sys.executable, "-m", "duban.macros.cli", "validate", str(bad), "--format", "json"]
    done = subprocess.run(arguments, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "gbk"})
    assert done.returncode == 1
    assert json.loads(done.stdout.decode("utf-8"))["files"][0]["path"] == str(bad)


def test_annotated_copies__ok(good: Path, bad: Path, broken: Path, tmp_path: Path) -> None:  # VA009
    before = {path: path.read_bytes() for path in (good, bad, broken)}
    target = tmp_path / "批注"
    assert main(["validate", str(bad), str(broken), str(good), *AS_OF, "--annotate", str(target)]) == 2
    assert {path: path.read_bytes() for path in before} == before
    assert bad.name in {path.name for path in target.iterdir()}
    assert broken.name not in {path.name for path in target.iterdir()}
    book = openpyxl.load_workbook(target / bad.name)
    assert book["任务清单"]["G5"].comment is not None
    assert "校验结果" in book.sheetnames


def test_a_copy_that_cannot_be_written__error(  # VA009
    bad: Path, good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "占用").write_text("这里已经有一个文件")
    arguments = ["validate", str(bad), str(good), *AS_OF, "--annotate", str(tmp_path / "占用")]
    assert main(arguments) == 2
    assert "占用" in capsys.readouterr().err


def test_limits_can_be_set__error(bad: Path) -> None:  # VA010
    assert report(bad, "--max-cells", 5, code=2)["files"][0]["status"] == "unreadable"
    assert report(bad, "--max-cells", 5_000_000, code=1)["files"][0]["status"] == "findings"


def test_fix_in_place__ok(bad: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:  # VA009
    untidy = bad.with_name("不整齐.xlsx")
    item = Item("优化营商环境", goal="提速３天 ")
    untidy.write_bytes(make_book(item).typed("任务清单", {(4, "牵头领导"): "李  明"}).data)
    before = untidy.read_bytes()
    main(["validate", str(untidy), *AS_OF, "--fix"])
    said = capsys.readouterr()
    assert all(word in said.err for word in ("任务清单!C4", "任务清单!F4", "X101", "X103", "I122"))
    sheet = openpyxl.load_workbook(untidy)["任务清单"]
    assert (sheet["C4"].value, sheet["F4"].value) == ("提速3天", "李明")
    (backup,) = tmp_path.glob("不整齐.备份-*")
    assert backup.read_bytes() == before
    main(["validate", str(untidy), *AS_OF, "--fix"])
    assert len(list(tmp_path.glob("不整齐.备份-*"))) == 1
    assert capsys.readouterr().err == ""
