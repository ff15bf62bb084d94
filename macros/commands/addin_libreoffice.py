"""``duban addin … --host libreoffice``: build the extension, install it into LibreOffice, remove it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from duban.macros.declared.addin_contents import CONTENTS
from duban.workbook.addin.libreoffice.configuration import ID
from duban.workbook.addin.libreoffice.oxt import OXT_NAME, build_oxt
from duban.workbook.file.safe_write import make_folder, save
from duban.workbook.say.stop import Stop

SETTINGS = Path(".duban") / "libreoffice.json"
"""Below the user's folder: the command that starts the engine."""

_SECONDS = 180
_USUAL = (
    "C:/Program Files/LibreOffice/program",
    "C:/Program Files (x86)/LibreOffice/program",
    "/Applications/LibreOffice.app/Contents/MacOS",
    "/usr/lib/libreoffice/program",
    "/usr/lib64/libreoffice/program",
    "/opt/libreoffice/program",
)


def build(out: Path) -> Path:
    """Write the extension. Raises Stop: other_format, out_is_not_ours, addin_functions, and those of ``save``."""
    if out.suffix.lower() != ".oxt":
        raise Stop("other_format", path=out, suffix=".oxt")
    if out.is_file() and not _is_ours(out):
        raise Stop("out_is_not_ours", path=out)
    save(out, build_oxt(CONTENTS), backup=False)
    return out


def install(home: Path | None = None, unopkg: Sequence[str] | None = None) -> Path:
    """Install the extension for this user and write down which Python starts the engine; returns that file.

    Raises Stop: addin_no_libreoffice, addin_libreoffice (LibreOffice is running, or refuses), addin_functions.
    """
    with TemporaryDirectory(prefix="duban-") as folder:
        path = Path(folder) / OXT_NAME
        path.write_bytes(build_oxt(CONTENTS))
        # whoever installs the program has its licence
        _run([*(unopkg or _unopkg()), "add", "--force", "--suppress-license", str(path)])
    settings = (home or Path.home()) / SETTINGS
    make_folder(settings.parent)
    told = {"engine": [sys.executable, "-m", "duban.macros.cli", "engine"]}
    save(settings, json.dumps(told, ensure_ascii=False, indent=1).encode(), backup=False)
    return settings


def remove(home: Path | None = None, unopkg: Sequence[str] | None = None) -> bool:
    """Take the extension away; whether it was there. Raises Stop: addin_no_libreoffice, addin_libreoffice."""
    command = unopkg or _unopkg()
    there = ID in _run([*command, "list"])
    if there:
        _run([*command, "remove", ID])
    ((home or Path.home()) / SETTINGS).unlink(missing_ok=True)
    return there


def _unopkg() -> list[str]:
    names = ("unopkg.com", "unopkg") if sys.platform == "win32" else ("unopkg",)
    found = next((path for name in names if (path := shutil.which(name))), None)
    usual = (Path(folder) / name for folder in _USUAL for name in names)
    found = found or next((str(path) for path in usual if path.is_file()), None)
    if found is None:
        raise Stop("addin_no_libreoffice")
    return [found]


def _run(command: Sequence[str]) -> str:
    # unopkg refuses root an extension of its own
    shared = ["--shared"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    words = [command[0], command[1], *shared, *command[2:]]
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Stop("addin_libreoffice", why=error) from error
    if done.returncode:
        said = (done.stderr or done.stdout).strip().removeprefix("ERROR: ").splitlines() or [
            str(done.returncode)
        ]
        raise Stop("addin_libreoffice", why=said[0].partition(" If this ")[0].rstrip(".: "))
    return done.stdout


def _is_ours(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return ID.encode() in archive.read("description.xml")
    except (zipfile.BadZipFile, KeyError):
        return False
