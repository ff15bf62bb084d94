"""指标汇总: the indicators of each 类别, what can be added up of them, and a chart of how far targets are reached.

Figures are added up only where 计量单位 and 口径 agree, and of what can be added: neither ranks nor shares.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from duban.macros.generated_sheets.registers.source import LookedUp, Source, summary_plan
from duban.macros.generated_sheets.registers.spellings import key_of, name_of, spelling
from duban.udfs.indicators import CALIBRES, RANK, completion
from duban.udfs.progress import number_in
from duban.udfs.text import squeeze
from duban.workbook.cells.addresses import ColumnRange
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.plans import Chart, Scalar, Series, SheetPlan
from duban.workbook.plan.ruler import Ruler
from duban.workbook.plan.table import Table
from duban.workbook.reading.rows import Record

_COLUMNS = ("产业", "指标", "计量单位", "口径", "年度目标", "本期", "完成率", "同比")
"""Beside them the unit that provides a figure, or the district."""
_WIDTHS = (5, 18, 24, 11, 9, 12, 12, 11, 11, 12)
"""Units."""
_TARGET, _NOW, _RATE = 6, 7, 8
_NO_CLASS = "未分类"
_NOT_ADDED = ("%", "％", "位", "名", "名次", "百分点")
"""Units of figures that cannot be added up."""
_BARS = 25
"""Bars that a chart shows at most."""


@dataclass(frozen=True)
class _Sum:
    """Rows of one indicator that can be added up, of several industries."""

    name: str
    unit: str
    calibre: str
    rows: Sequence[int]
    """Places among the rows of their table."""


def indicators_summary(source: Source, others: Mapping[str, Source]) -> SheetPlan:
    """The sheet."""
    settings = source.settings
    builder = SheetBuilder(source.format.summary, Ruler(_WIDTHS))
    builder.title(f"{settings.office}{settings.period.label}产业指标汇总")
    lacking = source.lacking("产业", "指标", "口径", "本期")
    if lacking:
        builder.line(f"“{source.name}”缺少列：{'、'.join(lacking)}，没有汇总。", "aside")
        return summary_plan(builder)
    builder.line(
        "完成率 = 本期 ÷ 年度目标；同比 = 本期 ÷ 去年同期 − 1；缺数的空白，去年同期不大于 0 的不算同比。"
        "计量单位和口径都相同的同名指标才合计，百分数和名次不合计。"
    )
    bars: list[tuple[str, int]] = []
    for name, rows in _classes(source):
        bars += _block(builder, source, name, rows)
    _chart(builder, bars)
    return summary_plan(builder)


def _classes(source: Source) -> Iterator[tuple[str, list[Record]]]:
    """The rows of each 类别, in their order."""
    found: dict[str, tuple[str, list[Record]]] = {}
    for values in source.rows.values():
        name = values.get("类别")
        shown = _NO_CLASS if name is None else name_of(name)
        found.setdefault(_key(name), (shown, []))[1].append(values)
    yield from found.values()


def _key(value: Any) -> str:
    told = spelling(value)
    return "" if told is None else key_of(told)


def _block(builder: SheetBuilder, source: Source, name: str, rows: Sequence[Record]) -> list[tuple[str, int]]:
    """One table; returns each row's name and place in the sheet, for the chart."""
    builder.section(name)
    table, looked = Table(builder, _WIDTHS), LookedUp(source, builder.last + 2)
    columns = (*_COLUMNS, source.format.sent_by)
    table.head(("序号", *columns))

    def put(row: int, entry: tuple[int, Record]) -> None:
        place, values = entry
        table.put(row, 1, place, "integer")
        looked.begin(builder, row, values)
        for column, field in enumerate(columns, 2):
            if source.has(field):
                value, formula = looked.value(row, values, field)
                table.put(row, column, value, _style(field), formula)
            else:
                table.put(row, column, None)

    placed = table.fill(enumerate(rows, 1), put)
    sums = list(_sums(rows)) if source.has("年度目标", "计量单位") else []
    added = table.fill(sums, lambda row, each: _put_sum(table, row, each, placed, rows))
    if placed:
        column = table.column(_RATE)
        builder.bars.append((placed[0], column, max([*placed, *added]), column))
    told = zip(rows, placed, strict=True)
    return [
        (f"{values.get('产业') or ''}·{values.get('指标') or ''}", row)
        for values, row in told
        if number_in(values.get("完成率")) is not None
    ]


def _style(field: str) -> str:
    if field in ("完成率", "同比"):
        return "percent" if field == "完成率" else "points"
    return "number" if field in ("年度目标", "本期") else "text" if field in ("产业", "指标") else "center"


def _sums(rows: Sequence[Record]) -> Iterator[_Sum]:
    """What can be added up: an indicator of two industries at least, of one unit and 口径."""
    groups: dict[tuple[str, ...], list[int]] = {}
    for place, values in enumerate(rows):
        key = tuple(_key(values.get(name)) for name in ("指标", "计量单位", "口径"))
        calibre, unit = values.get("口径"), squeeze(values.get("计量单位"))
        can_be_added = calibre in CALIBRES and calibre != RANK and unit and unit not in _NOT_ADDED
        if key[0] and can_be_added:
            groups.setdefault(key, []).append(place)
    for places in groups.values():
        first = rows[places[0]]
        if len(places) > 1:
            name, unit, calibre = (name_of(first[column]) for column in ("指标", "计量单位", "口径"))
            yield _Sum(name, unit, calibre, places)


def _put_sum(table: Table, row: int, each: _Sum, placed: Sequence[int], rows: Sequence[Record]) -> None:
    """A row of a sum; blank where one of its parts is missing."""
    head = (None, "合计", each.name, each.unit, each.calibre)
    for column, text in enumerate(head, 1):
        table.put(row, column, text, "header" if column in (2, 3) else "center")
    told: dict[int, Scalar] = {}
    for column, field in ((_TARGET, "年度目标"), (_NOW, "本期")):
        cells = ",".join(table.cell(placed[place], column) for place in each.rows)
        numbers = [number_in(rows[place].get(field)) for place in each.rows]
        known = [number for number in numbers if number is not None]
        told[column] = sum(known) if len(known) == len(numbers) else None
        formula = f'=IF(COUNT({cells})<{len(numbers)},"",SUM({cells}))'
        table.put(row, column, told[column], "number", formula)
    now, target = table.cell(row, _NOW), table.cell(row, _TARGET)
    share = completion(each.calibre, told[_NOW], told[_TARGET])
    formula = f'=IF(COUNT({now},{target})<2,"",IF({target}<=0,"",{now}/{target}))'
    table.put(row, _RATE, share, "percent", formula)
    for column in (_RATE + 1, _RATE + 2):
        table.put(row, column, None)


def _chart(builder: SheetBuilder, bars: Sequence[tuple[str, int]]) -> None:
    """完成率 as bars; names and figures in hidden columns, for a chart takes an area without gaps."""
    shown = bars[:_BARS]
    if not shown:
        return
    rest = len(bars) - len(shown)
    builder.section(
        "各指标年度目标完成率" + (f"（前 {len(shown)} 项，另有 {rest} 项见上表）" if rest else "")
    )
    first, name_at, value_at = builder.next_row, builder.last + 5, builder.last + 6
    table = Table(builder, _WIDTHS)
    for place, (name, row) in enumerate(shown):
        cell = table.cell(row, _RATE)
        value = builder.cells[row, table.column(_RATE)].value
        builder.put(first + place, name_at, name, "plain")
        builder.put(first + place, value_at, value, "percent", f"=IF(COUNT({cell})=0,0,{cell})")
    height = 80 + 34 * len(shown)
    rows = -(-height // 20) + 1
    series = Series(
        "完成率",
        f"={ColumnRange(builder.name, name_at, first, first + len(shown) - 1)}",
        f"={ColumnRange(builder.name, value_at, first, first + len(shown) - 1)}",
        "4472C4",
    )
    top = builder.space(rows, 15)
    builder.charts.append(
        Chart("bar", "完成率", (series,), (top, 1), 820, height, percent=True, open_ended=True)
    )
