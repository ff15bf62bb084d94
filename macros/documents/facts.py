"""What every document may name: the office, the period, the days."""

from __future__ import annotations

import re
from datetime import date

from duban.macros.documents.shown_cells import in_words
from duban.macros.documents.templates import Template
from duban.macros.documents.words import (
    CODE,
    COPY_TO,
    MARK,
    NUMBER,
    PRINTED_BY,
    PRINTED_ON,
    RED_HEAD,
    SEAL,
    SIGNED,
    SIGNED_ON,
)
from duban.macros.generated_sheets.bulletin.measure_choice import DAYS_AHEAD
from duban.macros.generated_sheets.bulletin.paper import day_in_words, issuer
from duban.udfs.periods import Period
from duban.workbook.official.content import Head, Imprint, Signature
from duban.workbook.reading.settings import Settings

Facts = dict[str, str]
"""Placeholder, without its brackets → what is put in its place."""

ROOM = "　"
"""Room for a number that is written by hand."""


def facts_of(settings: Settings, period: Period, as_of: date, day: date | None) -> Facts:
    """The facts that do not depend on the kind; ``day`` is 成文日期, room for it where there is none."""
    return {
        "单位名称": settings.office,
        "印发单位": issuer(settings),
        "期间": period.label,
        "年度": str(period.year),
        "截至日期": in_words(as_of),
        "日期": day_in_words(day),
        "年份": str((day or period.last_day).year),
        "主送单位": settings.addressees,
        "抄送单位": "，".join(filter(None, (settings.report_to, settings.copy_to))),
        "临期天数": str(DAYS_AHEAD),
        "顺序号": ROOM,
        "机关代字": "",
    }


def head_of(template: Template, facts: Facts) -> Head:
    """版头, with the number; 机关代字 is put among the facts first."""
    facts["机关代字"] = template.part(CODE, facts)
    return Head(template.part(MARK, facts), template.part(NUMBER, facts), template.is_yes(RED_HEAD, facts))


def signature_of(template: Template, facts: Facts) -> Signature:
    """发文机关署名 and 成文日期."""
    return Signature(
        template.part(SIGNED, facts), template.part(SIGNED_ON, facts), template.is_yes(SEAL, facts)
    )


def imprint_of(template: Template, facts: Facts) -> Imprint:
    """版记."""
    return Imprint(*(template.part(part, facts) for part in (COPY_TO, PRINTED_BY, PRINTED_ON)))


def number_in_issue(issue: str) -> Facts:
    """年份 and 顺序号 of a 期号 as 2020年第3期, whenever it is issued, for its numbers are those of that year. Room for the
    number where it has none, and where it is a correction: the bulletin that it corrects bears the number."""
    found = re.search(r"(?:([0-9]{4})\s*年\s*)?第\s*([0-9]+)\s*期", issue)
    year = {"年份": found[1]} if found and found[1] else {}
    return {**year, "顺序号": found[2] if found and "更正" not in issue else ROOM}
