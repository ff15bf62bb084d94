"""Which units get a letter, and the measures that call for it.

Which measures those are is decided as for the bulletin's lists; what stands of each is what the ledger shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from duban.macros.documents.facts import Facts
from duban.macros.documents.letters import Listed
from duban.macros.documents.shown_cells import cell_text
from duban.macros.figures.figures import measures_by_unit
from duban.macros.figures.lookups import Live
from duban.macros.generated_sheets.bulletin.measure_choice import DAYS_AHEAD, MeasureChoice, days_left
from duban.udfs.lights import OVERDUE
from duban.udfs.progress import MOVED_OUT
from duban.udfs.text import bare, squeeze
from duban.workbook.official.content import Grid
from duban.workbook.say.sentence import Say

_HEADER = Grid(
    ("序号", "具体项目", "负责人", "完成时限", "剩余天数", "完成进度", "时序进度", "亮灯", "备注"),
    (),
    (5, 23, 10, 11, 8, 8, 8, 9, 18),
    ("center", "left", "center", "center", "center", "center", "center", "center", "left"),
)
_COUNTS = Say("：逾期 {a}，即将到期 {b}，未报 {c}", ": overdue {a}, due soon {b}, without report {c}")


@dataclass(frozen=True)
class CalledUnit:
    """The measures of a unit that call for a letter, as rows of the ledger; one row may be in several lists."""

    live: Live
    unit: str
    overdue: Sequence[int]
    due_soon: Sequence[int]
    unreported: Sequence[int]
    doubts: Mapping[int, str]
    """Row → what about it somebody should look at."""
    thing: str = "措施"
    header: Grid = _HEADER

    @property
    def rows(self) -> list[int]:
        """Each row once, the overdue ones first."""
        return list(dict.fromkeys((*self.overdue, *self.due_soon, *self.unreported)))

    @property
    def facts(self) -> Facts:
        """As ``Called.facts``."""
        doubtful = sum(row in self.doubts for row in self.rows)
        return {
            "措施数": str(len(self.rows)),
            "逾期数": str(len(self.overdue)),
            "到期数": str(len(self.due_soon)),
            "未报数": str(len(self.unreported)),
            "核实数": str(doubtful) if doubtful else "",
        }

    @property
    def counts(self) -> Say:
        """As ``Called.counts``."""
        return _COUNTS.format(a=len(self.overdue), b=len(self.due_soon), c=len(self.unreported))

    def lists(self) -> Iterator[Listed]:
        """As ``Called.lists``."""
        for title, rows in (
            ("逾期措施", self.overdue),
            (f"{DAYS_AHEAD}日内到期措施", self.due_soon),
            ("没有填报进度的措施", self.unreported),
        ):
            yield Listed(title, [self._row(row) for row in rows])

    def on_slip(self) -> list[tuple[str, str]]:
        """As ``Called.on_slip``."""
        return [(self._shown(row, "事项序号", "integer"), self._shown(row, "具体项目")) for row in self.rows]

    def _shown(self, row: int, column: str, style: str = "text") -> str:
        """What the ledger shows of a measure."""
        return cell_text(self.live.measure_value(row, column), style)

    def _row(self, row: int) -> list[str]:
        left = days_left(self.live, row)
        return [
            self._shown(row, "事项序号", "integer"),
            self._shown(row, "具体项目"),
            self._shown(row, "负责人"),
            self._shown(row, "完成时限", "date"),
            "" if left is None else f"超{-left}" if left < 0 else str(left),
            self._shown(row, "完成进度", "percent"),
            self._shown(row, "时序进度", "percent"),
            self._shown(row, "亮灯", "light"),
            self.doubts.get(row, ""),
        ]


def called_units(live: Live, choice: MeasureChoice) -> tuple[list[CalledUnit], list[int]]:
    """The units with measures that call for a letter, in the order of the ledger, and the rows of such measures that belong to
    no unit."""
    doubts: dict[int, list[str]] = {}
    for doubt in live.doubts:
        doubts.setdefault(doubt.row, []).append(doubt.what)
    said = {row: f"需核实：{'；'.join(texts)}" for row, texts in doubts.items()}
    lists = (
        [row for row in choice.worrying() if live.measures[row]["light"] == OVERDUE],
        choice.due_soon(),
        choice.unreported(),
    )
    found, owned = [], set[int]()
    for unit, rows in addressees(live).items():
        mine = set(rows)
        owned |= mine
        overdue, soon, silent = ([row for row in each if row in mine] for each in lists)
        mine_said = {row: said[row] for row in rows if row in said}
        called = CalledUnit(live, unit, overdue, soon, silent, mine_said)
        if called.rows:
            found.append(called)
    alone = {row for each in lists for row in each if row not in owned}
    return found, sorted(row for row in alone if live.measures[row]["kind"] != MOVED_OUT)


def addressees(live: Live) -> dict[str, list[int]]:
    """责任单位 → its rows of the ledger. Spellings that differ by blanks, line breaks, case or width are one unit, which is
    called as it stands most often."""
    grouped: dict[str, list[int]] = {}
    for rows in measures_by_unit(live.measures).values():
        grouped.setdefault(squeeze(live.measures[rows[0]]["unit"]).casefold(), []).extend(rows)
    found = {}
    for same, rows in grouped.items():
        if same:
            spellings = Counter(
                " ".join(bare(str(live.measures[row]["unit"])).split()) for row in sorted(rows)
            )
            found[spellings.most_common(1)[0][0]] = sorted(rows)
    return found
