"""通报 and 年度评估: what the bulletin, or the sheet of the year, says, as a document. No figure is computed here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from duban.macros.documents.blocks import SheetBlock, ShownSheet, blocks_of
from duban.macros.documents.facts import Facts, facts_of, head_of, imprint_of, number_in_issue, signature_of
from duban.macros.documents.templates import template_of
from duban.macros.documents.words import ADDRESSEE, BULLETIN, YEAR
from duban.macros.history.bulletin_rows import Kept
from duban.macros.history.editions import Edition
from duban.macros.history.seal import issue_number
from duban.workbook.official.content import Attachment, Block, Document, Grid, Text
from duban.workbook.reading.tables import Tables

BULLETIN_BLOCKS = (
    "总体情况", "单位进展排名", "区县进展排名", "单位亮灯", "牵头领导亮灯", "区县亮灯", "事项进展", "市级事项进展",
    "逾期和滞后措施", "即将到期措施", "未报进度措施", "未报送区县", "本期未更新措施", "本期清单变动", "需核实事项",
    "存在问题和下步措施", "专项工作",
)  # fmt: skip
YEAR_BLOCKS = ("参考分", "各季度平均进度", "时限、报送和佐证", "项目、指标和对标", "说明")
"""Headings that a sheet can have; what is below another is in no placeholder, but in an attachment."""

_ACROSS_FROM = 9
"""Columns from which a table is laid across the page."""
_AGAIN = re.compile("（更正第[0-9]+次）")
_TOGETHER = ("总体情况", "单位亮灯", "牵头领导亮灯", "区县亮灯")
"""Blocks of few rows that share the attachment ``_LIGHTS``."""
_LIGHTS = "总体情况和亮灯"
_IN_THE_TEXT = ("总体情况", "单位进展排名", "区县进展排名")
"""Blocks whose sentences are told in the text and need not be repeated beside their table."""


def bulletin_document(tables: Tables, edition: Edition, kept: Kept, day: date | None) -> Document:
    """The bulletin of a period as it is, or will be, on record. Stops as ``template_of``, ``Template.part``."""
    settings, blocks = tables.settings, _blocks(kept)
    facts = facts_of(settings, edition.period, edition.as_of or settings.as_of, day)
    issue = _issue(kept) or settings.issue or issue_number(edition.period)
    again = _AGAIN.search(issue)
    facts |= {
        "期号": issue,
        **number_in_issue(issue),
        "更正": again[0] if again else "",
        "表扬线": _share(settings.praise),
        "批评线": _share(settings.criticism),
        **_overview(blocks),
    }
    return _document(tables, BULLETIN, BULLETIN_BLOCKS, facts, blocks, day or edition.period.last_day)


def year_document(tables: Tables, edition: Edition, kept: Kept, day: date | None) -> Document:
    """The year's reference as it is, or will be, on record."""
    settings, blocks = tables.settings, _blocks(kept)
    facts = facts_of(settings, edition.period, edition.as_of or settings.as_of, day)
    facts["提示"] = "\n".join(blocks[0].lines("note"))
    return _document(tables, YEAR, YEAR_BLOCKS, facts, blocks, day or edition.period.last_day)


def _blocks(kept: Kept) -> list[SheetBlock]:
    layout = kept.layout
    widths = {int(column): float(width) for column, width in layout["widths"].items()}
    merges = [(top, left, bottom, right) for top, left, bottom, right in layout["merges"]]
    cells = {at: cell for at, (cell, _) in kept.cells.items()}
    last = layout["print_area"][3] if layout["print_area"] else max(column for _, column in cells)
    return blocks_of(ShownSheet(cells, widths, merges, last))


def _document(
    tables: Tables,
    kind: str,
    known: Sequence[str],
    facts: Facts,
    blocks: Sequence[SheetBlock],
    made_on: date,
) -> Document:
    template = template_of(tables, kind)
    attachments, numbers = _attachments(blocks)
    by_name = {each.name: each for each in blocks}
    for name in known:
        block = by_name.get(name, SheetBlock(name, name))
        style = "body" if kind == BULLETIN else "note"
        facts |= {
            name: "\n".join(block.lines(style)),
            f"{name}附件": numbers.get(name, ""),
            f"{name}数": str(block.rows) if name in by_name else "",
        }
    head = head_of(template, facts)
    return Document(
        title=template.title(kind, facts),
        body=template.paragraphs(facts),
        made_on=made_on,
        head=head,
        addressee=template.part(ADDRESSEE, facts),
        attachments=attachments,
        signature=signature_of(template, facts),
        imprint=imprint_of(template, facts),
    )


def _attachments(blocks: Sequence[SheetBlock]) -> tuple[list[Attachment], Facts]:
    """The blocks with tables as attachments, and block → the one that it is in."""
    grouped: dict[str, list[SheetBlock]] = {}
    for block in blocks:
        if block.has_table:
            grouped.setdefault(_LIGHTS if block.name in _TOGETHER else block.heading, []).append(block)
    made, numbers = [], Facts()
    for place, (title, group) in enumerate(grouped.items(), 1):
        across = max(block.columns for block in group) >= _ACROSS_FROM
        parts: list[Block] = []
        for block in group:
            if len(group) > 1:
                parts.append(Text(block.heading, "table title"))
            parts += _beside_the_text(block)
            numbers[block.name] = f"附件{place}" if len(grouped) > 1 else "附件"
        made.append(Attachment(title if len(group) > 1 else group[0].heading, parts, across))
    return made, numbers


def _beside_the_text(block: SheetBlock) -> Iterator[Block]:
    """What an attachment shows of a block: its tables, notes, and sentences that the text does not tell."""
    for part in block.parts:
        if isinstance(part, Grid):
            yield part
        elif part.style == "note" or block.name not in _IN_THE_TEXT:
            yield Text(part.text, "note")


def _overview(blocks: Sequence[SheetBlock]) -> Facts:
    """The numbers of 总体情况 by name: {事项数}, {平均进度}, {措施逾期} …"""
    block = next((each for each in blocks if each.name == "总体情况"), None)
    grid = next((each for each in block.parts if isinstance(each, Grid)), None) if block else None
    facts: Facts = {
        "事项数": "",
        "措施数": "",
        "平均进度": "",
        "较上期": "",
        "逾期数": "",
        "滞后数": "",
        "严重滞后数": "",
    }
    if grid is None:
        return facts
    for row in grid.rows:
        told = dict(zip(grid.header, (value.replace("–", "0") for value in row), strict=True))
        kind = told.pop("类别", "事项")
        facts |= {f"{kind}{name}": value for name, value in told.items()}
    facts |= {
        "事项数": facts.get("事项合计", ""),
        "措施数": facts.get("措施合计", ""),
        "平均进度": facts.get("事项平均进度", ""),
        "较上期": facts.get("事项较上期", ""),
        **{f"{light}数": facts.get(f"措施{light}", "") for light in ("逾期", "滞后", "严重滞后")},
    }
    return facts


def _issue(kept: Kept) -> str:
    """期号 as the bulletin prints it, with the number of a correction."""
    return next((str(cell.value) for cell, _ in kept.cells.values() if cell.style == "centered"), "")


def _share(value: float | None) -> str:
    return "" if value is None else f"{value * 100:.10g}%"
