"""填报记录: one progress report or change of the plan a row, append only."""

from __future__ import annotations

from duban.workbook.format.fields import Field, SheetFormat
from duban.workbook.format.names import LOG

FORMAT = SheetFormat(
    LOG,
    "一次填报，或清单的一处变动",
    (),
    (
        Field(
            "期间",
            "period",
            "program",
            "季度写作 2020Q3，月份写作 2020-09。",
            8,
            checked=True,
            example=("2020Q2",),
        ),
        Field("事项序号", "number", "program", "当时的事项序号。", 6, example=(1,)),
        Field("措施序号", "number", "program", "当时的措施序号；整个事项的记录没有。", 6, example=(1, 2, 3)),
        Field("字段", "word", "program", "填报的是哪一列。", 11, example=("完成进度",)),
        Field("原值", "any", "program", "填报以前的值。", 13),
        Field("新值", "any", "program", "填报的值。", 13),
        Field("单位", "unit", "program", "填报的单位。", 12, checked=True, example=("综合管理局",)),
        Field("填报人", "person", "program", "填报的人。", 9, checked=True, example=("何书平",)),
        Field("填报时间", "day", "program", "填报的时间。", 11, checked=True),
        Field("来源文件", "files", "program", "回收的填报表。", 14, checked=True),
        Field("指纹", "files", "program", "由程序生成，用来识别同一次填报；请勿修改。", 12),
        Field(
            "事项键", "key", "key", "事项的固定编号；请勿修改。", 7, hidden=True, may_lack=True, example=(1,)
        ),
        Field(
            "措施键",
            "key",
            "key",
            "措施的固定编号；请勿修改。",
            7,
            hidden=True,
            may_lack=True,
            example=(1, 2, 3),
        ),
        Field(
            "登记表", "word", "program", "记录出自哪张登记表；台账的没有。", 12, hidden=True, may_lack=True
        ),
        Field("行键", "key", "key", "登记表中行的固定编号；请勿修改。", 7, hidden=True, may_lack=True),
    ),
)
