"""How much `duban build` costs: CPU seconds and peak memory of whole processes.

    python benchmarks/build.py

Each case runs three times; the median is shown, with the smallest and the largest for the noise.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from make_big import make_big

RUNS = 3
CASES = ((6, 4), (120, 5), (2000, 5))
DUBAN = (sys.executable, "-m", "duban.macros.cli", "build")


def cost(arguments: list[str]) -> tuple[float, float]:
    """CPU seconds (user and system) and peak memory in MB of one run."""
    process = subprocess.Popen([*DUBAN, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"failed: {arguments}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    """Print one row per case: a first build, a second one that finds nothing to do, one for another day."""
    print("| items × measures | run | CPU s: median (min–max) | peak MB |")
    print("| --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as name:
        for items, measures in CASES:
            source, out = Path(name) / "list.xlsx", Path(name) / "out.xlsx"
            make_big(source, items, measures)
            later = Path(name) / "later.xlsx"
            common, date = ["--accept-suggestions", "--as-of"], "2020-09-30"
            for label, arguments in (
                ("first", [str(source), "-o", str(out), *common, date]),
                ("again", [str(out), *common, date]),
                ("new date", [str(out), "-o", str(later), *common, "2020-10-31"]),
            ):
                costs = []
                for _ in range(RUNS):
                    for made in [out, later] if label == "first" else [later]:
                        made.unlink(missing_ok=True)
                    costs.append(cost(arguments))
                seconds = [cpu for cpu, _ in costs]
                spread = f"{statistics.median(seconds):.2f} ({min(seconds):.2f}–{max(seconds):.2f})"
                print(
                    f"| {items} × {measures} | {label} | {spread} | {max(mb for _, mb in costs):.0f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
