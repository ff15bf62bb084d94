"""需核实 of a bulletin: what somebody should look at, of the ledger as the run leaves it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from duban.udfs.periods import Period
from duban.udfs.progress import MOVED_OUT
from duban.udfs.text import item_number
from duban.validation.book import Book
from duban.validation.rules.across_rows import done_without_evidence
from duban.validation.rules.against_the_record import progress_since_the_record
from duban.workbook.format.names import LEDGER, LOG, PERIOD_RECORD
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.reading.rows import Rows
from duban.workbook.reading.sheet import Sheet
from duban.workbook.reading.table import Table
from duban.workbook.reading.tables import Tables, TableSheet, new_table
from duban.workbook.say.findings import Finding


class Doubt(NamedTuple):
    """A row of the ledger, and what about it somebody should look at."""

    row: int
    what: str


def doubts_of(tables: Tables, ledger: Rows) -> tuple[Doubt, ...]:
    """The doubts by row of the ledger; ``ledger`` are its rows as they will be. What a measure without report and one
    without update leave open stands in lists of their own; rules that the workbook switched off say nothing."""
    there = {row: values for row, values in ledger.items() if _counts(values)}
    sheets = {LEDGER: _sheet(tables.ledger or new_table(FORMATS[LEDGER]), there)}
    if tables.log is not None:
        sheets[LOG] = _sheet(tables.log, tables.log.rows)
    record = tables.sheets.get(PERIOD_RECORD)
    book = Book(tables.settings, sheets, hidden={PERIOD_RECORD: record} if record else {})
    found = [
        *done_without_evidence(sheets[LEDGER].table, tables.settings),
        *progress_since_the_record(book),
    ]
    asked = [each for each in found if tables.settings.grades.get(each.code, "warning") is not None]
    return tuple(
        Doubt(each.row, _words(each)) for each in sorted(asked, key=lambda each: (each.row, each.code))
    )


def _counts(values: Mapping[str, object]) -> bool:
    return item_number(values["事项键"]) is not None and values["类型"] != MOVED_OUT


def _sheet(own: TableSheet, rows: Rows) -> Sheet:
    columns = own.header.columns
    told = {name: [values.get(name) for values in rows.values()] for name in columns}
    table = Table(own.grid.name, list(rows), told, columns)
    return Sheet(own.grid.name, own.grid, own.header, table, table, own.format)


def _words(finding: Finding) -> str:
    if finding.code == "T151":
        return "完成进度 100%，没有填写佐证材料"
    period = Period.parse(finding.facts["period"])
    label = period.label if period else str(finding.facts["period"])
    moved = f"由 {finding.facts['before']} 变为 {finding.facts['now']}"
    if finding.code == "T153":
        return f"进度较{label}回落，{moved}"
    limit = str(finding.facts["limit"]).removesuffix("%")
    return f"进度较{label}增加超过 {limit} 个百分点，{moved}"
