"""A document of Word as blocks.

WD1  Paragraphs are counted from 1 in the document's order, blank ones and those in tables too; a heading has its level.
WD2  Automatic numbers are part of the text, of whatever kind, from a paragraph or its style; lists of one definition count on.
WD3  Cells merged across and down are one cell over an area; rows keep their columns.
WD4  Accepted text only: insertions stay, deletions go, a deleted paragraph mark joins two; both are said with the paragraph.
WD5  Comments, hidden text, pictures and text boxes are left out and said; a table within a cell is lines of the cell.
WD6  What stands in content controls, links and fields is text like any other.
WD7  What cannot be read is one sentence: a password, damage, no document, entities, more than the limits.
WD8  A picture of any size is never unpacked; a document in the strict dialect is read.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.oxml.parser import parse_xml
from word_plans import Plan, W, plan_docx, with_part

from duban.workbook.say.stop import Stop
from duban.workbook.word import read_docx as reader
from duban.workbook.word.blocks import Document, Paragraph, Table
from duban.workbook.word.read_docx import read_docx

STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
PLAIN = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def of_body(xml: str) -> Document:
    """A document whose body is this XML."""
    document = docx.Document()
    body = document.element.body
    for place, each in enumerate(parse_xml(f"<w:body {W}>{xml}</w:body>")):
        body.insert(place, each)
    stream = io.BytesIO()
    document.save(stream)
    return read_docx(stream.getvalue(), "方案.docx")


def texts(document: Document) -> list[tuple[int, str]]:
    return [(each.number, each.text) for each in document.blocks if isinstance(each, Paragraph)]


def only_table(document: Document) -> Table:
    [table] = [each for each in document.blocks if isinstance(each, Table)]
    return table


def notices(document: Document) -> list[tuple[str, int]]:
    return [(each.kind, each.number) for each in document.notices]


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_paragraphs_are_counted__ok() -> None:  # WD1
    plan = Plan().paragraphs(["一", "", "二"])
    plan.table([("甲", "乙\n丙")])
    plan.document.add_heading("三", 2)
    document = read_docx(plan.data, "方案.docx")
    assert texts(document) == [(1, "一"), (2, ""), (3, "二"), (7, "三")]
    assert [each.level for each in document.blocks if isinstance(each, Paragraph)] == [0, 0, 0, 2]
    [[one, other]] = only_table(document).rows
    assert one and other and (one.number, other.number, other.text) == (4, 5, "乙\n丙")
    assert only_table(document).number == 4


@pytest.mark.parametrize(
    ("kind", "shape", "wanted"),
    [
        ("decimal", "%1、", ["1、甲", "2、乙", "3、丙"]),
        ("decimal", "%1.", ["1. 甲", "2. 乙", "3. 丙"]),
        ("chineseCounting", "（%1）", ["（一）甲", "（二）乙", "（三）丙"]),
        ("chineseCountingThousand", "%1、", ["一、甲", "二、乙", "三、丙"]),
        ("decimalEnclosedCircle", "%1", ["① 甲", "② 乙", "③ 丙"]),
        ("decimalEnclosedParen", "%1", ["⑴ 甲", "⑵ 乙", "⑶ 丙"]),
        ("ideographTraditional", "%1、", ["甲、甲", "乙、乙", "丙、丙"]),
        ("upperRoman", "%1)", ["I)甲", "II)乙", "III)丙"]),
        ("lowerLetter", "%1)", ["a)甲", "b)乙", "c)丙"]),
        ("bullet", "\uf0b7", ["甲", "乙", "丙"]),
        ("none", "第", ["第 甲", "第 乙", "第 丙"]),
    ],
)
def test_automatic_numbers_are_text__ok(kind: str, shape: str, wanted: list[str]) -> None:  # WD2
    plan = Plan()
    number = plan.numbers(kind, shape)
    for text in "甲乙丙":
        plan.number(plan.document.add_paragraph(text), number)
    assert [text for _, text in texts(read_docx(plan.data, "a.docx"))] == wanted


def test_levels_begin_again_and_lists_count_on__ok() -> None:  # WD2
    plan = Plan()
    numbering = plan.document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, text in enumerate(("%1、", "%1.%2、"))
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="70">{levels}</w:abstractNum>'))
    restarted = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    for number, override in (("70", ""), ("71", ""), ("72", restarted)):
        numbering.append(
            parse_xml(f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="70"/>{override}</w:num>')
        )
    for number, level in (
        ("70", 0),
        ("70", 1),
        ("70", 1),
        ("70", 0),
        ("70", 1),
        ("71", 0),
        ("72", 0),
        ("0", 0),
    ):
        paragraph = plan.document.add_paragraph("事")
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
        )
    told = [text for _, text in texts(read_docx(plan.data, "a.docx"))]
    assert told == ["1、事", "1.1、事", "1.2、事", "2、事", "2.1、事", "3、事", "1、事", "事"]


def test_a_style_numbers__ok() -> None:  # WD2
    plan = Plan()
    number = plan.numbers("decimal", "%1、")
    style = plan.document.styles["List Paragraph"]
    style.element.get_or_add_pPr().append(parse_xml(f'<w:numPr {W}><w:numId w:val="{number}"/></w:numPr>'))
    for text in "甲乙":
        plan.document.add_paragraph(text, style="List Paragraph")
    plan.document.add_paragraph("", style="List Paragraph")  # a blank one has no number that can be seen
    assert [text for _, text in texts(read_docx(plan.data, "a.docx"))] == ["1、甲", "2、乙", ""]


def test_merged_cells__ok() -> None:  # WD3
    plan = Plan()
    table = plan.table([("甲", "乙", "丙"), ("丁", "戊", "己"), ("庚", "辛", "壬")])
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(1, 1).merge(table.cell(2, 2))
    read = only_table(read_docx(plan.data, "a.docx"))
    assert set(read.merges) == {(1, 1, 2, 1), (2, 2, 3, 3)}
    shown = [[cell.text if cell else None for cell in row] for row in read.rows]
    assert shown[0] == ["甲\n丁", "乙", "丙"]
    assert shown[1] == [None, "戊\n己\n辛\n壬", None]
    assert shown[2] == ["庚", None, None]


def test_rows_without_first_cells_keep_their_columns__ok() -> None:  # WD3
    row = '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr><w:tc><w:p>{}</w:p></w:tc></w:tr>'.format(
        run("乙")
    )
    read = only_table(of_body(f"<w:tbl><w:tr><w:tc><w:p>{run('甲')}</w:p></w:tc></w:tr>{row}</w:tbl>"))
    assert [[cell.text if cell else None for cell in each] for each in read.rows] == [
        ["甲", None],
        [None, "乙"],
    ]


def test_tracked_changes__ok() -> None:  # WD4
    inserted = f'<w:ins w:id="1" w:author="x">{run("全部")}</w:ins>'
    deleted = '<w:del w:id="2" w:author="x"><w:r><w:delText>大部分</w:delText></w:r></w:del>'
    gone = '<w:p><w:pPr><w:rPr><w:del w:id="3" w:author="x"/></w:rPr></w:pPr>' + run("前半，") + "</w:p>"
    document = of_body(
        f"<w:p>{run('年内')}{inserted}{deleted}{run('开工')}</w:p>{gone}<w:p>{run('后半')}</w:p>"
    )
    assert texts(document) == [(1, "年内全部开工"), (3, "前半，后半")]
    assert notices(document) == [("inserted", 1), ("deleted", 1), ("deleted", 2)]
    assert [each.text for each in document.notices] == ["全部", "大部分", ""]


def test_a_deleted_row_is_none__ok() -> None:  # WD4
    row = f"<w:tr>{{}}<w:tc><w:p>{run('甲')}</w:p></w:tc></w:tr>"
    gone = row.format('<w:trPr><w:del w:id="1" w:author="x"/></w:trPr>')
    document = of_body(f"<w:tbl>{row.format('')}{gone}</w:tbl>")
    assert len(only_table(document).rows) == 1
    assert [each.kind for each in document.notices] == ["deleted"]


def test_what_is_left_out_is_said__ok() -> None:  # WD5
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>内部掌握</w:t></w:r>"
    comment = '<w:r><w:commentReference w:id="0"/></w:r>'
    box = '<w:r><w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml"><w:txbxContent><w:p>{}</w:p></w:txbxContent></v:textbox></w:pict></w:r>'
    shape = '<w:r><w:pict><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml"/></w:pict></w:r>'
    document = of_body(
        f"<w:p>{run('甲')}{hidden}</w:p><w:p>{comment}{run('乙')}</w:p><w:p>{box.format(run('旁注'))}</w:p><w:p>{shape}</w:p>"
    )
    assert texts(document) == [(1, "甲"), (2, "乙"), (3, ""), (4, "")]
    assert notices(document) == [("hidden", 1), ("comment", 2), ("text_box", 3), ("picture", 4)]
    assert document.notices[2].text == "旁注"


def test_a_table_within_a_cell_is_its_lines__ok() -> None:  # WD5
    plan = Plan()
    cell = plan.table([("外", "")]).cell(0, 1)
    inner = cell.add_table(2, 2)
    for place, text in enumerate(("甲", "乙", "丙", "丁")):
        inner.cell(place // 2, place % 2).text = text
    document = read_docx(plan.data, "a.docx")
    [[_, other]] = only_table(document).rows
    assert other is not None and other.text == "甲 乙\n丙 丁"
    assert [each.kind for each in document.notices] == ["nested"]


def test_a_frame_around_a_table_is_none__ok() -> None:  # WD5
    plan = Plan()
    frame = plan.table([("标题",)]).cell(0, 0)
    frame.add_table(1, 2).cell(0, 1).text = "乙"
    document = read_docx(plan.data, "a.docx")
    assert next(text for _, text in texts(document)) == "标题"
    assert [[cell.text if cell else None for cell in row] for row in only_table(document).rows] == [
        ["", "乙"]
    ]
    assert document.notices == ()


def test_wrapped_text_is_text__ok() -> None:  # WD6
    link = f"<w:hyperlink>{run('链接')}</w:hyperlink>"
    field = f'<w:fldSimple w:instr="PAGE">{run("3")}</w:fldSimple>'
    control = f"<w:sdt><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>"
    asked = (
        "<w:r><w:instrText>HYPERLINK</w:instrText></w:r><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/></w:r>"
    )
    whole = f"<w:sdt><w:sdtContent><w:p>{run('整段')}</w:p></w:sdtContent></w:sdt>"
    document = of_body(f"<w:p>{link}{field}{control}{asked}</w:p>{whole}")
    assert texts(document) == [(1, "链接3控件甲\n乙\t"), (2, "整段")]


def encrypted() -> bytes:
    """The beginning of a compound file with the stream of an encrypted package."""
    name = "EncryptedPackage".encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + name + bytes(512)


def bomb() -> bytes:
    """A document whose text claims and holds a hundred megabytes of blanks."""
    body = b"<w:document " + W.encode() + b"><w:body>" + b" " * (100 << 20) + b"</w:body></w:document>"
    return with_part(plan_docx(), "word/document.xml", body)


def entities() -> bytes:
    body = b'<!DOCTYPE w [<!ENTITY a "b">]><w:document ' + W.encode() + b"><w:body/></w:document>"
    return with_part(plan_docx(), "word/document.xml", body)


def flagged_as_encrypted() -> bytes:
    """A zip file with the flag of encryption at its first entry."""
    data = bytearray(plan_docx())
    at = data.find(b"PK\1\2")
    struct.pack_into("<H", data, at + 8, 1)
    return bytes(data)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (encrypted, "word_password"),
        (flagged_as_encrypted, "word_password"),
        (lambda: plan_docx()[:9000], "word_damaged"),
        (lambda: b"PK\x03\x04" + bytes(60), "word_damaged"),
        (lambda: b"%PDF-1.7", "word_damaged"),
        (lambda: with_part(plan_docx(), "word/document.xml", b"<w:document"), "word_damaged"),
        (lambda: with_part(plan_docx(), "word/document.xml", b"<a/>"), "word_damaged"),
        (entities, "word_damaged"),
        (bomb, "word_too_large"),
    ],
    ids=["password", "flag", "cut", "zip", "pdf", "xml", "no body", "entities", "bomb"],
)
def test_what_cannot_be_read__stop(make: Callable[[], bytes], code: str) -> None:  # WD7
    with pytest.raises(Stop) as stop:
        read_docx(make(), "方案.docx")
    assert stop.value.code == code
    assert "方案.docx" in stop.value.say.zh and "xlsx" not in stop.value.say.zh


def test_another_zip_is_no_document__stop() -> None:  # WD7
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("清单.txt", "1")
    with pytest.raises(Stop) as stop:
        read_docx(stream.getvalue(), "方案.docx")
    assert stop.value.code == "word_damaged"


@pytest.mark.parametrize("limit", ["_MOST_PARAGRAPHS", "_MOST_CELLS"])
def test_more_than_is_read__stop(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:  # WD7
    monkeypatch.setattr(reader, limit, 40)
    with pytest.raises(Stop) as stop:
        read_docx(plan_docx(), "方案.docx")
    assert stop.value.code == "word_too_large" and "40" in stop.value.say.zh


def test_pictures_are_not_unpacked__ok(monkeypatch: pytest.MonkeyPatch) -> None:  # WD8
    data = with_part(plan_docx(), "word/media/image1.png", bytes(80 << 20))
    read: list[str] = []
    plain = reader.Archive.read

    def noted(archive: Any, part: str) -> bytes:
        read.append(part)
        return plain(archive, part)

    monkeypatch.setattr(reader.Archive, "read", noted)
    assert read_docx(data, "a.docx").blocks
    assert "word/document.xml" in read and not [each for each in read if "media" in each]


def test_strict_documents_are_read__ok() -> None:  # WD8
    data = plan_docx()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = archive.read("word/document.xml").replace(PLAIN, STRICT)
    assert texts(read_docx(with_part(data, "word/document.xml", body), "a")) == texts(read_docx(data, "a"))
