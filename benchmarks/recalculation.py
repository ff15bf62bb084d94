"""What typing one progress costs in LibreOffice: ``python benchmarks/recalculation.py [--sizes 200x5] [--write]``.

A workbook is built, opened without a window, and one 完成进度 of 具体项目台账 after the other is typed. Counted is until
all that depends on it is computed: the CPU of LibreOffice's processes, and wall time; of this, how long until the figure of
the item and the first page of the bulletin can be read. LibreOffice computes what nobody looks at when it is idle.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from measuring import Table, cost_of, spread

SIZES = ("200x5", "2000x5")
SECONDS = ("cpu", "wall", "seen")
"""Until all is computed, and until one sees the item's figure and the bulletin's first page."""
HERE = Path(__file__).resolve().parent
BRIDGE = "/usr/bin/python3"
"""The Python that LibreOffice's bridge belongs to."""


def built(size: str, python: str, folder: Path) -> Path:
    """A built workbook of this size."""
    source, made = folder / f"{size}.xlsx", folder / f"{size} built.xlsx"
    cost_of([sys.executable, HERE / "make_big.py", *size.split("x"), source])
    command = (python, "-m", "duban.macros.cli", "build", source, "-o", made)
    cost_of([*command, "--accept-suggestions", "--as-of", "2020-09-30"], folder / "state")
    return made


def typed(book: Path, folder: Path, cells: int) -> dict[str, Any]:
    """What ``type_in_libreoffice.py`` tells of this workbook. Raises SystemExit where it fails."""
    command = [BRIDGE, HERE / "type_in_libreoffice.py", folder / "profile", book, str(cells)]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def main() -> None:
    """Print one row per size, then how the last compares to the first."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sizes", nargs="+", default=SIZES, metavar="ITEMSxMEASURES")
    arguments.add_argument("--cells", type=int, default=5)
    arguments.add_argument("--python", default=sys.executable, help="the environment whose duban builds")
    arguments.add_argument("--write", action="store_true", help="write the table into README.md")
    given = arguments.parse_args()
    columns = ("cells", "CPU s, all: median (min–max)", "wall s, all", "wall s, seen", "wall s, opening")
    table = Table("recalculation", "items × measures", "formulas", *columns)
    middles = []
    with tempfile.TemporaryDirectory() as name:
        for size in given.sizes:
            told = typed(built(size, given.python, Path(name)), Path(name), given.cells)
            middles.append([statistics.median(told[each]) for each in SECONDS])
            shown = (spread(told[each]) for each in SECONDS)
            table.row(
                size.replace("x", " × "),
                f"{told['formulas']:,}",
                len(told["cpu"]),
                *shown,
                f"{told['opened']:.1f}",
            )
    if len(middles) > 1:
        ratios = (last / max(first, 0.001) for first, last in zip(middles[0], middles[-1], strict=True))
        table.row("the last ÷ the first", "", "", *(f"{ratio:.1f}" for ratio in ratios), "")
    table.close(given.write)


if __name__ == "__main__":
    main()
