"""What stands above the table of a return: title, unit, how to fill and until when, who filled, what return it is.

Each line is one cell, so that columns can be moved and the sheet copied.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from duban.macros.returns.forms import Form
from duban.udfs.text import squeeze
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.reading.settings import Settings

_NUMBER = "填报表编号"
_NUMBER_CELL = re.compile(
    rf"{_NUMBER}[:：](?P<book>.*)/(?P<period>[^/]*)/(?P<number>[0-9]{{1,9}})-(?P<code>[0-9a-f]{{4}})$"
)
UNIT = "填报单位："
BY = "填报人"
REGISTER = "登记表："


class Identity(NamedTuple):
    """What a return says of itself above its table."""

    book: str
    period: str
    number: int
    code: str
    """Four hex digits of what was sent, by which a number that was changed, or given again, is noticed."""

    @classmethod
    def parse(cls, cell: Any) -> Identity | None:
        """What a cell says, if it is the one."""
        match = _NUMBER_CELL.search(squeeze(cell)) if isinstance(cell, str) else None
        return match and cls(match["book"], match["period"], int(match["number"]), match["code"])

    def __str__(self) -> str:
        return f"{_NUMBER}：{self.book}/{self.period}/{self.number}-{self.code}"


@dataclass(frozen=True)
class Head:
    """What is said above a table. ``at``: where its columns stand; ``fields``: those to be filled."""

    form: Form
    identity: Identity
    unit: str
    rows: int
    fields: tuple[str, ...]
    at: Mapping[str, int]


def put_head(builder: SheetBuilder, head: Head, settings: Settings) -> int:
    """Put it, and return the row below."""
    due = settings.return_due
    until = f"请于 {_day(due)} 前交回{settings.issuer}。" if due else f"填好后请交回{settings.issuer}。"
    say = _of_measures if head.form.is_ledger else _of_register
    what, how, more, keep = say(head, until)
    title = f"{settings.office}{settings.period.label}{what}填报表"
    lines = (
        (title, "line_title"),
        (f"{UNIT}{head.unit}", "line"),
        (how, "line"),
        (more, "line"),
        (keep, "line"),
    )
    for row, (text, style) in enumerate(lines, 1):
        builder.put(row, 1, text, style)
    builder.heights[1] = 28
    by = _place_of_by(head)
    builder.put(6, by - 1, f"{BY}：", "label")
    builder.put(6, by, None, "fill")
    builder.put(7, 1, str(head.identity), "line_note")
    if head.form.is_ledger:
        return 8
    builder.put(8, 1, f"{REGISTER}{head.form.name}", "line_note")
    return 9


def _of_measures(head: Head, until: str) -> tuple[str, str, str, str]:
    return (
        "改革攻坚任务",
        f"怎么填：共 {head.rows} 项措施，只填黄色的格。完成进度填 0%～100%，空白表示没有报，不是 0；办结的写办结日期。{until}",
        "滞后、逾期的请写存在问题和下步措施。类型为“常态化”的不计入进度，也请填报。清单以外的工作写在表末空行。",
        "可以筛选、排序、移动列；请勿删除措施所在的行，请勿改动灰色小字和隐藏的列。",
    )


def _of_register(head: Head, until: str) -> tuple[str, str, str, str]:
    shares = [name for name in head.fields if head.form.format[name].kind == "share"]
    measured: dict[str, list[str]] = {}
    for name in head.at:
        if name in head.form.format.names and head.form.format[name].measured_in:
            measured.setdefault(head.form.format[name].measured_in, []).append(name)
    hints = [f"{'、'.join(names)}以{unit}计，只填数字。" for unit, names in measured.items()]
    hints += [f"{'、'.join(shares)}填 0%～100%，空白表示没有报，不是 0。"] if shares else []
    implied = head.form.implied
    hints += [f"没有写{implied}的，按保存填报表的日期计。"] if implied in head.fields else []
    return (
        head.form.name,
        f"怎么填：共 {head.rows} 行，只填黄色的格；已有内容没有变化的不用改。{until}",
        f"{''.join(hints)}登记表以外的内容写在表末空行。",
        "可以筛选、排序、移动列；请勿删除行，请勿改动灰色小字和隐藏的列。",
    )


def _place_of_by(head: Head) -> int:
    """The column of the cell for a name: the widest of those to be filled, which have one at their left."""
    if head.form.is_ledger:
        return head.at["下步措施"]
    return head.at[max(head.fields, key=lambda name: head.form.format[name].width)]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
