"""规则: the settings of a workbook, read from and kept in a sheet of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from duban.udfs.lights import LightRules
from duban.udfs.periods import Period, from_serial
from duban.udfs.progress import day
from duban.udfs.text import squeeze
from duban.workbook.columns import RULES
from duban.workbook.findings import Finding
from duban.workbook.grid import Grid

BOOK_ID, OFFICE, LIST_SHEET = "工作簿编号", "单位名称", "清单工作表"
PERIOD, AS_OF = "当前期间", "截至日期"
DEFAULT_START, DEFAULT_DUE = "默认开始日期", "默认完成时限"
BEHIND, FAR_BEHIND = "滞后阈值", "严重滞后阈值"

SETTING_NOTES: Mapping[str, str] = {
    BOOK_ID: "程序用来识别本工作簿，请勿修改。",
    OFFICE: "本单位（区县、园区）的名称，市级汇总时使用。",
    LIST_SHEET: "任务清单所在的工作表。",
    PERIOD: "季度写作 2020Q3，月份写作 2020-09。",
    AS_OF: "时序进度和亮灯算到这一天；默认取今天与期末中较早的一天。",
    DEFAULT_START: "台账新增措施没有写开始日期时采用。",
    DEFAULT_DUE: "台账新增措施没有写完成时限时采用。",
    BEHIND: "完成进度低于时序进度超过此值，亮“滞后”。",
    FAR_BEHIND: "完成进度低于时序进度超过此值，亮“严重滞后”。",
}
"""Every setting in the order of the sheet, with what it means."""

NAME_COLUMN, VALUE_COLUMN, NOTE_COLUMN = 1, 2, 3
FIRST_ROW = 2


@dataclass(frozen=True)
class Settings:
    """The settings in force. ``rows`` maps a setting's name to its row in 规则."""

    period: Period
    as_of: date
    as_of_fixed: bool = False
    """Whether 截至日期 is a constant, written by ``--as-of``, and no formula."""
    lights: LightRules = field(default_factory=LightRules)
    office: str = ""
    list_sheet: str | None = None
    book_id: str = ""
    default_start: date | None = None
    default_due: date | None = None
    plan_year: int | None = None
    """The year in the list's title."""
    rows: Mapping[str, int] = field(
        default_factory=lambda: dict(zip(SETTING_NOTES, range(FIRST_ROW, 99), strict=False))
    )
    present: bool = False
    """Whether the workbook has the sheet."""
    unusable: frozenset[str] = frozenset()
    """Settings whose cell holds nothing that can be used, so that the default is in force."""

    @property
    def year(self) -> int:
        """The year of the plan: the title's, else the period's."""
        return self.plan_year or self.period.year

    @property
    def start(self) -> date:
        """默认开始日期, else the first day of the plan's year."""
        return self.default_start or date(self.year, 1, 1)

    @property
    def due(self) -> date:
        """默认完成时限, else the last day of the plan's year."""
        return self.default_due or date(self.year, 12, 31)

    def ref(self, name: str) -> str:
        """The cell of a setting, as a formula refers to it."""
        return f"{RULES}!$B${self.rows[name]}"


def read_settings(grid: Grid | None, today: date | None = None) -> tuple[Settings, list[Finding]]:
    """The settings of sheet 规则; defaults where it is missing. Unusable values are findings."""
    today = today or date.today()
    if grid is None:
        period = Period.of(today)
        return Settings(period, min(today, period.last_day)), []
    findings: list[Finding] = []
    rows: dict[str, int] = {}
    values: dict[str, Any] = {}
    for row in range(1, len(grid.rows) + 1):
        name = squeeze(grid.value(row, NAME_COLUMN))
        if name in SETTING_NOTES and name not in rows:
            rows[name] = row
            values[name] = grid.value(row, VALUE_COLUMN)

    def unusable(name: str, used: object) -> None:
        findings.append(
            Finding("R101", RULES, rows[name], VALUE_COLUMN, name, values[name], {"name": name, "used": used})
        )

    def a_day(name: str) -> date | None:
        value = values.get(name)
        number = day(value)
        found = from_serial(number) if number is not None else None
        if value is not None and found is None:
            unusable(name, "默认值")
        return found

    def a_share(name: str, default: float) -> float:
        value = values.get(name)
        if value is None:
            return default
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
            return float(value)
        unusable(name, default)
        return default

    typed = values.get(PERIOD)
    period = (Period.parse(typed) if typed is not None else None) or Period.of(today)
    if typed is not None and Period.parse(typed) is None:
        unusable(PERIOD, str(period))
    fixed = AS_OF in rows and (rows[AS_OF], VALUE_COLUMN) not in grid.formulas and a_day(AS_OF) is not None
    defaults = LightRules()
    next_row = max([1, *rows.values()]) + 1
    for name in SETTING_NOTES:
        if name not in rows:
            rows[name] = next_row
            next_row += 1
    return (
        Settings(
            period=period,
            as_of=(a_day(AS_OF) if fixed else None) or min(today, period.last_day),
            as_of_fixed=fixed,
            lights=LightRules(a_share(BEHIND, defaults.behind), a_share(FAR_BEHIND, defaults.far_behind)),
            office=str(values.get(OFFICE) or ""),
            list_sheet=str(values[LIST_SHEET]) if values.get(LIST_SHEET) else None,
            book_id=str(values.get(BOOK_ID) or ""),
            default_start=a_day(DEFAULT_START),
            default_due=a_day(DEFAULT_DUE),
            rows=rows,
            present=True,
            unusable=frozenset(finding.column_name for finding in findings),
        ),
        findings,
    )
