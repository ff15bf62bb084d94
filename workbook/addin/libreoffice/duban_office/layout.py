"""Verbs for columns, rows and pages: width, hide, fit, height, freeze, page, print_to, print_columns, grow."""

from __future__ import annotations

from typing import Any, Dict, MutableMapping, Optional, Sequence
from weakref import WeakKeyDictionary

import uno
from duban_office.player import Area, Player
from duban_office.values import PIXEL, POINT, width_of

_A4 = (21000, 29700)
_INCH = 2540
"""Hundredths of a millimetre."""
_FOOT = 0.3
"""Inches below the foot of a page, as Excel has them."""


def width(
    player: Player, sheet: str, characters: float, columns: Sequence[Sequence[int]], widen: bool = False
) -> None:
    wanted = width_of(characters, _digit(player))
    for first, last in columns:
        if not widen:
            player.columns(sheet, first, last).Width = wanted
            continue
        for column in range(first, last + 1):
            one = player.columns(sheet, column, column).getByIndex(0)
            if one.Width < wanted:
                one.Width = wanted


def _digit(player: Player) -> float:
    """The widest digit of the document's usual font in hundredths of a millimetre, measured as for a file that is opened;
    once, for a font that is not there is not replaced by the same one each time."""
    if player not in _DIGITS:
        _DIGITS[player] = _measured(player)
    return _DIGITS[player]


_DIGITS: MutableMapping[Player, float] = WeakKeyDictionary()


def _measured(player: Player) -> float:
    usual = player.document.StyleFamilies.getByName("CellStyles").getByName("Default")
    font = uno.createUnoStruct("com.sun.star.awt.FontDescriptor")
    font.Name, font.Height = usual.CharFontName, round(usual.CharHeight * 20)  # twips, and so are the widths
    widths = player.document.ReferenceDevice.getFont(font).getCharWidths("0", "9")
    return float(int(max(widths)) / 20.0 * POINT if widths else 7 * PIXEL)


def hide(player: Player, sheet: str, columns: Sequence[Sequence[int]]) -> None:
    for first, last in columns:
        player.columns(sheet, first, last).IsVisible = False


def fit(player: Player, sheet: str, rows: Sequence[Sequence[int]]) -> None:
    for first, last in rows:
        player.rows(sheet, first, last).OptimalHeight = True


def height(player: Player, sheet: str, points: float, rows: Sequence[Sequence[int]]) -> None:
    for first, last in rows:
        player.rows(sheet, first, last).Height = int(points * POINT)


def freeze(player: Player, sheet: str, at: Sequence[int]) -> None:
    player.freezes.append((sheet, at))


def page(
    player: Player,
    sheet: str,
    landscape: bool,
    margins: Dict[str, float],
    repeat_rows: Optional[Sequence[int]],
    repeat_columns: Optional[Sequence[int]],
    area: Optional[Area],
    row_breaks: Sequence[int],
    column_breaks: Sequence[int],
    scale: Optional[int],
) -> None:
    found = player.sheet(sheet)
    found.PageStyle = _page_style(player, landscape, margins, scale, bool(column_breaks))
    # whatever is set here LibreOffice breaks the sheet into pages again
    if repeat_rows:
        found.setTitleRows(player.range(sheet, (repeat_rows[0], 1, repeat_rows[1], 1)).RangeAddress)
    elif found.getPrintTitleRows():
        found.setPrintTitleRows(False)
    if repeat_columns:
        found.setTitleColumns(player.range(sheet, (1, repeat_columns[0], 1, repeat_columns[1])).RangeAddress)
    elif found.getPrintTitleColumns():
        found.setPrintTitleColumns(False)
    if area or found.getPrintAreas():
        found.setPrintAreas((player.range(sheet, area).RangeAddress,) if area else ())
    for row in row_breaks:
        found.Rows.getByIndex(row).IsStartOfNewPage = True
    for column in column_breaks:
        found.Columns.getByIndex(column).IsStartOfNewPage = True


def _page_style(
    player: Player, landscape: bool, margins: Dict[str, float], scale: Optional[int], over_pages: bool
) -> str:
    name = "督办-%s" % ("横向" if landscape else "纵向")
    if scale is not None or over_pages:
        name += "-%d" % (scale or 100)

    def dress(style: Any) -> None:
        style.IsLandscape = landscape
        style.Width, style.Height = reversed(_A4) if landscape else _A4
        if scale is None and not over_pages:
            style.ScaleToPagesX, style.ScaleToPagesY = 1, 0
        else:
            style.PageScale = scale or 100
        for side, inches in margins.items():
            setattr(style, side.capitalize() + "Margin", round(inches * _INCH))
        style.CenterHorizontally, style.HeaderIsOn, style.FooterIsOn = True, False, True
        # the foot stands within what Excel calls the margin
        style.BottomMargin = round(_FOOT * _INCH)
        style.FooterIsDynamicHeight, style.FooterBodyDistance = False, 0
        style.FooterHeight = round((margins["bottom"] - _FOOT) * _INCH)
        content = style.RightPageFooterContent
        for text in (content.LeftText, content.RightText, content.CenterText):
            text.String = ""
        _number_pages(player, content.CenterText)
        style.RightPageFooterContent = content

    return str(player.style("PageStyles", name, "com.sun.star.style.PageStyle", dress))


def _number_pages(player: Player, text: Any) -> None:
    cursor = text.createTextCursor()
    for before, field in (("第 ", "PageNumber"), (" 页 共 ", "PageCount"), (" 页", "")):
        cursor.gotoEnd(False)
        text.insertString(cursor, before, False)
        if field:
            cursor.gotoEnd(False)
            made = player.document.createInstance("com.sun.star.text.TextField." + field)
            text.insertTextContent(cursor, made, False)


def print_to(player: Player, sheet: str, row: int) -> None:
    found = player.sheet(sheet)
    areas = found.getPrintAreas()
    if len(areas) == 1 and not _one_cell(areas[0]) and areas[0].EndRow < row - 1:
        areas[0].EndRow = row - 1
        found.setPrintAreas(areas)


def _one_cell(address: Any) -> bool:
    """By printing just one, empty, cell a sheet of the program prints nothing."""
    return (address.StartRow, address.StartColumn) == (address.EndRow, address.EndColumn)


def print_columns(player: Player, sheet: str, column: int) -> None:
    found = player.sheet(sheet)
    if not found.getPrintAreas():
        whole = player.columns(sheet, 1, column)
        address = whole.getByIndex(0).RangeAddress
        address.EndColumn = column - 1
        found.setPrintAreas((address,))


def grow(player: Player, sheet: str, area: Area, last: int) -> None:
    wanted = player.range(sheet, area).RangeAddress
    for each in player.document.DatabaseRanges:
        there = each.DataArea
        if all(getattr(there, name) == getattr(wanted, name) for name in _CORNERS):
            there.EndColumn = last - 1
            each.setDataArea(there)
            return
    # the filter of a sheet has no name by which it could be had: it is taken off and put on again
    for right in (area[3], last):
        player.controller.select(player.range(sheet, (*area[:3], right)))
        player.dispatch(".uno:DataFilterAutoFilter")


_CORNERS = ("Sheet", "StartColumn", "StartRow", "EndColumn", "EndRow")
