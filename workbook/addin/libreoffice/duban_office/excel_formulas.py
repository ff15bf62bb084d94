"""Formulas as Excel stores them in a file.

A function of an add-in stands there as ``[1]!duban_light(…)``: the number is of a list of files that LibreOffice 7 does not
keep. Without it, it is a name that LibreOffice finds, and Excel as well where the add-in is installed.
"""

from __future__ import annotations

import re
from typing import Any

_ADDIN = re.compile(r"(?:\[\d+\]|'[^'\[]*duban\.xlam')!(?=duban_[a-z]+\()", re.IGNORECASE)
_FOUND_BY = "!duban_"
_ARRAY = re.compile(r"\{(=.*)\}", re.DOTALL)


def without_addin(formula: str) -> str:
    """The formula with the functions' bare names."""
    return _ADDIN.sub("", formula)


def mend(document: Any) -> None:
    """Take the add-in away from before the names of the functions; nothing is to be saved or undone for that."""
    if not document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
        return
    modified = document.isModified()
    for sheet in document.Sheets:
        if not sheet.isProtected():
            _mend_sheet(sheet)
    if document.UndoManager.isUndoPossible():  # nobody did anything yet; lock() does not hold for arrays
        document.UndoManager.clear()
    document.setModified(modified)


def _mend_sheet(sheet: Any) -> None:
    asked = sheet.createSearchDescriptor()
    asked.SearchString = _FOUND_BY
    found = sheet.findAll(asked)
    for area in found.RangeAddresses if found is not None else ():
        for row in range(area.StartRow, area.EndRow + 1):
            for column in range(area.StartColumn, area.EndColumn + 1):
                _mend_cell(sheet, sheet.getCellByPosition(column, row))


def _mend_cell(sheet: Any, cell: Any) -> None:
    formula, array = cell.Formula, _ARRAY.fullmatch(cell.Formula)
    plain = array[1] if array else formula
    mended = without_addin(plain)
    if mended == plain or not mended.startswith("="):
        return
    if array is None:
        cell.setFormula(mended)
        return
    around = sheet.createCursorByRange(cell)
    around.collapseToCurrentArray()
    around.setArrayFormula(mended)
