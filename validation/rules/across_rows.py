"""Rules over the rows of one table: doubles, gaps, dates against each other, what supervision looks at.

Each rule is one function of a table and the settings and yields findings. A rule over two cells names the
cell to mend. A sheet's format names those that look at it (``rules``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any

from duban.udfs.lights import ON_TRACK, OVERDUE, by_lag, is_done
from duban.udfs.progress import MOVED_OUT, STANDING, counts, expected, weight
from duban.udfs.text import squeeze
from duban.udfs.unit_doubts import doubtful_unit as in_doubt
from duban.udfs.units import split_unit, units_in
from duban.workbook.reading.settings import Settings
from duban.workbook.reading.table import Table, to_date
from duban.workbook.say.findings import Finding
from duban.workbook.say.sentence import Say

RowRule = Callable[[Table, Settings], Iterator[Finding]]


# items


def numbers_with_gaps(table: Table, settings: Settings) -> Iterator[Finding]:
    """I104: 序号 jumps, in whatever order the rows stand."""
    numbers = [*zip(table.blocks, table.numbers("序号"), strict=True)]
    first = {key: at for at, key in reversed(list(enumerate(numbers)))}
    for block in set(table.blocks):
        known = sorted({n for of, n in numbers if of == block and n is not None} | table.inner)
        if known and known[-1] - known[0] != len(known) - 1:
            for before, number in pairwise(known):
                if number != before + 1 and (block, number) in first:
                    yield table.finding("I104", first[block, number], "序号", {"before": before})


def same_name(table: Table, settings: Settings) -> Iterator[Finding]:
    """I113: two items of one name, spaces aside."""
    yield from _doubled(
        table, "I113", "事项名称", [None if v is None else "".join(str(v).split()) for v in table["事项名称"]]
    )


def unit_missing(table: Table, settings: Settings) -> Iterator[Finding]:
    """I120: no 牵头单位, also where the cell names persons only."""
    if "牵头单位及负责人" in table:
        for at, unit in enumerate(table.units):
            if not unit.unit:
                yield table.finding("I120", at, "牵头单位及负责人")


def owner_missing(table: Table, settings: Settings) -> Iterator[Finding]:
    """I121: a unit without an owner; said once where no row of the list names any."""
    if "牵头单位及负责人" in table:
        nobody = len(table.rows) > 1 and not any(unit.owners for unit in table.units)
        for at, unit in enumerate(table.units):
            if unit.unit and not unit.owners:
                yield table.finding("I121", at, "牵头单位及负责人", {"value": unit.unit})
                if nobody:
                    return


def unit_in_two_spellings(table: Table, settings: Settings) -> Iterator[Finding]:
    """I123: one unit, spelled with and without spaces or in full-width letters. The most frequent spelling,
    or the first of them, is right. Line breaks between unit and owner are layout and no spelling."""
    for column in ("牵头单位及负责人", "责任单位"):
        spellings = [_spelling(value) if type(value) is str else None for value in table[column]]
        seen = Counter(spelling for spelling in spellings if spelling)
        if len({unit for unit, _ in seen}) == len(seen):
            continue
        best: dict[str, str] = {}
        for (unit, spelled), _ in seen.most_common():
            best.setdefault(unit, spelled)
        for at, spelling in enumerate(spellings):
            if spelling and spelling[1] != best[spelling[0]]:
                right = best[spelling[0]]
                other = table.cell(spellings.index((spelling[0], right)), column)
                yield table.finding("I123", at, column, {"unit": spelling[1], "as_in": right, "other": other})


@lru_cache(maxsize=4096)
def _spelling(text: str) -> tuple[str, str] | None:
    """A unit and how the cell spells it; ``None`` where they cannot be told from the rest of the cell."""
    unit = split_unit(text).unit
    head = re.split(r"[\n（(：:]|负责人|责任人|联系人", text.strip(), maxsplit=1)[0].strip()
    return (unit, head) if unit and squeeze(head) == unit else None


def unknown_unit(table: Table, settings: Settings) -> Iterator[Finding]:
    """I124: a unit that is not on the workbook's list 单位名单."""
    if settings.units:
        for at, unit in enumerate(table.units):
            if unit.unit and unit.unit not in settings.units:
                yield table.finding("I124", at, "牵头单位及负责人", {"unit": unit.unit})
        for at, value in enumerate(table["责任单位"]):
            if value is not None and squeeze(value) not in settings.units:
                yield table.finding("I124", at, "责任单位", {"unit": value})


def leading_units(table: Table) -> Iterator[list[str]]:
    """The units that lead each item: those of 归口单位 and 共同牵头单位 where these are filled."""
    for cell, first, shared in zip(table.units, table["归口单位"], table["共同牵头单位"], strict=True):
        others = cell.others if shared is None else units_in(shared)
        yield [unit for unit in (cell.unit if first is None else str(first), *others) if unit]


_plain_name = lru_cache(maxsize=4096)(squeeze)  # a batch has the same units in many files


def led_by_the_issuer(table: Table, settings: Settings) -> Iterator[Finding]:
    """I126: the office that issues the bulletin leads the item itself; somebody else is to look at it (自督)."""
    column = next((name for name in ("牵头单位及负责人", "归口单位", "共同牵头单位") if name in table), None)
    for at, units in enumerate(leading_units(table) if column else ()):
        if column and settings.issuer in map(_plain_name, units):
            yield table.finding("I126", at, column, {"unit": settings.issuer})


def doubtful_unit(table: Table, settings: Settings) -> Iterator[Finding]:
    """I125: a unit that looks like a person, a sentence or a number; where there is a list of units, I124 tells."""
    if "牵头单位及负责人" in table and not settings.units:
        for at, unit in enumerate(table.units):
            for name in (unit.unit, *unit.others):
                if why := _doubt(name):
                    yield table.finding("I125", at, "牵头单位及负责人", {"unit": name, "why": _DOUBTS[why]})
                    break


_doubt = lru_cache(maxsize=4096)(in_doubt)
_DOUBTS = {
    "person": Say("人名", "a person"),
    "sentence": Say("一句话", "a sentence"),
    "number": Say("号码", "a number"),
}

_TERM = re.compile(
    r"(?:(20\d\d)年(?:度|年|\d{1,2}月)?|(?<![\d一二三两十半多几每学近往去上明后之年])年)(?:以?内|底|末)前?"
)


def text_against_due(table: Table, settings: Settings) -> Iterator[Finding]:
    """I160: the texts say 年内 (or 2020年底), but 完成时限 lies in another year than any that they name. Years
    before the plan's own are history and no term."""
    columns = [name for name in ("改革攻坚目标", "改革的具体项目", "具体项目") if name in table]
    for at, due in enumerate(table.days("完成时限")) if columns else ():
        if due is None:
            continue
        terms: dict[int, str] = {}
        for column in columns:
            text = table.columns[column][at]
            for term in _TERM.finditer(text) if type(text) is str and "年" in text else ():
                year = int(term[1]) if term[1] else settings.plan_year
                if year is not None and year >= settings.year:
                    terms.setdefault(year, term[0])
        if terms and to_date(due).year not in terms:
            yield table.finding(
                "I160", at, "完成时限", {"phrase": next(iter(terms.values())), "value": to_date(due)}
            )


# the ledger


def same_measure(table: Table, settings: Settings) -> Iterator[Finding]:
    """L105: one measure twice under one item."""
    if "具体项目" in table:
        keys = [
            None if text is None or kind == MOVED_OUT else (key, "".join(str(text).split()))
            for key, text, kind in zip(table["事项键"], table["具体项目"], table["类型"], strict=True)
        ]
        yield from _doubled(table, "L105", "具体项目", keys)


def same_measure_number(table: Table, settings: Settings) -> Iterator[Finding]:
    """L106: one 措施序号 twice under one item."""
    if "措施序号" in table:
        keys = [
            None if key is None or number is None else (key, number)
            for key, number in zip(table.numbers("事项键"), table.numbers("措施序号"), strict=True)
        ]
        yield from _doubled(table, "L106", "措施序号", keys)


def weights_do_not_sum(table: Table, settings: Settings) -> Iterator[Finding]:
    """T142: staff use shares as weights (all below 1, or all of 5 to 95), but an item's do not sum to 1 or 100.

    Named at the last measure of the item that has one.
    """
    if not any(value is not None for value in table["权重"]):
        return
    groups: dict[Any, list[int]] = {}
    for at, (key, kind) in enumerate(zip(table["事项键"], table["类型"], strict=True)):
        if key is not None and kind not in (STANDING, MOVED_OUT):
            groups.setdefault(key, []).append(at)
    for places in groups.values():
        values = [table["权重"][at] for at in places]
        if len(values) < 2 or any(value is None or weight(value) != value for value in values):
            continue
        total = sum(values)
        for low, high, whole in ((0, 1, 1), (5, 95, 100)):
            near = abs(total - whole) < whole / 2 and abs(total - whole) > whole / 200
            if near and all(low < value < high or value == low > 0 for value in values):
                facts = {"name": table["事项名称"][places[-1]] or "", "total": f"{total:g}", "whole": whole}
                yield table.finding("T142", places[-1], "权重", facts)


# dates


def due_before_start(table: Table, settings: Settings) -> Iterator[Finding]:
    """T122: 完成时限 before 开始日期."""
    for at, (start, due) in enumerate(zip(table.days("开始日期"), table.days("完成时限"), strict=True)):
        if start is not None and due is not None and due < start:
            yield table.finding("T122", at, "完成时限")


def due_before_the_plan(table: Table, settings: Settings) -> Iterator[Finding]:
    """T123: 完成时限 before the year that the list's title names."""
    if settings.plan_year and "完成时限" in table:
        first = date(settings.plan_year, 1, 1).toordinal()
        for at, due in enumerate(table.days("完成时限")):
            if due is not None and due < first:
                yield table.finding("T123", at, "完成时限", {"year": settings.plan_year})


def done_in_the_future(table: Table, settings: Settings) -> Iterator[Finding]:
    """T152: 办结日期 after the as-of date."""
    if "办结日期" in table:
        now = settings.as_of.toordinal()
        for at, done in enumerate(table.days("办结日期")):
            if done is not None and done > now:
                yield table.finding("T152", at, "办结日期", {"as_of": settings.as_of})


# what supervision looks at


def done_without_evidence(table: Table, settings: Settings) -> Iterator[Finding]:
    """T151: 100 % without 佐证材料."""
    if "佐证材料" in table:
        for at, (progress, evidence, kind) in enumerate(
            zip(table.shares("完成进度"), table["佐证材料"], table["类型"], strict=True)
        ):
            if progress == 1 and evidence is None and kind != MOVED_OUT:
                yield table.finding("T151", at, "佐证材料")


def not_updated(table: Table, settings: Settings) -> Iterator[Finding]:
    """T154: a measure that is not done and has no 更新日期 in the current period. A cell that holds something
    else than a date is found as that."""
    if "更新日期" in table:
        first = settings.period.first_day.toordinal()
        facts = {"period": settings.period.label}
        columns = zip(
            table["更新日期"], table.days("更新日期"), table.shares("完成进度"), table["类型"], strict=True
        )
        for at, (value, updated, progress, kind) in enumerate(columns):
            old = value is None if updated is None else updated < first
            if old and not is_done(progress) and kind != MOVED_OUT:
                yield table.finding("T154", at, "更新日期", facts)


def _worrying(table: Table, settings: Settings) -> list[tuple[int, str, float | None]]:
    """Place, light and expected progress of rows that are late or behind, by the definitions of the lights."""
    found: list[tuple[int, str, float | None]] = []
    now = settings.as_of.toordinal()
    spare = min(settings.lights.behind, settings.lights.far_behind) - 1e-6
    if "完成进度" not in table:
        return found
    columns = zip(
        table.shares("完成进度"), table.days("开始日期"), table.days("完成时限"), table["类型"], strict=True
    )
    for at, (progress, start, due, kind) in enumerate(columns):
        if due is None or (progress is None and now <= due) or (start is not None and due < start):
            continue
        if not counts(kind):
            continue
        if now > due:
            if not is_done(progress):
                found.append((at, OVERDUE, None))
            continue
        # most rows are not behind: told by the same comparison, with a margin for rounding
        if start is None or progress is None or now - start + 1 <= (progress + spare) * (due - start + 1):
            continue
        share = expected(to_date(start), to_date(due), settings.as_of)
        shown = by_lag(share, progress, settings.lights)
        if shown != ON_TRACK:
            found.append((at, shown, share))
    return found


def overdue(table: Table, settings: Settings) -> Iterator[Finding]:
    """T155: past its 完成时限 and not done."""
    for at, shown, _ in table.once(_worrying, settings):
        if shown == OVERDUE:
            days = settings.as_of.toordinal() - (table.days("完成时限")[at] or 0)
            yield table.finding("T155", at, "完成时限", {"days": days})


def lagging(table: Table, settings: Settings) -> Iterator[Finding]:
    """T158: progress behind the share of days elapsed by more than the thresholds of 规则."""
    for at, shown, share in table.once(_worrying, settings):
        if shown != OVERDUE:
            facts = {"light": shown, "progress": table.shares("完成进度")[at], "expected": share}
            yield table.finding("T158", at, "完成进度", facts)


def no_problem_or_next_step(table: Table, settings: Settings) -> Iterator[Finding]:
    """T156 and T157: 存在问题 and 下步措施 are due where a measure that was reported is late or behind
    (查摆问题不足). Of one that was not, 逾期 and 没有更新 are enough."""
    if "存在问题" in table or "下步措施" in table:
        for at, shown, _ in table.once(_worrying, settings):
            for code, column in (("T156", "存在问题"), ("T157", "下步措施")):
                if column in table and table[column][at] is None and table.shares("完成进度")[at] is not None:
                    yield table.finding(code, at, column, {"light": shown})


# links


def same_district_item(table: Table, settings: Settings) -> Iterator[Finding]:
    """D104: one 事项序号 twice for one 区县 and city item."""
    if "事项序号" in table:
        keys = [
            None if district is None or number is None else (district, number, parent)
            for district, number, parent in zip(
                table["区县"], table["事项序号"], table["市级序号"], strict=True
            )
        ]
        for found in _doubled(table, "D104", "事项序号", keys):
            place = table.rows.index(found.row)
            yield found._replace(facts={**found.facts, "district": table["区县"][place]})


def same_link(table: Table, settings: Settings) -> Iterator[Finding]:
    """K105: one item and one city item linked twice."""
    keys = [
        None if key is None or parent is None else (key, parent)
        for key, parent in zip(table.numbers("事项键"), table.numbers("市级序号"), strict=True)
    ]
    yield from _doubled(table, "K105", "市级序号", keys)


def _doubled(table: Table, code: str, column: str, keys: Sequence[object]) -> Iterator[Finding]:
    """A finding at every later entry of an equal key that is not ``None``; the partner is the first one."""
    if len(set(keys)) == len(keys):
        return
    first: dict[object, int] = {}
    for at, key in enumerate(keys):
        if key is not None and first.setdefault(key, at) != at:
            yield table.finding(code, at, column, {"other": table.cell(first[key], column)})


def same_number(table: Table, settings: Settings) -> Iterator[Finding]:
    """I103: 序号 doubled, also where one of the two is written as text; each block of the list by itself."""
    if "序号" in table:
        keys = zip(table.blocks, table.numbers("序号"), strict=True)
        yield from _doubled(table, "I103", "序号", [None if n is None else (of, n) for of, n in keys])
