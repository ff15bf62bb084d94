"""齐鲁化工区: its 重点项目库 as its staff keep it: titles, a line 单位：亿元, columns in their own order under other names, four
of their own, a row 合计; and what the second quarter had on record of it.

47 projects are in the pool on 2020-09-30 and four have left; who lacks which of 五个一 stands in ``LACKING``. One mistake
of each rule about projects, by 项目代码 (persons and projects are invented):

| code | project | what is wrong                                             |
|------|---------|-----------------------------------------------------------|
| P101 | QL-011  | two 包建人                                                |
| P102 | QL-050  | has left, and nobody wrote why                            |
| P103 | QL-051  | left before it came in                                    |
| P104 | QL-046  | is to leave in November, and is still in the pool         |
| P105 | QL-033  | went back from 开工 to 储备 since the second quarter      |

QL-024 skipped 储备 and says why, which is no mistake.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

NAME = "登记表-园区"
OFFICE = "齐鲁化工区"
TITLES = ["齐鲁化工区2020年重点项目库", "单位：亿元"]

HEADER = {
    "序号": 5,
    "级别": 9,
    "工程名称": 26,
    "项目代码": 9,
    "所属产业": 10,
    "建设地点": 12,
    "计划总投资": 9,
    "年度计划": 9,
    "完成投资": 9,
    "状态": 7,
    "形象进度": 8,
    "责任部门": 12,
    "包联领导": 9,
    "包建人": 9,
    "班子": 14,
    "方案": 18,
    "目标": 20,
    "主要措施": 22,
    "节点": 20,
    "跟踪情况": 24,
    "主要问题": 18,
    "下一步措施": 18,
    "入库时间": 11,
    "出库时间": 11,
    "出库原因": 18,
    "企业联系人": 10,
    "备注": 10,
    "行键": 7,
}
"""Column of the sheet → characters; 行键 is hidden, and the second quarter left it there."""

OWN = ("序号", "建设地点", "企业联系人", "备注")
"""Columns that only this office has."""


class Project(NamedTuple):
    """A project as far as it differs from the others."""

    name: str
    industry: str
    level: str
    unit: str
    money: tuple[float, float, float]
    """计划总投资, 年度计划, 完成投资."""
    state: str
    progress: float | None
    entered: tuple[int, int]
    """Month and day of 2020."""


_BUILD, _TRADE, _OFFICE, _SAFE = "规划建设局", "招商局", "综合管理局", "安全环保局"

PROJECTS = [
    Project("聚烯烃弹性体中试装置", "新材料", "省重大", _TRADE, (12.6, 4.2, 2.9), "开工", 0.45, (1, 8)),
    Project("特种尼龙一期", "新材料", "省重大", _TRADE, (24, 8, 6.1), "开工", 0.5, (1, 8)),
    Project("高纯电子化学品基地", "电子信息", "省重大", _TRADE, (18.5, 5, 3.4), "开工", 0.3, (1, 8)),
    Project("丙烷脱氢联产新材料", "新材料", "省重大", _OFFICE, (32, 9.5, 7.6), "开工", 0.4, (1, 8)),
    Project("锂电池电解液扩建", "新材料", "市重大", _TRADE, (6.8, 3, 3), "建成", 1, (1, 8)),
    Project("可降解塑料改性车间", "新材料", "市重大", _TRADE, (3.2, 2, 1.5), "开工", 0.6, (1, 8)),
    Project("医药中间体搬迁升级", "新医药", "市重大", _OFFICE, (5.4, 2.4, 2.2), "开工", 0.75, (1, 8)),
    Project("原料药绿色工艺改造", "新医药", "市重大", _OFFICE, (2.9, 1.6, 1.6), "建成", 1, (1, 8)),
    Project("疫苗辅料生产线", "新医药", "省重大", _TRADE, (9.7, 3.5, 1.8), "开工", 0.25, (3, 2)),
    Project("反应釜智能制造车间", "智能装备", "市重大", _TRADE, (4.1, 2, 1.7), "开工", 0.7, (1, 8)),
    Project("化工机器人检测平台", "智能装备", "市重大", _TRADE, (1.8, 0.9, 0.5), "开工", 0.45, (3, 2)),
    Project("阀门铸造改造提升", "智能装备", "区重点", _OFFICE, (1.2, 0.8, 0.8), "建成", 1, (1, 8)),
    Project("园区封闭管理卡口", "基础设施", "市重大", _BUILD, (0.9, 0.9, 0.6), "开工", 0.65, (1, 8)),
    Project("公共管廊二期", "基础设施", "市重大", _BUILD, (3.6, 1.8, 1.4), "开工", 0.7, (1, 8)),
    Project("污水处理厂提标", "节能环保", "市重大", _SAFE, (2.7, 1.5, 1.5), "建成", 1, (1, 8)),
    Project("危险废物综合利用中心", "节能环保", "市重大", _SAFE, (4.8, 2, 0.9), "开工", 0.2, (3, 2)),
    Project("应急救援实训基地", "基础设施", "区重点", _SAFE, (1.5, 0.8, 0.5), "开工", 0.5, (3, 2)),
    Project("大气微站补点", "节能环保", "区重点", _SAFE, (0.3, 0.3, 0.3), "建成", 1, (1, 8)),
    Project("专用铁路线大修", "基础设施", "区重点", _BUILD, (1.1, 0.6, 0.4), "开工", 0.6, (1, 8)),
    Project("化工学院实训楼", "基础设施", "区重点", _BUILD, (2.2, 1, 0.6), "开工", 0.45, (3, 2)),
    Project("标准厂房三组团", "基础设施", "市重大", _BUILD, (3.9, 2, 1.1), "开工", 0.35, (3, 2)),
    Project("氢气充装站", "新材料", "区重点", _OFFICE, (0.8, 0.5, 0.2), "开工", 0.3, (4, 15)),
    Project("炭黑尾气发电", "节能环保", "区重点", _SAFE, (1.6, 0.9, 0.7), "开工", 0.55, (1, 8)),
    Project("分子筛催化剂", "新材料", "区重点", _TRADE, (2.4, 0.8, 0.3), "开工", 0.15, (4, 15)),
    Project("橡胶助剂清洁生产", "精细化工", "区重点", _OFFICE, (1.9, 1.1, 0.9), "开工", 0.6, (1, 8)),
    Project("水性涂料迁建", "精细化工", "区重点", _TRADE, (1.4, 0.7, 0.6), "开工", 0.65, (1, 8)),
    Project("染料中间体退城进园", "精细化工", "市重大", _TRADE, (5.1, 1.6, 0.7), "开工", 0.2, (4, 15)),
    Project("香料香精研发中心", "精细化工", "其他", _TRADE, (0.6, 0.4, 0.4), "建成", 1, (1, 8)),
    Project("光刻胶树脂", "电子信息", "市重大", _TRADE, (7.3, 1.5, 0.4), "开工", 0.1, (4, 15)),
    Project("柔性线路基膜", "电子信息", "区重点", _TRADE, (3.3, 1.2, 0.8), "开工", 0.35, (3, 2)),
    Project("智慧园区平台二期", "电子信息", "区重点", _OFFICE, (0.7, 0.5, 0.5), "建成", 1, (3, 2)),
    Project("工业蒸汽管网互联", "基础设施", "区重点", _BUILD, (1.3, 0.6, 0.2), "开工", 0.2, (4, 15)),
    Project("碳五综合利用", "新材料", "市重大", _OFFICE, (8.2, 1, 0.1), "储备", None, (3, 2)),
    Project("生物基增塑剂", "新材料", "区重点", _TRADE, (2.1, 0.4, 0), "储备", None, (4, 15)),
    Project("注射剂车间", "新医药", "市重大", _TRADE, (4.6, 0.8, 0), "储备", None, (4, 15)),
    Project("医用膜材料", "新医药", "区重点", _TRADE, (3.8, 0.5, 0), "储备", None, (5, 20)),
    Project("余热制冷示范", "节能环保", "其他", _SAFE, (0.5, 0.2, 0), "储备", None, (5, 20)),
    Project("消防特勤站", "基础设施", "区重点", _SAFE, (0.9, 0.3, 0), "储备", None, (4, 15)),
    Project("东部片区道路", "基础设施", "区重点", _BUILD, (2.5, 0.6, 0.2), "开工", 0.1, (5, 20)),
    Project("雨污分流改造", "节能环保", "区重点", _BUILD, (1.7, 0.5, 0.1), "开工", 0.1, (5, 20)),
    Project("智能仓储物流园", "智能装备", "区重点", _TRADE, (3, 0.6, 0), "储备", None, (7, 10)),
    Project("压力容器检验中心", "智能装备", "其他", _SAFE, (0.8, 0.2, 0), "储备", None, (7, 10)),
    Project("二氧化碳捕集利用", "节能环保", "省重大", _OFFICE, (11, 0.3, 0), "策划", None, (7, 10)),
    Project("特种气体分装", "电子信息", "其他", _TRADE, (1.6, 0.1, 0), "策划", None, (7, 10)),
    Project("碳纤维原丝", "新材料", "市重大", _TRADE, (16, 0.2, 0), "策划", None, (8, 5)),
    Project("老旧装置拆除", "节能环保", "其他", _SAFE, (0.4, 0.3, 0.2), "开工", 0.6, (3, 2)),
    Project("工业旅游展馆", "基础设施", "其他", _OFFICE, (0.3, 0.1, 0), "策划", None, (8, 5)),
    Project("沥青改性装置", "新材料", "其他", _TRADE, (1.2, 0, 0), "储备", None, (1, 8)),
    Project("甲醇罐区扩容", "精细化工", "区重点", _SAFE, (0.9, 0.3, 0), "策划", None, (1, 8)),
    Project("碱渣处理站", "节能环保", "其他", _SAFE, (0.6, 0.4, 0.4), "建成", 1, (1, 8)),
    Project("钛白粉技改", "精细化工", "区重点", _OFFICE, (2, 0, 0), "储备", None, (9, 1)),
]
"""In the order of their codes, QL-001 and so on."""

LEFT: dict[int, tuple[date, str | None]] = {
    46: (date(2020, 11, 30), "拆除完毕后销号"),
    48: (date(2020, 5, 15), "投资方调整方向，不再实施"),
    49: (date(2020, 8, 20), "安全距离不够，改在外地选址"),
    50: (date(2020, 9, 10), None),
    51: (date(2020, 3, 1), "并入其他技改项目"),
}
"""Number → when it left, or is to leave, and why."""

STATES_BEFORE = {
    5: "开工",
    15: "开工",
    24: "策划",
    31: "开工",
    32: "储备",
    33: "开工",
    39: "储备",
    40: "储备",
}
"""Number → its state in the second quarter, where it was another one."""

LACKING = {
    16: ("方案",),
    20: ("班子", "方案"),
    22: ("跟踪情况",),
    27: ("包联领导",),
    29: ("班子",),
    34: ("包联领导", "班子", "方案", "跟踪情况"),
    37: ("方案", "跟踪情况"),
    38: ("跟踪情况",),
    42: ("班子", "方案"),
    43: ("包联领导", "跟踪情况"),
    44: ("包联领导", "班子", "方案", "跟踪情况"),
    45: ("方案",),
    47: ("班子", "跟踪情况"),
}
"""Number → which of 五个一 nobody wrote."""

TOLD = {
    11: "9月8日送审检测大纲",
    24: "因并购既有厂房，省去前期手续，直接开工",
    33: "9月15日重新报批环评",
    46: "已拆除三套，剩两套",
}
"""Number → 跟踪情况 that is its own."""

TROUBLES = {
    9: ("用水管线未接通", "10月底前完成接驳"),
    16: ("公众意见需回复", "10月中旬再开座谈会"),
    24: ("设备交货推迟", "派员驻厂催交"),
    27: ("原址土壤待修复", "先行办理供地"),
    29: ("关键设备依赖进口", "比选国内供应商"),
    33: ("环评需重新报批", "11月底前取得批复"),
    36: ("用地指标不足", "争取追加指标"),
}
"""Number → 主要问题 and 下一步措施."""

_LEADERS = ("韩立新", "丁文博", "邹海燕", "莫一凡")
_CARRIERS = {
    _TRADE: ("沈雨桐", "高启明", "秦子航"),
    _BUILD: ("陶建国", "蒋文昊"),
    _OFFICE: ("汪明哲", "卢晓峰"),
    _SAFE: ("段玉林", "苗青"),
}
_PLACES = ("东区一路北", "东区三路南", "西区二路东", "中心片区", "南部拓展区")
_CONTACTS = ("金经理", "尚经理", "于主任", "白经理", "祁主任")
_OF_STATE = {
    "策划": (
        "年内完成可行性研究",
        "每两周会商一次选址和投资方案",
        "10月定选址，12月报可研",
        "9月3日实地看过备选地块",
    ),
    "储备": (
        "办齐手续，具备开工条件",
        "环评、安评、能评一并推进，专人跑办",
        "11月底前手续办结，明年一季度开工",
        "8月26日会商要素保障",
    ),
    "开工": (
        "年内主体完工",
        "每周现场办公一次，问题不过夜",
        "三季度设备到场，12月底前封顶",
        "9月18日现场协调施工用电",
    ),
    "建成": (
        "达产并通过验收",
        "落实验收清单，逐项销号",
        "9月底前完成验收",
        "9月22日完成联合验收",
    ),
}
"""State → 目标, 主要措施, 节点, 跟踪情况."""


def code(number: int) -> str:
    """项目代码."""
    return f"QL-{number:03}"


def row(number: int) -> dict[str, Any]:
    """Column → value of a project."""
    project = PROJECTS[number - 1]
    money, planned, done = project.money
    goal, measure, dates, told = _OF_STATE[project.state]
    carriers = _CARRIERS[project.unit]
    carrier = carriers[number % len(carriers)]
    out, why = LEFT.get(number, (None, None))
    trouble, step = TROUBLES.get(number, (None, None))
    values = {
        "序号": number,
        "级别": project.level,
        "工程名称": project.name,
        "项目代码": code(number),
        "所属产业": project.industry,
        "建设地点": _PLACES[number % len(_PLACES)],
        "计划总投资": money,
        "年度计划": planned,
        "完成投资": done,
        "状态": project.state,
        "形象进度": project.progress,
        "责任部门": project.unit,
        "包联领导": _LEADERS[number % len(_LEADERS)],
        "包建人": f"{carrier}、{carriers[(number + 1) % len(carriers)]}" if number == 11 else carrier,
        "班子": f"{carrier}等 {3 + number % 4} 人",
        "方案": f"{project.name}实施方案.docx",
        "目标": goal,
        "主要措施": measure,
        "节点": dates,
        "跟踪情况": TOLD.get(number, told),
        "主要问题": trouble,
        "下一步措施": step,
        "入库时间": date(2020, *project.entered),
        "出库时间": out,
        "出库原因": why,
        "企业联系人": _CONTACTS[number % len(_CONTACTS)],
        "行键": number,
    }
    return {**values, **dict.fromkeys(LACKING.get(number, ()))}


def rows() -> list[dict[str, Any]]:
    """All projects."""
    return [row(number) for number in range(1, len(PROJECTS) + 1)]


def before() -> dict[int, tuple[str, dict[str, Any]]]:
    """行键 → what the second quarter knew a project by, and its figures then."""
    found = {}
    for number, project in enumerate(PROJECTS, 1):
        if project.entered > (6, 30):
            continue
        money, planned, done = project.money
        out = LEFT.get(number, (None,))[0]
        values = {
            "项目级别": project.level,
            "总投资": money,
            "年度计划投资": planned,
            "累计完成投资": round(done / 2, 1),
            "项目状态": STATES_BEFORE.get(number, project.state),
            "完成进度": None if project.progress is None else round(project.progress / 2, 2),
            "入库日期": date(2020, *project.entered),
            "出库日期": out if out is not None and out <= date(2020, 6, 30) else None,
        }
        known = {name: value for name, value in values.items() if value is not None}
        found[number] = code(number), known
    return found
