"""How a command is told: its words, its arguments, what it does, its buttons. Data; nothing heavy is imported here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from types import SimpleNamespace
from typing import Any, Literal

from duban.workbook.addin.button import Button
from duban.workbook.say.sentence import Say

ValueKind = Literal["text", "path", "period", "day", "count", "seconds", "choice", "flag"]
"""What an argument takes: ``count`` a whole number above 0, ``seconds`` a number above 0."""

Values = SimpleNamespace
"""The value of each argument by its name, with ``lang`` (zh, en) and ``debug``."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument: an option where it has flags, else a word that stands by itself."""

    name: str
    help: Say
    flags: tuple[str, ...] = ()
    kind: ValueKind = "text"
    shown: str = ""
    """What stands for its value in the help."""
    default: object = None
    choices: tuple[str, ...] = ()
    many: bool = False
    needed: bool = True
    """Whether a word must be there."""
    required: bool = False
    """Whether an option must be there."""
    greedy: bool = False
    """Whether several words may follow one flag."""
    unset: Say | None = None
    """What holds where nothing is chosen, where ``default`` does not tell it."""

    @property
    def told(self) -> Say:
        """What it is, and what holds where nothing is chosen."""
        default = self.unset
        if default is None and self.kind != "flag" and self.default is not None:
            default = Say(f" {self.default}", str(self.default))
        if default is None:
            return self.help
        return Say(f"{self.help.zh}（默认{default.zh}）", f"{self.help.en} (default: {default.en})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command. Either it plans changes of a workbook, or it runs by itself, or it has steps."""

    name: str
    about: Say
    example: str
    """One line as it is typed, without ``duban``."""
    arguments: tuple[Argument, ...] = ()
    plans: str = ""
    """``module:function``, values → a function of the tables of a workbook that gives an ``Outcome``. The button runs it
    with the defaults."""
    repeats: bool = False
    """Whether what it plans depends on nothing but the workbook, its arguments and the day."""
    runs: str = ""
    """``module:function``, values → exit code."""
    steps: tuple[Command, ...] = ()
    buttons: tuple[Button, ...] = ()

    @property
    def defaults(self) -> Values:
        """The values where nothing is chosen."""
        return Values(**{each.name: [] if each.many else each.default for each in self.arguments})

    def each(self) -> Iterator[Command]:
        """This command and its steps."""
        yield self
        for step in self.steps:
            yield from step.each()


def load(reference: str) -> Callable[..., Any]:
    """The function that ``module:function`` names; its module is imported only now."""
    module, _, name = reference.partition(":")
    function: Callable[..., Any] = getattr(import_module(module), name)
    return function
