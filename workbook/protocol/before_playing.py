"""What keeps an open workbook from taking a plan, by the copy that the host handed over."""

from __future__ import annotations

import re

from duban.workbook.file.open_xml import main
from duban.workbook.file.owned_marks import read_mark
from duban.workbook.file.package import Package
from duban.workbook.plan.check_plan import check_plan
from duban.workbook.plan.plans import BookPlan
from duban.workbook.say.stop import Stop

_PROTECTED = re.compile(rb"""<(?:\w+:)?sheetProtection\s(?:[^>]*\s)?sheet=["'](?:1|true)["']""")


def check(package: Package, plan: BookPlan, path: str) -> None:
    """Raises as ``check_plan``, and Stop ``protected`` for a sheet, or the list of sheets, that is protected."""
    there = {name.casefold(): name for name in package.sheet_names}
    made = {folded: read_mark(package, name) is not None for folded, name in there.items()}
    check_plan(plan, made, path, date1904=package.date1904)
    touched = (
        *(each.name for each in plan.sheets),
        *(each.name for each in plan.edits),
        *(old for old, _ in plan.renames),
        *plan.removes,
    )
    for name in touched:
        if name.casefold() in there and _is_protected(package, there[name.casefold()]):
            raise Stop("protected", sheet=name)
    comes_or_goes = (
        plan.renames or plan.removes or any(each.name.casefold() not in there for each in plan.sheets)
    )
    if comes_or_goes and _is_book_protected(package):
        raise Stop("protected", sheet=path)


def _is_protected(package: Package, name: str) -> bool:
    return _PROTECTED.search(package.data(package.sheet_part(name))) is not None


def _is_book_protected(package: Package) -> bool:
    found = package.workbook.find(main("workbookProtection"))
    return found is not None and found.get("lockStructure") in ("1", "true")
