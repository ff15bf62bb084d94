"""总体情况: how all items and measures stand, in sentences and as a table in which every light has its column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from duban.macros.figures import conditions, formulas
from duban.macros.figures.figures import mean_progress
from duban.macros.figures.lookups import Live
from duban.macros.figures.plain_means import all_mean
from duban.macros.generated_sheets.bulletin.paper import Paper
from duban.macros.generated_sheets.live_text import LiveText
from duban.macros.history.past import Past
from duban.udfs.lights import LIGHTS
from duban.udfs.progress import MOVED_OUT, counts, round_half_up, share
from duban.workbook.plan.table import Table

WIDTHS = (5, 6, 7, 9, 7, 5, 5, 5, 6, 6, 6, 6, 6)
_HEADER = ("类别", "合计", "平均进度", *LIGHTS, "较上期")
_TOTAL, _MEAN, _FIRST, _CHANGE = 2, 3, 4, 4 + len(LIGHTS)


def put_overview(paper: Paper, live: Live, past: Past) -> None:
    """The block."""
    sheet = paper.sheet
    paper.heading("总体情况")
    table = Table(sheet, WIDTHS)
    row = sheet.next_row + 3  # below the sentences and the header
    for text in (_items_in_words(table, live, past, row), _measures_in_words(table, live, row + 1)):
        sheet.line(text.text, "body", text.formula, keep=True)
    table.head(_HEADER)
    table.fill(
        ("事项", "措施"),
        lambda at, kind: (_put_items if kind == "事项" else _put_measures)(table, live, past, at),
    )


def _put_items(table: Table, live: Live, past: Past, row: int) -> None:
    items = live.frame.items
    found = Counter(str(each["light"]) for each in live.items.values())
    table.put(row, 1, "事项", "center")
    table.put(row, _TOTAL, len(live.items), "integer", f"=COUNT({items['事项键']})")
    mean = mean_progress(live.items.values())
    table.put(row, _MEAN, mean, "percent", "=" + all_mean(items["亮灯"], items["完成进度"]))
    put_lights(
        table, row, found, lambda light: conditions.count((conditions.Where(items["亮灯"], "=", light),))
    )
    before, recorded = past.all()
    change = "—" if mean is None or before is None else mean - before
    told = formulas.change(table.cell(row, _MEAN), f"({recorded[1:]})") if before is not None else '"—"'
    table.put(row, _CHANGE, change, "points", f"={told}")


def _put_measures(table: Table, live: Live, past: Past, row: int) -> None:
    ledger = live.frame.ledger
    found = Counter(str(each["light"]) for each in live.measures.values())
    table.put(row, 1, "措施", "center")
    told = "=" + conditions.count_true(*formulas.on_list(ledger))
    table.put(row, _TOTAL, _measures(live), "integer", told)
    table.put(row, _MEAN, "—", "center")
    put_lights(
        table, row, found, lambda light: conditions.count((conditions.Where(ledger.light, "=", light),))
    )
    table.put(row, _CHANGE, "—", "center")


def put_lights(
    table: Table, row: int, found: Mapping[str, int], formula: Callable[[str], str], first: int = _FIRST
) -> None:
    """A number for each light, from a column on."""
    for column, light in enumerate(LIGHTS, first):
        table.put(row, column, found.get(light, 0), "count", "=" + formula(light))


def _items_in_words(table: Table, live: Live, past: Past, row: int) -> LiveText:
    found = Counter(str(each["light"]) for each in live.items.values())
    total, mean = table.cell(row, _TOTAL), mean_progress(live.items.values())
    said = LiveText("　　本期共督办改革事项 ").number(len(live.items), total).say(" 项、具体措施 ")
    said.number(_measures(live), table.cell(row + 1, _TOTAL)).say(" 项。事项中")
    _lights_in_words(said, table, row, found, len(live.items))
    said.say("平均进度 ").share(mean, table.cell(row, _MEAN))
    before, _ = past.all()
    if before is not None:
        said.piece(*change_in_words(past.label, mean, before, table.cell(row, _CHANGE)))
    return said.say("。")


def _measures(live: Live) -> int:
    return sum(each["key"] is not None and each["kind"] != MOVED_OUT for each in live.measures.values())


def _measures_in_words(table: Table, live: Live, row: int) -> LiveText:
    ledger = live.frame.ledger
    found = Counter(str(each["light"]) for each in live.measures.values())
    said = LiveText("　　具体措施中")
    _lights_in_words(said, table, row, found, _measures(live))
    limited = [each for each in live.measures.values() if each["key"] is not None and counts(each["kind"])]
    missing = sum(share(each["progress"]) is None for each in limited)
    return said.say("没有填报进度的共 ").number(missing, formulas.unreported(ledger)).say(" 项。")


def _lights_in_words(said: LiveText, table: Table, row: int, found: Mapping[str, int], total: int) -> None:
    """Each light that occurs with its number; and what is left, where somebody typed another word."""
    for column, light in enumerate(LIGHTS, _FIRST):
        said.some(f"{light} ", found.get(light, 0), table.cell(row, column), " 项，")
    lights = f"{table.cell(row, _FIRST)}:{table.cell(row, _CHANGE - 1)}"
    rest = total - sum(found.get(light, 0) for light in LIGHTS)
    said.some("亮灯为手工填写的 ", rest, f"{table.cell(row, _TOTAL)}-SUM({lights})", " 项，")


def change_in_words(label: str, now: float | None, before: float, cell: str) -> tuple[str, str]:
    """``，比上期（2020年第二季度）提高 12 个百分点``, and the formula over the cell with the change."""
    to, same = f"，比上期（{label}）", f"，与上期（{label}）持平"
    points = None if now is None else int(round_half_up((now - before) * 100, 0))
    if points is None:
        text = ""
    elif points == 0:
        text = same
    else:
        text = f"{to}{'提高' if points > 0 else '下降'} {abs(points)} 个百分点"
    rounded = f"ROUND({cell}*100,0)"
    formula = (
        f'IF(COUNT({cell})=0,"",IF({rounded}=0,"{same}",IF({rounded}>0,"{to}提高 "&{rounded},'
        f'"{to}下降 "&(-{rounded}))&" 个百分点"))'
    )
    return text, formula
