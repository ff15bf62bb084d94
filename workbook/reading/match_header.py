"""What the text of a header means: a column of the task list by its own name, by another one, or by the words in it."""

from __future__ import annotations

import re
from functools import lru_cache

from duban.udfs.lazy_patterns import Pattern
from duban.udfs.text import squeeze
from duban.workbook.format.sheets.task_list import FORMAT as TASK_LIST

_TRADITIONAL = str.maketrans(
    "號項稱標務攻堅針對問題體專舉領導牽頭單責門處負備註說開時間實際計劃點進節結辦聯繫協參與區縣鎮鄉據應擬類別權關",
    "号项称标务攻坚针对问题体专举领导牵头单责门处负备注说开时间实际计划点进节结办联系协参与区县镇乡据应拟类别权关",
)
_BRACKETS = re.compile(r"\([^()]*\)|[*:：]")
_PER_CENT = re.compile(r"%|％|百分比|百分数")

_LONGEST = 16
"""Characters of the longest name that words make up; a title or a sentence is none."""

_TRIMMED, _BY_WORDS = 100, 200
"""Ranks: behind all names as they are declared stand those with something in brackets, then those made of words."""


def folded(text: object) -> str:
    """A header text as it is compared: no blanks, half width, ordinary characters for traditional ones."""
    return "" if text is None else _folded(str(text))


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return squeeze(text).translate(_TRADITIONAL)


@lru_cache(maxsize=4096)
def meanings(text: str) -> tuple[tuple[int, str], ...]:
    """The columns of the task list that a folded text may stand for, each with its rank: the lowest is the best."""
    plain = _BRACKETS.sub("", text)
    known = _declared()
    found = known.get(text) or [(_TRIMMED + rank, name) for rank, name in known.get(plain, ())]
    if len(plain) <= _LONGEST:
        named = {name for _, name in found}
        found = [
            *found,
            *(
                (_BY_WORDS, name)
                for name, like in _LIKE.items()
                if name not in named and like.fullmatch(plain)
            ),
        ]
    return tuple(sorted(found, key=lambda each: (each[0], TASK_LIST.names.index(each[1]))))


@lru_cache(maxsize=1)
def _declared() -> dict[str, list[tuple[int, str]]]:
    found: dict[str, list[tuple[int, str]]] = {}
    for field in TASK_LIST.fields:
        for rank, name in enumerate((field.name, *field.also)):
            found.setdefault(folded(name), []).append((rank, field.name))
    return found


_LIKE = {field.name: Pattern(field.like) for field in TASK_LIST.fields if field.like}


def is_by_words(rank: int) -> bool:
    """Whether a rank is that of a text which only its words tell."""
    return rank >= _BY_WORDS


def in_per_cent(text: str) -> bool:
    """Whether a folded header says that its numbers are parts of a hundred."""
    return _PER_CENT.search(text) is not None
