"""作风问题: faults of conduct that were found. The program never fills it, suggests nothing for it and publishes none of it:
to name somebody here is for people.

Source: a park's reform plan and list name six kinds of them.
"""

from __future__ import annotations

from datetime import date

from duban.workbook.format.fields import Field
from duban.workbook.format.registers.common import BLANK, NO_CHOICE, register
from duban.workbook.say.sentence import Say

CONDUCT = "作风问题"
CONDUCT_KINDS = ("庸", "懒", "散", "慢", "拖", "瞒")

FORMAT = register(
    CONDUCT,
    "一个作风问题",
    ("日期", "单位", "事由"),
    Say("督察中发现的作风问题；只由人填写，程序从不填写", "faults of conduct; people alone fill it, the program never does"),
    (
        Field("日期", "day", "staff", "发现的日期。", 11, required=BLANK, also=("发现日期", "时间"), example=(date(2020, 9, 8),)),
        Field("单位", "unit", "staff", "涉及的单位。", 14, required=BLANK, also=("涉及单位",), example=("招商局",)),
        Field("类型", "choice", "staff", "庸、懒、散、慢、拖、瞒。", 8, required=BLANK, choices=CONDUCT_KINDS, wrong_choice=NO_CHOICE, also=("问题类型",), example=("拖",)),
        Field("事由", "text", "staff", "什么事。", 34, required=BLANK, also=("问题", "具体事由"), example=("材料拖延两周未报",)),
        Field("线索来源", "text", "staff", "从哪里得知。", 16, also=("来源",), example=("现场督察",)),
        Field("核实情况", "text", "staff", "核实的结果；没有核实的不能算数。", 24, example=("属实",)),
        Field("处理结果", "text", "staff", "怎么处理。", 20, also=("处理情况",), example=("约谈提醒",)),
    ),
    freeze="类型",
)  # fmt: skip
