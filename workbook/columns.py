"""The format: names of sheets and columns, and the other names under which real lists have them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from duban.udfs.progress import LIMITED, MOVED_OUT, STANDING
from duban.udfs.text import squeeze

LIST, LEDGER, CITY, LINKS, RULES = "任务清单", "具体项目台账", "市级事项", "承接关系", "规则"
DISTRICTS, LOG = "区县事项", "填报记录"
ROLLUP, FINDINGS, RETURNS = "市级汇总", "校验结果", "回收情况"
UNIT_PREFIX, BULLETIN = "单位-", "通报"

STAFF_COLUMNS = (
    "序号",
    "事项名称",
    "改革攻坚目标",
    "改革针对的突出问题",
    "改革的具体项目",
    "牵头领导",
    "牵头单位及负责人",
    "备注",
)
"""任务清单 as staff have it."""

TRACKING_COLUMNS = (
    "事项键",
    "归口单位",
    "对应市级事项",
    "开始日期",
    "完成时限",
    "完成进度",
    "时序进度",
    "亮灯",
)
"""Added to the right of 任务清单, never between."""

LEDGER_COLUMNS = (
    "事项键",
    "事项序号",
    "事项名称",
    "措施序号",
    "具体项目",
    "类型",
    "责任单位",
    "负责人",
    "权重",
    "开始日期",
    "完成时限",
    "完成进度",
    "办结日期",
    "时序进度",
    "亮灯",
    "进展情况",
    "存在问题",
    "下步措施",
    "佐证材料",
    "更新日期",
)

CITY_COLUMNS = ("序号", "事项名称", "主要内容")

LINK_COLUMNS = (
    "事项键",
    "事项序号",
    "事项名称",
    "市级序号",
    "市级事项名称",
    "关系",
    "权重",
    "依据",
    "状态",
    "确认人",
    "确认日期",
    "事项进度",
    "事项时序",
    "事项亮灯",
)

DISTRICT_COLUMNS = (
    "区县",
    "事项序号",
    "事项名称",
    "牵头单位",
    "市级序号",
    "权重",
    "完成进度",
    "时序进度",
    "亮灯",
    "未报措施数",
    "截至日期",
    "来源文件",
)

LOG_COLUMNS = (
    "期间",
    "事项序号",
    "措施序号",
    "字段",
    "原值",
    "新值",
    "单位",
    "填报人",
    "填报时间",
    "来源文件",
    "指纹",
)

COLUMNS: Mapping[str, tuple[str, ...]] = {
    LEDGER: LEDGER_COLUMNS,
    CITY: CITY_COLUMNS,
    LINKS: LINK_COLUMNS,
    DISTRICTS: DISTRICT_COLUMNS,
    LOG: LOG_COLUMNS,
}
"""The columns of each sheet that the program adds and staff or collecting fill, in order."""

COMPUTED: Mapping[str, tuple[str, ...]] = {
    LIST: ("对应市级事项", "完成进度", "时序进度", "亮灯"),
    LEDGER: ("事项序号", "时序进度", "亮灯"),
    LINKS: ("事项序号", "事项名称", "市级事项名称", "事项进度", "事项时序", "事项亮灯"),
}
"""Columns that hold formulas unless staff typed a value."""

MAIN, SIDE = "主", "辅"
SUGGESTED, CONFIRMED, REFUSED = "建议", "已确认", "不采纳"
OWN_INITIATIVE = "自主"
"""What staff type in 对应市级事项 for an item that serves no city item."""

CHOICES: Mapping[str, tuple[str, ...]] = {
    "类型": (LIMITED, STANDING, MOVED_OUT),
    "关系": (MAIN, SIDE),
    "状态": (SUGGESTED, CONFIRMED, REFUSED),
}
"""The lists that 规则 keeps, for the columns of the same name."""

ALIASES: Mapping[str, tuple[str, ...]] = {
    "序号": ("编号", "事项序号", "项目序号", "No", "No.", "序"),
    "事项名称": (
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
    "改革攻坚目标": ("改革目标", "攻坚目标", "目标", "工作目标", "目标任务", "预期目标", "任务目标"),
    "改革针对的突出问题": (
        "突出问题",
        "针对的突出问题",
        "针对问题",
        "存在的突出问题",
        "主要问题",
        "问题清单",
        "问题",
    ),
    "改革的具体项目": (
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
    "牵头领导": ("分管领导", "责任领导", "包保领导", "牵头负责同志", "领导"),
    "牵头单位及负责人": (
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
    "备注": ("说明", "备考"),
    "归口单位": (),
    "对应市级事项": ("市级事项", "对应市级事项序号", "承接市级事项"),
    "开始日期": ("开始时间", "启动时间", "起始日期"),
    "完成时限": ("完成时间", "办结时限", "时限", "完成期限", "时间节点"),
    "完成进度": ("进度", "工作进度", "完成率", "完成比例"),
}
"""Other names of the columns of 任务清单, compared squeezed. 事项键, 时序进度 and 亮灯 have none."""

_OWNER_COLUMN = ("负责人", "责任人", "联系人", "牵头责任人")
OWNER_ALIASES = frozenset(_OWNER_COLUMN)
"""A column of its own for the owner, where a list keeps unit and owner apart."""


def _list_names() -> dict[str, str]:
    names = {squeeze(name): name for name in (*STAFF_COLUMNS, *TRACKING_COLUMNS)}
    for name, others in ALIASES.items():
        for other in others:
            names.setdefault(squeeze(other), name)
    return names


LIST_NAMES: Mapping[str, str] = _list_names()
"""Squeezed header text → the column's standard name, for 任务清单."""


FIXED_SHEETS = frozenset({LEDGER, CITY, LINKS, RULES, DISTRICTS, LOG, ROLLUP, FINDINGS, RETURNS})
"""The program's sheets that are always called the same."""

_BULLETIN_NAME = re.compile(rf"[0-9]{{4}}年(?:第[一二三四]季度|[0-9]{{1,2}}月){BULLETIN}")
_KEPT_NAME = re.compile(r"(.+)（旧[0-9]+）")


def is_own_sheet(name: str) -> bool:
    """Whether a sheet of this name is the program's by its looks, so that it is not searched for the list."""
    if kept := _KEPT_NAME.fullmatch(name):
        name = kept[1]
    return name in FIXED_SHEETS or name.startswith(UNIT_PREFIX) or _BULLETIN_NAME.fullmatch(name) is not None
