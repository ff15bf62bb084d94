"""Registers for tests: rows told by what their columns hold, and a workbook that has them beside a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from lists import Book, Item, make_book

from duban.workbook.format.fields import SheetFormat
from duban.workbook.format.registers.definitions import DEFINITIONS
from duban.workbook.format.registers.dispatch import DISPATCH, TOPICS
from duban.workbook.format.registers.indicators import INDICATORS
from duban.workbook.format.registers.projects import PROJECTS
from duban.workbook.format.registers.task_forces import TASK_FORCES
from duban.workbook.format.sheets_and_registers import REGISTERS

Told = Mapping[str, Any]

OWN = "安全检查"
DECLARED: Sequence[Told] = (
    {"登记表": OWN, "列名": "企业", "类型": "短文本", "必填": "是", "汇总": "计数"},
    {"列名": "责任单位", "类型": "单位"},
    {"列名": "检查日期", "类型": "日期", "汇总": "最新"},
    {"列名": "隐患数", "类型": "整数", "填写": "单位", "汇总": "合计"},
    {"列名": "罚款（万元）", "类型": "数值", "汇总": "合计"},
    {"列名": "整改率", "类型": "百分比", "填写": "单位", "汇总": "平均"},
    {"列名": "等级", "类型": "单选", "选项": "甲、乙、丙", "汇总": "分布"},
    {"列名": "情况", "类型": "文本", "填写": "单位", "汇总": "最新"},
)
"""The declaration of a register of an office's own."""

OWN_HEADER = tuple(str(row["列名"]) for row in DECLARED)


def sheet(name: str, rows: Sequence[Told]) -> list[Sequence[Any]]:
    """A register that comes with the program as rows of cells, below its header."""
    return table(REGISTERS[name], rows)


def table(declared: SheetFormat, rows: Sequence[Told]) -> list[Sequence[Any]]:
    """The same of any register; what it does not have is no column."""
    names = [name for name in declared.names if name != "行键"]
    return [names, *([row.get(name) for name in names] for row in rows)]


def own_sheet(rows: Sequence[Told]) -> list[Sequence[Any]]:
    """安全检查 as rows of cells."""
    return [OWN_HEADER, *([row.get(name) for name in OWN_HEADER] for row in rows)]


def project(number: int, **more: Any) -> Told:
    """A project with all that it must have."""
    return {
        "项目编号": f"XM-{number:02}",
        "项目名称": f"第{number}个项目",
        "责任单位": "综合局",
        "包建责任人": "何书平",
        "项目状态": "开工",
        "工作目标": "完工",
        "工作措施": "每周一会",
        "时间节点": "年底",
        **more,
    }


def report(month: str | date, force: str, day: date | None, **more: Any) -> Told:
    """A report of a task force on all topics."""
    return {"年月": month, "专班": force, "报送日期": day, **dict.fromkeys(TOPICS, "有进展"), **more}


def indicator(name: str, calibre: str, **more: Any) -> Told:
    """An indicator of an industry."""
    return {"产业": "新材料", "类别": "四强产业", "指标": name, "计量单位": "亿元", "口径": calibre, **more}


def with_registers(
    registers: Mapping[str, Sequence[Told]] = {},
    *,
    own: Sequence[Told] | None = None,
    **more: Sequence[Sequence[Any]],
) -> Book:
    """A workbook with a list of one item and these registers; ``own``: the rows of 安全检查, which it then declares."""
    sheets: dict[str, Sequence[Sequence[Any]]] = {name: sheet(name, rows) for name, rows in registers.items()}
    if own is not None:
        sheets |= {DEFINITIONS: sheet(DEFINITIONS, DECLARED), OWN: own_sheet(own)}
    return make_book(Item("甲事项"), more={**sheets, **more})


__all__ = [
    "DECLARED",
    "DISPATCH",
    "INDICATORS",
    "OWN",
    "OWN_HEADER",
    "PROJECTS",
    "TASK_FORCES",
    "indicator",
    "own_sheet",
    "project",
    "report",
    "sheet",
    "table",
    "with_registers",
]
