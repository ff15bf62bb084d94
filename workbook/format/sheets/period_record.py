"""期间记录: what each period's sheets showed when they were last made; what was said then is read here.

Nobody sees or changes this sheet. Each row belongs to one edition (版次) of one period and is of one 种类: the period
itself, an item, a measure, a unit, all together, a city item, a district, a register with the figures of its rows, or one
row of the bulletin, or of the sheet of the year, as it stood.
A row is known again by its key columns; which of them are blank depends on its 种类.
"""

from __future__ import annotations

from duban.workbook.format.fields import Field, SheetFormat
from duban.workbook.format.names import PERIOD_RECORD

OF_PERIOD, OF_ITEM, OF_MEASURE, OF_UNIT, OF_ALL = "期间", "事项", "措施", "单位", "合计"
OF_PARENT, OF_DISTRICT, OF_BULLETIN = "市级事项", "区县", "通报"
OF_REGISTER = "登记表"
OF_YEAR = "年度考核"

RUNNING, FROZEN, REOPENED, CLOSED, FROM_LOG = "进行", "定格", "重开", "封存", "据填报记录"
"""状态 of an edition: the period runs; it was moved on from; it was made live again; it is closed; or all that is known
of it are the closing rows of 填报记录."""

FORMAT = SheetFormat(
    PERIOD_RECORD,
    "一期生成时各表显示的一行数字",
    ("期间", "版次", "种类", "事项键", "措施键", "名称", "行", "段"),
    (
        Field("期间", "period", "program", "季度写作 2020Q3，月份写作 2020-09。", 10),
        Field("版次", "number", "program", "重开或更正一次加 1。", 6),
        Field(
            "种类",
            "word",
            "program",
            "期间、事项、措施、单位、合计、市级事项、区县、登记表、通报或年度考核。",
            9,
        ),
        Field("事项键", "key", "key", "事项的固定编号；市级事项的序号。", 7),
        Field("措施键", "key", "key", "措施的固定编号。", 7),
        Field("名称", "text", "program", "事项、单位、区县、登记表或通报的名称。", 24),
        Field("行", "number", "program", "通报或年度考核参考的第几行。", 6),
        Field("段", "number", "program", "一行写不下时的第几段。", 5),
        Field("单位", "text", "program", "当时的牵头单位或责任单位。", 16),
        Field("完成进度", "share", "program", "当时的完成进度；未报的空白。", 9),
        Field("时序进度", "share", "program", "当时的时序进度。", 9),
        Field("亮灯", "word", "program", "当时的亮灯。", 10),
        Field("事项数", "number", "program", "单位牵头、承接或全部的事项。", 7),
        Field("措施数", "number", "program", "具体项目，已移出的不计。", 7),
        Field("办结数", "number", "program", "已办结的措施。", 7),
        Field("滞后数", "number", "program", "逾期和滞后的措施。", 7),
        Field("未报数", "number", "program", "没有填报进度的措施。", 7),
        Field("截至日期", "day", "program", "数字算到哪一天。", 12),
        Field(
            "状态",
            "word",
            "program",
            "进行、定格、重开、封存；区县的已报送或未报送；单位的填报表按时、迟交或未交。",
            9,
        ),
        Field(
            "内容", "any", "program", "通报或年度考核参考这一行的各格，登记表各行的数字，或封存的情况。", 40
        ),
    ),
    very_hidden=True,
)
