"""The empty document of the standard: real styles with outline levels, so that staff edit it like one of their own."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from typing import Any

from docx import Document as open_docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from duban.workbook.official.geometry import (
    BODY,
    FALL_BACKS,
    FANG_SONG,
    HEI,
    KAI,
    LINE,
    SMALL,
    SONG,
    SONG_TITLE,
    TABLE,
    TIGHTER,
    TITLE,
)

BODY_TEXT, PLAIN, TITLE_STYLE, ATTACHMENT = "Body Text", "Normal", "Title", "公文附件"
SMALL_TEXT, IN_TABLE, TABLE_HEADER, TABLE_NOTE, TABLE_TITLE = (
    "公文版记", "公文表格", "公文表头", "公文表注", "公文表题",
)  # fmt: skip
MARK_STYLE, NUMBER_STYLE = "公文标志", "公文字号"

_EXACT = f'<w:spacing w:before="0" w:after="0" w:line="{LINE}" w:lineRule="exact"/>'
_LOOSE = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
_TWO_IN = '<w:ind w:firstLineChars="200" w:firstLine="632"/>'
_ROUND_TITLE = '<w:spacing w:before="0" w:after="0" w:line="660" w:lineRule="exact"/>'


def _outline(level: int) -> str:
    return f'<w:outlineLvl w:val="{level}"/>'


_STYLES = (
    # name, font, points, what its paragraphs have in the order of the schema
    (PLAIN, FANG_SONG, BODY, f'<w:snapToGrid w:val="0"/>{_EXACT}<w:jc w:val="both"/>'),
    (BODY_TEXT, FANG_SONG, BODY, f'{_EXACT}{_TWO_IN}<w:jc w:val="both"/>'),
    (TITLE_STYLE, SONG_TITLE, TITLE, f'{_ROUND_TITLE}<w:jc w:val="center"/>'),
    ("Heading 1", HEI, BODY, f"<w:keepNext/>{_EXACT}{_TWO_IN}{_outline(0)}"),
    ("Heading 2", KAI, BODY, f"<w:keepNext/>{_EXACT}{_TWO_IN}{_outline(1)}"),
    ("Heading 3", FANG_SONG, BODY, f"<w:keepNext/>{_EXACT}{_TWO_IN}{_outline(2)}"),
    (ATTACHMENT, HEI, BODY, f"<w:keepNext/>{_EXACT}"),
    (SMALL_TEXT, FANG_SONG, SMALL, _LOOSE),
    (IN_TABLE, FANG_SONG, TABLE, f'<w:snapToGrid w:val="0"/>{_LOOSE}'),
    (TABLE_HEADER, HEI, TABLE, f'<w:snapToGrid w:val="0"/>{_LOOSE}<w:jc w:val="center"/>'),
    (TABLE_NOTE, FANG_SONG, TABLE, f'<w:snapToGrid w:val="0"/>{_LOOSE}<w:jc w:val="left"/>'),
    (TABLE_TITLE, HEI, SMALL, f'<w:keepNext/><w:spacing w:before="120" w:after="60" w:line="400" w:lineRule="exact"/>{_outline(1)}'),
    (MARK_STYLE, SONG_TITLE, TITLE, '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/><w:jc w:val="center"/>'),
    (NUMBER_STYLE, FANG_SONG, BODY, f'{_EXACT}<w:jc w:val="center"/>'),
    ("Footer", SONG, SMALL, f'<w:snapToGrid w:val="0"/>{_LOOSE}'),
)  # fmt: skip
_ON_GRID = frozenset({PLAIN, BODY_TEXT, "Heading 1", "Heading 2", "Heading 3"})
"""Styles whose lines hold 28 characters."""


@cache
def empty_document() -> bytes:
    """A .docx with the styles and nothing in it."""
    document = open_docx()
    for name, font, size, paragraph in _STYLES:
        _shape(document, name, font, size, paragraph)
    _name_fall_backs(document)
    _without_template(document)
    document.settings.odd_and_even_pages_header_footer = True
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _shape(document: Any, name: str, font: str, size: float, paragraph: str) -> None:
    """Give a style its font, size and paragraph, in place of all that the template has there."""
    known = {each.name for each in document.styles}
    if name not in known:
        made = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style, made.quick_style = document.styles[PLAIN], True
    style = document.styles[name]
    for each in (style.element.pPr, style.element.rPr):
        if each is not None:
            style.element.remove(each)
    spacing = f'<w:spacing w:val="{TIGHTER}"/>' if name in _ON_GRID else '<w:spacing w:val="0"/>'
    # each line ends within the type area; Latin letters and digits stand as close as Chinese ones
    tidy = '<w:widowControl w:val="0"/><w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
    keep, rest = _parted(paragraph)
    style.element.append(parse_xml(f"<w:pPr {nsdecls('w')}>{keep}{tidy}{rest}</w:pPr>"))
    half_points = round(size * 2)
    style.element.append(
        parse_xml(
            f"<w:rPr {nsdecls('w')}>"
            f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>'
            '<w:b w:val="0"/><w:bCs w:val="0"/><w:i w:val="0"/><w:iCs w:val="0"/>'
            f'<w:snapToGrid w:val="0"/><w:color w:val="000000"/>{spacing}<w:kern w:val="0"/>'
            f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
            '<w:lang w:val="zh-CN" w:eastAsia="zh-CN"/></w:rPr>'
        )
    )


def _parted(paragraph: str) -> tuple[str, str]:
    """What the schema has before ``overflowPunct``, and what behind it."""
    keep = "<w:keepNext/>" if paragraph.startswith("<w:keepNext/>") else ""
    return keep, paragraph.removeprefix(keep)


def _name_fall_backs(document: Any) -> None:
    """Name in the font table what stands in for a font that is not installed."""
    told = "".join(
        f'<w:font w:name="{font}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for font, other in FALL_BACKS.items()
    )
    for part in document.part.package.iter_parts():
        if str(part.partname).endswith("/fontTable.xml"):
            part._blob = re.sub(rb"</w:fonts>\s*$", told.encode() + b"</w:fonts>", part.blob)


def _without_template(document: Any) -> None:
    """Drop what the template says of itself: a picture of its first page, the program that made it, its styles once more."""
    for rels in (document.part.package.rels, document.part.rels):
        for number, rel in list(rels.items()):
            if rel.reltype.endswith(("/thumbnail", "/extended-properties", "/stylesWithEffects")):
                del rels[number]
