"""The functions for cells: a function of Basic hands over cells (see functions_basic.py), the engine answers."""

from __future__ import annotations

from typing import Any, List, Optional

from duban_office.engine import ENGINE
from duban_office.failures import CannotDo

MODULE = "duban_functions"
UNABLE = "#无法计算："


def called(name: str, given: Any) -> Any:
    """What a function gives; ``given`` has for each argument None (left out), or its cells and whether it may be left out."""
    while given and given[-1] is None:
        given = given[:-1]
    cells = [as_cells(*each) if each is not None else None for each in given[:-1]]
    cells += [as_cells(each[0]) for each in given[-1:]]
    try:
        return as_answer(ENGINE.call(name, cells))
    except CannotDo as error:
        return UNABLE + str(error).splitlines()[0]


def as_cells(value: Any, may_be_left_out: bool = False) -> Optional[List[List[Any]]]:
    """An argument as rows of cells; blanks are None.

    LibreOffice says 0 for one that is left out before others: ``duban_light(A1;B1;C1;;E1:F1)``.
    """
    if may_be_left_out and value == 0 and not isinstance(value, bool):
        return None
    rows = value if isinstance(value, tuple) else ((value,),)
    return [[None if cell == "" else cell for cell in row] for row in rows]


def as_answer(answer: Any) -> Any:
    """What Basic takes for an answer."""
    if isinstance(answer, list):
        return tuple(tuple("" if value is None else value for value in row) for row in answer)
    return "" if answer is None else answer


def keep(context: Any, there: bool) -> None:
    """Put the functions to where cells find them, or take them away. A run that broke off may have left some."""
    from duban_office.buttons import FUNCTIONS

    libraries = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.script.ApplicationScriptLibraryContainer", context
    )
    libraries.loadLibrary("Standard")
    modules = libraries.getByName("Standard")
    if modules.hasByName(MODULE):
        modules.removeByName(MODULE)
    if there:
        modules.insertByName(MODULE, FUNCTIONS)
