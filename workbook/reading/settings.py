"""The settings of a workbook that are in force, and where each stands in its sheet 规则."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from duban.udfs.assessment import USUAL_POINTS
from duban.udfs.dispatch import USUAL_DAY
from duban.udfs.feedback import USUAL_DAYS as USUAL_REPLY_DAYS
from duban.udfs.lights import LightRules
from duban.udfs.periods import Period
from duban.udfs.service import USUAL_DAYS as USUAL_SERVICE_DAYS
from duban.workbook.format.names import RULES
from duban.workbook.format.sheets.settings import (
    ALL_BLOCKS,
    FORMAT,
    PERIOD,
)
from duban.workbook.say.severity import Severity

NAME_COLUMN, VALUE_COLUMN, NOTE_COLUMN = 1, 2, 3
FIRST_ROW = 2

GRADES: Mapping[str, Severity | None] = {"错误": "error", "提醒": "warning", "说明": "info", "关闭": None}
"""What staff write beside a rule's code to make it graver or milder, or to switch it off."""


@dataclass(frozen=True)
class Settings:
    """The settings in force. ``rows`` maps a setting's name to its row in 规则."""

    period: Period
    as_of: date
    as_of_fixed: bool = False
    """Whether 截至日期 is a constant, written by ``--as-of``, and no formula."""
    lights: LightRules = field(default_factory=LightRules)
    office: str = ""
    office_by_title: bool = False
    """Whether the title of the list says it, and 规则 does not yet."""
    list_sheet: str | None = None
    book_id: str = ""
    jump: float = 0.5
    """A progress that grew by more than this since the last report is looked at (share 0..1)."""
    units: tuple[str, ...] = ()
    """All units, where the office keeps a list of them."""
    issuer: str = "办公室"
    """The office that issues the bulletin; empty where that cannot be known."""
    districts: tuple[str, ...] = ()
    """The districts that are to hand in, where a city keeps a list of them."""
    grades: Mapping[str, Severity | None] = field(default_factory=dict)
    """Rules that this workbook grades itself: code → severity, ``None`` for a rule that is switched off."""
    default_start: date | None = None
    default_due: date | None = None
    return_due: date | None = None
    """The day by which units hand their returns in."""
    backups: int | None = 10
    """How many of the newest backups are kept beside the first; ``None``: all, where that cannot be read."""
    issue: str = ""
    """What the bulletin is numbered with, where the office does it itself."""
    issued_on: date | None = None
    """The day of the bulletin."""
    report_to: str = ""
    copy_to: str = ""
    send_to: str | None = None
    """``None`` where 规则 does not have it yet."""
    praise: float | None = None
    """Units with a mean progress from here on are named as ahead (share 0..1)."""
    criticism: float | None = None
    """Units with a mean progress below are named as behind."""
    blocks: tuple[str, ...] = ALL_BLOCKS
    """What the bulletin has below 总体情况."""
    starts_wanted: int | None = None
    """How many key projects are to start in the year."""
    dispatch_due: int = USUAL_DAY
    """The day of the next month by which task forces report (1 to 28)."""
    service_days: float = USUAL_SERVICE_DAYS
    """Days of a week that a service group is to be at enterprises."""
    reply_days: int = USUAL_REPLY_DAYS
    """Days within which feedback is answered."""
    level: str = ""
    """市级, 区县 or 园区; empty where nobody says."""
    points: Mapping[str, float] = field(default_factory=lambda: USUAL_POINTS)
    """Part of the annual assessment → its weight."""
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

    @property
    def addressees(self) -> str:
        """Who gets the bulletin at last: those that it is about, until staff say otherwise."""
        return "各牵头单位" if self.send_to is None else self.send_to

    def for_districts(self) -> Settings:
        """The settings of a city: its bulletin is about districts."""
        return replace(self, send_to="各区县") if self.send_to is None else self

    def ref(self, name: str) -> str:
        """The cell of a setting, as a formula refers to it."""
        return f"{RULES}!$B${self.rows[name]}"


def choose_period(
    settings: Settings,
    period: Period | None,
    as_of: date | None,
    today: date | None = None,
    was: Period | None = None,
) -> Settings:
    """The settings with ``--period`` and ``--as-of`` put in; ``was`` is the period of the last run, where it is known.

    An as-of date alone leaves the stored period; where none is stored yet, the period is the quarter of
    the date. A new period without an as-of date drops a fixed date that lies outside it, and the date
    follows the calendar again; a date that staff typed stays until then.
    """
    chosen = period or (Period.of(as_of) if as_of and not settings.stored_period else settings.period)
    unusable = settings.unusable - {PERIOD} if period else settings.unusable
    settings = replace(settings, period=chosen, unusable=unusable)
    if as_of:
        return replace(settings, as_of=as_of, as_of_fixed=True)
    typed = was is not None and settings.stored_period not in (None, was)
    moved = typed or (period is not None and period != settings.stored_period)
    if settings.as_of_fixed and (not moved or chosen.first_day <= settings.as_of <= chosen.last_day):
        return settings
    return replace(settings, as_of=min(today or date.today(), chosen.last_day), as_of_fixed=False)
