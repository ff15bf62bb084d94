"""区县事项 brought up to date: what districts report is put into its rows, and the other rows stay.

A row is known again by district, item number and city item. Each row says for which period its district last handed in
(报送期间). Rows of an earlier version say none: they are of an unknown, earlier period, and their districts have not handed
in as soon as others do. Where nobody hands in and no row says a period, the figures are those of the period that the
workbook was in, which is written down and said (D110), for else they would stop counting without a word.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from duban.macros.staff_sheets.cells_to_set import same_value
from duban.udfs.periods import Period
from duban.udfs.text import item_number, same_name, squeeze
from duban.workbook.format.fields import SheetFormat
from duban.workbook.format.names import DISTRICTS, OWN_INITIATIVE
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.plan.plans import Cell
from duban.workbook.reading.rows import Record, Rows, copied, of_column
from duban.workbook.reading.tables import Tables
from duban.workbook.say.findings import Finding

_FORMAT = FORMATS[DISTRICTS]


@dataclass(frozen=True)
class Reported:
    """What one district reports: for which period, and its rows with the columns of 区县事项."""

    district: str
    file: str
    period: Period
    records: Sequence[Record]
    registers: Mapping[str, tuple[SheetFormat, Sequence[Record]]] = field(default_factory=dict)
    """Its registers by name: the columns of each as they are declared, and its rows."""
    doubts: Mapping[str, Sequence[Finding]] = field(default_factory=dict)
    """Register → what of it no figure can use, or why it was not read, as its own workbook has it."""


@dataclass
class Merged:
    """The rows of 区县事项 as they shall be, without what its formulas show."""

    rows: Rows
    renamed: dict[str, str] = field(default_factory=dict)
    """Earlier name of a district, without case → its name."""
    findings: list[Finding] = field(default_factory=list)


def merged(city: Tables, reported: Sequence[Reported]) -> Merged:
    """The rows of a city's 区县事项 with what districts report.

    Rows of a district that it no longer reports go; rows of other districts stay. A district that has handed in for the
    current period keeps that where a file of another period is passed (D108). Numbers and periods that
    staff typed as text become what formulas find.
    """
    table, current = city.districts, city.settings.period
    done = Merged(copied(table.rows) if table else {})
    for values in done.rows.values():
        _typed(values)
    next_row = table.last_row + 1 if table else 2
    now = {same_name(each.district) for each in reported}
    for each in reported:
        if not each.records or is_older(each, done.rows, current):
            facts = {"district": each.district, "was": str(each.period), "period": str(current)}
            if each.records:
                done.findings.append(
                    _said("D108", city, 1, "来源文件", each.file, {**facts, "file": each.file})
                )
            continue
        next_row = _put(city, done, each, now, next_row)
    _adopt(city, done, reported)
    _mark_first_rows(done.rows)
    done.rows = dict(sorted(done.rows.items()))
    return done


def _said(code: str, city: Tables, row: int, column: str, value: Any, facts: Mapping[str, Any]) -> Finding:
    return Finding(code, DISTRICTS, row, place_of(city, column), column, value, facts)


def place_of(city: Tables, column: str) -> int:
    """Where a column of 区县事项 stands, or will stand."""
    if city.districts and column in city.districts.header.columns:
        return city.districts.header.columns[column]
    return _FORMAT.names.index(column) + 1


def _typed(values: dict[str, Any]) -> None:
    parent = values["市级序号"]
    number = item_number(parent)
    if isinstance(parent, str) and number is not None:
        values["市级序号"] = number
    elif parent is not None and squeeze(parent) == OWN_INITIATIVE:
        values["市级序号"] = OWN_INITIATIVE
    period = Period.parse(values["报送期间"])
    if period is not None:
        values["报送期间"] = str(period)


def is_older(each: Reported, rows: Rows, current: Period) -> bool:
    """Whether a file is of another period than the current one, for which ``rows`` of 区县事项 say that its district has handed
    in: such a file is passed over."""
    mine = (row for row in rows.values() if same_name(row["区县"]) == same_name(each.district))
    return each.period != current and any(Period.parse(row["报送期间"]) == current for row in mine)


def _put(city: Tables, done: Merged, each: Reported, now: Collection[str], next_row: int) -> int:
    """One district's rows; returns the next free row."""
    rows = done.rows
    left = {row for row, values in rows.items() if same_name(values["区县"]) == same_name(each.district)}
    for was, mine in _earlier_names(rows, each, now).items():
        left |= mine
        done.renamed[same_name(was)] = each.district
        facts = {"was": was, "name": each.district, "file": each.file}
        done.findings.append(_said("D103", city, min(mine), "区县", each.district, facts))
    numbers = {record["事项序号"] for record in each.records}
    for told in each.records:
        record = dict(told)
        row = _known_again(rows, left, record, numbers)
        if row is None:
            row, next_row = next_row, next_row + 1
            rows[row] = dict.fromkeys(_FORMAT.names)
        else:
            left.discard(row)
            if item_number(record["市级序号"]) is None and _by_hand(rows[row]["市级序号"], record):
                record["市级序号"], record["权重"] = rows[row]["市级序号"], rows[row]["权重"]
        rows[row].update(record)
    for row in left:
        del rows[row]
    return next_row


def _by_hand(there: Any, record: Mapping[str, Any]) -> bool:
    """Whether the city's cell stands against a district's item without a link: the mark 自主 gives way to
    nothing but a number."""
    return record["市级序号"] is None or item_number(there) is not None


def _earlier_names(rows: Rows, each: Reported, now: Collection[str]) -> dict[str, set[int]]:
    """Earlier names of a collected district, with their rows: from a file of the same name, under a name that
    nobody has now, and at least half of the items the same (other districts may call their files so)."""
    items = {record["事项名称"] for record in each.records}
    others: dict[str, set[int]] = {}
    for row, values in rows.items():
        if values["区县"] and values["来源文件"] == each.file and same_name(values["区县"]) not in now:
            others.setdefault(str(values["区县"]), set()).add(row)
    return {
        was: mine
        for was, mine in others.items()
        if 2 * sum(rows[row]["事项名称"] in items for row in mine) >= len(mine)
    }


def _known_again(
    rows: Mapping[int, Mapping[str, Any]],
    left: Collection[int],
    record: Mapping[str, Any],
    numbers: Collection[object],
) -> int | None:
    """The row that holds this item and link already; one that the city linked by hand counts for an
    item without a link. ``numbers`` are those that the district reports now: a row under one of them is no other item's."""
    same_item = [row for row in sorted(left) if rows[row]["事项序号"] == record["事项序号"]] or [
        # its number is another one, or began to be told with its heading
        row
        for row in sorted(left)
        if record["事项名称"] and rows[row]["事项名称"] == record["事项名称"]
        if rows[row]["事项序号"] not in numbers
    ]
    exact = next((row for row in same_item if rows[row]["市级序号"] == record["市级序号"]), None)
    if exact is not None:
        return exact
    if item_number(record["市级序号"]) is None:
        return next(iter(same_item), None)
    return next((row for row in same_item if item_number(rows[row]["市级序号"]) is None), None)


def _adopt(city: Tables, done: Merged, reported: Sequence[Reported]) -> None:
    rows = {row: values for row, values in done.rows.items() if values["区县"]}
    if reported or not rows or any(of_column(rows, "报送期间")):
        return
    period = city.settings.stored_period or city.settings.period
    for values in rows.values():
        values["报送期间"] = str(period)
    facts = {"period": str(period), "count": len({same_name(name) for name in of_column(rows, "区县")})}
    done.findings.append(_said("D110", city, min(rows), "报送期间", str(period), facts))


def item_of(values: Mapping[str, Any]) -> tuple[Hashable, ...]:
    """The item that a row is of: two of one 序号 are told apart by their names."""
    return same_name(values["区县"]), values["事项序号"], values["事项名称"]


def _mark_first_rows(rows: Rows) -> None:
    """首行: an item with several city items has several rows, and is one item."""
    seen = set()
    for _, values in sorted(rows.items()):
        item = item_of(values)
        values["首行"] = 1 if values["区县"] and item not in seen else None
        seen.add(item)


def cells_of_rows(city: Tables, rows: Rows) -> Iterator[tuple[tuple[int, str], Cell]]:
    """The cells by which the rows that stand there become these, but for those of formulas."""
    there = city.districts.rows if city.districts else {}
    for row in sorted({*rows, *there}):
        now = rows.get(row)
        for column in _FORMAT.names:
            if now is None:
                yield (row, column), Cell(None)
            elif column not in _FORMAT.computed:
                value = now[column]
                if not same_value(there[row][column] if row in there else None, value):
                    yield (row, column), Cell(value)
