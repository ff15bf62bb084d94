"""Rules over the rows of 督办单台账: each letter once, each number once, dates in order, answers that are due."""

from __future__ import annotations

from collections.abc import Iterator

from duban.udfs.letters import plain_number, waits
from duban.udfs.periods import Period
from duban.udfs.text import squeeze
from duban.workbook.format.sheets.documents_sent import (
    ANSWER,
    ANSWERED,
    CLOSED,
    DUE,
    KIND,
    NUMBER,
    PERIOD,
    SENT,
    UNIT,
)
from duban.workbook.reading.settings import Settings
from duban.workbook.reading.table import Table, to_date
from duban.workbook.say.findings import Finding


def number_once(table: Table, settings: Settings) -> Iterator[Finding]:
    """B101: two letters of one 文号, whichever brackets it is typed with."""
    first: dict[str, int] = {}
    for at, value in enumerate(table[NUMBER]) if NUMBER in table else ():
        number = plain_number(value)
        if number and first.setdefault(number, at) != at:
            yield table.finding("B101", at, NUMBER, {"other": table.cell(first[number], NUMBER)})


def letter_once(table: Table, settings: Settings) -> Iterator[Finding]:
    """B102: two rows of one kind, unit and period."""
    if not all(name in table for name in (KIND, UNIT, PERIOD)):
        return
    first: dict[tuple[str, str, Period], int] = {}
    for at, (kind, unit, told) in enumerate(zip(table[KIND], table[UNIT], table[PERIOD], strict=True)):
        period = Period.parse(told)
        if not squeeze(kind) or not squeeze(unit) or period is None:
            continue
        letter = squeeze(kind), squeeze(unit).casefold(), period
        if first.setdefault(letter, at) != at:
            facts = {
                "kind": kind,
                "unit": unit,
                "period": period.label,
                "other": table.cell(first[letter], UNIT),
            }
            yield table.finding("B102", at, UNIT, facts)


def answered_after_sent(table: Table, settings: Settings) -> Iterator[Finding]:
    """B103: no answer on record after 回复期限. B104: answered, or due, before the letter was sent."""
    now = settings.as_of.toordinal()
    replies = zip(table[ANSWERED], table[ANSWER], table[CLOSED], strict=True)
    for at, (sent, due, answered, reply) in enumerate(
        zip(table.days(SENT), table.days(DUE), table.days(ANSWERED), replies, strict=True)
    ):
        if due is not None and due < now and waits(*reply):
            yield table.finding("B103", at, DUE, {"days": now - due})
        for name, day in ((DUE, due), (ANSWERED, answered)):
            if day is not None and sent is not None and day < sent:
                yield table.finding("B104", at, name, {"name": name, "sent": to_date(sent)})
