"""A LibreOffice with the extension, told what to press."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from libreoffice_profile import ENGINE, SECONDS, SYSTEM_PYTHON, installed
from office import Office
from places import TESTS

BROWSER = """#!/bin/sh
printf '%s\\n' "$1" >>"$0.pages"
"""
"""A browser that writes down what it was to show."""


@pytest.fixture(scope="session")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
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


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A browser that shows nothing: what it was to show stands in the file beside it, ``.pages``."""
    path = tmp_path_factory.mktemp("browser") / "browser"
    path.write_text(BROWSER, encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture(scope="module")
def said_by_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """While there is a file of this name, the engine of ``office`` answers what stands in it."""
    return tmp_path_factory.mktemp("engine") / "answer.json"


@pytest.fixture(scope="module")
def office(
    profile: Path, browser: Path, said_by_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """One LibreOffice for all tests of a module."""
    home = tmp_path_factory.mktemp("home")
    times = home / "times.jsonl"
    environ = {
        **os.environ,
        "DUBAN_ENGINE": json.dumps(
            [sys.executable, str(TESTS / "support" / "engine_or_file.py"), str(said_by_file)]
        ),
        "DUBAN_TIMES": str(times),
        "BROWSER": f"{browser} %s",
        "HOME": str(profile.parent),
        "LOCALAPPDATA": str(home),
    }
    script = str(TESTS / "support" / "libreoffice_lines.py")
    running = Office([SYSTEM_PYTHON, script, str(profile)], environ, times)
    yield running
    running.end()
