"""What all benchmarks share: what a process costs, how much the machine moves meanwhile, the table in README.md.

Figures are CPU seconds of user and system with those of child processes, for the machine may be shared. A process inherits
the peak of the memory of the one that starts it, so a benchmark starts its processes before it does anything large itself.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple, TypeVar

README = Path(__file__).with_name("README.md")
PACKAGES = ("pandas", "lxml", "XlsxWriter", "python-calamine")
OFFICE = "soffice"
TIMES = 5
"""How often the machine is measured before a benchmark, and after it."""
_ALWAYS_THE_SAME = (sys.executable, "-S", "-c", "sum(n * n for n in range(2_000_000))")

Found = TypeVar("Found")


class Cost(NamedTuple):
    """CPU seconds, and the peak memory in MB of the largest process."""

    cpu: float
    peak: float


def cost_of(command: Sequence[str | Path], state: Path | None = None) -> Cost:
    """What a command costs as a process of its own. ``state`` is the folder in which the program keeps what it knows from
    run to run. Raises SystemExit where the command fails."""
    words = [str(word) for word in command]
    process = subprocess.Popen(
        words,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=None if state is None else keeping_in(state),
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"failed with {process.returncode}: {words}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def keeping_in(state: Path) -> dict[str, str]:
    """The environment of a program that keeps its log and its runs in this folder, not in whoever's home."""
    return {**os.environ, "LOCALAPPDATA": str(state)}


def in_turn(measures: Mapping[str, Callable[[], Found]], rounds: int) -> dict[str, list[Found]]:
    """What each finds, ``rounds`` times, in turn, so that the machine's moods fall on all of them."""
    found: dict[str, list[Found]] = {name: [] for name in measures}
    for _ in range(rounds):
        for name, measure in measures.items():
            found[name].append(measure())
    return found


def spread(values: Iterable[float], digits: int = 2) -> str:
    """The median, and from where to where: ``1.24 (1.20–1.31)``; a single value alone."""
    told = sorted(values)
    middle = f"{statistics.median(told):.{digits}f}"
    return middle if len(told) == 1 else f"{middle} ({told[0]:.{digits}f}–{told[-1]:.{digits}f})"


def versions() -> str:
    """What the figures were made with."""
    named = [f"CPython {platform.python_version()}", *(f"{name} {version(name)}" for name in PACKAGES)]
    if shutil.which(OFFICE):
        said = subprocess.run([OFFICE, "--version"], capture_output=True, text=True, check=True).stdout
        named.append(" ".join(said.split()[:2]))
    return f"{', '.join(named)}; {platform.system()} {platform.machine()}, {os.cpu_count()} cores"


class Table:
    """The table of one benchmark: each row is printed when it is known, the whole goes into README.md."""

    def __init__(self, name: str, *columns: str) -> None:
        self.name, self.lines = name, [_line(columns), _line(["---"] * len(columns))]
        self._before = _same()
        print(*self.lines, sep="\n", flush=True)

    def row(self, *cells: object) -> None:
        """Add a row."""
        self.lines.append(_line(cells))
        print(self.lines[-1], flush=True)

    def close(self, write: bool) -> None:
        """Print what the machine is and how much it moved; with ``write`` all goes between the table's marks."""
        before, after = self._before, _same()
        moved = statistics.median(after) / statistics.median(before) - 1
        noise = f"{spread(before)} before, {spread(after)} after ({moved:+.0%})"
        told = f"{versions()}. One fixed sum, {TIMES} processes, CPU s: {noise}."
        print(f"\n{told}", flush=True)
        if write:
            write_between_marks(README, self.name, "\n".join([*self.lines, "", told]))


def write_between_marks(path: Path, name: str, text: str) -> None:
    """Put ``text`` between ``<!-- name -->`` and ``<!-- /name -->``. Raises SystemExit where the marks are not there once."""
    begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
    old = path.read_text(encoding="utf-8")
    new, found = re.subn(f"(?s){re.escape(begin)}.*?{re.escape(end)}", lambda _: f"{begin}{text}\n{end}", old)
    if found != 1:
        raise SystemExit(f"{path.name} has the marks of {name} {found} times")
    path.write_text(new, encoding="utf-8")


def _same() -> list[float]:
    return [cost_of(_ALWAYS_THE_SAME).cpu for _ in range(TIMES)]


def _line(cells: Iterable[object]) -> str:
    return f"| {' | '.join(map(str, cells))} |"
