"""Plants: small functions that spoil some cells of a right workbook and say what must be found there.

A plant takes lines that no other plant of the workbook has taken, so that what each of them causes is
known exactly, whatever else is planted.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from planted import OWNER, UPDATED, Auto, Draft, Line, Planted, add_link, computed, record, report

from duban.validation.rule_examples.example import Formula
from duban.validation.rule_examples.letter_examples import LETTER_EXAMPLES
from duban.validation.rule_examples.register_examples import REGISTER_EXAMPLES
from duban.workbook.format.names import CITY, LEDGER, LINKS, LIST, LOG, RULES


class NoRoom(Exception):
    """The workbook has no lines left for this plant, or not the columns that it needs."""


class Plant(NamedTuple):
    """One way to spoil a workbook."""

    code: str
    where: str
    put: Callable[[Draft], None]
    shape: bool = False
    """Whether it changes a header or takes a sheet away, and so goes before the others."""


PLANTS: list[Plant] = []


def plant(
    code: str, kind: str, *columns: str, shape: bool = False
) -> Callable[[Callable[[Draft], None]], Any]:
    """Enter a function in the table; it is called only where the sheet has these columns."""

    def enter(put: Callable[[Draft], None]) -> Callable[[Draft], None]:
        def checked(draft: Draft) -> None:
            if not draft.has(kind, *columns):
                raise NoRoom
            put(draft)

        PLANTS.append(Plant(code, f"{kind} {put.__name__}", checked, shape))
        return put

    return enter


# ---- taking lines


def take(draft: Draft, kind: str, not_first: bool = False, single: bool = False) -> Line:
    """A line that nobody has taken. ``single``: one that stands in one row."""
    free = [
        line
        for at, line in enumerate(draft.tabs[kind].lines)
        if line.free and not line.aside and not (not_first and at == 0) and not (single and line.below)
    ]
    if not free:
        raise NoRoom
    line = draft.chance.choice(free)
    line.free = False
    return line


def rename(draft: Draft, line: Line, name: str) -> None:
    """A new name of an item, which the last build carried into the ledger."""
    line.cells["事项名称"] = name
    for measure in draft.tabs[LEDGER].lines if LEDGER in draft.tabs else ():
        if measure.cells.get("事项键") == line.cells.get("事项键"):
            measure.cells["事项名称"] = name


def take_in_order(draft: Draft, kind: str, count: int) -> list[Line]:
    """Some lines that nobody has taken, in the order of the sheet."""
    lines = [take(draft, kind) for _ in range(count)]
    return sorted(lines, key=draft.tabs[kind].lines.index)


def take_neighbours(draft: Draft, kind: str) -> tuple[Line, Line]:
    """Two lines of one row each that follow each other."""
    lines = draft.tabs[kind].lines
    pairs = [
        (a, b)
        for a, b in pairwise(lines)
        if a.free and b.free and not (a.below or b.below or a.aside or b.aside)
    ]
    if not pairs:
        raise NoRoom
    pair = draft.chance.choice(pairs)
    for line in pair:
        line.free = False
    pair[1].glued = True
    return pair


def take_measures(draft: Draft) -> list[Line]:
    """All measures of an item that has several, where nobody has taken one."""
    groups: dict[Any, list[Line]] = {}
    for line in draft.tabs[LEDGER].lines:
        groups.setdefault(line.cells["事项键"], []).append(line)
    whole = [group for group in groups.values() if len(group) > 1 and all(line.free for line in group)]
    if not whole:
        raise NoRoom
    group = draft.chance.choice(whole)
    for line in group:
        line.free = False
    return group


def take_link(draft: Draft) -> tuple[Any, Any, Any, Line]:
    """An item's key, its city item, another city item, and the link."""
    line = take(draft, LINKS)
    parent = line.cells["市级序号"]
    return line.cells["事项键"], parent, parent % 4 + 1, line


# ---- cells: what is wrong in one cell, whatever stands in other rows


def cell(codes: str, kind: str, column: str, *values: Any, **others: Any) -> None:
    """One cell of a row gets one of ``values``; ``others`` are further cells of that row. ``codes`` are found."""
    needs = [column, *others]

    def put(draft: Draft) -> None:
        if not draft.has(kind, *needs) or not computed(draft.tabs[kind]).isdisjoint(needs):
            raise NoRoom
        if draft.owner_apart and kind == LIST and column == "牵头单位及负责人":
            raise NoRoom
        line = take(draft, kind)
        line.cells |= {**others, column: draft.chance.choice(values)}
        for code in codes.split():
            draft.want(code, kind, line, column)

    PLANTS.append(Plant(codes.split()[0], f"{kind} {column} {values}", put))


def text(code: str, *changes: Callable[[str], str], columns: tuple[tuple[str, str], ...]) -> None:
    """The text of a cell is changed; blank ones get one."""
    for kind, column in columns:

        def put(draft: Draft, kind: str = kind, column: str = column) -> None:
            if not draft.has(kind, column):
                raise NoRoom
            line = take(draft, kind)
            cells, at = line.cells, 0
            if line.below and column == "改革的具体项目":  # each row of the item has a text of its own
                at = draft.chance.randint(0, len(line.below))
                cells = line.cells if at == 0 else line.below[at - 1]
            old = cells.get(column)
            cells[column] = draft.chance.choice(changes)(old if isinstance(old, str) else "已完成摸底")
            if (kind, column) == (LIST, "事项名称"):
                rename(draft, line, cells[column])
            draft.want(code, kind, line, column)
            draft.wanted[-1] = draft.wanted[-1]._replace(below=at)

        PLANTS.append(Plant(code, f"{kind} {column} text", put))


FREE_TEXT = (
    (LIST, "事项名称"),
    (LIST, "改革攻坚目标"),
    (LIST, "改革针对的突出问题"),
    (LIST, "改革的具体项目"),
    (LIST, "备注"),
    (LEDGER, "具体项目"),
    (LEDGER, "进展情况"),
    (LEDGER, "存在问题"),
    (LEDGER, "下步措施"),
    (LEDGER, "佐证材料"),
    (CITY, "事项名称"),
    (CITY, "主要内容"),
)
NAMED = ((LIST, "牵头领导"), (LIST, "牵头单位及负责人"), (LEDGER, "责任单位"), (LEDGER, "负责人"))
PROSE = tuple(place for place in FREE_TEXT if place[1] != "佐证材料")
"""Names of files may have any punctuation and digits."""
UNNUMBERED = tuple(place for place in FREE_TEXT if place[1] not in ("改革针对的突出问题", "改革的具体项目"))

text("X101", lambda t: f"{t}２０２０年新增", lambda t: f"{t}占比３．５％", columns=PROSE)
text("X102", lambda t: f"{t},另行安排", lambda t: f"{t}:待定", lambda t: f"{t}!", columns=PROSE)
text("X103", lambda t: f" {t}", lambda t: f"{t}\n", lambda t: f"{t}\u3000", columns=(*FREE_TEXT, *NAMED))
text("X104", lambda t: f"{t}\x07", lambda t: f"{t[:2]}\x0c{t[2:]}", columns=FREE_TEXT)
text(
    "X105",
    lambda t: f"{t}[bookmark: _GoBack]",
    lambda t: f"{t}错误!未找到引用源。",
    lambda t: f"{t}Error! Reference source not found.",
    lambda t: f'{t}{{ HYPERLINK "http://example.com" }}',
    columns=FREE_TEXT,
)
text("X106", lambda t: f"{t}（园办发【2020】8号）", lambda t: f"{t}【2019】第12号", columns=PROSE)
text("F204", lambda t: f"-{t}", lambda t: f"={t}", lambda t: f"@{t}", lambda t: f"+{t}", columns=UNNUMBERED)

cell("I102", LIST, "序号", "甲", "第一批", "1.5", 1.5, -1, "0", True)
cell("I105", LIST, "序号", date(2020, 1, 1))
cell("I111", LIST, "改革攻坚目标", None)
cell("I112", LIST, "牵头领导", None)
cell("I120", LIST, "牵头单位及负责人", None, "负责人：何书平")
cell("I121", LIST, "牵头单位及负责人", "综合管理局", "综合管理局\n负责人：")
cell("I122", LIST, "牵头领导", "何 书 平", "何\u3000书\u3000平", "邵  民、何 书 平")
cell(
    "I122",
    LIST,
    "牵头单位及负责人",
    "综合管理局\n负责人：何 书 平",
    "招商发展局\n\n负责人：\n欧阳文静\n何 书 平",
)
cell("I122", LEDGER, "负责人", "何 书 平")
cell(
    "I131", LIST, "改革针对的突出问题", "1、环节多\n3、材料多", "一是环节多\n三是材料多", "（一）多\n（一）少"
)
cell("I160", LIST, "完成时限", date(2021, 6, 30), 改革攻坚目标="2020年底前完成")
cell("I160", LEDGER, "完成时限", date(2021, 6, 30), 具体项目="于2020年度内出台办法")

cell("L102", LEDGER, "具体项目", None)
cell("L103", LEDGER, "责任单位", None)
cell("L104", LEDGER, "类型", "长期", "限期 ", 1)
cell("L101", LEDGER, "事项键", 99, "甲", 1.5)
cell("L107", LEDGER, "事项键", None)
cell("I146", LEDGER, "措施键", "甲", "K-1", -1, 1.5)


@plant("I147", LIST, "事项键", "事项名称")
def another_item(draft: Draft) -> None:
    if LEDGER not in draft.tabs:
        raise NoRoom
    line = take(draft, LIST)
    line.cells["事项名称"] = "候鸟观测站选址"
    draft.want("I147", LIST, line, "事项名称")


for _kind in (LIST, LEDGER):
    cell("T110", _kind, "完成进度", 1.3, -0.2, 101, 1.001)
    cell("T111", _kind, "完成进度", "80%", "80", "0.8", "８０％", " 80 % ")
    cell("T112", _kind, "完成进度", 80, 2, 100, 55.5)
    cell("T113", _kind, "完成进度", "大部分", "120%", "80%左右", True)
    cell("T114", _kind, "完成进度", date(2020, 9, 30))
    cell("T122", _kind, "完成时限", date(2020, 9, 30), 开始日期=date(2020, 10, 1))
    cell("T122", _kind, "完成时限", date(2020, 12, 31), 开始日期=date(2021, 3, 1))
for _kind, _column in (
    (LIST, "开始日期"),
    (LIST, "完成时限"),
    (LEDGER, "开始日期"),
    (LEDGER, "完成时限"),
    (LEDGER, "办结日期"),
    (LEDGER, "更新日期"),
):
    cell(
        "T120",
        _kind,
        _column,
        "2020年12月底",
        "2020.9.30",
        "12月31日前",
        "年内",
        "2020-12-31",
        "２０２０年９月",
    )
    cell(
        "T121",
        _kind,
        _column,
        "2020年11月31日",
        "2020-02-30",
        "待定",
        date(2199, 1, 1),
        True,
    )

    cell("T128", _kind, _column, "6月底前招标，12月底前竣工", "一阶段：6月底；二阶段：12月底")
    cell("T129", _kind, _column, 20201231, 2020.9, 2020.1, 9.3)
    cell("T125", _kind, _column, "长期", "每月", "常态化推进")
    cell("T126", _kind, _column, "/", "无", "—")
for _kind in (LIST, LEDGER):
    cell("T126", _kind, "完成进度", "/", "无", "——")

cell("T140", LEDGER, "权重", "较高", -1, "1")
cell("T140", LINKS, "权重", "较高", -1)
cell("T141", LEDGER, "权重", 0)
cell("T141", LINKS, "权重", 0)
cell("T150", LEDGER, "完成时限", date(2020, 12, 31), date(2020, 3, 1), 类型="常态化")
cell("T151", LEDGER, "佐证材料", None, 完成进度=1, 办结日期=UPDATED)
cell("T152", LEDGER, "办结日期", date(2020, 10, 1), date(2021, 1, 5), 完成进度=1, 佐证材料="验收单")
cell("T154", LEDGER, "更新日期", None, date(2020, 6, 30))
cell("T155", LIST, "完成时限", date(2020, 8, 31), date(2020, 9, 29), 完成进度=0.8)
cell("T155", LIST, "完成时限", date(2020, 8, 31), 完成进度=None)
cell("T155", LEDGER, "完成时限", date(2020, 9, 29), 存在问题="材料收集慢", 下步措施="每周调度")
cell("T158", LIST, "完成进度", 0.6, 0.4, 0)
cell("T158", LEDGER, "完成进度", 0.4, 0, 存在问题="材料收集慢", 下步措施="每周调度")

cell("F205", LIST, "备注", Formula('="已完成"', "已完成"))
cell("F205", LEDGER, "完成进度", Formula("=4/5", 0.8))
cell("F205", LEDGER, "责任单位", Formula('="招商发展局"', "招商发展局"))
cell("F205", CITY, "主要内容", Formula('="减环节"', "减环节"))
cell("F205", LINKS, "权重", Formula("=1+1", 2))
cell("F203", LIST, "备注", Formula("=cmd|'/c calc'!A0", 0))


# ---- the list


@plant("I110", LIST, "事项名称", "序号")
def name_missing(draft: Draft) -> None:
    line = take(draft, LIST)
    line.cells["事项名称"] = None
    draft.want("I110", LIST, line, "事项名称")


@plant("I101", LIST, "序号")
def number_missing(draft: Draft) -> None:
    line = take(draft, LIST)
    line.cells["序号"] = None
    draft.want("I101", LIST, line, "序号")


@plant("I103", LIST, "序号")
def number_doubled(draft: Draft) -> None:
    first, second = take_in_order(draft, LIST, 2)
    if first is next(line for line in draft.tabs[LIST].lines if "序号" in line.cells):
        raise NoRoom  # a second 1 below a heading begins a new block
    second.cells["序号"] = first
    draft.want("I103", LIST, second, "序号", first)


@plant("I104", LIST, "序号")
def number_skipped(draft: Draft) -> None:
    lines = draft.tabs[LIST].lines
    before = [line for line in lines if isinstance(line.cells.get("序号"), Auto)]
    line = take(draft, LIST)
    if not before or line is before[0]:
        raise NoRoom
    before[0].free = False  # without its number there would be no gap
    line.cells["序号"] = Auto(draft.chance.randint(2, 3))
    draft.want("I104", LIST, line, "序号")


@plant("I113", LIST, "事项名称")
def name_doubled(draft: Draft) -> None:
    first, second = take_in_order(draft, LIST, 2)
    name = first.cells["事项名称"]
    other = draft.chance.choice((name, f"{name[:3]} {name[3:]}", f"{name[:3]}\n{name[3:]}"))
    rename(draft, second, other)
    draft.want("I113", LIST, second, "事项名称", first)


@plant("I120", LIST, "牵头单位及负责人")
def unit_missing_beside_its_owner(draft: Draft) -> None:
    if not draft.owner_apart:
        raise NoRoom
    line = take(draft, LIST)
    line.cells["牵头单位及负责人"] = None
    draft.want("I120", LIST, line, "牵头单位及负责人")


@plant("I121", LIST, "牵头单位及负责人")
def owner_missing_in_its_column(draft: Draft) -> None:
    if not draft.owner_apart:
        raise NoRoom
    line = take(draft, LIST)
    line.cells[OWNER] = None
    draft.want("I121", LIST, line, "牵头单位及负责人")


@plant("I123", LIST, "牵头单位及负责人")
def unit_in_two_spellings(draft: Draft) -> None:
    lines = take_in_order(draft, LIST, 3)
    person = "" if draft.owner_apart else "\n负责人：何书平"
    odd = draft.chance.choice(lines)
    for line in lines:
        unit = "应急管理 局" if line is odd else "应急管理局"
        line.cells["牵头单位及负责人"] = unit + person
        if draft.units:
            draft.want("I124", LIST, line, "牵头单位及负责人")
    right = next(line for line in lines if line is not odd)
    draft.want("I123", LIST, odd, "牵头单位及负责人", right)


@plant("I123", LEDGER, "责任单位")
def unit_of_measures_in_two_spellings(draft: Draft) -> None:
    lines = take_in_order(draft, LEDGER, 3)
    odd = draft.chance.choice(lines)
    for line in lines:
        line.cells["责任单位"] = "应急管理 局" if line is odd else "应急管理局"
        if draft.units:
            draft.want("I124", LEDGER, line, "责任单位")
    right = next(line for line in lines if line is not odd)
    draft.want("I123", LEDGER, odd, "责任单位", right)


@plant("I124", LIST, "牵头单位及负责人")
def unit_unknown(draft: Draft) -> None:
    if not draft.units:
        raise NoRoom
    line = take(draft, LIST)
    line.cells["牵头单位及负责人"] = "质量监督局" + ("" if draft.owner_apart else "\n负责人：何书平")
    draft.want("I124", LIST, line, "牵头单位及负责人")


@plant("I124", LEDGER, "责任单位")
def unit_of_a_measure_unknown(draft: Draft) -> None:
    if not draft.units:
        raise NoRoom
    line = take(draft, LEDGER)
    line.cells["责任单位"] = draft.chance.choice(("质量监督局", "综合局"))
    draft.want("I124", LEDGER, line, "责任单位")


@plant("I126", LIST, "牵头单位及负责人")
def led_by_the_issuing_office(draft: Draft) -> None:
    line = take(draft, LIST)
    line.cells |= {
        "牵头单位及负责人": "办公室" + ("" if draft.owner_apart else "\n负责人：何书平"),
        "归口单位": None,
    }
    draft.want("I126", LIST, line, "牵头单位及负责人")
    if draft.units:
        draft.want("I124", LIST, line, "牵头单位及负责人")


@plant("I126", LIST, "牵头单位及负责人", "共同牵头单位")
def led_by_the_issuing_office_too(draft: Draft) -> None:
    line = take(draft, LIST)
    line.cells["共同牵头单位"] = draft.chance.choice(("办公室", "规划建设部、办公室"))
    draft.want("I126", LIST, line, "牵头单位及负责人")


@plant("I130", LIST, "改革的具体项目")
def measures_missing(draft: Draft) -> None:
    line = take(draft, LIST, single=True)
    line.cells["改革的具体项目"] = draft.chance.choice((None, "1、", "\u3000\n"))
    draft.want("I130", LIST, line, "改革的具体项目")


@plant("I131", LIST, "改革的具体项目")
def measures_numbered_wrong(draft: Draft) -> None:
    line = take(draft, LIST)
    if line.below:
        line.below[-1]["改革的具体项目"] = "9、建立评价办法"
    else:
        line.cells["改革的具体项目"] = draft.chance.choice(("1、推行帮办\n3、评价", "1、推行帮办\n1、评价"))
    draft.want("I131", LIST, line, "改革的具体项目")


@plant("I160", LIST, "改革攻坚目标", "完成时限")
def due_after_the_year_in_the_text(draft: Draft) -> None:
    if not draft.year:
        raise NoRoom
    line = take(draft, LIST)
    line.cells |= {
        "改革攻坚目标": draft.chance.choice(("年内压减三成", "力争年底前完成")),
        "完成时限": date(2021, 1, 1),
    }
    draft.want("I160", LIST, line, "完成时限")


@plant("F205", LIST, "改革的具体项目")
def formula_in_a_further_row(draft: Draft) -> None:
    line = take(draft, LIST)
    if not line.below:
        raise NoRoom
    old = line.below[0]["改革的具体项目"]
    line.below[0]["改革的具体项目"] = Formula(f'="{old}"', old)
    draft.want("F205", LIST, line, "改革的具体项目")
    draft.wanted[-1] = draft.wanted[-1]._replace(below=1)


@plant("T124", LIST, "完成进度")
def progress_below_the_first_row(draft: Draft) -> None:
    line = take(draft, LIST)
    if not line.below:
        raise NoRoom
    line.below[0]["完成进度"] = 0.5
    draft.want("T124", LIST, line, "完成进度")
    draft.wanted[-1] = draft.wanted[-1]._replace(below=1)


@plant("S109", LIST, "牵头领导")
def leader_merged_over_two_items(draft: Draft) -> None:
    first, second = take_neighbours(draft, LIST)
    second.cells["牵头领导"] = None
    draft.tabs[LIST].merges.append((first, "牵头领导", second))
    draft.want("S109", LIST, first, "牵头领导")


@plant("S110", LIST)
def header_again(draft: Draft) -> None:
    tab = draft.tabs[LIST]
    line = Line({name: tab.spelled.get(name, name) for name in tab.columns}, free=False, aside=True)
    one, other = [name for name in reversed(tab.own) if name not in ("序号", "事项名称")][:2]
    # the same header again, as on each printed page, is none; nothing below this one would be read
    line.cells[one], line.cells[other] = line.cells[other], line.cells[one]
    tab.lines.append(line)
    draft.want("S110", LIST, line, tab.own[0])


# ---- progress, dates, weights


def _before_the_plan(kind: str) -> Callable[[Draft], None]:
    def due_before_the_plan(draft: Draft) -> None:
        if not draft.year or "完成进度" in computed(draft.tabs[kind]):
            raise NoRoom
        line = take(draft, kind)
        line.cells |= {
            "开始日期": draft.chance.choice((None, date(2019, 1, 1))),
            "完成时限": date(2019, 12, 31),
        }
        line.cells |= {"完成进度": 1, "佐证材料": "验收单"}
        draft.want("T123", kind, line, "完成时限")

    return due_before_the_plan


for _kind in (LIST, LEDGER):
    plant("T123", _kind, "完成时限", "开始日期", "完成进度")(_before_the_plan(_kind))


@plant("T130", LIST, "对应市级事项")
def parent_typed(draft: Draft) -> None:
    line = take(draft, LIST)
    value = draft.chance.choice(("自主", 1, "1、2", 99, "1、99", "二"))
    if "对应市级事项" not in computed(draft.tabs[LIST]):
        raise NoRoom
    line.cells["对应市级事项"] = value
    draft.want("T130", LIST, line, "对应市级事项")
    if "99" in str(value):
        draft.want("K101", LIST, line, "对应市级事项")


@plant("T130", LIST, "完成进度")
def progress_typed_over(draft: Draft) -> None:
    if "完成进度" not in computed(draft.tabs[LIST]):
        raise NoRoom
    line = take(draft, LIST)
    line.cells["完成进度"] = value = draft.chance.choice((0.8, 80, "80%"))
    draft.want("T130", LIST, line, "完成进度")
    if value != 0.8:
        draft.want({80: "T112", "80%": "T111"}[value], LIST, line, "完成进度")


def _typed_over(kind: str, column: str, value: Any) -> Callable[[Draft], None]:
    def typed_over(draft: Draft) -> None:
        if column not in computed(draft.tabs[kind]):
            raise NoRoom
        line = take(draft, kind)
        line.cells[column] = line.cells["事项键"] if value is None else value
        draft.want("T130", kind, line, column)

    return typed_over


for _kind, _column, _value in (
    (LIST, "时序进度", 0.5),
    (LIST, "亮灯", "正常"),
    (LEDGER, "事项序号", None),
    (LEDGER, "时序进度", 0.75),
    (LEDGER, "亮灯", "办结"),
    (LINKS, "事项序号", None),
    (LINKS, "市级事项名称", "营商环境"),
    (LINKS, "事项亮灯", "正常"),
):
    plant("T130", _kind, _column)(_typed_over(_kind, _column, _value))


@plant("T142", LEDGER, "事项键", "权重", "类型")
def weights_sum_to_less(draft: Draft) -> None:
    lines = take_measures(draft)
    shares = {2: ([0.5, 0.4], [60, 50]), 3: ([0.2, 0.3, 0.4], [30, 30, 30])}[len(lines)]
    for line, share in zip(lines, draft.chance.choice(shares), strict=True):
        line.cells["权重"] = share
    draft.want("T142", LEDGER, lines[-1], "权重")


@plant("T153", LOG, "新值")
def progress_went_back(draft: Draft) -> None:
    _against_the_log(draft, "T153", 0.75, draft.chance.choice((0.8, "95%", 1)))


@plant("T159", LOG, "新值")
def progress_jumped(draft: Draft) -> None:
    _against_the_log(draft, "T159", 0.9, draft.chance.choice((0.1, "10%", 0.39)))


@plant("T153", LEDGER, "完成进度", "措施键")
def progress_lower_than_recorded(draft: Draft) -> None:
    _against_the_record(draft, "T153", 0.75, {"2020Q1": 0.9, "2020Q2": draft.chance.choice((0.8, 1))})


@plant("T159", LEDGER, "完成进度", "措施键")
def progress_much_higher_than_recorded(draft: Draft) -> None:
    _against_the_record(draft, "T159", 0.9, {"2020Q1": 0.8, "2020Q2": draft.chance.choice((0, 0.1, 0.39))})


@plant("T160", LEDGER, "完成进度", "措施键")
def progress_changed_after_closing(draft: Draft) -> None:
    _against_the_record(draft, "T160", 0.9, {"2020Q3": draft.chance.choice((None, 0.5, 0.91))})


def _against_the_record(draft: Draft, code: str, now: float, before: dict[str, float | None]) -> None:
    line = take(draft, LEDGER)
    line.cells["完成进度"] = now
    for period, share in before.items():
        record(draft, line, share, period)
    draft.want(code, LEDGER, line, "完成进度")


def _against_the_log(draft: Draft, code: str, now: float, before: Any) -> None:
    if not draft.has(LEDGER, "完成进度", "事项序号", "措施序号"):
        raise NoRoom
    line = take(draft, LEDGER)
    line.cells["完成进度"] = now
    draft.tabs[LOG].lines += [report(line, 0.5, "2020Q1"), report(line, before)]
    draft.want(code, LEDGER, line, "完成进度")


def _late(column: str, **cells: Any) -> Callable[[Draft], None]:
    def late_without_words(draft: Draft) -> None:
        line = take(draft, LEDGER)
        line.cells |= cells
        draft.want({"完成时限": "T155", "完成进度": "T158"}[column], LEDGER, line, column)
        for code, name in (("T156", "存在问题"), ("T157", "下步措施")):
            line.cells[name] = draft.chance.choice((None, "材料收集慢"))
            if line.cells[name] is None:
                draft.want(code, LEDGER, line, name)

    return late_without_words


for _code in ("T156", "T157"):
    plant(_code, LEDGER, "完成时限", "完成进度", "存在问题", "下步措施")(
        _late("完成时限", 完成时限=date(2020, 8, 31), 完成进度=0.8)
    )
    plant(_code, LEDGER, "完成时限", "完成进度", "开始日期", "存在问题", "下步措施")(
        _late("完成进度", 完成进度=0.3)
    )


# ---- the ledger


@plant("L105", LEDGER, "具体项目", "事项键")
def measure_doubled(draft: Draft) -> None:
    first, *_, second = take_measures(draft)
    words = first.cells["具体项目"]
    second.cells["具体项目"] = draft.chance.choice((words, f"{words[:2]} {words[2:]}"))
    draft.want("L105", LEDGER, second, "具体项目", first)


@plant("L106", LEDGER, "措施序号", "事项键")
def measure_number_doubled(draft: Draft) -> None:
    first, *_, second = take_measures(draft)
    second.cells["措施序号"] = first.cells["措施序号"]
    draft.want("L106", LEDGER, second, "措施序号", first)


# ---- links and city items


@plant("K101", LINKS, "市级序号")
def link_to_no_city_item(draft: Draft) -> None:
    key, *_ = take_link(draft)
    line = add_link(draft, key, draft.chance.choice((99, "甲")))
    draft.want("K101", LINKS, line, "市级序号")


@plant("K112", LINKS, "市级序号")
def link_to_nothing(draft: Draft) -> None:
    key, *_ = take_link(draft)
    draft.want("K112", LINKS, add_link(draft, key, None), "市级序号")


@plant("K113", LINKS, "状态", "事项键")
def state_missing(draft: Draft) -> None:
    key, _, other, _ = take_link(draft)
    draft.want("K113", LINKS, add_link(draft, key, other, state=None), "状态")


@plant("K102", LINKS, "事项键")
def link_of_no_item(draft: Draft) -> None:
    if not draft.has(LIST, "事项键"):
        raise NoRoom
    line = add_link(draft, draft.chance.choice((99, "甲")), 1)
    draft.want("K102", LINKS, line, "事项键")


@plant("K103", CITY, "序号")
def city_number_unusable(draft: Draft) -> None:
    words = {"事项名称": "科创金融改革攻坚", "主要内容": "建立机制"}
    value = draft.chance.choice((None, "甲", 1.5, 2, "2"))
    line = Line({"序号": value, **words}, free=False)
    lines = draft.tabs[CITY].lines
    twin = next(each for each in lines if each.cells["序号"] == 2)
    lines.append(line)
    draft.want("K103", CITY, line, "序号", twin if value in (2, "2") else None)


@plant("K105", LINKS, "市级序号", "事项键")
def link_doubled(draft: Draft) -> None:
    key, parent, _, first = take_link(draft)
    draft.want("K105", LINKS, add_link(draft, key, parent), "市级序号", first)


@plant("K106", LINKS, "关系", "事项键")
def two_main_parents(draft: Draft) -> None:
    key, _, other, first = take_link(draft)
    draft.want("K106", LINKS, add_link(draft, key, other, "主"), "关系", first)


@plant("K107", LINKS, "状态", "事项键")
def link_unconfirmed(draft: Draft) -> None:
    if not draft.has(LIST, "对应市级事项", "事项键"):
        raise NoRoom
    items = {line.cells["事项键"]: line for line in draft.tabs[LIST].lines if line.free and not line.aside}
    key, _, _, link = take_link(draft)
    if key not in items:
        raise NoRoom
    items[key].free = False
    items[key].cells["对应市级事项"] = Formula('=IF(ROW()>0,"",0)', "")
    link.cells["状态"] = draft.chance.choice(("建议", "不采纳"))
    draft.want("K107", LIST, items[key], "对应市级事项")


@plant("K108", CITY, "序号")
def city_item_carried_by_nobody(draft: Draft) -> None:
    if not draft.has(LINKS, "市级序号", "状态"):
        raise NoRoom
    line = Line({"序号": 31, "事项名称": "物流改革攻坚", "主要内容": "完善体系"}, free=False)
    draft.tabs[CITY].lines.append(line)
    draft.want("K108", CITY, line, "序号")


@plant("K109", LINKS, "关系", "事项键")
def role_unknown(draft: Draft) -> None:
    key, _, other, _ = take_link(draft)
    draft.want("K109", LINKS, add_link(draft, key, other, draft.chance.choice(("次", "主 ", 1))), "关系")


@plant("K109", LINKS, "状态", "事项键")
def state_unknown(draft: Draft) -> None:
    key, _, other, _ = take_link(draft)
    state = draft.chance.choice(("同意", "已确认 "))
    draft.want("K109", LINKS, add_link(draft, key, other, state=state), "状态")


# ---- 规则


def setting(code: str, name: str, value: Any, column: str = "值") -> None:
    """One more line of 规则."""

    def put(draft: Draft) -> None:
        if not draft.has(RULES) or any(line.cells["名称"] == name for line in draft.tabs[RULES].lines):
            raise NoRoom
        line = Line({"名称": name, "值": value}, free=False)
        draft.tabs[RULES].lines.append(line)
        draft.want(code, RULES, line, column)

    PLANTS.append(Plant(code, f"{RULES} {name}", put))


setting("R101", "滞后阈值", "一成")
setting("R101", "进度跳变阈值", 50)
setting("R101", "默认开始日期", "年初")
setting("R102", "滞后阈值", 0.4)
setting("R104", "T154", "很重")
setting("R105", "T999", "错误", "名称")
setting("R107", "通报日期", date(2020, 1, 6))
setting("R108", "通报栏目", "单位排名、领导讲话")


@plant("R109", RULES)
def criticism_above_praise(draft: Draft) -> None:
    if not draft.has(RULES):
        raise NoRoom
    lines = draft.tabs[RULES].lines
    if any(line.cells["名称"] in ("表扬线", "批评线") for line in lines):
        raise NoRoom
    lines.append(Line({"名称": "表扬线", "值": 0.5}, free=False))
    line = Line({"名称": "批评线", "值": 0.6}, free=False)
    lines.append(line)
    draft.want("R109", RULES, line, "值")


@plant("R103", RULES)
def date_of_reckoning_as_text(draft: Draft) -> None:
    line = next(line for line in draft.tabs[RULES].lines if line.cells["名称"] == "截至日期")
    line.cells["值"] = draft.chance.choice(("2020年9月30日", "2020.9.30"))
    draft.want("R103", RULES, line, "值")


# ---- the shape of a sheet


def missing(code: str, kind: str, *columns: str) -> None:
    """One of these columns is not there."""

    def put(draft: Draft) -> None:
        if not draft.has(kind, *columns):
            raise NoRoom
        tab, name = draft.tabs[kind], draft.chance.choice(columns)
        if name in tab.group:
            raise NoRoom
        tab.columns.remove(name)
        tab.drop_downs = [each for each in tab.drop_downs if each != name]
        draft.want(code, kind, None, None)

    PLANTS.append(Plant(code, f"{kind} without {columns}", put, shape=True))


missing("S105", LIST, "序号", "改革攻坚目标", "改革针对的突出问题", "牵头领导")
missing("S104", LEDGER, "更新日期", "进展情况", "存在问题", "权重", "负责人", "办结日期")
missing("S104", LINKS, "确认日期", "确认人", "权重")
missing("S104", LOG, "指纹", "填报人")


def doubled(kind: str, name: str) -> None:
    """A second column of the same name, right of all others."""

    def put(draft: Draft) -> None:
        if not draft.has(kind, name) or draft.tabs[kind].spelled or draft.owner_apart:
            raise NoRoom
        tab = draft.tabs[kind]
        again = f"{name} "  # the same when squeezed
        tab.columns.append(again)
        tab.extra = (*tab.extra, again)
        draft.want("S106", kind, None, again, name)

    PLANTS.append(Plant("S106", f"{kind} {name} again", put, shape=True))


doubled(LIST, "备注")
doubled(LIST, "事项名称")
doubled(LEDGER, "完成进度")
doubled(LINKS, "状态")


@plant("S107", LIST, "改革攻坚目标", shape=True)
def column_renamed(draft: Draft) -> None:
    tab = draft.tabs[LIST]
    if "改革攻坚目标" in tab.group:
        raise NoRoom
    tab.columns[tab.columns.index("改革攻坚目标")] = name = "改革攻坚目的"
    tab.extra = (*tab.extra, name)
    draft.want("S107", LIST, None, name)


def _merged(kind: str, column: str) -> Callable[[Draft], None]:
    def merged(draft: Draft) -> None:
        first, second = take_neighbours(draft, kind)
        first.cells[column], second.cells[column] = "已完成大部分", None
        draft.tabs[kind].merges.append((first, column, second))
        draft.want("S108", kind, first, column)

    return merged


for _kind, _column in ((LEDGER, "进展情况"), (LINKS, "依据"), (CITY, "主要内容")):
    plant("S108", _kind, _column)(_merged(_kind, _column))


def _error(kind: str, column: str) -> Callable[[Draft], None]:
    def error(draft: Draft) -> None:
        if column not in computed(draft.tabs[kind]):
            raise NoRoom
        line = take(draft, kind)
        line.cells[column] = Formula("=1/0", draft.chance.choice(("#REF!", "#DIV/0!", "#N/A", "#NAME?")))
        draft.want("S111", kind, line, column)

    return error


for _kind, _column in (
    (LIST, "亮灯"),
    (LIST, "完成进度"),
    (LIST, "对应市级事项"),
    (LEDGER, "时序进度"),
    (LINKS, "事项进度"),
):
    plant("S111", _kind, _column)(_error(_kind, _column))


@plant("S111", LEDGER, "完成进度")
def error_among_the_filled(draft: Draft) -> None:
    line = take(draft, LEDGER)
    line.cells["完成进度"] = Formula("=1/0", "#DIV/0!")
    for code in ("S111", "F205"):
        draft.want(code, LEDGER, line, "完成进度")


def _without_list(kind: str, column: str) -> Callable[[Draft], None]:
    def drop_down_removed(draft: Draft) -> None:
        draft.tabs[kind].drop_downs.remove(column)
        draft.want("S113", kind, None, column)

    return drop_down_removed


for _kind, _column in ((LEDGER, "类型"), (LINKS, "关系"), (LINKS, "状态")):
    plant("S113", _kind, _column)(_without_list(_kind, _column))


def _staff_sheet(code: str, kind: str) -> Callable[[Draft], None]:
    def sheet_of_the_staff(draft: Draft) -> None:
        if any(want.kind == kind for want in draft.wanted):
            raise NoRoom
        draft.tabs.pop(kind)
        draft.others[kind] = [("日期", "经办", "摘要"), (date(2020, 9, 1), "何书平", "已完成,待验收")]
        draft.units = draft.units and kind != RULES
        draft.by_sheet.append(Planted(code, kind, ""))

    return sheet_of_the_staff


plant("S103", LOG, shape=True)(_staff_sheet("S103", LOG))
plant("S114", RULES, shape=True)(_staff_sheet("S114", RULES))


@plant("S115", LEDGER, shape=True)
def ledger_renamed(draft: Draft) -> None:
    if any(want.kind == LEDGER for want in draft.wanted):
        raise NoRoom
    draft.tabs["台账"] = tab = draft.tabs.pop(LEDGER)
    tab.name = "台账"
    draft.by_sheet.append(Planted("S115", "台账", ""))


NOT_BY_CELLS = {
    **dict.fromkeys(REGISTER_EXAMPLES, "these workbooks have no registers: test_planted_registers.py"),
    **dict.fromkeys(LETTER_EXAMPLES, "these workbooks have no 督办单台账: test_letters_checked.py"),
    "S121": "it is about a sheet that is no table",
    "S122": "these workbooks have been built before",
    **dict.fromkeys(("D101", "D104", "D105", "D109", "D111"), "these workbooks have no sheet 区县事项"),
    "T127": "these workbooks have no sheet 填报记录",
    "F100": "no workbook at all",
    "F201": "a part of the file",
    "F202": "a part of the file",
    "F206": "a part of the file",
    "F207": "a sheet that is not read",
    "F208": "a sheet that is not read",
    "S101": "without a list nothing else is found",
    "S102": "with two lists nothing else is found",
    "I125": "where there is a list of units, I124 says it",
    "F209": "it stands in place of what is said of a blank cell",
    "S116": "these workbooks have no filter",
    **dict.fromkeys(
        ("S117", "S118", "S119", "S120", "T115", "T116"), "what was read, and how: nothing is wrong"
    ),
}
"""Rules that no plant is for, and why; its test of examples has an example of each."""
