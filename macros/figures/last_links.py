"""Which link of 承接关系 says what an item serves first, and which says its weight: the last one, where several do.

Two hidden columns hold a key in these rows and nothing in the others, so that other sheets find them by MATCH. They
depend on what staff confirm and on no progress.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from duban.macros.figures.figures import equal_in_excel
from duban.udfs.text import item_number
from duban.workbook.cells.addresses import ColumnRange, a1, letter, literal
from duban.workbook.format.names import CONFIRMED, MAIN
from duban.workbook.format.sheets.links import LINK, MAIN_LINK
from duban.workbook.reading.rows import Rows

_NOTHING = '""'


def last_links(links: Rows) -> dict[int, dict[str, Any]]:
    """Row → what its two hidden cells hold."""
    seen: set[object] = set()

    def last_of(what: object, holds: bool, shown: Any) -> Any:
        if not holds or what in seen:
            return None
        seen.add(what)
        return shown

    found = {}
    for row, values in sorted(links.items(), reverse=True):
        key, parent = values["事项键"], values["市级序号"]
        confirmed = equal_in_excel(values["状态"], CONFIRMED)
        first = confirmed and equal_in_excel(values["关系"], MAIN) and _is_number(parent) and parent > 0
        named = confirmed and key is not None
        # COUNTIFS knows no blank among those below: of links without a city item each has its own
        pair = (item_number(key), ("row", row) if parent is None else item_number(parent))
        found[row] = {
            MAIN_LINK: last_of(item_number(key), first, key),
            LINK: last_of(pair, named, f"{_shown(key)}-{_shown(parent)}"),
        }
    return found


def last_link_formulas(columns: Mapping[str, ColumnRange], row: int) -> dict[str, str]:
    """The formulas of these two cells of a row: that it is a link which counts, and that none below says the same."""

    def cell(name: str) -> str:
        return "$" + a1(row, columns[name].column)

    def below(name: str) -> str:
        column = letter(columns[name].column)
        return f"${column}{row + 1}:${column}${columns[name].last + 1}"

    def last_one(conditions: str, *alike: str, shown: str, alone: str = "") -> str:
        pairs = ",".join(alike)
        last = f"OR({alone},COUNTIFS({pairs})=0)" if alone else f"COUNTIFS({pairs})=0"
        return f"=IF(AND({conditions}),IF({last},{shown},{_NOTHING}),{_NOTHING})"

    key, parent, state, relation = (cell(each) for each in ("事项键", "市级序号", "状态", "关系"))
    same_key = f"{below('事项键')},{key}"
    confirmed = f"{below('状态')},{literal(CONFIRMED)}"
    is_main = f"{state}={literal(CONFIRMED)},{relation}={literal(MAIN)},COUNT({parent})=1,{parent}>0"
    main = f'{below("关系")},{literal(MAIN)},{below("市级序号")},">0"'
    named = f'{state}={literal(CONFIRMED)},{key}<>""'
    return {
        MAIN_LINK: last_one(is_main, same_key, confirmed, main, shown=key),
        LINK: last_one(
            named,
            same_key,
            confirmed,
            f"{below('市级序号')},{parent}",
            shown=f'{key}&"-"&{parent}',
            alone=f'{parent}=""',
        ),
    }


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)
