"""A bulletin as rows of 期间记录, and the frozen sheet that comes of them.

A row of the sheet is one text: its cells as [column, value, style], with a 1 behind those that held a formula. The rest
of the sheet (widths, merged areas, charts …) is one text more, named 版式. A text too long for a cell is parted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from duban.macros.history.editions import Edition, Record
from duban.workbook.cells.areas import Position
from duban.workbook.file.package import rename_in_formula
from duban.workbook.format.sheets.period_record import OF_BULLETIN
from duban.workbook.plan.plans import Cell, Chart, Scalar, Series, SheetPlan

LAYOUT = "版式"
_LONGEST = 16_000
"""Characters of one piece; quotes and line breaks count double in a file, and a cell holds 32,767."""

_DAY = "day"
_as_text = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))


def rows_of(plan: SheetPlan) -> Iterator[Record]:
    """The rows of 期间记录 that keep a sheet."""
    by_row: dict[int, list[Any]] = {}
    for (row, column), cell in plan.cells.items():
        told = [column, _told(cell.value), cell.style, *([1] if cell.formula is not None else [])]
        by_row.setdefault(row, []).append(told)
    for row, cells in by_row.items():
        yield from _pieces({"行": row}, _as_text(cells))
    yield from _pieces({"名称": LAYOUT}, _as_text(_layout(plan)))


def _pieces(key: Record, text: str) -> Iterator[Record]:
    for place, start in enumerate(range(0, len(text), _LONGEST), 1):
        yield {"种类": OF_BULLETIN, **key, "段": place, "内容": text[start : start + _LONGEST]}


def _told(value: Scalar) -> Any:
    return {_DAY: value.isoformat()} if isinstance(value, date) else value


def _value(told: Any) -> Scalar:
    value: Scalar = date.fromisoformat(told[_DAY][:10]) if isinstance(told, dict) else told
    return value


def _layout(plan: SheetPlan) -> dict[str, Any]:
    return {
        "widths": dict(plan.widths),
        "heights": dict(plan.heights),
        "merges": plan.merges,
        "freeze": plan.freeze,
        "repeat_rows": plan.repeat_rows,
        "print_area": plan.print_area,
        "landscape": plan.landscape,
        "hidden_columns": plan.hidden_columns,
        "light_areas": plan.light_areas,
        "tab_colour": plan.tab_colour,
        "charts": [
            {
                **{name: getattr(chart, name) for name in _CHART},
                "series": [[each.name, each.categories, each.values, each.colour] for each in chart.series],
            }
            for chart in plan.charts
        ],
        "name": plan.name,
    }


_CHART = ("kind", "title", "anchor", "width", "height", "percent", "step")


def has_sheet(edition: Edition) -> bool:
    """Whether the record keeps a bulletin of this edition."""
    return any(True for _ in edition.of_kind(OF_BULLETIN))


def cells_of(edition: Edition) -> Mapping[Position, tuple[Cell, bool]]:
    """The cells of the bulletin: each as a constant, and whether it held a formula."""
    found: dict[Position, tuple[Cell, bool]] = {}
    for row, text in _texts(edition).items():
        if isinstance(row, int):
            for column, told, style, *formula in json.loads(text):
                found[row, column] = (Cell(_value(told), None, style), bool(formula))
    return found


def _texts(edition: Edition) -> dict[int | str, str]:
    pieces: dict[int | str, dict[int, str]] = {}
    for key, line in edition.of_kind(OF_BULLETIN):
        pieces.setdefault(key.line or LAYOUT, {})[key.piece or 1] = str(line.record["内容"] or "")
    return {row: "".join(texts[place] for place in sorted(texts)) for row, texts in pieces.items()}


def frozen_sheet(edition: Edition, name: str | None = None) -> SheetPlan:
    """The bulletin of an edition with values in place of formulas, under ``name`` or that by which it is known."""
    told = json.loads(_texts(edition)[LAYOUT])
    called = name or edition.sheet
    charts = tuple(_chart(each, told["name"], called) for each in told["charts"])
    return SheetPlan(
        called,
        {at: cell for at, (cell, _) in sorted(cells_of(edition).items())},
        widths={int(column): width for column, width in told["widths"].items()},
        heights={int(row): height for row, height in told["heights"].items()},
        merges=tuple(map(tuple, told["merges"])),
        light_areas=tuple(map(tuple, told["light_areas"])),
        freeze=_tuple(told["freeze"]),
        repeat_rows=_tuple(told["repeat_rows"]),
        print_area=_tuple(told["print_area"]),
        landscape=told["landscape"],
        hidden_columns=tuple(told["hidden_columns"]),
        charts=charts,
        tab_colour=told["tab_colour"],
        owned=True,
        known_as=edition.sheet,
    )


def _tuple(told: Any) -> Any:
    return None if told is None else tuple(told)


def _chart(told: Mapping[str, Any], was: str, name: str) -> Chart:
    """A chart whose figures stand on the sheet of this name now."""
    chart = Chart(
        **{each: told[each] for each in _CHART},
        series=tuple(Series(*each) for each in told["series"]),
    )

    moved = partial(rename_in_formula, old=was, new=name)

    series = tuple(
        replace(each, name=moved(each.name), categories=moved(each.categories), values=moved(each.values))
        for each in chart.series
    )
    return replace(chart, anchor=_tuple(chart.anchor), series=series)
