"""What is sent to each unit, and what of it is on record afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from duban.macros.history.past import Past
from duban.macros.returns.forms import Form, forms_of, item_numbers, lack_row_keys, rows_by_key
from duban.macros.returns.holders import holders
from duban.macros.returns.record import Record, ReturnsRecord, RowKey, Sent
from duban.macros.returns.return_head import Identity
from duban.macros.returns.return_sheet import LAST_TIME, Outgoing, Return, last_time, return_sheet
from duban.udfs.text import item_number, squeeze
from duban.workbook.format.names import LEDGER
from duban.workbook.format.sheet_names import return_file_names, safe_sheet_name
from duban.workbook.plan.plans import SheetPlan
from duban.workbook.reading.tables import Tables
from duban.workbook.say.stop import Stop


def sent_to(
    tables: Tables, record: ReturnsRecord, past: Past, units: Sequence[str] = (), today: date | None = None
) -> tuple[list[Outgoing], ReturnsRecord]:
    """The returns of these units (else of all), in the order of the ledger and then of the registers, and the record with
    them.

    A unit whose rows are what it was sent last keeps the number of that return; else it gets the next one. Stops with
    ``no_such_unit``, and ``nothing_to_send`` where no unit carries anything.
    """
    told = _by_unit(tables)
    names = return_file_names(told, record.period)
    chosen = _chosen(tables, units, list(told))
    sending = _Sending(tables, record, past)
    sent, next_number, found = dict(record.sent), record.next_number, []
    latest = record.latest
    for unit in chosen:
        rows = {key: sending.row(key, row) for key, row in told[unit].items()}
        now = Sent(next_number, unit, today or date.today(), rows)
        there = latest.get(unit)
        if there is None or there.text != now.text:
            there = now
            next_number += 1
        sent[there.number] = there
        measures = sum(key.sheet == LEDGER for key in rows)
        sheets = tuple(sending.sheets(there, unit, rows, told[unit]))
        found.append(Outgoing(names[unit], unit, measures, len(rows) - measures, sheets))
    if not found:
        raise Stop("nothing_to_send", path=tables.file)
    return found, replace(record, sent=sent, next_number=next_number)


def _by_unit(tables: Tables) -> dict[str, dict[RowKey, int]]:
    """Unit → key → row, in the order of the sheets and rows; units that stand first, first."""
    carried = holders(tables)
    found: dict[str, dict[RowKey, int]] = {}
    for key, row in rows_by_key(tables).items():
        for unit in carried.get(key, ()):
            found.setdefault(unit, {})[key] = row
    return found


def _chosen(tables: Tables, units: Sequence[str], known: Sequence[str]) -> list[str]:
    by_name = {unit.casefold(): unit for unit in known}
    wanted = [squeeze(name) for name in units]
    for name in wanted:
        if name.casefold() not in by_name:
            raise Stop("no_such_unit", path=tables.file, unit=name, units="、".join(known) or "—")
    return list(dict.fromkeys(by_name[name.casefold()] for name in wanted)) or list(known)


class _Sending:
    """A workbook while returns are made of it."""

    def __init__(self, tables: Tables, record: ReturnsRecord, past: Past) -> None:
        self.tables, self.record, self.past = tables, record, past
        self.forms = forms_of(tables)
        self.numbers = item_numbers(tables)

    def row(self, key: RowKey, row: int) -> Record:
        """What is sent of a row: only what is there."""
        form, values = self.forms[key.sheet], self.tables.own[key.sheet].rows[row]
        told = {name: values.get(name) for name in (*self._told(form), *self._fields(form))}
        if form.is_ledger:
            item = item_number(values["事项键"])
            told["事项序号"] = self.numbers.get(item) if item is not None else None
        return {name: value for name, value in told.items() if value is not None}

    def sheets(
        self, sent: Sent, unit: str, rows: Mapping[RowKey, Record], places: Mapping[RowKey, int]
    ) -> Iterator[SheetPlan]:
        """The sheets of a file: the ledger's, then one for each register of which the unit has rows. ``places``: the row of
        each key in its sheet."""
        settings = self.tables.settings
        identity = Identity(squeeze(settings.book_id), str(self.record.period), sent.number, sent.code)
        for name, form in self.forms.items():
            mine = {key: row for key, row in rows.items() if key.sheet == name}
            if mine:
                besides = {key: self._besides(key, mine[key], places[key]) for key in mine if form.is_ledger}
                told = Return(form, identity, unit, mine, besides, self._told(form), self._fields(form))
                yield return_sheet(told, settings, self._sheet_name(unit) if form.is_ledger else name)

    def _sheet_name(self, unit: str) -> str:
        """The name of the ledger's sheet: that of the unit, unless a register is called so."""
        name = safe_sheet_name(unit)
        return LEDGER if name.casefold() in {each.casefold() for each in self.forms} else name

    def _besides(self, key: RowKey, sent: Record, row: int) -> Record:
        """What stands in the row of a measure and is not kept on record."""
        item = item_number(self.tables.own[LEDGER].rows[row]["事项键"]) or 0
        return {LAST_TIME: last_time(sent, self.past, item, key.number), "事项键": item}

    def _told(self, form: Form) -> tuple[str, ...]:
        columns = self._columns(form)
        return form.told if form.is_ledger else tuple(name for name in form.told if name in columns)

    def _fields(self, form: Form) -> tuple[str, ...]:
        return tuple(name for name in form.fields if name in self._columns(form))

    def _columns(self, form: Form) -> Mapping[str, int]:
        table = self.tables.own.get(form.name)
        return table.header.columns if table else {}


def lacks_keys(tables: Tables) -> bool:
    """Whether the workbook is to be built before anything can be sent: the ledger is not there or not up to date, or rows
    of it or of registers have no key."""
    if lack_row_keys(tables):
        return True
    return _ledger_is_behind(tables) if tables.list or tables.ledger else False


def _ledger_is_behind(tables: Tables) -> bool:
    """Whether the ledger has rows without a key, or lacks items or measures of the list."""
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
