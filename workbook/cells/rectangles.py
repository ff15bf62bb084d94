"""Cells grouped into few rectangles: every call to an open workbook costs as much as thousands of cells."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import TypeVar

from duban.workbook.cells.areas import Area, Position

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


def halves(area: Area, columns_first: bool = False) -> tuple[Area, Area]:
    """An area of several cells in two, cut across its longer side, or by columns as long as it has several."""
    top, left, bottom, right = area
    if bottom - top >= right - left and not (columns_first and right > left):
        middle = (top + bottom) // 2
        return (top, left, middle, right), (middle + 1, left, bottom, right)
    middle = (left + right) // 2
    return (top, left, bottom, middle), (top, middle + 1, bottom, right)


def in_blocks(area: Area, most: int) -> Iterator[Area]:
    """An area cut into blocks of whole rows, of ``most`` cells at most where a row is no longer."""
    top, left, bottom, right = area
    step = max(1, most // (right - left + 1))
    for row in range(top, bottom + 1, step):
        yield row, left, min(row + step - 1, bottom), right
