"""案例: what worked, and what it brought, for others to learn from.

Source: a case report on a city's zones tells measures and figures by field.
"""

from __future__ import annotations

from duban.workbook.format.fields import Field
from duban.workbook.format.registers.common import BLANK, register
from duban.workbook.say.sentence import Say

CASES = "案例"

FORMAT = register(
    CASES,
    "一个案例",
    ("领域", "举措"),
    Say("可以推广的做法、成效和数据", "what worked, what it brought, in figures"),
    (
        Field("领域", "short", "staff", "哪个领域的。", 12, required=BLANK, also=("方面",), example=("体制机制",)),
        Field("举措", "text", "staff", "举措的名称。", 22, required=BLANK, also=("举措名称",), example=("岗位全员竞聘", "平台公司运作", "标准地供应")),
        Field("做法", "text", "staff", "怎么做的。", 36, also=("具体做法", "主要做法"), example=("打破身份，按岗定薪",)),
        Field("成效", "text", "staff", "做成了什么。", 28, also=("取得成效",), example=("内设机构减少三分之一",)),
        Field("数据", "text", "staff", "能说明成效的数字。", 20, also=("相关数据",), example=("机构由 9 个减到 6 个",)),
        Field("责任单位", "unit", "staff", "谁做的。", 14, also=("单位",), example=("综合管理局",)),
    ),
    freeze="做法",
)  # fmt: skip
