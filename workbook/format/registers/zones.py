"""开发区情况: development zones side by side, in two modes of running them.

Source: a case report on a city's nine zones, four of them 一区多园 and five 区镇融合; some of its amounts are ranges, or only
about so much: these are kept as they are written and never added up.
"""

from __future__ import annotations

from datetime import date

from duban.workbook.format.fields import Field
from duban.workbook.format.registers.common import BLANK, NO_CHOICE, register
from duban.workbook.say.sentence import Say

ZONES, ZONES_SUMMARY = "开发区情况", "开发区汇总"
MODES = ("一区多园", "区镇融合")

FORMAT = register(
    ZONES,
    "一个开发区",
    ("开发区",),
    Say("各开发区的模式、机构、平台、基金、厂房、道路和土地", "zones side by side: mode, bodies, funds, halls, roads, land"),
    (
        Field("开发区", "short", "staff", "开发区的名称。", 20, required=BLANK, also=("开发区名称", "园区"), example=("张店经济开发区", "桓台经济开发区", "沂源经济开发区")),
        Field("运行模式", "choice", "staff", "一区多园或区镇融合。", 10, choices=MODES, wrong_choice=NO_CHOICE, also=("模式",), example=MODES),
        Field("内设机构数", "about", "staff", "内设机构的个数。", 9, measured_in="个", total="合计", also=("内设机构",), example=(6,)),
        Field("平台公司", "text", "staff", "平台公司的名称。", 18, also=("平台公司名称",), example=("张店建设发展公司",)),
        Field("注册资金", "about", "staff", "平台公司的注册资金；范围和约数照写，不合计。", 11, measured_in="万元", total="合计", also=("注册资本",), example=(5000,)),
        Field("产业基金", "about", "staff", "产业基金的规模；范围和约数照写，不合计。", 11, measured_in="亿元", total="合计", also=("基金规模",), example=(2,)),
        Field("标准厂房", "about", "staff", "标准厂房的面积。", 11, measured_in="万平方米", total="合计", also=("标准厂房面积",), example=(8.5,)),
        Field("道路里程", "about", "staff", "新建道路的里程。", 10, measured_in="公里", total="合计", also=("道路",), example=(4.2,)),
        Field("基础设施投资", "about", "staff", "基础设施的投资。", 11, measured_in="亿元", total="合计", example=(5.7,)),
        Field("产业集群数", "about", "staff", "产业集群的个数。", 9, measured_in="个", total="合计", also=("产业集群",), example=(2,)),
        Field("村居数", "about", "staff", "搬迁的村居的个数。", 9, measured_in="个", total="合计", also=("村居",), example=(5,)),
        Field("腾空土地", "about", "staff", "腾空的土地。", 10, measured_in="亩", total="合计", also=("腾空土地面积",), example=(3200,)),
        Field("主导产业", "text", "staff", "主导产业，用顿号分开。", 20, example=("新材料、智能装备",)),
        Field("截至日期", "day", "staff", "数字是哪一天的。", 11, total="最新", also=("截止日期", "数据日期"), example=(date(2020, 9, 30),)),
    ),
    summary=ZONES_SUMMARY,
    summed_by="运行模式",
    freeze="内设机构数",
)  # fmt: skip
