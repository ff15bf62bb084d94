"""The functions for cells: LibreOffice hands over cells, the engine answers.

A name of LibreOffice's interfaces holds no ``_``: ``dubanLight`` is ``duban_light`` in formulas and in files of Excel.
"""

from __future__ import annotations

from typing import Any, Callable, List, Optional, Tuple

import unohelper
from com.sun.star.lang import Locale, XLocalizable, XServiceInfo
from com.sun.star.sheet import LocalizedName, XCompatibilityNames
from duban_office.engine import ENGINE
from duban_office.failures import CannotDo

UNABLE = "#无法计算："
_LANGUAGES = (("en", "US"), ("zh", "CN"))


def excel_name(name: str) -> str:
    """``dubanLight`` → ``duban_light``."""
    return "duban_" + name[5:].lower()


def as_cells(argument: Any) -> Optional[List[List[Any]]]:
    """What LibreOffice hands over for an argument, as rows of cells; blanks are None."""
    if argument is None:
        return None
    rows = argument if isinstance(argument, tuple) else ((argument,),)
    return [[None if value == "" else value for value in row] for row in rows]


def as_answer(answer: Any) -> Any:
    """What LibreOffice takes for an answer."""
    if isinstance(answer, list):
        return tuple(tuple("" if value is None else value for value in row) for row in answer)
    return "" if answer is None else answer


def _function(name: str) -> Callable[..., Any]:
    def function(self: Any, *arguments: Any) -> Any:
        cells = [as_cells(each) for each in arguments]
        while cells and cells[-1] is None:
            cells.pop()
        try:
            return as_answer(ENGINE.call(name, cells))
        except CannotDo as error:
            return UNABLE + str(error).splitlines()[0]

    return function


def functions_class(interface: Any, service: str) -> Any:
    """The class that has all methods of the interface of the functions."""

    class Functions(unohelper.Base, interface, XServiceInfo, XLocalizable, XCompatibilityNames):  # type: ignore[misc]
        """The functions as one service of LibreOffice."""

        def __init__(self, context: Any, *_: Any) -> None:
            self.locale = Locale("zh", "CN", "")

        def setLocale(self, locale: Any) -> None:
            self.locale = locale

        def getLocale(self) -> Any:
            return self.locale

        def getCompatibilityNames(self, name: str) -> Any:
            """The names in files of Excel; what CalcAddIns.xcu says of them is not looked at."""
            names = []
            for language, country in _LANGUAGES:
                each = LocalizedName()
                each.Locale, each.Name = Locale(language, country, ""), excel_name(name)
                names.append(each)
            return tuple(names)

        def getImplementationName(self) -> str:
            return service

        def supportsService(self, name: str) -> bool:
            return name in self.getSupportedServiceNames()

        def getSupportedServiceNames(self) -> Tuple[str, ...]:
            return (service, "com.sun.star.sheet.AddIn")

    from duban_office.buttons import FUNCTIONS

    for name in FUNCTIONS:
        setattr(Functions, name, _function(excel_name(name)))
    return Functions
