"""Check workbooks: one file as one plain call, and a batch of them in order, in processes of their own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from duban.macros.commands.bulk_work import bulk_work
from duban.macros.commands.report_files import Sink, outputs
from duban.macros.declared.command_type import Values
from duban.macros.messages.progress import Batch
from duban.validation.checker import Checking, check_path, need_pandera, unreadable
from duban.validation.file_report import FileReport, Status
from duban.validation.reports.formats import FORMATS
from duban.validation.reports.page import ReportOptions
from duban.workbook.file.safe_write import WRITTEN, Written
from duban.workbook.opening.archive import limits_of
from duban.workbook.opening.paths import all_workbooks
from duban.workbook.say.sentence import Say
from duban.workbook.say.stop import Stop

_MENDED = Say("已改正 {path}（原文件备份：{backup}）：", "Mended {path} (backup: {backup}):")
_MENDED_BEFORE = Say(
    "已改正 {path}（原文件有备份），之后检查中断：",
    "Mended {path} (with a backup); then its check broke off:",
)
_LEFT = Say("{path}：", "{path}:")
_CHANGED = {
    True: Say("在此之前的改正已经保存", "what was mended before that is saved"),
    False: Say("文件没有改动", "it was not changed"),
}


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
    timeout: float | None = None
    """Seconds for one file. ``None``: those of ``workers`` in a batch; a single file is checked right here."""
    scheduler: str | None = None
    """The cluster that does it; nothing is written there."""

    @property
    def folders(self) -> set[Path]:
        """The folders that copies go into."""
        return {(self.copies / name).parent for name in self.names.values()} if self.copies else set()

    @property
    def files(self) -> list[str]:
        """The files of the office's own rules."""
        return [name for name in self.how.schemas if Path(name).is_file()]


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
    """What ``--fix`` changed, a line for the file and one for each cell."""
    trouble: str | None = None
    """Why the copy or the fix could not be written; the check itself is done."""


class Mending(NamedTuple):
    """What is about to be saved into a file: its lines, and by what to tell later whether it was."""

    lines: tuple[str, ...]
    digest: bytes

    def lines_if_saved(self, path: str, lang: str) -> tuple[str, ...]:
        """Its lines, if the file holds just this now; none if not."""
        try:
            saved = _digest(Path(path).read_bytes()) == self.digest
        except OSError:
            saved = False
        return _lines(_MENDED_BEFORE.format(path=path), self.lines, lang) if saved else ()


def check_one(path: str, job: Job, tell: Callable[[Any], None] | None = None) -> Checked:
    """Check one file, mend it and write its annotated copy where the job says so.

    A plain function of picklable things: any pool or cluster can run it. Never raises for what is wrong with
    the file. To ``tell`` it says a ``Mending`` before it is saved, and what it has written; then it also raises
    MemoryError, for who listens may try again.
    """
    written = len(WRITTEN)
    mending: Mending | None = None

    def about_to(what: Mending) -> None:
        nonlocal mending
        mending = what
        if tell is not None:
            tell(what)

    def saved() -> tuple[str, ...]:
        return mending.lines_if_saved(path, job.lang) if mending else ()

    try:
        with bulk_work():
            return _check(path, job, about_to)
    except MemoryError:
        if tell is not None:
            raise
        return _checked(unreadable(path, Stop("no_memory", path=path)), job, saved())
    except Exception as error:
        if job.debug:
            raise
        lines = saved()
        return _checked(unreadable(path, _failed(path, error, bool(lines))), job, lines)
    finally:
        if tell is not None and WRITTEN[written:]:
            tell(WRITTEN[written:])


def _check(path: str, job: Job, about_to: Callable[[Mending], None]) -> Checked:
    report: FileReport | None = None
    fixed: tuple[str, ...] = ()
    troubles: list[str] = []
    if job.fix:
        from duban.validation.mend.fix import fix_file
        from duban.validation.mend.fix_lines import change_lines, fix_lines

        def say(changes: Sequence[Any], data: bytes) -> None:
            about_to(Mending(tuple(change_lines(changes, job.lang)), _digest(data)))

        try:
            result = fix_file(Path(path), job.how, before_saving=say)
        except Stop as stop:
            troubles.append(stop.say.to(job.lang))
        else:
            report = result.report._replace(path=path)
            head = _MENDED if result.written else _LEFT
            fixed = _lines(
                head.format(path=path, backup=result.backup), fix_lines(result, job.lang), job.lang
            )
    if report is None:
        report = check_path(path, job.how)
    if job.copies is not None:
        from duban.validation.mend.annotate import annotate_file

        try:
            annotate_file(report, job.copies, job.lang, job.names.get(path))
        except Stop as stop:
            troubles.append(stop.say.to(job.lang))
    return _checked(report, job, fixed, "\n".join(troubles) or None)


def _lines(head: Say, lines: Sequence[str], lang: str) -> tuple[str, ...]:
    return (head.to(lang), *(f"  {line}" for line in lines)) if lines else ()


def _checked(
    report: FileReport, job: Job, fixed: tuple[str, ...] = (), trouble: str | None = None
) -> Checked:
    parts = tuple(FORMATS[name].part(report, job.lang) for name in job.formats)
    return Checked(report.path, report.status, report.counts, parts, report.without_list, fixed, trouble)


def _failed(path: str, error: Exception, mended: bool) -> Stop:
    from duban.macros.messages.log import write_down

    log = write_down(error, f"check {path!r}")
    where = Say("和日志 {log} ", " and the log {log}").format(log=log) if log else Say("", "")
    why = f"{type(error).__name__}: {error}"
    return Stop("check_failed", path=path, why=why, changed=_CHANGED[mended], log=where)


def _digest(data: bytes) -> bytes:
    from hashlib import sha256

    return sha256(data).digest()


def check_all(paths: Sequence[str], job: Job, jobs: int = 1) -> Generator[Checked, None, None]:
    """Check files in the order given; to be closed where it is left early.

    Several files are checked in processes of their own: one that takes longer than it may, or ends its process
    twice, is reported and stops no other.
    """
    if len(paths) == 1 and job.timeout is None and job.scheduler is None:
        yield check_one(paths[0], job)
        return
    from duban.macros.commands.processes import SECONDS, Lost, in_workers

    seconds = job.timeout or SECONDS
    mendings: dict[int, Mending] = {}

    def told(place: int, what: Mending | list[Written]) -> None:
        if isinstance(what, Mending):
            mendings[place] = what
        else:
            WRITTEN.extend(what)

    def unsaid(place: int, said: Sequence[str] = ()) -> tuple[str, ...]:
        """What a process saved before it was lost."""
        path, mending = paths[place], mendings.pop(place, None)
        if mending is None or all(f"  {line}" in said for line in mending.lines):
            return ()
        lines = mending.lines_if_saved(path, job.lang)
        if lines and Path(path) not in [each.path for each in WRITTEN]:
            WRITTEN.append(Written(Path(path)))
        return lines

    if job.scheduler is None:
        work = partial(_in_process, job)
        results = in_workers(work, paths, jobs=jobs, seconds=seconds, told=told)
    else:
        from duban.macros.commands.cluster import on_cluster

        here = replace(job, how=replace(job.how, today=job.how.today or date.today()))
        work = partial(_in_process, here)
        results = on_cluster(job.scheduler, work, paths, seconds=seconds, also=job.files)
    try:
        for place, result in enumerate(results):
            if isinstance(result, Lost):
                result = _checked(unreadable(paths[place], result.stop(paths[place], seconds)), job)
            lost = unsaid(place, result.fixed)
            yield replace(result, fixed=(*lost, *result.fixed)) if lost else result
    finally:
        results.close()
        for place in list(mendings):
            unsaid(place)


def _in_process(job: Job, path: str, tell: Callable[[Any], None]) -> Checked:
    return check_one(path, job, tell)


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


def run(values: Values) -> int:
    """``duban validate``."""
    if values.scheduler is not None:
        for option, wanted in (("--fix", values.fix), ("--annotate", values.annotate)):
            if wanted:
                raise Stop("cluster_only_reads", option=option)
    if hasattr(sys.stdin, "reconfigure"):  # a file's name may be no text
        sys.stdin.reconfigure(errors="surrogateescape")
    paths = paths_of(values.paths, sys.stdin)
    limits = limits_of(values.max_mb, values.max_cells)
    if values.timeout is not None:
        limits = replace(limits, seconds=values.timeout)
    how = Checking(
        values.sheet,
        values.period,
        values.as_of,
        limits=limits,
        schemas=tuple(values.schema),
        engine=values.engine,
    )
    job = Job(
        how,
        lang=values.lang,
        fix=values.fix,
        debug=values.debug,
        timeout=values.timeout,
        scheduler=values.scheduler,
        **copies_in(values.annotate, paths),
    )
    need_pandera(how)
    if how.schemas:  # what cannot be loaded stops here, before any file is looked at
        from duban.validation.office_rules.load import load_all

        load_all(how.schemas)
    reports = outputs(values.format, values.out, values.json, paths, job.folders)
    with reports as streams, Batch(values.lang, len(paths)) as seen:
        program = _version() if any(name != "text" for name, _ in streams) else ""
        facts = {"jobs": values.jobs, "limit": values.limit, "program": program}
        summary = validate(paths, job, streams, seen=seen, **facts)
    return summary.exit_code


def _version() -> str:
    """The program's version, which a text does not say: to find it takes as long as to check some files."""
    from importlib.metadata import version

    return version("duban")


def validate(
    paths: Sequence[str],
    job: Job,
    outputs: Sequence[tuple[str, Sink]],
    *,
    jobs: int = 1,
    program: str = "",
    limit: int | None = None,
    seen: Callable[[Checked], None] = lambda checked: None,
) -> Summary:
    """Check files and write the reports ``outputs`` (format and sink) as they come; ``seen`` is told of each
    file. Nothing is cut off unless ``limit`` says how many findings of a rule a text report lists."""
    job = replace(job, formats=tuple(name for name, _ in outputs))
    pages = [FORMATS[name].page(ReportOptions(job.lang, program, limit)) for name, _ in outputs]
    summary = Summary()
    for page, (_, stream) in zip(pages, outputs, strict=True):
        stream.write(page.head())
    with closing(check_all(paths, job, jobs)) as results:
        for checked in results:
            summary.add(checked)
            seen(checked)
            for page, part, (_, stream) in zip(pages, checked.parts, outputs, strict=True):
                stream.write(page.add(part))
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
    from duban.validation.mend.annotate import copy_names

    return {"copies": folder, "names": copy_names(paths, folder)}
