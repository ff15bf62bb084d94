"""区县-<登记表>: the rows of the districts' registers below one another, held against what each district handed in.

A district that hands in with a run has the rows of its workbook; another keeps those that it had, under the period that they
are of. The sheet is the program's: what is to be changed is changed in the districts' workbooks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from duban.macros.generated_sheets.live_text import LiveText
from duban.macros.generated_sheets.registers.source import Source
from duban.macros.staff_sheets.cells_to_set import range_end
from duban.macros.staff_sheets.district_rows import Reported
from duban.udfs.progress import number_in
from duban.udfs.text import squeeze
from duban.workbook.cells.addresses import ColumnRange, a1
from duban.workbook.format.fields import Field, SheetFormat
from duban.workbook.format.names import OF_DISTRICTS
from duban.workbook.format.registers.common import ROW_KEY
from duban.workbook.format.registers.dispatch import DISPATCH
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.plans import SheetPlan
from duban.workbook.plan.ruler import column_breaks
from duban.workbook.reading.find_header import Header
from duban.workbook.reading.grid import Grid
from duban.workbook.reading.registers import find_register_header, register_sheet
from duban.workbook.reading.rows import Record, Rows
from duban.workbook.reading.settings import Settings
from duban.workbook.reading.tables import Tables, TableSheet

_DISTRICT = Field("区县", "short", "program", "报送的区县。", 12)
_PERIOD = Field("报送期间", "period", "program", "这些行是哪一期报送的。", 9)
_HEADER = 3
_NAMED = 40
"""Districts that the line above the table names."""
_CENTERED = ("choice", "unit", "person", "short", "key", "month", "quarter", "period")
_STYLES = {"share": "percent", "rate": "percent", "day": "date", "amount": "number", "whole": "number", "weight": "number"}  # fmt: skip


@dataclass(frozen=True)
class Stack:
    """The rows of one register of all districts, in their order, and which districts did not hand in with this run."""

    format: SheetFormat
    rows: Sequence[Record]
    handed_in: Mapping[str, int]
    """District → how many rows its workbook has; of those that handed in now."""

    @property
    def table(self) -> TableSheet:
        """The sheet as it will be, for what sums it up."""
        grid = Grid(self.format.name, ())
        columns = {name: place for place, name in enumerate(self.format.names, 1)}
        rows: Rows = {
            row: {**each, ROW_KEY: row - _HEADER} for row, each in enumerate(self.rows, _HEADER + 1)
        }
        return TableSheet(grid, Header(_HEADER, _HEADER, columns), rows, self.format)


def stacks(tables: Tables, reported: Sequence[Reported]) -> list[Stack]:
    """What the districts have of each register: of those in ``reported`` by their workbooks, of others by the sheets that
    are there."""
    formats = dict(_formats(tables, reported))
    found = []
    for name, declared in formats.items():
        stacked = of_districts(declared)
        by_district: dict[str, list[Record]] = {}
        for values in _there(tables, stacked):
            by_district.setdefault(_folded(values.get("区县")), []).append(values)
        handed_in: dict[str, int] = {}
        for each in reported:
            if name not in each.registers:
                continue  # its workbook says nothing of it: what it had before stays
            told = each.registers[name][1]
            handed_in[each.district] = len(told)
            told_by = {"区县": each.district, "报送期间": str(each.period)}
            by_district[_folded(each.district)] = [{**values, **told_by} for values in told]
        rows = [values for of_one in by_district.values() for values in of_one]
        if rows or stacked.name in tables.marks:
            found.append(Stack(stacked, rows, handed_in))
    return found


def _folded(district: Any) -> str:
    return squeeze(district).casefold()


def _formats(tables: Tables, reported: Sequence[Reported]) -> Iterator[tuple[str, SheetFormat]]:
    """The registers that any district has, or had: as the city declares them, else with the columns of all districts."""
    for name, declared in tables.can_have.items():
        if f"{OF_DISTRICTS}{name}" in tables.marks or any(name in each.registers for each in reported):
            yield name, declared
    others: dict[str, SheetFormat] = {}
    for each in reported:
        for name, (declared, _) in each.registers.items():
            if name not in tables.can_have:
                others[name] = _with_more(others[name], declared) if name in others else declared
    yield from others.items()


def _with_more(one: SheetFormat, other: SheetFormat) -> SheetFormat:
    more = [field for field in other.fields if field.name not in one.names]
    return replace(one, fields=(*one.fields[:-1], *more, one.fields[-1])) if more else one


def of_districts(declared: SheetFormat) -> SheetFormat:
    """The format of the sheet that has the rows of all districts."""
    fields = [
        replace(field, who="program" if field.name != ROW_KEY else field.who) for field in declared.fields
    ]
    summed = declared.summary if declared.name != DISPATCH else ""
    return replace(
        declared,
        name=f"{OF_DISTRICTS}{declared.name}",
        fields=(_DISTRICT, _PERIOD, *fields),
        key=("区县", *declared.key),
        summary=f"{OF_DISTRICTS}{summed}" if summed else "",
        sent_by="区县",
        freeze=declared.fields[1].name,
    )


def _there(tables: Tables, stacked: SheetFormat) -> list[Record]:
    """The rows of the sheet as an earlier run left it."""
    grid = tables.grids.get(stacked.name) if stacked.name in tables.marks else None
    found = find_register_header(grid, stacked) if grid is not None else None
    if grid is None or found is None:
        return []
    table = register_sheet(grid, found, stacked).table
    names = [name for name in stacked.names if name != ROW_KEY]
    columns = [table[name] for name in names]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def stacked_sheet(stack: Stack, settings: Settings) -> SheetPlan:
    """The sheet: one-cell lines, the header, the rows; behind them, hidden, what each district's workbook had."""
    declared = stack.format
    builder = SheetBuilder(declared.name, [field.width for field in declared.fields])
    places = {name: place for place, name in enumerate(declared.names, 1)}
    builder.put(1, 1, f"{settings.office}{declared.name.removeprefix(OF_DISTRICTS)}（各区县）", "line_title")
    builder.heights[1] = 28
    for name, place in places.items():
        builder.put(_HEADER, place, name, "header")
    builder.heights[_HEADER] = 32
    table = stack.table
    for row, values in table.rows.items():
        for field in declared.fields:
            builder.put(row, places[field.name], values.get(field.name), _style(field))
    last = max(table.last_row, _HEADER + 1)
    _reconciled(builder, stack, settings, places, last)
    builder.next_row = last + 1
    shown = [field.width for field in declared.fields if not field.hidden]
    breaks = column_breaks(shown, 3)
    hidden = {column for _, column in builder.cells if column > len(declared.fields)} | {places[ROW_KEY]}
    return builder.plan(
        freeze=(_HEADER + 1, 4),
        repeat_rows=(_HEADER, _HEADER),
        repeat_columns=(1, 3) if breaks else None,
        column_breaks=breaks,
        print_area=(1, 1, last, len(shown)),
        hidden_columns=tuple(sorted(hidden)),
        tab_colour="7030A0",
    )


def _style(field: Field) -> str:
    return _STYLES.get(field.kind, "center" if field.kind in _CENTERED else "text")


def _reconciled(
    builder: SheetBuilder, stack: Stack, settings: Settings, places: Mapping[str, int], last: int
) -> None:
    """The line above the table: how many rows, and whether rows and amounts of each district are those that it handed in."""
    name, first = stack.format.name, len(places) + 2
    end = range_end(last)
    amounts = [field.name for field in stack.format.fields if field.kind in ("amount", "whole")]
    ranges = {column: ColumnRange(name, places[column], _HEADER + 1, end) for column in ("区县", *amounts)}
    districts = list(dict.fromkeys(str(values["区县"]) for values in stack.rows))
    row = _HEADER
    for row, district in enumerate(districts, _HEADER + 1):
        mine = [values for values in stack.rows if str(values["区县"]) == district]
        builder.put(row, first, district, "plain")
        at = f"${a1(row, first)}"
        builder.put(row, first + 1, stack.handed_in.get(district, len(mine)), "plain")
        builder.put(row, first + 2, len(mine), "plain", f"=COUNTIFS({ranges['区县']},{at})")
        parts = [_total(mine, column) for column in amounts]
        builder.put(row, first + 3, round(sum(parts), 6), "plain")
        sums = "+".join(f"SUMIFS({ranges[column]},{ranges['区县']},{at})" for column in amounts) or "0"
        builder.put(row, first + 4, round(sum(parts), 6), "plain", f"=ROUND({sums},6)")
    line = LiveText("共 ").number(len(stack.rows), f'COUNTIFS({ranges["区县"]},"?*")').say(" 行：")
    for place, district in enumerate(districts[:_NAMED], 1):
        count = sum(str(values["区县"]) == district for values in stack.rows)
        ends = "、" if place < len(districts) else "。"
        line.say(f"{district} ").number(count, a1(_HEADER + place, first + 2)).say(ends)
    line.say("……。" if len(districts) > _NAMED else "")
    checks = [
        f"({_span(first + 1, row)}<>{_span(first + 2, row)})",
        f"({_span(first + 3, row)}<>{_span(first + 4, row)})",
    ]
    wrong = "+".join(f"SUMPRODUCT({each}*1)" for each in checks)
    fine, odd = "行数和金额与各区县报送的一致。", "与各区县报送的不一致，请重新汇总。"
    line.piece(fine, f'IF({wrong}=0,"{fine}","{odd}")')
    if old := _of_other_periods(stack, settings):
        line.say(f"不是{settings.period}报送的：{old}。")
    builder.put(2, 1, line.text, "line_note", line.formula)


def _of_other_periods(stack: Stack, settings: Settings) -> str:
    """The districts whose rows are of another period, with that."""
    told = {
        str(values["区县"]): str(values["报送期间"])
        for values in stack.rows
        if str(values["报送期间"]) != str(settings.period)
    }
    return "、".join(f"{district}（{period}）" for district, period in told.items())


def _span(column: int, last: int) -> str:
    first = _HEADER + 1
    return f"${a1(first, column)}:${a1(max(first, last), column)}"


def _total(rows: Iterable[Record], column: str) -> float:
    numbers = (number_in(values.get(column)) for values in rows)
    return sum(number for number in numbers if number is not None)


def stack_sources(found: Sequence[Stack], settings: Settings) -> dict[str, Source]:
    """The stacks as summaries look at them, by the names of their registers."""
    return {
        each.format.name.removeprefix(OF_DISTRICTS): Source(each.table, settings)
        for each in found
        if each.format.summary
    }
