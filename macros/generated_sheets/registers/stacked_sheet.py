"""区县-<登记表>: the rows of the districts' registers below one another, held against what each district handed in.

The sheet is the program's: what is to be changed is changed in the districts' workbooks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from duban.macros.generated_sheets.live_text import LiveText
from duban.macros.generated_sheets.registers.of_districts import HEADER, Stack, period_of
from duban.macros.staff_sheets.cells_to_set import range_end
from duban.udfs.progress import number_in
from duban.workbook.cells.addresses import ColumnRange, a1
from duban.workbook.format.fields import Field
from duban.workbook.format.registers.common import ROW_KEY
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.plans import SheetPlan
from duban.workbook.plan.ruler import column_breaks
from duban.workbook.reading.rows import Record
from duban.workbook.reading.settings import Settings

_NAMED = 40
"""Districts that the line above the table names."""
_REPEATED = 3
"""Columns that every page across repeats."""
_CENTERED = ("choice", "unit", "person", "short", "key", "month", "quarter", "period")
_STYLES = {"share": "percent", "rate": "percent", "day": "date", "amount": "number", "whole": "number", "weight": "number"}  # fmt: skip


def stacked_sheet(stack: Stack, settings: Settings) -> SheetPlan:
    """The sheet: one-cell lines, the header, the rows; behind them, hidden, what each district's workbook had."""
    declared = stack.format
    builder = SheetBuilder(declared.name, [field.width for field in declared.fields])
    places = {name: place for place, name in enumerate(declared.names, 1)}
    builder.put(1, 1, f"{settings.office}{stack.register}（各区县）", "line_title")
    builder.heights[1] = 28
    for name, place in places.items():
        builder.put(HEADER, place, name, "header")
    builder.heights[HEADER] = 32
    counted = stack.table.rows
    for row, values in enumerate(stack.rows, HEADER + 1):
        for field in declared.fields:
            value = counted.get(row, values).get(field.name)
            builder.put(row, places[field.name], value, _style(field, value))
    last = HEADER + max(len(stack.rows), 1)
    shown = [field.width for field in declared.fields if not field.hidden]
    breaks = column_breaks(shown, _REPEATED)
    # in a column that every page repeats it would be printed again, cut
    line = _reconciled(builder, stack, settings, places, last)
    builder.put(2, _REPEATED + 1 if breaks else 1, line.text, "line_note", line.formula)
    builder.next_row = last + 1
    hidden = {column for _, column in builder.cells if column > len(declared.fields)} | {places[ROW_KEY]}
    return builder.plan(
        freeze=(HEADER + 1, _REPEATED + 1),
        repeat_rows=(HEADER, HEADER),
        repeat_columns=(1, _REPEATED) if breaks else None,
        column_breaks=breaks,
        print_area=(1, 1, last, len(shown)),
        hidden_columns=tuple(sorted(hidden)),
        tab_colour="7030A0",
    )


def _style(field: Field, value: Any) -> str:
    """The style of a cell: a date is one in any column, as the months of 月调度 may be."""
    if isinstance(value, date):
        return "date"
    return _STYLES.get(field.kind, "center" if field.kind in _CENTERED else "text")


def _reconciled(
    builder: SheetBuilder, stack: Stack, settings: Settings, places: Mapping[str, int], last: int
) -> LiveText:
    """The line above the table: how many rows, and whether rows and amounts of each district are those that it handed in."""
    name, first = stack.format.name, len(places) + 2
    end = range_end(last)
    amounts = [field.name for field in stack.format.fields if field.kind in ("amount", "whole")]
    ranges = {column: ColumnRange(name, places[column], HEADER + 1, end) for column in ("区县", *amounts)}
    by_district: dict[str, list[Record]] = {}
    for values in stack.rows:
        by_district.setdefault(str(values["区县"]), []).append(values)
    row = HEADER
    for row, (district, mine) in enumerate(by_district.items(), HEADER + 1):
        builder.put(row, first, district, "plain")
        is_mine = (
            f"({ranges['区县']}=${a1(row, first)})*1"  # a criterion would take * in a name for a pattern
        )
        builder.put(row, first + 1, stack.handed_in.get(district, len(mine)), "plain")
        builder.put(row, first + 2, len(mine), "plain", f"=SUMPRODUCT({is_mine})")
        total = round(sum(_total(mine, column) for column in amounts), 6)
        builder.put(row, first + 3, total, "plain")
        sums = "+".join(f"SUMPRODUCT({is_mine},{ranges[column]})" for column in amounts) or "0"
        builder.put(row, first + 4, total, "plain", f"=ROUND({sums},6)")
    line = LiveText("共 ").number(len(stack.rows), f'COUNTIFS({ranges["区县"]},"?*")').say(" 行：")
    for place, (district, mine) in enumerate([*by_district.items()][:_NAMED], 1):
        ends = "、" if place < len(by_district) else "。"
        line.say(f"{district} ").number(len(mine), a1(HEADER + place, first + 2)).say(ends)
    line.say("……。" if len(by_district) > _NAMED else "")
    checks = [
        f"({_span(first + 1, row)}<>{_span(first + 2, row)})",
        f"({_span(first + 3, row)}<>{_span(first + 4, row)})",
    ]
    wrong = "+".join(f"SUMPRODUCT({each}*1)" for each in checks)
    without = _without_amounts(stack, by_district)
    fine = "行数" if without else "行数和金额"
    fine, odd = f"{fine}与各区县报送的一致。", "与各区县报送的不一致，请重新汇总。"
    line.piece(fine, f'IF({wrong}=0,"{fine}","{odd}")')
    if without:
        _named(line.say("没有读到金额的列："), without)
    if old := _of_other_periods(stack, settings):
        _named(
            line.say(f"不是{settings.period}报送的："),
            old,
            "，没有计入汇总" if stack.period else "，仍计入汇总",
        )
    return line


def _named(line: LiveText, told: Mapping[str, str], ends: str = "") -> None:
    """``甲区（2020Q2）、乙县（2020Q1）。``, piece by piece, for no text of a formula may be long."""
    for place, (district, what) in enumerate([*told.items()][:_NAMED], 1):
        line.say(f"{district}（{what}）").say("、" if place < min(len(told), _NAMED) else "")
    line.say(f"{'等' if len(told) > _NAMED else ''}{ends}。")


def _without_amounts(stack: Stack, by_district: Mapping[str, Sequence[Record]]) -> dict[str, str]:
    """The districts whose rows hold no number in a column of money where others have some, or in none of these columns: they
    may be in another unit, and were not read."""
    money = [field.name for field in stack.format.fields if field.measured_in]
    lacking = {
        district: [name for name in money if all(number_in(values.get(name)) is None for values in rows)]
        for district, rows in by_district.items()
    }
    by_all = [name for name in money if all(name in names for names in lacking.values())]
    told = {
        district: names if names == money else [name for name in names if name not in by_all]
        for district, names in lacking.items()
    }
    return {district: "、".join(names) for district, names in told.items() if names}


def _of_other_periods(stack: Stack, settings: Settings) -> dict[str, str]:
    """The districts whose rows are of another period, with that."""
    return {
        str(values["区县"]): period_of(values)
        for values in stack.rows
        if period_of(values) != str(settings.period)
    }


def _span(column: int, last: int) -> str:
    first = HEADER + 1
    return f"${a1(first, column)}:${a1(max(first, last), column)}"


def _total(rows: Iterable[Record], column: str) -> float:
    numbers = (number_in(values.get(column)) for values in rows)
    return sum(number for number in numbers if number is not None)
