"""承接关系: which item serves which city item; the single source of roll-up links."""

from __future__ import annotations

from datetime import date

from duban.workbook.format.fields import LOOKED_UP, Field, FieldKind, SheetFormat
from duban.workbook.format.names import CONFIRMED, LINKS, MAIN, REFUSED, SIDE, SUGGESTED

MAIN_LINK, LINK = "程序用主承接", "程序用承接"
_UNSEEN: tuple[tuple[str, FieldKind, str], ...] = (
    (MAIN_LINK, "number", "事项最后一条已确认的主承接，写事项键；隐藏，供公式查找。"),
    (LINK, "text", "事项承接同一市级事项的最后一条已确认承接，写事项键和市级序号；隐藏。"),
)
"""Columns that only formulas look at; called as nobody calls a column, for what stands in them is the program's alone."""
_LAST_LINK = frozenset(["AND", "COUNT", "COUNTIFS", "IF", "ROUND"])

FORMAT = SheetFormat(
    LINKS,
    "一个事项对一个市级事项的承接",
    ("事项键", "市级序号"),
    (
        Field("事项键", "key", "key", "事项的固定编号；请勿修改。", 6, example=(1, 2, 3)),
        Field(
            "事项序号",
            "number",
            "formula",
            "事项现在的序号。",
            6,
            may_lack=True,
            calls=LOOKED_UP,
            example=(1, 2, 3),
        ),
        Field(
            "事项名称",
            "text",
            "formula",
            "事项的名称。",
            26,
            may_lack=True,
            calls=LOOKED_UP,
            example=("优化营商环境改革攻坚", "产业链招商改革攻坚", "科创平台引育改革攻坚"),
        ),
        Field(
            "市级序号",
            "number",
            "staff",
            "承接的市级事项的序号。",
            6,
            required="K112",
            checked=False,
            example=(1, 2, 3),
        ),
        Field(
            "市级事项名称",
            "text",
            "formula",
            "承接的市级事项的名称。",
            26,
            may_lack=True,
            calls=LOOKED_UP,
            example=("营商环境改革攻坚", "招商机制改革攻坚", "科创金融改革攻坚"),
        ),
        Field(
            "关系",
            "choice",
            "staff",
            "一个事项只有一个“主”，其余为“辅”。",
            6,
            choices=(MAIN, SIDE),
            wrong_choice="K109",
            example=(MAIN,),
        ),
        Field("权重", "weight", "staff", "在市级事项中的分量；空白按 1。", 6),
        Field(
            "依据",
            "text",
            "program",
            "建议的来由：两边共有的词句。",
            26,
            may_lack=True,
            example=("改革攻坚",),
        ),
        Field(
            "状态",
            "choice",
            "staff",
            "只有“已确认”的计入市级汇总。",
            9,
            required="K113",
            choices=(SUGGESTED, CONFIRMED, REFUSED),
            wrong_choice="K109",
            example=(CONFIRMED,),
        ),
        Field("确认人", "person", "staff", "由谁确认。", 9, example=("何书平",)),
        Field("确认日期", "day", "staff", "哪天确认。", 11, example=(date(2020, 9, 25),)),
        Field("事项进度", "share", "formula", "事项的完成进度。", 8, may_lack=True, calls=LOOKED_UP),
        Field("事项时序", "share", "formula", "事项的时序进度。", 8, may_lack=True, calls=LOOKED_UP),
        Field("事项亮灯", "light", "formula", "事项的亮灯。", 9, may_lack=True, calls=LOOKED_UP),
        *(
            Field(name, kind, "formula", help, 9, may_lack=True, hidden=True, calls=_LAST_LINK)
            for name, kind, help in _UNSEEN
        ),
    ),
    ("same_link",),
    freeze="市级序号",
)
