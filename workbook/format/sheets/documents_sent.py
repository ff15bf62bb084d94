"""督办单台账: each letter that was sent to a unit, with its number, by when it is to be answered, and whether it was."""

from __future__ import annotations

from datetime import date

from duban.workbook.format.fields import Field, SheetFormat
from duban.workbook.format.names import DOCUMENTS_SENT

KIND, NUMBER, YEAR, PLACE, UNIT, PERIOD = "文种", "文号", "年度", "顺序号", "单位", "期间"
SENT, MEASURES, DUE, ANSWERED, ANSWER, CLOSED = (
    "发文日期",
    "督办措施数",
    "回复期限",
    "回复日期",
    "回复情况",
    "办结情况",
)

LACKS = "B105"
"""The finding at a blank cell by which a letter is known."""

FORMAT = SheetFormat(
    DOCUMENTS_SENT,
    "一份督办单或催办单",
    (),
    (
        Field(KIND, "word", "program", "督办单或催办单。", 8, required=LACKS, example=("督办单",)),
        Field(NUMBER, "short", "program", "发文字号；同一单位、同一期间、同一文种只给一个号。", 20, checked=True, example=("督办〔2020〕1号",)),
        Field(YEAR, "whole", "program", "文号的年份。", 7, checked=True, example=(2020,)),
        Field(PLACE, "whole", "program", "文号的顺序号，每年各文种从 1 连续编。", 8, checked=True, example=(1,)),
        Field(UNIT, "unit", "program", "发给哪个单位或区县。", 16, checked=True, required=LACKS, example=("综合管理局",)),
        Field(PERIOD, "period", "program", "季度写作 2020Q3，月份写作 2020-09。", 9, checked=True, required=LACKS, example=("2020Q3",)),
        Field(SENT, "day", "program", "成文日期。", 12, checked=True, required=LACKS, example=(date(2020, 10, 12),)),
        Field(MEASURES, "whole", "program", "发文时督办的措施有几项；发给区县的为事项，没有报送的为 0。", 9, checked=True, example=(3,)),
        Field(DUE, "day", "program", "应当在这一天以前回复。", 12, checked=True, required=LACKS, example=(date(2020, 10, 19),)),
        Field(ANSWERED, "day", "staff", "收到回复的日期；空白为尚未回复。", 12),
        Field(ANSWER, "text", "staff", "回复了什么。", 30),
        Field(CLOSED, "short", "staff", "办结的写“办结”。", 10),
    ),
    rules=("number_once", "letter_once", "answered_after_sent"),
    of_documents=True,
)  # fmt: skip
