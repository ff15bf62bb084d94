"""Verbs for rules on cells: lights, bars, choices."""

from __future__ import annotations

from typing import Any, Mapping, Sequence, Union

import uno
from com.sun.star.sheet.ConditionOperator import EQUAL
from com.sun.star.sheet.ValidationAlertStyle import STOP, WARNING
from com.sun.star.sheet.ValidationType import LIST
from duban_office.player import Area, Player, property_values
from duban_office.values import native, rgb

_BAR = 2
"""com.sun.star.sheet.ConditionEntryType.DATABAR"""

_VALUE = 4
"""com.sun.star.sheet.DataBarEntryType.VALUE"""


def lights(player: Player, sheet: str, areas: Sequence[Area], colors: Mapping[str, Sequence[str]]) -> None:
    entries = []
    for light, (fill, font) in colors.items():

        def dress(style: Any, fill: str = fill, font: str = font) -> None:
            style.CellBackColor, style.CharColor = rgb(fill), rgb(font)

        name = player.style("CellStyles", "督办-" + light, "com.sun.star.style.CellStyle", dress)
        entries.append(property_values(Operator=EQUAL, Formula1='"%s"' % light, StyleName=name))
    for area in areas:
        cells = player.range(sheet, area)
        rule = cells.ConditionalFormat
        rule.clear()
        for entry in entries:
            rule.addNew(entry)
        cells.ConditionalFormat = rule


def bars(player: Player, sheet: str, areas: Sequence[Area], color: str) -> None:
    rules = player.sheet(sheet).ConditionalFormats
    for area in areas:
        number = rules.createByRange(_as_ranges(player, sheet, area))
        rule = next(each for each in rules.getConditionalFormats() if number in (each.ID, each.ID + 1))
        rule.createEntry(_BAR, 0)
        bar = rule.getByIndex(0)
        bar.Color, bar.UseGradient = rgb(color), False
        for end, value in zip(bar.DataBarEntries, ("0", "1")):
            end.setType(_VALUE)
            end.setFormula(value)


def _as_ranges(player: Player, sheet: str, area: Area) -> Any:
    ranges = player.document.createInstance("com.sun.star.sheet.SheetCellRanges")
    ranges.addRangeAddress(player.range(sheet, area).RangeAddress, False)
    return ranges


def choices(player: Player, sheet: str, area: Area, choices: Union[str, Sequence[str]], strict: bool) -> None:
    cells = player.range(sheet, area)
    rule = cells.Validation
    rule.Type, rule.ShowErrorMessage = LIST, True
    rule.ErrorAlertStyle = STOP if strict else WARNING
    rule.IgnoreBlankCells = True
    if isinstance(choices, str):
        rule.setFormula1(native(choices.lstrip("=")))
    else:
        rule.setFormula1(";".join('"%s"' % each.replace('"', '""') for each in choices))
    cells.Validation = rule


_ = uno  # the bridge, without which com.sun.star is not there
