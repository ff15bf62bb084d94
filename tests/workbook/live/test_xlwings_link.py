"""xlwings as Excel starts it.

EL001  At the end of a process that a click or a function started, no other Excel is ended.
EL002  The workbook is found by its whole name, in the Excel that was clicked in; a name that is not there finds none.
"""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import fake_windows
import pytest
from places import TESTS

from duban.workbook.live.xlwings_link import calling_book, xw

# EL001

PROCESS = """
from windows_python import stand_in_for_windows
stand_in_for_windows()
import duban.macros.functions
from duban.workbook.live.xlwings_link import xw
assert xw.func.__module__ == "xlwings.udfs"
xw._xlwindows.Apps.cleanup = staticmethod(lambda: print("every other Excel is ended"))
"""


@pytest.mark.parametrize("more", ["", "import atexit; atexit.register(xw._xlwindows.cleanup)"])
def test_exit__ok(more: str) -> None:
    folder = TESTS / "support"
    done = subprocess.run(
        [sys.executable, "-c", PROCESS + more], cwd=folder, capture_output=True, text=True, check=True
    )
    assert ("ended" in done.stdout) == bool(more)  # with the hook of xlwings there again, it speaks


# EL002

WINDOWS: Any = sys.modules[fake_windows._ENGINE.__name__]


class Workbook:
    def __init__(self, name: str) -> None:
        self.Name = name


class Excel:
    Hwnd = 1

    def __init__(self, *names: str) -> None:
        self.Workbooks = [Workbook(name) for name in names]


EXCELS = {7: Excel("清单.xlsx", "清单=终稿.xlsx", "完成100%.xlsx"), 8: Excel("清单.xlsx")}


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Any:
    """``start(*words)``: be started by the add-in with these words."""
    monkeypatch.setattr(WINDOWS, "get_xl_app_from_hwnd", EXCELS.__getitem__)
    return lambda *words: monkeypatch.setattr(sys, "argv", ["-c", "duban.log", *words])


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("清单.xlsx", "清单.xlsx"),
        ("清单=终稿.xlsx", "清单=终稿.xlsx"),
        ("完成100/.xlsx", "完成100%.xlsx"),
        ("清单", None),
        ("终稿.xlsx", None),
    ],
)
def test_calling_book__ok(said: str, name: str | None, start: Any) -> None:
    start(f"--wb={said}", "--hwnd=7")
    app, book = calling_book()
    assert app.api is EXCELS[7]
    assert (None if book is None else book.name) == name


def test_calling_book_of_the_other_excel__ok(start: Any) -> None:
    start("--wb=清单=终稿.xlsx", "--hwnd=8")
    app, book = calling_book()
    assert app.api is EXCELS[8] and book is None


def test_calling_book_on_a_mac__ok(start: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    start("--wb=完成100%=终稿.xlsx")
    app = xw.App(impl=WINDOWS.App(xl=Excel("完成100%=终稿.xlsx")))
    monkeypatch.setattr(type(xw.apps), "active", app)
    found, book = calling_book()
    assert found is app and book is not None and book.name == "完成100%=终稿.xlsx"


def test_nothing_was_clicked__error(start: Any) -> None:
    start()
    with pytest.raises(KeyError):
        calling_book()
