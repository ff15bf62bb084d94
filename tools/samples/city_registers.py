"""淄博市: the registers of the city office: the task forces of four industries, their monthly reports of January to September
2020, what was pushed on the spot in four quarters, and the indicators that are watched each quarter.

As of 2020-09-30, where reports are due by the 8th of the next month (persons and figures are invented):

| task force | months in time | late           | missing | September   |
|------------|----------------|----------------|---------|-------------|
| 新材料     | 8              | –              | –       | in time     |
| 智能装备   | 6              | March          | August  | not yet due |
| 新医药     | 5              | February, July | June    | in time     |
| 电子信息   | 4              | May            | 1, 4, 8 | not yet due |

Its 月调度 has one month as a date, as Excel makes one of what is typed, and some task forces with the word 专班.
"""

from __future__ import annotations

from datetime import date
from typing import Any

NAME = "登记表-市"
OFFICE = "淄博市"
SETTINGS = {"单位名称": OFFICE, "月调度截止日": 8}

_FOUR, _OLD = "四强产业", "传统产业"

TASK_FORCES = {
    "产业": 12,
    "类别": 12,
    "牵头市领导": 10,
    "牵头部门": 16,
    "责任部门": 24,
    "组长": 10,
    "联系人": 10,
    "成员": 24,
    "省对口专班": 18,
    "智库": 20,
    "联盟": 20,
    "规划": 22,
}
"""Column → characters; three have other names than the register gives them."""

TASK_FORCE_ROWS: list[tuple[Any, ...]] = [
    ("新材料", _FOUR, "季明远", "工业和信息化局", "发展改革委、科技局、应急管理局", "樊国栋", "艾欣", "董立、毛晓东、薛佳", "省新材料产业专班", "省化工研究院专家组", "新材料产业联盟", "新材料产业规划（2020—2025）"),
    ("智能装备", _FOUR, "聂少青", "发展改革委", "工业和信息化局、科技局", "滕志刚", "柏雪", "洪涛、倪文静", "省高端装备产业专班", "装备制造专家库", "智能装备协会", None),
    ("新医药", _FOUR, "阮清和", "卫生健康委", "科技局、市场监管局", "路平", "崔一鸣", "宫晓、温如玉、牛犇", None, None, "医药产业联盟", "新医药产业规划（2020—2025）"),
    ("电子信息", _FOUR, "姜若兰", "大数据局", "工业和信息化局、商务局", "戚元", "项飞", "童心、褚良", "省新一代信息技术产业专班", "高校联合实验室", None, "征求意见稿"),
]  # fmt: skip

REPORTS = {
    "年月": 10,
    "专班": 14,
    "汇报方式": 8,
    "规划编制": 20,
    "项目推进": 20,
    "政策落地": 20,
    "基金运作": 20,
    "招才引智": 20,
    "招商引资": 20,
    "存在问题": 20,
    "下步打算": 20,
    "报送日期": 11,
}

_DAYS: dict[str, dict[int, tuple[int, int]]] = {
    "新材料": {1: (2, 6), 2: (3, 5), 3: (4, 7), 4: (5, 8), 5: (6, 5), 6: (7, 6), 7: (8, 7), 8: (9, 4), 9: (9, 29)},
    "智能装备": {1: (2, 7), 2: (3, 6), 3: (4, 13), 4: (5, 7), 5: (6, 8), 6: (7, 8), 7: (8, 6)},
    "新医药": {1: (2, 8), 2: (3, 12), 3: (4, 8), 4: (5, 6), 5: (6, 5), 7: (8, 20), 8: (9, 8), 9: (9, 30)},
    "电子信息": {2: (3, 8), 3: (4, 6), 5: (6, 15), 6: (7, 7), 7: (8, 8)},
}  # fmt: skip
"""Task force → month → the day of its report."""

_TOPICS: dict[str, tuple[str, ...]] = {
    "规划编制": ("收集各区县意见", "完成规划初稿", "规划送审", "规划印发，分解任务"),
    "项目推进": ("摸排项目 12 个", "2 个项目开工", "3 个项目设备到场", "1 个项目试生产"),
    "政策落地": ("梳理现行政策", "起草扶持办法", "兑现技改补助 6 家", "办理用能优惠 4 家"),
    "基金运作": ("联系基金管理人", "子基金完成备案", "投资决策会过会 1 个", "投放 2 家企业"),
    "招才引智": ("发布需求清单", "引进团队 1 个", "签约专家 3 名", "共建实验室揭牌"),
    "招商引资": ("走访企业 5 家", "洽谈项目 4 个", "签约项目 2 个", "落地项目 1 个"),
}

_BLANK = {"智能装备": ("基金运作",), "新医药": ("招才引智",), "电子信息": ("基金运作", "规划编制")}
"""Task force → topics that it leaves blank in every second report."""

_TROUBLES = ("用地指标不足", "融资到位慢", "专业人才少", None)
_STEPS = ("争取追加指标", "组织银企对接", "上门招聘", None)


def report_rows() -> list[dict[str, Any]]:
    """The rows of 月调度, month by month."""
    found = []
    for month in range(1, 10):
        for place, (name, days) in enumerate(_DAYS.items()):
            if month not in days:
                continue
            step = (month + place) % 4
            said: dict[str, Any] = {
                topic: texts[min(3, (month + place) // 3)] for topic, texts in _TOPICS.items()
            }
            if month % 2:
                said |= dict.fromkeys(_BLANK.get(name, ()))
            shown: Any = date(2020, 5, 1) if (month, name) == (5, "新医药") else f"2020-{month:02}"
            found.append(
                {
                    "年月": shown,
                    "专班": f"{name}专班" if place == 1 else name,
                    "汇报方式": "口头" if step == 3 else "书面",
                    **said,
                    "存在问题": _TROUBLES[step],
                    "下步打算": _STEPS[step],
                    "报送日期": date(2020, *days[month]),
                }
            )
    return found


ON_SITE = {
    "季度": 9,
    "重点产业": 12,
    "方式": 8,
    "日期": 11,
    "地点": 18,
    "任务通报": 26,
    "经验交流": 26,
    "问题不足": 24,
    "工作部署": 26,
    "参加单位": 24,
}
_ALL = "各专班、各区县"

ON_SITE_ROWS: list[tuple[Any, ...]] = [
    ("2019Q4", "新材料", "现场", date(2019, 12, 18), "聚烯烃中试基地", "年度项目开工、投产各多少", "两个园区谈并联审批", "三个项目用地没有落实", "一季度前供地", _ALL),
    ("2019Q4", "智能装备", "现场", date(2019, 12, 19), "机床产业园", "技改投资完成情况", "一家企业谈首台套推广", "配套件外购比例高", "列配套缺口清单", _ALL),
    ("2020Q1", "新医药", "视频", date(2020, 3, 24), "市主会场", "防疫物资企业扩能进度", "园区谈驻厂帮办", "原料运输不畅", "开通运输绿色通道", _ALL),
    ("2020Q1", "电子信息", "视频", date(2020, 3, 24), "市主会场", "复工和订单情况", "企业谈线上招聘", "用工缺口较大", "组织点对点接送", _ALL),
    ("2020Q2", "新材料", "现场", date(2020, 6, 16), "化工新材料园", "二季度项目节点", "园区谈要素跟着项目走", "两个项目环评滞后", "七月底前批复", _ALL),
    ("2020Q3", "智能装备", "现场", date(2020, 9, 15), "减速机产业园", "项目库进出情况", "企业谈智能车间改造", "产业基金投放慢", "四季度各专班促成一个项目", _ALL),
    ("2020Q3", "新医药", "现场", date(2020, 9, 16), "医药产业园", "重大项目进度", "园区谈标准厂房招商", "研发平台共享少", "年底前签共享协议", _ALL),
]  # fmt: skip

INDICATORS_TITLE = "淄博市重点产业指标季度监测表"
INDICATORS = {
    "产业": 12,
    "产业类别": 12,
    "指标名称": 20,
    "单位": 9,
    "口径": 8,
    "目标": 9,
    **{f"上年{name}季度": 9 for name in "一二三四"},
    **{f"{name}季度": 9 for name in "一二三四"},
    "责任单位": 16,
}

_STATISTICS, _INDUSTRY, _TRADE = "统计局", "工业和信息化局", "商务局"

INDICATOR_ROWS: list[tuple[Any, ...]] = [
    ("新材料", _FOUR, "营业收入", "亿元", "累计", 1280, 265, 560, 872, 1190, 258, 581, 926, None, _STATISTICS),
    ("新材料", _FOUR, "新开工项目投资", "亿元", "当期", 96, 14, 22, 25, 19, 9, 31, 28, None, _INDUSTRY),
    ("新材料", _FOUR, "规模以上企业", "家", "时点", 238, 214, 217, 220, 224, 222, 226, 231, None, _STATISTICS),
    ("新材料", _FOUR, "产值全省位次", "位", "名次", 3, 4, 4, 4, 4, 4, 3, 3, None, _STATISTICS),
    ("智能装备", _FOUR, "营业收入", "亿元", "累计", 420, 92, 190, 288, 396, 80, 186, 297, None, _STATISTICS),
    ("智能装备", _FOUR, "新开工项目投资", "亿元", "当期", 45, 8, 10, 12, 9, 4, 11, 13, None, _INDUSTRY),
    ("智能装备", _FOUR, "规模以上企业", "家", "时点", 190, 171, 174, 176, 178, 175, 177, 180, None, _STATISTICS),
    ("智能装备", _FOUR, "产值全省位次", "位", "名次", 5, 6, 6, 6, 6, 7, 7, 7, None, _STATISTICS),
    ("新医药", _FOUR, "营业收入", "亿元", "累计", 360, 76, 160, 243, 331, 82, 181, 279, None, _STATISTICS),
    ("新医药", _FOUR, "新开工项目投资", "亿元", "当期", 38, 5, 9, 8, 10, 6, 12, None, None, _INDUSTRY),
    ("新医药", _FOUR, "规模以上企业", "家", "时点", 62, 55, 56, 56, 57, 57, 58, 60, None, _STATISTICS),
    ("新医药", _FOUR, "产值全省位次", "位", "名次", 4, 4, 4, 4, 4, 4, 4, 4, None, _STATISTICS),
    ("电子信息", _FOUR, "营业收入", "亿元", "累计", 210, 41, 88, 135, 186, 37, 90, 148, None, _STATISTICS),
    ("电子信息", _FOUR, "新开工项目投资", "亿元", "当期", 30, 4, 6, 7, 5, 3, 8, 10, None, _INDUSTRY),
    ("电子信息", _FOUR, "规模以上企业", "家", "时点", 54, 46, 47, 48, 49, 48, 50, 52, None, _STATISTICS),
    ("电子信息", _FOUR, "利用外资", "万美元", "累计", 9000, 1500, 3600, 5200, 7800, 1100, 3900, 6600, None, _TRADE),
    ("建材", _OLD, "营业收入", "亿元", "累计", 530, 118, 255, 392, 540, 96, 230, 371, None, _STATISTICS),
    ("建材", _OLD, "技术改造投资", "亿元", "当期", 24, 4, 6, 5, 7, 3, 6, 7, None, _INDUSTRY),
    ("建材", _OLD, "单位产值能耗降幅", "%", "累计", 4, 0.8, 1.7, 2.6, 3.5, 0.9, 1.9, 3.1, None, _STATISTICS),
    ("轻工纺织", _OLD, "营业收入", "亿元", "累计", 310, 70, 146, 221, 305, 58, 131, 208, None, _STATISTICS),
    ("轻工纺织", _OLD, "技术改造投资", "亿元", "当期", 12, 2, 3, 3, 3, 1.5, 3, 3.4, None, _INDUSTRY),
    ("石油化工", _OLD, "营业收入", "亿元", "累计", 2650, 610, 1270, 1930, 2600, 540, 1190, 1880, None, _STATISTICS),
]  # fmt: skip
