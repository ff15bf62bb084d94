"""Tables of documents: the header on each page, rows that are not split, lines as the standard draws them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from duban.udfs.text import bare
from duban.workbook.official.content import Align, Grid, Imprint
from duban.workbook.official.geometry import Sheet, twips

_LINES = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_SHORT = 8
"""Rows of a table that is kept on one page; the last row of a longer one has the one before beside it."""
_THICK, _THIN = 8, 6
"""Eighths of a point: the outer lines of 版记 and those between."""


def grid_xml(grid: Grid, width: float, header_style: str, cell_style: str) -> Any:
    """The element of a table over ``width`` millimetres. Built as text, for cell by cell takes many times as long."""
    total = sum(grid.widths)
    columns = [round(twips(width) * each / total) for each in grid.widths]
    centred: list[Align] = ["center"] * len(columns)
    aligns = grid.aligns or centred
    count = len(grid.rows)
    rows = [_row(grid.header, columns, centred, header_style, repeated=True)] if grid.header else []
    rows += [
        _row(row, columns, aligns, cell_style, height=grid.height, kept=count <= _SHORT or place == count - 2)
        for place, row in enumerate(grid.rows[:-1])
    ]
    rows += [_row(row, columns, aligns, cell_style, height=grid.height) for row in grid.rows[-1:]]
    gridded = "".join(f'<w:gridCol w:w="{each}"/>' for each in columns)
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_LINES}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{gridded}</w:tblGrid>"
        f"{''.join(rows)}</w:tbl>"
    )


def _row(
    texts: Sequence[str],
    columns: Sequence[int],
    aligns: Sequence[Align],
    style: str,
    *,
    repeated: bool = False,
    height: float = 0.0,
    kept: bool = False,
) -> str:
    """A row; ``kept`` on the page of the next one, as a header is."""
    again = "<w:tblHeader/>" if repeated else ""
    high = f'<w:trHeight w:val="{twips(height)}" w:hRule="atLeast"/>' if height else ""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{''.join(_paragraph(line, style, align, keep=kept or repeated) for line in str(text).splitlines() or [''])}</w:tc>"
        for text, width, align in zip(texts, columns, aligns, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{high}{again}</w:trPr>{cells}</w:tr>"


def _paragraph(text: str, style: str, align: str, ind: str = "", *, keep: bool = False) -> str:
    told, kept = escape(bare(text)), "<w:keepNext/>" if keep else ""
    run = f'<w:r><w:t xml:space="preserve">{told}</w:t></w:r>' if told else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{kept}{ind}<w:jc w:val="{align}"/></w:pPr>{run}</w:p>'


def imprint_xml(imprint: Imprint, sheet: Sheet, style: str) -> Any:
    """版记 at the foot of the type area: lines without sides, the outer ones thicker. It is placed from the edge of the page, for
    LibreOffice leaves a table as wide as its text where it stands otherwise."""
    whole = twips(sheet.line)
    half = whole // 2
    rows = []
    if imprint.copy_to:
        hanging = '<w:ind w:left="1120" w:right="280" w:hanging="840"/>'
        copied = f"抄送：{imprint.copy_to.rstrip('。，,、；; ')}。"
        rows.append(_cell(whole, _paragraph(copied, style, "both", hanging), 2))
    if imprint.by or imprint.day:
        day = f"{imprint.day}印发" if imprint.day else ""
        left = _paragraph(imprint.by, style, "left", '<w:ind w:left="280"/>')
        right = _paragraph(day, style, "right", '<w:ind w:right="280"/>')
        rows.append(_cell(half, left) + _cell(whole - half, right))
    lines = "".join(
        f'<w:{edge} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
        for edge, size in (("top", _THICK), ("bottom", _THICK), ("insideH", _THIN))
    )
    body = "".join(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>" for cells in rows)
    return parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        f'<w:tblpPr w:vertAnchor="margin" w:horzAnchor="page" w:tblpX="{twips(sheet.left)}" w:tblpYSpec="bottom"/>'
        f'<w:tblW w:w="{whole}" w:type="dxa"/><w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
        f'</w:tblPr><w:tblGrid><w:gridCol w:w="{half}"/><w:gridCol w:w="{whole - half}"/></w:tblGrid>{body}</w:tbl>'
    )


def _cell(width: int, paragraphs: str, span: int = 1) -> str:
    over = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{over}</w:tcPr>{paragraphs}</w:tc>'
