"""How much `duban validate` costs beside only loading the files, and beside other tools on the same files.

    python benchmarks/validate.py [--files 300] [--rounds 5] [--frictionless PYTHON]

Passes over all files take turns (A B C, A B C …), so that a noisy neighbour slows all of them; shown is the
median with the smallest and the largest. ``PYTHON`` is an interpreter that has frictionless[excel], which is
no dependency of this project; pandera is. Ratios are what to look at: seconds differ with the machine.
"""

from __future__ import annotations

import argparse
import io
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from make_returns import AS_OF, make_returns
from python_calamine import CalamineWorkbook

from duban.macros.commands.validate import Job, validate
from duban.validation.checker import Checking, check_file
from duban.validation.mend.annotate import annotate_file

HOW = Checking(today=AS_OF)
PEER_FILES = 20
MANY_ROWS = 100_000
PROCESSES = 10
MEMORY = """
import resource, sys
from datetime import date
from duban.macros.commands.validate import Job, validate
from duban.validation.checker import Checking
from os import devnull
with open(devnull, "w", encoding="utf-8") as out:
    validate(sys.argv[1:], Job(Checking(today=date(2020, 9, 30))), [("json", out)])
own = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
"""
FRICTIONLESS = """
import sys, time, warnings
warnings.simplefilter("ignore")
from frictionless import Dialect, Resource, Schema, formats
required, share = {"required": True}, {"minimum": 0, "maximum": 1}
tidy = {"pattern": r"[^\\s\\uff10-\\uff19,;?!-][^\\uff10-\\uff19,;?!]*"}
fields = [
    ("序号", "integer", required), ("事项名称", "string", required | tidy), ("改革攻坚目标", "string", required | tidy),
    ("改革针对的突出问题", "string", tidy), ("改革的具体项目", "string", required | tidy),
    ("牵头领导", "string", required | tidy), ("牵头单位及负责人", "string", required | tidy),
    ("备注", "string", tidy), ("开始日期", "date", {}), ("完成时限", "date", {}), ("完成进度", "number", share),
]
descriptor = {"fields": [{"name": n, "type": t, "constraints": c} for n, t, c in fields]}
def check(path):
    dialect = Dialect(header_rows=[3], controls=[formats.ExcelControl(sheet="任务清单")])
    resource = Resource(path=path, dialect=dialect, schema=Schema.from_descriptor(descriptor))
    return sum(len(task.errors) for task in resource.validate().tasks)
import os
os.chdir(sys.argv[1])
check(sys.argv[2])
start = time.perf_counter()
found = sum(map(check, sys.argv[2:]))
print(time.perf_counter() - start, found)
"""


def load(paths: Sequence[Path]) -> None:
    """Only load all sheets of all files."""
    for path in paths:
        book = CalamineWorkbook.from_path(path)
        for number in range(len(book.sheet_names)):
            book.get_sheet_by_index(number).to_python()


def check(paths: Sequence[Path], jobs: int = 1) -> None:
    """The whole job: check all files and write one JSON report."""
    validate([str(path) for path in paths], Job(HOW), [("json", io.StringIO())], jobs=jobs)


def pandera(paths: Sequence[Path]) -> None:
    """pandas and a pandera schema with comparable checks, for lists."""
    import pandas as pd
    import pandera.pandas as pa

    def text(required: bool) -> pa.Column:
        tidy = pa.Check.str_matches(r"[^\s０-９,;?!-][^０-９,;?!]*$")
        return pa.Column(str, [tidy], nullable=not required, required=False)

    def real_date(values: Any) -> Any:
        return values.map(lambda value: not isinstance(value, str))

    schema = pa.DataFrameSchema(
        {
            "序号": pa.Column(float, unique=True, coerce=True),
            "事项名称": text(True),
            "改革攻坚目标": text(True),
            "改革针对的突出问题": text(False),
            "改革的具体项目": text(True),
            "牵头领导": text(True),
            "牵头单位及负责人": text(True),
            "备注": text(False),
            "开始日期": pa.Column(object, pa.Check(real_date)),
            "完成时限": pa.Column(object, pa.Check(real_date)),
            "完成进度": pa.Column(float, pa.Check.in_range(0, 1), coerce=True),
        }
    )
    for path in paths:
        frame = pd.read_excel(path, sheet_name="任务清单", header=2, engine="calamine")
        frame[["开始日期", "完成时限"]] = frame[["开始日期", "完成时限"]].astype(object)
        try:
            schema.validate(frame, lazy=True)
        except pa.errors.SchemaErrors as error:
            len(error.failure_cases)


def in_turn(passes: Mapping[str, Callable[[], None]], rounds: int) -> dict[str, list[float]]:
    """Seconds of each pass, by name, in rounds that run all of them."""
    seconds: dict[str, list[float]] = {name: [] for name in passes}
    for turn in range(rounds + 1):
        for name, run in passes.items():
            start = time.perf_counter()
            run()
            if turn:  # the first round warms up
                seconds[name].append(time.perf_counter() - start)
    return seconds


def row(what: str, seconds: Sequence[float], beside: float | None, goal: str = "", each: int = 1) -> float:
    """Print one row of the table; milliseconds, for each of ``each`` files. Returns the median in seconds."""
    middle = statistics.median(seconds)
    low, half, high = (1000 * value / each for value in (min(seconds), middle, max(seconds)))
    ratio = "" if beside is None else f"{middle / beside:.2f} ×"
    print(f"| {what} | {half:.2f} ({low:.2f}–{high:.2f}) | {ratio} | {goal} |", flush=True)
    return middle


def whole_process(arguments: Sequence[str]) -> list[float]:
    """Seconds of whole processes, interpreter start included."""
    seconds = []
    for _ in range(PROCESSES + 1):
        start = time.perf_counter()
        subprocess.run(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        seconds.append(time.perf_counter() - start)
    return seconds[1:]


def batch(shape: str, paths: list[Path], rounds: int, frictionless: str | None) -> None:
    """One shape: load, check, check in two processes, and for lists the peers."""
    count = len(paths)
    passes = {"load": lambda: load(paths), "check": lambda: check(paths), "two": lambda: check(paths, 2)}
    seconds = in_turn(passes, rounds)
    loaded = row(f"{shape}: load with calamine", seconds["load"], None, each=count)
    checked = row(f"{shape}: check and JSON", seconds["check"], loaded, "≤ 1.5, floor 2", each=count)
    row(f"{shape}: the same, two processes", seconds["two"], loaded, "≤ 1.0", each=count)
    if shape != "list":
        return
    few = paths[:PEER_FILES]
    mine = checked / count
    peer = in_turn({"pandera": lambda: pandera(few)}, 2)["pandera"]
    half = statistics.median(peer) / len(few)
    row(f"pandas and pandera, {len(few)} files", peer, None, f"{half / mine:.0f} × of check (30)", len(few))
    if frictionless:
        command = [frictionless, "-c", FRICTIONLESS, str(few[0].parent), *(path.name for path in few)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
        spent = float(said[0])
        goal = f"{spent / len(few) / mine:.0f} × of check (30)"
        row(f"frictionless, {len(few)} files, {said[1]} errors", [spent], None, goal, len(few))


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--files", type=int, default=300)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--frictionless", metavar="PYTHON")
    given = arguments.parse_args()
    print("| what | ms each: median (min–max) | beside loading | goal |")
    print("| --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for shape in ("list", "ledger"):
            paths = make_returns(folder / shape, shape, given.files, 120)
            batch(shape, paths, given.rounds, given.frictionless)
            memory = subprocess.run(
                [sys.executable, "-c", MEMORY, *map(str, paths)], capture_output=True, text=True, check=True
            )
            peak = int(memory.stdout.split()[-1]) / 1024
            print(f"| {shape}: peak memory of a process | {peak:.0f} MB | | < 40 MB |")
            reports = [check_file(str(path), HOW) for path in paths]
            copies = folder / f"{shape} copies"
            copied = in_turn({"copy": lambda r=reports, c=copies: [annotate_file(x, c) for x in r]}, 2)[
                "copy"
            ]
            row(f"{shape}: annotated copy", copied, None, "< 15", len(paths))
        large = make_returns(folder / "large", "list", 1, MANY_ROWS)
        seconds = in_turn({"load": lambda: load(large), "check": lambda: check(large)}, 3)
        loaded = row(f"{MANY_ROWS:,} rows: load", seconds["load"], None)
        row(f"{MANY_ROWS:,} rows: check and JSON", seconds["check"], loaded, "≤ 1.6")
        small = make_returns(folder / "small", "list", 1, 20)[0]
        duban = str(Path(sys.executable).with_name("duban"))
        row(
            "`duban validate one.xlsx`, 20 items, from the shell",
            whole_process([duban, "validate", str(small)]),
            None,
            "< 150",
        )
        row("`duban --help`", whole_process([duban, "--help"]), None, "< 100")


if __name__ == "__main__":
    main()
