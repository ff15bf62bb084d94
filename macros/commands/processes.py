"""Processes that do a batch piece by piece: a piece that hangs, or ends its process, is lost alone.

A process is given a few pieces ahead, so that it never waits, and answers them in turn: the time that passes and a
death belong to the piece that it is at. One whose process died is tried once more, while nothing else runs.
A batch that is one of many takes its processes from a reserve, and leaves them there.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Generic, Literal, NamedTuple, NoReturn, TypeVar

from duban.workbook.opening.memory_limit import limit_memory
from duban.workbook.say.stop import Stop

SECONDS = 20.0
"""For one piece."""
AHEAD = 3
"""Pieces that a process has at once: the one that it is at and those that wait."""
UNREAD = 1000
"""Results that are kept while an earlier piece takes longer."""
START = 60.0
"""Seconds in which a process must be there: on Windows a virus scanner reads all of Python first."""
FORSAKEN = 60.0
"""Seconds beyond its time after which a process ends itself: the one who would have ended it is dead."""
IDLE = 60.0
"""Seconds after which a process that waits in a reserve ends itself."""
GRACE = 2.0
"""Seconds in which a process may clean up before it is killed."""
METHOD: str | None = None
"""How processes are started, where somebody says so."""
LEAST_MEMORY, MOST_MEMORY = 2 << 30, 8 << 30
"""Bytes of one process; in between, four fifths of what the machine has."""

R = TypeVar("R")
Tell = Callable[[Any], None]
Work = Callable[[str, Tell], R]
"""Does one piece, which a text names, and may tell on the way what must be known if it comes to no end. The work,
what it tells and its results are pickled. A MemoryError counts as a death."""


class Lost(NamedTuple):
    """What stands in place of the result of a piece that gave none."""

    code: Literal["too_slow", "worker_died", "not_on_worker"]
    where: str = ""
    """The machine, where it is another one."""

    def stop(self, path: object, seconds: float) -> Stop:
        """What is said of the file that is lost."""
        return Stop(self.code, path=path, seconds=f"{seconds:g}", where=self.where)


def start_method() -> str:
    """The fastest way to start a process that is safe here: a fork takes along locks that other threads hold, and nobody
    is left to open them."""
    usual = multiprocessing.get_start_method()
    if sys.platform != "linux":
        return usual
    return "fork" if len(list(Path("/proc/self/task").iterdir())) == 1 else "forkserver"


def in_workers(
    work: Work[R],
    pieces: Sequence[str],
    *,
    jobs: int = 1,
    seconds: float = SECONDS,
    told: Callable[[int, Any], None] = lambda place, what: None,
    reserve: Reserve | None = None,
) -> Generator[R | Lost, None, None]:
    """The results of all pieces, in their order, as they come. To be closed where it is left early.

    ``told`` hears what the work tells, with the place of its piece. An error that the work raises is raised here.
    ``reserve`` has processes of just this work and these seconds.
    """
    batch = _Batch(work, pieces, jobs, seconds, told, reserve)
    try:
        for place in range(len(pieces)):
            yield batch.result(place)
    finally:
        batch.end()


class _Batch(Generic[R]):
    """What is still to do, who is at what, and what has come."""

    def __init__(
        self,
        work: Work[R],
        pieces: Sequence[str],
        jobs: int,
        seconds: float,
        told: Callable[[int, Any], None],
        reserve: Reserve | None,
    ) -> None:
        self._new_worker = partial(_Worker, work, seconds, None if reserve is None else IDLE)
        self._pieces, self._jobs, self._told, self._reserve = pieces, jobs, told, reserve
        self._todo = deque(range(len(pieces)))
        self._died: deque[int] = deque()
        self._tried: set[int] = set()
        self._workers: list[_Worker] = []
        self._results: dict[int, R | Lost] = {}

    def result(self, place: int) -> R | Lost:
        """The result of a piece; they are asked for in order."""
        while place not in self._results:
            self._hand_out(place + UNREAD)
            self._listen()
        return self._results.pop(place)

    def end(self) -> None:
        """End every process, whatever it is at; one that has nothing to do may go into the reserve."""
        if self._reserve is not None:
            for worker in [each for each in self._workers if not each.places]:
                self._workers.remove(worker)
                self._reserve.keep(worker)
        for worker in self._workers:
            worker.ask_to_end()
        for worker in self._workers:
            self._end(worker)
        self._workers.clear()

    def _hand_out(self, before: int) -> None:
        at_work = {place for worker in self._workers for place in worker.places}
        if at_work & self._tried:
            return  # it is alone
        if self._died:
            if not at_work:
                place = self._died.popleft()
                self._tried.add(place)
                self._free_worker().give(place, self._pieces[place])
            return
        while self._todo and self._todo[0] < before:
            worker = self._free_worker()
            if len(worker.places) == AHEAD:
                return
            place = self._todo.popleft()
            worker.give(place, self._pieces[place])

    def _free_worker(self) -> _Worker:
        """The one that has least to do, or a new one."""
        least = min(self._workers, key=lambda worker: len(worker.places), default=None)
        if least is None or (least.places and len(self._workers) < self._jobs):
            least = (self._reserve and self._reserve.take()) or self._new_worker()
            self._workers.append(least)
        return least

    def _listen(self) -> None:
        """Wait for the next answer, death or end of patience, and take what has come."""
        now = time.monotonic()
        patience = min(worker.deadline for worker in self._workers if worker.places) - now
        signs = [sign for worker in self._workers for sign in worker.signs]
        ready = wait(signs, max(0.0, patience))
        for worker in list(self._workers):
            self._take(worker)
            if worker.gone or worker.process.sentinel in ready:
                self._lose(worker, "worker_died")
            elif worker.places and time.monotonic() >= worker.deadline:
                self._lose(worker, "too_slow")

    def _take(self, worker: _Worker) -> None:
        """Take what a process has sent."""
        for kind, what in worker.answers():
            if kind == "told":
                self._told(worker.places[0], what)
                continue
            if kind == "raised":
                raise what
            if kind == "done":
                self._results[worker.places.popleft()] = what
            worker.begins()

    def _lose(self, worker: _Worker, code: Literal["too_slow", "worker_died"]) -> None:
        place = worker.places[0] if worker.places else None
        worker.ask_to_end()
        self._end(worker)
        self._workers.remove(worker)
        if place is not None and place not in self._results:  # it may have been done after all
            worker.places.popleft()
            if code == "worker_died" and place not in self._tried:
                self._died.append(place)
            else:
                self._results[place] = Lost(code)
        self._todo.extendleft(reversed(worker.places))

    def _end(self, worker: _Worker) -> None:
        """End a process that was asked to; what it tells on its way out is heard."""
        worker.end()
        with suppress(Exception):  # of the batch, there is something else to say by now
            self._take(worker)
        worker.close()


class Reserve:
    """Processes that wait for the next batch of the same work; several threads may take from it."""

    def __init__(self) -> None:
        self._idle: deque[tuple[float, _Worker]] = deque()

    def keep(self, worker: _Worker) -> None:
        """Have one wait that has nothing to do."""
        self._idle.append((time.monotonic(), worker))

    def take(self) -> _Worker | None:
        """One that is there and will not end itself just now."""
        while self._idle:
            with suppress(IndexError):  # another thread was faster
                since, worker = self._idle.pop()
                if time.monotonic() - since < IDLE / 2 and worker.process.is_alive():
                    return worker
                worker.dismiss()
        return None

    def end(self) -> None:
        """End those that wait."""
        while self._idle:
            with suppress(IndexError):
                self._idle.pop()[1].dismiss()


class _Worker:
    """One process, as the one that gives it work sees it."""

    def __init__(self, work: Work[Any], seconds: float, idle: float | None) -> None:
        context = multiprocessing.get_context(METHOD or start_method())
        self._pipe, theirs = context.Pipe()
        self._seconds = seconds
        arguments = self._pipe, theirs, work, seconds, idle
        self.process: BaseProcess = context.Process(target=_serve, args=arguments, daemon=True)  # type: ignore[attr-defined]
        _start(self.process)
        theirs.close()
        self.places: deque[int] = deque()
        """What it has; it is at the first."""
        self.gone = False
        self.deadline = time.monotonic() + START

    @property
    def signs(self) -> tuple[Any, int]:
        """What ``wait`` can wait for: an answer, and its death."""
        return self._pipe, self.process.sentinel

    def give(self, place: int, piece: str) -> None:
        """One more piece."""
        if not self.places:
            self.deadline = max(self.deadline, time.monotonic() + self._seconds)
        self.places.append(place)
        with suppress(OSError):  # it is dead, which will be seen
            self._pipe.send(piece)

    def begins(self) -> None:
        """From here on runs the time of the piece that it is at."""
        self.deadline = time.monotonic() + self._seconds

    def answers(self) -> Iterator[tuple[str, Any]]:
        """All that has come."""
        try:
            while self._pipe.poll():
                yield self._pipe.recv()
        except (EOFError, OSError):
            self.gone = True

    def ask_to_end(self) -> None:
        """Let it end by itself: at once where it has no work, else with what its ``finally`` clauses do."""
        if self.places:
            self.process.terminate()
        else:
            with suppress(OSError):
                self._pipe.send(None)

    def end(self) -> None:
        """End it, and what it has started; to be asked first."""
        wait([self.process.sentinel], GRACE)
        self.process.kill()
        if self.process.pid and hasattr(os, "killpg"):
            with suppress(OSError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.join(GRACE)

    def close(self) -> None:
        """Nothing more is read from it."""
        self._pipe.close()

    def dismiss(self) -> None:
        """End one that has nothing to do."""
        self.ask_to_end()
        self.end()
        self.close()


_STARTING = threading.Lock()


def _start(process: BaseProcess) -> None:
    """Start a process, also from one that may start none: a cluster's worker is a daemon. What it starts ends with it
    all the same, since nobody is left then to give it work."""
    me = multiprocessing.current_process()
    with _STARTING:
        was = me.daemon
        if was:
            me.daemon = False
        try:
            process.start()
        finally:
            if was:
                me.daemon = True


# in the process


def _serve(
    parents: Connection, pipe: Connection, work: Work[Any], seconds: float, idle: float | None
) -> None:
    """Answer pieces until there are no more, nobody is there to give them, or none has come for ``idle`` seconds."""
    parents.close()  # a fork has both ends, and would never see the other one closed
    _settle()

    def tell(what: Any) -> None:
        pipe.send(("told", what))

    with suppress(EOFError, OSError):
        pipe.send(("ready", None))
        while pipe.poll(idle) and (piece := pipe.recv()) is not None:
            _alarm(seconds + FORSAKEN)
            try:
                answer = "done", work(piece, tell)
            except MemoryError:
                os._exit(1)
            except Exception as error:
                error.add_note(traceback.format_exc())
                answer = "raised", error
            _alarm(0)
            pipe.send(answer)


def _settle() -> None:
    """Bound the memory; leave Ctrl-C to the one that gives the work, and clean up when told to end."""
    own = MOST_MEMORY
    if hasattr(os, "sysconf"):
        own = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 5 * 4
    limit_memory(min(MOST_MEMORY, max(LEAST_MEMORY, own)))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end)
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)  # what it starts is ended with it


def _end(*_: object) -> NoReturn:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(1)


def _alarm(seconds: float) -> None:
    """Let the system end this process after so many seconds, whatever it is at. 0: never."""
    if hasattr(signal, "alarm"):
        signal.alarm(int(seconds))
