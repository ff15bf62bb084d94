"""A file as a document: .docx and texts by themselves, older formats through LibreOffice where it is installed."""

from __future__ import annotations

from pathlib import Path

from duban.workbook.say.sentence import Say
from duban.workbook.say.stop import Stop
from duban.workbook.word.blocks import Document

WORD, OLD, TEXTS = (".docx", ".docm"), (".doc", ".wps", ".odt"), (".txt", ".md")
READABLE = (*WORD, *OLD, *TEXTS)
"""The endings of files that can be read."""

_MB = 1 << 20
_MOST = 128 * _MB


def read_document(path: Path) -> Document:
    """The blocks of a plan.

    Raises Stop: ``file_missing``, ``no_permission``, ``not_read``, ``word_extension``, ``word_damaged``, ``word_password``,
    ``word_too_large``, ``word_no_libreoffice``, ``word_not_converted``, ``text_encoding``.
    """
    suffix = path.suffix.lower()
    if suffix not in READABLE:
        raise Stop("word_extension", path=path, known=" ".join(READABLE))
    data = _bytes_of(path)
    if suffix in TEXTS:
        from duban.workbook.word.read_text import read_text

        return read_text(data, path.name)
    from duban.workbook.word.read_docx import read_docx

    if suffix in OLD:
        from duban.workbook.word.old_formats import as_docx

        data = as_docx(data, path)
    return read_docx(data, path.name)


def _bytes_of(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise Stop("file_missing", path=path)
        size = path.stat().st_size
        if size > _MOST:
            raise Stop("word_too_large", path=path, what=f"{size // _MB} MB", limit=_MOST // _MB)
        data = path.read_bytes()
    except PermissionError as error:
        raise Stop("no_permission", path=path) from error
    except OSError as error:
        raise Stop("not_read", path=path, why=error.strerror or error) from error
    if not data:
        raise Stop("word_damaged", path=path, why=Say("空文件，一个字节也没有", "it is empty"))
    return data
