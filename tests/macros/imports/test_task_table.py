"""The task table of a plan.

TT1  It is found by its header, broken and spaced as Word leaves it, in a text and in a document; counts are those of the list.
TT2  Every paragraph of a cell is a line, and every line keeps its paragraph.
TT3  An item over several rows, as merged cells make it, stays one; a value merged over items counts for each.
TT4  A row that a page break has split is one again; a table that goes on, with or without its header, is joined.
TT5  A second table of the same shape is told and not taken; so is a table of another kind, with what it lacks.
TT6  Columns of the plan's own are kept; what stands under no header is told.
TT7  The title is that above the table, or in its first row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from word_plans import BROKEN_HEADER, TITLE, Plan, items, pasted_cells, plan_docx, plan_text

from duban.macros.imports.found import TaskTable, Told
from duban.macros.imports.task_table import task_table
from duban.workbook.word.blocks import Document
from duban.workbook.word.read_docx import read_docx
from duban.workbook.word.read_text import read_text


def of_text(text: str) -> Document:
    return read_text(text.encode(), "方案.txt")


def of_plan(plan: Plan) -> Document:
    return read_docx(plan.data, "方案.docx")


def table_of(document: Document) -> TaskTable:
    table, told, _ = task_table(document)
    assert table is not None and to_settle(told) == []
    return table


def to_settle(told: Sequence[Told]) -> list[Told]:
    return [each for each in told if each.kind in ("差异", "未识别")]


def counts(table: TaskTable) -> tuple[int, int, int, int]:
    """Items, measures, problems, units."""
    found = table.items.values()
    return (
        len(found),
        sum(len(each.measures) for each in found),
        sum(len(each.problems) for each in found),
        len(table.units()),
    )


HEADER = ("序号", "事项名称", "目标", "措施", "牵头领导", "责任单位")


def row(number: Any, name: str = "", measures: str = "", unit: str = "办公室") -> tuple[str, ...]:
    return (str(number), name, "办实" if name else "", measures, "李明" if name else "", unit if name else "")


@pytest.mark.parametrize("automatic", [True, False])
def test_a_document_gives_the_whole_list__ok(automatic: bool) -> None:  # TT1
    assert counts(table_of(read_docx(plan_docx(automatic=automatic), "a.docx"))) == (6, 23, 17, 4)


def test_a_pasted_text_gives_the_same__ok() -> None:  # TT1
    text, document = table_of(of_text(plan_text())), table_of(read_docx(plan_docx(), "a.docx"))
    assert counts(text) == (6, 23, 17, 4)
    assert [each.values for each in text.rows] == [each.values for each in document.rows]
    assert text.columns == document.columns


def test_lines_keep_their_paragraphs__ok() -> None:  # TT2
    document = of_text(plan_text())
    lines = plan_text().splitlines()
    for each in table_of(document).rows:
        for name, text in each.values.items():
            numbers = each.lines[name]
            assert len(numbers) == len(text.splitlines())
            for number, line in zip(numbers, text.splitlines(), strict=True):
                assert lines[number - 1].split() == line.split()


def test_merged_names_are_one_item__ok() -> None:  # TT3
    plan = Plan().paragraphs([TITLE])
    rows = [
        HEADER,
        row(1, "甲事", "先摸底"),
        row("", "", "再建账"),
        row("", "", "后销号"),
        row(2, "乙事", "1、一\n2、二"),
    ]
    table = plan.table(rows)
    for column in (0, 1, 2):
        table.cell(1, column).merge(table.cell(3, column))
    found = table_of(of_plan(plan))
    assert [len(each.measures) for each in found.items.values()] == [3, 2]
    assert [each.text for each in found.items[3].measures] == ["先摸底", "再建账", "后销号"]
    assert [each.name for each in found.items.values()] == ["甲事", "乙事"]


def test_a_leader_over_several_items_leads_each__ok() -> None:  # TT3
    plan = Plan().paragraphs([TITLE])
    rows = [HEADER, row(1, "甲事", "一"), (*row(2, "乙事", "二")[:4], "", "")]
    table = plan.table(rows)
    for column in (4, 5):
        table.cell(1, column).merge(table.cell(2, column))
    found = table_of(of_plan(plan)).items.values()
    assert [(each.leaders, each.unit) for each in found] == [(("李明",), "办公室")] * 2


def test_a_row_that_a_page_has_split_is_one__ok() -> None:  # TT4
    plan = Plan().paragraphs([TITLE])
    split = ("", "", "", "办手续；\n2、建账", "", "")
    plan.table([HEADER, row(1, "甲事", "1、全程帮"), split, row(2, "乙事", "1、一")])
    table, told, _ = task_table(of_plan(plan))
    assert table is not None
    assert [each.text for each in table.items[3].measures] == ["全程帮办手续；", "建账"]
    assert [each.kind for each in told] == ["提示"]
    assert table.rows[0].lines["改革的具体项目"][0] < table.rows[0].lines["改革的具体项目"][1]


@pytest.mark.parametrize("header_again", [True, False])
def test_a_table_goes_on__ok(header_again: bool) -> None:  # TT4
    plan = Plan().paragraphs([TITLE])
    plan.table([HEADER, row(1, "甲事", "1、一"), row(2, "乙事", "1、全程帮")])
    plan.paragraphs(["", "（续表）"])
    rest = ("", "", "", "办手续", "", "")
    plan.table([*([HEADER] if header_again else []), rest, row(3, "丙事", "1、三")])
    table, told, _ = task_table(of_plan(plan))
    assert table is not None and to_settle(told) == []
    assert [each.name for each in table.items.values()] == ["甲事", "乙事", "丙事"]
    assert table.items[4].measures[0].text == "全程帮办手续"
    assert len(told) == 2  # the table that goes on, the row that was split


def test_a_pasted_table_goes_on__ok() -> None:  # TT4
    first = pasted_cells([HEADER, row(1, "甲事", "1、一"), row(2, "乙事", "1、二")])
    second = pasted_cells([HEADER, row(3, "丙事", "1、三")])
    assert len(table_of(of_text(f"{TITLE}\n\n{first}\n续表\n{second}")).items) == 3


@pytest.mark.parametrize("between", [["2021年任务清单"], []])
def test_a_second_table_is_told__ok(between: list[str]) -> None:  # TT5
    plan = Plan().paragraphs([TITLE])
    plan.table([HEADER, row(1, "甲事", "1、一")])
    plan.paragraphs(between)
    plan.table([HEADER, row(1, "乙事", "1、二"), row(2, "丙事", "1、三")])
    table, told, _ = task_table(of_plan(plan))
    assert table is not None and [each.name for each in table.items.values()] == ["甲事"]
    [second] = to_settle(told)
    assert (second.kind, second.number, second.text) == ("未识别", 14 + len(between), "序号")


def test_another_table_is_told_with_what_it_lacks__ok() -> None:  # TT5
    plan = Plan().paragraphs(["联系方式"])
    plan.table([("序号", "牵头单位", "备注"), ("1", "办公室", "")])
    table, told, _ = task_table(of_plan(plan))
    assert table is None
    assert [(each.kind, each.number) for each in told] == [("未识别", 2)]
    assert "事项名称" in told[0].note.zh


def test_columns_of_the_plan_are_kept__ok() -> None:  # TT6
    plan = Plan().paragraphs([TITLE])
    header = (*HEADER, "完成时限", "联络员电话", "")
    plan.table([header, (*row(1, "甲事", "1、一"), "9月底前", "123", "旁注")])
    table, told, _ = task_table(of_plan(plan))
    assert table is not None
    assert table.columns[-2:] == ("完成时限", "联络员电话")
    assert table.columns[:8] == tuple("".join(each.split()) for each in BROKEN_HEADER)
    assert table.rows[0].values["联络员电话"] == "123"
    [unnamed] = to_settle(told)
    assert unnamed.text == "旁注"


def test_title_above_and_within__ok() -> None:  # TT7
    plan = Plan().paragraphs([TITLE, ""])
    plan.table([HEADER, row(1, "甲事", "1、一")])
    assert (table_of(of_plan(plan)).title, table_of(of_plan(plan)).year) == (TITLE, 2020)
    within = Plan().paragraphs(["附件"])
    table = within.table([(TITLE, *[""] * 5), HEADER, row(1, "甲事", "1、一")])
    table.cell(0, 0).merge(table.cell(0, 5))
    assert table_of(of_plan(within)).title == TITLE


def test_the_sample_has_what_the_tests_say__ok() -> None:
    assert len(items()) == 6
