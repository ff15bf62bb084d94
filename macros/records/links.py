"""承接关系: which city items an item serves. Only links that a person confirmed count."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from duban.macros.records.staff_sheets import kept
from duban.macros.records.suggest import Suggester
from duban.udfs.text import item_number, squeeze
from duban.workbook.format.names import CONFIRMED, LINKS, MAIN, OWN_INITIATIVE, REFUSED, SIDE, SUGGESTED
from duban.workbook.format.registry import FORMATS
from duban.workbook.reading.items import Item
from duban.workbook.reading.rows import Rows, copied
from duban.workbook.reading.tables import Tables, is_own_initiative
from duban.workbook.say.findings import Finding

TYPED = "任务清单中填写"
"""依据 of a link that staff typed in 对应市级事项."""

AUTOMATIC = "自动"
"""确认人 of a link that --accept-suggestions confirmed."""


@dataclass(frozen=True)
class LinkState:
    """The links as they shall be. ``rows``: columns those of LINKS, by the sheet's row; the columns
    of figures (shares and lights) hold only what staff typed."""

    rows: Rows
    changed: frozenset[tuple[int, str]]
    findings: tuple[Finding, ...]


class CityItem(NamedTuple):
    """One item of the city."""

    name: str
    text: str


def city_items(tables: Tables) -> dict[int, CityItem]:
    """The city's items by their numbers. A number that cannot be read is left out; of two equal numbers the
    first counts."""
    found: dict[int, CityItem] = {}
    for row in tables.city.rows.values() if tables.city else ():
        number = item_number(row["序号"])
        if number is not None:
            found.setdefault(number, CityItem(squeeze(row["事项名称"]), str(row["主要内容"] or "")))
    return found


def build_links(tables: Tables, keys: Mapping[int, int], *, accept: bool = False) -> LinkState:
    """Keep every link there is, turn typed parents into confirmed links, suggest for items without any.

    An item's best candidate stands first. ``accept`` confirms it as 主 where the item has no
    confirmed link and its first candidate is still 建议; the others stay 建议.
    """
    city = city_items(tables)
    rows = copied(tables.links.rows) if tables.links else {}
    changed: set[tuple[int, str]] = set()
    findings: list[Finding] = []
    linked: dict[int, list[int]] = {}
    for row, values in rows.items():
        key = item_number(values["事项键"])
        if key is not None:
            linked.setdefault(key, []).append(row)
        for column in ("事项键", "市级序号"):  # formulas find a number only where it is one
            number = item_number(values[column])
            if isinstance(values[column], str) and number is not None:
                values[column] = number
                changed.add((row, column))
        for column in FORMATS[LINKS].of_kind("share", "light"):
            if tables.links and tables.links.has_own_formula(row, column):
                values[column] = None
            elif tables.links and values[column] is not None:
                at = tables.links.header.columns[column]
                findings.append(kept(tables.links.grid, row, at, column, values[column]))
    next_row = tables.links.last_row + 1 if tables.links else 2

    def add(key: int, parent: int, **cells: Any) -> None:
        nonlocal next_row
        rows[next_row] = {**dict.fromkeys(FORMATS[LINKS].names), "事项键": key, "市级序号": parent, **cells}
        changed.update((next_row, column) for column in FORMATS[LINKS].names)
        linked.setdefault(key, []).append(next_row)
        next_row += 1

    def set_cells(row: int, **cells: Any) -> None:
        for column, value in cells.items():
            if rows[row][column] != value:
                rows[row][column] = value
                changed.add((row, column))

    suggester = Suggester(city) if city else None
    as_of = tables.settings.as_of
    for list_row, item in tables.items.items():
        key = keys[list_row]
        typed = item.tracking["对应市级事项"]
        if typed is None:
            typed = _unexplained(item, [rows[row] for row in linked.get(key, [])])
        alone = is_own_initiative(tables, list_row)
        if typed is not None and squeeze(typed) != OWN_INITIATIVE:
            findings += _typed_parents(tables, list_row, typed, city, key, rows, linked, add, set_cells)
        if key not in linked and typed is None and not alone and suggester:
            body = [item.goal, *(m.text for m in item.measures)]
            for each in suggester.candidates(item.name, body):
                add(key, each.number, 依据=each.phrase, 状态=SUGGESTED)
        mine = linked.get(key, [])
        confirmed = any(rows[row]["状态"] == CONFIRMED for row in mine)
        if mine and not confirmed and not alone and rows[mine[0]]["状态"] == SUGGESTED:
            if accept:
                set_cells(mine[0], 关系=MAIN, 状态=CONFIRMED, 确认人=AUTOMATIC, 确认日期=as_of)
            else:
                at = (
                    tables.links.header.columns["状态"]
                    if tables.links
                    else FORMATS[LINKS].names.index("状态") + 1
                )
                findings.append(Finding("K120", LINKS, mine[0], at, "状态", SUGGESTED, {"name": item.name}))
    for row, values in rows.items():
        if values["状态"] != CONFIRMED:
            continue
        key = item_number(values["事项键"])
        if values["关系"] is None:  # confirmed by hand without saying which is the main one
            mine = linked.get(key or 0, [row])
            has_main = any(rows[r]["状态"] == CONFIRMED and rows[r]["关系"] == MAIN for r in mine)
            set_cells(row, 关系=SIDE if has_main else MAIN)
    return LinkState(rows, frozenset(changed), tuple(findings))


def _unexplained(item: Item, links: Sequence[Mapping[str, Any]]) -> Any:
    """A city item in 对应市级事项 that no confirmed link tells, where formulas cannot be known: somebody typed it."""
    shown = item.unsure.get("对应市级事项")
    told = {item_number(link["市级序号"]) for link in links if link["状态"] == CONFIRMED}
    return None if shown is None or item_number(shown) in told else shown


def _typed_parents(
    tables: Tables,
    list_row: int,
    typed: Any,
    city: Mapping[int, CityItem],
    key: int,
    rows: dict[int, dict[str, Any]],
    linked: dict[int, list[int]],
    add: Callable[..., None],
    set_cells: Callable[..., None],
) -> list[Finding]:
    """A typed parent ``2、8`` becomes confirmed links, the first as 主; the cell itself is kept."""
    sheet = tables.need_list
    at = sheet.header.columns["对应市级事项"]
    found: list[Finding] = []
    news = False
    relation = MAIN
    wanted = set()
    for piece in filter(None, re.split(r"[、，,;；/\s]+", str(typed))):
        parent = item_number(piece)
        if parent is None or parent not in city:
            continue
        wanted.add(parent)
        there = next((r for r in linked.get(key, []) if item_number(rows[r]["市级序号"]) == parent), None)
        if there is None:
            news = True
            add(
                key,
                parent,
                关系=relation,
                状态=CONFIRMED,
                依据=TYPED,
                确认日期=tables.settings.as_of,
            )
        elif rows[there]["状态"] == SUGGESTED:
            news = True
            set_cells(there, 关系=relation, 状态=CONFIRMED, 确认日期=tables.settings.as_of)
        relation = SIDE
    for row in linked.get(key, []):
        # a parent that was typed and is typed no more: what the cell says now is what counts
        link = rows[row]
        if (
            link["依据"] == TYPED
            and link["状态"] == CONFIRMED
            and item_number(link["市级序号"]) not in wanted
        ):
            set_cells(row, 状态=REFUSED)
            links_at = tables.links.header.columns["状态"] if tables.links else 1
            found.append(Finding("K111", LINKS, row, links_at, "状态", link["市级序号"], {"typed": typed}))
    if news:
        found.append(Finding("K110", sheet.name, list_row, at, "对应市级事项", typed))
    return found
