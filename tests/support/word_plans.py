"""Plans as Word leaves them: texts and .docx, made of the sample lists with a narrative of their own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import docx
import openpyxl
from docx.oxml.parser import parse_xml
from places import EXAMPLES

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TITLE = "2020年齐鲁化工区重点改革攻坚事项任务清单"
BROKEN_HEADER = (
    "序号",
    "事项名称",
    "\n改革攻坚目标",
    "改革针对的\n突出问题",
    "改革的具体项目",
    "牵头领 导",
    "牵头单位及负责人",
    "备注",
)
OTHER_NAME = "管理体制和运行机制改革攻坚"
"""How the narrative calls item 2."""


@cache
def items() -> tuple[tuple[str, ...], ...]:
    """The rows of the park's sample list: six items, 23 measures, 17 problems, four units."""
    sheet = openpyxl.load_workbook(EXAMPLES / "齐鲁化工区.xlsx")["任务清单"]
    return tuple(
        tuple("" if value is None else str(value) for value in row)
        for row in sheet.iter_rows(min_row=4, max_row=9, max_col=8, values_only=True)
    )


@cache
def city_items() -> tuple[tuple[str, str], ...]:
    """The city's fifteen items: title and text."""
    sheet = openpyxl.load_workbook(EXAMPLES / "淄博市.xlsx")["市级事项"]
    return tuple((str(title), str(text)) for _, title, text in sheet.iter_rows(min_row=2, values_only=True))


def leader_and_unit(row: Sequence[str]) -> tuple[str, str]:
    """牵头领导 as it is written, and the unit alone."""
    return row[5].strip(), row[6].strip().splitlines()[0]


def sections(changed: Mapping[int, str] | None = None) -> Iterator[str]:
    """The narrative: a section an item, with who leads it; ``changed``: item → another text for its section."""
    for number, row in enumerate(items(), 1):
        name = OTHER_NAME if number == 2 else row[1]
        leader, unit = leader_and_unit(row)
        said = f"（{'一二三四五六'[number - 1]}）{name}。结合园区实际分步推进。（牵头领导：{leader}   牵头部门：{unit}）"
        yield (changed or {}).get(number, said)


def narrative(changed: Mapping[int, str] | None = None) -> list[str]:
    """The paragraphs above the table."""
    return [
        "[bookmark: _GoBack]齐鲁化工区重点改革攻坚工作安排",
        "一、总的想法",
        "以项目为抓手，把改革一件一件办实。",
        "二、攻坚重点及责任分工",
        *sections(changed),
        "三、工作保障",
        "每季度通报一次。",
        TITLE,
    ]


def pasted_cells(rows: Sequence[Sequence[str]]) -> str:
    """A table as it comes out of Word: each cell begins with a tab, and goes on over lines."""
    return "\n".join("\n".join(f"\t{cell}" for cell in row) + "\n" for row in rows)


def plan_text(changed: Mapping[int, str] | None = None) -> str:
    """The whole plan as a text; the last cell of the table is not there, as nothing stands in it."""
    table = pasted_cells([BROKEN_HEADER, *items()]).rstrip().removesuffix("\t")
    return "\n".join(narrative(changed)) + "\n\n" + table


def city_text(count: int = 15) -> str:
    """The city's list as a page publishes it."""
    lines = [f"{number}、{title}\n\n{text}\n" for number, (title, text) in enumerate(city_items()[:count], 1)]
    return "\n".join(["全市15项重点改革攻坚事项如下:\n", *lines, "(本报记者 整理)"])


ROSTER = """附件

某县经济开发区对标提升
工作领导小组成员名单

组  长：李明远  县政府党组成员、开发区管委会主任
副组长：王文强  党工委副书记
赵立平  党工委委员、管委会副主任
孙  岩  党工委委员、纪工委书记
周国栋  管委会副主任
成  员：吴晓东  党政办公室主任
郑海燕  组织人事部部长
冯建军  投资促进局局长
陈思源  财政局局长
褚  静  建设局局长
卫  东  应急管理局局长
领导小组办公室设在组织人事部，郑海燕同志兼任办公室主任。
"""
AREAS = """二、目标任务
确定江苏泰州港经济开发区、青岛即墨经济开发区为对标单位，力争在全省开发区排名进入前50名。
（一）在新旧动能转换上树标对标夺标。对标学习两个开发区以项目带转型的做法，建好标准厂房。
（二）在产业集聚发展上树标对标夺标。学习借鉴产业链招商的经验做法，壮大主导产业。
（三）在体制机制创新上树标对标夺标。学习借鉴即墨经济开发区项目管理的经验做法，推行专员制。
（四）在企业规范管理上树标对标夺标。学习借鉴泰州港经济开发区梯次培育的做法，办好企业讲堂。
（五）在优化服务上树标对标夺标。学习借鉴先进园区的经验做法，推行帮办代办。
三、具体要求
（一）大力选树标杆。发动企业参加。
"""


# ---- documents of Word ----------------------------------------------------------------------------


class Plan:
    """A document of Word while it is made."""

    def __init__(self) -> None:
        self.document = docx.Document()
        self._lists = 100

    def paragraphs(self, texts: Sequence[str]) -> Plan:
        """Add paragraphs."""
        for text in texts:
            self.document.add_paragraph(text)
        return self

    def numbers(self, kind: str, text: str) -> str:
        """A new automatic list of one level; returns its number."""
        numbering = self.document.part.numbering_part.element
        self._lists += 1
        number = str(self._lists)
        level = f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        abstract = parse_xml(f'<w:abstractNum {W} w:abstractNumId="{number}">{level}</w:abstractNum>')
        numbering.insert(0, abstract)
        numbering.append(
            parse_xml(f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>')
        )
        return number

    def number(self, paragraph: Any, number: str) -> None:
        """Let a paragraph be one of a list."""
        properties = paragraph._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {W}><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'))

    def fill(self, cell: Any, text: str, number: str | None = None) -> None:
        """Put the lines of a text into a cell, a paragraph each; with ``number``, 1、 and so on become automatic."""
        for place, line in enumerate(text.split("\n")):
            paragraph = cell.paragraphs[0] if not place else cell.add_paragraph()
            mark, _, rest = line.partition("、")
            automatic = number is not None and mark.strip().isdigit()
            paragraph.add_run(rest if automatic else line)
            if automatic:
                assert number is not None
                self.number(paragraph, number)

    def table(self, rows: Sequence[Sequence[str]], *, automatic: bool = False) -> Any:
        """A table; with ``automatic`` the numbers of its lists are Word's own."""
        table = self.document.add_table(rows=len(rows), cols=len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
                number = self.numbers("decimal", "%1、") if automatic and place in (3, 4) else None
                self.fill(cell, text, number)
        return table

    @property
    def data(self) -> bytes:
        """The file."""
        stream = io.BytesIO()
        self.document.save(stream)
        return stream.getvalue()


def plan_docx(*, automatic: bool = True, change: Callable[[Plan, Any], None] | None = None) -> bytes:
    """The park's plan as Word has it: broken header cells, automatic numbers, section numbers too."""
    plan = Plan()
    chinese = plan.numbers("chineseCounting", "（%1）")
    for text in narrative():
        plain = text.removeprefix("[bookmark: _GoBack]")
        sectioned = automatic and plain.startswith("（")
        paragraph = plan.document.add_paragraph(plain[3:] if sectioned else plain)
        if sectioned:
            plan.number(paragraph, chinese)
    table = plan.table([BROKEN_HEADER, *items()], automatic=automatic)
    plan.document.add_paragraph()  # Word has one below every table
    if change is not None:
        change(plan, table)
    return plan.data


def with_part(data: bytes, part: str, content: bytes) -> bytes:
    """The same package with another content of a part, or with a part more."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, content)
    return made.getvalue()


def body_docx(xml: str) -> bytes:
    """A document whose body is this XML."""
    plan = Plan()
    for place, each in enumerate(parse_xml(f"<w:body {W}>{xml}</w:body>")):
        plan.document.element.body.insert(place, each)
    return plan.data
