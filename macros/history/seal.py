"""A bulletin closed: its figures for good, what is printed at its foot, and how the sheet becomes so."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from duban.macros.history.bulletin_rows import rows_of
from duban.macros.history.editions import KEEP_OLD, Edition, PeriodRecord
from duban.macros.history.frozen_sheet import frozen_sheet, kept_of
from duban.macros.history.shown import altered, differences
from duban.udfs.lights import LightRules
from duban.udfs.periods import Period
from duban.workbook.cells.areas import Position
from duban.workbook.file.owned_marks import plan_mark
from duban.workbook.format.names import RULES
from duban.workbook.format.sheets.period_record import CLOSED, OF_BULLETIN
from duban.workbook.format.sheets.settings import ISSUE
from duban.workbook.plan.plans import Cell, EditCell, SheetEdit, SheetPlan
from duban.workbook.plan.row_height import fitted_height
from duban.workbook.reading.grid import Grid
from duban.workbook.reading.settings import Settings
from duban.workbook.say.findings import Finding

_AGAIN = re.compile("（更正第[0-9]+次）$")
_SIGNS = 12
"""Characters of the fingerprint that are printed."""


def issue_number(period: Period) -> str:
    """期号 where the office does not say it: the number of the quarter or month in its year."""
    number = period.quarter if period.quarterly else period.month
    return f"{period.year}年第{number}期"


@dataclass(frozen=True)
class Seal:
    """What is said of a closing."""

    day: date
    lights: LightRules
    correction: int = 0
    reason: str = ""

    number: str = ""
    """期号, where the office numbers its bulletins itself."""

    def issue(self, edition: Edition) -> str:
        """期号, with the number of the correction."""
        number = self.number or issue_number(edition.period)
        return number + (f"（更正第{self.correction}次）" if self.correction else "")


def fingerprint_of(plan: SheetPlan) -> str:
    """What is printed at the foot to tell two issues apart: the same sheet gives the same signs."""
    return plan_mark(replace(plan, known_as="", name=""))[:_SIGNS]


def sealed(edition: Edition, record: PeriodRecord, seal: Seal, at_least: int = 0) -> Edition:
    """The edition as it is when closed: with the foot below its last row, or below row ``at_least``."""
    sheet = frozen_sheet(edition)
    signs = fingerprint_of(sheet)
    facts = {
        "期号": seal.issue(edition),
        "封存日期": seal.day.isoformat(),
        "截至日期": edition.as_of.isoformat() if edition.as_of else "",
        "滞后阈值": seal.lights.behind,
        "严重滞后阈值": seal.lights.far_behind,
        "指纹": signs,
        **({"更正原因": seal.reason} if seal.reason else {}),
        **({"说明": KEEP_OLD} if edition.kept_old else {}),
    }
    footed = _with_foot(sheet, _foot(facts), at_least)
    told = [line.record for key, line in edition.lines.items() if key.kind != OF_BULLETIN]
    made = record.written(edition.period, edition.number, [*told, *rows_of(footed)])
    return made.with_head(状态=CLOSED, 内容=json.dumps(facts, ensure_ascii=False))


def _foot(facts: dict[str, Any]) -> list[str]:
    """The lines at the foot."""
    lines = [
        f"期号：{facts['期号']}　封存日期：{facts['封存日期']}　数字截至：{facts['截至日期']}",
        f"亮灯阈值：滞后 {facts['滞后阈值']:.0%}，严重滞后 {facts['严重滞后阈值']:.0%}　指纹：{facts['指纹']}",
    ]
    return [*lines, f"更正原因：{facts['更正原因']}"] if "更正原因" in facts else lines


def _with_foot(sheet: SheetPlan, lines: list[str], at_least: int) -> SheetPlan:
    last = max([at_least, *(row for row, _ in sheet.cells)])
    right = sheet.print_area[3] if sheet.print_area else max(column for _, column in sheet.cells)
    cells, merges, heights = dict(sheet.cells), list(sheet.merges), dict(sheet.heights)
    wide = sum(sheet.widths.get(column, 8.0) for column in range(1, right + 1))
    for row, text in enumerate(lines, last + 2):
        cells[row, 1] = Cell(text, style="note")
        merges.append((row, 1, row, right))
        heights[row] = fitted_height([(text, wide, 1.0)])
    bottom = last + 1 + len(lines)
    area = sheet.print_area and (*sheet.print_area[:2], bottom, sheet.print_area[3])
    return replace(sheet, cells=cells, merges=tuple(merges), heights=heights, print_area=area)


@dataclass(frozen=True)
class Change:
    """What makes a sheet say what an edition says: cells to set, or the sheet anew beside one that staff changed."""

    edit: SheetEdit | None = None
    sheet: SheetPlan | None = None
    keep: bool = False
    """Whether the sheet that is there is kept under another name."""


def change_to(edition: Edition, built: Edition, grid: Grid | None, name: str) -> Change:
    """How the sheet ``name``, which is ``grid``, comes to say what the edition says; nothing of the staff's is lost.

    ``built``: the edition before it was closed, which knows where formulas stood.
    """
    frozen = frozen_sheet(edition, name)
    if grid is None:
        return Change(sheet=frozen)
    told, was = kept_of(edition).cells, kept_of(built).cells
    differing = {each.at for each in differences(edition, grid, all_cells=True)}
    if altered(was, grid):
        return Change(sheet=frozen, keep=True)
    formulas = grid.formulas if grid.knows_formulas else [at for at, (_, is_ours) in was.items() if is_ours]
    places: set[Position] = {*differing, *(at for at in formulas if at in told)}
    cells = {at: EditCell(told[at][0].value) for at in sorted(places)}
    foot = max((row for row, _ in told), default=None)
    return Change(SheetEdit(name, cells, print_to=foot, becomes=frozen))


def issued_before(record: PeriodRecord, settings: Settings) -> Iterator[Finding]:
    """R116: 通报期号 is that of a closed bulletin of another period, as it stays where nobody changed it since."""
    for edition in record.editions if settings.issue else ():
        if issue_of(edition) == settings.issue and edition.period != settings.period:
            facts = {"period": str(edition.period)}
            yield Finding("R116", RULES, settings.rows[ISSUE], 2, ISSUE, settings.issue, facts)
            return


def issue_of(edition: Edition) -> str:
    """期号 of a closed edition, without the number of a correction."""
    return _AGAIN.sub("", str(facts_of(edition).get("期号", "")))


def facts_of(edition: Edition) -> dict[str, Any]:
    """What was said when the edition was closed; empty where it was not."""
    try:
        told = json.loads(str(edition.head["内容"] or "{}")) if edition.is_closed else {}
    except ValueError:  # somebody was at the sheet that nobody is to see
        return {}
    return dict(told)
