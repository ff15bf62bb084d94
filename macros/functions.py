"""The functions that staff call in cells, ``=duban_light(…)``: thin faces on the definitions of ``duban.udfs``.

A face gets cells as Excel has them and answers with a figure, a blank where there is none, or ``#无法计算：``
and the reason; it never raises. Where a definition gives a figure the face gives that figure. Docstrings and
``doc`` of the arguments are what Excel's function wizard shows, at most 255 characters each.

No face is volatile. An as-of date that is left out is the day of the calculation, and Excel does not
calculate again only because a new day began: ``TODAY()`` or 截至日期 of 规则 given as the date brings that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import repeat
from typing import Any

from duban.udfs.deadlines import parse_date
from duban.udfs.error_values import ERRORS
from duban.udfs.lights import NOT_CARRIED, ON_TRACK, STANDING_LIGHT, LightRules
from duban.udfs.lights import light as light_of
from duban.udfs.periods import Period, from_serial
from duban.udfs.progress import counts, day, share
from duban.udfs.progress import expected as days_elapsed
from duban.udfs.progress import item_progress as mean_progress
from duban.udfs.text import item_number, split_lines, squeeze
from duban.udfs.units import one_unit, split_unit
from duban.validation.book import Book
from duban.validation.checker import check_book
from duban.validation.reports.words import sentences
from duban.workbook.format.names import CONFIRMED, LEDGER, LINKS, LIST
from duban.workbook.format.sheets_and_registers import FORMATS
from duban.workbook.live.cell_functions import (
    CELL_LIMIT,
    Answer,
    Cells,
    Unable,
    answered,
    argument,
    as_of_date,
    beside,
    day_of,
    face,
    for_each,
    line,
    rows_of,
    text_of,
)
from duban.workbook.live.xlwings_link import xw
from duban.workbook.reading.find_header import Header, find_header, find_list_header
from duban.workbook.reading.find_list import title_year
from duban.workbook.reading.find_rows import list_name
from duban.workbook.reading.grid import Grid
from duban.workbook.reading.settings import Settings
from duban.workbook.reading.sheet import Sheet, list_sheet
from duban.workbook.reading.table import sheet_table
from duban.workbook.say.findings import Finding, shown_value

_AS_OF_DOC = (
    "截至日期，一格。省略为计算当天，但次日不会自动重算；要每天更新，请填 TODAY() 或“规则”表的截至日期"
)
_TYPES_DOC = "可省略。类型：限期、常态化、已移出"


@xw.func
@argument("progress", "同一事项各措施的完成进度，一行或一列，每条措施一格；空白或文字算未报")
@argument("weights", "可省略。各措施的权重，与完成进度一样多；空白算 1")
@argument("types", "可省略。各措施的类型，与完成进度一样多；常态化、已移出不计")
@face
def duban_progress(progress: Cells, weights: Cells = None, types: Cells = None) -> Answer:
    """事项的完成进度：各限期措施的加权平均（0 至 1），未报算 0；一条都没有报则为空白。"""
    shares = line("完成进度", progress)
    number = len(shares)
    weighed = beside("权重", weights, "完成进度", number)
    return mean_progress(shares, weighed, beside("类型", types, "完成进度", number))


@xw.func
@argument("start", "开始日期，一格或一列")
@argument("due", "完成时限，一格，或与开始日期一样多")
@argument("as_of", _AS_OF_DOC)
@argument("types", _TYPES_DOC)
@face
def duban_expected(start: Cells, due: Cells, as_of: Cells = None, types: Cells = None) -> Answer:
    """时序进度：截至日期时已过天数占总天数的份额（0 至 1，首尾两天都算）；日期有空白则为空白。"""
    now = as_of_date(as_of)

    def answer(first: Any, last: Any, kind: Any) -> float | None:
        if first is None or last is None or not counts(kind):
            return None
        if day_of("开始日期", first) > day_of("完成时限", last):
            raise Unable("完成时限早于开始日期")
        return days_elapsed(first, last, now)

    return for_each(answer, {"开始日期": start, "完成时限": due, "类型": types})


@xw.func
@argument("progress", "完成进度，一格或一列；空白或文字算未报")
@argument("expected", "时序进度，与完成进度一样多")
@argument("due", "完成时限，与完成进度一样多；空白或文字算没有时限")
@argument("as_of", _AS_OF_DOC)
@argument("rules", "可省略。亮灯规则，两格：滞后阈值、严重滞后阈值；空白取默认值 10%、30%")
@argument("types", _TYPES_DOC)
@argument("done_on", "可省略。办结日期；晚于完成时限亮“逾期办结”")
@face
def duban_light(
    progress: Cells,
    expected: Cells,
    due: Cells,
    as_of: Cells = None,
    rules: Cells = None,
    types: Cells = None,
    done_on: Cells = None,
) -> Answer:
    """亮灯：常态、办结、逾期办结、逾期、未报、未定时限、严重滞后、滞后、正常之一。"""
    now, thresholds = as_of_date(as_of), _light_rules(rules)

    def answer(done: Any, elapsed: Any, last: Any, kind: Any, finished: Any) -> str | None:
        return light_of(done, elapsed, last, now, kind=kind, done_on=finished, rules=thresholds) or None

    return for_each(
        answer,
        {"完成进度": progress, "时序进度": expected, "完成时限": due, "类型": types, "办结日期": done_on},
    )


def _light_rules(cells: Cells) -> LightRules:
    defaults = LightRules()
    if cells is None:
        return defaults
    values = line("亮灯规则", cells)
    if len(values) != 2:
        raise Unable("亮灯规则应当是两格：滞后阈值、严重滞后阈值")
    for name, value in zip(("滞后阈值", "严重滞后阈值"), values, strict=True):
        if value is not None and share(value) is None:
            raise Unable(f"{name}不是 0 至 1 的数")
    behind, far_behind = values
    return LightRules(
        defaults.behind if behind is None else float(behind),
        defaults.far_behind if far_behind is None else float(far_behind),
    )


@xw.func
@argument("parent", "市级序号，一格；也可以是一列，一次算出各项")
@argument("links", "各条承接关系的市级序号，一列")
@argument("item_progress", "各条承接关系的事项进度，与市级序号一样多；空白算未报")
@argument("weights", "可省略。各条承接关系的权重；空白算 1")
@argument("lights", "可省略。各条承接关系的事项亮灯；常态的不计，空白的（事项已不在清单中）不算承接")
@argument("states", "可省略。各条承接关系的状态；给出后只算“已确认”的")
@face
def duban_rollup(
    parent: Cells,
    links: Cells,
    item_progress: Cells,
    weights: Cells = None,
    lights: Cells = None,
    states: Cells = None,
) -> Answer:
    """市级事项的完成进度：承接它的各事项的加权平均（0 至 1），未报算 0；无人承接为“未承接”，都未报为空白，都是常态为“常态”。"""
    parents = line("市级序号", links)
    number = len(parents)
    columns = (("事项进度", item_progress), ("权重", weights), ("亮灯", lights), ("状态", states))
    others = [beside(name, cells, "市级序号", number) or [None] * number for name, cells in columns]
    carried: dict[int | None, list[tuple[Any, Any, bool]]] = {}
    for each, done, weight, light, state in zip(parents, *others, strict=True):
        if (states is None or state == CONFIRMED) and (lights is None or isinstance(light, str)):
            # a table without lights may say 常态 in place of a progress
            standing = (done if lights is None else light) == STANDING_LIGHT
            carried.setdefault(item_number(each), []).append((done, weight, standing))

    def answer(asked: Any) -> float | str | None:
        if asked is None:
            return None
        wanted = item_number(asked)
        if wanted is None:
            raise Unable(f"市级序号“{shown_value(asked)}”不是编号")
        if wanted not in carried:
            return NOT_CARRIED
        active = [(done, weight) for done, weight, standing in carried[wanted] if not standing]
        return mean_progress(*zip(*active, strict=True)) if active else STANDING_LIGHT

    return for_each(answer, {"市级序号": parent})


# text


@xw.func
@argument("cell", "牵头单位及负责人，一格；也可以是一列")
@face
def duban_unit(cell: Cells) -> Answer:
    """牵头单位的统一写法：去掉负责人、空格和换行；没有单位则为空白。"""
    return for_each(lambda value: one_unit(text_of(value)) or None, {"单元格": cell})


@xw.func
@argument("cell", "牵头单位及负责人，一格；也可以是一列，每格的负责人排成一行")
@face
def duban_owners(cell: Cells) -> Answer:
    """负责人，一人一格，向右排开；没有写负责人则为空白。旧版 Excel 请先选中一行几格，按 Ctrl+Shift+Enter 输入。"""

    def answer(value: Any) -> Sequence[str]:
        return split_unit(text_of(value)).owners

    answers = [answered(answer, value) for value in line("单元格", cell)]
    rows = [[each] if isinstance(each, str) else list(each) for each in answers]
    width = max(1, *map(len, rows))
    return [[*row, *repeat(None, width - len(row))] for row in rows]


@xw.func
@argument("cell", "改革的具体项目（或突出问题），一格；事项占几行时选中各行")
@face
def duban_measures(cell: Cells) -> Answer:
    """按行首编号拆分，一条一行，两列：编号和内容；空白则为空白。旧版 Excel 请先选中几行两列，按 Ctrl+Shift+Enter 输入。"""
    lines = split_lines(*(text_of(value) for value in line("单元格", cell)))
    return [[line.number, line.text] for line in lines] or None


@xw.func
@argument("when", "日期，一格或一列；文字的日期要写明年份，如 2020年9月底")
@face
def duban_period(when: Cells) -> Answer:
    """日期所在的季度，如 2020Q3；空白则为空白。"""
    return for_each(_quarter, {"日期": when})


def _quarter(value: Any) -> str | None:
    if value is None:
        return None
    number = day(value)
    period = Period.parse(value) if isinstance(value, str) else None
    found = from_serial(number) if number is not None else period.last_day if period else parse_date(value)
    if found is None:
        raise Unable(f"“{shown_value(value)}”不是日期")
    return str(Period.of(found))


# checking


@xw.func
@argument("header", "表头，与数据行的列对齐（任务清单、具体项目台账或承接关系的列名）")
@argument("row", "要检查的一行；也可以是几行，每行一个结果")
@argument("as_of", _AS_OF_DOC)
@face
def duban_check(header: Cells, row: Cells, as_of: Cells = None) -> Answer:
    """检查一行，列出问题和处理办法；没有问题为“正常”，空白行和合计行为空白。只看本行：重复、跳号等请用“校验”。"""
    titles, rows, now = rows_of(header), rows_of(row), as_of_date(as_of)
    if len(titles[0]) != len(rows[0]):
        raise Unable(f"表头有 {len(titles[0])} 列，数据行有 {len(rows[0])} 列，应当一样多")
    kind, found = _find_header(titles)
    # which office issues the bulletin stands in 规则, which a cell's function does not see
    settings = Settings(Period.of(now), now, plan_year=title_year((_grid(titles), found)), issuer="")
    answers = [_check_row(kind, found, titles, values, settings) for values in rows]
    return answers[0] if len(answers) == 1 else [[answer] for answer in answers]


def _find_header(titles: list[list[Any]]) -> tuple[str, Header]:
    """Which sheet the column names belong to, and where they stand. Part of a sheet's columns is enough."""
    grid = _grid(titles)
    texts = {squeeze(value) for row in titles for value in row if value is not None}
    known = {LIST: sum(list_name(text) is not None for text in texts)}
    known |= {kind: len(texts & FORMATS[kind].known.keys()) for kind in (LEDGER, LINKS)}
    kind = max(known, key=lambda each: known[each])
    found = find_list_header(grid) if kind == LIST else find_header(grid, FORMATS[kind], part=True)
    if found is None:
        raise Unable("认不出表头，请选中含“事项名称”等列名的一行")
    # whatever else was selected as the header is no row to check
    return kind, replace(found, bottom=len(titles))


def _check_row(
    kind: str, header: Header, titles: list[list[Any]], values: list[Any], settings: Settings
) -> str | None:
    grid = _grid([*titles, values])
    table = None if kind == LIST else sheet_table(grid, header, header.columns, FORMATS[kind].computed)
    sheet = (
        list_sheet(grid, header) if table is None else Sheet(kind, grid, header, table, table, FORMATS[kind])
    )
    if not sheet.table.rows:
        return None
    row = len(grid.rows)
    findings = check_book(Book(settings, {kind: sheet}))
    findings += [
        Finding("S111", "", row, column, name, grid.value(row, column))
        for name, column in header.columns.items()
        if grid.value(row, column) in ERRORS
    ]
    findings.sort(key=lambda each: (each.column, each.code))
    lines = [f"[{each.code}] {sentences('zh', each.message(), each.remedy())}" for each in findings]
    return "\n".join(lines)[:CELL_LIMIT] or ON_TRACK


def _grid(rows: list[list[Any]]) -> Grid:
    return Grid("", tuple(map(tuple, rows)))
