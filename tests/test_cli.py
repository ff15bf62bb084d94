"""The door without Excel.

CL001  Exit 0: done, also with findings. Exit 2: could not do it; the file is then as it was.
CL002  Without -o a file is updated in place with a backup of the bytes before; with -o it stays.
CL003  A second run with the same as-of date writes nothing and makes no backup.
CL004  --period and --as-of are written into 规则 and later commands read them there.
CL005  Every message is one sentence that names the file; never a traceback without --debug.
CL006  --help and wrong arguments answer without loading pandas, lxml or xlwings.
CL007  Staff read Chinese; --lang en gives English.
CL008  The single steps make only their own sheets.
CL009  A file that is open, read-only or in an old format is refused, untouched.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from duban.macros.cli import main

EXAMPLES = Path(__file__).parent.parent / "examples"
AS_OF = ("--as-of", "2020-09-30")


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
    assert "没有变化" in capsys.readouterr().out


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
    lights = {row[0].value: row[8].value for row in book["市级汇总"].iter_rows(min_row=5, max_row=19)}
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
        (["build", "{city}"], "任务清单"),
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
    assert main(["build", str(city), "--lang", "en"]) == 2
    assert "No task list found" in capsys.readouterr().err


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
    assert "另存为 .xlsx" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--period", "2020Q5"], ["--as-of", "2020-02-30"], ["--colour"]])
def test_bad_argument__error(park: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["build", str(park), *arguments])
    assert stop.value.code == 2
    assert "参数有误" in capsys.readouterr().err


def test_help_loads_nothing_heavy__ok() -> None:
    code = (
        "import sys\nfrom duban.macros.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'pandas', 'lxml', 'openpyxl', 'xlsxwriter', 'xlwings', 'pandera', 'python_calamine'}\n"
        "sys.exit(' '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_failure_inside_is_no_traceback__error(
    park: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> bytes:
        raise RuntimeError("boom")

    monkeypatch.setattr("duban.macros.files.apply", broken)
    before = park.read_bytes()
    assert main(["build", str(park)]) == 2
    said = capsys.readouterr().err
    assert "boom" in said
    assert "--debug" in said
    assert "Traceback" not in said
    assert park.read_bytes() == before


def test_addin__ok(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:  # CL001
    target = tmp_path / "duban.xlam"
    assert main(["addin", "build", "-o", str(target)]) == 0
    assert zipfile.is_zipfile(target)
    assert str(target) in capsys.readouterr().out
    assert main(["addin", "build", "--portable", str(tmp_path / "共享")]) == 0
    assert (tmp_path / "共享" / "duban.xlam").is_file()


def test_addin_without_excel__error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")  # CL001
    assert main(["addin", "install"]) == 2
    assert "--portable" in capsys.readouterr().err
