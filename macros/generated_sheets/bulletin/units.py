"""单位排名: how the units stand beside one another, and what each place rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from duban.macros.figures import conditions, formulas
from duban.macros.figures.figures import ranks
from duban.macros.figures.lookups import Live
from duban.macros.figures.plain_means import unit_mean
from duban.macros.generated_sheets.bulletin.paper import Paper
from duban.macros.generated_sheets.items_of_several_units import SharedLeads
from duban.macros.generated_sheets.live_text import LiveText
from duban.macros.generated_sheets.self_led import say_self_led
from duban.macros.history.past import Past
from duban.udfs import lights
from duban.udfs.progress import round_half_up
from duban.workbook.cells.addresses import a1
from duban.workbook.format.sheets.settings import CRITICISM, PRAISE
from duban.workbook.plan.table import Table

WIDTHS = (5, 13, 9, 7, 5, 5, 5, 6, 6, 6, 6, 6)
_HEADER = (
    "名次", "单位", "牵头事项", "共同牵头", "措施", "办结", "逾期", "未报", "平均进度", "上期", "较上期", "位次变化",
)  # fmt: skip
_RANK, UNIT, MEAN, _BEFORE, _CHANGE, _MOVED = 1, 2, 9, 10, 11, 12
_BASIS = "名次按平均进度：所牵头事项进度的平均，未报的按 0 计，常态的不计；进度相同的名次相同。"


def compared(heading: str, past: Past) -> str:
    """A heading that names the period with which is compared."""
    return f"{heading}（上期为{past.label}）" if past.label else heading


def by_progress(progress: Sequence[tuple[str, float | None]]) -> list[tuple[str, float | None]]:
    """Names with the highest progress first; those without a figure last."""
    return sorted(progress, key=lambda each: -1.0 if each[1] is None else each[1], reverse=True)


@dataclass(frozen=True)
class Ranked:
    """The ranking as it was put: the unit of each row."""

    table: Table
    rows: dict[int, str]

    def mean(self, row: int) -> str:
        """The cell of a row's mean."""
        return self.table.cell(row, MEAN)


def put_ranking(paper: Paper, live: Live, shared: SharedLeads | None, past: Past) -> Ranked:
    """The block: units with the highest mean progress first; ties share a rank."""
    paper.heading(compared("单位进展排名", past))
    table = paper.table(WIDTHS, _HEADER)
    order = by_progress([(unit, figures["progress"]) for unit, figures in live.units.items()])
    rows = table.fill(order, lambda row, each: _unit_row(table, live, row, each[0], shared, past))
    units = dict(zip(rows, (unit for unit, _ in order), strict=True))
    if not rows:
        paper.nothing()
        return Ranked(table, {})
    means = table.span(MEAN, rows)
    places = ranks([progress for _, progress in order])
    for row, place, (unit, _) in zip(rows, places, order, strict=True):
        table.put(row, _RANK, place, "integer", "=" + formulas.rank(table.cell(row, MEAN), means))
        put_moved(table, row, _MOVED, place, past.rank_of_unit(unit))
    paper.sheet.line(_BASIS)
    if shared is not None:
        _say_shared(paper, live)
    say_self_led(live, paper.sheet, shared)
    _name_units(paper, live, table, units)
    return Ranked(table, units)


def _unit_row(table: Table, live: Live, row: int, unit: str, shared: SharedLeads | None, past: Past) -> None:
    this, figures = table.cell(row, UNIT), live.units[unit]
    table.put(row, _RANK, None, "integer")
    table.put(row, UNIT, unit, "center")
    for column, (value, formula) in enumerate(_counts(live, unit, this, shared), UNIT + 1):
        table.put(row, column, value, "count", "=" + formula)
    items, now = live.frame.items, figures["progress"]
    counted = () if shared is None else (shared.counted(this),)
    of_unit = unit_mean(this, items["归口单位"], items["亮灯"], items["完成进度"], *counted)
    table.put(row, MEAN, now, "percent", "=" + of_unit)
    before, formula = past.unit(unit)
    table.put(row, _BEFORE, before, "percent", formula)
    change = "—" if now is None or before is None else now - before
    told = formulas.change(table.cell(row, MEAN), table.cell(row, _BEFORE))
    table.put(row, _CHANGE, change, "points", "=" + told)
    table.put(row, _MOVED, None, "center")


def _counts(live: Live, unit: str, this: str, shared: SharedLeads | None) -> Iterator[tuple[Any, str]]:
    """Items that a unit leads and those of them that it shares, and its measures: all, done, overdue, unreported; value
    and formula. ``this`` is the cell of its name."""
    ledger, items, figures = live.frame.ledger, live.frame.items, live.units[unit]
    led = conditions.count_true(f"({items['归口单位']}={this})")
    yield figures["items"], led if shared is None else f"{led}+{conditions.count_true(shared.of(this))}"
    together = conditions.count_true(f"({items['归口单位']}={this})", f'({items["共同牵头单位"]}<>"")')
    if shared is not None:
        together += f"+{conditions.count_true(shared.of(this))}"
    led_rows = live.led[unit.casefold()].rows
    yield sum(live.item_value(row, "共同牵头单位") is not None for row in led_rows), together
    mine = f"({ledger.unit}={this})"
    on_list = (mine, *formulas.on_list(ledger))
    yield figures["measures"], conditions.count_true(*on_list)
    done = f'(({ledger.light}="{lights.DONE}")+({ledger.light}="{lights.DONE_LATE}"))'
    yield figures["done"], conditions.count_true(*on_list, done)
    yield figures["overdue"], conditions.count_true(*on_list, f'({ledger.light}="{lights.OVERDUE}")')
    yield figures["unreported"], formulas.unreported(ledger, mine)


def put_moved(table: Table, row: int, column: int, place: int | str, before: tuple[int | None, str]) -> None:
    """进2, 退1 or 持平: a place, which stands in the first column, against that of the period before, as ``Past`` gives
    it."""
    was, formula = before
    if was is None or not isinstance(place, int):
        text = "—"
    else:
        text = "持平" if was == place else f"{'进' if was > place else '退'}{abs(was - place)}"
    rank = table.cell(row, _RANK)
    told = '="—"'
    if formula:
        told = (
            f'=IF(COUNT({rank})=0,"—",IF({formula}={rank},"持平",'
            f'IF({formula}>{rank},"进"&({formula}-{rank}),"退"&({rank}-({formula})))))'
        )
    table.put(row, column, text, "center", told)


def _say_shared(paper: Paper, live: Live) -> None:
    """That shared items count for each of their units."""
    number = sum(live.item_value(row, "共同牵头单位") is not None for row in live.items)
    items = live.frame.items
    count = conditions.count_true(f'({items["共同牵头单位"]}<>"")', f'({items["亮灯"]}<>"")')
    tail = " 项由几个单位共同牵头（标“共”），在每个牵头单位各计一次，合计只计一次。"
    said = LiveText("有 ").number(number, count).say(tail)
    paper.sheet.line(said.text, "note", said.formula)


def _name_units(paper: Paper, live: Live, table: Table, units: dict[int, str]) -> None:
    """The units ahead and behind, by the thresholds of 规则; nothing where none is set."""
    settings = live.frame.settings
    wanted = (
        (PRAISE, settings.praise, "进度领先（平均进度不低于 ", ">="),
        (CRITICISM, settings.criticism, "进度落后（平均进度低于 ", "<"),
    )
    said = LiveText("　　")
    for name, limit, words, operator in wanted:
        if limit is None:
            continue
        at = settings.ref(name)
        named, cell = _accumulated(paper, live, table, units, limit, at, operator)
        said.say(words).share(limit, at).say("）的单位：")
        said.piece(named or "无", f'IF({cell}="","无",{cell})').say("。")
    if settings.praise is not None or settings.criticism is not None:
        paper.sheet.line(said.text, "body", said.formula)


def _accumulated(
    paper: Paper, live: Live, table: Table, units: dict[int, str], limit: float, at: str, operator: str
) -> tuple[str, str]:
    """The names of the units on one side of a threshold, put together row by row in a hidden column; as text, and the
    cell that ends with all of them."""
    (column,), named, before = paper.hide(1), "", '""'
    for row, unit in units.items():
        progress = live.units[unit]["progress"]
        mean = None if progress is None else round_half_up(progress, 6)
        if mean is not None and (mean >= limit if operator == ">=" else mean < limit):
            named = f"{named}、{unit}" if named else unit
        cell, name = table.cell(row, MEAN), table.cell(row, UNIT)
        joined = f'IF({before}="",{name},{before}&"、"&{name})'
        formula = (
            f"=IF(COUNT({cell})*COUNT({at})=0,{before},IF(ROUND({cell},6){operator}{at},{joined},{before}))"
        )
        paper.sheet.put(row, column, named or None, "plain", formula)
        before = "$" + a1(row, column)
    return named, before
