"""Sheets that hold nothing but texts, numbers and links: a donor makes the frame once, the cells are written
straight into it. A batch that makes such a sheet for every file would spend most of its time on donors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from duban.workbook.cells.addresses import area_text, letter
from duban.workbook.cells.areas import Area, Position
from duban.workbook.cells.contents import escape_text, stored
from duban.workbook.file.new_sheets import make_donor
from duban.workbook.file.package import Package
from duban.workbook.file.sheet_xml import open_sheet
from duban.workbook.plan.plans import Cell, SheetPlan

_DATA = re.compile(r"<sheetData>.*</sheetData>", re.DOTALL)
_DIMENSION = re.compile(r'(?<=<dimension ref=")[^"]*')
_SELECTED = ' tabSelected="1"'  # two selected tabs are a group: what staff type into one goes into both


class Frame(NamedTuple):
    """A sheet without its cells, its local names, and the styles that its cells need."""

    before: str
    after: str
    names: Mapping[str, str]
    styles: bytes
    """The donor's styles part."""
    xfs: Mapping[str, int]
    """Name of a style → its index there."""


def is_plain(plan: SheetPlan) -> bool:
    """Whether the sheet can be written without a donor of its own."""
    others = (
        plan.drop_downs
        or plan.light_areas
        or plan.bar_areas
        or plan.charts
        or plan.notes
        or plan.expected
        or plan.filter
        or plan.protected
        or plan.row_breaks
        or plan.column_breaks
    )
    return not others and all(
        cell.formula is None and type(cell.value) in (str, int, float, type(None))
        for cell in plan.cells.values()
    )


def frame_of(plan: SheetPlan) -> Frame:
    """The frame of a plain sheet; sheets that differ only in their cells share one."""
    return _frame(
        plan.name,
        tuple(sorted(plan.widths.items())),
        tuple(sorted({cell.style for cell in plan.cells.values()})),
        plan.freeze,
        plan.repeat_rows,
        plan.print_area,
        plan.landscape,
        plan.hidden_columns,
        plan.tab_colour,
    )


@lru_cache(maxsize=16)
def _frame(
    name: str,
    widths: tuple[tuple[int, float], ...],
    styles: tuple[str, ...],
    freeze: Position | None,
    repeat_rows: tuple[int, int] | None,
    print_area: Area | None,
    landscape: bool,
    hidden_columns: tuple[int, ...],
    tab_colour: str | None,
) -> Frame:
    plan = SheetPlan(
        name,
        {(1, column): Cell(style=style) for column, style in enumerate(styles, 1)},
        dict(widths),
        freeze=freeze,
        repeat_rows=repeat_rows,
        print_area=print_area,
        landscape=landscape,
        hidden_columns=hidden_columns,
        tab_colour=tab_colour,
    )
    donor = Package.read(make_donor([plan]))
    sheet = open_sheet(donor, name)
    before, after = _DATA.split(donor.data(donor.sheet_part(name)).decode().replace(_SELECTED, ""))
    xfs = {style: sheet.style_of(1, column) or 0 for column, style in enumerate(styles, 1)}
    styles_part = donor.styles_part
    assert styles_part is not None, "a donor has styles"
    return Frame(before, after, donor.local_names(name), donor.data(styles_part), xfs)


def sheet_data(plan: SheetPlan, frame: Frame, xf_map: Mapping[int, int]) -> bytes:
    """The sheet's part; ``xf_map`` maps the styles of the frame to those of the workbook."""
    styles = {name: xf_map[xf] for name, xf in frame.xfs.items()}
    last = (max(axis, default=1) for axis in zip(*plan.cells, strict=True)) if plan.cells else (1, 1)
    before = _DIMENSION.sub(area_text((1, 1, *last)), frame.before)
    rows = "".join(_rows(plan, styles))
    links = "".join(
        f'<hyperlink ref="{letter(column)}{row}" location={quoteattr(cell.link)} display={_attribute(cell.value)}/>'
        for (row, column), cell in plan.cells.items()
        if cell.link is not None
    )
    merges = "".join(f'<mergeCell ref="{area_text(area)}"/>' for area in plan.merges if area[:2] != area[2:])
    count = merges.count("<mergeCell ")
    merges = merges and f'<mergeCells count="{count}">{merges}</mergeCells>'
    links = links and f"<hyperlinks>{links}</hyperlinks>"
    return f"{before}<sheetData>{rows}</sheetData>{merges}{links}{frame.after}".encode()


def _rows(plan: SheetPlan, styles: Mapping[str, int]) -> Iterator[str]:
    cells = {
        row: list(few) for row, few in groupby(sorted(plan.cells.items()), key=lambda entry: entry[0][0])
    }
    for row in sorted({*cells, *plan.heights}):
        fixed = "" if row in plan.fitted_rows else ' customHeight="1"'
        height = f' ht="{plan.heights[row]:g}"{fixed}' if row in plan.heights else ""
        inner = "".join(
            _cell(f"{letter(column)}{row}", cell.value, styles[cell.style])
            for (_, column), cell in cells.get(row, ())
        )
        yield f'<row r="{row}"{height}>{inner}</row>'


def _cell(at: str, value: object, style: int) -> str:
    value = stored(value)
    if value is None:
        return f'<c r="{at}" s="{style}"/>'
    if not isinstance(value, str):
        return f'<c r="{at}" s="{style}"><v>{value!r}</v></c>'
    text = escape(escape_text(value))
    space = "" if value.isprintable() and value == value.strip() else ' xml:space="preserve"'
    return f'<c r="{at}" s="{style}" t="inlineStr"><is><t{space}>{text}</t></is></c>'


def _attribute(value: object) -> str:
    return quoteattr(escape_text(str(value)))
