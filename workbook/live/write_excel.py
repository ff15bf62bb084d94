"""Carry a plan out in a live workbook: the same sheets and cells that ``write_xlsx`` puts into a file.

Everything goes through xlwings. What may keep Excel from it is asked first (``excel_checks``), what was written is
read back (``excel_sheets``), and where a step fails those before it are taken back (``excel_steps``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from duban.workbook.file.owned_marks import MARK_PREFIX
from duban.workbook.live.before_writing import check
from duban.workbook.live.choose_host import host_of
from duban.workbook.live.host import Host
from duban.workbook.live.read_excel import LiveBook, mark_of
from duban.workbook.live.undo_steps import ADDED, NAMELESS, REFILLED, REMOVED, RENAMED, SHOWN, Steps
from duban.workbook.live.write_sheets import empty, fill, remove_mark, set_heights, write_mark
from duban.workbook.live.write_staff_cells import edit_sheet
from duban.workbook.live.xlwings_link import xw
from duban.workbook.plan.plans import BookPlan, SheetPlan

__all__ = ["LiveBook", "apply_live", "quiet"]


def apply_live(book: xw.Book, plan: BookPlan) -> None:
    """Carry ``plan`` out in an open workbook, which is not saved.

    What the plan cannot be carried out for is found before anything is written. Raises Stop ``sheet_is_yours``;
    ``protected`` for a sheet or workbook with protection, ``shared_workbook``, ``marked_final``, ``filtered`` for
    staff sheets whose rows a filter hides; KeyError for a sheet that is not there; ValueError for what Excel cannot
    hold, and for remarks, which go into copies on disk only. Where Excel refuses all the same: ``taken_back`` if
    everything is as it was, ``half_done`` with what is not. A link is a formula HYPERLINK here.
    """
    if plan.empty:
        return
    host = host_of(book)
    check(host, plan)
    steps = Steps()
    with quiet(book):
        try:
            _carry_out(host, plan, steps)
        except Exception as error:
            raise steps.take_back(error) from error


@contextmanager
def quiet(book: xw.Book) -> Iterator[None]:
    """Let nothing flicker, ask, compute or answer events meanwhile; then all is as before, also after an error."""
    app, host = book.app, host_of(book)
    changed: list[Callable[[], None]] = []

    def set_to(thing: Any, name: str, value: Any) -> None:
        with suppress(Exception):  # not every host has every switch, and none is worth the click
            before = getattr(thing, name)
            setattr(thing, name, value)
            changed.append(lambda: setattr(thing, name, before))

    sheet = book.sheets.active
    selection = _selection(app)
    try:
        for name in ("screen_updating", "enable_events", "display_alerts"):
            set_to(app, name, False)
        set_to(app, "calculation", "manual")
        for switch in host.switches():
            set_to(*switch)
        yield
    finally:
        # the sheet may be gone, or hidden
        with suppress(Exception):
            host.show(sheet)
            if selection is not None:
                selection.select()
        for undo in reversed(changed):
            with suppress(Exception):  # one that cannot be set back keeps no other from it
                undo()


def _selection(app: xw.App) -> xw.Range | None:
    try:
        return app.selection
    except AttributeError:  # a chart sheet is in front, and nothing is selected on it
        return None


def _carry_out(host: Host, plan: BookPlan, steps: Steps) -> None:
    """What can be taken back comes first."""
    book = host.book
    made = {each.name.casefold() for each in plan.sheets}
    for old, new in plan.renames:
        steps.sheet = old
        _keep(host, book.sheets[old], new, old.casefold() in made, steps)
    there = {sheet.name.casefold() for sheet in book.sheets}
    added = []
    # all of them before any is filled: Excel asks for a file where a formula names no sheet
    for each, before in plan.to_add(there):
        steps.sheet = each.name
        _add(host, each.name, before, steps)
        added.append(each)
    for each in added:
        steps.sheet = each.name
        fill(host, book.sheets[each.name], each)
    for edit in plan.edits:
        steps.sheet = edit.name
        edit_sheet(host, book.sheets[edit.name], edit, steps)
    for each in plan.sheets:
        if each.name.casefold() in there:
            steps.sheet = each.name
            _refill(host, each, steps)
    if plan.recalculate:
        book.app.calculate()
    for each in plan.sheets:
        steps.sheet = each.name
        set_heights(host, book.sheets[each.name], each)
    for each in added:
        if each.very_hidden:
            host.hide(book.sheets[each.name])
    for name in plan.removes:
        if name.casefold() not in made:
            steps.sheet = name
            _show(host, book.sheets[name], steps)
            host.remove(book.sheets[name])
            steps.add(REMOVED, name)


def _add(host: Host, name: str, before: str | None, steps: Steps) -> None:
    """An empty sheet of this name, before another one or at the end."""
    sheets = host.book.sheets
    with _shown(host, sheets[-1 if before is None else before], steps):
        sheet = host.add() if before is None else host.add_before(sheets[before])
        steps.add(ADDED, NAMELESS, partial(host.remove, sheet))
        if before is None:
            host.put_last(sheet)
        sheet.name = name
        steps.name(name)


def _show(host: Host, sheet: Any, steps: Steps) -> int | None:
    """Show a sheet that Excel would otherwise neither copy, move nor delete. Gives how it was hidden."""
    state = host.hidden(sheet)
    if state is not None:
        steps.add(SHOWN, sheet.name, partial(setattr, sheet, "visible", state))
        sheet.visible = True
    return state


@contextmanager
def _shown(host: Host, sheet: Any, steps: Steps) -> Iterator[int | None]:
    """Have a sheet shown meanwhile; after an error the steps see to it."""
    state = _show(host, sheet, steps)
    yield state
    if state is not None:
        sheet.visible = state


def _keep(host: Host, sheet: Any, name: str, is_made_anew: bool, steps: Steps) -> None:
    """Keep what staff edited under another name. What they refer to by the old name is the sheet made anew."""
    old = sheet.name
    if is_made_anew:
        with _shown(host, sheet, steps) as state:
            kept = host.copy(sheet)
            steps.add(ADDED, f"{old} (2)", partial(host.remove, kept))  # Excel's name for it
            kept.name = name
            steps.name(name)
        if state is not None:
            kept.visible = state
        sheet = kept
    else:
        steps.add(RENAMED, f"{old} → {name}", partial(_rename, host, sheet, old, mark_of(sheet)))
        sheet.name = name
    remove_mark(sheet)


def _rename(host: Host, sheet: Any, name: str, mark: str | None) -> None:
    sheet.name = name
    if mark is not None:
        host.add_mark(sheet, MARK_PREFIX + mark)


def _refill(host: Host, plan: SheetPlan, steps: Steps) -> None:
    sheet = host.book.sheets[plan.name]
    # the mark of what is there then, or the next run would take a half-filled sheet for one that staff edited
    steps.add(REFILLED, plan.name, partial(write_mark, host, sheet, plan), stays=True)
    empty(host, sheet)
    fill(host, sheet, plan)
