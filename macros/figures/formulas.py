"""The native formulas: each mirrors a definition of ``duban.udfs``, in functions that Excel 2010, WPS
and LibreOffice all compute.

Three habits, each learnt from a wrong figure: SUMPRODUCT sums in its comma form, which ignores text;
a blank stays blank through ``IF(x="","",x)``; lags are compared after ROUND to 6 places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from duban.macros.figures.conditions import Conditions, Where, count, count_true, is_day, is_share, sum_of
from duban.macros.figures.figures import TIE
from duban.udfs.lights import (
    BEHIND,
    DONE,
    DONE_FROM,
    DONE_LATE,
    FAR_BEHIND,
    NO_DUE,
    NOT_CARRIED,
    ON_TRACK,
    OVERDUE,
    STANDING_LIGHT,
    UNREPORTED,
)
from duban.udfs.progress import FIRST_DAY, LAST_DAY, MOVED_OUT, STANDING
from duban.workbook.cells.addresses import Column, ColumnRange, Stretch


def weights(weight: Column, where: Conditions) -> str:
    """Σ weight: numbers >= 0 as they are, anything else as 1."""
    usable = (*where, Where(weight, ">=", 0))
    return f"{sum_of(weight, usable)}+{count(where)}-{count(usable)}"


def _weighted(weight: Column, share: Column, where: Conditions) -> str:
    """Σ(weight × share) over typed shares."""
    valid = (*where, *is_share(share))
    usable = Where(weight, ">=", 0)
    factors = "*".join(w.factor() for w in (*where, usable, *is_share(share)))
    return f"SUMPRODUCT({factors},{weight},{share})+{sum_of(share, valid)}-{sum_of(share, (*valid, usable))}"


@dataclass(frozen=True, slots=True)
class Source:
    """Rows that a mean is taken over: their weights, their shares and which rows count."""

    weight: Column
    share: Column
    where: tuple[Where, ...]

    @property
    def reported(self) -> str:
        """How many rows hold a typed share."""
        return count((*self.where, *is_share(self.share)))


def mean(sources: Sequence[Source], *, over_known: bool = False) -> str:
    """The weighted mean of ``progress.weighted_mean`` as a formula, blank when nothing is reported.

    Rows without a share count 0, or are left out when ``over_known``. Several sources are one pool.
    Where no weight is typed, which is the rule, the plain mean spares the dear SUMPRODUCT.
    """
    pools = [(s, (*s.where, *is_share(s.share)) if over_known else s.where) for s in sources]
    reported = "+".join(s.reported for s in sources)
    typed_weights = "+".join(count((*rows, Where(s.weight, ">=", 0))) for s, rows in pools)
    plain_top = "+".join(sum_of(s.share, (*s.where, *is_share(s.share))) for s in sources)
    plain_bottom = "+".join(count(rows) for _, rows in pools)
    top = "+".join(_weighted(s.weight, s.share, s.where) for s in sources)
    bottom = "+".join(weights(s.weight, rows) for s, rows in pools)
    return (
        f'IF({reported}=0,"",IF({typed_weights}=0,({plain_top})/({plain_bottom}),'
        f'IF({bottom}=0,"",({top})/({bottom}))))'
    )


def elapsed(start: str, due: str, as_of: str) -> str:
    """Share of the days elapsed, both ends counted, for dates that are both given and in order."""
    return f"MAX(0,MIN(1,({as_of}-{start}+1)/({due}-{start}+1)))"


@dataclass(frozen=True, slots=True)
class Rules:
    """References to the settings that the lights depend on."""

    as_of: str
    behind: str
    far_behind: str


def _known(cell: str) -> str:
    """Whether a cell holds a typed share; true as a number > 0."""
    return f'COUNTIFS({cell},">=0",{cell},"<=1")'


def _dated(cell: str) -> str:
    """Whether a cell holds a date by ``progress.day``; 1 or 0."""
    return f'COUNTIFS({cell},">={FIRST_DAY}",{cell},"<={LAST_DAY}")'


def _done(cell: str) -> str:
    """``lights.is_done``."""
    return f'COUNTIFS({cell},">={DONE_FROM}",{cell},"<=1")>0'


def _by_lag(expected: str, progress: str, rules: Rules) -> str:
    gap = f"ROUND({expected}-{progress},6)"
    return (
        f'IF({_known(expected)}=0,"{ON_TRACK}",IF({gap}>{rules.far_behind},"{FAR_BEHIND}",'
        f'IF({gap}>{rules.behind},"{BEHIND}","{ON_TRACK}")))'
    )


def measure_expected(key: str, kind: str, start: str, due: str, rules: Rules) -> str:
    """``progress.expected`` of one ledger row."""
    return (
        f'=IF(OR({key}="",{kind}="{STANDING}",{kind}="{MOVED_OUT}",{_dated(start)}*{_dated(due)}=0),"",'
        f'IF({due}<{start},"",{elapsed(start, due, rules.as_of)}))'
    )


def measure_light(
    key: str, kind: str, due: str, progress: str, done_on: str, expected: str, rules: Rules
) -> str:
    """``lights.light`` of one ledger row."""
    return (
        f'=IF(OR({key}="",{kind}="{MOVED_OUT}"),"",IF({kind}="{STANDING}","{STANDING_LIGHT}",'
        f'IF({_known(progress)}=0,IF({_dated(due)}=0,"{UNREPORTED}",IF({rules.as_of}>{due},"{OVERDUE}","{UNREPORTED}")),'
        f'IF({_done(progress)},IF({_dated(due)}*{_dated(done_on)}=0,"{DONE}",IF({done_on}>{due},"{DONE_LATE}","{DONE}")),'
        f'IF({_dated(due)}=0,"{NO_DUE}",IF({rules.as_of}>{due},"{OVERDUE}",{_by_lag(expected, progress, rules)}))))))'
    )


@dataclass(frozen=True, slots=True)
class Ledger:
    """The columns of 具体项目台账 that other sheets look at."""

    key: Column
    kind: Column
    weight: Column
    due: Column
    progress: Column
    expected: Column
    light: Column
    unit: Column

    def between(self, first: str, last: str) -> Ledger:
        """The same columns from one row to another; cells say which."""
        columns = (getattr(self, each.name) for each in fields(self))
        return Ledger(*(Stretch(each, first, last) for each in columns if isinstance(each, ColumnRange)))

    def of_item(self, key: str) -> tuple[Where, ...]:
        """The measures of one item that count: neither 常态化 nor 已移出."""
        return (
            Where(self.key, "=", key, reference=True),
            Where(self.kind, "<>", STANDING),
            Where(self.kind, "<>", MOVED_OUT),
        )


def item_progress(ledger: Ledger, key: str) -> str:
    """``progress.item_progress`` over the ledger."""
    return "=" + mean([Source(ledger.weight, ledger.progress, ledger.of_item(key))])


def in_per_cent(cell: str, otherwise: str, whole: int = 100) -> str:
    """What a cell says as parts of ``whole`` (100, or 1 where it shows a share as per cent) as a share; where it says
    nothing from 0 to the whole, what another formula gives."""
    said = f"{cell}/{whole}" if whole > 1 else cell
    return f'=IF(COUNTIFS({cell},">=0",{cell},"<={whole}")=1,{said},{otherwise[1:]})'


def item_expected(ledger: Ledger, key: str, start: str | None, due: str | None, rules: Rules) -> str:
    """The item's own dates where both are given, else the weighted mean over its measures. ``None`` for a cell that
    holds no date of the item."""
    over_measures = mean([Source(ledger.weight, ledger.expected, ledger.of_item(key))], over_known=True)
    if start is None or due is None:
        return f"={over_measures}"
    own = f'IF({due}<{start},"",{elapsed(start, due, rules.as_of)})'
    return f"=IF({_dated(start)}*{_dated(due)}=1,{own},{over_measures})"


def item_light(ledger: Ledger, key: str, due: str | None, progress: str, expected: str, rules: Rules) -> str:
    """``lights.item_light``; the due date is the item's own, else the latest of its measures."""
    counted = ledger.of_item(key)
    standing = count((Where(ledger.key, "=", key, reference=True), Where(ledger.kind, "=", STANDING)))
    late = count((*counted, Where(ledger.light, "=", DONE_LATE)))
    dated = count((*counted, *is_day(ledger.due)))
    ahead = count((*counted, Where(ledger.due, ">=", rules.as_of, reference=True), *is_day(ledger.due)))
    overdue, no_due = f"AND({dated}>0,{ahead}=0)", f"{dated}=0"
    if due is not None:
        overdue = f"IF({_dated(due)}=1,{rules.as_of}>{due},{overdue})"
        no_due = f"AND({_dated(due)}=0,{no_due})"
    open_light = (
        f'IF({overdue},"{OVERDUE}",IF({_known(progress)}=0,"{UNREPORTED}",'
        f'IF({no_due},"{NO_DUE}",{_by_lag(expected, progress, rules)})))'
    )
    done = f'IF({late}>0,"{DONE_LATE}","{DONE}")'
    return (
        f'=IF({key}="","",IF(AND({count(counted)}=0,{standing}>0),"{STANDING_LIGHT}",'
        f"IF({_done(progress)},{done},{open_light})))"
    )


def by_key(key: str, keys: ColumnRange, values: ColumnRange) -> str:
    """The value in the row of a key; blank when the key or the value is not there."""
    found = f"INDEX({values},MATCH({key},{keys},0))"
    return f'IFERROR(IF({found}="","",{found}),"")'


@dataclass(frozen=True, slots=True)
class Children:
    """Rows that carry city items: confirmed links, or items of district workbooks."""

    parent: ColumnRange
    weight: ColumnRange
    progress: ColumnRange
    expected: ColumnRange
    light: ColumnRange
    confirmed: tuple[Where, ...] = ()
    """Which rows count at all."""

    def of(self, parent: str) -> tuple[Where, ...]:
        """The rows that carry one city item."""
        return (Where(self.parent, "=", parent, reference=True), *self.confirmed)

    def active(self, parent: str) -> tuple[Where, ...]:
        """… without items that are 常态."""
        return (*self.of(parent), Where(self.light, "<>", STANDING_LIGHT))


def total(parts: Sequence[str]) -> str:
    """Several counts as one."""
    return parts[0] if len(parts) == 1 else f"({'+'.join(parts)})"


def children_count(sources: Sequence[Children], parent: str) -> str:
    """How many rows carry a city item."""
    return total([count(s.of(parent)) for s in sources])


def light_count(sources: Sequence[Children], parent: str, light: str) -> str:
    """How many of them show one light."""
    return total([count((*s.of(parent), Where(s.light, "=", light))) for s in sources])


def children_unreported(sources: Sequence[Children], parent: str) -> str:
    """How many rows that are not 常态 have no typed progress."""
    active = total([count(s.active(parent)) for s in sources])
    reported = total([count((*s.active(parent), *is_share(s.progress))) for s in sources])
    return f"{active}-{reported}"


def parent_progress(sources: Sequence[Children], parent: str) -> str:
    """Weighted mean over the links; 常态 items left out, unreported ones count 0."""
    return mean([Source(s.weight, s.progress, s.active(parent)) for s in sources])


def parent_expected(sources: Sequence[Children], parent: str) -> str:
    """Weighted mean of expected over the links that have one."""
    return mean([Source(s.weight, s.expected, s.active(parent)) for s in sources], over_known=True)


def parent_light(
    sources: Sequence[Children],
    parent: str,
    progress: str,
    expected: str,
    rules: Rules,
    absent: Sequence[Children] = (),
) -> str:
    """``lights.parent_light``; 未报 where only ``absent`` rows carry the city item, which do not count."""
    nobody = f'"{NOT_CARRIED}"'
    if absent:
        nobody = f'IF({children_count(absent, parent)}=0,"{NOT_CARRIED}","{UNREPORTED}")'
    active = total([count(s.active(parent)) for s in sources])
    done = f'IF({light_count(sources, parent, DONE_LATE)}>0,"{DONE_LATE}","{DONE}")'
    no_due = f"AND({_known(expected)}=0,{light_count(sources, parent, NO_DUE)}>0)"
    return (
        f'IF({children_count(sources, parent)}=0,{nobody},IF({active}=0,"{STANDING_LIGHT}",'
        f"IF({_done(progress)},{done},"
        f'IF({light_count(sources, parent, OVERDUE)}>0,"{OVERDUE}",IF({_known(progress)}=0,"{UNREPORTED}",'
        f'IF({no_due},"{NO_DUE}",{_by_lag(expected, progress, rules)}))))))'
    )


def on_list(ledger: Ledger) -> tuple[str, ...]:
    """The measures that are on the list, as factors."""
    return f'({ledger.key}<>"")', f'({ledger.kind}<>"{MOVED_OUT}")'


def limited(ledger: Ledger) -> tuple[str, ...]:
    """Those of them that count, as factors."""
    return *on_list(ledger), f'({ledger.kind}<>"{STANDING}")'


def unreported(ledger: Ledger, *more: str) -> str:
    """How many measures that count, and fulfil ``more`` factors, have no typed progress."""
    rows, done = (*more, *limited(ledger)), ledger.progress
    known = (f'({done}<>"")', f"({done}>=0)", f"({done}<=1)")
    return f"{count_true(*rows)}-{count_true(*rows, *known)}"


def rank(cell: str, cells: str) -> str:
    """``figures.ranks``: ties share a rank, no figure gives —. COUNTIFS and not RANK, which would let
    binary dust part two equal means."""
    return f'IF(COUNT({cell})=0,"—",1+COUNTIFS({cells},">"&{cell}+{TIE:.7f}))'


def change(now: str, before: str) -> str:
    """now − before in points, — where now is no typed share (60 for 60 % counts as not reported) or before is missing."""
    return f'IF({_known(now)}*COUNT({before})=0,"—",{now}-{before})'


def gap(progress: str, expected: str) -> str:
    """progress − expected in points, blank when either is no typed share."""
    return f'IF({_known(progress)}*{_known(expected)}=0,"",ROUND({progress}-{expected},6))'
