"""Rules of the ledger against what is on record: figures that moved, for a person to look at.

What a period's sheets showed stands in 期间记录, what units reported in 填报记录. A figure that moved may well be right:
both values are told, and a person judges. Rows that name no period are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from duban.udfs.lights import UNREPORTED
from duban.udfs.periods import Period, earlier, parse_share
from duban.udfs.progress import STANDING
from duban.validation.book import Book
from duban.validation.rules.value_kinds import shown_share
from duban.workbook.format.names import BASELINE, LEDGER, LOG, PERIOD_RECORD
from duban.workbook.format.sheets.period_record import CLOSED, OF_MEASURE, OF_PERIOD, REOPENED
from duban.workbook.reading.settings import Settings
from duban.workbook.reading.table import Table
from duban.workbook.say.findings import Finding
from duban.workbook.say.sentence import Say

PLACES = 6
"""Figures that are alike in so many places are the same."""

_DUE = "完成时限"
_PROGRESS, _CLOSING = "完成进度", "封存"
"""字段 of 填报记录: a reported progress, and that the period was closed."""
_UNREPORTED = Say(UNREPORTED, "not reported")

Key = tuple[int | None, ...]
"""What a measure is known by."""
Told = tuple[Period, float]
"""A progress, and the period that it was told of."""


@dataclass
class _Edition:
    """What one edition of a period says: the state of the period, and the progress of each measure."""

    number: int
    state: object = None
    shares: dict[Key, float | None] = field(default_factory=dict)


def progress_since_the_record(book: Book) -> Iterator[Finding]:
    """T153 and T159: progress is lower than the latest earlier period on record says, or grew by more than 进度跳变阈值.

    Of a measure that 期间记录 does not know, 填报记录 tells. A report that came after the recorded period counts for T153
    too: progress may have been lowered since.
    """
    ledger = book.table(LEDGER)
    if ledger is None or _PROGRESS not in ledger:
        return
    recorded, reported = _recorded(book), _reported(book.table(LOG))
    if not recorded and not reported:
        return
    jump = book.settings.jump
    for at, (key, now) in enumerate(zip(_measures(ledger), ledger.shares(_PROGRESS), strict=True)):
        if now is None:
            continue
        for period, before in _latest(recorded.get(key), reported.get(key)):
            grown = round(now - before, PLACES)
            jumped = grown > round(jump, PLACES) and period != book.settings.period
            if grown < 0 or jumped:
                shown = {"before": shown_share(before), "now": shown_share(now), "limit": shown_share(jump)}
                yield ledger.finding(
                    "T153" if grown < 0 else "T159", at, _PROGRESS, {"period": str(period), **shown}
                )
                break


def changed_after_closing(book: Book) -> Iterator[Finding]:
    """T160: the current period is closed, and the progress of a measure is not what its closed edition holds."""
    ledger = book.table(LEDGER)
    edition = _editions_of(book).get(book.settings.period)
    if ledger is None or _PROGRESS not in ledger or edition is None or not _is_closed(book, edition):
        return
    for at, (key, now) in enumerate(zip(_measures(ledger), ledger.shares(_PROGRESS), strict=True)):
        before = edition.shares.get(key)
        if key in edition.shares and _rounded(before) != _rounded(now):
            yield ledger.finding("T160", at, _PROGRESS, {"before": _shown(before), "now": _shown(now)})


def standing_with_due(book: Book) -> Iterator[Finding]:
    """T150: 常态化 work has no end. A default that the program wrote, and that the next build clears, is no fault."""
    ledger = book.table(LEDGER)
    if ledger is None or _DUE not in ledger or STANDING not in ledger["类型"]:
        return
    record = book.table(BASELINE)
    wrote = dict(zip(record.numbers("措施键"), record.days(_DUE), strict=True)) if record else {}
    default = book.settings.due.toordinal()
    rows = zip(ledger["类型"], ledger.days(_DUE), ledger.numbers("措施键"), strict=True)
    for at, (kind, due, key) in enumerate(rows):
        if kind == STANDING and due is not None and not (due == default and due == wrote.get(key)):
            yield ledger.finding("T150", at, _DUE)


def _latest(recorded: Told | None, reported: Told | None) -> Iterator[Told]:
    """What is on record of a measure: 期间记录 first, and a report only where it came later."""
    if recorded is not None:
        yield recorded
    if reported is not None and (recorded is None or reported[0].last_day > recorded[0].last_day):
        yield reported


def _recorded(book: Book) -> dict[Key, Told]:
    """Each measure → the progress that the latest earlier period with one shows in 期间记录."""
    editions = _editions_of(book)
    found: dict[Key, Told] = {}
    left = set(editions)
    while (period := earlier(book.settings.period, left)) is not None:
        left.discard(period)
        for key, share in editions[period].shares.items():
            if share is not None:
                found.setdefault(key, (period, share))
    return found


def _reported(log: Table | None) -> dict[Key, Told]:
    """Each measure → the progress that was last reported of it, by 填报记录."""
    last: dict[Key, Told] = {}
    if log is None:
        return last
    columns = zip(log["期间"], log["字段"], log["新值"], log["措施序号"], _measures(log), strict=True)
    for text, what, value, number, key in columns:
        share = parse_share(value) if value is not None else None
        period = Period.parse(text)
        if what != _PROGRESS or number is None or share is None or period is None:
            continue
        if key not in last or last[key][0].last_day <= period.last_day:
            last[key] = (period, share)
    return last


def _measures(table: Table) -> list[Key]:
    """What each row's measure is known by: its key, or its numbers where an earlier version left it without."""
    rows = zip(table.numbers("措施键"), table.numbers("事项序号"), table.numbers("措施序号"), strict=True)
    return [(item, number) if key is None else (key,) for key, item, number in rows]


def _editions_of(book: Book) -> Mapping[Period, _Edition]:
    record = book.table(PERIOD_RECORD)
    return {} if record is None else record.once(_editions, book.settings)


def _editions(record: Table, settings: Settings) -> dict[Period, _Edition]:
    """Each period → its edition that counts, the one with the highest 版次."""
    found: dict[Period, _Edition] = {}
    columns = zip(
        record["期间"],
        record.numbers("版次"),
        record["种类"],
        record.numbers("措施键"),
        record.shares("完成进度"),
        record["状态"],
        strict=True,
    )
    for text, version, kind, key, share, state in columns:
        period = Period.parse(text) if kind in (OF_PERIOD, OF_MEASURE) else None
        if period is None:
            continue
        number = version or 0
        if period not in found or found[period].number < number:
            found[period] = _Edition(number)
        if number < found[period].number:
            continue
        if kind == OF_PERIOD:
            found[period].state = state
        elif key is not None:
            found[period].shares[key,] = share
    return found


def _is_closed(book: Book, edition: _Edition) -> bool:
    """Whether the current period is closed: 期间记录 says it, or 填报记录 of one that was not made live again."""
    if edition.state in (CLOSED, REOPENED):
        return edition.state == CLOSED
    log = book.table(LOG)
    if log is None:
        return False
    closings = zip(log["期间"], log["字段"], strict=True)
    return any(what == _CLOSING and Period.parse(text) == book.settings.period for text, what in closings)


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, PLACES)


def _shown(share: float | None) -> str | Say:
    return _UNREPORTED if share is None else shown_share(share)
