"""A batch on the machines of a Dask cluster: the same results in the same order as from processes of this machine.

A task is some files, which its worker does in a process of its own (``cluster_worker``). Where a worker dies Dask gives
its tasks to others; a task that Dask gives up because of that is tried again, file by file, once.
"""

from __future__ import annotations

import pickle
import time
import warnings
from collections import deque
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar
from uuid import uuid4

from duban.macros.commands import cluster_worker
from duban.macros.commands.cluster_worker import Differs, Order, Stand, piece_of, stand
from duban.macros.commands.processes import SECONDS, Lost, Work
from duban.workbook.say.stop import Stop

if TYPE_CHECKING:
    from distributed import Client, Future

FILES = 32
"""Of one task, at most: some tenths of a second of work, beside which its way to the worker and back is little. Fewer
where each thread would not get two tasks."""
AHEAD = 3
"""Tasks for each thread of the cluster that are on their way, or whose results wait; more would fill its memory."""
CONNECT = 10.0
"""Seconds in which the scheduler must answer, and have a worker."""
LONELY = 60.0
"""Seconds without any worker after which the run is given up."""
LOOK = 2.0
"""Seconds after which it is looked whether anybody is still there."""
FAREWELL = 5.0
"""Seconds for leaving a cluster as it was."""

CALL = f"__import__('importlib').import_module({cluster_worker.__name__!r})"
"""How a worker comes to our functions: as an expression, which any worker can read. A reference to a function would break
the connection of one that lacks the module."""

R = TypeVar("R")


def on_cluster(
    address: str, work: Work[R], paths: Sequence[str], *, seconds: float = SECONDS, also: Sequence[str] = ()
) -> Generator[R | Lost, None, None]:
    """The results of all files, in their order, as they come. To be closed where it is left early.

    ``also`` are files that every worker must see besides. What the work tells is not heard. An error that the work
    raises is raised here. Raises Stop: ``no_dask``, ``no_cluster``, ``no_workers``, ``cluster_differs``, ``cluster_gone``.
    """
    order = Order(work, str(Path.cwd()), seconds, tuple(map(piece_of, also)))
    with _client(address) as client:
        run = _Run(client, address, order)
        run.compare()
        try:
            yield from run.results(paths)
        finally:
            run.end()


@contextmanager
def _client(address: str) -> Iterator[Client]:
    try:
        import dask

        silent = {"distributed": "critical", "distributed.client": "critical"}
        with dask.config.set({"logging": silent}):  # what there is to say is said as sentences
            from distributed import Client
    except ImportError as error:
        raise Stop("no_dask", why=error) from error
    warnings.filterwarnings("ignore", module="distributed")

    class Connected(Client):  # type: ignore[misc, unused-ignore]
        def __del__(self) -> None:
            """Nothing: one that came to no connection would wait for it when the program ends."""

    try:
        client = Connected(address, timeout=CONNECT, set_as_default=False)
    except Exception as error:  # whatever another version of Dask, or something else, answers there
        raise Stop("no_cluster", address=address, why=str(error) or type(error).__name__) from error
    try:
        try:
            client.wait_for_workers(1, timeout=CONNECT)
        except TimeoutError as error:
            raise Stop("no_workers", address=address) from error
        yield client
    finally:
        with suppress(Exception):  # the cluster is gone, which has been said
            client.close(timeout=FAREWELL)


class _Run:
    """One batch: what all its tasks have in common, and those that are not done."""

    def __init__(self, client: Client, address: str, order: Order) -> None:
        self._client, self._address = client, address
        self._name = f"duban-{uuid4().hex}"
        self._order = pickle.dumps(order)
        self._stand = stand()
        self._waiting: deque[tuple[Sequence[str], Future]] = deque()
        self._seen = time.monotonic()
        self._tasks = 0

    def compare(self) -> None:
        """Refuse workers that have other versions; one that comes later says it with its first task."""
        theirs = self._client.run(eval, f"{CALL}.stand()", on_error="return")
        for worker, found in theirs.items():
            if isinstance(found, BaseException):
                self._refuse(worker, {}, found)
            if found != self._stand:
                self._refuse(worker, found)

    def results(self, paths: Sequence[str]) -> Iterator[Any]:
        """The results in order. Tasks are handed out as far ahead as the cluster has threads for."""
        size = max(1, min(FILES, len(paths) // (2 * self._threads())))
        todo = iter([paths[first : first + size] for first in range(0, len(paths), size)])
        while True:
            while len(self._waiting) < AHEAD * self._threads() and (some := next(todo, None)):
                self._waiting.append((some, self._submit(some)))
            if not self._waiting:
                return
            some, task = self._waiting[0]
            found = self._found(task, len(some))
            self._waiting.popleft()
            yield from self._one_by_one(some) if found is None else found

    def end(self) -> None:
        """Call back what is not done, and leave nothing with the workers."""
        with suppress(Exception):
            self._client.cancel([task for _, task in self._waiting], force=True)
            leave = f"{CALL}.end({self._name!r})"
            self._client.run(eval, leave, on_error="ignore", callback_timeout=FAREWELL)

    def _one_by_one(self, paths: Sequence[str]) -> Iterator[Any]:
        """The second time; a file whose worker dies again is lost."""
        for path in paths:
            yield from self._found(self._submit([path]), 1) or [Lost("worker_died")]

    def _submit(self, paths: Sequence[str]) -> Future:
        self._tasks += 1
        given = self._name, self._stand, self._order, [*map(piece_of, paths)]
        key = f"{self._name}-{self._tasks}"
        with self._connected():
            return self._client.submit(eval, f"{CALL}.do(*given)", {"given": given}, key=key, pure=False)

    def _threads(self) -> int:
        with self._connected():
            threads: Mapping[str, int] = self._client.nthreads()
        return max(1, sum(threads.values()))

    def _found(self, task: Future, files: int) -> list[Any] | None:
        """The results of a task; ``None`` where its worker died as often as Dask bears."""
        from distributed import KilledWorker

        with self._connected():
            while not task.done():
                with suppress(TimeoutError):
                    task.exception(timeout=LOOK)
                self._look()
            error = task.exception()
            data = task.result() if error is None else b""
        if isinstance(error, KilledWorker):
            return None
        if error is not None:  # it could not even begin: what ``do`` is stopped by it returns
            self._refuse(None, {}, error)
        found: list[Any] | Differs | Exception = pickle.loads(data)
        if isinstance(found, Differs):
            self._refuse(found.where, found.stand)
        if isinstance(found, Exception):
            raise found
        if len(found) != files:
            raise RuntimeError(f"{len(found)} results of {files} files")
        return found

    @contextmanager
    def _connected(self) -> Iterator[None]:
        from distributed import CancelledError

        try:
            yield
        except (CancelledError, OSError) as error:
            raise Stop("cluster_gone", address=self._address) from error

    def _look(self) -> None:
        """Give up where nobody is there to do the work."""
        if self._client.nthreads():
            self._seen = time.monotonic()
        elif time.monotonic() - self._seen > LONELY:
            raise Stop("no_workers", address=self._address)

    def _refuse(self, worker: str | None, theirs: Stand, error: BaseException | None = None) -> NoReturn:
        """Stop because of the first that differs; a worker that cannot even say what it has lacks duban, or has one of
        long ago."""
        what, own = next(
            ((name, version) for name, version in self._stand.items() if theirs.get(name) != version),
        )
        facts = {
            "worker": worker or self._address,
            "what": what,
            "ours": own,
            "theirs": theirs.get(what, "—"),
        }
        raise Stop("cluster_differs", **facts) from error
