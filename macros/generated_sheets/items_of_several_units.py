"""Items that several units lead: each counts once in totals, and once for each of its lead units.

A list names the first in 归口单位, the others in 共同牵头单位, as text that no formula takes apart. A generated sheet
has the pairs of unit and item in hidden columns, looked up live; its formulas add them to what 归口单位 says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from duban.macros.figures.figures import Led
from duban.macros.figures.lookups import Live, Lookup
from duban.udfs.lights import STANDING_LIGHT
from duban.workbook.cells.addresses import a1, letter
from duban.workbook.plan.builder import SheetBuilder

COLUMNS = 5
"""Unit, key, position, progress, light."""

FIRST_ROW = 3


@dataclass(frozen=True)
class SharedLeads:
    """The pairs of one sheet, as ranges of equal length, by which its own formulas find them."""

    unit: str
    position: str
    progress: str
    light: str

    def of(self, unit: str) -> str:
        """The pairs of a unit (a reference) whose item is on the list, as a factor."""
        return f"({self.unit}={unit})*({self.position}>0)"

    def counted(self, unit: str) -> tuple[str, str]:
        """Those of a unit that count in a mean, as a factor, and their progress."""
        return f'{self.of(unit)}*({self.light}<>"{STANDING_LIGHT}")', self.progress


def shared_columns(first: int) -> tuple[int, ...]:
    """The columns of the pairs, which are hidden."""
    return tuple(range(first, first + COLUMNS))


def put_pairs(
    live: Live,
    builder: SheetBuilder,
    pairs: Sequence[tuple[str, int]],
    first: int,
) -> SharedLeads | None:
    """Put the pairs (unit, row of the list) into the columns from ``first``; ``None`` where there are none."""
    items, keys = live.frame.items, live.frame.items["事项键"]
    for row, (unit, list_row) in enumerate(pairs, FIRST_ROW):
        figures = live.items[list_row]
        key = "$" + a1(row, first + 1)
        builder.put(row, first, unit, "plain")
        builder.put(row, first + 1, figures["key"], "plain")
        found = f"=IFERROR(MATCH({key},{keys},0),0)"
        builder.put(row, first + 2, list_row - keys.first + 1, "plain", found)
        lookup = Lookup(builder, row, "$" + a1(row, first + 2))
        lookup.show(first + 3, items["完成进度"], figures["progress"], "plain")
        lookup.show(first + 4, items["亮灯"], figures["light"], "plain")
    if not pairs:
        return None
    last = FIRST_ROW + len(pairs) - 1
    places = (first, *range(first + 2, first + COLUMNS))
    letters = map(letter, places)
    return SharedLeads(*(f"${column}${FIRST_ROW}:${column}${last}" for column in letters))


def pairs_of(units: Iterable[Led]) -> list[tuple[str, int]]:
    """The pairs of some units, unit by unit, in the order of the list."""
    return [(led.unit, row) for led in units for row in led.shared]
