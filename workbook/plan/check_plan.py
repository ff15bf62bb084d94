"""What a plan asks of an open workbook that no workbook could do, found before anything is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from duban.workbook.cells.contents import stored
from duban.workbook.plan.drop_downs import drop_down_formula
from duban.workbook.plan.plans import BookPlan, Cell, DropDown, EditCell
from duban.workbook.say.stop import Stop


def check_plan(
    plan: BookPlan,
    there: Mapping[str, bool],
    path: str,
    *,
    without_cells: Collection[str] = (),
    date1904: bool = False,
) -> None:
    """``there``: each sheet of the workbook, casefolded → whether it bears the program's mark. ``without_cells``: sheets
    besides, casefolded, that no worksheet can take the name of.

    Raises Stop ``sheet_is_yours``; KeyError for a sheet that is not there; ValueError for what Excel cannot hold, and for
    remarks, which go into copies on disk only.
    """
    kept = {new.casefold() for _, new in plan.renames}
    gone = {old.casefold() for old, _ in plan.renames} | {name.casefold() for name in plan.removes}
    made = {each.name.casefold() for each in plan.sheets}
    for name in (*(old for old, _ in plan.renames), *plan.removes):
        if name.casefold() not in there:
            raise KeyError(name)
    for each in plan.sheets:
        name = each.name.casefold()
        foreign = name in there and name not in gone and not (each.owned and there[name])
        if foreign or name in without_cells:
            raise Stop("sheet_is_yours", path=path, sheet=each.name)
        _check_cells(each.cells, each.drop_downs, date1904)
    for edit in plan.edits:
        if edit.name.casefold() not in (there.keys() - gone) | kept | made:
            raise KeyError(edit.name)
        if edit.remarks is not None:
            raise ValueError("remarks go into copies on disk")
        _check_cells(edit.cells, edit.drop_downs, date1904)


def _check_cells(
    cells: Mapping[tuple[int, int], Cell] | Mapping[tuple[int, int], EditCell],
    drop_downs: Iterable[DropDown],
    date1904: bool,
) -> None:
    for cell in cells.values():
        stored(cell.value, date1904)
    for drop_down in drop_downs:
        drop_down_formula(drop_down)
