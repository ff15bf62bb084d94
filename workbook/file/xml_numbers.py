"""Numbers in attributes of XML, which may hold anything: a file with a wrong one is read all the same."""

from __future__ import annotations

from math import isfinite

from lxml.etree import _Element as Element


def whole(element: Element, attribute: str, without: int = 0) -> int:
    """An attribute as a whole number from 0; ``without`` where it is not there, or is none."""
    text = element.get(attribute, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else without


def number(element: Element, attribute: str) -> float | None:
    """An attribute as a number; ``None`` where it is not there, or is none."""
    return as_number(element.get(attribute, ""))


def as_number(text: str) -> float | None:
    """A text as the number that it spells; ``None`` where it spells none that a cell can hold."""
    try:
        found = float(text)
    except ValueError:
        return None
    return found if isfinite(found) and "_" not in text else None
