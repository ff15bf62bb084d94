"""Workbooks with registers: of a park, of a city, of a county zone; each written as its staff would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from samples import city_registers, county_zone, projects, service_year, yiyuan, zones
from samples.sheets import (
    CITY_COLUMNS,
    LEDGER_COLUMNS,
    city_rows,
    ledger_rows,
    row_height,
    set_up_page,
    write_table,
)
from xlsxwriter.workbook import Workbook

from duban.udfs.periods import Period
from duban.workbook.format.names import CITY, LEDGER, LIST, PERIOD_RECORD, RULES
from duban.workbook.format.registers.benchmarking import BENCHMARKS
from duban.workbook.format.registers.cases import CASES
from duban.workbook.format.registers.conduct import CONDUCT
from duban.workbook.format.registers.dispatch import DISPATCH
from duban.workbook.format.registers.feedback import FEEDBACK
from duban.workbook.format.registers.indicators import INDICATORS
from duban.workbook.format.registers.meetings import MEETINGS
from duban.workbook.format.registers.models import MODELS
from duban.workbook.format.registers.on_site import ON_SITE
from duban.workbook.format.registers.problems import PROBLEMS
from duban.workbook.format.registers.projects import PROJECTS
from duban.workbook.format.registers.rosters import ROSTERS
from duban.workbook.format.registers.service_groups import SERVICE_GROUPS
from duban.workbook.format.registers.service_log import SERVICE_LOG
from duban.workbook.format.registers.task_forces import TASK_FORCES
from duban.workbook.format.registers.zones import ZONES
from duban.workbook.format.sheets.period_record import FROZEN, OF_PERIOD, OF_REGISTER
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.reading.register_record import RememberedRow, as_text

Looks = dict[str, Any]

_LONG = 12
"""Characters of a column whose texts begin at the left."""


def write_register(
    book: Workbook,
    looks: Looks,
    name: str,
    widths: Mapping[str, int],
    rows: Sequence[Mapping[str, Any]],
    *,
    titles: Sequence[str] = (),
    shares: Sequence[str] = (),
    hidden: Sequence[str] = (),
    total: Mapping[str, Any] | None = None,
) -> None:
    """A sheet as an office keeps it: lines of one cell, the header, its rows, at most one of totals below them."""
    sheet = book.add_worksheet(name)
    shown = [width for column, width in widths.items() if column not in hidden]
    set_up_page(sheet, len(titles), list(widths.values()), 3 if sum(shown) > _LONG * len(shown) else 0)
    title = book.add_format({"font_name": "宋体", "font_size": 18, "bold": True, "valign": "vcenter"})
    for row, text in enumerate(titles):
        sheet.write(row, 0, text, looks["line"] if row else title)
        sheet.set_row(row, 18 if row else 36)
    sheet.write_row(len(titles), 0, widths, looks["header"])
    for number, values in enumerate([*rows, *([total] if total else [])], len(titles) + 1):
        sheet.set_row(number, row_height((values.get(column), width) for column, width in widths.items()))
        for place, (column, width) in enumerate(widths.items()):
            value = values.get(column)
            if isinstance(value, date):
                look = "date"
            elif column in shares:
                look = "percent"
            else:
                look = "text" if width > _LONG else "center"
            sheet.write(number, place, value, looks[look])
    for column in hidden:
        place = list(widths).index(column)
        sheet.set_column(place, place, widths[column], None, {"hidden": True})


def write_settings(book: Workbook, looks: Looks, settings: Mapping[str, Any]) -> None:
    """规则 with these settings, and the period and day of the samples; the others are blank."""
    sheet = book.add_worksheet(RULES)
    set_up_page(sheet, 0, [18, 21, 48])
    sheet.write_row(0, 0, ["项目", "值", "说明"], looks["header"])
    told = {"当前期间": "2020Q3", "截至日期": date(2020, 9, 30), **settings}
    for row, field in enumerate(FORMATS[RULES].fields, 1):
        value = told.get(field.name)
        sheet.write(row, 0, field.name, looks["text"])
        sheet.write(row, 1, value, looks["date" if isinstance(value, date) else "text"])
        sheet.write(row, 2, field.help, looks["text"])


def park(book: Workbook, looks: Looks) -> None:
    """重点项目库, 规则, and the record of the second quarter."""
    rows = projects.rows()
    money = ("计划总投资", "年度计划", "完成投资")
    total = {"序号": "合计", **{name: round(sum(row[name] for row in rows), 1) for name in money}}
    write_register(
        book,
        looks,
        PROJECTS,
        projects.HEADER,
        rows,
        titles=projects.TITLES,
        shares=("形象进度",),
        hidden=("行键",),
        total=total,
    )
    write_settings(book, looks, {"单位名称": projects.OFFICE, "重点项目开工目标": 47})
    _record(book)


def _record(book: Workbook) -> None:
    """期间记录 as the second quarter left it: nothing but the register."""
    before = projects.before()
    told = {key: RememberedRow(shown, values) for key, (shown, values) in before.items()}
    columns = FORMATS[PERIOD_RECORD].names
    period = {"期间": str(Period(2020, 6)), "版次": 1}
    of_period = {**period, "种类": OF_PERIOD, "截至日期": date(2020, 6, 30), "状态": FROZEN}
    content = as_text(max(before) + 1, told, {})
    size = 30_000
    pieces = [content[start : start + size] for start in range(0, len(content), size)]
    of_register = [
        {**period, "种类": OF_REGISTER, "名称": PROJECTS, "段": place, "内容": piece}
        for place, piece in enumerate(pieces, 1)
    ]
    sheet = book.add_worksheet(PERIOD_RECORD)
    sheet.very_hidden()
    sheet.write_row(0, 0, columns)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for row, values in enumerate([of_period, *of_register], 1):
        for place, column in enumerate(columns):
            value = values.get(column)
            sheet.write(row, place, value, day if isinstance(value, date) else None)


def city(book: Workbook, looks: Looks) -> None:
    """市级事项, 工作专班, 月调度, 季度现场推进, 指标监测, 开发区情况, 案例, 规则."""
    data = city_registers
    write_table(book, looks, CITY, CITY_COLUMNS, city_rows())
    write_register(book, looks, TASK_FORCES, data.TASK_FORCES, named(data.TASK_FORCES, data.TASK_FORCE_ROWS))
    write_register(book, looks, DISPATCH, data.REPORTS, data.report_rows())
    write_register(book, looks, ON_SITE, data.ON_SITE, named(data.ON_SITE, data.ON_SITE_ROWS))
    figures = named(data.INDICATORS, data.INDICATOR_ROWS)
    write_register(book, looks, INDICATORS, data.INDICATORS, figures, titles=[data.INDICATORS_TITLE])
    write_register(book, looks, ZONES, zones.ZONES, named(zones.ZONES, zones.ZONE_ROWS))
    write_register(book, looks, CASES, zones.CASES, named(zones.CASES, zones.CASE_ROWS))
    write_settings(book, looks, data.SETTINGS)


def named(columns: Sequence[str] | Mapping[str, int], rows: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    """Rows of values as records: column → value."""
    return [dict(zip(columns, row, strict=True)) for row in rows]


def county(book: Workbook, looks: Looks) -> None:
    """The list and ledger of a county zone, and what it keeps of measuring itself against two others."""
    data = county_zone
    write_register(book, looks, LIST, data.LIST, data.list_rows(yiyuan.ITEMS), titles=[yiyuan.TITLE])
    write_table(book, looks, LEDGER, LEDGER_COLUMNS, ledger_rows(yiyuan))
    shares = ("完成进度", "时序进度")
    benchmarks = named(data.BENCHMARKS, data.BENCHMARK_ROWS)
    write_register(book, looks, BENCHMARKS, data.BENCHMARKS, benchmarks, shares=shares)
    tables = (
        (MODELS, data.MODELS, named(data.MODELS, data.MODEL_ROWS)),
        (MEETINGS, data.MEETINGS, named(data.MEETINGS, data.MEETING_ROWS)),
        (PROBLEMS, data.PROBLEMS, data.problem_rows()),
        (ROSTERS, data.ROSTER, named(data.ROSTER, data.ROSTER_ROWS)),
        (CONDUCT, data.CONDUCT, named(data.CONDUCT, data.CONDUCT_ROWS)),
        (FEEDBACK, data.FEEDBACK, named(data.FEEDBACK, data.FEEDBACK_ROWS)),
        (CASES, data.CASES, named(data.CASES, data.CASE_ROWS)),
    )
    for name, columns, rows in tables:
        write_register(book, looks, name, columns, rows, shares=shares)
    write_settings(book, looks, data.SETTINGS)


def year(book: Workbook, looks: Looks) -> None:
    """The list of a year before its first report, the service groups, and room for their weeks."""
    data = service_year
    write_register(
        book, looks, LIST, county_zone.LIST, county_zone.list_rows(data.ITEMS), titles=[data.TITLE]
    )
    ledger = [[row.get(column) for column in LEDGER_COLUMNS] for row in data.ledger_rows()]
    write_table(book, looks, LEDGER, LEDGER_COLUMNS, ledger)
    write_register(book, looks, SERVICE_GROUPS, data.GROUPS, named(data.GROUPS, data.GROUP_ROWS))
    write_register(book, looks, SERVICE_LOG, data.LOG, list(data.empty_weeks()))
    write_settings(book, looks, data.SETTINGS)


BOOKS = {
    projects.NAME: park,
    city_registers.NAME: city,
    county_zone.NAME: county,
    service_year.NAME: year,
}
"""Name of a workbook → what writes it."""

PLAYED = {service_year.NAME: partial(service_year.play, ledger_columns=list(LEDGER_COLUMNS))}
"""Name of a workbook → what the program does with it afterwards."""
