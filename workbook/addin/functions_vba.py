"""The functions for cells as the add-in holds them: a VBA function for each, and what Excel's wizard shows of it.

Both come from the Python functions themselves: their signatures, their docstrings, and their attribute ``asks``,
argument → what is to be given there.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

MODULE = "xlwings_udfs"
"""The VBA module of the functions, named as xlwings names it: an import by hand replaces it."""

CATEGORY = "督办"
"""Under what Excel's wizard lists the functions."""

Face = Callable[..., Any]

_FUNCTION = """\
Function {name}({arguments})
    On Error GoTo failed
    {name} = XLPy().CallUDF("{module}", "{name}", Array({values}), Nothing, Nothing)
    Exit Function
failed:
    {name} = Unable(Err.Description)
End Function
"""
# xlwings' own wrappers hand over the workbook in front, in which it looks for code, and fail where there is none

_UNABLE = """\
Private Function Unable(Reason As String) As String
    Unable = UnableText() & Reason
End Function
"""

_DESCRIBE = """\
Public Sub DescribeFunctions()
    ' Tells Excel's wizard what stands in the add-in's sheet from column D on: name, category, text, arguments.
    ' Excel does that for no hidden workbook, and an add-in is one.
    Dim Host As Object, Front As Workbook, Row As Long, Column As Long, Texts() As String
    On Error GoTo failed
    Set Host = Application ' asked late, for Excel 2007 has no ArgumentDescriptions
    Set Front = ActiveWorkbook
    Host.ScreenUpdating = False
    Host.EnableEvents = False
    ThisWorkbook.IsAddin = False
    With ThisWorkbook.Worksheets(1)
        Row = 1
        Do Until .Cells(Row, 4).Value = ""
            Column = 7
            Do Until .Cells(Row, Column).Value = ""
                ReDim Preserve Texts(1 To Column - 6)
                Texts(Column - 6) = .Cells(Row, Column).Value
                Column = Column + 1
            Loop
            Host.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!" & .Cells(Row, 4).Value, _
                Category:=.Cells(Row, 5).Value, Description:=.Cells(Row, 6).Value, ArgumentDescriptions:=Texts
            Erase Texts
            Row = Row + 1
        Loop
    End With
restore:
    On Error Resume Next
    ThisWorkbook.IsAddin = True
    ThisWorkbook.Saved = True
    Front.Activate
    Host.EnableEvents = True
    Host.ScreenUpdating = True
    Exit Sub
failed:
    Resume restore
End Sub
"""

WORKBOOK_VBA = """\
Private WithEvents Host As Application

Private Sub Workbook_Open()
    On Error Resume Next
    Set Host = Application
End Sub

Private Sub Host_WorkbookActivate(ByVal Wb As Workbook)
    ' Once, when a workbook is in front, which none is when Excel starts
    On Error Resume Next
    Set Host = Nothing
    #If Not Mac Then
        DescribeFunctions
    #End If
End Sub
"""
"""What stands in the module of the add-in's workbook, below its attributes."""


def faces_of(module_name: str) -> tuple[Face, ...]:
    """The functions for cells in a module, in the order in which it defines them. Raises ImportError."""
    return tuple(face for face in vars(import_module(module_name)).values() if hasattr(face, "asks"))


def functions_vba(module_name: str, faces: Iterable[Face]) -> str:
    """The source of the VBA module through which cells call these functions, lines ended by LF."""
    lines = [f'Attribute VB_Name = "{MODULE}"', _DESCRIBE, _UNABLE]
    for face in faces:
        parameters = inspect.signature(face).parameters
        arguments = [
            name if each.default is each.empty else f"Optional {name}" for name, each in parameters.items()
        ]
        facts = {"name": face.__name__, "arguments": ", ".join(arguments), "values": ", ".join(parameters)}
        lines.append(_FUNCTION.format(module=module_name, **facts))
    return "\n".join(lines)


def wizard_rows(faces: Iterable[Face]) -> list[list[str]]:
    """What the wizard shows, one row a function: its name, the category, its text, and that of each argument."""
    return [
        [
            face.__name__,
            CATEGORY,
            inspect.getdoc(face) or "",
            *(vars(face)["asks"][name] for name in inspect.signature(face).parameters),
        ]
        for face in faces
    ]
