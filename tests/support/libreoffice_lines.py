"""A LibreOffice without a window that does what it is told line by line, and answers each line.

Run by the Python that LibreOffice's bridge (uno) belongs to: ``libreoffice_lines.py PROFILE``. A line is JSON: ``["open",
path]`` gives a number; ``["convert", path, made, filter]`` writes another file; ``[kind, number, what]`` does a step of ``libreoffice_presses`` with the document of that number, or
``close``. The answer is ``{"gives": …}``, or ``{"fault": …}``.
"""

from __future__ import annotations

import json
import sys
import traceback
from pathlib import Path
from typing import Any

from libreoffice_desktop import desktop_of, opened, set_to, shown
from libreoffice_presses import step


class Documents:
    """What is open, by number."""

    def __init__(self, desktop: Any) -> None:
        self._desktop = desktop
        self._open: dict[int, Any] = {}
        self._next = 0

    def do(self, kind: str, *told: Any) -> Any:
        if kind == "open":
            self._next += 1
            self._open[self._next] = shown(self._desktop, Path(told[0]))
            return self._next
        if kind == "convert":
            return convert(self._desktop, *told)
        document = self._open[told[0]]
        if kind == "close":
            document.setModified(False)
            document.close(True)
            return None
        return step(document, kind, *told[1:])


FILTERS = {
    "sheets": {
        ".xlsx": "Calc MS Excel 2007 XML",
        ".xls": "MS Excel 97",
        ".ods": "calc8",
        ".pdf": "calc_pdf_Export",
    },
    "text": {
        ".docx": "MS Word 2007 XML",
        ".doc": "MS Word 97",
        ".odt": "writer8",
        ".pdf": "writer_pdf_Export",
    },
}


def convert(desktop: Any, path: str, made: str, wanted: str) -> None:
    """Write a file in the format that the name of the other one says, unless a filter is named."""
    document = opened(desktop, Path(path))
    try:
        of_sheets = document.supportsService("com.sun.star.sheet.SpreadsheetDocument")
        name = wanted or FILTERS["sheets" if of_sheets else "text"][Path(made).suffix]
        document.storeToURL(Path(made).as_uri(), (set_to("FilterName", name),))
    finally:
        document.close(True)


def main() -> None:
    with desktop_of(Path(sys.argv[1])) as (desktop, _):
        documents = Documents(desktop)
        print(json.dumps({"gives": "ready"}), flush=True)
        for line in sys.stdin:
            try:
                answer = {"gives": documents.do(*json.loads(line))}
            except Exception:
                answer = {"fault": traceback.format_exc()}
            print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
