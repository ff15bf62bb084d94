"""A bulletin as rows of 期间记录, and read again.

A row of the sheet is one text: its cells as [column, value, style], with a 1 behind those that held a formula. The rest
of the sheet (widths, merged areas, charts …) is one text more, named 版式. A text too long for a cell is parted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Any

from duban.macros.staff_sheets.kept_text import as_text, of_text, pieces
from duban.workbook.cells.areas import Position
from duban.workbook.file.package import rename_in_formula
from duban.workbook.format.sheets.period_record import OF_BULLETIN
from duban.workbook.plan.plans import Cell, SheetPlan
from duban.workbook.plan.styles import STYLES

LAYOUT = "版式"
_DIGEST = "digest"

CHART = ("kind", "title", "anchor", "width", "height", "percent", "step")
"""What is kept of a chart beside its series."""


@dataclass(frozen=True)
class Kept:
    """A bulletin as it is on record: its cells as constants, each with whether it held a formula, and all that is not
    in a cell."""

    cells: Mapping[Position, tuple[Cell, bool]]
    layout: Mapping[str, Any]


def rows_of(plan: SheetPlan, kind: str = OF_BULLETIN) -> Iterator[Mapping[str, Any]]:
    """The rows of 期间记录 that keep a sheet, as rows of this 种类."""
    by_row: dict[int, list[Any]] = {}
    for (row, column), cell in plan.cells.items():
        kept = [column, cell.value, cell.style, *([1] if cell.formula is not None else [])]
        by_row.setdefault(row, []).append(kept)
    texts = {row: as_text(cells) for row, cells in by_row.items()}
    for row, text in texts.items():
        yield from _pieces({"种类": kind, "行": row}, text)
    layout = _layout(plan)
    yield from _pieces({"种类": kind, "名称": LAYOUT}, as_text({**layout, _DIGEST: _digest(texts, layout)}))


def _digest(texts: Mapping[int, str], layout: Mapping[str, Any]) -> str:
    """16 hex digits by which a row that is missing or was changed is noticed."""
    lines = [*(f"{row}:{text}" for row, text in sorted(texts.items())), as_text(layout)]
    return sha256("\n".join(lines).encode(errors="surrogatepass")).hexdigest()[:16]


def _pieces(key: Mapping[str, Any], text: str) -> Iterator[Mapping[str, Any]]:
    for place, piece in pieces(text):
        yield {**key, "段": place, "内容": piece}


def _layout(plan: SheetPlan) -> dict[str, Any]:
    """All but the cells; figures of charts stand on the sheet by the name by which it is known."""
    known = plan.known_as or plan.name
    at_home = partial(rename_in_formula, old=plan.name, new=known)
    return {
        "widths": dict(plan.widths),
        "heights": dict(plan.heights),
        "merges": plan.merges,
        "freeze": plan.freeze,
        "repeat_rows": plan.repeat_rows,
        "row_breaks": plan.row_breaks,
        "fitted_rows": sorted(plan.fitted_rows),
        "print_area": plan.print_area,
        "landscape": plan.landscape,
        "hidden_columns": plan.hidden_columns,
        "light_areas": plan.light_areas,
        "tab_colour": plan.tab_colour,
        "charts": [
            {
                **{name: getattr(chart, name) for name in CHART},
                "series": [
                    [*map(at_home, (s.name, s.categories, s.values)), s.colour, s.light] for s in chart.series
                ],
            }
            for chart in plan.charts
        ],
        "name": known,
    }


def read_rows(told: Iterable[tuple[int | None, int | None, Any]]) -> Kept | None:
    """The bulletin that rows keep, given as row, piece and text; ``None`` where there is none, or none that is whole."""
    texts: dict[int | None, dict[int, str]] = {}
    for row, piece, text in told:
        texts.setdefault(row, {})[piece or 1] = str(text or "")
    whole = {row: "".join(each[place] for place in sorted(each)) for row, each in texts.items()}
    try:
        layout = json.loads(whole.pop(None))
        digest = layout.pop(_DIGEST)
        rows = {row: text for row, text in whole.items() if row is not None}
        if digest != _digest(rows, layout):
            return None
        cells = {(row, each[0]): _cell(each) for row, text in rows.items() for each in of_text(text)}
    except (AttributeError, KeyError, TypeError, ValueError, IndexError):
        return None  # somebody was at the sheet that nobody is to see
    return Kept(dict(sorted(cells.items())), layout)


def _cell(kept: list[Any]) -> tuple[Cell, bool]:
    return Cell(kept[1], None, kept[2] if kept[2] in STYLES else "text"), len(kept) > 3
