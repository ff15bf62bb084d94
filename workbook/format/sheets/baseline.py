"""清单底稿: what the task list said when it was last read, by key; a later change of it is a change of the plan.

Nobody sees or changes this sheet. A row without 措施键 is an item, one with it a measure.
"""

from __future__ import annotations

from duban.workbook.format.fields import Field, SheetFormat
from duban.workbook.format.names import BASELINE

FORMAT = SheetFormat(
    BASELINE,
    "一个事项或一项措施在清单中的写法",
    ("事项键", "措施键"),
    (
        Field("事项键", "key", "key", "事项的固定编号。", 7),
        Field("措施键", "key", "key", "措施的固定编号；事项的行没有。", 7),
        Field("名称", "text", "program", "事项名称，或措施的内容。", 40),
        Field("目标", "text", "program", "改革攻坚目标。", 30),
        Field("牵头领导", "text", "program", "牵头领导。", 14),
        Field("牵头单位", "text", "program", "牵头单位和负责人。", 20),
        Field("开始日期", "day", "program", "事项的开始日期；程序为措施填写的开始日期。"),
        Field("完成时限", "day", "program", "事项的完成时限；程序为措施填写的完成时限。"),
        Field("类型", "word", "program", "移出前的类型；在列的常态化措施也写明。", 9),
        Field("列入期间", "period", "program", "第一次见到时的期间。", 10),
        Field("状态", "word", "program", "在列或移出。", 8),
    ),
    very_hidden=True,
)
