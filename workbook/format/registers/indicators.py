"""指标监测: quarterly figures of industries beside those of the year before.

Source: the city's coordination system asks for a quarterly watch over the key indicators of the industries.
"""

from __future__ import annotations

from duban.udfs.indicators import CALIBRES
from duban.workbook.format.fields import Field
from duban.workbook.format.registers.common import BLANK, NO_CHOICE, register
from duban.workbook.say.sentence import Say

INDICATORS, INDICATORS_SUMMARY = "指标监测", "指标汇总"

QUARTERS = ("一季度", "二季度", "三季度", "四季度")
YEAR_BEFORE = tuple(f"上年{name}" for name in QUARTERS)

FORMAT = register(
    INDICATORS,
    "一个产业的一项指标",
    ("产业", "指标"),
    Say("各产业重点指标的季度数、完成率和同比", "quarterly figures of each industry, against target and last year"),
    (
        Field("产业", "short", "staff", "产业的名称。", 12, required=BLANK, also=("产业名称",), example=("新材料", "智能装备", "新医药")),
        Field("类别", "short", "staff", "产业的类别；汇总表一类一块。", 12, also=("产业类别",), example=("四强产业",)),
        Field("指标", "text", "staff", "指标的名称。", 16, required=BLANK, also=("指标名称",), example=("营业收入",)),
        Field("计量单位", "short", "staff", "数字的单位。", 9, also=("单位",), example=("亿元",)),
        Field("口径", "choice", "staff", "当期：每季只写本季的数；累计：每季写年初以来的数；时点：季末的数；名次：越小越好。", 8, required=BLANK, choices=CALIBRES, wrong_choice=NO_CHOICE, also=("统计口径",), example=("累计",)),
        Field("年度目标", "amount", "staff", "全年的目标。", 9, also=("目标", "年度目标值"), example=(120,)),
        *(Field(name, "amount", "staff", f"去年{name[2:]}的数，口径同上。", 9, example=(value,)) for name, value in zip(YEAR_BEFORE, (20, 45, 70, 100), strict=True)),
        *(Field(name, "amount", "unit", f"今年{name}的数。", 9, example=(value,)) for name, value in zip(QUARTERS[:3], (22, 50, 80), strict=True)),
        Field("四季度", "amount", "unit", "今年四季度的数。", 9),
        Field("本期", "amount", "formula", "到当前期间的数：当期的各季相加，其他口径取当前季度。缺数的空白。", 9, calls=frozenset(["IF", "COUNT", "SUM", "AND", "OR"])),
        Field("完成率", "rate", "formula", "本期除以年度目标；名次写明是否达到。", 9, calls=frozenset(["IF", "COUNT"])),
        Field("同比", "rate", "formula", "本期比去年同期增长多少；名次写升几位、降几位。", 9, calls=frozenset(["IF", "COUNT", "SUM"])),
        Field("数据来源", "unit", "staff", "由哪个单位提供、填报。", 13, also=("来源", "责任单位", "填报单位"), example=("统计局",)),
    ),
    rules=("cumulative_falls", "without_unit_or_target", "changed_by_half"),
    summary=INDICATORS_SUMMARY,
    sent_by="数据来源",
    freeze="计量单位",
)  # fmt: skip
