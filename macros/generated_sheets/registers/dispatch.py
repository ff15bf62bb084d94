"""月调度汇总: which task force reported which month, who was late, who is to be reminded, and what reports leave out.

The rows are those of 工作专班, or of 月调度 itself where there is no such register; names are compared without the word 专班.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from duban.macros.figures.conditions import Where
from duban.macros.generated_sheets.live_text import LiveText
from duban.macros.generated_sheets.registers.source import (
    Source,
    is_filled,
    month_said,
    odd_months,
    of_month,
    say_cut,
    summary_plan,
)
from duban.macros.generated_sheets.registers.spellings import (
    LONGEST,
    MOST,
    Signed,
    Spelling,
    Value,
    as_number,
    both,
    counted,
    folded,
    in_parts,
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
    """A task force: what it is called, and how rows of 月调度 spell it, with 专班 and without."""

    key: str
    name: str
    spellings: tuple[Spelling, ...]

    def value(self, most: int = MOST) -> Value:
        """The same as a value of 专班, with as many spellings as a formula holds."""
        return in_parts(self.key, self.name, self.spellings, most)[0]


@dataclass(frozen=True)
class _Reports:
    """The rows of 月调度 with a day, as formulas and values see them."""

    source: Source

    def of(self, force: _Force, month: date) -> list[Record]:
        """The rows of a task force and month."""
        rows = self.source.where({"专班": force.value()})
        return [values for values in rows if month_said(values.get("年月")) == _name(month)]

    def of_month(self, month: date) -> list[Record]:
        """The rows of a month."""
        rows = self.source.rows.values()
        return [values for values in rows if month_said(values.get("年月")) == _name(month)]

    def of_year(self, force: Value, year: int) -> list[Record]:
        """The rows of a task force and year that came."""
        rows = self.source.where({"专班": force})
        return [each for each in rows if _is_of_year(each.get("年月"), year) and day(each.get("报送日期"))]

    def count(self, force: _Force, month: date, until: str, *, late: bool) -> str:
        """How many of them came by the day in cell ``until``, or after it: the month may stand there as a date or a text.
        One that LibreOffice finds as both counts twice; whether there is any is what is asked."""
        months = [part for part in of_month(self.source.column("年月"), _name(month)) if part[0] == "+"]
        named = both(self.source.says("专班", force.value()), months)
        return counted(named, *self._dated(until, late=late))

    def count_of_month(self, month: date, until: str, *, late: bool) -> str:
        """The same of all task forces, each report once."""
        return counted(of_month(self.source.column("年月"), _name(month)), *self._dated(until, late=late))

    def _dated(self, until: str, *, late: bool) -> tuple[Where, ...]:
        column = self.source.column("报送日期")
        other = Where(column, "<=", LAST_DAY) if late else Where(column, ">=", FIRST_DAY)
        return Where(column, ">" if late else "<=", until, reference=True), other, *self.source.rows_only


def _name(month: date) -> str:
    return f"{month.year}-{month.month:02}"


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
    _uncounted(builder, source, forces)
    if there := [name for name in TOPICS if source.has(name)]:
        _topics(builder, reports, forces, months, there)
    return summary_plan(builder)


def _last_month(source: Source) -> int:
    """January to the month of the as-of date; all twelve of a year that is over."""
    now, year = source.settings.as_of, source.settings.year
    return 12 if now.year > year else now.month if now.year == year else 0


def _forces(source: Source, others: Mapping[str, Source]) -> list[_Force]:
    """Those of 工作专班, else of 月调度; of very many spellings of one only the first count."""
    listed = others.get(TASK_FORCES)
    of, column = (listed, "产业") if listed is not None and listed.has("产业") else (source, "专班")
    names = {task_force(each.name): each.name for each in reversed(of.values_of(column)) if each.name}
    said: dict[str, list[Spelling]] = {}
    for value in source.values_of("专班"):
        said.setdefault(task_force(value.name), []).extend(value.spellings)
    found = []
    for key, name in reversed(names.items()):
        plain = name.removesuffix("专班")
        # of a name that is cut only what rows say can be looked for
        own = [] if len(name) >= LONGEST else [*filter(None, (plain, f"{plain}专班")), *as_number(plain)]
        spellings = {folded(each): each for each in (*own, *said.get(key, ()))}
        found.append(_Force(key, name, tuple(spellings.values())))
    return found


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


def _uncounted(builder: SheetBuilder, source: Source, forces: Sequence[_Force]) -> None:
    """What the tables leave out: task forces that nobody listed, spellings beyond those that a formula holds, and what
    names no month."""
    known = {folded(each) for force in forces for each in force.value().spellings}
    others = [
        each.name for each in source.values_of("专班") if not known.issuperset(map(folded, each.spellings))
    ]
    if others:
        told = "、".join(dict.fromkeys(others))
        builder.line(f"“{source.name}”中还有工作专班里没有、或写法太多的：{told}，不在上表中。", "aside")
    if odd := odd_months(source, "年月"):
        builder.line(
            f"“{source.name}”的年月中看不出月份的不计入任何一个月：{'、'.join(odd)}；应写作 2020-07，或是这个月的日期。",
            "aside",
        )
    say_cut(builder, source, "专班")


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
    filled = {name: source.filled_in_short(name) for name in topics}
    most = MOST // max(map(len, filled.values()))

    def put(row: int, entry: tuple[int, _Force]) -> None:
        place, force = entry
        table.put(row, 1, place, "integer")
        table.put(row, 2, force.name)
        value = force.value(most)
        mine = reports.of_year(value, months[0].year)
        every = _reported(source, value, months[0].year)
        table.put(row, 3, len(mine), "count", "=" + counted(every))
        for column, name in enumerate(topics, 4):
            number = sum(not is_filled(each.get(name)) for each in mine)
            told = counted(both(every, filled[name]))
            table.put(row, column, number, "count", f"={table.cell(row, 3)}-({told})")
        for column in range(4 + len(topics), len(_TOPICS) + 1):
            table.put(row, column, None)

    table.fill(enumerate(forces, 1), put)


def _reported(source: Source, force: Value, year: int) -> Signed:
    """The conditions of all reports of a task force in a year: those with the month as text, without the dates that
    LibreOffice takes for such a text by how they are shown, and those with it as a date."""
    column, dated = source.column("年月"), source.column("报送日期")
    begins, ends = (int(to_serial(date(each, 1, 1))) for each in (year, year + 1))
    came = (Where(dated, ">=", FIRST_DAY), Where(dated, "<=", LAST_DAY), *source.rows_only)
    text = Where(column, "like", f"{year}-??")
    of_year: Signed = [
        ("+", (text, *came)),
        ("-", (text, Where(column, ">=", 0), *came)),
        ("+", (Where(column, ">=", begins), Where(column, "<", ends), *came)),
    ]
    return both(source.says("专班", force), of_year)


def _is_of_year(month: Any, year: int) -> bool:
    if isinstance(month, str):
        return len(month) == 7 and month.startswith(f"{year}-")
    number = day(month)
    return number is not None and to_serial(date(year, 1, 1)) <= number < to_serial(date(year + 1, 1, 1))


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
