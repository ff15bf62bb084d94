"""``duban engine``: one question a line on standard input, one answer a line on standard output, until the input ends."""

from __future__ import annotations

import json
import sys
from importlib.metadata import version
from typing import IO, Any

from duban.macros.declared.command_type import Values
from duban.macros.hosts.engine import Answer, Engine, buttons
from duban.macros.hosts.question import NoQuestion, calls_of, from_json, question_of, workbook_of
from duban.workbook.protocol.operations import PROTOCOL


def run(values: Values) -> int:
    """``duban engine``."""
    answer_lines(sys.stdin.buffer, sys.stdout.buffer)
    return 0


def answer_lines(questions: IO[bytes], answers: IO[bytes]) -> None:
    """Greet, then answer each line. A line that is no question is answered too."""
    _tell(answers, {"protocol": PROTOCOL, "version": version("duban")})
    engine = Engine()
    for line in questions:
        if not line.strip():
            continue
        try:
            told = _answer(engine, from_json(line))
        except (NoQuestion, OSError) as error:
            told = {"protocol": PROTOCOL, "ok": False, "message": f"引擎不明白：{error}", "ops": []}
        _tell(answers, told)


def _answer(engine: Engine, told: Any) -> Answer | list[Any]:
    if not isinstance(told, dict):
        raise NoQuestion("not an object")
    if "run" in told:
        return engine.run(question_of(told, workbook_of(told)))
    if "finish" in told:
        return engine.finish(str(told["finish"]))
    if "call" in told:
        return engine.call(calls_of(told["call"]))
    if told.get("buttons"):
        return buttons()
    raise NoQuestion("none of run, finish, call, buttons")


def _tell(answers: IO[bytes], told: Any) -> None:
    answers.write(to_json(told) + b"\n")
    answers.flush()


def to_json(told: Any) -> bytes:
    """UTF-8, in one line."""
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=str).encode(errors="replace")
