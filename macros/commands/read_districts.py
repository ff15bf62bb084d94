"""District workbooks, read: what each reports to the city, figured at the city's as-of date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from duban.macros.commands.cluster import on_cluster
from duban.macros.commands.processes import SECONDS, Lost, in_workers
from duban.macros.commands.try_to_read import try_to_read
from duban.macros.figures.registers import FOR_FIGURES, Register, understand_registers, unusable_definitions
from duban.macros.figures.understood import RunOptions, understand
from duban.macros.staff_sheets.district_rows import Reported
from duban.macros.staff_sheets.new_columns import grown
from duban.udfs.deadlines import parse_date
from duban.udfs.periods import parse_share
from duban.udfs.progress import share
from duban.udfs.text import same_name, squeeze
from duban.validation.reports.words import visible
from duban.workbook.format.names import CITY, DISTRICTS, LEDGER, OWN_INITIATIVE
from duban.workbook.format.registers.common import BLANK
from duban.workbook.format.registers.definitions import DEFINITIONS
from duban.workbook.opening.archive import LIMITS, Limits
from duban.workbook.opening.paths import is_many, same_file, workbook_paths
from duban.workbook.reading.grid import Grid, GridBook
from duban.workbook.reading.rows import Record
from duban.workbook.reading.tables import Tables, is_own_initiative, read_tables
from duban.workbook.say.findings import Finding
from duban.workbook.say.sentence import Say
from duban.workbook.say.stop import Stop

FIGURED = 10.0
"""How many times as long a file may take where its figures are made as well."""


@dataclass(frozen=True)
class District:
    """One district workbook, read: its name in the city's tables, the file's name, its tables."""

    name: str
    file: str
    tables: Tables


T = TypeVar("T")
Answer = tuple[str, T] | Stop | None
"""What a file holds: the name of a district with what is known of it, why it cannot be read, or a list without items."""


def read_districts(
    names: Iterable[str], city_book: Path | None, out: Path | None = None, timeout: float | None = None
) -> tuple[list[District], list[Finding]]:
    """The district workbooks that arguments name (files, folders, patterns), the city's own left out.

    A district is called by 单位名称 of its 规则, else by its file's name. In folders and patterns a file
    that is no district workbook is passed over with a finding; a file that is named stops the command.
    Two of one name stop with ``same_district``: their rows would overwrite each other. ``out``, where the city's
    workbook will be written, is none of them (``out_is_input``), unless it can be read and is no district.

    ``timeout`` are the seconds for one file. Each is first read in a process of its own: one that hangs, or ends
    its process, is a file like any other that cannot be read.
    """
    paths = _paths(names, city_book)
    seconds = timeout or SECONDS
    limits = replace(LIMITS, seconds=seconds)
    work = partial(try_to_read, limits)
    with closing(in_workers(work, [str(path) for path, _ in paths], seconds=seconds)) as tried:
        answers = (
            _district(path, limits) if lost is None else lost.stop(path, seconds)
            for (path, _), lost in zip(paths, tried, strict=True)
        )
        return _sorted_out(paths, answers, out)


def reported_by_cluster(
    city: Tables,
    names: Iterable[str],
    options: RunOptions,
    scheduler: str,
    city_book: Path | None,
    out: Path | None = None,
    timeout: float | None = None,
) -> tuple[list[Reported], list[Finding]]:
    """What the districts report, read and figured by a cluster. Else as ``read_districts``, but that ``timeout`` is for
    reading and figuring together; unless it is given, that is ``FIGURED`` times as long as for reading."""
    paths = _paths(names, city_book)
    seconds = timeout or SECONDS * FIGURED
    work = partial(
        _report, replace(LIMITS, seconds=timeout or SECONDS), _to_send(city), options, date.today()
    )
    with closing(on_cluster(scheduler, work, [str(path) for path, _ in paths], seconds=seconds)) as found:
        answers = (
            each.stop(path, seconds) if isinstance(each, Lost) else each
            for (path, _), each in zip(paths, found, strict=True)
        )
        return _sorted_out(paths, answers, out)


def _paths(names: Iterable[str], city_book: Path | None) -> list[tuple[Path, bool]]:
    """The files, and whether each is one of many that a folder or a pattern names."""
    paths = [(path, is_many(name)) for name in names for path in workbook_paths([name])]
    return [(path, many) for path, many in paths if city_book is None or not same_file(path, city_book)]


def _sorted_out(
    paths: Iterable[tuple[Path, bool]], answers: Iterable[Answer[T]], out: Path | None
) -> tuple[list[T], list[Finding]]:
    found: dict[str, tuple[str, T]] = {}
    skipped: list[Finding] = []
    for (path, many), answer in zip(paths, answers, strict=True):
        if isinstance(answer, Stop):
            if not many:
                raise answer
            if answer.code != "no_list":
                _refuse_to_overwrite(path, out)
            skipped.append(_skipped(path, answer.say))
            continue
        if answer is None:
            skipped.append(_skipped(path, Say("任务清单中没有事项", "its task list holds no items")))
            continue
        _refuse_to_overwrite(path, out)
        called, district = answer
        there = found.get(same_name(squeeze(called)))
        if there is not None:
            raise Stop("same_district", path=path, other=there[0], name=called)
        found[same_name(squeeze(called))] = visible(path.name), district
    return [district for _, district in found.values()], skipped


def _district(path: Path, limits: Limits, today: date | None = None) -> Answer[District]:
    try:
        tables = read_tables(GridBook(path, limits), today=today)
        if not tables.items:
            return None
    except Stop as stop:
        return stop
    settings = tables.settings
    called = "" if settings.office_by_title else settings.office
    called = called or visible(path.stem)
    return called, District(called, visible(path.name), tables)


def _report(
    limits: Limits, city: Tables, options: RunOptions, today: date, path: str, tell: Callable[[Any], None]
) -> Answer[Reported]:
    answer = _district(Path(path), limits, today)
    if answer is None or isinstance(answer, Stop):
        return answer
    called, district = answer
    return called, reported(city, district, options)


def _to_send(city: Tables) -> Tables:
    """The city's tables as far as ``reported`` looks at them: its settings and the rows of its list."""
    rows = {} if city.city is None else {CITY: replace(city.city, grid=Grid(city.city.name, ()))}
    return Tables(file=city.file, grids={}, sheet_names=(), settings=city.settings, list=None, own=rows)


def _refuse_to_overwrite(path: Path, out: Path | None) -> None:
    if out is not None and same_file(path, out):
        raise Stop("out_is_input", path=out, other=path)


def _skipped(path: Path, why: Say) -> Finding:
    file = visible(path.name)
    return Finding("D102", DISTRICTS, 1, 1, "来源文件", file, {"file": file, "why": why})


def reported(city: Tables, district: District, options: RunOptions) -> Reported:
    """What a district reports, figured at the city's as-of date and thresholds.

    A workbook whose own 当前期间 is another period than the city's has not handed in: its figures are those of its own
    period, at its own as-of date, or the city's where that is earlier. Records have the columns of
    DISTRICTS: one per confirmed link, and one with a blank 市级序号 (or the word 自主 where the district's list says so)
    for each item without any. Links are those of the district; suggestions look at the city's list.
    """
    own, of_city = district.tables.settings, city.settings
    period = own.stored_period or of_city.period
    as_of = of_city.as_of if period == of_city.period else min(own.as_of, of_city.as_of)
    settings = replace(own, period=period, as_of=as_of, lights=of_city.lights)
    tables = readable(replace(district.tables, settings=settings).with_own(CITY, city.city))
    state = understand(tables, options)
    linked: dict[int, list[tuple[Any, Any]]] = {}
    for link in state.figures.links.values():
        if link["confirmed"]:
            linked.setdefault(link["key"], []).append((link["parent"], link["weight"]))
    found = []
    for row, item in state.figures.items.items():
        alone = OWN_INITIATIVE if is_own_initiative(tables, row) else None
        for parent, weight in linked.get(item["key"], [(alone, None)]):
            cells: Record = {
                "区县": district.name,
                "事项序号": tables.items[row].label or item["number"] or item["key"],
                "事项名称": item["name"],
                "牵头单位": item["unit"],
                "市级序号": parent,
                "权重": weight,
                "完成进度": item["progress"],
                "时序进度": item["expected"],
                "亮灯": item["light"],
                "未报措施数": item["unreported"],
                "截至日期": settings.as_of,
                "来源文件": district.file,
                "报送期间": str(period),
                "层级": own.level or None,
            }
            found.append(cells)
    registers = understand_registers(grown(tables)[0])
    of_registers = {
        name: (each.table.format, [*each.table.rows.values()]) for name, each in registers.items()
    }
    doubts = _doubts(tables, registers)
    return Reported(district.name, district.file, period, found, of_registers, doubts)


_NOT_READ = ("G103", "G112", "G120", "G121")
"""A register, or a column of one, that is not read at all."""


def _doubts(tables: Tables, registers: Mapping[str, Register]) -> dict[str, list[Finding]]:
    """What of each register no figure can use."""
    found: dict[str, list[Finding]] = {}
    for each in tables.findings:
        if each.code in _NOT_READ:
            found.setdefault(str(each.facts.get("name", each.sheet)), []).append(each)
    told = {name: each.findings for name, each in registers.items()}
    for name, findings in {**told, DEFINITIONS: unusable_definitions(tables)}.items():
        if doubts := [each for each in findings if each.code in (*FOR_FIGURES, BLANK)]:
            found.setdefault(name, []).extend(doubts)
    return found


def readable(tables: Tables) -> Tables:
    """The tables with dates and progress that staff wrote as text (``80%``, ``80``, ``2020年9月底``) made
    typed, for collecting is one of the places where the program itself writes."""
    year = tables.settings.year

    def a_date(value: Any) -> Any:
        return (parse_date(value, year) or value) if isinstance(value, str) else value

    def a_share(value: Any) -> Any:
        typed = parse_share(value) if value is not None and share(value) is None else None
        return value if typed is None else typed

    readers = {"开始日期": a_date, "完成时限": a_date, "办结日期": a_date, "完成进度": a_share}

    def typed(record: Mapping[str, Any]) -> Record:
        return {name: readers[name](value) if name in readers else value for name, value in record.items()}

    if tables.list:
        items = {row: replace(item, tracking=typed(item.tracking)) for row, item in tables.list.items.items()}
        tables = replace(tables, list=replace(tables.list, items=items))
    if tables.ledger:
        rows = {row: typed(record) for row, record in tables.ledger.rows.items()}
        tables = tables.with_own(LEDGER, replace(tables.ledger, rows=rows))
    return tables
