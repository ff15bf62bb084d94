"""Which sheet of a workbook is the task list, and the year that its title names."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping

from duban.udfs.text import squeeze
from duban.workbook.format.names import FIXED_SHEETS, is_own_sheet
from duban.workbook.reading.find_header import Header, find_list_header, lacking, seen_headers
from duban.workbook.reading.grid import Grid, SheetSource
from duban.workbook.say.findings import Finding
from duban.workbook.say.sentence import Say
from duban.workbook.say.stop import Stop

PASSED_OVER: Mapping[str, str] = {
    **dict.fromkeys(("too_many_cells", "too_much_text", "unpacks_too_large"), "F207"),
    **dict.fromkeys(("damaged", "dtd", "false_size", "other_encoding", "unreadable_cells"), "F208"),
}
"""Stops that may come of one sheet and say nothing of the others, for no figure may need it → what is said instead."""


def passed_over(stop: Stop, name: str) -> Finding:
    """What is said of a sheet that was passed over; any other Stop goes on."""
    if stop.code not in PASSED_OVER:
        raise stop
    return Finding(
        PASSED_OVER[stop.code],
        name,
        0,
        0,
        "",
        None,
        {"why": stop.facts.get("why") or stop.facts.get("part", "")},
    )


def choose_list(
    book: SheetSource,
    named: str | None,
    remembered: str | None,
    aside: list[Finding] | None = None,
    registers: Container[str] = (),
    is_register: Callable[[Grid, Header], bool] = lambda grid, header: False,
) -> tuple[Grid, Header] | None:
    """The list that ``--sheet`` names, else the one of the last run, else the only one that is found.

    A list may bear any name but that of one of our sheets; staff rename its tab as they like. A sheet that
    cannot be read is passed over where another is the list, and said in ``aside``, as are other lists (S122) as long
    as none of them has our keys. ``registers`` are sheets that are none, unless one is named, or was the list before; ``is_register`` tells of several that could be
    the list those that are none either, which are said (S122).
    """
    if named is not None and named not in book.sheet_names:
        raise Stop("no_sheet", path=book.path.name, sheet=named, sheets="、".join(book.sheet_names))
    wanted = named or (remembered if remembered in book.sheet_names else None)
    if wanted is not None:
        grid = book.grid(wanted)
        header = None if wanted in FIXED_SHEETS or book.is_made(wanted) else find_list_header(grid)
        if header is None:
            raise Stop("no_list", path=book.path.name, sheets=looked_at(book, [wanted]))
        if aside is not None and "事项键" not in header.columns:
            others = _lists(
                book, [name for name in book.sheet_names if name != wanted and name not in registers]
            )[0]
            unread = "、".join(each.name for each, _ in others if each.visible)
            if unread:
                aside.append(Finding("S122", wanted, 0, 0, "", None, {"sheets": unread, "name": wanted}))
        return grid, header
    found, stops = _lists(book, [name for name in book.sheet_names if name not in registers])
    if stops and not found:
        raise stops[0][0]
    if aside is not None:
        aside += [finding for _, finding in stops]
    found = [each for each in found if each[0].visible] or found
    tracked = [each for each in found if "事项键" in each[1].columns]
    if len(tracked) == 1:
        return tracked[0]
    if len(found) > 1:
        others = [each for each in found if is_register(*each)]
        if len(others) == len(found) - 1:
            found = [each for each in found if each not in others]
            if aside is not None:
                name, unread = found[0][0].name, "、".join(each.name for each, _ in others)
                aside.append(Finding("S122", name, 0, 0, "", None, {"sheets": unread, "name": name}))
    if len(found) > 1:
        raise Stop("several_lists", path=book.path.name, sheets="、".join(grid.name for grid, _ in found))
    return found[0] if found else None


def _lists(
    book: SheetSource, names: Iterable[str]
) -> tuple[list[tuple[Grid, Header]], list[tuple[Stop, Finding]]]:
    """The sheets among these that have the header of a list; and what cannot be read, with what is said of it."""
    found: list[tuple[Grid, Header]] = []
    stops: list[tuple[Stop, Finding]] = []
    for name in names:
        if not (is_own_sheet(name) or book.is_made(name)):
            try:
                grid = book.grid(name)
            except Stop as stop:
                stops.append((stop, passed_over(stop, name)))
                continue
            header = find_list_header(grid)
            if header and "措施序号" not in header.extra.values():  # a ledger under another name
                found.append((grid, header))
    return found, stops


def looked_at(book: SheetSource, names: Iterable[str]) -> Say:
    """Sheets that are no list, each with the headers that were seen there and with what a list needs besides."""
    said = [_seen(book, name) for name in names]
    return Say("、".join(each.zh for each in said), ", ".join(each.en for each in said))


def _seen(book: SheetSource, name: str) -> Say:
    try:
        seen = [] if is_own_sheet(name) else seen_headers(book.grid(name))
    except Stop:  # reading the book has said it
        seen = []
    if not seen:
        return Say(name, name)
    lacks = lacking(seen)
    zh, en = "、".join(each.zh for each in lacks), ", ".join(each.en for each in lacks)
    return Say("{name}（表头：{seen}；缺少{zh}）", "{name} (header: {seen}; it lacks {en})").format(
        name=name, seen="、".join(seen), zh=zh, en=en
    )


_QUOTED = re.compile("《[^》]*》")
_SPAN = re.compile(r"20\d\d年?(?:[-—–~～至到]+)(?:20)?\d\d年")
_YEAR = re.compile(r"(20\d\d)年(?!\d)")


def title_year(found: tuple[Grid, Header]) -> int | None:
    """The year that the title above the header names, the row nearest to the header first, else the sheet's name.

    Titles of other documents (《…》) and dates of a day or month do not count; a span of years, or several, is no
    year of the plan.
    """
    grid, header = found
    titles = [
        "".join(value for value in row if isinstance(value, str)) for row in grid.rows[: header.top - 1]
    ]
    for title in (*reversed(titles), grid.name):
        text = _QUOTED.sub("", squeeze(title))
        years = set(_YEAR.findall(text))
        if _SPAN.search(text) or len(years) > 1:
            return None
        if years:
            return int(years.pop())
    return None
