"""公文模板: what an office may change, and what is said of what it cannot.

DW001  The sheet has all of the program's words; a document with it is the one without it.
DW002  A row of the office goes before the program's, one of the kind before one of 版式; its text is in the order of the sheet.
DW003  Placeholders are put in as texts, whatever they hold; nothing runs. An unknown one is named with its cell.
       Braces of full width are braces; such as do not pair are named with their cell.
DW004  A line with an empty placeholder is left out, and so is a heading with nothing below; headings get their numbers.
DW006  A sheet that has but some of the program's texts changes these; one with none of them is the whole text.
DW007  红头 and 印章 are 是 or 否, and a document has a title: anything else stops.
DW005  A sheet without its columns, or with a kind that there is not, stops.
"""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from places import EXAMPLES

from duban.macros.commands.change_file import change_file
from duban.macros.commands.document import with_words
from duban.macros.documents.templates import Template, template_of
from duban.macros.documents.words import BUILT_IN, BULLETIN, KINDS, LAYOUT, PARTS, TITLE
from duban.workbook.format.names import DOCUMENT_WORDS
from duban.workbook.reading.grid import GridBook
from duban.workbook.reading.tables import Tables, read_tables
from duban.workbook.say.stop import Stop

PARK = EXAMPLES / "齐鲁化工区.xlsx"


def tables_of(path: Path) -> Tables:
    return read_tables(GridBook(path))


def with_rows(
    folder: Path, *rows: tuple[str, str, str], header: tuple[str, ...] = ("公文", "部分", "文字")
) -> Path:
    """The park's workbook with a sheet 公文模板 of these rows."""
    path = folder / "清单.xlsx"
    book = openpyxl.load_workbook(PARK)
    sheet = book.create_sheet(DOCUMENT_WORDS)
    for row in (header, *rows):
        sheet.append(row)
    book.save(path)
    return path


def lines(template: Template, **facts: str) -> list[tuple[str, str]]:
    return [(each.style, each.text) for each in template.paragraphs(facts)]


def test_sheet_has_all_words__ok(tmp_path: Path) -> None:  # DW001
    path = tmp_path / "清单.xlsx"
    change_file(PARK, with_words, out=path)
    before, after = tables_of(PARK), tables_of(path)
    rows = GridBook(path).grid(DOCUMENT_WORDS).rows
    told = [(*row, None, None)[:3] for row in rows[1 : 1 + len(BUILT_IN)]]
    assert [tuple(each or "" for each in row) for row in told] == [*BUILT_IN]
    for kind in KINDS:
        one, other = template_of(before, kind), template_of(after, kind)
        assert [each.text for each in one.body] == [each.text for each in other.body]
        assert {name: each.text for name, each in one.parts.items()} == {
            name: each.text for name, each in other.parts.items()
        }
    with pytest.raises(Stop) as stop:
        change_file(path, with_words)
    assert stop.value.code == "words_are_there"


def test_office_goes_first__ok(tmp_path: Path) -> None:  # DW002
    path = with_rows(
        tmp_path,
        (LAYOUT, "机关代字", "源督"),
        (BULLETIN, TITLE, "{期间}通报"),
        (BULLETIN, "随便一段", "第一段。"),
        (BULLETIN, "又一段", "第二段。"),
    )
    template, other = template_of(tables_of(path), BULLETIN), template_of(tables_of(path), "督办单")
    assert template.part(TITLE, {"期间": "三季度"}) == "三季度通报"
    assert [text for _, text in lines(template)] == ["第一段。", "第二段。"]
    assert {template.part("机关代字", {}), other.part("机关代字", {})} == {"源督"}
    assert len(other.body) == sum(kind == "督办单" and part not in PARTS for kind, part, _ in BUILT_IN)


def test_placeholders_are_texts__ok(tmp_path: Path) -> None:  # DW003
    path = with_rows(tmp_path, (BULLETIN, "段", "{ 甲 }和{甲}，{{甲}}，%x%"))
    told = lines(template_of(tables_of(path), BULLETIN), 甲="{乙}{0.__class__}\\1")
    assert told == [("body", "{乙}{0.__class__}\\1和{乙}{0.__class__}\\1，{{乙}{0.__class__}\\1}，%x%")]


@pytest.mark.parametrize("text", ["有{逾期树}项", "{}", "{__import__('os')}"])
def test_unknown_placeholder__error(text: str, tmp_path: Path) -> None:  # DW003
    template = template_of(tables_of(with_rows(tmp_path, (BULLETIN, "段", text))), BULLETIN)
    with pytest.raises(Stop) as stop:
        template.paragraphs({"逾期数": "3"})
    assert (stop.value.code, stop.value.facts["cell"]) == ("unknown_placeholder", f"{DOCUMENT_WORDS}!C2")
    assert stop.value.facts["known"] == "逾期数"


def test_lines_and_headings__ok(tmp_path: Path) -> None:  # DW004
    text = "# 没有内容\n{空}\n# 有\n## 小一\n共{数}项。\n## 没有\n见{空}。\n## 小二\n　　又{数}项。\n# 末"
    template = template_of(tables_of(with_rows(tmp_path, (BULLETIN, "段", text))), BULLETIN)
    assert lines(template, 空="", 数="3") == [
        ("heading 1", "一、有"),
        ("heading 2", "（一）小一"),
        ("body", "共3项。"),
        ("heading 2", "（二）小二"),
        ("body", "又3项。"),
    ]


@pytest.mark.parametrize(
    ("header", "row", "code"),
    [
        (("公文", "部分", "文字"), ("通告", "标题", "甲"), "unknown_document"),
        (("公文", "部分", "内容"), (BULLETIN, "标题", "甲"), "missing_column"),
        (("甲", "乙", "丙"), (BULLETIN, "标题", "甲"), "bad_sheet"),
    ],
)
def test_odd_sheet__error(
    header: tuple[str, ...], row: tuple[str, str, str], code: str, tmp_path: Path
) -> None:  # DW005
    tables = tables_of(with_rows(tmp_path, row, header=header))
    with pytest.raises(Stop) as stop:
        template_of(tables, BULLETIN)
    assert stop.value.code == code


def test_every_word_of_the_program_is_known__ok() -> None:  # DW003
    assert {kind for kind, _, _ in BUILT_IN} == {LAYOUT, *KINDS}
    assert len({(kind, part) for kind, part, _ in BUILT_IN}) == len(BUILT_IN)


def test_wide_braces__ok(tmp_path: Path) -> None:  # DW003
    path = with_rows(tmp_path, (BULLETIN, "段", "共｛ 数 ｝项\n没有｛空｝"))
    assert lines(template_of(tables_of(path), BULLETIN), 数="3", 空="") == [("body", "共3项")]


@pytest.mark.parametrize("text", ["共{数项", "共数}项", "共｛数项", "{数}和{数"])
def test_braces_do_not_pair__error(text: str, tmp_path: Path) -> None:  # DW003
    template = template_of(tables_of(with_rows(tmp_path, (BULLETIN, "段", text))), BULLETIN)
    with pytest.raises(Stop) as stop:
        template.paragraphs({"数": "3"})
    assert (stop.value.code, stop.value.facts["cell"]) == ("broken_placeholder", f"{DOCUMENT_WORDS}!C2")


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ((("要求", "请回复。"),), ["情况", "核实", "请回复。"]),
        ((("情况", "改过。"), ("联系人", "联系人：甲。")), ["改过。", "联系人：甲。", "核实", "要求"]),
        ((("依据", "依据。"), ("要求", "请回复。")), ["依据。", "情况", "核实", "请回复。"]),
        ((("要求", "请回复。"), ("情况", "改过。")), ["核实", "请回复。", "改过。"]),
        (
            (("要求", "请回复。"), ("核实", "无。"), ("情况", "改过。")),
            ["请回复。", "无。", "改过。"],
        ),
        ((("全部", "全部自拟。"),), ["全部自拟。"]),
        ((("核实", ""),), ["情况", "", "要求"]),
    ],
)
def test_some_texts_are_the_offices__ok(
    rows: tuple[tuple[str, str], ...], wanted: list[str], tmp_path: Path
) -> None:  # DW006
    own = {part: text for kind, part, text in BUILT_IN if kind == "督办单"}
    to_districts = [own.pop(part) for part in ("区县情况", "区县未报送", "补报要求")]
    path = with_rows(tmp_path, *(("督办单", *row) for row in rows))
    body = [each.text for each in template_of(tables_of(path), "督办单").body]
    assert [each for each in body if each not in to_districts] == [own.get(each, each) for each in wanted]


@pytest.mark.parametrize(
    ("part", "value", "code"),
    [("红头", "无", "bad_yes_no"), ("印章", "不盖", "bad_yes_no"), (TITLE, "", "no_title")],
)
def test_layout_that_is_none__error(part: str, value: str, code: str, tmp_path: Path) -> None:  # DW007
    template = template_of(
        tables_of(with_rows(tmp_path, (LAYOUT, part, value), (BULLETIN, part, value))), BULLETIN
    )
    with pytest.raises(Stop) as stop:
        _ = template.title(BULLETIN, {}) if part == TITLE else template.is_yes(part, {})
    assert stop.value.code == code


@pytest.mark.parametrize(("value", "wanted"), [("是", True), ("否 ", False), ("", True)])
def test_yes_and_no__ok(value: str, wanted: bool, tmp_path: Path) -> None:  # DW007
    template = template_of(tables_of(with_rows(tmp_path, (LAYOUT, "印章", value))), BULLETIN)
    assert template.is_yes("印章", {}) == wanted
