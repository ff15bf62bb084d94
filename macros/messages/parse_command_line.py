"""The command line of the declared commands: click takes it apart, what is wrong with it is said in both languages."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from duban.macros.declared.arguments import COMMON
from duban.macros.declared.command_type import Argument, Command, Values
from duban.macros.messages.help import HELP_FLAGS, VERSION_FLAGS, command_help, program_help
from duban.workbook.say.sentence import Say

SETTINGS: dict[str, Any] = {
    # a word that nothing takes is told by us, in the language that was asked for
    "allow_extra_args": True,
    "help_option_names": list(HELP_FLAGS),
}


_BOOKS = (".xlsx", ".xlsm", ".xls", ".et")


class WrongArguments(Exception):
    """What was typed is no command line of ours. ``say`` is what is wrong, ``called`` whose help tells of it."""

    def __init__(self, say: Say, called: str) -> None:
        super().__init__(say.zh)
        self.say, self.called = say, called


class _Refused(Exception):
    """A value that an argument cannot take."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.say = Say(zh, en)


class _BadValue(click.BadParameter):
    """The same, with its argument."""

    def __init__(self, say: Say, ctx: click.Context | None, param: click.Parameter | None) -> None:
        super().__init__(say.zh, ctx, param)
        named = param.opts[0] if isinstance(param, click.Option) else str(getattr(param, "metavar", ""))
        self.say = Say(f"{named}：{say.zh}", f"{named}: {say.en}")


class ToShow(Exception):
    """There is no command to run, but a text to show. ``asked``: whether somebody asked for it."""

    def __init__(self, text: str, asked: bool = True) -> None:
        super().__init__(text)
        self.text, self.asked = text, asked


def parse(
    commands: Sequence[Command], words: Sequence[str], version: Callable[[], str]
) -> tuple[Command, Values]:
    """The command that ``words`` name, and the values of its arguments.

    Raises WrongArguments, ToShow.
    """
    lang = language(words)
    program = _read("duban", (*COMMON, _VERSION), words, program_help(commands, lang), many_commands=True)
    if program.params["version"]:
        raise ToShow(f"duban {version()}\n")
    command, context = _named(commands, program, lang)
    if context.args:
        left = " ".join(context.args)
        raise WrongArguments(Say(f"不认识 {left}", f"nothing takes {left}"), context.command_path)
    values = {
        name: list(value) if isinstance(value, tuple) else value for name, value in context.params.items()
    }
    levels = [each.params for each in _up(context)]
    # said at the command, else before it
    spoken = next((each["lang"] for each in levels if each["lang"] != "zh"), "zh")
    common = {"lang": spoken, "debug": any(each["debug"] for each in levels)}
    return command, Values(**{**values, **common})


def _up(context: click.Context | None) -> Iterator[click.Context]:
    """A context and those above it."""
    while context is not None:
        yield context
        context = context.parent


_VERSION = Argument("version", Say("", ""), VERSION_FLAGS, kind="flag")


def _named(commands: Sequence[Command], above: click.Context, lang: str) -> tuple[Command, click.Context]:
    """The command or step that the words left over name, and its arguments as they were read."""
    if not above.args:
        raise ToShow(above.command.help or "", asked=False)
    name, *rest = above.args
    known = {each.name: each for each in commands}
    if name not in known:
        zh, en = f"没有 {name}，可选：{'、'.join(known)}", f"no {name}; choose from {', '.join(known)}"
        raise WrongArguments(Say(zh, en), above.command_path)
    command = known[name]
    page = command_help(command, f"{above.command_path} {name}", lang)
    arguments = (*command.arguments, *COMMON)
    context = _read(name, arguments, rest, page, many_commands=bool(command.steps), above=above)
    return _named(command.steps, context, lang) if command.steps else (command, context)


def _read(
    name: str,
    arguments: Sequence[Argument],
    words: Sequence[str],
    page: str,
    *,
    many_commands: bool,
    above: click.Context | None = None,
) -> click.Context:
    """The values of the arguments; ``args`` of the context has what none of them takes. Options stand before the name of
    a command, or anywhere among words. Raises WrongArguments."""
    settings = {**SETTINGS, "allow_interspersed_args": not many_commands}
    params = [_option(each) if each.flags else _word(each) for each in arguments]
    command = _Told(name, params=params, context_settings=settings, help=page)
    try:
        return command.make_context(name, _spread(words, arguments), parent=above)
    except click.UsageError as error:
        called = f"{above.command_path} {name}" if above else name
        raise WrongArguments(_said(error), called) from error


def _spread(words: Sequence[str], arguments: Sequence[Argument]) -> list[str]:
    """``--unit A B`` as ``--unit A --unit B``, for options that take several words. The name of a workbook is none."""
    greedy = {flag for each in arguments if each.greedy for flag in each.flags}
    found: list[str] = []
    flag, taken = "", 0
    for word in words:
        flag, taken = (word, 0) if word.startswith("-") else (flag, taken + 1)
        if flag in greedy and taken > 1 and not word.casefold().endswith(_BOOKS):
            found.append(flag)
        elif taken > 1:
            flag = ""
        found.append(word)
    return found


class _Told(click.Command):
    """A command of click's whose help is the page that was made of its declaration."""

    def get_help(self, ctx: click.Context) -> str:
        """Show it. Raises ToShow."""
        raise ToShow(self.help or "")


def language(words: Sequence[str]) -> str:
    """The language that is asked for, wherever it stands; also where the rest of the line is wrong."""
    for at, word in enumerate(words):
        if word == "--lang" and at + 1 < len(words):
            return words[at + 1]
        if word.startswith("--lang="):
            return word.partition("=")[2]
    return "zh"


class _Taken(click.ParamType):  # type: ignore[type-arg,unused-ignore]  # generic in later versions only
    """The value of a declared argument."""

    def __init__(self, argument: Argument) -> None:
        self.name, self._argument = argument.kind, argument

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The typed value. Raises click.BadParameter."""
        if not isinstance(value, str):
            return value
        try:
            return _READ[self._argument.kind](value, self._argument)
        except _Refused as refused:
            raise _BadValue(refused.say, ctx, param) from refused


def _option(each: Argument) -> click.Parameter:
    if each.kind == "flag":
        return click.Option((*each.flags, each.name), is_flag=True, default=False)
    return click.Option(
        (*each.flags, each.name),
        type=_Taken(each),
        multiple=each.many,
        required=each.required,
        default=None if each.many else each.default,
    )


def _word(each: Argument) -> click.Parameter:
    nargs = -1 if each.many else 1
    return click.Argument(
        (each.name,), type=_Taken(each), nargs=nargs, required=each.needed, metavar=each.shown
    )


def _said(error: click.UsageError) -> Say:
    """What is wrong, by the kind of the error; the parser's own words are English."""
    if isinstance(error, _BadValue):
        return error.say
    if isinstance(error, click.MissingParameter):
        param = error.param
        named = param.opts[0] if isinstance(param, click.Option) else str(param.metavar if param else "")
        return Say(f"缺少 {named}", f"{named} is missing")
    if isinstance(error, click.NoSuchOption):
        near = "、".join(error.possibilities or ())
        return Say(
            f"不认识 {error.option_name}" + (f"，是不是 {near}？" if near else ""),
            f"there is no {error.option_name}" + (f"; did you mean {near}?" if near else ""),
        )
    if isinstance(error, click.BadOptionUsage):
        return Say(
            f"{error.option_name} 后面的值不对，或者缺了",
            f"{error.option_name} lacks its value, or takes none",
        )
    return Say(error.message, error.message)


def _period(text: str, argument: Argument) -> Any:
    from duban.udfs.periods import Period

    period = Period.parse(text)
    if period is None:
        raise _Refused(f"“{text}”不是期间（2020Q3、2020-09）", f"'{text}' is no period")
    return period


def _day(text: str, argument: Argument) -> Any:
    from duban.udfs.deadlines import parse_date

    day = parse_date(text)
    if day is None or not re.search(r"\d{4}\D+\d{1,2}\D+\d{1,2}|\d{8}", text):
        raise _Refused(f"“{text}”不是日期（2020-09-30）", f"'{text}' is no date (2020-09-30)")
    return day


def _count(text: str, argument: Argument) -> int:
    if not (text.isdecimal() and int(text) > 0):
        raise _Refused(f"“{text}”不是大于 0 的整数", f"'{text}' is no whole number above 0")
    return int(text)


def _seconds(text: str, argument: Argument) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < 1e6:
        raise _Refused(f"“{text}”不是大于 0 的秒数", f"'{text}' is no number of seconds above 0")
    return seconds


def _choice(text: str, argument: Argument) -> str:
    if text not in argument.choices:
        choices = argument.choices
        raise _Refused(
            f"没有 {text}，可选：{'、'.join(choices)}", f"no {text}; choose from {', '.join(choices)}"
        )
    return text


_READ: dict[str, Callable[[str, Argument], Any]] = {
    "text": lambda text, argument: text,
    "path": lambda text, argument: Path(text),
    "period": _period,
    "day": _day,
    "count": _count,
    "seconds": _seconds,
    "choice": _choice,
}
