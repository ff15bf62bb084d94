"""The items of the task list, typed: what each row of 任务清单 says, under its Excel row number."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from duban.udfs.text import Line, one_line, split_lines, squeeze, tidy
from duban.udfs.units import split_names
from duban.workbook.format.names import LIST
from duban.workbook.format.own_formulas import NO_RESULT, is_own
from duban.workbook.format.sheets.task_list import BAND, LABEL, TRACKING_COLUMNS
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.reading.find_header import Header
from duban.workbook.reading.measures import Measure, measures_of
from duban.workbook.reading.months import month_end
from duban.workbook.reading.sheet import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of the list."""

    number: int | None = None
    """序号; ``None`` where there is none."""
    name: str = ""
    goal: str = ""
    problems: tuple[Line, ...] = ()
    measures: tuple[Measure, ...] = ()
    leaders: tuple[str, ...] = ()
    unit: str = ""
    other_units: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    last_row: int = 0
    tracking: Mapping[str, Any]
    """What each of the tracking columns holds; ``None`` where the program's own formula stands."""
    formulas: frozenset[str] = frozenset()
    """The tracking columns where a formula of the staff's stands: what it gives is as typed, and it stays."""
    in_per_cent: float | None = None
    """The share 0..1 that a column of the staff's says in per cent."""
    unsure: Mapping[str, Any] = field(default_factory=dict)
    """What stands in computed columns where nobody can know whether it is typed."""
    by_measure: tuple[str, ...] = ()
    """The columns of dates that each measure has of its own."""
    band: Any = None
    """What the heading over it is about, where numbers begin again under each; else what stands in 清单领域."""
    label: Any = None
    """Heading and number as one, ``一-1``, there; what stands in a column of the staff's of this name."""
    month_end: date | None = None
    """The last day of a month that stands in 完成时限 without a day."""

    @property
    def due(self) -> Any:
        """完成时限 of the item as it is meant: a month is its last day."""
        return self.month_end or self.tracking["完成时限"]


def read_items(sheet: Sheet) -> dict[int, Item]:
    """The items of a task list by their first rows."""
    table = sheet.table
    numbers, units = table.numbers("序号"), table.units
    problems, measures = _lines(sheet, "改革针对的突出问题"), measures_of(sheet)
    names, goals, leaders = (table[name] for name in ("事项名称", "改革攻坚目标", "牵头领导"))
    shares = table.shares("完成进度") if "完成进度" in sheet.header.percent else (None,) * len(table.rows)
    bands = _bands(sheet)
    items = {}
    for place, row in enumerate(table.rows):
        (tracking, unsure, theirs), apart = _tracking(sheet, place), _by_measure(sheet, place)
        month = month_end(sheet.grid, row, sheet.header.columns.get("完成时限", 0), tracking["完成时限"])
        apart += ("完成时限",) if month else ()  # to a formula it is the first of the month
        items[row] = Item(
            number=numbers[place],
            name=one_line(names[place]),
            goal=tidy(goals[place]),
            problems=problems[place],
            measures=measures[place],
            leaders=split_names(leaders[place]),
            unit=units[place].unit,
            other_units=units[place].others,
            helpers=units[place].helpers,
            owners=units[place].owners,
            last_row=table.span(place)[-1],
            tracking={**tracking, **dict.fromkeys(apart)},
            unsure=unsure,
            formulas=theirs,
            in_per_cent=shares[place],
            band=bands[place][0],
            label=bands[place][1],
            by_measure=apart,
            month_end=month,
        )
    return items


def _bands(sheet: Sheet) -> list[tuple[Any, Any]]:
    """清单领域 and 清单编号 of each item: what staff typed there, else what its heading and its number say. What looks like
    an entry of ours, in our own columns, is none that staff typed."""
    table = sheet.table
    places = range(len(table.rows))
    if not table.bands:
        return [(None, None)] * len(table.rows)
    bands = [table.bands[table.blocks[place]] for place in places]
    names, marks = {band.name for band in table.bands}, {band.mark for band in table.bands}
    found = []
    for place, number, band in zip(places, table.numbers("序号"), bands, strict=True):
        told = table["序号"][place] if number is None else number
        label = None if told is None else f"{band.mark}-{squeeze(told)}"
        typed_band, typed_label = (_typed(sheet, place, name) for name in (BAND, LABEL))
        label_ours = not is_staffs(sheet.header, LABEL) and is_label(typed_label, marks)
        band_ours = not is_staffs(sheet.header, BAND) and (typed_band in names or label_ours)
        found.append(
            (
                band.name or None if typed_band is None or band_ours else typed_band,
                label
                if (typed_label is None and not is_staffs(sheet.header, LABEL)) or label_ours
                else typed_label,
            )
        )
    if is_staffs(sheet.header, LABEL) and any(not isinstance(label, str | int) for _, label in found):
        return [
            (band, None) for band, _ in found
        ]  # a column of the staff's that does not tell all items apart
    return found


def _typed(sheet: Sheet, place: int, name: str) -> Any:
    at = sheet.header.columns.get(name)
    return None if at is None else sheet.grid.shown(sheet.table.rows[place], at)


def is_staffs(header: Header, name: str) -> bool:
    """Whether a column that bears a name of ours is the staff's: ours stand to the right of 事项键."""
    at, key = header.columns.get(name), header.columns.get("事项键")
    return at is not None and (key is None or at < key)


_LABEL = re.compile("([一二三四五六七八九十]{1,3}|[0-9]{1,2}|[A-Za-z])-.{1,20}")


def is_label(value: object, marks: Collection[str] = ()) -> bool:
    """Whether an entry of 清单编号 looks like one that the program wrote, under one of these marks or under Chinese ones."""
    match = _LABEL.fullmatch(value) if isinstance(value, str) else None
    return match is not None and (not match[1].isascii() or match[1] in marks)


def _tracking(sheet: Sheet, place: int) -> tuple[dict[str, Any], dict[str, Any], frozenset[str]]:
    """What the tracking columns hold of an item, as the cells have it; what may be typed or computed; and where formulas
    of the staff's stand."""
    grid, header, row = sheet.grid, sheet.header, sheet.table.rows[place]
    # where formulas cannot be known: once a row has a key, they stand in it
    unknown = not grid.knows_formulas and sheet.table.numbers("事项键")[place] is not None
    found: dict[str, Any] = dict.fromkeys(TRACKING_COLUMNS)
    unsure: dict[str, Any] = {}
    theirs: set[str] = set()
    for column in TRACKING_COLUMNS:
        at = header.columns.get(column)
        if at is None:
            continue
        value = grid.value(row, at) if column in header.percent else sheet.table[column][place]
        computed = column in FORMATS[LIST].computed
        if (row, at) in grid.formulas:
            if column == "事项键" or (computed and is_own(FORMATS[LIST][column], grid.formulas[row, at])):
                continue
            theirs.add(column)
            if value is None and computed and column != "对应市级事项":
                value = NO_RESULT
        if unknown and computed and (column, type(value)) != ("对应市级事项", str):
            if value is not None:
                unsure[column] = value
        else:
            found[column] = value
    return found, unsure, frozenset(theirs)


def _by_measure(sheet: Sheet, place: int) -> tuple[str, ...]:
    """The columns of dates in which the rows of an item differ: they say something of its measures, not of itself."""
    span = sheet.table.span(place)
    if len(span) == 1:
        return ()
    found = []
    for name in ("开始日期", "完成时限"):
        at = sheet.header.columns.get(name)
        values = set() if at is None else {sheet.grid.shown(row, at) for row in span} - {None}
        if len(values) > 1:
            found.append(name)
    return tuple(found)


def _lines(sheet: Sheet, column: str) -> list[tuple[Line, ...]]:
    """The numbered lines of each item: in its own cell, or in those of all its rows."""
    table, texts = sheet.table, sheet.texts
    if table.spans is None or column not in table:
        return [split_lines(value) for value in table[column]]
    at, places = table.at[column], {row: place for place, row in enumerate(texts.rows)}
    return [
        split_lines(
            sheet.grid.shown(row, at),
            *(texts.columns[column][places[below]] for below in table.span(place)[1:]),
        )
        for place, row in enumerate(table.rows)
    ]
