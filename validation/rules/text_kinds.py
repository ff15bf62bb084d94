"""What is untidy in one text cell: digits, punctuation, blanks, residue of Word, signs of a formula.

The traps are those of real lists: text pasted from Word and from chats.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate, compress
from operator import ne
from typing import Any

from duban.udfs.text import CONTROL_CHARACTERS
from duban.validation.rules.value_kinds import WRONG, Facts, Kind, Test
from duban.workbook.reading.settings import Settings

FULL_WIDTH_DIGITS = re.compile("[０-９]+(?:[．.][０-９]+)*[％]?")
HALF_WIDTH_PUNCTUATION = re.compile(r"(?<=[\u4e00-\u9fff”》）])(?!(?<=错误)!未)[,;:?!]+(?!\d)")
RESIDUE = re.compile(
    r"\[bookmark: [^\]]*\]|_GoBack|\{\s*HYPERLINK [^}]*\}|Error! [A-Z][^。]*?\.|错误!未[^。]*。"
)
CONTROL = re.compile(rf"[{CONTROL_CHARACTERS}]|_x00(?:0[0-8B-F]|1[0-9A-F]|7F)_")
DOCUMENT_NUMBER = re.compile(r"【((?:19|20)\d\d)】(?=第?\d{1,4}号)")
FORMULA_SIGN = re.compile(r"[=+\-@](?=[^\s\d.\-—])")
TO_FULL_WIDTH = str.maketrans(",;:?!", "，；：？！")
TO_HALF_WIDTH = str.maketrans("０１２３４５６７８９．％", "0123456789.%")


_ADDRESS = re.compile(r"[^\s，。；]*(?:://|[A-Za-z]:\\|\\\\)[^\s，。；]*")


def find_outside_addresses(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """Every hit of a pattern that lies in no path and no web address."""
    addresses = [each.span() for each in _ADDRESS.finditer(text)] if "\\" in text or "://" in text else []
    return [
        hit for hit in pattern.finditer(text) if not any(low <= hit.start() < high for low, high in addresses)
    ]


def _pattern(pattern: re.Pattern[str], fix: Callable[[str], str] | None = None) -> Test:
    def test(value: Any, settings: Settings) -> Facts | None:
        found = pattern.search(value) if isinstance(value, str) else None
        if found is not None and ("\\" in value or "://" in value):
            found = next(iter(find_outside_addresses(pattern, value)), None)
        if found is None:
            return None
        return {"piece": found[0], "fixed": fix(found[0])} if fix else {"piece": found[0]}

    return test


def _loose_blanks(value: Any, settings: Settings) -> Facts | None:
    return WRONG if isinstance(value, str) and value != value.strip() else None


PICTURE = "DISPIMG("
"""What WPS writes for a picture within a cell."""


def _like_a_formula(value: Any, settings: Settings) -> Facts | None:
    found = FORMULA_SIGN.match(value) if isinstance(value, str) and PICTURE not in value else None
    return {"sign": found[0]} if found else None


TESTS: Mapping[str, Test] = {
    "F204": _like_a_formula,
    "X101": _pattern(FULL_WIDTH_DIGITS, lambda text: text.translate(TO_HALF_WIDTH)),
    "X102": _pattern(HALF_WIDTH_PUNCTUATION, lambda text: text.translate(TO_FULL_WIDTH)),
    "X103": _loose_blanks,
    "X104": _pattern(CONTROL),
    "X105": _pattern(RESIDUE),
    "X106": _pattern(DOCUMENT_NUMBER, lambda text: f"〔{text[1:-1]}〕"),
}

_ODD = re.compile(f"[０-９【,;:?!{CONTROL_CHARACTERS}]")
_ODD_PIECES = ("_x00", "_GoBack", "HYPERLINK", "\x00=", "\x00+", "\x00-", "\x00@")
"""Any character or piece that one of the tests needs. They are sought apart, for a set of characters alone
is found five times as fast as alternatives; \\x00 stands before each text."""


def _suspects(values: Sequence[Any]) -> Iterable[int]:
    """All texts of the column in one search; only where it hits is a text looked at on its own."""
    places = [at for at, value in enumerate(values) if type(value) is str]
    texts = list(values) if len(places) == len(values) else [values[at] for at in places]
    stripped = list(map(str.strip, texts))
    odd = set() if texts == stripped else set(compress(range(len(texts)), map(ne, texts, stripped)))
    joined = "\x00" + "\x00".join(texts)
    hits = [hit.start() for hit in _ODD.finditer(joined)]
    for piece in _ODD_PIECES:
        at = joined.find(piece)
        while at >= 0:
            hits.append(at)
            at = joined.find(piece, at + 1)
    if hits:
        # ends[n] is where the separator behind text n stands, so a hit before it lies in text n
        ends = list(accumulate(len(text) + 1 for text in texts))
        odd.update(bisect_right(ends, hit) for hit in hits)
    return [places[n] for n in odd]


FILES = Kind({code: TESTS[code] for code in ("F204", "X103", "X104", "X105")}, _suspects, by_row=True)
"""Names of files and addresses: their punctuation and digits are what they are."""

TEXT = Kind(TESTS, _suspects, by_row=True)
"""Text that staff typed."""
