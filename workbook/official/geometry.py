"""What GB/T 9704-2012 measures: the page, its lines and characters, its fonts and sizes."""

from __future__ import annotations

from dataclasses import dataclass

PAGE = (210.0, 297.0)
TOP, BOTTOM, LEFT, RIGHT = 37.0, 35.0, 28.0, 26.0
"""Millimetres: A4, and what surrounds the type area of 156 by 225."""

LINES, CHARACTERS = 22, 28
"""Of a page, and of a line."""

TWIPS_PER_MM = 1440 / 25.4
LINE = 579
"""Twips of a line: 22 of them fill the type area, and not one more."""
GRID_CHARACTER = -849
"""What the document grid adds to a character of ``BODY`` (1/4096 point), so that 28 fill a line."""
TIGHTER = -6
"""Twips that body text adds to each character, for programs that do not set text on the grid: 28 fit, 29 do not."""

SONG_TITLE, FANG_SONG, HEI, KAI, SONG = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
FALL_BACKS = {SONG_TITLE: "华文中宋", FANG_SONG: "仿宋", KAI: "楷体", HEI: "SimHei", SONG: "SimSun"}
"""Font → the one that a program takes where it is not installed."""

BODY, TITLE, SMALL, TABLE = 16.0, 22.0, 14.0, 10.5
"""Points: 3号, 2号, 4号, 5号."""
MARK = 42.0
"""Points of the largest 发文机关标志; a long one is made smaller, so that it stays in its line, but not below ``SMALL``."""
MARK_DOWN = 35.0
"""Millimetres from the edge of the type area to 发文机关标志."""
LINE_DOWN = 4.0
"""Millimetres from 发文字号 to the red line."""
NUMBER_DOWN = 7.0
"""Millimetres from the type area to the page number."""
RED = "FF0000"


@dataclass(frozen=True)
class Sheet:
    """A page: its size and margins in millimetres."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float

    @property
    def line(self) -> float:
        """Millimetres of a line."""
        return self.width - self.left - self.right


UPRIGHT = Sheet(*PAGE, TOP, BOTTOM, LEFT, RIGHT)
ACROSS = Sheet(PAGE[1], PAGE[0], LEFT, RIGHT, BOTTOM, TOP)
"""The same page turned to the left, so that its head lies at the binding."""


def twips(millimetres: float) -> int:
    """Twips of millimetres."""
    return round(millimetres * TWIPS_PER_MM)
