"""The log: an error inside the program is written down there in full, for whoever maintains it."""

from __future__ import annotations

import os
import platform
import sys
import traceback
from contextlib import suppress
from datetime import datetime
from pathlib import Path

FULL = 1 << 20
"""Bytes after which the log begins anew; the one before is kept."""


def log_path() -> Path:
    """Where the log is, or will be."""
    base = os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".local" / "state") / "duban" / "duban.log"


def write_down(error: BaseException, doing: str) -> Path | None:
    """Add an error with its traceback to the log; ``doing`` says what was done. Returns where it stands.

    ``None`` where nothing can be written: the error that is to be reported must not be hidden by another.
    """
    with suppress(OSError, RuntimeError):  # RuntimeError: no home
        path = log_path()
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file() and path.stat().st_size > FULL:
            path.replace(path.with_suffix(".old.log"))
        with path.open("a", encoding="utf-8", errors="backslashreplace") as log:
            log.write(_entry(error, doing))
        return path
    return None


def _entry(error: BaseException, doing: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    own = "?"
    with suppress(PackageNotFoundError):
        own = version("duban")
    about = f"duban {own}, Python {platform.python_version()}, {sys.platform}"
    said = "".join(traceback.format_exception(error))
    return f"{datetime.now():%Y-%m-%d %H:%M:%S} {about}: {doing}\n{said}\n"
