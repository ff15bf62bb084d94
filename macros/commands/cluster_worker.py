"""What a worker of a cluster does: some files at a time, in a process of its own like those of one machine.

So a file that hangs, or wants too much memory, never harms the worker, which others may be using too. Nothing of Dask is
imported here, and little else: this is what a worker loads to say which versions it has.
"""

from __future__ import annotations

import json
import os
import pickle
import platform
import socket
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import partial
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from duban.macros.commands.processes import IDLE, Lost, Reserve, Tell, Work, in_workers

Stand = Mapping[str, str]
"""Name → version: what must be the same on all machines, or results differ or cannot be sent."""

_CODE = ("duban.workbook", "duban.udfs", "duban.validation", "duban.macros")
_PACKAGES = (
    "distributed",
    "cloudpickle",
    "lxml",
    "olefile",
    "openpyxl",
    "pandas",
    "pandera",
    "python-calamine",
)
_NEAR = 2.0
"""Seconds by which file systems may differ in the time of one file."""


class Order(NamedTuple):
    """What the tasks of a run have in common. It is sent as bytes, for it can be read only by the same version."""

    work: Work[Any]
    folder: str
    """The client's working folder: names of files may be relative to it."""
    seconds: float
    also: tuple[str, ...]
    """Files besides that all must see, as pieces."""


class Differs(NamedTuple):
    """Instead of results: the worker has other versions."""

    where: str
    stand: Stand


class Stamp(NamedTuple):
    """By what a file is known to be the same on two machines."""

    size: int
    time: float


def stand() -> dict[str, str]:
    """The versions of this machine; of duban also a digest of its code, for a version may be one in the making."""
    return {
        "duban": f"{_version('duban')} ({_digest_of_code()})",
        "Python": ".".join(platform.python_version_tuple()[:2]),
        **{name: _version(name) for name in _PACKAGES},
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "—"


def _digest_of_code() -> str:
    digest = sha256()
    for package in _CODE:
        spec = find_spec(package)
        for folder in (spec and spec.submodule_search_locations) or ():
            for path in sorted(Path(folder).rglob("*.py"), key=lambda path: path.relative_to(folder).parts):
                digest.update(path.relative_to(folder).as_posix().encode())
                digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:8]


def piece_of(path: str) -> str:
    """A file as it is sent: its name and its stamp here."""
    return json.dumps((path, stamp_of(path)))


def stamp_of(path: str) -> Stamp | None:
    """The stamp of a file; ``None`` where none is seen."""
    try:
        there = Path(path).stat()
    except (OSError, ValueError):
        return None
    return Stamp(there.st_size, there.st_mtime)


class _Run:
    """What a worker keeps between the tasks of one run."""

    def __init__(self) -> None:
        self.stand = stand()
        self.reserve = Reserve()
        self.ended = False
        self.at_work = 0
        self.used = time.monotonic()


_RUNS: dict[str, _Run] = {}
_LOCK = threading.Lock()


def do(run: str, same: Stand, order: bytes, pieces: Sequence[str]) -> bytes:
    """The results of some pieces, in order; fewer where the run has ended meanwhile. Else ``Differs``, or the error that
    the work raised. Pickled here, so that it is left to no version of Dask how."""
    with _taking_part(run) as here:
        if here.stand != same:
            return pickle.dumps(Differs(socket.gethostname(), here.stand))
        try:
            return pickle.dumps([*_results(here, pickle.loads(order), pieces)])
        except Exception as error:
            return pickle.dumps(error)


def _results(here: _Run, order: Order, pieces: Sequence[str]) -> Iterator[Any]:
    work = partial(_seen, order)
    with closing(in_workers(work, pieces, seconds=order.seconds, reserve=here.reserve)) as results:
        for result in results:
            yield result
            if here.ended:
                return


@contextmanager
def _taking_part(run: str) -> Iterator[_Run]:
    with _LOCK:
        now = time.monotonic()
        for name, each in list(_RUNS.items()):
            if not each.at_work and now - each.used > IDLE:  # nobody has said that it ended
                del _RUNS[name]
        if run not in _RUNS:
            _RUNS[run] = _Run()
        here = _RUNS[run]
        here.at_work += 1
    try:
        yield here
    finally:
        with _LOCK:
            here.at_work -= 1
            here.used = time.monotonic()
        if here.ended:
            here.reserve.end()


def end(run: str) -> None:
    """Leave nothing of a run; a task that is at work stops after its file."""
    with _LOCK:
        here = _RUNS.pop(run, None)
    if here is not None:
        here.ended = True
        here.reserve.end()


# in a process of the worker


def _seen(order: Order, piece: str, tell: Tell) -> Any:
    """The work on a file, if what stands here under its name is what the client has."""
    at_home = True
    try:
        os.chdir(order.folder)
    except OSError:
        at_home = False
    for each in (*order.also, piece):
        path, stamp = json.loads(each)
        if not (at_home or Path(path).is_absolute()) or not _same(stamp, stamp_of(path)):
            return Lost("not_on_worker", socket.gethostname())
    return order.work(path, tell)


def _same(theirs: Sequence[float] | None, ours: Stamp | None) -> bool:
    if theirs is None or ours is None:
        return theirs is ours
    size, changed = theirs
    return size == ours.size and abs(changed - ours.time) <= _NEAR
