"""报送日期 of 月调度 where the unit leaves it blank: it fills the row, and means the day on which it saved its return.

Without a day the report would count as not there. So the unit is taken to have answered that day too, once for each row: in
the first return in which it filled anything of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from duban.macros.returns.forms import Form
from duban.macros.returns.merge import Answer
from duban.macros.returns.record import Came, Place, ReturnsRecord, RowKey
from duban.macros.returns.values import meant, same
from duban.workbook.reading.tables import Tables

Answers = Mapping[Place, Sequence[Answer]]


def implied(
    tables: Tables,
    record: ReturnsRecord,
    forms: Mapping[str, Form],
    rows: Mapping[RowKey, int],
    told: Answers,
) -> dict[Place, list[Answer]]:
    """The answers that are meant besides those that are ``told``. ``rows``: the row of each key.

    None where the office typed a day, or where the unit wrote one, be it one that cannot be taken, in this or in an
    earlier return.
    """
    found: dict[Place, list[Answer]] = {}
    for key, filled in _filled(forms, told).items():
        place = key, forms[key.sheet].implied
        explicit = told.get(place, ())
        first = min(filled, key=_time)
        came = next(each for each in record.came if each.mark == first.mark)
        if first.saved is None or _is_filled(tables, record, rows, place) or _has_a_day(came, record, place):
            continue
        later = [each for each in explicit if each.unit == first.unit and _time(each) > _time(first)]
        if not explicit or (later and len(later) == len(explicit)):
            day = first.saved.date()
            found[place] = [
                Answer(first.unit, first.saved, first.mark, None, day, first.carries, first.knows_base)
            ]
    return found


def _filled(forms: Mapping[str, Form], told: Answers) -> dict[RowKey, list[Answer]]:
    """The answers that fill other columns of a row with such a day."""
    found: dict[RowKey, list[Answer]] = {}
    for (key, name), answers in told.items():
        form = forms.get(key.sheet)
        if form is not None and form.implied and name != form.implied:
            filled = [each for each in answers if each.value is not None]
            if filled:
                found.setdefault(key, []).extend(filled)
    return found


def _time(answer: Answer) -> tuple[bool, datetime, str, str]:
    return answer.saved is None, answer.saved or datetime.min, answer.mark, answer.unit


def _is_filled(tables: Tables, record: ReturnsRecord, rows: Mapping[RowKey, int], place: Place) -> bool:
    """Whether the office typed something there, or the column or row is gone."""
    key, name = place
    table = tables.own.get(key.sheet)
    if table is None or key not in rows or name not in table.header.columns:
        return True
    now = table.rows[rows[key]].get(name)
    if now is None:
        return table.has_formula(rows[key], name)
    memory = record.cells.get(place)
    return memory is None or not same(meant(table.format[name], now, tables.settings.year), memory.left)


def _has_a_day(came: Came, record: ReturnsRecord, place: Place) -> bool:
    """Whether a day stood in the return as it was sent, or something that is none came back in it."""
    key, name = place
    sent = record.sent.get(came.number) if came.number is not None else None
    was_sent = sent is not None and sent.rows.get(key, {}).get(name) is not None
    return was_sent or name in came.rows[key].refused
