"""The paper of a bulletin: upright A4, what stands at its head and foot, its numbered headings, and its columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from duban.macros.figures.formulas import Rules
from duban.macros.history.seal import issue_number
from duban.workbook.format.sheet_names import bulletin_name
from duban.workbook.plan.builder import SheetBuilder
from duban.workbook.plan.plans import SheetPlan
from duban.workbook.plan.ruler import Ruler
from duban.workbook.plan.table import Table
from duban.workbook.reading.settings import Settings

COLUMNS = (5, 6, 7, 9, 7, 5, 5, 5, 6, 6, 6, 6, 6)
"""Units. The edges of all tables are among the edges of these, so that few cells have to be merged."""

_NUMERALS = "一二三四五六七八九十"
_HALVES = (34, 45)
_NAME = "督　查　通　报"


class Paper:
    """A bulletin while it is laid out. Behind its columns are hidden ones, given out by ``hide``, and one more that is
    seen on the screen and not printed."""

    def __init__(self, name: str, settings: Settings, rules: Rules, tables: Iterable[Sequence[int]]) -> None:
        self.sheet = SheetBuilder(name, Ruler(COLUMNS, *tables), landscape=False)
        self.settings = settings
        self._rules = rules
        self._next_hidden = self.sheet.last + 1
        self._headings = 0
        self._reminders: list[tuple[int, str, str]] = []

    @property
    def name(self) -> str:
        """The name of the sheet."""
        return self.sheet.name

    def hide(self, columns: int) -> tuple[int, ...]:
        """Columns to be hidden that nobody else uses."""
        first = self._next_hidden
        self._next_hidden += columns
        return tuple(range(first, self._next_hidden))

    def shows(self, block: str) -> bool:
        """Whether a block is chosen."""
        return block in self.settings.blocks

    def heading(self, text: str) -> None:
        """A numbered heading."""
        self._headings += 1
        self.sheet.section(f"{_numeral(self._headings)}、{text}", "heading")

    def nothing(self) -> None:
        """That a block has nothing in it."""
        self.sheet.line("无", "body")

    def table(self, widths: Sequence[int], header: Sequence[str]) -> Table:
        """A table with its header in the next row."""
        table = Table(self.sheet, widths)
        table.head(header)
        return table

    def head(self, correction: int = 0) -> None:
        """What it is, its number, who issues it and when, its title, and the day of its figures. ``correction``: the
        number of a correction."""
        sheet, settings = self.sheet, self.settings
        sheet.line(_NAME, "mast")
        sheet.heights[sheet.next_row - 1] = 42
        again = f"（更正第{correction}次）" if correction else ""
        sheet.line((settings.issue or issue_number(settings.period)) + again, "centered")
        halves = Table(sheet, _HALVES)
        row = sheet.next_row
        halves.put(row, 1, issuer(settings), "issuer")
        halves.put(row, 2, day_in_words(settings.issued_on), "issued")
        sheet.heights[row] = 24
        sheet.next()
        sheet.title(f"{settings.office}{settings.period.label}重点改革攻坚事项进展情况通报{again}")
        row = sheet.next_row
        halves.put(row, 1, "数据截至", "label")
        halves.put(row, 2, settings.as_of, "day", f"={self._rules.as_of}")
        sheet.next()

    def foot(self) -> None:
        """Who gets it."""
        settings = self.settings
        told = (("报", settings.report_to), ("送", settings.copy_to), ("发", settings.addressees))
        lines = [f"{word}：{to}" for word, to in told if to]
        if not lines:
            return
        self.sheet.space(1, 12)
        for place, text in enumerate(lines):
            self.sheet.line(text, "addressee" if place == 0 else "addressee_more", keep=text != lines[-1])

    def remind(self, row: int, wrong: str, named: str = "名单") -> None:
        """Beside a row, where nothing prints: a word as soon as the list (or what is ``named``) is not right any more, by
        the condition ``wrong``."""
        self._reminders.append((row, wrong, named))

    def plan(self) -> SheetPlan:
        """The plan."""
        sheet, screen = self.sheet, self._next_hidden
        for row, wrong, named in self._reminders:
            told = f'=IF({wrong},"{named}与现在的数不符，请重新生成","")'
            sheet.put(row, screen, None, "aside", told)
        hidden = tuple(range(sheet.last + 1, screen))
        sheet.widths |= dict.fromkeys(hidden, 6.0) | {screen: 34.0}
        return sheet.plan(
            print_area=(1, 1, sheet.next_row - 1, sheet.last),
            hidden_columns=hidden,
            tab_colour="2F5597",
            known_as=bulletin_name(self.settings.period),
        )


def issuer(settings: Settings) -> str:
    """The office that issues the bulletin, with the name of the place where it does not bear it already."""
    office, issuing = settings.office, settings.issuer
    return issuing if not office or issuing.startswith(office) else f"{office}{issuing}"


def day_in_words(day: Any) -> str:
    """``2020年10月12日``, or room to write a date."""
    return "　　年　　月　　日" if day is None else f"{day.year}年{day.month}月{day.day}日"


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("十" if tens else "") + (_NUMERALS[ones - 1] if ones else "")
