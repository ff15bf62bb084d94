"""How often tests draw at random: few times in a usual run, many times in ``make long N=10``."""

from __future__ import annotations

import os

_TIMES = int(os.environ.get("DUBAN_ROUNDS", "1"))


def rounds(few: int) -> int:
    """So many examples, times what the run asks for."""
    return few * _TIMES
