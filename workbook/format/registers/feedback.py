"""信息反馈: what people wrote in about the programme, who answers, and whether the answer is made public.

Source: a county zone's benchmarking plan has a system of feedback and of publication under everybody's eyes.
"""

from __future__ import annotations

from datetime import date

from duban.workbook.format.fields import Field
from duban.workbook.format.registers.common import BLANK, NO_CHOICE, register
from duban.workbook.say.sentence import Say

FEEDBACK, PUBLIC = "信息反馈", "是"

FORMAT = register(
    FEEDBACK,
    "一条反馈",
    ("日期", "反馈人", "反馈内容"),
    Say("收到的意见、由谁答复、是否公示", "what people wrote in, who answers, whether it is published"),
    (
        Field("日期", "day", "staff", "收到的日期。", 11, required=BLANK, also=("反馈日期", "时间"), example=(date(2020, 9, 3),)),
        Field("反馈人", "person", "staff", "谁反馈的；不公示。", 10, also=("来信人", "姓名"), example=("周安",)),
        Field("联系方式", "short", "staff", "电话或其他；不公示。", 14, also=("联系电话", "电话"), example=("0533-7654321",)),
        Field("涉及事项", "text", "staff", "涉及哪个事项。", 20, also=("事项",), example=("优化营商环境改革攻坚",)),
        Field("反馈内容", "text", "staff", "反馈了什么；公示时照登，请不要写人名。", 30, required=BLANK, also=("内容", "意见内容"), example=("办事窗口排队时间长", "厂区门前道路积水", "希望增加公交班次")),
        Field("处理单位", "unit", "staff", "由哪个单位答复。", 13, also=("办理单位", "责任单位"), example=("综合管理局",)),
        Field("答复内容", "text", "unit", "怎么答复；公示时照登，请不要写人名。", 30, also=("答复",), example=("已增设两个窗口",)),
        Field("答复日期", "day", "unit", "答复的日期。", 11, also=("答复时间",), example=(date(2020, 9, 10),)),
        Field("是否公示", "choice", "staff", "“是”的，有了答复就列入公示稿。", 8, choices=(PUBLIC, "否"), wrong_choice=NO_CHOICE, also=("公示",), example=(PUBLIC,)),
    ),
    rules=("answered_in_time",),
    sent_by="处理单位",
    freeze="联系方式",
)  # fmt: skip
