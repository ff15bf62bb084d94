"""Error values of cells: their names, and the numbers that Excel for Windows hands over in their place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_FIRST = -2146828288
"""COM's number of an error value is this one and the error's own, 2000 to 2099."""

_UNKNOWN = "#UNKNOWN!"

_NAMES: Mapping[int, str] = {
    2000: "#NULL!", 2007: "#DIV/0!", 2015: "#VALUE!", 2023: "#REF!", 2029: "#NAME?", 2036: "#NUM!", 2042: "#N/A",
    2043: "#GETTING_DATA", 2045: "#SPILL!", 2046: "#CONNECT!", 2047: "#BLOCKED!", 2048: _UNKNOWN, 2049: "#FIELD!",
    2050: "#CALC!",
}  # fmt: skip

ERRORS = frozenset(_NAMES.values())
"""The names of error values."""


def error_name(value: Any) -> str | None:
    """The name of the error value that Excel for Windows hands over as ``value``; None for anything else.

    Numbers of cells come as float, so an ``int`` of this kind is never one. An error of a later Excel is
    ``#UNKNOWN!``.
    """
    if type(value) is int and 2000 <= value - _FIRST < 2100:
        return _NAMES.get(value - _FIRST, _UNKNOWN)
    return None
