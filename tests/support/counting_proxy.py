"""Counts what is asked of Excel, or refuses it: each method call, each property set, each plain value read.

Objects that only lead on to others (``book.sheets``, ``range.font``, ``sheet.api``) are free.
"""

from __future__ import annotations

from collections import Counter
from types import ModuleType
from typing import Any


class Refusing(Counter[str]):
    """Calls of which one, or with ``ever`` each from it on, is refused: Excel raises ``error`` and does nothing."""

    def __init__(self, call: int, error: Exception, ever: bool = False) -> None:
        super().__init__()
        self.left, self.error, self.ever = call, error, ever

    def __setitem__(self, name: str, times: int) -> None:
        super().__setitem__(name, times)
        self.left -= 1
        if self.left == 0 or (self.ever and self.left < 0):
            raise self.error


PLAIN = (type(None), bool, int, float, str, tuple, list, dict)


class Counting:
    """Any object of xlwings, or behind its ``.api``, with its calls counted in ``calls`` by name."""

    def __init__(self, thing: Any, calls: Counter[str]) -> None:
        object.__setattr__(self, "_thing", thing)
        object.__setattr__(self, "_calls", calls)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._thing, name)
        if name == "impl":  # is only looked at, to know the host
            return value
        if isinstance(value, PLAIN):
            self._calls[name] += 1
        return _wrapped(value, self._calls)

    def __setattr__(self, name: str, value: Any) -> None:
        self._calls[name] += 1
        setattr(self._thing, name, _bare(value))

    def __call__(self, *args: Any, **more: Any) -> Any:
        name = getattr(self._thing, "__name__", type(self._thing).__name__)
        if name not in ("range", "Range", "options"):  # these say where, and what for is counted
            self._calls[name] += 1
        args = tuple(map(_bare, args))
        return _wrapped(self._thing(*args, **{key: _bare(each) for key, each in more.items()}), self._calls)

    def __getitem__(self, key: Any) -> Any:
        return _wrapped(self._thing[_bare(key)], self._calls)

    def __iter__(self) -> Any:
        self._calls["iter"] += 1
        return iter([_wrapped(each, self._calls) for each in self._thing])


def _wrapped(value: Any, calls: Counter[str]) -> Any:
    if isinstance(value, (*PLAIN, ModuleType)):
        # the pieces of a native chart
        return tuple(_wrapped(each, calls) for each in value) if _holds_objects(value) else value
    return Counting(value, calls)


def _holds_objects(value: Any) -> bool:
    return isinstance(value, tuple) and any(not isinstance(each, PLAIN) for each in value)


def _bare(value: Any) -> Any:
    return value._thing if isinstance(value, Counting) else value
