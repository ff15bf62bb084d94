"""The layout of official documents after GB/T 9704-2012, read back by python-docx.

OF001  The page is A4 with the margins and the grid of 22 lines by 28 characters; page numbers stand outside, right on odd
       pages and left on even ones.
OF002  Headings have real styles with outline levels; fonts and sizes are the standard's, with fall-backs in the font table.
OF003  The red head is printed with its line, or there is room for it.
OF004  Attachments begin a section each, across where that is asked for; headers of tables are repeated, rows are not split;
       附件说明 names them.
OF005  Room for the seal, and none: the signature stands as the standard says.
OF006  The same document gives the same bytes; nothing is against the schemas; nobody is named in the properties.
OF008  No page has the signature or 附件说明 and no text; a short table is not parted, and of a long one no row stands alone.
OF007  What no document can hold is left out of texts.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from documents import faults, opened, paragraphs, printed_lines, tables
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from duban.workbook.official.content import (
    Attachment,
    Document,
    Grid,
    Head,
    Imprint,
    Signature,
    Text,
)
from duban.workbook.official.write import write

GRID = Grid(
    ("序号", "具体项目"), [(str(n), f"第{n}项措施") for n in range(1, 61)], (5, 40), ("center", "left")
)
TOLD = Document(
    title="关于进展情况的通报",
    body=[
        Text("一、总体情况", "heading 1"),
        Text("（一）进度", "heading 2"),
        Text("平均进度59%。"),
    ],
    made_on=date(2020, 10, 12),
    head=Head("齐鲁化工区办公室文件", "督办〔2020〕3号"),
    addressee="各牵头单位",
    attachments=[Attachment("名单", [GRID]), Attachment("宽表", [GRID], across=True)],
    signature=Signature("齐鲁化工区办公室", "2020年10月12日"),
    imprint=Imprint("工委各领导", "齐鲁化工区办公室", "2020年10月12日"),
)
FULL = replace(TOLD, head=None, body=[Text("国" * 28 * 60)], attachments=(), signature=None, imprint=None)
"""Text that fills its lines."""


def test_page__ok() -> None:  # OF001
    section = opened(write(TOLD)).sections[0]
    assert [round(each.mm) for each in (section.page_width, section.page_height)] == [210, 297]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(each.mm) for each in margins] == [37, 35, 28, 26]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    line = int(grid.get(qn("w:linePitch")))
    assert 22 * line <= 225 / 25.4 * 1440 < 23 * line
    character = 16 + int(grid.get(qn("w:charSpace"))) / 4096
    assert 28 * character <= 156 / 25.4 * 72 < 29 * character


def test_page_numbers__ok() -> None:  # OF001
    document = opened(write(TOLD))
    assert document.settings.odd_and_even_pages_header_footer
    first = document.sections[0]
    for footer, side in ((first.footer, "right"), (first.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]._p
        assert paragraph.pPr.jc.get(qn("w:val")) == side
        assert "".join(each.text for each in paragraph.iter(qn("w:t"))) == "— 1 —"
        assert [each.get(qn("w:instr")) for each in paragraph.iter(qn("w:fldSimple"))] == [" PAGE "]
    assert all(each.footer.is_linked_to_previous for each in [*document.sections][1:])


@pytest.mark.parametrize(
    ("name", "font", "size", "level"),
    [
        ("Title", "方正小标宋简体", 22, None),
        ("Body Text", "仿宋_GB2312", 16, None),
        ("Heading 1", "黑体", 16, "0"),
        ("Heading 2", "楷体_GB2312", 16, "1"),
        ("Heading 3", "仿宋_GB2312", 16, "2"),
    ],
)
def test_styles__ok(name: str, font: str, size: int, level: str | None) -> None:  # OF002
    style = opened(write(TOLD)).styles[name]
    assert style.element.rPr.rFonts.get(qn("w:eastAsia")) == font
    assert style.font.size.pt == size and not style.font.bold
    found = style.element.pPr.find(qn("w:outlineLvl"))
    assert (None if found is None else found.get(qn("w:val"))) == level


def test_paragraphs__ok() -> None:  # OF002
    assert paragraphs(opened(write(TOLD)))[:8] == [
        ("公文标志", "齐鲁化工区办公室文件"),
        ("公文字号", "督办〔2020〕3号"),
        ("Title", "关于进展情况的通报"),
        ("Normal", "各牵头单位："),
        ("Heading 1", "一、总体情况"),
        ("Heading 2", "（一）进度"),
        ("Body Text", "平均进度59%。"),
        ("Normal", "附件：1.名单"),
    ]


def test_fall_backs__ok() -> None:  # OF002
    with zipfile.ZipFile(BytesIO(write(TOLD))) as package:
        fonts = package.read("word/fontTable.xml").decode()
    for font, other in (("仿宋_GB2312", "仿宋"), ("楷体_GB2312", "楷体"), ("方正小标宋简体", "华文中宋")):
        assert f'<w:font w:name="{font}"><w:altName w:val="{other}"/>' in fonts


def test_red_head__ok() -> None:  # OF003
    mark, number = opened(write(TOLD)).paragraphs[:2]
    assert str(mark.runs[0].font.color.rgb) == "FF0000"
    assert round(mark.paragraph_format.space_before.mm) == 35
    line = number._p.pPr.find(qn("w:pBdr"))[0]
    assert (line.tag, line.get(qn("w:color"))) == (qn("w:bottom"), "FF0000")


def test_red_paper__ok() -> None:  # OF003
    head = Head("齐鲁化工区办公室文件", "督办〔2020〕3号", printed=False)
    mark, number = opened(write(replace(TOLD, head=head))).paragraphs[:2]
    assert mark.text == "" and round(mark.paragraph_format.space_before.mm) == 35
    assert number.text == "督办〔2020〕3号" and number._p.pPr.find(qn("w:pBdr")) is None


def test_long_mark_stays_in_its_line__ok() -> None:  # OF003
    name = "某某市某某区新旧动能转换综合试验区建设领导小组办公室文件"
    mark = opened(write(replace(TOLD, head=Head(name, "")))).paragraphs[0]
    assert mark.runs[0].font.size.mm * len(name) <= 156


def test_endless_mark_can_be_read__ok() -> None:  # OF003
    mark = opened(write(replace(TOLD, head=Head("甲" * 80, "")))).paragraphs[0]
    assert mark.runs[0].font.size.pt == 14


@pytest.mark.parametrize("units", ["各牵头单位：", "各牵头单位，", "各牵头单位、 "])
def test_ends_of_lists_of_units__ok(units: str) -> None:  # OF003
    document = opened(write(replace(TOLD, addressee=units, imprint=Imprint(units.rstrip("：")))))
    assert ("Normal", "各牵头单位：") in paragraphs(document)
    assert tables(document)[-1][0][0] == "抄送：各牵头单位。"


def test_attachments__ok() -> None:  # OF004
    document = opened(write(TOLD))
    assert [each.orientation for each in document.sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
    ]
    assert document.sections[2].page_width.mm > document.sections[2].page_height.mm
    for table in document.tables[:2]:
        first, *others = table._tbl.tr_lst
        assert first.trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in (first, *others))
    assert tables(document)[0][1] == ["1", "第1项措施"]
    said = [text for _, text in paragraphs(document)]
    assert "2.宽表" in said and said.index("附件1") < said.index("附件2")


def test_one_attachment_has_no_number__ok() -> None:  # OF004
    said = [text for _, text in paragraphs(opened(write(replace(TOLD, attachments=TOLD.attachments[:1]))))]
    assert "附件：名单" in said and "附件" in said


BY, DAY = "齐鲁化工区办公室", "2020年10月12日"


@pytest.mark.parametrize(
    ("by", "seal", "wanted"),
    [
        # centred above each other, the day four characters in
        (BY, True, (3.5, 4)),
        # the day begins two characters behind the office, which is two in
        (BY, False, (2, 1)),
        # the day is the longer one: then it is two in
        ("办公室", False, (8, 2)),
    ],
)
def test_signature__ok(by: str, seal: bool, wanted: tuple[float, float]) -> None:  # OF005
    told = replace(TOLD, signature=Signature(by, DAY, seal), attachments=())
    found = [each for each in opened(write(told)).paragraphs if each.text in (by, DAY)]
    assert [each.text for each in found] == [by, DAY]
    assert tuple(each.paragraph_format.right_indent.pt / 16 for each in found) == wanted


def test_bytes__ok() -> None:  # OF006
    one = write(TOLD)
    assert one == write(TOLD) and faults(one) == []
    properties = opened(one).core_properties
    assert (properties.author, properties.last_modified_by, properties.title) == ("", "", TOLD.title)
    assert properties.created.date() == properties.modified.date() == date(2020, 10, 12)


def test_odd_texts__ok() -> None:  # OF007
    odd = "甲\x00\x0b乙\u200b<&>\ud800"
    told = replace(TOLD, body=[Text(odd)], attachments=[Attachment("表", [Grid((odd,), [(odd,)], (1,))])])
    document = opened(write(told))
    assert [text for style, text in paragraphs(document) if style == "Body Text"] == ["甲", "乙<&>"]
    assert tables(document)[0] == [["甲\n乙<&>"], ["甲\n乙<&>"]]


@pytest.mark.libreoffice
def test_printed__ok(tmp_path: Path, soffice: Callable[[Path, str, Path], Path]) -> None:  # OF001
    source = tmp_path / "满.docx"
    source.write_bytes(write(FULL))
    pages = printed_lines(soffice(source, "pdf", tmp_path / "pdf"), "国")
    assert len(pages) > 2
    assert set(pages[1]) == {28} and len(pages[1]) == 22
    assert pages[0][0] == 26 and set(pages[0][1:]) == {28}


@pytest.mark.libreoffice
def test_printed_attachments__ok(tmp_path: Path, soffice: Callable[[Path, str, Path], Path]) -> None:  # OF004
    source = tmp_path / "附件.docx"
    source.write_bytes(write(TOLD))
    with pdfplumber.open(soffice(source, "pdf", tmp_path / "pdf")) as printed:
        texts = ["".join(page.extract_text().split()) for page in printed.pages]
        across = [page.width > page.height for page in printed.pages]
        last = printed.pages[-1]
        imprint = [each["bottom"] for each in last.chars if each["text"] in "印发" and each["size"] == 14]
        type_area = last.height - 26 / 25.4 * 72  # of a page across
        sides = [[each["x0"] for each in page.chars if each["text"] == "—"][-1] for page in printed.pages]
    assert len(imprint) == 2 and type_area - 14 < max(imprint) <= type_area
    with_table = [text for text in texts if "项措施" in text]
    assert len(with_table) > 3 and all("序号具体项目" in text for text in with_table)
    assert across == sorted(across) and any(across)
    assert [f"—{number}—" in text for number, text in enumerate(texts, 1)] == [True] * len(texts)
    assert [side > 300 for side in sides] == [number % 2 == 1 for number in range(1, len(texts) + 1)]


def kept_rows(rows: int) -> list[int]:
    """The rows of a table, 0 its header, that stay on the page of the next one."""
    grid = Grid(("序号", "具体项目"), [(str(n), "一\n二") for n in range(1, rows + 1)], (5, 40))
    (table,) = opened(write(replace(TOLD, attachments=[Attachment("名单", [grid])], imprint=None))).tables
    return [
        place
        for place, row in enumerate(table.rows)
        if all(each.paragraph_format.keep_with_next for cell in row.cells for each in cell.paragraphs)
    ]


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [(0, [0]), (1, [0]), (2, [0, 1]), (8, [*range(8)]), (9, [0, 8]), (60, [0, 59])],
)
def test_tables_are_kept__ok(rows: int, wanted: list[int]) -> None:  # OF008
    assert kept_rows(rows) == wanted


@pytest.mark.parametrize("attachments", [(), TOLD.attachments])
def test_signature_has_text__ok(attachments: list[Attachment]) -> None:  # OF008
    document = opened(write(replace(TOLD, attachments=attachments)))
    texts = [each.text for each in document.paragraphs]
    first, last = texts.index("平均进度59%。"), texts.index("2020年10月12日")
    assert all(each.paragraph_format.keep_with_next for each in document.paragraphs[first:last])
    assert not document.paragraphs[last].paragraph_format.keep_with_next


@pytest.mark.libreoffice
@pytest.mark.parametrize("lines", [7, 8, 9, 10, 11, 12])
def test_printed_signature__ok(
    lines: int, tmp_path: Path, soffice: Callable[[Path, str, Path], Path]
) -> None:  # OF008
    source = tmp_path / "署名.docx"
    body = [Text("国" * 26 + "。")] * lines
    source.write_bytes(write(replace(TOLD, body=body, imprint=None)))
    with pdfplumber.open(soffice(source, "pdf", tmp_path / "pdf")) as printed:
        signed = [
            text
            for page in printed.pages
            if "2020年10月12日" in (text := page.extract_text().replace(" ", ""))
        ]
    assert len(signed) == 1 and "国国" in signed[0] and "齐鲁化工区办公室" in signed[0]
