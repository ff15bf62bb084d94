"""The fuzz: mutants of workbooks through every door, in workers of bounded memory and time.

``python tests/fuzz/fuzz.py --n 10000 --seed S`` prints what came of them; the exit code is 1 where something failed.
``--only S-17`` makes one mutant again, ``--keep DIR`` keeps the mutants that failed.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

import capped
from capped import Done, Tell, Worker
from fuzz_doors import DOORS, Case, Door, Seen, disagreements, doors_of, through
from mutants import Mutant, mutant

SECONDS = 30.0
"""The longest that one door may take with one mutant; a sound one takes about half a second."""


class Result(NamedTuple):
    """What came of one mutant at its doors."""

    mutant: Mutant
    seen: tuple[Seen, ...]
    peak: int = 0


def judge(
    made: Mutant, number: int, doors: Sequence[Door], tell: Tell = lambda step: None
) -> tuple[Seen, ...]:
    """One mutant through some doors, in this process."""
    seen = []
    for door in doors:
        tell(door.__name__.removesuffix("_door"))
        with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
            place = Path(folder) / f"清单{made.suffix}"
            seen.append(through(door, Case(place, made.data, number)))
    return (*seen, *disagreements(seen))


def work(task: tuple[int, int], tell: Tell, doors: tuple[Door, ...] = DOORS) -> tuple[Seen, ...]:
    """Make the mutant of a seed and number, and take it through its doors."""
    seed, number = task
    return judge(mutant(seed, number), number, doors_of(number, doors), tell)


def worker(doors: tuple[Door, ...] = DOORS, seconds: float = SECONDS) -> Worker:
    """One worker for mutants."""
    return Worker(partial(work, doors=doors), seconds)


def result(done: Done) -> Result:
    """A task that is done, with its mutant; a lost worker is a failure at the door where it was."""
    seen = done.result or (Seen(done.lost[1], done.lost[0], f"at {done.lost[1]}"),)
    return Result(mutant(*done.task), seen, done.peak)


def run(seed: int, numbers: Iterable[int], jobs: int, seconds: float = SECONDS) -> Iterator[Result]:
    """Mutants through the doors by several workers."""
    yield from map(result, capped.run(work, ((seed, number) for number in numbers), jobs, seconds))


@dataclass
class Tally:
    """What came of a run: counts by door and outcome, and each distinct failure with its mutants."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    failures: dict[tuple[str, str, str], list[tuple[Mutant, Seen]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    mutants: int = 0
    peak: int = 0

    def add(self, result: Result) -> None:
        """Count one mutant."""
        self.mutants += 1
        self.peak = max(self.peak, result.peak)
        for seen in result.seen:
            self.counts[seen.door, seen.kind if seen.kind != "stop" else f"stop {seen.what}"] += 1
            if seen.failed:
                self.failures[seen.kind, seen.door, seen.what].append((result.mutant, seen))

    def lines(self, most: int = 5) -> Iterator[str]:
        """The report."""
        for door in dict.fromkeys(door for door, _ in self.counts):
            here = Counter({kind: n for (name, kind), n in self.counts.items() if name == door})
            yield f"{door:9} " + ", ".join(f"{kind} {n}" for kind, n in here.most_common())
        failed = {made.name for found in self.failures.values() for made, _ in found}
        yield f"{self.mutants} mutants, {len(failed)} failed in {len(self.failures)} ways, {self.peak} MB at most"
        for (kind, door, what), found in sorted(self.failures.items(), key=lambda each: -len(each[1])):
            yield f"\n{len(found)} × {kind} [{door}] {what}"
            for place, (made, seen) in enumerate(found[:most]):
                yield f"    {made.name} {' | '.join(made.what)}"
                if not place:
                    yield from (f"        {line}" for line in seen.more.strip().splitlines()[-12:])


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--n", type=int, default=300, help="mutants (default: 300)")
    parser.add_argument("--seed", type=int, default=1, help="default: 1")
    parser.add_argument("--start", type=int, default=0, help="number of the first mutant")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="workers (default: one a core)")
    parser.add_argument(
        "--seconds", type=float, default=SECONDS, help=f"most for one door (default: {SECONDS:g})"
    )
    parser.add_argument("--only", help="one mutant again, by its name SEED-NUMBER")
    parser.add_argument("--keep", type=Path, help="a folder for the mutants that failed")
    args = parser.parse_args(arguments)
    seed, numbers = args.seed, range(args.start, args.start + args.n)
    if args.only:
        seed, number = map(int, args.only.split("-"))
        numbers = range(number, number + 1)
    tally = Tally()
    with suppress(KeyboardInterrupt):  # a long run that is broken off says what it has seen
        for each in run(seed, numbers, args.jobs, args.seconds):
            tally.add(each)
            if args.only:
                print("\n".join(f"{seen.door}: {seen.kind} {seen.what}\n{seen.more}" for seen in each.seen))
            if args.keep and (args.only or any(seen.failed for seen in each.seen)):
                args.keep.mkdir(parents=True, exist_ok=True)
                (args.keep / f"{each.mutant.name}{each.mutant.suffix}").write_bytes(each.mutant.data)
            if sys.stderr.isatty():
                print(f"\r{tally.mutants}", end="", file=sys.stderr)
    print("\n".join(tally.lines()))
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
