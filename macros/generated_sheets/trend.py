"""进度走势: how progress ran, one column a period on record, the one that runs live, and a chart of lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from duban.macros.figures import formulas
from duban.macros.history.editions import Edition, Key, PeriodRecord
from duban.macros.history.past import figure
from duban.macros.history.said_before import SaidBefore
from duban.udfs.periods import Period
from duban.udfs.progress import share
from duban.workbook.cells.addresses import ColumnRange, a1
from duban.workbook.format.names import PERIOD_RECORD, TREND
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.plans import Chart, Series, SheetPlan
from duban.workbook.plan.ruler import LANDSCAPE, Ruler, column_breaks
from duban.workbook.plan.table import Table
from duban.workbook.reading.tables import TableSheet

NUMBER, NAME, FIRST = 1, 2, 3
"""The columns of number and name, and the first of a period."""

_LINES = 10
"""Lines that a chart shows at most."""

_MANY = 14
"""Columns from which on they are narrower."""

_WIDEST = 860
"""Pixels that a chart is wide at most, so that it goes on one page."""

_PIXELS = 6.9
"""Of a character, so that a chart is no wider than the columns above it."""

_COLOURS = (
    "404040", "4472C4", "ED7D31", "70AD47", "FFC000", "5B9BD5", "A5A5A5", "7030A0", "C00000", "264478",
)  # fmt: skip

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
        return FIRST + len(self.labels) - 1

    def told(self, keys: Sequence[Key]) -> Iterator[Told]:
        """What the record says of a row in each of its periods; the first of its keys that is there counts."""
        for edition in self.editions:
            line = next((edition.lines[key] for key in keys if key in edition.lines), None)
            yield (None, None) if line is None else figure(line, self.progress)


class Row(NamedTuple):
    """A row of a table: what it is known by on record, and what puts its number and name into a row of the sheet and
    gives its figure now. The last argument is the first hidden column."""

    keys: tuple[Key, ...]
    show: Callable[[SheetBuilder, int, int], Told]


class Group(NamedTuple):
    """A table. Of ``kind`` also what is on record and there no more comes at its end, with ``gone`` behind its name."""

    title: str
    heading: str
    rows: Sequence[Row]
    kind: str
    gone: str = ""


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


def columns_after(before: SaidBefore) -> Columns:
    """The columns for a run: what it finds on record, and the period that runs."""
    tables = before.tables
    record, period = before.frozen.record, tables.settings.period
    # one that only 填报记录 calls closed may be live all the same
    runs = before.turn.is_live or (period in record.latest and record.latest[period].is_live)
    return columns_of(record, period if runs else None, tables.own.get(PERIOD_RECORD))


def _widths(columns: int) -> list[int]:
    """Units: of a year by months too, all go on one page."""
    each = 8 if columns <= _MANY else 7
    return [5, max(20, min(27, LANDSCAPE - 5 - each * (columns - 2))), *[each] * (columns - 2)]


def begin(office: str, columns: Columns, lines: int) -> tuple[SheetBuilder, int]:
    """A sheet with its title and note, wide enough for a chart of so many rows, and the first column that is hidden."""
    wide = max(columns.last + 2, 1 + min(_LINES, lines))
    builder = SheetBuilder(TREND, Ruler(_widths(wide)))
    builder.title(f"{office}重点改革攻坚事项进度走势")
    told = "各期为当时通报的数"
    live = f"{told}，{columns.labels[-1]} 为目前的数。" if columns.live else f"{told}。"
    builder.line(live)
    return builder, wide + 1


def finish(
    builder: SheetBuilder, columns: Columns, groups: Sequence[Group], lines: str, hidden: Sequence[int]
) -> SheetPlan:
    """The tables, a chart of the group whose title is ``lines``, and the plan."""
    first, wide = hidden[0], builder.last
    shown = [_table(builder, columns, group, first) for group in groups]
    rows = next(rows for group, rows in zip(groups, shown, strict=True) if group.title == lines)
    number = "三四五"[len(groups) - 2]
    _chart(builder, columns, rows, f"{number}、走势图", f"{lines.partition('、')[2]}走势")
    builder.widths.update(dict.fromkeys(hidden, 6.0))
    breaks = column_breaks([builder.widths[column] for column in range(1, wide + 1)], NAME)
    return builder.plan(
        freeze=(3, FIRST),
        column_breaks=breaks,
        repeat_columns=(1, NAME) if breaks else None,
        print_area=(1, 1, builder.next_row - 1, wide),
        hidden_columns=tuple(hidden),
        tab_colour="7030A0",
    )


def _table(builder: SheetBuilder, columns: Columns, group: Group, hidden: int) -> list[int]:
    builder.section(group.title)
    table = Table(builder)
    table.head(("序号", group.heading, *columns.labels, "较上期", "较首期"))
    there = {key for row in group.rows for key in row.keys}
    gone = [
        Row((key,), partial(_gone, f"{name or f'事项键 {key.item}'}{group.gone}"))
        for key, name in _left(columns, group.kind, there)
    ]

    def put(at: int, row: Row) -> None:
        now = row.show(builder, at, hidden)
        _figures(builder, at, columns, [*columns.told(row.keys), *([now] if columns.live else [])])

    return table.fill([*group.rows, *gone], put)


def _gone(name: str, builder: SheetBuilder, row: int, hidden: int) -> Told:
    """The row of what is on record and there no more."""
    builder.put(row, NUMBER, None)
    builder.put(row, NAME, name, "text")
    return None, None


def _figures(builder: SheetBuilder, row: int, columns: Columns, told: Sequence[Told]) -> None:
    """The figures of a row, and their changes; number and name are there already."""
    last = columns.last
    for column, (value, formula) in enumerate(told, FIRST):
        builder.put(row, column, value, "percent", formula)
    shares = [share(value) for value, _ in told]
    now = shares[-1]
    for place, then in ((last + 1, last - 1), (last + 2, FIRST)):
        before = shares[then - FIRST] if len(told) > 1 else None
        change = "—" if now is None or before is None else now - before
        formula = "=" + formulas.change(f"${a1(row, last)}", f"${a1(row, then)}")
        builder.put(row, place, change, "points", formula if len(told) > 1 else None)


def _left(columns: Columns, kind: str, there: set[Key]) -> list[tuple[Key, str]]:
    """What is on record and there no more, by the last name that it had."""
    found: dict[Key, str] = {}
    for edition in columns.editions:
        for key, line in edition.of_kind(kind):
            if key not in there:
                found[key] = str(line.record["名称"] or "")
    return list(found.items())


def _chart(builder: SheetBuilder, columns: Columns, table: Sequence[int], section: str, title: str) -> None:
    """Rows of a table as lines, and above the chart its figures: a line a period, for a chart takes columns.

    Where a figure is not there its cell is blank, so that the line has a gap: a formula that shows nothing would be
    drawn as 0.
    """
    shown = table[: min(_LINES, builder.last - 1)]
    rest = len(table) - len(shown)
    builder.section(section + (f"（前 {len(shown)} 行，另有 {rest} 行见上表）" if rest else ""))
    head = builder.next_row
    builder.put(head, 1, "期间", "header")
    for place, source in enumerate(shown, 2):
        builder.put(head, place, builder.cells[source, NAME].value, "header")
    for offset, label in enumerate(columns.labels):
        row = head + 1 + offset
        builder.put(row, 1, label, "center")
        for place, source in enumerate(shown, 2):
            value = builder.cells[source, FIRST + offset].value
            known = share(value) is not None
            formula = f"={a1(source, FIRST + offset)}" if known else None
            builder.put(row, place, value if known else None, "percent", formula)
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
    if builder.room(range(head, rows.stop)) < 0:
        builder.end_page(builder.begun)
    builder.next(rows.stop - head)
    width = int(min(_WIDEST, sum(builder.widths[column] for column in range(1, builder.last + 1)) * _PIXELS))
    top = builder.space(20, 15) + 1
    builder.charts.append(Chart("line", title, series, (top, 1), width, 360, percent=True))
