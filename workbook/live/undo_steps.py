"""What was done to a live workbook so far: how each step is taken back, and what to say of one that is not."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

from duban.workbook.say.sentence import Say
from duban.workbook.say.stop import Stop

ADDED = Say("新加而没有删除：{names}", "new and not deleted: {names}")
RENAMED = Say("改了名称：{names}", "renamed: {names}")
EDITED = Say("改动没有撤回：{names}", "changes not taken back: {names}")
REFILLED = Say("内容已换、可能不完整：{names}", "filled anew, maybe in part: {names}")
SHOWN = Say("原来隐藏、现在显示：{names}", "hidden before and shown now: {names}")
REMOVED = Say("已删除：{names}", "deleted: {names}")

NAMELESS = "Sheet…"
"""How Excel calls a sheet that has just been added."""


class NotAsWritten(Exception):
    """A cell that was read back does not hold what was written."""

    def __init__(self, cell: str) -> None:
        super().__init__(cell)
        self.say = Say(f"单元格 {cell} 写入后读出的不是所写的内容", f"{cell} does not hold what was written")


class _Step(NamedTuple):
    what: Say
    sheet: str
    back: Callable[[], None] | None
    stays: bool


class Steps:
    """The steps of one plan."""

    def __init__(self) -> None:
        self.sheet = ""
        """The sheet that is being worked on."""
        self._done: list[_Step] = []

    def add(
        self, what: Say, sheet: str, back: Callable[[], None] | None = None, *, stays: bool = False
    ) -> None:
        """Note a step: ``what`` is said of the sheet where it cannot be taken back. ``back`` takes it back, or with
        ``stays`` only makes the best of it."""
        self._done.append(_Step(what, sheet, back, stays))

    def name(self, sheet: str) -> None:
        """Say ``sheet`` of the last step, which has that name now."""
        self._done[-1] = self._done[-1]._replace(sheet=sheet)

    def take_back(self, error: Exception) -> Stop:
        """Take every step back, the last first. Gives what to say: ``taken_back``, or ``half_done`` with the
        sheets that are not as before."""
        left: dict[Say, dict[str, None]] = {}
        for step in reversed(self._done):
            with suppress(Exception):
                if step.back is not None:
                    step.back()
                    if not step.stays:
                        continue
            left.setdefault(step.what, {})[step.sheet] = None
        facts = {"sheet": self.sheet, "why": _why(error)}
        if not left:
            return Stop("taken_back", **facts)
        named = [what.format(names=Say("、".join(names), ", ".join(names))) for what, names in left.items()]
        said = Say("；".join(each.zh for each in named), "; ".join(each.en for each in named))
        return Stop("half_done", left=said, **facts)


def _why(error: Exception) -> Say | str:
    if isinstance(error, NotAsWritten):
        return error.say
    if isinstance(error, Stop):
        return error.what
    told = getattr(error, "excepinfo", None)  # Excel's own words, in its language
    return str(told[2]) if told and told[2] else type(error).__name__
