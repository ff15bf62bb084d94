"""Which number format a cell of the staff's gets when the program sets it."""

from __future__ import annotations

import re

from duban.workbook.plan.plans import EditCell
from duban.workbook.plan.styles import NUMBER_FORMATS

_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_BUILT_IN_DATES = {f"#{number}" for number in (*range(14, 18), 22, *range(27, 32), 36, *range(50, 59))}
"""Formats that a file knows by their number alone."""


def format_for(cell: EditCell, there: str, *, filled: bool, mends: bool) -> str:
    """The number format that a cell shall have which has ``there`` already.

    ``mends``: what was there as text becomes a date or a number.
    """
    code = NUMBER_FORMATS[cell.number_format]
    if mends:
        return there if shows(there, code) else code
    # an empty cell that staff only framed has no number format to keep; a date would show as 44104
    return code if there == "General" and not filled else there


def shows(there: str, wanted: str) -> bool:
    """Whether a number format of the staff's shows values that ``wanted`` is for, only in another way."""
    code = _LITERAL.sub("", there).lower()
    is_date = there in _BUILT_IN_DATES or bool(re.search("[ymd]", code))
    is_share = "%" in code
    if wanted == NUMBER_FORMATS["date"]:
        return is_date
    return is_share if "%" in wanted else not (is_date or is_share or there in ("General", "@"))
