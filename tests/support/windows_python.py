"""A Python as on Windows, for a process of its own: xlwings finds stand-ins of pywin32 and makes real functions."""

from __future__ import annotations

import ctypes
import sys
import types
from datetime import datetime
from typing import Any
from unittest.mock import MagicMock

import duban.macros.functions  # noqa: F401  # what it imports is loaded before the platform's name changes

_STUBS = (
    "pythoncom", "pywintypes", "winerror", "win32api", "win32clipboard", "win32com", "win32com.client",
    "win32com.client.dynamic", "win32com.client.gencache", "win32com.server", "win32com.server.dispatcher",
    "win32com.server.policy", "win32com.server.util", "win32com.universal", "win32com.util", "win32con",
    "win32event", "win32gui", "win32process", "win32timezone",
)  # fmt: skip


class _Stub(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        made = MagicMock(name=f"{self.__name__}.{name}")
        setattr(self, name, made)
        return made


def stand_in_for_windows() -> None:
    """Import xlwings and the functions for cells anew, as they are on Windows."""
    for name in _STUBS:
        module: Any = _Stub(name)
        module.__path__ = []
        sys.modules[name] = module
    stubs: Any = sys.modules
    stubs["pythoncom"].__file__ = "pythoncom.dll"
    stubs["pywintypes"].IID = str
    stubs["pywintypes"].TimeType = type("TimeType", (datetime,), {})
    for name in ("com_error", "error"):
        setattr(stubs["pywintypes"], name, type(name, (Exception,), {}))
    for name in ("CDispatch", "CoClassBaseClass", "DispatchBaseClass"):
        setattr(stubs["win32com.client"], name, type(name, (), {}))
    for name in ("oledll", "windll", "WinDLL", "WINFUNCTYPE", "HRESULT", "WinError", "PyDLL"):
        setattr(ctypes, name, MagicMock())
    live = ("cell_functions", "xlwings_link")
    ours = ("duban.macros.functions", *(f"duban.workbook.live.{name}" for name in live))
    for name in [each for each in sys.modules if each in ours or each.split(".")[0] == "xlwings"]:
        del sys.modules[name]
    platform, sys.platform = sys.platform, "win32"
    try:
        import duban.macros.functions  # noqa: F401
    finally:
        sys.platform = platform
