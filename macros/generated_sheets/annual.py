"""年度考核参考: what the year says of each unit, side by side, for people to judge by; no verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from duban.macros.figures import formulas
from duban.macros.figures.figures import ranks
from duban.macros.figures.lookups import Live
from duban.macros.figures.registers import Register
from duban.macros.generated_sheets.annual_basis import Cells, Year, basis_of
from duban.macros.generated_sheets.annual_notes import put_notes
from duban.macros.generated_sheets.annual_registers import OfUnits
from duban.macros.generated_sheets.items_of_several_units import COLUMNS, SharedLeads, pairs_of, put_pairs
from duban.macros.generated_sheets.registers.source import Source
from duban.macros.generated_sheets.trend import columns_after
from duban.macros.history.editions import Edition, Key
from duban.macros.history.past import figure
from duban.macros.history.said_before import SaidBefore
from duban.macros.history.year import runs, sheet_name
from duban.udfs import assessment
from duban.udfs.assessment import PARTS, USUAL_POINTS
from duban.workbook.cells.addresses import letter
from duban.workbook.format.names import PERIOD_RECORD
from duban.workbook.format.sheet_names import annual_name
from duban.workbook.format.sheets.period_record import OF_UNIT
from duban.workbook.format.sheets.settings import POINTS
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.plans import Scalar, SheetPlan
from duban.workbook.plan.ruler import Ruler
from duban.workbook.plan.table import Table

_RESULT = (5, 18, 9, *((9,) * len(PARTS)), 30)
_QUARTERS = (5, 18, 17, 17, 17, 17, 17, 17)
_WORK = (5, 18, 7, 7, 9, 7, 9, 7, 9, 9, 9, 9, 11, 9)
_REGISTERS = (5, 18, 7, 15, 15, 9, 7, 9, 10, 10, 9, 11)
"""Units."""
_TABLES = (_RESULT, _QUARTERS, _WORK, _REGISTERS)
_RANK, _UNIT, _SCORE, _FIRST_PART = 1, 2, 3, 4
_NAMES = ("一季度", "二季度", "三季度", "四季度")

Shown = Sequence[tuple[str, str]]
"""What columns show: names among the basis, and styles."""

_WORK_HEADER = (
    "序号", "单位", "措施", "办结", "逾期办结", "逾期", "按时率", "未报", "报送得分率",
    "按时交回", "迟交", "未交", "缺佐证", "佐证率",
)  # fmt: skip
_WORK_SHOWN: Shown = (
    ("measures", "count"), ("done", "count"), ("late", "count"), ("overdue", "count"), (assessment.ON_TIME, "percent"),
    ("unreported", "count"), (assessment.REPORTING, "percent"), ("in_time", "count"), ("too_late", "count"),
    ("missing", "count"), ("lacking", "count"), (assessment.EVIDENCE, "percent"),
)  # fmt: skip
_REGISTERS_HEADER = (
    "序号", "单位", "项目", "年度计划（亿元）", "累计完成（亿元）", "完成率", "指标", "无完成率", "指标得分率",
    "对标举措", "未报", "对标进度",
)  # fmt: skip
_REGISTERS_SHOWN: Shown = (
    ("projects", "count"), ("planned", "weight"), ("reached", "weight"), (assessment.PROJECTS, "percent"),
    ("targets", "count"), ("no_rate", "count"), (assessment.INDICATORS, "percent"),
    ("benchmark_measures", "count"), ("benchmark_unreported", "count"), (assessment.BENCHMARKS, "percent"),
)  # fmt: skip


@dataclass(frozen=True)
class Placed:
    """A unit in its row of the first table, with its basis in hidden columns of the row."""

    unit: str
    row: int
    cells: Cells
    score: float | None

    @property
    def mean(self) -> Scalar:
        """Its mean progress now."""
        return self.cells.value("mean")


def year_sheets(
    live: Live,
    before: SaidBefore,
    registers: Mapping[str, Register],
    handed_in: Mapping[str, str],
    today: date | None,
) -> list[SheetPlan]:
    """The plan of the sheet for the year whose last period is live, if one is; ``handed_in``: how each unit, by its name
    without case, handed in the return of the period that runs."""
    tables, settings = before.tables, live.frame.settings
    if not runs(before.turn, settings.period):
        return []
    columns = columns_after(before)
    of_year = tuple(each for each in columns.editions if each.period.year == settings.period.year)
    sources = {name: Source(each.table, settings) for name, each in registers.items()}
    now = settings.as_of if settings.as_of_fixed else today or date.today()
    is_over = now > (settings.return_due or settings.period.last_day)
    record = tables.own.get(PERIOD_RECORD)
    places = {} if record is None else {"places": record.header.columns}
    year = Year(
        live, replace(columns, editions=of_year), OfUnits.among(sources), handed_in, is_over, **places
    )
    return [annual_sheet(year, sheet_name(tables))]


def annual_sheet(year: Year, name: str) -> SheetPlan:
    """The plan of the sheet of this name, for the year of 规则."""
    live, settings = year.live, year.live.frame.settings
    builder = SheetBuilder(name, Ruler(*_TABLES))
    first = builder.last + 2
    shared = put_pairs(live, builder, pairs_of(live.led.values()), first)
    builder.title(f"{settings.office}{year.number}年度考核参考（供评定时参考，不是考核结论）")
    builder.line("名次和参考分由程序按下列数字算出，只供评定的人参考，不作为考核得分。", "aside")
    placed = _result(builder, year, shared, first + COLUMNS)
    _quarters(builder, year, placed)
    _basis(builder, "三、时限、报送和佐证", (_WORK, _WORK_HEADER, _WORK_SHOWN), placed)
    if year.registers.sources:
        _basis(builder, "四、项目、指标和对标", (_REGISTERS, _REGISTERS_HEADER, _REGISTERS_SHOWN), placed)
    put_notes(builder, year, [each.cells for each in placed])
    hidden = sorted({column for _, column in builder.cells if column > builder.last})
    plan = builder.plan(
        freeze=(3, 1),
        print_area=(1, 1, builder.next_row - 1, builder.last),
        hidden_columns=tuple(hidden),
        tab_colour="7030A0",
    )
    return replace(plan, known_as=annual_name(year.number))


def _result(builder: SheetBuilder, year: Year, shared: SharedLeads | None, first: int) -> list[Placed]:
    """参考分, and the points of each part; the highest first. Returns the units in this order."""
    builder.section("一、参考分")
    table = Table(builder, _RESULT)
    table.head(("名次", "单位", "参考分", *PARTS, "未计入的部分"))
    points = [year.live.frame.settings.points[part] for part in PARTS]
    units = sorted(
        year.live.units, key=lambda unit: -(_score(basis_of(year, unit, "", shared), points) or 0.0)
    )
    weights = _weights(
        table, year, first, points, basis_of(year, units[0], "", shared, first) if units else None
    )
    placed: list[Placed] = []

    def put(row: int, unit: str) -> None:
        cells = basis_of(year, unit, table.cell(row, _UNIT), shared, first, row)
        for name, value, formula in cells.found.values():
            builder.put(row, cells.column(name), value, "plain", None if formula is None else f"={formula}")
        score = _score(cells, points)
        _unit_row(table, row, unit, cells, points, weights, score)
        placed[:] = [each for each in placed if each.unit != unit]  # a row may be put again, on the next page
        placed.append(Placed(unit, row, cells, score))

    rows = table.fill(units, put)
    for row, place in zip(rows, ranks([each.score for each in placed]), strict=True):
        formula = formulas.rank(table.cell(row, _SCORE), table.span(_SCORE, rows))
        table.put(row, _RANK, place, "integer", f"={formula}")
    if not rows:
        builder.line("无", "center")
    return placed


def _score(cells: Cells, points: Sequence[float]) -> float | None:
    return assessment.reference([cells.number(part) for part in PARTS], points)


def _weights(
    table: Table, year: Year, first: int, points: Sequence[float], cells: Cells | None
) -> Callable[[str], str]:
    """The row of the weights; they stand once more in the hidden columns of the shares, for the formulas of the rows below.
    Returns where the one of a part stands."""
    builder, settings = table.sheet, year.live.frame.settings
    row = builder.next_row
    table.put(row, _RANK, None, "center")
    table.put(row, _UNIT, "分值", "header")
    table.put(row, _SCORE, None, "center")
    for place, (part, weight) in enumerate(zip(PARTS, points, strict=True), _FIRST_PART):
        at = settings.ref(POINTS[part])
        usable = f'COUNTIFS({at},">=0",{at},"<={assessment.MOST_POINTS:.0f}")'
        formula = f"=IF({usable}=0,{USUAL_POINTS[part]:g},{at})"
        table.put(row, place, weight, "weight", formula)
        if cells is not None:
            builder.put(row, cells.column(part), weight, "plain", f"={table.cell(row, place)}")
    table.put(row, _FIRST_PART + len(PARTS), "无数据的由其余部分折算", "center")
    builder.next()
    return lambda part: f"${letter(cells.column(part))}${row}" if cells is not None else ""


def _unit_row(
    table: Table,
    row: int,
    unit: str,
    cells: Cells,
    points: Sequence[float],
    weight: Callable[[str], str],
    score: float | None,
) -> None:
    table.put(row, _RANK, None, "integer")
    table.put(row, _UNIT, unit, "center")
    weights = f"{weight(PARTS[0])}:{weight(PARTS[-1])}"
    shares = cells.span(PARTS[0], PARTS[-1])
    total = f'SUMIFS({weights},{shares},">=0")'
    told = f'=IF({total}=0,"—",SUMPRODUCT({weights},{shares})/{total}*{assessment.MARKS:.0f})'
    table.put(row, _SCORE, "—" if score is None else score, "mark", told)
    left = []
    for place, (part, of_part) in enumerate(zip(PARTS, points, strict=True), _FIRST_PART):
        share, at = cells.number(part), cells.at(part)
        value = "—" if share is None else share * of_part
        table.put(row, place, value, "mark", f'=IF(COUNT({at})=0,"—",{at}*{weight(part)})')
        left.append(f'IF(COUNT({at})=0,"{part}；","")')
    named = assessment.left_out([cells.number(part) for part in PARTS])
    table.put(row, _FIRST_PART + len(PARTS), named or None, "center", "=" + "&".join(left))


def _quarters(builder: SheetBuilder, year: Year, placed: Sequence[Placed]) -> None:
    """The four quarters, the year's figure, and its rank."""
    builder.section("二、各季度平均进度")
    table = Table(builder, _QUARTERS)
    table.head(("序号", "单位", *_NAMES, "全年", "进度名次"))
    columns = year.columns

    def put(row: int, entry: tuple[int, Placed]) -> None:
        place, each = entry
        table.put(row, 1, place, "integer")
        table.put(row, 2, each.unit, "center", f"={_unit_cell(each)}")
        now = each.cells.at("mean")
        for quarter in range(1, 5):
            value, formula = _quarter(year, quarter, each, now)
            table.put(row, 2 + quarter, value, "percent", formula)
        table.put(row, 7, each.mean, "percent", f'=IF({now}="","",{now})')
        table.put(row, 8, None, "integer")

    rows = table.fill(enumerate(placed, 1), put)
    means = [None if each.mean is None else float(each.mean) for each in placed]  # type: ignore[arg-type]
    for row, place in zip(rows, ranks(means), strict=True):
        table.put(row, 8, place, "integer", f"={formulas.rank(table.cell(row, 7), table.span(7, rows))}")
    if not rows:
        builder.line("无", "center")
    told = "、".join(columns.labels)
    builder.line(
        f"各季度为当时通报的数，{columns.labels[-1]} 和全年为目前的数；记录中有：{told}。没有记录或未报的空白。"
    )


def _quarter(year: Year, quarter: int, each: Placed, now: str) -> tuple[Scalar, str | None]:
    """What a quarter said of a unit, by its own bulletin, else by that of its last month; of the one that runs, the figure
    now."""
    live = year.columns.live
    if live is not None and live.quarter == quarter:
        return each.mean, f'=IF({now}="","",{now})'
    told: Mapping[bool, Edition] = {
        edition.period.quarterly: edition for edition in year.editions if edition.period.month == 3 * quarter
    }
    edition = told.get(True, told.get(False))
    line = edition.lines.get(Key(OF_UNIT, name=each.unit.casefold())) if edition else None
    return (None, None) if line is None else figure(line, year.columns.progress)


def _unit_cell(each: Placed) -> str:
    return f"$B${each.row}"


def _basis(
    builder: SheetBuilder,
    title: str,
    told: tuple[Sequence[int], Sequence[str], Shown],
    placed: Sequence[Placed],
) -> None:
    """What the points rest on, as it stands in the hidden columns."""
    widths, header, shown = told
    builder.section(title)
    table = Table(builder, widths)
    table.head(header)

    def put(row: int, entry: tuple[int, Placed]) -> None:
        place, each = entry
        table.put(row, 1, place, "integer")
        table.put(row, 2, each.unit, "center", f"={_unit_cell(each)}")
        for column, (name, style) in enumerate(shown, 3):
            if name not in each.cells.found:
                table.put(row, column, None, style)
                continue
            at = each.cells.at(name)
            table.put(row, column, each.cells.value(name), style, f'=IF({at}="","",{at})')

    if not table.fill(enumerate(placed, 1), put):
        builder.line("无", "center")
