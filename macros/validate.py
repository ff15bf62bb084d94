"""Check workbooks: one file as one plain call, and a batch of them in order, in one process or several."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO

from duban.validation.checker import Checking, check_file, unreadable
from duban.validation.file_report import FileReport, Status
from duban.validation.report_page import Options
from duban.validation.reports import FORMATS
from duban.workbook.errors import Stop
from duban.workbook.paths import all_workbooks

BATCH = 8
"""Files that a worker process takes at a time."""


@dataclass(frozen=True)
class Job:
    """What is done with each file: how it is checked, in which formats it is said, where copies go."""

    how: Checking = field(default_factory=Checking)
    formats: tuple[str, ...] = ()
    lang: str = "zh"
    copies: Path | None = None
    """The folder for annotated copies."""
    names: Mapping[str, Path] = field(default_factory=dict)
    """path → the place of its copy in that folder."""
    fix: bool = False
    debug: bool = False


@dataclass(frozen=True)
class Checked:
    """One file when it is done: its status, exact counts, and its text in each format."""

    path: str
    status: Status
    counts: Mapping[str, int]
    parts: tuple[str, ...]
    without_list: bool = False
    """Whether there was no list to check, or none was named of several."""
    fixed: tuple[str, ...] = ()
    """What ``--fix`` changed, one line a cell."""
    trouble: str | None = None
    """Why the copy or the fix could not be written; the check itself is done."""


def check_one(path: str, job: Job) -> Checked:
    """Check one file, mend it and write its annotated copy where the job says so.

    A plain function of picklable things: any pool or cluster can run it. Never raises for what is wrong with
    the file.
    """
    fixed: tuple[str, ...] = ()
    trouble = None
    try:
        report = None
        if job.fix:
            report, fixed, trouble = _fix(path, job)
        if report is None:
            report = check_file(path, job.how)
        if job.copies is not None:
            trouble = _annotate(report, job.copies, job) or trouble
        return _checked(report, job, fixed, trouble)
    except Exception as error:
        if job.debug:
            raise
        stop = Stop("check_failed", path=path, why=f"{type(error).__name__}: {error}")
        return _checked(unreadable(path, stop), job, fixed, trouble)


def _checked(
    report: FileReport, job: Job, fixed: tuple[str, ...] = (), trouble: str | None = None
) -> Checked:
    parts = tuple(FORMATS[name].part(report, job.lang) for name in job.formats)
    return Checked(report.path, report.status, report.counts, parts, report.without_list, fixed, trouble)


def _fix(path: str, job: Job) -> tuple[FileReport | None, tuple[str, ...], str | None]:
    """What the check after mending found (``None``: not mended), the changes, and why there are none."""
    from duban.validation.fix import fix_file, fix_lines

    try:
        result = fix_file(Path(path), job.how)
    except Stop as stop:
        return None, (), stop.say.to(job.lang)
    return result.report._replace(path=path), tuple(fix_lines(result, job.lang)), None


def _annotate(report: FileReport, folder: Path, job: Job) -> str | None:
    from duban.validation.annotate import annotate_file

    try:
        annotate_file(report, folder, job.lang, job.names.get(report.path))
    except Stop as stop:
        return stop.say.to(job.lang)
    return None


def check_all(paths: Sequence[str], job: Job, jobs: int = 1) -> Iterator[Checked]:
    """Check files in the order given. With several processes a file that ends its process (which no file
    should) is reported and stops no other."""
    if jobs <= 1 or len(paths) <= 1:
        for path in paths:
            yield check_one(path, job)
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    done = 0
    few = max(1, min(BATCH, len(paths) // (2 * jobs)))
    try:
        with ProcessPoolExecutor(jobs) as pool:
            for checked in pool.map(check_one, paths, [job] * len(paths), chunksize=few):
                yield checked
                done += 1
    except BrokenProcessPool:
        for path in paths[done:]:
            yield _alone(path, job)


def _alone(path: str, job: Job) -> Checked:
    """One file in a process of its own."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    try:
        with ProcessPoolExecutor(1) as pool:
            return pool.submit(check_one, path, job).result()
    except BrokenProcessPool:
        return _checked(unreadable(path, Stop("no_memory", path=path)), job)


@dataclass
class Summary:
    """How a batch went: files and findings, exact."""

    files: int = 0
    unreadable: int = 0
    not_done: int = 0
    """Files without a list to check, or whose copy or remedies could not be written."""
    to_settle: int = 0
    """Files with an error or a warning."""

    def add(self, checked: Checked) -> None:
        """Count one file."""
        self.files += 1
        self.unreadable += checked.status == "unreadable"
        self.not_done += checked.without_list or checked.trouble is not None
        self.to_settle += bool(checked.counts["error"] or checked.counts["warning"])

    @property
    def exit_code(self) -> int:
        """0: nothing to settle; 1: errors or warnings; 2: a file could not be read or checked, or not written."""
        return 2 if self.unreadable or self.not_done else 1 if self.to_settle else 0


def validate(
    paths: Sequence[str],
    job: Job,
    outputs: Sequence[tuple[str, TextIO]],
    *,
    jobs: int = 1,
    version: str = "",
    limit: int | None = None,
    seen: Callable[[Checked], None] = lambda checked: None,
) -> Summary:
    """Check files and write the reports ``outputs`` (format and stream) as they come; ``seen`` is told of each
    file. Nothing is cut off unless ``limit`` says how many findings of a rule a text report lists."""
    job = replace(job, formats=tuple(name for name, _ in outputs))
    pages = [FORMATS[name].page(Options(job.lang, version, limit)) for name, _ in outputs]
    summary = Summary()
    for page, (_, stream) in zip(pages, outputs, strict=True):
        stream.write(page.head())
    for checked in check_all(paths, job, jobs):
        summary.add(checked)
        for page, part, (_, stream) in zip(pages, checked.parts, outputs, strict=True):
            stream.write(page.add(part))
        seen(checked)
    for page, (_, stream) in zip(pages, outputs, strict=True):
        stream.write(page.tail())
    return summary


def paths_of(names: Sequence[str], stdin: TextIO) -> list[str]:
    """The files that the arguments name; ``-`` stands for names on stdin, one a line.

    Raises ``Stop`` (``nothing_to_check``) where there is none.
    """
    given = [
        line for name in names for line in (stdin.read().splitlines() if name == "-" else [name]) if line
    ]
    paths = all_workbooks(given)
    if not paths:
        raise Stop("nothing_to_check", names="、".join(names))
    return paths


def copies_in(folder: Path | None, paths: Sequence[str]) -> dict[str, Any]:
    """What a ``Job`` needs for annotated copies in ``folder``."""
    if folder is None:
        return {}
    from duban.validation.annotate import copy_names

    return {"copies": folder, "names": copy_names(paths, folder)}


@contextmanager
def outputs(format: str, out: Path | None, json: Path | None) -> Iterator[list[tuple[str, TextIO]]]:
    """The streams of the reports. A file appears under its name only when it is complete.

    Raises ``Stop`` (``no_room``) for a file that cannot be written.
    """
    with ExitStack() as stack:
        found = [(format, stack.enter_context(_file(out)) if out else _terminal(format))]
        if json is not None:
            found.append(("json", stack.enter_context(_file(json))))
        yield found


def _terminal(format: str) -> TextIO:
    """Stdout; for programs that read it, as UTF-8 whatever the console speaks."""
    if format != "text" and isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="")
    return sys.stdout


@contextmanager
def _file(path: Path) -> Iterator[TextIO]:
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        unfinished.replace(path)
    except OSError as error:
        raise Stop("no_room", path=path, why=error.strerror or error) from error
    finally:
        unfinished.unlink(missing_ok=True)
