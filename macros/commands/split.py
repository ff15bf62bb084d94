"""Returns out to the units: a file for each, and what was sent on record in the workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from duban.macros.commands.build import build
from duban.macros.commands.change_file import change_file
from duban.macros.commands.city import is_city
from duban.macros.commands.returns_of_run import keep, situation
from duban.macros.declared.command_type import Values
from duban.macros.figures.understood import RunOptions, settle
from duban.macros.generated_sheets.all_changes import Changes
from duban.macros.generated_sheets.replace_or_keep import place_owned
from duban.macros.history.editions import read_record
from duban.macros.history.past import past_of
from duban.macros.messages.outcome import Outcome
from duban.macros.messages.progress import Progress
from duban.macros.messages.report import report
from duban.macros.returns.forms import forms_of
from duban.macros.returns.holders import without_unit
from duban.macros.returns.read_return import read_return
from duban.macros.returns.record import Came, read_returns
from duban.macros.returns.said_of_entries import how_many
from duban.macros.returns.sending import lacks_keys, sent_to
from duban.macros.returns.stand import Stand
from duban.macros.returns.understand_return import came_of
from duban.workbook.file.safe_write import make_folder, save
from duban.workbook.file.write_xlsx import create
from duban.workbook.format.names import PERIOD_RECORD, RETURNS
from duban.workbook.opening.archive import LIMITS
from duban.workbook.reading.settings import Settings
from duban.workbook.reading.tables import Tables
from duban.workbook.say.findings import Finding
from duban.workbook.say.stop import Stop

DONE = 0


@dataclass(frozen=True)
class SplitOptions:
    """What was chosen: units (none: all), period and day as in a build."""

    units: Sequence[str] = ()
    run: RunOptions = field(default_factory=RunOptions)


def run(values: Values) -> int:
    """``duban split``. Raises Stop: those of ``split``, ``into_folder`` and ``change_file``."""
    options = SplitOptions(values.unit, RunOptions(values.period, values.as_of))
    folder = values.out
    with Progress(values.lang) as progress:
        files: dict[Path, bytes] = {}
        planned = partial(to_folder, folder=folder, options=options, files=files)
        result = change_file(values.book, planned, sheet=values.sheet, stage=progress)
        progress("save")
        write_files(files)
    report(result, values.lang)
    return DONE


def to_folder(tables: Tables, folder: Path, options: SplitOptions, files: dict[Path, bytes]) -> Outcome:
    """What ``split`` changes in the workbook, with the files that are then to be written put into ``files``.

    The workbook is saved first: a return whose number is on record and whose file is not there is made again by
    the next run, one that is not on record could not be merged. Stops with ``return_in_the_way`` before anything is
    written.
    """
    outcome = split(tables, options)
    assert outcome.returned is not None
    make_folder(folder)  # what fails here has changed nothing yet
    made = {folder / each.file: create(each.sheets) for each in outcome.sends}
    files.update(_to_write(made, outcome.returned))
    measures, rows = (
        sum(each) for each in zip(*((sent.measures, sent.rows) for sent in outcome.sends), strict=True)
    )
    facts = {"count": len(made), "folder": folder, "rows": how_many(measures, rows)}
    done = Finding("C122", RETURNS, 1, 1, "", None, facts)
    return replace(outcome, findings=(done, *outcome.findings), shows=RETURNS)


def split(tables: Tables, options: SplitOptions) -> Outcome:
    """The returns of the units, and what of them the workbook keeps. Pure.

    A ledger that is to be made or brought up to date first, rows of registers without a key, or another period, is a
    build of the tables besides. Stops with ``city_has_no_ledger``, ``no_such_unit``, ``nothing_to_send``.
    """
    if is_city(tables) and not tables.registers:
        raise Stop("city_has_no_ledger", path=tables.file)
    settled = settle(tables, options.run)
    was, now = tables.settings, settled.settings
    moved = (was.stored_period, was.as_of) != (now.period, now.as_of) or not was.book_id
    if moved or lacks_keys(settled):
        outcome = build(tables, options.run, (), send=options.units)
        assert outcome.returned is not None
        about = (*without_unit(outcome.returned.tables), *_old_day(now))
        return replace(outcome, findings=(*outcome.findings, *about))
    record = read_returns(settled, now.period)
    past = past_of(read_record(settled), now.period, settled.own.get(PERIOD_RECORD))
    sends, record = sent_to(settled, record, past, options.units, options.run.today)
    stand = Stand(settled, record)
    changes = Changes()
    placed = place_owned(settled, situation(stand, options.run.today))
    changes.place(placed)
    keep(changes, stand, settled)
    changes.settings(settled, now)
    facts: dict[str, int | str] = {"city": 0, "period": str(now.period), "as_of": now.as_of.isoformat()}
    findings = (*placed.findings, *without_unit(settled), *_old_day(now))
    return Outcome(changes.plan(tables), findings, facts, sends=tuple(sends), returned=stand)


def _old_day(settings: Settings) -> Iterable[Finding]:
    """C124: the day for returns may be that of the last period."""
    if settings.return_due is not None and settings.return_due < settings.period.last_day:
        yield Finding("C124", RETURNS, 1, 1, "", None, {"due": settings.return_due})


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write the files of returns. Raises Stop as ``save``; those before it are then written, and the next run goes on."""
    for folder in dict.fromkeys(path.parent for path in files):
        make_folder(folder)
    for path, data in files.items():
        save(path, data, backup=False)


def _to_write(made: Mapping[Path, bytes], stand: Stand) -> dict[Path, bytes]:
    """The files that are not there yet as they are to be. Stops with ``return_in_the_way`` for one that holds anything
    but a return as it was sent."""
    found = {}
    for path, data in made.items():
        if path.is_file() and path.read_bytes() == data:
            continue
        if path.exists() and not _is_untouched(path, stand):
            raise Stop("return_in_the_way", path=path)
        found[path] = data
    return found


def _is_untouched(path: Path, stand: Stand) -> bool:
    """Whether a file is a return of this workbook in which nobody filled anything."""
    if not path.is_file():
        return False
    found = read_return(path, LIMITS)
    if not found.as_made:  # somebody saved it, for whatever reason
        return False
    record = stand.record
    told = [*came_of(found, stand.tables.settings, record, forms_of(stand.tables), {})]
    return all(
        isinstance(each, Came)
        and each.number in record.sent
        and not (each.rows or each.new_rows or each.lost or each.by)
        for each in told
    )


def default_folder(book: Path, settings: Settings) -> Path:
    """Where returns go if nobody says otherwise: a folder beside the workbook."""
    return book.parent / f"填报表-{settings.period}"
