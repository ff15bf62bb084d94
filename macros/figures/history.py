"""What 填报记录 says of an earlier period: the progress that was recorded when it was closed.

A closing row has no 措施序号; its 字段 is 完成进度 and its 新值 the item's progress, blank where it was 未报.
A row with 字段 封存 marks the period as closed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from duban.macros.figures.figures import equal_in_excel
from duban.udfs.periods import Period
from duban.udfs.progress import number_in
from duban.workbook.cells.addresses import ColumnRange, literal

FIELD_PROGRESS, FIELD_CLOSED = "完成进度", "封存"


Log = Mapping[int, Mapping[str, Any]]
"""The rows of 填报记录."""
Closing = Sequence[Mapping[str, Any]]
"""The item figures recorded at the close of a period: rows of 填报记录."""


def closed_periods(log: Log) -> set[Period]:
    """The periods that were closed; their bulletins are never made again."""
    marked = (record["期间"] for record in log.values() if record["字段"] == FIELD_CLOSED)
    return {period for text in marked if (period := Period.parse(text)) is not None}


def closing_rows(log: Log, period: Period) -> Closing:
    """The item figures recorded at the close of ``period``."""
    kind = (str(period), FIELD_PROGRESS, None)
    return [r for r in log.values() if (r["期间"], r["字段"], r["措施序号"]) == kind]


def mean_before(rows: Closing, unit: str | None = None, shared: Collection[int] = ()) -> float | None:
    """Mean of the recorded figures of a unit (of all units without one); blanks count 0. ``shared`` are the 事项键 of
    items that it leads beside another unit, under whose name they are recorded."""
    mine = rows
    if unit is not None:
        own = [record for record in rows if equal_in_excel(record["单位"], unit)]
        mine = [*own, *(record for key in shared for record in rows if record["事项键"] == key)]
    if not mine:
        return None
    return float(sum(number_in(record["新值"]) or 0.0 for record in mine)) / len(mine)


def item_before(rows: Closing, key: int) -> float | None:
    """The recorded figure of the item with this 事项键; ``None`` when there is none."""
    told = (number_in(record["新值"]) for record in rows if equal_in_excel(record["事项键"], key))
    values = [value for value in told if value is not None]
    return sum(values) / len(values) if values else None


def mean_before_formula(
    log: Mapping[str, ColumnRange],
    period: Period,
    unit: str | None = None,
    shared: tuple[str, ColumnRange, ColumnRange] | None = None,
) -> str:
    """``mean_before`` as a formula; ``unit`` is a reference. ``shared``: which rows of a sheet are items that the unit
    leads beside another, their recorded figure, and how many records each has."""
    rows = _closing(log, period) + (f"*({log['单位']}={unit})" if unit else "")
    top, count = f"SUMPRODUCT({rows},{log['新值']})", f"SUMPRODUCT({rows})"
    if shared is not None:
        mine, past, recorded = shared
        top = f"({top}+SUMPRODUCT({mine},{past},{recorded}))"
        count = f"({count}+SUMPRODUCT({mine},{recorded}))"
    return f'=IF({count}=0,"",{top}/{count})'


def recorded_formula(log: Mapping[str, ColumnRange], period: Period, key: str) -> str:
    """How many figures are recorded of an item; ``key`` is a reference to its 事项键."""
    return f"SUMPRODUCT({_closing(log, period)}*({log['事项键']}={key}))"


def item_before_formula(log: Mapping[str, ColumnRange], period: Period, key: str) -> str:
    """``item_before`` as a formula; ``key`` is a reference to the item's 事项键."""
    value = log["新值"]
    # a text is larger than any number, so <1E+99 leaves only numbers and blanks
    rows = f'{_closing(log, period)}*({log["事项键"]}={key})*({value}<>"")*({value}<1E+99)'
    return f'IF({key}="","",IF(SUMPRODUCT({rows})=0,"",SUMPRODUCT({rows},{value})/SUMPRODUCT({rows})))'


def _closing(log: Mapping[str, ColumnRange], period: Period) -> str:
    return f'({log["期间"]}={literal(str(period))})*({log["措施序号"]}="")*({log["字段"]}={literal(FIELD_PROGRESS)})'
