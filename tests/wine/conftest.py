"""The real bundle, built once, and a Windows of Wine in which it is unpacked; with pytest-xdist one for all workers."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from windows_in_wine import SECONDS, Ran, Wine, find_wine, lend

from duban.macros.cli import main
from duban.workbook.addin.bundle.archives import fetch
from duban.workbook.addin.bundle.contents import TOP
from duban.workbook.addin.bundle.pins import pins_here
from duban.workbook.say.stop import Stop

INSIDE = Path(__file__).parent / "inside"
REASON = "Wine (wine64) is not installed"


@pytest.fixture(scope="session")
def wine_program() -> str:
    """Wine's program, or the test is skipped; mandatory in CI."""
    found = find_wine()
    if found is None:
        if os.environ.get("DUBAN_REQUIRE_WINE") == "1":
            pytest.fail(REASON)
        pytest.skip(REASON)
    return found


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the workers of one run have in common."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "wine"
    folder.mkdir(exist_ok=True)
    return folder


def once(folder: Path, make: Callable[[Path], None]) -> Path:
    """The folder, made by whoever comes first; the others wait."""
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder / "done"
        if not done.exists():
            folder.mkdir(exist_ok=True)
            make(folder)
            done.touch()
    return folder


@pytest.fixture(scope="session")
def bundles(wine_program: str, shared: Path) -> Path:
    """A folder with ``full.zip``, ``slim.zip`` and, in ``wheels``, what they were made of."""

    def make(folder: Path) -> None:
        wheels = folder / "wheels"
        wheels.mkdir(exist_ok=True)
        fetch(wheels, pins_here(), python=True)
        for name, words in (("full", []), ("slim", ["--slim"])):
            command = ["bundle", "-o", str(folder / f"{name}.zip"), "--wheels", str(wheels), *words]
            assert main(command) == 0

    try:
        return once(shared / "bundles", make)
    except Stop as stop:
        if os.environ.get("DUBAN_REQUIRE_WINE") == "1":
            pytest.fail(stop.what)
        pytest.skip(stop.what)


@dataclass(frozen=True)
class Installed:
    """The slim bundle, unpacked by a user with a Chinese name into a folder with a Chinese name and a blank."""

    wine: Wine
    bundle: Path
    alone: dict[str, str]
    """What the Python of the bundle said when it loaded a package with nothing lent."""

    def python(self, *words: str, cwd: Path | None = None, seconds: int = SECONDS) -> Ran:
        """Run the bundle's own Python."""
        return self.wine.run(str(self.bundle / "python" / "python.exe"), *words, cwd=cwd, seconds=seconds)

    def duban(self, *words: str, cwd: Path | None = None) -> Ran:
        """Run a command of ours with it."""
        return self.python("-m", "duban.macros.cli", *words, cwd=cwd)

    def script(self, name: str, *words: str) -> Ran:
        """Run a script of ``inside`` with it."""
        return self.python("-X", "utf8", self.wine.windows(INSIDE / name), *words)

    @property
    def addin(self) -> Path:
        """Where Excel would open the add-in."""
        return self.wine.home / "AppData/Roaming/Microsoft/Excel/XLSTART/duban.xlam"


def unpack(archive: Path, folder: Path) -> Path:
    """Unpack a bundle; the folder that has its ``install.cmd``."""
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    return folder / TOP


ALONE = {
    "numpy": "import numpy",
    "calamine": "import python_calamine",
    "wmi": "import platform; platform.machine()",
}


@pytest.fixture(scope="session")
def installed_once(wine_program: str, bundles: Path, shared: Path) -> Iterator[Installed]:
    """A prefix with the bundle, and what Wine lacks lent to it."""
    wine = Wine(wine_program, shared / "windows")
    place = wine.home / "督办 程序"

    def make(folder: Path) -> None:
        wine.start()
        with wine.awake():
            prepare(folder)

    def prepare(folder: Path) -> None:
        installed = Installed(wine, unpack(bundles / "slim.zip", place), {})
        alone = {name: _alone(installed, code) for name, code in ALONE.items()}
        (folder / "alone.json").write_text(json.dumps(alone), encoding="utf-8")
        lend(installed.bundle, INSIDE)

    folder = once(wine.folder, make)
    with wine.awake():
        yield Installed(wine, place / TOP, json.loads((folder / "alone.json").read_text(encoding="utf-8")))


def _alone(installed: Installed, code: str) -> str:
    """Exit code and what was said; a process that Wine gives up does not always end by itself."""
    try:
        ran = installed.python("-c", code, seconds=20)
    except subprocess.TimeoutExpired as late:
        return f"hangs {(late.stderr or b'').decode(errors='replace')}"
    return f"{ran.code} {ran.err}"


@pytest.fixture
def windows(installed_once: Installed, shared: Path) -> Iterator[Installed]:
    """It, for one test at a time."""
    with (shared / "one.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield installed_once
