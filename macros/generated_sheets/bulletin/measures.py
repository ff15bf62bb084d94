"""Lists of measures: 逾期和滞后, 即将到期, 未报, 未更新, and the problems and next steps of what is not done.

Which measures a list names is decided when it is made; what it says of each is live. Beside the list, where nothing
prints, stands a word as soon as it would name others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from duban.macros.figures import conditions, formulas
from duban.macros.figures.conditions import Where
from duban.macros.figures.lookups import Live, measure_row
from duban.macros.generated_sheets.bulletin.measure_choice import DAYS_AHEAD, MeasureChoice
from duban.macros.generated_sheets.bulletin.paper import Paper
from duban.macros.generated_sheets.live_text import LiveText
from duban.macros.history.past import Past
from duban.udfs.lights import DONE, DONE_LATE, OVERDUE, UNREPORTED, WORRYING
from duban.workbook.format.names import LEDGER
from duban.workbook.plan.table import Table

WIDTHS = (5, 22, 12, 10, 12, 6, 6, 6)
PROBLEM_WIDTHS = (5, 22, 12, 5, 17, 18)

_MOST = 500
"""Measures that a list names; how many more there are is said."""

_WHO = (
    (1, "事项序号", "integer"),
    (2, "具体项目", "text"),
    (3, "责任单位", "center"),
    (4, "负责人", "center"),
)
_HEAD = ("序号", "具体项目", "责任单位", "负责人")

Put = Callable[[Table, int, int], None]
Condition = Callable[[Table, Sequence[int]], str]


@dataclass(frozen=True)
class MeasureLists:
    """What the lists of one bulletin need."""

    paper: Paper
    live: Live
    past: Past
    hidden: tuple[int, int]

    @property
    def _chosen(self) -> MeasureChoice:
        return MeasureChoice(self.live, self.past)

    def worrying(self) -> None:
        """逾期和滞后: worst first."""
        self.paper.heading("逾期和滞后措施")
        measures, ledger = self.live.measures, self.live.frame.ledger
        rows = self._chosen.worrying()
        said, places = LiveText(), list[str]()
        for light in WORRYING:
            number = sum(each["light"] == light for each in measures.values())
            formula = conditions.count((Where(ledger.light, "=", light),))
            said.say(f"{'、' if places else ''}{light} ").number(number, formula).say(" 项")
            places.append(formula)
        self._list(
            rows,
            (*_HEAD, "完成时限", "完成进度", "时序进度", "亮灯"),
            (
                *_WHO,
                (5, "完成时限", "date"),
                (6, "完成进度", "percent"),
                (7, "时序进度", "percent"),
                (8, "亮灯", "light"),
            ),
            "+".join(places),
            said.say("。"),
            no_longer=lambda table, shown: f"{_with_light(table, shown, 8, WORRYING)}<>{len(shown)}",
        )

    def due_soon(self) -> None:
        """即将到期: not done, and due within ``DAYS_AHEAD`` days from the as-of date, that day included."""
        live, ledger = self.live, self.live.frame.ledger
        self.paper.heading(f"即将到期措施（{DAYS_AHEAD} 日内）")

        def no_longer(table: Table, shown: Sequence[int]) -> str:
            left = table.span(6, shown)
            soon = f'COUNTIFS({left},">=0",{left},"<={DAYS_AHEAD}")'
            return f"{soon}-{_with_light(table, shown, 8, (DONE, DONE_LATE))}<>{len(shown)}"

        as_of = live.frame.rules.as_of
        count = conditions.count_true(
            *_open_rows(ledger), f"({ledger.due}>={as_of})", f"({ledger.due}<{as_of}+{DAYS_AHEAD + 1})"
        )

        def put(table: Table, row: int, ledger_row: int) -> None:
            due = table.cell(row, 5)
            whole = f"ROUND({due}-0.5,0)-{as_of}"  # a date may have a time of day
            table.put(
                row, 6, self._chosen.days_left(ledger_row), "integer", f'=IF(COUNT({due})=0,"",{whole})'
            )

        columns = ((5, "完成时限", "date"), (7, "完成进度", "percent"), (8, "亮灯", "light"))
        header = (*_HEAD, "完成时限", "剩余天数", "完成进度", "亮灯")
        self._list(
            self._chosen.due_soon(),
            header,
            (*_WHO, *columns),
            count,
            put=put,
            no_longer=no_longer,
        )

    def unreported(self) -> None:
        """未报清单: measures that count and show no progress; as many as the tables above count as 未报."""
        ledger = self.live.frame.ledger
        self.paper.heading("未报进度措施")
        rows = self._chosen.unreported()
        count = formulas.unreported(ledger)
        columns = ((5, "完成时限", "date"), (6, "时序进度", "percent"), (8, "亮灯", "light"))
        header = (*_HEAD, "完成时限", "时序进度", "上期进度", "亮灯")
        lights = (UNREPORTED, OVERDUE)
        # somebody may have typed another light
        now = sum(self.live.measures[row]["light"] in lights for row in rows[:_MOST])
        self._list(
            rows,
            header,
            (*_WHO, *columns),
            count,
            put=self._before(7),
            no_longer=lambda table, shown: f"{_with_light(table, shown, 8, lights)}<>{now}",
        )

    def not_updated(self) -> None:
        """未更新: not done, with a progress that was last updated before the period; where no date says so, with the very
        progress of the period before."""
        self.paper.heading("本期未更新措施")
        rows = self._chosen.not_updated()
        columns = ((5, "更新日期", "date"), (7, "完成进度", "percent"), (8, "亮灯", "light"))
        header = (*_HEAD, "更新日期", "上期进度", "完成进度", "亮灯")
        first = self.live.frame.settings.period.first_day
        began = f"DATE({first.year},{first.month},{first.day})"
        self._list(
            rows,
            header,
            (*_WHO, *columns),
            None,
            put=self._before(6),
            no_longer=lambda table, shown: (
                f'COUNTIFS({table.span(5, shown)},">="&{began})'
                f"+{_with_light(table, shown, 8, (DONE, DONE_LATE))}>0"
            ),
        )

    def problems(self) -> None:
        """存在问题和下步措施 of what is not done."""
        live, ledger = self.live, self.live.frame.ledger
        self.paper.heading("存在问题和下步措施")
        rows = [
            row
            for row in self._chosen.not_done()
            if live.measure_value(row, "存在问题") or live.measure_value(row, "下步措施")
        ]
        columns = (
            *_WHO[:3],
            (4, "亮灯", "light"),
            (5, "存在问题", "text"),
            (6, "下步措施", "text"),
        )
        header = (*_HEAD[:3], "亮灯", "存在问题", "下步措施")
        texts = live.frame.ledger_columns

        def done(table: Table, shown: Sequence[int]) -> str:
            return f"{_with_light(table, shown, 4, (DONE, DONE_LATE))}>0"

        told = f'((({texts["存在问题"]}<>"")+({texts["下步措施"]}<>""))>0)'
        count = conditions.count_true(*formulas.on_list(ledger), *_not_done(ledger), told)
        self._list(rows, header, columns, count, widths=PROBLEM_WIDTHS, lights=4, no_longer=done)

    def _list(
        self,
        rows: Sequence[int],
        header: Sequence[str],
        columns: Sequence[tuple[int, str, str]],
        count: str | None,
        said: LiveText | None = None,
        put: Put | None = None,
        widths: Sequence[int] = WIDTHS,
        lights: int = 8,
        no_longer: Condition | None = None,
    ) -> None:
        """Measures as a table, or 无. ``count`` is the formula of their number, ``put`` puts what no column of the ledger
        says, ``no_longer`` is the condition that one of the rows that are shown does not belong there any more."""
        paper, live = self.paper, self.live
        at = paper.sheet.next_row - 1
        if not rows:
            if count is not None:
                paper.remind(at, f"{count}<>0")
            paper.nothing()
            return
        if said is not None:
            paper.sheet.line(said.text, "body", said.formula, keep=True)
        table = paper.table(widths, header)

        def fill(row: int, ledger_row: int) -> None:
            measure_row(live, table, row, ledger_row, columns, self.hidden)
            if put is not None:
                put(table, row, ledger_row)

        shown = table.fill(rows[:_MOST], fill, lights)
        wrong = [f"{count}<>{len(rows)}"] if count is not None else []
        wrong += [no_longer(table, shown)] if no_longer is not None else []
        if wrong:
            paper.remind(at, f"OR({','.join(wrong)})")
        if len(rows) > _MOST:
            paper.sheet.line(f"另有 {len(rows) - _MOST} 项，见“{LEDGER}”。", "body")

    def _before(self, place: int) -> Put:
        """Puts the recorded progress of the period before into a column."""

        def put(table: Table, row: int, ledger_row: int) -> None:
            value, formula = self._chosen.recorded(ledger_row)
            table.put(row, place, value, "percent", formula)

        return put


def _open_rows(ledger: formulas.Ledger) -> tuple[str, ...]:
    return *formulas.limited(ledger), *_not_done(ledger)


def _not_done(ledger: formulas.Ledger) -> tuple[str, ...]:
    return f'({ledger.light}<>"{DONE}")', f'({ledger.light}<>"{DONE_LATE}")'


def _with_light(table: Table, rows: Sequence[int], place: int, lights: Sequence[str]) -> str:
    """How many of some rows show one of these lights."""
    span = table.span(place, rows)
    return "(" + "+".join(f'COUNTIFS({span},"{light}")' for light in lights) + ")"
