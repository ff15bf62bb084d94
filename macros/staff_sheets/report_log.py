"""填报记录: rows of what changed of the plan, and the keys of rows that an earlier version wrote without them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from duban.macros.staff_sheets.baseline import Change, log_row
from duban.udfs.text import fold, item_number
from duban.workbook.format.names import LOG
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.plan.plans import Cell
from duban.workbook.reading.items import Item
from duban.workbook.reading.rows import copied
from duban.workbook.reading.settings import Settings
from duban.workbook.reading.tables import Tables, new_table
from duban.workbook.say.findings import Finding

Cells = dict[tuple[int, str], Cell]


def change_cells(
    tables: Tables,
    changes: Sequence[Change],
    settings: Settings,
    numbers: Mapping[int, Any],
    measure_numbers: Mapping[int, Any],
) -> Cells:
    """The changes of the plan as rows at the end. ``numbers``: 事项键 → 序号, ``measure_numbers``: 措施键 → 措施序号."""
    next_row = tables.log.last_row + 1 if tables.log else 2
    cells: Cells = {}
    for row, change in enumerate(changes, next_row):
        number = None if change.measure is None else measure_numbers.get(change.measure)
        told = log_row(change, settings, numbers.get(change.item), number)
        cells.update({(row, column): Cell(value) for column, value in told.items() if value is not None})
    return cells


def with_log_rows(tables: Tables, cells: Cells) -> Tables:
    """The tables with 填报记录 as these cells will make it; without cells, as they are."""
    if not cells:
        return tables
    log = tables.log or new_table(FORMATS[LOG])
    rows = copied(log.rows)
    for (row, column), cell in sorted(cells.items()):
        rows.setdefault(row, dict.fromkeys(FORMATS[LOG].names))[column] = cell.value
    return tables.with_own(LOG, replace(log, rows=rows))


def old_row_cells(
    tables: Tables, keys: Mapping[int, int], measure_keys: Mapping[int, int]
) -> tuple[Cells, list[Finding]]:
    """The keys of rows that were written before there were any, where number and text leave no doubt.

    An item is meant without doubt where its key is still its 序号, which is how keys begin, and its name is what the
    ledger says; a measure where besides the measures of its item stand in the ledger as on the list, and none left.
    What stays blank is said. ``keys``: row of the list → 事项键; ``measure_keys``: row of the ledger → 措施键.
    """
    log = tables.log
    if log is None or not {"事项键", "措施键"} & set(log.added):
        return {}, []
    sure = dict(_sure_items(tables, keys))
    measures = _sure_measures(tables, sure)
    cells: Cells = {}
    left: list[int] = []
    for row, record in log.rows.items():
        item, measure = item_number(record["事项序号"]), item_number(record["措施序号"])
        if item is None:
            continue
        if item in sure and (record["措施序号"] is None or (item, measure) in measures):
            cells[row, "事项键"] = Cell(item)
            if measure is not None:
                cells[row, "措施键"] = Cell(measure_keys[measures[item, measure]])
        else:
            left.append(row)
    at = log.header.columns["事项序号"]
    facts = {"count": len(left)}
    return cells, [Finding("L119", LOG, left[0], at, "事项序号", None, facts)] if left else []


def _sure_items(tables: Tables, keys: Mapping[int, int]) -> Iterator[tuple[int, Item]]:
    """Items whose key is their 序号 still, under the name that the ledger has."""
    ledger = tables.ledger.rows if tables.ledger else {}
    names = {item_number(values["事项键"]): values["事项名称"] for values in ledger.values()}
    numbers = Counter(item.number for item in tables.items.values())
    for row, item in tables.items.items():
        key = keys[row]
        once = item.number == key and numbers[key] == 1
        if once and fold(names.get(key)) in ("", fold(item.name)):
            yield key, item


def _sure_measures(tables: Tables, items: Mapping[int, Item]) -> dict[tuple[int, int], int]:
    """(事项键, 措施序号) → Excel row of the ledger, for items whose measures never left or changed places: their rows
    stand in the order of their numbers, and each says what the list says under its number."""
    rows: dict[int, list[tuple[int, Mapping[str, Any]]]] = {}
    for row, values in tables.ledger.rows.items() if tables.ledger else ():
        key = item_number(values["事项键"])
        if key is not None:
            rows.setdefault(key, []).append((row, values))
    found = {}
    for key, item in items.items():
        mine = rows.get(key, [])
        told = [(item_number(values["措施序号"]), fold(values["具体项目"])) for _, values in mine]
        if told == [(line.number, fold(line.text)) for line in item.measures]:
            found.update(
                {(key, line.number): row for line, (row, _) in zip(item.measures, mine, strict=True)}
            )
    return found
