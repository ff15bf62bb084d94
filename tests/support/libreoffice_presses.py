"""Buttons pressed in a LibreOffice without a window, by dispatch, as a person would in one with a window.

Run by the Python that LibreOffice's bridge (uno) belongs to: ``libreoffice_presses.py PROFILE JOBS.json ANSWERS.json``. Each job
has ``source`` and ``steps``: ``press`` (a button, or with what is said to its questions), ``undo``, ``redo``, ``store`` (a path, .xlsx or .ods), ``protect`` (a sheet), ``cell`` ([sheet,
address, formula]), ``typed`` (the same in the words of staff), ``changed``, ``state``. Each step gives one answer. Documents are open in a frame that is not hidden: LibreOffice 7.4 crashes
where a step of several is undone in a hidden one.
"""

from __future__ import annotations

import json
import sys
import traceback
from pathlib import Path
from typing import Any

from libreoffice_desktop import CONTEXT, desktop_of, set_to, shown


def presses(desktop: Any, job: dict[str, Any]) -> list[Any]:
    document = shown(desktop, Path(job["source"]))
    try:
        return [step(document, *each) for each in job["steps"]]
    finally:
        document.setModified(False)
        document.close(True)


def step(document: Any, kind: str, what: Any = None) -> Any:
    if kind == "press":
        button, said = (what, {}) if isinstance(what, str) else what
        return press(document, button, said)
    if kind in ("undo", "redo"):
        getattr(document.UndoManager, kind)()
        return None
    if kind == "store":
        kind = "Calc MS Excel 2007 XML" if what.endswith(".xlsx") else "calc8"
        document.storeToURL(Path(what).as_uri(), (set_to("FilterName", kind),))
        return None
    if kind == "protect":
        return document.Sheets.getByName(what).protect("")
    if kind == "cell":
        sheet, address, formula = what
        cell = document.Sheets.getByName(sheet).getCellRangeByName(address)
        if formula is not None:
            cell.setFormula(formula)
        return cell.String
    if kind == "changed":
        return [document.isModified(), list(document.UndoManager.getAllUndoActionTitles())]
    if kind == "typed":
        sheet, address, formula = what
        cell = document.Sheets.getByName(sheet).getCellRangeByName(address)
        cell.FormulaLocal = formula
        return cell.String
    return state(document)


def press(document: Any, button: str, said: dict[str, Any]) -> list[Any]:
    """Whether it was done, and what it says; the titles of the steps that could be undone then."""
    frame = document.CurrentController.Frame
    context = CONTEXT[0]
    helper = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
    arguments = (set_to("Quiet", True), set_to("Answers", json.dumps(said)))
    told = helper.executeDispatch(frame, "org.duban:" + button, "_self", 0, arguments)
    return [told.State == 1, told.Result, list(document.UndoManager.getAllUndoActionTitles())]


def state(document: Any) -> dict[str, Any]:
    """Sheet by sheet what its cells hold, how they look, and what is around them."""
    return {sheet.Name: sheet_state(sheet) for sheet in document.Sheets}


LOOKS = (
    "NumberFormat",
    "CellBackColor",
    "CharFontName",
    "CharHeight",
    "CharWeight",
    "CharColor",
    "IsTextWrapped",
)


def sheet_state(sheet: Any) -> list[Any]:
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.RangeAddress
    looks: dict[str, Any] = {}
    for group in sheet.UniqueCellFormatRanges:
        look = repr(group.getByIndex(0).getPropertyValues(LOOKS))
        for area in group.RangeAddresses:
            for row in range(area.StartRow, min(area.EndRow, 30) + 1):
                for column in range(area.StartColumn, min(area.EndColumn, 30) + 1):
                    looks[f"{row},{column}"] = look
    return [
        sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow).getFormulaArray(),
        sorted(looks.items()),
        [(each.Width, each.IsVisible) for each in (sheet.Columns.getByIndex(c) for c in range(30))],
        [sheet.Rows.getByIndex(row).Height for row in range(end.EndRow + 1)],
        [(note.Position.Row, note.Position.Column, note.String) for note in sheet.Annotations],
        len(sheet.Charts.ElementNames),
        sheet.IsVisible,
    ]


def main() -> None:
    profile, jobs = Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    with desktop_of(profile) as (desktop, _):
        try:
            answers = [presses(desktop, job) for job in jobs]
        except Exception as error:  # the bridge's own cannot leave a block: they bear no traceback
            raise SystemExit(traceback.format_exc()) from error
    Path(sys.argv[3]).write_text(json.dumps(answers), encoding="utf-8")


if __name__ == "__main__":
    main()
