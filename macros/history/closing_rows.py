"""The closing rows of 填报记录: what a period said when it was closed, for staff to read, and for a workbook without record.

A closing row has no 措施序号; its 字段 is 完成进度 and its 新值 the item's progress, blank where it was 未报.
A row with 字段 封存 marks the period as closed, one with 封存更正 tells a correction and why.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from duban.macros.figures.figures import Led, equal_in_excel
from duban.macros.history.editions import Edition, PeriodRecord, Record
from duban.macros.staff_sheets.cells_to_set import same_value
from duban.udfs.periods import Period
from duban.udfs.progress import number_in, share
from duban.udfs.text import item_number
from duban.workbook.format.sheet_names import bulletin_name
from duban.workbook.format.sheets.period_record import (
    FROM_LOG,
    OF_ALL,
    OF_ITEM,
    OF_PARENT,
    OF_PERIOD,
    OF_UNIT,
)

FIELD_PROGRESS, FIELD_CLOSED, FIELD_CORRECTED = "完成进度", "封存", "封存更正"

Log = Mapping[int, Mapping[str, Any]]
"""The rows of 填报记录."""
Closing = Sequence[Mapping[str, Any]]
"""The item figures recorded at the close of a period: rows of 填报记录."""


def closed_periods(log: Log) -> set[Period]:
    """The periods that were closed; their bulletins are never made again."""
    marked = (
        record["期间"]
        for record in log.values()
        if record["字段"] == FIELD_CLOSED and not record.get("登记表")
    )
    return {period for text in marked if (period := Period.parse(text)) is not None}


def closing_rows(log: Log, period: Period) -> Closing:
    """The item figures recorded at the close of ``period``; of an item that was corrected, the last."""
    kind = (str(period), FIELD_PROGRESS, None, None)  # a register has a column of that name too
    rows = [r for r in log.values() if (r["期间"], r["字段"], r["措施序号"], r.get("登记表")) == kind]
    last = {item_number(r["事项键"]): r for r in rows}
    return [r for r in rows if (key := item_number(r["事项键"])) is None or last[key] is r]


def mean_before(rows: Closing, unit: str | None = None, shared: Collection[int] = ()) -> float | None:
    """Mean of the recorded figures of a unit (of all units without one); blanks count 0. ``shared`` are the 事项键 of
    items that it leads beside another unit, under whose name they are recorded."""
    mine = rows
    if unit is not None:
        own = [record for record in rows if equal_in_excel(record["单位"], unit)]
        mine = [*own, *(record for key in shared for record in rows if record["事项键"] == key)]
    if not mine:
        return None
    return float(sum(number_in(record["新值"]) or 0.0 for record in mine)) / len(mine)


def with_closings(
    record: PeriodRecord, log: Log, led: Mapping[str, Led], items: Mapping[int, Record]
) -> PeriodRecord:
    """The record with what only the closing rows tell of a period: no more than progress, of items, units and all.

    ``led``: what each unit leads; ``items``: the figures by row of the list.
    """
    periods = {period for row in log.values() if (period := Period.parse(row["期间"])) is not None}
    for period in sorted(periods, key=lambda each: each.last_day):
        known = record.latest.get(period)
        rows = closing_rows(log, period)
        if rows and (known is None or known.is_from_log):
            told = record.written(period, 1, _records(period, rows, led, items))
            record = record.with_edition(told)
    return record


def _records(
    period: Period, rows: Closing, led: Mapping[str, Led], items: Mapping[int, Record]
) -> Iterator[Record]:
    yield {"种类": OF_PERIOD, "名称": bulletin_name(period), "状态": FROM_LOG}
    yield {"种类": OF_ALL, "完成进度": share(mean_before(rows))}
    for row in rows:
        key = item_number(row["事项键"])
        if key is not None:
            yield {"种类": OF_ITEM, "事项键": key, "单位": row["单位"], "完成进度": share(row["新值"])}
    for each in led.values():
        keys = [items[at]["key"] for at in each.shared]
        yield {"种类": OF_UNIT, "名称": each.unit, "完成进度": share(mean_before(rows, each.unit, keys))}


def closing_records(
    edition: Edition,
    was: Edition | None,
    day: date,
    numbers: Mapping[int, Any],
    signs: str,
    reason: str = "",
) -> list[Record]:
    """The rows of 填报记录 that tell that a period is closed: one an item, with what ``was`` said of it, and one for the
    period. With a ``reason`` it is a correction: only items that differ, and why.

    ``numbers``: 事项键 → 序号; ``signs``: the fingerprint of the sheet.
    """
    common = {"期间": str(edition.period), "填报时间": day, "指纹": signs}
    rows = []
    # a city has no items of its own; there the city's items are told
    kind = OF_ITEM if any(True for _ in edition.of_kind(OF_ITEM)) else OF_PARENT
    for key, line in edition.of_kind(kind):
        before = was.lines.get(key) if was else None
        old, new = before.record["完成进度"] if before else None, line.record["完成进度"]
        if reason and same_value(old, new):
            continue
        number = key.item if kind == OF_PARENT else numbers.get(key.item or 0)
        told = {"字段": FIELD_PROGRESS, "原值": old, "新值": new, "单位": line.record["单位"]}
        rows.append({**common, **told, "事项键": key.item, "事项序号": number})
    field, value = (FIELD_CORRECTED, reason) if reason else (FIELD_CLOSED, str(edition.period))
    return [*rows, {**common, "字段": field, "新值": value}]
