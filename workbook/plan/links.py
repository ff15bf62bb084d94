"""Links within a workbook, as formulas."""

from __future__ import annotations

from duban.workbook.cells.addresses import literal
from duban.workbook.plan.plans import Cell

_LINK_TEXT_LIMIT = 255
"""Characters of a text inside a formula."""


def as_formula(cell: Cell) -> Cell:
    """A cell with a link as a formula: in a live workbook a link of its own would cost a call for each."""
    if cell.link is None or len(str(cell.value)) > _LINK_TEXT_LIMIT:
        return cell
    formula = f"=HYPERLINK({literal('#' + cell.link)},{literal(str(cell.value))})"
    return Cell(cell.value, formula, cell.style)
