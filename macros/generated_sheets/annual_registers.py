"""What registers say of a unit in the year: its projects, the indicators that it provides, its benchmarking measures.

Each is a value and its formula without the sign =. A register that is not there, or that lacks a column that is needed,
says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from duban.macros.figures.conditions import Where
from duban.macros.generated_sheets.registers.benchmarking import Benchmarks
from duban.macros.generated_sheets.registers.source import Source, total
from duban.macros.generated_sheets.registers.spellings import Signed, Value, added, counted
from duban.udfs.indicators import NOT_REACHED, REACHED
from duban.udfs.lights import STANDING_LIGHT
from duban.udfs.progress import FIRST_DAY, day, number_in
from duban.workbook.format.registers.benchmarking import BENCHMARKS
from duban.workbook.format.registers.indicators import INDICATORS
from duban.workbook.format.registers.projects import PROJECTS
from duban.workbook.format.sheets.settings import AS_OF
from duban.workbook.plan.plans import Scalar
from duban.workbook.reading.rows import Record

Told = tuple[Scalar, str]

NEEDED: Mapping[str, tuple[str, ...]] = {
    PROJECTS: ("责任单位", "年度计划投资", "累计完成投资"),
    INDICATORS: ("数据来源", "年度目标", "完成率"),
    BENCHMARKS: ("责任单位", "完成进度", "亮灯"),
}
"""Register → the columns without which it says nothing; the first names the unit."""

_FEW = 3
"""Counts that stand for one unit in a formula."""


@dataclass(frozen=True)
class OfUnits:
    """The registers that are there with all that is needed, by name."""

    sources: Mapping[str, Source]

    @classmethod
    def among(cls, sources: Mapping[str, Source]) -> OfUnits:
        """Those of a workbook's registers that say something."""
        return cls(
            {name: sources[name] for name in NEEDED if name in sources and not _lacking(sources[name])}
        )

    def projects(self, unit: str | None) -> dict[str, Told]:
        """``projects``: those in the pool with a planned investment of the year; ``planned`` and ``reached``: their money, in
        亿元. ``None``: of all units, as in the other two."""
        source = self.sources.get(PROJECTS)
        if source is None:
            return {}
        plan, done = source.column("年度计划投资"), source.column("累计完成投资")
        now = source.settings.as_of
        rows = [each for each in _rows(source, unit) if _above_0(each["年度计划投资"])]
        rows = [each for each in rows if not _has_left(each, day(now) or 0.0)]
        named, where = _named(source, unit), (*source.rows_only, Where(plan, ">", 0))
        left = _left(source)
        gone = f"-({counted(named, *where, *left)})" if left else ""

        def money(name: str) -> Told:
            column = plan if name == "年度计划投资" else done
            off = f"-({added(column, named, *where, *left)})" if left else ""
            return round(total(rows, name), 10), f"ROUND({added(column, named, *where)}{off},10)"

        return {
            "projects": (len(rows), counted(named, *where) + gone),
            "planned": money("年度计划投资"),
            "reached": money("累计完成投资"),
        }

    def indicators(self, unit: str | None) -> dict[str, Told]:
        """``targets``: indicators with a target; ``met``: the sum of their rates, each 1 at most; ``no_rate``: those
        without a rate."""
        source = self.sources.get(INDICATORS)
        if source is None:
            return {}
        rate = source.column("完成率")
        named, where = _named(source, unit), (*source.rows_only, Where(source.column("年度目标"), ">", 0))
        part = (*where, Where(rate, ">=", 0), Where(rate, "<", 1))
        whole = [(*where, Where(rate, ">=", 1)), (*where, Where(rate, "=", REACHED))]
        known = [(*where, Where(rate, "<", 0)), part, *whole, (*where, Where(rate, "=", NOT_REACHED))]
        reached = (counted(named, *each) for each in whole)
        told = "+".join(counted(named, *each) for each in known)
        rows = [each for each in _rows(source, unit) if _above_0(each["年度目标"])]
        rates = [_rate(each["完成率"]) for each in rows]
        met = sum(rate for rate in rates if rate is not None)
        return {
            "targets": (len(rows), counted(named, *where)),
            "met": (met, "+".join([added(rate, named, *part), *reached])),
            "no_rate": (rates.count(None), f"{counted(named, *where)}-({told})"),
        }

    def benchmarks(self, unit: str | None) -> dict[str, Told]:
        """``measures``: those in the mean; ``unreported``: those of them without a progress; ``mean``: their mean progress."""
        if BENCHMARKS not in self.sources:
            return {}
        benchmarks = self._benchmarks
        wanted = _wanted(self.sources[BENCHMARKS], unit)
        every, standing = benchmarks.count(wanted), benchmarks.light(wanted, STANDING_LIGHT)
        number = int(every[0] or 0) - int(standing[0] or 0)  # type: ignore[arg-type]
        return {
            "measures": (number, f"{every[1]}-({standing[1]})"),
            "unreported": benchmarks.unreported(wanted),
            "mean": benchmarks.mean(wanted),
        }

    @cached_property
    def _benchmarks(self) -> Benchmarks:
        return Benchmarks(self.sources[BENCHMARKS])


def _lacking(source: Source) -> list[str]:
    return source.lacking(*NEEDED[source.name])


def _wanted(source: Source, unit: str | None) -> dict[str, Value]:
    """What the column of units is to say; nothing where all are meant."""
    name = NEEDED[source.name][0]
    return {} if unit is None else {name: source.value(name, unit, _FEW)}


def _named(source: Source, unit: str | None) -> Signed:
    return source.says_all(_wanted(source, unit))


def _rows(source: Source, unit: str | None) -> list[Record]:
    return source.where(_wanted(source, unit))


def _above_0(value: object) -> bool:
    number = number_in(value)
    return number is not None and number > 0


def _rate(value: object) -> float | None:
    """What a rate counts: 0 to 1. ``None`` where there is none."""
    if isinstance(value, str):
        told = value.casefold()
        return 1.0 if told == REACHED else 0.0 if told == NOT_REACHED else None
    number = number_in(value)
    return None if number is None else max(0.0, min(1.0, number))


def _has_left(values: Record, now: float) -> bool:
    out = day(values.get("出库日期"))
    return out is not None and out <= now


def _left(source: Source) -> tuple[Where, ...]:
    """What tells projects that have left the pool; none where nobody keeps 出库日期."""
    if not source.has("出库日期"):
        return ()
    column = source.column("出库日期")
    return Where(column, ">=", FIRST_DAY), Where(column, "<=", source.settings.ref(AS_OF), reference=True)
