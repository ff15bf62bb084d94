"""What is sent to each unit, and what of it is on record afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from duban.macros.history.past import Past
from duban.macros.returns.holders import holders
from duban.macros.returns.record import Record, ReturnsRecord, Sent
from duban.macros.returns.return_sheet import TOLD, Identity, Outgoing, Return, last_time, return_sheet
from duban.macros.returns.values import FIELDS
from duban.macros.staff_sheets.kept_text import as_text
from duban.udfs.text import item_number, squeeze
from duban.workbook.format.sheet_names import return_file_names
from duban.workbook.reading.tables import Tables
from duban.workbook.say.stop import Stop


def sent_to(
    tables: Tables, record: ReturnsRecord, past: Past, units: Sequence[str] = (), today: date | None = None
) -> tuple[list[Outgoing], ReturnsRecord]:
    """The returns of these units (else of all), in the order of the ledger, and the record with them.

    A unit whose rows are what it was sent last keeps the number of that return; else it gets the next one. Stops with
    ``no_such_unit``, and ``nothing_to_send`` where no unit carries anything.
    """
    told = _by_unit(tables)
    names = return_file_names(told, record.period)
    chosen = _chosen(tables, units, list(told))
    book, day = tables.settings.book_id, today or date.today()
    ledger = tables.ledger.rows if tables.ledger else {}
    fields = tuple(name for name in FIELDS if tables.ledger and name in tables.ledger.header.columns)
    numbers = tables.need_list.numbers
    sent, next_number, found = dict(record.sent), record.next_number, []
    latest = record.latest
    for unit in chosen:
        rows = {key: _row(ledger[row], numbers, fields) for key, row in told[unit].items()}
        there = latest.get(unit)
        if there is None or as_text(there.rows) != as_text(rows):
            there = Sent(next_number, unit, day, rows)
            next_number += 1
        sent[there.number] = there
        items = {key: item_number(ledger[row]["事项键"]) or 0 for key, row in told[unit].items()}
        before = {key: last_time(rows[key], past, items[key], key) for key in rows}
        identity = Identity(squeeze(book), str(record.period), there.number, there.code)
        told_of = Return(identity, unit, rows, items, before, fields)
        found.append(Outgoing(names[unit], unit, len(rows), return_sheet(told_of, tables.settings)))
    if not found:
        raise Stop("nothing_to_send", path=tables.file)
    return found, replace(record, sent=sent, next_number=next_number)


def _by_unit(tables: Tables) -> dict[str, dict[int, int]]:
    """Unit → 措施键 → row of the ledger, in its order; units that stand first, first."""
    carried = holders(tables)
    found: dict[str, dict[int, int]] = {}
    for row, values in tables.ledger.rows.items() if tables.ledger else ():
        key = item_number(values["措施键"])
        for unit in carried.get(key, ()) if key is not None else ():
            if key is not None:
                found.setdefault(unit, {}).setdefault(key, row)
    return found


def _chosen(tables: Tables, units: Sequence[str], known: Sequence[str]) -> list[str]:
    by_name = {unit.casefold(): unit for unit in known}
    wanted = [squeeze(name) for name in units]
    for name in wanted:
        if name.casefold() not in by_name:
            raise Stop("no_such_unit", path=tables.file, unit=name, units="、".join(known) or "—")
    return list(dict.fromkeys(by_name[name.casefold()] for name in wanted)) or list(known)


def _row(values: Mapping[str, Any], numbers: Mapping[int, Any], fields: Sequence[str]) -> Record:
    """What is sent of a measure: only what is there."""
    item = item_number(values["事项键"])
    told = {name: values.get(name) for name in (*TOLD, *fields)}
    told["事项序号"] = numbers.get(item) if item is not None else None
    return {name: value for name, value in told.items() if value is not None}


def lacks_keys(tables: Tables) -> bool:
    """Whether the ledger is to be made, or brought up to date, before anything can be sent: rows without a key, items
    or measures that it does not have."""
    if tables.ledger is None or "措施键" not in tables.ledger.there.columns:
        return True
    rows: dict[int, set[str]] = {}
    for values in tables.ledger.rows.values():
        item = item_number(values["事项键"])
        if item is None:
            continue
        if item_number(values["措施键"]) is None:
            return True
        if values["措施序号"] is not None:
            rows.setdefault(item, set()).add(squeeze(values["具体项目"]))
    listed = {
        item_number(item.tracking["事项键"]): {squeeze(measure.text) for measure in item.measures}
        for item in tables.items.values()
    }
    return any(key is None or rows.get(key, set()) != texts for key, texts in listed.items() if texts)
