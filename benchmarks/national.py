"""All counties of a country, checked and rolled up: on this machine alone, and by a Dask cluster of 1 and of 2 workers.

    python benchmarks/national.py [--counties 2850] [--province 92] [--rounds 1] [--write]

The workbooks have 200 items each and are the same for the same numbers: ``DISTINCT`` are made from a seed, the others are
these with every name of an item changed. What a run costs is the CPU of all its processes, looked at while it runs; its
wall time is told too, and with it how well two workers share the work: time of 1 / (2 × time of 2). On a machine that others
use, or whose cores the client needs as well, that says little; so the share of the time in which a worker had a task is
told beside it. ``--write`` puts the tables into README.md, between its marks.
"""

from __future__ import annotations

import argparse
import os
import pickle
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from distributed import LocalCluster
from distributed.diagnostics.plugin import SchedulerPlugin
from make_big import make_big
from make_returns import AS_OF, make_returns

from duban.macros.commands.validate import Job, check_one
from duban.validation.checker import Checking

COUNTIES, PROVINCE, ITEMS, DISTINCT = 2850, 92, 200, 60
DUBAN = (sys.executable, "-m", "duban.macros.cli")
LOOK = 0.5
"""Seconds between two looks at processes."""
README = Path(__file__).parent / "README.md"
BEGIN, END = "<!-- national: begin -->\n", "<!-- national: end -->\n"
FEW = 64
"""Files of the small run, by which what every run costs is told from what every file costs."""


def make_counties(folder: Path, counties: int) -> list[Path]:
    """One workbook a county."""
    made = make_returns(folder, "list", min(counties, DISTINCT), ITEMS)
    sources = [_parts(path) for path in made]
    for number in range(len(made), counties):
        path = folder / f"county-{number + 1:04}.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
            for name, data in sources[number % len(made)]:
                if name == "xl/sharedStrings.xml":
                    data = data.replace("改革攻坚".encode(), f"改革攻坚第{number}县".encode())
                book.writestr(name, data)
        made.append(path)
    return made


def _parts(path: Path) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as book:
        return [(name, book.read(name)) for name in book.namelist()]


@dataclass
class Cost:
    """What a run took: seconds of wall, of CPU and memory in MB, of the client and of those who work for it."""

    wall: float = 0.0
    client: float = 0.0
    workers: float = 0.0
    scheduler: float = 0.0
    busy: float = 0.0
    """The part of the time, from the first task to the last, in which a worker was at one."""
    memory: list[tuple[float, float, float]] = field(default_factory=list)
    """(seconds since the start, client, workers together)."""

    def peak(self, place: int, share: float = 1.0) -> float:
        """The most memory within that share of the run."""
        return max(look[place] for look in self.memory if look[0] <= self.wall * share or share == 1)


class _Watch(threading.Thread):
    """Looks at the processes of a run: a process that has ended keeps the CPU that was seen last."""

    def __init__(self, client: psutil.Process, workers: Sequence[psutil.Process]) -> None:
        super().__init__(daemon=True)
        self._client, self._workers = client, workers
        self._before = {each.pid: _cpu(each) for top in workers for each in _family(top)}
        self._cpu: dict[tuple[bool, int], float] = {}
        self._done = threading.Event()
        self._start = time.perf_counter()
        self.cost = Cost()
        self.own = 0.0

    def run(self) -> None:
        before = time.thread_time()
        while not self._done.wait(LOOK):
            self.look()
        self.own = time.thread_time() - before

    def look(self) -> None:
        memory = {True: 0.0, False: 0.0}
        for top, mine in [(self._client, True), *((each, False) for each in self._workers)]:
            for each in _family(top):
                client = mine and each.pid == top.pid
                with suppress(psutil.Error):
                    self._cpu[client, each.pid] = _cpu(each)
                    memory[client] += each.memory_info().rss / 2**20
        self.cost.memory.append((time.perf_counter() - self._start, memory[True], memory[False]))

    def end(self, client_cpu: float) -> Cost:
        self.cost.wall = time.perf_counter() - self._start
        self._done.set()
        self.join()
        self.cost.client = client_cpu
        seen = ((pid, cpu) for (client, pid), cpu in self._cpu.items() if not client)
        self.cost.workers = sum(cpu - self._before.get(pid, 0.0) for pid, cpu in seen)
        return self.cost


def _family(top: psutil.Process) -> list[psutil.Process]:
    with suppress(psutil.Error):
        return [top, *top.children(recursive=True)]
    return []


def _cpu(process: psutil.Process) -> float:
    with suppress(psutil.Error):
        times = process.cpu_times()
        return float(times.user + times.system)
    return 0.0


class _Busy(SchedulerPlugin):
    """When workers were at tasks."""

    def __init__(self) -> None:
        self.tasks: dict[str, list[tuple[float, float]]] = {}

    def transition(self, key: object, start: str, finish: str, *_: object, **facts: Any) -> None:
        if start == "processing" and finish == "memory":
            self.tasks.setdefault(facts["worker"], []).extend(
                (each["start"], each["stop"]) for each in facts["startstops"] if each["action"] == "compute"
            )

    def share(self) -> float:
        """The part of the time that tasks filled."""
        spans = [span for each in self.tasks.values() for span in each]
        whole = max(stop for _, stop in spans) - min(start for start, _ in spans)
        return sum(stop - start for start, stop in spans) / whole / len(self.tasks)


def run(words: Sequence[str], by: LocalCluster | None = None) -> Cost:
    """One command, by a cluster or by this machine alone."""
    workers = [psutil.Process(each.pid) for each in by.workers.values()] if by else []
    if by:
        busy = _Busy()
        by.scheduler.add_plugin(busy, name="busy")
        words = [*words, "--scheduler", by.scheduler_address]
    own = time.process_time()
    process = subprocess.Popen([*DUBAN, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    watch = _Watch(psutil.Process(process.pid), workers)
    watch.start()
    _, status, usage = os.wait4(process.pid, 0)
    cost = watch.end(usage.ru_utime + usage.ru_stime)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise SystemExit(f"failed: {words}")
    if by:
        cost.scheduler = time.process_time() - own - watch.own  # it runs in this process
        cost.busy = busy.share()
        by.scheduler.remove_plugin("busy")
    else:  # the processes that it waited for are counted with it
        cost.client -= cost.workers
    return cost


@contextmanager
def cluster(workers: int) -> Iterator[LocalCluster]:
    """A cluster of this machine."""
    with LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=":0") as made:
        yield made


def in_turn(
    words: Sequence[str], alone: Sequence[str], rounds: int, few: Sequence[str] = ()
) -> dict[str, list[Cost]]:
    """The command by this machine alone, by 1 worker and by 2, in turn; ``few`` is the small run, by 1."""
    found: dict[str, list[Cost]] = {"alone": [], "1": [], "2": [], "few": []}
    for _ in range(rounds):
        found["alone"].append(run([*words, *alone]))
        for count in (1, 2):
            with cluster(count) as made:
                if few and count == 1:
                    found["few"].append(run(few, made))
                found[str(count)].append(run(words, made))
    return found


def middle(costs: Sequence[Cost], name: str) -> float:
    return statistics.median(getattr(each, name) for each in costs)


def table(found: dict[str, list[Cost]], alone: str, files: int) -> Iterator[str]:
    """Three rows."""
    yield (
        "| by | wall s | CPU s: client | workers | scheduler | CPU ms a file | peak MB: client, first third → all | "
        "workers, first third → all |"
    )
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for key, label in (("alone", alone), ("1", "1 worker"), ("2", "2 workers")):
        costs = found[key]
        client, workers, scheduler = (middle(costs, name) for name in ("client", "workers", "scheduler"))
        memory = [
            f"{max(each.peak(place, 1 / 3) for each in costs):.0f} → {max(each.peak(place) for each in costs):.0f}"
            for place in (1, 2)
        ]
        each = (client + workers + scheduler) / files * 1000
        yield (
            f"| {label} | {middle(costs, 'wall'):.1f} | {client:.1f} | {workers:.1f} | {scheduler:.1f} | {each:.1f} | "
            f"{memory[0]} | {memory[1]} |"
        )
    pairs = [one.wall / (2 * two.wall) for one, two in zip(found["1"], found["2"], strict=True)]
    cpu = [one.workers / two.workers for one, two in zip(found["1"], found["2"], strict=True)]
    yield ""
    yield (
        f"Two workers, time of 1 / (2 × time of 2): {statistics.median(pairs):.2f} ({min(pairs):.2f}–{max(pairs):.2f}) by wall "
        f"time on this machine's {os.cpu_count()} cores. Worker's CPU of 1 / of 2: {statistics.median(cpu):.2f}. At a task of "
        f"the time: 1 worker {middle(found['1'], 'busy'):.1%}, 2 workers {middle(found['2'], 'busy'):.1%}."
    )


def on_paper(found: dict[str, list[Cost]], paths: Sequence[Path], machines: int = 100) -> str:
    """Where the time would go on many workers: what the client and the scheduler must do for each file is done by one."""
    many, few = len(paths), FEW
    slope = {
        name: (middle(found["1"], name) - middle(found["few"], name)) / (many - few) * 1000
        for name in ("client", "workers", "scheduler")
    }
    start = middle(found["few"], "client") - slope["client"] * few / 1000
    job = Job(Checking(today=AS_OF), formats=("json",))
    sizes = [len(pickle.dumps(check_one(str(path), job))) / 1024 for path in paths[:20]]
    work = slope["workers"] * many / 1000 / machines
    one = slope["client"] * many / 1000
    return (
        f"On paper, {machines} workers: a file costs a worker {slope['workers']:.1f} ms of CPU, the client {slope['client']:.2f} "
        f"ms, the scheduler {slope['scheduler']:.2f} ms, and its result is {statistics.mean(sizes):.0f} KB; the client starts "
        f"in {start:.1f} s. The workers would need {work:.1f} s, the client {one:.1f} s for taking and writing the results, so "
        f"beyond {slope['workers'] / max(slope['client'], 0.001):.0f} workers it is the client that is waited for."
    )


def main() -> None:
    """Print the tables, or write them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--counties", type=int, default=COUNTIES)
    parser.add_argument("--province", type=int, default=PROVINCE, help="counties that are rolled up; 0: none")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--write", action="store_true")
    wanted = parser.parse_args()
    lines = []
    with tempfile.TemporaryDirectory() as name:
        folder, before = Path(name), time.process_time()
        paths = make_counties(folder / "counties", wanted.counties)
        made = time.process_time() - before
        few = folder / "few"
        few.mkdir()
        for path in paths[:FEW]:
            (few / path.name).symlink_to(path)
        day = ["--as-of", str(AS_OF), "--format", "json", "-o", str(folder / "r.json")]
        found = in_turn(
            ["validate", str(folder / "counties"), *day],
            ["--jobs", "2"],
            wanted.rounds,
            ["validate", str(few), *day],
        )
        command = f"`python benchmarks/national.py --counties {wanted.counties} --province {wanted.province} --rounds {wanted.rounds}`"
        lines += [
            f"{command}, made in {made:.0f} s of CPU. `validate` of {wanted.counties} workbooks of {ITEMS} items, a JSON report:",
            "",
            *table(found, "`--jobs 2`", wanted.counties),
            "",
            on_paper(found, paths),
        ]
        if wanted.province:
            province = folder / "province"
            province.mkdir()
            for path in paths[: wanted.province]:
                (province / path.name).symlink_to(path)
            city = folder / "city.xlsx"
            make_big(city, 6, 4)
            out = ["-o", str(folder / "out.xlsx"), "--as-of", str(AS_OF)]
            rolled = in_turn(["rollup", str(city), str(province), *out], [], wanted.rounds)
            lines += [
                "",
                f"`rollup` of the {wanted.province} counties of a province, {wanted.province * ITEMS} rows in 区县事项:",
                "",
                *table(rolled, "this machine", wanted.province),
            ]
    print("\n".join(lines))
    if wanted.write:
        text = README.read_text(encoding="utf-8")
        head, rest = text.split(BEGIN)
        README.write_text(head + BEGIN + "\n".join(lines) + "\n" + END + rest.split(END)[1], encoding="utf-8")


if __name__ == "__main__":
    main()
