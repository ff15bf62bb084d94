"""Cell text as staff write it: folding and numbered lists.

Plain functions on one text. They never raise on odd text; what they cannot read they return as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from typing import NamedTuple

CONTROL_CHARACTERS = "\x01-\x08\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff"
"""What means nothing in a cell, and what a pasted text or another program leaves there, as a set of a regular
expression. Not \\x0b, the soft line break of Word."""
_CONTROL = re.compile(f"[\x00{CONTROL_CHARACTERS}]")
_UNSEEN_CHARACTERS = f"\x00{CONTROL_CHARACTERS}\xad\u200b-\u200f\u202a-\u202e\u2060\ufeff"
_UNSEEN = re.compile(f"[{_UNSEEN_CHARACTERS}]")


def squeeze(text: object) -> str:
    """The text without any white space or line break, full-width letters and digits made half-width.

    Two spellings of a header or a unit are the same when they squeeze to the same text.
    """
    if text is None:
        return ""
    folded = "".join(unicodedata.normalize("NFKC", str(text)).split())
    if folded.isprintable():
        return folded
    return "".join(unicodedata.normalize("NFKC", bare(folded)).split())  # anew, for accents may have met


def visible(text: str) -> str:
    """The text without the control characters that no cell should hold; line breaks stay."""
    return text if text.isprintable() else _CONTROL.sub("", text)


def bare(text: str) -> str:
    """The text without control characters and without those of no width, which web pages and chats leave: soft
    hyphens, joiners, marks of direction and of byte order. Line breaks stay."""
    return text if text.isprintable() else _UNSEEN.sub("", text)


def tidy(text: object) -> str:
    """The text with trimmed lines, nothing unseen, runs of spaces folded to one and blank lines left out."""
    if text is None:
        return ""
    lines = (re.sub(r"[ \t\u3000\xa0]+", " ", line).strip() for line in bare(str(text)).splitlines())
    return "\n".join(line for line in lines if line)


def one_line(text: object) -> str:
    """A name as it is meant, whatever lines its cell broke it into."""
    return "".join(tidy(text).splitlines())


def fold(text: object) -> str:
    """What is left when only letters, digits and Chinese characters count: for telling two texts the same."""
    return "".join(c for c in squeeze(text).casefold() if c.isalnum())


# ---- numbered lists -------------------------------------------------------------------------------

_CHINESE = "一二三四五六七八九十百"
_MARKS = tuple(
    # each kind of mark, by the way it is written; a list is split on the kind that its first mark has,
    # so that 1） inside 1、 and （1） inside （一） stay in the line that they belong to
    re.compile(pattern.replace("字", rf"[{_CHINESE}]").replace("\\h", r"[ \u3000]*"))
    for pattern in (
        r"(?P<n>\d{1,3})\h(?:、|[.．，,](?!\d))\h",
        r"(?P<n>\d{1,3})\h[）)][、.．]?\h",
        r"[（(]\h(?P<n>\d{1,3})\h[）)][、.．]?\h",
        r"[（(]\h(?P<n>字{1,4})\h[）)][、.．]?\h",
        r"(?P<n>字{1,3})是[，,：:]?\h",
        r"(?P<n>字{1,4})\h[、.．]\h",
        r"第(?P<n>字{1,4}|\d{1,3})[，,、：:]\h",
        r"(?P<n>[①-⑳])[、.．]?\h",
        r"(?P<n>[⑴-⒇])[、.．]?\h",
        r"(?P<n>[⒈-⒛])\h",
    )
)


@dataclass(frozen=True, slots=True)
class Line:
    """One numbered line of a cell: ``number`` as written (1, 2, 3 …), ``text`` without the mark."""

    number: int
    text: str


def chinese_number(text: str) -> int | None:
    """``十二`` → 12; digits and circled digits too; ``None`` when it is no whole number."""
    folded = unicodedata.normalize("NFKC", text).strip().strip("().")
    if folded.isascii() and folded.isdigit():
        return int(folded)
    total, digit = 0, 0
    for character in folded:
        if character not in _CHINESE:
            return None
        value = _CHINESE.index(character) + 1
        if value < 10:
            digit = value
        else:
            total += (digit or 1) * (10 if value == 10 else 100)
            digit = 0
    return (total + digit) or None


def in_chinese(number: int) -> str:
    """``12`` → 十二; digits from 100 on."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else f"{_CHINESE[tens - 1]}十"
    return ten + (_CHINESE[ones - 1] if ones else "")


def item_number(value: object) -> int | None:
    """序号 as a whole number: 1, ``１``, ``1.``, ``一``, ``（一）``; ``None`` for anything else."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return int(value) if float(value).is_integer() and value > 0 else None
    text = squeeze(value).strip("()（）、.．第项号")
    return chinese_number(text) or None


class Band(NamedTuple):
    """A heading over some items of a list: ``一、经济运行（3项）`` is 一 and 经济运行."""

    mark: str
    name: str


_BAND_MARK = rf"[{_CHINESE}]{{1,3}}|[0-9]{{1,2}}|[A-Za-z]"
_BAND = re.compile(
    rf"(?:\((?P<bracketed>{_BAND_MARK})\)[、.:]?|第(?P<part>{_BAND_MARK})(?:部分|大类|类|组|方面|板块)[、.:]?|(?P<plain>{_BAND_MARK})[、.:])?"
    r"(?P<name>.*?)(?:\([^()]*[0-9]+[^()]*\))?"
)


def split_band(heading: str) -> Band:
    """Mark and name of a heading; the mark is blank where it has none: 三农工作 begins with no number."""
    text = unicodedata.normalize("NFKC", squeeze(heading)).replace("．", ".")
    match = _BAND.fullmatch(text)
    if match is None or not match["name"]:
        return Band("", text)
    return Band(match["bracketed"] or match["part"] or match["plain"] or "", match["name"])


def split_lines(*cells: object) -> tuple[Line, ...]:
    """Split a cell on numbers at the **start of a line** (``1、 2. （一） (一) 一是 ①``), never on ；or 。.

    The mark of the first numbered line sets the kind; other kinds inside are text of the line they
    stand in. Text before the first mark is a line of its own unless it ends with a colon, when it
    only introduces the list. Cells without any mark are one line each: an item over several rows
    passes the cell of every row. Numbers are as written where they are distinct, else counted from 1.
    Shape: a tuple of lines, empty for blank cells.
    """
    return tuple(line for line, _ in split_cells(*cells))


def split_cells(*cells: object) -> tuple[tuple[Line, int], ...]:
    """The same lines, each with the cell that it begins in, counted from 0."""
    texts = [(text, at) for at, text in enumerate(map(tidy, cells)) if text]
    lines = [(line, at) for text, at in texts for line in text.splitlines()]
    kind = _kind_of_list(line for line, _ in lines)
    if kind is None:
        return tuple((Line(place, text), at) for place, (text, at) in enumerate(texts, 1))
    found: list[tuple[int | None, list[str], int]] = []
    for line, at in lines:
        match = kind.match(_halfwidth(line))
        if match:
            found.append((chinese_number(match["n"]), [line[match.end() :].strip()], at))
        elif found:
            found[-1][1].append(line)
        elif not line.endswith(("：", ":")):
            found.append((None, [line], at))
    parts = [(number, "\n".join(p for p in pieces if p), at) for number, pieces, at in found]
    parts = [(number, piece, at) for number, piece, at in parts if piece]
    numbers = [number for number, _, _ in parts]
    as_written = all(numbers) and len(set(numbers)) == len(numbers)
    return tuple(
        (Line(number if as_written and number else place, piece), at)
        for place, (number, piece, at) in enumerate(parts, 1)
    )


_BEGINS_A_MARK = rf"\d(（第{_CHINESE}①-⒛"
"""What every mark begins with, as a set of a regular expression."""
_MAY_BEGIN = re.compile(f"[{_BEGINS_A_MARK}]").match
_HALF_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


def _halfwidth(line: str) -> str:
    """Full-width digits as half-width, one character for one, so that positions stay."""
    return line.translate(_HALF_WIDTH)


def _kind_of_list(lines: Iterable[str]) -> re.Pattern[str] | None:
    """The kind of mark that the first numbered line has; most lines of prose are told by how they begin."""
    for line in filter(_MAY_BEGIN, lines):
        plain = _halfwidth(line)
        for mark in _MARKS:
            if mark.match(plain):
                return mark
    return None


def numbering_break(text: str) -> tuple[int, int] | None:
    """Where the numbers of a numbered list do not run on: (number before, number found); else ``None``.

    Only marks of the kind that the first one has count, as in ``split_lines``.
    """
    if has_plain_lines(text.strip()):
        return None  # once the blanks around it are gone
    lines = tidy(text).splitlines()
    kind = _kind_of_list(lines)
    if kind is None:
        return None
    found = (kind.match(_halfwidth(line)) for line in lines)
    numbers = [number for match in found if match and (number := chinese_number(match["n"])) is not None]
    return next(((a, b) for a, b in pairwise(numbers) if b != a + 1), None)


_BREAKS = r"\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
_LINE = f"[^{_BREAKS}]*+"
_FURTHER = reduce(lambda rest, n: rf"(?:\n{n}、{_LINE}{rest})?+", range(12, 1, -1), "")
_PROSE = rf"[^\s{_UNSEEN_CHARACTERS}{_BEGINS_A_MARK}]{_LINE}"
_PLAIN_LINES = re.compile(rf"1、[^\W_]{_LINE}{_FURTHER}|{_PROSE}(?:\n(?:{_PROSE})?+)*+").fullmatch


def has_plain_lines(text: str) -> bool:
    """Whether a text is surely fine as a list, told at a glance: ``1、`` with words behind it and ``2、`` to ``12、`` on the
    lines below, or words without any line that may begin with a mark."""
    return _PLAIN_LINES(text) is not None


def same_name(name: object) -> str:
    """What two spellings of a name have in common: formulas do not tell ``A区`` from ``a区``."""
    return str(name or "").casefold()
