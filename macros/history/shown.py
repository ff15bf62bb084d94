"""What a bulletin shows now, held against what the record says of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from duban.macros.history.editions import Edition
from duban.macros.history.frozen_sheet import kept_of
from duban.macros.staff_sheets.cells_to_set import same_value
from duban.udfs.periods import from_serial
from duban.udfs.progress import day
from duban.workbook.cells.addresses import a1
from duban.workbook.cells.areas import Position
from duban.workbook.plan.plans import Cell
from duban.workbook.reading.grid import Grid
from duban.workbook.say.sentence import Say

_FIRST_ROWS = 6
"""Where a bulletin says up to which day its figures count."""
_HEAD = 4
"""The rows of what it is, its number, who issues it and its title, where a correction is called one."""
_FEW, _SHORT = 3, 60
"""Cells, and characters of a text, that a message tells."""


class Difference(NamedTuple):
    """A cell that shows another value than it did."""

    at: Position
    said: Any
    shown: Any


def differences(edition: Edition, grid: Grid, *, all_cells: bool = False) -> list[Difference]:
    """The cells of a bulletin that show other values than the record has: those that held formulas, or all of them.
    What staff wrote beside them is no difference."""
    told = kept_of(edition).cells
    return [
        Difference(at, cell.value, grid.value(*at))
        for at, (cell, is_formula) in sorted(told.items())
        if (all_cells or is_formula) and not same_value(cell.value, grid.value(*at))
    ]


def changed_cells(one: Edition, other: Edition) -> list[Difference]:
    """The cells of two bulletins of one period that differ; head and title, and what stands below the shorter, do not count."""
    said, shown = kept_of(one).cells, kept_of(other).cells
    last = max((row for row, _ in shown), default=0)
    found = []
    for at in sorted(said.keys() | shown.keys()):
        values = [told[at][0].value if at in told else None for told in (said, shown)]
        if _HEAD < at[0] <= last and not same_value(*values):
            found.append(Difference(at, *values))
    return found


def as_words(found: list[Difference]) -> dict[str, Any]:
    """The differences for a message: how many, and the first of them (``K3：0.3 → 0.51``)."""
    first = found[:_FEW]

    def told(between: str, colon: str, nothing: str) -> str:
        cells = (
            f"{a1(*each.at)}{colon}{_said(each.said, nothing)} → {_said(each.shown, nothing)}"
            for each in first
        )
        return between.join(cells)

    return {"count": len(found), "cells": Say(told("；", "：", "空"), told("; ", ": ", "blank"))}


def _said(value: Any, nothing: str) -> str:
    if value is None or value == "":
        return nothing
    if isinstance(value, float):
        return f"{round(value, 6):.4g}"
    return value.isoformat() if isinstance(value, date) else str(value)[:_SHORT]


def day_shown(edition: Edition, grid: Grid) -> date | None:
    """The as-of date that the bulletin shows now."""
    dates = (
        grid.value(*at)
        for at, (cell, _) in sorted(kept_of(edition).cells.items())
        if at[0] <= _FIRST_ROWS and cell.style in ("date", "day")
    )
    number = next((found for value in dates if (found := day(value)) is not None), None)
    return None if number is None else from_serial(number)


def altered(told: Mapping[Position, tuple[Cell, bool]], grid: Grid) -> bool:
    """Whether staff changed what the program put there: rows or columns stand elsewhere, as sorted or inserted ones do,
    a text of ours is another, or something is typed over a formula. What they wrote beside it does not count.

    Where formulas cannot be known, nobody can tell, and it is taken for untouched.
    """
    if not grid.knows_formulas:
        return False
    ours = {at for at, (_, is_formula) in told.items() if is_formula}
    if not set(grid.formulas) <= ours:
        return True
    return any(
        at not in grid.formulas and not same_value(cell.value, grid.value(*at))
        for at, (cell, _) in told.items()
    )
