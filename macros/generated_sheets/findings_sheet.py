"""校验 in an open workbook: the sheet 校验结果 as a plan, which the writer of files can carry out too."""

from __future__ import annotations

from collections.abc import Sequence

from duban.validation.mend.annotate import Row, findings_sheet
from duban.workbook.format.names import FINDINGS
from duban.workbook.format.sheet_names import kept_name
from duban.workbook.plan.plans import BookPlan
from duban.workbook.reading.grid import SheetSource
from duban.workbook.say.findings import Finding


def findings_plan(book: SheetSource, findings: Sequence[Finding], lang: str = "zh") -> BookPlan:
    """The sheet with every finding. One that staff edited since it was made is kept beside it under another
    name; one that is the staff's own stops the writer (``sheet_is_yours``)."""
    names = book.sheet_names
    left, now = book.marks().get(FINDINGS, ("", ""))
    renames = ((FINDINGS, kept_name(FINDINGS, names)),) if left != now else ()
    rows = [Row.of(finding, lang) for finding in findings]
    sheet = findings_sheet(rows, names, FINDINGS, book.path.name, lang)
    return BookPlan(renames=renames, sheets=(sheet,))
