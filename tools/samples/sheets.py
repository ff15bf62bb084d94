"""The sheets that all sample workbooks share: city items, ledger, links, reports; and how cells look."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from samples.city import CITY_ITEMS
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.plan.ruler import LANDSCAPE, MARGINS, PRINT_SCALE, column_breaks

CITY_COLUMNS, LEDGER_COLUMNS, LINK_COLUMNS, REPORT_COLUMNS = (
    {field.name: field.width for field in FORMATS[name].fields}
    for name in ("市级事项", "具体项目台账", "承接关系", "填报记录")
)
"""Column → width in characters."""

PERIODS = ["2020Q1", "2020Q2", "2020Q3"]
REPORTED_FROM = {"2020Q1": date(2020, 3, 27), "2020Q2": date(2020, 6, 27), "2020Q3": date(2020, 9, 27)}
CLOSED_ON = {"2020Q1": date(2020, 4, 3), "2020Q2": date(2020, 7, 3)}

LAST_ROW = 499
LIGHT_COLOURS = {
    "办结": "#C6E0B4",
    "逾期办结": "#E2EFDA",
    "正常": "#A9D08E",
    "滞后": "#FFE699",
    "严重滞后": "#F4B084",
    "逾期": "#FF7C80",
    "未报": "#D9D9D9",
    "未定时限": "#DDEBF7",
    "常态": "#EDEDED",
}

_GRID = {"font_name": "宋体", "font_size": 10.5, "border": 1, "valign": "vcenter", "text_wrap": True}
_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"font_name": "宋体", "font_size": 18, "bold": True, "align": "center", "valign": "vcenter"},
    "line": {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter"},
    "header": {**_GRID, "bold": True, "align": "center", "bg_color": "#D9E2F3"},
    "heading": {**_GRID, "bold": True, "bg_color": "#F2F2F2"},
    "text": _GRID,
    "center": {**_GRID, "align": "center"},
    "date": {**_GRID, "align": "center", "num_format": "yyyy-mm-dd"},
    "percent": {**_GRID, "align": "center", "num_format": "0%"},
}
_COLUMN_FORMAT = {
    **dict.fromkeys(["开始日期", "完成时限", "办结日期", "更新日期", "确认日期", "填报时间"], "date"),
    **dict.fromkeys(["完成进度", "时序进度", "事项进度", "事项时序", "原值", "新值"], "percent"),
    **dict.fromkeys(["序号", "事项键", "事项序号", "措施序号", "市级序号", "权重"], "center"),
    **dict.fromkeys(
        ["类型", "负责人", "亮灯", "关系", "状态", "确认人", "事项亮灯", "期间", "字段"], "center"
    ),
}


def formats(book: Workbook) -> dict[str, Any]:
    """The named formats of one workbook."""
    return {name: book.add_format(properties) for name, properties in _FORMATS.items()}


def row_height(cells: Iterable[tuple[Any, float]]) -> float:
    """Points that show every (text, column width) of a row in full; a Chinese character counts two."""
    lines = 1
    for text, width in cells:
        if isinstance(text, str):
            lines = max(
                lines, sum(max(1, -(-2 * len(part) // max(1, int(width) - 2))) for part in text.split("\n"))
            )
    return min(400.0, 8 + 14.5 * lines)


def legible(widths: Sequence[int]) -> list[int]:
    """The widths in the same relation, so that all columns go side by side on A4 and can be read."""
    room = LANDSCAPE - len(widths)
    return [max(4, int(width * min(1.0, room / sum(widths)))) for width in widths]


def set_up_page(sheet: Worksheet, header_row: int, widths: Sequence[float], repeated: int = 0) -> None:
    """Column widths, tall, frozen and repeated header, A4 across; what does not fit beside goes on further pages."""
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.set_row(header_row, 34)
    sheet.freeze_panes(header_row + 1, 0)
    sheet.repeat_rows(header_row)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=MARGINS["left"], right=MARGINS["right"])
    breaks = column_breaks(widths, repeated)
    if breaks:
        sheet.set_print_scale(PRINT_SCALE)
        sheet.set_v_pagebreaks(list(breaks))
        if repeated:
            sheet.repeat_columns(0, repeated - 1)
    else:
        sheet.fit_to_pages(1, 0)


def write_table(
    book: Workbook, looks: dict[str, Any], name: str, columns: dict[str, int], rows: list[list[Any]]
) -> None:
    """A plain sheet: header in row 1, one record per row."""
    sheet = book.add_worksheet(name)
    shown = [field.width for field in FORMATS[name].fields if not field.hidden]
    frozen = FORMATS[name].freeze
    set_up_page(sheet, 0, shown, list(columns).index(frozen) if frozen else 0)
    sheet.write_row(0, 0, columns, looks["header"])
    for r, row in enumerate(rows, start=1):
        sheet.set_row(r, row_height(zip(row, columns.values(), strict=True)))
        for c, (column, value) in enumerate(zip(columns, row, strict=True)):
            sheet.write(r, c, value, looks[_COLUMN_FORMAT.get(column, "text")])
    sheet.print_area(0, 0, max(1, len(rows)), len(shown) - 1)
    for c, column in enumerate(columns):
        if column in ("亮灯", "事项亮灯"):
            colour_lights(book, sheet, c)
        field = FORMATS[name][column]
        if field.choices:
            sheet.data_validation(1, c, LAST_ROW, c, {"validate": "list", "source": list(field.choices)})
        if field.hidden:
            sheet.set_column(c, c, field.width, None, {"hidden": True})


def colour_lights(book: Workbook, sheet: Worksheet, column: int) -> None:
    """Colour a column of lights by their text."""
    for light, colour in LIGHT_COLOURS.items():
        look = book.add_format({"bg_color": colour})
        rule = {"type": "cell", "criteria": "==", "value": f'"{light}"', "format": look}
        sheet.conditional_format(1, column, LAST_ROW, column, rule)


def city_rows() -> list[list[Any]]:
    """The rows of 市级事项."""
    return [list(item) for item in CITY_ITEMS]


def ledger_rows(data: Any) -> list[list[Any]]:
    """The rows of 具体项目台账; 事项序号, 时序进度 and 亮灯 stay empty for the program's formulas."""
    items = {item["no"]: item for item in data.ITEMS}
    rows = []
    for key, (no, measure, kind, weight, start, due, *progress, done) in enumerate(data.WORK, 1):
        item = items[no]
        reported = [(p, value) for p, value in zip(PERIODS, progress, strict=True) if value is not None]
        last, figure = reported[-1] if reported else (None, None)
        problem, step = data.ISSUE_NOTES.get((no, measure), (None, None))
        rows.append(
            [
                no,
                None,
                item["name"],
                measure,
                item["measures"][measure - 1].strip(),
                kind,
                item["unit"],
                "、".join(item["owners"]),
                weight,
                _day(start),
                _day(due),
                figure,
                _day(done),
                None,
                None,
                data.PROGRESS_NOTES.get((no, measure)),
                problem,
                step,
                data.EVIDENCE.get((no, measure)),
                _reported_on(data, item["unit"], last) if last else None,
                None,
                key,
            ]
        )
    return rows


def link_rows(data: Any) -> list[list[Any]]:
    """The rows of 承接关系; names and figures stay empty for the program's formulas."""
    return [
        [key, None, None, parent, None, relation, weight, why, state, person, _day(on), *[None] * 5]
        for key, parent, relation, weight, why, state, person, on in data.LINKS
    ]


def report_rows(data: Any) -> list[list[Any]]:
    """The rows of 填报记录: every report, then for a closed period each item's figure and the seal."""
    items = {item["no"]: item for item in data.ITEMS}
    known: dict[tuple[int, int], float] = {}
    closed: dict[int, float] = {}
    rows: list[list[Any]] = []
    for i, period in enumerate(PERIODS):
        for no, measure, *rest in data.WORK:
            value = rest[4 + i]
            if value is None:
                continue
            unit = items[no]["unit"]
            row = [
                period,
                no,
                measure,
                "完成进度",
                known.get((no, measure)),
                value,
                unit,
                items[no]["owners"][0],
            ]
            source = f"{data.NAME}_{unit}_{period}填报表.xlsx"
            rows.append([*row, _reported_on(data, unit, period), source])
            known[no, measure] = value
        if period in CLOSED_ON:
            for no, item in items.items():
                figure = item_progress(data, no, known)
                if figure is not None:
                    row = [period, no, None, "完成进度", closed.get(no), figure, item["unit"], "办公室"]
                    rows.append([*row, CLOSED_ON[period], "封存"])
                    closed[no] = figure
            rows.append([period, None, None, "封存", None, period, None, "办公室", CLOSED_ON[period], "封存"])
    keys = {(no, measure): key for key, (no, measure, *_) in enumerate(data.WORK, 1)}
    return [[*row, _fingerprint(data, row), row[1], keys.get((row[1], row[2])), None, None] for row in rows]


def item_progress(data: Any, no: int, known: dict[tuple[int, int], float]) -> float | None:
    """Weighted mean over the item's 限期 measures, an unreported one counts 0; None if none has reported."""
    timed = [(row[1], row[3] or 1) for row in data.WORK if row[0] == no and row[2] in (None, "限期")]
    if not any((no, measure) in known for measure, _ in timed):
        return None
    total = sum(weight * known.get((no, measure), 0) for measure, weight in timed)
    return round(total / sum(weight for _, weight in timed), 6)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _reported_on(data: Any, unit: str, period: str) -> date:
    units = list(dict.fromkeys(item["unit"] for item in data.ITEMS))
    first = REPORTED_FROM[period]
    return first.replace(day=first.day + units.index(unit) % 4)


def _fingerprint(data: Any, row: list[Any]) -> str:
    return hashlib.sha256(f"{data.NAME}{row}".encode()).hexdigest()[:12]
