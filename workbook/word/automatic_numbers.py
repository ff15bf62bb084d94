"""Word's automatic numbers as text: what stands before a paragraph on paper and is not in its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from duban.udfs.text import in_chinese
from duban.workbook.word.word_xml import child, children, value

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_ENDS = ("、", "）", ")", "．", " ", "，", "：")
"""What ends a number so that no blank is wanted behind it."""


def _letters(number: int) -> str:
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    parts = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
    told = ""
    for size, letters in (*parts, (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        times, number = divmod(number, size)
        told += letters * times
    return told


def _of(characters: str) -> Callable[[int], str]:
    """The numbers that one character each says; others in digits."""
    return lambda number: characters[number - 1] if 0 < number <= len(characters) else str(number)


def _run(first: str, count: int) -> str:
    return "".join(chr(ord(first) + place) for place in range(count))


_CHINESE = (
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "taiwaneseCounting",
    "ideographDigital",
)
_CIRCLED = ("decimalEnclosedCircle", "decimalEnclosedCircleChinese")
_SPELLED: Mapping[str, Callable[[int], str]] = {
    **dict.fromkeys((*_CHINESE, "taiwaneseCountingThousand", "japaneseDigitalTenThousand"), in_chinese),
    **dict.fromkeys(_CIRCLED, _of(_run("①", 20))),
    "decimalEnclosedParen": _of(_run("⑴", 20)),
    "decimalEnclosedFullstop": _of(_run("⒈", 20)),
    "chineseLegalSimplified": _of("壹贰叁肆伍陆柒捌玖拾"),
    "ideographTraditional": _of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _of("子丑寅卯辰巳午未申酉戌亥"),
    "decimalZero": lambda number: f"{number:02}",
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "none": lambda number: "",
}


@dataclass
class _Level:
    kind: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    """The level after which it begins again; ``None``: any above."""
    legal: bool = False


@dataclass
class _List:
    """A list as it is defined, and how far it has been counted."""

    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)


class AutomaticNumbers:
    """The numbers of a document's paragraphs, which must be asked for in order.

    ``numbering`` and ``styles`` are the roots of the parts of these names; ``None`` where there is none.
    """

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._styles = {value(each, "styleId"): each for each in children(styles, "style")}
        self._default = next(
            (
                name
                for name, each in self._styles.items()
                if value(each, "type") == "paragraph" and value(each, "default") in ("1", "true")
            ),
            "",
        )
        self._abstract = {value(each, "abstractNumId"): each for each in children(numbering, "abstractNum")}
        self._nums = {value(each, "numId"): each for each in children(numbering, "num")}
        self._lists: dict[str, _List] = {}
        self._begun: set[str] = set()

    def label(self, properties: Any) -> str:
        """The number before a paragraph with these properties (``w:pPr`` or ``None``); empty where it has none."""
        number, level = self._numbered(properties)
        found = self._list(number)
        if found is None or level not in found.levels:
            return ""
        self._count(found, number, level)
        shape = found.levels[level]
        if shape.kind == "bullet":
            return ""
        text = _PLACE.sub(lambda place: self._shown(found, int(place[1]) - 1, legal=shape.legal), shape.text)
        return text if not text or text.endswith(_ENDS) else f"{text} "

    def heading(self, properties: Any) -> int:
        """The level of a paragraph as a heading, from 1; 0 for text."""
        for each in self._from_near_to_far(properties):
            told = value(child(each, "outlineLvl"), "val")
            if told is not None:
                return int(told) + 1 if told.isdigit() and int(told) < _LEVELS else 0
        return 0

    # inside

    def _from_near_to_far(self, properties: Any) -> Iterator[Any]:
        """The properties of a paragraph, then those of its style and of the styles that this one is based on."""
        if properties is not None:
            yield properties
        name = value(child(properties, "pStyle"), "val") or self._default
        seen: set[str] = set()
        while name and name not in seen and name in self._styles:
            seen.add(name)
            style = self._styles[name]
            own = child(style, "pPr")
            if own is not None:
                yield own
            name = value(child(style, "basedOn"), "val") or ""

    def _numbered(self, properties: Any) -> tuple[str, int]:
        """The list of a paragraph and its level there."""
        number = level = None
        for each in self._from_near_to_far(properties):
            told = child(each, "numPr")
            if told is None:
                continue
            level = value(child(told, "ilvl"), "val") if level is None else level
            number = value(child(told, "numId"), "val") if number is None else number
            if number is not None:
                break
        return number or "0", int(level) if level and level.isdigit() else 0

    def _list(self, number: str) -> _List | None:
        """The list that a number means; those of one definition count together."""
        num = self._nums.get(number)
        if number == "0" or num is None:
            return None
        abstract = value(child(num, "abstractNumId"), "val") or ""
        if abstract not in self._lists:
            self._lists[abstract] = _List(self._levels(self._defined(abstract)))
        found = self._lists[abstract]
        if number not in self._begun:
            self._begun.add(number)
            for override in children(num, "lvlOverride"):
                level = int(value(override, "ilvl") or 0)
                start = value(child(override, "startOverride"), "val")
                if child(override, "lvl") is not None:
                    found.levels |= self._levels(override)
                if start is not None and start.isdigit():
                    found.counts[level] = int(start) - 1
        return found

    def _defined(self, abstract: str) -> Any:
        """A definition, where need be by the style that it names."""
        found = self._abstract.get(abstract)
        link = value(child(found, "numStyleLink"), "val")
        if link is None:
            return found
        return next(
            (each for each in self._abstract.values() if value(child(each, "styleLink"), "val") == link),
            found,
        )

    @staticmethod
    def _levels(parent: Any) -> dict[int, _Level]:
        levels = {}
        for each in children(parent, "lvl"):
            start, restart = value(child(each, "start"), "val"), value(child(each, "lvlRestart"), "val")
            levels[int(value(each, "ilvl") or 0)] = _Level(
                value(child(each, "numFmt"), "val") or "decimal",
                value(child(each, "lvlText"), "val") or "",
                int(start) if start and start.isdigit() else 1,
                int(restart) if restart and restart.isdigit() else None,
                child(each, "isLgl") is not None,
            )
        return levels

    @staticmethod
    def _count(found: _List, number: str, level: int) -> None:
        found.counts[level] = found.counts.get(level, found.levels[level].start - 1) + 1
        for below in [each for each in found.counts if each > level]:
            restart = found.levels[below].restart if below in found.levels else None
            if restart != 0 and (restart is None or level < restart):
                del found.counts[below]

    @staticmethod
    def _shown(found: _List, level: int, *, legal: bool) -> str:
        shape = found.levels.get(level, _Level())
        number = found.counts.get(level, shape.start)
        return str(number) if legal else _SPELLED.get(shape.kind, str)(number)
