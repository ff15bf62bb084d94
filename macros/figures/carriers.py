"""What carries the city's items: the workbook's own links, and the rows of 区县事项 that count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from duban.macros.figures.conditions import Where
from duban.macros.figures.data_frames import object_frame
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

_COLUMNS = ("parent", "weight", "progress", "expected", "light", "carrier", "district")


def _no_rows() -> pd.DataFrame:
    return object_frame({}, _COLUMNS)


@dataclass(frozen=True)
class Carriers:
    """Rows that carry city items: as references for formulas, and as data for the stored values.

    ``rows`` has the columns ``parent`` ``weight`` ``progress`` ``expected`` ``light`` ``carrier``
    (what staff call it) ``district``; ``groups`` names the districts, each with its own references. ``absent`` and
    ``absent_rows`` are the same of districts that have not handed in: they count nowhere, but what they carry is carried.
    """

    sources: tuple[Children, ...] = ()
    rows: pd.DataFrame = field(default_factory=_no_rows)
    groups: tuple[tuple[str, tuple[Children, ...]], ...] = ()
    absent: tuple[Children, ...] = ()
    absent_rows: pd.DataFrame = field(default_factory=_no_rows)

    def of(self, parent: int) -> pd.DataFrame:
        """The rows that carry one city item."""
        return self.rows[self.rows["parent"] == parent]

    def absent_of(self, parent: int) -> pd.DataFrame:
        """The rows of districts that have not handed in."""
        return self.absent_rows[self.absent_rows["parent"] == parent]

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
    links = live.figures.links
    links = links[links["confirmed"].astype(bool)]
    known = {item["key"]: item for item in reversed(live.items.values())}
    names = [
        f"{known[key]['name']}（{known[key]['unit']}）" if key in known else f"事项键 {key}"
        for key in links["key"]
    ]
    rows = links[["parent", "weight", "progress", "expected", "light"]].assign(carrier=names, district=OWN)
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

    def frame(goes: str) -> pd.DataFrame:
        carrying = {
            row: _carrying(record, names)
            for row, record in rows.items()
            if equal_in_excel(record["汇总去向"], goes)
        }
        return object_frame(carrying, _COLUMNS)

    names = {same_name(each.name): each.name for each in standings}
    groups = tuple((name, (children(COUNTED, Where(columns["区县"], "=", name)),)) for name in names.values())
    return Carriers(
        (children(COUNTED),), frame(COUNTED), groups, (children(NOT_HANDED_IN),), frame(NOT_HANDED_IN)
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
        rows=pd.concat([own.rows, districts.rows], ignore_index=True),
        groups=(*own.groups, *districts.groups),
    )
