"""Districts on 市级汇总: who has handed in, and what each carries of every city item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from duban.macros.figures import formulas
from duban.macros.figures.carriers import OWN
from duban.macros.figures.district_figures import Standing
from duban.macros.figures.figures import parent_figures
from duban.macros.generated_sheets.city_understood import City
from duban.udfs.lights import NOT_CARRIED
from duban.workbook.cells.addresses import letter, literal
from duban.workbook.format.sheets.districts import COUNTED, NOT_HANDED_IN
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.table import Table

GROUP = 4
"""Columns of one district: how many items, progress, expected, light."""

_FIRST_GROUP = 4
"""The column where the first district begins."""

_BESIDE = 4
"""Districts that go side by side; more of them follow below."""

STANDING_WIDTHS = (5, 22, 23, 11, 6, 6, 7, 15, 10)
GROUP_WIDTHS = (5, 22, 14, *((5, 5, 5, 6) * _BESIDE))
"""Units."""

STATUS = 4
"""The column of 区县报送情况 that says whether a district has handed in."""

_SHORT = 200
"""Characters of names that one cell shows; a cell holds 32,767 at most."""

_STANDINGS = ("序号", "区县", "来源文件", "报送", "事项数", "平均进度", "计入", "数据截至")


def listed(names: list[str]) -> str:
    """The names as one text; a long row of them is cut and counted."""
    text = "；".join(names)
    if len(text) <= _SHORT:
        return text
    return f"{text[:_SHORT].rpartition('；')[0] or text[:_SHORT]}… 等 {len(names)} 项"


def put_standings(builder: SheetBuilder, city: City) -> tuple[Table, list[int]]:
    """区县报送情况: one row a district, those that never handed in too; its level, where anybody says one."""
    builder.section("区县报送情况")
    table, of = Table(builder, STANDING_WIDTHS), city.district_formulas
    levels = any(each.level for each in city.districts)
    table.head((*_STANDINGS, *(["层级"] if levels else [])))

    def put(row: int, entry: tuple[int, Standing]) -> None:
        place, each = entry
        table.put(row, 1, place, "integer")
        table.put(row, 2, each.name)
        table.put(row, 3, each.file or None)
        table.put(row, STATUS, each.status, "center", "=" + of.status(each.name))
        table.put(row, 5, each.items, "count", "=" + of.items(each.name))
        table.put(row, 6, each.progress, "percent", "=" + of.progress(each.name))
        table.put(row, 7, each.counted, "count", "=" + of.rows(each.name, COUNTED))
        table.put(row, 8, each.as_of, "date", "=" + of.as_of(each.name))
        if levels:
            table.put(row, 9, each.level or None, "center", "=" + of.level(each.name))

    rows = table.fill(enumerate(city.districts, 1), put)
    used = "未报送的仍用旧数，计入汇总" if city.table and city.table.keep_old else "未报送的不计入任何平均数"
    builder.line(
        f"{used}。平均进度是该区县全部事项的平均（常态的不计，未报的按 0 计），计入是计入市级事项的行数。"
    )
    return table, rows


def put_groups(
    builder: SheetBuilder, city: City, standings: Table, standing_rows: Sequence[int]
) -> dict[str, str]:
    """分区县承接情况: one column group per district: how many of its items carry the city item, progress, light. Returns
    the cells of each district that say how many."""
    groups = city.carriers.groups
    parts: dict[str, str] = {}
    status = {
        each.name: (standings.cell(row, STATUS), each)
        for row, each in zip(standing_rows, city.districts, strict=True)
    }
    tables = -(-len(groups) // _BESIDE)
    beside = -(-len(groups) // tables) if tables else 1
    blocks = [groups[first : first + beside] for first in range(0, len(groups), beside)]
    for number, block in enumerate(blocks, 1):
        builder.section("分区县承接情况" + (f"（{number}/{len(blocks)}）" if len(blocks) > 1 else ""))
        parts |= _put_block(builder, city, block, status)
    return parts


Group = tuple[str, tuple[formulas.Children, ...]]


def _put_block(
    builder: SheetBuilder,
    city: City,
    block: Sequence[Group],
    status: Mapping[str, tuple[str, Standing]],
) -> dict[str, str]:
    table = Table(builder, GROUP_WIDTHS)
    top = table.head_by(lambda row: _put_header(table, row, block, status))
    rows = table.fill(city.items, lambda row, number: _row(table, city, row, number, block, top))
    parts = {}
    for place, (name, _) in enumerate(block):
        first = _FIRST_GROUP + place * GROUP
        if rows:
            parts[name] = table.span(first, rows)
            column = table.column(first + 3)
            builder.light_areas.append((rows[0], column, rows[-1], column))
    return parts


def _put_header(
    table: Table, row: int, block: Sequence[Group], status: Mapping[str, tuple[str, Standing]]
) -> int:
    for column, text in enumerate(("市级序号", "市级事项名称", "承接单位"), 1):
        table.tall(row, column, text, "header")
    for place, (name, _) in enumerate(block):
        left = _FIRST_GROUP + place * GROUP
        text, formula = name, None
        if name != OWN and name in status:
            cell, standing = status[name]
            away = f"{name}（{NOT_HANDED_IN}）"
            text = name if standing.handed_in else away
            formula = f'=IF({cell}="{NOT_HANDED_IN}",{literal(away)},{literal(name)})'
        table.wide(row, left, left + GROUP - 1, text, "header", formula)
        for offset, head in enumerate(("事项数", "进度", "时序", "亮灯")):
            table.put(row + 1, left + offset, head, "header")
    return 2


def _row(table: Table, city: City, row: int, number: int, block: Sequence[Group], top: int) -> None:
    """What each district of a block carries of one city item, and the names of those that carry it; ``top`` is the first
    row of the header."""
    parent = table.cell(row, 1)
    table.put(row, 1, number, "integer")
    table.put(row, 2, city.items[number].name)
    carrying: list[str] = []
    pieces: list[str] = []
    for place, (district, sources) in enumerate(block):
        left = _FIRST_GROUP + place * GROUP
        figures = parent_figures(city.carriers.of(number, district), city.settings)
        count_cell, done, expected = (table.cell(row, left + offset) for offset in (0, 1, 2))
        light = formulas.parent_light(sources, parent, done, expected, city.rules)
        shown = "" if figures["light"] == NOT_CARRIED else figures["light"]
        cells: tuple[tuple[Any, str, str], ...] = (
            (figures["count"], "count", formulas.children_count(sources, parent)),
            (figures["progress"], "percent", formulas.parent_progress(sources, parent)),
            (figures["expected"], "percent", formulas.parent_expected(sources, parent)),
            (shown, "light", f'IF({count_cell}=0,"",{light})'),
        )
        for column, (value, style, formula) in enumerate(cells, left):
            table.put(row, column, value, style, f"={formula}")
        # no blank or mark at the end: LibreOffice drops a blank there when it saves
        first, last = letter(table.column(_FIRST_GROUP)), letter(table.column(left) - 1)
        heads, counts = (f"${first}{at}:${last}{at}" for at in (f"${top + 1}", row))
        comma = f'IF(COUNTIFS({heads},"事项数",{counts},">0")>0,"、","")&' if place else ""
        pieces.append(f'IF({count_cell}>0,{comma}{literal(district)},"")')
        if figures["count"]:
            carrying.append(district)
    table.put(row, 3, "、".join(carrying), "text", "=" + "&".join(pieces))
