"""Owned sheets: made by the program and replaced on each run, but never over the staff's own work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from duban.macros.staff_sheets.cells_to_set import same_value
from duban.workbook.file.owned_marks import link_of, same_formula
from duban.workbook.format.sheet_names import kept_name
from duban.workbook.plan.plans import Cell, SheetPlan
from duban.workbook.reading.grid import Grid
from duban.workbook.reading.tables import Tables
from duban.workbook.say.findings import Finding
from duban.workbook.say.stop import Stop


@dataclass(frozen=True)
class Placement:
    """What happens to the owned sheets: which are made, renamed first, removed. ``order``: the names of all, also of those
    that stay as they are, in the order of the build."""

    sheets: tuple[SheetPlan, ...] = ()
    renames: tuple[tuple[str, str], ...] = ()
    removes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    order: tuple[str, ...] = ()


def place_owned(
    tables: Tables, plans: Sequence[SheetPlan], is_stale: Callable[[str], bool] = lambda name: False
) -> Placement:
    """Decide for each plan: leave as it is, make, replace, or keep an edited one beside the new one.

    A sheet of the name without the mark is the staff's: stops with ``sheet_is_yours``. Marked sheets
    that ``is_stale`` names and no plan makes are removed, unless edited.
    """
    existing = {name.casefold(): name for name in tables.sheet_names}
    wanted = {plan.name.casefold() for plan in plans}
    sheets: list[SheetPlan] = []
    renames: list[tuple[str, str]] = []
    findings: list[Finding] = []
    names = list(tables.sheet_names)
    for plan in plans:
        there = existing.get(plan.name.casefold())
        if there is None:
            sheets.append(plan)
            continue
        mark = tables.marks.get(there)
        if mark is None:
            raise Stop("sheet_is_yours", path=tables.file, sheet=there)
        if mark.edited:
            kept = kept_name(plan.name, names)
            names.append(kept)
            renames.append((there, kept))
            sheets.append(plan)
            findings.append(Finding("R110", there, 1, 1, "", None, {"kept": kept}))
        elif not _is_up_to_date(tables, there, plan):
            sheets.append(plan)
    stale = [name for name in tables.marks if is_stale(name) and name.casefold() not in wanted]
    removes = tuple(name for name in stale if not tables.marks[name].edited)
    findings += [Finding("R113", name, 1, 1, "") for name in stale if tables.marks[name].edited]
    order = tuple(plan.name for plan in plans)
    return Placement(tuple(sheets), tuple(renames), removes, tuple(findings), order)


def _is_up_to_date(tables: Tables, name: str, plan: SheetPlan) -> bool:
    """Whether a sheet that nobody edited is what the plan makes: by how it was left, else by all of its cells."""
    mark = tables.marks[name]
    if mark.as_left == plan.digest:
        return True
    if mark.as_left is not None and not mark.known_as:  # one that is known by its mark may have been renamed
        return False
    return name in tables.grids and not mark.is_old() and _is_there(tables.grids[name], plan)


def _is_there(grid: Grid, plan: SheetPlan) -> bool:
    """Whether the sheet holds the constants, formulas and stored values of the plan, and no others.

    The mark does not tell: it stays when Excel shifts references because a row was inserted elsewhere.
    """
    filled = {
        (r, c) for r, row in enumerate(grid.rows, 1) for c, value in enumerate(row, 1) if value is not None
    }
    return (filled | grid.formulas.keys()) <= plan.cells.keys() and all(
        _same_formula(grid.formulas.get(at), cell) and same_value(grid.value(*at), cell.value)
        for at, cell in plan.cells.items()
    )


def _same_formula(there: str | None, cell: Cell) -> bool:
    """Whether a cell has its formula; a link may stand there as one, as live workbooks have it."""
    if cell.link is not None and there is not None:
        return link_of(there) == (cell.link, str(cell.value))
    return same_formula(there, cell.formula)
