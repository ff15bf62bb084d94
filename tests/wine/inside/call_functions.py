"""Runs in the Windows Python: functions for cells, called as Excel's VBA calls them, through xlwings' own DLL.

The first argument is the command line of the function server, as the add-in's VBA makes it; the second a file with the
calls as JSON: ``[["duban_period", ["2020年9月底"]], …]``, a day as ``{"day": [2020, 9, 30]}``. The answers are printed
as JSON. The DLL starts the server, a ``pythonw.exe`` of its own, and ends it.
"""

import ctypes
import json
import sys
from datetime import datetime
from pathlib import Path

import pythoncom
import pywintypes
import win32com.client

line, file = sys.argv[1:]
calls = json.loads(Path(file).read_text(encoding="utf-8"))
command = line.encode("mbcs", errors="strict")  # the DLL takes it in the code page of Windows


class Variant(ctypes.Structure):
    _fields_ = (
        ("kind", ctypes.c_ushort),
        ("unused", ctypes.c_ushort * 3),
        ("value", ctypes.c_void_p),
        ("more", ctypes.c_void_p),
    )


def from_json(value):
    if isinstance(value, dict):
        return pywintypes.Time(datetime(*value["day"]))
    return tuple(from_json(each) for each in value) if isinstance(value, list) else value


(library,) = Path(sys.executable).parent.glob("xlwings64-*.dll")
activate = ctypes.WinDLL(str(library)).XLPyDLLActivateAuto
activate.argtypes, activate.restype = [ctypes.POINTER(Variant), ctypes.c_char_p, ctypes.c_long], ctypes.c_long
pythoncom.CoInitialize()
found = Variant()
if activate(ctypes.byref(found), command, 1):
    sys.exit(ctypes.wstring_at(found.value))
server = win32com.client.Dispatch(pythoncom.ObjectFromAddress(found.value, pythoncom.IID_IDispatch))
answers = [
    server.CallUDF("duban.macros.functions", name, from_json(values), None, None) for name, values in calls
]
print(json.dumps(answers, ensure_ascii=False))
sys.stdout.flush()
activate(ctypes.byref(Variant()), command, -1)
