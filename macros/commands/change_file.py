"""Commands on files: read a workbook, let a command plan its changes, check and save the result."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from duban.macros.commands.bulk_work import bulk_work
from duban.macros.messages.outcome import Outcome, Planned, Result, Stage, no_stage
from duban.workbook.file.check_package import check
from duban.workbook.file.safe_write import save
from duban.workbook.file.write_xlsx import apply
from duban.workbook.opening.paths import place_to_write
from duban.workbook.reading.grid import GridBook
from duban.workbook.reading.tables import read_tables


@bulk_work()
def change_file(
    path: Path,
    command: Planned,
    *,
    out: Path | None = None,
    sheet: str | None = None,
    today: date | None = None,
    stage: Stage = no_stage,
) -> Result:
    """Run a command on a workbook file and save what it plans, in place or to ``out``.

    If nothing would change, nothing is written. Raises ``Stop``; the file is then as it was.
    """
    target = place_to_write(path, out)
    source, outcome, keep = _planned(path, command, sheet, today, stage)
    stage("write")
    data = apply(source, outcome.plan, str(path))
    if target == path and data is source:
        return Result(target, False, None, outcome, data=data)
    before = target.read_bytes() if target.is_file() else None
    if before == data:
        return Result(target, False, None, outcome, data=data)
    if data is not source:
        stage("check")
        check(source, data, outcome.plan, str(path))
    stage("save")
    backup = save(target, data, keep=keep, expected=source if target == path else before)
    return Result(target, True, backup, outcome, data=data)


@bulk_work()
def look_at_file(
    path: Path, command: Planned, *, sheet: str | None = None, stage: Stage = no_stage
) -> Result:
    """What a command would change in a workbook file; nothing is written. Raises ``Stop``."""
    _, outcome, _ = _planned(path, command, sheet, None, stage)
    return Result(path, False, None, outcome, for_trial=True)


def _planned(
    path: Path, command: Planned, sheet: str | None, today: date | None, stage: Stage
) -> tuple[bytes, Outcome, int | None]:
    """The file's bytes, what the command makes of them, and 备份份数; all else that was read is let go."""
    stage("read")
    book = GridBook(path)
    tables = read_tables(book, sheet, today)
    stage("plan")
    # how it stands with returns holds on to all that was read
    return book.data, replace(command(tables), returned=None), tables.settings.backups
