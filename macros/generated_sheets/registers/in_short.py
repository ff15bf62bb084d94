"""Each register in a sentence or two, live, for the bulletin: what its summary says, or how many rows it has and what of them
matters.

A sentence is ``None`` where the register lacks the columns that it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import partial

from duban.macros.figures.conditions import Where, count, count_true
from duban.macros.figures.problem_rows import ALL_DONE, GONE, UNANSWERED
from duban.macros.generated_sheets.live_text import LiveText
from duban.macros.generated_sheets.registers.benchmarking import Benchmarks
from duban.macros.generated_sheets.registers.declared import filled, summed
from duban.macros.generated_sheets.registers.dispatch import dispatch_in_short
from duban.macros.generated_sheets.registers.projects import projects_in_short
from duban.macros.generated_sheets.registers.service import service_in_short
from duban.macros.generated_sheets.registers.source import Source, Sources, is_filled
from duban.macros.generated_sheets.registers.spellings import LEAST, counted
from duban.udfs.meetings import DONE_WORDS, STOPS, is_done
from duban.udfs.periods import Period, to_serial
from duban.udfs.progress import FIRST_DAY, LAST_DAY, day, number_in
from duban.workbook.cells.addresses import literal
from duban.workbook.format.registers.benchmarking import BENCHMARKS
from duban.workbook.format.registers.cases import CASES
from duban.workbook.format.registers.conduct import CONDUCT, CONDUCT_KINDS
from duban.workbook.format.registers.dispatch import DISPATCH
from duban.workbook.format.registers.feedback import FEEDBACK
from duban.workbook.format.registers.indicators import INDICATORS
from duban.workbook.format.registers.meetings import MEETINGS
from duban.workbook.format.registers.models import MODELS
from duban.workbook.format.registers.on_site import ON_SITE
from duban.workbook.format.registers.problems import PROBLEMS
from duban.workbook.format.registers.projects import PROJECTS
from duban.workbook.format.registers.rosters import ROLES, ROSTERS
from duban.workbook.format.registers.service_groups import SERVICE_GROUPS
from duban.workbook.format.registers.service_log import SERVICE_LOG
from duban.workbook.format.registers.task_forces import TASK_FORCES
from duban.workbook.format.registers.zones import MODES, ZONES
from duban.workbook.format.sheets.settings import AS_OF, REPLY_DAYS
from duban.workbook.reading.rows import Record
from duban.workbook.reading.settings import Settings

Sentence = Callable[[Source, Sources], LiveText | None]

_ADDED = 3
"""Sums that the sentence of an office's own register names."""


def in_short(sources: Sources) -> Iterator[tuple[str, LiveText]]:
    """Register and sentence, in the order of the workbook's registers."""
    for name, source in sources.items():
        told = _SENTENCES.get(name, _declared)(source, sources)
        if told is not None:
            yield name, told


def _rows(source: Source, name: str) -> tuple[int, str]:
    """How many rows fill a column."""
    value, formula = filled(source, name)
    return int(value), formula  # type: ignore[arg-type]


def _says(source: Source, name: str, text: str) -> tuple[int, str]:
    """How many rows' column says a text."""
    value = source.value(name, text)
    return len(source.where({name: value})), counted(source.says(name, value), *source.rows_only)


def _of_choices(line: LiveText, source: Source, name: str, choices: Sequence[str], measure: str) -> LiveText:
    """Each choice that occurs, with its number."""
    for choice in choices if source.has(name) else ():
        line.some(f"，{choice} ", *_says(source, name, choice), f" {measure}")
    return line


def _counted(
    source: Source,
    others: Sources,
    *,
    of: str,
    measure: str = "个",
    by: str = "",
    choices: Sequence[str] = (),
) -> LiveText | None:
    """``共 5 个，企业 3 个，个人 2 个。``: how many rows fill a column, and how many say each choice of another."""
    if not source.has(of):
        return None
    line = LiveText("共 ").number(*_rows(source, of)).say(f" {measure}")
    return _of_choices(line, source, by, choices, measure).say("。")


def _declared(source: Source, others: Sources) -> LiveText | None:
    """How many rows, and the first sums that its declaration asks for."""
    key = source.format.key[0]
    if not source.has(key):
        return None
    line = LiveText("共 ").number(*_rows(source, key)).say(" 行")
    added = [each for each in source.format.fields if each.total == "合计" and source.has(each.name)]
    for field in added[:_ADDED]:
        value, formula = summed(source, field.name)
        line.say(f"，{field.name}合计 ").amount(number_in(value) or 0, formula)
        line.say(
            field.measured_in if field.measured_in and f"（{field.measured_in}）" not in field.name else ""
        )
    return line.say("。")


def _rosters(source: Source, others: Sources) -> LiveText | None:
    """How many roles there are, for one person may have two."""
    if not source.has("职务"):
        return None
    line = LiveText("职务 ").number(*_rows(source, "职务")).say(" 个")
    return _of_choices(line, source, "职务", ROLES, "个").say("。")


# by date


def _in_period(source: Source, name: str) -> tuple[list[Record], tuple[Where, ...]]:
    """The rows whose date lies in the period of the workbook."""
    period, column = source.settings.period, source.column(name)
    first, after = (int(to_serial(each)) for each in (period.first_day, period.last_day + timedelta(days=1)))
    rows = [
        values
        for values in source.rows.values()
        if (told := number_in(values.get(name))) is not None and first <= told < after
    ]
    return rows, (Where(column, ">=", first), Where(column, "<", after), *source.rows_only)


def _conduct(source: Source, others: Sources) -> LiveText | None:
    """Of the period, by kind; neither units nor what happened."""
    if not source.has("日期", "类型"):
        return None
    rows, where = _in_period(source, "日期")
    line = LiveText("本期登记 ").number(len(rows), count(where)).say(" 件")
    for kind in CONDUCT_KINDS:
        value = source.value("类型", kind)
        there = {id(each) for each in source.where({"类型": value})}
        number = sum(id(each) in there for each in rows)
        line.some(f"，{kind} ", number, counted(source.says("类型", value), *where), " 件")
    return line.say("。")


def _feedback(source: Source, others: Sources) -> LiveText | None:
    """Of the period; and what is not answered although its days are over, whenever it came."""
    if not source.has("日期", "答复内容", "答复日期"):
        return None
    settings = source.settings
    rows, where = _in_period(source, "日期")
    answered = sum(is_filled(each.get("答复内容")) for each in rows)
    line = LiveText("本期收到 ").number(len(rows), count(where)).say(" 条，已答复 ")
    line.number(answered, counted(source.filled("答复内容"), *where)).say(" 条")
    late = [
        each
        for each in source.rows.values()
        if not is_filled(each.get("答复内容"))
        and not is_filled(each.get("答复日期"))
        and _is_over(each.get("日期"), settings)
    ]
    came, due = source.column("日期"), f"({settings.ref(AS_OF)}-{_reply_days(settings)})"
    blank = (
        _true(f'TRIM(SUBSTITUTE({source.column(name)},"\u3000"," "))=""') for name in ("答复内容", "答复日期")
    )
    over = f"ISNUMBER({came})*{_true(f'({came}>={FIRST_DAY})*({came}<{due})')}"
    number = count_true(*blank, over, *(each.factor() for each in source.rows_only))
    return line.some("；超过答复时限还没有答复的 ", len(late), number, " 条").say("。")


def _reply_days(settings: Settings) -> str:
    """反馈答复天数 as a formula refers to it; the default where its cell holds nothing that can be used."""
    cell = settings.ref(REPLY_DAYS)
    usable = f'IF(COUNTIFS({cell},">=1")=1,IF(INT({cell})={cell},{cell},{settings.reply_days}),{settings.reply_days})'
    return str(settings.reply_days) if REPLY_DAYS in settings.unusable else usable


def _is_over(came: object, settings: Settings) -> bool:
    """Whether the day to answer was before the as-of date."""
    received = day(came)
    return received is not None and received < to_serial(settings.as_of) - settings.reply_days


def _on_site(source: Source, others: Sources) -> LiveText | None:
    """The industries of the quarter."""
    if not source.has("季度", "产业"):
        return None
    period = source.settings.period
    quarter = str(Period(period.year, period.quarter * 3))
    number, formula = _says(source, "季度", quarter)
    return LiveText("本季度推进 ").number(number, formula).say(" 个产业。")


# others


def _forces(source: Source, others: Sources) -> LiveText | None:
    if not source.has("产业"):
        return None
    line = LiveText("共 ").number(*_rows(source, "产业")).say(" 个")
    if source.has("五要素"):
        whole = "5/5"  # a pattern, for the text alone would be taken for a date
        full = sum(str(each.get("五要素") or "").startswith(whole) for each in source.rows.values())
        where = (Where(source.column("五要素"), "begins", whole), *source.rows_only)
        line.say("，“五要素”齐全的 ").number(full, count(where)).say(" 个")
    return line.say("。")


def _indicators(source: Source, others: Sources) -> LiveText | None:
    """How many have a rate, and how many of these have reached it; of places in a ranking what is reached is a text."""
    if not source.has("指标", "完成率"):
        return None
    column = source.column("完成率")
    rates = [told for each in source.rows.values() if (told := number_in(each.get("完成率"))) is not None]
    line = LiveText("共 ").number(*_rows(source, "指标")).say(" 项，有完成率的 ")
    line.number(len(rates), count((Where(column, ">=", LEAST), *source.rows_only))).say(
        " 项，其中达到年度目标的 "
    )
    reached = sum(each >= 1 for each in rates)
    return line.number(reached, count((Where(column, ">=", 1), *source.rows_only))).say(" 项。")


DECISION = ("议定事项", "责任单位", "办理期限", "办理情况")
"""What is decided, who does it, by when, and how far it is."""


def _meetings(source: Source, others: Sources) -> LiveText | None:
    """Decisions that are not done, and those of them whose day is over."""
    if not source.has(*DECISION):
        return None
    line = (
        LiveText("没有办结的议定事项 ").number(len(open_decisions(source)), count_of_open(source)).say(" 项")
    )
    now = to_serial(source.settings.as_of)
    late = sum((day(each["办理期限"]) or now) < now for each in open_decisions(source))
    over = _true(f"{source.column('办理期限')}<{source.settings.ref(AS_OF)}")
    return line.some("，其中超过办理期限的 ", late, count_of_open(source, over), " 项").say("。")


def open_decisions(source: Source) -> list[Record]:
    """The decisions with a unit and a day that are not done, in the order of their days."""
    rows = [
        each
        for each in source.rows.values()
        if all(isinstance(each.get(name), str) and each[name] for name in DECISION[:2])
        and day(each.get("办理期限")) is not None
        and not is_done(each.get("办理情况"))
    ]
    return sorted(rows, key=lambda each: day(each["办理期限"]) or 0)


def count_of_open(source: Source, *more: str) -> str:
    """How many there are, as a formula; ``more``: further factors. Cells with errors are none of them."""
    told, due = source.column("办理情况"), source.column("办理期限")
    texts = (f"ISTEXT({column})*{_true(f'LEN({column})')}" for column in map(source.column, DECISION[:2]))
    dated = f"ISNUMBER({due})*{_true(f'({due}>={FIRST_DAY})*({due}<={LAST_DAY})')}"
    done = "+".join(_says_done(str(told), word) for word in DONE_WORDS)
    rows = (each.factor() for each in source.rows_only)
    return count_true(*texts, dated, f"(({done})=0)", *more, *rows)


def _says_done(told: str, word: str) -> str:
    """``is_done`` of one word, as a factor."""
    stops = "&".join(["CHAR(10)", literal(STOPS.replace("\n", ""))])
    follows = f'ISNUMBER(FIND(MID({told}&"。",{len(word) + 1},1),{stops}))'
    return _true(f"(LEFT({told},{len(word)})={literal(word)})*{follows}")


def _true(condition: str) -> str:
    """Whether a condition holds, as a factor of SUMPRODUCT; an error is no."""
    return f"ISNUMBER(1/({condition}))"


def _problems(source: Source, others: Sources) -> LiveText | None:
    """How many problems the list names, how many of them any measure answers, and of how many all measures are done."""
    if not source.has("突出问题", "情况"):
        return None
    line = LiveText("突出问题 ").number(*_rows(source, "突出问题")).say(" 个")
    for what in (UNANSWERED, ALL_DONE, GONE):
        line.some(f"，{what}的 ", *_says(source, "情况", what), " 个")
    return line.say("。")


def _benchmarks(source: Source, others: Sources) -> LiveText | None:
    return Benchmarks(source).in_short() if source.has("领域", "标杆单位", "完成进度", "亮灯") else None


_SENTENCES: Mapping[str, Sentence] = {
    PROJECTS: projects_in_short,
    TASK_FORCES: _forces,
    DISPATCH: dispatch_in_short,
    INDICATORS: _indicators,
    BENCHMARKS: _benchmarks,
    MODELS: partial(_counted, of="名称", by="类别", choices=("单位", "企业", "个人", "项目")),
    ON_SITE: _on_site,
    MEETINGS: _meetings,
    PROBLEMS: _problems,
    SERVICE_GROUPS: partial(_counted, of="组别"),
    SERVICE_LOG: service_in_short,
    ROSTERS: _rosters,
    CONDUCT: _conduct,
    FEEDBACK: _feedback,
    ZONES: partial(_counted, of="开发区", by="运行模式", choices=MODES),
    CASES: partial(_counted, of="举措"),
}
"""Registers with a sentence of their own."""
