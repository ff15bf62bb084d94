"""What was understood of a workbook as a small one of the plainest kind: whatever place, spelling or order the file has,
other readers need not see it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from duban.workbook.opening.archive import Archive
from duban.workbook.opening.book_parts import ROOT_RELS, USUAL_STYLES, USUAL_TEXTS, BookParts
from duban.workbook.opening.packed_parts import unpacked, zip_of

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def plain_book(archive: Archive, parts: BookParts, mended: Mapping[str, bytes]) -> bytes:
    """The worksheets with their texts and styles. ``mended`` maps parts to what stands in their place. Raises Stop."""
    names = {part: f"xl/worksheets/sheet{n}.xml" for n, part in enumerate(parts.sheets.values(), 1)}
    for part, usual in ((parts.texts, USUAL_TEXTS), (parts.styles, USUAL_STYLES)):
        if part is not None:
            names[part] = usual
    packed = {name: unpacked(text.encode()) for name, text in _frame(parts.sheets, parts.date1904).items()}
    for part, name in names.items():
        if part in mended:
            packed[name] = unpacked(mended[part])
        elif archive.is_utf16(part):
            packed[name] = unpacked(archive.read_xml(part))
        else:
            packed[name] = archive.as_packed(part)
    return zip_of(packed)


def _frame(sheets: Mapping[str, str], date1904: bool) -> dict[str, str]:
    """The workbook part of the plainest workbook, and its relationships."""
    entries = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(sheets, 1)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/relationships/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n, _ in enumerate(sheets, 1)
    )
    root = f'<Relationship Id="rId1" Type="{_OFFICE}/relationships/officeDocument" Target="xl/workbook.xml"/>'
    return {
        ROOT_RELS: f'<Relationships xmlns="{_PACKAGE}">{root}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}/relationships">'
        f'<workbookPr date1904="{int(date1904)}"/><sheets>{entries}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{links}</Relationships>',
    }
