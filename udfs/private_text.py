"""What in a text belongs to a person and must not be published: names that are known, numbers and addresses by their form.

Plain functions on one text. Places are those of the text as it stands, however it is written: ``王　 强``, ``１３８ - …``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from duban.udfs.lazy_patterns import Pattern
from duban.udfs.person_or_unit import is_person

MASK = "×××"
"""What stands in the place of what is not published."""

Kind = Literal["name", "number", "person"]
"""A name that is known; a telephone, identity or account number or an address of any kind; what looks like a person."""


class Private(NamedTuple):
    """A part of a text, ``start`` to ``end``, that belongs to a person."""

    start: int
    end: int
    kind: Kind
    word: str
    """The name as it is known; else the part as it stands."""


_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_UNSEEN = frozenset(["Cc", "Cf", "Cs", "Mn", "Me"])
"""Categories of characters that nobody sees by themselves, variants of ideographs among them."""
_DOTS = frozenset("·•‧∙⋅・･˙.")
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")

_ARABIC = frozenset("0123456789")

_S = r"[\s\-\u2010-\u2015\u2212_~()/]{0,3}"
"""What may stand between two digits of one number."""
_B = r"[ \-\u2010-\u2015]?"
_CALL = (
    r"(?:电\s*话|手\s*机|座\s*机|传\s*真|固\s*话|热\s*线|联\s*系\s*方\s*式|拨\s*打|致\s*电|[Tt][Ee][Ll]|\u260e|\u2706|\U0001f4de)"
    r"\s*(?:号\s*码?)?\s*[:为是(]?\s*"
)
_LABEL = Pattern(_CALL)
_NUMBERS = Pattern(
    "|".join(
        (
            # a mobile telephone
            rf"(?<!\d)(?:(?:\((?=\+?(?:00)?86\)))?\+?(?:00)?86{_S}|0)?1{_S}[3-9](?:{_S}\d){{9}}(?!\d)",
            r"(?<!\d)1[3-9]\d\s?\.\s?\d{4}\s?\.\s?\d{4}(?!\d)",
            # a landline with its area code, perhaps with an extension
            rf"(?<!\d)(?:\((?=[\s\d]{{3,8}}\)))?0(?:\s?1\s?0|\s?2\s?\d|\s?[3-9]\s?\d\s?\d){_S}[2-9](?:{_B}\d){{6,7}}(?:\s?-\s?\d{{1,5}})?(?!\d)",
            rf"(?<!\d)[48]00{_B}\d(?:{_B}\d){{6}}(?!\d)",
            # whatever is said to be a number to call; short ones (12345) are those of public services
            rf"{_CALL}\d(?:{_S}\d){{5,}}",
            # identity cards, bank accounts
            r"(?<!\d)\d(?: ?\d){16} ?[\dXx](?![\dA-Za-z])",
            r"(?<!\d)\d{6}-\d{8}-\d{3}[\dXx](?![\dA-Za-z])",
            r"(?<!\d)\d(?: ?\d){14,}(?!\d)",
            r"(?<!\d)\d{4}-\d{4}-\d{4}-\d{3,7}(?!\d)",
            # addresses
            r"[A-Za-z0-9._%+\-]+\s?@\s?[A-Za-z0-9\-]+(?:\s?\.\s?[A-Za-z0-9\-]+)*",
            r"(?:QQ|qq|微\s*信号?|[Ww]e[Cc]hat|VX|vx)(?:号码?|群)?\s*[:为是]?\s*[A-Za-z0-9_\-]{5,}",
        )
    )
)
_TITLES = (
    r"局长|处长|科长|主任|书记|部长|镇长|乡长|区长|县长|市长|院长|校长|所长|站长|队长|组长|经理|董事长|主席|行长|会长|主编|总工"
    r"|同志|先生|女士|老师|师傅"
)
_TITLED = Pattern(rf"(?:副|原|代|常务)?(?:{_TITLES})")
_LABELLED = Pattern(
    r"(?:负责人|责任人|联系人|经办人|承办人|主办人|联络员|联络人|负责同志|反馈人|来信人|投诉人|举报人|信访人|组长|领导|姓名)"
    r"(?:[(（][^()（）]{0,8}[)）])?[:是为]"
)
_BEFORE_A_SURNAME = "由请向找给让经是与和及老小"
_LONGEST = 4


class Folded(NamedTuple):
    """A text as it is compared, and where each of its characters stands in the text itself."""

    text: str
    at: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a part stands in the text itself."""
        return self.at[start], self.at[end - 1] + 1


def tight(text: str) -> Folded:
    """Without blanks, line breaks, what is not seen and the dots of foreign names; half-width, in one case."""
    return _folded(text, lambda c: c.isspace() or c in _DOTS)


def loose(text: str) -> Folded:
    """Half-width, Chinese digits as Arabic ones; blanks stay."""
    folded = _folded(text, lambda c: False)
    return Folded(folded.text.translate(_DIGITS), folded.at)


def _folded(text: str, dropped: Callable[[str], bool]) -> Folded:
    letters: list[str] = []
    at: list[int] = []
    for place, character in enumerate(text):
        for letter in unicodedata.normalize("NFKD", character):
            space = letter.isspace()
            unseen = letter in _FILLERS or (unicodedata.category(letter) in _UNSEEN and not space)
            if not (unseen or dropped(letter)):
                letters.append(" " if space else letter)
                at.append(place)
    return Folded("".join(letters), tuple(at))


def tight_name(name: str) -> str:
    """A name as it is compared."""
    return _same_length_fold(tight(name).text)


def digits_of(text: str) -> str:
    """The digits of a text, half-width."""
    return "".join(c for c in loose(text).text if c in _ARABIC)


class Screen:
    """Finds what is private in texts: ``names`` and ``numbers`` (digits) are those that are known.

    ``allowed`` are longer words in which a name is none: 用电高峰 where somebody is called 高峰. One that is no longer than
    the name allows nothing. What only looks like a person's number or name is allowed by a word that holds it.
    """

    def __init__(
        self, names: Iterable[str], numbers: Iterable[str] = (), allowed: Iterable[str] = ()
    ) -> None:
        known = sorted({tight_name(name): name for name in names if len(tight_name(name)) > 1}.items())
        self.names = dict(known)
        """Tight name → the name as it is known."""
        self._by_first: dict[str, list[str]] = {}
        for name in sorted(self.names, key=len, reverse=True):
            self._by_first.setdefault(name[0], []).append(name)
        self._numbers = {*numbers}
        self._surnames = {name[0] for name in self.names if is_person(name)}
        self._allowed = [word for each in allowed if len(word := tight_name(each)) > 1]

    def private(self, text: str) -> list[Private]:
        """All that is private in a text, in its order; parts may overlap."""
        if len(text) < 2:
            return []
        short, wide = tight(text), loose(text)
        found = [*self._known(text, short), *self._by_form(text, short, wide)]
        return sorted(set(found))

    def allows(self, part: str) -> bool:
        """Whether what only looks private is, or stands in, an allowed word."""
        return any(tight_name(part) in word for word in self._allowed)

    def _known(self, text: str, short: Folded) -> Iterator[Private]:
        plain = _same_length_fold(short.text)
        kept = [
            (match.start(), match.start() + len(word))
            for word in self._allowed
            for match in re.finditer(f"(?={re.escape(word)})", plain)
        ]
        for start, first in enumerate(plain):
            name = next((n for n in self._by_first.get(first, ()) if plain.startswith(n, start)), "")
            end = start + len(name)
            if not name:
                continue
            if not any(a <= start and end <= b and b - a > end - start for a, b in kept):
                yield Private(*short.span(start, end), "name", self.names[name])

    def _by_form(self, text: str, short: Folded, wide: Folded) -> Iterator[Private]:
        for match in _NUMBERS.finditer(wide.text):
            label = _LABEL.match(match[0])
            first, last = wide.span(match.start() + (label.end() if label else 0), match.end())
            if not self.allows(text[first:last]):
                yield Private(first, last, "number", text[first:last])
        digits = "".join(c for c in wide.text if c in _ARABIC)
        for number in self._numbers:
            if number in digits:  # parted, or within a longer one
                for match in re.finditer(rf"(?<!\d){_S.join(number)}(?!\d)", wide.text):
                    first, last = wide.span(match.start(), match.end())
                    yield Private(first, last, "number", text[first:last])
        for start, end in self._persons(short.text):
            first, last = short.span(start, end)
            if not self._is_allowed(short.text, start, end):
                yield Private(first, last, "person", text[first:last])

    def _is_allowed(self, plain: str, start: int, end: int) -> bool:
        """Whether what looks like a person stands within an allowed word, or is one itself."""
        around = _same_length_fold(plain)
        return any(
            start - len(word) < at <= start and end <= at + len(word)
            for word in self._allowed
            for at in range(max(0, end - len(word)), start + 1)
            if around.startswith(word, at)
        )

    def _persons(self, plain: str) -> Iterator[tuple[int, int]]:
        """What looks like a person: a usual name behind 负责人：, one before a title, a known surname before a title."""
        for match in _LABELLED.finditer(plain):
            if length := _name_length(plain[match.end() : match.end() + _LONGEST]):
                yield match.end(), match.end() + length
        for match in _TITLED.finditer(plain):
            begin = match.start()
            name = next((n for n in (3, 2) if begin >= n and is_person(plain[begin - n : begin])), 0)
            if not name and begin and plain[begin - 1] in self._surnames and _begins_there(plain, begin - 1):
                name = 1
            if name:
                yield begin - name, match.end()


def masked(text: str, parts: Collection[Private]) -> str:
    """The text with ``×××`` for each of the parts; those that overlap become one."""
    joined: list[list[int]] = []
    for part in sorted(parts):
        if joined and part.start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], part.end)
        else:
            joined.append([part.start, part.end])
    for start, end in reversed(joined):
        text = text[:start] + MASK + text[end:]
    return text


def around(text: str, part: Private, beside: int = 6) -> str:
    """A part of a text with what stands beside it, on one line."""
    before, behind = text[max(0, part.start - beside) : part.start], text[part.end : part.end + beside]
    dots = "…" if part.start > beside else "", "…" if part.end + beside < len(text) else ""
    return " ".join(f"{dots[0]}{before}{text[part.start : part.end]}{behind}{dots[1]}".split())


@lru_cache(maxsize=4096)
def _name_length(text: str) -> int:
    return next((n for n in range(len(text), 1, -1) if is_person(text[:n])), 0)


def _begins_there(plain: str, at: int) -> bool:
    """Whether a surname begins a word: 王局长 does in 请王局长, not in a longer word of which it is the end."""
    before = plain[at - 1] if at else ""
    return not re.match(r"[\u4e00-\u9fff]", before) or before in _BEFORE_A_SURNAME


def _same_length_fold(text: str) -> str:
    """In one case, one character for one, so that places stay."""
    return "".join(folded if len(folded := c.casefold()) == 1 else c for c in text)
