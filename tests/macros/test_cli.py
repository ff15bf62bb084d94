"""The door without Excel.

CL001  Exit 0: done, also with findings. Exit 2: could not do it; the file is then as it was.
CL002  Without -o a file is updated in place with a backup of the bytes before; with -o it stays.
CL003  A second run with the same as-of date writes nothing and makes no backup.
CL004  --period and --as-of are written into 规则 and later commands read them there.
CL005  Every message is one sentence that names the file; never a traceback without --debug. An error inside the
       program is written down in the log, which is named.
CL006  --help and wrong arguments answer without loading pandas, lxml or xlwings.
CL007  Staff read Chinese; --lang en gives English.
CL008  The single steps make only their own sheets.
CL009  A file that is open, read-only or in an old format is refused, untouched.
CL010  Whatever stops a command, and whenever: each file that was saved by then is named with its backup, no other.
CL011  No name of a file or sheet, and no value, is obeyed by a terminal or taken for a pattern; a file whose name is
       no text is a file like any other.
CL012  The result is never written over a district, also where OUT names it by a link.
CL014  Beside the first backup as many stay as 规则 says; where it says nothing that can be used, all do. No time of day
       gets into the workbook.
CL015  No run loads pandas, numpy or openpyxl, nor does a button load pandas by way of xlwings, which has it where it wants it.
CL013  demo and addin replace what they made before, nothing else; what an office corrected in a portable folder is kept.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from bulletins import table_rows
from lists import Book, Item, make_book
from places import EXAMPLES

from duban.macros.cli import main
from duban.macros.messages.log import FULL, log_path
from duban.macros.messages.report import NOTHING_WRITTEN
from duban.validation.reports.words import visible
from duban.workbook.file.package import Package
from duban.workbook.format.names import RULES
from duban.workbook.say.stop import Stop

AS_OF = ("--as-of", "2020-09-30")
OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e]")
"""What a terminal obeys, or what turns the direction of writing."""


@pytest.fixture(autouse=True)
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The log of this test alone."""
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "home"))
    return log_path()


@pytest.fixture
def park(tmp_path: Path) -> Path:
    """A copy of the sample park workbook."""
    return Path(shutil.copy(EXAMPLES / "齐鲁化工区.xlsx", tmp_path / "园区.xlsx"))


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A copy of the sample city workbook."""
    return Path(shutil.copy(EXAMPLES / "淄博市.xlsx", tmp_path / "淄博市.xlsx"))


def sheets(path: Path) -> list[str]:
    return openpyxl.load_workbook(path, read_only=True).sheetnames


def backups(path: Path) -> list[Path]:
    return sorted(path.parent.glob("*.备份-*"))


def settings(path: Path) -> dict[str, object]:
    rows = openpyxl.load_workbook(path, data_only=True)["规则"].iter_rows(
        min_row=2, max_col=2, values_only=True
    )
    return {str(name): value for name, value in rows if name}


def test_build_in_place_keeps_a_backup__ok(park: Path) -> None:
    before = park.read_bytes()
    assert main(["build", str(park), *AS_OF]) == 0
    assert [b.read_bytes() for b in backups(park)] == [before]
    assert {"市级汇总", "单位-办公室", "2020年第三季度通报", "承接关系", "规则"} <= set(sheets(park))


def typed(path: Path, setting: str, value: object) -> None:
    """A value typed into 规则."""
    book = Book(path.read_bytes())
    path.write_bytes(book.typed(RULES, {(book.find(RULES, 项目=setting), "值"): value}).data)


@pytest.mark.parametrize(("number", "left"), [(1, 2), (2, 3), (None, 7), (0, 7), ("全部", 7)])
def test_so_many_backups_stay__ok(tmp_path: Path, number: object, left: int) -> None:
    path = tmp_path / "清单.xlsx"
    path.write_bytes(original := make_book(Item("企业开办")).data)
    other = tmp_path / "清单.备份-2020.xlsx"
    other.write_bytes(b"mine")
    assert main(["build", str(path), *AS_OF]) == 0
    typed(path, "备份份数", number)
    for day in range(20, 26):
        assert main(["build", str(path), "--as-of", f"2020-09-{day}"]) == 0
    made = [each for each in backups(path) if each != other]
    assert len(made) == left
    assert original in [each.read_bytes() for each in made]
    assert other.read_bytes() == b"mine"
    assert re.fullmatch(r"清单\.备份-\d{4}-\d\d-\d\d \d{6}(-\d+)?\.xlsx", made[0].name)


def test_no_time_of_day_in_the_workbook__ok(tmp_path: Path) -> None:
    made = []
    for name in ("甲", "乙"):
        path = tmp_path / name / "清单.xlsx"
        path.parent.mkdir()
        path.write_bytes(make_book(Item("企业开办")).data)
        for day in (20, 21):
            assert main(["build", str(path), "--as-of", f"2020-09-{day}"]) == 0
        package = Package.read(path.read_bytes())
        drawn = Book(path.read_bytes()).tables.settings.book_id.encode()
        parts = [part for part in package.parts if not part.startswith("docProps/core")]
        made.append({part: package.data(part).replace(drawn, b"") for part in parts})
        time.sleep(1.1)
    assert made[0] == made[1]


def test_build_elsewhere_leaves_the_original__ok(park: Path, tmp_path: Path) -> None:
    before, out = park.read_bytes(), tmp_path / "成果.xlsx"
    assert main(["build", str(park), "-o", str(out), *AS_OF]) == 0
    assert park.read_bytes() == before
    assert "市级汇总" in sheets(out)
    assert backups(park) == []


def test_second_run_writes_nothing__ok(park: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["build", str(park), *AS_OF, "--accept-suggestions"])
    first, stamp = park.read_bytes(), park.stat().st_mtime_ns
    capsys.readouterr()
    assert main(["build", str(park), *AS_OF, "--accept-suggestions"]) == 0
    assert (park.read_bytes(), park.stat().st_mtime_ns) == (first, stamp)
    assert len(backups(park)) == 1
    assert NOTHING_WRITTEN.zh in capsys.readouterr().out


def test_period_and_date_are_remembered__ok(park: Path) -> None:
    main(["build", str(park), "--period", "2020Q2", "--as-of", "2020-06-20"])
    main(["summary", str(park)])
    assert settings(park)["当前期间"] == "2020Q2"
    assert str(settings(park)["截至日期"]).startswith("2020-06-20")
    assert [name for name in sheets(park) if name.endswith("通报")] == ["2020年第二季度通报"]


def test_later_period_lets_the_date_follow_the_calendar__ok(park: Path) -> None:
    main(["build", str(park), *AS_OF])
    main(["build", str(park), "--period", "2020Q4"])
    cell = openpyxl.load_workbook(park)["规则"]["B6"]
    assert cell.value == "=MIN(TODAY(),DATE(2020,12,31))"
    assert {"2020年第三季度通报", "2020年第四季度通报"} <= set(sheets(park))


@pytest.mark.parametrize(
    ("command", "made"),
    [
        ("units", {"单位-综合管理局", "单位-办公室", "单位-招商局", "单位-规划建设局"}),
        ("rollup", {"市级汇总"}),
        ("summary", {"2020年第三季度通报"}),
    ],
)
def test_single_step_makes_its_own_sheets__ok(park: Path, command: str, made: set[str]) -> None:
    assert main([command, str(park), *AS_OF]) == 0
    generated = {n for n in sheets(park) if n == "市级汇总" or n.startswith("单位-") or n.endswith("通报")}
    assert generated == made


def test_city_rolls_districts_up__ok(city: Path) -> None:
    districts = [EXAMPLES / f"{name}经济开发区.xlsx" for name in ("临淄", "淄川", "桓台", "沂源")]
    assert main(["rollup", str(city), *map(str, districts), *AS_OF]) == 0
    book = openpyxl.load_workbook(city, data_only=True)
    assert {row[0].value for row in book["区县事项"].iter_rows(min_row=2) if row[0].value} == {
        each.stem for each in districts
    }
    rows = [row for row in table_rows(book["市级汇总"]) if row and isinstance(row[0], int)][:15]
    lights = {row[0]: row[8] for row in rows}
    assert [number for number, light in lights.items() if light == "未承接"] == [9, 12, 14, 15]
    assert (lights[8], lights[13]) == ("未报", "常态")


def test_rollup_takes_a_folder__ok(city: Path, tmp_path: Path) -> None:
    folder = tmp_path / "区县"
    folder.mkdir()
    for name in ("临淄", "淄川"):
        shutil.copy(EXAMPLES / f"{name}经济开发区.xlsx", folder)
    (folder / "~$临淄经济开发区.xlsx").write_bytes(b"lock")
    assert main(["rollup", str(city), str(folder), *AS_OF]) == 0


def test_new_then_build__ok(tmp_path: Path) -> None:
    book = tmp_path / "新清单.xlsx"
    assert main(["new", str(book), "--period", "2020Q3"]) == 0
    assert sheets(book) == ["任务清单", "市级事项", "规则"]
    assert main(["build", str(book)]) == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["build", "没有这个文件.xlsx"], "没有这个文件.xlsx"),
        (["units", "{city}"], "市级工作簿"),
        (["build", "{park}", "--sheet", "不存在"], "不存在"),
        (["build", "{park}", "-o", "{park}.csv"], ".xlsx"),
        (["new", "{park}"], "已经存在"),
        (["rollup", "{city}", "{missing}"], "找不到"),
    ],
)
def test_refusal_is_a_sentence__error(
    park: Path, city: Path, arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = park.read_bytes()
    filled = [a.format(park=park, city=city, missing=park.parent / "无.xlsx") for a in arguments]
    assert main(filled) == 2
    said = capsys.readouterr().err
    assert says in said
    assert "Traceback" not in said
    assert park.read_bytes() == before


def test_english_on_request__ok(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["units", str(city), "--lang", "en"]) == 2
    assert "is a city's workbook" in capsys.readouterr().err


def test_open_elsewhere__error(park: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = park.read_bytes()
    (park.parent / f"~${park.name}").write_bytes(b"\x06office")
    assert main(["build", str(park), *AS_OF]) == 2
    assert f"~${park.name}" in capsys.readouterr().err
    assert park.read_bytes() == before


def test_read_only__error(park: Path) -> None:
    before = park.read_bytes()
    park.chmod(0o444)
    assert main(["build", str(park), *AS_OF]) == 2
    assert park.read_bytes() == before


def test_old_format__error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = tmp_path / "旧.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))
    assert main(["build", str(old)]) == 2
    assert Stop("old_format", path=old).say.zh in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--period", "2020Q5"], ["--as-of", "2020-02-30"], ["--colour"]])
def test_bad_argument__error(park: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    before = park.read_bytes()
    assert main(["build", str(park), *arguments]) == 2
    assert arguments[0] in capsys.readouterr().err
    assert park.read_bytes() == before


def test_help_loads_nothing_heavy__ok() -> None:
    code = (
        "import sys\nfrom duban.macros.cli import main\n"
        "main(['--help'])\n"
        "heavy = {'pandas', 'lxml', 'openpyxl', 'xlsxwriter', 'xlwings', 'pandera', 'python_calamine', 'docx'}\n"
        "sys.exit(' '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "command",
    [
        ["build"],
        ["summary"],
        ["split", "-o", "returns"],
        ["rollup", "-o", "city.xlsx"],
        ["validate", "--json", "r.json"],
    ],
    ids=lambda words: words[0],
)
def test_no_run_loads_pandas__ok(command: list[str], park: Path, tmp_path: Path) -> None:  # CL015
    name, *words = command
    code = (
        "import sys\nfrom duban.macros.cli import main\n"
        f"assert main({[name, str(park), *words]!r}) in (0, 1)\n"
        "from duban.macros import functions, ribbon\n"
        "assert 'xlwings' in sys.modules\n"
        "print({'pandas', 'numpy', 'openpyxl', 'pandera'} & set(sys.modules), file=sys.stderr)\n"
        "import numpy, pandas\n"  # afterwards whoever wants them has them
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert (done.returncode, done.stderr.splitlines()[-1:]) == (0, ["set()"])


def test_failure_inside_is_no_traceback__error(
    park: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> bytes:
        raise RuntimeError("boom")

    monkeypatch.setattr("duban.macros.commands.change_file.apply", broken)
    before = park.read_bytes()
    assert main(["build", str(park)]) == 2
    said = capsys.readouterr().err
    assert "boom" in said
    assert "--debug" in said
    assert "Traceback" not in said
    assert park.read_bytes() == before


# CL010


def says_what_was_saved(park: Path, before: bytes, said: str) -> bool:
    """Whether the file was saved, once it is sure that the message says just that."""
    saved = park.read_bytes() != before
    assert (str(park) in said and all(str(backup) in said for backup in backups(park))) == saved
    assert bool(backups(park)) == saved
    assert "Traceback" not in said
    return saved


def raising(error: BaseException) -> Callable[..., Any]:
    def broken(*_: object, **__: object) -> Any:
        raise error

    return broken


@pytest.mark.parametrize("error", [KeyError("定稿"), KeyboardInterrupt(), MemoryError(), OSError(5, "I/O")])
@pytest.mark.parametrize(
    ("where", "saved"),
    [
        ("duban.macros.commands.change_file.apply", False),
        ("duban.macros.commands.change_file.save", False),
        ("duban.macros.messages.report.report", True),
    ],
)
def test_what_was_saved_is_said__error(
    park: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    where: str,
    saved: bool,
) -> None:
    monkeypatch.setattr(where, raising(error))
    before = park.read_bytes()
    assert main(["build", str(park), *AS_OF]) == 2
    assert says_what_was_saved(park, before, capsys.readouterr().err) == saved


def test_what_was_saved_before_a_refusal_is_said__error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "install.cmd").mkdir()  # the third of four files cannot be written
    assert main(["addin", "build", "--portable", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert [name in said for name in ("duban.xlam", "duban.conf", "说明.txt")] == [True, True, False]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_result_that_cannot_be_shown__error(park: Path, stream: str) -> None:
    before = park.read_bytes()
    with Path("/dev/full").open("w") as full:
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, stream: full}
        command = [sys.executable, "-m", "duban.macros.cli", "build", str(park), *AS_OF]
        done = subprocess.run(command, **streams, text=True, check=False)  # type: ignore[call-overload]
    if stream == "stdout":
        assert done.returncode == 2
        assert says_what_was_saved(park, before, done.stderr)
        assert "Errno" not in done.stderr
    else:  # nobody hears how far it is, which stops nothing
        assert done.returncode == 0
        assert park.read_bytes() != before


def test_a_reader_that_has_seen_enough__ok(park: Path) -> None:
    command = [sys.executable, "-m", "duban.macros.cli", "build", str(park), *AS_OF]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        said = process.stderr.read().decode().splitlines()  # on a busy machine, how far it has come
        assert [line for line in said if not line.startswith("…")] == []
    assert process.returncode == 0
    assert backups(park)


def test_an_error_inside_is_in_the_log__error(  # CL005
    park: Path, log: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("duban.macros.commands.change_file.apply", raising(RuntimeError("boom \udcff")))
    assert main(["build", str(park)]) == 2
    assert str(log) in capsys.readouterr().err
    first = log.read_text(encoding="utf-8")
    assert "RuntimeError: boom" in first and "in change_file" in first
    assert main(["build", str(park)]) == 2
    assert log.read_text(encoding="utf-8").startswith(first)
    log.write_bytes(bytes(FULL + 1))
    assert main(["build", str(park)]) == 2
    assert log.stat().st_size < FULL and log.with_suffix(".old.log").stat().st_size == FULL + 1


def test_no_log_no_harm__error(
    park: Path, log: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("duban.macros.commands.change_file.apply", raising(RuntimeError("boom")))
    log.parent.parent.mkdir(parents=True)
    log.parent.write_text("a file in the way")
    assert main(["build", str(park)]) == 2
    assert "boom" in capsys.readouterr().err


# CL011


@pytest.mark.parametrize(
    "name", ["清单{定稿}.xlsx", "清单{0}{}.xlsx", "清单%s{x!r:>9}.xlsx", "\x1b[31m清单\x9b.xlsx"]
)
def test_a_name_is_no_pattern__ok(park: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    book = park.rename(park.with_name(name))
    assert main(["build", str(book), *AS_OF]) == 0
    said = capsys.readouterr()
    assert visible(name) in said.out
    assert not OBEYED.search(said.out + said.err)
    assert len(backups(book)) == 1
    (park.parent / f"~${name}").write_bytes(b"\x06office")
    assert main(["build", str(book), "--as-of", "2020-09-29"]) == 2
    said = capsys.readouterr()
    assert visible(name) in said.err
    assert not OBEYED.search(said.out + said.err)


def test_a_value_is_not_obeyed__ok(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = tmp_path / "清单.xlsx"
    sheet = "清单\x9b31m"
    package = Package.read(make_book(Item("甲\u202e乙", goal="1"), Item("丙", number=1, goal="2")).data)
    package.rename_sheet("任务清单", sheet)
    book.write_bytes(package.to_bytes())
    main(["build", str(book), *AS_OF])
    main(["validate", str(book), *AS_OF])
    said = capsys.readouterr()
    assert visible(sheet) in said.out
    assert not OBEYED.search(said.out + said.err)


@pytest.fixture
def nameless(park: Path) -> Path:
    """A workbook whose name is no UTF-8, as an old zip or disk of Windows leaves it."""
    path = os.fsencode(park.parent) + b"/" + "清单".encode("gbk") + b".xlsx"
    try:
        park.rename(os.fsdecode(path))
    except OSError:
        pytest.skip("this file system takes names of text only")
    return Path(os.fsdecode(path))


def test_a_name_that_is_no_text__ok(
    nameless: Path, city: Path, log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = nameless.with_name("结果.xlsx")
    assert main(["build", str(nameless), *AS_OF]) == 0
    assert len(backups(nameless)) == 1
    assert main(["build", str(nameless), "-o", str(out), *AS_OF]) == 0
    assert main(["rollup", str(city), str(nameless), *AS_OF]) == 0
    assert main(["build", str(nameless), "--sheet", "无"]) == 2
    assert main(["new", str(nameless)]) == 2
    said = capsys.readouterr()
    assert visible(nameless.name) in said.out
    assert not log.exists()


# CL012


@pytest.mark.parametrize("way", ["itself", "symlink", "hardlink", "in a folder"])
def test_out_is_a_district__error(
    city: Path, tmp_path: Path, way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "区县"
    folder.mkdir()
    district = Path(shutil.copy(EXAMPLES / "临淄经济开发区.xlsx", folder))
    before = district.read_bytes()
    out = tmp_path / "链接.xlsx"
    if way == "symlink":
        out.symlink_to(district)
    elif way == "hardlink":
        out.hardlink_to(district)
    else:
        out = district
    named = folder if way == "in a folder" else district
    assert main(["rollup", str(city), str(named), "-o", str(out), *AS_OF]) == 2
    assert district.name in capsys.readouterr().err
    assert district.read_bytes() == before
    assert backups(district) == backups(out) == []


def test_out_is_a_result_of_before__ok(city: Path, tmp_path: Path) -> None:
    folder = tmp_path / "区县"
    folder.mkdir()
    shutil.copy(EXAMPLES / "临淄经济开发区.xlsx", folder)
    for day in ("2020-09-30", "2020-09-29"):
        arguments = ["rollup", str(city), str(folder), "-o", str(folder / "汇总.xlsx"), "--as-of", day]
        assert main(arguments) == 0
    assert len(backups(folder / "汇总.xlsx")) == 1


def test_out_is_the_book_itself__ok(park: Path) -> None:
    link = park.with_name("链接.xlsx")
    link.symlink_to(park)
    before = park.read_bytes()
    assert main(["build", str(park), "-o", str(link), *AS_OF]) == 0
    assert link.is_symlink()
    assert [backup.read_bytes() for backup in backups(park)] == [before]


def test_addin__ok(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:  # CL001
    target = tmp_path / "duban.xlam"
    assert main(["addin", "build", "-o", str(target)]) == 0
    assert zipfile.is_zipfile(target)
    assert str(target) in capsys.readouterr().out
    assert main(["addin", "build", "--portable", str(tmp_path / "共享")]) == 0
    assert (tmp_path / "共享" / "duban.xlam").is_file()


def test_demo_over_a_workbook_of_that_name__error(park: Path, tmp_path: Path) -> None:  # CL013
    folder = tmp_path / "样例"
    folder.mkdir()
    book = folder / "桓台经济开发区.xlsx"
    book.write_bytes(make_book(Item("真实的事项")).data)
    before = book.read_bytes()
    assert main(["demo", "-o", str(folder)]) == 2
    assert (book.read_bytes(), list(folder.iterdir())) == (before, [book])


def test_demo_again__ok(tmp_path: Path) -> None:  # CL013
    assert main(["demo", "-o", str(tmp_path / "样例")]) == 0
    once = {path: path.read_bytes() for path in (tmp_path / "样例").iterdir()}
    assert main(["demo", "-o", str(tmp_path / "样例")]) == 0
    assert {path: path.read_bytes() for path in (tmp_path / "样例").iterdir()} == once


@pytest.mark.parametrize("arguments", [["demo", "-o"], ["addin", "build", "--portable"]])
def test_a_file_where_a_folder_shall_be__error(park: Path, log: Path, arguments: list[str]) -> None:  # CL005
    assert main([*arguments, str(park)]) == 2
    assert not log.exists()


@pytest.mark.parametrize("name", ["duban.xlam", "duban.conf", "install.cmd", "说明.txt"])
def test_a_file_of_others_in_a_portable_folder__error(tmp_path: Path, name: str) -> None:  # CL013
    other = tmp_path / name
    other.write_bytes(b"@echo off\r\nrem our own setup")
    assert main(["addin", "build", "--portable", str(tmp_path)]) == 2
    assert (other.read_bytes(), list(tmp_path.iterdir())) == (b"@echo off\r\nrem our own setup", [other])


def test_portable_folder_again__ok(tmp_path: Path) -> None:  # CL013
    for _ in range(2):
        assert main(["addin", "build", "--portable", str(tmp_path)]) == 0
    assert len(list(tmp_path.iterdir())) == 4
    conf = tmp_path / "duban.conf"
    conf.write_bytes(corrected := conf.read_bytes() + b'"X","1"\r\n')
    assert main(["addin", "build", "--portable", str(tmp_path)]) == 0
    assert [backup.read_bytes() for backup in backups(conf)] == [corrected]
    assert conf.read_bytes() != corrected


def test_addin_over_another__error(tmp_path: Path) -> None:  # CL013
    other = tmp_path / "工具.xlam"
    other.write_bytes(make_book(Item("甲")).data)
    before = other.read_bytes()
    assert main(["addin", "build", "-o", str(other)]) == 2
    assert other.read_bytes() == before
    other.unlink()
    for _ in range(2):
        assert main(["addin", "build", "-o", str(other)]) == 0
    assert backups(other) == []


def test_addin_without_excel__error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")  # CL001
    assert main(["addin", "install"]) == 2
    assert "--portable" in capsys.readouterr().err
