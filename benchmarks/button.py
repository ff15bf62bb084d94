"""What a click on 全部生成 costs in the sample workbook: ``python benchmarks/button.py [--runs 5] [--write]``.

Each run is a process of its own, as Excel starts one. Excel itself is the model of it that the tests have; what the model
does for a click, a sampling clock tells apart. Opening a workbook in the model is not counted.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from measuring import Table, cost_of, keeping_in, spread

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "examples" / "齐鲁化工区.xlsx"
MODEL = ("fake_windows.py", "live_model.py")
EVERY = 0.004
"""CPU seconds from one sample to the next."""
CLICKS = {
    "first": "first click in a process",
    "warm": "second click in the same process, on the workbook as it was",
    "again": "third click, on the workbook as `duban build` made it",
}


class Samples:
    """Where a process is, looked at regularly: how often at all, and how often in the model of Excel."""

    def __init__(self) -> None:
        self.all = self.model = 0

    def __call__(self, signal_: int, frame: FrameType | None) -> None:
        self.all += 1
        while frame is not None:
            if frame.f_code.co_filename.endswith(MODEL):
                self.model += 1
                return
            frame = frame.f_back

    @property
    def share(self) -> float:
        return self.model / max(self.all, 1)


@contextmanager
def sampled() -> Iterator[Samples]:
    """Look where the process is while the block runs."""
    samples = Samples()
    signal.signal(signal.SIGPROF, samples)
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
    try:
        yield samples
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def inside(built: Path) -> dict[str, float]:
    """CPU seconds of each step, in this process; of a click also those without the model."""
    cpu = time.process_time
    told = {"start": cpu()}
    from duban.macros import ribbon

    told["imports"] = cpu() - told["start"]
    sys.path.insert(0, str(ROOT / "tests" / "support"))
    from fake_windows import open_windows
    from live_model import LiveModel
    from xlwings import App

    said: list[str] = []
    application: Any = App
    application.alert = lambda self, prompt, title=None, **_: said.append(prompt)
    for click, path in zip(CLICKS, (SAMPLE, SAMPLE, built), strict=True):
        model = LiveModel.of_file(path)
        sheets = len(model.sheet_names)
        book = open_windows(model)
        with sampled() as samples:
            begun = cpu()
            ribbon.build(book)
            told[click] = cpu() - begun
        told[f"{click} alone"] = told[click] * (1 - samples.share)
        made = len(model.sheet_names) > sheets
        if len(said) != 1 or made is (path == built):
            raise SystemExit(f"the {click} click: {said}")
        said.clear()
    return told


def measured(runs: int) -> list[dict[str, float]]:
    """What ``inside`` tells, run for run."""
    found = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        built = folder / "built.xlsx"
        cost_of([sys.executable, "-m", "duban.macros.cli", "build", SAMPLE, "-o", built], folder)
        command = [sys.executable, __file__, "--inside", str(built)]
        for _ in range(runs):
            done = subprocess.run(command, capture_output=True, text=True, env=keeping_in(folder))
            if done.returncode:
                raise SystemExit(done.stderr)
            found.append(json.loads(done.stdout))
    return found


def main() -> None:
    """Print one row per step, then what whoever clicks waits for."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--write", action="store_true", help="write the table into README.md")
    arguments.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.inside:
        print(json.dumps(inside(given.inside)))
        return
    table = Table("button", "step", "CPU s: median (min–max)", "without the model of Excel")
    runs = measured(given.runs)

    def row(told: str, steps: tuple[str, ...], alone: tuple[str, ...] = ()) -> None:
        seconds = (
            spread(sum(run[step] for step in each) for run in runs) for each in (steps, alone or steps)
        )
        table.row(told, *seconds)

    row("the interpreter starts", ("start",))
    row("`import duban.macros.ribbon`", ("imports",))
    for click, told in CLICKS.items():
        row(told, (click,), (f"{click} alone",))
    row(
        "**the first three: click to result in a new process**",
        ("start", "imports", "first"),
        ("start", "imports", "first alone"),
    )
    table.close(given.write)


if __name__ == "__main__":
    main()
