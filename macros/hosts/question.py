"""What a host asks the engine: a click on a button, with the workbook."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_FORBIDDEN = re.compile(r'[\x00-\x1f<>:"|?*]')
_LONGEST = 80
"""Characters of a name without its ending."""


class NoQuestion(ValueError):
    """What was asked is no question that the protocol knows; the text says why."""


@dataclass(frozen=True, slots=True)
class Question:
    """One click."""

    button: str
    data: bytes
    """The workbook as it is now, an .xlsx."""
    name: str = "工作簿"
    """What staff call it."""
    place: str | None = None
    """Its file, where it has one."""
    selected: tuple[str, ...] = ()
    formulas: bool = True
    """Whether the host can tell formulas from values."""
    read_only: bool = False
    answers: Mapping[str, Any] = field(default_factory=dict)
    """What the user said, by the keys that were asked."""

    @property
    def file_name(self) -> str:
        """A name for a copy, without any folder and ending in .xlsx."""
        plain = _FORBIDDEN.sub("", self.name.replace("\\", "/").rpartition("/")[2])
        return f"{Path(plain).stem.strip(' .')[:_LONGEST] or '工作簿'}.xlsx"


def question_of(told: Mapping[str, Any], data: bytes) -> Question:
    """A question from what a host told beside the workbook. Raises ``NoQuestion`` for what is not as it must be."""
    answers = told.get("answers", {})
    selected = told.get("selected", [])
    if not isinstance(answers, dict):
        raise NoQuestion("answers: not an object")
    if not (isinstance(selected, list) and all(isinstance(each, str) for each in selected)):
        raise NoQuestion("selected: not a list of names")
    for key in ("run", "name", "place"):
        if not isinstance(told.get(key, ""), str | None):
            raise NoQuestion(f"{key}: not a text")
    return Question(
        str(told.get("run", "")),
        data,
        told.get("name") or "工作簿",
        told.get("place") or None,
        tuple(selected),
        told.get("formulas", True) is not False,
        told.get("read_only", False) is True,
        answers,
    )


def workbook_of(told: Mapping[str, Any]) -> bytes:
    """The workbook that a line brings along, or names. Raises ``NoQuestion``, OSError."""
    if isinstance(told.get("data"), str):
        try:
            return base64.b64decode(told["data"], validate=True)
        except (binascii.Error, ValueError) as error:
            raise NoQuestion("data: not base64") from error
    if isinstance(told.get("path"), str):
        return Path(told["path"]).read_bytes()
    raise NoQuestion("neither path nor data")


def calls_of(told: Any) -> Sequence[tuple[str, list[Any]]]:
    """The functions that are called, with their arguments. Raises ``NoQuestion``."""
    if not isinstance(told, list):
        raise NoQuestion("call: not a list")
    for each in told:
        if not (
            isinstance(each, dict) and isinstance(each.get("f"), str) and isinstance(each.get("a"), list)
        ):
            raise NoQuestion('call: not {"f": name, "a": arguments}')
    return [(each["f"], each["a"]) for each in told]


def from_json(text: str | bytes) -> Any:
    """Raises ``NoQuestion`` for what is no JSON, or nested without end."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NoQuestion(f"no JSON: {error}") from error
