"""How generated cells and charts look: a few named styles, the colours of the lights, the lines of charts, the number
formats.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from duban.workbook.say.severity import Severity

NUMBER_FORMATS: Mapping[str, str] = {
    "general": "General",
    "text": "@",
    "integer": "0",
    "number": "General",
    "percent": "0%",
    "date": "yyyy-mm-dd",
}

LIGHT_COLOURS: Mapping[str, tuple[str, str]] = {
    # light: (fill, font); also told apart in black-and-white print by the text itself
    "办结": ("C6E0B4", "1E4620"),
    "逾期办结": ("E2EFDA", "7F3F00"),
    "正常": ("A9D08E", "1E4620"),
    "滞后": ("FFE699", "7F6000"),
    "严重滞后": ("F4B084", "833C0B"),
    "逾期": ("FF7C80", "7A0000"),
    "未报": ("D9D9D9", "404040"),
    "未定时限": ("DDEBF7", "1F4E78"),
    "常态": ("EDEDED", "1F4E78"),
    "未承接": ("FFFFFF", "7A0000"),
}
"""RRGGBB of fill and font for each light."""


class Fill(NamedTuple):
    """A pattern of two colours (RRGGBB), or one colour alone where the pattern is ``solid``."""

    pattern: str
    front: str
    back: str = ""


class Line(NamedTuple):
    """A line along one edge of a cell, ``top`` or ``bottom``; of this colour (#RRGGBB)."""

    edge: str
    thick: bool
    colour: str


FILLS: Mapping[Severity, Fill] = {
    # hatched, dotted, plain: told apart in black-and-white print as well
    "error": Fill("lightUp", "FF9F9F", "FFD5D5"),
    "warning": Fill("gray0625", "BF9000", "FFF2CC"),
    "info": Fill("solid", "DDEBF7"),
}
"""The ground of a cell that something is to be said of."""


BARS: Mapping[str, Fill] = {
    # no two alike in grey, nor to eyes that do not tell red from green: dark and light take turns, and each pattern is
    # one of its own
    "办结": Fill("solid", "548235"),
    "逾期办结": Fill("dark_horizontal", "548235", "FFFFFF"),
    "正常": Fill("solid", "C6E0B4"),
    "滞后": Fill("wide_upward_diagonal", "BF9000", "FFF2CC"),
    "严重滞后": Fill("large_check", "C55A11", "FBE5D6"),
    "逾期": Fill("solid", "A50000"),
    "未报": Fill("dark_vertical", "404040", "FFFFFF"),
    "未定时限": Fill("small_grid", "2E75B6", "FFFFFF"),
    "常态": Fill("solid", "FFFFFF"),
}
"""The bars of each light, in XlsxWriter's words."""

BAR_EDGE = "404040"

DATA_BAR = "9DC3E6"
"""The bar in a cell that shows a share (RRGGBB)."""


class Stroke(NamedTuple):
    """How the line of a series is drawn: the shape of its markers and its dashes, in XlsxWriter's words."""

    marker: str
    dash: str


STROKES: tuple[Stroke, ...] = (
    # told apart in black-and-white print as well; shapes without a ground go with whole lines
    Stroke("circle", "solid"),
    Stroke("square", "dash"),
    Stroke("triangle", "round_dot"),
    Stroke("diamond", "dash_dot"),
    Stroke("x", "solid"),
    Stroke("circle", "dash"),
    Stroke("square", "round_dot"),
    Stroke("triangle", "dash_dot"),
    Stroke("diamond", "solid"),
    Stroke("star", "solid"),
)
"""The strokes of the first series of a chart, of the second and so on; then they come again."""

LINE_WIDTH = 2.25
"""Points, as Excel's own."""

MARKER_SIZE = 7
"""Points."""


def stroke(place: int) -> Stroke:
    """The stroke of a series by its place in the chart, from 0."""
    return STROKES[place % len(STROKES)]


_BODY: dict[str, Any] = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter", "text_wrap": True}
_GRID: dict[str, Any] = {**_BODY, "border": 1, "border_color": "#A6A6A6"}
_FILL: dict[str, Any] = {**_GRID, "bg_color": "#FFF9DB", "locked": False}

_PATTERNS = {"solid": 1, "lightUp": 14, "gray0625": 18}


def _severity(fill: Fill) -> dict[str, Any]:
    colours = {"fg_color": "#" + fill.front} | ({"bg_color": "#" + fill.back} if fill.back else {})
    return {**_GRID, "align": "center", "bold": True, "pattern": _PATTERNS[fill.pattern], **colours}


STYLES: Mapping[str, Mapping[str, Any]] = {
    # properties in XlsxWriter's words
    "plain": _BODY,
    "title": {
        "font_name": "黑体",
        "font_size": 18,
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
    },
    "mast": {
        "font_name": "黑体",
        "font_size": 26,
        "align": "center",
        "valign": "vcenter",
        "font_color": "#C00000",
    },
    "centered": {**_BODY, "align": "center"},
    "issuer": {**_BODY, "bottom": 5, "bottom_color": "#C00000"},
    "issued": {**_BODY, "align": "right", "bottom": 5, "bottom_color": "#C00000"},
    "day": {**_BODY, "align": "left", "num_format": 'yyyy"年"m"月"d"日"'},
    "body": {**_BODY, "font_size": 12},
    "addressee": {**_BODY, "top": 1, "bottom": 1},
    "addressee_more": {**_BODY, "bottom": 1},
    "aside": {**_BODY, "font_color": "#C00000"},
    "heading": {"font_name": "黑体", "font_size": 13, "valign": "vcenter", "text_wrap": True},
    "section": {
        "font_name": "黑体",
        "font_size": 12,
        "valign": "vcenter",
        "text_wrap": True,
        "font_color": "#1F4E78",
    },
    "note": {**_BODY, "font_color": "#595959"},
    "label": {**_BODY, "font_color": "#595959", "align": "right"},
    "header": {**_GRID, "font_name": "黑体", "align": "center", "bg_color": "#DDEBF7"},
    "text": _GRID,
    "center": {**_GRID, "align": "center"},
    "integer": {**_GRID, "align": "center", "num_format": NUMBER_FORMATS["integer"]},
    "count": {**_GRID, "align": "center", "num_format": '0;-0;"–"'},
    "weight": {**_GRID, "align": "center", "num_format": 'General;-General;"–"'},
    "number": {**_GRID, "align": "center", "num_format": NUMBER_FORMATS["number"]},
    "mean": {**_GRID, "align": "center", "num_format": "0.00"},
    "percent": {**_GRID, "align": "center", "num_format": NUMBER_FORMATS["percent"]},
    "points": {**_GRID, "align": "center", "num_format": "+0%;-0%;0%"},
    "mark": {**_GRID, "align": "center", "num_format": "0.0"},
    "date": {**_GRID, "align": "center", "num_format": NUMBER_FORMATS["date"]},
    "moment": {**_GRID, "align": "center", "num_format": "yyyy-mm-dd hh:mm"},
    "light": {**_GRID, "align": "center", "bold": True},
    "link": {**_GRID, "align": "center", "font_color": "#0563C1", "underline": 1},
    **{severity: _severity(fill) for severity, fill in FILLS.items()},
    "input": {**_GRID, "bg_color": "#FFFDF2"},
    "input_center": {**_GRID, "align": "center", "bg_color": "#FFFDF2"},
    # what is typed stays as it is: 2020-07 would become a date
    "input_text": {**_GRID, "align": "center", "bg_color": "#FFFDF2", "num_format": NUMBER_FORMATS["text"]},
    "input_number": {
        **_GRID,
        "align": "center",
        "bg_color": "#FFFDF2",
        "num_format": NUMBER_FORMATS["number"],
    },
    "input_percent": {
        **_GRID,
        "align": "center",
        "bg_color": "#FFFDF2",
        "num_format": NUMBER_FORMATS["percent"],
    },
    "input_date": {**_GRID, "align": "center", "bg_color": "#FFFDF2", "num_format": NUMBER_FORMATS["date"]},
    # what may be typed into a protected sheet
    "fill": _FILL,
    "fill_center": {**_FILL, "align": "center"},
    "fill_percent": {**_FILL, "align": "center", "num_format": NUMBER_FORMATS["percent"]},
    "fill_date": {**_FILL, "align": "center", "num_format": NUMBER_FORMATS["date"]},
    "fill_text": {**_FILL, "align": "center", "num_format": NUMBER_FORMATS["text"]},
    # one line over the cells beside it, without merging them, so that columns can be moved
    "line_title": {"font_name": "黑体", "font_size": 16, "valign": "vcenter"},
    "line": {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter"},
    "line_note": {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter", "font_color": "#595959"},
}
