"""The districts of a city: which have handed in for the current period, and the figures of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from duban.macros.figures import conditions, formulas
from duban.macros.figures.conditions import Where
from duban.macros.figures.figures import equal_in_excel, mean_progress
from duban.macros.figures.plain_means import plain_mean
from duban.udfs.lights import STANDING_LIGHT
from duban.udfs.progress import day
from duban.udfs.text import same_name
from duban.workbook.cells.addresses import ColumnRange, literal
from duban.workbook.format.sheets.districts import COUNTED, HANDED_IN, NOT_HANDED_IN


@dataclass(frozen=True)
class Standing:
    """One district: whether it has handed in, what it has in 区县事项, and the figures that count.

    Items are counted once, however many city items each carries. ``progress`` is the mean of those that count (常态 left
    out, unreported ones as 0; ``None`` when none reported).
    """

    name: str
    status: str
    rows: tuple[int, ...]
    """Its rows of 区县事项."""
    goes: Mapping[str, int]
    """汇总去向 → how many rows."""
    items: int
    progress: float | None
    unreported: int
    """Measures without progress."""
    lights: Mapping[str, int]
    as_of: float | None
    """The serial number of the day of its last figures."""
    period: str
    """The period that it last handed in for; empty where none is known."""
    file: str
    level: str
    """市级, 区县 or 园区; empty where its workbook does not say."""

    @property
    def handed_in(self) -> bool:
        """Whether it has handed in for the current period."""
        return self.status == HANDED_IN

    @property
    def counted(self) -> int:
        """Rows that count for a city item."""
        return self.goes.get(COUNTED, 0)


def standings(
    names: Iterable[str], rows: Mapping[int, Mapping[str, Any]], period: str
) -> tuple[Standing, ...]:
    """The districts of these names, in order; ``rows`` those of 区县事项 with what its formulas show."""
    mine: dict[str, dict[int, Mapping[str, Any]]] = {}
    for row, record in rows.items():
        mine.setdefault(same_name(record["区县"]), {})[row] = record
    return tuple(_standing(name, mine.get(same_name(name), {}), period) for name in names)


def _standing(name: str, rows: Mapping[int, Mapping[str, Any]], period: str) -> Standing:
    firsts = [record for record in rows.values() if equal_in_excel(record["首行"], 1)]
    used = [record for record in firsts if not equal_in_excel(record["汇总去向"], NOT_HANDED_IN)]
    days = [found for record in rows.values() if (found := day(record["截至日期"])) is not None]
    unreported = [n for r in used if isinstance(n := r["未报措施数"], int | float)]
    last = [*rows.values()][-1] if rows else None
    return Standing(
        name,
        HANDED_IN if any(equal_in_excel(r["报送期间"], period) for r in rows.values()) else NOT_HANDED_IN,
        tuple(rows),
        Counter(str(record["汇总去向"]) for record in rows.values()),
        len(firsts),
        mean_progress({"progress": r["完成进度"], "light": r["亮灯"]} for r in used),
        int(sum(unreported)),
        Counter(str(record["亮灯"]) for record in used),
        sum(days) / len(days) if days else None,
        str(last["报送期间"] or "") if last else "",
        str(last["来源文件"] or "") if last else "",
        str(next(iter(rows.values()))["层级"] or "") if rows else "",
    )


@dataclass(frozen=True)
class DistrictFormulas:
    """The same figures as formulas over 区县事项."""

    columns: Mapping[str, ColumnRange]
    period: str
    """The current period, as a formula refers to it."""

    def of(self, name: str) -> tuple[Where, ...]:
        """The rows of one district."""
        return (Where(self.columns["区县"], "=", name),)

    def status(self, name: str) -> str:
        """已报送 or 未报送."""
        mine = f"({self.columns['区县']}={literal(name)})*({self.columns['报送期间']}={self.period})"
        return f'IF(SUMPRODUCT({mine})>0,"{HANDED_IN}","{NOT_HANDED_IN}")'

    def rows(self, name: str, goes: str | None = None) -> str:
        """How many rows there are, or how many of one 汇总去向."""
        return conditions.count(
            (*self.of(name), *([Where(self.columns["汇总去向"], "=", goes)] if goes else []))
        )

    def items(self, name: str) -> str:
        """How many items."""
        return conditions.count((*self.of(name), Where(self.columns["首行"], "=", 1)))

    def used(self, name: str) -> tuple[Where, ...]:
        """The first rows of the items whose figures are used."""
        columns = self.columns
        return (
            *self.of(name),
            Where(columns["首行"], "=", 1),
            Where(columns["汇总去向"], "<>", NOT_HANDED_IN),
        )

    def progress(self, name: str) -> str:
        """Mean progress of the items."""
        where = (*self.used(name), Where(self.columns["亮灯"], "<>", STANDING_LIGHT))
        return plain_mean(self.columns["完成进度"], where)

    def light(self, name: str, light: str) -> str:
        """How many items show a light."""
        return conditions.count((*self.used(name), Where(self.columns["亮灯"], "=", light)))

    def unreported(self, name: str) -> str:
        """Measures without progress."""
        return conditions.sum_of(self.columns["未报措施数"], self.used(name))

    def level(self, name: str) -> str:
        """Its level, as its first row says; all rows of a district have the same."""
        return formulas.by_key(literal(name), self.columns["区县"], self.columns["层级"])

    def as_of(self, name: str) -> str:
        """The day of its last figures: all rows of a district have the same."""
        where = (*self.of(name), *conditions.is_day(self.columns["截至日期"]))
        total, count = conditions.sum_of(self.columns["截至日期"], where), conditions.count(where)
        return f'IF({count}=0,"",{total}/{count})'


def absent(districts: Sequence[Standing]) -> list[Standing]:
    """Those that have not handed in."""
    return [each for each in districts if not each.handed_in]
