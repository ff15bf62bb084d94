"""A LibreOffice with the extension in it, and the program behind it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from office import Office
from places import TESTS

from duban.macros.declared.addin_contents import CONTENTS
from duban.workbook.addin.libreoffice.oxt import build_oxt

SYSTEM_PYTHON = "/usr/bin/python3"
SECONDS = 150

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
    oxt = folder / "duban.oxt"
    oxt.write_bytes(build_oxt(CONTENTS))
    home = folder / "profile"
    command = [unopkg, "add", f"-env:UserInstallation={home.as_uri()}", str(oxt)]
    if os.geteuid() == 0:  # unopkg refuses root an extension of its own
        folder.chmod(0o777)
        command = ["runuser", "-u", "nobody", "--", "env", f"HOME={folder}", *command]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, cwd="/", check=False)
    assert done.returncode == 0, done.stderr
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", "root:root", str(folder)], check=True)
    yield home
    shutil.rmtree(folder, ignore_errors=True)


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
