"""Make a task list of any size for the benchmarks: ``python benchmarks/make_big.py 2000 5 big.xlsx``."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import xlsxwriter

SEED = 20200930
_WHERE = [
    "园区",
    "企业",
    "项目",
    "产业",
    "平台",
    "人才",
    "土地",
    "安全",
    "环保",
    "金融",
    "招商",
    "审批",
    "服务",
    "管网",
    "物流",
    "仓储",
    "中试",
    "研发",
]
_WHAT = ["推进", "完善", "建立", "落实", "优化", "整合", "提升", "推广", "压缩", "兑现"]
_HEADER = (
    "序号",
    "事项名称",
    "改革攻坚目标",
    "改革针对的突出问题",
    "改革的具体项目",
    "牵头领导",
    "牵头单位及负责人",
    "备注",
)


def make_big(path: Path, items: int, measures: int, units: int = 40) -> None:
    """A list of ``items`` × ``measures`` with 15 city items, the same for the same numbers."""
    chance = random.Random(SEED)

    def phrase() -> str:
        return "".join(chance.choice(_WHAT) + chance.choice(_WHERE) for _ in range(chance.randint(3, 8)))

    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("任务清单")
        sheet.write(0, 0, "2020年重点改革攻坚事项任务清单")
        sheet.write_row(2, 0, _HEADER)
        for number in range(1, items + 1):
            steps = "\n".join(f"{n}、{phrase()}；" for n in range(1, measures + 1))
            unit = f"第{chance.randint(1, units)}工作局\n\n负责人：张{chance.randint(1, 99)}"
            row = (
                number,
                f"{phrase()}改革攻坚",
                phrase(),
                f"1、{phrase()}；\n2、{phrase()}。",
                steps,
                "李一",
                unit,
                "",
            )
            sheet.write_row(number + 2, 0, row)
        city = book.add_worksheet("市级事项")
        city.write_row(0, 0, ("序号", "事项名称", "主要内容"))
        for number in range(1, 16):
            city.write_row(number, 0, (number, f"{phrase()}改革攻坚", "，".join(phrase() for _ in range(12))))


if __name__ == "__main__":
    make_big(Path(sys.argv[3]), int(sys.argv[1]), int(sys.argv[2]))
