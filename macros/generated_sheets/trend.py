"""进度走势: how the progress of units and items ran, one column a period on record, the one that runs live."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from duban.macros.figures import formulas, plain_means
from duban.macros.figures.figures import mean_progress
from duban.macros.figures.lookups import Live, item_lookup
from duban.macros.generated_sheets.items_of_several_units import (
    SharedLeads,
    pairs_of,
    put_pairs,
    shared_columns,
)
from duban.macros.history.editions import Edition, Key, PeriodRecord
from duban.macros.history.past import figure
from duban.udfs.periods import Period
from duban.udfs.progress import share
from duban.workbook.cells.addresses import ColumnRange, a1
from duban.workbook.format.names import PERIOD_RECORD, TREND
from duban.workbook.format.sheets.period_record import OF_ALL, OF_ITEM, OF_UNIT
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.plans import Chart, Series, SheetPlan
from duban.workbook.reading.tables import TableSheet

_NUMBER, _NAME, _FIRST = 1, 2, 3
"""The columns of number and name, and the first of a period."""

_LINES = 10
"""Lines that a chart shows at most: all, and the first units."""

_PIXELS = 6.9
"""Of a character, so that a chart is no wider than the columns above it."""

_COLOURS = (
    "404040",
    "4472C4",
    "ED7D31",
    "70AD47",
    "FFC000",
    "5B9BD5",
    "A5A5A5",
    "7030A0",
    "C00000",
    "264478",
)

Told = tuple[Any, str | None]
"""A figure and its formula; ``None`` for both where there is none, so that a line has a gap."""


@dataclass(frozen=True)
class Columns:
    """The periods in time, each with what the record says; ``live`` is the one that runs, at the end or not there."""

    editions: tuple[Edition, ...]
    live: Period | None
    progress: int
    """Where 期间记录 has 完成进度."""

    @property
    def labels(self) -> list[str]:
        """``2020Q1`` …"""
        return [str(each.period) for each in self.editions] + ([str(self.live)] if self.live else [])

    @property
    def last(self) -> int:
        """The column of the last period."""
        return _FIRST + len(self.labels) - 1

    def told(self, key: Key) -> Iterator[Told]:
        """What the record says of a row in each of its periods."""
        for edition in self.editions:
            line = edition.lines.get(key)
            yield (None, None) if line is None else figure(line, self.progress)


def columns_of(record: PeriodRecord, current: Period | None, sheet: TableSheet | None) -> Columns:
    """The columns for a record; ``current`` is the period that runs, ``None`` where none is live. Periods that end after
    it are not yet: what stands of them on record is no past."""
    editions = tuple(
        each
        for each in record.latest.values()
        if current is None or (each.period != current and each.period.last_day <= current.last_day)
    )
    place = FORMATS[PERIOD_RECORD].names.index("完成进度") + 1
    return Columns(editions, current, sheet.header.columns["完成进度"] if sheet else place)


def trend_sheet(live: Live, columns: Columns) -> SheetPlan:
    """The plan of 进度走势: all and each unit, each item, and a chart of the units."""
    changes = columns.last + 2
    keys = changes + 1
    widths = (9, 38, *(10 for _ in columns.labels), 10, 10, 6, 6)
    builder = SheetBuilder(TREND, widths[: keys - 1])
    builder.widths.update({keys: 6, keys + 1: 6})
    builder.title(f"{live.frame.settings.office}重点改革攻坚事项进度走势")
    builder.across(2, 1, changes, _note(columns), "note")
    builder.next_row = 3
    shared = put_pairs(live, builder, pairs_of(live.led.values()), keys + 2)
    units = _units(live, builder, columns, shared)
    _items(live, builder, columns, (keys, keys + 1))
    _chart(builder, columns, units)
    return builder.plan(
        freeze=(3, _FIRST),
        print_area=(1, 1, builder.next_row - 1, changes),
        hidden_columns=(keys, keys + 1, *(() if shared is None else shared_columns(keys + 2))),
        tab_colour="7030A0",
    )


def _note(columns: Columns) -> str:
    told = "各期取期间记录中当时的数"
    return f"{told}；{columns.labels[-1]} 随台账变动，尚未定格。" if columns.live else f"{told}。"


def _header(builder: SheetBuilder, columns: Columns, first: str, second: str) -> None:
    builder.row((first, second, *columns.labels, "较上期", "较首期"), "header")


def _row(builder: SheetBuilder, columns: Columns, key: Key, now: Callable[[int], Told] | None) -> None:
    """The figures of the next row, and their changes; number and name are there already."""
    row = builder.next_row
    told = list(columns.told(key))
    if columns.live:
        told.append(now(row) if now else (None, None))
    for column, (value, formula) in enumerate(told, _FIRST):
        builder.put(row, column, value, "percent", formula)
    last, values = columns.last, [share(value) for value, _ in told]
    for place, (column, then) in enumerate(((last - 1, -2), (_FIRST, 0)), last + 1):
        if len(told) < 2:
            builder.put(row, place, "—", "points")
            continue
        known = values[-1] is not None and values[then] is not None
        change = values[-1] - values[then] if known else "—"  # type: ignore[operator]
        formula = formulas.change(f"${a1(row, last)}", f"${a1(row, column)}")
        builder.put(row, place, change, "points", "=" + formula)
    builder.next_row += 1


def _units(live: Live, builder: SheetBuilder, columns: Columns, shared: SharedLeads | None) -> range:
    """All together and each unit; those that lead nothing any more come last."""
    builder.section("一、各单位平均进度")
    _header(builder, columns, "序号", "单位")
    first = builder.next_row
    items = live.frame.items
    mean = mean_progress(live.items.values())
    all_now = (mean, "=" + plain_means.all_mean(items["亮灯"], items["完成进度"]))
    builder.put(first, _NUMBER, None)
    builder.put(first, _NAME, "全部", "center")
    _row(builder, columns, Key(OF_ALL), lambda row: all_now)

    def unit_now(unit: str) -> Callable[[int], Told]:
        def now(row: int) -> Told:
            this = f"$B{row}"
            more = () if shared is None else (shared.counted(this),)
            mean = plain_means.unit_mean(this, items["归口单位"], items["亮灯"], items["完成进度"], *more)
            return live.units[unit]["progress"], "=" + mean

        return now

    names = {unit.casefold(): unit for unit in live.units}
    left = _left(columns, OF_UNIT, {Key(OF_UNIT, name=name) for name in names})
    for place, (key, unit) in enumerate([*((Key(OF_UNIT, name=n), u) for n, u in names.items()), *left], 1):
        row = builder.next_row
        builder.put(row, _NUMBER, place, "integer")
        builder.put(row, _NAME, unit, "center")
        _row(builder, columns, key, unit_now(unit) if unit in live.units else None)
    return range(first, builder.next_row)


def _items(live: Live, builder: SheetBuilder, columns: Columns, hidden: tuple[int, int]) -> None:
    """Each item of the list; those that left it come last, by the name that they had."""
    builder.section("二、各事项完成进度")
    _header(builder, columns, "序号", "事项名称")
    items = live.frame.items
    there: set[Key] = set()
    for list_row, figures in live.items.items():
        key = Key(OF_ITEM, figures["key"])
        if key in there:
            continue
        there.add(key)
        row = builder.next_row
        lookup = item_lookup(live, builder, row, list_row, hidden)
        if live.number_column != "事项键":
            lookup.show(
                _NUMBER, items[live.number_column], live.item_value(list_row, live.number_column), "integer"
            )
        else:
            builder.put(row, _NUMBER, figures["key"], "integer")
        lookup.show(_NAME, items["事项名称"], live.item_value(list_row, "事项名称"), "text")
        found = f"INDEX({items['完成进度']},{lookup.position})"
        formula = f'=IF({lookup.position}=0,"",IF({found}="","",{found}))'
        now = (figures["progress"], formula)
        _row(builder, columns, key, lambda row, now=now: now)  # type: ignore[misc]
    for key, name in _left(columns, OF_ITEM, there):
        row = builder.next_row
        builder.put(row, _NUMBER, None)
        builder.put(row, _NAME, f"{name or f'事项键 {key.item}'}（已移出）", "text")
        _row(builder, columns, key, None)


def _left(columns: Columns, kind: str, there: set[Key]) -> list[tuple[Key, str]]:
    """What is on record and there no more, by the last name that it had."""
    found: dict[Key, str] = {}
    for edition in columns.editions:
        for key, line in edition.of_kind(kind):
            if key not in there:
                found[key] = str(line.record["名称"] or "")
    return list(found.items())


def _chart(builder: SheetBuilder, columns: Columns, units: range) -> None:
    """The units as lines, and above the chart its figures: a line a period, for a chart takes columns.

    Where a figure is not there its cell is blank, so that the line has a gap: a formula that shows nothing would be
    drawn as 0.
    """
    shown = units[: min(_LINES, columns.last + 1)]
    rest = len(units) - len(shown)
    builder.section("三、走势图" + (f"（前 {len(shown) - 1} 个单位，另有 {rest} 个见上表）" if rest else ""))
    head = builder.next_row
    builder.put(head, 1, "期间", "header")
    for place, unit_row in enumerate(shown, 2):
        builder.put(head, place, builder.cells[unit_row, _NAME].value, "header")
    for offset, label in enumerate(columns.labels):
        row = head + 1 + offset
        builder.put(row, 1, label, "center")
        for place, unit_row in enumerate(shown, 2):
            cell = builder.cells.get((unit_row, _FIRST + offset))
            known = cell is not None and share(cell.value) is not None
            source = a1(unit_row, _FIRST + offset)
            builder.put(
                row, place, cell.value if known and cell else None, "percent", f"={source}" if known else None
            )
    rows = range(head + 1, head + 1 + len(columns.labels))
    categories = f"={ColumnRange(TREND, 1, rows[0], rows[-1])}"
    series = tuple(
        Series(
            str(builder.cells[head, place].value),
            categories,
            f"={ColumnRange(TREND, place, rows[0], rows[-1])}",
            _COLOURS[(place - 2) % len(_COLOURS)],
        )
        for place in range(2, len(shown) + 2)
    )
    top = rows[-1] + 2
    printed = sum(builder.widths[column] for column in range(1, columns.last + 3))
    width = int(min(900, printed * _PIXELS))
    builder.charts.append(Chart("line", "各单位平均进度走势", series, (top, 1), width, 360, percent=True))
    for row in range(top - 1, top + 19):
        builder.put(row, 1, None, "plain")
        builder.heights[row] = 15
    builder.next_row = top + 19
