"""A copy of a checked workbook with the findings in it: cells coloured, notes on them, and the sheet 校验结果."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path, PurePath
from typing import NamedTuple

from duban.validation.file_report import FileReport
from duban.validation.reports.words import SEVERITY, WHOLE_FILE, sentences, visible
from duban.workbook.file.check_package import check
from duban.workbook.file.notes import may_hold_own_notes
from duban.workbook.file.owned_marks import mark_now, read_mark
from duban.workbook.file.package import Package, sheet_prefix
from duban.workbook.file.safe_write import make_folder, save
from duban.workbook.file.sheet_xml import open_sheet
from duban.workbook.file.write_xlsx import change
from duban.workbook.format.names import FINDINGS
from duban.workbook.opening.first_look import WRITABLE
from duban.workbook.opening.paths import one_name
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.plans import BookPlan, Remark, SheetEdit, SheetPlan
from duban.workbook.say.findings import Finding, shown_value
from duban.workbook.say.sentence import Say
from duban.workbook.say.severity import SEVERITIES, Severity
from duban.workbook.say.stop import Stop

MOST_LINKS = 60_000
"""Links on one sheet; Excel holds 65,530."""

_COLUMNS = (
    (Say("级别", "severity"), 6),
    (Say("编号", "code"), 7),
    (Say("工作表", "sheet"), 12),
    (Say("单元格", "cell"), 8),
    (Say("列", "column"), 10),
    (Say("值", "value"), 14),
    (Say("说明", "message"), 25),
    (Say("处理", "remedy"), 26),
    (Say("另一处", "partner"), 10),
)
"""Name and width in characters."""
_TITLE = Say("校验结果", "Findings")
_FILE = Say("文件：{name}", "File: {name}")
_COUNTED = Say("{severity} {n}", "{severity}: {n}")
_COLOURS = Say("单元格颜色：", "Colours of cells:")
_HINT = Say("点击“单元格”可跳到该处。", "Click a cell's address to go there.")
_COPY_HINT = Say(
    "点击“单元格”可跳到该处，批注中有同样的说明。改正请在原文件中进行，本副本只供查看。",
    "Click a cell's address to go there; its note says the same. Correct the original file: this copy is to look at.",
)
_TRACE = Say("副本标识 {trace}", "copy {trace}")
_TRACE_CELL = (2, 8)
"""Where an annotated copy says what it held when it was written, so that a later run knows whether it still does."""
_NOTHING = Say("没有发现问题。", "Nothing was found.")
_LONGEST = 300
"""Characters of a value or sentence that a row of the table shows."""
_REFERENCE = re.compile(r"(?:(.+)!)?\$?([A-Z]{1,3})\$?([0-9]+)")


class Row(NamedTuple):
    """A finding with its sentences, which are made once."""

    finding: Finding
    severity: Severity
    message: str
    remedy: str

    @classmethod
    def of(cls, finding: Finding, lang: str) -> Row:
        """The row of a finding."""
        message, remedy = finding.message(lang), finding.remedy(lang)
        return cls(finding, finding.severity, visible(message), visible(remedy))

    def remark(self, lang: str) -> Remark:
        """What the note on its cell says: ``[错误 T110] …``."""
        text = f"[{SEVERITY[self.severity].to(lang)} {self.finding.code}] "
        text += sentences(lang, self.message, self.remedy)
        return Remark(self.finding.row, self.finding.column, self.severity, text)

    def texts(self, lang: str) -> list[str]:
        """The cells of its row, as text: nothing in it becomes a number, a date or a formula."""
        finding = self.finding
        texts = (
            SEVERITY[self.severity].to(lang),
            finding.code,
            finding.sheet or WHOLE_FILE.to(lang),
            finding.cell,
            finding.column_name,
            visible(shown_value(finding.value)),
            self.message,
            self.remedy,
            finding.partner or "",
        )
        return [text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…" for text in texts]


def annotate(data: bytes, findings: Sequence[Finding], path: str = "", lang: str = "zh") -> bytes:
    """The workbook ``data`` with its findings written into it; ``path`` gives the name that it shows.

    Nothing of the staff's changes but the ground of cells with a finding. What an earlier run left is
    replaced. Raises Stop: ``old_format`` for other files than .xlsx and .xlsm, ``not_a_workbook``,
    ``package_check``.
    """
    if path and Path(path).suffix.lower() not in WRITABLE:
        raise Stop("old_format", path=path)
    package = Package.read(data, path)
    try:
        plan = plan_annotation(package, findings, PurePath(path).name, lang)
        made = package.to_bytes()
    except (LookupError, ValueError) as error:  # a sheet without its part, a style that is not there
        raise Stop("not_a_workbook", path=path, why=str(error)) from error
    check(data, made, plan, path)
    return made


def plan_annotation(package: Package, findings: Sequence[Finding], name: str, lang: str) -> BookPlan:
    """Carry out the remarks on every sheet that has some now or had some before, then the sheet of findings.
    Returns the plan of both."""
    sheets = package.sheet_names
    remarks: dict[str, list[Remark]] = {
        sheet: [] for sheet in sheets if may_hold_own_notes(package, package.sheet_part(sheet))
    }
    known = {sheet.casefold(): sheet for sheet in sheets}
    rows = [Row.of(finding, lang) for finding in findings]
    for row in rows:
        sheet = known.get(row.finding.sheet.casefold())
        if sheet is not None and row.finding.row and row.finding.column:
            remarks.setdefault(sheet, []).append(row.remark(lang))
    edits = tuple(SheetEdit(sheet, {}, remarks=tuple(few)) for sheet, few in remarks.items())
    change(package, BookPlan(edits=edits, recalculate=False))
    own = _free_name(package)
    table = findings_sheet(rows, sheets, own, name, lang, _trace(package, own))
    change(package, BookPlan(sheets=(table,), recalculate=False))
    return BookPlan(sheets=(table,), edits=edits, recalculate=False)


def _trace(package: Package, own: str) -> str:
    """16 hex digits of all that another program changes when it saves: the sheets but our ``own``, the texts that
    they share, and the properties, which name the time."""
    digest = sha256()
    parts = {package.sheet_part(name) for name in package.sheet_names if name != own}
    shared = ("sharedstrings.xml", "docprops/core.xml")
    parts |= {part for part in package.parts if part.lower().endswith(shared)}
    for part in sorted(parts):
        digest.update(package.data(part))
    return digest.hexdigest()[:16]


def is_untouched_copy(data: bytes) -> bool:
    """Whether a file is an annotated copy, and just as it was written: what staff typed into one is theirs."""
    try:
        package = Package.read(data)
        for name in package.sheet_names:
            if name.startswith(FINDINGS) and (mark := read_mark(package, name)) is not None:
                sheet = open_sheet(package, name)
                _, said = sheet.value(*_TRACE_CELL) or ("", "")
                if mark == mark_now(mark, sheet, name) and said.endswith(_trace(package, name)):
                    return True
    except (Stop, LookupError, ValueError):
        pass
    return False


def findings_sheet(
    rows: Sequence[Row], sheets: Sequence[str], own_name: str, file: str, lang: str, trace: str = ""
) -> SheetPlan:
    """The sheet 校验结果: counts, legend, and a row per finding, worst first, then as the sheets stand. ``trace``
    is there in a copy."""
    builder = SheetBuilder(own_name, [width for _, width in _COLUMNS])
    last = len(_COLUMNS)
    builder.title(_TITLE.to(lang))
    at, column = _TRACE_CELL
    builder.across(at, 1, column - 1, _FILE.format(name=visible(file)).to(lang), "note")
    builder.across(at, column, last, _TRACE.format(trace=trace).to(lang) if trace else None, "note")
    counts = Counter(row.severity for row in rows)
    builder.across(3, 1, 2, _COLOURS.to(lang), "label")
    for column, severity in zip((3, 5, 6), SEVERITIES, strict=True):
        said = _COUNTED.format(severity=SEVERITY[severity], n=counts[severity]).to(lang)
        builder.across(3, column, column + (column == 3), said, severity)
    hint = (_COPY_HINT if trace else _HINT) if rows else _NOTHING
    builder.across(4, 1, last, hint.to(lang), "note")
    builder.next_row = 5
    header = builder.row([say.to(lang) for say, _ in _COLUMNS], "header")
    known = {sheet.casefold(): sheet for sheet in sheets}
    places = {sheet: number for number, sheet in enumerate(sheets, 1)}
    ranks = {severity: number for number, severity in enumerate(SEVERITIES)}
    links = 0

    def order(row: Row) -> tuple[int, int, int, int]:
        place = places.get(known.get(row.finding.sheet.casefold(), ""), 0)
        return ranks[row.severity], place, row.finding.row, row.finding.column

    for row in sorted(rows, key=order):
        texts = row.texts(lang)
        builder.put(builder.next_row, 1, texts[0], row.severity)
        for column, text in enumerate(texts[1:], 2):
            target = _target(text, row.finding.sheet, known) if column in (4, last) else None
            if target is None or links >= MOST_LINKS:
                builder.put(builder.next_row, column, text, "center" if column == 2 else "text")
            else:
                builder.put(builder.next_row, column, text, "link", link=target)
                links += 1
        builder.next_row += 1
    return builder.plan(freeze=(header + 1, 1), repeat_rows=(header, header), tab_colour="C00000")


def annotate_file(
    report: FileReport, folder: Path, lang: str = "zh", name: Path | None = None
) -> Path | None:
    """Write the annotated copy of a checked file into ``folder`` (made if missing), never over the file itself.

    ``name`` is the copy's place in the folder where ``copy_names`` gave another than the file's own name.
    Returns its path; ``None`` for a file that could not be read, and for one without findings unless an
    earlier copy stands there, which would go on saying otherwise. Raises Stop.
    """
    source = Path(report.path)
    target = folder / (name or source.name)
    if not report.readable or not (report.findings or target.exists()):
        return None
    if target.exists() and (target.samefile(source) or not is_untouched_copy(target.read_bytes())):
        raise Stop("copy_is_not_ours", path=target)
    data = annotate(source.read_bytes(), report.findings, report.path, lang)
    make_folder(target.parent)
    save(target, data, backup=False)
    return target


def copy_names(paths: Sequence[str], folder: Path) -> dict[str, Path]:
    """Path of each file → the place of its copy within ``folder``.

    Files of several folders keep these folders; where a name would stand twice, or would lead to one of the
    files themselves, it gets ``-2``, ``-3`` ….
    """
    sources = {path: Path(os.path.normpath(Path(path).absolute())) for path in paths}
    try:
        root = Path(os.path.commonpath([source.parent for source in sources.values()] or [folder]))
    except ValueError:  # several drives
        root = None
    taken = {one_name(source) for source in sources.values()}
    names: dict[str, Path] = {}
    for path, source in sources.items():
        own = Path(source.name) if root is None else source.relative_to(root)
        place, number = own, 1
        while (key := one_name(folder / place)) in taken:
            number += 1
            place = own.with_name(f"{own.stem}-{number}{own.suffix}")
        taken.add(key)
        names[path] = place
    return names


def _free_name(package: Package) -> str:
    """The name of our sheet: one that we made and nobody edited is replaced, any other is the staff's."""
    number, name = 1, FINDINGS
    while package.has_sheet(name):
        mark = read_mark(package, name)
        if mark is not None and mark == mark_now(mark, open_sheet(package, name), name):
            break
        number += 1
        name = f"{FINDINGS}{number}"
    return name


def _target(reference: str, sheet: str, known: Mapping[str, str]) -> str | None:
    """Where a link to ``H7`` or ``任务清单!H7`` leads; None if there is no such place."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    named = match[1].removeprefix("'").removesuffix("'").replace("''", "'") if match[1] else sheet
    home = known.get(named.casefold())
    return None if home is None else f"{sheet_prefix(home)}{match[2]}{match[3]}"
