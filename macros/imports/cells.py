"""The cells of a table in a document as those of a sheet."""

from __future__ import annotations

from collections.abc import Sequence

from duban.workbook.cells.areas import Area
from duban.workbook.reading.grid import Grid
from duban.workbook.word.blocks import TableCell


def as_grid(rows: Sequence[tuple[TableCell | None, ...]], merges: Sequence[Area]) -> Grid:
    """The texts of rows, each paragraph a line; blank cells are ``None``."""
    texts = tuple(tuple((cell.text or None) if cell is not None else None for cell in row) for row in rows)
    return Grid("", texts, tuple(merges))
