"""A generated sheet that is as the program left it is known by a digest, without a look at any of its cells.

Beside the mark stand two digests: of the sheet's part, and of the plan that it was made from. Whatever program saves
the workbook writes the part in its own words; then the first no longer fits, and the mark alone tells.
"""

from __future__ import annotations

from hashlib import sha256

from duban.workbook.file.owned_marks import MARK_PREFIX, mark_text
from duban.workbook.file.package import Package
from duban.workbook.format.names import AS_LEFT_NAME
from duban.workbook.plan.plans import SheetPlan

_LENGTH = 32
"""Hex digits of a digest."""


def leave(package: Package, plan: SheetPlan) -> None:
    """Note how a generated sheet is left. Raises KeyError."""
    told = f'"{MARK_PREFIX}{_part_digest(package, plan.name, plan.known_as)}{plan.digest}"'
    package.set_defined_name(AS_LEFT_NAME, told, plan.name, hidden=True)


def as_left(package: Package, sheet: str, known_as: str = "") -> str | None:
    """The digest of the plan that a sheet was made from, if it is as it was left; ``None`` where nobody knows. Raises
    KeyError."""
    noted = package.defined_name(AS_LEFT_NAME, sheet)
    if noted is None:
        return None
    part, plan = mark_text(noted)[:_LENGTH], mark_text(noted)[_LENGTH:]
    return plan if part == _part_digest(package, sheet, known_as) else None


def _part_digest(package: Package, sheet: str, known_as: str) -> str:
    """Of the bytes of a sheet, and of the name by which the program knows it: a copy that staff made is theirs."""
    digest = sha256((known_as or sheet).casefold().encode(errors="surrogatepass"))
    digest.update(package.data(package.sheet_part(sheet)))
    return digest.hexdigest()[:_LENGTH]
