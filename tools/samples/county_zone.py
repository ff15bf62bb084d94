"""沂源经济开发区, which measures itself against two other zones: 登记表-对标, beside the list and the ledger of its own workbook.

Five fields, each against both zones; persons and what they did are invented. Lights of 对标台账 on 2020-09-30:

| field            | 泰州港经济开发区     | 即墨经济开发区           |
|------------------|----------------------|--------------------------|
| 新旧动能转换     | 正常、滞后           | 正常                     |
| 产业集聚         | 严重滞后             | 办结                     |
| 体制机制改革     | 正常                 | 逾期、未报               |
| 企业创新和管理   | 滞后                 | 正常、(已移出)           |
| 党建和“放管服”   | 常态                 | 逾期办结、正常           |

One mistake or remark of each kind that staff make:

| code | where                                   | what is wrong                                      |
|------|-----------------------------------------|----------------------------------------------------|
| A102 | 领导小组, 汪洁                          | a member who heads the office as well              |
| J103 | 会议记录, 2020-08-12                    | decided for 2020-09-10 and not done                |
| J104 | 会议记录, 2020-09-16                    | a decision that nobody has to carry out            |
| W101 | 信息反馈, 2020-09-04                    | not answered after 15 days                         |
| W103 | 信息反馈, 2020-09-04 and 2020-09-24     | to be published, and not yet answered              |
| Q101 | 问题清单, 专业人才留不住 and 项目服务责任不清 | no measure answers it                        |

The zone keeps 作风问题 with two invented rows; neither names a person.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from samples import yiyuan

NAME = "登记表-对标"
OFFICE = "沂源经济开发区"
SETTINGS = {"单位名称": OFFICE, "通报栏目": "单位排名、亮灯、逾期和滞后、登记表"}

LIST = {
    "序号": 6,
    "事项名称": 22,
    "改革攻坚目标": 30,
    "改革针对的突出问题": 30,
    "改革的具体项目": 44,
    "牵头领导": 10,
    "牵头单位及负责人": 16,
    "备注": 8,
}
"""Column → characters."""

_RISE, _CLUSTER, _SYSTEM, _FIRMS, _PARTY = (
    "新旧动能转换", "产业集聚", "体制机制改革", "企业创新和管理", "党建和“放管服”",
)  # fmt: skip
_PORT, _JIMO = "江苏泰州港经济开发区", "青岛即墨经济开发区"
_TRADE, _STAFF, _OFFICE, _MONEY, _BUILD = "投资促进局", "组织人事部", "党政办公室", "财政局", "建设局"
_YEAR = date(2020, 1, 1), date(2020, 12, 31)

BENCHMARKS = {
    "领域": 14,
    "对标单位": 18,
    "先进做法": 24,
    "主要差距": 22,
    "举措": 28,
    "责任部门": 12,
    "责任人": 9,
    "类型": 8,
    "开始日期": 11,
    "完成时限": 11,
    "完成进度": 9,
    "办结日期": 11,
    "时序进度": 9,
    "亮灯": 9,
    "取得成效": 24,
    "佐证材料": 16,
    "备注": 14,
}
"""Column → characters; four have other names than the register gives them."""

BENCHMARK_ROWS: list[tuple[Any, ...]] = [
    (_RISE, _PORT, "以亩均产出定供地，腾出低效用地", "亩均税收相差近四成", "排出低效用地清单，一宗一策盘活", _BUILD, "尹川", "限期", *_YEAR, 0.72, None, None, None, "盘活闲置地块 3 宗", None, None),
    (_RISE, _PORT, "一个产业园一个投融资平台", "6 个百亿级产业园只有 2 个有投融资平台", "为 6 个百亿级产业园（总投资 395 亿元）各配投融资专员", _MONEY, "纪文博", "限期", *_YEAR, 0.55, None, None, None, "专员到位 3 名", None, None),
    (_RISE, _JIMO, "项目从签约到投产全程挂图", "23 个工业重大项目没有统一的节点图", "23 个工业重大项目逐个画节点图，按月销号", _TRADE, "卢思源", "限期", *_YEAR, 0.8, None, None, None, "投产 17 个", None, None),
    (_CLUSTER, _PORT, "龙头带配套，配套不出园", "电子信息本地配套企业少", "围绕手机摄像模组列出配套缺口，定向招商", _TRADE, "卢思源", "限期", *_YEAR, 0.4, None, None, None, "签约配套企业 4 家", None, None),
    (_CLUSTER, _JIMO, "招商公司按业绩取酬", "平台公司招商没有业绩办法", "制定平台公司招商业绩办法", _STAFF, "汪洁", "限期", date(2020, 2, 20), date(2020, 8, 31), 1, date(2020, 8, 21), None, None, "办法印发，签约 2 个项目", "招商业绩办法.pdf", None),
    (_SYSTEM, _PORT, "管委会、公司、基金各管一段", "6 支基金的投向没有统一规则", "编制 6 支基金（总规模 80 亿元）投向目录", _MONEY, "纪文博", "限期", *_YEAR, 0.7, None, None, None, "目录征求意见", None, None),
    (_SYSTEM, _JIMO, "全员竞聘，按岗定薪", "岗位说明书只编了一半", "编完岗位说明书，组织一次竞聘", _STAFF, "汪洁", "限期", date(2020, 3, 1), date(2020, 9, 15), 0.85, None, None, None, "说明书编完 38 份", None, None),
    (_SYSTEM, _JIMO, "重大项目专班直接调度", "部门之间的事要层层请示", "为重大项目设专班，直报管委会", _OFFICE, "崔景明", "限期", date(2020, 7, 1), date(2020, 12, 31), None, None, None, None, None, None, None),
    (_FIRMS, _PORT, "骨干企业带着上下游做精益", "规模以上企业做“双精”的不足一半", "分行业组织对标诊断，规模以上企业全覆盖", _OFFICE, "崔景明", "限期", *_YEAR, 0.6, None, None, None, "诊断企业 31 家", None, None),
    (_FIRMS, _JIMO, "研发平台共建共享", "院士工作站、博士后工作站只服务本企业", "现有国家级平台签订共享协议", _TRADE, "卢思源", "限期", *_YEAR, 0.75, None, None, None, "共享协议签 5 份", None, None),
    (_FIRMS, _JIMO, "园区办企业家学校", "没有固定的培训场所", "办企业家学校", _STAFF, "汪洁", "已移出", *_YEAR, None, None, None, None, None, None, "县里统一办，不再单列"),
    (_PARTY, _PORT, "干部定期走访企业和群众", "走访凭自觉，没有记录", "班子成员每月走访企业和群众，留记录", _STAFF, "汪洁", "常态化", None, None, None, None, None, None, "走访 126 家次", None, None),
    (_PARTY, _JIMO, "下放的权限接得住、用得好", "县级权限只承接了一部分", "公布承接清单，窗口人员跟班学习", _OFFICE, "崔景明", "限期", date(2020, 2, 20), date(2020, 6, 30), 1, date(2020, 7, 14), None, None, "承接权限 42 项", "权限承接清单.pdf", None),
    (_PARTY, _JIMO, "一个项目一个班子管到底", "项目服务责任不清", "班子和中层干部包项目，配齐“五个一”", _OFFICE, "崔景明", "限期", *_YEAR, 0.7, None, None, None, "包项目干部 23 名", None, None),
]  # fmt: skip

MODELS = {"类别": 8, "名称": 20, "推荐单位": 14, "主要事迹": 40, "级别": 9, "认定日期": 11}
MODEL_ROWS: list[tuple[Any, ...]] = [
    ("单位", "项目帮办专班", _OFFICE, "全年帮办手续 187 件，没有一件超时", "县级", date(2020, 6, 30)),
    ("企业", "沂河药用玻璃公司", _TRADE, "药用玻璃管生产线提前两个月投产", "县级", date(2020, 6, 30)),
    ("企业", "鲁山纤维公司", _TRADE, "全年无事故，吨产品能耗降 8%", "区级", date(2020, 8, 20)),
    ("个人", "尹川", _BUILD, "驻工地 140 天，道路提前通车", "区级", date(2020, 8, 20)),
    ("项目", "定制化标准厂房", _BUILD, "占地 200 亩、建筑面积 20 万平方米，当年开工当年封顶", "县级", None),
]  # fmt: skip

ROSTER = {"领导小组": 26, "小组职务": 12, "姓名": 10, "单位及职务": 32, "分工": 28, "电话": 14}
_TEAM = "园区改革发展对标行动领导小组"
ROSTER_ROWS: list[tuple[Any, ...]] = [
    (_TEAM, "组长", "秦海峰", "管委会主任", "全面", "0533-0000001"),
    (_TEAM, "副组长", "罗亦舟", "管委会副主任", f"{_SYSTEM}", "0533-0000002"),
    (_TEAM, "副组长", "贺子谦", "管委会副主任", f"{_RISE}、{_CLUSTER}", "0533-0000003"),
    (_TEAM, "副组长", "沙文清", "管委会副主任", f"{_FIRMS}", "0533-0000004"),
    (_TEAM, "副组长", "廖明", "纪工委书记", f"{_PARTY}", "0533-0000005"),
    (_TEAM, "成员", "崔景明", "党政办公室主任", None, "0533-0000006"),
    (_TEAM, "成员", "汪洁", "组织人事部部长", None, "0533-0000007"),
    (_TEAM, "成员", "卢思源", "投资促进局局长", None, "0533-0000008"),
    (_TEAM, "成员", "纪文博", "财政局局长", None, "0533-0000009"),
    (_TEAM, "成员", "尹川", "建设局局长", None, "0533-0000010"),
    (_TEAM, "成员", "史可心", "安全生产监督和生态环境局局长", None, "0533-0000011"),
    (_TEAM, "办公室主任", "汪洁", "组织人事部部长（兼）", "组织协调、指导督导", "0533-0000007"),
]

CASES = {"领域": 14, "举措": 22, "主要做法": 40, "成效": 30, "数据": 24, "责任单位": 14}
CASE_ROWS: list[tuple[Any, ...]] = [
    (_PARTY, "区内事区内办", "承接清单上墙，窗口当场受理，办不了的由专班代跑", "企业不出园区就能办完多数手续", "承接权限 42 项", _OFFICE),
    (_SYSTEM, "特岗特聘", "平台公司面向全国招聘运营人才，岗位和薪酬一次谈定", "专业人才到岗，招商由公司主办", "招聘 11 人，到岗 7 人", _STAFF),
    (_FIRMS, "同行看同行", "按行业评出管理标杆，组织同行到现场看、回厂改", "企业自己找到差距、自己改", "标杆 10 家，观摩企业 86 家", _OFFICE),
]  # fmt: skip

MEETINGS = {
    "会议日期": 11,
    "会议类型": 10,
    "议题": 14,
    "主持人": 8,
    "参加单位": 13,
    "议定事项": 22,
    "承办单位": 12,
    "办理期限": 11,
    "办理情况": 16,
}
_ALL = "各部门"
MEETING_ROWS: list[tuple[Any, ...]] = [
    (date(2020, 3, 6), "召集会议", "部署对标行动", "秦海峰", _ALL, "各领域 3 月底前列出差距", _STAFF, date(2020, 3, 31), "已办结，差距清单 3 月 27 日汇总"),
    (date(2020, 6, 18), "现场调研", "标准厂房建设", "贺子谦", "建设局、投资促进局", "厂房供电专线 7 月底前接通", _BUILD, date(2020, 7, 31), "已完成，7 月 29 日送电"),
    (date(2020, 8, 12), "专题协调", "基金投向", "秦海峰", "财政局、投资促进局", "9 月 10 日前报投向目录送审稿", _MONEY, date(2020, 9, 10), "征求意见中，尚未办结"),
    (date(2020, 8, 12), "专题协调", "基金投向", "秦海峰", "财政局、投资促进局", "年底前促成 1 家机构出资", _TRADE, date(2020, 12, 31), "正在尽职调查"),
    (date(2020, 9, 16), "召集会议", "三季度调度", "罗亦舟", _ALL, "落后的举措 10 月上旬逐项过堂", None, None, None),
    (date(2020, 9, 16), "召集会议", "三季度调度", "罗亦舟", _ALL, "10 月 20 日前完成首次竞聘", _STAFF, date(2020, 10, 20), "岗位说明书送审"),
]  # fmt: skip

FEEDBACK = {
    "反馈日期": 11,
    "来信人": 10,
    "联系电话": 14,
    "涉及事项": 22,
    "反馈内容": 30,
    "办理单位": 12,
    "答复": 32,
    "答复时间": 11,
    "是否公示": 8,
}
FEEDBACK_ROWS: list[tuple[Any, ...]] = [
    (date(2020, 7, 6), "程先生", "0533-0000021", "“区内事区内办”改革攻坚", "办营业执照变更要跑两个窗口", _OFFICE, "两个窗口已合并，一次交件", date(2020, 7, 13), "是"),
    (date(2020, 8, 3), "某企业", "0533-0000022", "三大产业集群强链改革攻坚", "标准厂房什么时候可以看房", _BUILD, "主体已封顶 13 万平方米，10 月起可预约", date(2020, 8, 7), "是"),
    (date(2020, 8, 25), "苏女士", "0533-0000023", None, "工业六路夜间路灯不亮", _BUILD, "更换控制箱，9 月 2 日起已亮灯", date(2020, 9, 3), "否"),
    (date(2020, 9, 4), "某企业", "0533-0000024", "产业基金规范运营改革攻坚", "基金申报要交哪些材料", _MONEY, None, None, "是"),
    (date(2020, 9, 24), "常先生", "0533-0000025", None, "园区公交班次太少", _OFFICE, None, None, "是"),
]  # fmt: skip

CONDUCT = {"日期": 11, "单位": 14, "类型": 8, "事由": 36, "线索来源": 16, "核实情况": 28, "处理结果": 20}
CONDUCT_ROWS: list[tuple[Any, ...]] = [
    (
        date(2020, 6, 9),
        _BUILD,
        "拖",
        "一件施工许可预审材料压了九个工作日",
        "企业反映",
        "属实，材料已当天转出",
        "谈话提醒",
    ),
    (date(2020, 9, 11), _MONEY, "慢", "投向目录送审稿没有按议定的日期报送", "会议督办", "正在核实", None),
]

PROBLEMS = {
    "事项序号": 7,
    "事项名称": 18,
    "问题序号": 7,
    "突出问题": 20,
    "牵头单位": 13,
    "对应措施": 9,
    "措施数": 7,
    "办结": 7,
    "完成进度": 9,
    "情况": 13,
    "备注": 7,
}
_ANSWERS = {
    (1, 1): "3", (1, 2): "1、2", (2, 1): "1", (2, 2): "3", (3, 1): "1、2", (4, 1): "1", (5, 1): "1、2",
}  # fmt: skip
"""Item and problem → the measures that answer it."""


def problem_rows() -> list[dict[str, Any]]:
    """The rows of 问题清单."""
    return [
        {
            "事项序号": str(item["no"]),
            "事项名称": item["name"],
            "问题序号": number,
            "突出问题": text.rstrip("；。"),
            "牵头单位": item["unit"],
            "对应措施": _ANSWERS.get((item["no"], number)),
        }
        for item in yiyuan.ITEMS
        for number, text in enumerate(item["problems"], 1)
    ]


def list_rows(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a list."""
    return [
        {
            "序号": item["no"],
            "事项名称": item["name"],
            "改革攻坚目标": item["goal"].strip(),
            "改革针对的突出问题": _numbered(item["problems"]),
            "改革的具体项目": _numbered(item["measures"]),
            "牵头领导": item["leader"].strip(),
            "牵头单位及负责人": item["owner_cell"].strip(),
            "备注": item.get("note"),
        }
        for item in items
    ]


def _numbered(texts: list[str]) -> str:
    return "\n".join(f"{number}、{text.strip()}" for number, text in enumerate(texts, 1))
