"""What a workbook holds that LibreOffice stored: cells with value, formula, link, number format and look, and what is around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from stored_looks import Look, looks

from duban.macros.staff_sheets.cells_to_set import same_value
from duban.workbook.cells.addresses import areas_of, position
from duban.workbook.cells.areas import positions
from duban.workbook.file.open_xml import main
from duban.workbook.file.owned_marks import link_of, same_formula
from duban.workbook.file.style_sheet import StyleSheet
from duban.workbook.format.names import MARK_NAME
from duban.workbook.reading.grid import GridBook

Position = tuple[int, int]

PIXELS = 2 / 7
"""Two of them, in characters: by so much widths may differ."""


class CellFacts(NamedTuple):
    """One cell."""

    value: Any
    formula: str | None
    link: str | None
    """Where it leads, as ``sheet!A1`` without quotes."""
    number_format: str
    look: Look


@dataclass(frozen=True)
class SheetFacts:
    """One sheet."""

    cells: Mapping[Position, CellFacts]
    around: Mapping[str, Any]
    """Merges, choices, rules, notes, charts, hidden columns, pages, the mark."""
    widths: Mapping[int, float]


def stored(path: Path) -> dict[str, SheetFacts]:
    """Sheet by sheet, in order; cells that hold nothing where they have a fill or a border."""
    book = GridBook(path)
    styles = StyleSheet(book.package.data(str(book.package.styles_part)))
    seen = looks(book.package)
    return {name: _sheet(book, name, styles, seen) for name in book.sheet_names}


def _sheet(book: GridBook, name: str, styles: StyleSheet, seen: Sequence[Look]) -> SheetFacts:
    package, grid = book.package, book.grid(name)
    part = package.sheet_part(name)
    tree = package.tree(part)
    links = {
        position(str(each.get("ref")).partition(":")[0]): str(each.get("location"))
        for each in tree.iter(main("hyperlink"))
    }
    cells = {}
    for each in tree.iter(main("c")):
        at = position(str(each.get("r")))
        formula, link = grid.formulas.get(at), links.get(at)
        told = link_of(formula)
        if told is not None:
            formula, link = None, told[0].lstrip("#")
        style = int(each.get("s", "0"))
        fact = CellFacts(grid.value(*at), formula, _plain(link), styles.number_format(style), seen[style])
        if fact.value is not None or formula is not None or not fact.look.bare:
            cells[at] = fact
    shows = _shows(book, name)  # of a sheet that is put away LibreOffice cannot let rows stand
    hidden, widths = set(), {}
    for each in tree.iter(main("col")):
        for column in range(int(each.get("min")), min(int(each.get("max")), grid.width + 3) + 1):
            widths[column] = float(each.get("width"))
            if each.get("hidden") in ("1", "true"):
                hidden.add(column)
    around = {
        "merges": sorted(map(tuple, grid.merges)),
        "choices": dict(_choices(tree)),
        "lights": dict(_rules(tree)),
        "hidden": sorted(hidden),
        "breaks": [
            sorted(int(each.get("id")) for each in tree.iterfind(f"{main(kind)}/{main('brk')}"))
            for kind in ("rowBreaks", "colBreaks")
        ],
        "shows": shows,
        "lies": any(each.get("orientation") == "landscape" for each in tree.iter(main("pageSetup"))),
        "pane": [(each.get("topLeftCell"), each.get("state")) for each in tree.iter(main("pane")) if shows],
        "tab": [str(each.get("rgb")) for each in tree.iter(main("tabColor"))],
        "related": sorted(_related(book, part)),
        "printed": {
            each: package.defined_name(f"_xlnm.{each}", name) for each in ("Print_Area", "Print_Titles")
        },
        "marked": MARK_NAME in package.local_names(name),
    }
    return SheetFacts(cells, around, widths)


def _shows(book: GridBook, name: str) -> bool:
    sheets = book.package.workbook.iter(main("sheet"))
    return next(each.get("state", "visible") for each in sheets if each.get("name") == name) == "visible"


def _plain(link: str | None) -> str | None:
    return None if link is None else link.replace("'", "").replace("$", "")


def _choices(tree: Any) -> Iterator[tuple[Position, tuple[Any, ...]]]:
    """What may be chosen, cell by cell, for programs join areas as they like."""
    for each in tree.iter(main("dataValidation")):
        formula = each.findtext(main("formula1"), "").replace("'", "")
        told = (each.get("type"), formula, each.get("errorStyle", "stop"))
        for area in areas_of(str(each.get("sqref"))):
            for at in positions(area):
                yield at, told


def _rules(tree: Any) -> Iterator[tuple[Position, list[str]]]:
    found: dict[Position, list[str]] = {}
    for each in tree.iterchildren(main("conditionalFormatting")):
        told = [
            f"{rule.get('type')} {rule.findtext(main('formula'), '')}" for rule in each.iter(main("cfRule"))
        ]
        for area in areas_of(str(each.get("sqref"))):
            for at in positions(area):
                found.setdefault(at, []).extend(told)
    yield from ((at, sorted(told)) for at, told in found.items())


def _related(book: GridBook, part: str) -> Iterator[str]:
    """Kinds of what belongs to the sheet: notes; and how many charts."""
    for each in book.package.rels(part):
        kind = each.type.rpartition("/")[2]
        if kind == "comments":
            told = book.package.tree(each.target)
            for note in told.iter(main("comment")):
                yield f"note {note.get('ref')} {''.join(note.itertext())}"
        elif kind == "drawing":
            charts = [one for one in book.package.rels(each.target) if one.type.endswith("/chart")]
            yield f"charts {len(charts)}"


def unlike(one: Mapping[str, SheetFacts], other: Mapping[str, SheetFacts]) -> list[Any]:
    """What two workbooks do not have alike: sheet, place, what each has."""
    if list(one) != list(other):
        return [list(one), list(other)]
    found: list[Any] = []
    for name, left in one.items():
        right = other[name]
        for at in sorted(left.cells.keys() | right.cells.keys()):
            if not _alike(left.cells.get(at), right.cells.get(at)):
                found.append((name, at, left.cells.get(at), right.cells.get(at)))
        for kind, told in left.around.items():
            if told != right.around[kind]:
                found.append((name, kind, told, right.around[kind]))
        seen = (left.widths.keys() | right.widths.keys()) - set(left.around["hidden"])
        for column in sorted(seen):
            if abs(left.widths.get(column, 0) - right.widths.get(column, 0)) > PIXELS:
                found.append((name, f"width {column}", left.widths.get(column), right.widths.get(column)))
    return found


def _looks_alike(one: CellFacts, other: CellFacts) -> bool:
    if one.value is None and one.formula is None:  # what a text would look like is not seen
        return (one.look.fill, one.look.border) == (other.look.fill, other.look.border)
    return one.look.like(other.look)


def _alike(one: CellFacts | None, other: CellFacts | None) -> bool:
    if one is None or other is None:
        return one is other
    return (
        same_value(one.value, other.value)
        and same_formula(one.formula, other.formula)
        and one[2:-1] == other[2:-1]
        and _looks_alike(one, other)
    )
