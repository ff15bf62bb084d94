"""会议记录: meetings, visits and talks about single topics, and what each decided.

Source: the city's coordination system: joint meetings are called, held on the spot, or about a single topic.
"""

from __future__ import annotations

from datetime import date

from duban.workbook.format.fields import Field
from duban.workbook.format.registers.common import BLANK, NO_CHOICE, register
from duban.workbook.say.sentence import Say

MEETINGS = "会议记录"

FORMAT = register(
    MEETINGS,
    "一项议定事项",
    ("日期", "主题", "议定事项"),
    Say("开了哪些会，议定了什么，由谁办、办完没有", "which meetings were held, what they decided, who does it and whether it is done"),
    (
        Field("日期", "day", "staff", "会议的日期。", 11, required=BLANK, also=("会议日期", "时间"), example=(date(2020, 9, 10),)),
        Field("类型", "choice", "staff", "召集会议、现场调研或专题协调。", 10, choices=("召集会议", "现场调研", "专题协调"), wrong_choice=NO_CHOICE, also=("会议类型",), example=("专题协调",)),
        Field("主题", "text", "staff", "会议的主题。", 20, required=BLANK, also=("会议主题", "议题"), example=("重点项目用地", "企业用电", "人才公寓")),
        Field("主持人", "person", "staff", "谁主持。", 9, example=("李明",)),
        Field("参加单位", "text", "staff", "哪些单位参加，用顿号分开。", 18, example=("招商局、规划建设局",)),
        Field("议定事项", "text", "staff", "议定了什么，一项一行；没有议定事项的空白。", 28, also=("议定内容", "决定事项"), example=("十月十五日前完成供地", "增加一条专线", "首批分配 40 套")),
        Field("责任单位", "unit", "staff", "由谁办。", 13, also=("承办单位", "牵头单位"), example=("规划建设局",)),
        Field("办理期限", "day", "staff", "什么时候办完。", 11, also=("完成时限", "期限"), example=(date(2020, 10, 15),)),
        Field("办理情况", "text", "unit", "办到哪里；办完的以“已办结”开头。", 24, also=("落实情况", "进展情况"), example=("正在组卷报批",)),
    ),
    rules=("decisions_to_be_done",),
    sent_by="责任单位",
    freeze="主持人",
)  # fmt: skip
