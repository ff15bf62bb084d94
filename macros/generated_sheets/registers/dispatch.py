"""月调度汇总: which task force reported which month, who was late, who is to be reminded, and what reports leave out.

The rows are those of 工作专班, or of 月调度 itself where there is no such register; names are compared without the word 专班.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from duban.macros.figures.formulas import Where
from duban.macros.generated_sheets.live_text import LiveText
from duban.macros.generated_sheets.registers.source import (
    Signed,
    Source,
    both,
    counted,
    either,
    is_filled,
    summary_plan,
)
from duban.udfs.dispatch import IN_TIME, LATE, MISSING, deadline, report_status, task_force
from duban.udfs.periods import to_serial
from duban.udfs.progress import FIRST_DAY, LAST_DAY, day
from duban.workbook.cells.addresses import letter, literal
from duban.workbook.format.registers.dispatch import DISPATCH_SUMMARY, TOPICS
from duban.workbook.format.registers.task_forces import TASK_FORCES
from duban.workbook.format.sheets.settings import AS_OF, DISPATCH_DUE
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.plans import SheetPlan
from duban.workbook.plan.ruler import Ruler
from duban.workbook.plan.table import Table
from duban.workbook.reading.rows import Record
from duban.workbook.reading.settings import Settings

_MONTHS = (5, 30, *((6,) * 12), 6, 6, 6)
_IN_ONE_LINE = 40
"""Task forces that one formula names."""
_TOPICS = (5, 26, 16, *((13,) * len(TOPICS)))
"""Units."""


@dataclass(frozen=True)
class _Force:
    """A task force: what it is called, and the names that rows of 月调度 may have for it."""

    name: str

    @property
    def names(self) -> tuple[str, str]:
        plain = self.name.removesuffix("专班")
        return plain, f"{plain}专班"


@dataclass(frozen=True)
class _Reports:
    """The rows of 月调度 with a day, as formulas and values see them."""

    source: Source

    def of(self, force: _Force, first: date) -> list[Record]:
        """The rows of a task force and month."""
        key = task_force(force.name)
        return [
            values
            for values in self.source.rows.values()
            if task_force(values.get("专班")) == key and _is_of(values.get("年月"), first)
        ]

    def of_month(self, first: date) -> list[Record]:
        """The rows of a month."""
        return [values for values in self.source.rows.values() if _is_of(values.get("年月"), first)]

    def count(self, force: _Force, first: date, until: str, *, late: bool) -> str:
        """How many of them came by the day in cell ``until``, or after it: the month may stand there as a date or a text."""
        named = (self.source.says("专班", name) for name in force.names)
        return "+".join(self.count_of_month(first, until, each, late=late) for each in named)

    def count_of_month(self, first: date, until: str, *more: Where, late: bool) -> str:
        """The same of all task forces, under further conditions."""
        sign = ">" if late else "<="
        column = self.source.column("报送日期")
        other = Where(column, "<=", LAST_DAY) if late else Where(column, ">=", FIRST_DAY)
        dated = (Where(column, sign, until, reference=True), other)
        return counted(self._months(first), *more, *dated, *self.source.rows_only)

    def _months(self, first: date) -> Signed:
        """The month as text, without the dates that LibreOffice takes for such a text by how they are shown, or as a date."""
        column, after = self.source.column("年月"), _next_month(first)
        text = Where(column, "begins", f"{first.year}-{first.month:02}")
        is_date = Where(column, ">=", int(to_serial(first))), Where(column, "<", int(to_serial(after)))
        return ("+", (text,)), ("-", (text, Where(column, ">=", 0))), ("+", is_date)


def _is_of(value: Any, first: date) -> bool:
    if isinstance(value, str):
        return value.startswith(f"{first.year}-{first.month:02}")
    number = day(value)
    return number is not None and to_serial(first) <= number < to_serial(_next_month(first))


def _next_month(first: date) -> date:
    return deadline(first.year, first.month, 1)


def dispatch_summary(source: Source, others: Mapping[str, Source]) -> SheetPlan:
    """The sheet."""
    settings = source.settings
    builder = SheetBuilder(DISPATCH_SUMMARY, Ruler(_MONTHS, _TOPICS))
    builder.title(f"{settings.office}{settings.year}年月调度汇总")
    lacking = source.lacking("年月", "专班", "报送日期")
    if lacking:
        builder.line(f"“{source.name}”缺少列：{'、'.join(lacking)}，没有汇总。", "aside")
        return summary_plan(builder)
    builder.line(
        f"次月 {settings.dispatch_due} 日（含）以前报送的为{IN_TIME}，以后的为{LATE}；过了截止日没有报送日期的为{MISSING}；没有到截止日的空白。"
    )
    forces, reports = _forces(source, others), _Reports(source)
    months = [date(settings.year, month, 1) for month in range(1, _last_month(source) + 1)]
    builder.section("一、各专班报送情况")
    if not forces or not months:
        builder.line("无", "center")
        return summary_plan(builder)
    _by_month(builder, reports, forces, months)
    _unknown(builder, source, forces)
    if there := [name for name in TOPICS if source.has(name)]:
        _topics(builder, reports, forces, months, there)
    return summary_plan(builder)


def _last_month(source: Source) -> int:
    """January to the month of the as-of date; all twelve of a year that is over."""
    now, year = source.settings.as_of, source.settings.year
    return 12 if now.year > year else now.month if now.year == year else 0


def _forces(source: Source, others: Mapping[str, Source]) -> list[_Force]:
    listed = others.get(TASK_FORCES)
    of = (listed, "产业") if listed is not None and listed.has("产业") else (source, "专班")
    found: dict[str, _Force] = {}
    for values in of[0].rows.values():
        name = values.get(of[1])
        if name is not None:
            found.setdefault(task_force(name), _Force(str(name)))
    return list(found.values())


def _by_month(
    builder: SheetBuilder, reports: _Reports, forces: Sequence[_Force], months: Sequence[date]
) -> None:
    """A row a task force, a column a month; behind the table the last day to report of each month."""
    settings = reports.source.settings
    table = Table(builder, _MONTHS)
    table.head(["序号", "专班", *(f"{month}月" for month in range(1, 13)), IN_TIME, LATE, MISSING])
    dues = _deadlines(builder, reports.source, months)
    as_of = settings.ref(AS_OF)

    def put(row: int, entry: tuple[int, _Force]) -> None:
        place, force = entry
        table.put(row, 1, place, "integer")
        table.put(row, 2, force.name)
        shown: list[str] = []
        for column, first in enumerate(months, 3):
            until, value = dues[first]
            status = _status(reports.of(force, first), value, settings.as_of)
            shown.append(status)
            in_time, late = (reports.count(force, first, until, late=late) for late in (False, True))
            formula = f'IF({in_time}>0,"{IN_TIME}",IF({late}>0,"{LATE}",IF({as_of}>{until},"{MISSING}","")))'
            table.put(row, column, status or None, "center", "=" + formula)
        for blank in range(3 + len(months), 15):
            table.put(row, blank, None)
        cells = f"{table.cell(row, 3)}:{table.cell(row, 2 + len(months))}"
        for column, status in enumerate((IN_TIME, LATE, MISSING), 15):
            table.put(row, column, shown.count(status), "count", f'=COUNTIFS({cells},"{status}")')
        lacking.append((force.name, shown.count(MISSING), table.cell(row, 17)))

    lacking: list[tuple[str, int, str]] = []
    rows = table.fill(enumerate(forces, 1), put)
    _reminders(builder, table.span(17, rows), lacking)


def _deadlines(builder: SheetBuilder, source: Source, months: Sequence[date]) -> dict[date, tuple[str, date]]:
    """Each month → the hidden cell with the last day to report, and that day."""
    settings = source.settings
    found = {}
    row = builder.next_row
    for column, first in enumerate(months, builder.last + 2):
        value = deadline(first.year, first.month, settings.dispatch_due)
        after = _next_month(first)
        builder.put(row, column, value, "date", f"=DATE({after.year},{after.month},{_due_day(settings)})")
        found[first] = f"${letter(column)}${row}", value
    return found


def _due_day(settings: Settings) -> str:
    """月调度截止日 as a formula refers to it; the default where its cell holds nothing that can be used."""
    due = settings.ref(DISPATCH_DUE)
    return f'IF(COUNTIFS({due},">=1",{due},"<=28")=1,{due},{settings.dispatch_due})'


def _status(rows: Sequence[Record], until: date, as_of: date) -> str:
    told = {report_status(values.get("报送日期"), until, as_of) for values in rows}
    return IN_TIME if IN_TIME in told else LATE if LATE in told else report_status(None, until, as_of)


def _reminders(builder: SheetBuilder, missing: str, lacking: Sequence[tuple[str, int, str]]) -> None:
    """Who is to be reminded: each task force with how many months it lacks, and the cell that says so."""
    builder.section("二、待催报的专班")
    for first in range(0, len(lacking), _IN_ONE_LINE):
        some = lacking[first : first + _IN_ONE_LINE]
        nobody = "" if any(number for _, number, _ in lacking) else "无"
        line = LiveText().piece(nobody, f'IF(COUNTIFS({missing},">0")=0,"无","")')
        for name, number, cell in some:
            text = f"{name}（缺 {number} 个月）；" if number else ""
            line.piece(text, f'IF({cell}=0,"",{literal(f"{name}（缺 ")}&{cell}&" 个月）；")')
        builder.line(line.text, "text", line.formula)


def _unknown(builder: SheetBuilder, source: Source, forces: Sequence[_Force]) -> None:
    known = {task_force(each.name) for each in forces}
    others = dict.fromkeys(
        str(values["专班"])
        for values in source.rows.values()
        if values.get("专班") is not None and task_force(values["专班"]) not in known
    )
    if others:
        builder.line(f"“{source.name}”中还有工作专班里没有的：{'、'.join(others)}，不在上表中。", "aside")


def _topics(
    builder: SheetBuilder,
    reports: _Reports,
    forces: Sequence[_Force],
    months: Sequence[date],
    topics: Sequence[str],
) -> None:
    """How many of the reports that came leave a topic blank."""
    builder.section("三、已报的调度中空白的方面")
    table, source = Table(builder, _TOPICS), reports.source
    blank = [None] * (len(TOPICS) - len(topics))
    table.head(["序号", "专班", "报送次数", *topics, *blank])
    every_month = [date(months[0].year, month, 1) for month in range(1, 13)]

    def put(row: int, entry: tuple[int, _Force]) -> None:
        place, force = entry
        table.put(row, 1, place, "integer")
        table.put(row, 2, force.name)
        of_year = (each for first in every_month for each in reports.of(force, first))
        mine = [each for each in of_year if day(each.get("报送日期")) is not None]
        every = _reported(source, force, months[0].year)
        table.put(row, 3, len(mine), "count", "=" + counted(every))
        for column, name in enumerate(topics, 4):
            number = sum(not is_filled(each.get(name)) for each in mine)
            told = counted(both(every, either(source.column(name))))
            table.put(row, column, number, "count", f"={table.cell(row, 3)}-({told})")
        for column in range(4 + len(topics), len(_TOPICS) + 1):
            table.put(row, column, None)

    table.fill(enumerate(forces, 1), put)


def _reported(source: Source, force: _Force, year: int) -> Signed:
    """The conditions of all reports of a task force in a year, of each of its names: those with the month as text, without
    the dates that LibreOffice takes for such a text by how they are shown, and those with it as a date."""
    column, dated = source.column("年月"), source.column("报送日期")
    begins, ends = (int(to_serial(date(each, 1, 1))) for each in (year, year + 1))
    came = (Where(dated, ">=", FIRST_DAY), Where(dated, "<=", LAST_DAY), *source.rows_only)
    text, is_date = (
        Where(column, "begins", f"{year}-"),
        (Where(column, ">=", begins), Where(column, "<", ends)),
    )
    found: list[tuple[str, tuple[Where, ...]]] = []
    for name in force.names:
        named = source.says("专班", name)
        found += [("+", (named, text, *came)), ("-", (named, text, Where(column, ">=", 0), *came))]
        found.append(("+", (named, *is_date, *came)))
    return found


def dispatch_in_short(source: Source, others: Mapping[str, Source]) -> LiveText | None:
    """A sentence: how many reports came for the months of the period, and how many of them late."""
    if not source.has("年月", "专班", "报送日期"):
        return None
    settings, reports = source.settings, _Reports(source)
    period = settings.period
    first = period.first_day.month
    came = late = 0
    told: dict[bool, list[str]] = {False: [], True: []}
    for month in (date(period.year, number, 1) for number in range(first, period.month + 1)):
        until = deadline(month.year, month.month, settings.dispatch_due)
        status = [
            report_status(each.get("报送日期"), until, settings.as_of) for each in reports.of_month(month)
        ]
        came, late = came + len(status) - status.count(MISSING) - status.count(""), late + status.count(LATE)
        after = _next_month(month)
        cell = f"DATE({after.year},{after.month},{_due_day(settings)})"
        for is_late, formulas in told.items():
            formulas.append(reports.count_of_month(month, cell, late=is_late))
    in_time, after_it = ("+".join(told[is_late]) for is_late in (False, True))
    months = f"{first}—{period.month}月" if first < period.month else f"{first}月"
    line = LiveText(f"{months}的调度已报 ").number(came, f"{in_time}+{after_it}").say(" 次")
    return line.some("，其中迟报 ", late, after_it, " 次").say("。")
