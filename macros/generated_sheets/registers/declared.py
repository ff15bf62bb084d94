"""<登记表>汇总: what a register says in all, by units and by values, of each column as its declaration asks (汇总)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from duban.macros.figures.formulas import Where, count, sum_of
from duban.macros.generated_sheets.registers.source import (
    LEAST,
    Source,
    counted,
    either,
    is_filled,
    says,
    summary_plan,
    total,
)
from duban.udfs.dispatch import deadline
from duban.udfs.periods import to_serial
from duban.udfs.progress import number_in
from duban.validation.rules.register_kinds import month_of
from duban.workbook.cells.addresses import ColumnRange
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

_STYLES: dict[FieldKind, str] = {"share": "percent", "rate": "percent", "day": "date", "whole": "number", "amount": "number"}  # fmt: skip

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
    if declared.sent_by and source.has(declared.sent_by):
        _by_unit(builder, source, beside)
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
    entries = [rows, *((field.name, field.total, *_figure(source, field)) for field in fields)]
    table.fill(entries, put)


def _figure(source: Source, field: Field) -> tuple[Told, str, str]:
    """A column's figure over all rows, its style, and what is to be said of it."""
    style = _STYLES.get(field.kind, "text")
    if field.total == "合计":
        return summed(source, field.name), style, _without_number(source, field)
    if field.total == "平均":
        return mean(source, field.name), style, _without_number(source, field)
    if field.total == "计数":
        return filled(source, field.name), "count", "填了的行"
    told, by = latest(source, field)
    return told, style, by


def _without_number(source: Source, field: Field) -> str:
    """How many rows say something else than a number, which no figure counts."""
    odd = sum(
        value is not None and number_in(value) is None
        for value in (values.get(field.name) for values in source.rows.values())
    )
    unit = f"单位：{field.measured_in}" if field.measured_in else ""
    told = f"{odd} 行不是数字，没有计入" if odd else ""
    return "；".join(filter(None, (unit, told)))


def filled(
    source: Source, name: str, where: Sequence[Where] = (), rows: Sequence[Record] | None = None
) -> Told:
    """How many rows fill a column, with a text or a number."""
    every = source.rows.values() if rows is None else rows
    number = sum(is_filled(values.get(name)) for values in every)
    return number, counted(either(source.column(name)), *where, *source.rows_only)


def summed(
    source: Source, name: str, where: Sequence[Where] = (), rows: Sequence[Record] | None = None
) -> Told:
    """The sum of the numbers of a column."""
    column = source.column(name)
    every = source.rows.values() if rows is None else rows
    where = (*where, *source.rows_only)
    return total(every, name), sum_of(column, where) if where else f"SUM({column})"


def mean(
    source: Source, name: str, where: Sequence[Where] = (), rows: Sequence[Record] | None = None
) -> Told:
    """The mean of the numbers of a column; blank where there is none."""
    column = source.column(name)
    every = list(source.rows.values() if rows is None else rows)
    numbers = [number for values in every if (number := number_in(values.get(name))) is not None]
    where = (*where, *source.rows_only)
    known = count((*where, Where(column, ">=", LEAST))) if where else f"COUNT({column})"
    added = sum_of(column, where) if where else f"SUM({column})"
    value = sum(numbers) / len(numbers) if numbers else None
    return value, f'IF({known}=0,"",({added})/({known}))'


def latest(source: Source, field: Field) -> tuple[Told, str]:
    """What the newest row says: that of the latest date of the first column of dates, else the row that was added last."""
    day = next(
        (each.name for each in source.format.fields if each.kind == "day" and source.has(each.name)), None
    )
    by = day or ROW_KEY
    if not source.has(by):
        return (None, '""'), "没有行键，无法取最新"
    order, column = source.column(by), source.column(field.name)
    at = f"INDEX({column},MATCH(MAX({order}),{order},0))"
    formula = f'IF(COUNT({order})=0,"",IF({at}="","",{at}))'
    known = [
        (number, row)
        for row, values in source.rows.items()
        if (number := number_in(values.get(by))) is not None
    ]
    newest = max((number for number, _ in known), default=None)
    row = next((row for number, row in known if number == newest), None)
    value = None if row is None else source.rows[row].get(field.name)
    return (value, formula), f"{day}最晚的一行" if day else "最后登记的一行"


# by units


class _Unit(NamedTuple):
    name: str
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


def _by_unit(builder: SheetBuilder, source: Source, fields: Sequence[Field]) -> None:
    unit = source.format.sent_by
    builder.section(f"二、分{unit}")
    units = [_Unit(name, source.where({unit: name})) for name in source.values_of(unit)]
    if not units:
        builder.line("无", "center")
        return
    for block in _blocks(fields):
        _block(builder, source, units, block)


def _block(builder: SheetBuilder, source: Source, units: Sequence[_Unit], fields: Sequence[Field]) -> None:
    unit, key = source.format.sent_by, source.format.key[0]
    table = Table(builder, _unit_widths(len(fields)))
    table.head(["序号", unit, "行数", *(f"{field.name}{field.total}" for field in fields)])

    def put(row: int, entry: tuple[int, _Unit]) -> None:
        place, each = entry
        where = (source.says(unit, each.name),)
        table.put(row, 1, place, "integer")
        table.put(row, 2, each.name)
        told = [(*filled(source, key, where, each.rows), "count")]
        told += [(*_of_unit(source, field, where, each.rows), _style(field)) for field in fields]
        for column, (value, formula, style) in enumerate(told, 3):
            table.put(row, column, value, style, "=" + formula)

    table.fill(enumerate(units, 1), put)
    nobody = sum(values.get(unit) is None for values in source.rows.values())
    if nobody:
        builder.line(f"另有 {nobody} 行没有填写{unit}，不在上表中。", "aside")


def _of_unit(source: Source, field: Field, where: Sequence[Where], rows: Sequence[Record]) -> Told:
    how = {"合计": summed, "平均": mean, "计数": filled}[field.total]
    return how(source, field.name, where, rows)


def _style(field: Field) -> str:
    return "count" if field.total == "计数" else _STYLES.get(field.kind, "text")


# by values


def _values(builder: SheetBuilder, source: Source, field: Field, title: str) -> None:
    builder.section(title)
    table = Table(builder, _VALUES)
    table.head(("序号", field.name, "行数", "占比"))
    every = filled(source, field.name)
    told = source.values_of(field.name)
    if field.kind == "month":
        months = (month_of(values.get(field.name)) for values in source.rows.values())
        told = sorted({month for month in months if month is not None})
    known = dict.fromkeys([*field.choices, *told])

    def put(row: int, entry: tuple[int, str, Told]) -> None:
        place, name, (value, formula) = entry
        table.put(row, 1, place, "integer")
        table.put(row, 2, name)
        table.put(row, 3, value, "count", "=" + formula)
        share = value / every[0] if every[0] else None  # type: ignore[operator]
        cell = table.cell(row, 3)
        table.put(row, 4, share, "percent", f'=IF({every[1]}=0,"",{cell}/({every[1]}))')

    table.fill(list(_counted(source, field, list(known))), put)


def _counted(source: Source, field: Field, names: Sequence[str]) -> Iterator[tuple[int, str, Told]]:
    """Each value, how many rows say it, and the formula."""
    values = [each.get(field.name) for each in source.rows.values()]
    for place, name in enumerate(names, 1):
        if field.kind == "month":
            yield place, name, _of_month(source, source.column(field.name), values, name)
        else:
            number = sum(says(value, name) for value in values)
            yield place, name, (number, count((source.says(field.name, name), *source.rows_only)))


def _of_month(source: Source, column: ColumnRange, values: Sequence[Any], month: str) -> Told:
    """How many rows are of a month, be it a text or a date; LibreOffice finds dates by how they are shown as well."""
    first = date(int(month[:4]), int(month[5:]), 1)
    begins, ends = (int(to_serial(day)) for day in (first, deadline(first.year, first.month, 1)))
    text, only = Where(column, "begins", month), source.rows_only
    dated = (Where(column, ">=", begins), Where(column, "<", ends))
    formula = counted([("+", (text,)), ("-", (text, Where(column, ">=", 0))), ("+", dated)], *only)
    return sum(month_of(value) == month for value in values), formula
