"""The XML of Word: elements and attributes by their local names, in the ordinary dialect or the strict one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def local(element: Any) -> str:
    """The name of an element without its namespace; empty for comments."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Any, name: str) -> Iterator[Any]:
    """The children of this name."""
    return (each for each in (() if element is None else element) if local(each) == name)


def child(element: Any, name: str) -> Any:
    """The first child of this name; ``None`` where there is none."""
    return next(children(element, name), None)


def value(element: Any, name: str) -> str | None:
    """An attribute by its local name; ``None`` where there is none."""
    if element is None:
        return None
    return next((told for key, told in element.items() if key.rpartition("}")[2] == name), None)


def is_on(element: Any) -> bool:
    """Whether a switch that is there is on."""
    return element is not None and value(element, "val") not in ("0", "false", "off")
