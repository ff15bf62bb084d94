"""领导小组: who is in a leading group, in which role, and what field is theirs.

Source: a county zone's benchmarking plan has a roster of one head, four deputies and six members, and one of them heads the
office as well; leaders have fields of their own.
"""

from __future__ import annotations

from duban.workbook.format.fields import Field
from duban.workbook.format.registers.common import BLANK, register
from duban.workbook.say.sentence import Say

ROSTERS, HEAD = "领导小组", "组长"
ROLES = (HEAD, "副组长", "成员")
"""The usual roles; others may stand there too."""

FORMAT = register(
    ROSTERS,
    "领导小组的一个人",
    ("小组", "职务", "姓名"),
    Say("领导小组的组成、职务和分管领域", "who is in a leading group, in which role, for which field"),
    (
        Field("小组", "text", "staff", "小组的名称；与上一行相同的也要写。", 24, required=BLANK, also=("领导小组", "小组名称"), example=("对标工作领导小组",)),
        Field("职务", "short", "staff", "组长、副组长、成员、办公室主任等；一个小组一名组长。", 12, required=BLANK, also=("组内职务", "小组职务"), example=(HEAD, *("副组长",) * 2, *("成员",) * 6)),
        Field("姓名", "person", "staff", "一行一人。", 10, required=BLANK, example=("李明", "王强", "何书平")),
        Field("单位及职务", "text", "staff", "本人的单位和职务。", 30, also=("单位职务",), example=("管委会主任",)),
        Field("分管领域", "text", "staff", "在小组中负责什么。", 24, also=("分工", "分管工作"), example=("招商引资",)),
        Field("联系电话", "phone", "staff", "电话号码。", 14, also=("电话", "联系方式"), example=("0533-7654321",)),
    ),
    rules=("one_head_of_a_roster", "several_roles"),
    freeze="单位及职务",
)  # fmt: skip
