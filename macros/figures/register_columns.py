"""The columns of registers that the program computes: of each the formula and the value that it has now.

A formula names cells of its own row only. Each mirrors a definition of ``duban.udfs``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import chain, combinations
from typing import Any

from duban.macros.figures import benchmark_columns
from duban.macros.figures.register_row import NOTHING, Computed, Row
from duban.udfs import indicators as definitions
from duban.udfs.indicators import AT_END, CALIBRES, DOWN, EACH, NOT_REACHED, RANK, REACHED, SAME, UP
from duban.udfs.periods import Period
from duban.udfs.registers import how_many
from duban.workbook.format.registers.benchmarking import BENCHMARKS
from duban.workbook.format.registers.indicators import INDICATORS, QUARTERS, YEAR_BEFORE
from duban.workbook.format.registers.projects import FIVE, PROJECTS
from duban.workbook.format.registers.task_forces import TASK_FORCES
from duban.workbook.format.sheets.settings import BEHIND, FAR_BEHIND
from duban.workbook.format.sheets_and_registers import REGISTERS
from duban.workbook.reading.settings import Settings


def five_of_a_project(row: Row) -> Computed:
    """五个一: how many of 项目, 责任领导, 工作班子, 实施方案, 跟踪记录 are there."""
    return _how_many(row, "项目名称", [(name,) for name in FIVE])


_FIVE_OF_AN_INDUSTRY = (("市领导",), ("组长", "联系人"), ("智库团队",), ("产业联盟",), ("专项规划",))
"""A task force is there once it has a head and a contact."""


def five_of_an_industry(row: Row) -> Computed:
    """五要素: how many of 市领导, 专班, 智库, 联盟, 规划 are there."""
    return _how_many(row, "产业", _FIVE_OF_AN_INDUSTRY)


def _how_many(row: Row, first: str, parts: Sequence[tuple[str, ...]]) -> Computed:
    """Of a row whose column ``first`` is blank nothing is counted; a column that lacks is not there."""
    if not row.has(first):
        return NOTHING
    there = [names for names in parts if row.has(*names)]
    counted = "+".join(["0", *(_is_filled(row, names) for names in there)])
    formula = f'IF({row.cell(first)}="","",({counted})&"/{len(parts)}")'
    if row.values.get(first) is None:
        return formula, None
    filled = [_all_filled(row, names) for names in parts]
    return formula, how_many([True if each else None for each in filled])


def _is_filled(row: Row, names: Sequence[str]) -> str:
    # blanks alone are nothing, nor is an error
    cells = [f'IFERROR(TRIM(SUBSTITUTE({row.cell(name)},"\u3000",""))<>"",FALSE)' for name in names]
    return cells[0] if len(cells) == 1 else f"AND({','.join(cells)})"


def _all_filled(row: Row, names: Sequence[str]) -> bool:
    return all(row.values.get(name) is not None for name in names)


# 指标监测


def current(row: Row) -> Computed:
    """本期."""
    over = definitions.quarters_over(row.settings.period)
    formula = _figure(row, QUARTERS[:over])
    return formula, definitions.current(
        row.values.get("口径"), _told(row, QUARTERS), over
    ) if formula else None


def _told(row: Row, names: Sequence[str]) -> list[Any]:
    return [row.values.get(name) for name in names]


def _figure(row: Row, names: Sequence[str]) -> str | None:
    """What the quarters of one year that are over say; ``None`` where the register lacks one of them, or none is over."""
    if not names or not row.has("口径", *names):
        return None
    kind, last = row.cell("口径"), row.cell(names[-1])
    cells = ",".join(map(row.cell, names))
    summed = f'IF(COUNT({cells})={len(names)},SUM({cells}),"")'
    others = ",".join(f'{kind}="{name}"' for name in CALIBRES if name != EACH)
    return f'IF({kind}="{EACH}",{summed},IF(AND(OR({others}),COUNT({last})=1),{last},""))'


def completion(row: Row) -> Computed:
    """完成率."""
    if not row.has("口径", "本期", "年度目标"):
        return NOTHING
    kind, now, target = (row.cell(name) for name in ("口径", "本期", "年度目标"))
    formula = (
        f'IF(COUNT({now},{target})<2,"",IF({target}<=0,"",'
        f'IF({kind}="{RANK}",IF({now}<={target},"{REACHED}","{NOT_REACHED}"),{now}/{target})))'
    )
    value = definitions.completion(row.values.get("口径"), row.values.get("本期"), row.values.get("年度目标"))
    return formula, value


def growth(row: Row) -> Computed:
    """同比."""
    over = definitions.quarters_over(row.settings.period)
    names = YEAR_BEFORE[:over]
    if not names or not row.has("口径", "本期", *names):
        return NOTHING
    kind, now = row.cell("口径"), row.cell("本期")
    moved = f'IF({now}={{0}},"{SAME}",IF({now}<{{0}},"{UP}"&({{0}}-{now}),"{DOWN}"&({now}-{{0}})))'
    cells, last = ",".join(map(row.cell, names)), row.cell(names[-1])
    of_sum = f'IF(COUNT({cells})<{over},"",IF(SUM({cells})<=0,"",{now}/SUM({cells})-1))'
    of_last = (
        f'IF(COUNT({last})=0,"",IF({last}<=0,"",IF({kind}="{RANK}",{moved.format(last)},{now}/{last}-1)))'
    )
    formula = f'IF(COUNT({now})=0,"",IF({kind}="{EACH}",{of_sum},{of_last}))'
    calibre = row.values.get("口径")
    before = definitions.current(EACH if calibre == EACH else AT_END, _told(row, YEAR_BEFORE), over)
    return formula, definitions.growth(calibre, row.values.get("本期"), before)


COLUMNS: Mapping[tuple[str, str], Callable[[Row], Computed]] = {
    (PROJECTS, "五个一"): five_of_a_project,
    (TASK_FORCES, "五要素"): five_of_an_industry,
    (INDICATORS, "本期"): current,
    (INDICATORS, "完成率"): completion,
    (INDICATORS, "同比"): growth,
    (BENCHMARKS, "时序进度"): benchmark_columns.expected,
    (BENCHMARKS, "亮灯"): benchmark_columns.light,
}
"""Register and column → what computes it. Those of one register are computed in the order of its columns, each from the
values of those before it."""

_THRESHOLDS = ((BEHIND,), (FAR_BEHIND,), (BEHIND, FAR_BEHIND))
"""Settings in whose place formulas have a number where they cannot be used."""

_REFERENCE = re.compile(r"\$?[A-Z]{1,3}\$?[0-9]+")


def shape(formula: str) -> str:
    """A formula without the cells that it names: those of one column are of one shape."""
    return _REFERENCE.sub("#", "".join(formula.removeprefix("=").split()))


@cache
def shapes(register: str, column: str) -> frozenset[str]:
    """The shapes of all formulas that the program may have written into a column of a register, whichever of the columns that
    it looks at were there, and whatever the period was; any other formula is the staff's own."""
    compute = COLUMNS[register, column]
    settings = [Settings(Period(2020, month), date(2020, 1, 1)) for month in (1, 3, 6, 9, 12)]
    settings += [replace(settings[0], unusable=frozenset(each)) for each in _THRESHOLDS]
    found = set()
    for each in settings:
        columns = _Asked({name: at for at, name in enumerate(REGISTERS[register].names, 1)})
        compute(Row(1, columns, {}, each))
        for there in _subsets(columns.asked):
            formula, _ = compute(Row(1, {name: at for at, name in enumerate(there, 1)}, {}, each))
            if formula is not None:
                found.add(shape(formula))
    return frozenset(found)


class _Asked(dict[str, int]):
    """Columns of a register that remember which of them somebody asked for."""

    def __init__(self, columns: Mapping[str, int]) -> None:
        super().__init__(columns)
        self.asked: dict[str, None] = {}

    def __contains__(self, name: object) -> bool:
        self.asked[str(name)] = None
        return super().__contains__(name)


def _subsets(names: Collection[str]) -> Iterator[tuple[str, ...]]:
    """All choices of some of these names, none and all among them."""
    return chain.from_iterable(combinations(names, count) for count in range(len(names) + 1))
