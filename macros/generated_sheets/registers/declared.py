"""<登记表>汇总: what a register says in all, by units and by values, of each column as its declaration asks (汇总)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from duban.macros.figures.conditions import Where
from duban.macros.generated_sheets.live_text import LiveText
from duban.macros.generated_sheets.registers.source import (
    Source,
    alike,
    is_filled,
    month_said,
    odd_months,
    of_month,
    say_cut,
    summary_plan,
    total,
)
from duban.macros.generated_sheets.registers.spellings import (
    ANY,
    LEAST,
    Signed,
    added,
    both,
    counted,
)
from duban.udfs.progress import number_in
from duban.workbook.cells.addresses import a1
from duban.workbook.format.fields import Field, FieldKind
from duban.workbook.format.registers.common import ROW_KEY
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.plans import Scalar, SheetPlan
from duban.workbook.plan.ruler import LANDSCAPE, Ruler
from duban.workbook.plan.table import Table
from duban.workbook.reading.rows import Record

_TOTALS = (30, 12, 30, 53)
_BY_UNIT = ("合计", "计数", "平均")
"""What is shown by units."""
_BESIDE = 9
"""Columns that stand beside the units in one table."""
_VALUES = (5, 84, 18, 18)
"""Units."""

_RUNS = 20
"""Parts of a register, between totals with a date, among which the newest row is looked for."""

_STYLES: dict[FieldKind, str] = {"share": "percent", "rate": "percent", "day": "date", "whole": "number", "amount": "number", "about": "number"}  # fmt: skip

Told = tuple[Scalar, str]
"""A figure, and its formula without the sign =."""


def declared_summary(source: Source) -> SheetPlan:
    """The sheet of a register whose format says what is summed up."""
    declared, settings = source.format, source.settings
    beside = [field for field in declared.fields if source.has(field.name) and field.total in _BY_UNIT]
    widths = {_unit_widths(len(block)) for block in _blocks(beside)}
    builder = SheetBuilder(declared.summary, Ruler(_TOTALS, *sorted(widths), _VALUES))
    builder.title(f"{settings.office}{declared.name}汇总")
    asked = [field for field in declared.fields if field.total and source.has(field.name)]
    lacking = source.lacking(*(field.name for field in declared.fields if field.total))
    if lacking:
        builder.line(f"“{declared.name}”缺少列：{'、'.join(lacking)}，没有汇总。", "aside")
    _totals(builder, source, [field for field in asked if field.total != "分布"])
    unit = declared.summed_by or declared.sent_by
    if unit and source.has(unit):
        _by_unit(builder, source, unit, beside)
    for place, field in enumerate((field for field in asked if field.total == "分布"), 3):
        _values(builder, source, field, f"{'三四五六七八九十'[min(place, 10) - 3]}、{field.name}分布")
    return summary_plan(builder)


def _totals(builder: SheetBuilder, source: Source, fields: Sequence[Field]) -> None:
    builder.section("一、总计")
    table = Table(builder, _TOTALS)
    table.head(("列", "汇总", "数", "说明"))

    def put(row: int, entry: tuple[str, str, Told, str, str]) -> None:
        name, how, (value, formula), style, note = entry
        table.put(row, 1, name)
        table.put(row, 2, how, "center")
        table.put(row, 3, value, style, "=" + formula)
        table.put(row, 4, note or None)

    key = source.format.key[0]
    rows = ("全部", "行数", filled(source, key), "count", f"填了{key}的行")
    newest = _newest(builder, source) if any(field.total == "最新" for field in fields) else None
    entries = [rows, *((field.name, field.total, *_figure(source, field, newest)) for field in fields)]
    table.fill(entries, put)


def _figure(source: Source, field: Field, newest: _Newest | None) -> tuple[Told, str, str]:
    """A column's figure over all rows, its style, and what is to be said of it."""
    style = _STYLES.get(field.kind, "text")
    if field.total == "合计":
        return summed(source, field.name), style, _without_number(source, field)
    if field.total == "平均":
        return mean(source, field.name), style, _without_number(source, field)
    if field.total == "计数":
        return filled(source, field.name), "count", "填了的行"
    assert newest is not None
    told = latest(source, field, newest)
    return told, "date" if isinstance(told[0], date) else style, newest.by


def _without_number(source: Source, field: Field) -> str:
    """How many rows say something else than a number, which no figure counts."""
    odd = sum(
        value is not None and number_in(value) is None
        for value in (values.get(field.name) for values in source.rows.values())
    )
    unit = f"单位：{field.measured_in}" if field.measured_in else ""
    what = "不是数字（范围、约数等）" if field.kind == "about" else "不是数字"
    told = [f"{odd} 行{what}"] if odd else []
    told += [f"{errors} 行是错误值"] if (errors := source.errors(field.name)) else []
    return "；".join(filter(None, (unit, f"{'，'.join(told)}，没有计入" if told else "")))


def filled(source: Source, name: str, where: Signed = ANY, rows: Sequence[Record] | None = None) -> Told:
    """How many rows fill a column, with a text or a number."""
    every = source.rows.values() if rows is None else rows
    number = sum(is_filled(values.get(name)) for values in every)
    return number, counted(both(source.filled(name), where), *source.rows_only)


def summed(source: Source, name: str, where: Signed = ANY, rows: Sequence[Record] | None = None) -> Told:
    """The sum of the numbers of a column; blank where there are only words about how much, for these are not 0."""
    every = list(source.rows.values() if rows is None else rows)
    column = source.column(name)
    value, formula = total(every, name), added(column, where, *source.rows_only)
    if source.format[name].kind != "about":
        return value, formula
    known = counted(where, *source.rows_only, Where(column, ">=", LEAST))
    is_any = any(number_in(values.get(name)) is not None for values in every)
    return value if is_any else None, f'IF({known}=0,"",{formula})'


def mean(source: Source, name: str, where: Signed = ANY, rows: Sequence[Record] | None = None) -> Told:
    """The mean of the numbers of a column; blank where there is none."""
    every = list(source.rows.values() if rows is None else rows)
    numbers = [number for values in every if (number := number_in(values.get(name))) is not None]
    column = source.column(name)
    known = counted(where, *source.rows_only, Where(column, ">=", LEAST))
    value = sum(numbers) / len(numbers) if numbers else None
    return value, f'IF({known}=0,"",({added(column, where, *source.rows_only)})/({known}))'


class _Newest(NamedTuple):
    """What the newest row is known by: the latest date of the first column of dates, else the row that was added last."""

    row: int | None
    column: str
    """Empty where it cannot be known."""
    cell: str
    """Where its date, or 行键, stands."""
    by: str
    """What staff are told."""


def _newest(builder: SheetBuilder, source: Source) -> _Newest:
    """The newest row, whose date or 行键 goes to a hidden cell."""
    day = next(
        (each.name for each in source.format.fields if each.kind == "day" and source.has(each.name)), None
    )
    by = day or ROW_KEY
    if not source.has(by):
        return _Newest(None, "", "", "没有行键，无法取最新")
    runs = source.runs(by)
    if len(runs) > _RUNS:
        return _Newest(None, "", "", "表中带日期的小计等行太多，无法取最新")
    known = {row: number for row, values in source.rows.items() if (number := number_in(values.get(by))) is not None}  # fmt: skip
    newest = max(known.values(), default=None)
    row = next((row for row, number in known.items() if number == newest), None)
    ranges = ",".join(map(str, runs))
    at = builder.next_row, builder.last + 2
    builder.put(*at, newest, "plain", f'=IF(COUNT({ranges})=0,"",MAX({ranges}))')
    return _Newest(row, by, f"${a1(*at)}", f"{day}最晚的一行" if day else "最后登记的一行")


def latest(source: Source, field: Field, newest: _Newest) -> Told:
    """What the newest row says."""
    if not newest.column:
        return None, '""'
    formula = '""'
    for run in reversed(source.runs(newest.column)):
        column = replace(source.column(field.name), first=run.first, last=run.last)
        place = f"MATCH({newest.cell},{run},0)"
        told = f"INDEX({column},{place})"
        formula = f'IF(COUNT({place})=0,{formula},IFERROR(IF({told}="","",{told}),""))'
    return None if newest.row is None else source.rows[newest.row].get(field.name), formula


# by units


class _Unit(NamedTuple):
    place: int | str
    name: str
    where: Signed
    rows: list[Record]


def _blocks(fields: Sequence[Field]) -> list[Sequence[Field]]:
    """The columns that stand beside the units, table by table; one without any where nothing is asked."""
    return [fields[first : first + _BESIDE] for first in range(0, max(1, len(fields)), _BESIDE)]


def _unit_widths(count: int) -> tuple[int, ...]:
    """Units of a table by units with so many further columns, which share what 序号, the unit and 行数 leave."""
    left = LANDSCAPE - 44
    if not count:
        return 5, 28 + left, 11
    each = left // count
    return 5, 28, 11, *((each,) * (count - 1)), left - each * (count - 1)


def _by_unit(builder: SheetBuilder, source: Source, unit: str, fields: Sequence[Field]) -> None:
    is_sender = unit == source.format.sent_by
    builder.section(f"二、分{unit}" if is_sender else f"二、各{unit}")
    values = source.values_with(unit, source.format[unit].choices)
    if not values:
        builder.line("无", "center")
        return
    units = [
        _Unit(place, each.name, source.says(unit, each), source.where({unit: each}))
        for place, each in enumerate(values, 1)
    ]
    units.append(_Unit("", "全部", ANY, list(source.rows.values())))
    blocks = [_block(builder, source, unit, units, block) for block in _blocks(fields)]
    _left(builder, source, unit, units, blocks[0])


def _left(
    builder: SheetBuilder, source: Source, unit: str, units: Sequence[_Unit], cells: Sequence[str]
) -> None:
    """What no row of a table by units counts: rows that name none, or in a spelling of after the build."""
    key = source.format.key[0]
    told = [sum(is_filled(values.get(key)) for values in each.rows) for each in units]
    line = LiveText(alike(unit, source.values_of(unit)))
    left = f"{cells[-1]}-SUM({cells[0]}:{cells[-2]})"
    line.some(
        "另有 ", told[-1] - sum(told[:-1]), left, f" 行没有填写{unit}，或是生成后才有的写法，只计入全部。"
    )
    builder.line(line.text, "aside", line.formula)
    say_cut(builder, source, unit)


def _block(
    builder: SheetBuilder, source: Source, unit: str, units: Sequence[_Unit], fields: Sequence[Field]
) -> list[str]:
    """One table by units; returns the cells with their rows' numbers."""
    key = source.format.key[0]
    table = Table(builder, _unit_widths(len(fields)))
    table.head(["序号", unit, "行数", *(f"{field.name}{field.total}" for field in fields)])

    def put(row: int, each: _Unit) -> None:
        table.put(row, 1, each.place, "integer")
        table.put(row, 2, each.name)
        told = [(*filled(source, key, each.where, each.rows), "count")]
        told += [(*_of_unit(source, field, each.where, each.rows), _style(field)) for field in fields]
        for column, (value, formula, style) in enumerate(told, 3):
            table.put(row, column, value, style, "=" + formula)

    return [table.cell(row, 3) for row in table.fill(units, put)]


def _of_unit(source: Source, field: Field, where: Signed, rows: Sequence[Record]) -> Told:
    how = {"合计": summed, "平均": mean, "计数": filled}[field.total]
    return how(source, field.name, where, rows)


def _style(field: Field) -> str:
    return "count" if field.total == "计数" else _STYLES.get(field.kind, "text")


# by values


def _values(builder: SheetBuilder, source: Source, field: Field, title: str) -> None:
    builder.section(title)
    table = Table(builder, _VALUES)
    table.head(("序号", field.name, "行数", "占比"))
    number, every = filled(source, field.name)

    def put(row: int, entry: tuple[int, tuple[str, int, str]]) -> None:
        place, (name, value, formula) = entry
        table.put(row, 1, place, "integer")
        table.put(row, 2, name)
        table.put(row, 3, value, "count", "=" + formula)
        share = value / number if number else None  # type: ignore[operator]
        cell = table.cell(row, 3)
        table.put(row, 4, share, "percent", f'=IF({every}=0,"",{cell}/({every}))')

    told = list(_of_months(source, field) if field.kind == "month" else _of_values(source, field))
    rows = table.fill(enumerate(told, 1), put)
    if not rows:
        return
    line = LiveText(f"占比是占填了{field.name}的行的份额。")
    left = f"{every}-SUM({table.span(3, rows)})"
    line.some("另有 ", int(number) - sum(value for _, value, _ in told), left, " 行不在上表中。")  # type: ignore[arg-type]
    builder.line(line.text, "aside", line.formula)
    if odd := odd_months(source, field.name) if field.kind == "month" else []:
        builder.line(f"看不出月份：{'、'.join(odd)}。", "aside")
    say_cut(builder, source, field.name)


def _of_values(source: Source, field: Field) -> Iterator[tuple[str, int, str]]:
    """Each value, how many rows say it, and the formula."""
    for each in source.values_with(field.name, field.choices):
        where = source.says(field.name, each)
        yield each.name, len(source.where({field.name: each})), counted(where, *source.rows_only)


def _of_months(source: Source, field: Field) -> Iterator[tuple[str, int, str]]:
    """The same of months, be they texts or dates."""
    months = [month_said(values.get(field.name)) for values in source.rows.values()]
    for month in sorted({month for month in months if month is not None}):
        formula = counted(of_month(source.column(field.name), month), *source.rows_only)
        yield month, months.count(month), formula
