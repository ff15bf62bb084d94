"""规则: the settings of a workbook, read from and kept in a sheet of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from duban.udfs.lights import LightRules
from duban.udfs.periods import Period, from_serial
from duban.udfs.progress import day
from duban.udfs.terms import parse_date
from duban.udfs.text import item_number, squeeze
from duban.workbook.format.names import RULES
from duban.workbook.format.settings import (
    AS_OF,
    BEHIND,
    BOOK_ID,
    DEFAULT_DUE,
    DEFAULT_START,
    FAR_BEHIND,
    FORMAT,
    JUMP,
    LIST_SHEET,
    NEXT_KEY,
    OFFICE,
    OWN_SCHEMAS,
    PERIOD,
    UNIT_LIST,
)
from duban.workbook.reading.grid import Grid
from duban.workbook.say.catalogue.registry import CATALOGUE
from duban.workbook.say.findings import Finding
from duban.workbook.say.sentence import Say
from duban.workbook.say.severity import Severity
from duban.workbook.say.stop import Stop

NAME_COLUMN, VALUE_COLUMN, NOTE_COLUMN = 1, 2, 3
FIRST_ROW = 2

GRADES: Mapping[str, Severity | None] = {"错误": "error", "提醒": "warning", "说明": "info", "关闭": None}
"""What staff write beside a rule's code to make it graver or milder, or to switch it off."""

_RULE_CODE = re.compile(r"[A-Z][0-9]{3}")

_OURS = (PERIOD, AS_OF, BOOK_ID)
"""A sheet 规则 that names none of these is the staff's own."""

_SEPARATORS = re.compile(r"[、，,;；\s]+")

_DEFAULT = Say("默认值", "the default")
_DEFAULT_PERIOD = Say("默认期间", "the default period")
_DEFAULT_DAY = Say("默认日期（生成时写入该单元格）", "the default date (build writes it into the cell)")


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
    jump: float = 0.5
    """A progress that grew by more than this since the last report is looked at (share 0..1)."""
    units: tuple[str, ...] = ()
    """All units, where the office keeps a list of them."""
    grades: Mapping[str, Severity | None] = field(default_factory=dict)
    """Rules that this workbook grades itself: code → severity, ``None`` for a rule that is switched off."""
    default_start: date | None = None
    default_due: date | None = None
    plan_year: int | None = None
    """The year in the list's title."""
    rows: Mapping[str, int] = field(
        default_factory=lambda: dict(zip(FORMAT.names, range(FIRST_ROW, 99), strict=False))
    )
    next_key: int = 1
    """The 措施键 of the next new measure."""
    own_schemas: str = ""
    """The file of the office's own rules in the user's folder. Only the button 校验 looks at it: whoever sends a workbook
    must not choose what a command runs."""
    present: bool = False
    """Whether the workbook has the sheet."""
    stored_period: Period | None = None
    """What 当前期间 says; ``None`` where it is blank or cannot be read."""
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


def _setting_rows(grid: Grid) -> dict[str, int]:
    """Each setting's name → its first row."""
    rows: dict[str, int] = {}
    for row in range(1, len(grid.rows) + 1):
        name = squeeze(grid.value(row, NAME_COLUMN))
        if name in FORMAT.by_name:
            rows.setdefault(name, row)
    return rows


def _first_free_row(grid: Grid) -> int:
    """The row below all that stands in the columns of the settings: values, formulas, merged areas."""
    values = (
        row
        for row in range(1, len(grid.rows) + 1)
        if any(grid.value(row, column) is not None for column in range(1, NOTE_COLUMN + 1))
    )
    formulas = (row for row, column in grid.formulas if column <= NOTE_COLUMN)
    merged = (bottom for _, left, bottom, _ in grid.merges if left <= NOTE_COLUMN)
    return max([1, *values, *formulas, *merged]) + 1


def remembered_list(grid: Grid | None) -> str | None:
    """清单工作表: the list of the last run."""
    row = _setting_rows(grid).get(LIST_SHEET) if grid else None
    name = grid.value(row, VALUE_COLUMN) if grid and row else None
    return None if name is None else str(name)


def _read_period(typed: object, plan_year: int | None) -> Period | None:
    """A typed period; one without a year (``三季度``) is in the year of the plan."""
    period = Period.parse(typed)
    if period is None and plan_year and isinstance(typed, str) and not typed.strip().isdecimal():
        return Period.parse(f"{plan_year}年{typed}")
    return period


def read_settings(
    grid: Grid | None, today: date | None = None, plan_year: int | None = None, file: str = ""
) -> tuple[Settings, list[Finding]]:
    """The settings of sheet 规则; defaults where it is missing. Unusable values are findings.

    ``plan_year`` is the year in the list's title. Raises ``Stop`` ``sheet_is_yours`` where the sheet is not
    the program's.
    """
    today = today or date.today()
    if grid is None:
        period = Period.of(today)
        return Settings(period, min(today, period.last_day), plan_year=plan_year), []
    rows = _setting_rows(grid)
    if not any(name in rows for name in _OURS):
        raise Stop("sheet_is_yours", path=file, sheet=grid.name)
    values: dict[str, Any] = {name: grid.value(row, VALUE_COLUMN) for name, row in rows.items()}
    findings: list[Finding] = []
    without_use: set[str] = set()

    def find(code: str, name: str, **facts: object) -> None:
        value = values.get(name)
        findings.append(Finding(code, RULES, rows[name], VALUE_COLUMN, name, value, {"name": name, **facts}))

    def unusable(name: str, used: object) -> None:
        without_use.add(name)
        find("R101", name, used=used)

    def a_day(name: str) -> date | None:
        number = day(values.get(name))
        return from_serial(number) if number is not None else None

    def default_day(name: str) -> date | None:
        found = a_day(name)
        if values.get(name) is not None and found is None:
            unusable(name, _DEFAULT)
        return found

    def a_share(name: str, default: float) -> float:
        value = values.get(name)
        if value is None:
            return default
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
            return float(value)
        unusable(name, default)
        return default

    stored = _read_period(values.get(PERIOD), plan_year)
    if values.get(PERIOD) is not None and stored is None:
        unusable(PERIOD, _DEFAULT_PERIOD)
    fixed = None
    typed = values.get(AS_OF)
    if typed is not None and (rows[AS_OF], VALUE_COLUMN) not in grid.formulas:
        fixed = a_day(AS_OF)
        if fixed is None:
            fixed = parse_date(typed, plan_year or (stored.year if stored else None))
            if fixed:
                find("R103", AS_OF, used=fixed)
            else:
                unusable(AS_OF, _DEFAULT_DAY)
    period = stored or Period.of(fixed or today)
    defaults = LightRules()
    lights = LightRules(a_share(BEHIND, defaults.behind), a_share(FAR_BEHIND, defaults.far_behind))
    if lights.behind > lights.far_behind:
        name = BEHIND if BEHIND in rows else FAR_BEHIND
        find("R102", name, behind=lights.behind, far=lights.far_behind)
    start, due = default_day(DEFAULT_START), default_day(DEFAULT_DUE)
    grades, unknown = _grades(grid)
    missing = [name for name in FORMAT.names if name not in rows]
    rows.update((name, row) for row, name in enumerate(missing, _first_free_row(grid)))
    return (
        Settings(
            period=period,
            as_of=fixed or min(today, period.last_day),
            as_of_fixed=fixed is not None,
            lights=lights,
            office=str(values.get(OFFICE) or ""),
            list_sheet=remembered_list(grid),
            book_id=str(values.get(BOOK_ID) or ""),
            jump=a_share(JUMP, Settings.jump),
            units=tuple(filter(None, map(squeeze, _SEPARATORS.split(str(values.get(UNIT_LIST) or ""))))),
            grades=grades,
            default_start=start,
            default_due=due,
            plan_year=plan_year,
            own_schemas=str(values.get(OWN_SCHEMAS) or "").strip(),
            next_key=item_number(values.get(NEXT_KEY)) or 1,
            rows=rows,
            present=True,
            stored_period=stored,
            unusable=frozenset(without_use),
        ),
        [*findings, *unknown],
    )


def _grades(grid: Grid) -> tuple[dict[str, Severity | None], list[Finding]]:
    """Rows whose name is the code of a rule (``T155``) and whose value says how grave it is here."""
    grades: dict[str, Severity | None] = {}
    findings = []
    for row in range(1, len(grid.rows) + 1):
        code = squeeze(grid.value(row, NAME_COLUMN)).upper()
        if not _RULE_CODE.fullmatch(code):
            continue
        value = grid.value(row, VALUE_COLUMN)
        if code not in CATALOGUE:
            findings.append(Finding("R105", RULES, row, NAME_COLUMN, code, value, {"name": code}))
        elif squeeze(value) in GRADES:
            grades[code] = GRADES[squeeze(value)]
        elif value is not None:
            used = next(name for name, grade in GRADES.items() if grade == CATALOGUE[code].severity)
            facts = {"name": code, "used": used}
            findings.append(Finding("R104", RULES, row, VALUE_COLUMN, code, value, facts))
    return grades, findings


def choose_period(
    settings: Settings, period: Period | None, as_of: date | None, today: date | None = None
) -> Settings:
    """The settings with ``--period`` and ``--as-of`` put in.

    An as-of date alone leaves the stored period; where none is stored yet, the period is the quarter of
    the date. A new period without an as-of date drops a fixed date that lies outside it, and the date
    follows the calendar again; a date that staff typed stays until then.
    """
    chosen = period or (Period.of(as_of) if as_of and not settings.stored_period else settings.period)
    unusable = settings.unusable - {PERIOD} if period else settings.unusable
    settings = replace(settings, period=chosen, unusable=unusable)
    if as_of:
        return replace(settings, as_of=as_of, as_of_fixed=True)
    moved = period is not None and period != settings.stored_period
    if settings.as_of_fixed and (not moved or chosen.first_day <= settings.as_of <= chosen.last_day):
        return settings
    return replace(settings, as_of=min(today or date.today(), chosen.last_day), as_of_fixed=False)
