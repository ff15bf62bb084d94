"""Rules about the shape of a sheet: its columns, merged cells, formulas, drop-downs; and about safety.

They look at the grid, the header and the file itself, so only workbooks from a file have them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from duban.validation.book import Book
from duban.validation.rules.text_kinds import PICTURE
from duban.workbook.cells.addresses import a1, column_number, letter
from duban.workbook.format.names import LEDGER, LIST
from duban.workbook.format.registers.common import ROW_KEY
from duban.workbook.opening.sheet_scan import NOTHING
from duban.workbook.reading.filters_over_header import over_header
from duban.workbook.reading.sheet import Sheet
from duban.workbook.say.findings import Finding

SheetRule = Callable[[Book, Sheet], Iterator[Finding]]


def merged_cells(book: Book, sheet: Sheet) -> Iterator[Finding]:
    """S108: merged cells among rows that must be filled one by one; S109: on the list, where they are read."""
    if all(merge[2] <= sheet.header.bottom for merge in sheet.grid.merges):
        return
    rows = set(sheet.texts.rows)  # headings and notes between are no data
    for top, left, bottom, right in sorted(sheet.grid.merges):
        if top in rows:
            if sheet.kind == LIST:
                rows.discard(top)  # an item over several rows has merged cells in many columns
            name = next((n for n, c in sheet.header.columns.items() if left <= c <= right), None)
            if name is None:
                continue
            code = "S109" if sheet.kind == LIST else "S108"
            area = f"{a1(top, left)}:{a1(bottom, right)}"
            value = sheet.grid.value(top, left)
            yield Finding(code, sheet.grid.name, top, left, name, value, {"area": area})


def formula_errors(book: Book, sheet: Sheet) -> Iterator[Finding]:
    """S111: #REF!, #DIV/0! and the like in the rows of the table."""
    errors = sheet.grid.errors
    if errors:
        places = {letter(column): (column, name) for name, column in sheet.header.columns.items()}
        for cell, value in errors.items():
            letters, row = _split(cell)
            if row > sheet.header.bottom and letters in places:
                yield Finding("S111", sheet.grid.name, row, *places[letters], value)


def typed_over(book: Book, sheet: Sheet) -> Iterator[Finding]:
    """T130: a value typed where the program's formula stood. A column without any formula is the staff's."""
    formulas = book.scan(sheet).formulas
    for name in sheet.format.computed if formulas else ():
        if name in sheet.table and name not in sheet.header.percent:
            refs = sheet.table.refs(name)
            if not formulas.issuperset(refs) and not formulas.isdisjoint(refs):
                for at, ref in enumerate(refs):
                    if ref not in formulas and sheet.table.columns[name][at] is not None:
                        yield sheet.table.finding("T130", at, name)


def formula_among_the_filled(book: Book, sheet: Sheet) -> Iterator[Finding]:
    """F205: a formula in a cell that staff fill: it may change, or run something, behind their back."""
    scan = book.scan(sheet)
    if not scan.formulas:
        return
    computed = [name for name in (*sheet.format.computed, *sheet.format.where("own")) if name in sheet.table]
    others = scan.formulas.difference(*map(sheet.texts.refs, computed))
    marks = {letter(column): name for name, column in sheet.texts.at.items() if name not in computed}
    places = {row: at for at, row in enumerate(sheet.texts.rows)} if others else {}
    for ref in sorted(others):
        cell = ref.decode()
        letters, row = _split(cell)
        if letters in marks and row in places and cell not in scan.dde and marks[letters] != "序号":
            facts = {"formula": f"={scan.formula_text(ref) or ''}"}
            if PICTURE in facts["formula"]:
                continue  # its value would be no picture any more
            yield sheet.texts.finding("F205", places[row], marks[letters], facts)


def _split(cell: str) -> tuple[str, int]:
    """``H7`` as its letters and its row."""
    letters = cell.rstrip("0123456789")
    return letters, int(cell[len(letters) :])


def drop_down_removed(book: Book, sheet: Sheet) -> Iterator[Finding]:
    """S113: a column of choices has no drop-down list any more."""
    if book.scan(sheet) is NOTHING or sheet.format.shape == "register":  # one that staff kept before has none
        return
    for field in sheet.format.fields:
        name = field.name
        if field.choices and name in sheet.table and sheet.table.rows:
            mark = letter(sheet.table.at[name])
            if not any(_covers(area, mark) for area in book.scan(sheet).drop_downs):
                facts = {"choices": "、".join(field.choices)}
                yield Finding(
                    "S113", sheet.grid.name, sheet.header.bottom, sheet.table.at[name], name, None, facts
                )


_IDENTITY = {LIST: ("事项名称", "事项键"), LEDGER: ("具体项目", "措施键")}
"""Sheet → what its rows are about, and the key that must move with it."""


def keys_beside_the_filter(book: Book, sheet: Sheet) -> Iterator[Finding]:
    """S116: a filter or table with the rows' names and without their keys, so that a sort by its button parts them."""
    columns = sheet.header.columns
    of_register = (sheet.format.key[0], ROW_KEY) if sheet.format.shape == "register" else None
    known = _IDENTITY.get(sheet.kind) or of_register
    if known is None or not columns.keys() >= set(known):
        return
    name, key = known
    for each in over_header(sheet.grid, sheet.header):
        top, left, bottom, right = each.area
        if left <= columns[name] <= right and not left <= columns[key] <= right:
            facts = {"area": f"{a1(top, left)}:{a1(bottom, right)}"}
            yield Finding("S116", sheet.grid.name, sheet.header.bottom, columns[key], key, None, facts)


# safety of the file


def macros(book: Book) -> Iterator[Finding]:
    """F201: macro code in the file. Returns and lists need none."""
    for part in book.source.intake.macro_parts if book.source else ():
        yield Finding("F201", "", 0, 0, "", None, {"part": part})


def external_links(book: Book) -> Iterator[Finding]:
    """F202: formulas that refer to other files."""
    for target in book.source.intake.external_targets if book.source else ():
        yield Finding("F202", "", 0, 0, "", None, {"target": target})


def dynamic_data_exchange(book: Book) -> Iterator[Finding]:
    """F203: links and formulas that may start another program."""
    if book.source is None:
        return
    for target in book.source.intake.dde:
        yield Finding("F203", "", 0, 0, "", None, {"target": target})
    for sheet in book.sheets.values():
        for cell, formula in book.scan(sheet).dde.items():
            letters, row = _split(cell)
            column = column_number(letters)
            name = next((n for n, at in sheet.header.columns.items() if at == column), "")
            value = sheet.grid.value(row, column)
            yield Finding("F203", sheet.grid.name, row, column, name, value, {"target": f"={formula}"})


_AREA = re.compile(r"\$?([A-Z]+)\$?\d+(?::\$?([A-Z]+)\$?\d+)?")


def _covers(sqref: str, mark: str) -> bool:
    for first, last in _AREA.findall(sqref):
        if (len(first), first) <= (len(mark), mark) <= (len(last or first), last or first):
            return True
    return False
