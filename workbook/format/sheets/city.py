"""市级事项: the city's own items, that the items of districts and offices roll up to."""

from __future__ import annotations

from duban.workbook.format.fields import Field, SheetFormat
from duban.workbook.format.names import CITY

FORMAT = SheetFormat(
    CITY,
    "一个市级事项",
    ("序号",),
    (
        Field("序号", "number", "staff", "市级事项的编号。", 6, checked=False, example=(1, 2, 3)),
        Field(
            "事项名称",
            "text",
            "staff",
            "市级事项的名称。",
            32,
            example=("营商环境改革攻坚", "招商机制改革攻坚", "科创金融改革攻坚"),
        ),
        Field(
            "主要内容",
            "text",
            "staff",
            "市级事项的要求；承接建议由此产生。",
            83,
            may_lack=True,
            example=("减环节、减材料、减时限",),
        ),
    ),
)
