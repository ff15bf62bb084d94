"""Suggestions of which city item an item serves, with the shared phrase as evidence.

Titles mislead: all of them speak of 改革攻坚 and 体制机制. What settles it is a long phrase that an
item's goal and measures share with one city item's description and with few others.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from duban.udfs.likeness import matcher
from duban.udfs.text import fold

TOP = 3
"""How many candidates an item gets."""

TELLING = 4
"""Shared runs shorter than this do not count for the score, only to fill up the list of candidates."""

ENOUGH = 10.0
"""A best score below this is no suggestion (about one run of six characters that no other city item
has): the item is then likely 自主."""

ALIKE = 0.7
"""Titles at least this much alike, boilerplate cut out, count as evidence of their own."""

_BOILERPLATE = ("改革攻坚", "体制机制", "改革", "攻坚")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One candidate: the city item's number, its score, the longest shared phrase."""

    number: int
    score: float
    phrase: str


def strip(text: str) -> str:
    """Letters and characters only, boilerplate cut out; the cut stays a gap, so no run crosses it."""
    folded = fold(text)
    for words in _BOILERPLATE:
        folded = folded.replace(words, " ")
    return folded


class Suggester:
    """Compares items with the city's list. ``city`` maps number → (title, description)."""

    def __init__(self, city: Mapping[int, tuple[str, str]]) -> None:
        self._texts = {number: strip(f"{title}\n{body}") for number, (title, body) in city.items()}
        self._titles = {number: strip(title).replace(" ", "") for number, (title, _) in city.items()}
        seen = Counter(gram for text in self._texts.values() for gram in set(_grams(text)))
        scale = math.log(1 + len(self._texts))
        self._rarity = {gram: math.log((1 + len(self._texts)) / n) / scale for gram, n in seen.items()}

    def candidates(self, title: str, body: Sequence[str]) -> list[Suggestion]:
        """The three best city items for one item, best first; empty when no phrase is shared that tells.

        The score sums the rare character pairs (0..1 each) of all telling shared runs, counts the
        longest run twice and adds up to 40 for titles that are alike once boilerplate is cut out.
        Candidates without a telling run follow, by the same sum over their short runs.
        """
        own = strip("\n".join((title, *body)))
        own_title = strip(title).replace(" ", "")
        scored: list[tuple[float, float, Suggestion]] = []
        for number, text in self._texts.items():
            runs = [(sum(self._rarity[gram] for gram in _grams(run)), run) for run in _shared_runs(own, text)]
            compared = matcher(own_title, self._titles[number])
            same_title = compared.ratio() if own_title else 0.0
            if same_title >= ALIKE:
                blocks = compared.get_matching_blocks()
                runs.append((40 * same_title, "".join(own_title[b.a : b.a + b.size] for b in blocks)))
            if runs:
                best, phrase = max(runs)
                telling = [value for value, run in runs if len(run) >= TELLING]
                score = sum(telling) + max(telling, default=0.0)
                scored.append(
                    (score, sum(value for value, _ in runs) + best, Suggestion(number, score, phrase))
                )
        scored.sort(key=lambda each: (-each[0], -each[1], each[2].number))
        best_ones = [suggestion for _, _, suggestion in scored[:TOP]]
        return best_ones if best_ones and best_ones[0].score >= ENOUGH else []


def _grams(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(len(text) - 1) if " " not in text[at : at + 2]]


def _shared_runs(one: str, other: str) -> list[str]:
    """The longest runs of ``one`` that stand in ``other``, left to right, not overlapping, each once."""
    runs: dict[str, None] = {}
    at = 0
    while at < len(one) - 1:
        end = at + 2
        if " " in one[at:end] or one[at:end] not in other:
            at += 1
            continue
        while end < len(one) and one[end] != " " and one[at : end + 1] in other:
            end += 1
        runs[one[at:end]] = None
        at = end
    return list(runs)
