"""督办单 and 催办单: to one unit or district each, what calls for it, and the slip on which it answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple, Protocol

from duban.macros.documents.facts import Facts, facts_of, head_of, imprint_of, signature_of
from duban.macros.documents.shown_cells import in_words
from duban.macros.documents.templates import Template
from duban.macros.documents.words import ADDRESSEE
from duban.macros.generated_sheets.bulletin.paper import issuer
from duban.workbook.official.content import Align, Attachment, Block, Document, Grid, Head, Text
from duban.workbook.reading.settings import Settings
from duban.workbook.say.sentence import Say

_TO_WRITE_IN = 18.0
"""Millimetres of a row of the slip."""
_SLIP_WIDTHS = (5, 24, 20, 18, 18, 11)
_SLIP_ALIGNS: tuple[Align, ...] = ("center", "left", "left", "left", "left", "center")

PLACES = (
    "措施数", "逾期数", "到期数", "未报数", "核实数", "事项数", "逾期事项数", "滞后事项数", "未报事项数", "未报送期间",
)  # fmt: skip
"""What the words may name of that which calls for a letter; empty where it does not apply."""


class Listed(NamedTuple):
    """A table of the annex: its title, and a row for each measure or item."""

    title: str
    rows: Sequence[Sequence[str]]


class Called(Protocol):
    """A unit or district that gets a letter, and why."""

    @property
    def unit(self) -> str:
        """Its name."""

    @property
    def thing(self) -> str:
        """What is called for: 措施 or 事项."""

    @property
    def rows(self) -> Sequence[int]:
        """The rows of what is called for, each once."""

    @property
    def facts(self) -> Facts:
        """Some of ``PLACES``."""

    @property
    def counts(self) -> Say:
        """The same for a report."""

    @property
    def header(self) -> Grid:
        """The columns of the annex, without rows."""

    def lists(self) -> Iterator[Listed]:
        """The tables of the annex."""

    def on_slip(self) -> list[tuple[str, str]]:
        """Number and text of each row of the slip."""


@dataclass(frozen=True)
class Issue:
    """What the register says of a letter: 文号, its number in the year, 成文日期, by when it is to be answered."""

    number: str
    place: int
    day: date
    due: date
    before: str = ""
    """What is said of an earlier letter that nobody answered."""


def number_of(template: Template, settings: Settings, day: date, place: int, unit: str) -> str:
    """The 文号 of a letter to a unit, with this number of the year."""
    facts = facts_of(settings, settings.period, settings.as_of, day)
    facts |= {"顺序号": str(place), "单位": unit}
    return head_of(template, facts).number


def letter(kind: str, template: Template, settings: Settings, called: Called, issue: Issue) -> Document:
    """The letter. Without rows there is no annex, and what is asked for is a report of the period."""
    facts = facts_of(settings, settings.period, settings.as_of, issue.day)
    due = in_words(issue.due)
    facts |= {
        **dict.fromkeys(PLACES, ""),
        **called.facts,
        "单位": called.unit,
        "回复期限": due if called.rows else "",
        "补报期限": "" if called.rows else due,
        "前次督办": issue.before,
        "顺序号": str(issue.place),
        "文号": issue.number,
    }
    head = head_of(template, facts)
    lead = kind.removesuffix("单")
    annexes = (
        Attachment(f"{lead}{called.thing}名单", list(_lists(called)), across=True),
        Attachment(f"{lead}回执", list(_slip(settings, called, issue)), across=True),
    )
    return Document(
        title=template.title(kind, facts),
        body=template.paragraphs(facts),
        made_on=issue.day,
        head=Head(head.mark, issue.number, head.printed),
        addressee=template.part(ADDRESSEE, facts),
        attachments=annexes if called.rows else (),
        signature=signature_of(template, facts),
        imprint=imprint_of(template, facts),
    )


def _lists(called: Called) -> Iterator[Block]:
    for title, rows in called.lists():
        if rows:
            yield Text(f"{title}（{len(rows)}项）", "table title")
            yield replace(called.header, rows=rows)


def _slip(settings: Settings, called: Called, issue: Issue) -> Iterator[Block]:
    yield Text(
        f"文号：{issue.number}　　单位：{called.unit}　　请于{in_words(issue.due)}前送{issuer(settings)}",
        "note",
    )
    header = ("序号", called.header.header[1], "办理情况", "存在问题和原因", "下步措施", "预计办结日期")
    rows = [[*each, *("" for _ in header[2:])] for each in called.on_slip()]
    yield Grid(header, rows, _SLIP_WIDTHS, _SLIP_ALIGNS, _TO_WRITE_IN)
    yield Text(
        "负责人签字：　　　　　　　填报人：　　　　　　　联系电话：　　　　　　　（盖章）　　年　　月　　日",
        "note",
    )
