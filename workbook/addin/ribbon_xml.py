"""The ribbon tab 督办: its XML and its VBA, made from the buttons that stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from xml.sax.saxutils import quoteattr

from duban.workbook.addin.button import Button, Group, Menu

Layout = Mapping[Group, tuple[Button, ...]]
"""The groups from left to right, each with its buttons."""

MODULE = "DubanRibbon"
"""The VBA module of the callbacks. Names in the XML carry it, so that no other open add-in can answer."""

NAMESPACES = {
    "customUI/customUI.xml": "http://schemas.microsoft.com/office/2006/01/customui",
    "customUI/customUI14.xml": "http://schemas.microsoft.com/office/2009/07/customui",
}
"""Part → namespace of the ribbon for Excel 2007 and for Excel 2010 and later, which reads only the second."""


def ribbon_xml(namespace: str, layout: Layout) -> bytes:
    """The ribbon in the dialect ``namespace``, as UTF-8."""
    lines = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>']
    lines += [f"<customUI xmlns={quoteattr(namespace)}>", " <ribbon>", "  <tabs>"]
    lines.append('   <tab id="tabDuban" label="督办" keytip="DB">')
    for group, buttons in layout.items():
        lines.append(f'    <group id="grp{group.id}" label={quoteattr(group.label)}>')
        for menu, few in groupby(buttons, lambda button: button.menu):
            inside = [f"     <button {_attributes(button)}/>" for button in few]
            lines += _menu(menu, inside) if menu else inside
        lines.append("    </group>")
    lines += ["   </tab>", "  </tabs>", " </ribbon>", "</customUI>", ""]
    return "\n".join(lines).encode()


def _menu(menu: Menu, inside: Iterable[str]) -> list[str]:
    """A menu around its buttons."""
    look = {"id": f"mnu{menu.id}", "size": "large", **_look(menu)}
    return [f"     <menu {_told(look)}>", *(f" {line}" for line in inside), "     </menu>"]


def _attributes(button: Button) -> str:
    size = {} if button.menu else {"size": "large"}
    called = {"onAction": f"{MODULE}.{button.callback}"}
    return _told({"id": f"btn{button.callback[2:]}", **_look(button), **size, **called})


def _look(what: Button | Menu) -> dict[str, str]:
    return {
        "label": what.label,
        "imageMso": what.icon,
        "keytip": what.key,
        "screentip": what.screentip,
        "supertip": what.supertip,
    }


def _told(attributes: Mapping[str, str]) -> str:
    return " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items())


_AROUND = """\
Private Sub NotRun(Reason As String)
    MsgBox NotRunText() & vbLf & Reason, vbExclamation
    Application.StatusBar = False
End Sub

Private Function HasWorkbook() As Boolean
    HasWorkbook = Not ActiveWorkbook Is Nothing And Not IsProtectedView()
    If Not HasWorkbook Then MsgBox NoWorkbookText(), vbInformation
End Function

Private Function IsProtectedView() As Boolean
    ' Behind a protected view in front the active workbook is another one, which nobody means
    Dim Host As Object
    On Error Resume Next ' neither Excel 2007 nor that of a Mac has such windows
    Set Host = Application
    IsProtectedView = Not Host.ActiveProtectedViewWindow Is Nothing
End Function
"""


def python_of(button: Button, door: str) -> str:
    """The Python that a click runs: the button's function in the module ``door``."""
    return f"import {door}; {door}.{button.function}()"


def ribbon_vba(buttons: Iterable[Button], door: str) -> str:
    """The source of the VBA module with one procedure per button, lines ended by LF."""
    lines = [f'Attribute VB_Name = "{MODULE}"', "Option Explicit", ""]
    for button in buttons:
        lines += [
            f"Public Sub {button.callback}(control As IRibbonControl)",
            "    On Error GoTo failed",
            f'    If HasWorkbook() Then RunPython "{python_of(button, door)}"',
            "    Exit Sub",
            "failed:",
            "    NotRun Err.Description",
            "End Sub",
            "",
        ]
    return "\n".join(lines) + "\n" + _AROUND
