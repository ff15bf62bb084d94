"""A plan as operations: some twenty-five verbs as JSON has them, which any host carries out in order without knowing duban.

What the verbs mean stands in docs/protocol.md. This is the third writer beside the one of files and the one of Excel, but
it only compiles: what depends on the workbook (which cells are there, how they look) is decided here, by the bytes that the
host handed over, and not by the host.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from duban.workbook.cells.areas import Area, Position, box
from duban.workbook.cells.contents import stored
from duban.workbook.cells.rectangles import by_value, rectangles
from duban.workbook.file.owned_marks import MARK_PREFIX, plan_mark
from duban.workbook.file.package import Package
from duban.workbook.format.names import AS_LEFT_NAME, MARK_NAME
from duban.workbook.plan.links import as_formula
from duban.workbook.plan.looks import coats
from duban.workbook.plan.plans import BookPlan, Cell, Chart, DropDown, EditCell, SheetEdit, SheetPlan
from duban.workbook.plan.ruler import MARGINS, PRINT_SCALE
from duban.workbook.plan.styles import BARS, DATA_BAR, LIGHT_COLOURS, Fill, Line, stroke
from duban.workbook.protocol.staff_cells import StaffCells

PROTOCOL = 1
"""The version of the verbs; docs/protocol.md describes it."""

Operation = dict[str, Any]
"""``{"op": verb, "sheet": name, …}``."""


def operations(plan: BookPlan, package: Package) -> list[Operation]:
    """What carries ``plan`` out in the open workbook that ``package`` is a copy of, in order. Raises KeyError for a sheet to
    edit that is not there, Stop ``damaged``.

    What a file gets besides, tidied rows and pages of sheets that were made earlier, an open workbook does not.
    """
    if plan.empty:
        return []
    there = {name.casefold() for name in package.sheet_names}
    made = {each.name.casefold() for each in plan.sheets}
    old_names = {new.casefold(): old for old, new in plan.renames}
    date1904 = package.date1904
    ops = [*_kept(plan, made)]
    there = {
        name for name in there if name in made or name not in {old.casefold() for old, _ in plan.renames}
    }
    there |= old_names.keys()
    added = [*plan.to_add(there)]
    ops += [{"op": "add", "sheet": each.name, "before": before} for each, before in added]
    for each, _ in added:
        ops += _filled(each, date1904)
    for edit in plan.edits:
        ops += _edited(edit, StaffCells(package, old_names.get(edit.name.casefold(), edit.name)), date1904)
    for each in plan.sheets:
        if each.name.casefold() in there:
            ops += [{"op": "empty", "sheet": each.name}, *_filled(each, date1904)]
            ops.append({"op": "unmark", "sheet": each.name, "name": AS_LEFT_NAME})
    if plan.recalculate:
        ops.append({"op": "calculate"})
    for each in plan.sheets:
        ops += _heights(each)
    ops += [{"op": "put_away", "sheet": each.name} for each, _ in added if each.very_hidden]
    ops += [{"op": "remove", "sheet": name} for name in plan.removes if name.casefold() not in made]
    return ops


def _kept(plan: BookPlan, made: Iterable[str]) -> Iterator[Operation]:
    """What staff edited is kept under another name. What they refer to by the old name is the sheet made anew."""
    for old, new in plan.renames:
        yield {"op": "copy" if old.casefold() in made else "rename", "sheet": old, "to": new}
        for name in (MARK_NAME, AS_LEFT_NAME):
            yield {"op": "unmark", "sheet": new, "name": name}


# cells


def _value(cell: Cell | EditCell, date1904: bool) -> Any:
    value = stored(cell.value, date1904)
    return value if cell.formula is None else {"f": cell.formula, "v": value}


def _written(
    sheet: str,
    areas: Iterable[Area],
    cells: Mapping[Position, Cell] | Mapping[Position, EditCell],
    date1904: bool,
) -> Iterator[Operation]:
    for area in areas:
        top, left, bottom, right = area
        rows = [
            [
                None if (cell := cells.get((row, column))) is None else _value(cell, date1904)
                for column in range(left, right + 1)
            ]
            for row in range(top, bottom + 1)
        ]
        yield {"op": "write", "sheet": sheet, "area": area, "rows": rows}


# sheets of the program


def _filled(plan: SheetPlan, date1904: bool) -> Iterator[Operation]:
    def op(verb: str, **more: Any) -> Operation:
        return {"op": verb, "sheet": plan.name, **more}

    cells = {at: as_formula(cell) for at, cell in plan.cells.items()}
    if cells:
        yield from _written(plan.name, [box(cells)], cells, date1904)
    for coat in coats({at: cell.style for at, cell in cells.items()}):
        prop, value = _look(coat.name, coat.value)
        yield op("look", prop=prop, value=value, areas=coat.areas)
    if merges := [area for area in plan.merges if area[:2] != area[2:]]:
        yield op("merge", areas=merges)
    yield from _widths(plan.name, plan.widths, widen=False)
    yield from _rules(plan)
    if plan.bar_areas:
        yield op("bars", areas=[*plan.bar_areas], color=f"#{DATA_BAR}")
    for chart in plan.charts:
        yield op("chart", **_chart(chart))
    yield from _hidden(plan)
    if plan.freeze is not None and not plan.very_hidden:
        yield op("freeze", at=plan.freeze)
    yield op("page", **_page(plan))
    for at, text in plan.notes.items():
        yield op("note", at=at, text=text)
    if plan.tab_colour is not None:
        yield op("tab", color=_colour(plan.tab_colour))
    if plan.owned:
        yield op("mark", name=MARK_NAME, text=MARK_PREFIX + plan_mark(plan, date1904))


def _look(name: str, value: Any) -> tuple[str, Any]:
    if isinstance(value, Fill):
        if value.pattern == "solid":
            return "fill", _colour(value.back or value.front)
        return "pattern", {
            "pattern": value.pattern,
            "front": _colour(value.front),
            "back": _colour(value.back),
        }
    if isinstance(value, Line):
        return value.edge, {"thick": value.thick, "color": _colour(value.colour)}
    if name == "underline":
        return name, bool(value)
    return name, value


def _colour(colour: str) -> str:
    return "#" + colour.removeprefix("#")


def _widths(sheet: str, widths: Mapping[int, float], *, widen: bool) -> Iterator[Operation]:
    for width, areas in by_value({(1, column): width for column, width in widths.items()}).items():
        columns = [(left, right) for _, left, _, right in areas]
        yield {"op": "width", "sheet": sheet, "characters": width, "columns": columns, "widen": widen}


def _hidden(plan: SheetPlan | SheetEdit) -> Iterator[Operation]:
    columns = [(left, right) for _, left, _, right in rectangles((1, each) for each in plan.hidden_columns)]
    if columns:
        yield {"op": "hide", "sheet": plan.name, "columns": columns}


def _rules(plan: SheetPlan | SheetEdit) -> Iterator[Operation]:
    if plan.light_areas:
        colours = {light: [_colour(fill), _colour(font)] for light, (fill, font) in LIGHT_COLOURS.items()}
        yield {"op": "lights", "sheet": plan.name, "areas": [*plan.light_areas], "colors": colours}
    for each in plan.drop_downs:
        yield {"op": "choices", "sheet": plan.name, **_choices(each)}


def _choices(drop_down: DropDown) -> dict[str, Any]:
    choices = drop_down.choices
    told = choices if isinstance(choices, str) else [*choices]
    return {"area": drop_down.area, "choices": told, "strict": drop_down.strict}


def _chart(chart: Chart) -> dict[str, Any]:
    series = []
    for place, each in enumerate(chart.series):
        fill = BARS.get(each.light)
        pattern = None
        if fill is not None and fill.pattern != "solid":
            pattern = {
                "pattern": fill.pattern,
                "front": _colour(fill.front),
                "back": _colour(fill.back),
            }
        line = stroke(place)
        series.append(
            {
                "name": each.name,
                "categories": each.categories,
                "values": each.values,
                "color": _colour(each.colour),
                "pattern": pattern,
                "dash": line.dash,
                "marker": line.marker,
            }
        )
    return {
        "kind": chart.kind,
        "title": chart.title,
        "at": chart.anchor,
        "width": chart.width,
        "height": chart.height,
        "percent": chart.percent,
        "open_ended": chart.open_ended,
        "step": chart.step,
        "series": series,
    }


def _page(plan: SheetPlan) -> dict[str, Any]:
    return {
        "landscape": plan.landscape,
        "margins": dict(MARGINS),
        "repeat_rows": plan.repeat_rows,
        "repeat_columns": plan.repeat_columns,
        "area": plan.print_area,
        "row_breaks": [*plan.row_breaks],
        "column_breaks": [*plan.column_breaks],
        "scale": PRINT_SCALE if plan.column_breaks else None,
    }


def _heights(plan: SheetPlan) -> Iterator[Operation]:
    """When everything is computed, for the texts of formulas may need more room than before."""
    fitted = [(top, bottom) for top, _, bottom, _ in rectangles((row, 1) for row in plan.fitted_rows)]
    if fitted:
        yield {"op": "fit", "sheet": plan.name, "rows": fitted}
    fixed = {(row, 1): height for row, height in plan.heights.items() if row not in plan.fitted_rows}
    for height, areas in by_value(fixed).items():
        rows = [(top, bottom) for top, _, bottom, _ in areas]
        yield {"op": "height", "sheet": plan.name, "points": height, "rows": rows}


# sheets of the staff


def _edited(edit: SheetEdit, staff: StaffCells, date1904: bool) -> Iterator[Operation]:
    def op(verb: str, **more: Any) -> Operation:
        return {"op": verb, "sheet": edit.name, **more}

    for source, area in staff.models(edit.cells):
        yield op("likeness", source=source, area=area)
    for code, areas in by_value(staff.formats(edit.cells)).items():
        yield op("look", prop="format", value=code, areas=areas)
    yield from _written(edit.name, rectangles(edit.cells), edit.cells, date1904)
    shared = staff.columns_besides(edit.cells)
    for widen in (True, False):
        widths = {column: width for column, width in edit.widths.items() if (column in shared) == widen}
        yield from _widths(edit.name, widths, widen=widen)
    yield from (op("grow", area=area, last=last) for area, last in edit.grow.items())
    yield from _hidden(edit)
    yield from _rules(edit)
    if edit.print_to is not None:
        yield op("print_to", row=edit.print_to)
    if edit.print_columns is not None:
        yield op("print_columns", column=edit.print_columns)
    if edit.becomes is not None:
        yield op("mark", name=MARK_NAME, text=MARK_PREFIX + plan_mark(edit.becomes, date1904))
