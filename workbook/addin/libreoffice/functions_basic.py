"""The functions for cells as LibreOffice has them: a module of Basic with a function for each.

LibreOffice has functions of extensions (CalcAddIns.xcu) too, listed in its wizard. But 7.4 writes them into an .xlsx
under a name that Excel does not know, and does not know the name that Excel writes. A function of Basic keeps its name both ways. It is
found from a cell only if it stands in the library Standard (我的宏), where the extension puts it while LibreOffice runs.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable

from duban.workbook.addin.functions_vba import Face

_FUNCTION = """\
Function {name}({arguments})
    Dim given({last})
{given}
    {name} = DubanCalled("{name}", given)
End Function
"""

_CALLED = """\
Private Function DubanCalled(which, given)
    On Error GoTo failed
    DubanCalled = DubanTable(CreateUnoService("org.duban.Functions").callFunction(which, given))
    Exit Function
failed:
    DubanCalled = "#无法计算：" & Error$
End Function

Private Function DubanTable(answer)
    ' Rows of cells come as a list of lists, and a cell takes a table.
    Dim row, column
    If Not IsArray(answer) Then
        DubanTable = answer
        Exit Function
    End If
    Dim made(1 To UBound(answer) + 1, 1 To UBound(answer(0)) + 1)
    For row = 0 To UBound(answer)
        For column = 0 To UBound(answer(row))
            made(row + 1, column + 1) = answer(row)(column)
        Next
    Next
    DubanTable = made
End Function
"""


def functions_module(faces: Iterable[Face]) -> str:
    """The module with the functions."""
    return "\n".join([*map(_function, faces), _CALLED])


def _function(face: Face) -> str:
    parameters = inspect.signature(face).parameters.values()
    # a name of an argument may be a word of Basic; what is left out stays Empty
    arguments = ", ".join(f"Optional a{place}" for place in range(len(parameters)))
    given = "\n".join(
        f"    If Not IsMissing(a{place}) Then given({place}) = Array(a{place}, {each.default is not each.empty})"
        for place, each in enumerate(parameters)
    )
    return _FUNCTION.format(name=face.__name__, arguments=arguments, last=len(parameters) - 1, given=given)
