"""Which formulas of computed columns are the program's; any other one is the staff's own, and stays."""

from __future__ import annotations

from duban.workbook.format.fields import Field

NO_RESULT = ""
"""What a formula of the staff's gives that shows nothing; a cell without one is ``None``."""

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789."
_AS_NEEDED = frozenset(["AND", "COUNT", "INDEX", "MAX", "MIN", "TRUE", "FALSE"])
"""Functions that ours call in some workbooks, hosts or versions only."""


def is_own(field: Field, formula: str) -> bool:
    """Whether a formula is built as those that the program writes into this column, whatever it refers to."""
    before = formula.upper().split("(")[:-1]
    # what newer programs put before a name, _xlfn., ends in a dot
    called = {text[len(text.rstrip(_LETTERS)) :].rpartition(".")[2] for text in before} - {""}
    built = (field.calls, field.called) if field.called else (field.calls,)
    return any(each <= called <= each | _AS_NEEDED for each in built)
