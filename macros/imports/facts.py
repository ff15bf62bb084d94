"""Numbers and days in a text that say how much, how many or until when; never years, marks of lists and numbers of files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from duban.udfs.text import squeeze

_UNITS = (
    r"%|个百分点|万?平方米|平方公里|公里|千米|[万亿]?元|[万亿]|个|家|项|名|人|套|处|条|批|次|天半?|小时|周|亩|万?吨|户|位|只|支|倍"
    r"|座|辆|台|件|类|所|场|期|款|个月|年内?(?=以上|以内)|强"
)
_NUMBER = re.compile(
    rf"(?<![\d.〔\[第（(])(?P<number>\d+(?:\.\d+)?)\s*(?:余|多)?\s*(?P<unit>{_UNITS})(?!度)(?P<of>[\u4e00-\u9fff]{{0,8}})"
)
_OF_ENDS = re.compile(r"年内|全部|悉数|以上|以内|的|开工|建设|时间")
"""Where what is counted ends."""
_RANK = re.compile(r"前\s*(?P<number>\d+)\s*(?P<unit>名|位)")
_DAY = re.compile(r"(?:(?:19|20)\d\d年)?\d{1,2}月(?:\d{1,2}[日号]|底|末|初|[上中下]旬)?(?:以前|之前|前)?")
_CLAUSE = re.compile(r"[^，,；;。！\n]+")
_MARKS = re.compile(r"^\s*(?:\d{1,3}\s*[、.．](?!\d)|[（(]\d{1,3}[）)])\s*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Fact:
    """A number with what it counts, or a day, and the clause in which it stands."""

    key: tuple[str, str]
    """What two places say the same by: number and unit, or the day."""
    text: str
    clause: str


def facts_in(text: str) -> Iterator[Fact]:
    """The facts of a text, clause by clause."""
    for piece in _CLAUSE.findall(_MARKS.sub("", text)):
        clause = piece.strip()
        ranks = [*_RANK.finditer(clause)]
        numbers = (
            each
            for each in _NUMBER.finditer(clause)
            if not any(each.start() == rank.start(1) for rank in ranks)
        )
        for found in (*numbers, *ranks):
            number = found["number"].rstrip("0").rstrip(".") if "." in found["number"] else found["number"]
            if found["unit"] == "年" and len(number) == 4:
                continue
            yield Fact((number, found["unit"]), _OF_ENDS.split(found[0])[0].strip(), clause)
        for day in _DAY.finditer(clause):
            yield Fact((squeeze(day[0]), ""), day[0], clause)
