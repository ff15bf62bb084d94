"""Sections: the page with its margins and grid, and the page number outside below the type area."""

from __future__ import annotations

from typing import Any

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from duban.workbook.official.geometry import ACROSS, GRID_CHARACTER, LINE, NUMBER_DOWN, SMALL, UPRIGHT, Sheet

_NUMBER_SIZE = SMALL * 25.4 / 72
"""Millimetres of a page number."""


def first_section(document: Any) -> None:
    """The page of the document, with its numbers, which later sections go on with."""
    section = document.sections[0]
    _shape(section, UPRIGHT)
    _number(section.footer, "right", "1")
    _number(section.even_page_footer, "left", "0")


def next_section(document: Any, *, across: bool) -> None:
    """A section on the next page."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    _shape(section, ACROSS if across else UPRIGHT)


def _shape(section: Any, sheet: Sheet) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if sheet.width > sheet.height else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(sheet.width), Mm(sheet.height)
    section.top_margin, section.bottom_margin = Mm(sheet.top), Mm(sheet.bottom)
    section.left_margin, section.right_margin = Mm(sheet.left), Mm(sheet.right)
    section.header_distance = Mm(15)
    section.footer_distance = Mm(max(8.0, sheet.bottom - NUMBER_DOWN - _NUMBER_SIZE))
    properties = section._sectPr
    for grid in properties.findall(qn("w:docGrid")):
        properties.remove(grid)
    properties.append(
        parse_xml(
            f'<w:docGrid {nsdecls("w")} w:type="linesAndChars" w:linePitch="{LINE}" w:charSpace="{GRID_CHARACTER}"/>'
        )
    )


def _number(footer: Any, side: str, odd: str) -> None:
    """``— 1 —``, one character in from the outer edge."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]._p
    inwards = "rightChars" if odd == "1" else "leftChars"
    twips = "right" if odd == "1" else "left"
    runs = (
        "<w:r><w:t>— </w:t></w:r>".replace("<w:t>", '<w:t xml:space="preserve">'),
        '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>',
        '<w:r><w:t xml:space="preserve"> —</w:t></w:r>',
    )
    made = parse_xml(
        f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="Footer"/>'
        f'<w:ind w:{inwards}="100" w:{twips}="280"/><w:jc w:val="{side}"/></w:pPr>{"".join(runs)}</w:p>'
    )
    paragraph.getparent().replace(paragraph, made)
