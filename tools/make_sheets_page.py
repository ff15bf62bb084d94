"""Make docs/sheets.md, the page of every sheet and column, from the formats. ``make pages``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from duban.workbook.format.fields import Field, FieldKind, SheetFormat, Who
from duban.workbook.format.sheets_and_registers import FORMATS

PAGE = Path(__file__).parent.parent / "docs" / "sheets.md"

KINDS: dict[FieldKind, str] = {
    "key": "固定编号",
    "number": "序号",
    "text": "文字",
    "lines": "编号的条目",
    "measures": "编号的条目",
    "unit": "单位",
    "person": "姓名",
    "choice": "选项",
    "word": "词语",
    "short": "短文字",
    "weight": "大于 0 的数",
    "whole": "整数",
    "amount": "数",
    "about": "数字，或写着范围、约数的文字",
    "week": "周，写作 2020-W39",
    "phone": "电话号码",
    "month": "年月",
    "quarter": "季度",
    "day": "日期",
    "share": "百分比",
    "rate": "百分比，可以大于 100%",
    "light": "亮灯",
    "files": "文件名、网址",
    "period": "期间",
    "any": "不限",
}
FILLED_BY: dict[Who, str] = {
    "key": "程序（请勿修改）",
    "program": "程序",
    "formula": "公式",
    "own": "本单位自己的公式",
    "staff": "办公室",
    "unit": "责任单位",
}

HEAD = """# 工作表和列

<!-- make pages 由工作表的声明生成，请勿直接修改 -->

程序认识的每张工作表，一行是什么，有哪些列，每列由谁填写。列的先后不限，可以另加自己的列；表头按列名认，空格和换行不计，
“其他写法”也认；登记表的各列见[登记表](registers.md)。带 \\* 的列可以没有：程序填写的会在下次 `build` 时补在右边，其余的按空白计算。
"""


def sheets_page() -> str:
    """The whole page."""
    sheets = FORMATS.values()
    return "\n".join([HEAD, *(line for sheet in sheets for line in section(sheet))]) + "\n"


def section(sheet: SheetFormat) -> Iterator[str]:
    """One sheet: what a row is, and a table of its fields."""
    yield f"## {sheet.name}"
    yield ""
    yield f"一行是{sheet.row}。"
    yield ""
    yield from table_of_fields(sheet, sheet.fields, settings=sheet.shape == "settings")


def table_of_fields(
    sheet: SheetFormat, fields: Sequence[Field], *, settings: bool = False, units: bool = False
) -> Iterator[str]:
    """The fields as a table, a row each. ``settings``: each is a row of its sheet; ``units``: a column tells what amounts are
    measured in, where any is."""
    with_unit = units and any(field.measured_in for field in fields)
    head = ["项目" if settings else "列", "内容", "谁填写", "说明", "选项", "其他写法", "例"]
    if with_unit:
        head.insert(-1, "单位")
    yield f"| {' | '.join(head)} |"
    yield "|" + " --- |" * len(head)
    for field in fields:
        optional = " \\*" if field.may_lack and not settings else ""
        required = "（必填）" if field.required else ""
        cells = [
            f"{field.name}{optional}",
            KINDS[field.kind],
            FILLED_BY[field.who] + required,
            field.help,
            "、".join(field.choices),
            "、".join(field.also),
            "、".join(shown(field, value) for value in field.example[:1]),
        ]
        if with_unit:
            cells.insert(-1, field.measured_in)
        yield f"| {' | '.join(cells)} |"
    yield ""


def shown(field: Field, value: Any) -> str:
    """An example as staff see it."""
    if isinstance(value, float) and field.kind != "amount":
        return f"{value:.0%}"
    return value.isoformat() if isinstance(value, date) else str(value).replace("\n", "⏎")


def write_page(page: Path = PAGE) -> None:
    """Write docs/sheets.md."""
    page.write_text(sheets_page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_page()
