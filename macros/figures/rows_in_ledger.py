"""Where in the ledger the measures of an item stand, so that its figures are sums over these rows and not over all.

What depends on keys and positions changes rarely; it stands in hidden columns of the list. What depends on progress is
computed anew whenever somebody types one, for every item: over a few rows each that takes time with the list, over all
rows with its square. Rows that staff have sorted apart are found over the whole column, as before.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from duban.macros.figures.figures import equal_in_excel
from duban.workbook.cells.addresses import ColumnRange, Stretch
from duban.workbook.format.sheets.task_list import FIRST_ROW, FOUND_ROW, LAST_ROW, ROW_COUNT
from duban.workbook.reading.rows import Rows


class Places(NamedTuple):
    """Of one item, counted from the first row of the ledger's columns; all 1 or 0 where it has no measure."""

    found: int
    """Where its key is found first; 1 where it is not."""
    rows: int
    """How many have its key."""
    first: int
    last: int
    """All of its rows lie between these two, and no others where they stand together."""


def places(ledger: Rows, keys: ColumnRange) -> dict[int, Places]:
    """事项键 → where its rows stand; ``keys`` is the column of the ledger. An item without a row is not in it."""
    found: dict[int, int] = {}
    rows: dict[int, list[int]] = {}
    for row, values in sorted(ledger.items()):
        value, place = values["事项键"], row - keys.first + 1
        number = _counted_as(value)
        if number is None or row > keys.last:
            continue
        rows.setdefault(number, []).append(place)
        if equal_in_excel(value, number):
            found.setdefault(number, place)
    every = keys.last - keys.first + 1
    return {key: _places(found.get(key, 1), mine, every) for key, mine in rows.items()}


NOWHERE = Places(1, 0, 1, 1)


def _places(found: int, mine: list[int], every: int) -> Places:
    count = len(mine)
    if mine == [*range(found, found + count)]:
        return Places(found, count, found, found + count - 1)
    return Places(found, count, 1, count if mine[-1] == count else every)


def _counted_as(value: Any) -> int | None:
    """The whole number that COUNTIFS takes a key for, be it a number or a text that is one."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    with suppress(ValueError, OverflowError):
        number = float(value)
        return int(number) if number.is_integer() else None
    return None


def place_cells(
    keys: ColumnRange, key: str, cells: Mapping[str, str], known: Places
) -> dict[str, tuple[int, str]]:
    """Value and formula of the four cells of an item; ``key`` and ``cells`` (by column) refer to its own row."""
    found, count, first = (cells[name] for name in (FOUND_ROW, ROW_COUNT, FIRST_ROW))

    def together(top: str) -> str:
        return f"COUNTIFS({Stretch(keys, top, f'{top}+{count}-1')},{key})={count}"

    every = f"ROW({keys.cell(keys.last)})-ROW({keys.cell(keys.first)})+1"
    return {
        FOUND_ROW: (known.found, f"=IFERROR(MATCH({key},{keys},0),1)"),
        ROW_COUNT: (known.rows, f"=COUNTIFS({keys},{key})"),
        FIRST_ROW: (known.first, f"=IF({count}=0,1,IFERROR(IF({together(found)},{found},1),1))"),
        LAST_ROW: (
            known.last,
            f"=IF({count}=0,1,IFERROR(IF({together(first)},{first}+{count}-1,{every}),{every}))",
        ),
    }
