"""The figures of one workbook: measures, items, links, city items and units, from the typed tables.

Every figure is computed by the definitions of ``duban.udfs``; the sheets hold the same numbers as
native formulas with these as their stored values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from duban.udfs import lights, progress
from duban.udfs.lights import LIGHTS, STANDING_LIGHT, WORRYING
from duban.udfs.progress import MOVED_OUT, STANDING, counts, share
from duban.udfs.text import item_number
from duban.udfs.units import units_in
from duban.workbook.format.names import CONFIRMED, MAIN
from duban.workbook.reading.items import Item
from duban.workbook.reading.settings import Settings

if TYPE_CHECKING:
    from pandas import DataFrame


Record = dict[str, Any]
"""The figures of one row, by name."""

MEASURES = ("key", "number", "kind", "unit", "weight", "due", "progress", "expected", "light")
ITEMS = (
    "key", "number", "name", "unit", "co_units", "progress", "expected", "due", "light",
    "measures", "counted", "unreported", "done", "worrying",
)  # fmt: skip
LINKS = ("key", "parent", "weight", "confirmed", "relation", "progress", "expected", "light")


@dataclass(frozen=True)
class Figures:
    """All figures, row by row. Progress and expected are shares 0..1; ``None`` is blank.

    - ``measures``: by ledger row; ``key`` ``number`` ``kind`` ``unit`` ``weight`` ``due``
      ``progress`` ``expected`` ``light``
    - ``items``: by list row; ``key`` ``number`` ``name`` ``unit`` ``co_units`` (a tuple) ``progress`` ``expected`` ``due``
      ``light`` ``measures`` ``counted`` ``unreported`` ``done`` ``worrying``
    - ``links``: by link row; ``key`` ``parent`` ``weight`` ``confirmed`` ``relation`` ``progress``
      ``expected`` ``light``
    """

    measures: dict[int, Record]
    items: dict[int, Record]
    links: dict[int, Record]

    @property
    def main_parent(self) -> dict[int, int | None]:
        """key → the city item that it serves first (confirmed, 主); the last one where several are."""
        return {
            link["key"]: link["parent"]
            for link in self.links.values()
            if link["confirmed"] and link["parent"] is not None and link["relation"] == MAIN
        }

    @property
    def frames(self) -> Frames:
        """The same as data frames of these columns, with the rows as index."""
        from duban.macros.figures.data_frames import object_frame

        return Frames(
            object_frame(self.measures, MEASURES),
            object_frame(self.items, ITEMS),
            object_frame(self.links, LINKS),
        )


class Frames(NamedTuple):
    """Figures as pandas has them."""

    measures: DataFrame
    items: DataFrame
    links: DataFrame


def measure_figures(
    ledger: Mapping[int, Mapping[str, Any]], settings: Settings, typed: Mapping[tuple[int, str], Any]
) -> dict[int, Record]:
    """Expected and light of every ledger row. ``typed`` holds the cells where staff typed over a formula."""
    made = {}
    for row, m in ledger.items():
        key = item_number(m["事项键"])
        kind, due = m["类型"], m["完成时限"]
        if key is None:
            expected, light = typed.get((row, "时序进度")), ""
        else:
            expected = progress.expected(m["开始日期"], due, settings.as_of, kind)
            expected = typed.get((row, "时序进度"), expected)
            light = lights.light(
                m["完成进度"],
                expected,
                due,
                settings.as_of,
                kind=kind,
                done_on=m["办结日期"],
                rules=settings.lights,
            )
        light = typed.get((row, "亮灯"), light)
        cells = (
            key,
            m["措施序号"],
            kind,
            m["责任单位"],
            m["权重"],
            due,
            m["完成进度"],
            expected,
            light,
        )
        made[row] = dict(zip(MEASURES, cells, strict=True))
    return made


def item_figures(
    items: Mapping[int, Item], keys: Mapping[int, int], measures: Mapping[int, Record], settings: Settings
) -> dict[int, Record]:
    """Progress, expected and light of every item. Numbers that staff typed in tracking cells are used."""
    groups: dict[Any, list[Record]] = {}
    for measure in measures.values():
        groups.setdefault(measure["key"], []).append(measure)
    made = {}
    for row, item in items.items():
        key, typed = keys[row], item.tracking
        mine = groups.get(key, [])
        kinds, reported = [each["kind"] for each in mine], [each["progress"] for each in mine]
        counted = [each for each in mine if counts(each["kind"])]
        done = progress.item_progress(reported, [each["weight"] for each in mine], kinds)
        done = next((told for told in (typed["完成进度"], item.in_per_cent) if told is not None), done)
        expected = item_expected(item, counted, settings)
        expected = expected if typed["时序进度"] is None else typed["时序进度"]
        dues = [d for each in counted if (d := progress.day(each["due"])) is not None and d > 0]
        own_due = progress.day(typed["完成时限"])
        due = own_due if own_due is not None else max(dues, default=None)
        all_lights = [each["light"] for each in counted]
        light = lights.item_light(
            done,
            expected,
            due,
            settings.as_of,
            counted=len(counted),
            standing=kinds.count(STANDING),
            late=all_lights.count(lights.DONE_LATE),
            rules=settings.lights,
        )
        light = light if typed["亮灯"] is None else typed["亮灯"]
        cells = (
            key,
            item.number,
            item.name,
            # as staff typed it: formulas compare the cell, and cannot fold two spellings into one
            unit := item.unit if typed["归口单位"] is None else str(typed["归口单位"]),
            co_units(item, unit),
            done,
            expected,
            due,
            light,
            len(kinds) - kinds.count(MOVED_OUT),
            len(counted),
            progress.unreported(reported, kinds),
            all_lights.count(lights.DONE) + all_lights.count(lights.DONE_LATE),
            sum(all_lights.count(each) for each in WORRYING),
        )
        made[row] = dict(zip(ITEMS, cells, strict=True))
    return made


def item_expected(item: Item, counted: Sequence[Mapping[str, Any]], settings: Settings) -> float | None:
    """The item's own dates where both are given, else the weighted mean over its measures."""
    start, due = (progress.day(item.tracking[name]) for name in ("开始日期", "完成时限"))
    if start is not None and due is not None:
        return progress.expected(start, due, settings.as_of)
    return progress.mean_expected(
        [each["expected"] for each in counted], [each["weight"] for each in counted]
    )


def link_figures(links: Mapping[int, Mapping[str, Any]], items: Mapping[int, Record]) -> dict[int, Record]:
    """What each link carries: its item's progress, expected and light, by key (the first item of a key).
    What staff typed in these cells of 承接关系 is used instead. ``confirmed`` links count; one of an
    item that left the list does not, as its measures do not."""
    by_key = {item["key"]: item for item in reversed([*items.values()])}
    nothing = {"progress": None, "expected": None, "light": ""}
    made = {}
    for row, link in links.items():
        key = item_number(link["事项键"])
        known = by_key.get(key, nothing)
        light = known["light"] if link["事项亮灯"] is None else link["事项亮灯"]
        cells = (
            key,
            item_number(link["市级序号"]),
            link["权重"],
            link["状态"] == CONFIRMED and isinstance(light, str) and light != "",
            link["关系"],
            known["progress"] if link["事项进度"] is None else link["事项进度"],
            known["expected"] if link["事项时序"] is None else link["事项时序"],
            light,
        )
        made[row] = dict(zip(LINKS, cells, strict=True))
    return made


def parent_figures(children: Sequence[Mapping[str, Any]], settings: Settings) -> Record:
    """The figures of one city item from the rows that carry it (each with ``weight`` ``progress``
    ``expected`` ``light``): ``count`` ``progress`` ``expected`` ``light`` ``unreported`` and one count
    per light under the light's name."""
    active = [each for each in children if each["light"] != STANDING_LIGHT]
    shares = [share(each["progress"]) for each in active]
    weights = [each["weight"] for each in active]
    done = None if all(s is None for s in shares) else progress.weighted_mean(shares, weights)
    expected = progress.mean_expected([each["expected"] for each in active], weights)
    child_lights = [each["light"] for each in children]
    return {
        "count": len(children),
        "progress": done,
        "expected": expected,
        "light": lights.parent_light(done, expected, child_lights, settings.lights),
        "unreported": sum(s is None for s in shares),
        **{each: child_lights.count(each) for each in LIGHTS},
    }


def equal_in_excel(one: Any, other: Any) -> bool:
    """Whether ``=`` of a formula finds two cell values equal: numbers by value, text without case."""
    if isinstance(one, str) and isinstance(other, str):
        return one.casefold() == other.casefold()
    if isinstance(one, date) or isinstance(other, date):
        return bool(one == other)
    numbers = (isinstance(each, int | float) and not isinstance(each, bool) for each in (one, other))
    return all(numbers) and one == other


def co_units(item: Item, unit: str) -> tuple[str, ...]:
    """The units that lead an item beside ``unit``: 共同牵头单位 as it stands, else what the list says."""
    typed = item.tracking["共同牵头单位"]
    named = item.other_units if typed is None else units_in(typed)
    return tuple(each for each in dict.fromkeys(named) if each and not equal_in_excel(each, unit))


class Led(NamedTuple):
    """What a unit leads: rows of the list in their order."""

    unit: str
    """As the list spells it first."""
    rows: list[int]
    shared: list[int]
    """Those of them that it leads beside another unit, which is named first."""


def led_by_unit(items: Mapping[int, Mapping[str, Any]]) -> dict[str, Led]:
    """The units that lead an item, alone or with others, in order of the list. Spellings that differ in case only
    are one unit, as to a formula; the keys are without case."""
    units: dict[str, Led] = {}
    for row, item in items.items():
        for place, unit in enumerate((item["unit"], *item["co_units"])):
            led = units.setdefault(unit.casefold(), Led(unit, [], [])) if unit else None
            if led and row not in led.rows[-1:]:  # one that is named twice
                led.rows.append(row)
                led.shared.extend([row] if place else [])
    return units


def measures_by_unit(measures: Mapping[int, Mapping[str, Any]]) -> dict[str, list[int]]:
    """责任单位 without case → its rows of the ledger that are on the list."""
    found: dict[str, list[int]] = {}
    for row, measure in measures.items():
        if measure["key"] is not None and measure["kind"] != MOVED_OUT and isinstance(measure["unit"], str):
            found.setdefault(measure["unit"].casefold(), []).append(row)
    return found


def unit_figures(items: Mapping[int, Record], measures: Mapping[int, Record]) -> dict[str, Record]:
    """The figures of each leading unit, by the unit in order of the list: ``items`` ``measures`` ``done``
    ``overdue`` ``unreported`` ``progress`` and one count per light (items). Measures count by 责任单位."""
    mine_by_unit = measures_by_unit(measures)
    made: dict[str, Record] = {}
    for name, (unit, rows, _) in led_by_unit(items).items():
        led, mine = [items[row] for row in rows], [measures[row] for row in mine_by_unit.get(name, ())]
        its_lights, measure_lights = [each["light"] for each in led], [each["light"] for each in mine]
        made[unit] = {
            "items": len(led),
            "measures": len(mine),
            "done": measure_lights.count(lights.DONE) + measure_lights.count(lights.DONE_LATE),
            "overdue": measure_lights.count(lights.OVERDUE),
            "unreported": sum(counts(each["kind"]) and share(each["progress"]) is None for each in mine),
            "progress": mean_progress(led),
            **{each: its_lights.count(each) for each in LIGHTS},
        }
    return made


def mean_progress(items: Iterable[Mapping[str, Any]]) -> float | None:
    """Mean progress of some items. 常态 items are left out, unreported ones count 0; ``None`` when none reported."""
    shares = [share(item["progress"]) for item in items if item["light"] != STANDING_LIGHT]
    known = [s for s in shares if s is not None]
    return sum(known) / len(shares) if known else None


TIE = 0.0000005
"""Two means closer than this share a rank: binary dust must not part them."""


def ranks(values: list[float | None]) -> list[int | str]:
    """Rank from the highest; ties share a rank, no figure gives —."""
    known = [v for v in values if v is not None]
    return ["—" if v is None else 1 + sum(other > v + TIE for other in known) for v in values]
