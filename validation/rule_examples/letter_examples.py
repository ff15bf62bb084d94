"""The rules about 督办单台账, each with a wrong and a right example."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from duban.validation.rule_examples.example import At, Example, Row, cell, rows
from duban.workbook.format.names import DOCUMENTS_SENT
from duban.workbook.format.sheets.documents_sent import (
    ANSWERED,
    DUE,
    KIND,
    NUMBER,
    SENT,
    UNIT,
)

_OTHER: Row = {NUMBER: "督办〔2020〕2号", UNIT: "办公室"}

LETTER_EXAMPLES: Mapping[str, Example] = {
    "B101": rows(
        DOCUMENTS_SENT,
        ({}, {**_OTHER, NUMBER: "督办[2020]1号"}),
        ({}, _OTHER),
        At("B3", NUMBER, "B2"),
    ),
    "B102": rows(
        DOCUMENTS_SENT,
        ({}, {NUMBER: "督办〔2020〕2号"}),
        ({}, _OTHER),
        At("E3", UNIT, "E2"),
    ),
    "B103": rows(
        DOCUMENTS_SENT,
        ({SENT: date(2020, 9, 10), DUE: date(2020, 9, 17)},),
        ({SENT: date(2020, 9, 10), DUE: date(2020, 9, 17), ANSWERED: date(2020, 9, 16)},),
        At("I2", DUE),
    ),
    "B104": cell(DOCUMENTS_SENT, ANSWERED, date(2020, 10, 9), date(2020, 10, 13)),
    "B105": cell(DOCUMENTS_SENT, KIND, None, "督办单"),
}
"""code → example."""
