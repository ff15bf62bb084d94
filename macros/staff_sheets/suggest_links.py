"""Suggestions of which city item an item serves, with the shared phrase as evidence.

Titles mislead: all of them speak of 改革攻坚 and 体制机制. What settles it is a long phrase that an
item's goal and measures share with one city item's description and with few others.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from duban.udfs.likeness import MOST, matcher
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
        self._titles = {number: strip(title).replace(" ", "")[:MOST] for number, (title, _) in city.items()}
        self._in_title = {number: frozenset(title) for number, title in self._titles.items()}
        self._holders: dict[str, list[int]] = {}
        """Pair of characters → the city items in whose text it stands."""
        for number, text in self._texts.items():
            for gram in set(_grams(text)):
                self._holders.setdefault(gram, []).append(number)
        many = 1 + len(self._texts)
        self._rarity = {gram: math.log(many / len(n)) / math.log(many) for gram, n in self._holders.items()}

    def candidates(self, title: str, body: Sequence[str]) -> list[Suggestion]:
        """The three best city items for one item, best first; empty when no phrase is shared that tells.

        The score sums the rare character pairs (0..1 each) of all telling shared runs, counts the
        longest run twice and adds up to 40 for titles that are alike once boilerplate is cut out.
        Candidates without a telling run follow, by the same sum over their short runs.
        """
        own = strip("\n".join((title, *body)))
        own_title = strip(title).replace(" ", "")[:MOST]
        scored: list[tuple[float, float, Suggestion]] = []
        shared = self._shared_pairs(own)
        for number, text in self._texts.items():
            runs = self._runs(own, text, shared.get(number, ()))
            if self._may_be_alike(own_title, number):
                compared = matcher(own_title, self._titles[number])
                same_title = compared.ratio()
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

    def _shared_pairs(self, own: str) -> dict[int, list[int]]:
        """City item → the places of ``own`` where a pair of characters stands that its text has too, left to right."""
        shared: dict[int, list[int]] = {}
        for at in range(len(own) - 1):
            for number in self._holders.get(own[at : at + 2], ()):
                shared.setdefault(number, []).append(at)
        return shared

    def _runs(self, own: str, other: str, pairs: Sequence[int]) -> list[tuple[float, str]]:
        """The longest runs of ``own`` that stand in ``other``, left to right, not overlapping, each once; before each the
        sum of its rare pairs."""
        runs: dict[str, float] = {}
        end = 0
        for at in pairs:
            if at < end:
                continue
            end = at + 2
            while end < len(own) and own[end] != " " and own[at : end + 1] in other:
                end += 1
            runs[own[at:end]] = sum(self._rarity[own[n : n + 2]] for n in range(at, end - 1))
        return [(value, run) for run, value in runs.items()]

    def _may_be_alike(self, title: str, number: int) -> bool:
        """Whether a title has enough characters of a city item's title; most are told by that."""
        together = len(title) + len(self._titles[number])
        return bool(title) and 2 * sum(map(self._in_title[number].__contains__, title)) >= ALIKE * together


def _grams(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(len(text) - 1) if " " not in text[at : at + 2]]
