"""The frozen sheet that comes of a record: a bulletin with values in place of formulas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from duban.macros.history.bulletin_rows import CHART, Kept
from duban.macros.history.editions import Edition
from duban.workbook.file.package import rename_in_formula
from duban.workbook.plan.plans import Chart, Series, SheetPlan


def kept_of(edition: Edition) -> Kept:
    """The bulletin of an edition. Raises ValueError where there is none on record."""
    if edition.bulletin is None:
        raise ValueError(f"no bulletin of {edition.period}")
    return edition.bulletin


def frozen_sheet(edition: Edition, name: str | None = None) -> SheetPlan:
    """The bulletin of an edition with values in place of formulas, under ``name`` or that by which it is known."""
    kept = kept_of(edition)
    told, called = kept.layout, name or edition.sheet
    return SheetPlan(
        called,
        {at: cell for at, (cell, _) in kept.cells.items()},
        widths={int(column): width for column, width in told["widths"].items()},
        heights={int(row): height for row, height in told["heights"].items()},
        merges=tuple(map(tuple, told["merges"])),
        light_areas=tuple(map(tuple, told["light_areas"])),
        freeze=_tuple(told["freeze"]),
        repeat_rows=_tuple(told["repeat_rows"]),
        # bulletins of earlier versions say nothing of these two
        row_breaks=tuple(told.get("row_breaks", ())),
        fitted_rows=frozenset(told.get("fitted_rows", ())),
        print_area=_tuple(told["print_area"]),
        landscape=told["landscape"],
        hidden_columns=tuple(told["hidden_columns"]),
        charts=tuple(_chart(each, told["name"], called) for each in told["charts"]),
        tab_colour=told["tab_colour"],
        owned=True,
        known_as=edition.sheet,
    )


def _tuple(told: Any) -> Any:
    return None if told is None else tuple(told)


def _chart(told: Mapping[str, Any], was: str, name: str) -> Chart:
    """A chart whose figures stand on the sheet of this name now."""
    moved = partial(rename_in_formula, old=was, new=name)
    series = (Series(*each) for each in told["series"])
    return Chart(
        **{**{each: told[each] for each in CHART}, "anchor": _tuple(told["anchor"])},
        series=tuple(
            replace(each, name=moved(each.name), categories=moved(each.categories), values=moved(each.values))
            for each in series
        ),
    )
