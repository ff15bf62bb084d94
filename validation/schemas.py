"""pandera schemas of the sheets, made from the same rules as the checker of files.

They check a data frame with the sheet's own column names and the Excel rows as index, as API users and
Excel have it: ``TASK_LIST.validate(frame, lazy=True)``. A check bears the code of its rule as its name, so
that ``findings`` can say the same as the checker. Importing pandera takes seconds, so nothing that runs
headless imports this module unless it is asked to (``validate --engine pandera``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa

from duban.udfs.periods import Period
from duban.validation.grades import graded
from duban.validation.rules import all_rules as rules
from duban.validation.rules.across_rows import RowRule
from duban.validation.rules.value_kinds import Test
from duban.workbook.cells.plain import plain
from duban.workbook.format import names
from duban.workbook.format.sheets_and_registers import REGISTERS
from duban.workbook.reading.settings import Settings
from duban.workbook.reading.sheet import Sheet
from duban.workbook.reading.table import Table
from duban.workbook.say.findings import Finding


def default_settings() -> Settings:
    """Settings of a workbook without a sheet 规则: this quarter, as of today."""
    today = date.today()
    return Settings(Period.of(today), today)


def schema(kind: str, settings: Settings | None = None) -> pa.DataFrameSchema:
    """The schema of a sheet by its standard name; ``settings`` are those of its workbook.

    Columns that a row must fill must be there; further columns are let through. Raises KeyError for a sheet
    without rules.
    """
    sheet = rules.RULES[kind]
    return _schema(
        kind, sheet.columns, sheet.rows, settings or default_settings(), lambda frame: table_of(frame, kind)
    )


def _schema(
    kind: str,
    columns: Sequence[rules.ColumnRules],
    row_rules: Sequence[RowRule],
    settings: Settings,
    table: Callable[[pd.DataFrame], Table],
) -> pa.DataFrameSchema:
    """``table`` gives a frame as the table that rules across rows read."""
    return pa.DataFrameSchema(
        {column.name: _column(column, settings) for column in columns},
        checks=[_rows(rule, table, settings) for rule in row_rules],
        name=kind,
    )


def _column(column: rules.ColumnRules, settings: Settings) -> pa.Column:
    checks = [_cell(code, test, settings) for kind in column.kinds for code, test in kind.tests.items()]
    if column.required is not None:
        filled = pa.Check(
            lambda value: _plain(value) is not None, element_wise=True, name=column.required, ignore_na=False
        )
        checks.append(filled)
    needed = column.required is not None or column.name == "牵头单位及负责人"
    # of any dtype: a frame of plain numbers or dates says the same as one of objects
    return pa.Column(None, checks, nullable=True, required=needed)


def _cell(code: str, test: Test, settings: Settings) -> pa.Check:
    def fine(value: Any) -> bool:
        plain = _plain(value)
        return plain is None or test(plain, settings) is None

    return pa.Check(fine, element_wise=True, name=code, ignore_na=False)


def _rows(rule: RowRule, table: Callable[[pd.DataFrame], Table], settings: Settings) -> pa.Check:
    def holds(frame: pd.DataFrame) -> pd.Series[bool]:
        odd = {finding.row for finding in rule(table(frame), settings)}
        return pd.Series([row not in odd for row in frame.index], index=frame.index, dtype=bool)

    return pa.Check(holds, name=rule.__name__)


def table_of(frame: pd.DataFrame, kind: str) -> Table:
    """A data frame as the table that rules read: column n of the frame is Excel's column n.

    Raises ValueError for an index that is not Excel rows.
    """
    at = {str(name): place for place, name in enumerate(frame.columns, 1)}
    cells = {name: [_plain(value) for value in frame.iloc[:, place - 1]] for name, place in at.items()}
    try:
        rows = [int(row) for row in frame.index]
    except (TypeError, ValueError) as error:
        raise ValueError("the index of the frame must be the Excel rows") from error
    table = Table(kind, rows, cells, at)
    table.key = REGISTERS[kind].key if kind in REGISTERS else ()
    return table


def _plain(value: Any) -> Any:
    """A value of a frame as a cell holds it: blanks are ``None``, numbers and dates those of Python."""
    if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, pd.Timestamp):
        value = value.to_pydatetime()
    elif isinstance(value, np.generic):
        value = value.item()
    return plain(value.replace(tzinfo=None) if isinstance(value, datetime) else value)


def findings(frame: pd.DataFrame, kind: str, settings: Settings | None = None) -> list[Finding]:
    """Validate a frame with its schema and say what pandera found as findings, by row and column, graded as
    the settings say.

    The frame's index are Excel rows, its columns the sheet's; the addresses count its columns from A.
    """
    in_force = settings or default_settings()
    table, sheet = table_of(frame, kind), rules.RULES[kind]
    found = _found(schema(kind, in_force), frame, table, sheet.columns, sheet.rows, in_force)
    return graded(sorted(found, key=lambda f: (f.row, f.column, f.code)), in_force)


def sheet_findings(sheet: Sheet, row_rules: Sequence[RowRule], settings: Settings) -> list[Finding]:
    """What the checker finds in the columns and rows of a sheet, found by pandera; in no order, not graded yet.

    Texts of an item over several rows are looked at row by row, all else item by item.
    """
    columns = [column for column in rules.rules_for(sheet.format).columns if column.name in sheet.table]
    if sheet.texts is sheet.table:
        return _found_in(sheet.table, columns, row_rules, settings)
    texts = [
        column._replace(kinds=tuple(kind for kind in column.kinds if kind.by_row), required=None)
        for column in columns
    ]
    items = [
        column._replace(kinds=tuple(kind for kind in column.kinds if not kind.by_row)) for column in columns
    ]
    return [
        *_found_in(sheet.table, items, row_rules, settings),
        *_found_in(sheet.texts, texts, (), settings),
    ]


def _found_in(
    table: Table, columns: Sequence[rules.ColumnRules], row_rules: Sequence[RowRule], settings: Settings
) -> list[Finding]:
    of_table = _schema(table.sheet, columns, row_rules, settings, lambda frame: table)
    return _found(of_table, frame_of(table), table, columns, row_rules, settings)


def frame_of(table: Table) -> pd.DataFrame:
    """A table as a frame: columns of objects as the cells hold them, blanks as ``None``, Excel rows as index."""
    index = pd.Index(list(table.rows), name="row")
    columns = {name: pd.Series(list(values), index, dtype=object) for name, values in table.columns.items()}
    return pd.DataFrame(columns, index=index)


def _found(
    of_table: pa.DataFrameSchema,
    frame: pd.DataFrame,
    table: Table,
    columns: Sequence[rules.ColumnRules],
    row_rules: Sequence[RowRule],
    settings: Settings,
) -> list[Finding]:
    """The failures of a schema as findings, each once; ``table`` is the frame as the rules read it."""
    try:
        of_table.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases
    else:
        return []
    places = {row: at for at, row in enumerate(table.rows)}
    found: dict[tuple[object, ...], Finding] = {}
    by_name: Mapping[str, RowRule] = {rule.__name__: rule for rule in row_rules}
    for name in dict.fromkeys(cases["check"]):
        if name in by_name:
            for finding in by_name[name](table, settings):
                found[finding.code, finding.row, finding.column] = finding
    tests = {
        (column.name, code): test
        for column in columns
        for each in column.kinds
        for code, test in each.tests.items()
    }
    failures = (cases[name] for name in ("column", "check", "index", "failure_case"))
    for column, code, row, case in zip(*failures, strict=True):
        if code == "column_in_dataframe":
            missing = "S105" if of_table.name == names.LIST else "S104"
            lacking = {"columns": str(case)}
            found[missing, case] = Finding(missing, table.sheet, 0, 0, str(case), None, lacking)
        elif code not in by_name:
            at = places[int(row)]
            test = tests.get((column, code))
            facts = test(table[column][at], settings) if test else {}
            found[code, row, table.at[column]] = table.finding(code, at, column, facts or {})
    return list(found.values())


TASK_LIST = schema(names.LIST)
"""任务清单, columns as staff have them."""

LEDGER = schema(names.LEDGER)
"""具体项目台账: one row a measure."""

LINKS = schema(names.LINKS)
"""承接关系: one row an item and a city item."""

CITY = schema(names.CITY)
"""市级事项: one row a city item."""
