"""Which units carry which measures: whom a return is sent to, and whose answers count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from duban.macros.figures.figures import co_units
from duban.udfs.progress import MOVED_OUT
from duban.udfs.text import item_number, squeeze
from duban.udfs.units import split_unit
from duban.workbook.reading.tables import Tables


def holders(tables: Tables) -> dict[int, tuple[str, ...]]:
    """措施键 → the units that carry the measure, in one spelling each; of every row of the ledger that belongs to an
    item and is on the list.

    They are those of 责任单位. Where that is the unit that leads the item, or blank, all units that lead the item
    carry it: the measures of a shared item are shared, but for those that name a unit of their own.
    """
    leads = dict(_leads(tables))
    spelled: dict[str, str] = {}
    found: dict[int, tuple[str, ...]] = {}
    for values in tables.ledger.rows.values() if tables.ledger else ():
        key, item = item_number(values["措施键"]), item_number(values["事项键"])
        if key is None or item is None or values["类型"] == MOVED_OUT:
            continue
        named = _units_of(values)
        first = leads.get(item, ())
        units = (*named, *first) if not named or named[0].casefold() in _names(first[:1]) else named
        once = {unit.casefold(): spelled.setdefault(unit.casefold(), unit) for unit in units}
        found.setdefault(key, tuple(once.values()))
    return found


def _leads(tables: Tables) -> Iterator[tuple[int, tuple[str, ...]]]:
    """事项键 → the units that lead the item, the one of 归口单位 first."""
    for item in tables.items.values():
        key, typed = item_number(item.tracking["事项键"]), item.tracking["归口单位"]
        unit = item.unit if typed is None else squeeze(typed)
        if key is not None and unit:
            yield key, (unit, *co_units(item, unit))


def _units_of(values: Mapping[str, Any]) -> tuple[str, ...]:
    """The units that a row of the ledger names."""
    told = values["责任单位"]
    if told is None:
        return ()
    cell = split_unit(str(told))
    return tuple(filter(None, (cell.unit, *cell.others)))


def _names(units: tuple[str, ...]) -> set[str]:
    return {unit.casefold() for unit in units}
