"""导入情况: what an import took of plans, where two places differ, what was not understood, each with its paragraph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from duban.macros.imports.found import KINDS, Told
from duban.workbook.format.names import IMPORTED
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.plans import SheetPlan

COLUMNS = ("类别", "来源文件", "段落号", "原文", "对照原文", "说明")
_WIDTHS = (8, 18, 8, 50, 50, 36)
_LONGEST = 600
"""Characters of a text that a cell shows."""
_HINT = (
    "“差异”和“未识别”要由人处理；“段落号”在 Word 文档中是第几段（空段和表格中的段也算），在文本中是第几行。"
)
_HEAD_ROW = 4


def import_sheet(told: Sequence[Told]) -> SheetPlan:
    """The sheet: counts, then a row for each that is told, what must be settled first."""
    builder = SheetBuilder(IMPORTED, _WIDTHS)
    builder.title(IMPORTED)
    shown = [each for each in told if not each.aside]
    counts = Counter(each.kind for each in shown)
    builder.line("，".join(f"{kind} {counts[kind]}" for kind in KINDS))
    builder.line(_HINT)
    builder.row(COLUMNS, "header")
    for each in in_order(shown):
        row = builder.next_row
        texts = (each.kind, each.file, each.number or None, _cut(each.text), _cut(each.against), each.note.zh)
        for column, value in enumerate(texts, 1):
            builder.put(row, column, value or None, "center" if column in (1, 3) else "text")
        builder.next_row += 1
    return builder.plan(freeze=(_HEAD_ROW + 1, 1), repeat_rows=(_HEAD_ROW, _HEAD_ROW), tab_colour="7F7F7F")


def in_order(told: Sequence[Told]) -> list[Told]:
    """What must be settled first; of a kind, in the order of files and paragraphs."""
    files = {each.file: place for place, each in reversed([*enumerate(told)])}
    return sorted(told, key=lambda each: (KINDS.index(each.kind), files[each.file], each.number))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
