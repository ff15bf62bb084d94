"""A city's list, a roster, fields of benchmarking, targets: what else plans hold.

LR1  A city's list: numbered titles, each with its texts; who wrote it is no part of it.
LR2  A number of items that the text says and the list has not is told; so is where numbers do not run on.
LR3  A roster: one person a line under 组长, 副组长, 成员, padded names, posts behind; the group by the title above.
LR4  A role without a name is told; names alone, and posts in brackets, are taken.
LR5  Fields of benchmarking with the units that they name, else all; what only sounds like it is none.
LR6  Targets in numbers are suggested with their term; how many key projects are to start is one of 规则 where it is one number.
     What has been reached, or is of a year before the plan's, is no target.
LR8  A table with the columns of such a sheet gives its rows; one beside paragraphs that do is told.
LR9  Headings between the items of a city are no part of them, nor is the title of another list; titles of which one has no
     text, and numbers that begin again in a text, are told.
LR10 Roster: several persons on a line, names of three padded characters, posts before names and in brackets, roles in lines
     of their own; who is of the group by office alone is told, and those below are taken all the same.
LR11 Many numbered paragraphs that hold title and text in one are told, not guessed at; a few are prose.
LR12 They are taken where the words above say how many items there are, and so many follow; so are titles 一、 and （一）, and
     both are told. Chapters of a plan are no items.
LR7  What was not taken is told by its paragraphs, and each of them once.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from docx.oxml.parser import parse_xml
from word_plans import AREAS, ROSTER, Plan, W, city_items, city_text, plan_docx, plan_text

from duban.macros.imports.found import Found
from duban.macros.imports.understand import of_document, understood
from duban.udfs.text import in_chinese
from duban.workbook.word.blocks import Paragraph
from duban.workbook.word.read_docx import read_docx
from duban.workbook.word.read_text import read_text


def found_in(text: str, name: str = "方案.txt") -> Found:
    return of_document(read_text(text.encode(), name))


def told(found: Found, kind: str) -> list[tuple[int, str]]:
    return [(each.number, each.text) for each in found.told if each.kind == kind]


def test_a_city_list__ok() -> None:  # LR1
    found = found_in(city_text())
    assert [
        (each.values["序号"], each.values["事项名称"], each.values["主要内容"]) for each in found.city
    ] == [(number, title, text) for number, (title, text) in enumerate(city_items(), 1)]
    assert found.city[0].number == 3
    assert not found.to_settle


def test_titles_without_texts_are_no_list__ok() -> None:  # LR1
    assert found_in("1、甲\n2、乙\n3、丙").city == ()
    assert found_in("1、甲\n文\n2、乙\n文").city == ()


@pytest.mark.parametrize("mark", ["{}.", "{}、", "（{}）", "({})"])
def test_titles_and_texts_on_one_line_are_told__ok(mark: str) -> None:  # LR11
    lines = [f"{mark.format(number)}{title}。{text}" for number, (title, text) in enumerate(city_items(), 1)]
    found = found_in("\n".join(lines))
    assert found.city == ()
    assert [(each.kind, each.number) for each in found.told if "同一段" in each.note.zh] == [("未识别", 1)]
    few = found_in("\n".join(lines[:7]))
    assert not few.to_settle


@pytest.mark.parametrize("between", ["。", "：", "\n"])
@pytest.mark.parametrize("mark", ["{}.", "（{}）", "{}、", "chinese {}、", "chinese （{}）"])
def test_as_many_items_as_the_text_says__ok(mark: str, between: str) -> None:  # LR12
    is_chinese = mark.startswith("chinese ")
    numbers = [in_chinese(number) if is_chinese else str(number) for number in range(1, 16)]
    lines = [
        f"{mark.removeprefix('chinese ').format(number)}{title}{between}{text}"
        for number, (title, text) in zip(numbers, city_items(), strict=True)
    ]
    found = found_in("\n".join(["全市确定15项重点改革攻坚事项。", *lines, "附件：责任分工", "另文下发。"]))
    assert [
        (each.values["序号"], each.values["事项名称"], each.values["主要内容"]) for each in found.city
    ] == [(number, title, text) for number, (title, text) in enumerate(city_items(), 1)]
    is_usual = between == "\n" and mark in ("{}.", "{}、")
    assert [each.number for each in found.told if "请核对" in each.note.zh] == ([] if is_usual else [2])
    assert not found.to_settle
    other = found_in("\n".join(["全市确定12项重点改革攻坚事项。", *lines]))
    assert len(other.city) == (15 if between == "\n" and not is_chinese and mark != "（{}）" else 0)


def test_chapters_are_no_items__ok() -> None:  # LR12
    plan = "为完成三大任务，制定本方案。\n一、总体要求\n坚持改革。\n二、重点任务\n推进改革。\n三、保障措施\n加强领导。"
    assert found_in(plan).city == ()


def test_another_number_of_items_is_told__ok() -> None:  # LR2
    found = found_in(city_text(14))
    assert len(found.city) == 14
    assert told(found, "差异") == [(1, "全市15项重点改革攻坚事项如下:")]


def test_numbers_that_do_not_run_on_are_told__ok() -> None:  # LR2
    text = city_text(5).replace("4、", "7、", 1)
    found = found_in(text.replace("15项", "3项"))
    assert len(found.city) == 3
    assert [line for _, line in told(found, "未识别")] == [f"7、{city_items()[3][0]}"]


def test_a_roster__ok() -> None:  # LR3
    found = found_in(ROSTER)
    roles = [each.values["职务"] for each in found.roster]
    assert [roles.count(each) for each in ("组长", "副组长", "成员")] == [1, 4, 6]
    assert {each.values["小组"] for each in found.roster} == {"某县经济开发区对标提升工作领导小组"}
    assert [each.values["姓名"] for each in found.roster][3:] == [
        *("孙岩", "周国栋", "吴晓东", "郑海燕", "冯建军", "陈思源", "褚静", "卫东"),
    ]
    assert found.roster[3].values["单位及职务"] == "党工委委员、纪工委书记"
    assert found.roster[0].number == 6
    assert len(told(found, "建议")) == 1  # who heads the office
    assert not found.to_settle


def test_a_roster_of_a_document__ok() -> None:  # LR3
    data = Plan().paragraphs(ROSTER.splitlines()).data
    assert len(of_document(read_docx(data, "名单.docx")).roster) == 11


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "领导小组成员名单\n组长：李明\n成员：王强、赵静",
            [("组长", "李明", None), ("成员", "王强", None), ("成员", "赵静", None)],
        ),
        ("领导小组成员名单\n组长：李明（管委会主任）", [("组长", "李明", "管委会主任")]),
        ("领导小组成员名单\n组长：管委会主任 李明", [("组长", "李明", "管委会主任")]),
    ],
)
def test_rosters_as_staff_write_them__ok(text: str, wanted: list[tuple[str, str, str | None]]) -> None:  # LR4
    found = found_in(text)
    rows = [
        (each.values["职务"], each.values["姓名"], each.values.get("单位及职务")) for each in found.roster
    ]
    assert rows == wanted


def test_roles_without_a_name_are_told__ok() -> None:  # LR4
    found = found_in("领导小组成员名单\n组长：另行明确后再定并通知各单位。\n成员：王强  办公室主任")
    assert told(found, "未识别") == [(2, "组长：另行明确后再定并通知各单位。")]
    assert [each.values["姓名"] for each in found.roster] == ["王强"]


def test_fields_of_benchmarking__ok() -> None:  # LR5
    found = found_in(AREAS)
    both = "江苏泰州港经济开发区、青岛即墨经济开发区"
    assert [(each.values["领域"], each.values["标杆单位"]) for each in found.areas] == [
        ("新旧动能转换", both),
        ("产业集聚发展", both),
        ("体制机制创新", "青岛即墨经济开发区"),
        ("企业规范管理", "江苏泰州港经济开发区"),
        ("优化服务", both),
    ]
    assert found.areas[1].values["标杆做法"] == "学习借鉴产业链招商的经验做法"
    assert found.areas[1].values["对标举措"] == "壮大主导产业。"
    assert [number for number, _ in told(found, "提示")] == [4, 7]  # they name no unit


def test_fields_without_units_are_told__ok() -> None:  # LR5
    found = found_in(AREAS.replace("为对标单位", "去学习"))
    assert len(found.areas) == 5 and "标杆单位" not in found.areas[0].values
    assert [number for number, _ in told(found, "未识别")] == [3]


def test_targets__ok() -> None:  # LR6
    found = found_in(plan_text())
    assert found.starts_wanted == 47
    suggested = [each for each in found.told if each.kind == "建议" and "47个重点项目" in each.text]
    assert {each.number for each in suggested} == {33}
    assert any("2020-12-31" in each.note.zh for each in suggested)
    assert (2, "力争在全省开发区排名进入前50名") in told(found_in(AREAS), "建议")


def test_two_numbers_of_starts_are_asked__ok() -> None:  # LR6
    section = "（一）对标学习深圳优化营商环境改革攻坚。年内40个重点项目开工。（牵头领导：周明远  牵头部门：综合管理局）"
    found = found_in(plan_text({1: section}).replace("三、工作保障", "三、工作保障\n年内40个重点项目开工"))
    assert found.starts_wanted is None
    assert len(told(found, "未识别")) == 1


@pytest.mark.parametrize("make", [plan_text, city_text, lambda: AREAS + ROSTER])
def test_every_paragraph_is_told_of_once__ok(make: Callable[[], str]) -> None:  # LR7
    document = read_text(make().encode(), "a.txt")
    found = of_document(document)
    runs = {each.number for each in found.told if each.kind == "未用"}
    texts = [each.number for each in document.blocks if isinstance(each, Paragraph) and each.text.strip()]
    left = [number for number in texts if number not in found.used]
    assert runs and runs <= {*left}
    # what follows a paragraph that was taken begins a run
    begins = {number for before, number in pairwise(texts) if number in left and before not in left}
    assert begins <= runs


def test_several_files_are_one__ok() -> None:
    documents = [
        read_docx(plan_docx(), "方案.docx"),
        read_text(city_text().encode(), "市.txt"),
        read_text((AREAS + ROSTER).encode(), "县.txt"),
    ]
    found = understood(documents)
    assert found.table is not None
    assert (len(found.table.items), len(found.city), len(found.roster), len(found.areas)) == (6, 15, 11, 5)
    assert {each.file for each in found.told} == {"方案.docx", "市.txt", "县.txt"}


def test_two_files_with_the_same_are_told__ok() -> None:
    found = understood(
        [read_text(city_text().encode(), "一.txt"), read_text(city_text(5).encode(), "二.txt")]
    )
    assert len(found.city) == 15
    assert [(each.file, each.number) for each in found.told if each.kind == "未识别"] == [("二.txt", 0)]
    assert not [each for each in found.told if each.kind == "取用" and each.file == "二.txt"]


def test_nothing_is_said_of_rows_that_were_not_taken__ok() -> None:
    plans = [read_text(plan_text().encode(), name) for name in ("一.txt", "二.txt")]
    found = understood(plans)
    second = [each for each in found.told if each.file == "二.txt"]
    assert found.starts_wanted == 47
    assert not [each for each in second if "任务清单第" in each.note.zh or each.kind in ("差异", "取用")]
    assert [each.number for each in second if each.kind == "未识别"] == [0]


def test_what_word_left_out_is_told__ok() -> None:
    def change(plan: Plan, table: Any) -> None:
        inserted = f'<w:ins {W} w:id="1" w:author="x"><w:r><w:t>（试行）</w:t></w:r></w:ins>'
        plan.document.paragraphs[2]._p.append(parse_xml(inserted))
        shape = '<w:r {}><w:pict><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml"/></w:pict></w:r>'
        plan.document.paragraphs[-1]._p.append(parse_xml(shape.format(W)))

    found = of_document(read_docx(plan_docx(change=change), "方案.docx"))
    inserted, picture = told(found, "提示")
    assert inserted == (3, "（试行）") and picture[0] > 100
    assert told(found, "未识别") == []


def test_a_roster_in_a_table__ok() -> None:  # LR8
    plan = Plan().paragraphs(["领导小组名单"])
    rows = [
        ("小组", "职 务", "姓名", "单位职务"),
        ("对标小组", "组长", "李明", "主任"),
        ("", "成员", "王 强", "局长"),
        ("", "", "赵静", "局长"),
    ]
    table = plan.table(rows)
    table.cell(1, 0).merge(table.cell(3, 0))
    table.cell(2, 1).merge(table.cell(3, 1))
    found = of_document(read_docx(plan.data, "名单.docx"))
    assert [(each.values["小组"], each.values["职务"], each.values["姓名"]) for each in found.roster] == [
        ("对标小组", "组长", "李明"),
        ("对标小组", "成员", "王强"),
        ("对标小组", "成员", "赵静"),
    ]
    assert not found.to_settle


def test_the_title_above_a_table_names_the_group__ok() -> None:  # LR8
    plan = Plan().paragraphs(["正文。", "某县对标工作领导小组成员名单"])
    plan.table([("职务", "姓名"), ("组长", "李明"), ("成员", "王强")])
    found = of_document(read_docx(plan.data, "名单.docx"))
    assert [each.values["小组"] for each in found.roster] == ["某县对标工作领导小组"] * 2


def test_city_items_in_a_table__ok() -> None:  # LR8
    plan = Plan()
    plan.table([("序号", "事项名称", "主要内容"), ("一", "甲事", "做甲"), ("二", "乙事", "做乙\n再做")])
    found = of_document(read_docx(plan.data, "市.docx"))
    assert [dict(each.values) for each in found.city] == [
        {"序号": 1, "事项名称": "甲事", "主要内容": "做甲"},
        {"序号": 2, "事项名称": "乙事", "主要内容": "做乙\n再做"},
    ]


def test_a_table_beside_paragraphs_is_told__ok() -> None:  # LR8
    plan = Plan().paragraphs(ROSTER.splitlines())
    plan.table([("职务", "姓名"), ("组长", "李明")])
    found = of_document(read_docx(plan.data, "名单.docx"))
    assert len(found.roster) == 11
    assert [text for _, text in told(found, "未识别")] == ["组长"]


def test_a_cell_of_more_than_a_sheet_holds_is_told__ok() -> None:
    found = found_in(city_text().replace(city_items()[0][1], "长" * 40_000))
    assert [number for number, _ in told(found, "未识别")] == [3]


def city_names(found: Found) -> list[tuple[str, str]]:
    return [(str(each.values["事项名称"]), str(each.values["主要内容"])) for each in found.city]


def test_headings_between_the_items_of_a_city__ok() -> None:  # LR9
    text = (
        "一、经济\n1、甲\n甲文。\n2、乙\n乙文。\n二、民生\n（一）教育\n3、丙\n丙文。\n第二批\n1、丁\n丁文。"
    )
    found = found_in(text)
    assert city_names(found) == [("甲", "甲文。"), ("乙", "乙文。"), ("丙", "丙文。")]
    assert told(found, "未识别") == [(11, "1、丁")]
    assert {"一、经济", "二、民生", "第二批"} <= {text for _, text in told(found, "未用")}


def test_titles_without_a_text_are_told__ok() -> None:  # LR9
    found = found_in("1、甲\n甲文。\n2、乙\n乙文。\n3、丙\n4、丁\n丁文。")
    assert (found.city, told(found, "未识别")) == ((), [(5, "3、丙")])


def test_numbers_that_begin_again_in_a_text_are_told__ok() -> None:  # LR9
    found = found_in("1、甲\n做法：\n1、子甲\n子文。\n2、子乙\n子文。\n2、乙\n乙文。\n3、丙\n丙文。")
    assert (3, "1、子甲") in told(found, "未识别")


@pytest.mark.parametrize(
    ("lines", "people"),
    [
        ("副组长：邹　宁　副主任  卫东  局长", [("副组长", "邹宁", "副主任"), ("副组长", "卫东", "局长")]),
        ("成员：孙岩  局长\n郑 海 燕  部长", [("成员", "孙岩", "局长"), ("成员", "郑海燕", "部长")]),
        ("组长：县委书记李明远", [("组长", "李明远", "县委书记")]),
        (
            "副组长：王强（县长）、孙岩（县委常委、副县长）",
            [("副组长", "王强", "县长"), ("副组长", "孙岩", "县委常委、副县长")],
        ),
        (
            "组长\n李明远  书记\n副组长：\n王强  县长",
            [("组长", "李明远", "书记"), ("副组长", "王强", "县长")],
        ),
        ("成员：郑海燕，组织部部长", [("成员", "郑海燕", "组织部部长")]),
        ("成员：孙岩  高级 工程师", [("成员", "孙岩", "高级 工程师")]),
    ],
)
def test_people_in_many_spellings__ok(lines: str, people: list[tuple[str, str, str]]) -> None:  # LR10
    found = found_in(f"一、某县领导小组成员名单\n{lines}")
    assert [tuple(each.values.values()) for each in found.roster] == [
        ("某县领导小组", *each) for each in people
    ]
    assert (told(found, "未识别"), len(told(found, "未用"))) == ([], 0)


def test_who_is_of_the_group_by_office_is_told__ok() -> None:  # LR10
    found = found_in(
        "某领导小组成员名单\n成员：孙岩、王强、各部门负责人\n各镇主要负责同志\n赵立平  局长\n办公室主任：王强（兼）"
    )
    names = [(each.values["小组"], each.values["职务"], each.values["姓名"]) for each in found.roster]
    group = "某领导小组"
    assert names == [
        (group, "成员", "孙岩"), (group, "成员", "王强"), (group, "成员", "赵立平"), (group, "办公室主任", "王强"),
    ]  # fmt: skip
    assert told(found, "未识别") == [(2, "各部门负责人"), (3, "各镇主要负责同志")]


@pytest.mark.parametrize(
    ("clause", "starts"),
    [
        ("力争47个重点项目年内全部开工", 47),
        ("去年12个重点项目全部开工", None),
        ("2019年12个重点项目全部开工", None),
        ("截至目前12个重点项目已全部开工", None),
        ("2020年12个重点项目全部开工", 12),
    ],
)
def test_what_has_been_reached_is_no_target__ok(clause: str, starts: int | None) -> None:  # LR6
    table = "2020年任务清单\n序号\t事项名称\t措施\t牵头领导\t责任单位\n1\t甲事\t办好\t李明\t办公室\n"
    found = found_in(f"{clause}，建好园区。\n{table}")
    assert found.starts_wanted == starts
    assert bool(told(found, "建议")) == (starts is not None)
