"""A LibreOffice without a window that does what it is told line by line, and answers each line.

Run by the Python that LibreOffice's bridge (uno) belongs to: ``libreoffice_lines.py PROFILE``. A line is JSON: ``["open",
path]`` gives a number; ``[kind, number, what]`` does a step of ``libreoffice_presses`` with the document of that number, or
``close``. The answer is ``{"gives": …}``, or ``{"fault": …}``.
"""

from __future__ import annotations

import json
import sys
import traceback
from pathlib import Path
from typing import Any

from libreoffice_desktop import desktop_of, shown
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
        document = self._open[told[0]]
        if kind == "close":
            document.setModified(False)
            document.close(True)
            return None
        return step(document, kind, *told[1:])


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
