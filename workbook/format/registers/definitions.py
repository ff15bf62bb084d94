"""登记表定义: the sheet on which an office declares registers of its own, one row a column of one of them, without code.

What it says is data: no formula, pattern or expression of it is ever evaluated.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from duban.workbook.format.fields import Field, FieldKind, SheetFormat, Total, Who
from duban.workbook.format.registers.common import BLANK, NO_CHOICE
from duban.workbook.say.sentence import Say

DEFINITIONS = "登记表定义"

KINDS: Mapping[str, tuple[FieldKind, float]] = {
    "文本": ("text", 22),
    "短文本": ("short", 12),
    "整数": ("whole", 9),
    "数值": ("amount", 10),
    "百分比": ("share", 9),
    "日期": ("day", 11),
    "年月": ("month", 10),
    "季度": ("quarter", 10),
    "单选": ("choice", 10),
    "人员": ("person", 10),
    "单位": ("unit", 14),
    "电话": ("phone", 14),
    "附件": ("files", 16),
}
"""类型 → the kind of field, and how wide its column is."""

FILLED_BY: Mapping[str, Who] = {"办公室": "staff", "单位": "unit", "公式": "own"}
"""填写 → who fills it. A formula is the office's own, and is left alone."""

TOTALS: tuple[str, ...] = tuple(each for each in get_args(Total) if each)
YES, NO = "是", "否"

FORMAT = SheetFormat(
    DEFINITIONS,
    "一张登记表的一列",
    ("登记表", "列名"),
    (
        Field("登记表", "short", "staff", "登记表的名称，也是工作表的名称；与上一行相同的可以空白。", 14, example=("安全检查",)),
        Field("列名", "short", "staff", "列的名称，印在表头；数值的单位写在括号里。", 16, required=BLANK, example=("企业", "整改数", "检查日期")),
        Field("类型", "choice", "staff", f"列中填什么：{'、'.join(KINDS)}；空白为文本。", 9, choices=tuple(KINDS), wrong_choice=NO_CHOICE, example=("短文本", "整数", "日期")),
        Field("填写", "choice", "staff", "由谁填：办公室；单位（导出填报表，回收合并）；公式（您自己的公式，程序不动）。空白为办公室。", 9, choices=tuple(FILLED_BY), wrong_choice=NO_CHOICE, example=("办公室",)),
        Field("必填", "choice", "staff", "是否必须填写；第一个必填的列用来区分各行。空白为否。", 7, choices=(YES, NO), wrong_choice=NO_CHOICE, example=(YES, NO, NO)),
        Field("选项", "text", "staff", "单选的各个选项，用顿号分开。", 20, may_lack=True),
        Field("别名", "text", "staff", "表头还可能叫什么，用顿号分开。", 16, may_lack=True),
        Field("说明", "text", "staff", "怎么填；表头上的批注用它。", 18, may_lack=True, example=("填企业的全称。", "本月完成整改的隐患数。", "检查的日期。")),
        Field("汇总", "choice", "staff", f"汇总表怎么汇总这一列：{'、'.join(TOTALS)}；空白不汇总。", 9, choices=TOTALS, wrong_choice=NO_CHOICE, may_lack=True, example=("计数", "合计", "最新")),
    ),
    shape="register",
    freeze="类型",
    purpose=Say("声明本单位自己的登记表，一行一列", "declares registers of the office's own, a column a row"),
)  # fmt: skip
