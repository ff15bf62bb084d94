"""What is to be said of a sheet's header: columns that lack, that are doubled, that were read by their words, or not
at all; and a second header further down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from duban.udfs.text import squeeze
from duban.workbook.cells.addresses import a1
from duban.workbook.format.names import LIST
from duban.workbook.format.sheets.task_list import OWNER_NAMES
from duban.workbook.reading.find_header import header_again
from duban.workbook.reading.find_rows import list_name
from duban.workbook.reading.months import month_end
from duban.workbook.reading.sheet import Sheet
from duban.workbook.reading.table import shows_per_cent
from duban.workbook.say.findings import Finding
from duban.workbook.say.sentence import Say


def header_findings(sheet: Sheet) -> Iterator[Finding]:
    """Everything that is to be said."""
    for each in (_missing_columns, _doubled_columns, _second_header):
        yield from each(sheet)
    if sheet.kind == LIST:
        yield from _read_by_words(sheet)
        yield from _not_read(sheet)
        yield from _said_again(sheet)
        yield from _months(sheet)
        yield from _below_one_per_cent(sheet)


def _missing_columns(sheet: Sheet) -> Iterator[Finding]:
    """S105: columns that the list lacks, said once, and S107 where a name looks misspelled; S119 where the items are
    their own measures. S104: a column lacks in a sheet of the program, whose columns are always there."""
    missing = sheet.format.missing(sheet.header.columns)
    like = dict(_renamed(sheet, missing))
    first = min(sheet.header.columns.values())
    at = sheet.grid.name, sheet.header.bottom
    if sheet.kind != LIST:
        for name in missing:
            column, text = like.get(name, (first, None))
            yield Finding("S104", *at, column, name, text)
        return
    for name, (column, text) in like.items():
        yield Finding("S107", *at, column, name, text)
    if "改革的具体项目" in missing:
        yield Finding("S119", *at, sheet.header.columns["事项名称"], "事项名称")
    if lacking := [name for name in missing if name not in like and name != "改革的具体项目"]:
        yield Finding("S105", *at, first, lacking[0], None, {"columns": "、".join(lacking)})


def _renamed(sheet: Sheet, missing: Sequence[str]) -> Iterator[tuple[str, tuple[int, str]]]:
    left = list(missing)
    for column, text in sheet.header.extra.items():
        for name in get_close_matches(text, left, 1, 0.6):
            left.remove(name)
            yield name, (column, text)


def _doubled_columns(sheet: Sheet) -> Iterator[Finding]:
    """S106: a second column of the same name; only the first is read."""
    if not sheet.header.extra:
        return
    own = {squeeze(name): name for name in sheet.header.columns}
    for column, text in sheet.header.extra.items():
        name = list_name(text) if sheet.kind == LIST else None
        name = own.get(text) or (name if name in sheet.header.columns and text == name else None)
        if name is not None and column not in sheet.header.percent.values():
            other = a1(sheet.header.bottom, sheet.header.columns[name])
            yield Finding("S106", sheet.grid.name, sheet.header.bottom, column, name, text, {"other": other})


def _second_header(sheet: Sheet) -> Iterator[Finding]:
    """S110: another header further down: on a list, the rows from there on belong to another table."""
    for row, column in header_again(sheet.grid, sheet.header):
        value = sheet.grid.value(row, column)
        yield Finding("S110", sheet.grid.name, row, column, str(value), value)


def _read_by_words(sheet: Sheet) -> Iterator[Finding]:
    """S117: a column that only the words of its header tell."""
    for name, text in sheet.header.by_words.items():
        column = sheet.header.columns[name]
        yield Finding("S117", sheet.grid.name, sheet.header.bottom, column, name, text)


def _not_read(sheet: Sheet) -> Iterator[Finding]:
    """S118: columns that nothing is read from, said once."""
    header = sheet.header
    missing = sheet.format.missing(header.columns)
    named = (column for _, (column, _) in _renamed(sheet, missing))
    by_row = header.unit_column if sheet.table.spans else None  # units of measures only where a row is one
    used = {header.owner_column, by_row, *header.percent.values(), *named}
    doubled = {squeeze(name) for name in header.columns}  # of which S106 tells
    texts = {
        column: text
        for column, text in header.extra.items()
        if column not in used and text not in OWNER_NAMES and text not in doubled
    }
    if texts:
        facts = {"columns": "、".join(texts.values())}
        column = min(texts)
        yield Finding("S118", sheet.grid.name, header.bottom, column, texts[column], texts[column], facts)


def _said_again(sheet: Sheet) -> Iterator[Finding]:
    """S120: rows that say number and name of the item above again, read as its further measures; said once."""
    column = sheet.header.columns["事项名称"]
    covered = sheet.grid.covered
    rows = [
        row
        for span in sheet.table.spans or ()
        for row in span[1:]
        if (row, column) not in covered and sheet.grid.value(row, column) is not None
    ]
    if rows:
        name = sheet.grid.value(rows[0], column)
        yield Finding("S120", sheet.grid.name, rows[0], column, "事项名称", name, {"count": len(rows)})


def _months(sheet: Sheet) -> Iterator[Finding]:
    """T115: a whole month as 完成时限, of which the last day counts."""
    column = sheet.header.columns.get("完成时限")
    for row, value in zip(sheet.texts.rows, sheet.texts["完成时限"], strict=True) if column else ():
        day = month_end(sheet.grid, row, column or 0, value)
        if day is not None:
            facts = {"month": Say(f"{day.year}年{day.month}月", f"{day.year}-{day.month:02}"), "day": day}
            yield Finding("T115", sheet.grid.name, row, column or 0, "完成时限", value, facts)


def _below_one_per_cent(sheet: Sheet) -> Iterator[Finding]:
    """T116: 0.8 under 进度（%）, which is 0.8 % as it stands, and may be meant as 80 %."""
    for name, column in sheet.header.percent.items():
        for row in sheet.table.rows:
            value = sheet.grid.value(row, column)
            if isinstance(value, float) and 0 < value < 1 and not shows_per_cent(sheet.grid, row, column):
                facts = {"share": f"{value:g}%", "meant": f"{100 * value:g}"}
                yield Finding("T116", sheet.grid.name, row, column, name, value, facts)
