"""亮灯: how many items of each unit, and of each leader, show each light."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from duban.macros.figures import conditions
from duban.macros.figures.lookups import Live
from duban.macros.generated_sheets.bulletin.overview import put_lights
from duban.macros.generated_sheets.bulletin.paper import Paper
from duban.macros.generated_sheets.items_of_several_units import SharedLeads
from duban.udfs.lights import LIGHTS
from duban.workbook.plan.table import Table

WIDTHS = (18, 9, 7, 5, 5, 5, 6, 6, 6, 6, 6)
_NAME, _TOTAL, FIRST = 1, 2, 3
_NOBODY = "（未写）"


@dataclass(frozen=True)
class Counted:
    """A table of lights as it was put, and its rows with the unit of each."""

    table: Table
    rows: Mapping[int, str]


def put_unit_lights(paper: Paper, live: Live, units: Iterable[str], shared: SharedLeads | None) -> Counted:
    """By unit, in the order that is given; an item that several lead counts for each of them and once in the sum."""
    paper.heading("单位亮灯")
    items, table = live.frame.items, paper.table(WIDTHS, ("单位", "牵头事项", *LIGHTS))
    alone = [each["light"] for each in live.items.values() if not each["unit"]]

    def put(row: int, unit: str) -> None:
        this = table.cell(row, _NAME)
        nobody = unit == _NOBODY
        of_unit = f'({items["归口单位"]}="")' if nobody else f"({items['归口单位']}={this})"
        found = Counter(alone) if nobody else live.units[unit]

        def count(*more: str, of_pairs: str = "") -> str:
            own = conditions.count_true(of_unit, f'({items["亮灯"]}<>"")', *more)
            if shared is None or nobody:
                return own
            return f"{own}+{conditions.count_true(shared.of(this), *([of_pairs] if of_pairs else []))}"

        table.put(row, _NAME, unit, "center")
        table.put(row, _TOTAL, len(alone) if nobody else found["items"], "count", "=" + count())
        put_lights(
            table,
            row,
            found,
            lambda light: count(
                f'({items["亮灯"]}="{light}")',
                of_pairs="" if shared is None else f'({shared.light}="{light}")',
            ),
            FIRST,
        )

    names = [*units, *([_NOBODY] if alone else [])]
    rows = dict(zip(table.fill(names, put), names, strict=True))
    _put_sum(live, table)
    return Counted(table, rows)


def put_leader_lights(
    paper: Paper, live: Live, pairs: SharedLeads | None, leaders: Iterable[tuple[str, int]]
) -> None:
    """By 牵头领导, in the order of the list; an item that several lead counts for each of them and once in the sum.
    ``leaders``: each leader with the row of an item; ``pairs``: the same as hidden cells."""
    paper.heading("牵头领导亮灯")
    if pairs is None:
        paper.nothing()
        return
    table = paper.table(WIDTHS, ("牵头领导", "牵头事项", *LIGHTS))
    of: dict[str, list[int]] = {}
    for leader, row in leaders:
        of.setdefault(leader, []).append(row)

    def put(row: int, leader: str) -> None:
        this = table.cell(row, _NAME)
        found = Counter(str(live.items[each]["light"]) for each in of[leader])
        table.put(row, _NAME, leader, "center")
        table.put(row, _TOTAL, len(of[leader]), "count", "=" + conditions.count_true(pairs.of(this)))
        put_lights(
            table,
            row,
            found,
            lambda light: conditions.count_true(pairs.of(this), f'({pairs.light}="{light}")'),
            FIRST,
        )

    table.fill(list(of), put)
    _put_sum(live, table)
    together = sum(len(rows) for rows in of.values()) - len(live.items)
    if together:
        paper.sheet.line("由几位领导共同牵头的事项，在每位领导名下各计一次，合计只计一次。")


def leaders_of(live: Live) -> list[tuple[str, int]]:
    """Each leader with each row of an item; who is not written is （未写）. Names that differ in case only are one, as to a
    formula."""
    spelled: dict[str, str] = {}
    found: dict[tuple[str, int], None] = {}
    for row in live.items:
        for leader in live.tables.items[row].leaders or [_NOBODY]:
            found[spelled.setdefault(leader.casefold(), leader), row] = None
    return list(found)


def _put_sum(live: Live, table: Table) -> None:
    """The last row: every item once."""
    items = live.frame.items
    found = Counter(str(each["light"]) for each in live.items.values())

    def put(row: int, name: str) -> None:
        table.put(row, _NAME, name, "center")
        table.put(row, _TOTAL, len(live.items), "count", f"=COUNT({items['事项键']})")
        put_lights(
            table,
            row,
            found,
            lambda light: conditions.count((conditions.Where(items["亮灯"], "=", light),)),
            FIRST,
        )

    table.fill(["合计"], put)
