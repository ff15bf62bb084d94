"""Make many workbooks to check: ``python benchmarks/make_returns.py list 300 120 FOLDER``.

Three shapes: ``list`` (任务清单 with dates and progress), ``prose`` (the same, with sentences where a list has numbered
lines) and ``ledger`` (a list, 具体项目台账 with a measure a row, 规则). One cell in twenty is bad, evenly over the columns that have rules. The same for the same numbers.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from make_big import SEED

from duban.workbook.format.names import LEDGER, LIST, RULES
from duban.workbook.format.sheets.task_list import STAFF_COLUMNS
from duban.workbook.format.sheets_and_registers import FORMATS

BAD = 0.05
AS_OF = date(2020, 9, 30)
LIST_COLUMNS = (*STAFF_COLUMNS, "开始日期", "完成时限", "完成进度")
MEASURES_OF_ITEM = 5

_WHAT = ("推进", "完善", "建立", "落实", "优化", "整合", "提升", "推广", "压缩", "兑现")
_WHERE = ("园区", "企业", "项目", "产业", "平台", "人才", "土地", "安全", "环保", "金融", "招商", "审批")
_UNITS = ("综合管理局", "招商发展局", "规划建设部", "应急服务中心", "财政金融局", "科技人才局")
_PEOPLE = ("何书平", "周明远", "欧阳文静", "李一鸣", "邵民", "王强")

_TEXT = (
    lambda text: f"{text}２０２０年新增",
    lambda text: f"{text},另行安排",
    lambda text: f" {text}\n",
    lambda text: f"{text}【2020】8号",
    lambda text: f"-{text}",
    lambda text: None,
)
_PADDED = (lambda text: "邵  民", lambda text: None)
_DAYS = ("2020年12月底", "2020.12.31", "2020年11月31日", "2020-02-30", "待定", 20201231)
_SHARES = (1.3, -0.2, 80, "80%", "大部分", "８０％")

_BAD: Mapping[str, Any] = {
    "序号": lambda text: None,
    "牵头领导": _PADDED,
    "负责人": _PADDED,
    "责任单位": (lambda text: None, lambda text: f"{text[:2]} {text[2:]}"),
    "牵头单位及负责人": (
        lambda text: None,
        lambda text: text.split("\n")[0],
        lambda text: f"{text[:-1]}  {text[-1]}",
    ),
    "类型": lambda text: "长期",
    "权重": lambda text: "较高",
}
"""What becomes of a cell of these columns; dates, progress and other texts have lists of their own."""


def make_returns(folder: Path, shape: str, files: int, rows: int) -> list[Path]:
    """Write the workbooks; ``rows`` are items of a list, or measures of a ledger."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{shape}-{number:04}.xlsx" for number in range(1, files + 1)]
    for number, path in enumerate(paths, 1):
        chance = random.Random(f"{SEED} {shape} {rows} {number}")
        with xlsxwriter.Workbook(str(path), {"constant_memory": rows > 10_000}) as book:
            day = book.add_format({"num_format": "yyyy-mm-dd"})
            items = -(-rows // MEASURES_OF_ITEM) if shape == "ledger" else rows
            _write_list(book, chance, items, day, _in_prose if shape == "prose" else _item)
            if shape == "ledger":
                _write_ledger(book, chance, rows, day)
                settings = [("名称", "值"), ("当前期间", "2020Q3"), ("截至日期", AS_OF)]
                _write_rows(book.add_worksheet(RULES), settings, 0, day)
    return paths


def _phrase(chance: random.Random) -> str:
    return "".join(chance.choice(_WHAT) + chance.choice(_WHERE) for _ in range(chance.randint(2, 6)))


def _sentences(chance: random.Random, most: int) -> str:
    return "".join(f"{_phrase(chance)}，{_phrase(chance)}。" for _ in range(chance.randint(1, most)))


def _write_list(
    book: Any,
    chance: random.Random,
    items: int,
    day: Any,
    item: Callable[[random.Random, int], dict[str, Any]],
) -> None:
    sheet = book.add_worksheet(LIST)
    sheet.write_string(0, 0, "2020年重点改革攻坚事项任务清单")
    rows = [LIST_COLUMNS, *(_spoiled(item(chance, number), chance) for number in range(1, items + 1))]
    _write_rows(sheet, rows, 2, day)


def _item(chance: random.Random, number: int) -> dict[str, Any]:
    count = chance.randint(2, 4)
    return {
        "序号": number,
        "事项名称": f"{_phrase(chance)}改革攻坚{number}",
        "改革攻坚目标": _phrase(chance),
        "改革针对的突出问题": f"1、{_phrase(chance)}\n2、{_phrase(chance)}",
        "改革的具体项目": "\n".join(f"{n}、{_phrase(chance)}" for n in range(1, count + 1)),
        "牵头领导": chance.choice(_PEOPLE),
        "牵头单位及负责人": f"{chance.choice(_UNITS)}\n负责人：{chance.choice(_PEOPLE)}",
        "备注": chance.choice((None, None, "已完成摸底")),
        "开始日期": date(2020, 1, chance.randint(1, 28)),
        "完成时限": date(2020, chance.choice((10, 11, 12)), 28),
        "完成进度": chance.randint(80, 100) / 100,
    }


def _in_prose(chance: random.Random, number: int) -> dict[str, Any]:
    measures = "\n".join(_sentences(chance, 2) for _ in range(chance.randint(1, 3)))
    return {
        **_item(chance, number),
        "改革针对的突出问题": _sentences(chance, 2),
        "改革的具体项目": measures,
    }


def _write_ledger(book: Any, chance: random.Random, rows: int, day: Any) -> None:
    sheet = book.add_worksheet(LEDGER)
    measures = [_spoiled(_measure(chance, number), chance) for number in range(rows)]
    _write_rows(sheet, [FORMATS[LEDGER].names, *measures], 0, day)
    for row in range(1, rows + 1):
        sheet.write_formula(
            row, FORMATS[LEDGER].names.index("事项序号"), f"=A{row + 1}", None, measures[row - 1][0]
        )
        sheet.write_formula(
            row, FORMATS[LEDGER].names.index("时序进度"), f"=IF(J{row + 1}>0,0.75,0)", None, 0.75
        )
        sheet.write_formula(
            row, FORMATS[LEDGER].names.index("亮灯"), f'=IF(N{row + 1}>0,"正常","")', None, "正常"
        )
    column = FORMATS[LEDGER].names.index("类型")
    sheet.data_validation(
        1, column, rows, column, {"validate": "list", "source": list(FORMATS[LEDGER]["类型"].choices)}
    )


def _measure(chance: random.Random, number: int) -> dict[str, Any]:
    done = chance.random() < 0.2
    return {
        "事项键": number // MEASURES_OF_ITEM + 1,
        "事项序号": None,
        "事项名称": f"{_phrase(chance)}改革攻坚",
        "措施序号": number % MEASURES_OF_ITEM + 1,
        "具体项目": f"{_phrase(chance)}{number}",
        "类型": "限期",
        "责任单位": chance.choice(_UNITS),
        "负责人": chance.choice(_PEOPLE),
        "权重": chance.choice((None, 1, 2)),
        "开始日期": date(2020, 1, chance.randint(1, 28)),
        "完成时限": date(2020, chance.choice((10, 11, 12)), 28),
        "完成进度": 1 if done else chance.randint(80, 99) / 100,
        "办结日期": date(2020, 9, chance.randint(1, 28)) if done else None,
        "时序进度": None,
        "亮灯": None,
        "进展情况": _phrase(chance),
        "存在问题": _phrase(chance),
        "下步措施": _phrase(chance),
        "佐证材料": "验收单" if done else None,
        "更新日期": date(2020, 9, chance.randint(1, 28)),
    }


_WITHOUT_RULES = {"事项键", "事项序号", "事项名称", "措施序号", "时序进度", "亮灯"}


def _spoiled(cells: dict[str, Any], chance: random.Random) -> list[Any]:
    """The row with one cell in twenty made bad."""
    keep = _WITHOUT_RULES - {"事项名称"} if "改革攻坚目标" in cells else _WITHOUT_RULES
    return [
        value if name in keep or chance.random() >= BAD else _bad(name, value, chance)
        for name, value in cells.items()
    ]


def _bad(name: str, value: Any, chance: random.Random) -> Any:
    if name in ("开始日期", "完成时限", "办结日期", "更新日期"):
        return chance.choice(_DAYS)
    if name == "完成进度":
        return chance.choice(_SHARES)
    ways = _BAD.get(name, _TEXT)
    way = chance.choice(ways) if isinstance(ways, tuple) else ways
    return way("已完成摸底" if value is None else value)


def _write_rows(sheet: Any, rows: Sequence[Sequence[Any]], top: int, day: Any) -> None:
    for row, cells in enumerate(rows, top):
        for column, value in enumerate(cells):
            if isinstance(value, date):
                sheet.write_datetime(row, column, value, day)
            elif isinstance(value, str):
                sheet.write_string(row, column, value)
            elif value is not None:
                sheet.write_number(row, column, value)


if __name__ == "__main__":
    make_returns(Path(sys.argv[4]), sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
