"""Shared fixtures: LibreOffice as an independent reader and calculator, Chromium as the reader of pages."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import quick_openpyxl  # noqa: F401
from libreoffice_conversions import Conversions
from libreoffice_profile import has_bridge

from duban.macros.commands import processes as workers
from duban.macros.commands import ran_before

SECONDS = 180  # a cold first start on a slow machine takes about 20


def pytest_collection_finish() -> None:
    """Spare the collector of garbage the thousands of tests themselves, which it would look through again and again."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture
def started_by(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """``started_by("fork")`` says how this test's processes are started; a fork has what the test put in place."""
    return lambda method: monkeypatch.setattr(workers, "METHOD", method)


@pytest.fixture(autouse=True)
def nothing_ran_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test is told what a run of another one, or of whoever works here, has said."""
    monkeypatch.setattr(ran_before, "log_path", lambda: tmp_path / "state" / "duban.log")


@pytest.fixture(scope="session")
def soffice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path, str, Path], Path]]:
    """``soffice(src, to, outdir)`` converts ``src`` to the format ``to`` and returns the new file.

    LibreOffice and its profile are this worker's own, so that several pytest-xdist workers can convert at once.
    """
    if shutil.which("soffice") is None or not has_bridge():
        reason = "LibreOffice (soffice), or its bridge for Python (uno), is not installed"
        if os.environ.get("DUBAN_REQUIRE_LIBREOFFICE") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    conversions = Conversions(tmp_path_factory.mktemp("libreoffice_profile"))
    yield conversions
    conversions.end()


@pytest.fixture(scope="session")
def ssconvert() -> Callable[[Path, Path], None]:
    """``ssconvert(src, made)`` lets Gnumeric compute ``src`` and save what it finds as ``made``."""
    program = shutil.which("ssconvert")
    if program is None:
        reason = "Gnumeric (ssconvert) is not installed"
        if os.environ.get("DUBAN_REQUIRE_GNUMERIC") == "1":
            pytest.fail(reason)
        pytest.skip(reason)

    def convert(src: Path, made: Path) -> None:
        command = [program, "--recalc", str(src), str(made)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
        if not made.is_file():
            pytest.fail(f"Gnumeric made nothing of {src.name}: {done.stderr[-500:]}")

    return convert


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """``chromium(page, *flags)`` opens an HTML file without a window and returns what it prints."""
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next((found for name in names if (found := shutil.which(name))), None)
    if program is None or shutil.which("pdftotext") is None:
        reason = "Chromium or pdftotext is not installed"
        if os.environ.get("DUBAN_REQUIRE_CHROMIUM") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    profile = tmp_path_factory.mktemp("chromium_profile")

    def open_page(page: Path, *flags: str) -> str:
        # no sandbox: it cannot be had as root in a container, and the pages are our own
        command = [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        command += [f"--user-data-dir={profile}", "--virtual-time-budget=5000", *flags, page.as_uri()]
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)
        return done.stdout.decode()

    return open_page
