"""规则: the settings of a workbook. A field is a row: name, value, note."""

from __future__ import annotations

from duban.udfs.assessment import PARTS, USUAL_POINTS
from duban.workbook.format.fields import Field, SheetFormat
from duban.workbook.format.names import RULES

BOOK_ID, OFFICE, LIST_SHEET = "工作簿编号", "单位名称", "清单工作表"
PERIOD, AS_OF = "当前期间", "截至日期"
DEFAULT_START, DEFAULT_DUE = "默认开始日期", "默认完成时限"
BEHIND, FAR_BEHIND = "滞后阈值", "严重滞后阈值"
JUMP, UNIT_LIST = "进度跳变阈值", "单位名单"
NEXT_KEY = "下一措施键"
OWN_SCHEMAS = "自定义规则"
ISSUER, DISTRICT_LIST = "督办单位", "区县名单"
RETURN_DUE = "填报截止日"
BACKUPS = "备份份数"
ISSUE, ISSUED_ON = "通报期号", "通报日期"
REPORT_TO, COPY_TO, SEND_TO = "通报报", "通报送", "通报发"
PRAISE, CRITICISM = "表扬线", "批评线"
BLOCKS = "通报栏目"
STARTS_WANTED, DISPATCH_DUE = "重点项目开工目标", "月调度截止日"
SERVICE_DAYS, REPLY_DAYS = "每周入企天数", "反馈答复天数"
LEVEL = "层级"
LEVELS = ("市级", "区县", "园区")
"""What a workbook is of; blank where nobody says."""
POINTS = {part: f"考核{part}分值" for part in PARTS}
"""Part of the annual assessment → the setting with its weight."""

RANKING, LIGHTS, PICTURES, ITEMS, WORRYING = "单位排名", "亮灯", "图表", "事项进展", "逾期和滞后"
DUE_SOON, UNREPORTED, NOT_UPDATED, CHANGES = "即将到期", "未报清单", "未更新", "清单变动"
TO_VERIFY, PROBLEMS, OF_REGISTERS = "需核实", "存在问题和下步措施", "登记表"
BLOCKS_BEFORE = (
    RANKING, LIGHTS, PICTURES, ITEMS, WORRYING, DUE_SOON, UNREPORTED, NOT_UPDATED, CHANGES, TO_VERIFY, PROBLEMS,
)  # fmt: skip
"""All of them as workbooks of earlier versions have them in 规则, written by the program: they count as all."""
ALL_BLOCKS = (*BLOCKS_BEFORE, OF_REGISTERS)
"""What a bulletin can have below 总体情况, in its order."""
BLOCK_NAMES = (
    {"区县排名": RANKING, "排名": RANKING, "逾期": WORRYING, "滞后": WORRYING, "逾期和滞后措施": WORRYING}
    | {name: name for name in ALL_BLOCKS}
    | {
        "未报": UNREPORTED,
        "未报送区县": UNREPORTED,
        "本期清单变动": CHANGES,
        "存在问题": PROBLEMS,
        "下步措施": PROBLEMS,
    }
)
"""What staff may call a block → the block."""

FORMAT = SheetFormat(
    RULES,
    "一项设置",
    (),
    (
        Field(BOOK_ID, "key", "key", "程序用来识别本工作簿，请勿修改。"),
        Field(
            OFFICE,
            "text",
            "staff",
            "本单位（区县、园区）的名称，通报标题和市级汇总时使用；第一次生成时取自清单标题。",
        ),
        Field(LIST_SHEET, "text", "staff", "任务清单所在的工作表。"),
        Field(PERIOD, "period", "staff", "季度写作 2020Q3，月份写作 2020-09。"),
        Field(AS_OF, "day", "staff", "时序进度和亮灯算到这一天；默认取今天与期末中较早的一天。"),
        Field(DEFAULT_START, "day", "staff", "台账新增措施没有写开始日期时采用。"),
        Field(DEFAULT_DUE, "day", "staff", "台账新增措施没有写完成时限时采用。"),
        Field(BEHIND, "share", "staff", "完成进度低于时序进度超过此值，亮“滞后”。"),
        Field(FAR_BEHIND, "share", "staff", "完成进度低于时序进度超过此值，亮“严重滞后”。"),
        Field(JUMP, "share", "staff", "完成进度比上期或上次填报多出超过此值，校验时提醒。"),
        Field(UNIT_LIST, "text", "staff", "全部单位的名称，用顿号分开；填写后，校验时提醒名单以外的单位。"),
        Field(NEXT_KEY, "number", "program", "程序给新措施的下一个固定编号，请勿修改。"),
        Field(
            OWN_SCHEMAS, "text", "staff", "本人 .duban/schemas 文件夹里规则文件的名称，点“校验”时一并检查。"
        ),
        Field(ISSUER, "text", "staff", "印发通报的单位；校验时提醒由它自己牵头的事项。"),
        Field(DISTRICT_LIST, "text", "staff", "应当报送的区县，用顿号分开；市级汇总时使用。"),
        Field(RETURN_DUE, "day", "staff", "本期填报表交回的最后一天，印在填报表上；换期间时请改。"),
        Field(BACKUPS, "number", "staff", "保存时留下最近几份备份，更早的自动删除；最早的一份始终保留。"),
        Field(
            ISSUE, "text", "staff", "印在通报上的期号；空白按期间编号，如 2020年第3期。换期间时请改或清空。"
        ),
        Field(ISSUED_ON, "day", "staff", "印发通报的日期；空白时通报上留出位置。换期间时请改或清空。"),
        Field(REPORT_TO, "text", "staff", "通报末行“报”：上报的领导和单位；空白不印。"),
        Field(COPY_TO, "text", "staff", "通报末行“送”：抄送的单位；空白不印。"),
        Field(SEND_TO, "text", "staff", "通报末行“发”：下发的单位；空白不印。"),
        Field(PRAISE, "share", "staff", "平均进度不低于此值的单位在通报中列为进度领先；空白不列。"),
        Field(CRITICISM, "share", "staff", "平均进度低于此值的单位在通报中列为进度落后；空白不列。"),
        Field(BLOCKS, "text", "staff", f"通报中的栏目，用顿号分开；空白为全部：{'、'.join(ALL_BLOCKS)}。"),
        Field(
            STARTS_WANTED,
            "number",
            "staff",
            "年内要开工的重点项目数，项目库汇总的开工率按它计算；空白按在库的项目数。",
        ),
        Field(DISPATCH_DUE, "number", "staff", "月调度应在次月几日以前报送（1 到 28）；空白为 5 日。"),
        Field(SERVICE_DAYS, "number", "staff", "服务组每周至少入企几天；少于它的校验时提醒。"),
        Field(REPLY_DAYS, "number", "staff", "收到信息反馈后几天以内答复；超过的校验时提醒。"),
        Field(
            LEVEL,
            "text",
            "staff",
            f"本工作簿属于哪一级：{'、'.join(LEVELS)}；市级汇总时写在区县旁边。空白不写。",
        ),
        *(
            Field(
                name,
                "number",
                "staff",
                f"年度考核参考中“{part}”部分的分值；默认 {USUAL_POINTS[part]:g}，写 0 不计。",
            )
            for part, name in POINTS.items()
        ),
    ),
    shape="settings",
)
