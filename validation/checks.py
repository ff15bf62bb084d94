"""Checks of tables that a command runs on its way: what the figures cannot use, row by row."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd

from duban.udfs.progress import MOVED_OUT, day
from duban.udfs.text import item_number
from duban.workbook.columns import LEDGER
from duban.workbook.findings import Finding
from duban.workbook.frames import records
from duban.workbook.items import typed_cell_findings
from duban.workbook.tables import TableSheet


def ledger_findings(
    table: TableSheet | None,
    rows: pd.DataFrame,
    item_keys: Collection[int],
    typed: Mapping[tuple[int, str], Any],
    year: int,
) -> list[Finding]:
    """What figures cannot use in the ledger's cells, and values typed over formulas.

    ``rows`` is the ledger as it will be; rows that are not in the sheet yet are the program's own.
    """
    if table is None:
        return []
    header = table.header
    found: list[Finding] = []
    for at, values in records(rows).items():
        if at not in table.rows.index:
            continue
        found += typed_cell_findings(
            LEDGER,
            header,
            at,
            values,
            ("开始日期", "完成时限", "办结日期"),
            ("完成进度",),
            year,
        )
        start, due = day(values["开始日期"]), day(values["完成时限"])
        if start is not None and due is not None and due < start:
            found.append(
                Finding("T122", LEDGER, at, header.columns["完成时限"], "完成时限", values["完成时限"])
            )
        key = item_number(values["事项键"])
        if key not in item_keys and values["类型"] != MOVED_OUT:
            found.append(Finding("L101", LEDGER, at, header.columns["事项键"], "事项键", values["事项键"]))
        w = values["权重"]
        if w is not None and not (isinstance(w, int | float) and not isinstance(w, bool) and w >= 0):
            found.append(Finding("T140", LEDGER, at, header.columns["权重"], "权重", w))
    found += [
        Finding("T130", LEDGER, row, header.columns[column], column, value)
        for (row, column), value in typed.items()
    ]
    return found
