"""服务组: groups that go to enterprises, each with one head.

Source: a park's reform list has four service groups for safety and environment, each headed by a county-level cadre.
"""

from __future__ import annotations

from duban.workbook.format.fields import Field
from duban.workbook.format.registers.common import BLANK, register
from duban.workbook.say.sentence import Say

SERVICE_GROUPS = "服务组"

FORMAT = register(
    SERVICE_GROUPS,
    "一个服务组",
    ("组别",),
    Say("入企服务组的组长、成员和包联企业", "groups that go to enterprises: head, members, enterprises"),
    (
        Field("组别", "short", "staff", "组的名称，一个组一行。", 12, required=BLANK, also=("服务组", "组名"), example=("第一组", "第二组", "第三组")),
        Field("组长", "person", "staff", "组长，只写一名。", 10, required=BLANK, example=("李明", "王强", "赵一")),
        Field("成员", "text", "staff", "成员，用顿号分开。", 26, also=("组员",), example=("何书平、钱二",)),
        Field("包联企业", "text", "staff", "包联哪些企业，用顿号分开。", 36, also=("联系企业", "服务企业"), example=("鲁中新材公司、东岳化工公司",)),
    ),
    rules=("one_head_of_a_group",),
    freeze="组长",
)  # fmt: skip
