"""Official documents out of a workbook: 通报, 督办单 and 催办单 for each unit, 年度评估; and the words of all of them as a sheet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

from duban.macros.commands.build import build, figured
from duban.macros.commands.change_file import change_file
from duban.macros.commands.city import SUMMARY, is_city
from duban.macros.declared.command_type import Values
from duban.macros.documents.documents_sent import Numbering, read_sent
from duban.macros.documents.letters import Called, addressees, called_units, letter
from duban.macros.documents.of_sheets import bulletin_document, year_document
from duban.macros.documents.templates import Template, template_of
from duban.macros.documents.words import BUILT_IN, BULLETIN, LETTERS, REPLY_DAYS
from duban.macros.figures.lookups import Live
from duban.macros.figures.understood import FOR_FIGURES, RunOptions, settle
from duban.macros.generated_sheets.all_changes import Changes
from duban.macros.generated_sheets.bulletin.measure_choice import DAYS_AHEAD, MeasureChoice
from duban.macros.history.editions import read_record
from duban.macros.history.past import Past
from duban.macros.history.year import edition_of
from duban.macros.messages.outcome import Outcome, Planned, Result, Stage, no_stage
from duban.macros.messages.progress import Batch, Checked, Progress
from duban.macros.messages.report import finding_lines, report
from duban.macros.messages.terminal import say
from duban.macros.staff_sheets.cells_to_set import new_sheet
from duban.udfs.periods import Period
from duban.udfs.text import squeeze
from duban.udfs.units import units_in
from duban.workbook.file.pdf_by_libreoffice import pdfs_of
from duban.workbook.file.safe_write import make_folder, refuse_closed_folder, save
from duban.workbook.format.names import DOCUMENT_WORDS, DOCUMENTS_SENT
from duban.workbook.format.sheet_names import document_file_names
from duban.workbook.format.sheets.document_words import FORMAT as WORDS
from duban.workbook.official.write import write
from duban.workbook.opening.first_look import READABLE, WRITABLE
from duban.workbook.plan.plans import Cell
from duban.workbook.reading.grid import GridBook
from duban.workbook.reading.tables import Tables, read_tables
from duban.workbook.say.findings import Finding
from duban.workbook.say.sentence import Say
from duban.workbook.say.stop import Stop

DONE, NO_PDF = 0, 1
WORDS_KIND = "模板"
"""What ``--kind`` says for the sheet 公文模板."""

_MADE = Say("已写出 {count} 份{kind}：{folder}", "{count} {kind} written: {folder}")
_SAME = Say(
    "{count} 份{kind}与文件夹中已有的相同，没有改写：{folder}",
    "{count} {kind} in {folder} are as they would be",
)
_ONE = Say("  {name}{told}", "  {name}{told}")
_REST = Say("  ……共 {count} 份", "  … {count} in all")
_AGAIN = Say("  沿用台账中的文号：{numbers}", "  numbers that were given before: {numbers}")
_KEPT = Say(
    "  新文号记入 {path} 的“督办单台账”，原文件备份：{backup}",
    "  new numbers were written into 督办单台账 of {path}, backup: {backup}",
)
_ALONE = Say(
    "  有 {count} 项这样的措施没有责任单位，没有写进公文",
    "  {count} such measures belong to no unit and are in no letter",
)
_OTHER_COUNT = Say(
    "  {number} 的督办措施数，台账记的是 {was}，这次是 {now}，请核对",
    "  督办措施数 of {number} is {was} in 督办单台账 and {now} in the letter: please check",
)
_NO_WORKDAY = Say(
    "  回复期限 {day} 是星期{name}；节假日和调休程序不知道，请核对",
    "  replies are due on {day}, a {english}; holidays are not known to the program: please check",
)
_FROZEN = Say(
    "  {period}的通报已经定格，这里用的是台账现在的数，与通报可能不同",
    "  the bulletin of {period} is on record; the letters have the figures of the ledger as it is now",
)
_PAST = Say(
    "  工作簿已有{period}以后的通报，没有{period}当时的记录：数取自台账现在的内容",
    "  the workbook has a later bulletin and no record of {period}: the figures are those of the ledger as it is now",
)
_BEHIND = Say(
    "  工作簿还没有按现在的内容重新生成：公文用的是重新生成以后的数",
    "  the workbook is not up to date: the document has the figures that a build would show",
)
_COUNTS = Say("：逾期 {a}，即将到期 {b}，未报 {c}", ": overdue {a}, due soon {b}, without report {c}")
_PDFS = Say("  另有 PDF {count} 份", "  and {count} PDFs")
_NO_PDF = Say("没有做出 PDF：{why}公文已经写出，也可以用 Word、WPS 打开后另存为 PDF。", "No PDF was made: {why} The documents are written; Word and WPS can save them as PDF too.")  # fmt: skip


_WEEKEND = {5: ("六", "Saturday"), 6: ("日", "Sunday")}

Place = Callable[[Period], Path]
"""The folder for the documents of a period."""


@dataclass(frozen=True)
class DocumentOptions:
    """What was chosen: the kind, the units (none: all that call for a letter), period and day of the figures, the day of the
    document, and the language of a terminal that is to see how far a batch is."""

    kind: str
    units: Sequence[str] = ()
    run: RunOptions = field(default_factory=RunOptions)
    day: date | None = None
    lang: str = ""


@dataclass
class Made:
    """What came of it: where which files are to be, what is told of each, and what else is to be said."""

    kind: str
    files: dict[Path, bytes] = field(default_factory=dict)
    told: dict[Path, Say] = field(default_factory=dict)
    again: list[str] = field(default_factory=list)
    alone: int = 0
    is_behind: bool = False
    notes: list[Say] = field(default_factory=list)
    """What else staff should look at."""
    findings: list[Finding] = field(default_factory=list)
    kept: Result | None = None
    """What became of the workbook with its register."""

    def to_write(self) -> dict[Path, bytes]:
        """The files that are not there as they are to be. Stops with ``document_in_the_way`` for one that holds anything
        else: staff may have edited it; and as ``refuse_closed_folder``."""
        for folder in {path.parent for path in self.files}:
            refuse_closed_folder(folder)
        wanted = {}
        for path, data in self.files.items():
            if path.is_file() and path.read_bytes() == data:
                continue
            if path.exists():
                raise Stop("document_in_the_way", path=path)
            wanted[path] = data
        return wanted

    def lines(self, written: int, lang: str = "zh", most: int | None = None) -> Iterator[str]:
        """The report; ``written``: how many files were not there as they are; ``most``: of how many of them a line each is
        told, without which all are."""
        folder = next(iter(self.files)).parent
        if written:
            yield _MADE.format(count=written, kind=self.kind, folder=folder).to(lang)
        if same := len(self.files) - written:
            yield _SAME.format(count=same, kind=self.kind, folder=folder).to(lang)
        for path in [*self.files][:most]:
            yield _ONE.format(name=path.name, told=self.told.get(path, Say("", ""))).to(lang)
        if most is not None and len(self.files) > most:
            yield _REST.format(count=len(self.files)).to(lang)
        if self.again:
            yield _AGAIN.format(numbers="、".join(self.again)).to(lang)
        if self.kept and self.kept.written:
            yield _KEPT.format(path=self.kept.path, backup=self.kept.backup).to(lang)
        if self.alone:
            yield _ALONE.format(count=self.alone).to(lang)
        if self.is_behind:
            yield _BEHIND.to(lang)
        yield from (each.to(lang) for each in self.notes)
        yield from finding_lines(self.findings, lang)


def run(values: Values) -> int:
    """``duban document``: 1 where PDFs were asked for and could not be made. Raises Stop: those of ``letters``, ``of_sheet``,
    ``with_words`` and ``change_file``; ``only_letters_have_units``, ``document_in_the_way`` before anything is written."""
    if values.unit and values.kind not in LETTERS:
        raise Stop("only_letters_have_units", kind=values.kind)
    if values.kind == WORDS_KIND:
        with Progress(values.lang) as progress:
            result = change_file(values.book, with_words, sheet=values.sheet, stage=progress)
        report(result, values.lang)
        return DONE
    chosen = RunOptions(values.period, values.as_of)
    options = DocumentOptions(values.kind, values.unit, chosen, values.date, values.lang)
    made = Made(options.kind)
    with Progress(values.lang) as progress:
        if options.kind in LETTERS:
            planned = partial(letters, options=options, made=made, place=_place(values))
            made.kept = change_file(values.book, planned, sheet=values.sheet, stage=progress)
        else:
            progress("read")
            tables = read_tables(_source(values.book), values.sheet)
            progress("plan")
            of_sheet(tables, options, made, _place(values))
        wanted = made.to_write()
        progress("documents")
        write_documents(wanted)
        pdfs, code = _pdfs(made, wanted, progress, values.lang) if values.pdf else ([], DONE)
    for line in (*made.lines(len(wanted), values.lang), *pdfs):
        say(line)
    return code


def _source(book: Path) -> GridBook:
    if book.suffix.lower() in READABLE and book.suffix.lower() not in WRITABLE and book.exists():
        raise Stop("old_format", path=book)
    return GridBook(book)


def _place(values: Values) -> Place:
    """Where a document goes: into the folder that was chosen, else into one beside the workbook."""
    return lambda period: values.out or values.book.parent / f"公文-{period}"


def words(values: Values, stage: Stage = no_stage) -> Planned:
    """The button of 公文模板."""
    return with_words


def with_words(tables: Tables) -> Outcome:
    """The sheet 公文模板 with the program's own words, to be changed. Stops with ``words_are_there``. Pure."""
    if DOCUMENT_WORDS in tables.sheet_names:
        raise Stop("words_are_there", path=tables.file)
    wanted = {
        (row, name): Cell(value, style=WORDS[name].style)
        for row, values in enumerate(BUILT_IN, 2)
        for name, value in zip(WORDS.names, values, strict=True)
    }
    changes = Changes()
    changes.make(new_sheet(WORDS, wanted))
    return Outcome(changes.plan(tables), (), _facts(tables), shows=DOCUMENT_WORDS)


def of_sheet(tables: Tables, options: DocumentOptions, made: Made, place: Place) -> None:
    """通报 or 年度评估, into ``made``. What it says is what a build shows, or what is on record of a period that is frozen.

    Stops with ``nothing_said_yet``, ``no_year_yet``, and as ``build``, ``template_of`` and ``Template.part``.
    """
    outcome = build(tables, options.run, (SUMMARY,))
    settled = settle(tables, options.run)
    settings = settled.settings.for_districts() if is_city(tables) else settled.settings
    period, settled = settings.period, replace(settled, settings=settings)
    edition = outcome.record.latest.get(period) if outcome.record else None
    day = options.day or settings.issued_on
    if options.kind == BULLETIN:
        kept = edition.bulletin if edition else None
        if edition is None or kept is None:
            raise Stop("nothing_said_yet", path=tables.file, period=period.label)
        document, name = bulletin_document(settled, edition, kept, day), f"{period.label}{BULLETIN}.docx"
    else:
        edition = edition_of(outcome.record, period.year) if outcome.record else None
        if edition is None or edition.bulletin is None:
            raise Stop("no_year_yet", path=tables.file, year=period.year)
        document = year_document(settled, edition, edition.bulletin, day)
        name = f"{period.year}年度评估.docx"
    made.files[place(period) / name] = write(document)
    made.is_behind = not outcome.plan.empty
    if _is_over(tables, period):
        made.notes.append(_PAST.format(period=period.label))
    made.findings += _for_figures(outcome.findings)


def letters(tables: Tables, options: DocumentOptions, made: Made, place: Place) -> Outcome:
    """督办单 or 催办单 for each unit that calls for one, into ``made``; the outcome is 督办单台账 with the new rows.

    Stops with ``city_has_no_ledger``, ``no_ledger_yet``, ``no_such_addressee``, ``nothing_to_order``, ``bad_reply_days``, ``document_in_the_way``,
    and as ``template_of``, ``Template.part``, ``read_sent``.
    """
    settled = settle(tables, options.run)
    if is_city(settled):
        raise Stop("city_has_no_ledger", path=tables.file)
    if tables.ledger is None or not tables.ledger.rows or settled.list is None:
        raise Stop("no_ledger_yet", path=tables.file)
    state, live, _ = figured(settled, options.run)
    template = template_of(tables, options.kind)
    called, alone = called_units(live, MeasureChoice(live, Past()))
    wanted = _chosen(tables, live, called, options)
    numbering = Numbering(
        options.kind,
        template,
        live,
        read_sent(tables),
        options.day or options.run.today or date.today(),
        _reply_days(template),
    )
    period = live.frame.settings.period
    names = document_file_names([each.unit for each in wanted], period, options.kind)
    with Batch(options.lang, len(wanted) if options.lang else 0) as batch:
        for each in wanted:
            path = place(period) / names[each.unit]
            made.files[path] = write(letter(options.kind, template, live, each, numbering.issue(each)))
            made.told[path] = _counts(each)
            batch(Checked())
    made.again, made.alone = numbering.again, len(alone)
    made.notes += [*_notes(tables, numbering, period)]
    made.is_behind = _is_behind(live, tables)
    made.findings += _for_figures(state.findings)
    made.to_write()  # what is in the way has changed nothing yet
    changes = Changes()
    numbering.carry(changes)
    return Outcome(changes.plan(tables), (), _facts(settled), shows=DOCUMENTS_SENT)


def _notes(tables: Tables, numbering: Numbering, period: Period) -> Iterator[Say]:
    """What staff should look at: letters that changed under their number, replies due on a weekend, figures of another day."""
    for number, was, now in numbering.other_counts:
        yield _OTHER_COUNT.format(number=number, was=was, now=now)
    for day in sorted(numbering.due):
        if day.weekday() in _WEEKEND:
            name, english = _WEEKEND[day.weekday()]
            yield _NO_WORKDAY.format(day=day.isoformat(), name=name, english=english)
    if _is_on_record(tables, period):
        yield _FROZEN.format(period=period.label)
    elif _is_over(tables, period):
        yield _PAST.format(period=period.label)


def _is_over(tables: Tables, period: Period) -> bool:
    """Whether a later period was built already, and nothing tells what the figures of this one were."""
    record = read_record(tables)
    return not _is_on_record(tables, period) and any(
        other.last_day > period.last_day and not edition.is_from_log
        for other, edition in record.latest.items()
    )


def _is_on_record(tables: Tables, period: Period) -> bool:
    """Whether the figures of a period do not change any more."""
    edition = read_record(tables).latest.get(period)
    return edition is not None and not edition.is_live and not edition.is_from_log


def _chosen(
    tables: Tables, live: Live, called: Sequence[Called], options: DocumentOptions
) -> Sequence[Called]:
    """The units that get a letter: of those that were named, the ones that call for it."""
    there = addressees(live)
    known = {name for unit in there for name in _names(unit)}
    for unit in options.units:
        if squeeze(unit).casefold() not in known:
            raise Stop("no_such_addressee", path=tables.file, unit=unit, units="、".join(sorted(there)))
    named = {squeeze(unit).casefold() for unit in options.units}
    chosen = [each for each in called if not named or not named.isdisjoint(_names(each.unit))]
    if not chosen:
        raise Stop("nothing_to_order", path=tables.file, days=DAYS_AHEAD, kind=options.kind)
    return chosen


def _names(unit: str) -> set[str]:
    """What an addressee may be named by: the whole of it, and each unit of several that share their measures."""
    return {name.casefold() for name in (squeeze(unit), *units_in(unit))}


def _reply_days(template: Template) -> int:
    told = squeeze(template.part(REPLY_DAYS, {}))
    if not (told.isdecimal() and 1 <= int(told) <= 365):
        raise Stop("bad_reply_days", value=told)
    return int(told)


def _counts(called: Called) -> Say:
    facts = {"a": len(called.overdue), "b": len(called.due_soon), "c": len(called.unreported)}
    return _COUNTS.format(**facts)


def _is_behind(live: Live, tables: Tables) -> bool:
    """Whether the ledger of the workbook lacks measures of the list, or has some that left it."""
    was = tables.ledger.rows if tables.ledger else {}
    return any(row not in was or was[row]["类型"] != values["类型"] for row, values in live.ledger.items())


def _for_figures(findings: Iterable[Finding]) -> list[Finding]:
    return [each for each in findings if each.code in FOR_FIGURES and each.severity != "info"]


def _facts(tables: Tables) -> Mapping[str, int | str]:
    settings = tables.settings
    return {"city": 0, "period": str(settings.period), "as_of": settings.as_of.isoformat()}


def write_documents(files: Mapping[Path, bytes]) -> None:
    """Write documents. Raises Stop as ``save``; those before it are then written, and the next run goes on."""
    for folder in dict.fromkeys(path.parent for path in files):
        make_folder(folder)
    for path, data in files.items():
        save(path, data, backup=False)


def _pdfs(made: Made, written: Collection[Path], stage: Stage, lang: str) -> tuple[list[str], int]:
    """PDFs beside the documents: of those that were written now, and those that lack one; what is said, and the exit code."""
    wanted = {
        path.with_suffix(".pdf"): data
        for path, data in made.files.items()
        if path in written or not path.with_suffix(".pdf").exists()
    }
    stage("print")
    try:
        for path in wanted:
            if path.exists():
                raise Stop("document_in_the_way", path=path)
        printed = pdfs_of({str(path): data for path, data in wanted.items()})
    except Stop as stop:
        return [_NO_PDF.format(why=stop.what).to(lang)], NO_PDF
    write_documents({Path(name): data for name, data in printed.items()})
    return [_PDFS.format(count=len(printed)).to(lang)] if printed else [], DONE
