"""服务记录: what each service group did in a week.

Source: a park's reform list asks each group to spend a day and a half a week at least at its enterprises, all year long.
"""

from __future__ import annotations

from duban.workbook.format.fields import Field
from duban.workbook.format.registers.common import BLANK, register
from duban.workbook.say.sentence import Say

SERVICE_LOG, SERVICE_SUMMARY = "服务记录", "服务记录汇总"

FORMAT = register(
    SERVICE_LOG,
    "一个组一周的服务",
    ("组别", "周"),
    Say("各服务组每周入企几天，查出和整改多少隐患", "how many days a week each group spent at enterprises, and what it found there"),
    (
        Field("组别", "short", "staff", "哪个组，与“服务组”中的写法相同。", 12, required=BLANK, also=("服务组", "组名"), example=("第一组", "第二组", "第三组")),
        Field("周", "week", "staff", "写作 2020-W39；也可以填这一周的任何一天。", 11, required=BLANK, also=("周次", "日期"), example=("2020-W39",)),
        Field("入企天数", "amount", "staff", "这一周在企业的天数。", 9, measured_in="天", also=("天数",), example=(1.5, 2, 2.5)),
        Field("走访企业", "text", "staff", "走访了哪些企业，用顿号分开。", 28, also=("企业",), example=("鲁中新材公司",)),
        Field("发现隐患", "whole", "staff", "发现的隐患数。", 9, measured_in="处", also=("隐患数",), example=(3,)),
        Field("整改隐患", "whole", "staff", "其中已整改的。", 9, measured_in="处", also=("整改数",), example=(2,)),
        Field("备注", "text", "staff", "其他要说明的。", 22),
    ),
    rules=("days_at_enterprises", "weeks_without_a_row"),
    summary=SERVICE_SUMMARY,
    freeze="入企天数",
)  # fmt: skip
