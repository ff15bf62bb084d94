"""区县事项: what district workbooks report to the city, one row a confirmed link of each of their items."""

from __future__ import annotations

from datetime import date

from duban.workbook.format.fields import Field, SheetFormat
from duban.workbook.format.names import DISTRICTS

HANDED_IN, NOT_HANDED_IN = "已报送", "未报送"
"""Whether a district has handed in for the current period."""

COUNTED, NO_PARENT, WRONG_PARENT = "计入", "未对应", "市级序号无效"
"""汇总去向 of a row, beside 自主 and 未报送: it counts; nobody named a city item; the city has no such item."""

FORMAT = SheetFormat(
    DISTRICTS,
    "一个区县事项对一个市级事项的承接",
    ("区县", "事项序号", "市级序号"),
    (
        Field("区县", "word", "program", "区县（园区）的名称。", 14, example=("张店区",)),
        Field("事项序号", "number", "program", "事项在区县清单中的序号。", 6, example=(1, 2, 3)),
        Field(
            "事项名称",
            "text",
            "program",
            "事项的名称。",
            26,
            example=("优化营商环境改革攻坚", "产业链招商改革攻坚", "科创平台引育改革攻坚"),
        ),
        Field("牵头单位", "unit", "program", "事项的第一牵头单位。", 12, example=("综合管理局",)),
        Field(
            "市级序号",
            "number",
            "staff",
            "承接的市级事项；区县没有写明的由市里填写。",
            6,
            checked=False,
            example=(1,),
        ),
        Field("权重", "weight", "staff", "在市级事项中的分量；空白按 1。", 6),
        Field("完成进度", "share", "program", "区县上报时的完成进度。", 8, checked=True, example=(0.8,)),
        Field("时序进度", "share", "program", "到截至日期应完成的份额。", 8),
        Field("亮灯", "light", "program", "按市里的阈值判定。", 9),
        Field("未报措施数", "number", "program", "没有填报进度的措施有几项。", 6),
        Field(
            "截至日期", "day", "program", "数字算到哪一天。", 12, checked=True, example=(date(2020, 9, 30),)
        ),
        Field("来源文件", "files", "program", "汇总时读的文件。", 22, example=("张店区.xlsx",)),
        Field(
            "报送期间",
            "period",
            "program",
            "该区县最近报送的期间；与“规则”的当前期间不同的，算未报送。",
            9,
            may_lack=True,
            example=("2020Q3",),
        ),
        Field(
            "汇总去向",
            "word",
            "formula",
            "计入，或不计入的原因：自主、未对应、市级序号无效、未报送。",
            13,
            may_lack=True,
            calls=frozenset(["IF", "COUNTIFS"]),
        ),
        Field(
            "首行",
            "number",
            "program",
            "一个事项的第一行写 1；承接几个市级事项的，事项数和平均进度只按这一行计。",
            6,
            may_lack=True,
            hidden=True,
        ),
        Field("层级", "word", "program", "该区县工作簿“规则”中的层级：市级、区县或园区。", 7, may_lack=True),
    ),
    ("same_district_item",),
    freeze="牵头单位",
)
