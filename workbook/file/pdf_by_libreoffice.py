"""Workbooks and documents turned into PDFs and other formats by LibreOffice, where that is installed: without a window, with
settings of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
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
    return _printed({name: data}, "xlsx", "calc")[name]


def pdfs_of(documents: Mapping[str, bytes]) -> dict[str, bytes]:
    """The PDFs of documents (.docx) by the names that messages call them, all in one run of LibreOffice.

    Raises Stop as ``pdf_of``.
    """
    return _printed(documents, "docx", "writer") if documents else {}


def _printed(files: Mapping[str, bytes], suffix: str, part: str) -> dict[str, bytes]:
    """Files by name as PDFs, by a part of LibreOffice (``calc``, ``writer``)."""
    first = next(iter(files))
    program = next(programs(), None)
    if program is None:
        raise Stop("no_libreoffice", path=first)
    made, said = converted(program, files, suffix, f"pdf:{part}_pdf_Export")
    missing = next((name for name in files if not made.get(name, b"").startswith(b"%PDF")), None)
    if missing is not None:
        raise Stop("pdf_failed", path=missing, why=said)
    return made


def converted(program: str, files: Mapping[str, bytes], suffix: str, to: str) -> tuple[dict[str, bytes], str]:
    """Files by name in another format (``to``, as LibreOffice is told it), all in one run with settings of its own; those
    that it did not make are left out. And the end of what it said.

    Raises Stop: ``pdf_failed``, ``pdf_too_slow``.
    """
    # what LibreOffice still writes into its folder when it has ended is nobody's
    with tempfile.TemporaryDirectory(prefix="duban-lo-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        sources = [home / f"book{place or ''}.{suffix}" for place in range(len(files))]
        for source, data in zip(sources, files.values(), strict=True):
            source.write_bytes(data)
        profile = f"-env:UserInstallation={(home / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--norestore", "--convert-to", to]
        command += ["--outdir", str(home / "out"), *map(str, sources)]
        said = _run(command, next(iter(files)))
        made: dict[str, bytes] = {}
        for name, source in zip(files, sources, strict=True):
            with suppress(OSError):
                made[name] = (home / "out" / f"{source.stem}.{to.partition(':')[0]}").read_bytes()
    return made, " ".join(said.split())[-200:] or "—"


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


def _run(command: list[str], name: str) -> str:
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
