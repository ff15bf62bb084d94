"""The registers of a run as rows of 期间记录: which rows there are, and their figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from duban.macros.figures.registers import Register
from duban.macros.history.editions import Record
from duban.macros.staff_sheets.kept_text import pieces
from duban.workbook.format.sheets.period_record import OF_REGISTER
from duban.workbook.reading.register_record import (
    RememberedRow,
    as_text,
    remembered_fields,
    shown_key,
)


def said_of_registers(registers: Iterable[Register]) -> Iterator[Record]:
    """Each register in pieces."""
    for each in registers:
        declared = each.table.format
        fields = remembered_fields(declared)
        rows = {
            each.keys.keys[row]: RememberedRow(
                shown_key(declared, values),
                {name: value for name in fields if (value := values.get(name)) is not None},
            )
            for row, values in each.table.rows.items()
        }
        text = as_text(each.keys.next_key, rows, each.keys.left)
        for piece, part in pieces(text):
            yield {"种类": OF_REGISTER, "名称": each.name, "段": piece, "内容": part}
