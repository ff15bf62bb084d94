"""回收情况: which units handed in for the period, what of it was taken, and what waits for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from duban.macros.returns.entries import (
    CLEARED,
    CONFLICT,
    NEW_ROW,
    NO_ROW,
    NOT_TAKEN,
    TAKEN,
    TO_SETTLE,
    Entry,
)
from duban.macros.returns.forms import field_of, forms_of
from duban.macros.returns.record import Came, Refusal, ReturnsRecord
from duban.macros.returns.stand import Stand
from duban.workbook.cells.addresses import ColumnRange, a1
from duban.workbook.format.names import LEDGER, RETURNS
from duban.workbook.format.sheets.settings import AS_OF, RETURN_DUE
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.plans import SheetPlan
from duban.workbook.plan.ruler import Ruler
from duban.workbook.plan.table import Table
from duban.workbook.reading.settings import Settings
from duban.workbook.reading.tables import Tables
from duban.workbook.say.sentence import Say

_ENTRIES = (5, 12, 5, 5, 17, 9, 17, 14, 15, 18, 8)
_UNITS = (5, 12, 10, 17, 9, 17, 14, 15, 18, 8)
_FILES = (5, 39, 81)
"""Units."""
_KEY, _PAIR_UNIT, _PAIR_KIND = 12, 13, 14
IN, OUT = "已交", "未交"
_FILE = "拒收"
_BEFORE = ("类别", "单位", "事项序号", "措施序号", "具体项目", "字段")
_AFTER = ("说明", "来源文件", "单元格")
_UNITS_HEADER = (
    "序号",
    "单位",
    "状态",
    "来源文件",
    "填报人",
    "保存时间",
    "超过截止日（天）",
    "采用（项）",
    "待处理（处）",
    "新增行",
)
_WAITING = (CONFLICT, CLEARED, NOT_TAKEN, NO_ROW)
_STYLES: Mapping[str, str] = {"share": "percent", "day": "date"}


@dataclass(frozen=True)
class _Pairs:
    """The hidden list of unit and kind of every entry, and how it is counted."""

    units: ColumnRange
    kinds: ColumnRange
    held: Sequence[tuple[int, str]]

    @cached_property
    def _counted(self) -> Counter[tuple[int | None, str]]:
        every: list[tuple[int | None, str]] = [*self.held, *((None, kind) for _, kind in self.held)]
        return Counter(every)

    def count(self, kinds: Sequence[str], unit: tuple[int, str] | None = None) -> tuple[int, str]:
        """How many entries are of these kinds, and the formula; ``unit``: its 序号, and the cell where that stands. By name
        a unit that is called 甲* would be counted with others."""
        number = sum(self._counted[None if unit is None else unit[0], kind] for kind in kinds)
        where = "" if unit is None else f",{self.units},{unit[1]}"
        return number, "+".join(f'COUNTIFS({self.kinds},"{kind}"{where})' for kind in kinds)


def returns_sheet(stand: Stand, today: date) -> SheetPlan:
    """The sheet for the period of the record."""
    tables, record, entries = stand.tables, stand.record, stand.entries
    settings = tables.settings
    builder = SheetBuilder(RETURNS, Ruler(_ENTRIES, _UNITS, _FILES))
    builder.title(f"{settings.period.label}填报表回收情况")
    names = _names(stand)
    pairs = _put_pairs(builder, entries, record, {name: place for place, name in enumerate(names, 1)})
    labels = builder.next_row = 2
    builder.next_row = labels + 2
    units = _units(builder, names, record, settings, pairs, today)
    _overview(builder, labels, units, pairs, stand)
    waiting = [each for each in entries if each.kind in TO_SETTLE]
    _table(builder, tables, "二、待处理", waiting)
    _refused(builder, record)
    taken = [each for each in entries if each.kind == TAKEN]
    _table(builder, tables, "四、已采用", taken, ("原值", "采用"))
    _table(builder, tables, "五、其他", [each for each in entries if each.kind not in (*TO_SETTLE, TAKEN)])
    return builder.plan(
        freeze=(4, 1),
        print_area=(1, 1, builder.next_row - 1, builder.last),
        hidden_columns=(_KEY, _PAIR_UNIT, _PAIR_KIND),
        tab_colour="7030A0",
    )


def _names(stand: Stand) -> dict[str, str]:
    """The units that are to hand in, or have: name without case → as it is spelled; those that have not come first."""
    came = {each.unit.casefold(): each.unit for each in stand.record.came}
    names = {unit.casefold(): unit for unit in stand.expected}
    every = {**names, **{name: names.get(name, unit) for name, unit in came.items()}}
    return dict(sorted(every.items(), key=lambda each: each[0] in came))


def _put_pairs(
    builder: SheetBuilder, entries: Sequence[Entry], record: ReturnsRecord, places: Mapping[str, int]
) -> _Pairs:
    held = [(places[unit.casefold()], each.kind) for each in entries for unit in each.units]
    held += [(0, _FILE) for _ in record.refused]
    for row, (place, kind) in enumerate(held, 2):
        builder.put(row, _PAIR_UNIT, place, "plain")
        builder.put(row, _PAIR_KIND, kind, "plain")
    last = max(2, 1 + len(held))
    return _Pairs(ColumnRange(RETURNS, _PAIR_UNIT, 2, last), ColumnRange(RETURNS, _PAIR_KIND, 2, last), held)


def _overview(builder: SheetBuilder, row: int, units: tuple[int, int], pairs: _Pairs, stand: Stand) -> None:
    """The numbers of the period in two rows, labels and figures."""
    first, last = units
    states = ColumnRange(RETURNS, 3, first, max(first, last))
    handed = len({came.unit.casefold() for came in stand.record.came})
    missing = len(stand.missing)
    count_in, count_out = f'COUNTIFS({states},"{IN}")', f'COUNTIFS({states},"{OUT}")'
    figures = (
        (1, 2, "应交单位", handed + missing, f"{count_in}+{count_out}"),
        (3, 4, "已交", handed, count_in),
        (5, 5, "未交", missing, count_out),
        (6, 6, "冲突", *_once(builder, (CONFLICT,), stand.entries)),
        (7, 7, "清空", *_once(builder, (CLEARED,), stand.entries)),
        (8, 8, "未采用的格", *_once(builder, (NOT_TAKEN, NO_ROW), stand.entries)),
        (9, 9, "新增的行", *_once(builder, (NEW_ROW,), stand.entries)),
        (10, 11, "没有回收的文件", *pairs.count((_FILE,))),
    )
    for left, right, label, value, formula in figures:
        builder.across(row, left, right, label, "header")
        builder.across(row + 1, left, right, value, "count", "=" + formula)


def _once(builder: SheetBuilder, kinds: Sequence[str], entries: Sequence[Entry]) -> tuple[int, str]:
    """How many rows of the lists are of these kinds: one that several units share is one."""
    number = sum(each.kind in kinds for each in entries)
    area = ColumnRange(RETURNS, 1, 4, builder.next_row + len(entries) + 40)
    return number, "+".join(f'COUNTIFS({area},"{kind}")' for kind in kinds)


def _units(
    builder: SheetBuilder,
    names: Mapping[str, str],
    record: ReturnsRecord,
    settings: Settings,
    pairs: _Pairs,
    today: date,
) -> tuple[int, int]:
    """One row a unit. Gives the first and the last row."""
    builder.section("一、各单位交回情况")
    table = Table(builder, _UNITS)
    came: dict[str, list[Came]] = {}
    for each in record.came:
        came.setdefault(each.unit.casefold(), []).append(each)
    if not names:
        builder.line("无", "center")
        return builder.next_row - 1, builder.next_row - 1
    table.head(_UNITS_HEADER)

    def put(row: int, entry: tuple[int, tuple[str, str]]) -> None:
        place, (name, unit) = entry
        _unit_row(table, row, place, unit, came.get(name, []), settings, pairs, today)

    rows = table.fill(enumerate(names.items(), 1), put)
    return rows[0], rows[-1]


def _unit_row(
    table: Table,
    row: int,
    place: int,
    unit: str,
    mine: Sequence[Came],
    settings: Settings,
    pairs: _Pairs,
    today: date,
) -> None:
    saved = max((each.saved for each in mine if each.saved is not None), default=None)
    files = "、".join(dict.fromkeys(each.file for each in mine))
    by = "、".join(dict.fromkeys(each.by for each in mine if each.by))
    table.put(row, 1, place, "integer")
    table.put(row, 2, unit, "text")
    table.put(row, 3, IN if mine else OUT, "center")
    table.put(row, 4, files or None, "text")
    table.put(row, 5, by or None, "center")
    table.put(row, 6, saved, "moment")
    now = settings.ref(AS_OF) if settings.as_of_fixed else "TODAY()"
    day = settings.as_of if settings.as_of_fixed else today
    at = table.cell(row, 6)
    table.put(row, 7, *_late(settings, at, bool(mine), saved, day, settings.ref(RETURN_DUE), now))
    for column, kinds in ((8, (TAKEN,)), (9, _WAITING), (10, (NEW_ROW,))):
        number, formula = pairs.count(kinds, (place, table.cell(row, 1)))
        table.put(row, column, number, "count", "=" + formula)


def _late(
    settings: Settings, at: str, is_in: bool, saved: datetime | None, day: date, due: str, now: str
) -> tuple[int | None, str, str]:
    """Days past the day for returns: of one that is missing, until now; of one that came, when it was saved, as the cell
    ``at`` says."""
    limit = settings.return_due
    if is_in:
        days = None if limit is None or saved is None else max(0, (saved.date() - limit).days)
        return days, "count", f'=IF(COUNT({due},{at})<2,"",MAX(0,ROUND({at}-0.5,0)-{due}))'
    days = None if limit is None else max(0, (day - limit).days)
    return days, "count", f'=IF(COUNT({due})=0,"",MAX(0,{now}-{due}))'


def _table(
    builder: SheetBuilder,
    tables: Tables,
    title: str,
    entries: Sequence[Entry],
    values: tuple[str, str] | None = None,
) -> None:
    """Entries as rows; ``values``: what their two values are called, if not what the office has and what was filled."""
    builder.section(title)
    if not entries:
        builder.line("无", "center")
        return
    table = Table(builder, _ENTRIES)
    ours = "台账" if all(each.sheet == LEDGER for each in entries) else "现有"
    table.head((*_BEFORE, *(values or (ours, "填报")), *_AFTER))
    table.fill(entries, lambda row, each: _entry_row(table, tables, row, each))


def _entry_row(table: Table, tables: Tables, row: int, each: Entry) -> None:
    note = each.note.zh if isinstance(each.note, Say) else each.note
    told = (
        (1, each.kind, "center"),
        (2, "、".join(each.units), "text"),
        (3, each.item, "integer"),
        (4, each.number, "integer"),
        (5, each.text or None, "text"),
        (6, each.field or None, "text"),
        (7, each.ours or None, "text"),
        (8, each.theirs or None, "text"),
        (9, note or None, "text"),
        (10, each.file or None, "text"),
        (11, each.cell or None, "text"),
    )
    for column, value, style in told:
        table.put(row, column, value, style)
    if each.at:
        table.put(row, 11, each.cell, "link", link=f"'{each.sheet}'!{each.cell}")
    if each.kind in (CONFLICT, CLEARED, NOT_TAKEN) and each.at is not None:
        _as_it_is(table, tables, row, each)


def _as_it_is(table: Table, tables: Tables, row: int, each: Entry) -> None:
    """What the office has now, so that whoever types it there sees that it is done."""
    assert each.key is not None and each.at is not None
    of, form = tables.own[each.sheet], forms_of(tables)[each.sheet]
    last = max(500, of.last_row)
    values, keys = of.reference(each.field, last), of.reference(form.key, last)
    table.sheet.put(row, _KEY, each.key.number, "plain")
    found = f"INDEX({values},MATCH(${a1(row, _KEY)},{keys},0))"
    value = of.rows[each.at[0]][each.field]
    style = _STYLES.get(field_of(tables, each.key, each.field).kind, "text")
    table.put(
        row,
        7,
        "（空）" if value is None else value,
        style,
        f'=IFERROR(IF({found}="","（空）",{found}),"")',
    )


def _refused(builder: SheetBuilder, record: ReturnsRecord) -> None:
    builder.section("三、没有回收的文件")
    if not record.refused:
        builder.line("无", "center")
        return
    table = Table(builder, _FILES)
    table.head(("序号", "文件", "原因"))

    def put(row: int, entry: tuple[int, Refusal]) -> None:
        place, refusal = entry
        table.put(row, 1, place, "integer")
        table.put(row, 2, refusal.file, "text")
        table.put(row, 3, refusal.why.zh, "text")

    table.fill(enumerate(record.refused, 1), put)
