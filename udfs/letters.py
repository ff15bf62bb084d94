"""Of a 督办单 or 催办单 on record: which 文号 are the same, and whether the unit has answered."""

from __future__ import annotations

from duban.udfs.text import squeeze

CLOSED_WORDS = ("办结", "已办结")
"""What 办结情况 says once nothing more is asked of the unit."""

_BRACKETS = str.maketrans("[]()【】", "〔〕〔〕〔〕")


def plain_number(number: object) -> str:
    """A 文号 by which two are the same, whichever brackets staff typed."""
    return squeeze(number).translate(_BRACKETS)


def waits(answered: object, answer: object, closed: object) -> bool:
    """Whether nothing tells of a reply: neither its day nor what it says, nor that the matter is closed."""
    return not (squeeze(answered) or squeeze(answer)) and squeeze(closed) not in CLOSED_WORDS
