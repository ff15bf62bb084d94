"""What an office's own schemas find in a workbook, as findings at their cells."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from typing import Any
from warnings import catch_warnings, simplefilter

import pandas as pd
import pandera.pandas as pa
from pandera.config import config_context
from pandera.errors import SchemaErrorReason as Reason

from duban.udfs.text import squeeze
from duban.validation.book import Book
from duban.validation.office_rules.load import OwnSchema, severity_of
from duban.validation.schemas import frame_of
from duban.workbook.format.fields import Field, SheetFormat
from duban.workbook.format.names import LIST
from duban.workbook.format.sheets_and_registers import ADDED
from duban.workbook.reading.find_header import find_header
from duban.workbook.reading.grid import SheetSource
from duban.workbook.reading.sheet import Sheet
from duban.workbook.reading.table import Table, sheet_table
from duban.workbook.say.catalogue.all_findings import OFFICE_REMEDY
from duban.workbook.say.findings import Finding
from duban.workbook.say.sentence import Say
from duban.workbook.say.severity import Severity
from duban.workbook.say.stop import Stop

_BLANK = Say("{column}不能为空", "{column} must not be blank")
_DOUBLED = Say("{column}与其他行重复", "{column} is doubled")
_TYPE = Say("{column}应为{kind}", "{column} must be {kind}")
_NOT_WANTED = Say("不应有列“{column}”", "there must be no column {column}")
_BROKEN = Say("不符合规则“{rule}”", "does not satisfy '{rule}'")
_COMMON = {
    "greater_than_or_equal_to": Say("{column}不应小于 {min_value}", "{column} must be at least {min_value}"),
    "greater_than": Say("{column}应大于 {min_value}", "{column} must be more than {min_value}"),
    "less_than_or_equal_to": Say("{column}不应大于 {max_value}", "{column} must be at most {max_value}"),
    "less_than": Say("{column}应小于 {max_value}", "{column} must be less than {max_value}"),
    "in_range": Say(
        "{column}应在 {min_value} 至 {max_value} 之间", "{column} must be {min_value} to {max_value}"
    ),
    "isin": Say("{column}应为下列之一：{allowed_values}", "{column} must be one of: {allowed_values}"),
}
"""The checks of pandera that a short rule is made of."""
_KINDS = {
    "float": Say("数字", "a number"),
    "int": Say("整数", "a whole number"),
    "datetime": Say("日期", "a date"),
    "date": Say("日期", "a date"),
    "bool": Say("TRUE 或 FALSE", "TRUE or FALSE"),
    "str": Say("文字", "text"),
}


def own_findings(book: Book, source: SheetSource, schemas: Sequence[OwnSchema]) -> list[Finding]:
    """The findings of all schemas, not graded yet. ``source`` has the sheets that the program has no rules for."""
    found: dict[tuple[object, ...], Finding] = {}
    for own in schemas:
        for each in _of_sheet(own, _find(own, book, source)):
            found.setdefault((each.code, each.sheet, each.row, each.column, str(each.facts)), each)
    return list(found.values())


def _find(own: OwnSchema, book: Book, source: SheetSource) -> Sheet | None:
    """The sheet that a schema is for: by its standard name, by the name of its tab, or any other of that very name."""
    named = (sheet for sheet in book.sheets.values() if sheet.grid.name == own.sheet)
    known = book.sheets.get(own.sheet) or next(named, None)
    if known is not None or own.sheet in (LIST, *ADDED) or own.sheet not in source.sheet_names:
        return known
    fields = tuple(Field(str(name), "text", "staff", "") for name in own.schema.columns)
    try:
        grid = source.grid(own.sheet)
    except Stop:  # reading the book has said it
        return None
    declared = SheetFormat(own.sheet, "", (), fields)
    header = find_header(grid, declared, part=True)
    if header is None:
        return None
    table = sheet_table(grid, header, header.columns)
    return Sheet(own.sheet, grid, header, table, table, declared)


def _of_sheet(own: OwnSchema, sheet: Sheet | None) -> Iterator[Finding]:
    if sheet is None:
        yield Finding("U104", "", 0, 0, "", None, {"name": own.sheet})
        return
    table = _with_extra(sheet, own)
    top = sheet.header.bottom
    reader = _Reader(own, table, top)
    try:
        yield from reader.findings(_failures(own.schema, frame_of(table)))
    except MemoryError:
        raise
    except (Exception, SystemExit) as error:
        yield reader.not_run(own.sheet, f"{type(error).__name__}: {error}")


def _with_extra(sheet: Sheet, own: OwnSchema) -> Table:
    """The sheet's table with the columns that the program does not know, by what stands above them, in the spelling of
    the schema where that is the same but for blanks and widths."""
    table, wanted = sheet.table, {squeeze(name): str(name) for name in own.schema.columns}
    columns, at = dict(table.columns), dict(table.at)
    for column, text in sheet.header.extra.items():
        name = wanted.get(text, text)
        if name not in columns:
            columns[name] = [sheet.grid.value(row, column) for row in table.rows]
            at[name] = column
    return Table(sheet.grid.name, table.rows, columns, at)


def _failures(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> list[Any]:
    """Everything that pandera says of a frame. Cells of a wrong type are said once, and are blank to the checks: one
    text in a column of numbers would keep all of its checks from running."""
    found = _validate(schema, frame)
    untyped = []
    for each in found:
        if each.reason_code is Reason.DATATYPE_COERCION and each.schema.name in frame:
            cells = frame[each.schema.name].dropna()
            each.failure_cases = pd.DataFrame(
                {"index": [row for row in cells.index if _is_wrong(each, cells[row])]}
            )
            untyped += [each] if len(each.failure_cases) else []
    if not untyped:
        return found
    for each in untyped:
        frame.loc[_rows(each), each.schema.name] = None
    return [*untyped, *_validate(schema, frame)]


def _is_wrong(failure: Any, value: Any) -> bool:
    """Whether a cell is one that its column's type cannot take; pandera does not name 2.5 among whole numbers."""
    try:
        failure.schema.dtype.coerce(pd.Series([value], dtype=object))
    except Exception:
        return True
    return False


def _validate(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> list[Any]:
    with (
        redirect_stdout(sys.stderr),
        catch_warnings(),
        config_context(validation_enabled=True),
    ):  # stdout is the report's
        simplefilter("ignore")
        try:
            schema.validate(frame, lazy=True)
        except pa.errors.SchemaErrors as errors:
            return list(errors.schema_errors)
    return []


def _rows(failure: Any) -> list[Any]:
    """The Excel rows that a failure names, each once; none where it is one of a column or a frame as a whole."""
    cases = failure.failure_cases
    if not isinstance(cases, pd.DataFrame) or "index" not in cases:
        return []
    return list(dict.fromkeys(row for row in cases["index"] if row is not None and row == row))


class _Reader:
    """Turns the failures of one schema on one sheet into findings; ``top`` is the row of the header."""

    def __init__(self, own: OwnSchema, table: Table, top: int) -> None:
        self._own, self._table, self._top = own, table, top
        self._places = {row: at for at, row in enumerate(table.rows)}
        named = (str(name) for name in own.schema.columns if name in table)
        self._first = next(named, next(iter(table.columns)))
        """The column where a rule about whole rows shows."""

    def findings(self, failures: Sequence[Any]) -> Iterator[Finding]:
        lacking = [
            str(each.failure_cases) for each in failures if each.reason_code is Reason.COLUMN_NOT_IN_DATAFRAME
        ]
        for column in dict.fromkeys(lacking):
            facts = {"lacking": column}
            yield Finding(
                "U102", self._table.sheet, self._top, self._table.at[self._first], column, None, facts
            )
        untyped: set[tuple[str, Any]] = set()
        for each in failures:
            of_frame = isinstance(each.schema, pa.DataFrameSchema)
            if each.reason_code is Reason.COLUMN_NOT_IN_DATAFRAME:
                continue
            if each.reason_code is Reason.CHECK_ERROR:
                if not (of_frame and lacking):  # it could not run without that column
                    yield self.not_run(_rule(each.check), str(each.failure_cases), self._column(each))
                continue
            column = self._column(each)
            rows = [row for row in _rows(each) if row in self._places and (column, row) not in untyped]
            if each.reason_code is Reason.DATATYPE_COERCION:
                untyped.update((column, row) for row in rows)
            if rows or not _rows(each):
                yield from self._cases(each, column, rows)

    def not_run(self, rule: str, why: str, column: str | None = None) -> Finding:
        """A rule that failed itself."""
        name = column or self._first
        facts = {"rule": rule, "why": " ".join(why.split())}
        return Finding("U103", self._table.sheet, self._top, self._table.at[name], name, None, facts)

    def _column(self, failure: Any) -> str:
        """The column that a failure is about, else the one where whole rows show."""
        if isinstance(failure.schema, pa.DataFrameSchema):
            cases = failure.failure_cases
            if (
                failure.reason_code is Reason.DUPLICATES
                and isinstance(cases, pd.DataFrame)
                and "column" in cases
            ):
                return next((str(name) for name in cases["column"] if name in self._table), self._first)
            if failure.reason_code is Reason.COLUMN_NOT_IN_SCHEMA and cases in self._table:
                return str(cases)
            return self._first
        return str(failure.schema.name) if failure.schema.name in self._table else self._first

    def _cases(self, failure: Any, column: str, rows: Sequence[Any]) -> Iterator[Finding]:
        """A finding at each cell, or at the header for a failure of the whole column or sheet."""
        of_frame = isinstance(failure.schema, pa.DataFrameSchema)
        metadata = None if of_frame else failure.schema.metadata
        severity: Severity = severity_of(metadata, self._own.severity)
        if getattr(failure.check, "is_mild", False):
            severity = "warning"
        facts = {
            "says": _says(failure, column),
            "do": (metadata or {}).get("remedy") or self._own.remedy or OFFICE_REMEDY,
        }
        for row in rows or [self._top]:
            at = self._places.get(row)
            value = None if at is None else self._table.columns[column][at]
            line = self._top if at is None else self._table.rows[at]
            yield Finding(
                "U101", self._table.sheet, line, self._table.at[column], column, value, facts, severity
            )


def _says(failure: Any, column: str) -> Say | str:
    """What is wrong, in the words of the check where it has its own."""
    reason, check = failure.reason_code, failure.check
    if reason is Reason.SERIES_CONTAINS_NULLS:
        return _BLANK.format(column=column)
    if reason in (Reason.SERIES_CONTAINS_DUPLICATES, Reason.DUPLICATES):
        return _DOUBLED.format(column=column)
    if reason in (Reason.DATATYPE_COERCION, Reason.WRONG_DATATYPE):
        kind = str(failure.schema.dtype)
        known = (say for name, say in _KINDS.items() if kind.lower().startswith(name))
        return _TYPE.format(column=column, kind=next(known, f" {kind}"))
    if reason is Reason.COLUMN_NOT_IN_SCHEMA:
        return _NOT_WANTED.format(column=column)
    if own := _own_words(check):
        return own
    if common := _COMMON.get(str(getattr(check, "name", None))):
        return common.format(
            column=column, **{name: _listed(value) for name, value in check.statistics.items()}
        )
    return _BROKEN.format(rule=_rule(check))


def _listed(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list | tuple | set | frozenset) else str(value)


def _own_words(check: Any) -> str | None:
    """``error``, ``description`` or ``title`` of a check; not the name that pandera gives its own checks as error."""
    error, name = getattr(check, "error", None), getattr(check, "name", None)
    told = None if error is None or str(error).startswith(f"{name}(") else error
    said = told or getattr(check, "description", None) or getattr(check, "title", None)
    return None if said is None else str(said)


def _rule(check: Any) -> str:
    """What to call a check: its own words, else what pandera calls it."""
    return _own_words(check) or str(getattr(check, "error", None) or getattr(check, "name", None) or check)
