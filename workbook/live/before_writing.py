"""What could keep a live workbook from taking a plan, asked before anything is written."""

from __future__ import annotations

from duban.workbook.live.host import Host
from duban.workbook.live.read_excel import mark_of
from duban.workbook.plan.check_plan import check_plan
from duban.workbook.plan.plans import BookPlan
from duban.workbook.say.stop import Stop


def check(host: Host, plan: BookPlan) -> None:
    """Raise what ``write_excel.apply_live`` says."""
    for code, refuses in (("shared_workbook", host.is_shared), ("marked_final", host.is_final)):
        if refuses:
            raise Stop(code, path=host.book.name)
    there = {sheet.name.casefold(): mark_of(sheet) is not None for sheet in host.book.sheets}
    without_cells = host.sheets_without_cells
    check_plan(plan, there, host.book.name, without_cells=without_cells, date1904=host.date1904)
    _check_sheets(host, plan)


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
