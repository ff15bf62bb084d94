"""A workbook printed into a PDF by LibreOffice, where that is installed: without a window, with settings of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from duban.workbook.say.stop import Stop

SECONDS = 180
"""A cold start on a slow machine takes about twenty, a long workbook some more."""

_NAMES = ("soffice", "libreoffice")
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)


def pdf_of(data: bytes, name: str) -> bytes:
    """The PDF of a workbook: each sheet as it prints. ``name`` is what messages call it.

    Raises Stop: ``no_libreoffice``, ``pdf_failed``, ``pdf_too_slow``.
    """
    program = next(programs(), None)
    if program is None:
        raise Stop("no_libreoffice", path=name)
    # what LibreOffice still writes into its folder when it has ended is nobody's
    with tempfile.TemporaryDirectory(prefix="duban-pdf-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        book, made = home / "book.xlsx", home / "out" / "book.pdf"
        book.write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation={(home / 'profile').as_uri()}",
            "--headless",
            "--norestore",
        ]
        command += ["--convert-to", "pdf:calc_pdf_Export", "--outdir", str(made.parent), str(book)]
        said = run_libreoffice(command, name)
        with suppress(OSError):
            pdf = made.read_bytes()
            if pdf.startswith(b"%PDF"):
                return pdf
    raise Stop("pdf_failed", path=name, why=" ".join(said.split())[-200:] or "—")


def programs() -> Iterator[str]:
    """LibreOffice by the usual names, on the path and then where its installers put it."""
    roots = [os.environ.get(each, "") for each in ("PROGRAMFILES", "PROGRAMFILES(X86)", "PROGRAMW6432")]
    usual = [str(Path(each) / "LibreOffice" / "program") for each in roots if each]
    usual += ["/Applications/LibreOffice.app/Contents/MacOS", "/usr/bin", "/usr/local/bin", "/snap/bin"]
    with suppress(OSError):
        usual += sorted(map(str, Path("/opt").glob("libreoffice*/program")), reverse=True)
    for folders in (None, os.pathsep.join(usual)):
        for name in _NAMES:
            found = shutil.which(name, path=folders)
            if found is not None:
                yield found


def run_libreoffice(command: list[str], name: str) -> str:
    """Run LibreOffice to its end and give what it said; what it has started ends with it. Raises Stop: ``pdf_failed``,
    ``pdf_too_slow``."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            creationflags=_NO_WINDOW,
        )
    except OSError as error:
        raise Stop("pdf_failed", path=name, why=error.strerror or error) from error
    try:
        said, _ = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired as error:
        raise Stop("pdf_too_slow", path=name, seconds=SECONDS) from error
    finally:
        if process.poll() is None:
            _end(process)
    return said.decode(errors="replace")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End LibreOffice with its children: on most systems it is a script that starts the program proper."""
    if os.name == "nt":
        tree = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
        subprocess.run(tree, capture_output=True, check=False, creationflags=_NO_WINDOW)
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
