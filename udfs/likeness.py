"""How like two texts are: one definition for names of items, measures and titles."""

from __future__ import annotations

from difflib import SequenceMatcher

MOST = 400
"""Characters that are compared: the time grows with the product of both lengths, and a cell holds 32,767."""


def likeness(one: str, other: str) -> float:
    """0..1: the share of characters that two texts have in common in the same order; 1 where they are equal.

    Of long texts the beginnings are compared.
    """
    if one == other:
        return 1.0
    return matcher(one, other).ratio()


def matcher(one: str, other: str) -> SequenceMatcher[str]:
    """The comparison itself, for its matching blocks."""
    return SequenceMatcher(None, one[:MOST], other[:MOST], autojunk=False)
