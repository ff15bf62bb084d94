"""What the text of a header means: a column of the task list by its own name, by another one, or by the words in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from duban.udfs.text import squeeze
from duban.workbook.format.fields import SheetFormat
from duban.workbook.format.task_list import FORMAT as TASK_LIST

_TRADITIONAL = str.maketrans(
    "號項稱標務攻堅針對問題體專舉領導牽頭單責門處負備註說開時間實際計劃點進節結辦聯繫協參與區縣鎮鄉據應擬類別權關",
    "号项称标务攻坚针对问题体专举领导牵头单责门处负备注说开时间实际计划点进节结办联系协参与区县镇乡据应拟类别权关",
)
_BRACKETS = re.compile(r"\([^()]*\)|[*:：]")
_PER_CENT = re.compile(r"%|％|百分比|百分数")

_TRIMMED, _BY_WORDS = 100, 200
"""Ranks: behind all names as they are declared stand those with something in brackets, then those made of words."""


def folded(text: object) -> str:
    """A header text as it is compared: no blanks, half width, ordinary characters for traditional ones."""
    return squeeze(text).translate(_TRADITIONAL)


@lru_cache(maxsize=4096)
def meanings(text: str) -> tuple[tuple[int, str], ...]:
    """The columns of the task list that a folded text may stand for, each with its rank: the lowest is the best."""
    return tuple(sorted(_meanings(TASK_LIST, text)))


def _meanings(sheet: SheetFormat, text: str) -> Iterator[tuple[int, str]]:
    plain = _BRACKETS.sub("", text)
    for field in sheet.fields:
        names = [folded(name) for name in (field.name, *field.also)]
        if text in names:
            yield names.index(text), field.name
        elif plain in names:
            yield _TRIMMED + names.index(plain), field.name
        elif field.like and re.fullmatch(field.like, plain):
            yield _BY_WORDS, field.name


def is_by_words(rank: int) -> bool:
    """Whether a rank is that of a text which only its words tell."""
    return rank >= _BY_WORDS


def in_per_cent(text: str) -> bool:
    """Whether a folded header says that its numbers are parts of a hundred."""
    return _PER_CENT.search(text) is not None
