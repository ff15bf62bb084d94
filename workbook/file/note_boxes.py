"""The yellow boxes of notes: shapes in a VML drawing, sized to their text and hidden until the mouse comes.

The drawing is edited as text, because Excel writes the captions of form controls in no valid XML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import count

from lxml.etree import _Element as Element

from duban.workbook.cells.areas import Position
from duban.workbook.file.open_xml import main
from duban.workbook.file.xml_numbers import number, whole
from duban.workbook.plan.row_height import needed_lines

_NAMESPACES = (
    ' xmlns:v="urn:schemas-microsoft-com:vml"',
    ' xmlns:o="urn:schemas-microsoft-com:office:office"',
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"',
)
_DECLARED = "".join(_NAMESPACES)

NO_BOXES = (
    f'<xml{_DECLARED}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
).encode()
"""A drawing without any shape."""

_TYPE = (
    '<v:shapetype id="_x0000_t202"{space} coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BOX = (
    '<v:shape id="_x0000_s{number}"{space} type="#_x0000_t202" style="position:absolute;width:{width:g}pt;'
    'height:{height:g}pt;z-index:{order};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_SHAPE = re.compile(rb"<((?:\w+:)?)shape\b[^>]*(?<!/)>.*?</\1shape>", re.DOTALL)
_PLACE = re.compile(rb"<(?:\w+:)?(Row|Column)>\s*(\d+)\s*<")
_ANCHOR = re.compile(rb"(<(?:\w+:)?Anchor>)([\s\d,-]+)(</)")
_ROW = re.compile(rb"<((?:\w+:)?)Row>")
_NUMBER = re.compile(rb'id="_x0000_s(\d+)"')  # as id or, of a shape with a name, as o:spid
_END = b"</xml>"

_WIDTH, _LINE, _MARGIN, _HIGHEST = 312, 16, 12, 480
"""Pixels: of a box, of a line of its text, around the text; what a screen shows."""
_CHARACTERS = 50
"""Half-width characters of 9 points that stand side by side in a box."""
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


class Layout:
    """Where the columns and rows of a sheet stand, in pixels."""

    def __init__(self, sheet: Element) -> None:
        form = sheet.find(main("sheetFormatPr"))
        self._column = (form is not None and _column_pixels(form, "defaultColWidth")) or 64
        self._row = (form is not None and _row_pixels(form, "defaultRowHeight")) or 20
        self._columns = [
            (
                whole(col, "min"),
                whole(col, "max"),
                0 if _hidden(col) else _column_pixels(col, "width"),
            )
            for col in sheet.iterfind(f"{main('cols')}/{main('col')}")
        ]
        self._rows: dict[int, int] = {}
        for row in sheet.iterfind(f"{main('sheetData')}/{main('row')}"):
            height = 0 if _hidden(row) else _row_pixels(row, "ht")
            if height is not None and row.get("r") is not None:
                self._rows[whole(row, "r")] = height

    def column(self, number: int) -> int:
        """The width of a column; 0 if it is hidden."""
        for first, last, pixels in self._columns:
            if first <= number <= last:
                return self._column if pixels is None else pixels
        return self._column

    def row(self, number: int) -> int:
        """The height of a row; 0 if it is hidden."""
        return self._rows.get(number, self._row)


def can_hold_boxes(drawing: bytes) -> bool:
    """Whether this is a drawing that boxes can be put into."""
    return _END in drawing


def without_boxes(drawing: bytes, cells: Collection[Position]) -> bytes:
    """The drawing without the boxes of these cells."""
    if not cells:
        return drawing
    return _SHAPE.sub(lambda match: b"" if _cell_of(match[0]) in cells else match[0], drawing)


def all_but_boxes(drawing: bytes, cells: Collection[Position]) -> tuple[bytes, set[Position]]:
    """For comparison: the drawing without the boxes of these cells, and all cells that have a box."""
    boxed: set[Position] = set()

    def note(match: re.Match[bytes]) -> bytes:
        at = _cell_of(match[0])
        boxed.update([at] if at else [])
        return b"" if at in cells else match[0]

    rest = _SHAPE.sub(note, drawing)
    for space in ("", _DECLARED):
        rest = rest.replace(_TYPE.format(space=space).encode(), b"")
    return rest, boxed


def with_boxes(drawing: bytes, notes: Mapping[Position, str], layout: Layout) -> bytes:
    """The drawing with a box for each of these notes (cell → text), which had none."""
    if not notes:
        return drawing
    space = "" if all(each.encode() in drawing for each in _NAMESPACES) else _DECLARED
    used = [int(number) for number in _NUMBER.findall(drawing)]
    numbers = count(max([1024, *used]) + 1)
    order = count(len(used) + 1)
    made = [] if b'id="_x0000_t202"' in drawing else [_TYPE.format(space=space)]
    for (row, column), text in notes.items():
        width, height = _WIDTH, _height(text)
        anchor = ", ".join(map(str, _spread(_beside(row, column), width, height, layout)))
        place = {"row": row - 1, "column": column - 1, "anchor": anchor, "space": space}
        size = {"width": width * 0.75, "height": height * 0.75}
        made.append(_BOX.format(number=next(numbers), order=next(order), **size, **place))
    end = drawing.rindex(_END)
    return drawing[:end] + "".join(made).encode() + drawing[end:]


def grown(drawing: bytes, notes: Mapping[Position, str], layout: Layout) -> bytes:
    """The drawing with the boxes of these cells made large enough for their text; none gets smaller."""

    def grow(match: re.Match[bytes]) -> bytes:
        cell = _cell_of(match[0])
        if cell is None or cell not in notes:
            return match[0]
        if not _ANCHOR.search(match[0]):  # openpyxl writes none
            start = ", ".join(map(str, _spread(_beside(*cell), 0, 0, layout))).encode()
            with_anchor = _ROW.sub(rb"<\1Anchor>" + start + rb"</\1Anchor>\g<0>", match[0], count=1)
        else:
            with_anchor = match[0]
        return _ANCHOR.sub(lambda anchor: _grow(anchor, notes[cell], layout), with_anchor, count=1)

    return _SHAPE.sub(grow, drawing) if notes else drawing


def _grow(match: re.Match[bytes], text: str, layout: Layout) -> bytes:
    places = [int(number) for number in match[2].split(b",")]
    if len(places) != 8:
        return match[0]
    column, right, row, down, last_column, last_right, last_row, last_down = places
    width = sum(map(layout.column, range(column + 1, last_column + 1))) - right + last_right
    height = sum(map(layout.row, range(row + 1, last_row + 1))) - down + last_down
    if width >= _WIDTH and height >= _height(text):
        return match[0]
    spread = _spread((column, right, row, down), max(width, _WIDTH), max(height, _height(text)), layout)
    return match[1] + ", ".join(map(str, spread)).encode() + match[3]


def _beside(row: int, column: int) -> tuple[int, int, int, int]:
    """Where a box begins: beside its cell and a little above it, as Excel does."""
    return column, 15, max(row - 2, 0), 10 if row > 1 else 2


def _spread(start: tuple[int, int, int, int], width: int, height: int, layout: Layout) -> Iterator[int]:
    """The anchor of a box: column and pixels into it, row and pixels into it, for both corners, from 0."""
    column, right, row, down = start
    right, down = min(right, layout.column(column + 1)), min(down, layout.row(row + 1))
    yield from (column, right, row, down)
    yield from _walk(column, right + width, layout.column, _LAST_COLUMN)
    yield from _walk(row, down + height, layout.row, _LAST_ROW)


def _walk(place: int, pixels: int, size: Callable[[int], int], end: int) -> tuple[int, int]:
    """Where ``pixels`` from the start of ``place`` end; at the rim of the sheet the box is smaller."""
    while pixels > size(place + 1) and place + 1 < end:
        pixels -= size(place + 1)
        place += 1
    return place, min(pixels, size(place + 1))


def _height(text: str) -> int:
    return min(_HIGHEST, needed_lines(text, _CHARACTERS) * _LINE + _MARGIN)


def _cell_of(shape: bytes) -> Position | None:
    """The cell that a box belongs to; None for other shapes."""
    found = {kind: int(number) + 1 for kind, number in _PLACE.findall(shape)}
    return (found[b"Row"], found[b"Column"]) if len(found) == 2 else None


def _hidden(element: Element) -> bool:
    return element.get("hidden") in ("1", "true")


def _column_pixels(element: Element, attribute: str) -> int | None:
    width = number(element, attribute)
    return None if width is None else min(max(round(width * 7), 0), _WIDEST)


def _row_pixels(element: Element, attribute: str) -> int | None:
    height = number(element, attribute)
    return None if height is None else min(max(round(height * 96 / 72), 0), _WIDEST)


_WIDEST = 2000  # pixels of a column or row, some more than Excel allows
