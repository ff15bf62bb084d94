"""Every rule with a wrong and a right example. Its tests and its page of the manual are made from these.

An example is a workbook as a clerk sees it, told by what differs from a good one: the rows of a sheet name
only the cells that matter, all others come from a good row (``GOOD``). Period and dates are fixed: 2020Q3,
as of 2020-09-30, a list of 2020. The list's rows start in row 3, below a title and the header, those of
other sheets in row 2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from duban.validation.rule_examples.example import (
    CITY_ITEMS,
    DUE,
    HEADERS,
    ITEMS,
    MEASURES,
    START,
    TODAY,
    UPDATED,
    At,
    Example,
    Formula,
    Part,
    Sheet,
    Workbook,
    cell,
    rows,
    shape,
)
from duban.validation.rule_examples.letter_examples import LETTER_EXAMPLES
from duban.validation.rule_examples.register_examples import REGISTER_EXAMPLES
from duban.workbook.format.names import (
    CITY,
    CONFIRMED,
    DISTRICTS,
    LEDGER,
    LINKS,
    LIST,
    LOG,
    MAIN,
    OWN_INITIATIVE,
    PERIOD_RECORD,
    ROLLUP,
    RULES,
    SIDE,
)
from duban.workbook.format.sheets.period_record import CLOSED, FROZEN, OF_MEASURE, OF_PERIOD
from duban.workbook.format.sheets.settings import (
    AS_OF,
    BLOCKS,
    CRITICISM,
    DISTRICT_LIST,
    ISSUED_ON,
    ISSUER,
    PRAISE,
)
from duban.workbook.format.sheets_and_registers import FORMATS

_FILE = At("", "")
_SHEET_XML = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINK_XML = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
_MACROS = Part("xl/vbaProject.bin", "application/vnd.ms-office.vbaProject", b"VBA")
_BROKEN_SHEET = Part("xl/worksheets/sheet3.xml", f"{_OFFICE}.worksheet+xml", b"<worksheet")
_BROKEN_LINKS = Part("xl/worksheets/_rels/sheet9.xml.rels", _RELATIONS, b"<Relationships")
_OTHER_FILE = (
    Part(
        "xl/externalLinks/externalLink1.xml",
        f"{_OFFICE}.externalLink+xml",
        f'<externalLink xmlns="{_SHEET_XML}" xmlns:r="{_LINK_XML}"><externalBook r:id="rId1"/>'
        "</externalLink>".encode(),
    ),
    Part(
        "xl/externalLinks/_rels/externalLink1.xml.rels",
        _RELATIONS,
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" TargetMode="External" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" '
        b'Target="other.xlsx"/></Relationships>',
    ),
)
_LATE = {"存在问题": "材料收集慢", "下步措施": "每周调度"}
_EVIDENCE = {"完成进度": 1, "佐证材料": "验收单"}
_LAGS = {"完成进度": 0.6}
_SHOWN = {"版次": 1, "种类": OF_MEASURE, "事项键": 1, "措施键": 1}
_LIGHT = Formula("=IF(L2>=0.8,1,0)", 1)


EXAMPLES: Mapping[str, Example] = {
    # the file
    "F100": Example(
        "",
        Workbook(data="这是一个改了扩展名的文本文件".encode()),
        Workbook(),
        _FILE,
        ("把文本文件改名为 .xlsx，或文件已损坏、有打开密码。", "用 Excel 或 WPS 能正常打开的工作簿。"),
    ),
    "F201": Example(
        "",
        Workbook(parts=(_MACROS,)),
        Workbook(),
        _FILE,
        ("工作簿中带有 VBA 宏。", "另存为 .xlsx，不带宏。"),
    ),
    "F202": Example(
        "",
        Workbook(parts=_OTHER_FILE),
        Workbook(),
        _FILE,
        ("公式引用了别的文件，例如 `=[other.xlsx]Sheet1!A1`。", "断开链接，单元格里是数值。"),
    ),
    "F203": Example(
        LIST,
        Workbook({LIST: Sheet(({"备注": Formula("=cmd|'/c calc'!A0", 0)},))}),
        Workbook({LIST: Sheet(({"备注": "已完成摸底"},))}),
        At("H3", "备注"),
    ),
    "F204": cell(LIST, "备注", "-已完成摸底", "已完成摸底"),
    "F205": cell(LEDGER, "完成进度", Formula("=4/5", 0.8), 0.8),
    # the shape of the sheets
    "F206": Example(
        "",
        Workbook(parts=(_BROKEN_LINKS,)),
        Workbook(),
        _FILE,
        ("某个部件的关系文件已损坏，但表格不需要它。", "各部件完好。"),
    ),
    "F207": Example(
        "附表",
        Workbook({"附表": Sheet(far=True)}),
        Workbook(),
        At("", ""),
        ("“附表”的 XFD1 和 A100000 都有内容。", "“附表”只有用到的行和列。"),
    ),
    "F208": Example(
        "附表",
        Workbook({"附表": Sheet()}, (_BROKEN_SHEET,)),
        Workbook(),
        At("", ""),
        ("“附表”在文件中只有半截。", "文件中没有半截的工作表。"),
    ),
    "F209": cell(LIST, "序号", Formula("=ROW()-2", ""), 1),
    "S101": Example(
        "",
        Workbook({LIST: Sheet(renamed={"事项名称": "内容摘要"})}),
        Workbook(),
        _FILE,
        ("表头中没有“事项名称”（被改成了“内容摘要”）。", "表头中有“事项名称”“改革的具体项目”等列名。"),
    ),
    "S102": Example(
        "",
        Workbook({LIST: Sheet(), "去年清单": Sheet()}),
        Workbook({LIST: Sheet()}),
        _FILE,
        ("工作簿中有两张任务清单：“任务清单”和“去年清单”，都没有隐藏。", "只有一张任务清单，或隐藏另一张。"),
    ),
    "S103": shape(
        LEDGER,
        Sheet(rows=({},), own_header=("日期", "经办", "摘要")),
        Sheet(),
        _FILE,
        (
            "自己的一张表叫“具体项目台账”，列名是：日期、经办、摘要。",
            "自己的表改用别的名称；“具体项目台账”保留程序的表头。",
        ),
    ),
    "S104": shape(
        LEDGER,
        Sheet(without=("更新日期",)),
        Sheet(),
        At("A1", "更新日期"),
        ("台账的“更新日期”列被删除。", "台账各列齐全。"),
    ),
    "S105": shape(
        LIST,
        Sheet(without=("牵头领导",)),
        Sheet(),
        At("A2", "牵头领导"),
        ("清单没有“牵头领导”列。", "清单八列齐全（“备注”可以没有）。"),
    ),
    "S106": shape(
        LIST,
        Sheet(more=("备注",)),
        Sheet(),
        At("Y2", "备注", other="H2"),
        ("清单有两列“备注”（H 列和 S 列）。", "每个列名只用一次。"),
    ),
    "S107": shape(
        LIST,
        Sheet(renamed={"改革攻坚目标": "改革攻坚目的"}),
        Sheet(),
        At("C2", "改革攻坚目标"),
        ("列名写成“改革攻坚目的”。", "列名是“改革攻坚目标”。"),
    ),
    "S117": shape(
        LIST,
        Sheet(renamed={"改革攻坚目标": "办理要求"}),
        Sheet(),
        At("C2", "改革攻坚目标"),
        ("列名是“办理要求”。", "列名是“改革攻坚目标”。"),
    ),
    "S118": shape(
        LIST,
        Sheet(more=("目标类型",)),
        Sheet(),
        At("Y2", "目标类型"),
        ("清单多一列“目标类型”。", "清单只有规定的列。"),
    ),
    "S119": shape(
        LIST,
        Sheet(without=("改革的具体项目",)),
        Sheet(),
        At("B2", "事项名称"),
        ("清单没有“改革的具体项目”列。", "每项措施一行，写在“改革的具体项目”列。"),
    ),
    "S120": shape(
        LIST,
        Sheet(
            (
                {"改革的具体项目": "编制清单"},
                {
                    "序号": 1,
                    "事项名称": ITEMS[0],
                    "改革的具体项目": "推行代办",
                    "事项键": None,
                    "完成进度": None,
                },
            )
        ),
        Sheet(({}, {})),
        At("B4", "事项名称"),
        ("第 3、4 行的序号和名称相同，措施不同。", "一个事项一行，各项措施写在一格，行首编号。"),
    ),
    "S108": shape(
        LEDGER,
        Sheet(({}, {"进展情况": None}), merged="P2:P3"),
        Sheet(({}, {})),
        At("P2", "进展情况"),
        ("台账中 P2:P3 合并成一格，两条措施共用一格“进展情况”。", "每条措施各填一格。"),
    ),
    "S109": shape(
        LIST,
        Sheet(({}, {"牵头领导": None}), merged="F3:F4"),
        Sheet(({}, {})),
        At("F3", "牵头领导"),
        ("清单中 F3:F4 合并成一格，两个事项共用一格“牵头领导”。", "取消合并，每个事项各填一格。"),
    ),
    "S110": shape(
        LIST,
        Sheet(
            (
                {},
                {**{name: name for name in HEADERS[LIST]}, "备注": "牵头领导", "牵头领导": "备注"},
                {"序号": 2},
            )
        ),
        Sheet(({}, {})),
        At("A4", "序号"),
        ("第 4 行又是一行表头（序号、事项名称……），下面接着另一张表。", "一张工作表中只有一个表头。"),
    ),
    "S111": cell(LEDGER, "时序进度", Formula("=#REF!/2", "#REF!"), Formula("=3/4", 0.75)),
    "S115": Example(
        "填报台账",
        Workbook({"填报台账": Sheet(own_header=FORMATS[LEDGER].names)}),
        Workbook({LEDGER: Sheet()}),
        At("", ""),
        ("“具体项目台账”被改名为“填报台账”。", "工作表名称是“具体项目台账”。"),
    ),
    "S113": shape(
        LEDGER,
        Sheet(drop_downs=False),
        Sheet(),
        At("F1", "类型"),
        ("“类型”列的下拉选项被删除。", "“类型”列可以下拉选择：限期、常态化、已移出。"),
    ),
    "S116": shape(
        LIST,
        Sheet(filtered="A2:H3"),
        Sheet(filtered="A2:R3"),
        At("I2", "事项键"),
        ("清单的筛选按钮只到 H 列，“事项键”在 I 列。", "筛选按钮到 R 列，“事项键”在其中。"),
    ),
    "S121": Example(
        ROLLUP,
        Workbook({ROLLUP: Sheet()}),
        Workbook({"市级工作": Sheet(own_header=("备忘",))}),
        At("", ""),
        ("工作簿中有一张自己做的“市级汇总”。", "这张表叫“市级工作”。"),
    ),
    "S122": Example(
        LIST,
        Workbook(
            {
                LIST: Sheet(without=("事项键",)),
                "二组清单": Sheet(without=("事项键",)),
                RULES: Sheet(rows=({"名称": "清单工作表", "值": LIST},)),
            }
        ),
        Workbook(
            {
                LIST: Sheet(without=("事项键",)),
                RULES: Sheet(rows=({"名称": "清单工作表", "值": LIST},)),
            }
        ),
        At("", ""),
        ("同一张清单分在“任务清单”和“二组清单”两张表，只读取了前一张。", "各组的事项都在“任务清单”中。"),
    ),
    "S114": shape(
        RULES,
        Sheet(rows=({},), own_header=("办公室工作规则", "要求")),
        Sheet(rows=()),
        _FILE,
        ("自己写的规章制度也叫“规则”。", "自己的表改用别的名称；“规则”由程序生成。"),
    ),
    # items
    "I101": cell(LIST, "序号", None, 1),
    "I102": cell(LIST, "序号", "甲", 1),
    "I103": rows(
        LIST, ({"序号": 1}, {"序号": "1"}), ({"序号": 1}, {"序号": 2}), At("A4", "序号", other="A3")
    ),
    "I104": rows(LIST, ({"序号": 1}, {"序号": 3}), ({"序号": 1}, {"序号": 2}), At("A4", "序号")),
    "I105": cell(LIST, "序号", date(2020, 1, 1), 1),
    "I110": cell(LIST, "事项名称", None, ITEMS[0]),
    "I111": cell(LIST, "改革攻坚目标", None, "审批时限压减三成"),
    "I112": cell(LIST, "牵头领导", None, "周明远"),
    "I113": rows(
        LIST,
        ({"事项名称": ITEMS[0]}, {"事项名称": ITEMS[0]}),
        ({"事项名称": ITEMS[0]}, {"事项名称": ITEMS[1]}),
        At("B4", "事项名称", other="B3"),
    ),
    "I120": cell(LIST, "牵头单位及负责人", "负责人：何书平", "综合管理局\n负责人：何书平"),
    "I121": cell(LIST, "牵头单位及负责人", "综合管理局", "综合管理局\n负责人：何书平"),
    "I122": cell(LIST, "牵头领导", "何 书 平、邵  民", "何书平、邵  民"),
    "I123": rows(
        LIST,
        (
            {"牵头单位及负责人": "综合管理局\n负责人：何书平"},
            {"牵头单位及负责人": "综合 管理局\n负责人：何书平"},
        ),
        (
            {"牵头单位及负责人": "综合管理局\n负责人：何书平"},
            {"牵头单位及负责人": "综合管理局\n负责人：何书平"},
        ),
        At("G4", "牵头单位及负责人", other="G3"),
    ),
    "I124": rows(
        LIST,
        ({"牵头单位及负责人": "综合局\n负责人：何书平"},),
        ({"牵头单位及负责人": "综合管理局\n负责人：何书平"},),
        At("G3", "牵头单位及负责人"),
        beside={RULES: ({"名称": "单位名单", "值": "综合管理局、招商发展局"},)},
    ),
    "I125": cell(
        LIST,
        "牵头单位及负责人",
        "负责推进园区各项改革任务落实到位的有关方面\n负责人：何书平",
        "综合管理局\n负责人：何书平",
    ),
    "I126": rows(
        LIST,
        ({"牵头单位及负责人": "办公室\n负责人：何书平", "归口单位": None},),
        ({"牵头单位及负责人": "综合管理局\n负责人：何书平", "归口单位": None},),
        At("G3", "牵头单位及负责人"),
        beside={RULES: ({"名称": ISSUER, "值": "办公室"},)},
    ),
    "I130": cell(LIST, "改革的具体项目", None, "1、编制事项清单\n2、推行帮办代办"),
    "I131": cell(
        LIST,
        "改革的具体项目",
        "1、编制事项清单\n3、推行帮办代办",
        "1、编制事项清单\n2、推行帮办代办",
    ),
    "I160": cell(LIST, "完成时限", date(2021, 6, 30), DUE, 改革攻坚目标="年内审批时限压减三成"),
    "I146": cell(LEDGER, "措施键", "A01", 1),
    "I147": rows(
        LIST,
        ({"事项键": 1, "事项名称": "候鸟观测点建设"},),
        ({"事项键": 1},),
        At("B3", "事项名称"),
        beside={LEDGER: ({"事项键": 1},)},
    ),
    # the ledger
    "L101": replace(cell(LEDGER, "事项键", 9, 1), also=("I147",)),
    "L102": cell(LEDGER, "具体项目", None, MEASURES[0]),
    "L103": cell(LEDGER, "责任单位", None, "综合管理局"),
    "L104": cell(LEDGER, "类型", "长期", "常态化", 完成时限=None),
    "L105": rows(
        LEDGER,
        ({"具体项目": MEASURES[0]}, {"具体项目": MEASURES[0]}),
        ({"具体项目": MEASURES[0]}, {"具体项目": MEASURES[1]}),
        At("E3", "具体项目", other="E2"),
    ),
    "L107": cell(LEDGER, "事项键", None, 1),
    "L106": rows(
        LEDGER,
        ({"措施序号": 1}, {"措施序号": 1}),
        ({"措施序号": 1}, {"措施序号": 2}),
        At("D3", "措施序号", other="D2"),
    ),
    # progress and dates
    "T110": cell(LEDGER, "完成进度", 1.3, 0.9),
    "T111": cell(LEDGER, "完成进度", "80%", 0.8),
    "T112": cell(LEDGER, "完成进度", 80, 0.8),
    "T113": cell(LEDGER, "完成进度", "大部分", 0.8),
    "T114": cell(LEDGER, "完成进度", date(2020, 9, 30), 0.8),
    "T120": cell(LEDGER, "完成时限", "2020年12月底", DUE),
    "T121": cell(LEDGER, "完成时限", "2020年11月31日", date(2020, 11, 30)),
    "T122": cell(LEDGER, "完成时限", date(2020, 9, 30), date(2020, 10, 31), 开始日期=date(2020, 10, 1)),
    "T123": cell(LIST, "完成时限", date(2019, 12, 31), DUE, 开始日期=None, 完成进度=1),
    "T124": rows(
        LIST,
        ({}, {**dict.fromkeys(HEADERS[LIST]), "改革的具体项目": "3、建立评价办法", "完成进度": 0.5}),
        ({}, {**dict.fromkeys(HEADERS[LIST]), "改革的具体项目": "3、建立评价办法"}),
        At("N4", "完成进度"),
    ),
    "T125": cell(LEDGER, "完成时限", "长期坚持", None),
    "T126": cell(LEDGER, "完成进度", "/", None),
    "T127": cell(LOG, "期间", "2020年二季度", "2020Q2"),
    "T115": shape(
        LIST,
        Sheet(({"完成时限": date(2020, 9, 1), "完成进度": None},), day_format='yyyy"年"m"月"'),
        Sheet(({"完成时限": date(2020, 9, 30), "完成进度": None},)),
        At("M3", "完成时限"),
        ("时限是 2020-09-01，只显示“2020年9月”。", "时限是 2020-09-30。"),
    ),
    "T116": shape(
        LIST,
        Sheet(({"完成进度": 0.8, "完成时限": None},), renamed={"完成进度": "完成进度（%）"}),
        Sheet(({"完成进度": 80, "完成时限": None},), renamed={"完成进度": "完成进度（%）"}),
        At("N3", "完成进度"),
        ("“完成进度（%）”列填 0.8。", "“完成进度（%）”列填 80。"),
    ),
    "T128": cell(LEDGER, "完成时限", "6月底前完成招标，12月底前竣工", DUE),
    "T129": cell(LEDGER, "完成时限", 2020.1, date(2020, 10, 31)),
    "T130": rows(
        LEDGER, ({"亮灯": _LIGHT}, {"亮灯": "正常"}), ({"亮灯": _LIGHT}, {"亮灯": _LIGHT}), At("O3", "亮灯")
    ),
    "T140": cell(LEDGER, "权重", "较高", 2),
    "T141": cell(LEDGER, "权重", 0, 1),
    "T142": rows(LEDGER, ({"权重": 0.5}, {"权重": 0.4}), ({"权重": 0.5}, {"权重": 0.5}), At("I3", "权重")),
    "T150": cell(LEDGER, "完成时限", DUE, None, 类型="常态化"),
    "T151": cell(LEDGER, "佐证材料", None, "验收单", 完成进度=1),
    "T152": cell(LEDGER, "办结日期", date(2020, 10, 15), UPDATED, **_EVIDENCE),
    "T153": rows(
        LEDGER,
        ({"开始日期": date(2020, 9, 1), "完成进度": 0.4},),
        ({"开始日期": date(2020, 9, 1), "完成进度": 0.7},),
        At("L2", "完成进度"),
        beside={
            PERIOD_RECORD: (
                {"期间": "2020Q2", "版次": 1, "种类": OF_PERIOD, "状态": FROZEN},
                {"期间": "2020Q2", **_SHOWN, "完成进度": 0.6},
            )
        },
    ),
    "T154": cell(LEDGER, "更新日期", date(2020, 6, 20), UPDATED),
    "T155": rows(
        LEDGER,
        ({"完成时限": date(2020, 8, 31), "完成进度": 0.8, "佐证材料": None, **_LATE},),
        ({"完成时限": date(2020, 8, 31), **_EVIDENCE, **_LATE},),
        At("K2", "完成时限"),
    ),
    "T156": rows(
        LEDGER,
        ({**_LAGS, **_LATE, "存在问题": None},),
        ({**_LAGS, **_LATE},),
        At("Q2", "存在问题"),
        also=("T158",),
    ),
    "T157": rows(
        LEDGER,
        ({**_LAGS, **_LATE, "下步措施": None},),
        ({**_LAGS, **_LATE},),
        At("R2", "下步措施"),
        also=("T158",),
    ),
    "T158": cell(LEDGER, "完成进度", 0.6, 0.7, 开始日期=START, 完成时限=DUE, **_LATE),
    "T159": rows(
        LEDGER,
        ({"开始日期": date(2020, 6, 1), "完成进度": 0.8},),
        ({"开始日期": date(2020, 6, 1), "完成进度": 0.5},),
        At("L2", "完成进度"),
        beside={LOG: ({"期间": "2020Q2", "新值": 0.1},)},
    ),
    "T160": rows(
        LEDGER,
        ({"完成进度": 0.9},),
        ({"完成进度": 0.8},),
        At("L2", "完成进度"),
        beside={
            PERIOD_RECORD: (
                {"期间": "2020Q3", "版次": 1, "种类": OF_PERIOD, "状态": CLOSED},
                {"期间": "2020Q3", **_SHOWN, "完成进度": 0.8},
            )
        },
    ),
    # links to the city's items
    "K101": rows(
        LINKS,
        ({"市级序号": 1}, {"事项键": 1, "市级序号": 8, "关系": SIDE}),
        ({"市级序号": 1}, {"事项键": 1, "市级序号": 2, "关系": SIDE}),
        At("D3", "市级序号"),
        beside={CITY: ({"序号": 1}, {"序号": 2, "事项名称": CITY_ITEMS[1]})},
        also=("K108",),
    ),
    "K102": rows(
        LINKS,
        ({"事项键": 1}, {"事项键": 9, "市级序号": 1}),
        ({"事项键": 1}, {"事项键": 2, "市级序号": 1}),
        At("A3", "事项键"),
        beside={LIST: ({"事项键": 1}, {"事项键": 2})},
    ),
    "K103": rows(CITY, ({"序号": 1}, {"序号": 1}), ({"序号": 1}, {"序号": 2}), At("A3", "序号", other="A2")),
    "K105": rows(
        LINKS,
        (
            {"事项键": 1, "市级序号": 1, "关系": MAIN},
            {"事项键": 1, "市级序号": 1, "关系": SIDE},
        ),
        (
            {"事项键": 1, "市级序号": 1, "关系": MAIN},
            {"事项键": 1, "市级序号": 2, "关系": SIDE},
        ),
        At("D3", "市级序号", other="D2"),
    ),
    "K106": rows(
        LINKS,
        (
            {"事项键": 1, "市级序号": 1, "关系": MAIN},
            {"事项键": 1, "市级序号": 2, "关系": MAIN},
        ),
        (
            {"事项键": 1, "市级序号": 1, "关系": MAIN},
            {"事项键": 1, "市级序号": 2, "关系": SIDE},
        ),
        At("F3", "关系", other="F2"),
    ),
    "K107": rows(
        LIST,
        ({"事项键": 1}, {"事项键": 2, "对应市级事项": None}),
        ({"事项键": 1}, {"事项键": 2, "对应市级事项": "自主"}),
        At("K4", "对应市级事项"),
        beside={LINKS: ({"事项键": 1, "市级序号": 1, "状态": CONFIRMED},), CITY: ({"序号": 1},)},
    ),
    "K108": Example(
        CITY,
        Workbook(
            {
                CITY: Sheet(({"序号": 1}, {"序号": 2})),
                LINKS: Sheet(({"事项键": 1, "市级序号": 1, "关系": MAIN},)),
            }
        ),
        Workbook(
            {
                CITY: Sheet(({"序号": 1}, {"序号": 2})),
                LINKS: Sheet(
                    (
                        {"事项键": 1, "市级序号": 1, "关系": MAIN},
                        {"事项键": 1, "市级序号": 2, "关系": SIDE},
                    )
                ),
            }
        ),
        At("A3", "序号"),
    ),
    "K109": cell(LINKS, "状态", "同意", CONFIRMED),
    "K112": cell(LINKS, "市级序号", None, 1),
    "K113": cell(LINKS, "状态", None, CONFIRMED),
    "D101": cell(DISTRICTS, "市级序号", None, OWN_INITIATIVE),
    "D105": Example(
        DISTRICTS,
        Workbook({DISTRICTS: Sheet(({"报送期间": "2020Q2"},))}),
        Workbook({DISTRICTS: Sheet(({"报送期间": "2020Q3"},))}),
        At("A2", "区县"),
    ),
    "D109": rows(
        DISTRICTS,
        ({"区县": "张店区"}, {"区县": "张店", "事项序号": 2}),
        ({"区县": "张店区"}, {"区县": "张店区", "事项序号": 2}),
        At("A3", "区县"),
        beside={RULES: ({"名称": DISTRICT_LIST, "值": "张店区"},)},
    ),
    "D111": rows(
        RULES,
        ({"名称": DISTRICT_LIST, "值": "张店区、博山区"},),
        ({"名称": DISTRICT_LIST, "值": "张店区"},),
        At("B2", DISTRICT_LIST),
        beside={DISTRICTS: ({"区县": "张店区"},)},
    ),
    "D104": rows(
        DISTRICTS,
        ({"事项序号": 1}, {"事项序号": 1}),
        ({"事项序号": 1}, {"事项序号": 2}),
        At("B3", "事项序号", other="B2"),
    ),
    # text
    "X101": cell(LIST, "备注", "２０２０年新增", "2020年新增"),
    "X102": cell(LIST, "备注", "已完成,待验收", "已完成，待验收"),
    "X103": cell(LIST, "备注", " 已完成摸底\n", "已完成摸底"),
    "X104": cell(LIST, "备注", "已完成\x07摸底", "已完成摸底"),
    "X105": cell(LIST, "备注", "已完成摸底[bookmark: _GoBack]", "已完成摸底"),
    "X106": cell(LIST, "备注", "按园办发【2020】8号执行", "按园办发〔2020〕8号执行"),
    # sheet 规则
    "R101": rows(
        RULES,
        ({"名称": "滞后阈值", "值": "一成"},),
        ({"名称": "滞后阈值", "值": 0.1},),
        At("B2", "滞后阈值"),
    ),
    "R102": rows(
        RULES,
        ({"名称": "滞后阈值", "值": 0.4}, {"名称": "严重滞后阈值", "值": 0.3}),
        ({"名称": "滞后阈值", "值": 0.1}, {"名称": "严重滞后阈值", "值": 0.3}),
        At("B2", "滞后阈值"),
    ),
    "R103": rows(
        RULES,
        ({"名称": AS_OF, "值": "2020年9月30日"},),
        ({"名称": AS_OF, "值": TODAY},),
        At("B2", AS_OF),
    ),
    "R104": rows(
        RULES, ({"名称": "T154", "值": "很重"},), ({"名称": "T154", "值": "错误"},), At("B2", "T154")
    ),
    "R105": rows(
        RULES, ({"名称": "T999", "值": "错误"},), ({"名称": "T154", "值": "错误"},), At("A2", "T999")
    ),
    "R107": rows(
        RULES,
        ({"名称": AS_OF, "值": TODAY}, {"名称": ISSUED_ON, "值": date(2020, 7, 6)}),
        ({"名称": AS_OF, "值": TODAY}, {"名称": ISSUED_ON, "值": TODAY}),
        At("B3", ISSUED_ON),
    ),
    "R108": rows(
        RULES,
        ({"名称": BLOCKS, "值": "单位排名、领导讲话"},),
        ({"名称": BLOCKS, "值": "单位排名、图表"},),
        At("B2", BLOCKS),
    ),
    "R109": rows(
        RULES,
        ({"名称": PRAISE, "值": 0.5}, {"名称": CRITICISM, "值": 0.6}),
        ({"名称": PRAISE, "值": 0.8}, {"名称": CRITICISM, "值": 0.6}),
        At("B3", CRITICISM),
    ),
    **LETTER_EXAMPLES,
    **REGISTER_EXAMPLES,
}
"""code → example, for every rule that ``validate`` checks."""

_ON_RECORD = "具体项目台账的完成进度，与以前期间生成时的数字比较；没有的，与上次填报比较"
_UNITS = "任务清单的牵头单位及负责人；具体项目台账的责任单位"

WHERE: Mapping[str, str] = {
    "G101": "登记表中必填的列",
    "G103": "与登记表同名的工作表",
    "G104": "登记表的表头",
    "G105": "登记表中区分各行的列（如项目编号）",
    "G112": "登记表的表头，表上方的“单位”",
    "G113": "登记表的各行，与上次生成时的比较",
    "F203": "整个文件，各表的公式",
    "F205": "任务清单和程序各表中由人填写的列",
    "S104": "程序各表的表头",
    "S105": "任务清单的表头",
    "S106": "各表的表头",
    "S107": "各表的表头",
    "S108": "程序各表表头以下的各行",
    "S109": "任务清单表头以下的各行",
    "S110": "各表表头以下的各行",
    "S111": "各表表头以下的各行",
    "S113": "具体项目台账的类型；承接关系的关系、状态",
    "S120": "任务清单表头以下的各行",
    "T116": "任务清单中以百分数计的完成进度",
    "S117": "任务清单的表头",
    "S118": "任务清单的表头",
    "S119": "任务清单的表头",
    "S116": "任务清单、具体项目台账的筛选和表格（套用表格格式）",
    "I123": _UNITS,
    "I124": _UNITS,
    "I160": "任务清单的改革攻坚目标、改革的具体项目、完成时限；具体项目台账的具体项目、完成时限",
    "T130": "任务清单、具体项目台账、承接关系中由公式计算的列",
    "T153": _ON_RECORD,
    "T159": _ON_RECORD,
    "T160": "具体项目台账的完成进度，与封存时的比较",
    "K101": "承接关系的市级序号；任务清单的对应市级事项",
}
"""code → what a rule looks at, where neither the rules of its columns nor its example say all of it."""
