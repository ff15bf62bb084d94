"""Jobs in worker processes of bounded memory and time; a worker that dies or hangs is reported and replaced."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

MEMORY = 3 << 30
"""The address space of a worker in bytes."""
_START = 120.0
"""The longest that a worker may take before it tells its first step: it imports, and makes what it needs once."""

Tell = Callable[[str], None]
"""Told the name of each step before it begins; each has the time limit to itself."""
Work = Callable[[Any, Tell], Any]
"""One job on one task: a plain function of picklable things."""


class Done(NamedTuple):
    """What came of a task. ``lost`` says how its worker ended (``dead worker``, ``time-out``), and at which step."""

    task: Any
    result: Any = None
    peak: int = 0
    """MB that the worker held at most so far."""
    lost: tuple[str, str] | None = None


class Worker:
    """A process that takes tasks one by one."""

    def __init__(self, work: Work, seconds: float, memory: int = MEMORY) -> None:
        self.work, self.seconds, self.memory = work, seconds, memory
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None
        self._task: Any = None
        self._step, self._since = "", 0.0

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def take(self, task: Any) -> None:
        """Begin with a task."""
        if self._pipe is None:
            self._pipe = self._start()
        self._task, self._step, self._since = task, "", time.monotonic()
        self._pipe.send(task)

    def ready(self, wait: float) -> Done | None:
        """What came of the task, once it is there."""
        assert self._pipe is not None
        try:
            while self._pipe.poll(wait):
                said = self._pipe.recv()
                if isinstance(said, Done):
                    return said
                self._step, self._since = said, time.monotonic()
        except (EOFError, ConnectionResetError):
            return self._lost("dead worker")
        allowed = self.seconds if self._step else _START
        return self._lost("time-out") if time.monotonic() - self._since > allowed else None

    def run(self, task: Any) -> Done:
        """One task from beginning to end."""
        self.take(task)
        while True:
            done = self.ready(1.0)
            if done is not None:
                return done

    def stop(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._process = self._pipe = None

    def _start(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        # no daemon: the program starts processes of its own
        self._process = context.Process(target=_serve, args=(theirs, self.work, self.memory))
        self._process.start()
        theirs.close()
        return ours

    def _lost(self, kind: str) -> Done:
        step = self._step
        self.stop()
        return Done(self._task, lost=(kind, step))


def run(work: Work, tasks: Iterable[Any], jobs: int, seconds: float) -> Iterator[Done]:
    """Tasks by several workers, in the order in which they are done."""
    waiting = iter(tasks)
    idle = [Worker(work, seconds) for _ in range(jobs)]
    busy: list[Worker] = []
    try:
        while True:
            for task in islice(waiting, len(idle)):
                busy.append(idle.pop())
                busy[-1].take(task)
            if not busy:
                return
            for worker in list(busy):
                done = worker.ready(0.02)
                if done is not None:
                    busy.remove(worker)
                    idle.append(worker)
                    yield done
    finally:
        for worker in (*idle, *busy):
            worker.stop()


def _serve(pipe: Connection, work: Work, memory: int) -> None:
    _bound_memory(memory)
    if "fork" in multiprocessing.get_all_start_methods():
        # else the program's own processes would start as this one did, which takes seconds
        multiprocessing.set_start_method("fork", force=True)
    # a panic of a reader writes a page though it is caught
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    while True:
        try:
            task = pipe.recv()
        except EOFError:  # the parent has ended
            return
        pipe.send(Done(task, work(task, pipe.send), _peak()))


def _bound_memory(memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _peak() -> int:
    try:
        import resource
    except ImportError:
        return 0
    return (
        max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        >> 10
    )
