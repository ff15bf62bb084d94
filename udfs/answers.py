"""Which measures a person says answer a problem, as 对应措施 names them.

A number is a measure of the problem's own item, ``1、3`` or ``1—3``; ``2-1`` is the first measure of item 2.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from duban.udfs.text import item_number, squeeze

_BETWEEN = re.compile(r"[、,;\s和及]+")
_OWN = re.compile(r"(\d{1,3})", re.ASCII)
_SPAN = re.compile(r"(\d{1,3})(?:~|至|到|—|--)(\d{1,3})", re.ASCII)
_OTHER = re.compile(r"(.+?)-(\d{1,3})", re.ASCII)
_MOST = 100
"""Measures that a span may hold."""


class Answer(NamedTuple):
    """A measure: the item that it is of as readers call it, ``None`` for the problem's own, and its number there."""

    item: str | None
    number: int


def read_answers(told: object) -> tuple[list[Answer], list[str]]:
    """The measures that a cell names, each once, in their order; and what in it cannot be read."""
    text = unicodedata.normalize("NFKC", "" if told is None else str(told))
    found: dict[Answer, None] = {}
    wrong: list[str] = []
    for part in filter(None, _BETWEEN.split(text)):
        if own := _OWN.fullmatch(part):
            found[Answer(None, int(own[1]))] = None
        elif (span := _SPAN.fullmatch(part)) and int(span[1]) <= int(span[2]) < int(span[1]) + _MOST:
            found |= {Answer(None, number): None for number in range(int(span[1]), int(span[2]) + 1)}
        elif other := _OTHER.fullmatch(part):
            found[Answer(other[1], int(other[2]))] = None
        else:
            wrong.append(part)
    return list(found), wrong


def shown_answer(answer: Answer) -> str:
    """How it is written."""
    return str(answer.number) if answer.item is None else f"{answer.item}-{answer.number}"


def called(item: object) -> str:
    """What readers call an item by, for comparing: 2, ``"2"`` and ``二`` are one."""
    number = item_number(item)
    return unicodedata.normalize("NFKC", squeeze(item)) if number is None else str(number)
