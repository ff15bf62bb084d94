"""月调度: what each task force reports of a month.

Source: the city's coordination system: each task force reports once a month on six topics, in writing or by word.
"""

from __future__ import annotations

from datetime import date

from duban.workbook.format.fields import Field
from duban.workbook.format.registers.common import BLANK, NO_CHOICE, register
from duban.workbook.say.sentence import Say

DISPATCH, DISPATCH_SUMMARY = "月调度", "月调度汇总"

TOPICS = ("规划编制", "项目推进", "政策落地", "基金运作", "招才引智", "招商引资")
"""What a report is about."""

_SAID: dict[str, str] = {
    "规划编制": "完成规划初稿",
    "项目推进": "3 个项目开工",
    "政策落地": "出台扶持政策 2 项",
    "基金运作": "基金完成备案",
    "招才引智": "引进团队 1 个",
    "招商引资": "签约项目 2 个",
}

FORMAT = register(
    DISPATCH,
    "一个专班一个月的调度",
    ("年月", "专班"),
    Say("各专班每月汇报的六个方面，谁已报、迟报、未报", "what each task force reports of a month, and who is late"),
    (
        Field("年月", "month", "staff", "汇报的是哪个月，写作 2020-07。", 10, required=BLANK, also=("月份", "调度月份"), example=("2020-07",)),
        Field("专班", "short", "staff", "哪个专班；写产业的名称，带不带“专班”二字都可以。", 13, required=BLANK, also=("产业", "工作专班", "专班名称"), example=("新材料", "智能装备", "新医药")),
        Field("汇报方式", "choice", "unit", "书面或口头。", 9, choices=("书面", "口头"), wrong_choice=NO_CHOICE, also=("方式",), example=("书面",)),
        *(Field(name, "text", "unit", f"{name}的进展；没有进展的写“无”。", 18, example=(_SAID[name],)) for name in TOPICS),
        Field("存在问题", "text", "unit", "推进中的问题。", 18, also=("问题",), example=("用地指标不足",)),
        Field("下步打算", "text", "unit", "下一步做什么。", 18, also=("下步措施", "下一步打算"), example=("争取追加指标",)),
        Field("报送日期", "day", "unit", "报送的日期；空白算未报。", 11, also=("报送时间",), example=(date(2020, 8, 4),)),
    ),
    rules=("reported_without_a_day",),
    summary=DISPATCH_SUMMARY,
    sent_by="专班",
    freeze="汇报方式",
)  # fmt: skip
