"""工作专班: one row an industry: who leads it for the city, its task force, experts, alliance and plan.

Source: the city's coordination system: one leader an industry, a task force with one head and one contact, a think tank, an
alliance and a plan. Which industries there are is not named in full there, so none is written down here.
"""

from __future__ import annotations

from duban.workbook.format.fields import Field
from duban.workbook.format.registers.common import BLANK, register
from duban.workbook.say.sentence import Say

TASK_FORCES = "工作专班"

FORMAT = register(
    TASK_FORCES,
    "一个产业的工作专班",
    ("产业",),
    Say(
        "各产业的市领导、专班、智库、联盟和规划，“五要素”是否齐全",
        "of each industry its leader, task force, experts, alliance and plan",
    ),
    (
        Field("产业", "short", "staff", "产业的名称，不带“专班”二字。", 12, required=BLANK, also=("产业名称", "专班名称", "专班"), example=("新材料", "智能装备", "新医药")),
        Field("类别", "short", "staff", "产业的类别。", 12, also=("产业类别",), example=("四强产业",)),
        Field("市领导", "person", "staff", "牵头的市领导，只写一名。", 10, required=BLANK, also=("牵头领导", "牵头市领导"), example=("李明",)),
        Field("牵头部门", "unit", "staff", "牵头的部门；月调度由它填报。", 14, required=BLANK, also=("牵头单位",), example=("工业和信息化局",)),
        Field("责任部门", "text", "staff", "参加的部门，用顿号分开。", 20, also=("责任单位", "配合部门"), example=("发展改革委、科技局",)),
        Field("组长", "person", "staff", "专班组长，只写一名。", 10, required=BLANK, also=("专班组长",), example=("王强",)),
        Field("联系人", "person", "staff", "牵头部门的联系人，只写一名。", 10, required=BLANK, example=("何书平",)),
        Field("成员", "text", "staff", "专班成员，用顿号分开。", 20, also=("专班成员",), example=("赵一、钱二",)),
        Field("省对口专班", "text", "staff", "省里对口的专班。", 14, also=("省级对口专班",), example=("省新材料产业专班",)),
        Field("智库团队", "text", "staff", "专家团队。", 16, also=("智库",), example=("省新材料研究院",)),
        Field("产业联盟", "text", "staff", "联盟或协会。", 16, also=("联盟", "产业联盟（协会）"), example=("新材料产业协会",)),
        Field("专项规划", "files", "staff", "规划的名称或文号。", 16, also=("规划",), example=("新材料产业发展规划",)),
        Field("五要素", "short", "formula", "市领导、专班（组长和联系人）、智库、联盟、规划五样，已有几样。", 8, calls=frozenset(["IF", "IFERROR", "SUBSTITUTE", "TRIM"])),
    ),
    rules=("one_person_each",),
    freeze="类别",
)  # fmt: skip
