"""Files made into other formats by one LibreOffice that goes on running: its start takes longer than most files."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pytest
from libreoffice_profile import SYSTEM_PYTHON
from office import Office
from places import TESTS

MOST = 60
"""After so many files it is started anew, before it has grown large."""


class Conversions:
    """``Conversions(profile)(src, to, outdir)`` makes ``src`` a file of the format ``to``, and gives it. One that fails, or takes
    too long, fails the test; the next one has a new LibreOffice."""

    def __init__(self, profile: Path) -> None:
        self._profile = profile
        self._office: Office | None = None
        self._done = 0

    def __call__(self, src: Path, to: str, outdir: Path) -> Path:
        outdir.mkdir(parents=True, exist_ok=True)
        made = outdir / f"{src.stem}.{to.partition(':')[0]}"
        made.unlink(missing_ok=True)
        try:
            self._running().ask("convert", str(src), str(made), to.partition(":")[2])
        except Exception as error:
            self.end()
            pytest.fail(f"LibreOffice did not convert {src.name} to {to}: {error!r}")
        if not made.is_file():
            pytest.fail(f"LibreOffice made no {made.name}")
        return made

    def _running(self) -> Office:
        self._done += 1
        if self._done % MOST == 0:
            self.end()
        if self._office is None:
            script = str(TESTS / "support" / "libreoffice_lines.py")
            command = [SYSTEM_PYTHON, script, str(self._profile)]
            self._office = Office(command, os.environ, self._profile / "times.jsonl")
        return self._office

    def end(self) -> None:
        """Close LibreOffice, however it is."""
        if self._office is not None:
            with suppress(Exception):
                self._office.end()
            self._office.kill()
        self._office = None
