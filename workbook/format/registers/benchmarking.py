"""对标台账: against whom each field is measured, what is done about it, and how far that is.

Source: a county zone's benchmarking plan keeps a ledger of its benchmarks, five fields against two zones, and answers it
line by line. Progress and light are those of 具体项目台账.
"""

from __future__ import annotations

from datetime import date

from duban.udfs.progress import LIMITED, MOVED_OUT, STANDING
from duban.workbook.format.fields import Field
from duban.workbook.format.registers.common import BLANK, NO_CHOICE, register
from duban.workbook.format.sheets import ledger
from duban.workbook.say.sentence import Say

BENCHMARKS, BENCHMARKS_SUMMARY = "对标台账", "对标汇总"

FORMAT = register(
    BENCHMARKS,
    "一项对标举措",
    ("领域", "标杆单位", "对标举措"),
    Say("各领域向谁对标、差在哪里、做什么、做到哪里", "whom each field is measured against, what is done, how far it is"),
    (
        Field("领域", "short", "staff", "对标的领域。", 12, required=BLANK, also=("对标领域", "方面"), example=("招商引资",)),
        Field("标杆单位", "short", "staff", "向谁对标。", 18, required=BLANK, also=("对标单位", "标杆"), example=("泰州港经济开发区",)),
        Field("标杆做法", "text", "staff", "对方怎么做。", 24, also=("先进做法", "经验做法"), example=("招商专员常驻重点城市",)),
        Field("差距", "text", "staff", "我们差在哪里，尽量写数字。", 22, also=("存在差距", "主要差距"), example=("驻外招商点少 3 个",)),
        Field("对标举措", "text", "staff", "为此做什么。", 26, required=BLANK, also=("举措", "整改措施", "具体举措"), example=("设立驻外招商点", "建立项目评审会", "编制产业招商图")),
        Field("责任单位", "unit", "staff", "负责推进、填报的单位。", 13, required=BLANK, also=("牵头单位", "责任部门"), example=("招商局",)),
        Field("责任人", "person", "staff", "具体负责的人。", 9, also=("负责人",), example=("何书平",)),
        Field("类型", "choice", "staff", "限期的计入进度；常态化的不计入；已移出的不再对标。空白按限期。", 8, choices=(LIMITED, STANDING, MOVED_OUT), wrong_choice=NO_CHOICE, example=(LIMITED,)),
        Field("开始日期", "day", "staff", "时序进度从这一天算起。", 11, also=("开始时间",), example=(date(2020, 1, 1),)),
        Field("完成时限", "day", "staff", "时序进度到这一天为 100%。", 11, also=("完成时间", "时限"), example=(date(2020, 12, 31),)),
        Field("完成进度", "share", "unit", "0 到 1（如 80%）；空白表示未报，不是 0。", 8, also=("进度",), example=(0.8,)),
        Field("办结日期", "day", "unit", "进度达到 100% 的日期。", 11),
        Field("时序进度", "share", "formula", "到截至日期应完成的份额。", 8, may_lack=True, calls=ledger.FORMAT["时序进度"].calls),
        Field("亮灯", "light", "formula", "按“规则”中的阈值判定。", 9, may_lack=True, calls=ledger.FORMAT["亮灯"].calls),
        Field("取得成效", "text", "unit", "做成了什么，尽量写数字。", 24, also=("成效", "工作成效"), example=("新设招商点 2 个",)),
        Field("佐证材料", "files", "unit", "文件名或网址；办结的要有。", 14, also=("佐证",)),
        Field("备注", "text", "staff", "其他要说明的。", 14),
    ),
    rules=("due_before_start", "done_in_the_future", "done_without_evidence", "overdue", "lagging"),
    summary=BENCHMARKS_SUMMARY,
    sent_by="责任单位",
    freeze="标杆做法",
)  # fmt: skip
