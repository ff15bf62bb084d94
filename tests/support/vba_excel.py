"""Excel as far as the add-in's VBA needs it, run by pyOpenVBA's interpreter: settings, a shell that starts nothing,
windows in protected view, the function wizard.

What the interpreter does not know stops a test; it is never passed over as by ``On Error Resume Next``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pyopenvba import ExcelFile
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.apps.excel._bridge import ExcelBridge
from pyopenvba.apps.excel._io import load_workbook
from pyopenvba.apps.excel._model import Application, Workbook
from pyopenvba.interpreter._intrinsics import intrinsic
from pyopenvba.interpreter._objects import VBAObject, member, method, setter
from pyopenvba.interpreter._runtime import Interpreter
from pyopenvba.interpreter._values import MISSING, NOTHING, error


class Shell(VBAObject):
    """WScript.Shell: keeps the command lines in ``ran`` and lets ``answer`` stand for what a program does."""

    def __init__(self, environ: dict[str, str]) -> None:
        self.environ = environ
        self.ran: list[str] = []
        self.answer: Callable[[str], int] = lambda line: 0

    @method
    def ExpandEnvironmentStrings(self, text: str) -> str:
        return re.sub("%([^%]+)%", lambda found: self.environ.get(found[1], found[0]), text)

    @method
    def Run(self, command: str, style: Any = MISSING, wait: Any = MISSING) -> int:
        self.ran.append(self.ExpandEnvironmentStrings(command))
        return self.answer(self.ran[-1])


class Disk(VBAObject):
    """What is on the disk: names of files, settings by file and name, logs by file."""

    def __init__(self) -> None:
        self.files: set[str] = set()
        self.settings: dict[tuple[str, str], str] = {}
        self.logs: dict[str, str] = {}

    @method
    def FileExists(self, name: str) -> bool:
        return name in self.files

    @method
    def Setting(self, file: str, name: str) -> str:
        return self.settings.get((file, name), "")

    @method
    def Log(self, file: str) -> str:
        return self.logs.get(file, "")


_ON_DISK = {
    "GetConfigFromFile": 'sValue = CreateObject("Disk").Setting(sFile, sName)',
    "ReadAndKill": 'ReadAndKill = CreateObject("Disk").Log(FileName)',
}
"""Procedures that read files, which the interpreter does not: name → body."""


class _Application(Application):  # type: ignore[misc]
    vba_type_name = "Application"

    def __init__(self) -> None:
        super().__init__()
        self.protected_view = False
        self.describes = True
        self.described: list[dict[str, Any]] = []

    @member
    def Hwnd(self) -> int:
        return 4711

    @member
    def ActiveProtectedViewWindow(self) -> object:
        return self if self.protected_view else NOTHING

    @method
    def MacroOptions(self, Macro: Any, Category: Any, Description: Any, ArgumentDescriptions: Any) -> None:
        if self.vba_get("ThisWorkbook").is_addin or not self.describes:
            raise error(1004, "Cannot edit a macro on a hidden workbook.")
        texts = list(ArgumentDescriptions.items)
        self.described.append({"macro": Macro, "category": Category, "text": Description, "arguments": texts})


class _Addin(Workbook):  # type: ignore[misc]
    vba_type_name = "Workbook"
    is_addin = True

    @member
    def IsAddin(self) -> bool:
        return self.is_addin

    @setter("IsAddin")
    def _set_is_addin(self, value: bool) -> None:
        self.is_addin = value
        if not value:
            self.application.activate_book(self)


class VbaExcel(ExcelApplication):  # type: ignore[misc]
    """An Excel that opened the add-in ``path`` when it started, with an empty workbook in front."""

    def __init__(self, path: Path) -> None:
        self.application = _Application()
        self.interpreter = Interpreter(ExcelBridge(self.application))
        self.application.interpreter = self.interpreter
        self.disk = Disk()
        self.shell = Shell({"TEMP": "T:"})
        made = {"WScript.Shell": self.shell, "Scripting.FileSystemObject": self.disk, "Disk": self.disk}
        self.interpreter.host.create = made.__getitem__
        intrinsic("Environ", "name")(lambda _, name: {"USERPROFILE": "U:"}[name])
        self.addin = load_workbook(self.application, path)
        self.addin.__class__ = _Addin
        self.application.workbooks_.books.append(self.addin)
        self.application.activate_book(self.addin)
        with ExcelFile(path) as file:
            for name in file.module_names():
                if name not in ("ThisWorkbook", "Sheet1"):  # the interpreter knows no WithEvents
                    self.add_module(file.get_module(name), name=name)
        self.front = self.add_workbook()

    def click(self, callback: str) -> None:
        """Let the ribbon call a procedure."""
        self.run(callback, NOTHING)

    @staticmethod
    def forbid(line: str) -> int:
        """What the shell answers where security software lets no program start."""
        raise error(70)

    def add_module(self, source: str, *, name: str = "", kind: str = "standard") -> Any:
        source = re.sub(r"(?m)^(#Const [^']*)'.*", r"\1", source)
        for procedure, body in _ON_DISK.items():
            pattern = rf"(?ms)^((?:Private )?Function {procedure}\(.*?\r?\n).*?^(End Function)"
            source = re.sub(pattern, lambda found, body=body: f"{found[1]}{body}\n{found[2]}", source)
        return super().add_module(source, name=name, kind=kind)
