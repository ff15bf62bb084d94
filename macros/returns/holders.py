"""Which units carry which rows: whom a return is sent to, and whose answers count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from duban.macros.figures.figures import co_units
from duban.macros.returns.forms import LEDGER_FORM, register_keys
from duban.macros.returns.record import RowKey
from duban.udfs.dispatch import task_force
from duban.udfs.progress import MOVED_OUT, day
from duban.udfs.text import item_number, squeeze
from duban.udfs.units import split_unit
from duban.workbook.format.registers.dispatch import DISPATCH
from duban.workbook.format.registers.projects import PROJECTS
from duban.workbook.format.registers.task_forces import TASK_FORCES
from duban.workbook.reading.tables import Tables, TableSheet
from duban.workbook.say.findings import Finding

Units = tuple[str, ...]


def holders(tables: Tables) -> dict[RowKey, Units]:
    """The units that carry each row, in one spelling each: of every measure that belongs to an item and is on the list,
    and of every row of a register that is in it still."""
    spelled: dict[str, str] = {}
    found: dict[RowKey, Units] = {}
    for key, units in (*_of_ledger(tables), *_of_registers(tables)):
        once = {unit.casefold(): spelled.setdefault(unit.casefold(), unit) for unit in units}
        found.setdefault(key, tuple(once.values()))
    return found


def _of_ledger(tables: Tables) -> Iterator[tuple[RowKey, Units]]:
    """The units of measures: those of 责任单位. Where that is the unit that leads the item, or blank, all units that lead the
    item carry it: the measures of a shared item are shared, but for those that name a unit of their own."""
    leads = dict(_leads(tables)) if tables.list else {}
    for values in tables.ledger.rows.values() if tables.ledger else ():
        key, item = LEDGER_FORM.key_of(values), item_number(values["事项键"])
        if key is None or item is None or values["类型"] == MOVED_OUT:
            continue
        named = _units_of(values["责任单位"])
        first = leads.get(item, ())
        yield key, (*named, *first) if not named or named[0].casefold() in _names(first[:1]) else named


def _leads(tables: Tables) -> Iterator[tuple[int, Units]]:
    """事项键 → the units that lead the item, the one of 归口单位 first."""
    for item in tables.items.values():
        key, typed = item_number(item.tracking["事项键"]), item.tracking["归口单位"]
        unit = item.unit if typed is None else squeeze(typed)
        if key is not None and unit:
            yield key, (unit, *co_units(item, unit))


def _of_registers(tables: Tables) -> Iterator[tuple[RowKey, Units]]:
    """The units of rows of registers: those that its format says; of 月调度 the department that leads the task force."""
    departments = _departments(tables)
    forces: dict[str, str] = {}
    for name, keys in register_keys(tables).items():
        table = tables.registers[name]
        for row, number in keys.items():
            values = table.rows[row]
            if _has_left(tables, table, values):
                continue
            told = values.get(table.format.sent_by)
            units = _units_of(told)
            if name == DISPATCH and squeeze(told):
                known = task_force(squeeze(told))
                units = departments.get(known) or (forces.setdefault(known, squeeze(told)),)
            yield RowKey(name, number), units


def _departments(tables: Tables) -> dict[str, Units]:
    """Task force → the departments that lead it, as 工作专班 says."""
    forces = tables.registers.get(TASK_FORCES)
    found: dict[str, Units] = {}
    for values in forces.rows.values() if forces else ():
        known, units = task_force(squeeze(values.get("产业"))), _units_of(values.get("牵头部门"))
        if known and units:
            found.setdefault(known, units)
    return found


def _has_left(tables: Tables, table: TableSheet, values: Mapping[str, Any]) -> bool:
    """Whether a project is out of the pool by the as-of date."""
    left = day(values.get("出库日期")) if table.name == PROJECTS else None
    now = day(tables.settings.as_of)
    return left is not None and now is not None and left <= now


def without_unit(tables: Tables) -> Iterator[Finding]:
    """G116: rows of a register of which nobody knows who fills them, once a register."""
    carried = holders(tables)
    for name, keys in register_keys(tables).items():
        table = tables.registers[name]
        rows = [row for row, number in keys.items() if carried.get(RowKey(name, number)) == ()]
        if rows:
            column = table.format.sent_by
            at = table.header.columns.get(column, min(table.header.columns.values()))
            yield Finding("G116", name, rows[0], at, column, None, {"name": name, "count": len(rows)})


def _units_of(told: Any) -> Units:
    """The units that a cell names."""
    if told is None:
        return ()
    cell = split_unit(str(told))
    return tuple(filter(None, (cell.unit, *cell.others)))


def _names(units: Units) -> set[str]:
    return {unit.casefold() for unit in units}
