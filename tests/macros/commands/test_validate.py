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
VA010  The sizes that are read at most, and the seconds for one file, can be set.
VA011  A report never takes the place of a workbook, of a file that is checked, of another report of the same run, of
       a folder for copies, or of a file that is no report of ours: by no name, link or spelling.
VA012  A file that hangs is reported when its time is over; one that ends its process twice, as that.
VA013  What --fix changed is said, and nothing else, wherever a disk fails, a process dies or a check breaks off.
VA014  Ctrl-C says what was saved until then, in every process, and leaves no half report.
VA015  A file whose name is no text is checked like any other, in every format.
"""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import counted_os
import openpyxl
import pytest
from counted_os import CountedOs
from lists import Item, make_book
from places import EXAMPLES

from duban.macros.cli import main
from duban.macros.commands import validate as command
from duban.macros.messages.log import log_path
from duban.validation.mend import fix
from duban.validation.reports.formats import FORMATS, is_report
from duban.workbook.file import safe_write
from duban.workbook.say.stop import STOPS, Stop

AS_OF = ("--as-of", "2020-09-30")

GOOD = make_book(
    Item("优化营商环境", goal="审批提速"),
    Item("盘活闲置厂房", ("摸清底数", "逐宗处置"), goal="年内盘活"),
)


@pytest.fixture(autouse=True)
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The log of this test alone."""
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / ".home"))
    return log_path()


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
    shutil.copy(good, deep / "丁.备份-2020-09-30 183005-2.xlsx")
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


@pytest.fixture
def instead(
    monkeypatch: pytest.MonkeyPatch, started_by: Callable[[str], None]
) -> Callable[[str, Callable[[], None]], None]:
    """``instead(word, act)``: the check of a file with this word in its name begins with ``act()``."""
    started_by("fork")

    def put(word: str, act: Callable[[], None]) -> None:
        check = command.check_path

        def act_first(path: str, how: Any) -> Any:
            if word in path:
                act()
            return check(path, how)

        monkeypatch.setattr(command, "check_path", act_first)

    return put


Instead = Callable[[str, Callable[[], None]], None]


def hang() -> None:
    time.sleep(600)


def die() -> None:
    os._exit(7)


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(("act", "code"), [(hang, "too_slow"), (die, "worker_died")])
def test_a_file_that_hangs_or_ends_its_process__error(  # VA004, VA012
    good: Path, bad: Path, broken: Path, instead: Instead, act: Callable[[], None], code: str, jobs: int
) -> None:
    instead("丙", act)
    job = command.Job(formats=("json",), timeout=2)
    paths = [str(bad), str(broken), str(good)]
    with closing(command.check_all(paths, job, jobs)) as checked:
        found = list(checked)
    assert [each.path for each in found] == paths
    assert [each.status for each in found][:2] == ["findings", "unreadable"]
    assert found[2].status != "unreadable"
    why = Stop(code, path=broken, seconds="2").what.zh
    assert json.loads(found[1].parts[0])["findings"][0]["message"] == why


def test_one_that_dies_once_is_fine__ok(
    good: Path, bad: Path, instead: Instead, tmp_path: Path
) -> None:  # VA012
    def die_once() -> None:
        if not (tmp_path / "died").exists():
            (tmp_path / "died").touch()
            os.kill(os.getpid(), signal.SIGKILL)

    instead("甲", die_once)
    found = list(command.check_all([str(bad), str(good)], command.Job()))
    assert [each.status == "unreadable" for each in found] == [False, False]


def test_a_single_file_has_the_time_that_is_said__error(broken: Path, instead: Instead) -> None:  # VA010
    instead("丙", hang)
    assert report(broken, "--timeout", 2, code=2)["files"][0]["status"] == "unreadable"


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
    untidy.write_bytes(make_book(item).typed("任务清单", {(4, "牵头领导"): "李 晓 明"}).data)
    before = untidy.read_bytes()
    main(["validate", str(untidy), *AS_OF, "--fix"])
    said = capsys.readouterr()
    assert all(word in said.err for word in ("任务清单!C4", "任务清单!F4", "X101", "X103", "I122"))
    sheet = openpyxl.load_workbook(untidy)["任务清单"]
    assert (sheet["C4"].value, sheet["F4"].value) == ("提速3天", "李晓明")
    (backup,) = tmp_path.glob("不整齐.备份-*")
    assert backup.read_bytes() == before
    main(["validate", str(untidy), *AS_OF, "--fix"])
    assert len(list(tmp_path.glob("不整齐.备份-*"))) == 1
    assert capsys.readouterr().err == ""


# VA011


def refused(code: str, folder: Path, *arguments: object, capsys: pytest.CaptureFixture[str]) -> None:
    """Run the command, expect this refusal and a folder that is as it was."""

    def content() -> dict[Path, object]:
        return {path: path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}

    before = content()
    assert main(["validate", *map(str, arguments), *AS_OF]) == 2
    beginning = STOPS[code].what.zh.rpartition("}")[2]
    assert beginning in capsys.readouterr().err
    assert content() == before


@pytest.mark.parametrize("option", ["-o", "--json"])
@pytest.mark.parametrize(
    "name", ["甲.xlsx", "新.xlsx", "新.XLSM", "新.xls", "新.et", "新.ods", "新.xlam", "链.html"]
)
def test_a_report_is_no_workbook__error(
    good: Path, bad: Path, option: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    good.with_name("链.html").symlink_to(bad)
    refused("out_is_workbook", good.parent, bad, option, good.with_name(name), capsys=capsys)


@pytest.mark.parametrize("link", ["none", "symbolic", "hard"])
def test_a_report_is_no_input__error(bad: Path, link: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = bad.with_name("说明.txt")
    text.write_text("")  # no workbook, but it was named
    out = bad.with_name("报告.txt")
    if link == "symbolic":
        out.symlink_to(text)
    elif link == "hard":
        out.hardlink_to(text)
    else:
        out = text
    refused("out_is_input", bad.parent, bad, text, "-o", out, capsys=capsys)


@pytest.mark.parametrize("content", [b"notes of a year", b"\n", "督办".encode("gbk"), b'{"files": []}'])
def test_a_file_of_others_stays__error(bad: Path, content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    notes = bad.with_name("notes.txt")
    notes.write_bytes(content)
    refused("out_is_not_ours", bad.parent, bad, "-o", notes, capsys=capsys)
    refused("out_is_not_ours", bad.parent, bad, "--json", notes, capsys=capsys)


@pytest.mark.parametrize(
    ("out", "json"), [("a.json", "a.json"), ("a.json", "A.JSON"), ("a.json", "b/../a.json"), ("链", "a.json")]
)
def test_two_reports_are_two_files__error(
    bad: Path, out: str, json: str, capsys: pytest.CaptureFixture[str]
) -> None:
    bad.with_name("b").mkdir()
    bad.with_name("链").symlink_to("a.json")
    folder = bad.parent
    refused("out_twice", folder, bad, "-o", folder / out, "--json", folder / json, capsys=capsys)


@pytest.mark.parametrize("out", ["批注", "批注/区", "批注/区/内"])
def test_a_report_is_no_folder_for_copies__error(
    good: Path, bad: Path, out: str, capsys: pytest.CaptureFixture[str]
) -> None:
    deep = bad.parent / "区" / "内"
    deep.mkdir(parents=True)
    shutil.copy(good, deep)
    folder = bad.parent
    arguments = (bad, deep, "--annotate", folder / "批注", "-o", folder / out)
    refused("out_twice", folder, *arguments, capsys=capsys)
    (folder / out).mkdir(parents=True)
    refused("out_is_folder", folder, *arguments, capsys=capsys)


@pytest.mark.parametrize("format", FORMATS)
def test_an_earlier_report_is_replaced__ok(good: Path, bad: Path, format: str) -> None:
    out = bad.with_name("报告.txt")
    out.touch()
    sizes = []
    for path in (good, bad):
        main(["validate", str(path), *AS_OF, "--format", format, "-o", str(out)])
        sizes.append(out.stat().st_size)
    assert 0 < sizes[0] < sizes[1]
    assert is_report(out.read_bytes())


def test_a_link_to_a_report_stays_one__ok(bad: Path) -> None:
    link = bad.with_name("链.html")
    link.symlink_to("报告.html")
    main(["validate", str(bad), *AS_OF, "--format", "html", "-o", str(link)])
    assert link.is_symlink() and is_report(bad.with_name("报告.html").read_bytes())


def test_a_device_is_written_to_and_not_replaced__ok(bad: Path) -> None:
    pipe = bad.with_name("pipe")
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    assert main(["validate", str(bad), *AS_OF, "--json", str(pipe)]) == 1
    assert json.loads(os.read(reader, 1 << 16))["tool"] == "duban"
    os.close(reader)
    assert pipe.is_fifo()


# VA013


@pytest.fixture
def untidy(tmp_path: Path) -> Path:
    """A list with one cell to be mended, and a finding that stays."""
    path = tmp_path / "不整齐.xlsx"
    path.write_bytes(make_book(Item("优化营商环境", goal="提速３天 "), Item("盘活厂房", unit="")).data)
    return path


CHANGE = "  任务清单!C4 "


def truth(untidy: Path, before: bytes, checked: command.Checked) -> bool:
    """Whether the file was changed, once it is sure that just this is said."""
    changed = untidy.read_bytes() != before
    assert any(line.startswith(CHANGE) for line in checked.fixed) == changed
    assert all(untidy.name in line for line in checked.fixed if not line.startswith(" "))
    backups = list(untidy.parent.glob("*.备份-*"))
    assert [backup.read_bytes() for backup in backups] == [before] * len(backups)
    assert backups or not changed
    return changed


@pytest.mark.parametrize("lasting", [False, True])
def test_a_disk_fails_anywhere__error(
    untidy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lasting: bool
) -> None:
    """A disk that is full, or gone, at each single call that saves the mended file and its copy."""
    monkeypatch.setattr(counted_os, "CHUNK", 1 << 20)

    def full() -> None:
        raise OSError(errno.ENOSPC, "no room")

    before, seen = untidy.read_bytes(), set()
    for at in range(1, 1000):
        for path in [*tmp_path.glob("*.备份-*"), *tmp_path.glob("批注/*")]:
            path.unlink()
        untidy.write_bytes(before)
        counted = CountedOs(at, full, lasting=lasting)
        monkeypatch.setattr(safe_write, "os", counted)
        written = len(safe_write.WRITTEN)
        checked = command.check_one(str(untidy), command.Job(fix=True, copies=tmp_path / "批注"))
        changed = truth(untidy, before, checked)
        copied = (tmp_path / "批注" / untidy.name).exists()
        assert [each.path == untidy for each in safe_write.WRITTEN[written:]] == [True] * changed + [
            False
        ] * copied
        # what was not written is said, of each of the two files by its name
        assert (checked.trouble is None) == (changed and copied)
        assert str(untidy) in (checked.trouble or "") or changed
        assert str(tmp_path / "批注") in (checked.trouble or "") or copied
        seen.add((changed, copied))
        if len(counted.calls) < at:
            break
    assert seen == {(False, not lasting), (True, False), (True, True)}


def save_and(act: Callable[[], None]) -> Callable[..., Any]:
    def save(*arguments: Any, **options: Any) -> Any:
        safe_write.save(*arguments, **options)
        act()

    return save


def stop_before(act: Callable[[], None]) -> Callable[..., Any]:
    return lambda *_, **__: act()


def fail() -> None:
    raise RuntimeError("boom")


def run_out() -> None:
    raise MemoryError


@pytest.mark.parametrize("way", [save_and, stop_before])
@pytest.mark.parametrize("act", [hang, die, fail, run_out])
@pytest.mark.parametrize("alone", [True, False])
def test_a_check_breaks_off__error(
    untidy: Path,
    good: Path,
    instead: Instead,
    monkeypatch: pytest.MonkeyPatch,
    way: Callable[[Callable[[], None]], Callable[..., Any]],
    act: Callable[[], None],
    alone: bool,
) -> None:
    monkeypatch.setattr(fix, "save", way(act))
    before, written = untidy.read_bytes(), len(safe_write.WRITTEN)
    timeout = None if alone and act not in (hang, die) else 2
    paths = [str(untidy)] if alone else [str(untidy), str(good)]
    checked = next(command.check_all(paths, command.Job(fix=True, timeout=timeout)))
    changed = truth(untidy, before, checked)
    assert changed == (way is save_and)
    assert [each.path for each in safe_write.WRITTEN[written:]] == [untidy] * changed
    # where a second try is left, what is saved is found in order
    again = changed and act in (die, run_out) and timeout is not None
    assert checked.status == (
        "findings" if again or (not alone and changed and act is run_out) else "unreadable"
    )


# VA014


PROGRAM = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # shells start jobs in the background deaf to it
from pathlib import Path
from duban.macros import cli
from duban.validation.mend import annotate
annotate_file = annotate.annotate_file
def slow(report, folder, *rest):
    annotate_file(report, folder, *rest)
    (folder / "at work").touch()
    time.sleep(600)
annotate.annotate_file = slow
sys.exit(cli.main(sys.argv[1:]))
"""


@pytest.mark.skipif(os.name == "nt", reason="signals as POSIX has them")
@pytest.mark.parametrize("alone", [True, False])
def test_ctrl_c__error(untidy: Path, good: Path, tmp_path: Path, alone: bool) -> None:
    before, copies = untidy.read_bytes(), tmp_path / "批注"
    copies.mkdir()
    paths = [str(untidy)] if alone else [str(untidy), str(good)]
    command = [sys.executable, "-c", PROGRAM, "validate", *paths, "--fix", "--annotate", str(copies)]
    command += ["--json", str(tmp_path / "报告.json"), "--timeout" if not alone else "--limit", "600"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        while not (copies / "at work").exists():
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        said = process.communicate()[1].decode()
    assert process.returncode == 2
    assert untidy.read_bytes() != before
    assert [said.count(str(path)) for path in (untidy, copies / untidy.name, good)] == [1, 1, 0]
    assert "Traceback" not in said
    assert not list(tmp_path.glob("*.json")) and not list(tmp_path.glob(".duban-*"))


# VA015


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("batch", [False, True])
def test_a_name_that_is_no_text__ok(
    untidy: Path, good: Path, format: str, batch: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    try:
        nameless = untidy.rename(os.fsdecode(os.fsencode(untidy.parent) + b"/\xc7\xe5\xb5\xa5.xlsx"))
    except OSError:
        pytest.skip("this file system takes names of text only")
    names = os.fsencode(nameless) + b"\n" + (os.fsencode(good) + b"\n" if batch else b"")
    stdin = io.TextIOWrapper(io.BytesIO(names), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", stdin)
    out = tmp_path / os.fsdecode(b"\xb1\xa8")
    arguments = ["validate", "-", *AS_OF, "--format", format, "-o", str(out), "--fix"]
    assert main([*arguments, "--annotate", str(tmp_path / "批注")]) == 1
    assert is_report(out.read_bytes()) and b"I120" in out.read_bytes()
    assert (tmp_path / "批注" / nameless.name).is_file()
    assert any(path.name.startswith(f"{nameless.stem}.备份-") for path in tmp_path.iterdir())
