"""What Python is told while a workbook is read, planned and written."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MANY = 100_000, 20, 100
"""New objects, and rounds, after which is looked for garbage that refers to itself."""


@contextmanager
def bulk_work() -> Iterator[None]:
    """Objects are made by the hundred thousand, and nearly all of them stay: look less often for garbage in a ring."""
    before = gc.get_threshold()
    gc.set_threshold(*_MANY)
    try:
        yield
    finally:
        gc.set_threshold(*before)
