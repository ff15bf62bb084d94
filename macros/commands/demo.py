"""The bundled sample, end to end: one park's workbook, then the city's roll-up of five."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path

from duban.macros.commands.build import build
from duban.macros.commands.change_file import change_file
from duban.macros.commands.read_districts import District
from duban.macros.commands.rollup import roll_up
from duban.macros.declared.command_type import Values
from duban.macros.figures.understood import RunOptions
from duban.macros.messages.outcome import Result, Stage, no_stage
from duban.macros.messages.progress import Progress
from duban.macros.messages.report import report
from duban.udfs.periods import Period
from duban.workbook.file.safe_write import make_folder
from duban.workbook.reading.grid import GridBook
from duban.workbook.reading.rows import of_column
from duban.workbook.reading.tables import read_tables
from duban.workbook.say.stop import Stop

PARK, CITY_BOOK = "齐鲁化工区.xlsx", "淄博市.xlsx"
DISTRICT_BOOKS = ("临淄经济开发区.xlsx", "淄川经济开发区.xlsx", "桓台经济开发区.xlsx", "沂源经济开发区.xlsx")
AS_OF = date(2020, 9, 30)


def run(values: Values) -> int:
    """``duban demo``."""
    with Progress(values.lang) as progress:
        results = list(run_demo(values.out, progress))
    for result in results:
        report(result, values.lang)
    return 0


def run_demo(folder: Path, stage: Stage = no_stage) -> Iterator[Result]:
    """Build the sample into ``folder``: every park and district workbook, then the city's from them.

    The day is fixed, so a second run finds everything done. Raises Stop: ``out_is_not_ours`` where a workbook of
    one of these names holds something else, before anything is written; and those of ``change_file``.
    """
    make_folder(folder)
    options = RunOptions(period=Period.of(AS_OF), as_of=AS_OF)
    built = []
    with as_file(files("duban.examples")) as samples:
        for name in (PARK, *DISTRICT_BOOKS, CITY_BOOK):
            _refuse_others(folder / name, samples / name)
        for name in (PARK, *DISTRICT_BOOKS):
            # the park has no links yet and takes the suggestions; the districts have confirmed theirs
            chosen = RunOptions(options.period, AS_OF, accept=name == PARK)
            command = partial(build, options=chosen)
            result = change_file(samples / name, command, out=folder / name, stage=stage)
            built.append(result.path)
            yield result
        districts = [
            District(path.stem, path.name, read_tables(GridBook(path), today=AS_OF)) for path in built
        ]
        command = partial(roll_up, districts=districts, options=options)
        yield change_file(samples / CITY_BOOK, command, out=folder / CITY_BOOK, stage=stage)


def _refuse_others(path: Path, sample: Path) -> None:
    """A park that bears a sample's name in earnest keeps its workbook."""
    if path.exists() and _items(path) != _items(sample):
        raise Stop("out_is_not_ours", path=path)


def _items(path: Path) -> list[object] | None:
    """The names of a workbook's items; for a city's, of its own list. ``None`` where it cannot be read."""
    try:
        tables = read_tables(GridBook(path), today=AS_OF)
    except Stop:
        return None
    if tables.list is not None:
        return [item.name for item in tables.list.items.values()]
    return None if tables.city is None else of_column(tables.city.rows, "事项名称")
