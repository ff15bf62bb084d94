"""A LibreOffice with the extension, told what to press."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from libreoffice_profile import ENGINE, SECONDS, SYSTEM_PYTHON, installed
from places import TESTS


@pytest.fixture(scope="session")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile of LibreOffice's with the extension installed."""
    unopkg = shutil.which("unopkg")
    if unopkg is None or shutil.which("soffice") is None or not Path(SYSTEM_PYTHON).is_file():
        if os.environ.get("DUBAN_REQUIRE_LIBREOFFICE") == "1":
            pytest.fail("LibreOffice is not installed")
        pytest.skip("LibreOffice is not installed")
    folder = Path("/tmp") / f"duban-lo-{os.getpid()}" if os.geteuid() == 0 else tmp_path_factory.mktemp("lo")
    folder.mkdir(exist_ok=True)
    yield installed(folder, unopkg)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def presses(profile: Path, tmp_path: Path) -> Any:
    """``presses(jobs, engine)`` gives the answers of ``libreoffice_presses.py``.

    ``engine`` are the words that start it; with ``[]`` the extension has to know. ``home``: another profile.
    """

    def run(
        jobs: list[dict[str, Any]], engine: list[str] | None = None, home: Path = profile
    ) -> list[list[Any]]:
        told, answers = tmp_path / "jobs.json", tmp_path / "answers.json"
        told.write_text(json.dumps(jobs), encoding="utf-8")
        words = list(ENGINE) if engine is None else engine
        script = TESTS / "support" / "libreoffice_presses.py"
        told_engine = {"DUBAN_ENGINE": json.dumps(words)} if words else {}
        environ = {**os.environ, **told_engine, "HOME": str(home.parent)}
        command = [SYSTEM_PYTHON, str(script), str(home), str(told), str(answers)]
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=SECONDS, env=environ, check=False
        )
        assert answers.is_file(), done.stderr[-2000:]
        return json.loads(answers.read_text(encoding="utf-8"))

    return run
