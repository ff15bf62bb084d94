"""Means without weights as native formulas: of the items of a unit, of all, of the city's items, of a district."""

from __future__ import annotations

from duban.macros.figures.conditions import Conditions, count, is_share, sum_of
from duban.udfs.lights import STANDING_LIGHT
from duban.workbook.cells.addresses import ColumnRange


def unit_mean(
    unit: str, units: ColumnRange, lights: ColumnRange, progress: ColumnRange, *more: tuple[str, str]
) -> str:
    """Mean progress of the items that a unit leads; 常态 left out, unreported counts 0, blank when none
    reported. Units are compared with ``=``, for COUNTIFS would take ``*`` and ``?`` as wildcards. ``more`` are further
    rows of items, by their factor, and their progress."""
    return _mean_of((f'({units}={unit})*({lights}<>"{STANDING_LIGHT}")', progress), *more)


def all_mean(lights: ColumnRange, progress: ColumnRange) -> str:
    """The same mean over all items; a row of the list has a light."""
    return _mean_of((f'({lights}<>"")*({lights}<>"{STANDING_LIGHT}")', progress))


def carried_mean(counts: str, lights: str, progress: str) -> str:
    """The mean over city items: those that nobody carries, and 常态 ones, left out."""
    return _mean_of((f'({counts}>0)*({lights}<>"{STANDING_LIGHT}")', progress))


def plain_mean(shares: ColumnRange, where: Conditions) -> str:
    """Mean of the shares of some rows without weights: rows without a typed share count 0, blank when none has one."""
    known = (*where, *is_share(shares))
    return f'IF({count(known)}=0,"",{sum_of(shares, known)}/{count(where)})'


def _mean_of(*parts: tuple[str, ColumnRange | str]) -> str:
    known = [f'SUMPRODUCT({rows}*({done}<>"")*({done}>=0)*({done}<=1))' for rows, done in parts]
    top = [f"SUMPRODUCT({rows}*({done}>=0)*({done}<=1),{done})" for rows, done in parts]
    count = [f"SUMPRODUCT({rows})" for rows, _ in parts]
    if len(parts) == 1:
        return f'IF({known[0]}=0,"",{top[0]}/{count[0]})'
    return f'IF({"+".join(known)}=0,"",({"+".join(top)})/({"+".join(count)}))'
