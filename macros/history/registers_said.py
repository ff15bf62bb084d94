"""The registers of a run as rows of 期间记录: which rows there are, and their figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from duban.macros.figures.registers import Register, known_registers
from duban.macros.history.editions import Record
from duban.macros.staff_sheets.kept_text import pieces
from duban.workbook.format.sheets.period_record import OF_REGISTER
from duban.workbook.reading.register_record import (
    RememberedRow,
    as_text,
    remembered_fields,
    shown_key,
)
from duban.workbook.reading.tables import Tables


def said_of_registers(registers: Mapping[str, Register], tables: Tables) -> Iterator[Record]:
    """Each register in pieces. One that is on record in the current period and is not there now stays on record as it was, for
    its keys are never given to other rows."""
    for each in registers.values():
        declared = each.table.format
        fields = remembered_fields(declared)
        rows = {
            each.keys.keys[row]: RememberedRow(
                shown_key(declared, values),
                {name: value for name in fields if (value := values.get(name)) is not None},
            )
            for row, values in each.table.rows.items()
        }
        yield from _in_pieces(each.name, as_text(each.keys.next_key, rows, each.keys.left))
    there = {name.casefold() for name in registers}
    for name, history in known_registers(tables).items():
        if history.now is not None and name.casefold() not in there:
            now = history.now
            yield from _in_pieces(name, as_text(now.next_key, now.rows, now.left))


def _in_pieces(name: str, text: str) -> Iterator[Record]:
    for piece, part in pieces(text):
        yield {"种类": OF_REGISTER, "名称": name, "段": piece, "内容": part}
