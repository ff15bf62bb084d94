"""How much `duban validate` costs beside only loading the files, and beside other tools on the same files.

    python benchmarks/validate.py [--files 100] [--rounds 3] [--peers PYTHON] [--write]

``PYTHON`` is an interpreter that has the peers: ``pip install -r benchmarks/peers.txt`` in an environment of its own.
``--write`` puts the table into README.md. Passes over all files take turns. Loading is done twice a round: what the two
differ by is the machine's doing.
"""

from __future__ import annotations

import argparse
import io
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from make_returns import AS_OF, make_returns
from measuring import Table, cost_of, in_turn, spread
from python_calamine import CalamineWorkbook
from validate_peers import PEERS

from duban.macros.commands.validate import Job, check_one, validate
from duban.validation.checker import Checking

HOW = Checking(today=AS_OF)
SHAPES = ("list", "ledger", "prose")
ROWS = 120
PEER_FILES = 20
MANY_ROWS = 100_000
PROCESSES = 7
GOALS = {"list": "≤ 2.3", "ledger": "≤ 2.3", "prose": "≤ 3"}
MEMORY = """
import sys
from datetime import date
from duban.macros.commands.validate import Job, check_one
from duban.validation.checker import Checking
job = Job(Checking(today=date(2020, 9, 30)), formats=("json",))
for path in sys.argv[1:]:
    check_one(path, job)
print(next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
COMMAND = """
import sys
from duban.macros.cli import main
try:
    main()
except SystemExit:
    pass
"""


def load(paths: Sequence[Path]) -> None:
    """Only load all sheets of all files."""
    for path in paths:
        book = CalamineWorkbook.from_path(path)
        for number in range(len(book.sheet_names)):
            book.get_sheet_by_index(number).to_python()


def check(paths: Sequence[Path]) -> None:
    """The whole job in this process: every rule, every sentence, JSON."""
    job = Job(HOW, formats=("json",))
    for path in paths:
        check_one(str(path), job)


def check_in_two(paths: Sequence[Path]) -> None:
    """The command's batch in two processes, into one report."""
    validate([str(path) for path in paths], Job(HOW), [("json", io.StringIO())], jobs=2)


def clocked(clock: Callable[[], float], run: Callable[[], None]) -> float:
    """How far a clock moves while something runs."""
    start = clock()
    run()
    return clock() - start


def compared(shape: str, paths: Sequence[Path], rounds: int, table: Table) -> list[float]:
    """Rows of loading, checking and two processes; returns the CPU seconds of checking one file."""
    cpu = partial(clocked, time.process_time)
    wall = partial(clocked, time.perf_counter)
    passes: Mapping[str, Callable[[], float]] = {
        "load": lambda: cpu(lambda: load(paths)),
        "check": lambda: cpu(lambda: check(paths)),
        "load again": lambda: cpu(lambda: load(paths)),
        "load by the clock": lambda: wall(lambda: load(paths)),
        "two": lambda: wall(lambda: check_in_two(paths)),
    }
    check(paths[:2])
    found = in_turn(passes, rounds)
    each = {name: [seconds / len(paths) for seconds in costs] for name, costs in found.items()}
    middle = {name: statistics.median(costs) for name, costs in each.items()}

    def row(what: str, name: str, beside: str, goal: str = "") -> None:
        ratio = f"{middle[name] / middle[beside]:.2f} ×" if beside != name else ""
        table.row(f"{shape}: {what}", spread((1000 * cost for cost in each[name]), 2), ratio, goal)

    row("load with python-calamine", "load", "load")
    row("the same again", "load again", "load")
    row("check and JSON", "check", "load", GOALS[shape.partition(" ")[0]] if shape in GOALS else "≤ 3")
    if len(paths) > 1:
        row("two processes, by the clock", "two", "load by the clock", "≤ 1.3")
    return each["check"]


def said_by(python: str, peer: str, folders: Mapping[str, Path], files: int) -> dict[str, Any]:
    """What a process with a peer says of its files."""
    named = [f"{shape}={folder}" for shape, folder in folders.items()]
    script = str(Path(__file__).with_name("validate_peers.py"))
    command = [python, script, peer, *named, str(files)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return dict(json.loads(said.splitlines()[-1]))


def peers(
    python: str,
    folders: Mapping[str, Path],
    files: int,
    rounds: int,
    checked: Mapping[str, Sequence[float]],
    table: Table,
) -> None:
    """A row for each shape and peer, beside checking."""
    found = in_turn({peer: partial(said_by, python, peer, folders, files) for peer in PEERS}, rounds)
    for shape in folders:
        mine = statistics.median(checked[shape])
        for said in found.values():
            costs = [each[shape][0] / files for each in said]
            beside = f"{statistics.median(costs) / mine:.1f} × check"
            what = f"{shape}: {said[0]['versions']}"
            table.row(what, spread((1000 * cost for cost in costs), 1), beside, "> 1 × check")


def main() -> None:
    """Print the table, and write it where it belongs."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--files", type=int, default=100)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--peers", metavar="PYTHON")
    arguments.add_argument("--write", action="store_true")
    given = arguments.parse_args()
    table = Table("validate", "what", "ms a file: median (min–max)", "beside loading", "goal")
    with tempfile.TemporaryDirectory() as name:
        folders = {shape: Path(name) / shape for shape in SHAPES}
        small = make_returns(Path(name) / "small", "list", 1, 20)[0]
        command = [sys.executable, "-c", COMMAND, "validate", small]
        costs = [cost_of(command) for _ in range(PROCESSES)]
        table.row(
            "one workbook of 20 items, whole process", spread(1000 * cost.cpu for cost in costs), "", ""
        )
        checked = {}
        for shape, folder in folders.items():
            paths = make_returns(folder, shape, given.files, ROWS)
            told = subprocess.run([sys.executable, "-c", MEMORY, *paths], capture_output=True, check=True)
            checked[shape] = compared(shape, paths, given.rounds, table)
            table.row(
                f"{shape}: peak memory of a process", f"{int(told.stdout) / 1024:.0f} MB", "", "< 40 MB"
            )
        large = make_returns(Path(name) / "large", "list", 1, MANY_ROWS)
        compared(f"one list of {MANY_ROWS:,} rows", large, given.rounds, table)
        if given.peers:
            few = min(PEER_FILES, given.files)
            peers(str(Path(given.peers).absolute()), folders, few, given.rounds, checked, table)
    table.close(given.write)


if __name__ == "__main__":
    main()
