"""What stands in LibreOffice's own list of steps, between its own, where those would be wrong or slow.

LibreOffice (seen in 7.4) leaves what a block put into empty cells when it takes the block back, and each step inside a
sheet costs it as much as the sheet itself. So these steps say themselves how they are taken back and done again.
While one of them works nothing is recorded (``unrecorded``).
"""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Sequence, Tuple

import uno
import unohelper
from com.sun.star.document import XUndoAction
from duban_office import cells, rules
from duban_office.player import Player

_CONTENTS = 23
"""com.sun.star.sheet.CellFlags: numbers, dates, texts, formulas."""

Play = Callable[[Player, Dict[str, Any]], None]


class Step(unohelper.Base, XUndoAction):  # type: ignore[misc]
    """A step of one press, named like it."""

    def __init__(self, press: Any) -> None:
        self.press = press
        self.Title = press.title

    def undo(self) -> None:
        self.guarded(self.back)

    def redo(self) -> None:
        self.guarded(self.again)

    def guarded(self, work: Callable[[], None]) -> None:
        """Do it unrecorded. A step that fails must not leave the document as it is while steps are done: locked."""
        try:
            with self.press.player.recorder.nothing():
                work()
        except Exception:
            self.press.quiet.end()
            raise

    def back(self) -> None: ...

    def again(self) -> None: ...


class Opening(Step):
    """Before all others; so it is what undoing ends with."""

    def back(self) -> None:
        self.press.quiet.end()
        self.press.see()

    def again(self) -> None:
        self.press.quiet.begin()


class Closing(Step):
    """Behind all others; so it is what undoing begins with."""

    def back(self) -> None:
        self.press.quiet.begin()

    def again(self) -> None:
        self.press.quiet.end()
        self.press.freeze()


class Calculated(Step):
    """Heights come from texts that are computed first."""

    def again(self) -> None:
        self.press.player.document.calculate()


class Blocks(Step):
    """Blocks in cells that were empty."""

    def __init__(self, press: Any, sheet: str) -> None:
        super().__init__(press)
        self.sheet = sheet
        self.blocks: List[Tuple[Sequence[int], Any]] = []

    def put(self, area: Sequence[int], texts: Any) -> None:
        """Fill one more."""
        self.blocks.append((area, texts))
        self._put(area, texts)

    def back(self) -> None:
        for area, _ in self.blocks:
            self.press.player.range(self.sheet, area).clearContents(_CONTENTS)

    def again(self) -> None:
        for area, texts in self.blocks:
            self._put(area, texts)

    def _put(self, area: Sequence[int], texts: Any) -> None:
        """Fill an area; to a text that looks like a number LibreOffice gives a format of its own, which is put back."""
        block = self.press.player.range(self.sheet, area)
        places = [
            block.getCellByPosition(column, row)
            for row, line in enumerate(texts)
            for column, text in enumerate(line)
            if text[:1] == "'" and any(map(str.isdigit, text))
        ]
        formats = [cell.NumberFormat for cell in places]
        cells.put(self.press.player, self.sheet, area, texts)
        for cell, number_format in zip(places, formats):
            if cell.NumberFormat != number_format:
                cell.NumberFormat = number_format


class Filled(Step):
    """What goes into sheets that the press has added, which undoing takes away."""

    def __init__(self, press: Any, play: Play) -> None:
        super().__init__(press)
        self.play = play
        self.ops: List[Dict[str, Any]] = []

    def put(self, op: Dict[str, Any]) -> None:
        """Carry out one more."""
        self.ops.append(op)
        self.play(self.press.player, op)

    def again(self) -> None:
        for op in self.ops:
            self.play(self.press.player, op)


class Ruled(Step):
    """Rules of colours in a sheet that was there, of which LibreOffice keeps no step."""

    def __init__(self, press: Any, play: Play, op: Dict[str, Any]) -> None:
        super().__init__(press)
        self.play, self.op = play, op
        self.rules: Any = None

    def do(self) -> None:
        """Carry it out."""
        player, sheet = self.press.player, self.op["sheet"]
        self.rules = rules.rules_of(player, sheet)
        self.play(player, self.op)

    def back(self) -> None:
        rules.put_rules(self.press.player, self.op["sheet"], self.rules)

    def again(self) -> None:
        self.do()


_ = uno  # the bridge, without which com.sun.star is not there
