"""What the sheets of a run show, as rows of 期间记录."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from duban.macros.figures.figures import mean_progress
from duban.macros.figures.lookups import Live
from duban.macros.history.bulletin_rows import rows_of
from duban.macros.history.editions import KEEP_OLD, Edition, PeriodRecord, Record
from duban.macros.history.freeze import Turn
from duban.udfs.progress import MOVED_OUT, share
from duban.workbook.format.sheet_names import annual_name, bulletin_name
from duban.workbook.format.sheets.period_record import (
    OF_ALL,
    OF_BULLETIN,
    OF_ITEM,
    OF_MEASURE,
    OF_PERIOD,
    OF_UNIT,
    OF_YEAR,
)
from duban.workbook.plan.plans import SheetPlan
from duban.workbook.reading.settings import Settings


def with_said(
    record: PeriodRecord,
    settings: Settings,
    turn: Turn,
    figures: Iterable[Record],
    owned: Iterable[SheetPlan],
    *,
    keep_old: bool = False,
) -> PeriodRecord:
    """The record with what this run shows, in place of what the same period showed before; unless what was said stays.

    ``figures``: rows of the figures; ``owned``: the sheets that are made, of which the bulletin and that of the year are kept whole; ``keep_old``: whether a
    city's run took the old figures of districts that have not handed in.
    """
    if not turn.is_live:
        return record
    known = bulletin_name(settings.period)
    head = {"种类": OF_PERIOD, "名称": known, "截至日期": settings.as_of, "状态": turn.status}
    head["内容"] = KEEP_OLD if keep_old else None
    owned, there, sheets = list(owned), record.latest.get(settings.period), list[Record]()
    for kind, name in ((OF_BULLETIN, known), (OF_YEAR, annual_name(settings.period.year))):
        rows: list[Record] = [row for plan in owned if plan.known_as == name for row in rows_of(plan, kind)]
        if not rows and there is not None and there.number == turn.number:
            # staff deleted the sheet: what it said last is on record still
            rows = [line.record for _, line in there.of_kind(kind)]
        sheets += rows
    return record.with_edition(record.written(settings.period, turn.number, [head, *figures, *sheets]))


def said_now(live: Live, handed_in: Mapping[str, str] = {}) -> Iterator[Record]:
    """The figures of items, measures, units and all; ``handed_in``: how each unit, its name without case, handed in its
    return."""
    yield _all(live)
    for unit, figures in live.units.items():
        yield {
            "种类": OF_UNIT,
            "名称": unit,
            "完成进度": figures["progress"],
            "事项数": figures["items"],
            "措施数": figures["measures"],
            "办结数": figures["done"],
            "滞后数": figures["overdue"],
            "未报数": figures["unreported"],
            "状态": handed_in.get(unit.casefold()),
        }
    for item in live.items.values():
        yield {
            "种类": OF_ITEM,
            "事项键": item["key"],
            "名称": item["name"],
            "单位": "、".join(filter(None, (item["unit"], *item["co_units"]))) or None,
            "完成进度": share(item["progress"]),
            "时序进度": share(item["expected"]),
            "亮灯": item["light"] or None,
            "措施数": item["measures"],
            "办结数": item["done"],
            "滞后数": item["worrying"],
            "未报数": item["unreported"],
        }
    for row, measure in live.measures.items():
        key = live.measure_value(row, "措施键")
        if measure["key"] is not None and key is not None and measure["kind"] != MOVED_OUT:
            yield {
                "种类": OF_MEASURE,
                "事项键": measure["key"],
                "措施键": key,
                "单位": measure["unit"],
                "完成进度": share(measure["progress"]),
                "时序进度": share(measure["expected"]),
                "亮灯": measure["light"] or None,
            }


def handed_in_then(edition: Edition) -> dict[str, str]:
    """What is on record of a period of how units handed in."""
    units = (line.record for _, line in edition.of_kind(OF_UNIT))
    return {str(each["名称"]).casefold(): each["状态"] for each in units if each["状态"]}


def _all(live: Live) -> Record:
    items = live.items.values()
    return {
        "种类": OF_ALL,
        "完成进度": mean_progress(items),
        "事项数": len(items),
        "措施数": sum(item["measures"] for item in items),
        "办结数": sum(item["done"] for item in items),
        "滞后数": sum(item["worrying"] for item in items),
        "未报数": sum(item["unreported"] for item in items),
    }
