"""Split and collect of a large list: ``python benchmarks/returns.py [--units 400] [--measures 30] [--write]``.

``split`` is a whole process; ``collect`` is counted up to where the build begins that it ends with, and the first build of
the list stands beside both as the measure of the machine.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import openpyxl
import xlsxwriter
from measuring import Table, cost_of, keeping_in

from duban.workbook.format.sheets.task_list import STAFF_COLUMNS

DUBAN = (sys.executable, "-m", "duban.macros.cli")
SELF = (sys.executable, __file__)
STAGES = {
    "imports": "the process starts",
    "files": "the returns are read",
    "workbook": "the workbook is read",
    "understood": "what they answer is understood",
    "merged": "it is merged with the ledger",
    "sheet": "回收情况",
    "record": "发出记录",
}


def make_list(path: Path, units: int, measures: int) -> None:
    """A list with one item a unit."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("任务清单")
        sheet.write_row(0, 0, STAFF_COLUMNS)
        for n in range(1, units + 1):
            lines = "\n".join(
                f"{m}、推行第{n}项第{m}条帮办代办，建立评价办法" for m in range(1, measures + 1)
            )
            sheet.write_row(n, 0, (n, f"事项{n}改革攻坚", "", "1、底数不清", lines, "李明", f"第{n}办公室"))


def fill(sent: Path, back: Path) -> None:
    """Progress and a sentence in every row of every return."""
    back.mkdir()
    for path in sent.iterdir():
        book = openpyxl.load_workbook(path)
        rows = list(book.active.iter_rows())
        head = next(row for row in rows if any(cell.value == "措施键" for cell in row))
        at = {cell.value: place for place, cell in enumerate(head)}
        for row in rows[head[0].row :]:
            if row[at["措施键"]].value is not None:
                row[at["完成进度"]].value = 0.5
                row[at["进展情况"]].value = f"第{row[at['措施序号']].value}条已完成大部分"
        book.save(back / path.name)


def cpu() -> float:
    """Seconds of this process and its children so far."""
    mine, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return mine.ru_utime + mine.ru_stime + theirs.ru_utime + theirs.ru_stime


def collect(book: Path, back: Path) -> None:
    """What ``collect`` does before its build, stage by stage."""
    from duban.macros.commands import collect as command
    from duban.macros.commands.read_returns import read_returns_of
    from duban.macros.commands.returns_of_run import Answered, merged
    from duban.macros.figures.understood import RunOptions, settle
    from duban.macros.generated_sheets.returns_sheet import returns_sheet
    from duban.macros.returns.record import read_returns, returns_cells
    from duban.macros.returns.stand import Stand
    from duban.workbook.reading.grid import GridBook
    from duban.workbook.reading.tables import read_tables

    marks = {"imports": cpu()}
    found, _ = read_returns_of([str(back)], [book], apart=False)
    marks["files"] = cpu()
    tables = settle(read_tables(GridBook(book)), RunOptions())
    marks["workbook"] = cpu()
    record = read_returns(tables, tables.settings.period)
    taken = command._taken_in(tables, record, found).record
    marks["understood"] = cpu()
    told = merged(tables, Answered(taken), date.today())
    marks["merged"] = cpu()
    returns_sheet(Stand(told.tables, told.record, told.cells, told.taken), date.today())
    marks["sheet"] = cpu()
    returns_cells(tables, told.record)
    marks["record"] = cpu()
    if not told.cells:
        raise SystemExit("nothing was taken over")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"marks": marks, "peak": peak}))


def measure(folder: Path, units: int, measures: int, table: Table) -> None:
    """Make, build, split, fill, collect."""
    book, sent, back = folder / "清单.xlsx", folder / "发", folder / "回"
    cost_of([*SELF, "--units", str(units), "--measures", str(measures), "--make", book])
    build = cost_of([*DUBAN, "build", book], folder / "state")

    def row(name: str, seconds: float, peak: float | None = None) -> None:
        memory = "" if peak is None else f"{peak:.0f}"
        table.row(name, f"{seconds:.2f}", f"{seconds / build.cpu:.2f}", memory)

    row("first build", *build)
    row("split", *cost_of([*DUBAN, "split", book, "-o", sent], folder / "state"))
    cost_of([*SELF, "--fill", sent, back])
    command = [*SELF, "--collect", str(book), str(back)]
    done = subprocess.run(command, capture_output=True, text=True, env=keeping_in(folder / "state"))
    if done.returncode:
        raise SystemExit(done.stderr)
    told = json.loads(done.stdout)
    row("collect, without its build", told["marks"]["record"], told["peak"])
    before = 0.0
    for stage, said in STAGES.items():
        row(f"… {said}", told["marks"][stage] - before)
        before = told["marks"][stage]


def main() -> None:
    """Print the table, or do one step as a process of its own."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--units", type=int, default=400)
    arguments.add_argument("--measures", type=int, default=30)
    arguments.add_argument("--write", action="store_true", help="write the table into README.md")
    arguments.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    arguments.add_argument("--fill", type=Path, nargs=2, help=argparse.SUPPRESS)
    arguments.add_argument("--collect", type=Path, nargs=2, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.make:
        make_list(given.make, given.units, given.measures)
    elif given.fill:
        fill(*given.fill)
    elif given.collect:
        collect(*given.collect)
    else:
        table = Table("returns", "run", "CPU s", "÷ first build", "peak MB")
        with tempfile.TemporaryDirectory() as name:
            measure(Path(name), given.units, given.measures, table)
        table.close(given.write)


if __name__ == "__main__":
    main()
