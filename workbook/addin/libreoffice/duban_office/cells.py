"""Verbs for cells of sheets that the run itself makes: write, likeness, look, merge, note, and what a block holds."""

from __future__ import annotations

from typing import Any, List, Optional, Sequence, Tuple

from com.sun.star.lang import Locale
from com.sun.star.table import BorderLine2, TableBorder2
from com.sun.star.table.CellHoriJustify import CENTER, LEFT, RIGHT, STANDARD
from duban_office.player import ENGLISH, Area, Player
from duban_office.values import rgb, same, typed

_THIN, _THICK = 26, 88
"""Widths of lines, hundredths of a millimetre, as LibreOffice reads and writes those of a file (a narrower one is a hair line there)."""

_MIDDLE = 2
"""com.sun.star.table.CellVertJustify2.CENTER"""

_LOOKS = (
    "CellBackColor",
    "CharColor",
    "CharFontName",
    "CharFontNameAsian",
    "CharHeight",
    "CharHeightAsian",
    "CharPosture",
    "CharUnderline",
    "CharWeight",
    "CharWeightAsian",
    "HoriJustify",
    "IsCellBackgroundTransparent",
    "IsTextWrapped",
    "NumberFormat",
    "VertJustify",
    "TopBorder2",
    "BottomBorder2",
    "LeftBorder2",
    "RightBorder2",
    "CellProtection",
)
"""What makes a look; rules and lists to choose from are none."""

_HATCHED = {"lightUp": 0.25, "gray0625": 0.0625}
"""Patterns, which LibreOffice has not: the share of the front colour that it mixes in when it opens a file with one."""


class NotAsWritten(Exception):
    """A cell holds something else than what was written into it."""


def write(player: Player, sheet: str, area: Area, rows: Sequence[Sequence[Any]]) -> None:
    # a formula that comes into a cell without a format gets one of LibreOffice's when it is computed
    cells = player.range(sheet, area)
    cells.NumberFormat = _number_format(player, "0")
    put(player, sheet, area, [[typed(value) for value in row] for row in rows])
    cells.NumberFormat = _number_format(player, "General")


def put(player: Player, sheet: str, area: Area, texts: Sequence[Sequence[str]]) -> None:
    """Fill an area with what ``typed`` gave. Raises NotAsWritten."""
    cells = player.range(sheet, area)
    cells.setFormulaArray(tuple(tuple(row) for row in texts))
    prove(sheet, area, texts, cells.getFormulaArray())


def prove(sheet: str, area: Area, texts: Sequence[Sequence[str]], has: Sequence[Sequence[str]]) -> None:
    """Raises NotAsWritten for the first cell that holds something else than what was typed."""
    for row, (wrote, found) in enumerate(zip(texts, has), area[0]):
        for column, (one, other) in enumerate(zip(wrote, found), area[1]):
            if one != other and not same(one, other):
                raise NotAsWritten("%s R%dC%d" % (sheet, row, column))


def likeness(player: Player, sheet: str, source: Area, area: Area) -> None:
    by_row = source[2] - source[0] == area[2] - area[0]
    by_column = source[3] - source[1] == area[3] - area[1]
    for number in range(area[3] - area[1] + 1 if by_column else 1):
        column = source[1] + number
        left, right = (area[1] + number, area[1] + number) if by_column else (area[1], area[3])
        for first, last, values in _alike(player, sheet, source, column, by_row):
            part = (
                (first + area[0], left, last + area[0], right) if by_row else (area[0], left, area[2], right)
            )
            cells = player.range(sheet, part)
            for name, value in zip(_LOOKS, values):
                cells.setPropertyValue(name, value)


def _alike(player: Player, sheet: str, source: Area, column: int, by_row: bool) -> List[Tuple[int, int, Any]]:
    """Runs of rows of a column that look alike: first, last (from 0), the look."""
    runs: List[Tuple[int, int, Any]] = []
    known = ""
    for number in range(source[2] - source[0] + 1 if by_row else 1):
        row = source[0] + number
        values = player.range(sheet, (row, column, row, column)).getPropertyValues(_LOOKS)
        if runs and repr(values) == known:
            runs[-1] = (runs[-1][0], number, runs[-1][2])
        else:
            runs.append((number, number, values))
            known = repr(values)
    return runs


def look(player: Player, sheet: str, prop: str, value: Any, areas: Sequence[Area]) -> None:
    cells = player.ranges(sheet, areas)
    if prop == "font":
        cells.CharFontName = cells.CharFontNameAsian = value
    elif prop == "size":
        cells.CharHeight = cells.CharHeightAsian = float(value)
    elif prop == "wrap":
        cells.IsTextWrapped = bool(value)
    elif prop == "bold":
        cells.CharWeight = cells.CharWeightAsian = 150.0 if value else 100.0
    elif prop == "underline":
        cells.CharUnderline = 1 if value else 0
    elif prop == "color":
        cells.CharColor = rgb(value)
    elif prop == "fill":
        cells.CellBackColor = rgb(value)
    elif prop == "valign":
        cells.VertJustify = _MIDDLE
    elif prop == "align":
        cells.HoriJustify = {"center": CENTER, "left": LEFT, "right": RIGHT}.get(value, STANDARD)
    elif prop == "format":
        cells.NumberFormat = _number_format(player, value)
    elif prop == "pattern":
        cells.CellBackColor = _mixed(value)
    elif prop == "border":
        _frame(player, sheet, value, areas)
    else:
        _edge(player, sheet, prop, value, areas)


def _number_format(player: Player, code: str) -> int:
    """The key of an Excel number format in the language that a file's formats get when it is opened."""
    formats = player.document.NumberFormats
    return int(
        formats.getStandardIndex(Locale())
        if code == "General"  # which it does not convert
        else formats.addNewConverted(code, ENGLISH, Locale())
    )


def _mixed(value: Any) -> int:
    share = _HATCHED.get(value["pattern"], 0.5)
    front, back = rgb(value["front"]), back_of(value)
    mixed = 0
    for shift in (16, 8, 0):
        one, other = front >> shift & 255, back >> shift & 255
        mixed |= other + int((one - other) * share) << shift
    return mixed


def back_of(pattern: Any) -> int:
    """The colour behind a pattern; white where none is said."""
    told = (pattern.get("back") or "").lstrip("#")
    return int(rgb(told or "FFFFFF"))


def line(color: str, width: int) -> Any:
    """A border line."""
    made = BorderLine2()
    made.Color, made.OuterLineWidth, made.LineWidth = rgb(color), width, width
    return made


def _frame(player: Player, sheet: str, color: str, areas: Sequence[Area]) -> None:
    border = TableBorder2()
    for side in ("Top", "Bottom", "Left", "Right", "Horizontal", "Vertical"):
        setattr(border, side + "Line", line(color, _THIN))
        setattr(border, "Is%sLineValid" % side, True)
    for area in areas:
        player.range(sheet, area).TableBorder2 = border


def _edge(player: Player, sheet: str, edge: str, value: Any, areas: Sequence[Area]) -> None:
    side = {"top": "TopBorder2", "bottom": "BottomBorder2"}[edge]
    drawn = line(value["color"], _THICK if value["thick"] else _THIN)
    for top, left, bottom, right in areas:
        for row in range(top, bottom + 1):
            setattr(player.range(sheet, (row, left, row, right)), side, drawn)


def merge(player: Player, sheet: str, areas: Sequence[Area]) -> None:
    found = player.sheet(sheet)
    for top, left, bottom, right in areas:
        found.getCellRangeByPosition(left - 1, top - 1, right - 1, bottom - 1).merge(True)


def note(player: Player, sheet: str, at: Sequence[int], text: Optional[str]) -> None:
    cell = player.range(sheet, (at[0], at[1], at[0], at[1])).getCellByPosition(0, 0)
    notes = player.sheet(sheet).Annotations
    address = cell.CellAddress
    for number in reversed(range(notes.Count)):
        there = notes.getByIndex(number).Position
        if (there.Row, there.Column) == (address.Row, address.Column):
            notes.removeByIndex(number)
    if text:
        notes.insertNew(address, text)
