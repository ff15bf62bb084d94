"""Old formats are read apart: no file of theirs takes more memory or time than it may have, or ends a command.

OLD1  A sound .xls file reads as it would here: texts, numbers, names, in order.
OLD2  A file that asks for more memory than it may have, or ends its process, is one sentence, and so is one that
      takes longer than it may.
OLD3  The limit on memory is real: what asks for more in such a process fails.
OLD4  A stray module in the folder where a command runs is never run.
"""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import mutate_xls
import pytest

from duban.macros.commands.validate import Job, check_all
from duban.workbook.opening import old_formats
from duban.workbook.opening.archive import LIMITS
from duban.workbook.opening.old_formats import read_apart
from duban.workbook.reading.grid import GridBook
from duban.workbook.say.stop import Stop

MB = 1 << 20


class Farthest(random.Random):
    """Chooses the farthest of cells."""

    def choice(self, seq: Any) -> Any:
        return max(seq)


def far() -> bytes:
    """A small file with cells in opposite corners: what reads it holds all that lies between them."""
    return mutate_xls._far(mutate_xls.sound(), Farthest())[0]


def test_sound_file_is_read__ok(tmp_path: Path) -> None:  # OLD1
    path = tmp_path / "旧.xls"
    path.write_bytes(mutate_xls.sound())
    book = GridBook(path)
    assert book.sheet_names == ["任务清单", "市级事项"]
    grid = book.grid("任务清单")
    assert (grid.value(4, 1), grid.value(4, 2), grid.visible) == (1, "事项1", True)
    assert grid.value(4, 7) == "综合局\n负责人：王强"


def test_old_file_among_others_stops_none__ok(tmp_path: Path) -> None:  # OLD2
    names = ["好.xls", "坏.xls", "也好.xls"]
    for name in names:
        (tmp_path / name).write_bytes(far() if name == "坏.xls" else mutate_xls.sound())
    done = list(check_all([str(tmp_path / name) for name in names], Job()))
    assert [each.status == "unreadable" for each in done] == [False, True, False]


@pytest.mark.parametrize(
    "program", ["import os; os.abort()", "x = bytearray(1 << 34)", "import sys; sys.exit(3)"]
)
def test_process_that_dies__error(monkeypatch: pytest.MonkeyPatch, program: str) -> None:  # OLD2
    monkeypatch.setattr(
        old_formats,
        "_COMMAND",
        (
            "-c",
            f"from duban.workbook.opening.memory_limit import limit_memory; limit_memory(1 << 30); {program}",
        ),
    )
    with pytest.raises(Stop) as stop:
        read_apart(mutate_xls.sound(), Path("旧.xls"), LIMITS)
    assert stop.value.code == "no_memory"


def test_process_that_does_not_end__error(monkeypatch: pytest.MonkeyPatch) -> None:  # OLD2
    monkeypatch.setattr(old_formats, "_COMMAND", ("-c", "while True: pass"))
    with pytest.raises(Stop) as stop:
        read_apart(mutate_xls.sound(), Path("旧.xls"), replace(LIMITS, seconds=0.5))
    assert stop.value.code == "too_slow"


def test_more_cells_than_allowed__error() -> None:  # OLD2
    with pytest.raises(Stop) as stop:
        read_apart(mutate_xls.sound(), Path("旧.xls"), replace(LIMITS, cells=10))
    assert (stop.value.code, stop.value.facts["sheet"]) == ("too_many_cells", "任务清单")


@pytest.mark.parametrize(("data", "suffix"), [(b"\xd0\xcf\x11\xe0" + bytes(600), "xls"), (b"PK", "ods")])
def test_damaged_file__error(data: bytes, suffix: str) -> None:  # OLD2
    with pytest.raises(Stop) as stop:
        read_apart(data, Path(f"旧.{suffix}"), LIMITS)
    assert stop.value.code == "damaged"


@pytest.mark.parametrize(("size", "code"), [(100 * MB, 0), (2000 * MB, 1)])
def test_limit_on_memory__ok(size: int, code: int) -> None:  # OLD3
    program = f"from duban.workbook.opening.memory_limit import limit_memory; limit_memory({1000 * MB}); bytearray({size})"
    assert (
        subprocess.run([sys.executable, "-c", program], capture_output=True, check=False).returncode == code
    )


def test_stray_modules_are_not_run__ok(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # OLD4
    for name in ("pickle", "decimal", "duban", "python_calamine"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('stray')")
    monkeypatch.chdir(tmp_path)
    assert read_apart(mutate_xls.sound(), Path("旧.xls"), LIMITS).names == ("任务清单", "市级事项")
