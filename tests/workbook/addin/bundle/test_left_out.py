"""What the bundle leaves out is not needed, and is a sentence where it is asked for.

LO001  Every door, command and button can be imported, and the demo made, with nothing there of what the slim bundle leaves
       out and of what of xlwings is not BSD.
LO002  A rule of one's own and ``--engine pandera`` stop with left_out where pandera is not there; with it they run.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from places import EXAMPLES, TESTS

from duban.macros.cli import main
from duban.validation import checker
from duban.workbook.say.stop import Stop

SCRIPT = TESTS / "support" / "as_in_slim_bundle.py"


def slim(*words: str) -> subprocess.CompletedProcess[str]:
    """Run a command as in the slim bundle."""
    return subprocess.run([sys.executable, str(SCRIPT), *words], capture_output=True, text=True, check=False)


def test_all_without_it__ok(tmp_path: Path) -> None:  # LO001
    done = slim("demo", "-o", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "out").glob("*.xlsx"))) == 6


@pytest.mark.parametrize(
    "how", [checker.Checking(engine="pandera"), checker.Checking(schemas=("规则.py",))], ids=["engine", "own"]
)
def test_needs_pandera__error(how: checker.Checking, monkeypatch: pytest.MonkeyPatch) -> None:  # LO002
    checker.need_pandera(how)
    monkeypatch.setattr(checker, "find_spec", lambda name: None)
    with pytest.raises(Stop) as stop:
        checker.need_pandera(how)
    assert stop.value.code == "left_out"
    checker.need_pandera(checker.Checking())


def test_command_needs_pandera__error(monkeypatch: pytest.MonkeyPatch) -> None:  # LO002
    monkeypatch.setattr(checker, "find_spec", lambda name: None)
    book = str(next(EXAMPLES.glob("*.xlsx")))
    assert main(["validate", book, "--engine", "pandera"]) == 2
    assert main(["validate", book]) < 2
