"""填报表: the one sheet of a file that a unit fills.

No cells are merged and nothing stands beside the table, so that columns can be moved, rows sorted and the sheet copied.
What it is (workbook, period, number) stands in one cell above the table; the keys in hidden columns at its right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from duban.macros.figures.lookups import shown
from duban.macros.history.past import Past
from duban.macros.returns.record import Record
from duban.macros.returns.values import FIELDS
from duban.udfs.text import squeeze
from duban.workbook.format.names import LEDGER
from duban.workbook.format.sheet_names import safe_sheet_name
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.plans import DropDown, Expected, SheetPlan
from duban.workbook.reading.settings import Settings

LAST_TIME = "上次填报"
"""What the unit reported before, for it to go on from. No column of the ledger is called so."""

TOLD = ("事项序号", "事项名称", "措施序号", "具体项目", "类型", "完成时限")
"""What the office says of a measure."""

KEYS = ("事项键", "措施键")

_WIDTHS: Mapping[str, float] = {
    "事项序号": 5, "事项名称": 11, "措施序号": 5, "具体项目": 26, "类型": 6.5, "完成时限": 11, LAST_TIME: 13,
    "完成进度": 7.5, "办结日期": 11, "进展情况": 21, "存在问题": 13.5, "下步措施": 13.5, "佐证材料": 9, "事项键": 7, "措施键": 8,
}  # fmt: skip
_STYLES: Mapping[str, str] = {"share": "fill_percent", "day": "fill_date"}
_CENTERED = ("事项序号", "措施序号", "类型")
_HINTS: Mapping[str, str] = {
    "share": "0% 到 100%。空白表示没有报，不是 0。",
    "day": "年月日，如 2020-09-30。",
}
_KIND = {"share": "share", "day": "day"}
_HEADER = 8
_SPARE = 5
"""Free rows below the table for work that is not on the list."""

_NUMBER = "填报表编号"
_NUMBER_CELL = re.compile(
    rf"{_NUMBER}[:：](?P<book>.*)/(?P<period>[^/]*)/(?P<number>[0-9]{{1,9}})-(?P<code>[0-9a-f]{{4}})$"
)
UNIT = "填报单位："
BY = "填报人"


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
class Return:
    """A return to send: what it is, the unit, and each row: what the record keeps of it and what is said of it
    besides."""

    identity: Identity
    unit: str
    rows: Mapping[int, Record]
    items: Mapping[int, int]
    """措施键 → 事项键."""
    before: Mapping[int, str]
    """措施键 → what was reported before."""
    fields: Sequence[str] = FIELDS
    """The columns to be filled, as far as the ledger has them."""


class Outgoing(NamedTuple):
    """A file to be written: its name, and the sheet in it."""

    file: str
    unit: str
    measures: int
    sheet: SheetPlan


def last_time(values: Mapping[str, Any], past: Past, item: int, key: int) -> str:
    """What a unit reported of a measure before: its progress in the period before, and what it wrote then."""
    progress, _ = past.measure(item, key)
    told = [f"{past.edition.period}：{shown(progress)}"] if past.edition and progress is not None else []
    wrote = values.get("进展情况")
    told += [str(wrote)] if wrote is not None else []
    return "；".join(told)


def return_sheet(sent: Return, settings: Settings) -> SheetPlan:
    """The sheet of one return."""
    columns = [*TOLD, LAST_TIME, *sent.fields, *KEYS]
    builder = SheetBuilder(
        safe_sheet_name(sent.unit), [_WIDTHS.get(name, 8) for name in columns], owned=False
    )
    at = {name: place for place, name in enumerate(columns, 1)}
    _head(builder, sent, settings, at)
    builder.next_row = _HEADER
    builder.row(columns, "header")
    builder.heights[_HEADER] = 34
    first = builder.next_row
    for key, values in sent.rows.items():
        told = {**values, LAST_TIME: sent.before.get(key), "事项键": sent.items[key], "措施键": key}
        for name, place in at.items():
            builder.put(builder.next_row, place, told.get(name), _style(name, name in sent.fields))
        builder.next_row += 1
    last = builder.next_row - 1
    end = last + _SPARE
    for row in range(last + 1, end + 1):
        for name, place in at.items():
            if name not in KEYS:
                builder.put(row, place, None, _style(name, fill=True))
    builder.drop_downs += [
        DropDown((first, at[name], end, at[name]), FORMATS[LEDGER][name].choices)
        for name in sent.fields
        if FORMATS[LEDGER][name].choices
    ]
    builder.drop_downs.append(
        DropDown((last + 1, at["类型"], end, at["类型"]), FORMATS[LEDGER]["类型"].choices[:2])
    )
    return builder.plan(
        freeze=(first, at["类型"]),
        repeat_rows=(_HEADER, _HEADER),
        print_area=(1, 1, end, len(columns) - len(KEYS)),
        hidden_columns=tuple(at[name] for name in KEYS),
        filter=(_HEADER, 1, max(first, last), len(columns)),
        protected=True,
        expected=tuple(
            Expected((first, at[name], end, at[name]), _KIND[kind], _HINTS[kind])  # type: ignore[arg-type]
            for name in sent.fields
            if (kind := FORMATS[LEDGER][name].kind) in _KIND
        ),
    )


def _head(builder: SheetBuilder, sent: Return, settings: Settings, at: Mapping[str, int]) -> None:
    """Title, unit, how to fill and until when, who filled, and what return it is."""
    due = settings.return_due
    until = f"请于 {_day(due)} 前交回{settings.issuer}。" if due else f"填好后请交回{settings.issuer}。"
    lines = (
        (f"{settings.office}{settings.period.label}改革攻坚任务填报表", "line_title"),
        (f"{UNIT}{sent.unit}", "line"),
        (
            f"怎么填：共 {len(sent.rows)} 项措施，只填黄色的格。完成进度填 0%～100%，空白表示没有报，不是 0；办结的写办结日期。{until}",
            "line",
        ),
        (
            "滞后、逾期的请写存在问题和下步措施。类型为“常态化”的不计入进度，也请填报。清单以外的工作写在表末空行。",
            "line",
        ),
        ("可以筛选、排序、移动列；请勿删除措施所在的行，请勿改动灰色小字和隐藏的列。", "line"),
    )
    for row, (text, style) in enumerate(lines, 1):
        builder.put(row, 1, text, style)
    builder.heights[1] = 28
    builder.put(6, at["下步措施"] - 1, f"{BY}：", "label")
    builder.put(6, at["下步措施"], None, "fill")
    builder.put(7, 1, str(sent.identity), "line_note")


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _style(name: str, fill: bool) -> str:
    if name == LAST_TIME or name in KEYS:
        return "text"
    field = FORMATS[LEDGER][name]
    if fill:
        return _STYLES.get(field.kind, "fill_center" if name in _CENTERED else "fill")
    return "date" if field.kind == "day" else "center" if name in _CENTERED else "text"
