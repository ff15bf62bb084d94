"""Rules over the rows of one register: keys twice, one person each, dates in order, figures that cannot be right.

Each rule is one function of a table and the settings and yields findings, as in ``across_rows``; the format of a register
names those that look at it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from duban.udfs.feedback import reply_due
from duban.udfs.indicators import CALIBRES, EACH, RANK, TO_DATE, current, growth, quarters_over
from duban.udfs.meetings import is_done
from duban.udfs.periods import Period
from duban.udfs.progress import number_in
from duban.udfs.weeks import last_full_week, week_of, weeks_between
from duban.validation.rules.register_kinds import month_of
from duban.validation.rules.value_kinds import shown_share
from duban.workbook.format.registers.dispatch import TOPICS
from duban.workbook.format.registers.feedback import PUBLIC
from duban.workbook.format.registers.indicators import QUARTERS, YEAR_BEFORE
from duban.workbook.format.registers.rosters import HEAD
from duban.workbook.reading.settings import Settings
from duban.workbook.reading.table import Table, to_date
from duban.workbook.say.findings import Finding


def same_key(table: Table, settings: Settings) -> Iterator[Finding]:
    """G105: two rows that a reader cannot tell apart, blanks and case aside; a row whose key is not whole is no double."""
    if not table.key or not all(name in table for name in table.key):
        return
    last = table.key[-1]
    first: dict[tuple[str, ...], int] = {}
    for at, values in enumerate(zip(*(table[name] for name in table.key), strict=True)):
        if None in values:
            continue
        key = tuple(map(_folded, values))
        if first.setdefault(key, at) != at:
            facts = {"key": "、".join(map(_shown, values)), "other": table.cell(first[key], last)}
            yield table.finding("G105", at, last, facts)


def _folded(value: Any) -> str:
    return month_of(value) or "".join(str(value).split()).casefold()


def _shown(value: Any) -> str:
    return month_of(value) or str(value)


# 重点项目库

_BETWEEN_PERSONS = re.compile(r"[、，,；;/／\n]+|(?<=\S)和(?=\S)")


def persons_in(value: Any) -> list[str]:
    """The persons that a cell names, parted by 、 or the like; blanks inside a name are layout."""
    return [
        name for name in ("".join(part.split()) for part in _BETWEEN_PERSONS.split(str(value or ""))) if name
    ]


def one_carrier(table: Table, settings: Settings) -> Iterator[Finding]:
    """P101: several persons in 包建责任人, where there is to be one."""
    yield from _several(table, ("包建责任人",), "P101")


def _several(table: Table, columns: tuple[str, ...], code: str) -> Iterator[Finding]:
    for column in columns:
        for at, value in enumerate(table[column]) if column in table else ():
            names = persons_in(value)
            if len(names) > 1:
                yield table.finding(code, at, column, {"count": len(names), "names": "、".join(names)})


def leaves_in_order(table: Table, settings: Settings) -> Iterator[Finding]:
    """P102: 出库日期 without 出库原因, or the other way round. P103: out before in. P104: out in the future."""
    if "出库日期" not in table and "出库原因" not in table:
        return
    now = settings.as_of.toordinal()
    columns = zip(
        table["出库日期"], table.days("出库日期"), table["出库原因"], table.days("入库日期"), strict=True
    )
    for at, (typed, out, why, entered) in enumerate(columns):
        if typed is not None and why is None and "出库原因" in table:
            yield table.finding("P102", at, "出库原因", {"lacking": "出库原因"})
        elif why is not None and typed is None and "出库日期" in table:
            yield table.finding("P102", at, "出库日期", {"lacking": "出库日期"})
        if out is not None and entered is not None and out < entered:
            yield table.finding("P103", at, "出库日期", {"entered": to_date(entered)})
        elif out is not None and out > now:
            yield table.finding("P104", at, "出库日期", {"as_of": settings.as_of})


# 工作专班, 月调度


def one_person_each(table: Table, settings: Settings) -> Iterator[Finding]:
    """M101: several persons where there is to be one: 市领导, 组长, 联系人."""
    yield from _several(table, ("市领导", "组长", "联系人"), "M101")


def reported_without_a_day(table: Table, settings: Settings) -> Iterator[Finding]:
    """M102: a report that says something and has no 报送日期, so that it counts as not there. M103: one of a day before its
    month began."""
    if "报送日期" not in table:
        return
    told = [name for name in TOPICS if name in table]
    for at, (typed, day, month) in enumerate(
        zip(table["报送日期"], table.days("报送日期"), table["年月"], strict=True)
    ):
        if typed is None and any(table[name][at] is not None for name in told):
            yield table.finding("M102", at, "报送日期")
        begun = month_of(month)
        if day is not None and begun is not None and to_date(day).isoformat()[:7] < begun:
            yield table.finding("M103", at, "报送日期", {"month": begun})


# 指标监测


def cumulative_falls(table: Table, settings: Settings) -> Iterator[Finding]:
    """N101: figures of 累计 that fall from one quarter to the next."""
    for names in (YEAR_BEFORE, QUARTERS):
        there = [name for name in names if name in table]
        for at, calibre in enumerate(table["口径"]):
            if calibre != TO_DATE:
                continue
            told = [(name, number) for name in there if (number := number_in(table[name][at])) is not None]
            for (before, was), (name, now) in pairwise(told):
                if now < was:
                    facts = {"before": before, "was": f"{was:.15g}", "now": f"{now:.15g}"}
                    yield table.finding("N101", at, name, facts)


def without_unit_or_target(table: Table, settings: Settings) -> Iterator[Finding]:
    """N102: no 计量单位 or no 年度目标; a target that is not above 0 gives no 完成率."""
    for name in ("计量单位", "年度目标"):
        for at, value in enumerate(table[name]) if name in table else ():
            number = number_in(value)
            if value is None or (name == "年度目标" and number is not None and number <= 0):
                yield table.finding("N102", at, name)


def changed_by_half(table: Table, settings: Settings) -> Iterator[Finding]:
    """N103: what is more than half again, or less than half, of the year before; to be looked at."""
    over = quarters_over(settings.period)
    if over < 1 or QUARTERS[over - 1] not in table:
        return
    for at, calibre in enumerate(table["口径"]):
        if calibre not in CALIBRES or calibre == RANK:
            continue
        now = current(calibre, [table[name][at] for name in QUARTERS], over)
        before = current(calibre, [table[name][at] for name in YEAR_BEFORE], over)
        grown = growth(calibre, now, before)
        if isinstance(grown, float) and abs(grown) > 0.5:
            facts = {"grown": shown_share(round(grown, 4)), "now": now, "before": before}
            name = "本期" if calibre == EACH and "本期" in table else QUARTERS[over - 1]
            yield table.finding("N103", at, name, facts)


# 季度现场推进, 会议记录

_MOST_INDUSTRIES = 3
"""Of a quarter; about two are asked for."""


def industries_of_a_quarter(table: Table, settings: Settings) -> Iterator[Finding]:
    """J101: a quarter that is over, since the first that has a row, without any industry. J102: one with more than three."""
    if "季度" not in table or "产业" not in table:
        return
    told: dict[Period, list[int]] = {}
    for at, (value, industry) in enumerate(zip(table["季度"], table["产业"], strict=True)):
        period = Period.parse(value) if isinstance(value, str) else None
        if period is not None and period.quarterly and industry is not None:
            told.setdefault(period, []).append(at)
    for period, places in told.items():
        count = len({_folded(table["产业"][at]) for at in places})
        if count > _MOST_INDUSTRIES:
            yield table.finding("J102", places[-1], "产业", {"period": str(period), "count": count})
    for period in _quarters_over(min(told, default=None), settings):
        if period not in told:
            last = max(each for each in told if each < period)
            yield table.finding("J101", told[last][-1], "季度", {"period": str(period)})


def _quarters_over(first: Period | None, settings: Settings) -> Iterator[Period]:
    """The quarters from one on that are over on the as-of date."""
    period = first
    while period is not None and period.last_day <= settings.as_of:
        yield period
        month = period.month % 12 + 3
        period = Period(period.year + (month == 3), month)


def decisions_to_be_done(table: Table, settings: Settings) -> Iterator[Finding]:
    """J103: a decision past its 办理期限 that is not done. J104: one that nobody is to do, or by no day."""
    if "议定事项" not in table:
        return
    now = settings.as_of.toordinal()
    columns = zip(
        table["议定事项"],
        table["责任单位"],
        table["办理期限"],
        table.days("办理期限"),
        table["办理情况"],
        strict=True,
    )
    for at, (what, unit, typed, due, told) in enumerate(columns):
        if what is None or is_done(told):
            continue
        if due is not None and due < now and "办理情况" in table:
            yield table.finding("J103", at, "办理情况", {"due": to_date(due), "days": now - due})
        for name, value in (("责任单位", unit), ("办理期限", typed)):
            if value is None and name in table:
                yield table.finding("J104", at, name)


# 服务组, 服务记录, 领导小组


def one_head_of_a_group(table: Table, settings: Settings) -> Iterator[Finding]:
    """M101: several persons as 组长 of a service group."""
    yield from _several(table, ("组长",), "M101")


def days_at_enterprises(table: Table, settings: Settings) -> Iterator[Finding]:
    """V101: fewer days of a week at enterprises than 规则 asks for. V104: more found dangers mended than were found."""
    columns = zip(table["入企天数"], table["发现隐患"], table["整改隐患"], strict=True)
    for at, values in enumerate(columns):
        days, found, mended = map(number_in, values)
        if days is not None and days < settings.service_days:
            facts = {"days": f"{days:.15g}", "wanted": f"{settings.service_days:.15g}"}
            yield table.finding("V101", at, "入企天数", facts)
        if found is not None and mended is not None and mended > found:
            yield table.finding("V104", at, "整改隐患", {"found": f"{found:.15g}"})


def weeks_without_a_row(table: Table, settings: Settings) -> Iterator[Finding]:
    """V102: weeks of which a group has no row, from its first one to the last that is over; said once a group."""
    if "组别" not in table or "周" not in table:
        return
    told: dict[str, dict[str, int]] = {}
    for at, (group, value) in enumerate(zip(table["组别"], table["周"], strict=True)):
        week = week_of(value)
        if group is not None and week is not None:
            told.setdefault(_folded(group), {})[week] = at
    until = last_full_week(settings.as_of)
    for weeks in told.values():
        lacking = [week for week in weeks_between(min(weeks), until) if week not in weeks]
        if lacking:
            at = weeks[max(weeks)]
            facts = {
                "group": table["组别"][at],
                "count": len(lacking),
                "weeks": "、".join(lacking[:_MOST_WEEKS]) + ("…" if len(lacking) > _MOST_WEEKS else ""),
            }
            yield table.finding("V102", at, "周", facts)


_MOST_WEEKS = 6
"""Weeks that a finding names."""


def one_head_of_a_roster(table: Table, settings: Settings) -> Iterator[Finding]:
    """A101: a leading group without a 组长, or with several."""
    if not all(name in table for name in ("小组", "职务", "姓名")):
        return
    groups: dict[str, list[int]] = {}
    for at, (group, name) in enumerate(zip(table["小组"], table["姓名"], strict=True)):
        if group is not None and name is not None:
            groups.setdefault(_folded(group), []).append(at)
    for places in groups.values():
        heads = [at for at in places if _folded(table["职务"][at]) == HEAD]
        if len(heads) != 1:
            facts = {"group": table["小组"][places[0]], "count": len(heads)}
            yield table.finding("A101", heads[1] if heads else places[0], "职务", facts)


def several_roles(table: Table, settings: Settings) -> Iterator[Finding]:
    """A102: one person in two roles, of one group or of two; that may be so, and is shown."""
    if "姓名" not in table or "职务" not in table:
        return
    first: dict[str, int] = {}
    for at, name in enumerate(table["姓名"]):
        person = "".join(str(name).split()) if name is not None else ""
        if person and first.setdefault(person, at) != at:
            roles = [str(table["职务"][each] or "—") for each in (first[person], at)]
            facts = {"name": person, "roles": "、".join(roles), "other": table.cell(first[person], "姓名")}
            yield table.finding("A102", at, "姓名", facts)


# 信息反馈


def answered_in_time(table: Table, settings: Settings) -> Iterator[Finding]:
    """W101: not answered after the days that 规则 gives, or answered later. W102: an answer without a day, or a day without an
    answer. W103: to be published, and not answered yet. W104: answered before it came."""
    columns = zip(
        table.days("日期"),
        table["答复内容"],
        table["答复日期"],
        table.days("答复日期"),
        table["是否公示"],
        strict=True,
    )
    for at, (came, answer, typed, answered, public) in enumerate(columns):
        due = None if came is None else reply_due(to_date(came), settings.reply_days)
        late = (
            settings.as_of
            if answer is None and typed is None
            else None
            if answered is None
            else to_date(answered)
        )
        if due is not None and late is not None and late > due and "答复日期" in table:
            facts = {"due": due, "days": (late - due).days, "limit": settings.reply_days}
            yield table.finding("W101", at, "答复日期", facts)
        if (answer is None) != (typed is None):
            name = "答复内容" if answer is None else "答复日期"
            if name in table:
                yield table.finding("W102", at, name)
        if public == PUBLIC and answer is None and "是否公示" in table:
            yield table.finding("W103", at, "是否公示")
        if came is not None and answered is not None and answered < came:
            yield table.finding("W104", at, "答复日期", {"came": to_date(came)})


# 问题清单


def unanswered_problems(table: Table, settings: Settings) -> Iterator[Finding]:
    """Q101: a problem that nobody says any measure answers."""
    if "对应措施" not in table:
        return
    for at, (problem, told) in enumerate(zip(table["突出问题"], table["对应措施"], strict=True)):
        if problem is not None and told is None:
            yield table.finding("Q101", at, "对应措施")
