"""具体项目台账: one row a measure, where progress is kept."""

from __future__ import annotations

from datetime import date

from duban.udfs.progress import LIMITED, MOVED_OUT, STANDING
from duban.workbook.format.fields import LOOKED_UP, Field, SheetFormat
from duban.workbook.format.names import LEDGER

FORMAT = SheetFormat(
    LEDGER,
    "一项措施",
    ("措施键",),
    (
        Field("事项键", "key", "key", "措施所属事项的固定编号；请勿修改。", 6, required="L107", example=(1,)),
        Field(
            "事项序号",
            "number",
            "formula",
            "事项现在的序号。",
            6,
            may_lack=True,
            calls=LOOKED_UP,
            example=(1,),
        ),
        Field(
            "事项名称", "text", "program", "事项的名称，随清单更新。", 18, example=("优化营商环境改革攻坚",)
        ),
        Field("措施序号", "number", "program", "措施在清单中的编号，随清单更新。", 6, example=(1, 2, 3)),
        Field(
            "具体项目",
            "text",
            "program",
            "措施的内容，随清单更新；可以在末尾自己加行。",
            36,
            required="L102",
            checked=True,
            example=("编制事项清单", "推行帮办代办", "建立评价办法"),
        ),
        Field(
            "类型",
            "choice",
            "staff",
            "限期的计入进度；常态化的不计入；已移出的是清单中不再有的。空白按限期。",
            8,
            choices=(LIMITED, STANDING, MOVED_OUT),
            wrong_choice="L104",
            example=(LIMITED,),
        ),
        Field(
            "责任单位", "unit", "staff", "填报这项措施的单位。", 12, required="L103", example=("综合管理局",)
        ),
        Field("负责人", "person", "staff", "可以有几位，用顿号分开。", 9, example=("何书平",)),
        Field("权重", "weight", "staff", "在事项中的分量；空白按 1。", 6),
        Field("开始日期", "day", "staff", "时序进度从这一天算起。", 11, example=(date(2020, 1, 1),)),
        Field("完成时限", "day", "staff", "时序进度到这一天为 100%。", 11, example=(date(2020, 12, 31),)),
        Field("完成进度", "share", "unit", "0 到 1（如 80%）；空白表示未报，不是 0。", 8, example=(0.8,)),
        Field("办结日期", "day", "unit", "进度达到 100% 的日期。", 11),
        Field(
            "时序进度",
            "share",
            "formula",
            "到截至日期应完成的份额。",
            8,
            may_lack=True,
            calls=frozenset(["COUNTIFS", "IF", "OR"]),
        ),
        Field(
            "亮灯",
            "light",
            "formula",
            "按“规则”中的阈值判定。",
            9,
            may_lack=True,
            calls=frozenset(["COUNTIFS", "IF", "OR", "ROUND"]),
        ),
        Field("进展情况", "text", "unit", "做了什么、做到哪里。", 26, example=("已完成大部分",)),
        Field("存在问题", "text", "unit", "滞后、逾期的要写。", 22),
        Field("下步措施", "text", "unit", "滞后、逾期的要写。", 22),
        Field("佐证材料", "files", "unit", "文件名或网址；办结的要有。", 14, may_lack=True),
        Field("更新日期", "day", "unit", "本行最后更新的日期。", 11, example=(date(2020, 9, 25),)),
        Field("配合单位", "unit", "program", "协助的单位；可以改正。", 12, may_lack=True),
        Field(
            "措施键",
            "key",
            "key",
            "程序给措施的固定编号，随行移动，永不改变；请勿修改。",
            7,
            hidden=True,
            may_lack=True,
            checked=True,
            example=(1, 2, 3),
        ),
    ),
    (
        "same_measure",
        "same_measure_number",
        "unit_in_two_spellings",
        "unknown_unit",
        "text_against_due",
        "due_before_start",
        "due_before_the_plan",
        "weights_do_not_sum",
        "done_without_evidence",
        "done_in_the_future",
        "not_updated",
        "overdue",
        "lagging",
        "no_problem_or_next_step",
    ),
    freeze="具体项目",
)
