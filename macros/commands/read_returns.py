"""The files that came back, found and read: each in a process of its own, for nobody knows who saved them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from duban.macros.commands.processes import SECONDS, Lost, in_workers
from duban.macros.messages.log import write_down
from duban.macros.returns.read_return import FoundFile, print_of, read_return
from duban.validation.reports.words import visible
from duban.workbook.opening.archive import LIMITS, Limits
from duban.workbook.opening.first_look import READABLE
from duban.workbook.opening.paths import all_workbooks, same_file
from duban.workbook.say.findings import Finding
from duban.workbook.say.stop import Stop

_MOST_JOBS = 4
_NOT_SEEN = ("~$", ".", "Thumbs.db", "desktop.ini")


def read_returns_of(
    names: Sequence[str],
    own: Iterable[Path] = (),
    out: Path | None = None,
    timeout: float | None = None,
    *,
    apart: bool = True,
) -> tuple[list[FoundFile], list[Finding]]:
    """The files that arguments name (files, folders with all that is in them, patterns), read, in the order of their
    names; those of ``own``, the workbook itself, are none of them.

    Each is read in a process of its own, unless not ``apart``. Raises Stop ``file_missing`` for a name that matches
    nothing, ``out_is_input`` where ``out``, to be written over, is a return. C120 tells of files in folders that are no
    workbooks.
    """
    mine = list(own)
    paths = [Path(name) for name in all_workbooks(names)]
    for path in paths:
        if not path.exists():
            raise Stop("file_missing", path=path)
    paths = [path for path in paths if not any(same_file(path, each) for each in mine)]
    seconds = timeout or SECONDS
    limits = replace(LIMITS, seconds=seconds)
    found = _read_apart(paths, limits) if apart else [_read(limits, str(path)) for path in paths]
    if out is not None:
        found = [each for path, each in zip(paths, found, strict=True) if not _is_written(path, each, out)]
    found = [replace(each, file=visible(each.file)) for each in found]
    return sorted(found, key=lambda each: (each.file, each.print)), list(_others(names))


def _read_apart(paths: Sequence[Path], limits: Limits) -> list[FoundFile]:
    jobs = max(1, min(_MOST_JOBS, os.cpu_count() or 1, len(paths)))
    pieces = [str(path) for path in paths]
    with closing(in_workers(partial(_read, limits), pieces, jobs=jobs, seconds=limits.seconds)) as read:
        return [
            _lost(path, each, limits.seconds) if isinstance(each, Lost) else each
            for path, each in zip(paths, read, strict=True)
        ]


def _is_written(path: Path, found: FoundFile, out: Path) -> bool:
    """Whether a file is the one that will be written; it must not be a return."""
    if not same_file(path, out):
        return False
    if found.sheets:
        raise Stop("out_is_input", path=out, other=path)
    return True


def _read(limits: Limits, path: str, tell: Any = None) -> FoundFile:
    try:
        return read_return(Path(path), limits)
    except Exception as error:  # a file that nobody thought of must not keep the others from being taken
        why = f"{type(error).__name__}: {error}"
        log = write_down(error, f"collect {path}") or "—"
        return FoundFile(Path(path).name, print_of(Path(path)), why=Stop("internal", why=why, log=log).say)


def _lost(path: Path, lost: Lost, seconds: float) -> FoundFile:
    """A file that hung, or ended the process that read it."""
    return FoundFile(path.name, print_of(path), why=lost.stop(path.name, seconds).say)


def _others(names: Iterable[str]) -> Iterable[Finding]:
    """C120: what else lies in the folders; a unit may have handed in a letter, or an archive."""
    folders = [path for path in map(Path, names) if path.is_dir()]
    others = sorted(
        each.name
        for folder in folders
        for each in folder.rglob("*")
        if each.is_file() and each.suffix.lower() not in READABLE and not each.name.startswith(_NOT_SEEN)
    )
    if others:
        shown = "、".join(map(visible, others[:5])) + ("…" if len(others) > 5 else "")
        yield Finding("C120", "", 0, 0, "", None, {"count": len(others), "files": shown})
