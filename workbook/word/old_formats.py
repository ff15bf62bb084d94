"""Documents in older formats, turned into .docx by LibreOffice."""

from __future__ import annotations

from pathlib import Path

from duban.workbook.file.pdf_by_libreoffice import converted, programs
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
    try:
        made, said = converted(program, {path.name: data}, path.suffix.lower().lstrip("."), "docx")
    except Stop as stop:
        raise Stop("word_not_converted", path=path, why=stop.facts.get("why", "—")) from stop
    if path.name not in made:
        raise Stop("word_not_converted", path=path, why=said)
    return made[path.name]
