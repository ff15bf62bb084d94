"""项目库汇总: how many projects there are by state and level and by unit, with their money; what came in and went out in the
period; how many have started; and those that do not have all of 五个一.

A project is in the pool from its first row on until its 出库日期, be that in the past of the as-of date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from duban.macros.figures.conditions import Where, count
from duban.macros.generated_sheets.live_text import LiveText
from duban.macros.generated_sheets.registers.listed import LACKING, listed
from duban.macros.generated_sheets.registers.source import (
    Source,
    alike,
    say_cut,
    summary_plan,
    total,
)
from duban.macros.generated_sheets.registers.spellings import (
    MOST,
    Signed,
    Value,
    added,
    both,
    counted,
)
from duban.udfs.periods import to_serial
from duban.udfs.progress import FIRST_DAY, day
from duban.workbook.format.registers.projects import BUILT, FIVE, LEVELS, STARTED, STATES
from duban.workbook.format.sheets.settings import AS_OF, STARTS_WANTED
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.plans import Scalar, SheetPlan
from duban.workbook.plan.ruler import Ruler
from duban.workbook.plan.table import Table
from duban.workbook.reading.rows import Record

_MOST = 200
"""Projects that a list names."""
_MONEY = ("总投资", "年度计划投资", "累计完成投资")
_STARTED = (17, 18, 18, 18, 18, 18, 18)
_BY_STATE = (17, *((12,) * 9))
_BY_UNIT = (5, 24, *((8,) * 6), 16, 16, 16)
_LISTED = (5, 13, 32, 16, 14, 45)
_IN_SHORT = (5, 13, 48, 45, 14)
"""Units."""


Told = tuple[Scalar, str]

_Wanted = Mapping[str, Value]
"""What columns are to say."""


@dataclass(frozen=True)
class _Pool:
    """The projects that are in the pool: the conditions of formulas, two of them as blank dates and later ones count
    alike, and their rows."""

    source: Source

    @cached_property
    def rows(self) -> list[Record]:
        """Those that have not left."""
        now = to_serial(self.source.settings.as_of)
        return [values for values in self.source.rows.values() if not _has_left(values, now)]

    @cached_property
    def _there(self) -> set[int]:
        return {id(values) for values in self.rows if values.get("项目名称") is not None}

    def told(self, wanted: _Wanted) -> list[Record]:
        """The rows in the pool that have a name, and whose columns say these values."""
        return [values for values in self.source.where(wanted) if id(values) in self._there]

    @cached_property
    def _named(self) -> Signed:
        """The conditions that a project has a name: one where all names are texts, for formulas are to be short."""
        return self.source.filled_in_short("项目名称")

    @property
    def most(self) -> int:
        """Counts that stand for one unit in a formula."""
        return MOST if len(self._named) == 1 else 4

    def value(self, name: str, text: str) -> _Wanted:
        """A choice that a column is to say."""
        return {name: self.source.value(name, text, most=2 if len(self._named) == 1 else 1)}

    def conditions(self, wanted: _Wanted) -> Signed:
        """The same of formulas, but for whether they have left."""
        return both(self._named, self.source.says_all(wanted))

    @property
    def left(self) -> tuple[Where, ...]:
        """What tells those that have left; none where nobody keeps 出库日期."""
        if not self.source.has("出库日期"):
            return ()
        column, as_of = self.source.column("出库日期"), self.source.settings.ref(AS_OF)
        return Where(column, ">=", FIRST_DAY), Where(column, "<=", as_of, reference=True)

    def count(self, wanted: _Wanted) -> Told:
        """How many are in the pool."""
        where, rows_only = self.conditions(wanted), self.source.rows_only
        gone = f"-({counted(where, *rows_only, *self.left)})" if self.left else ""
        return len(self.told(wanted)), counted(where, *rows_only) + gone

    def money(self, name: str, wanted: _Wanted) -> Told:
        """Their money."""
        where, column, rows_only = self.conditions(wanted), self.source.column(name), self.source.rows_only
        gone = f"-({added(column, where, *rows_only, *self.left)})" if self.left else ""
        value = round(total(self.told(wanted), name), 10)
        return value, f"ROUND({added(column, where, *rows_only)}{gone},10)"


def _has_left(values: Record, now: float) -> bool:
    out = day(values.get("出库日期"))
    return out is not None and out <= now


def projects_summary(source: Source, others: Mapping[str, Source]) -> SheetPlan:
    """The sheet."""
    settings = source.settings
    builder = SheetBuilder(source.format.summary, Ruler(_STARTED, _BY_STATE, _BY_UNIT, _LISTED, _IN_SHORT))
    builder.title(f"{settings.office}重点项目库汇总")
    builder.line(
        f"{settings.period.label}，数字算到“规则”的截至日期；金额单位：亿元。出库的项目不在各表中，行仍保留在库中。"
    )
    lacking = source.lacking("项目名称")
    if lacking:
        builder.line(f"“{source.name}”缺少列：{'、'.join(lacking)}，没有汇总。", "aside")
        return summary_plan(builder)
    pool = _Pool(source)
    _started(builder, pool)
    if source.has("项目状态"):
        _by_state(builder, pool)
    if source.has(source.format.sent_by):
        _by_unit(builder, pool)
    _in_and_out(builder, source)
    _without_five(builder, pool)
    return summary_plan(builder)


def _started(builder: SheetBuilder, pool: _Pool) -> None:
    """在库, 开工, 建成, 目标, 开工率: one row of figures under their names."""
    if not pool.source.has("项目状态"):
        return
    builder.section("一、开工情况")
    table, settings = Table(builder, _STARTED), pool.source.settings
    table.head(("在库项目", *STATES, "开工目标", "开工率"))
    row = builder.next_row
    every, formula = pool.count({})
    wanted = settings.starts_wanted
    told: list[tuple[Scalar, str, str]] = [(every, formula, "count")]
    told += [(*pool.count(pool.value("项目状态", state)), "count") for state in STATES]
    goal = settings.ref(STARTS_WANTED)
    told.append((wanted or every, f"IF(COUNT({goal})=0,{table.cell(row, 1)},{goal})", "count"))
    started = sum(len(pool.told(pool.value("项目状态", state))) for state in (STARTED, BUILT))
    places = {state: 2 + place for place, state in enumerate(STATES)}
    cells = f"{table.cell(row, places[STARTED])}+{table.cell(row, places[BUILT])}"
    by = table.cell(row, 6)
    share = started / (wanted or every) if wanted or every else None  # type: ignore[operator]
    told.append((share, f'IF({by}=0,"",({cells})/{by})', "percent"))
    for place, (value, text, style) in enumerate(told, 1):
        table.put(row, place, value, style, "=" + text)
    builder.next()
    builder.line("开工率 =（开工 + 建成）÷ 开工目标；“规则”中没有填“重点项目开工目标”的，按在库的项目数。")


def _by_state(builder: SheetBuilder, pool: _Pool) -> None:
    """How many and how much: a row a state, a pair of columns a level."""
    source = pool.source
    levels = [pool.value("项目级别", name) for name in LEVELS] if source.has("项目级别") else []
    names = LEVELS if levels else ()
    builder.section("二、各状态、各级别的项目")
    table = Table(builder, _BY_STATE)
    heads = [text for name in names for text in (f"{name}（个）", "总投资")]
    table.head(["状态", *heads, *[None] * (9 - len(heads) - 1), "合计（个）"])
    states = [(name, pool.value("项目状态", name)) for name in STATES]

    def put(row: int, entry: tuple[str, _Wanted]) -> None:
        name, wanted = entry
        table.put(row, 1, name, "center")
        place = 2
        for level in levels:
            of_both = {**wanted, **level}
            value, formula = pool.count(of_both)
            table.put(row, place, value, "count", "=" + formula)
            if source.has("总投资"):
                money, text = pool.money("总投资", of_both)
                table.put(row, place + 1, money, "weight", "=" + text)
            else:
                table.put(row, place + 1, None)
            place += 2
        for blank in range(place, 10):
            table.put(row, blank, None)
        value, formula = pool.count(wanted)
        table.put(row, 10, value, "count", "=" + formula)

    table.fill([*states, ("全部", {})], put)
    _other_values(builder, pool)


def _other_values(builder: SheetBuilder, pool: _Pool) -> None:
    """What the table by states does not have a row or a column for."""
    states = _outside(pool, "项目状态", STATES)
    levels = _outside(pool, "项目级别", LEVELS) if pool.source.has("项目级别") else 0
    told = [
        f"{number} 个{what}空白或不在选项中"
        for number, what in ((states, "项目状态"), (levels, "项目级别"))
        if number
    ]
    if told:
        builder.line(f"另有{'，'.join(told)}，只计入全部和合计。", "aside")


def _outside(pool: _Pool, name: str, choices: Sequence[str]) -> int:
    """How many projects say none of these choices."""
    return len(pool.told({})) - sum(len(pool.told(pool.value(name, each))) for each in choices)


def _by_unit(builder: SheetBuilder, pool: _Pool) -> None:
    source = pool.source
    unit = source.format.sent_by
    builder.section(f"三、各{unit}的项目")
    money = [name for name in _MONEY if source.has(name)]
    states = list(STATES) if source.has("项目状态") else []
    table = Table(builder, _BY_UNIT)
    blank = [None] * (4 - len(states))
    table.head(["序号", unit, "项目", *states, *blank, "完成率", *money, *[None] * (3 - len(money))])
    units = source.values_of(unit, pool.most)

    def put(row: int, entry: tuple[int | str, str, _Wanted]) -> None:
        number, name, wanted = entry
        table.put(row, 1, number, "integer")
        table.put(row, 2, name)
        value, formula = pool.count(wanted)
        table.put(row, 3, value, "count", "=" + formula)
        for place in range(4, 8):
            table.put(row, place, None)
        for place, state in enumerate(states, 4):
            value, formula = pool.count({**wanted, **pool.value("项目状态", state)})
            table.put(row, place, value, "count", "=" + formula)
        sums = {name: pool.money(name, wanted) for name in money}
        for place in range(9, 12):
            table.put(row, place, None)
        for place, (value, formula) in enumerate(sums.values(), 9):
            table.put(row, place, value, "weight", "=" + formula)
        cells = {name: table.cell(row, place) for place, name in enumerate(money, 9)}
        table.put(row, 8, *_rate(sums, cells))

    entries: list[tuple[int | str, str, _Wanted]] = [
        (place, each.name, {unit: each}) for place, each in enumerate(units, 1)
    ]
    rows = table.fill([*entries, ("", "全部", {})], put)
    line = LiveText(f"完成率 = 累计完成投资 ÷ 年度计划投资。{alike(unit, units)}")
    told = [len(pool.told(wanted)) for _, _, wanted in entries]
    listed = f"SUM({table.span(3, rows[:-1])})" if entries else "0"
    left = f"{table.cell(rows[-1], 3)}-{listed}"
    after = f" 个项目没有写{unit}，或是生成后才有的写法，只计入全部。"
    line.some("另有 ", len(pool.told({})) - sum(told), left, after)
    builder.line(line.text, "note", line.formula)
    say_cut(builder, source, unit)


def _rate(sums: dict[str, Told], cells: dict[str, str]) -> tuple[Scalar, str, str | None]:
    """Done of what was planned for the year."""
    planned, done = "年度计划投资", "累计完成投资"
    if planned not in sums or done not in sums:
        return None, "percent", None
    by, value = sums[planned][0], sums[done][0]
    share = value / by if by else None  # type: ignore[operator]
    return share, "percent", f'=IF({cells[planned]}=0,"",{cells[done]}/{cells[planned]})'


def _in_and_out(builder: SheetBuilder, source: Source) -> None:
    """本期入库 and 本期出库: how many, and which."""
    parts = [("入库", "入库日期", None), ("出库", "出库日期", "出库原因")]
    there = [part for part in parts if source.has(part[1])]
    if not there:
        return
    builder.section("四、本期入库、出库")
    for what, column, why in there:
        rows, where = _of_period(source, column)
        _figure(builder, f"本期{what}", len(rows), count(where), "个项目。")
        _listed(builder, source, rows, (column, why))


def _of_period(source: Source, column: str) -> tuple[list[Record], tuple[Where, ...]]:
    """The projects whose date lies in the period."""
    first, last = source.settings.period.first_day, source.settings.period.last_day
    rows = [
        values
        for values in source.rows.values()
        if (told := day(values.get(column))) is not None and to_serial(first) <= told <= to_serial(last)
    ]
    where = tuple(
        Where(source.column(column), sign, f"DATE({each.year},{each.month},{each.day})", reference=True)
        for sign, each in ((">=", first), ("<=", last))
    )
    return rows, (*where, *source.rows_only)


def _figure(builder: SheetBuilder, before: str, value: int, formula: str, after: str) -> None:
    """A sentence with a live number."""
    line = LiveText(f"{before} ").number(value, formula).say(f" {after}")
    builder.line(line.text, "plain", line.formula, keep=value > 0)


def _without_five(builder: SheetBuilder, pool: _Pool) -> None:
    """Projects in the pool that lack one of the five, and which."""
    source = pool.source
    if not source.has("五个一"):
        return
    builder.section("五、“五个一”不全的项目")
    whole = f"{len(FIVE)}/{len(FIVE)}"
    full = {"五个一": source.value("五个一", whole)}
    whole_ones = {id(each) for each in pool.told(full)}
    lacking = [each for each in pool.told({}) if id(each) not in whole_ones]
    _figure(builder, "在库项目中不全的", len(lacking), f"{pool.count({})[1]}-({pool.count(full)[1]})", "个。")
    _listed(builder, source, lacking, ("五个一", LACKING))


def _listed(
    builder: SheetBuilder, source: Source, rows: Sequence[Record], more: tuple[str, str | None]
) -> None:
    """Projects one by one, looked up by their 行键."""
    if not rows:
        return
    names = [name for name in ("项目编号", "项目名称", "责任单位", *more) if name is not None]
    widths = _LISTED if len(names) + 1 == len(_LISTED) else _IN_SHORT
    listed(builder, source, rows[:_MOST], names, widths, {"day": "date"}, FIVE)
    if len(rows) > _MOST:
        builder.line(f"只列出前 {_MOST} 个。", "aside")


def projects_in_short(source: Source, others: Mapping[str, Source]) -> LiveText | None:
    """A sentence: what is in the pool, how many have started, what came in and went out in the period."""
    if not source.has("项目名称"):
        return None
    pool = _Pool(source)
    line = LiveText("在库 ").number(*_whole(pool.count({}))).say(" 个")
    for state in STATES if source.has("项目状态") else ():
        line.some(f"，{state} ", *_whole(pool.count(pool.value("项目状态", state))), " 个")
    for what in ("入库", "出库"):
        if source.has(f"{what}日期"):
            rows, where = _of_period(source, f"{what}日期")
            line.some(f"；本期{what} ", len(rows), count(where), " 个")
    return line.say("。")


def _whole(told: Told) -> tuple[int, str]:
    value, formula = told
    return int(value), formula  # type: ignore[arg-type]
