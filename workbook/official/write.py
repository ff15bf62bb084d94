"""A document as the bytes of a .docx."""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import datetime, time
from io import BytesIO
from typing import Any

from docx import Document as open_docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from duban.udfs.text import bare
from duban.workbook.official.content import Attachment, Block, Document, Grid, Head, Signature, Text
from duban.workbook.official.geometry import (
    ACROSS,
    BODY,
    LINE,
    LINE_DOWN,
    MARK,
    MARK_DOWN,
    RED,
    SMALL,
    UPRIGHT,
)
from duban.workbook.official.pages import first_section, next_section
from duban.workbook.official.styles import (
    ATTACHMENT,
    BODY_TEXT,
    IN_TABLE,
    MARK_STYLE,
    NUMBER_STYLE,
    PLAIN,
    SMALL_TEXT,
    TABLE_HEADER,
    TABLE_NOTE,
    TABLE_TITLE,
    TITLE_STYLE,
    empty_document,
)
from duban.workbook.official.tables import grid_xml, imprint_xml

_STYLE = {
    "body": BODY_TEXT,
    "heading 1": "Heading 1",
    "heading 2": "Heading 2",
    "heading 3": "Heading 3",
    "plain": PLAIN,
    "centre": NUMBER_STYLE,
    "note": TABLE_NOTE,
    "table title": TABLE_TITLE,
}
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_LINE = Pt(LINE / 20)
_ENDS = "：:，,、；; 　"
"""What staff may leave behind the last of several units."""


def write(told: Document) -> bytes:
    """The .docx of a document; the same document gives the same bytes."""
    writer = _Writer(told)
    writer.all()
    return writer.to_bytes()


class _Writer:
    """A document while it is laid out, from its head to its 版记."""

    def __init__(self, told: Document) -> None:
        self.told = told
        self.docx: Any = open_docx(BytesIO(empty_document()))
        self.styles = {each.name: each for each in self.docx.styles}
        self.sheet = UPRIGHT
        first_section(self.docx)

    def all(self) -> None:
        """The whole of it."""
        told = self.told
        if told.head is not None:
            self._head(told.head)
        self._title(told.title, after_head=told.head is not None)
        if told.addressee:
            self._add(f"{told.addressee.rstrip(_ENDS)}：", PLAIN)
        for block in told.body:
            self._block(block)
        if told.attachments or told.signature is not None:
            self._keep_last()
        if told.lists_attachments:
            self._attachments_named()
        if told.signature is not None:
            self._sign(told.signature)
        for place, each in enumerate(told.attachments, 1):
            self._attachment(each, place)
        if told.imprint is not None and any((told.imprint.copy_to, told.imprint.by, told.imprint.day)):
            self._small_gap()
            self._put(imprint_xml(told.imprint, self.sheet, self._id(SMALL_TEXT)))
            self._small_gap()

    def _add(self, text: str, style: str) -> Any:
        """A paragraph; a line break in its text becomes one of Word's."""
        return self.docx.add_paragraph("\n".join(bare(text).splitlines()), self.styles[style])

    def _id(self, style: str) -> str:
        return str(self.styles[style].style_id)

    def _put(self, element: Any) -> None:
        """Put an element behind all that is there, before the properties of the last section."""
        self.docx.element.body._insert_tbl(element)

    def _head(self, head: Head) -> None:
        size = min(MARK, max(SMALL, UPRIGHT.line / 25.4 * 72 / max(1.0, _width(head.mark))))
        mark = self._add(head.mark if head.printed else "", MARK_STYLE)
        mark.paragraph_format.space_before = Mm(MARK_DOWN)
        for run in mark.runs:
            run.font.size = Pt(size)
            run.font.color.rgb = RGBColor.from_string(RED)
        number = self._add(head.number, NUMBER_STYLE)
        number.paragraph_format.space_before = _LINE * 2
        if head.printed:
            space = round(LINE_DOWN / 25.4 * 72)
            line = f'<w:bottom w:val="single" w:sz="16" w:space="{space}" w:color="{RED}"/>'
            number._p.get_or_add_pPr().insert_element_before(
                parse_xml(f"<w:pBdr {nsdecls('w')}>{line}</w:pBdr>"),
                "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:spacing", "w:ind", "w:jc",
            )  # fmt: skip

    def _title(self, text: str, *, after_head: bool) -> None:
        title = self._add(text, TITLE_STYLE)
        if after_head:
            title.paragraph_format.space_before = _LINE * 2
        title.paragraph_format.space_after = _LINE

    def _block(self, block: Block) -> None:
        if isinstance(block, Grid):
            header, cell = self._id(TABLE_HEADER), self._id(IN_TABLE)
            self._put(grid_xml(block, self.sheet.line, header, cell))
            self._small_gap()
        else:
            self._text(block)

    def _text(self, block: Text) -> None:
        for line in block.text.splitlines() or [""]:
            self._add(line, _STYLE[block.style])

    def _small_gap(self) -> None:
        """A low paragraph behind a table, so that another one does not grow onto it."""
        gap = self._add("", TABLE_NOTE)
        gap.paragraph_format.line_spacing = Pt(6)

    def _attachments_named(self) -> None:
        """附件说明: a line below the text, each title hanging behind its number."""
        titles = [each.title for each in self.told.attachments]
        if not titles:
            return
        self._add("", PLAIN).paragraph_format.keep_with_next = True
        many = len(titles) > 1
        for place, title in enumerate(titles, 1):
            lead = "附件：" if place == 1 else ""
            number = f"{place}." if many else ""
            named = self._add(f"{lead}{number}{title}", PLAIN)
            # 附件： takes three characters behind the two of the indent
            begin, hang = (BODY * 2, BODY * (3.0 + (0.8 if many else 0))) if lead else (BODY * 5, BODY * 0.8)
            named.paragraph_format.left_indent = Pt(begin + hang)
            named.paragraph_format.first_line_indent = Pt(-hang)
            named.paragraph_format.keep_with_next = place < len(titles) or self.told.signature is not None

    def _keep_last(self) -> None:
        """Keep the last paragraph of the text with what stands below it: no page has nothing but attachments' names and
        the signature."""
        last = self.docx.element.body[-2]
        if last.tag == qn("w:p"):
            Paragraph(last, self.docx).paragraph_format.keep_with_next = True

    def _sign(self, signature: Signature) -> None:
        """发文机关署名 over 成文日期, with room for the seal where one is set."""
        for _ in range(3 if signature.seal else 1):
            self._add("", PLAIN).paragraph_format.keep_with_next = True
        by, day = _width(signature.by) * BODY, _width(signature.day) * BODY
        if signature.seal:
            day_in = 4 * BODY
            by_in = max(0.0, day_in + day / 2 - by / 2)
        else:
            by_in = 2 * BODY
            day_in = by_in + by - 2 * BODY - day
            if day_in < 0:  # 成文日期 is the longer one
                by_in, day_in = 2 * BODY + 2 * BODY + day - by, 2 * BODY
        for text, right in ((signature.by, by_in), (signature.day, day_in)):
            line = self._add(text, PLAIN)
            line.paragraph_format.alignment = 2
            line.paragraph_format.right_indent = Pt(max(0.0, right))
            line.paragraph_format.keep_with_next = text is signature.by

    def _attachment(self, attachment: Attachment, place: int) -> None:
        next_section(self.docx, across=attachment.across)
        self.sheet = ACROSS if attachment.across else UPRIGHT
        number = str(place) if len(self.told.attachments) > 1 else ""
        self._add(f"附件{number}", ATTACHMENT)
        title = self._add(attachment.title, TITLE_STYLE)
        title.paragraph_format.space_before, title.paragraph_format.space_after = _LINE, _LINE // 2
        for block in attachment.blocks:
            self._block(block)

    def to_bytes(self) -> bytes:
        """The package, with the times that were asked for."""
        properties, day = self.docx.core_properties, datetime.combine(self.told.made_on, time())
        properties.title, properties.author, properties.last_modified_by = self.told.title, "", ""
        properties.comments, properties.language = "", "zh-CN"
        properties.created = properties.modified = day
        packed = BytesIO()
        self.docx.save(packed)
        return _with_fixed_times(packed)


def _with_fixed_times(packed: BytesIO) -> bytes:
    """The same package without the time at which it was packed."""
    made = BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(_entry(name), old.read(name))
    return made.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _ZIP_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _width(text: str) -> float:
    """Characters of full width that a text takes."""
    return sum(_widths(text))


def _widths(text: str) -> Iterator[float]:
    return (1.0 if unicodedata.east_asian_width(each) in "WFA" else 0.5 for each in text)
