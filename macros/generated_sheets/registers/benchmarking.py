"""对标汇总: of each 领域 and 标杆单位 how many measures there are, how far they are and which lights they show; and those that
are late or behind.

A measure counts once its 亮灯 shows something: one without text or 已移出 shows none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from duban.macros.figures.conditions import Where, is_share
from duban.macros.generated_sheets.live_text import LiveText
from duban.macros.generated_sheets.registers.listed import listed
from duban.macros.generated_sheets.registers.source import Source, alike, say_cut, summary_plan
from duban.macros.generated_sheets.registers.spellings import Value, added, counted
from duban.udfs.lights import LIGHTS, STANDING_LIGHT, WORRYING
from duban.udfs.progress import share
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.plans import Scalar, SheetPlan
from duban.workbook.plan.ruler import Ruler
from duban.workbook.plan.table import Table
from duban.workbook.reading.rows import Record

_BY_PAIR = (5, 17, 25, 8, 9, 7, *((6,) * len(LIGHTS)))
_LISTED = (5, 14, 20, 40, 15, 11, 9, 11)
"""Units."""
_MOST = 100
"""Measures that the list names."""
_FEW = 3
"""Counts that stand for one 领域, or 标杆单位, in a formula."""

Told = tuple[Scalar, str]
"""A figure, and its formula without the sign =."""


@dataclass(frozen=True)
class Benchmarks:
    """The measures that count: conditions of formulas, and rows."""

    source: Source

    @cached_property
    def rows(self) -> list[Record]:
        """Those whose light shows something."""
        return [values for values in self.source.rows.values() if _shown_light(values)]

    @cached_property
    def _there(self) -> set[int]:
        return {id(values) for values in self.rows}

    def told(self, wanted: Mapping[str, Value]) -> list[Record]:
        """The rows that count and whose columns say these values."""
        return [values for values in self.source.where(wanted) if id(values) in self._there]

    def _counted(self, wanted: Mapping[str, Value], *more: Where) -> str:
        """How many of them fulfil further conditions, as a formula."""
        return counted(self.source.says_all(wanted), *self._shown, *more)

    @property
    def _shown(self) -> tuple[Where, ...]:
        return Where(self.source.column("亮灯"), "filled"), *self.source.rows_only

    def count(self, wanted: Mapping[str, Value]) -> Told:
        """How many there are."""
        return len(self.told(wanted)), self._counted(wanted)

    def light(self, wanted: Mapping[str, Value], light: str) -> Told:
        """How many show a light."""
        number = sum(_shown_light(each) == light for each in self.told(wanted))
        return number, self._counted(wanted, Where(self.source.column("亮灯"), "=", light))

    def unreported(self, wanted: Mapping[str, Value]) -> Told:
        """How many that are in the mean have no typed progress; one that does counts 0 in it."""
        number = sum(share(each.get("完成进度")) is None for each in self._in_mean(wanted))
        where = self._not_standing
        return number, f"{self._counted(wanted, where)}-({self._counted(wanted, where, *self._known)})"

    def mean(self, wanted: Mapping[str, Value]) -> Told:
        """Their mean progress, 常态 left out; blank where none has reported."""
        told = [share(each.get("完成进度")) for each in self._in_mean(wanted)]
        reported = [each for each in told if each is not None]
        every, where = self._counted(wanted, self._not_standing), (self._not_standing, *self._known)
        says = self.source.says_all(wanted)
        summed = added(self.source.column("完成进度"), says, *self._shown, *where)
        formula = f'IF({self._counted(wanted, *where)}=0,"",({summed})/({every}))'
        return sum(reported) / len(told) if reported else None, formula

    def _in_mean(self, wanted: Mapping[str, Value]) -> list[Record]:
        return [each for each in self.told(wanted) if _shown_light(each) != STANDING_LIGHT]

    @property
    def _not_standing(self) -> Where:
        return Where(self.source.column("亮灯"), "<>", STANDING_LIGHT)

    @property
    def _known(self) -> tuple[Where, Where]:
        return is_share(self.source.column("完成进度"))

    def in_short(self) -> LiveText:
        """A sentence about all of them."""
        line = LiveText("对标举措 ").number(*_whole(self.count({}))).say(" 项，平均进度 ")
        value, formula = self.mean({})
        line.share(value, f"({formula})")
        for light in WORRYING:
            line.some(f"，{light} ", *_whole(self.light({}, light)), " 项")
        return line.some("，未报 ", *_whole(self.unreported({})), " 项").say("。")


def _whole(told: Told) -> tuple[int, str]:
    value, formula = told
    return int(value), formula  # type: ignore[arg-type]


def _shown_light(values: Record) -> str:
    told = values.get("亮灯")
    return told if isinstance(told, str) else ""


def benchmarks_summary(source: Source, others: Mapping[str, Source]) -> SheetPlan:
    """The sheet."""
    settings = source.settings
    builder = SheetBuilder(source.format.summary, Ruler(_BY_PAIR, _LISTED))
    builder.title(f"{settings.office}{settings.period.label}对标汇总")
    lacking = source.lacking("领域", "标杆单位", "完成进度", "亮灯")
    if lacking:
        builder.line(f"“{source.name}”缺少列：{'、'.join(lacking)}，没有汇总。", "aside")
        return summary_plan(builder)
    benchmarks = Benchmarks(source)
    line = benchmarks.in_short()
    builder.line(line.text, "plain", line.formula)
    builder.line(
        "平均进度是限期举措的平均，常态化和已移出的不计入，未报的按 0 计；亮灯与具体项目台账的算法相同，阈值在“规则”。"
    )
    _by_pair(builder, benchmarks)
    _worrying(builder, benchmarks)
    return summary_plan(builder)


def _pairs(source: Source) -> Iterator[dict[str, Value]]:
    """Each 领域 with each 标杆单位 that a row names together, in the order in which they first stand."""
    for field in source.values_of("领域", _FEW):
        for unit in source.values_of("标杆单位", _FEW):
            wanted = {"领域": field, "标杆单位": unit}
            if source.where(wanted):
                yield wanted


def _by_pair(builder: SheetBuilder, benchmarks: Benchmarks) -> None:
    builder.section("一、各领域、各标杆单位")
    table = Table(builder, _BY_PAIR)
    table.head(("序号", "领域", "标杆单位", "举措", "平均进度", "未报进度", *LIGHTS))

    def put(row: int, entry: tuple[int | str, dict[str, Value]]) -> None:
        place, wanted = entry
        table.put(row, 1, place, "integer")
        table.put(row, 2, wanted["领域"].name if wanted else "全部")
        table.put(row, 3, wanted["标杆单位"].name if wanted else None)
        told = [(*benchmarks.count(wanted), "count"), (*benchmarks.mean(wanted), "percent")]
        told.append((*benchmarks.unreported(wanted), "count"))
        told += [(*benchmarks.light(wanted, light), "count") for light in LIGHTS]
        for column, (value, formula, style) in enumerate(told, 4):
            table.put(row, column, value, style, "=" + formula)

    entries: list[tuple[int | str, dict[str, Value]]] = [*enumerate(_pairs(benchmarks.source), 1), ("", {})]
    rows = table.fill(entries, put)
    told = [len(benchmarks.told(wanted)) for _, wanted in entries]
    listed = f"SUM({table.span(4, rows[:-1])})" if len(rows) > 1 else "0"
    line = LiveText(
        "".join(alike(name, benchmarks.source.values_of(name, _FEW)) for name in ("领域", "标杆单位"))
    )
    after = " 项没有写领域或标杆单位，或是生成后才有的写法，只计入全部。"
    line.some("另有 ", told[-1] - sum(told[:-1]), f"{table.cell(rows[-1], 4)}-{listed}", after)
    builder.line(line.text, "aside", line.formula)
    say_cut(builder, benchmarks.source, "领域", "标杆单位")


def _worrying(builder: SheetBuilder, benchmarks: Benchmarks) -> None:
    """The measures that are late or behind, worst first."""
    source = benchmarks.source
    builder.section("二、逾期和滞后的举措")
    rows = [each for light in WORRYING for each in benchmarks.rows if _shown_light(each) == light]
    if not rows:
        builder.line("无", "center")
        return
    names = ("领域", "标杆单位", "对标举措", source.format.sent_by, "完成时限", "完成进度", "亮灯")
    listed(builder, source, rows[:_MOST], names, _LISTED)
    if len(rows) > _MOST:
        builder.line(f"只列出前 {_MOST} 项，共 {len(rows)} 项。", "aside")
