"""What could keep a live workbook from taking a plan, asked before anything is written."""

from __future__ import annotations

from collections.abc import Iterable

from duban.workbook.file.sheet_xml import drop_down_formula
from duban.workbook.live.cell_inputs import check_values
from duban.workbook.live.host import Host
from duban.workbook.live.read_excel import mark_of
from duban.workbook.plan.plans import BookPlan, DropDown
from duban.workbook.say.stop import Stop


def check(host: Host, plan: BookPlan) -> None:
    """Raise what ``write_excel.apply_live`` says."""
    _check_book(host)
    _check_plan(host, plan)
    _check_sheets(host, plan)


def _check_book(host: Host) -> None:
    for code, refuses in (("shared_workbook", host.is_shared), ("marked_final", host.is_final)):
        if refuses:
            raise Stop(code, path=host.book.name)


def _check_plan(host: Host, plan: BookPlan) -> None:
    there = {sheet.name.casefold(): sheet for sheet in host.book.sheets}
    kept = {new.casefold() for _, new in plan.renames}
    gone = {old.casefold() for old, _ in plan.renames} | {name.casefold() for name in plan.removes}
    made = {each.name.casefold() for each in plan.sheets}
    without_cells = host.sheets_without_cells
    for name in (*(old for old, _ in plan.renames), *plan.removes):
        if name.casefold() not in there:
            raise KeyError(name)
    for each in plan.sheets:
        name = each.name.casefold()
        foreign = name in there and name not in gone and not (each.owned and mark_of(there[name]) is not None)
        if foreign or name in without_cells:
            raise Stop("sheet_is_yours", path=host.book.name, sheet=each.name)
        check_values(each.cells, host.date1904)
        _check_drop_downs(each.drop_downs)
    for edit in plan.edits:
        if edit.name.casefold() not in (there.keys() - gone) | kept | made:
            raise KeyError(edit.name)
        if edit.remarks is not None:
            raise ValueError("remarks go into copies on disk")
        check_values(edit.cells, host.date1904)
        _check_drop_downs(edit.drop_downs)


def _check_drop_downs(drop_downs: Iterable[DropDown]) -> None:
    for drop_down in drop_downs:
        drop_down_formula(drop_down)


def _check_sheets(host: Host, plan: BookPlan) -> None:
    """What Excel refuses, or does wrongly, on the sheets that the plan touches."""
    there = {sheet.name.casefold(): sheet for sheet in host.book.sheets}
    refilled = [each.name for each in plan.sheets if each.name.casefold() in there]
    edited = [each.name for each in plan.edits if each.name.casefold() in there]
    for name in (*refilled, *edited, *(old for old, _ in plan.renames)):
        if host.is_protected(there[name.casefold()], objects=name in refilled):
            raise Stop("protected", sheet=name)
    if (len(refilled) < len(plan.sheets) or plan.renames or plan.removes) and host.is_book_protected:
        raise Stop("protected", sheet=host.book.name)
    filtered = [name for name in edited if host.is_filtered(there[name.casefold()])]
    if filtered:
        raise Stop("filtered", sheet="、".join(filtered))
