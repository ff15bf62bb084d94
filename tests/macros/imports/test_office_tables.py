"""Task tables as offices have them: said again, headed, closed.

OT1  A row that says number and name of its item again is a further measure of it, never joined to it letter by letter.
OT2  A row that says that its item goes on (1（续）, 续), or whose numbers run on under the same name, is the item's.
OT3  A row with a leader or unit of its own under blank cells stays a row, so that both keep theirs.
OT4  A heading with its mark stands in the list, where numbers may begin again below it; totals, notes and other headings are told.
     One cell alone without a mark is told as not understood. 一 and 营商环境 in two cells are a heading.
OT10 同上 is what stands above, and that is told.
OT11 Several numbers in one paragraph are one measure, and told; a number under a merged name begins no item, and is told.
OT5  The number of a page may stand between a table and its rest; 持续 and 手续 do not make one of two tables.
OT6  存在问题 of a plan are its problems where it has no other column of them, and that is told.
OT7  Numbers of items may be Word's own.
OT8  Units that lead with others are counted as a build counts them.
OT9  A measure whose words and whose row name different terms is told as differing; a term of a month that may be its first day
     or its last is told as not understood, unless the item has a term.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from word_plans import TITLE, Plan

from duban.macros.imports.found import TaskTable, Told
from duban.macros.imports.task_table import task_table
from duban.macros.imports.understand import of_document
from duban.workbook.reading.items import Item
from duban.workbook.word.read_docx import read_docx

HEADER = ("序号", "事项名称", "目标", "措施", "牵头领导", "责任单位")


def row(
    number: object, name: str, measures: str, unit: str = "办公室", leader: str = "李明"
) -> tuple[str, ...]:
    return (str(number), name, "办实" if name else "", measures, leader, unit)


def understood(plan: Plan) -> tuple[TaskTable, list[Told]]:
    table, told, _ = task_table(read_docx(plan.data, "方案.docx"))
    assert table is not None
    return table, told


def of_rows(
    *rows: tuple[str, ...], wide: Sequence[int] = (), header: tuple[str, ...] = HEADER
) -> tuple[TaskTable, list[Told]]:
    plan = Plan().paragraphs([TITLE])
    made = plan.table([header, *rows])
    for each in wide:
        made.cell(each, 0).merge(made.cell(each, len(header) - 1))
    return understood(plan)


def items(table: TaskTable) -> list[Item]:
    return [*table.items.values()]


def measures(table: TaskTable) -> list[tuple[int | None, str, list[str]]]:
    return [(each.number, each.name, [line.text for line in each.measures]) for each in items(table)]


def test_rows_that_say_their_item_again__ok() -> None:  # OT1
    table, told = of_rows(row(1, "甲事", "摸底"), row(1, "甲事", "建账", "招商局"), row(2, "乙事", "办好"))
    assert measures(table) == [(1, "甲事", ["摸底", "建账"]), (2, "乙事", ["办好"])]
    assert (items(table)[0].goal, items(table)[0].leaders, told) == ("办实", ("李明",), [])
    assert (items(table)[0].unit, items(table)[0].other_units) == ("办公室", ("招商局",))


@pytest.mark.parametrize(
    ("number", "name"), [("1（续）", "甲事"), ("续", ""), ("", "甲事（续）"), ("1", "甲事"), ("1续", "甲事")]
)
def test_rows_that_go_on__ok(number: str, name: str) -> None:  # OT2
    rest = (number, name, "", "2、建账；\n3、销号", "", "")
    table, told = of_rows(row(1, "甲事", "1、摸底；"), rest, row(2, "乙事", "1、办好"))
    assert measures(table) == [(1, "甲事", ["摸底；", "建账；", "销号"]), (2, "乙事", ["办好"])]
    assert [each.kind for each in told] == ["提示"]


def test_a_row_with_a_leader_of_its_own__ok() -> None:  # OT3
    table, told = of_rows(
        row(1, "甲事", "1、摸底"), row("", "", "2、建账", "招商局", "王芳"), row(2, "乙事", "1、办好")
    )
    assert [dict(each.values).get("牵头领导") for each in table.rows] == ["李明", "王芳", "李明"]
    assert (measures(table)[0], told) == ((1, "甲事", ["摸底", "建账"]), [])


def test_headings_stay_and_closing_rows_are_told__ok() -> None:  # OT4
    blank = ("",) * 5
    rows = [
        ("一、营商环境", *blank),
        row(1, "甲事", "1、一"),
        ("（二）产业", *blank),
        row(1, "乙事", "1、二"),
        ("", "合计", "", "共2条", "", ""),
        ("注：由办公室解释", *blank),
    ]
    table, told = of_rows(*rows, wide=(1, 3, 6))
    assert measures(table) == [(1, "甲事", ["一"]), (1, "乙事", ["二"])]
    assert [each.band for each in items(table)] == ["营商环境", "产业"]
    assert [each.values["事项名称"] for each in table.rows] == ["一、营商环境", "甲事", "（二）产业", "乙事"]
    assert [(each.kind, each.text) for each in told] == [("提示", "合计 共2条"), ("提示", "注：由办公室解释")]


@pytest.mark.parametrize(
    ("between", "count"), [("— 3 —", 3), ("续表", 3), ("三、持续用力", 2), ("办理手续的分工", 2)]
)
def test_what_may_stand_between_two_parts__ok(between: str, count: int) -> None:  # OT5
    plan = Plan().paragraphs([TITLE])
    plan.table([HEADER, row(1, "甲事", "1、一"), row(2, "乙事", "1、二")])
    plan.paragraphs([between])
    plan.table([row(3, "丙事", "1、三")])
    table, told = understood(plan)
    assert len(table.items) == count
    assert [each.kind for each in told] == (["提示"] if count == 3 else ["未识别"])


def test_problems_of_a_plan__ok() -> None:  # OT6
    header = ("序号", "事项名称", "存在问题", "措施", "牵头领导", "责任单位")
    table, told = of_rows(("1", "甲事", "1、慢", "1、快", "李明", "办公室"), header=header)
    assert [line.text for line in items(table)[0].problems] == ["慢"]
    assert [each.kind for each in told] == ["提示"]


def test_automatic_numbers_of_items__ok() -> None:  # OT7
    plan = Plan().paragraphs([TITLE])
    table = plan.table([HEADER, row("", "甲事", "1、一"), row("", "乙事", "1、二")])
    number = plan.numbers("decimal", "%1")
    for at in (1, 2):
        plan.number(table.cell(at, 0).paragraphs[0], number)
    assert [each.number for each in items(understood(plan)[0])] == [1, 2]


def test_units_that_lead_with_others_count__ok() -> None:  # OT8
    table, _ = of_rows(row(1, "甲事", "1、一", "办公室、招商局"), row(2, "乙事", "1、二", "招商局"))
    assert table.units() == {"办公室", "招商局"}


def test_terms_that_differ_or_are_vague__ok() -> None:  # OT9
    header = (*HEADER, "完成时限")
    rows = [
        (*row(1, "甲事", "1、9月底前摸底"), "12月底前"),
        (*row("", "", "2、年底前建账"), ""),
        (*row(2, "乙事", "1、9月前办好"), ""),
    ]
    plan = Plan().paragraphs([TITLE])
    plan.table([header, *rows])
    told = of_document(read_docx(plan.data, "方案.docx")).told
    assert [
        (each.kind, each.text, each.against) for each in told if each.kind in ("差异", "未识别", "建议")
    ] == [
        ("差异", "9月底前摸底", "12月底前"),
        ("建议", "年底前建账", ""),
        ("未识别", "9月前办好", ""),
    ]


def test_headings_in_two_cells_and_without_a_mark__ok() -> None:  # OT4
    blank = ("",) * 4
    table, told = of_rows(
        ("一", "营商环境", *blank), row(1, "甲事", "1、一"), ("二", "产业", *blank), row(1, "乙事", "1、二")
    )
    assert ([each.band for each in items(table)], told) == (["营商环境", "产业"], [])
    _, told = of_rows(("营商环境类", "", *blank), row(1, "甲事", "1、一"), wide=(1,))
    assert [(each.kind, each.text) for each in told] == [("未识别", "营商环境类")]


def test_ditto_is_what_stands_above__ok() -> None:  # OT10
    rows = [
        row(1, "甲事", "1、一"),
        row(2, "乙事", "1、二", "同上", "〃"),
        row(3, "丙事", "1、三", "同上", "王芳"),
    ]
    table, told = of_rows(*rows)
    assert [(each.leaders, each.unit) for each in items(table)] == [
        (("李明",), "办公室"), (("李明",), "办公室"), (("王芳",), "办公室"),
    ]  # fmt: skip
    assert [each.text for each in told] == ["〃", "同上", "同上"]


def test_several_numbers_in_a_paragraph_are_told__ok() -> None:  # OT11
    _, told = of_rows(row(1, "甲事", "1、摸底；2、销号。\n3、2.5公里；4.5亩"))
    assert [(each.kind, each.text) for each in told] == [("未识别", "1、摸底；2、销号。")]


def test_a_number_under_a_merged_name__ok() -> None:  # OT11
    plan = Plan().paragraphs([TITLE])
    made = plan.table(
        [HEADER, row(1, "甲事", "1、一"), ("2", "", "", "2、二", "王芳", "招商局"), row(3, "丙事", "1、三")]
    )
    made.cell(1, 1).merge(made.cell(2, 1))
    table, told = understood(plan)
    assert measures(table) == [(1, "甲事", ["一", "二"]), (3, "丙事", ["三"])]
    assert [(each.kind, each.text) for each in told] == [("未识别", "2")]
