"""xlwings as Excel starts it: what every face that Excel sees imports, and the workbook that was clicked in.

On Windows xlwings registers, when it is imported, a hook that ends at exit every Excel process that shows no
workbook it can reach; one that shows a file in protected view is among them. Here it is taken back, so nothing
imports xlwings but from here.
"""

from __future__ import annotations

import atexit
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def _without(*packages: str) -> Iterator[None]:
    """Let packages look as if they were not installed: xlwings imports them, where they are, only to offer conversions that
    nobody asks for here, and a click would wait a second for that."""
    hidden = [name for name in packages if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


with _without("numpy", "pandas", "polars", "matplotlib", "PIL"):
    import xlwings as xw
    from xlwings import conversion

__all__ = ["calling_book", "conversion", "xw"]


def _leave_other_excels_alone() -> None:
    engine = sys.modules.get("xlwings._xlwindows")
    if engine is not None:
        atexit.unregister(engine.cleanup)


_leave_other_excels_alone()


def calling_book() -> tuple[xw.App, xw.Book | None]:
    """The Excel in which a button was clicked, and the workbook in front there; ``None`` where it is gone.

    The add-in says them in the command line: ``--wb=`` and the whole name, with a slash for each percent sign,
    which Windows would take for a variable; ``--hwnd=`` and the number of Excel's window, on Windows.
    ``xlwings.Book.caller`` would end the name at an equal sign. Raises KeyError where nothing was clicked.
    """
    said = dict(word[2:].split("=", 1) for word in sys.argv if word.startswith(("--wb=", "--hwnd=")))
    name = said["wb"]
    if "hwnd" in said:
        windows: Any = sys.modules["xlwings._xlwindows"]
        app = xw.App(impl=windows.App(xl=int(said["hwnd"])))
        name = name.replace("/", "%")
    else:
        running = xw.apps.active
        assert running is not None, "Excel runs, for it was clicked in"
        app = running
    return app, next((book for book in app.books if book.name == name), None)
