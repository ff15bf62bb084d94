"""A list of single rows of a register in a generated sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from duban.macros.generated_sheets.registers.source import LookedUp, Source
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.table import Table
from duban.workbook.reading.rows import Record

LACKING = "缺少"
"""A column that no register has: which parts of a row are blank."""
_STYLES = {"day": "date", "share": "percent", "light": "light", "unit": "center"}


def listed(
    builder: SheetBuilder,
    source: Source,
    rows: Sequence[Record],
    names: Sequence[str],
    widths: Sequence[int],
    styles: Mapping[str, str] = _STYLES,
    parts: Sequence[str] = (),
) -> None:
    """Rows of a register one by one, looked up by their 行键: these columns of theirs, under a number. ``LACKING`` among
    them says which of ``parts`` are blank."""
    table, looked = Table(builder, widths), LookedUp(source, builder.last + 2)
    table.head(("序号", *names))

    def put(row: int, entry: tuple[int, Record]) -> None:
        place, values = entry
        table.put(row, 1, place, "integer")
        looked.begin(builder, row, values)
        for column, name in enumerate(names, 2):
            if name == LACKING:
                table.put(row, column, *_lacking(looked, row, values, parts))
                continue
            if not source.has(name):
                table.put(row, column, None)
                continue
            value, formula = looked.value(row, values, name)
            table.put(row, column, value, styles.get(source.format[name].kind, "text"), formula)

    shown = [(place, name) for place, name in enumerate(names, 2) if name != LACKING]
    lights = [place for place, name in shown if source.format[name].kind == "light"]
    table.fill(enumerate(rows, 1), put, lights=lights[0] if lights else None)


def _lacking(looked: LookedUp, row: int, values: Record, parts: Sequence[str]) -> tuple[str | None, str, str]:
    text, formula = looked.lacking(row, values, parts)
    return text, "text", formula
