"""What of a workbook file nobody sees: hidden sheets, rows and columns, whoever hid them."""

from __future__ import annotations

from duban.workbook.file.cells_as_values import number_cells
from duban.workbook.file.going_out import Hidden, hidden_in
from duban.workbook.reading.grid import GridBook


def unseen(book: GridBook, sheet: str) -> Hidden | None:
    """What of a sheet is hidden; ``None`` where all of it is."""
    if not book.grid(sheet).visible:
        return None
    root = book.package.tree(book.package.sheet_part(sheet))
    number_cells(root)
    return hidden_in(root)
