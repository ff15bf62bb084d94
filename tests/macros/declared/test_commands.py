"""Commands and buttons as they are declared: what is told once is true everywhere.

DC001  Each command, and each step of one, has its words in both languages, and does exactly one kind of thing.
DC002  What a command runs is there, and its example is a line that the program takes.
DC003  Help in both languages names each argument, and the example.
DC004  Each button has a function in the ribbon's door; what it plans is there; no two stand in one place or have one key.
DC005  A button plans with the defaults of its command's arguments: the command line with nothing chosen gives the same.
DC008  Help and page say what holds where an option is left out; a step of a command has its own help.
DC007  Language and debug may stand before or after the command; what is the value of an option is none of them.
DC006  An unknown word, a missing one, a value that is none: each is told with the argument, in both languages, exit 2.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator

import pytest

from duban.macros import cli, ribbon
from duban.macros.declared.arguments import COMMON
from duban.macros.declared.buttons import GROUPS
from duban.macros.declared.command_type import Command, load
from duban.macros.declared.commands import BUTTONS, COMMANDS
from duban.macros.messages.help import command_help, flags_of, usage_of
from duban.macros.messages.parse_command_line import ToShow, WrongArguments, parse


def every(commands: tuple[Command, ...], called: str = "duban") -> Iterator[tuple[str, Command]]:
    for each in commands:
        yield f"{called} {each.name}", each
        yield from every(each.steps, f"{called} {each.name}")


ALL = tuple(every(COMMANDS))
named = pytest.mark.parametrize(("called", "command"), ALL, ids=[called for called, _ in ALL])


def line(text: str) -> tuple[Command, dict[str, object]]:
    command, values = parse(COMMANDS, shlex.split(text), lambda: "1")
    return command, vars(values)


@named
def test_words_and_one_kind__ok(called: str, command: Command) -> None:  # DC001
    assert all((command.about.zh, command.about.en, command.example))
    assert sum(map(bool, (command.plans, command.runs, command.steps))) == 1
    assert all(each.help.zh and each.help.en for each in command.arguments)
    assert len({each.name for each in command.arguments}) == len(command.arguments)


@named
def test_what_runs_is_there__ok(called: str, command: Command) -> None:  # DC002
    if not command.steps:
        assert callable(load(command.plans or command.runs))
    assert line(command.example)[0] in [each for _, each in every((command,))]


@named
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_help__ok(called: str, command: Command, lang: str) -> None:  # DC003
    with pytest.raises(ToShow) as shown:
        line(f"{called.removeprefix('duban ')} --help --lang {lang}")
    text = shown.value.text
    assert shown.value.asked and text == command_help(command, called, lang)
    assert [
        each for each in command.arguments if (flags_of(each) if each.flags else usage_of(each)) not in text
    ] == []
    assert command.example in text
    assert ("用法" in text) == (lang == "zh")


NOTHING = {"json", "annotate", "schema", "portable", "reason", "resolve"}
"""Options without which there is nothing of the kind."""


@named
def test_what_holds_where_an_option_is_left_out__ok(called: str, command: Command) -> None:  # DC008
    for each in (*command.arguments, *COMMON):
        says = ("默认" in each.told.zh, "default" in each.told.en)
        needs = bool(each.flags) and each.kind != "flag" and not each.required and each.name not in NOTHING
        assert says == (needs, needs), each.name
        if each.default is not None and each.kind != "flag":
            assert str(each.default) in each.told.zh and str(each.default) in each.told.en
        page = "".join(command_help(command, called, "zh").split())  # its lines are broken
        assert "".join(each.told.zh.split()) in page


def test_a_step_has_its_own_help__ok() -> None:  # DC008
    with pytest.raises(ToShow) as shown:
        line("addin install --help")
    assert "addin install" in shown.value.text
    assert "--portable" not in shown.value.text and "addin remove" not in shown.value.text


def test_buttons__ok() -> None:  # DC004
    assert [each.function for each in BUTTONS if not callable(getattr(ribbon, each.function, None))] == []
    assert all(callable(load(each.plans)) for each in BUTTONS if each.plans)
    assert len({(each.group, each.place) for each in BUTTONS}) == len(BUTTONS)
    # those of a menu answer once it is open
    assert len({(each.menu, each.key) for each in BUTTONS}) == len(BUTTONS)
    assert {each.group for each in BUTTONS} == set(GROUPS)


@pytest.mark.parametrize("command", [each for each in COMMANDS if each.plans], ids=lambda each: each.name)
def test_a_button_chooses_nothing__ok(command: Command) -> None:  # DC005
    _, typed = line(f"{command.name} 清单.xlsx")
    assert command.buttons
    assert {name: typed[name] for name in vars(command.defaults) if name != "book"} == {
        name: value for name, value in vars(command.defaults).items() if name != "book"
    }


@pytest.mark.parametrize(
    ("words", "lang", "debug"),
    [
        ("build a.xlsx", "zh", False),
        ("--lang en --debug build a.xlsx", "en", True),
        ("build a.xlsx --lang=en", "en", False),
        ("addin --debug install", "zh", True),
        ("build a.xlsx --sheet --debug", "zh", False),  # the name of a sheet
        ("build -- --debug", "zh", False),
    ],
)
def test_language_and_debug__ok(words: str, lang: str, debug: bool) -> None:  # DC007
    _, values = line(words)
    assert (values["lang"], values["debug"]) == (lang, debug)


@pytest.mark.parametrize(
    ("words", "named", "help_of"),
    [
        ("bild", "bild", "duban"),
        ("build", "BOOK", "duban build"),
        ("build a.xlsx b.xlsx", "b.xlsx", "duban build"),
        ("build a.xlsx --perod 2020Q3", "--period", "duban build"),
        ("build a.xlsx --period 2020Q5", "--period", "duban build"),
        ("build a.xlsx --as-of 2020-02-30", "--as-of", "duban build"),
        ("build a.xlsx --rekey=3", "--rekey", "duban build"),
        ("validate", "PATH", "duban validate"),
        ("validate a.xlsx --jobs 0", "--jobs", "duban validate"),
        ("validate a.xlsx --jobs", "--jobs", "duban validate"),
        ("validate a.xlsx --timeout nan", "--timeout", "duban validate"),
        ("validate a.xlsx --format pdf", "pdf", "duban validate"),
        ("addin instal", "instal", "duban addin"),
        ("--lang fr build a.xlsx", "--lang", "duban"),
    ],
)
def test_wrong_arguments__error(
    words: str, named: str, help_of: str, capsys: pytest.CaptureFixture[str]
) -> None:  # DC006
    with pytest.raises(WrongArguments) as wrong:
        line(words)
    assert named in wrong.value.say.zh and named in wrong.value.say.en
    assert wrong.value.called == help_of
    assert cli.main(shlex.split(words)) == 2
    assert f"{help_of} --help" in capsys.readouterr().err


@pytest.mark.parametrize("words", ["", "addin"])
def test_nothing_to_do__error(words: str, capsys: pytest.CaptureFixture[str]) -> None:  # DC006
    assert cli.main(shlex.split(words)) == 2
    assert "duban" in capsys.readouterr().out
