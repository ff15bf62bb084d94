"""Where reports go: to the terminal, or into a file that is free or holds an earlier report of ours, nowhere else."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import Protocol, TextIO

from duban.macros.messages.terminal import shown
from duban.validation.reports.formats import is_report
from duban.workbook.file.safe_write import WRITTEN, Written, remove_left_overs, temporary_beside
from duban.workbook.opening.paths import one_name
from duban.workbook.say.stop import Stop

_SUFFIXES = "xlsx xlsm xlsb xltx xltm xlam xls xlt xla xlw xll et ett ods ots fods numbers"
WORKBOOKS = frozenset(f".{suffix}" for suffix in _SUFFIXES.split(" "))
"""What a workbook's name ends in, whether we read it or not."""


class Sink(Protocol):
    """Whatever a report can be written to."""

    def write(self, text: str, /) -> object:
        """Take the next piece."""


@contextmanager
def outputs(
    format: str,
    out: Path | None,
    json: Path | None,
    inputs: Iterable[str] = (),
    folders: Iterable[Path] = (),
) -> Iterator[list[tuple[str, Sink]]]:
    """The reports as format and sink. A file appears under its name only when it is whole.

    ``inputs`` are the files that are checked, ``folders`` those that copies of them go into.
    Raises Stop: ``out_is_folder``, ``out_is_workbook``, ``out_is_input``, ``out_is_not_ours``, ``out_twice``,
    all before anything is written; ``no_room``.
    """
    files = [path for path in (out, json) if path is not None]
    _refuse_collisions(files, folders)
    for path in files:
        _refuse_what_is_not_ours(path, inputs)
    with ExitStack() as stack:
        found: list[tuple[str, Sink]] = [
            (format, stack.enter_context(_file(out)) if out else _Terminal(format))
        ]
        if json is not None:
            found.append(("json", stack.enter_context(_file(json))))
        yield found


def _refuse_collisions(files: Sequence[Path], folders: Iterable[Path]) -> None:
    """No report may stand where another one is to be, or a folder that is still to be made."""
    known = {
        one_name(each): each
        for folder in folders
        for each in (folder, *folder.absolute().parents)
        if not each.is_dir()
    }
    for path in files:
        other = known.setdefault(one_name(path), path)
        if other is not path:
            raise Stop("out_twice", path=path, other=other)


def _refuse_what_is_not_ours(path: Path, inputs: Iterable[str]) -> None:
    if path.is_dir():
        raise Stop("out_is_folder", path=path)
    if {path.suffix.lower(), path.resolve().suffix.lower()} & WORKBOOKS:
        raise Stop("out_is_workbook", path=path, stem=path.stem)
    if not path.is_file():
        return  # not there, or a device, which holds nothing
    here = path.stat()
    for each in map(Path, inputs):
        with suppress(OSError):
            if os.path.samestat(each.stat(), here):
                raise Stop("out_is_input", path=path, other=each)
    with _said(path), path.open("rb") as file:
        if not is_report(file.read(1000)):
            raise Stop("out_is_not_ours", path=path)


class _Terminal:
    """Stdout; for programs that read it, as UTF-8 whatever the console speaks."""

    def __init__(self, format: str) -> None:
        if format != "text" and isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", newline="")

    def write(self, text: str) -> None:
        with shown():
            sys.stdout.write(text)
            sys.stdout.flush()


class _File:
    """A report file while it is written: its errors name it, those of the work in between do not."""

    def __init__(self, path: Path, stream: TextIO) -> None:
        self._path, self._stream = path, stream

    def write(self, text: str) -> None:
        with _said(self._path):
            self._stream.write(text)


@contextmanager
def _file(path: Path) -> Iterator[_File]:
    target = path.resolve()
    device = path.exists() and not path.is_file()  # nothing may take its name
    written = target if device else temporary_beside(target)
    with ExitStack() as stack:
        with _said(path):
            target.parent.mkdir(parents=True, exist_ok=True)
            if not device:
                stack.callback(written.unlink, missing_ok=True)
            stream = written.open("w", encoding="utf-8", newline="")
            stack.callback(_close, stream)
        yield _File(path, stream)
        with _said(path):
            stream.close()
            if not device:
                written.replace(target)
                WRITTEN.append(Written(path))
                remove_left_overs(target)


def _close(stream: TextIO) -> None:
    with suppress(OSError):  # it was said already, or the work has failed otherwise
        stream.close()


@contextmanager
def _said(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Stop("no_room", path=path, why=error.strerror or error) from error
