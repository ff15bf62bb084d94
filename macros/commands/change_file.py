"""Commands on files: read a workbook, let a command plan its changes, check and save the result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from duban.macros.commands.build import Outcome
from duban.workbook.file.check_package import check
from duban.workbook.file.safe_write import save
from duban.workbook.file.write_xlsx import apply
from duban.workbook.opening.paths import same_file
from duban.workbook.reading.grid import READABLE, WRITABLE, GridBook
from duban.workbook.reading.tables import Tables, read_tables
from duban.workbook.say.errors import Stop

Stage = Callable[[str], None]
"""Told the name of each step, for whoever shows progress."""


@dataclass(frozen=True)
class Result:
    """What became of one workbook: where it was written (``None``: nothing changed), its backup, the outcome."""

    path: Path
    written: bool
    backup: Path | None
    outcome: Outcome


def change_file(
    path: Path,
    command: Callable[[Tables], Outcome],
    *,
    out: Path | None = None,
    sheet: str | None = None,
    today: date | None = None,
    stage: Stage = lambda name: None,
) -> Result:
    """Run a command on a workbook file and save what it plans, in place or to ``out``.

    If nothing would change, nothing is written. Raises ``Stop``; the file is then as it was.
    """
    for folder in (path, out or path):
        if folder.is_dir():
            raise Stop("is_folder", path=folder)
    if path.suffix.lower() in READABLE and path.suffix.lower() not in WRITABLE and path.exists():
        raise Stop("old_format", path=path)
    target = path if out is None or same_file(path, out) else out
    if target.suffix.lower() != path.suffix.lower():
        raise Stop("other_format", path=target, suffix=path.suffix)
    source, outcome = _planned(path, command, sheet, today, stage)
    stage("write")
    data = apply(source, outcome.plan, str(path))
    if target == path and data is source:
        return Result(target, False, None, outcome)
    before = target.read_bytes() if target.is_file() else None
    if before == data:
        return Result(target, False, None, outcome)
    if data is not source:
        stage("check")
        check(source, data, outcome.plan, str(path))
    stage("save")
    backup = save(target, data, today=today, expected=source if target == path else before)
    return Result(target, True, backup, outcome)


def _planned(
    path: Path, command: Callable[[Tables], Outcome], sheet: str | None, today: date | None, stage: Stage
) -> tuple[bytes, Outcome]:
    """The file's bytes and what the command makes of them; all else that was read is let go."""
    stage("read")
    book = GridBook(path)
    tables = read_tables(book, sheet, today)
    stage("plan")
    return book.data, command(tables)
