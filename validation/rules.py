"""All rules in one place: what each column of each sheet may hold, and every rule across rows and sheets.

This is data. Two engines read it: ``validation.checker`` in plain Python for files and batches, and the
pandera schemas of ``validation.schemas``. Adding a rule is one entry in ``workbook.catalogue``, one line
here and one example in ``validation.examples``, from which its test and its page in the manual are made.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from duban.validation import book_rules, row_rules, structure_rules
from duban.validation.book_rules import BookRule
from duban.validation.kinds import (
    DAY,
    MEASURES,
    NAMES,
    NUMBERED,
    ROLE,
    SHARE,
    STATE,
    TYPE,
    WEIGHT,
    WHOLE,
    Kind,
)
from duban.validation.row_rules import RowRule
from duban.validation.structure_rules import SheetRule
from duban.validation.texts import FILES, TEXT
from duban.workbook import columns


class Column(NamedTuple):
    """What a column may hold. ``required`` is the code of a blank cell; rules of the kinds see filled cells."""

    name: str
    kinds: tuple[Kind, ...] = ()
    required: str | None = None


class SheetRules(NamedTuple):
    """The rules of one sheet: column by column, and across its rows."""

    columns: tuple[Column, ...]
    rows: tuple[RowRule, ...] = ()


_DATES = (row_rules.due_before_start, row_rules.due_before_the_plan)
_PACE = (row_rules.overdue, row_rules.lagging)

RULES: Mapping[str, SheetRules] = {
    columns.LIST: SheetRules(
        (
            Column("序号", (WHOLE,), required="I101"),
            Column("事项名称", (TEXT,), required="I110"),
            Column("改革攻坚目标", (TEXT,), required="I111"),
            Column("改革针对的突出问题", (TEXT, NUMBERED)),
            Column("改革的具体项目", (TEXT, MEASURES), required="I130"),
            Column("牵头领导", (TEXT, NAMES), required="I112"),
            Column("牵头单位及负责人", (TEXT, NAMES)),
            Column("备注", (TEXT,)),
            Column("开始日期", (DAY,)),
            Column("完成时限", (DAY,)),
            Column("完成进度", (SHARE,)),
        ),
        (
            row_rules.same_number,
            row_rules.numbers_with_gaps,
            row_rules.same_name,
            row_rules.unit_missing,
            row_rules.owner_missing,
            row_rules.unit_in_two_spellings,
            row_rules.unknown_unit,
            row_rules.text_against_due,
            *_DATES,
        ),
    ),
    columns.LEDGER: SheetRules(
        (
            Column("事项键", required="L107"),
            Column("具体项目", (TEXT,), required="L102"),
            Column("类型", (TYPE,)),
            Column("责任单位", (TEXT,), required="L103"),
            Column("负责人", (TEXT, NAMES)),
            Column("权重", (WEIGHT,)),
            Column("开始日期", (DAY,)),
            Column("完成时限", (DAY,)),
            Column("完成进度", (SHARE,)),
            Column("办结日期", (DAY,)),
            Column("进展情况", (TEXT,)),
            Column("存在问题", (TEXT,)),
            Column("下步措施", (TEXT,)),
            Column("佐证材料", (FILES,)),
            Column("更新日期", (DAY,)),
        ),
        (
            row_rules.same_measure,
            row_rules.same_measure_number,
            row_rules.unit_in_two_spellings,
            row_rules.unknown_unit,
            row_rules.text_against_due,
            *_DATES,
            row_rules.weights_do_not_sum,
            row_rules.standing_with_due,
            row_rules.done_without_evidence,
            row_rules.done_in_the_future,
            row_rules.not_updated,
            *_PACE,
            row_rules.no_problem_or_next_step,
        ),
    ),
    columns.CITY: SheetRules((Column("事项名称", (TEXT,)), Column("主要内容", (TEXT,)))),
    columns.LINKS: SheetRules(
        (
            Column("关系", (ROLE,)),
            Column("权重", (WEIGHT,)),
            Column("状态", (STATE,), required="K113"),
            Column("市级序号", required="K112"),
        ),
        (row_rules.same_link,),
    ),
    columns.DISTRICTS: SheetRules(
        (Column("权重", (WEIGHT,)), Column("完成进度", (SHARE,)), Column("截至日期", (DAY,))),
        (row_rules.same_district_item,),
    ),
    columns.LOG: SheetRules(()),
}
"""The rules of each sheet, by its standard name."""

LIST_WITHOUT_LEDGER: tuple[RowRule, ...] = _PACE
"""Rules for a list that keeps dates and progress itself; with a ledger, its measures are looked at instead."""

BOOK_RULES: tuple[BookRule, ...] = (
    book_rules.measure_of_no_item,
    book_rules.link_to_no_city_item,
    book_rules.link_of_no_item,
    book_rules.two_main_parents,
    book_rules.item_without_parent,
    book_rules.city_item_carried_by_nobody,
    book_rules.city_number,
    book_rules.progress_against_the_log,
    book_rules.values_below_the_first_row,
    structure_rules.macros,
    structure_rules.external_links,
    structure_rules.dynamic_data_exchange,
)
"""Every rule across sheets."""

SHEET_RULES: tuple[SheetRule, ...] = (
    structure_rules.missing_column,
    structure_rules.doubled_column,
    structure_rules.merged_cells,
    structure_rules.second_header,
    structure_rules.formula_errors,
    structure_rules.typed_over,
    structure_rules.formula_among_the_filled,
    structure_rules.drop_down_removed,
)
"""Every rule about the shape of a sheet in a file."""
