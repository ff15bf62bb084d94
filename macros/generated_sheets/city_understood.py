"""What there is to say of a city's items and its districts, with nothing written yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from duban.macros.figures import formulas
from duban.macros.figures.carriers import (
    Carriers,
    combined,
    district_carriers,
    mean_of_parents,
    own_carriers,
)
from duban.macros.figures.cell_references import rules_of
from duban.macros.figures.district_figures import DistrictFormulas, Standing, absent, standings
from duban.macros.figures.lookups import Live
from duban.macros.generated_sheets.district_cells import DistrictTable, district_table
from duban.macros.history.districts_on_record import (
    former_names,
    formerly,
    known_districts,
    names_before,
)
from duban.macros.history.editions import PeriodRecord, Record
from duban.macros.staff_sheets.district_rows import Reported, place_of
from duban.macros.staff_sheets.links import CityItem, city_items
from duban.udfs.lights import NOT_CARRIED
from duban.udfs.periods import from_serial
from duban.udfs.text import same_name
from duban.workbook.format.names import DISTRICTS, RULES
from duban.workbook.format.sheets.period_record import OF_ALL, OF_DISTRICT, OF_PARENT
from duban.workbook.format.sheets.settings import DISTRICT_LIST
from duban.workbook.reading.settings import VALUE_COLUMN, Settings
from duban.workbook.reading.tables import Tables
from duban.workbook.say.findings import Finding


@dataclass(frozen=True)
class City:
    """The city's items, who carries them, and its districts; all as of the day of ``settings``."""

    items: Mapping[int, CityItem]
    carriers: Carriers
    settings: Settings
    rules: formulas.Rules
    live: Live | None = None
    """The workbook's own list, where it has one."""
    table: DistrictTable | None = None
    """区县事项; ``None`` where there are no districts."""
    districts: tuple[Standing, ...] = ()
    renamed: Mapping[str, str] | None = None

    @cached_property
    def figures(self) -> dict[int, dict[str, Any]]:
        """The figures of each item by its number."""
        return {number: self.carriers.figures(number, self.settings) for number in self.items}

    @property
    def mean(self) -> float | None:
        """The mean over the items."""
        return mean_of_parents(self.figures.values())

    @property
    def carried(self) -> int:
        """How many items somebody carries."""
        return sum(each["light"] != NOT_CARRIED for each in self.figures.values())

    @property
    def absent(self) -> list[Standing]:
        """The districts that have not handed in."""
        return absent(self.districts)

    @property
    def district_formulas(self) -> DistrictFormulas:
        """The figures of the districts as formulas."""
        if self.table is None:
            raise ValueError("a workbook without districts has no figures of them")
        return DistrictFormulas(self.table.columns, self.table.period)

    def names_before(self, district: str) -> list[str]:
        """The names that a district had."""
        return names_before(district, self.renamed or {})


def understand_city(
    tables: Tables,
    record: PeriodRecord,
    reported: Sequence[Reported] = (),
    live: Live | None = None,
    *,
    keep_old: bool = False,
) -> City:
    """The city of a workbook; ``record`` is what was said before, ``reported`` what districts hand in now."""
    settings, items = tables.settings, city_items(tables)
    own = own_carriers(live) if live else Carriers()
    rules = rules_of(settings)
    if tables.districts is None and not reported and live is not None and not settings.districts:
        return City(items, own, settings, rules, live)
    table = district_table(tables, reported, keep_old=keep_old)
    renamed = {**former_names(record), **table.renamed}
    names = known_districts(settings, table.rows, record, renamed)
    districts = standings(names, table.rows, str(settings.period))
    carriers = district_carriers(table.rows, table.columns, districts)
    carriers = combined(own, carriers) if live else carriers
    return City(items, carriers, settings, rules, live, table, districts, renamed)


def findings_of_districts(tables: Tables, city: City, reported: Sequence[Reported]) -> Iterator[Finding]:
    """What was found while the districts' rows were put in; who has not handed in and what becomes of its figures (D105,
    D106; D107 for a file of another period; D111 where there are none); districts that are not on the list (D109)."""
    if city.table is None:
        return
    yield from city.table.findings
    settings = city.settings
    at = place_of(tables, "区县")
    others = {same_name(told.district): told for told in reported if told.period != settings.period}
    for each in city.absent:
        facts = {
            "name": each.name,
            "period": str(settings.period),
            "as_of": from_serial(each.as_of) if each.as_of else "—",
            "was": each.period or "—",
        }
        told = others.get(same_name(each.name))
        if not each.rows:
            where = (RULES, settings.rows[DISTRICT_LIST], VALUE_COLUMN, DISTRICT_LIST)
            named = "、".join(settings.districts) or None
            yield Finding("D111", *(where if named else (DISTRICTS, 0, 0, "")), named, facts)
            continue
        if told is not None:
            yield Finding(
                "D107", DISTRICTS, min(each.rows), at, "区县", each.name, {**facts, "file": told.file}
            )
        if told is None or city.table.keep_old:
            code = "D106" if city.table.keep_old else "D105"
            yield Finding(code, DISTRICTS, min(each.rows), at, "区县", each.name, facts)
    on_list = {same_name(name) for name in settings.districts}
    for each in city.districts if on_list else ():
        if same_name(each.name) not in on_list:
            yield Finding("D109", DISTRICTS, min(each.rows), at, "区县", each.name, {"name": each.name})


def said_of_city(city: City) -> Iterator[Record]:
    """The city's items and its districts as rows of 期间记录."""
    for number, item in city.items.items():
        figures = city.figures[number]
        yield {
            "种类": OF_PARENT,
            "事项键": number,
            "名称": item.name,
            "完成进度": figures["progress"],
            "时序进度": figures["expected"],
            "亮灯": figures["light"],
            "事项数": figures["count"],
            "未报数": figures["unreported"],
        }
    for each in city.districts:
        yield {
            "种类": OF_DISTRICT,
            "名称": each.name,
            "完成进度": each.progress,
            "事项数": each.items,
            "未报数": each.unreported,
            "截至日期": None if each.as_of is None else from_serial(each.as_of),
            "状态": each.status,
            "内容": formerly(city.names_before(each.name)),
        }


def said_of_all(city: City) -> Record:
    """The mean over a city's items, and how many there are, as a row of 期间记录."""
    return {
        "种类": OF_ALL,
        "完成进度": city.mean,
        "事项数": len(city.items),
        "未报数": sum(each["unreported"] for each in city.figures.values()),
    }
