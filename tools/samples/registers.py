"""Workbooks with registers: one of a park, one of a city, each written as its staff would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from samples import city_registers, projects
from samples.sheets import CITY_COLUMNS, city_rows, row_height, set_up_page, write_table
from xlsxwriter.workbook import Workbook

from duban.udfs.periods import Period
from duban.workbook.format.names import CITY, PERIOD_RECORD, RULES
from duban.workbook.format.registers.dispatch import DISPATCH
from duban.workbook.format.registers.indicators import INDICATORS
from duban.workbook.format.registers.projects import PROJECTS
from duban.workbook.format.registers.task_forces import TASK_FORCES
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
    """市级事项, 工作专班, 月调度, 指标监测, 规则."""
    data = city_registers
    write_table(book, looks, CITY, CITY_COLUMNS, city_rows())
    forces = [dict(zip(data.TASK_FORCES, row, strict=True)) for row in data.TASK_FORCE_ROWS]
    write_register(book, looks, TASK_FORCES, data.TASK_FORCES, forces)
    write_register(book, looks, DISPATCH, data.REPORTS, data.report_rows())
    figures = [dict(zip(data.INDICATORS, row, strict=True)) for row in data.INDICATOR_ROWS]
    write_register(book, looks, INDICATORS, data.INDICATORS, figures, titles=[data.INDICATORS_TITLE])
    write_settings(book, looks, data.SETTINGS)


BOOKS = {projects.NAME: park, city_registers.NAME: city}
"""Name of a workbook → what writes it."""
