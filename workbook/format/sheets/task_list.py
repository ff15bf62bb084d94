"""任务清单: the staff's own sheet, and the tracking columns that the program adds to its right."""

from __future__ import annotations

from datetime import date

from duban.workbook.format.fields import Field, SheetFormat
from duban.workbook.format.names import LIST

_ABOUT = "(?:年度|本年|全年|重点|重要|主要|核心|改革|攻坚|督办|督查|交办|专项|具体|工作|推进|落实|整改|任务|目标|年|市级|区级|县级)*"
"""Words that stand before what a header is about, and say nothing of it."""

FOUND_ROW, ROW_COUNT, FIRST_ROW, LAST_ROW = ROWS_IN_LEDGER = (
    "程序用位置",
    "程序用行数",
    "程序用首行",
    "程序用末行",
)
"""Where in the ledger the measures of an item stand: hidden, and called as nobody calls a column, for what stands in them is
the program's alone."""

_STAFF = (
    Field(
        "序号",
        "number",
        "staff",
        "事项的编号。重新编号、排序都可以，程序按事项键认事项。",
        7,
        required="I101",
        also=("编号", "事项序号", "项目序号", "No", "No.", "序"),
        like="(?:事项|任务|项目|问题|工作|总|顺)?(?:序号|编号|次序)|项次",
        example=(1, 2, 3),
    ),
    Field(
        "事项名称",
        "text",
        "staff",
        "改革事项的名称。",
        26,
        required="I110",
        also=(
            "事项",
            "改革事项",
            "改革事项名称",
            "改革攻坚事项",
            "任务名称",
            "重点任务",
            "工作任务",
            "任务",
            "项目名称",
            "改革任务",
            "攻坚事项",
            "重点事项",
            "重点工作",
        ),
        like=_ABOUT + "(?:事项|任务|项目|工作|(?:反馈|整改|交办)问题)(?:名称|内容|事项|题目|标题)?",
        example=("优化营商环境改革攻坚", "产业链招商改革攻坚", "科创平台引育改革攻坚"),
    ),
    Field(
        "改革攻坚目标",
        "text",
        "staff",
        "事项要达到的目标。",
        34,
        required="I111",
        also=("改革目标", "攻坚目标", "目标", "工作目标", "目标任务", "预期目标", "任务目标"),
        like=_ABOUT
        + "(?:完成|预期|总体|阶段|考核|办理|质量)*(?:目标|指标|要求|成效|成果)(?:任务|要求|内容|值)?",
        example=("审批时限压减三成",),
    ),
    Field(
        "改革针对的突出问题",
        "lines",
        "staff",
        "每个问题一行，行首编号（1、 2、）。",
        34,
        also=(
            "突出问题",
            "针对的突出问题",
            "针对问题",
            "存在的突出问题",
            "主要问题",
            "问题清单",
            "问题",
        ),
        like="(?:改革)?(?:针对|拟解决|要解决|解决|面临|反馈|整改)的?(?:突出|主要|具体|关键|重点)*问题|"
        "(?:突出|主要|具体|关键|重点|共性)+问题(?:清单|表现|及表现)?|问题(?:清单|表现|描述)",
        example=("1、审批环节多\n2、材料重复提交",),
    ),
    Field(
        "改革的具体项目",
        "measures",
        "staff",
        "每项措施一行，行首编号（1、 2、）；台账中每项措施占一行。",
        46,
        required="I130",
        also=(
            "具体项目",
            "具体措施",
            "主要措施",
            "工作措施",
            "改革措施",
            "重点举措",
            "主要举措",
            "推进措施",
            "具体举措",
            "改革举措",
            "工作举措",
            "改革的具体措施",
            "措施",
        ),
        like="(?!主要内容)"
        + _ABOUT
        + "(?:实施|创新|解决)*(?:措施|举措|做法|步骤|内容|任务|安排)(?:内容|清单|及步骤)?",
        example=("1、编制事项清单\n2、推行帮办代办",),
    ),
    Field(
        "牵头领导",
        "person",
        "staff",
        "可以有几位。",
        12,
        required="I112",
        also=("分管领导", "责任领导", "包保领导", "牵头负责同志", "领导"),
        like="(?:牵头|分管|责任|包保|包联|包抓|包案|挂点|挂钩|挂帅|联系|主管|包干|市级|区级|县级|[市区县]|工委|党政)+"
        "(?:领导|干部|负责同志)(?:同志|姓名)?",
        example=("周明远",),
    ),
    Field(
        "牵头单位及负责人",
        "person",
        "staff",
        "先写单位，换行写“负责人：”和姓名；可以有几位。",
        20,
        also=(
            "牵头部门及负责人",
            "责任单位及负责人",
            "责任单位及责任人",
            "牵头单位",
            "牵头部门",
            "责任单位",
            "责任部门",
            "责任科室",
            "主办单位",
            "承办单位",
        ),
        like="(?:牵头|责任|主责|主办|承办|主管|负责|实施|落实|整改|办理|承担|主体|第一|具体|主要|工作|任务)*"
        "(?:单位|部门|科室|处室|部室|股室)(?:[及和与、/](?:其|主要|具体|分管)*(?:负责人|责任人|联系人|负责同志|领导))|"
        "(?:牵头|责任|主责|主办|承办|主管|负责|实施|落实|整改|办理|承担|第一|具体)+"
        "(?:单位|部门|科室|处室|部室|股室|主体)(?:[/、及或和与](?:单位|部门|科室|处室|部室|股室|主体))*",
        example=("综合管理局\n负责人：何书平",),
    ),
    Field("备注", "text", "staff", "不参与计算。", 12, also=("说明", "备考"), may_lack=True),
)

_OVER_MEASURES = frozenset(["COUNTIFS", "IF", "SUMIFS", "SUMPRODUCT"])

_TRACKING = (
    Field(
        "事项键",
        "key",
        "key",
        "程序给事项的固定编号，随行移动，永不改变；请勿修改。",
        7,
        may_lack=True,
        checked=True,
        example=(1, 2, 3),
    ),
    Field(
        "归口单位",
        "unit",
        "program",
        "第一牵头单位，写法统一；可以改正。",
        14,
        may_lack=True,
        example=("综合管理局",),
    ),
    Field(
        "对应市级事项",
        "any",
        "formula",
        "主要承接的市级事项序号；也可以直接填写（2、8），或填“自主”。",
        9,
        also=("市级事项", "对应市级事项序号", "承接市级事项"),
        may_lack=True,
        calls=frozenset(["IFERROR", "INDEX", "MATCH"]),
        called=frozenset(["IF", "INDEX", "MAX", "ROW", "SUMPRODUCT"]),
    ),
    Field(
        "开始日期",
        "day",
        "staff",
        "事项自己的开始日期；不填则按各项措施计算。",
        12,
        also=("开始时间", "启动时间", "起始日期"),
        may_lack=True,
        like="(?:计划|预计|拟|工作|任务|项目)*(?:开始|启动|起始|开工|立项|交办|下达)(?:时间|日期|年月)",
        example=(date(2020, 1, 1),),
    ),
    Field(
        "完成时限",
        "day",
        "staff",
        "事项自己的完成时限；不填则取各项措施中最晚的一天。",
        12,
        also=("完成时间", "办结时限", "时限", "完成期限", "时间节点"),
        may_lack=True,
        like="(?:计划|预计|预期|拟|要求|规定|工作|任务|项目|整改|办理|目标|最迟|责任)*"
        "(?:完成|办结|办理|整改|竣工|完工|销号|办毕|结束|截止|解决|建成|投产|到期)"
        "(?:时限|时间|日期|期限|节点|年月)(?:要求|节点)?|(?:时间|时限|进度)(?:要求|节点)|期限|工期|计划完成",
        example=(date(2020, 12, 31),),
    ),
    Field(
        "完成进度",
        "share",
        "formula",
        "限期措施完成进度的加权平均。",
        9,
        also=("实际进度", "实际完成进度", "当前进度", "目前进度", "进度", "工作进度", "完成率", "完成比例"),
        may_lack=True,
        checked=True,
        like="(?:当前|目前|总体|整体|本期|累计|工作|任务|项目|推进|办理|整改|工程|形象|完成|落实|实施)*"
        "(?:进度|完成率|完成比例|完成百分比|完成度)(?:情况)?|完成情况",
        calls=_OVER_MEASURES,
        example=(0.8,),
    ),
    Field("时序进度", "share", "formula", "到截至日期应完成的份额。", 9, may_lack=True, calls=_OVER_MEASURES),
    Field(
        "亮灯",
        "light",
        "formula",
        "按“规则”中的阈值判定。",
        10,
        may_lack=True,
        calls=frozenset(["COUNTIFS", "IF", "ROUND"]),
    ),
    Field("共同牵头单位", "unit", "program", "其他牵头单位，用顿号分开；可以改正。", 14, may_lack=True),
    Field(
        "配合单位",
        "unit",
        "program",
        "协助的单位，用顿号分开；可以改正。",
        14,
        like="(?:配合|协办|协同|协作|协助|参与|参加|支持|联办|会办)+(?:责任)?(?:单位|部门|科室|处室)",
        may_lack=True,
    ),
    *(
        Field(name, "number", "formula", help, 7, may_lack=True, hidden=True, calls=frozenset(calls))
        for name, help, calls in (
            (
                FOUND_ROW,
                "事项的第一项措施在台账的第几行；隐藏，供公式只算事项自己的各行。",
                ("IFERROR", "MATCH"),
            ),
            (ROW_COUNT, "事项在台账中有几行；隐藏。", ("COUNTIFS",)),
            (FIRST_ROW, "事项的各行从台账的第几行起；隐藏。", ("COUNTIFS", "IF", "IFERROR", "INDEX")),
            (
                LAST_ROW,
                "事项的各行到台账的第几行止；没有排在一起的，是台账的最后一行；隐藏。",
                ("COUNTIFS", "IF", "IFERROR", "INDEX", "ROW"),
            ),
        )
    ),
)

_BANDS = (
    Field(
        "清单领域",
        "text",
        "program",
        "事项上面的分类标题；只有序号在各分类下重新开始的清单才有。",
        14,
        may_lack=True,
        example=("经济运行",),
    ),
    Field(
        "清单编号",
        "text",
        "program",
        "分类和序号合成的编号，各表用它代替序号；只有序号在各分类下重新开始的清单才有。",
        9,
        may_lack=True,
        example=("一-1",),
    ),
)

FORMAT = SheetFormat(
    LIST,
    "一个改革事项",
    ("事项键",),
    (*_STAFF, *_TRACKING, *_BANDS),
    (
        "same_number",
        "numbers_with_gaps",
        "same_name",
        "unit_missing",
        "owner_missing",
        "unit_in_two_spellings",
        "unknown_unit",
        "doubtful_unit",
        "led_by_the_issuer",
        "text_against_due",
        "due_before_start",
        "due_before_the_plan",
    ),
)

STAFF_COLUMNS = tuple(field.name for field in _STAFF)
"""任务清单 as staff have it."""

TRACKING_COLUMNS = tuple(field.name for field in _TRACKING)
"""Added to the right of 任务清单, never between."""

BAND, LABEL = BAND_COLUMNS = tuple(field.name for field in _BANDS)
"""Added beside them where numbers begin again under each heading."""

OWN_COLUMNS = (*TRACKING_COLUMNS, *BAND_COLUMNS)

OWNER_NAMES = ("负责人", "责任人", "联系人", "牵头责任人")
"""Headers of a column of its own for the owner, where a list keeps unit and owner apart."""
