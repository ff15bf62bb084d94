"""Rules across sheets: the ledger against the list, links against both ends.

Each rule is one function of a book and yields findings; all stand in the tuple of ``validation.rules.all_rules``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from duban.udfs.progress import MOVED_OUT
from duban.udfs.text import item_number, one_line
from duban.validation.book import Book
from duban.validation.rules.across_rows import leading_units
from duban.validation.rules.districts import carried_by_districts, is_own
from duban.workbook.format.names import CITY, CONFIRMED, DISTRICTS, LEDGER, LINKS, LIST, MAIN, ROLLUP
from duban.workbook.format.sheet_names import bulletin_name, unit_sheet_names
from duban.workbook.reading.find_rows import own_initiative
from duban.workbook.reading.keys import decide, named, was_named
from duban.workbook.say.findings import Finding
from duban.workbook.say.sentence import Say

BookRule = Callable[[Book], Iterator[Finding]]


def sheet_in_the_way(book: Book) -> Iterator[Finding]:
    """S121: a sheet of the staff's under the name of one that a build would make."""
    items = book.table(LIST)
    sums = {each.format.summary for each in book.sheets.values()} - {""}
    if not book.unmade or (items is None and book.table(CITY) is None and not sums):
        return
    units: dict[str, str] = {}
    for leading in () if items is None else leading_units(items):
        for unit in leading:
            units.setdefault(unit.casefold(), unit)
    of_list = {ROLLUP, bulletin_name(book.settings.period), *unit_sheet_names(units.values()).values()}
    wanted = of_list | sums
    folded = {name.casefold() for name in wanted}
    for name in book.unmade:
        if name.casefold() in folded:
            yield Finding("S121", name, 0, 0, "", None, {"name": name})


def key_of_another_item(book: Book) -> Iterator[Finding]:
    """I147: an item under the key of another one, as a sort leaves it that took only some of the columns."""
    items = book.table(LIST)
    if items is None or not book.former or "事项键" not in items:
        return
    computed = book.formulas(LIST, "事项键")
    cells = zip(items.rows, items["事项键"], items["事项名称"], items.numbers("序号"), strict=True)
    listed = {
        row: named(None if row in computed else key, one_line(name), number)
        for row, key, name, number in cells
    }
    for row, key in decide(listed, book.former).replaced.items():
        facts = {"key": key, "was": was_named(key, book.former), "now": listed[row].name}
        yield items.finding("I147", items.rows.index(row), "事项名称", facts)


def measure_of_no_item(book: Book) -> Iterator[Finding]:
    """L101: a measure whose 事项键 is on no row of the list."""
    items, ledger = book.table(LIST), book.table(LEDGER)
    if items is None or ledger is None or "事项键" not in items or "事项键" not in ledger:
        return
    keys = {item_number(value) for value in items["事项键"]} - {None}
    if keys.issuperset(ledger["事项键"]):
        return
    for at, (value, kind) in enumerate(zip(ledger["事项键"], ledger["类型"], strict=True)):
        if value is not None and item_number(value) not in keys and kind != MOVED_OUT:
            yield ledger.finding("L101", at, "事项键")


def link_to_no_city_item(book: Book) -> Iterator[Finding]:
    """K101: a 市级序号, or a typed 对应市级事项, that 市级事项 does not have."""
    city = book.table(CITY)
    if city is None:
        return
    numbers = {item_number(value) for value in city["序号"]} - {None}
    links, items, districts = book.table(LINKS), book.table(LIST), book.table(DISTRICTS)
    if districts is not None and "市级序号" in districts:
        for at, value in enumerate(districts["市级序号"]):
            if value is not None and not is_own(value) and item_number(value) not in numbers:
                yield districts.finding("K101", at, "市级序号")
    if links is not None:
        for at, (value, state) in enumerate(zip(links["市级序号"], links["状态"], strict=True)):
            if state == CONFIRMED and value is not None and item_number(value) not in numbers:
                yield links.finding("K101", at, "市级序号")
    if items is not None:
        for at, value in enumerate(items["对应市级事项"]):
            if value is None or own_initiative(value, None):
                continue
            for piece in _pieces(value):
                if item_number(piece) not in numbers:
                    yield items.finding("K101", at, "对应市级事项", {"value": piece})


def _pieces(value: Any) -> list[str]:
    return [piece for piece in re.split(r"[、，,;；/\s]+", str(value)) if piece]


def link_of_no_item(book: Book) -> Iterator[Finding]:
    """K102: a confirmed link whose 事项键 is no longer on the list."""
    items, links = book.table(LIST), book.table(LINKS)
    if items is None or links is None or "事项键" not in items or "事项键" not in links:
        return
    keys = {item_number(value) for value in items["事项键"]} - {None}
    for at, (value, state) in enumerate(zip(links["事项键"], links["状态"], strict=True)):
        if state == CONFIRMED and item_number(value) not in keys:
            yield links.finding("K102", at, "事项键")


def two_main_parents(book: Book) -> Iterator[Finding]:
    """K106: an item with two confirmed main links."""
    links = book.table(LINKS)
    if links is None or "关系" not in links:
        return
    first: dict[Any, int] = {}
    columns = zip(links.numbers("事项键"), links["关系"], links["状态"], strict=True)
    for at, (key, kind, state) in enumerate(columns):
        if key is not None and kind == MAIN and state == CONFIRMED and first.setdefault(key, at) != at:
            yield links.finding("K106", at, "关系", {"other": links.cell(first[key], "关系")})


def item_without_parent(book: Book) -> Iterator[Finding]:
    """K107: an item without a confirmed city item that is not marked 自主. Asked only where links are kept:
    an office without a city list has none."""
    items, links, city = book.table(LIST), book.table(LINKS), book.table(CITY)
    if items is None or links is None or "事项键" not in items or city is None or not city.rows:
        return
    linked = {
        item_number(key)
        for key, state in zip(links["事项键"], links["状态"], strict=True)
        if state == CONFIRMED
    }
    columns = zip(items["事项键"], items["对应市级事项"], items["备注"], items["事项名称"], strict=True)
    for at, (key, parent, note, name) in enumerate(columns):
        number = item_number(key)
        if (
            number is not None
            and number not in linked
            and parent is None
            and not own_initiative(parent, note)
        ):
            column = "对应市级事项" if "对应市级事项" in items else "事项键"
            yield items.finding("K107", at, column, {"name": name or ""})


def city_item_carried_by_nobody(book: Book) -> Iterator[Finding]:
    """K108: a city item without a confirmed link (未承接), nor a row of a district."""
    links, city, by_districts = book.table(LINKS), book.table(CITY), carried_by_districts(book)
    if city is None or (links is None and by_districts is None):
        return
    states = () if links is None else zip(links["市级序号"], links["状态"], strict=True)
    carried = {item_number(parent) for parent, state in states if state == CONFIRMED} | (
        by_districts or set()
    )
    for at, (value, name) in enumerate(zip(city["序号"], city["事项名称"], strict=True)):
        number = item_number(value)
        if number is not None and number not in carried:
            yield city.finding("K108", at, "序号", {"name": name or ""})


def city_number(book: Book) -> Iterator[Finding]:
    """K103: a city item whose number is missing, no whole number, or doubled: it is not rolled up."""
    city = book.table(CITY)
    if city is None or "序号" not in city:
        return
    first: dict[int, int] = {}
    for at, (value, name) in enumerate(zip(city["序号"], city["事项名称"], strict=True)):
        number = item_number(value)
        if number is None:
            why = Say("缺少序号", "no number") if value is None else Say("序号不是整数", "no whole number")
            yield city.finding("K103", at, "序号", {"name": name or "", "why": why})
        elif first.setdefault(number, at) != at:
            other = city.cell(first[number], "序号")
            why = Say(f"序号与 {other} 重复", f"the number of {other}")
            yield city.finding("K103", at, "序号", {"name": name or "", "why": why, "other": other})


def values_below_the_first_row(book: Book) -> Iterator[Finding]:
    """T124: progress in the lower rows of an item of the list, which is read from its first; dates too, but where the
    row is a measure, of which they are then."""
    sheet = book.sheets.get(LIST)
    if sheet is None or sheet.texts is sheet.table:
        return
    first = set(sheet.table.rows)
    measures = sheet.texts["改革的具体项目"]
    for column in ("开始日期", "完成时限", "完成进度"):
        if column in sheet.texts:
            for at, (row, value) in enumerate(zip(sheet.texts.rows, sheet.texts[column], strict=True)):
                used = column != "完成进度" and measures[at] is not None
                if value is not None and row not in first and not used:
                    yield sheet.texts.finding("T124", at, column)
