"""公示稿 as a document and as a page: the sheets of the public copy, which have been looked through, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

from duban.macros.documents.blocks import ShownSheet, blocks_of
from duban.macros.generated_sheets.public_copy.sheets import TITLES
from duban.workbook.official.content import Attachment, Block, Document, Grid, Text
from duban.workbook.plan.plans import SheetPlan

_TITLE = "重点改革攻坚事项公示"
_STYLE = """
body { font-family: "FangSong_GB2312", "FangSong", "仿宋", serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2 { font-weight: normal; text-align: center; font-family: "SimHei", "黑体", sans-serif; }
table { border-collapse: collapse; width: 100%; margin: 0.5rem 0 2rem; }
th, td { border: 1px solid #444; padding: 0.3rem 0.5rem; text-align: center; }
td.left { text-align: left; white-space: pre-line; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
@page { size: A4 landscape; }
"""


def notice_document(sheets: Sequence[SheetPlan], as_of: date) -> Document:
    """The public copy as a document: a page that says of which day it is, and each sheet as an attachment across."""
    attachments = [Attachment(_title(each), list(_parts(each)), across=True) for each in sheets]
    day = f"{as_of.year}年{as_of.month}月{as_of.day}日"
    body = Text(f"现将{_lead(sheets)}重点改革攻坚事项予以公示。数据截至{day}。")
    return Document(f"{_lead(sheets)}{_TITLE}", [body], as_of, attachments=attachments)


def notice_page(sheets: Sequence[SheetPlan]) -> bytes:
    """The public copy as a page for a browser, in UTF-8; it loads nothing from elsewhere and runs no script."""
    return ("\n".join(_page(sheets)) + "\n").encode()


def _page(sheets: Sequence[SheetPlan]) -> Iterator[str]:
    title = escape(f"{_lead(sheets)}{_TITLE}")
    yield '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>"
    for sheet in sheets:
        yield f"<h2>{escape(_title(sheet))}</h2>"
        for part in _parts(sheet):
            yield from _table(part) if isinstance(part, Grid) else (f"<p>{escape(part.text)}</p>",)
    yield "</body>\n</html>"


def _table(grid: Grid) -> Iterator[str]:
    yield "<table>\n<thead><tr>"
    yield "".join(f'<th scope="col">{escape(name)}</th>' for name in grid.header)
    yield "</tr></thead>\n<tbody>"
    for row in grid.rows:
        cells = (
            f"<td{_CLASS if align == 'left' else ''}>{escape(text)}</td>"
            for text, align in zip(row, grid.aligns, strict=True)
        )
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody>\n</table>"


_CLASS = ' class="left"'


def _parts(sheet: SheetPlan) -> list[Block]:
    last = sheet.print_area[3] if sheet.print_area else max(column for _, column in sheet.cells)
    shown = ShownSheet(sheet.cells, sheet.widths, sheet.merges, last)
    return [part for block in blocks_of(shown) for part in block.parts]


def _title(sheet: SheetPlan) -> str:
    return next(str(cell.value) for cell in sheet.cells.values() if cell.style == "title")


def _lead(sheets: Sequence[SheetPlan]) -> str:
    """The office and the year, before what the first sheet is."""
    return _title(sheets[0]).removesuffix(TITLES[sheets[0].name])
