"""承接关系: which city items an item serves. Only links that a person confirmed count."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from duban.macros.staff_sheets.cells_to_set import kept
from duban.macros.staff_sheets.suggest_links import Suggester
from duban.udfs.text import item_number, squeeze
from duban.workbook.format.names import CONFIRMED, LINKS, MAIN, OWN_INITIATIVE, REFUSED, SIDE, SUGGESTED
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.reading.items import Item
from duban.workbook.reading.rows import Record, Rows, copied
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
    links = _Links(tables)
    suggester = Suggester(links.city) if links.city else None
    for list_row, item in tables.items.items():
        key = keys[list_row]
        typed = item.tracking["对应市级事项"]
        if typed is None:
            typed = _unexplained(item, links.of(key))
        if typed is not None and squeeze(typed) != OWN_INITIATIVE:
            links.take_typed(list_row, key, typed)
        if is_own_initiative(tables, list_row):
            continue
        if not links.of(key) and typed is None and suggester:
            body = [item.goal, *(m.text for m in item.measures)]
            for each in suggester.candidates(item.name, body):
                links.add(key, each.number, 依据=each.phrase, 状态=SUGGESTED)
        links.settle_first(key, item.name, accept)
    links.name_relations()
    return LinkState(links.rows, frozenset(links.changed), tuple(links.findings))


class _Links:
    """承接关系 while it is brought up to date: its rows, those of each key, what was changed and found."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._sheet = tables.links
        self._as_of = tables.settings.as_of
        self.city = city_items(tables)
        self.rows = copied(self._sheet.rows) if self._sheet else {}
        self.changed: set[tuple[int, str]] = set()
        self.findings: list[Finding] = []
        self._by_key: dict[int, list[int]] = {}
        self._next_row = self._sheet.last_row + 1 if self._sheet else 2
        for row in self.rows:
            self._take_over(row)

    def _take_over(self, row: int) -> None:
        """A row that is there: numbers as numbers, and of the figures only what staff typed."""
        values = self.rows[row]
        key = item_number(values["事项键"])
        if key is not None:
            self._by_key.setdefault(key, []).append(row)
        for column in ("事项键", "市级序号"):  # formulas find a number only where it is one
            number = item_number(values[column])
            if isinstance(values[column], str) and number is not None:
                self._set(row, column, number)
        for column in FORMATS[LINKS].of_kind("share", "light"):
            if self._sheet and self._sheet.has_own_formula(row, column):
                values[column] = None
            elif self._sheet and values[column] is not None:
                at = self._sheet.header.columns[column]
                self.findings.append(kept(self._sheet.grid, row, at, column, values[column]))

    def of(self, key: int) -> list[Record]:
        """The links of an item."""
        return [self.rows[row] for row in self._by_key.get(key, [])]

    def add(self, key: int, parent: int, **cells: Any) -> None:
        """A new link, at the end."""
        row, self._next_row = self._next_row, self._next_row + 1
        names = FORMATS[LINKS].names
        self.rows[row] = {**dict.fromkeys(names), "事项键": key, "市级序号": parent, **cells}
        self.changed.update((row, column) for column in names)
        self._by_key.setdefault(key, []).append(row)

    def take_typed(self, list_row: int, key: int, typed: Any) -> None:
        """A typed parent ``2、8`` becomes confirmed links, the first as 主; the cell itself is kept."""
        wanted = dict.fromkeys(
            parent
            for parent in map(item_number, filter(None, re.split(r"[、，,;；/\s]+", str(typed))))
            if parent is not None and parent in self.city
        )
        news = False
        for parent, relation in zip(wanted, (MAIN, *(SIDE for _ in wanted)), strict=False):
            there = next((r for r in self._by_key.get(key, []) if self._parent(r) == parent), None)
            told = {"关系": relation, "状态": CONFIRMED, "确认日期": self._as_of}
            if there is None:
                self.add(key, parent, **told, 依据=TYPED)
            elif self.rows[there]["状态"] == SUGGESTED:
                self._set_cells(there, told)
            else:
                continue
            news = True
        self._refuse_others(key, typed, wanted)
        if news:
            sheet = self._tables.need_list
            at = sheet.header.columns["对应市级事项"]
            self.findings.append(Finding("K110", sheet.name, list_row, at, "对应市级事项", typed))

    def _refuse_others(self, key: int, typed: Any, wanted: Collection[int]) -> None:
        """A parent that was typed and is typed no more: what the cell says now is what counts."""
        for row in self._by_key.get(key, []):
            link, parent = self.rows[row], self._parent(row)
            if link["依据"] == TYPED and link["状态"] == CONFIRMED and parent not in wanted:
                self._set(row, "状态", REFUSED)
                at = self._sheet.header.columns["状态"] if self._sheet else 1
                facts = {"typed": typed}
                self.findings.append(Finding("K111", LINKS, row, at, "状态", link["市级序号"], facts))

    def settle_first(self, key: int, name: str, accept: bool) -> None:
        """The first candidate of an item without a confirmed link: confirmed where that was asked for, else said."""
        mine = self._by_key.get(key, [])
        if not mine or any(self.rows[row]["状态"] == CONFIRMED for row in mine):
            return
        first = mine[0]
        if self.rows[first]["状态"] != SUGGESTED:
            return
        if accept:
            told = {"关系": MAIN, "状态": CONFIRMED, "确认人": AUTOMATIC, "确认日期": self._as_of}
            self._set_cells(first, told)
            return
        columns = self._sheet.header.columns if self._sheet else None
        at = columns["状态"] if columns else FORMATS[LINKS].names.index("状态") + 1
        self.findings.append(Finding("K120", LINKS, first, at, "状态", SUGGESTED, {"name": name}))

    def name_relations(self) -> None:
        """主 or 辅 for links that were confirmed by hand without saying which is the main one."""
        for row, values in self.rows.items():
            if values["状态"] == CONFIRMED and values["关系"] is None:
                mine = self._by_key.get(item_number(values["事项键"]) or 0, [row])
                confirmed = (self.rows[r] for r in mine if self.rows[r]["状态"] == CONFIRMED)
                has_main = any(link["关系"] == MAIN for link in confirmed)
                self._set(row, "关系", SIDE if has_main else MAIN)

    def _parent(self, row: int) -> int | None:
        return item_number(self.rows[row]["市级序号"])

    def _set_cells(self, row: int, cells: Mapping[str, Any]) -> None:
        for column, value in cells.items():
            self._set(row, column, value)

    def _set(self, row: int, column: str, value: Any) -> None:
        if self.rows[row][column] != value:
            self.rows[row][column] = value
            self.changed.add((row, column))


def _unexplained(item: Item, links: Sequence[Mapping[str, Any]]) -> Any:
    """A city item in 对应市级事项 that no confirmed link tells, where formulas cannot be known: somebody typed it."""
    shown = item.unsure.get("对应市级事项")
    told = {item_number(link["市级序号"]) for link in links if link["状态"] == CONFIRMED}
    return None if shown is None or item_number(shown) in told else shown
