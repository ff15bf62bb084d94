"""标杆选树: who was set up as a model, of units, enterprises, persons and projects.

Source: a county zone's benchmarking plan chooses models of its own beside those that it measures itself against.
"""

from __future__ import annotations

from datetime import date

from duban.workbook.format.fields import Field
from duban.workbook.format.registers.common import BLANK, NO_CHOICE, register
from duban.workbook.say.sentence import Say

MODELS = "标杆选树"

FORMAT = register(
    MODELS,
    "一个标杆",
    ("类别", "名称"),
    Say("本单位选树的标杆单位、企业、个人和项目", "units, enterprises, persons and projects set up as models"),
    (
        Field("类别", "choice", "staff", "选树的是单位、企业、个人还是项目。", 8, required=BLANK, choices=("单位", "企业", "个人", "项目"), wrong_choice=NO_CHOICE, example=("企业",)),
        Field("名称", "short", "staff", "标杆的名称。", 20, required=BLANK, also=("标杆名称", "姓名"), example=("鲁中新材公司", "一号园区", "综合窗口")),
        Field("推荐单位", "unit", "staff", "由谁推荐。", 14, example=("综合管理局",)),
        Field("先进事迹", "text", "staff", "好在哪里。", 34, also=("主要事迹", "事迹"), example=("当年投产、当年纳税",)),
        Field("级别", "short", "staff", "由哪一级认定。", 9, also=("认定级别",), example=("区级",)),
        Field("认定日期", "day", "staff", "认定的日期。", 11, also=("认定时间",), example=(date(2020, 6, 30),)),
    ),
    freeze="推荐单位",
)  # fmt: skip
