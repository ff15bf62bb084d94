"""What a click on 全部生成 costs in the sample workbook: ``python benchmarks/button.py [--runs 5] [--write]``.

Each run is a process of its own, as Excel starts one. Excel itself is the model of it that the tests have: what the model
does while it is written to is part of a click, so that is told apart. Opening the workbook in the model is not counted.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from measuring import Table, spread

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "examples" / "齐鲁化工区.xlsx"
ROWS = {
    "start": "the interpreter starts",
    "imports": "`import duban.macros.ribbon`",
    "first": "first click: read, plan, write",
    "first writing": "… of this, writing into the model of Excel",
    "warm": "second click in the same process, on the workbook as it was",
    "warm writing": "… of this, writing into the model of Excel",
}
SUMS = {
    "click to result in a new process": ("start", "imports", "first"),
    "… without the writing": ("start", "imports", "first", "-first writing"),
    "click to result in a process that is warm": ("warm",),
    "… without the writing (warm)": ("warm", "-warm writing"),
}


def inside() -> dict[str, float]:
    """CPU seconds of each step, in this process."""
    cpu = time.process_time
    told = {"start": cpu()}
    from duban.macros import ribbon

    told["imports"] = cpu() - told["start"]
    sys.path.insert(0, str(ROOT / "tests" / "support"))
    from fake_windows import open_windows
    from live_model import LiveModel
    from xlwings import App

    from duban.workbook.live import write_excel

    said: list[str] = []
    application: Any = App
    application.alert = lambda self, prompt, title=None, **_: said.append(prompt)
    writing = _counted(write_excel, "apply_live")
    vars(ribbon).update({name: write_excel.apply_live for name in ("apply_live",) if name in vars(ribbon)})
    for click in ("first", "warm"):
        model = LiveModel.of_file(SAMPLE)
        sheets = len(model.sheet_names)
        book = open_windows(model)
        writing.clear()
        begun = cpu()
        ribbon.build(book)
        told[click], told[f"{click} writing"] = cpu() - begun, sum(writing)
        if len(said) != 1 or not writing or len(model.sheet_names) == sheets:
            raise SystemExit(f"the click made nothing: {said}")
        said.clear()
    return told


def _counted(module: Any, name: str) -> list[float]:
    """Count the CPU seconds of each call of a function from here on."""
    seconds: list[float] = []
    function: Callable[..., Any] = getattr(module, name)

    def counting(*given: Any, **named: Any) -> Any:
        begun = time.process_time()
        try:
            return function(*given, **named)
        finally:
            seconds.append(time.process_time() - begun)

    setattr(module, name, counting)
    return seconds


def main() -> None:
    """Print one row per step, then what whoever clicks waits for."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--write", action="store_true", help="write the table into README.md")
    arguments.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.inside:
        print(json.dumps(inside()))
        return
    table = Table("button", "step", "CPU s: median (min–max)")
    runs = []
    for _ in range(given.runs):
        done = subprocess.run([sys.executable, __file__, "--inside"], capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(done.stderr)
        runs.append(json.loads(done.stdout))
    for step, told in ROWS.items():
        table.row(told, spread(run[step] for run in runs))
    for told, steps in SUMS.items():
        sums = [sum(-run[s[1:]] if s.startswith("-") else run[s] for s in steps) for run in runs]
        table.row(f"**{told}**", spread(sums))
    table.close(given.write)


if __name__ == "__main__":
    main()
