"""Which formulas of computed columns are the program's; any other one is the staff's own, and stays."""

from __future__ import annotations

import re

from duban.workbook.format.fields import Field

NO_RESULT = ""
"""What a formula of the staff's gives that shows nothing; a cell without one is ``None``."""

_CALL = re.compile(r"(?:_XLFN\.|_XLWS\.)*([A-Z][A-Z0-9.]*)\(")
_AS_NEEDED = frozenset(["AND", "COUNT", "MAX", "MIN", "TRUE", "FALSE"])
"""Functions that ours call in some workbooks or hosts only."""


def is_own(field: Field, formula: str) -> bool:
    """Whether a formula is built as those that the program writes into this column, whatever it refers to."""
    called = set(_CALL.findall(formula.upper()))
    return field.calls <= called <= field.calls | _AS_NEEDED
