"""进度走势 of a city: each of its items, and all and each district."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from duban.macros.figures import formulas
from duban.macros.figures.district_figures import Standing
from duban.macros.figures.plain_means import carried_mean
from duban.macros.generated_sheets.city_understood import City
from duban.macros.generated_sheets.trend import NAME, NUMBER, Columns, Group, Row, Told, begin, finish
from duban.macros.history.editions import Key
from duban.workbook.cells.addresses import a1, letter
from duban.workbook.format.sheets.period_record import OF_ALL, OF_DISTRICT, OF_PARENT
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.plans import SheetPlan

_ITEMS, _DISTRICTS = "一、各市级事项完成进度", "二、各区县平均进度"


def trend_of_city(city: City, columns: Columns) -> SheetPlan:
    """The plan of 进度走势. In hidden columns stand what the mean of all is made of: how many carry an item, its expected
    progress, its light, its progress."""
    builder, hidden = begin(city.settings.office, columns, 1 + len(city.districts))
    of_items: dict[int, int] = {}
    items = [Row((Key(OF_PARENT, number),), partial(_item, city, number, of_items)) for number in city.items]
    groups = (
        Group(_ITEMS, "市级事项", items, OF_PARENT, "（已删去）"),
        Group(_DISTRICTS, "区县", list(_districts(city, of_items)), OF_DISTRICT),
    )
    return finish(builder, columns, groups, _DISTRICTS, range(hidden, hidden + 4))


def _item(
    city: City, number: int, placed: dict[int, int], builder: SheetBuilder, row: int, hidden: int
) -> Told:
    """``placed`` gets the row where the item stands."""
    figures, carriers, parent = city.figures[number], city.carriers, f"$A{row}"
    placed[number] = row
    builder.put(row, NUMBER, number, "integer")
    builder.put(row, NAME, city.items[number].name, "text")
    count, expected, light, done = range(hidden, hidden + 4)
    progress = "=" + formulas.parent_progress(carriers.sources, parent)
    builder.put(
        row, count, figures["count"], "plain", "=" + formulas.children_count(carriers.sources, parent)
    )
    expected_formula = "=" + formulas.parent_expected(carriers.sources, parent)
    builder.put(row, expected, figures["expected"], "plain", expected_formula)
    builder.put(row, done, figures["progress"], "plain", progress)
    at = (f"${a1(row, done)}", f"${a1(row, expected)}")
    told = formulas.parent_light(carriers.sources, parent, *at, city.rules, carriers.absent)
    builder.put(row, light, figures["light"], "plain", f"={told}")
    return figures["progress"], f'=IF({at[0]}="","",{at[0]})'


def _districts(city: City, items: Mapping[int, int]) -> Iterator[Row]:
    yield Row((Key(OF_ALL),), partial(_all, city, items))
    for place, each in enumerate(city.districts, 1):
        names = (each.name, *city.names_before(each.name))
        keys = tuple(Key(OF_DISTRICT, name=name.casefold()) for name in names)
        yield Row(keys, partial(_district, city, place, each))


def _all(city: City, items: Mapping[int, int], builder: SheetBuilder, row: int, hidden: int) -> Told:
    builder.put(row, NUMBER, None)
    builder.put(row, NAME, "全部市级事项", "center")
    rows = [*items.values()] or [row]
    spans = [
        f"${letter(column)}${rows[0]}:${letter(column)}${rows[-1]}"
        for column in (hidden, hidden + 2, hidden + 3)
    ]
    return city.mean, f"={carried_mean(*spans)}"


def _district(city: City, place: int, each: Standing, builder: SheetBuilder, row: int, hidden: int) -> Told:
    builder.put(row, NUMBER, place, "integer")
    builder.put(row, NAME, each.name, "center")
    return each.progress, "=" + city.district_formulas.progress(each.name)
