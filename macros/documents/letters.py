"""督办单 and 催办单: to one unit each, the measures that call for it, and the slip on which the unit answers.

Which measures those are is decided as for the bulletin's lists; what stands of each is what the ledger shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from duban.macros.documents.facts import facts_of, head_of, imprint_of, signature_of
from duban.macros.documents.shown_cells import cell_text, in_words
from duban.macros.documents.templates import Template
from duban.macros.documents.words import ADDRESSEE
from duban.macros.figures.figures import measures_by_unit
from duban.macros.figures.lookups import Live
from duban.macros.generated_sheets.bulletin.measure_choice import DAYS_AHEAD, MeasureChoice, days_left
from duban.macros.generated_sheets.bulletin.paper import issuer
from duban.udfs.lights import OVERDUE
from duban.udfs.progress import MOVED_OUT
from duban.udfs.text import bare, squeeze
from duban.workbook.official.content import Align, Attachment, Block, Document, Grid, Head, Text

_HEADER = ("序号", "具体项目", "负责人", "完成时限", "剩余天数", "完成进度", "时序进度", "亮灯", "备注")
_WIDTHS = (5, 23, 10, 11, 8, 8, 8, 9, 18)
_ALIGNS: tuple[Align, ...] = (
    "center", "left", "center", "center", "center", "center", "center", "center", "left",
)  # fmt: skip
_SLIP_HEADER = ("序号", "具体项目", "办理情况", "存在问题和原因", "下步措施", "预计办结日期")
_TO_WRITE_IN = 18.0
"""Millimetres of a row of the slip."""
_SLIP_WIDTHS = (5, 24, 20, 18, 18, 11)


@dataclass(frozen=True)
class Called:
    """The measures of a unit that call for a letter, as rows of the ledger; one row may be in several lists."""

    unit: str
    overdue: Sequence[int]
    due_soon: Sequence[int]
    unreported: Sequence[int]
    doubts: Mapping[int, str] = field(default_factory=dict)
    """Row → what about it somebody should look at."""

    @property
    def rows(self) -> list[int]:
        """Each row once, the overdue ones first."""
        return list(dict.fromkeys((*self.overdue, *self.due_soon, *self.unreported)))


@dataclass(frozen=True)
class Issue:
    """What the register says of a letter: 文号, its number in the year, 成文日期, by when it is to be answered."""

    number: str
    place: int
    day: date
    due: date
    before: str = ""
    """What is said of an earlier letter that nobody answered."""


def called_units(live: Live, choice: MeasureChoice) -> tuple[list[Called], list[int]]:
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
        called = Called(unit, overdue, soon, silent, {row: said[row] for row in rows if row in said})
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


def number_of(template: Template, live: Live, day: date, place: int, unit: str) -> str:
    """The 文号 of a letter to a unit, with this number of the year."""
    settings = live.frame.settings
    facts = facts_of(settings, settings.period, settings.as_of, day)
    facts |= {"顺序号": str(place), "单位": unit}
    return head_of(template, facts).number


def letter(kind: str, template: Template, live: Live, called: Called, issue: Issue) -> Document:
    """The letter to a unit."""
    settings = live.frame.settings
    facts = facts_of(settings, settings.period, settings.as_of, issue.day)
    doubtful = sum(row in called.doubts for row in called.rows)
    facts |= {
        "单位": called.unit,
        "措施数": str(len(called.rows)),
        "逾期数": str(len(called.overdue)),
        "到期数": str(len(called.due_soon)),
        "未报数": str(len(called.unreported)),
        "核实数": str(doubtful) if doubtful else "",
        "回复期限": in_words(issue.due),
        "前次督办": issue.before,
        "顺序号": str(issue.place),
        "文号": issue.number,
    }
    head = head_of(template, facts)
    lead = kind.removesuffix("单")
    return Document(
        title=template.title(kind, facts),
        body=template.paragraphs(facts),
        made_on=issue.day,
        head=Head(head.mark, issue.number, head.printed),
        addressee=template.part(ADDRESSEE, facts),
        attachments=(
            Attachment(f"{lead}措施名单", list(_lists(live, called)), across=True),
            Attachment(f"{lead}回执", list(_slip(live, called, issue)), across=True),
        ),
        signature=signature_of(template, facts),
        imprint=imprint_of(template, facts),
    )


def _lists(live: Live, called: Called) -> Iterator[Block]:
    for title, rows in (
        ("逾期措施", called.overdue),
        (f"{DAYS_AHEAD}日内到期措施", called.due_soon),
        ("没有填报进度的措施", called.unreported),
    ):
        if rows:
            yield Text(f"{title}（{len(rows)}项）", "table title")
            yield Grid(_HEADER, [_row(live, row, called) for row in rows], _WIDTHS, _ALIGNS)


def _row(live: Live, row: int, called: Called) -> list[str]:
    """What the ledger shows of a measure."""
    left = days_left(live, row)

    def shown(column: str, style: str) -> str:
        return cell_text(live.measure_value(row, column), style)

    return [
        shown("事项序号", "integer"),
        shown("具体项目", "text"),
        shown("负责人", "text"),
        shown("完成时限", "date"),
        "" if left is None else f"超{-left}" if left < 0 else str(left),
        shown("完成进度", "percent"),
        shown("时序进度", "percent"),
        shown("亮灯", "light"),
        called.doubts.get(row, ""),
    ]


def _slip(live: Live, called: Called, issue: Issue) -> Iterator[Block]:
    yield Text(
        f"文号：{issue.number}　　单位：{called.unit}　　请于{in_words(issue.due)}前送{issuer(live.frame.settings)}",
        "note",
    )
    rows = [
        [
            cell_text(live.measure_value(row, "事项序号"), "integer"),
            cell_text(live.measure_value(row, "具体项目"), "text"),
            *("" for _ in _SLIP_HEADER[2:]),
        ]
        for row in called.rows
    ]
    yield Grid(
        _SLIP_HEADER, rows, _SLIP_WIDTHS, ("center", "left", "left", "left", "left", "center"), _TO_WRITE_IN
    )
    yield Text(
        "负责人签字：　　　　　　　填报人：　　　　　　　联系电话：　　　　　　　（盖章）　　年　　月　　日",
        "note",
    )
