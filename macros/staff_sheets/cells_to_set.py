"""Sheets that the program makes once and staff then own: how they look when new, what to set later.

From one description of the wanted cells comes either a whole new sheet or only the cells that differ
from the sheet as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from duban.udfs.periods import to_serial
from duban.workbook.cells.addresses import letter
from duban.workbook.cells.areas import Area, Position
from duban.workbook.file.owned_marks import same_formula
from duban.workbook.format.fields import Field, SheetFormat, Who
from duban.workbook.format.names import RULES
from duban.workbook.format.own_formulas import NO_RESULT
from duban.workbook.format.sheets_and_registers import ADDED
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.plans import Cell, DropDown, EditCell, SheetEdit, SheetPlan, Tidy
from duban.workbook.plan.ruler import column_breaks
from duban.workbook.reading.filters_over_header import growth
from duban.workbook.reading.grid import Grid
from duban.workbook.reading.tables import TableSheet
from duban.workbook.say.findings import Finding

ROOM = 5000
"""Rows that drop-downs and light colours cover from the start: they cost nothing and a sheet grows."""

SPARE = 50
"""Rows below the last one that already hold the formulas, so that a row that staff append is computed."""


def choice_lists(formats: Mapping[str, SheetFormat]) -> dict[tuple[str, str], int]:
    """(sheet, field) → the column of 规则 that keeps its choices, from H."""
    chosen = (
        (sheet.name, field.name) for sheet in formats.values() for field in sheet.fields if field.choices
    )
    return {field: column for column, field in enumerate(chosen, 8)}


CHOICE_LISTS: Mapping[tuple[str, str], int] = choice_lists(ADDED)


def choices_of(sheet: SheetFormat, field: Field) -> tuple[str, ...] | str:
    """What the drop-down of a field offers: where its list stands in 规则; of a register and of documents, the choices
    themselves, none where they are too long for that."""
    if sheet.shape == "register" or sheet.of_documents:
        return field.choices if len(",".join(field.choices)) <= _LONGEST_LIST else ()
    column = letter(CHOICE_LISTS[sheet.name, field.name])
    return f"={RULES}!${column}$2:${column}${1 + len(field.choices)}"


_LONGEST_LIST = 255
"""Characters that Excel's drop-down takes where its choices stand in no cells."""


def drop_downs(sheet: SheetFormat, areas: Mapping[str, Area]) -> tuple[DropDown, ...]:
    """The drop-downs of the columns that stand in these areas."""
    offered = ((area, choices_of(sheet, sheet[name])) for name, area in areas.items() if sheet[name].choices)
    return tuple(DropDown(area, choices) for area, choices in offered if choices)


BLANK_ROWS = 20
"""Framed rows of a new register that wait to be filled; they print, so that no row of the staff's is left out."""

ROWS_AHEAD = 10
"""Rows below the last of a register that already hold its formulas; few, for registers print all their rows."""

Wanted = Mapping[tuple[int, str], Cell]
"""(row, column name) → the cell as it shall be."""


def range_end(last_row: int) -> int:
    """The last row of ranges over a table whose last row is ``last_row``: room for added rows, and the
    same for a while as it grows, so that formulas do not change with every row."""
    return -(-(last_row + SPARE) // 500) * 500


_SAID = 60
"""Characters of a formula that a finding repeats."""


def new_sheet(sheet: SheetFormat, wanted: Wanted) -> SheetPlan:
    """The whole sheet: header in row 1, the wanted cells below, drop-downs and colours with spare room."""
    builder = SheetBuilder(sheet.name, [field.width for field in sheet.fields], owned=False)
    builder.row(sheet.names, "header")
    builder.heights[1] = 32
    places = {column: place for place, column in enumerate(sheet.names, 1)}
    waiting = 1 + BLANK_ROWS if sheet.shape == "register" else 1
    last = max([waiting, *(row for row, _ in wanted)])
    filled = {row for (row, _), cell in wanted.items() if cell.formula is None and cell.value is not None}
    # what nobody sees needs no frames; a date must look like one to be read as one
    bare = {field.name for field in sheet.fields if sheet.very_hidden and field.kind != "day"}
    columns = [(f.name, places[f.name], "plain" if f.name in bare else f.style) for f in sheet.fields]
    blank = None if sheet.very_hidden else Cell()
    for row in range(2, last + 1):
        for name, place, style in columns:
            cell = wanted.get((row, name), blank)
            if cell is not None:
                builder.put(row, place, cell.value, style, cell.formula)
    end = max(range_end(last), ROOM)
    areas = {column: (2, place, end, place) for column, place in places.items()}
    builder.drop_downs += drop_downs(sheet, areas)
    builder.light_areas += [areas[column] for column in sheet.of_kind("light")]
    shown = [field.width for field in sheet.fields if not field.hidden]
    frozen = places.get(sheet.freeze, 1) - 1
    breaks = column_breaks(shown, frozen)
    return builder.plan(
        freeze=(2, frozen + 1),
        repeat_rows=(1, 1),
        repeat_columns=(1, frozen) if breaks and frozen else None,
        column_breaks=breaks,
        # what nobody sees is not printed either, by whatever program: there is nothing beside its columns
        print_area=_printed(sheet, max(filled, default=1)),
        hidden_columns=tuple(places[field.name] for field in sheet.fields if field.hidden),
        notes={(1, places[name]): text for name, text in header_notes(sheet).items()},
        very_hidden=sheet.very_hidden,
        tab_colour="BF9000",
    )


_BY: Mapping[Who, str] = {
    "staff": "办公室填写",
    "unit": "单位填写",
    "own": "本单位自己的公式",
    "formula": "程序的公式",
}


def header_notes(sheet: SheetFormat) -> dict[str, str]:
    """What a note at the header of a column says: what stands in it, in which unit, who fills it, an example. Registers
    alone have such notes: their sheets have no example rows."""
    shown = [field for field in sheet.fields if not field.hidden and sheet.shape == "register"]
    return {field.name: "\n".join(_note(field)) for field in shown}


def _note(field: Field) -> Iterator[str]:
    yield field.help
    yield "，".join(filter(None, (_BY.get(field.who, ""), "必填" if field.required else "")))
    if field.measured_in:
        yield f"单位：{field.measured_in}"
    if field.choices:
        yield f"可选：{'、'.join(field.choices)}"
    if field.example:
        value = field.example[0]
        yield f"例：{f'{value:.0%}' if field.kind == 'share' else value}"


def edit_sheet(table: TableSheet, wanted: Wanted) -> SheetEdit | None:
    """The wanted cells that differ from the sheet as it is; ``None`` when all are there already."""
    sheet = table.format
    cells: dict[Position, EditCell] = {}
    last = table.last_row
    # spare rows hold only formulas; framed like their neighbours they would print as an empty form
    filled = {row for (row, _), cell in wanted.items() if cell.formula is None and cell.value is not None}
    neighbour = min(table.header.columns.values())
    for (row, column), cell in wanted.items():
        if column not in table.header.columns:  # one that the sheet may lack
            continue
        at = (row, table.header.columns[column])
        if is_there(table.grid, at, cell):
            continue
        shown_as = "date" if isinstance(cell.value, date) else sheet[column].number_format
        framed = last > table.header.bottom and (row <= last or row in filled)
        like = (min(row, last), at[1] if column not in table.added else neighbour) if framed else None
        cells[at] = EditCell(cell.value, cell.formula, shown_as, like)
    added = max(filled, default=0)
    ours = [field.name for field in sheet.fields if field.by_program]
    grow = growth(table.grid, table.header, table.added, ours, last)
    if not cells and not table.added and not grow:
        return None
    return replace(_new_columns(table, cells), print_to=added if added > last else None, grow=grow)


def tidied(table: TableSheet, wanted: Wanted) -> Tidy:
    """How a sheet that is there is kept in order."""
    filled = (row for (row, _), cell in wanted.items() if cell.formula is None and cell.value is not None)
    sheet = table.format
    frozen = table.header.columns.get(sheet.freeze, 1) - 1
    return Tidy(max([table.last_row, *filled]), frozen, _beside(sheet) if sheet.very_hidden else None)


def _printed(sheet: SheetFormat, last: int) -> Area | None:
    """What a new sheet prints: of one that nobody sees nothing, down to row ``last`` where rows below hold formulas, else
    all, whatever staff add."""
    if sheet.very_hidden:
        return 1, _beside(sheet), 1, _beside(sheet)
    shown = sum(not field.hidden for field in sheet.fields)
    return (1, 1, last, shown) if sheet.computed and sheet.shape != "register" else None


def _beside(sheet: SheetFormat) -> int:
    """A column that is blank."""
    return len(sheet.fields) + 2


def _new_columns(table: TableSheet, cells: Mapping[Position, EditCell]) -> SheetEdit:
    """The cells with the headers, widths, drop-downs and colours of the columns that the sheet gets."""
    sheet, header = table.format, table.header
    places = {name: header.columns[name] for name in table.added}
    neighbour = min(header.columns.values())
    heads = {
        (header.top, place): EditCell(name, like=(header.top, neighbour)) for name, place in places.items()
    }
    end = max(range_end(last_row(table.rows)), ROOM)
    areas = {name: (header.bottom + 1, place, end, place) for name, place in places.items()}
    return SheetEdit(
        table.name,
        {**heads, **cells},
        widths={place: sheet[name].width for name, place in places.items()},
        hidden_columns=tuple(place for name, place in places.items() if sheet[name].hidden),
        drop_downs=drop_downs(sheet, areas),
        light_areas=tuple(areas[name] for name in places if sheet[name].kind == "light"),
    )


def is_there(grid: Grid, at: Position, cell: Cell | EditCell) -> bool:
    """Whether a sheet already holds this formula with this stored value, or this constant."""
    return same_formula(grid.formulas.get(at), cell.formula) and same_value(grid.value(*at), cell.value)


def same_value(one: Any, other: Any) -> bool:
    """Whether two cell values are the same to a reader: blanks alike, dates by day, numbers to 12 places."""
    one, other = _comparable(one), _comparable(other)
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= 1e-12 * max(1.0, abs(one))
    return bool(one == other)


def _comparable(value: Any) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, date):
        return to_serial(value)
    if isinstance(value, int | float):
        return float(value)
    return str(value).replace("\r\n", "\n")


def formula_rows(rows: Iterable[int], first: int) -> range:
    """The rows that shall hold formulas: from the first data row to ``SPARE`` below the last."""
    return range(first, max(rows, default=first - 1) + SPARE + 1)


def last_row(rows: Iterable[int]) -> int:
    """The last used row of a table; 1, the header's, where there is none."""
    return max(rows, default=1)


def typed_over(table: TableSheet | None, columns: Iterable[str]) -> dict[tuple[int, str], Any]:
    """Cells of computed columns where staff typed a value or a formula of their own: (row, column) → the value."""
    if table is None:
        return {}
    return {
        (row, column): NO_RESULT if record[column] is None else record[column]
        for row, record in table.rows.items()
        for column in columns
        if (record[column] is not None or table.has_formula(row, column))
        and not table.has_own_formula(row, column)
    }


def kept(grid: Grid, row: int, column: int, name: str, value: Any) -> Finding:
    """That a cell of a computed column holds what staff put there: a value, T130, or a formula, T132."""
    formula = grid.formulas.get((row, column))
    if formula is None:
        return Finding("T130", grid.name, row, column, name, value)
    said = formula if len(formula) <= _SAID else f"{formula[:_SAID]}…"
    return Finding("T132", grid.name, row, column, name, value, {"formula": said})
