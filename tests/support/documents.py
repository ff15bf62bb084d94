"""Documents read back by python-docx: their texts, tables and pages."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
from docx import Document


def opened(data: bytes | Path) -> Any:
    """The document of a file, or of its bytes."""
    return Document(BytesIO(data) if isinstance(data, bytes) else str(data))


def paragraphs(document: Any) -> list[tuple[str, str]]:
    """Style and text of each paragraph outside tables that says anything."""
    return [(each.style.name, each.text) for each in document.paragraphs if each.text]


def text_of(document: Any) -> str:
    """All paragraphs outside tables, a line each."""
    return "\n".join(each.text for each in document.paragraphs)


def tables(document: Any) -> list[list[list[str]]]:
    """The tables as rows of texts."""
    return [[[cell.text for cell in row.cells] for row in each.rows] for each in document.tables]


def table_with(document: Any, header: Sequence[str]) -> list[list[str]]:
    """The rows of the first table with this header, without it."""
    return next(rows[1:] for rows in tables(document) if rows[0] == [*header])


def faults(data: bytes) -> list[str]:
    """What a document has against Microsoft's schemas."""
    from openxml_audit import OpenXmlValidator

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.docx"
        path.write_bytes(data)
        return [str(error) for error in OpenXmlValidator().validate(str(path)).errors]


def printed_lines(pdf: Path, sign: str) -> list[list[int]]:
    """Page by page, how many times ``sign`` stands in each line that has it."""
    with pdfplumber.open(pdf) as printed:
        return [
            [*Counter(round(each["top"]) for each in page.chars if each["text"] == sign).values()]
            for page in printed.pages
        ]
