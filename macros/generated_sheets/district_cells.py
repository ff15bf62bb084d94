"""The cells of 区县事项: its rows as they shall be, and in each a formula that says whether it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from duban.macros.figures.cell_references import columns_of
from duban.macros.figures.figures import equal_in_excel
from duban.macros.generated_sheets.ledger_and_link_cells import city_cells
from duban.macros.staff_sheets.cells_to_set import kept, last_row, typed_over
from duban.macros.staff_sheets.district_rows import Reported, cells_of_rows, merged, place_of
from duban.udfs.text import item_number
from duban.workbook.cells.addresses import ColumnRange, literal
from duban.workbook.format.names import CITY, DISTRICTS, OWN_INITIATIVE, RULES
from duban.workbook.format.sheets.districts import COUNTED, NO_PARENT, NOT_HANDED_IN, WRONG_PARENT
from duban.workbook.format.sheets.settings import PERIOD
from duban.workbook.plan.plans import Cell
from duban.workbook.reading.rows import Rows
from duban.workbook.reading.settings import VALUE_COLUMN
from duban.workbook.reading.tables import Tables
from duban.workbook.say.findings import Finding

GOES = "汇总去向"


@dataclass(frozen=True)
class DistrictTable:
    """区县事项 as it will be: its rows with what their formulas show, where its columns stand, the cells to set."""

    rows: Rows
    columns: Mapping[str, ColumnRange]
    period: str
    """The current period as formulas refer to it."""
    cells: Mapping[tuple[int, str], Cell]
    renamed: Mapping[str, str]
    findings: tuple[Finding, ...]
    keep_old: bool = False


def district_table(city: Tables, reported: Sequence[Reported], *, keep_old: bool = False) -> DistrictTable:
    """The table with what districts report. A row of a district that has not handed in counts nowhere, unless
    ``keep_old``."""
    done = merged(city, reported)
    columns = columns_of(city.districts, DISTRICTS, last_row(done.rows))
    period, cells = period_reference(city), dict(cells_of_rows(city, done.rows))
    typed = typed_over(city.districts, (GOES,))
    numbers = _numbers(city)
    listed = columns_of(city.city, CITY, last_row(city.city.rows if city.city else ()))["序号"]
    at = place_of(city, GOES)
    found = []
    for row, values in done.rows.items():
        if (row, GOES) in typed and city.districts:
            values[GOES] = typed[row, GOES]
            found.append(kept(city.districts.grid, row, at, GOES, values[GOES]))
            continue
        values[GOES] = _goes(values, str(city.settings.period), numbers, keep_old)
        formula = _formula(columns, row, period, listed, keep_old)
        cells[row, GOES] = Cell(values[GOES], formula)
    return DistrictTable(
        done.rows,
        columns,
        period,
        cells,
        done.renamed,
        (*done.findings, *found, *_unlinked(city, done.rows)),
        keep_old,
    )


def period_reference(tables: Tables) -> str:
    """当前期间 as a formula compares with it: its cell, or the period itself where staff spelt it another way."""
    settings = tables.settings
    grid = tables.grids.get(RULES)
    typed = grid.value(settings.rows[PERIOD], VALUE_COLUMN) if grid and settings.present else None
    stays = typed is not None and (PERIOD in settings.unusable or settings.period == settings.stored_period)
    return literal(str(settings.period)) if stays and typed != str(settings.period) else settings.ref(PERIOD)


def _numbers(city: Tables) -> list[Any]:
    wanted = city_cells(city)
    rows = city.city.rows if city.city else {}
    return [
        wanted[row, "序号"].value if (row, "序号") in wanted else each["序号"] for row, each in rows.items()
    ]


def _goes(values: Mapping[str, Any], period: str, numbers: Sequence[Any], keep_old: bool) -> str | None:
    parent = values["市级序号"]
    if values["区县"] is None:
        return None
    if not keep_old and not equal_in_excel(values["报送期间"], period):
        return NOT_HANDED_IN
    if parent is None:
        return NO_PARENT
    if equal_in_excel(parent, OWN_INITIATIVE):
        return OWN_INITIATIVE
    is_number = isinstance(parent, int | float) and not isinstance(parent, bool)
    return COUNTED if is_number and any(equal_in_excel(each, parent) for each in numbers) else WRONG_PARENT


def _formula(
    columns: Mapping[str, ColumnRange], row: int, period: str, listed: ColumnRange, keep_old: bool
) -> str:
    name, parent, handed_in = (
        columns[each].cell(row).rpartition("!")[2] for each in ("区县", "市级序号", "报送期间")
    )
    by_parent = (
        f'IF({parent}="","{NO_PARENT}",IF({parent}="{OWN_INITIATIVE}","{OWN_INITIATIVE}",'
        f'IF(COUNT({parent})=0,"{WRONG_PARENT}",IF(COUNTIFS({listed},{parent})=0,"{WRONG_PARENT}","{COUNTED}"))))'
    )
    by_period = by_parent if keep_old else f'IF({handed_in}<>{period},"{NOT_HANDED_IN}",{by_parent})'
    return f'=IF({name}="","",{by_period})'


def _unlinked(city: Tables, rows: Rows) -> list[Finding]:
    """Items that no city item is confirmed for, unless they are marked 自主."""
    at = place_of(city, "市级序号")
    return [
        Finding(
            "D101",
            DISTRICTS,
            row,
            at,
            "市级序号",
            r["市级序号"],
            {"district": r["区县"], "name": r["事项名称"]},
        )
        for row, r in rows.items()
        if item_number(r["市级序号"]) is None and r["市级序号"] != OWN_INITIATIVE
    ]
