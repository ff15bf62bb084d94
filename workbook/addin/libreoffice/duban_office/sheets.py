"""Verbs for whole sheets: rename, copy, add, empty, remove, mark, unmark, tab, put_away."""

from __future__ import annotations

from typing import Any, Optional

from duban_office import rules
from duban_office.player import Player
from duban_office.values import rgb, width_of

_EVERYTHING = 1023
"""com.sun.star.sheet.CellFlags, all of them."""

_HIDDEN = 16
"""com.sun.star.sheet.NamedRangeFlag"""

_USUAL_WIDTH = 8.43
"""Characters."""


def rename(player: Player, sheet: str, to: str) -> None:
    player.sheet(sheet).Name = to


def copy(player: Player, sheet: str, to: str) -> None:
    player.sheets.copyByName(sheet, to, place(player, sheet) + 1)


def add(player: Player, sheet: str, before: Optional[str]) -> None:
    at = player.sheets.Count if before is None else place(player, before)
    player.sheets.insertNewByName(sheet, at)


def place(player: Player, sheet: str) -> int:
    """Where a sheet stands, from 0."""
    return int(player.sheet(sheet).RangeAddress.Sheet)


def empty(player: Player, sheet: str) -> None:
    found = player.sheet(sheet)
    take_charts(found)
    for name in found.NamedRanges.ElementNames:
        found.NamedRanges.removeByName(name)
    _unfilter(player, found)
    whole = found.getCellRangeByPosition(0, 0, found.Columns.Count - 1, found.Rows.Count - 1)
    whole.merge(False)
    whole.clearContents(_EVERYTHING)
    rules.drop_rules(player, sheet)
    found.removeAllManualPageBreaks()
    whole.Columns.IsVisible = True
    whole.Rows.IsVisible = True
    whole.Columns.Width = width_of(_USUAL_WIDTH)
    whole.Rows.OptimalHeight = True


def take_charts(found: Any) -> None:
    """Take all charts off a sheet, in a way that can be undone."""
    page = found.DrawPage
    for number in reversed(range(page.Count)):
        shape = page.getByIndex(number)
        if shape.supportsService("com.sun.star.drawing.OLE2Shape"):
            page.remove(shape)


def _unfilter(player: Player, found: Any) -> None:
    number = found.RangeAddress.Sheet
    for each in player.document.DatabaseRanges:
        if each.DataArea.Sheet == number and each.AutoFilter:
            each.AutoFilter = False


def remove(player: Player, sheet: str) -> None:
    player.sheets.removeByName(sheet)


def mark(player: Player, sheet: str, name: str, text: str) -> None:
    unmark(player, sheet, name)
    found = player.sheet(sheet)
    told = '"%s"' % text.replace('"', '""')
    found.NamedRanges.addNewByName(name, told, found.getCellByPosition(0, 0).CellAddress, _HIDDEN)


def unmark(player: Player, sheet: str, name: str) -> None:
    names = player.sheet(sheet).NamedRanges
    if names.hasByName(name):
        names.removeByName(name)


def tab(player: Player, sheet: str, color: str) -> None:
    player.sheet(sheet).TabColor = rgb(color)


def put_away(player: Player, sheet: str) -> None:
    player.sheet(sheet).IsVisible = False
