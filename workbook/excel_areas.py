"""Cells grouped into few rectangles, because every call to a live Excel costs as much as thousands of cells."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import TypeVar

from duban.workbook.plan import Area, Position

_Key = TypeVar("_Key", bound=Hashable)


def rectangles(cells: Iterable[Position]) -> list[Area]:
    """Rectangles that together hold exactly these cells, from the top down.

    A run of cells in one row grows downwards as long as the next row has the very same run.
    """
    growing: dict[tuple[int, int], int] = {}
    found: list[Area] = []
    before = 0
    for row, in_row in groupby(sorted(set(cells)), key=lambda at: at[0]):
        runs = set(_runs(column for _, column in in_row))
        for run in [run for run in growing if run not in runs or row != before + 1]:
            found.append((growing.pop(run), run[0], before, run[1]))
        for run in runs:
            growing.setdefault(run, row)
        before = row
    found += [(top, left, before, right) for (left, right), top in growing.items()]
    return sorted(found)


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of numbers without a gap; the numbers ascend."""
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        members = [number for _, number in run]
        yield members[0], members[-1]


def by_value(values: Mapping[Position, _Key]) -> dict[_Key, list[Area]]:
    """The rectangles of each value."""
    cells: dict[_Key, list[Position]] = {}
    for at, value in values.items():
        cells.setdefault(value, []).append(at)
    return {value: rectangles(members) for value, members in cells.items()}


def box(cells: Iterable[Position]) -> Area:
    """The smallest rectangle around these cells; there is one at least."""
    rows, columns = zip(*cells, strict=True)
    return min(rows), min(columns), max(rows), max(columns)


def positions(area: Area) -> Iterator[Position]:
    """Every cell of an area, row by row."""
    for row in range(area[0], area[2] + 1):
        for column in range(area[1], area[3] + 1):
            yield row, column
