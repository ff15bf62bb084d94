"""A text as blocks.

WT1  Lines are paragraphs by their numbers; marks that a conversion left are dropped and said.
WT2  Cells that begin with a tab, one after another, are a table: rows end where their first cells count 1, 2, 3, or where
     blank lines stand. A cell goes on over lines; what stands below a whole last row is text.
WT3  Lines with as many tabs are rows; lines between bars are rows, and ``<br>`` is a line in a cell.
     Signs of Markdown and of pages are what they stand for; a line of the table may have lost the tabs of blank cells at
     its end, and a cell between quotes goes on over lines.
WT4  Cells of which nobody can tell the rows are paragraphs, and said.
WT5  UTF-8 with and without a mark, UTF-16 and GB18030 are read; other bytes are one sentence.
WT6  A picture of Markdown is said with its line; # is a heading. So is a table written as HTML.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from word_plans import pasted_cells

from duban.workbook.say.stop import Stop
from duban.workbook.word import read_text as reader
from duban.workbook.word.blocks import Document, Paragraph, Table
from duban.workbook.word.read_document import read_document
from duban.workbook.word.read_text import read_text


def read(text: str) -> Document:
    return read_text(text.encode(), "方案.txt")


def tables(document: Document) -> list[list[list[str | None]]]:
    return [
        [[cell.text if cell else None for cell in row] for row in each.rows]
        for each in document.blocks
        if isinstance(each, Table)
    ]


def lines(document: Document) -> list[tuple[int, str]]:
    return [
        (each.number, each.text)
        for each in document.blocks
        if isinstance(each, Paragraph) and each.text.strip()
    ]


HEADER = ("序号", "事项\n名称", "备注")


def test_lines_are_numbered__ok() -> None:  # WT1
    document = read("一\n\n[bookmark: _GoBack]二\n三[bookmark: x]")
    assert lines(document) == [(1, "一"), (3, "二"), (4, "三")]
    assert [(each.kind, each.number, each.text) for each in document.notices] == [
        ("residue", 3, "[bookmark: _GoBack]"),
        ("residue", 4, "[bookmark: x]"),
    ]
    assert document.lines


def test_cells_one_after_another__ok() -> None:  # WT2
    rows = [HEADER, ("1", "甲\n\n续行", ""), ("2", "\n乙", "注")]
    document = read("标题\n\n" + pasted_cells(rows))
    assert tables(document) == [[["序号", "事项\n名称", "备注"], ["1", "甲\n续行", ""], ["2", "乙", "注"]]]
    assert lines(document) == [(1, "标题")]


def test_the_last_row_may_end_early__ok() -> None:  # WT2
    document = read(pasted_cells([HEADER, ("1", "甲", ""), ("2", "乙", "")]).rstrip().removesuffix("\t"))
    assert tables(document) == [[["序号", "事项\n名称", "备注"], ["1", "甲", ""], ["2", "乙", None]]]


def test_text_below_a_whole_row_is_no_part_of_it__ok() -> None:  # WT2
    document = read(pasted_cells([HEADER, ("1", "甲", "注")]) + "\n附件\n名单")
    assert tables(document) == [[["序号", "事项\n名称", "备注"], ["1", "甲", "注"]]]
    assert [text for _, text in lines(document)] == ["附件", "名单"]


def test_a_header_again_begins_a_table__ok() -> None:  # WT2
    first, second = [HEADER, ("1", "甲", "注")], [HEADER, ("2", "乙", "")]
    document = read(pasted_cells(first) + "\n续表\n" + pasted_cells(second))
    assert [len(each) for each in tables(document)] == [2, 2]
    assert [text for _, text in lines(document)] == ["续表"]


def test_numbers_may_begin_again__ok() -> None:  # WT2
    rows = [HEADER, ("1", "甲", ""), ("2", "乙", ""), ("1", "丙", "注")]
    [table] = tables(read(pasted_cells(rows)))
    assert [row[0] for row in table] == ["序号", "1", "2", "1"]


def test_blank_lines_part_rows_without_numbers__ok() -> None:  # WT2
    document = read(pasted_cells([("名称", "单位"), ("甲", "一局"), ("乙", "二局")]))
    assert tables(document) == [[["名称", "单位"], ["甲", "一局"], ["乙", "二局"]]]


def test_rows_of_tabs__ok() -> None:  # WT3
    document = read("标题\n序号\t事项名称\t备注\n1\t甲\t\n2\t乙\t注\n完")
    assert tables(document) == [[["序号", "事项名称", "备注"], ["1", "甲", ""], ["2", "乙", "注"]]]
    assert lines(document) == [(1, "标题"), (5, "完")]


def test_rows_between_bars__ok() -> None:  # WT3
    document = read("| 序号 | 事项名称 |\n| --- | :---: |\n| 1 | **甲**<br>乙 |\n\n文")
    assert tables(document) == [[["序号", "事项名称"], ["1", "甲\n乙"]]]
    assert lines(document) == [(5, "文")]


def test_cells_without_rows_are_said__ok() -> None:  # WT4
    document = read("\t甲\n\n\t乙\n\t丙\n\n\t丁")
    assert tables(document) == []
    assert [(each.kind, each.number) for each in document.notices] == [("loose_cells", 1)]
    assert [text for _, text in lines(document)] == ["甲", "乙", "丙", "丁"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings__ok(encoding: str) -> None:  # WT5
    assert lines(read_text("改革攻坚\n镕".encode(encoding), "a.txt")) == [(1, "改革攻坚"), (2, "镕")]


@pytest.mark.parametrize("data", [b"\xff\xff\xff", b"\x81", b"a\0b"], ids=["bytes", "half", "nul"])
def test_other_bytes__stop(data: bytes) -> None:  # WT5
    with pytest.raises(Stop) as stop:
        read_text(data, "a.txt")
    assert stop.value.code == "text_encoding"


def test_more_lines_than_are_read__stop(monkeypatch: pytest.MonkeyPatch) -> None:  # WT5
    monkeypatch.setattr(reader, "_MOST_LINES", 3)
    assert lines(read("一\n二\n三")) == [(1, "一"), (2, "二"), (3, "三")]
    with pytest.raises(Stop) as stop:
        read("一\n二\n三\n四")
    assert stop.value.code == "word_too_large"


def test_markdown__ok() -> None:  # WT6
    document = read("# 方案\n## 一、目标\n![任务表](1.png)\n**做**事")
    assert [(each.text, each.level) for each in document.blocks if isinstance(each, Paragraph)] == [
        ("方案", 1),
        ("一、目标", 2),
        ("", 0),
        ("做事", 0),
    ]
    assert [(each.kind, each.number) for each in document.notices] == [("picture", 3)]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("没有.txt", None, "file_missing"),
        ("方案.pdf", b"%PDF", "word_extension"),
        ("方案.xlsx", b"PK", "word_extension"),
        ("空.docx", b"", "word_damaged"),
        ("空.txt", b"", "word_damaged"),
        ("密.doc", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "word_password"),
    ],
)
def test_files_that_are_no_plans__stop(tmp_path: Path, name: str, content: bytes | None, code: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Stop) as stop:
        read_document(path)
    assert stop.value.code == code


def test_signs_of_markdown__ok() -> None:  # WT3
    text = "| 序号 | 事项 |\n|:-:|-|\n| 1 | 甲\\|乙&lt;8&nbsp;<br/>丙 |"
    assert tables(read(text)) == [[["序号", "事项"], ["1", "甲|乙<8\n丙"]]]


def test_rows_that_lost_their_last_tabs__ok() -> None:  # WT3
    text = "序号\t事项\t目标\t备注\n1\t甲\t好\n2\t乙\t好\t无\n下面\t的\t字\t多\t了"
    document = read(text)
    assert tables(document) == [
        [["序号", "事项", "目标", "备注"], ["1", "甲", "好", None], ["2", "乙", "好", "无"]]
    ]
    assert [number for number, _ in lines(document)] == [4]


def test_cells_between_quotes__ok() -> None:  # WT3
    text = '序号\t事项\t措施\n1\t甲\t"1、""一""\n2、二"\n2\t"乙"事\t三'
    document = read(text)
    assert tables(document) == [
        [["序号", "事项", "措施"], ["1", "甲", '1、"一"\n2、二'], ["2", '"乙"事', "三"]]
    ]
    [table] = [each for each in document.blocks if isinstance(each, Table)]
    cell = table.rows[1][2]
    assert cell is not None and [each.number for each in cell.paragraphs] == [2, 3]


def test_a_table_of_html_is_said__ok() -> None:  # WT6
    assert [
        (each.kind, each.number) for each in read("方案\n<table><tr><td>1</td></tr></table>").notices
    ] == [("html_table", 2)]


def test_a_sign_of_inches_joins_no_lines__ok() -> None:  # WT3
    text = '序号\t事项\t措施\n1\t甲\t换 2" 管\n2\t乙\t"好\n3\t丙\t换 3" 管'
    assert [row[1] for row in tables(read(text))[0]] == ["事项", "甲", "乙", "丙"]
