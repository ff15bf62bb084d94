"""The door without Excel: ``duban COMMAND …``. Reads the line, calls the command, says what came of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from duban.macros.declared.command_type import Command, Values, load
from duban.macros.declared.commands import COMMANDS
from duban.macros.messages.parse_command_line import ToShow, WrongArguments, language, parse

if TYPE_CHECKING:
    from duban.macros.messages.outcome import Result

# Nothing that takes long is imported before a command runs: --help and a wrong argument must answer at once.

DONE, COULD_NOT = 0, 2
"""Exit codes."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows pipe may know no Chinese
            stream.reconfigure(errors="replace")
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        command, values = parse(COMMANDS, words, _version)
    except ToShow as shown:
        print(shown.text, end="")
        return DONE if shown.asked else COULD_NOT
    except WrongArguments as wrong:
        from duban.macros.messages.terminal import tell

        zh = language(words) == "zh"
        tell(f"参数有误：{wrong.say.zh}" if zh else f"bad arguments: {wrong.say.en}")
        tell(f"用法见 {wrong.called} --help" if zh else f"see {wrong.called} --help")
        return COULD_NOT
    return _guarded(command, values)


def _guarded(command: Command, values: Values) -> int:
    """Run the command. Whatever stops it is said in one sentence, with what was saved by then."""
    from duban.macros.messages.report import saved_lines
    from duban.macros.messages.terminal import shown, tell
    from duban.workbook.file.safe_write import WRITTEN
    from duban.workbook.say.stop import Stop

    before = len(WRITTEN)
    try:
        code = _run(command, values)
        with shown():
            sys.stdout.flush()
        return code
    except BrokenPipeError:  # the reader of a pipe has seen enough
        _hush()
        return DONE
    except Stop as error:
        if values.debug:
            raise
        stop = error
        if stop.code == "not_shown":
            _hush()
    except KeyboardInterrupt:
        stop = Stop("interrupted")
    except MemoryError:
        stop = Stop("out_of_memory")
    except Exception as error:
        if values.debug:
            raise
        from duban.macros.messages.log import write_down

        why = f"{type(error).__name__}: {error}"
        stop = Stop("internal", why=why, log=write_down(error, " ".join(sys.argv)) or "—")
    tell(stop.say.to(values.lang))
    saved = WRITTEN[before:]
    if saved or stop.code != "maybe_saved":
        for line in saved_lines(saved, values.lang):
            tell(line)
    return COULD_NOT


def _run(command: Command, values: Values) -> int:
    if not command.plans:
        return int(load(command.runs)(values))
    from duban.macros.commands.ran_before import keep, recall
    from duban.macros.messages.report import report

    result = recall(command, values)
    if result is None:
        result = _changed(command, values)
        keep(command, values, result)
    report(result, values.lang)
    return DONE


def _changed(command: Command, values: Values) -> Result:
    from duban.macros.commands.change_file import change_file
    from duban.macros.messages.progress import Progress

    plans = load(command.plans)  # what takes long to import is no step of the work
    with Progress(values.lang) as progress:
        planned = plans(values, progress)
        return change_file(values.book, planned, out=values.out, sheet=values.sheet, stage=progress)


def _hush() -> None:
    """Let what is still to be printed vanish, else the interpreter complains of it when it ends."""
    with suppress(OSError, ValueError):  # ValueError: no real stream, as in tests
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _version() -> str:
    from importlib.metadata import version

    return version("duban")


if __name__ == "__main__":
    sys.exit(main())
