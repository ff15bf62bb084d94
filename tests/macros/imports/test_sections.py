"""Sections that name who leads them, held against the table; facts in texts.

SC1  Sections are found by the mark before them and the labels behind them, in brackets or in a line of their own.
SC2  A name, a leader or a unit that differs is told with both texts; what is alike is not.
SC3  What stands only in the text, or only in the table, is told.
SC4  Numbers and days that stand in one of the two alone are told with their clause and the other's text.
SC5  Marks of lists, years and numbers of files are no facts.
SC6  Sections without any table are told.
SC7  Who leads may stand in a bracket over several lines, in lines each, behind blanks for colons; several units are several.
SC8  Text below a title that says who leads belongs to the section, down to the next title of its kind, and is compared.
SC10 Sections are held against the table of another plan that is imported with theirs; each text is told by its own file.
SC11 A number or day that stands in any column of the table is not said to be missing there; one with the plan's year is the
     same without it.
SC12 Who leads may be said in words, （李明牵头，办公室负责）; those that help are none.
SC9  Of a section in which nobody is made out it is never said that the text has none.
"""

from __future__ import annotations

from typing import Any

import pytest
from word_plans import OTHER_NAME, items, plan_docx, plan_text

from duban.macros.imports.facts import facts_in
from duban.macros.imports.found import Told
from duban.macros.imports.sections import sections_of
from duban.macros.imports.understand import of_document, understood
from duban.workbook.word.read_docx import read_docx
from duban.workbook.word.read_text import read_text


def differences(changed: dict[int, str] | None = None) -> list[Told]:
    found = of_document(read_text(plan_text(changed).encode(), "方案.txt"))
    return [each for each in found.told if each.kind == "差异"]


def usual() -> list[tuple[str, str]]:
    """What the plan's narrative and table say differently as they are."""
    return [(each.text, each.against) for each in differences()]


def new(changed: dict[int, str]) -> list[tuple[str, str]]:
    """What a changed section makes besides."""
    return [told for each in differences(changed) if (told := (each.text, each.against)) not in usual()]


def test_sections_are_found__ok() -> None:  # SC1
    for document in (read_text(plan_text().encode(), "a.txt"), read_docx(plan_docx(), "a.docx")):
        found = sections_of(document)
        assert [each.title for each in found] == [
            OTHER_NAME if place == 2 else row[1] for place, row in enumerate(items(), 1)
        ]
        assert (found[1].leaders, found[1].units) == (("邹宁",), ("办公室",))
        assert [each.number for each in found] == [5, 6, 7, 8, 9, 10]


@pytest.mark.parametrize(
    "text",
    [
        "（一）甲事\n先摸底。\n牵头领导：李明  责任单位：办公室",
        "1、甲事。先摸底。〔分管领导：李明；牵头单位：办公室〕",
        "一、甲事：先摸底（责任领导:李明,主办单位:办公室）",
    ],
)
def test_labels_as_staff_write_them__ok(text: str) -> None:  # SC1
    [section] = sections_of(read_text(text.encode(), "a.txt"))
    assert (section.title, section.leaders, section.units) == ("甲事", ("李明",), ("办公室",))
    assert section.text.startswith("先摸底")


def test_headings_without_marks__ok() -> None:  # SC1
    text = "# 方案\n## 甲事\n先摸底。（牵头领导：李明  牵头部门：办公室）\n别的话（牵头领导：王强）"
    assert [each.title for each in sections_of(read_text(text.encode(), "a.md"))] == ["甲事"]


def test_brackets_of_other_kinds_are_none__ok() -> None:  # SC1
    text = "（一）甲事。按照（试行）办法办（时间：9月）。\n（二）乙事。"
    assert sections_of(read_text(text.encode(), "a.txt")) == []


def test_the_name_that_differs__ok() -> None:  # SC2
    assert (OTHER_NAME, items()[1][1]) in usual()
    numbers = [each.number for each in differences() if each.text == OTHER_NAME]
    assert numbers == [6]


@pytest.mark.parametrize(
    ("leader", "unit", "wanted"),
    [
        ("周明远", "综合管理局", []),
        ("周 明 远", "综合管理局", []),
        ("邹宁", "综合管理局", [("邹宁", "周明远")]),
        ("周明远", "招商局", [("招商局", "综合管理局")]),
        ("周明远、邹宁", "综合管理局", [("周明远、邹宁", "周明远")]),
    ],
)
def test_leaders_and_units__ok(leader: str, unit: str, wanted: list[Any]) -> None:  # SC2
    name = items()[0][1]
    section = f"（一）{name}。结合园区实际分步推进。（牵头领导：{leader}   牵头部门：{unit}）"
    assert new({1: section}) == wanted


def test_what_stands_in_one_place_alone__ok() -> None:  # SC3
    other = "（三）乡村治理数字平台试点。另行安排。（牵头领导：周明远  牵头部门：综合管理局）"
    told = new({3: other})
    assert ("乡村治理数字平台试点", "") in told
    assert (items()[2][1], "") in told


def test_sections_about_other_things_are_told_once__ok() -> None:  # SC3
    others = {
        n: f"（{n}）另一件完全不同的事。（牵头领导：周明远  牵头部门：综合管理局）" for n in range(1, 7)
    }
    assert differences({n: text.replace(f"（{n}）", "（一）") for n, text in others.items()}) == []


def test_numbers_in_one_place_alone__ok() -> None:  # SC4
    clauses = {each.text: each.against for each in differences()}
    assert clauses["确保年内47个重点项目悉数开工"] == "结合园区实际分步推进。"
    name = items()[0][1]
    with_number = (
        f"（一）{name}。年内47个重点项目开工，压减环节30%。（牵头领导：周明远  牵头部门：综合管理局）"
    )
    told = {each.text: each.against for each in differences({1: with_number})}
    assert "确保年内47个重点项目悉数开工" not in told
    assert "47个重点项目" in told["压减环节30%"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1、完成3项，2、建成4个", [("3", "项"), ("4", "个")]),
        ("2020年工作，〔2020〕8号", []),
        ("投资12.50亿元", [("12.5", "亿元")]),
        ("9月30日前办结", [("9月30日前", "")]),
        ("进入前50名", [("50", "名")]),
        ("提高30%", [("30", "%")]),
        ("“六个一”平台", []),
        ("占地200亩、面积20万平方米", [("200", "亩"), ("20", "万平方米")]),
    ],
)
def test_facts__ok(text: str, wanted: list[tuple[str, str]]) -> None:  # SC4, SC5
    assert [each.key for each in facts_in(text)] == wanted


def test_sections_without_a_table_are_told__ok() -> None:  # SC6
    text = "（一）甲事。先摸底。（牵头领导：李明  牵头部门：办公室）"
    found = of_document(read_text(text.encode(), "a.txt"))
    assert [(each.kind, each.number) for each in found.told if each.kind == "未识别"] == [("未识别", 1)]
    assert found.empty and found.to_settle


HEADER = "序号\t事项名称\t目标\t措施\t牵头领导\t责任单位"


def beside(text: str) -> list[tuple[str, int, str, str]]:
    """What is told of a text before a table of two items."""
    table = f"2020年任务清单\n{HEADER}\n1\t甲事改革\t好\t压减30%\t李明\t办公室\n2\t乙事改革\t好\t办好\t王芳\t招商局"
    found = of_document(read_text(f"{text}\n{table}".encode(), "方案.txt"))
    kinds = ("差异", "未识别")
    return [(each.kind, each.number, each.text, each.against) for each in found.told if each.kind in kinds]


SECOND = "（二）乙事改革。办好。（牵头领导：王芳 牵头单位：招商局）"


@pytest.mark.parametrize(
    ("first", "wanted"),
    [
        ("（一）甲事改革。压减30%。（牵头领导：李明\n牵头单位：财政局）", ("差异", 2, "财政局", "办公室")),
        ("（一）甲事改革\n牵头领导：李明\n牵头单位：财政局", ("差异", 3, "财政局", "办公室")),
        ("（一）甲事改革。压减30%。（牵头领导 李明 牵头单位 财政局）", ("差异", 1, "财政局", "办公室")),
        (
            "（一）甲事改革。压减30%。（牵头领导：李明 牵头单位：办公室、财政局）",
            ("差异", 1, "办公室、财政局", "办公室"),
        ),
    ],
)
def test_who_leads_in_many_spellings__ok(first: str, wanted: tuple[str, int, str, str]) -> None:  # SC7
    told = [each for each in beside(f"{first}\n{SECOND}") if "30%" not in each[2]]
    assert told == [wanted]


def test_units_that_help_lead_nothing__ok() -> None:  # SC7
    assert (
        beside(f"（一）甲事改革。压减30%。（牵头领导：李明 牵头单位：办公室 配合单位：财政局）\n{SECOND}")
        == []
    )


def test_text_below_the_title_is_compared__ok() -> None:  # SC8
    title = "（一）甲事改革（牵头领导：李明 牵头单位：办公室）"
    assert beside(f"{title}\n1. 摸底。\n2. 压减30%。\n{SECOND}\n三、保障\n每年90%。") == []
    [(kind, number, text, _)] = beside(f"{title}\n1. 摸底。\n2. 压减30%、50%。\n{SECOND}")
    assert (kind, number, text) == ("差异", 3, "压减30%、50%")


@pytest.mark.parametrize("who", ["李明牵头抓总，办公室落实", "办公室牵头，长期坚持"])
@pytest.mark.parametrize(("second", "numbers"), [("", [2]), (f"\n{SECOND}", [1])])
def test_nobody_is_made_out__ok(second: str, numbers: list[int], who: str) -> None:  # SC9
    first = f"（一）甲事改革。压减30%。（{who}）"
    told = beside(f"{first}{second}" if second else f"一、任务\n{first}")
    assert [(kind, number) for kind, number, _, _ in told] == [("未识别", each) for each in numbers]


@pytest.mark.parametrize(
    ("who", "differs"),
    [
        ("李明牵头，办公室负责", []),
        ("由李明牵头；办公室、招商局配合", []),
        ("王芳同志牵头，办公室负责", ["王芳"]),
        ("财政局牵头，办公室配合", ["财政局"]),
    ],
)
def test_said_in_words__ok(who: str, differs: list[str]) -> None:  # SC12
    told = beside(f"（一）甲事改革。压减30%、50%。（{who}）\n{SECOND}")
    assert [text for kind, _, text, _ in told if kind == "差异"] == [*differs, "压减30%、50%"]


@pytest.mark.parametrize("table_first", [True, False])
def test_the_table_in_another_plan__ok(table_first: bool) -> None:  # SC10
    body = f"（一）甲事改革。压减50%。（牵头领导：李明 牵头单位：财政局）\n{SECOND}\n三、保障\n1、甲\n文。\n2、乙\n文。\n3、丙\n文。"
    table = f"2020年任务清单\n{HEADER}\n1\t甲事改革\t好\t压减30%\t李明\t办公室\n2\t乙事改革\t好\t办好\t王芳\t招商局\n3\t丁事\t好\t办\t王芳\t招商局"
    documents = [read_text(body.encode(), "正文.txt"), read_text(table.encode(), "表.txt")]
    found = understood(documents[::-1] if table_first else documents)
    assert found.table is not None and found.city == ()
    assert sorted((each.file, each.number, each.text) for each in found.told if each.kind == "差异") == [
        ("正文.txt", 1, "压减50%"),
        ("正文.txt", 1, "财政局"),
        ("表.txt", 3, "压减30%"),
        ("表.txt", 5, "丁事"),
    ]
    assert not [each for each in found.told if "没有任务表" in each.note.zh]


def test_facts_of_any_column__ok() -> None:  # SC11
    text = "（一）甲事改革。2020年9月底之前压减30%。（牵头领导：李明 牵头单位：办公室）"
    table = "2020年任务清单\n序号\t事项名称\t措施\t牵头领导\t责任单位\t完成时限\n1\t甲事改革\t压减30%\t李明\t办公室\t9月底前\n"
    for year, count in ((2020, 0), (2021, 1)):
        changed = text.replace("2020", str(year))
        found = of_document(read_text(f"{changed}\n{table}".encode(), "方案.txt"))
        assert len([each for each in found.told if each.kind == "差异"]) == count
