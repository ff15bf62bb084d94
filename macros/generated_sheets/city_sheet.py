"""市级汇总: every city item with who carries it, its progress and light; own links and district items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from duban.macros.figures import formulas
from duban.macros.figures.data_frames import object_frame, records
from duban.macros.figures.figures import parent_figures
from duban.macros.figures.formulas import Children
from duban.macros.figures.lookups import Live, item_lookup
from duban.macros.staff_sheets.links import CityItem
from duban.udfs.lights import (
    BEHIND,
    DONE,
    DONE_LATE,
    FAR_BEHIND,
    NO_DUE,
    NOT_CARRIED,
    ON_TRACK,
    OVERDUE,
    STANDING_LIGHT,
    UNREPORTED,
)
from duban.udfs.progress import lag, weight
from duban.udfs.text import item_number
from duban.workbook.cells.addresses import ColumnRange, a1, letter, literal
from duban.workbook.format.names import CONFIRMED, ROLLUP
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.plans import SheetPlan
from duban.workbook.reading.rows import of_column
from duban.workbook.reading.settings import Settings

_COUNTED_LIGHTS = (DONE, DONE_LATE, ON_TRACK, BEHIND, FAR_BEHIND, OVERDUE, NO_DUE, STANDING_LIGHT)
_HEADER = (
    "市级序号", "市级事项名称", "承接", "承接数", "权重合计", "完成进度", "时序进度", "进度差", "亮灯", "未报数",
    *(f"{light}数" for light in _COUNTED_LIGHTS),
)  # fmt: skip
_WIDTHS = (8, 34, 40, 8, 8, 9, 9, 9, 10, 8, *(8 for _ in _COUNTED_LIGHTS))
_LAST = 10 + len(_COUNTED_LIGHTS)
OWN = "本级"
"""The name of the workbook's own items among the districts."""

_GROUP = 4
"""Columns of one district: how many items, progress, expected, light."""

_SHORT = 500
"""Characters of names that one cell shows; a cell holds 32,767 at most."""

_MOST = 40
"""Districts whose names one formula can put together; above that they are a constant."""


@dataclass(frozen=True)
class Carriers:
    """Rows that carry city items: as references for formulas, and as data for the stored values.

    ``rows`` has the columns ``parent`` ``weight`` ``progress`` ``expected`` ``light`` ``carrier``
    (what staff call it); ``groups`` names the districts, each with its own references.
    """

    sources: tuple[Children, ...]
    rows: pd.DataFrame
    groups: tuple[tuple[str, tuple[Children, ...]], ...] = ()


def rollup_sheet(
    city: Mapping[int, CityItem],
    carriers: Carriers,
    settings: Settings,
    rules: formulas.Rules,
    live: Live | None,
) -> SheetPlan:
    """The plan of 市级汇总. ``city`` are its items by number; ``live`` where the workbook has a list of its own,
    whose links are then listed below the table."""
    columns = _printed_columns(carriers)
    builder = SheetBuilder(ROLLUP, [*_WIDTHS, *(9 for _ in range(_LAST, columns))])
    builder.title("市级重点改革攻坚事项承接与进展汇总")
    builder.next_row = 4
    header = builder.row(_HEADER, "header")
    first = builder.next_row
    last = max(first, first + len(city) - 1)
    figures = {number: parent_figures(_of(carriers.rows, number), settings) for number in city}
    _headline(builder, figures, settings, rules, first, last)
    for number, item in city.items():
        _city_row(builder, number, item.name, figures[number], carriers, rules)
    if not city:
        builder.across(builder.next_row, 1, _LAST, "“市级事项”中还没有事项，请先填写。", "note")
        builder.next_row += 1
    builder.light_areas.append((first, 9, last, 9))
    if any(name != OWN for name, _ in carriers.groups):
        _districts(builder, city, carriers, rules, settings)
    hidden = (columns + 1, columns + 2)
    if live is not None:
        _details(builder, city, live, hidden)
    return builder.plan(
        freeze=(header + 1, 3),
        repeat_rows=(header, header),
        print_area=(1, 1, builder.next_row - 1, columns),
        hidden_columns=hidden if live is not None else (),
        tab_colour="C00000",
    )


def _printed_columns(carriers: Carriers) -> int:
    districts = any(name != OWN for name, _ in carriers.groups)
    return max(_LAST, 3 + _GROUP * len(carriers.groups)) if districts else _LAST


def _listed(names: Sequence[str]) -> str:
    """The names as one text; a long row of them is cut and counted."""
    text = "；".join(names)
    if len(text) <= _SHORT:
        return text
    return f"{text[:_SHORT].rpartition('；')[0] or text[:_SHORT]}… 等 {len(names)} 项"


def _of(rows: pd.DataFrame, parent: int) -> pd.DataFrame:
    return rows[rows["parent"] == parent]


def _headline(
    builder: SheetBuilder,
    figures: dict[int, dict[str, Any]],
    settings: Settings,
    rules: formulas.Rules,
    first: int,
    last: int,
) -> None:
    """How many items are carried and how they stand, as one live sentence."""
    lights = [f["light"] for f in figures.values()]
    carried = [f for f in figures.values() if f["count"]]
    area = f"$I${first}:$I${last}"
    numbers = {
        "市级事项": (len(figures), f"COUNT($A${first}:$A${last})"),
        "已承接": (len(carried), f'COUNTIFS($D${first}:$D${last},">0")'),
        "无人承接": (lights.count(NOT_CARRIED), f'COUNTIFS({area},"{NOT_CARRIED}")'),
        "已承接未报": (lights.count(UNREPORTED), f'COUNTIFS({area},"{UNREPORTED}")'),
        "逾期": (lights.count(OVERDUE), f'COUNTIFS({area},"{OVERDUE}")'),
        "滞后（含严重）": (
            lights.count(FAR_BEHIND) + lights.count(BEHIND),
            f'COUNTIFS({area},"{FAR_BEHIND}")+COUNTIFS({area},"{BEHIND}")',
        ),
        "办结": (
            lights.count(DONE) + lights.count(DONE_LATE),
            f'COUNTIFS({area},"{DONE}")+COUNTIFS({area},"{DONE_LATE}")',
        ),
    }
    text = "，".join(f"{name} {value} 项" for name, (value, _) in numbers.items())
    formula = '&"，'.join(f'{name} "&({formula})&" 项"' for name, (_, formula) in numbers.items())
    builder.across(2, 1, 9, text, "section", f'="{formula}')
    builder.heights[2] = 24
    builder.across(2, 10, 11, "截至日期", "label")
    builder.across(2, 12, 13, settings.as_of, "date", f"={rules.as_of}")
    builder.heights[3] = 6


def _city_row(
    builder: SheetBuilder,
    number: int,
    name: str,
    figures: dict[str, Any],
    carriers: Carriers,
    rules: formulas.Rules,
) -> None:
    row, sources = builder.next_row, carriers.sources
    parent, done, expected = f"$A{row}", f"$F{row}", f"$G{row}"
    children = _of(carriers.rows, number)
    builder.put(row, 1, number, "integer")
    builder.put(row, 2, name)
    builder.put(row, 3, _listed(list(children["carrier"])))
    builder.put(row, 4, figures["count"], "count", "=" + formulas.children_count(sources, parent))
    total = sum(weight(w) for w in children["weight"])
    builder.put(
        row,
        5,
        total,
        "weight",
        "=" + formulas.total([formulas.weights(s.weight, s.of(parent)) for s in sources]),
    )
    builder.put(row, 6, figures["progress"], "percent", "=" + formulas.parent_progress(sources, parent))
    builder.put(row, 7, figures["expected"], "percent", "=" + formulas.parent_expected(sources, parent))
    gap = lag(figures["progress"], figures["expected"])
    builder.put(row, 8, gap, "points", "=" + formulas.gap(done, expected))
    builder.put(
        row, 9, figures["light"], "light", "=" + formulas.parent_light(sources, parent, done, expected, rules)
    )
    builder.put(row, 10, figures["unreported"], "count", "=" + formulas.children_unreported(sources, parent))
    for column, light in enumerate(_COUNTED_LIGHTS, 11):
        builder.put(row, column, figures[light], "count", "=" + formulas.light_count(sources, parent, light))
    builder.next_row += 1


def _districts(
    builder: SheetBuilder,
    city: Mapping[int, CityItem],
    carriers: Carriers,
    rules: formulas.Rules,
    settings: Settings,
) -> None:
    """One column group per district: how many of its items carry the city item, progress, light."""
    builder.section("分区县承接情况")
    top = builder.next_row
    for column, text in enumerate(("市级序号", "市级事项名称", "承接单位"), 1):
        builder.put(top, column, text, "header")
        builder.put(top + 1, column, None, "header")
        builder.merges.append((top, column, top + 1, column))
    for place, (name, _) in enumerate(carriers.groups):
        left = 4 + place * _GROUP
        builder.across(top, left, left + _GROUP - 1, name, "header")
        for offset, text in enumerate(("事项数", "进度", "时序", "亮灯")):
            builder.put(top + 1, left + offset, text, "header")
    builder.next_row = top + 2
    first = builder.next_row
    for number, item in city.items():
        row, parent = builder.next_row, f"$A{builder.next_row}"
        builder.put(row, 1, number, "integer")
        builder.put(row, 2, item.name)
        carrying_rows = _of(carriers.rows, number)
        carrying: list[str] = []
        pieces: list[str] = []
        for place, (district, sources) in enumerate(carriers.groups):
            left = 4 + place * _GROUP
            figures = parent_figures(carrying_rows[carrying_rows["district"] == district], settings)
            count_cell, done, expected = (f"${a1(row, left + offset)}" for offset in (0, 1, 2))
            light = formulas.parent_light(sources, parent, done, expected, rules)
            shown = "" if figures["light"] == NOT_CARRIED else figures["light"]
            builder.put(row, left, figures["count"], "count", "=" + formulas.children_count(sources, parent))
            builder.put(
                row, left + 1, figures["progress"], "percent", "=" + formulas.parent_progress(sources, parent)
            )
            builder.put(
                row, left + 2, figures["expected"], "percent", "=" + formulas.parent_expected(sources, parent)
            )
            builder.put(row, left + 3, shown, "light", f'=IF({count_cell}=0,"",{light})')
            # no blank or mark at the end: LibreOffice drops a blank there when it saves
            heads, counts = (f"$D{at}:${letter(left - 1)}{at}" for at in (f"${top + 1}", row))
            comma = f'IF(COUNTIFS({heads},"事项数",{counts},">0")>0,"、","")&' if place else ""
            pieces.append(f'IF({count_cell}>0,{comma}{literal(district)},"")')
            if figures["count"]:
                carrying.append(district)
        formula = "=" + "&".join(pieces) if len(carriers.groups) <= _MOST else None
        builder.put(row, 3, "、".join(carrying) if formula else _listed(carrying), "text", formula)
        builder.next_row += 1
    for place in range(len(carriers.groups)):
        column = 4 + place * _GROUP + 3
        builder.light_areas.append((first, column, builder.next_row - 1, column))


_DETAILS = (
    "市级序号",
    "市级事项名称",
    "承接事项",
    "序号",
    "权重",
    "完成进度",
    "时序进度",
    "关系",
    "亮灯",
    "牵头单位",
)


def _details(
    builder: SheetBuilder, city: Mapping[int, CityItem], live: Live, hidden: tuple[int, int]
) -> None:
    """The confirmed links one by one, so that every figure above can be traced to its items."""
    confirmed = live.figures.links[live.figures.links["confirmed"].astype(bool)]
    rows = {item["key"]: row for row, item in reversed(live.items.items())}
    links = confirmed[confirmed["key"].isin(rows)].sort_values(["parent", "key"], kind="stable")
    builder.section("承接明细")
    tail = f"下表为生成时的名单，共 {len(links)} 条，数量不符时请重新生成。"
    formula = f'="已确认承接关系 "&{formulas.count(live.frame.own_children.confirmed)}&" 条；{tail}"'
    builder.across(builder.next_row, 1, _LAST, f"已确认承接关系 {len(confirmed)} 条；{tail}", "note", formula)
    builder.next_row += 1
    builder.row(_DETAILS, "header")
    # of a link that stands there twice the formula finds the last one
    weights = {(link["key"], link["parent"]): link["weight"] for link in records(links).values()}
    first = builder.next_row
    for link in records(links).values():
        _detail(builder, city, live, hidden, {**link, "weight": weights[link["key"], link["parent"]]}, rows)
    if first == builder.next_row:
        builder.across(first, 1, _LAST, "还没有已确认的承接关系，请在“承接关系”中确认。", "note")
        builder.next_row += 1
    builder.light_areas.append((first, 9, max(first, builder.next_row - 1), 9))


def _detail(
    builder: SheetBuilder,
    city: Mapping[int, CityItem],
    live: Live,
    hidden: tuple[int, int],
    link: Mapping[str, Any],
    rows: Mapping[int, int],
) -> None:
    """One confirmed link: the city's item, and the item that carries it; ``rows``: key → row of the list."""
    row, list_row, items = builder.next_row, rows[link["key"]], live.frame.items

    def told(name: str) -> Any:
        return live.item_value(list_row, name)

    lookup = item_lookup(live, builder, row, list_row, hidden)
    builder.put(row, 1, link["parent"], "integer")
    parent = city.get(link["parent"])
    builder.put(row, 2, parent and parent.name)
    lookup.show(3, items["事项名称"], told("事项名称"), "text")
    if live.number_column != "事项键":
        lookup.show(4, items[live.number_column], told(live.number_column), "integer")
    columns = live.frame.link_columns
    position = (
        f"SUMPRODUCT(MAX(({columns['事项键']}=${a1(row, hidden[0])})*({columns['市级序号']}=$A{row})"
        f"*({columns['状态']}={literal(CONFIRMED)})*(ROW({columns['事项键']})-{columns['事项键'].first - 1})))"
    )
    weight = f"INDEX({columns['权重']},{position})"
    shown = 1 if link["weight"] is None else link["weight"]
    builder.put(row, 5, shown, "number", f'=IF({position}=0,"",IF({weight}="",1,{weight}))')
    lookup.show(6, items["完成进度"], told("完成进度"), "percent")
    lookup.show(7, items["时序进度"], told("时序进度"), "percent")
    builder.put(row, 8, link["relation"], "center")
    lookup.show(9, items["亮灯"], told("亮灯"), "light")
    lookup.show(10, items["归口单位"], told("归口单位"), "center")
    builder.next_row += 1


def own_carriers(live: Live) -> Carriers:
    """The confirmed links of the workbook's own items."""
    links = live.figures.links
    links = links[links["confirmed"].astype(bool)]
    known = {item["key"]: item for item in reversed(live.items.values())}
    names = [
        f"{known[key]['name']}（{known[key]['unit']}）" if key in known else f"事项键 {key}"
        for key in links["key"]
    ]
    rows = links[["parent", "weight", "progress", "expected", "light"]].assign(carrier=names, district=OWN)
    sources = (live.frame.own_children,)
    return Carriers(sources, rows, ((OWN, sources),))


def district_carriers(rows: Mapping[int, Mapping[str, Any]], columns: Mapping[str, ColumnRange]) -> Carriers:
    """The rows of 区县事项, each district a group of its own."""

    def children(*where: formulas.Where) -> Children:
        return Children(
            parent=columns["市级序号"],
            weight=columns["权重"],
            progress=columns["完成进度"],
            expected=columns["时序进度"],
            light=columns["亮灯"],
            confirmed=where,
        )

    names: dict[str, str] = {}
    for name in of_column(rows, "区县"):
        if name:
            names.setdefault(same_name(name), str(name))
    carrying = {
        row: {
            "parent": item_number(record["市级序号"]),
            "weight": record["权重"],
            "progress": record["完成进度"],
            "expected": record["时序进度"],
            "light": record["亮灯"] or "",
            "carrier": f"{record['区县']}：{record['事项名称']}",
            "district": names.get(same_name(record["区县"])),
        }
        for row, record in rows.items()
    }
    frame = object_frame(
        carrying, ("parent", "weight", "progress", "expected", "light", "carrier", "district")
    )
    groups = tuple((name, (children(formulas.Where(columns["区县"], "=", name)),)) for name in names.values())
    return Carriers((children(),), frame, groups)


def same_name(district: object) -> str:
    """What two spellings of a district's name have in common: formulas do not tell ``A区`` from ``a区``."""
    return str(district or "").casefold()


def combined(parts: Sequence[Carriers]) -> Carriers:
    """Several carriers as one pool."""
    return Carriers(
        tuple(source for part in parts for source in part.sources),
        pd.concat([part.rows for part in parts], ignore_index=True),
        tuple(group for part in parts for group in part.groups),
    )
