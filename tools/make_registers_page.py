"""Make docs/registers.md, the page of the registers, from their declarations and from the rules. ``make pages``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from asked_by_the_sources import ASKED
from make_sheets_page import KINDS, table_of_fields

from duban.validation.reports.words import SEVERITY, rule_title
from duban.validation.rule_examples.examples import EXAMPLES, WHERE
from duban.validation.rule_examples.register_examples import OF_EACH
from duban.validation.rules.all_rules import IN_REGISTERS, RULES
from duban.validation.rules.text_kinds import FILES, TEXT
from duban.workbook.format.fields import SheetFormat
from duban.workbook.format.registers.benchmarking import BENCHMARKS
from duban.workbook.format.registers.common import NO_CHOICE
from duban.workbook.format.registers.conduct import CONDUCT
from duban.workbook.format.registers.definitions import DEFINITIONS
from duban.workbook.format.registers.definitions import KINDS as DECLARED_KINDS
from duban.workbook.format.registers.dispatch import DISPATCH
from duban.workbook.format.registers.feedback import FEEDBACK
from duban.workbook.format.registers.indicators import INDICATORS
from duban.workbook.format.registers.meetings import MEETINGS
from duban.workbook.format.registers.problems import PROBLEMS
from duban.workbook.format.registers.projects import PROJECTS
from duban.workbook.format.registers.service_log import SERVICE_LOG
from duban.workbook.format.registers.task_forces import TASK_FORCES
from duban.workbook.format.registers.zones import ZONES
from duban.workbook.format.sheets_and_registers import REGISTERS
from duban.workbook.say.catalogue.all_findings import CATALOGUE
from duban.workbook.say.findings import shown_value

PAGE = Path(__file__).parent.parent / "docs" / "registers.md"

EVERY_REGISTER = tuple(code for code, told in WHERE.items() if code[0] == "G" and "登记表" in told)
"""The rules that look at each register, whichever it is."""

SHOWS: Mapping[str, str] = {
    PROJECTS: "开工率（开工和建成的项目 ÷ “规则”的“重点项目开工目标”，没有填的按在库的项目数）；各状态、各级别有几个项目、多少总投资；"
    "各责任单位的项目、投资和完成率；本期入库、出库的项目和出库原因；“五个一”不全的项目和缺哪几样。出库日期到了截至日期的项目不再算在库，"
    "行留在表中。",
    TASK_FORCES: "没有单独的汇总表。“五要素”列写着市领导、专班（组长和联系人都有）、智库、联盟、规划五样已有几样，如 4/5；"
    "月调度汇总按这张表列出各专班，没有报过的也在内。",
    DISPATCH: "每个专班每个月已报、迟报还是未报：次月“规则”的“月调度截止日”（空白为 5 日）以前报送的为已报，以后的为迟报，过了这一天没有报送日期的为未报，"
    "还没到这一天的空白；待催报的专班和缺几个月；已报的调度中哪些方面空白着。专班名称带不带“专班”二字都一样。",
    INDICATORS: "一个类别一块：各项指标的年度目标、本期、完成率、同比；计量单位和口径都相同的同名指标合计，百分数和名次不合计；"
    "完成率的条形图。本期按“规则”的当前期间取数，当期的把各季相加，累计、时点、名次取当前季度的数；名次的完成率写达到、未达到，"
    "同比写升几位、降几位。",
    BENCHMARKS: "各领域、各标杆单位有几项举措、平均进度多少、几项未报、各亮什么灯；进度、时序进度和亮灯的算法与具体项目台账一样："
    "常态化和已移出的不计入，未报的按 0 计并写出来。",
    MEETINGS: "没有单独的汇总表。写着责任单位和办理期限、还没有办结的议定事项，按期限先后列在通报的“专项工作”里，办结了就不再列。",
    PROBLEMS: "没有单独的汇总表，数就算在这张表里：每个问题有几条对应措施、几条已办结、加权平均进度，以及情况（没有对应措施、"
    "措施已全部办结、重复或清单中已没有）。问题由程序从清单列出，由哪些措施解决由人写。",
    CONDUCT: "没有单独的汇总表。通报的“专项工作”只写本期登记几件、各类型几件，不写单位和事由。",
    FEEDBACK: "没有单独的汇总表。通报的“专项工作”写着本期收到几条、已答复几条、几条超过答复时限；要公示的答复列入公示稿。",
    SERVICE_LOG: "各组应记几周、记了几周、缺几周、一共和平均入企几天、几周不足“规则”的“每周入企天数”、发现和整改多少隐患；"
    "台账里说到每周入企的常态化措施，写着各组够不够，供亮灯的人参考。",
    ZONES: "各项数字按运行模式合计，另有全部的合计；写着范围或约数的（如 2—30亿元、近2亿元）按文字留在登记表里，不计入合计，几行没有计入写在旁边。",
    DEFINITIONS: "这张表没有汇总表，它声明的每张登记表有一张，例如“安全检查汇总”；汇总哪几列、怎么汇总，写在“汇总”一列："
    "合计、计数、平均、最新（最晚的日期那一行；没有日期列的，最后登记的一行）、分布（每个内容各有几行）。",
}
"""Register → what its summary shows."""

NO_SUMMARY = "没有单独的汇总表；通报的“专项工作”有它的一句话。"
"""What is said of a register without a summary."""

PICTURES: Mapping[str, tuple[str, str]] = {
    PROJECTS: ("register-projects", "项目库汇总"),
    TASK_FORCES: ("register-task-forces", "工作专班，右边是程序算的“五要素”"),
    DISPATCH: ("register-dispatch", "月调度汇总"),
    INDICATORS: ("register-indicators", "指标汇总"),
    BENCHMARKS: ("register-benchmarks", "对标汇总"),
    MEETINGS: ("register-meetings", "会议记录"),
    PROBLEMS: ("register-problems", "问题清单，情况由程序算"),
    SERVICE_LOG: ("register-service-log", "服务记录汇总"),
    ZONES: ("register-zones", "开发区汇总"),
}
"""Register → its picture, and what the picture shows."""

SENT_TO: Mapping[str, str] = {DISPATCH: "“工作专班”中该专班的牵头部门（没有这张表的，由专班）"}
"""Register → who fills it, where its column of units does not say it alone."""

HEAD = """# 登记表

<!-- make pages 由登记表的声明和规则生成，请勿直接修改 -->

任务清单以外，办公室还常年登记着别的东西：重点项目、工作专班、月调度、产业指标、安全检查……一行一条，逐年往下记。这样的表叫**登记表**。
放进工作簿，程序就逐格检查，算出要算的列，另出一张汇总表；有责任单位的，可以导出填报表、回收合并；市级还可以把各区县的登记表摞在一起。
登记表和任务清单可以在同一本工作簿里，也可以单独一本。

程序自带下面几张：

| 登记表 | 用途 | 汇总在 |
| --- | --- | --- |
{overview}

不够用的，在“登记表定义”里声明自己的，不用写程序，一步一步见[自己的登记表](own-register.zh-CN.md)。

## 加一张

```
duban register list
duban register add 清单.xlsx 重点项目库 指标监测
```

在 Excel 里，点“督办 → 登记表”，选一张。加上的表有表头、下拉列表和打印设置，鼠标停在表头上，批注说明这一列怎么填、填成什么样；
没有示例行，从表头下面第一行填起。

## 用自己的表

已经有这样一张表的，不用重抄：

1. 把工作表改名为登记表的名称，例如“重点项目库”。
2. 运行同样的命令（或点同样的按钮）。程序按表头认列：次序不限，“其他写法”也认，表头上方可以有标题，写“单位：亿元”的也看；
   不认识的列是您自己的，原样留着。
3. 缺少的列补在最右边，原有的内容一格也不动。

表头认不出几列的，不会当作登记表，`validate` 会说认出了哪几列（{not_one}）。金额的单位与登记表不同的（例如按万元记），这一列不计入，并说明（{other_unit}）。
末尾的合计行、注释行不算在登记表的行里。

## 程序做什么

- **行键**：最右边一列，藏着，是程序给每一行的固定编号，随行移动，永不改变。排序、插行、改名都可以，汇总表和往年的数都按它找。
- **公式的列**：下表中“谁填写”是“公式”的，由程序写公式。您填了数的那一格不动，并说明；整列都由您自己填的，整列归您。
- **检查**：`duban validate`。下面每张表列着查它的规则。生成时（`build`）只说数字用不上的那几样。
- **汇总表**：由 `build` 生成，都是 Excel 自带的公式，登记表改了随即重算；要让名单跟着变，再生成一次。
- **通报**：`build` 出的通报有“专项工作”一块，每张登记表一句话，再列出会议议定、还没有办结的事项。不要这一块的，
  在“规则”的“通报栏目”里写“不要登记表”。
- **名称**要与登记表一样：声明了、还没有工作表的（{no_sheet}），名称只差空格、大小写的（{almost}），都会说出来。
- **上期有、这期没有的行**会点出来（{gone}）：登记表的行不要删，项目出库写日期和原因。
- **填报**：有填报单位的登记表，`split` 时与台账的措施一起发出去，`collect` 收回来，见[填报表](returns.zh-CN.md)。
- **市级**：`rollup` 把各区县的登记表摞在“区县-重点项目库”这样的表里，第一列是区县，表的上方写着行数和金额与各区县报送的是否一致；
  不是本期报送的行照列，不计入汇总（加 `--keep-old` 的除外）；各区县定义不同的、有内容不能计入的，汇总时提醒；
  汇总在“区县-项目库汇总”这样的表里。

![通报的“专项工作”](pictures/bulletin-registers.png)

所有登记表都按这几条检查：

{general}

样例在 `examples/registers/`：一个园区的项目库，一个市的专班、月调度、指标、现场推进、开发区和案例，一个县级园区的对标、会议、
名单、反馈和问题清单，一个园区四个季度都已封存的一年和四个服务组的每周记录。
"""

ASKED_HEAD = """## 源文件的要求，在哪里

程序是照着几份公开的实施方案、任务清单和工作方案做的。方案里的每一项要求，做在哪张表、由哪条规则检查，或者为什么不做："""


def registers_page() -> str:
    """The whole page."""
    told = {
        "overview": "\n".join(_overview(each) for each in REGISTERS.values()),
        "not_one": _linked("G103"),
        "other_unit": _linked("G112"),
        "gone": _linked("G113"),
        "no_sheet": _linked("G123"),
        "almost": _linked("G124"),
        "general": "\n".join(_rules({code: WHERE[code] for code in EVERY_REGISTER})),
    }
    lines = [HEAD.format(**told)]
    for each in REGISTERS.values():
        lines += _section(each)
    lines += _asked()
    return "\n".join(lines).rstrip("\n") + "\n"


def _overview(declared: SheetFormat) -> str:
    purpose = declared.purpose.zh if declared.purpose else ""
    return f"| [{declared.name}](#{declared.name}) | {purpose} | {declared.summary or '—'} |"


def _section(declared: SheetFormat) -> Iterator[str]:
    yield f"## {declared.name}"
    yield ""
    yield f"{declared.purpose.zh if declared.purpose else ''}。一行是{declared.row}，按{'、'.join(declared.key)}区分各行。"
    if declared.sent_by:
        whose = f"“{declared.sent_by}”一列写的单位"
        yield f"责任单位填的各列由{SENT_TO.get(declared.name, whose)}填报。"
    yield ""
    yield from table_of_fields(declared, [field for field in declared.fields if not field.hidden], units=True)
    yield f"**汇总**　{SHOWS.get(declared.name, NO_SUMMARY)}"
    yield ""
    if declared.name in PICTURES:
        picture, caption = PICTURES[declared.name]
        yield f"![{caption}](pictures/{picture}.png)"
        yield ""
    yield "**检查**　填写文字的各列另按[文字](rules.md#文字)一节的规则检查。"
    yield ""
    yield from _rules(rules_of(declared))
    yield ""
    yield from _example(declared)
    if declared.name == DEFINITIONS:
        yield "声明的登记表，按各列的类型检查："
        yield ""
        yield from _kinds()
        yield ""


def _example(declared: SheetFormat) -> Iterator[str]:
    """A wrong and a right cell of the register."""
    if declared.name not in OF_EACH:
        return
    code, example = OF_EACH[declared.name]
    column = example.at.column
    wrong, right = (book.sheets[declared.name].rows[0][column] for book in (example.wrong, example.right))
    told = "空白" if wrong is None else f"写“{wrong}”"
    yield f"**例**　错：{column}{told}（{_linked(code)}）；对：{column}写“{shown_value(right)}”。"
    yield ""


def _kinds() -> Iterator[str]:
    """类型 of 登记表定义 → what a cell of it holds, and the rules that look at it."""
    yield "| 类型 | 填什么 | 规则 |"
    yield "| --- | --- | --- |"
    for name, (kind, _) in DECLARED_KINDS.items():
        codes = [code for each in IN_REGISTERS.get(kind, ()) for code in each.tests]
        codes = [NO_CHOICE] if kind == "choice" else [code for code in codes if code not in TEXT.tests]
        told = "、".join(map(_linked, codes)) or "[文字](rules.md#文字)一节"
        yield f"| {name} | {KINDS[kind]} | {told} |"


def rules_of(declared: SheetFormat) -> dict[str, str]:
    """The rules that look at a register but at others of their kind as well, each with the columns that it looks at: by kinds
    of columns, across rows, and over sheets as their examples say."""
    found: dict[str, list[str]] = {}
    rules = RULES[declared.name]
    for column in rules.columns:
        for code in (column.required, *(code for kind in column.kinds for code in kind.tests)):
            if code is not None:
                found.setdefault(code, []).append(column.name)
    for code, columns in _across(declared).items():
        found.setdefault(code, columns)
    texts = {code for code in found if code in TEXT.tests or code in FILES.tests}
    return {
        code: "、".join(columns)
        for code, columns in sorted(found.items(), key=lambda each: (each[0][0] not in "PMNJQVAW", each[0]))
        if code not in texts and (code not in EVERY_REGISTER or code in _OF_COLUMNS)
    }


def _across(declared: SheetFormat) -> dict[str, list[str]]:
    """The rules across rows and sheets, each with the columns that it names in what it says of itself; else that of its
    example."""
    told = {code: "" for code, example in EXAMPLES.items() if example.sheet == declared.name}
    for rule in RULES[declared.name].rows:
        told |= dict(re.findall(r"\b([A-Z]\d{3}): (.*?)(?=\s[A-Z]\d{3}:|\Z)", rule.__doc__ or "", re.DOTALL))
    filled = [field.name for field in declared.fields if field.by_people]
    found = {}
    for code, text in told.items():
        named = [name for name in filled if re.search(rf"(?<!\w){name}(?!\w)", text)]
        example = EXAMPLES[code]
        one = example.at.column if example.sheet == declared.name else ""
        found[code] = LOOKS_AT.get(code) or named or ([one] if one else list(declared.key))
    return found


LOOKS_AT: Mapping[str, list[str]] = {"N101": ["上年和今年各季度"], "N103": ["本期与去年同期"]}
"""Rules that look at more columns than one can name."""

_OF_COLUMNS = ("G101", "G105")
"""Rules of every register of which each tells the columns."""


def _rules(found: Mapping[str, str]) -> Iterator[str]:
    yield "| 规则 | 级别 | 查什么 | 看哪里 |"
    yield "| --- | --- | --- | --- |"
    for code, where in found.items():
        title = rule_title(code, "zh").replace("|", "\\|")
        yield f"| {_linked(code)} | {SEVERITY[CATALOGUE[code].severity].zh} | {title} | {where} |"


def _asked() -> Iterator[str]:
    """What the documents ask for, and where it is."""
    yield ASKED_HEAD
    for group, asked in ASKED.items():
        yield ""
        yield f"### {group}"
        yield ""
        yield "| 源文件的要求 | 在哪里 |"
        yield "| --- | --- |"
        for each in asked:
            where = re.sub(r"\b[A-Z]\d{3}\b", lambda found: _linked(found[0]), each.where)
            yield f"| {each.what} | {where} |"


def _linked(code: str) -> str:
    return f"[{code}](rules.md#{code})"


def write_page(page: Path = PAGE) -> None:
    """Write docs/registers.md."""
    page.write_text(registers_page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_page()
