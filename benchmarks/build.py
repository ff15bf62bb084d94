"""How much `duban build` costs: CPU seconds and peak memory of whole processes.

    python benchmarks/build.py [--sizes 6x4 120x5] [--runs 3] [--beside PYTHON] [--write]

``--beside`` names the interpreter of another environment, an older checkout say: it does the same in turn.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from measuring import Cost, Table, cost_of, in_turn, spread

MAKE_BIG = Path(__file__).with_name("make_big.py")
SIZES = ("6x4", "120x5", "2000x5")
TYPE = """
import sys
from pathlib import Path
from duban.workbook.file.write_xlsx import apply
from duban.workbook.format.names import LEDGER
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.plan.plans import BookPlan, EditCell, SheetEdit
source, target = map(Path, sys.argv[1:])
column = FORMATS[LEDGER].names.index("完成进度") + 1
typed = SheetEdit(LEDGER, {(3, column): EditCell(0.5)})
target.write_bytes(apply(source.read_bytes(), BookPlan(edits=(typed,))))
"""
"""Types one progress and leaves every other byte, generated sheets with their digests among them, as it is."""


@dataclass(frozen=True)
class Builds:
    """The runs that are measured, by one interpreter in a folder of its own."""

    python: str
    source: Path
    folder: Path

    @property
    def built(self) -> Path:
        return self.folder / "built.xlsx"

    def runs(self) -> Mapping[str, Callable[[], Cost]]:
        """What is measured, in the order in which one needs the other."""
        return {
            "first": self.first,
            "again, the run kept": lambda: self.again("kept"),
            "again, nothing kept": lambda: self.again("new"),
            "new date": lambda: self.later(self.built, "2020-10-31"),
            "one progress typed": lambda: self.later(self.typed(), "2020-09-30"),
        }

    def first(self) -> Cost:
        self.built.unlink(missing_ok=True)
        return self._build(self.source, "2020-09-30", "-o", self.built, state="kept")

    def again(self, state: str) -> Cost:
        """Finds that nothing has changed; ``kept`` knows the runs before, of ``new`` nothing is known."""
        before = self.built.read_bytes()
        shutil.rmtree(self.folder / "new", ignore_errors=True)
        cost = self._build(self.built, "2020-09-30", state=state)
        if self.built.read_bytes() != before:
            raise SystemExit(f"{self.built} was to stay as it is")
        return cost

    def later(self, book: Path, date: str) -> Cost:
        """A built workbook for a day, into another file."""
        made = self.folder / "later.xlsx"
        made.unlink(missing_ok=True)
        cost = self._build(book, date, "-o", made, state="new")
        if not made.exists():
            raise SystemExit(f"nothing was made of {book}")
        return cost

    def typed(self) -> Path:
        path = self.folder / "typed.xlsx"
        if not path.exists():
            cost_of([self.python, "-c", TYPE, self.built, path])
        return path

    def _build(self, book: Path, date: str, *more: str | Path, state: str) -> Cost:
        command = (self.python, "-m", "duban.macros.cli", "build", book, *more)
        return cost_of([*command, "--accept-suggestions", "--as-of", date], self.folder / state)


def measure(size: str, runs: int, pythons: Mapping[str, str], table: Table, folder: Path) -> None:
    """The rows of one size."""
    source = folder / f"{size}.xlsx"
    cost_of([sys.executable, MAKE_BIG, *size.split("x"), source])
    each = {}
    for who, python in pythons.items():
        (folder / size / who).mkdir(parents=True)
        each[who] = Builds(python, source, folder / size / who).runs()
    for run in each["now"]:
        found = in_turn({who: each[who][run] for who in pythons}, runs)
        cells = [size.replace("x", " × "), run]
        for costs in found.values():
            cells += [spread(cost.cpu for cost in costs), f"{max(cost.peak for cost in costs):.0f}"]
        if "beside" in found:
            now, beside = (statistics.median(cost.cpu for cost in found[who]) for who in ("now", "beside"))
            cells.append(f"{now / beside:.2f}")
        table.row(*cells)


def main() -> None:
    """Print one row per size and run."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sizes", nargs="+", default=SIZES, metavar="ITEMSxMEASURES")
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--beside", metavar="PYTHON")
    arguments.add_argument("--write", action="store_true", help="write the table into README.md")
    given = arguments.parse_args()
    if given.beside and given.write:
        arguments.error("the page tells of one version only: --beside prints")
    columns = ["items × measures", "run", "CPU s: median (min–max)", "peak MB"]
    pythons = {"now": sys.executable}
    if given.beside:
        columns += ["CPU s beside", "peak MB beside", "now ÷ beside"]
        pythons["beside"] = given.beside
    table = Table("build", *columns)
    with tempfile.TemporaryDirectory() as name:
        for size in given.sizes:
            measure(size, given.runs, pythons, table, Path(name))
    table.close(given.write)


if __name__ == "__main__":
    main()
