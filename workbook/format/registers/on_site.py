"""季度现场推进: which industries were looked at on the spot, or by video, in each quarter, and what was said there.

Source: the city's coordination system: each quarter about two key industries, on the spot or by video, with four parts.
"""

from __future__ import annotations

from datetime import date

from duban.workbook.format.fields import Field
from duban.workbook.format.registers.common import BLANK, NO_CHOICE, register
from duban.workbook.say.sentence import Say

ON_SITE = "季度现场推进"

FORMAT = register(
    ON_SITE,
    "一个季度一个产业的现场推进",
    ("季度", "产业"),
    Say("每个季度推进了哪些产业、在哪里、说了什么", "which industries were looked at in a quarter, where, and what was said"),
    (
        Field("季度", "quarter", "staff", "写作 2020Q3。", 9, required=BLANK, also=("期间",), example=("2020Q3",)),
        Field("产业", "short", "staff", "推进的产业；每季度两个左右。", 12, required=BLANK, also=("重点产业",), example=("新材料", "新医药", "智能装备")),
        Field("形式", "choice", "staff", "现场或视频。", 8, choices=("现场", "视频"), wrong_choice=NO_CHOICE, also=("方式",), example=("现场",)),
        Field("日期", "day", "staff", "哪一天。", 11, also=("时间",), example=(date(2020, 9, 22),)),
        Field("地点", "short", "staff", "在哪里；视频的写主会场。", 16, example=("中试基地",)),
        Field("任务通报", "text", "staff", "通报了哪些重点任务。", 22, also=("通报任务",), example=("通报 12 个项目的进度",)),
        Field("经验交流", "text", "staff", "谁介绍了什么经验。", 22, example=("两个园区介绍审批改革",)),
        Field("问题不足", "text", "staff", "查出哪些问题。", 22, also=("存在问题", "问题"), example=("三个项目用地未落实",)),
        Field("工作部署", "text", "staff", "部署了什么。", 22, also=("下步部署",), example=("十月底前供地",)),
        Field("参加单位", "text", "staff", "哪些单位参加，用顿号分开。", 20, example=("各专班、五个园区",)),
    ),
    rules=("industries_of_a_quarter",),
    freeze="形式",
)  # fmt: skip
