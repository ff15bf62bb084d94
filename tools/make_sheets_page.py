"""Make docs/sheets.md, the page of every sheet and column, from the formats. ``make pages``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from duban.workbook.format.fields import FieldKind, SheetFormat, Who
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
    "weight": "大于 0 的数",
    "day": "日期",
    "share": "百分比",
    "light": "亮灯",
    "files": "文件名、网址",
    "period": "期间",
    "any": "不限",
}
FILLED_BY: dict[Who, str] = {
    "key": "程序（请勿修改）",
    "program": "程序",
    "formula": "公式",
    "staff": "办公室",
    "unit": "责任单位",
}

HEAD = """# 工作表和列

<!-- make pages 由工作表的声明生成，请勿直接修改 -->

程序认识的每张工作表，一行是什么，有哪些列，每列由谁填写。列的先后不限，可以另加自己的列；表头按列名认，空格和换行不计，
“其他写法”也认。带 \\* 的列可以没有：程序填写的会在下次 `build` 时补在右边，其余的按空白计算。
"""


def sheets_page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *(line for sheet in FORMATS.values() for line in section(sheet))]) + "\n"


def section(sheet: SheetFormat) -> Iterator[str]:
    """One sheet: what a row is, and a table of its fields."""
    settings = sheet.shape == "settings"
    yield f"## {sheet.name}"
    yield ""
    yield f"一行是{sheet.row}。"
    yield ""
    yield f"| {'项目' if settings else '列'} | 内容 | 谁填写 | 说明 | 选项 | 其他写法 | 例 |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for field in sheet.fields:
        optional = " \\*" if field.may_lack and not settings else ""
        required = "（必填）" if field.required else ""
        cells = (
            f"{field.name}{optional}",
            KINDS[field.kind],
            FILLED_BY[field.who] + required,
            field.help,
            "、".join(field.choices),
            "、".join(field.also),
            "、".join(map(shown, field.example[:1])),
        )
        yield f"| {' | '.join(cells)} |"
    yield ""


def shown(value: Any) -> str:
    """An example as staff see it."""
    if isinstance(value, float):
        return f"{value:.0%}"
    return value.isoformat() if isinstance(value, date) else str(value).replace("\n", "⏎")


def write_page(page: Path = PAGE) -> None:
    """Write docs/sheets.md."""
    page.write_text(sheets_page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_page()
