"""Rules of 区县事项: who has not handed in for the current period, who is not on the list, what carries no city item.

A sheet whose rows name no period is of an earlier version; of these the next run of ``rollup`` says what becomes of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from duban.udfs.periods import Period
from duban.udfs.text import item_number, same_name, squeeze
from duban.validation.book import Book
from duban.workbook.format.names import DISTRICTS, OWN_INITIATIVE, RULES
from duban.workbook.format.sheets.settings import DISTRICT_LIST
from duban.workbook.reading.settings import VALUE_COLUMN
from duban.workbook.reading.table import Table, to_date
from duban.workbook.say.findings import Finding


def item_of_a_district_without_parent(book: Book) -> Iterator[Finding]:
    """D101: an item of a district without a city item that is not marked 自主."""
    table = book.table(DISTRICTS)
    if table is None or "市级序号" not in table:
        return
    cells = zip(table["区县"], table["事项名称"], table["市级序号"], strict=True)
    for at, (district, name, parent) in enumerate(cells):
        if district is not None and parent is None:
            yield table.finding("D101", at, "市级序号", {"district": district, "name": name or ""})


def district_not_handed_in(book: Book) -> Iterator[Finding]:
    """D105 and D111: a district that has not handed in for the current period, with earlier figures or without; D109: one
    that 区县名单 does not name."""
    table, settings = book.table(DISTRICTS), book.settings
    if table is None or "区县" not in table or not any(table["区县"]):
        return
    first: dict[str, int] = {}
    for at, name in enumerate(table["区县"]):
        if name is not None:
            first.setdefault(same_name(name), at)
    periods, days = _periods(table), table.days("截至日期")
    for name, at in first.items() if periods else ():
        told = periods.get(name, set())
        if settings.period not in told:
            day = days[at]
            facts = {
                "name": table["区县"][at],
                "period": str(settings.period),
                "was": "、".join(sorted(map(str, told))) or "—",
                "as_of": "—" if day is None else to_date(day),
            }
            yield table.finding("D105", at, "区县", facts)
    listed = {same_name(name): name for name in settings.districts}
    for name, at in first.items() if listed else ():
        if name not in listed:
            yield table.finding("D109", at, "区县", {"name": table["区县"][at]})
    for key, named in listed.items():
        if key not in first:
            facts = {"name": named, "period": str(settings.period)}
            where = RULES, settings.rows[DISTRICT_LIST], VALUE_COLUMN, DISTRICT_LIST
            yield Finding("D111", *where, "、".join(settings.districts), facts)


def _periods(table: Table) -> dict[str, set[Period]]:
    """What each district handed in for."""
    found: dict[str, set[Period]] = {}
    cells = zip(table["区县"], table["报送期间"], strict=True) if "报送期间" in table else ()
    for name, told in cells:
        period = None if told is None else Period.parse(told)
        if name is not None and period is not None:
            found.setdefault(same_name(name), set()).add(period)
    return found


def carried_by_districts(book: Book) -> set[int] | None:
    """The city items that rows of 区县事项 name; ``None`` where there are none."""
    table = book.table(DISTRICTS)
    if table is None or "市级序号" not in table or not any(table["区县"]):
        return None
    return {number for value in table["市级序号"] if (number := item_number(value)) is not None}


def is_own(value: object) -> bool:
    """Whether a 市级序号 says that the district's item serves no city item."""
    return squeeze(value) == OWN_INITIATIVE
