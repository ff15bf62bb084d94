"""What a year's points of a unit rest on: numbers of the ledger, of the periods on record, of registers; each once, in a
hidden column of the unit's row, so that all that is shown refers to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from duban.macros.figures import formulas
from duban.macros.figures.conditions import count_true
from duban.macros.figures.figures import measures_by_unit
from duban.macros.figures.lookups import Live
from duban.macros.figures.plain_means import unit_mean
from duban.macros.generated_sheets.annual_registers import OfUnits, Told
from duban.macros.generated_sheets.items_of_several_units import SharedLeads
from duban.macros.generated_sheets.trend import Columns
from duban.macros.history.editions import FORMAT, Edition, Key, Line
from duban.udfs import assessment, lights
from duban.udfs.assessment import (
    IN_TIME,
    LATE,
    MISSING,
    PARTS,
)
from duban.udfs.lights import STANDING_LIGHT
from duban.udfs.periods import to_serial
from duban.udfs.progress import FIRST_DAY, LAST_DAY, day, number_in
from duban.workbook.cells.addresses import letter
from duban.workbook.format.names import PERIOD_RECORD
from duban.workbook.format.sheets.period_record import OF_UNIT
from duban.workbook.plan.plans import Scalar

_USUAL: Mapping[str, int] = {name: place for place, name in enumerate(FORMAT.names, 1)}


@dataclass(frozen=True)
class Year:
    """All that the sheet looks at. ``columns``: the periods of the year, the last of which runs; ``handed_in``: how each unit,
    by its name without case, handed in the return of that one; ``places``: where 期间记录 has its columns."""

    live: Live
    columns: Columns
    registers: OfUnits
    handed_in: Mapping[str, str]
    is_over: bool = True
    """Whether the day for returns of the last period is over."""
    places: Mapping[str, int] = field(default_factory=lambda: _USUAL)

    @property
    def number(self) -> int:
        """The year."""
        return self.live.frame.settings.period.year

    @property
    def editions(self) -> Sequence[Edition]:
        """The periods of the year on record."""
        return self.columns.editions

    @cached_property
    def periods(self) -> int:
        """How many periods there are, the one that runs too."""
        return len(self.editions) + 1

    @cached_property
    def measures(self) -> Mapping[str, list[int]]:
        """Unit without case → the rows of its measures in the ledger."""
        return measures_by_unit(self.live.measures)

    def line(self, edition: Edition, unit: str) -> Line | None:
        """What the record of a period has of a unit."""
        return edition.lines.get(Key(OF_UNIT, name=unit.casefold()))

    def recorded(self, line: Line, column: str) -> str:
        """The cell of a row on record."""
        return f"{PERIOD_RECORD}!${letter(self.places[column])}${line.row}"


class Basis(NamedTuple):
    """A number of a unit: what it is called here, its value, and its formula without the sign =; ``None``: a constant."""

    name: str
    value: Scalar
    formula: str | None


class Cells:
    """The basis of one unit, computed one from another: ``at(name)`` is the cell of one that came before."""

    def __init__(self, first: int, row: int) -> None:
        self._first, self._row = first, row
        self.found: dict[str, Basis] = {}

    def add(self, name: str, value: Scalar, formula: str | None) -> None:
        """One number more."""
        self.found[name] = Basis(name, value, formula)

    def at(self, name: str) -> str:
        """Its cell."""
        return f"${letter(self.column(name))}{self._row}"

    def column(self, name: str) -> int:
        """The hidden column of it."""
        return self._first + [*self.found].index(name)

    def span(self, first: str, last: str) -> str:
        """The cells of one row from one to another."""
        return f"{self.at(first)}:{self.at(last)}"

    def value(self, name: str) -> Scalar:
        """Its value."""
        return self.found[name].value

    def whole(self, name: str) -> int:
        """The same of a count; 0 where there is none."""
        value = self.value(name)
        return value if isinstance(value, int) else 0

    def number(self, name: str) -> float | None:
        """The same of any number."""
        return number_in(self.value(name))


def basis_of(
    year: Year, unit: str, this: str, shared: SharedLeads | None, first: int = 1, row: int = 1
) -> Cells:
    """The basis of a unit, whose name stands in the cell ``this``, in hidden columns from ``first`` on."""
    cells = Cells(first, row)
    # of each unit the same columns, so that the shares stand together
    for name, value, formula in (
        *_progress(year.live, unit, this, shared),
        *_measures(year, unit, this),
    ):
        cells.add(name, value, formula)
    _reports(year, unit, cells)
    _returns(year, unit, cells)
    told: dict[str, Told] = {
        **year.registers.projects(unit),
        **year.registers.indicators(unit),
        **{f"benchmark_{name}": each for name, each in year.registers.benchmarks(unit).items()},
    }
    for name, (value, formula) in told.items():
        cells.add(name, value, formula)
    for part, (share, formula) in zip(PARTS, _shares(year, cells), strict=True):
        cells.add(part, share, formula)
    return cells


def _progress(live: Live, unit: str, this: str, shared: SharedLeads | None) -> Iterator[Basis]:
    """The mean progress of the items that a unit leads, as its bulletin has it, and how many are in the mean."""
    items, rows = live.frame.items, live.led[unit.casefold()].rows
    more = () if shared is None else (shared.counted(this),)
    mean = unit_mean(this, items["归口单位"], items["亮灯"], items["完成进度"], *more)
    yield Basis("mean", live.units[unit]["progress"], mean)
    counted = count_true(f"({items['归口单位']}={this})", f'({items["亮灯"]}<>"{STANDING_LIGHT}")')
    counted += "".join(f"+{count_true(factor)}" for factor, _ in more)
    number = sum(live.items[row]["light"] != STANDING_LIGHT for row in rows)
    yield Basis("items", number, counted)


def _measures(year: Year, unit: str, this: str) -> Iterator[Basis]:
    """The unit's measures on the list: all, done, done late, overdue, unreported, done on no known day though the due date
    is over, done without evidence."""
    live = year.live
    ledger, columns, settings = live.frame.ledger, live.frame.ledger_columns, live.frame.settings
    figures, rows = live.units[unit], year.measures.get(unit.casefold(), ())
    on_list = (f"({ledger.unit}={this})", *formulas.on_list(ledger))

    def showing(*names: str) -> list[int]:
        return [row for row in rows if live.measures[row]["light"] in names]

    yield Basis("measures", figures["measures"], count_true(*on_list))
    for name, light in (("done", lights.DONE), ("late", lights.DONE_LATE), ("overdue", lights.OVERDUE)):
        yield Basis(name, len(showing(light)), count_true(*on_list, f'({ledger.light}="{light}")'))
    yield Basis("unreported", figures["unreported"], formulas.unreported(ledger, on_list[0]))
    due, done_on = ledger.due, columns["办结日期"]
    as_of, now = live.frame.rules.as_of, to_serial(settings.as_of)
    over = (
        *on_list,
        f'({ledger.light}="{lights.DONE}")',
        f"({due}>={FIRST_DAY})",
        f"({due}<={LAST_DAY})",
        f"({due}<{as_of})",
    )
    known = (f"({done_on}>={FIRST_DAY})", f"({done_on}<={LAST_DAY})")
    undated = [
        row
        for row in showing(lights.DONE)
        if (last := day(live.measures[row]["due"])) is not None
        and last < now
        and day(live.measure_value(row, "办结日期")) is None
    ]
    yield Basis("undated", len(undated), f"{count_true(*over)}-{count_true(*over, *known)}")
    done = f'(({ledger.light}="{lights.DONE}")+({ledger.light}="{lights.DONE_LATE}"))'
    lacking = [
        row for row in showing(lights.DONE, lights.DONE_LATE) if live.measure_value(row, "佐证材料") is None
    ]
    yield Basis("lacking", len(lacking), count_true(*on_list, done, f'({columns["佐证材料"]}="")'))


def _reports(year: Year, unit: str, cells: Cells) -> None:
    """Of each period, the share of the unit's measures that had a progress."""
    for place, edition in enumerate(year.editions):
        line = year.line(edition, unit)
        if line is None:
            cells.add(f"reported{place}", None, '""')
            continue
        number, blank = year.recorded(line, "措施数"), year.recorded(line, "未报数")
        share = assessment.reported_share(line.record["措施数"], line.record["未报数"])
        cells.add(f"reported{place}", share, f'IF(COUNTIFS({number},">0")=0,"",1-SUM({blank})/{number})')
    number, blank = cells.at("measures"), cells.at("unreported")
    share = assessment.reported_share(cells.value("measures"), cells.value("unreported"))
    cells.add(f"reported{len(year.editions)}", share, f'IF({number}=0,"",1-{blank}/{number})')


def _returns(year: Year, unit: str, cells: Cells) -> None:
    """How the return of each period came, and how many came in time, late, and not."""
    for place, edition in enumerate(year.editions):
        line = year.line(edition, unit)
        if line is None:
            cells.add(f"return{place}", None, '""')
            continue
        cell = year.recorded(line, "状态")
        cells.add(f"return{place}", line.record["状态"], f'IF({cell}="","",{cell})')
    now = year.handed_in.get(unit.casefold())
    if now == MISSING and not year.is_over:
        now = None
    cells.add(f"return{len(year.editions)}", now, None)
    every = [f"return{place}" for place in range(year.periods)]
    for name, status in (("in_time", IN_TIME), ("too_late", LATE), ("missing", MISSING)):
        number = sum(cells.value(each) == status for each in every)
        cells.add(name, number, f'COUNTIFS({cells.span(every[0], every[-1])},"{status}")')


def _shares(year: Year, cells: Cells) -> Iterator[Told]:
    """The share of each part, in their order; blank where it has nothing to look at."""
    at, whole = cells.at, cells.whole
    yield (
        assessment.progress_share(cells.number("mean"), whole("items")),
        f'IF({at("items")}<=0,"",IF(COUNT({at("mean")})=0,0,{at("mean")}))',
    )
    came_due = f"({at('done')}+{at('late')}+{at('overdue')})"
    yield (
        assessment.on_time_share(whole("done"), whole("late"), whole("overdue")),
        f'IF({came_due}=0,"",{at("done")}/{came_due})',
    )
    yield _reporting_share(year, cells)
    done = f"({at('done')}+{at('late')})"
    yield (
        assessment.evidence_share(whole("done") + whole("late"), whole("lacking")),
        f'IF({done}=0,"",({done}-{at("lacking")})/{done})',
    )
    yield from _register_shares(cells)


def _reporting_share(year: Year, cells: Cells) -> Told:
    names = [f"reported{place}" for place in range(year.periods)]
    shares = cells.span(names[0], names[-1])
    sent = f"({cells.at('in_time')}+{cells.at('too_late')}+{cells.at('missing')})"
    mean, in_time = f"SUM({shares})/COUNT({shares})", f"{cells.at('in_time')}/{sent}"
    share = assessment.reporting_share(
        [cells.number(name) for name in names],
        *(cells.whole(name) for name in ("in_time", "too_late", "missing")),
    )
    only_one = f'IF({sent}=0,"",{in_time})'
    return share, f"IF(COUNT({shares})=0,{only_one},IF({sent}=0,{mean},({mean}+{in_time})/2))"


def _register_shares(cells: Cells) -> Iterator[Told]:
    at, nothing = cells.at, (None, '""')
    planned, targets, measures = "planned", "targets", "benchmark_measures"
    yield (
        (
            assessment.project_share(cells.number(planned) or 0.0, cells.number("reached") or 0.0),
            f'IF({at(planned)}<=0,"",MAX(0,MIN(1,{at("reached")}/{at(planned)})))',
        )
        if planned in cells.found
        else nothing
    )
    yield (
        (
            assessment.indicator_share(cells.whole(targets), cells.number("met") or 0.0),
            f'IF({at(targets)}<=0,"",{at("met")}/{at(targets)})',
        )
        if targets in cells.found
        else nothing
    )
    mean = "benchmark_mean"
    yield (
        (
            assessment.progress_share(cells.number(mean), cells.whole(measures)),
            f'IF({at(measures)}<=0,"",IF(COUNT({at(mean)})=0,0,{at(mean)}))',
        )
        if measures in cells.found
        else nothing
    )
