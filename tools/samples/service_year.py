"""齐鲁化工区, the year 2020: a list of three items, four service groups with their weeks, and four quarters that were filled,
built and closed one after another, each by the program itself.

Weeks W02 to W52; nobody visits in W05 (the spring festival). Beside that:

| group  | first week | weeks without a row | weeks under 1.5 days |
|--------|------------|---------------------|----------------------|
| 第一组 | W02        |                     | W19                  |
| 第二组 | W02        | W23、W40            | W18                  |
| 第三组 | W02        | W33                 | every fourth         |
| 第四组 | W06        | W40、W41、W47       | W10、W30             |

No sheet is in it that any build makes again: build it, and they are there.

The standing measure 3.2 asks for a day and a half each week: 服务记录汇总 says that 第三组 does not keep to it. Two measures are never
reported in a quarter, one is done late, one item goes from 滞后 to 正常. Persons are invented.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from samples import park

from duban.macros.commands.build import build
from duban.macros.commands.change_file import change_file
from duban.macros.commands.close import CloseOptions, close
from duban.macros.figures.understood import RunOptions
from duban.udfs.periods import Period
from duban.udfs.weeks import monday, weeks_between
from duban.workbook.file.write_xlsx import apply
from duban.workbook.format.names import LEDGER, ROLLUP, TREND, UNIT_PREFIX
from duban.workbook.format.registers.service_log import SERVICE_LOG, SERVICE_SUMMARY
from duban.workbook.plan.plans import BookPlan, EditCell, SheetEdit
from duban.workbook.reading.grid import GridBook

NAME = "登记表-年度"
OFFICE = "齐鲁化工区"
TITLE = "2020年齐鲁化工区重点改革攻坚事项任务清单（摘）"
SETTINGS = {
    "单位名称": OFFICE,
    "当前期间": "2020Q1",
    "截至日期": date(2020, 3, 31),
    "督办单位": "办公室",
}
ITEMS = [{**park.ITEMS[place], "no": number} for number, place in enumerate((0, 4, 5), 1)]
"""Of the park's list the items about projects, about inviting investors and about safety."""


class Quarter(NamedTuple):
    """When a period ends, and on which day it was closed."""

    period: Period
    end: date
    closed: date


QUARTERS = (
    Quarter(Period(2020, 3), date(2020, 3, 31), date(2020, 4, 3)),
    Quarter(Period(2020, 6), date(2020, 6, 30), date(2020, 7, 3)),
    Quarter(Period(2020, 9), date(2020, 9, 30), date(2020, 10, 9)),
    Quarter(Period(2020, 12), date(2020, 12, 31), date(2021, 1, 5)),
)

_LIMITED, _STANDING = "限期", "常态化"
_YEAR = date(2020, 1, 1), date(2020, 12, 31)

WORK: list[tuple[Any, ...]] = [
    (1, 1, _LIMITED, *_YEAR, 0.5, 1, None, None, date(2020, 6, 22)),
    (1, 2, _LIMITED, *_YEAR, 0.2, 0.45, 0.7, 1, date(2020, 12, 24)),
    (1, 3, _LIMITED, *_YEAR, 0.1, 0.4, 0.68, 1, date(2020, 12, 18)),
    (1, 4, _LIMITED, date(2020, 3, 1), date(2020, 9, 15), None, 0.6, 0.85, 1, date(2020, 10, 20)),
    (2, 1, _LIMITED, *_YEAR, 0.25, 0.5, 0.75, 1, date(2020, 12, 28)),
    (2, 2, _LIMITED, date(2020, 4, 1), date(2020, 12, 31), None, 0.2, 0.6, 0.9, None),
    (2, 3, _LIMITED, date(2020, 7, 1), date(2021, 6, 30), None, None, 0.25, 0.5, None),
    (2, 4, _LIMITED, *_YEAR, 0.1, 0.3, 0.72, 1, date(2020, 12, 30)),
    (3, 1, _LIMITED, date(2020, 1, 1), date(2020, 1, 31), 1, None, None, None, date(2020, 1, 6)),
    (3, 2, _STANDING, None, None, None, None, None, None, None),
    (3, 3, _STANDING, None, None, None, None, None, None, None),
    (3, 4, _LIMITED, date(2020, 2, 15), date(2020, 6, 30), None, 1, None, None, date(2020, 7, 8)),
]
"""Item, measure, type, start, due, progress told for each quarter, done on."""

EVIDENCE = {
    (1, 1): "包建责任人公示照片.zip",
    (1, 2): "帮办代办台账.xlsx",
    (1, 3): "重点项目开工台账.xlsx",
    (2, 1): "六个一推进表.xlsx",
    (2, 4): "到位资金证明.pdf",
    (3, 1): "服务组成立通知.pdf",
    (3, 4): "服务组纪律.pdf",
}

GROUPS = {"服务组": 12, "组长": 10, "成员": 26, "包联企业": 46}
GROUP_ROWS: list[tuple[Any, ...]] = [
    ("第一组", "沈立", "唐家齐、段玉林", "东岳片区化工企业 12 家"),
    ("第二组", "邹宁", "宋一鸣、苗青", "西区精细化工企业 15 家"),
    ("第三组", "周明远", "何书平、陶建国", "中心片区仓储和物流企业 9 家"),
    ("第四组", "韩立新", "郭子安、蒋文昊", "南部拓展区在建项目 14 个"),
]

LOG = {"组别": 12, "周": 11, "天数": 9, "走访企业": 28, "隐患数": 9, "整改数": 9, "备注": 22}
"""Column → characters; three have other names than the register gives them."""

_PLACES = {
    "第一组": ("东区一路企业", "东区三路企业", "罐区", "装卸站台"),
    "第二组": ("助剂企业", "涂料企业", "染料企业", "污水站"),
    "第三组": ("仓储企业", "物流园", "停车场", "充装站"),
    "第四组": ("在建装置", "管廊工地", "厂房工地", "变电站"),
}
_FESTIVAL = "2020-W05"
_FIRST = {"第四组": "2020-W06"}
_WITHOUT = {
    "第二组": ("2020-W23", "2020-W40"),
    "第三组": ("2020-W33",),
    "第四组": ("2020-W40", "2020-W41", "2020-W47"),
}
_SHORT = {"第一组": ("2020-W19",), "第二组": ("2020-W18",), "第四组": ("2020-W10", "2020-W30")}


def log_rows() -> list[dict[str, Any]]:
    """The rows of 服务记录, week by week."""
    found = []
    for place, week in enumerate(weeks_between("2020-W02", "2020-W52")):
        for number, (group, places) in enumerate(_PLACES.items()):
            if week == _FESTIVAL or week < _FIRST.get(group, "") or week in _WITHOUT.get(group, ()):
                continue
            few = week in _SHORT.get(group, ()) or (group == "第三组" and place % 4 == 0)
            dangers = (place * 3 + number * 5) % 7
            mended = dangers - (place % 5 == number)
            found.append(
                {
                    "组别": group,
                    "周": week,
                    "天数": 1 if few else 1.5 + (0 if group == "第三组" else (place + number) % 3 / 2),
                    "走访企业": places[place % len(places)],
                    "隐患数": dangers,
                    "整改数": max(0, mended),
                    "备注": "抽调参加迎检" if few and group != "第三组" else None,
                }
            )
    return found


def ledger_rows() -> list[dict[str, Any]]:
    """The rows of 具体项目台账 before anybody has reported."""
    items = {item["no"]: item for item in ITEMS}
    return [
        {
            "事项键": no,
            "事项名称": items[no]["name"],
            "措施序号": measure,
            "具体项目": items[no]["measures"][measure - 1].strip(),
            "类型": kind,
            "责任单位": items[no]["unit"],
            "负责人": "、".join(items[no]["owners"]),
            "开始日期": start,
            "完成时限": due,
            "措施键": key,
        }
        for key, (no, measure, kind, start, due, *_) in enumerate(WORK, 1)
    ]


def play(path: Path, ledger_columns: list[str]) -> None:
    """Fill, build and close the workbook quarter by quarter, as its staff would on these days."""
    with TemporaryDirectory() as name:
        book = Path(name) / path.name
        shutil.copy(path, book)
        for number, quarter in enumerate(QUARTERS):
            told = BookPlan(edits=(_reports(number, ledger_columns), _weeks(number)))
            book.write_bytes(apply(book.read_bytes(), told))
            options = RunOptions(quarter.period, quarter.end, today=quarter.end)
            change_file(book, partial(build, options=options), today=quarter.end)
            chosen = CloseOptions(today=quarter.closed)
            closed = change_file(book, partial(close, options=chosen), today=quarter.closed)
            assert closed.written, [finding.code for finding in closed.outcome.findings]
        path.write_bytes(apply(book.read_bytes(), BookPlan(removes=tuple(_made_anew(book)))))


def _made_anew(book: Path) -> Iterator[str]:
    """The sheets that any build makes again; the closed bulletins stay, for these were issued."""
    for name in GridBook(book).sheet_names:
        if name in (ROLLUP, TREND, SERVICE_SUMMARY) or name.startswith(UNIT_PREFIX):
            yield name


def _reports(number: int, columns: list[str]) -> SheetEdit:
    """What the units report for a quarter."""
    quarter, cells = QUARTERS[number], {}
    for row, (no, measure, _, _, _, *rest) in enumerate(WORK, 2):
        *progress, done = rest
        if progress[number] is None:
            continue
        told = {"完成进度": progress[number], "更新日期": quarter.end - timedelta(days=no)}
        if progress[number] == 1:
            told |= {"办结日期": done, "佐证材料": EVIDENCE.get((no, measure))}
        cells |= {(row, columns.index(column) + 1): EditCell(value) for column, value in told.items()}
    return SheetEdit(LEDGER, cells)


def _weeks(number: int) -> SheetEdit:
    """The weeks that ended in a quarter; their rows stand empty until then."""
    after = QUARTERS[number - 1].end if number else date.min
    cells = {}
    for row, values in enumerate(log_rows(), 2):
        if after < _sunday(values["周"]) <= QUARTERS[number].end:
            cells |= {(row, place): EditCell(value) for place, value in enumerate(values.values(), 1)}
    return SheetEdit(SERVICE_LOG, cells)


def _sunday(week: str) -> date:
    first = monday(week)
    assert first is not None
    return first + timedelta(days=6)


def empty_weeks() -> Iterator[dict[str, Any]]:
    """A row for each that will be filled."""
    return ({} for _ in log_rows())
