"""What carries the city's items: the workbook's own links, and the rows of 区县事项 that count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from duban.macros.figures.conditions import Where
from duban.macros.figures.district_figures import Standing
from duban.macros.figures.figures import equal_in_excel, parent_figures
from duban.macros.figures.formulas import Children
from duban.macros.figures.lookups import Live
from duban.udfs.lights import NOT_CARRIED, STANDING_LIGHT, UNREPORTED
from duban.udfs.progress import share
from duban.udfs.text import item_number, same_name
from duban.workbook.cells.addresses import ColumnRange
from duban.workbook.format.sheets.districts import COUNTED, NOT_HANDED_IN
from duban.workbook.reading.settings import Settings

OWN = "本级"
"""The name of the workbook's own items among the districts."""

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Carriers:
    """Rows that carry city items: as references for formulas, and as data for the stored values.

    A row of ``rows`` has ``parent`` ``weight`` ``progress`` ``expected`` ``light`` ``carrier``
    (what staff call it) ``district``; ``groups`` names the districts, each with its own references. ``absent`` and
    ``absent_rows`` are the same of districts that have not handed in: they count nowhere, but what they carry is carried.
    """

    sources: tuple[Children, ...] = ()
    rows: Rows = ()
    groups: tuple[tuple[str, tuple[Children, ...]], ...] = ()
    absent: tuple[Children, ...] = ()
    absent_rows: Rows = ()

    def of(self, parent: int, district: str | None = None) -> Rows:
        """The rows that carry one city item, all or those of one district."""
        rows = self._by_parent.get(parent, [])
        return rows if district is None else [each for each in rows if each["district"] == district]

    def absent_of(self, parent: int) -> Rows:
        """The rows of districts that have not handed in."""
        return [each for each in self.absent_rows if each["parent"] == parent]

    @cached_property
    def _by_parent(self) -> dict[Any, list[Mapping[str, Any]]]:
        found: dict[Any, list[Mapping[str, Any]]] = {}
        for each in self.rows:
            found.setdefault(each["parent"], []).append(each)
        return found

    def figures(self, parent: int, settings: Settings) -> dict[str, Any]:
        """The figures of one city item; what only absent districts carry is 未报, and has no other figure."""
        found = parent_figures(self.of(parent), settings)
        if found["light"] == NOT_CARRIED and len(self.absent_of(parent)):
            return {**found, "light": UNREPORTED}
        return found


def mean_of_parents(figures: Iterable[Mapping[str, Any]]) -> float | None:
    """The mean over city items that somebody carries: 常态 left out, unreported ones count 0; ``None`` when none
    reported. An item that nobody carries, or only a district that has not handed in, is in no mean."""
    shares = [
        share(each["progress"]) for each in figures if each["count"] and each["light"] != STANDING_LIGHT
    ]
    known = [each for each in shares if each is not None]
    return sum(known) / len(shares) if known else None


def own_carriers(live: Live) -> Carriers:
    """The confirmed links of the workbook's own items."""
    known = {item["key"]: item for item in reversed(live.items.values())}

    def name(key: Any) -> str:
        return f"{known[key]['name']}（{known[key]['unit']}）" if key in known else f"事项键 {key}"

    links = [each for each in live.figures.links.values() if each["confirmed"]]
    rows = [{**each, "carrier": name(each["key"]), "district": OWN} for each in links]
    sources = (live.frame.own_children,)
    return Carriers(sources, rows, ((OWN, sources),))


def district_carriers(
    rows: Mapping[int, Mapping[str, Any]],
    columns: Mapping[str, ColumnRange],
    standings: Sequence[Standing],
) -> Carriers:
    """The rows of 区县事项 that count, each district a group of its own."""

    def children(goes: str, *where: Where) -> Children:
        return Children(
            parent=columns["市级序号"],
            weight=columns["权重"],
            progress=columns["完成进度"],
            expected=columns["时序进度"],
            light=columns["亮灯"],
            confirmed=(Where(columns["汇总去向"], "=", goes), *where),
        )

    def those(goes: str) -> Rows:
        return [
            _carrying(record, names) for record in rows.values() if equal_in_excel(record["汇总去向"], goes)
        ]

    names = {same_name(each.name): each.name for each in standings}
    groups = tuple((name, (children(COUNTED, Where(columns["区县"], "=", name)),)) for name in names.values())
    return Carriers(
        (children(COUNTED),), those(COUNTED), groups, (children(NOT_HANDED_IN),), those(NOT_HANDED_IN)
    )


def _carrying(record: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "parent": item_number(record["市级序号"]),
        "weight": record["权重"],
        "progress": record["完成进度"],
        "expected": record["时序进度"],
        "light": record["亮灯"] or "",
        "carrier": f"{record['区县']}：{record['事项名称']}",
        "district": names.get(same_name(record["区县"])),
    }


def combined(own: Carriers, districts: Carriers) -> Carriers:
    """The workbook's own links and the districts as one pool."""
    return replace(
        districts,
        sources=(*own.sources, *districts.sources),
        rows=(*own.rows, *districts.rows),
        groups=(*own.groups, *districts.groups),
    )
