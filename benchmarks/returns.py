"""Split and collect of a large list: ``python benchmarks/returns.py [--units 400] [--measures 30]``.

CPU of user and system with that of child processes. ``split`` is a whole process; ``collect`` is counted up to where the
build begins that it ends with, and the first build of the list stands beside both as the measure of the machine.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import openpyxl
import xlsxwriter

from duban.workbook.format.sheets.task_list import STAFF_COLUMNS


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

    marks = [("start", cpu())]
    found, _ = read_returns_of([str(back)], [book], apart=False)
    marks.append(("files", cpu()))
    tables = settle(read_tables(GridBook(book)), RunOptions())
    marks.append(("workbook", cpu()))
    record = read_returns(tables, tables.settings.period)
    taken = command._taken_in(tables, record, found).record
    marks.append(("understood", cpu()))
    told = merged(tables, Answered(taken), date.today())
    marks.append(("merged", cpu()))
    stand = Stand(told.tables, told.record, told.cells, told.taken)
    sheet = returns_sheet(stand, date.today())
    marks.append(("回收情况", cpu()))
    cells = returns_cells(tables, told.record)
    marks.append(("发出记录", cpu()))
    before = 0.0
    for name, seconds in marks:
        print(f"  {name} {seconds - before:.1f}", end="")
        before = seconds
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"\ncollect without its build: {before:.1f} s, {peak} MB; {len(told.cells)} cells, {len(cells)} of the record, {len(sheet.cells)} of 回收情况"
    )


def run(*words: str) -> tuple[float, int]:
    """CPU seconds and peak MB of a command, as a process of its own."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, after.ru_maxrss // 1024


def main() -> None:
    """Make, build, split, fill, collect."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--units", type=int, default=400)
    parser.add_argument("--measures", type=int, default=30)
    parser.add_argument("--collect", nargs=2)
    chosen = parser.parse_args()
    if chosen.collect:
        collect(*map(Path, chosen.collect))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book, sent, back = folder / "清单.xlsx", folder / "发", folder / "回"
        make_list(book, chosen.units, chosen.measures)
        duban = ("-m", "duban.macros.cli")
        print("first build: {:.1f} s, {} MB".format(*run(*duban, "build", str(book))))
        print("split: {:.1f} s, peak so far {} MB".format(*run(*duban, "split", str(book), "-o", str(sent))))
        fill(sent, back)
        sys.stdout.flush()
        subprocess.run([sys.executable, __file__, "--collect", str(book), str(back)], check=True)


if __name__ == "__main__":
    main()
