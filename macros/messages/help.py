"""The help of a command, made from its declaration: how it is typed, what it does, its arguments, an example."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Sequence

from duban.macros.declared.arguments import COMMON
from duban.macros.declared.command_type import Argument, Command
from duban.workbook.say.sentence import Say

PROGRAM = Say(
    "督办：任务清单工作簿的台账、汇总和通报", "ledger, roll-up and bulletins of task-list workbooks"
)
HELP_FLAGS, VERSION_FLAGS = ("-h", "--help"), ("--version",)
_HELP, _VERSION = Say("显示本帮助", "show this help"), Say("显示版本", "show the version")
_WIDEST = 100
_CLOSING = frozenset("，。；：）、”")
"""What may not begin a line."""


def program_help(commands: Sequence[Command], lang: str) -> str:
    """The help of the program itself: its commands."""
    options = [*_rows(COMMON, lang), (", ".join(VERSION_FLAGS), _VERSION.to(lang)), _help_row(lang)]
    return _page(
        usage="duban COMMAND …",
        about=PROGRAM.to(lang),
        parts=[
            (_COMMANDS.to(lang), [(each.name, each.about.to(lang)) for each in commands]),
            (_OPTIONS.to(lang), options),
        ],
        example=Say("duban COMMAND --help 显示该命令的用法", "duban COMMAND --help tells of a command").to(
            lang
        ),
        lang=lang,
    )


def command_help(command: Command, called: str, lang: str) -> str:
    """The help of a command, which is ``called`` so, as ``duban addin install``."""
    words = [each for each in command.arguments if not each.flags]
    options = [each for each in command.arguments if each.flags]
    steps = [(each.name, each.about.to(lang)) for each in command.steps]
    return _page(
        usage=" ".join([called, "STEP …" if steps else _OPTIONAL.to(lang), *map(usage_of, words)]),
        about=command.about.to(lang),
        parts=[
            (_STEPS.to(lang), steps),
            (_ARGUMENTS.to(lang), [(usage_of(each), each.told.to(lang)) for each in words]),
            (_OPTIONS.to(lang), [*_rows([*options, *COMMON], lang), _help_row(lang)]),
        ],
        example=f"{_EXAMPLE.to(lang)}duban {command.example}",
        lang=lang,
    )


_COMMANDS, _STEPS = Say("命令", "commands"), Say("步骤", "steps")
_ARGUMENTS, _OPTIONS = Say("参数", "arguments"), Say("选项", "options")
_OPTIONAL, _EXAMPLE = Say("[选项]", "[options]"), Say("例：", "example: ")


def usage_of(word: Argument) -> str:
    """A word as the usage has it: ``BOOK``, ``PATH…``, ``[DISTRICT…]``."""
    shown = f"{word.shown}…" if word.many else word.shown
    return shown if word.needed else f"[{shown}]"


def flags_of(option: Argument) -> str:
    """An option as it is typed: ``-o, --out OUT``."""
    value = "|".join(option.choices) or option.shown
    return f"{', '.join(option.flags)} {value}".strip()


def _rows(options: Sequence[Argument], lang: str) -> list[tuple[str, str]]:
    return [(flags_of(each), each.told.to(lang)) for each in options]


def _help_row(lang: str) -> tuple[str, str]:
    return ", ".join(HELP_FLAGS), _HELP.to(lang)


def _page(
    usage: str, about: str, parts: Sequence[tuple[str, Sequence[tuple[str, str]]]], example: str, lang: str
) -> str:
    room = _room()
    lines = [Say("用法：", "usage: ").to(lang) + usage, "", *_wrapped(about, room)]
    for title, rows in parts:
        if rows:
            lines += ["", Say(f"{title}：", f"{title}:").to(lang), *_table(rows, room)]
    return "\n".join([*lines, "", example, ""])


def _room() -> int:
    """Columns of the terminal; many programs that read us have none."""
    try:
        return min(_WIDEST, os.get_terminal_size().columns or _WIDEST)
    except (OSError, ValueError):
        return _WIDEST


def _table(rows: Sequence[tuple[str, str]], room: int) -> Iterator[str]:
    """Two columns; what is too long for the first stands on a line of its own."""
    left = min(26, max(_width(first) for first, _ in rows))
    for first, text in rows:
        head = f"  {first}{' ' * (left - _width(first))}  "
        told = _wrapped(text, max(30, room - left - 4))
        if _width(first) > left:
            yield f"  {first}"
            head = " " * (left + 4)
        yield head + told[0]
        yield from (" " * (left + 4) + line for line in told[1:])


def _wrapped(text: str, room: int) -> list[str]:
    """The text in lines that are no wider than ``room``, broken between words and before Chinese signs."""
    lines = [""]
    for piece in _pieces(text):
        if _width(lines[-1]) + _width(piece.rstrip()) > room:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> Iterator[str]:
    piece = ""
    for sign in text:
        if piece and sign not in _CLOSING and (_width(sign) == 2 or sign == " " or _width(piece[-1]) == 2):
            yield piece
            piece = ""
        piece += sign
    yield piece


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
