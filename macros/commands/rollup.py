"""区县事项: what district workbooks report to the city, one row per confirmed link of each of their items."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from duban.macros.commands.build import ROLLUP as ROLLUP_PART
from duban.macros.commands.build import build, options_of
from duban.macros.commands.processes import SECONDS, in_workers
from duban.macros.commands.try_to_read import try_to_read
from duban.macros.declared.command_type import Values
from duban.macros.figures.cell_references import columns_of, rules_of
from duban.macros.figures.data_frames import records
from duban.macros.figures.understood import RunOptions, settle, understand
from duban.macros.generated_sheets.all_changes import Changes
from duban.macros.generated_sheets.city_sheet import district_carriers, rollup_sheet, same_name
from duban.macros.generated_sheets.ledger_and_link_cells import city_cells, city_findings
from duban.macros.generated_sheets.replace_or_keep import place_owned
from duban.macros.messages.outcome import Outcome, Planned, Stage, no_stage
from duban.macros.staff_sheets.cells_to_set import edit_sheet, last_row, same_value
from duban.macros.staff_sheets.links import city_items
from duban.udfs.deadlines import parse_date
from duban.udfs.periods import parse_share
from duban.udfs.progress import share
from duban.udfs.text import item_number, squeeze
from duban.validation.reports.words import visible
from duban.workbook.format.names import CITY, DISTRICTS, LEDGER, OWN_INITIATIVE
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.opening.archive import LIMITS
from duban.workbook.opening.paths import is_many, same_file, workbook_paths
from duban.workbook.plan.plans import Cell
from duban.workbook.reading.grid import GridBook
from duban.workbook.reading.rows import Record, Rows, copied, of_column
from duban.workbook.reading.tables import Tables, is_own_initiative, read_tables
from duban.workbook.say.findings import Finding
from duban.workbook.say.sentence import Say
from duban.workbook.say.stop import Stop


@dataclass(frozen=True)
class District:
    """One district workbook, read: its name in the city's tables, the file's name, its tables."""

    name: str
    file: str
    tables: Tables


def collected(values: Values, stage: Stage = no_stage) -> Planned:
    """The roll-up with the districts that were named; a button names none. Raises as ``read_districts``."""
    stage("districts")
    districts, skipped = read_districts(values.districts, values.book, values.out, values.timeout)
    return partial(roll_up, districts=districts, options=options_of(values), skipped=skipped)


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
    found: dict[str, District] = {}
    skipped: list[Finding] = []
    paths = [(path, is_many(name)) for name in names for path in workbook_paths([name])]
    paths = [(path, many) for path, many in paths if city_book is None or not same_file(path, city_book)]
    seconds = timeout or SECONDS
    limits = replace(LIMITS, seconds=seconds)
    with closing(
        in_workers(partial(try_to_read, limits), [str(path) for path, _ in paths], seconds=seconds)
    ) as tried:
        for (path, many), lost in zip(paths, tried, strict=True):
            try:
                if lost is not None:
                    raise Stop(lost.code, path=path, seconds=f"{seconds:g}")
                tables = read_tables(GridBook(path, limits))
                empty = not tables.items
            except Stop as stop:
                if not many:
                    raise
                if stop.code != "no_list":
                    _refuse_to_overwrite(path, out)
                skipped.append(_skipped(path, stop.say))
                continue
            if empty:
                skipped.append(_skipped(path, Say("任务清单中没有事项", "its task list holds no items")))
                continue
            _refuse_to_overwrite(path, out)
            called = tables.settings.office or visible(path.stem)
            there = found.get(same_name(called))
            if there is not None:
                raise Stop("same_district", path=path, other=there.file, name=called)
            found[same_name(called)] = District(called, visible(path.name), tables)
    return list(found.values()), skipped


def _refuse_to_overwrite(path: Path, out: Path | None) -> None:
    if out is not None and same_file(path, out):
        raise Stop("out_is_input", path=out, other=path)


def _skipped(path: Path, why: Say) -> Finding:
    file = visible(path.name)
    return Finding("D102", DISTRICTS, 1, 1, "来源文件", file, {"file": file, "why": why})


def district_rows(city: Tables, district: District, options: RunOptions) -> list[Record]:
    """What a district reports, figured at the city's as-of date and thresholds.

    Records with the columns of DISTRICTS: one per confirmed link, and one with a blank 市级序号 (or the
    word 自主 where the district's list says so) for each item without any. Links are those of the district; suggestions look at the city's list.
    """
    settings = replace(
        district.tables.settings,
        period=city.settings.period,
        as_of=city.settings.as_of,
        lights=city.settings.lights,
    )
    tables = readable(replace(district.tables, settings=settings).with_own(CITY, city.city))
    state = understand(tables, options)
    linked: dict[int, list[tuple[Any, Any]]] = {}
    for link in records(state.figures.links).values():
        if link["confirmed"]:
            linked.setdefault(link["key"], []).append((link["parent"], link["weight"]))
    reported = []
    for row, item in records(state.figures.items).items():
        alone = OWN_INITIATIVE if is_own_initiative(tables, row) else None
        for parent, weight in linked.get(item["key"], [(alone, None)]):
            cells = (
                district.name,
                tables.items[row].label or item["number"] or item["key"],
                item["name"],
                item["unit"],
                parent,
                weight,
                item["progress"],
                item["expected"],
                item["light"],
                item["unreported"],
                settings.as_of,
                district.file,
            )
            reported.append(dict(zip(FORMATS[DISTRICTS].names, cells, strict=True)))
    return reported


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


def roll_up(
    city: Tables, districts: Sequence[District], options: RunOptions, skipped: Sequence[Finding] = ()
) -> Outcome:
    """Put the districts' items into 区县事项 and make 市级汇总 from all that stand there.

    With no district given, no district rows and a list of its own, that is the workbook's own roll-up.
    A district that is not given keeps its rows. A 市级序号 that the city filled in for an item without
    a link is kept. Stops with ``no_city_items`` where there is no city list.
    """
    if not districts and city.districts is None and city.list is not None:
        return build(city, options, (ROLLUP_PART,))
    city = settle(city, options)
    settings = city.settings
    names = city_items(city)
    if not names:
        raise Stop("no_city_items", path=city.file)
    collected = [district_rows(city, each, options) for each in districts]
    rows, wanted, renamed = _merge(city, collected)
    changes = Changes()
    changes.carry(DISTRICTS, city.districts, wanted)
    found = [*renamed, *_unlinked(city, rows), *skipped]
    districts_there = len({same_name(name) for name in of_column(rows, "区县") if name})
    if city.list is not None:
        own = build(city, options, (ROLLUP_PART,), district_rows=rows)
        mine = changes.plan()
        plan = replace(
            own.plan, sheets=(*mine.sheets, *own.plan.sheets), edits=(*mine.edits, *own.plan.edits)
        )
        return Outcome(plan, (*own.findings, *found), {**own.facts, "districts": districts_there})
    carriers = district_carriers(rows, columns_of(city.districts, DISTRICTS, last_row(rows)))
    if city.city:
        changes.edit(edit_sheet(city.city, city_cells(city)))
    for name, table in city.own.items():
        if name not in (CITY, DISTRICTS):
            changes.edit(edit_sheet(table, {}))
    placed = place_owned(city, [rollup_sheet(names, carriers, settings, rules_of(settings), None)])
    changes.place(placed)
    changes.settings(city, settings)
    carried = set(carriers.rows["parent"]) & set(names)
    facts: dict[str, int | str] = {
        "districts": districts_there,
        "items": len({(record["区县"], record["事项序号"]) for record in rows.values()}),
        "city": len(names),
        "carried": len(carried),
        "not_carried": len(names) - len(carried),
        "period": str(settings.period),
        "as_of": settings.as_of.isoformat(),
    }
    return Outcome(changes.plan(), (*city.findings, *city_findings(city), *found, *placed.findings), facts)


def _merge(
    city: Tables, collected: Sequence[list[Record]]
) -> tuple[Rows, dict[tuple[int, str], Cell], list[Finding]]:
    """The rows of 区县事项 as they shall be, the cells to set, and districts that changed their name.

    A row is known again by district, item number and city item. Rows of a collected district that it
    no longer reports are emptied; rows of other districts stay. City numbers that were typed as text
    become numbers, for formulas find them only so.
    """
    rows = copied(city.districts.rows) if city.districts else {}
    wanted: dict[tuple[int, str], Cell] = {}
    next_row = city.districts.last_row + 1 if city.districts else 2
    found: list[Finding] = []
    for at, values in rows.items():
        number = item_number(values["市级序号"])
        if isinstance(values["市级序号"], str) and number is not None:
            values["市级序号"] = number
            wanted[at, "市级序号"] = Cell(number)
    now = {same_name(record["区县"]) for news in collected for record in news}
    for news in filter(None, collected):
        name, file = news[0]["区县"], news[0]["来源文件"]
        left = {row for row, values in rows.items() if same_name(values["区县"]) == same_name(name)}
        for was, mine in _earlier_names(rows, news, now).items():
            left |= mine
            at = city.districts.header.columns["区县"] if city.districts else 1
            facts = {"was": was, "name": name, "file": file}
            found.append(Finding("D103", DISTRICTS, min(mine), at, "区县", name, facts))
        numbers = {record["事项序号"] for record in news}
        for record in news:
            row = _known_again(rows, left, record, numbers)
            if row is None:
                row, next_row = next_row, next_row + 1
                rows[row] = dict.fromkeys(FORMATS[DISTRICTS].names)
            else:
                left.discard(row)
                if item_number(record["市级序号"]) is None and _by_hand(rows[row]["市级序号"], record):
                    record["市级序号"], record["权重"] = rows[row]["市级序号"], rows[row]["权重"]
            for column in FORMATS[DISTRICTS].names:
                if not same_value(rows[row][column], record[column]):
                    wanted[row, column] = Cell(record[column])
                rows[row][column] = record[column]
        for row in left:
            wanted.update({(row, column): Cell(None) for column in FORMATS[DISTRICTS].names})
            del rows[row]
    return dict(sorted(rows.items())), wanted, found


def _by_hand(there: Any, record: Mapping[str, Any]) -> bool:
    """Whether the city's cell stands against a district's item without a link: the mark 自主 gives way to
    nothing but a number."""
    return record["市级序号"] is None or item_number(there) is not None


def _earlier_names(
    rows: Mapping[int, Mapping[str, Any]], news: Sequence[Record], now: Collection[str]
) -> dict[str, set[int]]:
    """Earlier names of a collected district, with their rows: from a file of the same name, under a name that
    nobody has now, and at least half of the items the same (other districts may call their files so)."""
    file, items = news[0]["来源文件"], {record["事项名称"] for record in news}
    others: dict[str, set[int]] = {}
    for row, values in rows.items():
        if values["区县"] and values["来源文件"] == file and same_name(values["区县"]) not in now:
            others.setdefault(str(values["区县"]), set()).add(row)
    return {
        was: mine
        for was, mine in others.items()
        if 2 * sum(rows[row]["事项名称"] in items for row in mine) >= len(mine)
    }


def _known_again(
    rows: dict[int, dict[str, Any]], left: set[int], record: Mapping[str, Any], numbers: Collection[object]
) -> int | None:
    """The row that holds this item and link already; one that the city linked by hand counts for an
    item without a link. ``numbers`` are those that the district reports now: a row under one of them is no other item's."""
    same_item = [row for row in sorted(left) if rows[row]["事项序号"] == record["事项序号"]] or [
        # its number is another one, or began to be told with its heading
        row
        for row in sorted(left)
        if record["事项名称"] and rows[row]["事项名称"] == record["事项名称"]
        if rows[row]["事项序号"] not in numbers
    ]
    exact = next((row for row in same_item if rows[row]["市级序号"] == record["市级序号"]), None)
    if exact is not None:
        return exact
    if item_number(record["市级序号"]) is None:
        return next(iter(same_item), None)
    return next((row for row in same_item if item_number(rows[row]["市级序号"]) is None), None)


def _unlinked(city: Tables, rows: Mapping[int, Mapping[str, Any]]) -> list[Finding]:
    """Items that no city item is confirmed for, unless they are marked 自主."""
    at = (
        city.districts.header.columns["市级序号"]
        if city.districts
        else FORMATS[DISTRICTS].names.index("市级序号") + 1
    )
    return [
        Finding(
            "D101",
            DISTRICTS,
            row,
            at,
            "市级序号",
            r["市级序号"],
            {"district": r["区县"], "name": r["事项名称"]},
        )
        for row, r in rows.items()
        if item_number(r["市级序号"]) is None and squeeze(r["市级序号"]) != OWN_INITIATIVE
    ]
