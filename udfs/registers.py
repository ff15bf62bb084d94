"""What is counted in one row of a register: how many of several things are there.

Source: a county's benchmarking plan asks for five things of each project (五个一), the city's coordination system for
five of each industry.
"""

from __future__ import annotations

from collections.abc import Sequence


def how_many(values: Sequence[object]) -> str:
    """``4/5``: how many of these are filled."""
    return f"{sum(value is not None and value != '' for value in values)}/{len(values)}"
