"""The report as CSV, one row a finding, made to be opened in Excel."""

from __future__ import annotations

import csv
import io
import re

from duban.validation.file_report import FileReport
from duban.validation.reports.page import ReportOptions, Streamed
from duban.validation.reports.words import SEVERITY, STATUS, visible
from duban.workbook.say.findings import shown_value
from duban.workbook.say.sentence import Say

COLUMNS = (
    Say("文件", "file"),
    Say("状态", "status"),
    Say("级别", "severity"),
    Say("编号", "code"),
    Say("工作表", "sheet"),
    Say("单元格", "cell"),
    Say("行", "row"),
    Say("列", "column"),
    Say("值", "value"),
    Say("说明", "message"),
    Say("处理", "remedy"),
    Say("另一处", "partner"),
)
BOM = "\ufeff"
"""Without it Excel takes Chinese for another encoding."""

BEGINNING = re.compile(
    "|".join(BOM + ",".join(column.to(lang) for column in COLUMNS) for lang in ("zh", "en"))
)

# what Excel may read as the beginning of a formula; it takes the full-width forms as well
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def page(options: ReportOptions) -> Streamed:
    """The byte order mark and the header; ``out`` must be opened with ``newline=""``."""
    return Streamed(BOM + _lines([[column.to(options.lang) for column in COLUMNS]]), "", "")


def part(report: FileReport, lang: str) -> str:
    """A row for each finding; an unreadable file is a row in any case."""
    file = [report.path, STATUS[report.status].to(lang)]
    rows = [
        [
            *file,
            SEVERITY[finding.severity].to(lang),
            finding.code,
            finding.sheet,
            finding.cell,
            str(finding.row or ""),
            finding.column_name,
            shown_value(finding.value),
            finding.message(lang),
            finding.remedy(lang),
            finding.partner or "",
        ]
        for finding in report.findings
    ]
    if not rows and not report.readable:
        rows = [file + [""] * (len(COLUMNS) - len(file))]
    return _lines(rows)


def _lines(rows: list[list[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet runs and no terminal obeys: unseen characters are spelled out, and an apostrophe
    stands before what could begin a formula."""
    cell = visible(cell)
    return "'" + cell if cell.startswith(_FORMULA) else cell
