"""Verbs for rules on cells: lights, bars, choices."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Sequence, Tuple, Union

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
    for area in areas:
        rule = _new_rule(player, sheet, _as_ranges(player, sheet, area))
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


# all rules of a sheet

Rule = Tuple[Tuple[Any, ...], List[Tuple[int, Dict[str, Any]]]]
"""The areas of a rule, and its conditions: kind and properties."""

_CONDITION = 0
_OF_CONDITIONS = ("Operator", "Formula1", "Formula2", "StyleName")
_OF_BARS = ("Color", "UseGradient", "ShowValue", "UseNegativeColor", "NegativeColor", "AxisPosition")


def rules_of(player: Player, sheet: str) -> List[Rule]:
    """The rules of a sheet; of kinds that the program never makes (scales of colours, icons) nothing."""
    found: List[Rule] = []
    for rule in player.sheet(sheet).ConditionalFormats.getConditionalFormats():
        entries = [rule.getByIndex(number) for number in range(rule.Count)]
        told = []
        for each in entries:
            if each.getType() == _CONDITION:
                told.append((_CONDITION, {name: getattr(each, name) for name in _OF_CONDITIONS}))
            elif each.getType() == _BAR:
                ends = [(end.getType(), end.getFormula()) for end in each.DataBarEntries]
                told.append((_BAR, {**{name: getattr(each, name) for name in _OF_BARS}, "ends": ends}))
        if told:
            found.append((tuple(rule.Range.RangeAddresses), told))
    return found


def drop_rules(player: Player, sheet: str) -> None:
    """Take all rules off a sheet."""
    rules = player.sheet(sheet).ConditionalFormats
    for rule in rules.getConditionalFormats():
        rules.removeByID(rule.ID)


def put_rules(player: Player, sheet: str, rules: Sequence[Rule]) -> None:
    """Give a sheet just these rules."""
    drop_rules(player, sheet)
    for addresses, entries in rules:
        ranges = player.document.createInstance("com.sun.star.sheet.SheetCellRanges")
        ranges.addRangeAddresses(addresses, False)
        made = _new_rule(player, sheet, ranges)
        for place, (kind, told) in enumerate(entries):
            made.createEntry(kind, place)
            entry = made.getByIndex(place)
            for name, value in told.items():
                if name == "ends":
                    for end, (its_kind, formula) in zip(entry.DataBarEntries, value):
                        end.setType(its_kind)
                        end.setFormula(formula)
                else:
                    setattr(entry, name, value)


def _new_rule(player: Player, sheet: str, ranges: Any) -> Any:
    rules = player.sheet(sheet).ConditionalFormats
    known = {each.ID for each in rules.getConditionalFormats()}
    rules.createByRange(ranges)
    return next(each for each in rules.getConditionalFormats() if each.ID not in known)


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
