"""问题清单: the 突出问题 of the task list, one a row, and the measures that a person says answer each.

The program adds a row for each problem and keeps its words up to date; which measures answer it is for people to say.
"""

from __future__ import annotations

from duban.workbook.format.fields import Field
from duban.workbook.format.registers.common import register
from duban.workbook.say.sentence import Say

PROBLEMS = "问题清单"
ITEM_KEY, MEASURE_KEYS, AS_WRITTEN = "事项键", "对应措施键", "对应措施底稿"
"""Hidden columns: of which item a problem is, the keys of the measures that answer it, and what 对应措施 said when these were
found."""

_OVER_MEASURES = frozenset(["IF", "COUNTIFS", "ISNUMBER", "MATCH", "SUMIFS", "SUMPRODUCT"])

FORMAT = register(
    PROBLEMS,
    "一个突出问题",
    ("事项名称", "突出问题"),
    Say("清单中的突出问题由哪些措施解决、做到哪里；由程序从清单列出，生成时更新", "the problems of the list, which measures answer each and how far these are"),
    (
        Field("事项序号", "short", "program", "问题所属的事项，随清单更新。", 7, example=("1",)),
        Field("事项名称", "text", "program", "随清单更新。", 20, example=("优化营商环境改革攻坚",)),
        Field("问题序号", "whole", "program", "问题在清单中的编号，随清单更新。", 7, example=(1, 2, 3)),
        Field("突出问题", "text", "program", "随清单更新。", 36, example=("审批环节多", "审批时间长", "窗口服务不规范")),
        Field("牵头单位", "unit", "program", "牵头这个事项的单位，随清单更新。", 14, also=("归口单位",), example=("综合管理局",)),
        Field("对应措施", "short", "staff", "解决这个问题的措施：写措施序号，如 1、3；别的事项的写作 2-1（第 2 项的第 1 条）。清单改号时程序跟着改。", 12, example=("1、3", "2", "1")),
        Field("措施数", "whole", "formula", "对应的措施还有几条在清单上。", 7, calls=frozenset(["COUNTIFS", "SUMPRODUCT"])),
        Field("办结", "whole", "formula", "其中已办结的。", 7, calls=frozenset(["COUNTIFS", "SUMPRODUCT"])),
        Field("完成进度", "share", "formula", "对应措施的加权平均进度，算法与事项相同：常态化的不计入，未报的按 0 计。", 9, calls=_OVER_MEASURES),
        Field("情况", "short", "formula", "没有对应措施、措施已全部办结，或清单中没有这个问题。", 15, calls=frozenset(["IF"])),
        Field("备注", "text", "staff", "其他要说明的。", 20),
        Field(ITEM_KEY, "whole", "program", "程序用，请勿修改。", 7, hidden=True, may_lack=True),
        Field(MEASURE_KEYS, "short", "program", "程序用，请勿修改。", 7, hidden=True, may_lack=True),
        Field(AS_WRITTEN, "short", "program", "程序用，请勿修改。", 7, hidden=True, may_lack=True),
    ),
    rules=("unanswered_problems",),
    freeze="问题序号",
)  # fmt: skip
