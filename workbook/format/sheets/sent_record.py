"""发出记录: what was sent to the units to be filled, and what came back of it.

Nobody sees or changes this sheet. Every return that is sent has a number of its own in the workbook (填报表号), which the
file carries; what stood in its cells is what the answers are held against. Each row is of one 种类: a return that was sent
and its rows; a return that came back, its rows with what the unit changed, and the rows that it added; a file that was
refused; a cell of the ledger that returns have answers for; and what was decided about one.
"""

from __future__ import annotations

from duban.workbook.format.fields import Field, SheetFormat
from duban.workbook.format.names import SENT_RECORD

SENT, SENT_ROW = "发出", "发出行"
CAME, CAME_ROW, NEW_ROW, REFUSED = "收回", "收回行", "新增行", "拒收"
CELL, DECISION = "单元格", "决定"

FORMAT = SheetFormat(
    SENT_RECORD,
    "一份填报表，或其中的一行",
    ("期间", "种类", "填报表号", "指纹", "登记表", "行键", "字段", "段"),
    (
        Field("期间", "period", "program", "季度写作 2020Q3，月份写作 2020-09。", 10),
        Field("种类", "word", "program", "发出、发出行、收回、收回行、新增行、拒收、单元格或决定。", 9),
        Field("填报表号", "number", "program", "每份填报表一个号，全工作簿不重复。", 9),
        Field("单位", "unit", "program", "填报的单位。", 16),
        Field("日期", "word", "program", "发出或决定的日期，如 2020-09-30。", 12),
        Field("来源文件", "files", "program", "回收的文件。", 28),
        Field("指纹", "files", "program", "回收的文件和其中的工作表，用来识别同一次填报。", 24),
        Field("登记表", "word", "program", "出自哪张登记表；台账的没有。", 12),
        Field("行键", "key", "key", "台账为措施键。", 7),
        Field("字段", "word", "program", "决定的是哪一列。", 12),
        Field("段", "number", "program", "一格写不下时的第几段；新增行为第几行。", 5),
        Field("内容", "any", "program", "发出或填报的各格。", 40),
    ),
    very_hidden=True,
)
