"""The corpus: foreign workbooks that get a task list, then go through the check, a build, and a build again.

``python tests/fuzz/corpus.py DIR`` prints a table and what went wrong; the exit code is 1 where a workbook crashed a
command, lost a byte of a foreign part, was changed by the second build, or could not be read afterwards. A refusal
with a sentence is no failure; it is listed with its code.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

import capped
import foreign_list
import outputs
from capped import Done, Tell

from duban.macros.commands.build import build
from duban.macros.commands.change_file import change_file
from duban.macros.figures.understood import RunOptions
from duban.validation.checker import Checking, open_book
from duban.workbook.opening.first_look import WRITABLE
from duban.workbook.reading.grid import GridBook
from duban.workbook.say.stop import Stop

TODAY = date(2020, 9, 30)
SECONDS = 120.0
"""The longest that one step may take with one workbook."""

BUILT, REFUSED = "built", "refused"
CRASHED, FOREIGN, AGAIN, UNREADABLE = (
    "crashed",
    "foreign parts changed",
    "second run changed",
    "unreadable after",
)
UNLISTED = "no list put in"
"""The workbook is no package that a list can be put into: encrypted, of another kind, or broken."""
OUTCOMES = (BUILT, REFUSED, CRASHED, FOREIGN, AGAIN, UNREADABLE, UNLISTED)
FAILURES = (CRASHED, FOREIGN, AGAIN, UNREADABLE)


class Row(NamedTuple):
    """What came of one workbook: one of ``OUTCOMES``, and why."""

    outcome: str
    why: str = ""


def workbooks(folder: Path) -> list[Path]:
    """The workbooks in a folder and below that a build can write to."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in WRITABLE and path.is_file())


def one(path: Path, tell: Tell = lambda step: None) -> Row:
    """One workbook, in a copy: the list is put in, then checked, built, built again and checked."""
    tell("list")
    try:
        data = foreign_list.put(path.read_bytes())
    except foreign_list.NoPackage as error:
        return Row(UNLISTED, str(error))
    with tempfile.TemporaryDirectory(prefix="corpus-") as folder:
        copy = Path(folder) / f"清单{path.suffix.lower()}"
        copy.write_bytes(data)
        try:
            return _through(copy, data, tell)
        except Exception as error:
            frames = [
                f"{Path(f.filename).name}:{f.lineno}" for f in traceback.extract_tb(error.__traceback__)[-3:]
            ]
            return Row(CRASHED, f"{type(error).__name__}: {error} at {' → '.join(frames)}")


def _through(copy: Path, data: bytes, tell: Tell) -> Row:
    tell("validate")
    refused = _refusal(copy)
    tell("build")
    try:
        _build(copy)
    except Stop as stop:
        if stop.code == "package_check":
            return Row(CRASHED, stop.say.en)
        if copy.read_bytes() != data:
            return Row(FOREIGN, f"changed after {stop.code}")
        return Row(REFUSED, stop.code)
    if refused is not None:
        return Row(CRASHED, f"built what the check refuses: {refused}")
    built = copy.read_bytes()
    tell("look")
    changed = outputs.changed_foreign(outputs.Parts(data), outputs.Parts(built), "build", foreign_list.NAME)
    if changed:
        return Row(FOREIGN, " ".join(changed))
    try:
        outputs.look(data, built, "build", by_schema=True)
    except outputs.Wrong as wrong:
        return Row(UNREADABLE, str(wrong))
    tell("second build")
    try:
        _build(copy)
    except Stop as stop:
        return Row(AGAIN, f"{stop.code}: {stop.say.en}")
    if copy.read_bytes() != built:
        return Row(AGAIN, " ".join(sorted(outputs.changed_parts(built, copy.read_bytes()))))
    tell("second validate")
    after = _refusal(copy)
    return Row(UNREADABLE, after) if after is not None else Row(BUILT)


def _build(path: Path) -> None:
    change_file(path, partial(build, options=RunOptions(None, TODAY, accept=True)), today=TODAY)


def _refusal(path: Path) -> str | None:
    """The code with which the check calls the file unreadable, None if it reads it."""
    try:
        open_book(GridBook(path), Checking(today=TODAY))
    except Stop as stop:
        return stop.code
    return None


def row(done: Done) -> Row:
    """A task that is done; a lost worker is a crash."""
    return done.result or Row(CRASHED, f"{done.lost[0]} at {done.lost[1]}")


@dataclass
class Table:
    """What came of a corpus."""

    rows: dict[str, Row] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """Whether there is a failure among the rows."""
        return any(row.outcome in FAILURES for row in self.rows.values())

    def lines(self) -> Iterator[str]:
        """The report: a count of each outcome, then every workbook that was not built."""
        counts = Counter(row.outcome for row in self.rows.values())
        width = max(map(len, OUTCOMES))
        for outcome in OUTCOMES:
            yield f"{outcome:{width}}  {counts[outcome]:5}"
        yield f"{'workbooks':{width}}  {len(self.rows):5}"
        for outcome in OUTCOMES[1:]:
            for name, row in sorted(self.rows.items()):
                if row.outcome == outcome:
                    yield f"{outcome}: {name}: {row.why}"


def run(paths: Iterable[Path], jobs: int = 1, seconds: float = SECONDS) -> Table:
    """Workbooks through the steps, in capped workers."""
    table = Table()
    for done in capped.run(one, paths, jobs, seconds):
        table.rows[str(done.task)] = row(done)
    return table


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="foreign workbooks; none of them is changed")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="workers (default: one a core)")
    parser.add_argument(
        "--seconds", type=float, default=SECONDS, help=f"most for one step (default: {SECONDS:g})"
    )
    args = parser.parse_args(arguments)
    paths = workbooks(args.folder)
    if not paths:
        print(f"no .xlsx or .xlsm in {args.folder}", file=sys.stderr)
        return 2
    table = run(paths, args.jobs, args.seconds)
    print("\n".join(table.lines()))
    return 1 if table.failed else 0


if __name__ == "__main__":
    sys.exit(main())
