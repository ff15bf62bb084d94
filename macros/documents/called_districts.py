"""Which districts of a city get a letter: those with items that are late or not reported in full, and those that have not
handed in for the period. What stands of each item is what 区县事项 shows; an item counts once, however many city items it
carries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from duban.macros.documents.facts import Facts
from duban.macros.documents.letters import Listed
from duban.macros.documents.shown_cells import cell_text
from duban.macros.figures.figures import equal_in_excel
from duban.macros.generated_sheets.city_understood import City
from duban.macros.staff_sheets.district_rows import item_of
from duban.udfs.lights import BEHIND, FAR_BEHIND, OVERDUE
from duban.udfs.progress import number_in
from duban.workbook.format.sheets.districts import COUNTED
from duban.workbook.official.content import Grid
from duban.workbook.say.sentence import Say

_COLUMNS = (
    ("事项序号", "integer"),
    ("事项名称", "text"),
    ("牵头单位", "text"),
    ("完成进度", "percent"),
    ("时序进度", "percent"),
    ("亮灯", "light"),
    ("未报措施数", "count"),
    ("截至日期", "date"),
)
_HEADER = Grid(
    ("序号", "事项名称", "牵头单位", "完成进度", "时序进度", "亮灯", "未报措施数", "数据截至"),
    (),
    (5, 30, 15, 10, 10, 10, 10, 12),
    ("center", "left", "center", "center", "center", "center", "center", "center"),
)
_COUNTS = Say("：逾期 {a}，滞后 {b}，未报 {c}", ": overdue {a}, behind {b}, without report {c}")
_ABSENT = Say("：没有报送", ": has not handed in")


@dataclass(frozen=True)
class CalledDistrict:
    """The items of a district that call for a letter, as rows of 区县事项; one may be in several lists. ``absent``: the period
    that it has not handed in for, of which no items are told."""

    items: Mapping[int, Mapping[str, Any]]
    unit: str
    overdue: Sequence[int] = ()
    behind: Sequence[int] = ()
    unreported: Sequence[int] = ()
    absent: str = ""
    thing: str = "事项"
    header: Grid = _HEADER

    @property
    def rows(self) -> list[int]:
        """Each row once, the overdue ones first."""
        return list(dict.fromkeys((*self.overdue, *self.behind, *self.unreported)))

    @property
    def facts(self) -> Facts:
        """As ``Called.facts``."""
        if self.absent:
            return {"未报送期间": self.absent}
        return {
            "事项数": str(len(self.rows)),
            "逾期事项数": str(len(self.overdue)),
            "滞后事项数": str(len(self.behind)),
            "未报事项数": str(len(self.unreported)),
        }

    @property
    def counts(self) -> Say:
        """As ``Called.counts``."""
        if self.absent:
            return _ABSENT
        return _COUNTS.format(a=len(self.overdue), b=len(self.behind), c=len(self.unreported))

    def lists(self) -> Iterator[Listed]:
        """As ``Called.lists``."""
        for title, rows in (
            ("逾期事项", self.overdue),
            ("滞后事项", self.behind),
            ("有措施没有填报进度的事项", self.unreported),
        ):
            yield Listed(title, [self._row(row) for row in rows])

    def on_slip(self) -> list[tuple[str, str]]:
        """As ``Called.on_slip``."""
        return [(number, name) for number, name, *_ in map(self._row, self.rows)]

    def _row(self, row: int) -> list[str]:
        return [cell_text(self.items[row][name], style) for name, style in _COLUMNS]


def called_districts(city: City) -> list[CalledDistrict]:
    """The districts, in the order of the city's list; of their items those that carry one of the city's. Old figures of one that has not handed in are not told, even where a run
    goes on with them: it is asked for new ones."""
    if city.table is None:
        return []
    items, found = city.table.rows, []
    for each in city.districts:
        if not each.handed_in:
            found.append(CalledDistrict(items, each.name, absent=city.settings.period.label))
            continue
        carrying = {item_of(items[row]) for row in each.rows if items[row]["汇总去向"] == COUNTED}
        firsts = [row for row in each.rows if equal_in_excel(items[row]["首行"], 1)]
        rows = [row for row in firsts if item_of(items[row]) in carrying]
        called = CalledDistrict(
            items,
            each.name,
            [row for row in rows if items[row]["亮灯"] == OVERDUE],
            [row for row in rows if items[row]["亮灯"] in (FAR_BEHIND, BEHIND)],
            [row for row in rows if (number_in(items[row]["未报措施数"]) or 0) > 0],
        )
        if called.rows:
            found.append(called)
    return found
