"""<YYYY>年第<N>季度通报 of a city: its items and its districts, with the figures live and the lists as of its making."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from duban.macros.figures import formulas
from duban.macros.figures.district_figures import Standing
from duban.macros.figures.figures import TIE, ranks
from duban.macros.figures.lookups import shown, shown_formula
from duban.macros.figures.plain_means import carried_mean
from duban.macros.generated_sheets.bulletin_units import LAST_COLUMN, compared, draw_charts
from duban.macros.generated_sheets.city_understood import City
from duban.macros.history.past import Past
from duban.udfs import lights
from duban.udfs.lights import LIGHTS, NOT_CARRIED, UNREPORTED, WORRYING
from duban.udfs.progress import share
from duban.workbook.cells.addresses import a1, letter
from duban.workbook.format.sheet_names import bulletin_name
from duban.workbook.format.sheets.districts import HANDED_IN, NOT_HANDED_IN
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.plans import SheetPlan

_WIDTHS = (8, 38, 10, 10, 10, 10, 10, 10, 10, 10, 10, 12)
_RANKING = ("名次", "区县", "报送", "事项数", "平均进度", "上期", "较上期", "未报措施数")
_ITEMS = ("序号", "事项名称", "承接数", "完成进度", "时序进度", "亮灯", "上期进度", "较上期")
_ABSENT = ("序号", "区县", "数据截至", None, "最近报送", None, "事项数")


def city_bulletin(city: City, past: Past, name: str) -> SheetPlan:
    """The plan of a city's bulletin for the period of 规则, as the sheet of this name; ``past`` is what came before."""
    settings = city.settings
    builder = SheetBuilder(name, _WIDTHS)
    builder.title(f"{settings.office}{settings.period.label}重点改革攻坚事项进展情况通报")
    builder.put(2, 11, "截至日期", "label")
    builder.put(2, 12, settings.as_of, "date", f"={city.rules.as_of}")
    builder.heights[2] = 22
    builder.next_row = 3
    builder.section("一、总体情况")
    overview = builder.next_row
    builder.next_row += 5
    order = _ranked(city)
    ranked = _rank(builder, city, order, past)
    light_rows = _count_lights(builder, city, order)
    items = _items(builder, city, past)
    _overview(builder, city, past, overview, items, ranked)
    _absent(builder, city)
    draw_charts(builder, name, ranked, light_rows, of="区县", mean_column=5)
    return builder.plan(
        freeze=(2, 1),
        repeat_rows=(1, 1),
        print_area=(1, 1, builder.next_row - 1, LAST_COLUMN),
        tab_colour="2F5597",
        known_as=bulletin_name(settings.period),
    )


def _span(column: int, rows: range) -> str:
    """A column of some rows of this sheet; of the first one where there are none."""
    return f"${letter(column)}${rows.start}:${letter(column)}${max(rows.start, rows.stop - 1)}"


def _overview(builder: SheetBuilder, city: City, past: Past, top: int, items: range, ranked: range) -> None:
    """The headline as one sentence and two rows of numbers, counted in the tables below."""
    rows = {"labels": top + 1, "numbers": top + 2}
    for column, (label, value, style, formula) in enumerate(_numbers(city, past, items, ranked, top + 2), 1):
        builder.put(rows["labels"], column, label, "header")
        builder.put(rows["numbers"], column, value, style, f"={formula}")
    counts = Counter(str(each["light"]) for each in city.figures.values())
    for column, light in enumerate((*LIGHTS, NOT_CARRIED), 1):
        builder.put(top + 3, column, light, "header")
        builder.put(top + 4, column, counts[light], "count", f'=COUNTIFS({_span(6, items)},"{light}")')
    finished = counts[lights.DONE] + counts[lights.DONE_LATE]
    worrying = sum(counts[light] for light in WORRYING)
    text = (
        f"市级事项 {len(city.items)} 项，已承接 {city.carried} 项，未承接 {len(city.items) - city.carried} 项；"
        f"已办结 {finished} 项，逾期和滞后 {worrying} 项，未报 {counts[UNREPORTED]} 项，"
        f"平均进度 {shown(city.mean)}；区县 {len(city.districts)} 个，未报送 {len(city.absent)} 个。"
    )
    at = ["", *(f"${a1(top + 2, column)}" for column in range(1, 10))]
    of = {light: f"${a1(top + 4, column)}" for column, light in enumerate((*LIGHTS, NOT_CARRIED), 1)}
    late = "+".join(of[light] for light in WORRYING)
    formula = (
        f'="市级事项 "&{at[1]}&" 项，已承接 "&{at[2]}&" 项，未承接 "&{at[3]}&" 项；'
        f'已办结 "&({of[lights.DONE]}+{of[lights.DONE_LATE]})&" 项，逾期和滞后 "&({late})&" 项，'
        f'未报 "&{of[UNREPORTED]}&" 项，平均进度 "&{shown_formula(at[7])}&"；'
        f'区县 "&{at[4]}&" 个，未报送 "&{at[6]}&" 个。"'
    )
    builder.across(top, 1, LAST_COLUMN, text, "plain", formula)
    builder.heights[top] = 36


def _numbers(
    city: City, past: Past, items: range, ranked: range, row: int
) -> Iterator[tuple[str, Any, str, str]]:
    """Label, value, style and formula of each number, from column A on."""
    numbered, status = f"COUNT({_span(1, items)})", _span(3, ranked)
    not_carried = f'COUNTIFS({_span(6, items)},"{NOT_CARRIED}")'
    yield "市级事项", len(city.items), "integer", numbered
    yield "已承接", city.carried, "count", f"{numbered}-{not_carried}"
    yield "未承接", len(city.items) - city.carried, "count", not_carried
    handed_in = f'COUNTIFS({status},"{HANDED_IN}")'
    away = f'COUNTIFS({status},"{NOT_HANDED_IN}")'
    absent = len(city.absent)
    yield "应报区县", len(city.districts), "count", f"{handed_in}+{away}"
    yield "已报送", len(city.districts) - absent, "count", handed_in
    yield "未报送", absent, "count", away
    mean = carried_mean(_span(3, items), _span(6, items), _span(4, items))
    yield "平均进度", city.mean, "percent", mean
    before, formula = past.all()
    yield "上期平均进度", before, "percent", formula[1:]
    change = "—" if city.mean is None or before is None else city.mean - before
    yield "较上期", change, "points", formulas.change(f"${a1(row, 7)}", f"${a1(row, 8)}")


def _ranked(city: City) -> list[Standing]:
    """Those with the highest mean first; then those without a figure; then those that have not handed in."""

    def order(each: Standing) -> tuple[bool, float]:
        return (not each.handed_in, -(-1.0 if each.progress is None else each.progress))

    return sorted(city.districts, key=order)


def _rank(builder: SheetBuilder, city: City, order: list[Standing], past: Past) -> range:
    """区县进展排名: ties share a rank; one that has not handed in has none. Returns its rows."""
    builder.section(compared("二、区县进展排名", past))
    builder.row(_RANKING, "header")
    rows = range(builder.next_row, builder.next_row + len(order))
    of = city.district_formulas
    places = ranks([each.progress if each.handed_in else None for each in order])
    means, status = _span(5, rows), _span(3, rows)
    for row, each, place in zip(rows, order, places, strict=True):
        rank = (
            f'IF(OR($C{row}="{NOT_HANDED_IN}",COUNT($E{row})=0),"—",'
            f'1+COUNTIFS({means},">"&$E{row}+{TIE:.7f},{status},"{HANDED_IN}"))'
        )
        builder.put(row, 1, place, "integer", f"={rank}")
        builder.put(row, 2, each.name, "center")
        builder.put(row, 3, each.status, "center", "=" + of.status(each.name))
        builder.put(row, 4, each.items, "count", "=" + of.items(each.name))
        builder.put(row, 5, each.progress, "percent", "=" + of.progress(each.name))
        before, formula = past.district(each.name, city.names_before(each.name))
        builder.put(row, 6, before, "percent", formula)
        change = "—" if each.progress is None or before is None else each.progress - before
        builder.put(row, 7, change, "points", "=" + formulas.change(f"$E{row}", f"$F{row}"))
        builder.put(row, 8, each.unreported, "count", "=" + of.unreported(each.name))
    builder.next_row = rows.stop
    if not order:
        builder.across(builder.next_row, 1, LAST_COLUMN, "还没有收到区县的工作簿。", "note")
        builder.next_row += 1
    return rows


def _count_lights(builder: SheetBuilder, city: City, order: list[Standing]) -> range:
    """亮灯统计: how many items of each district show each light."""
    builder.section("三、亮灯统计")
    builder.row(("序号", "区县", *LIGHTS), "header")
    first = builder.next_row
    for row, each in enumerate(order, first):
        builder.put(row, 1, row - first + 1, "integer")
        builder.put(row, 2, each.name, "center")
        for column, light in enumerate(LIGHTS, 3):
            formula = city.district_formulas.light(each.name, light)
            builder.put(row, column, each.lights.get(light, 0), "count", f"={formula}")
    rows = range(first, first + len(order))
    builder.put(rows.stop, 1, None)
    builder.put(rows.stop, 2, "合计", "center")
    for column, light in enumerate(LIGHTS, 3):
        total = sum(each.lights.get(light, 0) for each in order)
        builder.put(rows.stop, column, total, "count", f"=SUM({_span(column, rows)})")
    builder.next_row = rows.stop + 1
    return rows


def _items(builder: SheetBuilder, city: City, past: Past) -> range:
    """Every city item in the order of the city's list. Returns their rows."""
    builder.section(compared("四、市级事项进展", past))
    builder.row(_ITEMS, "header")
    first = builder.next_row
    carriers = city.carriers
    for row, (number, item) in enumerate(city.items.items(), first):
        figures, parent = city.figures[number], f"$A{row}"
        done, expected = f"$D{row}", f"$E{row}"
        light = formulas.parent_light(carriers.sources, parent, done, expected, city.rules, carriers.absent)
        before, before_formula = past.parent(number)
        now = share(figures["progress"])
        change = "—" if now is None or before is None else now - before
        cells: tuple[tuple[Any, str, str | None], ...] = (
            (number, "integer", None),
            (item.name, "text", None),
            (figures["count"], "count", "=" + formulas.children_count(carriers.sources, parent)),
            (figures["progress"], "percent", "=" + formulas.parent_progress(carriers.sources, parent)),
            (figures["expected"], "percent", "=" + formulas.parent_expected(carriers.sources, parent)),
            (figures["light"], "light", f"={light}"),
            (before, "percent", before_formula),
            (change, "points", "=" + formulas.change(done, f"$G{row}")),
        )
        for column, (value, style, formula) in enumerate(cells, 1):
            builder.put(row, column, value, style, formula)
    builder.next_row = first + len(city.items)
    rows = range(first, builder.next_row)
    builder.light_areas.append((first, 6, rows.stop - 1, 6))
    note = "平均进度是已承接的市级事项的平均：常态的和只由未报送区县承接的不计，未报的按 0 计。"
    builder.across(builder.next_row, 1, LAST_COLUMN, note, "note")
    builder.next_row += 1
    return rows


def _absent(builder: SheetBuilder, city: City) -> None:
    """未报送区县, with the date of their last figures, as of the making."""
    builder.section("五、未报送区县")
    away = city.absent
    if not away:
        builder.across(builder.next_row, 1, LAST_COLUMN, "无", "note")
        builder.next_row += 1
        return
    of, top = city.district_formulas, builder.next_row
    for column, text in enumerate(_ABSENT, 1):
        builder.put(top, column, text, "header")
    builder.merges += [(top, 3, top, 4), (top, 5, top, 6)]
    for row, each in enumerate(away, top + 1):
        builder.put(row, 1, row - top, "integer")
        builder.put(row, 2, each.name, "center")
        builder.across(row, 3, 4, each.as_of, "date", "=" + of.as_of(each.name))
        builder.across(row, 5, 6, each.period or "从未报送", "center")
        builder.put(row, 7, each.items, "count", "=" + of.items(each.name))
    builder.next_row = top + len(away) + 1
    used = (
        "仍用旧数，计入本通报。" if city.table and city.table.keep_old else "其数字不计入本通报的任何平均数。"
    )
    builder.across(builder.next_row, 1, LAST_COLUMN, f"以上为生成时的名单；{used}", "note")
    builder.next_row += 1
