"""重点项目库: the pool of key projects, which come in and go out; no row is ever deleted.

Source: the city's coordination system keeps a pool 有进有出 by 策划, 储备, 开工, 建成; a park gives each project one person
who carries it, with goal, measures and dates; a county's benchmarking plan asks for five things of each project.
"""

from __future__ import annotations

from datetime import date

from duban.workbook.format.fields import Field
from duban.workbook.format.registers.common import BLANK, NO_CHOICE, register
from duban.workbook.say.sentence import Say

PROJECTS, PROJECTS_SUMMARY = "重点项目库", "项目库汇总"

LEVELS = ("省重大", "市重大", "区重点", "其他")
PLANNED, RESERVED, STARTED, BUILT = "策划", "储备", "开工", "建成"
STATES = (PLANNED, RESERVED, STARTED, BUILT)
"""In the order in which a project passes them."""

FIVE = ("项目名称", "责任领导", "工作班子", "实施方案", "跟踪记录")
"""One project, one leader, one team, one plan, one record: what 五个一 counts."""

_MONEY = "亿元"

FORMAT = register(
    PROJECTS,
    "一个重点项目",
    ("项目编号",),
    Say(
        "重点项目进库出库、投资和进展、包建责任和“五个一”",
        "key projects: in and out of the pool, investment and progress, who carries each",
    ),
    (
        Field("项目编号", "short", "staff", "项目的编号，一个项目一个，不重复使用。", 9, required=BLANK, also=("编号", "项目代码"), example=("XM-01", "XM-02", "XM-03")),
        Field("项目名称", "text", "staff", "项目的名称。", 26, required=BLANK, also=("工程名称", "项目"), example=("新材料中试基地",)),
        Field("项目级别", "choice", "staff", "项目列入哪一级。", 9, choices=LEVELS, wrong_choice=NO_CHOICE, also=("级别",), example=("市重大",)),
        Field("产业", "short", "staff", "项目属于哪个产业。", 11, also=("所属产业", "产业类别"), example=("新材料",)),
        Field("责任单位", "unit", "staff", "负责推进、填报的单位。", 13, required=BLANK, also=("牵头单位", "责任部门", "填报单位"), example=("招商局",)),
        Field("责任领导", "person", "staff", "包联项目的领导。", 10, also=("包联领导", "包保领导", "牵头领导"), example=("李明",)),
        Field("包建责任人", "person", "staff", "包建的一个人，只写一名。", 10, required=BLANK, also=("包建人",), example=("何书平",)),
        Field("总投资", "amount", "staff", "计划总投资。", 9, measured_in=_MONEY, also=("计划总投资", "投资总额"), example=(12.5,)),
        Field("年度计划投资", "amount", "staff", "今年计划完成的投资。", 9, measured_in=_MONEY, also=("年度计划", "本年计划投资"), example=(4,)),
        Field("累计完成投资", "amount", "unit", "今年已完成的投资，从年初累计。", 9, measured_in=_MONEY, also=("累计完成", "完成投资"), example=(1.6,)),
        Field("项目状态", "choice", "staff", "按策划、储备、开工、建成的次序推进；退回或越过一步的，请在跟踪记录中写明原因。", 8, required=BLANK, choices=STATES, wrong_choice=NO_CHOICE, also=("状态",), example=(STARTED,)),
        Field("工作目标", "text", "staff", "包建要达到的目标。", 22, required=BLANK, also=("目标",), example=("年内主体完工",)),
        Field("工作措施", "text", "staff", "为此采取的措施。", 22, required=BLANK, also=("主要措施", "措施"), example=("每周现场办公一次",)),
        Field("时间节点", "text", "staff", "各阶段的时间。", 20, required=BLANK, also=("进度安排", "节点"), example=("6月底前开工，年底前封顶",)),
        Field("工作班子", "text", "staff", "由哪些人组成。", 14, also=("工作专班", "班子"), example=("何书平等 5 人",)),
        Field("实施方案", "files", "staff", "方案的文件名或文号。", 14, also=("方案",), example=("中试基地实施方案.docx",)),
        Field("跟踪记录", "text", "unit", "跟踪推进的记录；状态退回、越过一步的原因也写在这里。", 22, also=("跟踪情况",), example=("6月20日现场协调用水",)),
        Field("五个一", "short", "formula", "项目、责任领导、工作班子、实施方案、跟踪记录五样，已有几样。", 8, calls=frozenset(["IF", "IFERROR", "SUBSTITUTE", "TRIM"])),
        Field("完成进度", "share", "unit", "项目完成的份额，0 到 100%。", 9, also=("形象进度", "进度"), example=(0.4,)),
        Field("存在问题", "text", "unit", "推进中的问题。", 20, also=("问题", "主要问题"), example=("临时用电未接通",)),
        Field("下步措施", "text", "unit", "怎么解决、下一步做什么。", 20, also=("下步打算", "下一步措施"), example=("协调供电公司",)),
        Field("入库日期", "day", "staff", "列入项目库的日期。", 11, also=("入库时间",), example=(date(2020, 3, 2),)),
        Field("出库日期", "day", "staff", "移出项目库的日期；在库的空白。行不要删除。", 11, also=("出库时间",)),
        Field("出库原因", "text", "staff", "为什么移出；有出库日期的必须写明。", 16),
    ),
    rules=("one_carrier", "leaves_in_order"),
    summary=PROJECTS_SUMMARY,
    sent_by="责任单位",
    freeze="项目级别",
)  # fmt: skip
