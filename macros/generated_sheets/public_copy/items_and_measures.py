"""任务公示 and 措施公示: the items of the list and their measures, with progress and lights where there is a ledger.

What is hidden in the workbook is not published; nor are people, and columns that are the office's own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from duban.macros.figures.lookups import Live
from duban.macros.generated_sheets.public_copy.listing import (
    Column,
    Listing,
    Shown,
    Told,
    as_day,
    as_share,
    as_text,
    without,
)
from duban.udfs.progress import MOVED_OUT
from duban.udfs.text import squeeze
from duban.workbook.reading.items import Item
from duban.workbook.reading.tables import Tables

HIDDEN, MOVED, ASIDE = "hidden", "moved", "aside"
"""Why a row is not published: nobody sees it, it was taken off the list, its item is not published."""

_UNIT, _MEASURES = "牵头单位及负责人", "改革的具体项目"
_FIGURES = ("完成进度", "时序进度", "亮灯")

_ITEM_COLUMNS = (
    Column("序号", 6, "center"),
    Column("领域", 12, "center"),
    Column("事项名称", 22),
    Column("改革攻坚目标", 38),
    Column("牵头单位", 16, "center"),
    Column("完成时限", 11.5, "date"),
    Column("完成进度", 8.5, "percent"),
    Column("时序进度", 8.5, "percent"),
    Column("亮灯", 9.5, "light"),
)
_MEASURE_COLUMNS = (
    Column("事项序号", 6, "center"),
    Column("事项名称", 18),
    Column("措施序号", 6, "center"),
    Column("具体项目", 42),
    Column("责任单位", 15, "center"),
    Column("完成时限", 11.5, "date"),
    Column("完成进度", 8.5, "percent"),
    Column("时序进度", 8.5, "percent"),
    Column("亮灯", 9.5, "light"),
)


@dataclass(frozen=True)
class Source:
    """What the list and the ledger say, and what of them is seen; ``live`` ``None``: no ledger was built."""

    tables: Tables
    the_list: Shown
    ledger: Shown | None
    live: Live | None

    @property
    def items(self) -> Mapping[int, Item]:
        """The items of the list by row."""
        return self.tables.items

    def seen(self, row: int) -> bool:
        """Whether an item is seen."""
        return self.the_list.column("事项名称") and self.the_list.row(row, self.items[row].last_row)

    @property
    def published(self) -> list[int]:
        """The rows of the items that are published."""
        return [row for row, item in self.items.items() if self.seen(row) and squeeze(item.name)]

    def number(self, row: int) -> Told:
        """What readers know an item by."""
        sheet = self.tables.need_list
        if self.live is not None:
            value = self.live.item_value(row, self.live.number_column)
        elif sheet.banded:
            value = self.items[row].label
        else:
            at = sheet.header.columns.get("序号")
            value = None if at is None else sheet.grid.shown(row, at)
        return self.the_list.told(row, "序号", as_text(value))


def public_items(source: Source) -> Listing:
    """任务公示."""
    shown, rows = source.the_list, source.published
    hidden = sum(not source.seen(row) for row in source.items)
    listing = Listing(
        _ITEM_COLUMNS, [_item(source, row) for row in rows], {HIDDEN: hidden}, shown.left(len(_ITEM_COLUMNS))
    )
    banded = source.tables.need_list.banded
    gone = [] if banded else ["领域"]
    gone += [] if source.live is not None else _FIGURES
    hides = {"牵头单位": _UNIT, **{name: name for name in ("改革攻坚目标", "完成时限", *_FIGURES)}}
    gone += [name for name, at in hides.items() if not shown.column(at)]
    return _without_blank(without(listing, gone), ("改革攻坚目标", "牵头单位", "完成时限"))


def _item(source: Source, row: int) -> list[Told]:
    item, shown = source.items[row], source.the_list
    figures: Mapping[str, Any] = source.live.items[row] if source.live is not None else {}
    units = (figures["unit"], *figures["co_units"]) if figures else (item.unit, *item.other_units)
    due = figures["due"] if figures else item.due
    texts = {
        "领域": item.band,
        "事项名称": item.name,
        "改革攻坚目标": item.goal,
        _UNIT: "、".join(str(each) for each in units if each),
    }
    return [
        source.number(row),
        *(shown.told(row, name, as_text(value)) for name, value in texts.items()),
        shown.told(row, "完成时限", as_day(due)),
        shown.told(row, "完成进度", as_share(figures.get("progress"))),
        shown.told(row, "时序进度", as_share(figures.get("expected"))),
        shown.told(row, "亮灯", as_text(figures.get("light"))),
    ]


def public_measures(source: Source) -> Listing:
    """措施公示: of the ledger, else of the list."""
    if source.live is None:
        return _measures_of_list(source)
    live, withheld = source.live, Counter[str]()
    by_key: dict[Any, list[int]] = {}
    for row, measure in live.measures.items():
        by_key.setdefault(measure["key"], []).append(row)
    rows = []
    taken: set[int] = set()
    for item in source.published:
        hidden = _hidden_lines(source, item)
        for row in by_key.get(live.items[item]["key"], ()):
            if row in taken:  # two items of one key
                continue
            taken.add(row)
            why = _withheld(source, row, hidden)
            withheld[why] += 1
            if not why:
                rows.append(_measure(source, item, row))
    withheld[ASIDE] = sum(
        row not in taken and measure["kind"] != MOVED_OUT for row, measure in live.measures.items()
    )
    withheld[MOVED] += sum(
        row not in taken and measure["kind"] == MOVED_OUT for row, measure in live.measures.items()
    )
    del withheld[""]
    ledger = source.ledger
    listing = Listing(_MEASURE_COLUMNS, rows, withheld, ledger.left(len(_MEASURE_COLUMNS)) if ledger else 0)
    names = ("责任单位", "完成时限", *_FIGURES)
    gone = [name for name in names if ledger is not None and not ledger.column(name)]
    return _without_blank(without(listing, gone), ("责任单位", "完成时限"))


def _withheld(source: Source, row: int, hidden: Collection[str]) -> str:
    """Why a measure of the ledger is not published; empty where it is."""
    live, ledger = source.live, source.ledger
    assert live is not None
    if live.measures[row]["kind"] == MOVED_OUT:
        return MOVED
    there = source.tables.ledger is not None and row in source.tables.ledger.rows
    unseen = there and ledger is not None and not (ledger.row(row) and ledger.column("具体项目"))
    return HIDDEN if unseen or squeeze(live.ledger[row]["具体项目"]) in hidden else ""


def _hidden_lines(source: Source, row: int) -> set[str]:
    """The measures of an item that stand in hidden rows of the list, or in its hidden column."""
    shown = source.the_list
    all_hidden = not shown.column(_MEASURES)
    return {
        squeeze(each.text) for each in source.items[row].measures if all_hidden or not shown.row(each.row)
    }


def _measure(source: Source, item: int, row: int) -> list[Told]:
    live, the_list = source.live, source.the_list
    assert live is not None
    values, figures = live.ledger[row], live.measures[row]
    of_ledger = (
        source.ledger if source.tables.ledger is not None and row in source.tables.ledger.rows else None
    )

    def told(column: str, value: Any) -> Told:
        return of_ledger.told(row, column, value) if of_ledger else the_list.told(item, _MEASURES, value)

    return [
        source.number(item),
        the_list.told(item, "事项名称", as_text(source.items[item].name)),
        told("措施序号", as_text(values["措施序号"])),
        told("具体项目", as_text(values["具体项目"])),
        told("责任单位", as_text(values["责任单位"])),
        told("完成时限", as_day(values["完成时限"])),
        told("完成进度", as_share(figures["progress"])),
        told("时序进度", as_share(figures["expected"])),
        told("亮灯", as_text(figures["light"])),
    ]


def _measures_of_list(source: Source) -> Listing:
    the_list, rows, hidden = source.the_list, [], 0
    for at in source.published:
        item = source.items[at]
        for measure in item.measures:
            if not (the_list.row(measure.row) and the_list.column(_MEASURES)):
                hidden += 1
                continue
            text = the_list.told(measure.row, _MEASURES, as_text(measure.text))
            rows.append(
                [
                    source.number(at),
                    the_list.told(at, "事项名称", as_text(item.name)),
                    Told(as_text(measure.number)),
                    text,
                    text._replace(value=measure.unit.unit or None),
                    text._replace(value=as_day(measure.ends) if day_like(measure.ends) else None),
                    *[Told(None)] * len(_FIGURES),
                ]
            )
    listing = Listing(_MEASURE_COLUMNS, rows, {HIDDEN: hidden})
    return _without_blank(without(listing, _FIGURES), ("责任单位", "完成时限"))


def day_like(value: Any) -> bool:
    """Whether a term is a day or words; a mere number is not read."""
    return value is not None and not isinstance(value, bool | int | float)


def _without_blank(listing: Listing, names: Collection[str]) -> Listing:
    """The table without those of these columns in which nothing stands."""
    places = {column.name: place for place, column in enumerate(listing.columns)}
    blank = [
        name
        for name in names
        if name in places and all(row[places[name]].value is None for row in listing.rows)
    ]
    return without(listing, blank)
