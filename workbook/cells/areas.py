"""Areas of cells: rectangles by their corners, and what two of them have in common.

Rows and columns count from 1, as in Excel.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

Position = tuple[int, int]
"""Row, column."""

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


def inside(area: Area, row: int, column: int) -> bool:
    """Whether a cell lies in an area."""
    return area[0] <= row <= area[2] and area[1] <= column <= area[3]


def holds(outer: Area, inner: Area) -> bool:
    """Whether an area lies wholly within another."""
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def overlap(one: Area, other: Area) -> bool:
    """Whether two areas have a cell in common."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def box(cells: Iterable[Position]) -> Area:
    """The smallest area around these cells; there is one at least."""
    rows, columns = zip(*cells, strict=True)
    return min(rows), min(columns), max(rows), max(columns)


def positions(area: Area) -> Iterator[Position]:
    """Every cell of an area, row by row."""
    for row in range(area[0], area[2] + 1):
        for column in range(area[1], area[3] + 1):
            yield row, column


def size(area: Area) -> int:
    """How many cells an area has."""
    return (area[2] - area[0] + 1) * (area[3] - area[1] + 1)
