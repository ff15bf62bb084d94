"""公示稿: a new workbook with what of a task list may be published, and no person in it.

Nothing of the workbook is copied: the sheets are made of values that are named one by one, each is looked through, and
whatever may tell of a person stops the whole copy with its cells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from duban.macros.commands.build import figured
from duban.macros.declared.command_type import Values
from duban.macros.figures.lookups import Live
from duban.macros.figures.understood import FOR_FIGURES, RunOptions, settle
from duban.macros.generated_sheets.public_copy.feedback import NOT_ANSWERED, NOT_MARKED, public_feedback
from duban.macros.generated_sheets.public_copy.items_and_measures import (
    ASIDE,
    HIDDEN,
    MOVED,
    Source,
    public_items,
    public_measures,
)
from duban.macros.generated_sheets.public_copy.listing import Listing, Shown, Told
from duban.macros.generated_sheets.public_copy.screened import MASKED, Screened
from duban.macros.generated_sheets.public_copy.sheets import FEEDBACK, ITEMS, MEASURES, public_sheet
from duban.macros.messages.outcome import Stage, no_stage
from duban.macros.messages.progress import Progress
from duban.macros.messages.report import finding_lines
from duban.macros.messages.terminal import say
from duban.udfs.progress import MOVED_OUT
from duban.validation.reports.words import place
from duban.workbook.file.check_package import check
from duban.workbook.file.no_properties import without_properties
from duban.workbook.file.safe_write import save
from duban.workbook.file.write_xlsx import create
from duban.workbook.format.names import LEDGER, RULES
from duban.workbook.format.registers.feedback import FEEDBACK as REGISTER
from duban.workbook.format.sheets.settings import OFFICE
from duban.workbook.opening.first_look import READABLE, WRITABLE
from duban.workbook.opening.paths import same_file
from duban.workbook.plan.plans import BookPlan, SheetPlan
from duban.workbook.reading.grid import GridBook
from duban.workbook.reading.people import people_of
from duban.workbook.reading.settings import Settings
from duban.workbook.reading.tables import PlacedSheet, Tables, read_tables
from duban.workbook.reading.unseen import unseen
from duban.workbook.say.findings import Finding
from duban.workbook.say.sentence import Say
from duban.workbook.say.stop import Stop

DONE, NOT_PUBLISHED = 0, 1

_BOOK, _DOCUMENT, _PAGE = ".xlsx", ".docx", ".html"
_MADE = Say("已写出公示稿：{path}（{what}）", "public copy written: {path} ({what})")
_NOT_MADE = Say(
    "没有写出公示稿：有 {count} 格可能泄露个人信息",
    "no public copy was written: {count} cells may tell of a person",
)
_BACKUP = Say("  原有的同名文件备份：{backup}", "  backup of what was there: {backup}")
_MASKED = Say("  ××× 代替了 {count} 格中的个人信息", "  what is private in {count} cells is printed as ×××")
_LEFT = Say("  没有列入：{what}", "  left out: {what}")
_SHEETS: Mapping[str, Say] = {
    ITEMS: Say("事项 {n}", "items {n}"),
    MEASURES: Say("措施 {n}", "measures {n}"),
    FEEDBACK: Say("反馈答复 {n}", "answered feedback {n}"),
}
_WITHHELD: Mapping[str, Say] = {
    HIDDEN: Say("隐藏的行 {n}", "hidden rows {n}"),
    MOVED: Say("已移出的措施 {n}", "measures moved out {n}"),
    ASIDE: Say("不属于所列事项的措施 {n}", "measures of no item that is listed {n}"),
    NOT_MARKED: Say("未标公示的反馈 {n}", "feedback not marked 公示 {n}"),
    NOT_ANSWERED: Say("标了公示、没有答复的反馈 {n}", "feedback marked 公示 and not answered {n}"),
    "columns": Say("列 {n}", "columns {n}"),
    "sheets": Say("其他工作表 {n} 张", "other sheets {n}"),
}
"""Why something is not in the copy, in the order in which it is said."""


@dataclass(frozen=True)
class Published:
    """What came of it: the file (whether it was written), the rows of each sheet, what is not in it, the backup of what was
    there before, and what is to be said."""

    path: Path
    written: bool
    rows: Mapping[str, int]
    left: Mapping[str, int]
    cells: int
    """Cells in which something private was found."""
    findings: Sequence[Finding]
    backup: Path | None = None

    def lines(self, lang: str = "zh") -> Iterator[str]:
        """The report."""
        comma = Say("，", ", ").to(lang)
        if not self.written:
            yield _NOT_MADE.format(count=self.cells).to(lang)
        else:
            what = comma.join(_SHEETS[name].format(n=n).to(lang) for name, n in self.rows.items())
            yield _MADE.format(path=self.path, what=what).to(lang)
            left = [
                text.format(n=self.left[why]).to(lang)
                for why, text in _WITHHELD.items()
                if self.left.get(why)
            ]
            if left:
                yield _LEFT.format(what=comma.join(left)).to(lang)
            if self.cells:
                yield _MASKED.format(count=self.cells).to(lang)
        if self.backup:
            yield _BACKUP.format(backup=self.backup).to(lang)
        private = [each for each in self.findings if each.code in _PRIVATE]
        yield from finding_lines(private, lang, most=len(private))  # each cell by its name
        yield from finding_lines([each for each in self.findings if each.code not in _PRIVATE], lang)

    def cells_told(self, most: int) -> Iterator[str]:
        """What was found, a short line each, no more than so many."""
        private = [each for each in self.findings if each.code in _PRIVATE]
        for each in private[:most]:
            yield f"{place(each.sheet, each.cell)}　{each.facts['word']}"
        if len(private) > most:
            yield f"……共 {len(private)} 处，全部列出请用命令 duban publish"


_PRIVATE = frozenset({"W201", "W202", "W203", MASKED})


@dataclass
class _Copy:
    """A public copy while it is made."""

    screened: Screened
    settings: Settings
    has_figures: bool
    sheets: list[SheetPlan] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    left: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)

    def take(self, name: str, listing: Listing, source: str) -> None:
        """A sheet of the copy, of this one of the workbook; one without rows is none."""
        self.left.update(listing.withheld)
        if hidden := listing.withheld.get(HIDDEN):
            self.findings.append(Finding("W205", source, 0, 0, "", None, {"count": hidden}))
        rows = self.screened.rows(listing)
        if not rows:
            return
        self.left["columns"] += listing.left
        self.rows[name] = len(rows)
        office = Told(self.settings.office, RULES, self.settings.rows[OFFICE], 2, OFFICE)
        lead = f"{self.screened.text(office)}{self.settings.year}年"
        self.sheets.append(
            public_sheet(
                name,
                listing.columns,
                rows,
                lead=lead,
                as_of=self.settings.as_of,
                has_figures=self.has_figures,
            )
        )


def run(values: Values) -> int:
    """``duban publish``: 0 where the copy was written, 1 where something private stands in its way. Raises Stop as
    ``publish``."""
    with Progress(values.lang) as progress:
        published = publish(
            values.book,
            values.out,
            mask=values.mask,
            allowed=values.allow,
            sheet=values.sheet,
            stage=progress,
        )
    for line in published.lines(values.lang):
        say(line)
    return DONE if published.written else NOT_PUBLISHED


def publish(
    book: Path,
    out: Path,
    *,
    mask: bool = False,
    allowed: Sequence[str] = (),
    sheet: str | None = None,
    file: Path | None = None,
    today: date | None = None,
    stage: Stage = no_stage,
) -> Published:
    """Write the public copy of a workbook into ``out``; what was there gets a backup, the workbook is only read. Nothing is
    written where something private is found, unless ``mask`` prints it as ×××. ``allowed``: longer words in which a name
    is none. ``book`` may be a copy of the workbook that is open, then ``file`` is where that lies.

    Raises Stop: ``other_format``, ``out_is_input``, ``old_format``, ``nothing_to_publish``, those of ``read_tables``,
    ``settle``, ``figured`` and ``save``; nothing is written then.
    """
    if out.suffix.lower() not in (_BOOK, _DOCUMENT, _PAGE):
        suffixes = Say(".xlsx、.docx 或 .html", ".xlsx, .docx or .html")
        raise Stop("other_format", path=out, suffix=suffixes)
    if same_file(out, file or book):
        raise Stop("out_is_input", path=out, other=file or book)
    if book.suffix.lower() in READABLE and book.suffix.lower() not in WRITABLE and book.exists():
        raise Stop("old_format", path=book)
    stage("read")
    source = GridBook(book)
    tables = read_tables(source, sheet, today)
    stage("plan")
    copy = _copied(source, tables, Screened(people_of(source, tables), mask, tuple(allowed)), today)
    if not copy.sheets:
        raise Stop("nothing_to_publish", path=book)
    screened = copy.screened
    may_go = mask or not screened.findings
    findings = [*screened.findings, *copy.findings]
    if not may_go:
        return Published(out, False, copy.rows, copy.left, len(screened.cells), findings)
    stage("write")
    data = _written(copy, out, stage)
    stage("save")
    backup = save(out, data)
    return Published(out, True, copy.rows, copy.left, len(screened.cells), findings, backup)


def _written(copy: _Copy, out: Path, stage: Stage) -> bytes:
    """The copy in the format that the name of the file says."""
    if out.suffix.lower() == _BOOK:
        data = without_properties(create(copy.sheets))
        stage("check")
        check(b"", data, BookPlan(), str(out))
        return data
    from duban.macros.documents.public_notice import notice_document, notice_page

    if out.suffix.lower() == _PAGE:
        return notice_page(copy.sheets)
    from duban.workbook.official.write import write

    return write(notice_document(copy.sheets, copy.settings.as_of))


def _copied(source: GridBook, tables: Tables, screened: Screened, today: date | None) -> _Copy:
    """All that is published, looked through."""
    settled = settle(tables, RunOptions(today=today))
    found = [each for each in settled.findings if each.severity != "info"]
    live: Live | None = None
    if settled.list is not None and tables.ledger is not None and tables.ledger.rows:
        state, live, _ = figured(settled, RunOptions(today=today))
        found = [each for each in state.findings if each.code in FOR_FIGURES and each.severity != "info"]
        found += _behind_the_list(live, tables)
    copy = _Copy(screened, settled.settings, live is not None, findings=found)
    of_list: PlacedSheet | None = settled.list
    ledger, feedback = tables.ledger, settled.registers.get(REGISTER)
    if of_list is None:
        copy.findings.append(Finding("W208", "", 0, 0, "", None, {}))
    else:
        seen = Source(
            live.tables if live else settled,
            Shown(of_list, unseen(source, of_list.name)),
            Shown(ledger, unseen(source, ledger.name)) if ledger else None,
            live,
        )
        if live is None:
            copy.findings.append(Finding("W206", of_list.name, 0, 0, "", None, {}))
        copy.take(ITEMS, public_items(seen), of_list.name)
        copy.take(MEASURES, public_measures(seen), LEDGER if live else of_list.name)
    if feedback is not None:
        copy.take(
            FEEDBACK, public_feedback(feedback, Shown(feedback, unseen(source, feedback.name))), REGISTER
        )
    used = (of_list, ledger if live else None, feedback)
    copy.left["sheets"] = len(source.sheet_names) - sum(each is not None for each in used)
    return copy


def _behind_the_list(live: Live, tables: Tables) -> Iterator[Finding]:
    """W207: the list was changed since the ledger was built."""
    was = tables.ledger.rows if tables.ledger else {}
    new = [row for row in live.ledger if row not in was]
    gone = [
        row
        for row, values in live.ledger.items()
        if values["类型"] == MOVED_OUT and was.get(row, {}).get("类型") != MOVED_OUT
    ]
    if new or gone:
        yield Finding("W207", LEDGER, 0, 0, "", None, {"count": len({*new, *gone})})
