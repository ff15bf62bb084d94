"""The rules about registers, each with a wrong and a right example."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from duban.validation.rule_examples.example import At, Example, Row, Sheet, Workbook, cell, rows, shape
from duban.workbook.format.fields import SheetFormat
from duban.workbook.format.names import LEDGER, PERIOD_RECORD
from duban.workbook.format.registers.common import BLANK, NO_CHOICE, ROW_KEY
from duban.workbook.format.registers.definitions import DEFINITIONS
from duban.workbook.format.registers.dispatch import DISPATCH, TOPICS
from duban.workbook.format.registers.feedback import FEEDBACK
from duban.workbook.format.registers.indicators import INDICATORS
from duban.workbook.format.registers.meetings import MEETINGS
from duban.workbook.format.registers.on_site import ON_SITE
from duban.workbook.format.registers.problems import PROBLEMS
from duban.workbook.format.registers.projects import PROJECTS
from duban.workbook.format.registers.rosters import ROSTERS
from duban.workbook.format.registers.service_groups import SERVICE_GROUPS
from duban.workbook.format.registers.service_log import SERVICE_LOG
from duban.workbook.format.registers.task_forces import TASK_FORCES
from duban.workbook.format.registers.zones import ZONES
from duban.workbook.format.sheets.period_record import FROZEN, OF_PERIOD, OF_REGISTER
from duban.workbook.format.sheets_and_registers import REGISTERS

_NO_TOPICS = dict.fromkeys(TOPICS)

_OWN = "安全检查"
_DECLARED: tuple[Row, ...] = (
    {"登记表": _OWN, "列名": "企业", "类型": "短文本", "必填": "是"},
    {"登记表": None, "列名": "联系电话", "类型": "电话", "必填": None, "汇总": None},
    {"登记表": None, "列名": "整改数", "类型": "整数", "必填": None, "汇总": None},
    {"登记表": None, "列名": "季度", "类型": "季度", "必填": None, "汇总": None},
)
_HEADER = ("企业", "联系电话", "整改数", "季度")


def _own(at: At, wrong: object, right: object) -> Example:
    """A cell of a register that an office declares itself."""
    declared = {DEFINITIONS: Sheet(_DECLARED)}
    good: Row = {"企业": "鲁中新材", "联系电话": "0533-7654321", "整改数": 3, "季度": "2020Q3"}
    bad, fine = (Sheet(({**good, at.column: value},), own_header=_HEADER) for value in (wrong, right))
    example = shape(_OWN, bad, fine, at, (f"{at.column}写作“{wrong}”", f"{at.column}写作“{right}”"))
    return Example(
        _OWN,
        example.wrong.with_sheets(declared),
        example.right.with_sheets(declared),
        at,
        example.told,
    )


_OWN_SHEET: Mapping[str, Sheet] = {
    _OWN: Sheet(({"企业": "鲁中新材"},), own_header=("企业", "整改数", "检查日期"))
}


def _declares(wrong: tuple[Row, ...], right: tuple[Row, ...], at: At) -> Example:
    """Some rows of 登记表定义, beside the sheet of the register that they declare."""
    example = rows(DEFINITIONS, wrong, right, at)
    return replace(
        example, wrong=example.wrong.with_sheets(_OWN_SHEET), right=example.right.with_sheets(_OWN_SHEET)
    )


def _record(content: str) -> tuple[Row, ...]:
    """期间记录 of the second quarter, with what it has of a register."""
    return (
        {"期间": "2020Q2", "版次": 1, "种类": OF_PERIOD, "状态": FROZEN},
        {"期间": "2020Q2", "版次": 1, "种类": OF_REGISTER, "名称": PROJECTS, "段": 1, "内容": content},
    )


_BEFORE = '{"next":3,"rows":[[1,"XM-01",{"项目状态":"开工"}],[2,"XM-02",{"项目状态":"储备"}]],"left":[]}'
_TWO: tuple[Row, ...] = ({ROW_KEY: 1}, {ROW_KEY: 2, "项目状态": "储备"})

REGISTER_EXAMPLES: Mapping[str, Example] = {
    "G101": cell(PROJECTS, "项目名称", None, "新材料中试基地"),
    "G102": cell(PROJECTS, "项目级别", "国家级", "省重大"),
    "G103": shape(
        INDICATORS,
        Sheet(({"产业": "新材料", "计量单位": "亿元"},), own_header=("产业", "计量单位")),
        Sheet(),
        At("A1", "产业"),
        ("工作表“指标监测”只有产业、计量单位两列", "工作表“指标监测”有登记表的列"),
    ),
    "G104": shape(
        DISPATCH,
        Sheet(without=("基金运作", "报送日期")),
        Sheet(),
        At("A1", "基金运作"),
        ("月调度没有基金运作、报送日期两列", "月调度各列都在"),
    ),
    "G105": rows(
        PROJECTS,
        ({"项目编号": "XM-01"}, {"项目编号": "xm-01"}),
        ({"项目编号": "XM-01"}, {"项目编号": "XM-02"}),
        At("A3", "项目编号", "A2"),
    ),
    "G106": cell(PROJECTS, "总投资", "约12亿", 12),
    "G107": _own(At("C3", "整改数"), 2.5, 2),
    "G108": cell(DISPATCH, "年月", "2020年7月", "2020-07"),
    "G109": _own(At("D3", "季度"), "三季度", "2020Q3"),
    "G110": _own(At("B3", "联系电话"), "见通讯录", "0533-7654321"),
    "G111": cell(PROJECTS, "完成进度", 1.2, 1),
    "G112": shape(
        PROJECTS,
        Sheet(renamed={"总投资": "总投资（万元）"}),
        Sheet(renamed={"总投资": "总投资（亿元）"}),
        At("H1", "总投资"),
        ("表头是“总投资（万元）”", "表头是“总投资（亿元）”"),
    ),
    "G113": rows(
        PROJECTS,
        _TWO[:1],
        _TWO,
        At("A1", "项目编号"),
        {PERIOD_RECORD: _record(_BEFORE)},
    ),
    "G115": cell(PROJECTS, "累计完成投资", "1,200.5", 1200.5),
    "G118": cell(SERVICE_LOG, "周", "第39周", "2020-W39"),
    "G119": cell(ZONES, "产业基金", "2—30亿元", 2),
    "G120": _declares(
        ({}, {"列名": "企业"}),
        ({}, {}),
        At("B3", "列名"),
    ),
    "G121": _declares(
        ({"登记表": "市级汇总"},),
        ({"登记表": _OWN},),
        At("A2", "登记表"),
    ),
    "G122": _declares(
        ({}, {"类型": "文本", "汇总": "合计"}),
        ({}, {"类型": "整数", "汇总": "合计"}),
        At("I3", "汇总"),
    ),
    "G123": Example(
        DEFINITIONS,
        Workbook({DEFINITIONS: Sheet()}),
        Workbook({**_OWN_SHEET, DEFINITIONS: Sheet()}),
        At("A2", "登记表"),
        (f"登记表定义中有“{_OWN}”，没有这样一张工作表。", f"工作簿中有工作表“{_OWN}”。"),
    ),
    "G124": Example(
        f"{_OWN} ",
        Workbook({DEFINITIONS: Sheet(), f"{_OWN} ": _OWN_SHEET[_OWN]}),
        Workbook({DEFINITIONS: Sheet(), **_OWN_SHEET}),
        At("", ""),
        (f"工作表的名称是“{_OWN} ”，后面有一个空格。", f"工作表的名称是“{_OWN}”。"),
    ),
    "P101": cell(PROJECTS, "包建责任人", "何书平、王强", "何书平"),
    "P102": cell(PROJECTS, "出库原因", None, "已竣工投产", 出库日期=date(2020, 9, 1)),
    "P103": cell(PROJECTS, "出库日期", date(2020, 3, 1), date(2020, 9, 1), 出库原因="已竣工投产"),
    "P104": cell(PROJECTS, "出库日期", date(2020, 10, 9), date(2020, 9, 1), 出库原因="已竣工投产"),
    "P105": rows(
        PROJECTS,
        ({ROW_KEY: 1, "项目状态": "储备"}, {ROW_KEY: 2, "项目状态": "储备"}),
        (
            {ROW_KEY: 1, "项目状态": "储备", "跟踪记录": "因用地未批退回储备"},
            {ROW_KEY: 2, "项目状态": "储备"},
        ),
        At("K2", "项目状态"),
        {PERIOD_RECORD: _record(_BEFORE)},
    ),
    "M101": cell(TASK_FORCES, "组长", "王强、李明", "王强"),
    "M102": cell(DISPATCH, "报送日期", None, date(2020, 8, 4)),
    "M103": cell(DISPATCH, "报送日期", date(2020, 6, 30), date(2020, 8, 4)),
    "M104": rows(
        DISPATCH,
        ({"专班": "新材料专班"}, {"专班": "生物医药"}),
        ({"专班": "新材料专班"}, {"专班": "智能装备"}),
        At("B3", "专班"),
        {TASK_FORCES: ({}, {})},
    ),
    "J101": rows(
        ON_SITE,
        ({"季度": "2020Q1"}, {"季度": "2020Q3"}),
        ({"季度": "2020Q1"}, {"季度": "2020Q2"}, {"季度": "2020Q3"}),
        At("A2", "季度"),
    ),
    "J102": rows(
        ON_SITE,
        ({}, {}, {}, {"产业": "电子信息"}),
        ({}, {}, {}),
        At("B5", "产业"),
    ),
    "J103": cell(MEETINGS, "办理情况", "正在组卷报批", "已办结，供地 120 亩", 办理期限=date(2020, 9, 20)),
    "J104": cell(MEETINGS, "责任单位", None, "规划建设局"),
    "Q101": cell(PROBLEMS, "对应措施", None, "1、3"),
    "Q102": rows(
        PROBLEMS,
        ({"对应措施": "1、9"},),
        ({"对应措施": "1、3"},),
        At("F2", "对应措施"),
        {LEDGER: ({}, {}, {})},
    ),
    "V101": cell(SERVICE_LOG, "入企天数", 1, 1.5),
    "V102": rows(
        SERVICE_LOG,
        ({"组别": "第一组", "周": "2020-W37"}, {"组别": "第一组"}),
        ({"组别": "第一组", "周": "2020-W38"}, {"组别": "第一组", "周": date(2020, 9, 24)}),
        At("B3", "周"),
    ),
    "V103": rows(
        SERVICE_LOG,
        ({"组别": "第四组"},),
        ({"组别": "第一组"},),
        At("A2", "组别"),
        {SERVICE_GROUPS: ({}, {})},
    ),
    "V104": cell(SERVICE_LOG, "整改隐患", 5, 3),
    "A101": rows(
        ROSTERS,
        ({}, {"职务": "组长"}),
        ({}, {}),
        At("B3", "职务"),
    ),
    "A102": rows(
        ROSTERS,
        ({}, {"职务": "办公室主任", "姓名": "李明"}),
        ({}, {"职务": "办公室主任"}),
        At("C3", "姓名", "C2"),
    ),
    "W101": cell(FEEDBACK, "答复日期", date(2020, 9, 28), date(2020, 9, 10)),
    "W102": cell(FEEDBACK, "答复日期", None, date(2020, 9, 10)),
    "W103": rows(
        FEEDBACK,
        ({"日期": date(2020, 9, 20), "答复内容": None, "答复日期": None},),
        ({"日期": date(2020, 9, 20), "答复内容": None, "答复日期": None, "是否公示": "否"},),
        At("I2", "是否公示"),
    ),
    "W104": cell(FEEDBACK, "答复日期", date(2020, 9, 1), date(2020, 9, 10)),
    "N101": cell(INDICATORS, "二季度", 15, 50),
    "N102": cell(INDICATORS, "年度目标", None, 120),
    "N103": cell(INDICATORS, "三季度", 160, 80),
}
"""code → example."""


def _of(declared: SheetFormat) -> tuple[str, Example]:
    field = next((each for each in declared.fields if each.choices), None)
    if field is not None:
        return NO_CHOICE, cell(
            declared.name, field.name, "其他类", field.example[0] if field.example else field.choices[0]
        )
    field = next(each for each in declared.fields if each.required == BLANK)
    return BLANK, cell(declared.name, field.name, None, field.example[0])


OF_EACH: Mapping[str, tuple[str, Example]] = {
    name: _of(declared) for name, declared in REGISTERS.items() if name not in (DEFINITIONS, PROBLEMS)
}
"""Register → a rule of every register with a wrong and a right cell of this one: a choice that is none, else a blank."""
