"""Prints the VBA functions through which cells call Python: ``python -m duban.workbook.addin_functions MODULE``.

A program of its own: xlwings writes these functions only where pywin32 is, so off Windows the modules that it
imports are stood in for, and such stand-ins must not stay in anybody's process.
"""

from __future__ import annotations

import io
import sys
import types
from importlib import import_module
from typing import Any

MODULE = "xlwings_udfs"
"""The VBA module of the functions, named as xlwings names it: an import by hand replaces it."""

_HEAD = f'Attribute VB_Name = "{MODULE}"\n#Const App = "Microsoft Excel"\n'

_PYWIN32 = ("pythoncom", "pywintypes", "win32com", "win32com.client")
"""What xlwings.udfs imports of pywin32."""


class _Anything:
    """Stands for any name of pywin32; nothing of it is called while VBA is written."""

    def __call__(self, *_: object, **__: object) -> _Anything:
        return self

    def __getattr__(self, name: str) -> _Anything:
        return self


def _stand_in_for_pywin32() -> None:
    for name in _PYWIN32:
        module: Any = types.ModuleType(name)
        module.CoInitialize = module.Dispatch = _Anything()
        module.com_error = OSError
        sys.modules[name] = module


def functions_vba(module_name: str) -> str:
    """The source of the VBA module for the decorated functions of ``module_name``, lines ended by LF.

    Alters ``sys.modules`` and xlwings off Windows: call it in a process of its own.
    """
    if sys.platform != "win32":
        _stand_in_for_pywin32()
    # by name, for only the faces that Excel sees may import xlwings
    xlwings, writer = import_module("xlwings"), import_module("xlwings.udfs")
    xlwings.func, xlwings.arg, xlwings.ret = writer.xlfunc, writer.xlarg, writer.xlret  # type: ignore[attr-defined]
    text = io.StringIO()
    # the name says that it is an add-in, whose functions belong to the workbook in front
    book = types.SimpleNamespace(Name="duban.xlam")
    writer.generate_vba_wrapper(module_name, import_module(module_name), text, book)
    return _HEAD + text.getvalue()


if __name__ == "__main__":
    sys.stdout.buffer.write(functions_vba(sys.argv[1]).encode("ascii"))
