"""Which link of 承接关系 says what an item serves first, and which says its weight: the last one, where several do.

Two hidden columns hold a key in these rows and nothing in the others, so that other sheets find them by MATCH. They
depend on what staff confirm and on no progress.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from duban.macros.figures.figures import equal_in_excel
from duban.workbook.cells.addresses import ColumnRange, a1, letter, literal
from duban.workbook.format.names import CONFIRMED, MAIN
from duban.workbook.format.sheets.links import LINK, MAIN_LINK
from duban.workbook.reading.rows import Rows

_NOTHING = '""'


def last_links(links: Rows) -> dict[int, dict[str, Any]]:
    """Row → what its two hidden cells hold."""
    seen: set[tuple[str, object, object]] = set()

    def is_last(*what: Any) -> bool:
        new = what not in seen
        seen.add(what)
        return new

    found: dict[int, dict[str, Any]] = {}
    for row, values in sorted(links.items(), reverse=True):
        found[row] = {MAIN_LINK: None, LINK: None}
        key, parent = values["事项键"], values["市级序号"]
        if key is None or not equal_in_excel(values["状态"], CONFIRMED):
            continue
        number = parent if _is_number(parent) and parent == round(parent) and parent > 0 else None
        if number is None or is_last(LINK, key, number):
            found[row][LINK] = f"{key}-{'' if number is None else f'{number:.15g}'}"
        is_main = equal_in_excel(values["关系"], MAIN) and _is_number(parent) and parent > 0
        if is_main and is_last(MAIN_LINK, key, None) and number is not None:
            found[row][MAIN_LINK] = key
    return found


def last_link_formulas(columns: Mapping[str, ColumnRange], row: int) -> dict[str, str]:
    """The formulas of these two cells of a row: that it is a link which counts, and that none below says the same. A
    city item that is no whole number is none."""

    def cell(name: str) -> str:
        return "$" + a1(row, columns[name].column)

    def below(name: str) -> str:
        column = letter(columns[name].column)
        return f"${column}{row + 1}:${column}${columns[name].last + 1}"

    key, parent, state = (cell(each) for each in ("事项键", "市级序号", "状态"))
    alike = f"{below('事项键')},{key},{below('状态')},{literal(CONFIRMED)}"
    mains = f'{alike},{below("关系")},{literal(MAIN)},{below("市级序号")},">0"'
    pairs = f"{alike},{below('市级序号')},{parent}"
    counts = f'AND({state}={literal(CONFIRMED)},{key}<>"")'
    is_main = f"AND({cell('关系')}={literal(MAIN)},COUNTIFS({mains})=0)"

    def where_whole(then: str, otherwise: str) -> str:
        return f"IF(COUNT({parent})=0,{otherwise},IF(AND({parent}>0,ROUND({parent},0)={parent}),{then},{otherwise}))"

    main = where_whole(f"IF({is_main},{key},{_NOTHING})", _NOTHING)
    link = where_whole(f'IF(COUNTIFS({pairs})=0,{key}&"-"&{parent},{_NOTHING})', f'{key}&"-"')
    return {
        MAIN_LINK: f"=IF({counts},{main},{_NOTHING})",
        LINK: f"=IF({counts},{link},{_NOTHING})",
    }


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
