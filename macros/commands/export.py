"""Sheets out of a workbook: a file of their own that holds what can be seen, values for formulas, as .xlsx or as .pdf."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from duban.macros.declared.command_type import Values
from duban.macros.messages.outcome import Stage, no_stage
from duban.macros.messages.progress import Progress
from duban.macros.messages.report import finding_lines
from duban.macros.messages.terminal import say
from duban.workbook.file.check_package import check
from duban.workbook.file.package import Package
from duban.workbook.file.pdf_by_libreoffice import pdf_of
from duban.workbook.file.safe_write import save
from duban.workbook.file.values_only import values_only
from duban.workbook.format.names import RECORDS
from duban.workbook.opening.first_look import WRITABLE, Intake
from duban.workbook.opening.paths import same_file
from duban.workbook.plan.plans import BookPlan
from duban.workbook.say.findings import Finding
from duban.workbook.say.sentence import Say
from duban.workbook.say.stop import Stop

DONE = 0
_PDF = ".pdf"
_WILD = frozenset("*?[")
_MADE = Say("已导出：{path}（{count} 张表：{sheets}）", "exported: {path} ({count} sheets: {sheets})")
_BACKUP = Say("  原有的同名文件备份：{backup}", "  backup of what was there: {backup}")


@dataclass(frozen=True)
class Exported:
    """What came of it: the file, the sheets in it, the backup of what was there before, and what is to be said."""

    path: Path
    sheets: Sequence[str]
    backup: Path | None
    findings: Sequence[Finding]

    def lines(self, lang: str = "zh") -> list[str]:
        """The report."""
        names = Say("、", ", ").to(lang).join(self.sheets)
        lines = [_MADE.format(path=self.path, count=len(self.sheets), sheets=names).to(lang)]
        lines += [_BACKUP.format(backup=self.backup).to(lang)] if self.backup else []
        return [*lines, *finding_lines(self.findings, lang)]


def run(values: Values) -> int:
    """``duban export``. Raises Stop as ``export``."""
    with Progress(values.lang) as progress:
        exported = export(values.book, values.sheet, values.out, stage=progress)
    for line in exported.lines(values.lang):
        say(line)
    return DONE


def export(
    book: Path, names: Sequence[str], out: Path, *, file: Path | None = None, stage: Stage = no_stage
) -> Exported:
    """Write the sheets that ``names`` name, in the order of the workbook, into ``out``; what was there gets a backup, the
    workbook is only read. ``book`` may be a copy of the workbook that is open, then ``file`` is where that lies.

    Raises Stop: ``other_format``, ``out_is_input``, ``old_format``, ``nothing_to_export``, ``record_stays``, those of
    ``Intake``, ``pdf_of`` and ``save``; nothing is written then.
    """
    if out.suffix.lower() not in (".xlsx", _PDF):
        raise Stop("other_format", path=out, suffix=Say(".xlsx 或 .pdf", ".xlsx or .pdf"))
    if same_file(out, file or book):
        raise Stop("out_is_input", path=out, other=file or book)
    stage("read")
    intake = Intake(book)
    if book.suffix.lower() not in WRITABLE:
        raise Stop("old_format", path=book)
    sheets = chosen(intake, names)
    for sheet in sheets:
        intake.scan(sheet)  # what is too large, or broken, is said before anything is made of it
    stage("write")
    package = Package(intake.archive)
    findings = values_only(package, sheets)
    data = package.to_bytes()
    stage("check")
    check(b"", data, BookPlan(), str(out))
    if out.suffix.lower() == _PDF:
        stage("print")
        data = pdf_of(data, str(out))
    stage("save")
    return Exported(out, sheets, save(out, data), findings)


def chosen(intake: Intake, names: Sequence[str]) -> tuple[str, ...]:
    """The sheets that names and patterns mean, in the order of the workbook. A hidden one must be named in full."""
    wanted: set[str] = set()
    for name in names:
        found = {each for each in intake.sheets if each.casefold() == name.casefold()}
        if not found and _WILD & set(name):
            found = {each for each in intake.visible if fnmatchcase(each.casefold(), name.casefold())}
        if not found:
            there = "、".join(each for each in intake.sheets if each in intake.visible)
            raise Stop("nothing_to_export", path=intake.path, sheet=name, sheets=there)
        for each in found & RECORDS:
            raise Stop("record_stays", path=intake.path, sheet=each)
        wanted |= found
    return tuple(each for each in intake.sheets if each in wanted)
