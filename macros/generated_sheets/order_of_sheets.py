"""Where a sheet that is made comes to stand: beside its kind, in the order of the build. Nothing else moves.

市级汇总, the units in their order, bulletins with the newest first, 进度走势, years likewise, what sums up registers,
回收情况; and 规则 stays behind what is made later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from duban.workbook.format.names import (
    ANNUAL,
    BULLETIN,
    BULLETIN_NAME,
    CITY,
    DISTRICTS,
    FINDINGS,
    LEDGER,
    LINKS,
    OF_REGISTER,
    RETURNS,
    ROLLUP,
    RULES,
    TREND,
    UNIT_PREFIX,
    is_kept_name,
)
from duban.workbook.format.sheet_names import annual_year, bulletin_period
from duban.workbook.plan.plans import SheetPlan
from duban.workbook.reading.tables import Tables

_KINDS = (ROLLUP, UNIT_PREFIX, BULLETIN, TREND, ANNUAL, OF_REGISTER, RETURNS)
"""The kinds of generated sheets, in the order of the build."""

_TABLES = (LEDGER, LINKS, CITY, DISTRICTS)
"""What stands before them."""


class _Rank(NamedTuple):
    """The kind of a generated sheet, and its place among its kind; of a unit that this run does not know there is none."""

    kind: int
    place: tuple[int, ...] | None = ()


def places_of_new(
    tables: Tables,
    made: Sequence[SheetPlan],
    order: Sequence[str] = (),
    renames: Sequence[tuple[str, str]] = (),
    removes: Sequence[str] = (),
) -> tuple[tuple[str, str | None], ...]:
    """Where each sheet of ``made`` that is not there yet comes, as ``BookPlan.places``.

    ``order`` are the names of all generated sheets of the run, those that stay as they are too. One that takes the name of a
    sheet which is kept under another stands before that one. Hidden sheets come at the end.
    """
    names = [name for name in tables.sheet_names if name not in removes]
    wanted = {plan.name.casefold() for plan in made}
    units = {name.casefold(): place for place, name in enumerate(order)}
    ranks = {name: _rank(mark.known_as or name, units) for name, mark in tables.marks.items()}
    places: list[tuple[str, str | None]] = []
    for old, new in renames:
        at = names.index(old)
        names[at : at + 1] = [old, new] if old.casefold() in wanted else [new]
        if old.casefold() in wanted:
            places.append((old, new))
    there = {name.casefold() for name in names}
    for plan in made:
        if plan.name.casefold() in there:
            continue
        rank = _rank(plan.known_as or plan.name, units) if plan.owned else None
        before = None if plan.very_hidden else _beside(tables, names, ranks, rank)
        names.insert(len(names) if before is None else names.index(before), plan.name)
        ranks[plan.name] = rank
        places.append((plan.name, before))
    return tuple(places)


def _rank(name: str, units: Mapping[str, int]) -> _Rank | None:
    """The rank of a generated sheet by the name by which it is known; ``None`` for a sheet of no kind."""
    if name.startswith(UNIT_PREFIX):
        place = units.get(name.casefold())
        return _Rank(_KINDS.index(UNIT_PREFIX), None if place is None else (place,))
    period = bulletin_period(name)
    if period is not None:
        found = BULLETIN_NAME.fullmatch(name)
        correction = int(found[2] or 0) if found else 0
        # a quarter is told of after its last month
        newest_first = (-period.last_day.toordinal(), -period.quarterly, -correction)
        return _Rank(_KINDS.index(BULLETIN), newest_first)
    year = annual_year(name)
    if year is not None:
        return _Rank(_KINDS.index(ANNUAL), (-year,))
    if name in _KINDS or name == FINDINGS:
        return _Rank(_KINDS.index(name)) if name in _KINDS else None
    place = units.get(name.casefold())
    return _Rank(_KINDS.index(OF_REGISTER), None if place is None else (place,))


def _beside(
    tables: Tables, names: Sequence[str], ranks: Mapping[str, _Rank | None], rank: _Rank | None
) -> str | None:
    """The sheet before which one of this rank stands; ``None``: at the end."""
    ranked = [(name, there) for name in names if (there := ranks.get(name)) is not None]
    if rank is None or not ranked:
        # a first build adds all at the end, in its order
        return _before_rules(tables, names, generated=rank is not None) if tables.settings.present else None
    placed = [(there.place, name) for name, there in ranked if there.kind == rank.kind and there.place]
    if rank.place:
        if later := [each for each in placed if each[0] > rank.place]:
            return min(later)[1]
        if earlier := [each for each in placed if each[0] < rank.place]:
            return _behind(names, max(earlier)[1])
    lower = max((there.kind for _, there in ranked if there.kind <= rank.kind), default=None)
    if lower is not None:
        return _behind(names, [name for name, there in ranked if there.kind == lower][-1])
    higher = min(there.kind for _, there in ranked)
    return next(name for name, there in ranked if there.kind == higher)


def _behind(names: Sequence[str], name: str) -> str | None:
    """The sheet that follows another one and what was kept of it; ``None`` at the end."""
    after = names[names.index(name) + 1 :]
    return next((each for each in after if not is_kept_name(each)), None)


def _before_rules(tables: Tables, names: Sequence[str], *, generated: bool) -> str | None:
    """Where a sheet comes that stands beside nothing: a generated one behind the tables that it is made of, another before
    规则, where that stands behind what staff fill."""
    filled = [name for name in names if name in _TABLES or (tables.list and name == tables.list.name)]
    if generated and filled:
        return _behind(names, filled[-1])
    return (
        RULES if RULES in names and names.index(RULES) > max(map(names.index, filled), default=-1) else None
    )
