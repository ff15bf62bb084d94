"""A run that was made before, with the same arguments on the same bytes, is not made again.

B1 What it says then is what the run itself would say, in both languages, and nothing is read but the file's bytes.
B2 Whatever a run depends on makes it run: the workbook, its place, each argument, the day, the program, the command.
B3 A run that finds something of its own changes is made again; one that is to write another file too.
B4 Nothing depends on what is kept: where it cannot be read or written, the run is made.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from duban.macros.cli import main
from duban.macros.commands import change_file, ran_before
from duban.macros.declared.command_type import Command, Values
from duban.macros.messages.outcome import Result

SAMPLES = Path(__file__).parents[3] / "examples"
DAY = "2020-09-30"


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """The workbooks that a run was made on."""
    made: list[Path] = []
    inner = change_file.change_file

    def change(path: Path, *args: object, **more: object) -> object:
        made.append(path)
        return inner(path, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(change_file, "change_file", change)
    yield made


@pytest.fixture
def built(tmp_path: Path) -> Path:
    book = tmp_path / "清单.xlsx"
    shutil.copy(SAMPLES / "桓台经济开发区.xlsx", book)
    assert main(["build", str(book), "--as-of", DAY]) == 0
    assert main(["build", str(book), "--as-of", DAY]) == 0
    return book


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("sample", sorted(SAMPLES.rglob("*.xlsx")), ids=lambda path: path.stem)
def test_says_what_the_run_would_say__ok(
    sample: Path,
    lang: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # B1
    book = tmp_path / sample.name
    shutil.copy(sample, book)
    command = ["build", str(book), "--as-of", "2020-11-30", "--lang", lang]
    main(command)
    with monkeypatch.context() as without:
        without.setattr(ran_before, "recall", lambda *_: None)
        without.setattr(ran_before, "keep", lambda *_: None)
        capsys.readouterr()
        main(command)
    whole = capsys.readouterr().out
    main(command)  # from what the first run or the second left
    main(command)
    said = capsys.readouterr().out
    assert said == whole * 2


def test_nothing_but_bytes_is_read__ok(built: Path, runs: list[Path]) -> None:  # B1
    before = built.read_bytes()
    assert main(["build", str(built), "--as-of", DAY]) == 0
    assert runs == [] and built.read_bytes() == before


def type_progress(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["具体项目台账"]
    column = next(cell.column for cell in sheet[1] if cell.value == "完成进度")
    sheet.cell(2, column).value = 0.77
    workbook.save(book)


def test_typed_progress_makes_it_run__ok(built: Path, runs: list[Path]) -> None:  # B2
    type_progress(built)
    main(["build", str(built), "--as-of", DAY])
    assert runs == [built]


def test_saved_by_somebody_while_a_run_ended__ok(
    built: Path, runs: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:  # B2
    keep = ran_before.keep

    def keep_late(command: Command, values: Values, result: Result) -> None:
        type_progress(built)
        keep(command, values, result)

    with monkeypatch.context() as late:
        late.setattr(ran_before, "keep", keep_late)
        main(["build", str(built), "--as-of", "2020-09-29"])
    main(["build", str(built), "--as-of", "2020-09-29"])
    assert runs == [built, built]


@pytest.mark.parametrize(
    "command",
    [
        ["build", "--as-of", "2020-10-01"],
        ["build", "--as-of", DAY, "--period", "2020Q4"],
        ["build", "--as-of", DAY, "--accept-suggestions"],
        ["build", "--as-of", DAY, "--sheet", "任务清单"],
        ["units", "--as-of", DAY],
        ["summary", "--as-of", DAY],
    ],
    ids=" ".join,
)
def test_other_arguments_make_it_run__ok(built: Path, runs: list[Path], command: list[str]) -> None:  # B2
    main([command[0], str(built), *command[1:]])
    assert runs == [built]


def test_other_day_makes_it_run__ok(
    built: Path, runs: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:  # B2
    class Tomorrow(date):
        @classmethod
        def today(cls) -> date:  # type: ignore[override]
            return date(2031, 1, 2)

    monkeypatch.setattr(ran_before, "date", Tomorrow)
    main(["build", str(built), "--as-of", DAY])
    assert runs == [built]


def test_other_program_makes_it_run__ok(
    built: Path, runs: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:  # B2
    monkeypatch.setattr(ran_before, "_program", lambda: iter([("macros/cli.py", 1, 1)]))
    main(["build", str(built), "--as-of", DAY])
    assert runs == [built]


def test_other_place_makes_it_run__ok(built: Path, runs: list[Path]) -> None:  # B2
    moved = built.with_name("另一份.xlsx")
    shutil.copy(built, moved)
    main(["build", str(moved), "--as-of", DAY])
    assert runs == [moved]


def test_other_file_is_written__ok(built: Path, runs: list[Path]) -> None:  # B3
    out = built.with_name("副本.xlsx")
    main(["build", str(built), "--as-of", DAY, "-o", str(out)])
    assert runs == [built] and out.read_bytes() == built.read_bytes()


def test_edited_sheet_is_kept_and_said_once__ok(
    built: Path, runs: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:  # B3
    workbook = openpyxl.load_workbook(built)
    name = next(name for name in workbook.sheetnames if name.startswith("单位-"))
    workbook[name]["A1"] = "改过"
    workbook.save(built)
    main(["build", str(built), "--as-of", DAY])
    assert "R110" in capsys.readouterr().out
    main(["build", str(built), "--as-of", DAY])
    assert "R110" not in capsys.readouterr().out
    assert len(runs) == 2
    main(["build", str(built), "--as-of", DAY])
    assert len(runs) == 2


@pytest.mark.parametrize("kept", ["", "[]", '{"facts": 1, "said": {"zh": []}}', "\udc80"])
def test_what_is_kept_is_broken__ok(built: Path, runs: list[Path], tmp_path: Path, kept: str) -> None:  # B4
    for file in (tmp_path / "state" / "runs").iterdir():
        file.write_text(kept, encoding="utf-8", errors="surrogateescape")
    assert main(["build", str(built), "--as-of", DAY]) == 0
    assert runs == [built]


def test_nothing_can_be_kept__ok(
    tmp_path: Path, runs: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:  # B4
    (tmp_path / "a file").write_text("")
    monkeypatch.setattr(ran_before, "log_path", lambda: tmp_path / "a file" / "duban.log")
    book = tmp_path / "清单.xlsx"
    shutil.copy(SAMPLES / "桓台经济开发区.xlsx", book)
    assert main(["build", str(book), "--as-of", DAY]) == main(["build", str(book), "--as-of", DAY]) == 0
    assert runs == [book, book]


def test_few_runs_are_kept__ok(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ran_before, "KEPT", 2)
    for day in ("2020-09-11", "2020-09-12", "2020-09-13"):
        main(["build", str(built), "--as-of", day])
    assert len([*(tmp_path / "state" / "runs").iterdir()]) == 2
