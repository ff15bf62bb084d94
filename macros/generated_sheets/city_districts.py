"""Districts on 市级汇总: who has handed in, and what each carries of every city item."""

from __future__ import annotations

from typing import Any

from duban.macros.figures import formulas
from duban.macros.figures.carriers import OWN
from duban.macros.figures.figures import parent_figures
from duban.macros.generated_sheets.city_understood import City
from duban.udfs.lights import NOT_CARRIED
from duban.workbook.cells.addresses import a1, letter, literal
from duban.workbook.format.sheets.districts import COUNTED, NOT_HANDED_IN
from duban.workbook.plan.builder import SheetBuilder

GROUP = 4
"""Columns of one district: how many items, progress, expected, light."""

FIRST_GROUP = 4
"""The column where the first district begins."""

_SHORT = 500
"""Characters of names that one cell shows; a cell holds 32,767 at most."""

_MOST = 40
"""Districts whose names one formula can put together; above that they are a constant."""

_STANDINGS = ("序号", "区县", "来源文件", "报送", "事项数", "平均进度", "计入", "数据截至")


def listed(names: list[str]) -> str:
    """The names as one text; a long row of them is cut and counted."""
    text = "；".join(names)
    if len(text) <= _SHORT:
        return text
    return f"{text[:_SHORT].rpartition('；')[0] or text[:_SHORT]}… 等 {len(names)} 项"


def put_standings(builder: SheetBuilder, city: City, last: int) -> range:
    """区县报送情况: one row a district, those that never handed in too. Returns its rows."""
    builder.section("区县报送情况")
    top = builder.next_row
    for column, text in enumerate(_STANDINGS, 1):
        builder.put(top, column, text, "header")
    builder.across(top, 8, 9, _STANDINGS[-1], "header")
    told, of = builder.next_row + 1, city.district_formulas
    for row, each in enumerate(city.districts, told):
        builder.put(row, 1, row - told + 1, "integer")
        builder.put(row, 2, each.name)
        builder.put(row, 3, each.file or None)
        builder.put(row, 4, each.status, "center", "=" + of.status(each.name))
        builder.put(row, 5, each.items, "count", "=" + of.items(each.name))
        builder.put(row, 6, each.progress, "percent", "=" + of.progress(each.name))
        builder.put(row, 7, each.counted, "count", "=" + of.rows(each.name, COUNTED))
        builder.across(row, 8, 9, each.as_of, "date", "=" + of.as_of(each.name))
    builder.next_row = told + len(city.districts)
    used = "未报送的仍用旧数，计入汇总" if city.table and city.table.keep_old else "未报送的不计入任何平均数"
    note = (
        f"“报送”按“区县事项”的报送期间与“规则”的当前期间比较；{used}。"
        "平均进度是该区县全部事项的平均（常态的不计，未报的按 0 计），计入是计入市级事项的行数。"
    )
    builder.across(builder.next_row, 1, last, note, "note")
    builder.next_row += 1
    return range(told, told + len(city.districts))


def put_groups(builder: SheetBuilder, city: City, standing_rows: range) -> range:
    """分区县承接情况: one column group per district: how many of its items carry the city item, progress, light. Returns
    the rows of the city's items."""
    builder.section("分区县承接情况")
    top = builder.next_row
    for column, text in enumerate(("市级序号", "市级事项名称", "承接单位"), 1):
        builder.put(top, column, text, "header")
        builder.put(top + 1, column, None, "header")
        builder.merges.append((top, column, top + 1, column))
    status = {each.name: (row, each) for row, each in zip(standing_rows, city.districts, strict=True)}
    for place, (name, _) in enumerate(city.carriers.groups):
        left = FIRST_GROUP + place * GROUP
        text, formula = name, None
        if name != OWN and name in status:
            row, standing = status[name]
            away = f"{name}（{NOT_HANDED_IN}）"
            text = name if standing.handed_in else away
            formula = f'=IF($D${row}="{NOT_HANDED_IN}",{literal(away)},{literal(name)})'
        builder.across(top, left, left + GROUP - 1, text, "header", formula)
        for offset, head in enumerate(("事项数", "进度", "时序", "亮灯")):
            builder.put(top + 1, left + offset, head, "header")
    builder.next_row = top + 2
    first = builder.next_row
    for number, item in city.items.items():
        _row(builder, city, number, item.name, top)
    for place in range(len(city.carriers.groups)):
        column = FIRST_GROUP + place * GROUP + 3
        builder.light_areas.append((first, column, max(first, builder.next_row - 1), column))
    return range(first, builder.next_row)


def _row(builder: SheetBuilder, city: City, number: int, name: str, top: int) -> None:
    """What each district carries of one city item, and the names of those that carry it."""
    row, groups = builder.next_row, city.carriers.groups
    parent = f"$A{row}"
    builder.put(row, 1, number, "integer")
    builder.put(row, 2, name)
    rows = city.carriers.of(number)
    carrying: list[str] = []
    pieces: list[str] = []
    for place, (district, sources) in enumerate(groups):
        left = FIRST_GROUP + place * GROUP
        figures = parent_figures(rows[rows["district"] == district], city.settings)
        count_cell, done, expected = (f"${a1(row, left + offset)}" for offset in (0, 1, 2))
        light = formulas.parent_light(sources, parent, done, expected, city.rules)
        shown = "" if figures["light"] == NOT_CARRIED else figures["light"]
        cells: tuple[tuple[Any, str, str], ...] = (
            (figures["count"], "count", formulas.children_count(sources, parent)),
            (figures["progress"], "percent", formulas.parent_progress(sources, parent)),
            (figures["expected"], "percent", formulas.parent_expected(sources, parent)),
            (shown, "light", f'IF({count_cell}=0,"",{light})'),
        )
        for column, (value, style, formula) in enumerate(cells, left):
            builder.put(row, column, value, style, f"={formula}")
        # no blank or mark at the end: LibreOffice drops a blank there when it saves
        heads, counts = (f"$D{at}:${letter(left - 1)}{at}" for at in (f"${top + 1}", row))
        comma = f'IF(COUNTIFS({heads},"事项数",{counts},">0")>0,"、","")&' if place else ""
        pieces.append(f'IF({count_cell}>0,{comma}{literal(district)},"")')
        if figures["count"]:
            carrying.append(district)
    whole = "=" + "&".join(pieces) if len(groups) <= _MOST else None
    builder.put(row, 3, "、".join(carrying) if whole else listed(carrying), "text", whole)
    builder.next_row += 1
