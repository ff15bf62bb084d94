"""The plan is a baseline: what the task list said is on record by key, and a later change of it is said and logged.

The record (清单底稿) holds what the list said last; each change since a row was first seen stands in 填报记录.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from duban.macros.staff_sheets.cells_to_set import same_value
from duban.udfs.periods import from_serial
from duban.udfs.progress import day
from duban.udfs.text import fold, item_number
from duban.workbook.format.names import BASELINE
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.plan.plans import Cell
from duban.workbook.reading.items import Item
from duban.workbook.reading.settings import Settings
from duban.workbook.reading.tables import Tables
from duban.workbook.say.findings import Finding

CHANGE = "方案变更·"
"""Begins the 字段 of a row of 填报记录 that tells a change of the plan."""

LISTED, LEFT = "在列", "移出"

Record = Mapping[str, Any]
Key = tuple[int, int | None]
"""事项键 and 措施键; an item has no 措施键."""

FIELDS = ("名称", "目标", "牵头领导", "牵头单位", "开始日期", "完成时限")
"""What of an item is compared."""


@dataclass(frozen=True)
class Change:
    """One change of the plan, as a row of 填报记录 tells it."""

    item: int
    measure: int | None
    field: str
    was: Any
    now: Any
    unit: str | None


@dataclass(frozen=True)
class Baseline:
    """The record of a workbook: key → row of 清单底稿, and the Excel row of each. Without a record yet, what the
    ledger of an earlier version tells: names and texts."""

    records: Mapping[Key, Record]
    rows: Mapping[Key, int]

    @cached_property
    def items(self) -> dict[int, Record]:
        """事项键 → what the list said of the item."""
        return {item: record for (item, measure), record in self.records.items() if measure is None}

    @cached_property
    def measures(self) -> dict[int, tuple[int, Record]]:
        """措施键 → 事项键 and what the list said of the measure."""
        return {
            measure: (item, record) for (item, measure), record in self.records.items() if measure is not None
        }


def read_baseline(tables: Tables) -> Baseline:
    """The record of a workbook; names that only the ledger tells are taken from there."""
    found: dict[Key, Record] = {}
    rows: dict[Key, int] = {}
    table = tables.own.get(BASELINE)
    for row, record in table.rows.items() if table else ():
        item, measure = item_number(record["事项键"]), item_number(record["措施键"])
        if item is not None and (item, measure) not in found:
            found[item, measure], rows[item, measure] = record, row
    if table is None and tables.ledger is not None:
        blank = dict.fromkeys(FORMATS[BASELINE].names)
        for record in tables.ledger.rows.values():
            item = item_number(record["事项键"])
            if item is not None and record["事项名称"]:
                found.setdefault((item, None), {**blank, "名称": str(record["事项名称"]), "状态": LISTED})
    return Baseline(found, rows)


def record_of(item: Item) -> dict[str, Any]:
    """What the list says of an item, as the record keeps it."""
    units = "、".join(filter(None, (item.unit, *item.other_units)))
    owners = "、".join(item.owners)
    helpers = f"；配合单位：{'、'.join(item.helpers)}" if item.helpers else ""
    return {
        "名称": item.name,
        "目标": item.goal or None,
        "牵头领导": "、".join(item.leaders) or None,
        "牵头单位": (f"{units}（{owners}）" if owners else units) + helpers or None,
        "开始日期": _date(item.tracking["开始日期"]),
        "完成时限": _date(item.due),
    }


def _date(value: Any) -> Any:
    number = day(value)
    return value if number is None else from_serial(number)


def changes_of_items(
    baseline: Baseline, items: Mapping[int, Item], keys: Mapping[int, int]
) -> Iterator[tuple[int | None, Change]]:
    """What changed of the items since they were on record, each with its row on the list (``None`` where it left).

    An item that the record does not know is new; of a field that the record does not have yet nothing is said.
    """
    known = baseline.items
    there: set[int] = set()
    for row, item in items.items():
        key, now = keys[row], record_of(item)
        if key in there:
            continue
        there.add(key)
        was = known.get(key)
        unit = item.unit or None
        if was is None:
            if known:
                yield row, Change(key, None, f"{CHANGE}新增事项", None, now["名称"], unit)
            continue
        if was["状态"] == LEFT:
            yield row, Change(key, None, f"{CHANGE}恢复事项", None, now["名称"], unit)
        told = was["列入期间"] is not None  # a record that the ledger alone gives knows no more than the name
        for name in FIELDS if told else FIELDS[:1]:
            if not _alike(was[name], now[name]):
                label = "事项名称" if name == "名称" else name
                yield row, Change(key, None, f"{CHANGE}{label}", was[name], now[name], unit)
    for key, was in known.items():
        if key not in there and was["状态"] != LEFT:
            yield None, Change(key, None, f"{CHANGE}移出事项", was["名称"], None, None)


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return fold(one) == fold(other)
    return same_value(one, other)


def new_records(
    baseline: Baseline,
    items: Mapping[int, Item],
    keys: Mapping[int, int],
    measures: Iterable[tuple[Key, Record]],
    settings: Settings,
) -> dict[Key, dict[str, Any]]:
    """The record as it shall be: every item and measure of this run, and those that left.

    ``measures`` are the measures of the ledger: 名称, 类型 (of one that left: the former), 状态, and the dates that
    the program wrote.
    """
    made: dict[Key, dict[str, Any]] = {}
    for row, item in items.items():
        made.setdefault((keys[row], None), {**record_of(item), "类型": None, "状态": LISTED})
    for key, record in measures:
        made[key] = dict(record)
    for key, was in baseline.records.items():
        if key not in made:
            made[key] = {**was, "状态": LEFT}
    blank = dict.fromkeys(FORMATS[BASELINE].names)
    for key, record in made.items():
        first = baseline.records.get(key, blank)["列入期间"] or str(settings.period)
        made[key] = {**blank, **record, "事项键": key[0], "措施键": key[1], "列入期间": first}
    return made


def baseline_cells(
    tables: Tables, baseline: Baseline, wanted: Mapping[Key, Record]
) -> dict[tuple[int, str], Cell]:
    """The cells of 清单底稿 that differ from what stands there; new rows come at the end."""
    table = tables.own.get(BASELINE)
    next_row = table.last_row + 1 if table else 2
    cells: dict[tuple[int, str], Cell] = {}
    for key, record in wanted.items():
        row = baseline.rows.get(key)
        if row is None:
            row, next_row = next_row, next_row + 1
        there = baseline.records.get(key, {}) if key in baseline.rows else {}
        for column, value in record.items():
            if not same_value(there.get(column), value):
                cells[row, column] = Cell(value)
    return cells


def log_row(change: Change, settings: Settings, number: Any, measure_number: Any) -> dict[str, Any]:
    """A change as a row of 填报记录."""
    return {
        "期间": str(settings.period),
        "事项序号": number,
        "措施序号": measure_number,
        "字段": change.field,
        "原值": change.was,
        "新值": change.now,
        "单位": change.unit,
        "填报时间": settings.as_of,
        "事项键": change.item,
        "措施键": change.measure,
    }


def said(change: Change, sheet: str, row: int, column: int) -> Finding:
    """A change as a finding at the item's name on the list."""
    kind = change.field.removeprefix(CHANGE)
    code = {"新增事项": "I142", "移出事项": "I143", "恢复事项": "I145"}.get(kind, "I144")
    facts = {"field": kind, "was": _shown(change.was), "now": _shown(change.now), "key": change.item}
    return Finding(code, sheet, row, column, "事项名称", None, facts)


def _shown(value: Any) -> str:
    if value is None:
        return "（空）"
    return value.isoformat() if isinstance(value, date) else str(value)
