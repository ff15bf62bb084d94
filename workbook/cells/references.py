"""What a formula refers to, where it refers to nothing but cells: each area, and the sheet that it names."""

from __future__ import annotations

import re
from typing import NamedTuple

from duban.workbook.cells.addresses import areas_of
from duban.workbook.cells.areas import Area

_TEXT = re.compile(r'"(?:[^"]|"")*"')
_REFERENCE = re.compile(
    r"(?:(?P<sheet>'(?:[^']|'')+'|(?<![\w.:])[^\W\d][\w.]*)!|(?<![\w.$]))"
    r"(?P<area>\$?[A-Z]{1,3}\$?[0-9]+(?::\$?[A-Z]{1,3}\$?[0-9]+)?|\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?[0-9]+:\$?[0-9]+)"
    r"(?![\w(!.:])",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.])(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:E[-+]?[0-9]+)?(?![\w.])", re.IGNORECASE)
_FUNCTION = re.compile(
    r"(?<![\w.])(?!INDIRECT\b|OFFSET\b)[A-Z][A-Z0-9._]*(?=\()|\b(?:TRUE|FALSE)\b", re.IGNORECASE
)
_UNKNOWN = re.compile(r"[\w!#\[\]@]")


class Reference(NamedTuple):
    """An area of a sheet; no sheet: that on which the formula stands."""

    sheet: str | None
    area: Area
    fixed_rows: bool
    """Whether its rows stay the same wherever the formula is copied to."""


def references(formula: str) -> tuple[Reference, ...] | None:
    """The areas that a formula names, in order. None where it names anything else: a defined name, another workbook, a
    column of a table, several sheets at once, a reference that is lost or that a function makes."""
    text = _TEXT.sub(" ", formula)
    found = tuple(
        Reference(
            _plain(match["sheet"]),
            areas_of(match["area"].replace("$", "").upper())[0],
            "$" in match["area"][1:],
        )
        for match in _REFERENCE.finditer(text)
    )
    for known in (_REFERENCE, _NUMBER, _FUNCTION):
        text = known.sub(" ", text)
    return None if _UNKNOWN.search(text) or "'" in text else found


def _plain(sheet: str | None) -> str | None:
    if sheet is None or not sheet.startswith("'"):
        return sheet
    return sheet[1:-1].replace("''", "'")
