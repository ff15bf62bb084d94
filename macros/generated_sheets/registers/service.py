"""服务记录汇总: how many days a week each group was at enterprises, which weeks lack, what dangers it found; and, as a hint, the
standing measures of the ledger that ask for such weeks.

The weeks are those of the period's year, from the first that any group has a row of to the last that is over on the as-of
date. Of a group, weeks before its own first row are not asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from duban.macros.figures.conditions import Where
from duban.macros.generated_sheets.live_text import LiveText
from duban.macros.generated_sheets.registers.source import Source, say_cut, summary_plan, total
from duban.macros.generated_sheets.registers.spellings import (
    LEAST,
    Signed,
    Value,
    added,
    both,
    counted,
)
from duban.udfs.periods import from_serial, to_serial
from duban.udfs.progress import STANDING, day, number_in, round_half_up
from duban.udfs.text import squeeze
from duban.udfs.weeks import last_full_week, monday, week_of, weeks_between
from duban.workbook.cells.addresses import literal
from duban.workbook.format.registers.service_groups import SERVICE_GROUPS
from duban.workbook.format.sheets.settings import SERVICE_DAYS
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.plans import SheetPlan
from duban.workbook.plan.ruler import LANDSCAPE, Ruler
from duban.workbook.plan.table import Table
from duban.workbook.reading.rows import Record
from duban.workbook.reading.tables import TableSheet

LACKING = "缺"
"""What a week shows of which a group has no row with a number of days."""

_GROUPS = (5, 24, *((12,) * 8))
_WEEK = 17
_MOST = 9
"""Groups beside one another."""
_MEAN = 7
"""The column 周均天数."""
_ASKS = re.compile(r"每(?:周|星期)")
_VISITS = re.compile(r"企业|入企|园区")


@dataclass(frozen=True)
class _Week:
    """A week as formulas find it: as text, or as any date of it."""

    name: str

    def conditions(self, source: Source) -> Signed:
        """Those of which a row fulfils one."""
        column, first = source.column("周"), monday(self.name)
        assert first is not None
        begins, ends = (int(to_serial(day)) for day in (first, first + timedelta(weeks=1)))
        dated = Where(column, ">=", begins), Where(column, "<", ends)
        return ("+", (Where(column, "=", self.name),)), ("+", dated)


@dataclass(frozen=True)
class Service:
    """The records of a year."""

    source: Source
    others: Mapping[str, Source]

    @cached_property
    def groups(self) -> list[Value]:
        """Those of 服务组, and behind them others that have records."""
        listed = self.others.get(SERVICE_GROUPS)
        known = listed.values_of("组别") if listed is not None and listed.has("组别") else []
        return self.source.values_with("组别", (each.name for each in known))

    @cached_property
    def rows(self) -> dict[tuple[Value, str], list[Record]]:
        """Group and week → the rows that have a number of days."""
        found: dict[tuple[Value, str], list[Record]] = {}
        for group in self.groups:
            for values in self.source.where({"组别": group}):
                week = _week(values)
                if week is not None and number_in(values.get("入企天数")) is not None:
                    found.setdefault((group, week), []).append(values)
        return found

    @cached_property
    def weeks(self) -> list[str]:
        """The weeks that are asked for."""
        until = last_full_week(self.source.settings.as_of)
        year = str(self.source.settings.period.year)
        told = [week for _, week in self.rows if week[:4] == year]
        return [each for each in weeks_between(min(told), until) if each[:4] == year] if told else []

    def first(self, group: Value) -> int:
        """The place (from 1) of the first of these weeks that a group has a row of; of one that has none all are asked for."""
        mine = [place for place, week in enumerate(self.weeks, 1) if (group, week) in self.rows]
        return min(mine, default=1)

    @cached_property
    def shown(self) -> dict[Value, list[float | str | None]]:
        """Group → what its weeks show."""
        places = range(1, len(self.weeks) + 1)
        return {group: [self.days(group, place)[0] for place in places] for group in self.groups}

    @property
    def means(self) -> list[float | None]:
        """The mean of each group."""
        return [self.mean(group) for group in self.groups]

    def mean(self, group: Value) -> float | None:
        """Days a week to two decimals, weeks without a record as 0; ``None`` of a group that no week is asked of."""
        asked = [each for each in self.shown[group] if each is not None]
        days = sum(each for each in asked if not isinstance(each, str))
        return round_half_up(days / len(asked), 2) if asked else None

    def days(self, group: Value, place: int) -> tuple[float | str | None, str]:
        """What a week (by its place) shows of a group, and the formula: days, 缺, or nothing before its first week."""
        source, week = self.source, self.weeks[place - 1]
        rows = self.rows.get((group, week), ())
        days = source.column("入企天数")
        where = both(source.says("组别", group), _Week(week).conditions(source))
        there = counted(where, Where(days, ">=", LEAST), *source.rows_only)
        summed = added(days, where, *source.rows_only)
        blank = LACKING if place >= self.first(group) else ""
        value = sum(number_in(values["入企天数"]) or 0 for values in rows) if rows else blank or None
        return value, f"IF({there}=0,{literal(blank)},{summed})"


def _week(values: Record) -> str | None:
    """The week of a row, as COUNTIFS finds it: whatever its case."""
    told = values.get("周")
    if isinstance(told, str):
        return week_of(told.upper())
    number = day(told)
    return None if number is None else week_of(from_serial(number))


def service_summary(source: Source, others: Mapping[str, Source], hints: Sequence[Hint] = ()) -> SheetPlan:
    """The sheet. ``hints``: standing measures that ask for weeks at enterprises."""
    settings = source.settings
    service = Service(source, others)
    blocks = _blocks(service.groups)
    widths = {_week_widths(len(block)) for block in blocks}
    builder = SheetBuilder(source.format.summary, Ruler(_GROUPS, *sorted(widths)))
    builder.title(f"{settings.office}{settings.period.year}年服务记录汇总")
    lacking = source.lacking("组别", "周", "入企天数")
    if lacking:
        builder.line(f"“{source.name}”缺少列：{'、'.join(lacking)}，没有汇总。", "aside")
        return summary_plan(builder)
    if not service.weeks:
        builder.line(f"{settings.period.year}年还没有已满一周的记录。", "aside")
        return summary_plan(builder)
    first, last = service.weeks[0], service.weeks[-1]
    builder.line(
        f"从 {first} 到截至日期前满的一周 {last}，共 {len(service.weeks)} 周；各组从自己第一条记录的那一周算起，没有记录的写“{LACKING}”，平均时按 0 天计。"
    )
    _put(builder, service, blocks, hints)
    say_cut(builder, source, "组别")
    return summary_plan(builder)


def _blocks(groups: Sequence[Value]) -> list[Sequence[Value]]:
    return [groups[first : first + _MOST] for first in range(0, len(groups), _MOST)]


def _week_widths(count: int) -> tuple[int, ...]:
    """Units of a table of weeks by groups."""
    left = LANDSCAPE - _WEEK
    each = left // count
    return _WEEK, *((each,) * (count - 1)), left - each * (count - 1)


def _put(
    builder: SheetBuilder, service: Service, blocks: Sequence[Sequence[Value]], hints: Sequence[Hint]
) -> None:
    """The groups, whose figures are over the weeks further down and are put when these are laid out."""
    builder.section("一、各组入企情况")
    table = Table(builder, _GROUPS)
    table.head(
        (
            "序号",
            "组别",
            "应记周数",
            "已记",
            LACKING,
            "入企天数",
            "周均天数",
            "不足的周",
            "发现隐患",
            "整改隐患",
        )
    )
    rows = table.fill(enumerate(service.groups, 1), lambda row, entry: _named(table, row, entry))
    _hints(builder, service, hints, table.span(_MEAN, rows), service.means)
    builder.section("三、各周入企天数" if hints else "二、各周入企天数")
    cells: dict[Value, str] = {}
    for block in blocks:
        cells |= _weeks(builder, service, block)
    for row, group in zip(rows, service.groups, strict=True):
        _figures(table, row, service, group, cells[group])


def _named(table: Table, row: int, entry: tuple[int, Value]) -> None:
    place, group = entry
    table.put(row, 1, place, "integer")
    table.put(row, 2, group.name)
    for column in range(3, 11):
        table.put(row, column, None)


def _weeks(builder: SheetBuilder, service: Service, block: Sequence[Value]) -> dict[Value, str]:
    """The weeks below one another, groups beside one another; returns the cells of each group."""
    table = Table(builder, _week_widths(len(block)))
    table.head(("周", *(group.name for group in block)))

    def put(row: int, place: int) -> None:
        table.put(row, 1, service.weeks[place - 1], "center")
        for column, group in enumerate(block, 2):
            value, formula = service.days(group, place)
            table.put(row, column, value, "number", "=" + formula)

    rows = table.fill(range(1, len(service.weeks) + 1), put)
    return {group: table.span(column, rows) for column, group in enumerate(block, 2)}


def _figures(table: Table, row: int, service: Service, group: Value, cells: str) -> None:
    """The figures of one group, over its weeks below."""
    shown = service.shown[group]
    numbers = [each for each in shown if isinstance(each, int | float)]
    wanted = service.source.settings.service_days
    at = {name: table.cell(row, column) for column, name in enumerate(("due", "there", "lacking", "days"), 3)}
    few = sum(each < wanted for each in numbers)
    told = [
        (len(numbers) + shown.count(LACKING), f"{at['there']}+{at['lacking']}", "count"),
        (len(numbers), f"COUNT({cells})", "count"),
        (shown.count(LACKING), f'COUNTIFS({cells},"{LACKING}")', "count"),
        (sum(numbers), f"SUM({cells})", "number"),
        (service.mean(group), f'IF({at["due"]}=0,"",ROUND({at["days"]}/{at["due"]},2))', "mean"),
        (few, f'COUNTIFS({cells},"<"&{wanted_days(service.source)})', "count"),
        *((*_dangers(service, group, name), "count") for name in ("发现隐患", "整改隐患")),
    ]
    for column, (value, formula, style) in enumerate(told, 3):
        table.put(row, column, value, style, "=" + formula if formula else None)


def wanted_days(source: Source) -> str:
    """每周入企天数 as a formula refers to it; the default where its cell holds nothing that can be used."""
    cell, usual = source.settings.ref(SERVICE_DAYS), f"{source.settings.service_days:.15g}"
    return f'IF(COUNTIFS({cell},">0",{cell},"<=7")=1,{cell},{usual})'


def _dangers(service: Service, group: Value, name: str) -> tuple[float | None, str]:
    """Found or mended in the year of the weeks that are shown; blank where nobody keeps the column."""
    source = service.source
    return (
        _of_year(source, name, source.settings.period.year, {"组别": group})
        if source.has(name)
        else (None, "")
    )


def _of_year(source: Source, name: str, year: int, wanted: Mapping[str, Value]) -> tuple[float, str]:
    """The sum of a column over the weeks of a year."""
    column, weeks = source.column(name), source.column("周")
    first, after = (monday(f"{each}-W01") for each in (year, year + 1))
    assert first is not None and after is not None
    begins, ends = int(to_serial(first)), int(to_serial(after))
    is_text = Where(weeks, "begins", f"{year}-W")
    is_date = Where(weeks, ">=", begins), Where(weeks, "<", ends)
    where = both(source.says_all(wanted), (("+", (is_text,)), ("+", is_date)))
    formula = added(column, where, *source.rows_only)

    def counts(week: object) -> bool:
        if isinstance(week, str):
            return week.casefold().startswith(f"{year}-w")
        number = number_in(week)
        return number is not None and begins <= number < ends

    return total([each for each in source.where(wanted) if counts(each.get("周"))], name), formula


def service_in_short(source: Source, others: Mapping[str, Source]) -> LiveText | None:
    """A sentence: days at enterprises in the year, and what was found there."""
    if not source.has("组别", "周", "入企天数"):
        return None
    year = source.settings.period.year
    line = LiveText(f"{year}年入企 ").amount(*_of_year(source, "入企天数", year, {})).say(" 天")
    for name, measure in (("发现隐患", "处"), ("整改隐患", "处")):
        if source.has(name):
            line.say(f"，{name} ").amount(*_of_year(source, name, year, {})).say(f" {measure}")
    return line.say("。")


@dataclass(frozen=True)
class Hint:
    """A standing measure of the ledger that asks for days at enterprises each week: what it says, and who answers for it."""

    text: str
    unit: str


def standing_measures(ledger: TableSheet | None) -> list[Hint]:
    """Those of a ledger, each text once."""
    found: dict[str, Hint] = {}
    for values in ledger.rows.values() if ledger is not None else ():
        text = values.get("具体项目")
        if values.get("类型") == STANDING and isinstance(text, str) and _asks(text):
            unit = values.get("责任单位")
            found.setdefault(squeeze(text), Hint(_as_a_line(text), unit if isinstance(unit, str) else ""))
    return list(found.values())


def _as_a_line(text: str) -> str:
    """A text on one line, without what closes it in a list."""
    return " ".join(text.split()).rstrip("；;。")


def _asks(text: str) -> bool:
    return _ASKS.search(text) is not None and _VISITS.search(text) is not None


def _hints(
    builder: SheetBuilder,
    service: Service,
    hints: Sequence[Hint],
    means: str,
    numbers: Sequence[float | None],
) -> None:
    """What the groups' means say of these measures; what the ledger says of them stays with who answers for them."""
    if not hints:
        return
    wanted = service.source.settings.service_days
    few = sum(each is not None and each < wanted for each in numbers)
    builder.section("二、可供参考的常态化措施")
    condition = f'COUNTIFS({means},"<"&{wanted_days(service.source)})'
    line = LiveText(f"{len(numbers)} 个组中周均入企天数不足的 ").number(few, condition).say(" 个，")
    kept, short = "各组都达到要求", "未全部达到要求"
    line.piece(short if few else kept, f"IF({condition}=0,{literal(kept)},{literal(short)})")
    line.say("；台账中下列常态化措施的落实情况可以据此核对：")
    builder.line(line.text, "plain", line.formula)
    for place, hint in enumerate(hints, 1):
        builder.line(f"{place}. {hint.text}" + (f"（{hint.unit}）" if hint.unit else ""), "text")
