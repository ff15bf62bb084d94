"""Workbooks by seed, as staff really have them: right in every cell, in every layout, until a plant spoils some.

A ``Draft`` is a workbook before it is written: lines that know their columns by name, not by address.
Plants (``plants.py``) change its cells and say what must be found there; only writing it settles the
addresses. Two shapes: the staff's list alone, and a whole built set.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import xlsxwriter

from duban.validation.rule_examples.example import Formula
from duban.workbook.cells.addresses import a1
from duban.workbook.format.names import CITY, LEDGER, LINKS, LIST, LOG, PERIOD_RECORD, RULES
from duban.workbook.format.sheets.period_record import CLOSED, FROZEN, OF_MEASURE, OF_PERIOD
from duban.workbook.format.sheets.task_list import STAFF_COLUMNS, TRACKING_COLUMNS
from duban.workbook.format.sheets_and_registers import FORMATS

AS_OF = date(2020, 9, 30)
START, DUE, UPDATED = date(2020, 1, 1), date(2020, 12, 31), date(2020, 9, 25)
UNITS = ("综合管理局", "招商发展局", "规划建设部", "应急服务中心")
PEOPLE = ("何书平", "周明远", "邵民", "欧阳文静", "李一鸣")
OWNER = "负责人"
FIRST = ""
"""The first column of a sheet, whatever it is: for headings, totals and notes."""
TYPED = ("开始日期", "完成时限", "完成进度")

_WHAT = ("推进", "完善", "建立", "落实", "优化", "整合", "提升", "推广", "压缩", "兑现")
_WHERE = ("园区", "企业", "项目", "产业", "平台", "人才", "土地", "安全", "环保", "金融", "招商", "审批")
_KIND = ("机制", "清单", "制度", "流程", "方案")


class Planted(NamedTuple):
    """What must be found: code, sheet, A1 address (empty: the whole sheet) and partner cell."""

    code: str
    sheet: str
    cell: str
    partner: str | None = None


class Auto(NamedTuple):
    """A 序号 that is given when the workbook is written: the next one, or one further on."""

    step: int = 1


@dataclass(eq=False)
class Line:
    """One entry of a sheet; an item may run over further rows ``below``. ``cells`` are by column name."""

    cells: dict[str, Any]
    below: list[dict[str, Any]] = field(default_factory=list)
    merged: bool = False
    """Whether the cells that stand for all of its rows are merged."""
    free: bool = True
    """Whether a plant may still take it."""
    aside: bool = False
    """A line that is no entry: a heading, a total, a note."""
    glued: bool = False
    """Whether it follows the line before without a blank row."""
    row: int = 0


class Wanted(NamedTuple):
    """A finding to come: at a line (``None``: the header) and a column (``None``: the first one)."""

    code: str
    kind: str
    line: Line | None
    column: str | None
    partner: Line | str | None = None
    """The other line of a double, or the other column of a header."""
    below: int = 0


@dataclass(eq=False)
class Tab:
    """One sheet in the making."""

    kind: str
    name: str
    columns: list[str]
    lines: list[Line]
    titles: list[str] = field(default_factory=list)
    spelled: dict[str, str] = field(default_factory=dict)
    """column → its header as this workbook writes it."""
    extra: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    """Neighbouring columns that a second header row stands over."""
    group_merged: bool = False
    drop_downs: list[str] = field(default_factory=list)
    merges: list[tuple[Line, str, Line]] = field(default_factory=list)
    closing: list[Line] = field(default_factory=list)
    gaps: float = 0.0
    hidden: float = 0.0
    bottom: int = 0
    at: dict[str, int] = field(default_factory=dict)

    @property
    def own(self) -> list[str]:
        """The columns that have a meaning."""
        apart = {OWNER} if self.kind == LIST else set()
        return [name for name in self.columns if name not in self.extra and name not in apart]


@dataclass(eq=False)
class Draft:
    """A workbook in the making and what must be found in it."""

    chance: Random
    tabs: dict[str, Tab]
    others: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    """Sheets of the staff's own, as rows of cells."""
    wanted: list[Wanted] = field(default_factory=list)
    by_sheet: list[Planted] = field(default_factory=list)
    units: bool = False
    """Whether 规则 lists all units."""
    year: bool = False
    """Whether the list's title names the year."""
    owner_apart: bool = False

    def has(self, kind: str, *columns: str) -> bool:
        """Whether a sheet is there with these columns."""
        return kind in self.tabs and set(columns) <= set(self.tabs[kind].own)

    def want(
        self, code: str, kind: str, line: Line | None, column: str | None, partner: Line | str | None = None
    ) -> None:
        """Say what must be found."""
        self.wanted.append(Wanted(code, kind, line, column, partner))


def phrase(number: int) -> str:
    """A different phrase for each number."""
    what, where, kind = number % 10, number // 10 % 12, number // 120 % 5
    return f"{_WHAT[what]}{_WHERE[where]}{_KIND[kind]}"


# ---- clean workbooks


def list_only(chance: Random) -> Draft:
    """The staff's own workbook: a list, often with dates and progress that they keep themselves."""
    columns = [*STAFF_COLUMNS, *(TYPED if chance.random() < 0.7 else ())]
    return _with_list(chance, columns, chance.randint(6, 14))


def built(chance: Random) -> Draft:
    """A whole set: list, ledger, city items, links, settings, and sometimes a log."""
    draft = _with_list(chance, [*STAFF_COLUMNS, *TRACKING_COLUMNS], chance.randint(5, 8))
    items = [line for line in draft.tabs[LIST].lines if not line.aside]
    city = [Line({"序号": n, "事项名称": phrase(300 + n), "主要内容": phrase(320 + n)}) for n in range(1, 5)]
    measures = [
        _measure(chance, key, number)
        for key in range(1, len(items) + 1)
        for number in (1, 2, 3)[: 2 + key % 2]
    ]
    for key in range(1, len(items) + 1):
        _weigh(chance, [line for line in measures if line.cells["事项键"] == key])
    links = [_link(1, parent, "主" if parent == 1 else "辅") for parent in range(1, 5)]
    for line in links:
        line.free = False  # the first item carries every city item, so that no plant leaves one alone
    links += [_link(key, 1 + key % 4, "主") for key in range(2, len(items) + 1)]
    draft.units = chance.random() < 0.4
    rules = [("当前期间", "2020Q3"), ("截至日期", AS_OF), ("工作簿编号", "a1b2c3")]
    rules += [("单位名单", "、".join(UNITS))] if draft.units else []
    for kind, lines in ((LEDGER, measures), (CITY, city), (LINKS, links)):
        draft.tabs[kind] = _own_tab(chance, kind, lines)
    draft.tabs[RULES] = Tab(
        RULES, RULES, ["名称", "值", "说明"], [Line({"名称": n, "值": v}, free=False) for n, v in rules]
    )
    if chance.random() < 0.7:
        draft.tabs[LOG] = _own_tab(chance, LOG, list(_log(chance, measures)))
    return draft


def _with_list(chance: Random, columns: list[str], size: int) -> Draft:
    over_rows = chance.random() < 0.35
    lines = [_item(chance, place, columns, over_rows) for place in range(1, size + 1)]
    tab = Tab(LIST, chance.choice((LIST, "Sheet1", "2020重点事项")), list(columns), lines)
    draft = Draft(chance, {LIST: tab})
    draft.year = chance.random() < 0.7
    _list_layout(draft, tab)
    if chance.random() < 0.2:
        draft.others["会议签到"] = [("日期", "议题"), (AS_OF, "调度会１次,略")]
    return draft


def _item(chance: Random, place: int, columns: list[str], over_rows: bool) -> Line:
    unit, person = chance.choice(UNITS), chance.choice(PEOPLE)
    measures = [f"{n}、{phrase(place * 7 + n)}" for n in range(1, chance.randint(2, 5))]
    cells: dict[str, Any] = {
        "序号": Auto(),
        "事项名称": f"{phrase(place)}改革攻坚",
        "改革攻坚目标": f"审批时限压减{chance.choice('二三四')}成",
        "改革针对的突出问题": chance.choice(("1、审批环节多\n2、材料重复提交", "审批环节多", None)),
        "改革的具体项目": "\n".join(measures),
        "牵头领导": chance.choice(PEOPLE),
        "牵头单位及负责人": chance.choice(
            (
                f"{unit}\n负责人：{person}",
                f"{unit}\n\n负责人：\n{person}",
                f"{unit}（{person}）",
                f"{unit}\n负责人：{person}\n{chance.choice(PEOPLE)}",
            )
        ),
        "备注": chance.choice((None, None, "已完成摸底", "按园办发〔2020〕8号执行", 3)),
        "开始日期": START,
        "完成时限": chance.choice((DUE, DUE, 44196)),  # 44196: the same day in a cell without a date format
        "完成进度": chance.choice((0.7, 0.8, 0.95, 1)),
    }
    if "事项键" in columns:
        cells |= {"事项键": place, "归口单位": unit}
        shown = {"对应市级事项": "1", "完成进度": 0.8, "时序进度": 0.75, "亮灯": "正常"}
        cells |= {name: Formula(f"=IF(ROW()>0,{place},0)", value) for name, value in shown.items()}
    line = Line({name: cells.get(name) for name in columns})
    if over_rows and len(measures) > 1 and chance.random() < 0.4:
        line.cells["改革的具体项目"] = measures[0]
        line.below = [{"改革的具体项目": text} for text in measures[1:]]
        line.merged = chance.random() < 0.6
    return line


def _measure(chance: Random, key: int, number: int) -> Line:
    cells: dict[str, Any] = {
        "事项键": key,
        "事项序号": Formula(f"=IF(ROW()>0,{key},0)", key),
        "事项名称": f"{phrase(key)}改革攻坚",
        "措施序号": number,
        "具体项目": phrase(key * 7 + number),
        "类型": chance.choice(("限期", "限期", None)),
        "责任单位": chance.choice(UNITS),
        "负责人": chance.choice(PEOPLE),
        "开始日期": START,
        "完成时限": DUE,
        "完成进度": 0.8,
        "时序进度": Formula("=274/366", 0.7486),
        "亮灯": Formula('=IF(ROW()>0,"正常","")', "正常"),
        "进展情况": chance.choice((None, "已完成大部分")),
        "更新日期": UPDATED,
    }
    kind = chance.random()
    if kind < 0.1:
        cells |= {"完成进度": 1, "佐证材料": "验收单", "办结日期": date(2020, 9, 20), "更新日期": None}
    elif kind < 0.2:
        cells |= {"类型": "常态化", "完成时限": None}
    elif kind < 0.25:
        cells |= {"类型": "已移出", "更新日期": None, "完成时限": date(2020, 5, 1)}
    elif kind < 0.3:
        cells |= {"完成进度": None}
    return Line(cells, free=kind >= 0.3)


def _weigh(chance: Random, lines: list[Line]) -> None:
    counted = [line for line in lines if line.cells["类型"] in ("限期", None)]
    if chance.random() < 0.3 and len(counted) in (2, 3):
        weights = chance.choice(([0.5, 0.5], [40, 60]) if len(counted) == 2 else ([0.2, 0.3, 0.5], [1, 2, 3]))
        for line, weight in zip(counted, weights, strict=True):
            line.cells["权重"], line.free = weight, False  # they sum only as long as all of them count


def _link(key: int, parent: int, role: str, state: str = "已确认") -> Line:
    shown = {
        "事项序号": key,
        "事项名称": f"{phrase(key)}改革攻坚",
        "市级事项名称": phrase(300 + parent),
        "事项进度": 0.8,
        "事项时序": 0.75,
        "事项亮灯": "正常",
    }
    cells: dict[str, Any] = {
        "事项键": key,
        "市级序号": parent,
        "关系": role,
        "状态": state,
        "确认人": "何书平",
    }
    return Line(cells | {name: Formula(f"=IF(ROW()>0,{key},0)", value) for name, value in shown.items()})


def add_link(draft: Draft, key: Any, parent: Any, role: Any = "辅", state: Any = "已确认") -> Line:
    """One more link, at the end of its sheet."""
    line = _link(1, 1, role, state)
    line.cells |= {"事项键": key, "市级序号": parent}
    line.free = False
    draft.tabs[LINKS].lines.append(line)
    return line


def report(line: Line, share: Any, period: str = "2020Q2") -> Line:
    """The line of the log that tells the progress of a measure."""
    key, number = line.cells["事项键"], line.cells["措施序号"]
    cells = {"期间": period, "事项序号": key, "措施序号": number, "字段": "完成进度", "新值": share}
    return Line({**cells, "单位": "综合管理局", "填报人": "何书平"}, free=False)


def record(draft: Draft, line: Line, share: float | None, period: str) -> None:
    """Put on record what a period's sheets showed of a measure; 2020Q3 is closed. A first edition showed something else."""
    names = list(FORMATS[PERIOD_RECORD].names)
    tab = draft.tabs.setdefault(PERIOD_RECORD, Tab(PERIOD_RECORD, PERIOD_RECORD, names, []))
    line.cells["措施键"] = key = draft.tabs[LEDGER].lines.index(line) + 1
    for edition, shown in ((2, share), (1, 0.6)):
        state = CLOSED if period == "2020Q3" else FROZEN
        of = {"期间": period, "版次": edition}
        tab.lines += [
            Line({**of, "种类": OF_PERIOD, "状态": state}, free=False),
            Line({**of, "种类": OF_MEASURE, "措施键": key, "完成进度": shown}, free=False),
        ]


def _log(chance: Random, measures: list[Line]) -> Iterator[Line]:
    for line in [line for line in measures if line.free][:2]:
        line.free = False  # its progress is told twice, so no plant may change it
        yield report(line, chance.choice((0.5, "60%", 0.8)))
        yield report(line, 0.1, "2020Q3")


# ---- layouts

_ODD_HEADERS = {
    "序号": "序  号",
    "牵头领导": "牵头领\n导",
    "改革针对的突出问题": "改革针对的\n突出问题",
    "牵头单位及负责人": "牵头单位及\n负责人（盖章）",
    "完成时限": "*完成时限",
}
_OTHER_NAMES = {"事项名称": "改革事项", "改革攻坚目标": "工作目标", "牵头领导": "分管领导", "备注": "说明"}
_EXTRA = ("联络电话", "来文字号", "督查科室")


def _list_layout(draft: Draft, tab: Tab) -> None:
    chance = draft.chance
    title = "2020年重点改革攻坚任务清单" if draft.year else "重点改革攻坚任务清单"
    tab.titles = [title, "（征求意见稿）", ""][: chance.choice((1, 1, 2, 3))] if chance.random() < 0.8 else []
    draft.year = draft.year and bool(tab.titles)
    _shuffle(tab, chance)
    if chance.random() < 0.15:
        draft.owner_apart = True
        tab.columns.append(OWNER)
        tab.spelled["牵头单位及负责人"] = "牵头单位"
        for line in tab.lines:
            text = line.cells["牵头单位及负责人"]
            line.cells[OWNER] = chance.choice(PEOPLE)
            line.cells["牵头单位及负责人"] = next(unit for unit in UNITS if text.startswith(unit))
    elif chance.random() < 0.3:
        tab.spelled = {name: odd for name, odd in _ODD_HEADERS.items() if chance.random() < 0.7}
    elif chance.random() < 0.3:
        tab.spelled = dict(_OTHER_NAMES)
    if chance.random() < 0.3:
        pairs = [tuple(tab.columns[at : at + 2]) for at in range(len(tab.columns) - 1)]
        pairs = [pair for pair in pairs if {"序号", "事项名称", *tab.extra}.isdisjoint(pair)]
        tab.group, tab.group_merged = (chance.choice(pairs) if pairs else ()), chance.random() < 0.5
    for place in range(len(tab.lines) - 1, 0, -1):
        if chance.random() < 0.06:
            heading = Line({FIRST: f"{'一二三'[place % 3]}、{phrase(place)}"}, free=False, aside=True)
            heading.merged = tab.columns[0] != "序号" or chance.random() < 0.5
            tab.lines.insert(place, heading)
    if chance.random() < 0.4:
        total = Line({FIRST: "合计", tab.columns[-1]: 12}, aside=True)
        note = Line({FIRST: "注：１.本表由综合局填报,按季更新"}, aside=True)
        signed = Line({FIRST: "填表人：何书平"}, aside=True)
        tab.closing = [total, note, signed][: chance.randint(1, 3)]


def _own_tab(chance: Random, kind: str, lines: list[Line]) -> Tab:
    tab = Tab(kind, kind, list(FORMATS[kind].names), lines)
    tab.drop_downs = [field.name for field in FORMATS[kind].fields if field.choices]
    tab.titles = ["2020年第三季度"] if chance.random() < 0.2 else []
    _shuffle(tab, chance)
    return tab


def _shuffle(tab: Tab, chance: Random) -> None:
    if chance.random() < 0.35:
        chance.shuffle(tab.columns)
    if chance.random() < 0.3:
        tab.extra = _EXTRA[: chance.randint(1, 3)]
        for name in tab.extra:
            tab.columns.insert(chance.randint(1, len(tab.columns)), name)
            for line in tab.lines:
                line.cells[name] = chance.choice((None, "０５３３－123", "-另报,待定 "))
    tab.gaps = chance.choice((0.0, 0.0, 0.3))
    tab.hidden = chance.choice((0.0, 0.0, 0.3))


# ---- writing


def write(draft: Draft, path: Path) -> list[Planted]:
    """Write the workbook; what must be found in it, sorted."""
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in draft.others.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows, 1):
                for place, value in enumerate(row, 1):
                    _write(sheet, at, place, value, day)
        for tab in draft.tabs.values():
            _number(tab, draft.chance)
            _write_tab(draft, tab, book.add_worksheet(tab.name), day)
    return sorted([*draft.by_sheet, *(_settle(draft, want) for want in draft.wanted)], key=str)


def _settle(draft: Draft, want: Wanted) -> Planted:
    tab = draft.tabs[want.kind]
    column = min(tab.at[name] for name in tab.own) if want.column is None else tab.at[want.column]
    row = tab.bottom if want.line is None else want.line.row + want.below
    partner = None
    if isinstance(want.partner, Line):
        partner = a1(want.partner.row, column)
    elif want.partner is not None:
        partner = a1(tab.bottom, tab.at[want.partner])
    return Planted(want.code, tab.name, a1(row, column), partner)


def _number(tab: Tab, chance: Random) -> None:
    """Give each ``Auto`` its number, and each double that of its twin."""
    style = chance.choice((int, int, str, "（{}）".format))
    number = 0
    given: dict[Line, int] = {}
    for line in tab.lines:
        value = line.cells.get("序号")
        if isinstance(value, Auto):
            number += value.step
            given[line], line.cells["序号"] = number, style(number)
    for line in tab.lines:
        twin = line.cells.get("序号")
        if isinstance(twin, Line):
            line.cells["序号"] = chance.choice((int, str, "０{}".format))(given[twin])


def _write_tab(draft: Draft, tab: Tab, sheet: Any, day: Any) -> None:
    chance = draft.chance
    tab.at = {FIRST: 1, **{name: place for place, name in enumerate(tab.columns, 1)}}
    for row, title in enumerate(tab.titles, 1):
        _write(sheet, row, 1, title or None, day)
        if title and chance.random() < 0.5:
            _merge(sheet, row, 1, row, len(tab.columns), title, day)
    _write_header(tab, sheet, day)
    row = tab.bottom
    for line in [*tab.lines, *tab.closing]:
        row += 1 + (0 if line.glued or chance.random() >= tab.gaps else chance.randint(1, 2))
        line.row = row
        _write_line(draft, tab, line, sheet, day)
        if line.free and not line.aside and chance.random() < tab.hidden:
            sheet.set_row(row - 1, None, None, {"hidden": True})
        row += len(line.below)
    for first, column, last in tab.merges:
        at = tab.at[column]
        _merge(sheet, first.row, at, last.row, at, first.cells.get(column), day)
    for name in tab.drop_downs:
        place = tab.at[name] - 1
        choices = {"validate": "list", "source": list(FORMATS[tab.kind][name].choices)}
        sheet.data_validation(tab.bottom, place, tab.bottom + 300, place, choices)
    if tab.hidden:
        place = chance.randrange(len(tab.columns))
        sheet.set_column(place, place, None, None, {"hidden": True})


def _write_header(tab: Tab, sheet: Any, day: Any) -> None:
    top = len(tab.titles) + 1
    tab.bottom = top + 1 if tab.group else top
    for place, name in enumerate(tab.columns, 1):
        text = tab.spelled.get(name, name)
        if name in tab.group:
            _write(sheet, tab.bottom, place, text, day)
        else:
            _write(sheet, top, place, text, day)
            if tab.group_merged:
                _merge(sheet, top, place, tab.bottom, place, text, day)
    if tab.group:
        first, last = tab.at[tab.group[0]], tab.at[tab.group[-1]]
        _write(sheet, top, first, "改革内容", day)
        if tab.group_merged:
            _merge(sheet, top, first, top, last, "改革内容", day)


def _write_line(draft: Draft, tab: Tab, line: Line, sheet: Any, day: Any) -> None:
    for at, cells in enumerate([line.cells, *line.below]):
        for name, value in cells.items():
            if name in tab.at:
                _write(sheet, line.row + at, tab.at[name], value, day)
    if not line.merged:
        return
    if line.aside:
        _merge(sheet, line.row, 1, line.row, len(tab.columns), line.cells[FIRST], day)
        return
    merged = []
    for name in ("序号", "事项名称", "改革攻坚目标", "牵头领导", "牵头单位及负责人"):
        if name in tab.at:
            last = line.row + len(line.below)
            _merge(sheet, line.row, tab.at[name], last, tab.at[name], line.cells[name], day)
            merged.append(name)
    draft.want("S109", tab.kind, line, min(merged, key=tab.at.__getitem__))  # said once of an item


def _merge(sheet: Any, top: int, left: int, bottom: int, right: int, value: Any, day: Any) -> None:
    if (top, left) != (bottom, right):
        sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, "")
        _write(sheet, top, left, value, day)


def _write(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    if isinstance(value, Formula):
        sheet.write_formula(row - 1, column - 1, value.text, None, value.value)
    elif isinstance(value, bool):
        sheet.write_boolean(row - 1, column - 1, value)
    elif isinstance(value, str):
        sheet.write_string(row - 1, column - 1, value)
    elif isinstance(value, date):
        sheet.write_datetime(row - 1, column - 1, value, day)
    elif value is not None:
        sheet.write_number(row - 1, column - 1, value)


def computed(tab: Tab) -> frozenset[str]:
    """The columns of a sheet that hold formulas in this workbook."""
    if tab.kind == LIST and "事项键" not in tab.columns:
        return frozenset()
    return frozenset(FORMATS[tab.kind].computed)
