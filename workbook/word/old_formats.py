"""Documents in older formats, turned into .docx by LibreOffice: without a window, with settings of its own."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path

from duban.workbook.file.pdf_by_libreoffice import programs, run_libreoffice
from duban.workbook.say.stop import Stop

_ZIP = b"PK\x03\x04"


def as_docx(data: bytes, path: Path) -> bytes:
    """The document as .docx; one that is so already, whatever it is called, as it is. Raises Stop:
    ``word_no_libreoffice``, ``word_not_converted``, ``word_password``."""
    if data.startswith(_ZIP) and path.suffix.lower() != ".odt":
        return data
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Stop("word_password", path=path)
    program = next(programs(), None)
    if program is None:
        raise Stop("word_no_libreoffice", path=path, suffix=path.suffix)
    with tempfile.TemporaryDirectory(prefix="duban-word-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        plan, made = home / f"plan{path.suffix.lower()}", home / "out" / "plan.docx"
        plan.write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation={(home / 'profile').as_uri()}",
            "--headless",
            "--norestore",
        ]
        command += ["--convert-to", "docx", "--outdir", str(made.parent), str(plan)]
        try:
            said = run_libreoffice(command, path.name)
        except Stop as stop:
            raise Stop("word_not_converted", path=path, why=stop.facts.get("why", "—")) from stop
        with suppress(OSError):
            return made.read_bytes()
    raise Stop("word_not_converted", path=path, why=" ".join(said.split())[-200:] or "—")
