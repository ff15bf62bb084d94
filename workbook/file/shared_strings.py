"""The texts that cells of a workbook share."""

from __future__ import annotations

from lxml.etree import _Element as Element

from duban.workbook.cells.contents import unescape_text
from duban.workbook.file.open_xml import main, parse_xml

_T, _R = main("t"), main("r")


def string_text(item: Element) -> str:
    """The text of a shared or inline string: rich runs joined, phonetic runs left out."""
    parts = []
    for child in item:
        if child.tag == _T:
            parts.append(child.text or "")
        elif child.tag == _R:
            parts += [run.text or "" for run in child.iterchildren(_T)]
    return unescape_text("".join(parts))


def shared_strings(data: bytes | None) -> list[str]:
    """The texts of a sharedStrings part; none for a workbook without one. Raises ValueError for broken XML."""
    if data is None:
        return []
    # these are only read, and other readers let characters pass that no XML may hold
    return [string_text(item) for item in parse_xml(data, recover=True).iterchildren(main("si"))]
