"""Official documents out of a workbook: 通报, 督办单 and 催办单 for each unit, 年度评估; and the words of all of them as a sheet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import partial
from pathlib import Path

from duban.macros.commands.build import build
from duban.macros.commands.change_file import change_file
from duban.macros.commands.city import SUMMARY, is_city
from duban.macros.commands.document_letters import letters
from duban.macros.commands.documents_made import (
    PAST,
    DocumentOptions,
    Made,
    Place,
    about_office,
    facts_of_run,
    for_figures,
    is_over,
    write_documents,
)
from duban.macros.declared.command_type import Values
from duban.macros.documents.of_sheets import bulletin_document, year_document
from duban.macros.documents.words import BUILT_IN, BULLETIN, LETTERS
from duban.macros.figures.understood import RunOptions, settle
from duban.macros.generated_sheets.all_changes import Changes
from duban.macros.history.year import edition_of
from duban.macros.messages.outcome import Outcome, Planned, Stage, no_stage
from duban.macros.messages.progress import Progress
from duban.macros.messages.report import report
from duban.macros.messages.terminal import say
from duban.macros.staff_sheets.cells_to_set import new_sheet
from duban.workbook.file.pdf_by_libreoffice import pdfs_of
from duban.workbook.format.names import DOCUMENT_WORDS
from duban.workbook.format.sheets.document_words import FORMAT as WORDS
from duban.workbook.official.write import write
from duban.workbook.opening.first_look import READABLE, WRITABLE
from duban.workbook.plan.plans import Cell
from duban.workbook.reading.grid import GridBook
from duban.workbook.reading.tables import Tables, read_tables
from duban.workbook.say.sentence import Say
from duban.workbook.say.stop import Stop

DONE, NO_PDF = 0, 1
WORDS_KIND = "模板"
"""What ``--kind`` says for the sheet 公文模板."""

_PDFS = Say("  另有 PDF {count} 份", "  and {count} PDFs")
_NO_PDF = Say("没有做出 PDF：{why}公文已经写出，也可以用 Word、WPS 打开后另存为 PDF。", "No PDF was made: {why} The documents are written; Word and WPS can save them as PDF too.")  # fmt: skip


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
    return Outcome(changes.plan(tables), (), facts_of_run(tables.settings), shows=DOCUMENT_WORDS)


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
    made.notes += about_office(settings)
    if is_over(tables, period):
        made.notes.append(PAST.format(period=period.label))
    made.findings += for_figures(outcome.findings)


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
