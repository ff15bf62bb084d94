"""Rules over the rows of one register: keys twice, one person each, dates in order, figures that cannot be right.

Each rule is one function of a table and the settings and yields findings, as in ``across_rows``; the format of a register
names those that look at it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from duban.udfs.indicators import CALIBRES, EACH, RANK, TO_DATE, current, growth, quarters_over
from duban.udfs.progress import number_in
from duban.validation.rules.register_kinds import month_of
from duban.validation.rules.value_kinds import shown_share
from duban.workbook.format.registers.dispatch import TOPICS
from duban.workbook.format.registers.indicators import QUARTERS, YEAR_BEFORE
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
