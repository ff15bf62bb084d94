"""Make docs/rules.md, the staff's manual of all rules, from the rules, the catalogue and the examples.

``make pages``. What it says of an example is what the checker says of that workbook.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import Any

from duban.validation.checker import Checking, check_file
from duban.validation.mend.remedies import FIXES
from duban.validation.reports.words import SEVERITY, one_line, place, rule_title
from duban.validation.rule_examples.example import (
    DECLARED,
    HEADERS,
    TODAY,
    Example,
    Formula,
    Sheet,
    first_row,
    good,
)
from duban.validation.rule_examples.example_book import write_example
from duban.validation.rule_examples.examples import EXAMPLES, WHERE
from duban.validation.rules.all_rules import LIST_WITHOUT_LEDGER, RULES, ColumnRules
from duban.validation.rules.text_kinds import TEXT
from duban.validation.rules.value_kinds import shown_share
from duban.workbook.cells.addresses import letter
from duban.workbook.format.names import LIST
from duban.workbook.format.names import RULES as RULES_SHEET
from duban.workbook.format.sheets.settings import BEHIND, DISTRICT_LIST, FAR_BEHIND, ISSUER, JUMP, UNIT_LIST
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.reading.settings import GRADES
from duban.workbook.say.catalogue.all_findings import CATALOGUE, OFFICE_REMEDY, OWN_RULES
from duban.workbook.say.findings import shown_value

PAGE = Path(__file__).parent.parent / "docs" / "rules.md"
GROUPS = {
    "F": "文件",
    "S": "结构",
    "I": "事项",
    "L": "台账",
    "T": "进度与期限",
    "K": "承接",
    "D": "区县",
    "C": "填报和回收",
    "X": "文字",
    "G": "登记表",
    "P": "重点项目库",
    "M": "工作专班和月调度",
    "N": "指标监测",
    "J": "季度现场推进和会议记录",
    "V": "服务记录",
    "A": "领导小组",
    "W": "信息反馈",
    "B": "督办单台账",
    "Q": "问题清单",
    "R": "规则表",
    "H": "定格和封存",
}
"""The first letter of a code → the section that it stands in."""

HEAD = f"""# 校验规则手册

<!-- make pages 由规则和例子生成，请勿直接修改 -->

`duban validate` 按下面的规则检查工作簿。每条规则有一个编号，级别分三种：**错误**（数据不对，改正后再使用）、
**提醒**（请有关人员看一看）、**说明**（书写习惯，不影响计算）。

每条规则都有一个例子：表中“错”的几行会被查出（加粗的是问题所在的单元格），“对”的几行不会。例子里没有列出的单元格都填写无误；
当前期间是 2020年第三季度，截至日期是 2020-09-30，清单是 2020 年的。写着“自动改正：可以”的规则，有把握时可由
`duban validate --fix` 直接改好，没有把握的单元格仍留给人改。`⏎` 表示单元格内换行，`␣` 表示空格，`\\x07` 之类表示看不见的字符。

## 调整规则的级别

各单位可以让一条规则变重、变轻或不再检查：在工作表“规则”的末尾加一行，“项目”填规则编号，“值”填{"、".join(GRADES)}之一。例如：

| 项目 | 值 |
| --- | --- |
| T154 | 错误 |
| X102 | 关闭 |

没有列出的规则按本手册的级别执行。下面几项设置也在工作表“规则”中，改了就按新的检查：

{chr(10).join(f"- {name}：{FORMATS[RULES_SHEET][name].help}" for name in (BEHIND, FAR_BEHIND, JUMP, UNIT_LIST, ISSUER, DISTRICT_LIST))}
"""

OWN = """## 自定义规则

各单位用 `--schema` 加上的规则（写法见 `docs/own-rules.zh-CN.md`）查出的问题，都用下面几个编号。级别和处理办法由规则自己写明；
这里是没有写明时的。

| 编号 | 级别 | 说明 | 处理 |
| --- | --- | --- | --- |"""

TAIL = """## 生成时的说明

下面各条不是 `validate` 的规则，而是 `build` 等命令生成工作簿时对所做处理的说明，没有例子。
"""


def rules_page() -> str:
    """The whole page."""
    lines = [HEAD]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "工作簿.xlsx"
        for initial, title in GROUPS.items():
            lines += [f"## {title}", ""]
            if initial == "X":
                lines += [f"检查填写文字的各列：{named(by_column(lambda c: TEXT in c.kinds))}。", ""]
            for code in sorted(code for code in EXAMPLES if code[0] == initial):
                lines += rule_section(code, EXAMPLES[code], path)
    lines += [OWN, *map(line_of, OWN_RULES), ""]
    lines += [TAIL, "| 编号 | 级别 | 说明 | 处理 |", "| --- | --- | --- | --- |"]
    lines += map(line_of, sorted(CATALOGUE.keys() - EXAMPLES.keys() - {*OWN_RULES}))
    return "\n".join(lines) + "\n"


def line_of(code: str) -> str:
    """A code without an example, as a line of a table."""
    kind = CATALOGUE[code]
    remedy = kind.remedy.zh if kind.remedy.zh != "{do}" else OFFICE_REMEDY.zh
    cells = (code, SEVERITY[kind.severity].zh, escaped(rule_title(code, "zh")), escaped(remedy))
    return f"| {' | '.join(cells)} |"


def rule_section(code: str, example: Example, path: Path) -> Iterator[str]:
    """One rule: what it says, where it looks, what to do, its example."""
    write_example(path, example.wrong)
    found = next(f for f in check_file(str(path), Checking(today=TODAY)).findings if f.code == code)
    yield f"### {code}"
    yield ""
    yield f"**{SEVERITY[CATALOGUE[code].severity].zh}**　{escaped(rule_title(code, 'zh'))}。"
    yield ""
    if checked := where(code, example):
        yield f"- 检查：{checked}"
    yield f"- 处理：{escaped(said(found.remedy(), path))}"
    if code in FIXES:
        yield "- 自动改正：可以（`duban validate --fix`）"
    if example.told:
        for word, text in zip(("错", "对"), example.told, strict=True):
            yield f"- {word}：{text}"
    yield ""
    if not example.told:
        for sheet in shown_sheets(example):
            yield from sheet_table(example, sheet)
    address = place(found.sheet, found.cell)
    yield f"> {address}{'：' if address else ''}{escaped(said(found.message(), path))}"
    if example.also:
        yield ">"
        yield f"> （同一单元格或相关单元格还会按 {'、'.join(example.also)} 查出。）"
    yield ""


def said(sentence: str, path: Path) -> str:
    """A sentence without the folder that the example was checked in."""
    return sentence.replace(str(path), path.name)


def where(code: str, example: Example) -> str:
    """The sheets and columns that a rule looks at: by the rules of columns, of rows, or by its example."""
    if code in WHERE:
        return WHERE[code]
    if code in TEXT.tests:
        return "填写文字的各列（见“文字”一节）"
    found = by_column(
        lambda column: code == column.required or any(code in kind.tests for kind in column.kinds)
    )
    name = example.at.column
    for sheet, rules in RULES.items() if not found else ():
        rows = (*rules.rows, *(LIST_WITHOUT_LEDGER if sheet == LIST else ()))
        if name in HEADERS[sheet] and any(code in (rule.__doc__ or "") for rule in rows):
            found[sheet] = [name]
    if not found and example.sheet in RULES and name:
        found = {example.sheet: [name]}
    return named(found)


def by_column(wanted: Callable[[ColumnRules], bool]) -> dict[str, list[str]]:
    """sheet → the columns that are wanted, without sheets that have none."""
    found = {sheet: [c.name for c in rules.columns if wanted(c)] for sheet, rules in RULES.items()}
    return {sheet: names for sheet, names in found.items() if names}


def named(found: Mapping[str, Sequence[str]]) -> str:
    """Sheets and columns as one sentence names them."""
    return "；".join(f"{sheet}的{'、'.join(names)}" for sheet, names in found.items())


def shown_sheets(example: Example) -> list[str]:
    """The sheets of an example: where the finding is first, then those that it is compared with."""
    sheets = {**example.wrong.sheets, **example.right.sheets}
    return sorted((name for name in sheets if name in HEADERS), key=lambda name: name != example.sheet)


def sheet_table(example: Example, sheet: str) -> Iterator[str]:
    """The cells that matter of one sheet, wrong and right; once where both are the same."""
    wrong, right = (book.sheets.get(sheet, Sheet()).rows for book in (example.wrong, example.right))
    used = {name for row in (*wrong, *right) for name in row}
    at = example.at.cell if sheet == example.sheet else ""
    names = [name for name in HEADERS[sheet] if name in used or (at and name == example.at.column)]
    yield f"| {sheet} | 行 | {' | '.join(names)} |"
    yield f"| --- | ---: |{' --- |' * len(names)}"
    both = (("错", wrong, right), ("对", right, wrong)) if wrong != right else (("", wrong, right),)
    for word, rows, others in both:
        for number, (row, other) in enumerate(zip_longest(rows, others, fillvalue={})):
            if number == len(rows):
                break
            line = first_row(sheet) + number
            cells = []
            for name in names:
                text = shown_cell(sheet, name, {**good(sheet, number + 1), **row}.get(name), other.get(name))
                here = f"{letter(HEADERS[sheet].index(name) + 1)}{line}" == at
                cells.append(f"**{text}**" if here and word != "对" else text)
            yield f"| {word} | {line} | {' | '.join(cells)} |"
    yield ""


def shown_cell(sheet: str, column: str, value: Any, other: Any) -> str:
    """A cell as staff see it; one that should hold the number or date ``other`` says that it is text."""
    if value is None:
        return "（空）"
    if isinstance(value, Formula):
        return f"公式 `{value.text}`".replace("|", "\\|")
    may_be_share = column in (*DECLARED[sheet].of_kind("share"), "新值") if sheet in DECLARED else False
    if may_be_share and isinstance(value, int | float) and 0 <= value <= 1:
        return shown_share(value)
    text = marked(shown_value(value))
    readable = isinstance(value, str) and any(map(str.isdigit, value))
    return f"{text}（文字）" if readable and isinstance(other, int | float | date) else text


def marked(text: str) -> str:
    """A text on one line, its needless spaces and unseen characters made visible."""
    text = re.sub(r"^ +| +$| {2,}|(?<=[^\x00-\xff]) (?=[^\x00-\xff])", lambda m: "␣" * len(m[0]), text)
    return escaped(one_line(text))


def escaped(text: Any) -> str:
    """A text that Markdown leaves as it is."""
    return re.sub(r"([\\*_\[\]<>|`])", r"\\\1", str(text))


def write_page(page: Path = PAGE) -> None:
    """Write docs/rules.md."""
    page.write_text(rules_page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_page()
