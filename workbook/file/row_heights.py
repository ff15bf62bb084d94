"""Rows of sheets that the program made once: as high as their text needs, unless staff set their height."""

from __future__ import annotations

from collections.abc import Collection

from duban.workbook.file.sheet_xml import SheetXml
from duban.workbook.file.style_sheet import StyleSheet
from duban.workbook.file.xml_numbers import number
from duban.workbook.plan.row_height import BODY_SIZE, fitted_height
from duban.workbook.plan.ruler import PADDING

_NEAR = 0.1


def fit_rows(sheet: SheetXml, styles: StyleSheet, written: Collection[int], *, old: bool) -> None:
    """Make rows that were ``written`` high enough; of a sheet that is laid out as an ``old`` version did it, let those that
    it fixed grow again."""
    for row, element in sheet.rows():
        height = number(element, "ht")
        fixed = element.get("customHeight") in ("1", "true")
        loose = fixed and old and _is_ours(height or 0.0)
        if height is None or (fixed and not loose) or not (loose or row in written):
            continue
        needed = _needed(sheet, styles, row)
        if fixed or height < needed:
            element.set("ht", f"{needed:g}")
            element.attrib.pop("customHeight", None)
            sheet.changed = True


def _is_ours(height: float) -> bool:
    """Whether an earlier version gave a row this height: lines of 15 points and 5 more. Who drags the edge of a row moves
    it by pixels, of which such a height is never a whole number."""
    return height > 19 and abs((height - 5) / 15 - round((height - 5) / 15)) * 15 < _NEAR


def _needed(sheet: SheetXml, styles: StyleSheet, row: int) -> float:
    told = [
        (text, sheet.width(column) - PADDING, styles.text_style(style).size / BODY_SIZE)
        for column, style, text in sheet.texts_of(row, lambda style: styles.text_style(style).wraps)
    ]
    return fitted_height(told)
