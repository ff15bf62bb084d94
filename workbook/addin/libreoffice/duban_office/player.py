"""The verbs of the protocol (docs/protocol.md), each a function of the module that it belongs to; and what they share."""

from __future__ import annotations

from typing import Any, Callable, List, Sequence, Set, Tuple

import uno
from com.sun.star.lang import Locale
from duban_office.unrecorded import Recorder

ENGLISH = Locale("en", "US", "")

Area = Sequence[int]


class Player:
    """An open document, as the verbs see it."""

    def __init__(self, document: Any, controller: Any) -> None:
        self._document = document
        self.controller = controller
        self.recorder = Recorder(document)
        self.added: Set[str] = set()
        """Sheets that this run has added: all that is in them comes from the run itself."""
        self.freezes: List[Tuple[str, Any]] = []
        """A matter of the window: done when everything shows again."""

    @property
    def document(self) -> Any:
        """The document itself."""
        return self.recorder.watched(self._document)

    @property
    def sheets(self) -> Any:
        """All its sheets."""
        return self.document.Sheets

    def dispatch(self, command: str) -> None:
        """Do what a command of LibreOffice's menus does with what is selected."""
        context = uno.getComponentContext()
        helper = context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.DispatchHelper", context
        )
        helper.executeDispatch(self.controller.Frame, command, "", 0, ())

    def sheet(self, name: str) -> Any:
        """A sheet by its name."""
        return self.sheets.getByName(name)

    def range(self, sheet: str, area: Area) -> Any:
        """The cells of an area (top, left, bottom, right, from 1)."""
        top, left, bottom, right = area
        return self.sheet(sheet).getCellRangeByPosition(left - 1, top - 1, right - 1, bottom - 1)

    def ranges(self, sheet: str, areas: Sequence[Area]) -> Any:
        """The cells of several areas as one."""
        if len(areas) == 1:
            return self.range(sheet, areas[0])
        many = self.document.createInstance("com.sun.star.sheet.SheetCellRanges")
        many.addRangeAddresses(tuple(self.range(sheet, area).RangeAddress for area in areas), False)
        return many

    def columns(self, sheet: str, first: int, last: int) -> Any:
        """Whole columns."""
        return self.range(sheet, (1, first, 1, last)).Columns

    def rows(self, sheet: str, first: int, last: int) -> Any:
        """Whole rows."""
        return self.range(sheet, (first, 1, last, 1)).Rows

    def style(self, family: str, name: str, service: str, dress: Callable[[Any], None]) -> str:
        """The name of a style, which is made where it is not there."""
        styles = self.document.StyleFamilies.getByName(family)
        if not styles.hasByName(name):
            styles.insertByName(name, self.document.createInstance(service))
            dress(styles.getByName(name))
        return name


def property_value(name: str, value: Any) -> Any:
    """A named value as LibreOffice takes it."""
    made = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    made.Name, made.Value = name, value
    return made


def property_values(**named: Any) -> Tuple[Any, ...]:
    """Named values as LibreOffice takes them."""
    return tuple(property_value(name, value) for name, value in named.items())
