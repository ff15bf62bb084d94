"""``validate --fix``: mend what has one sure remedy, cell by cell, and leave all else to a person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from duban.validation.checker import Checking, check_file, check_source, open_book
from duban.validation.file_report import FileReport
from duban.validation.mend.fix_plan import Fixed, planned_fixes
from duban.workbook.file.check_package import check
from duban.workbook.file.safe_write import save
from duban.workbook.file.write_xlsx import apply
from duban.workbook.opening.paths import place_to_write
from duban.workbook.reading.grid import GridBook
from duban.workbook.say.findings import Finding


@dataclass(frozen=True)
class FixResult:
    """What became of one workbook. ``path`` is where it was written, or would have been."""

    path: Path
    written: bool
    backup: Path | None
    fixed: tuple[Fixed, ...]
    formatted: tuple[Finding, ...]
    """Left alone, because parts of the cell's text have a font or colour of their own."""
    report: FileReport
    """The findings that are left."""


_AS_IT_SAYS = Checking()


def fix_file(
    path: Path,
    how: Checking = _AS_IT_SAYS,
    out: Path | None = None,
    before_saving: Callable[[Sequence[Fixed], bytes], None] = lambda fixed, data: None,
) -> FixResult:
    """Mend a workbook file, in place (with a backup) or to ``out``, and check it again.

    If nothing is to be mended, nothing is written, not even ``out``. ``before_saving`` hears what will have
    been mended and the new bytes, for nobody can say it any more if the process dies. Raises ``Stop``; the file is then as it
    was.
    """
    target = place_to_write(path, out)
    source = GridBook(path, how.limits)
    book = open_book(source, how)
    findings = check_source(book, source, how)
    planned = planned_fixes(book, findings)
    data = apply(source.data, planned.plan, str(path))
    if data is source.data:
        return FixResult(target, False, None, (), planned.formatted, FileReport(str(path), tuple(findings)))
    check(source.data, data, planned.plan, str(path))
    before = source.data if target == path else target.read_bytes() if target.is_file() else None
    before_saving(planned.fixed, data)
    backup = save(target, data, keep=book.settings.backups, expected=before)
    report = check_file(str(target), how)
    return FixResult(target, before != data, backup, planned.fixed, planned.formatted, report)
