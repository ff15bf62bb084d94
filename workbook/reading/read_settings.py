"""规则 as it stands in a workbook, read; what cannot be used is a finding, and its default is in force."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, overload

from duban.udfs.assessment import USUAL_POINTS, points_in
from duban.udfs.deadlines import parse_date
from duban.udfs.dispatch import USUAL_DAY
from duban.udfs.feedback import USUAL_DAYS as USUAL_REPLY_DAYS
from duban.udfs.lights import LightRules
from duban.udfs.periods import Period, from_serial
from duban.udfs.progress import day
from duban.udfs.service import USUAL_DAYS as USUAL_SERVICE_DAYS
from duban.udfs.text import item_number, squeeze
from duban.workbook.format.names import RULES
from duban.workbook.format.sheets.settings import (
    ALL_BLOCKS,
    AS_OF,
    BACKUPS,
    BEHIND,
    BLOCK_NAMES,
    BLOCKS,
    BLOCKS_BEFORE,
    BOOK_ID,
    COPY_TO,
    CRITICISM,
    DEFAULT_DUE,
    DEFAULT_START,
    DISPATCH_DUE,
    DISTRICT_LIST,
    FAR_BEHIND,
    FORMAT,
    ISSUE,
    ISSUED_ON,
    ISSUER,
    JUMP,
    LEVEL,
    LEVELS,
    LIST_SHEET,
    NEXT_KEY,
    OFFICE,
    OWN_SCHEMAS,
    PERIOD,
    POINTS,
    PRAISE,
    REPLY_DAYS,
    REPORT_TO,
    RETURN_DUE,
    SEND_TO,
    SERVICE_DAYS,
    STARTS_WANTED,
    UNIT_LIST,
)
from duban.workbook.reading.grid import Grid
from duban.workbook.reading.settings import (
    GRADES,
    NAME_COLUMN,
    NOTE_COLUMN,
    VALUE_COLUMN,
    Settings,
)
from duban.workbook.say.catalogue.all_findings import CATALOGUE
from duban.workbook.say.findings import Finding
from duban.workbook.say.sentence import Say
from duban.workbook.say.severity import Severity
from duban.workbook.say.stop import Stop

_RULE_CODE = re.compile(r"[A-Z][0-9]{3}")

_OURS = (PERIOD, AS_OF, BOOK_ID)
"""A sheet 规则 that names none of these is the staff's own."""

_SEPARATORS = re.compile(r"[、，,;；\s]+")
_MARKS = re.compile(r"[、，,;；\n]+")
"""Without blanks: a district may be written 桓台 县."""

_DEFAULT = Say("默认值", "the default")
_BLANK = Say("空白", "blank")
_DEFAULT_PERIOD = Say("默认期间", "the default period")
_ALL_KEPT = Say("不删除备份", "'remove none'")
_DEFAULT_DAY = Say("默认日期（生成时写入该单元格）", "the default date (build writes it into the cell)")


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
    cells = _Cells(grid, rows)
    stored = cells.period(plan_year)
    fixed = cells.as_of(plan_year or (stored.year if stored else None))
    period = stored or Period.of(fixed or today)
    lights = cells.lights()
    start, due = cells.default_day(DEFAULT_START), cells.default_day(DEFAULT_DUE)
    return_due = cells.default_day(RETURN_DUE)
    grades, unknown = _grades(grid)
    missing = [name for name in FORMAT.names if name not in rows]
    settings = Settings(
        period=period,
        as_of=fixed or min(today, period.last_day),
        as_of_fixed=fixed is not None,
        lights=lights,
        office=cells.text(OFFICE),
        list_sheet=remembered_list(grid),
        book_id=cells.text(BOOK_ID),
        jump=cells.share(JUMP, Settings.jump),
        units=cells.names(UNIT_LIST),
        issuer=squeeze(cells.text(ISSUER)) or Settings.issuer,
        districts=cells.names(DISTRICT_LIST, _MARKS),
        grades=grades,
        default_start=start,
        default_due=due,
        return_due=return_due,
        backups=cells.count(BACKUPS, Settings.backups),
        **cells.of_bulletins(fixed or min(today, period.last_day)),
        starts_wanted=cells.whole(STARTS_WANTED, None),
        dispatch_due=cells.whole(DISPATCH_DUE, USUAL_DAY, 28) or USUAL_DAY,
        service_days=cells.number(SERVICE_DAYS, USUAL_SERVICE_DAYS, 7),
        reply_days=cells.whole(REPLY_DAYS, USUAL_REPLY_DAYS) or USUAL_REPLY_DAYS,
        level=cells.level(),
        points={part: cells.points(name, USUAL_POINTS[part]) for part, name in POINTS.items()},
        plan_year=plan_year,
        own_schemas=cells.text(OWN_SCHEMAS).strip(),
        next_key=item_number(cells.value(NEXT_KEY)) or 1,
        rows=rows | {name: row for row, name in enumerate(missing, _first_free_row(grid))},
        present=True,
        stored_period=stored,
        unusable=frozenset(cells.unusable),
    )
    return settings, [*cells.findings, *unknown]


class _Cells:
    """The values of 规则 by the names of their settings; what cannot be used is noted, and its default is in force."""

    def __init__(self, grid: Grid, rows: Mapping[str, int]) -> None:
        self._grid, self._rows = grid, rows
        self.findings: list[Finding] = []
        self.unusable: set[str] = set()

    def value(self, name: str) -> Any:
        """What stands beside a name; ``None`` where it is not there."""
        return self._grid.value(self._rows[name], VALUE_COLUMN) if name in self._rows else None

    def text(self, name: str) -> str:
        """The same as text."""
        return str(self.value(name) or "")

    def names(self, name: str, separators: re.Pattern[str] = _SEPARATORS) -> tuple[str, ...]:
        """The same as names, parted by 、 or the like."""
        return tuple(filter(None, map(squeeze, separators.split(self.text(name)))))

    def period(self, plan_year: int | None) -> Period | None:
        """当前期间."""
        found = _read_period(self.value(PERIOD), plan_year)
        if self.value(PERIOD) is not None and found is None:
            self._refuse(PERIOD, _DEFAULT_PERIOD)
        return found

    def as_of(self, year: int | None) -> date | None:
        """截至日期 where it is typed, and no formula."""
        typed = self.value(AS_OF)
        if typed is None or (self._rows[AS_OF], VALUE_COLUMN) in self._grid.formulas:
            return None
        found = self._day(AS_OF)
        if found is None:
            found = parse_date(typed, year)
            if found:
                self._find("R103", AS_OF, used=found)
            else:
                self._refuse(AS_OF, _DEFAULT_DAY)
        return found

    def lights(self) -> LightRules:
        """The two thresholds."""
        defaults = LightRules()
        lights = LightRules(self.share(BEHIND, defaults.behind), self.share(FAR_BEHIND, defaults.far_behind))
        if lights.behind > lights.far_behind:
            name = BEHIND if BEHIND in self._rows else FAR_BEHIND
            self._find("R102", name, behind=lights.behind, far=lights.far_behind)
        return lights

    def default_day(self, name: str) -> date | None:
        """A date that stands in for those that the list does not name."""
        found = self._day(name)
        if self.value(name) is not None and found is None:
            self._refuse(name, _DEFAULT)
        return found

    def issued_on(self, as_of: date) -> date | None:
        """通报日期; one before the as-of date is likely that of an earlier bulletin."""
        typed = self.value(ISSUED_ON)
        found = self._day(ISSUED_ON) or (parse_date(typed, as_of.year) if isinstance(typed, str) else None)
        if typed is not None and found is None:
            self._refuse(ISSUED_ON, _BLANK)
        if found is not None and found < as_of:
            self._find("R107", ISSUED_ON, as_of=as_of)
        return found

    def of_bulletins(self, as_of: date) -> dict[str, Any]:
        """What bulletins have of it."""
        praise, criticism = self.praise_and_criticism()
        return {
            "issue": self.text(ISSUE).strip(),
            "issued_on": self.issued_on(as_of),
            "report_to": self.text(REPORT_TO).strip(),
            "copy_to": self.text(COPY_TO).strip(),
            "send_to": self.text(SEND_TO).strip() if SEND_TO in self._rows else None,
            "praise": praise,
            "criticism": criticism,
            "blocks": self.blocks(),
        }

    def praise_and_criticism(self) -> tuple[float | None, float | None]:
        """表扬线 and 批评线; one above the other would name a unit on both sides."""
        praise, criticism = self.share(PRAISE, None), self.share(CRITICISM, None)
        if praise is not None and criticism is not None and criticism > praise:
            self._find("R109", CRITICISM, criticism=criticism, praise=praise)
        return praise, criticism

    def blocks(self) -> tuple[str, ...]:
        """通报栏目: the blocks that are chosen, in the order of a bulletin; all where none is."""
        told = self.names(BLOCKS)
        unknown = [name for name in told if name not in BLOCK_NAMES]
        if unknown:
            self._find("R108", BLOCKS, unknown="、".join(unknown), known="、".join(ALL_BLOCKS))
        chosen = {BLOCK_NAMES[name] for name in told if name in BLOCK_NAMES}
        every = not chosen or chosen == set(BLOCKS_BEFORE)
        return tuple(name for name in ALL_BLOCKS if every or name in chosen)

    @overload
    def share(self, name: str, default: float) -> float: ...

    @overload
    def share(self, name: str, default: None) -> float | None: ...

    def share(self, name: str, default: float | None) -> float | None:
        """A share 0..1."""
        value = self.value(name)
        if value is None:
            return default
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
            return float(value)
        self._refuse(name, _BLANK if default is None else default)
        return default

    def count(self, name: str, default: int | None) -> int | None:
        """A whole number of 1 or more; ``None`` where something else stands."""
        value = self.value(name)
        if value is None:
            return default
        if isinstance(value, int | float) and not isinstance(value, bool) and value >= 1 and value % 1 == 0:
            return int(value)
        self._refuse(name, _ALL_KEPT)
        return None

    def whole(self, name: str, default: int | None, most: int = 1_000_000) -> int | None:
        """A whole number from 1 on; the default where something else stands, which is told."""
        value = self.value(name)
        if value is None:
            return default
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if is_number and 1 <= value <= most and value % 1 == 0:
            return int(value)
        self._refuse(name, _BLANK if default is None else default)
        return default

    def number(self, name: str, default: float, most: float) -> float:
        """A number above 0, and ``most`` at most; the default where something else stands, which is told."""
        value = self.value(name)
        if value is None:
            return default
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= most:
            return float(value)
        self._refuse(name, default)
        return default

    def points(self, name: str, default: float) -> float:
        """A weight; the default where something else stands, which is told."""
        value = self.value(name)
        found = points_in(value, -1.0)
        if value is not None and found < 0:
            self._refuse(name, f"{default:g}")
        return default if found < 0 else found

    def level(self) -> str:
        """层级; blank where something else stands, which is told."""
        typed = squeeze(self.value(LEVEL))
        if not typed or typed in LEVELS:
            return typed
        self._refuse(LEVEL, _BLANK)
        return ""

    def _day(self, name: str) -> date | None:
        number = day(self.value(name))
        return from_serial(number) if number is not None else None

    def _refuse(self, name: str, used: object) -> None:
        self.unusable.add(name)
        self._find("R101", name, used=used)

    def _find(self, code: str, name: str, **facts: object) -> None:
        where = RULES, self._rows[name], VALUE_COLUMN, name
        self.findings.append(Finding(code, *where, self.value(name), {"name": name, **facts}))


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
